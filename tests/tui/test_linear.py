"""The dialogue of `dutydesk --plain`: the same rules, the same store, a line at a time."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import takewhile
from pathlib import Path

import pytest
from pendulum import DateTime

from store.desk.desk import Desk
from store.duty.books import Member
from store.secret.keyring import Keyring
from store.secret.keys import key_in, read_key_file
from store.secret.seal import fingerprint
from store.tips.fields import BY_NAME, fields_of
from store.tips.tip import Tip
from tests.builders import REFERRAL, StillClock, at
from tests.store.desks import clock, open_desk, tip_of
from tests.store.sealed import FIRST, KEY, LEAD, PASSPHRASE, SECOND, sealed_desk
from tests.terminal import Terminal
from tests.tui.dialogue import answers, dialogue
from tests.tui.shell import Shell
from tests.tui.sitting import CALL, a_desk
from tui.cli.who import login
from tui.entering.choices import Option
from tui.entering.draft import left_drafts
from tui.entering.tip_entry import TipEntry
from tui.linear.question import NotAnAnswer, Question
from tui.linear.steps import MORE

pytestmark = pytest.mark.whole

AT = "2016-10-01T16:59:30+08:00"
THE_REST = {"summary": "收受开发商礼金三万元", "disciplines": "3"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    a_desk(tmp_path / "desk").close()
    return tmp_path / "desk"


def tips(folder: Path) -> list[Tip]:
    with a_desk(folder) as desk:
        return list(desk.tips())


def record(folder: Path, *given: Tip) -> None:
    with a_desk(folder) as desk:
        for tip in given:
            desk.record(tip)


def test_a_call_answered_field_by_field_is_stored_as_from_the_form(folder: Path) -> None:
    assert "已登记：2016-0001" in dialogue(folder, "登记", *answers(CALL | THE_REST), "")
    (tip,) = tips(folder)
    assert tip.reporter and (tip.reporter.name, tip.reporter.contact) == ("张三", "13900001111")
    (subject,) = tip.subjects
    assert (subject.unit, subject.person, subject.group) == ("某县国土局", "李四", "leadership")
    assert (tip.summary, tip.disciplines) == ("收受开发商礼金三万元", ("廉洁纪律",))
    with a_desk(folder) as desk:
        assert not desk.drafts.all()


class UntilADraftIsThere(StillClock):
    """Stands before the lines close, and after that once anything was kept of what is told."""

    def __init__(self, folder: Path) -> None:
        super().__init__(at("2016-10-01T17:29:00"))
        self._drafts = folder / "drafts"

    def now(self) -> DateTime:
        is_later = self.instant.minute == 31 or any(self._drafts.glob("*.json"))
        self.instant = self.instant.set(minute=31) if is_later else self.instant
        return self.instant


def test_a_call_begun_before_the_lines_close_was_received_then(folder: Path) -> None:
    clock = UntilADraftIsThere(folder)
    dialogue(folder, "登记", *answers(CALL | THE_REST), "", clock=clock)
    (tip,) = tips(folder)
    assert tip.received_at == at("2016-10-01T17:29:00") and "out_of_hours" not in tip.marks
    assert tip.saved_at == at("2016-10-01T17:31:00")


def test_a_fault_is_told_at_its_field_and_the_field_asked_again(folder: Path) -> None:
    said = dialogue(
        folder,
        "1",
        *answers({}, before="received_at"),
        *("25:99", "9:05", "<", "11-01 9:00", "9:06"),
    ).splitlines()
    told = [i for i, line in enumerate(said) if "没有“25:99”这个时刻" in line]
    assert "收到时间（留空为开始登记时" in said[told[0] + 1]
    later = [i for i, line in enumerate(said) if "不能晚于现在" in line]
    assert "收到时间（现为 9:05" in said[later[0] + 1]
    with a_desk(folder) as desk:
        (left,) = left_drafts(desk)
    assert left.values["received_at"] == "9:06"


def test_what_is_needed_can_be_skipped_and_is_asked_for_when_saving(folder: Path) -> None:
    call = answers(CALL, before="subjects.group")
    rest = answers(THE_REST, first="summary")
    # A blank answer, once more to skip it, and no further subject.
    said = dialogue(folder, "1", *call, "", "", "", *rest, "", "2")
    assert "没有保存，有 1 处要改正。" in said
    assert said.count("对象类别：请选定一类。") == 2
    assert tips(folder)[0].subjects[0].group == "next_level_head"


def test_half_done_is_saved_at_any_field(folder: Path) -> None:
    said = dialogue(folder, "1", *answers(CALL, before="reporter.contact"), "暂存待补录")
    assert "已暂存：2016-0001" in said
    assert tips(folder)[0].to_complete


def test_going_back_clearing_and_writing_a_command_as_an_answer(folder: Path) -> None:
    unit = answers(CALL, before="subjects.person")
    dialogue(folder, "1", *unit, "<", "-", "\\返回", "搁置")
    with a_desk(folder) as desk:
        (left,) = left_drafts(desk)
    (subject,) = left.values["subjects"]
    assert (subject["unit"], subject["person"]) == ("", "返回")


def test_another_subject_and_several_disciplines_are_taken(folder: Path) -> None:
    other = {"unit": "某局", "person": "赵六", "post": "科长", "group": "下一级"}
    more = answers(
        {f"subjects.{part}": told for part, told in other.items()}, "subjects.unit", "summary"
    )
    rest = {"summary": "去年收礼", "disciplines": "3 政治", "tags": "1，重点人"}
    call = answers(CALL, before=MORE)
    dialogue(folder, "1", *call, "1", *more, *answers(rest, first="summary"), "")
    (tip,) = tips(folder)
    assert [s.person for s in tip.subjects] == ["李四", "赵六"]
    assert tip.disciplines == ("廉洁纪律", "政治纪律")
    assert len(tip.tags) == 2


def test_no_answer_is_taken_for_another_than_was_meant() -> None:
    asked = Question(BY_NAME["line"], (Option("a", "举报电话"), Option("b", "举报信箱")))
    assert [asked.value_of(word) for word in ("1", "２", "举报信")] == ["a", "b", "b"]
    for word in ("0", "3", "举报"):
        with pytest.raises(NotAnAnswer):
            asked.value_of(word)


def test_who_records_while_nobody_took_over_is_asked_once(folder: Path) -> None:
    tip = ("登记", *answers(CALL | THE_REST), "")
    # Whether it is one matter with an earlier one is asked of each after the first.
    asked, again = "还没有人接班。要接班吗？", (*tip, "")
    said = dialogue(folder, *tip, *again, "0")
    assert said.count(asked) == 1 and said.index(asked) > said.index("已登记：2016-0001")
    assert "已登记：2016-0002" in said
    # Of what is not saved nobody is asked who is on duty.
    assert asked not in dialogue(folder, "登记", *answers(CALL, before="summary"), "丢弃", "1", "0")
    said = dialogue(folder, "交接班", "接班", "0", *again, "0")
    assert "已登记：2016-0003" in said and asked not in said


def test_a_further_subject_is_not_lost_where_yes_or_no_is_asked(folder: Path) -> None:
    call = answers(CALL, before=MORE)
    said = dialogue(
        folder, "1", *call, "还有副局长王某", "没有", *answers(THE_REST, first="summary"), ""
    )
    assert "没有“还有副局长王某”这一项" in said
    assert said.count("还有被反映人吗") == 2
    assert len(tips(folder)[0].subjects) == 1


def test_what_is_neither_yes_nor_no_is_asked_again(folder: Path) -> None:
    record(folder, tip_of())
    said = dialogue(folder, "撤销", "好像是", "是", "0")
    assert said.count("确要撤销吗？") == 2
    assert tips(folder)[0].status == "withdrawn"


def test_the_question_for_the_summary_is_short_and_its_help_says_the_rest(folder: Path) -> None:
    said = dialogue(folder, "1", *answers(CALL, before="summary"), "?")
    (asked, *_again) = [line for line in said.splitlines() if line.startswith("主要内容（")]
    assert "主要内容（写完单独一行写句号）：" in asked
    assert "何人、何时、何地" not in asked and "何人、何时、何地" in said and "20000" in said


@pytest.mark.parametrize(
    ("subject", "begins_at"),
    [
        ({}, "被反映单位（"),
        ({"unit": "某局"}, "被反映人（"),
        ({"unit": "某局", "person": "李四", "post": ""}, "对象类别（"),
    ],
)
def test_completing_begins_at_what_is_missing_first(
    folder: Path, subject: dict[str, str], begins_at: str
) -> None:
    record(folder, tip_of(to_complete=True, subjects=[subject] if subject else None))
    said = dialogue(folder, "查看", "1", "修改", "搁置")
    asked = said[said.index("随时可填") :].splitlines()
    assert any(line.startswith(begins_at) for line in asked[1:3]), asked


def test_what_was_answered_before_the_end_is_offered_again_by_the_form_too(folder: Path) -> None:
    assert "留作草稿" in dialogue(folder, "1", *answers(CALL, before="summary"), "收受礼金")
    with a_desk(folder) as desk:
        (left,) = left_drafts(desk)
    assert left.values["summary"] == "收受礼金"
    more = {"summary": "并收烟酒"}
    said = dialogue(folder, "1", "1", "", *answers(THE_REST | more, first="summary"), "")
    assert "有 1 份未保存的草稿" in said and "主要内容：收受礼金" in said
    assert tips(folder)[0].summary == "收受礼金\n并收烟酒"


def test_a_draft_of_the_form_is_gone_on_with(folder: Path) -> None:
    with a_desk(folder) as desk:
        entry = TipEntry(desk)
        entry.values |= {"reporter.name": "王五", "summary": "占用公房"}
        entry.keep()
    said = dialogue(folder, "1", "1", "续填", "暂存待补录")
    assert "反映人姓名：王五" in said
    assert tips(folder)[0].summary == "占用公房"


def test_a_second_call_sets_the_first_one_aside_and_what_was_begun_is_listed(folder: Path) -> None:
    first = answers(CALL, before="subjects.person")
    other = answers({"line": "2", "subjects.unit": "乙镇"}, before="subjects.person")
    third = answers({"subjects.unit": "丙县"}, before="subjects.person")
    said = dialogue(
        folder,
        "登记",
        *first,
        "登记",
        *other,
        "搁置",
        "登记",
        "3",
        "",
        *third,
        "搁置",
        "登记",
        "1",
        "",
        "搁置",
    )
    assert said.count("已留作草稿。") == 4
    assert "没有“3”这一项" in said and "字“某县国土局”" in said and "字“乙镇”" in said
    with a_desk(folder) as desk:
        lefts = left_drafts(desk)
    units = {left.values["subjects"][0]["unit"]: left.values["line"] for left in lefts}
    assert {*units} == {"某县国土局", "乙镇", "丙县"}
    # The next tip is on the line that was used last.
    assert units["丙县"].startswith("mobile ")


def test_a_tip_is_asked_for_on_the_line_of_the_officers_last_call(folder: Path) -> None:
    record(folder, tip_of(channel="mobile"))
    assert "来源（现为 手机；回车不改）" in dialogue(folder, "登记", "搁置")


def test_what_was_begun_is_discarded_from_the_list_once_one_is_sure(folder: Path) -> None:
    dialogue(folder, "1", *answers(CALL, before="subjects.person"), "搁置")
    assert "已丢弃" not in dialogue(folder, "1", "1", "丢弃", "", "<")
    assert "已丢弃" in dialogue(folder, "1", "1", "丢弃", "1", "<")
    with a_desk(folder) as desk:
        assert left_drafts(desk) == []


def test_earlier_tips_are_told_once_a_number_was_left_and_can_be_linked(folder: Path) -> None:
    record(folder, tip_of())
    phone = {"reporter.contact": "13800000000"}
    said = dialogue(folder, "1", *answers(CALL | THE_REST | phone), "1", "")
    contact = said.index("联系方式（")
    assert said.index("可能重复 1 件：") > contact
    assert "同一电话：2016-0001" in said
    assert tips(folder)[1].matter == "2016-0001"


def test_where_a_tip_may_not_go_is_told_at_once(folder: Path) -> None:
    told = {name: text for name, text in CALL.items() if name.startswith("subjects.")}
    told |= {"subjects.group": "4", "summary": "收礼", "referred_to": "某县国土局"}
    said = dialogue(folder, "1", *answers(told), "")
    assert "不属受理范围：" in said
    assert "被反映" in said[said.index("转办单位（") :].splitlines()[1]


def test_several_are_disposed_of_with_one_question(folder: Path) -> None:
    record(folder, *[tip_of()] * 4)
    said = dialogue(folder, "处理", "1 3-4", "已呈组长", "第二组", "")
    assert "一并处理 3 件" in said and "2016-0003  ◦ 已登记" in said and "重复件" not in said
    assert [tip.status[:4] for tip in tips(folder)] == ["hand", "regi", "hand", "hand"]
    dialogue(folder, "撤销", "1")
    assert {tip.status for tip in tips(folder)} == {"registered"}


def test_a_step_that_lacks_its_reason_is_asked_for_again(folder: Path) -> None:
    record(folder, tip_of())
    said = dialogue(folder, "处理", "1", "留存备查", "", "已有处理", "0")
    assert "理由：请写明为何作此处理。" in said
    (tip,) = tips(folder)
    assert (tip.status, tip.disposition and tip.disposition.why) == (
        "kept_for_reference",
        "已有处理",
    )


def test_all_that_is_offered_answers(folder: Path) -> None:
    record(folder, tip_of(), tip_of(REFERRAL), tip_of(to_complete=True, subjects=None))
    tips_asked = "? 查找 赵 | 查找 | 1 修改记录 0 | 查看 99 查看 2 关联 1 转办副本 0 待办 |"
    duty_asked = "统计 日报 周报 核对 0 交接班 接班 交班 钥匙在抽屉 . 1 上一班 核销 7 | | 0"
    rest_asked = "日志 固定电话中断 . 状态 公告 径送 | | 省委书记 撤销 1 0"
    asked = f"{tips_asked} {duty_asked} {rest_asked}".replace("|", "\0").split()
    said = dialogue(folder, *("" if word == "\0" else word for word in asked))
    for told in (
        *("按编号查看一件举报", "共 2 件", "共 3 件", "没有编号为 99", "同一事项共 2 件"),
        *("转往：区环境保护局", "待办事项", "受理范围外：1", "值班周报", "收件核对单", "已接班"),
        *("已交班", "钥匙在抽屉", "没有发出过 7 号", "已记入值班日志", "0731-84404233"),
        *("一、", "特此公告。"),
        *("已登记径送：2016-0004", "2016-0004：误录撤销"),
    ):
        assert told in said, told


def test_where_a_desk_was_moved_away_none_is_offered(tmp_path: Path) -> None:
    with a_desk(tmp_path / "here") as desk:
        desk.keeping.move_to(tmp_path / "there")
    done = Shell(tmp_path / "here").run("--plain", given=b"1\n1\n\n0\n")
    assert (done.returncode, done.stdout) == (1, b"")
    assert "移到" in done.stderr.decode()
    assert "移到" in Shell(tmp_path / "here").refuse("init", "--example")


def test_a_desk_is_made_of_a_notice_that_is_asked_for(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tui", "--plain", "--desk", str(tmp_path / "new")]
    answers = f"{tmp_path}/none.toml\n1\n1\n\n状态\n0\n"
    done = subprocess.run(command, input=answers, capture_output=True, text=True, check=True)
    assert "此处还没有值班台" in done.stdout and "省委巡视第一组" in done.stdout
    assert "不含今天" in done.stdout and "dutydesk demo" in done.stdout
    with a_desk(tmp_path / "new") as desk:
        assert not desk.access.is_sealed


def test_a_desk_is_sealed_to_keys_that_are_asked_for(tmp_path: Path) -> None:
    """As on the screen: to public keys, and to one made in a file, whose passphrase nobody sees."""
    folder, file = tmp_path / "new", tmp_path / "钥匙.age"
    terminal = Terminal([sys.executable, "-m", "tui", "--plain", "--desk", str(folder), "--at", AT])
    terminal.until("回车退出：")
    terminal.type("1", "Enter")
    terminal.until("回车不密封：")
    terminal.type("age1nokey", "Enter")
    terminal.until("不是 age 公钥")
    terminal.type(str(FIRST.to_public()), "Enter")
    terminal.until("只有一把公钥")
    for path, again, told in (
        (folder / "k.age", PASSPHRASE, "不能放在值班台目录里"),
        (file, "口令 stable", "两次输入的口令不同"),
        (file, PASSPHRASE, "将用 2 把公钥加密密封"),
    ):
        terminal.type("1", "Enter")
        terminal.until(lambda text: text.rstrip().endswith("新密钥文件："))
        terminal.type(str(path), "Enter")
        terminal.until(lambda text: text.rstrip().endswith("口令："))
        terminal.type(PASSPHRASE, "Enter")
        terminal.until(lambda text: text.rstrip().endswith("口令再输一次："))
        terminal.type(again, "Enter")
        terminal.until(told)
    terminal.type("Enter")
    terminal.until("请选：")
    terminal.type("0", "Enter")
    assert terminal.until_over() == 0
    assert PASSPHRASE.encode() not in terminal.output
    made = key_in(read_key_file(file), PASSPHRASE)
    for key in (KEY, made):
        with open_desk(folder, login()) as desk:
            desk.access.unlock(key)
            assert desk.access.roster() == [Member(login(), "lead")]
    Keyring(str(folder)).forget("")


def test_who_thinks_better_of_sealing_gets_an_open_desk(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tui", "--plain", "--desk", str(tmp_path / "new")]
    key = FIRST.to_public()
    answers = f"1\n1\n{key}\n<\n1\n-\n1\n<\n\n0\n"
    done = subprocess.run(command, input=answers, capture_output=True, text=True, check=True)
    assert done.stdout.count("只有一把公钥") == 2
    with a_desk(tmp_path / "new") as desk:
        assert not desk.access.is_sealed


def test_a_tip_that_was_opened_to_be_amended_and_left_stays_as_it_was(folder: Path) -> None:
    record(folder, tip_of())
    before = tips(folder)
    dialogue(folder, "查看", "1", "修改", "<", "修改", "", "0")
    assert tips(folder) == before


# At a terminal


@pytest.fixture
def sit_down(folder: Path) -> Iterator[Callable[[], Terminal]]:
    """Opens the dialogue in a terminal."""
    terminals: list[Terminal] = []

    def start() -> Terminal:
        command = [sys.executable, "-m", "tui", "--plain", "--desk", str(folder), "--at", AT]
        terminals.append(Terminal(command))
        return terminals[-1]

    yield start
    for terminal in terminals:
        terminal.close()


def in_person(terminal: Terminal) -> Terminal:
    """Up to the person, the unit just answered."""
    terminal.until("请选")
    terminal.type("1", "Enter")
    for field in takewhile(lambda field: field.name != "subjects.person", fields_of("landline")):
        terminal.until(field.label)
        terminal.type("某局" if field.name == "subjects.unit" else "", "Enter")
    terminal.until("被反映人（姓名")
    return terminal


@pytest.mark.parametrize(
    ("how", "status"),
    [("Ctrl+D", 0), ("Ctrl+C", 130), ("Ctrl+\\", 131), ("closed", 129), ("SIGTERM", 143)],
)
def test_however_it_ends_the_draft_stays(
    how: str, status: int, folder: Path, sit_down: Callable[[], Terminal]
) -> None:
    terminal = in_person(sit_down())
    if how == "closed":
        terminal.hang_up()
    elif how == "SIGTERM":
        os.kill(terminal.pid, signal.SIGTERM)
    else:
        terminal.type("\x04" if how == "Ctrl+D" else how)
    assert terminal.until_over() == status
    with Desk.open(folder, clock=clock(), officer=login()) as desk:
        (draft,) = desk.drafts.all()
    assert draft.values["values"]["subjects"] == [{"unit": "某局"}]
    assert b"Traceback" not in terminal.output
    # No cursor is moved, nothing coloured, no line drawn.
    assert b"\x1b" not in terminal.output
    assert not re.search("[\u2500-\u259f]", terminal.output.decode())


def test_a_chinese_character_is_rubbed_out_whole_and_keys_leave_nothing(
    folder: Path, sit_down: Callable[[], Terminal]
) -> None:
    terminal = in_person(sit_down())
    # An arrow key leaves nothing of itself in the answer, and nothing is stopped or dumped.
    terminal.type("李", "\x7f", "139\x1b[D\x1bOC0000", "Ctrl+Z", "1111", "Enter")
    terminal.until("职务（")
    with Desk.open(folder, clock=clock(), officer=login()) as desk:
        (draft,) = desk.drafts.all()
    assert draft.values["values"]["subjects"][0]["person"] == "13900001111"


def test_what_someone_else_changed_meanwhile_is_settled_field_by_field(
    folder: Path, sit_down: Callable[[], Terminal]
) -> None:
    record(folder, tip_of())
    terminal = sit_down()
    for asked, answer in (
        ("请选", "查看"),
        ("编号：", "1"),
        ("修改记录", "修改"),
        ("改一项", "改一项"),
    ):
        terminal.until(asked)
        terminal.type(answer, "Enter")
    terminal.until("改哪一项")
    terminal.type("职务", "Enter", "主任", "Enter")
    terminal.until("已填完，回车保存：")
    with a_desk(folder) as desk:
        tip = desk.tip("1")
        other = replace(tip.subjects[0], post="局长")
        desk.amend(replace(tip, subjects=(other,), summary="另有证人"))
    terminal.type("Enter")
    terminal.until("1用他人的，2用本人的：")
    assert "局长" in terminal.text
    terminal.type("Enter")
    terminal.until("这一项两人都改了，请选定保存哪一个。")
    terminal.type("2", "Enter")
    # What only the other one changed is shown and asked about, too.
    terminal.until("1用他人的（回车），2用本人的：")
    assert "另有证人" in terminal.text
    terminal.type("Enter")
    terminal.until("已修改：2016-0001")
    (tip,) = tips(folder)
    assert (tip.subjects[0].post, tip.summary) == ("主任", "另有证人")


def test_an_officer_behind_ssh_gets_the_dialogue_where_set_up_so(folder: Path) -> None:
    command = ["session", "--officer", "李明", "--plain", "--desk", str(folder), "--at", AT]
    terminal = Terminal([sys.executable, "-m", "tui", *command])
    terminal.until("请选")
    terminal.type("日志", "Enter", "电话中断", "Enter", ".", "Enter")
    terminal.until("已记入值班日志")
    terminal.type("导入", "Enter")
    terminal.until("远程登录的，不读")
    terminal.type("0", "Enter")
    assert terminal.until_over() == 0
    with a_desk(folder) as desk:
        assert [entry.by for entry in desk.duty_log.all()] == ["李明"]


def test_a_sealed_desk_is_unlocked_by_a_key_that_is_not_shown(tmp_path: Path) -> None:
    with sealed_desk(tmp_path / "sealed") as desk:
        desk.record(tip_of())
        desk.shifts.take_over()
        desk.shifts.hand_over()
    command = ["session", "--officer", LEAD, "--plain", "--desk", str(tmp_path / "sealed")]
    home = tmp_path / "home"
    terminal = Terminal([sys.executable, "-m", "tui", *command, "--at", AT], HOME=str(home))
    terminal.until("请选：")
    terminal.type("查看", "Enter", "1", "Enter")
    terminal.until("2016-0001：")
    assert "王某某" not in terminal.text
    terminal.type("0", "Enter", "解封", "Enter")
    terminal.until("私钥：")
    terminal.type(KEY, "Enter")
    terminal.until("已解封")
    terminal.until("核对码：")
    for key in (FIRST, SECOND):
        assert fingerprint(str(key.to_public())) in terminal.text
    terminal.type("查看", "Enter", "1", "Enter", "显示", "Enter")
    terminal.until("王某某")
    assert KEY.encode() not in terminal.output
    assert len(list(home.rglob("desks/*.json"))) == 1, "that account remembers how the desk stood"
    terminal.close()
