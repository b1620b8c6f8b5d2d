"""What a session learns by going through all tips is there for the next one, which need not."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from store.desk.desk import Desk
from store.disk import Piece
from store.document import Document
from store.errors import CannotReach, CannotWrite
from store.folder.blob import FileBlob
from store.journal.checkpoint import checkpoint_pieces, read_checkpoint, read_head, unsealed_head
from store.journal.lines import Documents, Lines
from store.journal.place import ENDED, PutInPlace
from store.tips.search import SearchIndex
from store.tips.tip import Subject, Tip
from tests.store.desks import new_desk, open_desk, tip_of
from tests.store.memory_place import MemoryPlace
from tests.store.sealed import DUTY, sealed_desk

APART = "apart_1"


def of_person(name: str, unit: str = "某局") -> Tip:
    return replace(tip_of(), subjects=(Subject(unit, name, "", "leadership"),))


def blob(folder: Path) -> FileBlob:
    return FileBlob(folder / "tips.json")


def remembered(folder: Path) -> object:
    """The tips in which something is found apart, by the desk's checkpoint."""
    return read_head(blob(folder)).get(APART)


def written_by_an_older_version(folder: Path) -> None:
    found = read_checkpoint(blob(folder))
    head = {name: said for name, said in unsealed_head(found.head).items() if name != APART}
    with blob(folder).replacing(checkpoint_pieces(head, found.tables)) as put_in_place:
        put_in_place()


def lost(folder: Path) -> None:
    (folder / "tips.json").unlink()


def filled(folder: Path) -> Path:
    """A desk with three tips, one of them on somebody with a dot in the name."""
    with new_desk(folder) as desk:
        for name in ("赵某某", "阿卜杜拉·热合曼", "钱某"):
            desk.record(of_person(name))
    return folder


class _Away(Lines):
    """Lines on a disk that is away for a while."""

    is_away = False

    def picked(self, doc_ids: Iterable[int]) -> Documents:
        if self.is_away:
            raise CannotReach("away")
        return super().picked(doc_ids)


def as_it_is(document: Document) -> Document:
    return document


def ready(desk: Desk) -> None:
    desk.finding.get_ready_to_find()
    desk.ground.storage.let_checkpoint_end()


def test_of_tips_that_came_those_alone_are_remembered_that_are_not_found_as_they_are_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("store.desk.index._MOST_APART", 3)
    with new_desk(tmp_path / "desk") as desk:
        for name in ("赵某某", "阿卜杜拉·热合曼", "钱某", "买买提·艾力", "孙某", "李某", "周某"):
            desk.record(of_person(name, "ABC公司"))
        desk.amend(replace(desk.tip("4"), subjects=desk.tip("1").subjects))
        desk.amend(
            replace(desk.tip("3"), subjects=(Subject("某行（某支行）", "", "", "leadership"),))
        )
        desk.amend(replace(desk.tip("6"), summary="甲·乙"))
        desk.amend(replace(desk.tip("6"), summary="甲、乙"))
    assert remembered(tmp_path / "desk") == [2, 3]
    with open_desk(tmp_path / "desk") as desk:
        for typed, number in (("拉热合", "2016-0002"), ("某行某支行", "2016-0003")):
            assert [tip.number for tip in desk.finding.search(typed)] == [number]
            desk.amend(desk.tip(number))
            assert [tip.number for tip in desk.finding.search(typed)] == [number]
        assert not desk.ground.texts._of_texts.is_through


@pytest.mark.parametrize("happen", [written_by_an_older_version, lost])
def test_who_has_gone_through_all_tips_spares_the_next_session_that(
    tmp_path: Path, happen: Callable[[Path], None]
) -> None:
    folder = filled(tmp_path / "desk")
    before = (folder / "tips.json").read_bytes()
    happen(folder)
    with open_desk(folder) as desk, open_desk(folder) as beside:
        ready(desk)
        assert (folder / "tips.json").read_bytes() == before
        written = (folder / "tips.json").stat().st_ino
        ready(beside)
        assert (folder / "tips.json").stat().st_ino == written, "one of them is enough"
        desk.record(tip_of())
        ready(desk)
        assert (folder / "tips.json").read_bytes() == before, "once is enough"


def full(desk: Desk) -> None:
    class Full(FileBlob):
        @contextmanager
        def replacing(self, pieces: Iterable[Piece]) -> Iterator[PutInPlace]:
            raise CannotWrite
            yield

    desk.place.checkpoint = Full(Path(desk.place.address) / "tips.json")


