"""Why a file cannot be used is told in the language in use, not as the system or a library puts it."""

from __future__ import annotations

import errno
import inspect
import os
import re
import tomllib
from pathlib import Path

import pytest

from store import reasons
from store.errors import NoticeRefused
from store.notice.reading import parse_notice
from tests.builders import read_notice

ENGLISH = re.compile("[A-Za-z]{2}")


@pytest.mark.parametrize(
    "text",
    [
        "a = ",
        "a = b",
        "a = [1",
        "a = {b = 1",
        'a = "x',
        'a = "x\ny"',
        r'a = "\q"',
        "a b",
        "a = 1 b = 2",
        "a = 1\na = 2",
        "a = 2016-13-40T99:00:00",
        "= 3",
        "[a",
        "[[a]",
        "[[]]",
        "[" * 5000,
        "a = " + "[" * 5000,
    ],
)
def test_what_is_no_toml_is_told_without_the_words_of_the_library(text: str) -> None:
    with pytest.raises((tomllib.TOMLDecodeError, RecursionError)) as refusal:
        tomllib.loads(text)
    assert not ENGLISH.search(reasons.of_toml(refusal.value)), str(refusal.value)


def test_the_place_of_what_is_no_toml_is_told() -> None:
    with pytest.raises(NoticeRefused, match="第 2 行第 6 个字符处，等号后面的值不对"):
        parse_notice("#\na =  b", "x.toml")
    with pytest.raises(NoticeRefused, match="文件末尾，引号没有成对"):
        parse_notice('a = "b', "x.toml")


def test_no_beginning_is_one_that_the_library_does_not_say() -> None:
    said = inspect.getsource(tomllib._parser)  # type: ignore[attr-defined]
    assert [start for start in reasons._OF_TOML if f'"{start}' not in said] == []


@pytest.mark.parametrize("number", sorted(reasons._OF_SYSTEM))
def test_what_the_system_refuses_is_told_without_its_words(number: int) -> None:
    error = OSError(number, os.strerror(number))
    assert not ENGLISH.search(reasons.of_system(error))


def test_of_what_is_rare_the_code_is_told(tmp_path: Path) -> None:
    assert reasons.of_system(OSError(errno.EXDEV, "")) == "EXDEV"
    # As a place says it that is none of the system's.
    assert reasons.of_system(FileNotFoundError("tips.json")) == "没有这个文件或目录"
    with pytest.raises(NoticeRefused, match="（路径不对）"):
        read_notice(tmp_path / "a\0b")
