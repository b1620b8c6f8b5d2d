"""The listed faults are those of today's code, and tests see them."""

from __future__ import annotations

import ast
import random
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.faults.__main__ import tried
from tests.faults.forks import failed
from tests.faults.listed import ROOT, Fault, listed, modules, without
from tests.tui.walks import names

FAULTS = listed()
# As many modules are without any, most of which only say what something is; a new one makes one more.
MOST_WITHOUT = 41
# Of those that tests of the store see, and of the others: a test of the store sees one in a third of a
# second, what takes an app or a process in one or two.
AT_ONE_TIME = 36, 4


@cache
def text_of(file: str) -> str:
    return (ROOT / file).read_text(encoding="utf-8")


@pytest.fixture(autouse=True, scope="module")
def _texts_are_let_go() -> Iterator[None]:
    """Those of tests have in them what other tests look for in memory."""
    yield
    text_of.cache_clear()


def kind_of(fault: Fault) -> str:
    return fault.name.partition(":")[0]


def test_every_fault_is_told_from_the_others_by_its_name() -> None:
    assert len({fault.name for fault in FAULTS}) == len(FAULTS)


def test_no_fault_is_listed_under_two_names() -> None:
    found = defaultdict[tuple[str, str], list[str]](list)
    for fault in FAULTS:
        spoilt = fault.put_in(text_of(fault.where))
        found[fault.where, spoilt].append(fault.name)
    assert [names for names in found.values() if len(names) > 1] == []


@pytest.mark.parametrize("kind", sorted({kind_of(fault) for fault in FAULTS}))
def test_the_listed_faults_fit_the_code_and_name_tests_that_there_are(kind: str) -> None:
    of_kind = [fault for fault in FAULTS if kind_of(fault) == kind]
    assert [told for fault in of_kind for told in what_does_not_fit(fault)] == []


def what_does_not_fit(fault: Fault) -> Iterator[str]:
    try:
        spoilt = fault.put_in(text_of(fault.where))
        if fault.where.endswith(".py"):
            # Else the test that is to see it would not even begin.
            ast.parse(spoilt)
    except ValueError as error:
        yield str(error)
    except SyntaxError as error:
        yield f"{fault.name}: {error}"
    for test in fault.seen_by:
        file, _colons, name = test.partition("::")
        name, _bracket, case = name.rstrip("]").partition("[")
        if f"def {name}(" not in text_of(file):
            yield f"{fault.name}: no {name} in {file}"
        elif file == "tests/tui/test_walks.py" and case not in names():
            yield f"{fault.name}: no walk {case}"


def test_a_new_module_comes_with_faults_of_its_own() -> None:
    # `python -m tests.faults` names those without.
    lacking = without(FAULTS)
    assert len(lacking) <= MOST_WITHOUT, lacking


def test_a_run_that_comes_to_no_end_is_told_from_one_in_which_all_passed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with capsys.disabled():
        printed = failed("", ["tests/none_of_that_name.py"], False)
    assert isinstance(printed, str)
    assert "none_of_that_name.py" in printed
    assert failed("", ["tests/store/test_instant.py"], False) == []


NO_END = """
import os, signal

def test_that_fails():
    assert False

def test_that_leaves_a_fork_behind():
    if not os.fork():
        signal.pause()

def test_that_takes_too_long():
    assert signal.alarm(0)
    signal.raise_signal(signal.SIGALRM)
"""


def test_what_takes_too_long_is_told_and_what_was_forked_ends_with_its_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (file := tmp_path / "test_no_end.py").write_text(NO_END)
    settings = ["-c", str(ROOT / "pyproject.toml"), "-p", "tests.conftest"]

    def answer(*named: str, stops: bool = False) -> list[str] | str:
        with capsys.disabled():
            return failed("", [*settings, *(f"{file}::test_that_{name}" for name in named)], stops)

    assert answer("leaves_a_fork_behind") == []
    assert "in test_that_takes_too_long" in answer("takes_too_long")
    assert "in test_that_takes_too_long" in answer("fails", "takes_too_long")
    assert len(answer("fails", "takes_too_long", stops=True)) == 1


@pytest.mark.whole
def test_some_of_the_faults_are_seen() -> None:
    stored, others = AT_ONE_TIME
    # Each change of the code or of the list draws others; what is red once is red again.
    drawn = random.Random("".join(text_of(file) for file in modules()))
    by_place = defaultdict[bool, list[Fault]](list)
    for fault in FAULTS:
        by_place[all(test.startswith("tests/store/") for test in fault.seen_by)].append(fault)
    some = drawn.sample(by_place[True], stored) + drawn.sample(by_place[False], others)
    # One after the other: what it takes to begin is taken once, and the other tests go on beside it.
    tests = tried(some, at_once=1)
    # A test that fails without them fails among the others.
    unseen = [fault.name for fault, test in zip(some, tests, strict=True) if not test]
    assert unseen == []
