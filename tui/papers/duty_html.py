"""The papers of the duty as pages to be signed: what `duty_text` says, on A4."""

from __future__ import annotations

from typing import Final

from store.duty.closing import Closing
from store.duty.handover import Handover
from store.notice.notice import Notice
from store.text import _
from tui.papers import page
from tui.papers.duty_text import closing_text, handover_text

_STYLE: Final = "p.text { white-space: pre-wrap; overflow-wrap: anywhere; }"


def handover_html(notice: Notice, found: Handover) -> str:
    """The hand-over sheet, for the officers of both shifts."""
    return _signed(handover_text(notice, found), (_("交班人："), _("接班人："), _day()))


def closing_html(notice: Notice, found: Closing) -> str:
    """The reconciliation, for who drew it up and who held it against the papers."""
    return _signed(closing_text(notice, found), (_("制表人："), _("核对人："), _day()))


def _day() -> str:
    return _("日期：　　　　年　　月　　日")


def _signed(text: str, signatures: tuple[str, ...]) -> str:
    heading, *rows = text.split("\n")
    below = "".join(f"<span>{page.text(signature)}</span>" for signature in signatures)
    body = (
        f"<h1>{page.text(heading)}</h1>",
        *(f'<p class="text">{page.text(row)}</p>' for row in rows),
        f'<div class="signed">{below}</div>',
    )
    return page.page(heading, body, "portrait", _STYLE)
