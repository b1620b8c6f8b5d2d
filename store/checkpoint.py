"""The checkpoint: the desk's tables as a TinyDB file, with where in the journal they stood.

The first line is the head, then comes one line for each document, so that a person can read it and
damage has a line number.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import orjson

from store.errors import CannotWrite
from store.journal import FORMAT, check_format, sync_folder
from store.text import _

Tables = dict[str, dict[str, dict[str, Any]]]
HEAD_TABLE: Final = "desk"


@dataclass(frozen=True, slots=True)
class Head:
    """Where the journal stood when the checkpoint was written, and the sums up to there."""

    journal_bytes: int
    journal_lines: int
    journal_hash: str
    tally: dict[str, int]


class Damaged(Exception):
    """A checkpoint that is not as it was written; the journal has all it held."""


def write(path: Path, head: Head, tables: Tables) -> int:
    """Writes the checkpoint whole or not at all; returns its size in bytes. Raises `CannotWrite`."""
    body = _body(tables)
    data = _head_line(head, body) + body
    new = path.with_name(f"{path.name}.new")
    try:
        fd = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
        try:
            view = memoryview(data)
            while view:
                view = view[os.write(fd, view) :]
            os.fsync(fd)
        finally:
            os.close(fd)
        new.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        new.unlink(missing_ok=True)
        raise CannotWrite(
            _(
                "{file} 不能写入（{reason}）；举报仍在日志中。",
                file=path.name,
                reason=error.strerror,
            )
        ) from error
    return len(data)


def _body(tables: Tables) -> bytes:
    parts = []
    for name, table in tables.items():
        rows = b",\n".join(
            b'"%b":%b' % (key.encode(), orjson.dumps(doc)) for key, doc in table.items()
        )
        parts.append(b"%b:{\n%b\n}" % (orjson.dumps(name), rows))
    return b",\n".join(parts) + b"}\n"


def _head_line(head: Head, body: bytes) -> bytes:
    values = {"format": FORMAT, **asdict(head), "body": hashlib.sha256(body).hexdigest()}
    values["head"] = hashlib.sha256(orjson.dumps(values)).hexdigest()
    return b'{"%b":{"1":%b},\n' % (HEAD_TABLE.encode(), orjson.dumps(values))


def read(path: Path) -> tuple[Head, Tables, int] | None:
    """Head, tables and size in bytes, or None if there is no checkpoint yet.

    Raises `Damaged` where it is not as written, `NewerFormat` if by a newer version.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise Damaged from error
    first = data[: data.find(b"\n") + 1]
    head, digest = check_head(first, path)
    if hashlib.sha256(memoryview(data)[len(first) :]).hexdigest() != digest:
        raise Damaged
    try:
        tables = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise Damaged from error
    del tables[HEAD_TABLE]
    return head, tables, len(data)


def check_head(first: bytes, path: Path) -> tuple[Head, str]:
    """The head in a checkpoint's first line, and the hash that the rest must have.

    Raises `Damaged` or `NewerFormat`.
    """
    try:
        values = orjson.loads(first.rstrip()[:-1] + b"}")[HEAD_TABLE]["1"]
        check_format(values, path)
        if values.pop("head") != hashlib.sha256(orjson.dumps(values)).hexdigest():
            raise Damaged
        digest = values.pop("body")
        del values["format"]
        return Head(**values), digest
    except (orjson.JSONDecodeError, KeyError, TypeError, AttributeError) as error:
        raise Damaged from error
