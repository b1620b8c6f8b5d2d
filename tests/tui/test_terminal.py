"""The installed command in a real terminal, as a duty officer uses it."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests import warm
from tests.store.desks import tip_of
from tests.terminal import FIRST_FIELD, Terminal, to_field
from tests.tui.sitting import CALL, a_desk

pytestmark = pytest.mark.whole

AT = "2016-10-01T16:59:30+08:00"
DUTYDESK = str(Path(sys.executable).with_name("dutydesk"))

Sit = Callable[..., Terminal]


@pytest.fixture
def sit(tmp_path: Path) -> Iterator[Sit]:
    """Sits down at the desk, in a terminal of that size; whatever is left running is ended."""
    opened: list[Terminal] = []
    a_desk(tmp_path / "desk").close()

    def start(size: tuple[int, int] = (120, 40), *by: str) -> Terminal:
        command = [*(by or warm.COMMAND), "--desk", str(tmp_path / "desk"), "--at", AT]
        opened.append(Terminal(command, *size))
        return opened[-1]

    yield start
    for terminal in opened:
        terminal.close()


def has_as_name(name: str) -> Callable[[str], object]:
    """Whether the reporter's name is `name`."""
    return re.compile(rf"反映人姓名\W*{name}").search


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
def test_a_tip_typed_in_chinese_is_read_back_by_a_script(
    tmp_path: Path, sit: Sit, size: tuple[int, int]
) -> None:
    desk = sit(size, DUTYDESK)
    desk.until("第12天")
    desk.type("F2")
    desk.until("登记新举报")
    last = FIRST_FIELD
    for field, told in (CALL | {"summary": "收受开发商礼金三万元", "disciplines": "3"}).items():
        desk.fill(field, told, after=last)
        last = field
    desk.until("✓3廉洁纪律")
    desk.type("Ctrl+S")
    desk.until("已登记：2016-0001")
    desk.type("Ctrl+Q")
    assert desk.until_over() == 0
    command = [DUTYDESK, "list", "--json", "--desk", str(tmp_path / "desk"), "--at", AT]
    (tip,) = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    assert tip["summary"] == "收受开发商礼金三万元"
    assert tip["subjects"] == [
        {"unit": "某县国土局", "person": "李四", "post": "局长", "group": "leadership"}
    ]


def test_of_what_is_typed_right_after_leaving_a_tip_no_key_is_lost(
    tmp_path: Path, sit: Sit
) -> None:
    with a_desk(tmp_path / "desk") as stored:
        stored.record(tip_of())
    desk = sit()
    desk.until("2016-0001")
    desk.type("F4", "Enter")
    desk.until("修改记录")
    desk.type("\x1b\x1bOQ" + "\t" * len(to_field("reporter.name")) + "张三")
    desk.until("张三")
    desk.type("丰")
    desk.until("张三丰")


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
def test_the_cursor_stays_where_one_types_while_the_countdown_runs(
    sit: Sit, size: tuple[int, int]
) -> None:
    desk = sit(size)
    desk.until("第12天")
    desk.type("F2")
    desk.fill("reporter.name", "张三")
    desk.until(has_as_name("张三"), "the name in its field")

    def is_at_the_end(text: str) -> bool:
        row = next(y for y, line in enumerate(text.splitlines()) if "反映人姓名" in line)
        cells = [desk.screen.buffer[row][x].data for x in range(desk.screen.columns)]
        return (desk.screen.cursor.x, desk.screen.cursor.y) == (cells.index("三") + 2, row)

    for _tick in range(3):
        top = desk.text.splitlines()[0]
        desk.until(lambda text, top=top: text.splitlines()[0] != top, "the next second")
        # The frame may come in several pieces: at its end the cursor is back.
        desk.until(is_at_the_end, "the cursor at the end of the name")


def test_killed_in_the_middle_of_typing_the_draft_is_offered_again(sit: Sit) -> None:
    desk = sit((80, 24))
    desk.until("第12天")
    desk.type("F2")
    desk.fill("reporter.name", "掉线的人")
    desk.until("草稿已存")
    os.kill(desk.pid, signal.SIGKILL)
    desk.until_over()
    again = sit((80, 24))
    again.until("第12天")
    again.type("Ctrl+E")
    again.until("掉线的人")


def test_what_is_pasted_over_several_lines_stays_in_its_field(sit: Sit) -> None:
    desk = sit()
    desk.until("第12天")
    desk.type("F2")
    desk.fill("reporter.name", "\x1b[200~王五\r\n赵六\x1b[201~")
    desk.until(has_as_name("王五 赵六"), "both lines in one field")


def test_what_the_terminal_says_of_itself_is_not_typed_and_opens_nothing(sit: Sit) -> None:
    desk = sit()
    desk.until("第12天")
    desk.type("F2")
    desk.fill("reporter.name", "王")
    desk.until(has_as_name("王"))
    osc, dcs = "\x1b]l某县书记\x1b\\", "\x1bP1$r0m\x1b\\"
    desk.type(f"{osc}五\x1b]11;rgb:0/0/0\x07{dcs}六\x1b]52;c;{'QUJD' * 3000}\x07七")
    desk.until(has_as_name("王五六七"), "what was typed between, and no more")


def test_a_click_in_a_terminal_that_knows_no_pixels_goes_where_it_points(sit: Sit) -> None:
    desk = sit()
    desk.until("第12天")
    desk.type("F2")
    desk.until("反映人姓名")
    row = next(y for y, line in enumerate(desk.text.splitlines(), 1) if "反映人姓名" in line)
    column = desk.text.splitlines()[row - 1].index("反映人姓名") + 24
    place = f"{column};{row}"
    desk.type("\x1b[48;40;120;0;0t", f"\x1b[<0;{place}M", f"\x1b[<0;{place}m", "张三")
    desk.until(has_as_name("张三"))


def test_a_desk_that_cannot_be_read_is_one_sentence_on_the_terminal(
    tmp_path: Path, sit: Sit
) -> None:
    a_desk(tmp_path / "desk").close()
    for name in ("journal.jsonl", "tips.json"):
        (tmp_path / "desk" / name).write_bytes(b"\xff\xfe not json\n")
    desk = sit()
    assert desk.until_over() == 1
    said = desk.output.decode(errors="replace")
    assert "请用备份恢复" in said
    assert "Traceback" not in said
