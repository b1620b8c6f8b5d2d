"""Walks through the screens, written down: what is done, and all that changes on the screen by it.

Each file of `tests/tui/walks` is one. Its first line says what it shows, its second where one sits:
the desk, the size of the window, then, as far as they are needed, `en`, `afar`, an instant, who one is.
A line that begins with `$` is done, one thing after the other: keys by their names (`f5 down*3`), or
what a method of `Walk` is named for. What stands below it came of it: `python -m tests.tui.walks
[NAME…]` writes that down anew, a test compares it.

A row of the screen that changed stands there by its number; behind a colon how many cells of it have
which style.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import shlex
import sys
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any, Final
from unittest.mock import patch
from weakref import WeakSet

import pendulum
from pyrage.x25519 import Identity
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.events import Paste
from textual.screen import Screen
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Button, Input, OptionList, TextArea

from store.desk.desk import Desk
from store.notice.deadlines import CALL_BACK
from store.notice.reading import example_text
from store.office.office import Office
from store.text import inspection_called, language, use_language
from store.tips.tip import Tip
from tests.builders import CALL, DURING, REFERRAL, StillClock, at, entry_of, notice_text
from tests.store.desks import let_go, opened, tip_of
from tests.tui import conftest
from tests.tui.pictures import TERMINAL
from tests.tui.shell import run_here
from tests.tui.sitting import AtScreen, all_dealt_with
from tui.apps.demo import demo_desk
from tui.apps.demo_app import DemoApp
from tui.apps.desk_app import DeskApp
from tui.apps.first_start import SetupApp
from tui.apps.office_app import OfficeApp
from tui.cli import who
from tui.notice_form.founding import Founding
from tui.release.building import make_for_tests
from tui.screens import desk_screen, office_screen, tips_screen
from tui.screens.curtain_screen import CurtainScreen
from tui.screens.desk_screen import DeskScreen
from tui.screens.office_screen import OfficeScreen
from tui.screens.print_screen import PrintScreen
from tui.screens.tips_screen import TipsScreen
from tui.terminal.terminal_app import TerminalApp
from tui.widgets.choice import Choice
from tui.widgets.field_row import FieldRow

_HERE: Final = Path(__file__).with_suffix("")
KEY: Final = "AGE-SECRET-KEY-1XYUA2AQEKSX8CHALXRNG87F5JZLL893WYXW4Y9V9LT555PXNNGPSEREKR2"
"""What the desk `sealed` is sealed to; `KEY` in a walk."""
_DONE: Final = "$ "
_STYLES: Final = "$ styles"
_PATIENCE_SECONDS: Final = 30.0
# What has to be waited for longer than that is waited for by what it shows.
_SOON_SECONDS: Final = 0.7
_A_MOMENT_SECONDS: Final = 0.01
_NEVER_SECONDS: Final = 100_000.0
# What it is called before a notice says that.
_UNKNOWN_INSPECTION: Final = "巡视巡察"
_ENDLESS: Final = ("_follow", "_work")
# By which a journal, a file or a draft is known, which is another one each time.
_NAMES: Final = re.compile(r"\b[0-9a-f]{12,64}\b")


@dataclass
class _Seat:
    """Where one sits."""

    desk: str
    size: tuple[int, int]
    language: str
    is_afar: bool
    officer: str
    clock: StillClock
    folder: Path

    @classmethod
    def read(cls, line: str, folder: Path) -> _Seat:
        """Of the second line of a walk."""
        desk, size, *more = line.split()
        width, height = map(int, size.split("x"))
        instants = [word for word in more if word[0].isdigit()]
        names = [word for word in more if word not in ("en", "afar", *instants)]
        clock = StillClock(at(instants[0]) if instants else DURING)
        return cls(
            desk,
            (width, height),
            "en" if "en" in more else "zh",
            "afar" in more,
            names[0] if names else "甲",
            clock,
            folder,
        )

    def opened(self, officer: str) -> Desk:
        """The desk as that officer has it."""
        desk = opened(Desk.open(self.folder, clock=self.clock, officer=officer))
        desk.load()
        return desk

    def app(self) -> DeskApp:
        """The desk's app, at which one sits there."""
        return DeskApp(self.opened(self.officer), is_remote=self.is_afar)

    def made(self, *tips: dict[str, Any], seal_to: tuple[str, ...] = ()) -> Desk:
        """A new desk, on which 甲 recorded these."""
        desk = opened(
            Desk.create(
                self.folder, example_text(), clock=self.clock, officer="甲", seal_to=seal_to
            )
        )
        for tip in tips:
            desk.record(tip_of(tip))
        return desk


