"""Finding tips: by filters that combine, by words in any text, by the initials of a name."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import date
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.clock import Clock
from store.desk.desk import Desk
from store.journal.lines import Lines
from store.notice.notice import GROUP_LABELS, OTHER, OUT_OF_SCOPE, SIX_DISCIPLINES
from store.tips.disposition import STATUSES
from store.tips.find import UNFINISHED, Column, Filter, Order
from store.tips.pinyin import initials_in
from store.tips.search import SearchIndex, View
from store.tips.tip import Reporter, Subject, Tip, order_of_receipt
from tests.builders import CALL, ONE_NAME, at
from tests.store.desks import new_desk, open_desk, tip_of
from tests.store.memory_place import MemoryLog, MemoryPlace

GROUPS = (*GROUP_LABELS, OUT_OF_SCOPE)
PERSONS = ("赵某某", "曾令明", "单玉霞", "王Ming", "")
UNITS = ("示范区管委会", "某局", "Ｂ区财政局")
REPORTERS = (
    None,
    Reporter("钱二"),
    Reporter("孙三", "13800000000", True),
    Reporter("", "84404233"),
)
SUMMARIES = ("收受礼金", "工程招标", "ＡＢ楼盘，收受 Wine", "公款接待")
DAYS_OF_RECEIPT = ("2016-09-01", "2016-09-30", "2016-10-25")
TEXTS = ("", "收受", "ab", "收受 wine", "zmm", "ＷＩＮＥ", "138", "没有这话", "2016-0007")


def invented(n: int) -> Iterator[Tip]:
    """Tips in every combination of what is filtered by, always the same ones."""
    chance = random.Random(7)
    for _n in range(n):
        yield replace(
            tip_of(CALL),
            channel=(channel := chance.choice(("landline", "mobile"))),
            line="84404233" if channel == "landline" else "18073127519",
            received_at=at(f"{chance.choice(DAYS_OF_RECEIPT)}T0{chance.choice('07')}:30:00"),
            reporter=chance.choice(REPORTERS),
            subjects=tuple(
                Subject(chance.choice(UNITS), chance.choice(PERSONS), "", group)
                for group in chance.sample(GROUPS[:3], chance.choice((1, 2)))
            ),
            disciplines=tuple(chance.sample((*SIX_DISCIPLINES, OTHER), chance.choice((1, 2)))),
            summary=chance.choice(SUMMARIES),
            to_complete=chance.random() < 0.2,
        )


def test_tips_stand_in_each_column_so() -> None:
    def tip(number: str, **changes: Any) -> dict[str, Any]:
        return replace(tip_of(CALL, reporter=None), number=number).as_json() | changes

    def subject(unit: str, person: str = "", post: str = "", group: str = "a") -> dict[str, Any]:
        row = {"unit": unit, "person": person, "post": post, "group": group}
        return {"subjects": [row, {**row, "unit": "阿局", "group": "z"}]}

    when = "2016-10-0{}T09:00:00+08:00".format
    hour_unknown = {"received_at": "2016-10-01T00:00:00+08:00", "marks": ["hour_unknown"]}
    # Of each column, in their order, what three tips have there that are given as 2, 3, 1.
    columns: dict[Column, tuple[dict[str, Any], dict[str, Any], dict[str, Any]]] = {
        "received": ({"received_at": when(1)}, hour_unknown, {"received_at": when(2)}),
        "channel": (
            {"channel": "landline", "line": "9"},
            {"channel": "mobile", "line": "1"},
            {"channel": "mobile", "line": "2"},
        ),
        "subject": (subject("甲局", "王"), subject("乙局", "陈"), subject("乙局", "张", "科长")),
        "group": (subject("乙", group="a"), subject("甲", group="b"), subject("丙", group="c")),
        "discipline": (
            {"disciplines": ["工作纪律", "政治纪律"]},
            {"disciplines": ["廉洁纪律"]},
            {"disciplines": ["廉洁纪律", "工作纪律"]},
        ),
        "reporter": (
            {"reporter": None},
            {"reporter": {"kind": "named", "name": "王某某", "contact": ""}},
            {"reporter": {"kind": "unverified", "name": "王某某", "contact": ""}},
        ),
        "officer": ({"officer": "陈"}, {"officer": "李"}, {"officer": "王"}),
        "handler": ({"handled_by": ""}, {"handled_by": "李"}, {"handled_by": "王"}),
        "enclosures": ({"enclosures": []}, {"enclosures": [1]}, {"enclosures": [1, 2]}),
        "status": ({"status": "registered"}, {"status": "urgent"}, {"status": "withdrawn"}),
    }
    assert {"number", *columns} == {*get_args(Column)}
    for column, (first, second, third) in columns.items():
        given = [tip("1", **third), tip("2", **first), tip("3", **second), tip("4", **second)]
        for descending, expected in ((False, "2341"), (True, "1432")):
            found = Order(column, descending=descending).sort(given)
            assert "".join(one["number"] for one in found) == expected, (column, descending)
    assert [one["number"] for one in Order().sort(given)] == ["4", "3", "2", "1"]


def test_what_changed_since_a_list_was_chosen_is_in_the_next_as_it_stands() -> None:
    """In its columns, which are kept from one list to the next."""
    with new_desk(MemoryPlace("changing")) as desk:
        chosen = lambda **wanted: [  # noqa: E731
            tip.number[-1] for tip in desk.finding.filtered(Filter(**wanted), Order("status"))
        ]
        for _n in range(2):
            desk.record(tip_of())
        assert chosen(statuses=("registered",)) == ["2", "1"]
        desk.acts.dispose("2", "kept_for_reference", why="无实质内容")
        assert chosen(statuses=("registered",)) == ["1"]
        desk.record(tip_of())
        assert chosen(statuses=("registered",)) == ["3", "1"]
        desk.acts.undo()
        assert chosen(statuses=("withdrawn",)) == ["3"]
        with open_desk(desk.place, "乙") as other:
            other.acts.dispose("1", "handed_to_team")
        assert chosen(statuses=("registered",)) == []


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder, afterwards = tmp_path_factory.mktemp("find") / "desk", at("2016-11-01T10:00:00")
    new_desk(folder).close()
    officers = [Desk.open(folder, clock=Clock.at(afterwards), officer=name) for name in "甲乙"]
    for n, tip in enumerate(invented(150)):
        officers[n % 2].record(tip)
    for tip in officers[0].tips()[:40:3]:
        became = "withdrawn" if tip.to_complete else "kept_for_reference"
        officers[0].acts.dispose(tip.number, became, why="无实质内容")
    officers[1].close()
    yield officers[0]
    officers[0].close()


def is_wanted(tip: Tip, wanted: Filter) -> bool:
    """What a filter means, said anew and slowly for one tip."""
    assert tip.received_at
    day = tip.received_at.date()
    kind = tip.reporter.kind if tip.reporter else "anonymous"
    return (
        (not wanted.disciplines or bool(set(wanted.disciplines) & set(tip.disciplines)))
        and (not wanted.channels or tip.channel in wanted.channels)
        and (not wanted.lines or tip.line in wanted.lines)
        and (not wanted.groups or any(s.group in wanted.groups for s in tip.subjects))
        and (not wanted.reporters or kind in wanted.reporters)
        and (not wanted.officers or tip.officer in wanted.officers)
        and (not wanted.statuses or tip.status in wanted.statuses)
        and (not wanted.to_complete or (tip.to_complete and tip.status != "withdrawn"))
        and (wanted.since is None or day >= wanted.since)
        and (wanted.until is None or day <= wanted.until)
        and (not wanted.late or "late" in tip.marks)
        and (not wanted.out_of_hours or "out_of_hours" in tip.marks)
    )


def some(*values: str) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), max_size=2, unique=True).map(tuple)


DAYS = st.none() | st.sampled_from([date(2016, 9, 1), date(2016, 9, 30), date(2016, 10, 25)])
FILTERS = st.builds(
    Filter,
    disciplines=some(*SIX_DISCIPLINES, OTHER),
    channels=some("landline", "mobile"),
    lines=some("84404233", "18073127519"),
    groups=some(*GROUPS),
    reporters=some("anonymous", "named", "unverified", "number_only"),
    officers=some("甲", "乙", "丙"),
    statuses=some("registered", "kept_for_reference", "referred", "withdrawn"),
    to_complete=st.booleans(),
    since=DAYS,
    until=DAYS,
    late=st.booleans(),
    out_of_hours=st.booleans(),
    text=st.sampled_from(TEXTS),
)


@pytest.fixture(scope="module")
def tips(desk: Desk) -> list[Tip]:
    """All that are on the desk, read once."""
    return list(desk.tips())


@settings(max_examples=80)
@given(wanted=FILTERS, part=st.sampled_from([field.name for field in fields(Filter)]))
def test_a_filter_lets_through_what_it_says_and_nothing_else(
    desk: Desk, tips: list[Tip], wanted: Filter, part: str
) -> None:
    alone = Filter(**{part: getattr(wanted, part)})
    for one in (wanted, alone):
        searched = {tip.number for tip in desk.finding.search(one.text)}
        found = desk.finding.filtered(one, Order("number", descending=False))
        assert found == [t for t in tips if is_wanted(t, one) and t.number in searched]


@pytest.mark.parametrize("column", get_args(Column))
def test_sorting_turns_round_and_keeps_every_tip(desk: Desk, column: str) -> None:
    up = desk.finding.filtered(Filter(), Order(column, descending=False))  # type: ignore[arg-type]
    down = desk.finding.filtered(Filter(), Order(column))  # type: ignore[arg-type]
    assert list(down) == list(reversed(up))
    assert sorted(tip.number for tip in up) == [tip.number for tip in desk.tips()]


def test_statuses_stand_in_the_order_in_which_a_tip_has_them(desk: Desk) -> None:
    found = desk.finding.filtered(Filter(), Order("status", descending=False))
    statuses = list(dict.fromkeys(tip.status for tip in found))
    assert statuses == [status for status in STATUSES if status in statuses] and statuses[2:]


def test_a_tip_as_an_older_version_wrote_it_is_registered_and_complete() -> None:
    older = tip_of().as_json()
    for key in ("to_complete", "status", "handled_by"):
        del older[key]
    assert Filter(handlers=("",)).choose([older]) == [older]
    assert Filter(statuses=("registered",)).choose([older]) == [older]
    assert Filter(to_complete=True).choose([older]) == []
    assert Order("status").sort([older]) == [older]


def test_what_is_still_to_be_completed_stands_with_the_first_one_first(desk: Desk) -> None:
    found = [*desk.finding.filtered(*UNFINISHED)]
    assert found == [tip for tip in desk.tips() if tip.awaits_completion] and len(found) > 1


def test_where_a_tip_stands_in_a_list_is_told_by_its_number(desk: Desk) -> None:
    for order in (Order(), Order(descending=False), Order("received")):
        tips = desk.finding.filtered(Filter(channels=("mobile",)), order)
        numbers = [tip.number for tip in tips]
        assert [tips.place_of(number) for number in numbers] == [*range(len(numbers))]
        assert [tip.number for tip in reversed(tips)] == numbers[::-1]
        # None for one that is not among them, as of another year.
        others = [tip.number for tip in desk.tips() if tip.channel != "mobile"]
        for number in (others[0], numbers[0].replace("2016", "2015"), "2016-9999"):
            assert tips.place_of(number) is None


def test_sorting_by_receipt_goes_by_the_instant_and_then_by_number(desk: Desk) -> None:
    found = desk.finding.filtered(Filter(), Order("received", descending=False))
    assert list(found) == sorted(desk.tips(), key=lambda tip: (tip.received_at, tip.number))


def test_what_came_while_clocks_were_set_back_is_sorted_by_its_instant() -> None:
    earlier = tip_of().as_json() | {"received_at": "2016-10-30T02:45:00+02:00"}
    later = earlier | {"received_at": "2016-10-30T02:15:00+01:00"}
    assert Order("received", descending=False).sort([later, earlier]) == [earlier, later]


def receipts(zones: list[str]) -> st.SearchStrategy[tuple[str, list[str]]]:
    """When a tip came by one of these clocks, and whether the hour is known."""
    moments = st.sampled_from(("2016-10-01T00:00:00", "2016-10-01T23:00:00", "2016-10-02T01:30:00"))
    instants = st.tuples(moments, st.sampled_from(zones)).map("".join)
    return st.tuples(instants, st.sampled_from(([], ["late"], ["hour_unknown"])))


@given(st.one_of(st.lists(receipts(["+08:00"])), st.lists(receipts(["+08:00", "-02:00", "Z"]))))
def test_receipts_are_in_the_same_order_whatever_clocks_they_were_written_by(
    said: list[tuple[str, list[str]]],
) -> None:
    said_apart = {"received_at": [at for at, _ in said], "marks": [marks for _, marks in said]}
    by_instant = sorted({order_of_receipt(*one) for one in said})
    ranks = [by_instant.index(order_of_receipt(*one)) for one in said]
    assert Order("received").ranks(said_apart) == ranks


@pytest.mark.parametrize("officers", [["王", "李", "阿"], ["王\n阿", "李", "", "李\ud800"]])
def test_names_are_in_the_order_of_their_pinyin_whatever_stands_in_them(
    officers: list[str],
) -> None:
    ordered = sorted(officers, key=lambda name: name.encode("gb18030", "replace"))
    ranks = [ordered.index(name) for name in officers]
    assert Order("officer").ranks({"officer": officers}) == ranks


def test_units_stand_in_the_order_of_their_pinyin(tmp_path: Path) -> None:
    with new_desk(tmp_path / "desk") as desk:
        for unit in ("张家界市", "长沙市", "安化县", "湘潭市"):
            desk.record(replace(tip_of(), subjects=(Subject(unit, "", "", "key_post"),)))
        found = desk.finding.filtered(Filter(), Order("subject", descending=False))
        assert [t.subjects[0].unit for t in found] == ["安化县", "长沙市", "湘潭市", "张家界市"]


def test_subjects_stand_by_unit_then_by_person_and_then_by_post() -> None:
    """A unit stands before all whose name it begins, whatever its persons are called."""
    in_order = [
        ("", "", ""),
        ("甲", "甲", "甲"),
        ("甲", "甲", "乙"),
        ("甲", "乙", ""),
        ("甲A", "", ""),
    ]
    documents = [
        {"subjects": [{"unit": unit, "person": person, "post": post}] if unit else []}
        for unit, person, post in reversed(in_order)
    ]
    assert Order("subject", descending=False).sort(documents) == documents[::-1]


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("zlm", True),
        ("clm", True),
        ("ZLM", True),
        ("ｚｌｍ", True),
        ("lm", True),
        ("zlx", False),
        ("z", False),
        ("qybgs", True),
        ("zlm qybgs", True),
        ("zlm 收受", True),
        ("zlm 没有", False),
    ],
)
def test_a_name_is_found_by_the_initials_of_its_pinyin(
    tmp_path: Path, text: str, is_found: bool
) -> None:
    with new_desk(tmp_path / "desk") as desk:
        subject = Subject("市企业办公室", "曾令明", "", "key_post")
        desk.record(replace(tip_of(), subjects=(subject,), summary="反映收受礼金。"))
        assert bool(desk.finding.search(text)) is is_found


def test_of_more_letters_than_a_name_has_none_is_sought() -> None:
    with new_desk(MemoryPlace("desk")) as desk:
        subject = Subject("县" * 41, "", "", "leadership")
        desk.record(replace(tip_of(), subjects=(subject,)))
        desk.record(replace(tip_of(), summary="x" * 4000))
        found = {n: len(desk.finding.search("x" * n)) for n in (40, 41, 4000)}
        assert found == {40: 2, 41: 1, 4000: 1}


@pytest.mark.parametrize("text", ["zlm", "ZLM", "收受 ＺＬＭ"])
def test_who_seeks_a_name_by_initials_goes_through_all_names_without_keeping_others_waiting(
    monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    desk, at_once = new_desk(MemoryPlace("desk")), list[int | None]()
    grow = SearchIndex.grow_names

    def noted(index: SearchIndex, tips: Lines, view: View, most: int | None = None) -> bool:
        at_once.append(most)
        return grow(index, tips, view, most)

    monkeypatch.setattr(SearchIndex, "grow_names", noted)
    for ask in (desk.finding.search, lambda sought: desk.finding.filtered(Filter(text=sought))):
        at_once.clear()
        ask(text)
        assert at_once[0] is not None, "some at a time, before what is stored is held"
        at_once.clear()
        ask("收受")
        assert at_once == []


def test_of_what_is_found_no_more_is_given_than_was_asked_for() -> None:
    desk = new_desk(MemoryPlace("desk"))
    for _time in range(3):
        desk.record(replace(tip_of(), summary="反映收受礼金。"))
    found = [[int(tip.number[-4:]) for tip in desk.finding.search("礼金", n)] for n in (1, 2, None)]
    assert found == [[3], [3, 2], [3, 2, 1]]


def test_each_letter_has_the_characters_that_it_begins_any_reading_of() -> None:
    readings = {ord("安"): "ān", ord("曾"): "zēng,céng", ord("\u3400"): "qiū"}
    first_and_last = {ord("一"): "yī", ord("\u9fff"): "wú"}
    assert initials_in(readings | first_and_last) == "a安\nc曾\nw\u9fff\ny一\nz曾\n"


def test_a_reporter_too_is_found_by_initials_and_no_longer_under_a_name_put_right(
    tmp_path: Path,
) -> None:
    with new_desk(tmp_path / "desk") as desk, open_desk(tmp_path / "desk") as other:
        tip = desk.record(replace(tip_of(), reporter=Reporter("钱二宝")))
        assert other.finding.search("qeb") == [tip]
        amended = desk.amend(replace(tip, reporter=Reporter("孙三宝")))
        assert other.finding.search("qeb") == []
        assert other.finding.search("ssb") == [amended]


def test_full_and_half_width_letters_and_digits_find_each_other(tmp_path: Path) -> None:
    with new_desk(tmp_path / "desk") as desk:
        tip = desk.record(replace(tip_of(), summary="牌照Ａ１２３45，收受Wine"))
        for text in ("a12345", "Ａ１２３４５", "ｗｉｎｅ", "a12 ３45"):
            assert desk.finding.search(text) == [tip]


def test_what_is_recorded_while_the_texts_are_being_read_is_found(tmp_path: Path) -> None:
    with new_desk(tmp_path / "desk") as desk:
        for n in range(5):
            desk.record(replace(tip_of(), summary=f"第{n}件"))
        index = desk.ground.index.texts
        index.grow(desk.ground.tips(), desk.ground.viewer.findable, 2)
        index.grow_names(desk.ground.tips(), desk.ground.viewer.findable, 2)
        desk.amend(replace(desk.tip("1"), summary="改了一"))
        desk.amend(replace(desk.tip("5"), summary="改了五"))
        desk.record(replace(tip_of(), summary="新来的"))
        assert index.grow(desk.ground.tips(), desk.ground.viewer.findable, 2)
        desk.finding.get_ready_to_find()
        assert [tip.summary for tip in desk.finding.search("第")] == ["第3件", "第2件", "第1件"]
        assert [tip.summary for tip in desk.finding.search("改了")] == ["改了五", "改了一"]
        assert [tip.summary for tip in desk.finding.search("新来")] == ["新来的"]
        assert len(desk.finding.search("赵某某")) == len(desk.finding.similar(["赵某某"])) == 6


@pytest.mark.parametrize("written", ONE_NAME)
def test_a_name_is_found_whatever_parts_it(tmp_path: Path, written: str) -> None:
    with new_desk(tmp_path / "desk") as desk:
        by_name = replace(tip_of(), subjects=(Subject("", written, "", "leadership"),))
        desk.record(by_name)
        desk.record(replace(tip_of(), summary=f"反映{written.replace(' ', '')}收受 3.5万元。"))
        for typed in ONE_NAME:
            assert len(desk.finding.search(typed)) == 2, typed
        assert len(desk.finding.search("3.5万")) == 1
        assert not desk.finding.search("35万")
        assert len(desk.finding.search("·")) == 2, "what only parts a name is in all of them"


@pytest.mark.parametrize(
    "contact", ["138-0013-8000", "13800138000", "１３８ ００１３８０００", "+86 138 0013 8000"]
)
@pytest.mark.parametrize(
    "typed",
    [
        "138-0013-8000",
        "13800138000",
        "138 0013 8000",
        "＋８６１３８００１３８０００",
        "+86-138-0013-8000",
        "138－0013－8000",
        "138-0013-",
        "1380013",
    ],
)
def test_a_telephone_number_is_found_by_its_digits(
    tmp_path: Path, contact: str, typed: str
) -> None:
    with new_desk(tmp_path / "desk") as desk:
        by_contact = desk.record(replace(tip_of(), reporter=Reporter("", contact)))
        told = desk.record(replace(tip_of(), summary=f"知情人电话{contact}，可联系。"))
        assert desk.finding.search(typed) == [told, by_contact]
        assert not desk.finding.search(typed.replace("13", "19").replace("１３", "１９"))


def test_a_landline_is_found_with_its_area_code_or_without(tmp_path: Path) -> None:
    with new_desk(tmp_path / "desk") as desk:
        tips = [
            desk.record(replace(tip_of(), reporter=Reporter("", contact)))
            for contact in ("0731-84404233", "84404233")
        ]
        for typed in ("84404233", "0731-84404233", "073184404233"):
            assert desk.finding.search(typed) == tips[::-1], typed


def test_the_line_of_the_last_call_is_that_which_the_officer_recorded(tmp_path: Path) -> None:
    desk, other = new_desk(tmp_path / "desk"), open_desk(tmp_path / "desk", "乙")
    assert desk.finding.line_called_last() == ("", "")
    for channel in ("landline", "visit"):
        desk.record(tip_of(channel=channel))
    other.record(tip_of(channel="mobile"))
    assert desk.finding.line_called_last() == ("landline", "84404233")
    assert other.finding.line_called_last() == ("mobile", "18073127519")


def test_the_place_is_asked_for_nothing_by_who_gets_ready_to_find(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It holds what others read, and a place may take long to answer."""
    desk, asked = new_desk(MemoryPlace("asked")), []
    desk.record(tip_of())
    desk.checkpoint()
    size = MemoryLog.size
    monkeypatch.setattr(MemoryLog, "size", lambda log: asked.append(log) or size(log))
    desk.finding.get_ready_to_find()
    assert asked == []
