"""Style sheets are parsed by one start, and read by those that follow."""

from __future__ import annotations

import sys
from importlib.util import cache_from_source
from pathlib import Path

import pytest
from textual.css.stylesheet import Stylesheet

from tui.terminal import parsed_sheets
from tui.terminal.part_styles import DeskStylesheet

SHEET = "Label { color: $text; } Label:focus { background: $text 50%; }"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where Python keeps compiled modules, and so what was parsed; empty."""
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    found = Path(cache_from_source(parsed_sheets.__file__)).parent
    found.mkdir(parents=True)
    return found


def styled(colour: str = "red", text: str = SHEET) -> DeskStylesheet:
    """A sheet of that text by that colour, as one start has it."""
    sheet = DeskStylesheet({"text": colour})
    sheet.add_source(text, ("sheet.tcss", ""))
    return sheet


def parses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_sheet: object, **_how: object) -> None:
        raise AssertionError("parsed once more")

    monkeypatch.setattr(Stylesheet, "_parse_rules", refuse)


def test_a_start_reads_what_the_one_before_it_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    first = styled()
    as_parsed = first.css
    first.keep_parsed()
    parses_nothing(monkeypatch)
    assert styled().css == as_parsed
    assert "#FF0000" in as_parsed


def test_another_text_or_colour_is_parsed(folder: Path) -> None:
    first = styled()
    as_parsed = first.css
    first.keep_parsed()
    assert "#0000FF" in styled("blue").css
    assert "Button" in styled(text=SHEET.replace("Label", "Button")).css
    first.set_variables({"text": "blue"})
    first.reparse()
    assert first.css == styled("blue").css != as_parsed
    assert len([*folder.iterdir()]) == 1


@pytest.mark.parametrize("found", [b"", b"\x80", b"\x80\x05N.", b"no pickle"])
def test_what_was_spoilt_is_parsed_and_kept_anew(
    folder: Path, found: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = styled()
    as_parsed = first.css
    first.keep_parsed()
    (kept,) = folder.iterdir()
    kept.write_bytes(found)
    second = styled()
    assert second.css == as_parsed
    second.keep_parsed()
    parses_nothing(monkeypatch)
    assert styled().css == as_parsed


def test_nothing_is_kept_where_python_keeps_no_modules(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.rmdir()
    sheet = styled()
    assert sheet.css
    sheet.keep_parsed()
    assert not folder.exists()
    folder.mkdir()
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    sheet = styled()
    assert sheet.css
    sheet.keep_parsed()
    assert not [*folder.iterdir()]
