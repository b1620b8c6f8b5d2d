"""Columns that somebody named are remembered for registers of that shape."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from store.registers.headings import INTO_SUMMARY, LEFT_OUT, RECEIVED, NoHeadings
from store.registers.importing import Taken
from store.registers.source import Source, open_source
from tests.store.memory_place import MemoryNotes
from tests.store.old_registers import NOTICE, NOW, PLAIN

HEAD = "何时,来源,被反映人,单位,对象类别,问题类别,所诉,职级,备考"
ROW = "2016-09-21 9:05,来信,赵某某,某局,班子成员,廉洁纪律,收受礼金,正科,急"


@pytest.fixture
def register(tmp_path: Path) -> Path:
    path = tmp_path / "x.csv"
    path.write_text(f"{HEAD}\n{ROW}\n")
    return path


def one_of(source: object) -> Taken:
    assert isinstance(source, Source)
    (one,) = source.take_in(PLAIN, NOTICE, NOW, {})
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


def test_a_column_may_go_into_the_summary_and_another_be_left_out(register: Path) -> None:
    notes = MemoryNotes()
    given = {"何时": RECEIVED, "职级": INTO_SUMMARY, "备考": INTO_SUMMARY, "单位": LEFT_OUT}
    open_source(register, given, notes)
    one = one_of(open_source(register, {}, notes))
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
