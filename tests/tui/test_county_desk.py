"""At the desk of a county's team: what its notice says in its own words, on screen and on paper."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.store.test_notice import NOTICES
from tests.tui.shell import Shell

DURING = "2022-07-04T09:00:00+08:00"
COMMANDS = (
    "status",
    "counts",
    "due",
    "reminders",
    "notice",
    "notice --calendar",
    "report --kind period",
    "closing",
    "handover",
    "show 1",
    "list",
)


@pytest.fixture
def county(tmp_path: Path) -> Shell:
    """A desk of the district's team of 2022, with a tip about the inspectors."""
    shell = Shell(tmp_path / "desk")
    shell.say("init", "--notice", str(NOTICES / "qindu-2022.toml"), at=DURING)
    said = "--unit 某街道 --group leadership --disciplines other --summary 甲"
    shell.say("add", "--channel", "landline", "--line", "33229182", *said.split(), at=DURING)
    return shell


@pytest.mark.parametrize("command", COMMANDS)
def test_a_county_team_reads_its_own_word_for_the_inspection(county: Shell, command: str) -> None:
    assert "巡视" not in county.say(*command.split(), at=DURING)


def test_what_is_refused_there_is_refused_in_its_own_word(county: Shell) -> None:
    refusal = county.refuse("dispose", "1", "referred", "--to", "某局", at=DURING)
    assert "由巡察组受理" in refusal and "巡视" not in refusal
    assert "距巡察结束" in county.say("status", at=DURING)
