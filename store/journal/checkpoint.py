"""The checkpoint: all tables as one JSON file that stock TinyDB reads, sealed by a hash.

Its first line is the head, which can be read alone; then a line for each document.
"""

from __future__ import annotations

import hashlib
import itertools
import os
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from io import BufferedIOBase
from queue import SimpleQueue
from typing import IO, Any, Final, Self, cast

from store import json_bytes
from store.disk import Piece
from store.document import TABLE, Document, Table, Tables
from store.frozen import frozen
from store.journal.line import FORMAT, FORMATS, PLAIN_FORMAT, is_one_bit_off
from store.journal.lines import Laid, Lines
from store.journal.place import Blob

HEAD_TABLE: Final = "desk"
HEAD_SEAL: Final = "head_sha256"
BEGINS: Final = b'{"desk":{"1":{"sha256":"'
_HOLE: Final = bytes(8)
SEALED_FROM: Final = len(BEGINS) + 64
_LINES_AT_ONCE: Final = 500
# What stays in a processor's own cache while its lines are looked for and summed up: more takes a third longer.
_BLOCK_BYTES: Final = 128 * 1024
# What one thread hands to another at once: at each turn both may wait. One is read into, one is hashed, one waits;
# a thread pays for a file of more.
_BLOCKS_IN_A_PIECE: Final = 4
_PIECES: Final = 3
_TIPS_BEGIN: Final = b'"%b":{' % TABLE.encode()
_MOST_DIGITS: Final = 18
# Of a hash: nobody who makes two alike gains anything here, where each can be read.
_ENOUGH: Final = 32
# Its quotes and the colon after it included.
_LONGEST_ID: Final = _MOST_DIGITS + 4
_LONGEST_HEAD: Final = 4 * 1024 * 1024


class Unreadable(Exception):
    """The bytes are no checkpoint, or not as they were written."""


@frozen
class Checkpoint:
    """What a checkpoint holds: `head` says up to where in the journal, `tables` the rest."""

    head: dict[str, Any]
    tables: Tables


def checkpoint_pieces(head: Mapping[str, Any], tables: Tables) -> Iterator[Piece]:
    """A checkpoint, its seal last: nothing is sealed before it is known."""
    seal, at = hashlib.sha256(), SEALED_FROM
    yield 0, BEGINS + b"0" * 64
    for part in checkpoint_parts(head, tables):
        seal.update(part)
        yield at, part
        at += len(part)
    yield len(BEGINS), seal.hexdigest().encode()


def checkpoint_parts(
    head: Mapping[str, Any], tables: Tables, *, seals_head: bool = True
) -> Iterator[bytes]:
    """What a checkpoint says from `SEALED_FROM` on; one of version 0.2 does not seal its head. It is
    of the journal's format: who reads it may not read the journal."""
    said = json_bytes.dumps({"format": head.get("journal_format", PLAIN_FORMAT), **head})[:-1]
    seal = b',"%b":"%b"' % (HEAD_SEAL.encode(), _digest(said)) if seals_head else b""
    yield b'",' + said[1:] + seal + b"}}"
    for name, table in tables.items():
        yield b",\n" + json_bytes.dumps(name) + b":{\n"
        lines, begins = _lines_of(table), b""
        while some := list(itertools.islice(lines, _LINES_AT_ONCE)):
            yield begins + b",\n".join(some)
            begins = b",\n"
        yield b"\n}"
    yield b"}\n"


def _lines_of(table: Table) -> Iterator[bytes]:
    if isinstance(table, Lines):
        return (b'"%d":%b' % (doc_id, raw) for doc_id, raw in table.raw_items())
    return (
        b'"%b":%b' % (doc_id.encode(), json_bytes.dumps(document))
        for doc_id, document in table.items()
    )


def _digest(said: bytes) -> bytes:
    return hashlib.sha256(said).hexdigest().encode()


def read_checkpoint(blob: Blob) -> Checkpoint:
    """The checkpoint, every byte checked; the tips stay where they are, and the file open for as long as
    anyone has them.

    Raises `Unreadable`, or OSError. A head of a newer format is returned with no tables.
    """
    # Closed by whoever lets go of it last.
    file = blob.open()
    if found := _laid_out(file):
        rest, laid = found
        tables = _tables_in(rest)
        tables[TABLE] = Lines(laid)
    else:
        with file:
            data = read_whole(file)
        if not is_sealed(data):
            return Checkpoint(_newer_head(data), {})
        tables = _tables_in(data)
    try:
        head = tables.pop(HEAD_TABLE)["1"]
        return Checkpoint(head, {} if is_newer(head) else tables)
    except (LookupError, TypeError, AttributeError) as error:
        raise Unreadable from error


