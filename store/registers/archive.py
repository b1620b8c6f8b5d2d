"""Keeps a packed file from becoming more than a register ever is when it is unpacked."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Final
from zipfile import BadZipFile, ZipFile

from store.errors import CannotRead
from store.packing import comes_in_pieces
from store.text import _

_MOST_UNPACKED: Final = 128 << 20
# A cell is two or three of them, and each takes a hundred bytes of memory when it is parsed.
_MOST_TAGS: Final = 6_000_000
_CHUNK: Final = 1 << 20


def open_archive(content: bytes, path: Path) -> ZipFile:
    """The archive, of which no part is larger than is said, so that none can be when it is
    read. Raises `CannotRead`."""
    try:
        archive = ZipFile(io.BytesIO(content))
        # All of them: a workbook says itself what the part is called that is its sheet.
        parts = archive.infolist()
        if not comes_in_pieces(archive):
            raise BadZipFile
        if sum(part.file_size for part in parts) > _MOST_UNPACKED:
            raise _too_large(path)
        tags = 0
        for part in parts:
            with archive.open(part) as file:
                while chunk := file.read(_CHUNK):
                    tags += chunk.count(b"<")
                    # A text that stands for a longer one: no spreadsheet program writes any.
                    if tags > _MOST_TAGS or b"<!ENTITY" in chunk:
                        raise _too_large(path)
    # What else is in a broken archive: encrypted parts, unknown packings.
    except (BadZipFile, OSError, EOFError, RuntimeError, ValueError) as error:
        raise CannotRead(_("{path} 不是完好的表格文件，请重新另存一份。", path=path)) from error
    return archive


def _too_large(path: Path) -> CannotRead:
    return CannotRead(
        _(
            "{path} 解压后超过 {most} MB 或内容过多，不像是台账，请拆成几份。",
            path=path,
            most=_MOST_UNPACKED >> 20,
        )
    )
