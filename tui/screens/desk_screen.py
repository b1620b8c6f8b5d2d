"""The desk: countdown, service status, counters, latest tips and the form, all at once or by turns."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Iterator
from datetime import date
from functools import cached_property, partial
from typing import TYPE_CHECKING, ClassVar, Final, Literal, get_args

from textual import events, getters, on, work
from textual.actions import SkipAction
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.geometry import Size
from textual.reactive import var
from textual.screen import Screen
from textual.widget import AwaitMount

from store.desk.desk import Desk
from store.duty.counts import Counts
from store.errors import CannotReach, DeskError
from store.journal.presence import Present
from store.notice.deadlines import DueCounts
from store.notice.hours import service_status
from store.notice.period import countdown
from store.text import _
from store.tips.tip import Tip
from tui.actions.actions import bindings_at
from tui.screens.jump_screen import JumpScreen
from tui.screens.reaching import Reaching
from tui.terminal.garbage import keep_what_there_is, let_go_of_what_was_left
from tui.terminal.key_queue import ACT, READ
from tui.terminal.moving import TABS
from tui.terminal.places import kept_drafts_folder
from tui.terminal.terminal_app import TerminalApp
from tui.widgets.counters_panel import CountersPanel
from tui.widgets.due_panel import DuePanel
from tui.widgets.key_bar import KeyBar
from tui.widgets.latest_panel import LatestPanel
from tui.widgets.messages import News, TipSaved
from tui.widgets.period_panel import PeriodPanel
from tui.widgets.presence_lines import ElsewhereLine, PresenceLines
from tui.widgets.reminder_line import ReminderLine
from tui.widgets.service_panel import ServicePanel
from tui.widgets.sheet import HIGH
from tui.widgets.top_line import TopLine, away_sentence, top_line
from tui.words import disposition_words, words

if TYPE_CHECKING:
    from tui.widgets.tip_form import TipForm
    from tui.words.reminding import Reminding, Said

View = Literal["overview", "form", "latest"]

# From this size on all is shown at once; further out there is room for the list beside the form.
_ALL_AT_ONCE: Final = (110, 34)
_WIDE: Final = 170
_LOOK_EVERY_SECONDS: Final = 0.5
_MOST_LATEST: Final = 60
_REMIND_SECONDS: Final = 10


class DeskScreen(Screen[None]):
    """The main screen. It holds the desk and gives its pieces values; they know no file."""

    app = getters.app(TerminalApp)
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        *TABS,
        *bindings_at("desk"),
        Binding("escape", "leave_form", show=False),
        Binding("ctrl+f", "jump", show=False, priority=True),
    ]

    view: var[View] = var("overview", init=False)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.is_painted = asyncio.Event()
        self._stands = asyncio.Event()
        self._has_asked_to_take_over = False
        self._owes_news = False
        self._news_of: date | None = None
        self.reaching = Reaching(desk, self._show_away)
        self._make_pieces()

    def _make_pieces(self) -> None:
        """All that is made by the notice as it stands."""
        desk = self.desk
        notice, now = desk.notice, desk.now()
        self._notice = self._notice_told = notice
        period, status = countdown(notice, now), service_status(notice, now)
        self.top = top_line(desk)
        self.reminders = ReminderLine()
        self.period = PeriodPanel(notice, period)
        self.service = ServicePanel(notice, now, status)
        self.dues = DuePanel()
        self.counters = CountersPanel(notice, now.date())
        self.others = PresenceLines()
        self.latest = LatestPanel(notice)
        self._form_comes: AwaitMount | None = None
        self._work = Vertical(id="work")
        self.keys = KeyBar("desk")

    @cached_property
    def _reminding(self) -> Reminding:
        """Made when what is stored is read, which is after the first paint."""
        from tui.words.reminding import Reminding

        return Reminding(self.desk)

    @cached_property
    def form(self) -> TipForm:
        """Made when first asked for, which is after the first paint."""
        from tui.widgets.tip_form import TipForm

        return TipForm(self.desk)

    def compose(self) -> ComposeResult:
        # Before there is anything to be styled anew.
        self._fit(self.app.size)
        self.watch_view()
        yield self.top
        yield self.reminders
        with Horizontal(id="desk"):
            with Horizontal(id="overview"):
                with Vertical(id="clocks"):
                    yield self.period
                    yield self.service
                    yield self.dues
                yield self.counters
                yield self.others
            with self._work:
                yield self.latest
        yield self.keys

    def on_mount(self) -> None:
        self._stands.set()
        if counts := self.desk.counts_at_checkpoint():
            self._show_counts(counts)
        self._tick_at_next_second()
        self.run_worker(self._follow())

    async def form_is_there(self) -> None:
        """Returns once the form is on the screen. The first paint does not wait for its many
        pieces; who presses the key for it before they are there does."""
        await self._stands.wait()
        if self._form_comes is None:
            self._form_comes = self._work.mount(self.form, before=self.latest)
        await self._form_comes

    # What the clock changes

    def _tick_at_next_second(self) -> None:
        self.set_timer(1 - self.desk.now().microsecond / 1_000_000 + 0.005, self._tick)

    def _tick(self) -> None:
        """Gives every clock on the screen the same instant; each paints what changed."""
        notice, now = self.desk.notice, self.desk.now()
        self.period.countdown, self.service.status = (
            countdown(notice, now),
            service_status(notice, now),
        )
        self.counters.today = now.date()
        self.service.now = self.form.timer.now = self.reminders.now = now
        for line in self._top_lines():
            line.period, line.status = self.period.countdown, self.service.status
            if self.desk.is_loaded:
                line.seal = words.seal(self.desk)
            line.away = away_sentence(self.desk)
            line.now = now
        # What changes under several dialogues Textual has the one on top alone painted for: those in
        # between would go on showing it as it was.
        for screen in self.app.screen_stack[:-1]:
            if screen.is_modal:
                screen.refresh()
        if self.desk.is_loaded and self.app.settings.reminders and self._reminding.is_due(now):
            self._remind()
        self._tick_at_next_second()

    def _top_lines(self) -> Iterator[TopLine]:
        """The line over everything, here and on each screen that lies over this one; the curtain has
        a clock of its own."""
        yield self.top
        for screen in self.app.screen_stack:
            if screen is not self and getattr(screen, "place", "") != "curtain":
                yield from screen.query(TopLine)

    def _show_away(self) -> None:
        """Whether the desk's place can be reached; once it can, what waits for it is saved."""
        for line in self._top_lines():
            line.away = away_sentence(self.desk)
        self.form.show_reach()
        if not self.desk.reach.is_away:
            self.form.save_what_waits()

    # What the clock reminds of

    @work
    async def _remind(self) -> None:
        """Shows the reminders that no other session of the desk has given."""
        with contextlib.suppress(DeskError):
            await asyncio.to_thread(
                self._reminding.give, lambda said: self.app.call_from_thread(self._give, said)
            )

    def _give(self, said: Said) -> None:
        # What is owed stands in the overview, as it is by now. A toast is for where no line says it.
        if said.until:
            self.reminders.said = [said, *self.reminders.said]
        if not (said.until and self.is_active):
            said_once = _("提醒：{sentence}", sentence=said.sentence)
            self.notify(said_once, timeout=_REMIND_SECONDS)
        self.app.call_attention(_("{team}值班台", team=self.desk.notice.team), said.sentence)

    # What the store changes

    async def _follow(self) -> None:
        """Reads what is stored while the screen already stands, then shows what anyone records."""
        try:
            await self.is_painted.wait()
            await self.form_is_there()
            self.desk.reach.keep_looking(kept_drafts_folder())
            self.desk.reach.never_wait()
            await self.reaching.ask(self._load)
            self.form.begin_on_last_line()
            self._say_repairs()
            await self.show_news()
            await asyncio.to_thread(self.desk.finding.get_ready_to_find)
            keep_what_there_is()
            while True:
                await asyncio.sleep(_LOOK_EVERY_SECONDS)
                let_go_of_what_was_left(self.app)
                # It may be away again before all of it is shown: the next look tells.
                with contextlib.suppress(CannotReach):
                    await self._look_and_show()
        except DeskError as error:
            self.app.exit(str(error), return_code=1)

    def _load(self) -> None:
        self.desk.load()
        self.desk.reach.bring_back_drafts()

    async def _look_and_show(self) -> None:
        show_what_is_open = self._what_is_open()

        def look() -> tuple[bool, tuple[Present, ...]]:
            show_what_is_open()
            return self.desk.refresh(), self.desk.presence.others()

        has_news, others = await self.reaching.ask(look)
        # By another day other tips are of today, and other things are due.
        self._owes_news |= has_news or self._news_of != self.desk.now().date()
        await self._hide_what_is_read_no_more()
        if self._owes_news:
            await self.show_news()
            self._owes_news = False
            self.app.screen.post_message(News())
        if others != self.others.others:
            self._show_others(others)
        if self.desk.notice is not self._notice:
            await self._follow_notice()

    async def _hide_what_is_read_no_more(self) -> None:
        """What was opened goes with the hand-over, whoever of the shift hands over."""
        for screen in [*self.app.screen_stack] if self.desk.access.hides else ():
            # Of one that was hidden while another was asked about there is none any more.
            number, hide = str(getattr(screen, "opened", "")), getattr(screen, "hide_texts", None)
            if number and hide and not await asyncio.to_thread(self.desk.access.reads, number):
                hide()
                self.app.notify(
                    _(
                        "{number} 现由组长查看，不再显示；没有保存的修改留作草稿，由组长读出。",
                        number=number,
                    )
                )

    def _what_is_open(self) -> Callable[[], None]:
        """What tells the other sessions, from any thread, which tip is open here by now; one being
        amended before one looked at."""
        entry = self.form.entry
        number = entry.number or str(getattr(self.app.screen, "number", ""))
        show = self.desk.presence.show
        return partial(show, number, is_editing=bool(entry.number), draft=entry.name)

    def _show_others(self, others: tuple[Present, ...]) -> None:
        self.others.others = others
        for screen in self.app.screen_stack:
            for line in screen.query(ElsewhereLine):
                line.others = others

    def _say_repairs(self) -> None:
        notice = self.desk.notice
        warnings = words.calendar_warnings(notice)
        for sentence in (*self.desk.repairs, *notice.remarks, *warnings):
            self.notify(sentence, severity="warning", timeout=20)

    async def show_news(self) -> None:
        """Counters and latest tips as they are stored now."""

        reminding = self._reminding
        self._news_of = self.desk.now().date()

        def read() -> tuple[Counts, DueCounts, list[Tip]]:
            desk = self.desk
            reminding.look_ahead()
            latest = list(desk.finding.latest(_MOST_LATEST)) if desk.access.may("list") else []
            return desk.counts(), desk.dues.counts(), latest

        counts, self.dues.dues, tips = await asyncio.to_thread(read)
        self._show_counts(counts)
        self.latest.is_shown_tips = self.dues.is_to_be_listed = self.desk.access.may("list")
        self.set_class(not self.desk.access.may("record"), "-figures")
        self.keys.repaint()
        self.latest.tips = tips
        self._show_drafts()

    async def _follow_notice(self) -> None:
        """Says once that the notice was corrected, and shows everything by it as soon as nothing
        is in the form that goes by the one before."""
        notice, entry = self.desk.notice, self.form.typed()
        is_free = not (entry.is_dirty or entry.amends or self.form.is_saving)
        if notice is not self._notice_told:
            self._notice_told = notice
            by = self.desk.notices.corrections()[-1].by
            said = (
                _("公告已由 {officer} 更正，各处随即按新公告。", officer=by)
                if is_free
                else _(
                    "公告已由 {officer} 更正。登记表里的这件保存或搁置后，登记表即按新公告。",
                    officer=by,
                )
            )
            self.notify(said, severity="warning", timeout=20)
        if is_free and self.app.screen is self:
            # Keys wait for it: they are to go to what is there then.
            await self.run_worker(self.take_notice(), group=ACT).wait()

    async def take_notice(self) -> None:
        """Makes everything on the screen anew by the notice as it is corrected."""
        was_in_form = self.focused is not None and self.focused is not self.latest
        before, reminders = self.form, self.reminders.said
        self._stands.clear()
        for made in ("form", "_reminding"):
            self.__dict__.pop(made, None)
        self._make_pieces()
        self.app.title = self._notice.team
        await self.recompose()
        self._stands.set()
        await self.form_is_there()
        self.form.take_over(before)
        if was_in_form:
            self.form.focus_first()
        await self.show_news()
        self.reminders.said = self._reminding.holding(reminders)

    def _show_drafts(self) -> None:
        """What waits in the form, where the form does not show it itself."""
        is_there = self._form_comes is not None and self.form.is_mounted
        self.dues.drafts = self.form.waiting if is_there and not self.has_class("-all") else 0

    def _show_counts(self, counts: Counts) -> None:
        self.counters.counts = counts
        self.period.by_day = counts.by_day
        self.dues.to_complete = counts.to_complete

    async def on_tip_saved(self, message: TipSaved) -> None:
        await self.show_news()
        self.run_worker(self._tell_of_pattern(message.tip.number), group=READ)

    async def _tell_of_pattern(self, number: str) -> None:
        """Who else reported on the subject, whom it names; then asks whoever saved to take over."""
        pattern = await asyncio.to_thread(self.desk.matters.pattern, number)
        # It would stand before a curtain drawn meanwhile.
        if len(pattern.numbers) > 1 and self.app.screen is self:
            said = disposition_words.pattern_notice(pattern)
            self.notify(said, severity="warning", timeout=10)
        await self._ask_to_take_over()

    async def _ask_to_take_over(self) -> None:
        """Once, and never in the way of the call: whoever records may have to take over first."""
        if self._has_asked_to_take_over or await asyncio.to_thread(self.desk.shifts.is_on):
            return
        self._has_asked_to_take_over = True
        if self.app.screen is self:
            self.notify(_("还没有人接班。要接班吗？请按 F10，再按 J。"))

    # Which part is shown, and where one is

    def on_resize(self, event: events.Resize) -> None:
        self._fit(event.size)
        self._show_drafts()

    def _fit(self, size: Size) -> None:
        width, height = size
        all_at_once = width >= _ALL_AT_ONCE[0] and height >= _ALL_AT_ONCE[1]
        # At once, as in `watch_view`: each time everything on the screen is styled anew.
        self.update_classes({"-all": all_at_once, "-wide": width >= _WIDE, "-high": height >= HIGH})

    def watch_view(self) -> None:
        self.update_classes({f"-{view}": view == self.view for view in get_args(View)})

    @on(events.DescendantFocus)
    @on(events.DescendantBlur)
    def _show_place(self) -> None:
        """Goes by where the focus is: what comes from deeper down comes later, a blur even after
        the focus that followed it."""
        if self.focused is None:
            self.keys.place = "desk"
        else:
            self.view = self.keys.place = "latest" if self.focused is self.latest else "form"

    async def show_form(self) -> None:
        """The form, blank, with the focus where a call begins."""
        await self.form_is_there()
        self.view = "form"
        self.form.enter()

    async def show_open_tip(self, *, onward: bool) -> None:
        """The form, with what is begun and not saved: `onward` to the next one, else the same."""
        await self.form_is_there()
        self.view = "form"
        await self.form.go_on(onward=onward)

    def action_jump(self) -> None:
        if self._form_comes is None or not self.form.is_typed_in:
            raise SkipAction
        self.form.show_letters()
        self.app.push_screen(JumpScreen(), self._jump)

    def _jump(self, typed: events.Key | None) -> None:
        if typed is None:
            self.form.jump("")
        elif not self.form.jump(typed.character or "") and typed.is_printable and self.focused:
            # What leads nowhere is typed where one was.
            self.focused.post_message(events.Key(typed.key, typed.character))

    def show_overview(self) -> None:
        """The countdown and the counters."""
        self.view = "overview"
        self.set_focus(None)
        self._show_drafts()

    def show_latest(self) -> None:
        """The latest tips, one of them pointed at."""
        self.view = "latest"
        self.set_focus(self.latest)
        if self.latest.tips is None:
            # Keys wait for it: they are to go to the tips.
            self.run_worker(self.latest.been_read(), group=ACT)

    async def edit(self, tip: Tip) -> None:
        """The form with a stored tip in it."""
        await self.form_is_there()
        self.view = "form"
        self.form.edit(tip)

    @property
    def opened(self) -> str:
        """The number of the tip that is amended in the form, "" if there is none."""
        return self.form.entry.number

    def hide_texts(self) -> None:
        """An opened tip in the form goes, what was changed in it stays as a draft; so does what was
        found for one that is typed."""
        if self.desk.access.hides:
            self.form.hide_texts()

    def action_leave_form(self) -> None:
        """Out of the form; what was typed stays."""
        self.show_overview()
