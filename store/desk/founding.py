"""How a desk comes to be, and how it is known again."""

from __future__ import annotations

import contextlib
import secrets

from store.database.address import is_address
from store.desk.moving import has_desk
from store.desk.notice_book import digest_of
from store.desk.places import place_at
from store.document import TABLE, Tables
from store.duty.books import SEAL
from store.errors import (
    CannotReach,
    CannotRead,
    CannotWrite,
    DeskDamaged,
    DeskEnded,
    DeskExists,
    NewerFormat,
    NoDesk,
)
from store.journal import checkpoint
from store.journal.checkpoint import checkpoint_pieces
from store.journal.line import FORMAT, PLAIN_FORMAT, write_line
from store.journal.place import CHECKPOINT, JOURNAL, Ended, Place
from store.journal.replay import newer_format
from store.printable import printable
from store.secret.keyring import Keyring
from store.text import _, listed


def found_desk(place: Place, notice_text: str, at: str, by: str, tables: Tables) -> None:
    """Makes `place` a desk with that notice and `tables`. Raises `DeskExists` or `CannotWrite`."""
    least = FORMAT if SEAL in tables else PLAIN_FORMAT
    first = {"n": 1, "at": at, "by": by, "what": "init", "format": least}
    # By this line a desk is known: two that are set up at once are two all the same.
    first |= {"desk": secrets.token_hex(8)}
    line, line_hash = write_line(
        first | {"notice_sha256": digest_of(notice_text), "tables": tables, "prev": ""}
    )
    head = {
        "desk": line_hash,
        "journal_bytes": len(line),
        "journal_lines": 1,
        "journal_n": 1,
        "journal_hash": line_hash,
        "journal_format": least,
        "last_ids": {name: max(map(int, table)) for name, table in tables.items()},
    }
    try:
        place.found(notice_text.encode(), line, checkpoint_pieces(head, {TABLE: {}, **tables}))
    except DeskExists:
        if ended := place.ended():
            raise DeskExists(what_became_of_it(place, ended)) from None
        raise


def _finish_end(place: Place, mark: Ended) -> None:
    """Removes what is left of a desk that was ended, where the power went before all was removed.

    Nothing is removed without proof: the journal, which goes last, is there still and is the one that
    was found in the archive. Without it, what lies there may have been put there since. Raises
    `DeskDamaged` where it is not, or `DeskEnded` where something has to stay.
    """
    try:
        if is_unfinished := JOURNAL in place.rest():
            _check_is_proven(place, mark)
        # Also where all is gone: it may have been ended at another host, or by another account.
        Keyring(place.kept_as).forget("")
        place.drop_copies()
        if is_unfinished:
            place.remove_rest()
    except (CannotRead, CannotWrite) as error:
        raise DeskEnded(what_became_of_it(place, mark)) from error


def _check_is_proven(place: Place, mark: Ended) -> None:
    with contextlib.closing(place.log()) as log:
        size = log.size()
        end = b'"hash":"%b"}\n' % mark.journal_hash.encode()
        is_proven = size == mark.journal_bytes and log.read(size - len(end), size) == end
    if not is_proven:
        raise DeskDamaged(
            _(
                "{folder} 里有结束{inspection}的标记 ended.json，但日志不是存档时的那一份，未删除任何内容。"
                "请先移走 ended.json 再打开。",
                folder=place.name,
            )
        )


def what_became_of_it(place: Place, ended: Ended) -> str:
    """What to say of the desk that was there, as things are by now."""
    if ended.moved_to:
        return _(
            "值班台已于 {at} 移到 {to}，这里只留原样备查，不再打开。",
            at=printable(ended.ended_at),
            to=printable(ended.moved_to),
        )
    at, archive = printable(ended.ended_at), printable(ended.archive)
    if left := place.rest():
        return _(
            "本次{inspection}已于 {at} 结束，但 {folder} 中仍有内容未能删除，请对照档案核实后手工删除：{names}；"
            "档案：{archive}",
            at=at,
            folder=place.name,
            names=listed(left),
            archive=archive,
        )
    return _(
        "本次{inspection}已于 {at} 结束，值班台内容已删除；档案：{archive}",
        at=at,
        archive=archive,
    )


def _forget_moved(place: Place, to: str) -> None:
    """What is in memory here of a desk that was moved goes, also where that was done at another host, or by
    another account. A move into a folder that fails takes its mark back: it must be seen there."""
    # No server is asked whose address somebody may have written past the desk.
    with contextlib.suppress(NoDesk, CannotReach):
        if is_address(to) or has_desk(place_at(to)):
            Keyring(place.kept_as).forget("")


def look_at_desk(place: Place) -> None:
    """Raises `NoDesk`, `DeskDamaged` or `NewerFormat` where that can be told without reading all."""
    if found := place.ended():
        if found.moved_to:
            _forget_moved(place, found.moved_to)
        else:
            _finish_end(place, found)
        raise DeskEnded(what_became_of_it(place, found))
    place.check_has_desk()
    try:
        newer = checkpoint.is_newer(checkpoint.read_head(place.checkpoint))
        if newer and checkpoint.is_newer(checkpoint.read_checkpoint(place.checkpoint).head):
            raise NewerFormat(newer_format(CHECKPOINT))
    except (checkpoint.Unreadable, OSError):
        return
