"""A desk is known by its first line: what is another's is not taken for its own."""

from __future__ import annotations

import os
import resource
import shutil
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import orjson
import pendulum
import pytest

from store.clock import Clock
from store.desk.desk import Desk
from store.desk.keeping import restore
from store.duty.handover import draw_up
from store.errors import CannotWrite, DeskDamaged, NewerFormat, NoDesk, Sealed
from store.folder.blob import FileBlob
from store.folder.place import Folder
from store.journal.checkpoint import checkpoint_pieces, read_checkpoint, unsealed_head
from store.journal.line import read_line, write_line
from store.notice.reading import example_text
from store.secret.seal import recipient_of, seal
from tests.store.desks import NOTICE, OFFICER, clock, new_desk, open_desk, opened, tip_of
from tests.store.faults import in_child
from tests.store.sealed import KEY, LEAD, SECOND, planted, sealed_desk


def worked(folder: Path, *summaries: str) -> None:
    with new_desk(folder) as desk:
        for summary in summaries:
            desk.record(tip_of(summary=summary))


@pytest.mark.parametrize("is_sealed", [False, True])
def test_the_first_line_says_when_by_whom_and_to_which_notice_a_desk_was_set_up(
    tmp_path: Path, is_sealed: bool
) -> None:
    folder = tmp_path / "desk"
    whose = LEAD if is_sealed else OFFICER
    seal_to = [str(SECOND.to_public())] if is_sealed else []
    opened(Desk.create(folder, example_text(), clock=clock(), officer=whose, seal_to=seal_to))
    (line,) = (folder / "journal.jsonl").read_bytes().splitlines()
    first = orjson.loads(line)
    assert line.startswith(b'{"n":1,') and len(first.pop("desk")) == 16
    head = orjson.loads((folder / "tips.json").read_bytes())["desk"]["1"]
    assert head["desk"] == first["hash"]
    assert head["format"] == head["journal_format"] == first["format"]
    assert len(first.pop("hash")) == 64 and (first.pop("tables") != {}) is is_sealed
    assert first == {
        "n": 1,
        "at": "2016-10-01T16:59:30+08:00",
        "by": whose,
        "what": "init",
        "format": 3 if is_sealed else 1,
        "notice_sha256": sha256(example_text().encode()).hexdigest(),
        "prev": "",
    }
    # So does the checkpoint that was put beside it, of which nothing has to be made anew.
    desk = open_desk(folder, whose)
    assert desk.repairs == () and desk.keeping.verify().damages == ()


