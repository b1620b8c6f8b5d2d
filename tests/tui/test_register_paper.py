"""The register as an office prints it: what stands in each row is whole, on pages that are numbered."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from rich.cells import cell_len

from store.duty.report import report
from store.registers.headings import columns_of, recognised
from store.registers.reading import read_book
from store.text import _
from store.tips.enclosure import Enclosure
from store.tips.tip import Reporter, Subject, Tip
from tests.builders import DURING, example
from tests.store.desks import tip_of
from tui.papers.register import COLUMNS, columns_and_rows, row
from tui.papers.report_html import report_html
from tui.papers.report_xlsx import report_xlsx

LETTER = "尊敬的组长：\n\n" + "反映赵某某收受礼金。" * 1999
NOTICE = example()
REPORT = report((), NOTICE, "period", DURING.date(), DURING)
POINTS_OF_A_CHARACTER = 10
(LONG,) = (column for column in COLUMNS if column.is_long)


def tip(number: int, summary: str) -> Tip:
    """A tip of the register."""
    return replace(tip_of(), number=f"2016-{number:04}", officer="李某某", summary=summary)


@pytest.fixture(scope="module")
def tips() -> list[Tip]:
    """A short call, one of some lines, and a letter of twenty thousand characters."""
    return [tip(1, "反映收受礼金。"), tip(2, "反映收受礼金。" * 30), tip(3, LETTER)]


@pytest.fixture(scope="module")
def content(tips: list[Tip]) -> bytes:
    return report_xlsx(NOTICE, REPORT, tips)


@pytest.fixture
def book(content: bytes) -> Any:
    return load_workbook(BytesIO(content))


def test_the_register_is_titled_bordered_and_numbered_on_each_page(book: Any) -> None:
    sheet = book["台账"]
    assert "台账" in sheet["A1"].value
    assert "统计截至" in sheet["A2"].value
    always = [_(column.label) for column in COLUMNS if not column.if_any]
    assert [head.value for head in sheet[3]] == always, "of what no tip has there is no column"
    assert sheet.print_title_rows == "$3:$3"
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert {page.page_setup.paperSize for page in book} == {9}, "A4"
    margins = sheet.page_margins
    assert (margins.left, margins.right, margins.top) == (0.5, 0.5, 0.5)
    assert sheet.freeze_panes == "A4" and sheet["A3"].font.b and sheet["A1"].font.size == 16
    assert {*map(str, sheet.merged_cells.ranges)} == {"A1:M1", "A2:M2"}
    assert all(cell.border.left.style and cell.border.top.style for cell in sheet[4])
    assert [page.oddFooter.center.text for page in book] == ["第 &P 页 共 &N 页"] * 3


def test_each_row_is_as_high_as_its_longest_cell_and_no_higher_than_a_page(book: Any) -> None:
    sheet = book["台账"]
    heights = [sheet.row_dimensions[n].height for n in range(4, 7)]
    assert [sheet.row_dimensions[n].height for n in (1, 2, 7)] == [28, 16, None]
    at_most_a_line = LONG.width // 2
    assert heights[1] > 210 / at_most_a_line * POINTS_OF_A_CHARACTER > heights[0]
    assert heights[2] < 409


def test_a_letter_longer_than_a_row_stands_whole_behind_the_register(
    book: Any, tips: list[Tip]
) -> None:
    sheet = book["主要内容全文"]
    first, *pieces = [cells[0] or "" for cells in sheet.iter_rows(values_only=True)]
    assert first == "2016-0003" and pieces[:2] == ["尊敬的组长：", ""]
    assert "".join(pieces) == LETTER.replace("\n", "")
    assert max(sheet.row_dimensions[n].height for n in range(1, len(pieces) + 2)) < 200
    html = report_html(NOTICE, REPORT, tips)
    assert html.count("2016-0003") == 2
    assert html.count("2016-0002") == 1
    assert html.count(LETTER) == 2  # in its cell, too, which a copied table takes along


def test_what_was_printed_is_read_in_again_under_its_title(
    content: bytes, tips: list[Tip], tmp_path: Path
) -> None:
    path = tmp_path / "register.xlsx"
    path.write_bytes(content)
    sheet = max(read_book(path).sheets, key=recognised)
    columns, _rows = columns_and_rows(NOTICE, tips)
    assert [cells for _n, cells in sheet.rows][-1][columns.index(LONG)] == LETTER
    assert columns_of(sheet, {}).rows == (3,)


def test_no_column_is_too_narrow_for_its_numbers_and_all_fit_a_lying_page(tips: list[Tip]) -> None:
    cells = row(NOTICE, tips[0])
    assert COLUMNS[0].width >= cell_len(cells[0]) + 2
    assert COLUMNS[1].width >= len("2016-10-01") + 2
    assert sum(column.width for column in COLUMNS if not column.if_any) <= 175
    html = report_html(NOTICE, REPORT, tips)
    figures, _heading, register = html.partition('class="register"')
    shares = [float(share) for share in re.findall(r'<col style="width: ([\d.]+)%', register)]
    assert len(shares) == len(COLUMNS) - 6, "of what no tip has there is no column"
    assert sum(shares) == pytest.approx(100, abs=0.1)
    texts = dict.fromkeys(("registration_mark", "visit_place", "visit_receiver"), "甲")
    tagged = replace(tips[0], tags=("重点人",), postmarked_on=DURING.date(), **texts)
    kept = (Enclosure("letter", 3, by="李某某", at=DURING),)
    all_told = report_html(NOTICE, REPORT, [*tips, replace(tagged, enclosures=kept)])
    told = all_told.removeprefix(figures)
    assert told.count("<col ") == len(COLUMNS) and "信件3页" in told
    assert '"第 " counter(page) " 页 共 " counter(pages) " 页"' in html


def test_of_several_subjects_each_has_its_part_of_each_cell_and_where_it_is_blank_a_dash() -> None:
    both = (Subject("甲局", "钱某", "局长", "leadership"), Subject("乙局", "", "", ""))
    cells = row(NOTICE, replace(tip(1, "=夜间施工"), subjects=both))
    assert cells[4:8] == ["钱某；—", "甲局；乙局", "局长；—", "领导班子及其成员；—"]
    assert cells[10] == "'=夜间施工"


@pytest.mark.parametrize(
    ("reporter", "said"),
    [
        (Reporter("王某某", "13800000000"), "王某某（待核实） 13800000000"),
        (Reporter("", "13800000000"), "仅留联系方式 13800000000"),
        (None, "匿名"),
    ],
)
def test_who_reported_is_told_with_all_that_is_known(reporter: Reporter | None, said: str) -> None:
    assert row(NOTICE, replace(tip(1, "一"), reporter=reporter))[3] == said


def test_where_a_tip_is_to_go_stands_beside_what_became_of_it_until_it_went() -> None:
    named = replace(tip(1, "一"), referred_to="市信访局")
    assert row(NOTICE, named)[-3] == "已登记 拟转市信访局"
