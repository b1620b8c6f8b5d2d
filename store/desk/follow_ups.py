"""What follows on tips that are on the desk: notes, who deals with them, call-backs, reporting up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from pendulum import DateTime

from store.desk.acts import Acts, faults_of_receiver
from store.desk.ground import Ground
from store.document import TABLE
from store.errors import Fault, StepRefused, step_refused
from store.instant import in_seconds, in_zone, is_later
from store.printable import as_one_name
from store.secret.change import AsStored
from store.text import _, listed, spoken
from store.tips.disposition import PASSED_THROUGH, Told
from store.tips.follow_up import (
    APPOINTMENT_KINDS,
    MOST_NOTES,
    NOTE_KINDS,
    NOTE_LIMIT,
    Appointment,
    Note,
)
from store.tips.rules import passed_through_faults, text_faults
from store.tips.tip import Tip

_LONGEST_NAME: Final = 40


class FollowUps:
    """Acts that come after a tip was recorded, each one line of the journal; all as those of `Acts`.

    Notes and what a call-back is about are texts of the tip: who may not read it adds none.
    """

    def __init__(self, ground: Ground, acts: Acts) -> None:
        self._ground = ground
        self._acts = acts

    def note(
        self,
        number: str,
        text: str,
        kind: str = "remark",
        *,
        on: date | None = None,
        revision: int | None = None,
    ) -> Tip:
        """Adds a note of a kind (`NOTE_KINDS`) to a tip; `on` is its day, by default today. Raises
        `StepRefused` with every fault."""
        ground, text = self._ground, text.strip()
        with ground.writing("record"):
            tip, now = self._acts.current(number, revision), in_seconds(ground.now())
            note = Note(kind, on or now.date(), text, ground.officer, now)
            faults = [*_faults_of(note, now.date()), *_room_faults(tip, len(tip.notes))]
            if faults:
                raise StepRefused(tuple(faults))
            return self._put(replace(tip, notes=(*tip.notes, note)), "note")

    def correct_note(
        self,
        number: str,
        place: int,
        text: str,
        kind: str = "",
        *,
        on: date | None = None,
        revision: int | None = None,
    ) -> Tip:
        """Says the `place`-th note (from 1) of a tip otherwise; what is not given stays. Only who wrote it
        does, and the history keeps both. Raises `StepRefused` with every fault."""
        ground, text = self._ground, text.strip()
        with ground.writing("record"):
            tip, now = self._acts.current(number, revision), in_seconds(ground.now())
            was = self._own_note(tip, place)
            made = Note(kind or was.kind, on or was.on, text or was.text, was.by, now)
            if faults := tuple(_faults_of(made, now.date())):
                raise StepRefused(faults)
            notes = (*tip.notes[: place - 1], made, *tip.notes[place:])
            return self._put(replace(tip, notes=notes), "correct_note")

    def withdraw_note(self, number: str, place: int, *, revision: int | None = None) -> Tip:
        """Takes the `place`-th note of a tip away. As `correct_note`."""
        ground = self._ground
        with ground.writing("record"):
            tip = self._acts.current(number, revision)
            self._own_note(tip, place)
            notes = (*tip.notes[: place - 1], *tip.notes[place:])
            return self._put(replace(tip, notes=notes), "withdraw_note")

    def _own_note(self, tip: Tip, place: int) -> Note:
        """The note at that place. Raises `StepRefused` for one that is not there or another's."""
        if not 1 <= place <= len(tip.notes):
            said = _("{number} 没有第 {n} 条加记。", number=tip.number, n=place)
            raise step_refused("place", said)
        found = tip.notes[place - 1]
        if found.by != self._ground.officer:
            said = _("这一条是{by}记的，只由本人更改或撤回。", by=found.by)
            raise step_refused("place", said)
        return found

    def assign(self, seen: Mapping[str, int | None], handler: str) -> tuple[Tip, ...]:
        """Says who deals with tips (承办人), or with "" that nobody does yet: all of them with one
        entry. `seen` are the revisions that the officer saw, by number.

        On a sealed desk, where that stands in clear, it is one of its roster. It is none whom the tips
        are about. Raises `StepRefused`.
        """
        # Blanks in what is written may part several.
        ground, written, handler = self._ground, handler, as_one_name(handler)
        ground.viewer.require("dispose")
        if faults := tuple(text_faults("handler", _("承办人"), handler, _LONGEST_NAME)):
            raise StepRefused(faults)
        if handler and ground.viewer.seal:
            roster = [*ground.viewer.roles()]
            if handler not in roster:
                raise step_refused(
                    "handler",
                    _("承办人：密封的值班台只写名册上的人：{names}。", names=listed(roster)),
                )
        with ground.writing("dispose"):
            documents = {}
            for number, revision in seen.items():
                self._acts.current(number, revision, whole=False)
                documents[number] = ground.tip(number)
            tips = [Tip.from_json(ground.viewer.readable(one)) for one in documents.values()]
            if faults := tuple(faults_of_receiver(tips, written, "handler", is_person=True)):
                raise StepRefused(faults)
            changes = {}
            for number, document in documents.items():
                changed = {"handled_by": handler, "revision": document["revision"] + 1}
                changes[ground.id_of(number)] = AsStored(document, changed)
            ground.store({TABLE: changes}, "assign")
            return tuple(map(ground.shown, seen))

    def appoint(
        self, number: str, kind: str, when: date, text: str = "", *, revision: int | None = None
    ) -> Tip:
        """Makes a call-back or an interview (`APPOINTMENT_KINDS`) at the instant `when`. Raises
        `StepRefused` with every fault, that no hour was given among them."""
        ground, text = self._ground, text.strip()
        with ground.writing("record"):
            tip, now = self._acts.current(number, revision), in_seconds(ground.now())
            faults = [*_kind_faults(kind, APPOINTMENT_KINDS), *_note_faults(text, _("事由"))]
            faults += _room_faults(tip, len(tip.appointments))
            if not isinstance(when, DateTime):
                faults.append(Fault("when", _("时间：请写明几点，如 10-01 15:00。")))
            elif is_later(now, when):
                faults.append(Fault("when", _("时间：约定的时间已经过去，请改正。")))
            if faults:
                raise StepRefused(tuple(faults))
            assert isinstance(when, DateTime)
            at = in_seconds(in_zone(when, ground.notice.zone))
            made = Appointment(kind, at, text, ground.officer, now)
            kept = sorted((*tip.appointments, made), key=lambda one: one.when)
            return self._put(replace(tip, appointments=tuple(kept)), "appoint")

    def done(self, number: str, place: int | None = None, *, revision: int | None = None) -> Tip:
        """Says that a call-back or an interview took place: the `place`-th (from 1) of those still to
        come, by default the only one. Needs no key. Raises `StepRefused`."""
        ground = self._ground
        with ground.writing("record"):
            tip = self._acts.current(number, revision, whole=False)
            document = ground.tip(number)
            if ground.viewer.keeps_back(document):
                ground.viewer.require_own(document)
            to_come = [n for n, one in enumerate(tip.appointments) if one.is_open]
            if not to_come:
                raise step_refused("place", _("{number} 没有待办的回电或约谈。", number=tip.number))
            if place is None and len(to_come) > 1:
                raise step_refused(
                    "place",
                    _("有 {n} 项待办的回电或约谈，请指明第几项。", n=len(to_come)),
                )
            if not 1 <= (place or 1) <= len(to_come):
                raise step_refused("place", _("第几项：应为 1 至 {n}。", n=len(to_come)))
            rows = [dict(row) for row in document["appointments"]]
            rows[to_come[(place or 1) - 1]] |= {
                "done_by": ground.officer,
                "done_at": ground.stamp(),
            }
            changed = {"appointments": rows, "revision": document["revision"] + 1}
            ground.store({TABLE: {ground.id_of(number): AsStored(document, changed)}}, "done")
            return ground.shown(number)

    def report_up(self, number: str, note: str = "", *, revision: int | None = None) -> Tip:
        """Says that what was passed through was reported up (报送), `note` how. Who first did and
        when stays.

        Source: 纪检监察机关处理检举控告工作规则 art. 15.
        """
        from store.tips.disposing import TEXT_LIMIT

        ground, note = self._ground, note.strip()
        with ground.writing("dispose"):
            tip = self._acts.current(number, revision)
            faults = [*text_faults("note", _("如何报送"), note, TEXT_LIMIT)]
            if tip.status != PASSED_THROUGH:
                faults.append(Fault("status", _("只有径送件须报送，本件不是径送件。")))
            if faults:
                raise StepRefused(tuple(faults))
            first = tip.reported or Told(ground.officer, in_seconds(ground.now()))
            return self._put(replace(tip, reported=replace(first, note=note)), "report_up")

    def _put(self, tip: Tip, what: str) -> Tip:
        (stored,) = self._ground.keep_tips((tip,), what)
        return stored


def _faults_of(note: Note, today: date) -> Iterator[Fault]:
    yield from _kind_faults(note.kind, NOTE_KINDS)
    yield from _note_faults(note.text, _("内容"))
    if not note.text:
        yield Fault("text", _("内容：请写明要记下什么。"))
    if note.on > today:
        yield Fault("on", _("日期：不能晚于今天，请改正。"))


def _kind_faults(kind: str, kinds: Mapping[str, str]) -> Iterator[Fault]:
    if kind not in kinds:
        yield Fault("kind", _("种类：应为下列之一：{known}。", known=listed(spoken(kinds))))


def _note_faults(text: str, label: str) -> Iterator[Fault]:
    yield from text_faults("text", label, text, NOTE_LIMIT, lines=True)


def _room_faults(tip: Tip, so_many: int) -> Sequence[Fault]:
    """Whether a tip takes another note: of what is passed through nothing is written down."""
    if so_many >= MOST_NOTES and tip.status != PASSED_THROUGH:
        return [Fault("number", _("一件最多记 {limit} 条，不能再加。", limit=MOST_NOTES))]
    return passed_through_faults(tip)
