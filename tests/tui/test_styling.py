"""How the desk's style sheet styles a widget and its parts is how Textual's own does."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from textual.css.stylesheet import Stylesheet
from textual.dom import DOMNode

from tests.store.desks import tip_of
from tests.tui.sitting import a_desk, sitting
from tui.apps.desk_app import DeskApp

TABS = ("tab",) * 4
ROUND = (
    ("f2",),
    ("1", *TABS),
    ("ctrl+s",),
    ("escape",),
    ("f4",),
    ("enter",),
    ("escape", "f5"),
    ("escape", "ctrl+p"),
    ("escape", "ctrl+t"),
)


def looks(node: DOMNode) -> tuple[Any, ...]:
    """How a widget and its parts are styled, and at which changes anew."""
    parts = {name: node.get_component_styles(name) for name in node._get_component_classes()}
    return (
        dict(node.styles.base._rules),
        {name: dict(styles.base._rules) for name, styles in parts.items()},
        (node._has_hover_style, node._has_focus_within),
        (node._has_order_style, node._has_odd_or_even),
    )


def textuals_own(app: DeskApp) -> Stylesheet:
    """Textual's own style sheet, of the same rules and colours."""
    own = Stylesheet(variables=app.get_css_variables())
    own.source = app.stylesheet.source.copy()
    own.parse()
    return own


async def test_every_widget_looks_as_textual_would_style_it(tmp_path: Path) -> None:
    with a_desk(tmp_path / "desk") as desk:
        desk.record(tip_of())
    async with sitting(tmp_path / "desk") as at_desk:
        for keys in ((), *ROUND):
            await at_desk.press(*keys)
            own = textuals_own(at_desk.app)
            for node in at_desk.app.screen.walk_children(with_self=True):
                before = looks(node)
                own.apply(node)
                assert looks(node) == before, f"{node} after {keys}"
