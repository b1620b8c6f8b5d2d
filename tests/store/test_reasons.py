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


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[a]\n[a]", "第 2 行第 3 个字符处，这一节或键重复"),
        ("a = 1\n[a.b]", "第 2 行第 5 个字符处，这一节或键重复"),
        ("a = {b = 1, b = 2}", "第 1 行第 18 个字符处，这一节或键重复"),
        ("a = [1]\n[[a]]", "第 2 行第 4 个字符处，这一节或键重复"),
        ("[a.b]\n[a]\nb.c = 1", "文件末尾，这一节或键重复"),
        ("[a]\n[[a]]", "第 2 行第 4 个字符处，这一节或键重复"),
        ("a. = 1", "第 1 行第 4 个字符处，键的名称不对"),
        ("a = 2016-02-30T00:00:00", "第 1 行第 5 个字符处，没有这个日期或时间"),
        ("a b = 1", "第 1 行第 3 个字符处，键的后面应为等号"),
        ("[[a]", "第 1 行第 4 个字符处，节的名称没有用方括号括完"),
        ("a = 1 b = 2", "第 1 行第 7 个字符处，一行只能写一项，后面多了文字"),
        ('a = "x\ny"', "第 1 行第 7 个字符处，有不可见的字符，或引号没有成对"),
        ("= 1", "第 1 行第 1 个字符处，应写作“键 = 值”"),
        ("a =", "文件末尾，等号后面的值不对，文字要加英文双引号"),
        ("a = [1", "文件末尾，清单没有用方括号括完"),
        ("a = {b = 1", "文件末尾，花括号没有成对"),
        (r'a = "\x"', "第 1 行第 8 个字符处，文字中的反斜杠要写成两个"),
        ('a = "x', "文件末尾，引号没有成对"),
        ("a = 'x", "文件末尾，写法不对"),
    ],
)
def test_what_is_wrong_in_it_is_told_in_words_and_where(text: str, told: str) -> None:
    with pytest.raises(tomllib.TOMLDecodeError) as refusal:
        tomllib.loads(text)
    assert reasons.of_toml(refusal.value) == told


def test_what_python_refuses_has_no_place_in_it() -> None:
    assert reasons.of_toml(RecursionError("maximum recursion depth")) == "嵌套过深"
    with pytest.raises(ValueError, match="4300") as refusal:
        tomllib.loads("a = " + "9" * 5000)
    assert reasons.of_toml(refusal.value) == "数字过长"


def test_no_beginning_is_one_that_the_library_does_not_say() -> None:
    said = inspect.getsource(tomllib._parser)  # type: ignore[attr-defined]
    assert [start for start in reasons._OF_TOML if f'"{start}' not in said] == []


@pytest.mark.parametrize("number", sorted(reasons._OF_SYSTEM))
def test_what_the_system_refuses_is_told_without_its_words(number: int) -> None:
    error = OSError(number, os.strerror(number))
    assert not ENGLISH.search(reasons.of_system(error))


@pytest.mark.parametrize(
    ("names", "told"),
    [
        ("ENOENT", "没有这个文件或目录"),
        ("EACCES", "没有权限"),
        ("EPERM", "不允许这样做"),
        ("EROFS", "磁盘只读"),
        ("ENOSPC", "磁盘已满"),
        ("EDQUOT", "磁盘配额已满"),
        ("EFBIG", "文件过大"),
        ("EIO", "磁盘读写出错"),
        ("EISDIR", "是目录，不是文件"),
        ("ENOTDIR", "路径中有一段不是目录"),
        ("EEXIST", "已经存在"),
        ("ENAMETOOLONG", "名称过长"),
        ("ELOOP", "符号链接循环"),
        ("ENXIO", "不是普通文件"),
        ("EMFILE ENFILE", "打开的文件过多"),
        ("EBUSY", "正被占用"),
        ("EADDRINUSE", "已被占用"),
    ],
)
def test_each_refusal_has_its_own_words(names: str, told: str) -> None:
    for name in names.split():
        assert reasons.of_system(OSError(getattr(errno, name), "")) == told, name


def test_of_what_is_rare_the_code_is_told(tmp_path: Path) -> None:
    assert reasons.of_system(OSError(errno.EXDEV, "")) == "EXDEV"
    # As a place says it that is none of the system's.
    assert reasons.of_system(FileNotFoundError("tips.json")) == "没有这个文件或目录"
    with pytest.raises(NoticeRefused, match="（路径不对）"):
        read_notice(tmp_path / "a\0b")
