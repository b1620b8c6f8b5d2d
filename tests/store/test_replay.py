"""A whole inspection by three officers, played again: what every paper and screen says of it is counted
once more from what was done, by other means than the desk's."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import pytest
from openpyxl import load_workbook

from store.desk.desk import Desk
from store.duty.report import Figures
from store.notice.notice import OUT_OF_SCOPE
from store.tips import entry
from store.tips.find import Filter
from tests.builders import CALL, StillClock, at, entry_of, notice_text
from tui.papers.figures_document import document
from tui.papers.report_html import report_html
from tui.papers.report_words import tables
from tui.papers.report_xlsx import report_xlsx

FIRST: Final = date(2024, 3, 4)
OFFICERS: Final = ("李明", "王芳", "赵强")
LINES: Final = (
    ("landline", "84404233"),
    ("landline", "84404234"),
    ("mobile", "18073127519"),
    ("post", "长沙市第482号邮政信箱"),
    ("visit", "来访"),
    ("assigned", "上级交办"),
)
DISCIPLINES: Final = ("政治纪律", "组织纪律", "廉洁纪律", "群众纪律", "工作纪律", "生活纪律")
GROUPS: Final = ("leadership", "next_level_head", "key_post", OUT_OF_SCOPE)


def notice_of(days: int) -> str:
    """A notice of so many days with two landlines."""
    last = FIRST + timedelta(days=days - 1)
    lines = "\n".join(
        f'[[lines]]\nkind = "{kind}"\nvalue = "{value}"\nlabel = "{kind} {value[-1]}"'
        for kind, value in LINES
        if kind != "assigned"
    )
    period = f"[period]\nfirst_day = {FIRST}\nlast_day = {last}"
    return notice_text(
        period=period,
        lines=lines,
        unit=f'unit = "某局"\ndisciplines = {json.dumps(DISCIPLINES, ensure_ascii=False)}',
    )


@dataclass
class Told:
    """What was done with one tip, as an onlooker notes it."""

    number: str
    day: date
    hour: int | None
    channel: str
    line: str
    group: str
    disciplines: tuple[str, ...]
    recorded_on: date
    officer: str
    named: bool
    half_done: bool = False
    about_inspectors: bool = False
    status: str = "registered"
    done_on: date | None = None
    told_on: date | None = None
    enclosures: tuple[str, ...] = ()
    earlier: list[tuple[str, date]] = field(default_factory=list)


@dataclass
class Inspection:
    """The desk as it stands at the end, and what an onlooker noted."""

    desk: Desk
    noted: list[Told]
    days: int
    today: date

    def received(self, first: date, last: date) -> list[Told]:
        """What came in on those days and was not entered by mistake."""
        return [t for t in self.noted if first <= t.day <= last and t.status != "withdrawn"]


def played(folder: Path, days: int, n: int) -> Inspection:
    """An inspection of so many days with `n` tips, the same each time."""
    chance = random.Random(62)
    clock = StillClock(at(f"{FIRST - timedelta(days=2)}T07:00:00+08:00"))
    Desk.create(folder, notice_of(days), clock=clock, officer=OFFICERS[0]).close()
    desks = [Desk.open(folder, clock=clock, officer=name) for name in OFFICERS]
    for desk in desks:
        desk.load()
    # What is received before the first day and after the last is told apart, and counted.
    moments = sorted(
        (
            FIRST + timedelta(days=chance.randrange(-2, days + 2)),
            chance.choice((7, 8, 9, 9, 10, 11, 14, 15, 16, 17, 18)),
            chance.randrange(60),
        )
        for _n in range(n)
    )
    later: list[tuple[date, int]] = []
    noted: list[Told] = []
    for day, hour, minute in moments:
        recorded = day + timedelta(days=chance.choice((1, 1, 2)) if chance.random() < 0.15 else 0)
        now = max(clock.instant, at(f"{recorded}T{hour:02}:{minute:02}:30+08:00"))
        clock.instant = now
        desk = chance.choice(desks)
        one = _record(desk, chance, day, hour, minute, now.date())
        noted.append(one)
        for _time in range(chance.choice((0, 1, 1, 2))):
            later.append((now.date() + timedelta(days=chance.randrange(25)), len(noted) - 1))
        for due in sorted(found for found in later if found[0] <= now.date()):
            later.remove(due)
            _deal_with(chance.choice(desks), chance, noted[due[1]], now.date())
    clock.instant = at(f"{FIRST + timedelta(days=days + 5)}T12:00:00+08:00")
    for _day, place in later:
        _deal_with(chance.choice(desks), chance, noted[place], clock.instant.date())
    for desk in desks[1:]:
        desk.close()
    return Inspection(desks[0], noted, days, clock.instant.date())


def _record(desk: Desk, chance: random.Random, day: date, hour: int, minute: int, on: date) -> Told:
    channel, line = chance.choice(LINES)
    is_day_alone = chance.random() < 0.1
    received = str(day) if is_day_alone else f"{day}T{hour:02}:{minute:02}:00+08:00"
    kind = chance.random()
    stood = (day, hour, channel, line, desk, on, is_day_alone)
    if kind < 0.05:
        when = day if is_day_alone else at(received)
        tip = desk.acts.pass_through(channel, "组长", line=line, received_at=when)
        return _told(
            tip.number,
            *stood,
            status="passed_through",
            done_on=on,
        )
    group = chance.choice(GROUPS)
    about_inspectors, half_done = 0.05 < kind < 0.1, 0.1 < kind < 0.15
    named = chance.random() < 0.4 and group != OUT_OF_SCOPE
    disciplines = tuple(sorted({chance.choice((*DISCIPLINES, "other")) for _n in range(2)}))
    subject = CALL["subjects"][0] | {"group": "inspectors" if about_inspectors else group}
    values: dict[str, Any] = {
        "channel": channel,
        "line": line,
        "received_at": received,
        "reporter": CALL["reporter"] if named else None,
        "subjects": [subject],
        "disciplines": list(disciplines),
        "to_complete": half_done,
        "referred_to": "区环境保护局" if group == OUT_OF_SCOPE else "",
        "enclosures": "信件3页、照片5张" if channel == "post" else "",
    }
    if channel == "visit":
        values |= {"visit_place": "接待室", "visit_receiver": desk.officer}
    tip = desk.record(entry.read(entry_of(CALL, **values), desk.notice, desk.now()))
    return _told(
        tip.number,
        *stood,
        group=subject["group"],
        disciplines=disciplines,
        named=named,
        half_done=half_done,
        about_inspectors=about_inspectors,
        enclosures=("letter", "photographs") if channel == "post" else (),
    )


def _told(
    number: str,
    day: date,
    hour: int,
    channel: str,
    line: str,
    desk: Desk,
    on: date,
    is_day_alone: bool,
    **more: Any,
) -> Told:
    values = {"group": "", "disciplines": (), "named": False} | more
    return Told(
        number,
        day,
        None if is_day_alone else hour,
        channel,
        line,
        recorded_on=on,
        officer=desk.officer,
        **values,
    )


def _deal_with(desk: Desk, chance: random.Random, one: Told, on: date) -> None:
    kind = chance.random()
    if one.status == "handed_to_team" and one.done_on and kind < 0.5:
        # What was done on a day was done on it, whatever is done with the tip since.
        desk.acts.dispose(one.number, "kept_for_reference", why="无具体线索")
        one.earlier.append((one.status, one.done_on))
        one.status, one.done_on = "kept_for_reference", on
    if one.status != "registered":
        return
    if one.named and not one.about_inspectors and kind < 0.6:
        desk.acts.tell(one.number, "电话")
        one.told_on = one.told_on or on
    elif kind < 0.7:
        # What is only put right is no other day's work.
        desk.amend(desk.tip(one.number))
    if kind > 0.9:
        desk.acts.dispose(one.number, "withdrawn", why="误录")
        one.status = "withdrawn"
    elif kind > 0.5 and not one.half_done:
        status = "handed_to_team"
        if one.group == OUT_OF_SCOPE:
            desk.acts.dispose(one.number, "referred", to="区环境保护局")
            status = "referred"
        else:
            desk.acts.dispose(one.number, status)
        one.status, one.done_on = status, on


@pytest.fixture(
    scope="module",
    params=[
        pytest.param((14, 60), id="a fortnight"),
        pytest.param((62, 440), id="two months", marks=pytest.mark.whole),
    ],
)
def replay(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Inspection]:
    found = played(tmp_path_factory.mktemp("replay") / "desk", *request.param)
    with found.desk:
        yield found


def expected(replay: Inspection, first: date, last: date) -> dict[str, Any]:
    """What is to be said of those days, counted from the notes."""
    tips = replay.received(first, last)
    plain = [
        t for t in tips if not (t.half_done or t.about_inspectors) and t.status != "passed_through"
    ]
    everything = [t for t in replay.noted if t.status != "withdrawn"]
    done = Counter(t.status for t in everything if t.done_on and first <= t.done_on <= last)
    done += Counter(what for t in everything for what, on in t.earlier if first <= on <= last)
    done["told"] = sum(bool(t.told_on and first <= t.told_on <= last) for t in everything)
    done["entered_later"] = sum(
        t.recorded_on > t.day and first <= t.recorded_on <= last for t in everything
    )
    return {
        "received": len(tips),
        "in_scope": sum(t.group != OUT_OF_SCOPE for t in plain),
        "out_of_scope": sum(t.group == OUT_OF_SCOPE for t in plain),
        "about_inspectors": sum(t.about_inspectors and not t.half_done for t in tips),
        "to_complete": sum(t.half_done for t in tips),
        "passed_through": sum(t.status == "passed_through" for t in tips),
        "withdrawn": sum(t.status == "withdrawn" and first <= t.day <= last for t in replay.noted),
        "late": sum(t.day > FIRST + timedelta(days=replay.days - 1) for t in tips),
        "by_discipline": Counter(name for t in plain for name in t.disciplines),
        "by_channel": Counter(t.channel for t in tips if t.channel != "assigned"),
        "by_other_source": Counter(t.channel for t in tips if t.channel == "assigned"),
        "by_group": Counter(t.group for t in plain),
        "by_status": Counter(t.status for t in replay.noted if first <= t.day <= last),
        "by_day": Counter(str(t.day) for t in tips),
        "by_hour": Counter(t.hour for t in tips if t.hour is not None),
        "hour_unknown": sum(t.hour is None for t in tips),
        "by_line": Counter(t.line for t in tips if t.channel != "assigned"),
        "with_enclosures": sum(bool(t.enclosures) for t in tips),
        "by_enclosure": Counter(kind for t in tips for kind in t.enclosures),
        "told": sum(t.told_on is not None for t in tips),
        "done": done,
    }


def said(figures: Figures) -> dict[str, Any]:
    """The same of what the desk says, where nothing is left out as zero."""
    found = figures.as_json()
    found["by_hour"] = {hour: n for hour, n in enumerate(found["by_hour"]) if n}
    found["told"] = found["told"]["in_time"] + found["told"]["late"]
    of_kinds = {
        name: {key: n for key, n in value.items() if n}
        for name, value in found.items()
        if isinstance(value, dict) and name != "span"
    }
    left_out = {"span", "out_of_hours"}
    return {name: value for name, value in (found | of_kinds).items() if name not in left_out}


def counted(values: dict[str, Any]) -> dict[str, Any]:
    return {
        name: {key: n for key, n in value.items() if n} if isinstance(value, Counter) else value
        for name, value in values.items()
    }


def days_of(replay: Inspection) -> Iterator[date]:
    first = min(min(t.day for t in replay.noted), FIRST)
    return (first + timedelta(days=n) for n in range((replay.today - first).days + 1))


def test_every_day_and_week_and_all_before_it_is_as_counted_from_outside(
    replay: Inspection,
) -> None:
    begin = min(min(t.day for t in replay.noted), FIRST)
    for day in days_of(replay):
        monday = day - timedelta(days=day.weekday())
        for kind, first in (("day", day), ("week", monday)):
            report = replay.desk.figures.report(kind, day)  # type: ignore[arg-type]
            week = timedelta(days=7)
            spans = {
                "": (report.figures, first, day),
                "week_before": (report.beside["week_before"], first - week, day - week),
                "so_far": (report.beside["so_far"], min(begin, first), day),
            }
            if kind == "day":
                before = day - timedelta(days=1)
                spans["day_before"] = (report.beside["day_before"], before, before)
            for name, (figures, since, until) in spans.items():
                assert said(figures) == counted(expected(replay, since, until)), (kind, day, name)


def test_the_period_the_counters_the_list_and_the_papers_agree(replay: Inspection) -> None:
    desk = replay.desk
    report = desk.figures.report("period")
    span = report.figures.span
    total = counted(expected(replay, date.min, date.max))
    assert said(report.figures) == total
    counts = desk.counts()
    for name in ("in_scope", "out_of_scope", "about_inspectors", "to_complete", "late"):
        assert getattr(counts, name) == total[name]
    assert counts.total == total["received"]
    assert counts.by_group == total["by_group"]
    assert {key: n for key, n in counts.by_status.items() if n} == total["by_status"]
    written = json.loads(json.dumps(document(desk.notice, report, 0)))
    assert written["figures"] == report.figures.as_json()
    for kind, value in LINES:
        found = desk.finding.filtered(Filter(channels=(kind,), lines=(value,)))
        assert len([t for t in found if t.status != "withdrawn"]) == sum(
            t.line == value for t in replay.received(date.min, date.max)
        )
    for officer in OFFICERS:
        found = desk.finding.filtered(Filter(officers=(officer,)))
        assert len(found) == sum(t.officer == officer for t in replay.noted)
    register = desk.figures.register(span)
    assert [tip.number for tip in register] == [t.number for t in replay.noted]
    shown = tables(desk.notice, report)
    (received,) = (dict(table.rows) for table in shown if table.title == "收件")
    assert received["收到"] == (total["received"],)
    (lines,) = (dict(table.rows) for table in shown if table.title == "各条线路")
    assert sum(n for (n,) in lines.values()) == sum(total["by_line"].values())
    numbers = {str(n) for table in shown for _label, figures in table.rows for n in figures}
    page = report_html(desk.notice, report, register)
    assert all(f'<td class="n">{n}</td>' in page for n in numbers)
    book = load_workbook(BytesIO(report_xlsx(desk.notice, report, register)))
    in_book = [
        cell for row in book["统计"].iter_rows(values_only=True) for cell in row if cell is not None
    ]
    in_tables = [n for table in shown for _label, figures in table.rows for n in figures]
    assert [n for n in in_book if isinstance(n, int)] == in_tables
    assert book["台账"].max_row == 3 + len(replay.noted)


def test_what_is_owed_is_what_no_reporter_was_told_of(replay: Inspection) -> None:
    figures = replay.desk.figures.report("period").figures.told
    owed = [
        t
        for t in replay.received(date.min, date.max)
        if t.named and t.group not in (OUT_OF_SCOPE, "inspectors") and not t.told_on
    ]
    assert figures["owed"] + figures["overdue"] == len(owed)
    acceptance = [due for due in replay.desk.dues.all() if due.duty == "acceptance"]
    assert {due.number for due in acceptance} == {t.number for t in owed}
    assert figures["overdue"] == sum(due.state == "overdue" for due in acceptance)
