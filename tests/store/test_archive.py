"""Backup while others write, restore into a fresh folder, verified first."""

from __future__ import annotations

import io
import random
import stat
import zipfile
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import orjson
import pytest
from tinydb import TinyDB

from store.desk import archive
from store.desk.against import changed_since
from store.desk.archive import Contents, _noting_ids, write_archive
from store.desk.desk import Desk
from store.desk.keeping import restore
from store.desk.places import Where, place_at
from store.errors import (
    CannotRead,
    CannotWrite,
    DeskDamaged,
    DeskError,
    DeskExists,
    NewerFormat,
)
from store.folder.place import Folder
from store.journal.line import write_line
from store.journal.place import Place
from tests.store.conftest import NewPlace
from tests.store.desks import folder_of, held, journal_in, new_desk, open_desk, tip_of
from tests.store.faults import Boundary, in_child
from tests.store.memory_place import MemoryPlace

SAMPLE = tip_of()


def backed_up(tmp_path: Path, where: Where = "") -> tuple[Desk, Path]:
    desk = new_desk(where or tmp_path / "desk")
    for n in range(3):
        desk.record(replace(SAMPLE, summary=f"第 {n} 件"))
    desk.amend(replace(desk.tip("1"), summary="改"))
    desk.keeping.backup(tmp_path / "backup.zip")
    return desk, tmp_path / "backup.zip"


@pytest.mark.parametrize("into", ["its like", "a folder"])
def test_a_restored_desk_is_the_one_backed_up(
    new_place: NewPlace, tmp_path: Path, into: str
) -> None:
    desk, archive = backed_up(tmp_path, new_place("desk"))
    new = new_place("new/desk") if into == "its like" else place_at(tmp_path / "new" / "desk")
    found = restore(archive, new)
    assert found.is_sound and (found.lines, found.tips) == (5, 3)
    again = open_desk(new)
    assert again.tips() == desk.tips()
    assert again.history("1") == desk.history("1")
    assert again.repairs == () and again.keeping.verify().is_sound
    assert again.record(SAMPLE).number == "2016-0004"


def test_backup_and_what_is_restored_are_for_their_owner_alone(tmp_path: Path) -> None:
    _desk, archive = backed_up(tmp_path)
    restore(archive, tmp_path / "new")
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o700
    assert {stat.S_IMODE(p.stat().st_mode) for p in (tmp_path / "new").iterdir()} == {0o600}


def test_a_desk_with_nothing_recorded_is_backed_up_with_its_whole_notice(
    new_place: NewPlace, tmp_path: Path
) -> None:
    desk, new = new_desk(new_place("desk")), new_place("new")
    desk.keeping.backup(tmp_path / "backup.zip")
    restore(tmp_path / "backup.zip", new)
    assert open_desk(new).notice == desk.notice
    assert held(new.notice) == held(desk.place.notice)
    assert journal_in(new) == journal_in(desk.place)


def test_nothing_is_restored_over_a_file_or_into_a_folder_that_is_not_empty(
    tmp_path: Path,
) -> None:
    """A link is what it leads to, and one that leads nowhere is written over no more than through."""
    _desk, archive = backed_up(tmp_path)
    (tmp_path / "file").write_text("stays")
    (tmp_path / "folder").mkdir()
    (tmp_path / "link").symlink_to("folder")
    (tmp_path / "dangling").symlink_to("nowhere")
    restore(archive, tmp_path / "link")
    assert open_desk(tmp_path / "folder").tips() and (tmp_path / "link").is_symlink()
    for taken in ("file", "folder", "link", "dangling"):
        with pytest.raises(DeskExists):
            restore(archive, tmp_path / taken)
    assert (tmp_path / "file").read_text() == "stays"
    assert not (tmp_path / "nowhere").exists()


