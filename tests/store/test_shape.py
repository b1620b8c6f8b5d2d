"""What is stored as a tip is one, or is found to be none, whichever part of it is wrong."""

from __future__ import annotations

from typing import Any

import pytest

from store.instant import from_text
from store.tips.enclosure import Enclosure
from store.tips.shape import is_cut_by_0_2, is_cut_by_0_3, is_tip
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
FILE = {"id": "0123456789abcdef" * 2, "bytes": 5, "sha256": ""}
ENCLOSURE = Enclosure("letter", by="a", at=from_text(AT)).as_json()


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


@pytest.mark.parametrize("file_id", ["../../etc/passwd", "0123", "", 5])
def test_no_path_is_the_id_of_a_file(file_id: object) -> None:
    """Whoever writes past the desk can write any."""
    with_file = TIP | {"enclosures": [ENCLOSURE | {"file": FILE}]}
    assert is_tip(with_file)
    assert not is_tip(with_file | {"enclosures": [ENCLOSURE | {"file": FILE | {"id": file_id}}]})


def test_a_program_leaves_out_of_a_tip_what_came_after_it() -> None:
    step = {"status": "urgent", "on": "2016-10-01"}
    for later in ({"enclosures": [ENCLOSURE]}, {"earlier": [step]}):
        assert is_cut_by_0_3(TIP | later) and not is_cut_by_0_3(TIP)
    assert is_cut_by_0_2(TIP | {"handled_by": "a"}) and not is_cut_by_0_3(TIP | {"handled_by": "a"})


def test_what_is_no_document_is_none() -> None:
    assert not any(is_tip(one) for one in (None, 1, "tip", [], {}))
