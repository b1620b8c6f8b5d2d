"""What each line and panel says of the values it is given, without a screen around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import pytest
from textual.events import Resize
from textual.geometry import Size

from store.errors import CannotReach
from store.journal.presence import Present
from store.notice.deadlines import DueCounts
from store.notice.hours import service_status
from store.notice.period import countdown
from store.notice.reading import example_text, parse_notice
from store.office.sums import sums_of
from store.tips.directory import Listed
from store.tips.find import Order
from store.tips.guide import guide
from store.tips.tip import SealedPart
from tests.builders import StillClock, at
from tests.store.desks import tip_of
from tests.tui.sitting import a_desk
from tests.tui.test_office_in_words import BEHIND, RUNNING
from tui.terminal.styled_line import StyledLine
from tui.widgets import tip_text
from tui.widgets.bars import bars, spark
from tui.widgets.big_digits import big
from tui.widgets.call_timer import CallTimer
from tui.widgets.due_panel import DuePanel
from tui.widgets.guide_line import GuideLine
from tui.widgets.latest_panel import LatestPanel
from tui.widgets.list_head import ListHead
from tui.widgets.merge_panel import from_first_difference
from tui.widgets.name_suggester import NameSuggester
from tui.widgets.office_line import OfficeLine
from tui.widgets.paper_text import PaperText, hung
from tui.widgets.period_panel import PeriodPanel
from tui.widgets.pointed_sheet import PointedSheet
from tui.widgets.presence_lines import ElsewhereLine, PresenceLines
from tui.widgets.report_panel import ReportPanel
from tui.widgets.service_panel import ServicePanel
from tui.widgets.sheet import Sheet
from tui.widgets.text_field import one_line
from tui.widgets.tip_table import TipTable
from tui.widgets.top_line import TopLine

NOTICE = parse_notice(example_text())
NOW = at("2016-10-01T09:52:10")


def made(sheet: Sheet, **values: object) -> Sheet:
    """The sheet, given those values."""
    for name, value in values.items():
        sheet.set_reactive(getattr(type(sheet), name), value)
    return sheet


def said(lines: Sequence[StyledLine]) -> list[str]:
    return ["".join(text for text, _role in line).rstrip() for line in lines]


def told(sheet: Sheet, width: int) -> list[str]:
    return said(sheet.lines(width))


def test_a_bar_is_as_high_as_its_count_and_none_that_counts_is_empty() -> None:
    assert bars([0, 1, 8, 16], 2, 2) == ["      █ ", "  ▁ █ █ "]
    assert bars([3, 0], 1, 1) == ["█ "] and bars([1, 100], 1, 1) == ["▁█"]
    assert (bars([], 2, 1), bars([0, 0], 1, 2)) == (["", ""], ["    "])
    assert spark([0, 1, 4, 8], 8, "·") == "·▁▄█" and spark([0, 1], 100) == " ▁"


@pytest.mark.parametrize("in_ascii", [False, True])
def test_each_large_digit_is_another_and_as_wide_as_any(in_ascii: bool) -> None:
    drawn = {digit: big(digit, in_ascii=in_ascii) for digit in "0123456789"}
    assert len(set(drawn.values())) == 10
    assert all(row.isascii() is in_ascii for rows in drawn.values() for row in rows if row.strip())
    assert {len(row) for rows in drawn.values() for row in rows} == {3}
    both = big("1:2", ".", in_ascii=in_ascii)
    colon = big(":", in_ascii=in_ascii)
    rows = zip(drawn["1"], colon, drawn["2"], strict=True)
    assert both == tuple(".".join(row) for row in rows)


@pytest.mark.parametrize(
    ("began", "now", "length"),
    [
        ("09:00:00", "09:01:05", "01:05"),
        ("09:00:00", "09:59:59", "59:59"),
        ("09:00:00", "10:00:05", "01:00:05"),
        # A clock that was put back.
        ("09:00:00", "08:59:00", "00:00"),
    ],
)
def test_a_call_lasts_since_its_form_was_opened(began: str, now: str, length: str) -> None:
    timer = made(CallTimer(), began=at(f"2016-10-01T{began}"), now=at(f"2016-10-01T{now}"))
    assert told(timer, 40) == [f"已通话 {length}"]
    assert told(made(timer, now=None), 40) == ["已通话 00:00"]
    assert told(made(timer, began=None), 40) == [""]


def test_the_guide_ticks_what_is_told_and_asks_for_one_of_the_rest() -> None:
    points = guide("李四收受礼金三万元", ["李四"])
    line = made(GuideLine(), points=points, asked=points[2])
    assert told(line, 80) == [
        "✓何人  ✓何事  ○何时  ○何地  ✓涉及数额  ○证据  ○知情人",
        f"可问：{points[2].ask}",
    ]
    assert told(line, 47)[0] == "✓何人 ✓何事 ○何时 ○何地 ✓涉及数额 ○证据 ○知情人"
    assert told(line, 53)[0] == told(line, 80)[0]
    roles = [role for _text, role in line.lines(80)[0]][::2]
    assert roles == ["good" if point.is_told else "muted" for point in points]
    whole = [point for point in points if point.is_told]
    assert told(made(line, points=tuple(whole), asked=None), 80)[1] == "要素齐全。"
    assert told(made(line, points=()), 80) == []


@pytest.mark.parametrize(
    ("numbers", "marked", "line"),
    [
        (None, 2, "全部举报"),
        ((3, 3), 0, "全部举报                                   共 3 件"),
        ((3, 3), 2, "全部举报  ● 已标记 2 件                    共 3 件"),
        ((1200, 13456), 0, "全部举报           符合条件 1,200 件，共 13,456 件"),
        ((0, 1000), 0, "全部举报                符合条件 0 件，共 1,000 件"),
    ],
)
def test_over_the_list_stands_how_many_are_shown_marked_and_there(
    numbers: tuple[int, int] | None, marked: int, line: str
) -> None:
    assert told(made(ListHead(), numbers=numbers, marked=marked), 50) == [line]
    narrow = told(made(ListHead(), numbers=(3, 3), marked=2), 24)
    assert narrow == ["全部举报  ● 已标记 2 件 共 3 件"], "none of it runs into the rest"


def test_what_is_to_be_done_is_numbered_by_how_pressing_it_is() -> None:
    some = DueCounts(overdue=1, today=2, before_end=3)
    panel = made(DuePanel(), dues=some, to_complete=4, drafts=5)
    assert told(panel, 80) == [
        "待办 逾期 1  今日到期 2  结束前 3  待补录 4  Ctrl+G",
        "草稿 未登记完 5 件  Ctrl+E",
    ]
    assert told(made(panel, is_to_be_listed=False), 80)[0].endswith("待补录 4")
    roles = {text.strip(): role for text, role in made(panel, is_to_be_listed=True).lines(80)[0]}
    assert [roles[n] for n in "1234"] == ["bad", "warning", "strong", "strong"]
    assert told(made(panel, drafts=0), 30) == [
        "待办 逾期 1  今日到期 2",
        "     结束前 3  待补录 4",
    ]
    assert told(panel, 24)[0] == "待办 逾期 1  今日到期 2" == told(panel, 25)[0]
    assert told(panel, 23)[:2] == ["待办 逾期 1", "     今日到期 2"]
    assert told(made(panel, dues=DueCounts(calendar_known=False)), 60) == [
        "待办 待补录 4  暂计  Ctrl+G"
    ]
    nothing = made(panel, dues=DueCounts(calendar_known=False), to_complete=0)
    assert told(nothing, 60) == []
    assert told(made(nothing, drafts=1), 60) == ["草稿 未登记完 1 件  Ctrl+E"]


_CLOCK = "● 受理中 距结束 07:37:50  09:52:10"


@pytest.mark.parametrize(
    ("width", "seal", "line"),
    [
        (
            100,
            "",
            f"省委巡视第一组 · 省长株潭两型试验…  10月1日  第 12 天 / 共 30 天  {_CLOCK}",
        ),
        (
            100,
            "已解封",
            f"省委巡视第一组 · 省长株潭…   10月1日  第 12 天 / 共 30 天  已解封 {_CLOCK}",
        ),
        (80, "", f"省委巡视第一组  10月1日  第 12 天 / 共 30 天  {_CLOCK}"),
        (80, "已解封", f"省委巡视第一组    第 12 天 / 共 30 天  已解封 {_CLOCK}"),
        (70, "", f"省委巡视第一…  第 12 天 / 共 30 天  {_CLOCK}"),
        (60, "已解封", f"省委巡视第一组     已解封 {_CLOCK}"),
        (44, "", f"省委巡…   {_CLOCK}"),
        (44, "已解封", f"   已解封 {_CLOCK}"),
        (30, "已解封", f" {_CLOCK}"),
    ],
)
def test_the_clock_stays_in_the_line_over_everything_and_the_least_needed_goes_first(
    width: int, seal: str, line: str
) -> None:
    top = TopLine(NOTICE, NOW, countdown(NOTICE, NOW), service_status(NOTICE, NOW))
    assert told(made(top, seal=seal), width) == [line]
    assert told(made(top, away="盘读不到，正在重连"), width) == [line, "盘读不到，正在重连"]


def test_who_else_is_here_is_named_once_and_what_two_of_them_have_open() -> None:
    others = (
        Present("甲", "2016-0001"),
        Present("乙", "2016-0002"),
        Present("丙", "2016-0003", is_editing=True),
        Present("丁"),
        Present("丁"),
    )
    lines = made(PresenceLines(), others=others)
    assert told(lines, 60) == [
        "同台 5 人  丙、甲、乙、丁",
        "丙               正在修改 2016-0003",
        "甲               正在查看 2016-0001",
    ]
    assert told(lines, 24)[0] == "同台 5 人  丙、甲、乙、…"
    assert told(made(lines, others=()), 60) == []
    elsewhere = made(ElsewhereLine(), others=others, number="2016-0003")
    assert told(elsewhere, 60) == ["丙 正在修改此件，请先商量，以免改动冲突。"]
    assert told(made(elsewhere, number="2016-0001"), 60) == ["甲 也在查看此件。"]
    assert told(made(elsewhere, number=""), 60) == []


@pytest.mark.parametrize(
    ("one", "other", "shown"),
    [
        ("甲", "乙", ("甲", "乙")),
        ("", "乙", ("（空）", "乙")),
        ("甲\x1b", "乙\n丙", ("甲\\u001b", "乙\n丙")),
        ("一" * 160, "一", ("一" * 160, "一")),
        ("一" * 20 + "二", "一" * 20 + "三", ("一" * 20 + "二", "一" * 20 + "三")),
        (
            "一" * 200 + "二",
            "一" * 200 + "三",
            ("…" + "一" * 12 + "二", "…" + "一" * 12 + "三"),
        ),
        ("一" * 161, "二", ("一" * 160 + "…", "二")),
        ("一" * 170, "一" * 100, ("…" + "一" * 82, "…" + "一" * 12)),
    ],
)
def test_of_two_long_texts_what_differs_is_read(
    one: str, other: str, shown: tuple[str, str]
) -> None:
    assert from_first_difference(one, other) == shown


def test_what_is_pasted_into_one_line_is_one_line() -> None:
    assert one_line("\n一\t二\r\n三\n") == "一 二 三"
    assert one_line("甲\x1b乙\x00") == "甲乙"


async def test_names_complete_themselves_but_no_person_who_was_complained_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with a_desk(tmp_path / "desk") as desk:
        subject = tip_of().subjects[0]
        desk.record(tip_of())
        for kind, name in (("unit", subject.unit), ("post", subject.post)):
            suggester = NameSuggester(desk, kind)  # type: ignore[arg-type]
            assert await suggester.get_suggestion(name[:2]) == name
            assert await suggester.get_suggestion(name) is None, "all of it is there"
            # What was found while the desk was open is not to be had after the lock.
            assert suggester.cache is None
        person = NameSuggester(desk, "person")
        assert subject.person and await person.get_suggestion(subject.person[:1]) is None
        desk.listing.take_in([Listed(subject.unit, subject.person + "丰", subject.post, "")])
        assert await person.get_suggestion(subject.person[:1]) == subject.person + "丰"

        def refuse(*_of: object) -> NoReturn:
            raise CannotReach("")

        monkeypatch.setattr(desk.finding, "names_beginning", refuse)
        assert await NameSuggester(desk, "unit").get_suggestion(subject.unit[:2]) is None


@pytest.mark.parametrize(
    ("clock", "why", "band"),
    [
        ("00:00:00", "未到受理时间", "┃───────━━━━━━━━━━──────"),
        ("07:59:00", "未到受理时间", "───────┃━━━━━━━━━━──────"),
        ("12:00:00", "受理时间内", "────────━━━━┃━━━━━──────"),
        ("23:59:59", "今日受理已结束", "────────━━━━━━━━━━─────┃"),
    ],
)
def test_the_day_is_a_band_with_its_open_hours_and_now(clock: str, why: str, band: str) -> None:
    now = at(f"2016-10-01T{clock}")
    panel = ServicePanel(NOTICE, now, service_status(NOTICE, now))
    shown = told(panel, 27)
    assert shown[:3] == [f"{why}  8:00至17:30", band, "0     6     12    18"]
    assert told(panel, 20)[0] == why
    assert shown[3:] == [
        "固定电话 0731-84404233",
        "手机     18073127519",
        "邮政信箱 长沙市第482号邮政",
        "         信箱 (410011)",
        "来访接待 来访",
    ]
    roles = {role for _text, role in panel.lines(27)[3]}
    assert ("strong" in roles) is (clock == "12:00:00"), "those that are answered stand out"


@pytest.mark.parametrize(
    ("now", "title", "large", "gone"),
    [
        ("2016-09-19T12:00:00", "距巡视开始", ("12:00:00",), 0),
        ("2016-10-01T09:52:10", "距巡视结束", ("18", "14:07:50"), 15),
        ("2016-10-19T23:00:00", "距巡视结束", ("01:00:00",), 40),
        ("2016-10-22T10:00:01", "巡视已结束", ("2", "10:00:01"), 40),
    ],
)
def test_the_period_is_a_countdown_and_a_line_of_its_days(
    now: str, title: str, large: tuple[str, ...], gone: int
) -> None:
    panel = PeriodPanel(NOTICE, countdown(NOTICE, at(now)))
    head, *lines = panel.lines(40)
    is_over = now > "2016-10-20"
    assert ("muted" in {role for text, role in lines[0] if text.strip()}) is is_over
    # Whose word for the inspection is in use is another test's.
    assert head[0][0].replace("巡视巡察", "巡视") == title
    for row, digits in enumerate(zip(*map(big, large), strict=True)):
        assert all(part in said(lines)[row] for part in (one.rstrip() for one in digits))
    assert ("天" in said(lines)[2]) is (len(large) == 2)
    assert said(lines)[-2] == "━" * gone + "─" * (40 - gone)
    assert said(lines)[-1] == f"9月20日{' ' * 25}10月19日"


def test_days_that_share_a_cell_and_a_day_of_several_are_drawn_where_they_are() -> None:
    panel = PeriodPanel(NOTICE, countdown(NOTICE, NOW))
    made(panel, by_day={"2016-09-20": 1, "2016-09-21": 1, "2016-10-19": 4, "2016-10-20": 9})
    assert said(panel.lines(15))[-3] == "▄" + " " * 13 + "█"
    assert said(panel.lines(60))[-3] == "▂" * 4 + " " * 54 + "█" * 2
    hidden = PeriodPanel(NOTICE, countdown(NOTICE, NOW), without_days=True)
    assert said(made(hidden, by_day={"2016-09-20": 1}).lines(15))[-3] == ""


def test_the_latest_are_told_of_who_may_see_them() -> None:
    panel = LatestPanel(NOTICE)
    assert told(panel, 40) == ["最近登记", "正在读取……"]
    panel.set_reactive(LatestPanel.tips, ())
    assert told(panel, 40) == ["最近登记", "还没有举报。按 F2 登记第一件。"]
    panel.set_reactive(LatestPanel.tips, (replace(tip_of(), number="2016-0001"),))
    assert "2016-0001" in told(panel, 80)[1]
    panel.is_shown_tips = False
    assert told(panel, 40) == ["最近登记", "统计员只看统计数字，不看举报。"]


def test_a_report_marks_its_own_day_the_open_hours_and_what_has_no_hour(tmp_path: Path) -> None:
    clock = StillClock(at("2016-09-23T16:00:00"))
    with a_desk(tmp_path / "desk", clock) as desk:
        desk.record(tip_of(received_at="2016-09-21T09:10:00+08:00"))
        desk.record(tip_of(received_at="2016-09-22T14:00:00+08:00"))
        for _tip in range(2):
            desk.record(replace(tip_of(received_at="2016-09-22"), marks=("hour_unknown",)))
        panel = ReportPanel(desk.notice)
        assert told(panel, 60) == ["正在统计…"]
        day = at("2016-09-22T12:00:00").date()
        made(panel, days=desk.figures.report("period").figures.by_day)
        lines = made(panel, report=desk.figures.report("day", day)).lines(60)
    days = next(n for n, line in enumerate(said(lines)) if line == "各日收件")
    marks = [role for text, role in lines[days + 5] if text.strip()]
    assert marks == ["track", "track", "accent", "track"]
    assert said(lines)[days + 6].split() == ["9月20日", "9月23日"]
    hours = next(n for n, line in enumerate(said(lines)) if line.startswith("各时段收件"))
    marked = [text.strip() for text, _role in lines[hours + 5] if text.strip()]
    assert [hour for hour, text in enumerate(marked) if text == "━━"] == [*range(8, 18)]
    assert said(lines)[hours + 6].split() == ["0", "4", "8", "12", "16", "20"]
    assert said(lines)[hours + 7].strip() == "另有 2 件未写几时"
    bar = said(lines)[hours + 4][5:]
    assert [at_ // 2 for at_, sign in enumerate(bar) if sign == "█"] == [14]


@pytest.mark.parametrize(
    ("width", "line"),
    [
        (
            100,
            "各值班台汇总  今日有件           2 个值班台  受理中 1  今日 3 件  共 20 件  逾期 2 项  不全 1  09:52",
        ),
        (80, "各值班台汇总  今日有件   受理中 1  今日 3 件  共 20 件  逾期 2 项  不全 1  09:52"),
        (60, "各值班台汇总  今日有件    共 20 件  逾期 2 项  不全 1  09:52"),
        (40, "各值班台汇总  今日有件     不全 1  09:52"),
        (30, "各值班台汇总  今日有件   09:52"),
    ],
)
def test_over_all_desks_stands_what_they_come_to_and_the_least_needed_goes_first(
    width: int, line: str
) -> None:
    sums = sums_of([RUNNING, BEHIND])
    office = made(OfficeLine(), now=NOW, sums=sums, narrowed_to="今日有件")
    assert told(office, width) == [line]
    assert told(made(office, sums=None, narrowed_to=""), 40) == [f"各值班台汇总{' ' * 23}09:52"]
    for nothing, said_of_it in (({"overdue": 0}, "逾期"), ({"unsure": 0}, "不全")):
        (left,) = told(made(office, sums=replace(sums, **nothing)), 100)
        assert said_of_it not in left and "2 个值班台" in left


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("标签  这是一段很长的文字需要折行", 20, ["标签  这是一段很长的", "      文字需要折行"]),
        ("  很长的标签名称名称  值值值值值", 20, ["  很长的标签名称名称", "  值值值值值"]),
        ("  一二三四五六七八九十一二", 14, ["  一二三四五六", "  七八九十一二"]),
        ("甲  乙乙乙乙乙", 8, ["甲  乙乙", "    乙乙", "    乙"]),
    ],
)
def test_what_goes_on_below_hangs_under_its_start_where_there_is_room(
    text: str, width: int, lines: list[str]
) -> None:
    assert hung(text, width) == lines


class _Screen:
    size = Size(160, 10)


class _Paper(PaperText):
    """One on a screen of ten lines, of which seven are its own."""

    screen = _Screen()  # type: ignore[assignment]


def test_what_a_screen_has_no_room_for_stands_in_two_columns_where_these_have() -> None:
    paper = made(_Paper(), text="标题\n甲组\n  一\n  二\n  三\n乙组\n  四")
    one = ["标题", "", "甲组", "  一", "  二", "  三", "", "乙组", "  四"]
    assert told(paper, 149) == one
    assert [line.split() for line in told(paper, 150)] == [
        ["标题", "乙组"],
        ["", "四"][1:],
        ["甲组"],
        ["一"],
        ["二"],
        ["三"],
    ]
    assert {line.index("乙组") for line in told(paper, 150)[:1]} == {75}
    unbroken = made(_Paper(), text="标题\n" + "\n".join(["  一"] * 20))
    assert told(unbroken, 150) == told(unbroken, 149)
    short = made(_Paper(), text="标题\n甲组\n  一\n  二\n  三")
    assert told(short, 150) == one[:6]
    long = made(_Paper(), text="标题\n" + "\n".join(["甲组", "  一"] + ["  二"] * 20))
    assert told(long, 150) == told(long, 149)


def test_a_heading_stands_out_and_a_word_where_it_is_said_of_something() -> None:
    paper = made(_Paper(), text="登记\n甲组登记\n  一  登记\n末尾")
    paper.marked = {"登记": "good"}
    assert paper.lines(40) == [
        [("登记", "title")],
        [],
        [("甲组登记", "title")],
        [("  一  ", ""), ("登记", "good"), ("", "")],
        [("末尾", "")],
    ]


READ = """\
2016-0001  ◦ 已登记  受理时间外

