"""The mark of how a journal ended, as it is noted on paper and typed off it."""

from __future__ import annotations

import pytest

from store.journal.anchor import anchor_of, is_anchor


def test_an_anchor_says_how_many_lines_and_how_the_last_ones_hash_begins() -> None:
    assert anchor_of(12, "0123456789abcdef".ljust(64, "f")) == "12:0123456789abcdef"
    for lines in (1, 9, 10, 12, 999_999_999):
        assert is_anchor(anchor_of(lines, "f" * 64)) and is_anchor(f"{lines}:0123456789abcdef")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "12",
        "12:",
        ":0123456789abcdef",
        "0:0123456789abcdef",
        "012:0123456789abcdef",
        "1234567890:0123456789abcdef",
        "１２:0123456789abcdef",
        "-1:0123456789abcdef",
        "12:0123456789abcde",
        "12:0123456789abcdef0",
        "12:0123456789abcdef\n",
        "12:0123456789ABCDEF",
        "12:0123456789abcdeg",
        "12:０123456789abcdef",
        "1２:0123456789abcdef",
        " 12:0123456789abcdef",
        "12 0123456789abcdef",
    ],
)
def test_what_was_typed_off_otherwise_is_no_anchor(text: str) -> None:
    assert not is_anchor(text)
