"""What OpenSSH needs so that each officer's key opens the desk in that officer's name, and nothing else."""

from __future__ import annotations

import os
import pwd
import re
import shlex
from collections.abc import Container, Iterable
from pathlib import Path
from typing import Final

import click

from store import disk
from store.errors import DeskExists
from store.text import _
from tui.cli.manual import command
from tui.cli.options import common, named_desk
from tui.cli.public_key import PublicKey, read_keys
from tui.cli.this_program import check_that_it_starts, this_program
from tui.cli.who import login, officer_given
from tui.cli.written import FilePath

CONFIG_NAME: Final = "dutydesk.conf"
KEYS_NAME: Final = "dutydesk_authorized_keys"
_MADE_BY: Final = "# Made by dutydesk ssh-setup."
_ACCOUNT: Final = re.compile(r"[a-z_][a-z0-9_\-]{0,31}")
# What a client may send: how its terminal shows text, and no more.
_ACCEPTED: Final = "LANG LC_ALL LC_CTYPE COLORTERM NO_COLOR"


@command(
    "ssh-setup", help=_("生成远程值守所需的 OpenSSH 配置：每把公钥对应一名值班人员，只能用值班台")
)
@common
@click.option("--account", metavar=_("账户"), help=_("值班台所用的系统账户；默认当前账户"))
@click.option(
    "--write",
    "target",
    type=FilePath(),
    metavar=_("目录"),
    help=_("写成该目录中的文件，而不显示"),
)
@click.option(
    "--plain",
    "linear_for",
    multiple=True,
    metavar=_("姓名"),
    help=_("此人登录后用逐行问答，可写几次"),
)
@click.argument(
    "keys",
    nargs=-1,
    required=True,
    metavar=_("姓名=公钥文件…"),
    help=_("值班人员及其公钥（.pub）文件，每人一项"),
)
def ssh_setup(
    folder: Path | None,
    at: str | None,
    account: str | None,
    target: Path | None,
    linear_for: tuple[str, ...],
    keys: tuple[str, ...],
) -> None:
    with named_desk(folder, at) as desk:
        files = texts(account or login(), desk.place.address, keys, linear_for)
    if target is None:
        click.echo("\n".join(files.values()), nl=False)
        return
    write(target, files)
    for name in files:
        click.echo(_("已写入：{path}", path=target / name))


def texts(
    account: str, desk: str, given: Iterable[str], linear_for: Iterable[str] = ()
) -> dict[str, str]:
    """Both files by name, for the desk at the address `desk` and `NAME=FILE` arguments; the officers
    `linear_for` get the dialogue in place of the screen.

    Raises `CannotRead`, `CannotStart` or `click.BadParameter`.
    """
    if not _ACCOUNT.fullmatch(account):
        raise click.BadParameter(_("“{account}” 不是系统账户名。", account=account))
    if not desk.isprintable():
        raise click.BadParameter(_("{folder} 含有不能写入配置的字符。", folder=desk))
    keys, linear = officers(given), set(map(officer_given, linear_for))
    for name in linear - keys.keys():
        raise click.BadParameter(
            _("没有“{name}”的公钥，请一并写明 姓名=公钥文件。", name=name), param_hint="--plain"
        )
    if _is_root(account):
        raise click.BadParameter(
            _("值班台不用管理员账户 {account}，请用 --account 写明专设的账户。", account=account)
        )
    return {CONFIG_NAME: config(account), KEYS_NAME: authorized_keys(keys, desk, linear)}


def _is_root(account: str) -> bool:
    """Whether it is the administrator's, under whatever name. What the file says of it would shut
    the administrator out, and let whoever gets out of the desk do everything."""
    try:
        return account == "root" or not pwd.getpwnam(account).pw_uid
    except KeyError:
        return False


def officers(given: Iterable[str]) -> dict[str, list[PublicKey]]:
    """`NAME=FILE` arguments as the keys of each officer. Raises `CannotRead` or `BadParameter`."""
    found: dict[str, list[PublicKey]] = {}
    owners: dict[PublicKey, str] = {}
    for argument in given:
        name, equals, path = argument.partition("=")
        if not equals or not path:
            raise click.BadParameter(
                _("“{argument}” 须写成 姓名=公钥文件，如 李明=li.pub。", argument=argument)
            )
        name = officer_given(name)
        for key in read_keys(Path(path)):
            owner = owners.setdefault(key, name)
            if owner != name:
                raise click.BadParameter(
                    _(
                        "{path} 中的公钥已用于 {owner}，一把公钥只能属于一人。",
                        path=path,
                        owner=owner,
                    )
                )
            if key not in found.setdefault(name, []):
                found[name].append(key)
    return found


def config(account: str) -> str:
    """The `sshd_config` drop-in for the desk's account."""
    return f"""{_MADE_BY}
# /etc/ssh/sshd_config.d/{CONFIG_NAME}
PermitUserEnvironment no

Match User {account}
    AuthenticationMethods publickey
    AuthorizedKeysFile /etc/ssh/{KEYS_NAME}
    AuthorizedKeysCommand none
    AcceptEnv {_ACCEPTED}
    DisableForwarding yes
    PermitTunnel no
    PermitUserRC no
    PermitTTY yes
    ClientAliveInterval 15
    ClientAliveCountMax 4
"""


def authorized_keys(keys: dict[str, list[PublicKey]], desk: str, linear_for: Container[str]) -> str:
    """The lines for the keys: each is tied to its officer and to the desk. Raises `CannotStart`."""
    lines = [_MADE_BY, f"# /etc/ssh/{KEYS_NAME}"]
    program = this_program()
    check_that_it_starts(program)
    for name, of_officer in keys.items():
        linear = ("--plain",) if name in linear_for else ()
        command = shlex.join((*program, "session", "--officer", name, *linear, "--desk", desk))
        quoted = command.replace('"', '\\"')
        lines += [f'restrict,pty,command="{quoted}" {key}' for key in of_officer]
    return "\n".join(lines) + "\n"


def write(folder: Path, texts: dict[str, str]) -> None:
    """Puts the files into `folder`, over those of an earlier run only.

    Raises `DeskExists` if a file there is somebody else's, or `CannotWrite`, also where others can
    write: the administrator installs what is there.
    """
    with disk.writing_to(folder):
        disk.make_folder(folder)
        paths = {disk.in_own_folder(folder / name): text for name, text in texts.items()}
        for path in paths:
            if os.path.lexists(path) and not _is_ours(path):
                raise DeskExists(
                    _("{path} 不是 dutydesk ssh-setup 写的，未作改动；请换一个目录。", path=path)
                )
        for path, text in paths.items():
            disk.replace_file(path, [text.encode()])


def _is_ours(path: Path) -> bool:
    return path.is_file() and path.read_bytes().startswith(_MADE_BY.encode())
