"""Tips stay in the checkpoint's file and are read when they are looked at: as they were, whatever happens to it."""

from __future__ import annotations

import io
import os
import random
import subprocess
import sys
import threading
from array import array
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import orjson
import pytest

from store import json_bytes
from store.desk.desk import Desk
from store.disk import Piece, joined
from store.errors import DeskDamaged
from store.folder.blob import FileBlob
from store.journal import checkpoint, lines, storage
from store.journal.checkpoint import checkpoint_pieces, is_sealed, tips_in, unsealed_head
from store.journal.lines import Block, Lines, Unsound
from store.journal.place import PutInPlace
from store.printable import TO_FULL_WIDTH
from tests.store.desks import new_desk, open_desk, summaries, tip_of

WORDS = ["甲", "乙", "丙", "丁"]


def filled(folder: Path) -> bytes:
    """A desk with those tips, closed; its checkpoint."""
    with new_desk(folder) as desk:
        for word in WORDS:
            desk.record(replace(tip_of(), summary=word))
    return (folder / "tips.json").read_bytes()


def flip(folder: Path) -> None:
    """A bit of 乙 becomes another on the disk."""
    path = folder / "tips.json"
    with path.open("r+b") as file:
        at = path.read_bytes().index('"乙"'.encode())
        file.seek(at + 2)
        file.write(b"\xb8")


def cut(folder: Path) -> None:
    """The file ends in the middle, where it is."""
    path = folder / "tips.json"
    os.truncate(path, path.read_bytes().index('"乙"'.encode()))


@pytest.mark.parametrize("spoil", [flip, cut])
def test_what_is_spoilt_after_opening_is_read_from_the_journal(
    tmp_path: Path, spoil: Callable[[Path], None]
) -> None:
    sound = filled(tmp_path / "desk")
    with open_desk(tmp_path / "desk") as desk:
        before = desk.tips()
        spoil(tmp_path / "desk")
        assert [tip.summary for tip in before] == summaries(desk) == WORDS
        assert [tip.summary for tip in desk.finding.search("乙")] == ["乙"]
        assert any("tips.json" in sentence for sentence in desk.repairs)
        desk.checkpoint()
        assert (tmp_path / "desk/tips.json").read_bytes() == sound


HELD = """
import resource
from pathlib import Path
from store.journal.lines import Lines
held = lambda: int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()
lines, said, before = Lines(), "举报内容" * 100, held()
for n in range(1, 2001):
    lines[str(n)] = {"number": str(n), "summary": said}
print(held() - before)
"""


def test_what_came_since_the_opening_weighs_little_more_than_it_says() -> None:
    done = subprocess.run([sys.executable, "-c", HELD], capture_output=True, check=True, text=True)
    assert int(done.stdout) < 3 * 2000 * len(("举报内容" * 100).encode())


@pytest.mark.parametrize("spoil", [flip, cut])
def test_what_is_spoilt_and_was_not_looked_at_is_not_sealed_anew(
    tmp_path: Path, spoil: Callable[[Path], None]
) -> None:
    filled(tmp_path / "desk")
    with open_desk(tmp_path / "desk") as desk:
        spoil(tmp_path / "desk")
        desk.record(replace(tip_of(), summary="戊"))
    with open_desk(tmp_path / "desk") as again:
        assert again.repairs == ()
        assert summaries(again) == [*WORDS, "戊"]
        assert again.keeping.verify().is_sound


def test_what_can_be_read_nowhere_any_more_is_told(tmp_path: Path) -> None:
    filled(tmp_path / "desk")
    with open_desk(tmp_path / "desk") as desk:
        flip(tmp_path / "desk")
        journal = tmp_path / "desk/journal.jsonl"
        with journal.open("r+b") as file:
            file.seek(journal.read_bytes().index('"乙"'.encode()))
            file.write(b"\0\0\0")
        with pytest.raises(DeskDamaged):
            summaries(desk)


def rewritten(folder: Path, change: Callable[[dict[str, dict[str, object]]], None]) -> None:
    """The checkpoint sealed anew after a change of its tables, past the desk."""
    path = folder / "tips.json"
    tables = orjson.loads(path.read_bytes())
    head = tables.pop("desk")["1"]
    change(tables)
    FileBlob(path).replace(checkpoint_pieces(unsealed_head(head), tables))


