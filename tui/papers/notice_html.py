"""The public notice as one page of HTML for printing on A4, with its QR code."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tui.papers import page
from tui.papers.notice_qr import Code, as_path
from tui.papers.notice_svg import FONTS, HEIGHT, RED, WIDTH, body_size, code_side, in_pairs
from tui.papers.public_notice import PublicNotice

# Browsers break lines a little earlier than the poster, whose size this is.
_A_LITTLE_SMALLER: Final = 0.98
_STYLE: Final = """
@page { size: A4 portrait; margin: 0; @bottom-center { content: none; } }
body { font: %(size).2fmm/1.62 %(fonts)s; margin: 0; }
main { box-sizing: border-box; width: %(width)dmm; min-height: %(height)dmm; margin: 0 auto;
  padding: 20mm 24mm 18mm; display: flex; flex-direction: column; background: #fff; }
h1 { font-size: 10.5mm; line-height: 1.4; letter-spacing: .4mm; color: %(red)s; margin: 0 0 .7em;
  padding-bottom: .3em; border-bottom: 1.6mm double %(red)s; text-wrap: balance; }
h1 span { display: inline-block; }
h2 { font-size: 1em; margin: .55em 0 0; }
p { margin: 0; text-indent: 2em; text-align: justify; overflow-wrap: anywhere; }
dl { margin: 0 0 0 2em; display: grid; grid-template-columns: fit-content(40%%) 1fr; column-gap: 1.5em; }
dt, dd { margin: 0; overflow-wrap: anywhere; } dd { font-weight: bold; }
dl.pairs { grid-template-columns: repeat(2, fit-content(20%%) 1fr); }
footer { margin-top: auto; padding-top: 1em; display: flex; justify-content: space-between;
  align-items: flex-end; gap: 4mm; }
figure { margin: 0; text-align: center; font-size: 3.6mm; } figure svg { display: block; }
.under p { text-align: right; text-indent: 0; } .ending { margin-top: .55em; }
figcaption { margin-top: 1mm; }
@media screen { html { background: #ddd; } main { margin: 8mm auto; box-shadow: 0 1mm 4mm #0004; } }
"""


def notice_html(found: PublicNotice, code: Code | None) -> str:
    """The page; it loads nothing and runs nothing."""
    size = body_size(found, code) * _A_LITTLE_SMALLER
    style = _STYLE % {
        "size": size,
        "fonts": FONTS,
        "width": WIDTH,
        "height": HEIGHT,
        "red": RED,
    }
    body = ("<main>", *_body(found, size), *_foot(found, code), "</main>")
    return page.page(found.title, body, "portrait", style)


def _body(found: PublicNotice, size: float) -> Iterator[str]:
    between = "" if found.title == "".join(found.title_parts) else " "
    parts = between.join(f"<span>{page.text(part)}</span>" for part in found.title_parts)
    yield f"<h1>{parts}</h1>"
    yield f"<p>{page.text(found.opening)}</p>"
    for heading, section in found.numbered:
        yield f"<h2>{page.text(heading)}</h2>"
        yield from (f"<p>{page.text(sentence)}</p>" for sentence in section.sentences)
        if section.rows:
            rows = (
                f"<dt>{page.text(label)}</dt><dd>{page.text(value)}</dd>"
                for label, value in section.rows
            )
            pairs = ' class="pairs"' if in_pairs(section.rows, size) else ""
            yield f"<dl{pairs}>{''.join(rows)}</dl>"
    ending = "".join(f"<p>{page.text(sentence)}</p>" for sentence in found.ending)
    yield f'<div class="ending">{ending}</div>'


def _foot(found: PublicNotice, code: Code | None) -> Iterator[str]:
    yield f"<footer>{_figure(code) if code else '<span></span>'}"
    signed = "".join(f"<p>{page.text(text)}</p>" for text in (found.signed, found.dated))
    yield f'<div class="under">{signed}</div></footer>'


def _figure(code: Code) -> str:
    side = code_side(code)
    return (
        f'<figure><svg width="{side:.1f}mm" height="{side:.1f}mm" role="img" '
        f'viewBox="0 0 {code.size} {code.size}" shape-rendering="crispEdges">'
        f'<title>{page.text(code.caption)}</title><path d="{as_path(code)}"/></svg>'
        f"<figcaption>{page.text(code.caption)}</figcaption></figure>"
    )
