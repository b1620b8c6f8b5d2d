"""Whatever a tip, a file or an argument holds does nothing to a terminal or a program: the bytes tell."""

from __future__ import annotations

import contextlib
import io
import json
import os
import pty
import re
import sys
import tempfile
from collections.abc import Sequence
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.builders import entry_of
from tests.hostile import FRAGMENTS, acts, hostile_desk, texts
from tests.tui.test_hangup import AT
from tui.cli.inert import InertStream

pytestmark = pytest.mark.whole

# Many commands in one process: to start each anew would take the most of the time.
_ONE_AFTER_THE_OTHER = """
import json, sys
from tui.__main__ import main
for command in json.loads(sys.argv[1]):
    sys.argv[1:] = command
    try:
        main()
    except SystemExit:
        pass
"""


def shown(folder: Path, commands: Sequence[Sequence[str]]) -> bytes:
    """What a terminal is sent when `commands` are run on it, each on the desk in `folder`."""
    whole = [[*command, "--desk", str(folder), "--at", AT] for command in commands]
    started = [sys.executable, "-c", _ONE_AFTER_THE_OTHER, json.dumps(whole)]
    pid, fd = pty.fork()
    if not pid:
        os.environ |= {"TERM": "xterm-256color", "LANG": "zh_CN.UTF-8"}
        os.execv(sys.executable, started)
    sent = b""
    with contextlib.suppress(OSError):
        while data := os.read(fd, 1 << 20):
            sent += data
    os.close(fd)
    assert os.waitpid(pid, 0)[1] == 0
    assert b"Traceback" not in sent and "内部出错" not in sent.decode()
    return sent


def test_the_last_gate_before_the_terminal_lets_nothing_act_whoever_writes() -> None:
    sent = io.StringIO()
    assert InertStream(sent).write("甲\x1b[31m\u202e乙\r\n\t丙") == 12
    assert sent.getvalue() == "甲\\u001b[31m\\u202e乙\\u000d\n\t丙"


BAR = re.compile(r"\x1b\[\?25[lh]|\x1b\[K")
"""What shows how far an import has come."""


