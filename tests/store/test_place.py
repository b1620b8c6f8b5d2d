"""What any place must do, be it a folder or what else comes; nothing here knows what it is made of."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace

import pytest

from store.errors import DeskDamaged, DeskExists, NoDesk
from store.journal.place import (
    CHECKPOINT,
    JOURNAL,
    NOTICE,
    Blob,
    Ended,
    Log,
    Place,
    file_in_part,
    is_file_id,
    part_of_file,
)
from tests.store.conftest import NewPlace

FIRST = b'{"n":1}\n'
LONG = b"x" * (1 << 20)
MARK = Ended("2016-10-20T09:00:00+08:00", "组长", "档案.age", "0" * 64, 3, 0, "")


@pytest.fixture
def log(place: Place) -> Iterator[Log]:
    log = founded(place).log()
    yield log
    log.close()


def founded(place: Place) -> Place:
    place.found(b"notice", FIRST, [(0, b"checkpoint")])
    return place


def held(blob: Blob) -> bytes:
    with blob.open() as file:
        return file.read()


def whole(log: Log) -> bytes:
    return log.read(0, log.size())


# The log


def test_what_is_appended_is_read_by_where_it_lies(place: Place, log: Log) -> None:
    with log.lock:
        log.append(b"second\n", len(FIRST))
        log.append(b"third\n", log.size())
    assert whole(log) == FIRST + b"second\nthird\n"
    assert log.read(len(FIRST), len(FIRST) + 6) == b"second"
    assert log.read(len(FIRST) + 7, 10_000) == b"third\n"
    assert log.first_line() + b"\n" == FIRST
    other = place.log()
    assert whole(other) == whole(log)
    other.close()


def test_sessions_that_write_at_once_wait_for_each_other(place: Place, log: Log) -> None:
    places_of_lines: list[int] = []

    def write() -> None:
        own = place.log()
        for _n in range(50):
            with own.lock, own.lock:
                at = own.size()
                places_of_lines.append(at)
                own.append(b"x\n", at)
        own.close()

    with ThreadPoolExecutor(4) as threads:
        for done in [threads.submit(write) for _n in range(4)]:
            done.result()
    assert places_of_lines == [len(FIRST) + 2 * n for n in range(200)]
    assert log.size() == len(FIRST) + 400


def test_a_torn_tail_is_put_aside_under_a_name_of_its_own(place: Place, log: Log) -> None:
    names = []
    place.overview.replace([(0, b"figures")])
    for tail in (b"torn", b"torn again"):
        with log.lock:
            log.append(tail, len(FIRST))
            names.append(log.put_aside(len(FIRST), log.size()))
            assert log.size() == len(FIRST)
        assert whole(log) == FIRST and place.glance()[0] == len(FIRST)
    assert place.names_put_aside() == tuple(sorted(names)) and len(set(names)) == 2
    assert [name[-2:] for name in names] == ["-1", "-2"]


def test_other_lines_take_the_place_of_all_once_they_are_put_there(place: Place, log: Log) -> None:
    lines = [b'{"n":1,"anew":true}\n', b"second\n"]
    with log.lock, log.replacing(lines):
        pass
    assert whole(log) == FIRST
    with log.lock, log.replacing(lines) as put_in_place:
        assert whole(log) == FIRST
        put_in_place()
    with pytest.raises(DeskDamaged):
        log.size()
    other = place.log()
    assert whole(other) == b"".join(lines)
    other.close()


# Blobs


def test_a_blob_holds_each_piece_at_its_byte(place: Place) -> None:
    founded(place).checkpoint.replace([(0, b"____end"), (7, b"."), (0, b"head")])
    assert held(place.checkpoint) == b"headend."


def test_who_reads_a_blob_reads_on_what_was_there_when_it_was_opened(place: Place) -> None:
    with founded(place).notice.open() as file:
        assert file.read(3) == b"not"
        place.notice.replace([(0, b"another")])
        assert file.read() == b"ice"
    assert held(place.notice) == b"another"


def test_a_blob_is_as_it_was_until_the_new_one_is_put_in_place(place: Place) -> None:
    founded(place)
    with place.notice.replacing([(0, b"another")]):
        pass
    with pytest.raises(ZeroDivisionError), place.notice.replacing([(0, b"another")]):
        1 / 0  # noqa: B018
    assert held(place.notice) == b"notice"
    with place.notice.replacing([(0, b"another")]) as put_in_place:
        assert held(place.notice) == b"notice"
        put_in_place()
        assert held(place.notice) == b"another"


@pytest.mark.parametrize("name", ["checkpoint", "overview", "notice"])
def test_a_blob_that_is_put_aside_or_dropped_is_gone(name: str, place: Place) -> None:
    founded(place)
    blob: Blob = getattr(place, name)
    for remove in (blob.put_aside, blob.drop):
        blob.replace([(0, b"spoilt")])
        for _time in range(2):
            remove()
            with pytest.raises(FileNotFoundError):
                blob.open()
    # The overview of a database is made anew at any time, and kept under no other name.
    is_let_go = name == "overview" and place.is_checkpoint_ours_alone
    assert len(place.names_put_aside()) == (0 if is_let_go else 1)


def test_a_first_line_that_names_very_many_recipients_is_read_whole(place: Place) -> None:
    line = b'{"n":1,"x":"%b"}\n' % (b"x" * 30_000)
    place.found(b"notice", line, [(0, b"checkpoint")])
    with closing(place.log()) as log:
        assert log.first_line() + b"\n" == line


# Notes


def test_notes_are_kept_by_their_keys(place: Place) -> None:
    notes = founded(place).drafts
    assert notes.kept() == []
    notes.keep("a", b"first")
    notes.keep("a", b"second")
    notes.keep("b", b"")
    notes.keep("long", LONG)
    assert sorted(notes.kept()) == ["a", "b", "long"]
    assert (notes.read("a"), notes.read("b")) == (b"second", b"")
    assert notes.read("long") == LONG, "a draft may be of all that a form takes"
    notes.drop("long")
    for _time in range(2):
        notes.drop("a")
    assert notes.kept() == ["b"] and place.reminders.kept() == []
    with pytest.raises(FileNotFoundError):
        notes.read("a")


def test_notes_that_changed_meanwhile_are_not_replaced(place: Place) -> None:
    notes = founded(place).drafts
    for key in ("same", "other", "gone"):
        notes.keep(key, b"before")
    with notes.replacing([(key, b"before", b"after") for key in notes.kept()]) as put_in_place:
        assert sorted(notes.kept()) == ["gone", "other", "same"]
        notes.keep("other", b"typed on")
        notes.drop("gone")
        assert notes.read("same") == b"before"
        put_in_place()
    assert sorted(notes.kept()) == ["other", "same"]
    assert (notes.read("same"), notes.read("other")) == (b"after", b"typed on")
    with notes.replacing([("same", b"after", b"never")]):
        pass
    assert notes.read("same") == b"after"
    notes.keep("same", LONG)
    with notes.replacing([("same", LONG, LONG[1:])]) as put_in_place:
        put_in_place()
    assert notes.read("same") == LONG[1:]


def test_what_is_to_be_done_once_is_done_by_one(place: Place) -> None:
    notes = founded(place).reminders
    with notes.once("closing", b"by one") as is_ours:
        with notes.once("closing", b"x") as is_theirs:
            assert (is_ours, is_theirs) == (True, False)
        # What fails with another who was to leave it alone is none of it.
        with pytest.raises(ZeroDivisionError), notes.once("closing", b"x"):
            1 / 0  # noqa: B018
        with notes.once("closing", b"x") as is_theirs:
            assert not is_theirs
    with notes.once("closing", b"x") as is_theirs:
        assert not is_theirs
    with notes.once("opening", b"by one") as is_ours:
        assert is_ours
    assert notes.read("closing") == b"by one"


def test_what_failed_on_the_way_is_done_by_the_next(place: Place) -> None:
    notes = founded(place).reminders
    with pytest.raises(ZeroDivisionError), notes.once("closing", b"x"):
        1 / 0  # noqa: B018
    with notes.once("closing", b"by the next") as is_ours:
        assert is_ours
    assert notes.read("closing") == b"by the next"


# Files

ID = "0123456789abcdef" * 2


def put(place: Place, file_id: str, *pieces: bytes) -> None:
    with place.files.writing() as new:
        for piece in pieces:
            new.write(piece)
        new.flush()
        new.keep(file_id)


def test_a_file_is_there_whole_once_it_is_kept(place: Place) -> None:
    founded(place)
    with place.files.writing() as new:
        new.write(b"first")
        assert place.files.kept() == {}
        new.write(b"second")
        new.flush()
        new.keep(ID)
    assert place.files.kept() == {ID: 11} and place.names_put_aside() == ()
    with place.files.open(ID) as file:
        assert (file.read(5), file.read()) == (b"first", b"second")
    with place.files.open(ID) as file:
        file.seek(5)
        assert file.read() == b"second"


def test_of_a_file_that_is_not_kept_nothing_is_left(place: Place) -> None:
    founded(place)
    with place.files.writing() as new:
        new.write(b"first")
    with pytest.raises(ZeroDivisionError), place.files.writing() as new:
        1 / 0  # noqa: B018
    assert place.files.kept() == {}
    with pytest.raises(FileNotFoundError):
        place.files.open(ID)


def test_files_are_written_at_once_and_dropped_one_by_one(place: Place) -> None:
    founded(place)
    with place.files.writing() as one:
        put(place, "f" * 32, b"other")
        put(place, "e" * 32, b"?")
        one.write(b"one")
        one.keep(ID)
    place.files.drop("f" * 32)
    place.files.drop("f" * 32)
    assert place.files.kept() == {ID: 3, "e" * 32: 1}
    with place.files.open("e" * 32) as file:
        assert file.read() == b"?", "to its last byte"
    place.remove_rest()
    assert place.files.kept() == {}


def test_a_place_is_restored_with_its_files(new_place: NewPlace) -> None:
    parts = [(NOTICE, [b"notice"]), (JOURNAL, [FIRST]), (part_of_file(ID), [b"a ", b"file"])]
    with new_place("new").restoring(parts) as new:
        assert new.files.kept() == {ID: 6}
    with new_place("new").files.open(ID) as file:
        assert file.read() == b"a file"


@pytest.mark.parametrize("name", ["x", "../x", "0" * 31, "0" * 33, "A" * 32, "0" * 31 + "\n", ""])
def test_no_other_name_is_that_of_a_file(name: str) -> None:
    assert not is_file_id(name) and not file_in_part(f"files/{name}")
    assert file_in_part(part_of_file(ID)) == ID
    assert not file_in_part(ID) and not file_in_part(f"file/{ID}")


def test_scratch_is_read_and_written_anywhere(place: Place) -> None:
    founded(place)
    with place.scratch() as file:
        file.write(b"__second")
        file.seek(0)
        file.write(b"a ")
        file.seek(0)
        assert file.read() == b"a second"


# Sessions


def test_each_session_hears_what_the_others_say_now(place: Place) -> None:
    own, other = founded(place).sessions(), place.sessions()
    assert own.others() == []
    other.say(b"a longer word")
    other.say(b"hello")
    own.say(b"here")
    assert (own.others(), other.others()) == ([b"hello"], [b"here"])
    other.close()
    assert own.others() == []
    other.say(b"again")
    assert own.others() == [b"again"]
    own.close()
    other.close()


# Beginning and end


def test_a_place_is_founded_once(new_place: NewPlace) -> None:
    place = new_place("desk")
    place.check_can_found()
    with pytest.raises(NoDesk):
        place.check_has_desk()
    founded(place)
    place.check_has_desk()
    assert (held(place.notice), held(place.checkpoint)) == (b"notice", b"checkpoint")
    with pytest.raises(DeskExists):
        place.found(b"", b"", [])
    assert held(place.notice) == b"notice" and place.loose() == ()
    assert new_place("desk").address == place.address != new_place("other").address


def test_a_desk_without_its_journal_is_told_from_none(new_place: NewPlace) -> None:
    place = new_place("desk")
    with place.restoring([(NOTICE, [b"notice"]), (CHECKPOINT, [b"checkpoint"])]):
        pass
    with pytest.raises(DeskDamaged):
        place.check_has_desk()
    with pytest.raises(DeskExists):
        founded(place)


def test_what_is_restored_becomes_the_place_at_the_end(new_place: NewPlace) -> None:
    place = new_place("desk")
    parts = [(NOTICE, [b"no", b"tice"]), (JOURNAL, [FIRST])]
    with place.restoring(parts) as new:
        new.check_has_desk()
        with pytest.raises(NoDesk):
            place.check_has_desk()
    place.check_has_desk()
    log = place.log()
    assert (held(place.notice), whole(log)) == (b"notice", FIRST)
    log.close()
    with pytest.raises(DeskExists), place.restoring(parts):
        pass


@pytest.mark.parametrize("name", [NOTICE, JOURNAL, CHECKPOINT, part_of_file("a" * 32)])
def test_of_what_is_not_as_it_was_written_in_any_part_no_desk_is_made(
    new_place: NewPlace, name: str
) -> None:
    def spoilt() -> Iterator[bytes]:
        yield FIRST
        raise DeskDamaged(name)

    parts = {NOTICE: [b"notice"], JOURNAL: [FIRST]} | {name: spoilt()}
    place = new_place("desk")
    with pytest.raises(DeskDamaged, match=name), place.restoring(parts.items()):
        pass
    with pytest.raises(NoDesk):
        place.check_has_desk()


def test_of_what_was_not_restored_nothing_is_left(new_place: NewPlace) -> None:
    place = new_place("desk")

    def broken() -> Iterator[bytes]:
        yield FIRST
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), place.restoring([(JOURNAL, broken())]):
        pass
    with pytest.raises(ZeroDivisionError), place.restoring([(JOURNAL, [FIRST])]):
        1 / 0  # noqa: B018
    with pytest.raises(NoDesk):
        place.check_has_desk()
    founded(place)


def test_one_look_from_outside_tells_other_figures_and_that_the_desk_was_ended(
    shared_place: Place,
) -> None:
    place = founded(shared_place)
    place.overview.replace([(0, b"figures")])
    before = place.glance()
    assert before == place.glance() and before[0] == len(FIRST)
    place.overview.replace([(0, b"FIGURES")])
    others = place.glance()
    assert others[0] == before[0] and others[1] != before[1]
    place.mark_ended(MARK)
    assert place.glance()[1] != others[1]
    place.forget_end()
    place.check_has_desk()
    place.mark_ended(MARK)
    place.remove_rest()
    assert place.glance()[0] == 0


def test_where_there_never_was_a_desk_one_look_from_outside_says_so(shared_place: Place) -> None:
    with pytest.raises(FileNotFoundError):
        shared_place.glance()


def test_the_mark_of_a_desk_is_read_as_it_was_written_also_by_an_older_program() -> None:
    mark = Ended("2016-10-20T09:00:00+08:00", "组长", "档案.age", "1" * 64, 3, 400, "2" * 64, "x:/")
    said = json.loads(mark.said())
    assert Ended.read(mark.said()) == mark and list(said) == list(Ended.__slots__)
    first = {name: said[name] for name in ("ended_at", "by", "archive", "sha256", "tips")}
    older = replace(mark, journal_bytes=0, journal_hash="", moved_to="")
    assert Ended.read(json.dumps(first).encode()) == older
    for name in first:
        lacking = {key: value for key, value in said.items() if key != name}
        assert Ended.read(json.dumps(lacking).encode()) is None
    for none in (b"", b"{", b"[]", b"5", json.dumps(said | {"tips": "x"}).encode()):
        assert Ended.read(none) is None


def test_where_a_desk_was_ended_only_the_mark_is_left(new_place: NewPlace) -> None:
    place = founded(new_place("desk"))
    notes = place.drafts, place.reminders, place.columns
    for one in notes:
        one.keep("a", b"note")
    place.checkpoint.put_aside()
    place.checkpoint.replace([(0, b"tables")])
    place.overview.replace([(0, b"figures")])
    there = place.sessions()
    there.say(b"here")
    with closing(place.log()) as log, log.lock:
        log.append(b"torn", len(FIRST))
        log.put_aside(len(FIRST), log.size())
    assert place.ended() is None
    place.mark_ended(MARK)
    for _time in range(2):
        place.remove_rest()
        assert place.ended() == MARK and place.names_put_aside() == ()
        assert [one.kept() for one in notes] == [[], [], []] and place.sessions().others() == []
        for blob in (place.overview, place.checkpoint):
            with pytest.raises(FileNotFoundError):
                blob.open()
    with pytest.raises(NoDesk):
        place.check_has_desk()
    with pytest.raises(DeskExists):
        founded(place)
