"""A desk goes from one place to another, and is never at two."""

from __future__ import annotations

import errno
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import IO

import pytest

from store.desk.moving import open_again
from store.desk.places import place_at, places_in
from store.errors import (
    CannotEnd,
    CannotReach,
    CannotRead,
    CannotWrite,
    DeskDamaged,
    DeskEnded,
    DeskExists,
    NoDesk,
)
from store.folder.place import Folder
from store.journal.place import Ended, Place
from store.secret.keyring import Keyring, of_officer
from tests.builders import at
from tests.store.desks import (
    everything_in,
    held,
    journal_in,
    new_desk,
    open_desk,
    summaries,
    tamper,
    tip_of,
)
from tests.store.memory_place import MemoryPlace
from tests.store.sealed import DUTY, KEY, LEAD, SECOND, planted, sealed_desk
from tests.store.test_enclosures import SCAN

Parts = Iterable[tuple[str, Iterable[bytes]]]


def test_a_desk_is_moved_there_and_back_byte_for_byte(place: Place, tmp_path: Path) -> None:
    desk = new_desk(place)
    desk.record(tip_of())
    desk.enclosures.add("1", "other", file=BytesIO(SCAN))
    waiting = open_desk(place)
    folder, back = Folder(tmp_path / "there"), Folder(tmp_path / "back")
    assert desk.keeping.move_to(folder).tips == 1
    assert journal_in(folder) == journal_in(place) and held(folder.notice) == held(place.notice)
    assert folder.files.kept() == place.files.kept() != {}
    assert (mark := place.ended()) and (mark.tips, mark.moved_to) == (1, folder.address)
    with pytest.raises(NoDesk, match="移到"):
        open_desk(place)
    with pytest.raises(DeskDamaged):
        waiting.record(tip_of())
    left = everything_in(place)
    desk.close()
    waiting.close()
    assert everything_in(place) == left, "whoever was there leaves it as it is"
    there = open_desk(folder)
    assert summaries(there) == [tip_of().summary] and there.keeping.verify().is_sound
    there.keeping.move_to(back)
    assert journal_in(back) == journal_in(place)


def test_a_desk_is_moved_into_each_kind_of_place(place: Place, tmp_path: Path) -> None:
    desk = new_desk(tmp_path / "here")
    for _time in range(2):
        # Whoever records under one name twice is told of no fault in a folder.
        desk.record(tip_of(), once="form-1")
    desk.close()
    of_before = Keyring(place.kept_as)
    of_before.make(of_officer("shift", "of before"))
    open_desk(tmp_path / "here").keeping.move_to(place)
    assert not of_before.has(of_officer("shift", "of before"))
    moved = open_desk(place)
    assert journal_in(place) == journal_in(Folder(tmp_path / "here"))
    assert moved.record(tip_of()).number == "2016-0003" and moved.keeping.verify().is_sound


def test_a_mark_that_cannot_be_read_is_told_before_anything_is_entered(tmp_path: Path) -> None:
    new_desk(tmp_path).close()
    for said in (b"", b"{}", b'{"ended_at":1}'):
        (tmp_path / "ended.json").write_bytes(said)
        with pytest.raises(DeskDamaged, match=r"移走 ended\.json 再打开"):
            open_desk(tmp_path)
    (tmp_path / "ended.json").unlink()
    assert open_desk(tmp_path).record(tip_of()).number == "2016-0001"


def test_what_a_mark_says_is_shown_inert(place: Place) -> None:
    new_desk(place).close()
    place.mark_ended(Ended("2016\x1b[2J", "", "档案\x1b[2J.age", "", 0, 0, "", "别处\x1b[2J"))
    with pytest.raises(NoDesk, match="移到") as moved:
        open_desk(place)
    place.remove_rest()
    place.mark_ended(Ended("2016\x1b[2J", "", "档案\x1b[2J.age", "", 0, 0, ""))
    with pytest.raises(NoDesk, match="档案") as ended:
        open_desk(place)
    assert not [told for told in (str(moved.value), str(ended.value)) if "\x1b" in told]


