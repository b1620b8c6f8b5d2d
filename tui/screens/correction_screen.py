"""Where the notice in force is corrected: the form of the first start, filled with it."""

from __future__ import annotations

import asyncio

from textual import work
from textual.app import ComposeResult

from store.desk.desk import Desk
from store.errors import DeskError, NoticeRefused
from store.text import _
from tui.actions.actions import bindings_at
from tui.notice_form.correcting import Correcting
from tui.screens.leaving import Leaving
from tui.screens.notice_screen import NoticeScreen
from tui.terminal.key_queue import ACT
from tui.widgets.top_line import top_line


class CorrectionScreen(NoticeScreen):
    """Corrects the notice of `desk`; dismissed with whether it was corrected."""

    place = "correction"
    everywhere = "everywhere"
    BINDINGS = bindings_at("correction")

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._correcting = Correcting(desk)
        super().__init__(self._correcting.entry)
        self._is_acting = False
        self._leaving = Leaving(self)

    def compose(self) -> ComposeResult:
        yield top_line(self.desk)
        yield from super().compose()

    def on_notice_screen_found(self, message: NoticeScreen.Found) -> None:
        message.stop()
        if not self._is_acting:
            self._is_acting = True
            self._correct(message.text)

    @work(group=ACT)
    async def _correct(self, text: str) -> None:
        """Corrects the notice, beside the screen, unless there is something to be said first."""
        try:
            confirm = _("确要更正，请再按一次 Ctrl+S。")
            said = await asyncio.to_thread(self._correcting.correct, text, confirm)
        except NoticeRefused as refusal:
            self._correcting.entry.refuse(text, refusal.faults)
            self.check()
            self.to_first_fault()
        except DeskError as error:
            self.say(str(error))
        else:
            if said:
                self.say(said)
            else:
                self._leaving.leave(True)
        finally:
            self._is_acting = False

    def on_screen_resume(self) -> None:
        self._leaving.now_if_due()

    def may_be_left(self) -> bool:
        """Whether nothing is lost with it, since what is typed here is not kept; asks once. Whatever lies
        over it, what it asks is seen."""
        self._read()
        question = self._correcting.before_leaving()
        if not question or self._asked_about is self._correcting:
            return True
        self.ask(question, self._correcting)
        if self.app.screen is not self:
            self.notify(_("所填更正不会保留。确要退出，请再按一次 Ctrl+Q。"))
        return False

    def action_back(self) -> None:
        if self.may_be_left():
            self.dismiss(False)
