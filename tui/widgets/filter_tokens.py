"""What the list is narrowed to, as tokens; pressing one takes it away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.message import Message

from tui.entering.choices import Option
from tui.widgets.choice import Choice
from tui.words.filter_words import Token


class FilterTokens(Choice):
    """The tokens of a filter; not there while there are none."""

    @dataclass
    class Removed(Message):
        """A token was taken away."""

        token: Token

    def __init__(self) -> None:
        super().__init__([], multiple=True)
        self.tokens: Sequence[Token] = ()
        self.display = False

    def show(self, tokens: Sequence[Token]) -> None:
        """Shows `tokens` in place of those before."""
        self.tokens = tokens
        self.options = tuple(Option(f"{i}", token.label) for i, token in enumerate(tokens))
        pointer = self.pointer
        self.choose(option.value for option in self.options)
        # Who takes several away goes on where the last one was.
        self.pointer = min(pointer, max(len(tokens) - 1, 0))
        self._layout = (-1, [])
        self.display = bool(tokens)
        self.refresh(layout=True)

    def _press(self, index: int) -> None:
        self.post_message(self.Removed(self.tokens[index]))
