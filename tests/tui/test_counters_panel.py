"""The counters: each discipline with the days of the period so far, where there is room."""

from dataclasses import replace
from datetime import date

import pytest
from rich.cells import cell_len
from textual.geometry import Size

from store.duty.counts import Tally
from store.notice.reading import example_text, parse_notice
from tui.terminal.styled_line import width_of
from tui.widgets.counters_panel import CountersPanel

TODAY = date(2016, 9, 23)
DAYS = {"2016-09-20": 1, "2016-09-21": 4, "2016-09-23": 2}


def told(width: int, today: date = TODAY, days: dict[str, int] = DAYS) -> list[str]:
    notice = parse_notice(example_text())
    counts = Tally().counts(today, notice.disciplines, notice.channels)
    trends = counts.by_discipline_and_day | {"廉洁纪律": days}
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


def sized(height: int) -> type[CountersPanel]:
    """One that is so many lines high."""
    return type("Sized", (CountersPanel,), {"content_size": Size(60, height)})


@pytest.mark.parametrize("height", [13, 12, 11, 10, 0])
def test_each_number_stands_behind_its_own_label_with_bars_and_gaps_where_there_is_room(
    height: int,
) -> None:
    notice = parse_notice(example_text())
    counts = replace(
        Tally().counts(TODAY, notice.disciplines, notice.channels),
        today=3,
        total=4,
        in_scope=5,
        out_of_scope=6,
        referred=7,
        by_discipline={"廉洁纪律": 160, "工作纪律": 80, "生活纪律": 1, "other": 0},
        by_channel={"landline": 9, "post": 3},
        by_other_source={"interview": 2},
        about_inspectors=1,
        by_discipline_and_day={},
    )
    panel = sized(height)(notice, TODAY)
    panel.set_reactive(CountersPanel.counts, counts)
    lines = ["".join(text for text, _role in line).rstrip() for line in panel.lines(60)]
    assert lines[0] == "今日 3  总计 4  受理 5  受理范围外 6  转办 7"
    assert len([line for line in lines if not line]) == (2 if height in (13, 10) else 0)
    bars = {line.split()[0]: line.split()[1:] for line in lines[1:] if len(line.split()) > 1}
    whole = next(line for line in lines if line.startswith("廉洁纪律"))
    assert cell_len(whole) == 59, "the largest takes all the room there is"
    longest = len(bars["廉洁纪律"][1])
    assert bars["廉洁纪律"] == ["160", "━" * longest]
    assert bars["工作纪律"][0] == "80" and abs(len(bars["工作纪律"][1]) * 2 - longest) <= 1
    assert bars["生活纪律"] == ["1", "╸"] and bars["其他"] == ["0"]
    if height > 10:
        assert (bars["固定电话"][0], bars["邮政信箱"][0], bars["谈话中反映"][0]) == ("9", "3", "2")
        assert lines[-1].startswith("反映") and lines[-1].split()[1] == "1"
    else:
        assert lines[lines.index("来源") + 1].startswith("固定电话 9  邮政信箱 3  谈话中反映 2")
        assert "干部 1" in lines[-1]


def test_a_long_period_shows_its_last_days() -> None:
    line = next(line for line in told(48, date(2016, 10, 19)) if line.startswith("廉洁纪律"))
    assert line.endswith("·" * 21 + "    ·")


@pytest.mark.parametrize(
    ("day", "head", "ends"),
    [
        (18, "近 23 日 今日", "█···    ·"),
        (19, "近 23 日 今日", "▂···█   +5"),
        (20, "近 23 日 末日", "▂···█   +5"),
        (21, "近 23 日 末日", "▂···█   +5"),
    ],
)
def test_once_the_period_is_over_the_days_end_with_its_last_and_that_is_said(
    day: int, head: str, ends: str
) -> None:
    days = {"2016-10-15": 1, "2016-10-19": 5, "2016-10-20": 3}
    lines = told(48, date(2016, 10, day), days)
    assert next(one for one in lines if one.startswith("问题类别")).endswith(head)
    assert next(one for one in lines if one.startswith("廉洁纪律")).endswith(ends)


def test_a_narrow_panel_and_one_before_the_period_show_no_days() -> None:
    assert not any("今日" in line for line in told(36)[2:])
    assert not any("今日" in line for line in told(48, date(2016, 9, 19))[2:])
