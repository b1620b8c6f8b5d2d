"""What the form of a notice holds, made from a notice's TOML and turned into it again."""

from __future__ import annotations

import re
from itertools import groupby
from typing import Any, Final

import tomlkit
from pendulum import DateTime
from tomlkit.exceptions import TOMLKitError

from store import reasons
from store.errors import BadInstant, Fault, NoSuchInstant, NoticeRefused
from store.frozen import frozen
from store.notice.notice import GROUP_LABELS, LINE_KINDS, Notice
from store.notice.reading import parse_notice
from store.text import N_, _
from tui.notice_form.fields import NOTICE_FIELDS, NoticeField, Section
from tui.notice_form.texts import OTHER_LINE, expected, picked, shown, shown_windows, value_of

Values = dict[str, Any]
"""By a field's key its text (days: a list, about: a bool), by a section's key its rows."""

# Where in the opened file a row came from, so that what the form does not show stays with it.
ORIGIN: Final = "origin"
# What the form shows together, each window of a day being a table of its own in the file.
_WINDOW: Final = ("from", "to")
NEW: Final = (
    'timezone = "Asia/Shanghai"\n[[hours]]\ndays = "every day"\n[[lines]]\nkind = "landline"\n'
)
_INDEXED: Final = re.compile(r"(\w+)\[(\d+)\](.*)")


@frozen
class Reading:
    """A form read: its TOML, each fault with the field's path in the form, and the notice if there
    is none. `blank` are the paths of the faults that only say that something is still to be filled in."""

    text: str
    faults: tuple[Fault, ...]
    blank: frozenset[str]
    notice: Notice | None


# From the file to the form


def values_of(text: str, source: str) -> Values:
    """What a notice's TOML says, faulty or not, as the form shows it.

    Raises `NoticeRefused` if it is no TOML; `source` names it then.
    """
    try:
        document = tomlkit.parse(text)
    except (TOMLKitError, RecursionError) as error:
        parse_notice(text, source)
        sentence = _(
            "{file}：不是有效的 TOML：{reason}。", file=source, reason=reasons.of_toml(error)
        )
        raise NoticeRefused((Fault("", sentence),)) from error
    values: Values = {}
    for field in NOTICE_FIELDS:
        if isinstance(field, Section):
            values[field.key] = _rows_of(field, document.get(field.key)) or [_blank_row(field)]
        else:
            table, key = _place(document, field.key)
            values[field.key] = shown(field.kind, table.get(key))
    return values


def _blank_row(section: Section) -> Values:
    return {field.key: shown(field.kind, None) for field in section.fields}


def _rows_of(section: Section, found: Any) -> list[Values]:
    rows = []
    if section.key == "hours":
        for index, tables in enumerate(_by_days(_tables_of(section.key, found))):
            row = {
                field.key: shown(field.kind, tables[0].get(field.key)) for field in section.fields
            }
            windows = shown_windows((table.get("from"), table.get("to")) for table in tables)
            rows.append(row | {"windows": windows if windows != "-" else "", ORIGIN: index})
        return rows
    for index, table in enumerate(_tables_of(section.key, found)):
        row = {field.key: shown(field.kind, table.get(field.key)) for field in section.fields}
        if row.get("kind") == OTHER_LINE:
            row["label"] = row["label"] or str(table["kind"])
        rows.append(row | {ORIGIN: index})
    return rows


def _tables_of(key: str, found: Any) -> list[Values]:
    """The tables of a section, however the file writes them: headings with their tags, the wording
    of the three groups that most notices have, units by name alone."""
    if key == "tags" and isinstance(found, dict):
        return [{"heading": heading, "items": items} for heading, items in found.items()]
    if key == "groups" and isinstance(found, dict):
        groups = (GROUP_LABELS | found).items()
        return [{"name": name, "key": key} for key, name in groups if key in GROUP_LABELS]
    rows = found if isinstance(found, list) else []
    named = ({"name": row} if isinstance(row, str) else row for row in rows)
    return [_unwrapped(row) for row in named if isinstance(row, dict)]


def _by_days(tables: list[Values]) -> list[list[Values]]:
    """The tables of the hours, those together that differ in nothing but the window."""
    return [list(found) for _days, found in groupby(tables, key=_without_window)]


def _without_window(table: Values) -> Values:
    return {key: value for key, value in table.items() if key not in _WINDOW}


