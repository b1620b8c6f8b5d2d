"""The themes: what is written can be read, in each of them, on terminals of any colours."""

from pathlib import Path

import pytest
from rich.color import Color as RichColor
from rich.color import ColorSystem
from textual.color import Color
from textual.theme import Theme

import tui
from store.clock import Clock
from tests.tui.sitting import all_dealt_with
from tui.apps.first_start import SetupApp
from tui.notice_form.founding import Founding
from tui.terminal.themes import STYLE_SHEETS, THEMES, THEMES_OF_SIXTEEN, other_theme
from tui.widgets.due_panel import DuePanel
from tui.widgets.text_field import TextField

READABLE, VERY_READABLE = 4.5, 7.0
"""The least ratios of WCAG 2 for text, at its levels AA and AAA."""
SEEN = 2.0
"""Less than WCAG asks of a sign: each field has a ground, a label and a place as well."""
TOLD = 3.0
"""What WCAG asks of a sign, and of how the focus looks."""
SIXTEEN = {f"#{r:02x}{g:02x}{b:02x}" for r in (0, 170) for g in (0, 170) for b in (0, 170)} | {
    f"#{r:02x}{g:02x}{b:02x}" for r in (85, 255) for g in (85, 255) for b in (85, 255)
}
ROLES = ("text-primary", "text-success", "text-warning", "text-error", "text-accent")
WRITTEN_ON = {
    "background": ("foreground", "text-muted", *ROLES),
    "aside": ("foreground", "text-muted", *ROLES),
    "panel": ("foreground", "text-muted", "text-primary", "text-success", "text-warning", "accent"),
    "surface": ("foreground", "text-muted", "accent"),
    "surface-turn": ("foreground", "text-muted"),
    "boost": ("focus-text", "focus-muted"),
    "primary": ("text",),
}


def test_every_style_sheet_is_known_wherever_it_lies() -> None:
    assert sorted(Path(tui.__file__).parent.rglob("*.tcss")) == STYLE_SHEETS


def luminance(color: Color) -> float:
    def linear(part: int) -> float:
        share = part / 255
        return float(share / 12.92 if share <= 0.03928 else ((share + 0.055) / 1.055) ** 2.4)

    return 0.2126 * linear(color.r) + 0.7152 * linear(color.g) + 0.0722 * linear(color.b)


def contrast(one: Color, other: Color) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def least_contrast(theme: Theme) -> tuple[float, str, str]:
    colors = theme.to_color_system().generate() | theme.variables
    return min(
        (contrast(Color.parse(colors[ground]), Color.parse(colors[text])), ground, text)
        for ground, texts in WRITTEN_ON.items()
        for text in texts
    )


def test_contrast_is_what_wcag_says_it_is() -> None:
    assert contrast(Color.parse("white"), Color.parse("black")) == pytest.approx(21)
    assert contrast(Color.parse("#777777"), Color.parse("white")) == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_every_text_can_be_read_on_its_ground(theme: Theme) -> None:
    least = VERY_READABLE if theme.name.endswith("contrast") else READABLE
    assert least_contrast(theme) >= (least, "", "")


@pytest.mark.parametrize("theme", THEMES_OF_SIXTEEN, ids=lambda theme: theme.name)
def test_every_text_can_be_read_in_sixteen_colors(theme: Theme) -> None:
    assert least_contrast(theme) >= (READABLE, "", "")


@pytest.mark.parametrize("theme", THEMES_OF_SIXTEEN, ids=lambda theme: theme.name)
def test_in_sixteen_colors_none_has_to_be_replaced_by_one_near_it(theme: Theme) -> None:
    assert set(theme.variables.values()) <= SIXTEEN


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_in_256_colors_no_ground_is_lost_in_another(theme: Theme) -> None:
    colors = theme.to_color_system().generate() | theme.variables
    grounds = [
        Color.parse(colors[name]).rich_color.downgrade(ColorSystem.EIGHT_BIT)
        for name in ("background", "panel", "boost", "primary")
    ]
    fields, turn = (
        Color.parse(colors[name]).rich_color.downgrade(ColorSystem.EIGHT_BIT)
        for name in ("surface", "surface-turn")
    )
    assert len(set(grounds)) == len(grounds) and fields not in (grounds[0], grounds[2])
    assert turn not in (fields, grounds[2])


@pytest.mark.parametrize("theme", (*THEMES, *THEMES_OF_SIXTEEN), ids=lambda theme: theme.name)
def test_the_edge_of_a_field_is_seen_on_the_ground_and_less_than_that_of_the_current(
    theme: Theme,
) -> None:
    colors = theme.to_color_system().generate() | theme.variables
    ground = Color.parse(colors["background"])
    edge, current = (contrast(Color.parse(colors[name]), ground) for name in ("edge", "accent"))
    assert SEEN <= edge < current


