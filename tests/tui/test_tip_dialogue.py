"""What is done with one tip, or with several, in the dialogue: disposed of, followed up, its enclosures."""

from __future__ import annotations

import io
from functools import cache as once
from pathlib import Path

import pytest

from store.errors import Fault, StepRefused
from store.text import use_language
from store.tips import entry
from store.tips.tip import Tip
from tests.builders import REFERRAL, StillClock, at, entry_of
from tests.store.desks import OFFICER, tip_of
from tests.tui.dialogue import dialogue, standing_in
from tests.tui.sitting import a_desk
from tui.linear.disposing_talk import DisposingTalk
from tui.linear.enclosure_talk import EnclosureTalk
from tui.linear.lines import Lines
from tui.linear.talk import Talk
from tui.linear.tip_talk import TipTalk
from tui.linear.tip_words import row

SCAN = b"a scan"
KINDS = "1 信件，2 照片，3 录音录像，4 银行流水，5 其他材料"
TAKEN_OUT = "取出留有记录。文件由他处送来，请勿直接打开；先查毒。"
NO_DATE = "“昨日”无法识别，请写成 10-01 这样的日期。"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A desk with a tip, two that are to be referred and one that was passed through."""
    with a_desk(tmp_path / "desk") as desk:
        for entry in (None, REFERRAL, entry_of(REFERRAL, referred_to="乙局")):
            desk.record(tip_of(entry) if entry else tip_of())
        desk.acts.pass_through("post", "组长")
    return tmp_path / "desk"


def the_tip(folder: Path, number: str) -> Tip:
    with a_desk(folder) as desk:
        return desk.tip(number)


def told(folder: Path, *answers: str) -> list[str]:
    """What is said once what is to be done was chosen, up to the next choice of that."""
    return _without_menus(dialogue(folder, *answers, "0"))


def about(folder: Path, number: str, *answers: str) -> list[str]:
    """The same of a tip that is looked at."""
    said = told(folder, "查看", number, *answers, "0")
    return said[said.index(f"{the_tip(folder, number).number}：") + 1 :]


def _without_menus(said: str) -> list[str]:
    lines = [line for line in said.splitlines() if not line.endswith(("0 退出", "0 返回"))]
    return [line for line in lines[lines.index("请选：") :] if line != "请选："]


# What follows on a tip


def test_a_note_is_asked_for_with_its_kind_its_day_and_all_its_lines(folder: Path) -> None:
    said = about(folder, "2", "加记", "领导批示", "9-30", "请第二组办理", "并报告", ".")
    assert said[:8] == [
        "1 补充反映，2 领导批示，3 备注，4 回访",
        "种类：",
        "日期（回车为今天）：",
        "内容：",
        "续：",
        "续：",
        "2016-09-30　请第二组办理",
        f"并报告（{OFFICER} 2016-10-01 16:59 记）",
    ]
    said = about(folder, "2", "加记", "", "4", "", "未接听", "", ".")
    assert "（写完请在单独一行只写一个句号。）" in said
    assert f"2016-10-01　未接听（{OFFICER} 2016-10-01 16:59 记）" in said
    first, second = the_tip(folder, "2").notes
    assert (first.kind, first.text) == ("instruction", "请第二组办理\n并报告")
    assert (second.kind, str(second.on), second.text) == ("follow_up", "2016-10-01", "未接听")
    assert NO_DATE in about(folder, "2", "加记", "", "", "4", "昨日")


def test_of_what_was_withdrawn_one_is_told_so_before_anything_is_asked(folder: Path) -> None:
    with a_desk(folder) as desk:
        desk.follow_ups.appoint("2", "call_back", desk.now().add(days=1))
        desk.acts.dispose("2", "withdrawn", why="误录")
    for chosen in ("修改", "告知", "加记", "承办", "回电约谈"):
        assert about(folder, "2", chosen)[0].startswith("2016-0002 已误录撤销，不再办理"), chosen


def test_ones_own_notes_alone_are_offered_one_by_one_to_be_changed_or_withdrawn(
    folder: Path,
) -> None:
    with a_desk(folder, officer="王芳") as desk:
        desk.follow_ups.note("2", "王芳所记")
    with a_desk(folder) as desk:
        for text in ("甲" * 25, "乙"):
            desk.follow_ups.note("2", text)
    said = _without_menus(dialogue(folder, "查看", "2", "加记", "<", "0", "0", officer="王芳"))
    assert [line for line in said if line.startswith("本人所记")] == [
        "本人所记“2016-10-01 王芳所记”，要更改或撤回吗？ 1 是，回车否："
    ]
    first = f"本人所记“2016-10-01 {'甲' * 24}…”，要更改或撤回吗？ 1 是，回车否："
    second = "本人所记“2016-10-01 乙”，要更改或撤回吗？ 1 是，回车否："
    change = "改为（不更改的直接回车）："
    said = about(folder, "2", "加记", "", "1", "改过", ".")
    assert said[:5] == [first, second, change, "续：", "2016-0002：已更改第 3 条加记"]
    withdraw = "撤回这一条吗？ 1 是，回车否："
    said = about(folder, "2", "加记", "1", "", "", "加记", "1", "", "1")
    assert said[:3] == [first, change, withdraw]
    assert said[-4:-1] == [change, withdraw, "2016-0002：已撤回第 2 条加记"]
    assert [note.text for note in the_tip(folder, "2").notes] == ["王芳所记", "改过"]


def test_who_deals_with_a_tip_stays_where_nothing_is_answered(folder: Path) -> None:
    said = about(folder, "2", "承办", "王芳", "承办", "")
    assert said[:2] == ["承办人：", "2016-0002：承办人王芳"]
    assert said[3:5] == ["承办人（回车为 王芳）：", "2016-0002：承办人王芳"]
    assert the_tip(folder, "2").handled_by == "王芳"


def test_what_was_appointed_is_asked_for_before_another_is_appointed(folder: Path) -> None:
    kinds = "1 回电，2 约谈"
    said = about(folder, "2", "回电约谈", "1", "10-3 15:00", "补充证据")
    assert said[:5] == [
        kinds,
        "种类：",
        "时间（哪一天几点）：",
        "事由：",
        "回电 2016-10-03 15:00",
    ]
    call, interview = "回电 2016-10-03 15:00", "约谈 2016-10-04 09:00"
    said = about(folder, "2", "回电约谈", "", "约谈", "10-04 9:00", "", "回电约谈", "", "1")
    assert said[0] == f"{call}，已经办了吗？ 1 是，回车否："
    assert said[4:7] == ["事由：", call, interview]
    assert said[8:] == [
        f"{call}，已经办了吗？ 1 是，回车否：",
        f"{interview}，已经办了吗？ 1 是，回车否：",
        "2016-0002：已记下回电、约谈已办",
        "2016-0002：",
    ]
    first, second = the_tip(folder, "2").appointments
    assert (first.kind, first.text, first.done_by) == ("call_back", "补充证据", "")
    assert (second.kind, second.text, second.done_by) == ("interview", "", OFFICER)
    # An hour that was not told is none, be it that nothing or a day alone was answered.
    for hour, refused in (("", "已经过去"), ("10-5", "请写明几点"), ("改日", "无法识别")):
        assert refused in "".join(about(folder, "2", "回电约谈", "", "1", hour, ""))
    assert len(the_tip(folder, "2").appointments) == 2


def test_the_reporter_is_told_and_what_was_passed_through_is_reported_up_with_one_word(
    folder: Path,
) -> None:
    assert about(folder, "1", "告知", "电话告知")[:3] == [
        "已告知反映人是否受理的，在此记下；不得透露办理内容。",
        "如何告知：",
        "2016-0001：已登记",
    ]
    assert about(folder, "4", "告知", "专人送达")[:3] == [
        "径送件已经报送的，在此记下；不得写报送的内容。",
        "如何报送：",
        "2016-0004：已记下报送",
    ]
    told, reported = the_tip(folder, "1"), the_tip(folder, "4")
    assert told.told and told.told.note == "电话告知" and told.reported is None
    assert reported.reported and reported.reported.note == "专人送达" and reported.told is None
    assert "无从告知" in about(folder, "2", "告知", "电话")[2]
    assert "如何告知：" not in about(folder, "4", "告知", "")
    # Of what went unread there is nothing to be told but when and on which line it came.
    shown = _without_menus(dialogue(folder, "查看", "4", "0", "0"))
    whole = shown[shown.index("2016-0004，径送") + 1 : shown.index("2016-0004：")]
    labels = [line.partition("：")[0] for line in whole]
    assert labels == ["来源", "收到时间", "处理", "报送情况", "登记人"]
    # What is refused leaves one where one was.
    said = about(folder, "1", "关联", "99", "修改记录")
    assert said[:3] == ["与哪件关联：", "没有编号为 99 的举报。", "2016-0001："] and len(said) > 3


def test_a_tip_is_linked_with_the_one_that_is_suggested_and_out_of_it_again(folder: Path) -> None:
    said = about(folder, "3", "关联", "", "关联", "", "1", "关联", "1")
    matter = "同一事项共 2 件，首件 2016-0002"
    assert said[:2] == ["与哪件关联（回车为 2016-0002）：", matter]
    # One that is linked is asked for no further.
    assert said[3:7] == [
        matter,
        "与哪件关联：",
        "解除本件与其他各件的关联吗？ 1 是，回车否：",
        "2016-0003：不再与其他举报关联",
    ]
    assert said[8:10] == ["与哪件关联（回车为 2016-0002）：", "同一事项共 2 件，首件 2016-0001"]
    assert the_tip(folder, "3").matter == "2016-0001"
    # Of one that stands alone there is nothing to take apart.
    assert about(folder, "2", "关联", "") == ["与哪件关联：", "2016-0002："]


def test_all_that_was_made_of_a_tip_and_its_copy_to_be_sent_are_read_out(folder: Path) -> None:
    said = about(folder, "2", "转办副本", "修改记录", "处理", "转办", "", "甲 1", "9-30", "")
    assert said[0] == "转办件 2016-0002" and said[9].startswith("外送前请通读，")
    assert f"2016-10-01 16:59:30  {OFFICER}  登记" in said
    done = about(folder, "2", "修改记录")
    disposed = done.index(f"2016-10-01 16:59:30  {OFFICER}  处理")
    assert "处理方式：已登记 → 转办" in done[disposed + 1 :]
    head = "来源：手机\n收到时间：2016-10-01 10:30\n被反映单位：某街道办"
    whole = "\n".join(told(folder, "查看", "2", "0"))
    assert f"2016-0002，转办\n{head}" in whole
    assert f"登记人：{OFFICER}，2016-10-01 16:59\n2016-0002：" in whole
    by_another = dialogue(folder, "查看", "2", "0", "0", officer="值班员乙")
    assert f"登记人：{OFFICER}，2016-10-01 16:59" in by_another.splitlines()
    assert f"处理：送交区环境保护局，文号甲 1，2016-09-30发出，{OFFICER}" in whole


def test_who_looks_at_a_tip_is_told_how_many_there_are_on_that_person(folder: Path) -> None:
    with a_desk(folder) as desk:
        desk.record(tip_of())
    counted = "共 2 件，不同反映人 1 人，同一人重复 1 件，匿名 0 件（2016-0001、2016-0005）"
    assert f"同一对象：{counted}" in told(folder, "查看", "1", "0")


def test_who_looks_at_a_tip_is_told_who_else_does_and_is_told_of_to_others(folder: Path) -> None:
    with a_desk(folder) as desk, a_desk(folder, officer="王芳") as other:
        other.presence.show("2016-0002", is_editing=True)
        with standing_in("\n0\n") as said:
            talk = Talk(Lines())
            seen: list[str] = []
            talk.before_asking = lambda: seen.extend(one.number for one in other.presence.others())
            TipTalk(talk, desk, "2", is_remote=False).run()
        assert "王芳 正在修改此件，" in said.getvalue()
        assert seen == ["2016-0002"]
        assert [one.number for one in other.presence.others()] == [""]
        seen.clear()
        with standing_in("修改\n<\n0\n"):
            talk = Talk(Lines())
            talk.before_asking = lambda: seen.extend(one.number for one in other.presence.others())
            TipTalk(talk, desk, "2", is_remote=False).run()
        assert seen == ["2016-0002"] * 3, "whoever amended it looks at it still"


def test_what_came_late_is_said_to_be_and_what_is_not_hidden_needs_not_be_shown(
    folder: Path,
) -> None:
    clock = StillClock(at("2016-10-21T09:00:00"))
    with a_desk(folder, clock) as desk:
        late = entry_of(received_at="2016-10-21T08:00:00+08:00")
        desk.record(entry.read(late, desk.notice, desk.now()))
    said = dialogue(folder, "查看", "5", "0", clock=clock)
    assert "2016-0005，已登记，截止后" in said
    assert "1 修改，2 处理" in said


@pytest.mark.parametrize(
    ("number", "answers"),
    [
        ("2", ("加记", "备注", "", "另有", ".")),
        ("2", ("加记", "1", "改过", ".")),
        ("2", ("加记", "1", "", "1")),
        ("2", ("承办", "李明")),
        ("2", ("回电约谈", "1", "10-3 15:00", "")),
        ("3", ("回电约谈", "1")),
        ("1", ("告知", "电话")),
        ("4", ("告知", "专人")),
        ("2", ("关联", "1")),
        ("3", ("关联", "", "1")),
        ("2", ("处理", "留存备查", "无线索")),
    ],
)
def test_nothing_is_done_with_a_tip_over_what_someone_else_made_of_it_meanwhile(
    folder: Path, number: str, answers: tuple[str, ...]
) -> None:
    with a_desk(folder) as desk, a_desk(folder, officer="王芳") as other:
        if answers[:2] == ("加记", "1"):
            desk.follow_ups.note("2", "原记")
        if number == "3":
            desk.acts.link("3", "1")
            desk.follow_ups.appoint("3", "interview", desk.now().add(days=1))
        with standing_in("\n".join((*answers, "0", ""))) as said:
            talk = Talk(Lines())
            talk.before_asking = change = once(
                lambda: other.follow_ups.assign({number: None}, "王芳")[0]
            )
            TipTalk(talk, desk, number, is_remote=False).run()
        assert "已被他人修改" in said.getvalue()
        assert desk.tip(number) == change()


# What becomes of tips


def test_a_tip_is_referred_with_its_number_and_day(folder: Path) -> None:
    said = told(folder, "处理", "2", "转办", "", "〔2016〕1 号", "昨日", "9-30", "已核实")
    assert said == [
        "编号：",
        "处理 2016-0002：现为已登记",
        "1 已呈组长，2 转办，3 留存备查，4 移交立行立改，5 重复件，6 误录撤销",
        "处理方式：",
        "送交何处（回车为 区环境保护局）：",
        "文号：",
        "发出日期（回车为今天）：",
        NO_DATE,
        "发出日期（回车为今天）：",
        "理由：",
        "2016-0002：转办",
    ]
    how = the_tip(folder, "2").disposition
    assert how and (how.to, how.letter, str(how.on), how.why) == (
        "区环境保护局",
        "〔2016〕1 号",
        "2016-09-30",
        "已核实",
    )


def test_what_else_was_answered_stays_where_one_answer_is_refused(folder: Path) -> None:
    said = told(folder, "处理", "2", "转办", "某厅", "〔2016〕1 号", "10-09", "已核实", "9-30")
    assert said[-2:] == ["发出日期（回车为今天）：", "2016-0002：转办"]
    how = the_tip(folder, "2").disposition
    assert how and (how.to, how.letter, how.why) == ("某厅", "〔2016〕1 号", "已核实")
    assert str(how.on) == "2016-09-30"


def test_several_are_disposed_of_together_however_much_was_done_with_each(folder: Path) -> None:
    about(folder, "2", "承办", "王芳")
    said = told(folder, "处理", "1-2", "已呈组长", "第二组", "")
    assert said[-2:] == ["2016-0001：已呈组长", "2016-0002：已呈组长"]


def test_of_several_that_go_together_none_may_go_where_it_is_about(folder: Path) -> None:
    said = told(folder, "处理", "1-2", "移交立行立改", "某街道办", "", "", "", "某局")
    assert said[said.index("送交何处：") + 1].startswith("不能送交“某街道办”")
    assert said[-2:] == ["2016-0001：移交立行立改", "2016-0002：移交立行立改"]


def test_a_refusal_that_no_answer_mends_is_told_and_leaves_the_tip_as_it_is(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with a_desk(folder) as desk:
        dispose, refused = desk.acts.dispose, [StepRefused((Fault("status", "现在不能处理。"),))]

        def refused_once(*given: str, **how: object) -> Tip:
            if refused:
                raise refused.pop()
            return dispose(*given, **how)  # type: ignore[arg-type]

        monkeypatch.setattr(desk.acts, "dispose", refused_once)
        with standing_in("留存备查\n无线索\n") as said:
            DisposingTalk(Talk(Lines()), desk, [desk.tip("2")]).run()
        assert said.getvalue().splitlines()[-1] == "现在不能处理。"
        assert desk.tip("2").status == "registered"


def test_where_a_tip_was_to_be_referred_is_suggested_for_nothing_else(folder: Path) -> None:
    said = told(folder, "处理", "2", "已呈组长", "第二组", "")
    assert said[4:] == ["送交何处：", "理由：", "2016-0002：已呈组长"]


def test_where_a_tip_may_not_go_is_said_at_once_and_asked_for_again(folder: Path) -> None:
    answers = ("某街道办", "<", "某街道办", "", "", "", "市环保局")
    said = told(folder, "处理", "2", "转办", *answers)
    assert [line[:8] for line in said[4:]] == [
        *("送交何处（回车为", "不能送交“某街道", "文号："),
        *("送交何处（回车为", "不能送交“某街道", "文号：", "发出日期（回车为", "理由："),
        *("不能送交“某街道", "送交何处（回车为", "2016-000"),
    ]
    how = the_tip(folder, "2").disposition
    assert how and how.to == "市环保局"
    for status, more in (("已呈组长", ("", "第二组")), ("移交立行立改", ("", "", "", "某局"))):
        said = told(folder, "处理", "1", status, "示范区管委会", *more)
        assert [line[:4] for line in said[4:6]] == ["送交何处", "不能送交"]


def test_several_go_where_each_is_to_go_and_where_all_are_that_is_suggested(folder: Path) -> None:
    said = told(folder, "处理", "2-3", "转办", "", "", "", "")
    assert said[:5] == [
        "编号：",
        "一并处理 2 件：",
        "2016-0002  ◦ 已登记  某街道办",
        "2016-0003  ◦ 已登记  某街道办",
        "1 已呈组长，2 转办，3 留存备查，4 移交立行立改，5 误录撤销",
    ]
    assert said[6:] == [
        *("送交何处：", "文号：", "发出日期（回车为今天）：", "理由："),
        *("2016-0002：转办", "2016-0003：转办"),
    ]
    hows = [the_tip(folder, number).disposition for number in ("2", "3")]
    assert [how and how.to for how in hows] == ["区环境保护局", "乙局"]
    with a_desk(folder) as desk:
        desk.acts.undo()
        desk.record(tip_of(REFERRAL))
    said = told(folder, "处理", "2 5", "转办", "", "", "", "")
    assert "送交何处（回车为 区环境保护局）：" in said


def test_a_repeat_is_of_the_one_that_is_suggested_or_of_another(folder: Path) -> None:
    said = told(folder, "处理", "3", "重复件", "1", "<", "", "内容同")
    assert said[4:] == [
        *["与哪件重复（回车为 2016-0002）：", "理由："] * 2,
        "2016-0003：重复件",
    ]
    tip = the_tip(folder, "3")
    assert (tip.matter, tip.disposition and tip.disposition.why) == ("2016-0002", "内容同")


def test_those_that_have_no_step_in_common_are_left_as_they_are(folder: Path) -> None:
    with a_desk(folder) as desk:
        desk.acts.dispose("2", "referred", to="某局")
    said = told(folder, "处理", "2 4", "待办", "")
    assert said[4] == "这 2 件没有一种共同的处理方式，请分开处理。"
    assert "待办事项 3 项" in said
    assert the_tip(folder, "4").status == "passed_through"


# What came with a tip


def enclosures(folder: Path, *answers: str) -> list[str]:
    """What is said of the enclosures of the first tip."""
    return about(folder, "1", "附件", *answers, "0")


def test_an_enclosure_is_noted_down_fact_by_fact_with_its_file(
    folder: Path, tmp_path: Path
) -> None:
    (file := tmp_path / "扫描件.pdf").write_bytes(SCAN)
    facts = ("信件", "3", "2", "来信", "二号柜", "档 1")
    said = enclosures(folder, "新增", *facts, str(file), "新增", "3", *[""] * 6)
    first = "第 1 项：信件，3 页，2 份，来信，存于二号柜，档案号 档 1，文件 1 KB"
    asked = (
        *("附件：", KINDS, "种类：", "页数（照片为张数，录音录像为分钟）：", "份数（回车为 1）："),
        *("附件名称：", "存放处：", "档案号：", "文件的路径（不存文件的直接回车）："),
    )
    assert said[:-1] == [
        *("2016-0001 没有登记附件。", *asked, "2016-0001：附件 1 项", first),
        *(*asked, "2016-0001：附件 2 项", first, "第 2 项：录音录像", "附件："),
    ]


@pytest.fixture
def enclosed(folder: Path) -> Path:
    """That desk, two things enclosed with its first tip."""
    with a_desk(folder) as desk:
        facts = {"pages": 3, "copies": 2, "kept_at": "二号柜", "file_number": "档 1"}
        desk.enclosures.add("1", "letter", name="来信.pdf", file=io.BytesIO(SCAN), **facts)
        desk.enclosures.add("1", "photographs")
    return folder


def test_an_enclosure_is_corrected_from_what_it_was_and_keeps_its_file(enclosed: Path) -> None:
    said = enclosures(enclosed, "更正", "１", "5", "", "", "原信", "", "", "")
    assert said[3:12] == [
        *("第几项：", KINDS, "种类："),
        *("页数（照片为张数，录音录像为分钟）（回车为 3）：", "份数（回车为 2）："),
        *("附件名称（回车为 来信.pdf）：", "存放处（回车为 二号柜）：", "档案号（回车为 档 1）："),
        "文件的路径（不存文件的直接回车）：",
    ]
    assert "2016-0001：附件 2 项" in said
    assert "第 1 项：其他材料，3 页，2 份，原信，存于二号柜，档案号 档 1，文件 1 KB" in said


def test_which_enclosure_is_asked_until_it_is_one_of_those_that_were_told(
    enclosed: Path, tmp_path: Path
) -> None:
    before = the_tip(enclosed, "1").enclosures
    said = enclosures(enclosed, "更正", "0", "3", "信件", "", "?", "<", "去掉", "<", "取出", "<")
    wrong = [f"没有“{word}”这一项，请填所列的数字或名称。" for word in ("0", "3", "信件")]
    both = said[:2]
    which = "第几项："
    assert said[3:10] == [which, wrong[0], which, wrong[1], which, wrong[2], which]
    assert said[10:16] == [*both, which, *both, which]
    assert the_tip(enclosed, "1").enclosures == before
    said = enclosures(enclosed, "去掉", "1", "", "去掉", "1", "是", "取出", str(tmp_path))
    assert said[3:5] == [which, "去掉第 1 项附件吗？ 1 是，回车否："]
    # Of the one that is left, which is meant is not asked.
    assert said[10:14] == ["2016-0001：附件 1 项", "第 1 项：照片", "附件：", TAKEN_OUT]
    assert "第 1 项附件没有存入文件。" in said
    assert the_tip(enclosed, "1").enclosures == before[1:]


def test_where_nothing_is_enclosed_nothing_of_it_is_corrected_or_taken(folder: Path) -> None:
    for word in ("更正", "取出", "去掉"):
        said = enclosures(folder, word)
        assert said[:4] == ["2016-0001 没有登记附件。", "附件：", *["2016-0001 没有登记附件。"] * 2]


def test_a_file_is_taken_out_into_the_folder_that_is_named(enclosed: Path, tmp_path: Path) -> None:
    said = enclosures(enclosed, "取出", "1", str(tmp_path))
    (file,) = tmp_path.glob("*.pdf")
    assert said[3:7] == ["第几项：", TAKEN_OUT, "存到哪个目录（回车为 ~）：", f"已写入：{file}"]
    assert file.read_bytes() == SCAN
    said = enclosures(enclosed, "取出", "2", str(tmp_path))
    assert said[6] == "第 2 项附件没有存入文件。"


@pytest.mark.parametrize(
    "answers", [("更正", "1", "3", *[""] * 6), ("去掉", "1", "1"), ("取出", "1", ".")]
)
def test_no_enclosure_is_changed_or_taken_out_once_another_stands_at_its_place(
    enclosed: Path, answers: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with a_desk(enclosed) as desk, a_desk(enclosed, officer="王芳") as other:
        with standing_in("\n".join((*answers, "0", ""))) as said:
            talk = Talk(Lines())
            talk.before_asking = change = once(lambda: other.enclosures.remove("1", 1))
            EnclosureTalk(talk, desk, "1", is_remote=False).run()
        assert "已被他人修改" in said.getvalue()
        assert desk.tip("1") == change()


# In another language


def test_who_reads_english_does_with_a_tip_what_is_offered_by_its_english_name(
    folder: Path,
) -> None:
    noted = ("NOTE", "LEADER'S INSTRUCTION", "", "look into it", ".")
    arranged = ("CALL-BACK", "INTERVIEW", "10-02 9:00", "")
    attached = ("ENCLOSURES", "ADD", "PHOTOGRAPHS", "2", *[""] * 5, "BACK")
    disposed = ("DISPOSITION", "KEPT FOR REFERENCE", "vague", "BACK")
    use_language("en")
    try:
        said = dialogue(folder, "OPEN", "1", *noted, *arranged, *attached, *disposed, "QUIT")
        undone = dialogue(folder, "UNDO", "YES", "QUIT").splitlines()
        letter = dialogue(folder, "PRINT", "LETTER OF REFERRAL", "2", "", "", "NO", "", "<", "QUIT")
    finally:
        use_language("zh")
    tip = the_tip(folder, "1")
    assert [(note.kind, note.text) for note in tip.notes] == [("instruction", "look into it")]
    assert [one.kind for one in tip.appointments] == ["interview"]
    assert [(one.kind, one.pages) for one in tip.enclosures] == [("photographs", 2)]
    assert "2016-0001: Kept for reference" in said.splitlines()
    assert undone[-5:-2] == [
        "2016-10-01 16:59, Disposition, 2016-0001",
        "Undo it? 1 for yes, Enter for no: ",
        "2016-0001: Registered",
    ]
    agreed = [line for line in letter.splitlines() if line.startswith("Did the petitioner")]
    assert [line.partition("pass on: ")[2] for line in agreed] == [
        "Reporter? 1 for yes, Enter for no: ",
        "Contact? 1 for yes, Enter for no: ",
    ]


@pytest.mark.parametrize(
    ("summary", "told"), [("礼" * 60, "礼" * 60), ("礼" * 61, f"{'礼' * 60}…"), ("收\n礼", "收 礼")]
)
def test_in_a_list_so_much_of_a_summary_is_read_out(folder: Path, summary: str, told: str) -> None:
    with a_desk(folder) as desk:
        tip = desk.record(tip_of(entry_of(summary=summary)))
        assert row(desk.notice, tip).split("，")[-1] == told
