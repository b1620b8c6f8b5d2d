"""A letter of referral (转办函) on A4 with a slip for the answer; of the reporter only what was agreed to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from store.duty.books import Paper
from store.notice.notice import Notice
from store.text import N_, _
from tui.papers import page
from tui.papers.register import no_formula

_REPORTER: Final = {"name": N_("反映人姓名"), "contact": N_("联系方式")}
_STYLE: Final = """
.letter { font-size: 12pt; line-height: 1.8; } .letter p { margin: 0 0 2mm; white-space: pre-wrap; }
.letter p.right { text-align: right; } .letter p.body { text-indent: 2em; }
.slip { border-top: .3mm dashed #000; margin-top: 12mm; padding-top: 4mm; break-inside: avoid; }
"""


def letter_html(notice: Notice, paper: Paper) -> str:
    """The letter as it was drawn up."""
    content: dict[str, Any] = paper.content or {}
    inside = "".join(
        f'<p class="{name}">{page.text(text)}</p>' for name, text in _letter(notice, paper, content)
    )
    slip = "".join(f"<p>{page.text(text)}</p>" for text in _slip(content))
    title, slip_title = _("转办函"), _("转办函回执")
    body = [
        f'<div class="letter"><h1>{page.text(title)}</h1>{inside}',
        f'<div class="slip"><h1>{page.text(slip_title)}</h1>{slip}</div></div>',
    ]
    return page.page(title, body, "portrait", _STYLE)


def _letter(notice: Notice, paper: Paper, content: dict[str, Any]) -> Iterator[tuple[str, str]]:
    yield "right", _("文号：{letter}", letter=_letter_number(content))
    yield "", _("{receiver}：", receiver=no_formula(content["referred_to"]))
    yield (
        "body",
        _(
            "现将我组收到的反映（编号 {number}，{received} 收到）转给你单位，请按规定办理。",
            number=content["number"],
            received=content["received_on"] or "",
        ),
    )
    for subject in content["subjects"]:
        said = " ".join(filter(None, (subject["unit"], subject["person"], subject["post"])))
        if said:
            yield "body", _("被反映人：{subject}", subject=no_formula(said))
    yield "body", _("反映事项：{content}", content=no_formula(content["content"]))
    for name, value in content["reporter"].items():
        label = _(_REPORTER[name])
        yield "body", _("{label}（本人同意转告）：{value}", label=label, value=no_formula(value))
    due = content["due"]
    day = _day(due) if due else _("　　　　年　　月　　日")
    yield "body", _("请于 {day} 前办结，并将回执退回我组。", day=day)
    if not content["reporter"]:
        yield "body", _("反映人情况按规定不予提供；请勿追查。")
    yield "right", content.get("team") or notice.team
    yield "right", _day(content["referred_on"] or paper.at[:10])


def _slip(content: dict[str, Any]) -> Iterator[str]:
    yield _(
        "文号：{letter}　编号：{number}", letter=_letter_number(content), number=content["number"]
    )
    yield _("收到日期：　　　　年　　月　　日　　　承办人：")
    yield _("办理结果：")
    yield ""
    yield _(
        "{receiver}（章）　　　　　　　　　　年　　月　　日",
        receiver=no_formula(content["referred_to"]),
    )


def _letter_number(content: dict[str, Any]) -> str:
    """As it was given when the tip was referred, else to be written in by hand."""
    return no_formula(content["letter"]) or _("〔　　　　〕　　　号")


def _day(text: str) -> str:
    day = date.fromisoformat(text)
    return _("{year} 年 {month} 月 {day} 日", year=day.year, month=day.month, day=day.day)
