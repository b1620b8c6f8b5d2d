"""The manual has everything, in each language; its links lead somewhere and its examples run."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, get_args

import openpyxl
import orjson
import pytest
from pyrage.x25519 import Identity
from rich.cells import cell_len

from store.folder.place import _COLUMNS
from store.notice.reading import TABLES, example_text, parse_notice
from store.text import LANGUAGES, inspection_called, use_language
from tests.builders import entry_of
from tests.store.desks import OFFICER, folder_of, new_desk
from tests.test_catalogue import CHINESE, translations
from tests.tui.shell import AT, Done, in_words, run_here
from tests.tui.test_english import BARE, WITHOUT_END
from tests.tui.test_help import commands
from tui.actions.action import Action, Place
from tui.actions.actions import ACTIONS
from tui.apps.demo import demo_desk
from tui.cli import helping
from tui.cli.man_page import _roff
from tui.cli.schemas import SCHEMAS, schema
from tui.manual.pages import (
    _INSPECTION,
    PAGES,
    _called,
    find,
    page_named,
    page_of,
    text_of,
    title_of,
)
from tui.papers.report_formats import FORMATS
from tui.terminal.settings import KEYS, written

ROOT = Path(__file__).parents[2]
MANUAL = ROOT / "tui" / "manual"
LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")
FENCED = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
in_each = pytest.mark.parametrize("code", LANGUAGES)


@pytest.fixture(autouse=True)
def spoken() -> Iterator[None]:
    yield
    use_language("zh")


Shell = Callable[..., str]


@pytest.fixture
def shell() -> Shell:
    """Says what a command prints that ends with that status."""

    def said(*words: str, status: int = 0) -> str:
        done = run_here(words, b"")
        assert done.returncode == status, in_words(done)
        return (done.stderr if status else done.stdout).decode()

    return said


@cache
def page(code: str, name: str) -> str:
    """A page as it is written."""
    return (MANUAL / code / f"{name}.md").read_text("utf-8")


def rows(text: str) -> list[list[str]]:
    """The cells of all rows of its tables."""
    lines = (line.strip() for line in text.splitlines())
    return [[cell.strip() for cell in line[1:-1].split(" | ")] for line in lines if line[:1] == "|"]


@in_each
def test_each_page_is_there_in_each_language_and_begins_with_its_title(code: str) -> None:
    assert {path.stem for path in (MANUAL / code).glob("*.md")} == set(PAGES)
    titles = [page(code, name).splitlines()[0] for name in PAGES]
    assert all(title.startswith("# ") for title in titles) and len({*titles}) == len(PAGES)
    assert [bool(CHINESE.search(title)) for title in titles] == [code == "zh"] * len(PAGES)


@in_each
def test_what_the_manual_has_made_readable_is_so_for_its_owner_alone(code: str) -> None:
    modes = [mode for name in PAGES for mode in re.findall(r"chmod (\d+)", page(code, name))]
    assert modes and all(mode.endswith("00") for mode in modes)


@in_each
def test_the_links_of_each_page_lead_to_a_file(code: str) -> None:
    for name in PAGES:
        for target in LINK.findall(page(code, name)):
            assert (MANUAL / code / target).exists(), (name, target)


def test_each_place_has_the_page_that_tells_of_it() -> None:
    wanted = {
        "form": "form",
        "latest tip enclosures list filter due ask": "tips",
        "papers report": "papers",
        "duty": "shift",
        "public_notice correction notice notice_file": "notice",
        "import columns": "import",
        "curtain": "secrecy",
        "setup welcome": "start",
        "office desks desk_figures": "office",
        "everywhere desk tour demo": "day",
    }
    found = {place: page for places, page in wanted.items() for place in places.split()}
    assert {place: page_of(place) for place in get_args(Place)} == found
    assert {*found.values()} <= {*PAGES}


@in_each
def test_every_command_has_a_row(code: str) -> None:
    named = [row[0].strip("`") for row in rows(page(code, "commands")) if "`" in row[0]]
    assert sorted(named) == sorted(commands())


@in_each
def test_every_action_has_a_row_with_its_keys_and_its_name(code: str) -> None:
    said = messages_in(code)
    found = {(row[0], row[1]) for row in rows(page(code, "keys"))}
    missing = [a for a in ACTIONS if (_keys_of(a), said(a.label)) not in found]
    assert missing == []


def _keys_of(action: Action) -> str:
    keys = (action.key_label, action.second_key.title())
    return " ".join(f"`{key}`" for key in keys if key)


def messages_in(code: str) -> Any:
    """What a sentence of the code is in that language."""
    return (lambda text: text) if code == "zh" else translations(code).__getitem__


@in_each
def test_every_setting_has_a_row_with_its_default(code: str) -> None:
    found = {(row[0], row[1]) for row in rows(page(code, "settings"))}
    assert {(f"`{key.name}`", f"`{written(key.default)}`") for key in KEYS} <= found
    lines = page(code, "formats").splitlines()
    (line,) = [line for line in lines if line.startswith("- **settings**")]
    assert {key.name for key in KEYS} <= {*re.findall(r"`(\w+)`", line)}


@in_each
def test_all_that_is_in_the_folder_of_a_desk_has_a_row(code: str, tmp_path: Path) -> None:
    desk = new_desk(tmp_path / "desk")
    desk.drafts.keep("tip", {"summary": "打到一半"})
    named = " ".join(row[0] for row in rows(page(code, "formats")))
    there = [f"{path.name}/" if path.is_dir() else path.name for path in folder_of(desk).iterdir()]
    assert [name for name in (*there, f"{_COLUMNS}/") if f"`{name}`" not in named] == []


@in_each
def test_the_notice_in_the_manual_is_one_and_has_every_key(code: str) -> None:
    ((_language, text),) = [
        block for block in FENCED.findall(page(code, "notice")) if "toml" in block
    ]
    assert parse_notice(text).remarks == ()
    for table, keys in TABLES.items():
        for key in keys:
            assert re.search(rf"^(\[+{key}\]+|{key} = )", text, re.MULTILINE), (table, key)


@in_each
def test_every_key_of_the_json_is_told(code: str) -> None:
    text = page(code, "formats")
    told = set(re.findall(r"\w+", " ".join(re.findall("`[^`]*`", text))))
    for name in SCHEMAS:
        # The tip's keys stand in tables, which several have in common.
        is_tip = name in ("tip", "tips", "tip-entry", "similar")
        line = text if is_tip else next(li for li in text.splitlines() if f"**{name}**" in li)
        assert f"{name}" in text
        for depth, key in _keys(schema(name)):
            # What is in a value stands with it, or with another that has the like.
            assert f"`{key}`" in line if depth == 0 else key in told, (name, key)


def _keys(found: Any, depth: int = 0) -> Iterator[tuple[int, str]]:
    for key, value in found.get("properties", {}).items():
        yield depth, key
        yield from _keys(value, depth + 1)
    for one in (*found.get("anyOf", ()), *([found["items"]] if "items" in found else ())):
        yield from _keys(one, depth)


@in_each
def test_every_format_of_a_report_is_told(code: str) -> None:
    assert all(f"`{name}`" in page(code, "formats") for name in FORMATS)


def test_the_glossary_binds_each_term_to_the_screen_and_to_the_code() -> None:
    files = (path for top in ("store", "tui") for path in (ROOT / top).rglob("*.py"))
    words = {word for path in files for word in re.findall(r"\w+", path.read_text("utf-8"))}
    chinese = [row[:3] for row in rows(page("zh", "glossary"))[2:]]
    assert [[en, zh, name] for zh, en, name in chinese] == [
        row[:3] for row in rows(page("en", "glossary"))[2:]
    ]
    assert len(chinese) > 50
    for term, english, name in chinese:
        assert translations("en")[term] == english, term
        assert name.strip("`") in words, name


def test_a_page_calls_the_inspection_as_the_notice_does() -> None:
    with inspection_called("巡视"):
        assert "巡视干部" in text_of("tips")
    with inspection_called("巡察"):
        assert "巡察干部" in text_of("tips") and "巡视" not in text_of("tips")
        assert "巡视、巡察" in text_of("glossary")
        # What is quoted is said as it is written there: a key that a list may have, a regulation.
        assert "“巡视干部”和英文名称也认得" in text_of("changes")
        said = ("《巡视工作条例》", "按“巡视”写的", "《巡视》和巡视", "“巡视”、巡视、巡察；巡视")
        wanted = ("《巡视工作条例》", "按“巡视”写的", "《巡视》和巡察", "“巡视”、巡视、巡察；巡察")
        assert tuple(_INSPECTION.sub(_called, text) for text in said) == wanted


REGISTER = (
    ("收到时间", "来源", "被反映单位", "对象类别", "问题类别", "主要内容"),
    ("2016-09-21 9:00", "来电", "甲局", "领导班子及其成员", "廉洁纪律", "收受礼金"),
)


@in_each
def test_each_example_of_the_manual_runs(
    code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DUTYDESK_SETTINGS", raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("LOGNAME", OFFICER)
    prepare(tmp_path)
    demo_desk(tmp_path / "desk", OFFICER).close()
    ran = 0
    # Those of the page for developers are what `.ci/run` does.
    for name in PAGES[:-1]:
        monkeypatch.setenv("DUTYDESK_HOME", str(tmp_path / "desk"))
        keys: list[str] = []
        for language, block in FENCED.findall(page(code, name)):
            # What runs over SSH, and scripts, which begin with what they are for, have a test of
            # their own.
            is_run = language == "sh" and not block.startswith(("#", "ssh "))
            for line in block.splitlines() if is_run else ():
                for command in line.split(" && "):
                    if "init" in command:
                        home = tmp_path / f"new-{ran}"
                        monkeypatch.setenv("DUTYDESK_HOME", str(home))
                    done = run(command, keys, code)
                    assert done.returncode == 0, f"{name}: {in_words(done)}"
                    if "--seal-to" in command and "init" in command:
                        tip = orjson.dumps(entry_of())
                        run_here(["add", "--json", "-", "--at", AT], tip)
                    ran += 1
    assert ran > 80


def run(command: str, keys: list[str], code: str) -> Done:
    """One line as it stands there, with real keys in the place of `age1…`."""
    program, *words = shlex.split(command)
    if program != "dutydesk":
        return Done(words, subprocess.run([program, *words]).returncode, b"", b"")
    left = iter(keys)
    words = [next(left) if word == "age1…" else word for word in words]
    if words[:1] == ["keygen"]:
        # Protected by a passphrase, it takes seconds to be opened, by design.
        key = Identity.generate()
        Path(words[1]).write_text(f"{key}\n")
        keys.append(str(key.to_public()))
        return Done(words, 0, b"", b"")
    if not words or words[0] in WITHOUT_END:
        assert not words or words[0] in commands()
        return Done(words, 0, b"", b"")
    if words[0] not in (*BARE, "-V"):
        words += ["--at", AT]
    if words != ["-V"]:
        words += ["--lang", code]
    return run_here(words, b"")


def prepare(folder: Path) -> None:
    """The files that the examples name."""
    holiday = '[[holidays]]\nname = "元旦"\nfirst_day = 2027-01-01\n'
    (folder / "2027.toml").write_text(holiday)
    (folder / "tips.jsonl").write_bytes(orjson.dumps(entry_of()))
    for name in ("公告", "notice"):
        (folder / f"{name}.toml").write_text(example_text())
    for name in ("扫描件", "scan"):
        (folder / f"{name}.pdf").write_bytes(b"%PDF-1.7")
    for name in ("li", "wang"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", name], cwd=folder)
    for name in ("旧台账", "old"):
        sheet(folder / f"{name}.xlsx", *REGISTER)
    for name in ("名录", "units"):
        sheet(folder / f"{name}.xlsx", ("单位", "姓名", "职务"), ("甲局", "赵某", "局长"))
    for name in ("来信目录", "mails"):
        (folder / name).mkdir()
        letter = "From: a@example.org\nDate: Wed, 21 Sep 2016 09:00:00 +0800\n\nA letter.\n"
        (folder / name / "1.eml").write_text(letter)


def sheet(path: Path, *lines: tuple[str, ...]) -> None:
    """A workbook of these rows."""
    book = openpyxl.Workbook()
    for line in lines:
        book.active.append(line)
    book.save(path)


def test_a_page_goes_into_a_pipe_as_it_is_written(shell: Shell) -> None:
    assert shell("help", "form") == page("zh", "form") == shell("help", "登记一件举报")
    assert shell("help", "form", "--lang", "en") == page("en", "form")
    assert all(f"dutydesk help {name} " in shell("help") for name in PAGES)


@in_each
def test_a_page_is_named_by_its_title_in_whatever_case(code: str) -> None:
    use_language(code)
    for name in PAGES:
        assert page_named(title_of(name).upper()) == page_named(name.upper()) == name


def test_help_on_a_command_has_its_options_and_on_a_word_where_it_stands(shell: Shell) -> None:
    assert "--with-reporter" in shell("help", "sheet")
    assert "(papers)" in shell("help", "移交清单")
    assert shell("help", "更正").startswith("组长 (lead) · 更正公告")
    # What is a page and a command too.
    assert shell("help", "notice").startswith(page("zh", "notice"))
    assert "dutydesk notice --help" in shell("help", "notice")
    assert "没有“无此词语”" in shell("help", "无此词语", status=2)
    # Several words stand together in a line.
    assert shell("help", "离线", "随附") == shell("help", "离线 随附") != shell("help", "离线")
    both = find("离线 随附")
    assert both and all("离线" in one.line and "随附" in one.line for one in both)
    found = find("的")
    *first, rest = shell("help", "的").splitlines()
    assert len(first) == 2 * 40 and rest == f"还有 {len(found) - 40} 处，请多写几个词。"


@in_each
def test_the_whole_manual_is_one_file_that_needs_no_other(code: str, shell: Shell) -> None:
    html = shell("help", "--format", "html", "--lang", code)
    assert re.findall(r"<h1 id=\"(\w+)\"", html) == [*PAGES, "reference"]
    inner = {*re.findall(r'href="#(\w+)"', html)}
    assert inner == {*PAGES, "reference"} and not re.search(r'\.md"|<img|src=|<link', html)
    assert re.findall("<h2>dutydesk (.*?)</h2>", html) == sorted(commands())
    # What stands in a help is no markup, and the version is that of the newest changes.
    reference = html.partition('<h1 id="reference">')[2]
    assert "dutydesk verify &amp;&amp; dutydesk backup" in reference
    assert f'<p class="about">{version("dutydesk")}' in html


@in_each
def test_the_page_for_man_has_each_command_and_option(code: str, shell: Shell) -> None:
    made = shell("help", "--format", "man", "--lang", code).replace("\\-", "-").replace("\\:", "")
    assert made.startswith(".TH DUTYDESK 1 ")
    does = {
        "zh": "DUTYDESK_SETTINGS=夜班.toml dutydesk\n.EE\n这一次用另一个设置文件\n",
        "en": ".EE\n",
    }
    assert does[code] in made
    for name, command in commands().items():
        told = made.partition(f".SS dutydesk {name}\n")[2].partition(".SS")[0]
        for parameter in command.params:
            options = [option for option in parameter.opts if option.startswith("-")]
            assert all(option in told for option in options), (name, options)


@pytest.mark.parametrize(
    ("text", "roff"),
    [
        (".TH", r"\&.TH"),
        ("'br", r"\&'br"),
        ("a.b 'c'", "a.b 'c'"),
        ("--json", r"\-\-json"),
        ("C:\\x", r"C:\ex"),
        ("一\n 二", "一 二"),
        ("登记，见", r"登\:记，\:见"),
        ("（见）。", r"（见）。"),
    ],
)
def test_no_text_of_a_page_for_man_means_anything_to_what_lays_it_out(text: str, roff: str) -> None:
    assert _roff(text) == roff


def test_whatever_is_asked_for_one_thing_at_a_time(shell: Shell) -> None:
    for form in ("html", "man"):
        assert "不与页名同用" in shell("help", "form", "--format", form, status=2)


@pytest.mark.parametrize(("columns", "widest"), [(60, 60), (90, 90), (300, 100)])
def test_on_a_terminal_a_page_is_as_wide_as_it_is_and_no_wider_than_one_reads(
    columns: int, widest: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    widths = [cell_len(line) for line in helping._page(text_of("form")).splitlines()]
    assert widest - 2 <= max(widths) <= widest
