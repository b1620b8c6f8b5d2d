"""Reminders in words: one sentence each, with nothing of any tip in it."""

from __future__ import annotations

from pendulum import DateTime

from store.instant import in_zone
from store.notice.deadlines import DueCounts
from store.notice.hours import is_calendar_known
from store.notice.notice import Notice
from store.notice.reminders import Reminder
from store.text import _
from tui.words import words


def reminder(notice: Notice, found: Reminder, now: DateTime, dues: DueCounts) -> str:
    """What is said at `now`."""
    day = in_zone(found.about, notice.zone).date()
    clock = found.about.strftime("%H:%M")
    if found.kind in ("opening", "closing") and not is_calendar_known(notice, day, day):
        clock += words.uncertain()
    minutes = max(-(-words.seconds_until(found.about, now) // 60), 0)
    match found.kind:
        case "opening":
            return _("{clock} 开始受理，还有 {minutes} 分钟。", clock=clock, minutes=minutes)
        case "closing":
            return _("{clock} 结束受理，还有 {minutes} 分钟。", clock=clock, minutes=minutes)
        case "dues":
            return _(
                "办理期限：逾期 {overdue} 项，今日到期 {today} 项{uncertain}。",
                overdue=dues.overdue,
                today=dues.today,
                uncertain="" if dues.calendar_known else words.uncertain(),
            )
        case "appointment":
            return _("{clock} 有约定的回电或约谈，请看待办事项。", clock=clock)
        case "last_days":
            return _last_days(notice, found)
        case "tips_end":
            until = words.until_minute(notice, found.about)
            return _("举报受理至 {until} 截止。", until=until)


def _last_days(notice: Notice, found: Reminder) -> str:
    assert notice.last_day is not None
    left = (notice.last_day - in_zone(found.about, notice.zone).date()).days
    if not left:
        return _("今天是{inspection}期最后一天。")
    return _(
        "{inspection}期还剩 {days} 天，{last} 结束。",
        days=left + 1,
        last=words.month_day(notice.last_day),
    )
