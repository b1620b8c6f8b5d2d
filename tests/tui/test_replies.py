"""What a terminal says of itself is told from what is typed, however it comes in pieces."""

from __future__ import annotations

import re
from codecs import getincrementaldecoder

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events
from textual.message import Message

from tui.terminal.checked_parser import CheckedParser
from tui.terminal.replies import TypedText, typed_text

BEGIN, END = "\x1b[200~", "\x1b[201~"
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
        f"{OSC}52;c;\x1a",
        "\x98x\x9c",
        "\x1b[=5c",
        "\x1b[?62;4c",
        "\x1b[>41;388;0c",
        "\x1b[8;24;80t",
        "\x1b[0n",
        "\x1b[?12;40R",
        "\x9b?62;4c",
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
    for key in (
        "\x1b",
        "\x1b[A",
        "\x1bOP",
        "\x1b[<0;1;1M",
        "\x1b[c",
        "\x1b[",
        "\x1b[1;2R",
        "\x1b[23$",
        "\x1b[?2026;2$y",
        "\x1b[48;40;120;0;0t",
        "\x1b[1;1\x1b[A",
        "\x1b\x1b",
        "\x1b[200~x\x1b[201~",
        "]",
    ):
        assert line.hears(key, after=1) == key


def test_what_is_typed_after_a_while_is_typed() -> None:
    line = Line()
    assert line.hears("\x1b", after=1) == "\x1b"
    assert line.hears("]x", after=1) == "]x"
    assert line.hears(OSC, after=1) == ""
    assert line.hears("王", after=1) == "王"


def test_a_string_that_another_sequence_breaks_off_ends_there() -> None:
    assert Line().hears(f"{OSC}0;x\x1b[A王") == "\x1b[A王"


def test_what_is_pasted_stays_as_it_is_without_its_colours() -> None:
    line, pasted = Line(), "第一段\x1b[31m红字\x1b[0m第二段\n第三行\x0c尾\x1b"
    plain = "第一段红字第二段\n第三行\x0c尾"
    assert line.hears(f"{BEGIN}{pasted}{END}") == f"{BEGIN}{plain}{END}"
    assert line.hears(f"{OSC}x{BEL}王") == "王"
    assert line.hears(f"{BEGIN}{OSC}x{BEL}{END}") == f"{BEGIN}]x{BEL}{END}"


@given(
    st.lists(st.sampled_from(["\x1b", "[", "31", "m", "~", *"]?\n\x07\x9b王", BEGIN, END[:-1]]))
    .map("".join)
    .filter(lambda text: (text + END).index(END) == len(text)),
    st.lists(st.integers(1, 12), max_size=8),
)
def test_nothing_that_is_pasted_is_taken_for_keys_however_it_is_cut(
    text: str, cuts: list[int]
) -> None:
    line, parser, rest = Line(), CheckedParser(), f"{BEGIN}{text}{END}"
    found: list[Message] = []
    for cut in [*cuts, len(rest)]:
        if heard := line.hears(rest[:cut], after=0.01):
            found += parser.feed(heard)
        rest = rest[cut:]
    (paste,) = found
    assert isinstance(paste, events.Paste)
    assert paste.text == re.sub(r"\x1b(?:\[[ -?]{0,29}[@-~])?", "", text)
    assert line.hears("\x1b[A") == "\x1b[A", "it is over"


def test_what_is_typed_long_after_the_line_dropped_what_was_pasted_is_typed() -> None:
    for typed in ("王", "\r", "\x1b[A", "\x1b[<0;1;1M"):
        line = Line()
        assert line.hears(f"{BEGIN}一\x1b[3") == f"{BEGIN}一"
        assert line.hears(typed, after=2.5) == f"[3{END}{typed}"
    line = Line()
    assert line.hears(f"{BEGIN}一\x1b[20") + line.hears("1~", after=2.5) == f"{BEGIN}一{END}"
    assert line.hears(f"{BEGIN}一") + line.hears("王" * 40, after=2.5) == f"{BEGIN}一{'王' * 40}"


