"""What is private to a library is used in one room for each, and every name is known.

Such a name may be gone in the next version: whoever raises a bound in `pyproject.toml` looks at these.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import textwrap
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from types import ModuleType

import store
import tui

LIBRARIES = {"textual", "rich", "tinydb", "openpyxl"}
# Of Textual and Rich, of TinyDB, of openpyxl.
ROOMS = ("tui.terminal.", "store.journal.", "store.registers.")
# Module by module: what is read, called or overridden, and with a dot before it what is replaced.
USED = {
    "store.journal.table": {"_get_next_id", "_read_table", "_update_table"},
    "store.registers.workbook": {"_worksheet_path"},
    "tui.terminal.checked_parser": {"_sequence_to_key_events", "_xterm_parser"},
    "tui.terminal.compositor": {"_compositor", "_dirty_regions"},
    "tui.terminal.driver": {
        ".XTermParser",
        ".getincrementaldecoder",
        "_app",
        "_disable_mouse_support",
        "_enable_mouse_support",
        "_in_band_window_resize",
        "_loop",
        "_mouse",
        "_must_signal_resume",
        "_query_in_band_window_resize",
        "_request_terminal_sync_mode_support",
        "_run_input_thread",
        "_sigcont_application",
    },
    "tui.terminal.drawn_lines": {
        ".FIFOCache",
        ".get_inner_outer",
        "_RenderCache",
        "_render_cache",
        "_split_cells",
        "_styles_cache",
    },
    "tui.terminal.garbage": {"_closing"},
    "tui.terminal.key_queue": {"_bindings"},
    "tui.terminal.laying_out": {"._screen_resized", "._size_updated", "_size"},
    "tui.terminal.painting": {"_compositor"},
    "tui.terminal.scrolling": {"._scroll_to", ".scroll_to"},
    "tui.terminal.stacked": {"_focus_sort_key"},
    "tui.terminal.part_styles": {
        "_attach",
        "_check_selectors",
        "_component_styles",
        "_get_component_classes",
        "_has_focus_within",
        "_has_hover_style",
        "_has_odd_or_even",
        "_has_order_style",
        "_is_mounted",
        "_parse_rules",
        "_process_component_classes",
        "_rules",
        "_selector_names",
    },
    "tui.terminal.terminal_app": {
        ".Compositor",
        ".divide_line",
        "_batch_count",
        "_begin_update",
        "_clipboard",
        "_compositor",
        "_display",
        "_driver",
        "_end_update",
        "_exception",
        "_fatal_error",
        "_handle_exception",
        "_pruning",
        "_sync_available",
    },
    "tui.terminal.toasts": {".remove", ".render_lines", "_toast"},
    "tui.terminal.too_small": {"_compositor"},
}


def is_private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__") and name != "_"


def is_of_library(module: str) -> bool:
    return module.partition(".")[0] in LIBRARIES


def all_modules() -> Iterator[ModuleType]:
    """Every module of the project but the one that runs it."""
    for package in (store, tui):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not found.name.endswith("__main__"):
                yield importlib.import_module(found.name)


@cache
def tree_of(module: ModuleType) -> ast.Module:
    return ast.parse(inspect.getsource(module))


@cache
def private_to(cls: type) -> frozenset[str]:
    """What a class of a library has that is private: its attributes, and those of its instances."""
    nodes = ast.walk(ast.parse(textwrap.dedent(inspect.getsource(cls))))
    of_instances = {node.attr for node in nodes if is_set_on_self(node)}
    return frozenset(filter(is_private, {*vars(cls), *of_instances}))


def is_set_on_self(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Attribute)
        and isinstance(node.ctx, ast.Store)
        and ast.unparse(node.value) == "self"
    )


def made_in(tree: ast.AST) -> set[str]:
    """What names the methods, the attributes and the class variables in it have."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            names.add(node.name)
        elif isinstance(node, ast.Attribute) and is_set_on_self(node):
            names.add(node.attr)
        elif isinstance(node, ast.ClassDef):
            targets = [part for part in node.body if isinstance(part, ast.Assign | ast.AnnAssign)]
            names |= {
                n.id
                for part in targets
                for n in ast.walk(part)
                if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)
            }
    return names


def inherited(module: ModuleType) -> Iterator[str]:
    """What classes take from, or put over, the private parts of a library's class that they are."""
    for name, cls in vars(module).items():
        if isinstance(cls, type) and cls.__module__ == module.__name__:
            bases = [base for base in cls.__mro__ if is_of_library(base.__module__)]
            theirs = frozenset().union(*map(private_to, bases))
            (node,) = (n for n in tree_of(module).body if getattr(n, "name", "") == name)
            own = made_in(node) | {n.attr for n in ast.walk(node) if is_on_self(n)}
            yield from own & theirs


def is_on_self(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and ast.unparse(node.value) in ("self", "cls", "super()")


def of_others(module: ModuleType, known: set[str]) -> Iterator[str]:
    """What is taken from other objects, imported from a library, or replaced in one."""
    for node in ast.walk(tree_of(module)):
        if isinstance(node, ast.ImportFrom) and is_of_library(node.module or ""):
            names = {*str(node.module).split("."), *(alias.name for alias in node.names)}
            yield from filter(is_private, names)
        elif isinstance(node, ast.Attribute) and not is_on_self(node):
            owner = vars(module).get(ast.unparse(node.value))
            home = getattr(owner, "__module__", getattr(owner, "__name__", ""))
            if (
                is_private(node.attr)
                and node.attr not in known
                and not isinstance(owner, ModuleType)
            ):
                yield node.attr
            elif isinstance(node.ctx, ast.Store) and is_of_library(str(home)):
                yield f".{node.attr}"


def test_private_names_of_the_libraries_are_those_listed_and_used_in_their_room_alone() -> None:
    modules = list(all_modules())
    made: defaultdict[str, set[str]] = defaultdict(set)
    for module in modules:
        made[module.__package__ or ""] |= made_in(tree_of(module))
    found = {
        module.__name__: names
        for module in modules
        if (names := {*inherited(module), *of_others(module, made[module.__package__ or ""])})
    }
    assert [name for name in found if not name.startswith(ROOMS)] == []
    assert found == USED
