"""A desk that speaks Chinese says nothing in English, nor punctuates as English does."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.tui.shell import Shell, run_here
from tests.tui.test_help import pages

# Names that are the same in every language: of commands, options, keys, files and what one may choose.
NAMES = re.compile(
    r"“[^“”]*”|--?[A-Za-z]+(-[a-z]+)*|/[^\s：，）]*|\{[^}]*\}|\w+\.toml|dutydesk( [a-z]+(-[a-z]+)*)?|"
    r"\b(TOML|JSON|UTF-8|xlsx|CSV|x)\b"
)
ENGLISH = re.compile(r"[A-Za-z]{2,}|[\u4e00-\u9fff”][.,:;?!]|[.,:;?!][\u4e00-\u9fff“]|'")
LOOSE = re.compile(r"[，。；：、）] |[\u4e00-\u9fff] [“，。；：、（]|” [\u4e00-\u9fff]")
WRONG_CALLS = (
    "lst",
    "list --status x",
    "list --group x",
    "list --late=1",
    "list --none",
    "list --from",
    "show",
    "show 1 2 3",
    "show 99",
    "dispose 1 x",
    "add --json /none",
    "add --json /tmp",
    "forms --pages a",
    "forms --entered 1",
    "forms --entered a b",
    "serve --port 0",
    "report --kind x",
    "report -o /tmp",
    "report -o /none/x",
    "init --notice /none",
    "init --notice /tmp",
    "init --notice bad.toml",
    "restore /none",
    "import /none",
    "keygen /none/x",
    "close /none/x",
    "similar",
    "status --at x",
)


@pytest.fixture(scope="module")
def set_up(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("set up") / "desk"
    Shell(folder, apart=True).say("init", "--example")
    return folder


@pytest.fixture
def shell(tmp_path: Path, set_up: Path) -> Shell:
    """At a desk that is set up. What is spoken as a command is imported stays: each has a process."""
    shutil.copytree(set_up, tmp_path / "desk")
    return Shell(tmp_path / "desk", apart=True)


def english_in(said: str) -> list[str]:
    """The lines with words, punctuation or blanks as English has them."""
    lines = (line for line in said.splitlines() if not line.startswith("用法："))
    return [line for line in lines if ENGLISH.search(NAMES.sub("", line)) or LOOSE.search(line)]


@pytest.mark.parametrize("call", WRONG_CALLS)
def test_a_wrong_call_is_refused_in_chinese(
    call: str, shell: Shell, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("bad.toml").write_text("team =\n")
    done = shell.run(*call.split(), at=None)
    assert done.returncode in (1, 2)
    assert english_in(done.stderr.decode()) == []


def test_the_pages_of_help_are_headed_in_chinese() -> None:
    for name, page in pages("zh").items():
        assert page["page"].startswith("用法：dutydesk"), name
        assert not re.search(r"Usage|OPTIONS|Options|选项:|参数:", page["page"]), name


def test_a_status_is_taken_by_the_name_it_is_called_by(shell: Shell) -> None:
    call = {
        "channel": "landline",
        "subjects": [{"unit": "某局", "group": "leadership"}],
        "disciplines": ["其他"],
        "summary": "甲",
    }
    shell.add(call, call)
    assert shell.json("dispose", "1", "交组")["status"] == "handed_to_team"
    for name in ("已交组", "已呈组长", "呈组长"):
        assert [tip["number"] for tip in shell.json("list", "--status", name)] == ["2016-0001"]
    assert [tip["number"] for tip in shell.json("list", "--status", "registered")] == ["2016-0002"]
    refusal = shell.refuse("dispose", "2", "处分", status=2)
    for name in ("passed_through", "径送"):
        assert f"没有“{name}”，应为" in shell.refuse("dispose", "2", name, status=2)
    assert (
        "没有“处分”，应为下列之一：已登记、移交立行立改、已呈组长、转办、留存备查、重复件、误录撤销。"
        in refusal
    )
    said = shell.refuse("dispose", "2", "处分", "--lang", "en", status=2)
    assert "one of: registered, urgent, handed_to_team" in said


@pytest.mark.parametrize(
    ("call", "same"),
    [
        ("list --sort 姓名 --descending", "list --sort subject --descending"),
        ("list --reporter 匿名 --status 留存", "list --reporter anonymous --status kept_for_reference"),
        ("list --channel 固定电话 --group 领导班子及其成员", "list --channel landline --group leadership"),
        ("report --kind 周", "report --kind week"),
        ("role 李明 组长", "role 李明 lead"),
    ],
)  # fmt: skip
def test_what_can_be_chosen_is_understood_by_its_name_on_the_screen(
    call: str, same: str, shell: Shell
) -> None:
    shell.add({
        "channel": "landline",
        "subjects": [{"unit": "某局", "group": "leadership"}],
        "disciplines": ["其他"],
        "summary": "甲",
    })  # fmt: skip
    shell.say("dispose", "1", "留存备查", "--why", "笼统")
    assert shell.say(*call.split()) == shell.say(*same.split())


def test_a_wrong_call_is_told_in_a_sentence_and_where_to_read_more(shell: Shell) -> None:
    wrong, more = shell.refuse("report", "--kind", "年", status=2).splitlines()
    assert wrong.endswith("没有“年”，应为下列之一：日报、周报、全程报表。")
    assert more == "用法见“dutydesk report --help”。"
    channel = shell.refuse("add", "--channel", "坐机", "--summary", "甲")
    assert "固定电话、手机、邮政信箱、来访" in channel and "landline" not in channel
    whole = shell.refuse("add", "--channel", "来访", "--group", "甲", "--disciplines", "乙")
    assert "不属受理范围、巡视干部。" in whole and "生活纪律、其他。" in whole
    done = run_here(["completion"], b"")
    assert "可选：bash、zsh、fish" in done.stderr.decode()


def test_what_must_be_given_is_marked_in_chinese() -> None:
    told = pages("zh")
    assert "[必填]" in told["rekey"]["page"]
    assert not [name for name, page in told.items() if "required" in page["page"]]
