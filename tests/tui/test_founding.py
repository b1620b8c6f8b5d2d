"""A desk is founded, and its notice corrected, as screens and dialogue both have it: without either."""

import json
from datetime import date
from pathlib import Path

import platformdirs
import pytest

from store.clock import Clock
from store.errors import BadKey, CannotWrite, NoticeRefused, StepRefused
from store.notice.reading import example_text
from tests.builders import DURING, REFERRAL, at, notice_text
from tests.store.desks import OFFICER, new_desk, tip_of
from tests.store.sealed import FIRST, PASSPHRASE
from tests.store.test_correction import LATER, MOBILE, RIGHT_NUMBER
from tui.notice_form.correcting import Correcting
from tui.notice_form.entry import NoticeEntry
from tui.notice_form.founding import Founding
from tui.notice_form.meaning import meaning
from tui.notice_form.sealing import Sealing, public_keys

PUBLIC = str(FIRST.to_public())
AGAIN = "确要更正，请再来一次。"


@pytest.fixture
def founding(tmp_path: Path) -> Founding:
    return Founding(tmp_path / "desk", lambda: DURING)


# From which notice


def test_the_shipped_notice_is_warned_of_once_and_only_outside_its_period(tmp_path: Path) -> None:
    late = Founding(tmp_path, lambda: at("2026-11-25T10:00:00"))
    assert "不含今天" in late.warning()
    assert late.warning() == "" and Founding(tmp_path, lambda: DURING).warning() == ""
    assert "不含今天" in Founding(tmp_path, lambda: at("2016-09-01T10:00:00")).warning()


def test_what_was_typed_of_ones_own_notice_is_there_when_one_comes_back(founding: Founding) -> None:
    assert not founding.typed
    founding.own_notice()
    assert not founding.typed and not founding.left_words
    founding.own_notice().values["team"] = "区委巡察组"
    assert founding.typed and "按 2 继续" in founding.left_words
    assert founding.own_notice().values["team"] == "区委巡察组"


@pytest.mark.parametrize("written", ["{}", "'{}'", ' "{}" '])
def test_a_file_is_opened_by_its_path_however_it_is_quoted(
    founding: Founding, tmp_path: Path, written: str
) -> None:
    path = tmp_path / "公告.toml"
    path.write_text(example_text())
    entry = founding.open_file(written.format(path))
    assert (entry.title, entry.base) == (str(path), example_text())
    assert entry.read().text == example_text()


def test_the_same_text_of_another_file_is_called_by_that_and_what_was_typed_is_there(
    founding: Founding, tmp_path: Path
) -> None:
    first, copied = tmp_path / "公告.toml", tmp_path / "另存.toml"
    for path in (first, copied):
        path.write_text(example_text())
    founding.open_file(str(first)).values["team"] = "区委巡察组"
    entry = founding.open_file(str(copied))
    assert (entry.title, entry.values["team"]) == (str(copied), "区委巡察组")
    assert "按 3 再打开" in founding.left_words


@pytest.mark.parametrize("written", ["", "none.toml", "/", "~nobody-of-that-name/x", "a\0b"])
def test_what_is_no_file_is_said_with_its_path(founding: Founding, written: str) -> None:
    with pytest.raises(NoticeRefused, match="没有这个文件"):
        founding.open_file(written)
    assert not founding.typed


def test_a_file_with_faults_is_opened_to_be_mended_but_is_no_notice_yet(
    founding: Founding, tmp_path: Path
) -> None:
    path = tmp_path / "公告.toml"
    path.write_text(notice_text(unit='unit = ""'))
    entry = founding.open_file(str(path))
    with pytest.raises(NoticeRefused, match=r"公告\.toml"):
        entry.check_base()
    reading = entry.read()
    assert [fault.field for fault in reading.faults] == ["unit"] and reading.notice is None
    (fault,) = reading.faults
    told = entry.outside_form(fault)
    assert told == f"unit：{fault.sentence}这一处请在文件里改正后重新打开。"
    assert "还有 1 处" in entry.preview(reading)[0]
    entry.values["period.last_day"] = "月底"
    assert "还有 2 处" in entry.preview(entry.read())[0]
    entry.values |= {"unit": "某局", "period.last_day": "2016-10-19"}
    assert "共 30 天" in "".join(entry.preview(entry.read()))


def test_today_is_the_day_by_the_clocks_of_the_notice_and_its_meaning_is_told_by_them() -> None:
    now = at("2016-10-01T23:30:00").in_timezone("UTC")
    entry = NoticeEntry("", example_text(), lambda: now)
    notice = entry.read().notice
    assert entry.hours(entry.read()) == notice, "and no part of it, once it is whole"
    assert entry.today(None) == entry.today(notice) == date(2016, 10, 1)
    late = NoticeEntry("", example_text(), lambda: now.add(hours=1))
    assert (late.today(None), late.today(notice)) == (date(2016, 10, 1), date(2016, 10, 2))
    assert notice and meaning(notice, now) == meaning(notice, at("2016-10-01T23:30:00"))