def _demo(seat: _Seat) -> DeskApp:
    """The demo's invented tips, on its twelfth day."""
    if seat.clock.instant == DURING:
        seat.clock.instant = pendulum.datetime(2016, 10, 1, 9, 52, tz="Asia/Shanghai")
    demo_desk(seat.folder, "甲").close()
    return seat.app()


def _filled(seat: _Seat) -> TerminalApp[Any]:
    """The demo's, one with all that can have become of it; at 甲's duty."""
    app = _demo(seat)
    desk = app.desk
    desk.shifts.take_over()
    desk.follow_ups.note("42", "补充称另有三人在场。", "supplement")
    desk.follow_ups.appoint("42", CALL_BACK, at("2016-10-02T15:00:00"), "核对时间")
    desk.follow_ups.assign({"42": None}, "钱二")
    desk.enclosures.add("42", "letter", pages=3, name="来信原件", kept_at="二号柜")
    desk.acts.link("42", "1")
    return app


def _tour(seat: _Seat) -> TerminalApp[Any]:
    """As the demo shows itself."""
    return DemoApp(seat.made(CALL))


def _new(seat: _Seat) -> TerminalApp[Any]:
    """A desk of the shipped notice without any tip."""
    seat.made().close()
    return seat.app()


def _two(seat: _Seat) -> TerminalApp[Any]:
    """A tip that concerns the team, and one that is to be referred."""
    seat.made(CALL, REFERRAL).close()
    return seat.app()


def _varied(seat: _Seat) -> TerminalApp[Any]:
    """Nine tips, of which each became something else; 4 and 5 are 乙's."""
    now, whom = seat.clock.now(), CALL["subjects"][0]
    head = {"unit": "某市示范区宣传教育培训中心", "post": "主任", "group": "next_level_head"}
    named = {"name": "孙某", "contact": "sun@example.cn", "verified": True}
    letter = {"channel": "post", "received_at": "2016-09-19", "postmarked_on": "2016-09-10"}
    evening = {"received_at": "2016-09-12T20:15:00+08:00", "reporter": named}
    others = (
        tip_of(**evening, subjects=[head], disciplines=["组织纪律", "其他"], tags=["重点人"]),
        tip_of(received_at="2016-09-29", summary="", reporter=None, to_complete=True),
    )
    two = [head | {"person": "欧阳某某"}, whom | {"person": "", "post": "", "group": "key_post"}]
    long = "信称该中心Training Center的经费去向不明：" + "会议费、培训费、印刷费、场地费；" * 9
    desk = seat.made(CALL, REFERRAL, entry_of(**letter, subjects=two, summary=long))
    other = seat.opened("乙")
    for minutes, tip in enumerate(others):
        seat.clock.instant = now.subtract(minutes=20 - minutes)
        other.record(tip)
    other.close()
    seat.clock.instant = now
    desk.refresh()
    desk.record(tip_of(received_at="2016-10-01T15:40:00+08:00", reporter=None, tags=["重点问题"]))
    desk.acts.pass_through("post", "组长")
    desk.record(tip_of(reporter={"name": "", "contact": "13900000000"}, summary="重复录入。"))
    desk.record(tip_of(subjects=[head | {"group": "inspectors"}], summary="反映检查组用餐。"))
    for number, status, to, why in (
        ("1", "handed_to_team", "第二组", ""),
        ("2", "referred", "区环境保护局", ""),
        ("3", "kept_for_reference", "", "线索笼统"),
        ("8", "withdrawn", "", "误录"),
        ("9", "urgent", "某市委", ""),
    ):
        desk.acts.dispose(number, status, to=to, why=why)
    desk.acts.dispose("6", "duplicate", duplicate_of="1")
    desk.enclosures.add("3", kind="letter", pages=3, copies=2, name="举报信", kept_at="甲柜")
    desk.enclosures.add("3", kind="recording", pages=12, file_number="2016-7")
    desk.follow_ups.assign({"4": None, "9": None}, "乙")
    desk.close()
    return seat.app()


