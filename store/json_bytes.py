"""JSON in bytes of UTF-8: by orjson, or, on a processor that it is not to be had for, by Python's own, more
slowly and with the same bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from orjson import JSONDecodeError, dumps, loads
else:
    try:
        from orjson import JSONDecodeError, dumps, loads
    except ModuleNotFoundError:
        from store.standard_json import JSONDecodeError, dumps, loads

__all__ = ["JSONDecodeError", "dumps", "dumps_indented", "dumps_to_keep", "loads"]


def dumps_to_keep(value: Any) -> bytes:
    """`value` as JSON that stays in memory. orjson writes into a large buffer and gives back its end: beside
    each such text a hole would stay, into which the next one does not fit."""
    return bytes(memoryview(dumps(value)))


def dumps_indented(value: Any) -> bytes:
    """`value` as JSON for people, by two blanks a level."""
    import json

    return json.dumps(value, ensure_ascii=False, indent=2).encode()
