"""Backup and restore: one file that holds a desk as it stood at one moment, and a desk from it."""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

from store import disk, json_bytes
from store.errors import BadKey, DeskDamaged, NewerFormat
from store.journal.place import CHECKPOINT, JOURNAL, NOTICE, Log, Place
from store.journal.replay import newer_format
from store.packing import comes_in_pieces
from store.secret.keys import identity_in
from store.text import _

FORMAT: Final = 1
MANIFEST_NAME: Final = "manifest.json"
_FILES: Final = (NOTICE, JOURNAL, CHECKPOINT)
_MANIFEST_BYTES: Final = 64 * 1024
_PIECE_BYTES: Final = 1024 * 1024
# Each line of a journal has a hash, of which packing leaves 32 bytes: no backup comes near to either,
# and what is no larger may be unpacked whatever it is.
_MOST_BYTES: Final = 16 << 20
_MOST_TIMES: Final = 100
_MOST_LINES: Final = 100_000
_LEAST_OF_A_LINE: Final = 16
_SEALED: Final = b"age-encryption.org/v1"


@dataclass(frozen=True, slots=True)
class Contents:
    """What an archive is made of: the desk in `place`, whose journal is open in `log`; `whole` tells
    how many bytes of it are whole lines by now."""

    place: Place
    log: Log
    whole: Callable[[], int]


def write_archive(archive: Path, contents: Contents, at: str) -> None:
    """Puts a desk into the new file `archive`.

    What is appended meanwhile is left out. Raises `DeskExists` where `archive` is already there,
    else `CannotWrite`.
    """
    with (
        disk.new_file(disk.in_own_folder(archive)) as fd,
        os.fdopen(fd, "wb", closefd=False) as file,
    ):
        _fill(file, contents, at)


def archive_bytes(contents: Contents, at: str) -> bytes:
    """What `write_archive` would write, in memory alone. Raises `CannotRead`."""
    file = io.BytesIO()
    try:
        _fill(file, contents, at)
    except OSError as error:
        raise disk.cannot_read(contents.place.name, error) from error
    return file.getvalue()


def sha256_of(archive: Path) -> str:
    """The SHA-256 of the archive's bytes. Raises `CannotRead`."""
    try:
        digest = hashlib.sha256()
        with disk.open_file(archive) as file:
            for piece in _pieces(file):
                digest.update(piece)
        return digest.hexdigest()
    except OSError as error:
        raise disk.cannot_read(archive, error) from error


def journal_in(archive: Path, key: str = "") -> bytes:
    """The journal in an archive, every file in it checked; a sealed one is opened with the private
    `key`. Raises `DeskDamaged`, `BadKey` or `CannotRead`."""
    with _source(archive, key) as source:
        held = {name: b"".join(pieces) for name, pieces in _parts(source, archive)}
    return held[JOURNAL]


def _fill(file: IO[bytes], contents: Contents, at: str) -> None:
    files: dict[str, Any] = {}
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
                files[name] = _copy_in(archive, name, journal)
            elif name in blobs:
                files[name] = _copy_in(archive, name, _pieces(blobs[name]))
        manifest = {"format": FORMAT, "at": at, "files": files}
        archive.writestr(MANIFEST_NAME, json_bytes.dumps_indented(manifest))


def _pieces_of_log(log: Log, most: int) -> Iterator[bytes]:
    """The first `most` bytes."""
    for start in range(0, most, _PIECE_BYTES):
        yield log.read(start, min(start + _PIECE_BYTES, most))


def _copy_in(archive: zipfile.ZipFile, name: str, pieces: Iterable[bytes]) -> dict[str, Any]:
    """Puts `pieces` in under that name; returns what the manifest says of it."""
    digest, size = hashlib.sha256(), 0
    with archive.open(name, "w", force_zip64=True) as target:
        for piece in pieces:
            target.write(piece)
            digest.update(piece)
            size += len(piece)
    return {"bytes": size, "sha256": digest.hexdigest()}


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
    with _source(archive, key) as source, place.restoring(_parts(source, archive)) as new:
        yield new


def _source(archive: Path, key: str) -> IO[bytes]:
    """The archive as a zip file, opened with the private `key` if it is sealed. Raises `BadKey` or
    `CannotRead`."""
    try:
        source = disk.open_file(archive)
        begins = source.read(len(_SEALED))
        source.seek(0)
        if begins != _SEALED:
            return source
        with source:
            return _unsealed(source, archive, key)
    except OSError as error:
        raise disk.cannot_read(archive, error) from error


def _unsealed(source: IO[bytes], archive: Path, key: str) -> IO[bytes]:
    from store.secret.age import DecryptError, decrypt_io

    opened = io.BytesIO()
    try:
        # Piece by piece: what is no such file, however large, is told by its first.
        decrypt_io(source, opened, [identity_in(key)])
    # The latter where a later piece is not as it was written.
    except (DecryptError, OSError) as error:
        sentence = _("这把密钥打不开 {file}，或该文件已损坏。", file=archive)
        raise BadKey(sentence) from error
    opened.seek(0)
    return opened


class _NotAsWritten(Exception):
    """The archive does not hold what its manifest says."""


# What zipfile and its decompression raise for a file that is not a sound archive.
_BROKEN: Final = (
    _NotAsWritten,
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    NotImplementedError,
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
    """Raises `DeskDamaged` where the block finds that the archive is not."""
    try:
        yield
    except _BROKEN as error:
        raise not_as_written(archive) from error


def not_as_written(archive: Path) -> DeskDamaged:
    """What to say of a file of which no desk can be made."""
    return DeskDamaged(_("{file} 不是完好的备份，没有恢复任何内容。", file=archive))


def _parts(source: IO[bytes], archive: Path) -> Iterator[tuple[str, Iterable[bytes]]]:
    """What is in an archive, by name."""
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
                    yield name, _checked(pieces, files[name]["sha256"], archive)


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
