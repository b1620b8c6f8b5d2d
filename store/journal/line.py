"""A line of the journal: a change written with its hash, and read back, damaged or not."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

from store import json_bytes
from store.frozen import frozen
from store.late_pattern import late_pattern

PLAIN_FORMAT: Final = 1
"""Of a journal that does not say, and of one that any version reads."""
FORMAT_OF_0_3: Final = 2
"""Of a journal in which a program before 0.3 would lose something: it says so, as its checkpoint does, and
such a program leaves it alone."""
FORMAT: Final = 3
"""The newest that is read here, of a journal in which one before 0.4 would lose something, or that is
sealed: such a one would seal what a shift reads to the shift's key in the journal."""
FORMATS: Final = (PLAIN_FORMAT, FORMAT_OF_0_3, FORMAT)

SAYS_ONCE: Final = b',"once":"%b"'
"""How a line says under which text it was appended: nothing that was typed looks like it, since there a quote
has a stroke before it."""

_SEAL: Final = b',"hash":"%b"}'
_SEAL_LENGTH: Final = len(_SEAL % (b"0" * 64))
_SEALED: Final = late_pattern(rb',"hash":"[0-9a-f]{64}"}')
# The C library keeps for each thread some times as much as it let go of at once: little enough for a session
# with a dozen of them, and enough for a database not to be asked too often.
_PIECE_BYTES: Final = 256 * 1024
_BEGINS: Final = b'{"n":'
# More than a flipped bit makes, less than a block.
_HOLE: Final = b"\0" * 8


@frozen
class Damage:
    """A place in a file of the desk that is not as it was written; `line` counts from 1."""

    file: str
    line: int
    sentence: str


@frozen
class Found:
    """A stretch of the journal that starts on the physical line `line` (from 1).

    `start` and `end` are bytes, `end` after the newline. `entry` is None where nothing can be
    read, and then `lost` is how many lines that may have been, and `raw` what they are now. `sound`: the
    line is as it was written, by its own hash. `complete`: its newline is there.
    """

    line: int
    start: int
    end: int
    entry: dict[str, Any] | None
    sound: bool = True
    complete: bool = True
    lost: int = 0
    raw: bytes = b""


def is_one_bit_off(data: bytes, other: bytes) -> bool:
    """Whether the two differ in one bit alone."""
    if len(data) != len(other):
        return False
    return (int.from_bytes(data) ^ int.from_bytes(other)).bit_count() == 1


def write_line(entry: dict[str, Any]) -> tuple[bytes, str]:
    """The line that says `entry`, newline included, and its hash. `entry` has "n" first, no "hash"."""
    said = json_bytes.dumps(entry)[:-1]
    seal = hashlib.sha256(said).hexdigest()
    return said + _SEAL % seal.encode() + b"\n", seal


def read_line(raw: bytes) -> dict[str, Any] | None:
    """What a line without its newline says, None unless it is as it was written."""
    said = raw[:-_SEAL_LENGTH]
    if raw[-_SEAL_LENGTH:] != _SEAL % hashlib.sha256(said).hexdigest().encode():
        return None
    return _decoded(raw)


def pieces(read: Callable[[int, int], bytes], start: int, end: int) -> Iterator[bytes]:
    """What there is from `start`, where a line begins, up to `end`, in pieces that say one by one what they
    say together: each but the last ends in a line that is as it was written."""
    held = b""
    # As much again as is held: a line of very many tips is put together in a few steps.
    while start < end and (block := read(start, min(start + max(_PIECE_BYTES, len(held)), end))):
        start += len(block)
        held += block
        if cut := _after_last_sound(held):
            yield held[:cut]
            held = held[cut:]
    if held:
        yield held


def begins_with(journal: Iterable[bytes], earlier: bytes) -> bool:
    """Whether a journal, given in pieces, begins with all of an earlier one."""
    at = 0
    for piece in journal:
        if piece[: len(earlier) - at] != earlier[at : at + len(piece)]:
            return False
        at += len(piece)
        if at >= len(earlier):
            return True
    return at >= len(earlier)


