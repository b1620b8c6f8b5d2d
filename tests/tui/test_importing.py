"""A register that an office kept before is taken in, each row or the reasons why not."""

from __future__ import annotations

import json
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from store.desk.desk import Desk
from store.desk.duty_log import DutyLog
from store.errors import CannotRead, CannotWrite, Sealed, step_refused
from store.registers.cells import plain
from store.registers.importing import OnDesk, Taken, Wanted
from store.registers.source import Source, open_source
from store.text import _
from store.tips import entry
from store.tips.tip import Reporter, Subject, Tip
from tests.builders import REFERRAL, entry_of, notice_text
from tests.store.desks import new_desk, open_desk, tip_of
from tests.store.memory_place import MemoryNotes
from tests.store.old_registers import GOOD as GOOD_ROW
from tests.store.old_registers import NOTICE, NOW, PLAIN, table, taken
from tests.store.sealed import DUTY, KEY, planted, sealed_desk, where
from tests.tui.shell import Shell
from tui.cli.who import login
from tui.entering.intake import Intake
from tui.entering.register_entry import RegisterEntry
from tui.papers.import_xlsx import import_xlsx
from tui.papers.register import COLUMNS, row

HEAD = "序号,收件日期,来源,反映人,联系电话,被反映人,单位职务,对象类别,问题类别,主要内容,处理方式"
GOOD = (
    "1,2016年9月21日 9:05,来电,王某（实名）,13800000000,赵某；钱某,"
    "某局 局长；某局 副局长,领导班子及其成员,廉洁、工作纪律,收受礼金,留存"
)
BAD = "2,昨天,电报,匿名,,—,,,天气,,"
CSV = f"某组信访台账\n{HEAD}\n{GOOD}\n{BAD}\n"


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    desk = Shell(tmp_path / "desk")
    desk.say("init", "--example")
    return desk


