"""What commands print, from the first line to the last: transcripts of sittings at a shell.

A line that begins with `$` is typed, one with `!` comes on standard error, all else on standard output.
"""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from store.clock import Clock
from tests.builders import REFERRAL, at, entry_of
from tests.store.desks import open_desk
from tests.tui.shell import Shell, run_here
from tui.cli.who import login
from tui.words.reminding import Reminding


@pytest.fixture(scope="module")
def shell(tmp_path_factory: pytest.TempPathFactory) -> Shell:
    """A desk with seven calls about one person and one matter to be referred. What one test does there
    the next finds."""
    found = Shell(tmp_path_factory.mktemp("desk") / "desk")
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
        typed = shlex.split(line.removeprefix("$ ").replace("@", f"{folder}/"))
        done = shell.run(*typed)
        said.append(line)
        said += done.stdout.decode().splitlines()
        said += [f"! {told}" for told in done.stderr.decode().splitlines()]
    shown = "\n".join(line.rstrip() for line in said)
    assert shown.replace(f"{folder}/", "@").replace(login(), "值班员") == transcript.strip("\n")


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
$ undo
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
$ list --from 10-02 --to 10-01
! 错误：--to 的值无效：不能早于 --from 的日期。
! 用法见“dutydesk list --help”。
$ similar
! 错误：请用 --person、--unit 或 --phone 写明要找什么。
! 用法见“dutydesk similar --help”。
$ role 李明
! 错误：请写明职责（统计员、值班员、组长），或用 --remove 除名。
! 用法见“dutydesk role --help”。
""",
    )


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
    assert [line for line in owed if "办理期限：逾期 0 项，今日到期 1 项。" in line]


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


def test_the_page_for_man_has_each_part_under_its_heading() -> None:
    page = run_here(["help", "--format", "man"], b"").stdout.decode()
    page = page.replace(r"\:", "")  # where a line may end
    headings = re.findall(r'^\.SH "(.*)"$', page, re.MULTILINE)
    assert headings[:3] == ["NAME", "用法", "选项"] and headings[-2:] == ["示例", "参见"]
    lines = page.splitlines()
    assert lines[2].startswith('.SH "NAME"') and lines[3].startswith(r"dutydesk \- ")
    options = lines[lines.index('.SH "选项"') : lines.index(f'.SH "{headings[3]}"')]
    assert options[1] == ".TP" and any(r"\-\-lang" in line for line in options)
    role = "\n".join(lines[lines.index(".SS dutydesk role") :])
    begun = "名册：谁是组长、值班员、统计员；不写姓名则列出\n.PP\n"
    assert f"{begun}\\fBdutydesk role\\fR [选项] 姓名 职责\n.TP\n" in role
    assert "\n.TP\n\\fB姓名\\fR\n值班人员\n.TP\n" in role
    assert "\n.PP\n.EX\ndutydesk role 李明 值班员\n.EE\n" in role
    assert lines[-1].endswith("age(1)，sshd_config(5)。")
