"""By what earlier tips are looked for that may concern what is being entered (重复件)."""

from __future__ import annotations

from store.desk.desk import Desk
from store.frozen import frozen
from store.tips.find import Similar
from tui.entering.values import SUBJECTS, Values


@frozen
class Traits:
    """The names and the number that stand in an entry, and the tip that is not to be found: the
    one being amended, "" for none."""

    persons: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    phone: str = ""
    but: str = ""

    @classmethod
    def of(cls, values: Values, but: str) -> Traits:
        """Those of what was typed."""
        persons, units = (
            tuple(row.get(part, "") for row in values[SUBJECTS]) for part in ("person", "unit")
        )
        return cls(persons, units, values["reporter.contact"], but)

    def __bool__(self) -> bool:
        """Whether there is anything to look for."""
        return any(self.persons) or any(self.units) or bool(self.phone)

    def find(self, desk: Desk, most: int) -> list[Similar]:
        """The earlier tips that have any of it, those with the most first. Raises `DeskError`."""
        if not self:
            return []
        return desk.finding.similar(self.persons, self.units, self.phone, but=self.but, most=most)
