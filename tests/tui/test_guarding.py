"""A sealed desk from the command line: keys, roles, who looked, and the end."""

from __future__ import annotations

import hashlib
import json
import re
import sys
from pathlib import Path

import pyrage
import pytest
from pyrage.x25519 import Identity

from store.errors import BadKey
from store.secret.clear import ARMOUR
from store.secret.keyring import Keyring
from store.secret.keys import identity_in, key_in, read_key_file
from store.secret.seal import fingerprint
from tests.builders import entry_of, notice_text
from tests.store.desks import new_desk, open_desk, tip_of
from tests.store.sealed import (
    PASSPHRASE,
    PLANTED,
    PROTECTED,
    PROTECTED_PUBLIC,
    WORDS,
    where,
)
from tests.terminal import Terminal
from tests.tui.shell import Shell
from tests.tui.test_schemas import check
from tui.cli.guarding import _write_transfer
from tui.cli.who import login

MANUAL = Path(__file__).parents[2] / "tui" / "manual"
KEY = Identity.generate()
UNIT = "省长株潭两型试验区工委"


@pytest.fixture
def key(tmp_path: Path) -> str:
    """A bare key file as age-keygen writes it."""
    file = tmp_path / "key.txt"
    file.write_text(f"# created: today\n# public key: {KEY.to_public()}\n{KEY}\n")
    return str(file)


@pytest.fixture
def desk(tmp_path: Path) -> Shell:
    shell = Shell(tmp_path / "desk")
    # Given twice, it is one key all the same.
    public = str(KEY.to_public())
    to = ("--seal-to", public, "--seal-to", public.upper())
    said = shell.run("init", "--example", *to).stderr.decode()
    assert "组长" in said and "至少两把" in said
    shell.add(entry_of(PLANTED))
    return shell


def lose_power(desk: Shell) -> None:
    Keyring(str(desk.folder)).forget("")


def test_what_is_sealed_is_on_no_terminal_without_a_key(desk: Shell) -> None:
    lose_power(desk)
    said = ""
    for command in (["list"], ["list", "--json"], ["show", "1"], ["history", "1"], ["counts"]):
        done = desk.run(*command)
        said += (done.stdout + done.stderr).decode()
        if command[0] == "show":
            assert "内容已密封" in done.stderr.decode()
    assert "2016-0001" in said and "密封" in said
    assert not [word for word in WORDS if word in said]


def test_a_key_opens_a_tip_a_list_and_the_history(desk: Shell, key: str) -> None:
    lose_power(desk)
    for command in (["show", "1"], ["list", "--json"], ["history", "1", "--json"]):
        assert "密语" in desk.say(*command, "--identity", key)
    assert "密语" in desk.say("list", "--search", "-", "--identity", key, given="司徒".encode())
    looked = [(one["what"], one["numbers"], one["note"]) for one in desk.json("audit")]
    assert ("open", ["2016-0001"], "") in looked and ("export", ["2016-0001"], "list") in looked
    assert "查看密封内容" in desk.say("audit")


def test_what_a_sealed_tip_lacks_is_told_by_its_text_alone(desk: Shell, key: str) -> None:
    told = desk.json("guide", "1")
    lose_power(desk)
    refused = desk.run("guide", "1")
    assert refused.returncode == 1 and "密封" in refused.stderr.decode() and not refused.stdout
    assert desk.json("guide", "1", "--identity", key) == told != dict.fromkeys(told, False)


def test_who_names_a_key_is_told_to_whom_is_sealed_and_how_the_journal_ended(
    desk: Shell, key: str
) -> None:
    found = desk.json("recipients")
    check("recipients", found)
    assert [one["key"] for one in found] == [str(KEY.to_public())]
    said = desk.run("list", "--identity", key)
    told = said.stderr.decode()
    assert found[0]["fingerprint"] in told and "核对码：" in told
    assert found[0]["fingerprint"] not in desk.run("list").stderr.decode()


