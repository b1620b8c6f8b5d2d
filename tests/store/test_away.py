"""A desk whose place is away for a moment goes on with it afterwards, and nothing is lost."""

from __future__ import annotations

import errno
import itertools
import os
import random
import shutil
import tempfile
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Final

import pytest

from store import json_bytes
from store.clock import Clock
from store.desk.desk import Desk
from store.desk.places import notes_in
from store.errors import CannotReach, CannotWrite, DeskDamaged, Sealed
from store.folder import reach
from store.folder.log import FileLog
from store.folder.place import Folder
from store.secret import seal
from store.tips.find import Filter
from tests.builders import DURING
from tests.store.desks import OFFICER, new_desk, open_desk, opened, tip_of
from tests.store.memory_place import MemoryLog, MemoryNotes, MemoryPlace
from tests.store.sealed import DUTY, FIRST, KEY, PLANTED, SECOND, sealed_desk
from tests.store.test_drafts import SlowNotes


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


def test_why_the_place_is_away_leads_to_nothing_that_was_about_to_be_saved() -> None:
    storage = new_desk(MemoryPlace("away")).ground.storage
    storage.is_looked_after = True
    try:
        raise CannotReach("断开")
    except CannotReach as error:
        storage.note_away(error)
    assert str(storage.away) == "断开"
    assert storage.away and storage.away.__traceback__ is None


def pull_out(desk: Desk, aside: Path) -> None:
    """Has the folder of a desk away as with its disk: nothing is to be read of what was open there."""
    Path(desk.place.address).rename(aside)
    gone = os.open("/proc/self/mem", os.O_RDONLY)
    os.dup2(gone, desk.ground.storage.log._fd)  # type: ignore[attr-defined]
    os.close(gone)
    with pytest.raises(CannotReach):
        desk.check_in_place()


def test_a_disk_that_is_there_again_under_another_number_holds_the_same_journal(
    tmp_path: Path,
) -> None:
    folder, aside = tmp_path / "desk", tmp_path / "aside"
    desk = new_desk(folder)
    desk.record(tip_of(summary="一"))
    pull_out(desk, aside)
    shutil.copytree(aside, folder)
    desk.check_in_place()
    # A program that is started from here has no hold of it.
    assert not os.get_inheritable(desk.ground.storage.log._fd)  # type: ignore[attr-defined]
    assert desk.record(tip_of(summary="二")).number == "2016-0002"
    assert [tip.summary for tip in open_desk(folder).tips()] == ["一", "二"]


def test_a_disk_that_was_read_only_and_is_there_anew_is_written_to_if_it_may_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, aside = tmp_path / "desk", tmp_path / "aside"
    new_desk(folder).close()
    system = os.open

    def read_only(path: str, flags: int, *how: int, **more: int) -> int:
        if flags & os.O_RDWR:
            raise OSError(errno.EROFS, os.strerror(errno.EROFS), path)
        return system(path, flags, *how, **more)

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(os, "open", read_only)
        desk = open_desk(folder)
        desk.load()
        with pytest.raises(CannotWrite):
            desk.record(tip_of(summary="一"))
    with pytest.raises(CannotWrite, match="没有写入权限"):
        desk.record(tip_of(summary="一"))
    pull_out(desk, aside)
    shutil.copytree(aside, folder)
    assert desk.record(tip_of(summary="一")).number == "2016-0001"


@pytest.mark.parametrize(
    ("names", "is_away"),
    [
        ("EIO ESTALE ENODEV ENOTCONN ETIMEDOUT EHOSTDOWN EHOSTUNREACH ENETDOWN ENETUNREACH", True),
        ("ECONNABORTED ECONNREFUSED ECONNRESET ESHUTDOWN ENOMEDIUM EREMOTEIO", True),
        ("EACCES EPERM EROFS ENOSPC EDQUOT EFBIG ENOENT ENOTDIR EISDIR ELOOP EMFILE ENFILE", False),
    ],
)
def test_a_disk_that_is_away_is_told_from_one_that_refuses(
    tmp_path: Path, names: str, is_away: bool
) -> None:
    for name in filter(partial(hasattr, errno), names.split()):
        error = OSError(getattr(errno, name), "")
        assert reach.is_away(error) == is_away, name
        for told in (reach.cannot_read, reach.cannot_write):
            assert isinstance(told(tmp_path / "a", error), CannotReach) == is_away, name
    # Where there is no folder any more, there is none of its disk.
    for gone in (FileNotFoundError(errno.ENOENT, ""), NotADirectoryError(errno.ENOTDIR, "")):
        assert isinstance(reach.cannot_read(tmp_path / "gone" / "a", gone), CannotReach)
        assert not isinstance(reach.cannot_read(tmp_path / "a", gone), CannotReach)


