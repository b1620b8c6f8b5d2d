"""Walks all that a desk is kept in and names every line that is not as it was written. Changes nothing."""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from contextlib import AbstractContextManager
from itertools import zip_longest
from typing import IO, Any, Final, cast

from store import json_bytes, reasons
from store.desk.index import DocumentJudge, contradicts
from store.desk.notice_book import digest_named, digest_of, is_outdated, text_in
from store.desk.stowing import sha256_of
from store.document import TABLE, Document, Table, Tables
from store.duty.books import NOTICES
from store.errors import CannotRead, CannotWrite
from store.frozen import frozen
from store.journal import checkpoint
from store.journal.anchor import anchor_of
from store.journal.checkpoint import Unreadable, head_of
from store.journal.line import Damage, pieces, scan_pieces
from store.journal.lines import Unsound
from store.journal.opening import (
    check_format,
    collector_at_rest,
    is_newer_document,
    is_of,
    is_of_another,
    refuse_emptiness,
    take_all,
)
from store.journal.place import CHECKPOINT, JOURNAL, NOTICE, Blob, Files, Log, Place, part_of_file
from store.journal.replay import Replay, damage
from store.notice.notice import Notice
from store.text import _
from store.tips.enclosure import KeptFile, files_of

_BLOCK_BYTES: Final = 1024 * 1024


@frozen
class Verification:
    """What `verify` found: how much there is, and every damage, by file and line. `tips` counts those that
    are there once the desk is opened, `in_journal` those that the journal alone has; what it lacks, or has
    as it was before, are those `only_in_checkpoint`, by their numbers. `notice` says what
    to do where notice.toml is not the one that the journal names, "" where it is: that is no damage,
    but nobody knows who did it. `anchor` is what `anchor_of` makes of the whole journal; `alarms` say
    what was put there past the desk of keys and roles, be its hash right or not, and what is not as
    this machine remembers it. `files` is how many files came with tips, `unused` the ids of those that
    are kept and to which no tip refers: no damage either."""

    lines: int
    tips: int
    damages: tuple[Damage, ...]
    notice: str = ""
    anchor: str = ""
    alarms: tuple[str, ...] = ()
    files: int = 0
    unused: tuple[str, ...] = ()
    in_journal: int = 0
    only_in_checkpoint: tuple[str, ...] = ()

    @property
    def is_sound(self) -> bool:
        """Whether journal, checkpoint and files are as they were written."""
        return not self.damages

    @property
    def is_readable(self) -> bool:
        """Whether any line of the journal can be read."""
        return not self.anchor.endswith(":")


@collector_at_rest()
def verify_place(
    place: Place,
    notice: Notice,
    lock: AbstractContextManager[Any],
    since: str = "",
    *,
    with_files: bool = True,
) -> Verification:
    """Checks each byte of journal, checkpoint and, `with_files`, of what came with tips. Raises
    `CannotRead`, `NewerFormat` or `DeskBusy`, and `DeskDamaged` where there is no journal to check.

    With an anchor in `since` it is also held against that.
    The journal is held against its own hashes, the checkpoint against the journal. `notice` is the
    one in force; `lock` is held for the moment that says how much there is to check.
    """
    log = place.log()
    with contextlib.ExitStack() as files:
        files.callback(log.close)
        check_format(log)
        opened, notice_text, size, there = _snapshot(place, log, lock, files)
        head = _head_in(opened, log)
        refuse_emptiness(log, head["journal_bytes"] if head else 0)
        walk = _Walk(log, head["journal_bytes"] if head else 0, size, notice)
        replay = walk.replay
        damages = [*replay.damages, *_torn(size, replay)]
        if since:
            damages += _since_damages(log, size, since)
        changed = _notice_changed(place.notice.name, notice_text, log, replay)
        # What a host keeps for itself it makes anew from the journal, and nobody misses it.
        is_used = bool(head) or not place.is_checkpoint_ours_alone
        if is_used:
            damages += _checkpoint_damages(opened, head, walk.at_checkpoint, notice)
        known = replay.tables[TABLE]
        # A sound journal that bears the checkpoint out has all that is in it.
        better = _only_in_checkpoint(opened, log, known, notice) if damages or not head else {}
    tips = walk.with_files
    used = {kept.id for tip in tips for kept in files_of(tip)}
    if with_files:
        damages += _file_damages(place.files, tips)
    return Verification(
        replay.lines,
        len(known.keys() | better.keys() if is_used else known),
        tuple(damages),
        changed,
        anchor_of(replay.lines, replay.hash),
        files=len(used),
        unused=tuple(sorted(there - used)),
        in_journal=len(known),
        only_in_checkpoint=tuple(tip["number"] for tip in better.values()),
    )


