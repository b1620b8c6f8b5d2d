"""The desk's own themes, for terminals of many colours and of sixteen, and the style sheets they colour.

One hue is for what leads the eye: titles, keys, bars, what is chosen. Green, amber and red say
open or good, soon or doubtful, late or wrong, and nothing else is in them. Where one types is the one
ground on the screen that is set off from all others.
"""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path, PurePath
from typing import Any, Final

from textual.app import App
from textual.theme import Theme

# Each lies beside what it styles. To look through all rooms takes ten times as long.
_TUI: Final = Path(__file__).parent.parent
STYLE_SHEETS: Final[list[str | PurePath]] = sorted(
    file for room in ("screens", "widgets") for file in (_TUI / room).glob("*.tcss")
)

_PREFIX: Final = "dutydesk-"
NAMES: Final = ("dark", "light", "contrast")
"""By which the settings know the themes."""
# Of a boost that is a field Textual makes none: it is transparent then.
_FIELDS: Final = frozenset(field.name for field in fields(Theme)) - {"boost"}

_Colours = dict[str, tuple[str, str, str]]
"""What Textual calls a colour, and what it is in each theme: first the grounds, then what is written
on them. What is no field of its theme is a variable of the style sheets."""

# The grounds are near enough to grey that the nearest of 256 colours is a grey, not a dark blue.
_OF_MANY: Final[_Colours] = {
    "background scrollbar-background": ("#14171a", "#f9f9f8", "#000000"),
    "aside": ("#191c20", "#f4f3f1", "#000000"),
    "panel": ("#2a2e33", "#e2dfda", "#262a2f"),
    "surface": ("#262a30", "#ebe9e5", "#2a2f36"),
    "surface-turn": ("#1b1f23", "#f2f1ee", "#15181c"),
    "boost": ("#86abcb", "#1f5f9e", "#66e0ff"),
    "primary": ("#2f6690", "#1f5a8a", "#ffffff"),
    "edge": ("#4d565f", "#b0aca3", "#aaaaaa"),
    "scrollbar": ("#3d444c", "#b9b4a8", "#aaaaaa"),
    "focus-text": ("#0b0f13", "#ffffff", "#000000"),
    "focus-muted": ("#273440", "#d2e0ee", "#003440"),
    "text": ("#ffffff", "#ffffff", "#000000"),
    "foreground": ("#dfe2e6", "#22262b", "#ffffff"),
    "text-muted text-disabled": ("#98a1ab", "#585c62", "#e4e4e4"),
    "accent text-primary text-accent": ("#86b8de", "#1f5a8a", "#66e0ff"),
    "success text-success": ("#7fc58b", "#1b6530", "#66ff66"),
    "warning text-warning": ("#e8b64c", "#7f4b00", "#ffe14d"),
    "error text-error": ("#f2857a", "#a31f1f", "#ffa8a0"),
}

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
_OF_SIXTEEN: Final[_Colours] = {
    "background scrollbar-background": (_BLACK, _WHITE, _BLACK),
    "aside": (_BLACK, _WHITE, _BLACK),
    "panel": (_BLUE, _WHITE, _BLUE),
    "surface": (_BLUE, _LIGHT_GREY, _BLUE),
    "surface-turn": (_BLACK, _WHITE, _BLACK),
    "boost": (_CYAN, _BLUE, _LIGHT_GREY),
    "primary": (_CYAN, _BLUE, _LIGHT_GREY),
    "edge": (_LIGHT_GREY, _GREY, _LIGHT_GREY),
    "scrollbar": (_GREY, _GREY, _GREY),
    "focus-text": (_BLACK, _WHITE, _BLACK),
    "focus-muted": (_BLUE, _LIGHT_GREY, _BLUE),
    "text": (_BLACK, _WHITE, _BLACK),
    "foreground": (_WHITE, _BLACK, _WHITE),
    "text-muted text-disabled": (_LIGHT_GREY, _BLACK, _WHITE),
    "accent text-primary text-accent": (_BRIGHT_CYAN, _BLUE, _BRIGHT_CYAN),
    "success text-success": (_GREEN, _BLUE, _GREEN),
    "warning text-warning": (_YELLOW, _DARK_RED, _YELLOW),
    "error text-error": (_RED, _DARK_RED, _RED),
}


def _theme(place: int, colours: _Colours) -> Theme:
    by_name = {name: found[place] for names, found in colours.items() for name in names.split()}
    own: dict[str, Any] = {name: by_name.pop(name) for name in _FIELDS & by_name.keys()}
    name = NAMES[place]
    return Theme(name=_PREFIX + name, dark=name != "light", variables=by_name, **own)


THEMES: Final = tuple(_theme(place, _OF_MANY) for place in range(len(NAMES)))
"""What Ctrl+T goes through, the first at the start."""
THEMES_OF_SIXTEEN: Final = tuple(_theme(place, _OF_SIXTEEN) for place in range(len(NAMES)))


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
