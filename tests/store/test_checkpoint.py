"""A checkpoint as bytes: read as it was written, or not at all."""

from __future__ import annotations

import hashlib
import io
import threading
from collections.abc import Iterator
from typing import IO, Any

import pytest

from store import json_bytes
from store.disk import joined
from store.document import Tables
from store.journal.checkpoint import (
    BEGINS,
    SEALED_FROM,
    Unreadable,
    checkpoint_parts,
    checkpoint_pieces,
    digest_of,
    digested,
    lines_in,
    read_checkpoint,
    read_head,
    read_sealed_head,
    tips_in,
)
from store.journal.lines import Lines
from store.journal.place import Blob

HEAD = {"journal_bytes": 7, "journal_format": 3, "journal_hash": "ab"}
TIPS = {"1": {"summary": "甲"}, "2": {"summary": "乙"}, "7": {"summary": "丙"}}
TABLES: Tables = {"shifts": {"1": {"officer": "赵"}}, "tips": TIPS, "log": {}}


class Bytes(Blob):
    """Bytes that nobody replaces."""

    name = "tips.json"

    def __init__(self, data: bytes) -> None:
        self._data = data

    def open(self) -> IO[bytes]:
        return io.BytesIO(self._data)

    def replacing(self, pieces: object) -> Any:
        raise NotImplementedError

    put_aside = drop = replacing  # type: ignore[assignment]


def written(head: dict[str, Any] = HEAD, tables: Tables = TABLES) -> bytes:
    return joined(checkpoint_pieces(head, tables))


def sealed(rest: bytes) -> bytes:
    """Other bytes under a seal of their own."""
    return BEGINS + hashlib.sha256(rest).hexdigest().encode() + rest


DATA = written()


def flips(data: bytes) -> Iterator[bytes]:
    for at in range(len(data)):
        for bit in (0, 2):
            yield data[:at] + bytes([data[at] ^ (1 << bit)]) + data[at + 1 :]


def test_of_however_many_documents_a_checkpoint_is_json_and_read_as_it_was_written() -> None:
    many: Tables = {name: {str(n): {"n": n} for n in range(1, 1202)} for name in ("log", "tips")}
    data = written(tables=many)
    assert {name: json_bytes.loads(data)[name] for name in many} == many
    found = read_checkpoint(Bytes(data)).tables
    assert {name: dict(table) for name, table in found.items()} == many
    # As it is written again, of what was read.
    assert written(tables=found) == data


def test_a_checkpoint_is_read_as_it_was_written() -> None:
    found = read_checkpoint(Bytes(DATA))
    assert isinstance(found.tables["tips"], Lines)
    assert {name: dict(table) for name, table in found.tables.items()} == TABLES
    head = {name: value for name, value in found.head.items() if not name.endswith("sha256")}
    assert head == HEAD | {"format": 3}
    for read in (read_head, read_sealed_head):
        assert read(Bytes(DATA)) == found.head
    tips = tips_in(io.BytesIO(DATA))
    assert tips is not None and dict(tips) == TIPS
    many = [*range(100_000, 110_000)]
    for read in (read_head, read_sealed_head):
        assert read(Bytes(written(HEAD | {"apart_1": many})))["apart_1"] == many
    # One that says no format of its journal is of the one that any version reads.
    assert read_checkpoint(Bytes(written({"n": 1}))).head["format"] == 1


def test_a_head_that_has_no_seal_of_its_own_is_read_with_all_the_rest_alone() -> None:
    of_0_2 = sealed(b"".join(checkpoint_parts(HEAD, TABLES, seals_head=False)))
    assert read_checkpoint(Bytes(of_0_2)).head["journal_hash"] == "ab"
    with pytest.raises(Unreadable):
        read_sealed_head(Bytes(of_0_2))


@pytest.mark.parametrize("said", ["[]", '"x"', "1", "null", "[1]"])
def test_what_says_something_else_than_a_head_says_has_none(said: str) -> None:
    data = b'{"desk":{"1":%b},\n"tips":{\n\n}}\n' % said.encode()
    for read in (read_head, read_sealed_head):
        with pytest.raises(Unreadable):
            read(Bytes(data))


