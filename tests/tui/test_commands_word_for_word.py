"""What commands print, from the first line to the last: transcripts of sittings at a shell.

A line that begins with `$` is typed, one with `!` comes on standard error, all else on standard output.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import click
import pytest
from rich.cells import cell_len

from store.clock import Clock
from store.database.tables import TABLES
from store.duty.books import Access
from store.text import _
from store.tips.disposition import STATUSES
from tests.builders import REFERRAL, at, entry_of, notice_text
from tests.store.desks import open_desk
from tests.store.sealed import FIRST, KEY, SECOND
from tests.tui.shell import AT, Shell, run_here
from tui.cli.commands import cli
from tui.cli.completing import schemas
from tui.cli.examples import EXAMPLES, NOTES, SECTIONS
from tui.cli.guarding import access_line
from tui.cli.manual import Formatter
from tui.cli.named_choice import NamedChoice, status_named
from tui.cli.papers import not_on_a_terminal
from tui.cli.run import INTERRUPTED, run
from tui.cli.schemas import SCHEMAS, schema
from tui.cli.who import OFFICER, login
from tui.words.reminding import Reminding

PHOTO = b"\xff\xd8" * 900


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    """A desk with seven calls about one person and one matter to be referred."""
    found = Shell(tmp_path / "desk")
    found.say("init", "--example")
    calls = (entry_of(summary=f"第{n}件反映赵某某收受礼金") for n in range(1, 8))
    found.add(*calls, entry_of(REFERRAL))
    return found


def reads(shell: Shell, transcript: str, folder: Path = Path()) -> None:
    """Types each command of a transcript and compares what comes."""
    said: list[str] = []
    for line in transcript.strip("\n").split("\n"):
        if not line.startswith("$ "):
            continue
        typed, _at, when = line.removeprefix("$ ").replace("@", f"{folder}/").partition(" --at ")
        done = shell.run(*shlex.split(typed), at=when or AT)
        said.append(line)
        come = done.stdout.decode().splitlines()
        come += [f"! {told}" for told in done.stderr.decode().splitlines()]
        # Whoever runs this is on duty here, and may be called as a command is.
        said += [
            re.sub(rf"(?<![^\s（，：]){re.escape(login())}(?![^\s，])", "值班员", one)
            for one in come
        ]
    shown = "\n".join(line.rstrip() for line in said)
    # No two runs have the same ones.
    shown = re.sub(r"\b[0-9a-f]{32}\b|(?<=\d:)[0-9a-f]{16}\b", "…", shown)
    assert shown.replace(f"{folder}/", "@") == transcript.strip("\n")


def test_papers_are_drawn_up_and_listed(shell: Shell, tmp_path: Path) -> None:
    reads(
        shell,
        """
$ transfer
还没有移交清单。
$ transfer 7 1-6 --to 第二组 -o @a.html
! 已写入：@a.html
$ transfer --day 10-01 --to 第三组 2 3 4 -o @b.html
! 已写入：@b.html
$ transfer
第 1 号  2016-10-01 16:59  值班员  2016-0001 至 2016-0007，7 件
第 2 号  2016-10-01 16:59  值班员  2016-0002、2016-0003、2016-0004
$ transfer 1 --to 第二组 -o @b.html
! 错误：-o 的值无效：@b.html 已存在，未作改动；请换一个文件名。
! 用法见“dutydesk transfer --help”。
$ transfer --all 1 --to 第二组
! 错误：--all 与编号不能同用。
! 用法见“dutydesk transfer --help”。
$ transfer --status urgent --to 第二组
! 错误：没有这样的举报可以移交。
! 用法见“dutydesk transfer --help”。
$ letter
还没有转办函。
$ dispose 8 referred --letter 5号 --to 区环保局
2016-0008：转办
$ letter 8 --due 10-20 -o @c.html
! 已写入：@c.html
! 外送前请通读，删去能看出反映人是谁的内容。
$ letter
第 1 号  2016-10-01 16:59  值班员  2016-0008
$ referral 8
转办件 2016-0008
转往：区环保局
文号：5号
转出日期：2016-10-01
收件日期：2016-10-01
被反映人：某街道办
主要内容：反映小区噪声扰民。
转出单位：省委巡视第一组
反映人情况按规定不予提供；请勿追查。
! 外送前请通读，删去能看出反映人是谁的内容。
$ audit
2016-10-01 16:59:30  值班员  打印或存出纸件  2016-0001 等 7 件  移交清单、存为文件
2016-10-01 16:59:30  值班员  打印或存出纸件  2016-0002、2016-0003、2016-0004  移交清单、存为文件
2016-10-01 16:59:30  值班员  打印或存出纸件  2016-0008  转办函、存为文件
""",
        tmp_path,
    )
    page = (tmp_path / "a.html").read_text()
    places = [page.index(f"2016-000{n}") for n in range(1, 8)]
    assert places == sorted(places), "in the order of their numbers"
    assert "请于 2016 年 10 月 20 日 前办结" in (tmp_path / "c.html").read_text()


def test_what_is_done_to_tips_is_told(shell: Shell) -> None:
    reads(
        shell,
        """
