"""A tip entered or amended in the dialogue: what is asked, what is said of an answer, where it goes on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import pytest

from store.desk.desk import Desk
from store.errors import CannotWrite, DeskBusy, Fault, TipRefused
from store.text import use_language
from store.tips.directory import Listed
from store.tips.fields import MOST_SUBJECTS
from tests.builders import REFERRAL, StillClock, at, notice_text
from tests.store.desks import tip_of
from tests.tui.dialogue import answers, dialogue, standing_in
from tests.tui.sitting import CALL, a_desk
from tui.entering.draft import left_drafts
from tui.entering.merging import Difference
from tui.entering.tip_entry import TipEntry
from tui.linear.entry_talk import EntryTalk
from tui.linear.lines import Lines
from tui.linear.merging import _is_theirs
from tui.linear.steps import Steps
from tui.linear.talk import Talk

REST = {"summary": "收受开发商礼金三万元", "disciplines": "3"}
END = "已填完，回车保存："
GROUPS = "1 领导班子及其成员，2 下一级党组织领导班子主要负责人，3 重要岗位领导干部，4 不属受理范围，5 巡视干部"
VERIFIED = "身份已核实（核实后即为实名举报，未核实的为待核实；填一个数字或名称）："


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    a_desk(tmp_path / "desk").close()
    return tmp_path / "desk"


def entered(folder: Path, *given: str) -> list[str]:
    """What is said while a new tip is entered, from its first question on."""
    said = dialogue(folder, "登记", *given).splitlines()
    first = next(n for n, line in enumerate(said) if line.startswith("填“?”看说明，“<”退回"))
    return said[first + 1 :]


def after(said: list[str], answered: str, lines: int) -> list[str]:
    """The lines that follow the last one that begins so."""
    place = max(n for n, line in enumerate(said) if line.startswith(answered))
    return said[place + 1 : place + 1 + lines]


def amended(
    desk: Desk, *given: str, number: str = "1", before_asking: Callable[[], None] = lambda: None
) -> list[str]:
    """What is said while a tip is amended."""
    with standing_in("".join(f"{answer}\n" for answer in given)) as said:
        talk = Talk(Lines())
        talk.before_asking = before_asking
        EntryTalk(talk, TipEntry(desk, desk.tip(number))).run()
    return said.getvalue().splitlines()


# What is asked


def test_a_call_is_asked_for_in_the_order_of_the_form_what_is_moot_left_out(folder: Path) -> None:
    given = [*answers(CALL | REST)]
    said = entered(folder, *given, "")
    assert said == [
        "1 固定电话，2 手机，3 邮政信箱，4 来访接待",
        "公告以外：5 电子邮箱，6 上级交办，7 信访部门转来，8 谈话中反映，9 组内发现",
        "来源（现为 固定电话；回车不改）：",
        "收到时间（留空为开始登记时；补录的写实际时间，如 10-01 9:05）：",
        "被反映单位（被反映人所在单位，或被反映的单位）：",
        "被反映人（姓名；不知姓名的写职务）：",
        "职务（被反映人的职务）：",
        GROUPS,
        "对象类别（公告所列对象、不属受理范围或巡视干部；填一个数字或名称）：",
        "还有被反映人吗（1 有，回车没有）：",
        "主要内容（写完单独一行写句号）：",
        "续：",
        "还没有讲到：何时、何地、证据、知情人。可问：什么时候的事？从何时到何时？",
        "要补充请接着写，回车继续：",
        "1 政治纪律，2 组织纪律，3 廉洁纪律，4 群众纪律，5 工作纪律，6 生活纪律，7 其他",
        "问题类别（公告所列的问题类别，可多选；填数字或名称，几项之间空格）：",
        "三大问题：1 党的领导弱化，2 党的建设缺失，3 全面从严治党不力",
        "三个重点：4 重点人，5 重点事，6 重点问题",
        "巡视重点（公告所列的巡视重点，可不选；填数字或名称，几项之间空格）：",
        "反映人姓名（匿名的留空；不得追问身份）：",
        "联系方式（来电号码、通信地址等，未留的留空）：",
        "1 是，2 否",
        VERIFIED,
        "1 保存，2 暂存待补录，3 搁置，4 登记，5 丢弃，6 通读，7 改一项",
        END,
        "已登记：2016-0001",
        *said[26:],
    ]
    # Whether a name is true is asked where there is one, what came with it where it was no call.
    anonymous = answers(CALL | REST | {"reporter.name": "", "reporter.contact": ""})
    assert VERIFIED not in entered(folder, *anonymous, "", "")
    letter = entered(folder, "邮政信箱", "9:05", "9-30", "甲 1", *[""] * 3, "搁置")
    assert letter[3:8] == [
        "收到时间（留空为开始登记时；补录的写实际时间，如 10-01 9:05）：",
        "2016-10-01 星期六 09:05",
        "邮戳日期（信封邮戳上的日期，如 10-01）：",
        "挂号编号（挂号信的编号，平信留空）：",
        "被反映单位（被反映人所在单位，或被反映的单位）：",
    ]


def test_what_came_with_a_letter_and_where_one_out_of_scope_goes_are_asked(folder: Path) -> None:
    about = {"subjects.unit": "某街道办", "subjects.group": "4", **REST}
    given = (
        *answers(about, "subjects.unit", before="referred_to"),
        "市环保局",
        "",
        "",
        "来信 1 件",
    )
    said = entered(folder, "上级交办", "9:05", *given, "通读", "搁置")
    assert after(said, "对象类别（", 1) == ["不属受理范围：按规定转被巡视单位和有关部门处理。"]
    # A notice that does not say where it goes has it noted all the same.
    clock, elsewhere = StillClock(), folder.with_name("elsewhere")
    Desk.create(elsewhere, notice_text(), clock=clock, officer="-").close()
    about_nobody = ("", "", "某街道办", "", "", "不属受理范围", "搁置")
    assert "不属受理范围：照记转办。" in entered(elsewhere, *about_nobody)
    asked = [line[:5] for line in said if line.startswith(("转办单位（", "反映人姓名（", "附件（"))]
    assert asked == ["转办单位（", "反映人姓名", "附件（随件"]
    assert "转办单位：市环保局" in said and "附件：来信 1 件" in said


def test_what_stands_in_a_field_that_is_moot_is_asked_for_all_the_same(folder: Path) -> None:
    moot = {"reporter.verified": True, "enclosures": "信件 1 件", "referred_to": "甲局"}
    with a_desk(folder) as desk:
        entry = TipEntry(desk)
        assert not {name for name, _place in Steps(entry)} & {*moot}
        entry.values |= moot
        assert {name for name, _place in Steps(entry)} >= {*moot}


def test_to_whom_it_goes_is_asked_where_any_one_of_them_is_out_of_scope(folder: Path) -> None:
    with a_desk(folder) as desk:
        for groups in (["out_of_scope"], ["leadership", "out_of_scope"]):
            entry = TipEntry(desk)
            entry.values["subjects"] = [{"group": group} for group in groups]
            assert ("referred_to", 0) in Steps(entry)
        entry.values["subjects"] = [{"group": "leadership"}, {"group": "key_post"}]
        assert ("referred_to", 0) not in Steps(entry)


def test_that_nobody_is_named_is_said_after_the_last_name_of_the_one_who_is_not(
    folder: Path,
) -> None:
    with a_desk(folder) as desk:
        entry = TipEntry(desk)
        entry.values["subjects"] = [{"unit": "甲", "group": "leadership"}, {"group": "leadership"}]
        steps = Steps(entry)
        nobody = ["被反映单位：单位、姓名、职务至少填一项。"]
        assert steps.faults_at(("subjects.post", 1)) == nobody
        for part, place in (("post", 0), ("person", 1)):
            assert not steps.faults_at((f"subjects.{part}", place))


def test_what_an_answer_may_be_is_told_with_all_that_can_be_said_instead(folder: Path) -> None:
    said = entered(folder, "", "", "?", "某县国土局", "李四", "局长", "?", "搁置")
    instead = [
        "回车跳过或不改，“-”清空，“<”退回上一项。",
        "保存：检查各项并保存；说出编号时已写入磁盘",
        "暂存待补录：未问全的先登记，列为待补录，以后补全",
        "搁置：留作草稿，回到开头；下次登记时可续填",
        "登记：搁置这一件，登记新的一件",
        "丢弃：丢弃所填内容，先问再丢",
        "答案本身是这些词的，前面加“\\”。",
    ]
    unit = "被反映单位（被反映人所在单位，或被反映的单位）："
    assert said[4:15] == [
        unit,
        "被反映单位：被反映人所在单位，或被反映的单位",
        "最多 200 个字",
        *instead,
        unit,
    ]
    group = "对象类别：公告所列对象、不属受理范围或巡视干部"
    assert after(said, group, 9) == ["填一个数字或名称", GROUPS, *instead]


def test_the_guide_of_a_call_and_what_was_written_are_told_with_the_help_of_the_summary(
    folder: Path,
) -> None:
    given = answers(CALL, before="summary")
    said = entered(folder, *given, "收受礼金", "?", ".", "", "搁置", "登记", "1", "")
    (place,) = (n for n, line in enumerate(said) if line.startswith("何人："))
    assert said[place - 9 : place - 7] == [
        "主要内容：何人、何时、何地、何事、涉及金额、有何证据和知情人",
        "可写多行；写完在单独一行只写一个句号；最多 20000 个字",
    ]
    assert said[place + 6 : place + 9] == ["知情人：还有谁在场或知道？", "收受礼金", "续："]


# What is said of an answer


def test_what_is_said_of_a_contact_and_a_time_is_said_at_once(folder: Path) -> None:
    late = {"received_at": "9-30 9:05", "reporter.name": "群众", "reporter.contact": "1390000111"}
    given = answers(CALL | REST | late)
    said = entered(folder, *given)
    assert after(said, "收到时间（", 1) == ["2016-09-30 星期五 09:05"]
    assert after(said, "反映人姓名（", 1) == ["“群众”不是姓名，按未署名登记。"]
    assert after(said, "联系方式（", 1) == ["现有 10 位数字，手机号码应为 11 位，请核对。"]


def test_earlier_tips_are_told_anew_only_where_they_are_others(folder: Path) -> None:
    with a_desk(folder) as desk:
        desk.record(tip_of())
        desk.record(tip_of(REFERRAL))
    asked = {"subjects.unit": "示范区管委会", "subjects.person": "赵某某"}
    begun = answers(asked, before="subjects.post")
    said = entered(folder, *begun, "<", "<", "某街道办", "丢弃", "1")
    told = [line for line in said if line.startswith("可能重复")]
    assert told == ["可能重复 1 件：", "可能重复 2 件："]
    with a_desk(folder) as desk:
        for _tip in range(6):
            desk.record(tip_of())
    # So many are told that one reads them all.
    said = entered(folder, *answers(asked, before="subjects.person"), "丢弃", "1")
    assert "可能重复 5 件：" in said and len([line for line in said if "同一单位：" in line]) == 5


def test_a_desk_that_cannot_look_for_earlier_tips_keeps_no_call_from_being_entered(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with a_desk(folder) as desk:
        desk.record(tip_of())
        steps = Steps(TipEntry(desk, desk.record(tip_of())))
        assert steps.look_for_similar() and [one.tip.number for one in steps.similar] == [
            "2016-0001"
        ]

        def refuse(*_given: object, **_how: object) -> None:
            raise DeskBusy("值班台正被占用")

        monkeypatch.setattr(desk.finding, "similar", refuse)
        assert not steps.look_for_similar() and steps.similar == []


def test_that_a_tip_may_not_go_somewhere_is_said_once_until_it_changes(folder: Path) -> None:
    out = {"subjects.unit": "某街道办", "subjects.group": "4", "referred_to": "某街道办"}
    said = entered(
        folder, *answers(out | REST), "改一项", "职务", "科长", "改一项", "转办单位", "甲局"
    )
    warned = [line for line in said if line.startswith("不能送交“某街道办”")]
    assert len(warned) == 1
    # A unit that is named later is held against where it is to go, too.
    said = entered(
        folder, "", *answers(out | REST | {"referred_to": "乙局"}), "改一项", "3", "乙局"
    )
    assert after(said, "被反映单位（现为", 1)[0].startswith("不能送交“乙局”")
    # What was saved all the same is still to be seen to.
    said = entered(folder, "", *answers(out | REST), "")
    assert after(said, "已登记：2016-0001", 1)[0].startswith("转办单位即本件所反映的")


def test_an_answer_that_is_refused_leaves_what_stood_there(folder: Path) -> None:
    given = (*answers({}, before="received_at"), "9:05", "<", "25:99", "搁置")
    entered(folder, *given)
    with a_desk(folder) as desk:
        (left,) = left_drafts(desk)
    assert left.values["received_at"] == "9:05"


def test_what_the_list_of_units_knows_is_filled_in_and_told(folder: Path) -> None:
    with a_desk(folder) as desk:
        desk.listing.take_in([Listed("某县国土局", "李四", "局长", "leadership")])
    said = entered(folder, "", "", "", "李四", "搁置")
    assert after(said, "被反映人（姓名", 5) == [
        "已按名录填入所缺各项，请核对。",
        "被反映单位：某县国土局",
        "职务：局长",
        "对象类别：领导班子及其成员",
        "职务（现为 局长；回车不改，- 清空）：",
    ]
    with a_desk(folder) as desk:
        (left,) = left_drafts(desk)
    (subject,) = left.values["subjects"]
    assert (subject["unit"], subject["group"]) == ("某县国土局", "leadership")
    assert "名录中没有“乙镇”，可照常登记。" in entered(folder, "", "", "", "乙镇", "搁置")
    # Where no person is known, the post in a unit tells who it is.
    said = entered(folder, "", "", "", "某县国土局", "", "局长", "搁置")
    assert after(said, "职务（", 3) == [
        "已按名录填入所缺各项，请核对。",
        "被反映人：李四",
        "对象类别：领导班子及其成员",
    ]


def test_what_the_list_knows_of_one_subject_goes_to_no_other(folder: Path) -> None:
    with a_desk(folder) as desk:
        desk.listing.take_in(
            [
                Listed("某县国土局", "李四", "局长", "leadership"),
                Listed("乙局", "王五", "副局长", ""),
            ]
        )
    first = ("", "", "某县国土局", "李四", "", "", "1")
    entered(folder, *first, "", "王五", "搁置")
    with a_desk(folder) as desk:
        (left,) = left_drafts(desk)
    named = [(row["unit"], row["person"], row["post"]) for row in left.values["subjects"]]
    assert named == [("某县国土局", "李四", "局长"), ("乙局", "王五", "副局长")]


def test_each_of_several_subjects_is_called_by_its_place_and_there_are_so_many(
    folder: Path,
) -> None:
    with a_desk(folder) as desk:
        entry = TipEntry(desk)
        entry.values["subjects"] = [{"unit": "甲", "group": "leadership"}] * (MOST_SUBJECTS - 1)
        entry.keep()
    given = ("登记", "1", "", "1", "乙", *[""] * 3, "1", "1", "搁置")
    said = dialogue(folder, *given).splitlines()
    assert f"被反映人 {MOST_SUBJECTS}，被反映单位（被反映人所在单位，或被反映的单位）：" in said
    assert after(said, "还有被反映人吗", 2) == [
        "被反映人已到最多个数，请分作几件登记。",
        "主要内容（写完单独一行写句号）：",
    ]
    with a_desk(folder) as desk:
        (left,) = left_drafts(desk)
    assert len(left.values["subjects"]) == MOST_SUBJECTS


def test_with_which_earlier_tip_it_is_one_matter_is_asked_until_it_is_one_or_none(
    folder: Path,
) -> None:
    with a_desk(folder) as desk:
        for _tip in range(2):
            desk.record(tip_of())
    alike = CALL | REST | {"reporter.contact": "13800000000"}
    said = entered(folder, *answers(alike), "9", "1", "<", "2", "<", "-", "<", "", "通读", "搁置")
    like = [line for line in said if line.startswith("同一电话：2016-0001，10-01 09:12，固定电话")]
    link = "与哪件关联（填编号，回车不关联）："
    asked = [n for n, line in enumerate(said) if line.startswith("与哪件关联（")]
    assert [said[n] for n in asked] == [
        *(link, link, "与哪件关联（现为 2016-0001；回车不改，- 清空）："),
        *("与哪件关联（现为 2016-0002；回车不改，- 清空）：", link),
    ]
    assert said[asked[0] + 1] == "没有编号为 9 的举报。" and len(like) == 5
    with a_desk(folder) as desk:
        (left,) = left_drafts(desk)
    assert left.values["link_to"] == ""
    said = entered(folder, "", *answers(alike), "2", "搁置")
    # One that is gone on with is complete but for what is to be said of the matter.
    said = entered(folder, "2", "", "", "", "通读", "")
    assert "与哪件关联：2016-0002" in said
    with a_desk(folder) as desk:
        assert desk.tip("3").matter == "2016-0002"


# Where it goes on


def test_going_back_from_the_first_field_leaves_what_is_blank_alone(folder: Path) -> None:
    begun = answers({"subjects.unit": "某县国土局"}, before="subjects.person")
    said = entered(folder, *begun, "<", "<", "<", "<", "搁置")
    first = "来源（现为 固定电话；回车不改）："
    assert after(said, "已是第一项", 3)[2] == first
    assert "已是第一项；要离开请填“搁置”或“丢弃”。" in said and "已留作草稿。" in said
    # One that is blank is left with it, and a tip that was not changed.
    with a_desk(folder) as desk:
        desk.record(tip_of())
        assert amended(desk, "改一项", "<", "<")[-2:] == [
            "1 保存，2 暂存待补录，3 搁置，4 登记，5 丢弃，6 通读，7 改一项",
            END,
        ]
        said = amended(desk, "改一项", "职务", "科长", "<", "<", "搁置")
        contact = "联系方式（现为 13800000000；回车不改，- 清空）："
        assert said[-3:] == [VERIFIED, contact, "已留作草稿。"]


def test_one_field_is_asked_again_by_its_number_or_its_name(folder: Path) -> None:
    with a_desk(folder) as desk:
        desk.record(tip_of())
        said = amended(desk, "改一项", "5", "科长", "改一项", "第几", "改一项", "", "通读", "搁置")
        listed = (
            "1 来源，2 收到时间，3 被反映单位，4 被反映人，5 职务，6 对象类别，7 主要内容，"
            "8 问题类别，9 巡视重点，10 反映人姓名，11 联系方式，12 身份已核实"
        )
        end = "1 保存，2 暂存待补录，3 搁置，4 登记，5 丢弃，6 通读，7 改一项"
        which = "改哪一项："
        assert said == [
            *("修改 2016-0001", said[1], end, END, listed, which),
            *("职务（现为 副主任；回车不改，- 清空）：", end, END, listed, which),
            *("没有“第几”这一项，请填所列的数字或名称。", end, END, listed, which, end, END),
            *("来源：固定电话", "收到时间：2016-10-01 09:12", "被反映单位：示范区管委会"),
            *("被反映人：赵某某", "职务：科长", "对象类别：领导班子及其成员"),
            *("主要内容：反映赵某某在工程招标中收受好处，称有转账记录。", "问题类别：廉洁纪律"),
            *("反映人姓名：王某某", "联系方式：13800000000", end, END, "已留作草稿。"),
        ]
        assert said[1] == (
            "填“?”看说明，“<”退回上一项；随时可填：保存、暂存待补录、搁置、登记、丢弃。"
        )


def test_a_long_text_is_gone_on_with_or_begun_anew(folder: Path) -> None:
    with a_desk(folder) as desk:
        desk.record(tip_of())
        given = ("改一项", "主要内容", "另有证人", ".", "", "改一项", "主要内容", "", "通读")
        anew = ("改一项", "主要内容", "-", "", "改写", "两行", ".", "", "通读", "搁置")
        said = amended(desk, *given, *anew)
        held = [line for line in said if line.startswith("主要内容（")]
        assert held == [
            "主要内容（已写 23 字；可接着写，回车不改，- 清空）：",
            *["主要内容（已写 28 字；可接着写，回车不改，- 清空）："] * 2,
        ]
        assert after(said, "主要内容：改写", 1) == ["两行"]
        assert "另有证人" in said
        # Where all that is to be asked was told, no more is.
        whole = "2016年3月李四在县政府办公室收受开发商现金三万元，有转账记录，司机王某在场"
        assert amended(desk, "改一项", "主要内容", "-", whole, ".", "搁置")[-5:] == [
            *(
                "续：",
                "续：",
                "1 保存，2 暂存待补录，3 搁置，4 登记，5 丢弃，6 通读，7 改一项",
                END,
            ),
            "已留作草稿。",
        ]


def test_what_a_tip_lacks_is_asked_for_and_a_blank_answer_skips_it_only_twice(
    folder: Path,
) -> None:
    skip = "要先跳过，再按一次回车。"
    said = entered(folder, *[""] * 4, "", "", "", "", "", "", "", "搁置")
    assert said[6:10] == ["职务（被反映人的职务）：", *said[7:8], skip, "职务（被反映人的职务）："]
    assert said[7] == "被反映单位：单位、姓名、职务至少填一项。"
    summary = "主要内容（写完单独一行写句号）："
    assert after(said, "还有被反映人吗", 5) == [
        *(summary, "主要内容：不能为空，请写明反映的问题。", skip, summary),
        "1 政治纪律，2 组织纪律，3 廉洁纪律，4 群众纪律，5 工作纪律，6 生活纪律，7 其他",
    ]
    assert said.count(skip) == 3
    # Where nothing was entered one goes back from the end, too.
    said = entered(folder, *[""] * 15, "<", "搁置")
    assert after(said, END, 1) == ["联系方式（来电号码、通信地址等，未留的留空）："]


# How it ends


def test_who_takes_a_call_while_amending_a_tip_leaves_that_as_it_was(folder: Path) -> None:
    with a_desk(folder) as desk:
        before = desk.record(tip_of())
        said = amended(desk, "改一项", "职务", "主任", "登记")
        assert said[-1].endswith("已留作草稿。") and desk.tip("1") == before
        (draft,) = left_drafts(desk)
        assert draft.values["subjects"][0]["post"] == "主任"


def test_the_line_that_is_in_use_stays_so_while_another_tip_is_gone_on_with(folder: Path) -> None:
    with a_desk(folder) as desk:
        amending = TipEntry(desk, desk.record(tip_of()))
        amending.values["summary"] = "改过"
        amending.keep()
    said = dialogue(
        folder, *("登记", "", "2", "搁置"), *("登记", "1", "", "搁置"), *("登记", "", "搁置")
    )
    assert said.count("随时可填") == 3 and said.count("来源（现为 手机；回车不改）") == 1


def test_a_call_that_comes_while_one_is_entered_is_begun_on_the_same_line(folder: Path) -> None:
    said = entered(folder, "2", "登记", "<")
    (begun,) = (n for n, line in enumerate(said) if line.startswith("填“?”看说明"))
    assert "来源（现为 手机；回车不改）：" in said[begun:]


def test_that_what_was_answered_is_not_kept_is_said_with_each_answer(
    folder: Path, tmp_path: Path
) -> None:
    with a_desk(folder) as desk:
        desk.record(tip_of())
        entry = TipEntry(desk, desk.tip("1"))
        folder.rename(tmp_path / "aside")
        entry.values["summary"] = "占用公房"
        not_kept = entry.keep()
        with standing_in("改一项\n职务\n科长\n搁置\n") as said:
            EntryTalk(Talk(Lines()), TipEntry(desk, desk.tip("1"))).run()
        (tmp_path / "aside").rename(folder)
    assert not_kept and not_kept in said.getvalue().splitlines()


def test_what_was_entered_is_discarded_with_its_draft_once_one_is_sure(folder: Path) -> None:
    begun = answers({"subjects.unit": "某县国土局"}, before="subjects.person")
    said = entered(folder, *begun, "丢弃", "", "丢弃", "1")
    asked = "所填内容将无法找回。确要丢弃吗？ 1 是，回车否："
    unit = "被反映人（姓名；不知姓名的写职务）："
    assert said[5:10] == [unit, asked, unit, asked, "已丢弃。"]
    with a_desk(folder) as desk:
        assert not desk.drafts.all()
    # What is blank is no draft, and nothing is said of one.
    assert "已留作草稿。" not in entered(folder, "搁置")


def test_a_draft_that_stays_on_the_disk_is_not_said_to_be_discarded(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_of: object) -> NoReturn:
        raise CannotWrite("磁盘写不进去。")

    with a_desk(folder) as desk:
        entry = TipEntry(desk)
        entry.values["summary"] = "占用公房"
        assert entry.keep() == "" and entry.is_kept
        monkeypatch.setattr(desk.drafts, "outcome", refuse)
        with standing_in("丢弃\n1\n") as said:
            EntryTalk(Talk(Lines()), entry).run()
    assert said.getvalue().splitlines()[-1] == "磁盘写不进去。"


def test_what_is_wrong_is_counted_told_and_asked_for_where_it_stands(folder: Path) -> None:
    call = answers(CALL, before="subjects.group")
    rest = answers({"summary": "收礼"}, first="summary", before="disciplines")
    said = entered(folder, *call, "", "", "", *rest, *[""] * 4, "保存", "2", "3")
    (counted,) = (n for n, line in enumerate(said) if line.startswith("没有保存"))
    disciplines = "1 政治纪律，2 组织纪律，3 廉洁纪律，4 群众纪律，5 工作纪律，6 生活纪律，7 其他"
    assert said[counted : counted + 8] == [
        *("没有保存，有 1 处要改正。", "对象类别：请选定一类。", GROUPS),
        "对象类别（公告所列对象、不属受理范围或巡视干部；填一个数字或名称）：",
        *("问题类别：至少选一项，都不是的选“其他”。", disciplines),
        "问题类别（公告所列的问题类别，可多选；填数字或名称，几项之间空格）：",
        "已登记：2016-0001",
    ]


def test_a_field_that_stays_wrong_or_is_gone_back_from_leaves_the_tip_unsaved(
    folder: Path,
) -> None:
    call = answers(CALL, before="subjects.group")
    rest = answers({"summary": "收礼"}, first="summary", before="disciplines")
    given = (*call, "", "", "", *rest, "3", "", "", "")
    said = entered(folder, *given, "保存", "<", "保存", "", "<", "保存", "<", "搁置")
    assert said.count("没有保存，有 1 处要改正。") == 3 and said.count(END) == 4
    lacks, asked = "对象类别：请选定一类。", "对象类别（公告所列对象、不属受理范围或巡视干部"
    skipped = [n for n, line in enumerate(said) if line == "没有保存，有 1 处要改正。"][1]
    assert said[skipped + 1 : skipped + 3] == [lacks, GROUPS]
    assert said[skipped + 3].startswith(asked)
    assert said[skipped + 4] == lacks and said[skipped + 6] == END, "left blank once it is skipped"
    with a_desk(folder) as desk:
        assert not [*desk.tips()] and len(desk.drafts.all()) == 1


def test_a_desk_that_cannot_be_written_leaves_what_was_entered_to_be_saved_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with a_desk(folder) as desk:
        desk.record(tip_of())
        faults = (Fault("subjects[0].post", "职务：有误"), Fault("number", "编号：另有其件"))
        about_no_field = TipRefused(faults)
        amend, refused = desk.amend, [DeskBusy("值班台正被占用"), about_no_field]

        def busy_once(tip: object) -> object:
            if refused:
                raise refused.pop()
            return amend(tip)

        monkeypatch.setattr(desk, "amend", busy_once)
        said = amended(desk, "改一项", "职务", "科长", *["保存"] * 3)
        assert after(said, "值班台正被占用", 3)[1:] == [END, "已修改：2016-0001"]
        assert after(said, "没有保存", 3)[::2] == ["编号：另有其件", END]
        assert desk.tip("1").subjects[0].post == "科长"


def test_that_the_draft_of_what_is_saved_is_still_there_is_said_with_its_number(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_name: str) -> None:
        raise CannotWrite("草稿删不掉。")

    with a_desk(folder) as desk:
        desk.record(tip_of())
        monkeypatch.setattr(desk.drafts, "drop_soon", refuse)
        said = amended(desk, "改一项", "职务", "科长", "")
        assert said[-2:] == ["已修改：2016-0001", "草稿删不掉。"]


def test_a_tip_that_is_as_it_was_is_not_saved_but_one_that_was_to_be_completed_is(
    folder: Path,
) -> None:
    with a_desk(folder) as desk:
        desk.record(tip_of())
        desk.record(tip_of(to_complete=True))
        assert amended(desk, "保存")[-1] == "没有改动。" and desk.tip("1").revision == 1
        said = amended(desk, "", number="2")
        assert "已修改：2016-0002" in said and not desk.tip("2").to_complete


def test_who_else_reported_on_a_person_is_told_with_what_was_saved(folder: Path) -> None:
    with a_desk(folder) as desk:
        desk.record(tip_of())
        said = amended(desk, "改一项", "职务", "科长", "")
        assert said[-1] == "已修改：2016-0001"
        desk.record(tip_of())
        said = amended(desk, "改一项", "职务", "主任", "")
        assert said[-2] == "已修改：2016-0001" and said[-1].startswith(
            "注意 示范区管委会 赵某某：共 2 件，"
        )


def test_what_is_amended_is_told_to_others_with_its_draft_and_theirs_here(folder: Path) -> None:
    with a_desk(folder) as desk, a_desk(folder, officer="王芳") as other:
        desk.record(tip_of())
        other.presence.show("2016-0001", is_editing=True)
        seen = []
        said = amended(desk, "搁置", before_asking=lambda: seen.extend(other.presence.others()))
        assert said[:2] == ["修改 2016-0001", "王芳 正在修改此件，请先商量，以免改动冲突。"]
        assert [(one.number, one.is_editing) for one in seen] == [("2016-0001", True)]
        assert seen[0].draft


# What someone else made of it meanwhile


def test_what_two_officers_changed_is_settled_field_by_field(folder: Path) -> None:
    with a_desk(folder) as desk, a_desk(folder, officer="王芳") as other:
        desk.record(tip_of())
        asked: list[int] = []

        def change() -> None:
            asked.append(1)
            if len(asked) == 4:
                tip = other.tip("1")
                subject = replace(tip.subjects[0], post="局长")
                other.amend(replace(tip, subjects=(subject,), summary="另有证人", tags=("重点人",)))

        given = ("改一项", "职务", "主任", "", "", "3", "?", "2", "3", "?", "", "２")
        said = amended(desk, *given, before_asking=change)
        which, freely = "1 用他人的，2 用本人的：", "1 用他人的（回车），2 用本人的："
        settled = said[said.index("2016-0001 已被他人修改，请核对后再保存。") + 1 :]
        assert settled[0] == "被反映人" and "局长" in settled[1] and "主任" in settled[2]
        why = "这一项两人都改了，请选定保存哪一个。"
        assert settled[3:11] == [
            *(which, why, which, "没有“3”这一项，请填所列的数字或名称。", which, why, which),
            "主要内容",
        ]
        assert settled[11:18] == [
            "他人改为：另有证人",
            "本人所填：反映赵某某在工程招标中收受好处，称有转账记录。",
            *(freely, "没有“3”这一项，请填所列的数字或名称。"),
            *(freely, "这一项只有他人改了，本人所填还是原来的。", freely),
        ]
        assert settled[18:22] == ["巡视重点", "他人改为：重点人", "本人所填：（空）", freely]
        tip = desk.tip("1")
        assert (tip.subjects[0].post, tip.summary, tip.tags) == ("主任", "另有证人", ())


def test_a_call_that_was_begun_with_what_stood_there_came_then(folder: Path) -> None:
    clock = StillClock(at("2016-10-01T17:29:00"))
    with a_desk(folder, clock) as desk, standing_in("\n\n甲\n搁置\n") as said:
        talk = Talk(Lines())
        entry = TipEntry(desk)
        asked: list[str] = []

        def later() -> None:
            asked.append("")
            if len(asked) == 2:
                clock.instant = at("2016-10-01T17:31:00")

        talk.before_asking = later
        EntryTalk(talk, entry).run()
        (left,) = left_drafts(desk)
        assert left.begun_at == at("2016-10-01T17:29:00"), said.getvalue()


def test_what_someone_else_took_out_of_a_field_is_said_to_be_blank(folder: Path) -> None:
    with a_desk(folder) as desk, standing_in("1\n") as said:
        taken_out = Difference("summary", "", "另有证人", is_contested=True)
        assert _is_theirs(Talk(Lines()), desk.notice, taken_out)
    assert said.getvalue().splitlines()[:3] == [
        "主要内容",
        "他人改为：（空）",
        "本人所填：另有证人",
    ]


# In another language


def test_an_officer_who_reads_english_answers_with_its_words_in_whatever_case(folder: Path) -> None:
    told = ("NEW TIP", "landline", "9:05", "某局", "", "", "LEADERSHIP TEAM AND MEMBERS", "NO")
    summary = ("收受礼金", ".", "", "integrity, LIFE", "", "", "")
    mended = ("CHANGE", "PERSON CONCERNED", "甲", "read OVER", "SAVE")
    use_language("en")
    try:
        saved = dialogue(folder, *told, *summary, *mended, "QUIT").splitlines()
        half = dialogue(folder, "new tip", "", "", "某街道", "sAVE HALF-DONE", "quit").splitlines()
        aside = dialogue(folder, "new tip", "", "", "某村", "SET ASIDE", "quit").splitlines()
        gone = dialogue(folder, "new tip", "1", "GO ON", "DISCARD", "YES", "quit").splitlines()
    finally:
        use_language("zh")
    offered = "at any field: Save, Save half-done, Set aside, New tip, Discard."
    assert any(line.endswith(offered) for line in saved)
    assert "Person concerned: 甲" in saved and "Disciplines: Integrity, Life" in saved
    assert "Recorded: 2016-0001" in saved
    assert any(line.startswith("Saved half-done: 2016-0002") for line in half)
    assert "Kept as a draft." in aside and "Discarded." in gone
    with a_desk(folder) as desk:
        assert [subject.unit for subject in desk.tip("2").subjects] == ["某街道"]
        assert not left_drafts(desk)
