"""The list of units and posts that a desk keeps, as each of its sessions has it."""

from __future__ import annotations

import pytest

from store.desk.desk import Desk
from store.duty.books import DIRECTORY, UnitsAndPosts
from store.journal.place import Place
from store.secret.keyring import Keyring
from store.tips.directory import Directory, Listed, with_groups
from tests.store.desks import NOTICE, new_desk, open_desk
from tests.store.memory_place import MemoryPlace
from tests.store.sealed import DUTY, KEY, LEAD, sealed_desk

OLD, NEW = Listed("某局", "赵某某", "局长"), Listed("某局", "钱某某", "局长")


def test_a_list_takes_the_place_of_the_one_before_for_whoever_read_that_too(place: Place) -> None:
    desk, other = new_desk(place), open_desk(place)
    assert desk.listing.take_in([OLD]) == 1 and other.listing.all().rows == (OLD,)
    assert desk.listing.take_in([NEW, NEW]) == 1
    assert other.listing.all().rows == desk.listing.all().rows == (NEW,)


def test_where_no_key_opens_the_list_nothing_is_completed_until_one_does() -> None:
    place = MemoryPlace("sealed")
    sealed_desk(place).listing.take_in([OLD])
    assert open_desk(place, DUTY).listing.all().rows == (OLD,)
    Keyring(place.address).forget("")
    desk = open_desk(place, DUTY)
    assert desk.listing.all().rows == ()
    open_desk(place, LEAD).access.unlock(KEY)
    assert desk.listing.all().rows == (OLD,)


def test_a_subject_is_completed_by_what_all_rows_say_alike_of_whom_is_typed() -> None:
    head, other = Listed("某局", "赵某某", "局长", "leadership"), Listed("乙局", "赵某某", "股长")
    deputy = Listed("某局", "钱某某", "副局长", "leadership")
    listing = Directory([head, other, deputy, head])
    assert listing.rows == (head, other, deputy), "each row once"
    assert Directory.from_text(listing.as_text()).rows == listing.rows
    assert Directory.from_text("").rows == ()
    assert listing.beginning("unit", "", 5) == ["某局", "乙局"]
    assert listing.beginning("person", "赵", 5) == ["赵某某"]
    assert listing.beginning("post", "局", 5) == ["局长"], "not where it only stands within"
    assert listing.beginning("post", "", 2) == ["局长", "股长"]
    assert Directory([Listed("甲局"), head]).beginning("post", "", 2) == ["局长"]
    for typed, completed in (
        ({"person": "赵某某"}, {}),
        ({"person": "钱某某"}, {"unit": "某局", "post": "副局长", "group": "leadership"}),
        ({"person": "赵某某", "unit": "某局"}, {"post": "局长", "group": "leadership"}),
        ({"person": "赵某某", "post": "股长"}, {"unit": "乙局"}),
        ({"person": "赵某某", "unit": "丙局"}, {}),
        ({"unit": "某局"}, {}),
        ({"post": "局长"}, {}),
        ({"unit": "某局", "post": "局长"}, {"person": "赵某某", "group": "leadership"}),
        ({"unit": "某局", "post": "局长", "group": "other"}, {"person": "赵某某"}),
        ({}, {}),
    ):
        assert listing.completed(typed) == completed, typed
    for typed, lacking in (
        ({"person": "孙某某", "unit": "某局"}, "孙某某"),
        ({"person": "赵某某", "unit": "丙局"}, ""),
        ({"unit": "丙局"}, "丙局"),
        ({"unit": "某局"}, ""),
        ({"person": " 赵某某 "}, ""),
        ({}, ""),
    ):
        assert listing.lacks(typed) == lacking, typed
    assert Directory().lacks({"unit": "丙局"}) == "", "without a list nothing is missing from it"


def test_a_group_is_listed_by_its_key_or_by_what_it_is_called() -> None:
    told: list[str] = []
    names = ("leadership", "领导班子及其成员", "不属受理范围", "无此类", "")
    found = with_groups([Listed("甲", group=name) for name in names], NOTICE, told.append)
    assert [row.group for row in found] == ["leadership", "leadership", "out_of_scope", "", ""]
    assert told == ["无此类"]


@pytest.mark.parametrize("text", ["密语", "5", "[5]", '[["a", "b", "c", "d", "e"]]', "{"])
def test_what_is_no_list_completes_nothing(text: str) -> None:
    desk: Desk = new_desk(MemoryPlace("no list"))
    record = UnitsAndPosts(desk.ground.stamp(), desk.officer, text)
    desk.ground.keep(DIRECTORY, {1: record}, "directory")
    assert desk.listing.all().rows == ()