def _tables_in(data: bytes) -> dict[str, Any]:
    try:
        return dict(json_bytes.loads(data))
    except (json_bytes.JSONDecodeError, TypeError, ValueError) as error:
        raise Unreadable from error


def _laid_out(file: IO[bytes]) -> tuple[bytes, Laid] | None:
    """All but the tips of a checkpoint that is as it was written, line by line; and where those are.
    None for any other, which has to be read as a whole. Raises OSError."""
    size = file.seek(0, os.SEEK_END)
    if ends_in_a_hole(file):
        return None
    begin = file.read(SEALED_FROM)
    with _Blocks(file, size) as blocks:
        found = _read_lines(blocks, begin, Laid(file))
    if not found or not begin.startswith(BEGINS) or blocks.hexdigest() != begin[len(BEGINS) :]:
        return None
    return found


def _read_lines(
    blocks: Iterable[memoryview], begin: bytes, laid: Laid
) -> tuple[bytes, Laid] | None:
    rest = [begin]
    at, torn, among_tips = SEALED_FROM, b"", False
    for block in blocks:
        said, start = torn + block, 0
        while (end := said.find(b"\n", start)) >= 0:
            if among_tips and (after := laid.add_following(said, start, at)) > start:
                start = after
                continue
            line = said[start:end]
            if among_tips and line and not line.startswith(b"}"):
                number = line[1:_LONGEST_ID].partition(b'":')[0]
                if not _follows(number, laid):
                    return None
                laid.add(int(number), at + start, line.removesuffix(b","))
            elif line or not among_tips:
                rest.append(line)
                among_tips = not among_tips and line == _TIPS_BEGIN
            start = end + 1
        at, torn = at + start, said[start:]
    return (b"".join(rest) + torn, laid) if _TIPS_BEGIN in rest else None


class _Blocks:
    """What follows in a file of that size, block by block, and the hash of it; of a large file that is made
    beside whoever goes through them. A block is the next one's once that is asked for."""

    def __init__(self, file: IO[bytes], size: int) -> None:
        self._file = cast(BufferedIOBase, file)
        self._hash = hashlib.sha256()
        self._is_large = size > _PIECES * _BLOCKS_IN_A_PIECE * _BLOCK_BYTES
        self._beside: threading.Thread | None = None
        self._free = SimpleQueue[memoryview]()
        # Each with how many bytes of it are to be hashed, none once that is over.
        self._read = SimpleQueue[tuple[memoryview, int]]()

    def __enter__(self) -> Self:
        if self._is_large:
            beside = threading.Thread(target=self._hash_beside, daemon=True)
            # Where no thread is to be had it only takes longer.
            with suppress(RuntimeError):
                beside.start()
                self._beside = beside
        for _piece in range(_PIECES if self._beside else 1):
            self._free.put(memoryview(bytearray(_BLOCKS_IN_A_PIECE * _BLOCK_BYTES)))
        return self

    def __exit__(self, *_: object) -> None:
        if self._beside:
            self._read.put((memoryview(b""), 0))
            self._beside.join()

    def __iter__(self) -> Iterator[memoryview]:
        is_over = False
        while not is_over:
            piece, filled = self._free.get(), 0
            while took := self._file.readinto(piece[filled : filled + _BLOCK_BYTES]):
                yield piece[filled : filled + took]
                filled += took
            is_over = filled < len(piece)
            if self._beside:
                self._read.put((piece, filled))
            else:
                self._hash.update(piece[:filled])
                self._free.put(piece)

    def hexdigest(self) -> bytes:
        """The hash of all, once they were gone through."""
        return self._hash.hexdigest().encode()

    def _hash_beside(self) -> None:
        while True:
            piece, filled = self._read.get()
            if not filled:
                return
            self._hash.update(piece[:filled])
            self._free.put(piece)


def _follows(number: bytes, laid: Laid) -> bool:
    """Whether that is written as an id is, after those before it."""
    return (
        len(number) <= _MOST_DIGITS
        and number.isdigit()
        and not number.startswith(b"0")
        and int(number) > laid.last_id
    )


def tips_in(file: IO[bytes]) -> Lines | None:
    """The tips of a checkpoint that is as it was written, None for any other. Raises OSError."""
    found = _laid_out(file)
    return Lines(found[1]) if found else None


