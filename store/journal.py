"""The journal: one line of JSON for each change, appended and flushed, each chained to the one before.

It knows bytes and hashes, and nothing of tips.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import orjson

from store.errors import CannotWrite, NewerFormat
from store.text import _

FORMAT: Final = 1
FIRST_PREVIOUS: Final = "0" * 64
_HASH_KEY: Final = b',"hash":"'
_TAIL: Final = len(_HASH_KEY) + 64 + len(b'"}')


@dataclass(frozen=True, slots=True)
class Damage:
    """A place in a file of the desk that does not fit: `line` counts from 1, 0 is the whole file."""

    file: str
    line: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One line as read: `content` is None where it is no JSON object; `fault` says what is wrong.

    `holds` is how many changes may have stood in it: more than one where a newline was lost.
    """

    line: int
    hash: str
    content: dict[str, Any] | None
    fault: str = ""
    holds: int = 1


def encode(content: dict[str, Any]) -> tuple[bytes, str]:
    """The line for `content` and its hash: SHA-256 of the line's bytes before `,"hash"`."""
    body = orjson.dumps(content)[:-1]
    digest = hashlib.sha256(body).hexdigest()
    return b'%b%b%b"}\n' % (body, _HASH_KEY, digest.encode()), digest


def decode(line: bytes, number: int, previous: frozenset[str]) -> Entry:
    """Line `number` without its newline; `previous` are the hashes the line before may have."""
    body, tail = line[:-_TAIL], line[-_TAIL:]
    digest = hashlib.sha256(body).hexdigest()
    try:
        content = orjson.loads(line)
    except orjson.JSONDecodeError:
        content = None
    if not isinstance(content, dict):
        holds = max(1, line.count(_HASH_KEY))
        return Entry(number, digest, None, _("不是完整的 JSON，内容不可读"), holds)
    if tail != b'%b%b"}' % (_HASH_KEY, digest.encode()):
        return Entry(number, digest, content, _("内容与其校验值不符，曾被改动"))
    if content.get("prev") not in previous:
        return Entry(number, digest, content, _("与上一行不衔接，其间有缺失或改动"))
    return Entry(number, digest, content)


