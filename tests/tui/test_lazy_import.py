"""A module that is imported as if another were not there, or late."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tui.terminal.lazy_import import empty, import_late, import_without

ONE = """
try:
    from dutydesk_other import Something
except ImportError:
    Something = None
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where there is a module that takes another along."""
    monkeypatch.syspath_prepend(tmp_path)
    for name in ("dutydesk_one", "dutydesk_other"):
        monkeypatch.setitem(sys.modules, name, None)
        monkeypatch.delitem(sys.modules, name)
    (tmp_path / "dutydesk_one.py").write_text(ONE)
    (tmp_path / "dutydesk_other.py").write_text("class Something: pass\n")
    return tmp_path


@pytest.mark.parametrize("stand_in", [None, empty("dutydesk_other", "Something")])
def test_what_a_module_takes_along_is_left_out_and_there_for_others_afterwards(
    folder: Path, stand_in: object
) -> None:
    import_without("dutydesk_other", "dutydesk_one", stand_in)  # type: ignore[arg-type]
    assert sys.modules["dutydesk_one"].Something is (object if stand_in else None)
    assert "dutydesk_other" not in sys.modules
    other = __import__("dutydesk_other")
    assert other.__file__ == str(folder / "dutydesk_other.py")


def test_what_others_have_imported_already_is_not_taken_from_them(folder: Path) -> None:
    other = __import__("dutydesk_other")
    import_without("dutydesk_other", "dutydesk_one")
    assert sys.modules["dutydesk_other"] is other


def test_a_module_that_is_imported_late_runs_when_something_of_it_is_asked_for(
    folder: Path,
) -> None:
    package = folder / "dutydesk_package"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "late.py").write_text(
        "from pathlib import Path\nPath(__file__).with_suffix('.ran').touch()\nX = 1\n"
    )
    __import__("dutydesk_package")
    import_late("dutydesk_package.late")
    found = sys.modules["dutydesk_package"].late
    assert not (package / "late.ran").exists()
    assert found.X == 1 and (package / "late.ran").exists()
    import_late("dutydesk_package.none")
    for name in ("dutydesk_package", "dutydesk_package.late"):
        del sys.modules[name]
