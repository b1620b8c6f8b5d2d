"""A day of receipt whose hour is not known is a day on every screen and paper."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from openpyxl import load_workbook

from store.tips import entry
from tests.builders import at, entry_of
from tests.store.desks import new_desk, open_desk
from tests.tui.shell import Shell
from tests.tui.sitting import sitting

DAY = "2016-09-21"
WHEN = ("2016-09-21 00:00", "09-21 00:00", "2016-09-21T00:00")
REPORT = ("report", "--kind", "period", "--format")


def test_what_is_added_with_a_day_alone_is_never_shown_at_midnight(tmp_path: Path) -> None:
    shell = Shell(tmp_path / "desk")
    shell.say("init", "--example")
    given = ["--person", "赵某", "--group", "leadership", "--disciplines", "廉洁纪律"]
    told = shell.say(
        "add", "--channel", "mobile", *given, "--summary", "甲", "--received-at", "9月21日"
    )
    assert "收到时间：2016-09-21 星期三（未写几时）" in told
    (tip,) = shell.json("list")
    assert (tip["received_at"], tip["marks"]) == (DAY, ["hour_unknown"])
    (again,) = shell.add(tip | {"summary": "乙"})
    assert again["received_at"] == DAY
    book = tmp_path / "x.xlsx"
    shell.say(*REPORT, "xlsx", "-o", str(book))
    sheets = load_workbook(book).worksheets
    cells = [str(cell) for sheet in sheets for row in sheet.values for cell in row]
    assert DAY in cells and "未写几时" in cells
    papers = [
        shell.say(*words)
        for words in (
            ("list",),
            ("show", "2"),
            ("handover",),
            (*REPORT, "html"),
            (*REPORT, "text"),
            (*REPORT, "json"),
            ("history", "2", "--json"),
        )
    ]
    for paper in (*papers, *cells):
        assert not any(text in paper for text in WHEN)


def test_scripts_are_told_of_a_day_as_a_day_by_whatever_names_a_tip(tmp_path: Path) -> None:
    shell = Shell(tmp_path / "desk")
    shell.say("init", "--example")
    (tmp_path / "x.csv").write_text(
        "收到时间,来源,被反映人,单位,对象类别,问题类别,主要内容\n"
        f"{DAY},来信,赵某,某局,班子成员,廉洁纪律,甲\n"
    )
    (row,) = shell.json("import", str(tmp_path / "x.csv"))
    (similar,) = shell.json("similar", "--person", "赵某")
    told = [
        row["tip"],
        similar["tip"],
        shell.json("show", "1"),
        shell.json("dispose", "1", "呈组长"),
    ]
    assert [tip["received_at"] for tip in told] == [DAY] * 4


def test_a_history_tells_that_an_hour_became_known(tmp_path: Path) -> None:
    shell = Shell(tmp_path / "desk")
    shell.say("init", "--example")
    shell.add(entry_of(received_at=DAY))
    with open_desk(tmp_path / "desk") as desk:
        tip = desk.tip("2016-0001")
        desk.amend(replace(tip, received_at=at("2016-09-21T09:05:00")))
    assert "收到时间：2016-09-21 → 2016-09-21 09:05" in shell.say("history", "1")
    with open_desk(tmp_path / "desk") as desk:
        desk.amend(replace(tip, revision=2))
    _first, *changes = shell.json("history", "1")
    received = [
        (field["before"], field["after"])
        for change in changes
        for field in change["fields"]
        if field["field"] == "received_at"
    ]
    known = "2016-09-21T09:05:00+08:00"
    assert received == [(DAY, known), (known, DAY)]


async def test_the_form_tells_a_day_back_as_a_day_and_keeps_it_so(tmp_path: Path) -> None:
    with new_desk(tmp_path / "desk") as made:
        made.record(entry.read(entry_of(received_at=DAY), made.notice, made.now()))
    async with sitting(tmp_path / "desk") as desk:
        await desk.until(lambda: "09-21 " in desk.seen)
        assert desk.shown(WHEN) == []
        await desk.press("f2")
        await desk.fill("received_at", "9月21日")
        await desk.press("tab")
        await desk.see("2016-09-21")
        assert desk.shown(WHEN) == []