def test_a_desk_put_in_the_place_of_another_takes_nothing_of_a_session_that_goes_on(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "desk"
    session = new_desk(folder)
    session.record(tip_of(summary="旧台一"))
    folder.rename(tmp_path / "old")
    worked(folder, "新台一")
    before = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    with pytest.raises(DeskDamaged, match="移走或替换"):
        session.record(tip_of(summary="旧台二"))
    with pytest.raises(DeskDamaged, match="移走或替换"):
        session.checkpoint()
    with pytest.raises(DeskDamaged, match="移走或替换"):
        session.drafts.keep("tip", {"summary": "旧台三"})
    with pytest.raises(DeskDamaged, match="移走或替换"):
        session.check_in_place()
    session.close()
    assert {p.name: p.read_bytes() for p in folder.iterdir() if p.is_file()} == before
    assert [tip.summary for tip in open_desk(folder).tips()] == ["新台一"]
    assert [tip.summary for tip in open_desk(tmp_path / "old").tips()] == ["旧台一"]


def test_the_checkpoint_of_another_desk_is_told_and_not_taken(tmp_path: Path) -> None:
    worked(tmp_path / "one", "甲一")
    worked(tmp_path / "two", "乙一", "乙二", "乙三")
    shutil.copy(tmp_path / "two" / "tips.json", tmp_path / "one" / "tips.json")
    desk = open_desk(tmp_path / "one")
    assert desk.counts_at_checkpoint() is None
    assert [tip.summary for tip in desk.tips()] == ["甲一"]
    assert any("另一个值班台" in sentence for sentence in desk.repairs)
    assert desk.record(tip_of(summary="甲二")).number == "2016-0002"
    desk.checkpoint()
    desk.close()
    again = open_desk(tmp_path / "one")
    assert again.repairs == () and len(again.tips()) == 2
    assert again.keeping.verify().is_sound


def test_no_flipped_bit_of_the_checkpoints_first_line_ends_the_desk_or_is_counted(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "desk"
    worked(folder, "一", "二")
    path = folder / "tips.json"
    whole = path.read_bytes()
    line = whole.partition(b"\n")[0]
    with open_desk(folder) as desk:
        right = desk.counts()
        for at in range(8 * len(line)):
            damaged = bytearray(whole)
            damaged[at // 8] ^= 1 << at % 8
            path.write_bytes(damaged)
            assert desk.counts_at_checkpoint() in (None, right), at
        path.write_bytes(whole)
        assert desk.counts_at_checkpoint() == right
    of_format = 8 * (line.index(b'"format":') + len('"format":'))
    for at in (*range(0, 8 * len(line), 61), *range(of_format, of_format + 8)):
        damaged = bytearray(whole)
        damaged[at // 8] ^= 1 << at % 8
        path.write_bytes(damaged)
        with open_desk(folder) as desk:
            assert desk.counts() == right, at


def test_a_checkpoint_that_cannot_be_read_is_read_around(tmp_path: Path) -> None:
    folder = tmp_path / "desk"
    worked(folder, "一")
    (folder / "tips.json").unlink()
    (folder / "tips.json").mkdir()
    with open_desk(folder) as desk:
        assert [tip.summary for tip in desk.tips()] == ["一"]
        assert any("无法读取" in sentence for sentence in desk.repairs)
        assert desk.counts_at_checkpoint() is None
        (told,) = desk.keeping.verify().damages
        assert "tips.json 无法读取" in told.sentence
        desk.record(tip_of(summary="二"))
    with open_desk(folder) as desk:
        assert desk.repairs == () and len(desk.tips()) == 2


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="needs a file that cannot be read")
def test_a_disk_that_fails_while_the_checkpoint_is_read_is_told_as_that(tmp_path: Path) -> None:
    folder = tmp_path / "desk"
    worked(folder, "一")
    with open_desk(folder) as desk:
        (folder / "tips.json").unlink()
        (folder / "tips.json").symlink_to("/proc/self/mem")
        found = desk.keeping.verify()
        (told,) = found.damages
        assert told.sentence.startswith("tips.json 无法读取（")
        assert found.tips == 1 and found.anchor == desk.keeping.anchor()


@pytest.mark.skipif(
    os.geteuid() != 0, reason="only root could leave files that another cannot read"
)
def test_root_is_sent_to_the_account_of_the_desk_and_leaves_nothing_there(tmp_path: Path) -> None:
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    worked(theirs / "desk", "一")
    for path in (theirs, *theirs.rglob("*")):
        os.chown(path, 65534, 65534)
    before = {path: path.stat() for path in theirs.rglob("*")}
    with pytest.raises(NoDesk, match="sudo -u nobody"):
        open_desk(theirs / "desk")
    with pytest.raises(NoDesk, match="sudo -u nobody"):
        new_desk(theirs / "another")
    another = Folder(theirs / "another")
    with pytest.raises(NoDesk, match="sudo -u nobody"):
        another.check_can_found()
    with pytest.raises(NoDesk, match="sudo -u nobody"), another.restoring([]):
        pass
    assert {path: path.stat() for path in theirs.rglob("*")} == before


def forged(path: Path, tables: object) -> None:
    """Adds a line with a right hash that says `tables`."""
    last = last_line(path)
    entry = {"n": last["n"] + 1, "at": "", "by": OFFICER, "what": "record", "prev": last["hash"]}
    append(path, entry | ({} if tables is None else {"tables": tables}))


def last_line(path: Path) -> dict[str, Any]:
    """What the last line of a journal says."""
    last = read_line(path.read_bytes().splitlines()[-1])
    assert last
    return last


def append(path: Path, entry: dict[str, Any]) -> None:
    """Adds a line that says `entry`, with the hash that it has to have."""
    with path.open("ab") as file:
        file.write(write_line(entry)[0])


def test_a_line_of_a_newer_format_is_refused_and_not_called_damaged(tmp_path: Path) -> None:
    folder = tmp_path / "desk"
    worked(folder, "一")
    path = folder / "journal.jsonl"
    last = last_line(path)
    entry = {"n": last["n"] + 1, "what": "record", "format": 9, "prev": last["hash"]}
    append(path, entry | {"tables": {"tips": {"2": {"of": "a later shape"}}}})
    with pytest.raises(NewerFormat):
        open_desk(folder)


def tip_document() -> dict[str, object]:
    return tip_of(summary="伪件").as_json() | {"number": "2016-0002", "revision": 1}


def sheet() -> dict[str, object]:
    return draw_up([], [], [], [], NOTICE).as_json()


@pytest.mark.parametrize(
    "tables",
    [
        None,
        5,
        {"tips": 5},
        {"tips": {"x": tip_document()}},
        {"tips": {"9" * 5000: tip_document()}},
        {"tips": {"9" * 18: tip_document()}},
        {"tips": {"0": tip_document()}},
        {"tips": {"02": tip_document()}},
        {"tips": {"٢": tip_document()}},
        {"tips": {"2": tip_document() | {"revision": 2**64 - 1}}},
        {"tips": {"2": 5}},
        {"tips": {"2": {}}},
        {"tips": {"2": tip_document() | {"received_at": 5}}},
        {"tips": {"2": tip_document() | {"received_at": "昨天"}}},
        {"tips": {"2": tip_document() | {"received_at": "2016-10-01T09:00:00"}}},
        {"tips": {"2": tip_document() | {"reporter": {"name": "李"}}}},
        {"tips": {"2": tip_document() | {"subjects": [{"unit": "某局"}]}}},
        {"tips": {"2": tip_document() | {"subjects": [{"unit": "", "post": "", "group": ""}]}}},
        {"tips": {"2": {n: v for n, v in tip_document().items() if n != "reporter"}}},
        {"tips": {"2": tip_document() | {"subjects": [5]}}},
        {"tips": {"2": tip_document() | {"disposition": {"why": "x"}}}},
        {"tips": {"2": tip_document() | {"sealed": {"age": 5, "prints": []}}}},
        {"tips": {"2": tip_document() | {"postmarked_on": "2016-13-40"}}},
        {"tips": {"2": tip_document() | {"received_at": "9999-12-31T23:59:59-12:00"}}},
        {"tips": {"2": tip_document() | {"number": ""}}},
        {"tips": {"2": tip_document() | {"number": "2016-" + "9" * 5000}}},
        {"roster": {"1": {"officer": "李", "role": "lead", "mark": []}}},
        {"roster": {"1": {"role": "lead"}}},
        {"seal": {"1": {"recipients": 5, "desk": "", "secret": ""}}},
        {"seal": {"1": {"recipients": [5], "desk": "", "secret": ""}}},
        {"roster": {"1": {"officer": 5, "role": "lead"}}},
        {"shifts": {"1": {"officers": 5, "taken_at": ""}}},
        {"shifts": {"1": {"officers": ["李", 5], "taken_at": ""}}},
        {"shifts": {"1": {"officers": ["李"], "taken_at": "", "sheet": {}}}},
        {"shifts": {"1": {"officers": ["李"], "taken_at": "", "sheet": sheet() | {"open": [5]}}}},
        {"shifts": {"1": {"officers": ["李"], "taken_at": "", "sheet": sheet() | {"first": 5}}}},
        {
            "shifts": {
                "1": {"officers": ["李"], "taken_at": "", "sheet": sheet() | {"by_channel": 5}}
            }
        },
        {"log": {"1": {"at": "", "by": ""}}},
        {"notices": {"1": {}}},
    ],
    ids=lambda tables: orjson.dumps(tables).decode()[:40],
)
def test_a_line_with_a_right_hash_and_a_wrong_shape_is_told_by_line_and_read_around(
    tmp_path: Path, tables: object
) -> None:
    folder = tmp_path / "desk"
    worked(folder, "一")
    path = folder / "journal.jsonl"
    line = len(path.read_bytes().splitlines()) + 1
    forged(path, tables)
    for _with_a_checkpoint_and_without in range(2):
        with open_desk(folder) as desk:
            assert [tip.summary for tip in desk.tips()] == ["一"]
            assert any(f"第 {line} 行" in sentence for sentence in desk.repairs)
            assert desk.counts().total == 1 and not desk.access.is_sealed
            assert desk.access.audit() == [] and len(desk.history("1")) == 1
            assert desk.acts.act_to_undo().numbers == ("2016-0001",)
            told = [(d.file, d.line) for d in desk.keeping.verify().damages]
            assert ("journal.jsonl", line) in told
        (folder / "tips.json").unlink(missing_ok=True)


def test_no_forged_number_leaves_the_next_one_without_room(tmp_path: Path) -> None:
    folder = tmp_path / "desk"
    worked(folder, "一")
    path = folder / "journal.jsonl"
    last = last_line(path)
    for n in (2**64 - 1, -1, 0):
        append(path, {"n": n, "at": "", "by": "", "what": "x", "prev": last["hash"], "tables": {}})
        with open_desk(folder) as desk:
            desk.record(tip_of(summary="后来"))
        (folder / "tips.json").unlink()
        with open_desk(folder) as desk:
            assert desk.tips()[-1].summary == "后来", n
            desk.checkpoint()
    # A checkpoint of another moment, whose hash is right.
    head, tables = read_checkpoint(FileBlob(folder / "tips.json")).head, {"tips": {}}
    head |= {"last_ids": {"tips": 10**18}, "journal_n": 10**18, "journal_hash": "x"}
    head |= {"journal_lines": 10**15, "journal_bytes": 10**15}
    FileBlob(folder / "tips.json").replace(checkpoint_pieces(unsealed_head(head), tables))
    with open_desk(folder) as desk:
        desk.record(tip_of(summary="最后"))
    (folder / "tips.json").unlink()
    with open_desk(folder) as desk:
        assert desk.tips()[-1].summary == "最后"


def test_no_forged_revision_leaves_the_next_one_without_room(tmp_path: Path) -> None:
    folder = tmp_path / "desk"
    worked(folder, "一")
    path = folder / "journal.jsonl"
    last = last_line(path)
    before = last.pop("hash")
    tip = last["tables"]["tips"]["1"] | {"revision": 2**64 - 1}
    append(path, last | {"n": last["n"] + 1, "prev": before, "tables": {"tips": {"1": tip}}})
    with open_desk(folder) as desk:
        assert desk.tip("1").revision == 1
        assert desk.amend(replace(desk.tip("1"), summary="改")).revision == 2


@pytest.mark.parametrize("said", [5, "x", {}, {"subjects": 5}, {"subjects": []}, {"summary": 5}])
def test_what_is_sealed_to_the_desk_and_is_no_tip_or_note_is_told_where_it_is_opened(
    tmp_path: Path, said: object
) -> None:
    """Its public keys stand in the journal: who writes past the desk can seal anything to them."""
    folder = tmp_path / "desk"
    lead = sealed_desk(folder, LEAD)
    lead.access.unlock(KEY)
    tip = lead.record(planted())
    lead.duty_log.write("一")
    keys = [recipient_of(key) for key in lead.access.recipients()]
    tables = lead.ground.storage.read()
    stored, log = tables["tips"]["1"], tables["log"]["1"]
    blob = {"age": seal(said, keys), "prints": []}
    forged(folder / "journal.jsonl", {"tips": {"1": stored | {"sealed": blob, "revision": 2}}})
    forged(folder / "journal.jsonl", {"log": {"1": log | {"text": seal([said], keys)}}})
    with pytest.raises(Sealed, match="对照备份"):
        lead.access.open_tip(tip.number)
    assert [entry.text for entry in lead.duty_log.all()] == ["〔已损坏〕"]
    assert lead.history(tip.number, whole=True) and lead.shifts.handover()
    with pytest.raises(Sealed, match="对照备份"):
        lead.keeping.rekey([str(SECOND.to_public())])


def test_a_line_that_the_power_cut_short_is_put_aside_though_its_newline_arrived(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "desk"
    worked(folder, "一")
    path = folder / "journal.jsonl"
    whole = path.read_bytes()
    with open_desk(folder) as desk:
        desk.record(tip_of(summary="从未确认" * 300))
        line = path.read_bytes()[len(whole) :]
    for start, end in ((0, 2048), (512, 1024), (1024, len(line) - 1)):
        torn = line[:start] + b"\0" * (end - start) + line[end:]
        path.write_bytes(whole + torn)
        (folder / "tips.json").unlink(missing_ok=True)
        with open_desk(folder) as desk:
            assert [tip.summary for tip in desk.tips()] == ["一"]
            second = desk.record(tip_of(summary="二"))
            assert second.number == "2016-0002"
            assert any("从未确认" in sentence for sentence in desk.repairs)
        with open_desk(folder) as desk:
            assert desk.keeping.verify().is_sound and len(desk.tips()) == 2
        aside = max(folder.glob("journal.torn-*"), key=lambda p: p.stat().st_mtime_ns)
        assert aside.read_bytes() == torn


def test_a_last_line_with_a_flipped_bit_is_damage_and_is_not_put_aside(tmp_path: Path) -> None:
    folder = tmp_path / "desk"
    worked(folder, "一", "二")
    path = folder / "journal.jsonl"
    damaged = bytearray(path.read_bytes())
    damaged[-200] ^= 0x80
    path.write_bytes(damaged)
    (folder / "tips.json").unlink()
    with open_desk(folder) as desk:
        assert any("已损坏" in sentence for sentence in desk.repairs)
        desk.record(tip_of(summary="三"))
    assert not list(folder.glob("journal.torn-*"))


def test_a_journal_of_nothing_but_zeros_is_refused_and_left_and_costs_no_memory(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "desk"
    worked(folder, "一")
    path = folder / "journal.jsonl"
    os.truncate(path, 0)
    os.truncate(path, 3 * 1024**3)
    with pytest.raises(DeskDamaged, match="空字节"):
        open_desk(folder).tips()
    assert path.stat().st_size == 3 * 1024**3 and path.stat().st_blocks * 512 < 1024**2
    assert not list(folder.glob("journal.torn-*"))


def test_a_checkpoint_of_gigabytes_of_zeros_is_rebuilt_and_costs_no_memory(tmp_path: Path) -> None:
    folder = tmp_path / "desk"
    worked(folder, "一")
    path = folder / "tips.json"
    os.truncate(path, 3 * 1024**3)

    def work(say: Callable[[str], None]) -> None:
        # A thread of its own wants an arena beside what the process has by then.
        has = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (has + 1024**3, resource.RLIM_INFINITY))
        with open_desk(folder) as desk:
            told = [one.file for one in desk.keeping.verify().damages]
            say(f"{len(desk.tips())} {told}")
            desk.record(tip_of(summary="二"))

    child = in_child(work)
    assert list(child.said()) == ["1 ['tips.json']"] and child.wait() == 0
    assert path.stat().st_size < 1024**2


@pytest.mark.parametrize(
    "journal", [b"", b'{"n":1}\n', bytes(3 * 1024**2)], ids=["empty", "no line of ours", "zeros"]
)
def test_a_backup_of_whose_journal_nothing_can_be_read_is_not_restored(
    tmp_path: Path, journal: bytes
) -> None:
    worked(tmp_path / "desk", "一")
    file, new = tmp_path / "b.zip", tmp_path / "new"
    held = {"notice.toml": (tmp_path / "desk" / "notice.toml").read_bytes()}
    held["journal.jsonl"] = journal
    said = {name: {"bytes": len(d), "sha256": sha256(d).hexdigest()} for name, d in held.items()}
    with ZipFile(file, "w") as archive:
        for name, data in held.items():
            archive.writestr(name, data)
        archive.writestr("manifest.json", orjson.dumps({"format": 1, "files": said}))
    with pytest.raises(DeskDamaged):
        restore(file, new)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b.zip", "desk"]


@pytest.mark.parametrize("said", [{"at": 5}, {"name": None}, {"officer": {}}, {"values": 5}])
def test_a_draft_that_is_none_is_left_where_it_is(tmp_path: Path, said: dict[str, object]) -> None:
    desk = new_desk(tmp_path / "desk")
    desk.drafts.keep("登记", {"summary": "一"})
    draft = {"officer": desk.officer, "name": "x", "at": "2016-10-01T09:00:00+08:00", "values": {}}
    path = tmp_path / "desk" / "drafts" / f"{'0' * 32}.json"
    path.write_bytes(orjson.dumps(draft | said))
    assert [one.name for one in desk.access.drafts_of_all()] == ["登记"]
    assert [one.name for one in desk.drafts.all()] == ["登记"] and desk.shifts.handover()
    assert path.exists() and len(desk.drafts.left()) == 2


def test_a_desk_of_today_is_of_a_format_that_older_programs_read_and_a_sealed_one_is_not(
    tmp_path: Path,
) -> None:
    worked(tmp_path / "open", "一")
    assert all(line.get("format", 1) == 1 for line in lines(tmp_path / "open"))
    sealed_desk(tmp_path / "sealed").close()
    assert lines(tmp_path / "sealed")[0]["format"] == 3


def test_who_would_lose_something_is_told_to_leave_the_desk_alone(tmp_path: Path) -> None:
    with new_desk(tmp_path / "desk") as desk:
        number = desk.record(tip_of(summary="一")).number
        assert desk.follow_ups.note(number, "二")
        assert [line.get("format") for line in lines(tmp_path / "desk")] == [1, None, 2]
        desk.enclosures.add(number, "letter", pages=3)
        assert lines(tmp_path / "desk")[-1]["format"] == 3
    with new_desk(tmp_path / "sent") as desk:
        desk.record(tip_of(summary="一"), reference="1")
        assert lines(tmp_path / "sent")[-1]["format"] == 3
    with new_desk(tmp_path / "limits") as desk:
        assert desk.listing.take_in([]) == 0
        assert lines(tmp_path / "limits")[-1]["format"] == 2
        desk.enclosures.set_limits(1, 1)
        assert lines(tmp_path / "limits")[-1]["format"] == 3


def test_a_sealed_desk_of_version_0_2_says_so_with_the_next_line_that_is_written(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "desk"
    sealed_desk(folder).close()
    as_of_version_0_2(folder)
    assert lines(folder)[0]["format"] == 1
    with open_desk(folder, LEAD) as desk:
        assert desk.access.is_sealed and not desk.repairs[1:]
        desk.record(tip_of(summary="一"))
        desk.record(tip_of(summary="二"))
    assert [line.get("format", 0) for line in lines(folder)[-2:]] == [3, 0]
    with open_desk(folder, LEAD) as desk:
        desk.record(tip_of(summary="三"))
    assert "format" not in lines(folder)[-1]


def as_of_version_0_2(folder: Path) -> None:
    """Writes the journal as that version did, which gave every desk format 1."""
    written, before = b"", ""
    for entry in lines(folder):
        del entry["hash"]
        first = {"format": 1} if "format" in entry else {}
        line, before = write_line(entry | first | {"prev": before})
        written += line
    (folder / "journal.jsonl").write_bytes(written)
    (folder / "tips.json").unlink()


def lines(folder: Path) -> list[dict[str, object]]:
    found = (folder / "journal.jsonl").read_bytes().splitlines()
    return [entry for line in found if (entry := read_line(line))]


def test_what_could_not_be_read_again_is_not_said_to_be_saved(tmp_path: Path) -> None:
    folder = tmp_path / "desk"
    worked(folder, "一")
    before = (folder / "journal.jsonl").read_bytes()
    for year in (1, 9999):
        wrong = Clock.at(pendulum.datetime(year, 6, 1))
        with Desk.open(folder, clock=wrong) as desk, pytest.raises(CannotWrite, match="时钟"):
            desk.record(replace(tip_of(summary="二"), received_at=None))
        assert (folder / "journal.jsonl").read_bytes() == before
