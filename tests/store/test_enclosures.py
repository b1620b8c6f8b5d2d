"""What came with a tip: noted down, its files put away, given out, and held to limits."""

from __future__ import annotations

import os
import resource
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any, cast

import pytest

from store.desk.desk import Desk
from store.desk.keeping import restore
from store.desk.stowing import to_be_attached
from store.errors import CannotRead, DeskDamaged, NotAllowed, Sealed, StepRefused, TipRefused
from store.journal.place import Place
from store.notice.notice import INSPECTORS
from store.tips.enclosure import MOST_ENCLOSURES, Enclosure
from store.tips.revision import StaleRevision
from tests.store.desks import new_desk, open_desk, tip_of
from tests.store.faults import in_child
from tests.store.memory_place import MemoryPlace
from tests.store.sealed import DUTY, KEY, planted, sealed_desk, where_in

SCAN = bytes(range(256)) * 1000
SECRET = "密件照片".encode() * 10_000


def test_what_came_with_a_tip_is_noted_down_with_it(place: Place) -> None:
    desk = new_desk(place)
    letter = Enclosure("letter", 3, 2, "二号柜", "巡-17", "举报信")
    tip = desk.record(replace(tip_of(), enclosures=(letter,)))
    (kept,) = open_desk(place).tip("1").enclosures
    assert (kept.by, kept.at) == (tip.officer, tip.saved_at)
    assert replace(kept, by="", at=None) == letter
    assert desk.finding.search("巡-17") and not desk.finding.search("巡-18")
    desk.enclosures.add("1", "letter", kept_at=" 三号柜 ", file_number="\t巡-18", name="附信\u3000")
    added = open_desk(place).tip("1").enclosures[1]
    assert (added.kept_at, added.file_number, added.name) == ("三号柜", "巡-18", "附信")


def test_facts_are_added_corrected_taken_off_and_each_is_undone(place: Place) -> None:
    desk = new_desk(place)
    desk.record(tip_of())
    first = desk.enclosures.add("1", "letter", pages=3, kept_at=" 二号柜 ").enclosures
    second = desk.enclosures.add("1", "recording", pages=12).enclosures
    assert second == (*first, second[1]) and first[0].kept_at == "二号柜"
    assert (first[0].copies, first[0].pages) == (1, 3)
    corrected = desk.enclosures.correct("1", 1, pages=4, copies=2).enclosures
    assert corrected == (replace(first[0], pages=4, copies=2), second[1])
    assert desk.enclosures.remove("1", 1).enclosures == second[1:]
    (tip,) = desk.acts.undo()
    assert tip.enclosures == corrected
    elsewhere = desk.enclosures.correct("1", 2, kept_at=" 三号柜 ", file_number="\u3000").enclosures
    assert elsewhere == (corrected[0], replace(corrected[1], kept_at="三号柜"))
    desk.acts.undo()
    assert [change.what for change in desk.history("1")][1:] == [
        "attach",
        "attach",
        "correct_enclosure",
        "remove_enclosure",
        "undo",
        "correct_enclosure",
        "undo",
    ]


def test_of_two_that_are_alike_one_is_taken_off(place: Place) -> None:
    desk = new_desk(place)
    desk.record(tip_of())
    desk.enclosures.add("1", "letter", pages=3)
    first, second = desk.enclosures.add("1", "letter", pages=3).enclosures
    assert first == second
    assert desk.enclosures.remove("1", 2).enclosures == (first,)