def _place(document: dict[str, Any], path: str) -> tuple[dict[str, Any], str]:
    """The table that has the last key of `path`, an empty one if there is none."""
    name, _dot, key = path.rpartition(".")
    table = document.get(name, {}) if name else document
    return (table if isinstance(table, dict) else {}), key


# From the form to the file


def read_form(values: Values, base: str, now: DateTime) -> Reading:
    """The notice that `values` say, with all that `base` says beyond them."""
    writer = _Writer(base, now, values)
    for field in NOTICE_FIELDS:
        if isinstance(field, Section):
            writer.section(field, values[field.key])
        else:
            writer.field(field, values[field.key])
    text = tomlkit.dumps(writer.document)
    faults, notice = list(writer.faults), None
    try:
        notice = parse_notice(text, "")
    except NoticeRefused as refusal:
        known = {fault.field for fault in faults}
        found = (
            Fault(writer.path_in_form(f.field), _in_labels(f.sentence)) for f in refusal.faults
        )
        faults += (fault for fault in found if fault.field not in known)
    return Reading(text, tuple(faults), frozenset(writer.blank), None if faults else notice)


_IN_LABELS: Final = {
    "first_day": N_("首日"),
    "last_day": N_("末日"),
    "from": N_("开始"),
    "tips_from": N_("受理开始"),
    "issued_on": N_("落款日期"),
}


def _in_labels(sentence: str) -> str:
    """A sentence of the file's reader, with the keys as the form calls them."""
    for key, label in _IN_LABELS.items():
        # Beside Chinese a Chinese word has no blank.
        written = rf"((?<=[一-鿿]) )?\b{key}\b( (?=[一-鿿]))?"
        sentence = re.sub(written, _(label), sentence, flags=re.ASCII)
    return sentence


