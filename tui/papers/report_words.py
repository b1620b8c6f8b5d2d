"""A report as titled tables of words and numbers, which text, page, workbook and screen all show."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from store.duty.report import DONE, ENTERED_LATER, TOLD, Beside, Figures, Kind, Report
from store.frozen import frozen
from store.notice.notice import INSPECTORS, Notice
from store.text import N_, _
from store.tips.disposition import STATUSES
from store.tips.enclosure import ENCLOSURE_KINDS
from tui.words import words

_TITLES: Final[dict[Kind, str]] = {"day": N_("日报"), "week": N_("周报"), "period": N_("全程报表")}
_OWN: Final[dict[Kind, str]] = {"day": N_("当日"), "week": N_("本周"), "period": N_("全程")}
_BESIDE: Final[dict[Beside, str]] = {
    "day_before": N_("前一日"),
    "week_before": N_("上周同期"),
    "so_far": N_("累计"),
}
_DONE: Final = {what: STATUSES[what] for what in DONE if what in STATUSES} | {
    TOLD: N_("告知受理情况"),
    ENTERED_LATER: N_("补登此前收到的"),
}
_TELLING: Final = {
    "in_time": N_("按期告知"),
    "late": N_("逾期告知"),
    "owed": N_("待告知"),
    "overdue": N_("逾期未告知"),
}


@frozen
class Table:
    """A titled table: the names of the columns of numbers, and a label with its numbers a row."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[int, ...]], ...]


def title(notice: Notice, report: Report) -> str:
    """The heading: whose report, of what kind."""
    return _("{team}值班{kind}", team=notice.team, kind=_(_TITLES[report.kind]))


def days(report: Report) -> str:
    """The days that it is about, and as of when."""
    span = report.figures.span
    first, last = span.first.isoformat(), span.last.isoformat()
    return first if first == last else _("{first} 至 {last}", first=first, last=last)


def as_of(notice: Notice, report: Report) -> str:
    """The instant at which it was drawn up."""
    return _("统计截至 {at}", at=words.local_minute(notice, report.at))


def tables(notice: Notice, report: Report) -> list[Table]:
    """Everything counted, each beside what it is compared with."""
    columns = (_(_OWN[report.kind]), *(_(_BESIDE[name]) for name in report.beside))
    all_figures = (report.figures, *report.beside.values())

    def table(heading: str, of: Mapping[str, tuple[int, ...]]) -> Table:
        return Table(heading, columns, tuple(of.items()))

    def by(name: str, labels: Mapping[str, str]) -> dict[str, tuple[int, ...]]:
        counts = [getattr(figures, name) for figures in all_figures]
        keys = dict.fromkeys((*labels, *(key for found in counts for key in found)))
        return {labels.get(key, key): tuple(f.get(key, 0) for f in counts) for key in keys}

    def labels(name: str, label: Callable[[str], str]) -> dict[str, str]:
        # Of what came at another time too.
        return {key: label(key) for figures in all_figures for key in getattr(figures, name)}

    own = report.figures
    disciplines = labels("by_discipline", words.discipline)
    channels = labels("by_channel", words.channel_label)
    lines = {line.value: words.line_in_full(notice, line.value) for line in notice.lines}
    beside = by("by_other_source", labels("by_other_source", words.channel_label))
    groups = {key: words.group(notice, key) for key in notice.all_groups if key != INSPECTORS}
    enclosures = {kind: _("{kind}（项）", kind=_(label)) for kind, label in ENCLOSURE_KINDS.items()}
    has_enclosures = any(figures.with_enclosures for figures in all_figures)
    statuses = {key: _(label) for key, label in STATUSES.items()}
    found = [
        table(_("收件"), _totals(all_figures)),
        table(_("问题类别"), by("by_discipline", disciplines)),
        table(_("来源"), by("by_channel", channels)),
        *([table(_("各条线路"), by("by_line", lines))] if notice.has_several_of_a_kind else []),
        *([table(_("公告以外的来源"), beside)] if beside else []),
        table(_("对象类别"), by("by_group", groups)),
        *([table(_("附件"), by("by_enclosure", enclosures))] if has_enclosures else []),
        table(_("处理方式"), by("by_status", statuses)),
        table(_("按办理日期"), by("done", {key: _(label) for key, label in _DONE.items()})),
        table(_("告知实名反映人"), by("told", {key: _(label) for key, label in _TELLING.items()})),
        Table(_("按时段"), (columns[0],), _hours(report)),
    ]
    if report.kind != "day":
        day_rows = tuple((day, (n,)) for day, n in own.by_day.items())
        found.append(Table(_("按日"), (columns[0],), day_rows))
    return found


def _totals(all_figures: tuple[Figures, ...]) -> dict[str, tuple[int, ...]]:
    labels = {
        "received": _("收到"),
        "in_scope": _("受理范围内"),
        "out_of_scope": _("受理范围外"),
        "about_inspectors": _("反映{inspection}干部"),
        "to_complete": _("待补录"),
        "passed_through": _("径送"),
        "late": _("截止后收到"),
        "out_of_hours": _("受理时间外"),
        "with_enclosures": _("有附件的"),
        "withdrawn": _("误录撤销"),
    }
    return {
        label: tuple(getattr(figures, name) for figures in all_figures)
        for name, label in labels.items()
    }


def _hours(report: Report) -> tuple[tuple[str, tuple[int, ...]], ...]:
    """The hours in which the lines are answered, any others in which something came in, which are
    marked, and what came at an hour that is not known."""
    rows = []
    for hour, count in enumerate(report.figures.by_hour):
        if count or hour in report.open_hours:
            closed = "" if hour in report.open_hours else _("（非受理时间）")
            rows.append((f"{hour:02}:00–{hour + 1:02}:00{closed}", (count,)))
    if unknown := report.figures.hour_unknown:
        rows.append((_("未写几时"), (unknown,)))
    return tuple(rows)
