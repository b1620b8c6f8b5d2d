"""What is being entered, without a screen: a tip from its first key until it is saved or set aside."""

from __future__ import annotations

import copy
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from threading import Event
from typing import Any

import pendulum
import pytest

from store.desk.desk import Desk
from store.desk.drafts import Drafts
from store.errors import CannotRead, CannotWrite, Fault, StepRefused, TipRefused
from store.instant import read_instant
from store.notice.notice import INSPECTORS, OUT_OF_SCOPE
from store.notice.reading import parse_notice
from store.tips.draft import AMENDS
from store.tips.enclosure_line import line_of
from store.tips.fields import BY_NAME
from store.tips.revision import StaleRevision
from store.tips.tip import Reporter, Tip
from tests.builders import REFERRAL, StillClock, at, notice_text
from tests.store.desks import open_desk, tip_of
from tests.store.sealed import DUTY, KEY, LEAD, PROTECTED, planted, sealed_desk
from tests.tui.sitting import a_desk
from tests.tui.test_enclosing import attached
from tui.entering.choices import in_words, options_of
from tui.entering.disposing_questions import ASKED, earlier_like
from tui.entering.draft import Left, left_drafts, left_words
from tui.entering.hints import (
    contact_warning,
    name_warning,
    points_of,
    referral_warning,
    subjects_of,
    time_meant,
)
from tui.entering.open_tips import OpenTips
from tui.entering.register_entry import RegisterEntry
from tui.entering.saving import Saved, refused_words
from tui.entering.set_aside import SetAside
from tui.entering.tip_entry import TipEntry
from tui.entering.unlocking import key_question, unlock_with
from tui.entering.values import (
    Values,
    blank_values,
    channel_of,
    entry_of,
    name_of_path,
    when_text,
)
from tui.words.words import in_full, local_minute

CALL: dict[str, Any] = {
    "reporter.name": "张三",
    "subjects": [{"unit": "某局", "person": "李四", "group": "leadership"}],
    "summary": "收受礼金",
    "disciplines": ["廉洁纪律"],
}


@pytest.fixture
def clock() -> StillClock:
    return StillClock()


@pytest.mark.parametrize("written", ["2016-10-01 08:00", "0216-10-01 08:00", "0016-10-01 08:00"])
def test_a_year_that_lacks_a_digit_is_told_back_as_it_was_written(desk: Desk, written: str) -> None:
    meant = read_instant(written, desk.notice.zone)
    assert when_text(meant, desk.notice) == written == local_minute(desk.notice, meant)
    assert in_full(desk.notice, meant).startswith(written[:10])


@pytest.fixture
def desk(tmp_path: Path, clock: StillClock) -> Iterator[Desk]:
    with a_desk(tmp_path / "desk", clock) as desk:
        yield desk


def test_a_new_tip_is_on_the_line_of_the_officers_last_call_unless_one_was_chosen(
    tmp_path: Path,
) -> None:
    with a_desk(tmp_path / "desk", officer="乙") as desk:
        desk.record(tip_of(channel="mobile"))
        desk.record(tip_of(channel="post"))
    with a_desk(tmp_path / "desk", officer="甲") as desk:
        entry = TipEntry(desk)
        entry.begin_on_last_line()
        assert entry.values["line"].startswith("landline ") and not entry.is_dirty
    with a_desk(tmp_path / "desk", officer="乙") as desk:
        entry, chosen = TipEntry(desk), TipEntry(desk)
        chosen.values["line"] = "visit 来访"
        for one in (entry, chosen):
            one.begin_on_last_line()
        assert entry.values["line"].startswith("mobile ") and not entry.is_dirty
        assert chosen.values["line"] == "visit 来访"


def test_an_address_with_blanks_is_kept_whole_behind_the_kind_of_its_line() -> None:
    lines = '[[lines]]\nkind = "post"\nvalue = "某市 第1号 信箱"'
    values = blank_values(parse_notice(notice_text(lines=lines)))
    assert (values["line"], channel_of(values)) == ("post 某市 第1号 信箱", "post")
    found, _places = entry_of(values, ())
    assert (found["channel"], found["line"]) == ("post", "某市 第1号 信箱")


def test_the_next_tip_comes_from_where_the_last_did_though_no_line_leads_there(desk: Desk) -> None:
    entry = a_call(desk, line="assigned 上级交办")
    after = entry.after(saved(entry))
    assert after.values["line"] == entry.values["line"] and not after.is_dirty
    assert TipEntry(desk, line="mobile 13900000000").values["line"] == "landline 84404233"


def a_call(desk: Desk, **values: Any) -> TipEntry:
    """A call of which everything was told."""
    entry = TipEntry(desk)
    entry.values |= copy.deepcopy(CALL) | values
    return entry


def an_amendment(desk: Desk) -> TipEntry:
    """A tip on the desk, opened to be amended."""
    desk.record(tip_of())
    return TipEntry(desk, desk.tip("1"))


def saved(entry: TipEntry, *, half_done: bool = False) -> Saved:
    with entry.saving(half_done=half_done) as saving:
        return saving.store()


def someone_else_amends(desk: Desk, **fields: Any) -> Tip:
    with open_desk(Path(desk.place.name), "另一人") as other:
        return other.amend(replace(other.tip("1"), **fields))


def settled(entry: TipEntry) -> dict[str, bool]:
    """What differs from what someone else made of it, and whether both changed it."""
    with pytest.raises(StaleRevision) as stale:
        saved(entry)
    return {found.field: found.is_contested for found in entry.settle(stale.value)}


def test_entering_needs_no_screen() -> None:
    code = "import tui.entering.tip_entry, sys; sys.exit('textual' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


# A sealed desk


def test_what_is_asked_for_is_the_passphrase_of_a_key_at_hand_that_has_one_and_else_the_key() -> (
    None
):
    asked = [key_question(file)[0] for file in (None, KEY.encode(), PROTECTED)]
    assert asked == ["私钥", "私钥", "密钥口令"]


def test_whoever_has_the_key_opens_the_desk_however_it_was_typed(tmp_path: Path) -> None:
    with sealed_desk(tmp_path / "sealed") as desk:
        for file, typed in (
            (None, f"  {KEY}\n"),
            (None, KEY.lower()),
            (KEY.encode(), KEY),
            (PROTECTED, KEY),
            (PROTECTED, KEY.lower()),
            (PROTECTED, f"  {KEY}\n"),
        ):
            unlock_with(desk, file, typed)
            assert desk.access.is_unlocked
            desk.access.forget_key()


# What is typed


def test_an_entry_is_changed_once_it_says_something_else(desk: Desk) -> None:
    entry = TipEntry(desk)
    assert not entry.is_dirty
    entry.put(("reporter.name", 0), "  ")
    assert not entry.is_dirty
    entry.put(("subjects.person", 0), "李四")
    assert entry.is_dirty and entry.get(("subjects.person", 0)) == "李四"
    entry.clear(("subjects.person", 0))
    assert not entry.is_dirty
    entry = an_amendment(desk)
    entry.values["subjects"][0]["unit"] += " "
    entry.values["subjects"].append({"person": " "})
    assert not entry.is_dirty
    entry.values["subjects"][1]["person"] = "李四"
    assert entry.is_dirty