def test_of_a_checkpoint_in_which_any_bit_flipped_nothing_is_read() -> None:
    for data in flips(DATA):
        with pytest.raises(Unreadable):
            read_checkpoint(Bytes(data))
        assert tips_in(io.BytesIO(data)) is None
    line = DATA.partition(b"\n")[0]
    for flipped in flips(line):
        if flipped[: len(BEGINS)] + flipped[SEALED_FROM:] == BEGINS + line[SEALED_FROM:]:
            continue  # The seal of the whole is not looked at where the head alone is read.
        with pytest.raises(Unreadable):
            read_sealed_head(Bytes(flipped + DATA[len(line) :]))


def test_nor_of_one_that_was_cut_or_ends_in_a_hole() -> None:
    for data in (b"", DATA[:-1], DATA[:200], DATA[:-8] + bytes(8), DATA + bytes(8), bytes(100)):
        with pytest.raises(Unreadable):
            read_checkpoint(Bytes(data))
    with pytest.raises(Unreadable):
        # Also where the hole was sealed with the rest.
        read_checkpoint(Bytes(sealed(DATA[SEALED_FROM:] + bytes(8))))


def test_of_a_newer_program_the_head_alone_is_taken_and_a_bit_that_flipped_makes_none() -> None:
    newer = joined(checkpoint_pieces({"format": 9}, TABLES))
    assert read_checkpoint(Bytes(newer)).tables == {}
    assert read_checkpoint(Bytes(newer)).head["format"] == 9
    # It may seal otherwise, or not at all.
    assert read_checkpoint(Bytes(newer.replace(b"head_sha256", b"head_sha512"))).tables == {}
    for ours, flipped in ((1, 9), (2, 6), (3, 7)):
        written = joined(checkpoint_pieces({"format": ours}, TABLES))
        with pytest.raises(Unreadable):
            read_checkpoint(Bytes(written.replace(b'"format":%d' % ours, b'"format":%d' % flipped)))
    spoilt = DATA.replace(b'"format":3', b'"format":7').replace(b"ab", b"ac")
    assert read_checkpoint(Bytes(spoilt)).head["format"] == 7


@pytest.mark.parametrize("second", ["1", "0", "01", "02", "-2", "x", "9" * 19])
def test_tips_out_of_their_order_are_read_as_a_whole(second: str) -> None:
    tips = {"1": {"summary": "甲"}, second: {"summary": "乙"}}
    rest = b"".join(checkpoint_parts(HEAD, {"tips": {"1": TIPS["1"], "2": TIPS["2"]}}))
    data = sealed(rest.replace(b'"2":{', b'"%b":{' % second.encode()))
    assert tips_in(io.BytesIO(data)) is None
    assert read_checkpoint(Bytes(data)).tables == {"tips": tips}


@pytest.mark.parametrize("threads", [True, False])
def test_a_large_one_is_held_against_its_seal_whether_a_thread_is_to_be_had_or_not(
    threads: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(_thread: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    if not threads:
        monkeypatch.setattr(threading.Thread, "start", none)
    tips = {str(n): {"summary": "甲" * 1000} for n in range(1, 710)}
    data = written(HEAD, {"tips": tips})
    assert len(data) > 16 * 128 * 1024
    assert dict(read_checkpoint(Bytes(data)).tables["tips"]) == tips
    with pytest.raises(Unreadable):
        read_checkpoint(Bytes(data[:-5] + b"x" + data[-4:]))


def test_what_a_tip_says_is_told_from_anything_else_and_all_other_lines_stay() -> None:
    parts = [DATA[at : at + 50] for at in range(0, len(DATA), 50)]
    lines = DATA.split(b"\n")
    assert [*lines_in(parts)] == lines and [*lines_in([b"a\nb"])] == [b"a", b"b"]
    found = [*digested(lines)]
    of_tips = {
        f'"{n}":{json_bytes.dumps(tip).decode()}'.encode(): f'"{n}":"{digest_of(tip)}"'.encode()
        for n, tip in TIPS.items()
    }
    for line, told in zip(lines, found, strict=True):
        raw = line.removesuffix(b",")
        assert told == of_tips.get(raw, raw) + line[len(raw) :]
    assert len({*of_tips.values()} & {one.removesuffix(b",") for one in found}) == 3
    assert all(len(digest_of(tip)) == 32 for tip in TIPS.values())
