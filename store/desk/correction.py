"""What a corrected notice does to the stored tips: which follow it, and what it may not take away."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from store.errors import Fault, NoticeRefused
from store.frozen import frozen
from store.instant import shown_minute
from store.notice.notice import Notice, out_of_scope_group
from store.printable import half_width
from store.text import _
from store.tips.rules import find_line, marks
from store.tips.tip import Tip, received_text

_Name = tuple[str, str]
"""A name of the notice that tips refer to: "disciplines", "tags", "groups" or a kind of line, and itself."""

_OUTSIDE: Final = frozenset({"early", "late"})


@frozen
class Renaming:
    """That tips which said `old` say `new` from now on, and how many they are."""

    old: str
    new: str
    tips: int


@frozen
class Correction:
    """What comes with a corrected notice.

    `notice` is the new one, `renamed` the names of it under which tips stand anew, as the notice before
    had them in order, `tips` all that change, as they are then; `marked` of them are marked otherwise as to
    their time.
    """

    notice: Notice
    renamed: tuple[Renaming, ...]
    tips: tuple[Tip, ...]
    marked: int = 0


def correction(tips: Iterable[Tip], old: Notice, new: Notice) -> Correction:
    """What becomes of `tips` when `new` takes the place of `old`.

    Raises `NoticeRefused` where a tip that was true to the old one would not be to the new one.
    """
    found = list(tips)
    names = _new_names(old, new)
    faults = (*_fixed_faults(found, old, new), *_period_faults(found, old, new))
    faults += tuple(_name_faults(found, names))
    pairs = [(tip, _followed(tip, names, new)) for tip in found]
    faults += tuple(_inspectors_faults(pairs, old, new))
    if faults:
        raise NoticeRefused(faults)
    used = Counter(name for tip in found for name in _names_of(tip) if name in names)
    renamed = tuple(
        Renaming(_shown(*name), _shown(name[0], names[name] or ""), used[name])
        for name in names
        if used[name]
    )
    changed = tuple(now for was, now in pairs if now != was)
    return Correction(new, renamed, changed, sum(now.marks != was.marks for was, now in pairs))


def _names_in(notice: Notice) -> list[_Name]:
    lines = [(line.kind, line.value) for line in notice.sources]
    disciplines = [("disciplines", name) for name in notice.disciplines]
    groups = [("groups", key) for key in notice.all_groups]
    return [*lines, *disciplines, *groups, *(("tags", name) for name in notice.all_tags)]


def _names_of(tip: Tip) -> set[_Name]:
    disciplines = [("disciplines", name) for name in tip.disciplines]
    groups = [("groups", subject.group) for subject in tip.subjects]
    line = (tip.channel, half_width(tip.line))
    return {line, *disciplines, *groups, *(("tags", name) for name in tip.tags)}


def _new_names(old: Notice, new: Notice) -> dict[_Name, str | None]:
    """For each name that is gone the one that took its place, None if that cannot be told: where
    of one kind one alone went and one alone came, it was corrected."""
    gone = dict.fromkeys(name for name in _names_in(old) if name not in _names_in(new))
    came = dict.fromkeys(name for name in _names_in(new) if name not in _names_in(old))
    went, took = Counter(kind for kind, _n in gone), Counter(kind for kind, _n in came)
    successors = {kind: name for kind, name in came if went[kind] == took[kind] == 1}
    return {name: successors.get(name[0]) for name in gone}


def _name_faults(tips: Iterable[Tip], names: dict[_Name, str | None]) -> Iterator[Fault]:
    users: dict[_Name, list[str]] = {name: [] for name, new in names.items() if new is None}
    for tip in tips:
        for used in users.keys() & _names_of(tip):
            users[used].append(tip.number)
    for (kind, name), numbers in users.items():
        if not numbers:
            continue
        yield Fault(
            kind if kind in ("disciplines", "tags", "groups") else "lines",
            _(
                "不能去掉“{name}”：已有 {count} 件举报用到它（如 {number}）。"
                "请保留；若是改写法，同一类请一次只改一处。",
                name=_shown(kind, name),
                count=len(numbers),
                number=numbers[0],
            ),
        )


def _inspectors_faults(
    pairs: Iterable[tuple[Tip, Tip]], old: Notice, new: Notice
) -> Iterator[Fault]:
    """What came by a line on the inspectors themselves is for a lead alone, and stays so."""
    opened = [
        was.number
        for was, now in pairs
        if half_width(was.line) in old.inspector_lines
        and half_width(now.line) not in new.inspector_lines
        and not now.about_inspectors
    ]
    if opened:
        yield Fault(
            "lines",
            _(
                "反映{inspection}干部的线路不能改作一般线路：已有 {count} 件举报由此收到，只由组长查看（如 {number}）。"
                "请保留。",
                count=len(opened),
                number=opened[0],
            ),
        )


def _shown(kind: str, name: str) -> str:
    """A name as people know it: a group that is out of scope without what says so."""
    return name.removeprefix(out_of_scope_group("")) if kind == "groups" else name


def _fixed_faults(tips: list[Tip], old: Notice, new: Notice) -> Iterator[Fault]:
    """What everything that was written down already goes by."""
    if tips and new.first_day.year != old.first_day.year:
        year = old.first_day.year
        yield Fault(
            "period.first_day", _("首日不能改到别的年份：已有举报按 {year} 编号。", year=year)
        )
    if tips and new.code != old.code:
        yield Fault("code", _("短代号不能再改：已有举报按“{series}”编号。", series=old.series))
    if tips and new.timezone != old.timezone:
        zone = old.timezone
        yield Fault("timezone", _("时区不能改：已有举报的时间按 {zone} 登记。", zone=zone))


def _period_faults(tips: Iterable[Tip], old: Notice, new: Notice) -> Iterator[Fault]:
    """What was taken within the period stays within it."""
    field = {"early": "period.first_day", "late": "period.last_day"}
    left_out: dict[str, list[Tip]] = {}
    for tip in tips:
        assert tip.received
        if not _OUTSIDE.intersection(marks(old, tip.received, None)):
            for mark in _OUTSIDE.intersection(marks(new, tip.received, None)):
                left_out.setdefault(mark, []).append(tip)
    for mark, found in left_out.items():
        yield Fault(
            field[mark],
            _(
                "{inspection}期和受理截止不能不含已按期收到的举报：{count} 件，如 {number} 收于 {at}。",
                count=len(found),
                number=found[0].number,
                at=shown_minute(received_text(found[0].as_json())),
            ),
        )


def _followed(tip: Tip, names: dict[_Name, str | None], new: Notice) -> Tip:
    """The tip as it is under the new notice."""
    received = tip.received
    assert received
    tip = replace(
        tip,
        line=names.get((tip.channel, half_width(tip.line))) or tip.line,
        disciplines=tuple(names.get(("disciplines", n)) or n for n in tip.disciplines),
        tags=tuple(names.get(("tags", n)) or n for n in tip.tags),
        subjects=tuple(
            replace(s, group=names.get(("groups", s.group)) or s.group) for s in tip.subjects
        ),
    )
    return replace(tip, marks=marks(new, received, find_line(tip, new)))
