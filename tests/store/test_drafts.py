"""What was typed survives the program."""

from __future__ import annotations

import stat
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from store.clock import Clock
from store.desk import drafts
from store.errors import CannotEnd, CannotWrite, NotAllowed, StepRefused
from store.journal.place import Place
from tests.builders import DURING
from tests.store.desks import folder_of, new_desk, open_desk, tip_of
from tests.store.faults import Boundary, in_child
from tests.store.memory_place import MemoryNotes, MemoryPlace


def test_a_draft_is_there_after_opening_again(tmp_path: Path) -> None:
    desk = new_desk(tmp_path / "desk")
    desk.drafts.keep("登记", {"summary": "打到一半", "subjects": [{"unit": ""}]})
    desk.drafts.keep("登记", {"summary": "打到一半的话"})
    (draft,) = open_desk(tmp_path / "desk").drafts.all()
    assert (draft.name, draft.values) == ("登记", {"summary": "打到一半的话"})


def test_drafts_come_oldest_first_and_go_when_dropped(tmp_path: Path) -> None:
    desk = new_desk(tmp_path / "desk")
    desk.ground.clock = Clock.at(DURING)
    for name in ("乙", "甲", "../../甲/\x00", "长" * 300):
        desk.drafts.keep(name, {"name": name})
    every = ["乙", "甲", "../../甲/\x00", "长" * 300]
    assert [draft.name for draft in desk.drafts.all()] == every
    assert [draft.name for draft in desk.drafts.left()] == every
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
    left = {draft.key: (draft.name, draft.officer) for draft in desk.drafts.left()}
    assert len(left) == 5, "nobody ends the desk while one is there, whatever it says"
    assert all(left[key] == ("", "") for key in "abcd")
    assert len(list((folder_of(desk) / "drafts").glob("*.json"))) == 5


def test_a_draft_that_amends_what_is_no_tip_here_is_passed_over(tmp_path: Path) -> None:
    desk = new_desk(tmp_path / "desk")
    desk.record(tip_of())
    for number in ("2016-0001", "2015-0001", "2016-0002", "甲"):
        desk.drafts.keep(number, {"amends": {"number": number}})
    assert [draft.name for draft in desk.drafts.all()] == ["2016-0001"]


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


def test_a_draft_is_on_the_disk_before_it_takes_the_place_of_the_one_before(tmp_path: Path) -> None:
    desk = new_desk(tmp_path / "desk")
    desk.drafts.keep("登记", {"summary": "打到"})

    def work(say: Callable[[str], None]) -> None:
        desk = open_desk(tmp_path / "desk")
        boundary = Boundary("none", 0, among=("write", "pwrite", "fsync", "replace"))
        boundary.install()
        desk.drafts.keep("登记", {"summary": "打到一半"})
        say(" ".join(boundary.calls))

    child = in_child(work)
    assert list(child.said()) == ["pwrite fsync replace fsync"]
    assert child.wait() == 0


class SlowNotes(MemoryNotes):
    """Notes on a disk that takes nothing before it is `let` to."""

    def __init__(self) -> None:
        super().__init__()
        self.let = threading.Event()
        self.taken: list[bytes] = []

    def keep(self, key: str, data: bytes) -> None:
        assert self.let.wait(60)
        self.taken.append(data)
        super().keep(key, data)


def test_who_types_does_not_wait_for_the_disk_and_the_last_key_is_kept() -> None:
    place = MemoryPlace("slow")
    place.drafts = slow = SlowNotes()
    desk = new_desk(place)
    values = {"summary": ""}
    for typed in ("打", "打到", "打到一", "打到一半"):
        values["summary"] = typed
        desk.drafts.keep_soon("登记", values)
    values["summary"] = "打完以后又改，不归草稿"
    assert slow.taken == []
    slow.let.set()
    desk.close()
    # The first may have been on its way; of the others the last is written alone.
    assert len(slow.taken) <= 2
    (draft,) = open_desk(place).drafts.all()
    assert draft.values == {"summary": "打到一半"}


