"""A register that an office kept before is taken in, each row or the reasons why not."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.builders import entry_of
from tests.tui.shell import Shell

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


def test_the_desks_own_register_can_be_taken_in_again(shell: Shell, tmp_path: Path) -> None:
    shell.add(entry_of(summary="=1+1 反映收受礼金"))
    book, other = tmp_path / "r.xlsx", Shell(tmp_path / "other")
    shell.say("report", "--kind", "period", "--format", "xlsx", "-o", str(book))
    other.say("init", "--example")
    other.say("import", str(book), "--group", "leadership")
    assert [tip["summary"] for tip in other.json("list")] == [
        tip["summary"] for tip in shell.json("list")
    ]


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
