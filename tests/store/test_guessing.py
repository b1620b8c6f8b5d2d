"""Nobody learns by typing a name or a number who reported, or whom."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from store.desk.desk import Desk
from store.duty.books import ACCESS
from store.secret.seal import print_of
from store.tips.tip import Reporter
from tests.builders import ONE_NAME
from tests.store.desks import open_desk
from tests.store.memory_place import MemoryPlace
from tests.store.sealed import DUTY, KEY, LEAD, planted, sealed_desk


def found(desk: Desk) -> list[str]:
    """The numbers that come up for the planted names and number."""
    similar = desk.finding.similar(["司徒某某"], ["密县水利局"], "13711112222")
    return [one.tip.number for one in similar]


def test_an_officer_meets_repeats_among_the_own_tips_of_the_shift_alone(tmp_path: Path) -> None:
    desk, other = sealed_desk(tmp_path, DUTY), open_desk(tmp_path, "王芳")
    desk.shifts.take_over()
    desk.record(planted())
    other.record(planted())
    assert (found(desk), found(other)) == (["2016-0001"], ["2016-0002"])
    desk.shifts.hand_over()
    assert found(desk) == found(other) == []


def test_a_sealed_name_is_met_whatever_parts_it_also_one_that_version_0_2_sealed(
    tmp_path: Path,
) -> None:
    desk = sealed_desk(tmp_path, DUTY)
    subject = replace(planted().subjects[0], unit="", person=ONE_NAME[0])
    desk.record(replace(planted(), subjects=(subject,)))
    assert all(desk.finding.similar([name]) for name in ONE_NAME)
    prints = desk.ground.viewer.prints([ONE_NAME[0]], [], "")
    key = str(desk.ground.viewer._keys.get("desk"))
    assert prints == tuple(print_of(key, "person", name) for name in (ONE_NAME[-1], ONE_NAME[0]))


def test_each_name_and_number_that_an_officer_looks_for_counts_once_whatever_it_is_of() -> None:
    desk = sealed_desk(MemoryPlace("counted"), DUTY)

    def recorded() -> list[str]:
        noted = desk.ground.table(ACCESS).values()
        return [one["note"] for one in noted if one["what"] == "match"]

    for n in range(6):
        desk.finding.similar([f"甲{n}", ""], [f"乙局{n}"], f"1370000000{n}")
        desk.finding.similar([f"甲{n}"], [f"乙局{n}"], "")
    assert recorded() == [], "eighteen"
    desk.finding.similar(["丙"])
    assert recorded() == []
    desk.finding.similar([], ["丁局"])
    assert recorded() == ["20"], "and from there on anew"
    desk.finding.similar(["丙"])
    desk.close()
    assert recorded() == ["20", "1"]


def test_a_lead_meets_all_of_them_with_a_key_at_hand(tmp_path: Path) -> None:
    sealed_desk(tmp_path, DUTY).record(planted())
    lead = open_desk(tmp_path, LEAD)
    assert found(lead) == []
    lead.access.unlock(KEY)
    assert found(lead) == ["2016-0001"]
    lead.access.lock()
    assert found(lead) == []


def test_as_many_repeats_as_wanted_come_up_however_many_are_others(tmp_path: Path) -> None:
    desk, other = sealed_desk(tmp_path, DUTY), open_desk(tmp_path, "王芳")
    desk.record(planted())
    for _ in range(3):
        other.record(planted())
    assert [one.tip.number for one in desk.finding.similar(["司徒某某"], most=1)] == ["2016-0001"]


def test_how_often_an_officer_tries_is_recorded(tmp_path: Path) -> None:
    sealed_desk(tmp_path, DUTY).record(planted())
    guesser = open_desk(tmp_path, "王芳")
    for last in range(47):
        assert not guesser.finding.similar(phone=f"137111122{last:02}")
    assert not guesser.finding.similar([""], [""], "13711112246"), "the same once more"
    guesser.close()
    lead = open_desk(tmp_path, LEAD)
    recorded = [(a.by, a.note) for a in lead.access.accesses() if a.what == "match"]
    assert recorded == [("王芳", "20"), ("王芳", "20"), ("王芳", "7")]


def test_a_lead_who_reads_all_is_not_counted(tmp_path: Path) -> None:
    sealed_desk(tmp_path, DUTY).record(replace(planted(), reporter=Reporter("密语", "1")))
    lead = open_desk(tmp_path, LEAD)
    lead.access.unlock(KEY)
    found(lead)
    lead.close()
    assert [a.what for a in open_desk(tmp_path, LEAD).access.accesses()] == ["unlock"]
