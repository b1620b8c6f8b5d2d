"""A correction of the notice in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from store.desk.correction import Correction
from store.duty.books import CorrectedNotice
from store.instant import as_text, from_text, in_zone, shown_second
from store.notice.notice import Notice
from store.printable import printable
from store.text import _

_DIGITS_SHOWN: Final = 12


def what_follows(found: Correction) -> Iterator[str]:
    """What becomes of the stored tips with a corrected notice."""
    for one in found.renamed:
        yield _(
            "{count} 件举报的“{old}”随之改为“{new}”。", count=one.tips, old=one.old, new=one.new
        )
    if found.marked:
        yield _("{count} 件举报的“截止后收到”“时间外收到”等标记随之改正。", count=found.marked)


def correction_line(notice: Notice, made: CorrectedNotice) -> str:
    """When and who, and the digests by which the journal names the notice before and after."""
    at = in_zone(from_text(made.at), notice.zone)
    digests = f"{made.was[:_DIGITS_SHOWN]} → {made.sha256[:_DIGITS_SHOWN]}"
    return printable(f"{shown_second(as_text(at))}  {made.by}  SHA-256 {digests}")
