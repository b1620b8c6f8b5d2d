"""What came with tips: noted down, the files of it put away and given out again."""

from __future__ import annotations

import hashlib
import os
import secrets
import stat
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import IO, Any, Final

from store import disk
from store.desk.access import AccessControl
from store.desk.acts import Acts
from store.desk.ground import Ground
from store.document import TABLE
from store.duty.books import LIMITS, Limits, record_of
from store.errors import (
    DeskDamaged,
    DeskError,
    Fault,
    StepRefused,
    step_refused,
)
from store.instant import in_seconds
from store.journal.place import NewFile
from store.secret.change import Whole
from store.text import _
from store.tips.disposition import PASSED_THROUGH
from store.tips.enclosure import Enclosure, KeptFile, files_of
from store.tips.history import ids_of_day
from store.tips.rules import enclosure_faults
from store.tips.tip import Tip

MEGABYTE: Final = 1 << 20
_PIECE_BYTES: Final = 64 * 1024
_MOST_MEGABYTES: Final = 1 << 20
_ONE: Final = 1


class Enclosures:
    """The enclosures of tips. Each change is one line of the journal, as those of `Acts` are, and may
    be undone; which one is meant is said by its place among those of its tip, from 1.

    What they are is a text of the tip: who may not read it adds none, takes none out and changes
    none. A file is on the disk before the line that refers to it, so that whatever breaks off leaves
    the tip as it was, or as it was to be.
    """

    def __init__(self, ground: Ground, access: AccessControl, acts: Acts) -> None:
        self._ground = ground
        self._access = access
        self._acts = acts

    # How much is kept

    @property
    def limits(self) -> Limits:
        """How much the desk keeps. Raises `NotAllowed`."""
        self._ground.viewer.require("list")
        stored = self._ground.table(LIMITS).get(str(_ONE))
        return record_of(Limits, stored) if stored else Limits()

    def set_limits(self, file_megabytes: int, desk_megabytes: int) -> Limits:
        """Lets the desk keep so much from now on. Raises `StepRefused`, `NotAllowed`, `CannotWrite` or
        `DeskBusy`."""
        ground = self._ground
        ground.viewer.require("manage")
        if not 1 <= file_megabytes <= desk_megabytes <= _MOST_MEGABYTES:
            raise _refused(
                _("每个文件至少 1 MB，合计不小于每个文件，至多 {most} MB。", most=_MOST_MEGABYTES)
            )
        with ground.storage.writing:
            made = Limits(ground.stamp(), ground.officer, file_megabytes, desk_megabytes)
            ground.keep(LIMITS, {_ONE: made}, "limits")
        return made

    def kept(self) -> dict[str, int]:
        """The ids of all files that are kept, and how many bytes each has. Raises `NotAllowed` or
        `CannotRead`."""
        self._ground.viewer.require("list")
        return self._ground.place.files.kept()

    def unused(self) -> dict[str, int]:
        """Those of them to which no tip refers, nor would after an undo: what broke off left them, or
        their enclosure was taken off before today. Raises also `DeskDamaged` where lines cannot be
        read that may refer to them."""
        ground = self._ground
        ground.viewer.require("manage")
        with ground.storage.writing:
            there = ground.place.files.kept()
            if ground.storage.damages:
                sentence = _("值班台有损坏之处，请先运行 dutydesk verify 核查，未作改动。")
                raise DeskDamaged(sentence)
            journal, today = ground.storage.journal_bytes(), ground.now().date()
            used = {kept.id for tip in ground.tips().values() for kept in files_of(tip)}
            used |= ids_of_day(journal, TABLE, today)
        return {file_id: size for file_id, size in there.items() if file_id not in used}

    def remove_unused(self) -> dict[str, int]:
        """Removes what `unused` gives, which is recorded, and returns it. Raises also `CannotWrite`."""
        self._ground.viewer.require("manage")
        with self._ground.storage.writing:
            found = self.unused()
            if found:
                self._access.note("clear", note=str(len(found)))
            for file_id in found:
                self._ground.place.files.drop(file_id)
        return found

    # What came with a tip

    def add(
        self,
        number: str,
        kind: str,
        *,
        pages: int = 0,
        copies: int = 1,
        kept_at: str = "",
        file_number: str = "",
        name: str = "",
        file: IO[bytes] | None = None,
        revision: int | None = None,
    ) -> Tip:
        """Notes an enclosure down, for what its facts mean see `Enclosure`, and keeps a copy of
        `file`, which is read from where it stands to its end. Returns the tip as stored.

        Raises `StepRefused` with every fault, also for a file that is empty, larger than the limits
        allow or changes meanwhile, `CannotRead` where it cannot be read, else as `Acts` do; then
        nothing of it is kept.
        """
        texts = kept_at.strip(), file_number.strip(), name.strip()
        made = Enclosure(kind, pages, copies, *texts)

        def added(tip: Tip) -> Tip:
            return self._with(tip, (*tip.enclosures, self._noted(made)))

        return self._change(number, revision, "attach", added, file)

    def correct(
        self,
        number: str,
        place: int,
        *,
        file: IO[bytes] | None = None,
        revision: int | None = None,
        **facts: Any,
    ) -> Tip:
        """Says other `facts` of an enclosure, of those that `add` takes, and with `file` puts that in the
        place of the one it had, if any. As `add`."""
        facts = {name: f.strip() if isinstance(f, str) else f for name, f in facts.items()}

        def corrected(tip: Tip) -> Tip:
            rows = list(tip.enclosures)
            self._nth(tip, place)
            rows[place - 1] = replace(rows[place - 1], **facts)
            return self._with(tip, tuple(rows))

        return self._change(number, revision, "correct_enclosure", corrected, file, place)

    def remove(self, number: str, place: int, *, revision: int | None = None) -> Tip:
        """Takes an enclosure off its tip: it was noted down by mistake. As `add`."""

        def removed(tip: Tip) -> Tip:
            gone = self._nth(tip, place)
            return self._with(tip, tuple(one for one in tip.enclosures if one is not gone))

        return self._change(number, revision, "remove_enclosure", removed, None)

    def take_out(self, number: str, place: int, to: IO[bytes]) -> Enclosure:
        """Writes the file of an enclosure to `to`, checked beforehand, and tells what it is; it is
        recorded who took it out.

        Raises `StepRefused` where there is none, `DeskDamaged` if it is missing or not as it was put
        away, `NoSuchTip`, `Sealed` or `NotAllowed`; and what writing to `to` raises.
        """
        ground = self._ground
        ground.viewer.require("list")
        tip = ground.opened(number)
        one = self._nth(tip, place)
        if one.file is None:
            raise step_refused("place", _("第 {n} 项附件没有存入文件。", n=place))
        with self._open(one.file, place) as source:
            self._access.note("export", (tip.number,), _("附件第 {n} 项", n=place))
            if one.key:
                from store.secret.sealed_file import open_file

                open_file(source.read, to.write, one.key, one.size)
            else:
                while piece := source.read(_PIECE_BYTES):
                    to.write(piece)
        return one

    @contextmanager
    def _open(self, kept: KeptFile, place: int) -> Iterator[IO[bytes]]:
        """The bytes of a file, each of which was looked at. Raises `DeskDamaged`."""
        with ExitStack() as opened:
            try:
                source = opened.enter_context(self._ground.place.files.open(kept.id))
                is_sound = sha256_of(source) == kept.sha256
                source.seek(0)
            except OSError:
                is_sound = False
            if not is_sound:
                raise DeskDamaged(
                    _(
                        "第 {n} 项附件的文件缺失或与存入时不同，没有取出；请运行 dutydesk verify 核查，用备份找回。",
                        n=place,
                    )
                )
            yield source

    # Storing

    def _change(
        self,
        number: str,
        revision: int | None,
        what: str,
        changed: Callable[[Tip], Tip],
        file: IO[bytes] | None,
        place: int = 0,
    ) -> Tip:
        """Stores `changed` of the tip, `file` with the enclosure at that place, by default the last."""
        ground = self._ground
        ground.viewer.require("record")
        if file is None:
            with ground.storage.writing:
                return self._put(changed(self._acts.current(number, revision)), what)
        # What is refused is refused before a long file is read.
        changed(self._acts.current(number, revision))
        with self.stowing({place - 1: file}) as stowed, ground.storage.writing:
            tip = changed(self._acts.current(number, revision))
            with stowed.kept_with(tip) as with_file:
                return self._put(with_file, what)

    @contextmanager
    def stowing(self, files: Mapping[int, IO[bytes]]) -> Iterator[Stowed]:
        """Puts copies of `files` away, which is done when the block begins; in it they are to be kept
        with a tip, or nothing of them is. Each has the index among the enclosures of its tip.

        Raises as `add`.
        """
        ground = self._ground
        ground.viewer.require("record")
        limits, used = self.limits, self._used()
        stowed = Stowed(ground, limits)
        with ExitStack() as opened:
            for index, file in files.items():
                new = opened.enter_context(ground.place.files.writing())
                moving = _Moving(file, new, limits, used)
                found = moving.sealed() if ground.viewer.seal else moving.as_it_is()
                new.flush()
                stowed.put(index, new, found)
                used += found["file"].bytes
            yield stowed

    def _used(self) -> int:
        return sum(self._ground.place.files.kept().values())

    def _put(self, tip: Tip, what: str) -> Tip:
        stored = replace(tip, revision=tip.revision + 1)
        change = Whole(stored.as_json())
        self._ground.store({TABLE: {self._ground.id_of(tip.number): change}}, what)
        return stored

    def _noted(self, one: Enclosure) -> Enclosure:
        return one.noted(self._ground.officer, in_seconds(self._ground.now()))

    def _nth(self, tip: Tip, place: int) -> Enclosure:
        if not tip.enclosures:
            raise step_refused("place", _("{number} 没有登记附件。", number=tip.number))
        if not 1 <= place <= len(tip.enclosures):
            raise step_refused("place", _("第几项：应为 1 至 {n}。", n=len(tip.enclosures)))
        return tip.enclosures[place - 1]

    def _with(self, tip: Tip, enclosures: tuple[Enclosure, ...]) -> Tip:
        """The tip with these enclosures. Raises `StepRefused` with every fault."""
        faults = [*enclosure_faults(enclosures)]
        if tip.status == PASSED_THROUGH:
            said = _("径送件只登记编号、时间、渠道和交给何人，不加记任何内容。")
            faults = [Fault("number", said)]
        if faults:
            raise StepRefused(tuple(faults))
        return replace(tip, enclosures=enclosures)


