"""Tips on one matter (同一事项): linked to the earliest of them, whose number is the matter's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from store.tips.numbering import order_of
from store.tips.tip import Tip


def first_of(tip: Tip) -> str:
    """The number of the first tip of the matter to which the tip belongs, its own if of none."""
    return tip.matter or tip.number


def joined(tips: Iterable[Tip]) -> list[Tip]:
    """The tips as one matter; only those that this changes."""
    in_order = sorted(tips, key=lambda tip: order_of(tip.number))
    wanted = [replace(t, matter=in_order[0].number if i else "") for i, t in enumerate(in_order)]
    return [new for old, new in zip(in_order, wanted, strict=True) if new != old]


def parted(tips: Iterable[Tip], number: str) -> list[Tip]:
    """The tips of one matter, without that of `number`; only those that this changes."""
    everyone = list(tips)
    gone = [replace(tip, matter="") for tip in everyone if tip.number == number and tip.matter]
    rest = [tip for tip in everyone if tip.number != number]
    return [*gone, *(joined(rest) if rest else ())]
