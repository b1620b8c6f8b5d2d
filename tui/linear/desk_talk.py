"""The dialogue at the desk: how it stands, then what is chosen, until one leaves."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import Final

from store.desk.desk import Desk
from store.errors import CannotReach, DeskError
from store.instant import in_zone, shown_minute
from store.notice.hours import service_status
from store.notice.period import countdown
from store.text import N_, _, listed
from store.tips.undo import ACTS
from tui.actions.action import Action
from tui.entering.draft import Left, left_drafts, left_words
from tui.entering.tip_entry import TipEntry
from tui.entering.unlocking import key_question, unlock_with
from tui.linear.disposing_talk import DisposingTalk
from tui.linear.duty_talk import DutyTalk
from tui.linear.entry_talk import enter
from tui.linear.import_talk import ImportTalk
from tui.linear.lines import Ended, Lines
from tui.linear.list_talk import ListTalk
from tui.linear.menu import DRAFT, MAIN, require_right
from tui.linear.pass_through import pass_through
from tui.linear.print_talk import PrintTalk
from tui.linear.talk import Back, Talk, comparable, labelled, no_such
from tui.linear.tip_talk import TipTalk
from tui.terminal.places import kept_drafts_folder, remembered_folder
from tui.terminal.settings import Settings
from tui.words import disposition_words, words
from tui.words.reminding import Reminding, Said
from tui.words.unlocking import fingerprints, told_on_unlocking

_HELP: Final = N_("填数字、名称或拼音首字母；任何时候填“?”看说明，“<”返回。")


class DeskTalk:
    """Talks about `desk`, which whoever opened it closes."""

    def __init__(
        self, desk: Desk, lines: Lines, key_file: bytes | None, *, is_remote: bool = False
    ) -> None:
        self._desk = desk
        self._key_file = key_file
        self._is_remote = is_remote
        self._talk = Talk(lines)
        self._lines = lines
        self._settings = Settings.load()
        self._reminding = Reminding(desk)
        self._line = ""
        self._has_asked_to_take_over = False
        self._acts: dict[str, Callable[[], None]] = {
            "new_tip": self._new_tip,
            "all_tips": lambda: ListTalk(self._talk, desk, is_remote=is_remote).find(),
            "open_tip": self._open_tip,
            "dispose_tip": self._dispose,
            "show_dues": lambda: ListTalk(self._talk, desk, is_remote=is_remote).dues(),
            "figures": lambda: DutyTalk(self._talk, desk).figures(),
            "show_duty": lambda: DutyTalk(self._talk, desk).shifts(),
            "duty_log": lambda: DutyTalk(self._talk, desk).log(),
            "show_papers": lambda: PrintTalk(self._talk, desk, is_remote=is_remote).run(),
            "state": lambda: self._talk.say(*self._state()),
            "show_notice": self._tell_notice,
            "pass_through": lambda: pass_through(self._talk, desk),
            "import_register": lambda: ImportTalk(self._talk, desk, is_remote=is_remote).run(),
            "undo_last": self._undo,
            "unlock_or_lock": self._unlock_or_lock,
        }
        if minutes := self._settings.idle_minutes:
            lines.when_idle(60 * minutes, self._lock_when_idle)

    def run(self) -> int:
        """The exit status, once it is over."""
        try:
            self._talk.say(*self._greeting())
            self._talk.before_asking = self._before_asking
            while True:
                try:
                    chosen = self._talk.choose(self._offered(), _("请选"), helps=_(_HELP))
                    if chosen == "quit":
                        return 0
                    require_right(self._desk, chosen)
                    self._acts[chosen]()
                except Back:
                    continue
                except DeskError as error:
                    self._talk.say(str(error))
        except Ended as ended:
            with contextlib.suppress(Ended):
                self._talk.say("\n" + _("已退出；没有保存的内容留作草稿。"))
            return 128 + ended.number if ended.number else 0

    # How the desk stands

    def _greeting(self) -> Iterator[str]:
        desk = self._desk
        desk.reach.keep_looking(kept_drafts_folder())
        desk.load()
        desk.reach.bring_back_drafts()
        yield from self._settings.faults
        yield from desk.repairs
        yield from desk.notice.remarks
        yield from words.calendar_warnings(desk.notice)
        yield f"{desk.notice.team} · {desk.notice.unit}"
        yield from self._sentences()
        if owed := disposition_words.due_counts(desk.dues.counts()):
            yield _("待办：{owed}。", owed=owed)
        if n := desk.counts().to_complete:
            yield _("待补录 {n} 件。", n=n)
        desk.presence.show()
        if names := dict.fromkeys(other.officer for other in desk.presence.others()):
            yield _("同台：{names}。", names=listed(names))
        if offered := left_drafts(desk):
            yield _("有 {n} 份未保存的草稿，登记时可续填。", n=len(offered))

    def _sentences(self) -> list[str]:
        """The status, without the lines of the notice."""
        notice, now = self._desk.notice, self._desk.now()
        local = in_zone(now, notice.zone)
        today = f"{words.month_day(local)} {words.weekday(local)} {local.strftime('%H:%M')}"
        status = words.status_sentences(
            notice, now, countdown(notice, now), service_status(notice, now)
        )
        return [today, *status]

    def _state(self) -> list[str]:
        return [*self._sentences(), *words.line_sentences(self._desk.notice, self._desk.now())]

    def _before_asking(self) -> None:
        self._look()
        self._remind()

    def _look(self) -> None:
        """Says that the desk's place is away, and that it is back: what waited for it goes on then."""
        reach = self._desk.reach
        was_away = reach.is_away
        try:
            reach.look()
        except CannotReach:
            if not was_away:
                self._talk.say(self._desk.place.away_sentence)
        else:
            if was_away:
                self._talk.say(_("已重新连上。"))

    def _remind(self) -> None:
        """Tells the reminders that no other session of the desk has given."""
        if not self._settings.reminders:
            return
        with contextlib.suppress(DeskError):
            self._reminding.look_ahead()
            if self._reminding.is_due(self._desk.now()):
                self._reminding.give(self._give)

    def _give(self, said: Said) -> None:
        self._talk.say(said.sentence)
        if self._settings.bell:
            self._lines.ring()

    def _tell_notice(self) -> None:
        from tui.papers.public_notice import public_notice

        found = public_notice(self._desk.notice)
        self._talk.say(found.title, found.opening)
        for heading, section in found.numbered:
            self._talk.say(heading, *section.sentences)
            self._talk.say(*(labelled(name, value) for name, value in section.rows))
        self._talk.say(*found.ending, found.signed, found.dated)

    # The key of a sealed desk

    def _unlock_or_lock(self) -> None:
        if self._desk.access.is_unlocked:
            self._desk.access.lock()
            self._talk.say(_("已重新密封。"))
            return
        self._desk.access.require("open")
        label, sentence = key_question(self._key_file)
        self._talk.say(sentence, fingerprints(self._desk))
        typed = self._lines.read_hidden(labelled(label, ""))
        unlock_with(self._desk, self._key_file, typed)
        self._talk.say(_("已解封；每次查看都有记录。"), *told_on_unlocking(self._desk))
        self._talk.say(*self._desk.access.alarms())
        self._talk.say(*self._desk.last_seen.compare(remembered_folder()))

    def _lock_when_idle(self) -> None:
        self._talk.times_hidden += 1
        if self._desk.access.is_unlocked:
            self._desk.access.lock()
            self._talk.say("\n" + _("多时无操作，已重新密封。"))

    # What is done from the start

    def _offered(self) -> list[Action]:
        return [a for a in MAIN if self._desk.access.is_sealed or a.id != "unlock_or_lock"]

    def _new_tip(self) -> None:
        entry = self._begun() or TipEntry(self._desk, line=self._line)
        if not self._line:
            entry.begin_on_last_line()
        before = self._desk.finding.position()
        self._line = enter(self._talk, entry)
        if self._desk.finding.position() != before:
            self._ask_to_take_over()

    def _begun(self) -> TipEntry | None:
        """The one of the drafts that were left which is to be gone on with, None for a new tip."""
        while left := self._left_drafts():
            labels = [f"{n} {left_words(one, self._desk)}" for n, one in enumerate(left, 1)]
            self._talk.say(*labels)
            text = self._talk.ask(_("填数字续填或丢弃那一件，回车另登记一件"), labels.copy)
            if not text:
                break
            number = comparable(text)
            if not (number.isdecimal() and 1 <= int(number[:4]) <= len(left)):
                self._talk.say(no_such(text))
                continue
            one = left[int(number[:4]) - 1]
            chosen = self._talk.choose(DRAFT, _("回车续填"), default="go_on")
            if chosen == "go_on":
                return TipEntry.of_draft(self._desk, one, self._line)
            sure = chosen == "discard" and self._talk.confirm(
                _("确要丢弃这一份吗？"), _("丢弃后无法找回。")
            )
            if sure:
                self._desk.drafts.drop(one.name)
                self._talk.say(_("已丢弃。"))
        return None

    def _left_drafts(self) -> list[Left]:
        try:
            return left_drafts(self._desk)
        except CannotReach:
            # A call is taken all the same.
            return []

    def _ask_to_take_over(self) -> None:
        """Once, after what was recorded is on the disk."""
        if not (self._has_asked_to_take_over or self._desk.shifts.is_on()):
            self._has_asked_to_take_over = True
            self._talk.say(_("还没有人接班。要接班吗？请填“交接班”，再填“接班”。"))

    def _open_tip(self) -> None:
        number = self._talk.ask(_("编号"), lambda: [_("如 2016-0042，或只写 42。")])
        if number:
            TipTalk(self._talk, self._desk, number, is_remote=self._is_remote).run()

    def _dispose(self) -> None:
        helps = _("如 2016-0042，或只写 42；几件一并处理的，如 2 3 5-9。")
        if tips := self._desk.finding.numbered(self._talk.ask(_("编号"), lambda: [helps])):
            DisposingTalk(self._talk, self._desk, tips).run()

    def _undo(self) -> None:
        act = self._desk.acts.act_to_undo()
        at = shown_minute(act.at)
        self._talk.say(_("，").join((at, _(ACTS[act.what]), *act.numbers)))
        if self._talk.confirm(_("确要撤销吗？"), _("修改记录中两步都保留。")):
            self._talk.say(disposition_words.how_they_stand(self._desk.acts.undo()))
