"""How the tables come into memory: the checkpoint and the journal's tail, else the whole journal."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping, Set
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

from store import json_bytes, reasons
from store.document import TABLE, Document, Table, Tables
from store.errors import DeskDamaged, NewerFormat
from store.journal import checkpoint, line
from store.journal.checkpoint import Checkpoint, Unreadable, read_checkpoint
from store.journal.line import PLAIN_FORMAT, is_one_bit_off, pieces, read_line
from store.journal.lines import Lines, Unsound
from store.journal.place import CHECKPOINT, JOURNAL, Log, Place
from store.journal.replay import Judge, Replay, Watch, are_ids, have_room, most_after, newer_format
from store.text import _

_MOST_TORN: Final = 1024 * 1024
_FEW: Final = 64


def _ignore(*_change: object) -> None:
    pass


class Index(Protocol):
    """Whoever keeps sums or search texts beside the tables; its `judge` knows what stands in them."""

    judge: Judge

    def begin(self, tables: Tables, remembered: Mapping[str, Any] | None) -> None:
        """Starts from `tables`; `remembered` is what `remember` gave for them, if that is known."""

    def changed(
        self, table: str, doc_id: str, before: Document | None, after: Document | None
    ) -> None:
        """One document changed."""

    def remember(self) -> dict[str, Any]:
        """What a checkpoint is to keep, as JSON."""

    def check(self, changes: Mapping[str, Mapping[str, Document | None]]) -> None:
        """Raises a `DeskError` if documents may not be written so, None for one to be removed."""


@dataclass(slots=True)
class Opened:
    """The state after opening.

    `owed` are documents that only the checkpoint knew: the journal is to be told of them.
    `checkpointed` is how many bytes of the journal the checkpoint covers, -1 if a new one is due; `kept`
    is what its head says something of; `spoilt`: what is in the checkpoint's place is none. `repairs`
    are sentences on what was put right.
    """

    replay: Replay
    owed: Tables
    checkpointed: int
    spoilt: bool = False
    kept: Set[str] = frozenset()
    repairs: list[str] = field(default_factory=list)


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """Keeps the garbage collector from going through all documents again and again as they come.

    They hold no cycles, and it doubles the time to read a hundred thousand of them.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@collector_at_rest()
def open_tables(place: Place, log: Log, index: Index) -> Opened:
    """The tables of the desk in `place`, whose journal is `log`, as far as they are stored.

    Raises `NewerFormat`, and `DeskDamaged` where neither file can be read.
    """
    check_format(log)
    repairs: list[str] = []
    found = found_checkpoint(place, log, index, repairs)
    if place.is_checkpoint_ours_alone and not (found and is_of(found.head, log)):
        # What another host's journal lost on the way is not told to it by this one.
        found, repairs = None, []
    refuse_emptiness(log, found.head["journal_bytes"] if found else 0)
    if found and is_of(found.head, log):
        opened = _from_checkpoint(found, log, index)
    else:
        if found and not _is_sound(found, index.judge):
            found = None
            repairs.append(_damaged())
        opened = _from_journal(found, log, index)
    opened.spoilt |= found is None and not place.is_checkpoint_ours_alone
    opened.repairs[:0] = repairs
    if not opened.replay.hash:
        raise DeskDamaged(
            _(
                "{journal} 和 {checkpoint} 都无法读出，未作改动。请用备份恢复：{folder}",
                journal=JOURNAL,
                checkpoint=CHECKPOINT,
                folder=place.name,
            )
        )
    # The collector would go through all of them later too, while a screen waits: the first time as
    # soon as it may.
    gc.freeze()
    return opened


def check_format(log: Log) -> None:
    """Raises `NewerFormat` if the journal's first line says so, and not by a flipped bit."""
    first = log.first_line()
    try:
        found = json_bytes.loads(first)["format"]
        newer = found > line.FORMAT
    except (json_bytes.JSONDecodeError, LookupError, TypeError):
        return
    if newer and not any(_is_flipped(first, found, ours) for ours in line.FORMATS):
        raise NewerFormat(newer_format(JOURNAL))


