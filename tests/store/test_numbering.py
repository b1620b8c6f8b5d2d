"""Numbers of tips: with the year, and the short code of a team whose notice has one."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.desk.desk import Desk
from store.errors import NoSuchTip, NoticeRefused
from store.tips import entry
from store.tips.numbering import id_of, ids_in, number_of
from tests.builders import entry_of, notice_text
from tests.store.desks import clock, opened
from tests.store.test_notice import faults_of

CODED = notice_text(team='team = "组"\ncode = "湘一"')
PLAIN = notice_text(team='team = "组"')


def coded_desk(folder: Path) -> Desk:
    desk = opened(Desk.create(folder, CODED, clock=clock(), officer="甲"))
    for _n in range(3):
        values = entry_of(line="84404233", disciplines=["廉洁纪律"])
        desk.record(entry.read(values, desk.notice, desk.now()))
    return desk


def test_a_teams_code_stands_before_its_numbers_and_may_be_left_out(tmp_path: Path) -> None:
    desk = coded_desk(tmp_path / "desk")
    assert [tip.number for tip in desk.tips()][-1] == "湘一-2016-0003"
    for typed in ("2", "2016-0002", "湘一-2016-0002", " 湘一-2 "):
        assert desk.tip(typed).number == "湘一-2016-0002"
    for typed in ("湘二-2016-0002", "湘一2016-0002", "2017-0002", "-2", "湘一-2016-"):
        with pytest.raises(NoSuchTip):
            desk.tip(typed)
    numbers = [tip.number for tip in desk.finding.numbered("湘一-2016-0001、2-3")]
    assert numbers == ["湘一-2016-0001", "湘一-2016-0002", "湘一-2016-0003"]
    assert not desk.keeping.verify().damages
    desk.close()
    again = opened(Desk.open(tmp_path / "desk", clock=clock()))
    assert again.tip("3").number == "湘一-2016-0003"


def test_a_code_of_latin_letters_is_understood_in_any_case_and_width() -> None:
    assert number_of(7, "A1-2016") == "A1-2016-0007"
    assert id_of("a1-2016-0007", "A1-2016") == 7
    assert id_of("Ａ1-2016-0007", "A1-2016") == 7
    assert [*ids_in("Ａ1-2016-0007 8-9", "A1-2016")] == [7, 8, 9]


def test_there_may_be_more_tips_than_four_digits_count() -> None:
    assert number_of(12_345, "2016") == "2016-12345" and id_of("2016-12345", "2016") == 12_345
    for blank in ("", " "):
        with pytest.raises(NoSuchTip, match="请写举报编号。"):
            id_of(blank, "2016")
    with pytest.raises(NoSuchTip, match=f"没有编号为 {'甲' * 40} 的举报。"):
        id_of("甲" * 41, "2016")
    with pytest.raises(NoSuchTip) as hostile:
        id_of("\x1b[2J", "2016")
    assert "\x1b" not in str(hostile.value)
    with pytest.raises(NoSuchTip):
        id_of("2016-0003", "2017")


def test_a_span_is_understood_from_either_end_and_a_number_with_its_year_is_none() -> None:
    assert [*ids_in("9-7", "A1-2016")] == [7, 8, 9]
    assert [*ids_in("２、３－５；２０１６－７", "2016")] == [2, 3, 4, 5, 7]
    assert [*ids_in("2016-0007", "2016")] == [*ids_in("2016-0007", "A1-2016")] == [7]


def test_a_number_has_up_to_nine_digits_and_any_zeros_before_them() -> None:
    for typed, meant in (
        ("90", 90),
        ("987654321", 987_654_321),
        ("0000987654321", 987_654_321),
        ("2016-987654321", 987_654_321),
        ("2016-0000000042", 42),
    ):
        assert id_of(typed, "2016") == meant, typed
        assert [*ids_in(typed, "2016")] == [meant], typed
    for typed, meant_all in (
        ("0000000090-0000000088", [88, 89, 90]),
        ("987654321-987654320", [987_654_320, 987_654_321]),
    ):
        assert [*ids_in(typed, "2016")] == meant_all, typed
    for typed in ("1234567890", "2016-1234567890", "1-1234567890", "1234567890-1", "٢", "٢-٥"):
        with pytest.raises(NoSuchTip):
            [*ids_in(typed, "2016")]


def test_several_numbers_are_written_with_any_of_these_between_them() -> None:
    for between in [*" ,、;，；\n", "、 "]:
        assert [*ids_in(f"2{between}2016-0042", "2016")] == [2, 42]
    for to in "-~–—－～至到":
        assert [*ids_in(f"5{to}007", "2016")] == [5, 6, 7]


def test_once_there_are_tips_the_code_stays_as_it_is(tmp_path: Path) -> None:
    desk = coded_desk(tmp_path / "desk")
    with pytest.raises(NoticeRefused, match="短代号不能再改"):
        desk.notices.correct(PLAIN)


@pytest.mark.parametrize("code", ["1", "1湘", "湘-一", "湘 一", "一二三四五", "_a"])
def test_a_code_that_would_be_read_as_something_else_is_refused(code: str) -> None:
    assert faults_of(notice_text(team=f'team = "组"\ncode = "{code}"')).keys() == {"code"}
