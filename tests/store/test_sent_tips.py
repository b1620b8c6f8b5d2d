"""Tips that another system sends: what came once is not recorded again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from store.journal.place import Place
from tests.store.desks import new_desk, open_desk, summaries, tip_of
from tests.store.faults import told_before_it_was_flushed
from tests.store.sealed import DUTY, planted, sealed_desk, where

Say = Callable[[str], None]


def test_of_two_that_send_the_same_at_once_one_records_it(shared_place: Place) -> None:
    first, second = new_desk(shared_place), open_desk(shared_place)
    assert first.sent_before("7") == second.sent_before("7") == ""
    recorded = second.record(tip_of(summary="甲"), reference="7")
    # Asked before the other had recorded it.
    assert first.record(tip_of(summary="甲，又一次"), reference="7") == recorded
    assert first.sent_before("7") == recorded.number and summaries(first) == ["甲"]
    # Nor is the next one unknown to who knows of that.
    recorded = second.record(tip_of(summary="乙"), reference="8")
    assert first.sent_before("8") == recorded.number


def test_each_system_has_numbers_of_its_own(shared_place: Place) -> None:
    with new_desk(shared_place) as one, open_desk(shared_place, "另一系统") as other:
        one.record(tip_of(), reference="7")
        assert other.sent_before("7") == ""
        assert other.record(tip_of(), reference="7").number == "2016-0002"


def test_it_is_known_after_the_desk_was_opened_anew(shared_place: Place) -> None:
    with new_desk(shared_place) as desk:
        for n in range(3):
            desk.record(tip_of(), reference=f"{n}")
    with open_desk(shared_place) as desk:
        assert [desk.sent_before(f"{n}") for n in range(4)] == [
            "2016-0001",
            "2016-0002",
            "2016-0003",
            "",
        ]


def test_on_a_sealed_desk_the_reference_is_not_in_clear_and_known_after_the_hand_over(
    tmp_path: Path,
) -> None:
    with sealed_desk(tmp_path, DUTY) as desk:
        desk.shifts.take_over()
        desk.record(planted(), reference="欧阳密言 7")
        desk.shifts.hand_over()
        desk.shifts.take_over()
        again = desk.record(planted(), reference="欧阳密言 7")
        assert again.number == "2016-0001" and "密语" not in again.summary
    assert where(tmp_path) == []


def test_what_a_program_that_died_had_written_is_on_the_disk_before_its_number_is_said(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "desk"
    told_before_it_was_flushed(
        folder,
        lambda desk: desk.record(tip_of(), reference="7"),
        lambda desk: desk.sent_before("7"),
    )
    assert open_desk(folder).sent_before("7") == "2016-0001"
