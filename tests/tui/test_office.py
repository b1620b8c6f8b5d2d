"""The command for the office: the figures of desks, and of files that desks sent, in each form."""

from __future__ import annotations

import json
import os
import sys
import threading
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import openpyxl
import pendulum
import pytest

from store.errors import NoTerminal
from store.office.office import Office
from store.office.row import Row
from tests.builders import DURING, REFERRAL, entry_of, notice_text
from tests.store.desks import OFFICER
from tests.store.test_office import figures_json
from tests.terminal import Terminal
from tests.tui.shell import AT, Shell, in_words, run_here
from tui.apps.office_app import OfficeApp
from tui.cli.commands import cli
from tui.cli.office import _show
from tui.words import office_words


class AtTerminal(StringIO):
    """An end of a line at a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk with three tips, and the figures that it sent, in one folder."""
    found = tmp_path_factory.mktemp("office")
    desk = Shell(found / "第一组")
    desk.say("init", "--example")
    desk.add(entry_of(), entry_of(), entry_of(REFERRAL))
    desk.say("figures", "-o", str(found / "统计.json"))
    return found


def office(*words: str, status: int = 0) -> bytes:
    done = run_here(["office", *words, "--at", AT], b"")
    assert done.returncode == status, in_words(done)
    return done.stderr if status else done.stdout


def test_figures_that_were_sent_are_those_of_the_desk_itself(folder: Path) -> None:
    (desk,) = json.loads(office(str(folder), "--json"))["desks"]
    (sent,) = json.loads(office(str(folder / "统计.json"), "--json"))["desks"]
    assert (desk["state"], sent["state"]) == ("current", "sent")
    names = ("team", "unit", "day", "today", "total", "in_scope", "by_discipline", "by_hour")
    assert {name: desk[name] for name in names} == {name: sent[name] for name in names}


def test_what_was_sent_of_a_round_that_is_over_is_told_by_its_year(tmp_path: Path) -> None:
    for name, team in (("a", "甲组"), ("b", "乙组")):
        sent = figures_json("2015-09-20", "2015-10-19", team=team)
        (tmp_path / f"{name}.json").write_text(sent)
    found = json.loads(office(str(tmp_path), "--json"))
    assert [desk["team"] for desk in found["desks"]] == ["乙组", "甲组"]
    (year,) = found["years"]
    assert (year["year"], year["teams"], year["received"]) == (2015, 2, 120)
    assert "2015 年已结束：2 组" in office(str(tmp_path), "--plain").decode()


def test_a_desk_is_a_row_as_soon_as_it_is_set_up(tmp_path: Path) -> None:
    Shell(tmp_path / "desk").say("init", "--example")
    (row,) = json.loads(office(str(tmp_path), "--json"))["desks"]
    assert (row["state"], row["total"]) == ("current", 0)


def test_each_desk_is_a_line_of_text_and_all_together_one(folder: Path) -> None:
    first, last = office(str(folder), "--plain").decode().splitlines()
    assert first.startswith("省委巡视第一组 · ") and "今日 3 件；共 3 件" in first
    sent = office(str(folder / "统计.json"), "--plain").decode()
    assert "报送数字，截至 2016-10-01 16:59" in sent
    assert last.startswith("共 1 个值班台，受理中 1 个")


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (86_400 + 3_601, "1 天 1 时"),
        (2 * 86_400 - 30, "2 天 0 时"),
        (86_400 - 61, "23:59"),
        (1, "00:01"),
    ],
)
def test_what_is_left_is_told_in_whole_minutes(seconds: int, said: str) -> None:
    row = Row("desk", "current", until=DURING.add(seconds=seconds))
    assert office_words.left(row, DURING) == said


def test_the_time_above_the_desks_is_that_of_this_machine(folder: Path) -> None:
    zone = "Pacific/Kiritimati"
    begun = pendulum.now(zone)
    terminal = Terminal([sys.executable, "-m", "tui", "office", str(folder)], TZ=zone)
    try:
        seen = terminal.until(lambda text: "省委巡视第一组" in text, "the row of the desk")
    finally:
        terminal.close()
    said = seen.splitlines()[0][-5:]
    assert said in [begun.add(minutes=n).format("HH:mm") for n in range(3)]


def test_a_page_and_a_workbook_have_what_the_screen_has(folder: Path, tmp_path: Path) -> None:
    page = office(str(folder), "--format", "html").decode()
    assert "size: A4 landscape" in page and "省委巡视第一组" in page and "问题类别" in page
    office(str(folder), "--format", "xlsx", "-o", str(tmp_path / "汇总.xlsx"))
    book = openpyxl.load_workbook(BytesIO((tmp_path / "汇总.xlsx").read_bytes()))
    rows = [[cell.value for cell in row] for row in book["各值班台"].iter_rows()]
    assert rows[2][0] == "省委巡视第一组" and rows[2][5:7] == [3, 3]
    assert "反映" not in page and OFFICER not in page


