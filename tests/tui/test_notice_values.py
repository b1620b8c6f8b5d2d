"""A notice through its form: nothing in the file is lost, nothing typed is misread."""

import tomllib
from datetime import date, datetime, time
from pathlib import Path

import pytest

from store.notice.reading import example_text, parse_notice
from tests.builders import DURING, notice_text
from tests.store.test_notice import NOTICES
from tui.notice_form.fields import NOTICE_FIELDS, NoticeField, NoticeKind, Section
from tui.notice_form.meaning import meaning
from tui.notice_form.part import notice_of_hours
from tui.notice_form.texts import picked, shown, value_of
from tui.notice_form.values import NEW, Values, read_form, values_of

ALL = [*sorted(NOTICES.glob("*.toml")), None]


def text_of(path: Path | None) -> str:
    return path.read_text() if path else example_text()


def typed(**changes: object) -> Values:
    """A form as filled in by hand."""
    values = values_of(NEW, "") | {
        "team": "区委巡察组",
        "unit": "某街道",
        "period.first_day": "2022年6月9日",
        "hours": [{"days": ["working days"], "windows": "8:30-12:00"}],
        "lines": [{"kind": "landline", "value": "33210001"}],
    }
    return values | changes


def faults(**changes: object) -> dict[str, str]:
    """What is wrong with such a form, by field."""
    reading = read_form(typed(**changes), NEW, DURING)
    return {fault.field: fault.sentence for fault in reading.faults}


@pytest.mark.parametrize("path", ALL)
def test_a_notice_that_nothing_was_changed_in_stays_as_it_is_written(path: Path | None) -> None:
    text = text_of(path)
    assert read_form(values_of(text, ""), text, DURING).text == text


@pytest.mark.parametrize("path", ALL)
def test_every_notice_can_be_typed_in_the_form(path: Path | None) -> None:
    values = values_of(text_of(path), "")
    for rows in values.values():
        for row in rows if isinstance(rows, list) else ():
            row.pop("origin", None)
    notice, wanted = read_form(values, NEW, DURING).notice, parse_notice(text_of(path))
    assert notice == wanted


def test_what_the_form_does_not_show_is_kept_when_all_around_it_changes() -> None:
    text = "# 说明\n" + notice_text(
        lines='[[lines]]\nkind = "landline"\nvalue = "1"\nmark = 1\n'
        '[[lines]]\nkind = "mobile"\nvalue = "2"\nmark = 2\n[further]\ndeep.key = 3'
    )
    values = values_of(text, "")
    del values["lines"][0]
    values["lines"].append({"kind": "post", "value": "某信箱"})
    reading = read_form(values | {"team": "另一组"}, text, DURING)
    table = tomllib.loads(reading.text)
    assert reading.notice and reading.text.startswith("# 说明\n")
    assert table["further"] == {"deep": {"key": 3}}
    assert table["lines"][0] == {"kind": "mobile", "value": "2", "mark": 2}
    assert table["lines"][1] == {"kind": "post", "value": "某信箱"}


def test_what_the_form_does_not_show_of_hours_stays_with_their_row() -> None:
    text = notice_text(
        hours='[[hours]]\ndays = ["working days"]\nfrom = 08:00:00\nto = 12:00:00\nmark = 1\n'
        '[[hours]]\ndays = "sat"\nfrom = 09:00:00\nto = 12:00:00\nmark = 2\n'
        '[[hours]]\ndays = "sun"\nfrom = 10:00:00\nto = 12:00:00\nmark = 3'
    )
    values = values_of(text, "")
    del values["hours"][1]
    values["hours"][1]["windows"] = "10:00-11:00，14:00-15:00"
    values["hours"].append({"days": ["fri"], "windows": "9:00-10:00"})
    table = tomllib.loads(read_form(values, text, DURING).text)
    assert [(row["days"], str(row["from"]), row.get("mark")) for row in table["hours"]] == [
        (["working days"], "08:00:00", 1),
        (["sun"], "10:00:00", 3),
        (["sun"], "14:00:00", 3),
        (["fri"], "09:00:00", None),
    ]