def test_an_entry_is_called_by_what_it_does(desk: Desk) -> None:
    assert TipEntry(desk).title == "登记新举报"
    entry = an_amendment(desk)
    assert (entry.title, entry.number, entry.is_dirty) == ("修改 2016-0001", "2016-0001", False)
    half_done = desk.record(tip_of(to_complete=True, subjects=None))
    assert TipEntry(desk, half_done).title == "补录 2016-0002"


def test_a_field_that_is_cleared_is_as_it_was_before_anything_was_typed(desk: Desk) -> None:
    entry = a_call(desk, **{"reporter.verified": True})
    for place, left in (
        (("disciplines", 0), []),
        (("summary", 0), ""),
        (("reporter.verified", 0), False),
        (("subjects.group", 0), ""),
    ):
        entry.clear(place)
        assert entry.get(place) == left, place


def test_what_is_amended_stays_on_its_line_and_as_it_is(desk: Desk) -> None:
    entry = an_amendment(desk)
    before = copy.deepcopy(entry.values)
    entry.begin_on_last_line()
    assert entry.values == before and not entry.is_dirty


def test_a_tip_has_so_many_subjects_and_no_more(desk: Desk) -> None:
    entry = TipEntry(desk)
    while entry.add_subject():
        pass
    assert len(entry.values["subjects"]) == 50


def test_a_first_subject_that_is_blank_is_wrong_though_another_is_told(desk: Desk) -> None:
    rows = [{}, {"unit": "某局", "person": "李四", "group": "leadership"}]
    assert {place for _name, place in a_call(desk, subjects=rows).faults()} == {0}


def test_a_field_says_in_words_what_was_chosen(desk: Desk) -> None:
    notice = desk.notice
    assert in_words("disciplines", ["廉洁纪律", "政治纪律"], notice) == "政治纪律、廉洁纪律"
    assert in_words("reporter.verified", True, notice) == "是"
    rows = [{"unit": "某局", "person": "李四"}, {}, {"group": OUT_OF_SCOPE}]
    assert in_words("subjects", rows, notice) == "某局 李四；不属受理范围"


def test_a_fault_stands_in_the_row_of_its_subject_though_rows_before_it_are_blank(
    desk: Desk,
) -> None:
    rows = [{"unit": "某局", "group": "leadership"}, {}, {"unit": "某乡"}]
    found = a_call(desk, subjects=rows, summary="").faults()
    assert set(found) == {("subjects.group", 2), ("summary", 0)}
    assert found[("subjects.group", 2)] == ["对象类别：请选定一类。"]


# What helps meanwhile


@pytest.mark.parametrize(
    ("contact", "digits"),
    [
        ("1380000000", 10),
        ("138 0000-000", 10),
        ("１３８００００００００", 0),
        ("13800000000", 0),
        ("138000000001", 12),
        ("138 0000 00001", 12),
        ("1380000000001", 0),
        ("138000000", 0),
        ("2380000000", 0),
        ("1380000000 转 2", 0),
        ("微信 1380000000", 0),
        ("", 0),
    ],
)
def test_a_mobile_that_is_one_digit_short_or_one_too_long_is_to_be_looked_at(
    contact: str, digits: int
) -> None:
    said = f"现有 {digits} 位数字，手机号码应为 11 位，请核对。"
    assert contact_warning(contact) == (said if digits else "")


@pytest.mark.parametrize("name", ["匿名", " 匿名群众 ", "不详", "村民"])
def test_that_no_name_stands_for_that_of_the_reporter_is_to_be_looked_at(name: str) -> None:
    assert name_warning(name) == f"“{name.strip()}”不是姓名，按未署名登记。"
    assert name_warning("王某某") == name_warning(" ") == ""


def test_whom_it_is_about_is_told_in_few_words_of_each_subject(desk: Desk) -> None:
    rows = [
        {"unit": "某局", "person": "李四", "post": "局长"},
        {},
        {"unit": "某乡", "post": "乡长"},
        {"person": "王五"},
    ]
    values = a_call(desk, subjects=rows).values
    assert subjects_of(values) == "某局 李四、某乡 乡长、王五"
    assert subjects_of(TipEntry(desk).values) == ""


def test_where_none_of_whom_it_is_about_may_read_it_is_told_before_it_is_saved(desk: Desk) -> None:
    rows = [
        {"unit": "某乡"},
        {"unit": "某局", "person": "李四", "post": "局长", "group": "leadership"},
    ]
    for to, is_told in (("某局", True), ("市信访局", False), ("", False)):
        assert bool(referral_warning(a_call(desk, subjects=rows, referred_to=to).values)) is is_told


def test_a_time_that_cannot_be_told_is_none(desk: Desk) -> None:
    for text, meant in (
        ("9-21 8:30", at("2016-09-21T08:30:00")),
        ("9-21", date(2016, 9, 21)),
        (" ", None),
        ("昨天下午吧", None),
        ("9-31 8:30", None),
    ):
        assert time_meant(text, desk.notice, desk.now()) == meant


def test_what_is_told_of_a_call_is_told_by_a_name_in_any_subject(desk: Desk) -> None:
    told = [
        points_of(a_call(desk, summary="李四收钱", subjects=rows).values)[0].is_told
        for rows in ([{}], [{}, {"unit": "某局", "person": "李四"}], [{"unit": "李四"}])
    ]
    assert told == [False, True, True]


# The clock of a call


def test_a_call_is_timed_from_when_its_form_is_opened_or_else_from_its_first_key(
    desk: Desk, clock: StillClock
) -> None:
    opened = clock.now()
    entry = TipEntry(desk)
    entry.begin_call()
    clock.instant = opened.add(minutes=3)
    # The form lay open, blank: another call.
    entry.begin_call()
    assert entry.called_at == opened.add(minutes=3)
    entry.values["summary"] = "有人"
    clock.instant = opened.add(minutes=4)
    entry.begin_call()
    assert entry.called_at == opened.add(minutes=3)


def test_what_is_amended_or_gone_on_with_is_not_timed(desk: Desk) -> None:
    amendment = an_amendment(desk)
    amendment.begin_call()
    assert amendment.called_at is None
    a_call(desk).keep()
    left = TipEntry.of_draft(desk, left_drafts(desk)[0])
    left.begin_call()
    assert left.called_at is None


def test_each_of_two_open_entries_has_its_own_first_key_and_its_own_draft(
    desk: Desk, clock: StillClock
) -> None:
    first, second = a_call(desk), a_call(desk, summary="另一件")
    begun = clock.now()
    first.keep()
    clock.instant = begun.add(minutes=5)
    second.keep()
    first.keep()
    assert (first.begun_at, second.begun_at) == (begun, begun.add(minutes=5))
    assert first.name != second.name and len(desk.drafts.all()) == 2


# Drafts


