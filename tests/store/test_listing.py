"""The list of units and posts that a desk keeps, as each of its sessions has it."""

from __future__ import annotations

from store.journal.place import Place
from store.tips.directory import Listed
from tests.store.desks import new_desk, open_desk

OLD, NEW = Listed("某局", "赵某某", "局长"), Listed("某局", "钱某某", "局长")


def test_a_list_takes_the_place_of_the_one_before_for_whoever_read_that_too(place: Place) -> None:
    desk, other = new_desk(place), open_desk(place)
    assert desk.listing.take_in([OLD]) == 1 and other.listing.all().rows == (OLD,)
    assert desk.listing.take_in([NEW, NEW]) == 1
    assert other.listing.all().rows == desk.listing.all().rows == (NEW,)
