"""What the words of tips, hours, corrections and offices say, asked of what makes them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from pathlib import Path
from typing import Any, get_args

import pytest

from store.clock import Clock
from store.desk.correction import Correction, Renaming
from store.duty.books import CorrectedNotice
from store.errors import Fault
from store.instant import as_text
from store.journal.presence import Present
from store.notice.deadlines import DueCounts
from store.notice.hours import Reason, service_status
from store.notice.notice import EVERY_DAY, Hours
from store.notice.period import countdown
from store.notice.reading import parse_notice
from store.notice.reminders import Kind, Reminder
from store.office.row import Row
from store.office.sums import sums_of
from store.registers.importing import Taken, Wanted
from store.text import use_inspection
from store.tips.disposition import Disposition, Told
from store.tips.dues import Due
from store.tips.enclosure import Enclosure
from store.tips.fields import FIELDS
from store.tips.find import Filter, Similar
from store.tips.follow_up import Appointment, Note
from store.tips.history import Change
from store.tips.patterns import Pattern
from store.tips.revision import FieldChange
from store.tips.tip import SealedPart, Subject, Tip
from tests.builders import CALL, DURING, REFERRAL, StillClock, at, example, full_tip, notice_text
from tests.store.desks import OFFICER, new_desk, tip_of
from tests.store.sealed import KEY, sealed_desk
from tui.words import (
    disposition_words,
    enclosure_words,
    filter_words,
    follow_up_words,
    history_words,
    hours_words,
    import_words,
    notice_words,
    office_words,
    presence_words,
    reminder_words,
    unlocking,
    words,
)
from tui.words.reminding import Reminding, Said

HIDDEN = SealedPart()
SEALED = SealedPart("age")


def numbered(n: int, **changes: object) -> list[Tip]:
    return [
        replace(tip_of(), number=f"2016-{place:04}", **changes)  # type: ignore[arg-type]
        for place in range(1, n + 1)
    ]


def test_midnight_is_the_end_of_the_day_before() -> None:
    assert words.until_minute(example(), at("2016-10-02T00:00:00")) == "2016-10-01 24:00"
    assert words.until_minute(example(), at("2016-10-02T00:30:00")) == "2016-10-02 00:30"


def test_an_instant_is_told_by_the_clocks_of_the_notice_wherever_it_was_noted() -> None:
    elsewhere = at("2016-10-02T00:30:00").in_timezone("UTC")
    assert words.local_minute(example(), elsewhere) == "2016-10-02 00:30"
    assert words.local_minute(example(), None) == ""
    assert words.in_full(example(), elsewhere) == "2016-10-02 星期日 00:30"
    assert words.in_full(example(), date(2016, 10, 2)) == "2016-10-02 星期日（未写几时）"
    tip = tip_of(received_at="2016-09-30T16:30:00+00:00")
    assert words.received(example(), tip) == "2016-10-01 00:30"
    assert words.received_in_year(example(), tip) == "10-01 00:30"


@pytest.mark.usefixtures("english")
def test_a_month_has_its_name_where_english_is_spoken() -> None:
    assert words.month_day(date(2016, 1, 31)) == "31 Jan"
    assert words.month_day(date(2016, 12, 1)) == "1 Dec"


def test_a_second_that_began_counts_until_it_is_over() -> None:
    for later, left in ((2_000_000, 2), (1_000_001, 2), (1, 1), (0, 0), (-1_500_000, -1)):
        assert words.seconds_until(DURING.add(microseconds=later), DURING) == left


def test_what_is_sealed_and_what_is_not_shown_are_told_apart() -> None:
    (tip,) = numbered(1)
    assert words.hidden(replace(tip, sealed=SEALED)) == "〔密封〕"
    assert (
        words.hidden(replace(tip, sealed=HIDDEN))
        == "〔不显示〕"
        == words.subjects(replace(tip, sealed=HIDDEN))
    )
    assert "〔不显示〕" in words.reporter(replace(tip, sealed=HIDDEN))
    passed = replace(tip, sealed=SEALED, status="passed_through", summary="密语")
    assert disposition_words.says(passed) == "〔密封〕"
    nobody = replace(tip, sealed=HIDDEN, reporter=None)
    assert words.reporter(nobody) == "匿名", "of whom there is no name to hide"


def test_inspectors_and_lines_are_told_of_where_there_is_anything_to_tell(tmp_path: Path) -> None:
    with new_desk(tmp_path / "desk") as desk:
        counts = desk.counts()
    assert "反映巡视干部" not in dict(words.counters(counts))
    some = replace(
        counts,
        today=1,
        total=9,
        in_scope=5,
        out_of_scope=2,
        referred=3,
        about_inspectors=4,
        by_discipline={"廉洁纪律": 6, "other": 7},
        by_channel={"landline": 8},
        by_other_source={"assigned": 10},
    )
    assert ("反映巡视干部", 1) in words.counters(replace(counts, about_inspectors=1))
    assert words.counters(some) == [
        ("今日", 1),
        ("总计", 9),
        ("受理范围内", 5),
        ("受理范围外", 2),
        ("转办", 3),
        ("反映巡视干部", 4),
        ("廉洁纪律", 6),
        ("其他", 7),
        ("固定电话", 8),
        ("上级交办", 10),
    ]
    notice = example()
    assert not notice.have_lines_hours_of_their_own
    assert {words.line_state(notice, line, DURING) for line in notice.lines} == {""}


def test_why_lines_are_answered_or_not_and_what_tips_have_in_common_has_a_word_each() -> None:
    closed = service_status(example(), at("2016-10-01T20:00:00"))
    said = {reason: words.reason(replace(closed, reason=reason)) for reason in get_args(Reason)}
    assert said == {
        "open": "受理时间内",
        "before_hours": "未到受理时间",
        "break": "班间休息",
        "after_hours": "今日受理已结束",
        "holiday": "节假日休息",
        "rest_day": "今日不受理",
        "not_started": "巡视尚未开始",
        "ended": "受理已截止",
    }
    (tip,) = numbered(1)
    alike = Similar(tip, ("phone", "person", "unit", "like_unit"))
    assert words.in_common(alike) == "同一电话、同一人、同一单位、单位相近"


def test_of_several_marks_the_first_that_has_a_sign_is_shown() -> None:
    (tip,) = numbered(1, marks=("hour_unknown", "late"))
    assert words.mark_sign(tip) == "截止后" and words.marks(tip) == "未写几时、截止后收到"
    (other,) = numbered(1, marks=("early", "out_of_hours"))
    assert words.mark_sign(other) == "提前" and words.marks(other) == "开始前收到、受理时间外"


def test_many_tips_are_told_together_where_they_stand_alike_and_some_of_them_where_not() -> None:
    alike = numbered(9)
    assert disposition_words.how_they_stand(alike) == "9 件：已登记"
    assert disposition_words.how_they_stand(alike[:4]) == "4 件：已登记"
    assert disposition_words.how_they_stand(alike[:3]).splitlines()[2] == "2016-0003：已登记"
    other = [replace(alike[0], status="urgent"), *alike[1:]]
    assert len(disposition_words.how_they_stand(other).splitlines()) == 9
    *rows, rest = disposition_words.rows_of(alike)
    assert (len(rows), rest) == (8, "……另有 1 件")
    assert len([*disposition_words.rows_of(alike[:8])]) == 8


def test_a_disposition_says_when_it_was_sent_and_that_its_reason_is_hidden() -> None:
    how = Disposition(OFFICER, DURING, to="某局", on=date(2016, 9, 30))
    (tip,) = numbered(1, status="referred", disposition=how)
    said = disposition_words.disposition(example(), tip)
    assert said == f"送交某局，2016-09-30发出，{OFFICER} 2016-10-01 16:59 办理"
    hidden = disposition_words.disposition(example(), replace(tip, sealed=HIDDEN))
    assert "〔不显示〕" in hidden


def test_what_was_passed_through_says_to_whom() -> None:
    how = Disposition(OFFICER, DURING, to="组长")
    (tip,) = numbered(1, status="passed_through", disposition=how, summary="")
    assert disposition_words.says(tip) == "已交组长，未登记内容"


def test_what_is_due_by_an_unknown_calendar_is_told_as_such() -> None:
    assert disposition_words.due_counts(DueCounts(overdue=1)) == "逾期 1"
    said = disposition_words.due_counts(DueCounts(overdue=1, calendar_known=False))
    assert said == "逾期 1" + words.uncertain()
    assert disposition_words.due_counts(DueCounts(calendar_known=False)) == ""


def test_one_thing_is_taken_out_of_a_filter_and_the_others_stay() -> None:
    wanted = Filter(handlers=("", "王芳"), to_complete=True)
    tokens = filter_words.tokens(wanted, example())
    assert [token.label for token in tokens] == ["没有承办人", "承办人 王芳", "待补录"]
    assert filter_words.without(wanted, tokens[0]) == replace(wanted, handlers=("王芳",))
    assert filter_words.without(wanted, tokens[2]) == replace(wanted, to_complete=False)


def test_a_history_has_the_clocks_of_the_desk_and_of_the_notes_the_one_that_came() -> None:
    first, second = (
        Note("remark", DURING.date(), text, OFFICER, DURING) for text in ("先记的", "后记的")
    )
    before, after = (
        replace(tip_of(), notes=notes).as_json() for notes in ((first,), (first, second))
    )
    change = FieldChange("notes", before["notes"], after["notes"])
    made = Change(2, as_text(DURING.in_timezone("UTC")), OFFICER, "note", (change,), after)
    (said,) = history_words.history_lines(example(), made)
    assert "后记的" in said and "先记的" not in said and "（空） → " in said
    assert history_words.history_head(example(), made).startswith("2016-10-01 16:59:30  ")
    for what, said in (("write", "改写"), ("restate", "补记"), ("notice", "公告更正"), ("x", "x")):
        head = history_words.history_head(example(), replace(made, what=what))
        assert head == f"2016-10-01 16:59:30  {OFFICER}  {said}"
    # Nothing in it acts, whoever wrote the journal.
    foreign = replace(made, by="乙\x1b[2J", document=after | {"summary": "甲\x1b[2J"})
    foreign = replace(foreign, fields=(FieldChange("summary", "\x1b[2K", "甲\x1b[2J"),))
    for told in (
        history_words.history_head(example(), foreign),
        *history_words.history_lines(example(), foreign),
    ):
        assert "[2J" in told and "\x1b" not in told


def test_a_span_over_a_year_is_not_one_within_a_month() -> None:
    assert hours_words.span(date(2016, 10, 1), date(2016, 10, 7)) == "10月1日至7日"
    assert hours_words.span(date(2016, 10, 1), date(2017, 10, 7)) == "10月1日至2017年10月7日"
    assert hours_words.span(date(2016, 9, 30), date(2016, 10, 7)) == "9月30日至10月7日"
    in_a_year, over_two = date(2016, 12, 31), date(2017, 1, 1)
    assert hours_words.whole_span(date(2016, 9, 1), in_a_year) == "2016年9月1日至12月31日"
    assert hours_words.whole_span(in_a_year, over_two) == "2016年12月31日至2017年1月1日"


def test_days_that_follow_each_other_are_one_span_and_three_days_of_the_week_a_run() -> None:
    days = [date(2016, 10, n) for n in (9, 2, 1, 3, 4, 7)]
    runs = [(1, 4), (7, 7), (9, 9)]
    assert hours_words.spans(days) == [
        (date(2016, 10, first), date(2016, 10, last)) for first, last in runs
    ]
    named = {date(2016, 10, 9): "", **dict.fromkeys(days[1:5], "国庆节"), days[5]: "停电"}
    assert hours_words.named_days(named) == ["10月1日至4日（国庆节）", "10月7日（停电）", "10月9日"]
    for week, said in (
        (("sat", "sun"), "周六、周日"),
        (("wed", "mon", "tue"), "周一至周三"),
        (("mon", "wed", "fri"), "周一、周三、周五"),
        (("mon", "tue", "fri"), "周一、周二、周五"),
        (("tue",), "周二"),
        ("working days", "工作日"),
    ):
        assert hours_words.days(week) == said
    assert hours_words.window(time(8, 5, 30), time(0)) == "8:05:30至24:00"


def test_a_row_that_is_there_already_is_said_to_be() -> None:
    (tip,) = numbered(1)
    for known, said in (("", "可导入"), ("2016-0001", "已在册")):
        row = Taken("", 2, tip, known_as=known)
        assert import_words.in_row(example(), row, several=False)[1] == said


def test_a_correction_goes_from_one_digest_to_the_other_and_says_what_it_marked() -> None:
    made = CorrectedNotice(as_text(DURING), OFFICER, "b" * 64, "a" * 64, "")
    line = notice_words.correction_line(example(), made)
    assert line == f"2016-10-01 16:59:30  {OFFICER}  SHA-256 {'a' * 12} → {'b' * 12}"
    # By the clocks of the notice as it is now, which may be others than it was written down by.
    west = replace(example(), timezone="Asia/Urumqi")
    assert notice_words.correction_line(west, made).startswith("2016-10-01 14:59:30  ")
    for marked, said in ((0, 0), (2, 1)):
        found = notice_words.what_follows(Correction(example(), (), (), marked))
        assert [sentence[:3] for sentence in found] == ["2 件"] * said
    renamed = Correction(example(), (Renaming("旧", "新", 3),), (), 2)
    assert [sentence[:3] for sentence in notice_words.what_follows(renamed)] == ["3 件", "2 件"]


def test_the_office_is_told_of_what_is_to_begin_what_ended_and_what_is_unsure() -> None:
    row = Row("a", "current", team="甲组", until=DURING.add(days=2))
    assert "还剩 2 天 0 时" in office_words.sentence(replace(row, phase="running"), DURING)
    none = replace(row, phase="running", today=0, total=0)
    assert "今日 0 件；共 0 件" in office_words.sentence(none, DURING)
    assert "距开始 2 天 0 时" in office_words.sentence(replace(row, phase="before"), DURING)
    ended = Row("b", "ended", team="乙组", counted_at=DURING)
    assert office_words.remark(ended) == "已于 2016-10-01 16:59 结束，值班台内容已删除"
    unsure = replace(row, state="behind")
    for rows, said in (([row], False), ([row, unsure], True)):
        assert ("另有 1 个" in office_words.sum_sentence(sums_of(rows))) is said


def test_who_amends_a_tip_is_told_apart_from_who_looks_at_it_or_at_another() -> None:
    others = [Present("王芳", "2016-0001", is_editing=True), Present("李明", "2016-0001")]
    others += [Present("赵强", "2016-0002"), Present("钱伟"), Present("李明", "2016-0001")]
    (editing, first), (looking, second) = presence_words.elsewhere(others, "2016-0001")
    assert (first, second) == (True, False)
    assert editing.startswith("王芳 正在修改") and looking == "李明 也在查看此件。"
    assert not [*presence_words.elsewhere(others, "")]


# All of it, word for word


def change_from(before: Tip, after: Tip) -> Change:
    was, stands = before.as_json(), after.as_json()
    touched = (name for name in stands if was[name] != stands[name])
    fields = tuple(FieldChange(name, was[name], stands[name]) for name in touched)
    return Change(2, as_text(DURING), OFFICER, "amend", fields, stands)


def test_a_history_tells_of_each_part_of_a_tip_what_it_was_and_is() -> None:
    (call,) = numbered(1)
    came = Appointment(
        "call_back",
        at("2016-10-02T15:00:00"),
        "核对",
        "甲",
        DURING,
        "乙",
        at("2016-10-02T16:00:00"),
    )
    full = replace(
        full_tip(),
        disciplines=("廉洁纪律", "other"),
        reported=Told("乙", DURING, "电话报"),
        handled_by="丁",
        notes=(Note("instruction", DURING.date(), "请办", "甲", DURING),),
        appointments=(came,),
    )
    was_and_is = [
        ("来源", "固定电话", "来访"),
        ("收到时间", "2016-10-01 09:12", "2016-10-01 16:59"),
        ("邮戳日期", "", "2016-10-01"),
        ("挂号编号", "", "甲"),
        ("邮件编号", "", "甲"),
        ("接访地点", "", "甲"),
        ("接访人", "", "甲"),
        ("被反映单位", "示范区管委会", "某局、某局"),
        ("被反映人", "赵某某", "赵某某、赵某某"),
        ("职务", "副主任", "局长、局长"),
        ("对象类别", "领导班子及其成员", "领导班子及其成员、领导班子及其成员"),
        ("主要内容", "反映赵某某在工程招标中收受好处，称有转账记录。", "甲"),
        ("问题类别", "廉洁纪律", "廉洁纪律、其他"),
        ("巡视重点", "", "重点人"),
        ("转办单位", "", "甲"),
        ("反映人姓名", "王某某（待核实）", "孙某某（实名）"),
        ("联系方式", "13800000000", "139"),
        ("处理方式", "已登记", "已登记（待补录）"),
        ("处理", "", "送交甲，文号甲，2016-10-01发出，甲，甲 2016-10-01 16:59 办理"),
        ("关联情况", "", "2016-0001"),
        ("告知情况", "", "甲，甲 2016-10-01 16:59 办理"),
        ("报送情况", "", "电话报，乙 2016-10-01 16:59 办理"),
        ("承办人", "", "丁"),
        ("附件", "", "信件，3 页，2 份，甲，存于甲，档案号 甲，文件 1 KB"),
        ("加记", "", "领导批示：2016-10-01　请办（甲 2016-10-01 16:59 记）"),
        ("回电、约谈", "", "回电：2016-10-02 15:00，核对，已办（乙 2016-10-02 16:00）"),
    ]
    told = [f"{label}：{was or '（空）'} → {now}" for label, was, now in was_and_is]
    assert history_words.history_lines(example(), change_from(call, full)) == told
    back = [f"{label}：{now} → {was or '（空）'}" for label, was, now in was_and_is]
    assert history_words.history_lines(example(), change_from(full, call)) == back
    assert history_words.history_lines(example(), change_from(call, call)) == []


def test_each_thing_that_a_filter_asks_for_is_told_and_can_be_taken_out() -> None:
    wanted = Filter(
        disciplines=("廉洁纪律", "other"),
        channels=("landline",),
        lines=("0731-84404233", "84404233"),
        groups=("leadership",),
        reporters=("named",),
        statuses=("urgent",),
        handlers=("", "王芳"),
        officers=("甲",),
        since=date(2016, 10, 1),
        until=date(2016, 10, 3),
        late=True,
        out_of_hours=True,
        to_complete=True,
        text="收礼",
    )
    tokens = filter_words.tokens(wanted, example())
    assert [token.label for token in tokens] == [
        "廉洁纪律",
        "其他",
        "固定电话",
        "0731-84404233",
        "固定电话 0731-84404233",
        "领导班子及其成员",
        "实名",
        "移交立行立改",
        "没有承办人",
        "承办人 王芳",
        "登记人 甲",
        "10月1日起",
        "到10月3日",
        "截止后收到",
        "受理时间外",
        "待补录",
    ]
    for token in tokens:
        held = getattr(wanted, token.part)
        assert token.value in (held if isinstance(held, tuple) else (held,))
        left = filter_words.tokens(filter_words.without(wanted, token), example())
        assert left == [one for one in tokens if one != token]
    for token in tokens:
        wanted = filter_words.without(wanted, token)
    assert wanted == Filter(text="收礼")


def test_what_became_of_a_tip_is_told_with_what_is_owed_and_who_else_reported(
    tmp_path: Path,
) -> None:
    named = {"name": "王某", "contact": "13800000000", "verified": True}
    with new_desk(tmp_path / "desk") as desk:
        for given in (REFERRAL | {"reporter": named}, REFERRAL, CALL):
            desk.record(tip_of(given))
        desk.acts.dispose("1", "referred", letter="5号", why="属地")
        desk.acts.link("2", "1")
        matter = ("关联情况", "同一事项共 2 件，首件 2016-0001")
        alike = (
            "同一对象",
            "共 2 件，不同反映人 1 人，同一人重复 0 件，匿名 1 件（2016-0001、2016-0002）",
        )
        first = [
            (
                "处理",
                f"送交区环境保护局，文号5号，2016-10-01发出，属地，{OFFICER} 2016-10-01 16:59 办理",
            ),
            matter,
        ]
        second = [matter, ("期限", "转办不属受理范围的事项：2016-10-16（含）前（巡视结束前到期）")]
        third = [("期限", "告知实名反映人受理情况：2016-10-26（含）前（巡视结束后到期）")]
        for number, facts, more in (
            ("1", first, [alike]),
            ("2", second, [alike]),
            ("3", third, []),
        ):
            tip = desk.tip(number)
            assert disposition_words.facts(desk, tip) == facts
            assert disposition_words.facts_and_pattern(desk, tip) == facts + more
        counts = desk.counts()
    assert disposition_words.counters(counts) == [("已登记", 2), ("转办", 1)]
    more = replace(counts, to_complete=4)
    assert disposition_words.counters(more)[2:] == [("待补录", 4)]
    assert words.counters(counts) == [
        ("今日", 3),
        ("总计", 3),
        ("受理范围内", 1),
        ("受理范围外", 2),
        ("转办", 1),
        ("政治纪律", 0),
        ("组织纪律", 0),
        ("廉洁纪律", 1),
        ("群众纪律", 0),
        ("工作纪律", 0),
        ("生活纪律", 0),
        ("其他", 0),
        ("固定电话", 1),
        ("手机", 2),
        ("邮政信箱", 0),
        ("来访", 0),
    ]


@pytest.mark.parametrize(
    ("status", "sign", "label", "role"),
    [
        ("registered", "◦", "已登记", ""),
        ("urgent", "!", "立行立改", "warning"),
        ("handed_to_team", "✓", "已呈组长", "good"),
        ("referred", "→", "转办", "good"),
        ("kept_for_reference", "▫", "留存备查", "muted"),
        ("duplicate", "=", "重复件", "muted"),
        ("passed_through", "↑", "径送", "good"),
        ("withdrawn", "✕", "误录撤销", "muted"),
        ("of another version", "", "of another version", ""),
    ],
)
def test_each_status_has_its_sign_its_word_and_its_colour(
    status: str, sign: str, label: str, role: str
) -> None:
    tip = replace(tip_of(summary="反映\n收礼"), status=status)
    assert disposition_words.marked_status(tip) == (f"{sign} {label}", role)
    assert disposition_words.sign_of(tip) == (sign, role)
    assert disposition_words.brief_status(tip) == f"{sign} {label}".strip()
    said = "已交，未登记内容" if status == "passed_through" else "反映 收礼"
    assert disposition_words.says(tip) == said
    shown = said if status == "registered" else f"〔{label}〕{said}"
    assert disposition_words.in_row(tip) == shown
    half = replace(tip, to_complete=True)
    if status == "withdrawn":
        assert disposition_words.status(half) == "误录撤销"
        assert disposition_words.sign_of(half) == (sign, role)
    else:
        assert disposition_words.status(half) == f"{disposition_words.status(tip)}（待补录）"
        assert disposition_words.marked_status(half) == ("… 待补录", "warning")
        assert disposition_words.brief_status(half) == "… 待补录"
        assert disposition_words.in_row(half) == f"〔待补录〕{said}"
    names = [field.name for field in disposition_words.shown_fields(tip)]
    assert names[:2] == ["line", "received_at"] and "enclosures" not in names
    assert (len(names) == 2) is (status == "passed_through")


def test_what_is_owed_is_told_with_its_day_and_whether_that_is_sure() -> None:
    owed = Due("1", "acceptance", date(2016, 10, 1), date(2016, 10, 26), "later", "")
    said = "告知实名反映人受理情况：2016-10-26（含）前（巡视结束后到期）"
    assert disposition_words.due(owed) == said
    unsure = replace(owed, calendar_known=False, state="overdue")
    assert disposition_words.due(unsure) == (
        f"告知实名反映人受理情况：2016-10-26（含）前（已逾期）（{words.CALENDAR_UNKNOWN}）"
    )
    call = replace(owed, duty="call_back", at="2016-10-02T15:00:00+08:00", state="today")
    assert disposition_words.due(call) == "回电：2016-10-02 15:00（今日到期）"
    assert disposition_words.due_state(replace(owed, state="before_end")) == "巡视结束前到期"
    counts = DueCounts(overdue=1, today=2, before_end=3, later=4)
    assert disposition_words.due_counts(counts) == "逾期 1，今日到期 2，结束前到期 3"


def test_of_many_tips_on_one_person_a_few_are_named_and_what_was_told_is_hidden_with_the_rest() -> (
    None
):
    found = Pattern("某局", "赵某", "", tuple(f"{n}" for n in range(1, 8)), 5, 2, 0)
    said = disposition_words.pattern_notice(found)
    assert said == (
        "注意 某局 赵某：共 7 件，不同反映人 5 人，同一人重复 2 件，匿名 0 件（1、2、3、4、5、6…）"
    )
    six = replace(found, unit="", numbers=found.numbers[:6])
    assert disposition_words.pattern_notice(six).startswith("注意 赵某：共 6 件")
    assert disposition_words.pattern_notice(six).endswith("（1、2、3、4、5、6）")
    nobody = replace(six, person="")
    assert disposition_words.pattern_notice(nobody).startswith("注意 同一事项：共 6 件")
    tip = replace(
        tip_of(), told=Told("乙", DURING), reported=Told("丙", DURING, "电话"), sealed=HIDDEN
    )
    assert disposition_words.told(example(), tip) == "〔不显示〕，乙 2016-10-01 16:59 办理"
    assert disposition_words.reported(example(), tip) == "电话，丙 2016-10-01 16:59 办理"
    assert disposition_words.told(example(), tip_of()) == ""


def test_what_came_with_a_tip_is_told_by_its_place_and_by_whom_it_was_noted_down() -> None:
    letter = Enclosure("letter", 3, by="甲", at=DURING)
    film = replace(letter, kind="recording", pages=0, copies=2, kept_at="柜一", by="乙")
    tip = replace(tip_of(), enclosures=(letter, film))
    assert [*enclosure_words.numbered(tip)] == [
        "第 1 项：信件，3 页",
        "第 2 项：录音录像，2 份，存于柜一",
    ]
    assert [*enclosure_words.facts(example(), tip)] == [
        ("附件 1", "信件，3 页（甲 2016-10-01 16:59 登记）"),
        ("附件 2", "录音录像，2 份，存于柜一（乙 2016-10-01 16:59 登记）"),
    ]
    sizes = (1, 1024, 1025, 1024 * 1024 - 1, 1024 * 1024, 1536 * 1024)
    assert [enclosure_words.size(n) for n in sizes] == [
        *("1 KB", "1 KB", "2 KB", "1024 KB", "1.0 MB", "1.5 MB")
    ]


def test_what_followed_on_a_tip_is_told_whole_and_of_a_note_its_beginning_is_offered() -> None:
    short = Note("remark", date(2016, 9, 30), "甲" * 24, OFFICER, DURING)
    long = replace(short, kind="instruction", text="乙" * 25)
    to_come = Appointment("interview", at("2016-10-03T09:00:00"), "", OFFICER, DURING)
    tip = replace(
        tip_of(), number="1", handled_by="王芳", notes=(short, long), appointments=(to_come,)
    )
    assert follow_up_words.own_notes(tip, OFFICER) == {
        1: f"2016-09-30 {'甲' * 24}",
        2: f"2016-09-30 {'乙' * 24}…",
    }
    by = f"（{OFFICER} 2016-10-01 16:59 记）"
    assert [*follow_up_words.facts(example(), tip)] == [
        ("承办人", "王芳"),
        ("备注", f"2016-09-30　{'甲' * 24}{by}"),
        ("领导批示", f"2016-09-30　{'乙' * 25}{by}"),
        ("约谈", "2016-10-03 09:00"),
    ]
    assert follow_up_words.to_come(example(), tip) == ["约谈 2016-10-03 09:00"]
    assert follow_up_words.assigned([tip]) == "1：承办人王芳"
    assert follow_up_words.assigned([tip_of()]) == "：承办人（空）"
    assert follow_up_words.assigned([tip] * 3) == "\n".join(["1：承办人王芳"] * 3)
    assert follow_up_words.assigned([tip] * 4) == "4 件：承办人王芳"


def test_whom_a_tip_concerns_is_told_in_few_words_or_with_all_that_is_known() -> None:
    subjects = (
        Subject("甲局", "钱某", "局长", "leadership"),
        Subject("", "孙某", "", "leadership"),
        Subject("", "", "科长", "out_of_scope"),
        Subject("乙局"),
    )
    tip = replace(tip_of(), subjects=subjects)
    assert words.subjects(tip) == "甲局 钱某、孙某、科长、乙局"
    assert words.groups(example(), tip) == "领导班子及其成员、不属受理范围"
    fields = [field for field in FIELDS if field.name.startswith(("subjects.", "summary"))]
    assert [*words.filled_fields(example(), tip, fields)] == [
        ("被反映人 1", "甲局，钱某，局长，领导班子及其成员"),
        ("被反映人 2", "孙某，领导班子及其成员"),
        ("被反映人 3", "科长，不属受理范围"),
        ("被反映人 4", "乙局"),
        ("主要内容", tip.summary),
    ]
    two = replace(tip, subjects=subjects[:2], summary="")
    assert dict(words.filled_fields(example(), two, fields)) == {
        "被反映人 1": "甲局，钱某，局长，领导班子及其成员",
        "被反映人 2": "孙某，领导班子及其成员",
    }
    one = replace(tip, subjects=subjects[2:3], summary="", sealed=HIDDEN)
    assert [*words.filled_fields(example(), one, fields)] == [
        ("职务", "科长"),
        ("对象类别", "不属受理范围"),
        ("姓名和内容", "〔不显示〕"),
    ]
    assert [words.matter_size(n) for n in (1, 2)] == ["", "同一事项2件 "]


# How it stands with the period and the lines

ON_LINES = """[[hours]]
days = "working days"
from = 08:00:00
to = 12:00:00
lines = ["landline"]
[[hours]]
days = ["sat"]
from = 09:00:00
to = 11:30:00
lines = ["visit"]"""
LINES = "".join(
    f'[[lines]]\nkind = "{kind}"\nvalue = "{value}"\n'
    for kind, value in (("landline", "84404233"), ("visit", "来访"), ("post", "1号信箱"))
)
OWN_HOURS = {"hours": ON_LINES, "lines": LINES}
DAY_AND_NIGHT = {"hours": '[[hours]]\ndays = "every day"\nfrom = 00:00:00\nto = 00:00:00'}
NO_END = {"period": "[period]\nfirst_day = 2016-09-20"}
NO_END_BUT_OF_TIPS = {"period": "[period]\nfirst_day = 2016-09-20\ntips_until = 2016-10-10"}
IN_WORDS = {"period": '[period]\nin_words = "10月下旬开始"\ntips_from = 2016-10-20'}
ABOUT = {"period": '[period]\nfirst_day = 2016-09-20\nin_words = "约两个月"'}
LATER = {"period": "[period]\nfirst_day = 2031-09-20\nlast_day = 2031-10-19", **OWN_HOURS}


@pytest.mark.parametrize(
    ("changes", "now", "told"),
    [
        (
            {},
            "2016-09-18T23:00:00",
            [
                "距巡察开始 1 天 01:00:00（共 30 天）。",
                "非受理时间，巡察尚未开始，9月20日 星期二 08:00 开始受理。",
            ],
        ),
        (
            {},
            "2016-10-01T09:52:10",
            [
                "距巡察结束 18 天 14:07:50（第 12 天 / 共 30 天）。",
                "受理中，受理时间内，距结束 07:37:50。",
            ],
        ),
        (
            {},
            "2016-10-01T07:00:00",
            [
                "距巡察结束 18 天 17:00:00（第 12 天 / 共 30 天）。",
                "非受理时间，未到受理时间，今日 08:00 开始受理。",
            ],
        ),
        (
            {},
            "2016-10-01T18:00:00",
            [
                "距巡察结束 18 天 06:00:00（第 12 天 / 共 30 天）。",
                "非受理时间，今日受理已结束，明日 08:00 开始受理。",
            ],
        ),
        (
            {},
            "2016-10-20T10:00:00",
            ["巡察已结束 10:00:00；截止后收到的来信仍可登记。", "非受理时间，受理已截止。"],
        ),
        (
            {},
            "2016-10-20T00:00:00",
            ["巡察已结束 00:00:00；截止后收到的来信仍可登记。", "非受理时间，受理已截止。"],
        ),
        (
            DAY_AND_NIGHT,
            "2016-10-17T09:00:00",
            [
                "距巡察结束 2 天 15:00:00（第 28 天 / 共 30 天）。",
                "受理中，受理时间内，10月20日 星期四 00:00 结束受理。",
            ],
        ),
        (
            DAY_AND_NIGHT,
            "2016-10-19T00:00:00",
            [
                "距巡察结束 1 天 00:00:00（第 30 天 / 共 30 天）。",
                "受理中，受理时间内，明日 00:00 结束受理。",
            ],
        ),
        (
            NO_END,
            "2016-10-01T09:00:00",
            ["巡察进行中，第 12 天，结束日期尚未公布。", "受理中，受理时间内，距结束 08:30:00。"],
        ),
        (
            NO_END_BUT_OF_TIPS,
            "2016-10-01T09:00:00",
            ["距受理截止 9 天 15:00:00（第 12 天）。", "受理中，受理时间内，距结束 08:30:00。"],
        ),
        (
            NO_END_BUT_OF_TIPS,
            "2016-10-12T09:00:00",
            [
                "受理已截止，巡察结束日期尚未公布；截止后收到的来信仍可登记。",
                "非受理时间，受理已截止。",
            ],
        ),
        (
            IN_WORDS,
            "2016-10-01T09:00:00",
            [
                "巡察日期尚未公布（公告：10月下旬开始）。",
                "非受理时间，巡察尚未开始，10月20日 星期四 08:00 开始受理。",
            ],
        ),
        (
            ABOUT,
            "2016-10-01T09:00:00",
            ["巡察进行中，第 12 天（公告：约两个月）。", "受理中，受理时间内，距结束 08:30:00。"],
        ),
        (
            LATER,
            "2031-09-26T13:00:00",
            [
                "距巡察结束 23 天 11:00:00（第 7 天 / 共 30 天）。",
                "非受理时间，今日受理已结束，明日 09:00 开始受理（暂计）。",
                words.CALENDAR_UNKNOWN,
            ],
        ),
    ],
)
def test_how_it_stands_with_period_and_lines_is_told_so(
    changes: dict[str, str], now: str, told: list[str]
) -> None:
    notice = parse_notice(notice_text(**changes))
    use_inspection(notice.inspection)
    at_hand = at(now)
    period, service = countdown(notice, at_hand), service_status(notice, at_hand)
    for zone in ("Asia/Shanghai", "America/New_York"):
        assert words.status_sentences(notice, at_hand.in_timezone(zone), period, service) == told


def test_hours_of_a_season_are_told_in_the_order_of_their_days() -> None:
    later = Hours(EVERY_DAY, time(8), time(12), (), date(2016, 10, 8), None)
    sooner = Hours(EVERY_DAY, time(9), time(17, 30), (), None, date(2016, 10, 7))
    evening = Hours(EVERY_DAY, time(19), time(0), (), None, date(2016, 10, 7))
    assert hours_words.hours((later, evening, sooner)) == (
        "10月8日前，每天 9:00至17:30、19:00至24:00；10月8日起，每天 8:00至12:00"
    )


def test_by_what_working_days_go_is_told_of_each_year() -> None:
    assert not [*words.calendar_warnings(example())]
    (unknown,) = words.calendar_warnings(parse_notice(notice_text(**LATER)))
    assert unknown == (
        "2031年法定节假日安排未收录：工作日暂按周一至周五计，依此推算的日期均注“暂计”。"
        "请在公告中写明节假日和调休（[[holidays]]），或用 dutydesk notice --holidays 补入。"
    )
    given = '[[holidays]]\nname = "国庆节"\nfirst_day = 2031-10-01\nlast_day = 2031-10-07'
    (known,) = words.calendar_warnings(parse_notice(notice_text(**LATER, closed=given)))
    assert known == "2031年的节假日和调休以公告所写为准，未写的按周一至周五计。"
    into_next = replace(parse_notice(notice_text(**LATER, closed=given)), last_day=date(2032, 1, 9))
    said = [*words.calendar_warnings(into_next)]
    assert said[0].startswith("2032年法定节假日安排未收录：") and said[1] == known


def test_lines_with_hours_of_their_own_are_told_with_whether_they_are_answered() -> None:
    notice = parse_notice(notice_text(**OWN_HOURS))
    assert words.line_sentences(notice, at("2016-09-23T11:00:00")) == [
        "固定电话 84404233（受理中）",
        "来访 来访（非受理时间）",
        "邮政信箱 1号信箱",
    ]
    alike = parse_notice(notice_text(lines=LINES))
    assert words.line_sentences(alike, at("2016-09-23T11:00:00")) == [
        "固定电话 84404233",
        "来访 来访",
        "邮政信箱 1号信箱",
    ]


CURRENT = DueCounts(overdue=2, today=1)


@pytest.mark.parametrize(
    ("kind", "about", "minutes_before", "said"),
    [
        ("opening", "2016-10-01T08:00:00", 10, "08:00 开始受理，还有 10 分钟。"),
        ("closing", "2016-10-01T17:30:00", 5, "17:30 结束受理，还有 5 分钟。"),
        ("closing", "2016-10-01T17:30:00", -1, "17:30 结束受理，还有 0 分钟。"),
        ("closing", "2016-10-01T17:30:00", 4.5, "17:30 结束受理，还有 5 分钟。"),
        ("opening", "2031-10-01T08:00:00", 10, "08:00（暂计） 开始受理，还有 10 分钟。"),
        ("closing", "2031-10-01T17:30:00", 10, "17:30（暂计） 结束受理，还有 10 分钟。"),
        ("appointment", "2031-10-01T08:00:00", 10, "08:00 有约定的回电或约谈，请看待办事项。"),
        ("dues", "2016-10-01T08:00:00", 0, "办理期限：逾期 2 项，今日到期 1 项。"),
        ("last_days", "2016-10-18T00:00:00", 0, "巡视期还剩 2 天，10月19日 结束。"),
        ("last_days", "2016-10-19T00:00:00", 0, "今天是巡视期最后一天。"),
        ("tips_end", "2016-10-20T00:00:00", 0, "举报受理至 2016-10-19 24:00 截止。"),
    ],
)
def test_each_reminder_is_one_sentence(
    kind: Kind, about: str, minutes_before: float, said: str
) -> None:
    # By working days, of which those of 2031 are not known.
    notice = parse_notice(notice_text(**(OWN_HOURS if about < "2031" else LATER)))
    begins = at(about)
    found = Reminder(kind, begins, begins, begins)
    now = begins.subtract(seconds=int(minutes_before * 60))
    assert reminder_words.reminder(notice, found, now, CURRENT) == said
    unsure = replace(CURRENT, calendar_known=False)
    told = reminder_words.reminder(notice, found, now, unsure)
    assert told == (said.replace("1 项。", "1 项（暂计）。") if kind == "dues" else said)


def test_what_is_said_holds_until_its_clock_ends_it_and_what_is_owed_until_it_is_read(
    tmp_path: Path,
) -> None:
    with new_desk(tmp_path / "desk") as desk:
        desk.record(tip_of(REFERRAL))
        desk.ground.clock = Clock.at(at("2016-10-17T17:28:00"))
        given: list[Said] = []
        Reminding(desk).give(given.append)
        again: list[Said] = []
        Reminding(desk).give(again.append)
        notes = tmp_path / "desk" / "reminders"
        assert {file.name[:8] for file in notes.iterdir()} >= {"20161017"}
        desk.ground.clock = Clock.at(at("2016-10-25T12:00:00"))
        Reminding(desk).give(lambda _said: None)
        assert not [file.name for file in notes.iterdir() if file.name < "20161023"]
    told = {one.sentence[:5]: one.until for one in given}
    assert told == {
        "办理期限：": None,
        "巡视期还剩": at("2016-10-18T00:00:00"),
        "17:30": at("2016-10-17T17:30:00"),
    }
    assert not again


def test_a_reminder_is_looked_for_once_at_its_time_and_when_something_was_appointed(
    tmp_path: Path,
) -> None:
    with new_desk(tmp_path / "desk") as desk:
        desk.ground.clock = StillClock()
        desk.record(tip_of())
        reminding = Reminding(desk)
        assert reminding.is_due(DURING)
        assert [reminding.is_due(DURING.add(seconds=n)) for n in (0, 29, 30)] == [
            False,
            False,
            True,
        ]
        reminding.look_ahead()
        assert not reminding.is_due(DURING.add(seconds=31)), "nothing was appointed"
        desk.follow_ups.appoint("1", "call_back", at("2016-10-01T17:20:00"))
        reminding.look_ahead()
        assert reminding.is_due(DURING.add(seconds=32))
        assert [reminding.is_due(at(f"2016-10-01T17:0{n}:00")) for n in (4, 5)] == [False, True]
        desk.access.set_role(OFFICER, "lead")
        given: list[Said] = []
        later = Reminding(desk)
        desk.ground.clock = StillClock(at("2016-10-01T17:05:00"))
        later.give(given.append)
        assert sorted(one.sentence for one in given) == [
            "17:20 有约定的回电或约谈，请看待办事项。",
            "17:30 结束受理，还有 25 分钟。",
            "办理期限：逾期 0 项，今日到期 1 项。",
        ]


def test_when_all_is_over_nothing_is_looked_for_any_more(tmp_path: Path) -> None:
    with new_desk(tmp_path / "desk") as desk:
        desk.ground.clock = StillClock(at("2017-06-01T09:00:00"))
        reminding = Reminding(desk)
        assert reminding.is_due(desk.now())
        assert not reminding.is_due(at("2018-06-01T09:00:00"))


def test_whether_a_sealed_desk_is_open_is_told_and_of_another_nothing(tmp_path: Path) -> None:
    with new_desk(tmp_path / "desk") as desk:
        assert words.seal(desk) == unlocking.fingerprints(desk) == ""
    with sealed_desk(tmp_path / "sealed") as desk:
        assert words.seal(desk) == "已密封"
        desk.access.unlock(KEY)
        assert words.seal(desk) == "已解封"
        keys = desk.access.recipients().values()
        assert unlocking.fingerprints(desk) == f"密封公钥指纹：{'、'.join(keys)}"
        desk.access.lock()


def test_what_came_at_no_known_time_is_told_without_one() -> None:
    assert words.received(example(), Tip(channel="")) == ""
    assert words.received_in_year(example(), tip_of()) == "10-01 09:12"
    on_a_day = replace(tip_of(), marks=("hour_unknown",))
    assert words.received(example(), on_a_day) == "2016-10-01"
    assert words.in_full(example(), date(2016, 10, 1)) == "2016-10-01 星期六（未写几时）"


# Rows of an old register

GONE = Disposition("", DURING, to="某局", on=date(2016, 10, 2), letter="5号")
GOOD = Taken(
    "九月",
    3,
    replace(
        tip_of(),
        status="referred",
        to_complete=True,
        disposition=GONE,
        handled_by="甲",
        summary="甲\n乙" * 21,
        subjects=(Subject("甲局", "钱某", "局长", "leadership"), Subject("", "孙某")),
    ),
    remarks=("来源不明", "按手机"),
    number="7",
)
UNREAD: dict[str, Any] = {
    "received_at": "2016-10-01T09:12:00",
    "channel": "landline",
    "reporter": {"name": "王某", "contact": "139", "verified": True},
    "subjects": [{"unit": "甲局", "person": "", "post": "", "group": ""}],
    "disciplines": ["廉洁纪律"],
    "summary": "收礼",
}
FAULTY = Taken(
    "九月",
    4,
    faults=(Fault("received_at", "收到时间看不懂"),),
    values=UNREAD,
    number="8",
    known_as="9",
)
NO_TIP = Taken("九月", 5, is_none=True, remarks=("合计行",))
BARE = Taken("九月", 6, faults=(Fault("channel", "没有来源"),))
KNOWN = Taken("十月", 7, tip_of(REFERRAL), known_as="2016-0003")
LETTER = Taken("", 1, tip_of(), name="信一.eml")
ROWS = (GOOD, FAULTY, NO_TIP, BARE, KNOWN, LETTER)


def test_each_row_of_a_register_is_told_as_it_was_read() -> None:
    told = "\n".join(line for row in ROWS for line in import_words.lines(example(), row, True))
    assert (
        told
        == f"""工作表“九月”第 3 行  可导入  2016-10-01 星期六 09:12  固定电话
  序号：7
  反映人：王某某 13800000000（待核实）
  被反映人：钱某  甲局  局长  领导班子及其成员
  被反映人：孙某  —  —  未写对象类别
  问题类别：廉洁纪律
  主要内容：{"甲 乙" * 20}…
  处理方式：转办（待补录） 某局 5号 2016-10-02 甲
  说明：来源不明
  说明：按手机
