"""What an office reads of its desks, in one sentence each and in the tables of its papers."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pytest
from openpyxl import load_workbook

from store.office.row import Row
from store.office.sums import Year, sums_of
from store.text import INSPECTIONS, use_inspection
from tests.builders import DURING
from tui.papers.office_xlsx import office_xlsx
from tui.words import office_words

RUNNING = Row(
    "a",
    "current",
    team="甲组",
    unit="某县",
    phase="running",
    day=12,
    days=30,
    until=DURING.add(days=18, hours=7),
    service="open",
    changes_at=DURING.add(minutes=31),
    counted_at=DURING,
    today=3,
    total=20,
    in_scope=12,
    out_of_scope=8,
    overdue=2,
    due_today=1,
    last_tip_at=DURING.subtract(hours=1),
    on_duty=("甲", "乙"),
    by_discipline={"廉洁纪律": 5, "other": 1},
    by_channel={"landline": 9},
    by_status={"registered": 4, "referred": 0},
    by_day={"2016-10-01": 3},
    by_hour=(*[0] * 9, 4, *[0] * 14),
)
BEHIND = Row(
    "b",
    "behind",
    team="乙组",
    phase="before",
    until=DURING.add(minutes=90),
    service="closed",
    changes_at=DURING.add(days=2),
    counted_at=DURING,
    total=0,
    by_hour=(0,) * 24,
)
UNREADABLE = Row("/srv/丙组", "unreadable", problem="/srv/丙组：读不出。")
ENDED = Row("d", "ended", team="丁组", counted_at=DURING)
SENT = Row("e", "sent", team="戊组", phase="closed", counted_at=DURING, calendar_known=False)
UNKNOWN = Row("f", "current", team="己组", phase="unannounced", calendar_known=False)
OPEN_END = Row("g", "current", team="庚组", phase="running", day=3, service="open")
ROWS = (RUNNING, BEHIND, UNREADABLE, ENDED, SENT, UNKNOWN, OPEN_END)
BY_GUESS = "暂计：当年节假日安排未收录，按周一至周五计，待写入公告"
YEARS = (
    Year(2015, 2, 48, 120, 2.5, 80, 40, {"廉洁纪律": 7, "other": 0}),
    Year(2014, 1, 0, 5, None, 5, 0, {"other": 2, "生活纪律": 3}),
)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (
            RUNNING,
            "甲组 · 某县；12/30；还剩 18 天 7 时；受理中 17:30；今日 3 件；共 20 件；逾期 2 项；"
            "今日到期 1 项；最近一件 10-01 15:59；当班 甲、乙",
        ),
        (
            BEHIND,
            "乙组；未开始；距开始 01:30；非受理 10-03；共 0 件；数字截至 2016-10-01 16:59，其后有变动未计入",
        ),
        (UNREADABLE, "丙组；/srv/丙组：读不出。"),
        (ENDED, "丁组；已结束；已于 2016-10-01 16:59 结束，值班台内容已删除"),
        (SENT, "戊组；已截止；报送数字，截至 2016-10-01 16:59"),
        (UNKNOWN, f"己组；未公布；{BY_GUESS}"),
        (OPEN_END, "庚组；第 3 天；受理中"),
        (replace(OPEN_END, overdue=2), "庚组；第 3 天；受理中；逾期 2 项"),
        (replace(OPEN_END, due_today=2), "庚组；第 3 天；受理中；今日到期 2 项"),
    ],
    ids=lambda value: value.state if isinstance(value, Row) else "",
)
def test_each_desk_is_told_in_one_sentence(row: Row, said: str) -> None:
    assert office_words.sentence(row, DURING) == said


def test_until_when_lines_are_answered_is_told_by_the_clocks_of_their_desk() -> None:
    shortly_after_midnight = DURING.add(hours=8)
    row = replace(OPEN_END, changes_at=DURING.add(hours=10).in_timezone("UTC"))
    assert office_words.service(row, shortly_after_midnight) == "受理中 18:59"
    assert office_words.service(row, DURING.subtract(days=1)) == "受理中 10-01"


def test_beside_its_name_a_desk_that_cannot_be_read_does_not_say_again_where_it_is() -> None:
    assert office_words.remark_beside_name(UNREADABLE) == "读不出。"


def test_all_desks_and_each_year_are_told_in_one_sentence() -> None:
    assert office_words.sum_sentence(sums_of(ROWS)) == (
        "共 2 个值班台，受理中 2 个，有人当班 1 个；今日 3 件，共 20 件；逾期 2 项，今日到期 1 项。"
        "另有 2 个数字不全或读不出。"
    )
    nothing = Year(2013, 1, 30, 0, 0.0, 0, 0, {})
    assert [office_words.year_sentence(year) for year in (*YEARS, nothing)] == [
        "2015 年已结束：2 组，共 48 天，收到 120 件；每组每日 2.5 件；廉洁纪律 7",
        "2014 年已结束：1 组，共 0 天，收到 5 件；其他 2、生活纪律 3",
        "2013 年已结束：1 组，共 30 天，收到 0 件；每组每日 0.0 件",
    ]


TABLES = f"""各值班台
组别｜被巡察单位｜天数｜剩余｜受理状态｜今日｜累计｜逾期｜今日到期｜最近一件｜当班｜说明
甲组｜某县｜12/30｜18 天 7 时｜受理中 17:30｜3｜20｜2｜1｜10-01 15:59｜甲、乙｜
乙组｜｜未开始｜01:30｜非受理 10-03｜｜0｜｜｜｜｜数字截至 2016-10-01 16:59，其后有变动未计入
丙组｜｜｜｜｜｜｜｜｜｜｜/srv/丙组：读不出。
丁组｜｜已结束｜｜｜｜｜｜｜｜｜已于 2016-10-01 16:59 结束，值班台内容已删除
戊组｜｜已截止｜｜｜｜｜｜｜｜｜报送数字，截至 2016-10-01 16:59
己组｜｜未公布｜｜｜｜｜｜｜｜｜{BY_GUESS}
庚组｜｜第 3 天｜｜受理中｜｜｜｜｜｜｜
合计
合计｜件数
今日｜3
总计｜20
受理范围内｜12
受理范围外｜8
逾期｜2
今日到期｜1
问题类别
问题类别｜件数
廉洁纪律｜5
其他｜1
来源
来源｜件数
固定电话｜9
处理情况
处理情况｜件数
已登记｜4
各时段收件
各时段收件｜件数
09:00｜4
各日收件
各日收件｜件数
2016-10-01｜3
已结束的各轮，按年度
年度｜组数｜天数合计｜收到｜每组每日｜受理范围内｜受理范围外｜廉洁纪律｜其他｜生活纪律
2015｜2｜48｜120｜2.5｜80｜40｜7｜0｜0
2014｜1｜0｜5｜｜5｜0｜0｜2｜3"""


def test_the_tables_of_the_office_read_so_and_in_the_workbook_figures_are_numbers() -> None:
    use_inspection(INSPECTIONS[1])
    tables = office_words.tables(ROWS, sums_of(ROWS), YEARS, DURING)
    lines = [line for t in tables for line in ((t.title,), t.heads, *t.rows)]
    assert "\n".join(map("｜".join, lines)) == TABLES
    book = load_workbook(BytesIO(office_xlsx(tables, DURING)))
    assert book.sheetnames == [table.title for table in tables]
    for sheet, table in zip(book, tables, strict=True):
        about, heads, *rows = ([*row] for row in sheet.values)
        assert about[0] == "各值班台汇总　统计截至 2016-10-01 16:59"
        assert (heads, len(rows)) == ([*table.heads], len(table.rows))
        for row, texts in zip(rows, table.rows, strict=True):
            assert ["" if one is None else str(one) for one in row] == [*texts]
            are_figures = [text.replace(".", "").isdecimal() for text in texts]
            assert [isinstance(one, int | float) for one in row] == are_figures
    first = book.worksheets[0]
    assert first.page_setup.orientation == "landscape"
    assert book.worksheets[1].page_setup.orientation == "portrait"
    # As wide as the longest cell and some room, but not more than a page has for it.
    widths = [first.column_dimensions[letter].width for letter in "AL"]
    assert widths == [6, 40]


def test_an_office_without_years_that_are_over_has_no_table_of_them() -> None:
    titles = [t.title for t in office_words.tables([RUNNING], sums_of([RUNNING]), (), DURING)]
    assert len(titles) == 7 and "已结束的各轮，按年度" not in titles
