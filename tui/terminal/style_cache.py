"""The style sheet of all widgets, which asks no rule twice what it has answered.

Textual goes through all its rules for each widget, and for each part that a widget might draw in a
style of its own, whenever a focus moves or a form comes. Which rules may concern a widget, and what
those that do say together, is the same for every field of a form; and most parts are never drawn.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from textual.css.model import RuleSet
from textual.css.styles import RenderStyles
from textual.css.stylesheet import Stylesheet
from textual.css.types import Specificity3
from textual.dom import DOMNode

_ORDER: Final = frozenset({"first-of-type", "last-of-type", "first-child", "last-child", "empty"})
_Holding = tuple[tuple[RuleSet, Specificity3], ...]


class _Asked(NamedTuple):
    """The rules that may concern nodes of these names, and what they ask beside the names."""

    rules: tuple[RuleSet, ...]
    hover: bool
    focus_within: bool
    order: bool
    parity: bool


class _Parts(dict[str, RenderStyles]):
    """The styles of a widget's parts, each found out when it is first drawn."""

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
    """Styles as Textual does, but at once: nothing at the desk is animated. What it remembers is
    forgotten when a rule comes or changes."""

    def __init__(self, *, variables: dict[str, str] | None = None) -> None:
        super().__init__(variables=variables)
        self._by_name: dict[str, list[RuleSet]] = {}
        self._asked: dict[frozenset[str], _Asked] = {}
        self._said: dict[_Holding, Any] = {}
        self._some: tuple[RuleSet, ...] | None = None
        self._holding: _Holding = ()

    @property
    def rules(self) -> list[RuleSet]:
        """All rules, but while Textual finds out what some of them say together those."""
        return super().rules if self._some is None else list(self._some)

    def apply(self, node: DOMNode, *, animate: bool = False, cache: Any = None) -> None:
        if self._by_name is not self.rules_map:
            self._by_name = self.rules_map
            self._asked.clear()
            self._said.clear()
        asked = self._asked_of(node)
        path = node.css_path_nodes
        check = self._check_rule
        holding = tuple((rule, weight) for rule in asked.rules for weight in check(rule, path))
        if holding and holding not in self._said:
            self._holding, self._some = holding, asked.rules
            super().apply(node)
            return
        node._has_hover_style = asked.hover
        node._has_focus_within = asked.focus_within
        node._has_order_style = asked.order
        node._has_odd_or_even = asked.parity
        if holding:
            super().replace_rules(node, self._said[holding])
        self._process_component_classes(node)

    def replace_rules(  # type: ignore[override]
        self, node: DOMNode, rules: Any, animate: bool = False
    ) -> None:
        self._said[self._holding] = rules
        super().replace_rules(node, rules)

    def _process_component_classes(self, node: DOMNode) -> None:
        self._some = None
        before = node._component_styles
        if node._get_component_classes():
            node._component_styles = parts = _Parts(self, node)
            changed = [parts[name] != styles for name, styles in before.items()]
            if any(changed):
                node.refresh()

    def _asked_of(self, node: DOMNode) -> _Asked:
        names = frozenset(self._by_name.keys() & node._selector_names)
        asked = self._asked.get(names)
        if asked is None:
            some = {rule for name in names for rule in self._by_name[name]}
            rules = tuple(rule for rule in self.rules if rule in some)
            beside = frozenset[str]().union(*(rule.pseudo_classes for rule in rules))
            asked = self._asked[names] = _Asked(
                rules,
                "hover" in beside,
                "focus-within" in beside,
                not beside.isdisjoint(_ORDER),
                not beside.isdisjoint({"odd", "even"}),
            )
        return asked
