"""The counters add up."""

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
