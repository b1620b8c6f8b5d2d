"""One field of a tip, asked until its answer stands; and what is to be known once it does."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from store.desk.desk import Desk
from store.errors import DeskError
from store.text import N_, _
from store.tips.fields import BY_NAME
from tui.entering.form_help import contact_warning, points_of, referral_warning
from tui.entering.values import LINK_TO
from tui.linear.filling import MORE, Filling, Step
from tui.linear.menu import ENTRY
from tui.linear.question import NotAnAnswer
from tui.linear.talk import Talk, labelled, plain_word
from tui.linear.tip_words import similar_row

_CLEAR: Final = "-"
_HELD: Final = N_("{label}（现为 {value}；回车不改，- 清空）")
_TELLS_OF_SIMILAR: Final = frozenset({"reporter.contact", "subjects.unit", "subjects.person"})
_TOUCHES_REFERRAL: Final = frozenset({"referred_to", *_TELLS_OF_SIMILAR})


class FieldTalk:
    """Asks the fields of `filling`; `keep` is called with each answer, `commands` are words that
    stand for no answer: what each of them raises."""

    def __init__(
        self,
        talk: Talk,
        filling: Filling,
        keep: Callable[[], None],
        commands: Mapping[str, Exception],
    ) -> None:
        self.filling = filling
        self._talk = talk
        self._desk: Desk = filling.desk
        self._keep = keep
        self._commands = commands
        self._warning = ""

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
            self._talk.say(*self.filling.question(step).listed())
            text = self._talk.ask(self._worded(step), lambda: self._help(step), self._commands)
            before = self.filling.get(step)
            try:
                self._take(step, text)
            except NotAnAnswer as error:
                self._talk.say(str(error))
                continue
            faults = self.filling.faults_at(step)
            if not faults or (not text and may_skip):
                self._tell_along(step)
                return None
            if text:
                self.filling.put(step, before)
                self._keep()
            may_skip = self._tell_faults(faults, is_blank=not text)

    def _tell_faults(self, faults: list[str], *, is_blank: bool) -> bool:
        """Tells what is wrong; whether a blank answer leaves it at that now."""
        self._talk.say(*faults)
        if is_blank:
            self._talk.say(_("要先跳过，再按一次回车。"))
        return is_blank

    def _worded(self, step: Step) -> str:
        question, label = self.filling.question(step), self.filling.label(step)
        if value := question.in_words(self.filling.get(step)):
            if question.field.kind == "line":
                return _("{label}（现为 {value}；回车不改）", label=label, value=value)
            return _(_HELD, label=label, value=value)
        return self._hinted(step)

    def _hinted(self, step: Step) -> str:
        question, label = self.filling.question(step), self.filling.label(step)
        needs_telling = question.options or question.field.kind == "long"
        how = question.how() if needs_telling else ""
        hint = _("；").join(filter(None, (_(question.field.hint), how)))
        return _("{label}（{hint}）", label=label, hint=hint)

    def _help(self, step: Step) -> Iterator[str]:
        question = self.filling.question(step)
        yield labelled(self.filling.label(step), _(question.field.hint))
        yield question.how()
        yield from question.listed()
        yield _("回车跳过或不改，“-”清空，“<”退回上一项。")
        for action in ENTRY:
            yield labelled(_(action.label), _(action.help))
        yield _("答案本身是这些词的，前面加“\\”。")

    def _take(self, step: Step, text: str) -> None:
        """Writes the answer into the field. Raises `NotAnAnswer`."""
        if text == _CLEAR:
            self.filling.clear(step)
        elif text:
            self.filling.put(step, self.filling.question(step).value_of(text))
        self._keep()

    def _ask_long(self, step: Step, may_skip: bool) -> None:
        filling, label = self.filling, self.filling.label(step)
        length = len(filling.get(step))
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
                before = filling.get(step)
                filling.put(step, "" if line == _CLEAR else f"{before}\n{line}".lstrip("\n"))
                self._keep()
            faults = filling.faults_at(step)
            missing = [point for point in points_of(filling.values) if not point.is_told]
            if faults and not (may_skip and not wrote):
                may_skip = self._tell_faults(faults, is_blank=not wrote)
            elif wrote and missing:
                names = _("、").join(point.label for point in missing)
                self._talk.say(
                    _("还没有讲到：{points}。可问：{ask}", points=names, ask=missing[0].ask)
                )
                worded = _("要补充请接着写，回车继续")
            else:
                return

    def _long_help(self, step: Step) -> Iterator[str]:
        yield from self._help(step)
        yield from (labelled(point.label, point.ask) for point in points_of(self.filling.values))
        yield self.filling.get(step)

    def _ask_for_more(self) -> Step | None:
        wanted = self._talk.ask(
            _("还有被反映人吗（1 有，回车没有）"),
            lambda: [_("一件举报反映几个人或单位的，逐个填写。")],
            self._commands,
        )
        if plain_word(wanted) not in ("1", "有", "是", "y", "yes"):
            return None
        if not self.filling.add_subject():
            self._talk.say(_("被反映人已到最多个数，请分作几件登记。"))
            return None
        return [step for step in self.filling.steps() if step[0] == "subjects.unit"][-1]

    def _ask_for_link(self) -> None:
        for found in self.filling.similar:
            self._talk.say(similar_row(self._desk.notice, found))
        held = self.filling.values[LINK_TO]
        label = self.filling.label((LINK_TO, 0))
        worded = (
            _(_HELD, label=label, value=held)
            if held
            else _("{label}（填编号，回车不关联）", label=label)
        )
        helps = _("同一事项的举报关联在一起；保存后即关联。")
        while True:
            text = self._talk.ask(worded, lambda: [helps], self._commands)
            try:
                number = text if text in ("", _CLEAR) else str(self._desk.tip(text).number)
            except DeskError as error:
                self._talk.say(str(error))
                continue
            if number:
                self.filling.values[LINK_TO] = "" if number == _CLEAR else number
                self._keep()
            return

    def _tell_along(self, step: Step) -> None:
        """What is to be known once a field was answered: tips like this one, where it may not go."""
        name, filling = step[0], self.filling
        if name in _TELLS_OF_SIMILAR and filling.look_for_similar():
            self._talk.say(_("可能重复 {count} 件：", count=len(filling.similar)))
            self._talk.say(*(similar_row(self._desk.notice, found) for found in filling.similar))
        if name == "subjects.group" and filling.get(step) == "out_of_scope":
            self._talk.say(
                _("不属受理范围：{how}。", how=_(self._desk.notice.out_of_scope or "照记转办"))
            )
        if name == "reporter.contact" and (warning := contact_warning(filling.get(step))):
            self._talk.say(warning)
        if name in _TOUCHES_REFERRAL:
            before, self._warning = self._warning, referral_warning(filling.values)
            if self._warning != before:
                self._talk.say(self._warning)