def ended(desk: Desk) -> None:
    (Path(desk.place.address) / ENDED).touch()


@pytest.mark.parametrize("happen", [full, ended])
def test_where_nothing_can_be_written_what_there_is_stays_and_nobody_is_told(
    tmp_path: Path, happen: Callable[[Desk], None]
) -> None:
    folder = filled(tmp_path / "desk")
    written_by_an_older_version(folder)
    desk = open_desk(folder)
    happen(desk)
    before, said = (folder / "tips.json").read_bytes(), desk.ground.storage.repairs
    ready(desk)
    assert (folder / "tips.json").read_bytes() == before
    assert desk.ground.storage.repairs == said == []


def test_who_may_not_record_writes_nothing(tmp_path: Path) -> None:
    folder = filled(tmp_path / "desk")
    with open_desk(folder, "组长") as lead:
        lead.access.set_role("组长", "lead")
        lead.access.set_role("统计", "viewer")
    lost(folder)
    ready(open_desk(folder, "统计"))
    assert not (folder / "tips.json").exists()


def test_a_session_that_is_closed_meanwhile_writes_no_more() -> None:
    """What it reads then is no tip at all."""
    desk = new_desk(place := MemoryPlace("closed"))
    desk.record(tip_of())
    desk.close()
    place.checkpoint.drop()
    desk.ground.storage.load().kept = frozenset()
    ready(desk)
    assert open_desk(place).repairs, "there is none"


def test_who_only_looks_puts_nothing_right_in_a_journal_that_was_cut(tmp_path: Path) -> None:
    """It is for whoever stores something, once `verify` was asked."""
    folder = filled(tmp_path / "desk")
    journal = folder / "journal.jsonl"
    journal.write_bytes(b"".join(journal.read_bytes().splitlines(keepends=True)[:-1]))
    before = journal.read_bytes(), (folder / "tips.json").read_bytes()
    with open_desk(folder) as desk:
        ready(desk)
        assert (journal.read_bytes(), (folder / "tips.json").read_bytes()) == before


@pytest.mark.parametrize("known", [True, False])
def test_what_could_not_be_read_once_is_read_by_whoever_seeks_next(known: bool) -> None:
    tips = _Away()
    tips.update({str(n): of_person("阿卜杜拉·热合曼").as_json() for n in range(1, 6)})
    texts = SearchIndex(by_bytes=True, apart={*range(1, 6)} if known else None)
    tips.is_away = True
    with pytest.raises(CannotReach):
        list(texts.search("拉热合", tips, as_it_is))
    tips.is_away = False
    assert [*texts.search("拉热合", tips, as_it_is)] == [5, 4, 3, 2, 1]
    assert texts.grow(tips, as_it_is) is False
    assert texts.apart == {1, 2, 3, 4, 5}


def test_once_all_are_gone_through_no_change_is_kept_beside(tmp_path: Path) -> None:
    with new_desk(tmp_path / "desk") as desk:
        desk.record(of_person("阿卜杜拉·热合曼"))
        assert len(desk.finding.search("拉热合")) == 1
        ready(desk)
        for _n in range(3):
            desk.record(tip_of())
            desk.finding.search("拉热合")
        assert desk.ground.texts._of_apart._waiting == []


def test_of_a_sealed_desk_nothing_of_the_kind_is_remembered(tmp_path: Path) -> None:
    sealed_desk(tmp_path / "desk").close()
    with open_desk(tmp_path / "desk", DUTY) as desk:
        desk.record(of_person("阿卜杜拉·热合曼"))
        ready(desk)
    assert remembered(tmp_path / "desk") is None


def held_after_a_search(desk: Desk) -> int:
    """How many bytes are there more once a word was sought that no tip has."""
    tracemalloc.start()
    try:
        assert not list(desk.finding.search("没有"))
        return tracemalloc.get_traced_memory()[0]
    finally:
        tracemalloc.stop()


def test_a_search_holds_as_little_after_the_lock_of_an_open_desk_as_before(tmp_path: Path) -> None:
    summary = "某" * 5_000
    with new_desk(tmp_path / "desk") as desk:
        for _tip in range(20):
            desk.record(replace(tip_of(), summary=summary))
        before = held_after_a_search(desk)
        desk.access.lock()
        after = held_after_a_search(desk)
    assert before < 20 * len(summary)
    assert after < 20 * len(summary)