def _sealed(seat: _Seat) -> TerminalApp[Any]:
    """The same two, sealed; 甲 is the lead, 乙 an officer, whose the second is, 丙 a viewer."""
    desk = seat.made(CALL, seal_to=(str(Identity.from_str(KEY).to_public()),))
    for name, role in (("乙", "officer"), ("丙", "viewer")):
        desk.access.set_role(name, role)
    desk.close()
    other = seat.opened("乙")
    other.record(tip_of(REFERRAL))
    other.close()
    return seat.app()


def _setup(seat: _Seat) -> TerminalApp[Any]:
    """An empty folder, in which a desk is to be founded."""
    return SetupApp(Founding(seat.folder, seat.clock.now))


def _office(seat: _Seat) -> TerminalApp[Any]:
    """The demo's desk and one of a single tip, as the office sees them."""
    demo_desk(seat.folder / "demo", "甲").close()
    text = notice_text(team='team = "县委巡察二组"', unit='unit = "某县水利局"')
    other = opened(Desk.create(seat.folder / "two", text, clock=seat.clock, officer="丁"))
    other.record(tip_of())
    other.close()
    office = Office([seat.folder], _PATIENCE_SECONDS)
    office.read_all(seat.clock.now(), _PATIENCE_SECONDS)
    return OfficeApp(office, seat.clock.now)


_DESKS: Final[dict[str, Callable[[_Seat], TerminalApp[Any]]]] = {
    "demo": _demo,
    "filled": _filled,
    "tour": _tour,
    "new": _new,
    "two": _two,
    "varied": _varied,
    "sealed": _sealed,
    "setup": _setup,
    "office": _office,
}


class _Threads(ThreadPoolExecutor):
    """Says whether any of them is at work."""

    def __init__(self) -> None:
        super().__init__(4)
        self._running: set[Future[Any]] = set()

    def submit(self, *what: Any, **how: Any) -> Future[Any]:
        """As its base."""
        future = super().submit(*what, **how)
        self._running.add(future)
        future.add_done_callback(self._running.discard)
        return future

    @property
    def are_idle(self) -> bool:
        """Whether all that was asked for is done."""
        return not self._running


