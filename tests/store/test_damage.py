"""A bit flipped or a file cut anywhere: found, told with file and line, and read around."""

from __future__ import annotations

import os
import random
import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from store.desk.index import DocumentJudge
from store.desk.places import Where
from store.desk.verify import verify_place
from store.document import TABLE
from store.duty.books import LOG, LogEntry, as_document
from store.errors import CannotWrite, DeskDamaged, DeskError, NewerFormat, NoDesk, NoSuchTip
from store.folder.place import Folder
from store.journal.line import write_line
from store.tips.shape import ALWAYS
from store.tips.tip import Tip
from tests.builders import full_tip
from tests.store.desks import NOTICE, OFFICER, held, new_desk, open_desk, summaries, tip_of
from tests.store.memory_place import MemoryPlace

FILES = ("journal.jsonl", "tips.json")
SMALL = replace(tip_of(), summary="甲", reporter=None)
# What is in the files is of each run's own; and so are the places at which they are damaged: one of so many.
EACH = 8


def some_of(places: Sequence[int]) -> Sequence[int]:
    """Places that lie all over, others in each run."""
    return places[random.randrange(EACH) :: EACH]


def small_store(place: Where) -> list[Tip]:
    """A desk whose checkpoint covers part of its journal; the tips on it."""
    desk = new_desk(place)
    first = desk.record(SMALL)
    desk.record(replace(SMALL, summary="乙"))
    desk.checkpoint()
    desk.record(replace(SMALL, summary="丙"))
    desk.amend(replace(first, summary="甲，改"))
    return list(desk.tips())


def line_of(data: bytes, offset: int) -> int:
    return data.count(b"\n", 0, offset) + 1


def flipped(data: bytes, offset: int, bit: int) -> bytes:
    return data[:offset] + bytes([data[offset] ^ (1 << bit)]) + data[offset + 1 :]


def test_a_damaged_line_is_taken_for_the_next_revision_of_a_whole_tip_and_nothing_else() -> None:
    def is_plausible(after: Any, doc_id: str = "2", table: str = TABLE, revision: int = 0) -> bool:
        before = tip | {"revision": revision} if revision else None
        try:
            return DocumentJudge(lambda: NOTICE).is_plausible(table, doc_id, before, after)
        except (LookupError, TypeError, AttributeError):
            return False

    tip = full_tip().as_json()
    assert is_plausible(tip) and is_plausible(tip | {"revision": 2}, revision=1)
    older = {name: value for name, value in tip.items() if name in ALWAYS}
    assert is_plausible(older), "as a version before wrote it"
    for name in ALWAYS:
        assert not is_plausible({key: value for key, value in tip.items() if key != name}), name
    assert not is_plausible(tip, doc_id="3") and not is_plausible(tip, revision=1)
    assert not is_plausible(tip | {"summ`ry": "甲"}) and not is_plausible(None)
    assert not is_plausible(tip | {"disciplines": "廉洁纪律"}), "it would be read as another"
    entry = as_document(LogEntry("2016-10-01T09:00:00+08:00", "甲", "电话中断"))
    assert is_plausible(entry, table=LOG) and not is_plausible(tip, table="tops")
    for wrong in (None, entry | {"tezt": ""}, {"at": "", "by": ""}):
        assert not is_plausible(wrong, table=LOG)


def test_a_tip_of_which_no_line_can_be_read_has_no_history(tmp_path: Path) -> None:
    with new_desk(tmp_path / "desk") as desk:
        desk.record(SMALL)
        desk.record(SMALL)
    journal = tmp_path / "desk" / "journal.jsonl"
    first, line, rest = journal.read_bytes().splitlines(keepends=True)
    journal.write_bytes(first + line.replace("甲".encode(), b"\xff" * 3) + rest)
    with open_desk(tmp_path / "desk") as desk:
        assert [tip.summary for tip in desk.tips()] == ["甲", "甲"], "the checkpoint has it"
        with pytest.raises(NoSuchTip, match="2016-0001"):
            desk.history("2016-0001")
        assert len(desk.history("2")) == 1


