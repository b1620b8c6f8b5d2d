"""The draft of what is being typed, and the drafts left from before that are offered again."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

import pendulum
from pendulum import DateTime

from store.desk.desk import Desk
from store.errors import CannotReach
from store.frozen import frozen
from store.instant import as_text, in_zone
from store.text import _
from store.tips.draft import AMENDS, Draft
from store.tips.fields import FIELDS
from store.tips.tip import Tip
from tui.entering.values import SUBJECTS, Values, from_draft, subject_fields

_PREFIX: Final = "tip-"
_FIRST_LETTERS: Final = 12


@frozen
class Left:
    """A draft that was left: what was typed, when it was begun, the tip that it amends, if any."""

    name: str
    kept_at: str
    begun_at: DateTime | None
    values: Values
    amends: Tip | None


@dataclass
class Drafting:
    """Keeps one entry's draft under a name of its own, apart from all others of the same officer.

    A second session of the officer thus never overwrites what the first one typed.
    """

    desk: Desk
    name: str = field(default_factory=lambda: _PREFIX + secrets.token_hex(6))
    is_kept: bool = False
    """Whether it is on the disk, or on its way there."""
    _is_on_disk: bool = False

    def keep(self, values: Values, begun_at: DateTime, amends: Tip | None) -> None:
        """Keeps what is typed now. Raises `CannotWrite`."""
        keeping = self.keep_soon(values, begun_at, amends)
        try:
            self.desk.drafts.outcome(keeping)
        finally:
            if keeping.done():
                self._came_to(keeping)

    def keep_soon(self, values: Values, begun_at: DateTime, amends: Tip | None) -> Future[bool]:
        """As `keep`, without waiting: see `Drafts`."""
        content: dict[str, Any] = {
            "values": values,
            "begun_at": as_text(begun_at),
            AMENDS: amends.as_json() if amends else None,
        }
        # Once it is on the disk, another session would take it for one that was left.
        first = None if self.is_kept else partial(self.desk.presence.show_draft, self.name)
        keeping = self.desk.drafts.keep_soon(self.name, content, first)
        self.is_kept = True
        keeping.add_done_callback(self._came_to)
        return keeping

    def _came_to(self, keeping: Future[bool]) -> None:
        """What could not be kept leaves what there was on the disk, and so does what was not
        written since more was typed by then."""
        if keeping.exception():
            self.is_kept = self._is_on_disk
        elif keeping.result():
            self._is_on_disk = True

    def drop(self) -> None:
        """Forgets it: it was saved, or nothing is left of it. Raises `CannotWrite`."""
        if dropping := self.drop_soon():
            with suppress(CannotReach):
                # It goes as soon as the place is there.
                self.desk.drafts.outcome(dropping)

    def drop_soon(self) -> Future[bool] | None:
        """As `drop`, without waiting; None where there is nothing to forget."""
        if not self.is_kept:
            return None
        self.is_kept = self._is_on_disk = False
        return self.desk.drafts.drop_soon(self.name)


def left_drafts(desk: Desk, *own: str) -> list[Left]:
    """What was left from before, the newest first; neither the drafts that are one's `own`, by
    their names, nor what is being typed elsewhere now."""
    in_use = {*own, *(other.draft for other in desk.presence.others())}
    others = (draft for draft in desk.drafts.all() if draft.name not in in_use)
    found = [_read(draft, desk) for draft in others if str(draft.name).startswith(_PREFIX)]
    return found[::-1]


def _read(draft: Draft, desk: Desk) -> Left:
    """A draft as an entry understands it, whatever stands in its file."""
    amends: Tip | None
    try:
        amends = Tip.from_json(draft.values[AMENDS])
    except (LookupError, TypeError, ValueError, AttributeError):
        amends = None
    begun_at = _instant(draft.values.get("begun_at"))
    values = from_draft(draft.values.get("values"), desk.notice)
    return Left(draft.name, draft.kept_at, begun_at, values, amends)


def _instant(text: object) -> DateTime | None:
    try:
        parsed = pendulum.parse(text) if isinstance(text, str) else None
    except ValueError:
        return None
    return parsed if isinstance(parsed, DateTime) else None


def left_words(left: Left, desk: Desk) -> str:
    """What a draft that was left is: when it was begun by the notice's clocks, how many letters were
    typed, and the first of them."""
    zone = desk.notice.zone
    since = left.begun_at or _instant(left.kept_at) or desk.now()
    is_of_today = in_zone(since, zone).date() == in_zone(desk.now(), zone).date()
    when = in_zone(since, zone).strftime("%H:%M" if is_of_today else "%m-%d %H:%M")
    if left.amends:
        return _("{when} {number} 的修改", when=when, number=left.amends.number)
    texts = [text.strip() for text in _texts(left.values)]
    count = sum(len("".join(text.split())) for text in texts)
    begins = " ".join(" ".join(texts).split())
    if len(begins) > _FIRST_LETTERS:
        begins = begins[:_FIRST_LETTERS] + "…"
    return _("{when} {count} 字“{begins}”", when=when, count=count, begins=begins)


def _texts(values: Values) -> Iterator[str]:
    """All that was typed, the summary before the rest."""
    yield values["summary"]
    parts = [field.name.partition(".")[2] for field in subject_fields() if field.kind == "text"]
    yield from (row.get(part, "") for row in values[SUBJECTS] for part in parts)
    others = (field for field in FIELDS if field.kind == "text" and field not in subject_fields())
    yield from (values[field.name] for field in others)
