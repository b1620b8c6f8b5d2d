"""What stands on the terminal is what painting it all anew would put there."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.terminal import FIRST_FIELD, to_field
from tests.tui.seat import seated
from tests.tui.sitting import CALL
from tui.widgets.field_row import FieldRow, HintLine

pytestmark = pytest.mark.whole

TYPED = CALL | {"summary": "收受开发商礼金三万元", "disciplines": "3"}


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (100, 24), (110, 34)])
async def test_what_scrolls_is_painted_where_it_stands_in_the_second_tip_too(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with seated(tmp_path / "desk", size) as seat:
        seat.type("F2")
        for _tip in range(2):
            last = FIRST_FIELD
            for field, told in TYPED.items():
                seat.type(*to_field(field, last), told)
                last = field
            assert await seat.wrong_rows() == []
            seat.type(*to_field("referred_to", last), "西")
            assert await seat.wrong_rows() == []
            seat.type("\x7f", "Ctrl+S")
            assert await seat.wrong_rows() == []
        assert seat.desk.counts().total == 2


async def test_what_scrolls_is_painted_where_it_stands_though_that_was_asked_for_before(
    tmp_path: Path,
) -> None:
    async with seated(tmp_path / "desk", (60, 20)) as seat:
        seat.type("F2")
        await seat.settled()
        fields, below = seat.app.desk_screen.form.fields, list(seat.app.desk_screen.query(FieldRow))
        with seat.app._context():
            fields.scroll_to(y=1)
        assert await seat.wrong_rows() == []
        with seat.app._context():
            fields.scroll_to(y=3)
            # Of what is out of sight it is asked for all anew, and then laid out for another reason.
            assert seat.app.screen.find_widget(below[-1]).region.y > fields.region.bottom
            seat.app.desk_screen.query_one(HintLine).refresh(layout=True)
        assert await seat.wrong_rows() == []
        assert fields.scroll_y == 3