$ tell 1 --note 电话
2016-0001：已记下告知反映人
$ undo
已撤销告知反映人（2016-10-01 16:59）：2016-0001 现为已登记
$ link 2 1
2016-0002：同一事项共 2 件，首件 2016-0001
$ unlink 2
2016-0002：不再与其他举报关联
$ attach 1 --kind 信件 --pages 3 --kept-at 柜一
2016-0001：第 1 项：信件，3 页，存于柜一
$ attach 1 --kind 照片 --pages 5 --copies 2
2016-0001：第 2 项：照片，5 张，2 份
$ attach 1 --which 1 --pages 4
2016-0001：第 1 项：信件，4 页，存于柜一
$ enclosures 1
第 1 项：信件，4 页，存于柜一
第 2 项：照片，5 张，2 份
$ detach 1 2
2016-0001：已去掉第 2 项附件
$ detach 1 1
2016-0001：已去掉第 1 项附件
$ enclosures 1
没有登记附件。
$ attach 1
! 错误：请写明要存入的文件，或用 --kind、--pages 等写明是什么附件。
! 用法见“dutydesk attach --help”。
$ attach 1 一 二 --which 1
! 错误：一项附件只存一个文件。
! 用法见“dutydesk attach --help”。
$ files
文件 0 个，共 0 KB；限额：每个 50 MB，合计 2048 MB。
$ files --file-limit 5
文件 0 个，共 0 KB；限额：每个 5 MB，合计 2048 MB。
$ files --desk-limit 50
文件 0 个，共 0 KB；限额：每个 5 MB，合计 50 MB。
$ pass-through --channel post --to 组长
已登记径送：2016-0009，交组长
$ report-up 9 --note 专人送达
2016-0009：已记下报送
$ dispose 9 withdrawn --why 误录
2016-0009：误录撤销
$ undo --at 2016-10-01T17:05:00+08:00
已撤销处理（2016-10-01 16:59）：2016-0009 现为径送
""",
    )


def test_what_a_desk_lists_reads_so(shell: Shell) -> None:
    reads(
        shell,
        """
$ guide 1
✓ 何人  反映的是谁？哪个单位、什么职务？
✓ 何事  做了什么事？经过怎样？
○ 何时  什么时候的事？从何时到何时？
○ 何地  在什么地方？
○ 涉及数额  涉及多少钱、多少物？
○ 证据  有什么证据或线索？如何能查到？
○ 知情人  还有谁在场或知道？
$ guide 8
✓ 何人  反映的是谁？哪个单位、什么职务？
○ 何事  做了什么事？经过怎样？
○ 何时  什么时候的事？从何时到何时？
✓ 何地  在什么地方？
○ 涉及数额  涉及多少钱、多少物？
○ 证据  有什么证据或线索？如何能查到？
○ 知情人  还有谁在场或知道？
$ patterns
示范区管委会 赵某某：共 7 件，不同反映人 1 人，同一人重复 6 件，匿名 0 件（2016-0001、2016-0002、2016-0003、2016-0004、2016-0005、2016-0006…）
$ reminders
07:50  08:00 开始受理，还有 10 分钟。  未提醒
17:00  17:30 结束受理，还有 30 分钟。  未到时间
17:25  17:30 结束受理，还有 5 分钟。  未到时间
$ log
值班日志中还没有记录。
$ log 固定电话 中断
2016-10-01 16:59  值班员  固定电话 中断
$ log 已修好
2016-10-01 16:59  值班员  已修好
$ log
2016-10-01 16:59  值班员  固定电话 中断
2016-10-01 16:59  值班员  已修好
$ role
没有名册：能打开值班台的人都按组长办理。
$ recipients
本值班台没有密封。
$ drafts
没有未保存的草稿。
$ notice --history
公告从设立至今没有更正过。
$ directory
还没有读入名录。
$ status
省委巡视第一组 · 省长株潭两型试验区工委
距巡视结束 18 天 07:00:30（第 12 天 / 共 30 天）。
受理中，受理时间内，距结束 00:30:30。
固定电话 0731-84404233
手机 18073127519
邮政信箱 长沙市第482号邮政信箱 (410011)
来访接待 来访
""",
    )


def test_forms_are_accounted_for(shell: Shell, tmp_path: Path) -> None:
    reads(
        shell,
        """
$ forms
发出 0 张 = 补录 0 + 作废 0 + 未交回 0
$ forms --pages 2 -o @f.html
! 已写入：@f.html
$ forms --entered 1 1
0001  2016-10-01 16:59  已补录为 2016-0001
0002  2016-10-01 16:59  未交回
发出 2 张 = 补录 1 + 作废 0 + 未交回 1
$ forms --void 2 写坏
0001  2016-10-01 16:59  已补录为 2016-0001
0002  2016-10-01 16:59  作废：写坏
发出 2 张 = 补录 1 + 作废 1 + 未交回 0
$ forms --entered 0123456789012345678901234567890123456789多 1
! 错误：值无效：“0123456789012345678901234567890123456789”不是表号，表号为数字。
! 用法见“dutydesk forms --help”。
$ forms --pages 1 --void 2 x
! 错误：--pages、--entered、--void 一次只用一个。
! 用法见“dutydesk forms --help”。
""",
        tmp_path,
    )


def test_what_does_not_go_together_is_refused_in_one_sentence(shell: Shell) -> None:
    reads(
        shell,
        """