def test_a_desk_whose_disk_is_away_as_it_is_opened_is_not_taken_for_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "desk"
    new_desk(folder).close()
    system = os.stat

    def is_away(path: object, **how: bool) -> os.stat_result:
        if str(path).endswith("journal.jsonl"):
            raise OSError(errno.EIO, os.strerror(errno.EIO), str(path))
        return system(path, **how)  # type: ignore[arg-type]

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(os, "stat", is_away)
        with pytest.raises(CannotReach):
            Folder(folder).check_has_desk()
    Folder(folder).check_has_desk()


def test_where_the_disk_was_and_only_an_empty_folder_is_it_is_away(tmp_path: Path) -> None:
    with tempfile.TemporaryDirectory(dir="/var/tmp") as other:
        if Path(other).stat().st_dev == tmp_path.stat().st_dev:
            pytest.skip("needs two disks")
        folder = tmp_path / "desk"
        folder.symlink_to(other)
        desk = new_desk(folder)
        desk.record(tip_of(summary="一"))
        folder.unlink()
        folder.mkdir()
        for act in (desk.check_in_place, lambda: desk.drafts.keep("登记", {})):
            with pytest.raises(CannotReach):
                act()
        assert not [*folder.iterdir()], "nothing is made where the disk will be"
        folder.rmdir()
        folder.symlink_to(other)
        assert desk.record(tip_of(summary="二")).number == "2016-0002"


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


def test_another_desk_on_a_disk_under_another_number_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "desk"
    desk = new_desk(folder)
    desk.record(tip_of(summary="一"))
    pull_out(desk, tmp_path / "aside")
    with new_desk(folder) as another:
        another.record(tip_of(summary="二"))
    with pytest.raises(DeskDamaged, match="移走或替换"):
        desk.record(tip_of(summary="三"))
    assert [tip.summary for tip in open_desk(folder).tips()] == ["二"]


def test_who_only_reads_goes_on_where_the_disk_is_there_again_under_another_number(
    tmp_path: Path,
) -> None:
    folder, aside = tmp_path / "desk", tmp_path / "aside"
    new_desk(folder).record(tip_of(summary="一"))
    desk = open_desk(folder)
    desk.load()
    pull_out(desk, aside)
    shutil.copytree(aside, folder)
    desk.check_in_place()
    assert [tip.summary for tip in desk.tips()] == ["一"]


def test_what_could_not_be_taken_back_keeps_nothing_from_a_disk_that_is_there_anew(
    tmp_path: Path,
) -> None:
    folder, aside = tmp_path / "desk", tmp_path / "aside"
    desk = new_desk(folder)
    desk.record(tip_of(summary="一"))
    log = desk.ground.storage.log
    end = log.size()
    pull_out(desk, aside)
    for _time in range(2):
        with pytest.raises(CannotWrite):
            log.append(b"{}\n", end)
    shutil.copytree(aside, folder)
    assert desk.record(tip_of(summary="二")).number == "2016-0002"
    assert [tip.summary for tip in open_desk(folder).tips()] == ["一", "二"]


def test_a_journal_that_went_another_way_since_on_a_disk_under_another_number_is_refused(
    tmp_path: Path,
) -> None:
    folder, other = tmp_path / "desk", tmp_path / "other"
    desk = new_desk(folder)
    shutil.copytree(folder, other)
    desk.record(tip_of(summary="一"))
    # What was read of its beginning tells nothing of its end.
    desk.ground.storage.log.first_line()
    desk.ground.storage.log.read(0, (other / "journal.jsonl").stat().st_size)
    pull_out(desk, tmp_path / "aside")
    with open_desk(other) as another:
        another.record(tip_of(summary="二"))
    other.rename(folder)
    with pytest.raises(DeskDamaged, match="移走或替换"):
        desk.record(tip_of(summary="三"))


