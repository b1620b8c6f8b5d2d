"""The one clock: the computer's, or one that runs on from a given instant."""

from __future__ import annotations

import time

import pendulum
import pytest

from store.clock import Clock
from tests.builders import at


def test_a_clock_that_is_set_runs_on_from_there_in_its_zone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    passed = 1_000.0
    monkeypatch.setattr(time, "monotonic", lambda: passed)
    start = at("2016-10-01T23:59:30")
    clock = Clock.at(start)
    passed = 5_000.0
    assert clock.now() == start, "it begins when it is looked at first"
    assert clock.now().tzinfo == start.tzinfo
    for seconds, shown in ((29.5, "2016-10-01T23:59:59.5"), (90, "2016-10-02T00:01:00")):
        passed = 5_000.0 + seconds
        assert clock.now() == at(shown)
        assert clock.now().isoformat().endswith("+08:00")


def test_the_computers_clock_says_now_wherever_it_stands() -> None:
    before = pendulum.now()
    now = Clock.system().now()
    assert before <= now <= pendulum.now() and now.utcoffset() is not None
