"""Reads the sheets of a file, whichever program wrote it."""

from __future__ import annotations

import errno
import re
from pathlib import Path
from typing import Final

from store.disk import cannot_read, read_file
from store.errors import CannotRead
from store.registers.archive import open_archive
from store.registers.sheet import MOST_BYTES, Book
from store.text import _

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# What Excel wrote before there was OLE.
_OLDEST: Final = (b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\x00")
_PAGE: Final = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)?<(?:!doctype html|html|table|head|meta|body|style)",
    re.IGNORECASE | re.DOTALL,
)
_CHARSET: Final = re.compile(rb"charset\s*=\s*[\"']?([\w-]{2,20})", re.IGNORECASE)
_LOOKED_AT: Final = 4096


def read_book(path: Path) -> Book:
    """Its visible sheets. Raises `CannotRead`."""
    content = read_bytes(path)
    if content[:2] == b"PK":
        return _packed(content, path)
    if content.startswith((_OLE, *_OLDEST)):
        from store.registers.old_workbook import read_old_workbook

        return read_old_workbook(content, path)
    text = _decoded(content, path)
    if _PAGE.match(text):
        from store.registers.page import read_page

        return read_page(text)
    if text.lstrip().startswith("<?xml"):
        raise save_as_xlsx(path)
    from store.registers.separated import read_separated

    return read_separated(text, path)


def read_bytes(path: Path) -> bytes:
    """All of a file that is not too large. Raises `CannotRead`."""
    try:
        return read_file(path, MOST_BYTES)
    except OSError as error:
        if error.errno == errno.EFBIG:
            raise CannotRead(_("{path} 超过 64 MB，请拆成几份。", path=path)) from error
        raise cannot_read(path, error) from error


def save_as_xlsx(path: Path) -> CannotRead:
    """What to do with a file that cannot be read."""
    return CannotRead(
        _("{path} 不是台账的格式；请在 Excel 或 WPS 中打开，另存为 xlsx 后再导入。", path=path)
    )


def _packed(content: bytes, path: Path) -> Book:
    archive = open_archive(content, path)
    names = set(archive.namelist())
    if "content.xml" in names:
        from store.registers.open_document import read_open_document

        return read_open_document(archive, path)
    if not any(name.startswith("xl/worksheets/") and name.endswith(".xml") for name in names):
        raise save_as_xlsx(path)
    from store.registers.workbook import read_workbook

    return read_workbook(archive, content, path)


def _decoded(content: bytes, path: Path) -> str:
    """What offices write: UTF-8 with or without its mark, UTF-16, else GB 18030; a page in what it
    says itself."""
    marked = content[:2] in (b"\xff\xfe", b"\xfe\xff")
    said = _CHARSET.search(content[:_LOOKED_AT]) if content.lstrip()[:1] == b"<" else None
    encodings = ["utf-16"] if marked else ["utf-8-sig", "gb18030", "utf-16-le", "utf-16-be"]
    if said and said[1].lower() in (b"gb2312", b"gbk", b"gb18030"):
        encodings.insert(0, "gb18030")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text and (not encoding.startswith("utf-16-") or "\n" in text):
            return text
    raise CannotRead(
        _(
            "{path} 不是表格，也不是 UTF-8 或 GB 18030 编码的 CSV，请另存为 xlsx 后再导入。",
            path=path,
        )
    )