@pytest.mark.parametrize("theme", (*THEMES, *THEMES_OF_SIXTEEN), ids=lambda theme: theme.name)
def test_where_one_types_is_told_at_a_glance_from_all_around_it(theme: Theme) -> None:
    colors = theme.to_color_system().generate() | theme.variables
    focused = Color.parse(colors["boost"])
    around = ("background", "aside", "surface", "surface-turn", "panel")
    least = min((contrast(focused, Color.parse(colors[name])), name) for name in around)
    assert least >= (TOLD, "")


def hue(color: Color) -> float:
    """In degrees from red, -60 to 300."""
    degrees = color.hsl.h * 360
    return degrees - 360 if degrees > 300 else degrees


@pytest.mark.parametrize("theme", (*THEMES, *THEMES_OF_SIXTEEN), ids=lambda theme: theme.name)
def test_good_is_green_doubtful_is_amber_and_wrong_is_red(theme: Theme) -> None:
    colors = theme.to_color_system().generate() | theme.variables
    for kind in ("", "text-"):
        good, doubtful, wrong = (
            hue(Color.parse(colors[kind + name])) for name in ("success", "warning", "error")
        )
        if theme.name.endswith("light") and theme in THEMES_OF_SIXTEEN:
            # Neither green nor amber can be read there: blue, and the red of what is wrong.
            assert (good, doubtful, wrong) == (240, 0, 0)
        else:
            assert 90 < good < 150 and 30 < doubtful < 65 and -10 < wrong < 10


async def test_what_is_said_to_be_good_doubtful_or_bad_has_the_colour_of_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLORTERM", "truecolor")
    app = SetupApp(Founding(tmp_path, Clock().now))
    async with app.run_test() as pilot:
        await app.screen.mount(panel := DuePanel())
        for _theme in THEMES:
            await pilot.press("ctrl+t")
            colors = {
                role: panel.get_component_styles(f"sheet--{role}").color
                for role in ("good", "warning", "bad")
            }
            named = ("success", "warning", "error")
            variables = app.theme_variables
            assert [*colors.values()] == [Color.parse(variables[f"text-{n}"]) for n in named]


def test_one_goes_through_all_themes_and_comes_back() -> None:
    names = [theme.name for theme in THEMES]
    assert [other_theme(name) for name in names] == [*names[1:], names[0]]
    assert names == [theme.name for theme in THEMES_OF_SIXTEEN]


@pytest.mark.parametrize(
    ("term", "colors", "found"),
    [
        ("linux", "", THEMES_OF_SIXTEEN),
        ("xterm-256color", "", THEMES),
        ("xterm", "truecolor", THEMES),
    ],
)
def test_a_terminal_of_sixteen_colors_gets_the_themes_made_of_them(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    term: str,
    colors: str,
    found: tuple[Theme, ...],
) -> None:
    monkeypatch.setenv("TERM", term)
    monkeypatch.setenv("COLORTERM", colors)
    app = SetupApp(Founding(tmp_path, Clock().now))
    assert app.current_theme is found[0]


@pytest.mark.whole
@pytest.mark.parametrize(("term", "colors"), [("linux", ""), ("xterm", "truecolor")])
async def test_the_cursor_is_seen_in_the_field_that_has_the_focus(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, term: str, colors: str
) -> None:
    monkeypatch.setenv("TERM", term)
    monkeypatch.setenv("COLORTERM", colors)
    app = SetupApp(Founding(tmp_path, Clock().now))
    async with app.run_test() as pilot:
        await pilot.press("2")
        for _theme in THEMES:
            await pilot.press("ctrl+t")
            field = app.focused
            assert isinstance(field, TextField)
            cursor = field.get_component_styles("input--cursor").background
            assert contrast(cursor, field.styles.background) >= READABLE, app.theme


@pytest.mark.whole
async def test_each_word_of_the_manual_can_be_read(tmp_path: Path) -> None:
    app = SetupApp(Founding(tmp_path, Clock().now))
    async with app.run_test(size=(80, 48)) as pilot:
        # To the page itself, and back round the first one to the glossary, which is a table.
        await pilot.press("f1", *["left"] * 5)
        await all_dealt_with(app)
        for theme in THEMES:
            app.theme = theme.name
            await pilot.pause()
            await pilot.pause()
            found = [
                (contrast(_of(style.color), _of(style.bgcolor)), text)
                for strip in app.screen._compositor.render_strips()
                for text, style, _control in strip
                if text.strip() and style and style.color and style.bgcolor
            ]
            assert any("检举控告" in text for _contrast, text in found)
            assert min(found) >= (READABLE, ""), theme.name


def _of(color: RichColor) -> Color:
    return Color.from_rich_color(color)
