"""A list of what is handed over (移交清单) on A4, for three to sign; nothing of who reported."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from store.duty.books import Paper
from store.instant import shown_minute
from store.notice.notice import Notice
from store.text import _, listed
from store.tips.enclosure import Enclosure, pages_in
from store.tips.enclosure_line import line_of
from tui.papers import page
from tui.papers.register import no_formula
from tui.words import words
from tui.words.capitals import capitals
from tui.words.disposition_words import status_label

_WIDTHS: Final = (4, 11, 10, 11, 21, 34, 6, 13, 10)
# What is signed stands on one page with the count that it is signed for.
_STYLE: Final = ".end { break-inside: avoid; } .end p { margin-top: 8mm; } .signed span { flex: 1; white-space: pre-line; line-height: 2.2; }"


def transfer_html(notice: Notice, paper: Paper) -> str:
    """The list as it was drawn up; pages and enclosures that nobody counted are written in by hand."""
    content: dict[str, Any] = paper.content or {}
    rows = content["rows"]
    heads = (
        _("序号"),
        _("举报编号"),
        _("收到时间"),
        _("被反映人"),
        _("单位职务"),
        _("主要问题"),
        _("页数"),
        _("附件"),
        _("处理情况"),
    )
    cells = ([(text, "") for text in _row(place, row)] for place, row in enumerate(rows, 1))
    count = _("共 {n} 件（大写：{capitals}）", n=len(rows), capitals=capitals(len(rows)))
    came = [one for row in rows for one in _enclosures(row)]
    if came:
        count += _("，附件 {n} 项", n=len(came))
    if pages := pages_in(came):
        count += _("，共 {n} 页", n=pages)
    if withdrawn := content.get("withdrawn"):
        count += _(
            "；误录撤销 {n} 件，不移交：{numbers}", n=len(withdrawn), numbers=listed(withdrawn)
        )
    about = _(
        "{number}　移交单位：{team}　接收单位（人）：{receiver}",
        number=number_of(paper),
        team=content.get("team") or notice.team,
        receiver=no_formula(content["receiver"]),
    )
    title = _("移交清单")
    body = [
        f"<h1>{page.text(title)}</h1>",
        f'<p class="about">{page.text(about)}</p>',
        page.table([(head, "") for head in heads], cells, _WIDTHS),
        f'<div class="end"><h2>{page.text(count)}</h2>',
        _to_sign((_("移交人"), _("接收人"), _("监交人"))),
        f"<p>{page.text(_drawn_up(paper))}</p></div>",
    ]
    return page.page(title, body, "landscape", _STYLE)


def number_of(paper: Paper) -> str:
    """Which list of the desk it is."""
    return _("移交〔{year}〕{serial} 号", year=paper.at[:4], serial=paper.serial)


def _row(place: int, row: dict[str, Any]) -> Iterator[str]:
    subjects = row["subjects"]
    yield str(place)
    yield row["number"]
    yield row["received"][:10]
    yield no_formula(listed(one["person"] for one in subjects if one["person"]))
    held = (" ".join(filter(None, (one["unit"], one["post"]))) for one in subjects)
    yield no_formula(listed(dict.fromkeys(filter(None, held))))
    if row["is_hidden"]:
        # Lists of earlier versions do not say it.
        yield words.hidden_word(is_sealed=row.get("is_sealed", True))
    else:
        kinds = listed(map(words.discipline, row["disciplines"]))
        said = filter(None, (_("〔{kinds}〕", kinds=kinds) if kinds else "", row["problem"]))
        yield no_formula("".join(said))
    came = _enclosures(row)
    yield str(pages_in(came) or "")
    yield line_of(came)
    yield status_label(row["status"])


def _enclosures(row: dict[str, Any]) -> list[Enclosure]:
    """What came with the tip of a row; of lists of version 0.2 that was written in by hand."""
    return [Enclosure(**one) for one in row.get("enclosures", ())]


def _to_sign(who: tuple[str, ...]) -> str:
    signed = _("{who}（签名）：\n日期：　　　　年　　月　　日")
    spans = "".join(f"<span>{page.text(signed.format(who=name))}</span>" for name in who)
    return f'<div class="signed">{spans}</div>'


def _drawn_up(paper: Paper) -> str:
    return _("{by} {at} 制表", by=paper.by, at=shown_minute(paper.at))
