"""The listed faults are those of today's code, and tests see them."""

from __future__ import annotations

import random

import pytest

from tests.faults.__main__ import tried
from tests.faults.listed import ROOT, Fault, listed

FAULTS = listed()
AT_ONE_TIME = 6


def test_every_fault_is_told_from_the_others_by_its_name() -> None:
    assert len({fault.name for fault in FAULTS}) == len(FAULTS)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_listed_fault_fits_the_code_and_names_tests_that_there_are(fault: Fault) -> None:
    assert fault.put_in((ROOT / fault.where).read_text(encoding="utf-8"))
    for test in fault.seen_by:
        file, _colons, name = test.partition("::")
        assert f"def {name}(" in (ROOT / file).read_text(encoding="utf-8")


@pytest.mark.whole
def test_some_of_the_faults_are_seen() -> None:
    some = random.sample(FAULTS, AT_ONE_TIME)
    # A test that fails without them fails among the others.
    unseen = [fault.name for fault, test in zip(some, tried(some), strict=True) if not test]
    assert unseen == []
