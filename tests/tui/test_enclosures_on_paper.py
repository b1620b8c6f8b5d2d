"""What came with a tip, on each paper, in the figures and in the list."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from store.duty.report import report
from store.notice.notice import INSPECTORS
from store.tips.enclosure_line import read_line
from store.tips.tip import Tip
from tests.builders import DURING, example
from tests.store.desks import new_desk, open_desk, tip_of
from tests.store.sealed import LEAD
from tui.papers.duty_text import handover_text
from tui.papers.register import COLUMNS, row
from tui.papers.report_words import tables
from tui.papers.tip_sheet import receipts_html, sheets_html
from tui.papers.transfer_list import transfer_html
from tui.widgets.tip_table import COLUMNS as LISTED

NOTICE = example()
LINE = "信件3页2份、照片5张、录音录像12分钟、银行流水7页"


@pytest.fixture
def tip() -> Tip:
    noted = tuple(one.noted("李明", DURING) for one in read_line(LINE, "post"))
    kept = (replace(noted[0], name="扫描.pdf", kept_at="铁皮柜2"), *noted[1:])
    return replace(tip_of(), number="2016-0001", officer="李明", saved_at=DURING, enclosures=kept)


def test_the_sheet_tells_each_and_the_receipt_what_was_handed_in(tip: Tip) -> None:
    sheet = sheets_html(NOTICE, [tip])
    assert "信件，3 页，2 份，扫描.pdf，存于铁皮柜2" in sheet
    receipt = receipts_html(NOTICE, [tip])
    assert LINE in receipt and "扫描" not in receipt and "铁皮柜" not in receipt
    blank = sheets_html(NOTICE, [replace(tip, enclosures=())])
    assert "　　　件　　　页" in blank, "what nobody counted is written in by hand"


def test_a_list_of_what_is_handed_over_counts_pages_and_enclosures(tmp_path: Path) -> None:
    with new_desk(tmp_path / "desk") as desk:
        desk.record(replace(tip_of(), enclosures=read_line(LINE, "post")))
        desk.record(tip_of())
        html = transfer_html(desk.notice, desk.papers.transfer(desk.tips(), "第二组"))
    cells = re.findall(r"<td[^>]*>(.*?)</td>", html)
    assert [cells[6:8], cells[15:17]] == [["10", LINE], ["", ""]]
    assert "共 2 件（大写：贰）附件" not in html and "，附件 4 项，共 10 页" in html


def test_what_came_with_a_tip_about_the_inspectors_is_counted_or_written_in(
    tmp_path: Path,
) -> None:
    lead = new_desk(tmp_path / "desk", LEAD)
    lead.access.set_role("李明", "officer")
    officer = open_desk(tmp_path / "desk", "李明")
    apart = [{"unit": "某组", "person": "某组员", "post": "", "group": INSPECTORS}]
    (photographs,) = read_line("照片3张", "visit")
    kept = replace(photographs, name="某组员.jpg", kept_at="铁皮柜2")
    officer.record(replace(tip_of(subjects=apart), enclosures=(kept,)))
    officer.record(replace(tip_of(), enclosures=read_line(LINE, "post")))
    handed = transfer_html(lead.notice, lead.papers.transfer(lead.tips(), "第二组"))
    assert "照片3张" in handed and "，附件 5 项，共 10 页<" in handed
    sheet = handover_text(lead.notice, lead.shifts.handover())
    assert "〔不显示〕" in handed and "〔不显示〕" in sheet
    receipts = [receipts_html(desk.notice, [desk.tip("1")]) for desk in (lead, officer)]
    assert "照片3张" in receipts[0] and "　　　件　　　页" in receipts[1]
    form = sheets_html(lead.notice, lead.figures.sheets([lead.tip("1")]))
    assert "照片，3 张" in form
    for paper in (handed, sheet, form, *receipts):
        assert not [one for one in ("某组员", "铁皮柜", "〔密封〕") if one in paper]


def test_a_register_and_the_list_tell_what_came(tip: Tip) -> None:
    cells = dict(zip((column.label for column in COLUMNS), row(NOTICE, tip), strict=True))
    assert cells["附件"] == LINE
    (column,) = (column for column in LISTED if column.by == "enclosures")
    assert column.text(NOTICE, tip) == "4" and column.text(NOTICE, tip_of()) == ""


def test_figures_count_tips_with_enclosures_and_each_kind(tip: Tip) -> None:
    documents = [tip.as_json(), replace(tip, number="2016-0002", enclosures=()).as_json()]
    found = report(documents, NOTICE, "day", DURING.date(), DURING)
    assert (found.figures.received, found.figures.with_enclosures) == (2, 1)
    assert found.as_json()["figures"]["by_enclosure"] == {
        "letter": 1,
        "photographs": 1,
        "recording": 1,
        "statement": 1,
        "other": 0,
    }
    (table,) = (table for table in tables(NOTICE, found) if table.title == "附件")
    assert ("信件（项）", (1, 0, 0, 1)) in table.rows
    none = report(documents[1:], NOTICE, "day", DURING.date(), DURING)
    assert not [table for table in tables(NOTICE, none) if table.title == "附件"]
