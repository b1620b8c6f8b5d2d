"""The office: all desks that it was told of, looked at again and again, each in its own time."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final

from pendulum import DateTime

from store.office.readers import PATIENCE_SECONDS, Readers
from store.office.row import Row, one_of_each, row_of, stands_until
from store.office.sources import (
    Named,
    Seen,
    Source,
    Within,
    nothing_in,
    seen_at,
    sources_in,
)
from store.text import _

LOOKED_AT_EACH_SECONDS: Final = 3.0
_SEARCHED_EACH_SECONDS: Final = 30.0
_A_MOMENT: Final = 0.1
_Found = Seen | list[tuple[str, Source | Within]] | str


class Office:
    """Reads what the paths `named` name, in threads; whoever holds it asks from one thread for what was
    found. Nothing is written, no lock taken, and nothing raised: what cannot be read is a row that
    says why."""

    def __init__(self, named: Sequence[Named], patience_seconds: float = PATIENCE_SECONDS) -> None:
        self._named = tuple(dict.fromkeys(named))
        self._readers: Readers[_Found] = Readers(patience_seconds)
        self._sources: dict[Named, list[tuple[str, Source]]] = {}
        self._within: dict[Named, list[Within]] = {}
        self._seen: dict[str, Seen] = {}
        self._not_found: dict[Named, Seen] = {}
        self._rows: dict[str, tuple[Seen, Row, DateTime]] = {}
        self._looked = self._searched = float("-inf")
        self._stand_until: DateTime | None = None

    def look(self) -> None:
        """Begins to look at whatever it is time to look at."""
        now = time.monotonic()
        if now - self._searched >= _SEARCHED_EACH_SECONDS:
            self._searched = now
            for named in self._named:
                self._search(named)
        if now - self._looked >= LOOKED_AT_EACH_SECONDS:
            self._looked = now
            for sources in self._sources.values():
                for name, source in sources:
                    self._look_at(name, source)

    def _search(self, named: Named) -> None:
        self._readers.ask((named,), partial(sources_in, named))

    def _look_at(self, name: str, source: Source) -> None:
        self._readers.ask(name, partial(seen_at, name, source, self._seen.get(name)))

    def take_in(self, seconds: float = 0.0) -> bool:
        """Whether anything else was found since, waiting so long for it."""
        is_news = False
        for key, found in self._readers.found(seconds):
            if isinstance(found, Seen):
                if found.name not in self._names():
                    # It went while it was looked at.
                    continue
                is_news |= self._seen.get(found.name) != found
                self._seen[found.name] = found
            else:
                assert isinstance(key, tuple)
                is_news |= self._take_in_sources(key[0], found)
        return is_news

    def _take_in_sources(
        self, named: Named, found: list[tuple[str, Source | Within]] | str
    ) -> bool:
        if isinstance(named, Within) and named not in self._all_within():
            # It went while it was looked into.
            return False
        before = self._not_found.pop(named, None)
        if isinstance(found, str):
            self._not_found[named] = Seen(str(named), problem=found)
            found = []
        known, was_empty = self._names(), self._empty()
        self._within[named] = [one for _name, one in found if isinstance(one, Within)]
        sources = [(name, one) for name, one in found if not isinstance(one, Within)]
        self._sources[named] = sources
        if not isinstance(named, Within):
            for within in self._sources.keys() - self._all_within():
                if isinstance(within, Within):
                    del self._sources[within], self._within[within]
        gone = known - self._names()
        for name in gone:
            self._seen.pop(name, None)
        for within in self._within[named]:
            self._search(within)
        for name, source in sources:
            if name not in known:
                self._look_at(name, source)
        return bool(gone) or before != self._not_found.get(named) or was_empty != self._empty()

    def _all_within(self) -> set[Within]:
        return {one for within in self._within.values() for one in within}

    def _empty(self) -> list[Path]:
        """The folders of which all that is in them was looked into, and holds nothing."""
        return [
            named
            for named, within in self._within.items()
            if isinstance(named, Path)
            and within
            and not self._sources[named]
            and all(self._sources.get(one) == [] for one in within)
        ]

    def _names(self) -> set[str]:
        return {name for sources in self._sources.values() for name, _source in sources}

    def read_all(self, now: DateTime, longest_seconds: float) -> list[Row]:
        """The rows once all was looked at, but for what hangs, or after so long."""
        end = time.monotonic() + longest_seconds
        self.look()
        while not self.is_complete and time.monotonic() < end:
            self.take_in(_A_MOMENT)
        return self.rows(now)

    @property
    def is_complete(self) -> bool:
        """Whether all was looked at, but for what hangs."""
        return not self._readers.are_busy

    def rows(self, now: DateTime) -> list[Row]:
        """A row for each desk as of `now`."""
        found, rows = [], {}
        # Of what is searched the key is in a tuple: an address may be that of a desk too.
        hanging = {
            str(key[0] if isinstance(key, tuple) else key) for key in self._readers.hanging()
        }
        problem = _("没有回应，可能是磁盘或网络断开；其余值班台照常显示。")
        never_seen = (Seen(name, problem=problem) for name in hanging - self._seen.keys())
        empty = (Seen(str(folder), problem=nothing_in(folder)) for folder in self._empty())
        for seen in [*self._seen.values(), *self._not_found.values(), *empty, *never_seen]:
            made = self._rows.get(seen.name)
            if made is None or made[0] is not seen or now >= made[2]:
                row = row_of(seen, now)
                made = (seen, row, stands_until(row, seen, now))
            rows[seen.name] = made
            row = made[1]
            if seen.name in hanging and row.state == "current":
                row = replace(row, state="behind", problem=problem)
            found.append((seen, row))
        self._rows = rows
        self._stand_until = min((until for _seen, _row, until in self._rows.values()), default=None)
        return one_of_each(found)

    def is_outdated(self, now: DateTime) -> bool:
        """Whether rows that were made before are others by now, though nothing was found since."""
        return self._stand_until is not None and now >= self._stand_until
