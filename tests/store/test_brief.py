"""What is kept of every tip, once anyone asked for a list."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from store.document import TABLE
from store.tips.brief import brief_of
from store.tips.disposition import Told
from store.tips.enclosure import Enclosure
from store.tips.tip import SealedPart, Tip
from tests.builders import DURING, full_tip
from tests.store.desks import new_desk, tip_of
from tests.store.memory_place import MemoryPlace

WORDS = ("密名", "139密", "密由", "密往", "密号", "密话", "密容", "密件", "密处", "密封", "密印")


def as_given(_key: Any, value: Any) -> Any:
    return value


def test_a_tip_that_a_line_of_the_journal_takes_away_is_on_no_list_any_more() -> None:
    desk = new_desk(MemoryPlace("removed"))
    for _n in range(3):
        desk.record(tip_of())
    assert [brief.doc_id for brief in desk.ground.every_brief()] == [1, 2, 3]
    with desk.ground.storage.writing:
        desk.ground.storage.change({TABLE: {"2": None, "9": None}})
    assert [brief.doc_id for brief in desk.ground.every_brief()] == [1, 3]
    assert [tip.number for tip in desk.tips()] == ["2016-0001", "2016-0003"]
    assert desk.counts().total == 2


def test_no_word_of_a_tip_is_kept_but_what_lists_go_by() -> None:
    tip = full_tip()
    assert tip.reporter and tip.disposition
    told = Told("甲", DURING, "密话")
    tip = replace(
        tip,
        summary="密容",
        reporter=replace(tip.reporter, name="密名", contact="139密"),
        disposition=replace(tip.disposition, why="密由", to="密往", letter="密号"),
        told=told,
        reported=told,
        enclosures=(Enclosure("letter", 3, kept_at="密处", file_number="密号", name="密件"),),
        sealed=SealedPart("密封", ("person:密印",)),
    )
    whole = json.dumps(tip.as_json(), ensure_ascii=False)
    assert [word for word in WORDS if word not in whole] == []
    kept = json.dumps(brief_of(tip.as_json(), 1, as_given), ensure_ascii=False)
    assert [word for word in WORDS if word in kept] == []


def test_all_is_kept_by_which_tips_are_chosen_owed_and_counted() -> None:
    in_any = "number channel line received_at reporter subjects disciplines officer saved_at marks"
    if_any = (
        "to_complete status disposition matter told reported handled_by appointments "
        "postmarked_on registration_mark earlier sealed"
    )
    tip = replace(full_tip(), status="urgent", sealed=SealedPart("密封", ("person:密印",)))
    document = tip.as_json()
    kept = brief_of(document, 7, as_given)
    assert kept.doc_id == 7 and kept.keys() == {*in_any.split(), *if_any.split(), "enclosures"}
    nothing_said: dict[str, Any] = {
        "reporter": document["reporter"] | {"name": "", "contact": ""},
        "disposition": document["disposition"] | {"why": "", "to": "", "letter": ""},
        "told": document["told"] | {"note": ""},
        "reported": document["reported"] | {"note": ""},
        "sealed": {"age": "", "prints": []},
        "saved_at": "2016-10-01",
    }
    for name in kept.keys() - {"enclosures"}:
        assert kept[name] == nothing_said.get(name, document[name]), name
    assert brief_of(Tip(channel="post").as_json(), 1, as_given).keys() == {*in_any.split()}


def test_what_many_tips_have_alike_is_held_once() -> None:
    text, held = json.dumps(replace(full_tip(), status="urgent").as_json()), dict[Any, Any]()
    one, other = (brief_of(json.loads(text), n, held.setdefault) for n in (1, 2))
    parts = "reporter subjects disciplines marks enclosures"
    for name in f"channel line officer saved_at handled_by status matter {parts}".split():
        assert one[name] is other[name], name


def test_each_enclosure_counts_by_its_kind() -> None:
    came = (Enclosure("letter", 3), Enclosure("photographs", 5), Enclosure("letter", 1))
    kept = brief_of(replace(full_tip(), enclosures=came).as_json(), 1, as_given)
    assert [one["kind"] for one in kept["enclosures"]] == ["letter", "photographs", "letter"]