$ report --json --format html
! 错误：--json 与 --format html 不能同用。
! 用法见“dutydesk report --help”。
$ report --format text --with-reporter
! 错误：text 只有统计数字，没有反映人；请用 json、xlsx、html。
! 用法见“dutydesk report --help”。
$ sheet 1 --receipt --with-reporter
! 错误：回执不写反映人，--receipt 与 --with-reporter 不能同用。
! 用法见“dutydesk sheet --help”。
$ sheet
! 错误：请写明编号，或用 --day 写明哪一天，二者用一个。
! 用法见“dutydesk sheet --help”。
$ handover --take --give
! 错误：--take 与 --give 只能用一个；--notes 与 --give 同用。
! 用法见“dutydesk handover --help”。
$ handover --notes 请催修
! 错误：--take 与 --give 只能用一个；--notes 与 --give 同用。
! 用法见“dutydesk handover --help”。
$ close @office
! 错误：本值班台没有密封，但移交的档案须密封：请先用 dutydesk keygen 生成密钥，再用 --seal-to 写明公钥、--identity 写明密钥文件。
! 用法见“dutydesk close --help”。
$ add
! 错误：请用 --json 文件，或用 --channel、--summary 等选项写明举报。
! 用法见“dutydesk add --help”。
$ add --json - --summary 甲
! 错误：请用 --json 文件，或用 --channel、--summary 等选项写明举报。
! 用法见“dutydesk add --help”。
$ list --from 10-02 --to 10-01
! 错误：--to 的值无效：不能早于 --from 的日期。
! 用法见“dutydesk list --help”。
$ list --sort 年龄
! 错误：“--sort”的值无效：没有“年龄”，应为下列之一：举报编号、收到时间、来源、被反映单位和人、对象类别、问题类别、反映人、处理情况、登记人、承办人、附件。
! 用法见“dutydesk list --help”。
$ list --discipline 廉洁
! 错误：--discipline 的值无效：应为下列之一：政治纪律、组织纪律、廉洁纪律、群众纪律、工作纪律、生活纪律、other。
! 用法见“dutydesk list --help”。
$ pass-through --channel post --to 组长 --received-at 昨天
! 错误：--received-at 的值无效：“昨天”无法识别，请写成 10-01 9:05 这样的时间。
! 用法见“dutydesk pass-through --help”。
$ similar
! 错误：请用 --person、--unit 或 --phone 写明要找什么。
! 用法见“dutydesk similar --help”。
$ role 李明
! 错误：请写明职责（统计员、值班员、组长），或用 --remove 除名。
! 用法见“dutydesk role --help”。
""",
    )


def test_a_day_without_reminders_is_told_in_a_sentence(tmp_path: Path) -> None:
    desk = Shell(tmp_path / "desk")
    desk.say("init", "--example")
    assert desk.say("reminders", at="2016-09-10T09:00:00+08:00") == "今日没有提醒。\n"


def test_a_list_is_asked_for_in_each_word_that_people_have_for_it(tmp_path: Path) -> None:
    desk = Shell(tmp_path / "desk")
    desk.say("init", "--example")
    # One subject that comes first by name, one tip that comes first by time.
    desk.add(
        entry_of(disciplines=["other"]),
        entry_of(REFERRAL),
        entry_of(received_at="2016-09-30T09:00:00+08:00"),
    )

    def found(*words: str) -> str:
        return "".join(tip["number"][-1] for tip in desk.json("list", *words))

    assert [found("--discipline", name) for name in ("其他", "其它", "other")] == ["1"] * 3
    for words, order in {
        ("举报编号", "编号", "number"): "123",
        ("收到时间", "时间", "received"): "312",
        ("被反映单位和人", "被反映人", "姓名", "subject"): "213",
    }.items():
        assert {word: found("--sort", word) for word in words} == dict.fromkeys(words, order)


@pytest.mark.parametrize(
    ("what", "numbers", "note", "line"),
    [
        ("unlock", (), "", "解封值班台"),
        ("open", ("2016-0001",), "", "查看密封内容  2016-0001"),
        ("export", ("1", "2", "3"), "list", "导出  1、2、3  list"),
        ("print", ("1", "2", "3", "4"), "登记单", "打印或存出纸件  1 等 4 件  登记单"),
        ("backup", (), "副本.zip", "备份  副本.zip"),
        ("archive", (), "", "封存档案"),
        ("drafts", (), "", "查看草稿"),
        ("discard", (), "李明", "丢弃草稿  李明"),
        ("clear", (), "2", "清除附件文件（个数）  2"),
        ("rekey", (), "", "更换密钥"),
        ("match", (), "3", "比对重复件（次数）  3"),
        ("role", (), "李 明 lead", "名册变动  李 明 组长"),
        ("role", (), "李明 judge", "名册变动  李明 judge"),
        ("seal", (), "d640", "密封公钥  d640"),
        ("refused", (), "close", "经 SSH 要求不办理的  close"),
        ("of a later program", (), "", "of a later program"),
    ],
)
def test_the_audit_calls_each_kind_of_access_by_its_name(
    what: Any, numbers: tuple[str, ...], note: str, line: str
) -> None:
    access = Access(at=AT, by="王芳", what=what, numbers=numbers, note=note)
    assert access_line(access) == f"2016-10-01 16:59:30  王芳  {line}"


def test_a_file_is_called_as_one_says_and_else_as_it_is_called(
    shell: Shell, tmp_path: Path
) -> None:
    (photo := tmp_path / "IMG_1.jpg").write_bytes(PHOTO)
    said = shell.json("attach", "1", str(photo), "--name", "现场", "--kind", "信件")["enclosures"]
    plain = shell.json("attach", "2", str(photo))["enclosures"]
    kinds = [(one["name"], one["kind"]) for one in (*said, *plain)]
    assert kinds == [("现场", "letter"), ("IMG_1.jpg", "photographs")]


def test_of_a_long_text_that_is_no_code_the_beginning_is_told(shell: Shell) -> None:
    told = shell.refuse("verify", "--since", "1" * 41, status=2)
    assert f"“{'1' * 40}”不是核对码" in told


def test_up_to_six_numbers_of_a_list_are_named_one_by_one(shell: Shell) -> None:
    for numbers in ("1-6", "1-7"):
        shell.say("transfer", numbers, "--to", "第二组")
    six = "、".join(f"2016-000{n}" for n in range(1, 7))
    told = shell.say("transfer").splitlines()
    assert [line.split("  ")[-1] for line in told] == [six, "2016-0001 至 2016-0007，7 件"]


def test_who_ends_a_sealed_desk_without_a_key_is_asked_for_it(tmp_path: Path) -> None:
    desk = Shell(tmp_path / "desk")
    desk.say("init", "--example", "--seal-to", str(FIRST.to_public()))
    refused = desk.refuse("close", str(tmp_path / "office"), status=2)
    assert refused.splitlines()[0] == "错误：请用 --identity 写明密钥文件。"


def test_a_reminder_is_listed_with_whom_it_was_given_to(tmp_path: Path) -> None:
    desk = Shell(tmp_path / "desk")
    desk.say("init", "--example")
    with open_desk(desk.folder, "甲") as opened:
        opened.ground.clock = Clock.at(at("2016-10-01T17:01:00"))
        Reminding(opened).give(lambda _said: None)
    assert desk.say("reminders").splitlines() == [
        "07:50  08:00 开始受理，还有 10 分钟。  未提醒",
        "17:00  17:30 结束受理，还有 30 分钟。  已提醒 甲（2016-10-01 17:01）",
        "17:25  17:30 结束受理，还有 5 分钟。  未到时间",
    ]
    given = [one["given"] for one in desk.json("reminders")]
    assert given == [None, {"by": "甲", "at": "2016-10-01T17:01:00+08:00"}, None]
    desk.add(entry_of(REFERRAL))
    owed = desk.say("reminders", at="2016-10-16T16:00:00+08:00").splitlines()
    (line,) = (line for line in owed if "办理期限：逾期 0 项，今日到期 1 项。" in line)
    # One that was given is listed also once nothing is owed any more.
    with open_desk(desk.folder, "甲") as opened:
        opened.ground.clock = Clock.at(at(f"2016-10-16T{line[:5]}:00"))
        Reminding(opened).give(lambda _said: None)
        opened.acts.dispose("1", "withdrawn", why="误录")
    listed = desk.say("reminders", at="2016-10-16T16:00:00+08:00")
    assert f"办理期限：逾期 0 项，今日到期 0 项。  已提醒 甲（2016-10-16 {line[:5]}）" in listed
    desk.add(entry_of())
    desk.say("appoint", "2", "回电", "10-01 17:20")
    call = "17:05  17:20 有约定的回电或约谈，请看待办事项。  未到时间"
    assert call in desk.say("reminders").splitlines()
    for instant, state in (("07:49:59", "未到时间"), ("07:50:00", "未提醒")):
        first, *_later = desk.say("reminders", at=f"2016-10-02T{instant}+08:00").splitlines()
        assert first == f"07:50  08:00 开始受理，还有 10 分钟。  {state}"


def test_the_help_of_a_command_reads_so() -> None:
    assert (
        run_here(["role", "--help"], b"").stdout.decode()
        == """用法：dutydesk role [选项] 姓名 职责

  名册：谁是组长、值班员、统计员；不写姓名则列出

