"""Prints what the desk knows, as text for people or JSON for scripts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import click

from store.desk.desk import Desk
from store.printable import json_text, printable
from store.secret.seal import printed
from store.tips.tip import Tip


def say(text: str) -> None:
    """One or more lines for a person."""
    click.echo(printable(text, lines=True))


def lines(found: Iterable[str], none: str) -> None:
    """A line for each, or the sentence that there is `none`."""
    text = ""
    for text in found:
        say(text)
    if not text:
        say(none)


def stored(desk: Desk, found: Tip) -> None:
    """A tip as it is stored now, as JSON. To record or dispose of one is not to open it."""
    shown = desk.tip(found.number) if desk.access.hides else found
    value(printed(shown.as_json()))


def done(desk: Desk, tip: Tip, sentence: str, json_wanted: bool) -> None:
    """The answer to what was done with a tip."""
    if json_wanted:
        stored(desk, tip)
    else:
        say(sentence)


def array(values: Iterable[dict[str, Any]]) -> None:
    """One JSON array, an element a line."""
    rows = ",\n".join(map(json_text, values))
    click.echo(f"[\n{rows}\n]" if rows else "[]")


def value(found: object) -> None:
    """One JSON value."""
    click.echo(json_text(found))