def test_what_is_only_still_blank_is_told_from_what_is_wrong() -> None:
    lines = [{"kind": "other", "value": "14:30"}, {"kind": "landline", "value": "14:30"}]
    reading = read_form(typed(team=" ", unit="", lines=lines), NEW, DURING)
    assert reading.blank == {"team", "unit", "lines[0].label"}
    assert {fault.field for fault in reading.faults} - reading.blank == {
        *("lines[0].value", "lines[1].value")
    }


def test_dates_and_times_are_taken_as_people_write_them() -> None:
    values = typed(
        **{"period.last_day": "2022.8.23", "period.tips_until": "2022-8-16 17:30"},
        hours=[{"days": ["mon", "sat"], "windows": "８：３０－２４：００"}],
        closed=[{"day": "2022-6-10", "name": "停电"}, {"day": "", "name": ""}],
    )
    table = tomllib.loads(read_form(values, NEW, DURING).text)
    assert str(table["period"]["last_day"]) == "2022-08-23"
    assert str(table["period"]["tips_until"]) == "2022-08-16 17:30:00"
    assert str(table["hours"][0]["from"]) == "08:30:00"
    assert str(table["hours"][0]["to"]) == "00:00:00"
    assert [str(row["day"]) for row in table["closed"]] == ["2022-06-10"]


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("team", ""),
        ("unit", "甲\x07"),
        ("timezone", "Asia/Nowhere"),
        ("period.first_day", "六月"),
        ("period.first_day", ""),
        ("period.last_day", "2022-06-08"),
        ("period.tips_until", "2022-02-30"),
        ("disciplines", "廉洁纪律、廉洁纪律"),
        ("disciplines", "廉洁纪律、甲\x07"),
    ],
)
def test_a_fault_is_told_beside_its_field(field: str, wrong: str) -> None:
    assert set(faults(**{field: wrong})) == {field}


def test_a_fault_in_a_row_is_told_in_that_row_of_the_form_though_blank_ones_are_left_out() -> None:
    found = faults(
        lines=[
            {"kind": "landline", "value": "1"},
            {},
            {"kind": "landline", "value": "1"},
            {"kind": "", "value": "2"},
        ],
        hours=[{"days": ["every day"], "windows": "18:00-8:00"}],
        tags=[{"heading": "重点", "items": "甲、甲"}, {"heading": "重点", "items": ""}],
    )
    assert set(found) == {
        *("lines[2].value", "lines[3].kind", "hours[0].windows"),
        *("tags[1].heading", "tags[1].items"),
    }
    assert "开始" in found["hours[0].windows"]


def test_a_fault_in_hours_is_told_in_its_row_though_one_before_has_several_windows() -> None:
    found = faults(
        hours=[
            {"days": ["working days"], "windows": "8:00-9:00，10:00-11:00"},
            {"days": ["sat"], "windows": "18:00-8:00"},
        ]
    )
    assert set(found) == {"hours[1].windows"}


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ({"lines": "不存在"}, "lines"),
        ({"days": []}, "days"),
        ({"first_day": "2022-08-01", "last_day": "2022-07-01"}, "last_day"),
        ({"windows": "，"}, "windows"),
    ],
)
def test_a_fault_of_hours_is_told_beside_what_is_wrong_with_them(row: Values, field: str) -> None:
    hours = [
        {"days": ["sat"], "windows": "8:00-9:00"},
        {"days": ["fri"], "windows": "8:00-9:00"} | row,
    ]
    assert set(faults(hours=hours)) == {f"hours[1].{field}"}


@pytest.mark.parametrize("items", ["乙、乙", "乙、甲\x07"])
def test_what_is_wrong_with_a_tag_is_told_beside_its_own_heading(items: str) -> None:
    tags = [{"heading": "三大问题", "items": "甲"}, {}, {"heading": "重点", "items": items}]
    assert set(faults(tags=tags)) == {"tags[2].items"}


