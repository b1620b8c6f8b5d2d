"""Columns that somebody named are remembered for registers of that shape."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from store.registers.headings import (
    INTO_SUMMARY,
    LEFT_OUT,
    RECEIVED,
    Columns,
    Heading,
    NoHeadings,
    columns_of,
)
from store.registers.importing import OnDesk, Taken, Wanted
from store.registers.sheet import Sheet, sheet_of
from store.registers.source import Source, open_source
from tests.store.memory_place import MemoryNotes
from tests.store.old_registers import GOOD, NOTICE, NOW, PLAIN

HEAD = "何时,来源,被反映人,单位,对象类别,问题类别,所诉,职级,备考"
ROW = "2016-09-21 9:05,来信,赵某某,某局,班子成员,廉洁纪律,收受礼金,正科,急"


@pytest.fixture
def register(tmp_path: Path) -> Path:
    path = tmp_path / "x.csv"
    path.write_text(f"{HEAD}\n{ROW}\n")
    return path


def one_of(source: object) -> Taken:
    assert isinstance(source, Source)
    (one,) = source.take_in(PLAIN, NOTICE, NOW, OnDesk())
    return one


def test_what_is_named_later_is_added_to_what_was_named_before(register: Path) -> None:
    notes = MemoryNotes()
    open_source(register, {"何时": RECEIVED}, notes)
    open_source(register, {"所诉": "summary"}, notes)
    one = one_of(open_source(register, {}, notes))
    assert one.tip and one.tip.summary == "收受礼金"
    assert str(one.tip.received_at) == "2016-09-21 09:05:00+08:00"


def test_what_was_named_for_registers_of_one_shape_is_not_taken_for_another(
    register: Path, tmp_path: Path
) -> None:
    notes = MemoryNotes()
    open_source(register, {"何时": RECEIVED, "所诉": "summary"}, notes)
    other = tmp_path / "y.csv"
    other.write_text(f"{HEAD},登记\n{ROW},2016-09-22\n")
    with pytest.raises(NoHeadings):
        open_source(other, {}, notes)
    # Nor is it in the place of that: both are remembered.
    open_source(other, {"何时": RECEIVED, "所诉": LEFT_OUT, "登记": "summary"}, notes)
    for path, said in ((register, "收受礼金"), (other, "2016-09-22")):
        one = one_of(open_source(path, {}, notes))
        assert one.tip and one.tip.summary == said


@pytest.mark.parametrize("columns", [5, ["何时"], {"何时": 5}, None])
def test_a_note_that_names_no_columns_is_passed_over(register: Path, columns: object) -> None:
    notes = MemoryNotes()
    open_source(register, {"何时": RECEIVED, "所诉": "summary"}, notes)
    (key,) = notes.kept()
    said = json.loads(notes.read(key))
    notes.keep("0", json.dumps(said | {"columns": columns}).encode())
    assert one_of(open_source(register, {}, notes)).tip
    notes.drop(key)
    with pytest.raises(NoHeadings):
        open_source(register, {}, notes)


class OneGone(MemoryNotes):
    """Notes of which one went before it was read."""

    def kept(self) -> list[str]:
        return ["0", *super().kept()]


@pytest.mark.parametrize("said", [None, b"", b"{", b"5", b"[]", b"{}", b'{"columns":{}}'])
def test_a_note_that_says_nothing_of_use_is_passed_over(register: Path, said: bytes | None) -> None:
    notes = OneGone() if said is None else MemoryNotes()
    open_source(register, {"何时": RECEIVED, "所诉": "summary"}, notes)
    if said is not None:
        notes.keep("0", said)
    assert one_of(open_source(register, {}, notes)).tip


def test_a_column_may_go_into_the_summary_and_another_be_left_out(register: Path) -> None:
    notes = MemoryNotes()
    given = {"何时": RECEIVED, "职级": INTO_SUMMARY, "备考": INTO_SUMMARY, "单位": LEFT_OUT}
    open_source(register, given, notes)
    one = one_of(open_source(register, {}, notes))
    source = open_source(register, {}, notes)
    assert "这些列没有导入：单位、所诉" in [*source.remarks(PLAIN, NOTICE)]
    assert one.tip and one.tip.summary == "职级：正科\n备考：急"
    assert one.tip.subjects[0].unit == ""


def test_the_headings_are_told_with_what_they_are_read_as(register: Path) -> None:
    with pytest.raises(NoHeadings) as refused:
        open_source(register, {}, MemoryNotes())
    assert [heading.text for heading in refused.value.headings] == HEAD.split(",")
    source = open_source(register, {"何时": RECEIVED}, MemoryNotes())
    first, second, *_others, last = source.headings()
    assert (first.text, first.field, first.example) == ("何时", RECEIVED, "2016-09-21 9:05")
    assert (second.field, last.field) == ("line", LEFT_OUT)


def sheet(name: str, *headings: str, rows: int = 1) -> tuple[Sheet, Columns]:
    below = ((n, [str(n)] * len(headings)) for n in range(2, 2 + rows))
    found = sheet_of(name, [(1, [*headings]), *below])
    return found, columns_of(found, {})


def test_of_a_register_of_several_sheets_it_is_told_what_is_read_of_each() -> None:
    first, columns = sheet("九月", *GOOD, "备考", rows=2)
    first = replace(first, unseen_columns=frozenset({0, len(GOOD)}))
    second = sheet("十月", *[head for head in GOOD if head != "主要内容"], "备考")
    unread = Heading("何时", LEFT_OUT)
    source = Source(((first, columns), second), ("另一页没有读。",), (unread,))
    assert source.length == 5
    hidden = "“九月”：这些列在原表中是隐藏的，也读了：收件日期"
    lacks = "“十月”：没有“主要内容”一列；请指明是哪一列，或把有关的列并入主要内容。"
    said = "“{sheet}”：这些列没有导入：备考".format
    assert [*source.remarks(PLAIN, NOTICE)] == [
        "另一页没有读。",
        "“九月”：表头以下 2 行", said(sheet="九月"), hidden,
        "“十月”：表头以下 1 行", said(sheet="十月"), lacks,
    ]  # fmt: skip
    into_summary = Wanted(into_summary=frozenset({"备考"}))
    assert [*source.remarks(into_summary, NOTICE)] == [
        "另一页没有读。", "“九月”：表头以下 2 行", hidden, "“十月”：表头以下 1 行",
    ]  # fmt: skip
    assert [one.text for one in source.headings()] == ["何时", *GOOD, "备考"]
    assert source.titles()[0] == ("九月", ((*GOOD, "备考"),))


@pytest.mark.parametrize(
    ("more", "is_unclear"),
    [
        ((), False),
        (("备考",), True),
        (("主要内容",), True),
        (("被反映单位",), True),
        # Several of these are one, and one that nobody wrote anything over is none.
        (("手机号码",), False),
        (("", "", "手机号码"), False),
    ],
)
def test_a_register_is_unclear_if_a_column_is_left_out_or_is_what_another_is(
    more: tuple[str, ...], is_unclear: bool
) -> None:
    assert Source((sheet("台账", *GOOD, *more),)).is_unclear(PLAIN) == is_unclear
    without = [head for head in GOOD if head != "主要内容"]
    assert Source((sheet("台账", *without, *more),)).is_unclear(PLAIN) == ("主要内容" not in more)


def test_columns_of_one_heading_are_told_apart_by_their_letters(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    head = "何时,姓名,来源,姓名,单位,对象类别,问题类别,内容"
    path.write_text(f"{head}\n2016-09-21,王某,来信,赵某,某局,班子成员,廉洁纪律,收受礼金\n")
    named = {"姓名（B）": "reporter.name", "姓名(D)": "subjects.person"}
    notes = MemoryNotes()
    with pytest.raises(NoHeadings) as refused:
        open_source(path, named, notes)
    assert [one.text for one in refused.value.headings][:4] == [
        "何时",
        "姓名（B）",
        "来源",
        "姓名（D）",
    ]
    open_source(path, {**named, "何时": RECEIVED}, notes)
    one = one_of(open_source(path, {}, notes))
    assert one.tip and one.tip.reporter and one.tip.reporter.name == "王某"
    assert one.tip.subjects[0].person == "赵某"