def test_what_is_taken_back_leaves_no_draft(desk: Desk) -> None:
    entry, said = TipEntry(desk), list[str]()
    for key in (lambda: said.append(entry.keep()), lambda: entry.keep_soon(said.append)):
        entry.values["summary"] = "打错了"
        key()
        assert entry.is_kept
        entry.values["summary"] = ""
        key()
        desk.drafts.settle()
        assert desk.drafts.all() == [] and entry.begun_at is None
    assert not any(said)


def test_a_draft_that_was_left_is_offered_but_not_ones_own(desk: Desk) -> None:
    entry, mine = a_call(desk), a_call(desk, summary="正在录")
    entry.keep()
    mine.keep()
    (left,) = left_drafts(desk, mine.name)
    assert left_words(left, desk) == "16:59 10 字“收受礼金 某局 李四 张…”"
    assert left_drafts(desk, mine.name, entry.name) == []
    with a_desk(Path(desk.place.name)) as elsewhere:
        # What is typed in another session now is not offered there.
        assert left.name in [one.name for one in left_drafts(elsewhere)]
        assert mine.name not in [one.name for one in left_drafts(elsewhere)]
        desk.presence.show("2016-0001", is_editing=True, draft=entry.name)
        assert left_drafts(elsewhere, mine.name) == [], "nor what is typed to amend a tip"


def test_of_what_was_left_the_newest_comes_first_and_what_is_not_of_today_has_its_day(
    desk: Desk, clock: StillClock
) -> None:
    for summary in ("第一件", "第二件"):
        a_call(desk, summary=summary).keep()
        clock.instant = clock.now().add(days=1)
    found = [left_words(left, desk) for left in left_drafts(desk)]
    assert [words.partition(" 9 字")[0] for words in found] == ["10-02 16:59", "10-01 16:59"]
    assert ["第二件" in words for words in found] == [True, False]


@pytest.mark.parametrize(
    ("begun", "kept", "typed", "words"),
    [
        ("2016-10-01T16:59:59+08:00", "", {"summary": "一 二\n三"}, "16:59 3 字“一 二 三”"),
        # Another machine's clock may show another day.
        ("2016-10-01T08:59:00+00:00", "", {"summary": "一"}, "16:59 1 字“一”"),
        ("2016-10-01T16:30:00+00:00", "", {"summary": "一"}, "10-02 00:30 1 字“一”"),
        ("2016-09-30T23:59:00+08:00", "", {"summary": "一"}, "09-30 23:59 1 字“一”"),
        ("", "2016-10-01T09:05:00+08:00", {"summary": "一"}, "09:05 1 字“一”"),
        (
            "2016-10-01T16:00:00+08:00",
            "2016-10-01T16:30:00+08:00",
            {"summary": "一"},
            "16:00 1 字“一”",
        ),
        ("", "", {"summary": "一"}, "16:59 1 字“一”"),
        ("", "", {"summary": "一二三四五六七八九十一二"}, "16:59 12 字“一二三四五六七八九十一二”"),
        (
            "",
            "",
            {"summary": "一二三四五六七八九十一二三"},
            "16:59 13 字“一二三四五六七八九十一二…”",
        ),
        (
            "",
            "",
            {"reporter.name": "丁", "subjects": [{"unit": "甲", "person": "乙"}, {"post": "丙"}]},
            "16:59 4 字“甲 乙 丙 丁”",
        ),
        ("", "", {}, "16:59 0 字“”"),
    ],
)
def test_a_draft_is_called_by_when_it_was_begun_how_much_was_typed_and_how_that_begins(
    desk: Desk, begun: str, kept: str, typed: Values, words: str
) -> None:
    values = blank_values(desk.notice) | typed
    left = Left("tip-1", kept, at(begun) if begun else None, values, None)
    assert left_words(left, desk) == words


def test_a_tip_of_which_the_day_alone_is_known_is_amended_with_its_day(desk: Desk) -> None:
    entry = TipEntry(desk, desk.record(tip_of(received_at="2016-09-21")))
    assert entry.values["received_at"] == "2016-09-21"
    entry.values |= {"received_at": "", "summary": "补充"}
    assert saved(entry).tip.received == date(2016, 9, 21)


def test_a_draft_of_an_amendment_says_nothing_of_when_it_came(desk: Desk) -> None:
    entry = an_amendment(desk)
    entry.values |= {"received_at": "", "summary": "补充"}
    entry.keep()
    (left,) = left_drafts(desk)
    again = TipEntry.of_draft(desk, left)
    assert (again.values["received_at"], again.remarks) == ("", [])


def test_what_was_taken_back_and_cannot_be_kept_any_more_is_not_said_to_be_kept(
    desk: Desk, tmp_path: Path
) -> None:
    entry = a_call(desk)
    assert entry.keep() == "" and entry.is_kept
    assert entry.drop() == "" and not entry.is_kept
    shutil.rmtree(tmp_path / "desk" / "drafts")
    (tmp_path / "desk" / "drafts").write_text("in the way")
    assert entry.keep().startswith("草稿没有存下：") and not entry.is_kept


def test_a_draft_goes_once_it_is_saved_though_what_was_typed_last_could_not_be_kept(
    desk: Desk, tmp_path: Path
) -> None:
    entry, drafts, aside = a_call(desk), tmp_path / "desk" / "drafts", tmp_path / "aside"
    assert entry.keep() == ""
    drafts.rename(aside)
    drafts.write_text("in the way")
    entry.values["summary"] += "三万元"
    assert entry.keep().startswith("草稿没有存下：")
    drafts.unlink()
    aside.rename(drafts)
    assert len(desk.drafts.all()) == 1
    entry.after(saved(entry))
    assert desk.drafts.all() == [], "or it would be offered, and recorded, once more"


def test_that_the_draft_of_what_is_saved_or_discarded_is_still_there_is_told(
    desk: Desk, tmp_path: Path
) -> None:
    entry, other = a_call(desk), a_call(desk)
    assert (entry.keep(), other.keep()) == ("", "")
    found, drafts = saved(entry), tmp_path / "desk" / "drafts"
    drafts.rename(tmp_path / "aside")
    drafts.write_text("in the way")
    (told,) = entry.after(found).remarks
    assert other.drop() == told
    assert told.startswith("写入失败（已经存在），没有保存："), "or it is taken to be gone"


def test_of_whoever_may_record_no_more_what_is_set_aside_is_still_there(tmp_path: Path) -> None:
    with a_desk(tmp_path / "desk") as lead:
        lead.access.set_role("李明", "officer")
        with a_desk(tmp_path / "desk", officer="李明") as desk:
            entry, open_tips = a_call(desk), OpenTips(desk)
            lead.access.set_role("李明", "viewer")
            desk.refresh()
            assert open_tips.set_aside(entry).startswith("草稿没有存下：")
            assert not entry.is_kept
            said = list[str]()
            entry.keep_soon(said.append)
            assert [one[:7] for one in said] == ["草稿没有存下："]
            assert [left.values["summary"] for left in open_tips.all()] == ["收受礼金"]


