"""What an officer's key may ask for over SSH beside the screen, and that there is nothing else."""

from __future__ import annotations

import io
import json
import os
import re
import select
import sys
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from importlib import import_module
from pathlib import Path

import click
import pytest

from store.desk.desk import Desk
from store.desk.places import place_at
from store.errors import CannotRead
from store.tips.fields import BY_NAME
from tests.builders import REFERRAL, entry_of
from tests.hostile import FRAGMENTS, acts, hostile_desk
from tests.store.desks import clock, journal_in, new_desk, open_desk, tip_of
from tests.store.sealed import WORDS, planted, sealed_desk
from tests.tui.shell import AT, Done, Shell, in_words
from tui.cli.commands import COMMANDS, cli
from tui.cli.over_ssh import LONGEST, TAKEN, Limited, Refused
from tui.cli.who import login
from tui.cli.whole_input import WholeInput

LEAD, DUTY, VIEWER = "组长", "李明", "统计"
PHOTO = b"\xff\xd8 a photograph \x1b[2J"
ONLY_THE_DESK = "只用于值班台"
# What else each command of the table is to be given, for it to be a whole one.
GIVEN = {
    "show": "1",
    "similar": "--unit 示范区管委会",
    "guide": "1",
    "history": "1",
    "referral": "2",
    "sheet": "1 2",
    "transfer": "--again 1",
    "letter": "--again 1",
    "add": "--json -",
    "enclosures": "1",
    "enclosure": "1 1",
    "attach": "1 照片.jpg",
}
WRITING = ("add", "attach")
# Which desk, as of when, by which key and into which file: for whoever sits at that machine.
SAID_AT_THE_DESK = {"folder", "at", "identity", "target"}
# What else some of them have at the desk alone: acts, files, and what papers are drawn up anew from.
LESS = {
    "log": {"text"},
    "directory": {"file"},
    "notice": {"corrected", "holidays"},
    "transfer": {"numbers", "receiver", "status", "sent_to", "day", "is_all"},
    "letter": {"number", "due", "matter", "agreed"},
    "handover": {"take", "give", "notes"},
    "forms": {"entered", "void"},
    "verify": {"against"},
    "role": {"officer", "role", "remove"},
    "attach": {"name"},
    "files": {"file_limit", "desk_limit", "remove_unused"},
    "add": {name.replace(".", "__") for name in BY_NAME} | {"channel", "to_complete"},
}
Ask = Callable[..., Done]


