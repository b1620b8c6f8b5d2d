"""Who else has a tip open, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from store.journal.presence import Present
from store.text import _, listed


def elsewhere(others: Iterable[Present], number: str) -> Iterator[tuple[str, bool]]:
    """A sentence for those of `others` who amend the tip `number`, then for those who look at it;
    and whether it is the first."""
    here = [other for other in others if number and other.number == number]
    for wording, is_editing in (
        (_("{officers} 正在修改此件，请先商量，以免改动冲突。"), True),
        (_("{officers} 也在查看此件。"), False),
    ):
        names = dict.fromkeys(other.officer for other in here if other.is_editing is is_editing)
        if names:
            yield wording.format(officers=listed(names)), is_editing
