"""A page of HTML laid out for printing on A4; every text that goes into it is made inert."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import Final, Literal

from store.printable import printable
from store.text import _, page_tag

_STYLE: Final = """
@page { size: A4 %s; margin: 15mm 12mm;
  @bottom-center { content: "%s"; font-size: 9pt; } }
body { font: 10.5pt/1.45 "Noto Serif CJK SC", "Source Han Serif SC", SimSun, serif; color: #000;
  max-width: 277mm; margin: 0 auto; }
h1 { font-size: 18pt; text-align: center; margin: 0 0 2mm; }
h2 { font-size: 12pt; margin: 5mm 0 1.5mm; break-after: avoid; }
p { margin: 0 0 1.5mm; } p.about { text-align: center; }
table { border-collapse: collapse; width: calc(100%% - .3mm); }
th, td { border: .3mm solid #000; padding: .8mm 1.5mm; text-align: left; vertical-align: top;
  overflow-wrap: anywhere; }
th { background: #eee; font-weight: bold; print-color-adjust: exact; }
td.n, th.n { text-align: right; white-space: nowrap; }
thead { display: table-header-group; } tr { break-inside: avoid; }
table.fixed { table-layout: fixed; font-size: 9pt; line-height: 1.3; }
table.fixed td, table.fixed th { padding: .6mm 1mm; }
table.fixed th { text-align: center; vertical-align: middle; }
td.long { white-space: pre-wrap; }
.sheet { break-after: page; } .sheet:last-child { break-after: auto; }
td.blank { height: 8mm; } table.form { table-layout: fixed; }
td.content { height: 48mm; white-space: pre-wrap; } tr.content { break-inside: auto; }
td.sign { height: 17mm; text-align: right; vertical-align: bottom; }
.signed { display: flex; justify-content: space-between; margin-top: 8mm; }
"""


def text(value: str) -> str:
    """A text as HTML that is nothing but that text."""
    return escape(printable(value, lines=True))


def css_text(value: str) -> str:
    """A text as part of a string of a style sheet, where it is nothing but that text."""
    return "".join(one if one.isalnum() else f"\\{ord(one):x} " for one in printable(value))


def page(
    title: str, body: Iterable[str], layout: Literal["portrait", "landscape"], more_style: str = ""
) -> str:
    """A whole page that loads nothing and runs nothing; `more_style` comes after what all have."""
    safe = "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
    numbered = page_of('" counter(page) "', '" counter(pages) "')
    style = _STYLE % (layout, numbered) + more_style
    head = f'<meta charset="utf-8">{safe}<title>{text(title)}</title><style>{style}</style>'
    return "\n".join(
        (
            f'<!DOCTYPE html>\n<html lang="{page_tag()}"><head>{head}</head><body>',
            *body,
            "</body></html>\n",
        )
    )


def on_a_page(picture: bytes) -> bytes:
    """A picture (SVG) that is as large as an A4 page, as such a page."""
    style = "@page { size: A4; margin: 0; } body { margin: 0; } svg { display: block; }"
    return f'<!DOCTYPE html><meta charset="utf-8"><style>{style}</style>{picture.decode()}'.encode()


def page_of(page: str, pages: str) -> str:
    """Which page of how many it is, in a program's own words for both."""
    return _("第 {page} 页 共 {pages} 页", page=page, pages=pages)


def table(
    heads: Iterable[tuple[str, str]],
    rows: Iterable[Iterable[tuple[str, str]]],
    widths: Sequence[int] = (),
) -> str:
    """A table; each cell is a text and its class, "" for none. `widths` are the columns' shares of
    the page, by default as each needs."""
    top = "".join(_cell("th", *head) for head in heads)
    body = "\n".join("<tr>" + "".join(_cell("td", *cell) for cell in row) + "</tr>" for row in rows)
    shares = "".join(f'<col style="width: {width / sum(widths):.2%}">' for width in widths)
    tag = f'<table class="fixed"><colgroup>{shares}</colgroup>' if widths else "<table>"
    return f"{tag}<thead><tr>{top}</tr></thead><tbody>\n{body}\n</tbody></table>"


def _cell(tag: str, content: str, name: str) -> str:
    marked = f' class="{name}"' if name else ""
    inside = f"<div>{text(content)}</div>" if "on" in name.split() else text(content)
    return f"<{tag}{marked}>{inside}</{tag}>"