工作表“九月”第 4 行  有问题  2016-10-01T09:12  固定电话
  序号：8
  反映人：王某 139（实名）
  被反映人：—  甲局  —  未写对象类别
  问题类别：廉洁纪律
  主要内容：收礼
  说明：收到时间看不懂
  说明：已在册：9
工作表“九月”第 5 行  不是举报  合计行
工作表“九月”第 6 行  有问题  —  —
  反映人：匿名
  主要内容：—
  说明：没有来源
工作表“十月”第 7 行  已在册  2016-10-01 星期六 10:30  手机
  反映人：匿名
  被反映人：—  某街道办  —  不属受理范围
  主要内容：反映小区噪声扰民。
  说明：已在册：2016-0003
信一.eml  可导入  2016-10-01 星期六 09:12  固定电话
  反映人：王某某 13800000000（待核实）
  被反映人：赵某某  示范区管委会  副主任  领导班子及其成员
  问题类别：廉洁纪律
  主要内容：反映赵某某在工程招标中收受好处，称有转账记录。"""
    )
    half = replace(GOOD, tip=replace(tip_of(), to_complete=True))
    assert "  处理方式：已登记（待补录）" in import_words.lines(example(), half, False)
    how = replace(GONE, to="", letter="")
    returned = replace(GOOD, tip=replace(tip_of(), disposition=how, handled_by="甲"))
    assert "  处理方式：已登记 2016-10-02 甲" in import_words.lines(example(), returned, False)
    unsent = replace(GOOD, tip=replace(GOOD.tip or tip_of(), disposition=replace(GONE, on=None)))
    assert "  处理方式：转办（待补录） 某局 5号 甲" in import_words.lines(example(), unsent, False)


def test_a_row_in_a_list_says_which_it_is_how_it_stands_and_how_it_begins() -> None:
    assert [import_words.in_row(example(), row, several=False) for row in ROWS] == [
        [
            "第 3 行",
            "可导入",
            "2016-10-01 09:12",
            "固定电话",
            "钱某  甲局  局长  领导班子及其成员；孙某  —  —  未写对象类别",
            "甲 乙" * 21,
        ],
        ["第 4 行", "有问题", "2016-10-01T09:12", "固定电话", "—  甲局  —  未写对象类别", "收礼"],
        ["第 5 行", "不是举报", "合计行"],
        ["第 6 行", "有问题", "", "", "", ""],
        [
            "第 7 行",
            "已在册",
            "2016-10-01 10:30",
            "手机",
            "—  某街道办  —  不属受理范围",
            "反映小区噪声扰民。",
        ],
        [
            "信一.eml",
            "可导入",
            "2016-10-01 09:12",
            "固定电话",
            "赵某某  示范区管委会  副主任  领导班子及其成员",
            "反映赵某某在工程招标中收受好处，称有转账记录。",
        ],
    ]


def test_a_row_is_of_the_line_that_it_names_and_not_of_another_of_its_kind() -> None:
    lines = '[[lines]]\nkind = "landline"\nvalue = "{n}"\nlabel = "{label}"\n'
    both = lines.format(n="84404233", label="一号") + lines.format(n="84404234", label="二号")
    notice = parse_notice(notice_text(lines=both))
    row = replace(FAULTY, values=UNREAD | {"line": "84404234"})
    assert import_words.as_read(notice, row)["line"] == "二号"
    assert import_words.as_read(notice, FAULTY)["line"] == "固定电话"


def test_one_number_for_calls_and_messages_is_called_by_both() -> None:
    lines = '[[lines]]\nkind = "mobile"\nvalue = "180"\n[[lines]]\nkind = "sms"\nvalue = "180"\n'
    notice = parse_notice(notice_text(lines=lines))
    assert words.line_in_full(notice, "180") == "手机、短信 180"


def test_all_rows_are_counted_by_how_they_stand_and_told_of_together() -> None:
    wanted = Wanted(group="leadership", channel="landline", half_done=True)
    rows = (GOOD, LETTER, LETTER, *ROWS)
    assert [*import_words.of_all(example(), rows, wanted, ["备注"])] == [
        "可导入 4 行，已在册 2 行，有问题 2 行；没有导入。另有 1 行不是举报。",
        "备注",
        "没有对象类别的按“领导班子及其成员”。",
        "没有写来源的按“固定电话”。",
        "没有写全的按待补录。",
    ]
    (said,) = import_words.of_all(example(), [GOOD], Wanted(), [])
    assert said == "可导入 1 行，已在册 0 行，有问题 0 行；没有导入。"
    twice = replace(FAULTY, known_as="", faults=FAULTY.faults * 2)
    (said,) = import_words.of_all(example(), [twice], Wanted(), [])
    assert said == "可导入 0 行，已在册 0 行，有问题 1 行；没有导入。"
    whole = replace(LETTER, tip=tip_of(summary="甲" * 60))
    assert f"  主要内容：{'甲' * 60}" in import_words.lines(example(), whole, several=False)
    done = import_words.total(rows, is_done=True)
    assert done == "导入 4 行，已在册 2 行，有问题未导入 2 行。另有 1 行不是举报。"
    several = [replace(GOOD, row=n, remarks=("来源不明",)) for n in range(3, 8)]
    assert [*import_words.remarks_together([*several, KNOWN, several[0]], True)] == [
        "工作表“九月”第 3 行、工作表“九月”第 4 行、工作表“九月”第 5 行等 6 处：来源不明",
        "工作表“十月”第 7 行：已在册：2016-0003",
    ]
    three = [*import_words.remarks_together(several[:3], False)]
    assert three == ["第 3 行、第 4 行、第 5 行：来源不明"]
