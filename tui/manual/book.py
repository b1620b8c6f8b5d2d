"""The manual as one page of HTML that prints on A4 and loads nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from markdown_it import MarkdownIt

from store.text import _
from tui.manual.pages import PAGES, text_of, title_of
from tui.papers.page import page, text

_STYLE: Final = """
body { max-width: 186mm; padding: 0 4mm; }
h1 { break-before: page; margin-top: 12mm; } h1.first, h1.contents { break-before: auto; }
h3 { font-size: 10.5pt; margin: 3mm 0 1mm; break-after: avoid; }
ul, ol { margin: 0 0 1.5mm; padding-left: 7mm; }
code { font: 9pt/1.4 "Noto Sans Mono CJK SC", "DejaVu Sans Mono", monospace; overflow-wrap: anywhere; }
p code, li code { white-space: nowrap; }
pre { background: #f3f3f3; padding: 1.5mm 2mm; margin: 0 0 2mm; white-space: pre-wrap;
  print-color-adjust: exact; }
table { margin-bottom: 2mm; } td code, th code { white-space: normal; }
nav { columns: 2; } nav p { margin: 0 0 .8mm; }
a { color: inherit; }
"""
# What lies beside the program is not with the file.
_TO_FILE: Final = re.compile(r'<a href="\.\./[^"]*">(.*?)</a>')


def book(title: str, commands: Iterable[tuple[str, str]]) -> str:
    """All pages, then each of `commands`, by its name, as its help is."""
    markdown = MarkdownIt("commonmark").enable("table")
    contents, body = [], []
    for name in PAGES:
        contents.append(f'<p><a href="#{name}">{text(title_of(name))}</a></p>')
        made = _TO_FILE.sub(r"\1", markdown.render(text_of(name)))
        body.append(made.replace("<h1>", f'<h1 id="{name}">', 1))
    reference = _("命令的选项")
    contents.append(f'<p><a href="#reference">{text(reference)}</a></p>')
    body.append(f'<h1 id="reference">{text(reference)}</h1>')
    for name, told in commands:
        body.append(f"<h2>{text(name)}</h2>\n<pre>{text(told)}</pre>")
    version = next(line for line in text_of("changes").splitlines() if line.startswith("## "))
    about = f'<p class="about">{text(version.removeprefix("## "))}</p>'
    head = (f'<h1 class="first">{text(title)}</h1>', about, "<nav>", *contents, "</nav>")
    return page(title, (*head, *body), "portrait", _STYLE)
