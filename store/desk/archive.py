"""Backup and restore: one file that holds a desk as it stood at one moment, and a desk from it.

What came with tips may be longer than memory: all goes through it a piece at a time.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import io
import os
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import IO, Any, Final, cast

from store import disk, json_bytes
from store.errors import BadKey, CannotRead, DeskDamaged, NewerFormat, Sealed
from store.frozen import frozen
from store.journal.place import (
    CHECKPOINT,
    JOURNAL,
    NOTICE,
    Log,
    Place,
    file_in_part,
    part_of_file,
)
from store.journal.replay import newer_format
from store.packing import comes_in_pieces
from store.secret.keys import identity_in
from store.secret.seal import recipient_of
from store.secret.sealed_file import open_stream, seal_stream
from store.text import _

FORMAT: Final = 2
_WITHOUT_FILES: Final = 1
MANIFEST_NAME: Final = "manifest.json"
_FILES: Final = (NOTICE, JOURNAL, CHECKPOINT)
# Of each file a line of 150 bytes.
_MANIFEST_BYTES: Final = 16 << 20
_PIECE_BYTES: Final = 1024 * 1024
_FILE_ID: Final = re.compile(rb'"id":"([0-9a-f]{32})"')
_LONGEST_ID: Final = 64
# Each line of a journal has a hash, of which packing leaves 32 bytes: no backup comes near to either,
# and what is no larger may be unpacked whatever it is.
_MOST_BYTES: Final = 16 << 20
_MOST_TIMES: Final = 100
_MOST_LINES: Final = 100_000
_LEAST_OF_A_LINE: Final = 16
_SEALED: Final = b"age-encryption.org/v1"


@frozen
class Contents:
    """What an archive is made of: the desk in `place`, whose journal is open in `log`; `whole` tells
    how many bytes of it are whole lines by now."""

    place: Place
    log: Log
    whole: Callable[[], int]


def write_archive(archive: Path, contents: Contents, at: str) -> set[str]:
    """Puts a desk into the new file `archive`, and tells the ids of the files that are in it: one
    that cannot be read is left out.

    What is appended meanwhile is left out, too. Raises `DeskExists` where `archive` is already there,
    else `CannotWrite`.
    """
    with (
        disk.new_file(disk.in_own_folder(archive)) as fd,
        os.fdopen(fd, "wb", closefd=False) as file,
    ):
        held: set[str] = set()
        for _piece in _filling(file, contents, at, held):
            pass
    return held


def write_sealed_archive(
    archive: Path, contents: Contents, at: str, recipients: Iterable[str]
) -> None:
    """As `write_archive`, sealed to the public keys `recipients`; nothing of it is anywhere in clear.
    Raises also `BadKey`."""
    to = [*map(recipient_of, recipients)]
    with disk.new_file(disk.in_own_folder(archive)) as fd:
        seal_stream(_Packing(contents, at).read, partial(disk.write_all, fd), to)


class _Packing:
    """What `_filling` writes, as it is asked for."""

    def __init__(self, contents: Contents, at: str) -> None:
        self._packed = bytearray()
        self._filling = _filling(cast(IO[bytes], self), contents, at, set())

    def write(self, data: bytes) -> int:
        """Takes some of the archive in."""
        self._packed += data
        return len(data)

    def flush(self) -> None:
        """Does nothing."""

    def read(self, size: int) -> bytes:
        """Gives it on, `size` bytes at most."""
        while len(self._packed) < size and next(self._filling, 1) is None:
            pass
        piece = bytes(self._packed[:size])
        del self._packed[:size]
        return piece


def sha256_of(archive: Path) -> str:
    """The SHA-256 of the archive's bytes. Raises `CannotRead`."""
    try:
        with disk.open_file(archive) as file:
            return hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
    except OSError as error:
        raise disk.cannot_read(archive, error) from error


@frozen
class Held:
    """What an archive holds: the journal, and the SHA-256 of each file that came with a tip, by its
    id."""

    journal: bytes
    files: dict[str, str]


def held_in(archive: Path, place: Place, key: str = "") -> Held:
    """What is in an archive, every part of it checked; a sealed one is opened with the private `key`,
    in the scratch of `place`. Raises `DeskDamaged`, `BadKey`, `CannotRead` or `CannotWrite`."""
    journal, files = b"", {}
    with _source(archive, place, key) as source:
        for name, said, pieces in _parts(source, archive):
            if name == JOURNAL:
                journal = b"".join(pieces)
                continue
            # Each is held against its hash while it is read.
            for _piece in pieces:
                pass
            if file_id := file_in_part(name):
                files[file_id] = said
    return Held(journal, files)