class Tags(HTMLParser):
    """The names of the tags in a page, and of their attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.found |= {tag, *(f"{tag}.{name}" for name, _value in attributes)}


TAGS = {
    *[
        "html",
        "html.lang",
        "head",
        "meta",
        "meta.charset",
        "meta.content",
        "meta.http-equiv",
        "title",
        "style",
        "body",
    ],
    *[
        "h1",
        "h1.class",
        "div",
        "div.class",
        "p",
        "p.class",
        "table",
        "table.class",
        "colgroup",
        "col",
        "col.style",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "th.class",
        "td.class",
    ],
}
ALL = "".join(FRAGMENTS)
# To shrink what fails would take minutes, and the fragments tell enough.
FEW = settings(max_examples=2, phases=(Phase.explicit, Phase.generate))
READING = (
    ["list"],
    ["list", "--json"],
    ["list", "--search", "7531"],
    ["show", "1"],
    ["show", "1", "--json"],
    ["history", "1"],
    ["history", "1", "--json"],
    ["similar", "--person", "赵"],
    ["counts"],
    ["due"],
    ["referral", "1"],
    ["patterns"],
    ["guide", "1"],
    ["handover"],
    ["handover", "--back", "1"],
    ["log"],
    ["forms"],
    ["closing"],
    ["verify"],
    ["report", "--kind", "period"],
    ["report", "--kind", "period", "--format", "json", "--with-reporter"],
)


@settings(FEW)
@given(st.lists(texts(), min_size=1, max_size=4))
def test_what_stands_in_the_journal_past_the_rules_reaches_no_terminal(found: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        desk = Path(folder) / "desk"
        hostile_desk(desk, [ALL, ALL, *FRAGMENTS, *found])
        assert acts(shown(desk, READING)) == []


def papers(folder: Path) -> tuple[str, Any, list[Any]]:
    """The page, the workbook and the JSON of a report on the whole period, reporters included."""
    commands = [
        [
            "report",
            "--kind",
            "period",
            "--format",
            form,
            "--with-reporter",
            "-o",
            str(folder / form),
        ]
        for form in ("html", "xlsx", "json")
    ]
    shown(folder / "desk", commands)
    book = openpyxl.load_workbook(io.BytesIO((folder / "xlsx").read_bytes()))
    register = json.loads((folder / "json").read_bytes().decode())["register"]
    return (folder / "html").read_bytes().decode(), book, register


@settings(FEW)
@given(st.lists(texts(), min_size=1, max_size=4))
def test_what_is_exported_holds_no_tag_no_formula_and_nothing_hidden(found: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        hostile_desk(Path(folder) / "desk", [*FRAGMENTS, *found])
        page, book, register = papers(Path(folder))
        assert Tags(page).found == TAGS
        assert acts(page.encode()) == []
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
        assert {cell.data_type for cell in cells} <= {"s", "inlineStr", "n"}
        said = [cell.value for cell in cells if isinstance(cell.value, str)]
        assert not [text for text in said if text.lstrip()[:1] in "=+-@" and text.lstrip()]
        assert acts("\n".join(said).encode()) == []
        assert [tip["summary"][:-1] for tip in register] == [*FRAGMENTS, *found]


@settings(FEW)
@given(st.lists(texts(), min_size=8, max_size=8), st.binary(max_size=40))
def test_what_is_told_of_lines_and_arguments_that_are_refused_is_inert(
    found: list[str], bytes_: bytes
) -> None:
    def argument(text: str) -> str:
        return text.replace("\0", "")

    with tempfile.TemporaryDirectory() as folder:
        lines = Path(folder) / "tips.jsonl"
        keys = ("channel", "summary", "referred_to", "visit_place", "received_at", "disciplines")
        entries = [json.dumps(entry_of(**{key: text})) for key in keys for text in found]
        entries += [json.dumps({text: text}) for text in found]
        lines.write_bytes("\n".join(entries).encode() + b"\n" + bytes_)
        table = Path(folder) / "old.csv"
        table.write_text("\n".join(["收到时间,主要内容", *(f'"{t}",{t}' for t in found)]))
        one, two = argument(found[0]), argument(found[1])
        commands = [
            ["init", "--example"],
            ["add", "--json", str(lines)],
            ["add", "--channel", one, "--summary", two],
            ["import", str(table)],
            ["list", "--officer", one, "--search", two],
            ["list", "--discipline", one],
            ["list", "--from", one],
            ["show", one],
            ["dispose", "1", one],
            ["forms", "--void", one, two],
            ["log", one],
            ["log"],
            ["import", f"/nowhere/{one}"],
            ["restore", f"/nowhere/{two}"],
            [f"--{one}"],
            [two],
        ]
        assert acts(shown(Path(folder) / "desk", commands), BAR) == []


def test_a_notice_with_tags_and_formulas_in_every_text_prints_them(tmp_path: Path) -> None:
    evil = json.dumps(
        "=7531 [@click=app.quit]7531[/] </td></title><script>7531</script>\"'&lt;%s {0}"
    )
    text = "\n".join(
        (
            f"team = {evil}\nunit = {evil}\ntimezone = 'Asia/Shanghai'\ndisciplines = [{evil}]",
            "[period]\nfirst_day = 2016-09-20\nlast_day = 2016-10-19",
            f"[groups]\nleadership = {evil}\n[tags]\n{evil} = [{evil}]",
            f"[[closed]]\nday = 2016-10-02\nname = {evil}",
            "[[hours]]\ndays = 'every day'\nfrom = 08:00:00\nto = 17:30:00",
            f"[[lines]]\nkind = 'landline'\nvalue = '84404233'\nlabel = {evil}\nnote = {evil}",
        )
    )
    (tmp_path / "notice.toml").write_text(text)
    shown(tmp_path / "desk", [["init", "--notice", str(tmp_path / "notice.toml")]])
    pages = (
        ["notice", "--format", "html"],
        ["forms", "--pages", "1"],
        ["report", "--format", "html"],
    )
    for number, command in enumerate(pages):
        page = tmp_path / f"{number}.html"
        shown(tmp_path / "desk", [[*command, "-o", str(page)]])
        tags = Tags(page.read_text())
        assert not {name for name in tags.found if name == "script" or ".on" in name}
        assert "7531" in page.read_text()
