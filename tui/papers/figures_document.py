"""The figures of an inspection for whoever puts several together: no name, no text of any tip."""

from __future__ import annotations

from typing import Any

from store.duty.report import Report
from store.instant import as_text
from store.notice.notice import Notice
from tui.papers.notice_document import period


def document(notice: Notice, report: Report, overdue: int) -> dict[str, Any]:
    """Of whom and of which period they are, as of when, and the figures, with how many things of all
    that the desk owes were `overdue` then."""
    return {
        "team": notice.team,
        "code": notice.code,
        "unit": notice.unit,
        "period": period(notice),
        "at": as_text(report.at),
        "figures": report.figures.as_json(),
        "overdue": overdue,
        "anchor": report.anchor,
    }
