"""What stands on the desk past the rules, or comes in from the keyboard, does nothing on the screen."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.desk.desk import Desk
from tests.hostile import FRAGMENTS, OWN, acts, hostile_desk, texts
from tests.store.desks import clock, new_desk
from tests.terminal import Terminal
from tests.tui.test_hangup import AT
from tests.tui.test_inert import ALL, FEW
from tui.cli.who import login

pytestmark = pytest.mark.whole

# Each place with what it says of itself.
PLACES = (
    ((), "2016-0001"),
    (("F4", "Enter"), "告知"),
    (("F5",), "全部举报"),
    (("7531",), "7531"),
    (("\x07",), "待办事项"),
    (("\x02",), "收件核对"),
    (("\x1b[21~",), "交接班单"),
    (("F2",), "收到时间"),
    (("Ctrl+P",), "输入名称"),
)


@contextmanager
def at_desk(folder: Path) -> Iterator[Terminal]:
    """The app on a desk, in a terminal."""
    terminal = Terminal([sys.executable, "-m", "tui", "--desk", str(folder), "--at", AT])
    try:
        terminal.until("最近登记")
        yield terminal
    finally:
        terminal.close()


def leaves_well(terminal: Terminal) -> None:
    terminal.type("Ctrl+Q")
    assert terminal.until_over() == 0
    assert acts(terminal.output, OWN) == []


@settings(FEW, max_examples=1)
@given(st.lists(texts(), min_size=1, max_size=4))
def test_what_stands_on_the_desk_past_the_rules_does_nothing_on_any_screen(
    found: list[str],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        desk_folder = Path(folder) / "desk"
        hostile_desk(desk_folder, [*found, ALL, ALL])
        with Desk.open(desk_folder, clock=clock(), officer=login()) as desk:
            keys = ("reporter.name", "summary", "registration_mark", "link_to")
            subject = dict.fromkeys(("unit", "person", "post"), ALL)
            desk.drafts.keep(ALL, dict.fromkeys(keys, ALL) | {"subjects": [subject]})
        with at_desk(desk_folder) as terminal:
            for keys_, seen in PLACES:
                terminal.type(*keys_)
                terminal.until(seen)
            leaves_well(terminal)


def test_what_is_pasted_or_typed_in_bytes_that_are_no_text_does_nothing(tmp_path: Path) -> None:
    new_desk(tmp_path / "desk").close()
    with at_desk(tmp_path / "desk") as terminal:
        terminal.type("F2")
        terminal.until("收到时间")
        terminal.fill("reporter.name", "前")
        for data in (b"\xff\xfe\x80", b"\xe4\xb8", b"\xed\xa0\x80", b"\xc0\xaf", "后".encode()):
            os.write(terminal.fd, data)
        terminal.until("后")
        pasted = [text for text in FRAGMENTS if "\x1b" not in text]
        terminal.type("Tab", *(f"\x1b[200~{text}\x1b[201~" for text in pasted), "末")
        terminal.until("末")
        leaves_well(terminal)