def test_a_sealed_tip_that_is_none_is_read_from_the_journal(tmp_path: Path) -> None:
    filled(tmp_path / "desk")
    rewritten(tmp_path / "desk", lambda tables: tables["tips"].update({"2": {"summary": 2}}))
    with open_desk(tmp_path / "desk") as desk:
        assert summaries(desk) == WORDS
        assert any("tips.json" in sentence for sentence in desk.repairs)


def test_tips_in_another_order_are_read_too(tmp_path: Path) -> None:
    filled(tmp_path / "desk")

    def turn(tables: dict[str, dict[str, object]]) -> None:
        tables["tips"] = dict(reversed(tables["tips"].items()))

    rewritten(tmp_path / "desk", turn)
    with open_desk(tmp_path / "desk") as desk:
        assert summaries(desk) == WORDS and desk.repairs == ()


@pytest.mark.parametrize("block", [1, 7, 60, 1000])
def test_tips_are_read_wherever_a_block_ends_and_whichever_ids_are_missing(
    monkeypatch: pytest.MonkeyPatch, block: int
) -> None:
    monkeypatch.setattr(checkpoint, "_BLOCK_BYTES", block)
    tips = {str(n): {"summary": f"第{n}件"} for n in (1, 2, 3, 9, 10, 11, 100, 102)}
    written = joined(checkpoint_pieces({"journal_format": 1}, {"forms": {"1": {}}, "tips": tips}))
    found = tips_in(io.BytesIO(written))
    assert found is not None and dict(found) == tips
    assert [raw for _id, raw in found.raw_items()] == list(map(json_bytes.dumps, tips.values()))


@pytest.mark.parametrize(
    "ids", [["1", "02"], ["0"], ["2", "1"], ["1", "1"], ["-1"], ["x"], [""], ["1" + "0" * 18]]
)
def test_what_is_written_as_no_id_or_in_no_order_is_none_of_the_tips(ids: list[str]) -> None:
    class Twice(dict[str, object]):
        def items(self):  # type: ignore[no-untyped-def]
            return [(doc_id, {}) for doc_id in ids]

    written = joined(checkpoint_pieces({"journal_format": 1}, {"tips": Twice()}))  # type: ignore[dict-item]
    assert tips_in(io.BytesIO(written)) is None


@pytest.mark.parametrize("block", [8, 128 * 1024], ids=["hashed beside", "hashed at once"])
def test_a_checkpoint_is_sealed_as_a_whole(monkeypatch: pytest.MonkeyPatch, block: int) -> None:
    monkeypatch.setattr(checkpoint, "_BLOCK_BYTES", block)
    sound = joined(checkpoint_pieces({"journal_format": 1}, {"tips": {"1": {"summary": "甲"}}}))
    assert is_sealed(sound) and tips_in(io.BytesIO(sound)) is not None
    for at in range(len(sound)):
        spoilt = sound[:at] + bytes([sound[at] ^ 1]) + sound[at + 1 :]
        assert not is_sealed(spoilt) and tips_in(io.BytesIO(spoilt)) is None, at


