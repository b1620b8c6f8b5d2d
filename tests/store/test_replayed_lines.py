"""The journal's lines taken in one by one: what they make of the tables, and what is told of damage."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import pytest

from store.document import Document
from store.errors import NewerFormat
from store.journal.line import write_line
from store.journal.replay import Replay, are_ids, have_room, most_after

MILLION = 1_000_000


class NextRevision:
    """Believes the next revision of what there is."""

    def is_plausible(
        self, table: str, doc_id: str, before: Document | None, after: Document | None
    ) -> bool:
        revision = before["revision"] if before else 0
        return after is None or after["revision"] == revision + 1

    def are_shaped(self, table: str, documents: Collection[Any]) -> bool:
        return table != "unknown" and all(isinstance(one, dict) for one in documents)


JUDGE = NextRevision()
Change = tuple[str, str, Document | None, Document | None]


class Journal:
    """Lines that follow one upon the other, each of one tip's or one shift's next revision."""

    def __init__(self) -> None:
        self.lines: list[bytes] = []
        self._hash = ""

    def add(self, tables: dict[str, Any], **more: Any) -> None:
        entry = {"n": len(self.lines) + 1, "tables": tables, "prev": self._hash, **more}
        line, self._hash = write_line(entry)
        self.lines.append(line)


def journal() -> Journal:
    made = Journal()
    made.add({"tips": {"1": {"revision": 1}}, "shifts": {"7": {"revision": 1}}})
    made.add({"tips": {"2": {"revision": 1}}})
    made.add({"tips": {"1": {"revision": 2}}})
    made.add({"tips": {"2": None}})
    return made


def taken(data: bytes, replay: Replay | None = None) -> tuple[Replay, list[Change]]:
    replay, changes = replay or Replay({"tips": {}, "shifts": {}}), list[Change]()
    replay.take(data, "journal.jsonl", JUDGE, lambda *change: changes.append(change))
    return replay, changes


def told(replay: Replay) -> list[tuple[int, str]]:
    return [
        (one.line, one.sentence.removeprefix(f"journal.jsonl 第 {one.line} 行："))
        for one in replay.damages
    ]


def spoilt(line: bytes) -> bytes:
    """Nothing can be read of it."""
    return b"}" + line[1:]


def unsealed(line: bytes) -> bytes:
    """It has lost its hash and its end."""
    return line[: line.index(b'"hash"')]


def changed(line: bytes) -> bytes:
    """It can be read, and is not what was written."""
    return line.replace(b'"prev"', b'"prew"')


SKIPPED = "已损坏，无法读出，已略过。"
CHANGED = "与写入时不同，尚可读出，已照读，请核对。"
GAP = "与前一行不衔接，其间有缺失或改动，请核对。"
NO_END = "换行符已损坏，内容完好。"


def test_whole_lines_make_the_tables_and_each_change_is_told_with_what_was_before() -> None:
    lines = journal().lines
    data = b"".join(lines)
    replay, changes = taken(data)
    assert replay.tables == {"tips": {"1": {"revision": 2}}, "shifts": {"7": {"revision": 1}}}
    assert changes == [
        ("tips", "1", None, {"revision": 1}),
        ("shifts", "7", None, {"revision": 1}),
        ("tips", "2", None, {"revision": 1}),
        ("tips", "1", {"revision": 1}, {"revision": 2}),
        ("tips", "2", {"revision": 1}, None),
    ]
    assert (replay.position, replay.lines, replay.n) == (len(data), 4, 4)
    assert replay.last_ids == {"tips": 2, "shifts": 7} and replay.damages == []
    # And the same line by line.
    other = Replay({"tips": {}, "shifts": {}})
    assert all(other.take(line, "x", JUDGE, lambda *_: None) for line in lines)
    assert other == replay
    assert not other.take(b"", "x", JUDGE, lambda *_: None)


@pytest.mark.parametrize(
    ("pick", "tips", "n", "last_ids", "expected"),
    [
        # One that can be read though it is not as it was written; the next follows it.
        (lambda a, b, c, d: a + changed(b) + c, "1-2 2-1", 3, (2, 7), [(2, CHANGED)]),
        # One that is gone without a trace.
        (lambda a, b, c, d: a + c, "1-2", 3, (1, 7), [(2, GAP)]),
        # One that cannot be read, and what may have been given in it is not given again.
        (lambda a, b, c, d: a + spoilt(b) + c, "1-2", 3, (2, 8), [(2, SKIPPED)]),
        (lambda a, b, c, d: a + spoilt(b), "1-1", 2, (2, 8), [(2, SKIPPED)]),
        # Two that became one are two.
        (
            lambda a, b, c, d: a + unsealed(b) + unsealed(c) + b"\n",
            "1-1",
            3,
            (3, 9),
            [(2, SKIPPED)],
        ),
        # What comes after such a one may follow upon it, whatever it says of its own place.
        (
            lambda a, b, c, d: a + spoilt(b) + changed(c) + d,
            "1-2",
            4,
            (2, 8),
            [(2, SKIPPED), (3, CHANGED)],
        ),
        (lambda a, b, c, d: spoilt(a) + b + d, "", 4, (2, 1), [(1, SKIPPED), (3, GAP)]),
        # A number that was given and taken back in lines that are gone.
        (lambda a, b, c, d: spoilt(a) + d, "", 4, (2, 1), [(1, SKIPPED)]),
        # A change that cannot be the next one is not believed.
        (lambda a, b, c, d: a + spoilt(b) + b"\n" + a, "1-1", 4, (4, 10), "2 3 4"),
        (lambda a, b, c, d: a + changed(d), "1-1", 2, (2, 8), [(2, SKIPPED)]),
        (lambda a, b, c, d: a + a, "1-1", 2, (2, 8), [(2, SKIPPED)]),
        # Of a damaged end the line before it is whole.
        (lambda a, b, c, d: a[:-1] + b"x" + b + c, "1-2 2-1", 3, (2, 7), [(1, NO_END)]),
    ],
)
def test_what_is_damaged_is_read_around_and_told(
    pick: Any, tips: str, n: int, last_ids: tuple[int, int], expected: Any
) -> None:
    data = pick(*journal().lines)
    replay, _changes = taken(data)
    found = replay.tables["tips"].items()
    assert " ".join(f"{key}-{one['revision']}" for key, one in found) == tips
    if isinstance(expected, str):
        expected = [(int(line), SKIPPED) for line in expected.split()]
    assert told(replay) == expected
    assert replay.n == n
    assert tuple(replay.last_ids[name] for name in ("tips", "shifts")) == last_ids
    assert (replay.position, replay.lines) == (len(data), data.count(b"\n"))


def test_after_one_that_follows_upon_a_damaged_line_a_gap_is_told_again() -> None:
    made = journal()
    made.add({"tips": {"3": {"revision": 1}}})
    a, b, c, _d, e = made.lines
    assert told(taken(a + changed(b) + c + e)[0]) == [(2, CHANGED), (4, GAP)]
    assert told(taken(a + changed(b) + e)[0]) == [(2, CHANGED)]
    assert told(taken(a + spoilt(b) + c + changed(e))[0]) == [(2, SKIPPED), (4, SKIPPED)]
    # Right after one that cannot be read nobody knows where it has its place.
    replay, _changes = taken(a + spoilt(b) + changed(e))
    assert told(replay) == [(2, SKIPPED), (3, CHANGED)] and "3" in replay.tables["tips"]


def test_of_a_line_out_of_place_all_is_believed_or_nothing() -> None:
    made = journal()
    made.add({"tips": {"3": {"revision": 1}, "1": {"revision": 9}}})
    a, *_rest, e = made.lines
    replay, _changes = taken(a + e)
    assert told(replay) == [(2, SKIPPED)] and [*replay.tables["tips"]] == ["1"]


def test_a_line_whose_end_is_still_missing_is_taken_in_and_counted_with_it() -> None:
    a, b, c, _d = journal().lines
    replay, _changes = taken(a + b[:-1])
    assert replay.unfinished and replay.position == len(a + b) and replay.damages == []
    replay.unfinished = False
    assert not taken(c, replay)[0].unfinished and replay.damages == []
    # Where another byte stands in its place the line before that is told.
    replay, _changes = taken(a + b[:-1])
    assert told(taken(c, replay)[0]) == [(2, NO_END)]


def test_a_journal_is_of_the_newest_format_that_a_line_says_and_a_newer_one_is_left_alone() -> None:
    made = Journal()
    made.add({"tips": {"1": {"revision": 1}}}, format=3)
    made.add({"tips": {"2": {"revision": 1}}}, format=2)
    replay, _changes = taken(b"".join(made.lines))
    assert replay.format == 3
    made.add({"of another shape": 1}, format=4)
    with pytest.raises(NewerFormat, match="升级"):
        taken(made.lines[-1], replay)
    # Where it is out of place it is damage.
    assert told(taken(made.lines[-1])[0]) == [(1, SKIPPED)]


def test_numbers_are_written_as_the_desk_writes_them_and_leave_room_for_the_next() -> None:
    assert [most_after(lines) for lines in (0, 1, 3)] == [MILLION, MILLION, 3 * MILLION]
    assert are_ids([], 3) and are_ids(["1", "3"], 3)
    for ids in (["4"], ["0"], ["-1"], ["01"], ["1", " 2"], ["x"], [""], ["9" * 5000]):
        assert not are_ids(ids, 3)
    assert have_room([None, {}, {"revision": 3}, {"revision": "x"}], 3)
    assert not have_room([{"revision": 3}, {"revision": 4}], 3)