# Sealed to which keys


def test_keys_are_taken_once_each_and_can_be_taken_out_again(tmp_path: Path) -> None:
    sealing = Sealing(tmp_path)
    assert sealing.sentence == ""
    first, second = sealing.about
    assert "只有密钥持有人能读" in first and "无人能读，也无法恢复" in second
    sealing.seal_to(public_keys(f"{PUBLIC}  {PUBLIC.upper()} {PUBLIC}"))
    assert sealing.keys == (PUBLIC,) and "只有一把" in sealing.sentence
    sealing.seal_to(())
    assert sealing.sentence == ""
    with pytest.raises(BadKey):
        public_keys(f"{PUBLIC} age1nokey")


@pytest.mark.whole
def test_no_key_is_made_in_the_desks_own_folder_or_by_a_mistyped_passphrase(tmp_path: Path) -> None:
    sealing = Sealing(tmp_path / "desk")
    with pytest.raises(StepRefused) as refused:
        sealing.new_key(str(tmp_path / "desk" / "k.age"), PASSPHRASE, PASSPHRASE + "?")
    assert [fault.field for fault in refused.value.faults] == ["file", "again"]
    assert not (tmp_path / "desk").exists()
    least = "字" * 8
    for passphrase, fields in ((least, ["file"]), (least[1:], ["file", "passphrase"])):
        with pytest.raises(StepRefused) as refused:
            sealing.new_key(str(tmp_path / "desk" / "k.age"), passphrase, passphrase)
        assert [fault.field for fault in refused.value.faults] == fields
    for passphrase, again, field in (
        ("短", "短", "passphrase"),
        ("短", "别的", "passphrase"),
        (PASSPHRASE, f"{PASSPHRASE} ", "again"),
        (PASSPHRASE, "", "again"),
    ):
        with pytest.raises(StepRefused) as refused:
            sealing.new_key(str(tmp_path / "k.age"), passphrase, again)
        assert [fault.field for fault in refused.value.faults] == [field], again
    assert not (tmp_path / "k.age").exists()
    sealing.seal_to([PUBLIC, sealing.new_key(str(tmp_path / "k.age"), PASSPHRASE, PASSPHRASE)])
    assert "2 把" in sealing.sentence


# Founded


def test_a_desk_is_founded_of_what_was_typed_and_sealed_to_the_keys(founding: Founding) -> None:
    entry = founding.own_notice()
    entry.values |= {
        "team": "区委巡察组",
        "unit": "某街道",
        "period.first_day": "2016-09-20",
        "hours": [{"days": ["every day"], "windows": "8:30-17:30"}],
        "lines": [{"kind": "mobile", "value": "13800000000"}],
    }
    founding.sealing.seal_to([PUBLIC])
    founding.check_place()
    assert not Path(founding.place.name).exists()
    with founding.found(entry.read().text, Clock.at(DURING), OFFICER) as desk:
        assert desk.notice.team == "区委巡察组" and desk.access.is_sealed


def test_what_was_typed_when_the_line_dropped_is_there_again_at_that_desk_until_it_is_founded(
    founding: Founding, tmp_path: Path
) -> None:
    founding.own_notice().values["team"] = "区委巡察组"
    founding.keep_typed()
    other = Founding(tmp_path / "other", lambda: DURING)
    assert not other.typed
    other.keep_typed()
    # Whoever does not go on with it leaves it there.
    untouched = Founding(tmp_path / "desk", lambda: DURING)
    assert "按 2 继续" in untouched.left_words
    untouched.keep_typed()
    again = Founding(tmp_path / "desk", lambda: DURING)
    assert again.own_notice().values["team"] == "区委巡察组"
    again.own_notice().values["team"] = ""
    assert not again.typed, "it was taken back"
    with pytest.raises(NoticeRefused):
        again.found("", Clock.at(DURING), OFFICER)
    assert Founding(tmp_path / "desk", lambda: DURING).typed, "there is no desk yet"
    again.found(example_text(), Clock.at(DURING), OFFICER).close()
    assert not Founding(tmp_path / "desk", lambda: DURING).typed