def test_who_names_a_key_is_told_that_an_older_folder_was_put_in_place(
    desk: Shell, key: str
) -> None:
    older = {path: path.read_bytes() for path in desk.folder.iterdir() if path.is_file()}
    desk.add(entry_of(PLANTED))
    assert "本机" not in desk.run("list", "--identity", key).stderr.decode()
    for path, content in older.items():
        path.write_bytes(content)
    for command, told in (("list", "曾被截短"), ("recipients", "曾被改写")):
        assert told in desk.run(command, "--identity", key).stderr.decode()
    assert "本机" not in desk.run("list").stderr.decode(), "no lead is there"
    verified = desk.run("verify", "--identity", key)
    assert verified.returncode == 1 and "曾被改写" in verified.stdout.decode()
    assert desk.json("verify")["alarms"] == []


def test_that_repeats_cannot_be_found_is_not_told_as_that_there_are_none(
    desk: Shell, key: str
) -> None:
    desk.add(entry_of(PLANTED))
    looked_for = ("similar", "--person", "-", "--identity", key)
    given = {"given": "司徒某某\n".encode()}
    lose_power(desk)
    for words in (looked_for[:3], (*looked_for[:3], "--json")):
        done = desk.run(*words, **given)
        assert (done.returncode, done.stdout) == (1, b"")
        assert "尚未解封，暂不提示重复件" in done.stderr.decode()
    said = desk.say(*looked_for, **given)
    assert "2016-0002" in said and not [word for word in WORDS if word in said]
    assert "没有可能反映同一问题" in desk.say(*looked_for[:3], given="无关\n".encode())


def test_what_a_script_is_told_of_a_sealed_tip(desk: Shell) -> None:
    """That it is sealed, in place of what is; nothing opens it but `show` and `guide`, which are recorded."""
    (added,) = desk.add(entry_of(PLANTED))
    assert added["sealed"] is True and added["marks"] == [] and added["channel"] == "visit"
    given = {"given": "无关\n司徒某某\n".encode()}
    (found,) = (tip for tip in desk.json("list") if tip["number"] == "2016-0002")
    assert found == added
    shown = [
        added,
        *desk.json("list"),
        desk.json("tell", "2"),
        desk.json("dispose", "2", "kept_for_reference", "--why", "-", **given),
        desk.json("link", "2", "1"),
        desk.json("pass-through", "--channel", "post", "--to", "-", **given),
        *(one["tip"] for one in desk.json("similar", "--person", "-", given="司徒某某\n".encode())),
        *(one["tip"] for one in desk.json("history", "2")),
    ]
    assert len(shown) == 13 and {tip["sealed"] for tip in shown} == {True}
    text = json.dumps(shown, ensure_ascii=False)
    assert not [word for word in (*WORDS, "无关", ARMOUR, "person:") if word in text]
    for tip in shown:
        check("tip", tip)
    beside = {"seal", "role", "match"}
    assert {one["what"] for one in desk.json("audit")} == beside
    opened = desk.json("show", "2")
    assert opened["summary"] == PLANTED["summary"] and "sealed" not in opened
    check("tip", opened)
    looked = [one["numbers"] for one in desk.json("audit") if one["what"] not in beside]
    assert looked == [["2016-0002"]]
    lose_power(desk)
    assert desk.json("show", "2")["sealed"] is True


@pytest.mark.parametrize(
    ("refusals", "asked"),
    [
        (["Excessive work parameter for passphrase."] * 7, 8),
        (["Excessive work parameter for passphrase."] * 8, 8),
        (["Decryption failed"], 1),
    ],
)
def test_a_machine_too_busy_to_be_measured_is_asked_again_and_a_wrong_passphrase_is_told_at_once(
    monkeypatch: pytest.MonkeyPatch, refusals: list[str], asked: int
) -> None:
    calls: list[str] = []

    def decrypt(_data: bytes, passphrase: str) -> bytes:
        calls.append(passphrase)
        if len(calls) <= len(refusals):
            raise pyrage.DecryptError(refusals[len(calls) - 1])
        return b"AGE-SECRET-KEY-1"

    monkeypatch.setattr(pyrage.passphrase, "decrypt", decrypt)
    if asked > len(refusals):
        assert key_in(b"age-encryption.org/v1\n", "口令") == "AGE-SECRET-KEY-1"
    else:
        with pytest.raises(BadKey, match="口令不对"):
            key_in(b"age-encryption.org/v1\n", "口令")
    assert calls == ["口令"] * asked