def test_all_desks_are_told_to_scripts_as_of_one_instant_and_each_round_is_called_its_own(
    folder: Path, tmp_path: Path
) -> None:
    at = "2016-10-01T16:59:30+08:00"
    found = json.loads(office(str(folder), "--json", "--at", at))
    assert found["at"] == at and found["sums"]["desks"] == len(found["desks"])
    county = Shell(tmp_path / "county")
    (tmp_path / "公告.toml").write_text(notice_text())
    county.say("init", "--notice", str(tmp_path / "公告.toml"))
    for where, called in ((folder, "巡视"), (county.folder, "巡察")):
        page = office(str(where), "--format", "html", "--at", at).decode()
        assert f"被{called}单位" in page


def test_scripts_get_the_sums_of_all_desks_and_of_each_year_that_is_over(
    folder: Path, tmp_path: Path
) -> None:
    over = []
    for year in (2014, 2015):
        file = tmp_path / f"{year}.toml"
        file.write_text(
            notice_text(period=f"[period]\nfirst_day = {year}-03-01\nlast_day = {year}-04-01")
        )
        desk = Shell(tmp_path / str(year))
        desk.say("init", "--notice", str(file))
        desk.add(entry_of(received_at=f"{year}-03-03T09:00:00+08:00"))
        over.append(str(desk.folder))
    found = json.loads(office(str(folder / "第一组"), *over, "--json"))
    assert (found["sums"]["desks"], found["sums"]["total"]) == (3, 5)
    assert {year["year"]: year["received"] for year in found["years"]} == {2014: 1, 2015: 1}
    told = office(str(folder / "第一组"), *over, "--plain").decode()
    assert "2014 年已结束：" in told and "2015 年已结束：" in told


def test_what_is_asked_for_twice_or_nowhere_is_refused(folder: Path, tmp_path: Path) -> None:
    assert b"--json" in office(str(folder), "--json", "--plain", status=2)
    for form in ((), ("--json",), ("--plain",)):
        assert b"--format" in office(str(folder), *form, "-o", str(tmp_path / "x"), status=2)
    office(status=2)
    assert "找不到".encode() in office(str(tmp_path / "nowhere"), "--plain")


def test_who_has_the_screen_read_out_gets_lines_at_a_terminal_too(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.cli.office._show", lambda *_given: pytest.fail("it was shown"))
    monkeypatch.setattr(sys, "stdin", AtTerminal())
    monkeypatch.setattr(sys, "stdout", said := AtTerminal())
    for form, told in (("--plain", "共 1 个值班台"), ("--json", '"total":3')):
        cli.main(["office", str(folder / "第一组"), form, "--at", AT], standalone_mode=False)
        assert told in said.getvalue()


def test_where_no_chinese_can_be_shown_the_screen_is_not_begun(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(OfficeApp, "run", lambda _app: pytest.fail("it was shown"))
    monkeypatch.setenv("LC_ALL", "POSIX")
    with pytest.raises(NoTerminal, match="export LC_ALL="):
        _show(Office(()), lambda: DURING)


@pytest.mark.parametrize(("code", "status"), [(129, 129), (0, 0), (None, 0)])
def test_the_office_ends_as_its_screen_was_told_to(
    folder: Path, monkeypatch: pytest.MonkeyPatch, code: int | None, status: int
) -> None:
    monkeypatch.setattr(OfficeApp, "run", lambda _app: None)
    monkeypatch.setattr(OfficeApp, "return_code", code)
    monkeypatch.setattr(sys, "stdin", AtTerminal())
    monkeypatch.setattr(sys, "stdout", AtTerminal())
    assert cli.main(["office", str(folder)], standalone_mode=False) == status


def test_an_address_with_a_password_is_refused_and_stands_in_no_row() -> None:
    for form in ("--json", "--plain"):
        done = run_here(["office", "postgresql://duty:geheim@db/office", form], b"")
        assert done.returncode == 1 and b"pgpass" in done.stderr
        assert b"geheim" not in done.stdout + done.stderr


def test_a_place_that_this_account_may_not_read_keeps_no_other_from_being_shown(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0)
    # The account that tests run by may read all.
    monkeypatch.setattr(os, "access", lambda path, *_how: Path(path) != closed)
    rows = json.loads(office(str(folder), str(closed), "--json"))["desks"]
    assert len(rows) == 2 and str(closed) in {row["place"] for row in rows}


def test_the_command_waits_for_no_disk_of_a_place_that_is_named(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    away, real = tmp_path / "away", os.stat
    away.mkdir()

    def stat(path: Any, **how: Any) -> os.stat_result:
        if path == str(away) or path == away:
            assert threading.current_thread() is not threading.main_thread(), "it may hang"
        return real(path, **how)

    monkeypatch.setattr(os, "stat", stat)
    rows = json.loads(office(str(folder), str(away), "--json"))["desks"]
    assert len(rows) == 2
