"""A journal read a piece at a time says what it says as a whole, sound or damaged."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest

from store.journal import line
from store.journal.line import Found, pieces, scan, scan_pieces
from tests.store.desks import new_desk, tip_of


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
    chance = random.Random(size)
    for _time in range(300):
        data = bytearray(sound)
        for _flip in range(chance.randrange(1, 4)):
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        for _hole in range(chance.randrange(2)):
            at = chance.randrange(len(data))
            data[at : at + 60] = bytes(60)
        del data[chance.randrange(len(data) // 2, len(data) + 40) :]
        assert in_pieces(bytes(data)) == list(scan(bytes(data)))
