"""A desk whose place is away for a moment goes on with it afterwards, and nothing is lost."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from store.errors import CannotReach, DeskDamaged
from tests.store.desks import new_desk, open_desk, tip_of


def test_a_folder_moved_away_and_back_is_gone_on_with(tmp_path: Path) -> None:
    folder, aside = tmp_path / "desk", tmp_path / "aside"
    desk = new_desk(folder)
    desk.record(tip_of(summary="一"))
    folder.rename(aside)
    for act in (
        desk.check_in_place,
        lambda: desk.record(tip_of(summary="二")),
        lambda: desk.drafts.keep("登记", {"summary": "二"}),
        desk.checkpoint,
    ):
        with pytest.raises(CannotReach):
            act()
    assert not folder.exists()
    with open_desk(aside) as other:
        other.record(tip_of(summary="他人"))
    aside.rename(folder)
    desk.check_in_place()
    assert desk.record(tip_of(summary="二")).number == "2016-0003"
    assert [tip.summary for tip in open_desk(folder).tips()] == ["一", "他人", "二"]


def test_a_disk_that_is_there_again_under_another_number_holds_the_same_journal(
    tmp_path: Path,
) -> None:
    folder, aside = tmp_path / "desk", tmp_path / "aside"
    desk = new_desk(folder)
    desk.record(tip_of(summary="一"))
    folder.rename(aside)
    # As of a disk that was pulled out, nothing is to be read of what was open there.
    gone = os.open("/proc/self/mem", os.O_RDONLY)
    os.dup2(gone, desk.ground.storage.log._fd)  # type: ignore[attr-defined]
    os.close(gone)
    with pytest.raises(CannotReach):
        desk.check_in_place()
    shutil.copytree(aside, folder)
    desk.check_in_place()
    assert desk.record(tip_of(summary="二")).number == "2016-0002"
    assert [tip.summary for tip in open_desk(folder).tips()] == ["一", "二"]


def test_another_desk_where_the_disk_was_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "desk"
    desk = new_desk(folder)
    desk.record(tip_of(summary="一"))
    folder.rename(tmp_path / "aside")
    with pytest.raises(CannotReach):
        desk.check_in_place()
    new_desk(folder).close()
    with pytest.raises(DeskDamaged, match="移走或替换"):
        desk.check_in_place()
