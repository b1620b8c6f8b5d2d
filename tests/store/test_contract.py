"""What any store behind the desk's door must do; nothing here knows how it keeps its data."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from tinydb import where

from store.desk.desk import Desk
from store.errors import DeskExists, NoDesk, NoSuchTip, TipRefused
from store.folder.place import Folder
from store.journal.place import Place
from store.notice.reading import example_text
from store.notice.reminders import of_day
from store.tips.revision import StaleRevision
from store.tips.tip import Tip
from tests.builders import DURING, REFERRAL
from tests.store.desks import OFFICER, clock, journal_in, new_desk, open_desk, summaries, tip_of
from tests.store.files_open import files_open


def test_a_recorded_tip_has_its_number_officer_time_and_first_revision(place: Place) -> None:
    with new_desk(place) as desk:
        tip = desk.record(tip_of())
    assert (tip.number, tip.officer, tip.revision) == ("2016-0001", OFFICER, 1)
    assert tip.saved_at is not None and abs((tip.saved_at - DURING).total_seconds()) < 60


def test_what_is_recorded_is_there_after_opening_again(place: Place) -> None:
    with new_desk(place) as desk:
        stored = [desk.record(tip_of(summary=f"第 {n} 件")) for n in range(3)]
        assert desk.tips() == stored
    with open_desk(place) as desk:
        assert desk.tips() == stored
        assert desk.repairs == ()


def test_what_is_recorded_is_there_though_the_desk_was_never_closed(place: Place) -> None:
    stored = new_desk(place).record(tip_of())
    assert open_desk(place).tips() == [stored]


def test_a_tip_is_found_by_its_whole_number_or_the_short_one(place: Place) -> None:
    with new_desk(place) as desk:
        stored = [desk.record(tip_of(summary=f"第 {n} 件")) for n in range(12)]
        assert desk.tip("2016-0012") == desk.tip("12") == desk.tip(" 0012 ") == stored[11]


@pytest.mark.parametrize("number", ["2", "2017-0001", "", "x", "0", "-1", "9" * 400, "１\n"])
def test_a_number_that_no_tip_has(place: Place, number: str) -> None:
    with new_desk(place) as desk:
        desk.record(tip_of())
        for look in (desk.tip, desk.history):
            with pytest.raises(NoSuchTip):
                look(number)


def test_the_latest_come_newest_first(place: Place) -> None:
    with new_desk(place) as desk:
        for n in range(5):
            desk.record(tip_of(summary=f"第 {n} 件"))
        assert [tip.summary for tip in desk.finding.latest(2)] == ["第 4 件", "第 3 件"]
        assert len(desk.finding.latest(99)) == 5


def test_the_next_call_is_on_the_line_of_the_last_one_whatever_came_since(place: Place) -> None:
    with new_desk(place) as desk:
        assert desk.finding.line_called_last() == ("", "")
        call = desk.record(tip_of())
        desk.record(tip_of(channel="post", line=""))
        open_desk(place, "乙").record(tip_of(channel="mobile", line=""))
        assert desk.finding.line_called_last() == (call.channel, call.line)


def test_a_tip_that_breaks_the_rules_is_not_stored_and_takes_no_number(place: Place) -> None:
    with new_desk(place) as desk:
        with pytest.raises(TipRefused) as refused:
            desk.record(replace(tip_of(), channel="fax", summary=" "))
        assert {fault.field for fault in refused.value.faults} == {"channel", "summary"}
        assert desk.tips() == []
        assert desk.record(tip_of()).number == "2016-0001"


def test_an_amended_tip_keeps_number_officer_and_time_and_counts_a_revision(place: Place) -> None:
    with new_desk(place) as desk:
        first = desk.record(tip_of())
    with open_desk(place, officer="值班员乙") as desk:
        amended = desk.amend(replace(desk.tip("1"), summary="补充：有录音。"))
        assert (amended.number, amended.revision) == (first.number, 2)
        assert (amended.officer, amended.saved_at) == (first.officer, first.saved_at)
        assert desk.tips() == [amended]
    assert open_desk(place).tip("1").summary == "补充：有录音。"


def test_an_amendment_puts_the_time_of_receipt_right_or_leaves_it(place: Place) -> None:
    with new_desk(place) as desk:
        first = desk.record(tip_of())
        assert desk.amend(replace(first, received_at=None)).received_at == first.received_at
        earlier = first.received_at.subtract(days=1)  # type: ignore[union-attr]
        assert desk.amend(replace(desk.tip("1"), received_at=earlier)).received_at == earlier
        assert desk.counts().by_day == {"2016-09-30": 1}


def test_what_became_of_a_tip_is_read_back_as_it_was(place: Place) -> None:
    reporter = {"name": "王某某", "contact": "138", "verified": True}
    letter = {"channel": "post", "postmarked_on": "2016-09-28", "registration_mark": "XA1"}
    with new_desk(place) as desk:
        desk.record(tip_of(reporter=reporter, tags=["重点人"], **letter))
        desk.acts.dispose("1", "handed_to_team", to="一组", letter="1号", on=date(2016, 9, 30))
        told = desk.acts.tell("1", "电话告知")
        assert told.told and told.disposition and told.postmarked_on
    for again in (open_desk(place).tip("1"), Tip.from_json(told.as_json())):
        assert again == told


def test_a_tip_is_written_in_whole_seconds() -> None:
    tip = replace(tip_of(), received_at=DURING.add(microseconds=5), saved_at=DURING)
    assert tip.as_json()["received_at"] == tip.as_json()["saved_at"] == "2016-10-01T16:59:30+08:00"


def test_amending_an_old_revision_is_refused_with_what_changed_in_between(place: Place) -> None:
    with new_desk(place) as desk, open_desk(place, officer="值班员乙") as other:
        seen = desk.record(tip_of())
        theirs = other.amend(replace(other.tip("1"), summary="他人所改", tags=("重点人",)))
        with pytest.raises(StaleRevision) as stale:
            desk.amend(replace(seen, summary="我所改"))
        assert stale.value.current == theirs
        changed = {c.field: (c.before, c.after) for c in stale.value.changes}
        assert changed == {"summary": (seen.summary, "他人所改"), "tags": ([], ["重点人"])}
        for never_seen in (0, 9):
            with pytest.raises(StaleRevision) as stale:
                desk.acts.tell("1", "电话告知", revision=never_seen)
            assert (stale.value.current, stale.value.changes) == (theirs, ())
        assert desk.tip("1") == theirs
        assert desk.amend(replace(theirs, summary="合并后")).revision == 3


def test_amending_a_tip_that_is_not_there(place: Place) -> None:
    with new_desk(place) as desk, pytest.raises(NoSuchTip):
        desk.amend(replace(tip_of(), number="2016-0009", revision=1))


def test_an_amendment_that_breaks_the_rules_changes_nothing(place: Place) -> None:
    with new_desk(place) as desk:
        stored = desk.record(tip_of())
        with pytest.raises(TipRefused):
            desk.amend(replace(stored, summary=""))
        assert desk.tips() == [stored]
        assert len(desk.history("1")) == 1


def test_a_change_to_what_was_handed_out_changes_nothing_stored(place: Place) -> None:
    with new_desk(place) as desk:
        desk.record(tip_of())
        desk.history("1")[0].document["subjects"].clear()
        assert len(desk.tip("1").subjects) == 1


def test_tips_are_found_by_a_tinydb_query(place: Place) -> None:
    with new_desk(place) as desk, open_desk(place) as other:
        desk.record(tip_of())
        referred = desk.record(tip_of(REFERRAL))
        query = where("channel") == "mobile"
        assert desk.find(query) == [referred]
        assert other.find(query) == [referred]
        again = desk.record(tip_of(REFERRAL))
        assert desk.find(query) == other.find(query) == [referred, again]


@pytest.mark.parametrize("text", ["转账", "赵某某", "13800000000", "ABC路", "abc", "2016-0002"])
def test_search_looks_into_every_text_of_a_tip(place: Place, text: str) -> None:
    with new_desk(place) as desk:
        desk.record(tip_of(REFERRAL))
        wanted = desk.record(
            tip_of(subjects=[{"unit": "Abc路某局", "person": "赵某某", "group": "key_post"}])
        )
        assert desk.finding.search(text) == [wanted]
        assert desk.finding.search("没有这样的话") == []


def test_search_gives_the_newest_first_and_follows_every_change(place: Place) -> None:
    with new_desk(place) as desk, open_desk(place) as other:
        stored = [desk.record(tip_of()) for _n in range(4)]
        assert desk.finding.search("转账") == other.finding.search("转账") == stored[::-1]
        assert desk.finding.search("转账", most=1) == [stored[3]]
        amended = desk.amend(replace(stored[1], summary="改了"))
        assert other.finding.search("转账") == [stored[3], stored[2], stored[0]]
        assert other.finding.search("改了") == [amended]


def test_the_counters_follow_every_change(place: Place) -> None:
    with new_desk(place) as desk, open_desk(place) as other:
        tip = desk.record(tip_of())
        desk.record(tip_of(REFERRAL))
        for each in (desk, other):
            counts = each.counts()
            assert (counts.total, counts.in_scope, counts.out_of_scope, counts.today) == (
                2,
                1,
                1,
                2,
            )
            assert counts.by_discipline["廉洁纪律"] == 1
        other.amend(replace(tip, disciplines=("生活纪律",)))
        assert desk.counts().by_discipline["廉洁纪律"] == 0
        assert desk.counts().by_discipline["生活纪律"] == 1
        assert desk.counts().total == 2
        counts = desk.counts()
    with open_desk(place) as again:
        assert again.counts() == counts


def test_refresh_tells_whether_others_changed_anything(place: Place) -> None:
    with new_desk(place) as desk, open_desk(place) as other:
        assert not other.refresh()
        stored = desk.record(tip_of())
        assert not desk.refresh()
        assert other.refresh()
        assert not other.refresh()
        assert other.tips() == [stored]
        desk.record(tip_of())
        assert len(other.tips()) == 2
        assert other.refresh()


def test_the_journal_is_given_with_what_others_wrote_by_now(place: Place) -> None:
    desk, other = new_desk(place), open_desk(place, "乙")
    desk.load()
    other.record(tip_of())
    whole = b"".join(desk.ground.storage.journal_pieces())
    assert whole == journal_in(place) and len(desk.tips()) == 1
    assert b"".join(desk.ground.storage.journal_pieces(10**9)) == whole


def test_two_desks_on_one_folder_never_give_a_number_twice(place: Place) -> None:
    with new_desk(place) as desk, open_desk(place) as other:
        numbers = [each.record(tip_of()).number for _n in range(3) for each in (desk, other)]
        assert numbers == [f"2016-{n:04d}" for n in range(1, 7)]
        assert desk.tips() == other.tips()


def test_the_history_says_who_changed_what(place: Place) -> None:
    with new_desk(place) as desk, open_desk(place, officer="值班员乙") as other:
        first = desk.record(tip_of())
        desk.record(tip_of(summary=f"提到 {first.number} 的另一件"))
        other.amend(replace(first, summary="改了"))
        other.checkpoint()
        taken, amended = desk.history("1")
        assert (taken.by, taken.what, taken.fields) == (OFFICER, "record", ())
        assert (amended.by, amended.what) == ("值班员乙", "amend")
        assert [(c.field, c.before, c.after) for c in amended.fields] == [
            ("summary", first.summary, "改了")
        ]
        assert amended.document == other.tip("1").as_json()
        assert taken.line < amended.line
        assert len(desk.history("2")) == 1


def test_a_closed_desk_holds_no_file_open(place: Place) -> None:
    new_desk(place).close()
    before = files_open()
    for _ in range(3):
        with open_desk(place) as desk:
            desk.presence.show()
            desk.drafts.keep("登记", {})
            desk.record(tip_of())
            with desk.given_reminders.giving(
                next(iter(of_day(desk.notice, DURING.date()))), desk.now()
            ):
                pass
            assert desk.keeping.verify().is_sound
    assert files_open() <= before


def test_a_list_of_tips_equals_the_same_tips_and_no_others(place: Place) -> None:
    with new_desk(place) as desk:
        for _ in range(3):
            desk.record(tip_of())
        tips = desk.tips()
        assert tips == list(tips) and tips == tuple(tips) and tips[1:] == list(tips)[1:]
        assert tips != list(tips)[:2] and tips != list(reversed(tips)) and tips != 3
        assert [tips.place_of(f"2016-000{n}") for n in (1, 3, 4)] == [0, 2, None]  # type: ignore[attr-defined]


def test_a_folder_without_a_desk(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for folder in (tmp_path, tmp_path / "nothing", tmp_path / "file"):
        with pytest.raises(NoDesk):
            open_desk(folder)


def test_a_file_lies_in_the_folder_of_a_desk_by_whichever_way_it_is_named(tmp_path: Path) -> None:
    folder, link = tmp_path / "desk", tmp_path / "link"
    link.symlink_to(folder)
    folder.mkdir()
    for place in (Folder(folder), Folder(link)):
        for within in (folder / "a", link / "files" / "a", tmp_path / "x" / ".." / "desk" / "a"):
            assert place.holds(within)
        for outside in (tmp_path / "desk2" / "a", folder / ".." / "a", tmp_path):
            assert not place.holds(outside)


def test_a_folder_that_was_there_is_closed_to_others_unless_it_is_not_for_the_desk_alone(
    tmp_path: Path,
) -> None:
    for name, files, mode in (("empty", (), 0o700), ("full", ("of others",), 0o755)):
        folder = tmp_path / name
        folder.mkdir()
        folder.chmod(0o755)
        for file in files:
            (folder / file).touch()
        new_desk(folder)
        assert folder.stat().st_mode & 0o777 == mode


def test_a_place_without_a_desk(place: Place) -> None:
    with pytest.raises(NoDesk):
        open_desk(place)


def test_a_desk_is_never_made_over_another(place: Place) -> None:
    with new_desk(place) as desk:
        desk.record(tip_of())
        with pytest.raises(DeskExists):
            Desk.create(place, example_text(), clock=clock(), officer="x")
        assert len(desk.tips()) == 1
    assert len(open_desk(place).tips()) == 1


def test_texts_of_every_kind_come_back_as_they_were(place: Place) -> None:
    texts = [
        "𠮷野家 é",
        'a "quoted" \\ line',
        "甲\n乙\t丙",
        "x" * 20_000,
        '{"n":1,"hash":"' + "0" * 64,
    ]
    with new_desk(place) as desk:
        for text in texts:
            desk.record(tip_of(summary=text))
        assert summaries(desk) == texts
    assert summaries(open_desk(place)) == texts


def test_a_desk_can_be_painted_before_it_is_read(place: Place) -> None:
    with new_desk(place) as desk:
        desk.record(tip_of())
    with Desk.open(place, clock=clock(), officer=OFFICER) as desk:
        counts = desk.counts_at_checkpoint()
        assert counts is not None and counts.total == 1
        assert not desk.is_loaded
        assert desk.counts().total == 1
        assert desk.is_loaded