参数：
  姓名  值班人员
  职责  统计员（viewer）、值班员（officer）、组长（lead）

选项：
  --desk 目录          值班台所在目录，或数据库地址
                       postgresql://HOST/DATABASE?desk=NAME；默认取
                       DUTYDESK_HOME，再取本用户的数据目录
  --at 时刻            以此时刻为现在，如 2016-10-01T16:59:30+08:00
  --lang [zh|en]       界面语言；默认按设置，再随系统，再默认中文
  --identity 密钥文件  组长的 age 密钥文件，密封的值班台据此解封；有口令的会问
                       口令
  --json               输出 JSON，供脚本使用
  --remove             从名册上除名
  -h, --help           显示本说明

示例：
  dutydesk role 李明 值班员
  dutydesk role 李明 --remove
"""
    )


def test_help_on_a_command_is_no_wider_than_a_page_of_80() -> None:
    context = click.Context(cli)
    assert schemas(context, cli.params[0], "tip") == ["tip-entry", "tip", "tips"]
    for name in ("role", "list", "letter"):
        lines = run_here(["help", name], b"").stdout.decode().splitlines()
        assert lines[0].startswith(f"用法：dutydesk {name}")
        assert max(map(cell_len, lines)) <= 78


def test_the_first_page_of_help_has_each_command_each_note_and_each_example() -> None:
    page = "".join(run_here(["--help"], b"").stdout.decode().split())

    def stands(*texts: str) -> bool:
        return "".join("".join(texts).split()) in page

    for name in (name for names in SECTIONS.values() for name in names):
        command = cli.get_command(click.Context(cli), name)
        assert command and command.help and stands(name, command.help), name
    for heading, notes in NOTES.items():
        assert stands(_(heading), "：", *(text for term, said in notes for text in (term, _(said))))
    assert stands("示例：", *(_(text) for example in EXAMPLES[""] for text in example if text))
    assert "--officer 文字" in run_here(["list", "--help"], b"").stdout.decode()


def test_how_a_command_is_called_goes_on_below_where_it_began() -> None:
    formatter = Formatter(width=40)
    formatter.write_usage("dutydesk forms", "[OPTIONS] NUMBER [FILES] RECEIVER")
    below = " " * cell_len("用法：dutydesk forms ")
    assert formatter.getvalue() == (
        f"用法：dutydesk forms [OPTIONS] NUMBER\n{below}[FILES] RECEIVER\n"
    )


def test_a_schema_is_printed_whole_and_another_name_refused_with_those_there_are() -> None:
    assert json.loads(run_here(["schema", "due"], b"").stdout) == schema("due")
    assert b"\\u" not in run_here(["schema", "tip"], b"").stdout, "as people write it"
    refused = run_here(["schema", "nothing"], b"")
    assert refused.returncode == 2 and not refused.stdout
    names = "、".join(SCHEMAS)
    assert refused.stderr.decode().startswith(f"错误：值无效：应为下列之一：{names}。\n")
    listed = run_here(["schema"], b"").stdout.decode().splitlines()
    assert [line.split()[0] for line in listed] == [*SCHEMAS]


def test_a_status_is_called_by_its_name_its_word_its_verb_or_as_it_was_called_before() -> None:
    choice = status_named(STATUSES)
    called = {
        "handed_to_team": ("handed_to_team", "已呈组长", "呈组长", "已交组", "交组"),
        "kept_for_reference": ("kept_for_reference", "留存备查", "留存"),
        "urgent": ("urgent", "移交立行立改", "立行立改"),
        "registered": ("registered", "已登记", "登记"),
        "referred": ("referred", "转办"),
    }
    for name, words in called.items():
        assert {choice.convert(word, None, None) for word in words} == {name}
    for unknown in ("", "已转办", "交", "Referred"):
        with pytest.raises(click.BadParameter, match="应为下列之一"):
            choice.convert(unknown, None, None)


def test_a_choice_is_completed_by_its_name_or_by_what_it_is_called() -> None:
    choice = NamedChoice({"landline": "固定电话", "mobile": "手机"})

    def offered(typed: str) -> list[str]:
        found = choice.shell_complete(click.Context(cli), cli.params[0], typed)
        return [one.value for one in found]

    assert (offered("l"), offered("手"), offered("传")) == (["landline"], ["手机"], [])
    assert offered("") == ["landline", "mobile"]


def test_the_page_for_man_has_each_part_under_its_heading() -> None:
    page = run_here(["help", "--format", "man"], b"").stdout.decode()
    page = page.replace(r"\:", "")  # where a line may end
    headings = re.findall(r'^\.SH "(.*)"$', page, re.MULTILINE)
    assert headings == ["NAME", "用法", "选项", *SECTIONS, *NOTES, "示例", "参见"]
    lines = page.splitlines()
    usage = lines[lines.index('.SH "用法"') + 1 :][:2]
    assert usage == [r"\fBdutydesk\fR [选项] [命令] [参数]…", ".PP"]
    assert lines[2].startswith('.SH "NAME"') and lines[3].startswith(r"dutydesk \- ")
    assert lines[3].endswith("组值班台"), "what is said of it in a word"
    options = lines[lines.index('.SH "选项"') : lines.index(f'.SH "{headings[3]}"')]
    assert options[1] == ".TP" and any(r"\-\-lang" in line for line in options)
    role = "\n".join(lines[lines.index(".SS dutydesk role") :])
    begun = "名册：谁是组长、值班员、统计员；不写姓名则列出\n.PP\n"
    assert f"{begun}\\fBdutydesk role\\fR [选项] 姓名 职责\n.TP\n" in role
    assert "\n.TP\n\\fB姓名\\fR\n值班人员\n.TP\n" in role
    assert "\n.PP\n.EX\ndutydesk role 李明 值班员\n.EE\n" in role
    assert lines[-1].endswith("age(1)，sshd_config(5)。")


def test_a_file_is_put_away_taken_out_and_cleared(tmp_path: Path) -> None:
    (tmp_path / "照片.jpg").write_bytes(PHOTO)
    desk = Shell(tmp_path / "desk")
    desk.say("init", "--example")
    desk.add(entry_of(), entry_of(REFERRAL))
    reads(
        desk,
        """
