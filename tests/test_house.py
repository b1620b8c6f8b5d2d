"""The house: each room imports what its row says and no more, and no arrow runs back."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).parent.parent

# A room and those that it may import, bottom up: each stands below those that import it.
ROOMS: Final[dict[str, set[str]]] = {
    "store": set(),
    "store.locale": set(),
    "store.notice": {"store"},
    "store.journal": {"store"},
    "store.folder": {"store", "store.journal"},
    "store.database": {"store", "store.journal", "store.folder"},
    "store.tips": {"store", "store.notice", "store.journal"},
    "store.registers": {"store", "store.notice", "store.tips"},
    "store.duty": {"store", "store.notice", "store.tips"},
    "store.secret": {"store", "store.notice", "store.journal", "store.tips", "store.duty"},
    "store.desk": {
        "store",
        "store.notice",
        "store.journal",
        "store.folder",
        "store.database",
        "store.tips",
        "store.duty",
        "store.secret",
    },
    "store.office": {"store", "store.notice", "store.journal", "store.duty", "store.desk"},
    "tui.terminal": {"store", "store.notice", "store.secret"},
    "tui.actions": {"store", "store.secret"},
    "tui.words": {
        "store",
        "store.notice",
        "store.journal",
        "store.tips",
        "store.registers",
        "store.duty",
        "store.desk",
        "store.office",
    },
    "tui.entering": {
        "store",
        "store.notice",
        "store.tips",
        "store.registers",
        "store.secret",
        "store.desk",
    },
    "tui.notice_form": {"store", "store.notice", "store.secret", "store.desk", "tui.words"},
    "tui.papers": {
        "store",
        "store.notice",
        "store.tips",
        "store.registers",
        "store.duty",
        "store.secret",
        "tui.terminal",
        "tui.words",
    },
    "tui.printing": {
        "store",
        "store.notice",
        "store.tips",
        "store.duty",
        "store.secret",
        "store.desk",
        "tui.papers",
    },
    "tui.manual": {"store", "tui.papers"},
    "tui.widgets": {
        "store",
        "store.notice",
        "store.journal",
        "store.tips",
        "store.duty",
        "store.desk",
        "store.office",
        "tui.terminal",
        "tui.actions",
        "tui.words",
        "tui.entering",
        "tui.notice_form",
        "tui.papers",
    },
    "tui.screens": {
        "store",
        "store.notice",
        "store.journal",
        "store.tips",
        "store.registers",
        "store.duty",
        "store.secret",
        "store.desk",
        "store.office",
        "tui.terminal",
        "tui.actions",
        "tui.words",
        "tui.entering",
        "tui.notice_form",
        "tui.papers",
        "tui.printing",
        "tui.manual",
        "tui.widgets",
    },
    "tui.linear": {
        "store",
        "store.notice",
        "store.tips",
        "store.registers",
        "store.duty",
        "store.desk",
        "tui.terminal",
        "tui.actions",
        "tui.words",
        "tui.entering",
        "tui.notice_form",
        "tui.papers",
        "tui.printing",
    },
    "tui.apps": {
        "store",
        "store.notice",
        "store.tips",
        "store.secret",
        "store.desk",
        "store.office",
        "tui.terminal",
        "tui.actions",
        "tui.words",
        "tui.notice_form",
        "tui.widgets",
        "tui.screens",
    },
    "tui.web": {"store"},
    "tui.cli": {
        "store",
        "store.notice",
        "store.journal",
        "store.database",
        "store.tips",
        "store.registers",
        "store.duty",
        "store.secret",
        "store.desk",
        "store.office",
        "tui.terminal",
        "tui.words",
        "tui.entering",
        "tui.notice_form",
        "tui.papers",
        "tui.printing",
        "tui.manual",
        "tui.linear",
        "tui.apps",
        "tui.web",
    },
    "tui.release": set(),
    "tui": {"tui.terminal", "tui.cli"},
}
in_each = pytest.mark.parametrize("room", ROOMS)


def _name(file: Path) -> str:
    return ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


MODULES: Final = {
    _name(file): file for top in ("store", "tui") for file in sorted((ROOT / top).rglob("*.py"))
}
# What makes the package works the whole program, and is no part of it.
del MODULES["tui.release.building"]
# As click's lazy group names a command: a module, and what is in it.
_IN_WORDS: Final = re.compile(r"(store|tui)(\.\w+)+")


def room_of(module: str) -> str:
    """The folder that a module lies in."""
    is_room = MODULES[module].name == "__init__.py"
    return module if is_room else module.rpartition(".")[0]


def _named_in(tree: ast.AST) -> Iterator[str]:
    """All that a file imports, late or for its types alone too, or names to be imported late."""
    for node in ast.walk(tree):
        match node:
            case ast.Import():
                yield from (alias.name for alias in node.names)
            case ast.ImportFrom():
                assert not node.level, "a file is imported by its whole name"
                yield from (f"{node.module}.{alias.name}" for alias in node.names)
            case ast.Constant(value=str(text)) if _IN_WORDS.fullmatch(text):
                yield text


@cache
def imports() -> dict[str, set[str]]:
    """The modules that each module imports."""
    found = {}
    for module, file in MODULES.items():
        named = {
            name if name in MODULES else name.rpartition(".")[0]
            for name in _named_in(ast.parse(file.read_text(encoding="utf-8")))
        }
        found[module] = (named & MODULES.keys()) - {module}
    return found


def arrows_from(room: str) -> dict[str, list[str]]:
    """The other rooms that a room imports, each with the files that do."""
    found: dict[str, list[str]] = {}
    for module, imported in imports().items():
        for other in imported:
            if room_of(module) == room != room_of(other):
                found.setdefault(room_of(other), []).append(f"{module} imports {other}")
    return found


def test_each_file_lies_in_a_room() -> None:
    """And none loose in `tui`, but for what starts the program."""
    assert {room_of(module) for module in MODULES} == ROOMS.keys()
    assert {module for module in MODULES if room_of(module) == "tui"} == {"tui", "tui.__main__"}


@in_each
def test_a_room_imports_what_its_row_says(room: str) -> None:
    found = arrows_from(room)
    assert not {other: by for other, by in found.items() if other not in ROOMS[room]}
    assert not ROOMS[room] - found.keys(), "which it no longer imports"


def test_no_row_names_a_room_above() -> None:
    rooms = list(ROOMS)
    for n, room in enumerate(rooms):
        assert ROOMS[room] <= set(rooms[:n]), room


def test_no_files_import_each_other_in_a_circle() -> None:
    try:
        TopologicalSorter(imports()).prepare()
    except CycleError as error:
        pytest.fail(" → ".join(error.args[1]))


@in_each
def test_a_room_says_what_it_is_for_what_it_imports_and_what_it_never_does(room: str) -> None:
    said = ast.get_docstring(ast.parse(MODULES[room].read_text(encoding="utf-8"))) or ""
    found = re.fullmatch(r"(.+)\.\n\nImports (.+);\s+never (.+)\.", said, re.DOTALL)
    assert found, f"{room} says: {said}"
    _purpose, imported, never = found.groups()
    assert set(re.findall(r"`([\w.]+)`", imported)) == ROOMS[room]
    assert not set(re.findall(r"`([\w.]+)`", never)) & ROOMS[room]
