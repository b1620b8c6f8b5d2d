"""What style sheets were parsed to when the program was started before: to read it takes a fifth of the
time that parsing them takes.

It lies beside the modules that Python compiled, under the same trust: whoever may write there may as
well change the program. Where this account may not, the sheets are parsed at each start.
"""

from __future__ import annotations

import pickle
import sys
from contextlib import suppress
from hashlib import sha256
from importlib.util import cache_from_source
from pathlib import Path

from textual import css
from textual.css.model import RuleSet

from store import disk

Sheet = tuple[str, bool, int, str]
"""A sheet's text, whether it is a widget's own, how it stands among those, and in which widgets it
holds."""


class ParsedSheets:
    """The rules of the sheets by the colours in `variables`."""

    def __init__(self, variables: dict[str, str]) -> None:
        said = repr((sys.version, _parser(), variables))
        name = f"sheets-{sha256(said.encode()).hexdigest()[:16]}.pickle"
        self._path = Path(cache_from_source(__file__)).with_name(name)
        self._found = _read(self._path)
        self._used: dict[Sheet, list[RuleSet]] = {}
        self._has_news = False

    def get(self, sheet: Sheet) -> list[RuleSet] | None:
        """The rules of that sheet, None where they are not known."""
        rules = self._found.get(sheet)
        if rules is not None:
            self._used[sheet] = rules
        return rules

    def put(self, sheet: Sheet, rules: list[RuleSet]) -> None:
        """Those of one that was not known, which is sound."""
        self._used[sheet] = rules
        self._has_news = True

    def keep(self) -> None:
        """Keeps for the next start what this one used, as Python keeps modules. Raises nothing."""
        if self._has_news and not sys.dont_write_bytecode:
            self._has_news = False
            with suppress(OSError):
                disk.replace_file(self._path, [pickle.dumps(dict(self._used))])


def _parser() -> list[tuple[str, int, int]]:
    """What parses them, as Python tells whether a module is the one it compiled: a version's number
    is read from what takes longer to import than the sheets."""
    files = [(path, path.stat()) for path in sorted(Path(css.__path__[0]).glob("*.py"))]
    return [(path.name, found.st_mtime_ns, found.st_size) for path, found in files]


def _read(path: Path) -> dict[Sheet, list[RuleSet]]:
    # What is no pickle of these may raise anything, and then the sheets are parsed.
    with suppress(Exception):
        return dict(pickle.loads(path.read_bytes()))  # noqa: S301
    return {}