$ attach 1 @照片.jpg --pages 1
2016-0001：第 1 项：照片，1 张，照片.jpg，文件 2 KB
$ enclosure 1 1 -o @取出.jpg
! 已写入：@取出.jpg
$ enclosure 1 1 -o @取出.jpg
! 错误：-o 的值无效：@取出.jpg 已存在，未作改动；请换一个文件名。
! 用法见“dutydesk enclosure --help”。
$ verify
完好：日志 5 行，举报 2 件。
附件文件 1 个，均与存入时相同。
核对码：5:…
$ show 1
2016-0001  已登记
来源：固定电话
收到时间：2016-10-01 09:12
被反映单位：示范区管委会
被反映人：赵某某
职务：副主任
对象类别：领导班子及其成员
主要内容：反映赵某某在工程招标中收受好处，称有转账记录。
问题类别：廉洁纪律
反映人姓名：王某某（待核实）
联系方式：13800000000
附件 1：照片，1 张，照片.jpg，文件 2 KB（值班员 2016-10-01 16:59 登记）
期限：告知实名反映人受理情况：2016-10-26（含）前（巡视结束后到期）
登记人：值班员，2016-10-01 16:59
$ detach 1 1
2016-0001：已去掉第 1 项附件
$ files --remove-unused
文件 1 个，共 2 KB；限额：每个 50 MB，合计 2048 MB。
$ files --remove-unused --at 2016-10-03T09:00+08:00
文件 0 个，共 0 KB；限额：每个 50 MB，合计 2048 MB。
已清除  …  2 KB
$ audit
2016-10-01 16:59:30  值班员  导出  2016-0001  附件第 1 项
2016-10-03 09:00:00  值班员  清除附件文件（个数）  1
""",
        tmp_path,
    )
    assert (tmp_path / "取出.jpg").read_bytes() == PHOTO
    counted = desk.json("attach", "2", "--kind", "照片", "--pages", "2")
    assert [(one["kind"], one["pages"]) for one in counted["enclosures"]] == [("photographs", 2)]
    (field,) = desk.json("history", "1")[1]["fields"]
    assert field["before"] == [] and [one["pages"] for one in field["after"]] == [1]


def test_a_row_has_the_whole_number_however_long_the_teams_code_is(tmp_path: Path) -> None:
    team = 'team = "巡察组"\ncode = "芙蓉五组"'
    (tmp_path / "公告.toml").write_text(notice_text(team=team))
    desk = Shell(tmp_path / "desk")
    desk.say("init", "--notice", str(tmp_path / "公告.toml"))
    desk.add(entry_of())
    reads(
        desk,
        """
