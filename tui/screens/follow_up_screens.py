"""What follows on a tip, asked over its page: notes, and call-backs and appointments. What is there
already stands first, to be changed or done with; to write another is the usual."""

from __future__ import annotations

from typing import Final

from store.desk.desk import Desk
from store.errors import BadInstant, step_refused
from store.notice.deadlines import CALL_BACK
from store.notice.receipt_day import read_day_dealt_with, read_to_come
from store.text import _
from store.tips.follow_up import APPOINTMENT_KINDS, NOTE_KINDS, Note
from store.tips.tip import Tip
from tui.entering.choices import Option
from tui.entering.set_aside import SetAside
from tui.screens.ask_screen import Answers, AskScreen, Question
from tui.widgets.choice import Choice
from tui.widgets.field_row import take_turns
from tui.widgets.text_field import ExactField, LongField, TextField
from tui.words import follow_up_words, words

_ANOTHER: Final = "another"
_WRITTEN: Final = ("kind", "on", "text")


class NoteScreen(AskScreen):
    """A note on a tip, of which kind, of which day, and what it says; or one of one's own, that is to
    say something else or is withdrawn."""

    def __init__(self, desk: Desk, tip: Tip) -> None:
        self._desk = desk
        self._number, self._revision, self._notes = tip.number, tip.revision, tip.notes
        self._which = _ANOTHER
        self._places = {_ANOTHER}
        # What stands in the fields for each note that was turned to: nothing written is lost by looking.
        self._written: dict[str, Answers] = {}
        kinds = [Option(name, _(label)) for name, label in NOTE_KINDS.items()]
        questions: list[Question] = [
            ("kind", _("种类"), Choice(kinds, chosen=["supplement"])),
            ("on", _("日期"), ExactField(placeholder=_("留空为今天"))),
            ("text", _("内容"), LongField()),
        ]
        about = [words.subjects(tip)]
        if own := follow_up_words.own_notes(tip, desk.officer):
            offered = [Option(str(place), said) for place, said in own.items()]
            self._places.update(one.value for one in offered)
            offered.append(Option(_ANOTHER, _("另记一条")))
            ways = [Option("correct", _("更改")), Option("withdraw", _("撤回"))]
            questions = [
                ("own", _("本人所记"), Choice(offered, chosen=[_ANOTHER])),
                ("way", _("如何处置"), Choice(ways, chosen=["correct"])),
                *questions,
            ]
            about.append(_("要更改或撤回本人所记的，按 ↑ 选那一条。"))
            self.begins_at = "kind"
        self.aside = SetAside.of(desk, "note", tip)
        super().__init__(_("加记 {number}", number=tip.number), about, questions, self._note)
        self._ask()

    def _note(self, answers: Answers) -> tuple[Tip, ...]:
        follow_ups, number, revision = self._desk.follow_ups, self._number, self._revision
        place = int(answers.get("own", self._which)) if "way" in answers else 0
        if answers.get("way") == "withdraw":
            return (follow_ups.withdraw_note(number, place, revision=revision),)
        on = answers["on"].strip()
        try:
            day = read_day_dealt_with(on, self._desk.notice, self._desk.now()) if on else None
        except BadInstant as error:
            raise step_refused("on", str(error)) from error
        kind, text = answers["kind"], answers["text"]
        if "way" not in answers:
            return (follow_ups.note(number, text, kind, on=day, revision=revision),)
        if not text.strip():
            raise step_refused("text", _("内容：请写明要记下什么。"))
        # As the field says, where it was emptied.
        day = day or self._desk.now().date()
        changed = follow_ups.correct_note(number, place, text, kind, on=day, revision=revision)
        return (changed,)

    @property
    def begins_with_texts(self) -> bool:
        """Whether one of the notes stands there, or was changed before another was turned to."""
        return super().begins_with_texts or self._which != _ANOTHER or self._was_changed

    @property
    def is_blank(self) -> bool:
        return super().is_blank and not self._was_changed

    @property
    def _was_changed(self) -> bool:
        return any(which != _ANOTHER and self._is_changed(which) for which in self._written)

    def _is_changed(self, which: str) -> bool:
        """Whether anything else was written there than stands in the tip."""
        before = {} if which == _ANOTHER else _said(self._notes[int(which) - 1])
        return self._written[which] != before

    @property
    def written(self) -> Answers:
        elsewhere = {
            f"{which} {name}": text
            for which, said in self._written.items()
            for name, text in said.items()
            if which != self._which and self._is_changed(which)
        }
        return super().written | elsewhere

    def write_again(self, written: dict[str, str]) -> None:
        """First which note it is of, or what that says would come in the place of what was written."""
        named = {name.partition(" ")[0] for name in written if name.partition(" ")[2] in _WRITTEN}
        if not named | {written.get("own", _ANOTHER)} <= self._places:
            written = self.where_changed(written)
        self._which = written.get("own", _ANOTHER)
        for name, text in written.items():
            which, _blank, part = name.partition(" ")
            if part in _WRITTEN:
                self._written.setdefault(which, {})[part] = text
        super().write_again(written)

    def where_changed(self, written: dict[str, str]) -> dict[str, str]:
        """All that was written is a further note: at its place there may be another one now."""
        is_another = written.get("own", _ANOTHER) == _ANOTHER
        if not is_another and written.get("way") == "withdraw":
            shown = {"text": ""}
        else:
            shown = {name: written[name] for name in _WRITTEN if name in written}
        elsewhere = [text for name, text in written.items() if name.endswith(" text")]
        texts = filter(None, [shown.get("text", ""), *elsewhere])
        return shown | {"text": "\n".join(texts)}

    def hide_texts(self) -> None:
        """As any; nor is another of one's own notes, of which the opened tip told, to be had then."""
        opened = self.opened
        super().hide_texts()
        if opened:
            self._notes = ()
            self._written.clear()
            if own := self.rows.pop("own", None):
                own.remove()
                take_turns(self.rows.values())

    def on_choice_changed(self, event: Choice.Changed) -> None:
        if "own" in self.rows and event.choice is self.rows["own"].control:
            self._turn_to(event.choice.content)
        self._ask()

    def _turn_to(self, which: str) -> None:
        """Puts into the fields what that note says, or what was being written before."""
        if which == self._which:
            return
        self._written[self._which] = {name: self.rows[name].value for name in _WRITTEN}
        self._which = which
        said = self._written.get(which) or _said(self._notes[int(which) - 1])
        for name, value in said.items():
            self.rows[name].value = value

    def _ask(self) -> None:
        own = self._which != _ANOTHER
        withdrawn = own and self.rows["way"].value == "withdraw"
        for name, row in self.rows.items():
            row.display = {"own": True, "way": own}.get(name, not withdrawn)
        take_turns(self.rows.values())


