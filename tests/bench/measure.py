"""Measuring side by side: one call of each contender in turn, and the median of each."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping

Call = Callable[[], object]


def medians(
    contenders: Mapping[str, Call], rounds: int, clock: Callable[[], float] = time.perf_counter
) -> dict[str, float]:
    """Seconds of each contender by that clock: the median of `rounds` calls, one of each in turn.

    What is measured by itself finds all caches warm, which nothing in a real program does.
    """
    spent: dict[str, list[float]] = {name: [] for name in contenders}
    for _round in range(rounds):
        for name, call in contenders.items():
            start = clock()
            call()
            spent[name].append(clock() - start)
    return {name: statistics.median(seconds) for name, seconds in spent.items()}


def text_of(seconds: float) -> str:
    """Seconds as a person reads them."""
    for unit, size in (("s", 1.0), ("ms", 1e-3)):
        if seconds >= size:
            return f"{seconds / size:.2f} {unit}"
    return f"{seconds * 1e6:.1f} us"