def lines_of(piece: bytes) -> list[bytes]:
    """The lines of a piece, without their ends."""
    return piece.removesuffix(b"\n").split(b"\n")


def scan_pieces(journal: Iterable[bytes]) -> Iterator[Found]:
    """What the pieces of a journal hold, in order."""
    at, lines = 0, 0
    for piece in journal:
        yield from scan(piece, at, lines + 1)
        at, lines = at + len(piece), lines + piece.count(b"\n")


def _after_last_sound(data: bytes) -> int:
    stop = data.rfind(b"\n")
    while stop >= 0:
        start = data.rfind(b"\n", 0, stop) + 1
        if read_line(data[start:stop]):
            return stop + 1
        stop = start - 1
    return 0


def scan(data: bytes, offset: int = 0, line: int = 1) -> Iterator[Found]:
    """What `data` holds, in order; `offset` and `line` are where it lies in the journal.

    A torn tail is left out: bytes after the last newline that are no whole line, or a last line with
    a hole in it.
    """
    start, bad = 0, None
    while (stop := data.find(b"\n", start)) >= 0:
        entry = read_line(data[start:stop])
        if entry is None:
            bad = bad or (start, line)
        else:
            if bad:
                yield from _salvage(data[bad[0] : start], offset + bad[0], bad[1])
                bad = None
            yield Found(line, offset + start, offset + stop + 1, entry)
        start, line = stop + 1, line + 1
    last = list(_tail(data[start:], offset + start, line)) if start < len(data) else []
    if bad:
        region = data[bad[0] : start]
        if not last:
            region = region[: _torn_from(region)]
        yield from _salvage(region, offset + bad[0], bad[1])
    yield from last


def _torn_from(region: bytes) -> int:
    """Where in whole lines that cannot be read, with nothing whole after them, a torn one begins.

    When the power goes, of a line that is being flushed some blocks are on the disk and its last one,
    newline included, may be among them; those that are missing read as zeros, which no JSON has. It
    was acknowledged to nobody: that follows the flush, and so does any line after it.
    """
    hole = region.find(_HOLE)
    return len(region) if hole < 0 else region.rfind(b"\n", 0, hole) + 1


def _salvage(region: bytes, offset: int, line: int) -> Iterator[Found]:
    """What can still be read of whole lines that are not as they were written."""
    for raw in region[:-1].split(b"\n") if region else ():
        yield from _salvage_line(raw + b"\n", offset, line)
        offset, line = offset + len(raw) + 1, line + 1


def _salvage_line(raw: bytes, offset: int, line: int) -> Iterator[Found]:
    # A newline that was damaged leaves two whole lines on one.
    start = 0
    for match in _SEALED.finditer(raw):
        entry = read_line(raw[start : match.end()])
        if entry is not None:
            end = match.end() + 1
            complete = raw[match.end() : end] == b"\n"
            yield Found(line, offset + start, offset + end, entry, complete=complete)
            start = end
    rest = raw[start:]
    if rest:
        entry = _decoded(rest)
        lost, left = (0, b"") if entry else (max(1, rest.count(_BEGINS)), rest)
        yield Found(
            line, offset + start, offset + len(raw), entry, sound=False, lost=lost, raw=left
        )


def _decoded(raw: bytes) -> dict[str, Any] | None:
    try:
        entry = json_bytes.loads(raw)
    except json_bytes.JSONDecodeError:
        return None
    return entry if isinstance(entry, dict) else None


def _tail(raw: bytes, offset: int, line: int) -> Iterator[Found]:
    for match in _SEALED.finditer(raw):
        entry = read_line(raw[: match.end()])
        if entry is not None:
            yield Found(line, offset, offset + match.end() + 1, entry, complete=False)
            return
