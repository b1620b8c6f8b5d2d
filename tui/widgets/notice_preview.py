"""What a notice means: the days of its period, where one is in it, and the lines right now."""

from __future__ import annotations

from pendulum import DateTime
from textual.content import Content
from textual.widgets import Static

from store.instant import in_zone
from store.notice.hours import service_status
from store.notice.notice import Notice
from store.notice.period import countdown
from store.printable import printable
from store.text import _
from tui.words import words


class NoticePreview(Static):
    """The meaning of a notice in a few lines, or a sentence in its place."""

    def show(self, notice: Notice, now: DateTime, also: str = "") -> None:
        """The notice as seen at `now`; `also` is said below it."""
        lines = [f"{notice.team}  {notice.unit}", *meaning(notice, now), also]
        self.update(Content("\n".join(map(printable, lines))))

    def say(self, sentence: str) -> None:
        """A sentence, while there is no notice to show."""
        self.update(Content(printable(sentence)))


def meaning(notice: Notice, now: DateTime) -> list[str]:
    """What the notice says about time, in the order in which one checks it."""
    now = in_zone(now, notice.zone)
    period, service = countdown(notice, now), service_status(notice, now)
    sentences = words.status_sentences(notice, now, period, service)
    status = sentences[: len(sentences) - len(notice.lines)]
    return [f"{_period(notice)}{_('，')}{_lines(notice)}", *status]


def _period(notice: Notice) -> str:
    if notice.last_day is None:
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
    until = end.subtract(days=1).to_date_string() if is_midnight else end.format("YYYY-MM-DD HH:mm")
    return _("{period}，受理至 {until}", period=said, until=until)


def _lines(notice: Notice) -> str:
    return _("渠道 {count} 条", count=len(notice.lines))
