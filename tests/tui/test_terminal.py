"""The installed command in a real terminal, as a duty officer uses it."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tui.sitting import a_desk
from tests.tui.terminal import Terminal, dutydesk

AT = "2016-10-01T16:59:30+08:00"
F2, CTRL_Q, CTRL_S = "\x1bOQ", "\x11", "\x13"


@pytest.fixture
def terminals(tmp_path: Path) -> Iterator[list[Terminal]]:
    """Terminals opened by a test; what it leaves running is ended."""
    a_desk(tmp_path / "desk").close()
    opened: list[Terminal] = []
    yield opened
    for terminal in opened:
        try:
            terminal.kill()
            terminal.wait()
        except (ProcessLookupError, ChildProcessError):
            pass


def at_desk(terminals: list[Terminal], folder: Path, size: tuple[int, int]) -> Terminal:
    terminal = dutydesk(folder, "--at", AT, size=size)
    terminals.append(terminal)
    terminal.see("第 12 天", "廉洁纪律")
    return terminal


def stored(folder: Path) -> list[dict[str, object]]:
    command = [sys.executable, "-m", "tui", "list", "--json", "--desk", str(folder), "--at", AT]
    return json.loads(subprocess.run(command, capture_output=True, check=True).stdout)


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
def test_a_tip_typed_in_chinese_is_read_back_by_a_script(
    tmp_path: Path, terminals: list[Terminal], size: tuple[int, int]
) -> None:
    desk = at_desk(terminals, tmp_path / "desk", size)
    desk.type(F2)
    desk.see("登记新举报")
    desk.type("\r\r张三\r13900001111\r\r某县国土局\r李四\r局长\r1\r收受开发商礼金三万元\t3")
    desk.see("收受开发商礼金三万元", "✓3 廉洁纪律")
    desk.type(CTRL_S)
    desk.see("已登记：2016-0001")
    desk.type(CTRL_Q)
    assert desk.wait() == 0
    (tip,) = stored(tmp_path / "desk")
    assert tip["summary"] == "收受开发商礼金三万元"
    assert tip["subjects"] == [
        {"unit": "某县国土局", "person": "李四", "post": "局长", "group": "leadership"}
    ]


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
def test_the_cursor_stays_where_one_types_while_the_countdown_runs(
    tmp_path: Path, terminals: list[Terminal], size: tuple[int, int]
) -> None:
    desk = at_desk(terminals, tmp_path / "desk", size)
    desk.type(F2 + "\r\r张三")
    desk.see("反映人姓名", "张三")
    row = next(y for y, line in enumerate(desk.lines) if "反映人姓名" in line)
    desk.until(lambda: desk.cursor[1] == row)
    column = desk.cursor[0]
    before = "".join(desk.screen.buffer[row][x].data for x in range(column))
    assert before.endswith("张三")
    for _tick in range(3):
        at = desk.lines[0]
        desk.until(lambda at=at: desk.lines[0] != at)
        # The frame may come in several pieces: at its end the cursor is back.
        desk.until(lambda: desk.cursor == (column, row))


def test_killed_in_the_middle_of_typing_the_draft_is_offered_again(
    tmp_path: Path, terminals: list[Terminal]
) -> None:
    desk = at_desk(terminals, tmp_path / "desk", (80, 24))
    desk.type(F2 + "\r\r掉线的人")
    desk.see("草稿已存")
    desk.kill(signal.SIGKILL)
    desk.wait()
    again = at_desk(terminals, tmp_path / "desk", (80, 24))
    again.type(F2)
    again.see("掉线的人")


def test_what_is_pasted_over_several_lines_stays_in_its_field(
    tmp_path: Path, terminals: list[Terminal]
) -> None:
    desk = at_desk(terminals, tmp_path / "desk", (120, 40))
    desk.type(F2)
    desk.see("登记新举报")
    desk.type("\r\r\x1b[200~王五\r\n赵六\x1b[201~")
    desk.see("王五 赵六")


def test_a_desk_that_cannot_be_read_is_one_sentence_on_the_terminal(
    tmp_path: Path, terminals: list[Terminal]
) -> None:
    for name in ("journal.jsonl", "tips.json"):
        (tmp_path / "desk" / name).write_bytes(b"\xff\xfe not json\n")
    desk = dutydesk(tmp_path / "desk", "--at", AT)
    terminals.append(desk)
    assert desk.wait() == 1
    desk_says = desk.sent.decode(errors="replace")
    assert "请用备份恢复" in desk_says
    assert "Traceback" not in desk_says
