"""What goes on paper: which papers, who may have them, where they go, and what is left on record."""

from __future__ import annotations

import json
import os
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from store import disk
from store.clock import Clock
from store.desk.desk import Desk
from store.errors import CannotWrite, DeskError, NotAllowed, Refused, StepRefused
from tests.builders import CALL, REFERRAL, at, entry_of
from tests.store.desks import OFFICER, new_desk, open_desk, tip_of
from tests.store.sealed import KEY, LEAD, sealed_desk
from tests.tui.dialogue import dialogue
from tests.tui.sitting import a_desk, sitting
from tui.actions.actions import actions_at
from tui.actions.paper_actions import named
from tui.printing import printer
from tui.printing.asking import HINTS, LABELS, wanted_of
from tui.printing.kinds import PAPERS, figures_json
from tui.printing.printer import CannotPrint
from tui.printing.printing import to_folder, to_printer
from tui.printing.wanted import Wanted
from tui.screens.papers_screen import put_out, show_papers

NAME = CALL["reporter"]["name"]
BROWSER = """#!/bin/sh
for word in "$@"; do case "$word" in
  --print-to-pdf=*) target="${word#*=}";;
  file://*) page="${word#file://}";;
esac; done
/bin/cp "$page" "$target"
"""
LP = """#!/bin/sh
echo "$@" > %s.words
/bin/cat > %s
"""


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A desk with two tips of one day."""
    made = new_desk(tmp_path / "desk")
    made.record(tip_of())
    made.record(tip_of())
    return made


@pytest.fixture
def printed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a printer and a browser put what they are given, as it is."""
    programs, paper = tmp_path / "programs", tmp_path / "paper"
    programs.mkdir()
    for name, text in (("chromium", BROWSER), ("lp", LP % (paper, paper))):
        (programs / name).write_text(text)
        (programs / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(programs))
    return paper


