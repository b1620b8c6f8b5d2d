"""Shifts (班次): who has the desk, since when, and what is handed over to the next."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from store.desk.drafts import Drafts
from store.desk.duty_log import DutyLog
from store.desk.ground import Ground
from store.document import TABLE, Document
from store.duty.books import LOG, SHIFTS, TEXT_LIMIT, Shift, as_document, record_of
from store.errors import CannotReach, StepRefused, step_refused
from store.secret.change import AsStored, Change, Whole
from store.secret.seal import fingerprint
from store.text import _
from store.tips.draft import Draft
from store.tips.rules import text_faults

if TYPE_CHECKING:
    from store.duty.handover import Handover


class Shifts:
    """The book of shifts. Each act is a line of the journal, so that who did it and when
    stays; all may raise `NotAllowed`, `StepRefused`, `CannotWrite` or `DeskBusy`."""

    def __init__(self, ground: Ground, log: DutyLog, drafts: Drafts) -> None:
        self._ground = ground
        self._log = log
        self._drafts = drafts

    def all(self) -> list[Shift]:
        """Every shift, oldest first."""
        self._ground.viewer.require("list")
        shifts = [record_of(Shift, document) for document in self._ground.records(SHIFTS).values()]
        return shifts if self._ground.viewer.may("open") else list(map(self._masked, shifts))

    def is_on(self) -> bool:
        """Whether somebody has taken the desk over and not handed it over since."""
        self._ground.viewer.require("list")
        _last_id, last = self._last_shift()
        return last is not None and last.is_on

    def take_over(self) -> Shift:
        """Takes the desk over (接班): acknowledges what the shift before handed over, or joins the
        officers of a shift that is on."""
        with self._ground.writing("record"):
            at = self._ground.stamp()
            officer, (last_id, last) = self._ground.officer, self._last_shift()
            if last and last.is_on:
                if officer in last.officers:
                    raise step_refused("officers", _("您已经接班，不必再接。"))
                joined = replace(last, officers=(*last.officers, officer))
                self._ground.keep(SHIFTS, {int(last_id): joined}, "take_over")
                return joined
            shift = Shift(officers=(officer,), taken_at=at)
            new_id = str(self._ground.next_id(SHIFTS))
            changed: dict[str, Change] = {new_id: Whole(as_document(shift))}
            if last:
                stored = self._ground.table(SHIFTS)[last_id]
                received = {"received_by": officer, "received_at": at}
                changed[last_id] = AsStored(stored, received)
            self._ground.store({SHIFTS: changed}, "take_over")
            return shift

    def own(self) -> Shift:
        """The shift that is on and the officer's to hand over."""
        self._ground.viewer.require("record")
        _last_id, last = self._own_shift()
        return last

    def _own_shift(self) -> tuple[str, Shift]:
        last_id, last = self._last_shift()
        if not (last and last.is_on and self._ground.officer in last.officers):
            raise step_refused("officers", _("您还没有接班，请先接班，再交班。"))
        return last_id, last

    def hand_over(self, notes: str = "") -> Shift:
        """Hands the desk over (交班) with `notes` to the next shift; the sheet is kept as it is now."""
        self._ground.viewer.require("record")
        notes = notes.strip()
        faults = tuple(text_faults("notes", _("交班事项"), notes, TEXT_LIMIT, lines=True))
        if faults:
            raise StepRefused(faults)
        with self._ground.writing("record"):
            last_id, last = self._own_shift()
            sheet = self.handover().sheet
            shift = replace(
                last,
                handed_by=self._ground.officer,
                handed_at=self._ground.stamp(),
                notes=notes,
                upto=self._ground.storage.last_id(TABLE),
                log_upto=self._ground.storage.last_id(LOG),
                sheet=sheet.as_kept(),
                team=self._ground.notice.team,
            )
            self._ground.keep(SHIFTS, {int(last_id): shift}, "hand_over")
            self._ground.viewer.forget_shift()
            self._ground.sweep()
            return shift

    def handover(self, back: int = 0) -> Handover:
        """The hand-over sheet of the shift that is on, or of the `back`-th before it: of one that
        was handed over, as it was then."""
        from store.duty.handover import Handover, Sheet, draw_up

        self._ground.viewer.require("list")
        with self._ground.storage.reading:
            shifts = self.all()
            if not (shifts and shifts[-1].is_on):
                shifts.append(None)  # type: ignore[arg-type]  # nobody has taken over yet
            if not 0 <= back < len(shifts):
                raise step_refused("back", _("没有更早的班次。"))
            at = len(shifts) - 1 - back
            shift, before = shifts[at], shifts[at - 1] if at else None
            if shift and isinstance(shift.sheet, dict) and (kept := Sheet.from_json(shift.sheet)):
                return Handover(shift, before, kept)
            after, log_after = (before.upto, before.log_upto) if before else (0, 0)
            tips = {
                tip.doc_id: self._ground.viewer.shown(tip) for tip in self._ground.every_brief()
            }
            own = [document for doc_id, document in tips.items() if doc_id > after]
            log = [entry for n, entry in self._log.by_id().items() if n > log_after]
            sheet = draw_up(
                own, tips.values(), self._own_drafts(), log, self._ground.notice, self._whole
            )
            made = self._ground.viewer.seal
            keys = tuple(map(fingerprint, made.recipients)) if made else ()
            sheet = replace(sheet, recipients=keys, anchor=self._ground.anchor())
            return Handover(shift, before, sheet)

    def _whole(self, brief: Document) -> Document:
        """The tip as it is stored of which that is a brief."""
        return self._ground.tip(brief["number"])

    def _masked(self, shift: Shift) -> Shift:
        """The shift as one sees it who may not read every tip: a lead may have drawn up its sheet."""
        from store.duty.handover import Sheet

        kept = Sheet.from_json(shift.sheet) if isinstance(shift.sheet, dict) else None
        if not kept:
            return shift
        return replace(shift, sheet=kept.masked(self._ground.viewer.keeps_back_number).as_kept())

    def _own_drafts(self) -> list[Draft]:
        try:
            return self._drafts.all()
        except CannotReach:
            # The shift can be looked at all the same; while the place is away nobody hands it over.
            return []

    def _last_shift(self) -> tuple[str, Shift | None]:
        for doc_id, document in [*self._ground.table(SHIFTS).items()][:-2:-1]:
            return doc_id, record_of(Shift, document)
        return "", None
