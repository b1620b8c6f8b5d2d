"""Numbered forms on paper (登记表), for when there is no power: given out, and what became of each."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from store.desk.ground import Ground
from store.duty.books import FORMS, TEXT_LIMIT, Form, record_of
from store.errors import NoSuchTip, StepRefused, step_refused
from store.text import _
from store.tips.disposition import WITHDRAWN
from store.tips.rules import text_faults

MOST_PAGES: Final = 500


class Forms:
    """The book of forms. Each act is a line of the journal, so that who did it and when
    stays; all may raise `NotAllowed`, `StepRefused`, `CannotWrite` or `DeskBusy`."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def give_out(self, pages: int) -> dict[int, Form]:
        """Gives out the next `pages` numbers for blank forms on paper; no number comes twice."""
        self._ground.viewer.require("record")
        if not 1 <= pages <= MOST_PAGES:
            raise step_refused("pages", _("页数应为 1 至 {most}。", most=MOST_PAGES))
        with self._ground.writing("record"):
            first, at = self._ground.next_id(FORMS), self._ground.stamp()
            given = {n: Form(at, self._ground.officer) for n in range(first, first + pages)}
            self._ground.keep(FORMS, given, "forms")
            return given

    def all(self) -> dict[int, Form]:
        """Every form given out, by its number, and what became of it."""
        self._ground.viewer.require("list")
        found = self._ground.records(FORMS).items()
        return {int(n): self._as_it_is(record_of(Form, document)) for n, document in found}

    def _as_it_is(self, form: Form) -> Form:
        """One whose tip was withdrawn is out again: what stands on it is nowhere else."""
        try:
            is_gone = form.tip and self._ground.tip(form.tip).get("status") == WITHDRAWN
        except NoSuchTip:
            return form
        return Form(form.printed_at, form.printed_by) if is_gone else form

    def settle(self, number: int, *, tip: str = "", void: str = "") -> Form:
        """Says what became of a form: that it was entered as `tip`, or is void, and why."""
        with self._ground.writing("record"):
            form = self.all().get(number)
            if form is None:
                raise step_refused("form", _("没有发出过 {number} 号登记表。", number=number))
            if not form.is_out:
                what = form.tip or form.void
                raise step_refused(
                    "form", _("{number} 号登记表已核销：{what}", number=number, what=what)
                )
            if bool(tip.strip()) is bool(void.strip()):
                raise step_refused("tip", _("请写明补录后的编号，或作废的理由。"))
            if faults := tuple(text_faults("void", _("理由"), void.strip(), TEXT_LIMIT)):
                raise StepRefused(faults)
            form = replace(
                form,
                tip=self._tip_of_form(tip) if tip.strip() else "",
                void=void.strip(),
                settled_at=self._ground.stamp(),
                settled_by=self._ground.officer,
            )
            self._ground.keep(FORMS, {number: form}, "forms")
            return form

    def _tip_of_form(self, number: str) -> str:
        try:
            tip = self._ground.shown(number)
        except NoSuchTip as error:
            raise step_refused("tip", str(error)) from error
        used = next((n for n, form in self.all().items() if form.tip == tip.number), None)
        if used is not None:
            raise step_refused(
                "tip", _("{tip} 已对应 {number} 号登记表。", tip=tip.number, number=used)
            )
        if tip.status == WITHDRAWN:
            raise step_refused("tip", _("{tip} 已误录撤销，不能对应登记表。", tip=tip.number))
        return tip.number
