"""Pictures of the running app: `python -m tests.tui.pictures` draws them anew, a test compares them."""

from __future__ import annotations

import asyncio
import html
import itertools
import os
import re
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from unittest.mock import patch

from rich.cells import cell_len

from store.text import use_language
from tests.builders import StillClock
from tests.tui import conftest
from tests.tui.sitting import Sitting
from tui.apps.demo import demo_desk
from tui.apps.desk_app import DeskApp
from tui.release.building import make_for_tests

ROOT: Final = Path(__file__).parents[2]
TERMINAL: Final = {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
_HERE: Final = Path("tests/tui/pictures")
_IN_MANUAL: Final = Path("tui/manual/pictures")
# A call as it is taken: the unit, the person, the post, one of the groups, and what is told so far.
_CALL: Final = (
    *("f2", *"青柳示范片区管委会", "enter", *"谭某林", "enter", *"副主任", "enter", "1", "ctrl+d"),
    *"反映其九月中旬在工程招标中收受礼金，数额约五万元",
)


@dataclass(frozen=True)
class Picture:
    """A screen of the demo: where its picture lies, and how one gets to it."""

    file: Path
    size: tuple[int, int]
    language: str = "zh"
    keys: tuple[str, ...] = ()
    shows: str = "42"


PICTURES: Final = (
    Picture(_IN_MANUAL / "desk.svg", (120, 40)),
    Picture(_IN_MANUAL / "call.svg", (100, 32), "zh", _CALL, "数额约五万元"),
    Picture(_IN_MANUAL / "list.svg", (100, 32), "zh", ("f5",), "共 42 件"),
    Picture(_HERE / "dashboard-80.svg", (80, 24)),
    Picture(_HERE / "dashboard-200-en.svg", (200, 60), "en"),
    Picture(_HERE / "form-80-en.svg", (80, 24), "en", ("f2",), "New tip"),
    Picture(_HERE / "list-80.svg", (80, 24), "zh", ("f5",), "共 42 件"),
    Picture(_HERE / "list-200-en.svg", (200, 60), "en", ("f5",), "42 tips"),
    Picture(
        _IN_MANUAL / "report.svg", (120, 40), "zh", ("ctrl+b", "p"), "至 2016-10-01：收到 42 件"
    ),
    Picture(_HERE / "light-120-en.svg", (120, 40), "en", ("ctrl+t",)),
)


async def draw(picture: Picture) -> str:
    """The picture as SVG, without what would differ from one drawing to the next."""
    use_language(picture.language)
    try:
        with (
            tempfile.TemporaryDirectory() as folder,
            demo_desk(Path(folder) / "desk", "demo") as desk,
        ):
            clock = desk.ground.clock = StillClock(desk.now().start_of("minute"))
            # As on a terminal of today, wherever they and the desk are.
            with patch.dict(os.environ, TERMINAL | {"DUTYDESK_HOME": desk.place.address}):
                os.environ.pop("NO_COLOR", None)
                app = DeskApp(desk)
                async with app.run_test(size=picture.size) as pilot:
                    desk_seen = Sitting(app, pilot, desk, clock)
                    await desk_seen.until(lambda: app.desk_screen.latest.tips is not None)
                    await desk_seen.press(*picture.keys)
                    await desk_seen.see(picture.shows)
                    await pilot.pause()
                    svg = app.export_screenshot()
    finally:
        use_language("zh")
    svg = re.sub(r"@font-face \{.*?\}", "", svg, flags=re.DOTALL)
    return in_cells(re.sub(r"terminal-\d+", "terminal", svg))


_TEXT: Final = re.compile(
    r'<text ([^>]*?)x="([\d.]+)" y="([\d.]+)" textLength="[\d.]+"([^>]*)>([^<]*)</text>'
)
CELL: Final = 12.2
"""How wide Rich draws a cell."""


def in_cells(svg: str) -> str:
    """The picture with each text as wide as its cells. Rich counts characters, so that a browser
    squeezes every line with Chinese; what is one and what is two cells wide stands apart, or the
    browser would share out the difference among both."""
    return _TEXT.sub(_in_cells, svg)


def _in_cells(text: re.Match[str]) -> str:
    before, x, y, after, said = text.groups()
    at = round(float(x) / CELL)
    pieces = []
    for piece in _of_one_width(html.unescape(said).rstrip("\n")):
        wide = cell_len(piece)
        place = f'x="{at * CELL:.1f}" y="{y}" textLength="{wide * CELL:.1f}"'
        escaped = html.escape(piece, quote=False).replace("\xa0", "&#160;")
        pieces.append(f"<text {before}{place}{after}>{escaped}</text>")
        at += wide
    return "".join(pieces)


def _of_one_width(text: str) -> Iterator[str]:
    for _width, characters in itertools.groupby(text, cell_len):
        yield "".join(characters)


def main() -> None:
    """Draws all of them."""
    make_for_tests()
    # Under what the tests of screens go by, so that they come upon the same.
    conftest.pytest_configure()
    for picture in PICTURES:
        (ROOT / picture.file).write_text(asyncio.run(draw(picture)), encoding="utf-8")
        print(picture.file, file=sys.stderr)


if __name__ == "__main__":
    main()
