"""A tip entered or amended field by field; what was answered is kept as a draft at once."""

from __future__ import annotations

from collections.abc import Iterator

from store.errors import DeskError, TipRefused
from store.text import _, listed
from store.tips.fields import BY_NAME
from store.tips.revision import StaleRevision
from tui.entering.saving import Saved, refused_words
from tui.entering.tip_entry import TipEntry
from tui.entering.values import LINK_TO
from tui.linear.field_talk import FieldTalk
from tui.linear.menu import ENTRY, ENTRY_END
from tui.linear.merging import settle
from tui.linear.steps import MORE, Step, Steps
from tui.linear.talk import Back, Talk, comparable, labelled, no_such
from tui.linear.tip_words import elsewhere
from tui.words import disposition_words


class _Chosen(Exception):
    """One of `ENTRY` was said instead of an answer: `str()` is its id."""


class _Hidden(Exception):
    """What the tip that is amended says is to be seen no more."""


def enter(talk: Talk, entry: TipEntry) -> str:
    """Talks about `entry`, and about each new tip that is begun while one is entered; the line of
    the last of them, as forms name it."""
    while EntryTalk(talk, entry).run():
        entry = TipEntry(entry.desk, line=entry.line)
    return entry.line


class EntryTalk:
    """Talks about `entry`, from the first question until it is saved, set aside or discarded."""

    def __init__(self, talk: Talk, entry: TipEntry) -> None:
        self._talk = talk
        self._entry = entry
        self._desk = entry.desk
        self._begun_at = entry.begun_at
        self._times_hidden = talk.times_hidden
        self._steps = Steps(entry)
        self._wants_another = False
        commands = {_(action.label): _Chosen(action.id) for action in ENTRY}
        self._words = listed(commands)
        self._fields = FieldTalk(talk, self._steps, self._keep, commands)

    def run(self) -> bool:
        """Asks one field after the other; whether another tip is to be begun. Raises `Ended`, the
        draft kept."""
        with self._talk.as_long_as(self._check):
            try:
                self._ask_all()
            except _Hidden:
                self._talk.say(self._left)
        return self._wants_another

    def _check(self) -> None:
        """A tip that is amended was opened for it, by whoever typed then."""
        is_hidden = self._talk.times_hidden != self._times_hidden and self._desk.access.hides
        if is_hidden and self._entry.amends:
            raise _Hidden

    @property
    def _left(self) -> str:
        number = self._entry.number
        if self._entry.is_kept:
            return _("{number}：不再显示；所填内容已留作草稿，再登记时可续填。", number=number)
        return _("{number}：不再显示。", number=number)

    def _ask_all(self) -> None:
        entry = self._entry
        self._talk.say(*entry.remarks)
        if entry.is_dirty:
            self._talk.say(*self._read_over())
        if entry.amends:
            self._talk.say(entry.title, *elsewhere(self._desk, entry.number))
        self._talk.say(_("填“?”看说明，“<”退回上一项；随时可填：{words}。", words=self._words))
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
        entry = self._entry
        steps = [step for step in self._steps if step[0] not in (MORE, LINK_TO)]
        if entry.amends:
            is_half_done = entry.amends.awaits_completion
            return next((s for s in steps if self._steps.lacks(s, is_half_done)), None)
        answered = [step for step in steps if entry.get(step) and step[0] != "line"]
        if not answered or BY_NAME[answered[-1][0]].kind == "long":
            return answered[-1] if answered else steps[0]
        return self._after(answered[-1], None)

    def _tell_others(self) -> None:
        entry = self._entry
        self._desk.presence.show(entry.number, is_editing=bool(entry.amends), draft=entry.name)

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
        steps = list(self._steps)
        return goes_to or next(iter(steps[steps.index(at) + 1 :]), None)

    def _before(self, at: Step | None) -> tuple[Step | None, bool]:
        steps = list(self._steps)
        place = len(steps) if at is None else steps.index(at)
        if not self._entry.is_dirty and (not place or (at is None and self._entry.amends)):
            return None, True
        if place:
            return steps[place - 1], False
        self._talk.say(
            _("已是第一项；要离开请填“{aside}”或“{discard}”。", aside=_("搁置"), discard=_("丢弃"))
        )
        return at, False

    def _amend_field(self) -> tuple[None, bool]:
        """Asks one field again, whichever is wanted."""
        steps = [step for step in self._steps if step[0] != MORE]
        labels = [f"{number} {self._steps.label(step)}" for number, step in enumerate(steps, 1)]
        self._talk.say(_("，").join(labels))
        try:
            text = self._talk.ask(_("改哪一项"), lambda: labels)
            for label, step in zip(labels, steps, strict=True):
                if comparable(text) in (label.split()[0], comparable(self._steps.label(step))):
                    self._fields.ask(step)
                    return None, False
            if text:
                self._talk.say(no_such(text))
        except Back:
            pass
        return None, False

    def _keep(self) -> None:
        """Keeps what was answered so far as a draft."""
        entry = self._entry
        # With the first answer, though it is what stood there already and no draft yet.
        self._begun_at = self._begun_at or self._desk.now()
        self._talk.say(entry.keep())
        entry.begun_at = self._begun_at
        self._tell_others()

    def _read_over(self) -> Iterator[str]:
        """Each field that holds something."""
        for step in self._steps:
            if step[0] != MORE and (value := self._steps.in_words(step)):
                yield labelled(self._steps.label(step), value)

    # What ends it

    def _do(self, chosen: str) -> tuple[Step | None, bool]:
        """Does what was chosen; where to go on, and whether it is over."""
        if chosen == "read_over":
            self._talk.say(*self._read_over())
        elif chosen in ("set_aside", "new_tip"):
            self._wants_another = chosen == "new_tip"
            self._talk.say(_("已留作草稿。") if self._entry.is_kept else "")
            return None, True
        elif chosen == "discard":
            return None, self._discard()
        else:
            return None, self._save(half_done=chosen == "save_half_done")
        return None, False

    def _discard(self) -> bool:
        sure = self._talk.confirm(_("所填内容将无法找回。确要丢弃吗？"), _("丢弃后草稿也不保留。"))
        if sure:
            self._talk.say(self._entry.drop() or _("已丢弃。"))
        return sure

    def _save(self, *, half_done: bool) -> bool:
        """Saves it, the faults mended one by one; False if some are left."""
        entry = self._entry
        if entry.amends and not entry.amends.to_complete and not entry.is_dirty:
            self._talk.say(_("没有改动。"))
            return True
        mended: tuple[Step, list[str]] | None = None
        while True:
            try:
                with entry.saving(half_done=half_done) as saving:
                    saved = saving.store()
                self._tell_saved(saved)
                return True
            except TipRefused as refusal:
                first = self._steps.first_refused(refusal)
                if mended is None:
                    self._talk.say(refused_words(refusal))
                self._talk.say(*first[1])
                if first == mended or first[0] not in self._steps:
                    return False
                mended = first
                try:
                    self._fields.ask(first[0], may_skip=True)
                except Back:
                    return False
            except StaleRevision as stale:
                settle(self._talk, entry, stale)
            except DeskError as error:
                self._talk.say(str(error))
                return False

    def _tell_saved(self, saved: Saved) -> None:
        """Says the number, and what else is to be known; that it is saved stands whatever comes."""
        self._talk.say(saved.sentence, *saved.warnings, *self._entry.after(saved).remarks)
        try:
            pattern = self._desk.matters.pattern(saved.tip.number)
        except DeskError as error:
            self._talk.say(str(error))
            return
        if len(pattern.numbers) > 1:
            self._talk.say(disposition_words.pattern_notice(pattern))