@pytest.mark.parametrize("is_refused_first", [False, True])
def test_a_call_begun_before_the_lines_close_was_received_then(
    desk: Desk, clock: StillClock, is_refused_first: bool
) -> None:
    clock.instant = at("2016-10-01T17:29:00")
    entry = a_call(desk, summary="" if is_refused_first else "收受礼金")
    entry.keep()
    clock.instant = at("2016-10-01T17:31:00")
    if is_refused_first:
        with pytest.raises(TipRefused):
            saved(entry)
        entry.values["summary"] = "收受礼金"
        entry.keep()
    tip = saved(entry).tip
    assert tip.received_at == at("2016-10-01T17:29:00") and "out_of_hours" not in tip.marks


def test_where_the_draft_gone_on_with_cannot_be_removed_that_is_said(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_call(desk, received_at="2016-10-01 16:00").keep()
    (left,) = left_drafts(desk)

    def refuse(_name: str) -> None:
        raise CannotWrite("草稿删不掉。")

    monkeypatch.setattr(desk.drafts, "drop", refuse)
    entry = TipEntry.of_draft(desk, left)
    assert entry.remarks == ["草稿删不掉。"]
    assert {draft.name for draft in desk.drafts.all()} == {left.name, entry.name}


def test_who_goes_on_with_a_draft_has_received_it_when_it_was_begun(
    desk: Desk, clock: StillClock
) -> None:
    a_call(desk).keep()
    clock.instant = clock.now().add(hours=1)
    entry = TipEntry.of_draft(desk, left_drafts(desk)[0])
    assert entry.remarks == ["收到时间已按草稿的开始时间填入，请核对。"]
    assert entry.values["received_at"] == "2016-10-01 16:59:30"
    assert [draft.name for draft in desk.drafts.all()] == [entry.name]
    assert left_drafts(desk)[0].begun_at == at("2016-10-01T16:59:30"), (
        "and not when it is gone on with"
    )
    assert saved(entry).tip.received_at == at("2016-10-01T16:59:30")


def test_a_draft_that_another_machine_dated_was_begun_by_the_notices_clocks(desk: Desk) -> None:
    values = blank_values(desk.notice) | {"summary": "一"}
    left = Left("tip-1", "", at("2016-10-01T08:59:00+00:00"), values, None)
    assert TipEntry.of_draft(desk, left).values["received_at"] == "2016-10-01 16:59"
    typed = replace(left, values=values | {"received_at": "9-30 10:00"})
    entry = TipEntry.of_draft(desk, typed)
    assert (entry.values["received_at"], entry.remarks) == ("9-30 10:00", [])


def test_a_draft_of_an_amendment_is_gone_on_with_as_one(desk: Desk) -> None:
    entry = an_amendment(desk)
    entry.values["summary"] = "补充"
    entry.keep()
    left = left_drafts(desk)[0]
    assert left_words(left, desk) == "16:59 2016-0001 的修改"
    assert TipEntry.of_draft(desk, left, "visit 来访").line == "visit 来访"
    left = left_drafts(desk)[0]
    assert saved(TipEntry.of_draft(desk, left)).sentence == "已修改：2016-0001"


def test_a_draft_whose_tip_or_time_no_program_can_read_is_one_of_a_new_tip(desk: Desk) -> None:
    stored = desk.record(tip_of()).as_json()
    values = {"summary": "收受礼金", "link_to": "2016-0001"}
    number = {"number": "2016-0001"}
    for amends in (None, [], {}, number, number | {"channel": "visit", "reporter": "王某某"}):
        desk.drafts.keep("tip-1", {"values": values, "begun_at": "PT1H", "amends": amends})
        (left,) = left_drafts(desk)
        assert (left.amends, left.begun_at) == (None, None)
        assert (left.values["summary"], left.values["link_to"]) == ("收受礼金", "2016-0001")
    desk.drafts.keep("tip-1", {"values": values, "begun_at": None, "amends": stored})
    assert [left.amends for left in left_drafts(desk)] == [desk.tip("1")]


def test_a_draft_that_cannot_be_kept_is_told_and_the_one_left_stays(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_call(desk).keep()
    left = left_drafts(desk)[0]

    def full(*_arguments: object) -> None:
        raise CannotWrite("磁盘已满，没有保存。")

    monkeypatch.setattr(Drafts, "keep_soon", full)
    assert a_call(desk).keep() == "草稿没有存下：磁盘已满，没有保存。"
    entry = TipEntry.of_draft(desk, left)
    assert entry.remarks[-1] == "草稿没有存下：磁盘已满，没有保存。"
    assert entry.values["summary"] == "收受礼金" and len(desk.drafts.all()) == 1


def test_what_no_draft_could_be_kept_of_stays_set_aside_however_fast_it_was_typed(
    desk: Desk, tmp_path: Path
) -> None:
    (tmp_path / "desk" / "drafts").write_text("in the way")
    let = Event()
    desk.drafts._writer.submit(let.wait)
    entry, told = a_call(desk), list[str]()
    for _key in range(2):
        entry.keep_soon(told.append)
    let.set()
    desk.drafts.settle()
    assert len(told) == 1 and told[0].startswith("草稿没有存下：")
    open_tips = OpenTips(desk)
    assert open_tips.set_aside(entry).startswith("草稿没有存下：")
    (left,) = open_tips.all()
    assert left.values["summary"] == "收受礼金"
    assert open_tips.take(left, "") is entry and open_tips.all() == []


def test_each_that_is_set_aside_is_kept_once_that_can_be_done(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drafts, open_tips = tmp_path / "desk" / "drafts", OpenTips(desk)
    drafts.write_text("in the way")
    calls = [a_call(desk, summary=text) for text in ("甲", "乙", "丙")]
    assert all(open_tips.set_aside(one).startswith("草稿没有存下：") for one in calls)
    assert open_tips.keep().startswith("草稿没有存下：") and not any(c.is_kept for c in calls)
    drafts.unlink()
    with monkeypatch.context() as patch:
        patch.setattr(calls[0], "keep", lambda: "草稿没有存下：太长。")
        assert open_tips.keep() == "草稿没有存下：太长。"
    assert [one.is_kept for one in calls] == [False, True, True], "one keeps no other from it"
    assert open_tips.keep() == ""
    assert {draft.name for draft in desk.drafts.all()} == {one.name for one in calls}


def test_what_was_set_aside_and_is_gone_on_with_is_offered_nowhere_else(
    desk: Desk,
) -> None:
    entry, open_tips = a_call(desk), OpenTips(desk)
    assert open_tips.set_aside(entry) == ""
    desk.presence.show(draft="the next one")
    with open_desk(Path(desk.place.name)) as other:
        assert [left.name for left in left_drafts(other)] == [entry.name]
        (left,) = open_tips.all()
        assert open_tips.take(left, "") is entry
        assert left_drafts(other) == []
        open_tips.set_aside(entry)
        desk.presence.show(draft="another one")
        TipEntry.of_draft(other, left_drafts(other)[0])
        assert open_tips.all() == [], "since it is gone on with there"


def test_what_was_opened_of_a_sealed_tip_is_set_aside_as_its_draft_alone(tmp_path: Path) -> None:
    with sealed_desk(tmp_path / "sealed", DUTY) as desk:
        desk.record(planted())
        amendment = TipEntry(desk, desk.access.open_tip("1"))
        new, open_tips = a_call(desk), OpenTips(desk)
        for entry in (amendment, new):
            entry.values["summary"] = "说到一半"
            open_tips.set_aside(entry)
        offered = open_tips.all()
        assert {left.name for left in offered} == {amendment.name, new.name}
        taken = {left.name: open_tips.take(left, "") for left in offered}
        assert taken[new.name] is new
        again = taken[amendment.name]
        assert again is not amendment and again.number == "2016-0001"
        assert again.values["summary"] == "说到一半"
    with a_desk(tmp_path / "open") as desk:
        open_tips, amendment = OpenTips(desk), an_amendment(desk)
        amendment.values["summary"] = "说到一半"
        open_tips.set_aside(amendment)
        assert [open_tips.take(left, "") for left in open_tips.all()] == [amendment]
        assert open_tips.all(amendment.name) == [], "it is shown, and no more set aside"


def test_answers_that_have_an_opened_tips_texts_in_them_come_back_to_who_may_read_it_alone(
    tmp_path: Path,
) -> None:
    with sealed_desk(tmp_path / "sealed", DUTY) as officers:
        tip = officers.record(planted())
    with open_desk(tmp_path / "sealed", LEAD) as desk:
        aside = SetAside.of(desk, "note", tip).with_texts
        desk.access.unlock(KEY)
        assert aside.keep({"text": "密言"}) == ""
        desk.access.lock()
        assert aside.take() == ({}, False)
        desk.access.unlock(KEY)
        assert aside.take() == ({"text": "密言"}, False)


def test_what_was_answered_of_a_tip_comes_back_once_and_whatever_else_stands_there_does_not(
    desk: Desk,
) -> None:
    tip = desk.record(tip_of())
    aside = SetAside.of(desk, "tell", tip)
    assert aside.take() == ({}, False)
    assert aside.keep({"note": "电话", "parts": ["1"]}) == ""
    assert left_drafts(desk) == [], "it is no tip to be gone on with"
    assert SetAside.of(desk, "dispose", tip).take() == ({}, False)
    seen_later = SetAside.of(desk, "tell", replace(tip, revision=2))
    assert seen_later.take() == ({"note": "电话"}, True), "the tip was changed since"
    assert aside.take() == ({}, False)
    for values in (
        {},
        {"answers": {"note": "电话"}},
        {"answers": [], AMENDS: {"number": "2016-0001"}},
    ):
        desk.drafts.keep("ask-tell-2016-0001", values)
        assert aside.take() == ({}, False)


def test_while_the_place_is_away_what_is_set_aside_here_is_still_there(
    desk: Desk, tmp_path: Path
) -> None:
    first, second, open_tips = a_call(desk), a_call(desk, summary="第二件"), OpenTips(desk)
    assert open_tips.set_aside(first) == ""
    desk.reach.keep_looking(tmp_path / "here")
    (tmp_path / "desk").rename(tmp_path / "aside")
    # Nobody has found out yet.
    assert [left.name for left in open_tips.all()] == [first.name]
    assert second.keep() == "草稿暂留在本机内存中，连上后写入。"
    assert [left.name for left in open_tips.all()] == [first.name]
    assert open_tips.take(open_tips.all()[0], "") is first
    assert first.drop() == "", "since it goes once the place is there"
    (tmp_path / "aside").rename(tmp_path / "desk")
    desk.reach.look()
    desk.drafts.settle()
    assert [draft.name for draft in desk.drafts.all()] == [second.name]


# Saving


def test_a_call_is_saved_and_nothing_is_left_of_its_draft(desk: Desk) -> None:
    entry = a_call(desk)
    entry.keep()
    found = saved(entry)
    assert (found.sentence, found.warnings) == ("已登记：2016-0001", ())
    after = entry.after(found)
    assert desk.drafts.all() == [] and not after.is_dirty and after.name != entry.name
    assert desk.tip("1").reporter == Reporter("张三", "")


def test_a_draft_whose_tip_was_stored_just_when_the_desk_was_lost_is_not_recorded_twice(
    desk: Desk,
) -> None:
    entry = a_call(desk)
    entry.keep()
    (left,) = left_drafts(desk)
    stored = saved(entry).tip
    assert saved(TipEntry.of_draft(desk, left)).tip.number == stored.number
    assert len(desk.tips()) == 1


def test_who_records_a_tip_about_the_inspectors_is_told_who_may_see_it(desk: Desk) -> None:
    subjects = [{"unit": "省委巡视第一组", "person": "李四", "group": INSPECTORS}]
    for_lead = "反映巡视干部的举报只由组长查看。"
    assert saved(a_call(desk, subjects=subjects)).warnings == (for_lead,)
    amendment = TipEntry(desk, desk.tip("1"))
    amendment.values["referred_to"] = "李四所在科室"
    amendment.link_to = "2016-0099"
    stays_here, told, not_linked = saved(amendment).warnings
    assert (stays_here[:4], told, not_linked[:4]) == ("转办单位", for_lead, "举报已存")


def test_what_only_a_letter_has_is_not_stored_of_what_became_a_call(desk: Desk) -> None:
    entry = a_call(desk, line="post 长沙市第482号邮政信箱", postmarked_on="2016-09-28")
    assert "postmarked_on" in [field.name for field in entry.asked]
    entry.values["line"] = "landline 84404233"
    found = saved(entry).tip
    assert (found.channel, found.postmarked_on) == ("landline", None)


def test_half_done_is_saved_with_what_there_is(desk: Desk) -> None:
    entry = a_call(desk, subjects=[{}], disciplines=[])
    with pytest.raises(TipRefused):
        saved(entry)
    assert not entry.is_saving and desk.tips() == []
    assert saved(entry, half_done=True).sentence == "已暂存：2016-0001，待补录，列在待办中"
    entry = TipEntry(desk, desk.tip("1"))
    entry.values["summary"] += "，又有烟酒"
    assert saved(entry, half_done=True).sentence == "已暂存：2016-0001，待补录，列在待办中"
    entry = TipEntry(desk, desk.tip("1"))
    entry.values |= CALL
    assert saved(entry).sentence == "已修改：2016-0001"


def test_an_amendment_whose_time_was_cleared_keeps_its_time(desk: Desk, clock: StillClock) -> None:
    entry = an_amendment(desk)
    before = desk.tip("1").received_at
    clock.instant = clock.now().add(hours=2)
    entry.values |= {"received_at": "", "summary": "补充"}
    assert saved(entry).tip.received_at == before


def test_what_is_typed_while_it_is_saved_is_not_in_it_and_amends_it_afterwards(desk: Desk) -> None:
    entry, said = a_call(desk), list[str]()
    entry.keep()
    with entry.saving() as saving:
        entry.values["summary"] += "，又有烟酒"
        # What is on its way is not kept as a draft once more.
        assert entry.is_saving and entry.keep() == ""
        entry.keep_soon(said.append)
        desk.drafts.settle()
        assert "又有烟酒" not in str(desk.drafts.all())
        found = saving.store()
    assert found.tip.summary == "收受礼金"
    after = entry.after(found)
    assert (after.number, after.values["summary"]) == ("2016-0001", "收受礼金，又有烟酒")
    assert after.remarks == ["保存期间又有改动，请再按 Ctrl+S。"]
    assert [draft.name for draft in desk.drafts.all()] == [after.name]
    assert saved(after).tip.revision == 2


def test_what_was_tried_is_said_to_be_tried_by_the_name_it_was_tried_by(desk: Desk) -> None:
    entry, other = a_call(desk), a_call(desk)
    tried = []
    for one in (entry, entry, other):
        with one.saving() as saving:
            tried.append((saving.once, saving.is_retried))
    assert tried == [(entry.name, False), (entry.name, True), (other.name, False)]
    entry.keep()
    with TipEntry.of_draft(desk, left_drafts(desk)[0]).saving() as saving:
        assert (saving.once, saving.is_retried) == (entry.name, True)


def test_the_next_tip_is_on_the_line_of_the_last_that_was_new(desk: Desk) -> None:
    desk.record(tip_of(channel="mobile"))
    stored, new = desk.tip("1"), TipEntry(desk)
    new.values["line"] = "visit 来访"
    assert new.line == "visit 来访" and not new.is_dirty
    entry = TipEntry(desk, stored, new.line)
    assert entry.line == "visit 来访"
    assert not entry.is_dirty and entry.values["line"].startswith("mobile ")
    entry.values["line"] = "visit 来访"
    assert entry.is_dirty, "a line is what it says of a tip that is stored"


def test_what_is_saved_again_is_one_tip(desk: Desk) -> None:
    with a_call(desk).saving() as saving:
        first = saving.store().tip
        again = replace(saving, is_retried=True).store().tip
    assert first.number == again.number and desk.counts().total == 1


@pytest.mark.parametrize("fold", [0, 1])
def test_a_time_in_an_hour_that_comes_twice_is_written_so_that_it_is_read_as_it_was(
    fold: int,
) -> None:
    notice = parse_notice(notice_text(timezone='timezone = "Europe/Berlin"'))
    when = pendulum.DateTime(2016, 10, 30, 2, 30, tzinfo=notice.zone, fold=fold)
    assert read_instant(when_text(when, notice), notice.zone).timestamp() == when.timestamp()


def test_it_is_linked_once_it_is_saved_and_that_it_is_not_is_told(desk: Desk) -> None:
    desk.record(tip_of())
    entry = a_call(desk)
    entry.link_to = "2016-0001"
    found = saved(entry)
    assert found.tip.matter == "2016-0001"
    entry.values["summary"] = "又有"
    # It is linked, and not to be linked once more.
    assert entry.after(found).link_to == ""
    entry = a_call(desk)
    with entry.saving() as saving:
        entry.link_to = "2016-0001"
        found = saving.store()
    assert (found.tip.matter, entry.after(found).link_to) == ("", "2016-0001")
    entry = a_call(desk)
    entry.link_to = "2016-0099"
    found = saved(entry)
    assert found.sentence == "已登记：2016-0004"
    assert [warning[:10] for warning in found.warnings] == ["举报已存，但没有关联"]


def test_where_it_may_not_go_is_told_once_it_is_saved(desk: Desk) -> None:
    subjects = [{"unit": "某街道", "group": OUT_OF_SCOPE}]
    found = saved(a_call(desk, subjects=subjects, disciplines=[], referred_to="某街道"))
    assert [warning[-10:] for warning in found.warnings] == ["处，请改正转办单位。"]
    subjects.insert(0, {"unit": "某乡", "group": OUT_OF_SCOPE})
    both = saved(a_call(desk, subjects=subjects, disciplines=[], referred_to="某街道"))
    assert both.warnings == found.warnings, "though it is about another first"
    assert saved(an_amendment_of_referral(desk)).warnings == ()


def an_amendment_of_referral(desk: Desk) -> TipEntry:
    entry = TipEntry(desk, desk.record(tip_of(REFERRAL)))
    entry.values["summary"] += "。"
    return entry


def test_each_thing_that_is_wrong_is_told_though_two_are_wrong_with_one_field(desk: Desk) -> None:
    refusal = TipRefused((Fault("summary", "请填写。"), Fault("summary", "过长。")))
    assert refused_words(refusal) == "没有保存，有 2 处要改正。"
    assert TipEntry(desk).by_place(refusal) == {("summary", 0): ["请填写。", "过长。"]}


# Two who amend one tip


def test_what_only_they_changed_is_theirs_and_what_both_changed_is_as_typed(desk: Desk) -> None:
    entry = an_amendment(desk)
    entry.values["summary"] = "本人补充"
    someone_else_amends(desk, summary="他人补充", reporter=Reporter("钱某某", "13800000000"))
    assert settled(entry) == {"reporter.name": False, "summary": True}
    found = saved(entry)
    assert found.tip.summary == "本人补充" and found.tip.reporter.name == "钱某某"
    assert found.tip.revision == 3


def test_what_both_made_the_same_of_it_is_not_asked_about(desk: Desk) -> None:
    entry = an_amendment(desk)
    entry.values |= {"summary": "同样补充", "reporter.name": "孙某某"}
    theirs = replace(tip_of().reporter, name="钱某某")
    someone_else_amends(desk, summary="同样补充", reporter=theirs)
    assert settled(entry) == {"reporter.name": True}


def test_either_of_two_amendments_can_be_picked(desk: Desk) -> None:
    entry = an_amendment(desk)
    entry.values["summary"] = "本人补充"
    someone_else_amends(desk, summary="他人补充", reporter=Reporter("钱某某"))
    with pytest.raises(StaleRevision) as stale:
        saved(entry)
    for found in entry.settle(stale.value):
        entry.pick(found, theirs=found.field == "summary")
    tip = saved(entry).tip
    assert (tip.summary, tip.reporter) == ("他人补充", tip_of().reporter)


def test_who_takes_all_of_theirs_has_changed_nothing_and_is_asked_of_no_more_than_comes_since(
    desk: Desk,
) -> None:
    entry = an_amendment(desk)
    entry.values["summary"] = "本人补充"
    entry.keep()
    someone_else_amends(desk, summary="他人补充")
    with pytest.raises(StaleRevision) as stale:
        saved(entry)
    for found in entry.settle(stale.value):
        entry.pick(found, theirs=True)
    assert not entry.is_dirty and entry.keep() == "" and desk.drafts.all() == []
    entry.values["reporter.name"] = "孙某某"
    someone_else_amends(desk, summary="他人又补充")
    assert settled(entry) == {"summary": False}
    assert saved(entry).tip.summary == "他人又补充"


def test_what_came_with_it_is_one_line_and_an_amendment_keeps_each_file(desk: Desk) -> None:
    entry = TipEntry(desk)
    entry.values |= CALL | {"enclosures": "3页2份，照片5张"}
    entry.values["line"] = next(
        o.value for o in options_of(BY_NAME["line"], desk.notice) if "post" in o.value
    )
    with entry.saving() as saving:
        tip = saving.store().tip
    assert line_of(tip.enclosures) == "信件3页2份、照片5张" and tip.enclosures[0].by == desk.officer
    desk.enclosures.add("1", "other", name="扫描件", file=BytesIO(b"%PDF"))
    entry = TipEntry(desk, desk.tip("1"))
    assert entry.values["enclosures"] == "信件3页2份、照片5张、其他材料"
    entry.values["enclosures"] = "信件4页、照片5张、其他材料、录音录像3分钟"
    with entry.saving() as saving:
        kept = saving.store().tip.enclosures
    assert line_of(kept) == entry.values["enclosures"]
    assert [bool(one.file) for one in kept] == [False, False, True, False]
    entry = TipEntry(desk, desk.tip("1"))
    for line, said in (("照片5张", "第 3 项"), ("一张光盘", "看不懂")):
        entry.values["enclosures"] = line
        assert said in entry.faults()["enclosures", 0][0]


def test_what_came_with_a_tip_is_taken_off_it_with_its_line(desk: Desk) -> None:
    desk.record(tip_of())
    entry = TipEntry(desk, desk.enclosures.add("1", "letter", pages=3))
    entry.values["enclosures"] = ""
    assert saved(entry).tip.enclosures == ()


def test_a_text_that_is_only_parted_into_lines_is_another(desk: Desk) -> None:
    entry = an_amendment(desk)
    parted = entry.values["summary"][:4] + "\n" + entry.values["summary"][4:]
    entry.values["summary"] = parted
    assert entry.is_dirty
    someone_else_amends(desk, summary=parted.replace("\n", " "))
    assert settled(entry) == {"summary": True}
    assert saved(entry).tip.summary == parted


@pytest.mark.parametrize("is_soon", [False, True])
def test_a_draft_left_while_it_is_settled_is_asked_the_same_again(
    desk: Desk, is_soon: bool
) -> None:
    entry = an_amendment(desk)
    entry.values["summary"] = "本人补充"
    someone_else_amends(desk, summary="他人补充")
    assert settled(entry) == {"summary": True}
    if is_soon:
        entry.keep_soon(lambda _said: None)
        desk.drafts.settle()
    else:
        entry.keep()
    again = TipEntry.of_draft(desk, left_drafts(desk)[0])
    assert settled(again) == {"summary": True}


def test_what_came_is_called_after_its_file_and_is_of_the_kind_of_that_unless_one_says_so(
    desk: Desk, tmp_path: Path
) -> None:
    photo, scan = tmp_path / "照片.JPG", tmp_path / "扫描.pdf"
    photo.write_bytes(b"1")
    scan.write_bytes(b"22")
    blank = dict.fromkeys(("kind", "pages", "copies", "name", "kept_at", "file_number"), "")
    tip = attached(desk, desk.record(tip_of()), blank | {"file": f" {photo} "})
    tip = attached(desk, tip, blank | {"file": str(photo), "kind": "letter", "name": " 信 "})
    tip = attached(desk, tip, blank | {"kept_at": " 二号柜 ", "file_number": " 3 "})
    tip = attached(desk, tip, blank | {"file": str(scan), "pages": "4"}, 3)
    assert [(one.kind, one.name, one.pages, one.copies) for one in tip.enclosures] == [
        ("photographs", "照片.JPG", 0, 1),
        ("letter", "信", 0, 1),
        ("other", "扫描.pdf", 4, 1),
    ]
    assert [one.file and one.file.bytes for one in tip.enclosures] == [1, 1, 2]
    tip = attached(desk, tip, blank | {"kind": "letter", "kept_at": " 二号柜 "}, 1)
    assert (tip.enclosures[0].kept_at, tip.enclosures[0].file.bytes) == ("二号柜", 1)


# Earlier tips like it


def test_earlier_tips_are_found_by_what_was_typed_but_not_the_one_amended(desk: Desk) -> None:
    assert not TipEntry(desk).traits and TipEntry(desk).traits.find(desk, 5) == []
    amendment = an_amendment(desk)
    person = desk.tip("1").subjects[0].person or desk.tip("1").subjects[0].unit
    assert amendment.traits.find(desk, 5) == []
    entry = a_call(desk, subjects=[{"unit": desk.tip("1").subjects[0].unit, "person": person}])
    assert [one.tip.number for one in entry.traits.find(desk, 5)] == ["2016-0001"]
    unit = {"unit": desk.tip("1").subjects[0].unit}
    desk.record(tip_of(reporter={"name": "王某某", "contact": "13911112222", "verified": True}))
    for values, found in (
        ({"subjects": [unit]}, ["2016-0001", "2016-0002"]),
        ({"subjects": [{"unit": "另一局"}, {}, unit]}, ["2016-0001", "2016-0002"]),
        ({"subjects": [{}], "reporter.contact": "13911112222"}, ["2016-0002"]),
        ({"subjects": [{"post": "局长"}]}, []),
    ):
        entry = TipEntry(desk)
        entry.values |= values
        assert sorted(one.tip.number for one in entry.traits.find(desk, 5)) == found
        assert bool(entry.traits) is bool(found)
        assert len(entry.traits.find(desk, 1)) == min(len(found), 1)


def test_each_step_asks_for_what_it_takes() -> None:
    assert ASKED == {
        "handed_to_team": ("to", "why"),
        "referred": ("to", "letter", "on", "why"),
        "urgent": ("to", "letter", "on", "why"),
        "kept_for_reference": ("why",),
        "duplicate": ("of", "why"),
        "withdrawn": ("why",),
        "registered": ("why",),
    }


def test_of_what_is_like_it_the_earlier_tip_is_proposed_and_no_later_one(desk: Desk) -> None:
    other = {"unit": "另一局", "person": "", "post": "", "group": "leadership"}
    first = desk.record(tip_of(subjects=[other], reporter=None))
    second = desk.record(tip_of())
    # Of it nothing but the number of who reports is known from before.
    third = desk.record(tip_of(subjects=[other | {"unit": "又一局"}]))
    last = desk.record(tip_of(reporter=None))
    found = [earlier_like(desk, tip) for tip in (first, second, third, last)]
    assert found == ["", "", "2016-0002", "2016-0002"]


def test_what_is_typed_is_of_when_its_first_key_was_pressed_however_many_follow(
    desk: Desk, clock: StillClock
) -> None:
    entry, begun, said = TipEntry(desk), clock.now(), list[str]()
    for summary in ("收", "收受"):
        entry.values["summary"] = summary
        entry.keep_soon(said.append)
        clock.instant = clock.now().add(minutes=1)
    desk.drafts.settle()
    assert entry.begun_at == begun
    assert left_drafts(desk)[0].begun_at == begun


def test_only_drafts_of_tips_are_gone_on_with_and_of_those_whatever_fits(desk: Desk) -> None:
    desk.drafts.keep("另一种", {"values": {"summary": "不是举报"}})
    assert left_drafts(desk) == []
    blank = TipEntry(desk).values
    desk.drafts.keep("tip-1", {"values": 3, "begun_at": "昨天", "amends": None})
    (left,) = left_drafts(desk)
    assert (left.values, left.begun_at, left.amends) == (blank, None, None)
    desk.drafts.drop("tip-1")
    wrong = {"summary": 5, "disciplines": "3", "reporter.verified": "yes", "link_to": 2}
    rows = [3, {"unit": 4, "person": "李四"}]
    kept = wrong | {"subjects": rows, "tags": ["重点人"], "referred_to": "甲局"}
    desk.drafts.keep("tip-2", {"values": kept, "begun_at": 7, "amends": None})
    (left,) = left_drafts(desk)
    assert (left.begun_at, left.amends) == (None, None)
    fits = {"subjects": [{}, {"person": "李四"}], "tags": ["重点人"], "referred_to": "甲局"}
    assert left.values == blank | fits
    desk.drafts.keep("tip-2", {"values": {"tags": [3], "subjects": []}})
    (left,) = left_drafts(desk)
    assert left.values == blank


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("channel", ("line", 0)),
        ("summary", ("summary", 0)),
        ("subjects[2].group", ("subjects.group", 2)),
        ("subjects[1]", ("subjects.unit", 1)),
        ("subjects", ("subjects.unit", 0)),
        ("reporter", ("reporter.name", 0)),
        ("number", ("", 0)),
    ],
)
def test_what_a_fault_is_about_is_the_field_or_the_first_of_what_it_names(
    path: str, place: tuple[str, int]
) -> None:
    assert name_of_path(path) == place


def test_once_a_register_is_taken_in_what_is_wrong_with_the_rest_is_left_to_be_seen(
    desk: Desk, tmp_path: Path
) -> None:
    rows = "9-21,赵某某,某局,领导班子及其成员,廉洁纪律,{}\n"
    head = "收到时间,被反映人,被反映单位,对象类别,问题类别,主要内容\n"
    (tmp_path / "1.csv").write_text(head + rows.format("收受礼金") + rows.format(""))
    entry = RegisterEntry(desk)
    with pytest.raises(CannotRead, match="~nobody-of-that-name"):
        entry.open("~nobody-of-that-name/1.csv", lambda *_told: None)
    assert [*entry.remarks()] == [] and entry.rows == []
    entry.open(str(tmp_path / "1.csv"), lambda *_told: None)
    entry.want(entry.with_next_channel(), lambda *_told: None)
    assert len(entry.rows) == 2
    assert len(entry.record(lambda *_told: None)) == 2
    (left,) = entry.rows
    assert "主要内容" in "".join(map(str, left.faults)) and entry.source is None
    assert len(desk.tips()) == 1
    entry.open(str(tmp_path / "1.csv"), lambda *_told: None)
    assert [one.known_as for one in entry.record(lambda *_told: None)] == ["", "2016-0001"]
    assert [line.text for line in desk.duty_log.all()] == ["导入台账 1.csv：1 件"]


def test_groups_and_sources_for_rows_that_name_none_come_in_turn_and_at_last_none(
    desk: Desk,
) -> None:
    entry, groups, sources = RegisterEntry(desk), list[str](), list[str]()
    for _time in range(10):
        entry.wanted = entry.with_next_group()
        entry.wanted = entry.with_next_channel()
        groups.append(entry.wanted.group)
        sources.append(entry.wanted.channel)
    assert groups[:6] == [
        *("leadership", "next_level_head", "key_post", "out_of_scope", "inspectors", "")
    ]
    assert sources == [
        *("landline", "mobile", "post", "visit", "email"),
        *("assigned", "petition_office", "interview", "found", ""),
    ]
    for half_done in (True, False):
        entry.wanted = entry.with_half_done()
        assert entry.wanted.half_done is half_done


def test_of_two_lines_of_a_kind_the_kind_is_said_once(tmp_path: Path, clock: StillClock) -> None:
    lines = "\n".join(
        f'[[lines]]\nkind = "landline"\nvalue = "{value}"' for value in ("84404233", "84404234")
    )
    text = notice_text(lines=lines)
    with Desk.create(tmp_path / "two", text, clock=clock, officer="张三") as two:
        entry = RegisterEntry(two)
        for source in ("landline", "visit"):
            entry.wanted = entry.with_next_channel()
            assert entry.wanted.channel == source


def test_what_was_taken_in_before_the_disk_was_full_is_in_the_log(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = "9-21,赵某某,某局,领导班子及其成员,廉洁纪律,{}\n"
    head = "收到时间,被反映人,被反映单位,对象类别,问题类别,主要内容\n"
    (tmp_path / "1.csv").write_text(head + rows.format("收受礼金") + rows.format("公款吃喝"))
    entry, take_in = RegisterEntry(desk), desk.take_in
    entry.open(str(tmp_path / "1.csv"), lambda *_told: None)
    entry.want(entry.with_next_channel(), lambda *_told: None)

    def until_it_is_full(*tip: Any, **seen: Any) -> Tip:
        if desk.tips():
            raise CannotWrite("磁盘已满，没有保存。")
        return take_in(*tip, **seen)

    monkeypatch.setattr(desk, "take_in", until_it_is_full)
    with pytest.raises(CannotWrite):
        entry.record(lambda *_told: None)
    assert len(desk.tips()) == 1
    assert [line.text for line in desk.duty_log.all()] == ["导入台账 1.csv：1 件"]


def test_what_is_forgotten_while_it_is_read_or_taken_in_is_not_seen_again(
    desk: Desk, tmp_path: Path
) -> None:
    row = "2016-09-21,来信,赵某某,,,"
    head = "收到时间,来源,被反映人,对象类别,问题类别,主要内容"
    (tmp_path / "1.csv").write_text("\n".join((head, *[row] * 201)))
    entry, told = RegisterEntry(desk), list[tuple[int, int]]()

    def forget(done: int, total: int) -> None:
        told.append((done, total))
        entry.forget()

    entry.open(str(tmp_path / "1.csv"), forget)
    assert (told, entry.rows, entry.source) == ([(200, 202)], [], None)
    entry.open(str(tmp_path / "1.csv"), lambda *_told: None)
    assert len(entry.rows) == 201 and all(one.faults for one in entry.rows)
    entry.record(forget)
    assert (entry.rows, entry.source, desk.tips()) == ([], None, [])


def test_pages_and_copies_are_numbers_without_what_they_count(desk: Desk) -> None:
    tip = desk.record(tip_of())
    facts = {
        "kind": "letter",
        "pages": "",
        "copies": "",
        "name": "",
        "kept_at": "",
        "file_number": "",
    }
    for wrong in ("3页", "x", "１", "-1", "1234567"):
        for count in ("pages", "copies"):
            with pytest.raises(StepRefused, match="请填数字") as refused:
                attached(desk, tip, facts | {count: wrong})
            assert [fault.field for fault in refused.value.faults] == [count]
    (made,) = attached(desk, tip, facts | {"pages": "99999"}).enclosures
    assert (made.pages, made.copies) == (99999, 1)
    (made,) = attached(desk, desk.tip("1"), facts | {"pages": " 12 "}, 1).enclosures
    assert (made.pages, made.copies) == (12, 1)
