"""How each screen of the desk looks, cell by cell, where its cursor stands and what is said over it:
`python -m tests.tui.looks` writes it down anew, a test compares it."""

from __future__ import annotations

import asyncio
import os
import re
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any, Final
from unittest.mock import patch

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual._context import visible_screen_stack

from store.desk.desk import Desk
from store.notice.deadlines import CALL_BACK
from tests.builders import StillClock, at
from tests.store.desks import opened
from tests.tui.pictures import TERMINAL
from tests.tui.sitting import Sitting
from tui.apps.demo import demo_desk
from tui.apps.desk_app import DeskApp
from tui.release.building import make_for_tests
from tui.widgets.field_row import FieldRow

SIZES: Final = ((80, 24), (120, 40))
_HERE: Final = Path(__file__).parent / "looks"
_ENDLESS: Final = ("_follow", "_work")
_SECTION: Final = "== "
# By which the journal of each desk is known.
_ANCHOR: Final = re.compile(r"(?<=:)[0-9a-f]{16}")


@dataclass(frozen=True)
class Look:
    """A screen by its name, and the keys that lead there from the one before; it `shows` that."""

    name: str
    keys: tuple[str, ...]
    shows: str


LOOKS: Final = (
    Look("overview", (), "同台 1 人"),
    Look("latest", ("f4", "down", "down", "home"), "最近登记"),
    Look("tip", ("enter",), "主要内容"),
    Look("tip-dispose", ("d",), "处理方式"),
    Look("tip-dispose-refer", ("2", "ctrl+s"), "请写明为何"),
    Look("tip-link", ("escape", "l"), "与哪件关联"),
    Look("tip-tell", ("escape", "t"), "如何告知"),
    Look("tip-note", ("escape", "n"), "本人所记"),
    Look("tip-note-own", ("up", "1"), "如何处置"),
    Look("tip-assign", ("escape", "c"), "承办人"),
    Look("tip-appoint", ("escape", "y"), "已办的"),
    Look("tip-appoint-done", ("1",), "已办的"),
    Look("enclosures", ("escape", "a"), "的附件 1 项"),
    Look("enclosures-add", ("a",), "存入文件"),
    Look("enclosures-correct", ("escape", "e"), "更正 2016-"),
    Look("enclosures-remove", ("escape", "x"), "去掉 2016-"),
    Look("tip-elsewhere", ("f4", "down", "down", "enter"), "正在修改"),
    Look("tip-referral", ("r",), "按 Esc 关闭"),
    Look("tip-amend", ("escape", "e"), "修改 2016-"),
    Look("form", ("f9", "f9", "f2"), "登记新举报"),
    Look("form-letters", ("ctrl+f",), "登记新举报"),
    Look("form-letter", ("3",), "邮戳"),
    Look("form-faults", ("ctrl+s",), "请"),
    Look("form-similar", ("f9", "f9", "f2", *"青柳示范片区管委会", "enter", *"谭某林"), "草稿已存"),
    Look("form-linked", ("ctrl+r", "enter", "enter", "f6"), "保存后关联到"),
    Look("overview-draft", ("f8", "f3"), "距巡视结束"),
    Look("list", ("f5",), "共 42 件"),
    Look("list-found", (*"谭某林", "f7"), "收到时间▼"),
    Look("list-again", ("f9",), "2016-0040"),
    Look("list-marked", ("ctrl+l", "ctrl+l", "down"), "已标记 2 件"),
    Look("list-dispose", ("ctrl+d",), "处理所标记的 2 件"),
    Look("list-assign", ("escape", "ctrl+a"), "所标记的 2 件由谁承办"),
    Look("filter", ("escape", "escape", "f6"), "筛选举报"),
    Look("filter-fault", ("1", "2", *("tab",) * 8, *"99", "ctrl+s"), "99"),
    Look("list-none", ("ctrl+u", "ctrl+s", *"没有的"), "没有符合条件"),
    Look("dues", ("f9", "ctrl+g"), "待办事项"),
    Look("report", ("ctrl+b",), "收到 4 件"),
    Look("report-week", ("w", "left"), "周报"),
    Look("closing", ("c",), "收件核对单"),
    Look("duty", ("f10",), "交接班单"),
    Look("duty-log", ("n",), "值班日志"),
    Look("duty-forms", ("escape", "f"), "核销纸质登记表"),
    Look("duty-hand-over", ("escape", "h"), "交班事项"),
    Look("notice", ("ctrl+y",), "公告"),
    Look("notice-code", ("m",), "公告"),
    Look("notice-calendar", ("c",), "公告"),
    Look("notice-correct", ("e",), "更正"),
    Look("notice-fault", ("ctrl+u", "tab", "ctrl+s"), "请"),
    Look("notice-days", ("f8",), "按 Esc 关闭"),
    Look("import", ("escape", "escape", "escape", "f11"), "导入台账"),
    Look("papers", ("f3", "ctrl+r"), "打印，或存为文件"),
    Look("paper", ("f",), "目录"),
    Look("pass-through", ("escape", "ctrl+o"), "径送登记"),
    Look("undo", ("escape", "f12"), "撤销本人的上一步"),
    Look("palette", ("escape", "ctrl+p"), "命令"),
    Look("palette-found", (*"cz", "down"), "查找"),
    Look("palette-none", (*"没有的",), "没有这样的命令"),
    Look("help", ("escape", "f2", "f1"), "此处按键"),
    Look("help-page", ("right",), "手册"),
    Look("curtain", ("escape", "ctrl+x"), "屏幕已锁定"),
)