def test_a_field_that_is_cleared_is_cleared_in_the_file() -> None:
    text = 'code = "湘一"\naddress = "https://example.com"\n' + notice_text(
        lines='[[lines]]\nkind = "landline"\nvalue = "1"\nnote = "白天"'
    )
    values = values_of(text, "") | {"code": "", "period.last_day": " "}
    values["lines"][0]["note"] = ""
    table = tomllib.loads(read_form(values, text, DURING).text)
    assert "code" not in table and table["address"] == "https://example.com"
    assert table["period"] == {"first_day": date(2016, 9, 20)}
    assert table["lines"] == [{"kind": "landline", "value": "1"}]


def test_what_says_the_same_stays_as_it_is_written_and_blanks_around_are_none() -> None:
    text = notice_text(team="team = '某组'  # 落款").replace(
        "first_day = 2016-09-20", "first_day = 2016-09-20  # 进驻"
    )
    values = values_of(text, "") | {"team": " 某组 ", "unit": " 某局 "}
    found = read_form(values, text, DURING)
    assert "team = '某组'  # 落款" in found.text and "2016-09-20  # 进驻" in found.text
    assert 'unit = "某局"' in found.text


def test_hours_until_midnight_are_shown_so_and_where_there_are_none_nothing_is() -> None:
    hours = '[[hours]]\ndays = "every day"\nfrom = 18:00:00\nto = 00:00:00'
    assert values_of(notice_text(hours=hours), "")["hours"][0]["windows"] == "18:00-24:00"
    assert values_of(NEW, "")["hours"][0]["windows"] == ""
    assert not any(values_of("", "")["hours"][0].values())


def test_without_hours_and_lines_the_first_of_each_is_asked_for() -> None:
    found = faults(hours=[{}], lines=[{}])
    assert {"hours[0].windows", "lines[0].kind", "lines[0].value"} <= set(found)


def test_a_file_of_the_wrong_shape_can_be_mended_in_the_form() -> None:
    base = (
        'team = 3\nperiod = "x"\nhours = 4\nlines = [5]\ntags = "y"\ntimezone = "Asia/Shanghai"\n'
    )
    assert read_form(values_of(base, ""), base, DURING).faults
    values = typed() | {"team": "3"}
    assert read_form(values, base, DURING).notice


def test_the_three_usual_groups_stay_a_table_until_one_is_worded_otherwise() -> None:
    values = values_of(example_text(), "")
    assert [row["name"] for row in values["groups"]] == [
        "领导班子及其成员",
        "下一级党组织领导班子主要负责人",
        "重要岗位领导干部",
    ]
    values["groups"][0]["name"] = "镇领导班子及其成员"
    worded = notice_text(groups='[groups]\nleadership = "镇领导班子"')
    assert [row["name"] for row in values_of(worded, "")["groups"]][:2] == [
        "镇领导班子",
        "下一级党组织领导班子主要负责人",
    ]
    unknown = notice_text(groups='[groups]\nkey_post = "要害岗位"\nothers = "其他人"')
    assert [row["name"] for row in values_of(unknown, "")["groups"]] == [
        *("领导班子及其成员", "下一级党组织领导班子主要负责人", "要害岗位"),
    ]
    values["groups"].append({"name": "信访诉求", "in_scope": True})
    found = read_form(values, example_text(), DURING)
    assert found.notice and found.notice.groups == {
        "leadership": "镇领导班子及其成员",
        "next_level_head": "下一级党组织领导班子主要负责人",
        "key_post": "重要岗位领导干部",
        "out_of_scope:信访诉求": "信访诉求",
    }


