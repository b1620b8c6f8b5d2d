"""Entering a tip, or amending one, field by field; what was answered is kept as a draft at once."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import replace

from store.desk.desk import Desk
from store.errors import DeskError, TipRefused
from store.text import _
from store.tips.fields import BY_NAME
from store.tips.revision import StaleRevision
from store.tips.tip import Tip
from tui.entering.draft import Drafting, Left
from tui.entering.merging import is_same
from tui.entering.values import LINK_TO, blank_values, instant_text, values_of
from tui.linear.field_talk import FieldTalk
from tui.linear.filling import MORE, Filling, Step
from tui.linear.menu import ENTRY, ENTRY_END
from tui.linear.merging import settle
from tui.linear.talk import Back, Talk, labelled, no_such, plain_word
from tui.linear.tip_words import elsewhere
from tui.words import disposition_words


class _Chosen(Exception):
    """One of `ENTRY` was said instead of an answer: `str()` is its id."""


class TipEntry:
    """One tip, from the first question until it is saved, set aside or discarded."""

    def __init__(self, talk: Talk, desk: Desk, amends: Tip | None = None) -> None:
        self._talk = talk
        self._desk = desk
        self._drafting = Drafting(desk)
        self._commands = {_(action.label): _Chosen(action.id) for action in ENTRY}
        self._begin_with(blank_values(desk.notice), None)
        if amends:
            self._begin_with(values_of(amends, desk.notice), amends)

    def _begin_with(self, values: dict[str, object], amends: Tip | None) -> None:
        notice = self._desk.notice
        self._baseline = values_of(amends, notice) if amends else blank_values(notice)
        self._filling = Filling(self._desk, copy.deepcopy(values), amends)
        self._fields = FieldTalk(self._talk, self._filling, self._keep, self._commands)

    def go_on_with(self, left: Left) -> None:
        """Goes on with a draft that was left, be it by the form. Raises `CannotWrite`."""
        self._drafting.take_over(left)
        self._begin_with(left.values, left.amends)
        if left.begun_at and not left.amends and not left.values["received_at"].strip():
            # "Now" would be when it is saved, and no longer when the call came.
            text = instant_text(left.begun_at, self._desk.notice)
            self._filling.put(("received_at", 0), text)
            self._talk.say(_("收到时间已按草稿的开始时间填入，请核对。"))
        self._talk.say(*self._read_over())

    def run(self) -> None:
        """Asks one field after the other; raises `Ended`, the draft kept."""
        amends = self._filling.amends
        if amends:
            wording = _("补录 {number}") if amends.to_complete else _("修改 {number}")
            self._talk.say(
                wording.format(number=amends.number), *elsewhere(self._desk, amends.number)
            )
        self._talk.say(
            _("填“?”看说明，“<”退回上一项；随时可填：{words}。", words=_("、").join(self._commands))
        )
        at = self._where_to_begin()
        try:
            is_over = False
            while not is_over:
                self._tell_others()
                at, is_over = self._go(at)
        finally:
            self._desk.presence.show()

    def _where_to_begin(self) -> Step | None:
        """The first field of a blank form, else where answering stopped; of a tip on the desk, the
        first field that lacks something, None if none does."""
        filling = self._filling
        steps = [step for step in filling.steps() if step[0] not in (MORE, LINK_TO)]
        if filling.amends:
            return next((step for step in steps if filling.faults_at(step)), None)
        answered = [step for step in steps if filling.get(step) and step[0] != "line"]
        if not answered or BY_NAME[answered[-1][0]].kind == "long":
            return answered[-1] if answered else steps[0]
        return self._after(answered[-1], None)

    def _tell_others(self) -> None:
        amends = self._filling.amends
        number = amends.number if amends else ""
        self._desk.presence.show(number, is_editing=bool(amends), draft=self._drafting.name)

    def _go(self, at: Step | None) -> tuple[Step | None, bool]:
        """Where to go on after `at`, which is None after the last field; and whether it is over."""
        try:
            if at is None:
                chosen = self._talk.choose(ENTRY_END, _("已填完，回车保存"), default="save")
                return self._amend_field() if chosen == "amend_field" else self._do(chosen)
            return self._after(at, self._fields.ask(at)), False
        except _Chosen as chosen:
            place, is_over = self._do(str(chosen))
            return (place if place or is_over or str(chosen).startswith("save") else at), is_over
        except Back:
            return self._before(at)

    def _after(self, at: Step, goes_to: Step | None) -> Step | None:
        steps = list(self._filling.steps())
        return goes_to or next(iter(steps[steps.index(at) + 1 :]), None)

    def _before(self, at: Step | None) -> tuple[Step | None, bool]:
        steps = list(self._filling.steps())
        place = len(steps) if at is None else steps.index(at)
        is_unchanged = is_same(self._filling.values, self._baseline)
        if is_unchanged and (not place or (at is None and self._filling.amends)):
            return None, True
        if place:
            return steps[place - 1], False
        self._talk.say(
            _("已是第一项；要离开请填“{aside}”或“{discard}”。", aside=_("搁置"), discard=_("丢弃"))
        )
        return at, False

    def _amend_field(self) -> tuple[None, bool]:
        """Asks one field again, whichever is wanted."""
        steps = [step for step in self._filling.steps() if step[0] != MORE]
        labels = [f"{number} {self._filling.label(step)}" for number, step in enumerate(steps, 1)]
        self._talk.say(_("，").join(labels))
        try:
            text = self._talk.ask(_("改哪一项"), lambda: labels)
            for label, step in zip(labels, steps, strict=True):
                if plain_word(text) in (label.split()[0], plain_word(self._filling.label(step))):
                    self._fields.ask(step)
                    return None, False
            self._talk.say(no_such(text))
        except Back:
            pass
        return None, False

    # Drafts

    def _keep(self) -> None:
        """Keeps what was answered so far as a draft."""
        try:
            if is_same(self._filling.values, self._baseline):
                self._drafting.drop()
            else:
                self._drafting.keep(self._filling.values, self._filling.amends)
        except DeskError as error:
            self._talk.say(_("草稿没有存下：{reason}", reason=error))
        self._tell_others()

    def _read_over(self) -> Iterator[str]:
        """Each field that holds something."""
        for step in self._filling.steps():
            if step[0] == LINK_TO:
                value = self._filling.values[LINK_TO]
            elif step[0] == MORE:
                continue
            else:
                value = self._filling.question(step).in_words(self._filling.get(step))
            if value:
                yield labelled(self._filling.label(step), value)

    # What ends it

    def _do(self, chosen: str) -> tuple[Step | None, bool]:
        """Does what was chosen; where to go on, and whether it is over."""
        if chosen == "read_over":
            self._talk.say(*self._read_over())
        elif chosen == "set_aside":
            self._talk.say(_("已留作草稿。") if self._drafting.is_kept else "")
            return None, True
        elif chosen == "discard":
            return None, self._discard()
        else:
            return None, self._save(half_done=chosen == "save_half_done")
        return None, False

    def _discard(self) -> bool:
        sure = self._talk.confirm(_("所填内容将无法找回。确要丢弃吗？"), _("丢弃后草稿也不保留。"))
        if sure:
            self._drafting.drop()
            self._talk.say(_("已丢弃。"))
        return sure

    def _save(self, *, half_done: bool) -> bool:
        """Saves it, the faults mended one by one; False if some are left."""
        amends = self._filling.amends
        if amends and not amends.to_complete and is_same(self._filling.values, self._baseline):
            self._talk.say(_("没有改动。"))
            return True
        mended: tuple[Step, list[str]] | None = None
        while True:
            try:
                self._tell_saved(self._stored(half_done))
                return True
            except TipRefused as refusal:
                first = next(iter(self._filling.by_step(refusal).items()))
                if mended is None:
                    self._talk.say(_("没有保存，有 {count} 处要改正。", count=len(refusal.faults)))
                self._talk.say(*first[1])
                if first == mended or first[0] not in self._filling.steps():
                    return False
                mended = first
                try:
                    self._fields.ask(first[0], may_skip=True)
                except Back:
                    return False
            except StaleRevision as stale:
                self._baseline = settle(self._talk, self._filling, self._baseline, stale)
            except DeskError as error:
                self._talk.say(str(error))
                return False

    def _stored(self, half_done: bool) -> Tip:
        """The tip as it is on the disk."""
        tip = self._filling.tip(half_done=half_done)
        if amends := self._filling.amends:
            return self._desk.amend(replace(tip, number=amends.number, revision=amends.revision))
        return self._desk.record(tip)

    def _tell_saved(self, saved: Tip) -> None:
        """Says the number, and links the tip; that it is saved stands whatever comes."""
        self._talk.say(_saved_words(saved, amended=self._filling.amends is not None))
        try:
            self._drafting.drop()
            if link_to := self._filling.values[LINK_TO]:
                self._link(saved, link_to)
            pattern = self._desk.pattern(saved.number)
        except DeskError as error:
            self._talk.say(str(error))
            return
        if len(pattern.numbers) > 1:
            self._talk.say(disposition_words.pattern_notice(pattern))

    def _link(self, saved: Tip, to: str) -> None:
        try:
            self._desk.link(saved.number, to)
        except DeskError as error:
            self._talk.say(_("举报已存，但没有关联：{reason}", reason=error))


def _saved_words(tip: Tip, *, amended: bool) -> str:
    """What is said of a tip once it is on disk."""
    if tip.to_complete:
        return _("已先存：{number}，待补录，列在待办中", number=tip.number)
    wording = _("已修改：{number}") if amended else _("已登记：{number}")
    return wording.format(number=tip.number)