class Stowed:
    """Files that were put away and have no names yet."""

    def __init__(self, ground: Ground, limits: Limits) -> None:
        self._ground = ground
        self._limits = limits
        self._files: list[tuple[int, NewFile, dict[str, Any]]] = []

    def put(self, index: int, new: NewFile, found: dict[str, Any]) -> None:
        """One more, of the enclosure with that index, and what is noted of it."""
        self._files.append((index, new, found))

    @contextmanager
    def kept_with(self, tip: Tip) -> Iterator[Tip]:
        """The tip with its files, which have their names now; the block stores it. Only under the
        lock. Raises `StepRefused` where there is no room for them any more, or `CannotWrite`."""
        files, log = self._ground.place.files, self._ground.storage.log
        rows, kept = list(tip.enclosures), [found["file"] for _index, _new, found in self._files]
        used = sum(files.kept().values())
        _check_room(used + sum(one.bytes for one in kept), self._limits)
        log.check_in_place()
        before = self._ground.storage.position
        try:
            for index, new, found in self._files:
                rows[index] = replace(rows[index], **found)
                new.keep(found["file"].id)
            yield replace(tip, enclosures=tuple(rows))
        except DeskError:
            # A line that may yet prove to be on the disk keeps its files.
            with suppress(DeskError):
                written = log.read(before, log.size())
                for one in kept:
                    if one.id.encode() not in written:
                        files.drop(one.id)
            raise


