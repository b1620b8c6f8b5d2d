"""What a notice means, told before it is put in force: its period, and the lines right now."""

from __future__ import annotations

from pendulum import DateTime

from store.instant import as_text, shown_minute
from store.notice.hours import service_status
from store.notice.notice import Notice
from store.notice.period import countdown
from store.text import _, inspection_called
from tui.words import words


def meaning(notice: Notice, now: DateTime) -> list[str]:
    """Whose notice it is, and what it says about time, in the order in which one checks it."""
    period, service = countdown(notice, now), service_status(notice, now)
    # It is not yet in force, and may be another team's than that whose desk is open.
    with inspection_called(notice.inspection):
        status = words.status_sentences(notice, now, period, service)
    lines = _("渠道 {count} 条", count=len(notice.lines))
    return [
        f"{notice.team}  {notice.unit}",
        f"{_period(notice)}{_('，')}{lines}",
        *status,
        *words.calendar_warnings(notice),
    ]


def _period(notice: Notice) -> str:
    if not notice.is_first_day_announced:
        said = notice.period_in_words
    elif notice.last_day is None:
        said = _("自 {first} 起，末日未公布", first=notice.first_day)
    else:
        days = (notice.last_day - notice.first_day).days + 1
        said = _(
            "{first} 至 {last}，共 {days} 天",
            first=notice.first_day,
            last=notice.last_day,
            days=days,
        )
    if notice.tips_end is None or notice.tips_end == notice.ends_at:
        return said
    end = notice.tips_end
    is_midnight = end == end.start_of("day")
    until = end.subtract(days=1).date() if is_midnight else shown_minute(as_text(end))
    return _("{period}，受理至 {until}", period=said, until=until)
