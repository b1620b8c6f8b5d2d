"""Holds a journal against an earlier backup of it: what was there then is there still, as it was."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

from store.document import TABLE, Document
from store.duty.books import MARK, SEAL
from store.errors import Sealed
from store.journal.line import Damage, begins_with, scan_pieces
from store.journal.place import JOURNAL
from store.journal.replay import damage
from store.secret import seal
from store.secret.clear import CLEAR, is_sealed
from store.text import _

if TYPE_CHECKING:
    from pyrage.x25519 import Identity

Entry = dict[str, Any]

# What a line raises that no desk wrote: who makes a backup can give any the right hash.
_MISSHAPED: Final = (LookupError, TypeError, ValueError, AttributeError)


def changed_since(
    backup: bytes, journal: Callable[[], Iterable[bytes]], keys: Sequence[Identity]
) -> Iterator[Damage]:
    """The first line of `backup` that is not as it was in the pieces that `journal` gives. Where it was
    sealed to other keys in between, which writes each line anew, what stands in clear is compared,
    and what `keys` open."""
    if begins_with(journal(), backup):
        return
    first_then, first_now = next(_entries([backup]), {}), next(_entries(journal()), {})
    if _name(first_then) != _name(first_now):
        yield damage(JOURNAL, 1, _("这不是本值班台的备份，或日志已换成另一个值班台的"))
        return
    if _own_key(first_then) == _own_key(first_now):
        yield from _first_difference(backup, journal(), lambda entry: entry.get("hash"))
        return
    try:
        yield from _first_difference(backup, journal(), lambda entry: _whole(entry, keys))
    except Sealed:
        yield damage(
            JOURNAL,
            1,
            _("其后换过密钥，密封的内容没有核对；请用 --identity 写明备份和现在都能打开的密钥"),
        )
        yield from _first_difference(backup, journal(), _in_clear)


def _first_difference(
    backup: bytes, journal: Iterable[bytes], said: Callable[[Entry], object]
) -> Iterator[Damage]:
    """The first line of `backup` of which `journal` does not say the same."""
    now = _entries(journal)
    for n, before in enumerate(_entries([backup]), 1):
        after = next(now, None)
        if after is None:
            yield damage(JOURNAL, n, _("备份里的这一行已不在，日志曾被截短或换成较早的"))
            return
        try:
            is_same = said(before) == said(after)
        except _MISSHAPED:
            is_same = False
        if not is_same:
            yield damage(JOURNAL, n, _("与备份不符，曾被改写"))
            return


def _entries(journal: Iterable[bytes]) -> Iterator[Entry]:
    return (found.entry or {} for found in scan_pieces(journal))


def _name(first: Entry) -> object:
    """What a desk has been called since it was set up; one of version 0.2 has no name."""
    return first.get("desk")


def _own_key(first: Entry) -> object:
    try:
        return first["tables"][SEAL]["1"]["desk"]
    except _MISSHAPED:
        return None


def _in_clear(entry: Entry) -> Entry:
    """What a line says that no sealing changes."""
    return _of_each(entry, _clear_part)


def _whole(entry: Entry, keys: Sequence[Identity]) -> Entry:
    """What a line says, whomever it is sealed to. Raises `Sealed`."""
    return _of_each(entry, lambda table, document: _opened(table, document, keys))


def _of_each(entry: Entry, part: Callable[[str, Document], Document]) -> Entry:
    said = {name: value for name, value in entry.items() if name not in ("hash", "prev")}
    return said | {
        "tables": {
            table: {n: document and part(table, document) for n, document in changed.items()}
            for table, changed in entry.get("tables", {}).items()
            if table != SEAL
        }
    }


def _clear_part(table: str, document: Document) -> Document:
    if table == TABLE:
        return {name: value for name, value in document.items() if name != "sealed"}
    clear = CLEAR.get(table, frozenset()) - {MARK}
    return {name: value for name, value in document.items() if name in clear}


def _opened(table: str, document: Document, keys: Sequence[Identity]) -> Document:
    if table == TABLE and (sealed := document.get("sealed")):
        return seal.whole(document, seal.unseal(sealed["age"], keys))
    return {
        name: seal.unseal(value, keys) if is_sealed(value) else value
        for name, value in document.items()
        if name != MARK
    }
