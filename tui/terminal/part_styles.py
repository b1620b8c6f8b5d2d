"""The style sheet of all widgets: its sheets are parsed when the package is built, it finds out once how
widgets look that the same rules meet, and how a part of a widget looks when that is first drawn.

Textual goes through its rules for each part that a widget might draw in a style of its own, whenever
the widget is styled anew; most parts are never drawn. And it weighs the rules against each other anew for
each widget, and sets each of a widget's styles whenever the focus comes or goes.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NamedTuple, cast

from textual.css.match import _check_selectors
from textual.css.model import RuleSet
from textual.css.styles import RenderStyles, RulesMap
from textual.css.stylesheet import Stylesheet
from textual.css.types import CSSLocation, Specificity3
from textual.dom import DOMNode

from tui.terminal.parsed_sheets import Parsed, read_parsed

Met = tuple[tuple[RuleSet, Specificity3], ...]
"""The rules that meet a widget, and how closely."""
Looks = dict[str, Any]
"""The styles of a widget, by their names."""

# Of these each widget has an object of its own, or more changes with them than how it looks.
_SET_ONE_BY_ONE: Final = frozenset(("layout", "display", "overflow_x", "overflow_y", "pointer"))
_IN_ORDER: Final = frozenset(
    ("first-of-type", "last-of-type", "first-child", "last-child", "empty")
)


class _Meant(NamedTuple):
    """The rules that may meet widgets of some names, the last one first, and at which changes these are
    styled anew: when the mouse is over them, when the focus is in them, when others come before or
    behind them, when these are odd in number."""

    rules: list[RuleSet]
    by_hover: bool
    by_focus_within: bool
    by_order: bool
    by_odd_or_even: bool


class _Meanings:
    """For which widgets rules are meant; `by_name` are the same rules by the names they are for. `looks`
    are those of the widgets that were met; of what they were before, those remain whose rules do."""

    def __init__(
        self, rules: list[RuleSet], by_name: dict[str, list[RuleSet]], looks: Mapping[Met, Looks]
    ) -> None:
        self.by_name = by_name
        self._places = {rule: -place for place, rule in enumerate(rules)}
        self.looks = {
            met: look
            for met, look in looks.items()
            if all(rule in self._places for rule, _closeness in met)
        }
        self._known: dict[frozenset[str], _Meant] = {}

    def for_names(self, names: frozenset[str]) -> _Meant:
        """Those meant for widgets of these names."""
        found = self._known.get(names)
        return found or self._known.setdefault(names, self._find(names))

    def _find(self, names: frozenset[str]) -> _Meant:
        named = {rule for name in names for rule in self.by_name.get(name, ())}
        by = {name for rule in named for name in rule.pseudo_classes}
        return _Meant(
            # One that says nothing changes nothing.
            sorted((rule for rule in named if rule.styles._rules), key=self._places.__getitem__),
            "hover" in by,
            "focus-within" in by,
            not by.isdisjoint(_IN_ORDER),
            not by.isdisjoint(("odd", "even")),
        )


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
        self._meanings = _Meanings([], {}, {})

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

    def apply(
        self,
        node: DOMNode,
        *,
        animate: bool = False,
        cache: dict[tuple[Any, ...], RulesMap] | None = None,
    ) -> None:
        if self._meanings.by_name is not self.rules_map:
            self._meanings = _Meanings(self.rules, self.rules_map, self._meanings.looks)
        meant = self._meanings.for_names(frozenset(node._selector_names))
        node._has_hover_style = meant.by_hover
        node._has_focus_within = meant.by_focus_within
        node._has_order_style = meant.by_order
        node._has_odd_or_even = meant.by_odd_or_even
        path = node.css_path_nodes
        met = tuple(
            (rule, chain.specificity)
            for rule in meant.rules
            for chain in rule.selector_set
            # Which most do not, and to follow a chain from the app down takes ten times as long.
            if chain.selectors[-1].check(node) and _check_selectors(chain.selectors, path)
        )
        looks = self._meanings.looks.get(met)
        if met and looks is None:
            super().apply(node)
            self._meanings.looks[met] = dict(node.styles.base.get_rules())
            return
        if looks is not None:
            _style(node, looks, is_new=not animate)
        self._process_component_classes(node)

    def _process_component_classes(self, node: DOMNode) -> None:
        if not node._get_component_classes():
            return
        before = node._component_styles
        node._component_styles = parts = _Parts(self, node)
        # Each of them: what was drawn may be drawn again.
        changed = [parts[name] != styles for name, styles in before.items()]
        if any(changed):
            node.refresh()


def _style(node: DOMNode, looks: Looks, *, is_new: bool) -> None:
    """Gives a widget those styles. Nothing moves from one to the other; and as Textual has it, only what
    `is_new` is drawn anew where they are the same."""
    styles = node.styles.base
    before = styles.get_rules()
    if before or node._is_mounted:
        if before == looks and not is_new:
            return
        for name in before.keys() | looks.keys():
            new = looks.get(name)
            if before.get(name) != new:
                setattr(styles, name, new)
    else:
        # Nobody waits for it to be drawn yet.
        at_once = {name: it for name, it in looks.items() if name not in _SET_ONE_BY_ONE}
        styles.merge_rules(cast(RulesMap, at_once))
        for name in looks.keys() & _SET_ONE_BY_ONE:
            setattr(styles, name, looks[name])
    node.notify_style_update()
