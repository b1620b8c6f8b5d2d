"""The papers of the desk from the command line: what is in them, and above all what is not."""

from __future__ import annotations

import errno
import html
import json
import re
from collections import Counter
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile, is_zipfile

import pytest
from openpyxl import Workbook, load_workbook

from store import disk
from store.desk.access import AccessControl
from store.errors import MaybeSaved
from store.printable import cleaned
from store.text import _
from tests.builders import REFERRAL, entry_of
from tests.store.sealed import FIRST, KEY
from tests.tui.shell import Shell
from tui.cli.who import login
from tui.papers.referral_paper import READ_FIRST
from tui.papers.register import no_formula
from tui.papers.report_formats import FORMATS
from tui.papers.report_xlsx import text_cell
from tui.words.capitals import capitals

NAME, PHONE = "王某某", "13800000000"
FORMULA = '=HYPERLINK("http://x","y")'


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    """A desk with a call whose summary names the reporter, a referral, and a formula for a name."""
    desk = Shell(tmp_path / "desk")
    desk.say("init", "--example")
    nasty = [{"unit": "<script>alert(1)</script>", "person": FORMULA, "group": "leadership"}]
    desk.add(
        entry_of(summary=f"{NAME}（{PHONE}）反映收受礼金。"),
        entry_of(REFERRAL),
        entry_of(received_at="2016-09-30T20:00:00+08:00", subjects=nasty, summary="+1"),
    )
    return desk