@pytest.fixture
def no_printer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine with neither, and the home folder there."""
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


def test_each_paper_has_one_key_and_one_entry_in_the_palette_with_the_same_right() -> None:
    offered = {a.id: a.right for a in actions_at("papers") if a.key != "escape"}
    assert offered == {named(name): paper.right for name, paper in PAPERS.items()}
    asked = {name for paper in PAPERS.values() for name in paper.asks}
    assert asked == LABELS.keys()
    assert HINTS.keys() <= LABELS.keys()
    # Who leads has what names anybody, and who records or lists tips what names nobody.
    rights = {"sheet": "export", "transfer": "export", "letter": "export", "register": "export"}
    rights |= {"receipt": "list", "closing": "list", "handover": "list", "forms": "record"}
    assert {name: paper.right for name, paper in PAPERS.items()} == {
        name: rights.get(name, "count") for name in PAPERS
    }
    asks = {
        "sheet": ("numbers", "day", "with_reporter"),
        "transfer": ("numbers", "day", "receiver"),
        "letter": ("numbers", "due", "matter", "agreed"),
        "receipt": ("numbers", "day"),
        "register": ("kind", "day", "with_reporter"),
        **dict.fromkeys(("day", "week"), ("day",)),
        "handover": ("back",),
        "forms": ("pages",),
    }
    assert {name: paper.asks for name, paper in PAPERS.items() if paper.asks} == asks
    named_on = {name for name, paper in PAPERS.items() if "with_reporter" in paper.asks}
    assert named_on == {"sheet", "register"}


def test_any_browser_that_lays_pages_out_will_do(printed: Path) -> None:
    browser = printed.parent / "programs" / "chromium"
    names = "chromium-browser google-chrome google-chrome-stable microsoft-edge"
    for name in names.split():
        browser = browser.rename(browser.with_name(name))
        assert printer.why_not() == "" and printer.as_pdf(b"<p>") == b"<p>"


def test_where_no_memory_has_a_path_a_page_is_laid_out_all_the_same(
    printed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printer, "_MEMORY", printed.with_name("none"))
    assert printer.as_pdf(b"<p>") == b"<p>"


def test_the_figures_for_the_office_are_of_the_whole_period(desk: Desk) -> None:
    desk.record(tip_of(received_at="2016-09-20T08:30:00+08:00"))
    found = json.loads(figures_json(desk))
    assert (found["figures"]["received"], found["period"]["first_day"]) == (3, "2016-09-20")


@pytest.mark.parametrize("name", PAPERS)
def test_each_paper_goes_into_a_new_file_and_is_on_record(
    desk: Desk, tmp_path: Path, name: str
) -> None:
    # A letter is of one tip, which goes elsewhere.
    numbers = "3" if name == "letter" else "1-2"
    desk.record(tip_of(REFERRAL))
    desk.acts.dispose("3", "referred")
    wanted = Wanted(numbers=numbers, receiver="第二组")
    where = tmp_path / "papers"
    where.mkdir()
    said = [to_folder(desk, name, wanted, str(where)) for _time in range(2)]
    first, second = (Path(one.removeprefix("已写入：")) for one in said)
    assert {first, second} == {*where.iterdir()}
    assert first.stat().st_mode & 0o077 == 0
    assert NAME not in first.read_text()
    access = desk.access.audit()[-1]
    assert (access.what, access.by) == ("print", OFFICER)
    assert access.note.endswith("、存为文件")
    named = tuple(tip.number for tip in desk.finding.numbered(numbers))
    assert access.numbers == (named if "numbers" in PAPERS[name].asks else ())


THE_DAY = date(2016, 9, 28)


@pytest.mark.parametrize(
    ("name", "wanted", "file", "says"),
    [
        ("sheet", Wanted(day=THE_DAY), "登记单 2016-0003.html", "编号 2016-0003"),
        ("sheet", Wanted(), "登记单 2016-0001 等 2 件.html", "编号 2016-0002"),
        ("receipt", Wanted(numbers="3 1 2"), "登记回执 2016-0003 等 3 件.html", "2016-0003"),
        ("transfer", Wanted("1-2", receiver="第二组"), "移交清单 2016-1.html", "：第二组"),
        (
            "letter",
            Wanted("3", due=date(2016, 10, 20)),
            "转办函 2016-1.html",
            "2016 年 10 月 20 日 前",
        ),
        ("letter", Wanted("3", matter="夜间施工"), "转办函 2016-1.html", "反映事项：夜间施工"),
        (
            "register",
            Wanted(kind="week", day=date(2016, 9, 20)),
            "台账 2016-09-19 至 2016-09-25.html",
            "</thead><tbody>\n\n</tbody>",
        ),
        (
            "register",
            Wanted(kind="period"),
            "台账 2016-09-20 至 2016-10-01.html",
            "<td>2016-0003</td>",
        ),
        ("day", Wanted(day=THE_DAY), "日报 2016-09-28.html", '收到</td><td class="n">1<'),
        (
            "week",
            Wanted(day=date(2016, 9, 20)),
            "周报 2016-09-19 至 2016-09-25.html",
            '收到</td><td class="n">0<',
        ),
        ("period", Wanted(), "全程报表 2016-09-20 至 2016-10-01.html", '收到</td><td class="n">3<'),
        ("closing", Wanted(), "收件核对单 2016-10-01.html", "收到 3 ≠"),
        ("forms", Wanted(pages=3), "空白登记表 0001–0003.html", "举报登记表 0003 号"),
        ("forms", Wanted(), "空白登记表 0001–0020.html", "举报登记表 0020 号"),
        ("figures", Wanted(), "统计 2016-10-01.json", '"received":3,'),
        ("poster", Wanted(), "公告招贴.svg", "<svg"),
    ],
)
def test_each_paper_is_of_what_was_wanted_and_its_file_is_called_by_that(
    desk: Desk, tmp_path: Path, name: str, wanted: Wanted, file: str, says: str
) -> None:
    desk.record(tip_of(REFERRAL, received_at=f"{THE_DAY}T08:30:00+08:00"))
    desk.acts.dispose("3", "referred")
    assert to_folder(desk, name, wanted, str(tmp_path)) == f"已写入：{tmp_path / file}"
    made = (tmp_path / file).read_text()
    assert says in made
    # Figures are handed round where no tip may be read.
    assert ('<h1 class="register">' in made) == (name == "register")


def test_a_paper_that_names_reporters_says_so_in_the_audit_and_in_the_duty_log(
    desk: Desk, tmp_path: Path
) -> None:
    wanted = Wanted(numbers="1", with_reporter=True)
    file = Path(to_folder(desk, "sheet", wanted, str(tmp_path)).removeprefix("已写入："))
    assert NAME in file.read_text()
    assert desk.access.audit()[-1].note == "登记单、写明反映人、存为文件"
    (entry,) = desk.duty_log.all()
    assert entry.kind == "reporters_shown"
    file = Path(to_folder(desk, "register", wanted, str(tmp_path)).removeprefix("已写入："))
    assert NAME in file.read_text() and len(desk.duty_log.all()) == 2


def test_where_no_reporter_is_named_on_a_paper_no_record_says_so(
    desk: Desk, tmp_path: Path
) -> None:
    nobody = desk.record(tip_of(reporter=None)).number
    sealed = sealed_desk(tmp_path / "sealed")
    sealed.record(tip_of())
    for at_desk, name, wanted in (
        (desk, "sheet", Wanted(numbers=nobody, with_reporter=True)),
        (sealed, "sheet", Wanted(numbers="1", with_reporter=True)),
        (sealed, "register", Wanted(with_reporter=True)),
    ):
        Path(to_folder(at_desk, name, wanted, str(tmp_path)).removeprefix("已写入：")).unlink()
        assert not any("写明反映人" in one.note for one in at_desk.access.audit())
        assert not at_desk.duty_log.all()
    sealed.access.unlock(KEY)
    to_folder(sealed, "register", Wanted(with_reporter=True), str(tmp_path))
    assert "台账、2016-10-01、写明反映人、存为文件" in [one.note for one in sealed.access.audit()]
    assert len(sealed.duty_log.all()) == 1


def test_a_letter_is_of_one_tip_and_a_hand_over_sheet_of_the_shift_that_is_meant(
    desk: Desk, tmp_path: Path
) -> None:
    with pytest.raises(StepRefused, match="每件一份"):
        to_folder(desk, "letter", Wanted(numbers="1 2"), str(tmp_path))
    desk.shifts.take_over()
    desk.ground.clock = Clock.at(at("2016-10-02T00:10:00"))
    desk.shifts.hand_over("固定电话请催修")
    desk.ground.clock = Clock.at(at("2016-10-03T08:00:00"))
    for back, is_said, day in ((0, False, "2016-10-03"), (1, True, "2016-10-02")):
        said = to_folder(desk, "handover", Wanted(back=back), str(tmp_path))
        file = Path(said.removeprefix("已写入："))
        assert ("交班事项" in file.read_text()) is is_said
        assert file.name == f"交接班单 {day}.html", "the day on which it was handed over"


def test_a_letter_names_what_was_agreed_to_from_the_screen_too(desk: Desk, tmp_path: Path) -> None:
    desk.record(tip_of(REFERRAL, reporter={"name": NAME, "contact": ""}))
    desk.acts.dispose("3", "referred")
    answers = {"numbers": "3", "matter": f"{NAME}说：夜间施工", "agreed": ["name"]}
    wanted = wanted_of(desk, answers, Wanted())
    file = Path(to_folder(desk, "letter", wanted, str(tmp_path)).removeprefix("已写入："))
    assert f"反映人姓名（本人同意转告）：{NAME}" in file.read_text()
    assert "夜间施工" in file.read_text()
    assert desk.access.audit()[-1].note == "转办函、写明反映人、存为文件"
    with pytest.raises(StepRefused, match="无从转告"):
        to_folder(desk, "letter", replace(wanted, agreed=("contact",)), str(tmp_path))


def test_all_of_a_day_go_on_paper_where_no_number_is_named(desk: Desk, tmp_path: Path) -> None:
    desk.record(tip_of(received_at="2016-09-30T08:30:00+08:00"))
    to_folder(desk, "sheet", Wanted(), str(tmp_path))
    assert desk.access.audit()[-1].numbers == ("2016-0001", "2016-0002")
    assert desk.access.audit()[-1].note == "登记单、存为文件"
    to_folder(desk, "day", Wanted(), str(tmp_path))
    assert desk.access.audit()[-1].note == "日报、2016-10-01、存为文件"
    # What is named is meant, on whatever day it came.
    to_folder(desk, "sheet", Wanted(numbers="1", day=THE_DAY), str(tmp_path))
    assert desk.access.audit()[-1].numbers == ("2016-0001",)
    with pytest.raises(Exception, match="没有这样的举报：2016-09-29。"):
        to_folder(desk, "sheet", wanted_of(desk, {"day": "09-29"}, Wanted()), str(tmp_path))
    with pytest.raises(Exception, match="没有这样的举报：2016-10-01。"):
        to_folder(new_desk(tmp_path / "empty"), "sheet", Wanted(), str(tmp_path))
    with pytest.raises(Exception, match="没有这样的举报：、。"):
        to_folder(desk, "sheet", Wanted(numbers="、"), str(tmp_path))


def test_a_printed_page_reaches_the_printer_and_is_on_record(desk: Desk, printed: Path) -> None:
    assert to_printer(desk, "sheet", Wanted(numbers="2")) == "已交打印机：登记单 2016-0002"
    assert "2016-0002" in printed.read_text()
    assert Path(f"{printed}.words").read_text() == "-t 登记单 -\n", "as a queue shows it"
    access = desk.access.audit()[-1]
    assert (access.numbers, access.note) == (("2016-0002",), "登记单、打印机")


@pytest.mark.skipif(not os.access("/dev/shm", os.W_OK), reason="needs memory that has a path")
def test_what_is_printed_lies_on_no_disk_meanwhile(
    desk: Desk, printed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = tmp_path / "seen"
    browser = tmp_path / "programs" / "chromium"
    browser.write_text(BROWSER.replace("\n", f'\necho "$@" >"{seen}"\n', 1))
    to_printer(desk, "sheet", Wanted(numbers="2"))
    paths = [Path(found) for found in re.findall(r"[=/](/dev/shm/dutydesk-\S+)", seen.read_text())]
    assert {path.name for path in paths} == {"profile", "page.pdf", "page.html"}
    assert "--headless" in seen.read_text() and "--no-pdf-header-footer" in seen.read_text()
    assert not any(path.parent.exists() for path in paths)
    # Chromium does not start as root otherwise; at any other account its sandbox stays on.
    for account, is_without in ((0, True), (1000, False)):
        monkeypatch.setattr(os, "geteuid", lambda account=account: account)
        to_printer(desk, "notice", Wanted())
        assert ("--no-sandbox" in seen.read_text()) is is_without


def test_a_paper_is_on_record_before_it_goes_into_a_folder(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disk, "put_in_new_place", os.link)
    monkeypatch.setattr(disk, "unused", lambda folder, _stem, _suffix: folder / "desk")
    with pytest.raises(DeskError, match="没有保存"):
        to_folder(desk, "sheet", Wanted(numbers="2"), str(tmp_path))
    assert desk.access.audit()[-1].numbers == ("2016-0002",)
    with pytest.raises(DeskError, match="移交清单第 1 号已经登记，再取请用"):
        to_folder(desk, "transfer", Wanted(numbers="2", receiver="第二组"), str(tmp_path))
    assert len(desk.papers.all()) == 1


def test_nothing_is_drawn_up_for_a_folder_that_takes_no_file(desk: Desk) -> None:
    for name, wanted in (("transfer", Wanted("2", receiver="第二组")), ("forms", Wanted())):
        with pytest.raises(CannotWrite, match="没有保存"):
            to_folder(desk, name, wanted, "/proc")
    assert desk.papers.all() == desk.access.audit() == [] and desk.forms.all() == {}


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        *(("day", "昨日"), ("due", "昨日"), ("kind", "month")),
        *(("back", "一"), ("back", "-1"), ("pages", "２"), ("pages", "10000")),
    ],
)
def test_what_is_no_answer_is_told_at_what_was_asked(desk: Desk, name: str, answer: str) -> None:
    with pytest.raises(StepRefused) as refused:
        wanted_of(desk, {name: answer}, Wanted())
    assert [fault.field for fault in refused.value.faults] == [name]


def test_a_day_that_was_taken_out_is_today_and_one_that_was_not_asked_for_stays(
    desk: Desk, tmp_path: Path
) -> None:
    given = Wanted(day=THE_DAY, pages=3, back=2)
    assert wanted_of(desk, {}, given) == given
    assert wanted_of(desk, {}, Wanted(kind="week")).kind == "week"
    cleared = wanted_of(desk, {"day": " ", "pages": "", "back": ""}, given)
    assert cleared == replace(given, day=None)
    said = to_folder(desk, "sheet", Wanted(numbers=" "), str(tmp_path))
    assert "2016-0001 等 2 件" in said


def test_who_does_not_ask_for_the_reporter_gets_a_paper_without(desk: Desk) -> None:
    for said, wanted in (("yes", True), ("", False)):
        assert wanted_of(desk, {"with_reporter": said}, Wanted()).with_reporter is wanted
    assert not wanted_of(desk, {}, Wanted(with_reporter=True)).with_reporter


def test_a_poster_is_printed_as_a_page_of_its_size(desk: Desk, printed: Path) -> None:
    to_printer(desk, "poster", Wanted())
    assert "size: A4" in printed.read_text()


def test_a_printer_that_refuses_is_told_with_its_reason(desk: Desk, printed: Path) -> None:
    lp = printed.parent / "programs" / "lp"
    lp.write_text('#!/bin/sh\n/bin/cat > /dev/null\nprintf "$0: out of\\033 paper" >&2\nexit 1\n')
    with pytest.raises(CannotPrint, match=r"没有接受（out of\\u001b paper）"):
        to_printer(desk, "day", Wanted())
    # It was on record before it went.
    assert desk.access.audit()[-1].note.endswith("、打印机")


def test_what_cannot_be_laid_out_is_told_and_figures_are_no_page(desk: Desk, printed: Path) -> None:
    with pytest.raises(StepRefused, match="供程序读取"):
        to_printer(desk, "figures", Wanted())
    (printed.parent / "programs" / "chromium").write_text("#!/bin/sh\n")
    with pytest.raises(CannotPrint, match="没有排出版面"):
        to_printer(desk, "day", Wanted())
    assert not printed.exists()


def test_a_program_that_hangs_does_not_run_or_is_gone_is_told_of(
    desk: Desk, printed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lp, browser = (printed.parent / "programs" / name for name in ("lp", "chromium"))
    os.mkfifo(never := printed.with_name("never"))
    lp.write_text(f"#!/bin/sh\nread word < {never}\n")
    with monkeypatch.context() as patch:
        patch.setattr(printer, "_LONGEST_SECONDS", 0.05)
        with pytest.raises(CannotPrint, match=r"^lp 没有响应"):
            printer._run([str(lp)])
    lp.write_bytes(b"\x7fELF")
    with pytest.raises(CannotPrint, match=r"^lp 没有响应；请存为文件。$"):
        to_printer(desk, "day", Wanted())
    with pytest.raises(
        DeskError, match=r"^lp 没有响应；请存为文件。\n空白登记表 0001–0002 已经发出；"
    ):
        to_printer(desk, "forms", Wanted(pages=2))
    browser.unlink()
    with pytest.raises(Refused, match="没有能排版打印的浏览器"):
        to_printer(desk, "day", Wanted())
    with pytest.raises(CannotPrint, match="没有能排版打印的浏览器"):
        printer.send(b"", "")
    lp.unlink()
    with pytest.raises(CannotPrint, match="没有连接打印机"):
        printer.send(b"", "")


def test_no_number_of_a_form_is_used_up_where_nothing_can_be_printed(
    desk: Desk, no_printer: Path
) -> None:
    with pytest.raises(Refused, match="没有连接打印机"):
        to_printer(desk, "forms", Wanted(pages=2))
    with pytest.raises(Refused, match="没有这个目录"):
        to_folder(desk, "forms", Wanted(pages=2), str(no_printer / "away"))
    assert desk.forms.all() == {}


def test_what_a_sealed_desk_opened_goes_into_a_sealed_file_alone(tmp_path: Path) -> None:
    desk = sealed_desk(tmp_path / "desk")
    desk.record(tip_of())
    desk.access.unlock(KEY)
    said = to_folder(desk, "sheet", Wanted(numbers="1"), str(tmp_path))
    assert said.endswith(".html.age")
    assert Path(said.removeprefix("已写入：")).read_bytes().startswith(b"age-encryption.org")
    # What tells nothing of any tip is no secret.
    assert to_folder(desk, "day", Wanted(), str(tmp_path)).endswith("日报 2016-10-01.html")
    forms = to_folder(desk, "forms", Wanted(pages=3), str(tmp_path))
    assert forms.endswith("空白登记表 0001–0003.html")
    desk.record(tip_of(REFERRAL))
    desk.acts.dispose("2", "referred")
    wanted = Wanted(numbers="2", receiver="第二组")
    said = {name: to_folder(desk, name, wanted, str(tmp_path)) for name in PAPERS}
    sealed = {name for name, file in said.items() if file.endswith(".age")}
    assert sealed == {"sheet", "transfer", "letter", "register"}
    for name in PAPERS:
        content = Path(said[name].removeprefix("已写入：")).read_bytes()
        assert content.startswith(b"age-encryption.org") is (name in sealed)
    desk.access.lock()


def test_a_role_has_the_papers_that_it_may_see(desk: Desk, tmp_path: Path) -> None:
    for officer, role in ((OFFICER, "lead"), ("李明", "officer"), ("统计", "viewer")):
        desk.access.set_role(officer, role)
    refused = {}
    for officer in ("李明", "统计"):
        other = open_desk(tmp_path / "desk", officer)
        refused[officer] = set()
        for name in PAPERS:
            try:
                to_folder(other, name, Wanted(numbers="1"), str(tmp_path))
            except NotAllowed:
                refused[officer].add(name)
    assert refused["李明"] == {"sheet", "register", "transfer", "letter"}
    more = {"receipt", "closing", "handover", "forms"}
    assert refused["统计"] == refused["李明"] | more


@pytest.mark.whole
@pytest.mark.parametrize(
    ("keys", "file", "says"),
    [
        ("ctrl+b", "日报 2016-10-01.html", "2016-10-01"),
        ("ctrl+b left", "日报 2016-09-30.html", "2016-09-30"),
        ("f10", "交接班单 2016-10-01.html", "当前无人值班"),
        ("ctrl+y", "公告.html", "特此公告"),
        ("f5 ctrl+l ctrl+l", "登记单 2016-0001 等 2 件.html", "编号 2016-0002"),
        ("f5 enter", "登记单 2016-0002.html", "编号 2016-0002"),
    ],
)
async def test_what_is_on_the_screen_is_put_on_paper_by_keys(
    desk: Desk, no_printer: Path, keys: str, file: str, says: str
) -> None:
    desk.close()
    async with sitting(no_printer / "desk") as at_desk:
        first, *more = keys.split()
        await at_desk.press(first)
        if first == "f5":
            await at_desk.see("2016-0001")
        await at_desk.press(*more, "ctrl+r")
        await at_desk.see("打印，或存为文件")
        await at_desk.press("enter")
        await at_desk.see("没有连接打印机")
        await at_desk.press("ctrl+s")
        await at_desk.until(lambda: (no_printer / file).exists(), file)
        await at_desk.see("已写入")
    assert says in (no_printer / file).read_text()


async def test_papers_are_offered_once_and_to_none_whose_role_no_more_includes_them(
    desk: Desk, no_printer: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.close()
    async with sitting(no_printer / "desk") as at_desk:
        show_papers(at_desk.app, at_desk.desk, False)
        await at_desk.see("打印，或存为文件")
        show_papers(at_desk.app, at_desk.desk, False)
        await at_desk.press("1")
        await at_desk.see("Ctrl+S 打印或存出")
        show_papers(at_desk.app, at_desk.desk, False)
        assert len(at_desk.app.screen_stack) == 2
        await at_desk.press("escape")

        def refuse(*_asked: str) -> None:
            raise NotAllowed("这不再是您的。")

        monkeypatch.setattr(at_desk.desk.access, "require", refuse)
        put_out(at_desk.app, at_desk.desk, "sheet", Wanted(numbers="1"), False)
        await at_desk.see("这不再是您的。")
        assert len(at_desk.app.screen_stack) == 1


async def test_a_page_goes_to_the_printer_or_into_a_folder_as_it_is_chosen(
    desk: Desk, printed: Path
) -> None:
    desk.close()
    async with sitting(printed.with_name("desk")) as at_desk:
        await at_desk.press("f5", "ctrl+r", "1")
        await at_desk.see("✓1 打印机")
        assert "存入目录" not in at_desk.seen
        await at_desk.press("ctrl+s")
        await at_desk.see("已交打印机：登记单 2016-0002")
        assert "2016-0002" in printed.read_text()
        await at_desk.press("ctrl+r", "1")
        await at_desk.go_to("where")
        await at_desk.press("2")
        await at_desk.see("存入目录")
        await at_desk.press("1")
        await at_desk.until(lambda: "存入目录" not in at_desk.seen)
        await at_desk.press("2")
        await at_desk.go_to("folder")
        await at_desk.press("ctrl+u")
        await at_desk.fill("folder", str(printed.parent))
        await at_desk.press("ctrl+s")
        await at_desk.see("已写入")
    assert (printed.parent / "登记单 2016-0002.html").exists()


async def test_over_ssh_nothing_is_put_into_a_folder_and_the_screen_says_what_to_do(
    desk: Desk, no_printer: Path
) -> None:
    desk.close()
    async with sitting(no_printer / "desk", is_remote=True) as at_desk:
        await at_desk.press("f5", "ctrl+r", "1")
        await at_desk.see("远程登录的")
        assert "目录" not in at_desk.seen
        await at_desk.press("ctrl+s")
        await at_desk.see("没有连接打印机")
        # As the palette asks for it.
        await at_desk.press("escape")
        at_desk.app.action_put_out("sheet")
        await at_desk.see("远程登录的")
        assert "目录" not in at_desk.seen
    assert not [*no_printer.glob("*.html")]


@pytest.mark.whole
async def test_over_ssh_without_a_printer_one_may_choose_and_is_told_all_the_same(
    desk: Desk, no_printer: Path
) -> None:
    desk.close()
    async with sitting(no_printer / "desk", is_remote=True) as at_desk:
        await at_desk.press("f5", "ctrl+r", "z")
        await at_desk.see("同意转告")
        await at_desk.go_to("agreed")
        await at_desk.press("1", "ctrl+s")
        await at_desk.see("没有连接打印机")


@pytest.mark.whole
async def test_a_paper_is_found_in_the_palette_from_anywhere_and_the_papers_in_the_overview(
    desk: Desk, no_printer: Path
) -> None:
    desk.close()
    async with sitting(no_printer / "desk", (80, 24)) as at_desk:
        await at_desk.press("f3", "ctrl+r")
        await at_desk.see("打印，或存为文件")
        await at_desk.press("escape")
        await at_desk.press("f2", "ctrl+p")
        await at_desk.type("kbdjb")
        await at_desk.see("Ctrl+R 9")
        await at_desk.press("enter")
        await at_desk.see("几张")


async def test_a_viewer_is_offered_figures_and_the_notice_alone(tmp_path: Path) -> None:
    with a_desk(tmp_path / "desk") as desk:
        desk.access.set_role(OFFICER, "lead")
        desk.access.set_role("统计", "viewer")
    async with sitting(tmp_path / "desk", officer="统计") as at_desk:
        await at_desk.press("ctrl+b", "ctrl+r")
        await at_desk.see("打印日报")
        assert "登记单" not in at_desk.seen
        await at_desk.press("1")
        assert "打印日报" in at_desk.seen


def test_the_dialogue_puts_a_paper_into_a_folder_and_over_ssh_nowhere(
    desk: Desk, no_printer: Path
) -> None:
    desk.close()
    folder = str(no_printer)
    said = dialogue(no_printer / "desk", "打印", "登记单", "1", "", "1", folder)
    assert "没有连接打印机" in said and "打印队列" not in said
    assert NAME in (no_printer / "登记单 2016-0001.html").read_text()
    said = dialogue(no_printer / "desk", "打印", "登记单", "2", "", "", folder, is_remote=True)
    assert "远程登录的" in said and "存到哪个目录" not in said
    assert len([*no_printer.glob("*.html")]) == 1
    # Where nothing is answered it is the home folder.
    dialogue(no_printer / "desk", "打印", "登记回执", "2", "", "")
    assert (no_printer / "登记回执 2016-0002.html").exists()
    dialogue(no_printer / "desk", "打印", "登记单", "2", "", "", folder)
    assert NAME not in (no_printer / "登记单 2016-0002.html").read_text()
    dialogue(no_printer / "desk", "打印", "台账", "", "10-01", "", folder)
    (register,) = no_printer.glob("台账*")
    assert register.name == "台账 2016-10-01.html" and NAME not in register.read_text()


def test_nothing_is_printed_by_whoever_would_rather_have_a_file(
    desk: Desk, printed: Path, tmp_path: Path
) -> None:
    desk.close()
    said = dialogue(tmp_path / "desk", "打印", "登记单", "1", "", "", "", str(tmp_path))
    assert "用打印机打印吗？ 1 是，回车否：" in said and "已交打印机" not in said
    assert (tmp_path / "登记单 2016-0001.html").exists() and not printed.exists()
    said = dialogue(tmp_path / "desk", "打印", "登记单", "2", "", "", "1")
    assert "已交打印机：登记单 2016-0002" in said and printed.exists()
    said = dialogue(tmp_path / "desk", "打印", "统计", str(tmp_path))
    assert "统计不打印。" in said and "用打印机打印吗" not in said
    assert not [*tmp_path.glob("登记单 2016-0002*")]


def test_who_may_not_have_a_paper_is_told_so_before_anything_is_asked(
    desk: Desk, no_printer: Path
) -> None:
    desk.access.set_role(OFFICER, "lead")
    desk.access.set_role("统计", "viewer")
    desk.close()
    said = dialogue(no_printer / "desk", "打印", "登记单", "0", officer="统计")
    assert "编号：" not in said and "导出和核查由组长办理。" in said


def test_of_the_reporter_the_dialogue_passes_on_what_was_agreed_to_alone(
    desk: Desk, no_printer: Path
) -> None:
    told = entry_of(REFERRAL, reporter=CALL["reporter"])
    number = desk.record(tip_of(told)).number
    desk.acts.dispose(number, "referred", to="区环境保护局")
    desk.close()
    (letters := no_printer / "letters").mkdir()
    contact = CALL["reporter"]["contact"]
    for name, number_too in (("", ""), ("1", ""), ("", "是"), ("1", "1")):
        answers = ("3", "10-20", "?", "夜间施工", "扰民", ".", name, number_too, str(letters))
        said = dialogue(no_printer / "desk", "打印", "转办函", *answers)
        assert "反映人同意转告联系方式吗？ 1 是，回车否：" in said
        assert HINTS["matter"] in said and "登记" in said
        (file,) = letters.iterdir()
        letter = file.read_text()
        file.unlink()
        assert "夜间施工" in letter and "扰民" in letter
        assert (NAME in letter, contact in letter) == (bool(name), bool(number_too))


def test_who_prints_what_is_sealed_is_told_of_the_printers_queue(
    tmp_path: Path, printed: Path
) -> None:
    with sealed_desk(tmp_path / "desk") as desk:
        desk.record(tip_of())
    asked = ("解封", KEY, "打印", "登记单", "1", "", "", "1")
    said = dialogue(tmp_path / "desk", *asked, officer=LEAD)
    assert said.index("内容会留在打印队列里") < said.index("已交打印机：登记单 2016-0001")
    assert "存到哪个目录" not in said
    assert "2016-0001" in printed.read_text()
    said = dialogue(tmp_path / "desk", *asked[2:], officer=LEAD)
    assert "打印队列" not in said and "已交打印机：登记单 2016-0001" in said
