"""The register (台账): one row a tip, in the columns that an office expects."""

from __future__ import annotations

from typing import Any, Final

from store.disposition import DUPLICATE
from store.notice import Notice
from store.referral import without_reporter
from store.seal import printed
from store.text import N_, _
from store.tip import Reporter, Tip
from tui import words
from tui.disposition_words import status

COLUMNS: Final = {
    "number": N_("序号"),
    "received": N_("收件日期"),
    "channel": N_("来源"),
    "reporter": N_("反映人"),
    "subjects": N_("被反映人"),
    "posts": N_("单位职务"),
    "disciplines": N_("问题类别"),
    "summary": N_("主要内容"),
    "disposition": N_("处理方式"),
    "officer": N_("承办人"),
}


def row(notice: Notice, tip: Tip, with_reporter: bool) -> dict[str, str]:
    """A tip's row, by the keys of `COLUMNS`. Unless `with_reporter`, nothing in it tells who
    reported: of the reporter only the kind is given, and the summary is masked."""
    return {
        "number": tip.number,
        "received": words.local_minute(notice, tip.received_at),
        "channel": words.channel(notice, tip),
        "reporter": _reporter(tip, with_reporter),
        "subjects": _("；").join(s.person or "—" for s in tip.subjects),
        "posts": _("；").join(f"{s.unit} {s.post}".strip() or "—" for s in tip.subjects),
        "disciplines": words.disciplines(tip),
        "summary": tip.summary if with_reporter else without_reporter(tip),
        "disposition": _disposition(tip),
        "officer": tip.disposition.by if tip.disposition else tip.officer,
    }


def _reporter(tip: Tip, with_reporter: bool) -> str:
    if with_reporter and tip.reporter:
        return " ".join(filter(None, (words.reporter(tip), tip.reporter.contact)))
    return words.reporter_kind_of(tip)


def _disposition(tip: Tip) -> str:
    how = tip.disposition
    parts = [status(tip)]
    if how:
        parts += [how.to, how.letter, str(how.on or "")]
    if tip.status == DUPLICATE:
        parts.append(tip.matter)
    return " ".join(filter(None, parts))


def document(tip: Tip, with_reporter: bool) -> dict[str, Any]:
    """A tip as JSON for a report, without the reporter unless asked for."""
    found = printed(tip.as_json())
    if with_reporter or tip.reporter is None:
        return found
    reporter: Reporter = tip.reporter
    kept = {"reporter": {"kind": reporter.kind}, "summary": without_reporter(tip)}
    # Where and by whom a letter was posted or a visitor received may tell who it was.
    return found | kept | {"registration_mark": "", "visit_place": "", "visit_receiver": ""}
