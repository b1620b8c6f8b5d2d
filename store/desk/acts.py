"""What is done with tips after they were recorded: the part of the desk that disposes of them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from pendulum import DateTime

from store.desk.access import Guarded
from store.document import TABLE
from store.errors import Fault, Sealed, StepRefused
from store.instant import in_seconds
from store.notice.deadlines import DueCounts, count_dues
from store.notice.notice import Notice
from store.secret.seal import no_key
from store.text import _
from store.tips.disposition import DUPLICATE, PASSED_THROUGH, Disposition, Told
from store.tips.dues import Due, dues_of
from store.tips.matters import first_of, joined, parted
from store.tips.revision import FieldChange, StaleRevision
from store.tips.rules import check, text_faults
from store.tips.tip import Subject, Tip

if TYPE_CHECKING:
    from store.tips.history import Change
    from store.tips.patterns import Pattern
    from store.tips.undo import Act


class Acts(Guarded, ABC):
    """A desk's acts on the tips it finds, each one line of the journal and so in each tip's history.

    Where `revision` is given, it is the one the officer saw: `StaleRevision` is raised if someone
    changed the tip meanwhile. All raise `NoSuchTip`, `CannotWrite` or `DeskBusy`.
    """

    @property
    @abstractmethod
    def notice(self) -> Notice: ...

    @abstractmethod
    def history(self, number: str, *, whole: bool = False) -> list[Change]: ...

    # Disposition

    def dispose(
        self,
        number: str,
        status: str,
        *,
        why: str = "",
        to: str = "",
        letter: str = "",
        on: date | None = None,
        duplicate_of: str = "",
        revision: int | None = None,
    ) -> Tip:
        """Takes a tip a step further and returns it as stored; for the rest see `Step`.

        As a duplicate it is linked to the earlier tip `duplicate_of` with the same entry. Raises
        `StepRefused` with every fault.
        """
        from store.tips.disposing import Step, disposed

        self._viewer.require("dispose")
        step = Step(status, why, to, letter, on)
        with self._storage.writing:
            tip = self._current(number, revision)
            changed = {tip.number: tip}
            if status == DUPLICATE and duplicate_of:
                changed |= {t.number: t for t in self._linked(tip, self._shown(duplicate_of))}
            changed[tip.number] = disposed(changed[tip.number], step, self.officer, self.now())
            return self._put(changed.values(), "dispose", tip.number)

    def tell(self, number: str, note: str = "", *, revision: int | None = None) -> Tip:
        """Records that the reporter was told whether the report is accepted, `note` how."""
        from store.tips.disposing import TEXT_LIMIT

        self._viewer.require("dispose")
        with self._storage.writing:
            tip = self._current(number, revision)
            faults = tuple(text_faults("note", _("告知方式"), note.strip(), TEXT_LIMIT))
            if not (tip.reporter and tip.reporter.name):
                faults = (Fault("note", _("本件没有署名反映人，无从告知。")), *faults)
            if faults:
                raise StepRefused(faults)
            told = Told(self.officer, in_seconds(self.now()), note.strip())
            return self._put([replace(tip, told=told)], "tell", tip.number)

    def pass_through(
        self, channel: str, to: str, *, line: str = "", received_at: DateTime | None = None
    ) -> Tip:
        """Registers what concerns leaders above the team's level and was handed `to` them unread:
        number, time, channel and receiver, nothing of the content. Raises `TipRefused` or
        `StepRefused`.

        Source: 纪检监察机关处理检举控告工作规则 art. 15 (径送，不得录入).
        """
        from store.tips.disposing import TEXT_LIMIT

        self._viewer.require("record")
        now = in_seconds(self.now())
        faults = tuple(text_faults("to", _("交给何人"), to.strip(), TEXT_LIMIT))
        if not to.strip():
            faults = (Fault("to", _("交给何人：请写明径送何人。")),)
        if faults:
            raise StepRefused(faults)
        how = Disposition(self.officer, now, to=to.strip(), on=now.date())
        tip = Tip(channel=channel, line=line, received_at=received_at)
        given = {"status": PASSED_THROUGH, "disposition": how, "revision": 0, "saved_at": now}
        with self._storage.writing:
            number = self._numbering.number_of(self._storage.last_id(TABLE) + 1)
            tip = check(tip, self.notice, now, number=number, officer=self.officer, **given)
            return self._put([tip], "pass_through", number)

    def undo(self) -> tuple[Tip, ...]:
        """Takes the officer's last act back, as a further entry; the tips as they then stand.

        A tip just recorded becomes one withdrawn as entered by mistake. Raises `NothingToUndo`.
        """
        from store.tips.undo import UNDO, undone

        self._viewer.require("record")
        with self._storage.writing:
            tips = undone(self.act_to_undo(), self.officer, self.now())
            self._put(tips, UNDO, tips[0].number)
            return tuple(self._shown(tip.number) for tip in tips)

    def act_to_undo(self) -> Act:
        """What this officer did last. Raises `NothingToUndo` if that stays as it is."""
        from store.tips.undo import last_act, undoable

        act = last_act(self._storage.journal_bytes(), self.officer, TABLE)
        return undoable(act, self._documents(), self.now().date())

    # Referral

    def referral(self, number: str) -> dict[str, Any]:
        """The copy of a tip for its receiver, without the reporter. Raises `StepRefused`."""
        from store.tips.referral import referral_copy, why_not

        self._viewer.require("export")
        tip = self._opened(number)
        if not tip.referred_to:
            raise StepRefused((Fault("referred_to", _("转办单位：本件没有写明转给哪里。")),))
        if sentence := why_not(tip.subjects, tip.referred_to):
            raise StepRefused((Fault("referred_to", sentence),))
        if self.hides:
            self._note("export", (tip.number,), _("转办件副本"))
        return referral_copy(tip)

    # Matters and patterns

    def link(self, number: str, to: str, *, revision: int | None = None) -> Tip:
        """Makes the tip one matter with the tip `to`, and with all that is linked to either."""
        self._viewer.require("dispose")
        with self._storage.writing:
            tip = self._current(number, revision, whole=False)
            if changed := self._linked(tip, self._shown(to)):
                self._put(changed, "link", changed[0].number)
            return self._shown(number)

    def unlink(self, number: str, *, revision: int | None = None) -> Tip:
        """Takes the tip out of its matter; the others stay together. A duplicate stays linked."""
        self._viewer.require("dispose")
        with self._storage.writing:
            tip = self._current(number, revision, whole=False)
            if tip.status == DUPLICATE:
                raise StepRefused((Fault("status", _("重复件不能解除关联，请先退回“已登记”。")),))
            if changed := parted(self.matter(number), tip.number):
                self._put(changed, "link", changed[0].number)
            return self._shown(number)

    def matter(self, number: str) -> Sequence[Tip]:
        """The tips that are one matter with it, itself included, by number."""
        first = first_of(self._shown(number))
        with self._storage.state:
            documents = self._all()
            head = str(self._numbering.id_of(first))
            found = [d for d in documents.values() if d.get("matter") == first]
            shown = map(self._viewer.shown, (documents[head], *found))
            return [Tip.from_json(document) for document in shown]

    def matter_size(self, tip: Tip) -> int:
        """How many tips are one matter with it, itself included; costs nothing to ask."""
        with self._storage.state:
            return self._index.tally().matter_size(first_of(tip))

    def pattern(self, number: str) -> Pattern:
        """Who else reported on the same person or matter: reporters apart from repeats."""
        from store.tips.patterns import Pattern, same_subject

        self._viewer.require("list")
        view = self._viewer.findable
        tip = Tip.from_json(view(self._document(number)))
        first = first_of(tip)
        persons = [subject.person for subject in tip.subjects]
        with self._storage.state:
            documents = self._all()
            alike = self._index.search.names(documents).similar(persons, (), "")["person"]
            found = same_subject(tip, (view(documents[i]) for i in set().union(*alike)))
        tips = {t.number: t for t in (*found, *self.matter(number))}
        subject = tip.subjects[0] if tip.subjects else Subject()
        in_order = sorted(tips.values(), key=lambda t: (len(t.number), t.number))
        return Pattern.of(subject, in_order, first)

    def patterns(self) -> list[Pattern]:
        """Everyone on whom more than one tip came, most independent reporters first. On a sealed
        desk nobody is known before it is unlocked: raises `Sealed`."""
        from store.tips.patterns import patterns

        self._viewer.require("dispose")
        if self.is_sealed and not self.is_unlocked:
            raise Sealed(no_key())
        with self._storage.state:
            found = patterns(map(self._viewer.findable, self._documents().values()))
        if self.hides:
            self._note("open", note=_("多件举报反映同一人"))
        return found

    # Deadlines

    def dues(self) -> list[Due]:
        """What the desk owes on which tip, the earliest first."""
        self._viewer.require("list")
        notice, today = self.notice, self.now().date()
        with self._storage.state:
            documents = list(self._documents().values())
        found = (dues_of(d, notice.deadlines, today, notice.last_day) for d in documents)
        return sorted((due for dues in found for due in dues), key=lambda due: due.due_on)

    def dues_of(self, tip: Tip) -> list[Due]:
        """What the desk owes on one tip."""
        notice = self.notice
        return dues_of(tip.as_json(), notice.deadlines, self.now().date(), notice.last_day)

    def due_counts(self) -> DueCounts:
        """How much is owed and how soon; costs the same at any number of tips."""
        notice = self.notice
        with self._storage.state:
            self._storage.catch_up()
            open_by_day = self._index.tally().open_by_day()
        return count_dues(open_by_day, notice.deadlines, self.now().date(), notice.last_day)

    # What they share

    def _shown(self, number: str) -> Tip:
        return Tip.from_json(self._viewer.shown(self._document(number)))

    def _opened(self, number: str) -> Tip:
        return Tip.from_json(self._viewer.opened(self._document(number)))

    def _current(self, number: str, revision: int | None, *, whole: bool = True) -> Tip:
        """The tip as it stands, to be changed by one who saw `revision`, `whole` with all its
        texts. Raises `StaleRevision`, `Sealed` or `NotAllowed`."""
        current = self._opened(number) if whole else self._shown(number)
        if revision is not None and revision != current.revision:
            raise StaleRevision(
                _("{number} 已被他人修改，请核对后再保存。", number=current.number),
                current,
                self._changes_since(revision, current),
            )
        return current

    def _changes_since(self, revision: int, current: Tip) -> tuple[FieldChange, ...]:
        from store.tips.history import changes_of, differences

        view = self._viewer.readable
        doc_id = str(self._numbering.id_of(current.number))
        for change in changes_of(self._storage.journal_bytes(), TABLE, doc_id, view):
            if change.document.get("revision") == revision:
                return differences(change.document, current.as_json())
        return ()

    def _linked(self, tip: Tip, other: Tip) -> list[Tip]:
        if tip.number == other.number:
            raise StepRefused((Fault("of", _("不能与自身关联，请写另一件的编号。")),))
        if PASSED_THROUGH in (tip.status, other.status):
            raise StepRefused((Fault("of", _("径送件没有登记内容，不能关联。")),))
        tips = {t.number: t for t in (*self.matter(tip.number), *self.matter(other.number))}
        return joined(tips.values())

    def _put(self, tips: Iterable[Tip], what: str, number: str) -> Tip:
        """Stores changed tips with one entry and returns that of `number`."""
        stored = {tip.number: replace(tip, revision=tip.revision + 1) for tip in tips}
        documents = {
            str(self._numbering.id_of(number)): tip.as_json() for number, tip in stored.items()
        }
        self._store(documents, what, self.now().isoformat(timespec="seconds"))
        return stored[number]
