"""How `--desk` names a desk in a database: `postgresql://…/office?desk=NAME`."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from store.errors import NoDesk
from store.frozen import frozen
from store.late_pattern import late_pattern
from store.printable import first_unprintable, printable
from store.text import _

FORM: Final = "postgresql://HOST/DATABASE?desk=NAME"
"""What one looks like."""

_BEGINS: Final = late_pattern("postgres(ql)?://", re.IGNORECASE)
# Of more than one letter: what begins with a scheme is meant as an address, whichever.
_ANY_ADDRESS: Final = late_pattern(r"[a-z][a-z0-9+.:-]+:/", re.IGNORECASE)
_DESK: Final = "desk"
_SECRET: Final = frozenset({"password", "sslpassword"})
_LONGEST_NAME: Final = 100


@frozen
class Address:
    """A desk's name in a database; `server` is the database's own address, `user` whoever enters it,
    "" for who the system says. There is no password in it: a command line is seen by everyone."""

    server: str
    desk: str
    user: str
    database: str

    def __str__(self) -> str:
        """As `--desk` takes it and a person reads it."""
        name = "".join(c if c.isalnum() else quote(c, safe="") for c in self.desk)
        return f"{self.server}{'&' if '?' in self.server else '?'}{_DESK}={name}"


def is_address(text: str) -> bool:
    """Whether that is meant to name something in a database, and not a folder."""
    return bool(_ANY_ADDRESS.match(text))


def names_desk(text: str) -> bool:
    """Whether an address says which desk of its database is meant."""
    try:
        return any(name == _DESK for name, _value in parse_qsl(urlsplit(text).query))
    except ValueError:
        return True


def read_database(text: str) -> Address:
    """As `read_address`, of an address that need name no desk: it is of any of its database then."""
    return read_address(
        text if names_desk(text) else f"{text}{'&' if '?' in text else '?'}{_DESK}=_"
    )


def read_address(text: str) -> Address:
    """What an address says. Raises `NoDesk` for what is none of a database, names no desk, or says a
    password: that is not repeated in the sentence."""
    try:
        parts = urlsplit(text)
        given = parse_qsl(parts.query, keep_blank_values=True)
        user, _at, _hosts = parts.netloc.rpartition("@")
    except ValueError as error:
        raise _not_known() from error
    if not _BEGINS.match(text):
        raise _not_known()
    said = {name for name, _value in given}
    # With a slash or the like in it a password looks like the port and what follows that.
    after_port = (parts.path, parts.fragment, *said)
    if ":" in user or _SECRET & said or any("@" in text for text in after_port):
        raise NoDesk(
            _(
                "数据库地址中不要写密码：命令行和历史记录会被他人看到。请把密码写入 ~/.pgpass（chmod 600），"
                "再去掉地址中的密码。"
            )
        )
    names = [value for name, value in given if name == _DESK]
    database = unquote(parts.path.lstrip("/"))
    if len(names) != 1 or not names[0].strip() or _hides_something(text, *names, database):
        raise NoDesk(_("数据库地址里要写明是哪个值班台，应写成 {form}。", form=FORM))
    if len(names[0]) > _LONGEST_NAME:
        raise NoDesk(
            _(
                "值班台名称最多 {most} 个字：{name}…",
                most=_LONGEST_NAME,
                name=printable(names[0][:20]),
            )
        )
    rest = urlencode(sorted((n, v) for n, v in given if n != _DESK), quote_via=quote, safe="/")
    server = f"postgresql://{parts.netloc}{parts.path}" + (f"?{rest}" if rest else "")
    return Address(server, names[0], unquote(user), database)


def _hides_something(*texts: str) -> bool:
    return any(first_unprintable(text) is not None for text in texts)


def _not_known() -> NoDesk:
    return NoDesk(_("数据库地址不能识别，应写成 {form}。", form=FORM))