def lines_in(parts: Iterable[bytes]) -> Iterator[bytes]:
    """The lines of what is given in parts, without their ends."""
    rest = b""
    for part in parts:
        *lines, rest = (rest + part).split(b"\n")
        yield from lines
    yield rest


def digested(lines: Iterable[bytes]) -> Iterator[bytes]:
    """The lines of a checkpoint with, for what each tip says, what tells it from anything else."""
    among_tips = False
    for line in lines:
        if not among_tips:
            among_tips = line == _TIPS_BEGIN
        elif line.startswith(b"}"):
            among_tips = False
        elif line:
            doc_id, colon, rest = line.partition(b":")
            raw = rest.removesuffix(b",")
            line = b'%b%b"%b"%b' % (doc_id, colon, _digest(raw)[:_ENOUGH], rest[len(raw) :])
        yield line


def digest_of(document: Document) -> str:
    """What `digested` puts in the place of a tip's document."""
    return _digest(json_bytes.dumps(document))[:_ENOUGH].decode()


def read_whole(file: IO[bytes]) -> bytes:
    """All bytes of a checkpoint. Raises `Unreadable` where it ends in zeros, of which there may be
    gigabytes, or OSError."""
    if ends_in_a_hole(file):
        raise Unreadable
    return file.read()


def ends_in_a_hole(file: IO[bytes]) -> bool:
    """Whether it ends in zeros; it is read from its beginning then."""
    file.seek(max(0, file.seek(0, os.SEEK_END) - len(_HOLE)))
    ends = file.read()
    file.seek(0)
    return ends == _HOLE


def is_sealed(data: bytes) -> bool:
    """Whether a checkpoint's bytes are those that were written, by its seal."""
    seal = hashlib.sha256(memoryview(data)[SEALED_FROM:]).hexdigest().encode()
    return data.startswith(BEGINS) and seal == data[len(BEGINS) : SEALED_FROM]


def read_head(blob: Blob) -> dict[str, Any]:
    """The head alone, not checked against its seal. Raises `Unreadable`, or OSError."""
    return head_of(_first_line(blob))


def read_sealed_head(blob: Blob) -> dict[str, Any]:
    """The head alone, as it was written. Raises `Unreadable`, or OSError."""
    line = _first_line(blob)
    head = head_of(line)
    seal = _digest(json_bytes.dumps(unsealed_head(head))[:-1]).decode()
    if not line.startswith(BEGINS) or head.get(HEAD_SEAL) != seal:
        raise Unreadable
    return head


def unsealed_head(head: Mapping[str, Any]) -> dict[str, Any]:
    """What a head says beside its seals."""
    return {name: value for name, value in head.items() if name not in ("sha256", HEAD_SEAL)}


def _first_line(blob: Blob) -> bytes:
    with blob.open() as file:
        return first_line(file)


def first_line(file: IO[bytes]) -> bytes:
    """The line that the head is in, without its end."""
    return file.readline(_LONGEST_HEAD).rstrip()


def head_of(line: bytes) -> dict[str, Any]:
    """The head in a checkpoint's first line. Raises `Unreadable`."""
    try:
        whole = line[:-1] + b"}" if line.endswith(b",") else line
        head = json_bytes.loads(whole)[HEAD_TABLE]["1"]
    except (json_bytes.JSONDecodeError, KeyError, TypeError) as error:
        raise Unreadable from error
    if not isinstance(head, dict):
        raise Unreadable
    return head


def is_newer(head: Mapping[str, Any]) -> bool:
    """Whether a newer version of this program wrote the file with that head."""
    found = head.get("format")
    return isinstance(found, int) and found > FORMAT


def _newer_head(data: bytes) -> dict[str, Any]:
    """The head of a format that this program does not know. Raises `Unreadable` for any other."""
    try:
        head = json_bytes.loads(data)[HEAD_TABLE]["1"]
        if is_newer(head) and not _is_flipped(data, head["format"]):
            return dict(head)
    except (json_bytes.JSONDecodeError, LookupError, TypeError, AttributeError) as error:
        raise Unreadable from error
    raise Unreadable


def _is_flipped(data: bytes, found: int) -> bool:
    """Whether a bit flipped in the format of one of ours."""
    written = (data.replace(b'"format":%d' % found, b'"format":%d' % ours, 1) for ours in FORMATS)
    return any(is_one_bit_off(data, ours) and is_sealed(ours) for ours in written)
