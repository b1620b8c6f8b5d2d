"""The register (台账): one row a tip, in the columns that an office expects."""

from __future__ import annotations

import re
from typing import Final

from store.notice.notice import Notice
from store.printable import cleaned
from store.text import N_, _
from store.tips.disposition import DUPLICATE
from store.tips.tip import Tip
from tui.words import words
from tui.words.disposition_words import status

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
# What a spreadsheet, or a table made from it, would take for the beginning of a formula.
_FORMULA: Final = re.compile(r"\s*[=+\-@\t\r\n＝＋－＠|]")


def guarded(text: str) -> str:
    """`text` so that no spreadsheet takes it for a formula, whatever it is saved as later."""
    plain = cleaned(text, lines=True)
    return f"'{plain}" if _FORMULA.match(plain) else plain


def row(notice: Notice, tip: Tip) -> dict[str, str]:
    """A tip's row, by the keys of `COLUMNS`. Tables are copied into spreadsheets, from a page too:
    in none does a text become a formula."""
    cells = {
        "number": tip.number,
        "received": words.local_minute(notice, tip.received_at),
        "channel": words.channel(notice, tip),
        "reporter": _reporter(tip),
        "subjects": _("；").join(s.person or "—" for s in tip.subjects),
        "posts": _("；").join(f"{s.unit} {s.post}".strip() or "—" for s in tip.subjects),
        "disciplines": words.disciplines(tip),
        "summary": tip.summary,
        "disposition": _disposition(tip),
        "officer": tip.disposition.by if tip.disposition else tip.officer,
    }
    return {name: guarded(text) for name, text in cells.items()}


def _reporter(tip: Tip) -> str:
    """All that is known; of a tip without its reporter, and of a sealed one, the kind."""
    if tip.reporter and (tip.reporter.name or tip.reporter.contact):
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
