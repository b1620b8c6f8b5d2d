"""Officers behind ssh: a real sshd, real clients in ptys, and all that they may not do."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from store.desk.desk import Desk
from store.desk.places import place_at
from store.journal.presence import Presence
from tests.sshd import SSHD, Sshd
from tests.store.desks import clock, new_desk
from tests.store.sealed import sealed_desk, where
from tests.terminal import PATIENCE_SECONDS, Terminal

pytestmark = [
    pytest.mark.whole,
    pytest.mark.skipif(not SSHD, reason="needs openssh-server"),
]

MANY = tuple(f"值班员{n}" for n in range(1, 21))
ONLY_THE_DESK = "只用于值班台"
A_CALL = "已通话"
LogIn = Callable[..., Terminal]


@pytest.fixture(scope="module")
def sshd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sshd]:
    folder = tmp_path_factory.mktemp("sshd")
    new_desk(folder / "desk").close()
    server = Sshd(folder, ("李明", "王芳", "赵强", *MANY))
    yield server
    server.close()


@pytest.fixture
def log_in(sshd: Sshd) -> Iterator[LogIn]:
    """An officer's terminal with the desk on it, closed when the test is over."""
    terminals: list[Terminal] = []

    def start(officer: str, *arguments: str, **options: str) -> Terminal:
        terminals.append(sshd.log_in(officer, *arguments, **options))
        return terminals[-1]

    yield start
    for terminal in terminals:
        terminal.close()
    until(lambda: not at_the_desk(sshd), "an orphan keeps running")


def at_the_desk(sshd: Sshd) -> list[str]:
    """The officers whose sessions run: each holds its lock until its process is gone."""
    return [o.officer for o in Presence(place_at(sshd.desk).sessions(), "").others()]


