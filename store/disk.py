"""Bytes onto the disk so that they stay: whole files replaced, folders flushed, failures put in words."""

from __future__ import annotations

import errno
import fcntl
import os
import re
import secrets
import shutil
import stat
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Final

from store import reasons
from store.errors import CannotRead, CannotWrite, DeskExists
from store.late_pattern import late_pattern
from store.text import _

Piece = tuple[int, bytes]
"""Bytes, and at which byte of a file they stand."""

FILE_MODE: Final = 0o600
FOLDER_MODE: Final = 0o700
TEMPORARY: Final = ".dutydesk-new-"
"""How the names of files begin that are not finished."""

_UNFINISHED: Final = late_pattern(re.escape(TEMPORARY) + "[0-9a-f]{16}")
_OTHERS_WRITE: Final = stat.S_IWGRP | stat.S_IWOTH
WITHOUT_LOCKS: Final = frozenset(
    {errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.ENOTSUP, errno.EINVAL}
)
"""What a file system says that has no locks."""

_FIRST_WAIT_SECONDS: Final = 0.0005
_LONGEST_WAIT_SECONDS: Final = 0.005
_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
FORBIDDEN: Final = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})


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


def joined(pieces: Iterable[Piece]) -> bytes:
    """All that a file holds to which these pieces are written."""
    data = bytearray()
    for at, piece in pieces:
        data[at : at + len(piece)] = piece
    return bytes(data)


def read_range(fd: int, start: int, end: int) -> bytes:
    """The bytes from `start` up to `end`, or up to the end of the file if that comes first."""
    parts = []
    while start < end and (part := os.pread(fd, end - start, start)):
        parts.append(part)
        start += len(part)
    return parts[0] if len(parts) == 1 else b"".join(parts)


def open_file(path: Path, flags: int = 0) -> IO[bytes]:
    """The file `path`, to be read. Raises OSError, also for what is no file: whoever opens a pipe may
    wait for ever, and a device never ends."""
    # Its name is the path, to be told where reading fails.
    return open(path, "rb", opener=lambda name, how: open_only_file(name, how | flags))


def open_only_file(path: Path | str, flags: int) -> int:
    """A descriptor of the file `path`, as os.open gives it for `flags`. Raises OSError as `open_file`."""
    fd = os.open(path, flags | os.O_CLOEXEC | os.O_NONBLOCK, FILE_MODE)
    mode = os.fstat(fd).st_mode
    if not stat.S_ISREG(mode):
        os.close(fd)
        number = errno.EISDIR if stat.S_ISDIR(mode) else errno.ENXIO
        raise OSError(number, os.strerror(number), path)
    return fd


def read_file(path: Path, most: int) -> bytes:
    """All of the file `path`. Raises OSError as `open_file`, and for one of more than `most` bytes."""
    with open_file(path) as file:
        data = file.read(most + 1)
    if len(data) > most:
        raise OSError(errno.EFBIG, os.strerror(errno.EFBIG), path)
    return data


def create(path: Path) -> int:
    """A descriptor of the new file `path`, readable by its owner alone. Raises FileExistsError where
    anything has that name already."""
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW
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


def wait_for_lock(fd: int, seconds: float, *, shared: bool = False) -> bool:
    """As `try_lock`, waiting for so long while it is held."""
    deadline, pause = time.monotonic() + seconds, _FIRST_WAIT_SECONDS
    while not try_lock(fd, shared=shared):
        if time.monotonic() > deadline:
            return False
        time.sleep(pause)
        pause = min(2 * pause, _LONGEST_WAIT_SECONDS)
    return True


def unlock(fd: int) -> None:
    """Lets go of what `try_lock` took."""
    fcntl.flock(fd, fcntl.LOCK_UN)


def put_in_place(temporary: Path, path: Path) -> None:
    """Gives a flushed file its name, durably; whoever opens `path` sees the old or the new one."""
    temporary.replace(path)
    flush_folder(path.parent)


def put_in_new_place(temporary: Path, path: Path) -> None:
    """As `put_in_place`, where nothing may have that name yet. Raises FileExistsError."""
    try:
        path.hardlink_to(temporary)
    except FileExistsError:
        raise
    except OSError:
        # A file system without hard links, as on many sticks: nothing there is as sure.
        if os.path.lexists(path):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST)) from None
        temporary.replace(path)
    flush_folder(path.parent)


