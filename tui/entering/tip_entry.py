"""A tip being entered or amended: what was typed, what it replaces, its draft, its way to the disk.

It knows no screen. The form and the line-by-line dialogue are two faces of it, which ask and show.
"""

from __future__ import annotations

import contextlib
import copy
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import replace
from typing import Any

from pendulum import DateTime

from store.desk.desk import Desk
from store.errors import CannotReach, DeskError, Fault, TipRefused
from store.text import _
from store.tips import entry
from store.tips.enclosure import Enclosure
from store.tips.enclosure_line import NotRead, amended
from store.tips.fields import BY_NAME, MOST_SUBJECTS, Field
from store.tips.revision import StaleRevision
from store.tips.tip import Tip
from tui.entering.choices import asked_of
from tui.entering.draft import Drafting, Left
from tui.entering.merging import Difference, differences, is_same
from tui.entering.saving import Saved, Saving
from tui.entering.similar import Traits
from tui.entering.values import (
    LINK_TO,
    SUBJECTS,
    Values,
    blank,
    blank_values,
    channel_of,
    entry_of,
    name_of_path,
    subject_fields,
    values_of,
    when_text,
)

Place = tuple[str, int]
"""The name of a field, and the place of its subject, 0 where it is no field of a subject."""


def _not_kept(error: BaseException | None) -> str:
    if isinstance(error, CannotReach):
        return str(error)
    return _("草稿没有存下：{reason}", reason=error) if error else ""


