"""What the painter sends brings a terminal to show what was rendered, and is little."""

from __future__ import annotations

import gc

import pyte
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.color import ColorSystem
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.geometry import Region, Size
from textual.strip import Strip

from tests.hostile import OWN, acts, texts
from tui.terminal.ascii import ASCII, is_ascii_terminal
from tui.terminal.painting import Painter
from tui.terminal.terminal_app import Difference, TerminalApp
from tui.terminal.too_large import clamped
from tui.terminal.too_small import is_too_small, too_small

WIDTH, HEIGHT = 12, 3
STYLES = [
    Style.parse(text)
    for text in ("none", "bold red", "red on blue", "underline", "dim reverse on #102030", "italic")
]
PIECES = st.tuples(st.text("a 0─值班", max_size=5), st.sampled_from(STYLES))
SCREENS = st.lists(st.lists(PIECES, max_size=4), min_size=HEIGHT, max_size=HEIGHT)


def update_of(screen: list[list[tuple[str, Style]]]) -> LayoutUpdate:
    lines = [
        [Strip([Segment(*piece) for piece in line]).adjust_cell_length(WIDTH)] for line in screen
    ]
    return LayoutUpdate(lines, Region(0, 0, WIDTH, HEIGHT))


def cells(terminal: pyte.Screen) -> list[list[tuple[object, ...]]]:
    """Each cell as it looks: of a blank, what shows on a blank."""
    rows = []
    for y in range(HEIGHT):
        row: list[tuple[object, ...]] = []
        for x in range(WIDTH):
            cell = terminal.buffer[y][x]
            if cell.data == " " and not cell.underscore and not cell.reverse:
                row.append((" ", cell.bg))
            else:
                row.append(tuple(cell))
        rows.append(row)
    return rows


@settings(max_examples=100)
@given(st.lists(SCREENS, min_size=1, max_size=4))
def test_screen_after_screen_looks_as_if_painted_in_full(
    screens: list[list[list[tuple[str, Style]]]],
) -> None:
    painter, seen = Painter(), pyte.Screen(WIDTH, HEIGHT)
    stream = pyte.Stream(seen)
    for screen in screens:
        update = update_of(screen)
        stream.feed(painter.paint(update, ColorSystem.TRUECOLOR))
        whole = pyte.Screen(WIDTH, HEIGHT)
        pyte.Stream(whole).feed(Painter().paint(update, ColorSystem.TRUECOLOR))
        assert cells(seen) == cells(whole)
        plain = ["".join(text for text, _style in line) for line in screen]
        for shown, text in zip(seen.display, plain, strict=True):
            assert shown.startswith(text) or cell_len(text) > WIDTH


def test_a_second_that_changes_one_digit_sends_one_digit() -> None:
    painter, style = Painter(), Style.parse("red on blue")
    painter.paint(update_of([[("12:00:01", style)], [], []]), ColorSystem.TRUECOLOR)
    sent = painter.paint(update_of([[("12:00:02", style)], [], []]), ColorSystem.TRUECOLOR)
    assert sent == "\x1b[1;8H\x1b[44m2"


def test_what_is_on_the_terminal_already_is_not_sent_unless_it_forgot() -> None:
    painter, screen = Painter(), update_of([[("值班", STYLES[1])], [], []])
    first = painter.paint(screen, ColorSystem.TRUECOLOR)
    assert painter.paint(screen, ColorSystem.TRUECOLOR) == ""
    painter.forget()
    assert painter.paint(screen, ColorSystem.TRUECOLOR) == first


def sent_after(before: str, after: str) -> str:
    """What is sent of a line that stood there otherwise, in one style."""
    painter, style = Painter(), Style.parse("red on blue")
    painter.paint(update_of([[(before, style)], [], []]), ColorSystem.TRUECOLOR)
    return painter.paint(update_of([[(after, style)], [], []]), ColorSystem.TRUECOLOR)


def test_what_lies_between_two_changes_is_sent_if_that_is_less_than_a_move() -> None:
    assert sent_after("12:00:01:01", "12:00:02:02") == "\x1b[1;8H\x1b[44m2:02"
    assert sent_after("1:00:00:001", "2:00:00:002") == "\x1b[1;1H\x1b[44m2\x1b[9C2"


