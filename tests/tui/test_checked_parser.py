"""No report of a terminal ends the program, and the keys behind it are read."""

from __future__ import annotations

from itertools import product

import pytest
from textual import events
from textual.message import Message

from tui.actions.action import Action
from tui.actions.actions import ACTIONS
from tui.terminal.checked_parser import CheckedParser

CLICK = "\x1b[<0;5;3M"
NUMBERS = ("", "0", "1", "48", "80", "48:1", "55296", "1114112", "9" * 11)


def heard(text: str, is_over: bool = False) -> list[Message]:
    parser = CheckedParser()
    return [*parser.feed(text), *(parser.feed("") if is_over else ())]


def keys(text: str) -> list[str]:
    return [key.key for key in heard(text, is_over=True) if isinstance(key, events.Key)]


def place_of(message: Message) -> tuple[float, float]:
    assert isinstance(message, events.MouseDown)
    return message.x, message.y


@pytest.mark.parametrize("mark", ["", "?", "<", ">"])
def test_whatever_numbers_a_report_has_the_click_and_the_key_behind_it_are_read(mark: str) -> None:
    for one, other, end in product(NUMBERS, NUMBERS, "uABCDEFHPQRStcmMy~"):
        *_told, click, key = heard(f"\x1b[{mark}{one};{other}{end}{CLICK}字")
        assert isinstance(click, events.MouseDown)
        assert isinstance(key, events.Key)
        assert key.character == "字"


@pytest.mark.parametrize("pixels", ["0;0", "0;800", "480;0"])
def test_a_terminal_that_knows_no_pixels_tells_a_click_in_cells(pixels: str) -> None:
    size, click = heard(f"\x1b[48;24;80;{pixels}t{CLICK}")
    assert isinstance(size, events.Resize)
    assert place_of(click) == (4, 2)


def test_a_terminal_that_knows_its_pixels_tells_a_click_in_them() -> None:
    _size, click = heard("\x1b[48;24;80;480;800t\x1b[<0;41;41M")
    assert place_of(click) == (4, 2)


@pytest.mark.parametrize("cells", ["0;0", "0;80", "24;0"])
def test_a_size_without_cells_is_passed_over(cells: str) -> None:
    (click,) = heard(f"\x1b[48;{cells};480;800t{CLICK}")
    assert place_of(click) == (4, 2)


@pytest.mark.parametrize("sent", ["\x1b{digit}", "\x1b[{number};3u", "\x1b[{number};3:1u"])
def test_alt_and_a_key_of_the_upper_row_is_the_function_key_above_it(sent: str) -> None:
    for number, below in enumerate("1234567890-=", 1):
        (key,) = heard(sent.format(digit=below, number=ord(below)))
        assert isinstance(key, events.Key)
        assert (key.key, key.is_printable) == (f"f{number}", False)


def test_a_key_that_is_let_go_of_or_has_other_modifiers_is_no_function_key() -> None:
    for sent in ("\x1b[49;3:3u", "\x1b[49;3:2u", "\x1b[49;5u", "\x1b[49u", "\x1b[58;3u", "\x1ba"):
        assert [key for key in keys(sent) if key.startswith("f")] == [], sent


@pytest.mark.parametrize("action", [a for a in ACTIONS if a.second_key], ids=lambda a: a.id)
def test_a_second_key_comes_through_as_itself(action: Action) -> None:
    """Alt+B would be read as the key that goes back a word."""
    sent = f"\x1b{action.second_key.removeprefix('alt+')}"
    assert keys(sent) == [action.second_key]
    assert keys(f"{sent}x{sent}\x1b[B") == [action.second_key, "x", action.second_key, "down"]


@pytest.mark.parametrize(
    "sent, read",
    [
        ("\x1b\x07", "escape ctrl+g"),
        ("\x1b\x07\x1b[B", "escape ctrl+g down"),
        ("\x1b\r", "enter"),
        ("\x1b\n", "escape enter"),
        ("\x1b你好\x1b[D", "escape 你 好 left"),
        ("\x1bd\x1bOQ", "escape d f2"),
        ("\x1bd\t", "escape d tab"),
        (f"\x1b{'d' * 40}", f"escape {' '.join('d' * 40)}"),
        # No Esc was pressed there.
        ("\x1bd", "alt+d"),
        ("\x1b\t\x1b[B", "shift+tab down"),
        ("\x1b\x7f\x1b[B", "ctrl+w down"),
        ("\x1b\b", "backspace"),
        ("\x1b[3@\x1b[B", "left_square_bracket 3 at down"),
        ("\x1bO5\x1b[B", "O 5 down"),
    ],
)
def test_esc_and_what_came_with_it_are_keys_of_their_own(sent: str, read: str) -> None:
    assert keys(sent) == read.split()


def test_an_enter_typed_before_the_program_reads_key_by_key_is_an_enter() -> None:
    assert keys("1\n2\r") == ["1", "enter", "2", "enter"]