def test_amending_a_tip_leaves_what_came_with_it(place: Place) -> None:
    desk = new_desk(place)
    desk.record(tip_of())
    kept = desk.enclosures.add("1", "letter", file=BytesIO(SCAN)).enclosures
    amended = desk.amend(replace(desk.tip("1"), summary="改过的内容"))
    assert amended.enclosures == kept and amended.summary == "改过的内容"
    more = desk.amend(replace(amended, enclosures=(*kept, Enclosure("photographs", 5))))
    assert more.enclosures[:1] == kept and more.enclosures[1].by == desk.officer
    (copied,) = desk.record(replace(tip_of(), enclosures=kept)).enclosures
    assert copied.kind == "letter" and copied.file is None, "a file is of one tip"


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"kind": "parcel"}, "kind"),
        ({"pages": -1}, "pages"),
        ({"pages": 100_000}, "pages"),
        ({"copies": 0}, "copies"),
        ({"name": "a\u202egpj.exe"}, "name"),
        ({"name": "信\n件"}, "name"),
        ({"name": "名" * 201}, "name"),
        ({"kept_at": "\ufffd"}, "kept_at"),
        ({"file_number": "\x1b[2J"}, "file_number"),
    ],
)
def test_facts_that_cannot_be_are_refused_with_their_field(
    tmp_path: Path, facts: dict[str, object], field: str
) -> None:
    desk = new_desk(tmp_path / "desk")
    made = replace(Enclosure("letter"), **facts)  # type: ignore[arg-type]
    with pytest.raises(TipRefused) as refused:
        desk.record(replace(tip_of(), enclosures=(made,)))
    assert [fault.field for fault in refused.value.faults] == [f"enclosures[0].{field}"]
    desk.record(tip_of())
    given = {"kind": "letter", "file": BytesIO(SCAN)} | facts
    with pytest.raises(StepRefused):
        desk.enclosures.add("1", **given)  # type: ignore[arg-type]
    assert not desk.tip("1").enclosures and not desk.place.files.kept()


@pytest.mark.parametrize("name", ["../../../x", "con", "/etc/passwd", "a/b", "信" * 200])
def test_a_hostile_name_is_kept_to_be_read_and_is_no_path(tmp_path: Path, name: str) -> None:
    desk = new_desk(tmp_path / "desk")
    desk.record(tip_of())
    (one,) = desk.enclosures.add("1", "other", name=name, file=BytesIO(SCAN)).enclosures
    assert one.name == name and one.file
    assert [path.name for path in (tmp_path / "desk" / "files").iterdir()] == [one.file.id]
    assert [path.name for path in tmp_path.iterdir()] == ["desk"]


def test_a_tip_takes_so_many_and_what_was_passed_through_none(place: Place) -> None:
    desk = new_desk(place)
    most = (Enclosure("letter"),) * MOST_ENCLOSURES
    desk.record(replace(tip_of(), enclosures=most))
    with pytest.raises(StepRefused, match=f"最多登记 {MOST_ENCLOSURES} 项"):
        desk.enclosures.add("1", "letter")
    desk.acts.pass_through("visit", "组长")
    with pytest.raises(StepRefused, match="径送件"):
        desk.enclosures.add("2", "letter")


def test_a_file_is_given_out_as_it_was_put_away_and_that_is_recorded(place: Place) -> None:
    desk = new_desk(place)
    desk.record(tip_of())
    (one,) = desk.enclosures.add("1", "letter", name="信.pdf", file=BytesIO(SCAN)).enclosures
    assert one.file and one.size == one.file.bytes == len(SCAN)
    out = BytesIO()
    assert open_desk(place).enclosures.take_out("1", 1, out) == one
    assert out.getvalue() == SCAN
    (access,) = open_desk(place).access.accesses()
    assert (access.what, access.numbers, access.note) == ("export", ("2016-0001",), "附件第 1 项")


def test_a_file_comes_later_to_what_was_noted_down(place: Place) -> None:
    desk = new_desk(place)
    desk.record(replace(tip_of(), enclosures=(Enclosure("letter", 3), Enclosure("other"))))
    with pytest.raises(StepRefused, match="没有存入文件"):
        desk.enclosures.take_out("1", 1, BytesIO())
    tip = desk.enclosures.correct("1", 1, file=BytesIO(SCAN))
    assert [bool(one.file) for one in tip.enclosures] == [True, False]
    assert tip.enclosures[0].pages == 3
    for n in (0, 3):
        with pytest.raises(StepRefused, match="应为 1 至 2"):
            desk.enclosures.remove("1", n)