def test_behind_a_wide_character_that_changed_the_next_change_stands_in_its_place() -> None:
    before, after = "值12345678a", "班12345678b"
    shown = pyte.Screen(WIDTH, HEIGHT)
    stream = pyte.Stream(shown)
    painter = Painter()
    for text in (before, after):
        stream.feed(painter.paint(update_of([[(text, STYLES[1])], [], []]), None))
    assert shown.display[0].rstrip() == after


@pytest.mark.parametrize(
    ("style", "codes"),
    [
        ("bold red on blue", "0;1;31;44"),
        ("on blue", "0;44"),
        ("underline #102030", "0;4;38;2;16;32;48"),
    ],
)
def test_a_style_is_sent_with_its_own_colours(style: str, codes: str) -> None:
    sent = Painter().paint(update_of([[("a", Style.parse(style))]]), ColorSystem.TRUECOLOR)
    assert sent.startswith(f"\x1b[1;1H\x1b[{codes}ma")


@pytest.mark.parametrize(
    ("colors", "codes"),
    [
        (ColorSystem.TRUECOLOR, "0;1;38;2;255;85;85;48;2;0;0;170"),
        (ColorSystem.EIGHT_BIT, "0;1;38;5;203;48;5;19"),
        (ColorSystem.STANDARD, "0;1;91;44"),
        (None, "0"),
    ],
)
def test_a_terminal_is_sent_such_colours_as_it_has(colors: ColorSystem | None, codes: str) -> None:
    style = Style.parse("bold #ff5555 on #0000aa")
    sent = Painter().paint(update_of([[("a", style)]]), colors)
    assert sent.startswith(f"\x1b[1;1H\x1b[{codes}ma")


@pytest.mark.parametrize(
    ("style", "sent"),
    [
        # What does not show on a blank is turned off behind it.
        ("bold", "a \x1b[22mb"),
        ("dim", "a \x1b[22mb"),
        ("italic", "a \x1b[23mb"),
        ("blink", "a \x1b[25mb"),
        ("underline", "a\x1b[24m b"),
        ("reverse", "a\x1b[27m b"),
        ("strike", "a\x1b[29m b"),
        ("underline2", "a\x1b[0m b"),
        ("overline", "a\x1b[0m b"),
    ],
)
def test_what_marks_a_text_is_turned_off_behind_it_by_its_own_code(style: str, sent: str) -> None:
    line = [("a", Style.parse(style)), (" b", Style.parse("none"))]
    assert sent in Painter().paint(update_of([line]), ColorSystem.TRUECOLOR)


def test_what_no_code_of_its_own_turns_off_is_turned_off_with_all_else() -> None:
    line = [
        ("甲", Style.parse("encircle bold red on blue")),
        ("乙", Style.parse("bold red on blue")),
    ]
    sent = Painter().paint(update_of([line]), ColorSystem.TRUECOLOR)
    assert "\x1b[0;1;31;44m乙" in sent


@pytest.mark.parametrize(("start", "end"), [(0, 3), (3, 6), (3, 4), (2, 5)])
def test_no_wide_character_is_cut_where_what_changed_begins_or_ends_in_it(
    start: int, end: int
) -> None:
    strip = Strip([Segment("值班台值班台", STYLES[1])])
    update = ChopsUpdate([{0: strip}], [(0, start, end)], [[12]])
    shown = pyte.Screen(WIDTH, HEIGHT)
    pyte.Stream(shown).feed(Painter().paint(update, ColorSystem.TRUECOLOR))
    text = shown.display[0].rstrip()
    assert text.strip() in "值班台值班台" and cell_len(text.strip()) >= end - start


@pytest.mark.parametrize(("start", "end"), [(0, 3), (3, 6), (3, 5), (1, 3), (5, 7)])
def test_what_is_left_of_a_wide_character_that_is_painted_over_by_half_is_painted_too(
    start: int, end: int
) -> None:
    below, above = (
        Strip([Segment("值班台值班台", STYLES[1])]),
        Strip([Segment("-" * (end - start))]),
    )
    cut = {0: below.crop(0, start), start: above, end: below.crop(end, WIDTH)}
    over = ChopsUpdate([cut], [(0, start, end)], [[start, end, WIDTH]])
    painter, seen, whole = Painter(), pyte.Screen(WIDTH, HEIGHT), pyte.Screen(WIDTH, HEIGHT)
    whole_update = LayoutUpdate([[below]], Region(0, 0, WIDTH, 1))
    stream = pyte.Stream(seen)
    stream.feed(painter.paint(whole_update, ColorSystem.TRUECOLOR))
    stream.feed(painter.paint(over, ColorSystem.TRUECOLOR))
    anew = LayoutUpdate([list(cut.values())], Region(0, 0, WIDTH, 1))
    pyte.Stream(whole).feed(Painter().paint(anew, ColorSystem.TRUECOLOR))
    assert cells(seen) == cells(whole)
    # Beneath it is what was there.
    stream.feed(painter.paint(whole_update, ColorSystem.TRUECOLOR))
    assert seen.display[0].rstrip() == "值班台值班台"