def test_a_line_of_no_kind_that_others_have_is_of_the_kind_that_it_is_called() -> None:
    line = {"kind": "other", "value": "某县巡察", "label": "微信公众号"}
    found = read_form(typed(lines=[line]), NEW, DURING).notice
    assert found and (found.channels, found.lines[0].label) == (("微信公众号",), "微信公众号")
    assert faults(lines=[line | {"label": ""}]) == {"lines[0].label": "请填写。"}
    assert tomllib.loads(read_form(typed(lines=[line]), NEW, DURING).text)["lines"] == [
        {"kind": "微信公众号", "value": "某县巡察"}
    ]


def test_a_line_of_no_kind_that_others_have_is_of_another_once_it_is_called_otherwise() -> None:
    text = notice_text(lines='[[lines]]\nkind = "微信公众号"\nvalue = "1"')
    values = values_of(text, "")
    values["lines"][0]["label"] = "微博"
    found = read_form(values, text, DURING).notice
    assert found and (found.lines[0].kind, found.lines[0].label) == ("微博", "微博")


def test_a_line_with_a_name_beside_its_kind_keeps_both() -> None:
    text = notice_text(lines='[[lines]]\nkind = "微信公众号"\nvalue = "1"\nlabel = "公众号留言"')
    values = values_of(text, "")
    values["lines"][0]["value"] = "2"
    found = read_form(values, text, DURING).notice
    assert found and (found.lines[0].kind, found.lines[0].label) == ("微信公众号", "公众号留言")


def test_units_by_name_alone_are_a_list_and_one_with_a_note_makes_them_tables() -> None:
    units = [{"name": "甲镇"}, {"name": "乙镇"}]
    reading = read_form(typed(unit="", units=units), NEW, DURING)
    assert 'units = ["甲镇", "乙镇"]' in reading.text and reading.notice
    assert reading.notice.unit == "甲镇、乙镇"
    noted = read_form(typed(units=[*units, {"name": "丙镇", "note": "回头看"}]), NEW, DURING)
    assert noted.notice and noted.notice.units[2].note == "回头看"


def test_of_unit_and_units_and_of_first_day_and_its_words_one_is_needed() -> None:
    assert faults(unit="", **{"period.first_day": ""}) == {
        "unit": "请填写。",
        "period.first_day": "请填写。",
    }
    words = {"period.first_day": "", "period.in_words": "10月中旬"}
    assert "受理开始" in faults(**words)["period.first_day"]
    assert faults(**words, **{"period.tips_from": "2024-10-08"}) == {}


def test_holidays_are_typed_with_the_weekends_worked_for_them() -> None:
    row = {"name": "国庆节", "first_day": "2027-10-01", "last_day": "2027-10-07"}
    found = read_form(typed(holidays=[row | {"worked": "9月26日、2027-10-09"}]), NEW, DURING)
    assert "holidays[0].worked" not in {fault.field for fault in found.faults}
    assert "几个的用顿号隔开" in faults(holidays=[row | {"worked": "周末"}])["holidays[0].worked"]


def test_hours_for_some_lines_count_in_the_calendar_before_those_are_typed() -> None:
    hours = [{"days": ["every day"], "windows": "8:00至12:00", "lines": "短信"}]
    notice = notice_of_hours(typed(hours=hours, lines=[{}]), DURING)
    assert notice and len(notice.hours) == 1


def test_the_calendar_goes_by_closed_days_and_holidays_that_are_whole_before_others_are() -> None:
    national = {"name": "国庆节", "first_day": "2031-10-01", "last_day": "2031-10-03"}
    part = typed(
        **{
            "period.first_day": "2031-09-20",
            "period.last_day": "2031-10-19",
            "period.tips_from": "2031-09-18",
            "period.tips_until": "2031-10-17",
            "team": "",
            "lines": [{}],
        },
        closed=[{"day": "2031-09-22", "name": "停电"}, {"name": "事由先填"}],
        holidays=[national, {"name": "还没有写哪天"}],
    )
    notice = notice_of_hours(part, DURING)
    assert notice and (notice.first_day, notice.last_day) == (date(2031, 9, 20), date(2031, 10, 19))
    assert (notice.tips_start.date(), notice.tips_end and str(notice.tips_end)[:10]) == (
        date(2031, 9, 18),
        "2031-10-18",
    )
    assert {**notice.closed} == {date(2031, 9, 22): "停电"}
    assert [holiday.name for holiday in notice.calendar.given] == ["国庆节"]
    zone = notice_of_hours(part | {"timezone": "Asia/Urumqi"}, DURING)
    assert zone and zone.timezone == "Asia/Urumqi"
    words = {"period.first_day": "", "period.in_words": "10月中旬", "period.last_day": ""}
    unannounced = notice_of_hours(part | words, DURING)
    assert unannounced and unannounced.period_in_words == "10月中旬"


