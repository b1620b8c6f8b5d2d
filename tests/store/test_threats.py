"""The threat model promises nothing that no test shows, and each shows it: a fault tells."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from store.secret.clear import CLEAR
from tests.faults.listed import listed
from tui.cli.commands import COMMANDS

ROOT = Path(__file__).parent.parent
THREATS = (ROOT.parent / "store" / "THREATS.md").read_text()
READABLE = THREATS.split("### What is readable by design")[1]
KEPT = THREATS.split("## What is kept")[1].split("## What is not kept")[0]
# Below a heading and the line under it, each row is a promise and its tests.
ROWS = [line.strip("| ").split(" | ") for line in KEPT.splitlines() if line.startswith("|")][2:]
PROMISES = {promise: re.findall(r"`([\w/]+\.py)::(\w+)`", tests) for promise, tests in ROWS}
BROKEN = {test for fault in listed() for test in fault.seen_by}


def test_the_model_promises_much() -> None:
    assert len(PROMISES) == len(ROWS) > 30


def test_what_is_in_clear_is_named_key_by_key() -> None:
    rows = [line.split("|")[1:3] for line in READABLE.splitlines() if line.startswith("| `")]
    named = {
        (table.strip(" `"), key) for table, keys in rows for key in re.findall(r"`(.+?)`", keys)
    }
    assert named == {(table, key) for table, keys in CLEAR.items() for key in keys}


def test_each_command_that_is_named_is_there() -> None:
    named = {*re.findall(r"`dutydesk ([a-z][\w-]*)", THREATS)}
    assert len(named) > 3 and named <= {*COMMANDS}


@pytest.mark.parametrize("promise", PROMISES)
def test_each_promise_names_tests_that_are_there_and_one_that_sees_it_broken(promise: str) -> None:
    tests = PROMISES[promise]
    assert tests
    for file, test in tests:
        assert f"def {test}(" in (ROOT / file).read_text(), test
    # Whether it is seen is tried with the others that are listed.
    assert BROKEN & {f"tests/{file}::{test}" for file, test in tests}, "no listed fault breaks it"