def test_without_colors_none_are_sent() -> None:
    assert "31" not in Painter().paint(update_of([[("值班", STYLES[2])], [], []]), None)


def test_behind_a_character_with_a_mark_it_is_said_where_the_next_one_stands() -> None:
    # Terminals do not agree on how far they went with it.
    for text, column in (("e\u0301x", 2), ("值\u0301班", 3), ("a\u0301\u0302b", 2)):
        sent = Painter().paint(update_of([[(text, STYLES[0])]]), None)
        assert f"{text[:-1]}\x1b[1;{column}H{text[-1]}" in sent, text


def test_of_a_wide_character_that_is_cut_off_at_the_edge_no_half_is_sent() -> None:
    # Who laid out the line counts what a joiner comes before as joined to nothing.
    shown, odd = pyte.Screen(WIDTH, HEIGHT), "\u200da值"
    line = [(odd, STYLES[0]), ("##", STYLES[0])]
    pyte.Stream(shown).feed(Painter().paint(update_of([line]), None))
    behind = cell_len(odd)
    assert [shown.buffer[0][x].data for x in (behind, behind + 1)] == ["#", "#"]


@pytest.mark.parametrize("joined", ["❤\ufe0f", "👍🏽", "👩\u200d👧"])
def test_what_is_joined_takes_the_cells_that_were_counted_for_it(joined: str) -> None:
    shown = pyte.Screen(WIDTH, HEIGHT)
    line = [(joined, STYLES[0]), ("##", STYLES[0])]
    pyte.Stream(shown).feed(Painter().paint(update_of([line]), None))
    behind = cell_len(joined)
    assert [shown.buffer[0][x].data for x in (behind, behind + 1)] == ["#", "#"]


def test_where_a_text_leads_is_not_sent() -> None:
    plain, leading = (
        Painter().paint(update_of([[("a", Style.parse(style))]]), ColorSystem.TRUECOLOR)
        for style in ("bold red", "bold red link https://example.com/")
    )
    assert leading == plain


def test_a_flag_is_shown_by_its_letters() -> None:
    shown = pyte.Screen(WIDTH, HEIGHT)
    pyte.Stream(shown).feed(Painter().paint(update_of([[("🇨🇳🇨", STYLES[1])]]), None))
    assert shown.display[0].rstrip() == "CNC"


@settings(max_examples=100)
@given(st.lists(texts(), min_size=HEIGHT, max_size=HEIGHT), SCREENS)
@example([140 * "\u200d" + "_x003D_7531⼀"] * HEIGHT, [[]] * HEIGHT)
def test_whatever_is_painted_over_is_gone_and_nothing_painted_acts(
    hostile: list[str], screen: list[list[tuple[str, Style]]]
) -> None:
    painter, seen = Painter(), pyte.Screen(WIDTH, HEIGHT)
    stream = pyte.Stream(seen)
    before = painter.paint(update_of([[("#" * WIDTH, STYLES[1])]] * HEIGHT), ColorSystem.TRUECOLOR)
    over = painter.paint(
        update_of([[(text.replace("#", ""), STYLES[2])] for text in hostile]), ColorSystem.TRUECOLOR
    )
    after = painter.paint(update_of(screen), ColorSystem.TRUECOLOR)
    assert acts((before + over + after).encode(), OWN) == []
    # As the app has the terminal: the end of a line is the end.
    stream.feed(f"\x1b[?7l{before}{over}")
    assert "#" not in "".join(seen.display)
    whole = pyte.Screen(WIDTH, HEIGHT)
    pyte.Stream(whole).feed(Painter().paint(update_of(screen), ColorSystem.TRUECOLOR))
    stream.feed(after)
    assert cells(seen) == cells(whole)


