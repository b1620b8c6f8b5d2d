"""Backup and restore: one file that holds a desk as it stood at one moment, and a desk from it."""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import shutil
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any, Final

import orjson

from store import disk
from store.desk.notice_book import NAME as NOTICE_NAME
from store.errors import BadKey, DeskDamaged, DeskExists, NewerFormat
from store.journal import checkpoint, journal
from store.journal.replay import newer_format
from store.text import _

FORMAT: Final = 1
MANIFEST_NAME: Final = "manifest.json"
_FILES: Final = (NOTICE_NAME, journal.NAME, checkpoint.NAME)
_MANIFEST_BYTES: Final = 64 * 1024
_PIECE_BYTES: Final = 1024 * 1024
_SEALED: Final = b"age-encryption.org/v1"


def write_archive(archive: Path, folder: Path, whole: Callable[[], int], at: str) -> None:
    """Puts the desk in `folder` into the new file `archive`; `whole` tells how many bytes of the
    journal are whole lines by now.

    What is appended meanwhile is left out. Raises `DeskExists` where `archive` is already there,
    else `CannotWrite`.
    """
    if os.path.lexists(archive):
        raise DeskExists(_("{file} 已存在，未作改动；请换一个文件名。", file=archive))
    temporary = archive.with_name(f"{archive.name}.new")
    try:
        with os.fdopen(disk.create_anew(temporary), "wb") as file:
            _fill(file, folder, whole, at)
            file.flush()
            os.fsync(file.fileno())
        disk.put_in_place(temporary, archive)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise disk.cannot_write(archive, error) from error


def archive_bytes(folder: Path, whole: Callable[[], int], at: str) -> bytes:
    """What `write_archive` would write, in memory alone. Raises `CannotRead`."""
    file = io.BytesIO()
    try:
        _fill(file, folder, whole, at)
    except OSError as error:
        raise disk.cannot_read(folder, error) from error
    return file.getvalue()


def unsealed(archive: Path, key: str) -> bytes:
    """The archive as a zip file, opened with the private `key` if it is sealed. Raises `BadKey` or
    `CannotRead`."""
    try:
        data = archive.read_bytes()
    except OSError as error:
        raise disk.cannot_read(archive, error) from error
    if not data.startswith(_SEALED):
        return data
    import pyrage

    from store.secret.keys import identity_in

    try:
        return bytes(pyrage.decrypt(data, [identity_in(key)]))
    except pyrage.DecryptError as error:
        sentence = _("这把密钥打不开 {file}，或该文件已损坏。", file=archive)
        raise BadKey(sentence) from error


def journal_in(data: bytes, archive: Path) -> bytes:
    """The journal in an archive's bytes, every file in it checked. Raises `DeskDamaged`."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            files = orjson.loads(packed.read(MANIFEST_NAME))["files"]
            held = {name: packed.read(name) for name in files}
            if any(hashlib.sha256(held[n]).hexdigest() != files[n]["sha256"] for n in files):
                raise _NotAsWritten
            return held[journal.NAME]
    except _BROKEN as error:
        raise DeskDamaged(_("{file} 不是完好的备份，没有恢复任何内容。", file=archive)) from error


def _fill(file: IO[bytes], folder: Path, whole: Callable[[], int], at: str) -> None:
    files: dict[str, Any] = {}
    with contextlib.ExitStack() as opened:
        sources: dict[str, IO[bytes]] = {}
        for name in _FILES:
            with contextlib.suppress(FileNotFoundError):
                sources[name] = opened.enter_context((folder / name).open("rb"))
        # Only now, or a checkpoint that someone else just wrote would know more than the journal.
        journal_bytes = whole()
        archive = opened.enter_context(
            zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1)
        )
        for name, source in sources.items():
            most = journal_bytes if name == journal.NAME else None
            files[name] = _copy_in(archive, name, source, most)
        manifest = {"format": FORMAT, "at": at, "files": files}
        archive.writestr(MANIFEST_NAME, orjson.dumps(manifest, option=orjson.OPT_INDENT_2))


def _copy_in(
    archive: zipfile.ZipFile, name: str, source: IO[bytes], most: int | None
) -> dict[str, Any]:
    """Copies `source` up to `most` bytes; returns what the manifest says of it."""
    digest, size = hashlib.sha256(), 0
    with archive.open(name, "w", force_zip64=True) as target:
        for piece in _pieces(source, most):
            target.write(piece)
            digest.update(piece)
            size += len(piece)
    return {"bytes": size, "sha256": digest.hexdigest()}


def _pieces(source: IO[bytes], most: int | None) -> Iterator[bytes]:
    left = most
    while piece := source.read(_PIECE_BYTES if left is None else min(left, _PIECE_BYTES)):
        if left is not None:
            left -= len(piece)
        yield piece


@contextlib.contextmanager
def restoring(archive: Path, folder: Path, key: str = "") -> Iterator[Path]:
    """A folder with what `write_archive` put into `archive`, each byte checked; on leaving the
    block it becomes `folder`, which must not be there yet, or be empty.

    A sealed one is opened with the private `key`. Raises `DeskDamaged`, `NewerFormat`, `DeskExists`,
    `BadKey`, `CannotRead` or `CannotWrite`; then, or if the block raises anything, nothing is left
    behind.
    """
    if os.path.lexists(folder) and (not folder.is_dir() or any(folder.iterdir())):
        raise DeskExists(_("{folder} 不是空文件夹，未作改动；请另选一个。", folder=folder))
    temporary = folder.with_name(f"{folder.name}.restoring")
    try:
        _unpack_file(archive, temporary, key)
        yield temporary
        disk.put_in_place(temporary, folder)
    except OSError as error:
        raise disk.cannot_write(folder, error) from error
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _unpack_file(archive: Path, folder: Path, key: str) -> None:
    try:
        source: IO[bytes] = archive.open("rb")
        if source.read(len(_SEALED)) == _SEALED:
            source.close()
            source = io.BytesIO(unsealed(archive, key))
        source.seek(0)
    except OSError as error:
        raise disk.cannot_read(archive, error) from error
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(disk.FOLDER_MODE, parents=True)
    try:
        with source:
            _unpack(source, folder)
    except _BROKEN as error:
        raise DeskDamaged(_("{file} 不是完好的备份，没有恢复任何内容。", file=archive)) from error


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


def _unpack(source: IO[bytes], folder: Path) -> None:
    with zipfile.ZipFile(source) as archive:
        with archive.open(MANIFEST_NAME) as file:
            manifest = orjson.loads(file.read(_MANIFEST_BYTES))
        if manifest["format"] > FORMAT:
            raise NewerFormat(newer_format(MANIFEST_NAME))
        files = manifest["files"]
        if not {NOTICE_NAME, journal.NAME} <= files.keys():
            raise _NotAsWritten
        for name in _FILES:
            if name in files:
                with archive.open(name) as packed:
                    _copy_out(packed, folder / name, files[name])
    disk.flush_folder(folder)


def _copy_out(packed: IO[bytes], path: Path, said: dict[str, Any]) -> None:
    digest = hashlib.sha256()
    fd = disk.create_anew(path)
    try:
        # One byte more than was said is enough to see that there is more.
        for piece in _pieces(packed, said["bytes"] + 1):
            digest.update(piece)
            disk.write_all(fd, piece)
        os.fsync(fd)
    finally:
        os.close(fd)
    if digest.hexdigest() != said["sha256"]:
        raise _NotAsWritten
