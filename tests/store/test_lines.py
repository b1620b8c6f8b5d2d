"""Tips stay in the checkpoint's file and are read when they are looked at: as they were, whatever happens to it."""

from __future__ import annotations

import io
import os
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
from store.journal import checkpoint, storage
from store.journal.checkpoint import checkpoint_pieces, is_sealed, tips_in, unsealed_head
from store.journal.lines import Lines, Unsound
from store.journal.place import PutInPlace
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
        assert any("tips.json" in sentence for sentence in desk.repairs)
        desk.checkpoint()
        assert (tmp_path / "desk/tips.json").read_bytes() == sound


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


def test_a_checkpoint_is_sealed_as_a_whole() -> None:
    sound = joined(checkpoint_pieces({"journal_format": 1}, {"tips": {"1": {"summary": "甲"}}}))
    assert is_sealed(sound) and tips_in(io.BytesIO(sound)) is not None
    for at in range(len(sound)):
        spoilt = sound[:at] + bytes([sound[at] ^ 1]) + sound[at + 1 :]
        assert not is_sealed(spoilt) and tips_in(io.BytesIO(spoilt)) is None, at


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
        assert len(descriptors(tmp_path / "desk")) == 1
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
        desk.amend(replace(desk.tip("5"), summary="改"))
        desk._table.remove(doc_ids=[3])
        desk.record(replace(tip_of(), summary="己"))
        slow.may_end.set()
        desk.ground.storage.let_checkpoint_end()
        assert b"\xe6\x94\xb9" not in (tmp_path / "desk/tips.json").read_bytes()
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
