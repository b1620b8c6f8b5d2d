"""The office: all desks that it was told of, looked at again and again, each in its own time."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Final

from pendulum import DateTime

from store.office.readers import PATIENCE_SECONDS, Readers
from store.office.row import Row, one_of_each, row_of, stands_until
from store.office.sources import Named, Seen, Source, seen_at, sources_in
from store.text import _

LOOKED_AT_EACH_SECONDS: Final = 3.0
_SEARCHED_EACH_SECONDS: Final = 30.0
_A_MOMENT: Final = 0.1
_Found = Seen | list[tuple[str, Source]] | str


class Office:
    """Reads what the paths `named` name, in threads; whoever holds it asks from one thread for what was
    found. Nothing is written, no lock taken, and nothing raised: what cannot be read is a row that
    says why."""

    def __init__(self, named: Sequence[Named], patience_seconds: float = PATIENCE_SECONDS) -> None:
        self._named = tuple(dict.fromkeys(named))
        self._readers: Readers[_Found] = Readers(patience_seconds)
        self._sources: dict[Named, list[tuple[str, Source]]] = {}
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
                self._readers.ask((named,), partial(sources_in, named))
        if now - self._looked >= LOOKED_AT_EACH_SECONDS:
            self._looked = now
            for sources in self._sources.values():
                for name, source in sources:
                    self._look_at(name, source)

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

    def _take_in_sources(self, named: Named, found: list[tuple[str, Source]] | str) -> bool:
        before = self._not_found.pop(named, None)
        sources = [] if isinstance(found, str) else found
        if isinstance(found, str):
            self._not_found[named] = Seen(str(named), problem=found)
        known = self._names()
        self._sources[named] = sources
        gone = known - self._names()
        for name in gone:
            self._seen.pop(name, None)
        for name, source in sources:
            if name not in known:
                self._look_at(name, source)
        return bool(gone) or before != self._not_found.get(named)

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
        for seen in [*self._seen.values(), *self._not_found.values(), *never_seen]:
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
