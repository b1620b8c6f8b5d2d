"""What was typed survives the program."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from store.errors import CannotWrite
from tests.store.desks import folder_of, new_desk, open_desk


def test_a_draft_is_there_after_opening_again(tmp_path: Path) -> None:
    desk = new_desk(tmp_path / "desk")
    desk.drafts.keep("登记", {"summary": "打到一半", "subjects": [{"unit": ""}]})
    desk.drafts.keep("登记", {"summary": "打到一半的话"})
    (draft,) = open_desk(tmp_path / "desk").drafts.all()
    assert (draft.name, draft.values) == ("登记", {"summary": "打到一半的话"})


def test_drafts_come_oldest_first_and_go_when_dropped(tmp_path: Path) -> None:
    desk = new_desk(tmp_path / "desk")
    for name in ("乙", "甲", "../../甲/\x00", "长" * 300):
        desk.drafts.keep(name, {"name": name})
    assert [draft.name for draft in desk.drafts.all()] == ["乙", "甲", "../../甲/\x00", "长" * 300]
    desk.drafts.drop("甲")
    desk.drafts.drop("甲")
    assert [draft.name for draft in desk.drafts.all()] == ["乙", "../../甲/\x00", "长" * 300]


def test_an_officer_sees_no_draft_of_another(tmp_path: Path) -> None:
    new_desk(tmp_path / "desk").drafts.keep("登记", {"summary": "甲的"})
    other = open_desk(tmp_path / "desk", officer="值班员乙")
    assert other.drafts.all() == []
    other.drafts.keep("登记", {"summary": "乙的"})
    assert [draft.values["summary"] for draft in open_desk(tmp_path / "desk").drafts.all()] == [
        "甲的"
    ]


def test_a_draft_that_cannot_be_read_is_passed_over_and_left(tmp_path: Path) -> None:
    desk = new_desk(tmp_path / "desk")
    desk.drafts.keep("登记", {"summary": "好的"})
    for name, content in {"a": b"{", "b": b"[]", "c": b'{"officer":1}', "d": b"\xff"}.items():
        (folder_of(desk) / "drafts" / f"{name}.json").write_bytes(content)
    assert len(desk.drafts.all()) == 1
    assert len(list((folder_of(desk) / "drafts").glob("*.json"))) == 5


def test_drafts_are_for_their_owner_alone(tmp_path: Path) -> None:
    desk = new_desk(tmp_path / "desk")
    desk.drafts.keep("登记", {})
    folder = folder_of(desk) / "drafts"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert [stat.S_IMODE(p.stat().st_mode) for p in folder.iterdir()] == [0o600]


def test_a_draft_that_cannot_be_kept_is_told(tmp_path: Path) -> None:
    desk = new_desk(tmp_path / "desk")
    (folder_of(desk) / "drafts").write_text("in the way")
    with pytest.raises(CannotWrite):
        desk.drafts.keep("登记", {})
    (folder_of(desk) / "drafts").unlink()
    desk.drafts.keep("登记", {})
