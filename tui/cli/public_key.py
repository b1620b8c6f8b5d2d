"""Reads officers' public keys, and says what is wrong with a file that is none."""

from __future__ import annotations

import base64
import binascii
from pathlib import Path
from typing import Final

import click

from store.disk import cannot_read
from store.frozen import frozen
from store.text import _

# How many strings follow the kind's name in a key, and how long the one is that is the key itself:
# the first, or behind the curve's name the second. An RSA key is two numbers.
_ED25519: Final = 32
_KINDS: Final = {
    "ssh-ed25519": (1, _ED25519),
    "sk-ssh-ed25519@openssh.com": (2, _ED25519),
    "ecdsa-sha2-nistp256": (2, 65),
    "sk-ecdsa-sha2-nistp256@openssh.com": (3, 65),
    "ecdsa-sha2-nistp384": (2, 97),
    "ecdsa-sha2-nistp521": (2, 133),
    "ssh-rsa": (2, 0),
}
_UNCOMPRESSED: Final = 4
_LEAST_RSA_BITS: Final = 2048
_LONGEST_FILE: Final = 65_536


@frozen
class PublicKey:
    """A key as `authorized_keys` wants it; its comment is left out, since anyone may have put
    anything there."""

    kind: str
    blob: str

    def __str__(self) -> str:
        return f"{self.kind} {self.blob}"


def read_keys(path: Path) -> list[PublicKey]:
    """The keys in a `.pub` file, one a line. Raises `CannotRead` or `click.BadParameter`."""
    try:
        with path.open("rb") as file:
            content = file.read(_LONGEST_FILE + 1)
    except OSError as error:
        raise cannot_read(path, error) from error
    if len(content) > _LONGEST_FILE:
        raise click.BadParameter(
            _("{path} 超过 64 KB，不是公钥文件；请改用 ssh-keygen 生成的 .pub 文件。", path=path)
        )
    text = content.decode(errors="replace").removeprefix("\ufeff")
    if "PRIVATE KEY" in text:
        raise click.BadParameter(
            _("{path} 是私钥，不能交给任何人；请改用同名的 .pub 文件。", path=path)
        )
    lines = [line for line in map(str.strip, text.splitlines()) if line and line[0] != "#"]
    if not lines:
        raise click.BadParameter(_("{path} 中没有公钥。", path=path))
    return [_key(line, path) for line in lines]


def _key(line: str, path: Path) -> PublicKey:
    kind, blob = (*line.split()[:2], "")[:2]
    try:
        data = base64.b64decode(blob, validate=True)
        parts = _parts(data)
    except (binascii.Error, ValueError):
        data, parts = b"", []
    if not _is_key(kind, parts):
        raise click.BadParameter(
            _("{path} 不是 OpenSSH 公钥；请用 ssh-keygen -t ed25519 生成的 .pub 文件。", path=path)
        )
    if kind == "ssh-rsa" and int.from_bytes(parts[-1]).bit_length() < _LEAST_RSA_BITS:
        raise click.BadParameter(
            _("{path} 中的 RSA 公钥不足 {bits} 位，请换用更长的。", path=path, bits=_LEAST_RSA_BITS)
        )
    # Written anew: one key has one spelling.
    return PublicKey(kind, base64.b64encode(data).decode())


def _is_key(kind: str, parts: list[bytes]) -> bool:
    """Whether these are the strings of a key of that kind (RFC 4253, 5656, 8709; PROTOCOL.u2f)."""
    if kind not in _KINDS or not parts or parts[0] != kind.encode():
        return False
    count, length = _KINDS[kind]
    if len(parts) != 1 + count:
        return False
    if kind == "ssh-rsa":
        exponent, modulus = map(int.from_bytes, parts[1:])
        return exponent > 1 and bool(exponent & modulus & 1)
    if "ecdsa" not in kind:
        return len(parts[1]) == length
    curve, point = parts[1:3]
    name = kind.removesuffix("@openssh.com").removeprefix("sk-").removeprefix("ecdsa-sha2-")
    return curve == name.encode() and len(point) == length and point[0] == _UNCOMPRESSED


def _parts(blob: bytes) -> list[bytes]:
    """The length-prefixed strings that a key is made of (RFC 4253, section 6.6)."""
    parts = []
    while blob:
        length = int.from_bytes(blob[:4])
        if len(blob) < 4 + length:
            raise ValueError("cut short")
        parts.append(blob[4 : 4 + length])
        blob = blob[4 + length :]
    return parts