class _Moving:
    """One file on its way from `source` to the desk: counted, hashed as it is stored, and held to the
    limits as far as it has come."""

    def __init__(self, source: IO[bytes], new: NewFile, limits: Limits, used: int) -> None:
        self._source = source
        self._new = new
        self._limits = limits
        self._before = _stat_of(source)
        self._size = 0
        self._stored = 0
        self._digest = hashlib.sha256()
        self._used = used
        if self._before:
            self._check_size(self._before.st_size)

    def as_it_is(self) -> dict[str, Any]:
        """Stores it in clear; what the desk notes of it."""
        while piece := self._read(_PIECE_BYTES):
            self._write(piece)
        return self._found("")

    def sealed(self) -> dict[str, Any]:
        """Stores it sealed to a key of its own; what the desk notes of it."""
        from store.secret.sealed_file import new_key, seal_file

        key = new_key()
        seal_file(self._read, self._write, key)
        return self._found(str(key))

    def _found(self, key: str) -> dict[str, Any]:
        if not self._size:
            raise _refused(_("文件是空的，没有存入；只登记附件的，请不要指明文件。"))
        if _changed(self._before, _stat_of(self._source)):
            raise _refused(_("文件在读取时有改动，没有存入；请等它写完再存。"))
        kept = KeptFile(secrets.token_hex(16), self._stored, self._digest.hexdigest())
        return {"file": kept, "size": self._size, "key": key}

    def _read(self, most: int) -> bytes:
        try:
            data = self._source.read(most)
        except OSError as error:
            raise disk.cannot_read(getattr(self._source, "name", "-"), error) from error
        self._size += len(data)
        self._check_size(self._size)
        return data

    def _write(self, data: bytes) -> None:
        self._new.write(data)
        self._digest.update(data)
        self._stored += len(data)

    def _check_size(self, size: int) -> None:
        if size > self._limits.file_megabytes * MEGABYTE:
            limit = self._limits.file_megabytes
            raise _refused(
                _("文件超过 {limit} MB，没有存入；请登记存放处，不存文件。", limit=limit)
            )
        _check_room(self._used + max(size, self._stored), self._limits)