def _filling(file: IO[bytes], contents: Contents, at: str, held: set[str]) -> Iterator[None]:
    """Writes an archive to `file`, a piece of it each time that one is asked for; the ids of the files
    that are in it are put into `held`."""
    files: dict[str, Any] = {}
    referred_to: set[str] = set()
    place = contents.place
    with contextlib.ExitStack() as opened:
        blobs: dict[str, IO[bytes]] = {}
        for name, blob in ((NOTICE, place.notice), (CHECKPOINT, place.checkpoint)):
            with contextlib.suppress(FileNotFoundError):
                blobs[name] = opened.enter_context(blob.open())
        # Only now, or a checkpoint that someone else just wrote would know more than the journal.
        journal = _pieces_of_log(contents.log, contents.whole())
        archive = opened.enter_context(
            zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1)
        )
        for name in _FILES:
            if name == JOURNAL:
                pieces = _noting_ids(journal, referred_to)
                yield from _copying(archive, name, pieces, files)
            elif name in blobs:
                yield from _copying(archive, name, _pieces(blobs[name]), files)
        kept = set[str]()
        with contextlib.suppress(CannotRead):  # who asked for the archive is told of each missed
            kept.update(place.files.kept())
        # To what no line refers, that is being attached, or was left by what broke off.
        for file_id in sorted(referred_to & kept):
            # Packing what is sealed, or packed as photographs are, would take long and gain nothing.
            info = zipfile.ZipInfo(part_of_file(file_id))
            try:
                yield from _copying(archive, info, _pieces_of_file(place, file_id), files)
                held.add(file_id)
            except CannotRead:
                # What the manifest does not name is no part: a bad photograph keeps no desk from
                # being backed up.
                continue
        made = FORMAT if any(map(file_in_part, files)) else _WITHOUT_FILES
        manifest = {"format": made, "at": at, "files": files}
        archive.writestr(MANIFEST_NAME, json_bytes.dumps_indented(manifest))


def _pieces_of_log(log: Log, most: int) -> Iterator[bytes]:
    """The first `most` bytes."""
    for start in range(0, most, _PIECE_BYTES):
        yield log.read(start, min(start + _PIECE_BYTES, most))


def _noting_ids(pieces: Iterable[bytes], found: set[str]) -> Iterator[bytes]:
    """The journal's `pieces`; the ids of files that stand in them are put into `found`."""
    before = b""
    for piece in pieces:
        text = before + piece
        found.update(file_id.decode() for file_id in _FILE_ID.findall(text))
        before = text[-_LONGEST_ID:]
        yield piece


def _pieces_of_file(place: Place, file_id: str) -> Iterator[bytes]:
    try:
        with place.files.open(file_id) as file:
            yield from _pieces(file)
    except OSError as error:
        raise disk.cannot_read(part_of_file(file_id), error) from error


def _copying(
    archive: zipfile.ZipFile,
    part: str | zipfile.ZipInfo,
    pieces: Iterable[bytes],
    files: dict[str, Any],
) -> Iterator[None]:
    """Puts `pieces` in as that part, and into `files` what the manifest says of it."""
    digest, size = hashlib.sha256(), 0
    with archive.open(part, "w", force_zip64=True) as target:
        for piece in pieces:
            target.write(piece)
            digest.update(piece)
            size += len(piece)
            yield
    name = part if isinstance(part, str) else part.filename
    files[name] = {"bytes": size, "sha256": digest.hexdigest()}


def _pieces(source: IO[bytes]) -> Iterator[bytes]:
    while piece := source.read(_PIECE_BYTES):
        yield piece


@contextlib.contextmanager
def restoring(archive: Path, place: Place, key: str = "") -> Iterator[Place]:
    """A place with what `write_archive` put into `archive`, each byte checked; on leaving the block
    it becomes `place`, where nothing may be yet.

    A sealed one is opened with the private `key`. Raises `DeskDamaged`, `NewerFormat`, `DeskExists`,
    `BadKey`, `CannotRead` or `CannotWrite`; then, or if the block raises anything, nothing is left
    behind.
    """
    with _source(archive, place, key) as source:
        parts = ((name, pieces) for name, _said, pieces in _parts(source, archive))
        with place.restoring(parts) as new:
            yield new


