"""Who acts at the desk: the owner of the login, or the officer that `sshd` found by the key."""

from __future__ import annotations

import os
import pwd

import click

from store.errors import StepRefused
from store.officer_name import officer_name


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
