"""What is done with tips after they were recorded."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from store.desk.access import AccessControl
from store.desk.ground import Ground
from store.desk.matters import Matters
from store.document import TABLE
from store.duty.books import PAPERS
from store.errors import Fault, NothingToUndo, StepRefused, step_refused
from store.instant import in_seconds
from store.secret.change import AsStored, Change, Whole
from store.text import _, listed
from store.tips.disposition import DUPLICATE, PASSED_THROUGH, WITHDRAWN, Disposition, Told
from store.tips.matters import first_of, joined, parted
from store.tips.revision import FieldChange, StaleRevision
from store.tips.rules import check, refuse_closed, text_faults
from store.tips.tip import GAVE_NAME, Tip, receipt

if TYPE_CHECKING:
    from store.tips.undo import Act


class Acts:
    """Acts on tips, each one line of the journal and so in each tip's history.

    Where `revision` is given, it is the one the officer saw: `StaleRevision` is raised if someone
    changed the tip meanwhile. All raise `NoSuchTip`, `NotAllowed`, `CannotWrite` or `DeskBusy`.
    """

    def __init__(self, ground: Ground, access: AccessControl, matters: Matters) -> None:
        self._ground = ground
        self._access = access
        self._matters = matters

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

        step = Step(status, why, to, letter, on)
        with self._ground.writing("dispose"):
            tip = self.current(number, revision, even_withdrawn=True)
            linked: list[Tip] = []
            if status == DUPLICATE and duplicate_of:
                linked = self._linked(tip, self._ground.shown(duplicate_of))
            matters = {other.number: other.matter for other in linked}
            tip = replace(tip, matter=matters.pop(tip.number, tip.matter))
            done = disposed(tip, step, self._ground.officer, self._ground.now())
            self._refuse_duplicates_of_nothing(done)
            return self._put(done, "dispose", matters)

    def dispose_several(
        self,
        seen: Mapping[str, int],
        status: str,
        *,
        why: str = "",
        to: str = "",
        letter: str = "",
        on: date | None = None,
    ) -> tuple[Tip, ...]:
        """Takes several tips the same step further with one entry, and returns them as stored: all
        of them or, where one may not go, none. `seen` are the revisions that the officer saw, by
        number; for the rest see `Step`.

        Raises `StepRefused` with every fault, which names the tips it is of unless it is of all.
        """
        from store.tips.disposing import Step, disposed

        step = Step(status, why, to, letter, on)
        done: list[Tip] = []
        faulty: dict[Fault, list[str]] = {}
        with self._ground.writing("dispose"):
            tips = [self.current(n, seen[n], even_withdrawn=True) for n in seen]
            for tip in tips:
                try:
                    done.append(disposed(tip, step, self._ground.officer, self._ground.now()))
                    self._refuse_duplicates_of_nothing(done[-1])
                except StepRefused as refusal:
                    for fault in refusal.faults:
                        faulty.setdefault(fault, []).append(tip.number)
            if faulty:
                raise StepRefused(tuple(_said_of_all(faulty, len(tips))))
            return self._ground.keep_tips(done, "dispose")

    def tell(self, number: str, note: str = "", *, revision: int | None = None) -> Tip:
        """Records that the reporter was told whether the report is accepted, `note` how. Who first
        told them and when stays, as the time limit goes by that."""
        from store.tips.disposing import TEXT_LIMIT

        with self._ground.writing("dispose"):
            tip = self.current(number, revision)
            faults = tuple(text_faults("note", _("告知方式"), note.strip(), TEXT_LIMIT))
            if not (tip.reporter and tip.reporter.kind in GAVE_NAME):
                faults = (Fault("note", _("本件没有署名反映人，无从告知。")), *faults)
            if faults:
                raise StepRefused(faults)
            first = tip.told or Told(self._ground.officer, in_seconds(self._ground.now()))
            told = replace(first, note=note.strip())
            return self._put(replace(tip, told=told), "tell")

    def pass_through(
        self, channel: str, to: str, *, line: str = "", received_at: date | None = None
    ) -> Tip:
        """Registers what concerns leaders above the team's level and was handed `to` them unread:
        number, time (a day where the hour is not known), channel and receiver, nothing of the
        content. Raises `TipRefused` or `StepRefused`.

        Source: 纪检监察机关处理检举控告工作规则 art. 15 (径送，不得录入).
        """
        from store.tips.disposing import TEXT_LIMIT

        self._ground.viewer.require("record")
        now = in_seconds(self._ground.now())
        faults = tuple(text_faults("to", _("交给何人"), to.strip(), TEXT_LIMIT))
        if not to.strip():
            faults = (Fault("to", _("交给何人：请写明径送何人。")),)
        if faults:
            raise StepRefused(faults)
        how = Disposition(self._ground.officer, now, to=to.strip(), on=now.date())
        tip = Tip(channel=channel, line=line, **receipt(received_at, self._ground.notice.zone))
        given = {"status": PASSED_THROUGH, "disposition": how, "revision": 0, "saved_at": now}
        with self._ground.writing("record"):
            number = self._ground.number_of(self._ground.next_id(TABLE))
            tip = check(
                tip, self._ground.notice, now, number=number, officer=self._ground.officer, **given
            )
            return self._put(tip, "pass_through")

    def undo(self) -> tuple[Tip, ...]:
        """Takes the officer's last act back, as a further entry; the tips as they then stand.

        A tip just recorded becomes one withdrawn as entered by mistake. Raises `NothingToUndo`.
        """
        from store.tips.undo import UNDO

        with self._ground.writing("record"):
            act = self.act_to_undo()
            changes = {doc_id: self._undone(act, doc_id) for doc_id in act.after}
            self._ground.store({TABLE: changes}, UNDO)
            return tuple(map(self._ground.shown, act.numbers))

    def _undone(self, act: Act, doc_id: str) -> Change:
        """The tip as it stood before `act`; one that the act recorded is withdrawn."""
        from store.tips.undo import withdrawn

        after, before = act.after[doc_id], act.before[doc_id]
        if before is not None:
            return AsStored(before, {"revision": after["revision"] + 1})
        tip = withdrawn(
            self._ground.opened(after["number"]), self._ground.officer, self._ground.now()
        )
        return Whole(replace(tip, revision=tip.revision + 1).as_json())

    def act_to_undo(self) -> Act:
        """What this officer did last. Raises `NothingToUndo` if that stays as it is."""
        from store.tips.undo import OF_A_LEAD, last_act, notice_since, others_moved, undoable

        viewer, journal = self._ground.viewer, self._ground.storage.journal_pieces
        viewer.require("record")
        found = last_act(journal, self._ground.officer, TABLE)
        act = undoable(found, self._ground.tips(), self._ground.now().date())
        if act.what in OF_A_LEAD:
            viewer.require("dispose")
        for document in act.after.values():
            viewer.require_own(document)
        for doc_id, document in act.after.items():
            tip, was = self._ground.shown(document["number"]), act.before[doc_id]
            then = Tip.from_json(viewer.shown(was)) if was else replace(tip, status=WITHDRAWN)
            sentence = self._duplicates_of_nothing(then)
            if then.status != tip.status and sentence:
                raise NothingToUndo(sentence)
        if number := others_moved(act, journal, TABLE):
            raise NothingToUndo(
                _(
                    "与 {number} 同一事项的举报之后又有变动，不能撤销；请按规定重新办理。",
                    number=number,
                )
            )
        if number := notice_since(act, journal):
            raise NothingToUndo(
                _("公告之后有更正，{number} 不能撤销；请按规定重新办理。", number=number)
            )
        return act

    # Referral

    def referral(self, number: str) -> dict[str, Any]:
        """The copy of a tip for its receiver, without the reporter, and the `team` that sends it. Raises
        `StepRefused`."""
        from store.tips.referral import referral_copy, why_not

        self._ground.viewer.require("export")
        tip = self._ground.opened(number)
        refuse_closed(tip)
        if not tip.referred_to:
            raise step_refused("referred_to", _("转办单位：本件没有写明转给哪里。"))
        if sentence := why_not(tip.subjects, tip.referred_to):
            raise step_refused("referred_to", sentence)
        if self._access.hides:
            self._access.note("export", (tip.number,), _("转办件副本"))
        copy = referral_copy(tip)
        return copy | {"team": self._signed_as(copy) or self._ground.notice.team}

    def _signed_as(self, copy: Mapping[str, Any]) -> str:
        """As which team the last letter of that referral was signed, "" where there is none that can be
        read."""
        papers = reversed([*self._ground.table(PAPERS).values()])
        of_it = (paper for paper in papers if paper["numbers"] == [copy["number"]])
        for paper in (self._ground.viewer.record(PAPERS, one)["content"] for one in of_it):
            if type(paper) is dict and _referral_of(paper) == _referral_of(copy):
                return str(paper.get("team", ""))
        return ""

    # Matters

    def link(self, number: str, to: str, *, revision: int | None = None) -> Tip:
        """Makes the tip one matter with the tip `to`, and with all that is linked to either."""
        with self._ground.writing("dispose"):
            tip = self.current(number, revision, whole=False)
            other = self._ground.shown(to)
            refuse_closed(other)
            self._put_in_matters(self._linked(tip, other))
            return self._ground.shown(number)

    def unlink(self, number: str, *, revision: int | None = None) -> Tip:
        """Takes the tip out of its matter; the others stay together. A duplicate stays linked."""
        with self._ground.writing("dispose"):
            tip = self.current(number, revision, whole=False, even_withdrawn=True)
            if tip.status == DUPLICATE:
                raise step_refused("status", _("重复件不能解除关联，请先退回“已登记”。"))
            others = self._matters.of(number)
            if len(others) < 2:
                raise step_refused("of", _("{number} 没有与其他举报关联。", number=tip.number))
            if duplicates := self._matters.made_duplicates_of(tip):
                raise step_refused("of", _are_duplicates(duplicates, tip))
            self._put_in_matters(parted(others, tip.number))
            return self._ground.shown(number)

    # What they share

    def current(
        self,
        number: str,
        revision: int | None,
        *,
        whole: bool = True,
        even_withdrawn: bool = False,
    ) -> Tip:
        """The tip as it stands, to be changed by one who saw `revision`, `whole` with all its
        texts. Raises `StaleRevision`, `Sealed` or `NotAllowed`, or `StepRefused` where it was
        withdrawn, but for what is done `even_withdrawn`."""
        self._ground.viewer.require("record")
        current = self._ground.opened(number) if whole else self._ground.shown(number)
        self.must_be_as_seen(current, revision)
        if not even_withdrawn:
            refuse_closed(current)
        return current

    def must_be_as_seen(self, current: Tip, revision: int | None) -> None:
        """Raises `StaleRevision` where the tip is another than the one seen at `revision`, if any."""
        self._ground.viewer.require("list")
        if revision is not None and revision != current.revision:
            raise StaleRevision(
                _("{number} 已被他人修改，请核对后再保存。", number=current.number),
                current,
                self._changes_since(revision, current),
            )

    def _changes_since(self, revision: int, current: Tip) -> tuple[FieldChange, ...]:
        from store.tips.history import changes_of, differences

        view = self._ground.viewer.readable
        doc_id = self._ground.id_of(current.number)
        for change in changes_of(self._ground.storage.journal_pieces(), TABLE, doc_id, view):
            if change.document.get("revision") == revision:
                return differences(change.document, current.as_json())
        return ()

    def _linked(self, tip: Tip, other: Tip) -> list[Tip]:
        if tip.number == other.number:
            raise step_refused("of", _("不能与自身关联，请写另一件的编号。"))
        if PASSED_THROUGH in (tip.status, other.status):
            raise step_refused("of", _("径送件没有登记内容，不能关联。"))
        tips = {
            t.number: t for t in (*self._matters.of(tip.number), *self._matters.of(other.number))
        }
        linked = joined(tips.values())
        for one in linked:
            self._refuse_duplicates_of_nothing(one)
        return linked

    def _refuse_duplicates_of_nothing(self, tip: Tip) -> None:
        if sentence := self._duplicates_of_nothing(tip):
            raise step_refused("of" if tip.status == DUPLICATE else "status", sentence)

    def _duplicates_of_nothing(self, tip: Tip) -> str:
        """Why `tip` may not stand so, "" if it may: a duplicate of what is withdrawn nobody would
        deal with."""
        if tip.status == WITHDRAWN:
            return self._duplicates_of(tip)
        if tip.status == DUPLICATE and self._ground.shown(first_of(tip)).status == WITHDRAWN:
            return _(
                "重复件：{number} 已误录撤销，不能再有重复件，请另指一件，或先解除其关联。",
                number=first_of(tip),
            )
        return ""

    def _duplicates_of(self, tip: Tip) -> str:
        """Which tips are duplicates of `tip`, the first of its matter, "" if none."""
        found, are_others = self._matters.duplicates_of(tip.number)
        if found:
            return _are_duplicates(found, tip)
        return _("{number} 只能由组长撤销，请呈组长办理。", number=tip.number) if are_others else ""

    def _put(self, tip: Tip, what: str, matters: Mapping[str, str] = MappingProxyType({})) -> Tip:
        """Stores a changed tip with one entry and returns it as stored; `matters` are those of
        others that change with it, by their numbers."""
        (stored,) = self._ground.keep_tips((tip,), what, self._in_matters(matters))
        return stored

    def _put_in_matters(self, tips: Iterable[Tip]) -> None:
        """Stores of `tips` to which matter they belong, with one entry, if there are any."""
        if changes := self._in_matters({tip.number: tip.matter for tip in tips}):
            self._ground.store({TABLE: changes}, "link")

    def _in_matters(self, matters: Mapping[str, str]) -> dict[str, Change]:
        stored = {number: self._ground.tip(number) for number in matters}
        return {
            self._ground.id_of(number): AsStored(
                document, {"matter": matters[number], "revision": document["revision"] + 1}
            )
            for number, document in stored.items()
        }


def _are_duplicates(numbers: Sequence[str], of: Tip) -> str:
    return _(
        "{numbers} 是 {number} 的重复件，请先退回“已登记”。",
        numbers=listed(numbers),
        number=of.number,
    )


def faults_of_receiver(
    tips: Collection[Tip], receiver: str, field: str, *, is_person: bool = False
) -> Iterator[Fault]:
    """Why some of `tips` may not be handed to `receiver`, whom they are about, as far as whoever asks
    reads them; the faults name those tips unless they are of all."""
    from store.tips.referral import why_not

    faulty: dict[Fault, list[str]] = {}
    for tip in tips:
        if sentence := why_not(tip.subjects, receiver, is_person=is_person):
            faulty.setdefault(Fault(field, sentence), []).append(tip.number)
    return _said_of_all(faulty, len(tips))


def _referral_of(said: Mapping[str, Any]) -> list[Any]:
    return [said.get(name) for name in ("referred_to", "referred_on", "letter")]


def _said_of_all(faulty: Mapping[Fault, Sequence[str]], size: int) -> Iterator[Fault]:
    """The faults of `size` tips, each with the numbers of those that have it unless all have."""
    for fault, numbers in faulty.items():
        if len(numbers) < size:
            said = _("{numbers}：{fault}", numbers=listed(numbers), fault=fault.sentence)
            yield Fault(fault.field, said)
        else:
            yield fault
