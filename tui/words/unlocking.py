"""What a lead who unlocked the desk is told, to be compared with what was noted elsewhere."""

from __future__ import annotations

from store.desk.desk import Desk
from store.text import _, listed
from tui.words import words


def fingerprints(desk: Desk) -> str:
    """To whom the desk seals; "" of an open desk."""
    keys = desk.access.recipients()
    return _("密封公钥指纹：{keys}", keys=listed(keys.values())) if keys else ""


def told_on_unlocking(desk: Desk) -> tuple[str, ...]:
    """To whom is sealed, and how the journal ends."""
    return fingerprints(desk), words.anchor(desk.keeping.anchor())
