"""Earlier tips on the same matter: names and numbers that differ only in how they are written."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.desk.desk import Desk
from store.tips.names import Names, folded, is_a_name, phones, ranked
from store.tips.tip import Reporter, Subject, Tip
from tests.builders import ONE_NAME
from tests.store.desks import new_desk, open_desk, tip_of
from tests.store.sealed import DUTY, sealed_desk

HAN = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=2, max_size=6)
ASCII = st.text("abcXYZ0189", max_size=4)
BLANKS = st.sampled_from(["", " ", "\u3000", "  "])
WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}


def about(unit: str = "", person: str = "", contact: str = "", post: str = "") -> Tip:
    return replace(
        tip_of(),
        reporter=Reporter("", contact) if contact else None,
        subjects=(Subject(unit or "某单位", person, post, "leadership"),),
    )


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return new_desk(tmp_path / "desk")


def numbers(desk: Desk, *persons: str, **other: object) -> list[str]:
    found = desk.finding.similar(persons, **other)  # type: ignore[arg-type]
    return [one.tip.number[-1] for one in found]


@given(han=HAN, tail=ASCII, blank=BLANKS, change=st.sampled_from([str.upper, str.lower, str.title]))
def test_width_case_and_blanks_make_no_other_name(
    han: str, tail: str, blank: str, change: Callable[[str], str]
) -> None:
    written = f"{han[0]}{blank}{han[1:]}{change(tail).translate(WIDE)}{blank}"
    assert folded(written) == folded(han + tail)


def test_these_part_a_name_and_are_none_of_it() -> None:
    parting = " \t\u3000·‧•・∙⋅●.．-－_‐‑‒–—―−()（）[]【】〔〕《》“”\"'"
    assert {mark for mark in parting if folded(f"阿里{mark}木") != "阿里木"} == set()
    assert {mark for mark in "、，/&+*" if folded(f"阿里{mark}木") == "阿里木"} == set()


@pytest.mark.parametrize("typed", ONE_NAME)
@pytest.mark.parametrize("written", ONE_NAME)
def test_a_name_is_the_same_whatever_parts_it(tmp_path: Path, written: str, typed: str) -> None:
    assert folded(written) == folded(typed)
    names = Names()
    names.add(1, about(person=written).as_json())
    assert names.similar([typed], [], "")["person"] == [array("q", [1])]


@given(
    digits=st.text("0123456789", min_size=9, max_size=9), way=st.integers(0, 9), wide=st.booleans()
)
def test_a_mobile_number_is_the_same_however_it_is_written(
    digits: str, way: int, wide: bool
) -> None:
    number = f"13{digits}"
    grouped = f"{number[:3]}-{number[3:7]}-{number[7:]}"
    written = (
        number,
        grouped,
        grouped.replace("-", " "),
        grouped.replace("-", "－"),
        grouped.replace("-", "."),
        f"+86{number}",
        f"0086 {number}",
        f"手机{number}，白天打",
        f"86-{grouped}",
        grouped.replace("-", "\u2011"),
    )[way]
    assert phones(written.translate(WIDE) if wide else written) == [number]


@given(
    area=st.sampled_from(["0731", "021", "010", "0999"]),
    number=st.from_regex(r"[2-9][0-9]{6,7}", fullmatch=True),
)
def test_a_landline_number_is_the_same_with_area_code_or_without(area: str, number: str) -> None:
    ways = (
        "{a}-{n}",
        "{a}{n}",
        "({a}){n}",
        "（{a}）{n}",
        "{a} {n}",
        "{n}",
        "+86 {b} {n}",
        "{a}—{n}",
    )
    for way in ways:
        assert phones(way.format(a=area, n=number, b=area[1:])) == [number]


@pytest.mark.parametrize(
    ("number", "ways"),
    [
        *(
            (
                f"1{network}800138000",
                "{} +86{} 0086{} 86{} +86-{} 0086.{} +86_{} "
                f"1{network}8-0013-8000 1{network}8.0013.8000 1{network}8_0013_8000",
            )
            for network in "3456789"
        ),
        (
            "84404233",
            "{} 029-{} 029{} 029_{} (029){} （029）{} (029)-{} (029)_{} 29-{} +86-29-{} 0086_29_{} "
            "86-29{} +8629{} 010-{} 10{} 8440-4233 8440_4233 0371{} 0931{} (0991){} 999-{}",
        ),
        ("4404233", "{} 0731-{} 731{} (0731){} +86-731-{} 440-4233"),
    ],
)
def test_a_number_is_known_by_its_digits_without_country_and_area(number: str, ways: str) -> None:
    for way in ways.replace("{}", number).split():
        written = way.replace("_", " ")
        assert phones(f"打{written}，晚上") == [number], written


def test_two_numbers_are_two() -> None:
    assert phones("13800000000、0731-84404233转801") == ["13800000000", "84404233"]
    assert phones("84404233 84404234") == ["84404233", "84404234"]
    assert phones("1380000") == ["1380000"]
    assert phones("某路 12 号") == []


def test_what_has_most_in_common_comes_first_then_the_newest(desk: Desk) -> None:
    desk.record(about("示范区管委会", "李四"))
    desk.record(about("某街道办", "赵某某", "13800000000"))
    desk.record(about("示范区管委会", "赵某某"))
    desk.record(about("某街道办", "赵 某某"))
    desk.record(about("某街道办", "钱五"))
    assert desk.access.finds_repeats, "an open desk needs no key for it"
    found = desk.finding.similar(["赵某某"], ["示范区管委会"], "138-0000-0000")
    assert [(one.tip.number[-1], one.in_common) for one in found] == [
        ("2", ("phone", "person")),
        ("3", ("person", "unit")),
        ("4", ("person",)),
        ("1", ("unit",)),
    ]
    assert numbers(desk, "赵某某", most=2) == ["4", "3"]
    assert numbers(desk, "赵某某", but="2016-0004", most=2) == ["3", "2"]


def test_a_number_weighs_more_than_all_names_and_a_person_more_than_any_unit() -> None:
    found = {"phone": [[1]], "person": [[2], [3]], "unit": [[2], [4, 5]], "like_unit": [[2, 4, 6]]}
    assert ranked(found, 6) == [  # type: ignore[arg-type]
        (1, ("phone",)),
        (2, ("person", "unit", "like_unit")),
        (3, ("person",)),
        (4, ("unit", "like_unit")),
        (5, ("unit",)),
        (6, ("like_unit",)),
    ]


def test_a_unit_that_only_begins_like_another_is_not_the_same(desk: Desk) -> None:
    desk.record(about("滨河市水利局"))
    desk.record(about("滨河市水利局建设管理处"))
    found = desk.finding.similar(units=["滨河市 水利局"])
    assert [(one.tip.number[-1], one.in_common) for one in found] == [
        ("1", ("unit",)),
        ("2", ("like_unit",)),
    ]


def test_a_name_need_not_be_typed_to_its_end(desk: Desk) -> None:
    desk.record(about("长株潭示范区管委会", "欧阳某某"))
    for typed in ("欧阳", "欧阳某", "欧阳某某副主任"):
        assert numbers(desk, typed) == ["1"]
    for typed in ("欧", "某某", "张某某", "欧阳修"):
        assert numbers(desk, typed) == []
    for typed in ("示范区", "示范区管委会", "省长株潭示范区管委会办公室"):
        assert numbers(desk, units=[typed]) == ["1"]
    desk.record(about("财政局"))
    desk.record(about("某局"))
    assert numbers(desk, units=["长株潭财政局"]) == ["2"]
    assert numbers(desk, units=["省内某局"]) == []
    assert numbers(desk, units=["示范市"]) == numbers(desk, units=["会"]) == []


def test_a_whole_name_is_not_taken_for_the_beginning_of_a_longer_one(desk: Desk) -> None:
    desk.record(about(person="张伟"))
    assert numbers(desk, "张伟") == ["1"]
    desk.record(about(person="张伟明"))
    assert numbers(desk, "张伟") == ["1"]
    assert numbers(desk, "张伟明") == ["2"]
    assert numbers(desk, "张") == []
    # A surname alone is not whoever has that name.
    desk.record(about(person="李"))
    assert numbers(desk, "李某") == []


def test_what_stands_for_a_name_that_is_not_known_joins_nothing(desk: Desk) -> None:
    desk.record(about("某单位", "不详"))
    assert numbers(desk, "不详", units=["某单位"]) == []
    assert numbers(desk, "某人甲", units=["示范区某单位"]) == numbers(desk, "不详甲") == []
    for unknown in ("不详", "不明", "未知", "匿名", "不知", "某", "某某", "某人", "某单位"):
        assert not is_a_name(unknown) and is_a_name(f"{unknown}甲"), unknown
    assert numbers(desk, "", units=[""], phone="无") == []


def test_what_others_record_and_amend_is_found_at_once(desk: Desk) -> None:
    other = open_desk(desk.place)
    assert numbers(desk, "赵某某") == []
    tip = other.record(about(person="赵某某", contact="13800000000"))
    assert numbers(desk, "赵某某") == numbers(desk, phone="13800000000") == ["1"]
    other.amend(replace(tip, subjects=about(person="钱某某").subjects, reporter=None))
    assert numbers(desk, "赵某某") == numbers(desk, phone="13800000000") == []
    assert numbers(desk, "钱某某") == ["1"]


def test_a_sealed_tip_that_was_amended_is_found_by_what_it_says_now_alone(tmp_path: Path) -> None:
    officer = sealed_desk(tmp_path / "desk", DUTY)
    tip = officer.record(about(person="赵某某", contact="13800000000"))
    assert numbers(officer, "赵某某") == numbers(officer, phone="13800000000") == ["1"]
    whole = officer.access.open_tip(tip.number)
    officer.amend(replace(whole, subjects=about(person="钱某某").subjects, reporter=None))
    assert numbers(officer, "赵某某") == numbers(officer, phone="13800000000") == []
    assert numbers(officer, "钱某某") == ["1"]


def test_each_number_that_was_left_is_looked_for(desk: Desk) -> None:
    desk.record(about("甲局", contact="13800000000、0731-84404233"))
    for left in ("13800000000", "13900000000；84404233", "84404233 13900000000"):
        assert numbers(desk, phone=left) == ["1"], left


def test_one_that_was_amended_takes_no_number_and_no_name_from_the_others(desk: Desk) -> None:
    for _n in range(3):
        desk.record(about("甲局", "赵某某", "13800000000"))
    assert numbers(desk, "赵某某") == numbers(desk, phone="13800000000") == ["3", "2", "1"]
    desk.amend(replace(desk.tip("2"), subjects=about("乙局").subjects, reporter=None))
    for found in (numbers(desk, "赵某某"), numbers(desk, phone="13800000000")):
        assert found == ["3", "1"]


def test_one_that_comes_twice_is_gone_once_it_is_taken_out() -> None:
    names, tip = Names(), about("甲局", "赵某某", "13800000000").as_json()
    for _time in range(2):
        names.add(1, tip)
    names.remove(1, tip)
    assert ranked(names.similar(["赵某某"], ["甲局"], "13800000000"), 3) == []


def test_of_very_many_the_newest_are_given() -> None:
    names = Names()
    for n in range(1, 2001):
        names.add(n, replace(about("某区财政局", "赵某某"), number=f"2016-{n:04}").as_json())
    for found in (names.similar(["赵某某"], [], ""), names.similar([], ["财政局"], "")):
        assert [doc_id for doc_id, _what in ranked(found, 3)] == [2000, 1999, 1998]


def test_the_name_used_most_completes_what_is_typed(desk: Desk) -> None:
    for unit in ("示范区财政局", "示范区管委会", "示范区管委会", "Ｂ市管委会"):
        desk.record(about(unit, post="副主任"))
    assert desk.finding.names_beginning("unit", "示范") == ["示范区管委会"]
    assert desk.finding.names_beginning("unit", "示范", 5) == ["示范区管委会", "示范区财政局"]
    assert desk.finding.names_beginning("unit", "示范区财") == ["示范区财政局"]
    assert desk.finding.names_beginning("post", "副") == ["副主任"]
    assert desk.finding.names_beginning("unit", "副") == []
    # Two ways to write one name are one, written as it was last.
    desk.record(about("B市管委会"))
    assert desk.finding.names_beginning("unit", "B市") == ["B市管委会"]
    assert desk.finding.names_beginning("unit", "Ｂ市") == []
    desk.amend(replace(desk.tip("1"), subjects=about("某局").subjects))
    assert desk.finding.names_beginning("unit", "示范区财") == []