def test_what_an_end_would_cut_short_is_told_in_order_and_each_who_is_there_once(
    place: Place,
) -> None:
    desk = new_desk(place)
    for number, day in (("1", 9), ("2", 3)):
        desk.record(tip_of())
        desk.follow_ups.appoint(number, "call_back", at(f"2016-10-{day:02}T15:00:00"))
    there = [open_desk(place, officer) for officer in ("乙", "甲", "乙")]
    for other in there:
        other.presence.show()
    found = desk.keeping.unfinished()
    assert found.present == ("乙", "甲") and found.open_tips == ("2016-0001", "2016-0002")
    days = [due.due_on for due in found.dues]
    assert days == sorted(days) and date(2016, 10, 3) in days and date(2016, 10, 9) in days


def test_what_was_named_of_columns_and_which_reminders_were_given_goes_along(
    place: Place, tmp_path: Path
) -> None:
    """But for what leads out of the new place: officers write notes past the desk where they like."""
    there, back = Folder(tmp_path / "there"), Folder(tmp_path / "back")
    desk = new_desk(place)
    place.columns.keep("shape-1", b"headings")
    place.reminders.keep("20160301T000000Z-tips_end", b"given")
    if not isinstance(place, Folder):
        for leads_out in ("../../outside", "shape/../../outside"):
            place.columns.keep(leads_out, b"x")
    desk.keeping.move_to(there)
    open_desk(there).keeping.move_to(back)
    assert back.columns.kept() == ["shape-1"] and back.columns.read("shape-1") == b"headings"
    assert back.reminders.read("20160301T000000Z-tips_end") == b"given"
    assert not (tmp_path / "outside").exists()


def test_notes_go_along_into_each_kind_of_place(place: Place, tmp_path: Path) -> None:
    desk = new_desk(tmp_path / "here")
    desk.place.columns.keep("shape-1", b"headings")
    (tmp_path / "here" / "reminders").mkdir(exist_ok=True)
    (tmp_path / "here" / "reminders" / "20160301T000000Z-tips_end").touch()
    desk.keeping.move_to(place)
    assert place.columns.read("shape-1") == b"headings"
    assert place.reminders.kept() == [], "who was about to give one did not"


def test_a_note_that_cannot_be_read_keeps_no_other_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, there = new_desk(MemoryPlace("here")), Folder(tmp_path / "there")
    for notes in (desk.place.columns, desk.place.reminders):
        notes.keep("known", b"said")
        monkeypatch.setattr(notes, "kept", lambda: ["of-another-account", "known"])
    desk.keeping.move_to(there)
    assert there.columns.kept() == there.reminders.kept() == ["known"]


