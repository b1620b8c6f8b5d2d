"""What the tests of the screens share."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from textual.css import parse, stylesheet, tokenize

from store.text import use_language


@pytest.fixture(autouse=True)
def _garbage_waits() -> Iterator[None]:
    """What an app leaves is looked for between tests, where it has the app itself to take."""
    gc.disable()
    yield
    gc.set_threshold(500_000)
    gc.enable()


@pytest.fixture
def english() -> Iterator[None]:
    """The screens speak English as long as the test runs."""
    use_language("en")
    yield
    use_language("zh")


class _Tokens(dict[str, Any]):
    """The variables of a theme, to be known again by who they are."""

    __hash__ = object.__hash__  # type: ignore[assignment]


def pytest_configure() -> None:
    """Has each style sheet parsed once for all apps, which took a fifth of the start of each."""
    parsed = cache(lambda *told, **how: list(parse.parse(*told, **how)))
    tokens = cache(lambda variables: _Tokens(tokenize.tokenize_values(dict(variables))))
    stylesheet.parse = parsed  # type: ignore[assignment]
    stylesheet.tokenize_values = lambda variables: tokens(tuple(variables.items()))