@pytest.mark.parametrize("name", FILES)
def test_a_bit_flipped_anywhere_is_found_and_read_around(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "desk"
    tips = small_store(folder)
    path = folder / name
    sound = path.read_bytes()
    for offset in some_of(range(len(sound))):
        bit = random.randrange(8)
        path.write_bytes(flipped(sound, offset, bit))
        desk = open_desk(folder)
        damages = desk.keeping.verify().damages
        assert damages, (offset, bit)
        assert {(d.file, d.line) for d in damages} & {
            (name, line_of(sound, offset)),
            (name, line_of(sound, offset) + 1),
        }, (offset, bit, damages)
        found = {tip.number: tip for tip in desk.tips()}
        if name == "tips.json":
            assert list(found.values()) == tips, (offset, bit)
            assert desk.repairs, (offset, bit)
        else:
            wrong = [tip for tip in tips if found.get(tip.number) != tip]
            assert len(wrong) <= 1, (offset, bit)
        desk.close()
    path.write_bytes(sound)
    assert open_desk(folder).keeping.verify().is_sound


def test_after_any_flip_in_the_journal_work_goes_on(tmp_path: Path) -> None:
    template = tmp_path / "template"
    tips = small_store(template)
    sound = (template / "journal.jsonl").read_bytes()
    for n in range(100):
        folder = tmp_path / f"{n}"
        shutil.copytree(template, folder)
        offset, bit = random.randrange(len(sound)), random.randrange(8)
        (folder / "journal.jsonl").write_bytes(flipped(sound, offset, bit))
        desk = open_desk(folder)
        known = summaries(desk)
        new = desk.record(replace(SMALL, summary="丁"))
        assert int(new.number[5:]) in (4, 5, 6), (offset, bit)
        assert new.number not in {tip.number for tip in tips}, (offset, bit)
        desk.close()
        with open_desk(folder) as again:
            assert summaries(again) == [*known, "丁"], (offset, bit)
            # The end of the last line alone is put right by the next one.
            assert again.keeping.verify().is_sound == (offset == len(sound) - 1), (offset, bit)


def test_a_journal_cut_anywhere_keeps_what_is_before_the_cut(tmp_path: Path) -> None:
    folder = tmp_path / "desk"
    small_store(folder)
    (folder / "tips.json").unlink()
    path = folder / "journal.jsonl"
    whole = path.read_bytes()
    first = whole.index(b"\n") + 1
    states = [[], ["甲"], ["甲", "乙"], ["甲", "乙", "丙"], ["甲，改", "乙", "丙"]]
    for size in some_of(range(first, len(whole))):
        path.write_bytes(whole[:size])
        desk = open_desk(folder)
        lines = whole[:size].count(b"\n")
        complete = whole[size : size + 1] == b"\n"
        assert summaries(desk) == states[lines - 1 + complete], size
        desk.record(SMALL)
        assert len(desk.tips()) == len(states[lines - 1 + complete]) + 1, size
        desk.ground.storage.close()
        for torn in folder.glob("journal.torn-*"):
            assert whole[:size].endswith(torn.read_bytes()), size
            torn.unlink()


def test_a_checkpoint_cut_anywhere_is_rebuilt_and_kept_for_inspection(tmp_path: Path) -> None:
    folder = tmp_path / "desk"
    tips = small_store(folder)
    path = folder / "tips.json"
    whole = path.read_bytes()
    for size in some_of(range(len(whole))):
        path.write_bytes(whole[:size])
        with open_desk(folder) as desk:
            assert desk.tips() == tips, size
            assert any("tips.json" in sentence for sentence in desk.repairs), size
            assert path.read_bytes() == whole[:size], size
            desk.checkpoint()
        aside = folder / "tips.json.damaged-1"
        assert aside.read_bytes() == whole[:size], size
        aside.unlink()
        with open_desk(folder) as again:
            assert again.repairs == (), size


def test_a_journal_cut_short_of_the_checkpoint_is_filled_from_it(tmp_path: Path) -> None:
    folder = tmp_path / "desk"
    desk = new_desk(folder)
    first, *_others = (
        desk.record(replace(SMALL, summary=summary)) for summary in ("甲", "乙", "丙")
    )
    desk.amend(replace(first, summary="甲，改"))
    desk.close()
    path = folder / "journal.jsonl"
    whole = path.read_bytes()
    path.write_bytes(b"".join(whole.splitlines(keepends=True)[:2]))
    desk = open_desk(folder)
    assert summaries(desk) == ["甲，改", "乙", "丙"]
    assert desk.repairs
    assert not desk.keeping.verify().is_sound
    assert desk.record(SMALL).number == "2016-0004"
    assert desk.record(SMALL).number == "2016-0005"
    restated = b'"by":"%b","what":"restate"' % OFFICER.encode()
    assert path.read_bytes().count(restated) == 1, "in whose name stands there"
    desk.close()
    (folder / "tips.json").unlink()
    again = open_desk(folder)
    assert summaries(again) == ["甲，改", "乙", "丙", "甲", "甲"]
    told = again.keeping.verify().damages
    assert (told[0].file, told[0].line) == ("journal.jsonl", 3)


def test_a_missing_last_newline_is_put_there_before_the_next_line(tmp_path: Path) -> None:
    folder = tmp_path / "desk"
    tips = small_store(folder)
    path = folder / "journal.jsonl"
    whole = path.read_bytes()
    for cut in (20, 1):
        path.write_bytes(whole[:-cut])
        with open_desk(folder) as desk:
            (torn,) = desk.keeping.verify().damages
            assert (torn.file, torn.line) == ("journal.jsonl", 5) and "没有写完" in torn.sentence
    with open_desk(folder) as desk:
        new = desk.record(SMALL)
        assert "缺换行符" in desk.repairs[-1]
    assert path.read_bytes().startswith(whole + b'{"n":')
    again = open_desk(folder)
    assert again.tips() == [*tips, new] and again.repairs == () and again.keeping.verify().is_sound


def test_a_checkpoint_that_was_put_right_is_not_put_aside_again(tmp_path: Path) -> None:
    folder = tmp_path / "desk"
    small_store(folder)
    (folder / "tips.json").write_bytes(b"{")
    with open_desk(folder) as desk:
        for _ in range(2):
            desk.record(SMALL)
            desk.checkpoint()
    assert [path.name for path in folder.glob("tips.json.*")] == ["tips.json.damaged-1"]
    assert open_desk(folder).keeping.verify().is_sound


def test_lines_whose_ends_were_lost_are_each_read_as_they_were_written(tmp_path: Path) -> None:
    folder = tmp_path / "desk"
    tips = small_store(folder)
    path = folder / "journal.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines).replace(b"\n", b"\x0b", len(lines) - 1))
    (folder / "tips.json").unlink()
    with open_desk(folder) as desk:
        assert list(desk.tips()) == tips
        said = {damage.sentence for damage in desk.keeping.verify().damages}
        assert not [one for one in said if "与写入时不同，尚可读出" in one]
        assert [one for one in said if "换行符已损坏，内容完好" in one]


def test_a_damaged_line_before_one_that_was_cut_short_is_told_and_stays(tmp_path: Path) -> None:
    folder = tmp_path / "desk"
    small_store(folder)
    path = folder / "journal.jsonl"
    sound = path.read_bytes()
    damaged = flipped(sound, len(sound) - 100, 1)
    torn = b'{"n":7,"at":"' + bytes(600) + b'"}\n'
    path.write_bytes(damaged + torn)
    with open_desk(folder) as desk:
        assert desk.record(SMALL).number == "2016-0004"
    assert path.read_bytes().startswith(damaged) and torn not in path.read_bytes()
    assert (folder / "journal.torn-1").read_bytes() == torn
    (told,) = {damage.line for damage in open_desk(folder).keeping.verify().damages}
    assert told == damaged.count(b"\n")


def test_a_line_seen_before_its_newline_came_is_no_damage_once_it_came(tmp_path: Path) -> None:
    folder = tmp_path / "desk"
    new_desk(folder).close()
    shutil.copytree(folder, tmp_path / "writer")
    with open_desk(tmp_path / "writer") as writer:
        for _ in range(2):
            writer.record(SMALL)
    *_first, one, two = (tmp_path / "writer" / "journal.jsonl").read_bytes().splitlines(True)
    sound = (folder / "journal.jsonl").read_bytes()
    for pieces in ((one[:-1], b"\n", two), (one + two[:-1], b"\n"), (one, two)):
        (folder / "journal.jsonl").write_bytes(sound)
        reader, there = open_desk(folder), b""
        for piece in pieces:
            there += piece
            with (folder / "journal.jsonl").open("ab") as file:
                file.write(piece)
            reader.refresh()
            assert len(reader.tips()) == there.count(b'{"n":')
        assert reader.repairs == ()


def test_of_a_line_whose_hash_is_damaged_it_alone_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "desk"
    tips = small_store(folder)
    (folder / "tips.json").unlink()
    path = folder / "journal.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    for n, line in enumerate(lines[:-1]):
        damaged = line[:-10] + (b"0" if line[-10:-9] != b"0" else b"1") + line[-9:]
        path.write_bytes(b"".join([*lines[:n], damaged, *lines[n + 1 :]]))
        desk = open_desk(folder)
        told = [d.line for d in desk.keeping.verify().damages if d.file == "journal.jsonl"]
        assert (told, list(desk.tips())) == ([n + 1], tips)


def test_of_two_lines_that_were_lost_as_one_no_number_is_given_again(tmp_path: Path) -> None:
    folder = tmp_path / "desk"
    desk = new_desk(folder)
    for summary in "甲乙丙":
        desk.record(replace(SMALL, summary=summary))
    (folder / "tips.json").unlink()
    path = folder / "journal.jsonl"
    *before, second, third = path.read_bytes().splitlines()
    # How many they were can be read, and not the numbers that they gave.
    second, third = (re.sub(rb'"tips":\{"\d', b'"tips":{"?', line) for line in (second, third))
    path.write_bytes(b"\n".join([*before, second[:-9] + b" " + third[:-9] + b"\n"]))
    again = open_desk(folder)
    assert summaries(again) == ["甲"]
    again.shifts.take_over()
    assert again.record(SMALL).number == "2016-0004"
    assert again.shifts.hand_over().upto == 4, "what comes later is of the next shift"


@pytest.mark.parametrize("bit", ["in a date", "in the first number", "in the last number"])
@pytest.mark.parametrize("given", [(), (3,)])
def test_of_a_lost_line_that_gave_out_many_forms_no_number_is_given_again(
    tmp_path: Path, bit: str, given: tuple[int, ...]
) -> None:
    folder = tmp_path / "desk"
    desk = new_desk(folder)
    for pages in (*given, 20):
        (*_others, last) = desk.forms.give_out(pages)
    desk.close()
    (folder / "tips.json").unlink()
    path = folder / "journal.jsonl"
    sound = path.read_bytes()
    at = {
        "in a date": b'"2016-10-01',
        "in the first number": f'"{last - 19}":{{'.encode(),
        "in the last number": f'"{last}":{{'.encode(),
    }
    place = sound.rindex(at[bit]) + 1
    # Neither the line nor that number can be read any more, or another one is read.
    damaged = sound[:place] + b"\x00" + sound[place + 1 :]
    path.write_bytes(damaged.replace(f'"{last - 5}":'.encode(), f'"9{last - 5}":'.encode()))
    with open_desk(folder) as again:
        (next_form,) = again.forms.give_out(1)
    assert next_form > last - (bit == "in the last number")
    assert next_form <= last + 1


def test_a_line_taken_out_or_put_elsewhere_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "desk"
    small_store(folder)
    path = folder / "journal.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    for changed, line in (
        (lines[:2] + lines[3:], 3),
        ([*lines[:3], lines[2], *lines[3:]], 4),
        ([*lines[:1], lines[2], lines[1], *lines[3:]], 2),
    ):
        path.write_bytes(b"".join(changed))
        first = open_desk(folder).keeping.verify().damages[0]
        assert (first.file, first.line) == ("journal.jsonl", line)


