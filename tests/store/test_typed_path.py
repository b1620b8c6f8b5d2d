"""Paths as people give them at a terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.errors import StepRefused
from store.typed_path import typed_file, typed_folder, typed_path


@pytest.mark.parametrize(
    "written",
    [
        "{path}",
        "  '{path}' ",
        '"{path}"',
        "“{path}”",
        "‘{path}’",
        '"{path}',
        "{path}'",
        "{escaped}",
        "{quoted}",
        "file://{encoded}",
        "file://localhost{encoded}",
        "FILE://{encoded}",
    ],
)
def test_a_file_that_is_pasted_or_dropped_is_found(tmp_path: Path, written: str) -> None:
    path = tmp_path / "扫描 件's.pdf"
    path.write_bytes(b"%PDF")
    escaped = str(path).replace(" ", "\\ ").replace("'", "\\'")
    encoded = path.as_uri().removeprefix("file://")
    # As a file manager writes it: the mark in the name stands in quotation marks of its own.
    quoted = "'" + str(path).replace("'", "'\"'\"'") + "'"
    given = written.format(path=path, escaped=escaped, encoded=encoded, quoted=quoted)
    assert typed_file(given) == path


def test_a_name_with_a_backslash_or_an_odd_quotation_mark_is_as_it_is(tmp_path: Path) -> None:
    for name in ("a\\b.pdf", "it's.pdf"):
        (tmp_path / name).touch()
        assert typed_path(str(tmp_path / name)) == tmp_path / name


@pytest.mark.parametrize(
    "written", ["没有", "\0", "file://", "~nobody-at-all/x", "x" * 9_999, "长" * 120, "'"]
)
def test_what_is_no_path_is_refused_in_a_sentence(written: str) -> None:
    with pytest.raises(StepRefused, match="没有这个文件"):
        typed_file(written)
    with pytest.raises(StepRefused, match="没有这个目录"):
        typed_folder(written)


def test_where_no_folder_is_written_ones_own_is_meant(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert typed_folder(" ") == typed_folder("~") == tmp_path
    with pytest.raises(StepRefused, match="没有这个文件"):
        typed_file(" ")


def test_a_folder_is_no_file_and_a_file_no_folder(tmp_path: Path) -> None:
    (tmp_path / "件").touch()
    with pytest.raises(StepRefused, match="没有这个文件"):
        typed_file(str(tmp_path))
    with pytest.raises(StepRefused, match="没有这个目录"):
        typed_folder(str(tmp_path / "件"))


def test_of_two_paths_at_once_neither_is_taken(tmp_path: Path) -> None:
    for name in ("甲.pdf", "乙.pdf"):
        (tmp_path / name).touch()
    for two in ("'{one}' '{other}'", "{one}\\ {other}", '"{one}" {other}'):
        given = two.format(one=tmp_path / "甲.pdf", other=tmp_path / "乙.pdf")
        with pytest.raises(StepRefused, match="没有这个文件"):
            typed_file(given)