def test_a_large_checkpoint_is_read_with_or_without_a_further_thread_and_leaves_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(checkpoint, "_BLOCK_BYTES", 8)
    running = threading.active_count()
    tips = {str(n): {"summary": "甲" * n} for n in range(1, 40)}
    sound = joined(checkpoint_pieces({"journal_format": 1}, {"tips": tips}))
    out_of_order = sound.replace(b'"2":', b'"0":')
    began = threading.Thread.start
    beside = list[threading.Thread]()
    monkeypatch.setattr(threading.Thread, "start", lambda one: (beside.append(one), began(one)))
    assert dict(tips_in(io.BytesIO(sound)) or {}) == tips
    assert tips_in(io.BytesIO(out_of_order)) is None
    assert len(beside) == 2 and threading.active_count() == running

    def none_left(_thread: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", none_left)
    assert dict(tips_in(io.BytesIO(sound)) or {}) == tips
    assert tips_in(io.BytesIO(sound.replace("甲".encode(), "乙".encode(), 1))) is None


def test_tips_that_nobody_has_elsewhere_are_refused_once_they_are_spoilt() -> None:
    tips = {"1": {"summary": "甲"}, "2": {"summary": "乙"}}
    file = io.BytesIO(joined(checkpoint_pieces({"journal_format": 1}, {"tips": tips})))
    found = tips_in(file)
    assert found is not None
    file.seek(file.getvalue().index("乙".encode()))
    file.write("己".encode())
    with pytest.raises(Unsound):
        found["2"]
    with pytest.raises(Unsound):
        list(found.values())
    file.close()
    with pytest.raises(Unsound):
        found["1"]


def test_once_one_is_spoilt_all_are_read_sought_and_counted_from_elsewhere() -> None:
    tips = {str(n): {"summary": word} for n, word in enumerate(("甲", "乙", "丙"), 1)}
    file = io.BytesIO(joined(checkpoint_pieces({"journal_format": 1}, {"tips": tips})))
    found = tips_in(file)
    assert found is not None
    asked: list[int] = []

    def heal() -> dict[str, dict[str, str]]:
        asked.append(len(asked))
        return {doc_id: dict(tip) for doc_id, tip in tips.items()}

    found.watch(lambda tip: tip["summary"] != "又", heal)
    found["4"] = {"summary": "丁"}
    tips["4"] = {"summary": "丁"}
    assert (dict(found), asked) == (tips, []), "what is sound is read where it lies"
    file.seek(file.getvalue().index("乙".encode()))
    file.write("己".encode())
    assert found["1"] == tips["1"] and asked == [], "nobody looked at that one"
    assert found["2"] == tips["2"] and asked == [0]
    assert dict(found) == tips and [*found.documents()][::-1] == [*reversed(found.values())]
    assert [*found.holding("乙".encode())] == [2] and [*found.holding("己".encode())] == []
    assert [raw for _id, raw in found.raw_items()] == list(map(json_bytes.dumps, tips.values()))
    assert [*found.picked([4, 2])] == [tips["4"], tips["2"]] and asked == [0], "once is enough"


def test_what_is_sound_as_bytes_and_says_no_tip_is_read_from_elsewhere() -> None:
    tips = {"1": {"summary": "甲"}, "2": {"summary": "又"}}
    file = io.BytesIO(joined(checkpoint_pieces({"journal_format": 1}, {"tips": tips})))
    found = tips_in(file)
    assert found is not None
    found.watch(
        lambda tip: tip["summary"] != "又", lambda: {"1": tips["1"], "2": {"summary": "乙"}}
    )
    assert [tip["summary"] for tip in found.values()] == ["甲", "乙"]
    assert found["2"] == {"summary": "乙"}


def descriptors(folder: Path) -> list[str]:
    """What of that folder this process has open."""
    links = [str(one.readlink()) for one in Path("/proc/self/fd").iterdir() if one.is_symlink()]
    return [link for link in links if link.startswith(str(folder)) and "tips.json" in link]


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="counts what is open on Linux")
def test_a_checkpoint_that_was_replaced_is_let_go_of(tmp_path: Path) -> None:
    filled(tmp_path / "desk")
    with open_desk(tmp_path / "desk") as desk:
        for n in range(3):
            desk.record(replace(tip_of(), summary=f"又{n}"))
            desk.checkpoint()
        # Not the one before, which has no name any more.
        assert descriptors(tmp_path / "desk") == [str(tmp_path / "desk/tips.json")]
        assert summaries(desk)[-1] == "又2"
    assert descriptors(tmp_path / "desk") == []


