"""What differs between two revisions of a tip, and the refusal of a change to an older one."""

from __future__ import annotations

from store.errors import DeskError
from store.frozen import frozen
from store.tips.tip import Tip


@frozen
class FieldChange:
    """A field's value before and after a change, as they stand in the tip's JSON."""

    field: str
    before: object
    after: object


class StaleRevision(DeskError):
    """The tip was amended by someone else meanwhile: `current` is how it stands, `changes` what differs."""

    def __init__(self, sentence: str, current: Tip, changes: tuple[FieldChange, ...]) -> None:
        self.current = current
        self.changes = changes
        super().__init__(sentence)
