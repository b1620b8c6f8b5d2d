"""The desk on screen: countdown, service status, counters, latest tips, at every size."""

from dataclasses import replace
from operator import attrgetter
from pathlib import Path

import pytest
from textual.geometry import Size
from textual.widgets._toast import Toast

from store.desk.desk import Desk
from store.errors import DeskError
from store.notice.reading import example_text
from tests.builders import REFERRAL, at
from tests.store.desks import OFFICER, clock, open_desk, tip_of
from tests.test_catalogue import CHINESE
from tests.tui.sitting import a_desk, enter_call, sitting
from tui.apps.desk_app import DeskApp
from tui.widgets.sheet import HIGH, Sheet

SIZES = [(120, 40), (80, 24), (200, 60)]


def desk_with_tips(folder: Path, *tips: object) -> None:
    with a_desk(folder) as desk:
        for tip in tips or (tip_of(), tip_of(REFERRAL)):
            desk.record(tip)


@pytest.mark.parametrize("size", SIZES)
async def test_the_desk_opens_on_countdown_status_and_counters(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    desk_with_tips(tmp_path / "desk")
    async with sitting(tmp_path / "desk", size) as desk:
        for text in ("第 12 天 / 共 30 天", "距结束 00:30:30", "0731-84404233", "廉洁纪律     1 ━"):
            await desk.see(text)
        await desk.see("长沙市第482号邮政信箱")


async def test_what_is_wrong_with_the_desk_and_in_its_notice_is_told_as_it_opens(
    tmp_path: Path,
) -> None:
    folder, text = tmp_path / "desk", example_text()
    Desk.create(folder, f"mascot = 1\n{text}", clock=clock(), officer=OFFICER).close()
    folder.chmod(0o777)
    async with sitting(folder) as desk:
        (loose,) = desk.desk.repairs
        wanted = [loose, "notice.toml：mascot：本程序不认识这个键，未采用。"]

        def told() -> list[str]:
            said = [one for one in desk.app._notifications if one.severity == "warning"]
            return [one.message.replace("\n", "") for one in said]

        await desk.until(lambda: len(told()) == 2)
        assert [said.endswith(end) for said, end in zip(told(), wanted, strict=True)] == [True] * 2


async def test_by_another_day_the_desk_counts_anew_though_nothing_was_recorded(
    tmp_path: Path,
) -> None:
    desk_with_tips(tmp_path / "desk")
    async with sitting(tmp_path / "desk", (120, 40)) as desk:
        await desk.see("今日 2  总计 2")
        desk.clock.instant = at("2016-10-02T00:00:00")
        await desk.see("今日 0  总计 2")


async def test_everything_stands_at_once_where_there_is_room(tmp_path: Path) -> None:
    desk_with_tips(tmp_path / "desk")
    async with sitting(tmp_path / "desk", (120, 40)) as desk:
        for text in ("登记新举报", "主要内容", "最近登记", "2016-0002", "转办单位"):
            await desk.see(text)
        screen = desk.app.desk_screen
        for size, room in (
            ((109, 34), set()),
            ((110, 33), set()),
            ((110, 34), {"-all"}),
            ((170, HIGH - 1), {"-all", "-wide"}),
            ((169, HIGH), {"-all", "-high"}),
            ((170, HIGH), {"-all", "-wide", "-high"}),
        ):
            screen._fit(Size(*size))
            assert screen.classes & {"-all", "-wide", "-high"} == room, size


@pytest.mark.parametrize("height", [40, 34])
async def test_the_headings_of_the_counters_are_set_off_where_rows_are_free(
    tmp_path: Path, height: int
) -> None:
    desk_with_tips(tmp_path / "desk")
    async with sitting(tmp_path / "desk", (120, height)) as desk:
        await desk.see("廉洁纪律     1 ━")

        def above(heading: str) -> str:
            overview = [line[:50].strip() for line in desk.seen.splitlines()]
            at = next(y for y, line in enumerate(overview) if line.startswith(heading))
            return overview[at - 1]

        # How high all of it is shows once it was laid out.
        await desk.until(lambda: above("问题类别") == above("来源") == "")


@pytest.mark.whole
async def test_the_call_guide_stays_whichever_field_is_the_current_where_there_is_room(
    tmp_path: Path,
) -> None:
    async with sitting(tmp_path / "desk", (120, 40)) as desk:
        await desk.press("f2")
        assert "可问：" in desk.seen
        await desk.go_to("reporter.name")
        assert "可问：" in desk.seen
        await desk.pilot.resize_terminal(80, 24)
        await desk.until(lambda: "可问：" not in desk.seen)


@pytest.mark.whole
async def test_on_a_small_screen_each_part_has_it_all_in_turn(tmp_path: Path) -> None:
    desk_with_tips(tmp_path / "desk")
    async with sitting(tmp_path / "desk", (80, 24)) as desk:
        for size in ((109, 40), (120, 33), (80, 24)):
            await desk.pilot.resize_terminal(*size)
            await desk.pilot.pause()
            assert "登记新举报" not in desk.seen and "总计" in desk.seen
        assert "登记新举报" not in desk.seen
        await desk.press("f2")
        await desk.see("登记新举报")
        assert "总计" not in desk.seen
        await desk.press("f4")
        await desk.see("2016-0002 10-01 10:30 手机")
        await desk.press("f3")
        await desk.see("总计")


@pytest.mark.whole
async def test_nothing_is_cut_off_or_lost_when_the_terminal_is_resized(tmp_path: Path) -> None:
    async with sitting(tmp_path / "desk", (120, 40)) as desk:
        await enter_call(desk, "改变窗口大小时不丢字")
        for size in ((80, 24), (61, 21), (200, 60), (80, 24)):
            await desk.pilot.resize_terminal(*size)
            await desk.pilot.pause()
            await desk.see("第 12 天")
        assert desk.app.desk_screen.form.fields.values["summary"] == "改变窗口大小时不丢字"


@pytest.mark.parametrize(
    ("instant", "sentences"),
    [
        ("2016-09-18T10:00:00", ["距巡视开始", "巡视尚未开始", "○ 非受理时间"]),
        ("2016-09-20T07:59:59", ["第 1 天", "未到受理时间", "今日 08:00 开始受理"]),
        ("2016-10-01T08:00:00", ["● 受理中", "距结束 09:30:00"]),
        ("2016-10-01T17:30:00", ["○ 非受理时间", "明日 08:00 开始受理", "今日受理已结束"]),
        ("2016-10-20T00:00:00", ["巡视已结束", "受理已截止"]),
    ],
)
async def test_the_desk_says_where_in_the_period_it_is(
    tmp_path: Path, instant: str, sentences: list[str]
) -> None:
    async with sitting(tmp_path / "desk", at=at(instant)) as desk:
        for sentence in sentences:
            await desk.see(sentence)


async def test_the_countdown_and_all_that_goes_by_the_day_follow_the_clock(tmp_path: Path) -> None:
    async with sitting(tmp_path / "desk") as desk:
        shown = desk.app.desk_screen
        end = at("2016-10-20T00:00:00")
        await desk.see("距结束 00:30:30")
        for instant, told in (
            ("2016-10-01T17:29:59", "距结束 00:00:01"),
            ("2016-10-01T17:30:00", "○ 非受理时间"),
            ("2016-10-02T00:00:00", "第 13 天"),
        ):
            desk.clock.instant = now = at(instant)
            await desk.see(told)
            left = int((end - now).total_seconds())
            period = shown.period.countdown
            assert period and period.remaining_seconds == left
            assert shown.service.now == shown.top.now == now
            assert (shown.top.period, shown.top.status) == (period, shown.service.status)
            assert shown.counters.today == now.date()
        assert left == 18 * 24 * 3600
        # So they do in the line over whatever lies over the desk.
        await desk.press("ctrl+g")
        for clock, told in (("09:00:00", "距结束 08:30:00"), ("17:31:00", "○ 非受理时间")):
            desk.clock.instant = at(f"2016-10-04T{clock}")
            await desk.see(clock)
            (line,) = (row for row in desk.seen.split("\n") if clock in row)
            assert told in line and "第 15 天" in line


@pytest.mark.whole
async def test_after_the_period_a_late_letter_is_still_taken(tmp_path: Path) -> None:
    async with sitting(tmp_path / "desk", at=at("2016-10-25T10:00:00")) as desk:
        await desk.press("f2", "ctrl+f", "3")
        await desk.fill("postmarked_on", "2016-10-18")
        await desk.fill("subjects.unit", "某县国土局")
        await desk.fill("subjects.group", "1")
        await desk.fill("summary", "迟到的来信")
        await desk.fill("disciplines", "3")
        await desk.press("ctrl+s")
        await desk.see("已登记：2016-0001")
        assert desk.desk.tip("1").marks == ("late",)


async def test_what_another_session_records_appears_by_itself(tmp_path: Path) -> None:
    async with sitting(tmp_path / "desk") as desk:
        with open_desk(tmp_path / "desk", "另一人") as other:
            other.record(tip_of(summary="另一席位登记"))
            await desk.see("另一席位登记")
            shown = desk.app.desk_screen
            assert shown.counters.counts.total == 1
            assert shown.period.by_day == {"2016-10-01": 1} and shown.dues.to_complete == 0
            other.record(replace(tip_of(), to_complete=True))
            await desk.see("待补录 1")
            assert shown.period.by_day == {"2016-10-01": 2}


async def test_a_tip_is_opened_from_the_list_and_its_history_told(tmp_path: Path) -> None:
    desk_with_tips(tmp_path / "desk")
    async with sitting(tmp_path / "desk", (80, 24)) as desk:
        await desk.press("f4", "down", "enter")
        await desk.see("2016-0001")
        await desk.see("修改记录")
        await desk.press("escape")
        await desk.see("2016-0002 10-01")


@pytest.mark.whole
@pytest.mark.parametrize("key", ["e", "E", "ｅ"])
async def test_a_letter_key_works_however_the_keyboard_is_set(tmp_path: Path, key: str) -> None:
    desk_with_tips(tmp_path / "desk")
    async with sitting(tmp_path / "desk") as desk:
        await desk.see("2016-0001")
        await desk.press("f4", "enter", key)
        await desk.see("修改 2016-0002")


async def test_another_tip_does_not_slip_in_under_the_pointer(tmp_path: Path) -> None:
    desk_with_tips(tmp_path / "desk")
    async with sitting(tmp_path / "desk") as desk:
        await desk.press("f4", "down")
        with open_desk(tmp_path / "desk") as other:
            other.record(tip_of(summary="新到一件"))
        await desk.see("新到一件")
        panel = desk.app.desk_screen.latest
        assert panel.tips[panel.pointer].number == "2016-0001"


async def test_the_pointer_goes_with_the_focus(tmp_path: Path) -> None:
    desk_with_tips(tmp_path / "desk")
    async with sitting(tmp_path / "desk") as desk:

        def is_pointed() -> bool:
            lines = desk.app.desk_screen.latest._shown
            return any(role == "selected" for line in lines for _text, role in line)

        await desk.press("f4")
        await desk.until(is_pointed)
        await desk.press("f2")
        await desk.until(lambda: not is_pointed())


async def test_markup_and_escapes_in_a_tip_are_shown_and_not_obeyed(tmp_path: Path) -> None:
    desk_with_tips(tmp_path / "desk", tip_of(summary="[red]红[/red] [link=x]y[/link] {b}"))
    async with sitting(tmp_path / "desk", (200, 60)) as desk:
        await desk.see("[red]红[/red]")
        await desk.press("f4", "enter")
        await desk.see("[red]红[/red] [link=x]y[/link] {b}")


@pytest.mark.whole
async def test_help_and_palette_show_what_can_be_done(tmp_path: Path) -> None:
    async with sitting(tmp_path / "desk", (80, 24)) as desk:
        await desk.press("f1")
        await desk.see("看最近登记的举报")
        await desk.press("escape", "ctrl+p")
        await desk.type("dengji")
        await desk.see("录入一件新举报")
        await desk.press("enter")
        await desk.see("登记新举报")
        await desk.press("ctrl+p")
        await desk.type("gz")
        await desk.see("把所填内容留作草稿")
        await desk.press("escape", "ctrl+p")
        await desk.type("没有的")
        await desk.see("没有这样的命令")


@pytest.mark.whole
async def test_the_theme_changes_and_nothing_else(tmp_path: Path) -> None:
    async with sitting(tmp_path / "desk") as desk:
        await desk.see("生活纪律     0")
        await desk.see("还没有举报")
        before = desk.seen
        for name in ("light", "contrast", "dark"):
            await desk.press("ctrl+t")
            assert desk.app.theme == f"dutydesk-{name}"
            assert desk.seen == before


async def test_ctrl_c_tells_how_to_quit_and_ctrl_q_quits(tmp_path: Path) -> None:
    async with sitting(tmp_path / "desk") as desk:
        await desk.press("ctrl+c")
        await desk.see("退出请按 Ctrl+Q")
        await desk.press("ctrl+q")
        assert desk.app.return_value is None
        assert not desk.app.is_running


async def test_what_is_told_covers_neither_the_field_nor_its_hint_nor_the_buttons(
    tmp_path: Path,
) -> None:
    async with sitting(tmp_path / "desk", (80, 24)) as desk:
        await desk.press("f2", "tab", "ctrl+c")
        await desk.see("退出请按 Ctrl+Q")
        toast = desk.app.screen.query_one(Toast).region
        form = desk.app.desk_screen.form
        for shown in (form.fields, form.query_one(".form-hint"), form.query_one(".form-buttons")):
            assert not toast.overlaps(shown.region)


async def test_from_any_screen_one_goes_to_another_by_way_of_the_desk(tmp_path: Path) -> None:
    desk_with_tips(tmp_path / "desk")
    async with sitting(tmp_path / "desk") as desk:
        for key, seen in (
            *(("ctrl+g", "待办事项"), ("ctrl+b", "值班日报"), ("f10", "交接班单")),
            *(("ctrl+y", "巡视公告"), ("f5", "2016-0002"), ("ctrl+g", "待办事项")),
        ):
            await desk.press(key)
            await desk.see(seen)
            assert len(desk.app.screen_stack) == 2, key
        await desk.press("escape")
        await desk.until(lambda: desk.app.screen is desk.app.desk_screen)


def test_what_a_role_may_do_is_offered_by_it_once_it_is_known_and_till_then_all(
    tmp_path: Path,
) -> None:
    with a_desk(tmp_path / "desk") as desk:
        desk.access.set_role(OFFICER, "lead")
        desk.access.set_role("统计", "viewer")
    with a_desk(tmp_path / "desk", officer="统计") as desk:
        app = DeskApp(desk)
        assert app.offers("list") and app.offers("count")
        desk.load()
        assert not app.offers("list") and app.offers("count")


@pytest.mark.whole
async def test_a_draft_is_told_of_on_the_overview_and_at_the_end(tmp_path: Path) -> None:
    async with sitting(tmp_path / "desk", (80, 24)) as desk:
        await enter_call(desk)
        assert "草稿 未" not in desk.seen
        await desk.press("f3")
        await desk.see("草稿 未登记完 1 件")
        await desk.press("ctrl+q")
        assert "已留作草稿" in (desk.app.return_value or "")


@pytest.mark.whole
async def test_help_has_the_keys_of_where_one_is_first_and_no_others_than_work_there(
    tmp_path: Path,
) -> None:
    async with sitting(tmp_path / "desk", (120, 60)) as desk:
        await desk.press("f5", "f1")
        await desk.see("各处按键")
        assert desk.seen.index("筛选") < desk.seen.index("各处按键")
        assert "暂存待补录" not in desk.seen
        await desk.press("escape", "escape", "f2")
        await desk.see("Ctrl+S 保存")
        await desk.press("f1")
        await desk.see("登记一件举报")
        assert desk.seen.index("暂存待补录") < desk.seen.index("各处按键")


async def test_a_tip_is_read_in_two_columns_at_any_width(tmp_path: Path) -> None:
    desk_with_tips(tmp_path / "desk", tip_of(summary="长" * 60))
    async with sitting(tmp_path / "desk", (80, 24)) as desk:
        await desk.press("f4", "enter")
        await desk.see("主要内容")
        for width in (80, 60):
            await desk.pilot.resize_terminal(width, 24)
            await desk.pilot.pause()
            long = [line for line in desk.seen.splitlines() if "长长" in line]
            assert len(long) > 1 and len({line.index("长") for line in long[1:]}) == 1
            assert sum(line.count("长") for line in long) == 60


async def test_help_has_the_page_that_belongs_there_and_leads_to_the_others(tmp_path: Path) -> None:
    async with sitting(tmp_path / "desk", (80, 24)) as desk:
        await desk.press("f5", "f1")
        await desk.see("手册 4/22 查找、处理、期限")
        await desk.press("right")
        await desk.see("找一件")
        assert "此处按键" not in desk.seen
        await desk.press("left")
        await desk.see("手册 3/22 登记一件举报")
        await desk.see("各项按来电的次序排列")
        await desk.press("escape")
        await desk.see("F6 筛选")


async def test_every_line_of_the_keys_in_the_help_is_in_the_language_in_use(
    tmp_path: Path, english: None
) -> None:
    async with sitting(tmp_path / "desk", (80, 24)) as desk:
        await desk.press("f1")
        keys = desk.app.screen.query(Sheet).first()
        text = "\n".join("".join(part for part, _role in line) for line in keys.lines(76))
        assert "Ctrl+P" in text and not CHINESE.search(text)


@pytest.mark.parametrize("key", ["f1", "ctrl+p"])
async def test_the_key_for_help_and_that_for_the_palette_close_them_again(
    tmp_path: Path, key: str
) -> None:
    async with sitting(tmp_path / "desk", (80, 24)) as desk:
        await desk.press(key)
        assert desk.app.screen is not desk.app.desk_screen
        await desk.press(key)
        assert desk.app.screen is desk.app.desk_screen


async def test_what_is_wrong_with_the_desk_is_told_on_the_screen(tmp_path: Path) -> None:
    desk_with_tips(tmp_path / "desk")
    (tmp_path / "desk/tips.json").write_text("{")
    async with sitting(tmp_path / "desk") as desk:
        await desk.see("tips.json 已损坏，已由 journal.jsonl 重建")


@pytest.mark.parametrize(
    ("keys", "read"),
    [
        (("ctrl+g",), "dues.all"),
        (("ctrl+b",), "figures.report"),
        (("f4", "enter"), "history"),
        (("f5",), "finding.filtered"),
    ],
)
async def test_a_screen_that_cannot_read_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, keys: tuple[str, ...], read: str
) -> None:
    def refuse(*_what: object, **_how: object) -> None:
        raise DeskError("这一页读不出来。")

    desk_with_tips(tmp_path / "desk")
    async with sitting(tmp_path / "desk") as desk:
        part, _dot, name = read.rpartition(".")
        monkeypatch.setattr(attrgetter(part)(desk.desk) if part else desk.desk, name, refuse)
        await desk.press(*keys)
        await desk.see("这一页读不出来。")


