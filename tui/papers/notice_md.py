"""The public notice as Markdown, for a web site; its QR code is a picture within the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from store.printable import printable
from store.text import _
from tui.papers.notice_qr import Code
from tui.papers.public_notice import PublicNotice

_MARKUP: Final = re.compile(r"([\\`*_\[\]<>|~&])")
_MARKUP_IN_FRONT: Final = re.compile(r"^(\d*)([#+=.)-]+(?=\s|$))")


def notice_md(found: PublicNotice, code: Code | None) -> str:
    """The text, of which no word is markup."""
    return "\n\n".join(_blocks(found, code)) + "\n"


def _blocks(found: PublicNotice, code: Code | None) -> Iterator[str]:
    yield f"# {_inert(found.title)}"
    yield _inert(found.opening)
    for heading, section in found.numbered:
        yield f"## {_inert(heading)}"
        yield from map(_inert, section.sentences)
        if section.rows:
            rows = (
                "- " + _("{label}：{value}", label=_inert(label), value=f"**{_inert(value)}**")
                for label, value in section.rows
            )
            yield "\n".join(rows)
    yield from map(_inert, found.ending)
    if code:
        yield f"![{_inert(code.caption)}]({code.png_address})"
    yield f"{_inert(found.signed)}  \n{_inert(found.dated)}"


def _inert(text: str) -> str:
    return _MARKUP_IN_FRONT.sub(r"\1\\\2", _MARKUP.sub(r"\\\1", printable(text)))
