"""No sentence is missing in any language, and each language is there wherever one is chosen."""

import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from rich.cells import cell_len

from store.text import (
    INSPECTIONS,
    LANGUAGES,
    LOCALE_DIR,
    ORIGINAL,
    _,
    in_each_word,
    inspection_called,
    language,
    use_language,
)
from tui.papers.page import page
from tui.terminal.language import choose_language
from tui.widgets.field_row import WIDEST_LABEL

ROOT = Path(__file__).parent.parent
KEYWORDS = {"_": None, "N_": None}
CHINESE = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
VALUE = re.compile(r"\{(\w+)(?::[^{}]*)?\}")
COUNTED = re.compile(r"\{(?:n|count|total|days|size|lines|tips|reporters|repeats|good)\} [a-z]+s\b")
QUOTED = re.compile("[“”「」].*?[“”「」]")
# As a dialogue's question is written, or what one types to unlock.
LABEL = re.compile(r'\(\s*"\w+",\s*_\("([^"]+)"\),\s*\w+\(|return _\("([^"]+)"\), _\("')


@cache
def messages_in_code() -> set[str]:
    """Every sentence marked in the two packages."""
    found = set()
    for package in ("store", "tui"):
        for _file, _line, message, *_rest in extract_from_dir(
            ROOT / package, method_map=[("**.py", "python")], keywords=KEYWORDS
        ):
            found.add(message if isinstance(message, str) else message[0])
    return found


TRANSLATED = [code for code in LANGUAGES if code != ORIGINAL]
in_each = pytest.mark.parametrize("code", TRANSLATED)


def catalogue_of(code: str) -> Path:
    return LOCALE_DIR / code / "LC_MESSAGES" / "dutydesk.po"


@cache
def translations(code: str) -> dict[str, str]:
    """A catalogue, from Chinese to its language."""
    with catalogue_of(code).open("rb") as file:
        return {str(entry.id): str(entry.string) for entry in read_po(file) if entry.id}


@in_each
def test_every_sentence_is_translated(code: str) -> None:
    missing = {message for message in messages_in_code() if not translations(code).get(message)}
    assert not missing, f"not in {catalogue_of(code)}"


@in_each
def test_nothing_is_translated_that_nobody_says(code: str) -> None:
    left = translations(code).keys() - messages_in_code()
    assert not left, f"only in {catalogue_of(code)}"


def test_every_sentence_in_code_is_chinese() -> None:
    assert not {message for message in messages_in_code() if not CHINESE.search(message)}


@in_each
def test_all_languages_fill_in_the_same_values(code: str) -> None:
    differing = {
        chinese: translated
        for chinese, translated in translations(code).items()
        # Whether it is 巡视 or 巡察 a language may have no word for.
        if {*VALUE.findall(chinese)} - {"inspection"} != {*VALUE.findall(translated)}
    }
    assert not differing, f"in {catalogue_of(code)}"


def test_what_english_counts_has_a_word_for_one() -> None:
    assert [text for text in translations("en").values() if COUNTED.search(text)] == []


def test_one_is_not_told_as_several() -> None:
    try:
        use_language("en")
        assert [_("共 {total} 件", total=n) for n in (0, 1, 2)] == ["0 tips", "1 tip", "2 tips"]
    finally:
        use_language(ORIGINAL)


@in_each
def test_no_chinese_is_left_in_a_translation_except_what_it_quotes(code: str) -> None:
    left = {text for text in translations(code).values() if CHINESE.search(QUOTED.sub("", text))}
    assert not left, f"in {catalogue_of(code)}"


def test_each_catalogue_is_one_of_the_languages_and_each_language_has_one() -> None:
    assert {path.parts[-3] for path in LOCALE_DIR.glob("*/LC_MESSAGES/*.po")} == set(LANGUAGES)


@pytest.mark.parametrize(
    ("locale", "code"),
    [
        *((f"{code}_XX.UTF-8", code) for code in LANGUAGES),
        *((code.upper(), code) for code in LANGUAGES),
        ("xx_XX.UTF-8", ORIGINAL),
        ("C", ORIGINAL),
    ],
)
def test_the_locale_chooses_each_language(
    locale: str, code: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "settings.toml").touch()
    monkeypatch.setenv("DUTYDESK_SETTINGS", str(tmp_path / "settings.toml"))
    monkeypatch.setenv("LANGUAGE", "")
    monkeypatch.setenv("LC_ALL", locale)
    try:
        choose_language([])
        assert language() == code
        assert f'<html lang="{LANGUAGES[code].tag}">' in page("", (), "portrait")
    finally:
        use_language(ORIGINAL)


def test_a_language_that_is_not_compiled_is_not_chinese_unnoticed() -> None:
    with pytest.raises(FileNotFoundError):
        use_language("xx")
    assert language() == ORIGINAL


def test_the_catalogues_are_compiled_by_one_command(tmp_path: Path) -> None:
    copy = tmp_path / "locale"
    shutil.copytree(LOCALE_DIR, copy, ignore=shutil.ignore_patterns("*.mo"))
    subprocess.run([sys.executable, copy / "compile.py"], check=True)
    assert {path.parts[-3] for path in copy.glob("*/*/*.mo")} == set(LANGUAGES)


def test_every_sentence_calls_the_inspection_as_the_notice_does() -> None:
    for word in INSPECTIONS:
        with inspection_called(word):
            assert _("距{inspection}结束") == f"距{word}结束"
            assert _("今天是{inspection}期最后一天。") == f"今天是{word}期最后一天。"
            with pytest.raises(KeyError), inspection_called("".join(INSPECTIONS)):
                raise KeyError
            assert _("距{inspection}结束") == f"距{word}结束"
    assert in_each_word("{inspection}重点")[:2] == ["巡视重点", "巡察重点"]


def test_no_sentence_says_one_word_for_the_inspection_whatever_the_notice_says() -> None:
    names = {*INSPECTIONS, *(m for m in messages_in_code() if "省委巡视第一组" in m)}
    written = {m for m in messages_in_code() - names if any(word in m for word in INSPECTIONS)}
    assert not written, "write {inspection}"


UNOFFICIAL = re.compile(
    "接访[中时]|未接访|先存|没问全|放弃|只留号码|遮屏|封给|改封|换钥|同案|已?交组[^长]|原件径送|"
    "[\u4e00-\u9fff”}][,;!?]|[,;!?][\u4e00-\u9fff“]|[\u4e00-\u9fff]\\(|\\)[\u4e00-\u9fff]"
)
"""What no official writes, and half-width signs in a Chinese sentence."""
UNSAID = re.compile(
    r"gives? (?:it )?up|^Do it\b|is like that|is no tip|\bmended|brings it back|is not written so"
    r"|past the desk|by mistake|[Pp]assed through|of weight|which that runs"
)
"""What no other tool says."""


@pytest.mark.parametrize(
    ("sentences", "unwanted"),
    [(messages_in_code, UNOFFICIAL), (lambda: {*translations("en").values()}, UNSAID)],
)
def test_a_sentence_is_worded_as_others_of_the_trade_word_it(
    sentences: Callable[[], set[str]], unwanted: re.Pattern[str]
) -> None:
    assert [said for said in sentences() if unwanted.search(said)] == []


@in_each
def test_no_label_of_a_dialogue_is_cut_off(code: str) -> None:
    found = set()
    for file in (ROOT / "tui").rglob("*.py"):
        found |= {one or other for one, other in LABEL.findall(file.read_text("utf-8"))}
    assert {"密钥口令", "如何报送"} <= found
    assert [t for label in found if cell_len(t := translations(code)[label]) > WIDEST_LABEL] == []
