"""The threat model promises nothing that no test shows."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
THREATS = (ROOT.parent / "store" / "THREATS.md").read_text()


def test_each_promise_names_a_test_that_is_there() -> None:
    rows = [line for line in THREATS.split("## What is kept")[1].splitlines() if "::" in line]
    assert len(rows) > 10
    for file, test in re.findall(r"`([\w/]+\.py)::(\w+)`", "\n".join(rows)):
        assert f"def {test}(" in (ROOT / file).read_text(), test
