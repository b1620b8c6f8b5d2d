"""What the desk's values are called: each value turned into words in the language in use."""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Iterator
from datetime import date, time
from typing import TYPE_CHECKING, Final

from pendulum import DateTime

from store.desk.desk import Desk
from store.duty.counts import Counts
from store.instant import as_text, in_zone, shown_minute
from store.notice.hours import Reason, ServiceStatus, is_open_at
from store.notice.notice import OTHER, SOURCE_LABELS, Line, Notice
from store.notice.open_days import unknown_years
from store.notice.period import Countdown
from store.text import N_, ORIGINAL, _, language, listed
from store.tips.enclosure_line import line_of
from store.tips.fields import OTHER_LABEL, Field
from store.tips.mask import masked_of
from store.tips.names import InCommon
from store.tips.nobody import says_nothing
from store.tips.tip import HOUR_UNKNOWN, ReporterKind, Subject, Tip

if TYPE_CHECKING:
    from store.tips.find import Similar

_WEEKDAYS: Final = (
    N_("星期一"),
    N_("星期二"),
    N_("星期三"),
    N_("星期四"),
    N_("星期五"),
    N_("星期六"),
    N_("星期日"),
)
_REASONS: Final[dict[Reason, str]] = {
    "open": N_("受理时间内"),
    "before_hours": N_("未到受理时间"),
    "break": N_("班间休息"),
    "after_hours": N_("今日受理已结束"),
    "holiday": N_("节假日休息"),
    "rest_day": N_("今日不受理"),
    "not_started": N_("{inspection}尚未开始"),
    "ended": N_("受理已截止"),
}
_MARKS: Final = {
    "early": N_("开始前收到"),
    "late": N_("截止后收到"),
    "out_of_hours": N_("受理时间外"),
    HOUR_UNKNOWN: N_("未写几时"),
}
_MARK_SIGNS: Final = {"early": N_("提前"), "late": N_("截止后"), "out_of_hours": N_("时间外")}
REPORTERS: Final[dict[ReporterKind, str]] = {
    "anonymous": N_("匿名"),
    "named": N_("实名"),
    "unverified": N_("待核实"),
    "number_only": N_("仅留联系方式"),
}
_IN_COMMON: Final[dict[InCommon, str]] = {
    "phone": N_("同一电话"),
    "person": N_("同一人"),
    "unit": N_("同一单位"),
    "like_unit": N_("单位相近"),
}
# Beside each date that goes by a calendar that is not known, and what it means.
NO_REPEATS: Final = N_("本机重启后尚未解封，暂不提示重复件，请组长解封一次。")
UNCERTAIN: Final = N_("暂计")
CALENDAR_UNKNOWN: Final = N_("暂计：当年节假日安排未收录，按周一至周五计，待写入公告")

# Dates and times


def local_minute(notice: Notice, instant: DateTime | None) -> str:
    """An instant by the notice's clocks, as `2016-10-01 16:59`."""
    return shown_minute(as_text(in_zone(instant, notice.zone))) if instant else ""


def received(notice: Notice, tip: Tip) -> str:
    """When a tip was received, as `2016-10-01 16:59`; the day alone where the hour is not known."""
    when = tip.received
    return local_minute(notice, when) if isinstance(when, DateTime) else str(when or "")


def received_in_year(notice: Notice, tip: Tip) -> str:
    """The same without its year: `10-01 16:59`."""
    return received(notice, tip)[len("2016-") :]


def in_full(notice: Notice, when: date) -> str:
    """A time of receipt told back to whom wrote it: `2016-10-01 星期六 16:59`; of a day alone that
    its hour is not known."""
    if not isinstance(when, DateTime):
        return _("{day} {weekday}（未写几时）", day=when, weekday=weekday(when))
    local = in_zone(when, notice.zone)
    return f"{local.date()} {weekday(local.date())} {local:%H:%M}"


def until_minute(notice: Notice, instant: DateTime) -> str:
    """An instant up to which something lasts: midnight is 24:00 of the day that it ends."""
    local = in_zone(instant, notice.zone)
    if local.time() == time():
        return f"{local.subtract(days=1).date()} 24:00"
    return shown_minute(as_text(local))


def weekday(day: date) -> str:
    """The day's name."""
    return _(_WEEKDAYS[day.weekday()])


def month(day: date) -> str:
    """The name of the day's month."""
    return f"{day.month}月" if language() == ORIGINAL else calendar.month_abbr[day.month]