def test_a_sealed_file_opens_to_who_reads_the_tip_alone(place: Place) -> None:
    sealed_desk(place).close()
    desk = open_desk(place, DUTY)
    desk.record(planted())
    desk.enclosures.add("1", "photographs", kept_at="密柜", name="密件.jpg", file=BytesIO(SECRET))
    assert where_in(place, ("密件", "密柜")) == []
    (shown,) = desk.tip("1").enclosures
    assert (shown.name, shown.kept_at, shown.key, shown.size) == ("", "", "", 0)
    assert shown.kind == "photographs" and shown.file
    out = BytesIO()
    desk.enclosures.take_out("1", 1, out)
    assert out.getvalue() == SECRET
    with pytest.raises(NotAllowed):
        open_desk(place, "王芳").enclosures.take_out("1", 1, BytesIO())
    desk.shifts.take_over()
    desk.shifts.hand_over()
    with pytest.raises(NotAllowed):
        desk.enclosures.take_out("1", 1, BytesIO())
    lead = open_desk(place, "组长")
    with pytest.raises(Sealed):
        lead.enclosures.take_out("1", 1, BytesIO())
    lead.access.unlock(KEY)
    out = BytesIO()
    lead.enclosures.take_out("1", 1, out)
    assert out.getvalue() == SECRET