class Journal:
    """An open journal file, read up to `end`; the caller holds the desk's lock where it writes."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.end = 0
        self.lines = 0
        self.hash = FIRST_PREVIOUS
        self._may_follow = frozenset({FIRST_PREVIOUS})
        self._refusal: str | None = None
        try:
            self._fd = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CLOEXEC)
        except PermissionError:
            self._fd = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
            self._refusal = _("没有写入此目录的权限，只能查看；请联系管理员。")

    @classmethod
    def create(cls, path: Path, content: dict[str, Any]) -> None:
        """Makes a journal whose first line is `content`; it is there whole or not at all."""
        new = path.with_name(f"{path.name}.new")
        os.close(os.open(new, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600))
        journal = cls(new)
        journal.append({"format": FORMAT, **content})
        journal.close()
        new.rename(path)
        sync_folder(path.parent)

    def close(self) -> None:
        """Closes the file."""
        os.close(self._fd)

    def go_to(self, end: int, lines: int, last_hash: str) -> bool:
        """Take all before `end` as read; False if the file does not have that line there."""
        tail = os.pread(self._fd, _TAIL + 1, end - _TAIL - 1) if end > _TAIL else b""
        if tail != b'%b%b"}\n' % (_HASH_KEY, last_hash.encode()):
            return False
        self.end, self.lines, self.hash = end, lines, last_hash
        self._may_follow = frozenset({last_hash})
        return True

    def size(self) -> int:
        """The bytes in the file now, whoever wrote them."""
        return os.fstat(self._fd).st_size

    def read_new(self) -> Iterator[Entry]:
        """The whole lines appended since, by anyone; a line still being written is left for later."""
        if self.size() <= self.end:
            return
        data = os.pread(self._fd, self.size() - self.end, self.end)
        for line in data.split(b"\n")[:-1]:
            self.lines += 1
            self.end += len(line) + 1
            entry = decode(line, self.lines, self._may_follow)
            self.hash = _claimed_hash(line) or entry.hash
            self._may_follow = frozenset({self.hash, entry.hash})
            if self.lines == 1 and entry.content:
                check_format(entry.content, self.path)
            yield entry

    def tail(self) -> bytes:
        """What stands after the last whole line: nothing, unless a writer died or is writing."""
        return os.pread(self._fd, max(0, self.size() - self.end), self.end)

    def append(self, content: dict[str, Any]) -> None:
        """Appends a line and flushes it to the disk. Raises `CannotWrite`; then nothing is saved."""
        if self._refusal:
            raise CannotWrite(self._refusal)
        line, digest = encode({"n": self.lines + 1, **content, "prev": self.hash})
        self._write(line)
        self.end += len(line)
        self.lines += 1
        self.hash = digest
        self._may_follow = frozenset({digest})

    def _write(self, line: bytes) -> None:
        try:
            written = os.write(self._fd, line)
        except OSError as error:
            self._take_back()
            raise _not_saved(error) from error
        if written != len(line):
            self._take_back()
            raise _not_saved(None)
        try:
            os.fdatasync(self._fd)
        except OSError as error:
            # What the disk holds is unknown after a failed flush, and a second try may lie.
            self._refusal = _("磁盘写入失败，未保存；请退出后重新打开值班台。")
            raise CannotWrite(self._refusal) from error

    def _take_back(self) -> None:
        try:
            os.ftruncate(self._fd, self.end)
        except OSError:
            self._refusal = _("磁盘写入失败，未保存；请退出后重新打开值班台。")

    def mend_tail(self) -> str:
        """Puts right a torn last line, under the lock; returns the sentence that says how, or ""."""
        torn = self.tail()
        if not torn or self._refusal:
            return ""
        whole = next((t for t in (torn, torn[:-1]) if not self._decoded(t).fault), None)
        if whole is None:
            aside = _unused(self.path, "torn")
            aside.write_bytes(torn)
            aside.chmod(0o600)
            os.ftruncate(self._fd, self.end)
            os.fsync(self._fd)
            return _(
                "{file} 末尾有一行未写完（从未确认保存），已移到 {aside}。",
                file=self.path.name,
                aside=aside.name,
            )
        os.ftruncate(self._fd, self.end + len(whole))
        os.write(self._fd, b"\n")
        os.fsync(self._fd)
        return _("{file} 末行缺换行，内容完整，已补上。", file=self.path.name)

    def _decoded(self, line: bytes) -> Entry:
        return decode(line, self.lines + 1, self._may_follow)


def _claimed_hash(line: bytes) -> str | None:
    """The hash that stands in a line, which the next line was chained to."""
    claimed = line[-66:-2]
    return claimed.decode() if line[-_TAIL:-66] == _HASH_KEY and claimed.isalnum() else None


def check_format(content: dict[str, Any], path: Path) -> None:
    """Raises `NewerFormat` if `path` was begun by a newer version."""
    found = content.get("format")
    if isinstance(found, int) and found > FORMAT:
        raise NewerFormat(
            _(
                "{file} 由更新的版本写成（格式 {found}），请升级 dutydesk 后再打开；文件未动。",
                file=path,
                found=found,
            )
        )


def _not_saved(error: OSError | None) -> CannotWrite:
    reason = error.strerror if error else _("磁盘已满")
    return CannotWrite(_("未保存（{reason}）：请腾出磁盘空间后再保存一次。", reason=reason))


def _unused(path: Path, what: str) -> Path:
    names = (path.with_name(f"{path.name}.{what}-{n}") for n in range(1, 10_000))
    return next(name for name in names if not name.exists())


def set_aside(path: Path, what: str) -> Path:
    """Renames `path` to a free name that says `what` it is; its content stays as it was."""
    aside = _unused(path, what)
    path.rename(aside)
    return aside


def sync_folder(folder: Path) -> None:
    """Flushes a folder's own entries, so that a new or renamed file survives a power cut."""
    fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)
