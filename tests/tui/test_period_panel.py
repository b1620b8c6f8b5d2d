"""The countdown and the line over everything: nothing cut that one has to know."""

import pytest

from store.notice.deadlines import DueCounts
from store.notice.hours import service_status
from store.notice.period import countdown
from store.notice.reading import example_text, parse_notice
from tests.builders import at, read_notice
from tests.store.test_notice import NOTICES
from tui.terminal.styled_line import width_of
from tui.widgets.due_panel import DuePanel
from tui.widgets.period_panel import PeriodPanel, day_role
from tui.widgets.top_line import TopLine

DAY_TWELVE = at("2016-10-01T09:52:10")


@pytest.mark.parametrize("width", [48, 36, 26])
def test_the_countdown_is_whole_however_narrow_the_panel(width: int) -> None:
    notice = parse_notice(example_text())
    lines = PeriodPanel(notice, countdown(notice, DAY_TWELVE)).lines(width)
    assert max(map(width_of, lines)) <= width


def test_days_are_large_and_the_rest_is_plain_where_there_is_no_room() -> None:
    notice = parse_notice(example_text())
    lines = PeriodPanel(notice, countdown(notice, DAY_TWELVE)).lines(26)
    assert "".join(text for text, _role in lines[3]).endswith("天  14:07:50")


@pytest.mark.parametrize(
    ("width", "team"), [(78, "省委巡视第一组 "), (118, "省委巡视第一组 · 省长株潭两型试验区工委")]
)
def test_the_top_line_has_the_whole_name_of_the_team_at_80_columns(width: int, team: str) -> None:
    notice = parse_notice(example_text())
    status = service_status(notice, DAY_TWELVE)
    (line,) = TopLine(notice, DAY_TWELVE, countdown(notice, DAY_TWELVE), status).lines(width)
    text = "".join(text for text, _role in line)
    assert text.startswith(team) and width_of(line) == width
    for part in ("第 12 天 / 共 30 天", "● 受理中", "09:52:10"):
        assert part in text


@pytest.mark.parametrize(("day", "role"), [(16, "strong"), (17, "warning"), (19, "warning")])
def test_the_last_three_days_stand_out(day: int, role: str) -> None:
    notice = parse_notice(example_text())
    assert day_role(countdown(notice, at(f"2016-10-{day}T09:00:00"))) == role


def test_where_tips_are_closed_and_no_end_is_announced_no_day_is_counted() -> None:
    notice = read_notice(NOTICES / "xinjiang-2020.toml")
    lines = PeriodPanel(notice, countdown(notice, at("2026-11-25T09:00:00"))).lines(48)
    told = "\n".join("".join(text for text, _role in line) for line in lines)
    assert "受理已截止" in told and "结束日期尚未公布" in told and "第" not in told


@pytest.mark.parametrize(("day", "at_cell"), [("2016-09-20", 0), ("2016-10-19", 29)])
def test_what_came_on_the_first_day_and_on_the_last_is_drawn_at_the_ends(
    day: str, at_cell: int
) -> None:
    notice = parse_notice(example_text())
    panel = PeriodPanel(notice, countdown(notice, DAY_TWELVE))
    panel.set_reactive(PeriodPanel.by_day, {day: 3})
    drawn = "".join(text for text, _role in panel.lines(30)[-3])
    assert [cell for cell, sign in enumerate(drawn) if sign != drawn[15]] == [at_cell]


def test_what_is_owed_by_a_calendar_that_is_not_known_is_said_to_be_uncertain() -> None:
    panel = DuePanel()
    for is_known in (True, False):
        panel.set_reactive(DuePanel.dues, DueCounts(overdue=1, calendar_known=is_known))
        told = "".join(text for line in panel.lines(60) for text, _role in line)
        assert ("暂计" in told) is not is_known
