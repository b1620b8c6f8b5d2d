"""Lists of tips, told a few at a time; any of them can be opened by its number."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from store.desk.desk import Desk
from store.errors import DeskError
from store.text import _
from store.tips.find import UNFINISHED, Filter
from store.tips.tip import Tip
from tui.linear.talk import Talk
from tui.linear.tip_talk import TipTalk
from tui.linear.tip_words import row
from tui.words import disposition_words

_AT_ONCE: Final = 10


class ListTalk:
    """Each method raises `Back`, `Ended` and `DeskError`. `is_remote` as for `TipTalk`."""

    def __init__(self, talk: Talk, desk: Desk, *, is_remote: bool) -> None:
        self._talk = talk
        self._is_remote = is_remote
        self._desk = desk

    def find(self) -> None:
        """Asks what to look for, and tells what was found, the newest first."""
        helps = _("各词都要出现，在哪一项都可以；两个以上字母也查姓名、单位的拼音首字母。")
        text = self._talk.ask(_("查找什么（回车列出最近的）"), lambda: [helps])
        tips: Sequence[Tip] = self._desk.finding.filtered(Filter(text=text))
        self._talk.say(_("共 {n} 件", n=len(tips)))
        self._tell(len(tips), lambda place: row(self._desk.notice, tips[place]))

    def dues(self) -> None:
        """Tells what is owed, the earliest first, then what is to be completed."""
        unfinished = self._desk.finding.filtered(*UNFINISHED)
        rows = [
            _("，").join((due.number, disposition_words.due(due))) for due in self._desk.dues.all()
        ]
        rows += [row(self._desk.notice, tip) for tip in unfinished]
        self._talk.say(_("待办事项 {n} 项", n=len(rows)) if rows else _("没有待办事项。"))
        self._tell(len(rows), rows.__getitem__)

    def _tell(self, count: int, row_at: Callable[[int], str]) -> None:
        """A few rows at a time, until the last was told or one goes back."""
        told = 0
        while count:
            self._talk.say(*map(row_at, range(told, min(told + _AT_ONCE, count))))
            told = min(told + _AT_ONCE, count)
            is_last = told == count
            question = _("填编号查看，回车返回") if is_last else _("填编号查看，回车看后面的")
            while number := self._talk.ask(question, lambda: [_("如 2016-0042，或只写 42。")]):
                try:
                    TipTalk(self._talk, self._desk, number, is_remote=self._is_remote).run()
                except DeskError as error:
                    self._talk.say(str(error))
            if is_last:
                return