$ list
芙蓉五组-2016-0001  2016-10-01 09:12  固定电话   示范区管委会 赵某某      廉洁纪律           反映赵…
$ similar --person 赵某某
同一人                     芙蓉五组-2016-0001  2016-10-01 09:12  固定电话   示范区管委会 赵某某      廉洁纪律           反映赵…
""",
    )


def test_a_desk_is_copied_brought_back_and_moved(tmp_path: Path) -> None:
    desk, back, moved = (Shell(tmp_path / name) for name in ("desk", "back", "moved"))
    desk.say("init", "--example")
    desk.add(entry_of(REFERRAL))
    reads(
        desk,
        """
$ add --channel landline --unit 某局 --group leadership --disciplines 廉洁纪律 --summary 收礼 --received-at 9-30
已登记：2016-0002
收到时间：2016-09-30 星期五（未写几时）
$ show 2
2016-0002  已登记  未写几时
来源：固定电话
收到时间：2016-09-30
被反映单位：某局
对象类别：领导班子及其成员
主要内容：收礼
问题类别：廉洁纪律
反映人姓名：匿名
登记人：值班员，2016-10-01 16:59
$ counts
今日                      1
总计                      2
受理范围内                1
受理范围外                1
转办                      0
政治纪律                  0
组织纪律                  0
廉洁纪律                  1
群众纪律                  0
工作纪律                  0
生活纪律                  0
其他                      0
固定电话                  1
手机                      1
邮政信箱                  0
来访                      0
已登记                    2
$ backup @副本.zip
已备份：@副本.zip
核对码：3:…
$ move @moved
已移到：@moved，举报 2 件。
核对码：3:…
! 原处已关闭，内容原样留在那里，核对后请自行删除：@desk
$ list
! 值班台已于 2016-10-01T16:59:30+08:00 移到 @moved，这里只留原样备查，不再打开。
""",
        tmp_path,
    )
    reads(back, "\n$ restore @副本.zip\n已恢复：@back，举报 2 件。\n", tmp_path)
    assert moved.json("list") == back.json("list") and len(moved.json("list")) == 2


def test_a_letter_that_names_the_reporter_is_on_record_as_one_each_time_it_goes_out(
    tmp_path: Path,
) -> None:
    desk = Shell(tmp_path / "desk")
    desk.say("init", "--example")
    desk.add(entry_of(REFERRAL, reporter={"name": "王某某", "contact": ""}))
    desk.say("dispose", "1", "referred", "--to", "区环保局")
    for name, words in (
        ("a", ("1", "--agreed", "name")),
        ("b", ("--again", "1")),
        ("c", ("1",)),
        ("d", ("--again", "2")),
    ):
        desk.say("letter", *words, "-o", str(tmp_path / name))
        assert ("王某某" in (tmp_path / name).read_text()) is (name in "ab")
    named, unnamed = "转办函、写明反映人、存为文件", "转办函、存为文件"
    notes = [one["note"] for one in desk.json("audit")]
    assert notes == [named, named, unnamed, unnamed]


def test_who_names_a_file_that_is_there_has_done_nothing_yet(tmp_path: Path) -> None:
    desk = Shell(tmp_path / "desk")
    desk.say("init", "--example")
    desk.add(entry_of(REFERRAL))
    desk.say("dispose", "1", "referred")
    there = tmp_path / "there"
    there.write_text("of somebody")
    for words in (
        *("handover --take", "forms --pages 1", "closing", "figures", "notice", "letter 1"),
        *("transfer 1", "sheet 1 --with-reporter", "report --format html --with-reporter"),
        "enclosure 1 1",
    ):
        assert f"{there} 已存在" in desk.refuse(*words.split(), "-o", str(there), status=2), words
    assert desk.json("handover")["shift"] is None and desk.json("forms") == []
    assert desk.json("letter") == desk.json("transfer") == desk.json("log") == []
    assert there.read_text() == "of somebody" and desk.json("audit") == []
    assert desk.refuse("status", at="昨天", status=2).startswith("错误：--at 的值无效：")


def test_notes_are_changed_by_what_is_named_of_them_alone(shell: Shell) -> None:
    reads(
        shell,
        """
$ note 3 甲 --on 9-30
2016-0003：已加记备注
$ note 3 --which 1 --kind 回访
2016-0003：已更改第 1 条加记
$ note 3
! 内容：请写明要记下什么。
$ assign 3 4 --to 王芳
2016-0003：承办人王芳
2016-0004：承办人王芳
$ appoint 3 约谈 10-04 9:00 --about 核对
! 错误：多余的参数（9:00）
! 用法见“dutydesk appoint --help”。
$ appoint 3 约谈 "10-04 9:00" --about 核对
2016-0003：约谈 2016-10-04 09:00
""",
    )
    (note,) = shell.json("show", "3")["notes"]
    assert (note["kind"], note["on"], note["text"]) == ("follow_up", "2016-09-30", "甲")


def test_drafts_that_a_key_opened_are_not_told_of_as_unread(tmp_path: Path) -> None:
    desk = Shell(tmp_path / "desk")
    desk.say("init", "--example")
    for name in ("new", "tip-1"):
        with open_desk(desk.folder, login()) as opened:
            opened.drafts.keep(name, {"summary": f"打到一半 {name}"})
    reads(
        desk,
        """
