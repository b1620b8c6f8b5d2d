"""The style sheet of all widgets: its sheets are parsed when the package is built, and it finds out how a
part of a widget looks when that is first drawn.

Textual goes through its rules for each part that a widget might draw in a style of its own, whenever
the widget is styled anew; most parts are never drawn.
"""

from __future__ import annotations

from textual.css.model import RuleSet
from textual.css.styles import RenderStyles
from textual.css.stylesheet import Stylesheet
from textual.css.types import CSSLocation
from textual.dom import DOMNode

from tui.terminal.parsed_sheets import Parsed, read_parsed


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
        self._parsed: Parsed | None = None

    def set_variables(self, variables: dict[str, str]) -> None:
        """Styles by these from now on."""
        super().set_variables(variables)
        if variables != self.variables:
            self._parsed = None
        self.variables = variables

    def _parse_rules(
        self,
        css: str,
        read_from: CSSLocation,
        is_default_rules: bool = False,
        tie_breaker: int = 0,
        scope: str = "",
    ) -> list[RuleSet]:
        if self._parsed is None:
            self._parsed = read_parsed(self.variables)
        known = self._parsed.get((css, is_default_rules, tie_breaker, scope))
        if known is not None:
            return known
        return super()._parse_rules(css, read_from, is_default_rules, tie_breaker, scope)

    def _process_component_classes(self, node: DOMNode) -> None:
        if not node._get_component_classes():
            return
        before = node._component_styles
        node._component_styles = parts = _Parts(self, node)
        # Each of them: what was drawn may be drawn again.
        changed = [parts[name] != styles for name, styles in before.items()]
        if any(changed):
            node.refresh()
