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
from store.registers.cells import Uncalculated, parts
from store.registers.reading import read_book
from store.registers.sheet import MOST_ROWS, Sheet, sheet_of
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
@pytest.mark.parametrize("separator", [",", "\t", ";", "|", "；"])
def test_a_csv_file_is_read_in_whatever_encoding_and_with_whatever_separator(
    tmp_path: Path, encoding: str, separator: str
) -> None:
    content = CSV.replace(",", separator).encode(encoding)
    assert only(written(tmp_path / "x", content)).rows == CELLS


def test_the_separator_is_that_with_which_the_headings_are_found(tmp_path: Path) -> None:
    text = "台账，某组，九月；十月\n收到时间\t主要内容\n2016-10-01\t一，二，三，四；五；六\n"
    rows = only(written(tmp_path / "x", text.encode("gbk"))).rows
    assert rows[1:] == (
        (2, ["收到时间", "主要内容"]),
        (3, ["2016-10-01", "一，二，三，四；五；六"]),
    )
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


def test_a_page_is_read_as_it_says_that_it_is_written(tmp_path: Path) -> None:
    # Each of these characters of GB 18030 is another one of UTF-8.
    page = "\n <meta charset=gb2312><table><tr><td>模牛</td></tr></table>"
    assert only(written(tmp_path / "x.xls", page.encode("gb18030"))).rows == ((1, ["模牛"]),)


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
        (b"<?xml version='1.0'?><Workbook/>", "另存为 xlsx"),
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
    with pytest.raises(CannotRead, match="另存为 xlsx"):
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
    is_cells = kind in ("a row number", "a column", "wide rows")
    assert ("最多 100000 行" if is_cells else "解压后超过 128 MB") in str(refused.value)


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


def test_more_rows_than_a_register_has_are_refused() -> None:
    with pytest.raises(CannotRead, match="内容过多"):
        sheet_of("台账", ((n, ["甲"]) for n in range(1, MOST_ROWS + 2)))


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
