"""What an officer does at the desk beside the tips: shifts, the duty log, paper forms, reports."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Final

from store.desk.acts import Acts
from store.document import TABLE
from store.duty.books import (
    FORMS,
    LOG,
    SHIFTS,
    EntryKind,
    Form,
    LogEntry,
    Record,
    Shift,
    as_document,
    entry_of,
    form_of,
    shift_of,
)
from store.errors import Fault, NoSuchTip, StepRefused
from store.text import _
from store.tips.disposition import WITHDRAWN
from store.tips.draft import Draft
from store.tips.rules import text_faults
from store.tips.tip import Tip

if TYPE_CHECKING:
    from store.duty.closing import Closing
    from store.duty.handover import Handover
    from store.duty.report import Kind, Report, Span

TEXT_LIMIT: Final = 2_000
MOST_PAGES: Final = 500


class Duty(Acts, ABC):
    """The part of the desk that keeps its own books. Each act is a line of the journal, so that who
    did it and when stays; all may raise `StepRefused`, `CannotWrite` or `DeskBusy`."""

    @abstractmethod
    def drafts(self) -> list[Draft]: ...

    # Shifts

    def shifts(self) -> list[Shift]:
        """Every shift, oldest first."""
        return [shift_of(document) for document in self._record_of(SHIFTS).values()]

    def take_over(self) -> Shift:
        """Takes the desk over (接班): acknowledges what the shift before handed over, or joins the
        officers of a shift that is on."""
        self._viewer.require("record")
        with self._storage.writing:
            at = self._stamp_now()
            last_id, last = self._last_shift()
            if last and last.is_on:
                if self.officer in last.officers:
                    raise _refused("officers", _("您已经接班，不必再接。"))
                joined = replace(last, officers=(*last.officers, self.officer))
                self._keep(SHIFTS, {last_id: joined}, "take_over")
                return joined
            shift = Shift(officers=(self.officer,), taken_at=at)
            changed: dict[int, Record] = {self._storage.last_id(SHIFTS) + 1: shift}
            if last:
                changed[last_id] = replace(last, received_by=self.officer, received_at=at)
            self._keep(SHIFTS, changed, "take_over")
            return shift

    def hand_over(self, notes: str = "") -> Shift:
        """Hands the desk over (交班) with `notes` to the next shift; the sheet is kept as it is now."""
        notes = notes.strip()
        faults = tuple(text_faults("notes", _("交班事项"), notes, TEXT_LIMIT, lines=True))
        if faults:
            raise StepRefused(faults)
        with self._storage.writing:
            last_id, last = self._last_shift()
            if not (last and last.is_on and self.officer in last.officers):
                raise _refused("officers", _("您还没有接班，请先接班，再交班。"))
            sheet = self.handover().sheet
            shift = replace(
                last,
                handed_by=self.officer,
                handed_at=self._stamp_now(),
                notes=notes,
                upto=self._storage.last_id(TABLE),
                log_upto=self._storage.last_id(LOG),
                sheet=sheet.as_json(),
            )
            self._keep(SHIFTS, {last_id: shift}, "hand_over")
            self._viewer.forget_shift()
            return shift

    def handover(self, back: int = 0) -> Handover:
        """The hand-over sheet of the shift that is on, or of the `back`-th before it: of one that
        was handed over, as it was then."""
        from store.duty.handover import Handover, Sheet, draw_up

        self._viewer.require("list")
        with self._storage.state:
            shifts = self.shifts()
            if not (shifts and shifts[-1].is_on):
                shifts.append(None)  # type: ignore[arg-type]  # nobody has taken over yet
            if not 0 <= back < len(shifts):
                raise _refused("back", _("没有更早的班次。"))
            at = len(shifts) - 1 - back
            shift, before = shifts[at], shifts[at - 1] if at else None
            if shift and isinstance(shift.sheet, dict):
                return Handover(shift, before, Sheet.from_json(shift.sheet))
            after, log_after = (before.upto, before.log_upto) if before else (0, 0)
            tips = {doc_id: self._viewer.shown(d) for doc_id, d in self._documents().items()}
            own = [document for doc_id, document in tips.items() if int(doc_id) > after]
            log = [entry for n, entry in self._log_by_id().items() if n > log_after]
            sheet = draw_up(own, tips.values(), self.drafts(), log, self.notice)
            return Handover(shift, before, sheet)

    def _last_shift(self) -> tuple[int, Shift | None]:
        for doc_id, document in reversed(self._table_of(SHIFTS).items()):
            return int(doc_id), shift_of(document)
        return 0, None

    # Duty log

    def log(self, text: str, kind: EntryKind = "note") -> LogEntry:
        """Writes down what happened and is no tip: a line down, a visitor turned away."""
        text = text.strip()
        faults = tuple(text_faults("text", _("事项"), text, TEXT_LIMIT, lines=True))
        if not text:
            faults = (Fault("text", _("事项：请写明发生了什么。")),)
        if faults:
            raise StepRefused(faults)
        self._viewer.require("record")
        with self._storage.writing:
            entry = LogEntry(self._stamp_now(), self.officer, text, kind)
            self._keep(LOG, {self._storage.last_id(LOG) + 1: entry}, "log")
            return entry

    def duty_log(self) -> list[LogEntry]:
        """All of the duty log, oldest first."""
        self._viewer.require("list")
        return list(self._log_by_id().values())

    def _log_by_id(self) -> dict[int, LogEntry]:
        return {int(n): entry_of(document) for n, document in self._record_of(LOG).items()}

    # Paper forms

    def give_out_forms(self, pages: int) -> dict[int, Form]:
        """Gives out the next `pages` numbers for blank forms on paper; no number comes twice."""
        if not 1 <= pages <= MOST_PAGES:
            raise _refused("pages", _("页数应为 1 至 {most}。", most=MOST_PAGES))
        self._viewer.require("record")
        with self._storage.writing:
            first, at = self._storage.last_id(FORMS) + 1, self._stamp_now()
            given = {n: Form(at, self.officer) for n in range(first, first + pages)}
            self._keep(FORMS, given, "forms")
            return given

    def forms(self) -> dict[int, Form]:
        """Every form given out, by its number, and what became of it."""
        return {int(n): form_of(document) for n, document in self._record_of(FORMS).items()}

    def settle_form(self, number: int, *, tip: str = "", void: str = "") -> Form:
        """Says what became of a form: that it was entered as `tip`, or is void, and why."""
        self._viewer.require("record")
        with self._storage.writing:
            form = self.forms().get(number)
            if form is None:
                raise _refused("form", _("没有发出过 {number} 号登记表。", number=number))
            if not form.is_out:
                what = form.tip or form.void
                raise _refused(
                    "form", _("{number} 号登记表已核销：{what}", number=number, what=what)
                )
            if bool(tip.strip()) is bool(void.strip()):
                raise _refused("tip", _("请写明补录后的编号，或作废的理由。"))
            if faults := tuple(text_faults("void", _("理由"), void.strip(), TEXT_LIMIT)):
                raise StepRefused(faults)
            form = replace(
                form,
                tip=self._tip_of_form(tip) if tip.strip() else "",
                void=void.strip(),
                settled_at=self._stamp_now(),
                settled_by=self.officer,
            )
            self._keep(FORMS, {number: form}, "forms")
            return form

    def _tip_of_form(self, number: str) -> str:
        try:
            tip = self.tip(number)
        except NoSuchTip as error:
            raise _refused("tip", str(error)) from error
        used = next((n for n, form in self.forms().items() if form.tip == tip.number), None)
        if used is not None:
            raise _refused(
                "tip", _("{tip} 已对应 {number} 号登记表。", tip=tip.number, number=used)
            )
        if tip.status == WITHDRAWN:
            raise _refused("tip", _("{tip} 已误录撤销，不能对应登记表。", tip=tip.number))
        return tip.number

    # Figures

    def report(self, kind: Kind, day: date | None = None) -> Report:
        """The figures of the day, week or period that `day` is in or ends, by default today."""
        with self._storage.state:
            documents = list(self._documents().values())
        now = self.now()
        from store.duty.report import report

        return report(documents, self.notice, kind, day or now.date(), now)

    def register(self, span: Span, with_reporter: bool = False) -> Sequence[Tip]:
        """The tips received in `span`, in the order of their numbers, as the register has them:
        without who reported, unless `with_reporter`; with what is sealed, and recorded, once the
        desk is unlocked. Raises `NotAllowed`."""
        self._viewer.require("export")
        from store.tips.find import Filter, Order
        from store.tips.referral import without_reporter

        wanted = Filter(since=span.first, until=span.last)
        found = self.filtered(wanted, Order("number", descending=False))
        tips = self.open_tips(found, _("台账")) if self.is_unlocked else found
        return tips if with_reporter else [without_reporter(tip) for tip in tips]

    def closing(self) -> Closing:
        """The closing day's reconciliation, as of now."""
        with self._storage.state:
            documents = list(self._documents().values())
        from store.duty.closing import closing

        return closing(documents, self.notice, self.now())

    # What they share

    def _keep(self, table: str, records: Mapping[int, Record], what: str) -> None:
        documents = {str(n): as_document(record) for n, record in records.items()}
        self._store(documents, what, self._stamp_now(), table)

    def _stamp_now(self) -> str:
        return self.now().isoformat(timespec="seconds")


def _refused(field: str, sentence: str) -> StepRefused:
    return StepRefused((Fault(field, sentence),))
