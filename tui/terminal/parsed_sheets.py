"""What style sheets are parsed to, made when the package is built: to read it takes a tenth of the time that
parsing them takes.

It lies in the package itself, under the same trust: whoever may write there may as well change the
program. Of a sheet that is not in it, by other colours or by another version of Textual, nothing is
known, and it is parsed.
"""

from __future__ import annotations

import pickle
from collections.abc import Hashable, Mapping, Set
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import textual
from textual.css.model import RuleSet

Sheet = tuple[str, bool, int, str]
"""A sheet's text, whether it is a widget's own, how it stands among those, and in which widgets it
holds."""
Parsed = dict[Sheet, list[RuleSet]]
"""The rules of each sheet by one set of colours."""

FOLDER: Final = Path(__file__).with_name("parsed")
_LIBRARY: Final = Path(textual.__file__).parent


def read_parsed(variables: Mapping[str, str]) -> Parsed:
    """The rules by those colours; nothing where they are not known. Raises nothing."""
    # What is no pickle of these may raise anything, and then the sheets are parsed.
    with suppress(Exception):
        for file in FOLDER.glob(f"*-{_digest(variables)}.pickle"):
            # To ask for a version takes longer than all this: it imports what reads such folders.
            made_by = f"textual-{file.name.partition('-')[0]}.dist-info"
            if _LIBRARY.with_name(made_by).is_dir():
                return dict(pickle.loads(file.read_bytes()))  # noqa: S301
    return {}


def write_parsed(variables: Mapping[str, str], parsed: Parsed) -> None:
    """Keeps the rules by those colours, for whoever has the Textual that is here."""
    from importlib.metadata import version

    name = f"{version('textual')}-{_digest(variables)}.pickle"
    _have_equals_shared(parsed)
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / name).write_bytes(pickle.dumps(parsed))


def _have_equals_shared(parsed: Parsed) -> None:
    """Has one object stand for all that are equal, as the pickle then keeps it: of two thousand sets most
    are empty, and a third of the selectors are unlike all others. None of them is ever changed."""
    known: dict[Hashable, Any] = {}
    for rule in (rule for rules in parsed.values() for rule in rules):
        rule.selector_names = _one(known, rule.selector_names)
        rule.pseudo_classes = _one(known, rule.pseudo_classes)
        rule.styles = known.setdefault(pickle.dumps(rule.styles), rule.styles)
        for chain in rule.selector_set:
            for selector in chain.selectors:
                selector.pseudo_classes = _one(known, selector.pseudo_classes)
            chain.selectors = [known.setdefault(pickle.dumps(s), s) for s in chain.selectors]


def _one(known: dict[Hashable, Any], names: Set[str]) -> Any:
    return known.setdefault(frozenset(names), frozenset(names))


def _digest(variables: Mapping[str, str]) -> str:
    return sha256(repr(sorted(variables.items())).encode()).hexdigest()[:16]
