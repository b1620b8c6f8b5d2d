"""Questions and answers: one is asked, helped with, answered or gone back from; faults are told."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final, TypeVar

from store.text import N_, _
from tui.actions.action import Action
from tui.entering.choices import Option
from tui.linear.lines import Lines

Meaning = TypeVar("Meaning")

BACK: Final = frozenset({"<", "《", "返回", "back"})
HELP: Final = frozenset({"?", "帮助", "help"})
END_OF_TEXT: Final = frozenset({".", "。"})
_LEAVES: Final = frozenset({"return", "quit"})
_YES: Final = frozenset({"1", "是", "有", "y", "yes"})
_NO: Final = frozenset({"", "0", "否", "没有", "无", "n", "no"})
# Before an answer that would be taken for one of these words.
_LITERALLY: Final = "\\"

_NO_SUCH: Final = N_("没有“{text}”这一项，请填所列的数字或名称。")
_COMMA: Final = N_("，")


class Back(Exception):
    """Whoever was asked wants to go back to what came before."""


class Talk:
    """A talk over lines: `say` tells, the others ask. All that ask raise `Back` and `Ended`.

    `before_asking` is called before each question, to tell what has come up meanwhile. `times_hidden`
    is how often what had been opened was to be seen no more, since nobody typed for long.
    """

    def __init__(self, lines: Lines) -> None:
        self.lines = lines
        self.before_asking: Callable[[], None] = lambda: None
        self.times_hidden = 0
        self.check: Callable[[], None] = lambda: None
        """Raises what ends it where what is talked about is to be seen no more: before anything of it is
        told, and before a choice is heeded. What was written down is taken all the same."""

    @contextmanager
    def as_long_as(self, check: Callable[[], None]) -> Iterator[None]:
        """Within it, `check` is asked."""
        self.check, before = check, self.check
        try:
            yield
        finally:
            self.check = before

    def say(self, *sentences: str) -> None:
        """Each on a line of its own; blank ones are left out."""
        for sentence in filter(None, sentences):
            self.lines.write(sentence)

    def ask(
        self,
        question: str,
        helps: Callable[[], Iterable[str]],
        commands: Mapping[str, Exception] | None = None,
    ) -> str:
        """The answer. `commands` are words that stand for no answer: what each of them raises."""
        self.before_asking()
        raised = {comparable(word): error for word, error in (commands or {}).items()}
        while True:
            self.check()
            self.lines.write(labelled(question, ""), ends=False)
            text = self.lines.read()
            word = comparable(text)
            if word in HELP:
                self.check()
                self.say(*helps())
            elif word in BACK:
                raise Back
            elif word in raised:
                self.check()
                raise raised[word]
            else:
                return literal(text, {*BACK, *HELP, *raised})

    def ask_or(self, question: str, default: str = "") -> str:
        """An answer that may be left out; it is `default` then."""
        if default:
            question = _("{label}（回车为 {value}）", label=question, value=default)
        return self.ask(question, lambda: [_("留空直接回车；“<”退回上一项。")]) or default

    def text_lines(
        self,
        question: str,
        helps: Callable[[], Iterable[str]],
        commands: Mapping[str, Exception] | None = None,
    ) -> Iterator[str]:
        """The lines of an answer as they come, up to one that is only a full stop; none at all if
        the first is blank."""
        line = self.ask(question, helps, commands)
        is_told = False
        while line and line not in END_OF_TEXT:
            yield line
            while not (line := self.ask(_("续"), helps, commands)):
                if not is_told:
                    self.say(_("（写完请在单独一行只写一个句号。）"))
                is_told = True

    def ask_text(self, question: str, helps: Callable[[], Iterable[str]]) -> str:
        """An answer of any number of lines, "" if nothing was written."""
        return "\n".join(self.text_lines(question, helps))

    def confirm(self, question: str, helps: str) -> bool:
        """Whether it was answered with yes, which is never so by default."""
        return self.agrees(_("{question} 1 是，回车否", question=question), lambda: [helps])

    def agrees(
        self,
        question: str,
        helps: Callable[[], Iterable[str]],
        commands: Mapping[str, Exception] | None = None,
    ) -> bool:
        """Asks until it is answered with yes, with no, or not at all: what is neither is no answer,
        and may be what is to be written down."""
        while (word := comparable(text := self.ask(question, helps, commands))) not in _NO:
            if word in _YES:
                return True
            self.say(no_such(text))
        return False

    def choose(
        self, actions: Sequence[Action], question: str, *, default: str = "", helps: str = ""
    ) -> str:
        """The id of one of `actions`, by its number, its name, or a word by which the palette finds
        it; `default` where nothing is answered. What leads back or out has the number 0."""

        def told() -> Iterator[str]:
            yield helps
            for key, action in _numbered(actions):
                yield labelled(f"{key} {_(action.label)}", _(action.help))

        listed = _(_COMMA).join(f"{key} {_(action.label)}" for key, action in _numbered(actions))
        self.say(listed)
        while True:
            text = self.ask(question, told)
            self.check()
            if not text and default:
                return default
            if found := _meant(text, actions):
                return found.id
            self.say(_(_NO_SUCH, text=text) if text else listed)

    def one_of(self, question: str, options: Sequence[Option]) -> str:
        """The value of one of `options`, by its number or its label."""
        listed = _(_COMMA).join(f"{n} {option.label}" for n, option in enumerate(options, 1))
        self.say(listed)
        meanings: dict[str, str] = {}
        for number, option in enumerate(options, 1):
            for word in (str(number), comparable(option.label)):
                meanings.setdefault(word, option.value)
        return self.meant(question, [listed], meanings)

    def meant(
        self, question: str, listed: Sequence[str], meanings: Mapping[str, Meaning]
    ) -> Meaning:
        """What an answer stands for: one of `meanings`, by words as they are compared. Asks until it is one
        of those `listed`."""
        while True:
            text = self.ask(question, lambda: listed)
            if (word := comparable(text)) in meanings:
                return meanings[word]
            self.say(*([no_such(text)] if text else listed))

    def fill(self, ask: Callable[[str], Any], names: Sequence[str]) -> dict[str, Any]:
        """An answer of `ask` for each of `names`; going back goes back to the one before."""
        answers: dict[str, Any] = {}
        at = 0
        while at < len(names):
            try:
                answers[names[at]] = ask(names[at])
                at += 1
            except Back:
                if not at:
                    raise
                at -= 1
        return answers


def comparable(text: str) -> str:
    """An answer as it is compared with words and numbers: width and case make no difference."""
    return unicodedata.normalize("NFKC", text).strip().casefold()


def literal(text: str, commands: set[str]) -> str:
    """`text`; a word that would be a command is written with a backslash before it."""
    rest = text.removeprefix(_LITERALLY)
    return rest if rest != text and comparable(rest) in commands else text


def labelled(label: str, text: object) -> str:
    """What something is called, and what it is."""
    return _("{label}：{text}", label=label, text=text)


def no_such(text: str) -> str:
    """What is said of an answer that is none of those listed."""
    return _(_NO_SUCH, text=text)


def _numbered(actions: Sequence[Action]) -> list[tuple[str, Action]]:
    return [
        ("0" if action.id in _LEAVES else str(number), action)
        for number, action in enumerate(actions, start=1)
    ]


def _meant(text: str, actions: Sequence[Action]) -> Action | None:
    """Which of `actions` is meant: by number, else name, else another word for it, else a part of
    the name of one alone."""
    word = comparable(text)
    named = [(key, comparable(_(action.label)), action) for key, action in _numbered(actions)]
    for key, label, action in named:
        if word in (key, label):
            return action
    for _key, _label, action in named:
        if word in action.also.split():
            return action
    parts = [
        action
        for _key, label, action in named
        if word in label or any(name.startswith(word) for name in action.also.split())
    ]
    return parts[0] if word and len(parts) == 1 else None
