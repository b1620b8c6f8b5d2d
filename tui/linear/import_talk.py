"""An old register, or letters, taken in line by line: looked at before anything is recorded."""

from __future__ import annotations

from collections.abc import Iterable

from store.desk.desk import Desk
from store.errors import DeskError
from store.registers.headings import COLUMN_FIELDS, field_named, label
from store.registers.importing import Taken, Wanted
from store.text import _
from tui.entering.register_entry import REMOTE, RegisterEntry
from tui.linear.menu import IMPORT
from tui.linear.talk import Back, Talk, no_such
from tui.words import import_words


class ImportTalk:
    """Asks for a file, tells how it is read, and records what is to be recorded. `is_remote`: whoever
    talks reaches no file."""

    def __init__(self, talk: Talk, desk: Desk, *, is_remote: bool) -> None:
        self._talk = talk
        self._is_remote = is_remote
        self._desk = desk
        self._entry = RegisterEntry(desk)

    def run(self) -> None:
        """Until what was read is taken in, or left."""
        if self._is_remote:
            self._talk.say(_(REMOTE))
            return
        path = self._talk.ask(_("文件或目录"), lambda: [_("写出路径；~ 是您的主目录。")])
        if not path:
            return
        try:
            self._entry.open(path, self._tell)
        except DeskError as error:
            self._talk.say(str(error))
        else:
            self._say_all()
        while self._entry.source or self._entry.headings:
            if not self._act(self._talk.choose(IMPORT, _("请选"))):
                return

    def _act(self, chosen: str) -> bool:
        """Does what was chosen; whether there is more to choose."""
        entry = self._entry
        match chosen:
            case "return":
                return False
            case "rows":
                self._say_rows(entry.rows)
            case "faults":
                self._say_rows(one for one in entry.rows if one.faults)
            case "name_columns":
                self._name_columns()
            case "next_group":
                self._want(entry.with_next_group())
            case "next_channel":
                self._want(entry.with_next_channel())
            case "half_done":
                self._want(entry.with_half_done())
            case "take_in":
                done = entry.record(self._tell)
                self._say_rows(one for one in done if one.faults)
                self._talk.say(import_words.total(done, is_done=True))
                return False
        return True

    def _want(self, wanted: Wanted) -> None:
        self._entry.want(wanted, self._tell)
        self._say_all()

    def _name_columns(self) -> None:
        """Which heading is which field, one after the other, until nothing is answered."""
        headings, named = self._entry.headings, dict[str, str]()
        while True:
            for n, one in enumerate(headings, 1):
                field = label(named.get(one.text, one.field))
                self._talk.say(_("{n} {heading}：{field}", n=n, heading=one.text, field=field))
            text = self._talk.ask(_("哪一列（回车为不再改）"), lambda: [])
            if not text:
                break
            place = int(text[:4]) if text.isdecimal() else 0
            by_text = {one.text: one for one in headings}
            heading = headings[place - 1] if 1 <= place <= len(headings) else by_text.get(text)
            if heading is None:
                self._talk.say(no_such(text))
                continue
            try:
                named[heading.text] = self._field(heading.text)
            except Back:
                continue
        if not named:
            return
        try:
            self._entry.name_columns(named, self._tell)
        except DeskError as error:
            self._talk.say(str(error))
        else:
            self._say_all()

    def _field(self, heading: str) -> str:
        names = [f"{n} {label(field)}" for n, field in enumerate(COLUMN_FIELDS, 1)]
        self._talk.say(_("，").join(names))
        while True:
            text = self._talk.ask(_("“{heading}”是哪一栏？", heading=heading), lambda: names)
            place = int(text[:4]) if text.isdecimal() else 0
            if 1 <= place <= len(COLUMN_FIELDS):
                return COLUMN_FIELDS[place - 1]
            if field := field_named(text):
                return field
            self._talk.say(no_such(text))

    def _say_all(self) -> None:
        entry = self._entry
        told = import_words.of_all(self._desk.notice, entry.rows, entry.wanted, entry.remarks())
        self._talk.say(*told)

    def _say_rows(self, rows: Iterable[Taken]) -> None:
        for one in rows:
            lines = import_words.lines(self._desk.notice, one, self._entry.has_several_sheets)
            self._talk.say(*lines)

    def _tell(self, done: int, total: int) -> None:
        self._talk.say(_("{n} / {total} 行…", n=done, total=total))
