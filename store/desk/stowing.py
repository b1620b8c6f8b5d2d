"""Files on their way onto the desk: counted, hashed, sealed and held to limits as they come, and named only
with the tip that refers to them."""

from __future__ import annotations

import errno
import hashlib
import os
import secrets
import stat
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import IO, Any, Final

from store import disk
from store.desk.ground import Ground
from store.duty.books import Limits
from store.errors import DeskError, StepRefused, step_refused
from store.journal.place import NewFile
from store.text import _
from store.tips.enclosure import KeptFile
from store.tips.tip import Tip

MEGABYTE: Final = 1 << 20
PIECE_BYTES: Final = 64 * 1024


@contextmanager
def stowing(ground: Ground, limits: Limits, files: Mapping[int, IO[bytes]]) -> Iterator[Stowed]:
    """Copies of `files` put away, each of the enclosure with that index; what is not kept with a tip in
    the block is gone after it. Raises `StepRefused`, `CannotRead` or `CannotWrite`."""
    used = sum(ground.place.files.kept().values())
    stowed = Stowed(ground, limits)
    with ExitStack() as opened:
        for index, file in files.items():
            new = opened.enter_context(ground.place.files.writing())
            moving = _Moving(file, new, limits, used)
            found = moving.sealed() if ground.viewer.seals() else moving.as_it_is()
            new.flush()
            stowed.put(index, new, found)
            used += found["file"].bytes
        yield stowed


class Stowed:
    """Files that were put away and have no names yet."""

    def __init__(self, ground: Ground, limits: Limits) -> None:
        self._ground = ground
        self._limits = limits
        self._files: list[tuple[int, NewFile, dict[str, Any]]] = []

    def put(self, index: int, new: NewFile, found: dict[str, Any]) -> None:
        """One more, of the enclosure with that index, and what is noted of it."""
        self._files.append((index, new, found))

    @contextmanager
    def kept_with(self, tip: Tip) -> Iterator[Tip]:
        """The tip with its files, which have their names now; the block stores it. Only under the
        lock. Raises `StepRefused` where there is no room for them any more, or `CannotWrite`."""
        files, log = self._ground.place.files, self._ground.storage.log
        rows, kept = list(tip.enclosures), [found["file"] for _index, _new, found in self._files]
        used = sum(files.kept().values())
        _check_room(used + sum(one.bytes for one in kept), self._limits)
        log.check_in_place()
        before = self._ground.storage.position
        try:
            for index, new, found in self._files:
                rows[index] = replace(rows[index], **found)
                new.keep(found["file"].id)
            yield replace(tip, enclosures=tuple(rows))
        except DeskError:
            # A line that may yet prove to be on the disk keeps its files.
            with suppress(DeskError):
                written = log.read(before, log.size())
                for one in kept:
                    if one.id.encode() not in written:
                        files.drop(one.id)
            raise


class _Moving:
    """One file on its way from `source` to the desk: counted, hashed as it is stored, and held to the
    limits as far as it has come."""

    def __init__(self, source: IO[bytes], new: NewFile, limits: Limits, used: int) -> None:
        self._source = source
        self._new = new
        self._limits = limits
        self._before = _stat_of(source)
        self._size = 0
        self._stored = 0
        self._digest = hashlib.sha256()
        self._used = used
        if self._before:
            self._check_size(self._before.st_size)

    def as_it_is(self) -> dict[str, Any]:
        """Stores it in clear; what the desk notes of it."""
        while piece := self._read(PIECE_BYTES):
            self._write(piece)
        return self._found("")

    def sealed(self) -> dict[str, Any]:
        """Stores it sealed to a key of its own; what the desk notes of it."""
        from store.secret.sealed_file import new_key, seal_file

        key = new_key()
        seal_file(self._read, self._write, key)
        return self._found(str(key))

    def _found(self, key: str) -> dict[str, Any]:
        if not self._size:
            raise not_stored(_("文件是空的，没有存入；只登记附件的，请不要指明文件。"))
        if _changed(self._before, _stat_of(self._source)):
            raise not_stored(_("文件在读取时有改动，没有存入；请等它写完再存。"))
        kept = KeptFile(secrets.token_hex(16), self._stored, self._digest.hexdigest())
        return {"file": kept, "size": self._size, "key": key}

    def _read(self, most: int) -> bytes:
        try:
            data = self._source.read(most)
            if data is None:
                # As /proc/kmsg does, which calls itself a file: more may come at any time.
                raise OSError(errno.ENXIO, os.strerror(errno.ENXIO))
        except OSError as error:
            raise disk.cannot_read(getattr(self._source, "name", "-"), error) from error
        self._size += len(data)
        self._check_size(self._size)
        return data

    def _write(self, data: bytes) -> None:
        self._new.write(data)
        self._digest.update(data)
        self._stored += len(data)

    def _check_size(self, size: int) -> None:
        if size > self._limits.file_megabytes * MEGABYTE:
            limit = self._limits.file_megabytes
            raise not_stored(
                _("文件超过 {limit} MB，没有存入；请登记存放处，不存文件。", limit=limit)
            )
        _check_room(self._used + max(size, self._stored), self._limits)


def _check_room(in_bytes: int, limits: Limits) -> None:
    """Raises `StepRefused` if the desk does not keep so much."""
    if in_bytes > limits.desk_megabytes * MEGABYTE:
        raise not_stored(
            _(
                "值班台的附件合计将超过 {limit} MB，没有存入；请登记存放处，不存文件。",
                limit=limits.desk_megabytes,
            )
        )


def sha256_of(source: IO[bytes]) -> str:
    """The SHA-256 of all that is read from `source`. Raises OSError."""
    return hashlib.file_digest(source, "sha256").hexdigest()  # type: ignore[arg-type]


def to_be_attached(path: Path) -> IO[bytes]:
    """The file `path`, opened to be put away. Raises `CannotRead`, also for what is no file."""
    try:
        return disk.open_file(path)
    except OSError as error:
        raise disk.cannot_read(path, error) from error


def _stat_of(source: IO[bytes]) -> os.stat_result | None:
    """How a file stands just now, None for what is none, as a pipe."""
    try:
        found = os.fstat(source.fileno())
    except (OSError, AttributeError):
        return None
    return found if stat.S_ISREG(found.st_mode) else None


def _changed(before: os.stat_result | None, after: os.stat_result | None) -> bool:
    if not (before and after):
        return False
    return (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns)


def not_stored(sentence: str) -> StepRefused:
    """What to say of a file that is not put away."""
    return step_refused("file", sentence)
