"""A form that is saved again, since nobody could say whether it was saved, gives one tip."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest

from store.journal.place import Place
from store.tips.enclosure import Enclosure
from tests.store.desks import new_desk, open_desk, summaries, tip_of
from tests.store.faults import Boundary, in_child, told_before_it_was_flushed
from tests.store.sealed import FIRST, KEY, sealed_desk

SAMPLE = tip_of()
OTHER = replace(SAMPLE, summary="别的")
Say = Callable[[str], None]


def test_what_a_disk_took_that_then_failed_is_not_recorded_twice(tmp_path: Path) -> None:
    new_desk(tmp_path / "desk").close()

    def work(say) -> None:
        desk = open_desk(tmp_path / "desk")
        Boundary("disk broken", 1, among=("fdatasync",)).install()
        try:
            desk.record(SAMPLE, once="tip-1")
        except Exception as error:
            say(str(error))

    child = in_child(work)
    assert "不能确定" in "".join(child.said()) and child.wait() == 0
    desk = open_desk(tmp_path / "desk")
    assert summaries(desk) == [SAMPLE.summary], "it is there, though nobody knew"
    assert desk.record(SAMPLE, once="tip-1", is_retried=True).number == "2016-0001"
    for _time in range(2):
        # Nor was it heard of when it was tried again.
        assert desk.record(SAMPLE, once="tip-2", is_retried=True).number == "2016-0002"


def test_what_a_program_that_died_had_written_is_on_the_disk_before_it_is_said_to_be(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "desk"
    told_before_it_was_flushed(
        folder,
        lambda desk: desk.record(SAMPLE, once="tip-1"),
        lambda desk: desk.record(SAMPLE, once="tip-1", is_retried=True),
    )
    desk = open_desk(folder)
    assert desk.record(SAMPLE, once="tip-1", is_retried=True).number == "2016-0001"
    assert len(desk.tips()) == 1


def test_what_was_said_otherwise_when_it_was_saved_again_amends_it(place: Place) -> None:
    desk = new_desk(place)
    first = desk.record(SAMPLE, once="tip-1")
    desk.record(OTHER)
    again = open_desk(place)
    assert again.record(SAMPLE, once="tip-1", is_retried=True) == first
    changed = replace(SAMPLE, summary="改了")
    assert again.record(changed, once="tip-1", is_retried=True).number == first.number
    assert summaries(again) == ["改了", "别的"]
    assert (
        open_desk(place, "乙").record(SAMPLE, once="tip-1", is_retried=True).number != first.number
    )


@pytest.mark.parametrize("noted", [(), (Enclosure("letter", 3),)])
def test_what_came_with_it_meanwhile_stays(place: Place, noted: tuple[Enclosure, ...]) -> None:
    desk = new_desk(place)
    said = replace(SAMPLE, received_at=None, enclosures=noted)
    first = desk.record(said, once="tip-1")
    number = first.number
    assert desk.record(said, once="tip-1", is_retried=True) == first
    kept = desk.enclosures.add(number, "photographs", file=BytesIO(b"a photograph")).enclosures
    again = desk.record(replace(said, summary="别的"), once="tip-1", is_retried=True)
    assert (again.summary, again.received_at) == ("别的", first.received_at)
    assert again.enclosures == kept and len(kept) == len(noted) + 1
    other = (Enclosure("recording", 5),)
    again = desk.record(replace(OTHER, enclosures=other), once="tip-1", is_retried=True)
    assert [one.kind for one in again.enclosures] == ["recording", "photographs"]
    assert again.enclosures[1] == kept[-1]


def test_what_is_taken_in_while_others_record_has_the_next_number(shared_place: Place) -> None:
    desk, other = new_desk(shared_place), open_desk(shared_place)
    letter = replace(SAMPLE, enclosures=(Enclosure("letter", 3),))
    for n in range(1, 7, 2):
        assert other.record(SAMPLE).number == f"2016-000{n}"
        # Which the first has not heard of.
        files = {0: BytesIO(b"a letter")} if n == 1 else {}
        assert desk.take_in(letter, files).number == f"2016-000{n + 1}"


def test_it_is_known_again_where_the_desk_was_moved_to(place: Place, tmp_path: Path) -> None:
    desk = new_desk(tmp_path / "here")
    first = desk.record(SAMPLE, once="tip-1")
    desk.keeping.move_to(place)
    again = open_desk(place)
    again.record(OTHER)
    assert again.record(SAMPLE, once="tip-1", is_retried=True) == first


def test_it_is_known_again_when_all_was_sealed_to_other_keys(place: Place) -> None:
    desk = sealed_desk(place)
    first = desk.record(SAMPLE, once="tip-1")
    desk.access.unlock(KEY)
    desk.keeping.rekey([str(FIRST.to_public())])
    again = open_desk(place, desk.officer)
    again.access.unlock(KEY)
    assert again.record(SAMPLE, once="tip-1", is_retried=True).number == first.number
