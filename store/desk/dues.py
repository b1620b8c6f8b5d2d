"""What the desk owes on its tips, and by when."""

from __future__ import annotations

from pendulum import DateTime

from store.desk.ground import Ground
from store.instant import from_text
from store.notice.deadlines import ON_THEIR_DAY, DueCounts, count_dues
from store.tips.dues import Due, dues_of, open_appointments
from store.tips.tip import Tip


class Dues:
    """The deadlines (期限) that run, by the notice as it stands."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def all(self) -> list[Due]:
        """What the desk owes on which tip, the earliest first."""
        self._ground.viewer.require("list")
        notice, today = self._ground.notice, self._ground.now().date()
        viewer = self._ground.viewer
        seen = (tip for tip in self._ground.every_brief() if not viewer.keeps_back(tip))
        found = (dues_of(tip, notice, today) for tip in seen)
        return sorted((due for dues in found for due in dues), key=lambda due: due.due_on)

    def appointments(self) -> list[DateTime]:
        """When call-backs and appointments are to take place, the earliest first."""
        self._ground.viewer.require("count")
        with self._ground.storage.state:
            owed = self._ground.index.tally(self._ground.notice).open_by_day()
        if not any(duty in ON_THEIR_DAY for duty, _day in owed):
            return []
        viewer = self._ground.viewer
        seen = (tip for tip in self._ground.every_brief() if not viewer.keeps_back(tip))
        found = (one["when"] for tip in seen for one in open_appointments(tip))
        return sorted(map(from_text, found))

    def of(self, tip: Tip) -> list[Due]:
        """What the desk owes on one tip."""
        self._ground.viewer.require("list")
        return dues_of(tip.as_json(), self._ground.notice, self._ground.now().date())

    def counts(self) -> DueCounts:
        """How much is owed and how soon; costs the same at any number of tips."""
        ground = self._ground
        ground.viewer.require("count")
        with ground.storage.state:
            notice = ground.notice
            open_by_day = ground.index.tally(notice).open_by_day()
        today, last = ground.now().date(), notice.last_day
        return count_dues(open_by_day, notice.deadlines, today, last, notice.calendar)