@pytest.fixture
def ask(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ask]:
    """Asks for a command as `sshd` hands it on, in an officer's name."""
    shell = Shell(tmp_path / "desk")

    def asked(command: str, officer: str = LEAD, given: bytes = b"", *more: str) -> Done:
        monkeypatch.setenv("SSH_ORIGINAL_COMMAND", command)
        return shell.run("session", "--officer", officer, *more, given=given)

    yield asked


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A desk with a lead, an officer and a viewer, two tips and a paper of each kind that is kept."""
    with new_desk(tmp_path / "desk", LEAD) as desk:
        desk.access.set_role(DUTY, "officer")
        desk.access.set_role(VIEWER, "viewer")
        first = desk.record(tip_of())
        desk.record(tip_of(REFERRAL))
        desk.acts.dispose("2", "referred")
        desk.papers.transfer([first], "第二组")
        desk.papers.letter("2")
        desk.enclosures.add("1", "photographs", file=io.BytesIO(PHOTO))
    return tmp_path / "desk"


def command_of(name: str) -> click.Command:
    module, _dot, attribute = COMMANDS[name].rpartition(".")
    command = getattr(import_module(module), attribute)
    assert isinstance(command, click.Command)
    return command


def told(done: Done) -> str:
    return done.stderr.decode()


def lines_in(folder: Path) -> int:
    return journal_in(place_at(folder)).count(b"\n")


def test_each_command_of_the_table_does_what_it_does_at_the_desk(desk: Path, ask: Ask) -> None:
    here = Shell(desk)
    with Desk.open(desk, clock=clock(), officer=LEAD) as opened:
        opened.access.set_role(login(), "lead")
    # What each of these leaves on record, the next one tells of.
    telling = ("figures", "handover", "closing", "report", "verify", "audit")
    for name in TAKEN.keys() - {*WRITING, *telling}:
        words = f"{name} {GIVEN.get(name, '')}"
        done = ask(words)
        assert done.returncode == 0, in_words(done)
        assert done.stdout == here.run(*words.split()).stdout, words
    for name in telling:
        assert ask(name).returncode == 0
    assert ask("report --format xlsx").stdout.startswith(b"PK")
    told_of = json.loads(ask("audit --json").stdout)
    printed = [one for one in told_of if one["by"] == LEAD and one["what"] == "print"]
    notes = [one["note"] for one in printed]
    (copy,) = (one for one in printed if one["note"].startswith("转办件副本"))
    assert copy["numbers"] == ["2016-0002"]
    kinds = {
        "登记单",
        "转办件副本",
        "移交清单",
        "转办函",
        "统计",
        "交接班单",
        "收件核对单",
        "日报",
        "台账",
    }
    assert {note.partition("、")[0] for note in notes} == kinds
    assert all(note.endswith("经 SSH 取走") for note in notes)
    ask("referral 2 --json")
    copies = [one for one in json.loads(ask("audit --json").stdout) if one["note"] == copy["note"]]
    assert len(copies) == 2, "in whatever form it is taken"


def test_nothing_in_the_table_names_a_file_a_time_a_key_or_a_desk() -> None:
    for name, words in TAKEN.items():
        taken = Limited(command_of(name), words).params
        named = {*words.split(), "--lang"}
        assert (
            len([one for one in taken if {one.name, *one.opts} & named]) == len(named) == len(taken)
        )
        for one in taken:
            assert one.name not in ("folder", "at", "identity", "file", "target"), name
            assert not isinstance(one.type, click.Path), name
            if isinstance(one.type, click.File):
                with pytest.raises(Refused):
                    one.type.convert(__file__, one, None)


def test_what_a_command_lacks_there_is_what_nobody_is_to_say_from_afar() -> None:
    for name, words in TAKEN.items():
        taken = {str(one.name) for one in Limited(command_of(name), words).params}
        lacks = {str(one.name) for one in command_of(name).params} - taken
        assert lacks - SAID_AT_THE_DESK == LESS.get(name, set()), name


def test_whatever_else_the_commands_have_is_refused_and_nothing_is_done(
    desk: Path, ask: Ask, tmp_path: Path
) -> None:
    before, file = lines_in(desk), tmp_path / "written"
    for name in COMMANDS:
        if name not in TAKEN:
            done = ask(f"{name} {file}")
            assert (done.returncode, done.stdout) == (2, b""), name
            assert ONLY_THE_DESK in told(done) and told(done).count("\n") == 1
            continue
        for one in command_of(name).params:
            flags = [flag for flag in one.opts if flag[0] == "-"] or [""]
            if {one.name, *one.opts} & {*TAKEN[name].split(), "--lang"}:
                continue
            for flag in flags:
                done = ask(f"{name} {GIVEN.get(name, '')} {flag} {file} {file}")
                assert (done.returncode, done.stdout) == (2, b""), (name, flag)
                assert ask(f"{name} {GIVEN.get(name, '')} {flag}={file}").returncode
    assert lines_in(desk) <= before + 3 and not file.exists()


@pytest.mark.parametrize(
    "command",
    [
        "sh",
        "sh -c 'touch ESCAPED'",
        "; touch ESCAPED",
        "status; touch ESCAPED",
        "status && touch ESCAPED",
        "status # touch ESCAPED",
        "status > ESCAPED",
        "status `touch ESCAPED`",
        "$(touch ESCAPED)",
        "log $(touch ESCAPED)",
        "-- sh",
        "--desk /tmp status",
        "--identity ESCAPED status",
        "-ostatus",
        "report -oESCAPED",
        "report --output=ESCAPED",
        "report --outpu ESCAPED",
        "report --kin day",
        "report -- -o ESCAPED",
        "report @ESCAPED",
        "status --at 2016-10-05T10:00:00+08:00",
        "handover --take",
        "forms --void 1 x",
        "notice --replace ESCAPED",
        "role 李明 lead",
        "log 王某来访",
        "add --json ESCAPED",
        "add --json=/etc/passwd",
        "add --json /dev/stdin",
        "add --summary x",
        "verify --against ESCAPED",
        "enclosure 1 1 -o ESCAPED",
        "attach 1 a.jpg b.jpg",
        "files --remove-unused",
        "files --desk-limit 1",
        "session --officer 组长",
        "internal-sftp",
        "/usr/lib/openssh/sftp-server",
        "scp -t ESCAPED",
        "rsync --server . ESCAPED",
        "git-upload-pack ESCAPED",
        "dutydesk status",
        "STATUS",
        "''",
        "'status",
        "status \\",
        "status\nlist",
        "status \x1b[2J",
        "sta\u200btus",
        "status\u202e",
        "\udcff",
        "similar --unit " + "长" * (LONGEST // 3),
        "x" * 4000,
        "similar" + " --unit x" * LONGEST,
    ],
)
def test_no_trick_gets_anything_but_a_sentence(
    desk: Path, ask: Ask, command: str, tmp_path: Path
) -> None:
    escaped = tmp_path / "escaped"
    before = lines_in(desk)
    command = command.replace("ESCAPED", str(escaped))
    done = ask(command)
    assert (done.returncode, done.stdout) == (2, b""), in_words(done)
    assert 1 <= told(done).count("\n") <= 2 and len(told(done)) < 400
    assert acts(done.stderr) == []
    assert lines_in(desk) <= before + 1 and not escaped.exists()


def test_what_a_key_is_tried_for_stands_in_the_audit_a_few_times_a_day(
    desk: Path, ask: Ask
) -> None:
    for command in ("rekey", "列出欧阳密言", "--desk / status", "list -o x", "add --json /x"):
        assert ask(command, DUTY).returncode == 2
    ask("sh", VIEWER)
    ask("sh", "外人")
    # A slip of the pen is none.
    for command in ("show", "report --kin day", "enclosure 1 -1"):
        assert ask(command, LEAD).returncode == 2
    noted = [one for one in json.loads(ask("audit --json").stdout) if one["what"] == "refused"]
    assert [(one["by"], one["note"]) for one in noted] == [
        (DUTY, "rekey"),
        (DUTY, ""),
        (DUTY, ""),
        (VIEWER, ""),
    ]
    assert "要求不办理的" in ask("audit").stdout.decode()


def test_quoted_words_are_one_and_stand_for_nothing_else(desk: Path, ask: Ask) -> None:
    assert "2016-0001" in ask("list --search '赵某某'").stdout.decode()
    assert "2016-0001" in ask('list --search="赵某某" --json --descending').stdout.decode()
    assert "没有符合" in ask("list --search '$HOME'").stdout.decode()
    assert "2016-0001" in ask("list --search -", given="赵某某\n".encode()).stdout.decode()
    assert ask("show -- 1").stdout == ask("show '1'").stdout != b""
    assert ask("  show 1 ", LEAD, b"", "--plain").stdout == ask("show 1").stdout
    longest = "list --search ".ljust(LONGEST, "x")
    assert "没有符合" in ask(longest).stdout.decode() and ask(f"{longest}x").returncode == 2
    done = ask("add", given=json.dumps(entry_of()).encode())
    assert done.returncode == 2 and "“--json”" in told(done) and "--summary" not in told(done)
    for unseen in ("赵\u200b某某", "赵\n某某"):
        assert "看不见的字符或换行" in told(ask(f"list --search '{unseen}'"))


def test_half_a_file_is_not_kept_where_the_line_dropped_and_nobody_reads_the_answer(
    desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for reads, kept in ((False, 1), (True, 2)):
        (there, answer), (given, theirs) = os.pipe(), os.pipe()
        os.write(theirs, PHOTO)
        os.close(theirs)
        with os.fdopen(there) as reader, os.fdopen(answer, "w") as said, os.fdopen(given) as sent:
            if not reads:
                reader.close()
            monkeypatch.setattr(sys, "stdin", sent)
            monkeypatch.setattr(sys, "stdout", said)
            monkeypatch.setenv("SSH_ORIGINAL_COMMAND", "attach 1 照片.jpg")
            words = ["session", "--officer", LEAD, "--desk", str(desk), "--at", AT]
            with nullcontext() if reads else pytest.raises(CannotRead, match="连接中途断开"):
                cli.main(words, standalone_mode=False)
        with open_desk(desk, LEAD) as opened:
            assert len(opened.tip("1").enclosures) == kept


def test_half_a_file_is_not_kept_where_the_answers_end_a_moment_after_what_is_sent(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    there, answer = os.pipe()

    class Poll:
        """As whoever waits finds it: `sshd` has closed the other end meanwhile."""

        def __init__(self) -> None:
            self._poll = poll()
            self.register = self._poll.register

        def poll(self, patience_ms: float | None = None) -> list[tuple[int, int]]:
            if patience_ms:
                os.close(there)
            return self._poll.poll(0)

    poll = select.poll
    monkeypatch.setattr(select, "poll", Poll)
    with os.fdopen(answer, "w") as said:
        monkeypatch.setattr(sys, "stdout", said)
        sent = WholeInput(io.BytesIO(PHOTO))
        assert sent.read() == PHOTO
        with pytest.raises(CannotRead, match="连接中途断开"):
            sent.read()


def test_the_officer_is_the_keys_and_what_each_may_do_is_the_desks(desk: Path, ask: Ask) -> None:
    line = json.dumps(entry_of(summary="另一系统送来")).encode()
    done = ask("add --json -", DUTY, line)
    assert json.loads(done.stdout)["officer"] == DUTY
    assert "导出和核查由组长办理" in told(ask("sheet 1", DUTY))
    for command in ("list", "show 1", "sheet 1", "audit", "report --format xlsx", "log", "closing"):
        done = ask(command, VIEWER)
        assert (done.returncode, done.stdout) == (1, b""), command
        assert told(done).count("\n") == 1
    assert ask("add --json -", VIEWER, line).returncode == 1
    for command in ("report", "report --kind week", "counts", "status", "figures", "notice"):
        assert ask(command, VIEWER).returncode == 0, command
    done = ask("counts", "外人")
    assert (done.returncode, done.stdout) == (1, b"") and "名册上没有" in told(done)


def test_a_file_is_sent_and_fetched_under_a_name_that_is_but_a_name(
    desk: Path, ask: Ask, tmp_path: Path
) -> None:
    (tmp_path / "照片.jpg").write_bytes(b"another")
    for name in ("照片.jpg", str(tmp_path / "照片.jpg"), "../../照片.jpg", "-"):
        assert ask(f"attach 1 {name} --copies 2", given=PHOTO).returncode == 0
    found = json.loads(ask("enclosures 1 --json").stdout)
    assert [one["name"] for one in found] == ["", *["照片.jpg"] * 3, ""]
    assert [one["kind"] for one in found] == [*["photographs"] * 4, "other"]
    for n in range(1, 6):
        assert ask(f"enclosure 1 {n}").stdout == PHOTO
    assert ask("attach 1 --kind letter --pages 3").returncode == 0
    assert ask("attach 1 照片.jpg --which 6", given=PHOTO).returncode == 0
    assert ask("enclosure 1 6").stdout == PHOTO
    assert "空的" in told(ask("attach 1 照片.jpg"))
    assert ask("enclosure 1 1", VIEWER).returncode == 1


def test_a_sealed_desk_stays_sealed(tmp_path: Path, ask: Ask) -> None:
    with sealed_desk(tmp_path / "desk") as sealed:
        sealed.record(planted())
        sealed.shifts.take_over()
    # The lead recorded it in this shift, and reads it until that is handed over.
    own = {f"{name} 1" for name in ("show", "history")} | {"referral 2"}
    assert {*telling(ask, LEAD)} <= own | {f"{command} --json" for command in own}
    for officer in (DUTY, VIEWER):
        assert [*telling(ask, officer)] == [], officer
    assert "密封的值班台不在命令行上写内容" in told(ask("list --search 密语"))
    # What one may not read is shown without it, and why.
    for command in ("show 1", "enclosures 1"):
        done = ask(command, DUTY)
        assert done.returncode == 0 and "由组长查看" in told(done)


def test_so_does_what_others_recorded_where_there_is_a_roster(tmp_path: Path, ask: Ask) -> None:
    with new_desk(tmp_path / "desk", LEAD) as hidden:
        hidden.access.set_role(DUTY, "officer")
        hidden.access.set_role(VIEWER, "viewer")
        hidden.record(planted())
        hidden.shifts.take_over()
    assert {"show 1", "show 1 --json"} <= {*telling(ask, LEAD)}
    for officer in (DUTY, VIEWER):
        assert [*telling(ask, officer)] == [], officer


def telling(ask: Ask, officer: str) -> Iterator[str]:
    """The commands that only look, for people and for scripts, whose answer to that officer has a
    planted word in it."""
    for name in sorted(TAKEN.keys() - {*WRITING}):
        command = f"{name} {GIVEN.get(name, '').replace('示范区管委会', '-')}".strip()
        for_scripts = [f"{command} --json"] if "--json" in TAKEN[name].split() else []
        for asked in (command, *for_scripts):
            done = ask(asked, officer)
            said = (done.stdout + done.stderr).decode("utf-8", "replace")
            if any(word in said for word in WORDS):
                yield asked


def test_what_is_sent_acts_on_no_terminal_whoever_put_it_on_the_desk(
    tmp_path: Path, ask: Ask
) -> None:
    hostile_desk(tmp_path / "desk", [*FRAGMENTS])
    commands = [f"{name} {GIVEN.get(name, '')}" for name in TAKEN.keys() - {*WRITING}]
    for form in ("html", "json"):
        commands.append(f"report --kind period --with-reporter --format {form}")
    for command in [*commands, "sheet 1-20 --with-reporter", "list --json", "show 3 --json"]:
        done = ask(command, "root")
        assert acts(done.stdout + done.stderr) == [], command


def test_what_is_not_taken_is_refused_in_its_own_words_where_no_desk_can_note_it(ask: Ask) -> None:
    done = ask("sh")
    assert done.returncode == 2 and ONLY_THE_DESK in told(done)


def test_its_help_promises_nothing_that_is_not_there(ask: Ask) -> None:
    for name in TAKEN:
        said = ask(f"help {name}").stdout.decode()
        head, _gap, options = said.partition("选项：")
        assert options and "示例" not in said, name
        for flag in re.findall(r"--[a-z-]+", head):
            assert flag in options, (name, flag)


def test_no_file_of_settings_that_a_client_names_is_read(desk: Path, tmp_path: Path) -> None:
    named = tmp_path / "sent.toml"
    named.write_text('language = "en"\n', encoding="utf-8")
    apart, sent = Shell(desk, apart=True), {"DUTYDESK_SETTINGS": str(named), "LANG": ""}
    assert "Options" in apart.say("list", "--help", **sent)
    asked = sent | {"SSH_ORIGINAL_COMMAND": "help list"}
    assert "选项" in apart.say("session", "--officer", LEAD, **asked)


def test_the_language_is_the_clients_or_the_commands(desk: Path) -> None:
    asked = {"SSH_ORIGINAL_COMMAND": "report -o x", "LANG": "en_US.UTF-8"}
    apart = Shell(desk, apart=True)
    assert "No such option" in apart.refuse("session", "--officer", LEAD, status=2, **asked)
    asked = {"SSH_ORIGINAL_COMMAND": "--help --lang en"}
    said = apart.say("session", "--officer", LEAD, **asked)
    assert "COMMAND [ARGUMENTS]" in said and "\n  rekey" not in said
