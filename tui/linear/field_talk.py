"""One field of a tip, asked until its answer stands; and what is to be known once it does."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from store.errors import DeskError
from store.notice.notice import INSPECTORS, is_out_of_scope
from store.text import N_, _, listed
from store.tips.fields import BY_NAME
from tui.entering.hints import WARNINGS, points_of, referral_warning, time_meant
from tui.entering.unit_list import by_list
from tui.entering.values import LINK_TO, SUBJECTS
from tui.linear.menu import ENTRY
from tui.linear.question import NotAnAnswer
from tui.linear.steps import MORE, Step, Steps
from tui.linear.talk import Talk, labelled
from tui.linear.tip_words import similar_row
from tui.words import words

_CLEAR: Final = "-"
_HELD: Final = N_("{label}（现为 {value}；回车不改，- 清空）")
_TELLS_OF_SIMILAR: Final = frozenset({"reporter.contact", "subjects.unit", "subjects.person"})
_IN_LIST: Final = frozenset({"subjects.unit", "subjects.person", "subjects.post"})
_TOUCHES_REFERRAL: Final = frozenset({"referred_to", *_TELLS_OF_SIMILAR})


class FieldTalk:
    """Asks what is one of `steps`; `keep` is called with each answer, `commands` are words that
    stand for no answer: what each of them raises."""

    def __init__(
        self,
        talk: Talk,
        steps: Steps,
        keep: Callable[[], None],
        commands: Mapping[str, Exception],
    ) -> None:
        self._talk = talk
        self._steps = steps
        self._entry = steps.entry
        self._keep = keep
        self._commands = commands
        self._warning = ""
        self._is_told_of_pause = False

    def ask(self, step: Step, *, may_skip: bool = False) -> Step | None:
        """Asks until the answer has no fault, or is left blank a second time; where to go on, if
        not at the next field."""
        if step[0] == MORE:
            return self._ask_for_more()
        if step[0] == LINK_TO:
            self._ask_for_link()
            return None
        if BY_NAME[step[0]].kind == "long":
            self._ask_long(step, may_skip)
            return None
        while True:
            self._talk.say(*self._steps.question(step).listed())
            text = self._talk.ask(self._worded(step), lambda: self._help(step), self._commands)
            before = self._entry.get(step)
            try:
                self._take(step, text)
            except NotAnAnswer as error:
                self._talk.say(str(error))
                continue
            self._talk.check()
            faults = self._steps.faults_at(step)
            if not faults or (not text and may_skip):
                self._tell_along(step)
                return None
            if text:
                self._entry.put(step, before)
                self._keep()
            may_skip = self._tell_faults(faults, is_blank=not text)

    def _tell_faults(self, faults: list[str], *, is_blank: bool) -> bool:
        """Tells what is wrong; whether a blank answer leaves it at that now."""
        self._talk.say(*faults)
        if is_blank:
            self._talk.say(_("要先跳过，再按一次回车。"))
        return is_blank

    def _worded(self, step: Step) -> str:
        label = self._steps.label(step)
        if value := self._steps.in_words(step):
            if step[0] == "line":
                return _("{label}（现为 {value}；回车不改）", label=label, value=value)
            return _(_HELD, label=label, value=value)
        return self._hinted(step)

    def _hinted(self, step: Step) -> str:
        question, label = self._steps.question(step), self._steps.label(step)
        if question.field.kind == "long":
            return _("{label}（写完单独一行写句号）", label=label)
        how = question.how() if question.options else ""
        hint = _("；").join(filter(None, (_(question.field.hint), how)))
        return _("{label}（{hint}）", label=label, hint=hint)

    def _help(self, step: Step) -> Iterator[str]:
        question = self._steps.question(step)
        yield labelled(self._steps.label(step), _(question.field.hint))
        yield question.how()
        yield from question.listed()
        yield _("回车跳过或不改，“-”清空，“<”退回上一项。")
        for action in ENTRY:
            yield labelled(_(action.label), _(action.help))
        yield _("答案本身是这些词的，前面加“\\”。")

    def _take(self, step: Step, text: str) -> None:
        """Writes the answer into the field. Raises `NotAnAnswer`."""
        if text == _CLEAR:
            self._entry.clear(step)
        elif text:
            self._entry.put(step, self._steps.question(step).value_of(text))
        self._keep()

    def _ask_long(self, step: Step, may_skip: bool) -> None:
        entry, label = self._entry, self._steps.label(step)
        length = len(entry.get(step))
        worded = (
            _("{label}（已写 {length} 字；可接着写，回车不改，- 清空）", label=label, length=length)
            if length
            else self._hinted(step)
        )
        while True:
            wrote = False
            for line in self._talk.text_lines(
                worded, lambda: self._long_help(step), self._commands
            ):
                wrote = True
                before = entry.get(step)
                entry.put(step, "" if line == _CLEAR else f"{before}\n{line}".lstrip("\n"))
                self._keep()
            faults = self._steps.faults_at(step)
            missing = [point for point in points_of(entry.values) if not point.is_told]
            if faults and not (may_skip and not wrote):
                may_skip = self._tell_faults(faults, is_blank=not wrote)
            elif wrote and missing:
                names = listed(point.label for point in missing)
                self._talk.say(
                    _("还没有讲到：{points}。可问：{ask}", points=names, ask=missing[0].ask)
                )
                worded = _("要补充请接着写，回车继续")
            else:
                return

    def _long_help(self, step: Step) -> Iterator[str]:
        yield from self._help(step)
        yield from (labelled(point.label, point.ask) for point in points_of(self._entry.values))
        yield self._entry.get(step)

    def _ask_for_more(self) -> Step | None:
        if not self._talk.agrees(
            _("还有被反映人吗（1 有，回车没有）"),
            lambda: [_("一件举报反映几个人或单位的，逐个填写。")],
            self._commands,
        ):
            return None
        if not self._entry.add_subject():
            self._talk.say(_("被反映人已到最多个数，请分作几件登记。"))
            return None
        return [step for step in self._steps if step[0] == "subjects.unit"][-1]

    def _ask_for_link(self) -> None:
        for found in self._steps.similar:
            self._talk.say(similar_row(self._entry.desk.notice, found))
        held = self._entry.link_to
        label = self._steps.label((LINK_TO, 0))
        worded = (
            _(_HELD, label=label, value=held)
            if held
            else _("{label}（填编号，回车不关联）", label=label)
        )
        helps = _("同一事项的举报关联在一起；保存后即关联。")
        while True:
            text = self._talk.ask(worded, lambda: [helps], self._commands)
            try:
                number = text if text in ("", _CLEAR) else str(self._entry.desk.tip(text).number)
            except DeskError as error:
                self._talk.say(str(error))
                continue
            if number:
                self._entry.link_to = "" if number == _CLEAR else number
                self._keep()
            return

    def _complete(self, step: Step) -> None:
        """What the list of units and posts knows of the subject, each with what it is."""
        subject = self._entry.values[SUBJECTS][step[1]]
        completed, said = by_list(self._entry.desk, subject)
        self._talk.say(said)
        for part, value in completed.items():
            place = (f"{SUBJECTS}.{part}", step[1])
            self._entry.put(place, value)
            self._talk.say(labelled(self._steps.label(place), self._steps.in_words(place)))
        if completed:
            self._keep()

    def _tell_along(self, step: Step) -> None:
        """What is to be known once a field was answered: tips like this one, where it may not go."""
        name, entry, steps = step[0], self._entry, self._steps
        if name in _IN_LIST:
            self._complete(step)
        if name in _TELLS_OF_SIMILAR and not self._is_told_of_pause and steps.is_paused:
            self._is_told_of_pause = True
            self._talk.say(_(words.NO_REPEATS))
        if name in _TELLS_OF_SIMILAR and steps.look_for_similar():
            self._talk.say(_("可能重复 {count} 件：", count=len(steps.similar)))
            self._talk.say(
                *(similar_row(self._entry.desk.notice, found) for found in steps.similar)
            )
        if name == "subjects.group" and is_out_of_scope(entry.get(step)):
            self._talk.say(
                _(
                    "不属受理范围：{how}。",
                    how=_(self._entry.desk.notice.out_of_scope or "照记转办"),
                )
            )
        if name == "subjects.group" and entry.get(step) == INSPECTORS:
            self._talk.say(_("反映{inspection}干部的举报只由组长查看。"))
        notice = entry.desk.notice
        if name == "received_at" and (
            meant := time_meant(entry.get(step), notice, entry.desk.now())
        ):
            self._talk.say(words.in_full(notice, meant))
        if name in WARNINGS and (warning := WARNINGS[name](entry.get(step))):
            self._talk.say(warning)
        if name in _TOUCHES_REFERRAL:
            before, self._warning = self._warning, referral_warning(entry.values)
            if self._warning != before:
                self._talk.say(self._warning)