def test_of_what_nothing_was_read_no_other_is_taken_for_the_same(tmp_path: Path) -> None:
    folder = tmp_path / "desk"
    new_desk(folder).close()
    log = FileLog(folder)
    gone = os.open("/proc/self/mem", os.O_RDONLY)
    os.dup2(gone, log._fd)
    os.close(gone)
    with pytest.raises(DeskDamaged, match="移走或替换"):
        log.check_in_place()
    log.close()


def test_a_disk_that_comes_back_while_one_looks_where_it_is_was_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, aside = tmp_path / "desk", tmp_path / "aside"
    desk = new_desk(folder)
    folder.rename(aside)
    fstat = os.fstat

    def comes_back(fd: int) -> os.stat_result:
        if aside.exists():
            aside.rename(folder)
        return fstat(fd)

    monkeypatch.setattr(os, "fstat", comes_back)
    with pytest.raises(CannotReach):
        desk.check_in_place()
    desk.check_in_place()


_MINUTES: Final = itertools.count(1)


def looked_after(folder: Path, here: Path, officer: str = OFFICER) -> Desk:
    """An open desk at which a session stays, as the screen does, later than any before."""
    at = DURING.add(minutes=next(_MINUTES))
    desk = opened(Desk.open(folder, clock=Clock.at(at), officer=officer))
    desk.load()
    desk.reach.keep_looking(here)
    return desk


def test_while_the_place_is_away_what_is_in_memory_is_read_and_drafts_wait(tmp_path: Path) -> None:
    folder, aside = tmp_path / "desk", tmp_path / "aside"
    new_desk(folder).record(tip_of(summary="一"))
    desk = looked_after(folder, tmp_path / "here")
    desk.presence.show("2016-0001")
    folder.rename(aside)
    with pytest.raises(CannotReach):
        desk.reach.look()
    assert desk.reach.is_away
    assert [tip.summary for tip in desk.tips()] == ["一"] and desk.counts().total == 1
    assert desk.presence.others() == () and desk.shifts.handover().sheet
    with pytest.raises(CannotReach):
        desk.drafts.all()
    for typed in ("打", "打到", "打到一半"):
        waiting = desk.drafts.keep_soon("登记", {"summary": typed})
    with pytest.raises(CannotReach):
        desk.record(tip_of(summary="二"))
    with pytest.raises(CannotReach):
        desk.drafts.settle()
    shutil.rmtree(aside / "presence")
    aside.rename(folder)
    desk.reach.look()
    assert waiting.result(10) and not desk.reach.is_away
    assert [draft.values for draft in desk.drafts.all()] == [{"summary": "打到一半"}]
    (there,) = open_desk(folder).presence.others()
    assert there.number == "2016-0001", "who was there is there again, whatever the disk lost"


def test_what_waited_and_is_tried_again_takes_no_place_from_what_was_typed_since(
    tmp_path: Path,
) -> None:
    folder, aside = tmp_path / "desk", tmp_path / "aside"
    new_desk(folder).close()
    desk = looked_after(folder, tmp_path / "here")
    folder.rename(aside)
    comes, goes, is_through = threading.Event(), threading.Event(), threading.Event()
    older = desk.drafts.keep_soon("登记", {"summary": "旧"})

    def hold() -> None:
        comes.set()
        goes.wait(60)

    desk.drafts.keep_soon("别的", {}, hold)
    assert comes.wait(60)
    newest = desk.drafts.keep_soon("登记", {"summary": "新"})
    desk.drafts.try_again()
    desk.drafts.keep_soon("又一", {}, is_through.set)
    goes.set()
    assert is_through.wait(60)
    aside.rename(folder)
    desk.reach.look()
    assert newest.result(60) and not older.result(60), "of the two the newer alone is kept"
    assert {"summary": "新"} in [draft.values for draft in desk.drafts.all()]


def test_of_drafts_dropped_while_the_place_is_away_none_comes_back(tmp_path: Path) -> None:
    folder, aside = tmp_path / "desk", tmp_path / "aside"
    new_desk(folder).drafts.keep("登记", {"summary": "旧"})
    desk = looked_after(folder, tmp_path / "here")
    folder.rename(aside)
    desk.drafts.keep_soon("登记", {"summary": "新"})
    desk.drafts.drop_soon("登记")
    desk.close()
    aside.rename(folder)
    again = looked_after(folder, tmp_path / "here")
    again.reach.bring_back_drafts()
    assert again.drafts.all() == []