def _source(archive: Path, place: Place, key: str) -> IO[bytes]:
    """The archive as a zip file, opened with the private `key` if it is sealed, in the scratch of
    `place`. Raises `BadKey`, `CannotRead` or `CannotWrite`."""
    try:
        source = disk.open_file(archive)
        begins = source.read(len(_SEALED))
        source.seek(0)
        if begins != _SEALED:
            return source
        with source:
            return _unsealed(source, archive, place, key)
    except OSError as error:
        raise disk.cannot_read(archive, error) from error


def _unsealed(source: IO[bytes], archive: Path, place: Place, key: str) -> IO[bytes]:
    identity = identity_in(key)
    opened = place.scratch()

    def write(data: bytes) -> None:
        try:
            opened.write(data)
        except OSError as error:
            raise disk.cannot_write(place.name, error) from error

    try:
        open_stream(source.read, write, identity)
        opened.seek(0)
    except Sealed as error:
        opened.close()
        sentence = _("这把密钥打不开 {file}，或该文件已损坏。", file=archive)
        raise BadKey(sentence) from error
    except BaseException:
        opened.close()
        raise
    return opened


class _NotAsWritten(Exception):
    """The archive does not hold what its manifest says."""


# What zipfile and its decompression raise for a file that is not a sound archive.
_BROKEN: Final = (
    _NotAsWritten,
    zipfile.BadZipFile,
    RuntimeError,
    EOFError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    zlib.error,
)


@contextlib.contextmanager
def _sound(archive: Path) -> Iterator[None]:
    """Raises `DeskDamaged` where the block finds that the archive is not, or `CannotRead`."""
    try:
        yield
    except _BROKEN as error:
        raise not_as_written(archive) from error
    except OSError as error:
        # A part that is said to begin before the file does.
        if error.errno == errno.EINVAL:
            raise not_as_written(archive) from error
        raise disk.cannot_read(archive, error) from error


def not_as_written(archive: Path) -> DeskDamaged:
    """What to say of a file of which no desk can be made."""
    return DeskDamaged(_("{file} 不是完好的备份，没有恢复任何内容。", file=archive))


def _parts(source: IO[bytes], archive: Path) -> Iterator[tuple[str, str, Iterable[bytes]]]:
    """What is in an archive: the name of each part, its SHA-256 and its bytes, which raise `DeskDamaged`
    if that is another."""
    packed_bytes = source.seek(0, io.SEEK_END)
    with _sound(archive), zipfile.ZipFile(source) as packed:
        if not comes_in_pieces(packed):
            raise _NotAsWritten
        with packed.open(MANIFEST_NAME) as file:
            manifest = json_bytes.loads(file.read(_MANIFEST_BYTES))
        if manifest["format"] > FORMAT:
            raise NewerFormat(newer_format(MANIFEST_NAME))
        files = manifest["files"]
        if not {NOTICE, JOURNAL} <= files.keys():
            raise _NotAsWritten
        for name in _FILES:
            if name in files:
                with packed.open(name) as part:
                    pieces = _within_bounds(_pieces(part), packed_bytes, archive)
                    said = files[name]["sha256"]
                    yield name, said, _checked(pieces, said, archive)
        for name in filter(file_in_part, files):
            # What is not packed is no larger unpacked.
            if packed.getinfo(name).compress_type != zipfile.ZIP_STORED:
                raise _NotAsWritten
            with packed.open(name) as part:
                said = files[name]["sha256"]
                yield name, said, _checked(_pieces(part), said, archive)


def _checked(pieces: Iterable[bytes], said: str, archive: Path) -> Iterator[bytes]:
    """The bytes of one part. Raises `DeskDamaged` at the end if their SHA-256 is not what was said."""
    with _sound(archive):
        digest = hashlib.sha256()
        for piece in pieces:
            digest.update(piece)
            yield piece
        if digest.hexdigest() != said:
            raise _NotAsWritten


def _within_bounds(pieces: Iterable[bytes], packed_bytes: int, archive: Path) -> Iterator[bytes]:
    """The bytes of one part as long as they may come of an archive of that size. Raises `DeskDamaged`."""
    size = lines = 0
    for piece in pieces:
        size += len(piece)
        lines += piece.count(b"\n")
        if (
            size > max(_MOST_BYTES, packed_bytes * _MOST_TIMES)
            or lines > _MOST_LINES + packed_bytes // _LEAST_OF_A_LINE
        ):
            raise DeskDamaged(
                _("{file} 解开后远大于它本身，不像是备份，没有恢复任何内容。", file=archive)
            )
        yield piece