class _App(DeskApp):
    """Keeps what is said over its screens, which goes by the clock."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.said: list[str] = []

    def notify(self, message: str, **how: Any) -> None:
        self.said.append(f"{message} {how}")


async def looks(size: tuple[int, int]) -> AsyncIterator[tuple[str, list[str]]]:
    """Each screen by its name, as it looks in a window of that size; then what the styles are."""
    styles: dict[str, int] = {}
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        # As on a terminal of today, wherever they are.
        stack.enter_context(patch.dict(os.environ, TERMINAL))
        os.environ.pop("NO_COLOR", None)
        desk = stack.enter_context(demo_desk(Path(folder) / "desk", "demo"))
        desk.ground.clock = clock = StillClock(desk.now().start_of("minute"))
        _fill(desk)
        other = stack.enter_context(
            opened(Desk.open(desk.place.address, clock=clock, officer="乙"))
        )
        other.load()
        other.presence.show("2016-0040", is_editing=True, draft="")
        app = _App(desk)
        async with app.run_test(size=size) as pilot:
            at_desk = Sitting(app, pilot, desk, clock)
            for look in LOOKS:
                await at_desk.press(*look.keys)
                await at_desk.see(look.shows)
                await _at_rest(at_desk)
                yield look.name, [*_look(app, styles)]
                app.said.clear()
    yield "styles", [f"{n} {style}" for style, n in styles.items()]


def _fill(desk: Desk) -> None:
    """What the invented tips lack."""
    desk.shifts.take_over()
    desk.follow_ups.note("42", "补充称另有三人在场。", "supplement")
    desk.follow_ups.appoint("42", CALL_BACK, at("2016-10-02T15:00:00"), "核对时间")
    desk.follow_ups.assign({"42": None}, "钱二")
    desk.enclosures.add("42", "letter", pages=3, name="来信原件", kept_at="二号柜")
    desk.acts.link("42", "1")


async def _at_rest(desk: Sitting) -> None:
    """Returns once nothing is being read or done for the screen."""

    def busy() -> bool:
        works = (getattr(w._work, "__name__", "") for w in desk.app.workers if not w.is_finished)
        return any(name not in _ENDLESS for name in works)

    await desk.pilot.pause()
    while busy():
        await desk.pilot.pause()
    await desk.pilot.pause()


def _look(app: _App, styles: dict[str, int]) -> Iterator[str]:
    """The lines of text, of each how many cells have which of the `styles`, where one is, and what
    was said."""
    visible_screen_stack.set(app._background_screens)
    strips = app.screen._compositor.render_strips()
    yield from (_ANCHOR.sub("0" * 16, f"|{strip.text}".rstrip()) for strip in strips)
    yield from (f"{y:>2} {' '.join(_runs(list(strip), styles))}" for y, strip in enumerate(strips))
    focused = app.focused
    rows = [n for n in focused.ancestors_with_self if isinstance(n, FieldRow)] if focused else []
    cursor = getattr(focused, "cursor_screen_offset", None)
    yield f"at {rows[0].field if rows else type(focused).__name__}, cursor {cursor}"
    yield from app.said


def _runs(segments: list[Segment], styles: dict[str, int]) -> Iterator[str]:
    for style, some in groupby(segments, lambda segment: _style(segment.style)):
        if cells := sum(cell_len(one.text) for one in some):
            yield f"{cells}:{styles.setdefault(style, len(styles))}"


def _style(style: Style | None) -> str:
    if style is None:
        return ""
    return str(style.without_color + Style(color=style.color, bgcolor=style.bgcolor))


def file_of(size: tuple[int, int]) -> Path:
    """Where it is written down how they look in a window of that size."""
    return _HERE / "{}x{}.txt".format(*size)


def kept(size: tuple[int, int]) -> dict[str, list[str]]:
    """How they looked when it was written down."""
    found: dict[str, list[str]] = {}
    for line in file_of(size).read_text(encoding="utf-8").splitlines():
        if line.startswith(_SECTION):
            lines = found[line.removeprefix(_SECTION)] = []
        else:
            lines.append(line)
    return found


async def _write_down(size: tuple[int, int]) -> None:
    said = [f"{_SECTION}{name}\n{chr(10).join(lines)}\n" async for name, lines in looks(size)]
    file_of(size).write_text("".join(said), encoding="utf-8")


def main() -> None:
    """Writes all of them down."""
    make_for_tests()
    for size in SIZES:
        asyncio.run(_write_down(size))
        print(file_of(size), file=sys.stderr)


if __name__ == "__main__":
    main()