def test_what_came_meanwhile_where_a_desk_was_to_be_restored_stays(tmp_path: Path) -> None:
    there = Folder(tmp_path / "there")
    with pytest.raises(DeskExists), there.restoring([("notice.toml", [b""])]):
        (tmp_path / "there").symlink_to("nowhere")
    assert [path.name for path in tmp_path.iterdir()] == ["there"]


def test_what_is_restored_or_backed_up_is_on_the_disk_before_it_has_its_name(
    tmp_path: Path,
) -> None:
    desk, archive = backed_up(tmp_path)
    desk.enclosures.add("1", "letter", file=io.BytesIO(b"a letter"))
    desk.keeping.backup(tmp_path / "with a file.zip")

    def work(say: Callable[[str], None]) -> None:
        disk = Boundary("none", 0, among=("fsync", "replace", "rename", "link"))
        disk.install()
        restore(archive, tmp_path / "new")
        say(" ".join(disk.calls))
        disk.calls.clear()
        open_desk(tmp_path / "new").keeping.backup(tmp_path / "again.zip")
        say(" ".join(disk.calls))
        disk.calls.clear()
        restore(tmp_path / "with a file.zip", tmp_path / "with a file")
        say(" ".join(disk.calls))

    child = in_child(work)
    restored, backed_up_again, with_a_file = child.said()
    assert child.wait() == 0
    # Three files and their folder, then the name, then the folder that has it.
    assert restored == "fsync fsync fsync fsync replace fsync"
    assert backed_up_again == "fsync link fsync"
    assert with_a_file == "fsync fsync fsync fsync fsync fsync replace fsync"


def test_a_backup_that_cannot_be_written_is_told_and_leaves_nothing(tmp_path: Path) -> None:
    desk = new_desk(tmp_path / "desk")
    with pytest.raises(CannotWrite):
        desk.keeping.backup(tmp_path / "absent" / "backup.zip")

    def faulty(say: Callable[[str], None]) -> None:
        Boundary("disk broken", 1, among=("fsync",)).install()
        try:
            desk.keeping.backup(tmp_path / "backup.zip")
        except CannotWrite as error:
            say(str(error))

    child = in_child(faulty)
    (said,) = child.said()
    assert child.wait() == 0 and "没有保存" in said
    assert [path.name for path in tmp_path.iterdir()] == ["desk"]


def test_a_backup_is_plain_files_that_others_can_read(place: Place, tmp_path: Path) -> None:
    desk, archive = backed_up(tmp_path, place)
    desk.drafts.keep("登记", {"summary": "打到一半"})
    desk.keeping.backup(tmp_path / "with-draft.zip")
    for name in (archive, tmp_path / "with-draft.zip"):
        with zipfile.ZipFile(name) as file:
            assert {*file.namelist()} == {
                "manifest.json",
                "notice.toml",
                "journal.jsonl",
                "tips.json",
            }
            file.extractall(tmp_path / "out")
            told = orjson.loads(file.read("manifest.json"))
            held = {part: file.read(part) for part in file.namelist() if part != "manifest.json"}
        assert told["format"] == 1
        assert told["at"].startswith("2016-10-01T16:59:") and told["at"].endswith("+08:00")
        assert told["files"] == {
            part: {"bytes": len(data), "sha256": sha256(data).hexdigest()}
            for part, data in held.items()
        }
    assert len(TinyDB(tmp_path / "out" / "tips.json").table("tips")) == 3


def test_a_backup_made_while_others_write_is_of_one_moment(tmp_path: Path) -> None:
    desk = new_desk(tmp_path / "desk")

    def work(say: Callable[[str], None]) -> None:
        writer = open_desk(tmp_path / "desk")
        for _n in range(100_000):
            say(writer.record(SAMPLE).number)
            writer.checkpoint()

    child = in_child(work)
    for n, _number in enumerate(child.said()):
        if n in (5, 40, 80):
            desk.keeping.backup(tmp_path / f"{n}.zip")
            found = restore(tmp_path / f"{n}.zip", tmp_path / f"{n}")
            assert found.is_sound and found.tips > n
            restored = open_desk(tmp_path / f"{n}").tips()
            assert [tip.number for tip in restored] == [
                f"2016-{k:04d}" for k in range(1, found.tips + 1)
            ]
        if n == 80:
            child.kill()
    child.wait()


