"""The journal as a file that only grows, each line on the disk before anyone is told."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from store import disk
from store.errors import CannotReach, CannotRead, CannotWrite, DeskDamaged, DeskError
from store.folder import reach
from store.folder.lock import LOCK_NAME, DeskLock
from store.journal.place import ENDED, JOURNAL, Log, PutInPlace
from store.text import _

TORN_NAME: Final = "journal.torn"
# More than a line ends in that says by its hash all that came before it.
_END_BYTES: Final = 256
_LEAST_END_BYTES: Final = 80


class FileLog(Log):
    """The journal of the desk in `folder`."""

    def __init__(self, folder: Path) -> None:
        self._path = path = folder / JOURNAL
        self.name = str(path)
        # Asked for with each tip: to put a path together takes as long as the disk takes to answer.
        self._where = str(path)
        self._ended = str(folder / ENDED)
        self._lock = DeskLock(folder / LOCK_NAME)
        self._fd, self._writable = _open(path)
        self._failed = False
        # What was read or written last, up to which byte; and whether its descriptor failed as one does
        # whose disk is away: it does not come back with the disk.
        self._last = (0, b"")
        self._is_cut_off = False

    @property
    def lock(self) -> DeskLock:
        return self._lock

    def size_in_place(self) -> int:
        return self._found_in_place().st_size

    def size(self) -> int:
        found = self._stat()
        return found.st_size if found.st_nlink else self.size_in_place()

    def check_in_place(self) -> None:
        self._found_in_place()

    def _found_in_place(self) -> os.stat_result:
        """What there is to be told of the file, which is in its place. Raises as `check_in_place`."""
        try:
            there = os.stat(self._where)  # noqa: PTH116
        except OSError as error:
            raise self._out_of_sight(error) from error
        if os.access(self._ended, os.F_OK) and os.path.isfile(self._ended):
            # It was moved elsewhere, or is about to go.
            raise self._taken_away()
        try:
            own: os.stat_result | None = self._stat()
        except CannotReach:
            own = None
        if own is None or self._is_cut_off or own.st_dev != there.st_dev:
            self._open_again()
            return self._stat()
        if own.st_ino != there.st_ino:
            raise self._taken_away()
        return own

    def _out_of_sight(self, error: OSError) -> DeskError:
        """What it is when the journal is not to be seen: it was taken away, or all of its disk was."""
        if reach.is_away(error):
            return reach.cannot_reach(self._path)
        if isinstance(error, FileNotFoundError | NotADirectoryError):
            try:
                own = os.fstat(self._fd)
                is_elsewhere = self._path.parent.stat().st_dev != own.st_dev
                if own.st_nlink and (is_elsewhere or self._path.exists()):
                    # Where the disk was there is an empty folder, or it came back just now.
                    return reach.cannot_reach(self._path)
            except OSError:
                return reach.cannot_reach(self._path)
        return self._taken_away()

    def _open_again(self) -> None:
        """Goes on with the file that is there now, if it is the same journal: its disk was away, and is
        there under another number. Raises as `check_in_place`."""
        fd, is_writable = _open(self._path)
        try:
            at, end = self._last
            if not end or disk.read_range(fd, at - len(end), at) != end:
                raise self._taken_away()
            # Another thread may be reading: the number stays, and is no other file's in between.
            os.dup2(fd, self._fd, inheritable=False)
        except OSError as error:
            raise reach.cannot_read(self._path, error) from error
        finally:
            os.close(fd)
        self._writable = is_writable
        self._failed = self._is_cut_off = False

    def _remember(self, at: int, data: bytes) -> None:
        """Of what was read or written from `at` on, how its last whole line ends."""
        length = data.rfind(b"\n") + 1
        if length >= _LEAST_END_BYTES and at + length > self._last[0]:
            self._last = at + length, data[max(length - _END_BYTES, 0) : length]

    def _stat(self) -> os.stat_result:
        try:
            return os.fstat(self._fd)
        except OSError as error:
            raise self._cannot_read(error) from error

    def _cannot_read(self, error: OSError) -> CannotRead:
        self._is_cut_off |= reach.is_away(error)
        return reach.cannot_read(self._path, error)

    def _taken_away(self) -> DeskDamaged:
        return DeskDamaged(
            _("值班台的文件被移走或替换了，请关闭后重新打开：{path}", path=self._path)
        )

    def read(self, start: int, end: int) -> bytes:
        try:
            data = disk.read_range(self._fd, start, end)
        except OSError as error:
            raise self._cannot_read(error) from error
        self._remember(start, data)
        return data

    def append(self, line: bytes, at: int) -> None:
        self._must_take_writes()
        try:
            written = os.write(self._fd, line)
        except OSError as error:
            self._take_back(at)
            if self._failed and reach.is_away(error):
                self._is_cut_off = True
                raise self._unknown() from error
            raise reach.cannot_write(self._path, error) from error
        if written != len(line):
            self._take_back(at)
            raise CannotWrite(
                _("磁盘已满，没有保存。请腾出空间后再保存一次：{path}", path=self._path)
            )
        self._flush()
        self._remember(at, line)

    def put_aside(self, start: int, end: int) -> str:
        aside = disk.free_name(self._path.with_name(TORN_NAME))
        with reach.writing_to(aside):
            disk.replace_file(aside, [self.read(start, end)])
        self._must_take_writes()
        with reach.writing_to(self._path):
            os.ftruncate(self._fd, start)
        self._flush()
        return aside.name

    def flush(self) -> None:
        if self._writable:
            self._must_take_writes()
            self._flush()

    @contextmanager
    def replacing(self, lines: Iterable[bytes]) -> Iterator[PutInPlace]:
        # Where a link leads to it, the old one would stay there.
        path = self._path.resolve()
        with reach.writing_to(path), disk.beside(path, disk.in_order(lines)) as new:

            def put_in_place() -> None:
                new.replace(path)

            yield put_in_place
            disk.flush_folder(path.parent)

    def close(self) -> None:
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1
        self._lock.close()

    def _must_take_writes(self) -> None:
        if self._failed:
            raise CannotWrite(
                _(
                    "先前写入磁盘失败，本次打开期间不再保存。请关闭后重新打开：{path}",
                    path=self._path,
                )
            )
        if not self._writable:
            raise CannotWrite(_("没有写入权限，没有保存。请联系管理员：{path}", path=self._path))

    def _take_back(self, size: int) -> None:
        """Undoes a write that did not fit. If even that fails, no later line may follow it."""
        try:
            os.ftruncate(self._fd, size)
        except OSError:
            self._failed = True

    def _flush(self) -> None:
        try:
            disk.flush(self._fd)
        except OSError as error:
            # The kernel may have dropped the pages: a second flush that succeeds says nothing.
            self._failed = True
            raise self._unknown() from error

    def _unknown(self) -> CannotWrite:
        return CannotWrite(
            _(
                "写入磁盘失败，这次的内容不能确定已经保存。请关闭后重新打开，查看最近的举报再决定是否重录：{path}",
                path=self._path,
            )
        )


def _open(path: Path) -> tuple[int, bool]:
    try:
        try:
            return disk.open_only_file(path, os.O_APPEND | os.O_RDWR), True
        except OSError as error:
            # Whatever else it is may be over in a moment: the desk is then opened again.
            if error.errno not in disk.FORBIDDEN:
                raise
            return disk.open_only_file(path, os.O_RDONLY), False
    except OSError as error:
        raise reach.cannot_read(path, error) from error
