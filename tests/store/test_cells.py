"""What a cell of an old register says, or that it says nothing."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from store.registers.cells import (
    Figure,
    has_lost_digits,
    is_error,
    is_read_as_it_is,
    is_same_as_above,
    is_same_as_another,
    is_yes,
    known,
    of_verbatim,
    parts,
    plain,
    text_of,
    untyped,
    verbatim,
)


def each(words: str) -> list[str]:
    return words.split("|")


def test_a_cell_says_yes_or_no_or_neither() -> None:
    for yes in each("是|有|对|真|已|已核实|实名|√|✓|✔|☑|true|yes|y|1|TRUE|Yes| 是 "):
        assert is_yes(yes) is True, yes
    no = "|否|无|没有|假|未|未核实|待核实|非实名|匿名|署名|×|✗|☐|false|no|n|0|FALSE| 否 "
    for one in each(no):
        assert is_yes(one) is False, one
    for neither in each("是否|不是|2|甲|-"):
        assert is_yes(neither) is None, neither


def test_some_cells_say_that_nothing_is_known() -> None:
    for nothing in each("|—|——|-|--|/|\\|无|不详|未知|空|（空）|  | 无 "):
        assert known(nothing) == "", nothing
    for said in each("无名|甲|0|---|不详细"):
        assert known(f" {said} ") == said


def test_a_spreadsheet_says_that_something_failed_there() -> None:
    errors = "#N/A|#REF!|#VALUE!|#DIV/0!|#NAME?|#NUM!|#NULL!|#SPILL!|#CALC!|#FIELD!|##|####|Err:502"
    for error in each(f"{errors}|#n/a|err:502"):
        assert is_error(error), error
    for said in each("#|#甲|N/A|Err:5|Err:5021|#REF!甲"):
        assert not is_error(said), said
    for lost in each("1.38E+10|1e10|1.38e10|3E+5"):
        assert has_lost_digits(lost), lost
    for kept in each("1.38|E10|1E|12E+5|甲1E5"):
        assert not has_lost_digits(kept), kept


def test_a_cell_may_stand_for_the_one_above() -> None:
    words = "同上|如上|同上行|同上件|同上列|同上格|同上。|同上行。|同前|上同|同 上"
    for mark in '〃″”"＂々':
        assert is_same_as_above(mark) and is_same_as_above(f"-{mark}-")
        assert is_same_as_above(f"—{mark}—") and is_same_as_above(f"〃{mark}") is (mark != "々")
    for word in each(words):
        assert is_same_as_above(word), word
    for word in each("同左|同右|如左|同左侧|同左格。|左同|同下行"):
        assert is_same_as_another(word) and not is_same_as_above(word), word
    for said in each("同上|左|同左邻右舍|同志"):
        assert not is_same_as_another(said), said
    for said in each("同上级|上|同|—|--|同上同上|甲同上|〃〃〃"):
        assert not is_same_as_above(said), said


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (True, "TRUE"),
        (False, "FALSE"),
        (datetime(2016, 9, 21), "2016-09-21"),  # noqa: DTZ001
        (datetime(2016, 9, 21, 9, 5), "2016-09-21 09:05:00"),  # noqa: DTZ001
        (date(2016, 9, 21), "2016-09-21"),
        (time(9, 5), "09:05:00"),
        (timedelta(hours=26, minutes=3, seconds=4), "26:03:04"),
        (7, "7"),
        (7.0, "7"),
        (7.5, "7.5"),
        (999_999_999_999_999, "999999999999999"),
        (1_000_000_000_000_000, "1.00000000000000E+15"),
        (-1e15, "-1.00000000000000E+15"),
        ("'007", "007"),
        ("甲_x000D_\r\n乙 ", "甲\n乙"),
    ],
)
def test_a_value_is_what_a_person_would_write(value: object, text: str) -> None:
    assert text_of(value) == text
    assert isinstance(text_of(value), Figure) is (text in ("7", "7.5", "999999999999999"))


def test_a_number_may_have_lost_a_zero_where_texts_are_not_told_from_numbers() -> None:
    for lost in each("9.2|10.1|12.3"):
        assert isinstance(untyped(lost), Figure), lost
    for kept in each("9.20|9.4|9|110.1|9.2日|甲"):
        assert not isinstance(untyped(kept), Figure), kept
    assert [plain(cell) for cell in ("'", "'甲", "''", " 甲 ", "a\rb")] == [
        "'",
        "甲",
        "'",
        "甲",
        "a\nb",
    ]


def test_what_stands_in_brackets_is_not_parted() -> None:
    for opens, closes in ("（）", "()", "【】", "[]", "《》", "“”", "〔〕", "〖〗"):
        cell = f"甲{opens}乙，丙{closes}，丁"
        assert parts(cell, "，") == [f"甲{opens}乙，丙{closes}", "丁"]
        # Closed by no other, and one that nobody closed holds nothing together.
        assert parts(f"甲{opens}乙，丙", "，") == [f"甲{opens}乙", "丙"]
        for other in ("（）", "〔〕"):
            if opens != other[0]:
                assert parts(f"{opens}乙，丙{other[1]}，丁{closes}，戊", "，")[1:] == ["戊"]
    assert parts("（甲（乙），丙），丁", "，") == ["（甲（乙），丙）", "丁"]
    # Of what stands as it is, a bracket that nobody closed is a character as any other.
    assert parts("〖（甲，乙〗，丙", "，") == ["〖（甲，乙〗", "丙"]
    assert parts(" 甲 ，， 乙；丙 ", "，；") == ["甲", "乙", "丙"] and parts("", "，") == []


def test_what_would_be_read_otherwise_stands_as_it_is_in_brackets_of_its_own() -> None:
    for text in ("甲", "〖甲", "甲\n乙"):
        assert of_verbatim(verbatim(text)) == of_verbatim(f" {verbatim(text)} ") == text
    assert of_verbatim("甲〖乙〗") == of_verbatim("〖〗") == of_verbatim("甲") == ""
    for read_otherwise in ("同上", "#N/A", "1E5", "'甲", " 甲", "〖甲〗", "a\r\nb"):
        assert not is_read_as_it_is(read_otherwise)
    assert is_read_as_it_is("甲（乙）")
