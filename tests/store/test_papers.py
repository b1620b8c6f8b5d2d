"""Papers that leave the desk to be signed: hand-over lists and letters of referral, kept as they were."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from store.desk.desk import Desk
from store.duty.report import Span
from store.errors import CannotWrite, NoSuchTip, NotAllowed, Sealed, StepRefused
from store.journal.line import scan
from store.notice.notice import INSPECTORS
from store.tips.disposing import TEXT_LIMIT
from tests.builders import DURING, REFERRAL
from tests.store.desks import journal_in, new_desk, open_desk, tip_of
from tests.store.sealed import DUTY, KEY, LEAD, SECOND, planted, sealed_desk, where

NAMED = {"name": "孙某某", "contact": "13800000000"}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A desk with a tip of its own and a matter out of scope, by a reporter who gave a name."""
    made = new_desk(tmp_path / "desk", LEAD)
    made.record(tip_of(reporter=NAMED))
    made.record(tip_of(REFERRAL, reporter=NAMED, summary="孙某某反映工地噪声，13800000000"))
    return made


def said(found: Any) -> str:
    return str(found.content)


def test_a_list_is_one_line_of_the_journal_numbered_and_printed_again_as_it_was(
    desk: Desk,
) -> None:
    lines = len(list(scan(journal_in(desk.place))))
    first = desk.papers.transfer(desk.tips(), "第二组")
    assert len(list(scan(journal_in(desk.place)))) == lines + 1
    desk.acts.dispose("1", "handed_to_team")
    second = desk.papers.transfer([desk.tip("1")], "组长")
    assert (first.serial, second.serial) == (1, 2)
    assert (first.numbers, first.by) == (("2016-0001", "2016-0002"), LEAD)
    again = open_desk(desk.place, LEAD)
    assert again.papers.again("transfer", 1) == first != again.papers.again("transfer", 2)
    assert [(paper.serial, paper.content) for paper in again.papers.all()] == [(1, None), (2, None)]
    with pytest.raises(NoSuchTip, match="1、2"):
        again.papers.again("transfer", 3)
    with pytest.raises(NoSuchTip, match="现有：无。"):
        again.papers.again("letter", 1)


def test_a_list_names_whom_it_concerns_and_never_who_reported(desk: Desk) -> None:
    found = said(desk.papers.transfer(desk.tips(), "第二组"))
    assert "赵某某" in found and "噪声" in found
    assert "孙某某" not in found and "13800000000" not in found
    for length in (121, 120):
        desk.record(tip_of(summary="长" * length))
    rows: Any = desk.papers.transfer([desk.tip("3"), desk.tip("4")], "第二组").content
    assert [row["problem"] for row in rows["rows"]] == ["长" * 120 + "…", "长" * 120], (
        "that it goes on is seen"
    )


def test_what_was_withdrawn_is_not_handed_over_and_told_apart(desk: Desk) -> None:
    desk.acts.dispose("1", "withdrawn", why="误录")
    paper = desk.papers.transfer(desk.tips(), "第二组")
    assert paper.numbers == ("2016-0002",) and paper.content
    assert [row["number"] for row in paper.content["rows"]] == ["2016-0002"]
    assert paper.content["withdrawn"] == ["2016-0001"]
    assert "withdrawn" not in said(desk.papers.transfer([desk.tip("2")], "第二组"))


def test_a_list_has_this_of_each_tip(desk: Desk) -> None:
    subjects = [
        {"unit": "甲局", "person": "赵某某", "post": "局长", "group": "leadership"},
        {"unit": "乙局", "person": "钱某某", "post": "股长", "group": "out_of_scope"},
    ]
    number = desk.record(
        tip_of(
            channel="post",
            line="",
            received_at="2016-09-30",
            subjects=subjects,
            disciplines=["廉洁纪律", "生活纪律"],
            summary="长" * 60 + "\n  " + "短" * 59,
            enclosures="信件3页2份、照片5张",
        )
    ).number
    rows: Any = desk.papers.transfer([desk.tip(number)], "第二组").content
    assert rows == {
        "team": desk.notice.team,
        "receiver": "第二组",
        "rows": [
            {
                "number": number,
                "received": "2016-09-30",
                "channel": "post",
                "status": "registered",
                "subjects": [
                    {"unit": "甲局", "person": "赵某某", "post": "局长"},
                    {"unit": "乙局", "person": "钱某某", "post": "股长"},
                ],
                "disciplines": ["廉洁纪律", "生活纪律"],
                "enclosures": [
                    {"kind": "letter", "pages": 3, "copies": 2},
                    {"kind": "photographs", "pages": 5, "copies": 1},
                ],
                "problem": "长" * 60 + " " + "短" * 59,
                "is_hidden": False,
                "is_sealed": False,
            }
        ],
    }


