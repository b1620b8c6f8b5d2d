"""The style sheet of all widgets, which finds out how a part of a widget looks when it is first drawn.

Textual goes through its rules for each part that a widget might draw in a style of its own, whenever
the widget is styled anew; most parts are never drawn.
"""

from __future__ import annotations

from textual.css.styles import RenderStyles
from textual.css.stylesheet import Stylesheet
from textual.dom import DOMNode


class _Parts(dict[str, RenderStyles]):
    """The styles of a widget's parts, by their names."""

    def __init__(self, sheet: DeskStylesheet, node: DOMNode) -> None:
        self._sheet = sheet
        self._node = node
        self._names = node._get_component_classes()

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def __missing__(self, name: str) -> RenderStyles:
        part = DOMNode(classes=name)
        part._attach(self._node)
        self._sheet.apply(part)
        self[name] = part.styles
        return part.styles


class DeskStylesheet(Stylesheet):
    """Styles as Textual does; `variables` are the colours of the theme that it styled by last."""

    def __init__(self, variables: dict[str, str]) -> None:
        super().__init__(variables=variables)
        self.variables = variables

    def set_variables(self, variables: dict[str, str]) -> None:
        """Styles by these from now on."""
        super().set_variables(variables)
        self.variables = variables

    def _process_component_classes(self, node: DOMNode) -> None:
        if not node._get_component_classes():
            return
        before = node._component_styles
        node._component_styles = parts = _Parts(self, node)
        # Each of them: what was drawn may be drawn again.
        changed = [parts[name] != styles for name, styles in before.items()]
        if any(changed):
            node.refresh()
