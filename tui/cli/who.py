"""Who acts at the desk: the owner of the login, or the officer that `sshd` found by the key."""

from __future__ import annotations

import os
import pwd
from typing import Final

import click

from store.errors import StepRefused
from store.officer_name import officer_name

OFFICER: Final = "officer"
"""Whose key `sshd` found, among the parameters of the whole program; not there otherwise."""


def who_acts() -> str:
    """The officer in whose name the command runs."""
    return str(click.get_current_context().find_root().params.get(OFFICER) or login())


def is_over_ssh() -> bool:
    """Whether the command was asked for over SSH: what it prints leaves this machine."""
    return OFFICER in click.get_current_context().find_root().params


def login() -> str:
    """The owner of this process. `LOGNAME` and the like are not asked: anyone can set them."""
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return str(os.getuid())


def officer_given(text: str) -> str:
    """`text` as the name of an officer. Raises `click.BadParameter`."""
    try:
        return officer_name(text)
    except StepRefused as refused:
        raise click.BadParameter(str(refused)) from refused
