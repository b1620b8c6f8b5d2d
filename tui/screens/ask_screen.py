"""A few questions over the screen, then one act at the desk; what is wrong stands by its question."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from typing import Any, ClassVar, Final

from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Static

from store.errors import DeskError, Fault, Refused, Sealed
from store.printable import printable
from store.text import _
from store.tips.revision import StaleRevision
from store.tips.tip import Tip
from tui.actions.actions import bindings_at
from tui.entering.set_aside import SetAside
from tui.screens.leaving import Leaving
from tui.terminal.key_queue import ACT
from tui.terminal.moving import TABS
from tui.widgets.choice import Choice
from tui.widgets.field_row import FieldRow, label_width, take_turns, write_beside
from tui.widgets.messages import KeyWanted, TipsChanged
from tui.widgets.text_field import LongField, TextField
from tui.words.disposition_words import how_they_stand

Answers = dict[str, Any]
Act = Callable[[Answers], tuple[Tip, ...]]
Question = tuple[str, str, Widget]
"""Name, label and what it is answered with."""
# What it is about in a draft, beside the answers.
_ITEM: Final = "item of the tip"


def ask(app: App[Any], screen: AskScreen) -> None:
    """Asks over the screen, unless something is asked already; which tips were changed by it is told
    once it is over."""

    def tell(tips: tuple[Tip, ...] | None) -> None:
        if tips or screen.is_outdated:
            app.post_message(TipsChanged(tips or (), screen.outcome))

    if not isinstance(app.screen, AskScreen):
        screen.opened = screen.opened or str(getattr(app.screen, "opened", ""))
        app.push_screen(screen, tell)


class AskScreen(ModalScreen[tuple[Tip, ...] | None]):
    """Dismissed with the tips that `act` changed by the answers, or with None if it was given up.

    `act` runs beside the screen, since the disk may be slow or the desk taken; while it refuses,
    the screen stays, with every fault.
    """

    place = "ask"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_at("ask"), *TABS]
    waiting = ""
    """What is said while it acts, where that takes more than a moment."""
    opened = ""
    """The number of the tip of which it says what is to be read only as long as that is open."""
    is_outdated = False
    """Whether someone else changed meanwhile what it asks about."""
    outcome = ""
    """What is told of it once it is over."""
    begins_at = ""
    """The question that is come to first, if not the first one."""
    tells: Callable[[Sequence[Tip]], str] = staticmethod(how_they_stand)
    """What is told of the tips once it is done."""
    aside: SetAside | None = None
    """Where what was answered goes when one leaves it for another screen; None where that is not kept."""
    item = ""
    """Which of those in a tip it is about, where it is asked by its place there."""
    has_texts = False
    """Whether a field begins with what an opened tip says: then it goes there at the lock, too."""

    def __init__(
        self,
        title: str,
        sentences: Sequence[str],
        questions: Sequence[Question],
        act: Act,
        how: str = "",
    ) -> None:
        super().__init__()
        self._title = title
        self._sentences = sentences
        self._act = act
        self._how = how or _("Ctrl+S 办理，Esc 取消")
        self._is_acting = self._is_put_away = False
        self._times_hidden = 0
        self._first_written: Answers = {}
        self._kept: SetAside | None = None
        self._asked_about: Answers | None = None
        self._leaving = Leaving(self)
        width = label_width([label for _name, label, _control in questions])
        self.rows = {
            name: FieldRow(name, label, "", control, width) for name, label, control in questions
        }
        take_turns(self.rows.values())

    def compose(self) -> ComposeResult:
        with VerticalScroll(can_focus=False):
            sentences = [sentence for sentence in self._sentences if sentence]
            yield Static(
                Content(printable(self._title)),
                classes="ask-title" if sentences else "ask-title -alone",
            )
            for sentence in sentences:
                yield Static(Content(printable(sentence, lines=True)), classes="ask-about")
            yield from self.rows.values()
            yield Static(classes="ask-problem")
            yield Static(Content(self._how), classes="ask-how")

    def on_mount(self) -> None:
        self.say("")
        self._first_written = self.written
        if self.rows:
            self.set_focus(self.rows[self.begins_at or next(iter(self.rows))].control)
        if self.aside:
            self._go_on_with(self.aside)

    def on_choice_written(self, event: Choice.Written) -> None:
        write_beside(event, self.rows.values())

    def hide_texts(self) -> None:
        """Goes away where it is of an opened tip; if anything was answered or another screen lies over
        it, it stays, and what is said of the tip goes. Where a field begins with that, what was answered
        is a draft from then on, as it is of a tip that is amended in the form."""
        self._times_hidden += 1
        self._forget_refusal()
        if not self.opened:
            return
        self.opened = ""
        is_blank = self.is_blank and not self._is_acting
        if self.aside and self.begins_with_texts:
            self._put_away(self.aside, is_blank=is_blank)
        elif is_blank and self.app.screen is self:
            self.dismiss(None)
        self._sentences = ()
        for said in self.query(".ask-about").results(Static):
            said.update("")

    def _forget_refusal(self) -> None:
        """It may name whom a tip is about. A key that was typed is nobody's to go on with."""
        for row in self.rows.values():
            row.show_fault("")
            if isinstance(row.control, TextField) and row.control.password:
                row.value = ""
        if self.is_mounted:
            self.say("")

    # What was answered and is not done yet

    @property
    def begins_with_texts(self) -> bool:
        """Whether anything that an opened tip says, or said, stands in a field."""
        return self.has_texts

    @property
    def is_blank(self) -> bool:
        """Whether nothing was answered yet."""
        return self.written == self._first_written

    @property
    def written(self) -> dict[str, Any]:
        """All that stands in the fields, which a draft keeps."""
        fields = {name: row.value for name, row in self.rows.items()}
        return fields | {_ITEM: self.item} if self.item else fields

    def write_again(self, written: dict[str, str]) -> None:
        """Puts into the fields what a draft kept."""
        for name, text in written.items():
            control = self.rows[name].control if name in self.rows else None
            if isinstance(control, Choice) and text not in [one.value for one in control.options]:
                # It is offered no more.
                continue
            if control:
                self.rows[name].value = text

    def where_changed(self, written: dict[str, str]) -> dict[str, str]:
        """What of it is gone on with where the tip was changed since: nothing that was another's whose
        place this has now."""
        return written if written.get(_ITEM, "") == self.item else {}

    def set_aside(self) -> str:
        """Keeps what was answered as a draft from then on; why it could not, "" if it could."""
        if not self.aside or self._is_put_away:
            return ""
        aside = self.aside.with_texts if self.begins_with_texts else self.aside
        if self.is_blank or aside != self._kept:
            self._forget_kept()
        if self.is_blank:
            return ""
        return self._keep(aside)

    def _keep(self, aside: SetAside) -> str:
        not_kept = aside.keep(self.written)
        self._kept = None if not_kept else aside
        return not_kept

    @property
    def set_aside_word(self) -> str:
        """What is said of that: how one comes back to it; "" where there is nothing."""
        if not self._kept:
            return ""
        if self._kept.has_texts and self._kept.desk.access.hides:
            return _(
                "{number}：所填内容已留作草稿。可以看本件时，按 V 显示后再打开，即可续填。",
                number=self._kept.number,
            )
        return _("所填尚未办理，已留作草稿；再次打开该对话框即可续填。")

    def may_be_left(self) -> bool:
        """Whether nothing is lost with it; asks once where what was answered cannot be kept."""
        if not_kept := self.set_aside():
            if self._asked_about != self.written:
                self._asked_about = self.written
                said = _("{problem}。离开后所填内容将丢失，确要离开请再按一次。", problem=not_kept)
                self.app.notify(said, severity="error")
                return False
        elif said := self.set_aside_word:
            self.app.notify(said)
        return True

    async def action_dismiss(self, result: tuple[Tip, ...] | None = None) -> None:
        """Gives it up, and what was kept of it."""
        self._forget_kept()
        await super().action_dismiss(result)

    def _forget_kept(self) -> None:
        if kept := self._kept:
            self._kept = None
            kept.drop()

    def _put_away(self, aside: SetAside, *, is_blank: bool) -> None:
        """Leaves once nothing lies over it. That it kept what was answered is told then: not before a
        curtain that is about to be drawn."""
        self._is_put_away = True
        if not is_blank:
            self.outcome = self._keep(aside.with_texts) or self.set_aside_word
            self.is_outdated = True
        self._first_written = {}
        for row in self.rows.values():
            if isinstance(row.control, TextField | LongField):
                row.value = ""
        if not self._is_acting:
            self.call_later(self._leaving.leave, ())

    def _go_on_with(self, aside: SetAside) -> None:
        """What was answered before, the texts of a tip in it only where that is open."""
        is_open = bool(self.opened) or not aside.desk.access.hides
        for one in [aside.with_texts] * is_open + [aside]:
            written, is_outdated = one.take()
            if written:
                if is_outdated:
                    written = self.where_changed(written)
                self.write_again(written)
                self.has_texts = self.has_texts or one.has_texts
                said = [_("这是此前所填，尚未办理。")] * bool(written)
                said += [_("其间本件有改动，请核对。")] * is_outdated
                self.say("\n".join(said))
                return

    def say(self, sentence: str) -> None:
        """Says what is wrong as a whole; "" takes it away."""
        problem = self.query_one(".ask-problem", Static)
        problem.display = bool(sentence)
        problem.update(Content(printable(sentence, lines=True)))
        if sentence:
            problem.scroll_visible(animate=False)

    @property
    def answers(self) -> Answers:
        """What was answered, as far as it was asked."""
        return {name: row.value for name, row in self.rows.items() if row.display}

    def action_do_it(self) -> None:
        """Acts, or shows everything that is wrong with the answers."""
        if not self._is_acting:
            self._is_acting = True
            self.run_worker(self._do(), group=ACT)

    async def _do(self) -> None:
        self.say(self.waiting)
        opened, times_hidden = self.opened, self._times_hidden
        try:
            done = await asyncio.to_thread(self._act_once, self.answers)
        except Refused as refusal:
            if times_hidden == self._times_hidden:
                self._show(refusal.faults)
            else:
                # It may name whom a tip is about.
                self.say(_("没有办成。锁屏以后不显示原因，请再按一次 Ctrl+S。"))
        except DeskError as error:
            self._show(())
            self.say(_why_not(error))
            self.is_outdated = self.is_outdated or isinstance(error, StaleRevision)
            if isinstance(error, Sealed):
                self.post_message(KeyWanted())
        else:
            self.outcome = self.tells(done) if done else ""
            if opened != self.opened:
                # Locked meanwhile, it waits for the curtain: they may be all that was opened.
                done, self.is_outdated = (), True
            self._leaving.leave(done)
        finally:
            self._is_acting = False
            if self._is_put_away:
                self._leaving.leave(())

    def _act_once(self, answers: Answers) -> tuple[Tip, ...]:
        """Acts; what was kept of it is done then."""
        done = self._act(answers)
        self._forget_kept()
        return done

    def on_screen_resume(self) -> None:
        self._leaving.now_if_due()

    def _show(self, faults: Iterable[Fault]) -> None:
        """Each fault by its question; those of no question below all."""
        by_name = {fault.field: fault.sentence for fault in faults}
        shown = {name: row for name, row in self.rows.items() if row.display}
        for name, row in shown.items():
            row.show_fault(by_name.pop(name, ""))
        self.say("\n".join(by_name.values()))
        faulty = next((row for row in shown.values() if row.fault), None)
        if faulty:
            self.set_focus(faulty.control)


def _why_not(error: DeskError) -> str:
    """Why it was not done. Whoever saw a tip as it stands no more asks anew, having seen it."""
    if isinstance(error, StaleRevision):
        return _("{number} 已被他人修改，请取消后核对，再重新办理。", number=error.current.number)
    return str(error)
