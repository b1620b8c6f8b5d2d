"""Takes an existing register (台账) in: which column is what, and each row as a tip."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pendulum import DateTime

from store.document import Document
from store.errors import CannotRead, Fault, TipRefused
from store.notice.notice import LINE_KINDS, Notice
from store.registers import headings
from store.registers.sheets import Row
from store.text import _, in_each_word
from store.tips import entry
from store.tips.fields import BY_NAME, FIELDS, GROUP_OUT_OF_SCOPE_LABEL
from store.tips.tip import GROUPS, OUT_OF_SCOPE, Tip

# What offices write over a column, beside the labels of the fields and of the desk's own register.
_HEADINGS: Final = {
    "收到日期": "received_at",
    "收件时间": "received_at",
    "登记时间": "received_at",
    "日期": "received_at",
    "信访渠道": "line",
    "渠道": "line",
    "举报人": "reporter.name",
    "联系电话": "reporter.contact",
    "电话": "reporter.contact",
    "被举报人": "subjects.person",
    "单位及职务": "subjects.unit_and_post",
    "单位": "subjects.unit",
    "工作单位": "subjects.unit",
    "问题类型": "disciplines",
    "反映问题": "summary",
    "反映内容": "summary",
    "内容": "summary",
}
_KIND_NAMES: Final = {
    "来电": "landline",
    "电话": "landline",
    "来信": "post",
    "信件": "post",
    "信函": "post",
    "邮箱": "email",
    "邮件": "email",
    "电子邮件": "email",
    "接访": "visit",
    "走访": "visit",
}
_BETWEEN: Final = re.compile(r"[；;、\n]+")
_BETWEEN_CATEGORIES: Final = re.compile(r"[；;、，,/\s]+")
_NAME_AND_KIND: Final = re.compile(r"(.+?)\s*[（(](实名|待核实)[）)]\s*(.*)", re.DOTALL)
_UNKNOWN: Final = frozenset({"", "—", "-", "无", "不详", "/"})
_NO_NAME: Final = _UNKNOWN | {"匿名", "未署名", "实名", "待核实", "只留号码"}
_MOST_ROWS_ABOVE: Final = 20
_LEAST: Final = frozenset({"summary", "received_at"})


@dataclass(frozen=True, slots=True)
class Columns:
    """Which field each column holds, None for one that is left out."""

    fields: tuple[str | None, ...]
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Taken:
    """One row of the register: the tip it is, or why it is none, and whether it is on the desk
    already."""

    row: int
    tip: Tip | None
    faults: tuple[Fault, ...]
    is_known: bool


def columns_of(rows: Sequence[Row]) -> tuple[Columns, Sequence[Row]]:
    """The columns by their headings, and the rows below. Raises `CannotRead` if there are none."""
    known = {name: f.name for f in FIELDS for name in in_each_word(f.label)} | _HEADINGS
    known |= {label: name for name, label in headings.REGISTER.items()}
    known |= {field.name: field.name for field in FIELDS}
    for at, (_n, cells) in enumerate(rows[:_MOST_ROWS_ABOVE]):
        found = tuple(known.get(re.sub(r"[\s*]", "", cell)) for cell in cells)
        if set(found) >= _LEAST:
            left_out = (c for c, name in zip(cells, found, strict=True) if c and not name)
            return Columns(found, tuple(left_out)), rows[at + 1 :]
    raise CannotRead(_("没有找到表头：须有“收到时间”（或“收件日期”）和“主要内容”两列。"))


def take_in(
    rows: Iterable[Row],
    columns: Columns,
    group: str,
    notice: Notice,
    now: DateTime,
    on_desk: set[Any],
) -> Iterator[Taken]:
    """Each row in turn; `group` is that of subjects whose row has none, `on_desk` the `identity` of
    the tips already there, to which those taken are added."""
    for n, cells in rows:
        try:
            tip = entry.read(_values(cells, columns, group, notice), notice, now)
        except TipRefused as refusal:
            yield Taken(n, None, refusal.faults, False)
            continue
        same = identity(tip.as_json())
        is_known = same in on_desk
        on_desk.add(same)
        yield Taken(n, tip, (), is_known)


def identity(document: Document) -> tuple[Any, ...]:
    """What makes two tips the same row of a register."""
    subjects = tuple((s["unit"], s["person"], s["post"]) for s in document["subjects"])
    return document["channel"], document["received_at"], document["summary"], subjects


def _values(cells: list[str], columns: Columns, group: str, notice: Notice) -> dict[str, Any]:
    given = {name: cell for name, cell in zip(columns.fields, cells, strict=False) if name and cell}
    for name in [n for n, cell in given.items() if cell in _UNKNOWN and _is_of_few(n)]:
        del given[name]
    values: dict[str, Any] = _line(given.pop("line", ""), notice)
    values["reporter"] = _reporter(given)
    values["subjects"] = _subjects(given, group, notice)
    for name in ("disciplines", "tags"):
        values[name] = [part for part in _BETWEEN_CATEGORIES.split(given.pop(name, "")) if part]
    return values | given


def _is_of_few(name: str) -> bool:
    """Whether only some kinds of line bring it: a register has a dash there for the others."""
    return name in BY_NAME and bool(BY_NAME[name].channels)


def _line(written: str, notice: Notice) -> dict[str, str]:
    """A line of the notice by its number, label or kind, else the kind as written."""
    for line in notice.lines:
        if written in (line.value, line.text, line.label, f"{line.label} {line.value}"):
            same = [other for other in notice.lines if other.label == line.label]
            alone = written != line.label or len(same) == 1
            return {"channel": line.kind, "line": line.value if alone else ""}
    kinds = {label: kind for kind, label in LINE_KINDS.items()} | _KIND_NAMES
    return {"channel": kinds.get(written, written), "line": ""}


def _reporter(given: dict[str, str]) -> dict[str, Any] | None:
    written, contact = given.pop("reporter.name", ""), given.pop("reporter.contact", "")
    verified = given.pop("reporter.verified", "") in ("是", "已核实", "实名", "true", "1")
    if match := _NAME_AND_KIND.fullmatch(written):
        written, verified, contact = match[1], match[2] == "实名", contact or match[3]
    name = "" if written in _NO_NAME else written
    if not (name or contact):
        return None
    return {"name": name, "contact": contact, "verified": bool(name) and verified}


def _subjects(given: dict[str, str], group: str, notice: Notice) -> list[dict[str, str]]:
    """As many as the longest column has; one unit stands for all."""
    parts = {
        name: _BETWEEN.split(given.pop(f"subjects.{name}", ""))
        for name in ("person", "unit", "post", "group", "unit_and_post")
    }
    count = max(map(len, parts.values()))
    labels = {_(label): key for key, label in notice.groups.items()} | {
        label: key for key, label in notice.groups.items()
    }
    labels |= {GROUP_OUT_OF_SCOPE_LABEL: OUT_OF_SCOPE} | {key: key for key in GROUPS}
    found = []
    for n in range(count):
        cell = {name: _at(values, n) for name, values in parts.items()}
        unit, post = _unit_and_post(cell["unit_and_post"])
        group_written = cell["group"] or group
        subject = {
            "unit": cell["unit"] or unit,
            "person": cell["person"],
            "post": cell["post"] or post,
            "group": labels.get(group_written, group_written),
        }
        if subject["unit"] or subject["person"] or subject["post"]:
            found.append(subject)
    return found


def _at(values: list[str], n: int) -> str:
    text = values[n] if n < len(values) else values[0] if len(values) == 1 else ""
    text = text.strip()
    return "" if text in _UNKNOWN else text


def _unit_and_post(text: str) -> tuple[str, str]:
    """`某局 局长` apart at the last blank; without one all is the unit."""
    unit, _blank, post = text.rpartition(" ")
    return (unit.strip(), post) if unit else (post, "")
