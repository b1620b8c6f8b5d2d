"""The desk's own themes, for terminals of many colours and of sixteen, and the style sheets they colour.

One hue is for what leads the eye: titles, keys, bars, what is chosen. Green, amber and red say
open or good, soon or doubtful, late or wrong, and nothing else is in them.
"""

from __future__ import annotations

from pathlib import Path, PurePath
from typing import Any, Final

from textual.app import App
from textual.theme import Theme

STYLE_SHEETS: Final[list[str | PurePath]] = sorted(Path(__file__).parent.parent.rglob("*.tcss"))

_PREFIX: Final = "dutydesk-"
_DARK: Final = f"{_PREFIX}dark"
_LIGHT: Final = f"{_PREFIX}light"
_CONTRAST: Final = f"{_PREFIX}contrast"


def _theme(
    name: str,
    *,
    ground: str,
    aside: str,
    bar: str,
    field: str,
    turn: str,
    edge: str,
    focus: str,
    on_focus: str,
    chosen: str,
    on_chosen: str,
    text: str,
    muted: str,
    lead: str,
    good: str,
    soon: str,
    bad: str,
    rail: str,
) -> Theme:
    """A theme by what each colour is for: seven grounds, and what is written on them."""
    return Theme(
        name=name,
        dark=name != _LIGHT,
        primary=chosen,
        accent=lead,
        foreground=text,
        background=ground,
        surface=field,
        panel=bar,
        success=good,
        warning=soon,
        error=bad,
        variables={
            "aside": aside,
            "surface-turn": turn,
            "edge": edge,
            "boost": focus,
            "focus-text": on_focus,
            "text": on_chosen,
            "text-muted": muted,
            "text-disabled": muted,
            "text-primary": lead,
            "text-accent": lead,
            "text-success": good,
            "text-warning": soon,
            "text-error": bad,
            "scrollbar": rail,
            "scrollbar-background": ground,
        },
    )


# The grounds are near enough to grey that the nearest of 256 colours is a grey, not a dark blue.
THEMES: Final = (
    _theme(
        _DARK,
        ground="#14171a",
        aside="#191c20",
        bar="#2a2e33",
        field="#262a30",
        turn="#1b1f23",
        edge="#4d565f",
        focus="#3d464f",
        on_focus="#f2f4f6",
        chosen="#2f6690",
        on_chosen="#ffffff",
        text="#dfe2e6",
        muted="#98a1ab",
        lead="#86b8de",
        good="#7fc58b",
        soon="#e8b64c",
        bad="#f2857a",
        rail="#3d444c",
    ),
    _theme(
        _LIGHT,
        ground="#f9f9f8",
        aside="#f4f3f1",
        bar="#e2dfda",
        field="#ebe9e5",
        turn="#f2f1ee",
        edge="#b0aca3",
        focus="#cfe0ee",
        on_focus="#111417",
        chosen="#1f5a8a",
        on_chosen="#ffffff",
        text="#22262b",
        muted="#585c62",
        lead="#1f5a8a",
        good="#1b6530",
        soon="#7f4b00",
        bad="#a31f1f",
        rail="#b9b4a8",
    ),
    _theme(
        _CONTRAST,
        ground="#000000",
        aside="#000000",
        bar="#262a2f",
        field="#2a2f36",
        turn="#15181c",
        edge="#aaaaaa",
        focus="#002f5f",
        on_focus="#ffffff",
        chosen="#ffffff",
        on_chosen="#000000",
        text="#ffffff",
        muted="#e4e4e4",
        lead="#66e0ff",
        good="#66ff66",
        soon="#ffe14d",
        bad="#ffa8a0",
        rail="#aaaaaa",
    ),
)
"""What Ctrl+T goes through, the first at the start."""

# Unmixed, so that nothing is lost when the nearest of sixteen colours is taken. None of the bright
# ones is a ground in the dark: the Linux console has no such grounds.
_BLACK: Final = "#000000"
_DARK_RED: Final = "#aa0000"
_BLUE: Final = "#0000aa"
_CYAN: Final = "#00aaaa"
_LIGHT_GREY: Final = "#aaaaaa"
_GREY: Final = "#555555"
_RED: Final = "#ff5555"
_GREEN: Final = "#55ff55"
_YELLOW: Final = "#ffff55"
_BRIGHT_CYAN: Final = "#55ffff"
_WHITE: Final = "#ffffff"

_ON_BLACK: Final[dict[str, Any]] = {
    "ground": _BLACK,
    "aside": _BLACK,
    "bar": _BLUE,
    "field": _BLUE,
    "turn": _BLACK,
    "edge": _LIGHT_GREY,
    "on_focus": _BLACK,
    "on_chosen": _BLACK,
    "text": _WHITE,
    "lead": _BRIGHT_CYAN,
    "good": _GREEN,
    "soon": _YELLOW,
    "bad": _RED,
    "rail": _GREY,
}
THEMES_OF_SIXTEEN: Final = (
    _theme(_DARK, **_ON_BLACK, muted=_LIGHT_GREY, focus=_CYAN, chosen=_CYAN),
    _theme(
        _LIGHT,
        ground=_WHITE,
        aside=_WHITE,
        bar=_WHITE,
        field=_LIGHT_GREY,
        turn=_WHITE,
        edge=_GREY,
        focus=_BLUE,
        on_focus=_WHITE,
        chosen=_BLUE,
        on_chosen=_WHITE,
        text=_BLACK,
        muted=_BLACK,
        lead=_BLUE,
        good=_BLUE,
        soon=_DARK_RED,
        bad=_DARK_RED,
        rail=_GREY,
    ),
    _theme(_CONTRAST, **_ON_BLACK, muted=_WHITE, focus=_LIGHT_GREY, chosen=_LIGHT_GREY),
)


def theme_names() -> tuple[str, ...]:
    """The names by which the settings know the themes."""
    return tuple(theme.name.removeprefix(_PREFIX) for theme in THEMES)


def put_on_themes(app: App[Any], name: str) -> None:
    """Gives the app those themes that its terminal can show, at once the one that the settings
    call `name`."""
    found = THEMES_OF_SIXTEEN if app.console.color_system == "standard" else THEMES
    for theme in found:
        app.register_theme(theme)
    app.theme = _PREFIX + name
    app.stylesheet.set_variables(app.get_css_variables())


def other_theme(name: str) -> str:
    """The theme after the one of that name."""
    names = [theme.name for theme in THEMES]
    return names[(names.index(name) + 1) % len(names)] if name in names else names[0]
