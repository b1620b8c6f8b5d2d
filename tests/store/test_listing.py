"""The list of units and posts that a desk keeps, as each of its sessions has it."""

from __future__ import annotations

import pytest

from store.desk.desk import Desk
from store.duty.books import DIRECTORY, UnitsAndPosts
from store.journal.place import Place
from store.secret.keyring import Keyring
from store.tips.directory import Listed
from tests.store.desks import new_desk, open_desk
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


@pytest.mark.parametrize("text", ["密语", "5", "[5]", '[["a", "b", "c", "d", "e"]]', "{"])
def test_what_is_no_list_completes_nothing(text: str) -> None:
    desk: Desk = new_desk(MemoryPlace("no list"))
    record = UnitsAndPosts(desk.ground.stamp(), desk.officer, text)
    desk.ground.keep(DIRECTORY, {1: record}, "directory")
    assert desk.listing.all().rows == ()
