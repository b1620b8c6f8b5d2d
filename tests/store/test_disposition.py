"""What becomes of a tip, and which step may follow which."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.desk.desk import Desk
from store.errors import StepRefused, TipRefused
from store.notice.notice import INSPECTORS
from store.tips.disposing import Step, common_steps, disposed
from store.tips.disposition import (
    HANDED,
    KEPT,
    OPEN,
    PASSED_THROUGH,
    REGISTERED,
    STATUSES,
    STEPS,
    WITH_REASON,
    Disposition,
    Earlier,
    Told,
)
from store.tips.enclosure import Enclosure
from store.tips.fields import TEXTS
from store.tips.find import Filter
from store.tips.revision import StaleRevision
from store.tips.tip import Reporter, SealedPart, Subject, Tip
from store.tips.undo import withdrawn
from tests.builders import DURING, REFERRAL
from tests.store.desks import OFFICER, new_desk, open_desk, tip_of


@pytest.fixture
def desk(tmp_path: Path) -> Any:
    with new_desk(tmp_path / "desk") as desk:
        yield desk


def faults_of(refusal: pytest.ExceptionInfo[StepRefused]) -> list[str]:
    return [fault.field for fault in refusal.value.faults]


# The table


def test_the_table_knows_every_status_and_no_other() -> None:
    assert STEPS.keys() == STATUSES.keys()
    assert {then for steps in STEPS.values() for then in steps} == STATUSES.keys() - {
        PASSED_THROUGH
    }


def test_from_each_status_a_tip_may_go_to_these_and_is_called_so() -> None:
    assert {status: " ".join(then) for status, then in STEPS.items()} == {
        "registered": "handed_to_team referred kept_for_reference urgent duplicate withdrawn",
        "urgent": "registered handed_to_team referred kept_for_reference duplicate withdrawn",
        "handed_to_team": "registered referred kept_for_reference urgent duplicate",
        "referred": "registered",
        "kept_for_reference": "registered handed_to_team referred urgent duplicate",
        "duplicate": "registered handed_to_team kept_for_reference",
        "passed_through": "withdrawn",
        "withdrawn": "registered",
    }
    assert STATUSES == {
        "registered": "已登记",
        "urgent": "移交立行立改",
        "handed_to_team": "已呈组长",
        "referred": "转办",
        "kept_for_reference": "留存备查",
        "duplicate": "重复件",
        "passed_through": "径送",
        "withdrawn": "误录撤销",
    }
    assert {"kept_for_reference", "withdrawn", "registered"} == WITH_REASON
    assert {"registered", "urgent"} == OPEN, "what is still with the desk"


def test_no_status_is_a_dead_end_and_each_is_reached_from_a_tip_just_recorded() -> None:
    reached, unseen = set(), [REGISTERED]
    while unseen:
        status = unseen.pop()
        if status not in reached:
            reached.add(status)
            unseen += STEPS[status]
        assert STEPS[status] and status not in STEPS[status]
    assert reached == STATUSES.keys() - {PASSED_THROUGH}


@given(
    st.lists(
        st.tuples(st.sampled_from(sorted(STATUSES)), st.sampled_from(["", "理由"])), max_size=12
    )
)
def test_any_sequence_of_steps_keeps_to_the_table(steps: list[tuple[str, str]]) -> None:
    tip = replace(tip_of(REFERRAL), number="2016-0002", matter="2016-0001")
    for status, why in steps:
        lacks_reason = status in WITH_REASON and not why
        if status in STEPS[tip.status] and not lacks_reason:
            tip = disposed(tip, Step(status, why), OFFICER, DURING)
            assert tip.status == status
            assert tip.disposition and (tip.disposition.by, tip.disposition.why) == (OFFICER, why)
        else:
            with pytest.raises(StepRefused):
                disposed(tip, Step(status, why), OFFICER, DURING)


# At the desk


def test_a_tip_is_registered_until_someone_disposes_of_it(desk: Desk) -> None:
    tip = desk.record(replace(tip_of(), status=HANDED, matter="2016-0009"))
    assert (tip.status, tip.disposition, tip.matter) == (REGISTERED, None, "")


def test_who_disposed_of_it_and_when_and_why_is_on_disk_and_in_its_history(
    desk: Desk, tmp_path: Path
) -> None:
    number = desk.record(tip_of()).number
    tip = desk.acts.dispose(number, KEPT, why="没有实质内容")
    assert tip.disposition == Disposition(OFFICER, DURING, "没有实质内容")
    assert tip.revision == 2
    with open_desk(tmp_path / "desk", officer="值班员乙") as other:
        assert other.tip(number) == tip
        last = other.history(number)[-1]
    assert (last.what, last.by) == ("dispose", OFFICER)
    assert [change.field for change in last.fields] == ["status", "disposition"]


def test_a_referral_says_to_whom_on_which_day_and_under_which_letter(desk: Desk) -> None:
    number = desk.record(tip_of(REFERRAL)).number
    tip = desk.acts.dispose(
        number, "referred", to="区信访局", letter="〔2016〕1 号", on=date(2016, 9, 30)
    )
    assert tip.referred_to == "区信访局"
    how = tip.disposition
    assert how and (how.to, how.letter, how.on) == ("区信访局", "〔2016〕1 号", date(2016, 9, 30))


def test_a_step_is_kept_without_the_blanks_around_what_was_written() -> None:
    step = Step("referred", " 由其办理 ", " 区信访局 ", " 〔2016〕1 号 ")
    how = disposed(tip_of(REFERRAL), step, OFFICER, DURING).disposition
    assert how and (how.why, how.to, how.letter) == ("由其办理", "区信访局", "〔2016〕1 号")
    moment = DURING.set(microsecond=999_999)
    assert disposed(tip_of(REFERRAL), step, OFFICER, moment).disposition == how, "to the second"
    assert withdrawn(tip_of(), OFFICER, moment).disposition == Disposition(
        OFFICER, DURING, "撤销登记"
    )
    # Nobody is told of a day on which nothing was sent anywhere.
    kept = disposed(tip_of(REFERRAL), Step(KEPT, "线索不具体"), OFFICER, DURING).disposition
    assert kept and (kept.to, kept.on) == ("", None)


def test_what_is_done_today_is_sent_today_at_the_latest() -> None:
    today = DURING.date()
    for to in ("第二组", ""):
        how = disposed(tip_of(), Step(HANDED, to=to, on=today), OFFICER, DURING).disposition
        assert how and how.on == today
    with pytest.raises(StepRefused, match="不能晚于今天"):
        disposed(tip_of(), Step(HANDED, on=today.add(days=1)), OFFICER, DURING)


def test_a_tip_leaves_for_somewhere_and_not_for_whom_it_is_about() -> None:
    nowhere = replace(tip_of(REFERRAL), referred_to="")
    for letter in ("", "〔2016〕1 号"):
        with pytest.raises(StepRefused) as refusal:
            disposed(nowhere, Step("referred", letter=letter), OFFICER, DURING)
        assert faults_of(refusal) == ["to"]
    for status in ("referred", "urgent", HANDED):
        with pytest.raises(StepRefused) as refusal:
            disposed(tip_of(REFERRAL), Step(status, to="某街道办"), OFFICER, DURING)
        assert faults_of(refusal) == ["to"]
    disposed(tip_of(REFERRAL), Step(HANDED, to="第二组"), OFFICER, DURING)
    disposed(nowhere, Step("urgent"), OFFICER, DURING)


def test_a_step_that_is_not_allowed_is_told_with_those_that_are() -> None:
    tip = replace(tip_of(), number="2016-0001")
    with pytest.raises(StepRefused) as refusal:
        disposed(replace(tip, status="withdrawn"), Step(HANDED), OFFICER, DURING)
    assert str(refusal.value) == ("2016-0001 现为“误录撤销”，不能改为“已呈组长”，可改为：已登记。")
    with pytest.raises(
        StepRefused, match="2016-0001 现为“filed”，不能改为“已呈组长”，可改为：无。"
    ):
        disposed(replace(tip, status="filed"), Step(HANDED), OFFICER, DURING)
    with pytest.raises(StepRefused) as refusal:
        disposed(tip, Step("\x1b" + "甲" * 40), OFFICER, DURING)
    assert str(refusal.value).startswith("处理方式：没有“\\u001b" + "甲" * 39 + "”，应为下列之一：")


def test_whom_a_tip_is_given_to_within_the_team_is_not_where_it_is_referred(desk: Desk) -> None:
    number = desk.record(tip_of(REFERRAL)).number
    tip = desk.acts.dispose(number, HANDED, to="第二组")
    assert tip.disposition and (tip.disposition.to, tip.referred_to) == ("第二组", "区环境保护局")
    assert desk.acts.dispose(number, KEPT, why="重复").referred_to == "区环境保护局"


def test_a_referral_goes_by_default_where_it_was_recorded_to_go_today(desk: Desk) -> None:
    how = desk.acts.dispose(desk.record(tip_of(REFERRAL)).number, "referred").disposition
    assert how and (how.to, how.on) == ("区环境保护局", DURING.date())


@pytest.mark.parametrize(
    ("status", "given", "field"),
    [
        ("closed", {}, "status"),
        ("passed_through", {}, "status"),
        (REGISTERED, {"why": "再看"}, "status"),
        (KEPT, {}, "why"),
        ("withdrawn", {"why": " "}, "why"),
        ("duplicate", {}, "of"),
        (HANDED, {"to": "甲" * 201}, "to"),
        (HANDED, {"why": "甲\x1b乙"}, "why"),
        ("referred", {"on": date(2016, 10, 2)}, "on"),
    ],
)
def test_a_step_that_is_not_allowed_or_lacks_something_is_refused(
    desk: Desk, status: str, given: dict[str, Any], field: str
) -> None:
    tip = desk.record(tip_of(REFERRAL))
    with pytest.raises(StepRefused) as refusal:
        desk.acts.dispose(tip.number, status, **given)
    assert faults_of(refusal) == [field]
    assert desk.tip(tip.number) == tip


def test_what_is_too_long_is_told_by_what_it_is_called() -> None:
    step, long = Step("referred", "理", "区环境保护局", "号"), "长" * 201
    for name, label in (("why", "理由"), ("to", "送交何处"), ("letter", "文号")):
        with pytest.raises(StepRefused) as refusal:
            disposed(tip_of(REFERRAL), replace(step, **{name: long}), OFFICER, DURING)
        (fault,) = refusal.value.faults
        said = f"{label}：最多 200 个字，现有 201 个，请删减。"
        assert (fault.field, fault.sentence) == (name, said)
        assert disposed(tip_of(REFERRAL), replace(step, **{name: long[1:]}), OFFICER, DURING)


def test_what_is_in_scope_is_not_referred(desk: Desk) -> None:
    number = desk.record(tip_of()).number
    with pytest.raises(StepRefused) as refusal:
        desk.acts.dispose(number, "referred", to="区信访局")
    assert faults_of(refusal) == ["status"]


def test_two_who_dispose_of_one_tip_at_once_do_not_overwrite_each_other(
    desk: Desk, tmp_path: Path
) -> None:
    tip = desk.record(tip_of())
    with open_desk(tmp_path / "desk", officer="值班员乙") as other:
        other.acts.dispose(tip.number, HANDED, revision=tip.revision)
    with pytest.raises(StaleRevision) as stale:
        desk.acts.dispose(tip.number, KEPT, why="重复", revision=tip.revision)
    assert stale.value.current.status == HANDED
    assert str(stale.value) == f"{tip.number} 已被他人修改，请核对后再保存。"
    assert [change.field for change in stale.value.changes] == ["status", "disposition"]
    desk.acts.tell(tip.number, "电话")
    with pytest.raises(StaleRevision) as stale:
        desk.acts.dispose(tip.number, KEPT, why="重复", revision=2)
    assert [change.field for change in stale.value.changes] == ["told"], "since that revision"


@pytest.mark.parametrize("act", ["tell", "link", "unlink"])
def test_nothing_is_done_with_a_tip_that_somebody_changed_meanwhile(desk: Desk, act: str) -> None:
    desk.record(tip_of())
    seen = desk.record(tip_of())
    desk.acts.link(seen.number, "1")
    before = desk.tip(seen.number)
    acts: dict[str, Callable[[], object]] = {
        "tell": lambda: desk.acts.tell(seen.number, "电话告知", revision=seen.revision),
        "link": lambda: desk.acts.link(seen.number, "1", revision=seen.revision),
        "unlink": lambda: desk.acts.unlink(seen.number, revision=seen.revision),
    }
    with pytest.raises(StaleRevision):
        acts[act]()
    assert desk.tip(seen.number) == before


def test_an_amendment_leaves_what_became_of_the_tip_as_it_was(desk: Desk) -> None:
    tip = desk.record(tip_of())
    handed = desk.acts.dispose(tip.number, HANDED)
    told = desk.acts.tell(tip.number, " 电话告知 ")
    assert told.told == Told(OFFICER, DURING, "电话告知")
    amended = desk.amend(replace(tip, revision=told.revision, summary="补充：另有录音。"))
    assert (amended.status, amended.disposition) == (HANDED, handed.disposition)
    assert amended.told == told.told and told.told is not None
    back = desk.acts.dispose(tip.number, REGISTERED, why="另有情况")
    # Whatever who amends it says of that, or does not.
    said = replace(tip_of(), number=tip.number, revision=back.revision)
    assert back.earlier and desk.amend(said).earlier == back.earlier


def test_all_that_was_done_with_a_tip_stays_told_whatever_is_done_with_it_next(desk: Desk) -> None:
    number = desk.record(tip_of()).number
    for status, why in (
        ("withdrawn", "误录"),
        ("registered", "并非误录"),
        ("kept_for_reference", "线索不具体"),
        ("handed_to_team", ""),
        ("registered", "退回"),
    ):
        tip = desk.acts.dispose(number, status, why=why)
    for said in (tip, desk.tip(number)):
        assert [one.status for one in said.earlier] == ["kept_for_reference", "handed_to_team"]
    assert {one.on for one in tip.earlier} == {DURING.date()}


def test_what_was_sent_on_another_day_stays_told_with_that_day() -> None:
    sent = Step(HANDED, to="第二组", on=date(2016, 9, 30))
    back = Step(REGISTERED, "退回")
    tip = disposed(disposed(tip_of(), sent, OFFICER, DURING), back, OFFICER, DURING)
    assert tip.earlier == (Earlier(HANDED, date(2016, 9, 30)),)
    # Of what another program wrote without saying how, nothing is told.
    unknown = replace(tip_of(), status=HANDED)
    assert disposed(unknown, back, OFFICER, DURING).earlier == ()


def test_where_a_referral_went_is_not_written_over(desk: Desk) -> None:
    tip = desk.acts.dispose(desk.record(tip_of(REFERRAL)).number, "referred")
    with pytest.raises(TipRefused) as refusal:
        desk.amend(replace(tip, referred_to="另一单位"))
    assert [fault.field for fault in refusal.value.faults] == ["referred_to"]
    assert desk.tip(tip.number) == tip


# Half-done tips


def test_a_half_done_tip_is_saved_and_counted_as_such(desk: Desk) -> None:
    tip = desk.record(tip_of(to_complete=True, summary="电话断了", subjects=[], disciplines=[]))
    counts = desk.counts()
    assert (counts.total, counts.to_complete, counts.in_scope, counts.out_of_scope) == (1, 1, 0, 0)
    desk.amend(replace(tip_of(), number=tip.number, revision=tip.revision))
    counts = desk.counts()
    assert (counts.total, counts.to_complete, counts.in_scope) == (1, 0, 1)


def test_a_form_left_blank_but_for_a_word_can_be_saved_half_done() -> None:
    blank = {"unit": "", "person": "", "post": "", "group": ""}
    assert tip_of(to_complete=True, summary="断了", subjects=[blank], disciplines=[]).subjects == ()


def test_a_half_done_tip_still_says_something_that_can_be_read() -> None:
    with pytest.raises(TipRefused) as refusal:
        tip_of(to_complete=True, summary="", subjects=[], reporter=None, tags=["重点菜"])
    assert {fault.field for fault in refusal.value.faults} == {"summary", "tags"}


def test_a_half_done_tip_is_completed_before_it_leaves_the_desk(desk: Desk) -> None:
    number = desk.record(tip_of(REFERRAL, to_complete=True)).number
    for status in (HANDED, KEPT, "urgent", "referred"):
        with pytest.raises(StepRefused) as refusal:
            desk.acts.dispose(number, status, why="线索不具体")
        assert faults_of(refusal) == ["status"]
    assert desk.finding.filtered(Filter(to_complete=True))
    assert desk.acts.dispose(number, "withdrawn", why="打错电话").status == "withdrawn"
    # Nothing is missing of what was entered by mistake.
    assert not desk.finding.filtered(Filter(to_complete=True))
    assert not desk.tip(number).awaits_completion
    assert tip_of(to_complete=True).awaits_completion and not tip_of().awaits_completion


def test_a_half_done_tip_that_was_withdrawn_is_completed_before_it_comes_back() -> None:
    tip = tip_of(to_complete=True, summary="", subjects=[], disciplines=[])
    withdrawn = disposed(tip, Step("withdrawn", "打错电话"), OFFICER, DURING)
    with pytest.raises(StepRefused) as refusal:
        disposed(withdrawn, Step(REGISTERED, "并非打错"), OFFICER, DURING)
    assert [fault.sentence for fault in refusal.value.faults] == ["本件尚待补录，请先补全再处理。"]
    assert common_steps([withdrawn]) == ()
    repeat = replace(tip, matter="2016-0001")
    assert disposed(repeat, Step("duplicate"), OFFICER, DURING).status == "duplicate"


def test_what_left_the_desk_does_not_become_half_done_again(desk: Desk) -> None:
    tip = desk.acts.dispose(desk.record(tip_of()).number, HANDED)
    with pytest.raises(TipRefused) as refusal:
        desk.amend(replace(tip, to_complete=True))
    assert [fault.field for fault in refusal.value.faults] == ["to_complete"]


# Pass-through


def test_of_what_is_passed_through_nothing_is_kept_but_number_time_channel_and_receiver(
    desk: Desk, tmp_path: Path
) -> None:
    tip = desk.acts.pass_through("post", "组长", received_at=DURING.subtract(hours=2))
    assert tip.number == "2016-0001"
    assert tip.disposition and (tip.disposition.by, tip.disposition.to) == (OFFICER, "组长")
    assert tip.disposition.on == DURING.date()
    told = {key: value for key, value in tip.as_json().items() if value}
    assert told.keys() == {
        "number", "revision", "channel", "line", "received_at",
        "officer", "saved_at", "status", "disposition",
    }  # fmt: skip
    assert desk.record(tip_of()).number == "2016-0002"
    counts = desk.counts()
    assert (counts.total, counts.in_scope, counts.by_status[PASSED_THROUGH]) == (2, 1, 1)


def test_no_content_is_added_later_to_what_was_passed_through(desk: Desk) -> None:
    tip = desk.acts.pass_through("post", "组长")
    with pytest.raises(TipRefused) as refusal:
        desk.amend(replace(tip_of(channel="post"), number=tip.number, revision=tip.revision))
    assert {"subjects", "summary", "reporter"} <= {fault.field for fault in refusal.value.faults}
    for name, value in {
        "reporter": Reporter("王某"),
        "subjects": (Subject("某局"),),
        "disciplines": ("廉洁纪律",),
        "tags": ("重点人",),
        "enclosures": (Enclosure("letter"),),
        "postmarked_on": DURING.date(),
        **dict.fromkeys(TEXTS, "字"),
    }.items():
        with pytest.raises(TipRefused) as refusal:
            desk.amend(replace(tip, **{name: value}))
        assert name in {fault.field for fault in refusal.value.faults}
    with pytest.raises(TipRefused, match="收到时间：不能晚于现在"):
        desk.amend(replace(tip, received_at=DURING.add(seconds=1)))
    desk.acts.dispose(tip.number, "withdrawn", why="误登")
    with pytest.raises(StepRefused):
        desk.acts.dispose(tip.number, REGISTERED, why="退回")


def test_whoever_it_was_handed_to_is_said_in_few_words(desk: Desk) -> None:
    for to in (" ", "长" * 201, "甲\x1b"):
        with pytest.raises(StepRefused) as refusal:
            desk.acts.pass_through("post", to)
        assert faults_of(refusal) == ["to"] and desk.tips() == []
    made = desk.acts.pass_through("post", " 组长 ")
    assert made.disposition and made.disposition.to == "组长"


def test_who_gave_a_name_alone_is_told_and_how_is_said_in_few_words(desk: Desk) -> None:
    for reporter, note in (
        ({"name": "王某某"}, "长" * 201),
        ({"name": "王某某"}, "电话\x1b告知"),
        ({"contact": "13800000000"}, "电话告知"),
        ({"name": "热心市民"}, "电话告知"),
        (None, "电话告知"),
    ):
        tip = desk.record(tip_of(reporter=reporter))
        with pytest.raises(StepRefused) as refusal:
            desk.acts.tell(tip.number, note)
        assert faults_of(refusal) == ["note"] and desk.tip(tip.number) == tip


# Counting


def test_every_tip_counts_in_one_status_and_a_withdrawn_one_nowhere_else(desk: Desk) -> None:
    for _ in range(3):
        desk.record(tip_of())
    desk.acts.dispose("1", HANDED)
    desk.acts.dispose("2", "withdrawn", why="误录")
    counts = desk.counts()
    assert {k: n for k, n in counts.by_status.items() if n} == {
        REGISTERED: 1,
        HANDED: 1,
        "withdrawn": 1,
    }
    assert (counts.total, counts.in_scope, counts.by_discipline["廉洁纪律"]) == (2, 2, 2)
    assert counts.by_status.keys() == STATUSES.keys() and STATUSES.keys() > OPEN


def test_a_tip_as_an_older_version_wrote_it_is_registered() -> None:
    document = tip_of().as_json()
    for key in ("to_complete", "status", "disposition", "matter", "told"):
        del document[key]
    assert Tip.from_json(document) == tip_of()


def test_what_a_newer_version_knows_of_a_tip_besides_is_left_out() -> None:
    document = tip_of().as_json()
    assert Tip.from_json(document | {"weight": 3}).as_json() == document


# Several at once


def test_several_tips_are_disposed_of_with_one_entry_and_taken_back_with_one(desk: Desk) -> None:
    for _ in range(3):
        desk.record(tip_of())
    done = desk.acts.dispose_several({"1": 1, "3": 1}, HANDED, to="第二组")
    assert [(tip.number, tip.status) for tip in done] == [
        ("2016-0001", HANDED),
        ("2016-0003", HANDED),
    ]
    assert [tip.status for tip in desk.tips()] == [HANDED, REGISTERED, HANDED]
    assert desk.tip("3") == done[1] and desk.history("3")[-1].what == "dispose"
    desk.acts.undo()
    assert {tip.status for tip in desk.tips()} == {REGISTERED}


def test_where_one_of_several_may_not_go_none_goes_and_it_is_named(desk: Desk) -> None:
    desk.record(tip_of())
    desk.record(tip_of())
    desk.acts.dispose("2", "withdrawn", why="误录")
    with pytest.raises(StepRefused) as refusal:
        desk.acts.dispose_several({"1": 1, "2": 2}, HANDED)
    assert str(refusal.value).startswith("2016-0002：")
    with pytest.raises(StepRefused) as refusal:
        desk.acts.dispose_several({"1": 1}, KEPT)
    assert faults_of(refusal) == ["why"] and "2016" not in str(refusal.value)
    assert desk.tip("1").status == REGISTERED


def test_of_several_one_that_another_officer_changed_stops_all(desk: Desk) -> None:
    desk.record(tip_of())
    desk.record(tip_of())
    desk.amend(replace(desk.tip("2"), summary="改了"))
    with pytest.raises(StaleRevision):
        desk.acts.dispose_several({"1": 1, "2": 1}, HANDED)
    assert desk.tip("1").status == REGISTERED


def test_what_is_offered_for_several_is_taken_for_several(desk: Desk, tmp_path: Path) -> None:
    in_scope, referral = desk.record(tip_of()), desk.record(tip_of(REFERRAL))
    passed_through = desk.acts.pass_through("post", "组长")
    assert "referred" in common_steps([referral]) and "referred" not in common_steps(
        [referral, in_scope]
    )
    assert common_steps([passed_through]) == ("withdrawn",)
    assert common_steps([in_scope, passed_through]) == ("withdrawn",)
    for status in common_steps([in_scope, referral]):
        with new_desk(tmp_path / status) as other:
            other.record(tip_of())
            other.record(tip_of(REFERRAL))
            other.acts.dispose_several({"1": 1, "2": 1}, status, why="有理由")


def test_no_more_is_offered_than_may_be_done() -> None:
    half_done = tip_of(to_complete=True)
    assert {*common_steps([half_done])} == {"withdrawn", "duplicate"}
    assert "duplicate" in common_steps([tip_of()])
    assert "duplicate" not in common_steps([tip_of(), tip_of()])
    kept, referred = (replace(tip_of(), status=status) for status in (KEPT, "referred"))
    assert common_steps([tip_of(), kept, tip_of()]) == (HANDED, "urgent")
    assert common_steps([tip_of(), kept, referred]) == (), "what all of them may be given"
    assert "referred" not in common_steps([tip_of()])
    inspectors = {"unit": "巡视组", "group": INSPECTORS}
    assert "referred" in common_steps([tip_of(subjects=[inspectors], disciplines=[])])
    withdrawn = replace(tip_of(), status="withdrawn")
    assert common_steps([withdrawn]) == (REGISTERED,)
    # What was passed through has no content to come back to; of what is sealed nobody sees it.
    assert common_steps([replace(withdrawn, summary="")]) == ()
    assert common_steps([replace(withdrawn, summary="", sealed=SealedPart())]) == (REGISTERED,)


def test_what_left_the_desk_goes_nowhere_before_it_comes_back() -> None:
    # Written out: all else that takes a step goes by the table itself.
    assert STEPS["referred"] == ("registered",)
    assert STEPS["passed_through"] == ("withdrawn",)
    assert STEPS["withdrawn"] == ("registered",)