def test_the_windows_of_a_day_are_typed_as_one_reads_them_and_the_days_once() -> None:
    hours = [{"days": ["working days"], "windows": "8:30-12:00，14:30-18:00"}]
    found = read_form(typed(hours=hours), NEW, DURING)
    assert found.notice and [(str(h.start), str(h.until)) for h in found.notice.hours] == [
        ("08:30:00", "12:00:00"),
        ("14:30:00", "18:00:00"),
    ]
    shown = values_of(found.text, "")
    assert [row["windows"] for row in shown["hours"]] == ["08:30-12:00，14:30-18:00"]
    assert read_form(shown, found.text, DURING).text == found.text
    shown["hours"][0]["windows"] += "，19:00-24:00，0:00-1:00"
    mended = read_form(shown, found.text, DURING)
    assert mended.notice and len(mended.notice.hours) == 4
    (row,) = values_of(mended.text, "")["hours"]
    assert row["windows"] == "08:30-12:00，14:30-18:00，19:00-24:00，00:00-01:00"


def test_days_that_are_all_of_a_kind_stand_for_those_chosen_beside_them() -> None:
    for chosen, said in (
        (["every day", "working days", "mon"], "every day"),
        (["mon", "working days"], "working days"),
        (["mon", "sun"], ["mon", "sun"]),
    ):
        assert picked("days", chosen) == said


@pytest.mark.parametrize("written", ["8:30", "8:30-", "八点到十二点", "8:30-12:00-14:30"])
def test_what_is_no_window_is_told_how_one_is_written(written: str) -> None:
    found = faults(hours=[{"days": ["every day"], "windows": written}])
    assert set(found) == {"hours[0].windows"} and "8:30-12:00" in found["hours[0].windows"]


@pytest.mark.parametrize("between", ["-", "~", "－", "—", "–", "～", "至", "到", " - ", "——"])
def test_from_and_until_are_parted_as_people_part_them(between: str) -> None:
    windows = value_of("windows", f"8:30{between}12时00分；14点30{between}18.00", DURING)
    assert windows == [(time(8, 30), time(12)), (time(14, 30), time(18))]


def test_texts_are_parted_by_any_comma_and_what_is_no_instant_is_told_how_one_is_written() -> None:
    assert value_of("texts", "甲,乙，丙、丁", DURING) == ["甲", "乙", "丙", "丁"]
    assert value_of("texts", "甲、乙；丙;", DURING) == ["甲、乙", "丙"]
    assert value_of("texts", "甲、乙;丙", DURING) == ["甲、乙", "丙"]
    assert value_of("texts", " 甲， 乙 ", DURING) == ["甲", "乙"]
    last = value_of("until", "2022-06-09 18:30:15", DURING)
    assert last == datetime.fromisoformat("2022-06-09 18:30:15")
    for field, said in (("period.tips_until", "17:30 这样的时刻"), ("period.last_day", "日期。")):
        told = faults(**{field: "月底"})[field]
        assert "2016-10-01 这样的日期" in told and told.endswith(f"{said}。".replace("。。", "。"))
    assert "首日" in faults(**{"period.last_day": "2022-06-08"})["period.last_day"]


