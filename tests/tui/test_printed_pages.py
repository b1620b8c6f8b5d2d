"""Papers as they come out of the printer: laid out by a browser or an office program, and looked at page by page."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from store.duty.report import report
from store.tips.tip import Tip
from tests.builders import DURING, example
from tests.store.desks import tip_of
from tui.papers.report_xlsx import report_xlsx
from tui.papers.tip_sheet import receipts_html, sheets_html
from tui.printing import printer

pytestmark = pytest.mark.whole
NOTICE = example()
LETTER = "反映赵某某收受礼金。" * 2000


def pages_of(pdf: bytes, folder: Path) -> list[str]:
    """The text of each page."""
    path = folder / "paper.pdf"
    path.write_bytes(pdf)
    words = ["pdftotext", "-layout", str(path), "-"]
    return subprocess.run(words, capture_output=True, check=True, text=True).stdout.split("\f")[:-1]


@pytest.fixture(autouse=True)
def _with_programs() -> None:
    if not (shutil.which("pdftotext") and not printer.why_not().startswith("本机没有能排版")):
        pytest.skip("no browser or pdftotext here")


@pytest.fixture
def tips() -> list[Tip]:
    tip = replace(tip_of(), officer="李某某")
    numbered = [replace(tip, number=f"2016-{n:04}") for n in range(1, 4)]
    return [*numbered[:2], replace(numbered[2], summary=LETTER)]


def test_each_tip_has_a_page_to_be_signed_and_a_long_letter_its_number_over_each(
    tips: list[Tip], tmp_path: Path
) -> None:
    pages = pages_of(printer.as_pdf(sheets_html(NOTICE, tips).encode()), tmp_path)
    assert [f"编号 2016-000{n}" in pages[n - 1] for n in (1, 2, 3)] == [True] * 3
    assert all("2016-0003" in page for page in pages[2:])
    assert "领导批示" in pages[0]
    assert "领导批示" in pages[-1]
    own = [f"2016-000{min(n, 3)} 第 {max(n - 2, 1)} 页" for n in range(1, len(pages) + 1)]
    feet = [page.split("\n")[-2].strip().replace("\u3000", " ") for page in pages]
    assert feet == own, "the pages of each are numbered by themselves"
    alone = pages_of(printer.as_pdf(sheets_html(NOTICE, tips[2:]).encode()), tmp_path)
    assert f"第 1 页 共 {len(alone)} 页" in alone[0]
    receipts = pages_of(printer.as_pdf(receipts_html(NOTICE, tips).encode()), tmp_path)
    assert len(receipts) == 3
    assert "赵某某" not in "".join(receipts)


def test_the_workbook_prints_with_its_headings_over_each_page_and_all_of_a_letter(
    tips: list[Tip], tmp_path: Path
) -> None:
    if not shutil.which("soffice"):
        pytest.skip("no LibreOffice here")
    many = [replace(tips[0], number=f"2016-{n:04}") for n in range(10, 50)]
    found = report([], NOTICE, "period", DURING.date(), DURING)
    (tmp_path / "register.xlsx").write_bytes(report_xlsx(NOTICE, found, [*many, tips[2]]))
    where = f"-env:UserInstallation=file://{tmp_path}/office"
    words = ["soffice", where, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*words, str(tmp_path / "register.xlsx")], check=True, capture_output=True)
    pages = pages_of((tmp_path / "register.pdf").read_bytes(), tmp_path)
    register = [page for page in pages if "2016-00" in page and "主要内容全文" not in page]
    assert len(register) > 1
    assert "台账" in pages[0]
    assert all("承办人" in page for page in register[:2])
    assert "第 2 页 共" in pages[1]
    assert "".join("".join(pages).split()).count("收受礼金") > 2000
