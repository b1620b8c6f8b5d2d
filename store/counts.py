"""How many tips there are of each kind, kept up to date one tip at a time."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from store.tip import IN_SCOPE_GROUPS, OTHER


@dataclass(frozen=True, slots=True)
class Counts:
    """The counters of the desk: `total` = `in_scope` + `referred` + `about_inspectors`.

    A tip on a line about the inspectors themselves counts apart, by no discipline. A tip with
    several disciplines counts once in each.
    """

    total: int
    today: int
    in_scope: int
    referred: int
    about_inspectors: int
    late: int
    out_of_hours: int
    by_discipline: dict[str, int]
    by_channel: dict[str, int]
    by_group: dict[str, int]
    by_day: dict[str, int]

    def as_json(self) -> dict[str, Any]:
        """Plain JSON values."""
        return asdict(self)


@dataclass(slots=True)
class Tally:
    """The running sums behind `Counts`; adding or removing a document costs the same at any size.

    `inspector_lines` are the values of the notice's lines about the inspectors themselves.
    """

    inspector_lines: frozenset[str] = frozenset()
    sums: Counter[str] = field(default_factory=Counter)

    def add(self, document: dict[str, Any]) -> None:
        """Count a tip's document in."""
        for key in self._keys(document):
            self.sums[key] += 1

    def remove(self, document: dict[str, Any]) -> None:
        """Count a tip's document out again, as before it is amended."""
        for key in self._keys(document):
            self.sums[key] -= 1

    def _keys(self, document: dict[str, Any]) -> list[str]:
        keys = ["total", f"channel {document['channel']}", f"day {document['received_at'][:10]}"]
        keys += [f"mark {mark}" for mark in document["marks"]]
        if document["line"] in self.inspector_lines:
            return [*keys, "about_inspectors"]
        groups = {subject["group"] for subject in document["subjects"]}
        in_scope = not groups.isdisjoint(IN_SCOPE_GROUPS)
        keys += [f"group {group}" for group in groups]
        keys += [f"discipline {name}" for name in document["disciplines"]]
        return [*keys, "in_scope" if in_scope else "referred"]

    def as_json(self) -> dict[str, int]:
        """The sums as plain JSON, for the checkpoint."""
        return {key: n for key, n in self.sums.items() if n}

    def counts(
        self, today: date, disciplines: tuple[str, ...], channels: tuple[str, ...]
    ) -> Counts:
        """The counters on the day `today`; the notice's own categories appear even with none."""
        sums = self.sums

        def by(prefix: str, always: tuple[str, ...] = ()) -> dict[str, int]:
            found = {
                key[len(prefix) :]: n for key, n in sums.items() if n and key.startswith(prefix)
            }
            return dict.fromkeys(always, 0) | found

        return Counts(
            total=sums["total"],
            today=sums[f"day {today.isoformat()}"],
            in_scope=sums["in_scope"],
            referred=sums["referred"],
            about_inspectors=sums["about_inspectors"],
            late=sums["mark late"],
            out_of_hours=sums["mark out_of_hours"],
            by_discipline=by("discipline ", (*disciplines, OTHER)),
            by_channel=by("channel ", channels),
            by_group=by("group "),
            by_day=dict(sorted(by("day ").items())),
        )
