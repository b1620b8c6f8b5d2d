"""The desk's own themes, and the style sheets that they colour."""

from __future__ import annotations

from pathlib import Path, PurePath
from typing import Final

from textual.theme import Theme

STYLE_SHEETS: Final[list[str | PurePath]] = sorted(Path(__file__).parent.rglob("*.tcss"))

DARK: Final = Theme(
    name="dutydesk-dark",
    dark=True,
    primary="#d2694f",
    secondary="#c9a86a",
    accent="#c9a86a",
    foreground="#dcd8cf",
    background="#16181c",
    surface="#1f2227",
    panel="#2a2e35",
    boost="#2f343c",
    success="#83b285",
    warning="#e0b354",
    error="#ea8070",
)
LIGHT: Final = Theme(
    name="dutydesk-light",
    dark=False,
    primary="#a63a2a",
    secondary="#7d5f1e",
    accent="#7d5f1e",
    foreground="#26241f",
    background="#f7f4ec",
    surface="#ece7da",
    panel="#ded7c6",
    boost="#e2dccd",
    success="#2f6b3a",
    warning="#8a5a00",
    error="#a3271c",
)
THEMES: Final = (DARK, LIGHT)
_PREFIX: Final = "dutydesk-"


def theme_names() -> tuple[str, ...]:
    """The names by which the settings know the themes."""
    return tuple(theme.name.removeprefix(_PREFIX) for theme in THEMES)


def theme_set(name: str) -> str:
    """The theme that the settings call so."""
    return _PREFIX + name


def other_theme(name: str) -> str:
    """The theme after the one of that name."""
    names = [theme.name for theme in THEMES]
    return names[(names.index(name) + 1) % len(names)] if name in names else names[0]
