"""What came in over a day, a week or the whole period, counted in every way, beside what came before."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any, Final, Literal, get_args

from pendulum import DateTime

from store.document import Document
from store.duty.counts import Tally
from store.instant import as_text
from store.notice.hours import windows
from store.notice.notice import Notice
from store.tips.disposition import PASSED_THROUGH, WITHDRAWN
from store.tips.tip import HOUR_UNKNOWN

Kind = Literal["day", "week", "period"]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
Beside = Literal["day_before", "week_before", "so_far"]
_WEEK: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Span:
    """Days by the notice's clocks, both included."""

    first: date
    last: date

    def back(self, by: timedelta) -> Span:
        """As many days, earlier."""
        return Span(self.first - by, self.last - by)

    def days(self) -> list[date]:
        """Each day."""
        return [self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1)]


@dataclass(frozen=True, slots=True)
class Figures:
    """What was received in `span`, by the day of receipt, counted as `store.duty.counts.Counts` counts.

    `received` = `in_scope` + `out_of_scope` + `about_inspectors` + `to_complete` +
    `passed_through`; what was withdrawn as entered by mistake is only in `withdrawn`. `by_day` has
    each day of the span, `by_hour` the 24 hours of the day by the notice's clocks; `hour_unknown`
    are those of which the day alone is known.
    """

    span: Span
    received: int
    in_scope: int
    out_of_scope: int
    about_inspectors: int
    to_complete: int
    passed_through: int
    withdrawn: int
    late: int
    out_of_hours: int
    by_discipline: dict[str, int]
    by_channel: dict[str, int]
    by_other_source: dict[str, int]
    by_group: dict[str, int]
    by_status: dict[str, int]
    by_day: dict[str, int]
    by_hour: tuple[int, ...]
    hour_unknown: int

    def as_json(self) -> dict[str, Any]:
        """Plain JSON values."""
        span = {"first": self.span.first.isoformat(), "last": self.span.last.isoformat()}
        return asdict(self) | {"span": span, "by_hour": list(self.by_hour)}


@dataclass(frozen=True, slots=True)
class Report:
    """The figures of a span as they stood `at` an instant, and those to compare them with; `anchor` is
    how the journal ended then.

    `beside`: the day before and the same day or days a week before, and all that was received up to
    the end of the span. `open_hours` are the hours of the day in which the lines are answered on
    at least one day of the span.
    """

    kind: Kind
    at: DateTime
    figures: Figures
    beside: dict[Beside, Figures]
    open_hours: tuple[int, ...]
    anchor: str = ""

    def as_json(self) -> dict[str, Any]:
        """Plain JSON values."""
        return {
            "kind": self.kind,
            "at": as_text(self.at),
            "figures": self.figures.as_json(),
            "beside": {name: figures.as_json() for name, figures in self.beside.items()},
            "open_hours": list(self.open_hours),
            "anchor": self.anchor,
        }


def span_of(kind: Kind, day: date, notice: Notice, received_on: Collection[str]) -> Span:
    """The days that a report made on `day` is about: that day, its week from Monday on, or all
    from the first day of the period, or of anything `received_on` before it."""
    if kind == "day":
        return Span(day, day)
    if kind == "week":
        return Span(day - timedelta(days=day.weekday()), day)
    known = [date.fromisoformat(text) for text in received_on]
    last = min(day, notice.last_day or day)
    return Span(min([notice.first_day, *known], default=day), max([notice.first_day, last, *known]))


def report(
    documents: Collection[Document], notice: Notice, kind: Kind, day: date, at: DateTime
) -> Report:
    """The report of that kind for `day` on the tips' documents, as of `at`."""
    span = span_of(kind, day, notice, {document["received_at"][:10] for document in documents})
    beside: dict[Beside, Figures] = {}
    if kind == "day":
        beside["day_before"] = figures(documents, notice, span.back(timedelta(days=1)))
    if kind != "period":
        beside["week_before"] = figures(documents, notice, span.back(_WEEK))
        start = min(span_of("period", day, notice, ()).first, span.first)
        beside["so_far"] = figures(documents, notice, Span(start, span.last))
    hours = _open_hours(notice, span)
    return Report(kind, at, figures(documents, notice, span), beside, hours)


def figures(documents: Iterable[Document], notice: Notice, span: Span) -> Figures:
    """What was received in `span`."""
    tally, by_hour, hour_unknown = Tally(notice.inspector_lines), [0] * 24, 0
    first, last = map(str, (span.first, span.last))
    for document in documents:
        received = document["received_at"]
        if not first <= received[:10] <= last:
            continue
        tally.add(document)
        if document.get("status") == WITHDRAWN:
            continue
        if HOUR_UNKNOWN in document["marks"]:
            hour_unknown += 1
        else:
            by_hour[int(received[11:13])] += 1
    counts = tally.counts(span.last, notice.disciplines, notice.channels)
    return Figures(
        span=span,
        received=counts.total,
        in_scope=counts.in_scope,
        out_of_scope=counts.out_of_scope,
        about_inspectors=counts.about_inspectors,
        to_complete=counts.to_complete,
        passed_through=counts.by_status[PASSED_THROUGH],
        withdrawn=counts.by_status[WITHDRAWN],
        late=counts.late,
        out_of_hours=counts.out_of_hours,
        by_discipline=counts.by_discipline,
        by_channel=counts.by_channel,
        by_other_source=counts.by_other_source,
        by_group=counts.by_group,
        by_status=counts.by_status,
        by_day={str(day): 0 for day in span.days()} | counts.by_day,
        by_hour=tuple(by_hour),
        hour_unknown=hour_unknown,
    )


def _open_hours(notice: Notice, span: Span) -> tuple[int, ...]:
    """Source: the notice's hours."""
    minutes = {
        (window.start.hour * 60 + window.start.minute, window.until.hour * 60 + window.until.minute)
        for day in span.days()
        for window in windows(notice, day)
    }
    return tuple(
        hour
        for hour in range(24)
        if any(start < (hour + 1) * 60 and (end or 1440) > hour * 60 for start, end in minutes)
    )
