"""Stored tips are looked at many at a time: what is none is found among them all the same."""

from __future__ import annotations

from typing import Any

import pytest

from store.tips.shape import are_tips, is_tip
from tests.bench.filled import tips

AT = "2016-10-01T09:12:00+08:00"
TIPS = [tip.as_json() | {"number": "2016-0001", "saved_at": AT} for tip in tips(250)]
OLDER = {name: value for name, value in TIPS[0].items() if name not in ("told", "matter")}
WHOLE = TIPS[0] | {
    "postmarked_on": "2016-02-29",
    "disposition": dict.fromkeys(("by", "why", "to", "letter"), "") | {"at": AT, "on": None},
    "told": {"by": "", "at": AT, "note": ""},
    "sealed": {"age": "", "prints": ["phone:1"]},
}


def test_tips_of_several_versions_beside_each_other_are_tips() -> None:
    assert are_tips([*TIPS, OLDER, WHOLE, *TIPS])
    assert are_tips([])


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("number", "2016-"),
        ("revision", True),
        ("summary", None),
        ("received_at", "2016-10-01T09:12:00"),
        ("received_at", "0001-01-01T00:00:00+08:00"),
        ("subjects", [{"unit": ""}]),
        ("subjects", [dict.fromkeys(("unit", "person", "post", "group"), 1)]),
        ("marks", [None]),
        ("tags", {"x": "x"}),
        ("reporter", {}),
        ("status", 0),
        ("to_complete", "yes"),
        ("postmarked_on", "2016-02-30"),
        ("disposition", []),
        ("told", {"by": "", "at": AT, "note": None}),
        ("sealed", {"age": "", "prints": "phone:1"}),
    ],
)
def test_one_that_is_none_is_found_wherever_it_stands(name: str, value: Any) -> None:
    for whole in (TIPS[0], WHOLE):
        wrong = whole | {name: value}
        assert not is_tip(wrong)
        for at in (0, 99, 150, 250):
            assert not are_tips([*TIPS[:at], wrong, *TIPS[at:]])


@pytest.mark.parametrize("name", ["number", "reporter", "saved_at"])
def test_one_without_what_every_tip_has_is_none(name: str) -> None:
    assert not are_tips([*TIPS, {key: value for key, value in WHOLE.items() if key != name}])


def test_what_is_no_document_is_none() -> None:
    assert not any(is_tip(one) for one in (None, 1, "tip", [], {}))
