"""What `ssh-setup` makes of officers' names and keys, and what it refuses."""

from __future__ import annotations

import base64
import os
import pwd
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest

from store.errors import NoTerminal
from tests.tui.shell import Shell
from tui.cli.public_key import read_keys
from tui.cli.session import asked_for, enter, forget_environment
from tui.cli.ssh_setup import CONFIG_NAME, KEYS_NAME, texts
from tui.cli.who import login

pytestmark = pytest.mark.skipif(not shutil.which("ssh-keygen"), reason="needs ssh-keygen")

SETUP = ("ssh-setup", "--account", "zhiban")


@pytest.fixture
def desk(tmp_path: Path) -> Shell:
    shell = Shell(tmp_path / "desk")
    shell.say("init", "--example")
    return shell


@pytest.fixture
def key(tmp_path: Path) -> Path:
    """A key pair; the public one is beside it."""
    return make_key(tmp_path / "li")


def make_key(path: Path, kind: str = "ed25519", bits: str = "256") -> Path:
    command = ["ssh-keygen", "-q", "-t", kind, "-b", bits, "-N", "", "-f", str(path)]
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL)
    return path


def public(key: Path) -> Path:
    return key.with_suffix(".pub")


def test_each_key_is_tied_to_its_officer_and_to_this_desk(desk: Shell, key: Path) -> None:
    other = make_key(key.with_name("wang"))
    said = desk.say(
        *("ssh-setup", "--account", "zhiban", "--plain", "J. O-Brien"),
        *(f"李明={public(key)}", f"J. O-Brien={public(other)}"),
    )
    assert "Match User zhiban\n" in said and "PermitUserEnvironment no\n" in said
    first, second = said.splitlines()[-2:]
    assert first.startswith('restrict,pty,command="') and "--officer '李明'" in first
    # Nothing of the account's own is looked at.
    assert f'command="{sys.executable} -I ' in first
    assert str(desk.folder) in first and first.endswith(
        " ".join(public(key).read_text().split()[:2])
    )
    assert "--officer 'J. O-Brien' --plain" in second and "--plain" not in first
    assert "没有“王芳”的公钥" in desk.refuse(
        "ssh-setup", "--plain", "王芳", f"李明={public(key)}", status=2
    )
    # As each name is written, either may be.
    spaced = ("--account", "zhiban", "--plain", " 李　明", f"李 明={public(key)}")
    assert "--officer '李明' --plain" in desk.say("ssh-setup", *spaced)


def test_the_files_are_written_again_but_never_over_anyone_elses(
    desk: Shell,
    key: Path,
    tmp_path: Path,
) -> None:
    target = tmp_path / "out"
    for name in ("李明", "王芳"):
        said = desk.say(*SETUP, "--write", str(target), f"{name}={public(key)}")
        assert said == "".join(f"已写入：{target / file}\n" for file in (CONFIG_NAME, KEYS_NAME))
        assert name in (target / "dutydesk_authorized_keys").read_text()
    ours = (target / "dutydesk.conf").read_text()
    # A file is somebody else's too where ours was copied into it.
    for text in ("Port 22\n", f"Port 22\n{ours}"):
        (target / "dutydesk.conf").write_text(text)
        assert "未作改动" in desk.refuse(*SETUP, "--write", str(target), f"李明={public(key)}")
        assert (target / "dutydesk.conf").read_text() == text


def test_of_two_files_none_is_written_where_one_is_anyone_elses(
    desk: Shell, key: Path, tmp_path: Path
) -> None:
    target = tmp_path / "out"
    target.mkdir(mode=0o700)
    # It leads nowhere, and is somebody's all the same.
    (target / KEYS_NAME).symlink_to(tmp_path / "none")
    assert "未作改动" in desk.refuse(*SETUP, "--write", str(target), f"李明={public(key)}")
    assert list(target.iterdir()) == [target / KEYS_NAME] and (target / KEYS_NAME).is_symlink()


def test_whoever_has_two_keys_comes_in_with_either(desk: Shell, key: Path) -> None:
    other = make_key(key.with_name("at-home"))
    said = desk.say(*SETUP, f"李明={public(key)}", f"李明={public(other)}")
    for file in (key, other):
        (line,) = (one for one in said.splitlines() if public(file).read_text().split()[1] in one)
        assert "--officer '李明'" in line
    both = [f"{public(file).read_text().strip()} {'long ' * 5000}\n" for file in (key, other)]
    public(key).write_text("".join(both))
    assert desk.say(*SETUP, f"李明={public(key)}") == said


