"""What a row of an old register was read as, in words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

from store.notice.notice import Notice
from store.registers.importing import Taken, Wanted
from store.text import N_, _, listed
from store.tips.disposition import REGISTERED
from store.tips.tip import Reporter, Subject, Tip
from tui.words import words
from tui.words.disposition_words import status

_SHOWN: Final = 60
_NAMED: Final = 3
_UNKNOWN: Final = "—"
_SECONDS: Final = re.compile(r"(?<=\d\d:\d\d):00$")
LABELS: Final = {
    "number": N_("序号"),
    "received": N_("收到时间"),
    "line": N_("来源"),
    "reporter": N_("反映人"),
    "subjects": N_("被反映人"),
    "disciplines": N_("问题类别"),
    "summary": N_("主要内容"),
    "status": N_("处理方式"),
    "remarks": N_("说明"),
}


def where(one: Taken, several: bool) -> str:
    """Which row it is, with its sheet where there are several."""
    if one.name:
        return one.name
    row = _("第 {line} 行", line=one.row)
    return _("工作表“{sheet}”{row}", sheet=one.sheet, row=row) if several else row


def as_read(notice: Notice, one: Taken) -> dict[str, str]:
    """What was read, by the keys of `LABELS`: also of a row with faults, as far as it goes."""
    tip = one.tip or _unfinished(one.values)
    received = words.in_full(notice, tip.received) if tip.received else ""
    return {
        "number": one.number,
        "received": received or _SECONDS.sub("", one.values.get("received_at", "")),
        "line": words.channel(notice, tip) if tip.channel else "",
        "reporter": _reporter(tip),
        "subjects": "\n".join(_subject(notice, subject) for subject in tip.subjects),
        "disciplines": words.disciplines(tip),
        "summary": " ".join(tip.summary.split()),
        "status": _status(tip),
        "remarks": "\n".join(remarks(one)),
    }


def remarks(one: Taken) -> Iterator[str]:
    """What is wrong with it, what was guessed or left out, and whether it is there already."""
    yield from (fault.sentence for fault in one.faults)
    yield from one.remarks
    if one.known_as:
        yield _known(one)


def remarks_together(rows: Iterable[Taken], several: bool) -> Iterator[str]:
    """What is to be told of the rows beside faults: what is the same of many in one sentence, which
    names the first of them."""
    told = dict[str, list[str]]()
    for one in rows:
        for remark in one.remarks:
            told.setdefault(remark, []).append(where(one, several))
        if one.known_as:
            told.setdefault(_known(one), []).append(where(one, several))
    for remark, places in told.items():
        first = listed(places[:_NAMED])
        if len(places) > _NAMED:
            first = _("{first}等 {n} 处", first=first, n=len(places))
        yield _("{where}：{fault}", where=first, fault=remark)


def _known(one: Taken) -> str:
    return _("已在册：{number}", number=one.known_as)


def lines(notice: Notice, one: Taken, several: bool) -> Iterator[str]:
    """A row as it was read, a line for each thing; the first says which row it is."""
    read = as_read(notice, one)
    head = (
        where(one, several),
        _state(one),
        read["received"] or _UNKNOWN,
        read["line"] or _UNKNOWN,
    )
    if one.is_none:
        yield "  ".join((where(one, several), _state(one), *one.remarks))
        return
    yield "  ".join(head)
    summary = read["summary"] or _UNKNOWN
    read["summary"] = summary if len(summary) <= _SHOWN else summary[:_SHOWN] + "…"
    for name, label in LABELS.items():
        for text in read[name].split("\n") if name not in ("received", "line") else ():
            if text:
                yield "  " + _("{label}：{value}", label=_(label), value=text)


def in_row(notice: Notice, one: Taken, several: bool) -> list[str]:
    """What a row in a list has room to say: which it is, how it stands, and the beginning of it."""
    if one.is_none:
        return [where(one, several), _state(one), *one.remarks]
    read = as_read(notice, one)
    persons = read["subjects"].replace("\n", _("；"))
    received = one.tip and words.received(notice, one.tip)
    return [
        where(one, several),
        _state(one),
        received or read["received"],
        read["line"],
        persons,
        read["summary"],
    ]


def of_all(
    notice: Notice, rows: Iterable[Taken], wanted: Wanted, remarks: Iterable[str]
) -> Iterator[str]:
    """How many rows are read how, the `remarks` on the whole, and what is wanted of all."""
    yield total(rows, is_done=False)
    yield from remarks
    if wanted.group:
        yield _("没有对象类别的按“{group}”。", group=words.group(notice, wanted.group))
    if wanted.channel:
        yield _("没有写来源的按“{channel}”。", channel=words.channel_label(wanted.channel))
    if wanted.half_done:
        yield _("没有写全的按待补录。")


def total(done: Iterable[Taken], is_done: bool) -> str:
    """How many rows there are of each sort."""
    rows = list(done)
    faulty = sum(bool(one.faults) for one in rows)
    known = sum(one.is_known for one in rows)
    none = sum(one.is_none for one in rows)
    numbers = {"good": len(rows) - faulty - known - none, "known": known, "faulty": faulty}
    said = (
        _("导入 {good} 行，已在册 {known} 行，有问题未导入 {faulty} 行。", **numbers)
        if is_done
        else _("可导入 {good} 行，已在册 {known} 行，有问题 {faulty} 行；没有导入。", **numbers)
    )
    return said + (_("另有 {n} 行不是举报。", n=none) if none else "")


def _state(one: Taken) -> str:
    if one.is_none:
        return _("不是举报")
    if one.faults:
        return _("有问题")
    return _("已在册") if one.is_known else _("可导入")


def _reporter(tip: Tip) -> str:
    kind = words.reporter_kind_of(tip)
    if not tip.reporter:
        return kind
    known = " ".join(filter(None, (tip.reporter.name, tip.reporter.contact)))
    return _("{known}（{kind}）", known=known, kind=kind)


def _subject(notice: Notice, subject: Subject) -> str:
    group = words.group(notice, subject.group) if subject.group else _("未写对象类别")
    named = (subject.person or _UNKNOWN, subject.unit or _UNKNOWN, subject.post or _UNKNOWN, group)
    return "  ".join(named)


def _status(tip: Tip) -> str:
    if tip.status == REGISTERED and not tip.to_complete and not tip.handled_by:
        return ""
    how = tip.disposition
    details = (how.to, how.letter, str(how.on or "")) if how else ()
    return " ".join(filter(None, (status(tip), *details, tip.handled_by)))


def _unfinished(values: dict[str, Any]) -> Tip:
    """As much of a tip as was read of a row with faults."""
    reporter = values.get("reporter")
    return Tip(
        channel=values.get("channel", ""),
        line=values.get("line", ""),
        reporter=Reporter(**reporter) if reporter else None,
        subjects=tuple(Subject(**subject) for subject in values.get("subjects", ())),
        disciplines=tuple(values.get("disciplines", ())),
        summary=values.get("summary", ""),
    )
