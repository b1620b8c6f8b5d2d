"""The dialogue at the desk: how it stands, what is chosen, the books of the duty, old registers, the founding."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from pendulum import DateTime

from store.desk.desk import Desk
from store.errors import Fault, TipRefused
from store.notice.reading import example_text
from store.registers.headings import COLUMN_FIELDS, label
from store.secret.keys import is_protected
from store.tips.fields import BY_NAME
from store.tips.tip import Tip
from tests.builders import DURING, REFERRAL, StillClock, at, entry_of, notice_text
from tests.store.desks import OFFICER, tip_of
from tests.store.sealed import FIRST, KEY, SECOND, sealed_desk
from tests.tui.dialogue import dialogue, standing_in
from tests.tui.sitting import a_desk
from tui.actions.action import Action
from tui.entering.choices import Option
from tui.entering.tip_entry import TipEntry
from tui.linear.desk_talk import DeskTalk
from tui.linear.founding import ask_for_desk
from tui.linear.lines import Ended, Lines
from tui.linear.menu import MAIN, TIP
from tui.linear.question import NotAnAnswer, Question
from tui.linear.run import talk_of_founding
from tui.linear.talk import Back, Talk
from tui.notice_form.founding import Founding
from tui.terminal.places import kept_drafts_folder

MENU = (
    "1 登记，2 查找，3 查看，4 处理，5 待办，6 统计，7 交接班，8 值班日志，9 打印，10 状态，11 公告，"
    "12 径送，13 导入，14 撤销，0 退出"
)
LINES = "1 固定电话，2 手机，3 邮政信箱，4 来访接待"
OTHERS = "公告以外：5 电子邮箱，6 上级交办，7 信访部门转来，8 谈话中反映，9 组内发现"
TODAY = [
    "10月1日 星期六 16:59",
    "距巡视结束 18 天 07:00:30（第 12 天 / 共 30 天）。",
    "受理中，受理时间内，距结束 00:30:30。",
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    a_desk(tmp_path / "desk").close()
    return tmp_path / "desk"


class Typing(Lines):
    """Answers that are there from the start, and what goes on beside them while one is asked."""

    def __init__(self, given: tuple[str | Callable[[], object], ...]) -> None:
        super().__init__()
        self._given = list(given)
        self.rung = 0

    def read(self) -> str:
        while self._given:
            if isinstance(answer := self._given.pop(0), str):
                self.write("")
                return answer
            answer()
        raise Ended

    def ring(self) -> None:
        self.rung += 1


def at_desk(desk: Desk, *given: str | Callable[[], object]) -> list[str]:
    """What is said at the desk, menus left out."""
    with standing_in("") as said:
        assert DeskTalk(desk, Typing(given), None).run() == 0
    return [line for line in said.getvalue().splitlines() if line != MENU]


def told(folder: Path, *answers: str) -> list[str]:
    """What is said from the first choice on, menus left out, up to the next choice at the desk."""
    said = dialogue(folder, *answers, "0").splitlines()
    return [line for line in said[said.index("请选：") + 1 :] if line not in (MENU, "请选：")]


# How the desk stands


def test_how_the_desk_stands_is_told_at_the_start_and_whenever_it_is_asked_for(
    folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (settings := tmp_path / "settings.toml").write_text("theme = 'none'")
    monkeypatch.setenv("DUTYDESK_SETTINGS", str(settings))
    team = "省委巡视第一组 · 省长株潭两型试验区工委"
    with (
        a_desk(folder) as desk,
        a_desk(folder, officer="王芳") as other,
        a_desk(folder, officer="王芳") as at_home,
    ):
        other.record(tip_of(REFERRAL))
        other.record(tip_of(to_complete=True))
        for one in (other, at_home):
            one.presence.show()
        entry = TipEntry(desk)
        entry.values["summary"] = "占用公房"
        entry.keep()
        beside: list[str] = []
        look = lambda: beside.extend(one.officer for one in other.presence.others())  # noqa: E731
        said = at_desk(desk, look, "状态", "0")
    assert "theme" in said[0] and sorted(beside) == sorted([OFFICER, "王芳"])
    assert said[1:] == [
        *(team, *TODAY, "待办：结束前到期 1。", "待补录 1 件。", "同台：王芳。"),
        *("有 1 份未保存的草稿，登记时可续填。", "请选：", *TODAY),
        *("固定电话 0731-84404233", "手机 18073127519"),
        *("邮政信箱 长沙市第482号邮政信箱 (410011)", "来访接待 来访", "请选："),
    ]


def test_who_sits_down_is_told_of_to_others_before_anything_is_answered(folder: Path) -> None:
    with a_desk(folder) as desk, a_desk(folder, officer="王芳") as other:
        beside: list[str] = []
        at_desk(desk, lambda: beside.extend(one.officer for one in other.presence.others()), "0")
    assert beside == [OFFICER]


def test_who_left_the_desk_is_told_of_to_nobody_any_more(folder: Path) -> None:
    dialogue(folder, "查看", "0")
    with a_desk(folder, officer="王芳") as other:
        assert [*other.presence.others()] == []


def test_what_is_wrong_with_the_desk_and_open_in_its_notice_is_told_first(tmp_path: Path) -> None:
    text = notice_text(
        unit='unit = "某局"\nunknown = 1',
        period="[period]\nfirst_day = 2029-09-20\nlast_day = 2029-10-19",
    )
    clock = StillClock(at("2029-09-25T09:00:00"))
    Desk.create(tmp_path / "desk", text, clock=clock, officer=OFFICER).close()
    (tmp_path / "desk").chmod(0o777)
    with Desk.open(tmp_path / "desk", clock=clock, officer=OFFICER) as desk:
        (loose,), (unknown,) = desk.repairs, desk.notice.remarks
        said = at_desk(desk, "0")
    assert said[:2] == [loose, unknown] and said[2].startswith("2029年法定节假日安排未收录")
    assert said[3] == "巡察组 · 某局"


def test_the_notice_is_read_out_section_by_section(folder: Path) -> None:
    said = told(folder, "公告")
    assert said[0] == "省委巡视第一组巡视公告" and said[2:4] == [
        "一、巡视时间",
        "2016年9月20日至10月19日，共30天。",
    ]
    lines = said.index("三、举报方式")
    assert said[lines + 1 : lines + 3] == ["固定电话：0731-84404233", "手机：18073127519"]
    assert said[-3:] == ["特此公告。", "省委巡视第一组", "2016年9月20日"]


def test_what_was_kept_on_this_machine_while_the_place_was_away_is_offered_again(
    folder: Path, tmp_path: Path
) -> None:
    with a_desk(folder) as desk:
        desk.reach.keep_looking(kept_drafts_folder())
        entry = TipEntry(desk)
        entry.values["summary"] = "占用公房"
        folder.rename(tmp_path / "aside")
        assert entry.keep() and desk.reach.put_drafts_by()
    (tmp_path / "aside").rename(folder)
    said = told(folder, "登记", "0", "2", "x", "1", "0", "1", "丢弃", "1", "<")
    listed, asked = "1 16:59 4 字“占用公房”", "填数字续填或丢弃那一件，回车另登记一件："
    wrong = [f"没有“{word}”这一项，请填所列的数字或名称。" for word in ("0", "2", "x")]
    assert said[:11] == [listed, asked, *(one for w in wrong for one in (w, listed, asked))]
    choice = ["1 续填，2 丢弃，0 返回", "回车续填："]
    assert said[11:15] == [*choice, listed, asked]
    assert said[15:19] == [*choice, "确要丢弃这一份吗？ 1 是，回车否：", "已丢弃。"]


def test_of_several_drafts_that_which_is_named_is_gone_on_with_or_discarded(folder: Path) -> None:
    clock = StillClock()
    with a_desk(folder, clock) as desk:
        for minute, summary in enumerate(("占用公房", "虚开发票", "公款吃喝"), 50):
            clock.instant = at(f"2016-10-01T16:{minute}:00")
            entry = TipEntry(desk)
            entry.values["summary"] = summary
            entry.keep()
    said = told(folder, "登记", "2", "丢弃", "1", "1", "", "搁置")
    newest, newer, oldest = "16:52 4 字“公款吃喝”", "16:51 4 字“虚开发票”", "16:50 4 字“占用公房”"
    assert said[:3] == [f"1 {newest}", f"2 {newer}", f"3 {oldest}"]
    again = said.index("已丢弃。") + 1
    assert said[again : again + 2] == [f"1 {newest}", f"2 {oldest}"]
    begun = "收到时间已按草稿的开始时间填入，请核对。"
    assert said.index(begun) < said.index("收到时间：2016-10-01 16:52")
    assert "主要内容：公款吃喝" in said and "主要内容：占用公房" not in said
    with a_desk(folder) as desk:
        assert {draft.values["values"]["summary"] for draft in desk.drafts.all()} == {
            "占用公房",
            "公款吃喝",
        }


def test_each_thing_that_is_offered_is_chosen_by_number_name_or_another_word(
    folder: Path,
) -> None:
    help_said = [
        "填数字、名称或拼音首字母；任何时候填“?”看说明，“<”返回。",
        "1 登记：逐项录入一件新举报",
    ]
    said = told(folder, "?", "", "什么", "班", "zhuangtai", "查", "<", "<")
    assert said[:2] == help_said and said[15] == "0 退出：退出值班台；没有保存的内容留作草稿"
    assert said[16:18] == [
        "没有“什么”这一项，请填所列的数字或名称。",
        "没有“班”这一项，请填所列的数字或名称。",
    ]
    assert said[18:21] == TODAY
    assert said[25:] == ["没有“查”这一项，请填所列的数字或名称。"]
    assert len(MAIN) == 16, "a desk that is not sealed offers one thing less"


def test_that_the_desks_place_is_away_and_is_back_is_said_once_each(
    folder: Path, tmp_path: Path
) -> None:
    aside = tmp_path / "aside"
    with a_desk(folder) as desk:
        away = desk.place.away_sentence
        given = (lambda: folder.rename(aside), "状态", "登记", "<", lambda: aside.rename(folder))
        said = at_desk(desk, *given, "状态", "状态", "0")
    # The look before a question, what is refused between them, and no more.
    assert said.count("已重新连上。") == 1
    assert said.index(away) < said.index(LINES) < said.index("已重新连上。"), "a call is taken"
    assert said.count(away) == 1


@pytest.mark.parametrize("bell", [True, False])
def test_reminders_are_given_once_with_the_bell_where_it_is_wanted(
    folder: Path, bell: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (file := tmp_path / "settings.toml").write_text(f"bell = {str(bell).lower()}")
    monkeypatch.setenv("DUTYDESK_SETTINGS", str(file))
    clock = StillClock(at("2016-10-01T17:10:00"))
    with a_desk(folder, clock) as desk, standing_in("") as said:
        talk = DeskTalk(desk, lines := Typing(("状态", "0")), None)
        assert talk.run() == 0
    assert said.getvalue().count("还有 20 分钟") == 1
    assert lines.rung == int(bell)


def test_where_nothing_more_comes_it_is_said_that_what_was_typed_stays(folder: Path) -> None:
    with a_desk(folder) as desk, standing_in("") as said:

        def hung_up() -> None:
            raise Ended(1)

        assert DeskTalk(desk, Typing((hung_up,)), None).run() == 129
    assert said.getvalue().splitlines()[-1] == "已退出；没有保存的内容留作草稿。"


def test_a_sealed_desk_is_unlocked_and_sealed_again_with_one_word(tmp_path: Path) -> None:
    with sealed_desk(tmp_path / "desk") as desk:
        desk.record(tip_of())
        said = at_desk(desk, "unlock", "x", "解封", KEY, "15", "查看", "1", "0", "0")
        assert not desk.access.is_unlocked
    assert "已解封；每次查看都有记录。" in said and "已重新密封。" in said
    assert "王某某" not in "\n".join(said)
    assert any(line.endswith("15 解封，0 退出") for line in said)


# Lists


def test_what_is_found_is_told_a_few_at_a_time_and_looked_at_by_its_number(folder: Path) -> None:
    with a_desk(folder) as desk:
        desk.record(tip_of(entry_of(summary="长" * 61)))
        for _tip in range(10):
            desk.record(tip_of(REFERRAL))
    more, last = "填编号查看，回车看后面的：", "填编号查看，回车返回："
    said = told(folder, "查找", "", "99", "2", "0", "?", "", "")
    row = "2016-{n:04}，10-01 10:30，手机，某街道办，已登记，反映小区噪声扰民。"
    assert said[:12] == [
        "查找什么（回车列出最近的）：",
        "共 11 件",
        *(row.format(n=n) for n in range(11, 1, -1)),
    ]
    assert said[12:15] == [more, "没有编号为 99 的举报。", more]
    assert said[15] == "2016-0002，已登记"
    assert said[-5:] == [
        *(more, "如 2016-0042，或只写 42。", more),
        f"2016-0001，10-01 09:12，固定电话，示范区管委会 赵某某，廉洁纪律，已登记，{'长' * 60}…",
        last,
    ]
    assert told(folder, "查找", "赵某某", "")[1:] == ["共 1 件", said[-2], last]
    assert told(folder, "查找", "某街道办", "")[1:] == [
        "共 10 件",
        *(row.format(n=n) for n in range(11, 1, -1)),
        last,
    ]
    assert told(folder, "查找", "无此人") == ["查找什么（回车列出最近的）：", "共 0 件"]
    with a_desk(folder) as desk:
        desk.record(tip_of(to_complete=True))
    said = told(folder, "待办", "", "")
    owed = "，告知实名反映人受理情况：2016-10-26（含）前（巡视结束后到期）"
    assert said[0] == "待办事项 13 项" and said[-4:-2] == [f"2016-0001{owed}", f"2016-0012{owed}"]
    assert said[-2].startswith("2016-0012，10-01 09:12") and said[-1] == last


def test_where_nothing_is_owed_that_is_said(folder: Path) -> None:
    assert told(folder, "待办") == ["没有待办事项。"]


# The books of the duty


def test_figures_and_reports_are_read_out_number_by_number(folder: Path) -> None:
    with a_desk(folder) as desk:
        desk.record(tip_of())
        desk.record(tip_of(REFERRAL))
    said = told(folder, "统计", "日报", "周报", "全程", "收件核对", "0")
    assert said[:3] == ["今日：2", "总计：2", "受理范围内：1"] and "已登记：2" in said
    first = said.index("省委巡视第一组值班日报")
    assert said[first + 1 : first + 6] == [
        "2016-10-01  统计截至 2016-10-01 16:59",
        "收件：",
        "收到：当日 2，前一日 0，上周同期 0，累计 2",
        "受理范围内：当日 1，前一日 0，上周同期 0，累计 1",
        "受理范围外：当日 1，前一日 0，上周同期 0，累计 1",
    ]
    assert "政治纪律：0" in said and not [one for one in said if one.startswith("政治纪律：当")]
    anchors = [line for line in said if line.startswith("核对码：3:")]
    assert len(anchors) == 4
    for title in (
        *("省委巡视第一组值班周报", "省委巡视第一组值班全程报表"),
        "省委巡视第一组收件核对单",
    ):
        assert title in said


@pytest.mark.parametrize(
    ("day", "numbers"),
    [
        ("2016-09-30", "当日 0，前一日 1，上周同期 0，累计 1"),
        ("2016-09-24", "当日 0，前一日 0，上周同期 1，累计 1"),
        ("2016-09-22", "当日 0，前一日 0，上周同期 0，累计 1"),
    ],
)
def test_what_came_at_another_time_alone_is_read_out_beside_none_of_today(
    folder: Path, day: str, numbers: str
) -> None:
    with a_desk(folder) as desk:
        desk.record(tip_of(disciplines=["生活纪律"], received_at=f"{day}T09:12:00+08:00"))
    assert f"生活纪律：{numbers}" in told(folder, "统计", "日报", "0")


def test_the_sheets_of_earlier_shifts_are_read_out_one_after_the_other(folder: Path) -> None:
    said = told(folder, "交接班", "接班", "交班", "第一班", ".", "1", "接班", "交班", "第二班", ".")
    assert "当前无人值班。" in said and said.count("已交班。") == 1
    said = told(folder, "交接班", "交班", "第二班", ".", "是", "上一班", "上一班", "上一班", "0")
    handed = [line.strip() for line in said if line.strip() in ("第一班", "第二班")]
    assert handed[-2:] == ["第二班", "第一班"]
    assert said.count("没有更早的班次。") == 1 and said[-3] == "没有更早的班次。"
    helps = told(folder, "交接班", "接班", "交班", "?", "", "", "0")
    # What was asked for in vain is no sheet that one has seen.
    a_desk(other := folder.with_name("other")).close()
    words = ("上一班", "接班", "交班", "第三班", ".", "是", "上一班", "0")
    said = told(other, "交接班", *words)
    assert said.count("没有更早的班次。") == 1 and "  第三班" in said
    assert "交班后，此刻的交接班单留存，不再改动。" in helps


def test_who_has_not_taken_over_is_told_so_before_anything_is_asked(folder: Path) -> None:
    said = told(folder, "交接班", "交班", "0")
    assert "您还没有接班，请先接班，再交班。" in said
    assert not [line for line in said if line.startswith("交班事项")]


def test_all_lines_of_what_is_handed_over_stand_on_the_sheet(folder: Path) -> None:
    told(folder, "交接班", "接班", "交班", "来电未接", "信件在柜", ".", "是", "0")
    with a_desk(folder) as desk:
        assert desk.shifts.all()[-1].notes == "来电未接\n信件在柜"


def test_forms_that_were_given_out_are_settled_by_a_tip_or_a_reason(folder: Path) -> None:
    with a_desk(folder) as desk:
        desk.record(tip_of())
        desk.forms.give_out(3)
    given = ("核销", "2", "2016-0001", "", "核销", "３", "?", "", "写坏", "核销", "第一", "", "")
    said = told(folder, "交接班", *given, "0")
    first = said.index("发出 3 张 = 补录 0 + 作废 0 + 未交回 3")
    asked = ["表号：", "补录后的编号：", "作废的理由："]
    rows = [f"{n:04}  2016-10-01 16:59  未交回" for n in (1, 2, 3)]
    menu = ["1 接班，2 交班，3 上一班，4 核销，0 返回", "交接班："]
    assert said[first : first + 22] == [
        *("发出 3 张 = 补录 0 + 作废 0 + 未交回 3", *rows, *asked, "已核销。", *menu),
        *("发出 3 张 = 补录 1 + 作废 0 + 未交回 2", rows[0], rows[2], *asked[:2]),
        *("已补录的写编号，作废的写理由，两者写一项。", *asked[1:], "已核销。", *menu),
        "发出 3 张 = 补录 1 + 作废 1 + 未交回 1",
    ]
    assert "“第一”不是表号，表号为数字。" in said
    with a_desk(folder) as desk:
        first_form, second, third = desk.forms.all().values()
    assert (second.tip, third.void, first_form.is_out) == ("2016-0001", "写坏", True)


def test_the_last_lines_of_the_duty_log_are_read_out_before_another_is_asked_for(
    folder: Path,
) -> None:
    with a_desk(folder) as desk:
        for n in range(11):
            desk.duty_log.write(f"事项{n}")
    said = told(folder, "值班日志", "?", "电话中断", "已修复", ".", "值班日志", "")
    assert said[:2] == [f"2016-10-01 16:59  {OFFICER}  事项{n}" for n in (1, 2)]
    asked = "记一条（回车不记）："
    assert said[10:16] == [
        *(asked, "线路中断、来访劝离等不属举报的事项。", asked, "续：", "续：", "已记入值班日志。"),
    ]
    assert said[25:] == [f"2016-10-01 16:59  {OFFICER}  电话中断 已修复", asked]


# What is passed through, taken back or taken in


def test_what_is_passed_through_is_asked_for_until_it_can_be_registered(folder: Path) -> None:
    said = told(folder, "径送", "?", "x", "3", "昨日", "<", "", "9:05", "", "组长")
    line, came, to = "来源（回车为 1）：", "收到时间（回车为现在）：", "交给何人："
    about = said[0]
    assert about.startswith("属上级纪检监察机关受理的，") and said[1:] == [
        *(LINES, OTHERS, line, about, line, "没有“x”这一项，请填所列的数字或名称。"),
        *(LINES, OTHERS, line, came, "“昨日”无法识别，请写成 10-01 9:05 这样的时间。", came),
        *(LINES, OTHERS, line, came, to, "交给何人：请写明径送何人。", to),
        "已登记径送：2016-0001，交组长",
    ]
    with a_desk(folder) as desk:
        (tip,) = desk.tips()
    assert (tip.channel, tip.line) == ("landline", "84404233")
    assert tip.received == at("2016-10-01T09:05:00")
    told(folder, "径送", "邮政信箱", "", "组长")
    with a_desk(folder) as desk:
        assert (desk.tip("2").channel, desk.tip("2").received) == ("post", DURING)


def test_what_is_passed_through_is_asked_for_anew_where_no_answer_alone_is_refused(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with a_desk(folder) as desk:
        register, refused = desk.acts.pass_through, [TipRefused((Fault("number", "编号有误。"),))]

        def refused_once(*given: str, **how: Any) -> Tip:
            if refused:
                raise refused.pop()
            return register(*given, **how)

        monkeypatch.setattr(desk.acts, "pass_through", refused_once)
        said = at_desk(desk, "径送", "手机", "", "组长", "邮政信箱", "9:05", "书记", "0")
        at_refusal = said.index("编号有误。")
        assert said[at_refusal + 1 : at_refusal + 3] == [LINES, OTHERS]
        tip = desk.tip("1")
    assert (tip.channel, tip.received) == ("post", at("2016-10-01T09:05:00"))
    assert tip.disposition and tip.disposition.to == "书记"


def test_what_is_passed_through_came_by_the_one_of_several_lines_that_is_named(
    tmp_path: Path,
) -> None:
    lines = "".join(f'[[lines]]\nkind = "landline"\nvalue = "844{n}"\n' for n in (1, 2))
    clock = StillClock()
    with Desk.create(
        tmp_path / "new", notice_text(lines=lines), clock=clock, officer=OFFICER
    ) as desk:
        said = at_desk(desk, "径送", "2", "", "组长", "0")
        assert said[-2:] == ["已登记径送：2016-0001，交组长", "请选："]
        assert desk.tip("1").line == "8442"


def test_only_what_was_seen_of_the_last_act_is_taken_back(folder: Path) -> None:
    with a_desk(folder) as desk:
        desk.record(tip_of())
    asked = "确要撤销吗？ 1 是，回车否："
    said = told(folder, "撤销", "?", "", "撤销", "1", "撤销")
    assert said[:3] == ["2016-10-01 16:59，登记，2016-0001", asked, "修改记录中两步都保留。"]
    assert said[4:7] == ["2016-10-01 16:59，登记，2016-0001", asked, "2016-0001：误录撤销"]
    assert said[7:] and asked not in said[7:]


ROWS = (
    "收到时间,来源,被反映人,被反映单位,对象类别,问题类别,主要内容\n"
    "2016-09-21 9:05,来信,赵某某,某局,班子成员,廉洁纪律,收受礼金\n"
    "2016-09-22 9:05,,钱某某,某局,,廉洁纪律,公款吃喝\n"
    "2016-09-23 9:05,来信,孙某某,某局,班子成员,廉洁纪律,\n"
)
REGISTER = "1 有问题的，2 逐行，3 各列，4 对象类别，5 来源，6 待补录，7 导入，0 返回"


def register(folder: Path, *given: str, rows: str = ROWS) -> list[str]:
    """What is said of an old register, its menu and the questions for a choice of it left out."""
    (file := folder.parent / "1.csv").write_text(rows)
    said = told(folder, "导入", str(file), *given)
    assert said[0] == "文件或目录："
    return [line for line in said[1:] if line != REGISTER]


def test_an_old_register_is_looked_at_and_read_otherwise_before_it_is_taken_in(
    folder: Path,
) -> None:
    given = ("有问题的", "逐行", "对象类别", "来源", "待补录", "导入", "查找", "", "0")
    said = register(folder, *given)
    counted = "可导入 {taken} 行，已在册 0 行，有问题 {faulty} 行；没有导入。"
    group, line = "没有对象类别的按“领导班子及其成员”。", "没有写来源的按“固定电话”。"
    assert said[0] == counted.format(taken=1, faulty=2)
    heads = [line[:5] for line in said if line.startswith("第")]
    assert heads == ["第 3 行", "第 4 行", "第 3 行", "第 4 行", "第 2 行"]
    first = said.index(group)
    assert said[first - 1] == counted.format(taken=1, faulty=2)
    assert said[first + 1 : first + 8] == [
        *(counted.format(taken=2, faulty=1), group, line),
        *(counted.format(taken=3, faulty=0), group, line, "没有写全的按待补录。"),
    ]
    assert said[first + 8].startswith("导入 3 行") and "共 3 件" in said
    with a_desk(folder) as desk:
        found = {tip.subjects[0].person: tip for tip in desk.tips()}
    assert (found["钱某某"].subjects[0].group, found["钱某某"].channel) == (
        "leadership",
        "landline",
    )
    assert found["孙某某"].to_complete


def test_what_of_a_register_cannot_be_recorded_is_told_row_by_row_once_the_rest_is(
    folder: Path,
) -> None:
    said = register(folder, "导入")
    assert [line[:5] for line in said[1:] if line.startswith("第")] == ["第 3 行", "第 4 行"]
    assert said[-1].startswith("导入 1 行")
    # One that was merely looked at is left as it was.
    register(folder, "0", rows=ROWS.replace("赵某某", "李某某"))
    with a_desk(folder) as desk:
        assert [tip.subjects[0].person for tip in desk.tips()] == ["赵某某"]


def test_of_several_sheets_each_row_is_told_with_its_own(folder: Path) -> None:
    book = Workbook()
    for name in ("甲乡", "乙镇"):
        sheet = book.create_sheet(name)
        for line in ROWS.splitlines():
            sheet.append(line.split(","))
    del book["Sheet"]
    book.save(file := folder.parent / "1.xlsx")
    said = told(folder, "导入", str(file), "有问题的", "0")
    beginnings = [line.partition("3")[0] for line in said if "第 3 行" in line]
    assert beginnings == ["工作表“甲乡”第 ", "工作表“乙镇”第 "]


def test_which_column_is_which_is_asked_until_it_is_one_of_them(folder: Path) -> None:
    rows = ROWS.replace("主要内容", "说什么").replace("收到时间", "何时")
    given = (
        "各列",
        "第一",
        "9",
        "何时",
        "<",
        "0",
        "1",
        "99",
        "何物",
        "2",
        "说什么",
        "主要内容",
        "",
    )
    said = register(folder, *given, "0", rows=rows)
    assert said[0].startswith("“1”第 1 行是表头，但没有“收到时间”一列")
    which = "哪一列（回车为不再改）："
    columns = ("来源", "被反映人", "被反映单位", "对象类别", "问题类别")
    named = [line for line in said if line.startswith(("1 何时：", "7 说什么："))]
    unread, when, what = "1 何时：不导入", "1 何时：收到时间", "7 说什么：主要内容"
    assert named == [
        *[unread, "7 说什么：不导入"] * 5,
        *(when, "7 说什么：不导入", when, what),
    ]
    assert [f"{n} {name}：{name}" for n, name in enumerate(columns, 2)] == said[2:7]
    wrong = [line for line in said if line.startswith("没有“")]
    assert [line[2 : line.index("”")] for line in wrong] == ["“第一", "“9", "“0", "“99", "“何物"]
    assert said.count("“何时”是哪一栏？：") == 4 and said.count(which) == 7
    assert said[-1] == "可导入 1 行，已在册 0 行，有问题 2 行；没有导入。"
    # Nothing answered leaves all as it was, and what cannot be read so is said.
    said = register(folder, "各列", "", "各列", "1", "不导入", "", "0", rows=ROWS)
    assert [line for line in said if line.startswith(("可导入", "“1”"))] == [
        "可导入 1 行，已在册 0 行，有问题 2 行；没有导入。",
        "“1”第 1 行是表头，但没有“收到时间”一列，请指明是哪一列。",
    ]
    # Each field has a number, the last one too.
    last = len(COLUMN_FIELDS)
    said = register(folder, "各列", "7", str(last), "", "0", rows=ROWS)
    assert f"7 主要内容：{label(COLUMN_FIELDS[-1])}" in said
    assert f"没有“{last}”这一项，请填所列的数字或名称。" not in said


def test_a_register_of_no_path_or_none_that_is_there_is_none(folder: Path) -> None:
    assert told(folder, "导入", "?", "") == [
        "文件或目录：",
        "写出路径；~ 是您的主目录。",
        "文件或目录：",
    ]
    assert told(folder, "导入", "/无此文件")[1:] == ["无法读取（没有这个文件或目录）：/无此文件"]


# The founding


@contextmanager
def founding(
    tmp_path: Path, *answers: str, now: DateTime = DURING
) -> Iterator[tuple[Founding, str | None, list[str]]]:
    """A desk that is to be founded there, what came of it, and what was said."""
    place = Founding(tmp_path / "new", lambda: now)
    with standing_in("".join(f"{answer}\n" for answer in answers)) as said:
        text = ask_for_desk(Talk(Lines()), place)
    yield place, text, said.getvalue().splitlines()


NOTICE = "写出公告文件的位置；填 1 用随附的公告（2016 年省委巡视第一组）；回车退出："
SEAL = "密封：写出公钥（age1 开头，几把以空格分开），或填 1 生成一把；回车不密封："
MORE = "再写公钥，或填 1 再生成一把；- 不密封；回车即密封："


def test_a_desk_is_founded_from_the_notice_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "good.toml").write_text(notice_text())
    (tmp_path / "bad.toml").write_text(notice_text(lines=""))
    given = ("?", str(tmp_path / "bad.toml"), str(tmp_path / "good.toml"), "")
    with founding(tmp_path, *given) as (place, text, said):
        assert text == notice_text() and place.sealing.keys == ()
    helps = "公告写明巡视组、巡视期、受理时间和渠道，是一个 TOML 文件。"
    assert said[:4] == [f"此处还没有值班台：{place.place.name}", NOTICE, helps, NOTICE]
    assert said[4:] and said[-1] == SEAL and said.count(NOTICE) == 3


@pytest.mark.parametrize("answer", ["", "<"])
def test_who_gives_no_notice_founds_nothing(tmp_path: Path, answer: str) -> None:
    with founding(tmp_path, answer) as (_place, text, said):
        assert text is None and said[-1] == NOTICE
    with founding(tmp_path, "1", "<", answer) as (_place, text, said):
        assert text is None and said[-2:] == [SEAL, NOTICE]


def test_who_hangs_up_before_there_is_a_desk_founds_nothing(tmp_path: Path) -> None:
    with standing_in("") as said:
        assert talk_of_founding(Founding(tmp_path / "desk", lambda: DURING)) is None
    assert "此处还没有值班台" in said.getvalue() and not [*tmp_path.iterdir()]


def test_who_wants_the_shipped_notice_out_of_its_period_says_so_twice(tmp_path: Path) -> None:
    late = at("2026-10-01T09:00:00")
    with founding(tmp_path, "1", "", now=late) as (_place, text, said):
        assert text is None and said[2].endswith("确要用它设立，请再填一次 1。")
    with founding(tmp_path, "１", "1", "", now=late) as (_place, text, said):
        assert text == example_text() and said.count(NOTICE) == 2


def test_keys_are_added_one_after_the_other_or_all_taken_out_again(tmp_path: Path) -> None:
    first, second = (str(key.to_public()) for key in (FIRST, SECOND))
    given = ("1", "?", first, "age1x", f"{second} {first}", "-", second, "1", "<", "１", "", "")
    with founding(tmp_path, *given) as (place, text, said):
        assert text == example_text() and place.sealing.keys == (second,)
    one = "将密封。只有一把公钥：密钥一旦丢失，内容无人能读；建议至少两把。"
    told = [line for line in said if line in (SEAL, MORE, one) or line.startswith("将用")]
    assert told == [
        *(SEAL, SEAL, one, MORE, one, MORE, "将用 2 把公钥加密密封。", MORE, SEAL),
        *(one, MORE, one, MORE, one, MORE),
    ]
    assert said.count("新密钥文件：") == 2
    with founding(tmp_path, "1", f"{first} {second}", "") as (both, _text, _said):
        assert both.sealing.keys == (first, second)
    assert [line for line in said if line in place.sealing.about] == [*place.sealing.about] * 2


def test_the_passphrase_of_a_new_key_is_read_unseen_and_both_times_the_same(
    tmp_path: Path,
) -> None:
    unseen: list[str] = []

    class Watched(Lines):
        def read_hidden(self, question: str) -> str:
            unseen.append(question)
            return super().read_hidden(question)

    file, place = tmp_path / "组长.key", Founding(tmp_path / "new", lambda: DURING)
    wrong, right = ("口令一二三四五六", "口令一二三四五七"), ("口令一二三四五六",) * 2
    given = ("1", "1", str(file), *wrong, "1", str(file), *right, "")
    with standing_in("".join(f"{answer}\n" for answer in given)):
        assert ask_for_desk(Talk(Watched()), place) == example_text()
    assert unseen == ["口令：", "口令再输一次："] * 2
    assert len(place.sealing.keys) == 1 and is_protected(file.read_bytes())


# Questions


def test_an_answer_that_is_a_word_of_the_dialogue_is_written_behind_a_backslash() -> None:
    with standing_in("？\n\\?\n\\别的\n《\n帮助\nＢＡＣＫ\n"):
        talk = Talk(Lines())
        helped: list[str] = []

        def ask() -> str:
            return talk.ask("问", lambda: helped.append("") or ())

        assert (ask(), ask()) == ("?", "\\别的") and len(helped) == 1
        for so_often in (1, 2):
            with pytest.raises(Back):
                ask()
            assert len(helped) == so_often
    with standing_in("\\保存\n\\<\n\\\\保存\n保存\n"):
        talk, commands = Talk(Lines()), {"保存": Ended()}
        answers = [talk.ask("问", list, commands) for _answer in range(3)]
        assert answers == ["保存", "<", "\\\\保存"]
        with pytest.raises(Ended):
            talk.ask("问", list, commands)


@pytest.mark.parametrize(
    ("answer", "meant"),
    [
        ("2", "dispose_tip"),
        ("１１", None),
        ("0", "return"),
        ("修改", "amend_tip"),
        ("修改记录", "history"),
        ("Xiugai", "amend_tip"),
        ("fanhui", "return"),
        ("关", "link_tip"),
        ("xiu", None),
        ("改", None),
        ("12", None),
        ("-1", None),
    ],
)
def test_what_is_chosen_is_called_by_number_name_word_or_a_part_of_the_one_name_that_has_it(
    answer: str, meant: str | None
) -> None:
    offered = [action for action in TIP if action.id != "show_enclosures"]
    with standing_in(f"{answer}\n返回来\n") as said:
        if meant:
            assert Talk(Lines()).choose(offered, "请选") == meant
        else:
            with pytest.raises(Ended):
                Talk(Lines()).choose(offered, "请选")
            assert f"没有“{answer}”这一项" in said.getvalue()


def test_an_answer_means_what_the_kind_of_its_field_makes_of_it(folder: Path) -> None:
    with a_desk(folder) as desk:
        notice = desk.notice
    verified = Question.of(BY_NAME["reporter.verified"], notice)
    said = [verified.value_of(word) for word in ("1", "是", "２", "否")]
    assert said == [True, True, False, False]
    assert Question.of(BY_NAME["summary"], notice).value_of("1") == "1"
    disciplines = Question.of(BY_NAME["disciplines"], notice)
    for written in ("3 1 3", "廉洁，政治、廉洁", "廉洁纪律;1", "廉洁；政治", "廉洁,政治"):
        assert disciplines.value_of(written) == ["廉洁纪律", "政治纪律"]
    likes = tuple(Option(name, name) for name in ("手机", "手机短信", "甲、乙"))
    several, one = Question(disciplines.field, likes), Question(BY_NAME["line"], likes)
    assert several.value_of("甲、乙") == ["甲、乙"] and one.value_of("手机") == "手机"
    assert one.value_of("手机短") == "手机短信"
    twelve = Question(BY_NAME["line"], tuple(Option(f"第{n}", f"第{n}") for n in range(1, 13)))
    assert [twelve.value_of(n) for n in ("1", "9", "10", "12")] == ["第1", "第9", "第10", "第12"]
    for asked, wrong in (
        (verified, "3"),
        (twelve, "13"),
        (one, "手"),
        (one, "0"),
        (one, "4"),
        (several, "1 9"),
    ):
        with pytest.raises(NotAnAnswer):
            asked.value_of(wrong)


def test_a_name_comes_before_another_word_for_what_is_listed_before_it() -> None:
    actions = [
        Action("everywhere", name, "", label, "", also)
        for name, label, also in (
            ("a", "值班日志", "公告 log"),
            ("b", "公告", ""),
            ("c", "告知", "gz"),
        )
    ]
    with standing_in("公告\nlog\nLOG\ngz\n告\n告知\n"):
        talk = Talk(Lines())
        assert [talk.choose(actions, "请选") for _answer in range(5)] == ["b", "a", "a", "c", "c"]


def test_what_goes_wrong_at_the_first_of_several_questions_goes_back_from_all() -> None:
    with standing_in("a\n<\nb\nc\n<\n<\n<\n"):
        talk = Talk(Lines())
        names = ("one", "two")
        assert talk.fill(lambda name: talk.ask(name, list), names) == {"one": "b", "two": "c"}
        with pytest.raises(Back):
            talk.fill(lambda name: talk.ask(name, list), names)
    with standing_in("a\nb\n<\nc\nd\n"):
        talk = Talk(Lines())
        filled = talk.fill(lambda name: talk.ask(name, list), ("one", "two", "three"))
    assert filled == {"one": "a", "two": "c", "three": "d"}, "back to the one before"


def test_no_answer_but_yes_and_no_decides() -> None:
    words = {"1": True, "是": True, "Y": True, "有": True, "0": False, "否": False, "无": False}
    for word, agrees in (words | {"": False, "没有": False}).items():
        with standing_in(f"?\n好\n{word}\n") as said:
            assert Talk(Lines()).confirm("如何", "说明") is agrees
        asked = "如何 1 是，回车否："
        assert said.getvalue().splitlines() == [
            *(asked, "说明", asked, "没有“好”这一项，请填所列的数字或名称。", asked),
        ]


def test_how_a_long_answer_ends_is_said_once_to_whoever_leaves_a_line_blank() -> None:
    with standing_in("一\n\n\n二\n\n.\n") as said:
        assert Talk(Lines()).ask_text("问", list) == "一\n二"
    how = "（写完请在单独一行只写一个句号。）"
    more = "续："
    assert said.getvalue().splitlines() == ["问：", more, how, more, more, more, more]


def test_nothing_is_written_that_could_steer_a_terminal() -> None:
    with standing_in("一\x1b[31m二\x07\n"):
        assert Lines().read() == "一二"
    with standing_in("") as said:
        Lines().write("一\x1b[31m二\n三")
    assert "\x1b" not in said.getvalue() and said.getvalue().splitlines()[1] == "三"
