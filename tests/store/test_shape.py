"""What is stored as a tip is one, or is found to be none, whichever part of it is wrong."""

from __future__ import annotations

from typing import Any

import pytest

from store.tips.shape import is_tip
from tests.bench.filled import tips

AT = "2016-10-01T09:12:00+08:00"
TIP = next(tips(1)).as_json() | {"number": "2016-0001", "saved_at": AT}
OLDER = {name: value for name, value in TIP.items() if name not in ("told", "matter")}
WHOLE = TIP | {
    "postmarked_on": "2016-02-29",
    "disposition": dict.fromkeys(("by", "why", "to", "letter"), "") | {"at": AT, "on": None},
    "told": {"by": "", "at": AT, "note": ""},
    "sealed": {"age": "", "prints": ["phone:1"]},
}


def test_tips_of_several_versions_are_tips() -> None:
    assert all(map(is_tip, (TIP, OLDER, WHOLE)))


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
def test_one_with_a_wrong_part_is_none(name: str, value: Any) -> None:
    assert not any(is_tip(whole | {name: value}) for whole in (TIP, WHOLE))


@pytest.mark.parametrize("name", ["number", "reporter", "saved_at"])
def test_one_without_what_every_tip_has_is_none(name: str) -> None:
    assert not is_tip({key: value for key, value in WHOLE.items() if key != name})


def test_what_is_no_document_is_none() -> None:
    assert not any(is_tip(one) for one in (None, 1, "tip", [], {}))
