"""Walks a desk's files and names every place that is not as it was written."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson

from store import checkpoint
from store.journal import Damage, Journal
from store.storage import CHECKPOINT, JOURNAL
from store.text import _

Tables = dict[str, dict[str, dict[str, Any]]]


def verify(folder: Path) -> list[Damage]:
    """Every damage in the journal, then every document of the checkpoint that the journal says
    otherwise; by file and line. Changes nothing."""
    journal = Journal(folder / JOURNAL)
    try:
        states, damages = _replay(journal, _covered_bytes(folder / CHECKPOINT))
    finally:
        journal.close()
    return damages + _compare(folder / CHECKPOINT, states)


def _covered_bytes(path: Path) -> int:
    try:
        found = checkpoint.read(path)
    except checkpoint.Damaged:
        return -1
    return found[0].journal_bytes if found else -1


def _replay(journal: Journal, covered: int) -> tuple[Tables, list[Damage]]:
    """The tables as the journal had them when the checkpoint was written (or has them at its end),
    and the damages of the journal."""
    tables: Tables = {}
    damages: list[Damage] = []
    state: Tables | None = None
    for entry in journal.read_new():
        if entry.fault:
            sentence = _(
                "{file} 第 {line} 行：{fault}。", file=JOURNAL, line=entry.line, fault=entry.fault
            )
            damages.append(Damage(JOURNAL, entry.line, sentence))
        for table, documents in (entry.content or {}).get("tables", {}).items():
            rows = tables.setdefault(table, {})
            for key, document in documents.items():
                if document is None:
                    rows.pop(key, None)
                else:
                    rows[key] = document
        if journal.end == covered:
            state = {table: dict(rows) for table, rows in tables.items()}
    if journal.tail():
        line = journal.lines + 1
        sentence = _("{file} 第 {line} 行：未写完。", file=JOURNAL, line=line)
        damages.append(Damage(JOURNAL, line, sentence))
    return state or tables, damages


def _compare(path: Path, tables: Tables) -> list[Damage]:
    """Each line of the checkpoint against what the journal says."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return []
    damages: list[Damage] = []

    def damaged(line: int, sentence: str) -> None:
        place = _("{file} 第 {line} 行：{fault}。", file=CHECKPOINT, line=line, fault=sentence)
        damages.append(Damage(CHECKPOINT, line, place))

    table: dict[str, dict[str, Any]] = {}
    missing = {(name, key) for name, rows in tables.items() for key in rows}
    name = ""
    for number, line in enumerate(data.split(b"\n")[1:], 2):
        if line.endswith(b":{"):
            name = line[1:-3].decode(errors="replace")
            table = tables.get(name, {})
        elif line.startswith(b'"'):
            row = _row(line)
            if row is None:
                damaged(number, _("不是完整的 JSON，内容不可读"))
            elif table.get(row[0]) != row[1]:
                damaged(number, _("内容与日志不符"))
            if row:
                missing.discard((name, row[0]))
        elif line not in (b"}", b"},", b"}}", b""):
            damaged(number, _("不是完整的 JSON，内容不可读"))
    damages += _structure(path, bool(damages), missing)
    return damages


def _structure(path: Path, told: bool, missing: set[tuple[str, str]]) -> list[Damage]:
    """What is wrong with the file as a whole, where no single line told it."""
    sentence = ""
    try:
        checkpoint.read(path)
    except checkpoint.Damaged:
        if not told:
            sentence = _("{file} 第 1 行：内容与其校验值不符，曾被改动。", file=CHECKPOINT)
    if missing and not told:
        sentence = _("{file} 缺少日志中已有的举报。", file=CHECKPOINT)
    return [Damage(CHECKPOINT, 1, sentence)] if sentence else []


def _row(line: bytes) -> tuple[str, dict[str, Any]] | None:
    try:
        row = orjson.loads(b"{%b}" % line.removesuffix(b","))
    except orjson.JSONDecodeError:
        return None
    return next(iter(row.items())) if len(row) == 1 else None