def test_a_key_file_is_made_that_the_passphrase_opens(tmp_path: Path) -> None:
    shell, file = Shell(tmp_path), tmp_path / "钥匙.age"
    # A blank is a part of it, at its ends too.
    short, passphrase = "口" * 7, f" {'口' * 6} "
    assert "至少 8 个字" in shell.refuse("keygen", str(file), given=f"{short}\n".encode(), status=2)
    assert not file.exists()
    public = shell.say("keygen", str(file), given=f"{passphrase}\n".encode()).strip()
    assert file.stat().st_mode & 0o077 == 0 and b"AGE-SECRET" not in file.read_bytes()
    assert str(identity_in(key_in(read_key_file(file), passphrase)).to_public()) == public


@pytest.mark.whole
def test_a_passphrase_is_typed_twice_and_seen_by_nobody(tmp_path: Path) -> None:
    file = tmp_path / "钥匙.age"
    terminal = Terminal([sys.executable, "-m", "tui", "keygen", str(file)])
    terminal.until("为密钥设口令")
    terminal.type(PASSPHRASE, "Enter")
    terminal.until("再输入一次")
    terminal.type("口令 stable", "Enter")
    terminal.until("两次输入不一致")
    terminal.until(lambda text: text.count("为密钥设口令") == 2)
    terminal.type(PASSPHRASE, "Enter")
    terminal.until(lambda text: text.count("再输入一次") == 2)
    terminal.type(PASSPHRASE, "Enter")
    assert terminal.until_over() == 0
    assert PASSPHRASE.encode() not in terminal.output and b"stable" not in terminal.output
    assert key_in(read_key_file(file), PASSPHRASE)


def test_a_key_with_a_passphrase_is_used(tmp_path: Path) -> None:
    desk, file = Shell(tmp_path / "desk"), tmp_path / "钥匙.age"
    file.write_bytes(PROTECTED)
    desk.run("init", "--example", "--seal-to", PROTECTED_PUBLIC)
    desk.add(entry_of(PLANTED))
    lose_power(desk)
    show = ("show", "1", "--identity", str(file))
    assert "密语" in desk.say(*show, given=f"{PASSPHRASE}\n".encode())
    assert "口令不对" in desk.refuse(*show, given=b"wrong\n")


@pytest.mark.parametrize("form", ["html", "xlsx", "json"])
def test_an_export_of_what_is_sealed_is_a_sealed_file(
    desk: Shell, key: str, tmp_path: Path, form: str
) -> None:
    command = ["report", "--format", form, "--identity", key, "--with-reporter", "-o"]
    assert ".age" in desk.refuse(*command, str(tmp_path / f"a.{form}"), status=2)
    file = tmp_path / f"台账.{form}.age"
    desk.say(*command, str(file))
    assert where(tmp_path) == []
    (opened := tmp_path / f"opened.{form}").write_bytes(pyrage.decrypt(file.read_bytes(), [KEY]))
    assert any("欧阳密言" in place for place in where(opened.parent))
    opened.unlink()
    desk.say("report", "--format", form, "-o", str(tmp_path / f"b.{form}"))
    assert where(tmp_path) == []


def test_the_roster_says_who_may_do_what(desk: Shell) -> None:
    assert "请写明职责" in desk.refuse("role", "李明", status=2)
    assert {"officer": "李明", "role": "officer"} in desk.json("role", "李明", "officer")
    assert {one["officer"]: one["role"] for one in desk.json("role")}["李明"] == "officer"
    assert "值班员" in desk.say("role")
    assert "请写明职责" in desk.refuse("role", "李明", "viewer", "--remove", status=2)
    assert "李明  值班员" in desk.say("role")
    desk.say("role", "李明", "--remove")
    assert "李明" not in desk.say("role")
    desk.say("role", "李明", "lead")
    assert desk.say("role", login(), "--remove") == "", "who is not on it any more sees it no more"
    assert "名册上没有" in desk.refuse("role")


