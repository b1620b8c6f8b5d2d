"""What an officer is asked when a tip is disposed of, and what can be suggested as the answer."""

from __future__ import annotations

from typing import Final

from store.desk.desk import Desk
from store.tips.disposition import DUPLICATE, HANDED, KEPT, REFERRED, REGISTERED, URGENT, WITHDRAWN
from store.tips.numbering import order_of
from store.tips.tip import Tip

ASKED: Final = {
    HANDED: ("to", "why"),
    REFERRED: ("to", "letter", "on", "why"),
    URGENT: ("to", "letter", "on", "why"),
    KEPT: ("why",),
    DUPLICATE: ("of", "why"),
    WITHDRAWN: ("why",),
    REGISTERED: ("why",),
}
"""What is asked for each step, beside the step itself."""


def earlier_like(desk: Desk, tip: Tip) -> str:
    """The number of the earlier tip that has the most in common with `tip`, "" if there is none."""
    persons, units = ([getattr(s, part) for s in tip.subjects] for part in ("person", "unit"))
    phone = tip.reporter.contact if tip.reporter else ""
    found = desk.finding.similar(persons, units, phone, but=tip.number)
    numbers = (like.tip.number for like in found)
    return next((other for other in numbers if order_of(other) < order_of(tip.number)), "")