@pytest.mark.parametrize("hangs", [False, True])
def test_what_is_typed_when_the_program_ends_meanwhile_is_kept_here_sealed_and_brought_back(
    tmp_path: Path, hangs: bool
) -> None:
    folder, aside, here = tmp_path / "desk", tmp_path / "aside", tmp_path / "here"
    sealed_desk(folder).close()
    desk = looked_after(folder, here, DUTY)
    folder.rename(aside)
    desk.drafts.keep_soon("登记", {"summary": PLANTED["summary"]})
    desk.reach.hangs = hangs
    desk.close()
    (kept,) = (path for path in here.rglob("*") if path.is_file())
    assert str(PLANTED["summary"]).encode() not in kept.read_bytes()
    for path in (here, *here.rglob("*")):
        assert path.stat().st_mode & 0o077 == 0, "nor does another account see that there is one"
    aside.rename(folder)
    again = looked_after(folder, here, DUTY)
    again.reach.bring_back_drafts()
    assert [draft.values["summary"] for draft in again.drafts.all()] == [PLANTED["summary"]]
    assert not any(path.is_file() for path in here.rglob("*"))


def test_what_is_kept_here_is_brought_back_to_a_desk_that_was_sealed_anew_under_its_keys(
    tmp_path: Path,
) -> None:
    folder, aside, here = tmp_path / "desk", tmp_path / "aside", tmp_path / "here"
    lead = sealed_desk(folder)
    desk = looked_after(folder, here, DUTY)
    folder.rename(aside)
    desk.drafts.keep_soon("登记", {"summary": "打到一半"})
    desk.close()
    aside.rename(folder)
    lead.access.unlock(KEY)
    lead.keeping.rekey([str(SECOND.to_public())])
    again = looked_after(folder, here, DUTY)
    again.reach.bring_back_drafts()
    assert [draft.values for draft in again.drafts.all()] == [{"summary": "打到一半"}]
    (key,) = again.place.drafts.kept()
    sealed = json_bytes.loads(again.place.drafts.read(key))["sealed"]
    with pytest.raises(Sealed):
        seal.unseal(sealed, [FIRST])
    assert seal.unseal(sealed, [SECOND])


def test_what_a_program_before_0_6_kept_here_is_brought_back(tmp_path: Path) -> None:
    folder, here = tmp_path / "desk", tmp_path / "here"
    desk = new_desk(folder)
    desk.drafts.keep_soon("登记", {"summary": "打到一半"})
    desk.drafts.settle()
    (key,) = desk.place.drafts.kept()
    kept = notes_in(here / desk.ground.first_line_as)
    here.mkdir()
    kept.keep(key, desk.place.drafts.read(key))
    desk.drafts.drop("登记")
    again = looked_after(folder, here)
    again.reach.bring_back_drafts()
    assert [draft.values for draft in again.drafts.all()] == [{"summary": "打到一半"}]
    assert kept.kept() == []


def test_what_is_kept_here_goes_back_to_the_desk_at_which_it_was_typed(tmp_path: Path) -> None:
    names, here = ("甲台", "乙台"), tmp_path / "here"
    for name in names:
        folder, aside = tmp_path / name, tmp_path / "aside"
        new_desk(folder).close()
        desk = looked_after(folder, here)
        folder.rename(aside)
        desk.drafts.keep_soon("登记", {"summary": name})
        desk.close()
        aside.rename(folder)
    for name in names:
        again = looked_after(tmp_path / name, here)
        again.reach.bring_back_drafts()
        assert [draft.values["summary"] for draft in again.drafts.all()] == [name]


def test_what_another_session_typed_since_stays_beside_what_is_brought_back(tmp_path: Path) -> None:
    folder, aside, here = tmp_path / "desk", tmp_path / "aside", tmp_path / "here"
    new_desk(folder).close()
    desk = looked_after(folder, here)
    folder.rename(aside)
    desk.drafts.keep_soon("登记", {"summary": "先"})
    desk.drafts.keep_soon("另一", {"summary": "不要了"})
    desk.drafts.drop_soon("另一")
    desk.close()
    aside.rename(folder)
    with looked_after(folder, tmp_path / "there") as later:
        later.drafts.keep("登记", {"summary": "后"})
        later.drafts.keep("另一", {"summary": "又要了"})
    again = looked_after(folder, here)
    again.reach.bring_back_drafts()
    assert {d.values["summary"] for d in again.drafts.all()} == {"先", "后", "又要了"}
    assert not any(path.is_file() for path in here.rglob("*"))