def until(holds: Callable[[], object], what: str) -> None:
    """Waits for something that happens elsewhere than on a terminal."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < deadline, what
        time.sleep(0.01)


def until_saved(terminals: Iterable[Terminal]) -> None:
    """Until no form holds a call any more, each read in its turn: a line that stands still is sent
    the newest screen alone, and what is said of a saved tip for some seconds may be gone from it."""
    left = list(terminals)
    deadline = time.monotonic() + PATIENCE_SECONDS
    while left:
        assert time.monotonic() < deadline, f"not saved; the screen is\n{left[0].text}"
        left = [one for one in left if not one.read(0.01) or A_CALL in one.text]


def recorded(sshd: Sshd) -> dict[str, str]:
    """Who recorded each summary."""
    with Desk.open(sshd.desk, clock=clock()) as desk:
        return {tip.summary: tip.officer for tip in desk.tips()}


def write_tip(terminal: Terminal, summary: str) -> None:
    terminal.until("最近登记")
    terminal.type("F2")
    terminal.fill("subjects.unit", "某局")
    terminal.fill("subjects.group", "1", after="subjects.unit")
    terminal.fill("summary", summary, after="subjects.group")
    terminal.fill("disciplines", "3", after="summary")


def test_officers_see_each_others_tips_and_each_other(sshd: Sshd, log_in: LogIn) -> None:
    li, wang = log_in("李明"), log_in("王芳")
    write_tip(li, "赵某收礼")
    li.type("Ctrl+S")
    li.until("已登记：")
    wang.until("赵某收礼")
    wang.until("李明", "who is at the desk")
    assert recorded(sshd)["赵某收礼"] == "李明"
    wang.type("F4", "Enter")
    wang.until("修改记录")
    li.until("正在查看 2016-0001")
    li.type("F4", "Enter")
    li.until("王芳 也在查看此件")
    wang.type("e")
    wang.until("修改 2016-0001")
    li.until("王芳 正在修改此件")


def test_quitting_ends_the_login(log_in: LogIn) -> None:
    terminal = log_in("李明")
    terminal.until("最近登记")
    terminal.type("Ctrl+Q")
    assert terminal.until_over() == 0


def test_a_sealed_desk_shows_no_officer_anothers_tip_and_brings_the_own_draft_back(
    tmp_path: Path,
) -> None:
    sealed_desk(tmp_path / "desk").close()
    server = Sshd(tmp_path, ("李明", "王芳"))
    try:
        li, wang = server.log_in("李明"), server.log_in("王芳")
        write_tip(li, "密语：收礼")
        li.type("Ctrl+S")
        li.until("已登记：")
        wang.until("2016-0001")
        wang.type("F5")
        wang.until("2016-0001")
        wang.type("密语")
        wang.until("没有")
        assert "收礼" not in wang.output.decode(errors="replace")
        li.type("F2")
        li.fill("reporter.name", "欧阳密言")
        li.until("草稿已存")
        li.until("欧阳密言")
        li.hang_up()
        until(lambda: "李明" not in at_the_desk(server), "the session outlived its line")
        again = server.log_in("李明")
        again.until("Ctrl+E 到搁置的 1 件")
        again.type("Ctrl+E")
        again.until("欧阳密言")
        for terminal in (li, wang, again):
            terminal.close()
        assert where(tmp_path, ("密语", "收礼", "欧阳密言")) == []
    finally:
        server.close()


@pytest.mark.parametrize("cut", ["window closed", "client killed", "server's child killed"])
def test_a_line_cut_while_typing_brings_the_draft_back(sshd: Sshd, log_in: LogIn, cut: str) -> None:
    terminal = log_in("王芳")
    write_tip(terminal, f"反映工程招标 {cut}")
    terminal.until("草稿已存")
    terminal.until(cut)
    if cut == "window closed":
        terminal.hang_up()
    elif cut == "client killed":
        os.kill(terminal.pid, signal.SIGKILL)
    else:
        for pid in sshd.sessions():
            if Path(f"/proc/{pid}/comm").read_text() == "sshd\n":
                os.kill(pid, signal.SIGKILL)
    until(lambda: not at_the_desk(sshd), "the session outlived its line")
    again = log_in("王芳")
    again.until("Ctrl+E 到搁置的 1 件")
    again.type("Ctrl+E")
    again.until(f"反映工程招标 {cut}")
    again.type("F9", "F9")
    again.until(lambda text: "反映工程招标" not in text, "the draft discarded")


def test_two_drafts_of_an_officer_are_offered_to_that_officer_alone(
    sshd: Sshd, log_in: LogIn
) -> None:
    first, second = log_in("赵强"), log_in("赵强")
    for terminal, summary in ((first, "第一份"), (second, "第二份")):
        write_tip(terminal, summary)
        terminal.until("草稿已存")
    assert "搁置的" not in second.text
    for terminal in (first, second):
        terminal.hang_up()
    until(lambda: "赵强" not in at_the_desk(sshd), "the sessions outlived their lines")
    again = log_in("赵强")
    again.until("搁置的 2 件")
    other = log_in("王芳")
    other.until("最近登记")
    assert "搁置的" not in other.text
    # The one that is not shown is named above the form.
    again.type("Ctrl+E")
    again.until("搁置的 1 件")
    again.type("F9", "F9")
    again.until(lambda text: ("第一份" in text) != ("第二份" in text), "one discarded")
    again.type("Ctrl+E")
    again.until(lambda text: "搁置的" not in text, "the other shown")
    again.type("F9", "F9")
    again.until(lambda text: "第一份" not in text and "第二份" not in text, "both discarded")


@pytest.mark.parametrize(
    "command", [("sh",), ("touch", "ESCAPED"), ("sh", "-c", "touch ESCAPED"), ("; touch ESCAPED",)]
)
def test_a_command_is_answered_with_one_sentence(
    sshd: Sshd, command: tuple[str, ...], tmp_path: Path
) -> None:
    escaped = tmp_path / "escaped"
    words = [word.replace("ESCAPED", str(escaped)) for word in command]
    done = sshd.run("李明", *words)
    assert (done.returncode, done.stdout) == (2, "")
    # What the account's own shell may have to say comes before.
    assert ONLY_THE_DESK in done.stderr.splitlines()[-1] and "Traceback" not in done.stderr
    assert not escaped.exists()


@pytest.mark.parametrize(
    ("words", "told"),
    # What a subsystem such as sftp says on standard error, sshd passes on to nobody.
    [(("scp",), ""), (("scp", "-O"), ONLY_THE_DESK), (("sftp",), "")],
)
def test_no_file_is_moved(sshd: Sshd, words: tuple[str, ...], told: str, tmp_path: Path) -> None:
    program, *options = words
    there = f"{sshd.host}:{tmp_path}/stolen"
    ours = [str(sshd.desk / "notice.toml")] if program == "scp" else []
    done = subprocess.run(
        sshd.client("李明", *options, *ours, there, program=program),
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        timeout=60,
    )
    assert done.returncode
    assert told in done.stderr
    assert not (tmp_path / "stolen").exists()


def test_a_terminal_asked_for_with_a_command_changes_nothing(sshd: Sshd, tmp_path: Path) -> None:
    escaped = tmp_path / "escaped"
    with closing(
        Terminal(sshd.client("李明", "-t", sshd.host, f"touch {escaped}; sh"))
    ) as terminal:
        assert terminal.until_over() == 2
        assert ONLY_THE_DESK in terminal.text
    assert not escaped.exists()


def test_no_port_is_forwarded(sshd: Sshd, log_in: LogIn) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    terminal = log_in("李明", "-L", f"{port}:127.0.0.1:{sshd.port}")
    terminal.until("最近登记")
    with socket.create_connection(("127.0.0.1", port)) as through:
        assert through.recv(64) == b"", "sshd answered through the forwarded port"
    remote = ("-o", "ExitOnForwardFailure=yes", "-R", f"0:127.0.0.1:{sshd.port}")
    assert "remote port forwarding failed" in sshd.run("李明", options=remote).stderr


def test_nothing_the_client_sends_or_forwards_reaches_the_program(
    sshd: Sshd, log_in: LogIn, tmp_path: Path
) -> None:
    log = tmp_path / "textual.log"
    sent = {
        "TEXTUAL_LOG": str(log),
        "TEXTUAL_DRIVER": "nowhere:Driver",
        "PYTHONSTARTUP": str(log),
        "DUTYDESK_HOME": str(tmp_path),
        "LOGNAME": "王芳",
        "BASH_ENV": str(log),
        "LC_MONETARY": "sent",
        "SSH_AUTH_SOCK": str(tmp_path / "agent"),
    }
    agent = subprocess.Popen(
        ["ssh-agent", "-D", "-a", sent["SSH_AUTH_SOCK"]], stdout=subprocess.DEVNULL
    )
    until(Path(sent["SSH_AUTH_SOCK"]).exists, "the agent")
    options = [word for name in sent for word in ("-o", f"SendEnv={name}")]
    terminal = log_in("李明", "-A", *options, **sent)
    terminal.until("最近登记")
    until(lambda: at_the_desk(sshd) == ["李明"], "who is at the desk")
    environments = [Path(f"/proc/{pid}/environ").read_bytes() for pid in sshd.sessions()]
    (session,) = [text for text in environments if b"SSH_TTY=" in text and b"SSH_CONN" in text]
    assert not set(sent) - {"LOGNAME"} & {
        pair.partition(b"=")[0].decode() for pair in session.split(b"\0")
    }
    assert not log.exists()
    agent.terminate()
    agent.wait()


def test_no_key_and_no_command_leads_out(sshd: Sshd, log_in: LogIn) -> None:
    terminal = log_in("李明")
    terminal.until("最近登记")
    terminal.type("Ctrl+Z", "F2")
    terminal.until("被反映人所在单位")
    for wanted in ("screenshot", "shell", "suspend", "截图"):
        terminal.type("Ctrl+P")
        terminal.until("输入名称")
        terminal.type(wanted)
        terminal.until("没有这样的命令")
        terminal.type("Esc")
        terminal.until(lambda text: "没有这样的命令" not in text, "the palette closed")
    terminal.type("F11")
    terminal.until("远程登录的，不读")


def test_many_sessions_record_at_once_and_none_is_lost(sshd: Sshd, log_in: LogIn) -> None:
    terminals = {officer: log_in(officer) for officer in MANY}
    for officer, terminal in terminals.items():
        write_tip(terminal, f"{officer}的登记")
        terminal.until(A_CALL)
    for terminal in terminals.values():
        terminal.type("Ctrl+S")
    until_saved(terminals.values())
    mine = {summary: officer for summary, officer in recorded(sshd).items() if officer in MANY}
    assert mine == {f"{officer}的登记": officer for officer in MANY}
