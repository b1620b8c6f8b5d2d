"""New files and folders: nothing of others is taken, and nothing half-done is left."""

from __future__ import annotations

import errno
import fcntl
import os
import stat
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest

from store import disk
from store.errors import CannotWrite, DeskExists
from store.folder.blob import FileBlob
from store.folder.notes import FolderNotes
from store.secret.keys import make_key_file
from tests.store.desks import new_desk
from tests.store.faults import Boundary, in_child
from tests.store.files_open import files_open

SOMEONES = b"of someone else"
NOBODY = 65_534


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def unfinished(folder: Path) -> list[str]:
    return [name for name in names_in(folder) if name.startswith(disk.TEMPORARY)]


def killed_while_writing(folder: Path, *, among: tuple[str, ...] = ("fsync",)) -> None:
    """Leaves what a program leaves that is killed before its new file has its name."""

    def work(_say: Callable[[str], None]) -> None:
        Boundary("kill before", 1, among=among).install()
        disk.replace_file(folder / "a", [b"half-done"])

    child = in_child(work)
    assert list(child.said()) == [] and child.wait() < 0


@pytest.mark.parametrize("name", ["b.zip.new", "b.new", "b.zip.restoring"])
def test_a_file_of_a_name_that_can_be_guessed_stays_as_it_is(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(SOMEONES)
    (tmp_path / name).chmod(0o666)
    new_desk(tmp_path / "desk").keeping.backup(tmp_path / "b.zip")
    assert (tmp_path / name).read_bytes() == SOMEONES
    assert stat.S_IMODE((tmp_path / "b.zip").stat().st_mode) == disk.FILE_MODE
    assert unfinished(tmp_path) == []


def test_a_new_file_is_never_put_over_one_that_came_meanwhile(tmp_path: Path) -> None:
    path = tmp_path / "new"
    with pytest.raises(DeskExists), disk.new_file(path) as fd:
        disk.write_all(fd, b"mine")
        path.write_bytes(SOMEONES)
    assert path.read_bytes() == SOMEONES and unfinished(tmp_path) == []
    with pytest.raises(DeskExists), disk.new_file(path):
        pytest.fail("nothing is made ready for a name that is taken")


def test_a_key_is_never_put_in_the_place_of_another(tmp_path: Path) -> None:
    (tmp_path / "key.age").write_bytes(SOMEONES)
    with pytest.raises(DeskExists, match="已存在"):
        make_key_file(tmp_path / "key.age", "口令一二三四五")
    assert (tmp_path / "key.age").read_bytes() == SOMEONES and names_in(tmp_path) == ["key.age"]


def test_nor_on_a_stick_which_has_no_hard_links(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def has_none(*_names: object, **_how: object) -> None:
        raise PermissionError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr(os, "link", has_none)
    path = tmp_path / "new"
    with pytest.raises(DeskExists), disk.new_file(path) as fd:
        disk.write_all(fd, b"mine")
        path.write_bytes(SOMEONES)
    assert path.read_bytes() == SOMEONES
    link = tmp_path / "link"
    with pytest.raises(DeskExists), disk.new_file(link):
        link.symlink_to(tmp_path / "nowhere")
    assert link.is_symlink()
    disk.write_new_file(tmp_path / "other", b"mine")
    assert (tmp_path / "other").read_bytes() == b"mine" and unfinished(tmp_path) == []


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
def test_whatever_there_is_no_more_room_for_is_told_as_a_full_disk(number: int) -> None:
    said = str(disk.cannot_write("x", OSError(number, os.strerror(number))))
    assert "磁盘已满" in said and "腾出空间" in said


@pytest.mark.parametrize("number", [errno.EACCES, errno.EPERM, errno.EROFS])
def test_whatever_may_not_be_written_is_told_as_that(number: int) -> None:
    told = disk.cannot_write("甲", OSError(number, ""))
    assert str(told) == "没有写入权限，没有保存。请联系管理员：甲"


def test_a_name_that_is_free_is_one_that_nothing_has(tmp_path: Path) -> None:
    for name in ("表.pdf", "表 (2).pdf", "表 (3).pdf"):
        path = disk.unused(tmp_path, "表", ".pdf")
        assert path == tmp_path / name
        # A link that leads nowhere has its name too.
        path.symlink_to(tmp_path / "nowhere")
    for name in ("tips-1", "tips-2", "tips-3"):
        path = disk.free_name(tmp_path / "tips")
        assert path == tmp_path / name
        path.symlink_to(tmp_path / "nowhere")


def test_what_is_there_and_is_no_folder_is_made_none(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(SOMEONES)
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    for path in (tmp_path / "file", tmp_path / "link", tmp_path / "file" / "below"):
        with pytest.raises(NotADirectoryError):
            disk.make_folder(path)
    assert names_in(tmp_path) == ["file", "link"]
    disk.make_folder(tmp_path)


def test_what_another_sweeps_just_as_it_is_cleared_away_is_gone_for_both(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    remove = os.unlink

    def swept_first(path: Path) -> None:
        remove(path)
        remove(path)

    with monkeypatch.context() as patched, disk.temporary_in(tmp_path):
        patched.setattr(os, "unlink", swept_first)
    assert names_in(tmp_path) == []


@pytest.mark.parametrize("kind", [disk.temporary_in, disk.temporary_folder_in])
def test_who_is_interrupted_while_it_is_cleared_away_leaves_nothing(
    kind: Callable[[Path], AbstractContextManager[object]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    remove = disk._remove

    def interrupted(temporary: Path) -> None:
        monkeypatch.setattr(disk, "_remove", remove)
        raise KeyboardInterrupt

    monkeypatch.setattr(disk, "_remove", interrupted)
    with pytest.raises(KeyboardInterrupt), kind(tmp_path):
        pass
    assert names_in(tmp_path) == []


def test_two_files_that_are_written_at_once_do_not_meet(tmp_path: Path) -> None:
    with disk.temporary_in(tmp_path) as (_fd, one), disk.temporary_in(tmp_path) as (_other, two):
        assert one != two


def test_what_a_disk_takes_and_gives_in_parts_is_whole_in_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write, pwrite, pread = os.write, os.pwrite, os.pread
    said = b"0123456789abcdef"
    pieces = [(0, b"-" * 16), (8, said[8:]), (0, said[:8])]
    assert disk.joined(pieces) == said
    with monkeypatch.context() as in_parts:
        in_parts.setattr(os, "write", lambda fd, data: write(fd, data[:3]))
        in_parts.setattr(os, "pwrite", lambda fd, data, at: pwrite(fd, data[:3], at))
        in_parts.setattr(os, "pread", lambda fd, most, at: pread(fd, min(most, 3), at))
        disk.write_new_file(tmp_path / "new", said)
        disk.replace_file(tmp_path / "anew", [said[:7], b"", said[7:]])
        with disk.beside(tmp_path / "pieces", pieces) as made:
            disk.put_in_place(made, tmp_path / "pieces")
        for name in ("new", "anew", "pieces"):
            fd = disk.open_only_file(tmp_path / name, os.O_RDONLY)
            assert disk.read_range(fd, 0, 16) == disk.read_range(fd, 0, 99) == said, name
            assert disk.read_range(fd, 2, 11) == said[2:11] and disk.read_range(fd, 5, 5) == b""
            os.close(fd)


def test_whatever_is_made_is_its_owners_alone_and_goes_to_no_other_program(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        with (
            disk.temporary_in(tmp_path) as (fd, made),
            disk.temporary_folder_in(tmp_path) as folder,
        ):
            others = [
                disk.create(tmp_path / "created"),
                disk.open_only_file(tmp_path / "opened", os.O_RDWR | os.O_CREAT),
            ]
            for one in (fd, *others):
                assert stat.S_IMODE(os.fstat(one).st_mode) == 0o600 and not os.get_inheritable(one)
            assert stat.S_IMODE(folder.stat().st_mode) == 0o700
            assert made.parent == folder.parent == tmp_path
            for one in others:
                os.close(one)
        disk.make_folder(tmp_path / "a" / "b")
        for path in (tmp_path / "a", tmp_path / "a" / "b"):
            assert stat.S_IMODE(path.stat().st_mode) == 0o700
    finally:
        os.umask(before)
    assert names_in(tmp_path) == ["a", "created", "opened"]


def test_a_blob_is_put_aside_whatever_has_its_name_and_what_cannot_be_kept_is_told(
    tmp_path: Path,
) -> None:
    path = tmp_path / "tips.json"
    path.symlink_to(tmp_path / "nowhere")
    FileBlob(path).put_aside()
    FileBlob(path).put_aside()
    assert names_in(tmp_path) == ["tips.json.damaged-1"]
    with pytest.raises(CannotWrite):
        FileBlob(tmp_path / "none" / "tips.json").replace([(0, b"x")])


def test_notes_lie_in_folders_of_their_owners_alone_and_many_may_keep_some_at_once(
    tmp_path: Path,
) -> None:
    kept, shared, once = (FolderNotes(tmp_path / name, ".json") for name in ("a", "b", "c"))
    before = os.umask(0)
    try:
        kept.keep("typed", b"x")
        with shared.shared(), shared.shared():
            shared.keep("typed", b"x")
        with once.once("closing", b"done"):
            pass
    finally:
        os.umask(before)
    for name in ("a", "b", "c"):
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o700
    # What is done once is done where no note can be kept too; and no link is followed to keep one.
    (tmp_path / "elsewhere").touch()
    (tmp_path / "c" / "other.json").symlink_to(tmp_path / "elsewhere")
    for notes, key in ((once, "other"), (FolderNotes(tmp_path / "elsewhere"), "a")):
        with notes.once(key, b"done") as is_ours:
            assert is_ours
    assert (tmp_path / "elsewhere").read_bytes() == b""
    (tmp_path / "a" / "other.json.4711").touch()
    assert kept.kept() == shared.kept() == ["typed"]


def test_a_name_that_anything_has_is_not_created_again(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(SOMEONES)
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    for name in ("file", "link"):
        with pytest.raises(FileExistsError):
            disk.create(tmp_path / name)
    assert (tmp_path / "file").read_bytes() == SOMEONES and names_in(tmp_path) == ["file", "link"]


def test_what_is_no_file_or_too_long_is_refused_and_let_go(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "file").write_bytes(b"12345")
    held = files_open()
    for path, number in (
        (tmp_path / "folder", errno.EISDIR),
        (tmp_path / "pipe", errno.ENXIO),
        (Path("/dev/null"), errno.ENXIO),
        (tmp_path / "file", errno.EFBIG),
    ):
        with pytest.raises(OSError) as error:
            disk.read_file(path, 4)
        assert (error.value.errno, str(error.value.filename)) == (number, str(path))
    assert disk.read_file(tmp_path / "file", 5) == b"12345"
    assert files_open() <= held


def test_many_may_share_what_one_alone_may_have(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = disk.create(tmp_path / "lock")
    two, three = (disk.open_only_file(tmp_path / "lock", os.O_RDWR) for _ in range(2))
    assert disk.try_lock(one, shared=True) and disk.try_lock(two, shared=True)
    assert disk.wait_for_lock(two, 0, shared=True)
    assert not disk.try_lock(three) and not disk.wait_for_lock(three, 0)
    disk.unlock(one)
    assert not disk.try_lock(three), "one has it still"
    disk.unlock(two)
    assert disk.wait_for_lock(three, 0)
    assert not disk.try_lock(one, shared=True) and not disk.wait_for_lock(one, 0, shared=True)
    os.close(three)
    assert disk.try_lock(one), "it goes with whoever had it"

    def held(*_file: object) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(fcntl, "flock", held)
    assert not disk.try_lock(two), "as some file systems say it"
    for fd in (one, two):
        os.close(fd)


def test_a_file_has_its_name_once_it_is_flushed_and_the_name_is_flushed_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []

    def noted(name: str) -> None:
        real = getattr(os, name)

        def call(*arguments: Any, **how: Any) -> Any:
            is_folder = name == "fsync" and stat.S_ISDIR(os.fstat(arguments[0]).st_mode)
            done.append("folder" if is_folder else name)
            return real(*arguments, **how)

        monkeypatch.setattr(os, name, call)

    for name in ("write", "pwrite", "fsync", "replace", "link"):
        noted(name)

    def has_none(*_names: object, **_how: object) -> None:
        raise PermissionError(errno.EPERM, os.strerror(errno.EPERM))

    def said() -> str:
        found = " ".join(done)
        done.clear()
        return found

    disk.replace_file(tmp_path / "a", [b"one"])
    assert said() == "pwrite fsync replace folder"
    disk.write_new_file(tmp_path / "b", b"one")
    assert said() == "write fsync link folder"
    with disk.room_in(tmp_path) as put:
        put(tmp_path / "paper", b"one")
    assert said() == "write fsync link folder"
    monkeypatch.setattr(os, "link", has_none)
    disk.write_new_file(tmp_path / "c", b"one")
    assert said() == "write fsync replace folder"
    disk.make_folder(tmp_path / "d" / "e")
    assert said() == "folder folder"


@pytest.mark.parametrize("kind", [disk.temporary_in, disk.temporary_folder_in])
def test_what_is_swept_between_its_making_and_its_lock_is_made_anew(
    kind: Callable[[Path], AbstractContextManager[object]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    system, made = os.open, list[str]()

    def opened(path: Any, flags: int, *how: Any, **named: Any) -> int:
        fd = system(path, flags, *how, **named)
        if disk.TEMPORARY in str(path) and not made:
            made.append(str(path))
            disk.sweep(tmp_path)
            assert not os.path.lexists(path)
        return fd

    monkeypatch.setattr(os, "open", opened)
    held = files_open()
    with kind(tmp_path):
        (name,) = unfinished(tmp_path)
        assert str(tmp_path / name) not in made
        disk.sweep(tmp_path)
        assert unfinished(tmp_path) == [name], "who has it holds it"
    assert names_in(tmp_path) == [] and files_open() <= held


def test_what_is_interrupted_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), disk.new_file(tmp_path / "new") as fd:
        disk.write_all(fd, b"half")
        raise KeyboardInterrupt
    assert names_in(tmp_path) == []


def test_what_a_killed_program_left_goes_with_the_next_file(tmp_path: Path) -> None:
    killed_while_writing(tmp_path)
    assert len(unfinished(tmp_path)) == 1
    disk.replace_file(tmp_path / "a", [b"whole"])
    assert names_in(tmp_path) == ["a"]
    killed_while_writing(tmp_path)
    with disk.temporary_folder_in(tmp_path) as folder:
        assert names_in(tmp_path) == sorted(["a", folder.name])


def test_what_cannot_be_removed_keeps_nothing_else_there(tmp_path: Path) -> None:
    paths = [tmp_path / f"{disk.TEMPORARY}{n:016x}" for n in range(9)]
    for path in paths[::2]:
        path.symlink_to(tmp_path)
        path.with_name(f"{disk.TEMPORARY}{len(names_in(tmp_path)):016x}").touch()
    disk.sweep(tmp_path)
    assert names_in(tmp_path) == [path.name for path in paths[::2]]


def test_what_a_killed_program_left_at_a_desk_goes_when_it_is_opened(tmp_path: Path) -> None:
    desk = new_desk(tmp_path / "desk")
    parts = [tmp_path / "desk" / name for name in ("drafts", "reminders", "columns", "files")]
    folders = [tmp_path, tmp_path / "desk", *parts]
    for folder in folders:
        folder.mkdir(0o700, exist_ok=True)
        killed_while_writing(folder)
    desk.load()
    assert [unfinished(folder) for folder in folders] == [[]] * len(folders)


def test_only_what_nobody_holds_and_is_ones_own_is_swept(tmp_path: Path) -> None:
    name = disk.TEMPORARY + "0123456789abcdef"
    (tmp_path / "kept").write_bytes(SOMEONES)
    (tmp_path / name).symlink_to(tmp_path / "kept")
    (tmp_path / f"{name}0").write_bytes(SOMEONES)
    left = tmp_path / (disk.TEMPORARY + "1" * 16)
    left.mkdir()
    (left / "half").write_bytes(SOMEONES)
    expected = [name, f"{name}0"]
    if os.geteuid() == 0:
        other = disk.TEMPORARY + "f" * 16
        (tmp_path / other).write_bytes(SOMEONES)
        os.chown(tmp_path / other, NOBODY, NOBODY)
        expected.append(other)
    with disk.temporary_in(tmp_path) as (_fd, held):
        disk.sweep(tmp_path)
        assert unfinished(tmp_path) == sorted([*expected, held.name])
    assert unfinished(tmp_path) == sorted(expected)
    assert (tmp_path / "kept").read_bytes() == SOMEONES


def test_on_a_disk_without_locks_what_is_new_is_made_and_nothing_is_swept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def has_none(*_file: object) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr(fcntl, "flock", has_none)
    left = disk.TEMPORARY + "0" * 16
    (tmp_path / left).touch()
    disk.write_new_file(tmp_path / "new", b"mine")
    with disk.temporary_folder_in(tmp_path) as folder:
        folder.rename(tmp_path / "folder")
    assert names_in(tmp_path) == sorted([left, "new", "folder"])
    notes = FolderNotes(tmp_path / "notes")
    with notes.shared():
        notes.keep("typed", b"x")
    for _time in range(2):
        with notes.once("closing", b"done") as is_ours:
            assert is_ours, "whoever cannot be told from others does it"


@pytest.mark.parametrize("mode", [0o777, 0o1777, 0o770])
def test_keys_and_backups_are_not_put_where_others_can_write(tmp_path: Path, mode: int) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(mode)
    with pytest.raises(CannotWrite, match="mkdir -m 700"):
        make_key_file(shared / "key.age", "口令一二三四五")
    with pytest.raises(CannotWrite, match="mkdir -m 700"):
        new_desk(tmp_path / "desk").keeping.backup(shared / "b.zip")
    assert names_in(shared) == []


def test_a_folder_of_ones_own_under_a_shared_one_will_do_if_nobody_can_move_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared = tmp_path / "shared"
    (shared / "own").mkdir(parents=True)
    (shared / "own").chmod(0o700)
    shared.chmod(0o1777)
    assert disk.in_own_folder(shared / "own" / "b") == shared / "own" / "b"
    if os.geteuid() == 0:
        # On the way to it the folders above are mostly root's.
        monkeypatch.setattr(os, "geteuid", lambda: NOBODY)
        for folder in (shared / "own", shared):
            os.chown(folder, NOBODY, NOBODY)
            assert disk.in_own_folder(shared / "own" / "b") == shared / "own" / "b"
    shared.chmod(0o777)
    with pytest.raises(CannotWrite):
        disk.in_own_folder(shared / "own" / "b")


@pytest.mark.skipif(os.geteuid() != 0, reason="needs to give a folder away")
def test_a_folder_of_someone_else_or_in_one_is_none_of_ones_own(tmp_path: Path) -> None:
    (tmp_path / "his").mkdir(0o755)
    os.chown(tmp_path / "his", NOBODY, NOBODY)
    (tmp_path / "his" / "mine").mkdir(0o700)
    for folder in (tmp_path / "his", tmp_path / "his" / "mine"):
        with pytest.raises(CannotWrite):
            disk.in_own_folder(folder / "b")


def test_a_link_is_followed_before_it_is_trusted(tmp_path: Path) -> None:
    own, links = tmp_path / "own", tmp_path / "links"
    own.mkdir(0o700)
    links.mkdir()
    links.chmod(0o777)
    (links / "way").symlink_to(own)
    # Whoever turns the link round meanwhile gets nothing.
    assert disk.in_own_folder(links / "way" / "b") == own / "b"


def test_each_new_folder_is_flushed_into_the_one_above(tmp_path: Path) -> None:
    def work(say: Callable[[str], None]) -> None:
        boundary = Boundary("none", 0, among=("mkdir", "fsync"))
        boundary.install()
        disk.make_folder(tmp_path / "a" / "b")
        say(" ".join(boundary.calls))

    child = in_child(work)
    assert list(child.said()) == ["mkdir fsync mkdir fsync"]
    assert child.wait() == 0
    assert stat.S_IMODE((tmp_path / "a" / "b").stat().st_mode) == disk.FOLDER_MODE
