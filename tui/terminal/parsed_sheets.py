"""What style sheets are parsed to, made when the package is built: to read it takes a tenth of the time that
parsing them takes.

It lies in the package itself, under the same trust: whoever may write there may as well change the
program. Of a sheet that is not in it, by other colours or by another version of Textual, nothing is
known, and it is parsed.
"""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Final

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
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / name).write_bytes(pickle.dumps(parsed))


def _digest(variables: Mapping[str, str]) -> str:
    return sha256(repr(sorted(variables.items())).encode()).hexdigest()[:16]
