"""What starting costs, as far as it can be told without a clock."""

from __future__ import annotations

import subprocess
import sys

LATER = (
    "tui.widgets.tip_form",
    "tui.screens.palette_screen",
    "tui.screens.tip_screen",
    "tui.cli.disposing",
    "store.duty.report",
    "store.desk.archive",
    "openpyxl",
    "hypothesis",
)


def test_the_first_screen_imports_nothing_that_it_does_not_need() -> None:
    code = "import sys, tui.cli.commands, tui.apps.desk_app; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert not set(LATER) & set(done.stdout.split())