$ drafts
2016-10-01 16:59:30  值班员  tip-1
  {"summary":"打到一半 tip-1"}
2016-10-01 16:59:30  值班员  new
  {"summary":"打到一半 new"}
""",
    )


def test_with_two_keys_nobody_is_warned_of_one(tmp_path: Path) -> None:
    keys = [str(key.to_public()) for key in (FIRST, SECOND)]
    assert Shell(tmp_path / "open").run("init", "--example").stderr == b""
    for many in (1, 2):
        sealed = Shell(tmp_path / str(many))
        done = sealed.run("init", "--example", *(f"--seal-to={key}" for key in keys[:many]))
        said = f"已密封，{login()} 为组长；其他人请用 dutydesk role 登记。\n"
        warned = "只有一把公钥：密钥一旦丢失，内容无人能读；建议至少两把。\n" * (many == 1)
        assert done.stderr.decode() == said + warned
        assert done.stdout.decode() == f"值班台已设立：省委巡视第一组，{sealed.folder}\n"
        assert sealed.say("role") == f"{login()}  组长\n"
        told = sealed.say("recipients").splitlines()
        assert [line.split("  ")[1] for line in told] == keys[:many]
        assert [one["key"] for one in sealed.json("recipients")] == keys[:many]
    (tmp_path / "key").write_text(KEY)
    anew = ("rekey", "--identity", str(tmp_path / "key"), *(f"--seal-to={key}" for key in keys))
    assert Shell(tmp_path / "1").say(*anew).startswith("已更换密钥：共 2 把公钥。")
    assert [one["key"] for one in Shell(tmp_path / "1").json("recipients")] == keys


def test_settings_and_rights_in_a_database_are_told_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "settings.toml"
    monkeypatch.setenv("DUTYDESK_SETTINGS", str(file))
    values = """language = "auto"
theme = "dark"
ascii = false
reminders = true
bell = false
desktop = false
idle_minutes = 5
"""
    absent = run_here(["settings"], b"").stdout.decode()
    assert absent == f"{file}（没有此文件，按默认）\n{values}"
    run_here(["settings", "--write"], b"")
    assert run_here(["settings"], b"").stdout.decode() == f"{file}\n{values}"
    file.write_text("bell = true\n")
    again = run_here(["settings", "--write"], b"")
    assert again.stderr.decode() == f"{file} 已存在，未作改动；请直接修改它。\n"
    assert again.returncode == 1 and file.read_text() == "bell = true\n"
    file.write_text("bell = 3\ntheme = 3\n")
    wrong = run_here(["settings"], b"")
    assert wrong.returncode == 1
    named = sorted(line.split("：")[1] for line in wrong.stderr.decode().splitlines())
    assert named == ["bell", "theme"]
    for some in (["--name", "a"], ["--officers", "b"], ["--lead", "b"], ["--figures", "b"]):
        refused = run_here(["database-setup", *some], b"")
        assert refused.returncode == 2 and not refused.stdout
    for role in ("--officers", "--lead", "--figures"):
        made = run_here(["database-setup", "--name", "a", role, "角色"], b"").stdout.decode()
        assert '"角色"' in made and made.startswith(TABLES + "\n")
    assert run_here(["database-setup"], b"").stdout.decode() == TABLES


def test_holidays_are_written_into_the_notice_once(tmp_path: Path) -> None:
    given = '[[holidays]]\nname = "国庆节"\nfirst_day = 2031-10-01\nlast_day = 2031-10-07\n'
    (tmp_path / "节假日.toml").write_text(given)
    desk = Shell(tmp_path / "desk")
    desk.say("init", "--example")
    reads(
        desk,
        """
