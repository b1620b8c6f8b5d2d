"""What came in over a day, a week or the whole period, counted in every way, beside what came before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import asdict
from datetime import date, timedelta
from functools import partial
from typing import Any, Final, Literal

from pendulum import DateTime

from store.document import Document
from store.duty.counts import Tally
from store.frozen import frozen
from store.instant import as_text, in_zone
from store.notice.deadlines import ACCEPTANCE, due_on
from store.notice.hours import windows
from store.notice.notice import Notice
from store.tips.disposition import (
    DUPLICATE,
    HANDED,
    KEPT,
    PASSED_THROUGH,
    REFERRED,
    REGISTERED,
    URGENT,
    WITHDRAWN,
)
from store.tips.dues import open_duties
from store.tips.enclosure import ENCLOSURE_KINDS
from store.tips.tip import HOUR_UNKNOWN

Kind = Literal["day", "week", "period"]
Beside = Literal["day_before", "week_before", "so_far"]
_WEEK: Final = timedelta(days=7)

TELLING: Final = ("in_time", "late", "owed", "overdue")
"""How telling a reporter that the report is accepted stands: done by the day due or after it, still
to be done by then, or not done though that day is over."""
TOLD: Final = "told"
ENTERED_LATER: Final = "entered_later"
DONE: Final = (HANDED, URGENT, REFERRED, KEPT, DUPLICATE, PASSED_THROUGH, TOLD, ENTERED_LATER)
"""What a day's work is counted by."""


@frozen
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


@frozen
class Figures:
    """What was received in `span`, by the day of receipt, counted as `store.duty.counts.Counts` counts.

    `received` = `in_scope` + `out_of_scope` + `about_inspectors` + `to_complete` +
    `passed_through`; what was withdrawn as entered by mistake is only in `withdrawn`. `by_day` has
    each day of the span, `by_hour` the 24 hours of the day by the notice's clocks; `hour_unknown`
    are those of which the day alone is known. `by_line` has each line of the notice by its value,
    `by_enclosure` how many enclosures of each kind came `with_enclosures` tips.

    `told` is how it stands with telling those who gave their names (`TELLING`), as of the day of the
    report. `done` is by the day on which it was done, whenever the tip was received: how many came
    to each status, whatever was done with them since, how many reporters were `TOLD`, and how many tips were
    `ENTERED_LATER`, on a day after that of their receipt (补登). Of the whole period that is up to the day
    of the report.
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
    by_line: dict[str, int]
    with_enclosures: int
    by_enclosure: dict[str, int]
    told: dict[str, int]
    done: dict[str, int]

    def as_json(self) -> dict[str, Any]:
        """Plain JSON values."""
        span = {"first": self.span.first.isoformat(), "last": self.span.last.isoformat()}
        return asdict(self) | {"span": span, "by_hour": list(self.by_hour)}


@frozen
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


def last_of(kind: Kind, day: date, today: date) -> date:
    """The last day of the week that `day` is in, or of the whole period, as far as it is over by
    `today`; `day` itself of a day."""
    if kind == "day":
        return day
    if kind == "period":
        return today
    return max(day, min(day + timedelta(days=6 - day.weekday()), today))


def report(
    documents: Collection[Document], notice: Notice, kind: Kind, day: date, at: DateTime
) -> Report:
    """The report of that kind for `day` on the tips' documents, as of `at`."""
    received_on = {document["received_at"][:10] for document in documents}
    span = span_of(kind, day, notice, received_on)
    count = partial(figures, documents, notice, today=in_zone(at, notice.zone).date())
    beside: dict[Beside, Figures] = {}
    if kind == "day":
        beside["day_before"] = count(span.back(timedelta(days=1)))
    if kind != "period":
        beside["week_before"] = count(span.back(_WEEK))
        so_far = span_of("period", span.last, notice, received_on)
        beside["so_far"] = count(Span(min(so_far.first, span.first), span.last))
    # What came in until the last day of a period is dealt with for some days more.
    worked = Span(span.first, max(span.last, day))
    return Report(kind, at, count(span, worked=worked), beside, _open_hours(notice, span))


def figures(
    documents: Iterable[Document],
    notice: Notice,
    span: Span,
    today: date,
    worked: Span | None = None,
) -> Figures:
    """What was received in `span`, and what was done in `worked`, by default in it too, as it stands on
    the day `today`."""
    tally, by_hour, hour_unknown = Tally(notice.inspector_lines), [0] * 24, 0
    by_line = Counter({line.value: 0 for line in notice.lines})
    with_enclosures, by_enclosure = 0, Counter(dict.fromkeys(ENCLOSURE_KINDS, 0))
    told, done = Counter(dict.fromkeys(TELLING, 0)), Counter(dict.fromkeys(DONE, 0))
    first, last = map(str, (span.first, span.last))
    begun, ended = map(str, ((worked or span).first, (worked or span).last))
    for document in documents:
        received = document["received_at"]
        done.update(what for what, day in _done(document) if begun <= day <= ended)
        if not first <= received[:10] <= last:
            continue
        tally.add(document)
        if document.get("status") == WITHDRAWN:
            continue
        if document["line"] in by_line:
            by_line[document["line"]] += 1
        kinds = [one["kind"] for one in document.get("enclosures") or ()]
        with_enclosures += bool(kinds)
        by_enclosure.update(kinds)
        if how := _telling(document, notice, today):
            told[how] += 1
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
        by_line=dict(by_line),
        with_enclosures=with_enclosures,
        by_enclosure=dict(by_enclosure),
        told=dict(told),
        done=dict(done),
    )


def _done(document: Document) -> Iterator[tuple[str, str]]:
    """What was done about a tip, and on which day by the notice's clocks."""
    status, received = document.get("status", REGISTERED), document["received_at"][:10]
    if status == WITHDRAWN:
        return
    if (saved := (document["saved_at"] or "")[:10]) > received:
        yield ENTERED_LATER, saved
    done = {(one["status"], one["on"]) for one in document.get("earlier") or ()}
    if disposition := document.get("disposition"):
        done.add((status, (disposition.get("on") or disposition["at"])[:10]))
    yield from (one for one in done if one[0] in DONE)
    if telling := document.get("told"):
        yield TOLD, telling["at"][:10]


def _telling(document: Document, notice: Notice, today: date) -> str:
    """How it stands with telling the reporter of a tip that it is accepted; "" if nobody is to be."""
    received = date.fromisoformat(document["received_at"][:10])
    rules = (rule for rule in notice.deadlines if rule.duty == ACCEPTANCE)
    due = min((due_on(rule, received, notice.calendar) for rule in rules), default=None)
    if due is None:
        # A notice that has rules of its own may say nothing of it.
        return ""
    if telling := document.get("told"):
        return "in_time" if date.fromisoformat(telling["at"][:10]) <= due else "late"
    if ACCEPTANCE not in open_duties(document):
        return ""
    return "overdue" if due < today else "owed"


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