def test_a_draft_that_tells_nothing_of_itself_is_told_by_its_file(desk: Shell) -> None:
    def kept(**said: str) -> str:
        with open_desk(desk.folder, "李明") as other:
            other.drafts.keep("tip-1", {"summary": "打到一半"})
        (file,) = (desk.folder / "drafts").iterdir()
        draft = json.loads(file.read_bytes()) | said
        file.write_text(json.dumps(draft) if said else "damaged")
        lose_power(desk)
        return desk.say("drafts").replace(file.stem, "FILE")

    desk.say("role", "李明", "officer")
    assert kept() == "不知何人 的草稿 FILE，何时所存不明\n"
    later = "李明 的草稿 tip-1，2016-10-02 16:59 所存，距今 0 天 0 小时\n"
    assert kept(at="2016-10-02T16:59:30+08:00") == later
    begun = "李明 的草稿 tip-1，2016-10-01 15:00 所存，距今 0 天 1 小时\n"
    assert kept(at="2016-10-01T15:00:00+08:00") == begun
    assert kept(at="昨天") == "李明 的草稿 tip-1，何时所存不明\n"


def test_a_name_with_something_unseen_in_it_gets_no_role(desk: Shell) -> None:
    for name in ("组\u200d长", "李\ufe0f明", "李\u3164明", "李\u2800明", "\u202e李明", "组⻓"):
        assert "不能用作值班人员姓名" in desk.refuse("role", name, "officer")
    assert len(desk.json("role")) == 1


def test_drafts_of_a_dead_machine_are_read_with_a_key(desk: Shell, key: str) -> None:
    from store.clock import Clock
    from store.desk.desk import Desk

    officer = desk.json("role")[0]["officer"]
    with Desk.open(desk.folder, clock=Clock.system(), officer=officer) as opened:
        opened.drafts.keep("new", {"summary": "密语，打到一半"})
    lose_power(desk)
    told = desk.run("drafts")
    assert f"{officer} 的草稿 new" in told.stdout.decode() and "密语" not in told.stdout.decode()
    assert "有 1 份草稿读不出" in told.stderr.decode()
    told = desk.run("drafts", "--json")
    assert told.stdout == b"[]\n" and "有 1 份草稿读不出" in told.stderr.decode()
    (found,) = desk.json("drafts", "--identity", key)
    assert found["values"] == {"summary": "密语，打到一半"}


def test_each_draft_is_told_with_whose_it_is_and_what_is_in_it(desk: Shell, key: str) -> None:
    desk.say("role", "李明", "officer")
    for officer, text in ((login(), "甲"), ("李明", "乙")):
        with open_desk(desk.folder, officer) as opened:
            opened.drafts.keep("new", {"summary": text})
    said = desk.say("drafts", "--identity", key).splitlines()
    told = [f"2016-10-01 16:59:30  {name}  new" for name in (login(), "李明")]
    values = ['  {"summary":"甲"}', '  {"summary":"乙"}']
    assert sorted(zip(said[::2], said[1::2], strict=True)) == sorted(zip(told, values, strict=True))


def test_a_draft_that_cannot_be_read_is_told_beside_anothers_of_the_same_name(
    desk: Shell, key: str
) -> None:
    desk.say("role", "李明", "officer")
    for officer in (login(), "李明"):
        with open_desk(desk.folder, officer) as opened:
            opened.drafts.keep("new", {"summary": "密语"})
    lose_power(desk)
    for file in (desk.folder / "drafts").iterdir():
        draft = json.loads(file.read_bytes())
        if draft["officer"] == "李明":
            file.write_text(json.dumps(draft | {"sealed": "damaged"}))
    done = desk.run("drafts", "--identity", key)
    assert f"{login()}  new\n" in done.stdout.decode()
    assert "李明 的草稿 new，2016-10-01 16:59 所存" in done.stdout.decode()
    assert "有 1 份草稿读不出" in done.stderr.decode()