def test_what_another_session_typed_stays_where_it_was_dropped_here_before_that(
    tmp_path: Path,
) -> None:
    folder, aside, here = tmp_path / "desk", tmp_path / "aside", tmp_path / "here"
    new_desk(folder).close()
    desk = looked_after(folder, here)
    desk.drafts.keep("登记", {"summary": "先"})
    folder.rename(aside)
    wait([desk.drafts.drop_soon("登记")], 0.1)
    aside.rename(folder)
    with looked_after(folder, tmp_path / "there") as later:
        later.drafts.keep("登记", {"summary": "后"})
    desk.ground.clock = Clock.at(DURING.add(hours=9))
    desk.close()
    again = looked_after(folder, here)
    again.reach.bring_back_drafts()
    assert [draft.values["summary"] for draft in again.drafts.all()] == ["后"]


def test_what_was_written_at_the_last_moment_is_not_put_by_as_dropped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = MemoryPlace("slow")
    place.drafts = slow = SlowNotes()
    desk = new_desk(place)
    desk.reach.keep_looking(tmp_path)
    desk.drafts.keep_soon("登记", {"summary": "打到一半"})
    is_done = Future.done

    def until_written(future: Future[bool]) -> bool:
        was = is_done(future)
        if threading.current_thread() is threading.main_thread():
            slow.let.set()
            assert desk.drafts._last
            wait([desk.drafts._last])
        return was

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(Future, "done", until_written)
        assert desk.reach.put_drafts_by()
    desk.reach.bring_back_drafts()
    assert [draft.values["summary"] for draft in desk.drafts.all()] == ["打到一半"]


def test_where_nothing_can_be_put_by_nobody_is_told_that_it_is_kept(tmp_path: Path) -> None:
    desk = new_desk(tmp_path / "desk")
    assert not desk.reach.put_drafts_by(), "it was not said where"
    (tmp_path / "file").touch()
    desk.reach.keep_looking(tmp_path / "file")
    assert not desk.reach.put_drafts_by()
    desk.reach.keep_looking(tmp_path / "here")
    assert desk.reach.put_drafts_by()


def test_what_was_put_by_and_is_written_after_all_is_left_in_the_place_alone(
    tmp_path: Path,
) -> None:
    place = MemoryPlace("slow")
    place.drafts = slow = SlowNotes()
    desk = new_desk(place)
    here = notes_in(tmp_path)
    kept = desk.drafts.keep_soon("登记", {"summary": "打到一半"})

    class Full(MemoryNotes):
        def keep(self, key: str, data: bytes) -> None:
            raise CannotWrite("满")

    assert not desk.drafts.put_by(Full()), "whoever typed it is told that it is kept nowhere"
    assert desk.drafts.put_by(here) and len(here.kept()) == 1
    slow.let.set()
    assert desk.drafts.outcome(kept)
    assert here.kept() == []
    assert [draft.values["summary"] for draft in desk.drafts.all()] == ["打到一半"]


