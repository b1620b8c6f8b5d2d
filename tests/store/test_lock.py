"""One writer at a time: who waits too long is told, and who holds the desk keeps it to the end."""

from __future__ import annotations

import errno
import fcntl
import os
import signal
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from store.errors import CannotWrite, DeskBusy
from store.folder.lock import DeskLock, busy
from tests.store.desks import new_desk, tip_of
from tests.store.faults import Child, in_child

SOON = 0.05


def gets_in(lock: DeskLock) -> bool:
    """Whether the desk is free, or becomes so before patience ends."""
    try:
        with lock:
            return True
    except DeskBusy:
        return False


def another_process(path: Path) -> str:
    """Whether a process of its own gets in."""

    def enter(say: Callable[[str], None]) -> None:
        say("in" if gets_in(DeskLock(path, SOON)) else "busy")

    child = in_child(enter)
    (said,) = child.said()
    assert child.wait() == 0
    return said


def held_by_another(path: Path) -> Child:
    """A process that holds the desk until it is killed."""

    def hold(say: Callable[[str], None]) -> None:
        with DeskLock(path):
            say("held")
            signal.pause()

    child = in_child(hold)
    assert next(child.said()) == "held"
    return child


def test_who_waits_too_long_is_told_and_gets_in_once_the_holder_died(tmp_path: Path) -> None:
    path = tmp_path / "desk.lock"
    lock, child = DeskLock(path, SOON), held_by_another(path)
    assert not gets_in(lock) and not gets_in(lock)
    child.kill()
    child.wait()
    assert gets_in(lock) and gets_in(lock)
    with ThreadPoolExecutor(1) as thread:
        assert thread.submit(gets_in, lock).result(), "who was told keeps no other thread out"


def test_a_lock_whose_disk_was_pulled_out_is_had_once_it_is_there_again(tmp_path: Path) -> None:
    lock = DeskLock(tmp_path / "desk.lock", SOON)
    assert gets_in(lock)
    # As of such a disk, no lock is to be had on what was open there.
    gone = os.open(tmp_path / "desk.lock", os.O_PATH)
    os.dup2(gone, lock._fd)
    os.close(gone)
    with pytest.raises(CannotWrite), lock:
        pass
    assert gets_in(lock)


def test_a_lock_whose_disk_is_there_anew_keeps_others_out_of_that(tmp_path: Path) -> None:
    path = tmp_path / "desk.lock"
    lock = DeskLock(path, SOON)
    assert gets_in(lock)
    # What is open is of the disk as it was before: there it had the number that the file here has.
    before = os.open(tmp_path / "before", os.O_RDWR | os.O_CREAT)
    os.dup2(before, lock._fd)
    os.close(before)
    device, number = lock._inode
    lock._inode = device + 1, number
    with lock:
        assert another_process(path) == "busy"


def test_a_desk_that_is_held_is_held_to_the_end_of_the_outermost_block(tmp_path: Path) -> None:
    path = tmp_path / "desk.lock"
    lock = DeskLock(path, SOON)
    with lock:
        with lock:
            assert another_process(path) == "busy"
        assert another_process(path) == "busy"
        with pytest.raises(ZeroDivisionError), lock:
            1 / 0  # noqa: B018
        assert another_process(path) == "busy"
    assert another_process(path) == "in"


def test_a_thread_of_the_same_program_waits_as_another_process_does(tmp_path: Path) -> None:
    lock = DeskLock(tmp_path / "desk.lock", SOON)
    with ThreadPoolExecutor(1) as thread:
        with lock:
            assert not thread.submit(gets_in, lock).result()
        assert thread.submit(gets_in, lock).result()
    assert gets_in(lock)


@pytest.mark.parametrize("is_another_there", [False, True])
def test_a_lock_whose_file_was_taken_away_keeps_others_out_all_the_same(
    tmp_path: Path, is_another_there: bool
) -> None:
    path = tmp_path / "desk.lock"
    lock = DeskLock(path, SOON)
    assert gets_in(lock)
    path.unlink()
    if is_another_there:
        path.touch(0o600)
    with lock:
        assert another_process(path) == "busy"
    lock.close()
    lock.close()
    assert gets_in(lock)


def test_a_lock_that_cannot_be_had_is_told(tmp_path: Path) -> None:
    (tmp_path / "desk.lock").symlink_to(tmp_path / "elsewhere")
    lock = DeskLock(tmp_path / "desk.lock", SOON)
    for _ in range(2):
        with pytest.raises(CannotWrite), lock:
            pass
    assert not (tmp_path / "elsewhere").exists()
    (tmp_path / "desk.lock").unlink()
    assert gets_in(lock)


@pytest.mark.parametrize("error", [errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.EINVAL])
def test_a_file_system_without_locks_is_told_with_what_to_do(
    tmp_path: Path, error: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = new_desk(tmp_path / "desk")

    def none(*_arguments: object) -> None:
        raise OSError(error, os.strerror(error))

    with monkeypatch.context() as without:
        without.setattr(fcntl, "flock", none)
        with pytest.raises(CannotWrite, match="不支持文件锁"):
            desk.record(tip_of())
        with pytest.raises(CannotWrite, match="不支持文件锁"):
            new_desk(tmp_path / "other")
    assert desk.record(tip_of()).number == "2016-0001"


def test_a_lock_that_cannot_be_looked_at_is_told_and_held_by_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = DeskLock(tmp_path / "desk.lock", SOON)

    def broken(_fd: int) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    with monkeypatch.context() as faulty:
        faulty.setattr(os, "fstat", broken)
        with pytest.raises(CannotWrite), lock:
            pass
    assert another_process(tmp_path / "desk.lock") == "in"
    assert gets_in(lock)


def test_whoever_waited_in_vain_is_told_for_how_many_seconds() -> None:
    assert str(busy(30.4)) == "另一个程序占用值班台已超过 30 秒，没有保存。请稍后再试。"
