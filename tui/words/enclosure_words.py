"""What came with a tip in words."""

from __future__ import annotations

from collections.abc import Iterator

from store.notice.notice import Notice
from store.text import _
from store.tips.enclosure import ENCLOSURE_KINDS, PHOTOGRAPHS, RECORDING, Enclosure
from store.tips.tip import Tip
from tui.words import words

_KILOBYTE = 1 << 10
_MEGABYTE = 1 << 20


def kind(name: str) -> str:
    """A kind of enclosure."""
    return _(ENCLOSURE_KINDS.get(name, name))


def pages(found: Enclosure) -> str:
    """How many pages, photographs or minutes it has, "" where nobody counted."""
    if not found.pages:
        return ""
    if found.kind == PHOTOGRAPHS:
        return _("{n} 张", n=found.pages)
    if found.kind == RECORDING:
        return _("{n} 分钟", n=found.pages)
    return _("{n} 页", n=found.pages)


def copies(found: Enclosure) -> str:
    """In how many copies it came, "" for one."""
    return _("{n} 份", n=found.copies) if found.copies > 1 else ""


def size(in_bytes: int) -> str:
    """How large a file is."""
    if in_bytes < _MEGABYTE:
        return f"{-(-in_bytes // _KILOBYTE)} KB"
    return f"{in_bytes / _MEGABYTE:.1f} MB"


def enclosure(found: Enclosure) -> str:
    """All that is known of an enclosure."""
    parts = [kind(found.kind), pages(found), copies(found), found.name]
    if found.kept_at:
        parts.append(_("存于{place}", place=found.kept_at))
    if found.file_number:
        parts.append(_("档案号 {number}", number=found.file_number))
    if found.file:
        parts.append(_("文件 {size}", size=size(found.shown_size)))
    return _("，").join(part for part in parts if part)


def numbered(tip: Tip) -> Iterator[str]:
    """Each enclosure of a tip after its place."""
    for n, one in enumerate(tip.enclosures, 1):
        yield _("第 {n} 项：{enclosure}", n=n, enclosure=enclosure(one))


def facts(notice: Notice, tip: Tip) -> Iterator[tuple[str, str]]:
    """The same as facts of the tip, and who noted each down."""
    for n, one in enumerate(tip.enclosures, 1):
        at = words.local_minute(notice, one.at)
        said = _("{enclosure}（{by} {at} 登记）", enclosure=enclosure(one), by=one.by, at=at)
        yield _("附件 {n}", n=n), said


def rows(_notice: Notice, tip: Tip) -> list[str]:
    """The same as a history tells of it."""
    return [*map(enclosure, tip.enclosures)]
