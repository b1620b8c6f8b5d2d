"""What the office sees of desks in words, and the tables of its papers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from pendulum import DateTime

from store.frozen import frozen
from store.instant import as_text, shown_minute
from store.office.row import Row
from store.office.sums import Sums, Year
from store.printable import printable
from store.text import N_, _, listed
from store.tips.disposition import STATUSES
from tui.words import words

_A_DAY_MINUTES: Final = 24 * 60
_ENDED: Final = N_("已结束")
PHASES: Final = {
    "before": N_("未开始"),
    "unannounced": N_("未公布"),
    "closed": N_("已截止"),
    "ended": _ENDED,
}


def name(row: Row) -> str:
    """Whose desk it is; of one that cannot be read, where it is."""
    return printable(row.team or Path(row.place).name or row.place)


def day(row: Row) -> str:
    """Which day of how many, or what phase it is in."""
    if row.state == "ended":
        return _(_ENDED)
    if row.day is None:
        return _(PHASES[row.phase]) if row.phase in PHASES else ""
    return f"{row.day}/{row.days}" if row.days else _("第 {day} 天", day=row.day)


def left(row: Row, now: DateTime) -> str:
    """How long until it begins, or ends: in days, from the last one on in hours and minutes."""
    if row.until is None:
        return ""
    # Of a minute that began the whole is said, as the clock beside it has no seconds.
    whole = -(-max(words.seconds_until(row.until, now), 0) // 60)
    days, rest = divmod(whole, _A_DAY_MINUTES)
    hours, minutes = divmod(rest, 60)
    return _("{days} 天 {hours} 时", days=days, hours=hours) if days else f"{hours:02}:{minutes:02}"


def service(row: Row, now: DateTime) -> str:
    """Open or closed, and until when."""
    if not row.service:
        return ""
    said = _("受理中") if row.service == "open" else _("非受理")
    return f"{said} {_until(row.changes_at, now)}" if row.changes_at else said


def _until(instant: DateTime, now: DateTime) -> str:
    local = now.in_timezone(instant.timezone)  # type: ignore[arg-type]  # it has one
    if instant.date() == local.date():
        return instant.strftime("%H:%M")
    return instant.strftime("%m-%d")


def minute(instant: DateTime | None) -> str:
    """An instant by the clocks where it was noted, without its year."""
    return instant.strftime("%m-%d %H:%M") if instant else ""


def number(n: int | None) -> str:
    """A figure, "" where it is not known."""
    return "" if n is None else str(n)


def duty(row: Row) -> str:
    """Who is on duty."""
    return printable(listed(row.on_duty))


def remark(row: Row) -> str:
    """What is to be known about its figures, "" if they are of all that was recorded."""
    if row.problem:
        return printable(row.problem)
    # With its year: of a round that was sent it may be another.
    at = shown_minute(as_text(row.counted_at)) if row.counted_at else ""
    if row.state == "behind":
        return _("数字截至 {at}，其后有变动未计入", at=at)
    if row.state == "sent":
        return _("报送数字，截至 {at}", at=at)
    if row.state == "ended":
        return _("已于 {at} 结束，值班台内容已删除", at=at)
    return "" if row.calendar_known else _(words.CALENDAR_UNKNOWN)


def remark_beside_name(row: Row) -> str:
    """The same, for where little room is and the name stands already."""
    return " ".join(remark(row).replace(printable(row.place), "").strip(" ：:.").split())


def sentence(row: Row, now: DateTime) -> str:
    """All of a row but the figures by kind, for a line of text."""
    unit = printable(row.unit)
    parts = [f"{name(row)} · {unit}" if unit else name(row), day(row)]
    if row.until:
        what = _("距开始") if row.phase == "before" else _("还剩")
        parts.append(f"{what} {left(row, now)}")
    parts.append(service(row, now))
    if row.total is not None:
        if row.today is not None:
            parts.append(_("今日 {n} 件", n=row.today))
        parts.append(_("共 {n} 件", n=row.total))
    if row.overdue:
        parts.append(_("逾期 {n} 项", n=row.overdue))
    if row.due_today:
        parts.append(_("今日到期 {n} 项", n=row.due_today))
    if row.last_tip_at:
        parts.append(_("最近一件 {at}", at=minute(row.last_tip_at)))
    if row.on_duty:
        parts.append(_("当班 {names}", names=duty(row)))
    parts.append(remark(row))
    return _("；").join(filter(None, parts))


def title() -> str:
    """What all of it is called on paper."""
    return _("各值班台汇总")


def as_of(now: DateTime) -> str:
    """As of when."""
    return _("统计截至 {at}", at=shown_minute(as_text(now)))


def year_sentence(year: Year) -> str:
    """The rounds of a year in one sentence."""
    said = _(
        "{year} 年已结束：{teams} 组，共 {days} 天，收到 {n} 件",
        year=year.year,
        teams=year.teams,
        days=year.days,
        n=year.received,
    )
    kinds = (f"{kind} {n}" for kind, n in by_discipline(year.by_discipline).items() if n)
    per_day = "" if year.per_day is None else _("每组每日 {n} 件", n=year.per_day)
    return _("；").join(filter(None, (said, per_day, listed(kinds))))


def sum_sentence(sums: Sums) -> str:
    """All desks together in one sentence."""
    said = _(
        "共 {desks} 个值班台，受理中 {open} 个，有人当班 {on_duty} 个；今日 {today} 件，共 {total} 件；"
        "逾期 {overdue} 项，今日到期 {due_today} 项。",
        desks=sums.desks,
        open=sums.open,
        on_duty=sums.on_duty,
        today=sums.today,
        total=sums.total,
        overdue=sums.overdue,
        due_today=sums.due_today,
    )
    return said + _("另有 {n} 个数字不全或读不出。", n=sums.unsure) if sums.unsure else said


@frozen
class OfficeTable:
    """A titled table of texts; `numbers` are the columns of figures."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: range