def _check_room(in_bytes: int, limits: Limits) -> None:
    """Raises `StepRefused` if the desk does not keep so much."""
    if in_bytes > limits.desk_megabytes * MEGABYTE:
        raise _refused(
            _(
                "值班台的附件合计将超过 {limit} MB，没有存入；请登记存放处，不存文件。",
                limit=limits.desk_megabytes,
            )
        )


def sha256_of(source: IO[bytes]) -> str:
    """The SHA-256 of all that is read from `source`. Raises OSError."""
    digest = hashlib.sha256()
    while piece := source.read(_PIECE_BYTES):
        digest.update(piece)
    return digest.hexdigest()


def to_be_attached(path: Path) -> IO[bytes]:
    """The file `path`, opened to be put away. Raises `CannotRead`, also for what is no file."""
    try:
        return disk.open_file(path)
    except OSError as error:
        raise disk.cannot_read(path, error) from error


def _stat_of(source: IO[bytes]) -> os.stat_result | None:
    """How a file stands just now, None for what is none, as a pipe."""
    try:
        found = os.fstat(source.fileno())
    except (OSError, AttributeError):
        return None
    return found if stat.S_ISREG(found.st_mode) else None


def _changed(before: os.stat_result | None, after: os.stat_result | None) -> bool:
    if not (before and after):
        return False
    return (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns)


def _refused(sentence: str) -> StepRefused:
    return step_refused("file", sentence)
