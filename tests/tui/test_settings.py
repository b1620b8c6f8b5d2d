"""One officer's settings: what the file says holds, and what it says wrongly is told."""

from __future__ import annotations

import gettext
import json
import os
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from store.printable import printable
from store.text import language
from tests import warm
from tests.store.desks import new_desk
from tests.terminal import Terminal
from tests.tui.shell import run_here
from tests.tui.sitting import a_desk
from tui.apps.desk_app import DeskApp
from tui.terminal.language import charset_problem, choose_language
from tui.terminal.places import kept_drafts_folder, remembered_folder, usual_place
from tui.terminal.settings import (
    DEFAULTS,
    KEYS,
    VARIABLE,
    Settings,
    default_text,
    language_set,
)
from tui.terminal.themes import THEMES


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the settings are looked for; nothing is there yet."""
    path = tmp_path / "config" / "settings.toml"
    path.parent.mkdir()
    monkeypatch.setenv(VARIABLE, str(path))
    return path


def dutydesk(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    assert warm.is_asked_late(environment)
    env = os.environ | {"LANG": "zh_CN.UTF-8", "LC_ALL": ""} | environment
    done = warm.run(arguments, b"", env)
    said, complained = done.stdout.decode(), done.stderr.decode()
    return subprocess.CompletedProcess(done.args, done.returncode, said, complained)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_file_with_all_defaults_says_every_default(
    file: Path, language: str, request: pytest.FixtureRequest
) -> None:
    if language == "en":
        request.getfixturevalue("english")
    file.write_text(default_text())
    assert tomllib.loads(file.read_text()) == {key.name: key.default for key in KEYS}
    assert Settings.load() == DEFAULTS
    lines = file.read_text().splitlines()
    assert all(lines[lines.index(x) - 1].startswith("# ") for x in lines if " = " in x)


def test_every_key_is_optional_and_what_is_set_holds(file: Path) -> None:
    file.write_text('theme = "light"\nidle_minutes = 0\n')
    assert Settings.load() == Settings(theme="light", idle_minutes=0)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("bell = 1", "bell"),
        ("idle_minutes = true", "idle_minutes"),
        ("idle_minutes = -1", "0 至 1440"),
        ("idle_minutes = 2.5", "idle_minutes"),
        ('theme = "pink"', "dark、light、contrast"),
        ("language = 3", "auto、zh、en"),
        ("belll = true", "是否应为 bell"),
        ("colour = true", "不认识这个键"),
        ("[bell]\nx = 1", "true 或 false"),
        ("bell =", "第 2 行"),
        ("bell = true\nbell = true", "TOML"),
        ("# " + "x" * 70_000, "64 KB"),
        ("a = " + "[" * 5000, "TOML"),
    ],
)
def test_a_fault_is_one_sentence_and_the_rest_holds(file: Path, text: str, told: str) -> None:
    file.write_text(f"desktop = true\n{text}\n")
    found = Settings.load()
    (sentence,) = found.faults
    assert sentence.startswith(f"{file}：") and "\n" not in sentence
    assert told in sentence
    # Of what is no TOML at all nothing can be read.
    assert found.desktop == (told not in ("第 2 行", "TOML", "64 KB"))
    assert replace(found, desktop=False) == Settings(faults=found.faults)


@pytest.mark.parametrize("made", ["not UTF-8", "a folder", "nothing"])
def test_a_file_that_cannot_be_read_is_one_sentence(file: Path, made: str) -> None:
    if made == "not UTF-8":
        file.write_bytes("\n# 深色".encode("gb18030"))
    elif made == "a folder":
        file.mkdir()
    (sentence,) = Settings.load().faults
    assert str(file) in sentence and ("第 2 行不是 UTF-8" in sentence) is (made == "not UTF-8")


def test_a_file_may_begin_with_the_mark_of_some_editors_and_its_name_acts_on_no_terminal(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.write_bytes(b"\xef\xbb\xbfbell = true\n")
    assert Settings.load() == Settings(bell=True)
    monkeypatch.setenv(VARIABLE, f"{file}\x1b[2J")
    (sentence,) = Settings.load().faults
    assert "[2J：没有这个设置文件" in sentence and "\x1b" not in sentence


def test_without_a_file_the_defaults_hold_and_nothing_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert Settings.load() == DEFAULTS


def test_the_command_writes_the_file_once_and_shows_what_is_in_force(file: Path) -> None:
    assert dutydesk("settings", "--write").returncode == 0
    written = file.read_text()
    again = dutydesk("settings", "--write")
    assert again.returncode == 1 and str(file) in again.stderr and file.read_text() == written
    file.write_text('theme = "light"\nbell = 0\n')
    shown = dutydesk("settings", "--json")
    found = json.loads(shown.stdout)
    assert (found["file"], found["exists"]) == (str(file), True)
    assert found["settings"] == {key.name: key.default for key in KEYS} | {"theme": "light"}
    assert len(found["faults"]) == 1 and shown.returncode == 1


def test_scripts_are_told_what_is_wrong_with_the_file(file: Path) -> None:
    file.write_text("theme = 'none'\nbell = true\n")
    done = run_here(["settings", "--json"], b"")
    told = json.loads(done.stdout)
    assert done.returncode == 1 and (told["file"], told["exists"]) == (str(file), True)
    assert told["settings"]["bell"] is True and "theme" in "".join(told["faults"])
    file.unlink()
    told = json.loads(run_here(["settings", "--json"], b"").stdout)
    assert (told["exists"], told["settings"]["bell"]) == (False, False)
    assert [fault.partition("：")[0] for fault in told["faults"]] == [str(file)], "it was named"
    file.symlink_to(file.with_name("nowhere"))
    refused = run_here(["settings", "--write"], b"")
    assert refused.returncode == 1 and "已存在" in refused.stderr.decode()


@pytest.fixture
def locale(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[dict[str, str]], None]]:
    """Sets the locale; afterwards the desk speaks Chinese again."""
    for name in ("LANGUAGE", "LC_ALL", "LC_CTYPE", "LC_MESSAGES", "LANG"):
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)

    def set_to(names: dict[str, str]) -> None:
        for name, value in names.items():
            monkeypatch.setenv(name, value)

    yield set_to
    choose_language(["--lang", "zh"])


@pytest.mark.parametrize(
    ("arguments", "setting", "names", "spoken"),
    [
        ("", "", {}, "zh"),
        ("", "", {"LANG": "fr_FR.UTF-8"}, "zh"),
        ("", "", {"LANG": "en_GB.UTF-8"}, "en"),
        ("", "", {"LANG": "EN@euro"}, "en"),
        ("", "", {"LC_ALL": "en_US", "LANG": "zh_CN"}, "en"),
        ("", "", {"LC_ALL": "", "LC_MESSAGES": "en", "LANG": "zh_CN"}, "en"),
        ("", "", {"LC_ALL": "zh_CN", "LC_MESSAGES": "en", "LANG": "en"}, "zh"),
        ("", "auto", {"LANG": "en_GB.UTF-8"}, "en"),
        ("", "en", {"LANG": "zh_CN.UTF-8"}, "en"),
        ("list --lang en", "zh", {"LANG": "zh_CN.UTF-8"}, "en"),
        ("list --lang=en", "zh", {"LANG": "zh_CN.UTF-8"}, "en"),
        ("--lang zh list --lang en", "", {}, "en"),
        ("--lang fr", "en", {}, "en"),
        ("--lang", "en", {}, "en"),
    ],
)
def test_a_language_is_the_options_else_the_settings_else_the_locales(
    file: Path,
    locale: Callable[[dict[str, str]], None],
    arguments: str,
    setting: str,
    names: dict[str, str],
    spoken: str,
) -> None:
    file.write_text(f'language = "{setting}"\n' if setting else "")
    locale(names)
    choose_language(arguments.split())
    assert (language(), os.environ["LANGUAGE"]) == (spoken, spoken)
    # So that libraries say what they say in it too.
    assert gettext.gettext("已登记") == {"zh": "已登记", "en": "Registered"}[spoken]


@pytest.mark.parametrize(
    ("names", "told"),
    [
        ({}, ""),
        ({"LANG": "zh_CN.UTF-8"}, ""),
        ({"LANG": "zh_CN.utf8"}, ""),
        ({"LC_ALL": "zh_CN.UTF-8", "LANG": "zh_CN.GBK"}, ""),
        ({"LANG": "zh_CN.GB18030"}, "LANG=zh_CN.GB18030"),
        ({"LC_ALL": "zh_CN.GBK", "LANG": "zh_CN.UTF-8"}, "LC_ALL=zh_CN.GBK"),
        ({"LC_ALL": "", "LC_CTYPE": "", "LANG": "C"}, "LANG=C"),
        ({"LC_CTYPE": "zh_CN.GBK", "LANG": "zh_CN.UTF-8"}, "LC_CTYPE=zh_CN.GBK"),
        ({"LC_ALL": "zh_CN.UTF-8", "LC_CTYPE": "zh_CN.GBK"}, ""),
        ({"LC_ALL": "zh_CN.GBK", "LC_CTYPE": "zh_CN.UTF-8"}, "LC_ALL=zh_CN.GBK"),
        # In the C locale Python itself sets it.
        ({"LC_CTYPE": "C.UTF-8", "LANG": "POSIX"}, "LANG=POSIX"),
        ({"LANG": "C\x07"}, f"LANG=C{printable(chr(7))}"),
    ],
)
def test_a_terminal_that_shows_no_chinese_is_told_of_in_each_language_with_what_to_do(
    locale: Callable[[dict[str, str]], None], names: dict[str, str], told: str
) -> None:
    locale(names)
    said = charset_problem()
    if not told:
        assert said == ""
        return
    assert said.endswith(f"\n    export {told.partition('=')[0]}=C.UTF-8")
    assert f"终端的字符集不是 UTF-8（{told}）" in said and f"({told})" in said


def test_the_language_of_the_file_comes_after_the_option_and_before_the_locale(file: Path) -> None:
    file.write_text('language = "en"\n')
    assert "duty desk" in dutydesk("--help").stdout
    assert "值班台" in dutydesk("--help", "--lang", "zh").stdout


async def test_the_screen_has_the_theme_that_is_set_and_tells_the_faults(tmp_path: Path) -> None:
    with a_desk(tmp_path / "desk") as desk:
        app = DeskApp(desk, Settings(theme="light", ascii=True, faults=("settings.toml：甲。",)))
        async with app.run_test(notifications=True):
            assert app.theme == THEMES[1].name and app.painter.ascii
            assert [toast.message for toast in app._notifications] == ["settings.toml：甲。"]


def test_no_client_chooses_the_file_of_a_session_over_ssh(file: Path, tmp_path: Path) -> None:
    file.write_text('language = "en"\n')
    new_desk(tmp_path / "desk").close()
    command = [sys.executable, "-m", "tui", "session", "--officer", "李明", "--desk"]
    terminal = Terminal([*command, str(tmp_path / "desk")], DUTYDESK_SETTINGS=str(file))
    terminal.until("最近登记")
    terminal.close()


@pytest.mark.parametrize(
    ("written", "language"),
    [
        ('"en"', "en"),
        ('"zh"', "zh"),
        ('"auto"', None),
        ('"fr"', None),
        ("1", None),
        ('["en"]', None),
        ('"en', None),
    ],
)
def test_of_a_language_that_is_none_the_settings_say_nothing(
    file: Path, written: str, language: str | None
) -> None:
    file.write_text(f"language = {written}\n")
    assert language_set() == language
    file.unlink()
    assert language_set() is None


def test_a_file_of_settings_has_no_more_than_64_kb(file: Path) -> None:
    file.write_text('theme = "light"\n'.ljust(64 * 1024, "#"))
    assert Settings.load() == Settings(theme="light")
    with file.open("a") as more:
        more.write("#")
    assert Settings.load().theme == "dark" and "超过 64 KB" in Settings.load().faults[0]


def test_each_thing_that_is_kept_for_an_account_has_a_folder_of_its_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", "/data")
    monkeypatch.setenv("XDG_STATE_HOME", "/state")
    monkeypatch.setenv("DUTYDESK_HOME", "")
    assert usual_place() == "/data/dutydesk"
    for named in ("/srv/desk", "postgresql://desks/one"):
        monkeypatch.setenv("DUTYDESK_HOME", named)
        assert usual_place() == named
    assert (str(remembered_folder()), str(kept_drafts_folder())) == (
        "/state/dutydesk/desks",
        "/state/dutydesk/drafts",
    )
