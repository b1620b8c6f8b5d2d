"""What goes out of the desk as figures and lists: reports, the register, the closing day's count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from store.desk.access import AccessControl
from store.desk.finding import Finding
from store.desk.ground import Ground
from store.duty.closing import Closing, closing
from store.text import _
from store.tips.tip import Tip

if TYPE_CHECKING:
    from store.duty.report import Kind, Report, Span


class Figures:
    """Draws up reports of what is stored; changes nothing."""

    def __init__(self, ground: Ground, access: AccessControl, finding: Finding) -> None:
        self._ground = ground
        self._access = access
        self._finding = finding

    def report(self, kind: Kind, day: date | None = None, *, whole: bool = False) -> Report:
        """The figures of the day, week or period up to `day`, by default today; `whole`: of all of the
        week or period that `day` is in, up to today."""
        from store.duty.report import last_of, report

        self._ground.viewer.require("count")
        tips, now = self._ground.every_brief(), self._ground.now()
        last = day or now.date()
        if whole:
            last = last_of(kind, last, now.date())
        found = report(tips, self._ground.notice, kind, last, now)
        return replace(found, anchor=self._ground.anchor())

    def register(self, span: Span, with_reporter: bool = False) -> Sequence[Tip]:
        """The tips received in `span`, in the order of their numbers, as the register has them:
        without who reported, unless `with_reporter`; with what is sealed, and recorded, once the
        desk is unlocked. Raises `NotAllowed`."""
        self._ground.viewer.require("export")
        from store.tips.find import Filter, Order

        wanted = Filter(since=span.first, until=span.last)
        found = self._finding.filtered(wanted, Order("number", descending=False))
        return self._papers_of(found, _("台账"), with_reporter)

    def sheets(
        self, tips: Sequence[Tip], with_reporter: bool = False, what_for: str = ""
    ) -> Sequence[Tip]:
        """Those `tips` as each stands on a sheet of its own (登记单), or on the paper that `what_for`
        names: as `register` has them."""
        self._ground.viewer.require("export")
        return self._papers_of(tips, what_for or _("登记单"), with_reporter)

    def _papers_of(self, found: Sequence[Tip], what_for: str, with_reporter: bool) -> Sequence[Tip]:
        tips = self._access.open_tips(found, what_for) if self._access.is_unlocked else found
        return tips if with_reporter else [self._on_paper(tip) for tip in tips]

    def _on_paper(self, tip: Tip) -> Tip:
        """A tip as papers have it that others see: without the reporter and, if it is for a lead
        alone, without what it says: what came with that one is counted, by kind and pages."""
        from store.secret.seal import outlined
        from store.tips.enclosure import Enclosure
        from store.tips.referral import without_reporter

        document = tip.as_json()
        if self._ground.viewer.is_for_lead_alone(document):
            came = (Enclosure(one.kind, one.pages, one.copies) for one in tip.enclosures)
            return replace(Tip.from_json(outlined(document)), enclosures=tuple(came))
        return without_reporter(Tip.from_json(self._ground.viewer.apart(document)))

    def closing(self) -> Closing:
        """The closing day's reconciliation, as of now."""
        self._ground.viewer.require("list")
        tips = map(self._ground.viewer.shown, self._ground.every_brief())
        found = closing(tips, self._ground.notice, self._ground.now())
        return replace(found, anchor=self._ground.anchor())