def _is_flipped(first: bytes, found: int, ours: int) -> bool:
    """Whether a bit flipped in the format of one of ours."""
    right = first.replace(b'"format":%d' % found, b'"format":%d' % ours)
    return is_one_bit_off(first, right) and read_line(right) is not None


def is_of_another(head: Mapping[str, Any], log: Log) -> bool:
    """Whether a checkpoint's head names another desk than the journal's first line, by which a desk
    is known. One of version 0.2 names none, and a first line that is damaged tells nothing."""
    first = log.founding()
    return bool(first) and head.get("desk", first["hash"]) != first["hash"]


def refuse_emptiness(log: Log, covered: int) -> None:
    """Raises `DeskDamaged` where zeros alone follow, more than a line that was cut short can have."""
    size = log.size()
    start = covered if covered < size else 0
    if size - start > _MOST_TORN and not (
        # A megabyte is not read where its first bytes tell.
        log.read(start, start + _FEW).strip(b"\0")
        or log.read(start, start + _MOST_TORN).strip(b"\0")
    ):
        raise DeskDamaged(
            _(
                "{journal} 从第 {at} 字节起全是空字节，未作改动。请用备份恢复：{file}",
                journal=JOURNAL,
                at=start + 1,
                file=log.name,
            )
        )


def found_checkpoint(place: Place, log: Log, index: Index, repairs: list[str]) -> Checkpoint | None:
    """The checkpoint there, if it is one of this desk; else `repairs` gets a sentence on why not. Raises
    `NewerFormat`."""
    try:
        found = read_checkpoint(place.checkpoint)
        if not _is_shaped(found, index.judge):
            raise Unreadable
    except FileNotFoundError:
        repairs.append(_("{file} 不在，已由 {journal} 重建。", file=CHECKPOINT, journal=JOURNAL))
        return None
    except Unreadable:
        repairs.append(_damaged())
        return None
    except OSError as error:
        repairs.append(
            _(
                "{file} 无法读取（{reason}），已由 {journal} 重建。",
                file=CHECKPOINT,
                reason=reasons.of_system(error),
                journal=JOURNAL,
            )
        )
        return None
    if checkpoint.is_newer(found.head):
        raise NewerFormat(newer_format(CHECKPOINT))
    if is_of_another(found.head, log):
        repairs.append(
            _(
                "{file} 是另一个值班台的，未采用，已由 {journal} 重建。",
                file=CHECKPOINT,
                journal=JOURNAL,
            )
        )
        return None
    return found


def _is_shaped(found: Checkpoint, judge: Judge) -> bool:
    """Whether a checkpoint that is sealed says what one says."""
    if checkpoint.is_newer(found.head):
        return True
    try:
        head = found.head
        most = most_after(head["journal_lines"])
        return (
            all(type(head[name]) is int for name in ("journal_bytes", "journal_lines", "journal_n"))
            and type(head["journal_hash"]) is str
            and head["journal_lines"] <= head["journal_bytes"]
            and all(
                type(n) is int and n <= most
                for n in (head["journal_n"], *head["last_ids"].values())
            )
            and all(_is_table(name, table, judge, most) for name, table in found.tables.items())
        )
    except (LookupError, TypeError, AttributeError):
        return False


def _is_table(name: str, table: Table, judge: Judge, most: int) -> bool:
    if isinstance(table, Lines):
        # The rest is looked at when it is read.
        return table.last_id <= most
    return (
        are_ids(table, most)
        and judge.are_shaped(name, table.values())
        and have_room(table.values(), most)
    )


def _is_sound(found: Checkpoint, judge: Judge) -> bool:
    """Whether each tip of a checkpoint that the journal does not bear out can be used."""
    most = most_after(found.head["journal_lines"])
    tips = found.tables.get(TABLE, {})
    try:
        return all(
            judge.are_shaped(TABLE, [tip]) and have_room([tip], most) for tip in tips.values()
        )
    except (json_bytes.JSONDecodeError, Unsound):
        return False


def _damaged() -> str:
    return _("{file} 已损坏，已由 {journal} 重建。", file=CHECKPOINT, journal=JOURNAL)


