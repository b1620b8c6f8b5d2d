"""Files sealed piece by piece, however long they are; those that came with tips each to a key of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from store.errors import BadKey, Sealed
from store.secret.change import no_key
from store.secret.keys import identity_in

if TYPE_CHECKING:
    from pyrage.x25519 import Identity, Recipient

Read = Callable[[int], bytes]
"""Gives the next bytes, so many at most, none at the end."""
Write = Callable[[bytes], object]

PADDED_TO: Final = 64 * 1024
"""The length of a file that is sealed shows only in steps of so many bytes."""


def new_key() -> Identity:
    """A key for one file."""
    from store.secret.age import Identity

    return Identity.generate()


def seal_stream(read: Read, write: Write, recipients: Iterable[Recipient]) -> None:
    """Seals what `read` gives to the end. Raises what `read` and `write` raise."""
    from store.secret.age import encrypt_io

    ends = _Ends(read, write)
    with ends.raising():
        encrypt_io(ends, ends, list(recipients))


def open_stream(read: Read, write: Write, key: Identity) -> None:
    """What was sealed to `key`. Raises `Sealed` for what that does not open, or is not as it was; else
    what `read` and `write` raise."""
    from store.secret.age import DecryptError, decrypt_io

    ends = _Ends(read, write)
    try:
        with ends.raising():
            decrypt_io(ends, ends, [key])
    except (DecryptError, OSError) as error:
        if error is ends.raised:
            raise
        raise Sealed(no_key()) from error


def seal_file(read: Read, write: Write, key: Identity) -> None:
    """Seals what `read` gives, padded. Raises what `read` and `write` raise."""
    seal_stream(_padded(read), write, [key.to_public()])


def open_file(read: Read, write: Write, key: str, size: int) -> None:
    """The `size` bytes that `seal_file` sealed. Raises as `open_stream`."""
    try:
        identity = identity_in(key)
    except BadKey as error:
        raise Sealed(no_key()) from error
    open_stream(read, _first(size, write), identity)


def _padded(read: Read) -> Read:
    given = 0

    def padded(most: int) -> bytes:
        nonlocal given
        data = read(most) or bytes(min(most, -given % PADDED_TO))
        given += len(data)
        return data

    return padded


def _first(size: int, write: Write) -> Write:
    left = size

    def first(data: bytes) -> None:
        nonlocal left
        if left:
            write(data[:left])
            left -= min(left, len(data))

    return first


class _Ends:
    """What the library reads from and writes to. Of what that raises it tells the words alone, and
    Ctrl+C too is one of its own errors to it: so that is kept, and raised again."""

    def __init__(self, read: Read, write: Write) -> None:
        self._read = read
        self._write = write
        self.raised: BaseException | None = None

    def read(self, most: int) -> bytes:
        with self._keeping():
            return self._read(most)

    def write(self, data: bytes) -> int:
        with self._keeping():
            self._write(data)
        return len(data)

    def flush(self) -> None:
        pass

    @contextmanager
    def _keeping(self) -> Iterator[None]:
        try:
            yield
        except BaseException as error:
            self.raised = error
            raise

    @contextmanager
    def raising(self) -> Iterator[None]:
        """Raises what was raised within, not what the library makes of it, which may be nothing."""
        try:
            yield
        except BaseException as error:
            raise (self.raised or error) from None
        if self.raised:
            raise self.raised
