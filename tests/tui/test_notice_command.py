"""`dutydesk notice`: the public notice on the terminal, in a file, for scripts."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.cells import cell_len

from tests import qr
from tests.builders import REFERRAL, entry_of, example
from tests.store.desks import open_desk
from tests.terminal import Terminal
from tests.tui.shell import Shell
from tui.cli.notice import _black_on_white, _say
from tui.cli.who import login

Shown = Callable[..., list[str]]


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    desk = Shell(tmp_path / "desk")
    desk.say("init", "--example")
    return desk


def test_the_notice_is_shown_with_its_code(shell: Shell) -> None:
    lines = shell.say("notice").splitlines()
    assert lines[0].strip() == "省委巡视第一组巡视公告"
    blocks = [line for line in lines if line and set(line) <= set(" ▀▄█")]
    assert "0731-84404233" in qr.decoded(qr.from_blocks(blocks))
    assert lines[-1] == "扫码保存联系方式"


@pytest.mark.parametrize(("term", "rows"), [("xterm-256color", 24), ("linux", 36)])
def test_the_code_fits_into_the_terminal_black_on_white(shell: Shell, term: str, rows: int) -> None:
    command = [sys.executable, "-m", "tui", "notice", "--desk", str(shell.folder)]
    terminal = Terminal(command, 80, rows, TERM=term)
    assert terminal.until_over() == 0
    screen = terminal.screen
    code = [
        [screen.buffer[y][x] for x in range(80) if screen.buffer[y][x].bg != "default"]
        for y in range(rows)
    ]
    cells = [row for row in code if row]
    assert {cell.bg for row in cells for cell in row} <= {"brightwhite", "black"}
    text = ["".join(cell.data for cell in row) for row in cells]
    squares = qr.from_ascii(text) if term == "linux" else qr.from_blocks(text)
    assert qr.decoded(squares) == "省委巡视第一组\n0731-84404233\n18073127519"


@pytest.fixture
def shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shown:
    """Shows the notice on a terminal of that size."""
    found = example()

    def show(columns: int, rows: int, target: Path | None = None, **environment: str) -> list[str]:
        stream = io.TextIOWrapper(io.BytesIO(), "utf-8")
        with monkeypatch.context() as patch:
            for name, value in {"COLUMNS": columns, "LINES": rows, **environment}.items():
                patch.setenv(name, str(value))
            patch.setattr(stream, "isatty", lambda: True)
            patch.setattr(sys, "stdout", stream)
            _say(found, target)
            return stream.buffer.getvalue().decode().splitlines()

    return show


@pytest.mark.parametrize("term", ["xterm", "linux"])
def test_the_code_and_what_it_is_for_stand_on_one_screen_below_a_notice_of_one_page(
    shown: Shown, term: str
) -> None:
    sizes = set()
    for rows in range(20, 60):
        *_text, caption = lines = shown(200, rows, TERM=term, NO_COLOR="1")
        code = lines[lines.index("") + 1 :] if "" in lines else lines
        blocks = [line for line in code if line and set(line) <= set(" ▀▄█#")]
        # One line for what it is for, one for what the shell asks below it.
        assert len(blocks) + 2 <= rows
        assert not blocks or caption.startswith("扫码")
        sizes.add(len(blocks))
        assert max(cell_len(line) for line in lines if line not in blocks) <= 80
    assert len(sizes) >= 2


def test_no_colours_are_asked_for_by_a_variable_that_says_something(shown: Shown) -> None:
    for said, is_coloured in (("1", False), ("", True)):
        assert ("\x1b[" in "".join(shown(80, 40, TERM="xterm", NO_COLOR=said))) is is_coloured


def test_a_file_has_the_code_in_blocks_whatever_terminal_it_was_asked_for_at(
    shell: Shell, shown: Shown, tmp_path: Path
) -> None:
    assert shown(40, 20, tmp_path / "公告", TERM="linux", NO_COLOR="") == []
    assert (tmp_path / "公告").read_text() == shell.say("notice")
    assert "▀" in shell.say("notice")


def test_a_file_is_written_once_and_never_over_another(shell: Shell, tmp_path: Path) -> None:
    for form in ("text", "md", "html", "svg"):
        target = tmp_path / f"公告.{form}"
        shell.say("notice", "--format", form, "-o", str(target))
        before = target.read_bytes()
        assert "省委巡视第一组" in before.decode()
        shell.refuse("notice", "--format", form, "-o", str(target), status=2)
        assert target.read_bytes() == before
    notes = [one["note"] for one in shell.json("audit")]
    assert (notes.count("公告、存为文件"), notes.count("公告招贴、存为文件")) == (3, 1)


def test_who_is_not_on_the_roster_has_the_notice_too_and_writes_nothing(
    shell: Shell, tmp_path: Path
) -> None:
    with open_desk(shell.folder, "组长") as desk:
        desk.access.set_role("组长", "lead")
        before = len(desk.access.audit())
    shell.say("notice", "-o", str(tmp_path / "公告.txt"))
    assert "名册上没有" in shell.refuse("counts")
    with open_desk(shell.folder, "组长") as desk:
        assert len(desk.access.audit()) == before


def test_scripts_get_every_value_and_every_day(shell: Shell, tmp_path: Path) -> None:
    found = shell.json("notice")
    shell.say("notice", "--calendar", "-o", str(tmp_path / "days"))
    assert (tmp_path / "days").read_text() == shell.say("notice", "--calendar")
    shell.say("notice", "--calendar", "--json", "-o", str(tmp_path / "days.json"))
    assert json.loads((tmp_path / "days.json").read_text()) == found["days"]
    (tmp_path / "holidays").write_text(
        '[[holidays]]\nname = "校庆"\nfirst_day = 2016-10-10\nlast_day = 2016-10-10\n'
    )
    made = shell.json("notice", "--holidays", str(tmp_path / "holidays"))
    assert (made["renamed"], made["tips"], made["by"]) == ([], [], login()) and "text" not in made
    assert found["period"]["last_day"] == "2016-10-19" and found["issued_on"] == "2016-09-20"
    assert found["lines"][0]["area_code"] == "0731"
    assert len(found["days"]) == 30
    assert found["days"][0]["windows"] == [{"from": "08:00:00", "to": "17:30:00"}]


def test_the_calendar_stands_week_by_week(shell: Shell) -> None:
    text = shell.say("notice", "--calendar")
    assert "30 天中受理 30 天" in text
    assert " 3●  4●  5●  6●  7●  8●  9●" in text
    assert "● 8:00至17:30" in text


def test_the_notice_is_taken_out_corrected_and_put_back(shell: Shell, tmp_path: Path) -> None:
    shell.add(entry_of(REFERRAL), entry_of(REFERRAL))
    file = tmp_path / "公告.toml"
    shell.say("notice", "--format", "toml", "-o", str(file))
    assert file.read_text() == (shell.folder / "notice.toml").read_text()
    assert "没有更正过" in shell.say("notice", "--history")
    file.write_text(file.read_text().replace("18073127519", "18073127510"))
    said = shell.say("notice", "--replace", str(file))
    assert "公告已更正" in said and "2 件举报的“18073127519”随之改为“18073127510”" in said
    assert "18073127510" in shell.say("notice") and shell.json("show", "1")["line"] == "18073127510"
    assert "公告更正" in shell.say("history", "1")
    file.write_text(file.read_text().replace("18073127510", "18073127511"))
    again = shell.json("notice", "--replace", str(file))
    assert again["renamed"][0]["new"] == "18073127511" and again["tips"] == [
        "2016-0001",
        "2016-0002",
    ]
    assert "text" not in again
    first, made = shell.json("notice", "--history")
    assert (made["was"], again["sha256"]) == (first["sha256"], made["sha256"])
    assert "text" not in made
    lines = shell.say("notice", "--history").splitlines()
    for line, correction in zip(lines, (first, made), strict=True):
        assert correction["sha256"][:12] in line
    assert "完好" in shell.say("verify")


def test_a_correction_that_cannot_be_is_refused_with_every_reason(
    shell: Shell, tmp_path: Path
) -> None:
    shell.add(entry_of())
    file = tmp_path / "公告.toml"
    text = shell.say("notice", "--format", "toml")
    file.write_text(text.replace('"廉洁纪律", ', "").replace("2016-09-20", "2016-10-02"))
    said = shell.refuse("notice", "--replace", str(file))
    assert "不能去掉“廉洁纪律”" in said and "2016-0001 收于 2016-10-01 09:12" in said
    assert shell.say("notice", "--format", "toml") == text
    assert "不能读取" in shell.refuse("notice", "--replace", str(tmp_path / "none.toml"))
    assert "一次只用一个" in shell.refuse(
        "notice", "--replace", str(file), "--format", "toml", status=2
    )
    refused = shell.refuse("notice", "--history", "-o", str(tmp_path / "x"), status=2)
    assert "-o 不能" in refused


def test_holidays_that_the_notice_has_already_correct_nothing(shell: Shell, tmp_path: Path) -> None:
    file = tmp_path / "节假日.toml"
    file.write_text('[[holidays]]\nname = "本市放假"\nfirst_day = 2016-10-12\n')
    assert "公告已更正" in shell.say("notice", "--holidays", str(file))
    assert "都已有，未作改动" in shell.say("notice", "--holidays", str(file))
    assert len(shell.json("notice", "--history")) == 1
    # Nor does a blank line at its end make another notice of it.
    (tmp_path / "公告.toml").write_text(shell.say("notice", "--format", "toml") + "\n\n")
    shell.say("notice", "--replace", str(tmp_path / "公告.toml"))
    assert "都已有，未作改动" in shell.say("notice", "--holidays", str(file))
    assert len(shell.json("notice", "--history")) == 2
    with_a_slip = shell.say("notice", "--format", "toml") + "\n[wetter]\nmorgen = 1\n"
    file.write_text(with_a_slip)
    assert "本程序不认识这个键" in shell.say("notice", "--replace", str(file))


def test_verify_says_what_to_do_about_a_notice_changed_by_hand(shell: Shell) -> None:
    path = shell.folder / "notice.toml"
    path.write_text(path.read_text().replace("18073127519", "18073127510"))
    done = shell.run("verify")
    said = done.stdout.decode()
    assert done.returncode == 1 and "notice --replace" in said and "完好" not in said
    found = json.loads(shell.run("verify", "--json").stdout)
    assert found["sound"] and "notice --replace" in found["notice"]
    shell.say("notice", "--replace", str(path))
    assert "完好" in shell.say("verify")


def test_two_ways_at_once_are_refused_in_a_sentence(shell: Shell) -> None:
    for both in ((), ("--example", "--notice", "pyproject.toml")):
        assert "选一个" in shell.refuse("init", *both, status=2)
    for both in (("--json",), ("--calendar",), ("--history",)):
        assert "一次只用一个" in shell.refuse("notice", *both, "--format", "svg", status=2)


def test_the_notice_speaks_english(shell: Shell) -> None:
    assert "Service hours" in shell.say("notice", "--lang", "en")
    assert "Open hours: on 30 of 30 days" in shell.say("notice", "--calendar", "--lang", "en")


def test_the_code_is_black_on_white_on_a_terminal_of_ascii_too() -> None:
    black, white, ends = "\x1b[30m\x1b[40m", "\x1b[30m\x1b[107m", "\x1b[0m"
    assert _black_on_white("##  ") == f"{black}##{ends}{white}  {ends}"
    assert _black_on_white("█▀ ") == f"{white}█▀ {ends}"
