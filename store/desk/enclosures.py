"""What came with tips: noted down, the files of it put away and given out again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import replace
from typing import IO, Any, Final

from store.desk.access import AccessControl
from store.desk.acts import Acts
from store.desk.ground import DAMAGED, Ground
from store.desk.stowing import PIECE_BYTES, Stowed, not_stored, sha256_of, stowing
from store.document import TABLE
from store.duty.books import LIMITS, Limits, record_of
from store.errors import DeskDamaged, StepRefused, step_refused
from store.instant import in_seconds
from store.text import _
from store.tips.enclosure import Enclosure, KeptFile, files_of
from store.tips.history import ids_of_day
from store.tips.rules import enclosure_faults, passed_through_faults
from store.tips.tip import Tip

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
            raise not_stored(
                _("每个文件至少 1 MB，合计不小于每个文件，至多 {most} MB。", most=_MOST_MEGABYTES)
            )
        with ground.writing("manage"):
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
        with ground.writing("manage"):
            there = ground.place.files.kept()
            if ground.storage.damages:
                raise DeskDamaged(_(DAMAGED))
            journal, today = ground.storage.journal_pieces(), ground.now().date()
            used = {kept.id for tip in ground.tips().values() for kept in files_of(tip)}
            used |= ids_of_day(journal, TABLE, today)
        return {file_id: size for file_id, size in there.items() if file_id not in used}

    def remove_unused(self) -> dict[str, int]:
        """Removes what `unused` gives, which is recorded, and returns it. Raises also `CannotWrite`."""
        with self._ground.writing("manage"):
            found = self.unused()
            if found:
                with self._ground.place.files.dropping(found):
                    self._access.note("clear", note=str(len(found)))
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

    def take_out(
        self, number: str, place: int, to: IO[bytes], *, revision: int | None = None
    ) -> Enclosure:
        """Writes the file of an enclosure to `to`, checked beforehand, and tells what it is; it is
        recorded who took it out.

        Raises `StaleRevision` where `revision` is given and another may stand there by now,
        `StepRefused` where there is none, `DeskDamaged` if it is missing or not as it was put away,
        `NoSuchTip`, `Sealed` or `NotAllowed`; and what writing to `to` raises.
        """
        ground = self._ground
        ground.viewer.require("list")
        tip = ground.opened(number)
        self._acts.must_be_as_seen(tip, revision)
        one = self._nth(tip, place)
        if one.file is None:
            raise step_refused("place", _("第 {n} 项附件没有存入文件。", n=place))
        with self._open(one.file, place) as source:
            self._access.note("export", (tip.number,), _("附件第 {n} 项", n=place))
            if one.key:
                from store.secret.sealed_file import open_file

                open_file(source.read, to.write, one.key, one.size)
            else:
                digest = hashlib.sha256()
                while piece := source.read(PIECE_BYTES):
                    digest.update(piece)
                    to.write(piece)
                if digest.hexdigest() != one.file.sha256:
                    raise _not_as_put_away(place)
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
                raise _not_as_put_away(place)
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
        if file is None:
            with ground.writing("record"):
                return self._put(changed(self._acts.current(number, revision)), what)
        # What is refused is refused before a long file is read.
        changed(self._acts.current(number, revision))
        with self.stowing({place - 1: file}) as stowed, ground.writing("record"):
            tip = changed(self._acts.current(number, revision))
            with stowed.kept_with(tip) as with_file:
                return self._put(with_file, what)

    def stowing(self, files: Mapping[int, IO[bytes]]) -> AbstractContextManager[Stowed]:
        """Puts copies of `files` away, which is done when the block begins; in it they are to be kept
        with a tip, or nothing of them is. Each has the index among the enclosures of its tip.

        Raises as `add`.
        """
        self._ground.viewer.require("record")
        return stowing(self._ground, self.limits, files)

    def _put(self, tip: Tip, what: str) -> Tip:
        (stored,) = self._ground.keep_tips((tip,), what)
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
        if faults := passed_through_faults(tip) or tuple(enclosure_faults(enclosures)):
            raise StepRefused(faults)
        return replace(tip, enclosures=enclosures)


def _not_as_put_away(place: int) -> DeskDamaged:
    """What to say of a file that is not given out, or not as a whole."""
    return DeskDamaged(
        _(
            "第 {n} 项附件的文件缺失或与存入时不同，没有取出；请运行 dutydesk verify 核查，用备份找回。",
            n=place,
        )
    )
