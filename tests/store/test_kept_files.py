"""The files that came with tips go wherever the desk goes, checked, sealed, and with it in the end."""

from __future__ import annotations

import errno
import os
import shutil
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import orjson
import pytest
from pyrage.x25519 import Identity

from store.clock import Clock
from store.desk.desk import Desk
from store.desk.keeping import restore
from store.document import TABLE
from store.errors import (
    BadKey,
    CannotEnd,
    CannotRead,
    CannotWrite,
    DeskDamaged,
    DeskExists,
    EndUnfinished,
    NoDesk,
    NotAllowed,
    Sealed,
)
from store.folder import removal
from store.folder.place import Folder
from store.journal.place import Place
from store.secret.seal import printed
from store.secret.sealed_file import new_key, open_file, seal_file, seal_stream
from store.tips.enclosure import ENCLOSURE_KINDS, name_of_file
from store.tips.history import ids_of_day
from tests.builders import DURING
from tests.hostile import FRAGMENTS
from tests.store.conftest import NewPlace
from tests.store.desks import (
    everything_in,
    journal_in,
    new_desk,
    open_desk,
    opened,
    tamper,
    tip_of,
)
from tests.store.faults import Boundary, in_child
from tests.store.memory_place import MemoryPlace
from tests.store.sealed import DUTY, FIRST, KEY, LEAD, planted, sealed_desk, where

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer as Buffer

FILE = "密件照片，".encode() * 20_000
WORDS = ("密件", "密柜")
THIRD = Identity.generate()


def with_files(desk: Desk) -> Desk:
    """A desk with a tip that has a file, one whose file was taken off, and facts alone."""
    desk.record(planted())
    for name in ("密件一.jpg", "密件二.jpg"):
        desk.enclosures.add("1", "photographs", name=name, kept_at="密柜", file=BytesIO(FILE))
    desk.enclosures.remove("1", 2)
    desk.enclosures.add("1", "letter", pages=3)
    return desk


def taken_out(desk: Desk, place: int = 1) -> bytes:
    out = BytesIO()
    desk.enclosures.take_out("1", place, out)
    return out.getvalue()


def lead(place: Place) -> Desk:
    desk = open_desk(place, LEAD)
    desk.access.unlock(KEY)
    return desk


def test_verify_counts_the_files_and_names_what_no_tip_refers_to(place: Place) -> None:
    desk = with_files(new_desk(place))
    used = desk.tip("1").enclosures[0].file
    found = desk.keeping.verify()
    assert used and found.is_sound and found.files == 1
    assert {*found.unused} == desk.enclosures.kept().keys() - {used.id}


def test_a_file_that_was_taken_off_or_whose_tip_went_is_not_missed_once_it_is_gone() -> None:
    desk = new_desk(place := MemoryPlace("desk"))
    for number in ("1", "2"):
        desk.record(tip_of())
        desk.enclosures.add(number, "other", file=BytesIO(FILE))
    desk.enclosures.remove("1", 1)
    desk._table.remove(doc_ids=[2])
    for file_id in place.files.kept():
        place.files.drop(file_id)
    found = desk.keeping.verify()
    assert found.is_sound and found.files == 0


def test_verify_names_each_file_that_is_missing_or_changed_without_a_key(tmp_path: Path) -> None:
    desk = with_files(sealed_desk(tmp_path / "desk", DUTY))
    desk.enclosures.add("1", "other", file=BytesIO(FILE))
    first, third = (one.file for one in desk.tip("1").enclosures if one.file)
    folder = tmp_path / "desk" / "files"
    changed = folder / first.id
    changed.write_bytes(changed.read_bytes()[:-1])
    (folder / third.id).unlink()
    found = open_desk(tmp_path / "desk", "统计").keeping.verify()
    assert [damage.sentence for damage in found.damages] == [
        f"2016-0001 的附件文件 files/{first.id}：与存入时不同。",
        f"2016-0001 的附件文件 files/{third.id}：缺失。",
    ]