def test_a_draft_dropped_while_it_is_written_is_gone() -> None:
    place = MemoryPlace("slow")
    place.drafts = slow = SlowNotes()
    desk = new_desk(place)
    desk.drafts.keep_soon("登记", {})
    desk.drafts.drop_soon("登记")
    slow.let.set()
    assert desk.drafts.all() == []


def test_who_asks_for_drafts_waits_for_what_is_still_on_its_way(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    place = MemoryPlace("slow")
    place.drafts = slow = SlowNotes()
    desk = new_desk(place)
    wait = drafts.wait

    def let_and_wait(*waiting: Any) -> Any:
        slow.let.set()
        return wait(*waiting)

    monkeypatch.setattr(drafts, "wait", let_and_wait)
    try:
        for asked in (desk.drafts.all, desk.drafts.of_all, desk.drafts.left):
            slow.let.clear()
            desk.drafts.keep_soon(name := asked.__name__, {})
            assert name in [one.name for one in asked()]
        slow.let.clear()
        desk.drafts.keep_soon("all", {"summary": "打到一半"})
        found = desk.drafts.named("all")
        assert found and found.values == {"summary": "打到一半"}
        left = desk.drafts.left()[0]
        slow.let.clear()
        desk.drafts.keep_soon(left.name, {})
        desk.drafts.discard(left)
        assert left.name not in [one.name for one in desk.drafts.left()], "it goes for good"
    finally:
        slow.let.set()


def test_what_could_not_be_kept_soon_is_told_too(tmp_path: Path) -> None:
    desk = new_desk(tmp_path / "desk")
    (folder_of(desk) / "drafts").write_text("in the way")
    assert isinstance(desk.drafts.keep_soon("登记", {}).exception(), CannotWrite)


def test_a_draft_that_says_nothing_is_named_by_its_key(place: Place) -> None:
    lead = new_desk(place)
    place.drafts.keep("nobodys", b"{")
    with pytest.raises(CannotEnd, match="草稿：nobodys。"):
        lead.keeping.check_can_end()
    lead.keeping.discard_draft(lead.keeping.draft_left("nobodys"))
    (access,) = lead.access.accesses()
    assert (access.what, access.note) == ("discard", "nobodys")
    lead.keeping.check_can_end()


def test_a_lead_discards_one_draft_of_another_which_is_recorded(place: Place) -> None:
    lead = new_desk(place)
    officer = open_desk(place, "李明")
    officer.drafts.keep("tip-1", {"summary": "打到一半"})
    officer.drafts.keep("tip-2", {"summary": "另一半"})
    left = lead.keeping.draft_left("tip-1")
    assert (left.officer, left.kept_at[:16]) == ("李明", "2016-10-01T16:59")
    open_desk(place, "王芳").drafts.keep("tip-3", {"summary": "她的"})
    assert len(lead.access.drafts_of_all()) == 3
    (access,) = lead.access.accesses()
    assert (access.what, access.note) == ("drafts", "李明, 王芳"), "each named once"
    officer.presence.show_draft("tip-1")
    with pytest.raises(StepRefused, match="正在录入"):
        lead.keeping.discard_draft(left)
    officer.presence.close()
    lead.keeping.discard_draft(left)
    assert [draft.name for draft in officer.drafts.all()] == ["tip-2"]
    access = lead.access.accesses()[-1]
    assert (access.what, access.note) == ("discard", "李明 2016-10-01 16:59")
    with pytest.raises(StepRefused, match="没有名为"):
        lead.keeping.draft_left("tip-1")
    open_desk(place, "王芳").drafts.keep("tip-2", {"summary": "同名的一份"})
    with pytest.raises(StepRefused, match="写明是哪一份"):
        lead.keeping.draft_left("tip-2")
    (hers,) = (o for o in lead.drafts.left() if (o.officer, o.name) == ("王芳", "tip-2"))
    assert lead.keeping.draft_left(hers.key) == hers
    lead.access.set_role("李明", "officer")
    for refused in (officer.keeping.draft_left, officer.keeping.discard_draft):
        with pytest.raises(NotAllowed):
            refused(left)  # type: ignore[operator]
