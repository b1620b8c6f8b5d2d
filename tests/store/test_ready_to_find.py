"""What a session learns by going through all tips is there for the next one, which need not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from store.folder.blob import FileBlob
from store.journal.checkpoint import read_head
from store.tips.tip import Subject, Tip
from tests.store.desks import new_desk, open_desk, tip_of
from tests.store.sealed import DUTY, sealed_desk

APART = "apart_1"


def of_person(name: str, unit: str = "某局") -> Tip:
    return replace(tip_of(), subjects=(Subject(unit, name, "", "leadership"),))


def blob(folder: Path) -> FileBlob:
    return FileBlob(folder / "tips.json")


def remembered(folder: Path) -> object:
    """The tips in which something is found apart, by the desk's checkpoint."""
    return read_head(blob(folder)).get(APART)


def test_of_tips_that_came_those_alone_are_remembered_that_are_not_found_as_they_are_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("store.desk.index._MOST_APART", 3)
    with new_desk(tmp_path / "desk") as desk:
        for name in ("赵某某", "阿卜杜拉·热合曼", "钱某", "买买提·艾力", "孙某", "李某", "周某"):
            desk.record(of_person(name, "ABC公司"))
        desk.amend(replace(desk.tip("4"), subjects=desk.tip("1").subjects))
        desk.amend(
            replace(desk.tip("3"), subjects=(Subject("某行（某支行）", "", "", "leadership"),))
        )
        desk.amend(replace(desk.tip("6"), summary="甲·乙"))
        desk.amend(replace(desk.tip("6"), summary="甲、乙"))
    assert remembered(tmp_path / "desk") == [2, 3]
    with open_desk(tmp_path / "desk") as desk:
        for typed, number in (("拉热合", "2016-0002"), ("某行某支行", "2016-0003")):
            assert [tip.number for tip in desk.finding.search(typed)] == [number]
            desk.amend(desk.tip(number))
            assert [tip.number for tip in desk.finding.search(typed)] == [number]
        assert not desk.ground.texts._of_texts.is_through


def test_of_a_sealed_desk_nothing_of_the_kind_is_remembered(tmp_path: Path) -> None:
    sealed_desk(tmp_path / "desk").close()
    with open_desk(tmp_path / "desk", DUTY) as desk:
        desk.record(of_person("阿卜杜拉·热合曼"))
    assert remembered(tmp_path / "desk") is None
