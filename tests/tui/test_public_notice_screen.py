"""The public notice on the screen: read by keyboard alone, at every size, its code by a phone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests import qr
from tests.tui.sitting import Sitting, sitting
from tui.widgets.qr_panel import QrPanel

SMALL, LARGE = (80, 24), (120, 40)


@pytest.fixture(params=[LARGE, SMALL], ids=["large", "small"])
def size(request: pytest.FixtureRequest) -> Any:
    return request.param


def code_on_screen(desk: Sitting) -> list[str]:
    """The lines of the screen that are black on white, or black on black, where the code is."""
    region = desk.app.screen.query_one(QrPanel).region
    found = []
    for strip in desk.app.screen._compositor.render_strips()[region.y : region.bottom]:
        inside = strip.crop(region.x, region.right)
        found.append("".join(text for text, style, _control in inside if _is_code(style)))
    return [line for line in found if line]


def _is_code(style: Any) -> bool:
    names = [color and color.name for color in (style.color, style.bgcolor)]
    return names in (["#000000", "#ffffff"], ["#000000", "#000000"])


async def test_the_notice_is_read_and_its_code_seen_whole(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with sitting(tmp_path / "desk", size) as desk:
        await desk.press("ctrl+y")
        await desk.see("省委巡视第一组巡视公告")
        await desk.see("0731-84404233")
        await desk.press("m")
        await desk.see("扫码")
        said = qr.decoded(qr.from_blocks(code_on_screen(desk)))
        assert "0731-84404233" in said and ("410011" in said) == (size == LARGE)
        await desk.press("c")
        await desk.see("● 8:00至17:30")
        await desk.press("escape")
        await desk.see("今日")


async def test_where_lines_are_ascii_the_code_is_too(tmp_path: Path) -> None:
    async with sitting(tmp_path / "desk", LARGE) as desk:
        await desk.press("ctrl+y")
        await desk.see("▀▀▀▀▀█")
        await desk.press("ctrl+right_square_bracket")
        await desk.see("##############")
        said = qr.decoded(qr.from_ascii(code_on_screen(desk)))
        assert said == "省委巡视第一组\n0731-84404233\n18073127519"


async def test_where_a_window_is_too_small_for_the_code_that_is_said(tmp_path: Path) -> None:
    async with sitting(tmp_path / "desk", (80, 12)) as desk:
        await desk.press("ctrl+y", "m")
        await desk.see("窗口太小，放不下二维码。")
        assert code_on_screen(desk) == []


@pytest.mark.parametrize("wanted", ["公告", "ewm", "public notice"])
async def test_the_palette_finds_it(tmp_path: Path, wanted: str) -> None:
    async with sitting(tmp_path / "desk", SMALL) as desk:
        await desk.press("ctrl+p")
        await desk.type(wanted)
        await desk.press("enter")
        await desk.see("省委巡视第一组巡视公告")


async def test_the_screen_speaks_english(tmp_path: Path, english: None) -> None:
    async with sitting(tmp_path / "desk", LARGE) as desk:
        await desk.press("ctrl+y")
        await desk.see("Period of the inspection")
        await desk.see("Scan to keep how to report")
