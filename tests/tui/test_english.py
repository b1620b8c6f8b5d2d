"""A desk that speaks English says nothing with the punctuation of Chinese but what people typed."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from pyrage.x25519 import Identity

from tests.builders import REFERRAL, entry_of, notice_text
from tests.test_catalogue import CHINESE
from tests.tui.test_help import commands

pytestmark = pytest.mark.whole

FULL_WIDTH = re.compile(
    "[\u3001-\u3003\u3008-\u3011\u3014-\u301f\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65]"
)
# By 〖〗 the desk's own register, read in there again, knows a text that it would read otherwise.
QUOTED = re.compile(r"《[^《》]*》|〔\d+〕|[〖〗]")
"""What a regulation is called, and the number of a letter."""
# In one process, for the helps are made when the commands are imported; each says what it was.
_ONE_AFTER_THE_OTHER = """
import io, json, sys
from tui.__main__ import main
for words, given in json.loads(sys.argv[1]):
    sys.argv[1:], sys.stdin = words, io.StringIO(given)
    print("$", *words, flush=True)
    try:
        main()
    except SystemExit:
        pass
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
"""
NOTICE = notice_text(
    team='team = "Team 1"\ntags = {"Focus" = ["people", "matters"]}',
    unit='unit = "Office"',
    period="[period]\nfirst_day = 2016-09-20\nlast_day = 2016-10-19\n"
    "tips_until = 2016-10-18T12:00:00",
    closed='[[closed]]\nday = 2016-10-02\nname = "holiday"',
    lines="".join(
        f'[[lines]]\nkind = "{kind}"\nvalue = "{value}"\n{more}\n'
        for kind, value, more in (
            ("landline", "84404233", 'area_code = "0731"\nnote = "by day"'),
            ("landline", "84404234", ""),
            ("mobile", "13800000001", 'label = "mobile"'),
            ("sms", "13800000001", ""),
            ("post", "Box 7", 'postcode = "410011"'),
            ("visit", "Room 3", ""),
            ("email", "a@example.org", 'about = "inspectors"'),
        )
    ),
)
AT = "2016-10-01T16:59:30+08:00"
BARE = ("settings", "completion", "schema", "help", "database-setup")
"""What takes no desk."""
WITHOUT_END = {"demo", "serve"}
KEY, OTHER_KEY = Identity.generate(), Identity.generate()


def said(folder: Path, *lines: str | tuple[str, str]) -> str:
    """All that the command lines print in English, each after itself; beside one, what it is given."""
    whole: list[tuple[list[str], str]] = []
    for line in lines:
        line, given = line if isinstance(line, tuple) else (line, "")
        words = [*line.split(), "--lang", "en"]
        if words[0] not in (*BARE, "--help"):
            words += ["--desk", str(folder / "desk"), "--at", AT]
        whole.append((words, given))
    command = [sys.executable, "-c", _ONE_AFTER_THE_OTHER, json.dumps(whole)]
    done = subprocess.run(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        cwd=folder,
        env=os.environ | {"DUTYDESK_SETTINGS": str(folder / "settings.toml")},
        timeout=300,
    )
    text = done.stdout.decode()
    assert "Traceback" not in text and "The program failed" not in text, text
    return text


def chinese_in(text: str) -> list[str]:
    """The lines with punctuation of Chinese, each after the command that printed it."""
    found, command = [], ""
    for line in text.splitlines():
        if line.startswith("$ "):
            command = line
        elif FULL_WIDTH.search(QUOTED.sub("", line)):
            found.append(f"{command}\n    {line}")
    return found


def tips() -> list[dict[str, Any]]:
    """Tips in which nobody typed any such character."""
    two = [
        {"unit": "某局", "person": "赵某某", "post": "局长", "group": "leadership"},
        {"unit": "某局", "person": "钱某某", "post": "科长", "group": "key_post"},
    ]
    call = entry_of(
        line="84404233", subjects=two, disciplines=["廉洁纪律", "other"], summary="收受"
    )
    return [
        call,
        entry_of(REFERRAL, reporter={"name": "孙某某"}, summary="孙某某报噪声"),
        call | {"received_at": "2016-09-19T20:00:00+08:00", "tags": ["people", "matters"]},
        entry_of(
            channel="post", postmarked_on="2016-09-30", to_complete=True, subjects=[], summary="信"
        ),
        *(call | {"summary": f"收受 {n}"} for n in range(8)),
    ]


OFFICE = (
    "init --notice notice.toml",
    "add --json tips.jsonl",
    "add --json bad.jsonl",
    "add --channel landline --line 84404233 --unit 某局 --group leadership --summary 收受",
    "add --channel letter",
    "add --channel landline --line 7",
    "add --channel landline --unit 某局 --group boss --discipline none --tags none",
    "status",
    "list",
    "list --discipline none",
    "list --from never",
    "directory",
    "directory none.xlsx",
    "list --line none",
    "list --line 84404233",
    "list --officer nobody --reporter named --late --search x",
    "similar --person 赵某某 --unit 某局 --phone 13800000000",
    "similar",
    "counts",
    "dispose 2 referred --to 某局环保 --letter 1",
    "dispose 4 duplicate --of 1",
    "dispose 5 kept_for_reference",
    "dispose 5 kept_for_reference --why 无关",
    "dispose 5 withdrawn --why 误",
    "dispose 6 nowhere",
    "dispose 7 urgent",
    "dispose 8 handed_to_team --to 一组",
    "dispose 9 referred --to 某局",
    "link 3 1",
    "show 1",
    "show 2",
    "show 3",
    "show 4",
    "show 99",
    "unlink 3",
    "undo",
    "note 1 --kind instruction 按规定办理",
    "note 1 --kind rumour 如上",
    "assign 1 3 --to 王芳",
    "list --handler 王芳",
    "list --mine",
    "appoint 1 call_back 2016-10-30T15:00",
    "appoint 1 interview never",
    "appoint 1 interview 2016-10-30",
    "due",
    "show 1",
    "attach 1 scan.pdf scan.jpg --pages 3 --copies 2",
    "attach 1 --kind statement --kept-at 二号柜 --file-number 7",
    "attach 1 --kind recording --pages 12",
    "attach 1 --kind parcel",
    "attach 1 none.pdf",
    "attach 1 empty.pdf",
    "attach 1 --which 9 --pages 1",
    "attach 1",
    "detach 1 2",
    "detach 1 9",
    "enclosures 1",
    "enclosures 2",
    "enclosure 1 1 -o out.pdf",
    "enclosure 1 1 -o out.pdf",
    "enclosure 1 2 -o more.pdf",
    "files --file-limit 1 --desk-limit 1",
    "files --file-limit 9",
    "attach 1 large.pdf",
    "files --remove-unused",
    "done 1 --which 3",
    "done 1",
    "done 1",
    "history 1",
    "report-up 1",
    "tell 1 --note 电话",
    "due",
    "referral 2",
    "patterns",
    "guide 1",
    "guide 4",
    "pass-through --channel post --to 组长",
    "pass-through --channel nothing --to 组长",
    "report-up 13 --note 专人",
    "note 13 如上",
    "handover --take --notes x",
    "handover --take",
    "log 电话中断",
    "handover",
    "handover --give --notes 看信",
    "handover --back 1",
    "handover --back 9",
    "log",
    "history 1",
    "history 2",
    "forms --pages 2 -o forms.html",
    "forms --entered 1 3",
    "forms --void 2 填错",
    "forms --void 9 填错",
    "forms",
    "forms --pages 1",
    "import old.csv --dry-run",
    "import old.csv",
    "import nowhere.csv",
    "closing",
    "report",
    "figures",
    "office . nowhere",
    "office . --format html",
    "office . --plain --json",
    "report --kind week",
    "report --kind period",
    "report --kind period --format html --with-reporter",
    "report --kind period --format json --with-reporter",
    "report --kind period --format xlsx -o register.xlsx",
    "notice",
    "transfer",
    "transfer 1 2 --to 第二组",
    "transfer 1 2",
    "transfer --again 1",
    "transfer --again 9",
    "transfer --all 1 --to 第二组",
    "letter",
    "letter 2 --due 2016-10-20",
    "letter 2 --agreed contact",
    "letter 1",
    "letter --again 1 --json",
    "transfer --json",
    "sheet 1 2",
    "sheet --day 2016-10-01 --with-reporter",
    "sheet 1 --receipt",
    "sheet",
    "sheet 1 --receipt --with-reporter",
    "notice --calendar",
    "notice --format md",
    "notice --format html",
    "notice --format svg",
    "reminders",
    "verify",
    "backup backup.zip",
    "backup backup.zip",
    "verify --against backup.zip",
    "restore backup.zip",
    "restore notice.toml",
    "role",
    "audit",
    "drafts",
    "settings",
    "settings --write",
    "settings",
    "completion bash",
    "help",
    "help dispose",
    "help xyzzy",
    "help form --format man",
    "help --format man",
    "schema",
    "schema nothing",
    "ssh-setup --account zhiban 李明=li.pub",
    "database-setup",
    "status --desk postgresql://u:p@/x?desk=a",
    "status --desk postgresql://u@/x",
    "nothing",
    "move moved",
    "status",
)
SEALED = (
    f"init --example --seal-to {KEY.to_public()}",
    "add --json tips.jsonl",
    "add --summary 收受",
    "show 1",
    "list",
    "keygen short.age",
    ("keygen long.age", "long enough\n"),
    "role 李明 officer",
    "role 王芳 boss",
    "role 王芳",
    "role",
    "show 1 --identity key.txt",
    "history 1 --identity key.txt",
    "list --identity key.txt",
    "audit",
    "recipients",
    "recipients --json",
    "drafts --identity key.txt",
    "report --format html -o out.html.age --with-reporter --identity key.txt",
    "close office",
    ("close office --identity key.txt", "no\n"),
    f"rekey --identity key.txt --seal-to {OTHER_KEY.to_public()}",
    "rekey --identity key.txt --seal-to nothing",
    "verify",
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """What the commands are given."""
    (tmp_path / "notice.toml").write_text(NOTICE)
    (tmp_path / "tips.jsonl").write_text("\n".join(map(json.dumps, tips())))
    wrong = [{"channel": "fax"}, {"subjects": 1}, {"disciplines": ["none"], "summary": ["x"]}, 7]
    (tmp_path / "bad.jsonl").write_text("\n".join(map(json.dumps, wrong)) + "\n{")
    (tmp_path / "old.csv").write_text(
        "收到时间,主要内容,heading,more\n2016-09-21 9:00,甲,,\n昨天,乙,,\n"
    )
    (tmp_path / "key.txt").write_text(f"{KEY}\n")
    for name, size in (("scan.pdf", 9), ("scan.jpg", 9), ("empty.pdf", 0), ("large.pdf", 2 << 20)):
        (tmp_path / name).write_bytes(b"x" * size)
    (tmp_path / "settings.toml").write_text('theme = "none"\nnothing = 1\n')
    return tmp_path


def test_the_commands_punctuate_as_english_does(folder: Path) -> None:
    assert chinese_in(said(folder, *OFFICE)) == []


def test_so_do_those_of_a_sealed_desk(folder: Path) -> None:
    assert chinese_in(said(folder, *SEALED)) == []


def test_so_does_a_workbook(folder: Path) -> None:
    said(folder, "init --notice notice.toml", "add --json tips.jsonl")
    said(folder, "report --kind period --format xlsx --with-reporter -o register.xlsx")
    book = openpyxl.load_workbook(folder / "register.xlsx")
    cells = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row]
    assert len(cells) > 100
    assert not [text for text in cells if FULL_WIDTH.search(text)]


def test_the_pages_of_help_are_all_english_their_examples_too(folder: Path) -> None:
    pages = said(folder, "--help", *(f"{name} --help" for name in commands()))
    assert [line for line in pages.splitlines() if CHINESE.search(line)] == []


def test_no_command_is_left_out() -> None:
    tried = {(line if isinstance(line, str) else line[0]).split()[0] for line in (*OFFICE, *SEALED)}
    assert commands().keys() - WITHOUT_END <= tried
