"""Private keys as people keep them: files of age, bare or protected by a passphrase."""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from pathlib import Path
from typing import TYPE_CHECKING, Final

from store import disk
from store.errors import BadKey
from store.late_pattern import late_pattern
from store.text import _

if TYPE_CHECKING:
    from pyrage.x25519 import Identity

LEAST_PASSPHRASE: Final = 8
_SECRET: Final = late_pattern(r"AGE-SECRET-KEY-1[0-9A-Z]+", re.IGNORECASE)
_LONGEST_FILE: Final = 64 * 1024
_TRIES: Final = 8
_BINARY: Final = b"age-encryption.org/v1"
_TEXT: Final = b"-----BEGIN AGE ENCRYPTED FILE-----"


def identity_in(text: str) -> Identity:
    """The private key in the lines that `age-keygen` writes. Raises `BadKey`."""
    from store.secret.age import Identity, IdentityError

    found = _SECRET.search(text)
    try:
        if found:
            return Identity.from_str(found[0].upper())
    except IdentityError:
        pass
    raise BadKey(_("没有读到私钥：私钥以 AGE-SECRET-KEY-1 开头，请整行粘贴或另选文件。"))


def read_key_file(path: Path) -> bytes:
    """What a key file holds. Raises `CannotRead` or `BadKey`."""
    try:
        with path.open("rb") as file:
            data = file.read(_LONGEST_FILE + 1)
    except OSError as error:
        raise disk.cannot_read(path, error) from error
    if len(data) > _LONGEST_FILE:
        raise BadKey(_("{file} 不是密钥文件。", file=path))
    return data


def is_protected(data: bytes) -> bool:
    """Whether a key file can be read only with its passphrase."""
    return _from_start(data).startswith((_BINARY, _TEXT))


def _from_start(data: bytes) -> bytes:
    """Without what may stand before a key as text: a mark of its encoding, and blanks where it was pasted."""
    return data.removeprefix(BOM_UTF8).lstrip()


def key_in(data: bytes, passphrase: str = "") -> str:
    """The lines of a key file. Raises `BadKey`, also for a wrong passphrase."""
    try:
        return (_unprotected(data, passphrase) if is_protected(data) else data).decode()
    except UnicodeDecodeError as error:
        raise BadKey(_("这不是密钥文件。")) from error


def _unprotected(data: bytes, passphrase: str) -> bytes:
    from store.secret.age import DecryptError
    from store.secret.age import passphrase as by_passphrase

    if not data.startswith(_BINARY):
        # What is no text may end in a byte that looks like a blank.
        data = _from_start(data).rstrip()
    for left in reversed(range(_TRIES)):
        try:
            return bytes(by_passphrase.decrypt(data, passphrase))
        except DecryptError as error:
            # The library measures how fast the machine is, and may refuse while that is busy.
            if not (left and "work" in str(error).lower()):
                raise BadKey(_("口令不对，或密钥文件已损坏，请再输一次。")) from error
    raise AssertionError


def make_key_file(path: Path, passphrase: str) -> str:
    """A new key in the new file `path`, protected by `passphrase`; returns its public key.

    The file is one of age: `age -d` opens it too. Raises `DeskExists` or `CannotWrite`.
    """
    from store.secret.age import Identity
    from store.secret.age import passphrase as by_passphrase

    target = disk.in_own_folder(path)
    identity = Identity.generate()
    public = str(identity.to_public())
    said = f"# public key: {public}\n{identity}\n".encode()
    # Whether the name is free is told before the passphrase is made into a key, which takes a second.
    with disk.new_file(target) as fd:
        disk.write_all(fd, by_passphrase.encrypt(said, passphrase))
    return public
