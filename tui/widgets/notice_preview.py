"""What a notice means, below the form in which it is typed."""

from __future__ import annotations

from collections.abc import Iterable

from textual.content import Content
from textual.widgets import Static

from store.printable import printable


class NoticePreview(Static):
    """A few sentences, one below the other."""

    def show(self, sentences: Iterable[str]) -> None:
        """These and no others."""
        self.update(Content("\n".join(map(printable, sentences))))
