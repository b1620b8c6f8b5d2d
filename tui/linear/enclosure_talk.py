"""What came with a tip, told and changed a line at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from store.desk.desk import Desk
from store.errors import DeskError, step_refused
from store.text import _
from store.tips.enclosure import ENCLOSURE_KINDS, Enclosure
from store.tips.tip import Tip
from tui.entering.choices import Option
from tui.entering.enclosing import attach, take_out
from tui.linear.menu import ENCLOSURES, require_right
from tui.linear.talk import Back, Talk
from tui.words import enclosure_words


class EnclosureTalk:
    """Talks about the enclosures of the tip `number`. `is_remote`: whoever talks reaches no file.
    Raises `Back`, `Ended` and `DeskError`."""

    def __init__(self, talk: Talk, desk: Desk, number: str, *, is_remote: bool) -> None:
        self._talk = talk
        self._desk = desk
        self._number = number
        self._is_remote = is_remote
        # As it was told last.
        self._tip: Tip

    def run(self) -> None:
        """Tells them, then does with them what is chosen until one goes back."""
        acts: dict[str, Callable[[], None]] = {
            "attach": lambda: self._attach(0),
            "correct_enclosure": lambda: self._attach(self._which()),
            "take_out": self._take_out,
            "remove_enclosure": self._remove,
        }
        offered = [a for a in ENCLOSURES if not (self._is_remote and a.id == "take_out")]
        while True:
            tip = self._tip = self._desk.tip(self._number)
            none = _("{number} 没有登记附件。", number=tip.number)
            self._talk.say(*(enclosure_words.numbered(tip) if tip.enclosures else [none]))
            chosen = self._talk.choose(offered, _("附件"), default="return")
            if chosen == "return":
                return
            try:
                require_right(self._desk, chosen, self._number)
                acts[chosen]()
            except Back:
                continue
            except DeskError as error:
                self._talk.say(str(error))

    def _which(self) -> int:
        """The place of one of them as they were told; the only one where there is but one."""
        listed = [*enclosure_words.numbered(self._tip)]
        if not listed:
            raise step_refused("place", _("{number} 没有登记附件。", number=self._tip.number))
        if len(listed) == 1:
            return 1
        places = {str(n): n for n in range(1, len(listed) + 1)}
        return self._talk.meant(_("第几项"), listed, places)

    def _attach(self, place: int) -> None:
        tip = self._desk.access.open_tip(self._number)
        one = next(iter(tip.enclosures[place - 1 : place]), Enclosure(""))
        names = ["kind", "pages", "copies", "name", "kept_at", "file_number"]
        if not self._is_remote:
            names.append("file")
        hidden = self._talk.times_hidden
        answers = self._talk.fill(lambda name: self._fact(name, one, hidden), names)
        # Another of them stands at that place where someone else took one away since they were told.
        revision = (self._tip if place else tip).revision
        self._tell(attach(self._desk, self._number, answers, place, revision=revision))

    def _fact(self, name: str, one: Enclosure, hidden: int) -> Any:
        if name == "kind":
            kinds = [Option(kind, _(label)) for kind, label in ENCLOSURE_KINDS.items()]
            return self._talk.one_of(_("种类"), kinds)
        labels = {
            "pages": _("页数（照片为张数，录音录像为分钟）"),
            "copies": _("份数"),
            "name": _("附件名称"),
            "kept_at": _("存放处"),
            "file_number": _("档案号"),
            "file": _("文件的路径（不存文件的直接回车）"),
        }
        was = "" if name == "file" else str(getattr(one, name) or "")
        if was and self._talk.times_hidden != hidden and self._desk.access.hides:
            return self._talk.ask_or(_("{label}（回车不改）", label=labels[name])) or was
        return self._talk.ask_or(labels[name], was)

    def _take_out(self) -> None:
        place = self._which()
        self._talk.say(_("取出留有记录。文件由他处送来，请勿直接打开；先查毒。"))
        if self._desk.access.is_sealed:
            self._talk.say(_("取出的文件不再密封，用毕请删除。"))
        if folder := self._talk.ask_or(_("存到哪个目录"), "~"):
            seen = self._tip.revision
            self._talk.say(take_out(self._desk, self._number, place, folder, revision=seen))

    def _remove(self) -> None:
        place = self._which()
        if self._talk.confirm(_("去掉第 {n} 项附件吗？", n=place), _("可以撤销。")):
            seen = self._tip.revision
            self._tell(self._desk.enclosures.remove(self._number, place, revision=seen))

    def _tell(self, tip: Tip) -> None:
        self._talk.say(_("{number}：附件 {n} 项", number=tip.number, n=len(tip.enclosures)))
