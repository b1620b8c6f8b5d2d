"""Bytes onto the disk so that they stay: whole files replaced, folders flushed, failures put in words."""

from __future__ import annotations

import errno
import fcntl
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from store import reasons
from store.errors import CannotRead, CannotWrite
from store.text import _

Piece = tuple[int, bytes]
"""Bytes, and at which byte of a file they stand."""

FILE_MODE: Final = 0o600
FOLDER_MODE: Final = 0o700
_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_FORBIDDEN: Final = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})


def flush(fd: int) -> None:
    """Returns once the file's bytes and its size are on the disk."""
    # macOS has no fdatasync.
    (os.fdatasync if hasattr(os, "fdatasync") else os.fsync)(fd)


def flush_folder(folder: Path) -> None:
    """Returns once the names in `folder` are on the disk."""
    fd = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def write_all(fd: int, data: bytes) -> None:
    """All of `data`, however many writes it takes."""
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(fd, rest) :]


def write_at(fd: int, at: int, data: bytes) -> None:
    """All of `data` from the byte `at` on, however many writes it takes."""
    rest = memoryview(data)
    while rest:
        written = os.pwrite(fd, rest, at)
        rest, at = rest[written:], at + written


def in_order(parts: Iterable[bytes]) -> Iterator[Piece]:
    """Each part after the one before it."""
    at = 0
    for part in parts:
        yield at, part
        at += len(part)


def read_range(fd: int, start: int, end: int) -> bytes:
    """The bytes from `start` up to `end`, or up to the end of the file if that comes first."""
    parts = []
    while start < end and (part := os.pread(fd, end - start, start)):
        parts.append(part)
        start += len(part)
    return parts[0] if len(parts) == 1 else b"".join(parts)


def create_anew(path: Path) -> int:
    """A descriptor of the empty file `path`, readable by its owner alone, whatever was there."""
    flags = os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC | os.O_NOFOLLOW
    return os.open(path, flags, FILE_MODE)


def try_lock(fd: int, *, shared: bool = False) -> bool:
    """Whether the file was free and is locked now. The lock dies with its process, however that ends.

    Raises OSError where the file system has no locks.
    """
    try:
        fcntl.flock(fd, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except (
        BlockingIOError,
        PermissionError,
    ):  # some file systems say the latter of one that is held
        return False
    return True


def unlock(fd: int) -> None:
    """Lets go of what `try_lock` took."""
    fcntl.flock(fd, fcntl.LOCK_UN)


def put_in_place(temporary: Path, path: Path) -> None:
    """Gives a flushed file its name, durably; whoever opens `path` sees the old or the new one."""
    temporary.replace(path)
    flush_folder(path.parent)


@contextmanager
def beside(path: Path, pieces: Iterable[Piece]) -> Iterator[Path]:
    """A flushed file that holds `pieces`, to be given the name `path`; gone after the block if it
    was not. Raises OSError."""
    temporary = path.with_name(path.name + ".new")
    fd = create_anew(temporary)
    try:
        try:
            for at, data in pieces:
                write_at(fd, at, data)
            os.fsync(fd)
        finally:
            os.close(fd)
        yield temporary
    finally:
        if temporary.exists():
            temporary.unlink()


def replace_file(path: Path, parts: Iterable[bytes]) -> None:
    """`path` holds `parts`, durably, or what it held before. Raises OSError."""
    with beside(path, in_order(parts)) as temporary:
        put_in_place(temporary, path)


def free_name(path: Path) -> Path:
    """The first of `path`-1, `path`-2, … that does not exist."""
    n = 1
    while (candidate := path.with_name(f"{path.name}-{n}")).exists():
        n += 1
    return candidate


@contextmanager
def writing_to(path: Path) -> Iterator[None]:
    """Where the block fails as a disk does, that is told as `cannot_write` has it."""
    try:
        yield
    except OSError as error:
        raise cannot_write(path, error) from error


def cannot_write(path: Path | str, error: OSError) -> CannotWrite:
    """What to say when `path` did not take what was to be saved."""
    if error.errno in _FULL:
        return CannotWrite(_("磁盘已满，没有保存。请腾出空间后再保存一次：{path}", path=path))
    if error.errno in _FORBIDDEN:
        return CannotWrite(_("没有写入权限，没有保存。请联系管理员：{path}", path=path))
    reason = reasons.of_system(error)
    return CannotWrite(_("写入失败（{reason}），没有保存：{path}", reason=reason, path=path))


def cannot_read(path: Path | str, error: OSError) -> CannotRead:
    """What to say when `path` cannot be read."""
    reason = reasons.of_system(error)
    return CannotRead(_("无法读取（{reason}）：{path}", reason=reason, path=path))
