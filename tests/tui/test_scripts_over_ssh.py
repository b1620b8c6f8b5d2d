"""What officers and scripts take and send over a real `ssh`, and what is left where the line drops."""

from __future__ import annotations

import io
import json
import os
import re
import signal
import stat
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from store.desk.desk import Desk
from tests.builders import REFERRAL, entry_of
from tests.hostile import acts
from tests.sshd import SSHD, Sshd
from tests.store.desks import clock, new_desk, tip_of
from tests.terminal import PATIENCE_SECONDS

pytestmark = [
    pytest.mark.whole,
    pytest.mark.skipif(not SSHD, reason="needs openssh-server"),
]

ROOT = Path(__file__).parents[2]
LEAD, SENDER, VIEWER = "组长", "收发", "日报"
FIRST_SCRIPT = "# 每晚的日报"
FIRST_COMMAND = "ssh zhiban@主机 help"


@pytest.fixture(scope="module")
def sshd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sshd]:
    folder = tmp_path_factory.mktemp("sshd")
    with new_desk(folder / "desk", LEAD) as desk:
        desk.access.set_role(SENDER, "officer")
        desk.access.set_role(VIEWER, "viewer")
        desk.record(tip_of())
    server = Sshd(folder, (LEAD, SENDER, VIEWER))
    yield server
    server.close()


def taken(sshd: Sshd, officer: str, *command: str, **options: Any) -> Any:
    """What came of a command: bytes."""
    words = sshd.client(officer, *options.pop("asked", ()), sshd.host, *command)
    return subprocess.run(
        words, capture_output=True, timeout=60, stdin=subprocess.DEVNULL, **options
    )


def summaries(sshd: Sshd) -> list[str]:
    with Desk.open(sshd.desk, clock=clock(), officer=LEAD) as desk:
        return [tip.summary for tip in desk.tips()]


def block(begin: str) -> str:
    """What the manual has between its fences from `begin` on."""
    for page in (ROOT / "tui" / "manual").glob("*/*.md"):
        _before, found, rest = page.read_text().partition(f"```sh\n{begin}")
        if found:
            return f"{begin}{rest}".partition("\n```")[0]
    raise AssertionError(begin)


def scripts() -> list[str]:
    """Those that the manual has for scripts, without what `cron` makes of a line."""
    return [
        re.sub(r"^0 22 \* \* \* ", "", part, flags=re.M)
        for part in block(FIRST_SCRIPT).split("\n\n")
    ]


@pytest.fixture
def home(sshd: Sshd, tmp_path: Path) -> Path:
    """The home of whoever runs a script: its keys, and an `ssh` that finds this server."""
    (tmp_path / ".ssh").mkdir()
    (tmp_path / "日报").mkdir()
    (tmp_path / "bin").mkdir()
    for name in (SENDER, VIEWER):
        (tmp_path / ".ssh" / name).symlink_to(sshd.key(name))
    program, *options = sshd.client(LEAD)
    # Whoever names no key has the lead's.
    other = " ".join(options[:2] + options[4:])
    write_program(
        tmp_path / "bin" / "ssh",
        f"""
for word; do
    shift
    case $word in zhiban@主机) word={sshd.host};; -i) key=given;; esac
    set -- "$@" "$word"
done
[ "$key" ] || set -- -i {sshd.key(LEAD)} "$@"
if [ -e cut ]; then
    # The first went through, and the answer was lost.
    rm cut
    head -n 1 | /usr/bin/{program} {other} "$@" > /dev/null
    exit 255
fi
exec /usr/bin/{program} {other} "$@"
""",
    )
    write_program(tmp_path / "bin" / "sleep", "")
    return tmp_path


def write_program(path: Path, text: str) -> None:
    path.write_text(f"#!/bin/sh\n{text}")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


def run(script: str, home: Path) -> bytes:
    path = f"{home / 'bin'}:{os.environ['PATH']}"
    environment = os.environ | {"HOME": str(home), "PATH": path}
    done = subprocess.run(
        ["sh", "-c", script], cwd=home, env=environment, capture_output=True, timeout=60
    )
    assert done.stderr == b"" and done.returncode in (0, 1), script
    return done.stdout


def test_the_scripts_of_the_manual_do_what_they_say(sshd: Sshd, home: Path) -> None:
    before = len(summaries(sshd))
    nightly, register, pushed = scripts()
    # Nothing is said that `cron` would send by mail.
    assert run(nightly.replace("\\%", "%"), home) == b""
    (report,) = (home / "日报").iterdir()
    assert re.fullmatch(r"\d{4}-\d\d-\d\d\.txt", report.name)
    assert "值班日报" in report.read_text() and "赵某某" not in report.read_text()
    run(register, home)
    book = openpyxl.load_workbook(home / "台账.xlsx")
    assert "赵某某" in str([[*sheet.values] for sheet in book])
    tips = [entry_of(summary=f"送来 {n}", reference=f"{n}") for n in range(3)]
    (home / "tips.jsonl").write_text("\n".join(map(json.dumps, tips)))
    (home / "cut").touch()
    run(pushed, home)
    run(pushed, home)
    assert [text for text in summaries(sshd) if "送来" in text] == ["送来 0", "送来 1", "送来 2"]
    answered = [json.loads(line) for line in (home / "回执.jsonl").read_text().splitlines()]
    assert [tip["number"] for tip in answered] == [f"2016-{before + n:04}" for n in (1, 2, 3)]
    assert {tip["officer"] for tip in answered} == {SENDER}


