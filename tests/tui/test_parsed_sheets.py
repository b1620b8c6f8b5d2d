"""Style sheets are parsed when the package is built, and read by each start."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.css.stylesheet import Stylesheet

from tests.store.desks import new_desk
from tui.apps.desk_app import DeskApp
from tui.release import building
from tui.terminal import parsed_sheets
from tui.terminal.part_styles import DeskStylesheet

SHEET = "Label { color: $text; } Label:focus { background: $text 50%; }"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the build puts what it parsed; empty."""
    found = tmp_path / "parsed"
    monkeypatch.setattr(parsed_sheets, "FOLDER", found)
    return found


def styled(colour: str = "red", text: str = SHEET) -> DeskStylesheet:
    """A sheet of that text by that colour, as one start has it."""
    sheet = DeskStylesheet({"text": colour})
    sheet.add_source(text, ("sheet.tcss", ""))
    return sheet


def build() -> str:
    """What the build makes of the sheet in red; how it is written as parsed."""
    sheet = styled()
    rules = {(SHEET, False, 0, ""): sheet._parse_rules(SHEET, ("", ""))}
    parsed_sheets.write_parsed(sheet.variables, rules)
    return sheet.css


def parses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_sheet: object, **_how: object) -> None:
        raise AssertionError("parsed once more")

    monkeypatch.setattr(Stylesheet, "_parse_rules", refuse)


def test_a_start_reads_what_the_build_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    as_parsed = build()
    parses_nothing(monkeypatch)
    assert styled().css == as_parsed
    assert "#FF0000" in as_parsed


def test_another_text_or_colour_is_parsed() -> None:
    as_parsed = build()
    assert "#0000FF" in styled("blue").css
    assert "Button" in styled(text=SHEET.replace("Label", "Button")).css
    sheet = styled()
    assert sheet.css == as_parsed
    sheet.set_variables({"text": "blue"})
    sheet.reparse()
    assert sheet.css == styled("blue").css != as_parsed


def test_a_sheet_that_comes_after_the_colours_changed_is_by_the_new_ones() -> None:
    build()
    sheet = styled(text="Input { color: $text; }")
    assert "#FF0000" in sheet.css
    sheet.set_variables({"text": "blue"})
    sheet.reparse()
    # Of a screen that is opened by then.
    sheet.add_source(SHEET, ("later.tcss", ""))
    assert "#0000FF" in sheet.css and "#FF0000" not in sheet.css


def test_what_another_version_of_textual_parsed_is_not_read(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build()
    (file,) = folder.iterdir()
    file.rename(file.with_name("8.2.3-" + file.name.partition("-")[2]))
    parses_nothing(monkeypatch)
    with pytest.raises(AssertionError):
        _ = styled().css


@pytest.mark.parametrize("found", [b"", b"\x80", b"\x80\x05N.", b"no pickle"])
def test_what_was_spoilt_is_parsed(folder: Path, found: bytes) -> None:
    as_parsed = build()
    (file,) = folder.iterdir()
    file.write_bytes(found)
    assert styled().css == as_parsed


@pytest.mark.whole
async def test_the_build_parses_all_that_a_start_needs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await building.write_style_sheets()
    parses_nothing(monkeypatch)
    with new_desk(tmp_path / "desk") as desk:
        app = DeskApp(desk)
        async with app.run_test():
            await app.desk_screen.form_is_there()