def test_what_is_appended_after_the_moment_is_left_out(new_place: NewPlace, tmp_path: Path) -> None:
    desk = new_desk(new_place("desk"))
    desk.record(SAMPLE)
    moment = len(journal_in(desk.place))

    def whole() -> int:
        # At the last moment someone else records a tip and writes the checkpoint.
        with open_desk(desk.place) as other:
            other.record(SAMPLE)
        return moment

    contents = Contents(desk.place, desk.ground.storage.log, whole)
    write_archive(tmp_path / "backup.zip", contents, "2016-10-01T09:00:00+08:00")
    found = restore(tmp_path / "backup.zip", new_place("new"))
    assert found.is_sound and found.tips == 1


def with_another_tip(files: dict[str, bytes]) -> None:
    files["journal.jsonl"] = files["journal.jsonl"].replace("第 2 件".encode(), "第 9 件".encode())


def without_its_notice(files: dict[str, bytes]) -> None:
    told = orjson.loads(files["manifest.json"])
    del files["notice.toml"], told["files"]["notice.toml"]
    files["manifest.json"] = orjson.dumps(told)


def without_its_journal(files: dict[str, bytes]) -> None:
    told = orjson.loads(files["manifest.json"])
    del files["journal.jsonl"], told["files"]["journal.jsonl"]
    files["manifest.json"] = orjson.dumps(told)


@pytest.mark.parametrize("change", [with_another_tip, without_its_notice, without_its_journal])
def test_an_archive_packed_anew_with_something_else_in_it_is_refused(
    tmp_path: Path, change: Callable[[dict[str, bytes]], None]
) -> None:
    desk, archive = backed_up(tmp_path)
    with zipfile.ZipFile(archive) as file:
        files = {name: file.read(name) for name in file.namelist()}
    change(files)
    with zipfile.ZipFile(archive, "w") as file:
        for name, content in files.items():
            file.writestr(name, content)
    with pytest.raises(DeskDamaged, match="不是完好的备份"):
        restore(archive, tmp_path / "new")
    if change is with_another_tip:
        with pytest.raises(DeskDamaged, match="不是完好的备份"):
            desk.keeping.verify(against=archive)
    assert not (tmp_path / "new").exists()


MANIFESTS = (
    b"",
    b"{",
    b"\xff",
    b"[]",
    b"1",
    b"{}",
    b'{"format":"2","files":{}}',
    b'{"format":2,"files":[]}',
    b'{"format":2,"files":{"notice.toml":1,"journal.jsonl":1}}',
    b'{"format":2,"files":{"notice.toml":{},"journal.jsonl":{}}}',
)