def test_the_commands_of_the_manual_go_through_as_they_stand_there(home: Path) -> None:
    (home / "照片.jpg").write_bytes(b"a photograph")
    (home / "tips.jsonl").write_text(json.dumps(entry_of()))
    said = [run(line.replace("42", "1"), home) for line in block(FIRST_COMMAND).splitlines()]
    assert b"report" in said[0] and "赵某某".encode() in b"".join(said)
    assert (home / "照片.jpg").read_bytes() == b"a photograph"
    assert "</html>" in (home / "1.html").read_text()
    assert openpyxl.load_workbook(home / "台账.xlsx").sheetnames


def test_a_paper_arrives_as_it_was_made(sshd: Sshd) -> None:
    book = taken(sshd, LEAD, "report", "--kind", "period", "--format", "xlsx")
    assert openpyxl.load_workbook(io.BytesIO(book.stdout)).sheetnames and book.stderr == b""
    page = taken(sshd, LEAD, "sheet", "1")
    assert page.stdout.decode().rstrip().endswith("</html>") and acts(page.stdout) == []
    # What a terminal would make of it, it is not put through.
    asked = taken(sshd, LEAD, "report", "--format", "xlsx", asked=["-tt"])
    assert asked.returncode == 2 and b"PK" not in asked.stdout and "-t" in asked.stdout.decode()
    shown = taken(sshd, LEAD, "list", asked=["-tt"])
    assert shown.returncode == 0 and b"2016-0001" in shown.stdout and acts(shown.stdout) == []


def test_nothing_the_client_sends_beside_the_command_changes_what_it_does(
    sshd: Sshd, tmp_path: Path
) -> None:
    sent = {
        "DUTYDESK_HOME": str(tmp_path),
        "DUTYDESK_SETTINGS": str(tmp_path / "none"),
        "_DUTYDESK_COMPLETE": "bash_source",
        "SSH_ORIGINAL_COMMAND": "audit",
        "PYTHONPATH": str(tmp_path),
        "LANG": "en_US.UTF-8",
    }
    asked = [word for name in sent for word in ("-o", f"SendEnv={name}")]
    done = taken(sshd, VIEWER, "counts", asked=asked, env=os.environ | {"LC_ALL": ""} | sent)
    assert done.returncode == 0 and b"In all" in done.stdout
    for command, told in (("scp -t /tmp", "scp"), ("audit --json --desk /", "--desk")):
        refused = taken(sshd, LEAD, command)
        assert (refused.returncode, refused.stdout) == (2, b"") and told in refused.stderr.decode()


def test_where_the_line_drops_half_a_tip_is_none(sshd: Sshd) -> None:
    words = sshd.client(SENDER, sshd.host, "add", "--json", "-")
    sending = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert sending.stdin and sending.stdout
    whole, half = (json.dumps(entry_of(REFERRAL, summary=text)) for text in ("全的", "半件"))
    sending.stdin.write(f"{whole}\n{half[:-9]}".encode())
    sending.stdin.flush()
    # The first is on the disk, and the second half on its way.
    assert json.loads(sending.stdout.readline())["channel"] == "mobile"
    hang_up(sshd, sending)
    assert "全的" in summaries(sshd) and "半件" not in summaries(sshd)


def test_where_the_line_drops_half_a_file_is_none(sshd: Sshd) -> None:
    with Desk.open(sshd.desk, clock=clock(), officer=LEAD) as desk:
        number = desk.record(tip_of()).number
    files = sshd.desk / "files"
    before = {*files.iterdir()} if files.exists() else set()
    words = sshd.client(LEAD, sshd.host, "attach", number, "录像.mp4")
    sending = subprocess.Popen(words, stdin=subprocess.PIPE)
    assert sending.stdin
    sending.stdin.write(bytes(3_000_000))
    sending.stdin.flush()
    until(lambda: files.exists() and any(f.stat().st_size for f in {*files.iterdir()} - before))
    hang_up(sshd, sending)
    # What took it may end a moment after the session.
    until(lambda: {*files.iterdir()} == before)
    with Desk.open(sshd.desk, clock=clock(), officer=LEAD) as desk:
        assert desk.tip(number).enclosures == ()
    # The same to its end is kept, and comes back as it was.
    with subprocess.Popen(words, stdin=subprocess.PIPE) as whole:
        whole.communicate(bytes(range(256)) * 9999)
    assert whole.returncode == 0
    assert taken(sshd, LEAD, "enclosure", number, "1").stdout == bytes(range(256)) * 9999


def hang_up(sshd: Sshd, client: subprocess.Popen[bytes]) -> None:
    """As where the network is gone, until the session has noticed."""
    client.send_signal(signal.SIGKILL)
    client.wait()
    until(lambda: not sshd.sessions())


def until(holds: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.01)
