"""The desk's keys that no disk keeps: in memory, shared by the sessions of one account, gone with
the power."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import stat
from pathlib import Path
from typing import TYPE_CHECKING, Final

from store import disk
from store.late_pattern import late_pattern
from store.text import _

if TYPE_CHECKING:
    from pyrage.x25519 import Identity

_IN_MEMORY: Final = Path("/dev/shm")  # noqa: S108 - memory, and the folder in it is looked at
# What version 0.2 had not finished when it died. Who makes a key makes it anew where it went.
_LONGEST: Final = 4 * 1024 * 1024
_OLD: Final = late_pattern(r"\.[\w-]+\.\d+", re.ASCII)


class Keyring:
    """The keys of the desk at `address`, by name.

    Where the system has no file system in memory, or someone else sits in its place there, they
    last as long as this process; of the latter `trouble` tells.
    """

    def __init__(self, address: str) -> None:
        self._base = _IN_MEMORY / f"dutydesk-{os.getuid()}"
        self._own = self._base / hashlib.sha256(os.fsencode(address)).hexdigest()[:32]
        self._kept: dict[str, str] = {}

    def _folder(self, *, make: bool = False) -> Path | None:
        if make:
            return _safe(self._base, make) and _safe(self._own, make)
        return _safe(self._own, make) and _safe(self._base, make) and self._own

    def trouble(self) -> str:
        """A sentence if something that is not this account's alone has the place of the folder."""
        for folder in (self._base, self._own):
            if os.path.lexists(folder) and not _safe(folder, make=False):
                return _(
                    "{folder} 不是当前账户独有的目录，密钥只能留在本程序内：退出以后，"
                    "未交班的举报和未保存的草稿须凭组长的密钥才能读出。请管理员查明由谁所建并删除，再重新打开。",
                    folder=folder,
                )
        return ""

    def sweep(self) -> None:
        """Removes what programs that died left unfinished here. Raises nothing."""
        if folder := self._folder():
            disk.sweep(folder)
            disk.sweep(folder, _OLD)

    def get(self, name: str) -> Identity | None:
        """The key of that name, if there is one."""
        from store.secret.age import Identity, IdentityError

        try:
            return Identity.from_str(self.read(name))
        except IdentityError:
            return None

    def make(self, name: str) -> Identity:
        """The key of that name, a new one if there is none; two who make it get the same."""
        from store.secret.age import Identity

        if not self.get(name):
            self._put(name, str(Identity.generate()), replace=False)
        return self.get(name) or Identity.generate()

    def put(self, name: str, identity: Identity) -> None:
        """Keeps a key under that name."""
        self._put(name, str(identity), replace=True)

    def write(self, name: str, text: str) -> None:
        """Keeps a text beside the keys, under a name that is none of theirs."""
        self._put(name, text, replace=True)

    def write_new(self, name: str, text: str) -> None:
        """As `write`, under a name that nothing had yet and nobody looks for before this returns."""
        self._kept[name] = text
        with contextlib.suppress(OSError):
            if folder := self._folder(make=True):
                fd = disk.create(folder / name)
                try:
                    disk.write_all(fd, text.encode())
                    del self._kept[name]
                except OSError:
                    (folder / name).unlink()
                finally:
                    os.close(fd)

    def read(self, name: str) -> str:
        """What `write` or `write_new` kept, "" if nothing."""
        if folder := self._folder():
            with contextlib.suppress(OSError, ValueError):
                return disk.read_file(folder / name, _LONGEST).decode("ascii")
        return self._kept.get(name, "")

    def has(self, name: str) -> bool:
        """Whether anything is kept under that name."""
        folder = self._folder()
        return name in self._kept or (folder is not None and os.path.lexists(folder / name))

    def rename(self, name: str, new: str) -> None:
        """Has what is kept under that name under `new`, which nothing has."""
        if name in self._kept:
            self._kept[new] = self._kept.pop(name)
        elif folder := self._folder():
            with contextlib.suppress(OSError):
                (folder / name).rename(folder / new)

    def forget(self, beginning: str) -> None:
        """Drops the keys whose names begin so; what was sealed to them alone nobody opens again."""
        for name in [name for name in self._kept if name.startswith(beginning)]:
            del self._kept[name]
        if folder := self._folder():
            with contextlib.suppress(OSError):
                for path in folder.glob(f"{beginning}*"):
                    path.unlink(missing_ok=True)
                folder.rmdir()

    def _put(self, name: str, text: str, *, replace: bool) -> None:
        folder = self._folder(make=True)
        if not folder:
            self._kept[name] = text
            return
        path = folder / name
        try:
            with disk.temporary_in(folder) as (fd, new):
                disk.write_all(fd, text.encode())
                if replace:
                    new.replace(path)
                else:
                    path.hardlink_to(new)
        except FileExistsError:
            return
        except OSError:
            # No room: what is sealed to this key is to be read in this session at least.
            self._kept[name] = text


def _safe(folder: Path, make: bool) -> Path | None:
    """`folder`, if it is there, or made, and this account's alone."""
    # Every tip asks, and of a desk that is not sealed there is none.
    if not (make or os.access(folder, os.F_OK)):
        return None
    try:
        if make:
            with contextlib.suppress(FileExistsError):
                folder.mkdir(disk.FOLDER_MODE)
        # As the folder's own way does it, in half the time.
        found = os.lstat(folder)
    except OSError:
        return None
    own = stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid()
    return folder if own and not found.st_mode & 0o077 else None


def of_officer(kind: str, officer: str) -> str:
    """The name of an officer's key of that kind: a file name, whatever the officer's is."""
    return f"{kind}-{hashlib.sha256(officer.encode()).hexdigest()[:32]}"