@pytest.mark.parametrize("manifest", MANIFESTS)
def test_of_an_archive_whose_manifest_says_something_else_no_desk_is_made(
    tmp_path: Path, manifest: bytes
) -> None:
    _desk, archive = backed_up(tmp_path)
    with zipfile.ZipFile(archive) as file:
        files = {name: file.read(name) for name in file.namelist()}
    with zipfile.ZipFile(archive, "w") as file:
        for name, content in (files | {"manifest.json": manifest}).items():
            file.writestr(name, content)
    with pytest.raises(DeskDamaged, match="不是完好的备份"):
        restore(archive, tmp_path / "new")
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(
    ("at", "said"),
    [(8, b"\1"), (6, b"\xff\xff"), (8, b"\x20"), (10, b"\x63"), (20, b"\0\0\1\0\0\0\1\0")],
    ids=["a password", "a newer version", "a patch", "another packing", "more than there is"],
)
def test_an_archive_that_asks_for_what_no_backup_needs_is_refused(
    tmp_path: Path, at: int, said: bytes
) -> None:
    _desk, archive = backed_up(tmp_path)
    with zipfile.ZipFile(archive) as file:
        files = {name: file.read(name) for name in file.namelist()}
    with zipfile.ZipFile(archive, "w") as file:
        for name, content in files.items():
            file.writestr(name, content)
    packed = bytearray(archive.read_bytes())
    # What the list at its end says of the last part, which is read first.
    begins = packed.rindex(b"PK\1\2") + at
    packed[begins : begins + len(said)] = said
    archive.write_bytes(packed)
    with pytest.raises(DeskDamaged, match="不是完好的备份"):
        restore(archive, tmp_path / "new")
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("packing", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_file_that_is_packed_so_that_it_unpacks_at_once_is_refused(
    tmp_path: Path, packing: int
) -> None:
    desk, archive = backed_up(tmp_path)
    with zipfile.ZipFile(archive) as file:
        files = {name: file.read(name) for name in file.namelist()}
    with zipfile.ZipFile(archive, "w", packing) as file:
        for name, content in files.items():
            file.writestr(name, content)
    with pytest.raises(DeskDamaged, match="不是完好的备份"):
        restore(archive, tmp_path / "new")
    with pytest.raises(DeskDamaged, match="不是完好的备份"):
        desk.keeping.verify(against=archive)


@pytest.mark.parametrize(
    "bomb", [bytes(17 << 20), b"\n" * 130_000], ids=["a line without end", "lines of nothing"]
)
def test_a_file_that_unpacks_to_far_more_than_a_backup_is_refused(
    tmp_path: Path, bomb: bytes
) -> None:
    desk, archive = backed_up(tmp_path)
    files = {"notice.toml": held(desk.place.notice), "journal.jsonl": journal_in(desk.place) + bomb}
    # What is said of a size is no reason to unpack more at once.
    told = {name: {"bytes": -1, "sha256": sha256(data).hexdigest()} for name, data in files.items()}
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in files.items():
            file.writestr(name, data)
        file.writestr("manifest.json", orjson.dumps({"format": 1, "files": told}))
    with pytest.raises(DeskDamaged, match="不像是备份"):
        restore(archive, tmp_path / "new")
    with pytest.raises(DeskDamaged, match="不像是备份"):
        desk.keeping.verify(against=archive)
    assert not (tmp_path / "new").exists()


def test_a_backup_of_lines_that_no_desk_writes_is_told_as_another(tmp_path: Path) -> None:
    desk, archive = backed_up(tmp_path)
    first = journal_in(desk.place).split(b"\n")[0]
    name = orjson.loads(first)["desk"]
    for tables in (None, [], {"seal": {"1": []}}, {"tips": {"1": {"sealed": 1}}}):
        line, _hash = write_line({"n": 1, "desk": name, "tables": tables})
        said = {"sha256": sha256(line).hexdigest()}
        with zipfile.ZipFile(archive, "w") as file:
            file.writestr("notice.toml", b"")
            file.writestr("journal.jsonl", line)
            files = {"notice.toml": {"sha256": sha256(b"").hexdigest()}, "journal.jsonl": said}
            file.writestr("manifest.json", orjson.dumps({"format": 1, "files": files}))
        (damage,) = desk.keeping.verify(against=archive).damages
        assert (damage.line, "与备份不符" in damage.sentence) == (1, True)


def test_two_desks_set_up_alike_at_once_are_two_all_the_same(tmp_path: Path) -> None:
    desk, archive = backed_up(tmp_path)
    other = new_desk(MemoryPlace("other"))
    known = [one.ground.storage.log.founding() for one in (desk, other)]
    assert known[0].keys() == known[1].keys() and known[0]["desk"] != known[1]["desk"]
    assert desk.ground.founded_as != other.ground.founded_as
    (damage,) = other.keeping.verify(against=archive).damages
    assert "这不是本值班台的备份" in damage.sentence
    again = open_desk(desk.place)
    assert again.ground.founded_as == desk.ground.founded_as, "whenever it is opened"


def test_a_line_that_no_desk_writes_is_told_where_a_desk_was_sealed_anew_since() -> None:
    def journal_of(key: str, second: object) -> bytes:
        first = {"n": 1, "desk": "甲", "tables": {"seal": {"1": {"desk": key}}}}
        lines = (first, {"n": 2, "what": "log", "tables": second})
        return b"".join(write_line(line)[0] for line in lines)

    backup = journal_of("一", {"log": {"1": {"at": ""}}})
    assert not [*changed_since(backup, lambda: [journal_of("二", {"log": {"1": {"at": ""}}})], [])]
    for tables in (5, [], {"log": 5}, {"log": {"1": 5}}):
        for then, now in ((tables, tables), ({"log": {"1": {"at": ""}}}, tables)):
            found = [*changed_since(journal_of("一", then), lambda: [journal_of("二", now)], [])]  # noqa: B023
            assert [damage.line for damage in found] == [2], tables


def test_where_a_desk_was_sealed_anew_since_it_is_told_that_another_did_it_or_at_another_time() -> (
    None
):
    def journal_of(key: str, **said: str) -> bytes:
        first = {"n": 1, "desk": "甲", "tables": {"seal": {"1": {"desk": key}}}}
        second = {"n": 2, "at": "2016-10-01T09:00:00+08:00", "by": "李明", "what": "amend"}
        return b"".join(write_line(line)[0] for line in (first, second | said))

    backup = journal_of("一")
    assert not [*changed_since(backup, lambda: [journal_of("二")], [])]
    for name in ("at", "by", "what"):
        found = [*changed_since(backup, lambda: [journal_of("二", **{name: "改过"})], [])]  # noqa: B023
        assert [damage.line for damage in found] == [2], name


def test_nothing_is_overwritten(place: Place, tmp_path: Path) -> None:
    desk, archive = backed_up(tmp_path, place)
    before = archive.read_bytes()
    with pytest.raises(DeskExists):
        desk.keeping.backup(archive)
    with pytest.raises(DeskExists):
        restore(archive, place)
    assert archive.read_bytes() == before
    assert len(open_desk(place).tips()) == 3


def test_an_archive_damaged_anywhere_is_refused_or_harmless(tmp_path: Path) -> None:
    desk, archive = backed_up(tmp_path)
    sound = archive.read_bytes()
    chance = random.Random(3)
    refused = 0
    for n in range(150):
        offset = chance.randrange(len(sound))
        flipped = bytes([sound[offset] ^ 1 << chance.randrange(8)])
        archive.write_bytes(sound[:offset] + flipped + sound[offset + 1 :])
        folder = tmp_path / f"{n}"
        try:
            found = restore(archive, folder)
        except DeskError:
            refused += 1
            assert not folder.exists()
        else:
            assert found.is_sound and open_desk(folder).tips() == desk.tips()
    assert refused > 100
    assert not list(tmp_path.glob("*.restoring"))


def with_manifest(archive: Path, **said: object) -> Path:
    """The archive anew, whose manifest says this too."""
    made = archive.with_name("made.zip")
    with zipfile.ZipFile(archive) as ours, zipfile.ZipFile(made, "w") as anew:
        for name in ours.namelist():
            data = ours.read(name)
            if name == "manifest.json":
                data = orjson.dumps(said | orjson.loads(data) | said)
            anew.writestr(name, data)
    return made


def test_a_manifest_of_very_many_files_is_read_to_its_end(tmp_path: Path) -> None:
    _desk, archive = backed_up(tmp_path)
    # It stands before what is needed of it.
    many = with_manifest(archive, more=["0" * 150] * 1000)
    assert restore(many, tmp_path / "new").is_sound


def test_a_backup_of_a_newer_program_is_left_alone(tmp_path: Path) -> None:
    _desk, archive = backed_up(tmp_path)
    with pytest.raises(NewerFormat):
        restore(with_manifest(archive, format=3), tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_a_journal_of_many_pieces_is_read_back_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "_PIECE_BYTES", 100)
    desk, file = backed_up(tmp_path)
    assert archive.held_in(file, desk.place).journal == journal_in(desk.place)
    assert restore(file, tmp_path / "new").is_sound


def test_the_id_of_a_file_is_found_wherever_the_journal_is_cut_into_pieces() -> None:
    file_id = "0123456789abcdef" * 2
    said, found = f'{{"enclosures":[{{"id":"{file_id}"}}]}}'.encode(), list[set[str]]()
    for cut in range(len(said)):
        found.append(set())
        assert b"".join(_noting_ids([said[:cut], said[cut:]], found[-1])) == said
    assert found == [{file_id}] * len(said)


@pytest.mark.parametrize("content", [b"", b"PK", b"not a backup" * 99])
def test_what_is_no_backup_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x").write_bytes(content)
    with pytest.raises(DeskDamaged):
        restore(tmp_path / "x", tmp_path / "desk")
    with pytest.raises(CannotRead):
        restore(tmp_path / "nothing", tmp_path / "desk")
    assert not (tmp_path / "desk").exists()


def test_damage_from_before_the_backup_is_restored_and_told(tmp_path: Path) -> None:
    desk, _archive = backed_up(tmp_path)
    path = folder_of(desk) / "journal.jsonl"
    path.write_bytes(path.read_bytes().replace("第 2 件".encode(), "第 9 件".encode()))
    desk.keeping.backup(tmp_path / "later.zip")
    found = restore(tmp_path / "later.zip", tmp_path / "new")
    assert (found.damages[0].file, found.damages[0].line) == ("journal.jsonl", 4)
    assert len(open_desk(tmp_path / "new").tips()) == 3


def test_of_what_the_checkpoint_alone_has_each_tip_is_restored_or_named(
    new_place: NewPlace, tmp_path: Path
) -> None:
    desk, _archive = backed_up(tmp_path)
    desk.record(SAMPLE)
    desk.checkpoint()
    whole = {(tip.number, tip.revision) for tip in desk.tips()}
    path = folder_of(desk) / "journal.jsonl"
    lines = path.read_bytes().splitlines(True)
    # One as it was recorded, and how another was amended.
    for n in (3, 4):
        lines[n] = lines[n][-1:].rjust(len(lines[n]), b"#")
    path.write_bytes(b"".join(lines))
    desk.keeping.backup(tmp_path / "later.zip")
    found = restore(tmp_path / "later.zip", new := new_place("new"))
    there = {(tip.number, tip.revision) for tip in open_desk(new).tips()}
    assert found.tips == len(there)
    if new.is_checkpoint_ours_alone:
        assert whole - there == {("2016-0001", 2), ("2016-0003", 1)}
        assert "2016-0001、2016-0003" in found.damages[-1].sentence
        assert {one.line for one in found.damages if one.file != "tips.json"} == {4, 5}
    else:
        assert whole == there


def test_a_part_that_is_said_to_begin_before_the_file_is_damage(
    place: Place, tmp_path: Path
) -> None:
    desk = new_desk(place)
    desk.keeping.backup(file := tmp_path / "backup.zip")
    packed = bytearray(file.read_bytes())
    # Where all parts are, as the end of the file says: the parts themselves move as far back.
    packed[-6:-2] = (int.from_bytes(packed[-6:-2], "little") + 10_000).to_bytes(4, "little")
    file.write_bytes(packed)
    with pytest.raises(DeskDamaged, match="不是完好的备份"):
        desk.keeping.verify(against=file)
    with pytest.raises(DeskDamaged, match="不是完好的备份"):
        restore(file, tmp_path / "new")
