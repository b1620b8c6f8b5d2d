"""Whoever walks through the screens sees at each step what is written down."""

import difflib
from contextlib import aclosing

import pytest

from tests.tui.walks import Written, names

pytestmark = pytest.mark.whole


@pytest.mark.parametrize("name", names())
async def test_each_step_of_a_walk_shows_what_is_written_down(name: str) -> None:
    written = Written.read(name)
    left = list(written.steps)
    async with aclosing(written.walked()) as walked:
        async for line, came in walked:
            _line, below = left.pop(0)
            # pytest would look for what is different for minutes.
            different = "\n".join(difflib.unified_diff(below, came, n=0, lineterm=""))
            assert not different, (
                f"{name}, {line}: python -m tests.tui.walks {name} writes it down anew\n{different}"
            )