def _file_damages(files: Files, tips: Iterable[Document]) -> Iterator[Damage]:
    """Each file that is missing or not as it was put away."""
    for tip in tips:
        for kept in files_of(tip):
            if fault := _file_fault(files, kept):
                name = part_of_file(kept.id)
                said = _(
                    "{number} 的附件文件 {file}：{fault}。",
                    number=tip["number"],
                    file=name,
                    fault=fault,
                )
                yield Damage(name, 0, said)


def _file_fault(files: Files, kept: KeptFile) -> str:
    try:
        with files.open(kept.id) as file:
            return "" if sha256_of(file) == kept.sha256 else _("与存入时不同")
    except FileNotFoundError:
        return _("缺失")
    except OSError as error:
        return _("无法读取（{reason}）", reason=reasons.of_system(error))


def _since_damages(log: Log, size: int, since: str) -> Iterator[Damage]:
    """What is not as it was when the anchor `since` was noted."""
    lines = int(since.partition(":")[0])
    at, last, is_rekeyed = "", 0, False
    for found in scan_pieces(pieces(log.read, 0, size)):
        if found.entry is None:
            continue
        if found.line == lines:
            at = anchor_of(lines, found.entry["hash"])
        last = max(last, found.line)
        is_rekeyed |= found.line > lines and found.entry["what"] == "rekey"
    if at == since:
        return
    # Sealing to other keys writes each line anew. What such a line says of those before, anyone
    # could have written.
    if is_rekeyed:
        yield damage(JOURNAL, lines, _("其后更换过密钥，此核对码已不能核对，请用更换之后的"))
    elif lines > last:
        yield damage(JOURNAL, lines, _("核对码所记的这一行已不在，日志曾被截短或换成较早的"))
    else:
        yield damage(JOURNAL, lines, _("与核对码不符，日志在此行或以前曾被改写"))


def _notice_changed(name: str, text: str, log: Log, replay: Replay) -> str:
    """A sentence if notice.toml was changed past the desk. One that was corrected since is none:
    the journal has the correction, and the next opening writes it."""
    table = replay.tables.get(NOTICES, {})
    named = digest_named(log.first_line(), table)
    found = digest_of(text)
    if not named or found == named or is_outdated(found, table):
        return ""
    return _(
        "{file} 不是日志所记的公告，有人在值班台以外改过。核对无误的，"
        "请运行 dutydesk notice --replace {path} 记入日志；有误的，请先改回。",
        file=NOTICE,
        path=name,
    )


def _snapshot(
    place: Place, log: Log, lock: AbstractContextManager[Any], files: contextlib.ExitStack
) -> tuple[IO[bytes] | OSError, str, int, set[str]]:
    """The checkpoint, open for as long as `files` are, or what kept it from being opened; the notice's
    text, the journal's size and the ids of the files, all of one moment.

    Without the lock, what another program is writing just then would look torn.
    """
    with contextlib.ExitStack() as held:
        with contextlib.suppress(CannotWrite):  # who may only read has no lock to take
            held.enter_context(lock)
        # Whatever replaces it meanwhile, the bytes of this one stay as they are.
        opened = _opened(place.checkpoint)
        notice, size = text_in(place.notice), log.size()
        there = set[str]()
        with contextlib.suppress(CannotRead):  # each that is missed is told by itself
            there.update(place.files.kept())
    if not isinstance(opened, OSError):
        files.enter_context(opened)
    return opened, notice, size, there


def _opened(blob: Blob) -> IO[bytes] | OSError:
    try:
        return blob.open()
    except OSError as error:
        return error


def _head_in(opened: IO[bytes] | OSError, log: Log) -> dict[str, Any] | None:
    """The checkpoint's head if the journal bears it out."""
    try:
        if isinstance(opened, OSError) or checkpoint.ends_in_a_hole(opened):
            return None
        head = head_of(checkpoint.first_line(opened))
        return head if is_of(head, log) else None
    except (Unreadable, OSError, LookupError, TypeError, AttributeError):
        return None


class _Sums(MutableMapping[str, Document]):
    """Of each tip which revision it is, and what tells it from any other."""

    def __init__(self) -> None:
        self._by_id: dict[str, tuple[str, int]] = {}

    def digests(self) -> Table:
        """What stands in the place of each tip in a checkpoint that is `digested`."""
        in_order = sorted(self._by_id.items(), key=lambda one: int(one[0]))
        return {doc_id: cast(Document, digest) for doc_id, (digest, _revision) in in_order}

    def __getitem__(self, doc_id: str) -> Document:
        return {"revision": self._by_id[doc_id][1]}

    def __setitem__(self, doc_id: str, document: Document) -> None:
        self._by_id[doc_id] = checkpoint.digest_of(document), document["revision"]

    def __delitem__(self, doc_id: str) -> None:
        del self._by_id[doc_id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_id)

    def __len__(self) -> int:
        return len(self._by_id)