def tables(
    rows: Sequence[Row], sums: Sums, years: Sequence[Year], now: DateTime
) -> list[OfficeTable]:
    """Everything the office sees: a row per desk, then what they come to, then the years."""
    return [_desks(rows, now), *sum_tables(sums), *_years(years)]


def _desks(rows: Sequence[Row], now: DateTime) -> OfficeTable:
    heads = (
        _("组别"),
        _("被{inspection}单位"),
        _("天数"),
        _("剩余"),
        _("受理状态"),
        _("今日"),
        _("累计"),
        _("逾期"),
        _("今日到期"),
        _("最近一件"),
        _("当班"),
        _("说明"),
    )
    cells = (
        (
            name(row),
            printable(row.unit),
            day(row),
            left(row, now),
            service(row, now),
            number(row.today),
            number(row.total),
            number(row.overdue),
            number(row.due_today),
            minute(row.last_tip_at),
            duty(row),
            remark(row),
        )
        for row in rows
    )
    return OfficeTable(_("各值班台"), heads, tuple(cells), range(5, 9))


def sum_tables(sums: Sums) -> Iterator[OfficeTable]:
    """What all desks come to, by kind, by hour and by day."""
    yield _counted(
        _("合计"),
        {
            _("今日"): sums.today,
            _("总计"): sums.total,
            _("受理范围内"): sums.in_scope,
            _("受理范围外"): sums.out_of_scope,
            _("逾期"): sums.overdue,
            _("今日到期"): sums.due_today,
        },
    )
    yield _counted(_("问题类别"), by_discipline(sums.by_discipline))
    yield _counted(_("来源"), by_channel(sums.by_channel))
    yield _counted(_("处理情况"), by_status(sums.by_status))
    hours = {f"{hour:02}:00": n for hour, n in enumerate(sums.by_hour) if n}
    yield _counted(_("各时段收件"), hours)
    yield _counted(_("各日收件"), sums.by_day)


def by_discipline(counted: Mapping[str, int]) -> dict[str, int]:
    """Figures by what the disciplines are called."""
    return {printable(words.discipline(key)): n for key, n in counted.items()}


def by_channel(counted: Mapping[str, int]) -> dict[str, int]:
    """Figures by what the channels are called."""
    return {printable(words.channel_label(key)): n for key, n in counted.items()}


def by_status(counted: Mapping[str, int]) -> dict[str, int]:
    """Figures by what became of the tips, as far as there are any."""
    return {printable(_(STATUSES.get(key, key))): n for key, n in counted.items() if n}


def _counted(title: str, counted: Mapping[str, int]) -> OfficeTable:
    rows = tuple((kind, str(n)) for kind, n in counted.items())
    return OfficeTable(title, (title, _("件数")), rows, range(1, 2))


def _years(years: Sequence[Year]) -> Iterator[OfficeTable]:
    if not years:
        return
    kinds = dict.fromkeys(kind for year in years for kind in year.by_discipline)
    heads = (
        _("年度"),
        _("组数"),
        _("天数合计"),
        _("收到"),
        _("每组每日"),
        _("受理范围内"),
        _("受理范围外"),
        *(printable(words.discipline(kind)) for kind in kinds),
    )
    cells = (
        (
            str(year.year),
            str(year.teams),
            str(year.days),
            str(year.received),
            "" if year.per_day is None else str(year.per_day),
            str(year.in_scope),
            str(year.out_of_scope),
            *(str(year.by_discipline.get(kind, 0)) for kind in kinds),
        )
        for year in years
    )
    yield OfficeTable(_("已结束的各轮，按年度"), heads, tuple(cells), range(len(heads)))
