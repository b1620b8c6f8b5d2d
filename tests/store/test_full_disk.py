"""A disk that is full or fails: what was not saved is told, what was saved stays."""

from __future__ import annotations

import contextlib
import errno
import os
import resource
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from store.desk.desk import Desk
from store.errors import CannotRead, CannotWrite
from store.notice.reading import example_text
from tests.store.desks import OFFICER, clock, new_desk, open_desk, summaries, tip_of
from tests.store.faults import Boundary, in_child

SAMPLE = tip_of()
LONG = replace(SAMPLE, summary="长" * 10_000)
NEVER = 1_000_000
Say = Callable[[str], None]


def outcome(folder: Path, fault: Boundary, work: Callable[[Say], None]) -> list[str]:
    """What `work` says in a process whose disk has that fault."""

    def faulty(say: Say) -> None:
        fault.install()
        work(say)

    child = in_child(faulty)
    said = list(child.said())
    assert child.wait() == 0
    return said


def test_a_short_write_saves_nothing_and_the_desk_goes_on(tmp_path: Path) -> None:
    folder = tmp_path / "desk"
    new_desk(folder).close()

    def work(say: Say) -> None:
        desk = open_desk(folder)
        with pytest.raises(CannotWrite) as error:
            desk.record(SAMPLE)
        say("已满" if "已满" in str(error.value) else str(error.value))
        assert desk.tips() == []
        assert (folder / "journal.jsonl").read_bytes().count(b'{"n":') == 1
        say(desk.record(SAMPLE).number)

    full_once = Boundary("disk full", 1, among=("write",), heals=True)
    assert outcome(folder, full_once, work) == ["已满", "2016-0001"]
    desk = open_desk(folder)
    assert len(desk.tips()) == 1 and desk.keeping.verify().is_sound


def test_what_is_torn_stays_in_the_journal_until_it_is_kept_elsewhere(tmp_path: Path) -> None:
    folder = tmp_path / "desk"
    new_desk(folder).close()
    journal = folder / "journal.jsonl"
    torn = journal.read_bytes() + b'{"n":2,"at":"2016'
    journal.write_bytes(torn)

    def work(say: Say) -> None:
        desk = open_desk(folder)
        with pytest.raises(CannotWrite):
            desk.record(SAMPLE)
        say(str(journal.read_bytes() == torn))

    assert outcome(folder, Boundary("disk full", 1, among=("pwrite",)), work) == ["True"]
    assert open_desk(folder).record(SAMPLE).number == "2016-0001"
    assert [path.read_bytes() for path in folder.glob("journal.torn-*")] == [b'{"n":2,"at":"2016']


def test_what_others_appended_is_on_the_disk_before_a_checkpoint_says_it(tmp_path: Path) -> None:
    new_desk(tmp_path / "desk").close()
    disk = Boundary("none", 0, among=("fdatasync", "replace"))

    def work(say: Say) -> None:
        desk = open_desk(tmp_path / "desk")
        desk.record(SAMPLE)
        disk.calls.clear()
        desk.checkpoint()
        say(" ".join(disk.calls))

    (said,) = outcome(tmp_path, disk, work)
    assert said == "fdatasync replace"


