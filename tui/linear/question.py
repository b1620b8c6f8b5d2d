"""A field of a tip as a question: what can be answered, and what an answer means."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from store.frozen import frozen
from store.notice.notice import Notice
from store.text import _
from store.tips.fields import Field
from tui.entering.choices import Option, options_of
from tui.linear.talk import comparable, labelled, no_such

_BETWEEN: Final = re.compile(r"[,，、;；\s]+")
_YES, _NO = "yes", "no"


class NotAnAnswer(Exception):
    """What was answered is none of what can be chosen; `str()` says so."""


@frozen
class Question:
    """`options` can be chosen, by number or name; where there are none, one writes."""

    field: Field
    options: tuple[Option, ...]

    @classmethod
    def of(cls, field: Field, notice: Notice) -> Question:
        """The question that a field of the table is."""
        if field.kind == "flag":
            return cls(field, (Option(_YES, _("是")), Option(_NO, _("否"))))
        return cls(field, options_of(field, notice))

    @property
    def is_multiple(self) -> bool:
        """Whether any number of the options can be chosen."""
        return self.field.kind in ("disciplines", "tags")

    def listed(self) -> Iterator[str]:
        """The options with their numbers, those under one heading on one line."""
        lines: dict[str, list[str]] = {}
        for number, option in enumerate(self.options, start=1):
            lines.setdefault(option.heading, []).append(f"{number} {option.label}")
        for heading, texts in lines.items():
            listed = _("，").join(texts)
            yield labelled(heading, listed) if heading else listed

    def value_of(self, text: str) -> Any:
        """What the field holds once `text` was answered. Raises `NotAnAnswer`."""
        if not self.options:
            return text
        if self.is_multiple:
            words = [text] if self._find(text) else filter(None, _BETWEEN.split(text))
            return list(dict.fromkeys(self._one(word).value for word in words))
        value = self._one(text).value
        return value == _YES if self.field.kind == "flag" else value

    def _one(self, text: str) -> Option:
        if found := self._find(text):
            return found
        raise NotAnAnswer(no_such(text))

    def _find(self, text: str) -> Option | None:
        word = comparable(text)
        if word.isdecimal():
            place = int(word[:4])
            return self.options[place - 1] if 1 <= place <= len(self.options) else None
        names = [(comparable(option.label), option) for option in self.options]
        begun = [option for name, option in names if word and name.startswith(word)]
        exact = [option for name, option in names if name == word]
        found = exact or begun
        return found[0] if len(found) == 1 else None

    def how(self) -> str:
        """How it is answered."""
        if self.field.kind == "long":
            return _(
                "可写多行；写完在单独一行只写一个句号；最多 {limit} 个字", limit=self.field.limit
            )
        if self.is_multiple:
            return _("填数字或名称，几项之间空格")
        if self.options:
            return _("填一个数字或名称")
        if self.field.kind == "text":
            return _("最多 {limit} 个字", limit=self.field.limit)
        return ""
