"""What is said beside the answer: on standard error."""

from __future__ import annotations

import contextlib

import click


def complain(sentence: str) -> None:
    """Says `sentence` on standard error, if anyone is left to read it."""
    with contextlib.suppress(OSError):
        click.echo(sentence, err=True)