def test_after_half_a_line_that_cannot_be_taken_back_nothing_follows_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "desk"
    desk = new_desk(folder)
    desk.record(SAMPLE)
    real = os.write

    def half(fd: int, data: bytes) -> int:
        return real(fd, data[: max(1, len(data) // 2)])

    def broken(_fd: int, _size: int) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    with monkeypatch.context() as patch, pytest.raises(CannotWrite, match="已满"):
        patch.setattr(os, "write", half)
        patch.setattr(os, "ftruncate", broken)
        desk.record(SAMPLE)
    with pytest.raises(CannotWrite, match="请关闭后重新打开"):
        desk.record(SAMPLE)
    assert len(desk.tips()) == 1 and open_desk(folder).record(SAMPLE).number == "2016-0002"
    assert len(open_desk(folder).tips()) == 2


@pytest.mark.parametrize(("number", "told"), [(errno.EIO, "不能确定"), (errno.EFBIG, "没有保存")])
def test_after_a_failed_write_that_cannot_be_taken_back_nothing_follows_it_either(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, told: str
) -> None:
    desk = new_desk(tmp_path / "desk")

    def broken(_fd: int, _what: object) -> int:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patch, pytest.raises(CannotWrite, match=told):
        patch.setattr(os, "write", broken)
        patch.setattr(os, "ftruncate", broken)
        desk.record(SAMPLE)
    if number == errno.EIO:
        # Its disk was away, and is looked at anew.
        assert desk.record(SAMPLE).number == "2016-0001"
        return
    with pytest.raises(CannotWrite, match="先前写入磁盘失败"):
        desk.record(SAMPLE)
    assert open_desk(tmp_path / "desk").record(SAMPLE).number == "2016-0001"


def test_after_a_failed_flush_nothing_more_is_taken_until_opened_again(tmp_path: Path) -> None:
    folder = tmp_path / "desk"
    new_desk(folder).close()

    def work(say: Say) -> None:
        desk = open_desk(folder)
        say(desk.record(SAMPLE).number)
        for _n in range(2):
            with pytest.raises(CannotWrite):
                desk.record(SAMPLE)
        with pytest.raises(CannotWrite):
            desk.amend(replace(desk.tip("1"), summary="改"))
        assert len(desk.tips()) >= 1
        desk.close()
        say(open_desk(folder).record(SAMPLE).officer)

    # It fails once only: that a later flush succeeds says nothing about what was lost.
    broken_once = Boundary("disk broken", 2, among=("fdatasync",), heals=True)
    said = outcome(folder, broken_once, work)
    assert said[0] == "2016-0001" and len(said) == 2
    desk = open_desk(folder)
    assert [tip.number for tip in desk.tips()][:2] == ["2016-0001", "2016-0002"]
    assert desk.keeping.verify().is_sound


@pytest.mark.whole
@pytest.mark.parametrize("fault", ["disk full", "disk broken"])
def test_a_fault_at_any_call_loses_nothing_acknowledged(tmp_path: Path, fault: str) -> None:
    rounds = [NEVER]
    for at in rounds:
        folder = tmp_path / f"{fault}-{at}"
        new_desk(folder).close()
        boundary = Boundary(fault, at)  # type: ignore[arg-type]

        def work(say: Say, folder: Path = folder, boundary: Boundary = boundary) -> None:
            desk = open_desk(folder)
            for n in range(3):
                with contextlib.suppress(CannotWrite):
                    say(desk.record(replace(SAMPLE, summary=f"第 {n} 件")).summary)
                with contextlib.suppress(CannotWrite):
                    desk.checkpoint()
            desk.close()
            say(f"calls {len(boundary.calls)}")

        *said, count = outcome(folder, boundary, work)
        if at == NEVER:
            rounds += range(1, int(count.split()[1]) + 1)
        desk = open_desk(folder)
        found = summaries(desk)
        assert set(said) <= set(found) <= {f"第 {n} 件" for n in range(3)}
        assert desk.record(SAMPLE).number == f"2016-{len(found) + 1:04d}"
        desk.close()
        assert open_desk(folder).keeping.verify().is_sound
    assert len(rounds) > 20


def fill(folder: Path, say: Say) -> None:
    """Records until the disk takes no more, then once it does again."""
    desk = new_desk(folder)
    saved = 0
    with contextlib.suppress(CannotWrite):
        while saved < 1000:
            desk.record(LONG)
            saved += 1
    say(f"{saved}")
    desk.close()


@contextlib.contextmanager
def small_disk(folder: Path) -> Iterator[bool]:
    """A tmpfs of 256 KiB on `folder`; False where this machine allows no mounting."""
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(folder)]
    try:
        mounted = subprocess.run(command, capture_output=True).returncode == 0
    except OSError:
        mounted = False
    try:
        yield mounted
    finally:
        if mounted:
            subprocess.run(["umount", "--lazy", str(folder)], check=True)


def test_a_small_disk_that_fills_up(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk") as mounted:
        folder = tmp_path / "disk" / "desk"
        ballast = tmp_path / "disk" / "ballast"
        if mounted:
            ballast.write_bytes(bytes(64 * 1024))

        def work(say: Say) -> None:
            if not mounted:
                resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
            fill(folder, say)

        child = in_child(work)
        (saved,) = child.said()
        assert child.wait() == 0
        assert 2 <= int(saved) < 20
        ballast.unlink(missing_ok=True)
        desk = open_desk(folder)
        assert len(desk.tips()) == int(saved)
        assert desk.record(LONG).number == f"2016-{int(saved) + 1:04d}"
        assert desk.keeping.verify().is_sound
        desk.close()
        assert not list(folder.glob("*.new"))


def test_a_folder_without_permission_can_be_read_but_not_written() -> None:
    with tempfile.TemporaryDirectory() as parent:
        Path(parent).chmod(0o755)
        folder = Path(parent) / "desk"
        with new_desk(folder) as desk:
            desk.record(SAMPLE)
        for path in folder.iterdir():
            path.chmod(0o444)
        folder.chmod(0o555)

        # Read while it can be: the project may lie where that account may not look.
        notice = example_text()

        def work(say: Say) -> None:
            if os.geteuid() == 0:
                os.setuid(65_534)
            desk = open_desk(folder)
            for refused in (desk.record, lambda tip: desk.amend(replace(tip, revision=1))):
                with pytest.raises(CannotWrite):
                    refused(replace(SAMPLE, number="2016-0001"))
            with pytest.raises(CannotWrite):
                Desk.create(folder / "inside", notice, clock=clock(), officer=OFFICER)
            say(desk.tips()[0].summary)
            desk.close()

        child = in_child(work)
        assert list(child.said()) == [SAMPLE.summary]
        assert child.wait() == 0
        folder.chmod(0o755)


def test_who_may_not_write_the_journal_alone_is_told_that_nothing_was_saved() -> None:
    with tempfile.TemporaryDirectory() as parent:
        folder = Path(parent) / "desk"
        new_desk(folder).close()
        for path in (Path(parent), folder, *folder.iterdir()):
            path.chmod(0o444 if path.name == "journal.jsonl" else 0o777)

        def work(say: Say) -> None:
            if os.geteuid() == 0:
                os.setuid(65_534)
            desk = open_desk(folder)
            with pytest.raises(CannotWrite) as refused:
                desk.record(SAMPLE)
            say(str(refused.value))

        child = in_child(work)
        (said,) = child.said()
        assert said.startswith("没有写入权限，没有保存。") and child.wait() == 0


def test_a_desk_opened_while_too_many_files_are_open_is_not_taken_for_one_to_read_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    new_desk(tmp_path / "desk").close()
    opens = os.open

    def too_many(path: str | Path, flags: int, *more: Any, **options: Any) -> int:
        if Path(path).name == "journal.jsonl" and flags & os.O_RDWR:
            raise OSError(errno.EMFILE, os.strerror(errno.EMFILE))
        return opens(path, flags, *more, **options)

    with monkeypatch.context() as crowded:
        crowded.setattr(os, "open", too_many)
        with pytest.raises(CannotRead, match="打开的文件过多"):
            open_desk(tmp_path / "desk")
    assert open_desk(tmp_path / "desk").record(SAMPLE).number == "2016-0001"


def test_a_process_without_a_file_to_spare_saves_again_once_it_has_one(tmp_path: Path) -> None:
    new_desk(tmp_path / "desk").close()

    def work(say: Say) -> None:
        desk = open_desk(tmp_path / "desk")
        held = []
        # As many as are open here, and some: who runs the tests may hold more than a few.
        most = max(int(file.name) for file in Path("/proc/self/fd").iterdir()) + 16
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
        with contextlib.suppress(OSError):
            while True:
                held.append(os.open(os.devnull, os.O_RDONLY))
        with pytest.raises(CannotWrite, match="打开的文件过多"):
            desk.record(SAMPLE)
        for fd in held:
            os.close(fd)
        say(desk.record(SAMPLE).number)

    child = in_child(work)
    assert list(child.said()) == ["2016-0001"]
    assert child.wait() == 0


@pytest.mark.parametrize("what", ["fstat", "pread"])
def test_a_journal_that_cannot_be_read_on_the_way_is_told_by_whatever_reads_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    desk = new_desk(tmp_path / "desk")
    desk.record(SAMPLE)

    def broken(*_arguments: object) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    with monkeypatch.context() as faulty:
        faulty.setattr(os, what, broken)
        for reads in (desk.keeping.verify, lambda: desk.keeping.backup(tmp_path / "b.zip")):
            with pytest.raises((CannotRead, CannotWrite)):
                reads()
    assert not (tmp_path / "b.zip").exists() and desk.keeping.verify().is_sound


def test_a_journal_whose_reading_fails_midway_is_told_by_verify_and_not_called_damaged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = new_desk(tmp_path / "desk")
    for _tip in range(3):
        desk.record(SAMPLE)
    desk.checkpoint()
    desk.record(SAMPLE)
    reads = os.pread

    for nth in count():
        calls = 0

        def failing(fd: int, length: int, at: int, nth: int = nth) -> bytes:
            nonlocal calls
            calls += 1
            if calls > nth + 1:
                raise OSError(errno.EIO, os.strerror(errno.EIO))
            return reads(fd, length // 2 + 1 if calls > nth else length, at)

        with monkeypatch.context() as faulty:
            faulty.setattr(os, "pread", failing)
            with contextlib.suppress(CannotRead):
                found = desk.keeping.verify()
                assert calls <= nth + 1 and found.is_sound and found.tips == 4
                break
    assert nth > 5, "each thing that is read failed once"