@pytest.mark.parametrize("left", ["", "[]", "{}", '{"desk": "%s"}', '{"desk": "%s", "typed": 3}'])
def test_what_was_left_and_cannot_be_read_is_as_if_nothing_had_been(
    tmp_path: Path, left: str
) -> None:
    file = platformdirs.user_state_path("dutydesk") / "notice.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(left.replace("%s", str(tmp_path / "desk")))
    founding = Founding(tmp_path / "desk", lambda: DURING)
    assert not founding.typed and not founding.left_words
    file.unlink()


def test_of_what_an_older_version_left_each_field_that_it_did_not_have_is_blank(
    founding: Founding, tmp_path: Path
) -> None:
    founding.own_notice().values["team"] = "区委巡察组"
    founding.keep_typed()
    file = platformdirs.user_state_path("dutydesk") / "notice.json"
    left = json.loads(file.read_text())
    (base,) = left["typed"]
    left["typed"][base] = {"team": "区委巡察组"}
    file.write_text(json.dumps(left))
    again = Founding(tmp_path / "desk", lambda: DURING)
    assert again.own_notice().values["address"] == ""
    again.forget_typed()


def test_what_cannot_be_kept_any_more_and_is_not_there_to_be_forgotten_is_no_error(
    founding: Founding,
) -> None:
    founding.forget_typed()
    founding.own_notice().values["team"] = "区委巡察组"
    file = platformdirs.user_state_path("dutydesk") / "notice.json"
    file.mkdir(parents=True)
    founding.keep_typed()
    file.rmdir()


def test_a_place_that_takes_no_desk_is_told_before(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(CannotWrite, match="不能在"):
        Founding(tmp_path / "file" / "desk", lambda: DURING).check_place()


# Corrected


def test_a_correction_is_asked_about_where_tips_change_with_it_and_only_about_just_that(
    tmp_path: Path,
) -> None:
    with new_desk(tmp_path) as desk:
        desk.record(tip_of(REFERRAL))
        correcting = Correcting(desk)
        assert "没有改动" in correcting.correct(example_text(), AGAIN)
        question = correcting.correct(RIGHT_NUMBER, AGAIN)
        assert f"“{MOBILE}”随之改为" in question and question.endswith(AGAIN)
        assert correcting.entry.question(RIGHT_NUMBER) == question
        assert correcting.entry.question(LATER) == "" and desk.notices.text() == example_text()
        assert correcting.correct(RIGHT_NUMBER, AGAIN) == ""
        assert desk.notices.text() == RIGHT_NUMBER


def test_a_correction_of_the_hours_says_how_many_tips_came_outside_them_by_it(
    tmp_path: Path,
) -> None:
    with new_desk(tmp_path) as desk:
        desk.record(tip_of(received_at="2016-09-30T17:00:00+08:00"))
        corrected = example_text().replace("17:30", "16:00")
        question = Correcting(desk).correct(corrected, AGAIN)
    assert "1 件举报的“截止后收到”“时间外收到”等标记随之改正。" in question


def test_a_correction_that_takes_another_one_away_is_asked_about(tmp_path: Path) -> None:
    with new_desk(tmp_path) as desk:
        first, second = Correcting(desk), Correcting(desk)
        assert first.correct(LATER, AGAIN) == ""
        question = second.correct(RIGHT_NUMBER, AGAIN)
        assert "已由他人更正" in question and question.endswith(AGAIN)
        assert desk.notices.text() == LATER
        assert second.correct(RIGHT_NUMBER, AGAIN) == ""
        assert desk.notices.text() == RIGHT_NUMBER


def test_what_the_desk_refuses_is_a_fault_of_just_that_text(tmp_path: Path) -> None:
    with new_desk(tmp_path) as desk:
        desk.record(tip_of(REFERRAL))
        entry = Correcting(desk).entry
        entry.values["period.first_day"] = "2016-10-02"
        refused = entry.read()
        assert refused.notice
        with pytest.raises(NoticeRefused) as refusal:
            Correcting(desk).correct(refused.text, AGAIN)
        entry.ask(refused.text, AGAIN)
        entry.refuse(refused.text, refusal.value.faults)
        assert entry.read().faults == refusal.value.faults and entry.read().notice is None
        assert entry.question(refused.text) == ""
        assert entry.outside_form(refusal.value.faults[0]) == refusal.value.faults[0].sentence
        entry.values["period.first_day"] = "2016-09-20"
        assert not entry.read().faults


def test_leaving_is_asked_about_where_something_was_typed(tmp_path: Path) -> None:
    with new_desk(tmp_path) as desk:
        correcting = Correcting(desk)
        assert correcting.before_leaving() == ""
        correcting.entry.values["team"] = "区委巡察组"
        assert "不会保留" in correcting.before_leaving()
        correcting.entry.values["team"] = f"{desk.notice.team} "
        assert correcting.before_leaving() == "", "the notice would be the same"
