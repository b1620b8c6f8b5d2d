"""Where the notice in force is corrected: the form of the first start, filled with it."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import ClassVar

from textual import work
from textual.binding import BindingType

from store.desk.desk import Desk
from store.errors import DeskError, Fault, NoticeRefused
from store.text import _
from tui.actions.actions import bindings_at
from tui.notice_form.values import Reading, values_of
from tui.screens.notice_screen import NoticeScreen
from tui.terminal.key_queue import ACT
from tui.words.notice_words import what_follows


class CorrectionScreen(NoticeScreen):
    """Corrects the notice of `desk`, and is dismissed with the values; with none if it stays."""

    place: ClassVar = "correction"
    everywhere: ClassVar = "everywhere"
    BINDINGS: ClassVar[list[BindingType]] = bindings_at("correction")

    def __init__(self, desk: Desk) -> None:
        base = desk.notice_text()
        super().__init__(_("更正公告"), values_of(base, "notice.toml"), base, desk.now)
        self._desk = desk
        self._is_acting = False
        self._asked: tuple[str, str] = ("", "")
        self._refused: tuple[str, tuple[Fault, ...]] = ("", ())
        self._asked_to_leave = ""
        self._is_done = False

    def settle(self, text: str) -> None:
        """Corrects the notice; asks first where stored tips change with it."""
        if text == self._base:
            self.say(_("公告没有改动。"))
        elif not self._is_acting:
            self._is_acting = True
            self._correct(text)

    @work(group=ACT)
    async def _correct(self, text: str) -> None:
        try:
            if self._asked[0] != text:
                found = await asyncio.to_thread(self._desk.correction, text, "")
                if follows := list(what_follows(found)):
                    question = "\n".join([*follows, _("确要更正，请再按一次 Ctrl+S。")])
                    self._asked = text, question
                    self.say(question)
                    return
            await asyncio.to_thread(self._desk.correct_notice, text, "")
        except NoticeRefused as refusal:
            self._refused = text, refusal.faults
            self.check()
            self.to_first_fault()
        except DeskError as error:
            self.say(str(error))
        else:
            self._is_done = True
            self._leave()
        finally:
            self._is_acting = False

    def reading(self) -> Reading:
        """What was typed, with what the store said of just that."""
        found = super().reading()
        text, faults = self._refused
        return replace(found, faults=faults, notice=None) if found.text == text else found

    def outside_form(self, fault: Fault) -> str:
        """A sentence of the store is whole."""
        return fault.sentence if fault in self._refused[1] else super().outside_form(fault)

    def say(self, sentence: str) -> None:
        """What is asked stands as long as nothing else is typed."""
        text, question = self._asked
        if not sentence and text and text == self.reading().text:
            sentence = question
        super().say(sentence)

    def _leave(self) -> None:
        """Leaves once nothing lies over it: not the curtain is to go."""
        if self._is_done and self.app.screen is self:
            self.dismiss(self.form.values)

    def on_screen_resume(self) -> None:
        self._leave()

    def may_be_left(self) -> bool:
        """Whether nothing is lost with it, since what is typed here is not kept; asks once."""
        text = self.reading().text
        if text in (self._base, self._asked_to_leave):
            return True
        self._asked_to_leave = text
        self.say(_("所填更正不会保留。确要离开，请再按一次。"))
        return False

    def action_back(self) -> None:
        """Back to the notice."""
        if self.may_be_left():
            self.dismiss(None)
