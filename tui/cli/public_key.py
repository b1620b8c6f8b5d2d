"""Reads officers' public keys, and says what is wrong with a file that is none."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import click

from store.disk import cannot_read
from store.text import _

_KINDS: Final = frozenset(
    {
        "ssh-ed25519",
        "sk-ssh-ed25519@openssh.com",
        "ecdsa-sha2-nistp256",
        "ecdsa-sha2-nistp384",
        "ecdsa-sha2-nistp521",
        "sk-ecdsa-sha2-nistp256@openssh.com",
        "ssh-rsa",
    }
)
_LEAST_RSA_BITS: Final = 2048
_LONGEST_FILE: Final = 65_536


@dataclass(frozen=True, slots=True)
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
            text = file.read(_LONGEST_FILE).decode(errors="replace").removeprefix("\ufeff")
    except OSError as error:
        raise cannot_read(path, error) from error
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
        parts = _parts(base64.b64decode(blob, validate=True))
    except (binascii.Error, ValueError):
        parts = []
    if kind not in _KINDS or len(parts) < 2 or parts[0] != kind.encode():
        raise click.BadParameter(
            _("{path} 不是 OpenSSH 公钥；请用 ssh-keygen -t ed25519 生成的 .pub 文件。", path=path)
        )
    if kind == "ssh-rsa" and int.from_bytes(parts[-1]).bit_length() < _LEAST_RSA_BITS:
        raise click.BadParameter(
            _("{path} 中的 RSA 公钥不足 {bits} 位，请换用更长的。", path=path, bits=_LEAST_RSA_BITS)
        )
    return PublicKey(kind, blob)


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