def test_who_moves_a_sealed_desk_is_told_that_a_lead_unlocks_it_there(
    desk: Shell, key: str, tmp_path: Path
) -> None:
    there, elsewhere = str(tmp_path / "new"), str(tmp_path / "newer")
    # With the key and without one: to move it takes none.
    for told in (
        desk.run("move", there, "--identity", key).stderr.decode(),
        Shell(Path(there)).run("move", elsewhere).stderr.decode(),
    ):
        assert "在新处须由组长解封一次" in told and "原处已关闭" in told


def test_rekeying_locks_the_old_key_out(desk: Shell, key: str) -> None:
    other = Identity.generate()
    with (desk.folder / "journal.jsonl").open("ab") as journal:
        journal.write(b'{"n":9,"torn')
    desk.add(entry_of(PLANTED))
    # A key that is given twice, in whatever case, is one.
    to = str(other.to_public())
    twice = ("--seal-to", to, "--seal-to", to.upper())
    done = desk.run("rekey", "--identity", key, *twice)
    assert list(desk.json("recipients")) == [{"key": to, "fingerprint": fingerprint(to)}]
    said, told = done.stdout.decode(), done.stderr.decode()
    assert "先前移开的文件仍为旧钥所封，核对后请删除：journal" in told
    assert f"核对码：{desk.json('verify')['anchor']}" in said
    assert "已更换密钥：共 1 把公钥。请各处重新打开值班台。" in said
    assert "打不开" in desk.refuse("show", "1", "--identity", key)
    assert desk.json("verify")["sound"]


def test_what_a_backup_of_before_a_rekeying_holds_is_found_again_with_a_key_of_both(
    desk: Shell, key: str, tmp_path: Path
) -> None:
    copy, other = str(tmp_path / "b.zip"), str(Identity.generate().to_public())
    desk.say("backup", copy)
    desk.say("rekey", "--identity", key, "--seal-to", str(KEY.to_public()), "--seal-to", other)
    against = ("verify", "--against", copy)
    assert desk.say(*against, "--identity", key).startswith("完好")
    assert "--identity" in desk.run(*against).stdout.decode()


def test_a_desk_that_is_not_sealed_is_ended_with_a_key_for_its_archive(
    key: str, tmp_path: Path
) -> None:
    desk = Shell(tmp_path / "open")
    desk.say("init", "--example")
    desk.add(entry_of())
    office = str(tmp_path / "office")
    refusal = desk.refuse("close", office, status=2)
    assert "没有密封" in refusal and "keygen" in refusal and "--seal-to" in refusal
    words = ("close", office, "--identity", key, "--seal-to", str(KEY.to_public()))
    desk.say(*words, given=f"{UNIT}\n".encode())
    assert "档案.zip.age" in desk.refuse("status")
    # The report and the figures tell how many there were, and of none of them anything.
    for name in ("全程报表.html", "统计.json"):
        text = (tmp_path / "office" / name).read_text()
        assert not [word for word in ("2016-0001", "赵某某", "示范区", "招标") if word in text]


def test_the_end_asks_for_the_passphrase_once(tmp_path: Path) -> None:
    file = tmp_path / "protected.age"
    file.write_bytes(PROTECTED)
    desk = Shell(tmp_path / "protected")
    desk.run("init", "--example", "--seal-to", PROTECTED_PUBLIC)
    given = f"{PASSPHRASE}\n{UNIT}\n".encode()
    desk.say("close", str(tmp_path / "office"), "--identity", str(file), given=given)
    assert "档案.zip.age" in desk.refuse("status")