def is_of(head: Mapping[str, Any], log: Log) -> bool:
    """Whether the journal, where a checkpoint's head says it stood, has the line it says."""
    position = head["journal_bytes"]
    end = b'"hash":"%b"}\n' % head["journal_hash"].encode()
    return position <= log.size() and log.read(position - len(end), position) == end


def _from_checkpoint(found: Checkpoint, log: Log, index: Index) -> Opened:
    head = found.head
    replay = Replay(
        tables=found.tables,
        last_ids=dict(head["last_ids"]),
        position=head["journal_bytes"],
        lines=head["journal_lines"],
        n=head["journal_n"],
        hash=head["journal_hash"],
        format=head.get("journal_format", PLAIN_FORMAT),
    )
    covered = replay.position
    opened = Opened(replay, {}, covered, kept=frozenset(head))
    replay.tables[TABLE] = tips = as_lines(replay.tables.get(TABLE, {}))
    watch_over(tips, covered, opened, log, index.judge)
    index.begin(replay.tables, head)
    replay.take(log.read(covered, log.size()), JOURNAL, index.judge, index.changed)
    return opened


def as_lines(table: Table) -> Lines:
    """The table with its documents as bytes."""
    if isinstance(table, Lines):
        return table
    lines = Lines()
    lines.update(table)
    return lines


def watch_over(tips: Lines, covered: int, opened: Opened, log: Log, judge: Judge) -> None:
    """Has each of the `tips` of a checkpoint that covers so many bytes looked at when it is read, and all
    read in the journal from then on if any is not what was written."""
    most = most_after(opened.replay.lines)

    def is_sound(document: Document) -> bool:
        return judge.are_shaped(TABLE, [document]) and have_room([document], most)

    def from_journal() -> Table:
        replay = Replay(tables={TABLE: {}})
        take_all(replay, log, covered, judge)
        opened.repairs.append(_damaged())
        opened.checkpointed = -1
        return replay.tables[TABLE]

    tips.watch(is_sound, from_journal)


def take_all(replay: Replay, log: Log, end: int, judge: Judge, watch: Watch = _ignore) -> None:
    """Takes in what the journal says up to `end`, a piece at a time."""
    for piece in pieces(log.read, replay.position, end):
        replay.take(piece, JOURNAL, judge, watch)


def _from_journal(found: Checkpoint | None, log: Log, index: Index) -> Opened:
    replay = Replay(tables={TABLE: Lines()})
    take_all(replay, log, log.size(), index.judge)
    repairs: list[str] = []
    owed = _only_in_checkpoint(found, replay, repairs) if found else {}
    index.begin(replay.tables, None)
    return Opened(replay, owed, -1, repairs=repairs)


def _only_in_checkpoint(found: Checkpoint, replay: Replay, repairs: list[str]) -> Tables:
    """Adds to `replay` what the checkpoint knows better: a journal that was cut or damaged."""
    owed: Tables = {}
    most = most_after(replay.lines)
    for name, table in found.tables.items():
        known = replay.tables.setdefault(name, {})
        better = {
            doc_id: d
            for doc_id, d in table.items()
            if is_newer_document(d, known.get(doc_id))
            and are_ids([doc_id], most)
            and have_room([d], most)
        }
        if better:
            owed[name] = better
            known.update(better)
            if isinstance(known, dict):
                replay.tables[name] = dict(sorted(known.items(), key=lambda i: int(i[0])))
        last = min(found.head["last_ids"].get(name, 0), most)
        replay.last_ids[name] = max(replay.last_ids.get(name, 0), last)
    if found.head["journal_n"] > replay.n or not replay.hash:
        # The gap stays to be seen: the next line follows the one that is gone.
        replay.n = max(min(found.head["journal_n"], most), replay.n)
        replay.hash = found.head["journal_hash"]
    repairs.append(
        _(
            "{journal} 与 {checkpoint} 不一致，缺少的内容已由后者补足，请运行 dutydesk verify 核查。",
            journal=JOURNAL,
            checkpoint=CHECKPOINT,
        )
    )
    return owed


def is_newer_document(document: Document, known: Document | None) -> bool:
    """Whether the one known of old, if any, is an earlier revision."""
    return known is None or document.get("revision", 0) > known.get("revision", 0)