def test_what_the_file_calls_by_a_key_the_form_calls_by_its_label() -> None:
    in_words = {"period.first_day": "", "period.in_words": "10月中旬起"}
    hours = {"days": ["working days"], "windows": "8:30-8:00"}
    first, last, window = (
        faults(**in_words)["period.first_day"],
        faults(**{"period.last_day": "2022-06-10", "period.tips_until": "2022-06-20"}),
        faults(hours=[hours])["hours[0].windows"],
    )
    assert "请写明受理开始（开始受理的日期）或落款日期（落款日期）" in first
    assert "不得晚于末日（2022-06-10）" in last["period.tips_until"]
    assert "应晚于开始（" in window


@pytest.mark.parametrize("written", ["14:30", "14：30", "１４：３０"])
def test_a_time_is_no_telephone_number(written: str) -> None:
    lines = [{"kind": "landline", "value": written}]
    assert "受理时段" in faults(lines=lines)["lines[0].value"]
    assert read_form(typed(lines=lines), NEW, DURING).notice is None


@pytest.mark.parametrize(
    ("kind", "written", "seen"),
    [
        ("day_list", [date(2022, 6, 9), date(2022, 6, 10)], "2022-06-09、2022-06-10"),
        ("day_list", [date(2022, 6, 9)], "2022-06-09"),
        ("texts", ["甲", "乙"], "甲、乙"),
        ("texts", ["甲、乙", "丙"], "甲、乙；丙；"),
        ("texts", ["甲", "乙，丙"], "甲；乙，丙；"),
        ("texts", ["甲,乙", "丙"], "甲,乙；丙；"),
        ("texts", ["甲、乙"], "甲、乙；"),
        ("texts", ["甲"], "甲"),
        ("texts", [], ""),
        ("days", "working days", ["working days"]),
        ("days", ["monday", 3], ["monday"]),
        ("about", "inspectors", True),
        ("about", None, False),
        ("about", "tips", False),
        ("line_kind", "landline", "landline"),
        ("line_kind", "固定电话", "landline"),
        ("line_kind", "微信公众号", "other"),
        ("line_kind", "", ""),
        ("line_kind", None, ""),
        ("scope", False, True),
        ("scope", None, False),
        ("until", datetime.fromisoformat("2022-06-09 18:30"), "2022-06-09 18:30:00"),
        ("windows", time(8, 30), "08:30"),
        ("windows", time(8, 30, 5), "08:30:05"),
        ("text", 7, "7"),
        ("text", None, ""),
    ],
)
def test_what_the_file_says_is_shown_as_one_types_it(
    kind: NoticeKind, written: object, seen: object
) -> None:
    assert shown(kind, written) == seen
    if kind in ("day_list", "texts"):
        assert value_of(kind, str(seen), DURING) == written


@pytest.mark.parametrize("written", ["8:30-25:00", "8:30-24:30", "8:61-12:00"])
def test_an_hour_that_no_clock_shows_is_told_as_it_was_written(written: str) -> None:
    found = faults(hours=[{"days": ["every day"], "windows": written}])
    (wrong,) = (part for part in written.split("-") if part not in ("8:30", "12:00"))
    assert wrong in found["hours[0].windows"]


def test_what_is_taken_out_of_the_form_is_out_of_the_file() -> None:
    text = typed(units=[{"name": "甲街道"}, {"name": "乙街道"}])
    with_units = read_form(text, NEW, DURING)
    assert with_units.notice and len(with_units.notice.units) == 2
    shown_again = values_of(with_units.text, "") | {"units": [{}]}
    without = read_form(shown_again, with_units.text, DURING)
    assert "甲街道" not in without.text and "units" not in tomllib.loads(without.text)
    emptied = values_of(example_text(), "")
    blank = {key: "" for key in emptied["lines"][0] if key != "origin"}
    emptied["lines"][1] |= blank
    emptied["tags"] = [{}]
    left = read_form(emptied, example_text(), DURING)
    assert left.notice and (len(left.notice.lines), dict(left.notice.tags)) == (
        len(parse_notice(example_text()).lines) - 1,
        {},
    )
    assert "tags" not in tomllib.loads(left.text)