def test_the_end_names_what_is_unfinished_before_anything_is_written(
    desk: Shell, key: str, tmp_path: Path
) -> None:
    office = tmp_path / "office"
    desk.say("role", "李明", "officer")
    for day in ("10-04", "10-03"):
        desk.say("appoint", "1", "回电", f"{day} 15:00")
    with open_desk(desk.folder, "李明") as other:
        other.drafts.keep("tip-1", {"summary": "打到一半"})
        other.presence.show()
        done = desk.run("close", str(office), "--identity", key, given=f"{UNIT}\n".encode())
        said = done.stdout.decode()
        assert "第 12 天，共 30 天" in said and "尚未处理完的举报 1 件：2016-0001" in said
        assert "李明 的草稿 tip-1" in said and "正在值班台：李明" in said
        assert "尚未办结的期限 3 项，最早的 2016-10-03 到期：2016-0001\n" in said
        assert done.returncode == 1
        assert "还有人在值班台：李明。请都退出后再办。" in done.stderr.decode()
    done = desk.run("close", str(office), "--identity", key, given=f"{UNIT}\n".encode())
    assert done.returncode == 1 and "drafts --discard" in done.stderr.decode()
    assert not office.exists()
    assert "打不开" in desk.refuse(
        "close", str(office), "--identity", key, "--seal-to", PROTECTED_PUBLIC
    )
    office.mkdir()
    office.chmod(0o777)
    assert "mkdir -m 700" in desk.refuse("close", str(office), "--identity", key)
    assert not [*office.iterdir()], "others could put something in its place"
    office.rmdir()
    assert not office.exists() and "archive" not in [one["what"] for one in desk.json("audit")]


def test_the_audit_says_who_got_which_role_also_of_a_name_in_two_words(desk: Shell) -> None:
    desk.say("role", "Li Ming", "officer")
    assert "名册变动  Li Ming 值班员\n" in desk.say("audit")
    desk.say("role", "Li Ming", "--remove")
    assert "名册变动  Li Ming —\n" in desk.say("audit")


def test_a_lead_discards_a_draft_after_seeing_whose_and_how_old_it_is(desk: Shell) -> None:
    desk.say("role", "李明", "officer")
    with open_desk(desk.folder, "李明") as other:
        other.drafts.keep("tip-1", {"summary": "打到一半"})
    later = "2016-10-03T17:59:30+08:00"
    asked = desk.run("drafts", "--discard", "tip-1", given=b"n\n", at=later)
    whose = "李明 的草稿 tip-1，2016-10-01 16:59 所存，距今 2 天 1 小时\n"
    assert asked.stdout.decode() == whose and "确要丢弃吗" in asked.stderr.decode()
    assert "没有名为" in desk.refuse("drafts", "--discard", "tip-2")
    assert desk.say("drafts", "--discard", "tip-1", given=b"y\n", at=later) == f"{whose}已丢弃。\n"
    assert "没有名为" in desk.refuse("drafts", "--discard", "tip-1")
    assert "丢弃草稿  李明 2016-10-01 16:59" in desk.say("audit")


def test_the_end_can_be_tried_again_into_the_same_folder(
    desk: Shell, key: str, tmp_path: Path
) -> None:
    office = tmp_path / "office"
    office.mkdir(0o700)
    tried = ("档案.zip.age", "全程报表.html", "移交清单.html.age")
    for name in (*tried, "档案-2.zip.age"):
        (office / name).write_text("of an earlier try")
    (office / "统计.json").symlink_to("nowhere")
    desk.say("close", str(office), "--identity", key, given=f"{UNIT}\n".encode())
    assert {(office / name).read_text() for name in tried} == {"of an earlier try"}
    made = ("档案-3.zip.age", "全程报表-2.html", "移交清单-2.html.age", "统计-2.json")
    assert [(office / name).stat().st_size > 0 for name in made] == [True] * 4
    listed = pyrage.decrypt((office / "移交清单-2.html.age").read_bytes(), [KEY]).decode()
    assert "接收单位（人）：＿＿＿＿＿＿＿＿</p>" in listed, "to be filled in by hand"