def test_the_files_are_not_put_where_others_can_write(
    desk: Shell, key: Path, tmp_path: Path
) -> None:
    target = tmp_path / "out"
    target.mkdir()
    target.chmod(0o777)
    told = desk.refuse(*SETUP, "--write", str(target), f"李明={public(key)}")
    assert "mkdir -m 700" in told and list(target.iterdir()) == []


def test_the_desk_is_not_entered_as_the_administrator(desk: Shell, key: Path) -> None:
    told = desk.refuse("ssh-setup", "--account", "root", f"李明={public(key)}", status=2)
    assert "值班台不用管理员账户 root，请用 --account 写明专设的账户。" in told
    for account in ("值班", "-x", "a b", "a\nMatch all", "Zhiban", "2a", "z" * 33):
        refused = desk.refuse("ssh-setup", "--account", account, f"李明={public(key)}", status=2)
        assert "不是系统账户名" in refused


def test_an_account_that_has_the_rights_of_the_administrator_is_no_other(
    desk: Shell, key: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Machines seldom have such an account, and none is to be made for a test.
    root = pwd.getpwuid(0)
    monkeypatch.setattr(pwd, "getpwnam", lambda name: {"toor": root}[name])
    with pytest.raises(click.BadParameter, match="值班台不用管理员账户 toor"):
        texts("toor", str(desk.folder), [f"李明={public(key)}"])
    for nobody in ("nobody-of-that-name", "_2", "z" * 32):
        assert texts(nobody, str(desk.folder), [f"李明={public(key)}"])


@pytest.mark.parametrize(
    "name",
    [
        "",
        "李;明",
        "李\n明",
        '李"明',
        "李'明",
        "-rf",
        "$(id)",
        "李" * 41,
        " ",
        "李\u115f明",
        "李\u3164明",
    ],
)
def test_a_name_that_a_shell_could_act_on_is_refused(desk: Shell, key: Path, name: str) -> None:
    told = desk.refuse("ssh-setup", f"{name}={public(key)}", status=2)
    assert ("没有选项" if name.startswith("-") else "姓名") in told


def test_whatever_the_folder_is_called_the_key_leads_to_it_or_is_not_set_up(
    key: Path, tmp_path: Path
) -> None:
    for name in ('值班 "台"', "it's $HOME\\", "a\nb", "a\tb", "a\u200bb"):
        desk = Shell(tmp_path / name)
        desk.say("init", "--example")
        words = (*SETUP, f"李明={public(key)}")
        if not name.isprintable():
            assert "不能写入配置" in desk.refuse(*words, status=2)
            continue
        (line,) = (line for line in desk.say(*words).splitlines() if line.startswith("restrict"))
        quoted = line.removeprefix('restrict,pty,command="').rpartition('" ssh-ed25519 ')[0]
        assert '"' not in quoted.replace('\\"', "")
        *_program, option, folder = shlex.split(quoted.replace('\\"', '"'))
        assert (option, folder) == ("--desk", str(desk.folder))


def test_a_key_belongs_to_one_officer(desk: Shell, key: Path) -> None:
    told = desk.refuse("ssh-setup", f"李明={public(key)}", f"王芳={public(key)}", status=2)
    assert "李明" in told and "一人" in told


def test_a_key_that_is_spelt_otherwise_is_no_other_key(desk: Shell, key: Path) -> None:
    of_two_parts = public(make_key(key.with_name("other"), "ecdsa"))
    kind, blob, *_comment = of_two_parts.read_text().split()
    # The last letter has two bits that mean nothing.
    assert blob.endswith("=") and blob[-2] in "AEIMQUYcgkosw048"
    spelt = f"{kind} {blob[:-2]}{chr(ord(blob[-2]) + 1)}=\n"
    (otherwise := key.with_name("spelt.pub")).write_text(spelt)
    told = desk.refuse(*SETUP, f"李明={of_two_parts}", f"王芳={otherwise}", status=2)
    assert "一把公钥只能属于一人" in told
    assert blob in desk.say(*SETUP, f"李明={otherwise}")


def test_what_is_no_public_key_is_refused(desk: Shell, key: Path, tmp_path: Path) -> None:
    text = public(key).read_text()
    kind, blob, *_comment = text.split()
    bad = tmp_path / "bad.pub"

    def told(content: str) -> str:
        bad.write_text(content)
        return desk.refuse("ssh-setup", f"李明={bad}", status=2)

    assert "没有公钥" in told("# nothing\n \n  # more\n")
    # Of a longer one some keys would be left out without a word.
    assert "超过 64 KB" in told(text + "#" * (65_537 - len(text)))
    (whole := tmp_path / "whole.pub").write_text(text + "#" * (65_536 - len(text)))
    assert blob in desk.say(*SETUP, f"李明={whole}")
    no_key = "不是 OpenSSH 公钥"
    assert no_key in told("hello")
    assert no_key in told(f"{kind} {blob[:-8]}")
    assert no_key in told(f"ssh-rsa {blob}")
    assert no_key in told(f"{kind} {blob[:10]}!{blob[10:]}")
    data = base64.b64decode(blob)
    for wrong in (data[:-1], data + b"\0\0\0\1x", data + b"\0\0", data[:19] + b"\0\0\0\0"):
        assert no_key in told(f"{kind} {base64.b64encode(wrong).decode()}")
    assert no_key in told(f'command="sh" {text}')
    assert no_key in told(text + "ssh-dss AAAAB3NzaC1kc3M=\n")
    assert "私钥" in desk.refuse("ssh-setup", f"李明={key}", status=2)
    assert "私钥" in told("-----BEGIN RSA PRIVATE KEY-----\n")
    short = make_key(tmp_path / "short", "rsa", "1024")
    assert "2048" in desk.refuse("ssh-setup", f"李明={public(short)}", status=2)
    assert "无法读取" in desk.refuse("ssh-setup", f"李明={tmp_path / 'none.pub'}")
    for said in (str(public(key)), "李明="):
        assert "姓名=公钥文件" in desk.refuse("ssh-setup", said, status=2)


POINT, MODULUS = b"\4" * 65, b"\7" * 257
EXPONENT = b"\1\0\1"


@pytest.mark.parametrize(
    ("kind", "right", "wrong"),
    [
        ("ssh-ed25519", [b"k" * 32], [[b"k" * 31], [b"k" * 33], [b"k" * 32, b""], []]),
        (
            "ecdsa-sha2-nistp256",
            [b"nistp256", POINT],
            [
                [b"nistp384", POINT],
                [b"nistp256", POINT[:-1]],
                [b"nistp256", b"\5" + POINT[1:]],
                [b"nistp256", b"\3" + POINT[1:]],
                [b"nistp256", b""],
            ],
        ),
        (
            "sk-ecdsa-sha2-nistp256@openssh.com",
            [b"nistp256", POINT, b"ssh:"],
            [[b"nistp256", POINT], [b"nistp256", POINT[:-1], b"ssh:"]],
        ),
        ("sk-ssh-ed25519@openssh.com", [b"k" * 32, b"ssh:"], [[b"k" * 32], [b"k" * 31, b"ssh:"]]),
        (
            "ssh-rsa",
            [EXPONENT, MODULUS],
            [
                [b"\1", MODULUS],
                [b"\1\0\2", MODULUS],
                [EXPONENT, MODULUS[:-1] + b"\2"],
                [EXPONENT, b"\7" * 255],
                [MODULUS],
            ],
        ),
    ],
)
def test_a_key_has_each_part_of_its_kind(
    kind: str, right: list[bytes], wrong: list[list[bytes]], tmp_path: Path
) -> None:
    def written(*parts: bytes, of: str = kind, but: int = 0) -> Path:
        blob = b"".join(len(part).to_bytes(4) + part for part in (of.encode(), *parts))
        there = base64.b64encode(blob[: len(blob) - but]).decode()
        (file := tmp_path / "a.pub").write_text(f"\ufeff{kind} {there} x")
        return file

    (found,) = read_keys(written(*right))
    assert str(found) == " ".join(written(*right).read_text().strip("\ufeff").split()[:2])
    for parts in wrong:
        with pytest.raises(click.BadParameter):
            read_keys(written(*parts))
    with pytest.raises(click.BadParameter):
        read_keys(written(*right, of="ssh-dss"))
    # Cut short by any number of bytes: an RSA key ends in a number that may be of any length.
    for but in range(1, sum(map(len, right))):
        with pytest.raises(click.BadParameter, match="不是 OpenSSH 公钥"):
            read_keys(written(*right, but=but))


@pytest.mark.parametrize(
    "kind",
    [
        ("ed25519", "256"),
        ("rsa", "2048"),
        ("ecdsa", "256"),
        ("ecdsa", "384"),
        ("ecdsa", "521"),
    ],
)
def test_every_kind_of_key_that_ssh_keygen_makes_is_taken(
    desk: Shell, tmp_path: Path, kind: tuple[str, str]
) -> None:
    made = public(make_key(tmp_path / "made", *kind))
    assert made.read_text().split()[1] in desk.say(*SETUP, f"李明={made}")


def test_names_that_only_look_different_are_one_officers(desk: Shell, key: Path) -> None:
    told = desk.say(*SETUP, f"李　明={public(key)}", f"李明={public(key)}")
    assert told.count("ssh-ed25519") == 1 and "李明" in told


def test_a_session_without_a_terminal_gets_one_sentence(desk: Shell) -> None:
    told = desk.refuse("session", "--officer", "李明", SSH_ORIGINAL_COMMAND=" ")
    assert told.count("\n") == 1 and "只用于值班台" in told


def test_who_acts_is_the_login_whatever_the_environment_says(desk: Shell) -> None:
    desk.say(
        "add", "--channel", "landline", "--unit", "某局", "--group", "leadership",
        "--disciplines", "廉洁纪律", "--summary", "收受礼金", LOGNAME="别人", USER="别人",
    )  # fmt: skip
    assert desk.json("show", "1")["officer"] != "别人"


def test_whoever_has_an_account_without_a_name_acts_by_its_number(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(os, "getuid", lambda: 61_234)
    assert login() == "61234"


@pytest.mark.skipif(not Path("/usr/sbin/sshd").exists(), reason="needs sshd")
def test_the_drop_in_says_each_thing_that_keeps_an_account_at_the_desk(
    desk: Shell, key: Path, tmp_path: Path
) -> None:
    desk.say(*SETUP, "--write", str(tmp_path / "ssh"), f"李明={public(key)}")
    allowing_all = tmp_path / "sshd_config"
    allowing_all.write_text(
        f"Include {tmp_path / 'ssh' / CONFIG_NAME}\n"
        "AuthenticationMethods password\n"
        "AuthorizedKeysCommand /bin/cat\nAuthorizedKeysCommandUser nobody\n"
        "AuthorizedKeysFile .ssh/authorized_keys\n"
        "ClientAliveInterval 0\nClientAliveCountMax 0\n"
        "DisableForwarding no\nPermitTTY no\nPermitTunnel yes\nPermitUserRC yes\n"
    )
    host_key = make_key(tmp_path / "host")
    if not os.getuid():
        Path("/run/sshd").mkdir(exist_ok=True)
    command = ("/usr/sbin/sshd", "-T", "-f", allowing_all, "-h", host_key)
    said = subprocess.run(
        [*command, "-C", "user=zhiban,host=here,addr=127.0.0.1"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    in_force = dict(line.split(" ", 1) for line in said.splitlines() if " " in line)
    assert {
        "authenticationmethods": "publickey",
        "authorizedkeyscommand": "none",
        "authorizedkeysfile": f"/etc/ssh/{KEYS_NAME}",
        "clientaliveinterval": "15",
        "clientalivecountmax": "4",
        "disableforwarding": "yes",
        "permittty": "yes",
        "permittunnel": "no",
        "permituserenvironment": "no",
        "permituserrc": "no",
    }.items() <= in_force.items()
    taken = {line.split(" ", 1)[1] for line in said.splitlines() if line.startswith("acceptenv ")}
    assert taken == {"LANG", "LC_ALL", "LC_CTYPE", "COLORTERM", "NO_COLOR"}


def test_of_what_a_client_sends_a_session_keeps_how_its_terminal_shows_text_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kept = "HOME LANG LANGUAGE LC_ALL LC_CTYPE TERM COLORTERM NO_COLOR SSH_ORIGINAL_COMMAND"
    shows = dict.fromkeys(kept.split(), "of the client")
    names = "PATH XDG_CONFIG_HOME XDG_STATE_HOME DUTYDESK_HOME DUTYDESK_SETTINGS LD_PRELOAD PAGER"
    monkeypatch.setattr(os, "environ", shows | dict.fromkeys(names.split(), "/tmp/sent"))
    forget_environment()
    assert os.environ == shows


def test_a_client_that_asks_for_nothing_but_blanks_asks_for_the_screen(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for sent, asked in (("", ""), (" \t ", ""), (" list --json ", "list --json")):
        monkeypatch.setenv("SSH_ORIGINAL_COMMAND", sent)
        assert asked_for() == asked
    monkeypatch.delenv("SSH_ORIGINAL_COMMAND")
    assert asked_for() == ""


def test_the_screen_is_for_whoever_has_a_terminal_at_both_ends(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ours, theirs = os.openpty()
    with os.fdopen(ours), os.fdopen(theirs) as there, Path(os.devnull).open() as nowhere:
        for ends in ((there, nowhere), (nowhere, there), (nowhere, nowhere)):
            monkeypatch.setattr(sys, "stdin", ends[0])
            monkeypatch.setattr(sys, "stdout", ends[1])
            with pytest.raises(NoTerminal, match="只用于值班台"):
                enter()
        monkeypatch.setattr(sys, "stdin", there)
        monkeypatch.setattr(sys, "stdout", there)
        enter()
