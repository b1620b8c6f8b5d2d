"""A page of the manual: Markdown, with tables and blocks in the colours of the rest of it.

Imported once a page is shown: what draws Markdown takes long to import.
"""

from __future__ import annotations

from textual.content import Content

from tui.terminal.lazy_import import empty, import_without

# As in `tui.terminal.laid_out`: what gives code its colours.
import_without(
    "textual.highlight", "textual.widgets.markdown", empty("textual.highlight", "highlight")
)
from textual.widgets import Markdown  # noqa: E402
from textual.widgets.markdown import MarkdownFence  # noqa: E402


class _Block(MarkdownFence):
    """A block as it is written: the colours of a language could not be read in each theme."""

    @classmethod
    def highlight(cls, code: str, language: str, ansi: bool = False, dark: bool = False) -> Content:
        return Content(code)


class ManualPage(Markdown):
    """A page that leads nowhere by itself."""

    def __init__(self, text: str) -> None:
        super().__init__(text, open_links=False)
        self.BLOCKS = Markdown.BLOCKS | {"fence": _Block, "code_block": _Block}