class _Writer:
    """Puts what was typed into the opened file's document; notes what cannot be read."""

    def __init__(self, base: str, now: DateTime, values: Values) -> None:
        self.document = tomlkit.parse(base)
        self.now = now
        self._values = values
        self.faults: list[Fault] = []
        self.blank: set[str] = set()
        self._places: dict[str, list[int]] = {}
        self._headings: dict[str, int] = {}

    def field(self, field: NoticeField, typed: Any) -> None:
        name, _dot, key = field.key.rpartition(".")
        value = self.value(field, typed, field.key)
        table: Any = self.document
        if name:
            table = self.document.get(name)
            if not isinstance(table, dict):
                self.document[name] = table = tomlkit.table()
        _put(table, key, value)

    def section(self, section: Section, rows: list[Values]) -> None:
        filled = [place for place, row in enumerate(rows) if not is_blank(row)]
        if section.required and not filled:
            filled = [0]
        self._places[section.key] = filled
        if section.key == "tags":
            self.tags(section, rows, filled)
            return
        before = self.document.get(section.key)
        if section.key == "hours":
            tables = self.hours(section, rows, filled, _tables_of(section.key, before))
        else:
            tables = [
                self.row(section, rows[n], n, _tables_of(section.key, before)) for n in filled
            ]
        if tables == _tables_of(section.key, before):
            return
        if section.key == "units" and not any(table.keys() - {"name"} for table in tables):
            self.document["units"] = [table["name"] for table in tables]
        elif tables:
            written = tomlkit.aot()
            for table in tables:
                written.append(tomlkit.item(table))
            self.document[section.key] = written
        if not tables:
            del self.document[section.key]

    def hours(
        self, section: Section, rows: list[Values], filled: list[int], before: list[Values]
    ) -> list[Values]:
        """A table for each window of each row; their places are noted for each."""
        groups, were = _by_days(before), _rows_of(section, before)
        tables: list[Values] = []
        places = self._places[section.key] = []
        for place in filled:
            row, origin = rows[place], rows[place].get(ORIGIN)
            group = groups[origin] if origin is not None and origin < len(groups) else []
            day = _without_window(group[0]) if group else {}
            windows: Any = None
            for field in section.fields:
                value = self.value(field, row.get(field.key), f"{section.key}[{place}].{field.key}")
                if field.kind == "windows":
                    windows = value
                else:
                    _put(day, field.key, value)
            made = [day | dict(zip(_WINDOW, one, strict=False)) for one in _windows(windows)]
            if origin is not None and group and row == were[origin]:
                made = group
            tables += made
            places += [place] * len(made)
        return tables

    def row(
        self, section: Section, row: Values, place: int, before: list[Values]
    ) -> dict[str, Any]:
        origin = row.get(ORIGIN)
        table = dict(before[origin]) if origin is not None and origin < len(before) else {}
        is_as_it_was = origin is not None and row == _rows_of(section, before)[origin]
        for field in section.fields:
            value = self.value(field, row.get(field.key), f"{section.key}[{place}].{field.key}")
            if not is_as_it_was:
                _put(table, field.key, value)
        if not is_as_it_was and row.get("kind") == OTHER_LINE:
            self.name_line(table, f"{section.key}[{place}]", before, origin)
        return table

    def name_line(
        self, table: dict[str, Any], path: str, before: list[Values], origin: int | None
    ) -> None:
        """A line of no kind that others have is of the kind that it is called; where it was of one
        with a name beside it, it stays that."""
        was = before[origin] if origin is not None and origin < len(before) else {}
        if "label" not in table:
            self.blank.add(f"{path}.label")
            self.faults.append(Fault(f"{path}.label", _("请填写。")))
            table["kind"] = next(iter(LINE_KINDS))
        elif shown("line_kind", was.get("kind")) == OTHER_LINE and was.get("label"):
            table["kind"] = was["kind"]
        else:
            table["kind"] = table.pop("label")

    def tags(self, section: Section, rows: list[Values], filled: list[int]) -> None:
        table = tomlkit.table()
        heading, items = section.fields
        for place in filled:
            at = f"tags[{place}]"
            name = self.value(heading, rows[place].get("heading"), f"{at}.heading") or ""
            if name in self._headings:
                self.faults.append(Fault(f"{at}.heading", _("与前面的总称重复，请合并。")))
            self._headings[name] = place
            table[name] = self.value(items, rows[place].get("items"), f"{at}.items") or []
        if _unwrapped(table) == _unwrapped(self.document.get("tags", {})):
            return
        if filled:
            self.document["tags"] = table
        else:
            del self.document["tags"]

    def value(self, field: NoticeField, typed: Any, path: str) -> Any:
        """What the file says for what was typed; None for nothing."""
        if not typed or (isinstance(typed, str) and not typed.strip()):
            if field.required and not (field.unless and self._is_filled(field.unless)):
                self.blank.add(path)
                self.faults.append(Fault(path, _("请填写。")))
            return None
        if not isinstance(typed, str):
            return picked(field.kind, typed)
        try:
            return value_of(field.kind, typed.strip(), self.now)
        except NoSuchInstant as error:
            self.faults.append(Fault(path, str(error)))
        except (ValueError, BadInstant):
            self.faults.append(Fault(path, expected(field.kind, self.now)))
        return typed

    def _is_filled(self, key: str) -> bool:
        found = self._values[key]
        return not all(map(is_blank, found)) if isinstance(found, list) else bool(found.strip())

    def path_in_form(self, path: str) -> str:
        """Where the form has what the file has at `path`."""
        if path.startswith("tags."):
            heading = re.sub(r"\[\d+\]$", "", path.removeprefix("tags."))
            return f"tags[{self._headings.get(heading, 0)}].items"
        if match := _INDEXED.fullmatch(path):
            name, index, rest = match.groups()
            places = self._places.get(name)
            # `disciplines[2]` is one of the texts in a field.
            rest = ".windows" if name == "hours" and rest.lstrip(".") in _WINDOW else rest
            return f"{name}[{places[int(index)]}]{rest}" if places else name
        return path


def is_blank(row: Values) -> bool:
    """Whether nothing was entered in a row of a section."""
    return not any(value for key, value in row.items() if key != ORIGIN)


def _windows(read: Any) -> list[tuple[Any, ...]]:
    """The windows that were read; one without start or end where there is none to be read."""
    return read if isinstance(read, list) and read else [()]


def _unwrapped(value: Any) -> Any:
    return value.unwrap() if hasattr(value, "unwrap") else value


def _put(table: Any, key: str, value: Any) -> None:
    """Sets or takes away a key; one that says the same already stays as it is written."""
    if value is None:
        if key in table:
            del table[key]
    elif key not in table or _unwrapped(table[key]) != value:
        table[key] = value
