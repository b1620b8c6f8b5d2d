"""What a form holds for a tip, by field name, and how that becomes an entry and comes from a tip."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from pendulum import DateTime

from store.errors import BadInstant
from store.instant import as_text, in_zone, read_instant, shown_minute, shown_second
from store.notice.notice import Line, Notice
from store.printable import cleaned
from store.tips.enclosure_line import line_of
from store.tips.fields import BY_NAME, FIELDS, Field, Kind
from store.tips.tip import Tip

# {"line": "landline 84404233", "reporter.name": "…", "subjects": [{"unit": "…"}, …], …}
Values = dict[str, Any]

SUBJECTS: Final = "subjects"
# The number of the tip that is to be linked to, which is no field of a tip itself.
LINK_TO: Final = "link_to"
_LISTS: Final = frozenset[Kind]({"disciplines", "tags"})


def subject_fields() -> tuple[Field, ...]:
    """The fields that repeat with each subject."""
    return tuple(field for field in FIELDS if field.name.startswith(f"{SUBJECTS}."))


def line_key(line: Line) -> str:
    """How a form names a line of the notice: its kind, which holds no blank, and its value."""
    return f"{line.kind} {line.value}"


def channel_of(values: Values) -> str:
    """The kind of line chosen, "" if none."""
    return str(values.get("line", "")).partition(" ")[0]


def blank(field: Field) -> Any:
    """What a field holds before anything was entered."""
    if field.kind in _LISTS:
        return []
    return False if field.kind == "flag" else ""


def blank_values(notice: Notice, line: str = "") -> Values:
    """A form as it starts: on `line`, by default the notice's first, one subject, nothing else."""
    values: Values = {
        field.name: blank(field) for field in FIELDS if not field.name.startswith(f"{SUBJECTS}.")
    }
    sources = [line_key(one) for one in notice.sources]
    values["line"] = line if line in sources else sources[0]
    values[SUBJECTS] = [{}]
    values[LINK_TO] = ""
    return values


def entry_of(values: Values, shown: Iterable[Field]) -> tuple[dict[str, Any], list[int]]:
    """The entry for `store.tips.entry.read`, of the fields `shown`, and for each of its subjects the row
    it stands in: rows after the first that were left blank are passed over."""
    channel, _blank, line = str(values.get("line", "")).partition(" ")
    entry: dict[str, Any] = {"channel": channel, "line": line, "reporter": {}}
    for field in shown:
        whole, _dot, part = field.name.partition(".")
        if field.kind == "line" or whole == SUBJECTS:
            continue
        value = _cleaned(field, values.get(field.name, blank(field)))
        if part:
            entry.setdefault(whole, {})[part] = value
        else:
            entry[whole] = value
    rows = [_plain_subject(row) for row in values.get(SUBJECTS, ())]
    places = [i for i, row in enumerate(rows) if i == 0 or any(row.values())]
    entry[SUBJECTS] = [rows[i] for i in places]
    return entry, places


def _plain_subject(row: Mapping[str, Any]) -> dict[str, Any]:
    parts = ((field, field.name.partition(".")[2]) for field in subject_fields())
    return {part: _cleaned(field, row.get(part, "")) for field, part in parts}


def _cleaned(field: Field, value: Any) -> Any:
    return cleaned(value, lines=field.kind == "long") if isinstance(value, str) else value


def values_of(tip: Tip, notice: Notice) -> Values:
    """What a form holds for a tip that was stored."""
    document = tip.as_json()
    values: Values = {}
    for field in FIELDS:
        whole, _dot, part = field.name.partition(".")
        if whole == SUBJECTS:
            continue
        found = (document.get(whole) or {}).get(part) if part else document.get(whole)
        values[field.name] = blank(field) if found is None else found
    values["line"] = f"{tip.channel} {tip.line}"
    values["enclosures"] = line_of(tip.enclosures)
    values["received_at"] = when_text(tip.received, notice)
    values[SUBJECTS] = document[SUBJECTS] or [{}]
    values[LINK_TO] = ""
    return values


def when_text(when: date | None, notice: Notice) -> str:
    """An instant as a person writes it, by the notice's clocks, with its offset where that alone
    tells it from another; or a day alone."""
    if not isinstance(when, DateTime):
        return when.isoformat() if when else ""
    local = in_zone(when, notice.zone)
    text = (shown_second if local.second else shown_minute)(as_text(local))
    try:
        read = read_instant(text, notice.zone)
    except BadInstant:
        read = None
    # Of an hour that clocks show twice, the one is equal to the other.
    is_read_so = read is not None and read.isoformat() == local.isoformat()
    return text if is_read_so else local.isoformat()


def from_draft(kept: object, notice: Notice) -> Values:
    """A form's values out of a draft, which any program may have written: what does not fit its
    field is left blank."""
    values = blank_values(notice)
    if not isinstance(kept, Mapping):
        return values
    for field in FIELDS:
        if _is_of_kind(field, found := kept.get(field.name)):
            values[field.name] = found
    if isinstance(link_to := kept.get(LINK_TO), str):
        values[LINK_TO] = link_to
    rows = kept.get(SUBJECTS)
    if isinstance(rows, list) and rows:
        values[SUBJECTS] = [_from_draft_row(row) for row in rows]
    return values


def _from_draft_row(row: object) -> dict[str, Any]:
    if not isinstance(row, Mapping):
        return {}
    parts = ((field, field.name.partition(".")[2]) for field in subject_fields())
    return {part: row[part] for field, part in parts if _is_of_kind(field, row.get(part))}


def _is_of_kind(field: Field, value: object) -> bool:
    if field.kind in _LISTS:
        return isinstance(value, list) and all(isinstance(item, str) for item in value)
    return isinstance(value, bool if field.kind == "flag" else str)


def name_of_path(path: str) -> tuple[str, int]:
    """The field's name and the subject's place that a fault's path means.

    `subjects[2].group` is ("subjects.group", 2); `subjects` itself its first field; `channel` the
    line; a path that names no field ("", 0).
    """
    if path == "channel":
        return "line", 0
    whole, _bracket, rest = path.partition("[")
    if rest and whole == SUBJECTS:
        place, _close, part = rest.partition("]")
        name = f"{SUBJECTS}{part}"
        return (name if name in BY_NAME else subject_fields()[0].name), int(place)
    if path in BY_NAME:
        return path, 0
    first = next((field.name for field in FIELDS if field.name.startswith(f"{whole}.")), "")
    return first, 0