@contextmanager
def temporary_in(folder: Path) -> Iterator[tuple[int, Path]]:
    """A new file in `folder`, of a name that nobody knows beforehand, open and locked; gone after
    the block if it was not given another. What programs that died left there goes first.

    Raises OSError.
    """
    sweep(folder)
    temporary, fd = _new_name(folder), -1
    try:
        while fd < 0:
            fd = create(temporary)
            if not _is_held(fd):
                # Another's sweep came between the two, and takes it for one that was left.
                os.close(fd)
                temporary, fd = _new_name(folder), -1
        yield fd, temporary
    finally:
        if fd >= 0:
            os.close(fd)
        _clear_away(temporary)


def _clear_away(temporary: Path) -> None:
    """Removes what is left of it, also where Ctrl+C comes only now, or once more."""
    try:
        _remove(temporary)
    except KeyboardInterrupt:
        _remove(temporary)
        raise


def _remove(temporary: Path) -> None:
    if temporary.is_dir():
        shutil.rmtree(temporary, ignore_errors=True)
    elif os.path.lexists(temporary):
        # Another's sweep may take it once nobody holds it.
        temporary.unlink(missing_ok=True)


def _new_name(folder: Path) -> Path:
    return folder / f"{TEMPORARY}{secrets.token_hex(8)}"


def _is_held(fd: int) -> bool:
    """Whether what was just made is locked, and still there."""
    try:
        return try_lock(fd) and os.fstat(fd).st_nlink > 0
    except OSError:
        # Where there are no locks nothing is swept.
        return True


def left_in(folder: Path, names: re.Pattern[str]) -> list[str]:
    """The paths of all that has such a name in `folder`; none where that cannot be listed."""
    with suppress(OSError), os.scandir(folder) as entries:
        return [entry.path for entry in entries if names.fullmatch(entry.name)]
    return []


def sweep(folder: Path, names: re.Pattern[str] = _UNFINISHED) -> None:
    """Removes what programs that died left unfinished in `folder`: files and folders of this account
    under such `names`, by default those that `temporary_in` gives, which nobody holds. Raises
    nothing."""
    for path in left_in(folder, names):
        with suppress(OSError):
            _remove_if_left(path)


def _remove_if_left(path: str) -> None:
    flags = os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK
    fd = os.open(path, flags)
    try:
        found = os.fstat(fd)
        if found.st_uid == os.geteuid() and try_lock(fd):
            if stat.S_ISREG(found.st_mode):
                Path(path).unlink()
            elif stat.S_ISDIR(found.st_mode):
                shutil.rmtree(path)
    finally:
        os.close(fd)


@contextmanager
def temporary_folder_in(folder: Path) -> Iterator[Path]:
    """As `temporary_in`, for a new folder, of this account alone; all of it goes after the block.
    Raises OSError."""
    sweep(folder)
    temporary, fd = _new_name(folder), -1
    try:
        while fd < 0:
            temporary.mkdir(FOLDER_MODE)
            fd = os.open(temporary, os.O_RDONLY | os.O_CLOEXEC)
            if not _is_held(fd):
                os.close(fd)
                temporary, fd = _new_name(folder), -1
        yield temporary
    finally:
        if fd >= 0:
            os.close(fd)
        _clear_away(temporary)


@contextmanager
def beside(path: Path, pieces: Iterable[Piece]) -> Iterator[Path]:
    """A flushed file that holds `pieces`, to be given the name `path`; gone after the block if it
    was not. Raises OSError."""
    with temporary_in(path.parent) as (fd, temporary):
        for at, data in pieces:
            write_at(fd, at, data)
        os.fsync(fd)
        yield temporary


def replace_file(path: Path, parts: Iterable[bytes]) -> None:
    """`path` holds `parts`, durably, or what it held before. Raises OSError."""
    with beside(path, in_order(parts)) as temporary:
        put_in_place(temporary, path)


