"""Verify, history, backup and restore from the command line."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from store.notice.reading import example_text
from tests.builders import entry_of
from tests.tui.shell import AT, Shell
from tui.cli.who import login


@pytest.fixture
def desk(tmp_path: Path) -> Shell:
    shell = Shell(tmp_path / "desk")
    shell.say("init", "--example")
    return shell


def test_a_sound_desk_is_said_to_be_sound(desk: Shell) -> None:
    desk.add(entry_of(), entry_of())
    found = desk.json("verify")
    anchor = found.pop("anchor")
    assert found == {
        "sound": True,
        "lines": 3,
        "tips": 2,
        "damages": [],
        "notice": "",
        "alarms": [],
        "files": 0,
        "unused": [],
        "in_journal": 2,
        "only_in_checkpoint": [],
    }
    assert desk.say("verify") == "完好：日志 3 行，举报 2 件。\n核对码：" + anchor + "\n"


def test_what_was_cut_off_or_put_back_is_told_by_an_anchor_that_was_noted(
    desk: Shell, tmp_path: Path
) -> None:
    desk.add(entry_of(), entry_of())
    older = {path.name: path.read_bytes() for path in desk.folder.iterdir() if path.is_file()}
    early = desk.json("verify")["anchor"]
    desk.add(entry_of(summary="后来的一件"))
    anchor = desk.say("backup", str(tmp_path / "copy.zip")).split("核对码：")[1].strip()
    assert anchor == desk.json("verify")["anchor"] != early
    for noted in (early, anchor):
        assert desk.say("verify", "--since", noted).endswith(f"核对码：{anchor}\n"), "that of now"
    for name, content in older.items():
        (desk.folder / name).write_bytes(content)
    assert desk.json("verify")["sound"], "by itself an older desk is sound"
    desk.say("verify", "--since", early)
    assert "截短" in desk.run("verify", "--since", anchor).stdout.decode()
    desk.add(entry_of(summary="另外写的一件"))
    assert "改写" in desk.run("verify", "--since", anchor).stdout.decode()
    # Also where a backup, in which all is right, is looked at beside it.
    desk.say("backup", str(tmp_path / "now.zip"))
    both = ("verify", "--since", anchor, "--against", str(tmp_path / "now.zip"))
    assert "改写" in desk.run(*both).stdout.decode()
    desk.say("verify", "--since", early, *both[-2:])
    for wrong in ("4", "0:0123456789abcdef", f"{'9' * 5000}:0123456789abcdef", anchor[:-1]):
        assert "不是核对码" in desk.refuse("verify", "--since", wrong, status=2)


def test_what_was_cut_off_or_put_back_is_told_by_a_backup(desk: Shell, tmp_path: Path) -> None:
    desk.add(entry_of(), entry_of())
    older = {path.name: path.read_bytes() for path in desk.folder.iterdir() if path.is_file()}
    desk.add(entry_of(summary="后来的一件"))
    copy = str(tmp_path / "copy.zip")
    desk.say("backup", copy)
    desk.add(entry_of())
    desk.say("verify", "--against", copy)
    for name, content in older.items():
        (desk.folder / name).write_bytes(content)
    done = desk.run("verify", "--against", copy)
    assert done.returncode == 1 and "第 4 行：备份里的这一行已不在" in done.stdout.decode()
    desk.add(entry_of(summary="另外写的一件"))
    assert "第 4 行：与备份不符" in desk.run("verify", "--against", copy).stdout.decode()
    other = Shell(tmp_path / "other")
    other.say("init", "--example")
    assert "不是本值班台的备份" in other.run("verify", "--against", copy).stdout.decode()
    assert "不是完好的备份" in desk.refuse("verify", "--against", str(desk.folder / "tips.json"))
    assert desk.refuse("verify", "--against", str(tmp_path / "none.zip")).count("\n") == 1


def test_damage_is_told_with_file_and_line_and_the_rest_stays_readable(desk: Shell) -> None:
    desk.add(entry_of(), entry_of(summary="被改的一件"), entry_of())
    for name in ("journal.jsonl", "tips.json"):
        path = desk.folder / name
        path.write_bytes(path.read_bytes().replace("被改".encode(), "未改".encode()))
    done = desk.run("verify")
    assert done.returncode == 1
    first, *_rest = done.stdout.decode().splitlines()
    assert first.startswith("journal.jsonl 第 3 行")
    assert len(desk.json("list")) == 3


def test_what_was_put_right_and_what_the_notice_says_in_vain_is_told_beside_the_answer(
    tmp_path: Path,
) -> None:
    notice = tmp_path / "公告.toml"
    notice.write_text(f'colour = "red"\n{example_text()}')
    desk = Shell(tmp_path / "desk")
    desk.say("init", "--notice", str(notice))
    (desk.folder / "tips.json").write_text("damaged")
    done = desk.run("counts", "--json")
    told = done.stderr.decode()
    assert "tips.json 已损坏，已由 journal.jsonl 重建" in told and "colour" in told
    assert json.loads(done.stdout)["total"] == 0


def test_each_line_that_is_damaged_is_told(desk: Shell) -> None:
    desk.add(*(entry_of(summary=f"第{n}件") for n in range(3)))
    journal = desk.folder / "journal.jsonl"
    text = journal.read_text()
    journal.write_text(text.replace("第0件", "第8件").replace("第2件", "第9件"))
    said = desk.run("verify").stdout.decode()
    assert "第 2 行" in said and "第 4 行" in said


def test_verify_says_where_the_damage_is_in_json_too(desk: Shell) -> None:
    desk.add(entry_of())
    (desk.folder / "tips.json").unlink()
    done = desk.run("verify", "--json")
    assert done.returncode == 1
    assert b'"file":"tips.json"' in done.stdout and b'"sound":false' in done.stdout


def test_verify_changes_nothing(desk: Shell) -> None:
    desk.add(entry_of())
    with (desk.folder / "journal.jsonl").open("ab") as journal:
        journal.write(b'{"n":3,"torn')
    (desk.folder / "tips.json").write_bytes(b"not ours")
    before = {path.name: path.read_bytes() for path in desk.folder.iterdir()}
    assert desk.run("verify").returncode == 1
    assert {path.name: path.read_bytes() for path in desk.folder.iterdir()} == before


def test_the_history_of_a_tip(desk: Shell) -> None:
    desk.add(entry_of())
    desk.say("dispose", "1", "kept_for_reference", "--why", "线索不具体")
    recorded, disposed = desk.json("history", "1")
    assert (recorded["what"], recorded["fields"], recorded["line"]) == ("record", [], 2)
    assert (disposed["what"], disposed["by"], disposed["at"]) == ("dispose", login(), AT)
    changed = {field["field"]: (field["before"], field["after"]) for field in disposed["fields"]}
    assert changed["status"] == ("registered", "kept_for_reference")
    assert disposed["tip"] == desk.json("show", "1")
    said = desk.say("history", "2016-0001").splitlines()
    assert said[0].startswith("2016-10-01 16:59:")
    assert any("线索不具体" in line for line in said)
    assert desk.refuse("history", "7").count("\n") == 1


def test_a_backup_is_restored_into_a_fresh_folder(desk: Shell, tmp_path: Path) -> None:
    desk.add(entry_of(), entry_of())
    archive = tmp_path / "备份.zip"
    assert str(archive) in desk.say("backup", str(archive))
    other = Shell(tmp_path / "new" / "desk")
    assert "举报 2 件" in other.say("restore", str(archive))
    assert other.json("list") == desk.json("list")
    assert other.json("history", "1") == desk.json("history", "1")
    assert other.json("verify")["sound"]
    assert [one["line"] for one in other.json("history", "2")] == [3]


def test_a_file_that_no_tip_has_is_told(desk: Shell, tmp_path: Path) -> None:
    desk.add(entry_of())
    (tmp_path / "照片.png").write_bytes(b"\x89PNG")
    desk.say("attach", "1", str(tmp_path / "照片.png"))
    (kept,) = (path for path in (desk.folder / "files").iterdir() if path.is_file())
    orphan = kept.with_name(kept.name.replace(kept.name[:32], "0" * 32))
    orphan.write_bytes(kept.read_bytes())
    assert f"无举报引用的附件文件：files/{orphan.name}\n" in desk.say("verify")


def test_a_desk_that_did_not_arrive_where_it_was_moved_to_is_moved_once_more(
    desk: Shell, tmp_path: Path
) -> None:
    desk.add(entry_of())
    there = tmp_path / "there"
    desk.say("move", str(there))
    assert str(there) in desk.refuse("list") and desk.refuse("move", str(tmp_path / "elsewhere"))
    # As where the power went before the last of it was on that disk.
    shutil.rmtree(there)
    done = desk.run("move", str(there))
    assert done.stdout.decode().startswith(f"已移到：{there}，举报 1 件。\n核对码：")
    assert f"：{desk.folder}\n" in done.stderr.decode() and "密封" not in done.stderr.decode()
    assert len(Shell(there).json("list")) == 1


def test_neither_a_backup_nor_a_desk_is_overwritten(desk: Shell, tmp_path: Path) -> None:
    desk.add(entry_of())
    archive = tmp_path / "b.zip"
    desk.say("backup", str(archive))
    before = archive.read_bytes()
    assert desk.refuse("backup", str(archive)).count("\n") == 1
    assert desk.refuse("restore", str(archive)).count("\n") == 1
    assert archive.read_bytes() == before and len(desk.json("list")) == 1


def test_a_backup_that_is_damaged_or_none_is_not_restored(desk: Shell, tmp_path: Path) -> None:
    archive = tmp_path / "b.zip"
    desk.say("backup", str(archive))
    other = Shell(tmp_path / "new")
    assert other.refuse("restore", str(tmp_path / "nothing.zip")).count("\n") == 1
    archive.write_bytes(archive.read_bytes()[:-40])
    assert other.refuse("restore", str(archive)).count("\n") == 1
    assert not other.folder.exists()


def test_a_backup_that_lacks_a_file_is_told_and_no_success(desk: Shell, tmp_path: Path) -> None:
    desk.add(entry_of(), entry_of())
    for number in ("1", "2", "2"):
        desk.say("attach", number, "-", given=f"scan {number}".encode())
    for lost in desk.json("enclosures", "2"):
        (desk.folder / "files" / lost["file"]["id"]).unlink()
    told = desk.refuse("backup", str(tmp_path / "b.zip"))
    assert "备份不全：2016-0002 的附件文件" in told
    assert "举报 2 件" in Shell(tmp_path / "new").say("restore", str(tmp_path / "b.zip"))


def test_a_backup_into_a_folder_that_is_not_there_is_one_sentence(desk: Shell) -> None:
    assert desk.refuse("backup", "/nowhere/at/all.zip").count("\n") == 1


@pytest.mark.parametrize(
    ("name", "was", "instead", "told"),
    [
        ("journal.jsonl", "被改", "未改", "journal.jsonl 第 2 行"),
        ("notice.toml", 'unit = "', 'unit = "原', "notice --replace"),
    ],
)
def test_what_was_wrong_with_a_desk_when_it_was_backed_up_is_told(
    desk: Shell, tmp_path: Path, name: str, was: str, instead: str, told: str
) -> None:
    desk.add(entry_of(summary="被改的一件"))
    path = desk.folder / name
    path.write_text(path.read_text().replace(was, instead))
    assert told in desk.run("verify").stdout.decode()
    desk.say("backup", str(tmp_path / "b.zip"))
    done = Shell(tmp_path / "new").run("restore", str(tmp_path / "b.zip"))
    assert done.returncode == 0
    assert told in done.stderr.decode()
