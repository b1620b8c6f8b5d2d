"""What is to be known before a desk is set up with the shipped notice, whose period is long over."""

from __future__ import annotations

from pendulum import DateTime

from store.notice.period import phase
from store.notice.reading import example_text, parse_notice
from store.text import _


def example_warning(now: DateTime) -> str:
    """Why the shipped notice is none for a desk of today; "" within its period."""
    notice = parse_notice(example_text())
    if phase(notice, now) == "running":
        return ""
    return _(
        "随附公告的巡视期 {first} 至 {last} 不含今天，用它设立的值班台不能用于眼下的巡视。"
        "只想试用的，请退出后运行 dutydesk demo。",
        first=notice.first_day,
        last=notice.last_day,
    )
