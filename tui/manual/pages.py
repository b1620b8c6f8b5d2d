"""The pages of the manual: their order, what stands on them, and which belongs to where one is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from store.text import ORIGINAL, inspection, language

PAGES: Final = (
    "start",
    "day",
    "form",
    "tips",
    "shift",
    "papers",
    "lead",
    "office",
    "secrecy",
    "ssh",
    "database",
    "import",
    "notice",
    "terminal",
    "keys",
    "commands",
    "settings",
    "formats",
    "glossary",
    "changes",
    "security",
    "developers",
)
"""By name, as `dutydesk help` takes it, in the order in which they are read."""

_OF_PLACE: Final = {
    "form": "form",
    "latest": "tips",
    "tip": "tips",
    "enclosures": "tips",
    "list": "tips",
    "filter": "tips",
    "due": "tips",
    "ask": "tips",
    "papers": "papers",
    "report": "papers",
    "duty": "shift",
    "public_notice": "notice",
    "correction": "notice",
    "notice": "notice",
    "notice_file": "notice",
    "import": "import",
    "columns": "import",
    "curtain": "secrecy",
    "setup": "start",
    "office": "office",
    "desks": "office",
    "desk_figures": "office",
    "welcome": "start",
}
_HERE: Final = Path(__file__).parent
_HEADING: Final = re.compile(r"#+ +(.+)")
# But where a rule is cited, or both words are told apart.
_INSPECTION: Final = re.compile("《[^》]*》|“[^”]*”|巡视(?!、)")


class Found(NamedTuple):
    """A line of the manual in which something stands: on which page, under which heading."""

    page: str
    heading: str
    line: str


def page_of(place: str) -> str:
    """The page that belongs to a place, as the actions name it."""
    return _OF_PLACE.get(place, "day")


def text_of(page: str) -> str:
    """A page as Markdown, in the language in use, with the notice's word for the inspection."""
    text = (_HERE / language() / f"{page}.md").read_text("utf-8")
    return _INSPECTION.sub(_called, text) if language() == ORIGINAL else text


def _called(found: re.Match[str]) -> str:
    return inspection() if len(found[0]) == len("巡视") else found[0]


def title_of(page: str) -> str:
    """What a page is called."""
    return text_of(page).partition("\n")[0].removeprefix("# ")


def page_named(name: str) -> str | None:
    """The page of that name or title, None where there is none."""
    wanted = name.casefold()
    return next((page for page in PAGES if wanted in (page, title_of(page).casefold())), None)


def find(words: str) -> list[Found]:
    """Each line of the manual with all of `words` in it, in whatever case; headings come first."""
    wanted = words.casefold().split()
    found = [one for one in _lines() if all(word in one.line.casefold() for word in wanted)]
    return sorted(found, key=lambda one: one.line != one.heading)


def _lines() -> Iterator[Found]:
    for page in PAGES:
        heading = ""
        for line in text_of(page).splitlines():
            if is_heading := _HEADING.match(line):
                heading = line = is_heading[1]
            yield Found(page, heading, line.strip())