@dataclass
class Walk(AtScreen):
    """The app that is walked through, and what was to be seen last."""

    seat: _Seat
    threads: _Threads
    said: list[str]
    styles: dict[str, int]
    timers: WeakSet[Timer]
    rows: list[str] = field(default_factory=list)
    runs: list[str] = field(default_factory=list)
    place: str = ""
    others: dict[str, Desk] = field(default_factory=dict)

    # What is done

    async def keys(self, *names: str) -> None:
        """Keys, each once the one before has been dealt with; `down*3` three times."""
        for name in names:
            key, _star, times = name.partition("*") if name != "*" else (name, "", "")
            for _time in range(int(times or 1)):
                await self.send(key)

    async def type(self, text: str) -> None:
        """A text, key by key."""
        await self.send(*self._meant(text))

    async def paste(self, text: str) -> None:
        """A text all at once; `\\n` begins a line."""
        self.app.post_message(Paste(self._meant(text).replace("\\n", "\n")))
        await all_dealt_with(self.app)

    async def click(self, text: str) -> None:
        """On the first letter of that text; `text #2` where it stands for the second time."""
        text, _hash, which = text.partition(" #")
        self._look()
        found = [
            (cell_len(row[: match.start()]), y)
            for y, row in enumerate(self.rows)
            for match in re.finditer(re.escape(text), row)
        ]
        assert len(found) >= int(which or 1), f"{text} is not on\n" + "\n".join(self.rows)
        await self.pilot.click(offset=found[int(which or 1) - 1])

    async def window(self, size: str) -> None:
        """Another size of the window: `window 60x20`."""
        await self.pilot.resize_terminal(*map(int, size.split("x")))

    async def later(self, how_long: str) -> None:
        """The clock goes on: `later 1h30m`, `later 20s`."""
        parts = {unit: int(number) for number, unit in re.findall(r"(\d+)([dhms])", how_long)}
        self.seat.clock.instant += timedelta(
            days=parts.get("d", 0),
            hours=parts.get("h", 0),
            minutes=parts.get("m", 0),
            seconds=parts.get("s", 0),
        )

    async def file(self, told: str) -> None:
        """A file beside the desk, by its name and its text; it lies at `@/NAME` for whoever types."""
        name, _blank, text = told.partition(" ")
        path = self.seat.folder.parent / name
        path.write_text(text.replace("\\n", "\n"), encoding="utf-8")

    async def run(self, command: str) -> None:
        """A command of `dutydesk` on the same desk, or on one that it names, run elsewhere at the
        same time."""
        words = shlex.split(self._meant(command))
        where = [] if "--desk" in words else ["--desk", str(self.seat.folder)]
        now = self.seat.clock.now().to_iso8601_string()
        done = run_here([*words, *where, "--at", now], b"")
        self.said += (done.stdout + done.stderr).decode().splitlines()

    async def other(self, told: str) -> None:
        """Someone else has a tip open, and stores what is told of it: `other 乙 2016-0001 {"tags": []}`."""
        officer, number, changes = f"{told}  ".split(" ", 2)
        if officer not in self.others:
            self.others[officer] = self.seat.opened(officer)
        desk = self.others[officer]
        desk.presence.show(number, is_editing=bool(number))
        if changes.strip():
            desk.amend(Tip.from_json(desk.tip(number).as_json() | json.loads(changes)))

    async def gone(self, text: str) -> None:
        """Waits until it is on the screen no more."""
        await self.until(lambda: text not in self.seen, f"no {text}")

    def _meant(self, text: str) -> str:
        return text.replace("@/", f"{self.seat.folder.parent}/").replace("KEY", KEY)

    # What comes of it

    async def done(self, steps: str) -> list[str]:
        """Does what a line says, and returns what came of it."""
        for step in steps.split(" ; "):
            verb, _blank, told = step.strip().partition(" ")
            act = getattr(self, verb, None) if verb in _VERBS else None
            await (act(told) if act else self.keys(*step.split()))
            await self._at_rest()
        await self._looks_around()
        lost = [] if self.app._exit else [*_lost_to_clicks(self.app.screen)]
        assert not lost, f"who clicks there types for nothing: {lost}"
        return [self.without_names(line) for line in self._changes()]

    def without_names(self, line: str) -> str:
        """A line as it is each time it is walked."""
        beside = str(self.seat.folder.parent)
        line = line.replace(beside, "@".ljust(len(beside), "_"))
        return _NAMES.sub(lambda found: "0" * len(found[0]), line).rstrip()

    async def _looks_around(self) -> None:
        """What the screens do of themselves each second."""
        for screen in [*self.app.screen_stack]:
            if isinstance(screen, DeskScreen | CurtainScreen):
                screen.call_later(screen._tick)
            if isinstance(screen, DeskScreen):
                screen.run_worker(screen._look_and_show())
            elif isinstance(screen, TipsScreen):
                screen._asked.set()
            elif isinstance(screen, OfficeScreen):
                office = screen._office
                office._looked = office._searched = -_NEVER_SECONDS
                screen._look_on()
                # What is found there is looked at in turn, in threads of its own.
                while not office.is_complete:
                    await self.pilot.pause(_A_MOMENT_SECONDS)
                    screen._look_on()
        await self._at_rest()

    async def _at_rest(self) -> None:
        """Returns once nothing is being read or done for the screen."""
        for _twice in range(2):
            await self.until(lambda: not self._is_busy(), "rest")
            await self.pilot.pause(0)

    def _is_busy(self) -> bool:
        if self.app._exit:
            return False
        if isinstance(self.app, DeskApp):
            self.app.desk.drafts.settle()
        screen = self.app.screen
        if screen._layout_required or screen._callbacks:
            return True
        nodes = (self.app, *screen.walk_children(with_self=True))
        if any(node.message_queue_size or node._next_callbacks for node in nodes):
            return True
        works = (getattr(w._work, "__name__", "") for w in self.app.workers if not w.is_finished)
        return (
            not self.threads.are_idle
            or any(name not in _ENDLESS for name in works)
            or any(_is_to_come(timer) for timer in [*self.timers])
        )

    def _look(self) -> None:
        strips = self.strips
        self.rows = [strip.text.rstrip() for strip in strips]
        shown = self._shown_rows()
        self.runs = [
            " ".join(_runs([*strip], self.styles)) if y in shown else ""
            for y, strip in enumerate(strips)
        ]

    def _shown_rows(self) -> range:
        """But for those that lie dimmed under what is asked."""
        screen = self.app.screen
        regions = [node.region for node in screen.children if node.display]
        if not screen.is_modal or not regions:
            return range(screen.size.height)
        return range(min(at.y for at in regions), max(at.bottom for at in regions))

    def look(self) -> None:
        """What changes is told from here on."""
        self._look()
        self.place = self._place()
        self.said.clear()

    def _changes(self) -> Iterator[str]:
        if self.app._exit:
            yield from f"left: {self.app.return_value}".splitlines()
            yield from self._sayings()
            return
        rows, runs, place = self.rows, self.runs, self.place
        self._look()
        for y, (row, run) in enumerate(zip(self.rows, self.runs, strict=True)):
            if rows[y : y + 1] != [row]:
                yield f"{y:>2}|{row}"
            if run and runs[y : y + 1] != [run]:
                yield f"{y:>2}:{run}"
        self.place = self._place()
        if self.place != place:
            yield self.place
        yield from self._sayings()

    def _sayings(self) -> Iterator[str]:
        yield from (f"says {line}" for said in self.said for line in said.splitlines())
        self.said.clear()

    def _place(self) -> str:
        focused = self.app.focused
        rows = (
            [n for n in focused.ancestors_with_self if isinstance(n, FieldRow)] if focused else []
        )
        cursor = getattr(focused, "cursor_screen_offset", None)
        where = f", cursor {cursor.x} {cursor.y}" if cursor else ""
        return f"at {rows[0].field if rows else type(focused).__name__}{where}"