@pytest.fixture(params=["utf-8", "utf-8-sig", "gb18030", "utf-16", "xlsx"])
def file(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / "台账"
    if request.param != "xlsx":
        path.write_text(CSV, encoding=request.param)
        return path
    book, content = Workbook(), BytesIO()
    for line in CSV.splitlines():
        book.worksheets[0].append(line.split(","))
    book.save(content)
    path.write_bytes(content.getvalue())
    return path


def test_a_dry_run_tells_every_fault_of_every_row_and_takes_nothing(
    shell: Shell, file: Path
) -> None:
    said = shell.refuse("import", str(file), "--dry-run")
    assert "第 4 行：收到时间" in said
    assert "第 4 行：来源" in said
    assert "第 4 行：问题类别" in said
    assert "第 4 行：主要内容" in said
    assert "第 3 行" not in said
    assert shell.json("list") == []


def test_scripts_are_told_of_each_row_what_became_of_it(shell: Shell, tmp_path: Path) -> None:
    (path := tmp_path / "台账.csv").write_text(f"{CSV},,合计,,,,,,,,\n")
    done = [json.loads(shell.run("import", str(path), "--json").stdout) for _once in range(2)]
    recorded = {"sheet": "台账", "row": 3, "number": "2016-0001", "number_there": "1", "faults": []}
    recorded |= {"known": False, "known_as": "", "is_tip": True}
    for rows, more in zip(
        done, ({}, {"number": "", "known": True, "known_as": "2016-0001"}), strict=True
    ):
        good, bad, total = rows
        kept = {key: good[key] for key in recorded}
        assert kept == recorded | more
        assert (bad["row"], bad["number"], bad["number_there"], bad["is_tip"]) == (4, "", "2", True)
        assert {fault["field"] for fault in bad["faults"]} == {
            *("received_at", "channel", "subjects", "disciplines", "summary"),
        }
        assert (total["row"], total["is_tip"], total["tip"]) == (5, False, None)


def test_a_name_that_is_too_long_for_any_file_is_refused_in_a_sentence(shell: Shell) -> None:
    for command in (
        ["import"],
        ["directory"],
        ["restore"],
        ["attach", "1"],
        ["verify", "--against"],
    ):
        assert "名称过长" in shell.refuse(*command, "/tmp/" + "长" * 120), command


def test_good_rows_are_taken_and_taken_once(shell: Shell, file: Path) -> None:
    shell.refuse("import", str(file))
    (tip,) = shell.json("list")
    assert tip["channel"] == "landline"
    assert tip["received_at"] == "2016-09-21T09:05:00+08:00"
    assert tip["reporter"]["kind"] == "named"
    assert [(s["person"], s["unit"], s["post"]) for s in tip["subjects"]] == [
        ("赵某", "某局", "局长"),
        ("钱某", "某局", "副局长"),
    ]
    assert tip["disciplines"] == ["廉洁纪律", "工作纪律"]
    shell.refuse("import", str(file))
    assert len(shell.json("list")) == 1
    assert [entry["kind"] for entry in shell.json("log")] == ["import"]


def test_a_dry_run_shows_each_row_as_it_is_read(shell: Shell, file: Path) -> None:
    done = shell.run("import", str(file), "--dry-run")
    said = done.stdout.decode()
    for line in (
        "第 3 行  可导入  2016-09-21 星期三 09:05  固定电话",
        "反映人：王某 13800000000（实名）",
        "被反映人：赵某  某局  局长  领导班子及其成员",
        "被反映人：钱某  某局  副局长  领导班子及其成员",
        "问题类别：廉洁纪律、工作纪律",
        "主要内容：收受礼金",
        "处理方式：留存备查",
        "说明：“来电”按固定电话登记",
        "第 4 行  有问题",
        "可导入 1 行，已在册 0 行，有问题 1 行",
    ):
        assert line in said
    rows = json.loads(shell.run("import", str(file), "--dry-run", "--json").stdout)
    assert [(row["row"], bool(row["tip"]), len(row["faults"])) for row in rows] == [
        (3, True, 0),
        (4, False, 5),
    ]
    assert rows[0]["tip"]["status"] == "kept_for_reference"
    assert rows[0]["remarks"] == ["“来电”按固定电话登记"]
    assert rows[1]["read"]["reporter"] is None


def test_a_workbook_with_remarks_is_written_and_once_put_right_taken_in(
    shell: Shell, file: Path, tmp_path: Path
) -> None:
    back = tmp_path / "退回.xlsx"
    shell.refuse("import", str(file), "--dry-run", "--remarks", str(back))
    told = shell.refuse("import", str(file), "--remarks", str(back), status=2)
    assert "--remarks" in told and "已存在，未作改动" in told
    assert shell.json("list") == [], "nothing is taken in before it is known where remarks go"
    book = load_workbook(back)
    heads, good, bad = book.worksheets[0].iter_rows(values_only=True)
    assert heads[: len(HEAD.split(","))] == tuple(HEAD.split(","))
    assert heads[-1] == "读作：说明" and "来源" in str(bad[-1])
    assert good[heads.index("读作：收到时间")] == "2016-09-21 星期三 09:05"
    sheet = book.worksheets[0]
    for place, text in enumerate(GOOD.replace("收受礼金", "另一件").split(","), 1):
        sheet.cell(3, place).value = text
    book.save(back)
    shell.say("import", str(back))
    assert len(shell.json("list")) == 2


def test_what_is_said_of_all_rows_holds_together_and_what_was_taken_in_is_remarked_too(
    shell: Shell, tmp_path: Path
) -> None:
    (path := tmp_path / "x.csv").write_text(
        "收到时间,被反映人,问题类别,主要内容,天气\n9-21 9:05,赵某,廉洁,甲,晴\n"
    )
    back = tmp_path / "退回.xlsx"
    words = ("--channel", "来访", "--group", "领导班子及其成员", "--into-summary", "天气")
    shell.refuse("import", str(path), *words[:4], "--group", "无此类别", status=2)
    (row,) = shell.json("import", str(path), *words, "--remarks", str(back))
    tip = row["tip"]
    assert (tip["channel"], tip["subjects"][0]["group"]) == ("visit", "leadership")
    assert "晴" in tip["summary"] and load_workbook(back).worksheets[0].max_row == 2
    assert "正在读取" not in shell.run("import", str(path)).stderr.decode()


def test_what_became_of_a_tip_is_taken_in(shell: Shell, tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    rows = [
        "序号,收到时间,来源,被反映人,对象类别,问题类别,主要内容,处理方式,承办人",
        "7,2016-09-21 9:05,来信,赵某,班子成员,廉洁纪律,甲,已交组,李某",
        "8,2016-09-22 9:05,来信,赵某,班子成员,廉洁纪律,乙,重复件 7,李某",
        "9,2016-09-22 9:05,来信,,,,,径送 组长,李某",
        "10,2016-09-23 9:05,来信,钱某,不属受理范围,,丙,转办 区信访局 〔2016〕1号 2016-09-24,",
        "11,2016-09-24 9:05,来信,孙某,班子成员,廉洁纪律,丁,,孙某某",
    ]
    path.write_text("\n".join(rows), encoding="utf-8")
    shell.say("import", str(path))
    tips = {tip["number"][-1]: tip for tip in shell.json("list")}
    assert [tips[n]["status"] for n in "12345"] == [
        "handed_to_team",
        "duplicate",
        "passed_through",
        "referred",
        "registered",
    ]
    assert tips["2"]["matter"] == tips["1"]["number"]
    assert [tips[n]["handled_by"] for n in "12345"] == ["李某", "李某", "李某", "", "孙某某"]
    assert tips["4"]["disposition"]["letter"] == "〔2016〕1号"
    assert tips["4"]["disposition"]["by"] == login(), "who takes it in"
    # The register says what the list is asked for, and is read again so.
    assert [tip["number"][-1] for tip in shell.json("list", "--handler", "李某")] == ["1", "2", "3"]
    assert [tip["number"][-1] for tip in shell.json("list", "--handler", "")] == ["4"]
    assert "导入 0 行，已在册 5 行" in shell.say("import", str(path))


def test_a_repeat_of_what_is_on_the_desk_already_is_linked_to_that(
    shell: Shell, tmp_path: Path
) -> None:
    path, head = tmp_path / "x.csv", ",".join(["序号", *GOOD_ROW, "处理方式"])
    first = ",".join(["7", *GOOD_ROW.values(), ""])
    again = ",".join(["8", *(GOOD_ROW | {"收件日期": "9月25日"}).values(), "重复件 7"])
    for rows in ([first], [first, again]):
        path.write_text("\n".join([head, *rows]), encoding="utf-8")
        shell.say("import", str(path))
    one, other = shell.json("list")
    assert (other["status"], other["matter"]) == ("duplicate", one["number"])


def test_a_duplicate_is_one_of_the_row_of_its_sheet_that_was_taken_in(
    shell: Shell, tmp_path: Path
) -> None:
    head = ["序号", *GOOD_ROW, "是否重复件", "处理方式"]
    other = GOOD_ROW | {"被反映人": "钱某某"}
    sheets = {
        "九月": [["1", *GOOD_ROW.values(), "", ""]],
        "十月": [
            ["1", *(other | {"对象类别": "天气"}).values(), "", ""],
            ["2", *other.values(), "", "重复件 1"],
        ],
    }
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for cells in (head, *rows):
            sheet.append(cells)
    book.save(path := tmp_path / "x.xlsx")
    shell.refuse("import", str(path), status=1)
    tips = shell.json("list")
    assert {(tip["status"], tip["matter"]) for tip in tips} == {("registered", "")}
    assert "重复件 1" in "".join(tip["summary"] for tip in tips)


def test_what_the_desk_took_to_the_second_is_known_again_in_its_own_register(
    shell: Shell, tmp_path: Path
) -> None:
    shell.say(
        "add",
        "--channel",
        "landline",
        "--unit",
        "某局",
        "--group",
        "leadership",
        "--disciplines",
        "廉洁纪律",
        "--summary",
        "甲",
        "--at",
        "2016-10-01T16:59:30+08:00",
    )
    shell.say("report", "--kind", "period", "--format", "xlsx", "-o", str(tmp_path / "a.xlsx"))
    assert "已在册 1 行" in shell.say("import", str(tmp_path / "a.xlsx"))


def test_rows_and_letters_without_a_number_are_each_a_matter_by_themselves(
    shell: Shell, tmp_path: Path
) -> None:
    path, head = tmp_path / "x.csv", ",".join(GOOD_ROW)
    rows = [",".join((GOOD_ROW | {"被反映人": name}).values()) for name in ("甲某", "乙某", "丙某")]
    # The second time the first is on the desk already.
    for some in (rows[:1], rows):
        path.write_text("\n".join([head, *some]), encoding="utf-8")
        shell.say("import", str(path))
    (box := tmp_path / "信.mbox").write_text(
        "".join(
            f"From a@b Wed Sep 21 09:0{n}:00 2016\nFrom: w@example.com\nSubject: {n}\n"
            f"Message-ID: <{n}@a>\nDate: Wed, 21 Sep 2016 09:0{n}:00 +0800\n\nText {n}\n\n"
            for n in range(2)
        )
    )
    shell.say("import", str(box), "--channel", "post", "--half-done")
    assert [tip["matter"] for tip in shell.json("list")] == [""] * 5


@pytest.mark.parametrize("before", range(3))
def test_a_repeat_of_a_repeat_is_one_matter_with_the_first_of_them(
    shell: Shell, tmp_path: Path, before: int
) -> None:
    path, head = tmp_path / "x.csv", ",".join(["序号", *GOOD_ROW, "处理方式"])
    rows = [
        ",".join([number, *(GOOD_ROW | {"收件日期": day}).values(), how])
        for number, day, how in (
            ("7", "9月21日", ""),
            ("8", "9月25日", "重复件 7"),
            ("9", "9月26日", "重复件 8"),
        )
    ]
    for some in (rows[:before], rows):
        path.write_text("\n".join([head, *some]), encoding="utf-8")
        shell.say("import", str(path))
    first, *others = shell.json("list")
    assert [tip["matter"] for tip in others] == [first["number"]] * 2
    assert shell.json("show", "1")["matter"] == ""


def test_what_the_columns_of_one_file_were_said_to_be_does_not_hold_of_another(
    tmp_path: Path,
) -> None:
    heads = ("何时", "来源", "被反映人", "对象类别", "问题类别", "主要内容")
    for name, more in (("a.csv", ()), ("b.csv", ("收到时间",))):
        (tmp_path / name).write_text(",".join((*heads, *more)) + "\n2016-09-21,来信,赵某,,,甲,\n")
    entry = RegisterEntry(new_desk(tmp_path / "desk"))
    with pytest.raises(CannotRead):
        entry.open(str(tmp_path / "a.csv"), lambda _done, _total: None)
    entry.name_columns({"何时": "received_at"}, lambda _done, _total: None)
    # Of the file itself it does, until another is said.
    entry.open(str(tmp_path / "a.csv"), lambda _done, _total: None)
    assert len(entry.rows) == 1 and entry.source
    with pytest.raises(CannotRead):
        entry.name_columns({"何时": "left_out"}, lambda _done, _total: None)
    assert entry.rows == [] and entry.source is None, "and nothing can be taken in as it was"
    entry.name_columns({"何时": "received_at"}, lambda _done, _total: None)
    entry.open(str(tmp_path / "b.csv"), lambda _done, _total: None)
    fields = {one.text: one.field for one in entry.headings}
    assert (fields["何时"], fields["收到时间"]) == ("left_out", "received_at")


def test_rows_without_a_group_or_a_source_are_taken_in_as_is_said(
    shell: Shell, tmp_path: Path
) -> None:
    (path := tmp_path / "x.csv").write_text(
        "收到时间,被反映人,问题类别,主要内容\n2016-09-21 9:05,赵某,廉洁纪律,甲\n"
    )
    assert "对象类别" in shell.refuse("import", str(path))
    assert "应为下列之一" in shell.refuse("import", str(path), "--group", "班子", status=2)
    shell.say("import", str(path), "--group", "领导班子及其成员", "--channel", "来访")
    (tip,) = shell.json("list")
    assert (tip["subjects"][0]["group"], tip["channel"]) == ("leadership", "visit")


@pytest.mark.parametrize(
    ("error", "status"), [(CannotWrite("磁盘已满，没有保存。"), 1), (KeyboardInterrupt(), 130)]
)
def test_what_was_taken_in_before_it_broke_off_is_told_and_in_the_duty_log(
    shell: Shell,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    error: BaseException,
    status: int,
) -> None:
    lines = [HEAD, *(GOOD.replace("1,", f"{n},", 1).replace("9:05", f"9:0{n}") for n in range(3))]
    (path := tmp_path / "台账.csv").write_text("\n".join(lines))
    take_in = Intake.record

    def record(self: Intake, one: Taken) -> tuple[Taken, str]:
        if one.number == "2":
            raise error
        return take_in(self, one)

    with monkeypatch.context() as patch:
        patch.setattr(Intake, "record", record)
        done = shell.run("import", str(path), "--json")
        assert done.returncode == status and "没有全部导入：已导入 2 行" in done.stderr.decode()
        assert [row["number"] for row in json.loads(done.stdout)] == ["2016-0001", "2016-0002"]
        assert [entry["text"] for entry in shell.json("log")] == ["导入台账 台账.csv：2 件"]
        # Nothing more is taken in, and nothing told of it.
        again = shell.run("import", str(path))
        assert again.returncode == status and not again.stdout
        assert "已导入" not in again.stderr.decode()
    assert "导入 1 行" in shell.say("import", str(path))
    assert len(shell.json("list")) == 3


def test_where_the_duty_log_cannot_be_written_it_is_told_what_was_taken_in_all_the_same(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_log(*_written: object) -> None:
        raise CannotWrite("写不了日志。")

    monkeypatch.setattr(DutyLog, "write", no_log)
    lines = [HEAD, *(GOOD.replace("1,", f"{n},", 1).replace("9:05", f"9:0{n}") for n in range(2))]
    (path := tmp_path / "台账.csv").write_text("\n".join(lines))
    with monkeypatch.context() as patch:
        patch.setattr(Intake, "_know", _refuse)
        assert "已密封。\n" in (told := shell.refuse("import", str(path)))
        assert "写不了" not in told
    done = shell.run("import", str(path))
    assert done.returncode == 1 and "导入 1 行" in done.stdout.decode()
    assert done.stderr.decode().endswith("写不了日志。\n")


def _refuse(*_known: object) -> None:
    raise Sealed("已密封。")


def test_nothing_is_taken_in_where_there_can_be_no_remarks(shell: Shell, file: Path) -> None:
    told = shell.refuse("import", str(file), "--remarks", str(file.parent / "none" / "退回.xlsx"))
    assert "没有这个文件或目录" in told and shell.json("list") == []


def test_rows_left_out_are_named(shell: Shell, file: Path) -> None:
    shell.refuse("import", str(file))
    assert "第 3 行：已在册：2016-0001" in shell.refuse("import", str(file))


def test_what_is_told_of_many_rows_is_told_once(shell: Shell, tmp_path: Path) -> None:
    rows = [GOOD_ROW | {"收件日期": f"9月{day}日"} for day in (21, 22, 23, 24)]
    lines = [",".join(rows[0]), *(",".join(row.values()) for row in rows)]
    (tmp_path / "x.csv").write_text("\n".join(lines))
    told = shell.run("import", str(tmp_path / "x.csv")).stderr.decode()
    assert "第 2 行、第 3 行、第 4 行等 4 处：收到时间没有写几时，只记日期\n" in told
    assert told.count("只记日期") == 1


def test_a_column_is_named_once_for_all_registers_of_that_shape(
    shell: Shell, tmp_path: Path
) -> None:
    path = tmp_path / "x.csv"
    row = "2016-09-21 9:05,来信,赵某,班子成员,廉洁纪律,甲"
    path.write_text(f"何时,来源,何人,对象类别,问题类别,主要内容\n{row}\n", encoding="utf-8")
    assert "没有“收到时间”一列" in shell.refuse("import", str(path))
    named = ("--column", "收到时间= 何时 ", "--column", "被反映人=何人")
    for said in ("何时", "收到时间=", "收到时间= ", "=何时", "天气=何时"):
        assert "应写成" in shell.refuse("import", str(path), "--column", said, status=2)
    assert "--column 收到时间=列名" in shell.refuse("import", str(path))
    # A heading may have such a sign too.
    (odd := tmp_path / "y.csv").write_text(path.read_text().replace("何时", "何=时"))
    told = shell.say("import", str(odd), "--dry-run", "--column", "收到时间=何=时", *named[2:])
    assert "2016-09-21 星期三 09:05" in told
    shell.say("import", str(path), "--dry-run", *named)
    shell.say("import", str(path))
    assert len(shell.json("list")) == 1


def test_a_column_of_no_field_goes_into_the_content_and_a_row_that_lacks_much_is_half_done(
    shell: Shell, tmp_path: Path
) -> None:
    path = tmp_path / "x.csv"
    row = "2016-09-21 9:05,来信,赵某,班子成员,,甲,晴"
    heads = "收到时间,来源,被反映人,对象类别,问题类别,主要内容,天气"
    path.write_text(f"{heads}\n{row}\n", encoding="utf-8")
    assert "指明各列" in shell.refuse("import", str(path))
    wanted = ("import", str(path), "--half-done", "--into-summary", "天气")
    (before,) = shell.json(*wanted)
    (tip,) = shell.json("list")
    assert tip["to_complete"] and "晴" in tip["summary"]
    (again,) = shell.json(*wanted)
    assert (before["known"], again["known"]) == (False, True)


def test_e_mails_are_taken_half_done_and_once(shell: Shell, tmp_path: Path) -> None:
    line = '[[lines]]\nkind = "email"\nvalue = "jb@example.org"\n'
    notice, folder = tmp_path / "notice.toml", tmp_path / "信"
    notice.write_text(notice_text(lines=line), encoding="utf-8")
    folder.mkdir()
    (folder / "1.eml").write_text(
        "From: Wang <w@example.com>\nTo: jb@example.org\nSubject: x\nMessage-ID: <1@a>\n"
        "Date: Wed, 21 Sep 2016 09:05:00 +0800\n\nText\n"
    )
    desk = Shell(tmp_path / "other")
    desk.say("init", "--notice", str(notice))
    said = desk.say("import", str(folder), "--dry-run")
    assert "1.eml  可导入  2016-09-21 星期三 09:05  电子邮箱" in said
    assert "反映人：w@example.com（仅留联系方式）" in said
    for _time in range(2):
        desk.say("import", str(folder))
    (tip,) = desk.json("list")
    # What the desk exports names no number of a letter, and unless that is wanted no reporter.
    for n, more in enumerate(((), ("--with-reporter",))):
        book = tmp_path / f"{n}.xlsx"
        desk.say("report", "--kind", "period", "--format", "xlsx", "-o", str(book), *more)
        assert "导入 0 行，已在册 1 行" in desk.say("import", str(book))
    assert (tip["to_complete"], tip["message_id"]) == (True, "<1@a>")
    # It is known by what it said when it came; another under its number is one of its own.
    with open_desk(desk.folder) as opened:
        opened.amend(replace(opened.tip("1"), summary="赵某某收受礼金"))
    (folder / "2.eml").write_text((folder / "1.eml").read_text().replace("Text", "Another"))
    for done in ("导入 1 行，已在册 1 行", "导入 0 行，已在册 2 行"):
        assert done in desk.say("import", str(folder))
    assert tip["reporter"]["verified"] is False


LETTER = b"From: a@b.c\nDate: Wed, 21 Sep 2016 09:05:00 +0800\nMessage-ID: <%d@b.c>\n\nText %d\n"


LETTER_WITH_FILE = LETTER.replace(
    b"\n\n", b"\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\n"
) + (b"--b\nContent-Disposition: attachment; filename=a.txt\n\nhere\n--b--\n")


@pytest.mark.parametrize(("has_letters", "has_room"), [(False, True), (True, True), (True, False)])
def test_of_what_two_take_in_at_once_each_row_is_recorded_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, has_letters: bool, has_room: bool
) -> None:
    take_in = Desk.take_in

    def take_in_without_room(desk: Desk, tip: Tip, files: Any = None, **how: Any) -> Tip:
        if files:
            raise step_refused("file", "放不下")
        return take_in(desk, tip, **how)

    if not has_room:
        monkeypatch.setattr(Desk, "take_in", take_in_without_room)
    texts = ("第一件收受礼金", "第二件收受礼金", "第三件收受礼金")
    # What a register has twice is there twice.
    rows = [GOOD_ROW | {"主要内容": text} for text in (*texts, texts[0])]
    for n, content in enumerate((LETTER, LETTER_WITH_FILE, LETTER, LETTER_WITH_FILE)):
        (tmp_path / f"{n}.eml").write_bytes(content % (n, n))
    with new_desk(tmp_path / "desk") as one, open_desk(tmp_path / "desk", "值班员乙") as other:
        both = [Intake(one), Intake(other)]
        found = [
            [*open_source(tmp_path, {}, MemoryNotes()).take_in(PLAIN, NOTICE, NOW, by.on_desk)]
            if has_letters
            else taken(*rows, on_desk=by.on_desk)
            for by in both
        ]
        done: list[list[tuple[Taken, str]]] = [[], []]
        for turn in (0, 1, 1, 0, 1, 0, 1, 0):
            row, number = both[turn].record(found[turn][len(done[turn])])
            done[turn].append((row, number))
            if has_letters and number:
                # A letter is known whatever is made of it.
                one.amend(replace(one.tip(number), summary="改过"))
            one.record(tip_of(REFERRAL))
        assert all(row.tip for rows in found for row in rows)
        assert [bool(number) for _row, number in done[0]] == [True, False, False, False]
        assert [bool(number) for _row, number in done[1]] == [False, True, True, True]
        for own, others in zip(*done, strict=True):
            assert own[0].known_as + own[1] == others[0].known_as + others[1] != ""
        assert len(one.tips()) == 4 + 8


def test_what_others_record_meanwhile_is_unlocked_before_more_is_taken_in(tmp_path: Path) -> None:
    rows = [GOOD_ROW | {"主要内容": f"第{n}件收受礼金"} for n in (1, 2, 3)]
    with sealed_desk(tmp_path / "desk") as desk, open_desk(tmp_path / "desk", DUTY) as other:
        intake = Intake(desk)
        first, second, third = taken(*rows, on_desk=intake.on_desk)
        assert intake.record(first)[1], "what is all its own needs no key"
        assert second.tip and other.take_in(second.tip)
        other.record(planted())
        for _again in range(2):
            with pytest.raises(Sealed):
                intake.record(second)
        desk.access.unlock(KEY)
        assert [intake.record(one)[1] for one in (second, third)] == ["", "2016-0004"]


def test_on_a_sealed_desk_what_is_taken_in_is_sealed_and_known_to_who_has_the_key(
    tmp_path: Path,
) -> None:
    rows = [GOOD_ROW | {"主要内容": f"第{n}件收受礼金", "处理方式": "留存备查"} for n in (1, 2)]
    with sealed_desk(tmp_path / "desk") as desk:
        for known in (False, True):
            if known:
                desk.access.unlock(KEY)
            intake = Intake(desk)
            found = taken(*rows, on_desk=intake.on_desk)
            assert [one.is_known for one in found] == [known, known]
            assert [bool(intake.record(one)[1]) for one in found] == [not known, not known]
        assert len(desk.tips()) == 2
    assert where(tmp_path / "desk", ("王某某", "13800000000", "赵某某", "收受礼金")) == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_the_desk_exports_it_takes_in_without_further_options(
    shell: Shell, tmp_path: Path, language: str
) -> None:
    several = [
        {"unit": "市 某局", "person": "赵某某", "post": "党组书记、局长", "group": "leadership"},
        {"unit": "", "person": "", "post": "副局长 兼", "group": "key_post"},
    ]
    shell.add(
        entry_of(
            summary="=1+1 反映收受礼金", subjects=several, received_at="2016-09-21T09:05:00+08:00"
        ),
        entry_of(REFERRAL),
        entry_of(summary="又一件", disciplines=["廉洁纪律", "other"]),
        entry_of(reporter={"name": "孙某", "contact": "138", "verified": True}),
        {"channel": "post", "summary": "字迹不清", "to_complete": True}
        | {"received_at": "2016-09-30T09:00:00+08:00"},
    )
    shell.say("dispose", "3", "kept_for_reference", "--why", "无实据")
    shell.say("dispose", "4", "duplicate", "--of", "1")
    shell.say("pass-through", "--channel", "post", "--to", "组长", "--received-at", "9:05")
    book, other = tmp_path / "r.xlsx", Shell(tmp_path / "other")
    spoken = ("--lang", language)
    shell.say(
        "report",
        "--kind",
        "period",
        "--format",
        "xlsx",
        "--with-reporter",
        "-o",
        str(book),
        *spoken,
    )
    other.say("init", "--example")
    other.say("import", str(book), *spoken)

    def told(desk: Shell) -> list[Any]:
        names = ("channel", "line", "received_at", "reporter", "subjects", "disciplines")
        more = ("summary", "referred_to", "status", "matter", "to_complete")
        return sorted([str([tip[name] for name in (*names, *more)]) for tip in desk.json("list")])

    assert told(other) == told(shell)


def test_what_is_sent_back_of_a_register_with_headings_in_two_rows_is_read_again(
    tmp_path: Path,
) -> None:
    upper = [
        "收件日期",
        "来源",
        "反映人情况",
        "",
        "被反映人情况",
        "",
        "对象类别",
        "问题类别",
        "主要内容",
    ]
    lower = ["", "", "姓名", "联系电话", "姓名", "工作单位", "", "", ""]
    values = ["2016-09-21", "来信", "王某", "138", "赵某", "某局", "班子成员", "廉洁纪律", "甲"]
    text = "\n".join(map(",".join, (upper, lower, values)))
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")

    def read(name: str) -> tuple[Source, list[Taken]]:
        source = open_source(tmp_path / name, {}, MemoryNotes())
        assert isinstance(source, Source)
        return source, list(source.take_in(Wanted(), NOTICE, NOW, OnDesk()))

    source, rows = read("a.csv")
    (tmp_path / "b.xlsx").write_bytes(import_xlsx(NOTICE, source, rows))
    (sheet,) = load_workbook(tmp_path / "b.xlsx").worksheets
    assert sheet.freeze_panes == "A3"
    assert [[cell.font.b for cell in row[:2]] for row in sheet] == [[True] * 2] * 2 + [[False] * 2]
    _again, found = read("b.xlsx")
    assert [one.tip for one in found] == [one.tip for one in rows] and found[0].tip


def test_what_looks_like_something_else_comes_back_as_it_was_exported() -> None:
    odd = (
        "、",
        "赵某、",
        "赵；钱",
        "赵，钱",
        "无",
        "—",
        "同上",
        "#N/A",
        "1.38E+10",
        "匿名",
        "（",
        "〖赵〗",
    )
    odd = (
        *odd,
        "赵某（实名）",
        "赵某（某局局长）",
        "实名：王某",
        "'甲",
        "仅留联系方式 5",
        "13800000000",
    )
    subject = Subject("某局", "赵某某", "局长", "leadership")
    tip = entry.read(entry_of(), NOTICE, NOW)
    tips = [
        changed
        for text in odd
        for changed in (
            replace(tip, summary=text),
            replace(tip, reporter=Reporter(text, text, verified=True)),
            *(
                replace(tip, subjects=(replace(subject, **{name: text}), *more))
                for name in ("unit", "person", "post")
                for more in ((), (subject,))
            ),
        )
    ]
    nobody = [Reporter(text, text, verified=True) for text in ("无", "—", "匿名")]
    heads = [_(column.label) for column in COLUMNS]
    rows = [[plain(cell) for cell in row(NOTICE, one)] for one in tips]
    found = [one.tip for one in table([heads, *rows])]
    assert [one and (one.reporter, one.subjects, one.summary) for one in found] == [
        # What says that there is no name and no number is entered as a blank.
        (one.reporter if one.reporter not in nobody else None, one.subjects, one.summary)
        for one in tips
    ]


@pytest.mark.usefixtures("english")
def test_what_looks_like_something_else_comes_back_from_english_too() -> None:
    test_what_looks_like_something_else_comes_back_as_it_was_exported()


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04 broken", b"\xff\x00\x80\x81", "甲,乙\n1,2\n".encode(), b'a,"b\n']
)
def test_a_file_that_is_no_register_is_refused_in_one_sentence(
    shell: Shell, tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "x"
    path.write_bytes(content)
    assert len(shell.refuse("import", str(path)).splitlines()) == 1
    shell.refuse("import", str(tmp_path / "absent"))