def test_a_tip_is_saved_where_no_further_thread_is_to_be_had(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    desk = new_desk(MemoryPlace("poor"))
    monkeypatch.setattr("store.journal.storage._TAIL_BYTES", 0)

    def none_left(_thread: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    with monkeypatch.context() as poor:
        poor.setattr(threading.Thread, "start", none_left)
        assert desk.record(tip_of(summary="一")).number == "2016-0001"
    desk.record(tip_of(summary="二"))
    assert [tip.summary for tip in desk.tips()] == ["一", "二"]


@pytest.mark.parametrize("seed", range(8))
def test_no_key_is_lost_however_often_the_place_is_away(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    folder, aside, here = tmp_path / "desk", tmp_path / "aside", tmp_path / "here"
    new_desk(folder).close()
    desk, typed = looked_after(folder, here), ""
    for _step in range(40):
        match chance.randrange(5):
            case 0:
                if folder.exists():
                    folder.rename(aside)
                else:
                    aside.rename(folder)
            case 1:
                with suppress(CannotReach):
                    desk.reach.look()
            case 2 if chance.randrange(4) == 0:
                desk.close()
                if aside.exists():
                    aside.rename(folder)
                desk = looked_after(folder, here)
                desk.reach.bring_back_drafts()
                assert [draft.values for draft in desk.drafts.all()] == [{"summary": typed}][
                    : len(typed)
                ]
            case _:
                typed += chance.choice("收受礼金")
                desk.drafts.keep_soon("登记", {"summary": typed})
    desk.close()
    if aside.exists():
        aside.rename(folder)
    desk = looked_after(folder, here)
    desk.reach.bring_back_drafts()
    assert [draft.values for draft in desk.drafts.all()] == [{"summary": typed}]


def test_nobody_who_reads_waits_for_a_disk_that_hangs(monkeypatch: pytest.MonkeyPatch) -> None:
    place = MemoryPlace("slow")
    desk = new_desk(place)
    desk.record(tip_of(summary="一"))
    comes, goes = threading.Event(), threading.Event()
    append = MemoryLog.append

    def slow(log: MemoryLog, line: bytes, at: int) -> None:
        comes.set()
        assert goes.wait(10)
        append(log, line, at)

    monkeypatch.setattr(MemoryLog, "append", slow)
    with ThreadPoolExecutor(1) as beside:
        saving = beside.submit(desk.record, tip_of(summary="二"))
        assert comes.wait(60)
        assert [tip.summary for tip in desk.tips()] == ["一"] and desk.counts().total == 1
        goes.set()
        assert saving.result(60).number == "2016-0002"
    assert [tip.summary for tip in desk.tips()] == ["一", "二"]


@pytest.mark.parametrize(
    "read",
    [
        lambda desk: desk.tips(),
        lambda desk: desk.counts(),
        lambda desk: desk.finding.filtered(Filter(text="一")),
        lambda desk: desk.finding.search("一"),
        lambda desk: desk.matters.of("1"),
        lambda desk: desk.shifts.handover(),
        lambda desk: desk.dues.all(),
        lambda desk: desk.ground.overview.keep(),
    ],
)
def test_who_waits_for_an_answer_of_the_place_keeps_no_other_reader_waiting(
    monkeypatch: pytest.MonkeyPatch, read: Callable[[Desk], object]
) -> None:
    desk = new_desk(MemoryPlace("slow"))
    desk.record(tip_of(summary="一"))
    comes, goes, other = threading.Event(), threading.Event(), threading.get_ident()
    size = MemoryLog.size

    def slow(log: MemoryLog) -> int:
        if threading.get_ident() != other:
            comes.set()
            assert goes.wait(10)
        return size(log)

    monkeypatch.setattr(MemoryLog, "size", slow)
    with ThreadPoolExecutor(1) as beside:
        reading = beside.submit(read, desk)
        assert comes.wait(60)
        assert desk.counts().total == 1
        goes.set()
        reading.result(60)


def test_a_place_that_answers_one_is_still_away_to_who_waits_for_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    desk = new_desk(MemoryPlace("slow"))
    desk.load()
    comes, goes = threading.Event(), threading.Event()
    size, waiting = MemoryLog.size, set[int]()

    def look() -> None:
        waiting.add(threading.get_ident())
        desk.reach.look()

    def slow(log: MemoryLog) -> int:
        if threading.get_ident() in waiting:
            comes.set()
            assert goes.wait(10)
        return size(log)

    monkeypatch.setattr(MemoryLog, "size", slow)
    with ThreadPoolExecutor(1) as beside:
        looking = beside.submit(look)
        assert comes.wait(60)
        desk.ground.storage.catch_up()
        desk.reach.give_up_waiting()
        why = desk.ground.storage.away
        assert why and desk.reach.is_away and desk.reach.hangs
        desk.reach.give_up_waiting()
        assert desk.ground.storage.away is why, "what it was found away for first"
        goes.set()
        looking.result(60)
    assert not desk.reach.is_away and not desk.reach.hangs
    desk.reach.give_up_waiting()
    assert not desk.reach.is_away and not desk.reach.hangs, "where nobody waits for its answer"


def test_what_was_not_recorded_as_opened_stays_sealed(tmp_path: Path) -> None:
    folder, aside = tmp_path / "desk", tmp_path / "aside"
    desk = sealed_desk(folder)
    folder.rename(aside)
    with pytest.raises(CannotReach):
        desk.access.unlock(KEY)
    assert not desk.access.is_unlocked