def month_day(day: date) -> str:
    """A day within the year."""
    return _("{month}{day}日", month=month(day), day=day.day)


def clock_text(seconds: int) -> str:
    """A length of time as `01:13:20`; more than a day as hours above 24."""
    minutes, second = divmod(seconds, 60)
    hour, minute = divmod(minutes, 60)
    return f"{hour:02}:{minute:02}:{second:02}"


def duration(seconds: int) -> str:
    """A length of time as `18 天 07:00:30`."""
    days, rest = divmod(seconds, 86_400)
    return _("{days} 天 {clock}", days=days, clock=clock_text(rest)) if days else clock_text(rest)


def day_and_minute(instant: DateTime, now: DateTime) -> str:
    """A coming instant as one speaks of it: `明日 08:00`; both by the notice's clocks."""
    clock = instant.strftime("%H:%M")
    ahead = (instant.date() - now.date()).days
    if ahead == 0:
        return _("今日 {clock}", clock=clock)
    if ahead == 1:
        return _("明日 {clock}", clock=clock)
    return f"{month_day(instant)} {weekday(instant)} {clock}"


# Period and service hours


def days_of_period(period: Countdown) -> str:
    """Which day of how many."""
    if period.day is None:
        return _("共 {days} 天", days=period.days) if period.days else ""
    if period.days is None:
        return _("第 {day} 天", day=period.day)
    return _("第 {day} 天 / 共 {days} 天", day=period.day, days=period.days)


def countdown_title(period: Countdown) -> str:
    """What the countdown counts."""
    if period.phase == "before":
        return _("距{inspection}开始")
    if period.phase == "ended":
        return _("{inspection}已结束")
    if period.phase == "closed":
        return _("受理已截止")
    if period.target is None:
        is_announced = period.phase != "unannounced"
        return _("{inspection}进行中") if is_announced else _("{inspection}日期尚未公布")
    return _("距{inspection}结束") if period.days else _("距受理截止")


def period_sentence(period: Countdown) -> str:
    """The countdown in one sentence."""
    if period.phase == "ended":
        ago = duration(period.ended_seconds or 0)
        return _("{inspection}已结束 {ago}；截止后收到的来信仍可登记。", ago=ago)
    if period.phase == "closed":
        return _("受理已截止，{inspection}结束日期尚未公布；截止后收到的来信仍可登记。")
    title, days = countdown_title(period), days_of_period(period) or period_in_words(period)
    if period.remaining_seconds is not None:
        left = duration(period.remaining_seconds)
        return _("{title} {left}（{days}）。", title=title, left=left, days=days)
    if period.phase == "unannounced":
        return _("{title}（{days}）。", title=title, days=days)
    if period.in_words:
        said = period_in_words(period)
        return _("{title}，{days}（{remark}）。", title=title, days=days, remark=said)
    return _("{title}，{days}，结束日期尚未公布。", title=title, days=days)


def period_in_words(period: Countdown) -> str:
    """What the notice says of its period where no exact day is published, "" if nothing."""
    if not period.in_words:
        return ""
    return _("公告：{words}", words=period.in_words)


def service_word(service: ServiceStatus) -> str:
    """Open or closed."""
    return _("受理中") if service.open else _("非受理时间")


def reason(service: ServiceStatus) -> str:
    """Why the lines are open or closed."""
    return _(_REASONS[service.reason])


def service_change(notice: Notice, now: DateTime, service: ServiceStatus) -> str:
    """When the lines close or open: what is less than a day away is counted down while open."""
    if service.changes_at is None:
        return ""
    change, local = in_zone(service.changes_at, notice.zone), in_zone(now, notice.zone)
    seconds = seconds_until(service.changes_at, now)
    if not service.open:
        said = _("{when} 开始受理", when=day_and_minute(change, local))
    elif seconds < 86_400:
        said = _("距结束 {clock}", clock=clock_text(seconds))
    else:
        said = _("{when} 结束受理", when=day_and_minute(change, local))
    return said if service.calendar_known else said + uncertain()


def uncertain() -> str:
    """What stands behind a date that goes by a calendar that is not known."""
    return _("（{remark}）", remark=_(UNCERTAIN))


