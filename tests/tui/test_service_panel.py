"""The lines of the notice beside the clock: none cut off, no number broken in two."""

import pytest

from store.notice.hours import service_status
from store.notice.reading import example_text, parse_notice, read_notice_text
from tests.builders import at, notice_text, read_notice
from tests.store.test_notice import NOTICES
from tui.terminal.styled_line import width_of
from tui.terminal.wrapping import wrapped
from tui.widgets.service_panel import ServicePanel, mark_of, role_of


def test_a_number_is_broken_only_where_it_is_longer_than_a_line() -> None:
    assert wrapped("长沙市第482号邮政信箱 (410011)", 27) == ["长沙市第482号邮政信箱", "(410011)"]
    assert wrapped("0123456789", 4) == ["0123", "4567", "89"]
    assert wrapped("", 4) == [""]


@pytest.mark.parametrize("width", [37, 48])
def test_long_labels_leave_room_for_what_one_dials_and_nothing_is_cut_off(width: int) -> None:
    notice = read_notice(NOTICES / "qindu-2022.toml")
    now = at("2022-05-05T10:00:00+08:00")
    lines = ServicePanel(notice, now, service_status(notice, now)).lines(width)
    assert max(map(width_of, lines)) <= width
    told = "\n".join("".join(text for text, _role in line) for line in lines)
    for line in notice.lines:
        if line.kind in ("landline", "email"):
            assert line.text in told
    assert "尚未开始" in told.split("\n")[0]
    assert len(lines) <= 13


@pytest.mark.parametrize(
    ("clock", "mark", "role"),
    [
        ("16:59:59", "●", "good"),
        ("17:00:00", "◐", "warning"),
        ("17:29:59", "◐", "warning"),
        ("17:30:00", "○", ""),
    ],
)
def test_the_last_half_hour_has_a_color_and_a_sign_of_its_own(
    clock: str, mark: str, role: str
) -> None:
    notice, now = parse_notice(example_text()), at(f"2016-10-01T{clock}")
    status = service_status(notice, now)
    assert (mark_of(status, now), role_of(status, now)) == (mark, role)


def test_of_lines_with_hours_of_their_own_those_stand_out_that_are_answered_now() -> None:
    text = read_notice_text(NOTICES / "county-b-2024.toml")
    notice = parse_notice(text.replace('["landline", "sms"]', '["landline"]'))
    now = at("2024-10-09T15:00:00")
    status = service_status(notice, now)
    assert status.open
    roles = [line[1] for line in ServicePanel(notice, now, status).lines(60) if len(line) == 2]
    assert ("0000-5550102（受理中）", "strong") in roles
    assert ("13900000000（非受理时间）", "") in roles


@pytest.mark.parametrize(
    ("window", "drawn"),
    [
        ("from = 18:00:00\nto = 00:00:00", "┃" + "─" * 17 + "━" * 6),
        ("from = 06:00:00\nto = 12:30:00", "┃" + "─" * 5 + "━" * 7 + "─" * 11),
    ],
)
def test_the_day_is_drawn_from_midnight_to_midnight(window: str, drawn: str) -> None:
    notice = parse_notice(notice_text(hours=f'[[hours]]\ndays = "every day"\n{window}'))
    now = at("2016-10-01T00:00:00")
    _state, band, scale, *_lines = ServicePanel(notice, now, service_status(notice, now)).lines(24)
    assert "".join(text for text, _role in band) == drawn
    assert "".join(text for text, _role in scale) == "0     6     12    18    "
