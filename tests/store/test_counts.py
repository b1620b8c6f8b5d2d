"""The counters add up."""

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.clock import Clock
from store.desk import index
from store.desk.desk import Desk
from store.duty.counts import TALLY_VERSION, Counts, Tally
from store.notice.notice import Notice
from store.tips import entry
from store.tips.disposition import STATUSES
from tests.builders import CALL, REFERRAL, at, entry_of, example, read_notice
from tests.store.desks import clock, new_desk, tip_of
from tests.store.test_notice import NOTICES

TODAY = date(2016, 10, 1)


def test_what_another_version_counted_is_counted_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as other:
        other.setattr(index, "TALLY_VERSION", TALLY_VERSION - 1)
        other.setattr(Tally, "as_json", lambda _tally: {"total": 9})
        with new_desk(tmp_path / "desk") as desk:
            desk.record(tip_of())
    desk = Desk.open(tmp_path / "desk", clock=clock())
    assert desk.counts_at_checkpoint() is None
    assert desk.counts().total == 1


def counts(tally: Tally, notice: Notice | None = None) -> Counts:
    notice = notice or example()
    return tally.counts(TODAY, notice.disciplines, notice.channels)


def document(base: dict[str, Any] = CALL, **changes: Any) -> dict[str, Any]:
    return entry.read(entry_of(base, **changes), example(), at("2016-10-25T12:00:00")).as_json()


def test_an_empty_desk_shows_every_category_with_none() -> None:
    found = counts(Tally())
    assert found.total == 0
    assert found.by_discipline["廉洁纪律"] == 0 and len(found.by_discipline) == 7
    assert found.by_channel == {"landline": 0, "mobile": 0, "post": 0, "visit": 0}


def test_tips_are_counted_by_kind() -> None:
    tally = Tally()
    for tip in (
        document(),
        document(disciplines=["廉洁纪律", "生活纪律"], channel="mobile"),
        document(REFERRAL),
        document(received_at="2016-10-21T09:00:00+08:00"),
    ):
        tally.add(tip)
    found = counts(tally)
    assert (found.total, found.today, found.in_scope, found.out_of_scope) == (4, 3, 3, 1)
    assert (found.late, found.out_of_hours) == (1, 1)
    assert (found.by_discipline["廉洁纪律"], found.by_discipline["生活纪律"]) == (3, 1)
    assert (found.by_channel["landline"], found.by_channel["mobile"]) == (2, 2)
    assert found.by_day == {"2016-10-01": 3, "2016-10-21": 1}
    assert found.by_discipline_and_day["廉洁纪律"] == {"2016-10-01": 2, "2016-10-21": 1}
    assert found.by_discipline_and_day["政治纪律"] == {}