class TipEntry:
    """One tip, from its first key until it is saved, set aside or discarded.

    `values` is what was typed by now, `amends` the tip that it is to replace, None for a new one;
    `begun_at` is when its first key was pressed, `called_at` since when the call is timed, if it
    is one. `remarks` are sentences to be said when it is shown. Each has a draft of its own, so
    that several can be open at once: one that is to be set aside is merely left. A new one is on the
    `line` that was used last, which is mostly that of the next tip.
    """

    def __init__(self, desk: Desk, amends: Tip | None = None, line: str = "") -> None:
        self.desk = desk
        self.amends = amends
        self._line = line
        notice = desk.notice
        self.values: Values = values_of(amends, notice) if amends else blank_values(notice, line)
        self.begun_at: DateTime | None = None
        self.called_at: DateTime | None = None
        self.is_saving = False
        self.remarks: list[str] = []
        self._drafting = Drafting(desk)
        self._once = self._drafting.name
        self._was_tried = False
        self._baseline = copy.deepcopy(self.values)
        # A draft that is gone on with has to be asked once more what was settled with others.
        self._began_with = amends

    @classmethod
    def of_draft(cls, desk: Desk, left: Left, line: str = "") -> TipEntry:
        """Goes on with a draft that was left, which becomes this entry's own."""
        made = cls(desk, left.amends, line)
        made.values, made.begun_at = copy.deepcopy(left.values), left.begun_at
        # It may have been saved just when whoever typed it lost the desk.
        made._once, made._was_tried = left.name, True
        if left.begun_at and not left.amends and not left.values["received_at"].strip():
            # "Now" would be when it is saved, and no longer when the call came.
            made.values["received_at"] = when_text(left.begun_at, desk.notice)
            made.remarks.append(_("收到时间已按草稿的开始时间填入，请核对。"))
        if not_kept := made.keep():
            made.remarks.append(not_kept)
            return made
        try:
            desk.drafts.drop(left.name)
        except DeskError as error:
            made.remarks.append(str(error))
        return made

    # What it is

    @property
    def name(self) -> str:
        """The draft that is its own, by which it is known from every other entry."""
        return self._drafting.name

    @property
    def number(self) -> str:
        """The number of the tip being amended, "" if it is a new one."""
        return str(self.amends.number) if self.amends else ""

    @property
    def title(self) -> str:
        """What is being done."""
        if self.amends is None:
            return _("登记新举报")
        wording = _("补录 {number}") if self.amends.awaits_completion else _("修改 {number}")
        return wording.format(number=self.number)

    @property
    def is_dirty(self) -> bool:
        """Whether anything was entered that is not saved; of a new one, beside the line."""
        line = {} if self.amends else {"line": self.values["line"]}
        return not is_same(self.values, self._baseline | line)

    @property
    def line(self) -> str:
        """The line of the tip that was entered last, as forms name it, "" for none."""
        return self._line if self.amends else str(self.values["line"])

    @property
    def asked(self) -> tuple[Field, ...]:
        """The fields that it has, by its channel."""
        return asked_of(channel_of(self.values), self.desk.notice)

    @property
    def traits(self) -> Traits:
        """By what earlier tips like it are looked for."""
        return Traits.of(self.values, self.number)

    @property
    def link_to(self) -> str:
        """The number of the tip with which it is to be one matter once it is saved, "" for none."""
        return str(self.values[LINK_TO])

    @link_to.setter
    def link_to(self, number: str) -> None:
        self.values[LINK_TO] = number

    def begin_on_last_line(self) -> None:
        """Puts a new entry, unless anything was entered by now, on the line on which the officer was
        called last."""
        if not self.amends and is_same(self.values, self._baseline):
            line = " ".join(self.desk.finding.line_called_last())
            self.values = blank_values(self.desk.notice, line)
            self._baseline = copy.deepcopy(self.values)

    def begin_call(self) -> None:
        """Times the call from now: from when a blank entry is opened for it, or else from the first
        key. What was typed before, or is amended, is no call."""
        if self.amends or self.is_kept or (self.called_at and self.is_dirty):
            return
        self.called_at = self.desk.now()

    # Its fields

    def get(self, place: Place) -> Any:
        """What stands in a field."""
        holder, name = self._at(place)
        return holder.get(name, "")

    def put(self, place: Place, value: Any) -> None:
        """Writes into a field."""
        holder, name = self._at(place)
        holder[name] = value

    def clear(self, place: Place) -> None:
        """Leaves nothing in a field."""
        self.put(place, blank(BY_NAME[place[0]]))

    def _at(self, place: Place) -> tuple[dict[str, Any], str]:
        """Where a field's value stands, and under which name."""
        name, row = place
        whole, _dot, part = name.partition(".")
        return (self.values[SUBJECTS][row], part) if whole == SUBJECTS else (self.values, name)

    def add_subject(self) -> bool:
        """A further subject; False if there are as many as can be."""
        if len(self.values[SUBJECTS]) >= MOST_SUBJECTS:
            return False
        self.values[SUBJECTS].append({})
        return True

    # Its draft

    @property
    def is_kept(self) -> bool:
        """Whether there is a draft of it on the disk."""
        return self._drafting.is_kept

    def keep(self) -> str:
        """Keeps what was typed by now as its draft, or none of what is not changed; why it could
        not, "" if it could."""
        if self.is_saving:
            return ""
        if not self.is_dirty:
            return self.drop()
        self.begun_at = self.begun_at or self.desk.now()
        try:
            self._drafting.keep(self.values, self.begun_at, self._began_with)
        except DeskError as error:
            return _not_kept(error)
        return ""

    def keep_soon(self, then: Callable[[str], None]) -> None:
        """As `keep`, without waiting for the disk, as with each key: another thread calls `then`
        with what `keep` would return, unless more was typed by then."""
        if self.is_saving:
            return
        doing: Future[bool] | None
        if self.is_dirty:
            self.begun_at = self.begun_at or self.desk.now()
            try:
                doing = self._drafting.keep_soon(self.values, self.begun_at, self._began_with)
            except DeskError as error:
                then(_not_kept(error))
                return
        elif not (doing := self._drop_soon()):
            return

        def tell(done: Future[bool]) -> None:
            error = done.exception()
            if error or done.result():
                then(_not_kept(error))

        doing.add_done_callback(tell)

    def _drop_soon(self) -> Future[bool] | None:
        self.begun_at = None
        return self._drafting.drop_soon()

    def drop(self) -> str:
        """Forgets the draft; why it could not, "" if it could."""
        self.begun_at = None
        try:
            self._drafting.drop()
        except DeskError as error:
            return str(error)
        return ""

    # What it comes to

    def read(self, *, half_done: bool = False) -> Tip:
        """The tip as it stands. Raises `TipRefused` with every fault."""
        values, _places = entry_of(self.values, self.asked)
        if not values["received_at"].strip():
            # A call that is saved once the lines are closed came when it was begun.
            received = self.amends.received if self.amends else self.begun_at
            values["received_at"] = when_text(received, self.desk.notice)
        values["to_complete"] = half_done
        tip = entry.read(values, self.desk.notice, self.desk.now())
        if self.amends:
            tip = replace(
                tip,
                number=self.amends.number,
                revision=self.amends.revision,
                enclosures=self._enclosures(self.amends, tip),
            )
        return tip

    def _enclosures(self, before: Tip, now: Tip) -> tuple[Enclosure, ...]:
        """What came with the tip, as the line has it by now. Raises `TipRefused`."""
        if self.values["enclosures"] == self._baseline["enclosures"]:
            return before.enclosures
        try:
            return amended(before.enclosures, now.enclosures)
        except NotRead as error:
            raise TipRefused((Fault("enclosures", str(error)),)) from error

    def faults(self, *, half_done: bool = False) -> dict[Place, list[str]]:
        """What is wrong with it as it stands, by place."""
        try:
            self.read(half_done=half_done)
        except TipRefused as refusal:
            return self.by_place(refusal)
        return {}

    def by_place(self, refusal: TipRefused) -> dict[Place, list[str]]:
        """The sentences of a refusal by the fields that they are about; ("", 0) where it is none."""
        found: dict[Place, list[str]] = {}
        for fault in refusal.faults:
            found.setdefault(self._place_of(fault.field), []).append(fault.sentence)
        return found

    def _place_of(self, path: str) -> Place:
        name, index = name_of_path(path)
        if name in (field.name for field in subject_fields()):
            # Rows that were left blank are no subjects.
            _values, rows = entry_of(self.values, ())
            return name, rows[index] if index < len(rows) else 0
        return name, 0

    # Saving

    @contextlib.contextmanager
    def saving(self, *, half_done: bool = False) -> Iterator[Saving]:
        """The tip as it stands, to be stored; until that is over no draft is kept of it.

        Raises `TipRefused`.
        """
        tip = self.read(half_done=half_done)
        self.is_saving = True
        try:
            values, was_tried = copy.deepcopy(self.values), self._was_tried
            self._was_tried = True
            yield Saving(self.desk, tip, values, self._once, is_retried=was_tried)
        finally:
            self.is_saving = False

    def after(self, saved: Saved) -> TipEntry:
        """What is open once it is saved: a blank entry or, where more was typed meanwhile, one that
        amends the tip by that."""
        not_dropped = self.drop()
        if is_same(saved.values, self.values):
            made = TipEntry(self.desk, line=self.line)
        else:
            made = TipEntry(self.desk, saved.tip, self.line)
            made.values = self.values
            if made.link_to == saved.values[LINK_TO]:
                made.link_to = ""
            made.remarks = list(filter(None, (made.keep(), _("保存期间又有改动，请再按 Ctrl+S。"))))
        made.remarks += filter(None, [not_dropped])
        return made

    def settle(self, stale: StaleRevision) -> list[Difference]:
        """Takes in what someone else made of the tip meanwhile, and amends that from now on: what
        differs. What only they changed is theirs, what was changed here too is as it was typed,
        until `pick` says otherwise."""
        theirs = values_of(stale.current, self.desk.notice)
        found = differences(self._baseline, theirs, self.values)
        self.amends, self._baseline = stale.current, theirs
        for difference in found:
            self.pick(difference, theirs=not difference.is_contested)
        return found

    def pick(self, difference: Difference, *, theirs: bool) -> None:
        """One of the two is to stand."""
        self.values[difference.field] = copy.deepcopy(
            difference.theirs if theirs else difference.mine
        )
