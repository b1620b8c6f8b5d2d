"""What can be chosen in the fields of a tip that are no free text, in the notice's words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from store.frozen import frozen
from store.notice.notice import OTHER, Line, Notice
from store.text import _, listed
from store.tips.fields import (
    BY_NAME,
    OTHER_LABEL,
    Field,
    Kind,
    fields_of,
)
from tui.entering.values import SUBJECTS, line_key, subject_fields


@frozen
class Option:
    """One thing to choose: what is kept, what is shown, and the heading it stands under, if any."""

    value: str
    label: str
    heading: str = ""


def asked_of(channel: str, notice: Notice) -> tuple[Field, ...]:
    """The fields that a form has for a tip on `channel`: where nothing can be chosen, there is none."""
    fields = fields_of(channel)
    return tuple(f for f in fields if f.kind not in _OPTIONS or options_of(f, notice))


def options_of(field: Field, notice: Notice) -> tuple[Option, ...]:
    """What can be chosen in `field`, in the notice's order; nothing where one writes."""
    listed = _OPTIONS.get(field.kind)
    return tuple(listed(notice)) if listed else ()


def in_words(name: str, value: Any, notice: Notice) -> str:
    """What a field holds as a person reads it, "" for nothing; the subjects are one."""
    if name == SUBJECTS:
        return _("；").join(filter(None, (_subject_in_words(row, notice) for row in value)))
    field = BY_NAME[name]
    if field.kind == "flag":
        return _("是") if value else ""
    if field.kind not in _OPTIONS:
        return str(value)
    wanted = value if isinstance(value, list) else [value]
    return listed(o.label for o in options_of(field, notice) if o.value in wanted)


def _subject_in_words(row: dict[str, Any], notice: Notice) -> str:
    parts = ((field.name, field.name.partition(".")[2]) for field in subject_fields())
    return " ".join(filter(None, (in_words(n, row.get(part, ""), notice) for n, part in parts)))


def _lines(notice: Notice) -> list[Option]:
    """The notice's lines, and from where else a tip may come."""
    lines = [Option(line_key(line), _line_label(notice, line)) for line in notice.lines]
    others = notice.sources[len(notice.lines) :]
    return lines + [Option(line_key(one), _(one.label), _("公告以外")) for one in others]


def _line_label(notice: Notice, line: Line) -> str:
    """The line's label, with its value where another line has the same label."""
    label = _(line.label)
    alike = [other for other in notice.lines if other.label == line.label]
    return label if len(alike) == 1 else f"{label} {line.value}"


def _groups(notice: Notice) -> list[Option]:
    return [Option(group, _(label)) for group, label in notice.all_groups.items()]


def _disciplines(notice: Notice) -> list[Option]:
    options = [Option(name, _(name)) for name in notice.disciplines]
    return [*options, Option(OTHER, _(OTHER_LABEL))]


def _tags(notice: Notice) -> list[Option]:
    tags = [(tag, heading) for heading, tags in notice.tags.items() for tag in tags]
    return [Option(tag, _(tag), _(heading)) for tag, heading in tags]


_OPTIONS: Final[dict[Kind, Callable[[Notice], list[Option]]]] = {
    "line": _lines,
    "group": _groups,
    "disciplines": _disciplines,
    "tags": _tags,
}