def test_a_list_says_of_a_tip_on_the_inspectors_only_that_there_is_one(desk: Desk) -> None:
    desk.record(tip_of(subjects=[{"person": "某组员", "group": INSPECTORS}], summary="反映组员"))
    paper = desk.papers.transfer(desk.tips(), "第二组")
    rows: Any = paper.content
    assert "2016-0003" in said(paper) and "组员" not in said(paper)
    assert [row["is_hidden"] for row in rows["rows"]] == [False, False, True]


@pytest.mark.parametrize("receiver", ["区环保局", "赵某某"])
def test_a_list_goes_to_nobody_whom_a_tip_on_it_is_about(desk: Desk, receiver: str) -> None:
    unit = [{"unit": "区环境保护局", "group": "out_of_scope"}]
    desk.record(tip_of(REFERRAL, subjects=unit, referred_to="市环境保护局"))
    which = "3" if receiver == "区环保局" else "1"
    with pytest.raises(StepRefused, match=f"2016-000{which}：不能送交“{receiver}”"):
        desk.papers.transfer(desk.tips(), receiver)
    with pytest.raises(StepRefused, match=r"^不能送交"):
        desk.papers.transfer([desk.tip(which)], receiver)
    assert desk.papers.all() == []


def test_a_list_goes_to_somebody_and_is_of_something(desk: Desk) -> None:
    with pytest.raises(StepRefused, match="接收人"):
        desk.papers.transfer(desk.tips(), " ")
    longest = "某" * TEXT_LIMIT
    assert desk.papers.transfer(desk.tips(), f" {longest} ").content["receiver"] == longest
    with pytest.raises(StepRefused, match="接收人"):
        desk.papers.transfer(desk.tips(), longest + "某")
    with pytest.raises(NoSuchTip):
        desk.papers.transfer([], "第二组")


def test_a_letter_has_the_number_the_receiver_and_the_day_and_masks_who_reported(
    desk: Desk,
) -> None:
    desk.papers.transfer(desk.tips(), "第二组")
    desk.acts.dispose("2", "referred", letter="转〔2016〕1号")
    paper = desk.papers.letter("2", due=date(2016, 10, 20))
    content: Any = paper.content
    assert (paper.kind, paper.serial) == ("letter", 1), "lists are numbered apart"
    assert (content["letter"], content["referred_to"]) == ("转〔2016〕1号", "区环境保护局")
    assert (content["due"], content["reporter"]) == ("2016-10-20", {})
    assert "孙某某" not in said(paper) and "13800000000" not in said(paper)
    assert desk.papers.again("letter", 1) == paper and desk.duty_log.all() == []
    assert desk.papers.letter("2", due=date(2016, 10, 1)).serial == 2, "it may be due today"


def test_of_several_who_reported_none_is_in_a_paper_nor_how_else_to_reach_them(desk: Desk) -> None:
    reporter = {"name": "张三、李四等5人", "contact": "13800001111，zs@qq.com"}
    unit = {"unit": "某街道办", "person": "", "post": "李四、王五之夫", "group": "out_of_scope"}
    summary = "发件人署名：王五\n张三家门口污水横流，李四可作证，回复请写 zs@qq.com 或 13800001111"
    # The fourth is still open as the desk is handed over.
    for _n in range(2):
        desk.record(tip_of(REFERRAL, reporter=reporter, subjects=[unit], summary=summary))
    desk.acts.dispose("3", "referred")
    papers: list[Any] = [
        desk.papers.letter("3"),
        desk.papers.transfer([desk.tip("3")], "第二组"),
        desk.acts.referral("3"),
        [*desk.figures.register(Span(DURING.date(), DURING.date()))],
        [*desk.figures.sheets([desk.tip("3")])],
        desk.shifts.handover().sheet,
    ]
    for paper in papers:
        assert "之夫" in str(paper)
        told = [one for one in ("张三", "李四", "王五", "zs@", "1380000") if one in str(paper)]
        assert not told, paper


def test_a_letter_passes_on_what_was_agreed_to_and_nothing_else(desk: Desk) -> None:
    with pytest.raises(StepRefused, match="还没有按转办处理"):
        desk.papers.letter("2")
    desk.acts.dispose("2", "referred")
    paper = desk.papers.letter("2", matter="孙某某：\n夜间施工，13800000000", agreed=["name"])
    content: Any = paper.content
    assert content["reporter"] == {"name": "孙某某"}
    assert content["content"].startswith("孙某某：\n夜间施工") and "13800000000" not in said(paper)
    reached: Any = desk.papers.letter("2", agreed=["contact"]).content
    assert reached["reporter"] == {"contact": "13800000000"}
    assert "13800000000" in reached["content"] and "孙某某" not in str(reached)
    both: Any = desk.papers.letter("2", agreed=["name", "contact"]).content
    assert both["reporter"] == NAMED and "反映工地噪声，13800000000" in both["content"]
    assert len(desk.duty_log.all()) == 3 and "2016-0002" in desk.duty_log.all()[1].text
    assert {entry.kind for entry in desk.duty_log.all()} == {"reporters_shown"}


