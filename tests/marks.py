"""Puts marks into a module: a statement before each block, which notes in `tests.noted` that it ran.

A block is what runs from its first statement on to its last, unless one of them raises: up to the
next `if`, loop, `try`, `with` or `match`, whose parts are blocks of their own.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import CodeType

from tests.noted import RAN

Block = list[int]
"""The lines on which its statements begin."""
_PARTS = ("body", "orelse", "finalbody")
_OF_PARTS = ("handlers", "cases")
_BRANCHES = (
    ast.If,
    ast.For,
    ast.AsyncFor,
    ast.While,
    ast.Try,
    ast.TryStar,
    ast.With,
    ast.AsyncWith,
    ast.Match,
)
_NAME = "_ran_in_tests"


def marked(path: Path, first: int) -> tuple[CodeType, list[Block]]:
    """The code of that file with its marks, numbered from `first` on, and the block of each."""
    tree = ast.parse(path.read_bytes())
    blocks: list[Block] = []
    for node in [*_that_hold_statements(tree)]:
        for part in _PARTS:
            if (suite := getattr(node, part, None)) and not _is_for_types_alone(node):
                setattr(node, part, [*_with_marks(suite, blocks, first)])
    at = next((n for n, one in enumerate(tree.body) if not _does_nothing(one)), len(tree.body))
    tree.body[at:at] = ast.parse(f"from tests.noted import {RAN} as {_NAME}").body
    return compile(tree, path, "exec", dont_inherit=True), blocks


def _that_hold_statements(node: ast.AST) -> Iterator[ast.AST]:
    """That one and all in it, without a look into expressions: in them is no statement."""
    yield node
    for part in (*_PARTS, *_OF_PARTS):
        for inner in getattr(node, part, ()):
            yield from _that_hold_statements(inner)


def _with_marks(suite: Sequence[ast.stmt], blocks: list[Block], first: int) -> Iterator[ast.stmt]:
    begins = True
    for statement in suite:
        if not _does_nothing(statement):
            if begins:
                yield _mark(first + len(blocks), statement)
                blocks.append([])
            blocks[-1].append(statement.lineno)
            begins = isinstance(statement, _BRANCHES)
        yield statement


def _mark(number: int, before: ast.stmt) -> ast.stmt:
    # Where it is written, as the statement before which it comes.
    at = {name: getattr(before, name) for name in before._attributes}
    memory = ast.Name(_NAME, ast.Load(), **at)
    place = ast.Subscript(memory, ast.Constant(number, **at), ast.Store(), **at)
    return ast.Assign([place], ast.Constant(1, **at), **at)


def _does_nothing(statement: ast.stmt) -> bool:
    """Whether it says something to Python or to a reader alone."""
    if isinstance(statement, ast.ImportFrom):
        return statement.module == "__future__"
    if isinstance(statement, ast.Expr):
        return isinstance(statement.value, ast.Constant)
    return isinstance(statement, ast.Pass | ast.Global | ast.Nonlocal)


def _is_for_types_alone(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.If)
        and isinstance(node.test, ast.Name)
        and node.test.id == "TYPE_CHECKING"
    )