class Slow(FileBlob):
    """A checkpoint that is being written until it `may_end`."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.begun, self.may_end = threading.Event(), threading.Event()

    @contextmanager
    def replacing(self, pieces: Iterable[Piece]) -> Iterator[PutInPlace]:
        with super().replacing(pieces) as put_in_place:
            self.begun.set()
            assert self.may_end.wait(30)
            yield put_in_place


def test_nobody_waits_for_a_checkpoint_that_is_being_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "desk"
    filled(folder)
    monkeypatch.setattr(storage, "_TAIL_BYTES", 0)
    with open_desk(folder) as desk, open_desk(folder) as other:
        desk.place.checkpoint = slow = Slow(folder / "tips.json")
        before = (folder / "tips.json").read_bytes()
        desk.record(replace(tip_of(), summary="戊"))
        assert slow.begun.wait(30)
        desk.amend(replace(desk.tip("2"), summary="改"))
        desk.amend(replace(desk.tip("5"), summary="又改"))
        desk._table.remove(doc_ids=[3])
        assert (folder / "tips.json").read_bytes() == before
        # Who has no slow one may write it meanwhile.
        other.record(replace(tip_of(), summary="己"))
        listed = desk.tips()
        slow.may_end.set()
        desk.checkpoint()
        words = ["甲", "改", "丁", "又改", "己"]
        assert summaries(desk) == [tip.summary for tip in listed] == words
    with open_desk(folder) as again:
        assert (summaries(again), again.repairs) == (words, ())
        assert again.keeping.verify().is_sound


def test_no_checkpoint_is_written_for_a_few_tips(tmp_path: Path) -> None:
    before = filled(tmp_path / "desk")
    with open_desk(tmp_path / "desk") as desk:
        desk.record(replace(tip_of(), summary="戊"))
        desk.ground.storage.let_checkpoint_end()
        assert (tmp_path / "desk/tips.json").read_bytes() == before


def test_what_came_while_the_checkpoint_was_written_is_read_as_before(tmp_path: Path) -> None:
    filled(tmp_path / "desk")
    with open_desk(tmp_path / "desk") as desk:
        desk.record(replace(tip_of(), summary="戊"))
        desk.place.checkpoint = slow = Slow(tmp_path / "desk/tips.json")
        desk.ground.storage.checkpoint_beside()
        assert slow.begun.wait(30)
        threads = threading.active_count()
        desk.ground.storage.checkpoint_beside()
        assert threading.active_count() == threads, "there is one that writes it"
        desk.amend(replace(desk.tip("5"), summary="改"))
        desk._table.remove(doc_ids=[3])
        desk.record(replace(tip_of(), summary="己"))
        slow.may_end.set()
        desk.ground.storage.let_checkpoint_end()
        there = (tmp_path / "desk/tips.json").read_text(encoding="utf-8")
        assert "戊" in there and "改" not in there
        assert summaries(desk) == ["甲", "乙", "丁", "改", "己"]


def test_a_checkpoint_that_another_session_outran_is_not_put_in_place(tmp_path: Path) -> None:
    filled(tmp_path / "desk")
    with open_desk(tmp_path / "desk") as desk, open_desk(tmp_path / "desk") as other:
        desk.record(replace(tip_of(), summary="戊"))
        desk.place.checkpoint = slow = Slow(tmp_path / "desk/tips.json")
        desk.ground.storage.checkpoint_beside()
        assert slow.begun.wait(30)
        other.record(replace(tip_of(), summary="己"))
        other.checkpoint()
        newer = (tmp_path / "desk/tips.json").read_bytes()
        slow.may_end.set()
        desk.ground.storage.let_checkpoint_end()
        assert (tmp_path / "desk/tips.json").read_bytes() == newer
        assert summaries(desk) == [*WORDS, "戊", "己"]


def test_who_only_looks_on_reads_from_the_checkpoint_of_another_session_in_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(tmp_path / "desk")
    with open_desk(tmp_path / "desk") as desk, open_desk(tmp_path / "desk") as looker:
        looker.refresh()
        before = looker.tips()
        for word in ("戊", "己"):
            desk.record(replace(tip_of(), summary=word))
        desk.amend(replace(desk.tip("1"), summary="改"))
        desk.checkpoint()
        desk.record(replace(tip_of(), summary="庚"))
        said = ["改", *WORDS[1:], "戊", "己", "庚"]
        assert looker.refresh()
        assert len(looker.ground.tips()._source._came) == 4
        monkeypatch.setattr(storage, "_TAIL_BYTES", 0)
        assert not looker.refresh()
        assert len(looker.ground.tips()._source._came) == 1, "what the checkpoint has not is kept"
        assert summaries(looker) == said
        assert [tip.summary for tip in before] == WORDS
        del before
        assert len(descriptors(tmp_path / "desk")) == 2, "the one before it is let go of"


def test_who_has_not_read_as_far_as_a_checkpoint_of_another_session_does_not_take_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(tmp_path / "desk")
    with open_desk(tmp_path / "desk") as desk, open_desk(tmp_path / "desk") as looker:
        desk.record(replace(tip_of(), summary="戊"))
        looker.refresh()
        desk.acts.dispose("1", "handed_to_team")
        desk.checkpoint()
        monkeypatch.setattr(storage, "_TAIL_BYTES", 0)
        looker.ground.storage.follow_checkpoint()
        assert looker.counts() == desk.counts() and looker.counts().by_status["registered"] == 4


def test_a_list_stays_as_it_was_made(tmp_path: Path) -> None:
    filled(tmp_path / "desk")
    with open_desk(tmp_path / "desk") as desk:
        listed = desk.tips()
        desk.amend(replace(desk.tip("2"), summary="改"))
        amended = desk.tips()
        desk.checkpoint()
        desk.record(tip_of())
        assert [tip.summary for tip in listed] == WORDS
        assert [tip.summary for tip in reversed(amended)] == ["丁", "丙", "改", "甲"]
        assert [tip.summary for tip in amended[1:3]] == ["改", "丙"]
        assert listed[:2] == listed[0:2] and amended != listed
        assert listed != [*listed][:2] and [*listed] != listed[:2]
        assert (listed.place_of("2016-0003"), listed.place_of("2016-0005")) == (2, None)


def test_who_looks_for_a_tip_while_it_is_put_there_finds_it_or_none() -> None:
    lines, found = Lines(), list[str]()

    class LookedAt(array):  # type: ignore[type-arg]  # which it takes from 3.12 on
        def insert(self, at: int, value: int, /) -> None:
            super().insert(at, value)
            found.append(lines.get("2", {}).get("summary", ""))

    lines["1"] = {"summary": "甲"}
    lines._ids, lines._places = LookedAt("q", lines._ids), LookedAt("q", lines._places)
    lines["2"] = {"summary": "乙"}
    assert found == ["", "乙"]


def laid_out(ids: Iterable[int]) -> Lines:
    """A table whose lines lie in a checkpoint."""
    tips = {str(doc_id): {"n": doc_id} for doc_id in ids}
    file = io.BytesIO(joined(checkpoint_pieces({"journal_format": 1}, {"tips": tips})))
    found = tips_in(file)
    assert found is not None
    return found


@pytest.mark.parametrize("ids", [range(1, 12), (1, 2, 3, 5, 8, 9, 10, 14), (4, 6), ()])
def test_a_table_of_lines_is_what_a_dict_would_be(
    monkeypatch: pytest.MonkeyPatch, ids: Iterable[int]
) -> None:
    monkeypatch.setattr(lines, "_IN_A_BLOCK", 3)
    monkeypatch.setattr(lines, "_AT_ONCE", 2)
    table, model = laid_out(ids), {n: {"n": n} for n in ids}
    chance = random.Random(len(model))
    for step in range(60):
        n = chance.randrange(1, 16)
        if chance.random() < 0.3 and n in model:
            del table[str(n)], model[n]
        elif step and chance.random() < 0.6:
            table[str(n)] = model[n] = {"n": n, "step": step}
        model = dict(sorted(model.items()))
        if step % 4 == 0:
            check_table(table, model)
    then = table.as_it_stands()
    for n in (1, 20):
        table[str(n)] = {"n": n, "later": True}
    check_table(then, model)


def in_full_width(n: int) -> str:
    return "".join(chr(ord(digit) + TO_FULL_WIDTH) for digit in str(n))


def check_table(table: Lines, model: dict[int, dict[str, int]]) -> None:
    keys, said = list(map(str, model)), list(model.values())
    assert (len(table), list(table), table.ids()) == (len(model), keys, list(model))
    assert list(table.items()) == list(zip(keys, said, strict=True)) == list(dict(table).items())
    listed = table.documents()
    assert list(table.values()) == list(listed) == said and len(listed) == len(said)
    assert list(reversed(table.values())) == list(reversed(listed)) == said[::-1]
    assert list(listed[1:-1]) == said[1:-1] and list(listed[::-2]) == said[::-2]
    assert [raw for _id, raw in table.raw_items()] == list(map(json_bytes.dumps, said))
    for n in range(21):
        # Not so is an id written that is given with a nought before it, or in full width.
        for written in (str(n), f"0{n}", f"{n}.", in_full_width(n)):
            there = written == str(n) and n in model
            assert (written in table) == there
            assert table.get(written) == (model[n] if there else None)
            assert table.get(written, {}) == (model[n] if there else {})
            if there:
                assert table[written] == model[n]
            else:
                with pytest.raises(KeyError):
                    table[written]
                with pytest.raises(KeyError):
                    del table[written]
        assert listed.place_of(n) == (list(model).index(n) if n in model else None)
    for wanted in ([], [3], [2, 1, 20, 5], [*model], [*model][::-1]):
        assert list(table.picked(wanted)) == [model[n] for n in wanted if n in model]
    for sought in (b'{"n":1,', b'"step"', b"9", b"none"):
        holding = [n for n in model if sought in json_bytes.dumps(model[n])]
        assert list(table.holding(sought)) == holding[::-1]
    for among in ({1, 2}, {13}, set()):
        blocks = list(table.blocks(among))
        seen = [n for block in blocks for n in block.ids]
        assert among & model.keys() <= set(seen) and len(seen) <= 3 * len(among)
    for block in table.blocks():
        inside = [model[n] for n in block.ids]
        # With their ids, and what stands between them, or without.
        raw = [block.line(at).strip(b",\n") for at in range(len(inside))]
        without = [line.partition(b":")[2] if line.startswith(b'"') else line for line in raw]
        assert without == list(map(json_bytes.dumps, inside))
        first = [block.said.find(b"n", begin) for begin in block.begins]
        assert block.find(b"n") == first
        assert [at >= 0 for at in block.rfind(b"step")] == ["step" in one for one in inside]
        some = list(range(0, len(inside), 2))
        assert list(block.holding(b'"step"', some)) == [at for at in some if "step" in inside[at]]


@pytest.mark.parametrize("sought", [b"word", b"d", b"wo"])
def test_of_a_block_each_line_is_found_that_holds_what_is_sought_wherever_it_stands(
    sought: bytes,
) -> None:
    said = [b"....word.", b"...word..", b".word....", b"word.....", b".........", b".....word"]
    block = Block(b"\n".join(said), range(0, 60, 10), range(6))
    assert list(block.holding(sought)) == [0, 1, 2, 3, 5]
    assert list(block.holding(sought, [1, 4, 5])) == [1, 5]
    assert list(block.holding(b"none")) == [] and list(block.holding(sought, [4])) == []
    assert list(block.holding(b".")) == list(range(6))
    # What follows a short line is none of it.
    short = Block(b".....word\n..\nword\n.", [0, 10, 13, 18], range(4))
    assert list(short.holding(sought)) == [0, 2]


def test_what_came_while_a_table_was_laid_out_is_taken_into_it() -> None:
    now = laid_out((1, 2, 3, 4))
    now["2"] = {"n": 2, "before": True}
    now["6"] = {"n": 6}
    then = now.as_it_stands()
    for n, said in ((1, {"n": 1}), (3, {"n": 3, "since": True}), (7, {"n": 7}), (8, {"n": 8})):
        now[str(n)] = said
    del now["4"], now["8"]
    table = laid_out(())
    for doc_id, document in then.items():
        table[doc_id] = document
    came = len(table._source._came)
    table.take_in_what_came(now, then)
    assert dict(table) == dict(now) and list(table) == ["1", "2", "3", "6", "7"]
    assert len(table._source._came) == came + 2, "what is as it was is not held once more"


def test_the_first_that_came_is_taken_in_too_where_none_had_come_before() -> None:
    now = laid_out((1, 2))
    then = now.as_it_stands()
    now["3"] = {"n": 3}
    for before in (then, Lines()):
        table = laid_out((1, 2))
        table.take_in_what_came(now, before)
        assert dict(table) == {str(n): {"n": n} for n in (1, 2, 3)}


def test_tips_that_were_taken_out_leave_the_others_as_they_are(tmp_path: Path) -> None:
    filled(tmp_path / "desk")

    def there(desk: Desk) -> list[str]:
        return [document["summary"] for document in desk.ground.tips().values()]

    with open_desk(tmp_path / "desk") as desk:
        desk._table.remove(doc_ids=[2])
        assert there(desk) == ["甲", "丙", "丁"]
        desk.record(replace(tip_of(), summary="戊"))
        desk.checkpoint()
        assert [tip.summary for tip in desk.finding.search("丙")] == ["丙"]
        assert "2" not in desk.ground.tips() and "02" not in desk.ground.tips()
    with open_desk(tmp_path / "desk") as desk:
        assert there(desk) == ["甲", "丙", "丁", "戊"]
        assert [tip.summary for tip in desk.finding.search("丁")] == ["丁"]
