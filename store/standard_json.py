"""What `store.json_bytes` needs of orjson, by Python's own json: the same is refused, both
ways, but for what is nested deeper than anything here, which newer Pythons read."""

from __future__ import annotations

import json
import math
from json import JSONDecodeError
from typing import Any, Final

_ENCODER: Final = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))
# Of whole numbers, those that fit into 64 bits stay whole; the others are read as orjson reads them.
_LEAST: Final = -(2**63)
_MOST: Final = 2**64 - 1


def dumps(value: Any) -> bytes:
    """`value` as JSON. Raises TypeError for what JSON does not know."""
    try:
        return _ENCODER.encode(value).encode()
    except (ValueError, RecursionError) as error:
        raise TypeError(str(error)) from error


def loads(data: bytes | str) -> Any:
    """The value that `data` says. Raises `JSONDecodeError`."""
    try:
        text = data if isinstance(data, str) else str(data, "utf-8")
        value = _DECODER.decode(text)
        if "\\ud" in text or "\\uD" in text:
            # Half of a pair of surrogates is no character, and could not be written again.
            dumps(value)
        return value
    except JSONDecodeError:
        raise
    except (ValueError, TypeError, RecursionError) as error:
        raise JSONDecodeError(str(error), "", 0) from error


def _whole(digits: str) -> int | float:
    number = int(digits)
    return number if _LEAST <= number <= _MOST else _finite(digits)


def _finite(digits: str) -> float:
    number = float(digits)
    if math.isinf(number):
        raise ValueError(digits)
    return number


def _none(constant: str) -> float:
    raise ValueError(constant)


_DECODER: Final = json.JSONDecoder(parse_int=_whole, parse_float=_finite, parse_constant=_none)