def test_every_damaged_line_of_a_checkpoint_is_told_though_its_head_is_damaged_too(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "desk"
    small_store(folder)
    with open_desk(folder) as desk:
        desk.duty_log.write("又一张表")
        desk.checkpoint()
    path = folder / "tips.json"
    lines = path.read_bytes().split(b"\n")
    assert b"}," in lines, "the end of a table that another follows"
    lines[0], lines[3] = lines[0].replace(b"hash", b"hush"), lines[3].replace(b'"', b"'", 1)
    path.write_bytes(b"\n".join(lines))
    told = [(d.file, d.line) for d in open_desk(folder).keeping.verify().damages]
    assert told == [("tips.json", 1), ("tips.json", 4)]


@pytest.mark.parametrize("is_ours_alone", [False, True])
def test_each_tip_of_a_checkpoint_that_is_not_as_it_was_is_told_by_its_line(
    is_ours_alone: bool,
) -> None:
    """Also of one that each host has for itself, as of a desk in a database."""
    place = MemoryPlace("desk")
    place.is_checkpoint_ours_alone = is_ours_alone
    small_store(place)
    lines = held(place.checkpoint).split(b"\n")
    tips = [n for n, line in enumerate(lines) if b'"revision"' in line]
    for n in tips:
        lines[n] = lines[n].replace(b'"revision":1', b'"revision":2')
    place.checkpoint.replace([(0, b"\n".join(lines))])
    told = [(d.file, d.line) for d in open_desk(place).keeping.verify().damages]
    assert told == [("tips.json", n + 1) for n in tips] and len(tips) == 2


def test_a_line_that_follows_from_nothing_is_told_though_an_earlier_one_was_damaged(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "desk"
    small_store(folder)
    path = folder / "journal.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([*lines[:-1], b"\xff" * 9 + lines[-1][9:]]))
    desk, looker = open_desk(folder), open_desk(folder)
    looker.load()
    tip = desk.record(SMALL)
    looker.refresh()
    count, told = len(lines) + 1, len(desk.repairs)
    assert len(looker.repairs) == told
    entry = {"n": count + 1, "at": "", "by": "", "what": "amend", "tables": {"tips": {}}}
    entry["tables"] = {"tips": {tip.number[-1]: replace(tip, revision=2).as_json()}}
    with path.open("ab") as file:
        file.write(write_line(entry | {"prev": "0" * 64})[0])
    assert desk.refresh() and desk.tip(tip.number).revision == 2
    looker.refresh()
    for one in (desk, looker):
        (sentence,) = one.repairs[told:]
        assert f"第 {count + 1} 行" in sentence and "不衔接" in sentence


def test_what_can_be_read_and_is_out_of_its_place_is_not_believed(tmp_path: Path) -> None:
    folder = tmp_path / "desk"
    tips = small_store(folder)
    path = folder / "journal.jsonl"
    entry = orjson.loads(path.read_bytes().splitlines()[-1])
    (forged,) = entry["tables"]["tips"].values()
    forged |= {"summary": "写在日志外", "revision": 9}
    with path.open("ab") as journal:
        journal.write(orjson.dumps(entry | {"n": 99}) + b"\n")
    with open_desk(folder) as desk:
        assert list(desk.tips()) == tips
        (told,) = desk.keeping.verify().damages
        assert "已略过" in told.sentence


@pytest.mark.parametrize("wrong", [{"number": "2016-0009"}, {"revision": 1}])
def test_of_a_damaged_line_no_tip_is_believed_that_cannot_follow(
    tmp_path: Path, wrong: dict[str, object]
) -> None:
    folder = tmp_path / "desk"
    small_store(folder)
    path = folder / "journal.jsonl"
    *before, last = path.read_bytes().splitlines(keepends=True)
    entry = orjson.loads(last)
    (tip,) = entry["tables"]["tips"].values()
    tip |= wrong
    path.write_bytes(b"".join(before) + orjson.dumps(entry) + b"\n")
    (folder / "tips.json").unlink()
    with open_desk(folder) as desk:
        assert summaries(desk) == ["甲", "乙", "丙"], "as it was before that line"
        assert [tip.number for tip in desk.tips()] == ["2016-0001", "2016-0002", "2016-0003"]


def test_a_tip_rewritten_by_hand_in_both_files_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "desk"
    small_store(folder)
    for name in FILES:
        path = folder / name
        path.write_bytes(path.read_bytes().replace('"乙"'.encode(), '"己"'.encode()))
    told = {(d.file, d.line) for d in open_desk(folder).keeping.verify().damages}
    assert ("journal.jsonl", 3) in told


def test_a_checkpoint_that_is_sealed_but_says_otherwise_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "desk"
    small_store(folder)
    path = folder / "tips.json"
    forged(path, lambda tables: tables["tips"]["2"].update(summary="己"))
    told = [(d.file, d.line) for d in open_desk(folder).keeping.verify().damages]
    assert told == [("tips.json", 4)]


def test_who_may_only_read_and_gets_no_lock_checks_the_desk_all_the_same(tmp_path: Path) -> None:
    with new_desk(tmp_path / "desk") as desk:
        desk.record(tip_of())

    @contextmanager
    def refused() -> Iterator[None]:
        raise CannotWrite("没有写入权限")
        yield

    found = verify_place(Folder(tmp_path / "desk"), desk.notice, refused())
    assert found.is_sound and (found.lines, found.tips) == (2, 1)


def test_a_checkpoint_with_a_forged_tally_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "desk"
    small_store(folder)
    forged(folder / "tips.json", lambda tables: tables["desk"]["1"]["tally"].update(total=1))
    told = [(d.file, d.line) for d in open_desk(folder).keeping.verify().damages]
    assert told == [("tips.json", 1)]


@pytest.mark.parametrize(
    "said", [{"tally": 5}, {"tally": [[]]}, {"on_roster": 5}, {"tally_version": None}]
)
def test_a_checkpoint_that_tells_no_sums_keeps_no_desk_from_opening(
    tmp_path: Path, said: dict[str, Any]
) -> None:
    count = len(small_store(tmp_path / "desk"))
    forged(tmp_path / "desk" / "tips.json", lambda tables: tables["desk"]["1"].update(said))
    with open_desk(tmp_path / "desk") as desk:
        assert desk.counts_at_checkpoint() is None
        assert desk.counts().by_status["registered"] == count


def test_a_checkpoint_of_an_older_version_is_counted_anew(tmp_path: Path) -> None:
    """What was remembered before tips had a status says nothing of it."""
    folder = tmp_path / "desk"
    count = len(small_store(folder))
    forged(folder / "tips.json", lambda tables: tables["desk"]["1"].pop("tally_version"))
    with open_desk(folder) as desk:
        assert desk.repairs == () and desk.counts_at_checkpoint() is None
        assert desk.counts().by_status["registered"] == count
        assert desk.keeping.verify().is_sound


def test_a_damaged_line_of_an_older_version_is_read_all_the_same(tmp_path: Path) -> None:
    """Before tips had a status, its keys were not written."""
    folder = tmp_path / "desk"
    new_desk(folder).close()
    document = tip_of(summary="旧件").as_json() | {"number": "2016-0001", "revision": 1}
    for key in ("to_complete", "status", "disposition", "matter", "told"):
        del document[key]
    path = folder / "journal.jsonl"
    first = orjson.loads(path.read_bytes().splitlines()[-1])
    entry = {"n": 2, "at": "", "by": "", "what": "record", "tables": {"tips": {"1": document}}}
    line, _seal = write_line(entry | {"prev": first["hash"]})
    with path.open("ab") as file:
        file.write(line.replace("旧件".encode(), "旧信".encode()))
    with open_desk(folder) as desk:
        assert desk.tip("1").summary == "旧信" and desk.tip("1").status == "registered"


def forged(path: Path, change: object) -> None:
    """Writes the checkpoint with a change and a seal that fits it."""
    from store.folder.blob import FileBlob
    from store.journal.checkpoint import checkpoint_pieces, unsealed_head

    tables = orjson.loads(path.read_bytes())
    change(tables)  # type: ignore[operator]
    head = tables.pop("desk")["1"]
    FileBlob(path).replace(checkpoint_pieces(unsealed_head(head), tables))


def test_neither_file_readable_is_an_error_and_both_are_left(tmp_path: Path) -> None:
    folder = tmp_path / "desk"
    small_store(folder)
    for name in FILES:
        (folder / name).write_bytes(b"\x00\xff nothing of ours \n" * 9)
    with pytest.raises(DeskDamaged):
        open_desk(folder)
    for name in FILES:
        assert (folder / name).read_bytes() == b"\x00\xff nothing of ours \n" * 9


def test_a_journal_of_which_nothing_can_be_read_is_filled_from_a_sound_checkpoint(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "desk"
    small_store(folder)
    with open_desk(folder) as desk:
        known = summaries(desk)
        desk.checkpoint()
    (folder / "journal.jsonl").write_bytes(b"\x00\xff nothing of ours \n" * 99)
    with open_desk(folder) as desk:
        assert summaries(desk) == known and known
        assert any("已由后者补足" in sentence for sentence in desk.repairs)
        desk.record(tip_of(summary="后来"))
    (folder / "tips.json").unlink()
    with open_desk(folder) as desk:
        assert summaries(desk) == [*known, "后来"]


def test_a_missing_journal_is_an_error_and_no_fresh_desk(tmp_path: Path) -> None:
    folder = tmp_path / "desk"
    small_store(folder)
    (folder / "journal.jsonl").unlink()
    with pytest.raises(DeskDamaged):
        open_desk(folder)
    with pytest.raises(DeskError):
        new_desk(folder)
    assert not (folder / "journal.jsonl").exists()


@pytest.mark.parametrize("name", FILES)
def test_a_newer_format_is_refused_and_left(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "desk"
    small_store(folder)
    path = folder / name
    path.write_bytes(path.read_bytes().replace(b'"format":1', b'"format":7', 1))
    before = {p.name: p.read_bytes() for p in folder.iterdir()}
    with pytest.raises(NewerFormat):
        open_desk(folder)
    assert {p.name: p.read_bytes() for p in folder.iterdir()} == before


def test_a_journal_that_is_cut_off_while_the_desk_is_open_is_told_and_not_gone_on_with(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "desk"
    small_store(folder)
    desk = open_desk(folder)
    assert len(desk.tips()) == 3
    path = folder / "journal.jsonl"
    short = b"".join(path.read_bytes().splitlines(keepends=True)[:-1])
    os.truncate(path, len(short))
    for act in (desk.refresh, desk.tips, lambda: desk.record(SMALL)):
        with pytest.raises(DeskDamaged, match="先前读到的短"):
            act()
    assert path.read_bytes() == short


def test_a_file_taken_away_while_the_desk_is_open_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "desk"
    small_store(folder)
    desk = open_desk(folder)
    shutil.copy(folder / "journal.jsonl", tmp_path / "copy")
    (tmp_path / "copy").rename(folder / "journal.jsonl")
    with pytest.raises(DeskDamaged):
        desk.record(SMALL)
    assert len(open_desk(folder).tips()) == 3


def test_of_another_desks_checkpoint_beside_the_journal_no_tip_is_counted_or_named() -> None:
    desk, other = new_desk(place := MemoryPlace("one")), MemoryPlace("other")
    desk.record(SMALL)
    others = small_store(other)
    with other.checkpoint.open() as checkpoint:
        place.checkpoint.replace([(0, checkpoint.read())])
    found = desk.keeping.verify()
    assert found.tips == 1 < len(others) and found.only_in_checkpoint == ()


EDITS = st.lists(
    st.tuples(st.sampled_from(FILES), st.floats(0, 1), st.integers(0, 400), st.binary(max_size=40)),
    min_size=1,
    max_size=3,
)


@settings(max_examples=80)
@given(edits=EDITS)
# Where these cut, the line is JSON still, less one key.
@example(edits=[("journal.jsonl", 0.80859375, 43, b"")])
@example(edits=[("journal.jsonl", 0.8125, 18, b"")])
def test_whatever_is_done_to_the_files_there_is_no_other_error_than_ours(
    tmp_path_factory: pytest.TempPathFactory, edits: list[tuple[str, float, int, bytes]]
) -> None:
    folder = tmp_path_factory.mktemp("edited") / "desk"
    tips = small_store(folder)
    for name, where, removed, put in edits:
        path = folder / name
        data = path.read_bytes()
        at = int(where * len(data))
        path.write_bytes(data[:at] + put + data[at + removed :])
    try:
        desk = open_desk(folder)
        desk.keeping.verify()
        known = summaries(desk)
        desk.counts()
        number = desk.record(replace(SMALL, summary="丁")).number
        desk.close()
    except (DeskDamaged, NewerFormat, NoDesk):
        return
    assert number not in {tip.number for tip in tips[: len(known)]}
    with open_desk(folder) as again:
        assert summaries(again) == [*known, "丁"]
