"""The list of units and posts: read from a spreadsheet, it completes what is typed of a subject."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from store.desk.desk import Desk
from store.errors import CannotRead, NotAllowed
from store.notice.reading import parse_notice
from store.registers.directory import read_directory
from store.tips.directory import Directory, Listed, with_groups
from tests.builders import notice_text
from tests.store.desks import OFFICER, folder_of, new_desk, open_desk
from tests.store.sealed import sealed_desk, where
from tests.tui.dialogue import answers, dialogue
from tests.tui.shell import Shell
from tests.tui.sitting import sitting
from tui.entering.unit_list import by_list, take_list_in

ROWS = (
    ("某县管理干部名录",),
    ("序号", "单位名称", "姓 名", "现任职务", "对象类别", "电话"),
    (1, "某县国土局", "密某某", "局长", "领导班子及其成员", "1"),
    (2, "某县国土局", "密某", "副局长", "领导班子及其成员", "2"),
    (3, "某县水利局", "密某", "科长", "没有的类别", "3"),
    (4, "某县水利局", "", "会计", "", ""),
    (5, "", "", "", "领导班子及其成员", ""),
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    book = Workbook()
    for row in ROWS:
        book.active.append(row)
    path = tmp_path / "名录.xlsx"
    book.save(path)
    return path


@pytest.fixture
def desk(tmp_path: Path, file: Path) -> Desk:
    made = new_desk(tmp_path / "desk")
    said = take_list_in(made, file)
    assert "4 行" in said[0]
    assert "没有的类别" in said[1]
    return made


def test_a_list_is_read_by_what_stands_over_its_columns(desk: Desk) -> None:
    rows = open_desk(folder_of(desk)).listing.all().rows
    assert [(row.unit, row.person, row.post, row.group) for row in rows] == [
        ("某县国土局", "密某某", "局长", "leadership"),
        ("某县国土局", "密某", "副局长", "leadership"),
        ("某县水利局", "密某", "科长", ""),
        ("某县水利局", "", "会计", ""),
    ]


def test_what_is_blank_is_completed_where_every_matching_row_says_it_alike(desk: Desk) -> None:
    listing = desk.listing
    assert listing.all().completed({"person": "密某某"}) == {
        "unit": "某县国土局",
        "post": "局长",
        "group": "leadership",
    }
    assert listing.all().completed({"person": "密某"}) == {}
    assert listing.all().completed({"person": "密某", "unit": "某县国土局"}) == {
        "post": "副局长",
        "group": "leadership",
    }
    assert listing.all().completed({"person": "密某某", "unit": "别的局"}) == {}
    assert listing.all().completed({"unit": "某县国土局", "post": "局长"})["person"] == "密某某"
    assert listing.all().completed({"unit": "某县国土局"}) == {}


def test_what_begins_as_typed_is_offered_in_the_order_of_the_list_each_once(desk: Desk) -> None:
    found = desk.listing.all()
    assert found.beginning("unit", "某县", 9) == ["某县国土局", "某县水利局"]
    assert found.beginning("unit", "某县", 1) == ["某县国土局"]
    assert found.beginning("unit", "国土局", 9) == found.beginning("person", "某", 9) == []
    assert found.beginning("post", "", 9) == ["局长", "副局长", "科长", "会计"]
    # A row that stands there twice is one.
    assert Directory((*found.rows, *found.rows)).rows == found.rows


def test_a_group_in_a_list_is_the_notices_by_its_key_or_its_name() -> None:
    said: list[str] = []
    notice = parse_notice(notice_text(groups='[groups]\nleadership = "领导班子"'))
    rows = (Listed(unit="甲", group=group) for group in ("leadership", "领导班子", "", "别的"))
    found = with_groups(rows, notice, said.append)
    assert [row.group for row in found] == ["leadership", "leadership", "", ""]
    assert said == ["别的"]


def test_a_name_that_is_not_in_the_list_is_said_to_be_not(desk: Desk) -> None:
    assert desk.listing.all().lacks({"person": "张某"}) == "张某"
    assert desk.listing.all().lacks({"person": "密某"}) == ""
    assert desk.listing.all().lacks({"unit": "别的局"}) == "别的局"
    assert desk.listing.all().lacks({}) == ""


def test_of_whom_the_list_has_all_and_of_whom_nobody_is_named_nothing_is_said(desk: Desk) -> None:
    known = {"unit": "某县国土局", "person": "密某某", "post": "局长", "group": "leadership"}
    for subject in (known, {}, {"unit": "某县水利局"}):
        assert by_list(desk, subject) == ({}, "")
    assert by_list(desk, {"person": "张某"}) == ({}, "名录中没有“张某”，可照常登记。")


@pytest.mark.parametrize("typed", ["~nobody-of-that-name/1.csv", "1\0.csv"])
def test_a_list_at_a_path_where_none_is_is_refused_in_a_sentence(desk: Desk, typed: str) -> None:
    with pytest.raises(CannotRead, match="没有这个文件，请核对路径："):
        take_list_in(desk, typed)


def test_of_the_groups_that_a_list_has_and_the_notice_has_not_five_are_named(
    desk: Desk, tmp_path: Path
) -> None:
    groups = ("甲", "乙", "丙", "丁", "戊", "己", "甲")
    rows = [f"某局,某{group},{group}" for group in (*groups, "巡视干部", "不属受理范围")]
    (tmp_path / "1.csv").write_text("\n".join(("单位名称,姓名,对象类别", *rows)))
    assert take_list_in(desk, f" {tmp_path}/1.csv ")[1:] == [
        "公告中没有这些对象类别，已留空：甲、乙、丙、丁、戊。"
    ]
    assert [row.group for row in desk.listing.all().rows][-2:] == ["inspectors", "out_of_scope"]


def test_where_there_is_no_list_nothing_is_said_of_it(tmp_path: Path) -> None:
    desk = new_desk(tmp_path / "desk")
    assert desk.listing.all().lacks({"person": "张某"}) == ""
    assert desk.listing.all().beginning("unit", "某", 2) == []


def test_line_by_line_a_subject_is_completed_by_the_list_and_a_stranger_told(desk: Desk) -> None:
    folder = folder_of(desk)
    desk.close()
    call = answers({"subjects.person": "密某某"}, before="subjects.group")
    said = dialogue(folder, "登记", *call)
    assert "已按名录填入所缺各项，请核对。\n被反映单位：某县国土局\n职务：局长" in said
    call = answers({"subjects.person": "张某"}, before="subjects.post")
    assert "名录中没有“张某”，可照常登记。" in dialogue(folder, "登记", "", *call)


def test_a_list_is_read_under_merged_cells_each_name_as_one_and_by_the_first_of_two_columns(
    tmp_path: Path,
) -> None:
    book = Workbook()
    for row in (
        ("单位", "姓名", "职务", "部门"),
        (" 某县\n国土局 ", "密\n某某", "局长", "别的处"),
        (None, "密某", "副局长", ""),
    ):
        book.active.append(row)
    book.active.merge_cells("A2:A3")
    book.save(tmp_path / "x.xlsx")
    assert read_directory(tmp_path / "x.xlsx") == [
        Listed("某县国土局", "密某某", "局长"),
        Listed("某县国土局", "密某", "副局长"),
    ]


def test_what_stands_for_the_cell_above_is_read_as_that_and_what_says_nothing_is_refused(
    tmp_path: Path,
) -> None:
    file, heads = tmp_path / "x.csv", "单位,姓名,职务,类别"
    rows = ("某局,甲某,局长,班子", "同上,乙某,〃,同上", "", "—,无,—,", heads, "同上,丙某,无,〃")
    file.write_text("\n".join((heads, *rows)))
    assert read_directory(file) == [
        Listed("某局", "甲某", "局长", "班子"),
        Listed("某局", "乙某", "局长", "班子"),
        Listed("某局", "丙某", "", "班子"),
    ]
    for cells, problem in (
        ("同上,甲某,局长", "“同上”上面没有可用的内容，请写全。"),
        ("某局,甲某,同左", "“同左”指的是哪一格不明，请写全。"),
        ("某局,#N/A,局长", "“#N/A”是表格的错误值，请改正。"),
    ):
        file.write_text(f"题\n{heads}\n{cells}\n")
        with pytest.raises(CannotRead, match=f"第 3 行：{problem}"):
            read_directory(file)


HEADINGS = {
    "unit": "单位|部门|处室|机构|所在单位|工作单位|现单位|任职单位|单位名称|单位全称|Unit",
    "person": "姓名|名字|干部姓名|人员姓名|领导姓名|Name|PERSON",
    "post": "职务|岗位|职位|现任职务|担任职务|工作岗位|职务名称|Post|position",
    "group": "类别|类型|对象类别|干部类别|人员类型|监督对象类别|Group",
}


def test_a_column_is_known_by_each_of_its_names_and_by_no_more(tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    for part, words in HEADINGS.items():
        first, second = [name for name in ("unit", "person", "post") if name != part][:2]
        for word in words.split("|"):
            file.write_text(f"{first},{second},{word}\n甲,乙,丙\n丁\n")
            rows = [Listed(**{first: "甲", second: "乙", part: "丙"}), Listed(**{first: "丁"})]
            assert read_directory(file) == rows, word
            file.write_text(f"{first},{second},{word}者\n甲,乙,丙\n")
            assert read_directory(file) == [Listed(**{first: "甲", second: "乙"})], word


def test_a_list_is_of_all_sheets_and_begins_below_headings_in_the_first_twenty_rows(
    tmp_path: Path,
) -> None:
    book = Workbook()
    for sheet in (book.active, book.create_sheet("二")):
        for _row in range(19):
            sheet.append(("题",))
        sheet.append(("单位", "职务"))
        sheet.append(("某" * 201, sheet.title))
    book.save(tmp_path / "x.xlsx")
    assert read_directory(tmp_path / "x.xlsx") == [
        Listed("某" * 200, post="Sheet"),
        Listed("某" * 200, post="二"),
    ]
    (tmp_path / "x.csv").write_text("题\n" * 20 + "单位,职务\n某局,局长\n")
    with pytest.raises(CannotRead, match="表头须有“单位”“姓名”“职务”中的两栏"):
        read_directory(tmp_path / "x.csv")


def test_a_list_of_more_than_twenty_thousand_rows_is_none(tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    file.write_text("单位,职务\n" + "某局,局长\n" * 20_000)
    assert len(read_directory(file)) == 20_000
    with file.open("a") as more:
        more.write("某局,局长\n")
    with pytest.raises(CannotRead, match="超过 20000 行，不像名录"):
        read_directory(file)


def test_a_newer_list_stands_instead_of_the_one_before(desk: Desk, tmp_path: Path) -> None:
    newer = tmp_path / "b.csv"
    newer.write_text("单位,职务\n某县税务局,局长\n")
    take_list_in(desk, newer)
    assert desk.listing.all().beginning("unit", "某", 9) == ["某县税务局"]


@pytest.mark.parametrize("content", ["", "甲,乙\n1,2\n", "单位,职务\n", "单位,类别\n某局,甲\n"])
def test_a_file_that_is_no_list_is_refused_and_the_one_before_stays(
    desk: Desk, tmp_path: Path, content: str
) -> None:
    other = tmp_path / "c.csv"
    other.write_text(content)
    with pytest.raises(CannotRead):
        take_list_in(desk, other)
    with pytest.raises(CannotRead):
        take_list_in(desk, tmp_path / "none.xlsx")
    with pytest.raises(CannotRead, match="~nobody-of-that-name"):
        take_list_in(desk, "~nobody-of-that-name/c.csv")
    assert len(desk.listing.all().rows) == 4


def test_a_sealed_desk_has_no_name_of_the_list_in_clear_and_an_officer_completes_by_it(
    tmp_path: Path, file: Path
) -> None:
    desk = sealed_desk(tmp_path / "desk")
    take_list_in(desk, file)
    assert where(tmp_path / "desk", ("密某某", "某县国土局")) == []
    officer = open_desk(tmp_path / "desk", "李明")
    assert officer.listing.all().completed({"person": "密某某"})["post"] == "局长"
    with pytest.raises(NotAllowed):
        take_list_in(officer, file)


@pytest.mark.whole
async def test_on_the_screen_the_list_completes_a_subject_that_one_has_left(
    tmp_path: Path, file: Path
) -> None:
    async with sitting(tmp_path / "desk") as at_desk:
        await at_desk.press("f11")
        await at_desk.type(str(file))
        await at_desk.press("ctrl+n")
        await at_desk.see("名录已读入 4 行")
        await at_desk.press("f2")
        await at_desk.fill("subjects.person", "密某某")
        await at_desk.press("tab")
        await at_desk.see("已按名录填入")
        subject = at_desk.app.desk_screen.form.typed().values["subjects"][0]
        assert subject["unit"] == "某县国土局"
        assert subject["group"] == "leadership"
        await at_desk.press("f6")
        await at_desk.type("某县国土局")
        await at_desk.press("tab")
        await at_desk.type("密某")
        await at_desk.press("tab")
        form = at_desk.app.desk_screen.form
        await at_desk.until(lambda: form.typed().values["subjects"][1]["post"] != "", "the post")
        assert [one["post"] for one in form.typed().values["subjects"]] == ["局长", "副局长"]
        await at_desk.press("f2")
        await at_desk.until(lambda: "已按名录填入" not in at_desk.seen, "nothing of the one before")
        await at_desk.fill("subjects.unit", "别的局")
        await at_desk.press("tab")
        await at_desk.see("名录中没有“别的局”")
        await at_desk.press("shift+tab", "ctrl+u")
        await at_desk.type("某县水利局")
        await at_desk.press("tab")
        listing = form.query_one(".form-listing")
        await at_desk.until(lambda: not listing.display, "nothing of what is there")
        await at_desk.fill("subjects.person", "密")
        await at_desk.see("密某某")


def test_who_may_record_nothing_is_completed_nothing(tmp_path: Path) -> None:
    with sealed_desk(tmp_path / "sealed") as desk:
        desk.listing.take_in([Listed("某局", "李四", "局长", "leadership")])
    viewer = open_desk(tmp_path / "sealed", "统计")
    assert by_list(viewer, {"person": "李四"}) == ({}, "")


def test_the_command_takes_a_list_in_and_lists_it(tmp_path: Path, file: Path) -> None:
    shell = Shell(tmp_path / "other")
    shell.say("init", "--example")
    assert shell.say("directory") == "还没有读入名录。\n"
    assert "4 行" in shell.say("directory", str(file))
    first, *_rest, last = shell.say("directory").splitlines()
    assert first == "某县国土局  密某某  局长  领导班子及其成员"
    assert last == "某县水利局  会计"
    assert len(shell.json("directory")) == 4


def test_who_took_the_list_in_is_on_record(desk: Desk) -> None:
    (record,) = desk.ground.records("directory").values()
    assert record["by"] == OFFICER