@pytest.mark.parametrize("make", [new_desk, sealed_desk])
@pytest.mark.parametrize("into", ["its like", "a folder"])
def test_a_backup_carries_the_files_and_a_desk_is_made_of_it(
    new_place: NewPlace, tmp_path: Path, into: str, make: Callable[[Place], Desk]
) -> None:
    desk = with_files(make(new_place("desk")))
    # What is left of one that broke off is nobody's.
    with desk.place.files.writing() as file:
        file.write(b"orphan")
        file.keep("0" * 32)
    desk.keeping.backup(tmp_path / "backup.zip")
    new = new_place("new") if into == "its like" else Path(tmp_path / "new" / "desk")
    found = restore(tmp_path / "backup.zip", new)
    assert found.is_sound and found.files == 1 and len(found.unused) == 1
    again = open_desk(new, LEAD)
    if make is sealed_desk:
        again.access.unlock(KEY)
    assert taken_out(again) == FILE
    assert again.enclosures.kept() == {
        file_id: size for file_id, size in desk.enclosures.kept().items() if file_id != "0" * 32
    }


@pytest.mark.parametrize("has_checkpoint", [True, False])
def test_a_backup_without_files_is_one_that_older_programs_restore(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, has_checkpoint: bool
) -> None:
    desk = new_desk(tmp_path / "desk")
    if not has_checkpoint:
        desk.place.checkpoint.drop()
        monkeypatch.setattr(desk.ground.storage, "checkpoint_if_possible", lambda: None)
    for name, made in (("before.zip", 1), ("after.zip", 2)):
        desk.keeping.backup(tmp_path / name)
        with zipfile.ZipFile(tmp_path / name) as packed:
            assert orjson.loads(packed.read("manifest.json"))["format"] == made
        desk.record(tip_of())
        desk.enclosures.add("1", "other", file=BytesIO(FILE))


def repacked(archive: Path, change: Callable[[dict[str, bytes]], int]) -> Path:
    """An archive with something else in it, packed as `change` says, its manifest put right."""
    with zipfile.ZipFile(archive) as packed:
        held = {name: packed.read(name) for name in packed.namelist()}
    how = change(held)
    new = archive.with_suffix(".new.zip")
    with zipfile.ZipFile(new, "w") as packed:
        for name, data in held.items():
            packed.writestr(name, data, how if name.startswith("files/") else zipfile.ZIP_DEFLATED)
    return new


def test_a_file_changed_packed_or_named_otherwise_in_a_backup_is_refused(tmp_path: Path) -> None:
    with_files(new_desk(tmp_path / "desk")).keeping.backup(tmp_path / "backup.zip")

    def changed(held: dict[str, bytes]) -> int:
        name = next(name for name in held if name.startswith("files/"))
        held[name] = held[name][:-1] + b"?"
        return zipfile.ZIP_STORED

    def packed(held: dict[str, bytes]) -> int:
        return zipfile.ZIP_DEFLATED

    for change in (changed, packed):
        with pytest.raises(DeskDamaged):
            restore(repacked(tmp_path / "backup.zip", change), tmp_path / "new")
        (tmp_path / "backup.new.zip").unlink()

    def named(held: dict[str, bytes]) -> int:
        manifest = orjson.loads(held["manifest.json"])
        for name in [name for name in held if name.startswith("files/")]:
            for other in (f"files/../../{name[-8:]}", f"/{name}", f"files/{name}"):
                held[other] = held[name]
                manifest["files"][other] = manifest["files"][name]
        held["manifest.json"] = orjson.dumps(manifest)
        return zipfile.ZIP_STORED

    before = {*tmp_path.parent.rglob("*")}
    restore(repacked(tmp_path / "backup.zip", named), tmp_path / "new")
    made = {path.relative_to(tmp_path / "new") for path in (tmp_path / "new").rglob("*")}
    assert {*tmp_path.parent.rglob("*")} - before == {
        tmp_path / "backup.new.zip",
        tmp_path / "new",
        *(tmp_path / "new" / path for path in made),
    }
    assert all(path.parts[0] != "files" or len(path.parts) <= 2 for path in made)