def _said(note: Note) -> Answers:
    return {"kind": note.kind, "on": str(note.on), "text": note.text}


class AppointScreen(AskScreen):
    """A call-back or an interview at an hour, or that one that was to come took place."""

    def __init__(self, desk: Desk, tip: Tip) -> None:
        self._desk = desk
        self._number, self._revision = tip.number, tip.revision
        kinds = [Option(name, _(label)) for name, label in APPOINTMENT_KINDS.items()]
        when = ExactField(placeholder=_("哪一天几点，如 10-03 15:00"))
        questions: list[Question] = [
            ("kind", _("种类"), Choice(kinds, chosen=[CALL_BACK])),
            ("when", _("时间"), when),
            ("text", _("事由"), TextField()),
        ]
        if to_come := follow_up_words.to_come(desk.notice, tip):
            offered = [Option(str(place), said) for place, said in enumerate(to_come, 1)]
            offered.append(Option(_ANOTHER, _("没有，另约")))
            questions.insert(0, ("done", _("已办的"), Choice(offered, chosen=[_ANOTHER])))
        title = _("回电、约谈 {number}", number=tip.number)
        super().__init__(title, [words.subjects(tip)], questions, self._appoint)
        self.aside = SetAside.of(desk, "appoint", tip)

    def _appoint(self, answers: Answers) -> tuple[Tip, ...]:
        follow_ups, number, revision = self._desk.follow_ups, self._number, self._revision
        if "when" not in answers:
            return (follow_ups.done(number, int(answers["done"]), revision=revision),)
        written = answers["when"].strip()
        try:
            when = read_to_come(written or "0:00", self._desk.notice, self._desk.now())
        except BadInstant as error:
            raise step_refused("when", str(error)) from error
        made = (answers["kind"], when, answers["text"])
        return (follow_ups.appoint(number, *made, revision=revision),)

    def where_changed(self, written: dict[str, str]) -> dict[str, str]:
        """Not which one took place: at its place there may be another one now."""
        return {name: text for name, text in written.items() if name != "done"}

    def on_choice_changed(self, event: Choice.Changed) -> None:
        if "done" in self.rows and event.choice is self.rows["done"].control:
            for name, row in self.rows.items():
                row.display = name == "done" or event.choice.content == _ANOTHER
            take_turns(self.rows.values())
