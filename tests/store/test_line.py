"""The lines of the journal: written with their hashes, and read back damaged or not."""

from __future__ import annotations

import pytest

from store.journal.line import (
    Found,
    lines_of,
    pieces,
    read_line,
    scan,
    scan_pieces,
    write_line,
)


def line(n: int, text: str = "甲") -> bytes:
    return write_line({"n": n, "said": text})[0]


ONE, TWO, THREE = line(1), line(2), line(3)
AT, AFTER = len(ONE), len(ONE + TWO)
HOLE = b"\0" * 8
# As a bit may flip that leaves it readable; and where nothing is left to be read.
CHANGED = TWO.replace(b"said", b"saie")
SPOILT = b"}" + TWO[1:]
UNSEALED = ONE[:-10] + b"x" + ONE[-9:-1]

Told = tuple[int, int, int, int | None, bool, bool, int]


def told(found: Found) -> Told:
    n = found.entry["n"] if found.entry else None
    return found.line, found.start, found.end, n, found.sound, found.complete, found.lost


FIRST: Told = (1, 0, AT, 1, True, True, 0)
SECOND: Told = (2, AT, AFTER, 2, True, True, 0)
THIRD: Told = (3, AFTER, AFTER + len(THREE), 3, True, True, 0)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", []),
        (ONE + TWO + THREE, [FIRST, SECOND, THIRD]),
        # Readable, though not as it was written.
        (ONE + CHANGED + THREE, [FIRST, (2, AT, AFTER, 2, False, True, 0), THIRD]),
        (ONE + CHANGED, [FIRST, (2, AT, AFTER, 2, False, True, 0)]),
        # Not readable; nor is what says something else than a line says.
        (ONE + SPOILT + THREE, [FIRST, (2, AT, AFTER, None, False, True, 1), THIRD]),
        (ONE + b"[2]\n", [FIRST, (2, AT, AT + 4, None, False, True, 1)]),
        # Two of which none can be read are two, and as many where their ends are gone.
        (
            SPOILT + SPOILT + ONE,
            [
                (1, 0, len(TWO), None, False, True, 1),
                (2, len(TWO), 2 * len(TWO), None, False, True, 1),
                (3, 2 * len(TWO), 2 * len(TWO) + AT, 1, True, True, 0),
            ],
        ),
        (UNSEALED + b"," + UNSEALED + b"\n", [(1, 0, 2 * AT, None, False, True, 2)]),
        # The end of one alone is damaged: both are read.
        (
            ONE[:-1] + b"x" + TWO + THREE,
            [
                (1, 0, AT, 1, True, False, 0),
                (1, AT, AFTER, 2, True, True, 0),
                (2, AFTER, AFTER + len(THREE), 3, True, True, 0),
            ],
        ),
        # What was not written to its end is acknowledged to nobody.
        (ONE + TWO[:-5], [FIRST]),
        (ONE + SPOILT + TWO[:-5], [FIRST, (2, AT, AFTER, None, False, True, 1)]),
        (ONE + TWO[:20] + HOLE + TWO[28:], [FIRST]),
        (ONE + TWO[:20] + b"\n" + HOLE + b"\n", [FIRST, (2, AT, AT + 21, None, False, True, 1)]),
        # But what lies before others that are whole was.
        (
            ONE + TWO[:20] + HOLE + TWO[28:] + THREE,
            [FIRST, (2, AT, AFTER, None, False, True, 1), THIRD],
        ),
        (
            ONE + TWO[:20] + HOLE + TWO[28:] + THREE[:-1],
            [FIRST, (2, AT, AFTER, None, False, True, 1), (*THIRD[:5], False, 0)],
        ),
        # Only its end is not there yet.
        (ONE + TWO[:-1], [FIRST, (2, AT, AFTER, 2, True, False, 0)]),
        (
            ONE + SPOILT + THREE[:-1],
            [FIRST, (2, AT, AFTER, None, False, True, 1), (*THIRD[:5], False, 0)],
        ),
    ],
)
def test_of_each_stretch_it_is_told_where_it_is_and_how_far_it_can_be_read(
    data: bytes, expected: list[Told]
) -> None:
    assert [*map(told, scan(data))] == expected
    moved = [(n + 6, start + 100, end + 100, *rest) for n, start, end, *rest in expected]
    assert [*map(told, scan(data, 100, 7))] == moved
    before = THREE + THREE
    in_pieces = [*map(told, scan_pieces([THREE, THREE, data]))][2:]
    at = len(before)
    assert in_pieces == [(n + 2, start + at, end + at, *rest) for n, start, end, *rest in expected]


def test_a_line_is_read_only_as_it_was_written() -> None:
    raw, seal = write_line({"n": 1, "said": "甲"})
    assert raw.endswith(b"\n") and raw.count(b"\n") == 1
    assert read_line(raw[:-1]) == {"n": 1, "said": "甲", "hash": seal}
    for at in range(len(raw) - 1):
        changed = raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1 : -1]
        assert read_line(changed) is None
    for other in (b"", raw, raw[1:-1], b"{}", b"\n"):
        assert read_line(other) is None


def test_pieces_say_together_what_the_journal_says_and_each_ends_in_a_sound_line() -> None:
    journal = b"".join(line(n, "甲" * 30_000) for n in range(1, 12))

    def read(start: int, end: int) -> bytes:
        return journal[start:end]

    found = [*pieces(read, 0, len(journal))]
    assert b"".join(found) == journal and 1 < len(found) < 11
    assert all(read_line(lines_of(piece)[-1]) for piece in found)
    first = len(line(1, "甲" * 30_000))
    assert b"".join(pieces(read, first, len(journal) - 7)) == journal[first:-7]
    assert [*pieces(read, 0, 0)] == []
    # What is damaged goes with what follows it, and a torn tail alone.
    damaged = ONE + SPOILT + THREE + ONE[:9]
    cut = [*pieces(lambda start, end: damaged[start:end], 0, len(damaged))]
    assert cut == [ONE + SPOILT + THREE, ONE[:9]]
    assert lines_of(ONE + TWO) == [ONE[:-1], TWO[:-1]] and lines_of(ONE[:-1]) == [ONE[:-1]]