来源        固定电话
收到时间    2016-10-01 09:12
被反映单位  示范区管委会
被反映人    赵某某
职务        副主任
对象类别    领导班子及其成员
主要内容    反映赵某某收受好处，
            称有转账记录，请核实。
问题类别    廉洁纪律
反映人姓名  王某某（待核实）
联系方式    13800000000
"""
OWED = """\
办理期限    10月15日
后续        很长的一段话很长的一段话很长
            的一段话很长的一段话
"""


def test_a_tip_is_read_in_two_columns_with_what_became_of_it_below_or_before_its_changes() -> None:
    summary = "反映赵某某收受好处，\n称有转账记录，请核实。"
    tip = replace(tip_of(summary=summary), number="2016-0001", marks=("out_of_hours",))
    facts = (("办理期限", "10月15日"), ("后续", "很长的一段话" * 4))
    assert tip_text.said(NOTICE, tip, facts, 40).plain == READ
    assert tip_text.said(NOTICE, tip, facts, 40, below=facts).plain == f"{READ}\n{OWED}"
    assert tip_text.since(NOTICE, tip, facts, [], 40).plain == f"{OWED}\n修改记录\n"
    assert tip_text.since(NOTICE, tip, (), [], 40).plain == "修改记录\n"
    sealed = replace(tip, sealed=SealedPart("age-encryption.org/v1"))
    assert "按 V 显示姓名和内容，查看有记录。" in tip_text.said(NOTICE, sealed, (), 40).plain
    crafted = (("后续", "甲\x1b[2J乙"),)
    assert "\x1b" not in tip_text.said(NOTICE, tip, (), 40, below=crafted).plain


class _Table(TipTable):
    """One in a window of eighty columns, with room for two rows."""

    content_size = Size(80, 3)  # type: ignore[assignment]


class _WideTable(TipTable):
    """One with room for every column."""

    content_size = Size(240, 3)  # type: ignore[assignment]


HEAD = "举报编号▼  收到时间           被反映单位和人       处理情况    主要内容"
FIRST = "2016-0001  10-01 09:12        示范区管委会 赵某某  ◦ 已登记    反映赵某某在工程…"
SECOND = "2016-0002  10-01 09:12        示范区管委会 赵某某  ◦ 已登记    同一事项2件 第二…"
THIRD = "2016-0003  10-01 07:00 时间外 示范区管委会 赵某某  ◦ 已登记    第三件"


def test_where_there_is_room_each_column_of_the_list_says_of_a_tip_what_its_heading_names(
    tmp_path: Path,
) -> None:
    with a_desk(tmp_path / "desk") as desk:
        desk.record(tip_of(enclosures=[{"kind": "letter"}, {"kind": "letter"}]))
        desk.follow_ups.assign({"1": None}, "乙")
        table = _WideTable(desk.notice, lambda _tip: 1)
        table.show(desk.tips(), Order(), "", from_start=True)
        assert told(table, 240) == [
            "举报编号▼  收到时间           来源      被反映单位和人             对象类别"
            "                       问题类别           反映人       处理情况    登记人     承办人     附件 主要内容",
            "2016-0001  10-01 09:12        固定电话  示范区管委会 赵某某        领导班子及其成员"
            "               廉洁纪律           待核实       ◦ 已登记    值班员甲   乙         2    "
            "反映赵某某在工程招标中收受好处，称有转账记录。",
        ]


def test_a_list_shows_of_each_tip_what_there_is_room_for_and_never_what_it_was_before(
    tmp_path: Path,
) -> None:
    with a_desk(tmp_path / "desk") as desk:
        table = _Table(desk.notice, lambda tip: 2 if tip.number == "2016-0002" else 1)
        assert told(table, 80) == ["正在读取……"]
        table.show(desk.tips(), Order(), "", from_start=True)
        assert told(table, 80) == [HEAD, "还没有举报。按 F2 登记第一件。"]
        table.is_narrowed = True
        assert told(table, 80) == [HEAD, "没有符合条件的举报。"]
        for changes in (
            {},
            {"summary": "第二件，车库" + "乙" * 40},
            {"summary": "第三件", "received_at": "2016-10-01T07:00:00+08:00"},
        ):
            desk.record(tip_of(**changes))
        table.show(desk.tips(), Order(), "", from_start=True)
        assert told(table, 80) == [HEAD, FIRST, SECOND]
        table.pointer = 2
        assert told(table, 80) == [HEAD, SECOND, THIRD]
        table.pointer = 1
        (_number, _key), (_received, warning), *_rest = table.lines(80)[2]
        assert (THIRD.startswith(_number), warning) == (True, "warning")
        table.marked = frozenset(["2016-0003"])
        assert told(table, 80)[2] == THIRD.replace("2016-0003  ", "2016-0003 ●", 1)
        assert "固定电话" in told(table, 150)[1], "in a wider window it is made anew"
        table.marked = frozenset()
        by_source = Order("channel", descending=False)
        table.show(desk.tips(), by_source, "车库", from_start=False)
        assert "来源▲" in told(table, 80)[0] and "▼" not in told(table, 80)[0]
        desk.amend(replace(desk.tip("3"), summary="改过"))
        table.show(desk.tips(), Order(), "", from_start=False)
        assert told(table, 80)[2] == THIRD.replace("第三件", "改过")
        assert table.sorts_by == ["number", "received", "subject", "status"]
        assert "discipline" not in [column.by for column in table.columns(93)]
        shown = [column.by for column in table.columns(94)]
        assert shown == ["number", "received", "subject", "discipline", "status"]


class _Rows(PointedSheet[str]):
    """Three of its rows are seen at a time."""

    room = 3
    sorts_by = ["甲", "乙", "丙"]  # noqa: RUF012

    def point(self, key: str) -> None:
        super().point(key)
        self._follow_pointer()


@pytest.mark.parametrize(
    ("keys", "pointed", "seen"),
    [
        ((), "0", "012"),
        (("up",), "0", "012"),
        (("down", "down", "down"), "3", "123"),
        (("end",), "6", "456"),
        (("end", "down"), "6", "456"),
        (("end", "up"), "5", "456"),
        (("end", "up", "up", "up"), "3", "345"),
        (("pagedown",), "3", "123"),
        (("pagedown", "pagedown", "pageup"), "3", "345"),
        (("end", "home"), "0", "012"),
    ],
)
def test_the_row_pointed_at_is_where_the_keys_lead_and_is_seen(
    keys: tuple[str, ...], pointed: str, seen: str
) -> None:
    sheet = _Rows()
    sheet.put("0123456", 0)
    for key in keys:
        sheet.point(key)
    assert (sheet.pointed, sheet.on_screen) == (pointed, seen)
    lines: list[StyledLine] = [[(row, "key"), (".", "")] for row in sheet.on_screen]
    marked = [line[0] for line in sheet.pointed_out(lines) if len(line) == 1]
    assert marked == [(f"{pointed}.", "selected")]


def test_rows_that_become_fewer_leave_the_pointer_on_one_of_them() -> None:
    sheet = _Rows()
    sheet.put("0123456", 6)
    sheet.put("01", 6)
    assert (sheet.pointed, sheet.on_screen) == ("1", "01")
    sheet.put("", 1)
    assert (sheet.pointed, sheet.on_screen) == (None, "")
    assert [sheet.column_after(one) for one in ("甲", "乙", "丙", "丁")] == [*"乙丙甲甲"]


def test_in_a_window_made_smaller_the_row_pointed_at_is_still_seen(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sheet = _Rows()
    sheet.put("0123456", 5)
    assert sheet.on_screen == "345"
    monkeypatch.setattr(_Rows, "room", 1)
    sheet.on_resize(Resize(Size(60, 2), Size(60, 2)))
    assert (sheet.pointed, sheet.on_screen) == ("5", "5")
