"""Walks all that a desk is kept in and names every line that is not as it was written. Changes nothing."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from itertools import zip_longest
from typing import IO, Any

from store import json_bytes, reasons
from store.desk.enclosures import sha256_of
from store.desk.index import DocumentJudge, contradicts
from store.desk.notice_book import digest_named, digest_of, is_outdated, text_in
from store.document import TABLE, Document, Tables
from store.duty.books import NOTICES
from store.errors import CannotWrite
from store.journal import checkpoint
from store.journal.anchor import anchor_of
from store.journal.checkpoint import Unreadable, head_of
from store.journal.line import Damage, scan
from store.journal.opening import check_format, collector_at_rest, is_of, refuse_emptiness
from store.journal.place import CHECKPOINT, JOURNAL, NOTICE, Blob, Files, Log, Place, part_of_file
from store.journal.replay import Replay, damage
from store.notice.notice import Notice
from store.text import _
from store.tips.enclosure import KeptFile, files_of


@dataclass(frozen=True, slots=True)
class Verification:
    """What `verify` found: how much there is, and every damage, by file and line. `notice` says what
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
    """Checks each byte of journal, checkpoint and, `with_files`, of what came with tips. Raises `CannotRead`, `NewerFormat` or `DeskBusy`, and
    `DeskDamaged` where there is no journal to check.

    With an anchor in `since` it is also held against that.
    The journal is held against its own hashes, the checkpoint against the journal. `notice` is the
    one in force; `lock` is held for the moment that says how much there is to check.
    """
    log = place.log()
    try:
        check_format(log)
        data, unread, notice_text, size, there = _snapshot(place, log, lock)
        head = _head_in(data, log)
        refuse_emptiness(log, head["journal_bytes"] if head else 0)
        replay, at_checkpoint = _walk(log, head["journal_bytes"] if head else 0, size, notice)
        damages = [*replay.damages, *_torn(size, replay)]
        if since:
            damages += _since_damages(log.read(0, size), since)
        changed = _notice_changed(place.notice.name, notice_text, log, replay)
    finally:
        log.close()
    damages += unread or _checkpoint_damages(data, head, at_checkpoint, notice)
    tips = replay.tables[TABLE].values()
    used = {kept.id for tip in tips for kept in files_of(tip)}
    if with_files:
        damages += _file_damages(place.files, tips)
    return Verification(
        replay.lines,
        len(tips),
        tuple(damages),
        changed,
        anchor_of(replay.lines, replay.hash),
        files=len(used),
        unused=tuple(sorted(there - used)),
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


def _since_damages(journal: bytes, since: str) -> Iterator[Damage]:
    """What is not as it was when the anchor `since` was noted."""
    lines = int(since.partition(":")[0])
    found = {one.line: one.entry for one in scan(journal) if one.entry}
    at = found.get(lines)
    if at and anchor_of(lines, at["hash"]) == since:
        return
    # Sealing to other keys writes each line anew. What such a line says of those before, anyone
    # could have written.
    if any(one["what"] == "rekey" for n, one in found.items() if n > lines):
        yield damage(JOURNAL, lines, _("其后更换过密钥，此核对码已不能核对，请用更换之后的"))
    elif lines > max(found, default=0):
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
    place: Place, log: Log, lock: AbstractContextManager[Any]
) -> tuple[bytes | None, list[Damage], str, int, set[str]]:
    """The checkpoint, None if there is none, or what kept it from being read; the notice's text, the
    journal's size and the ids of the files, all of one moment.

    Without the lock, what another program is writing just then would look torn.
    """
    with contextlib.ExitStack() as files:
        with contextlib.ExitStack() as held:
            with contextlib.suppress(CannotWrite):  # who may only read has no lock to take
                held.enter_context(lock)
            opened = _opened(place.checkpoint)
            notice, size = text_in(place.notice), log.size()
            there = {*place.files.kept()}
        # Whatever replaces it meanwhile, the bytes of this one stay as they are.
        try:
            if isinstance(opened, OSError):
                raise opened
            return checkpoint.read_whole(files.enter_context(opened)), [], notice, size, there
        except FileNotFoundError:
            return None, [], notice, size, there
        except Unreadable:
            return b"", [], notice, size, there
        except OSError as error:
            # The journal has all that is in it.
            reason = reasons.of_system(error)
            told = _("{file} 无法读取（{reason}）。", file=CHECKPOINT, reason=reason)
            return b"", [Damage(CHECKPOINT, 0, told)], notice, size, there


def _opened(blob: Blob) -> IO[bytes] | OSError:
    try:
        return blob.open()
    except OSError as error:
        return error


def _head_in(data: bytes | None, log: Log) -> dict[str, Any] | None:
    """The checkpoint's head if the journal bears it out."""
    try:
        head = head_of((data or b"").partition(b"\n")[0])
        return head if is_of(head, log) else None
    except (Unreadable, OSError, LookupError, TypeError, AttributeError):
        return None


def _walk(log: Log, covered: int, size: int, notice: Notice) -> tuple[Replay, Tables]:
    """The journal gone through up to `size`, and the tables as they stood after `covered` bytes."""
    judge = DocumentJudge(lambda: notice)
    replay = Replay(tables={TABLE: {}})
    replay.take(log.read(0, covered), JOURNAL, judge, _ignore)
    then: Tables = {name: dict(table) for name, table in replay.tables.items()}
    replay.take(log.read(covered, size), JOURNAL, judge, _ignore)
    return replay, then


def _ignore(*_change: object) -> None:
    pass


def _torn(size: int, replay: Replay) -> Iterator[Damage]:
    if size != replay.position or replay.unfinished:
        line = replay.lines + (not replay.unfinished)
        yield damage(JOURNAL, line, _("没有写完，下次登记时会移开或补全"))


def _checkpoint_damages(
    data: bytes | None, head: Mapping[str, Any] | None, tables: Tables, notice: Notice
) -> Iterator[Damage]:
    """Each line of the checkpoint that is not what the journal says it must be."""
    name = CHECKPOINT
    if data is None:
        yield Damage(name, 0, _("缺少 {file}，下次保存时会重建。", file=name))
        return
    wrong = list(_wrong_lines(data, head, tables))
    if not wrong and not checkpoint.is_sealed(data):
        wrong = [1]
    for line in wrong:
        yield damage(name, line, _("与写入时不同"))
    if head and not wrong and contradicts(head, tables, notice):
        yield damage(name, 1, _("计数与日志不符"))


def _wrong_lines(data: bytes, head: Mapping[str, Any] | None, tables: Tables) -> Iterator[int]:
    lines = data.split(b"\n")
    if head is None:
        yield 1
        yield from (n for n, line in enumerate(lines[1:-1], 2) if not _is_readable(line))
        return
    said, seals_head = checkpoint.unsealed_head(head), checkpoint.HEAD_SEAL in head
    parts = checkpoint.checkpoint_parts(said, tables, seals_head=seals_head)
    wanted = b"".join(parts).split(b"\n")
    lines[0] = lines[0][checkpoint.SEALED_FROM :]
    for n, (line, right) in enumerate(zip_longest(lines, wanted), 1):
        if line != right:
            yield n


def _is_readable(line: bytes) -> bool:
    if line.endswith(b":{") or line in (b"}", b"},", b"}}"):
        return True
    try:
        json_bytes.loads(b"{%b}" % line.removesuffix(b","))
    except json_bytes.JSONDecodeError:
        return False
    return True
