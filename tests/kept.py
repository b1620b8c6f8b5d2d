"""What functions keep of what they were asked, by `functools.cache` and its like."""

from __future__ import annotations

import functools
import gc
from collections.abc import Sequence


def functions_that_keep() -> list[object]:
    """All functions that keep anything, wherever they stand."""
    return [*_imported_before(), *_that_keep(gc.get_objects())]


def kept_by(functions: Sequence[object]) -> list[dict[object, object]]:
    """What each of them keeps, if anything."""
    return [part for one in functions for part in gc.get_referents(one) if isinstance(part, dict)]


@functools.cache
def _imported_before() -> list[object]:
    """Those where the collector looks no more, as all is that was there when a desk was opened: looked
    for once, for with them are all tests and what those before have left."""
    gc.unfreeze()
    found = _that_keep(gc.get_objects())
    gc.freeze()
    return found


def _that_keep(objects: Sequence[object]) -> list[object]:
    return [one for one in objects if isinstance(one, functools._lru_cache_wrapper)]