@pytest.mark.parametrize(
    ("until", "said"),
    [
        ("last_day = 2016-10-19", "2016-09-20 至 2016-10-19，共 30 天"),
        (
            "last_day = 2016-10-19\ntips_until = 2016-10-17",
            "2016-09-20 至 2016-10-19，共 30 天，受理至 2016-10-17",
        ),
        (
            "last_day = 2016-10-19\ntips_until = 2016-10-17T17:30:00",
            "2016-09-20 至 2016-10-19，共 30 天，受理至 2016-10-17 17:30",
        ),
        ("tips_until = 2016-10-17", "自 2016-09-20 起，末日未公布，受理至 2016-10-17"),
    ],
)
def test_what_a_notice_means_names_the_last_day_on_which_tips_are_taken(
    until: str, said: str
) -> None:
    found = parse_notice(notice_text(period=f"[period]\nfirst_day = 2016-09-20\n{until}"), "")
    assert meaning(found, DURING)[1] == f"{said}，渠道 1 条"


def test_what_a_notice_means_has_its_own_word_and_what_is_not_known_of_its_days() -> None:
    text = notice_text(
        team='team = "区委巡察组"',
        period="[period]\nfirst_day = 2031-09-20\nlast_day = 2031-10-19",
        hours='[[hours]]\ndays = "working days"\nfrom = 08:00:00\nto = 12:00:00',
    )
    heading, period, status, *_service, last = meaning(parse_notice(text), DURING)
    assert heading.startswith("区委巡察组  ") and period.endswith("共 30 天，渠道 1 条")
    assert "距巡察开始" in status and "巡视" not in status
    assert "2031年法定节假日安排未收录" in last


FIELDS = """\
team  {inspection}组  text  needed
unit  被{inspection}单位  text  needed  unless units
[[units]]  各被{inspection}单位
  name  单位名称  text  needed  seldom
  note  单位说明  text  seldom
period.first_day  首日  day  needed  unless period.in_words
period.last_day  末日  day
period.in_words  时间原话  text  seldom
period.tips_from  受理开始  until  seldom
period.tips_until  受理截止  until
[[hours]]  受理时间  needed
  days  受理日  days  needed
  windows  受理时段  windows  needed
  lines  适用渠道  texts  seldom
  first_day  此时段自  day  seldom
  last_day  此时段至  day  seldom
[[lines]]  举报渠道  needed
  kind  渠道种类  line_kind  needed
  value  号码或地址  contact  needed
  label  名称  text
  area_code  区号  text
  postcode  邮政编码  text
  note  说明  text
  about  监督渠道  about
[[closed]]  非受理日
  day  非受理日期  day  needed
  name  事由  text
[[holidays]]  节假日
  name  节日  text  needed  seldom
  first_day  放假自  day  needed  seldom
  last_day  放假至  day  seldom
  worked  调休上班  day_list  seldom
out_of_scope  范围以外  text
disciplines  问题类别  texts
[[groups]]  对象类别
  name  这类对象  text  needed
  in_scope  不属受理范围  scope
[[tags]]  {inspection}重点
  heading  总称  text  needed
  items  各项  texts  needed
issued_on  落款日期  day
code  短代号  text
address  公告网址  text
timezone  时区  text  needed
"""


def test_a_notice_has_these_fields_in_this_order_and_these_of_them_are_needed() -> None:
    told = []
    for field in NOTICE_FIELDS:
        of_section = field.fields if isinstance(field, Section) else ()
        for one, key in (
            (field, f"[[{field.key}]]" if of_section else field.key),
            *((part, f"  {part.key}") for part in of_section),
        ):
            said = [key, one.label, "" if isinstance(one, Section) else one.kind]
            said.append("needed" if one.required else "")
            if isinstance(one, NoticeField):
                said += [f"unless {one.unless}" if one.unless else "", "seldom" * one.seldom]
            told.append("  ".join(filter(None, said)))
    assert told == FIELDS.splitlines()
