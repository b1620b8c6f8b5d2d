"""Desks that already hold many believable tips, made without waiting for a flush for each."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from store.clock import Clock
from store.desk.desk import Desk
from store.journal.line import write_line
from store.notice.reading import example_text
from store.tips import entry
from store.tips.tip import Tip
from tests.builders import CALL, DURING, entry_of, example

OFFICER = "值班员甲"
NOTICE = example()
_WORDS = ("反映", "某局", "副局长", "工程", "招标", "收受", "礼金", "转账", "记录", "公款", "接待")
# Occurs once in a hundred thousand tips.
RARE = "独此一处"


def tips(n: int, seed: int = 2016) -> Iterator[Tip]:
    """`n` tips of about 1.3 kB each as JSON, no two alike; one of them holds `RARE`."""
    chance = random.Random(seed)
    sample = entry.read(entry_of(CALL), NOTICE, DURING)
    for k in range(n):
        words = chance.choices(_WORDS, k=120)
        summary = f"第 {k} 件：{''.join(words)}{RARE if k == n // 2 else ''}"
        yield replace(sample, summary=summary, disciplines=(chance.choice(NOTICE.disciplines),))


def fill(folder: Path, n: int) -> None:
    """A desk in `folder` with `n` tips, closed and with its checkpoint written."""
    Desk.create(folder, example_text(), clock=Clock.at(DURING), officer=OFFICER).close()
    journal = folder / "journal.jsonl"
    previous = journal.read_bytes()[-67:-3].decode()
    with journal.open("ab") as file:
        for k, tip in enumerate(tips(n), 1):
            stored = replace(
                tip, number=f"2016-{k:04d}", revision=1, officer=OFFICER, saved_at=DURING
            )
            document = stored.as_json()
            line, previous = write_line(
                {
                    "n": k + 1,
                    "at": document["saved_at"],
                    "by": OFFICER,
                    "what": "record",
                    "tables": {"tips": {str(k): document}},
                    "prev": previous,
                }
            )
            file.write(line)
    desk = open_filled(folder)
    desk.checkpoint()
    desk.close()


def open_filled(folder: Path) -> Desk:
    """The desk, opened and read."""
    desk = Desk.open(folder, clock=Clock.at(DURING), officer=OFFICER)
    desk.load()
    return desk
