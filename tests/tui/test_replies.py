"""What a terminal says of itself is told from what is typed, however it comes in pieces."""

from __future__ import annotations

from codecs import getincrementaldecoder

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.terminal.replies import TypedText

OSC, DCS, ST, BEL = "\x1b]", "\x1bP", "\x1b\\", "\x07"


class Line:
    """A line from a terminal, on which what comes is told by when it comes, in seconds."""

    def __init__(self) -> None:
        self.at = 0.0
        self.decoder = TypedText(getincrementaldecoder("utf-8")("replace"), lambda: self.at)

    def hears(self, text: str, after: float = 0.01) -> str:
        self.at += after
        return self.decoder.decode(text.encode())


@pytest.mark.parametrize(
    "answer",
    [
        f"{OSC}11;rgb:0/0/0{BEL}",
        f"{OSC}l某某{ST}",
        f"{DCS}1$r0m{ST}",
        "\x1b_Gi=1;OK\x1b\\",
        "\x1b^x\x1b\\",
        "\x1bXx\x1b\\",
        "\x9d0;x\x9c",
        f"{OSC}52;c;\x18",
    ],
)
def test_an_answer_is_left_out(answer: str) -> None:
    assert Line().hears(f"王{answer}五") == "王五"


@given(st.lists(st.integers(1, 12), max_size=4))
def test_an_answer_in_pieces_is_left_out(cuts: list[int]) -> None:
    line, answer = Line(), f"{OSC}l某某{ST}"
    heard, rest = line.hears("王"), answer
    for cut in cuts:
        heard += line.hears(rest[:cut])
        rest = rest[cut:]
    heard += line.hears(rest) + line.hears("五")
    # Where the Esc was let through, the parser is given what it passes over.
    assert heard in ("王五", "王\x1b[E五")


def test_keys_are_let_through_at_once() -> None:
    line = Line()
    for key in ("\x1b", "\x1b[A", "\x1bOP", "\x1b[<0;1;1M", "\x1b\x1b", "\x1b[200~x\x1b[201~", "]"):
        assert line.hears(key, after=1) == key


def test_what_is_typed_after_a_while_is_typed() -> None:
    line = Line()
    assert line.hears("\x1b", after=1) == "\x1b"
    assert line.hears("]x", after=1) == "]x"
    assert line.hears(OSC, after=1) == ""
    assert line.hears("王", after=1) == "王"


def test_a_string_that_another_sequence_breaks_off_ends_there() -> None:
    assert Line().hears(f"{OSC}0;x\x1b[A王") == "\x1b[A王"


def test_what_is_pasted_stays_as_it_is() -> None:
    line, pasted = Line(), f"\x1b[200~{OSC}x\x1b[201~"
    assert line.hears(pasted) == pasted
    assert line.hears(f"{OSC}x{BEL}王") == "王"