PLAIN = {
    *("status registered", "total", "channel landline", "day 2016-10-01", "hour 09"),
    *("open acceptance 2016-10-01", "group leadership", "discipline 廉洁纪律"),
    *("trend 2016-10-01 廉洁纪律", "in_scope"),
}
CAME = {"total", "channel landline", "day 2016-10-01", "hour 09"}
OWED = {"open acceptance 2016-10-01"}
COUNTED: list[tuple[dict[str, Any], set[str]]] = [
    ({}, PLAIN),
    ({"status": "withdrawn"}, {"status withdrawn"}),
    (
        {"status": "withdrawn", "matter": "2016-0001"},
        {"status withdrawn", "matter 2016-0001"},
    ),
    ({"matter": "2016-0001"}, PLAIN | {"matter 2016-0001"}),
    ({"status": "duplicate"}, PLAIN - OWED - {"status registered"} | {"status duplicate"}),
    ({"told": {"by": "甲", "at": "2016-10-01T10:00:00+08:00", "note": ""}}, PLAIN - OWED),
    (
        {"status": "passed_through"},
        CAME | {"status passed_through", "open reporting 2016-10-01"},
    ),
    ({"to_complete": True}, CAME | OWED | {"status registered", "to_complete"}),
    ({"to_complete": True, "status": "withdrawn"}, {"status withdrawn"}),
    (
        {"to_complete": True, "subjects": [{"group": "inspectors"}]},
        CAME | {"status registered", "to_complete"},
    ),
    (
        {"subjects": [{"group": "inspectors"}], "matter": "2016-0001"},
        CAME | {"status registered", "about_inspectors", "matter 2016-0001", "apart 2016-0001"},
    ),
    (
        {"marks": ["late", "out_of_hours"]},
        PLAIN | {"mark late", "mark out_of_hours"},
    ),
    ({"marks": ["hour_unknown"]}, PLAIN - {"hour 09"} | {"mark hour_unknown"}),
    (
        {"subjects": [{"group": group} for group in ("out_of_scope", "leadership", "leadership")]},
        PLAIN | {"group out_of_scope"},
    ),
    (
        {"subjects": [{"group": "out_of_scope"}], "disciplines": []},
        CAME
        | {"status registered", "open referral 2016-10-01", "group out_of_scope", "out_of_scope"},
    ),
    (
        {"disciplines": ["廉洁纪律", "other"]},
        PLAIN | {"discipline other", "trend 2016-10-01 other"},
    ),
    (
        {
            "appointments": [
                {"kind": "call_back", "when": "2016-10-03T09:00:00+08:00", "done_at": None},
                {"kind": "interview", "when": "2016-10-04T09:00:00+08:00", "done_at": "2016-10-04"},
            ]
        },
        PLAIN | {"open call_back 2016-10-03"},
    ),
]


@pytest.mark.parametrize(("changes", "keys"), COUNTED)
def test_each_tip_is_counted_by_these_and_once_by_each(
    changes: dict[str, Any], keys: set[str]
) -> None:
    tally = Tally()
    tally.add(document() | changes)
    assert tally.as_json() == dict.fromkeys(keys, 1)
    tally.remove(document() | changes)
    assert tally.as_json() == {} and tally.open_by_day() == {}


def test_a_tip_of_the_first_version_and_one_by_the_inspectors_line_are_counted_so() -> None:
    later = ("status", "disposition", "matter", "told", "appointments", "to_complete", "earlier")
    first = Tally()
    first.add({name: value for name, value in document().items() if name not in later})
    assert first.as_json() == dict.fromkeys(PLAIN, 1)
    by_line = Tally(frozenset({document()["line"]}))
    by_line.add(document() | {"matter": "2016-0001"})
    keys = {"status registered", "about_inspectors", "matter 2016-0001", "apart 2016-0001"}
    assert by_line.as_json() == dict.fromkeys(CAME | OWED | keys, 1)


def test_the_counters_are_read_off_the_sums_so() -> None:
    sums = {
        **{"total": 30, "day 2016-10-02": 2, "day 2016-10-01": 3, "in_scope": 4, "out_of_scope": 5},
        **{"status referred": 6, "about_inspectors": 7, "to_complete": 8, "mark late": 9},
        **{"mark out_of_hours": 10, "mark early": 11, "discipline 廉洁纪律": 12, "group a": 13},
        **{"channel landline": 14, "channel visit": 15, "channel found": 16, "hour 09": 17},
        **{"trend 2016-10-02 廉洁纪律": 18, "trend 2016-10-01 廉洁纪律": 19, "group b": 0},
        **{"matter 2016-0001": 3, "apart 2016-0001": 1, "open acceptance 2016-10-01": 0},
    }
    tally = Tally(sums=Counter(sums))
    found = tally.counts(TODAY, ("生活纪律",), ("landline", "visit", "post"))
    assert found == Counts(
        total=30,
        today=3,
        in_scope=4,
        out_of_scope=5,
        referred=6,
        about_inspectors=7,
        to_complete=8,
        late=9,
        out_of_hours=10,
        by_discipline={"生活纪律": 0, "other": 0, "廉洁纪律": 12},
        by_channel={"landline": 14, "visit": 15, "post": 0},
        by_other_source={"found": 16},
        by_group={"a": 13},
        by_day={"2016-10-01": 3, "2016-10-02": 2},
        by_discipline_and_day={
            "生活纪律": {},
            "other": {},
            "廉洁纪律": {"2016-10-01": 19, "2016-10-02": 18},
        },
        by_status=dict.fromkeys(STATUSES, 0) | {"referred": 6},
    )
    assert (
        [*found.by_day]
        == ["2016-10-01", "2016-10-02"]
        == [*found.by_discipline_and_day["廉洁纪律"]]
    )
    assert (tally.by_hour()[9], sum(tally.by_hour()), len(tally.by_hour())) == (17, 17, 24)
    assert (tally.matter_size("2016-0001"), tally.matter_size("2016-0002")) == (4, 1)
    assert tally.matter_size("2016-0001", but_inspectors=True) == 3
    assert tally.open_by_day() == {} and "group b" not in tally.as_json()