_VERBS: Final = frozenset(
    ("type", "paste", "click", "window", "later", "file", "run", "other", "see", "gone")
)


_USED: Final = (Input, TextArea, Choice, OptionList, Button)


def _lost_to_clicks(screen: Screen[Any]) -> Iterator[Widget]:
    """Where a click takes the focus from the fields, though nothing is typed, chosen or done there."""
    shown = screen._compositor.visible_widgets
    takers = [one for one in shown if one.focusable and one.focus_on_click()]
    if any(isinstance(one, Input | TextArea) for one in takers):
        for one in takers:
            is_empty_list = isinstance(one, OptionList) and not one.option_count
            if is_empty_list or not isinstance(one, _USED):
                yield one


def _is_to_come(timer: Timer) -> bool:
    """Whether it brings something soon, once."""
    task = timer._task
    is_once = timer._repeat == 0 and timer._interval < _SOON_SECONDS
    return is_once and task is not None and not task.done()


def _runs(segments: list[Segment], styles: dict[str, int]) -> Iterator[str]:
    for style, some in groupby(segments, lambda segment: _style(segment.style)):
        if cells := sum(cell_len(one.text) for one in some):
            yield f"{cells}:{styles.setdefault(style, len(styles))}"


@cache
def _style(style: Style | None) -> str:
    if style is None:
        return ""
    return str(style.without_color + Style(color=style.color, bgcolor=style.bgcolor))