@pytest.mark.whole
async def test_who_has_a_tip_open_sees_who_else_opens_and_amends_it(tmp_path: Path) -> None:
    desk_with_tips(tmp_path / "desk")
    async with sitting(tmp_path / "desk", (80, 24)) as desk:
        await desk.press("f4", "enter")
        await desk.see("修改记录")
        with open_desk(tmp_path / "desk", "值班员乙") as other:
            other.presence.show("2016-0002", is_editing=False, draft="")
            await desk.see("值班员乙 也在查看此件。")
            other.presence.show("2016-0002", is_editing=True, draft="")
            await desk.see("值班员乙 正在修改此件")
            await desk.until(lambda: told_to(other) == [(OFFICER, "2016-0002", False)])
            await desk.press("e")
            await desk.until(lambda: told_to(other) == [(OFFICER, "2016-0002", True)])
            (here,) = other.presence.others()
            assert here.draft == desk.app.desk_screen.form.entry.name
            await desk.see("值班员乙 正在修改此件")
            # Whatever one looks at meanwhile, it is still amended.
            await desk.press("f4", "down", "enter")
            await desk.see("修改记录")
            other.presence.show("2016-0001", is_editing=False, draft="")
            await desk.see("值班员乙 也在查看此件。")
            assert told_to(other) == [(OFFICER, "2016-0002", True)]
            other.presence.show("2016-0002", is_editing=True, draft="")
            await desk.press("ctrl+e")
            await desk.see("值班员乙 正在修改此件")
            await desk.press("f8", "f4")
            latest = desk.app.desk_screen.latest
            await desk.until(lambda: latest.content_size.height > 2, "room for both")
            await desk.press("down", "enter")
            await desk.until(lambda: told_to(other) == [(OFFICER, "2016-0001", False)])
            await desk.until(
                lambda: "值班员乙" not in desk.seen, "the page of a tip that is here alone"
            )
            await desk.press("escape")
            await desk.until(lambda: told_to(other) == [(OFFICER, "", False)])


def told_to(other: Desk) -> list[tuple[str, str, bool]]:
    """Who else is at the desk, and what each of them has open."""
    return [(one.officer, one.number, one.is_editing) for one in other.presence.others()]