def test_a_tip_on_several_counts_once_in_each_group_and_is_in_scope_if_one_of_them_is() -> None:
    groups = ("leadership", "leadership", "out_of_scope")
    tally = Tally()
    tally.add(document(subjects=[{"unit": f"第{n}局", "group": g} for n, g in enumerate(groups)]))
    found = counts(tally)
    assert (found.total, found.in_scope, found.out_of_scope) == (1, 1, 0)
    assert found.by_group == {"leadership": 1, "out_of_scope": 1}


def test_tips_on_the_inspectors_themselves_count_apart() -> None:
    notice = read_notice(NOTICES / "qindu-2022.toml")
    values = entry_of(line="33229182", received_at="2022-07-01T09:00:00+08:00")
    tip = entry.read(values, notice, at("2022-07-01T10:00:00"))
    tally = Tally(frozenset({"33229182"}))
    tally.add(tip.as_json())
    found = counts(tally, notice)
    assert (found.total, found.in_scope, found.about_inspectors) == (1, 0, 1)
    assert found.by_discipline["廉洁纪律"] == 0


def test_a_desk_counts_tips_on_the_inspectors_apart_and_does_so_when_opened_again(
    tmp_path: Path,
) -> None:
    now = Clock.at(at("2022-07-01T10:00:00"))
    text = (NOTICES / "qindu-2022.toml").read_text()
    with Desk.create(tmp_path / "desk", text, clock=now, officer="甲") as desk:
        for line in ("33229182", "33210001", "33229182"):
            values = entry_of(line=line, received_at="2022-07-01T09:00:00+08:00")
            desk.record(entry.read(values, desk.notice, desk.now()))
        counted = desk.counts()
        assert desk.shifts.handover().sheet.by_discipline["廉洁纪律"] == 1
    assert (counted.total, counted.in_scope, counted.about_inspectors) == (3, 1, 2)
    assert counted.as_json()["by_day"] == {"2022-07-01": 3}
    assert Desk.open(tmp_path / "desk", clock=now, officer="甲").counts() == counted


def test_what_was_counted_by_other_lines_is_counted_anew(tmp_path: Path) -> None:
    with new_desk(tmp_path / "desk") as desk:
        desk.record(tip_of(CALL))
        assert desk.counts().about_inspectors == 0
    notice = tmp_path / "desk" / "notice.toml"
    label = 'label = "固定电话"'
    notice.write_text(notice.read_text().replace(label, f'{label}\nabout = "inspectors"'))
    with Desk.open(tmp_path / "desk", clock=clock()) as desk:
        assert desk.counts().about_inspectors == 1


KINDS = [document(), document(REFERRAL), document(channel="post"), document(to_complete=True)]
STATES = [kind | {"status": status} for kind in KINDS for status in STATUSES]


@given(st.lists(st.sampled_from(STATES)))
def test_counting_out_undoes_counting_in(documents: list[dict[str, Any]]) -> None:
    tally = Tally()
    for tip in documents:
        tally.add(tip)
    found = counts(tally)
    passed, withdrawn = (found.by_status[name] for name in ("passed_through", "withdrawn"))
    assert found.total == found.in_scope + found.out_of_scope + found.to_complete + passed
    assert found.referred == found.by_status["referred"]
    assert found.total + withdrawn == sum(found.by_status.values()) == len(documents)
    for tip in documents:
        tally.remove(tip)
    assert tally.as_json() == {}
