"""Who acts at the desk: the owner of the login, or the officer that `sshd` found by the key."""

from __future__ import annotations

import os
import pwd
import re
from typing import Final

import click

from store.printable import as_one_name, first_unprintable
from store.text import _

_LONGEST: Final = 40
# Letters of any script and digits, with what stands inside a name: 欧阳·娜娜, J. O-Brien, duty_1.
_NAME: Final = re.compile(r"\w(?:[\w ·.\-]*[\w.])?")


def login() -> str:
    """The owner of this process. `LOGNAME` and the like are not asked: anyone can set them."""
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return str(os.getuid())


def officer_name(text: str) -> str:
    """`text` as the name of an officer. Raises `click.BadParameter`.

    The name becomes part of a command line in `authorized_keys`, so nothing may be in it that a
    shell or `sshd` would act on.
    """
    name = as_one_name(text)
    if first_unprintable(text) is None and len(name) <= _LONGEST and _NAME.fullmatch(name):
        return name
    raise click.BadParameter(
        _(
            "“{name}” 不能用作值班人员姓名：须为 1 至 {most} 个汉字、字母或数字，"
            "中间可有空格、间隔号、点和连字符。",
            name=text,
            most=_LONGEST,
        )
    )
