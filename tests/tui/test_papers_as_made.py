"""What the papers of the duty, the register, a report and the calendar of open hours say, asked of what makes them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from store.desk.desk import Desk
from store.duty.books import Form, Paper, Shift
from store.duty.closing import closing
from store.duty.handover import Handover, OpenTip, Sheet
from store.duty.report import Kind, report
from store.errors import StepRefused
from store.notice.notice import Notice
from store.notice.reading import parse_notice
from store.registers.headings import Columns, columns_of
from store.registers.importing import OnDesk
from store.registers.importing import Wanted as WantedOfRegister
from store.registers.sheet import Sheet as RegisterSheet
from store.registers.sheet import sheet_of
from store.registers.source import Source
from store.tips.disposition import Disposition
from store.tips.enclosure import Enclosure
from store.tips.tip import Reporter, SealedPart, Subject, Tip
from tests.builders import DURING, REFERRAL, example, notice_text, read_notice
from tests.store.desks import new_desk, tip_of
from tests.store.old_registers import GOOD
from tests.store.test_notice import NOTICES
from tui.papers import figures_document, notice_document, report_words
from tui.papers import page as pages
from tui.papers.duty_html import closing_html, handover_html
from tui.papers.duty_text import closing_text, form_line, forms_sentence, handover_text
from tui.papers.form_page import forms_page, in_pairs
from tui.papers.forms_html import forms_html
from tui.papers.import_xlsx import import_xlsx
from tui.papers.office_html import office_html
from tui.papers.office_xlsx import office_xlsx
from tui.papers.open_calendar import calendar_lines, calendar_text
from tui.papers.page import css_text
from tui.papers.register import COLUMNS, MOST_LINES, goes_on, lines_in, no_formula, row
from tui.papers.report_formats import FORMATS
from tui.papers.report_html import report_html
from tui.papers.report_text import report_text
from tui.papers.report_xlsx import report_xlsx, text_cell
from tui.papers.tip_sheet import receipts_html, sheets_html
from tui.papers.transfer_list import transfer_html
from tui.printing.asking import wanted_of
from tui.printing.wanted import Wanted
from tui.words import words
from tui.words.office_words import OfficeTable

RECEIVER = REFERRAL["referred_to"]

# The papers of the duty

AT_NINE, AT_TEN = "2016-10-01T09:00:00+08:00", "2016-10-01T10:00:00+08:00"


def sheet_with(*tips: OpenTip, count: int = 0) -> Sheet:
    return Sheet(2, "2016-0001", "2016-0002", {}, {}, tips, count or len(tips), 0, (), ())


def test_a_hand_over_sheet_says_what_was_handed_on_and_that_nobody_acknowledged_it_yet() -> None:
    shift = Shift(("甲",), AT_NINE, handed_by="甲", handed_at=AT_TEN)
    before = replace(shift, handed_by="乙", notes="固定电话请催修\n来访室上锁")
    tips = (
        OpenTip("2016-0001", "registered", False, AT_NINE, "某局 赵某"),
        OpenTip("2016-0002", "registered", False, AT_NINE, "", is_hidden=True),
    )
    found = Handover(shift, before, sheet_with(*tips, count=5))
    said = handover_text(example(), found)
    assert "上一班交来（乙 2016-10-01 10:00）】\n  固定电话请催修\n  来访室上锁" in said
    assert "2 件（2016-0001 – 2016-0002）" in said
    assert "某局 赵某" in said and f"09:00  {words.hidden_word(is_sealed=False)}" in said
    assert "另有 3 件未列出" in said and "接班确认：尚未确认" in said
    acknowledged = replace(shift, received_by="丙", received_at=AT_TEN)
    assert "接班确认：丙" in handover_text(example(), replace(found, shift=acknowledged))


def test_a_page_to_be_signed_has_its_signatures_and_runs_nothing_that_a_tip_brought() -> None:
    tip = OpenTip("2016-0001", "registered", False, AT_NINE, "<script>alert(1)</script>")
    sheet = handover_html(example(), Handover(None, None, sheet_with(tip)))
    assert "交班人：" in sheet and "接班人：" in sheet
    assert "<script>" not in sheet and "&lt;script&gt;" in sheet
    closing_page = closing_html(example(), closing([], example(), DURING))
    assert "制表人：" in closing_page and "核对人：" in closing_page


def test_what_does_not_come_out_is_said_so_and_late_letters_have_their_postmark() -> None:
    tip = tip_of(channel="post", postmarked_on="2016-09-30").as_json()
    tip |= {"number": "2016-0001", "marks": ["late"]}
    said = closing_text(example(), closing([tip], example(), DURING))
    assert "收到 1 ≠ 呈组长 0" in said and "尚有 1 件未办结" in said
    assert "邮戳 2016-09-30" in said
    handed = tip | {"status": "handed_to_team"}
    assert "收到 1 = 呈组长 1" in closing_text(example(), closing([handed], example(), DURING))


def test_each_form_is_told_by_what_became_of_it_and_all_are_accounted_for() -> None:
    out, void = Form(AT_NINE, "甲"), Form(AT_NINE, "甲", void="写坏")
    entered = Form(AT_NINE, "甲", tip="2016-0001")
    told = [form_line(n, form) for n, form in enumerate((out, void, entered), 1)]
    assert ["未交回" in told[0], "作废：写坏" in told[1], "补录为 2016-0001" in told[2]] == [
        True
    ] * 3
    said = forms_sentence({1: out, 2: void, 3: entered, 4: void})
    assert said == "发出 4 张 = 补录 1 + 作废 2 + 未交回 1"


def test_a_blank_form_has_each_choice_to_tick_and_nothing_that_no_hand_writes() -> None:
    page = forms_html(example(), [1, 2])
    assert all(f"□ {choice}" in page for choice in ("不属受理范围", "其他", "重点人"))
    assert "身份已核实" not in page
    # What is above stands above on each page that a form takes.
    assert page.count(f'<thead><tr><th colspan="4">{example().team}</th></tr></thead>') == 2
    # Each form has pages of its own.
    assert "counter-increment: form1" in page and "counter-increment: form2" in page
    assert "counter-increment" not in forms_html(example(), [1])


def test_a_blank_form_has_no_box_where_nothing_can_be_chosen() -> None:
    labels = re.compile('<td class="label">([^<]*重点)</td>')
    with_tags = parse_notice(notice_text(tags='[tags]\n"三个重点" = ["重点人"]'))
    assert len(labels.findall(forms_html(with_tags, [1]))) == 1
    assert labels.findall(forms_html(parse_notice(notice_text()), [1])) == []


def test_of_three_short_values_none_is_left_out() -> None:
    rows = list(in_pairs([("甲", "1"), ("乙", "2"), ("丙", "3")]))
    assert [[value for _label, value, _name in row] for row in rows] == [["1", "2"], ["3"]]


def test_figures_say_whose_they_are_and_how_the_journal_ended() -> None:
    notice = replace(example(), code="湘一")
    found = replace(report([], notice, "period", DURING.date(), DURING), anchor="1:a")
    said = figures_document.document(notice, found, 3)
    assert said == {
        "team": notice.team,
        "code": "湘一",
        "unit": notice.unit,
        "period": notice_document.document(notice)["period"],
        "at": "2016-10-01T16:59:30+08:00",
        "figures": found.figures.as_json(),
        "overdue": 3,
        "anchor": "1:a",
    }


def test_each_sheet_of_a_register_is_sent_back_with_its_own_rows() -> None:
    def sheet(name: str, *rows: str) -> tuple[RegisterSheet, Columns]:
        made = sheet_of(name, enumerate([[*GOOD], *([*GOOD.values(), row] for row in rows)], 1))
        return made, columns_of(made, {})

    source = Source((sheet("九/月" * 12, "一", "二"), sheet("十月", "三")))
    rows = list(source.take_in(WantedOfRegister(), example(), DURING, OnDesk()))
    book = load_workbook(BytesIO(import_xlsx(example(), source, rows)))
    assert [sheet.max_row for sheet in book.worksheets] == [3, 2]
    # As long, and of such characters, as a workbook takes.
    assert book.sheetnames == [("九_月" * 12)[:31], "十月"]


def test_what_scripts_get_of_a_notice_is_what_it_says() -> None:
    lines = '[[lines]]\nkind = "landline"\nvalue = "{}"\nabout = "{}"\n'
    text = notice_text(
        team='team = "某组"\nissued_on = 2016-09-18',
        unit='units = [{name = "甲镇", note = "回头看"}, {name = "乙镇"}]',
        period="[period]\nfirst_day = 2016-09-20",
        lines=lines.format("1", "tips") + lines.format("2", "inspectors"),
        closed='[[closed]]\nday = 2016-10-01\nname = "国庆节"',
    )
    said = notice_document.document(parse_notice(text))
    assert said["units"] == [{"name": "甲镇", "note": "回头看"}, {"name": "乙镇", "note": ""}]
    assert [line["about"] for line in said["lines"]] == ["tips", "inspectors"]
    assert said["closed"] == [{"day": "2016-10-01", "name": "国庆节"}]
    assert (said["issued_on"], said["period"]["last_day"]) == ("2016-09-18", None)


def test_the_page_of_the_office_says_as_of_when_and_what_each_table_is() -> None:
    table = OfficeTable("合<计>", ("类", "件数"), (("今日", "1"),), range(1, 2))
    page = office_html([table], DURING)
    assert "统计截至 2016-10-01 16:59" in page
    assert "<h1>各值班台汇总</h1>" in page
    assert "<h2>合&lt;计&gt;</h2>" in page and '<td>今日</td><td class="n">1</td>' in page


def test_a_table_of_the_office_with_more_than_four_columns_lies_and_its_widths_have_a_limit() -> (
    None
):
    tables = [
        OfficeTable(f"{n} 栏", ("长" * 30, *["栏"] * (n - 1)), (("甲",) * n,), range(0))
        for n in (4, 5)
    ]
    book = load_workbook(BytesIO(office_xlsx(tables, DURING)))
    assert [one.page_setup.orientation for one in book] == ["portrait", "landscape"]
    widths = [book.worksheets[0].column_dimensions[letter].width for letter in "AB"]
    assert widths == [40, 4], "that of a line to read, that of what stands there and a little"


# The register


def cells_of(tip: Tip) -> dict[str, str]:
    return dict(zip((column.label for column in COLUMNS), row(example(), tip), strict=True))


def test_who_left_a_number_alone_is_in_the_register_by_it() -> None:
    tip = replace(tip_of(), number="2016-0001", reporter=Reporter("", "13800000000"))
    assert cells_of(tip)["反映人"] == "仅留联系方式 13800000000"
    named = replace(tip, reporter=Reporter("王某", "", verified=True))
    assert cells_of(named)["反映人"] == "王某（实名）"
    assert cells_of(replace(tip, reporter=None))["反映人"] == "匿名"


def test_a_row_of_the_register_reads_so_under_its_heads_and_says_where_nothing_is_known() -> None:
    several = (
        Subject("甲局", "钱\x07某", "", "leadership"),
        Subject("丙局", "", "", ""),
        Subject("乙局", "", "科长", "staff"),
    )
    tip = replace(
        tip_of(channel="post", postmarked_on="2016-09-30", registration_mark="无"),
        number="2016-0001",
        officer="甲",
        subjects=several,
        tags=("重点人",),
        summary="=夜间施工",
        status="referred",
        disposition=Disposition("甲", DURING, to="丙局", letter="〔2016〕1号", on=DURING.date()),
        handled_by="乙",
    )
    assert [*cells_of(tip).items()] == [
        ("序号", "2016-0001"),
        ("收件日期", "2016-10-01 09:12"),
        ("来源", "邮政信箱"),
        ("反映人", "王某某（待核实） 13800000000"),
        ("被反映人", "钱某；—；—"),
        ("单位", "甲局；丙局；乙局"),
        ("职务", "—；—；科长"),
        ("对象类别", "领导班子及其成员；—；staff"),
        ("问题类别", "廉洁纪律"),
        ("{inspection}重点", "重点人"),
        ("主要内容", "'=夜间施工"),
        ("邮戳日期", "2016-09-30"),
        ("挂号编号", "〖无〗"),
        ("接访地点", ""),
        ("接访人", ""),
        ("附件", ""),
        ("处理方式", "转办 丙局 〔2016〕1号 2016-10-01"),
        ("登记人", "甲"),
        ("承办人", "乙"),
    ]


def test_a_line_of_a_cell_is_taken_to_hold_two_characters_less_than_its_column() -> None:
    assert [lines_in("甲" * n, 12) for n in (5, 6, 10, 11)] == [1, 2, 2, 3]
    assert lines_in("甲\n\n" + "乙" * 6, 12) == 4


def test_the_register_says_what_became_of_a_tip_and_who_dealt_with_it() -> None:
    how = Disposition("甲", DURING)
    tip = replace(tip_of(), number="2016-0002", status="duplicate", matter="2016-0001")
    assert cells_of(tip)["处理方式"] == "重复件 2016-0001"
    assert cells_of(replace(tip, status="registered"))["处理方式"] == "已登记", "merely linked"
    assert cells_of(replace(tip, disposition=how))["承办人"] == "", (
        "who disposed of it is nobody who does"
    )
    assert cells_of(replace(tip, disposition=how, handled_by="乙"))["承办人"] == "乙"
    meant = replace(tip_of(REFERRAL), number="2016-0003")
    assert cells_of(meant)["处理方式"] == f"已登记 拟转{RECEIVER}"
    sent = replace(how, to=RECEIVER, letter="〔2016〕1号")
    urgent = replace(meant, status="urgent", disposition=how)
    assert cells_of(urgent)["处理方式"] == f"移交立行立改 拟转{RECEIVER}"
    gone = replace(meant, status="referred", disposition=sent)
    assert cells_of(gone)["处理方式"] == f"转办 {RECEIVER} 〔2016〕1号"
    # What would be read otherwise stands in brackets.
    for letter in ("湘巡转2016-05", "湘转 〔2016〕5号", "第5号（机要）", "2016年5号"):
        told = cells_of(replace(gone, disposition=replace(sent, letter=letter)))["处理方式"]
        assert told == f"转办 {RECEIVER} 文号〖{letter}〗"
    for to in ("12345 热线", "—", "县公安局办理", "甲  乙", "甲 拟转乙", "五月五日"):
        told = cells_of(replace(gone, disposition=replace(how, to=to)))["处理方式"]
        assert told == f"转办 〖{to}〗 拟转{RECEIVER}"


def test_a_content_of_more_lines_than_a_row_has_stands_whole_behind_the_register() -> None:
    fits, is_more = ("\n".join("甲" * n) for n in (MOST_LINES, MOST_LINES + 1))
    assert not goes_on(fits) and goes_on(is_more)
    tips = [
        replace(tip_of(summary=s), number=f"2016-000{n}") for n, s in enumerate((fits, is_more))
    ]
    found = report([], example(), "day", DURING.date(), DURING)
    page = report_html(example(), found, tips)
    assert (
        "<h2>主要内容全文</h2>" in page
        and "<h3>2016-0001</h3>" in page
        and "<h3>2016-0000</h3>" not in page
    )
    kinds = re.findall('<td class="(long[^"]*)">', page)
    assert kinds == ["long", "long on"] and 'td.on::after { content: "（全文附后）"; }' in page
    book = load_workbook(BytesIO(report_xlsx(example(), found, tips)))
    assert book.sheetnames == ["台账", "统计", "主要内容全文"]
    assert book.worksheets[2]["A1"].value == "2016-0001"
    assert book.worksheets[0].print_title_rows == "$3:$3"
    without_a_break = "甲" * 456 + "乙" * 456 + "丙"
    tips = [replace(tip_of(summary=without_a_break), number="2016-0001")]
    book = load_workbook(BytesIO(report_xlsx(example(), found, tips)))
    rows = book.worksheets[2].iter_rows(values_only=True)
    assert [*rows] == [(one,) for one in ("2016-0001", "甲" * 456, "乙" * 456, "丙")]


def test_a_page_has_the_columns_of_which_some_tip_has_something() -> None:
    found = report([], example(), "day", DURING.date(), DURING)
    call, post = tip_of(), tip_of(channel="post", postmarked_on="2016-09-30")
    pages = [report_html(example(), found, [replace(t, number="1")]) for t in (call, post)]
    assert ["邮戳日期" in page for page in pages] == [False, True]


def test_only_what_is_text_is_shown_on_a_terminal_and_no_character_of_it_acts() -> None:
    tip = tip_of().as_json() | {"disciplines": ["\x1b[2J"]}
    found = report([tip], example(), "day", DURING.date(), DURING)
    for name, form in FORMATS.items():
        made = form.make(example(), found, [])
        assert form.is_readable is not made.startswith(b"PK"), name
        if form.is_readable:
            assert b"[2J" in made and b"\x1b" not in made, name


def tables_of(kind: Kind, *tips: dict[str, Any], notice: Notice | None = None) -> dict[str, Any]:
    """The rows of each table of a report by its title."""
    notice = notice or example()
    found = report(tips, notice, kind, DURING.date(), DURING)
    return {table.title: dict(table.rows) for table in report_words.tables(notice, found)}


def test_a_report_has_what_came_before_though_none_of_it_came_now() -> None:
    before = tip_of(received_at="2016-09-30T09:00").as_json() | {"channel": "assigned"}
    tables = tables_of("day", before)
    assert tables["公告以外的来源"] == {"上级交办": (0, 1, 0, 1)}
    assert "附件" not in tables
    kept = replace(tip_of(), enclosures=(Enclosure("letter", 3, by="甲", at=DURING),)).as_json()
    tables = tables_of("day", kept | {"received_at": "2016-09-30T09:00:00+08:00"})
    assert tables["附件"]["信件（项）"] == (0, 1, 0, 1)
    assert tables["收件"]["有附件的"] == (0, 1, 0, 1)
    assert "按日" not in tables and "按日" in tables_of("week")


def test_lines_are_told_apart_where_there_are_several_of_a_kind() -> None:
    assert "各条线路" not in tables_of("day")
    several = tables_of("day", notice=read_notice(NOTICES / "qindu-2022.toml"))["各条线路"]
    assert "第二组电话 029-33210002" in several


def test_what_came_too_late_and_what_came_outside_the_hours_are_two_figures() -> None:
    tip = tip_of(received_at="2016-10-01T06:10").as_json()
    late = tip | {"marks": ["late"]}
    told = tables_of("day", tip, tip, late)
    assert (told["收件"]["截止后收到"][0], told["收件"]["受理时间外"][0]) == (1, 2)
    assert told["按时段"]["06:00–07:00（非受理时间）"] == (3,) and "08:00–09:00" in told["按时段"]


def test_a_report_as_text_says_as_of_when_it_is() -> None:
    found = report([], example(), "day", DURING.date(), DURING)
    first, second, *_rest, last = report_text(example(), replace(found, anchor="1:a")).split("\n")
    assert first == "省委巡视第一组值班日报"
    assert second == "2016-10-01  统计截至 2016-10-01 16:59" and last == "核对码：1:a"


def test_a_text_is_to_a_spreadsheet_no_formula_no_code_and_no_more_than_a_cell_holds() -> None:
    for text, written in (
        ("_x0041_", "_x005F_x0041_"),
        ("_x004a_", "_x005F_x004a_"),
        ("=1+1", "'=1+1"),
        ("2016-10-01", "2016-10-01"),
        ("字" * 40_000, "字" * 32_000),
    ):
        cell = text_cell(Workbook().active, text)
        assert (cell.value, cell.data_type) == (written, "s")


def test_a_sheet_says_that_a_content_is_hidden_and_a_receipt_who_took_it() -> None:
    tip = replace(
        tip_of(), number="2016-0001", officer="甲值班", summary="", sealed=SealedPart("x")
    )
    assert f'class="content">{words.hidden_word()}<' in sheets_html(example(), [tip])
    assert "甲值班" in receipts_html(example(), [tip])


@pytest.mark.parametrize(
    ("channel", "heading"),
    [
        ("landline", "来电登记单"),
        ("mobile", "来电登记单"),
        ("post", "来信登记单"),
        ("email", "来信登记单"),
        ("visit", "来访登记单"),
        ("web", "举报登记单"),
        ("assigned", "举报登记单"),
    ],
)
def test_a_sheet_is_headed_by_how_the_tip_came(channel: str, heading: str) -> None:
    tip = replace(tip_of(), number="2016-0001", channel=channel, line="")
    assert f"<h1>{heading}</h1>" in sheets_html(example(), [tip])


def test_no_text_begins_as_a_formula_does_in_any_width() -> None:
    for text in ("=1", "+1", "-1", "@x", "＝1", "＋1", "－1", "＠x", "|x", " =1", "\n=1", "　＝1"):
        assert no_formula(text) == f"'{text}"
    for text in ("", "1=1", "甲-乙", "2016-10-01"):
        assert no_formula(text) == text


def test_a_page_loads_and_runs_nothing_and_no_character_on_it_acts() -> None:
    body = [f"<p>{pages.text(chr(27) + '<b>&')}</p>"]
    made = pages.page("<b>\x07", body, "portrait")
    assert "<b>" not in made and "\x07" not in made and "\x1b" not in made
    assert "<title>&lt;b&gt;" in made and "&lt;b&gt;&amp;</p>" in made
    assert "default-src 'none'; style-src 'unsafe-inline'" in made
    assert 'lang="zh-CN"' in made and "size: A4 portrait;" in made
    table = pages.table([("<b>", "")], [[("<b>", "long on"), ("<b>", "n")]], (1, 3))
    assert "<th>&lt;b&gt;</th></tr>" in table and '<col style="width: 75.00%">' in table
    cells = '<td class="long on"><div>&lt;b&gt;</div></td><td class="n">&lt;b&gt;</td>'
    assert f"<tr>{cells}</tr>" in table
    assert '"第 " counter(page) " 页 共 " counter(pages) " 页"' in made


def test_what_a_page_has_of_its_own_outdoes_what_all_have_and_a_poster_fills_its_page() -> None:
    made = pages.page("标题", (), "portrait", "p { color: red; }")
    assert made.index("p { color: red; }") > made.index("td.sign {")
    assert pages.on_a_page(b"<svg/>").decode() == (
        '<!DOCTYPE html><meta charset="utf-8"><style>@page { size: A4; margin: 0; } '
        "body { margin: 0; } svg { display: block; }</style><svg/>"
    )


def test_a_text_in_a_style_is_nothing_but_that_text() -> None:
    assert css_text('甲"}\\') == r"甲\22 \7d \5c "
    assert r'content: "甲\22 \7d ' in forms_page("", [('甲"}', ""), ("乙", "")])


# The calendar of open hours


def calendar_of(**changes: str) -> tuple[str, list[tuple[str, str]]]:
    """It as a text, and its pieces with their roles as of the first of October."""
    notice = parse_notice(notice_text(**changes))
    pieces = [piece for line in calendar_lines(notice, 80, date(2016, 10, 1)) for piece in line]
    return calendar_text(notice, 80), pieces


WORKING_HOURS = '[[hours]]\ndays = "working days"\nfrom = 08:00:00\nto = 12:00:00'


def test_the_calendar_begins_on_its_day_of_the_week_and_shows_today() -> None:
    said, pieces = calendar_of()
    assert "\n9月        20● 21● 22● 23● 24● 25●\n" in said
    assert [text for text, role in pieces if role == "selected"] == [" 1●"]
    longer = "[period]\nfirst_day = 2016-09-01\nlast_day = 2016-10-19"
    _said, pieces = calendar_of(period=longer)
    assert [text for text, role in pieces if role == "selected"] == [" 1●"], "of one month"


def test_the_calendar_counts_and_explains_what_is_closed_worked_ended_or_not_known() -> None:
    period = "[period]\nfirst_day = {0}-09-20\nlast_day = {0}-10-19\ntips_until = {0}-10-17"
    said, _pieces = calendar_of(hours=WORKING_HOURS, period=period.format("2016"))
    assert "30 天中受理 17 天" in said
    assert "10月18日起受理已截止" in said and "10月8日至9日调休上班，照常受理" in said
    assert "?" not in said
    later = period.format("2016").replace("tips_until", "tips_from = 2016-09-23\ntips_until")
    assert "9月22日及以前尚未开始受理" in calendar_of(hours=WORKING_HOURS, period=later)[0]
    said, _pieces = calendar_of(hours=WORKING_HOURS, period=period.format("2031"))
    assert " 1●?" in said and f"? {words.CALENDAR_UNKNOWN[:4]}" in said
    holiday = '[[holidays]]\nname = "国庆节"\nfirst_day = 2031-10-01'
    new_year = "[period]\nfirst_day = 2031-12-29\nlast_day = 2032-01-02"
    said, _pieces = calendar_of(hours=WORKING_HOURS, period=new_year, closed=holiday)
    # Of one of the two years it is not known, and what ends in a week with a first day has its name.
    assert "日\n2032年 29● 30● 31●  1●? 2●?\n" in said
    assert f"? {words.CALENDAR_UNKNOWN[:4]}" in said


# What is asked of who wants one


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return new_desk(tmp_path / "desk")


def test_what_is_answered_is_what_is_wanted(desk: Desk) -> None:
    before = Wanted(day=date(2016, 9, 30), pages=5)
    given = {"numbers": "2 3", "day": "10-01", "due": "10-20", "back": "1", "receiver": "第二组"}
    found = wanted_of(desk, given, before)
    assert (found.numbers, found.day, found.due) == ("2 3", date(2016, 10, 1), date(2016, 10, 20))
    assert (found.back, found.pages, found.receiver) == (1, 5, "第二组")
    assert (found.agreed, found.with_reporter) == ((), False)
    assert wanted_of(desk, {"with_reporter": "", "agreed": ""}, before) == before
    told = wanted_of(desk, {"with_reporter": "yes", "agreed": ["contact"]}, before)  # type: ignore[dict-item]
    assert (told.agreed, told.with_reporter, told.day) == (("contact",), True, before.day)
    assert wanted_of(desk, {"kind": "week", "pages": "1000"}, before) == replace(
        before, kind="week", pages=1000
    )
    for wrong in (
        {"pages": "20张"},
        {"pages": "²"},
        {"pages": "-1"},
        {"pages": "99999"},
        {"kind": "year"},
        {"day": "13-40"},
    ):
        with pytest.raises(StepRefused):
            wanted_of(desk, wrong, before)


def test_a_sheet_has_what_followed_on_the_tip(desk: Desk) -> None:
    desk.record(tip_of())
    noted = desk.follow_ups.note("1", "请第二组办理", "instruction")
    page = sheets_html(desk.notice, [noted])
    assert "领导批示" in page and "请第二组办理" in page


def test_a_hand_over_list_says_which_it_is_and_who_drew_it_up() -> None:
    paper = Paper("transfer", 3, AT_NINE, "甲", (), {"receiver": "第二组", "rows": []})
    page = transfer_html(example(), paper)
    assert page.count("<col ") == page.count("<th>") == 9
    shares = ["3.33", "9.17", "8.33", "9.17", "17.50", "28.33", "5.00", "10.83", "8.33"]
    assert re.findall(r'<col style="width: ([\d.]+)%">', page) == shares, "what is said has most"
    assert "移交〔2016〕3 号" in page and "甲 2016-10-01 09:00 制表" in page