def test_no_key_of_a_desk_stays_where_one_was_moved_from_or_to(tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    officer = sealed_desk(here, DUTY)
    officer.shifts.take_over()
    officer.record(planted())
    for place in (here, there):
        Keyring(str(place)).put("desk", SECOND)
        Keyring(str(place)).make(of_officer("shift", "of before"))
    lead = open_desk(here, LEAD)
    lead.access.unlock(KEY)
    lead.keeping.move_to(there)
    for place in (here, there):
        assert not [*Keyring(str(place))._own.glob("*")]
    assert not lead.access.is_unlocked
    # As where it was moved at another host, which hears of it when the desk is opened there.
    Keyring(str(here)).put("desk", SECOND)
    with pytest.raises(DeskEnded, match="移到"):
        open_desk(here)
    assert not [*Keyring(str(here))._own.glob("*")]
    # A move that is under way may fail.
    place, keys = open_desk(there).place, Keyring(str(there))
    keys.put("desk", SECOND)
    for to in (str(tmp_path / "none"), "postgresql:///office?desk=a"):
        assert keys.get("desk")
        place.mark_ended(Ended("", LEAD, "", "", 1, 0, "", to))
        with pytest.raises(DeskEnded, match="移到"):
            open_desk(there)
        place.forget_end()
    assert not keys.get("desk")
    # An open desk goes where a sealed one was, of which somebody removed the folder by hand.
    Keyring(str(tmp_path / "open")).write("recipients", "marks")
    new_desk(tmp_path / "other").keeping.move_to(tmp_path / "open")
    with open_desk(tmp_path / "open") as moved:
        assert moved.record(tip_of()).number == "2016-0001" and moved.access.alarms() == ()


def test_what_keeps_a_desk_from_being_moved_leaves_it_open(place: Place, tmp_path: Path) -> None:
    desk, taken = new_desk(place), tmp_path / "taken"
    new_desk(taken).close()
    with pytest.raises(DeskExists):
        desk.keeping.move_to(taken)
    # Whoever removes the folder of the old one would remove the new one with it.
    (tmp_path / "way").symlink_to(taken)
    for within in (taken / "new", tmp_path / "way" / "drafts" / "new"):
        with pytest.raises(DeskExists, match=f"另一个值班台的目录 {taken} 里"):
            desk.keeping.move_to(within)
        assert not within.parent.is_symlink() and not within.exists()
    with open_desk(place, "乙") as other:
        other.presence.show()
        with pytest.raises(CannotEnd):
            desk.keeping.move_to(tmp_path / "there")
    assert place.ended() is None and desk.record(tip_of()).number == "2016-0001"


def test_a_desk_that_is_damaged_is_looked_into_before_it_is_moved(
    place: Place, tmp_path: Path
) -> None:
    with new_desk(place) as desk:
        desk.record(tip_of(summary="甲一甲"))
        desk.record(tip_of(summary="二"))
    tamper(place, "甲一甲".encode(), "甲三甲".encode())
    with pytest.raises(DeskDamaged, match="help lead"):
        open_desk(place).keeping.move_to(tmp_path / "there")
    assert place.ended() is None and not (tmp_path / "there").exists()


def test_a_desk_for_which_there_is_no_room_in_the_end_stays_where_it_is(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, there = new_desk(place), Folder(tmp_path / "there")
    desk.record(tip_of())
    seen: list[object] = []

    @contextmanager
    def full(parts: Parts) -> Iterator[Place]:
        with Folder.restoring(there, parts) as new:
            yield new
            seen.append(place.ended())
            raise CannotWrite("满")

    monkeypatch.setattr(there, "restoring", full)
    with pytest.raises(CannotWrite, match="满"):
        desk.keeping.move_to(there)
    assert seen[0] and place.ended() is None, "it was marked, and is no more"
    with open_desk(place) as again:
        assert again.record(tip_of()).number == "2016-0002"
    assert not (tmp_path / "there").exists()


def test_where_nobody_knows_whether_it_arrived_it_is_not_opened_where_it_was(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, there = new_desk(place), Folder(tmp_path / "there")

    @contextmanager
    def unanswered(parts: Parts) -> Iterator[Place]:
        with Folder.restoring(there, parts) as new:
            yield new
        raise CannotReach("没有回应")

    monkeypatch.setattr(there, "restoring", unanswered)
    with pytest.raises(CannotReach, match="没有回应"):
        desk.keeping.move_to(there)
    for _time in range(2):
        with pytest.raises(NoDesk, match="there"):
            open_desk(place)
        open_again(place, there)
    assert open_desk(there).record(tip_of()).number == "2016-0001"


def test_a_desk_of_which_a_file_cannot_be_read_is_not_moved(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = new_desk(place)
    desk.record(tip_of())
    (one,) = desk.enclosures.add("1", "other", file=BytesIO(SCAN)).enclosures
    read, times = place.files.open, iter(range(9))

    def broken(file_id: str) -> IO[bytes]:
        # Sound while the desk is looked at, and no more when it is copied.
        if next(times):
            raise OSError(errno.EIO, "broken")
        return read(file_id)

    monkeypatch.setattr(place.files, "open", broken)
    with pytest.raises(CannotRead, match=one.file and one.file.id):
        desk.keeping.move_to(tmp_path / "there")
    assert place.ended() is None and not (tmp_path / "there").exists()


def test_a_desk_with_a_damaged_file_is_not_moved(tmp_path: Path) -> None:
    desk = new_desk(tmp_path / "desk")
    desk.record(tip_of())
    desk.enclosures.add("1", "other", file=BytesIO(SCAN))
    (file,) = (one for one in (tmp_path / "desk" / "files").rglob("*") if one.is_file())
    file.write_bytes(b"x")
    with pytest.raises(DeskDamaged, match="有损坏之处"):
        desk.keeping.move_to(tmp_path / "there")
    assert Folder(tmp_path / "desk").ended() is None and not (tmp_path / "there").exists()


def without_the_last_line(whole: bytes) -> bytes:
    return whole[: whole.rstrip(b"\n").rfind(b"\n") + 1]


@pytest.mark.parametrize(
    ("of", "lessened"),
    [("journal.jsonl", without_the_last_line), ("files/", lambda whole: whole[:-1])],
)
def test_a_desk_of_which_less_arrives_than_was_sent_stays_where_it_is(
    place: Place,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    of: str,
    lessened: Callable[[bytes], bytes],
) -> None:
    desk, there = new_desk(place), Folder(tmp_path / "there")
    desk.record(tip_of())
    desk.record(tip_of())
    desk.enclosures.add("1", "other", file=BytesIO(SCAN))

    def less(parts: Parts) -> Parts:
        for name, pieces in parts:
            whole = b"".join(pieces)
            yield name, [lessened(whole) if name.startswith(of) else whole]

    monkeypatch.setattr(there, "restoring", lambda parts: Folder.restoring(there, less(parts)))
    with pytest.raises(DeskDamaged, match="不一致，没有移动"):
        desk.keeping.move_to(there)
    assert place.ended() is None and not (tmp_path / "there").exists()
    assert desk.record(tip_of()).number == "2016-0003"


def test_a_database_is_asked_for_with_what_speaks_to_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "store.database.place", None)
    for ask in (place_at, places_in):
        with pytest.raises(NoDesk, match="没有安装访问数据库所需的 psycopg"):
            ask("postgresql:///office?host=/none&desk=a")


def test_a_session_records_nothing_where_the_desk_is_about_to_go(place: Place) -> None:
    desk = new_desk(place)
    desk.record(tip_of())
    journal = journal_in(place)
    with closing(place.log()) as log, log.lock:
        place.mark_ended(Ended("", "组长", "档案.age", "", 1, len(journal), ""))
    with pytest.raises(DeskDamaged):
        desk.record(tip_of())
    assert journal_in(place) == journal


def test_a_desk_that_was_marked_and_did_not_arrive_is_open_again(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class PowerCut(BaseException):
        pass

    def cut() -> None:
        raise PowerCut

    @contextmanager
    def cut_short(parts: Parts) -> Iterator[Place]:
        with Folder.restoring(there, parts) as new:
            yield new
            cut()

    # What is noted is where it is, whatever it was called.
    (tmp_path / "way").symlink_to(tmp_path)
    desk, there = new_desk(place), Folder(tmp_path / "way" / "there")
    with monkeypatch.context() as patch, pytest.raises(PowerCut):
        patch.setattr(place, "forget_end", cut)
        patch.setattr(there, "restoring", cut_short)
        desk.keeping.move_to(there)
    with pytest.raises(NoDesk):
        open_desk(place)
    open_again(place, Folder(tmp_path / "elsewhere"))
    assert place.ended() is not None
    open_again(place, there := Folder(tmp_path / "there"))
    open_desk(place).keeping.move_to(there)
    open_again(place, there)
    assert place.ended() is not None and open_desk(there).tips() == []
    onward = Folder(tmp_path / "onward")
    open_desk(there).keeping.move_to(onward)
    there.remove_rest()
    open_again(place, there)
    assert place.ended() is not None, (
        "where it was moved to it was ended or moved on, and is none here"
    )
