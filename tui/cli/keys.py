"""Keys on the command line: `--identity` names a file, its passphrase is asked for and never an option."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

import click

from store.desk.desk import Desk
from store.secret.keys import is_protected, key_in, read_key_file
from store.text import _
from tui.cli.written import FilePath

_META: Final = "dutydesk.key"
_OPENED: Final = "dutydesk.key_opened"


def _keep(context: click.Context, _option: click.Parameter, file: Path | None) -> None:
    if file is not None:
        context.meta[_META] = file


keyed = click.option(
    "--identity",
    type=FilePath(),
    metavar=_("密钥文件"),
    expose_value=False,
    callback=_keep,
    help=_("组长的 age 密钥文件，密封的值班台据此解封；有口令的会问口令"),
)


def key_file() -> bytes | None:
    """What the file that `--identity` named holds. Raises `CannotRead` or `BadKey`."""
    file = click.get_current_context().meta.get(_META)
    if file is None:
        return None
    return read_key_file(file)


def given_key() -> str:
    """The private key that `--identity` named, "" for none; its passphrase is asked for once.
    Raises `CannotRead` or `BadKey`."""
    meta = click.get_current_context().meta
    if _OPENED not in meta:
        meta[_OPENED] = _opened(key_file())
    return str(meta[_OPENED])


def _opened(data: bytes | None) -> str:
    if data is None:
        return ""
    return key_in(data, ask_hidden(_("密钥口令")) if is_protected(data) else "")


def key_of_archive(desk: Desk) -> str:
    """As `given_key`, to read back what is sealed at the end, also where the desk is not."""
    if key := given_key():
        return key
    if desk.access.is_sealed:
        raise click.UsageError(_("请用 --identity 写明密钥文件。"))
    raise click.UsageError(
        _(
            "本值班台没有密封，但移交的档案须密封：请先用 dutydesk keygen 生成密钥，"
            "再用 --seal-to 写明公钥、--identity 写明密钥文件。"
        )
    )


def ask_hidden(label: str, *, again: bool = False) -> str:
    """A word that nobody sees being typed; a line of standard input where that is no terminal."""
    if sys.stdin.isatty():
        return str(click.prompt(label, hide_input=True, err=True, confirmation_prompt=again))
    return sys.stdin.readline().rstrip("\n")