@pytest.mark.parametrize("rest", ["二\r三", "\r三", "二\n"])
def test_lines_that_come_long_after_the_line_stalled_are_still_of_what_is_pasted(rest: str) -> None:
    line = Line()
    assert line.hears(f"{BEGIN}一") + line.hears(rest, after=2.5) == f"{BEGIN}一{rest}"
    assert line.hears("王", after=2.5) == f"{END}王"


def test_where_what_came_after_a_stall_goes_on_at_once_it_was_pasted() -> None:
    for more in ("后半\r第三行\r", END, f"后半{END}"):
        line = Line()
        assert line.hears(f"{BEGIN}一\r") + line.hears("前半", after=3) == f"{BEGIN}一\r{END}前半"
        assert line.hears("接", after=0.05) == "接", "it may still be typed"
        assert line.hears(more, after=0.05) == BEGIN + more
        assert line.hears("x\r" if END in more else END, after=0.05) == (
            "x\r" if END in more else END
        )
    line = Line()
    line.hears(f"{BEGIN}一\r")
    line.hears("王", after=3)
    assert line.hears("某\r", after=0.5) == "某\r", "it was typed"
    assert line.hears("某\r", after=0.05) == "某\r"


def test_an_answer_that_a_bad_line_cuts_up_is_left_out() -> None:
    line = Line()
    assert line.hears(f"{OSC}11;r", after=1) + line.hears("gb:0/0/0", after=0.9) == ""
    assert line.hears(f"{BEL}王", after=0.9) == "王"
    assert line.hears(f"{OSC}11;r", after=1) + line.hears("王", after=2.5) == "王"


@pytest.mark.parametrize(
    "answer", [b"\x9d11;rgb:0/0/0\x07", b"\x9d0;x\x9c", b"\x90>|vt\x9c", b"\x9fGi=1;OK\x1b\\"]
)
def test_an_answer_of_a_terminal_of_eight_bits_is_left_out(answer: bytes) -> None:
    heard = typed_text("utf-8")().decode("王".encode() + answer + "五".encode())
    assert heard == "王五"


def test_what_kind_a_terminal_is_is_left_out_in_pieces_too() -> None:
    for cut in range(3, 8):
        line, answer = Line(), "\x1b[?62;4c"
        assert line.hears(answer[:cut]) + line.hears(answer[cut:] + "王", after=1) == "王"
        assert line.hears(answer[:cut] + "王") == "王"


def test_the_mark_of_a_sequence_in_one_character_is_that_in_two() -> None:
    for mark in (b"\x9b", "\x9b".encode()):
        assert typed_text("utf-8")().decode(mark + b"1;5A" + mark + b"?62c") == "\x1b[1;5A"


def test_text_in_another_charset_is_marked() -> None:
    assert set(typed_text("utf-8")().decode("王五".encode("gbk"))) == {"\ufffd"}


def test_what_is_typed_long_after_an_answer_that_never_ended_is_typed() -> None:
    line = Line()
    assert line.hears("\x1b[?") == ""
    assert line.hears("12", after=2.5) == "12"


def test_what_is_typed_right_after_a_key_that_begins_like_an_answer_costs_no_more_than_itself() -> (
    None
):
    line = Line()
    assert line.hears(OSC) + line.hears("a", after=0.2) == ""
    assert line.hears("王", after=0.4) == "王"


def test_an_esc_before_the_end_of_an_answer_is_no_other_sequence() -> None:
    assert Line().hears(f"{OSC}0;x\x1b{ST}王") == "王"


@pytest.mark.parametrize("cut", [b"\xe6\x9d", b"\xe4\xb8", b"\xf0\x9f\x90"])
def test_what_is_left_of_a_character_is_one_mark_and_no_answer_begins_in_it(cut: bytes) -> None:
    assert typed_text("utf-8")().decode(cut + "a王".encode()) == "\ufffda王"
