"""Whatever breaks off while a file is put away, its tip is as it was or as it was to be."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
from collections.abc import Callable, Iterator
from io import BytesIO
from itertools import count
from pathlib import Path

import pytest

from store.clock import Clock
from store.desk.desk import Desk
from store.errors import CannotWrite, DeskDamaged
from store.folder.place import Folder
from store.journal.place import Place
from tests.builders import DURING
from tests.store.desks import new_desk, open_desk, opened, tip_of
from tests.store.faults import FLUSHES, NAMES, WRITES, Boundary, Fault, in_child
from tests.store.sealed import DUTY, FIRST, KEY, LEAD, planted, sealed_desk
from tests.store.test_full_disk import small_disk

FILE = bytes(range(256)) * 600
OTHER = b"other"
CALLS = (*WRITES, *FLUSHES, *NAMES, "link")
Say = Callable[[str], None]


def attach(desk: Desk) -> None:
    desk.enclosures.add("1", "other", file=BytesIO(FILE))


def clear_up(desk: Desk) -> None:
    desk.enclosures.remove_unused()


def taken_out(desk: Desk) -> list[bytes]:
    """The bytes of each file of the tip."""
    found = []
    for n in range(1, len(desk.tip("1").enclosures) + 1):
        out = BytesIO()
        desk.enclosures.take_out("1", n, out)
        found.append(out.getvalue())
    return found


def the_next_day(folder: Path) -> Desk:
    return opened(Desk.open(folder, clock=Clock.at(DURING.add(days=1)), officer="值班员甲"))


def begun(folder: Path) -> Path:
    """A desk with a tip that has a file, and one of which the file was taken off."""
    desk = new_desk(folder)
    desk.record(tip_of())
    for file in (OTHER, FILE):
        desk.enclosures.add("1", "other", file=BytesIO(file))
    desk.enclosures.remove("1", 2)
    desk.close()
    return folder


def must_hold(folder: Path, said: list[str]) -> None:
    """The tip has its file, and the other one whole if that was acknowledged, else whole or not at
    all; what is left over is named, and removed by a command."""
    desk = the_next_day(folder)
    desk.load()
    found = taken_out(desk)
    assert found == [OTHER, FILE] or (not said and found == [OTHER])
    verified = desk.keeping.verify()
    assert verified.is_sound or [d.sentence for d in verified.damages if "没有写完" in d.sentence]
    assert desk.enclosures.unused().keys() == {*verified.unused}
    desk.enclosures.remove_unused()
    assert len(desk.enclosures.kept()) == len(found)
    attach(desk)
    assert taken_out(desk) == [*found, FILE] and desk.keeping.verify().is_sound
    names = {path.name for path in (folder / "files").iterdir()}
    assert names == desk.enclosures.kept().keys()
    desk.close()


def outcomes(
    tmp_path: Path, fault: Fault, act: Callable[[Desk], None], *, next_day: bool = False
) -> Iterator[tuple[Path, list[str], int]]:
    """The desk, what was said, and how it ended, after the fault at each call that `act` makes."""
    whole = begun(tmp_path / "whole")
    for at in count(1):
        folder = tmp_path / f"{at}"
        shutil.copytree(whole, folder)
        boundary = Boundary(fault, at, among=CALLS)

        def work(say: Say, folder: Path = folder, boundary: Boundary = boundary) -> None:
            desk = the_next_day(folder) if next_day else open_desk(folder)
            desk.load()
            boundary.install()
            with contextlib.suppress(CannotWrite):
                act(desk)
                say("done")
            if len(boundary.calls) < boundary.at:
                os._exit(7)

        child = in_child(work)
        said = [*child.said()]
        status = child.wait()
        yield folder, said, status
        shutil.rmtree(folder)
        if status == 7:
            assert at > 3
            return


@pytest.mark.whole
@pytest.mark.parametrize("fault", ["kill before", "kill half-way", "disk full", "disk broken"])
def test_attaching_that_ends_at_any_call_leaves_the_tip_whole(tmp_path: Path, fault: Fault) -> None:
    for folder, said, status in outcomes(tmp_path, fault, attach):
        assert status in ((-9, 7) if fault.startswith("kill") else (0, 7))
        must_hold(folder, said)


def test_clearing_up_that_is_killed_at_any_call_removes_no_file_of_a_tip(tmp_path: Path) -> None:
    for folder, _said, _status in outcomes(tmp_path, "kill before", clear_up, next_day=True):
        must_hold(folder, [])


def test_a_file_is_on_the_disk_before_the_line_that_refers_to_it(tmp_path: Path) -> None:
    begun(tmp_path / "desk")

    def work(say: Say) -> None:
        desk = open_desk(tmp_path / "desk")
        desk.load()
        calls = Boundary("none", 0, among=(*FLUSHES, *NAMES, "link"))
        calls.install()
        attach(desk)
        say(" ".join(calls.calls))

    child = in_child(work)
    # The file, its name, the folder that has it; the line; the other name it was written under.
    assert [*child.said()] == ["fsync link fsync fdatasync unlink"] and child.wait() == 0


def test_of_a_file_that_is_being_put_away_nobody_takes_anything(place_of_files: Place) -> None:
    """It is no leftover to be swept or cleared up, and others attach meanwhile."""
    desk = new_desk(place_of_files)
    desk.record(tip_of())

    def work(say: Say) -> None:
        mine = open_desk(place_of_files, officer="乙")
        mine.load()
        Boundary("stop before", 2, among=("write",)).install()
        attach(mine)
        say("done")

    child = in_child(work)
    child.wait_until_stopped()
    with open_desk(place_of_files) as other:
        assert other.enclosures.remove_unused() == {} and other.keeping.verify().unused == ()
        other.enclosures.add("1", "other", file=BytesIO(OTHER))
    os.kill(child.pid, signal.SIGCONT)
    assert [*child.said()] == ["done"] and child.wait() == 0
    assert taken_out(open_desk(place_of_files)) == [OTHER, FILE]


def test_what_is_being_put_away_while_the_keys_are_changed_is_refused(tmp_path: Path) -> None:
    place = Folder(tmp_path / "desk")
    sealed_desk(place, DUTY).record(planted())

    def work(say: Say) -> None:
        mine = open_desk(place, DUTY)
        mine.load()
        Boundary("stop before", 2, among=("write",)).install()
        with pytest.raises(DeskDamaged, match="重新打开"):
            attach(mine)
        say("refused")

    child = in_child(work)
    child.wait_until_stopped()
    lead = open_desk(place, LEAD)
    lead.access.unlock(KEY)
    lead.keeping.rekey([str(FIRST.to_public())])
    os.kill(child.pid, signal.SIGCONT)
    assert [*child.said()] == ["refused"] and child.wait() == 0
    again = open_desk(place, LEAD)
    assert again.keeping.verify().is_sound and not [*(tmp_path / "desk" / "files").iterdir()]
    again.access.unlock(KEY)
    attach(again)
    assert taken_out(again) == [FILE]


def test_officers_who_attach_at_once_lose_nothing(shared_place: Place) -> None:
    new_desk(shared_place).record(tip_of())

    def work(say: Say, who: int) -> None:
        desk = open_desk(shared_place, officer=f"{who}")
        for n in range(5):
            desk.enclosures.add("1", "other", name=f"{who} {n}", file=BytesIO(b"%d %d" % (who, n)))

    children = [in_child(lambda say, who=who: work(say, who)) for who in range(3)]
    assert [child.wait() for child in children] == [0] * 3
    desk = open_desk(shared_place)
    wanted = {f"{who} {n}" for who in range(3) for n in range(5)}
    names = [one.name for one in desk.tip("1").enclosures]
    assert {*names} == wanted and [name.encode() for name in names] == taken_out(desk)
    assert desk.keeping.verify().files == 15


def test_a_disk_keeps_room_for_what_is_recorded(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk") as mounted:
        if not mounted:
            pytest.skip("no tmpfs can be mounted here")
        desk = new_desk(tmp_path / "disk" / "desk")
        desk.record(tip_of())
        with pytest.raises(CannotWrite, match="磁盘已满"):
            attach(desk)
        assert not desk.enclosures.kept() and desk.record(tip_of()).number == "2016-0002"


def test_a_file_whose_line_was_surely_not_written_goes_at_once(tmp_path: Path) -> None:
    desk = sealed_desk(tmp_path / "desk")
    desk.record(planted())
    with pytest.MonkeyPatch.context() as patch:

        def full(_fd: int, _data: bytes) -> int:
            raise OSError(28, "No space left on device")

        log = desk.ground.storage.log
        append = log.append
        patch.setattr(
            log, "append", lambda *given: (patch.setattr(os, "write", full), append(*given))
        )
        with pytest.raises(CannotWrite):
            attach(desk)
    assert not desk.enclosures.kept()
    attach(desk)
    assert taken_out(desk) == [FILE]