@contextmanager
def new_file(path: Path) -> Iterator[int]:
    """What the block writes to the descriptor becomes the new file `path`, durably and as a whole,
    or nothing does. Raises `DeskExists` where something has that name, or `CannotWrite`."""
    with writing_to(path):
        if os.path.lexists(path):
            raise file_exists(path)
        with temporary_in(path.parent) as (fd, temporary):
            yield fd
            os.fsync(fd)
            try:
                put_in_new_place(temporary, path)
            except FileExistsError as error:
                raise file_exists(path) from error


@contextmanager
def room_in(folder: Path) -> Iterator[Callable[[Path, bytes], None]]:
    """Room for a file in `folder`, before it is known what that is: what is given makes one new path
    of it and bytes, durably. Raises OSError, as calling it does."""
    with temporary_in(folder) as (fd, temporary):

        def put(path: Path, data: bytes) -> None:
            write_all(fd, data)
            os.fsync(fd)
            put_in_new_place(temporary, path)

        yield put


def unused(folder: Path, stem: str, suffix: str) -> Path:
    """A name that nothing has in the folder yet."""
    target, n = folder / f"{stem}{suffix}", 1
    while os.path.lexists(target):
        n += 1
        target = folder / f"{stem} ({n}){suffix}"
    return target


def write_new_file(path: Path, data: bytes) -> None:
    """As `new_file`, for what is `data`."""
    with new_file(path) as fd:
        write_all(fd, data)


def make_folder(path: Path) -> None:
    """`path` is a folder, durably; one that was missing is this account's alone. Raises OSError."""
    missing = [folder for folder in (path, *path.absolute().parents) if not os.path.lexists(folder)]
    for folder in reversed(missing):
        with suppress(FileExistsError):
            folder.mkdir(FOLDER_MODE)
        flush_folder(folder.parent)
    if not path.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))


def in_own_folder(path: Path) -> Path:
    """`path` with the way to its folder as it is, without links: nobody but this account can put
    anything there, or another folder in its place. Raises `CannotWrite`, also where they can."""
    with writing_to(path):
        folder = path.parent.resolve(strict=True)
        found = folder.stat()
        is_own = found.st_uid == os.geteuid() and not found.st_mode & _OTHERS_WRITE
        if is_own and all(_is_safe_on_the_way(parent.stat()) for parent in folder.parents):
            return folder / path.name
    raise CannotWrite(
        _(
            "{folder} 不是当前账户自己的目录，或他人可以写入，没有写入任何内容。"
            "请改用自己的目录：mkdir -m 700 目录名",
            folder=path.parent,
        )
    )


def _is_safe_on_the_way(found: os.stat_result) -> bool:
    """Whether nobody else can put another folder in the place of one that this account has there."""
    others_write = found.st_mode & _OTHERS_WRITE and not found.st_mode & stat.S_ISVTX
    return found.st_uid in (0, os.geteuid()) and not others_write


def free_name(path: Path) -> Path:
    """The first of `path`-1, `path`-2, … that does not exist."""
    n = 1
    while os.path.lexists(candidate := path.with_name(f"{path.name}-{n}")):
        n += 1
    return candidate


def file_exists(path: Path) -> DeskExists:
    """What to say when a new file was to be made where there is one."""
    return DeskExists(_("{file} 已存在，未作改动；请换一个文件名。", file=path))


def cannot_write(path: Path | str, error: OSError) -> CannotWrite:
    """What to say when `path` did not take what was to be saved."""
    if error.errno in _FULL:
        return CannotWrite(_("磁盘已满，没有保存。请腾出空间后再保存一次：{path}", path=path))
    if error.errno in FORBIDDEN:
        return CannotWrite(_("没有写入权限，没有保存。请联系管理员：{path}", path=path))
    reason = reasons.of_system(error)
    return CannotWrite(_("写入失败（{reason}），没有保存：{path}", reason=reason, path=path))


@contextmanager
def writing_to(
    path: Path, told: Callable[[Path, OSError], CannotWrite] = cannot_write
) -> Iterator[None]:
    """Where the block fails as a disk does, that is told as `told` has it."""
    try:
        yield
    except OSError as error:
        raise told(path, error) from error


def cannot_read(path: Path | str, error: OSError) -> CannotRead:
    """What to say when `path` cannot be read."""
    reason = reasons.of_system(error)
    return CannotRead(_("无法读取（{reason}）：{path}", reason=reason, path=path))
