"""A late pattern finds what Python's own finds, and is compiled once it is asked and not before."""

from __future__ import annotations

import re

import pytest

from store.late_pattern import late_pattern


def test_it_finds_what_a_pattern_finds_that_was_compiled_at_once() -> None:
    late, at_once = (
        late_pattern(r"(?P<n>\d+)\s*件", re.ASCII),
        re.compile(r"(?P<n>\d+)\s*件", re.ASCII),
    )

    for text in ("12 件，又 3件", "十件", "３件", ""):
        assert late.findall(text) == at_once.findall(text)
        assert late.sub("份", text) == at_once.sub("份", text)
        assert bool(late.search(text)) == bool(at_once.search(text))
    assert late.groupindex == at_once.groupindex


def test_bytes_are_sought_in_bytes() -> None:
    assert late_pattern(b"[0-9]+").findall(b"12388 1235") == [b"12388", b"1235"]


def test_nothing_is_compiled_before_it_is_asked() -> None:
    wrong = late_pattern("(")

    with pytest.raises(re.error):
        wrong.match("")


def test_what_was_asked_for_once_is_the_pattern_s_own() -> None:
    late = late_pattern("甲+")
    assert late.match("甲甲")

    assert late.match.__self__ is re.compile("甲+")
    assert late.match is late.match