def test_a_style_that_was_painted_once_is_let_go_of() -> None:
    painter, times = Painter(), 1_000
    for x in range(times):
        # As Textual has it of each piece of a text, by where it stands there.
        styles = [Style(color="red", meta={"offset": (x, y)}) for y in range(HEIGHT)]
        update = update_of([[("a", style)] for style in styles])
        painter.paint(update, ColorSystem.TRUECOLOR)
    there = [one for one in gc.get_objects() if isinstance(one, Style) and "offset" in one.meta]
    assert len(there) < times * HEIGHT / 2


def test_where_no_lines_are_drawn_corners_and_blocks_are_signs_too() -> None:
    painter = Painter()
    painter.ascii = ASCII
    shown = pyte.Screen(WIDTH, HEIGHT)
    pyte.Stream(shown).feed(painter.paint(update_of([[("┌┼╝░▚█─值", STYLES[1])]]), None))
    assert shown.display[0].rstrip() == "+++###-值"


@pytest.mark.parametrize("is_known", [True, False])
def test_what_is_more_than_a_packet_is_one_frame_where_the_terminal_knows_of_frames(
    is_known: bool,
) -> None:
    app = TerminalApp[None]()
    app._sync_available = is_known
    styles = [Style.parse(f"on #0000{n:02}") for n in range(80)]
    for screen, is_large in (([[("a", STYLES[1])]], False), ([[("a", s) for s in styles]], True)):
        update = LayoutUpdate(
            [[Strip([Segment(*p) for p in line])] for line in screen], Region(0, 0, 80, 1)
        )
        sent = str(
            Difference(update, app).render_segments(
                Console(color_system="truecolor", force_terminal=True)
            )
        )
        is_frame = sent.startswith("\x1b[?2026h") and sent.endswith("\x1b[?2026l")
        assert (len(sent) > 1024) is is_large
        assert is_frame is (is_known and is_large)


@pytest.mark.parametrize(
    ("terms", "is_plain"),
    [
        ("linux vt100 vt220 vt320-w dumb unknown", True),
        ("xterm xterm-256color linux-16color tmux screen dumber rxvt-unicode", False),
    ],
)
def test_which_terminals_draw_no_lines_goes_by_their_whole_name(
    monkeypatch: pytest.MonkeyPatch, terms: str, is_plain: bool
) -> None:
    for term in terms.split():
        monkeypatch.setenv("TERM", term)
        assert is_ascii_terminal() is is_plain, term
    monkeypatch.setenv("TERM", "")
    assert is_ascii_terminal()
    monkeypatch.delenv("TERM")
    assert is_ascii_terminal(), "of which nothing is known"


def test_each_mark_has_a_character_of_ascii_of_its_own_kind() -> None:
    drawn, shown = "●•○◦▫◐✓✕×←→▶↑▲↓▼…·“‘─━│█▁▄▇┌░", "**oo-!vxx<>>^^vv~.\"'-=|#_-=+#"
    assert drawn.translate(ASCII) == shown
    assert "汉a1".translate(ASCII) == "汉a1"


@pytest.mark.parametrize(
    ("width", "height", "is_small"),
    [(60, 20, False), (59, 20, True), (60, 19, True), (300, 19, True), (59, 300, True)],
)
def test_a_window_is_too_small_where_it_is_too_narrow_or_too_low(
    width: int, height: int, is_small: bool
) -> None:
    assert is_too_small(Size(width, height)) is is_small


def test_a_window_that_is_too_small_says_which_size_is_needed_and_which_it_has() -> None:
    lines = [strip.text for line in too_small(Size(50, 4)).strips for strip in line]
    assert [len(line) > 0 for line in lines] == [True] * 4
    assert "".join(lines).replace(" ", "").startswith("窗口太小：至少60×20，现为50×4。")


@pytest.mark.parametrize(
    ("window", "drawn"),
    [((80, 24), (80, 24)), ((1001, 24), (1000, 24)), ((80, 401), (80, 400))],
)
def test_of_a_window_of_any_size_so_much_is_drawn(
    window: tuple[int, int], drawn: tuple[int, int]
) -> None:
    assert clamped(Size(*window)) == Size(*drawn)
