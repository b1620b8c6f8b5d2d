"""The formats of a report, one table: the command, its sentences and the tests go over it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from store.duty.report import Report
from store.frozen import frozen
from store.notice.notice import Notice
from store.printable import json_text, printable
from store.secret.seal import printed
from store.tips.tip import Tip
from tui.papers.report_html import report_html
from tui.papers.report_text import report_text


@frozen
class Format:
    """`make` gets the tips as the paper may have them, with their reporters only if it is to name
    them. `has_register`: it has these tips in it, so that it leaves a sealed desk sealed alone.
    `is_readable`: it may be shown on a terminal."""

    make: Callable[[Notice, Report, Iterable[Tip]], bytes]
    has_register: bool = True
    is_readable: bool = False


def _text(notice: Notice, report: Report, _tips: Iterable[Tip]) -> bytes:
    return f"{printable(report_text(notice, report), lines=True)}\n".encode()


def _json(_notice: Notice, report: Report, tips: Iterable[Tip]) -> bytes:
    register = [printed(tip.as_json()) for tip in tips]
    return f"{json_text(report.as_json() | {'register': register})}\n".encode()


def _xlsx(notice: Notice, report: Report, tips: Iterable[Tip]) -> bytes:
    from tui.papers.report_xlsx import report_xlsx

    return report_xlsx(notice, report, tips)


def _html(notice: Notice, report: Report, tips: Iterable[Tip]) -> bytes:
    return report_html(notice, report, tips).encode()


FORMATS: Final = {
    "text": Format(_text, has_register=False, is_readable=True),
    "json": Format(_json, is_readable=True),
    "xlsx": Format(_xlsx),
    "html": Format(_html, is_readable=True),
}
FIGURES_ONLY: Final = tuple(name for name, form in FORMATS.items() if not form.has_register)
WITH_REGISTER: Final = tuple(name for name, form in FORMATS.items() if form.has_register)
