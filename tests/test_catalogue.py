"""No sentence is missing in either language."""

import re
from functools import cache
from pathlib import Path

from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from store.text import LOCALE_DIR

ROOT = Path(__file__).parent.parent
KEYWORDS = {"_": None, "N_": None}
CHINESE = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
VALUE = re.compile(r"\{(\w+)\}")
QUOTED = re.compile("[“”「」].*?[“”「」]")


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


@cache
def english() -> dict[str, str]:
    """The English catalogue, Chinese to English."""
    with (LOCALE_DIR / "en" / "LC_MESSAGES" / "dutydesk.po").open("rb") as file:
        return {str(entry.id): str(entry.string) for entry in read_po(file) if entry.id}


def test_every_sentence_has_its_english() -> None:
    missing = {message for message in messages_in_code() if not english().get(message)}
    assert not missing


def test_no_english_is_left_without_its_sentence() -> None:
    assert not english().keys() - messages_in_code()


def test_every_sentence_in_code_is_chinese() -> None:
    assert not {message for message in messages_in_code() if not CHINESE.search(message)}


def test_both_languages_fill_in_the_same_values() -> None:
    differing = {
        chinese: translated
        for chinese, translated in english().items()
        if set(VALUE.findall(chinese)) != set(VALUE.findall(translated))
    }
    assert not differing


def test_no_chinese_is_left_in_the_english_except_what_it_quotes() -> None:
    assert not {text for text in english().values() if CHINESE.search(QUOTED.sub("", text))}
