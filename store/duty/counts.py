"""How many tips there are of each kind, kept up to date one tip at a time."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, Final

from store.frozen import frozen
from store.notice.notice import OTHER, OTHER_SOURCES, is_in_scope
from store.tips.disposition import (
    PASSED_THROUGH,
    REFERRED,
    REGISTERED,
    STATUSES,
    WITHDRAWN,
    awaits_completion,
)
from store.tips.dues import open_by_day
from store.tips.tip import HOUR_UNKNOWN, is_about_inspectors

# Grows when the sums count anything else: what was remembered by another version is counted anew.
TALLY_VERSION: Final = 8


@frozen
class Counts:
    """The counters of the desk.

    `total` = `in_scope` + `out_of_scope` + `about_inspectors` + `to_complete` +
    `by_status["passed_through"]`; `referred` are those that were sent on. A tip about the
    inspectors themselves, one still to be completed and one passed through count apart, by no
    discipline; one withdrawn as entered by mistake counts nowhere but in `by_status`. A tip with
    several disciplines counts once in each. `by_discipline_and_day` has only the days on which
    something came in. `by_channel` is by the notice's kinds of line, `by_other_source` by where else
    tips came from.
    """

    total: int
    today: int
    in_scope: int
    out_of_scope: int
    referred: int
    about_inspectors: int
    to_complete: int
    late: int
    out_of_hours: int
    by_discipline: dict[str, int]
    by_channel: dict[str, int]
    by_other_source: dict[str, int]
    by_group: dict[str, int]
    by_day: dict[str, int]
    by_discipline_and_day: dict[str, dict[str, int]]
    by_status: dict[str, int]

    def as_json(self) -> dict[str, Any]:
        """Plain JSON values."""
        return asdict(self)


def are_sums(said: object) -> bool:
    """Whether `said` may be what `Tally.as_json` gave."""
    return type(said) is dict and all(type(n) is int for n in said.values())


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
        # A document of an older version of this program lacks the keys that are asked for here.
        status, day = document.get("status", REGISTERED), document["received_at"][:10]
        keys = [f"status {status}"]
        if matter := document.get("matter"):
            keys.append(f"matter {matter}")
            if is_about_inspectors(document, self.inspector_lines):
                keys.append(f"apart {matter}")
        if status == WITHDRAWN:
            return keys
        keys += ["total", f"channel {document['channel']}", f"day {day}"]
        keys += [f"mark {mark}" for mark in document["marks"]]
        if HOUR_UNKNOWN not in document["marks"]:
            keys.append(f"hour {document['received_at'][11:13]}")
        keys += [f"open {kind} {since}" for kind, since in open_by_day(document)]
        if status == PASSED_THROUGH:
            return keys
        if awaits_completion(document):
            return [*keys, "to_complete"]
        if is_about_inspectors(document, self.inspector_lines):
            return [*keys, "about_inspectors"]
        groups = {subject["group"] for subject in document["subjects"]}
        in_scope = any(map(is_in_scope, groups))
        keys += [f"group {group}" for group in groups]
        for name in document["disciplines"]:
            keys += [f"discipline {name}", f"trend {day} {name}"]
        return [*keys, "in_scope" if in_scope else "out_of_scope"]

    def matter_size(self, first: str, *, but_inspectors: bool = False) -> int:
        """How many tips are one matter with the tip `first`, itself included; `but_inspectors`
        without those about the inspectors themselves."""
        apart = self.sums[f"apart {first}"] if but_inspectors else 0
        return 1 + self.sums[f"matter {first}"] - apart

    def open_by_day(self) -> dict[tuple[str, date], int]:
        """How many tips still await each duty, by the day from which it is reckoned."""
        found = (key.split(" ") for key, n in self.sums.items() if n and key.startswith("open "))
        return {
            (duty, date.fromisoformat(day)): self.sums[f"open {duty} {day}"]
            for _open, duty, day in found
        }

    def by_hour(self) -> tuple[int, ...]:
        """How many tips came in each of the 24 hours of the day, by the notice's clocks, as far as their
        hour is known."""
        return tuple(self.sums[f"hour {hour:02}"] for hour in range(24))

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

        by_discipline = by("discipline ", (*disciplines, OTHER))
        trends: dict[str, dict[str, int]] = {name: {} for name in by_discipline}
        for key, n in sorted(by("trend ").items()):
            day, _space, name = key.partition(" ")
            trends[name][day] = n
        by_channel, by_other_source = by("channel ", channels), {}
        for kind in (kind for kind in OTHER_SOURCES if kind not in channels):
            if found := by_channel.pop(kind, 0):
                by_other_source[kind] = found
        return Counts(
            total=sums["total"],
            today=sums[f"day {today.isoformat()}"],
            in_scope=sums["in_scope"],
            out_of_scope=sums["out_of_scope"],
            referred=sums[f"status {REFERRED}"],
            about_inspectors=sums["about_inspectors"],
            to_complete=sums["to_complete"],
            late=sums["mark late"],
            out_of_hours=sums["mark out_of_hours"],
            by_discipline=by_discipline,
            by_channel=by_channel,
            by_other_source=by_other_source,
            by_group=by("group "),
            by_day=dict(sorted(by("day ").items())),
            by_discipline_and_day=trends,
            by_status=by("status ", tuple(STATUSES)),
        )
