"""The counters: each discipline with the days of the period so far, where there is room."""

from dataclasses import replace
from datetime import date

import pytest

from store.duty.counts import Tally
from store.notice.reading import example_text, parse_notice
from tui.terminal.styled_line import width_of
from tui.widgets.counters_panel import CountersPanel

TODAY = date(2016, 9, 23)
DAYS = {"2016-09-20": 1, "2016-09-21": 4, "2016-09-23": 2}


def told(width: int, today: date = TODAY) -> list[str]:
    notice = parse_notice(example_text())
    counts = Tally().counts(today, notice.disciplines, notice.channels)
    trends = counts.by_discipline_and_day | {"廉洁纪律": DAYS}
    panel = CountersPanel(notice, today)
    panel.set_reactive(
        CountersPanel.counts,
        replace(counts, by_discipline={"廉洁纪律": 7, "other": 0}, by_discipline_and_day=trends),
    )
    lines = panel.lines(width)
    assert max(map(width_of, lines)) <= width
    return ["".join(text for text, _role in line) for line in lines]


@pytest.mark.parametrize("width", [48, 62])
def test_a_discipline_shows_each_day_so_far_and_what_today_brought(width: int) -> None:
    lines = told(width)
    assert any(line.endswith("近 4 日 今日") for line in lines)
    assert any(line.startswith("廉洁纪律") and line.endswith("▂█·▄   +2") for line in lines)
    assert any(line.startswith("其他") and line.endswith("····    ·") for line in lines)


def test_a_long_period_shows_its_last_days() -> None:
    line = next(line for line in told(48, date(2016, 10, 19)) if line.startswith("廉洁纪律"))
    assert line.endswith("·" * 21 + "    ·")


def test_a_narrow_panel_and_one_before_the_period_show_no_days() -> None:
    assert not any("今日" in line for line in told(36)[2:])
    assert not any("今日" in line for line in told(48, date(2016, 9, 19))[2:])
