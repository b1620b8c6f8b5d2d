"""A notice as it is being entered: what it began with, what was typed, and what is said of that."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from pendulum import DateTime

from store.errors import Fault
from store.instant import in_zone
from store.notice.notice import Notice
from store.notice.reading import parse_notice
from store.text import _
from tui.notice_form.meaning import meaning
from tui.notice_form.part import notice_of_hours
from tui.notice_form.values import Reading, read_form, values_of


class NoticeEntry:
    """`values` are what was typed so far, at first what the TOML in `base` says; of this all is kept
    that no field shows. `title` says where it came from.

    Raises `NoticeRefused` if `base` is no TOML.
    """

    def __init__(self, title: str, base: str, now: Callable[[], DateTime]) -> None:
        self.title = title
        self.base = base
        self.now = now
        self.values = values_of(base, title)
        self._began_with = copy.deepcopy(self.values)
        self._refused: tuple[str, tuple[Fault, ...]] = ("", ())
        self._asked: tuple[str, str] = ("", "")

    # What was typed, read

    @property
    def is_changed(self) -> bool:
        """Whether anything was typed that is not in what it began with."""
        return self.values != self._began_with

    def read(self) -> Reading:
        """The notice that was typed; its faults are those of the desk too, once it refused just that."""
        found = read_form(self.values, self.base, self.now())
        text, faults = self._refused
        return replace(found, faults=faults, notice=None) if found.text == text else found

    def check_base(self) -> None:
        """Raises `NoticeRefused` if what it began with is no notice yet, with the file named."""
        parse_notice(self.base, self.title)

    def hours(self, reading: Reading) -> Notice | None:
        """What the calendar of open hours goes by, while the rest may still be blank."""
        return reading.notice or notice_of_hours(self.values, self.now())

    def today(self, notice: Notice | None) -> date:
        """The day by the clocks of `notice`, if there is one yet."""
        now = self.now()
        return (in_zone(now, notice.zone) if notice else now).date()

    # What is said of it

    def preview(self, reading: Reading) -> list[str]:
        """What the notice means; as long as there is none, how much is missing."""
        if reading.notice:
            return meaning(reading.notice, self.now())
        count = len(reading.faults)
        return [_("还有 {count} 处要填写或改正，改好后在此预览。", count=count)]

    def outside_form(self, fault: Fault) -> str:
        """What is said of a fault that no field shows. A sentence of the desk is whole."""
        if fault in self._refused[1]:
            return fault.sentence
        return _(
            "{key}：{fault}这一处请在文件里改正后重新打开。",
            key=fault.field,
            fault=fault.sentence,
        )

    def refuse(self, text: str, faults: tuple[Fault, ...]) -> None:
        """The desk refused what was typed, read as `text`, for `faults`."""
        self._refused = text, faults
        self._asked = "", ""

    def ask(self, text: str, question: str) -> None:
        """What was typed, read as `text`, is put in force only once `question` was agreed to."""
        self._asked = text, question

    def question(self, text: str) -> str:
        """What was asked about `text`, which stands as long as nothing else is typed; "" if nothing."""
        asked, question = self._asked
        return question if text == asked else ""
