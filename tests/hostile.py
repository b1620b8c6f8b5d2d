"""Texts that are to do something to whoever shows them, and the judge of what came to a terminal."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from typing import Any, Final

import orjson
from hypothesis import strategies as st

from store.desk.desk import Desk
from store.journal.line import write_line
from store.notice.reading import example_text
from tests.builders import CALL, entry_of
from tests.store.desks import clock

# 7531 tells a sequence of theirs from one of the program's own.
FRAGMENTS: Final = (
    "\x1b]0;7531\x07",
    "\x1b]52;c;NzUzMQ==\x07",
    "\x1b[7531m\x1b[2J\x1b[H",
    "\x1b[?1049l",
    "\x1b[6n\x1bP7531\x1b\\",
    "\x9b7531m\x9d0;7531\x9c",
    "\x00\x07\x08\x0b\x0e\x7f\x85",
    "\r\n\r\t\n",
    "\u202e\u2066\u061c\u200f",
    "\u200b" * 40 + "\u2060\ufeff\u00ad",
    "\u200d" * 40,
    "e" + "\u0301" * 40,
    "值" + "\u20dd\ufe0f\U000e0100" * 20,
    "\u1112" + "\u1161" * 20,
    "\u2028\u2029\ufffe\U000e0041\ufff9",
    "[bold red]7531[/] [@click=app.quit]7531[/] [/]",
    "<script>7531</script><img src=x onerror=7531>&lt;\"'",
    "=cmd|'/c 7531'!A0",
    "\ufeff=7531+1",
    "\t@SUM(7531)",
    "_x003D_7531",
    "%s {0} {name} $(7531) `7531`",
)
OWN: Final = re.compile(
    r"\x1b\[(?!7531)[\d;]*[mHCJ]|\x1b\[\?(?:1000|1002|1004|1006|1049|2004|2026|2048|25|7)[hl]"
    r"|\x1b\]22;[a-z-]+\x07|\x1b\[\?(?:2026|2048)\$p|\x1b\[>\d+u|\x1b\[<u"
)
"""What the app itself sends beside text; 22 is the shape of the mouse's pointer."""
_NEVER: Final = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp", "Cn"})


def texts() -> st.SearchStrategy[str]:
    """Hostile fragments with anything between them, lone surrogates left out: no file holds one."""
    between = st.text(st.characters(exclude_categories=["Cs"]), max_size=4)
    return st.lists(st.sampled_from(FRAGMENTS) | between, min_size=1, max_size=5).map("".join)


def acts(raw: bytes, own: re.Pattern[str] | None = None) -> list[str]:
    """Whatever in `raw` would act on a terminal and is not the program's `own`."""
    text = raw.decode()
    if own:
        text = own.sub("", text)
    found = [
        repr(c) for c in text if unicodedata.category(c) in _NEVER and c not in "\r\n\t\u200c\u200d"
    ]
    marks = 0
    for char in text:
        marks = (
            marks + 1 if unicodedata.category(char) in ("Mn", "Me") or char in "\u200c\u200d" else 0
        )
        if marks > 4:
            found.append("a flood of marks")
    return found


def hostile_desk(folder: Path, texts: list[str]) -> None:
    """A desk in whose journal `texts` stand in every place, past the rules, with right hashes."""
    Desk.create(folder, example_text(), clock=clock(), officer="root").close()
    at = "2016-10-01T10:00:00+08:00"
    log = folder / "journal.jsonl"
    head = orjson.loads(log.read_bytes())
    n, prev = head["n"], head["hash"]
    with log.open("ab") as file:
        for table, doc_id, document, by in _documents(texts, at):
            n += 1
            line, prev = write_line(
                {
                    "n": n,
                    "at": at,
                    "by": by,
                    "what": "record",
                    "tables": {table: {doc_id: document}},
                    "prev": prev,
                }
            )
            file.write(line)


def _documents(texts: list[str], at: str) -> Any:
    for i, text in enumerate(texts, 1):
        tip = entry_of(
            CALL,
            number=f"2016-{i:04}",
            revision=1,
            line=text,
            reporter={"name": text, "contact": text, "verified": True, "kind": "named"},
            subjects=[{"unit": text, "person": text, "post": text, "group": "leadership"}],
            disciplines=[text],
            tags=[text],
            summary=text,
            referred_to="",
            postmarked_on=None,
            registration_mark=text,
            visit_place=text,
            visit_receiver=text,
            officer=text,
            saved_at=at,
            marks=[],
            status="registered",
            disposition={"by": text, "at": at, "why": text, "to": text, "on": None, "letter": text},
            matter="",
            told={"by": text, "at": at, "note": text},
            enclosures=[
                {
                    **dict.fromkeys(("kind", "kept_at", "file_number", "name", "by", "key"), text),
                    "pages": 1 << 62,
                    "copies": 0,
                    "size": 0,
                    "at": at,
                    "file": {"id": f"{i:032x}", "bytes": 1 << 62, "sha256": text},
                }
            ],
        )
        yield "tips", str(i), tip, text
        amended = tip | {
            "revision": 2,
            "summary": f"{text}.",
            "status": "referred",
            "referred_to": text,
        }
        yield "tips", str(i), amended, text
        yield "log", str(i), {"at": at, "by": text, "text": text, "kind": text}, text
        shift = {"officers": [text], "taken_at": at, "handed_by": text, "handed_at": at}
        yield "shifts", str(i), shift | {"notes": text}, text
        yield (
            "forms",
            str(i),
            {
                "printed_at": at,
                "printed_by": text,
                "tip": "",
                "void": text,
                "settled_at": at,
                "settled_by": text,
            },
            text,
        )