def test_no_letter_names_a_reporter_unless_the_duty_log_says_so(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_what: str) -> None:
        raise CannotWrite("已满")

    desk.acts.dispose("2", "referred")
    monkeypatch.setattr(desk.duty_log, "write", full)
    with pytest.raises(CannotWrite):
        desk.papers.letter("2", agreed=["name"])
    assert desk.papers.all() == []


@pytest.mark.parametrize(
    "given",
    [
        {"due": date(2016, 9, 30)},
        {"matter": "\x1b[2J"},
        {"agreed": ["contact"]},
        {"agreed": ["name", "contact"]},
    ],
    ids=["due in the past", "unreadable", "of nobody", "of which one is not known"],
)
def test_a_letter_with_a_fault_is_not_drawn_up(desk: Desk, given: dict[str, Any]) -> None:
    for number, reporter in (("3", None), ("4", {"name": "孙某某"})):
        desk.record(tip_of(REFERRAL, reporter=reporter))
        desk.acts.dispose(number, "referred")
        with pytest.raises(StepRefused):
            desk.papers.letter(number, **given)
    assert desk.papers.all() == [] and desk.duty_log.all() == []


def test_a_letter_is_guarded_as_the_copy_is(desk: Desk) -> None:
    with pytest.raises(StepRefused, match="转办单位"):
        desk.papers.letter("1")


# On a sealed desk


def test_nobody_whom_a_sealed_tip_is_about_gets_it_or_deals_with_it(tmp_path: Path) -> None:
    sealed_desk(tmp_path / "desk", DUTY).record(planted())
    desk, (about, *_more) = open_desk(tmp_path / "desk", LEAD), planted().subjects
    desk.access.unlock(KEY)
    desk.access.set_role(about.person, "officer")
    with pytest.raises(StepRefused):
        desk.papers.transfer(desk.tips(), about.person)
    with pytest.raises(StepRefused):
        desk.follow_ups.assign({"1": 1}, about.person)
    assert desk.papers.all() == [] and desk.tip("1").revision == 1


def test_a_paper_is_sealed_to_the_recipients_alone_and_again_to_new_ones(tmp_path: Path) -> None:
    desk = sealed_desk(tmp_path / "desk")
    desk.record(planted())
    with pytest.raises(Sealed):
        desk.papers.transfer(desk.tips(), "密收件人")
    desk.access.unlock(KEY)
    made = desk.papers.transfer(desk.tips(), "密收件人")
    assert "司徒某某" in said(made) and "欧阳密言" not in said(made)
    assert where(tmp_path, ("密收件人", "司徒某某")) == []
    desk.access.lock()
    # The desk's own key, which opens the duty log, is in memory all the while.
    (shown,) = desk.ground.records("papers").values()
    assert shown["content"] == "〔已密封〕"
    with pytest.raises(Sealed):
        desk.papers.again("transfer", 1)
    desk.access.unlock(KEY)
    desk.keeping.rekey([str(SECOND.to_public())])
    desk.close()
    after = open_desk(tmp_path / "desk", LEAD)
    (shown,) = after.ground.records("papers").values()
    assert shown["content"] == "〔已密封〕"
    after.access.unlock(str(SECOND))
    assert after.papers.again("transfer", 1) == made
    told = [(one.what, one.numbers, one.note) for one in after.access.accesses()]
    assert ("export", ("2016-0001",), "移交清单") in told
    assert told[-1] == ("export", ("2016-0001",), "再次打印")


def test_an_officer_draws_up_no_paper_and_reads_none(desk: Desk) -> None:
    desk.papers.transfer(desk.tips(), "第二组")
    desk.access.set_role(DUTY, "officer")
    officer = open_desk(desk.place, DUTY)
    for call in (officer.papers.all, lambda: officer.papers.again("transfer", 1)):
        with pytest.raises(NotAllowed):
            call()


@pytest.mark.parametrize(("lost", "printed"), [(2, [1, 3, 4]), (3, [1, 2, 4])])
def test_no_number_of_a_paper_that_cannot_be_read_any_more_is_given_again(
    tmp_path: Path, lost: int, printed: list[int]
) -> None:
    folder = tmp_path / "desk"
    with new_desk(folder, LEAD) as desk:
        desk.record(tip_of())
        for _ in range(3):
            desk.papers.transfer(desk.tips(), "第二组")
    (folder / "tips.json").unlink()
    journal = folder / "journal.jsonl"
    lines = journal.read_bytes().splitlines(keepends=True)
    lines[-4 + lost] = b"spoilt\n"
    journal.write_bytes(b"".join(lines))
    again = open_desk(folder, LEAD)
    again.papers.transfer(again.tips(), "第二组")
    assert [paper.serial for paper in again.papers.all()] == printed
