"""What the words of tips, hours, corrections and offices say, asked of what makes them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from store.desk.correction import Correction
from store.duty.books import CorrectedNotice
from store.instant import as_text
from store.journal.presence import Present
from store.notice.deadlines import DueCounts
from store.office.row import Row
from store.office.sums import sums_of
from store.registers.importing import Taken
from store.tips.disposition import Disposition
from store.tips.find import Filter
from store.tips.follow_up import Note
from store.tips.history import Change
from store.tips.revision import FieldChange
from store.tips.tip import SealedPart, Tip
from tests.builders import DURING, at, example
from tests.store.desks import OFFICER, new_desk, tip_of
from tui.words import (
    disposition_words,
    filter_words,
    history_words,
    hours_words,
    import_words,
    notice_words,
    office_words,
    presence_words,
    words,
)

HIDDEN = SealedPart()
SEALED = SealedPart("age")


def numbered(n: int, **changes: object) -> list[Tip]:
    return [
        replace(tip_of(), number=f"2016-{place:04}", **changes)  # type: ignore[arg-type]
        for place in range(1, n + 1)
    ]


def test_midnight_is_the_end_of_the_day_before() -> None:
    assert words.until_minute(example(), at("2016-10-02T00:00:00")) == "2016-10-01 24:00"


def test_what_is_sealed_and_what_is_not_shown_are_told_apart() -> None:
    (tip,) = numbered(1)
    assert words.hidden(replace(tip, sealed=SEALED)) == "〔密封〕"
    assert (
        words.hidden(replace(tip, sealed=HIDDEN))
        == "〔不显示〕"
        == words.subjects(replace(tip, sealed=HIDDEN))
    )
    assert "〔不显示〕" in words.reporter(replace(tip, sealed=HIDDEN))
    nobody = replace(tip, sealed=HIDDEN, reporter=None)
    assert words.reporter(nobody) == "匿名", "of whom there is no name to hide"


def test_inspectors_and_lines_are_told_of_where_there_is_anything_to_tell(tmp_path: Path) -> None:
    with new_desk(tmp_path / "desk") as desk:
        counts = desk.counts()
    assert "反映巡视干部" not in dict(words.counters(counts))
    some = replace(counts, about_inspectors=2)
    assert dict(words.counters(some))["反映巡视干部"] == 2
    notice = example()
    assert not notice.have_lines_hours_of_their_own
    assert {words.line_state(notice, line, DURING) for line in notice.lines} == {""}


def test_of_several_marks_the_first_that_has_a_sign_is_shown() -> None:
    (tip,) = numbered(1, marks=("hour_unknown", "late"))
    assert words.mark_sign(tip) == "截止后"


def test_many_tips_are_told_together_where_they_stand_alike_and_some_of_them_where_not() -> None:
    alike = numbered(9)
    assert disposition_words.how_they_stand(alike) == "9 件：已登记"
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


def test_a_span_over_a_year_is_not_one_within_a_month() -> None:
    assert hours_words.span(date(2016, 10, 1), date(2016, 10, 7)) == "10月1日至7日"
    assert hours_words.span(date(2016, 10, 1), date(2017, 10, 7)) == "10月1日至2017年10月7日"


def test_a_row_that_is_there_already_is_said_to_be() -> None:
    (tip,) = numbered(1)
    for known, said in (("", "可导入"), ("2016-0001", "已在册")):
        row = Taken("", 2, tip, known_as=known)
        assert import_words.in_row(example(), row, several=False)[1] == said


def test_a_correction_goes_from_one_digest_to_the_other_and_says_what_it_marked() -> None:
    made = CorrectedNotice(as_text(DURING), OFFICER, "b" * 64, "a" * 64, "")
    line = notice_words.correction_line(example(), made)
    assert line == f"2016-10-01 16:59:30  {OFFICER}  SHA-256 {'a' * 12} → {'b' * 12}"
    for marked, said in ((0, 0), (2, 1)):
        found = notice_words.what_follows(Correction(example(), (), (), marked))
        assert [sentence[:3] for sentence in found] == ["2 件"] * said


def test_the_office_is_told_of_what_is_to_begin_what_ended_and_what_is_unsure() -> None:
    row = Row("a", "current", team="甲组", until=DURING.add(days=2))
    assert "还剩 2 天 0 时" in office_words.sentence(replace(row, phase="running"), DURING)
    assert "距开始 2 天 0 时" in office_words.sentence(replace(row, phase="before"), DURING)
    ended = Row("b", "ended", team="乙组", counted_at=DURING)
    assert office_words.remark(ended) == "已于 2016-10-01 16:59 结束，值班台内容已删除"
    unsure = replace(row, state="behind")
    for rows, said in (([row], False), ([row, unsure], True)):
        assert ("另有 1 个" in office_words.sum_sentence(sums_of(rows))) is said


def test_who_amends_a_tip_is_told_apart_from_who_looks_at_it_or_at_another() -> None:
    others = [Present("王芳", "2016-0001", is_editing=True), Present("李明", "2016-0001")]
    others += [Present("赵强", "2016-0002"), Present("钱伟")]
    (editing, first), (looking, second) = presence_words.elsewhere(others, "2016-0001")
    assert (first, second) == (True, False)
    assert editing.startswith("王芳 正在修改") and looking.startswith("李明 也在查看")
    assert not [*presence_words.elsewhere(others, "")]
