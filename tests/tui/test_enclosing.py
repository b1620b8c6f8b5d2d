"""What came with tips, from the command line: put away, listed, taken out, taken off."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from store.desk.desk import Desk
from store.desk.enclosures import Enclosures
from store.errors import MaybeSaved
from store.tips.revision import StaleRevision
from store.tips.tip import Tip
from tests.builders import entry_of
from tests.store.desks import new_desk, tip_of
from tests.store.sealed import FIRST, KEY
from tests.tui.shell import Shell
from tui.entering.enclosing import attach, take_out

SCAN = bytes(range(256)) * 4


def attached(desk: Desk, tip: Tip, answers: dict[str, Any], place: int = 0) -> Tip:
    """The tip with what was answered of an enclosure, as it was seen."""
    return attach(desk, str(tip.number), answers, place, revision=tip.revision)


@pytest.fixture
def desk(tmp_path: Path) -> Shell:
    shell = Shell(tmp_path / "desk")
    shell.say("init", "--example")
    shell.add(entry_of())
    (tmp_path / "扫描件.pdf").write_bytes(SCAN)
    return shell


def test_files_are_put_away_listed_and_taken_out(desk: Shell, tmp_path: Path) -> None:
    photo = tmp_path / "照片.JPG"
    photo.write_bytes(b"x" * 3_000_000)
    scan = tmp_path / "扫描件.pdf"
    said = desk.say("attach", "1", str(scan), str(photo), "--copies", "2")
    assert said.splitlines() == [
        "2016-0001：第 1 项：其他材料，2 份，扫描件.pdf，文件 1 KB",
        "2016-0001：第 2 项：照片，2 份，照片.JPG，文件 2.9 MB",
    ]
    two = desk.refuse("attach", "1", str(scan), str(photo), "--which", "1", status=2)
    assert "只存一个文件" in two
    desk.say("attach", "1", "--kind", "银行流水", "--pages", "12", "--kept-at", "二号柜")
    assert "第 2 项：照片，5 张" in desk.say("attach", "1", "--which", "2", "--pages", "5")
    rows = desk.json("enclosures", "1")
    assert [(row["kind"], row["size"]) for row in rows] == [
        ("other", len(SCAN)),
        ("photographs", 3_000_000),
        ("statement", 0),
    ]
    assert all("key" not in row for row in rows)
    out = tmp_path / "out"
    desk.say("enclosure", "1", "1", "-o", str(out))
    assert out.read_bytes() == SCAN and out.stat().st_mode & 0o777 == 0o600
    assert "已存在" in desk.refuse("enclosure", "1", "1", "-o", str(out), status=2)
    assert desk.run("enclosure", "1", "1").stdout == SCAN
    assert [row["note"] for row in desk.json("audit")] == ["附件第 1 项"] * 2
    assert desk.run("enclosure", "1", "2").stdout == photo.read_bytes()
    desk.say("attach", "1", "--which", "3", "--kept-at", "")
    assert desk.json("enclosures", "1")[2]["kept_at"] == ""


def test_scripts_get_the_tip_as_it_is_once_all_of_several_files_are_put_away(
    desk: Shell, tmp_path: Path
) -> None:
    (tmp_path / "照片.jpg").write_bytes(b"photo")
    files = [str(tmp_path / name) for name in ("扫描件.pdf", "照片.jpg")]
    tip = desk.json("attach", "1", *files, "--copies", "2")
    assert [(one["name"], one["copies"]) for one in tip["enclosures"]] == [
        ("扫描件.pdf", 2),
        ("照片.jpg", 2),
    ]
    assert desk.json("files")["bytes"] == len(SCAN) + len(b"photo")


def test_which_of_several_files_was_refused_is_told_and_that_those_before_it_are_put_away(
    desk: Shell, tmp_path: Path
) -> None:
    (tmp_path / "空.txt").touch()
    scan, empty = str(tmp_path / "扫描件.pdf"), str(tmp_path / "空.txt")
    told = "没有存入：空.txt\n{}文件是空的，没有存入；只登记附件的，请不要指明文件。\n"
    assert desk.refuse("attach", "1", empty, scan) == told.format("")
    assert desk.json("enclosures", "1") == []
    done = desk.run("attach", "1", scan, empty, scan, "--json")
    assert done.returncode == 1
    assert done.stderr.decode() == told.format("排在它前面的 1 个已经存入，请勿再存。\n")
    (stored,) = json.loads(done.stdout)["enclosures"]
    assert stored["name"] == "扫描件.pdf"


def test_of_several_files_one_that_may_be_put_away_is_not_said_to_be_refused(
    desk: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add = Enclosures.add

    def lose_the_second(self: Enclosures, *given: Any, **named: Any) -> Tip:
        tip = add(self, *given, **named)
        if len(tip.enclosures) == 2:
            raise MaybeSaved("？")
        return tip

    monkeypatch.setattr(Enclosures, "add", lose_the_second)
    scan = str(tmp_path / "扫描件.pdf")
    told = desk.refuse("attach", "1", scan, scan, scan, status=75)
    assert told.startswith(
        "还不知道是否已经存入：扫描件.pdf\n排在它前面的 1 个已经存入，请勿再存。\n保存时"
    )


def test_standard_input_is_put_away_to_its_end(desk: Shell) -> None:
    desk.say("attach", "1", "-", "--name", "来信.pdf", "--kind", "信件", given=SCAN)
    assert desk.run("enclosure", "1", "1").stdout == SCAN
    for given, said in ((b"name\nmore", "标准输入只接一样"), (SCAN, "不是 UTF-8 文字")):
        assert said in desk.refuse("attach", "1", "-", "--name", "-", given=given, status=2)


def test_standard_input_that_another_program_does_not_wait_for_is_waited_for(desk: Shell) -> None:
    from_sender, to_desk = os.pipe()
    os.set_blocking(from_sender, False)
    os.write(to_desk, SCAN)
    os.close(to_desk)
    words = [sys.executable, "-m", "tui", "--desk", str(desk.folder), "attach", "1", "-"]
    subprocess.run(words, stdin=from_sender, check=True)
    # Whoever pauses is read on: an empty pipe is no end of it.
    assert os.get_blocking(from_sender)
    os.close(from_sender)


def test_a_file_comes_to_what_was_noted_down_and_one_by_mistake_goes(
    desk: Shell, tmp_path: Path
) -> None:
    desk.say("attach", "1", "--kind", "信件", "--pages", "3")
    said = desk.say("attach", "1", str(tmp_path / "扫描件.pdf"), "--which", "1", "--pages", "4")
    assert said == "2016-0001：第 1 项：信件，4 页，文件 1 KB\n"
    assert desk.say("detach", "1", "1") == "2016-0001：已去掉第 1 项附件\n"
    assert desk.say("enclosures", "1") == "没有登记附件。\n"
    assert "当天" not in desk.say("files", "--remove-unused")
    desk.say("undo")
    assert desk.run("enclosure", "1", "1").stdout == SCAN


def test_what_was_taken_off_is_removed_from_the_next_day_on(desk: Shell, tmp_path: Path) -> None:
    for _ in range(2):
        desk.say("attach", "1", str(tmp_path / "扫描件.pdf"))
    desk.say("detach", "1", "1")
    left = {"files": 2, "bytes": 2 * len(SCAN), "unused": [], "removed": []}
    limits = {"file_megabytes": 50, "desk_megabytes": 2048}
    assert desk.json("files", "--remove-unused") == left | limits
    tomorrow = "2016-10-02T09:00:00+08:00"
    (unused,) = desk.json("files", at=tomorrow)["unused"]
    assert desk.json("verify", at=tomorrow)["unused"] == [unused]
    assert desk.json("files", "--remove-unused", at=tomorrow)["removed"] == [unused]
    assert desk.run("enclosure", "1", "1").stdout == SCAN
    assert desk.say("audit").splitlines()[-1].endswith("清除附件文件（个数）  1")


@pytest.mark.parametrize(
    "name",
    [
        b"-rf",
        b"con",
        b"a\xe2\x80\xaegpj.exe",
        b"line\nfeed",
        b"\xff\xfe raw",
        b"\x1b[2J",
        "信".encode() * 80,
        "\ufffd".encode(),
    ],
)
def test_a_file_of_any_name_is_put_away_under_what_can_be_read_of_it(
    desk: Shell, tmp_path: Path, name: bytes
) -> None:
    path = os.fsdecode(bytes(tmp_path) + b"/" + name)
    Path(path).write_bytes(SCAN)
    desk.say("attach", "1", path)
    ((row,), out) = desk.json("enclosures", "1"), desk.run("enclosure", "1", "1").stdout
    assert row["name"].isprintable() and out == SCAN
    assert [p.name for p in (tmp_path / "desk" / "files").iterdir()] == [row["file"]["id"]]


def test_what_is_no_file_is_refused_in_a_sentence(desk: Shell, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "empty").touch()
    (tmp_path / "locked").touch(0o000)
    for name in ("pipe", "empty", "none", ".", "/dev/zero"):
        said = desk.refuse("attach", "1", str(tmp_path / name))
        assert len(said.splitlines()) == 1, said
    assert desk.json("files")["files"] == 0


def test_limits_are_set_and_told_before_anything_is_kept(desk: Shell, tmp_path: Path) -> None:
    large = tmp_path / "录像.mp4"
    large.write_bytes(b"x" * (2 << 20))
    said = desk.say("files", "--file-limit", "1", "--desk-limit", "3")
    assert said == "文件 0 个，共 0 KB；限额：每个 1 MB，合计 3 MB。\n"
    assert "超过 1 MB" in desk.refuse("attach", "1", str(large))
    desk.say("files", "--file-limit", "2")
    assert desk.json("files", "--desk-limit", "3")["file_megabytes"] == 2
    desk.say("attach", "1", str(large))
    assert "合计将超过 3 MB" in desk.refuse("attach", "1", "-", given=b"x" * (2 << 20))
    for wrong in ("--desk-limit -1", "--file-limit 0", "--file-limit 4"):
        assert "至少 1 MB" in desk.refuse("files", *wrong.split()), wrong
    for place in ("0", "-1", "2"):
        assert "应为 1 至 1" in desk.refuse("attach", "1", "--which", place, "--pages", "3")
    assert desk.json("files")["bytes"] == 2 << 20


def test_a_sealed_desk_takes_no_name_from_the_command_line_and_shows_none(tmp_path: Path) -> None:
    desk = Shell(tmp_path / "desk")
    desk.say("init", "--example", "--seal-to", str(FIRST.to_public()))
    desk.add(entry_of())
    key = tmp_path / "key.txt"
    key.write_text(KEY)
    (tmp_path / "密件.pdf").write_bytes(SCAN)
    refused = desk.refuse("attach", "1", "--kind", "信件", "--kept-at", "二号柜", status=2)
    assert "密封的值班台不在命令行上写内容" in refused
    desk.say("attach", "1", str(tmp_path / "密件.pdf"), "--pages", "3")
    desk.say("attach", "1", "--kind", "信件", "--kept-at", "-", given="二号柜".encode())
    desk.say("handover", "--take")
    desk.say("handover", "--give")
    shown = desk.json("enclosures", "1")
    assert [(row["pages"], row["name"], row["kept_at"]) for row in shown] == [
        (3, "", ""),
        (0, "", ""),
    ]
    assert "解封" in desk.refuse("enclosure", "1", "1", "-o", str(tmp_path / "out"))
    assert not (tmp_path / "out").exists()
    opened = desk.json("enclosures", "1", "--identity", str(key))
    assert [row["name"] or row["kept_at"] for row in opened] == ["密件.pdf", "二号柜"]
    assert desk.run("enclosure", "1", "1", "--identity", str(key)).stdout == SCAN
    for command in ("history 1", "show 1", "enclosures 1"):
        told = desk.say(*command.split(), "--json", "--identity", str(key))
        assert "密件.pdf" in told and "AGE-SECRET-KEY" not in told, command


def a_letter_with(*files: tuple[str, bytes]) -> bytes:
    message = EmailMessage()
    for name, value in (("From", "a@example.com"), ("Subject", "x"), ("Message-ID", "<1@a>")):
        message[name] = value
    message["Date"] = "Wed, 21 Sep 2016 09:05:00 +0800"
    message.set_content("甲")
    for name, data in files:
        message.add_attachment(data, maintype="application", subtype="x", filename=name)
    return message.as_bytes()


def test_the_files_of_an_imported_letter_are_put_away_with_it(desk: Shell, tmp_path: Path) -> None:
    (tmp_path / "信.eml").write_bytes(
        a_letter_with(
            ("证.pdf", SCAN),
            ("空.pdf", b""),
            ("大.pdf", b"x" * (1 << 20) + b"x"),
            ("满.pdf", b"y" * (1 << 20)),
        )
    )
    desk.say("files", "--file-limit", "1")
    done = desk.run("import", str(tmp_path / "信.eml"))
    assert "信.eml：附件有的过大或是空的，只登记，没有存入文件" in done.stderr.decode()
    rows = desk.json("enclosures", "2")
    assert [(row["name"], row["size"]) for row in rows] == [
        ("证.pdf", len(SCAN)),
        ("空.pdf", 0),
        ("大.pdf", 0),
        ("满.pdf", 1 << 20),
    ]
    assert desk.run("enclosure", "2", "1").stdout == SCAN
    assert [change["what"] for change in desk.json("history", "2")] == ["record"]
    assert "已在册 1 行" in desk.say("import", str(tmp_path / "信.eml"))


def test_of_a_letter_whose_files_were_all_put_away_nothing_is_said(
    desk: Shell, tmp_path: Path
) -> None:
    (tmp_path / "信.eml").write_bytes(a_letter_with(("证.pdf", SCAN), ("单.pdf", SCAN)))
    done = desk.run("import", str(tmp_path / "信.eml"))
    assert done.returncode == 0 and "附件" not in done.stderr.decode()
    assert [row["size"] for row in desk.json("enclosures", "2")] == [len(SCAN)] * 2


def test_a_letter_whose_files_have_no_room_is_imported_all_the_same(
    desk: Shell, tmp_path: Path
) -> None:
    desk.say("files", "--file-limit", "1", "--desk-limit", "1")
    files = [(f"{n}.bin", b"x" * 600_000) for n in range(2)]
    (tmp_path / "信.eml").write_bytes(a_letter_with(*files))
    done = desk.run("import", str(tmp_path / "信.eml"))
    assert done.returncode == 0 and "只登记" in done.stderr.decode()
    assert [row["size"] for row in desk.json("enclosures", "2")] == [0, 0]
    assert desk.json("files")["files"] == 0


def test_an_enclosure_is_taken_out_under_the_tips_number_whatever_it_was_called(
    tmp_path: Path,
) -> None:
    with new_desk(tmp_path / "office") as at:
        at.record(tip_of())
        names = ("扫描.pdf", "扫描.$(rm) x", "扫描.一二三四五六七八九", "a.abcdefgh", "a.abcdefghi")
        for n, name in enumerate(names, 1):
            at.enclosures.add("1", "letter", name=name, file=BytesIO(SCAN))
            take_out(at, "1", n, str(tmp_path), revision=at.tip("1").revision)
    assert {path.name for path in tmp_path.glob("2016*")} == {
        "2016-0001 附件1.pdf",
        "2016-0001 附件2",
        "2016-0001 附件3",
        "2016-0001 附件4.abcdefgh",
        "2016-0001 附件5",
    }


def test_over_what_another_changed_meanwhile_nothing_is_noted_unseen(tmp_path: Path) -> None:
    with new_desk(tmp_path / "office") as at:
        at.record(tip_of())
        seen = at.enclosures.add("1", "letter", pages=1)
        at.enclosures.correct("1", 1, pages=2)
        answers = dict.fromkeys(("file", "copies", "name", "kept_at", "file_number"), "")
        for place in (0, 1):
            with pytest.raises(StaleRevision):
                attached(at, seen, answers | {"kind": "letter", "pages": "3"}, place)
        assert [one.pages for one in at.tip("1").enclosures] == [2]
        added = attached(at, at.tip("1"), answers | {"kind": "letter", "pages": ""})
        assert added.enclosures[-1].copies == 1, "where nobody says how many"
