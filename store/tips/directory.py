"""The list of units and posts (名录) of those who are inspected: completes what is typed of a subject."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import astuple, replace
from typing import Final

from store.frozen import frozen
from store.notice.notice import Notice
from store.printable import as_one_name
from store.tips.names import NameKind

PARTS: Final = ("unit", "person", "post", "group")


@frozen
class Listed:
    """One row: a unit, who has which post there, and the key of the group that is; what is not
    written is ""."""

    unit: str = ""
    person: str = ""
    post: str = ""
    group: str = ""


class Directory:
    """All rows of the list, in its order."""

    def __init__(self, rows: Iterable[Listed] = ()) -> None:
        self.rows = tuple(dict.fromkeys(rows))

    @classmethod
    def from_text(cls, text: str) -> Directory:
        """The one that `as_text` gave."""
        return cls(Listed(*map(str, row)) for row in json.loads(text or "[]"))

    def as_text(self) -> str:
        """All of it as one text."""
        return json.dumps([astuple(row) for row in self.rows], ensure_ascii=False)

    def beginning(self, kind: NameKind, typed: str, most: int) -> list[str]:
        """The names of that kind that begin as `typed`, in the order of the list."""
        names = dict.fromkeys(getattr(row, kind) for row in self.rows)
        return [name for name in names if name and name.startswith(typed)][:most]

    def matching(self, subject: Mapping[str, str]) -> list[Listed]:
        """The rows that say nothing else of a subject than what is typed of it, if they say the person,
        or where no person is typed the unit and the post."""
        typed = {part: as_one_name(subject.get(part, "")) for part in PARTS[:3]}
        asked = ("person",) if typed["person"] else ("unit", "post")
        if not all(typed[part] for part in asked):
            return []
        return [
            row
            for row in self.rows
            if all(not text or getattr(row, part) == text for part, text in typed.items())
        ]

    def completed(self, subject: Mapping[str, str]) -> dict[str, str]:
        """What of a subject is blank and said alike by every row that matches it."""
        found = self.matching(subject)
        return {
            part: value
            for part in PARTS
            if not subject.get(part)
            and len(values := {getattr(row, part) for row in found}) == 1
            and (value := values.pop())
        }

    def lacks(self, subject: Mapping[str, str]) -> str:
        """The name of a person or else of a unit that is typed and not in the list; "" where there is
        no list."""
        if not self.rows:
            return ""
        part = "person" if subject.get("person") else "unit"
        name = as_one_name(subject.get(part, ""))
        is_known = any(getattr(row, part) == name for row in self.rows)
        return "" if is_known else name


def with_groups(
    rows: Iterable[Listed], notice: Notice, say: Callable[[str], None]
) -> Iterator[Listed]:
    """The rows with the key of each group instead of its name; `say` is told of one that is none."""
    for row in rows:
        group = notice.group_named(row.group)
        is_known = group in notice.all_groups
        if row.group and not is_known:
            say(row.group)
        yield replace(row, group=group if is_known else "")