@asynccontextmanager
async def _begun(line: str) -> AsyncIterator[Walk]:
    """Whoever sits where that line says."""
    with tempfile.TemporaryDirectory(dir="/dev/shm", prefix="walk") as held, ExitStack() as stack:
        # As on a terminal of today, wherever they are.
        at_home = {"XDG_STATE_HOME": held, "XDG_CONFIG_HOME": held}
        stack.enter_context(patch.dict(os.environ, TERMINAL | at_home))
        os.environ.pop("NO_COLOR", None)
        seat = _Seat.read(line, Path(held) / "desk")
        stack.callback(use_language, language())
        stack.callback(let_go)
        use_language(seat.language)
        stack.enter_context(inspection_called(_UNKNOWN_INSPECTION))
        # Whoever sits there runs the commands too.
        stack.enter_context(patch.object(who, "login", lambda: seat.officer))
        # No machine has a printer, and none saved a paper before.
        stack.enter_context(patch.dict(os.environ, {"PATH": held}))
        stack.enter_context(patch.object(PrintScreen, "_last_folder", "~"))
        # What comes each second comes after each line instead.
        for screen in (DeskScreen, CurtainScreen):
            stack.enter_context(patch.object(screen, "_tick_at_next_second", lambda _self: None))
        for module in (desk_screen, tips_screen, office_screen):
            stack.enter_context(patch.object(module, "_LOOK_EVERY_SECONDS", _NEVER_SECONDS))
        app = _DESKS[seat.desk](seat)
        said: list[str] = []
        # What is said goes by the clock.
        app.notify = lambda message, **how: said.append(_told(message, **how))  # type: ignore[method-assign]
        timers: WeakSet[Timer] = WeakSet()
        start = Timer._start
        stack.enter_context(
            patch.object(Timer, "_start", lambda one: (timers.add(one), start(one)))
        )
        threads = _Threads()
        asyncio.get_running_loop().set_default_executor(threads)
        async with app.run_test(size=seat.size) as pilot:
            walk = Walk(app, pilot, seat, threads, said, {}, timers)
            if isinstance(app, DeskApp):
                await walk.until(lambda: app.desk_screen.latest.tips is not None, "the tips")
            await walk._at_rest()
            walk.look()
            yield walk


def _told(
    message: str, *, severity: str = "information", timeout: float | None = None, **_how: Any
) -> str:
    kind = "" if severity == "information" else f"{severity}: "
    for_long = "" if timeout is None else f"for {timeout:g} s: "
    return f"{kind}{for_long}{message}"


@dataclass(frozen=True)
class Written:
    """A walk as it is written down: its first two lines, and each that is done with what is below it."""

    name: str
    shows: str
    seat: str
    steps: tuple[tuple[str, list[str]], ...]

    @classmethod
    def read(cls, name: str) -> Written:
        """By its name."""
        shows, seat, *lines = _file_of(name).read_text(encoding="utf-8").splitlines()
        steps: list[tuple[str, list[str]]] = []
        for line in lines:
            if line.startswith(_DONE):
                steps.append((line, []))
            else:
                steps[-1][1].append(line)
        return cls(name, shows, seat, tuple(steps))

    async def walked(self) -> AsyncIterator[tuple[str, list[str]]]:
        """Each line that is done, and what comes of it; then what the styles are."""
        async with _begun(self.seat) as walk:
            for line, _below in self.steps:
                if line != _STYLES:
                    yield line, await walk.done(line.removeprefix(_DONE))
        yield _STYLES, [f"{n} {style}" for style, n in walk.styles.items()]

    async def write_down(self) -> None:
        """What comes of it from now on."""
        found = [self.shows, self.seat]
        async for line, came in self.walked():
            found += [line, *came]
        _file_of(self.name).write_text("\n".join(found) + "\n", encoding="utf-8")


def _file_of(name: str) -> Path:
    return _HERE / f"{name}.txt"


def names() -> list[str]:
    """The walks that there are."""
    return sorted(path.stem for path in _HERE.glob("*.txt"))


def main(chosen: list[str]) -> None:
    """Writes the chosen ones down, or all."""
    make_for_tests()
    # Under what the tests of screens go by, so that they come upon the same.
    conftest.pytest_configure()
    for name in chosen or names():
        try:
            asyncio.run(Written.read(name).write_down())
        except AssertionError as error:
            sys.exit(f"{name}: {error}")
        print(_file_of(name), file=sys.stderr)


if __name__ == "__main__":
    main(sys.argv[1:])
