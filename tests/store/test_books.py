"""Files of registers are read whichever program wrote them, and none becomes larger than a register is."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_LZMA, ZipFile

import pytest
from openpyxl import Workbook

from store.errors import CannotRead
from store.registers.cells import Figure, Uncalculated, parts
from store.registers.reading import read_book
from store.registers.sheet import Sheet, sheet_of
from tests.store.old_registers import FOLDER


def written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def only(path: Path) -> Sheet:
    (sheet,) = read_book(path).sheets
    return sheet


CSV = '收到时间,主要内容\r\n\r\n2016-10-01,"一，\n二"\r\n'
CELLS = ((1, ["收到时间", "主要内容"]), (3, ["2016-10-01", "一，\n二"]))


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be"]
)
@pytest.mark.parametrize("separator", [",", "\t", ";", "|", "；", "，"])
def test_a_csv_file_is_read_in_whatever_encoding_and_with_whatever_separator(
    tmp_path: Path, encoding: str, separator: str
) -> None:
    content = CSV.replace(",", separator).encode(encoding)
    if encoding == "utf-16":
        marked = b"\xfe\xff" + CSV.replace(",", separator).encode("utf-16-be")
        assert only(written(tmp_path / "x", marked)).rows == CELLS
    assert only(written(tmp_path / "x", content)).rows == CELLS


def test_the_separator_is_that_with_which_the_headings_are_found(tmp_path: Path) -> None:
    text = "台账，某组，九月；十月\n收到时间\t主要内容\n2016-10-01\t一，二，三，四；五；六\n"
    rows = only(written(tmp_path / "x", text.encode("gbk"))).rows
    assert rows[1:] == (
        (2, ["收到时间", "主要内容"]),
        (3, ["2016-10-01", "一，二，三，四；五；六"]),
    )
    # What is no table by one of them may be one by another, and what is by none has one column.
    odd = '收到时间\t主要内容\n2016-10-01\t甲,"乙"丙\n'
    assert only(written(tmp_path / "x", odd.encode())).rows[1][1] == ["2016-10-01", '甲,"乙"丙']
    alone = only(written(tmp_path / "台账.csv", "主要内容\n甲\n".encode()))
    assert (alone.name, alone.rows) == ("台账", ((1, ["主要内容"]), (2, ["甲"])))
    # Where nothing tells, a comma is more often one than what else there is.
    assert only(written(tmp_path / "x", "甲,乙;丙".encode())).rows == ((1, ["甲", "乙;丙"]),)


@pytest.mark.parametrize(
    ("cell", "text"), [("'=1+1", "=1+1"), ("'", "'"), ("''甲", "'甲"), (" 甲 ", "甲"), ("=1", "=1")]
)
def test_the_mark_before_a_formula_is_no_part_of_the_text(
    tmp_path: Path, cell: str, text: str
) -> None:
    assert only(written(tmp_path / "x", f"{cell},乙\n".encode())).rows == ((1, [text, "乙"]),)


def test_a_text_is_parted_where_no_bracket_holds_it_together() -> None:
    for text, found in (
        ("甲；乙；", ["甲", "乙"]),
        ("甲（丙；丁）；乙", ["甲（丙；丁）", "乙"]),
        ("甲（丙；乙", ["甲（丙", "乙"]),
        # Within these all stands as it is, also a bracket that nobody closed.
        ("〖甲（；乙〗；丙", ["〖甲（；乙〗", "丙"]),
        ("“甲；（乙；丙）；丁”；戊", ["“甲；（乙；丙）；丁”", "戊"]),
    ):
        assert parts(text, "；") == found


def workbook(path: Path, *rows: list[Any]) -> Path:
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    book.save(path)
    return path


def test_a_workbook_is_read_as_texts(tmp_path: Path) -> None:
    naive = datetime(2016, 10, 1, 9, 5)  # noqa: DTZ001
    path = workbook(
        tmp_path / "x",
        ["'=1", None, 12, 1.0, 1.5, 13800000000, 430102199001011234, True, False],
        [999999999999999, 1000000000000001, -1000000000000001, "甲_x000D_\n乙\r\n丙"],
        [],
        [naive, date(2016, 10, 1), time(9, 5), timedelta(hours=30), " 甲 ", None],
    )
    assert only(path).rows == (
        (1, ["=1", "", "12", "1", "1.5", "13800000000", "4.30102199001011E+17", "TRUE", "FALSE"]),
        (2, ["999999999999999", "1.00000000000000E+15", "-1.00000000000000E+15", "甲\n乙\n丙"]),
        (4, ["2016-10-01 09:05:00", "2016-10-01", "09:05:00", "30:00:00", "甲"]),
    )  # fmt: skip


def test_a_formula_without_its_value_is_no_blank(tmp_path: Path) -> None:
    sheet = only(workbook(tmp_path / "x.xlsx", ["收到时间", "主要内容"], ['=A1&"甲"', "乙"]))
    cell = sheet.rows[1][1][0]
    assert (cell, type(cell)) == ('=A1&"甲"', Uncalculated)
    for kind in ("", ' t="n"', ' t="b"', ' t="e"'):
        said = f'<row r="1"><c r="A1"{kind}><f>B1</f></c><c r="B1"><v>1</v></c></row>'
        ((_n, (cell, _one)),) = only(with_sheet(tmp_path / "x", said)).rows
        assert (cell, type(cell)) == ("=B1", Uncalculated), kind


AS_OTHER_PROGRAMS_WRITE = """<?xml version="1.0"?>
<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main">
<x:dimension ref="A1"/><x:cols><x:col min="2" max="3" hidden="true"/><x:col min="4" max="5"/></x:cols>
<x:sheetData><x:row r="1"><x:c r="A1" t="inlineStr"><x:is><x:t>甲</x:t></x:is></x:c><x:c r="B1"><x:v>0</x:v></x:c></x:row>
<x:row r="2" hidden="true"><x:c r="A2"><x:f t="shared" si="0"/></x:c><x:c r="B2"><x:f>A1&amp;"乙"</x:f><x:v></x:v></x:c></x:row>
<x:row r="3"><x:c r="B3"><x:f>1+1</x:f><x:v>2</x:v></x:c><x:c r="C3" t="str"><x:f>A9</x:f><x:v></x:v></x:c>
<x:c r="D3"><x:f>A9</x:f><x:v/></x:c></x:row></x:sheetData>
<x:mergeCells count="1"><x:mergeCell xml:space="default" ref="A2:A3"/></x:mergeCells></x:worksheet>"""


def test_a_workbook_is_read_with_each_name_in_its_namespace(tmp_path: Path) -> None:
    workbook(tmp_path / "a.xlsx", ["甲"])
    with (
        ZipFile(tmp_path / "a.xlsx") as archive,
        ZipFile(tmp_path / "b.xlsx", "w", ZIP_DEFLATED) as made,
    ):
        for name in archive.namelist():
            is_sheet = name == "xl/worksheets/sheet1.xml"
            made.writestr(name, AS_OTHER_PROGRAMS_WRITE if is_sheet else archive.read(name))
    sheet = only(tmp_path / "b.xlsx")
    assert sheet.rows == (
        (1, ["甲", "0"]),
        (2, ["=", '=A1&"乙"']),
        (3, ["", "2", "", "=A9"]),
    )
    uncalculated = [
        (n, at)
        for n, cells in sheet.rows
        for at, one in enumerate(cells)
        if isinstance(one, Uncalculated)
    ]
    assert uncalculated == [(2, 0), (2, 1), (3, 3)]
    assert (sheet.unseen_rows, sheet.unseen_columns) == ({2}, {1, 2})
    assert sheet.merged == ((2, 0, 3, 0),)
    assert len(only(workbook(tmp_path / "x", ["甲"] * 1001)).rows[0][1]) == 1000


def test_rows_and_columns_that_nobody_sees_are_known(tmp_path: Path) -> None:
    book = Workbook()
    for row_ in (["收到时间", "主要内容"], ["2016-10-01", "甲"], ["2016-10-02", "乙"]):
        book.worksheets[0].append(row_)
    book.worksheets[0].row_dimensions[3].hidden = True
    book.worksheets[0].column_dimensions["B"].hidden = True
    book.worksheets[0].column_dimensions["C"].width = 40
    book.save(tmp_path / "x.xlsx")
    sheet = only(tmp_path / "x.xlsx")
    assert (sheet.unseen_rows, sheet.unseen_columns) == ({3}, {1})
    column = '<table:table-column table:number-columns-repeated="2"/><table:table-column table:visibility="collapse"/>'
    rows = row(cell("收到时间"), cell("来源"), cell("主要内容")) + row(
        cell("2016-10-01"),
        cell("来信"),
        cell("甲"),
        attributes='table:visibility="filter" table:number-rows-repeated="2"',
    )
    sheet = only(written(tmp_path / "x.ods", document(column + rows)))
    assert (sheet.unseen_rows, sheet.unseen_columns) == ({2, 3}, {2})
    assert [n for n, _cells in sheet.rows] == [1, 2, 3]


def test_hidden_sheets_are_named_and_not_read(tmp_path: Path) -> None:
    book = Workbook()
    book.worksheets[0].append(["甲"])
    for state in ("hidden", "veryHidden"):
        sheet = book.create_sheet(state)
        sheet.append(["乙"])
        sheet.sheet_state = state
    book.create_sheet("另一页").append(["丙"])
    book.save(tmp_path / "x")
    found = read_book(tmp_path / "x")
    assert [sheet.name for sheet in found.sheets] == ["Sheet", "另一页"]
    assert found.hidden == ("hidden", "veryHidden")


def test_what_is_merged_is_known_of_every_kind_of_file(tmp_path: Path) -> None:
    book = Workbook()
    book.worksheets[0].append(["台账", None, "乙"])
    book.worksheets[0].append(["甲", "丙"])
    book.worksheets[0].append([None, "丁"])
    book.worksheets[0].merge_cells("A1:B1")
    book.worksheets[0].merge_cells("A2:A3")
    book.save(tmp_path / "xlsx")
    page = "<table><tr><th colspan=2>台账<th>乙<tr><td rowspan=2>甲<td>丙<tr><td>丁</table>"
    ods = document(
        row(cell("台账", 'table:number-columns-spanned="2" table:number-rows-spanned="1"'), COVERED, cell("乙"))
        + row(cell("甲", 'table:number-columns-spanned="1" table:number-rows-spanned="2"'), cell("丙"))
        + row(COVERED, cell("丁"))
    )  # fmt: skip
    for path in (
        tmp_path / "xlsx",
        written(tmp_path / "xls", page.encode()),
        written(tmp_path / "ods", ods),
    ):
        sheet = only(path)
        assert sorted(sheet.merged) == [(1, 0, 1, 1), (2, 0, 3, 0)], path
        assert sheet.under_merged()[2] == (3, ["甲", "丁"]), path
        assert sheet.top(3)[0] == (1, ["台账", "台账", "乙"]), path
        assert sheet.top(3)[2] == (3, ["甲", "丁"]), path
        assert sheet.top(1) == [(1, ["台账", "台账", "乙"])], path
        assert sheet.rows[2] == (3, ["", "丁"]), path


def test_what_is_merged_ends_where_it_ends(tmp_path: Path) -> None:
    book = Workbook()
    for row_ in (["甲", "", "", ""], ["", "乙", "", "", "丙"], ["", "", "", "", "丁"], ["戊"]):
        book.worksheets[0].append(row_)
    book.worksheets[0].merge_cells("B2:C3")
    book.save(tmp_path / "xlsx")
    sheet = only(tmp_path / "xlsx")
    assert sheet.top(2)[1] == (2, ["", "乙", "乙", "", "丙"])
    rows = [cells for _n, cells in sheet.under_merged()]
    assert rows == [["甲"], ["", "乙", "", "", "丙"], ["", "乙", "", "", "丁"], ["戊"]]


def test_a_cell_under_a_merged_one_that_says_something_keeps_it() -> None:
    sheet = sheet_of(
        "台账", [(1, ["甲", "乙"]), (2, ["", "丙"]), (3, ["丁", "戊"])], [(1, 0, 3, 0)]
    )
    assert [cells[0] for _n, cells in sheet.under_merged()] == ["甲", "甲", "丁"]


def test_an_old_workbook_of_excel_is_read(tmp_path: Path) -> None:
    found = read_book(FOLDER / "97_2003.xls")
    assert found.hidden == ("草稿",)
    (sheet,) = found.sheets
    assert sheet.merged == ((2, 0, 3, 0),)
    assert sheet.under_merged()[1:] == (
        (2, ["2016-09-21", "09:05:00", "来信", "13800000000", "赵某某", "某局", "班子成员", "廉洁纪律", "第1件", "TRUE"]),
        (3, ["2016-09-21", "10:00:00", "来信", "13800000000", "赵某某", "某局", "班子成员", "廉洁纪律", "第2件", "TRUE"]),
    )  # fmt: skip


def test_an_old_workbook_that_is_in_no_other_file_is_read_as_one_that_is(tmp_path: Path) -> None:
    path = FOLDER / "97_2003.xls"
    content = path.read_bytes()
    # As up to Excel 4: it begins with the book itself.
    alone = content[content.index(struct.pack("<2H", 0x809, 16)) :]
    assert read_book(written(tmp_path / "x.xls", alone)) == read_book(path)


def test_rows_and_columns_of_an_old_workbook_that_nobody_sees_are_known(tmp_path: Path) -> None:
    content = bytearray((FOLDER / "97_2003.xls").read_bytes())
    first, second = (content.index(struct.pack("<3H", 0x208, 16, n)) for n in (0, 1))
    content[second + 16] |= 0x20
    # In the place of how its pages are set up: the second and the third column are hidden.
    page = content.rindex(struct.pack("<2H", 0xA1, 34), 0, first)
    content[page : page + 38] = struct.pack("<8H2H18x", 0x7D, 12, 1, 2, 2560, 15, 1, 0, 0xA1, 18)
    (sheet,) = read_book(written(tmp_path / "x.xls", bytes(content))).sheets
    assert (sheet.unseen_rows, sheet.unseen_columns) == ({2}, {1, 2})


def old_workbook_with(path: Path, record: bytes, instead: bytes) -> Path:
    """The old workbook, the first record that is so made into another as long."""
    content = (FOLDER / "97_2003.xls").read_bytes()
    assert record in content and len(record) == len(instead)
    return written(path, content.replace(record, instead, 1))


def test_a_sheet_of_an_old_workbook_that_no_menu_shows_is_hidden_too(tmp_path: Path) -> None:
    record, instead = (struct.pack("<IBBBB", 0x816, is_so, 0, 2, 1) for is_so in (1, 2))
    assert read_book(old_workbook_with(tmp_path / "x.xls", record, instead)).hidden == ("草稿",)


def test_an_old_workbook_that_is_too_large_is_told_as_that(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("store.registers.sheet.MOST_CELLS", 5)
    with pytest.raises(CannotRead, match="内容过多（最多 100000 行、5 格）"):
        read_book(FOLDER / "97_2003.xls")


def test_an_old_workbook_of_a_macintosh_counts_its_days_from_1904(tmp_path: Path) -> None:
    record, instead = (struct.pack("<3H", 0x22, 2, is_so) for is_so in (0, 1))
    (sheet,) = read_book(old_workbook_with(tmp_path / "x.xls", record, instead)).sheets
    assert sheet.rows[1][1][:2] == ["2020-09-22", "09:05:00"]


def test_what_failed_in_an_old_workbook_is_told_as_it_was_shown(tmp_path: Path) -> None:
    for code, shown in ((0x2A, "#N/A"), (0x07, "#DIV/0!"), (0x99, "#VALUE!")):
        record = struct.pack("<5HBB", 0x205, 8, 1, 9, 17, 1, 0)
        instead = struct.pack("<5HBB", 0x205, 8, 1, 9, 17, code, 1)
        (sheet,) = read_book(old_workbook_with(tmp_path / "x.xls", record, instead)).sheets
        assert sheet.rows[1][1][9] == shown
        assert sheet.rows[2][1][9] == "TRUE"


def test_an_old_workbook_with_a_password_is_told_as_that(tmp_path: Path) -> None:
    record, instead = (struct.pack("<3H", kind, 2, 0) for kind in (0xC1, 0x2F))
    with pytest.raises(CannotRead, match="设有密码"):
        read_book(old_workbook_with(tmp_path / "x.xls", record, instead))


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_page_that_is_called_xls_is_read(tmp_path: Path, encoding: str) -> None:
    page = f"""<html><head><meta http-equiv=Content-Type content="text/html; charset={encoding}">
    <title>表,二</title><style>td {{ color: red }}</style></head><body><table border=1>
    <tr><td><b>收到时间</b><script>var 甲</script></td><td>主要<br>内容</td></tr>
    <tr><td>2016-10-01</td><td>一&amp;二<table><tr><td>内</td></tr></table></td></tr>
    <tr><td>2016-10-02</td><td>三<b>四</b></td></tr></table></body></html>"""
    page = page.replace("<table border=1>", "<table></table><table border=1>")
    path = written(tmp_path / "x.xls", page.encode(encoding))
    assert only(path).name == "表 1"
    assert only(path).rows[0] == (1, ["收到时间", "主要\n内容"])
    assert only(path).rows[1][1][0] == "2016-10-01"
    assert only(path).rows[2] == (3, ["2016-10-02", "三四"])


@pytest.mark.parametrize(
    "said", ["charset=gb2312", 'CHARSET = "GBK"', "charset='GB18030'", "http-equiv=x content='a; charset=gbk'"]
)  # fmt: skip
def test_a_page_is_read_as_it_says_that_it_is_written(tmp_path: Path, said: str) -> None:
    # Each of these characters of GB 18030 is another one of UTF-8.
    page = f"\n <meta {said}><table><tr><td>模牛</td></tr></table>"
    assert only(written(tmp_path / "x.xls", page.encode("gb18030"))).rows == ((1, ["模牛"]),)
    # What says so and is no page is as it is.
    text = f"{said},é模\n"
    assert only(written(tmp_path / "x.csv", text.encode())).rows[0][1][-1] == "é模"


@pytest.mark.parametrize(
    "begins",
    [
        "", "<html>", "<HTML><BODY>", "<!DOCTYPE html>", "<head></head>", "<meta name=a>", "<body>", "<style></style>",
        "<?xml version='1.0'?>\n<html>", "<!-- a\nb --><html>", " <?xml version='1.0'?><!--a-->\n",
    ],
)  # fmt: skip
def test_a_page_is_known_by_any_of_its_beginnings(tmp_path: Path, begins: str) -> None:
    path = written(tmp_path / "x.xls", f"{begins}<table><tr><td>甲,乙".encode())
    assert only(path).rows == ((1, ["甲,乙"]),)


@pytest.mark.parametrize(
    ("page", "rows"),
    [
        ("<tr><td rowspan=2>甲<td>乙<tr><td>丙<tr><td>丁", [["甲", "乙"], ["", "丙"], ["丁"]]),
        ("<tr><td colspan=2>甲<td>乙", [["甲", "", "乙"]]),
        ("<tr><td>甲<td colspan=2 rowspan=2>乙<td>丙<tr><td>丁<td>戊", [["甲", "乙", "", "丙"], ["丁", "", "", "戊"]]),
        ("<tr><td colspan=0>甲<td rowspan=x>乙<td colspan=' 2 '>丙<th>丁<tr><td>戊", [["甲", "乙", "丙", "", "丁"], ["戊"]]),
        ("<tr><td colspan=2>甲</td><tr><td>乙<td>丙", [["甲"], ["乙", "丙"]]),
        *((f"<tr><td>甲<{tag}>乙</{tag}>丙", [["甲丙"]]) for tag in ("script", "style", "title", "xml")),
        *((f"<tr><td>甲<{tag}>乙", [["甲\n乙"]]) for tag in ("br", "p", "div", "li")),
        ("<tr><td>甲<table><tr><td>乙<tr><td>丙</table>丁<td>戊<tr><td>己", [["甲乙丙丁", "戊"], ["己"]]),
        ("<tr><td>甲</tr>注<tr><td>乙<tr></td>注", [["甲"], ["乙"]]),
        ("<tr>注<td>甲</td>注<th>乙</th>注<td>丙", [["甲", "乙", "丙"]]),
        ("<td>甲<td>乙", [["甲", "乙"]]),
        ("<tr><td>甲</table>注", [["甲"]]),
        ("</table><tr><td>甲", []),
        ("<tr><td>甲\n  乙<td> '=1 ", [["甲 乙", "=1"]]),
    ],
)  # fmt: skip
def test_what_stands_in_the_cells_of_a_page(
    tmp_path: Path, page: str, rows: list[list[str]]
) -> None:
    # What ends here was never begun.
    content = f"<html></style></table><table>{page}"
    found = read_book(written(tmp_path / "x", content.encode())).sheets
    assert [[cells for _n, cells in sheet.rows] for sheet in found] == ([rows] if rows else [])


def test_lines_are_as_written_in_the_cells_alone_of_which_the_page_says_so(tmp_path: Path) -> None:
    style = "th {} td.a { color: red; white-space: pre-wrap; } td.b { white-space: normal; }"
    cells = "".join(f"<td class='{kind}'>甲\n\n 乙" for kind in ("a on", "b", ""))
    page = f"<html><style>{style}</style><table><tr>{cells}<td>甲\n乙</table>"
    cells_read = only(written(tmp_path / "x", page.encode())).rows[0][1]
    assert cells_read == ["甲\n\n 乙", "甲 乙", "甲 乙", "甲 乙"]


def test_each_table_of_a_page_is_a_sheet_with_what_is_merged_in_it(tmp_path: Path) -> None:
    cells = "<tr><td>甲<td colspan=2 rowspan=3>乙<td>9.2"
    page = f"<table>{cells}</table><table></table><table>{cells}</table>"
    found = read_book(written(tmp_path / "x", page.encode())).sheets
    assert [(sheet.name, sheet.merged) for sheet in found] == [
        ("表 1", ((1, 1, 3, 2),)),
        ("表 2", ((1, 1, 3, 2),)),
    ]
    assert isinstance(found[0].rows[0][1][3], Figure)


# OpenDocument, as spreadsheet programs write it

COVERED = "<table:covered-table-cell/>"


def cell(text: str, attributes: str = "") -> str:
    return f"<table:table-cell {attributes}><text:p>{text}</text:p></table:table-cell>"


def row(*cells: str, attributes: str = "") -> str:
    return f"<table:table-row {attributes}>{''.join(cells)}</table:table-row>"


def document(rows: str, more: str = "") -> bytes:
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text", "style")
    )
    hidden = (
        '<style:style style:name="h"><style:table-properties table:display="false"/></style:style>'
    )
    content = (
        f"<?xml version='1.0'?><office:document-content {names}>{hidden}<office:body>"
        f'<table:table table:name="九月">{rows}</table:table>{more}</office:body>'
        "</office:document-content>"
    )
    file = io.BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        archive.writestr("content.xml", content)
    return file.getvalue()


def test_an_open_document_is_read_as_texts(tmp_path: Path) -> None:
    value = '<table:table-cell office:value-type="{}" office:{}="{}"><text:p>另样</text:p></table:table-cell>'
    note = "<office:annotation><text:p>批注</text:p></office:annotation>"
    within = "<office:annotation><text:p>又批</text:p></office:annotation>"
    cells = (
        value.format("date", "date-value", "2016-10-01T09:05:00"),
        value.format("date", "date-value", "2016-10-01"),
        value.format("time", "time-value", "PT09H05M00S"),
        value.format("float", "value", "13800000000"),
        value.format("boolean", "boolean-value", "true"),
        f'<table:table-cell>{note}<text:p>一{within}<text:s text:c="2"/>二</text:p><text:p>三<text:span>四<text:s/>五</text:span>六</text:p></table:table-cell>',
        '<table:table-cell table:number-columns-repeated="1018"/>',
    )
    blank = row(
        '<table:table-cell table:number-columns-repeated="1024"/>',
        attributes='table:number-rows-repeated="3"',
    )
    rest = blank.replace('"3"', '"1048570"')
    hidden = (
        '<table:table table:name="藏" table:style-name="h">' + row(cell("不读")) + "</table:table>"
    )
    found = read_book(
        written(tmp_path / "x", document(row(*cells) + blank + row(cell("末")) + rest, hidden))
    )
    assert found.hidden == ("藏",)
    assert found.sheets[0].rows == (
        (1, ["2016-10-01 09:05:00", "2016-10-01", "09:05:00", "13800000000", "TRUE", "一  二\n三四 五六"]),
        (5, ["末"]),
    )  # fmt: skip


def test_each_value_of_an_open_document_is_written_as_a_person_would(tmp_path: Path) -> None:
    value = '<table:table-cell office:value-type="{}" office:{}="{}"/>'
    cells = (
        value.format("currency", "value", "12.50"),
        value.format("percentage", "value", "0.5"),
        value.format("boolean", "boolean-value", "false"),
        value.format("time", "time-value", "PT1H2M3.5S"),
        cell("甲<text:line-break/>乙"),
        cell("'=1"),
        cell("丙", 'table:number-columns-repeated="2"'),
    )
    found = only(written(tmp_path / "x", document(row(*cells))))
    said = ["12.5", "0.5", "FALSE", "01:02:03", "甲\n乙", "=1", "丙", "丙"]
    assert found.rows == ((1, said),)
    assert found.name == "九月"


def test_columns_and_sheets_of_an_open_document_that_nobody_sees_are_known(tmp_path: Path) -> None:
    column = "<table:table-column {}/>"
    twice = 'table:number-columns-repeated="2"'
    columns = (
        column.format(twice),
        column.format(f'{twice} table:visibility="collapse"'),
        column.format('table:visibility="visible"'),
        column.format('table:visibility="filter"'),
    )
    named = '<table:table table:name="{0}" table:style-name="{0}">' + row(cell("甲"))
    more = "".join(f"{named.format(name)}</table:table>" for name in ("h", "shown", "also"))
    content = document("".join(columns) + row(cell("甲")), more)
    with ZipFile(io.BytesIO(content)) as archive:
        said = archive.read("content.xml").decode()
    style = (
        '<style:style style:name="{}"><style:table-properties table:display="{}"/></style:style>'
    )
    styles = style.format("shown", "true") + style.format("also", "false")
    with ZipFile(tmp_path / "x", "w") as archive:
        archive.writestr("content.xml", said.replace("<office:body>", f"{styles}<office:body>"))
    book = read_book(tmp_path / "x")
    assert book.sheets[0].unseen_columns == {2, 3, 5}
    assert ([sheet.name for sheet in book.sheets], book.hidden) == (
        ["九月", "shown"],
        ("h", "also"),
    )


@pytest.mark.parametrize(
    ("kind", "name", "value"),
    [("time", "time-value", "9:05"), ("float", "value", "九"), ("date", "date-value", "10月")],
)
def test_an_open_document_with_a_value_of_another_kind_is_broken(
    tmp_path: Path, kind: str, name: str, value: str
) -> None:
    said = f'<table:table-cell office:value-type="{kind}" office:{name}="{value}"/>'
    with pytest.raises(CannotRead, match="不是完好的表格文件"):
        read_book(written(tmp_path / "x", document(row(said))))


# What is no register


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"PK\x03\x04 broken", "不是完好的表格文件"),
        (b"\xff\x00\x80\x81", "另存为 xlsx"),
        (b'a,"b\n', "引号"),
        ("甲\0,乙\n".encode(), "另存为 xlsx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 broken", "/x 无法读取.*另存为 xlsx"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "/x 设有密码",
        ),
        (b"<?xml version='1.0'?><Workbook/>", "不是台账的格式"),
        *(
            (b"\x09" + second + b"\x06\x00", "/x 无法读取")
            for second in (b"\x08", b"\x04", b"\x02", b"\x00")
        ),
        (b"\xfe\xff\x00", "不是 UTF-8"),
    ],
)
def test_a_file_that_is_no_register_is_refused_with_what_to_do(
    tmp_path: Path, content: bytes, said: str, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(CannotRead, match=said):
        read_book(written(tmp_path / "x", content))
    with pytest.raises(CannotRead):
        read_book(tmp_path / "absent")
    assert capfd.readouterr() == ("", "")


def test_a_packed_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    with ZipFile(tmp_path / "x", "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
        archive.writestr("xl/worksheets/sheet1.bin", "")
    with pytest.raises(CannotRead, match="不是台账的格式"):
        read_book(tmp_path / "x")
    with ZipFile(tmp_path / "x", "w") as archive:
        archive.writestr("content.xml", "<office")
    with pytest.raises(CannotRead, match="不是完好的表格文件"):
        read_book(tmp_path / "x")


def test_a_file_of_more_than_64_mb_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "x").open("wb") as file:
        file.truncate((64 << 20) + 1)
    with pytest.raises(CannotRead, match="64 MB"):
        read_book(tmp_path / "x")


def with_sheet(path: Path, rows: str, part: str = "sheet1.xml") -> Path:
    """A workbook whose one sheet has these rows, as XML, in a part of that name."""
    workbook(path, ["甲"])
    with ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"]
    start, end = sheet.index(b"<sheetData>"), sheet.index(b"</sheetData>")
    parts["xl/worksheets/sheet1.xml"] = sheet[:start] + b"<sheetData>" + rows.encode() + sheet[end:]
    with ZipFile(path, "w", ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in parts.items():
            if part != "sheet1.xml":
                content = content.replace(b"sheet1.xml", part.encode())
            archive.writestr(name.replace("sheet1.xml", part), content)
    return path


def test_a_workbook_is_read_as_office_programs_write_it() -> None:
    # The library that writes the others declares no namespace but one.
    book = read_book(Path(__file__).parent / "registers" / "saved_by_libreoffice.xlsx")
    (sheet,) = book.sheets
    assert sheet.rows[2] == (
        3,
        [
            "1",
            "2016-09-21 09:30:00",
            "来信",
            "齐某",
            "13800007777",
            "康某",
            "某局",
            "甲",
            "廉洁纪律",
        ],
    )
    assert (sheet.unseen_rows, book.hidden) == ({4}, ("隐",))


CELL = '<c r="{}" t="inlineStr"><is><t>乙</t></is></c>'
# Made where they are needed: else each process that runs tests makes them, and keeps a hundred megabytes.
BOMBS: dict[str, Callable[[], str]] = {
    "a row number": lambda: f'<row r="2000000000">{CELL.format("A2000000000")}</row>',
    "a column": lambda: f'<row r="1">{CELL.format("ZZZZZZZ1")}</row>',
    "a row number in other quotes": lambda: f"<row r='2000000000'>{CELL.format('A1')}</row>",
    "a column of four letters": lambda: f'<row r="1">{CELL.format("AAAA1")}</row>',
    "many cells in a row": lambda: "<row>" + "<c/>" * 6_000_001 + "</row>",
    "wide rows": lambda: "".join(f'<row r="{n}"><c r="XFD{n}"/></row>' for n in range(1, 20_100)),
    "a long text": lambda: f"<row><c t='inlineStr'><is><t>{'甲' * (43 << 20)}</t></is></c></row>",
    "an entity": lambda: "<!ENTITY x 'y'>",
}


@pytest.mark.parametrize("kind", BOMBS)
def test_a_workbook_that_would_unpack_to_more_than_a_register_is_refused(
    tmp_path: Path, kind: str
) -> None:
    path = with_sheet(tmp_path / "x", BOMBS[kind]())
    with pytest.raises(CannotRead) as refused:
        read_book(path)
    # Before it is read, or where it stands for more cells than it has bytes.
    is_cells = kind.startswith(("a row number", "a column", "wide rows"))
    assert ("最多 100000 行、2000000 格" if is_cells else "解压后超过 128 MB") in str(refused.value)


@pytest.mark.parametrize("packing", [ZIP_BZIP2, ZIP_LZMA])
def test_a_workbook_that_is_packed_so_that_it_unpacks_at_once_is_refused(
    tmp_path: Path, packing: int
) -> None:
    workbook(tmp_path / "x", ["甲"])
    with ZipFile(tmp_path / "x") as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with ZipFile(tmp_path / "x", "w", packing) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    with pytest.raises(CannotRead, match="不是完好的表格文件"):
        read_book(tmp_path / "x")


def test_parts_that_are_together_more_than_a_register_are_refused_by_what_is_said_of_them(
    tmp_path: Path,
) -> None:
    with ZipFile(tmp_path / "x", "w") as archive:
        for name in ("xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"):
            archive.writestr(name, "<x/>")
            archive.infolist()[-1].file_size = 65 << 20
    with pytest.raises(CannotRead, match="解压后超过 128 MB"):
        read_book(tmp_path / "x")


def test_a_text_without_known_headings_is_parted_where_most_is_whatever_its_title(
    tmp_path: Path,
) -> None:
    path = written(tmp_path / "x.csv", "台账\n何时;何事;何人,何地\n".encode())
    assert only(path).rows[1] == (2, ["何时", "何事", "何人,何地"])


@pytest.mark.parametrize(
    "how", ["the size is not told", "a password", "a newer version", "it is of two parts"]
)
def test_a_packed_file_that_is_not_as_it_should_be_is_refused(tmp_path: Path, how: str) -> None:
    with ZipFile(tmp_path / "x", "w", ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", "<" * 3_000_001)
        archive.writestr("xl/worksheets/sheet2.xml", "<" * 3_000_001)
        last = archive.infolist()[-1]
        if how == "a password":
            last.flag_bits |= 1
        elif how == "a newer version":
            last.extract_version = 99
        elif how == "the size is not told":
            last.file_size = 1 << 20
    said = "解压后超过 128 MB" if how == "it is of two parts" else "不是完好的表格文件"
    with pytest.raises(CannotRead, match=said):
        read_book(tmp_path / "x")


def test_as_much_as_a_register_has_is_read_and_no_more() -> None:
    long, wide = "a" * (1 << 20), ["甲"] * 1000
    for rows, cells in ((100_000, ["甲"]), (2000, wide), (64, [long])):
        assert len(sheet_of("台账", ((n, [*cells]) for n in range(1, rows + 1))).rows) == rows
        with pytest.raises(CannotRead, match="“台账”内容过多（最多 100000 行、2000000 格）"):
            sheet_of("台账", ((n, [*cells]) for n in range(1, rows + 2)))
    assert sheet_of("台账", [(1 << 20, ["甲", "", ""])]).rows == ((1 << 20, ["甲"]),)
    with pytest.raises(CannotRead, match="“台账”的行号超过 1048576"):
        sheet_of("台账", [((1 << 20) + 1, ["甲"])])


def test_a_part_by_any_name_may_be_the_sheet_and_is_as_small(tmp_path: Path) -> None:
    path = with_sheet(tmp_path / "x", BOMBS["a long text"](), "sheet1.data")
    with pytest.raises(CannotRead, match="解压后超过 128 MB"):
        read_book(path)


@pytest.mark.parametrize(
    "rows",
    [
        row(cell("甲"), attributes='table:number-rows-repeated="2000000000"'),
        row('<table:table-cell table:number-columns-repeated="2000000000"><text:p>甲</text:p></table:table-cell>',
            attributes='table:number-rows-repeated="90000"'),
        row("<table:table-cell/>", attributes='table:number-rows-repeated="2000000000"') + row(cell("甲")),
    ],
)  # fmt: skip
def test_an_open_document_whose_cells_stand_for_millions_is_refused(
    tmp_path: Path, rows: str
) -> None:
    with pytest.raises(CannotRead, match=r"不像是台账|内容过多"):
        read_book(written(tmp_path / "x", document(rows)))


def test_a_page_whose_cells_stand_for_millions_is_refused(tmp_path: Path) -> None:
    deep = (
        "<table><tr>"
        + "<td rowspan=999999>甲</td>" * 500
        + "</tr>"
        + "<tr><td>乙</td></tr>" * 5_000
    )
    with pytest.raises(CannotRead, match="内容过多"):
        only(written(tmp_path / "y", deep.encode())).under_merged()
