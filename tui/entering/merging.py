"""What two officers made of one tip, field by field, and which of the two is to stand."""

from __future__ import annotations

from typing import Any

from store.frozen import frozen
from store.text import N_, _
from store.tips.fields import BY_NAME, FIELDS
from tui.entering.values import SUBJECTS, Values, subject_fields

_SUBJECTS_LABEL = N_("被反映人")


@frozen
class Difference:
    """A field that someone else changed meanwhile; `is_contested` if it was changed here too."""

    field: str
    theirs: Any
    mine: Any
    is_contested: bool

    @property
    def label(self) -> str:
        return _(_SUBJECTS_LABEL) if self.field == SUBJECTS else _(BY_NAME[self.field].label)


def differences(base: Values, theirs: Values, mine: Values) -> list[Difference]:
    """The fields in which `theirs` differs from what is typed here, as far as they changed it.

    `base` is what both started from.
    """
    base, theirs, mine = map(_comparable, (base, theirs, mine))
    return [
        Difference(name, theirs[name], mine[name], mine[name] != base[name])
        for name in _names()
        if theirs[name] not in (base[name], mine[name])
    ]


def _names() -> list[str]:
    """The fields in their order, those of a subject as one."""
    parts = {field.name for field in subject_fields()}
    return list(dict.fromkeys(SUBJECTS if f.name in parts else f.name for f in FIELDS))


def _comparable(values: Values) -> Values:
    """`values` without what makes no difference: blanks around a text, rows left empty."""
    compared = {
        name: value.strip() if isinstance(value, str) else value for name, value in values.items()
    }
    parts = [field.name.partition(".")[2] for field in subject_fields()]
    rows = [{part: str(row.get(part, "")).strip() for part in parts} for row in values[SUBJECTS]]
    compared[SUBJECTS] = [row for row in rows if any(row.values())]
    return compared


def is_same(one: Values, other: Values) -> bool:
    """Whether the two would be the same tip."""
    return _comparable(one) == _comparable(other)
