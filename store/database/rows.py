"""What comes from the server is looked at in one place: tables may be others than this program makes."""

from __future__ import annotations

from types import NoneType
from typing import Any, Final

from psycopg import Cursor
from psycopg.rows import RowMaker

from store.errors import DeskDamaged
from store.text import _

Row = tuple[Any, ...]

# By the names that they have in what this program asks for.
_TYPES: Final[dict[bytes, frozenset[type]]] = {
    **dict.fromkeys((b"desk", b"epoch", b"token", b"name", b"blob", b"key"), frozenset({str})),
    **dict.fromkeys((b"size", b"at", b"bytes"), frozenset({int})),
    **dict.fromkeys((b"line", b"data", b"said"), frozenset({bytes})),
    **dict.fromkeys((b"ended", b"figures"), frozenset({bytes, NoneType})),
}


def checked_row(cursor: Cursor[Row]) -> RowMaker[Row]:
    """What makes rows for that cursor, and raises `DeskDamaged` for one of which a value is not of its type:
    whoever reads it needs not ask."""
    answer = cursor.pgresult
    names = [answer.fname(n) or b"" for n in range(answer.nfields)] if answer else []
    kinds = [(n, _TYPES[name]) for n, name in enumerate(names) if name in _TYPES]

    def made(values: Any) -> Row:
        row = tuple(values)
        for n, kind in kinds:
            if type(row[n]) not in kind:
                raise other_tables()
        return row

    return made


def other_tables() -> DeskDamaged:
    """What to say where the tables are not as this program makes them."""
    return DeskDamaged(
        _("数据库里值班台的表与 dutydesk database-setup 所建的不同，无法读写。请管理员核对。")
    )