def test_the_end_says_that_a_day_is_not_certain_where_no_calendar_tells_it(
    key: str, tmp_path: Path
) -> None:
    (tmp_path / "公告.toml").write_text(notice_text(period="[period]\nfirst_day = 2031-09-20"))
    desk, day = Shell(tmp_path / "desk"), "2031-10-01T09:00:00+08:00"
    seal = ("--seal-to", str(KEY.to_public()))
    desk.say("init", "--notice", str(tmp_path / "公告.toml"), *seal, at=day)
    desk.add(entry_of(received_at="2031-09-30T09:00:00+08:00"), at=day)
    words = ("close", str(tmp_path / "office"), "--identity", key)
    said = desk.run(*words, given="别处\n".encode(), at=day).stdout.decode()
    assert "最早的 2031-10-21（暂计） 到期：2031-0001\n" in said


@pytest.mark.parametrize("code", ["zh", "en"])
def test_the_commands_of_the_manual_end_a_sealed_desk_and_an_open_one(
    desk: Shell, key: str, tmp_path: Path, code: str
) -> None:
    page = (MANUAL / code / "lead.md").read_text("utf-8")
    for_sealed, for_open = re.findall(r"^dutydesk (close .+)$", page, re.MULTILINE)
    other = Shell(tmp_path / "open")
    other.say("init", "--example")
    other.add(entry_of())
    meant = {"密钥文件": key, "KEYFILE": key, "age1…": str(KEY.to_public())}
    for shell, command, receiver in ((desk, for_sealed, "机关档案室\n"), (other, for_open, "")):
        folder = str(tmp_path / f"{shell.folder.name}-office")
        words = [meant.get(word, word) for word in command.split()]
        words[1] = folder
        shell.say(*words, given=f"{receiver}{UNIT}\n".encode())
        assert "档案.zip.age" in shell.refuse("status")


def test_the_end_of_the_inspection(desk: Shell, key: str, tmp_path: Path) -> None:
    office = tmp_path / "office"
    assert "不符" in desk.refuse("close", str(office), "--identity", key, given="对\n".encode())
    assert desk.json("counts")["total"] == 1 and not office.exists()
    again = tmp_path / "again"
    given = f"省委巡视办\n{UNIT}\n".encode()
    ended = desk.say("close", str(again), "--identity", key, "--to", "-", given=given)
    archive = again / "档案.zip.age"
    digest = hashlib.sha256(archive.read_bytes()).hexdigest()
    assert f"确认请输入被巡视单位的全称：{UNIT}\n" in ended
    assert ended.splitlines()[-6:] == [
        f"报表：{again / '全程报表.html'}",
        f"统计数字：{again / '统计.json'}",
        f"移交清单：{again / '移交清单.html.age'}",
        f"档案：{archive}（举报 1 件，已读回核对）",
        f"SHA-256：{digest}",
        "巡视已结束，值班台内容已删除。请将档案和密钥分开移交。",
    ]
    assert "档案.zip.age" in desk.refuse("status")
    assert "全程" in (again / "全程报表.html").read_text()
    figures = (again / "统计.json").read_text()
    assert json.loads(figures)["figures"]["received"] == 1 and json.loads(figures)["unit"] == UNIT
    assert where(tmp_path) == []
    listed = pyrage.decrypt((again / "移交清单.html.age").read_bytes(), [KEY]).decode()
    assert "2016-0001" in listed and "共 1 件（大写：壹）" in listed and "省委巡视办" in listed
    new = Shell(tmp_path / "new")
    new.say("restore", str(again / "档案.zip.age"), "--identity", key)
    assert "密语" in new.say("show", "1", "--identity", key)
    (paper,) = new.json("transfer")
    assert paper["numbers"] == ["2016-0001"], "the archive has the list that goes with it"


def test_a_desk_of_withdrawn_tips_alone_has_no_list_to_be_signed(tmp_path: Path) -> None:
    with new_desk(tmp_path / "desk") as desk:
        desk.record(tip_of())
        desk.acts.dispose("1", "withdrawn", why="误录")
        assert _write_transfer(desk, tmp_path, "") is None
