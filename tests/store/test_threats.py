"""The threat model promises nothing that no test shows, and each shows it: a fault tells."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.faults.listed import listed

ROOT = Path(__file__).parent.parent
THREATS = (ROOT.parent / "store" / "THREATS.md").read_text()
KEPT = THREATS.split("## What is kept")[1].split("## What is not kept")[0]
# Below a heading and the line under it, each row is a promise and its tests.
ROWS = [line.strip("| ").split(" | ") for line in KEPT.splitlines() if line.startswith("|")][2:]
PROMISES = {promise: re.findall(r"`([\w/]+\.py)::(\w+)`", tests) for promise, tests in ROWS}
BROKEN = {test for fault in listed() for test in fault.seen_by}


def test_the_model_promises_much() -> None:
    assert len(PROMISES) == len(ROWS) > 30


@pytest.mark.parametrize("promise", PROMISES)
def test_each_promise_names_tests_that_are_there_and_one_that_sees_it_broken(promise: str) -> None:
    tests = PROMISES[promise]
    assert tests
    for file, test in tests:
        assert f"def {test}(" in (ROOT / file).read_text(), test
    # Whether it is seen is tried with the others that are listed.
    assert BROKEN & {f"tests/{file}::{test}" for file, test in tests}, "no listed fault breaks it"
