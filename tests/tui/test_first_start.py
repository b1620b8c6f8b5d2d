"""The first start in a real terminal: from an empty folder to the desk, and the demo."""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from store.notice.reading import example_text
from tests.builders import read_notice
from tests.terminal import Terminal
from tui.apps.demo import demo_tips

pytestmark = pytest.mark.whole

AT = "2016-10-01T16:59:30+08:00"
SIZES = [(80, 24), (120, 40)]


@pytest.fixture
def start() -> Iterator[Callable[..., Terminal]]:
    """Starts `dutydesk` with some arguments in a terminal."""
    terminals: list[Terminal] = []

    def run(*arguments: object, size: tuple[int, int] = (80, 24), **env: str) -> Terminal:
        command = [sys.executable, "-m", "tui", *map(str, arguments)]
        terminals.append(Terminal(command, *size, **env))
        return terminals[-1]

    yield run
    for terminal in terminals:
        terminal.close()


def at_cursor(terminal: Terminal) -> str:
    """The last word before the terminal's cursor, without the edge of its field."""
    cursor = terminal.screen.cursor
    return terminal.text.split("\n")[cursor.y][: cursor.x].split(" ")[-1].lstrip("▎")


@pytest.mark.parametrize("size", SIZES)
def test_one_key_leads_from_an_empty_folder_to_the_desk(
    tmp_path: Path, start: Callable[..., Terminal], size: tuple[int, int]
) -> None:
    folder = tmp_path / "desk"
    terminal = start("--desk", folder, "--at", AT, size=size)
    terminal.until("随附公告")
    terminal.type("1")
    terminal.until(lambda text: "第 12 天" in text and "F2 登记" in text)
    terminal.type("Ctrl+Q")
    assert terminal.until_over() == 0
    assert (folder / "notice.toml").read_text() == example_text()


def test_ones_own_notice_is_typed_and_the_desk_opens_with_it(
    tmp_path: Path, start: Callable[..., Terminal]
) -> None:
    folder = tmp_path / "desk"
    terminal = start("--desk", folder, "--at", AT)
    terminal.until("填写公告")
    terminal.type("2")
    terminal.until("被巡视巡察单位")
    terminal.type("区委巡察组", "Enter", "某街道", "Enter", "2016-9-20", "Enter")
    terminal.type("2016-10-19", "Enter", "Enter", "Enter", "8:30-12:00 14:30-17:30", "Enter")
    terminal.type("1", "Enter", "33210001")
    terminal.until("共 30 天")
    terminal.until(lambda _text: at_cursor(terminal) == "33210001", "the cursor after the number")
    terminal.type("Ctrl+S")
    terminal.until("F2 登记")
    terminal.type("Ctrl+Q")
    assert terminal.until_over() == 0
    assert read_notice(folder / "notice.toml").team == "区委巡察组"


def test_leaving_makes_no_desk_and_says_how_to_make_one(
    tmp_path: Path, start: Callable[..., Terminal]
) -> None:
    terminal = start("--desk", tmp_path / "desk")
    terminal.until("随附公告")
    terminal.type("Ctrl+Q")
    assert terminal.until_over() == 1
    assert "dutydesk init --example" in terminal.text.replace("\n", "")
    assert not (tmp_path / "desk").exists()


def test_a_dropped_line_ends_the_first_start(
    tmp_path: Path, start: Callable[..., Terminal]
) -> None:
    terminal = start("--desk", tmp_path / "desk")
    terminal.until("随附公告")
    os.kill(terminal.pid, signal.SIGHUP)
    assert terminal.until_over() == 1
    assert b"Traceback" not in terminal.output and not (tmp_path / "desk").exists()


@pytest.mark.parametrize(("language", "total"), [("zh", "总计"), ("en", "In all")])
def test_the_demo_shows_the_invented_tips_and_leaves_nothing_behind(
    tmp_path: Path, start: Callable[..., Terminal], language: str, total: str
) -> None:
    terminal = start("demo", "--lang", language, size=(120, 40), TMPDIR=str(tmp_path))
    terminal.until(lambda text: total in text and f"2016-{len(demo_tips()):04}" in text)
    assert list(tmp_path.iterdir())
    terminal.type("Ctrl+Q")
    assert terminal.until_over() == 0
    assert not list(tmp_path.iterdir())


def test_what_was_typed_of_a_notice_is_there_after_the_line_dropped(
    tmp_path: Path, start: Callable[..., Terminal]
) -> None:
    state = {"XDG_STATE_HOME": str(tmp_path / "state")}
    terminal = start("--desk", tmp_path / "desk", "--at", AT, **state)
    terminal.until("填写公告")
    terminal.type("2")
    terminal.until("被巡视巡察单位")
    terminal.type("区委巡察组", "Enter", "某街道")
    terminal.until(lambda _text: at_cursor(terminal) == "某街道", "the cursor after the unit")
    os.kill(terminal.pid, signal.SIGHUP)
    assert terminal.until_over() == 1
    again = start("--desk", tmp_path / "desk", "--at", AT, **state)
    again.until("本组公告没有填完，所填内容仍在；按 2 继续填写。")
    again.type("2")
    again.until(lambda text: "区委巡察组" in text and "某街道" in text)
    for more in ("", "办"):
        again.type(more, "Ctrl+Q")
        again.until(lambda text, more=more: f"区委巡察组{more}" in text)
        assert not again.is_over, "more was typed since it asked"
    again.type("Ctrl+Q")
    assert again.until_over() == 1
    assert not list((tmp_path / "state").rglob("*.json"))