def test_sealing_to_other_keys_leaves_the_bytes_of_the_files_and_opens_them_anew(
    place: Place,
) -> None:
    with_files(sealed_desk(place, DUTY)).close()
    before, old = everything_in(place), lead(place)
    (one,) = (one for one in old.access.open_tip("1").enclosures if one.file)
    old.keeping.rekey([str(THIRD.to_public())])
    after = everything_in(place)
    files = {name for name in before if "files/" in name}
    assert files and all(before[name] == after[name] for name in files)
    again = open_desk(place, LEAD)
    with pytest.raises(BadKey):
        again.access.unlock(KEY)
    with pytest.raises(Sealed):
        taken_out(again)
    again.access.unlock(str(THIRD))
    assert taken_out(again) == FILE and again.keeping.verify().is_sound
    # Who kept the old key and an old copy of the journal opens what was in the folder then.
    assert one.file
    out = BytesIO()
    with place.files.open(one.file.id) as file:
        open_file(file.read, out.write, one.key, one.size)
    assert out.getvalue() == FILE


def test_of_fifty_files_of_hostile_names_nothing_is_found_in_clear(tmp_path: Path) -> None:
    """In the folder, its drafts, the keys in memory and a backup."""
    folder, office = tmp_path / "desk", tmp_path / "office"
    office.mkdir(0o700)
    desk = sealed_desk(folder, DUTY)
    for _ in range(5):
        desk.record(planted())
    kinds = [*ENCLOSURE_KINDS]
    for n in range(50):
        hostile = FRAGMENTS[n % len(FRAGMENTS)]
        name = name_of_file(Path(f"/密名{n}{hostile.replace('/', '')}.exe"))
        content = f"密容{n}{hostile}".encode() * 9
        number, at = str(n // 10 + 1), f"密名{n}"
        desk.enclosures.add(number, kinds[n % 5], name=name, kept_at=at, file=BytesIO(content))
    desk.drafts.keep("修改", {"amends": desk.access.open_tip("1").as_json()})
    unlocked = open_desk(folder, LEAD)
    unlocked.access.unlock(KEY)
    unlocked.keeping.backup(tmp_path / "office" / "backup.zip")
    desk.drafts.drop("修改")
    desk.drafts.keep("登记", {"summary": "密名"})
    unlocked.enclosures.correct("1", 10, file_number="密名")
    with_key = Path("/dev/shm") / f"dutydesk-{os.getuid()}"
    found = ("密名", "密容")
    assert [path for each in (folder, office, with_key) for path in where(each, found)] == []
    assert [path for each in (folder, office) for path in where(each, ("AGE-SECRET-KEY",))] == []
    out = BytesIO()
    unlocked.enclosures.take_out("5", 10, out)
    assert out.getvalue().decode().startswith("密容49")


def test_a_file_that_is_missing_keeps_no_key_from_being_changed(tmp_path: Path) -> None:
    desk = with_files(sealed_desk(tmp_path / "desk"))
    for path in (tmp_path / "desk" / "files").iterdir():
        path.unlink()
    desk.access.unlock(KEY)
    desk.keeping.rekey([str(THIRD.to_public())])


def test_after_a_hand_over_the_file_is_for_who_has_a_key(place: Place) -> None:
    sealed_desk(place).close()
    desk = open_desk(place, DUTY)
    desk.shifts.take_over()
    assert taken_out(with_files(desk)) == FILE
    desk.shifts.hand_over()
    with pytest.raises(NotAllowed):
        taken_out(desk)
    opened_by = lead(place)
    assert taken_out(opened_by) == FILE
    tip = opened_by.access.open_tip("1").as_json()
    key = tip["enclosures"][0]["key"]
    assert key and key not in repr(printed(tip)), "nobody reads it outside the desk"


@pytest.mark.parametrize("make", [new_desk, sealed_desk])
def test_the_archive_holds_the_files_sealed_and_the_end_removes_them(
    new_place: NewPlace, tmp_path: Path, make: Callable[[Place], Desk]
) -> None:
    place, folder = new_place("desk"), tmp_path / "office"
    folder.mkdir(0o700)
    desk = with_files(make(place))
    to = [str(FIRST.to_public())]
    found = desk.keeping.seal_archive(folder / "档案.age", to, KEY)
    assert [(one.what, one.note) for one in desk.access.accesses()][-1:] == [
        ("archive", "档案.age")
    ]
    assert not [word for word in WORDS if word.encode() in found.file.read_bytes()]
    desk.keeping.purge(found.file, KEY, desk.notice.unit)
    assert not place.files.kept()
    desk.close()
    restored = restore(found.file, new_place("again"), KEY)
    assert restored.is_sound and restored.files == 1
    again = open_desk(new_place("again"), LEAD)
    if make is sealed_desk:
        again.access.unlock(KEY)
    assert taken_out(again) == FILE


def test_nothing_is_removed_while_the_archive_lacks_a_file(tmp_path: Path) -> None:
    (tmp_path / "office").mkdir(0o700)
    desk = with_files(new_desk(tmp_path / "desk"))
    (kept,) = (one.file.id for one in desk.tip("1").enclosures if one.file)
    path, to = tmp_path / "desk" / "files" / kept, [str(FIRST.to_public())]
    whole = path.read_bytes()
    path.write_bytes(whole[:-1] + b"?")
    with pytest.raises(CannotEnd, match="2016-0001 的附件缺少文件"):
        desk.keeping.seal_archive(tmp_path / "office" / "不全.age", to, KEY)
    # What is missing, or cut short, is told before anything is written.
    path.write_bytes(whole[:-1])
    with pytest.raises(CannotEnd, match="2016-0001 的附件缺少文件"):
        desk.keeping.check_can_archive(tmp_path / "office" / "档案.age", to, KEY)
    path.unlink()
    with pytest.raises(CannotEnd, match="2016-0001 的附件缺少文件"):
        desk.keeping.seal_archive(tmp_path / "office" / "档案.age", to, KEY)
    desk.enclosures.remove("1", 1)
    found = desk.keeping.seal_archive(tmp_path / "office" / "档案.age", to, KEY)
    desk.keeping.purge(found.file, KEY, desk.notice.unit)


def test_an_archive_of_something_else_that_is_as_long_is_none_of_the_desk(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    place, to = MemoryPlace("archived"), [str(FIRST.to_public())]
    desk = with_files(new_desk(place))
    found = desk.keeping.seal_archive(tmp_path / "档案.age", to, KEY)
    assert desk.keeping.check_archive(found.file, KEY) == found
    tamper(place, "密语".encode(), "真语".encode())
    other = open_desk(place)
    with pytest.raises(CannotEnd, match="未删除任何内容"):
        other.keeping.purge(found.file, KEY, other.notice.unit)
    assert place.ended() is None and place.files.kept() and journal_in(place)


def test_files_that_are_missing_are_named_by_the_numbers_of_their_tips() -> None:
    place = MemoryPlace("missing")
    desk = new_desk(place)
    for _n in range(2):
        desk.record(tip_of())
    for number in ("2", "1"):
        desk.enclosures.add(number, "other", file=BytesIO(FILE))
    for file_id in place.files.kept():
        place.files.drop(file_id)
    told = [damage.sentence[:9] for damage in desk.keeping.verify().damages]
    assert told == ["2016-0001", "2016-0002"]


def test_a_file_that_cannot_be_read_keeps_no_desk_from_being_backed_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = with_files(new_desk(tmp_path / "desk"))
    bad = desk.enclosures.add("1", "other", file=BytesIO(FILE)).enclosures[-1].file
    assert bad and desk.keeping.backup(tmp_path / "1.zip").incomplete == ()
    on_the_disk = desk.place.files.open

    def on_a_bad_disk(file_id: str) -> IO[bytes]:
        if file_id == bad.id:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return on_the_disk(file_id)

    with monkeypatch.context() as patch:
        patch.setattr(desk.place.files, "open", on_a_bad_disk)
        assert desk.keeping.backup(tmp_path / "0.zip").incomplete == ("2016-0001",)
        (told,) = desk.keeping.verify().damages
        assert (told.file, told.line) == (f"files/{bad.id}", 0)
        assert told.sentence == (f"2016-0001 的附件文件 files/{bad.id}：无法读取（磁盘读写出错）。")
    (tmp_path / "desk" / "files" / bad.id).unlink()
    assert desk.keeping.backup(tmp_path / "2.zip").incomplete == ("2016-0001",)
    (tmp_path / "desk" / "files" / bad.id).mkdir()
    assert desk.keeping.backup(tmp_path / "3.zip").incomplete == ("2016-0001",)
    found = restore(tmp_path / "3.zip", tmp_path / "new")
    assert [damage.file for damage in found.damages] == [f"files/{bad.id}"]
    assert taken_out(open_desk(tmp_path / "new")) == FILE


def test_a_folder_of_files_that_cannot_be_read_is_told_and_the_rest_is_checked_and_backed_up(
    tmp_path: Path,
) -> None:
    desk = with_files(new_desk(tmp_path / "desk"))
    (tmp_path / "desk" / "files").rename(tmp_path / "elsewhere")
    (tmp_path / "desk" / "files").write_bytes(b"")
    with pytest.raises(CannotRead, match="files"):
        Folder(tmp_path / "desk").files.kept()
    found = desk.keeping.verify()
    assert len(found.damages) == 1 and "2016-0001" in found.damages[0].sentence
    assert desk.keeping.backup(tmp_path / "1.zip").incomplete == ("2016-0001",)
    assert restore(tmp_path / "1.zip", tmp_path / "new").tips == 1


def test_what_no_tip_refers_to_is_removed_once_no_undo_would_bring_it_back(place: Place) -> None:
    desk = with_files(new_desk(place))
    with desk.place.files.writing() as file:
        file.write(b"orphan")
        file.keep("0" * 32)
    assert desk.enclosures.unused() == {"0" * 32: 6}
    # By the journal alone, too: what stands is referred to on each day, what was taken off on its own.
    pieces, kept = [journal_in(place)], desk.enclosures.kept().keys() - {"0" * 32}
    assert ids_of_day(pieces, TABLE, DURING.date()) == kept
    (stands,) = ids_of_day(pieces, TABLE, DURING.add(days=1).date())
    assert stands in kept
    assert desk.enclosures.remove_unused() == {"0" * 32: 6}
    assert len(desk.enclosures.kept()) == 2
    tomorrow = opened(Desk.open(place, clock=Clock.at(DURING.add(days=1)), officer=LEAD))
    (gone,) = tomorrow.enclosures.remove_unused()
    assert gone not in tomorrow.enclosures.kept() and taken_out(tomorrow) == FILE
    found = [(a.what, a.note) for a in tomorrow.access.accesses()]
    assert found == [("clear", "1")] * 2 + [("export", "附件第 1 项")]


def test_what_was_taken_off_today_is_kept_however_long_it_was_there(place: Place) -> None:
    desk = new_desk(place)
    desk.record(planted())
    desk.enclosures.add("1", "photographs", file=BytesIO(FILE))
    tomorrow = opened(Desk.open(place, clock=Clock.at(DURING.add(days=1)), officer=LEAD))
    tomorrow.enclosures.remove("1", 1)
    assert tomorrow.enclosures.remove_unused() == {}
    assert tomorrow.access.accesses() == [], "nothing was removed"
    tomorrow.acts.undo()
    assert taken_out(tomorrow) == FILE


def test_nothing_is_removed_while_a_line_that_may_refer_to_it_cannot_be_read(
    tmp_path: Path,
) -> None:
    desk = with_files(new_desk(tmp_path / "desk"))
    desk.close()
    journal = tmp_path / "desk" / "journal.jsonl"
    journal.write_bytes(journal.read_bytes().replace(b'"attach"', b'"attacc"', 1))
    (tmp_path / "desk" / "tips.json").unlink()
    tomorrow = opened(
        Desk.open(tmp_path / "desk", clock=Clock.at(DURING.add(days=1)), officer=LEAD)
    )
    with pytest.raises(DeskDamaged):
        tomorrow.enclosures.remove_unused()
    assert len(tomorrow.enclosures.kept()) == 2


def test_a_file_that_was_removed_does_not_come_back_with_the_power(tmp_path: Path) -> None:
    desk = with_files(new_desk(tmp_path / "desk"))
    file_id, *_others = desk.enclosures.kept()

    def drop(say: Callable[[str], None]) -> None:
        disk = Boundary("none", 0, among=("unlink", "fsync"))
        disk.install()
        desk.place.files.drop(file_id)
        say(" ".join(disk.calls))

    child = in_child(drop)
    assert list(child.said()) == ["unlink fsync"] and child.wait() == 0


def test_what_is_put_in_the_place_of_a_file_is_no_file_of_the_desk(tmp_path: Path) -> None:
    """A link would bring any file of the account into a backup, and a folder keep the others there."""
    desk = with_files(new_desk(tmp_path / "desk"))
    (tmp_path / "密钥.txt").write_bytes(FILE)
    one = desk.tip("1").enclosures[0].file
    folder = tmp_path / "desk" / "files"
    assert one
    (folder / one.id).unlink()
    (folder / one.id).symlink_to(tmp_path / "密钥.txt")
    (folder / ("a" * 32)).mkdir()
    with desk.place.files.writing() as left:
        left.write(b"orphan")
        left.keep("b" * 32)
    assert desk.keeping.backup(tmp_path / "backup.zip").incomplete == (desk.tip("1").number,)
    with zipfile.ZipFile(tmp_path / "backup.zip") as packed:
        assert f"files/{one.id}" not in packed.namelist()
    with pytest.raises(DeskDamaged):
        taken_out(desk)
    assert not desk.keeping.verify().is_sound
    assert "b" * 32 in desk.enclosures.remove_unused()
    assert not desk.enclosures.remove_unused() and (tmp_path / "密钥.txt").exists()


def test_what_is_removed_goes_once_that_is_recorded(place: Place) -> None:
    with_files(sealed_desk(place)).close()
    before = {*place.files.kept()}
    with pytest.raises(CannotWrite), place.files.dropping(before):
        raise CannotWrite("磁盘已满")
    assert before and {*place.files.kept()} == before
    with place.files.dropping(before):
        pass
    assert not [*place.files.kept()]


def test_what_lies_on_another_disk_is_gone_with_the_desk(tmp_path: Path) -> None:
    with_files(sealed_desk(tmp_path / "desk", DUTY))
    folder = tmp_path / "desk"
    elsewhere = tmp_path / "elsewhere"
    (folder / "files").rename(elsewhere)
    (folder / "files").symlink_to(elsewhere)
    (elsewhere / "别的").touch()
    for name in ("columns", "reminders", "journal.jsonl"):
        if name in ("columns", "reminders"):
            (folder / name).mkdir()
            (folder / name / "shape-1").write_text("密语")
        (folder / name).rename(tmp_path / name)
        (folder / name).symlink_to(tmp_path / name)
    (folder / "notice.toml").rename(tmp_path / "notice.toml")
    (folder / "notice.toml").symlink_to(tmp_path / "notice.toml")
    desk = lead(Folder(folder))
    # Sealed to other keys, it is still where it was, and the old one is nowhere.
    desk.keeping.rekey([str(FIRST.to_public())])
    assert (folder / "journal.jsonl").is_symlink()
    desk = lead(Folder(folder))
    (tmp_path / "office").mkdir(0o700)
    found = desk.keeping.seal_archive(tmp_path / "office" / "档案.age", [], KEY)
    desk.keeping.purge(found.file, KEY, desk.notice.unit)
    assert [path.name for path in elsewhere.iterdir()] == ["别的"]
    assert not (tmp_path / "journal.jsonl").exists() and (tmp_path / "notice.toml").read_bytes()
    assert not [*tmp_path.glob("columns/*"), *tmp_path.glob("reminders/*")]
    assert [path.name for path in folder.iterdir()] == ["ended.json"]


@pytest.mark.parametrize("is_empty", [True, False])
def test_what_cannot_be_removed_keeps_nothing_else_there_and_is_named_until_it_is_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_empty: bool
) -> None:
    """As where `files` and the checkpoint are mount points, and where they are for reading alone."""
    folder, office = tmp_path / "desk", tmp_path / "office"
    with_files(sealed_desk(folder, DUTY)).close()
    desk = lead(Folder(folder))
    stuck = {"files", "tips.json", *desk.place.files.kept()}
    office.mkdir(0o700)
    found = desk.keeping.seal_archive(office / "档案.age", [], KEY)
    with monkeypatch.context() as patched:

        def fail(module: Any, name: str) -> None:
            real = getattr(module, name)

            def call(path: str | Path, *arguments: Any, **options: Any) -> Any:
                if Path(path).name in stuck:
                    raise OSError(errno.EBUSY, os.strerror(errno.EBUSY))
                return real(path, *arguments, **options)

            patched.setattr(module, name, call)

        fail(os, "rmdir")
        fail(os, "unlink")
        if is_empty:
            desk.keeping.purge(found.file, KEY, desk.notice.unit)
            with pytest.raises(NoDesk, match="内容已删除"):
                open_desk(folder)
            assert [
                path.name for path in folder.rglob("*") if path.is_file() and path.read_bytes()
            ] == ["ended.json"]
            return
        fail(removal, "_empty")
        with pytest.raises(EndUnfinished, match=r"手工删除：files、tips\.json；"):
            desk.keeping.purge(found.file, KEY, desk.notice.unit)
        assert not (folder / "journal.jsonl").exists() and not (folder / "notice.toml").exists()
        with pytest.raises(NoDesk, match=r"手工删除：files、tips\.json；"):
            open_desk(folder)
        with pytest.raises(DeskExists, match=r"手工删除：files、tips\.json；"):
            new_desk(folder)
    # Whose it is, nobody can prove by now: the notice is the next round's.
    (folder / "notice.toml").write_text("下一轮")
    there = {*folder.rglob("*")}
    with pytest.raises(NoDesk, match=r"手工删除：files、notice\.toml、tips\.json；"):
        open_desk(folder)
    assert {*folder.rglob("*")} == there
    for path in (folder / "tips.json", folder / "notice.toml"):
        path.unlink()
    shutil.rmtree(folder / "files")
    with pytest.raises(NoDesk, match="内容已删除"):
        open_desk(folder)


def test_a_file_that_is_changed_while_it_is_taken_out_is_not_taken_for_sound(
    tmp_path: Path,
) -> None:
    desk = with_files(new_desk(tmp_path / "desk"))
    one = desk.tip("1").enclosures[0].file
    assert one

    class Changing(BytesIO):
        def write(self, data: Buffer) -> int:
            with (tmp_path / "desk" / "files" / one.id).open("rb+") as file:
                file.seek(-1, os.SEEK_END)
                file.write(b"?")
            return super().write(data)

    with pytest.raises(DeskDamaged):
        desk.enclosures.take_out("1", 1, Changing())


@pytest.mark.parametrize("raised", [OSError, InterruptedError, KeyboardInterrupt])
def test_what_is_sealed_is_whole_or_whoever_asked_is_told(raised: type[BaseException]) -> None:
    """The library keeps to itself what goes wrong with the last that it writes, the full disk too."""
    key, content = new_key(), bytes(200_000)

    def sealed(fails_at: int = 0) -> int:
        source, calls = BytesIO(content), 0

        def counted() -> None:
            nonlocal calls
            calls += 1
            if calls == fails_at:
                raise raised

        def read(most: int) -> bytes:
            counted()
            return source.read(most)

        seal_stream(read, lambda _data: counted(), [key.to_public()])
        return calls

    for nth in range(sealed()):
        with pytest.raises(raised):
            sealed(nth + 1)


def test_what_is_opened_is_whole_or_whoever_asked_is_told_why_not() -> None:
    key, content, held = new_key(), bytes(range(256)) * 400, BytesIO()
    seal_file(BytesIO(content).read, held.write, key)
    out = BytesIO()
    open_file(BytesIO(held.getvalue()).read, out.write, str(key), len(content))
    assert out.getvalue() == content, "and nothing of what it was padded with"

    def broken(*_data: object) -> bytes:
        raise OSError(errno.EIO, "broken")

    for read, write in (
        (broken, BytesIO().write),
        (BytesIO(held.getvalue()).read, broken),
    ):
        with pytest.raises(OSError, match="broken"):
            open_file(read, write, str(key), len(content))
    cut, other = held.getvalue()[:-1], str(new_key())
    for data, by in ((cut, str(key)), (held.getvalue(), other), (held.getvalue(), "no key")):
        with pytest.raises(Sealed):
            open_file(BytesIO(data).read, BytesIO().write, by, len(content))
