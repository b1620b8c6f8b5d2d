"""A screen is laid out for what changed, and not once more for each size that follows from it."""

from __future__ import annotations

from collections import Counter

import pytest
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.geometry import Size
from textual.screen import ModalScreen, Screen
from textual.widget import Widget
from textual.widgets import Static

from tui.terminal.compositor import DeskCompositor
from tui.terminal.terminal_app import TerminalApp


class Page(Screen[None]):
    def compose(self) -> ComposeResult:
        yield VerticalScroll(Static("一\n二\n三"))

    def say(self, text: str) -> None:
        self.query_one(Static).update(text)


class Question(ModalScreen[None]):
    def compose(self) -> ComposeResult:
        yield Static("确要离开？")


async def test_a_change_lays_a_screen_out_once_and_a_size_no_screen_that_has_it_already(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    laid_out: Counter[Widget] = Counter()
    reflow = DeskCompositor.reflow

    def noted(compositor: DeskCompositor, screen: Widget, size: Size) -> object:
        laid_out[screen] += 1
        return reflow(compositor, screen, size)

    monkeypatch.setattr(DeskCompositor, "reflow", noted)
    app = TerminalApp[None]()
    async with app.run_test(size=(80, 24)) as pilot:
        page, question = Page(), Question()
        await app.push_screen(page)
        await pilot.pause()
        laid_out.clear()
        page.say("一\n二\n三\n四")
        await pilot.pause()
        assert laid_out == {page: 1}
        laid_out.clear()
        await app.push_screen(question)
        await pilot.pause()
        # By its size as it comes, and once more as what it is of has been mounted.
        assert laid_out == {question: 2}
        await pilot.resize_terminal(60, 20)
        await pilot.pause()
        assert page.size == question.size == (60, 20)
        app.pop_screen()
        page.say("一\n" * 30)
        await pilot.pause()
        bar = page.query_one(VerticalScroll)
        assert bar.show_vertical_scrollbar and bar.query_one(Static).size.width == 58
