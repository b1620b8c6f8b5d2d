"""A release says the same of itself everywhere."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_the_changes_begin_with_the_version_that_the_package_has() -> None:
    package = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    _before, changes = (ROOT / "README.md").read_text(encoding="utf-8").split("变更 · Changes")
    assert re.findall(r"^\*\*(.+?)\*\*", changes, re.MULTILINE)[0] == package["version"]


def test_developers_have_the_versions_that_the_program_runs_with() -> None:
    def pinned(file: str) -> set[str]:
        return set(re.findall(r"^\S+==\S+", (ROOT / file).read_text(), re.MULTILINE))

    assert pinned("requirements.lock") < pinned("requirements-dev.lock")
