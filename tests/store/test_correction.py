"""A desk's notice is corrected: recorded, in force everywhere, and never at the cost of a tip."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from store.desk import notice_book
from store.desk.correction import correction
from store.desk.desk import Desk
from store.desk.keeping import restore
from store.disk import Piece
from store.errors import CannotWrite, NothingToUndo, NoticeRefused, TipRefused
from store.folder.blob import FileBlob
from store.journal.place import Place, PutInPlace
from store.notice.reading import example_text, parse_notice
from store.tips import entry
from store.tips.tip import Subject
from tests.builders import DURING, REFERRAL, entry_of
from tests.store.desks import (
    OFFICER,
    clock,
    held,
    journal_in,
    new_desk,
    open_desk,
    opened,
    tip_of,
)
from tests.store.faults import Boundary, Fault, in_child
from tests.store.files_open import files_open
from tests.store.memory_place import MemoryPlace
from tests.store.sealed import KEY, LEAD, sealed_desk

MOBILE = "18073127519"
TEXT = example_text()
BY_MOBILE = replace(tip_of(REFERRAL), line="")


def with_(*changes: tuple[str, str]) -> str:
    """The shipped notice with pieces of it replaced."""
    text = TEXT
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    return text


RIGHT_NUMBER = with_((MOBILE, "18073127510"))
LATER = with_(("last_day = 2016-10-19\ntips_until = 2016-10-19", "last_day = 2016-10-31"))


def notice_in(place: Place) -> str:
    return held(place.notice).decode()


def change_by_hand(place: Place, text: str) -> None:
    place.notice.replace([(0, text.encode())])


def faults_of(desk: Desk, text: str) -> dict[str, str]:
    before = journal_in(desk.place)
    with pytest.raises(NoticeRefused) as refusal:
        desk.notices.correct(text)
    assert desk.notices.text() == TEXT and notice_in(desk.place) == TEXT
    assert journal_in(desk.place) == before
    return {fault.field: fault.sentence for fault in refusal.value.faults}


def test_a_corrected_notice_is_in_force_on_the_disk_and_in_the_journal(place: Place) -> None:
    with new_desk(place) as desk:
        desk.notices.correct(LATER)
        assert str(desk.notice.last_day) == "2016-10-31" and desk.notices.text() == LATER
    assert notice_in(place) == LATER
    again = open_desk(place)
    assert str(again.notice.last_day) == "2016-10-31" and again.repairs == ()
    (made,) = again.notices.corrections()
    assert (made.by, made.at) == (OFFICER, "2016-10-01T16:59:30+08:00")
    was, now = (hashlib.sha256(text.encode()).hexdigest() for text in (TEXT, LATER))
    assert (made.was, made.sha256) == (was, now)
    found = again.keeping.verify()
    assert found.is_sound and found.notice == "" and found.lines == 2


def test_a_notice_is_read_once_however_often_it_is_asked_for(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    new_desk(place).close()
    read: list[str] = []
    monkeypatch.setattr(
        notice_book,
        "parse_notice",
        lambda text, *so, **said: read.append(text) or parse_notice(text, *so, **said),
    )
    desk = open_desk(place)
    for _look in range(3):
        assert desk.notice.team and desk.refresh() is False
    assert read == [TEXT]
    desk.notices.correct(LATER)
    for _look in range(3):
        assert str(desk.notice.last_day) == "2016-10-31"
    assert read == [TEXT, LATER]


def test_a_bad_notice_is_refused_and_nothing_changes(place: Place) -> None:
    desk = new_desk(place)
    assert "team" in faults_of(desk, with_(('team = "省委巡视第一组"', "")))


def test_tips_follow_a_number_that_was_mistyped(place: Place) -> None:
    desk = new_desk(place)
    desk.record(tip_of())
    desk.record(tip_of(REFERRAL))
    found = desk.notices.correct(RIGHT_NUMBER)
    assert [(one.old, one.new, one.tips) for one in found.renamed] == [(MOBILE, "18073127510", 1)]
    assert [tip.line for tip in desk.tips()] == ["84404233", "18073127510"]
    assert [change.what for change in desk.history("2")] == ["record", "notice"]
    assert [change.what for change in desk.history("1")] == ["record"]
    amended = desk.amend(desk.access.open_tip("2"))
    assert amended.line == "18073127510" and amended.revision == 3


def test_disciplines_and_tags_are_renamed_one_at_a_time(place: Place) -> None:
    desk = new_desk(place)
    desk.record(tip_of(tags=["重点问题", "重点人"], disciplines=["政治纪律", "廉洁纪律"]))
    found = desk.notices.correct(with_(("廉洁纪律", "廉政纪律"), ("重点人", "重点人员")))
    assert (len(found.tips), found.marked) == (1, 0), "none is marked otherwise as to its time"
    (tip,) = desk.tips()
    assert tip.disciplines == ("政治纪律", "廉政纪律")
    assert tip.tags == ("重点问题", "重点人员")
    assert desk.counts().by_discipline["廉政纪律"] == 1
    assert "廉洁纪律" not in desk.counts().by_discipline


def test_what_is_renamed_or_in_use_is_told_in_the_order_of_the_notice(place: Place) -> None:
    desk = new_desk(place)
    desk.record(tip_of(tags=["重点问题", "党的领导弱化"], disciplines=["廉洁纪律", "政治纪律"]))
    found = desk.notices.correction(
        with_(("84404233", "84404244"), ("廉洁纪律", "廉政纪律"), ("重点问题", "要害问题"))
    )
    assert [one.old for one in found.renamed] == ["84404233", "廉洁纪律", "重点问题"]
    assert desk.notices.correction(with_(("群众纪律", "群众的纪律"))).renamed == (), (
        "no tip says it"
    )
    lost = with_(('"政治纪律", ', ""), ('"廉洁纪律", ', ""))
    with pytest.raises(NoticeRefused) as refused:
        desk.notices.correction(lost)
    used = [fault.sentence for fault in refused.value.faults]
    assert ["政治纪律" in used[0], "廉洁纪律" in used[1]] == [True, True]


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ([(MOBILE, "1"), ('kind = "mobile"', 'kind = "sms"')], "lines", "18073127519"),
        ([('"廉洁纪律", "群众纪律"', '"甲", "乙"')], "disciplines", "廉洁纪律"),
        ([('"廉洁纪律", ', "")], "disciplines", "2016-0001"),
        ([('"廉洁纪律", "群众纪律"', '"甲"')], "disciplines", "廉洁纪律"),
        ([('"廉洁纪律", ', '"甲", "乙", ')], "disciplines", "廉洁纪律"),
        ([('"重点人", ', "")], "tags", "重点人"),
        ([("first_day = 2016-09-20", "first_day = 2016-10-02")], "period.first_day", "2016-10-01"),
        (
            [("last_day = 2016-10-19\ntips_until = 2016-10-19", "last_day = 2016-09-30")],
            "period.last_day",
            "2016-0001",
        ),
        ([("tips_until = 2016-10-19", "tips_until = 2016-10-01T09:00:00")], "period.last_day", "2"),
        ([("first_day = 2016-09-20", "first_day = 2015-12-20")], "period.first_day", "2016"),
        ([("Asia/Shanghai", "Asia/Urumqi")], "timezone", "Asia/Shanghai"),
        ([("timezone =", 'code = "湘"\ntimezone =')], "code", "2016"),
    ],
)
def test_what_stored_tips_go_by_stays(
    place: Place, changes: list[tuple[str, str]], field: str, said: str
) -> None:
    desk = new_desk(place)
    desk.record(tip_of(tags=["重点人"]))
    desk.record(tip_of(REFERRAL))
    assert said in faults_of(desk, with_(*changes))[field]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ([("timezone =", 'code = "湘"\ntimezone =')], "短代号不能再改"),
        ([("Asia/Shanghai", "Asia/Urumqi")], "时区不能改"),
        ([("= 2016-09-20", "= 2015-09-20")], "首日不能改到别的年份"),
        (
            [("= 2016-09-20", "= 2017-09-20"), ("= 2016-10-19", "= 2017-10-19")],
            "首日不能改到别的年份",
        ),
    ],
)
def test_from_the_first_tip_on_year_code_and_zone_stay(
    changes: list[tuple[str, str]], said: str
) -> None:
    desk = new_desk(MemoryPlace("desk"))
    desk.record(tip_of())
    with pytest.raises(NoticeRefused) as refused:
        desk.notices.correct(with_(*changes))
    assert [said in fault.sentence for fault in refused.value.faults].count(True) == 1


def test_without_tips_all_of_it_may_be_corrected_the_year_too(place: Place) -> None:
    desk = new_desk(place)
    desk.notices.correct(with_(("2016-09-20", "2015-09-20"), ("Asia/Shanghai", "Asia/Urumqi")))
    assert desk.record(tip_of()).number == "2015-0001"
    assert desk.tip("2015-0001").line == "84404233"


def test_marks_follow_a_period_that_was_prolonged_and_hours_that_were_wrong(place: Place) -> None:
    new_desk(place).close()
    early, on_time = (tip_of(received_at=f"2016-10-01T0{n}:30:00+08:00") for n in (7, 8))
    desk = open_desk(place)
    desk.record(early)
    desk.record(on_time)
    assert desk.counts().out_of_hours == 1
    found = desk.notices.correct(with_(("from = 08:00:00", "from = 07:00:00")))
    assert [tip.number for tip in found.tips] == ["2016-0001"]
    assert desk.tip("1").marks == () and desk.counts().out_of_hours == 0
    assert desk.notices.correct(with_(("from = 08:00:00", "from = 09:00:00"))).marked == 2
    assert desk.counts().out_of_hours == 2 and desk.tip("2").marks == ("out_of_hours",)


def test_a_tip_that_came_late_is_in_time_once_the_period_is_prolonged(place: Place) -> None:
    desk = new_desk(place)
    before = with_(("last_day = 2016-10-19\ntips_until = 2016-10-19", "last_day = 2016-09-30"))
    desk.notices.correct(before)
    assert desk.record(tip_of()).marks == ("late", "out_of_hours")
    desk.notices.correct(TEXT)
    assert desk.tip("1").marks == () and desk.counts().late == 0


def test_a_line_that_is_the_inspectors_own_after_all_counts_apart(place: Place) -> None:
    desk = new_desk(place)
    desk.record(tip_of())
    other = open_desk(place)
    own = with_(('label = "固定电话"', 'label = "固定电话"\nabout = "inspectors"'))
    desk.notices.correct(own)
    for found in (desk, other, open_desk(place)):
        assert (found.counts().about_inspectors, found.counts().in_scope) == (1, 0)
    desk.close()
    assert open_desk(place).keeping.verify().is_sound


OWN = ('label = "固定电话"', 'label = "固定电话"\nabout = "inspectors"')


@pytest.mark.parametrize("other", ["84404233", "84404234"])
def test_what_came_for_a_lead_alone_is_opened_to_nobody_by_a_correction(
    place: Place, other: str
) -> None:
    desk = new_desk(place)
    desk.notices.correct(with_(OWN))
    with_another_number = with_(("84404233", other))
    desk.notices.correct(with_another_number)
    desk.notices.correct(with_(OWN))
    desk.record(tip_of())
    with pytest.raises(NoticeRefused, match="只由组长查看（如 2016-0001）"):
        desk.notices.correct(with_another_number)
    desk.notices.correct(with_(OWN, ("84404233", other)))
    assert desk.counts().about_inspectors == 1


def test_a_session_that_is_open_goes_by_the_new_notice_at_once(shared_place: Place) -> None:
    desk = new_desk(shared_place)
    desk.record(tip_of(REFERRAL))
    assert desk.notice.lines[1].value == MOBILE

    def work(_say: Callable[[str], None]) -> None:
        open_desk(shared_place, "组长").notices.correct(RIGHT_NUMBER)

    assert in_child(work).wait() == 0
    stored = desk.record(BY_MOBILE)
    assert stored.line == "18073127510" == desk.notice.lines[1].value
    assert desk.notices.corrections()[0].by == "组长"


class Just:
    """A way to have something happen just before the lock is taken."""

    def __init__(self, before: Any, happens: Callable[[], object]) -> None:
        self.before, self.happens = before, happens

    def __enter__(self) -> None:
        self.happens()
        self.before.__enter__()

    def __exit__(self, *error: Any) -> None:
        self.before.__exit__(*error)


def test_a_tip_that_was_checked_just_before_goes_by_the_new_notice_too(place: Place) -> None:
    desk = new_desk(place)
    other = open_desk(place)
    by_mobile = replace(BY_MOBILE, line=MOBILE)
    storage: Any = desk.ground.storage
    storage.presuming = Just(storage.presuming, lambda: other.notices.correct(RIGHT_NUMBER))
    with pytest.raises(TipRefused, match="18073127510"):
        desk.record(by_mobile)
    assert other.tips() == []


def test_a_line_that_an_older_version_kept_in_wide_digits_is_the_same_line() -> None:
    wide = MOBILE.translate({code: code + 0xFEE0 for code in range(0x30, 0x3A)})
    tips = [replace(tip_of(REFERRAL), number="2016-0001", line=line) for line in (wide, MOBILE)]
    old, new = parse_notice(TEXT), parse_notice(RIGHT_NUMBER)
    found = correction(tips, old, new)
    assert [(one.old, one.new, one.tips) for one in found.renamed] == [(MOBILE, "18073127510", 2)]
    assert [tip.line for tip in found.tips] == 2 * ["18073127510"]


def test_a_correction_is_no_act_that_undo_takes_back(place: Place) -> None:
    desk = new_desk(place)
    desk.record(tip_of(REFERRAL))
    desk.notices.correct(RIGHT_NUMBER)
    with pytest.raises(NothingToUndo, match="2016-0001"):
        desk.acts.undo()


@pytest.mark.parametrize("is_sealed", [False, True])
def test_no_undo_puts_back_what_a_corrected_notice_need_not_have(is_sealed: bool) -> None:
    place = MemoryPlace("undone after a correction")
    desk = (sealed_desk if is_sealed else new_desk)(place)
    desk.shifts.take_over()
    first = desk.record(tip_of(disciplines=["群众纪律"], tags=["重点人"]))
    changes: list[dict[str, Any]] = [
        {"disciplines": ("廉洁纪律",)},
        {"tags": ()},
        {"subjects": (replace(first.subjects[0], group="key_post"),)},
        {"received_at": tip_of(REFERRAL).received_at},
        {"channel": "mobile", "line": MOBILE},
    ]
    for n, said in enumerate(changes, 2):
        desk.amend(replace(desk.access.open_tip("1"), **said))
        desk.notices.correct((TEXT, LATER)[n % 2])
        with pytest.raises(NothingToUndo, match="公告之后有更正，2016-0001 不能撤销"):
            desk.acts.undo()
        assert desk.tip("1").revision == n
    # What goes by no notice, or by that in force, is taken back.
    desk.amend(replace(desk.access.open_tip("1"), summary="改过"))
    desk.notices.correct(TEXT)
    assert desk.acts.undo()[0].revision == n + 2
    assert desk.access.open_tip("1").summary == first.summary
    desk.amend(replace(desk.access.open_tip("1"), tags=("重点人",)))
    desk.duty_log.write("来访一人")
    assert desk.acts.undo()[0].tags == ()


def test_a_sealed_desk_is_corrected_without_any_key(place: Place) -> None:
    desk = sealed_desk(place)
    desk.record(tip_of(REFERRAL))
    desk.notices.correct(RIGHT_NUMBER)
    again = open_desk(place, LEAD)
    again.access.unlock(KEY)
    tip = again.access.open_tip("1")
    assert (tip.line, tip.summary) == ("18073127510", REFERRAL["summary"])


@pytest.mark.parametrize("fault", ["kill before", "kill after", "kill half-way"])
def test_killed_at_every_step_the_desk_is_whole_and_the_journal_decides(
    tmp_path: Path, fault: Fault
) -> None:
    ends = set()
    for at in itertools.count(1):
        folder = tmp_path / f"{at}"
        with new_desk(folder) as desk:
            desk.record(tip_of(REFERRAL))

        def work(_say: Callable[[str], None], folder: Path = folder, at: int = at) -> None:
            desk = open_desk(folder)
            Boundary(fault, at).install()
            desk.notices.correct(RIGHT_NUMBER)

        status = in_child(work).wait()
        again = open_desk(folder)
        line, number = again.tip("1").line, again.notice.lines[1].value
        assert line == number
        assert again.notices.text() == (TEXT if number == MOBILE else RIGHT_NUMBER)
        assert again.record(BY_MOBILE).line == number
        assert (folder / "notice.toml").read_text() == again.notices.text()
        found = again.keeping.verify()
        assert found.is_sound and found.notice == ""
        ends.add(number)
        if status == 0:
            break
    assert at > 5 and ends == {MOBILE, "18073127510"}


def test_a_full_disk_leaves_the_notice_as_it_was(tmp_path: Path) -> None:
    folder = tmp_path / "desk"
    new_desk(folder).close()

    def work(say: Callable[[str], None]) -> None:
        desk = open_desk(folder)
        Boundary("disk full", 1).install()
        try:
            desk.notices.correct(LATER)
        except CannotWrite:
            say((desk.notices.text() == TEXT and "as it was") or "")

    child = in_child(work)
    assert list(child.said()) == ["as it was"] and child.wait() == 0
    assert (
        open_desk(folder).notices.corrections() == [] and not (folder / "notice.toml.new").exists()
    )


def test_what_the_journal_has_is_in_force_though_the_file_could_not_be_replaced(
    tmp_path: Path,
) -> None:
    class Full(FileBlob):
        @contextmanager
        def replacing(self, pieces: Iterable[Piece]) -> Iterator[PutInPlace]:
            def put_in_place() -> None:
                raise CannotWrite("满")

            with super().replacing(pieces):
                yield put_in_place

    file = tmp_path / "desk" / "notice.toml"
    desk = new_desk(file.parent)
    desk.record(tip_of(REFERRAL))
    desk.place.notice = Full(file)
    assert desk.notices.correct(RIGHT_NUMBER).renamed and desk.notices.text() == RIGHT_NUMBER
    assert file.read_text() == TEXT and desk.tip("1").line == "18073127510"
    assert open_desk(file.parent).notices.text() == RIGHT_NUMBER
    assert file.read_text() == RIGHT_NUMBER, "as the next to open it puts it right"


def test_a_file_changed_by_hand_is_told_by_verify_and_taken_in_by_a_correction(
    place: Place,
) -> None:
    with new_desk(place) as desk:
        desk.record(tip_of(REFERRAL))
    change_by_hand(place, RIGHT_NUMBER)
    desk = open_desk(place)
    found = desk.keeping.verify()
    assert found.is_sound and "notice --replace" in found.notice and "notice.toml" in found.notice
    assert desk.notices.text() == RIGHT_NUMBER
    desk.notices.correct(RIGHT_NUMBER)
    assert desk.keeping.verify().notice == ""
    # Under which line the tip came is then what it was: nobody said which one took its place.
    assert desk.tip("1").line == MOBILE and open_desk(place).tip("1").line == MOBILE


def test_a_file_changed_by_hand_after_a_correction_is_told_too(place: Place) -> None:
    with new_desk(place) as desk:
        desk.notices.correct(LATER)
    change_by_hand(place, RIGHT_NUMBER)
    assert "notice --replace" in open_desk(place).keeping.verify().notice
    # The one from before the correction is not what holds: nobody is accused, and it is put right.
    other = open_desk(place)
    change_by_hand(place, TEXT)
    assert other.keeping.verify().notice == ""
    assert open_desk(place).notices.text() == LATER == notice_in(place)
    # Nor is the one from before all that were made since.
    other.notices.correct(newest := LATER.replace(MOBILE, "18073127510"))
    change_by_hand(place, TEXT)
    assert other.keeping.verify().notice == ""
    assert open_desk(place).notices.text() == newest == notice_in(place)


def test_an_open_session_goes_by_a_correction_of_a_file_changed_by_hand(place: Place) -> None:
    desk = new_desk(place)
    assert desk.tips() == []
    change_by_hand(place, RIGHT_NUMBER)
    open_desk(place).notices.correct(LATER)
    desk.refresh()
    assert desk.notices.text() == LATER


def test_a_correction_says_what_stood_in_the_file_before_though_nobody_had_read_it() -> None:
    """By it the next session knows that the file was corrected, where this one dies before it writes."""
    desk = new_desk(place := MemoryPlace("by hand"))
    assert desk.tips() == []
    change_by_hand(place, RIGHT_NUMBER)
    desk.notices.correct(LATER)
    (made,) = desk.notices.corrections()
    assert made.was == hashlib.sha256(RIGHT_NUMBER.encode()).hexdigest()
    assert (made.by, made.text) == (OFFICER, LATER)
    change_by_hand(place, RIGHT_NUMBER)
    again = open_desk(place)
    assert again.notices.text() == LATER == notice_in(place)


def test_what_was_changed_by_hand_after_a_correction_is_in_force_and_told() -> None:
    desk = new_desk(place := MemoryPlace("by hand"))
    desk.notices.correct(LATER)
    desk.close()
    by_hand = with_(("84404233", "84404299"))
    change_by_hand(place, by_hand)
    again = open_desk(place)
    assert again.notices.text() == by_hand == notice_in(place)
    assert "不是日志所记的公告" in again.keeping.verify().notice


def test_verify_accuses_nobody_while_the_notice_is_being_corrected(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "desk"
    desk = new_desk(folder)
    other = open_desk(folder)
    text = with_(("84404233", "84404299"))
    with monkeypatch.context() as patch:
        # Called once it is known how much there is to check.
        patch.setattr("store.desk.verify._head_in", lambda *_: other.notices.correct(text) and None)
        found = desk.keeping.verify()
    assert found.notice == ""
    assert desk.keeping.verify().is_sound and desk.keeping.verify().notice == ""


def test_a_backup_carries_the_corrected_notice_and_who_corrected_it(
    place: Place, tmp_path: Path
) -> None:
    desk = new_desk(place)
    desk.notices.correct(LATER)
    desk.keeping.backup(tmp_path / "backup.zip")
    found = restore(tmp_path / "backup.zip", tmp_path / "new")
    assert found.is_sound and found.notice == ""
    again = open_desk(tmp_path / "new")
    assert (
        again.notices.text() == LATER and again.notices.corrections() == desk.notices.corrections()
    )


def test_rekeying_keeps_the_correction(place: Place) -> None:
    desk: Any = sealed_desk(place)
    desk.notices.correct(LATER)
    desk.access.unlock(KEY)
    desk.keeping.rekey([str(recipient) for recipient in desk.ground.viewer.seal.recipients])
    again = open_desk(place, LEAD)
    assert again.notices.text() == LATER and again.keeping.verify().notice == ""
    assert again.notices.corrections()[0].by == LEAD


def test_a_notice_that_is_refused_leaves_no_file_of_the_desk_open(tmp_path: Path) -> None:
    folder = tmp_path / "desk"
    new_desk(folder).close()
    (folder / "notice.toml").write_text("team = 3\n")
    before = files_open()
    for _time in range(3):
        with pytest.raises(NoticeRefused):
            Desk.open(folder, clock=clock())
    assert files_open() <= before


def test_tips_follow_a_group_that_is_worded_otherwise_and_keep_one_that_they_use(
    tmp_path: Path,
) -> None:
    own = '[[groups]]\nname = "甲类"\n[[groups]]\nname = "乙类"\n'
    old = TEXT[: TEXT.index("[groups]")] + own + TEXT[TEXT.index("[tags]") :]
    with opened(Desk.create(tmp_path / "desk", old, clock=clock(), officer=OFFICER)) as desk:
        subjects = [{"unit": "某局", "group": group} for group in ("乙类", "甲类", "甲类")]
        tip = entry.read(entry_of(subjects=subjects), desk.notice, DURING)
        number = desk.record(tip).number
        found = desk.notices.correct(old.replace("甲类", "丙类"))
        assert [(one.old, one.new, one.tips) for one in found.renamed] == [("甲类", "丙类", 1)]
        assert [one.group for one in desk.tip(number).subjects] == ["乙类", "丙类", "丙类"]
        with pytest.raises(NoticeRefused) as refusal:
            desk.notices.correct(TEXT)
        assert [fault.field for fault in refusal.value.faults] == ["groups", "groups"]


def test_a_group_out_of_scope_that_is_used_is_told_by_its_name_alone() -> None:
    first, second = '[[groups]]\nname = "甲类"\n', '[[groups]]\nname = "乡镇"\nin_scope = false\n'
    before, after = TEXT[: TEXT.index("[groups]")], TEXT[TEXT.index("[tags]") :]
    used = replace(tip_of(), number="2016-0001", subjects=(Subject(group="out_of_scope:乡镇"),))
    old, new = (parse_notice(before + own + after) for own in (first + second, first))
    with pytest.raises(NoticeRefused) as refusal:
        correction([used], old, new)
    assert [fault.sentence for fault in refusal.value.faults] == [
        "不能去掉“乡镇”：已有 1 件举报用到它（如 2016-0001）。请保留；若是改写法，同一类请一次只改一处。"
    ]


def test_what_a_notice_may_not_take_away_is_told_with_how_many_use_it_and_the_first() -> None:
    old, tips = parse_notice(TEXT), [tip_of(), tip_of(), tip_of(REFERRAL)]
    tips = [replace(tip, number=f"2016-000{n}") for n, tip in enumerate(tips, 1)]

    def refused(*changes: tuple[str, str]) -> list[tuple[str, str]]:
        with pytest.raises(NoticeRefused) as refusal:
            correction(tips, old, parse_notice(with_(*changes)))
        return [(fault.field, fault.sentence) for fault in refusal.value.faults]

    assert refused(('"廉洁纪律", ', "")) == [
        (
            "disciplines",
            "不能去掉“廉洁纪律”：已有 2 件举报用到它（如 2016-0001）。"
            "请保留；若是改写法，同一类请一次只改一处。",
        )
    ]
    later = ("first_day = 2016-09-20", "first_day = 2016-10-02")
    (told,) = refused(later)
    assert told[0] == "period.first_day" and "3 件，如 2016-0001 收于 2016-10-01 09:12" in told[1]
    # What came before the period, or after it, does so still.
    early = [replace(tip, received_at=DURING.set(month=9, day=19)) for tip in tips]
    assert correction(early, old, parse_notice(with_(later))).renamed == ()
    coded = with_(("team = ", 'code = "湘一"\nteam = '))
    with pytest.raises(NoticeRefused, match="短代号不能再改：已有举报按“2016”编号"):
        correction(tips, old, parse_notice(coded))
    assert correction([], old, parse_notice(coded)).tips == ()
    assert correction([], old, parse_notice(with_(later))).marked == 0


def test_a_mark_follows_hours_that_hold_for_other_lines_now(tmp_path: Path) -> None:
    with new_desk(tmp_path / "desk") as desk:
        evening = replace(BY_MOBILE, received_at=DURING.set(hour=7))
        assert desk.record(evening).marks == ("out_of_hours",)
        hours = with_(("to = 17:30:00", 'to = 17:30:00\nlines = ["固定电话"]'))
        assert desk.notices.correct(hours).marked == 1
        assert desk.tip("1").marks == ()


def test_what_a_correction_allows_is_recorded_where_nobody_looked_since(place: Place) -> None:
    desk, other = new_desk(place), open_desk(place)
    desk.notices.correct(RIGHT_NUMBER)
    assert other.record(replace(BY_MOBILE, line="18073127510")).number == "2016-0001"