def seconds_until(instant: DateTime, now: DateTime) -> int:
    """Whole seconds, rounded up, so that a countdown ends at the instant itself."""
    return -int((now - instant).total_seconds() // 1)


def calendar_remark(service: ServiceStatus) -> str:
    """What is to be known about the calendar that the hours go by, "" if nothing."""
    return "" if service.calendar_known else _(CALENDAR_UNKNOWN)


def calendar_warnings(notice: Notice) -> Iterator[str]:
    """By what the working days of a notice go in the years that this program does not know; to be
    said when it is put in force."""
    unknown = unknown_years(notice)
    if unknown:
        yield _(
            "{years}年法定节假日安排未收录：工作日暂按周一至周五计，依此推算的日期均注“暂计”。"
            "请在公告中写明节假日和调休（[[holidays]]），或用 dutydesk notice --holidays 补入。",
            years=listed(map(str, unknown)),
        )
    if years := sorted(notice.calendar.given_years):
        yield _(
            "{years}年的节假日和调休以公告所写为准，未写的按周一至周五计。",
            years=listed(map(str, years)),
        )


def status_sentences(
    notice: Notice, now: DateTime, period: Countdown, service: ServiceStatus
) -> list[str]:
    """All of the status but the lines, a sentence each."""
    parts = (service_word(service), reason(service), service_change(notice, now, service))
    sentences = (
        period_sentence(period),
        _("{status}。", status=_("，").join(part for part in parts if part)),
        calendar_remark(service),
    )
    return [sentence for sentence in sentences if sentence]


def line_sentences(notice: Notice, now: DateTime) -> list[str]:
    """The notice's lines, and which are answered where they differ in that."""
    said = (f"{_(line.label)} {line.text}" for line in notice.lines)
    states = (line_state(notice, line, now) for line in notice.lines)
    return [
        _("{label}（{remark}）", label=line, remark=state) if state else line
        for line, state in zip(said, states, strict=True)
    ]


def line_state(notice: Notice, line: Line, now: DateTime) -> str:
    """Whether a line is answered at `now`; "" where all are alike in that, or it has no hours."""
    if not notice.have_lines_hours_of_their_own or not notice.hours_of(line):
        return ""
    return _("受理中") if is_open_at(notice, now, line) else _("非受理时间")


# Tips


def channel_label(kind: str) -> str:
    """A kind of line."""
    return _(SOURCE_LABELS.get(kind, kind))


def channel(notice: Notice, tip: Tip) -> str:
    """The line on which a tip came, as the notice labels it."""
    line = notice.line(tip.channel, tip.line)
    return _(line.label) if line else channel_label(tip.channel)


def line_in_full(notice: Notice, value: str) -> str:
    """A line of the notice by its value: its label and its number, which tell several of one kind
    apart. One number for calls and text messages is called by both."""
    lines = [one for one in notice.lines if one.value == value]
    labels = dict.fromkeys(_(one.label) for one in lines)
    return f"{listed(labels)} {lines[0].text}" if lines else value


def discipline(name: str) -> str:
    """A category of the notice, or the other one."""
    return _(OTHER_LABEL if name == OTHER else name)


def disciplines(tip: Tip) -> str:
    """All categories of a tip."""
    return listed(map(discipline, tip.disciplines))


def group(notice: Notice, key: str) -> str:
    """Which of the notice's groups a subject belongs to."""
    return _(notice.all_groups.get(key, key))


def groups(notice: Notice, tip: Tip) -> str:
    """The groups of a tip's subjects, each once."""
    return listed(group(notice, key) for key in dict.fromkeys(s.group for s in tip.subjects) if key)


def seal(desk: Desk) -> str:
    """Whether a sealed desk is open now, "" for one that is not sealed."""
    if not desk.access.is_sealed:
        return ""
    return _("已解封") if desk.access.is_unlocked else _("已密封")


def hidden(tip: Tip) -> str:
    """What stands in the place of a tip's names and texts where they are not shown; "" if they are."""
    if tip.sealed is None:
        return ""
    return hidden_word(is_sealed=bool(tip.sealed.age))


def hidden_word(*, is_sealed: bool = True) -> str:
    """What stands in the place of what is sealed, or only not shown."""
    return _("〔密封〕") if is_sealed else _("〔不显示〕")


def subjects(tip: Tip) -> str:
    """Whom a tip concerns, in few words: unit, and person or else post; without who reported."""
    if tip.sealed:
        return hidden(tip)
    names = (f"{s.unit} {s.person or s.post}".strip() for s in tip.subjects)
    return masked_of(tip, listed(name for name in names if name))


def summary(tip: Tip) -> str:
    """What a tip says, on one line, as lists have it: without who reported."""
    return " ".join(masked_of(tip, tip.summary).split())


def subject(notice: Notice, found: Subject) -> str:
    """One subject with all that is known."""
    parts = (found.unit, found.person, found.post, group(notice, found.group))
    return _("，").join(part for part in parts if part)


def filled_fields(notice: Notice, tip: Tip, fields: Iterable[Field]) -> Iterator[tuple[str, str]]:
    """Label and value of each of `fields` that is filled; several subjects stand each on its own,
    so that nobody gets another's post."""
    subjects = [f"subjects.{part}" for part in ("unit", "person", "post", "group")]
    for field in fields:
        if len(tip.subjects) > 1 and field.name in subjects:
            if field.name == subjects[0]:
                for place, found in enumerate(tip.subjects, start=1):
                    yield _("被反映人 {place}", place=place), subject(notice, found)
        elif value := field_value(notice, tip, field):
            yield _(field.label), value
    if tip.sealed:
        yield _("姓名和内容"), hidden(tip)


def reporter(tip: Tip) -> str:
    """The reporter's name as far as known, and whether it is verified."""
    kind: ReporterKind = tip.reporter.kind if tip.reporter else "anonymous"
    name, label = tip.reporter.name if tip.reporter else "", _(REPORTERS[kind])
    if says_nothing(name):
        name = ""
    if tip.sealed and kind in ("named", "unverified"):
        name = hidden(tip)
    return _("{name}（{kind}）", name=name, kind=label) if name else label


def reporter_kind(kind: ReporterKind) -> str:
    """How far the reporter is known, without the name."""
    return _(REPORTERS[kind])


def reporter_kind_of(tip: Tip) -> str:
    """How far a tip's reporter is known, without the name."""
    return reporter_kind(tip.reporter.kind if tip.reporter else "anonymous")


def matter_size(size: int) -> str:
    """How many tips are one matter, before what one of them says; "" for a tip by itself."""
    return _("同一事项{count}件 ", count=size) if size > 1 else ""


def in_common(similar: Similar) -> str:
    """What an earlier tip has in common with the one at hand."""
    return listed(_(_IN_COMMON[what]) for what in similar.in_common)


def mark_sign(tip: Tip) -> str:
    """What was unusual about the time of a tip, in one character or word."""
    return next((_(_MARK_SIGNS[mark]) for mark in tip.marks if mark in _MARK_SIGNS), "")


def marks(tip: Tip) -> str:
    """What was unusual about the time of a tip."""
    return listed(_(_MARKS.get(mark, mark)) for mark in tip.marks)


def field_value(notice: Notice, tip: Tip, field: Field) -> str:
    """The value of one field of the form as text, "" if there is none."""
    match field.name:
        case "line":
            return channel(notice, tip)
        case "received_at":
            return received(notice, tip)
        case "disciplines":
            return disciplines(tip)
        case "enclosures":
            return line_of(tip.enclosures)
        case "tags":
            return listed(map(_, tip.tags))
        case "reporter.name":
            return reporter(tip)
        case "reporter.verified":
            return ""  # told beside the name
    whole, _dot, part = field.name.partition(".")
    if whole == "subjects":
        values = [getattr(s, part) for s in tip.subjects]
        named = (group(notice, value) if part == "group" else value for value in values)
        return listed(value for value in named if value)
    holder = getattr(tip, whole)
    value = getattr(holder, part) if part and holder else holder
    return str(value) if value else ""


def anchor(text: str) -> str:
    """How the journal ended, with a word for what that is."""
    return _("核对码：{anchor}", anchor=text)


def counters(counts: Counts) -> list[tuple[str, int]]:
    """Every counter with its label."""
    found = [
        (_("今日"), counts.today),
        (_("总计"), counts.total),
        (_("受理范围内"), counts.in_scope),
        (_("受理范围外"), counts.out_of_scope),
        (_("转办"), counts.referred),
    ]
    if counts.about_inspectors:
        found.append((_("反映{inspection}干部"), counts.about_inspectors))
    found += [(discipline(name), n) for name, n in counts.by_discipline.items()]
    sources = (*counts.by_channel.items(), *counts.by_other_source.items())
    return [*found, *((channel_label(kind), n) for kind, n in sources)]