@pytest.fixture
def full(monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that has room for a new file, and none for what is to be in it."""

    def no_room(_temporary: Path, path: Path) -> None:
        raise OSError(errno.ENOSPC, "full", path)

    monkeypatch.setattr(disk, "put_in_new_place", no_room)


def test_the_evening_report_agrees_with_a_count_of_the_list(shell: Shell) -> None:
    told = json.loads(shell.say("report", "--format", "json"))
    assert [tip["number"] for tip in told["register"]] == ["2016-0001", "2016-0002"]
    found = told["figures"]
    today = [t for t in shell.json("list") if t["received_at"].startswith("2016-10-01")]
    in_scope = [t for t in today if any(s["group"] != "out_of_scope" for s in t["subjects"])]
    assert found["received"] == len(today) == 2
    assert found["in_scope"] == len(in_scope) == 1
    by_discipline = Counter(d for t in today for d in t["disciplines"])
    assert {name: n for name, n in found["by_discipline"].items() if n} == by_discipline
    by_channel = Counter(t["channel"] for t in today)
    assert {name: n for name, n in found["by_channel"].items() if n} == by_channel
    by_hour = Counter(int(t["received_at"][11:13]) for t in today)
    assert {hour: n for hour, n in enumerate(found["by_hour"]) if n} == by_hour


def in_file(content: bytes) -> str:
    """All text of a paper, be it a file of text or a zip of such, as workbooks are."""
    if not is_zipfile(BytesIO(content)):
        return html.unescape(content.decode())
    with ZipFile(BytesIO(content)) as book:
        return html.unescape("\n".join(book.read(name).decode() for name in book.namelist()))


@pytest.mark.parametrize("form", FORMATS)
def test_no_report_says_who_reported(shell: Shell, form: str) -> None:
    visit = {"channel": "visit", "reporter": None, "visit_place": "密室", "visit_receiver": "密人"}
    shell.add(entry_of(**visit))
    text = in_file(shell.run("report", "--kind", "period", "--format", form).stdout)
    assert ("2016-0001" in text) == FORMATS[form].has_register
    assert not [word for word in (NAME, PHONE, "密室", "密人") if word in text]
    assert shell.json("log") == []


@pytest.mark.parametrize("form", [name for name in FORMATS if name != "json"])
def test_no_report_that_a_spreadsheet_opens_has_a_formula(shell: Shell, form: str) -> None:
    """JSON alone is read by programs only, which have each text as it was said."""
    text = in_file(shell.run("report", "--kind", "period", "--format", form).stdout)
    before = re.findall(r"(.?)=HYPERLINK\(", text)
    assert before == ["'"] * len(before)
    assert bool(before) == FORMATS[form].has_register


@pytest.mark.parametrize("form", [name for name, f in FORMATS.items() if not f.has_register])
def test_who_asks_for_reporters_in_what_has_none_is_told_what_has_them(
    shell: Shell, form: str
) -> None:
    said = shell.refuse("report", "--format", form, "--with-reporter", status=2)
    assert all(name in said for name, f in FORMATS.items() if f.has_register)


@pytest.mark.parametrize("form", ["html", "xlsx"])
def test_a_paper_is_in_one_form_alone(shell: Shell, form: str) -> None:
    told = shell.refuse("report", "--json", "--format", form, status=2)
    assert f"--json 与 --format {form} 不能同用。" in told
    told = json.loads(shell.say("report", "--format", "json"))
    assert shell.json("report").keys() == told.keys()
    assert shell.json("report", "--format", "json").keys() == told.keys()


def test_what_scripts_get_of_a_paper_is_what_was_asked_for(shell: Shell, tmp_path: Path) -> None:
    found = shell.json("report", "--with-reporter", "--day", "2016-09-30")
    (tip,) = found["register"]
    assert (tip["number"], tip["reporter"]["name"]) == ("2016-0003", NAME)
    shell.say("closing", "--json", "-o", str(tmp_path / "closing.json"))
    assert json.loads((tmp_path / "closing.json").read_text())["received"] == 3
    shell.say("handover", "--take")
    given = shell.json("handover", "--give", "--notes", "甲")
    assert (given["shift"]["notes"], given["before"]) == ("甲", None)
    taken = shell.json("handover", "--take", "--back", "1")
    assert taken["shift"]["notes"] == "甲" and len(shell.json("log")) == 1
    (written,) = shell.json("log", "电话", "中断")
    assert written["text"] == "电话 中断" and len(shell.json("log")) == 2


def test_of_the_tips_that_are_handed_over_each_choice_leaves_some(shell: Shell) -> None:
    shell.say(
        "dispose", "2", "3", "handed_to_team", "--to", "第二组", "--letter", "1号", "--why", "乙"
    )
    for tip in shell.json("list")[1:]:
        how = tip["disposition"]
        assert (how["to"], how["letter"], how["why"]) == ("第二组", "1号", "乙")
    for words, numbers in (
        ("3 1 2 --status handed_to_team", [2, 3]),
        ("--all --status handed_to_team", [2, 3]),
        ("--all --day 2016-10-01", [1, 2]),
        ("1-2 --sent-to 第二组", [2]),
    ):
        paper = shell.json("transfer", *words.split(), "--to", "丙")
        assert paper["numbers"] == [f"2016-000{n}" for n in numbers], words
    taken_back = shell.say("undo", "--json").splitlines()
    assert [json.loads(line)["number"] for line in taken_back] == ["2016-0002", "2016-0003"]


def test_whoever_asks_for_the_reporters_is_written_down(shell: Shell) -> None:
    text = shell.say("report", "--kind", "period", "--format", "html", "--with-reporter")
    assert NAME in text
    (entry,) = shell.json("log")
    assert entry["kind"] == "reporters_shown"


def test_whoever_is_refused_the_reporters_is_not_said_to_have_had_them(shell: Shell) -> None:
    shell.say("role", "组长", "lead")
    shell.say("role", login(), "officer")
    for words in ("report --format json", "sheet 1"):
        assert "由组长办理" in shell.refuse(*words.split(), "--with-reporter")
    assert shell.json("log") == []


def test_no_cell_of_a_workbook_is_a_formula_or_tells_who_reported(shell: Shell) -> None:
    done = shell.run("report", "--kind", "period", "--format", "xlsx")
    book = load_workbook(BytesIO(done.stdout))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value]
    assert not [cell for cell in cells if cell.data_type == "f"]
    texts = [cell.value for cell in cells if isinstance(cell.value, str)]
    assert not [text for text in texts if text[0] in "=+-@\t\r"]
    assert f"'{FORMULA}" in texts
    assert not [text for text in texts if NAME in text or PHONE in text]


@pytest.mark.parametrize("beginning", [*"=+-@|\t\r\n＝＋－＠", " =", "　=", "\n+"])
def test_whatever_a_spreadsheet_takes_for_a_formula_is_a_text(beginning: str) -> None:
    assert no_formula(f"{beginning}cmd") == f"'{cleaned(f'{beginning}cmd', lines=True)}"
    assert no_formula(f"甲{beginning}cmd")[0] == "甲"


@pytest.mark.parametrize("text", ["=1+1", "#N/A", "#REF!", "2016-10-01", "12", "TRUE"])
def test_a_cell_of_a_text_is_a_text_whatever_it_looks_like(text: str) -> None:
    sheet = Workbook(write_only=True).create_sheet()
    cell = text_cell(sheet, text)
    assert cell.data_type == "s" and str(cell.value).endswith(text)


def test_a_page_runs_nothing_that_a_tip_brought(shell: Shell) -> None:
    text = shell.say("report", "--kind", "period", "--format", "html")
    assert "<script" not in text
    assert "&lt;script&gt;" in text
    assert "size: A4" in text


def test_a_paper_is_never_written_over_another_file(shell: Shell, tmp_path: Path) -> None:
    target = tmp_path / "r.html"
    shell.say("report", "--format", "html", "-o", str(target))
    assert target.stat().st_mode & 0o077 == 0
    before = target.read_bytes()
    shell.refuse("report", "--format", "html", "-o", str(target), status=2)
    shell.refuse("forms", "--pages", "2", "-o", str(target), status=2)
    assert target.read_bytes() == before
    assert shell.json("forms") == []


def test_forms_are_given_out_entered_and_accounted_for(shell: Shell) -> None:
    page = shell.say("forms", "--pages", "2")
    assert "0001 号" in page
    assert "0002 号" in page
    assert "发出 2 张 = 补录 1 + 作废 0 + 未交回 1" in shell.say("forms", "--entered", "1", "2")
    for long in ("9" * 10, "9" * 5000):
        assert "不是表号" in shell.refuse("forms", "--entered", long, "2", status=2)
    for none in ("0", "-1", "501"):
        assert "1 至 500" in shell.refuse("forms", "--pages", none)
    assert "1 号登记表已核销" in shell.refuse("forms", "--void", "1", "写坏")
    assert [(one["form"], one["tip"]) for one in shell.json("forms")] == [(1, "2016-0002"), (2, "")]


def anchors_in(paper: str) -> list[str]:
    """What a paper says of how the journal ended."""
    return re.findall(r"\b\d+:[0-9a-f]{16}\b", paper)


@pytest.mark.parametrize("form", FORMATS)
def test_a_report_says_how_the_journal_ended(shell: Shell, form: str) -> None:
    before = shell.json("verify")["anchor"]
    written = shell.run("report", "--kind", "period", "--format", form).stdout
    (anchor,) = anchors_in(in_file(written))
    assert anchor == before


def test_a_hand_over_sheet_and_the_reconciliation_say_how_the_journal_ended(shell: Shell) -> None:
    shell.say("handover", "--take")
    before = shell.json("verify")["anchor"]
    shell.say("handover", "--give")
    shell.say("handover", "--take")
    (on_sheet,) = anchors_in(shell.say("handover", "--back", "1"))
    assert on_sheet == before
    shell.say("verify", "--since", on_sheet)
    assert anchors_in(shell.say("closing")) == [shell.json("verify")["anchor"]]


def test_a_shift_is_taken_and_handed_over(shell: Shell) -> None:
    assert "请先接班" in shell.refuse("handover", "--give")
    shell.say("handover", "--take")
    shell.say("log", "固定电话", "中断")
    given = shell.say("handover", "--give", "--notes", "请催修固定电话")
    assert "固定电话 中断" in given
    assert "尚未确认" in given
    assert "请催修固定电话" in shell.say("handover", "--take")
    found = shell.json("handover", "--back", "1")
    assert found["sheet"]["received"] == 3
    assert found["shift"]["notes"] == "请催修固定电话"
    assert "【交班事项】\n  请催修固定电话" in shell.say("handover", "--give", "--back", "1")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_paper_is_there_in_both_languages(shell: Shell, lang: str) -> None:
    chinese = "值班" if lang == "zh" else "duty desk"
    assert chinese in shell.say("report", "--lang", lang)
    assert ("收件核对单" if lang == "zh" else "Reconciliation") in shell.say(
        "closing", "--lang", lang
    )
    assert ("登记表" if lang == "zh" else "Tip form no.") in shell.say(
        "forms", "--pages", "1", "--lang", lang
    )


def test_the_closing_sheet_is_there_for_scripts(shell: Shell) -> None:
    found = json.loads(shell.say("closing", "--json"))
    assert (found["received"], found["comes_out"], len(found["open"])) == (3, False, 3)


def test_what_ends_at_midnight_is_said_as_24_oclock_of_its_last_day(shell: Shell) -> None:
    assert "受理截止：2016-10-19 24:00" in shell.say("closing")


def test_a_sheet_has_a_tip_on_a_page_to_be_signed_and_not_who_reported(shell: Shell) -> None:
    page = shell.say("sheet", "1")
    assert page.count('<div class="sheet">') == 1
    assert all(word in page for word in ("来电登记单", "2016-0001", "赵某某", "收受礼金"))
    assert all(word in page for word in ("拟办意见", "领导批示", "办理结果"))
    assert NAME not in page
    assert PHONE not in page
    assert shell.json("log") == []


def test_whoever_asks_for_the_reporter_on_a_sheet_is_written_down(shell: Shell) -> None:
    page = shell.say("sheet", "1", "--with-reporter")
    assert NAME in page
    assert PHONE in page
    (entry,) = shell.json("log")
    assert entry["kind"] == "reporters_shown"


def test_that_a_paper_goes_out_is_on_record_before_it_does(
    shell: Shell, tmp_path: Path, full: None
) -> None:
    assert "没有保存" in shell.refuse("sheet", "1", "-o", str(tmp_path / "a.html"))
    assert [one["note"] for one in shell.json("audit")] == ["登记单、存为文件"]


def test_nothing_is_done_where_there_can_be_no_file_for_its_paper(
    shell: Shell, tmp_path: Path
) -> None:
    shell.say("dispose", "2", "referred")
    nowhere = ("-o", str(tmp_path / "no-such-folder" / "a.html"))
    shell.refuse("handover", "--take", *nowhere)
    for words in ("transfer 1 --to 第二组", "letter 2", "forms --pages 2"):
        said = shell.refuse(*words.split(), *nowhere)
        assert said.startswith("写入失败（没有这个文件或目录），没有保存：")
        assert shell.json(words.split()[0]) == []
    shell.refuse("report", "--format", "html", "--with-reporter", *nowhere)
    assert shell.json("handover")["shift"] is None and shell.json("log") == []
    shell.say("handover", "--take", "-o", str(tmp_path / "a.txt"))
    shell.refuse("handover", "--give", *nowhere)
    assert shell.json("handover")["shift"]["handed_at"] == ""


def test_what_was_done_stands_though_the_disk_is_full_for_its_paper(
    shell: Shell, tmp_path: Path, full: None
) -> None:
    shell.say("dispose", "2", "referred")
    for words, stands in (
        ("handover --take", "已经接班，交接班单请用 dutydesk handover 再取。"),
        ("handover --give", "已经交班，交接班单请用 dutydesk handover --back 1 再取。"),
        (
            "transfer 1 --to 第二组",
            "移交清单第 1 号已经登记，再取请用 dutydesk transfer --again 1，",
        ),
        ("letter 2", "转办函第 1 号已经登记，再取请用 dutydesk letter --again 1，"),
        ("forms --pages 2", "空白登记表 0001–0002 已经发出；如没有印出，请核销作废。"),
    ):
        said = shell.refuse(*words.split(), "-o", str(tmp_path / "a.html"))
        assert said.startswith(f"没有写入文件（磁盘已满）：{tmp_path}/a.html\n{stands}"), said
    assert [*tmp_path.iterdir()] == [shell.folder]


def test_what_was_done_stands_though_that_its_paper_goes_out_cannot_be_recorded(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_noted: object) -> None:
        raise MaybeSaved("连不上。")

    monkeypatch.setattr(AccessControl, "note", refuse)
    to_file = f"-o {tmp_path}/a.html"
    for words, stands in (
        (f"handover --take {to_file}", "已经接班，"),
        (f"handover --give {to_file}", "已经交班，"),
        (f"transfer 1 --to 第二组 {to_file}", "移交清单第 1 号已经登记，"),
        ("transfer 1 --to 第二组", "移交清单第 2 号已经登记，"),
    ):
        assert shell.refuse(*words.split()).startswith(f"连不上。\n{stands}")
    # What did nothing may be tried again.
    shell.refuse("sheet", "1", status=75)


def test_nothing_is_done_where_there_can_be_no_paper(shell: Shell, tmp_path: Path) -> None:
    no_name = ("-o", str(tmp_path / f"{'长' * 84}.html"))
    for words in (("--take", *no_name), ("--take", "--back", "1")):
        assert shell.refuse("handover", *words)
        assert shell.json("handover")["shift"] is None
    shell.say("handover", "--take")
    assert "没有更早的班次" in shell.refuse("handover", "--give", "--back", "1")
    assert shell.json("handover")["shift"]["handed_at"] == ""
    # As soon as it is handed over there is one more.
    shell.say("handover", "--give", "--back", "0")
    shell.say("handover", "--take", "--back", "1")


def test_the_sheets_of_a_day_name_reporters_where_that_is_asked_for(shell: Shell) -> None:
    assert NAME in shell.say("sheet", "--day", "2016-10-01", "--with-reporter")
    assert [entry["kind"] for entry in shell.json("log")] == ["reporters_shown"]
    assert [one["note"] for one in shell.json("audit")] == ["登记单、写明反映人、存为文件"]


def test_sheets_are_made_of_several_tips_or_of_a_whole_day(shell: Shell) -> None:
    for asked, tips in ((("1", "2-3"), 3), (("--day", "2016-10-01"), 2)):
        assert shell.say("sheet", *asked).count('<div class="sheet">') == tips
    shell.refuse("sheet", "99")
    shell.refuse("sheet", "--day", "2016-09-25")
    shell.refuse("sheet", status=2)
    shell.refuse("sheet", "1", "--day", "2016-10-01", status=2)


def test_a_receipt_tells_nothing_of_what_was_reported(shell: Shell) -> None:
    page = shell.say("sheet", "1", "--receipt")
    assert "登记回执" in page
    assert "2016-0001" in page
    assert not [word for word in (NAME, PHONE, "赵某某", "示范区", "收受") if word in page]
    shell.refuse("sheet", "1", "--receipt", "--with-reporter", status=2)


def test_no_sheet_runs_or_computes_what_a_tip_brought(shell: Shell) -> None:
    page = html.unescape(shell.say("sheet", "3"))
    assert "<script>alert" not in shell.say("sheet", "3")
    assert re.findall(r"(.?)=HYPERLINK\(", page) == ["'"]


def test_on_a_sealed_desk_a_sheet_leaves_sealed_alone(tmp_path: Path) -> None:
    desk = Shell(tmp_path / "sealed")
    desk.say("init", "--example", "--seal-to", str(FIRST.to_public()))
    desk.add(entry_of())
    assert "赵某某" not in desk.say("sheet", "1")
    key = tmp_path / "key.txt"
    key.write_text(KEY)
    opened = ("sheet", "1", "--identity", str(key))
    for name in ("a.html", "a.age.html"):
        assert ".age" in desk.refuse(*opened, "-o", str(tmp_path / name), status=2)
    desk.say(*opened, "-o", str(tmp_path / "a.age"))
    assert (tmp_path / "a.age").read_bytes().startswith(b"age-encryption.org")
    assert "export" in {access["what"] for access in desk.json("audit")}
    # What tells of no tip is for anyone to read.
    for words, told in (("sheet 1 --receipt", "登记回执"), ("report --kind week", "周报")):
        assert told in desk.say(*words.split(), "--identity", str(key))
        plain = (*words.split(), "--identity", str(key), "-o", str(tmp_path / "b.age"))
        assert "不密封" in desk.refuse(*plain, status=2)
    assert not (tmp_path / "b.age").exists()


@pytest.mark.parametrize(
    ("call", "said"),
    [
        ("transfer 2 --again 1", "--again 所打印的与当时一样，不与编号和其他选择同用。"),
        ("transfer --to 乙 --again 1", "--again 所打印的与当时一样，不与编号和其他选择同用。"),
        ("transfer --all --again 1", "--again 所打印的与当时一样，不与编号和其他选择同用。"),
        ("transfer --to 乙", "请写明移交哪些件"),
        ("letter 2 --again 1", "--again 所打印的与当时一样，不与编号和其他选择同用。"),
        (
            "letter --due 2016-10-19 --again 1",
            "--again 所打印的与当时一样，不与编号和其他选择同用。",
        ),
        ("letter --agreed name --again 1", "--again 所打印的与当时一样，不与编号和其他选择同用。"),
        ("letter --due 2016-10-19", "请写明转办哪一件的编号"),
    ],
)
def test_what_cannot_be_meant_together_draws_up_and_prints_nothing(
    shell: Shell, call: str, said: str
) -> None:
    before = shell.say("transfer"), shell.say("letter")
    assert said in shell.refuse(*call.split(), status=2)
    assert (shell.say("transfer"), shell.say("letter")) == before


def test_a_hand_over_list_is_signed_by_three_and_printed_again_the_same(shell: Shell) -> None:
    page = shell.say("transfer", "1-3", "--to", "第二组")
    assert all(word in page for word in ("移交清单", "赵某某", "共 3 件（大写：叁）"))
    assert all(f"{who}（签名）" in page for who in ("移交人", "接收人", "监交人"))
    assert NAME not in page and PHONE not in page
    shell.say("dispose", "1", "handed_to_team", "--to", "第二组")
    shell.say("dispose", "2", "handed_to_team", "--to", "第三组")
    assert shell.say("transfer", "--again", "1") == page
    assert "2016-0001" in shell.say("transfer", "--sent-to", "第二组", "--to", "第二组")
    assert [one["numbers"] for one in shell.json("transfer")][1:] == [["2016-0001"]]
    shell.refuse("transfer", "--sent-to", "第二", "--to", "第二组", status=2)
    assert "没有第 9 号" in shell.refuse("transfer", "--again", "9")
    assert "没有第 0 号" in shell.refuse("transfer", "--again", "0")
    page = shell.say("transfer", "--day", "2016-09-30", "--to", "第二组")
    assert "2016-0003" in page and "2016-0001" not in page
    page = shell.say("transfer", "--day", "2016-10-01", "--to", "第二组")
    assert "2016-0001" in page and "2016-0003" not in page
    shell.refuse("transfer", "--status", "kept_for_reference", "--to", "第二组", status=2)


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (0, "零"),
        (10, "壹拾"),
        (16, "壹拾陆"),
        (101, "壹佰零壹"),
        (110, "壹佰壹拾"),
        (300, "叁佰"),
        (1_001, "壹仟零壹"),
        (10_999, "壹万零玖佰玖拾玖"),
        (11_000, "壹万壹仟"),
        (10_001, "壹万零壹"),
        (20_300, "贰万零叁佰"),
        (10_000, "壹万"),
        (20_000_000, "贰仟万"),
    ],
)
def test_a_count_is_written_in_capitals(number: int, expected: str) -> None:
    assert capitals(number) == expected


def test_on_a_sealed_desk_a_hand_over_list_leaves_sealed_alone(tmp_path: Path) -> None:
    desk = Shell(tmp_path / "sealed")
    desk.say("init", "--example", "--seal-to", str(FIRST.to_public()))
    desk.add(entry_of())
    assert "密封" in desk.refuse("transfer", "1", "--to", "-", given="第二组\n".encode())
    key = tmp_path / "key.txt"
    key.write_text(KEY)
    for more in ((), ("--json",)):
        opened = ("transfer", "1", "--to", "-", "--identity", str(key), *more)
        assert ".age" in desk.refuse(*opened, given="第二组\n".encode(), status=2)
        target = tmp_path / f"{len(more)}.age"
        desk.say(*opened, "-o", str(target), given="第二组\n".encode())
        assert target.read_bytes().startswith(b"age-encryption.org")
    assert "赵某某" not in desk.say("transfer", "--json")
    desk.say("dispose", "1", "handed_to_team", "--to", "-", given="第二组\n".encode())
    chosen = ("transfer", "--sent-to", "第二组", "--to", "-", "--identity", str(key))
    desk.say(*chosen, "-o", str(tmp_path / "sent.age"), given="第二组\n".encode())
    assert [one["numbers"] for one in desk.json("transfer")][-1] == ["2016-0001"]


def test_a_letter_says_by_when_and_is_to_be_read_first(shell: Shell) -> None:
    assert "还没有转办函" in shell.say("letter")
    shell.say("transfer", "1", "--to", "第二组")
    shell.say("dispose", "2", "referred")
    done = shell.run("letter", "2", "--due", "2016-10-20")
    assert "请于 2016 年 10 月 20 日 前办结" in done.stdout.decode()
    assert _(READ_FIRST) in done.stderr.decode()
    for words in ("letter --again 1", "letter --again 1 --json", "referral 2", "referral 2 --json"):
        told = shell.run(*words.split())
        assert _(READ_FIRST) in told.stderr.decode()
    assert [one["kind"] for one in shell.json("letter")] == ["letter"]
    assert [one["kind"] for one in shell.json("transfer")] == ["transfer"]


@pytest.mark.parametrize(
    ("agreed", "told"),
    [("name", NAME), ("反映人姓名", NAME), ("contact", PHONE), ("联系方式", PHONE)],
)
def test_a_letter_tells_of_the_reporter_what_was_agreed_to_alone(
    shell: Shell, agreed: str, told: str
) -> None:
    shell.add(entry_of(REFERRAL, reporter={"name": NAME, "contact": PHONE}))
    shell.say("dispose", "4", "referred")
    page = shell.say("letter", "4", "--matter", "夜间施工", "--agreed", agreed)
    assert [word for word in (NAME, PHONE) if word in page] == [told]
    shell.say("letter", "4", "--agreed", agreed, "--json")
    assert [one["note"] for one in shell.json("audit")][-1] == "转办函、写明反映人、存为文件"


def test_on_a_sealed_desk_a_letter_leaves_sealed_alone(tmp_path: Path) -> None:
    desk = Shell(tmp_path / "sealed")
    desk.say("init", "--example", "--seal-to", str(FIRST.to_public()))
    desk.add(entry_of(REFERRAL))
    desk.say("dispose", "1", "referred")
    key = tmp_path / "key.txt"
    key.write_text(KEY)
    opened = ("letter", "1", "--identity", str(key))
    for more in ((), ("-o", str(tmp_path / "a.html"))):
        assert ".age" in desk.refuse(*opened, *more, status=2)
    desk.say(*opened, "-o", str(tmp_path / "a.age"))
    assert (tmp_path / "a.age").read_bytes().startswith(b"age-encryption.org")
