"""What is stored as a tip is one, or is found to be none, whichever part of it is wrong."""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import copy
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from store.instant import from_text
from store.tips.disposition import Disposition, Earlier, Told
from store.tips.enclosure import Enclosure
from store.tips.follow_up import Appointment, Note
from store.tips.shape import is_cut_by_0_2, is_cut_by_0_3, is_tip
from store.tips.tip import SealedPart, Tip
from tests.bench.filled import tips
from tests.builders import DURING, full_tip

AT = "2016-10-01T09:12:00+08:00"
TIP = next(tips(1)).as_json() | {"number": "2016-0001", "saved_at": AT}
OLDER = {name: value for name, value in TIP.items() if name not in ("told", "matter")}
FILE = {"id": "0123456789abcdef" * 2, "bytes": 5, "sha256": ""}
ENCLOSURE = Enclosure("letter", by="a", at=from_text(AT)).as_json()
STEP = {"status": "urgent", "on": "2016-10-01"}
NOTE = Note("remark", date(2016, 10, 1), "a", "a", from_text(AT)).as_json()
DONE = Appointment(
    "call_back", from_text(AT), "a", "a", from_text(AT), "a", from_text(AT)
).as_json()
FULL: dict[str, Any] = full_tip().as_json()
WHOLE = FULL | {
    "number": "2016-" + "7" * 19,
    "handled_by": "a",
    "reported": {"by": "a", "at": AT, "note": ""},
    "notes": [NOTE, NOTE],
    "appointments": [DONE, DONE],
    "enclosures": [FULL["enclosures"][0] | {"file": FILE}] * 2,
    "earlier": [STEP, STEP],
    "sealed": {"age": "", "prints": ["phone:1"]},
}
NONE_OF_IT = {
    "disposition": WHOLE["disposition"] | {"on": None},
    "appointments": [DONE | {"done_by": "", "done_at": None}],
    "enclosures": [ENCLOSURE],
}
MAY_BE_NOTHING = (
    *("status", "matter", "handled_by", "message_id", "postmarked_on", "saved_at", "to_complete"),
    *("reporter", "disposition", "told", "reported", "sealed"),
    *("notes", "appointments", "enclosures", "earlier"),
)
Place = tuple[str | int, ...]


def places(value: Any, at: Place = ()) -> Iterator[tuple[Place, Any]]:
    """Each part of a document, and of the parts of it, by where it stands."""
    rows = enumerate(value) if isinstance(value, list) else ()
    for key, part in value.items() if isinstance(value, dict) else rows:
        yield (*at, key), part
        yield from places(part, (*at, key))


def wrong_for(place: Place, part: Any) -> Iterator[Any]:
    """What no tip has in the place of that part."""
    yield from (1.5, {"x": "x"}, ["x", 1], "x" if not isinstance(part, str) else 1)
    if place[0] not in MAY_BE_NOTHING:
        yield None
    if isinstance(part, dict) and place != ("reporter",):
        yield from ({key: part[key] for key in part if key != name} for name in part)
        yield part | {"more": ""}
    if isinstance(part, list):
        yield from ({}, "") if place[0] not in MAY_BE_NOTHING else ()
    if isinstance(part, int):
        yield True if type(part) is int else 1
        yield "1"
    if place[-1] in ("pages", "copies", "size"):
        yield -1
    if isinstance(part, str) and part[:4].isdecimal() and part.count("-") > 1:
        yield "2016-02-30" + part[10:]
    if isinstance(part, str) and "T" in part:
        yield from (part[:-6], "0001" + part[4:], "9999" + part[4:])


def with_part(document: Any, place: Place, part: Any) -> Any:
    """The document with another part in that place."""
    if not place:
        return part
    changed = copy(document)
    changed[place[0]] = with_part(document[place[0]], place[1:], part)
    return changed


def test_a_tip_is_read_as_it_was_written() -> None:
    sealed = SealedPart("密", ("phone:1", "unit:2"))
    text, by = "长" * 200, ("甲", DURING)
    day, second = DURING.date(), DURING.add(days=1).date()
    longest = replace(
        full_tip(),
        summary="长" * 20_000,
        disposition=Disposition(*by, text, text, day, text),
        told=Told(*by, text),
        reported=Told(*by, text),
        notes=(Note("remark", second, "长" * 2_000, *by),) * 100,
        appointments=(Appointment("call_back", DURING, "长" * 2_000, *by),) * 100,
        enclosures=(Enclosure("letter", 99_999, 999, text, text, text, *by),) * 100,
        earlier=(Earlier("urgent", second), Earlier("handed_to_team", day)),
    )
    assert is_tip(longest.as_json())
    for tip in (full_tip(), replace(full_tip(), sealed=sealed), Tip(channel="post"), longest):
        document = json.loads(json.dumps(tip.as_json()))
        again = Tip.from_json(document | {"of a newer version": 1})
        assert again.as_json() == document
        assert tip.sealed or again == tip, "but for what kind of reporter is sealed"
    assert (sealed, "named") == (
        (again := Tip.from_json(replace(full_tip(), sealed=sealed).as_json())).sealed,
        again.reporter and again.reporter.sealed_as,
    )


def test_tips_of_several_versions_are_tips() -> None:
    assert all(map(is_tip, (TIP, OLDER, WHOLE, WHOLE | NONE_OF_IT)))
    assert all(is_tip(WHOLE | {name: None}) for name in MAY_BE_NOTHING)
    assert is_tip(WHOLE | {"reporter": {"kind": "anonymous"}})
    for name in ("saved_at", "postmarked_on"):
        blank = TIP | {name: ""}
        assert is_tip(blank) and getattr(Tip.from_json(blank), name) is None


def test_one_with_a_wrong_part_is_none_whichever_part_it_is() -> None:
    assert not [
        (place, wrong)
        for place, part in places(WHOLE)
        for wrong in wrong_for(place, part)
        if is_tip(with_part(WHOLE, place, wrong))
    ]


@pytest.mark.parametrize("number", ["2016-", "2016-x", "2016-" + "7" * 20])
def test_one_with_another_number_than_the_desk_gives_is_none(number: str) -> None:
    assert not is_tip(TIP | {"number": number})


def test_texts_in_the_place_of_lists_are_none() -> None:
    assert not is_tip(TIP | dict.fromkeys(("disciplines", "tags", "marks"), "x"))


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
    assert not is_cut_by_0_2(TIP) and not is_cut_by_0_3(TIP)
    for later in ({"enclosures": [ENCLOSURE]}, {"earlier": [STEP]}):
        assert is_cut_by_0_3(TIP | later)
    names = ("message_id", "notes", "appointments", "handled_by", "reported")
    for since_0_3 in (
        {"marks": ["late", "hour_unknown"]},
        *({name: WHOLE[name]} for name in names),
    ):
        assert is_cut_by_0_2(TIP | since_0_3) and not is_cut_by_0_3(TIP | since_0_3)


def test_what_is_no_document_is_none() -> None:
    assert not any(is_tip(one) for one in (None, 1, "tip", [], {}))