def test_what_came_with_a_tip_about_the_inspectors_is_for_a_lead_alone(place: Place) -> None:
    sealed_desk(place).close()
    desk = open_desk(place, DUTY)
    tip = planted()
    apart = tuple(replace(subject, group=INSPECTORS) for subject in tip.subjects)
    desk.record(replace(tip, subjects=apart, enclosures=(Enclosure("letter", 3),)))
    lead = open_desk(place, "组长")
    lead.access.unlock(KEY)
    lead.enclosures.correct("1", 1, file=BytesIO(SECRET))
    desk.refresh()
    assert desk.tip("1").enclosures == ()
    for act in (
        lambda: desk.enclosures.take_out("1", 1, BytesIO()),
        lambda: desk.enclosures.add("1", "letter", file=BytesIO(SCAN)),
        lambda: desk.enclosures.remove("1", 1),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert len(desk.enclosures.kept()) == 1


STEP = 64 * 1024


def test_a_file_of_any_length_comes_back_from_its_seal_which_shows_steps(tmp_path: Path) -> None:
    desk = sealed_desk(tmp_path / "desk")
    desk.record(planted())
    lengths = []
    for n, size in enumerate((1, STEP - 1, STEP, STEP + 1), 1):
        tip = desk.enclosures.add("1", "other", file=BytesIO(b"x" * size))
        lengths.append(tip.enclosures[-1].shown_size)
        out = BytesIO()
        desk.enclosures.take_out("1", n, out)
        assert out.getvalue() == b"x" * size
    # The head of an age file differs by some bytes each time.
    stored = [one.shown_size // STEP for one in desk.tip("1").enclosures]
    assert lengths == [1, STEP - 1, STEP, STEP + 1]
    assert stored == [1, 1, 1, 2]


def test_a_file_with_nothing_in_it_is_not_sealed_either() -> None:
    desk = sealed_desk(place := MemoryPlace("empty"))
    desk.record(planted())
    with pytest.raises(StepRefused, match="文件是空的"):
        desk.enclosures.add("1", "other", file=BytesIO())
    assert not place.files.kept() and not desk.tip("1").enclosures


def test_a_file_that_is_missing_or_changed_is_not_given_out(tmp_path: Path) -> None:
    desk = sealed_desk(tmp_path / "desk")
    desk.record(planted())
    (one,) = desk.enclosures.add("1", "other", file=BytesIO(SECRET)).enclosures
    assert one.file
    path = tmp_path / "desk" / "files" / one.file.id
    stored = path.read_bytes()
    path.write_bytes(stored[:-1] + bytes([stored[-1] ^ 1]))
    out = BytesIO()
    with pytest.raises(DeskDamaged, match="第 1 项附件的文件缺失或与存入时不同"):
        desk.enclosures.take_out("1", 1, out)
    path.unlink()
    with pytest.raises(DeskDamaged):
        desk.enclosures.take_out("1", 1, out)
    assert not out.getvalue() and not [a for a in desk.access.accesses() if a.what == "export"]


def test_what_is_damaged_is_told_beside_what_is_not_as_in_a_backup(tmp_path: Path) -> None:
    desk = new_desk(place := MemoryPlace("both"))
    desk.record(tip_of())
    (one,) = desk.enclosures.add("1", "other", file=BytesIO(b"x")).enclosures
    desk.keeping.backup(tmp_path / "copy.zip")
    assert one.file and desk.keeping.verify(against=tmp_path / "copy.zip").is_sound
    place.files.drop(one.file.id)
    (damage,) = desk.keeping.verify(against=tmp_path / "copy.zip").damages
    assert "缺失" in damage.sentence


class Growing(BytesIO):
    """A source that fails on the way, or runs on and on."""

    def __init__(self, error: BaseException | None = None) -> None:
        super().__init__()
        self.given, self.error = 0, error

    def read(self, size: int | None = -1) -> bytes:
        self.given += 1
        if self.error and self.given > 3:
            raise self.error
        return b"x" * (size or 0)


class Pausing(BytesIO):
    """A source without an end that has nothing to give just now."""

    def read(self, size: int | None = -1) -> bytes:
        return cast(bytes, None)


def test_where_reading_fails_the_file_is_named(tmp_path: Path) -> None:
    desk = new_desk(tmp_path / "desk")
    desk.record(tip_of())
    # At its beginning is no page that could be read.
    memory = Path("/proc/self/mem")
    with to_be_attached(memory) as file, pytest.raises(CannotRead, match=str(memory)):
        desk.enclosures.add("1", "other", file=file)


@pytest.mark.parametrize("make", [new_desk, sealed_desk])
def test_of_a_file_that_is_refused_nothing_is_kept(place: Place, make: object) -> None:
    desk = make(place)  # type: ignore[operator]
    desk.record(planted())
    for source, error, said in (
        (BytesIO(), StepRefused, "文件是空的"),
        (Growing(), StepRefused, "超过 50 MB"),
        (Growing(OSError(5, "Input/output error")), CannotRead, "无法读取（.*）：-$"),
        (Pausing(), CannotRead, "不是普通文件"),
        (Growing(KeyboardInterrupt("停")), KeyboardInterrupt, "停"),
    ):
        with pytest.raises(error, match=said):
            desk.enclosures.add("1", "other", file=source)
        assert not desk.place.files.kept() and not desk.tip("1").enclosures


def test_a_desk_keeps_as_much_as_its_lead_says_and_no_more(place: Place) -> None:
    desk, more = new_desk(place), bytes(600 << 10)
    for refused in ((0, 5), (6, 5), (1, (1 << 20) + 1)):
        with pytest.raises(StepRefused):
            desk.enclosures.set_limits(*refused)
    assert desk.enclosures.set_limits(1, 1 << 20).desk_megabytes == 1 << 20
    desk.enclosures.set_limits(1, 1)
    number = desk.record(tip_of()).number
    other = open_desk(place)
    enclosed = replace(desk.tip(number), enclosures=(Enclosure("letter"),))
    with (
        pytest.raises(StepRefused, match="合计将超过 1 MB"),
        desk.enclosures.stowing({0: BytesIO(more)}) as stowed,
    ):
        other.enclosures.add(number, "other", file=BytesIO(more))
        with desk.ground.storage.writing, stowed.kept_with(enclosed):
            pass
    assert len(other.place.files.kept()) == 1, "that which was first"


def test_what_is_just_as_large_as_may_be_is_kept_and_not_a_byte_more() -> None:
    desk, megabyte = new_desk(MemoryPlace("limits")), bytes(1 << 20)
    desk.record(tip_of())
    desk.enclosures.set_limits(1, 2)
    with pytest.raises(StepRefused, match="超过 1 MB"):
        desk.enclosures.add("1", "other", file=BytesIO(megabyte + b"x"))
    for _n in range(2):
        desk.enclosures.add("1", "other", file=BytesIO(megabyte))
    with pytest.raises(StepRefused, match="合计将超过 2 MB"):
        desk.enclosures.add("1", "other", file=BytesIO(b"x"))
    assert [*desk.enclosures.kept().values()] == [1 << 20] * 2


def test_what_is_refused_whatever_its_file_says_is_refused_before_that_is_read() -> None:
    desk, file = new_desk(MemoryPlace("refused")), BytesIO(SCAN)
    tip = desk.record(tip_of())
    desk.follow_ups.note("1", "批示")
    for error, refused in (
        (StepRefused, lambda: desk.enclosures.add("1", "unheard_of", file=file)),
        (StaleRevision, lambda: desk.enclosures.add("1", "other", file=file, revision=1)),
        (StepRefused, lambda: desk.enclosures.correct("1", 1, file=file)),
    ):
        with pytest.raises(error):
            refused()
    assert file.tell() == 0 and tip.enclosures == desk.tip("1").enclosures == ()


def test_who_saw_an_older_revision_changes_no_enclosure_and_who_saw_the_last_does() -> None:
    desk = new_desk(MemoryPlace("revisions"))
    desk.record(tip_of())
    for number, act in enumerate(
        (
            lambda seen: desk.enclosures.add("1", "letter", revision=seen),
            lambda seen: desk.enclosures.add("1", "other", file=BytesIO(SCAN), revision=seen),
            lambda seen: desk.enclosures.correct("1", 1, pages=3, revision=seen),
            lambda seen: desk.enclosures.correct("1", 1, file=BytesIO(SCAN), revision=seen),
            lambda seen: desk.enclosures.remove("1", 1, revision=seen),
        ),
        1,
    ):
        before = desk.tip("1")
        with pytest.raises(StaleRevision):
            act(number - 1)
        assert desk.tip("1") == before
        assert act(number).revision == number + 1
    assert [(one.kind, one.pages) for one in desk.tip("1").enclosures] == [("other", 0)]
    whats = [change.what for change in desk.history("1")]
    assert whats == ["record", *["attach"] * 2, *["correct_enclosure"] * 2, "remove_enclosure"]


def test_what_has_no_room_any_more_is_read_no_further_than_there_is_room(tmp_path: Path) -> None:
    desk = new_desk(tmp_path / "desk")
    desk.record(tip_of())
    desk.enclosures.set_limits(1, 1)
    desk.enclosures.add("1", "other", file=BytesIO(bytes(900 << 10)))
    endless = Long(1 << 40)
    with pytest.raises(StepRefused, match="合计将超过 1 MB"):
        desk.enclosures.add("1", "other", file=endless)
    assert (1 << 40) - endless.left < 200 << 10


class Long(BytesIO):
    """So many bytes that are nowhere."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self.left = size

    def read(self, size: int | None = -1) -> bytes:
        given = min(self.left, size or 0)
        self.left -= given
        return bytes(given)


class Nowhere(BytesIO):
    """Takes any bytes and keeps none."""

    def write(self, data: Any) -> int:
        return len(data)


class Broken(BytesIO):
    """Takes some bytes, and then no more."""

    def write(self, data: Any) -> int:
        super().write(data)
        raise BrokenPipeError


@pytest.mark.parametrize("make", [new_desk, sealed_desk])
def test_a_file_of_which_a_part_alone_was_taken_out_is_recorded(
    tmp_path: Path, make: Callable[[Path], Desk]
) -> None:
    desk = make(tmp_path / "desk")
    desk.record(tip_of())
    desk.enclosures.add("1", "other", file=BytesIO(SCAN))
    out = Broken()
    with pytest.raises(BrokenPipeError):
        desk.enclosures.take_out("1", 1, out)
    assert out.getvalue()
    assert [access.what for access in desk.access.accesses()] == ["export"]


def test_a_large_file_is_never_in_memory_as_a_whole(tmp_path: Path) -> None:
    large, most_kilobytes = 40 << 20, 16 << 10

    def work(say: Callable[[str], None]) -> None:
        desk = sealed_desk(tmp_path / "desk")
        desk.record(planted())
        desk.enclosures.add("1", "other", file=BytesIO(SCAN))
        desk.enclosures.take_out("1", 1, Nowhere())
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        desk.enclosures.add("1", "recording", file=Long(large))
        desk.enclosures.take_out("1", 2, Nowhere())
        desk.keeping.backup(tmp_path / "backup.zip")
        restore(tmp_path / "backup.zip", tmp_path / "again")
        after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        say(f"{after - before}")

    child = in_child(work)
    (kilobytes,) = child.said()
    assert child.wait() == 0 and int(kilobytes) < most_kilobytes


@pytest.mark.parametrize("then", [b"less", b"more" + SCAN], ids=["shorter", "as long"])
def test_a_file_that_changes_while_it_is_read_is_refused(tmp_path: Path, then: bytes) -> None:
    desk = new_desk(tmp_path / "desk")
    desk.record(tip_of())
    path = tmp_path / "scan.pdf"
    path.write_bytes(SCAN)
    with to_be_attached(path) as file:
        path.write_bytes(SCAN + b"more")
        assert desk.enclosures.add("1", "other", file=file).enclosures[0].size == len(SCAN) + 4
    # Two that are written within one tick of the clock have the same time.
    os.utime(path, (0, 0))
    with to_be_attached(path) as file:
        read = file.read

        def changed(size: int = -1) -> bytes:
            path.write_bytes(then)
            return read(size)

        file.read = changed  # type: ignore[method-assign]
        with pytest.raises(StepRefused, match="有改动"):
            desk.enclosures.add("1", "other", file=file)


def test_what_comes_through_a_pipe_is_put_away_though_it_was_still_being_written(
    tmp_path: Path,
) -> None:
    desk = new_desk(tmp_path / "desk")
    desk.record(tip_of())
    os.mkfifo(tmp_path / "pipe")
    reading = os.open(tmp_path / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    writing = os.open(tmp_path / "pipe", os.O_WRONLY)
    os.utime(tmp_path / "pipe", (0, 0))
    sent = SCAN[:50_000]
    with os.fdopen(reading, "rb") as pipe:
        read = pipe.read

        def coming(size: int = -1) -> bytes:
            nonlocal writing
            if writing >= 0:
                os.write(writing, sent)
                os.close(writing)
                writing = -1
            return read(size)

        pipe.read = coming  # type: ignore[method-assign]
        (one,) = desk.enclosures.add("1", "other", file=pipe).enclosures
    assert one.size == 50_000


class _Long(BytesIO):
    """A file that takes so long that somebody does something else `meanwhile`."""

    def __init__(self, meanwhile: Callable[[], object]) -> None:
        super().__init__(SCAN)
        self._meanwhile = [meanwhile]

    def read(self, size: int | None = -1) -> bytes:
        while self._meanwhile:
            self._meanwhile.pop()()
        return super().read(size)


def test_a_file_gets_to_no_other_enclosure_than_the_one_it_was_meant_for(place: Place) -> None:
    desk = new_desk(place)
    desk.record(tip_of())
    desk.enclosures.add("1", "letter")
    seen = desk.enclosures.add("1", "recording")
    other = open_desk(place)
    long = _Long(lambda: other.enclosures.remove("1", 1))
    with pytest.raises(StaleRevision):
        desk.enclosures.correct("1", 1, file=long, revision=seen.revision)
    assert [(one.kind, one.file) for one in desk.tip("1").enclosures] == [("recording", None)]
    assert desk.enclosures.kept() == {}


def test_what_is_no_file_is_not_read(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none", Path("/dev/zero")):
        with pytest.raises(CannotRead):
            to_be_attached(path)
