"""Each screen looks, cell by cell, as it is written down."""

import difflib

import pytest

from tests.tui.looks import SIZES, kept, looks

pytestmark = pytest.mark.whole


@pytest.mark.parametrize("size", SIZES, ids=lambda size: "{}x{}".format(*size))
async def test_each_screen_looks_as_it_is_written_down(size: tuple[int, int]) -> None:
    left = kept(size)
    async for name, lines in looks(size):
        # pytest would look for what is different for minutes.
        different = "\n".join(difflib.unified_diff(left.pop(name), lines, n=0, lineterm=""))
        assert not different, f"{name}: python -m tests.tui.looks writes it down anew\n{different}"
    assert not left