class _Walk:
    """The journal gone through up to `size`: `at_checkpoint` are the tables as they stood after
    `covered` bytes, the tips as their digests."""

    def __init__(self, log: Log, covered: int, size: int, notice: Notice) -> None:
        judge, sums = DocumentJudge(lambda: notice), _Sums()
        self._kept: dict[str, Document] = {}
        self.replay = replay = Replay(tables={TABLE: sums})
        take_all(replay, log, covered, judge, self._look)
        self.at_checkpoint: Tables = {
            name: table.digests() if isinstance(table, _Sums) else dict(table)
            for name, table in replay.tables.items()
        }
        take_all(replay, log, size, judge, self._look)

    def _look(
        self, table: str, doc_id: str, _before: Document | None, after: Document | None
    ) -> None:
        if table == TABLE:
            self._kept.pop(doc_id, None)
            if after and any(files_of(after)):
                self._kept[doc_id] = {name: after[name] for name in ("number", "enclosures")}

    @property
    def with_files(self) -> list[Document]:
        """The number and the enclosures of each tip that has files, by number."""
        return [tip for _doc_id, tip in sorted(self._kept.items(), key=lambda one: int(one[0]))]


def _torn(size: int, replay: Replay) -> Iterator[Damage]:
    if size != replay.position or replay.unfinished:
        line = replay.lines + (not replay.unfinished)
        yield damage(JOURNAL, line, _("没有写完，下次登记时会移开或补全"))


def _checkpoint_damages(
    opened: IO[bytes] | OSError, head: Mapping[str, Any] | None, tables: Tables, notice: Notice
) -> list[Damage]:
    """Each line of the checkpoint that is not what the journal says it must be."""
    name = CHECKPOINT
    try:
        if isinstance(opened, OSError):
            raise opened
        if checkpoint.ends_in_a_hole(opened):
            wrong = [1]
        else:
            wrong = list(_wrong_lines(opened, head, tables))
        tips = None if wrong else checkpoint.tips_in(opened)
        if not wrong and tips is None:
            wrong = [1]
        found = [damage(name, line, _("与写入时不同")) for line in wrong]
        if head and tips is not None and contradicts(head, {**tables, TABLE: tips}, notice):
            found.append(damage(name, 1, _("计数与日志不符")))
        return found
    except FileNotFoundError:
        return [Damage(name, 0, _("缺少 {file}，下次保存时会重建。", file=name))]
    except OSError as error:
        # The journal has all that is in it.
        reason = reasons.of_system(error)
        return [Damage(name, 0, _("{file} 无法读取（{reason}）。", file=name, reason=reason))]


def _wrong_lines(file: IO[bytes], head: Mapping[str, Any] | None, tables: Tables) -> Iterator[int]:
    lines = checkpoint.lines_in(iter(lambda: file.read(_BLOCK_BYTES), b""))
    if head is None:
        yield 1
        # What follows the last end of a line is none.
        rest = itertools.pairwise(itertools.islice(lines, 1, None))
        yield from (n for n, (line, _next) in enumerate(rest, 2) if not _is_readable(line))
        return
    said, seals_head = checkpoint.unsealed_head(head), checkpoint.HEAD_SEAL in head
    wanted = checkpoint.checkpoint_parts(said, tables, seals_head=seals_head)
    file.seek(checkpoint.SEALED_FROM)
    pairs = zip_longest(checkpoint.digested(lines), checkpoint.lines_in(wanted))
    yield from (n for n, (line, right) in enumerate(pairs, 1) if line != right)


def _only_in_checkpoint(
    opened: IO[bytes] | OSError, log: Log, known: Table, notice: Notice
) -> Table:
    """The tips of a checkpoint of this desk which the journal lacks, or `known` as they were before."""
    judge = DocumentJudge(lambda: notice)
    try:
        if isinstance(opened, OSError):
            return {}
        opened.seek(0)
        if is_of_another(head_of(checkpoint.first_line(opened)), log):
            return {}
        tips: Table = checkpoint.tips_in(opened) or {}
        better = {n: tip for n, tip in tips.items() if is_newer_document(tip, known.get(n))}
    except (Unreadable, Unsound, OSError, json_bytes.JSONDecodeError):
        return {}
    return better if judge.are_shaped(TABLE, better.values()) else {}


def _is_readable(line: bytes) -> bool:
    if line.endswith(b":{") or line in (b"},", b"}}"):
        return True
    try:
        json_bytes.loads(b"{%b}" % line.removesuffix(b","))
    except json_bytes.JSONDecodeError:
        return False
    return True
