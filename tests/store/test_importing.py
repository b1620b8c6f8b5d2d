"""An old register is read row by row: which column is what, and what each cell says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from store.errors import CannotRead
from store.notice.notice import Notice
from store.notice.reading import parse_notice
from store.registers.importing import Columns, Taken, columns_of, identity, take_in
from store.registers.sheets import read_rows
from store.tips.tip import Reporter, Subject, Tip
from tests.builders import DURING, example, notice_text

NOTICE = example()
GOOD = {
    "收件日期": "2016-09-21 09:05",
    "来源": "来电",
    "反映人": "王某某",
    "联系电话": "13800000000",
    "被反映人": "赵某某",
    "单位": "某局",
    "职务": "局长",
    "对象类别": "领导班子及其成员",
    "问题类别": "廉洁纪律",
    "主要内容": "收受礼金",
}


def taken(
    *rows: dict[str, str], notice: Notice = NOTICE, group: str = "", on_desk: set[Any] | None = None
) -> list[Taken]:
    """What is taken in of a register whose first row has all headings."""
    heads = list(rows[0])
    table = [(1, heads), *((n, list(row.values())) for n, row in enumerate(rows, 2))]
    columns, below = columns_of(table)
    return list(take_in(below, columns, group, notice, DURING, on_desk or set()))


def tip_from(notice: Notice = NOTICE, **cells: str) -> Tip:
    """The tip that one row makes; each keyword is a heading and its cell."""
    (found,) = taken(GOOD | cells, notice=notice)
    assert found.tip, found.faults
    return found.tip


def test_a_row_is_a_tip_as_an_officer_would_have_entered_it() -> None:
    tip = tip_from()
    assert (tip.channel, tip.line, tip.summary) == ("landline", "84404233", "收受礼金")
    assert str(tip.received_at) == "2016-09-21 09:05:00+08:00"
    assert tip.reporter == Reporter("王某某", "13800000000")
    assert tip.subjects == (Subject("某局", "赵某某", "局长", "leadership"),)
    assert tip.disciplines == ("廉洁纪律",)


def test_the_headings_may_stand_below_a_title_and_with_blanks_and_marks() -> None:
    rows = [(1, ["某组信访台账"]), (3, ["收 到 时 间*", "备考", "", "主要\n内容"]), (4, ["a"] * 4)]
    columns, below = columns_of(rows)
    assert columns == Columns(("received_at", None, None, "summary"), ("备考",))
    assert below == rows[2:]


@pytest.mark.parametrize("above", [19, 20])
def test_the_headings_are_looked_for_in_the_first_twenty_rows(above: int) -> None:
    rows = [(n, ["—"]) for n in range(above)] + [(above, ["received_at", "summary"])]
    if above < 20:
        assert columns_of(rows)[0].fields == ("received_at", "summary")
    else:
        with pytest.raises(CannotRead, match="表头"):
            columns_of(rows)


@pytest.mark.parametrize("heads", [["收到时间"], ["主要内容"], []])
def test_without_a_time_or_a_content_there_is_no_register(heads: list[str]) -> None:
    with pytest.raises(CannotRead, match="表头"):
        columns_of([(1, heads)])


@pytest.mark.parametrize(
    ("written", "channel", "line"),
    [
        ("电话", "landline", "84404233"),
        ("84404233", "landline", "84404233"),
        ("0731-84404233", "landline", "84404233"),
        ("固定电话", "landline", "84404233"),
        ("手机", "mobile", "18073127519"),
        ("来信", "post", "长沙市第482号邮政信箱"),
        ("mobile", "mobile", "18073127519"),
        ("接访", "visit", ""),
    ],
)
def test_a_line_is_known_by_its_number_its_label_or_its_kind(
    written: str, channel: str, line: str
) -> None:
    tip = tip_from(来源=written)
    assert (tip.channel, tip.line) == (channel, line or tip.line)


def test_of_two_lines_with_one_label_the_label_alone_names_neither() -> None:
    lines = "".join(
        f'[[lines]]\nkind = "landline"\nvalue = "{value}"\nlabel = "{label}"\n'
        for value, label in (("1001", "值班电话"), ("1002", "值班电话"), ("1003", "监督电话"))
    )
    notice = parse_notice(notice_text(lines=lines))
    for cell, line in (("监督电话", "1003"), ("1002", "1002"), ("值班电话 1002", "1002")):
        assert tip_from(notice, 来源=cell).line == line
    (found,) = taken(GOOD | {"来源": "值班电话"}, notice=notice)
    assert found.tip is None and [fault.field for fault in found.faults] == ["line"]


@pytest.mark.parametrize(
    ("name", "contact", "verified", "reporter"),
    [
        ("王某（实名）", "138", "", Reporter("王某", "138", True)),
        ("王某 (待核实) 139", "", "", Reporter("王某", "139")),
        ("王某（实名）139", "138", "", Reporter("王某", "138", True)),
        ("王某", "", "是", Reporter("王某", "", True)),
        ("王某", "", "否", Reporter("王某")),
        ("匿名", "138", "是", Reporter("", "138")),
        ("匿名", "", "", None),
        ("", "", "", None),
        ("—", "", "", None),
    ],
)
def test_who_reported_is_read_as_offices_write_it(
    name: str, contact: str, verified: str, reporter: Reporter | None
) -> None:
    assert tip_from(反映人=name, 联系电话=contact, 身份已核实=verified).reporter == reporter


@pytest.mark.parametrize("cell", ["", "—", "无"])
def test_a_dash_for_what_a_line_does_not_bring_is_nothing(cell: str) -> None:
    assert tip_from(邮戳日期=cell, 接访人=cell).visit_receiver == ""
    (found,) = taken(GOOD | {"接访人": "李某"})
    assert [fault.field for fault in found.faults] == ["visit_receiver"]
    (found,) = taken(GOOD | {"收件日期": "—"})
    assert [fault.field for fault in found.faults] == ["received_at"]


@pytest.mark.parametrize(
    ("persons", "units", "posts", "found"),
    [
        ("赵某；钱某", "某局", "局长;科长", [("某局", "赵某", "局长"), ("某局", "钱某", "科长")]),
        ("赵某、钱某", "甲局；乙局", "", [("甲局", "赵某", ""), ("乙局", "钱某", "")]),
        ("赵某\n钱某\n孙某", "甲局；乙局", "—", [("甲局", "赵某", ""), ("乙局", "钱某", ""), ("", "孙某", "")]),
        ("不详", "某局", "无", [("某局", "", "")]),
    ],
)  # fmt: skip
def test_several_persons_in_a_cell_are_several_subjects(
    persons: str, units: str, posts: str, found: list[tuple[str, str, str]]
) -> None:
    tip = tip_from(被反映人=persons, 单位=units, 职务=posts)
    assert [(s.unit, s.person, s.post) for s in tip.subjects] == found
    assert {s.group for s in tip.subjects} == {"leadership"}


@pytest.mark.parametrize(
    ("cell", "unit", "post"),
    [("某局 局长", "某局", "局长"), ("市 某局 局长", "市 某局", "局长"), ("某局", "某局", "")],
)
def test_unit_and_post_in_one_column_are_parted_at_the_last_blank(
    cell: str, unit: str, post: str
) -> None:
    row = {head: value for head, value in GOOD.items() if head not in ("单位", "职务")}
    (found,) = taken(row | {"单位职务": cell})
    assert found.tip
    assert found.tip.subjects == (Subject(unit, "赵某某", post, "leadership"),)


@pytest.mark.parametrize(
    ("written", "given", "group"),
    [
        ("领导班子及其成员", "key_post", "leadership"),
        ("key_post", "", "key_post"),
        ("不属受理范围", "", "out_of_scope"),
        ("", "next_level_head", "next_level_head"),
    ],
)
def test_the_group_is_that_of_the_row_else_the_one_given(
    written: str, given: str, group: str
) -> None:
    referred = {"转办单位": "区信访局"} if group == "out_of_scope" else {}
    (found,) = taken(GOOD | {"对象类别": written} | referred, group=given)
    assert found.tip, found.faults
    assert found.tip.subjects[0].group == group


def test_a_bad_row_is_told_with_its_number_and_every_fault_and_the_next_goes_on() -> None:
    bad = GOOD | {"收件日期": "昨天", "来源": "电报", "问题类别": "天气", "主要内容": ""}
    first, second = taken(bad, GOOD)
    assert (first.row, first.tip, second.row) == (2, None, 3)
    fields = {re.sub(r"\[.*", "", fault.field) for fault in first.faults}
    assert fields == {"received_at", "channel", "disciplines", "summary"}
    assert second.tip and not second.faults


def test_a_row_that_is_on_the_desk_or_came_before_is_known() -> None:
    other = GOOD | {"主要内容": "另一件"}
    assert [row.is_known for row in taken(GOOD, other, GOOD)] == [False, False, True]
    there = {identity(tip_from().as_json())}
    assert [row.is_known for row in taken(GOOD, other, on_desk=there)] == [True, False]
    for change in ({"来源": "手机"}, {"收件日期": "2016-09-21"}, {"被反映人": "钱某某"}):
        assert not taken(GOOD | change, on_desk=there)[0].is_known


# Files


def written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


CSV = '收到时间,主要内容\r\n\r\n2016-10-01,"一，\n二"\r\n'
CELLS = [(1, ["收到时间", "主要内容"]), (3, ["2016-10-01", "一，\n二"])]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_a_csv_file_is_read_in_whatever_encoding_and_with_whatever_separator(
    tmp_path: Path, encoding: str, separator: str
) -> None:
    content = CSV.replace(",", separator).encode(encoding)
    assert read_rows(written(tmp_path / "x", content)) == CELLS


@pytest.mark.parametrize(
    ("cell", "text"), [("'=1+1", "=1+1"), ("'", "'"), ("''甲", "'甲"), (" 甲 ", "甲"), ("=1", "=1")]
)
def test_the_mark_before_a_formula_is_no_part_of_the_text(
    tmp_path: Path, cell: str, text: str
) -> None:
    assert read_rows(written(tmp_path / "x", f"{cell},乙\n".encode())) == [(1, [text, "乙"])]


def test_a_workbook_is_read_as_texts(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["'=1", None, 12, 1.0, 1.5])
    sheet.append([])
    sheet.append([datetime(2016, 10, 1, 9, 5), date(2016, 10, 1), " 甲 ", True])  # noqa: DTZ001
    book.create_sheet("另一页").append(["乙"])
    book.save(tmp_path / "x")
    rows: Sequence[Any] = read_rows(tmp_path / "x")
    assert rows[0] == (1, ["=1", "", "12", "1", "1.5"])
    assert rows[1][0] == 3
    assert rows[1][1][:3] == ["2016-10-01 09:05:00", "2016-10-01 00:00:00", "甲"]
    assert len(rows) == 2


@pytest.mark.parametrize(
    "content", [b"PK\x03\x04 broken", b"\xff\x00\x80\x81", b'a,"b\n', "甲\0,乙\n".encode()]
)
def test_a_file_that_is_no_register_is_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(CannotRead):
        read_rows(written(tmp_path / "x", content))
    with pytest.raises(CannotRead):
        read_rows(tmp_path / "absent")


def test_a_file_of_more_than_64_mb_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "x").open("wb") as file:
        file.truncate((64 << 20) + 1)
    with pytest.raises(CannotRead, match="64 MB"):
        read_rows(tmp_path / "x")
