"""Papers in the dialogue: which one, of what, and whether it is printed or put into a folder."""

from __future__ import annotations

from typing import Any

from store.desk.desk import Desk
from store.text import _
from tui.actions.paper_actions import name_of
from tui.linear.menu import PAPERS as OFFERED
from tui.linear.menu import SPANS
from tui.linear.talk import Talk
from tui.printing import printer
from tui.printing.asking import AGREED, HINTS, LABELS, QUEUE, REMOTE, wanted_of
from tui.printing.kinds import PAPERS
from tui.printing.printing import to_folder, to_printer
from tui.printing.wanted import Wanted


class PrintTalk:
    """Raises `Back`, `Ended` and `DeskError`. `is_remote`: nothing is put into a folder."""

    def __init__(self, talk: Talk, desk: Desk, *, is_remote: bool) -> None:
        self._talk = talk
        self._desk = desk
        self._is_remote = is_remote

    def run(self) -> None:
        """One paper."""
        chosen = self._talk.choose(OFFERED, _("打印什么"), default="return")
        if chosen != "return":
            self._put_out(name_of(chosen))

    def _put_out(self, name: str) -> None:
        paper, desk = PAPERS[name], self._desk
        desk.access.require(paper.right)
        wanted = wanted_of(desk, self._talk.fill(self._ask, paper.asks), Wanted())
        missing = printer.why_not() if paper.is_page else _("{paper}不打印。", paper=_(paper.label))
        if self._is_remote:
            self._talk.say(_(REMOTE))
        if paper.tells and desk.access.is_unlocked:
            self._talk.say(_(QUEUE))
        if missing:
            self._talk.say(missing)
        elif self._talk.confirm(_("用打印机打印吗？"), _("不打印的，可存为文件。")):
            self._talk.say(to_printer(desk, name, wanted))
            return
        if not self._is_remote and (folder := self._talk.ask_or(_("存到哪个目录"), "~")):
            self._talk.say(to_folder(desk, name, wanted, folder))

    def _ask(self, name: str) -> Any:
        if name == "agreed":
            asked = _("反映人同意转告{what}吗？")
            told = _("写明的，记入值班日志。")
            return [
                key
                for key, what in AGREED.items()
                if self._talk.confirm(asked.format(what=_(what)), told)
            ]
        if name == "matter":
            return self._talk.ask_text(_(LABELS[name]), lambda: [_(HINTS[name])])
        if name == "with_reporter":
            said = self._talk.confirm(_("写明反映人吗？"), _("此举留有记录，请慎用。"))
            return "yes" if said else ""
        if name == "kind":
            return self._talk.choose(SPANS, _(LABELS[name]), default="day")
        return self._talk.ask(_(LABELS[name]), lambda: [_(HINTS[name])])
