"""How a desk comes to be, and how it is known again."""

from __future__ import annotations

import contextlib

from store.desk.notice_book import digest_of
from store.document import TABLE, Tables
from store.errors import CannotWrite, NewerFormat, NoDesk
from store.journal import checkpoint
from store.journal.checkpoint import checkpoint_pieces
from store.journal.line import FORMAT, write_line
from store.journal.place import CHECKPOINT, Place
from store.journal.replay import newer_format
from store.printable import printable
from store.text import _


def found_desk(place: Place, notice_text: str, at: str, by: str, tables: Tables) -> None:
    """Makes `place` a desk with that notice and `tables`. Raises `DeskExists` or `CannotWrite`."""
    first = {"n": 1, "at": at, "by": by, "what": "init", "format": FORMAT}
    line, line_hash = write_line(
        first | {"notice_sha256": digest_of(notice_text), "tables": tables, "prev": ""}
    )
    head = {
        "journal_bytes": len(line),
        "journal_lines": 1,
        "journal_n": 1,
        "journal_hash": line_hash,
        "last_ids": {name: max(map(int, table)) for name, table in tables.items()},
    }
    place.found(notice_text.encode(), line, checkpoint_pieces(head, {TABLE: {}, **tables}))


def look_at_desk(place: Place) -> None:
    """Raises `NoDesk`, `DeskDamaged` or `NewerFormat` where that can be told without reading all."""
    if found := place.ended():
        # The power may have gone before all was removed.
        with contextlib.suppress(CannotWrite):
            place.remove_rest()
        raise NoDesk(
            _(
                "本次{inspection}已于 {at} 结束，值班台内容已删除；档案：{archive}",
                at=printable(found.ended_at),
                archive=printable(found.archive),
            )
        )
    place.check_has_desk()
    try:
        newer = checkpoint.is_newer(checkpoint.read_head(place.checkpoint))
        if newer and checkpoint.is_newer(checkpoint.read_checkpoint(place.checkpoint).head):
            raise NewerFormat(newer_format(CHECKPOINT))
    except (checkpoint.Unreadable, OSError):
        return
