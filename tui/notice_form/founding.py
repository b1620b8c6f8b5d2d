"""How a desk is founded: from which notice, sealed to which keys, and what is told on the way.

The screens of the first start and the dialogue are two faces of this.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import platformdirs
from pendulum import DateTime

from store import json_bytes
from store.clock import Clock
from store.desk.desk import Desk
from store.desk.places import Where, place_at
from store.disk import replace_file
from store.errors import Fault, NoticeRefused
from store.notice.notice import Notice
from store.notice.period import phase
from store.notice.reading import example_text, parse_notice, read_notice_text
from store.text import _
from store.typed_path import typed_path
from tui.notice_form.entry import NoticeEntry
from tui.notice_form.sealing import Sealing
from tui.notice_form.values import NEW, Values


class Founding:
    """A desk that is to be founded at the place `where`.

    Nothing is written before it is `found` but a new key where one is asked for.
    """

    def __init__(self, where: Where, now: Callable[[], DateTime]) -> None:
        self.place = place_at(where)
        self.now = now
        self.sealing = Sealing(self.place)
        self._entries: dict[str, NoticeEntry] = {}
        self._left = self._left_typed()
        self._is_warned = False

    # The notice

    @property
    def example(self) -> str:
        """The text of the shipped notice."""
        return example_text()

    def example_notice(self) -> Notice:
        """What the shipped notice says."""
        return parse_notice(self.example)

    def warning(self) -> str:
        """Why the shipped notice, whose period is long over, is none for a desk of today; "" within
        its period, and once it was said."""
        notice = self.example_notice()
        if self._is_warned or phase(notice, self.now()) == "running":
            return ""
        self._is_warned = True
        return _(
            "随附公告的{inspection}期 {first} 至 {last} 不含今天，用它设立的值班台不能用于眼下的{inspection}。"
            "只想试用的，请退出后运行 dutydesk demo。",
            first=notice.first_day,
            last=notice.last_day,
        )

    def own_notice(self) -> NoticeEntry:
        """One's own notice, to be typed; what was typed of it before is still there."""
        return self._entry(_("填写本组公告"), NEW)

    def open_file(self, typed: str) -> NoticeEntry:
        """The notice in the file at the path `typed`, whatever is wrong with it; what was typed to
        mend it before is still there.

        Raises `NoticeRefused` if there is no such file, or none of TOML.
        """
        path = _file_at(typed)
        return self._entry(str(path), read_notice_text(path))

    def _entry(self, title: str, base: str) -> NoticeEntry:
        entry = self._entries.get(base)
        if entry is None:
            entry = NoticeEntry(title, base, self.now)
            # A field that an older version of this program did not have stays as it is.
            entry.values |= self._left.pop(base, {})
        entry.title = title
        self._entries[base] = entry
        return entry

    # What was typed, when the line drops

    @property
    def typed(self) -> dict[str, Values]:
        """What was typed of each notice and is not in force, by the text that it was typed into;
        what was left when the line dropped is there again."""
        here = {base: one.values for base, one in self._entries.items() if one.is_changed}
        return self._left | here

    @property
    def left_words(self) -> str:
        """That something was typed, and how one goes on with it; "" if nothing was."""
        typed = self.typed
        if NEW in typed:
            return _("本组公告没有填完，所填内容仍在；按 2 继续填写。")
        return _("打开的公告文件没有改完，所填内容仍在；按 3 再打开。") if typed else ""

    def keep_typed(self) -> None:
        """Keeps what was typed of notices, which are public, for the next first start here."""
        typed = self.typed
        if not typed:
            return
        path = _typed_file()
        # Where that cannot be kept there is nobody any more to be told.
        with suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            replace_file(path, [json_bytes.dumps({"desk": self.place.name, "typed": typed})])

    def forget_typed(self) -> None:
        """Forgets it, once there is a desk, or none is wanted."""
        with suppress(OSError):
            _typed_file().unlink()

    def _left_typed(self) -> dict[str, Values]:
        try:
            left = json_bytes.loads(_typed_file().read_bytes())
            return dict(left["typed"]) if left["desk"] == self.place.name else {}
        except (OSError, ValueError, LookupError, TypeError):
            return {}

    # The desk

    def check_place(self) -> None:
        """Raises `CannotWrite` if no desk can be made there."""
        self.place.check_can_found()

    def found(self, notice_text: str, clock: Clock, officer: str) -> Desk:
        """The new desk, sealed as was asked for. Raises what `Desk.create` raises."""
        keys = self.sealing.keys
        desk = Desk.create(self.place, notice_text, clock=clock, officer=officer, seal_to=keys)
        self.forget_typed()
        return desk


def _typed_file() -> Path:
    return platformdirs.user_state_path("dutydesk") / "notice.json"


def _file_at(typed: str) -> Path:
    """The file at a path as people give it. Raises `NoticeRefused`."""
    written = typed.strip()
    try:
        path = typed_path(typed)
        if os.path.isfile(path):
            return path
    except (ValueError, RuntimeError):
        pass
    sentence = _("没有这个文件，请核对路径：{path}", path=written)
    raise NoticeRefused((Fault("", sentence),))
