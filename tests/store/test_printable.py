"""What is text and what could steer a terminal, wherever a stranger wrote it."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.printable import (
    MOST_MARKS,
    as_one_name,
    cleaned,
    first_unprintable,
    half_width,
    is_printable,
    json_inert,
    json_text,
    printable,
    unspaced,
)

SUSPECT = "\x00\x1b\x7f\x9b\u202e\u2066\u2028\ufeff\ud800\u0378"
FLOODS = ["a" + "\u0300" * 5, "\u0f40" + "\u0f71" * 5, "\u1100" + "\u1161" * 5, "x" + "\u200d" * 5]
# The first and the last of what is drawn onto the first part of a Korean syllable.
FLOODS += ["\u1100" + char * 5 for char in "\u1160\u11ff\ud7b0\ud7fb"]


@pytest.mark.parametrize("char", SUSPECT)
def test_a_character_that_could_steer_or_hide_is_found_shown_and_taken_out(char: str) -> None:
    text = f"甲{char}乙"
    assert first_unprintable(text) == 1
    assert printable(text) == f"甲\\u{ord(char):04x}乙"
    assert cleaned(text) == "甲乙"


def test_no_character_that_could_steer_or_hide_is_passed_over_at_a_quick_look() -> None:
    for char in map(chr, range(0x10000)):
        kind = unicodedata.category(char)
        if kind in ("Cc", "Cf", "Cs", "Zl", "Zp", "Cn") and char not in "\u200c\u200d":
            shown = f"\\u{ord(char):04x}"
            assert (printable(char), cleaned(f"甲{char}", lines=True)[1:].strip()) == (shown, ""), (
                shown
            )
            if char not in "\n\t":
                assert printable(f"甲{char}", lines=True) == json_inert(f"甲{char}") == f"甲{shown}"
        elif kind in ("Mn", "Me", "Mc"):
            for lines in (False, True):
                assert len(cleaned("甲" + char * 5, lines)) == 5, (char, lines)


@pytest.mark.parametrize(
    "text", ["甲乙 (1)", "بد\u200cشده", "ཀྵྲ", "e\u0301" * 9, "각", "👍", "\u115f" * 9, "\u1200" * 9]
)
def test_a_text_of_any_script_is_plain(text: str) -> None:
    assert first_unprintable(text) is None
    assert printable(text) == cleaned(text) == json_inert(text) == text


@pytest.mark.parametrize("text", FLOODS)
def test_of_marks_on_one_character_only_the_first_few_are_plain(text: str) -> None:
    assert first_unprintable(text) == MOST_MARKS + 1
    assert cleaned(text) == text[:-1]
    assert first_unprintable(cleaned(text) + "a" + text[1:5]) is None


def test_line_breaks_and_tabs_are_plain_only_where_lines_are_allowed() -> None:
    text = "甲\n乙\t丙"
    assert (first_unprintable(text), first_unprintable(text, lines=True)) == (1, None)
    assert cleaned(text) == "甲乙丙" and cleaned("甲\r\n乙\r丙", lines=True) == "甲\n乙\n丙"
    assert json_inert(text) == printable(text, lines=True) == text
    text = "é\n乙\t丙"
    assert (first_unprintable(text), first_unprintable(text, lines=True)) == (1, None)
    assert printable(text) == "é\\u000a乙\\u0009丙" and cleaned(text) == "é乙丙"
    assert json_inert(text) == printable(text, lines=True) == cleaned(text, lines=True) == text


def test_what_is_printed_as_json_is_inert_and_says_the_same() -> None:
    for char, escaped in (
        ("\u202e", r"\u202e"),
        ("\x7f", r"\u007f"),
        ("\U000e0001", r"\udb40\udc01"),
        ("é\u2028", r"é\u2028"),
    ):
        said = json_text({"甲": [char, 1]})
        assert said == f'{{"甲":["{escaped}",1]}}' and json.loads(said) == {"甲": [char, 1]}
    assert json_inert('"\ud800"') == r'"\ud800"'


def test_a_number_is_one_however_it_is_grouped_and_a_name_however_it_is_spaced() -> None:
    for text in (
        "0731-8440 4233",
        "０７３１－８４４０４２３３",
        " 0731\t84404233\n",
        "0-7-3-1 84404233",
    ):
        assert unspaced(text) == "073184404233", text
    for text in ("李 明", "  李明\n", "李　明", "李 明 "):
        assert as_one_name(text) == "李明", text
    for text in ("J.  Smith", " J. Smith ", "Ｊ． Ｓｍｉｔｈ"):
        assert as_one_name(text) == "J. Smith", text
    assert as_one_name("李 Smith") == "李 Smith" and as_one_name("张 三 丰") == "张三丰"
    # The first and the last character of those that names are written in, and their neighbours.
    assert as_one_name("李 㐀") == "李㐀" and as_one_name("鿿 李") == "鿿李"
    assert as_one_name("李 ・") == "李 ・"


@given(st.text(st.characters() | st.sampled_from(SUSPECT + "\n\t\u0300甲"), max_size=30))
def test_what_is_made_inert_is_plain_and_says_the_same(text: str) -> None:
    for lines in (False, True):
        assert first_unprintable(printable(text, lines), lines) is None
        assert first_unprintable(cleaned(text, lines), lines) is None
    said = json.dumps(text, ensure_ascii=False)
    assert json.loads(json_inert(said)) == text
    assert first_unprintable(json_inert(said)) is None
    for char in text:
        wanted = unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Zl", "Zp", "Cn")
        assert is_printable(char) == (wanted or char in "\u200c\u200d")


def test_numbers_and_addresses_are_read_half_width_and_chinese_stays_as_it_is() -> None:
    assert half_width("０７３１－８４４０４２３３") == "0731-84404233"
    assert half_width("ｊｂ＠ｃｄｉ．ｇｏｖ．ｃｎ") == "jb@cdi.gov.cn"
    assert half_width("Ａｚ０９＋－．＠＿＃＊／") == "Az09+-.@_#*/"
    assert half_width("＋８６ １３８（晚上，勿打）") == "+86 138（晚上，勿打）"