$ notice --holidays @节假日.toml
公告已更正，打开着的值班台也随即按新公告。
2031年的节假日和调休以公告所写为准，未写的按周一至周五计。
$ notice --holidays @节假日.toml
@节假日.toml 里的节假日公告中都已有，未作改动。
""",
        tmp_path,
    )


@pytest.mark.parametrize(
    ("period", "when", "said"),
    [
        (
            "first_day = 2016-09-20",
            "2016-10-01",
            "公告的期间尚未结束：第 12 天，最后一天未公布。\n",
        ),
        (
            "first_day = 2016-09-20\nlast_day = 2016-10-19",
            "2016-10-01",
            "公告的期间尚未结束：第 12 天，共 30 天。\n",
        ),
        (
            "first_day = 2016-09-20\nlast_day = 2016-10-19",
            "2016-09-10",
            "公告的期间尚未开始。\n",
        ),
        ("first_day = 2016-09-20\nlast_day = 2016-10-19", "2016-10-20", ""),
    ],
)
def test_the_end_says_first_that_the_period_is_not_over(
    tmp_path: Path, period: str, when: str, said: str
) -> None:
    (tmp_path / "公告.toml").write_text(notice_text(period=f"[period]\n{period}"))
    (tmp_path / "key").write_text(KEY)
    desk, at = Shell(tmp_path / "desk"), f"{when}T09:00:00+08:00"
    keys = ("--seal-to", str(FIRST.to_public()))
    desk.say("init", "--notice", str(tmp_path / "公告.toml"), *keys, at=at)
    words = ("close", str(tmp_path / "office"), "--identity", str(tmp_path / "key"))
    done = desk.run(*words, given="别处\n".encode(), at=at)
    assert done.returncode == 1 and not (tmp_path / "office").exists()
    asked = (
        "下一步写出报表、统计数字和密封档案，核对后删除值班台的全部内容，不能恢复。"
        "确认请输入被巡察单位的全称：某局\n"
    )
    assert done.stdout.decode() == said + asked


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("report --format xlsx", "xlsx 不能显示在终端上，请用 -o 写明文件。"),
        ("enclosure 1 1", "附件 不能显示在终端上，请用 -o 写明文件。"),
        ("attach 1 -", "标准输入是终端：请接上文件，如 < 照片.jpg。"),
        ("demo --desk x", "试用总在临时目录、公告第 12 天进行，不接受 --desk 和 --at。"),
    ],
)
def test_what_is_no_text_neither_goes_onto_a_terminal_nor_comes_from_one(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, typed: str, said: str
) -> None:
    words = [*shlex.split(typed), "--desk", str(shell.folder)]
    status, told = at_a_terminal(monkeypatch, words)
    assert status == 2 and told.splitlines()[0].endswith(said)


def test_the_workbook_of_the_office_goes_onto_no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    status, told = at_a_terminal(monkeypatch, ["office", "/无此处", "--format", "xlsx"])
    assert status == 2 and "xlsx 不能显示在终端上" in told


def at_a_terminal(
    monkeypatch: pytest.MonkeyPatch, words: list[str], typed: str = ""
) -> tuple[int, str]:
    """How a command ends that is run at a terminal where so much is typed, and what stands there."""
    ours, theirs = os.openpty()
    streams = [os.fdopen(os.dup(theirs), mode, encoding="utf-8") for mode in ("r", "w", "w")]
    os.write(ours, typed.encode())
    for name, stream in zip(("stdin", "stdout", "stderr"), streams, strict=True):
        monkeypatch.setattr(sys, name, stream)
    monkeypatch.setattr(sys, "argv", ["dutydesk", *words])
    try:
        status = run()
    finally:
        monkeypatch.undo()
        for stream in streams:
            stream.close()
        os.close(theirs)
    told = b""
    # What stands there comes piece by piece; where nobody is at the other end, it ends with an error.
    with suppress(OSError):
        while piece := os.read(ours, 4096):
            told += piece
    os.close(ours)
    return status, told.decode()


def test_over_ssh_what_is_no_text_is_told_to_go_into_a_file_there(shell: Shell) -> None:
    with click.Context(cli) as context:
        assert "请用 -o 写明文件" in not_on_a_terminal("xlsx").message
        context.params[OFFICER] = "李明"
        assert "请不用 ssh -t，并写入文件" in not_on_a_terminal("xlsx").message


@pytest.mark.parametrize("typed", ["y\n", "n\n"])
def test_at_a_terminal_several_are_disposed_of_once_one_saw_which_and_is_sure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, typed: str
) -> None:
    desk = Shell(tmp_path / "desk")
    desk.say("init", "--example")
    desk.add(entry_of(), entry_of())
    words = ["dispose", "1", "2", "呈组长", "--to", "第二组", "--desk", str(desk.folder)]
    status, told = at_a_terminal(monkeypatch, [*words, "--at", AT], typed)
    assert (
        told.index("2016-0001")
        < told.index("2016-0002")
        < told.index("以上 2 件一并处理为“已呈组长”")
    )
    assert status == (0 if typed == "y\n" else INTERRUPTED)
    done = "handed_to_team" if typed == "y\n" else "registered"
    assert [one["status"] for one in desk.json("list")] == [done] * 2


def test_a_receipt_that_is_shown_is_on_record_and_figures_only_once_they_are_put_out(
    tmp_path: Path,
) -> None:
    desk = Shell(tmp_path / "desk")
    desk.say("init", "--example")
    desk.add(entry_of())

    def recorded() -> list[tuple[list[str], str]]:
        return [(one["numbers"], one["note"]) for one in desk.json("audit")]

    for name in ("report", "closing", "handover", "figures"):
        desk.say(name)
    assert recorded() == []
    desk.say("report", "--json")
    desk.say("sheet", "1", "--receipt")
    for name in ("closing", "figures", "report"):
        desk.say(name, "-o", str(tmp_path / name))
    desk.say("report", "--format", "html", "--with-reporter", "-o", str(tmp_path / "register"))
    desk.say("sheet", "1", "--with-reporter")
    week = ("report", "--kind", "week", "--day", "9-27")
    desk.say(*week, "--json")
    desk.say(*week, "-o", str(tmp_path / "week"))
    desk.say("report", "--kind", "period", "-o", str(tmp_path / "period"))
    assert recorded() == [
        ([], "台账、2016-10-01、json、存为文件"),
        (["2016-0001"], "登记回执、存为文件"),
        ([], "收件核对单、2016-10-01、存为文件"),
        ([], "统计、2016-10-01、存为文件"),
        ([], "日报、2016-10-01、text、存为文件"),
        ([], "台账、2016-10-01、html、写明反映人、存为文件"),
        (["2016-0001"], "登记单、写明反映人、存为文件"),
        ([], "台账、2016-09-26 至 2016-09-27、json、存为文件"),
        ([], "周报、2016-09-26 至 2016-09-27、text、存为文件"),
        ([], "全程报表、2016-09-20 至 2016-10-01、text、存为文件"),
    ]
    assert [entry["text"] for entry in desk.json("log")] == [
        "导出写明反映人的台账（2016-10-01、html）",
        "导出写明反映人的登记单（2016-0001）",
    ]
