"""A journal read a piece at a time says what it says as a whole, sound or damaged."""

from __future__ import annotations

import itertools
import random
import tracemalloc
from dataclasses import replace
from pathlib import Path

import pytest

from store.document import TABLE
from store.journal import line
from store.journal.line import (
    Found,
    begins_with,
    is_one_bit_off,
    pieces,
    scan,
    scan_pieces,
    write_line,
)
from store.tips.history import changes_of
from tests.builders import DURING
from tests.store.desks import OFFICER, new_desk, tip_of


def in_pieces(data: bytes) -> list[Found]:
    """What it says, read so."""
    given = list(pieces(lambda start, end: data[start:end], 0, len(data)))
    assert b"".join(given) == data
    return list(scan_pieces(given))


@pytest.mark.parametrize("size", [1, 700, 2_000, 5_000])
def test_it_says_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    with new_desk(tmp_path / "desk") as desk:
        for n in range(6):
            desk.record(replace(tip_of(), summary=f"第{n}件" * 30))
    sound = (tmp_path / "desk/journal.jsonl").read_bytes()
    monkeypatch.setattr(line, "_PIECE_BYTES", size)
    assert in_pieces(sound) == list(scan(sound))
    # Whole lines of which some have lost their ends lie where they lay.
    joined = sound.replace(b"\n", b"\x0b", 3)
    places = [(found.start, found.end) for found in scan(sound)]
    assert [(found.start, found.end) for found in scan(joined)] == places
    assert in_pieces(joined) == list(scan(joined))
    chance = random.Random(size)
    for _time in range(300):
        data = bytearray(sound)
        for _flip in range(chance.randrange(1, 4)):
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        for _hole in range(chance.randrange(2)):
            at = chance.randrange(len(data))
            data[at : at + 60] = bytes(60)
        del data[chance.randrange(len(data) // 2, len(data) + 40) :]
        found = list(scan(bytes(data)))
        assert in_pieces(bytes(data)) == found
        assert all(one.start < one.end for one in found)
        assert all(one.end <= other.start for one, other in itertools.pairwise(found))


def line_of(n: int, tips: dict[str, object]) -> bytes:
    """A line of the journal that stores these tips."""
    entry = {"n": n, "at": "", "by": "", "what": "record", "tables": {TABLE: tips}, "prev": ""}
    return write_line(entry)[0]


@pytest.mark.parametrize(
    ("journal", "earlier", "begins"),
    [
        ([b"ab", b"cd"], b"abc", True),
        ([b"ab", b"cd"], b"abcd", True),
        ([b"ab", b"cd"], b"ab", True),
        ([b"ab", b"cd"], b"", True),
        ([], b"", True),
        ([b"ab", b"cd", b"ef"], b"a", True),
        ([b"ab", b"cd", b"ef"], b"abc", True),
        ([b"ab", b"cd"], b"abcde", False),
        ([b"ab", b"cd"], b"abx", False),
        ([b"ab", b"cd"], b"xbcd", False),
        ([b"abc", b"def"], b"abd", False),
        ([b"abc", b"def"], b"abcef", False),
        ([], b"a", False),
    ],
)
def test_a_journal_begins_with_an_earlier_one_only_where_all_of_that_is_there(
    journal: list[bytes], earlier: bytes, begins: bool
) -> None:
    assert begins_with(iter(journal), earlier) is begins


def test_one_bit_off_is_neither_none_nor_two_nor_another_length() -> None:
    assert is_one_bit_off(b"1", b"3") and is_one_bit_off(b"x1y", b"x9y")
    for other in (b"1", b"7", b"11", b"", b"\x003"):
        assert not is_one_bit_off(b"1", other)
    assert is_one_bit_off(b"format", b"formau")
    for other in (b"format", b"forma", b"formaw", b"gormau"):
        assert not is_one_bit_off(b"format", other)


def test_the_history_of_a_tip_never_has_much_of_the_journal_in_memory() -> None:
    stored = {"number": "2016-0002", "revision": 1, "officer": OFFICER, "saved_at": DURING}
    tip = replace(tip_of(), **stored).as_json()
    a_line = line_of(1, {"1": {**tip, "summary": "文" * 500}})
    data = a_line * (8_000_000 // len(a_line)) + line_of(2, {"2": tip})
    tracemalloc.start()
    try:
        found = changes_of(pieces(lambda start, end: data[start:end], 0, len(data)), TABLE, "2")
        _now, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(found) == 1
    assert most < 2_000_000


def test_a_line_of_very_many_tips_is_put_together_in_a_few_steps() -> None:
    data = line_of(1, {str(n): {"summary": "文" * 500} for n in range(1, 6_000)})
    asked: list[int] = []

    def read(start: int, end: int) -> bytes:
        asked.append(end - start)
        return data[start:end]

    assert list(pieces(read, 0, len(data))) == [data]
    assert sum(asked) == len(data) > 8_000_000
    assert len(asked) < 10
