"""What every part of an open desk stands on: its place, its clock, who acts, and the one way to write."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from pendulum import DateTime

from store.clock import Clock
from store.desk.follower import Follower
from store.desk.index import TipIndex
from store.desk.notice_book import NoticeBook
from store.desk.overview import OverviewKeeper
from store.document import TABLE, Document, Table
from store.duty.books import DIRECTORY, LIMITS, SENT, Record, as_document
from store.instant import as_text, in_zone
from store.journal.anchor import anchor_of
from store.journal.line import FORMAT, FORMAT_OF_0_3, PLAIN_FORMAT
from store.journal.lines import Documents, Lines
from store.journal.place import Place
from store.journal.storage import JournalStorage
from store.notice.notice import Notice
from store.secret.change import AsStored, Change, Whole
from store.secret.keyring import Keyring
from store.secret.roles import Right
from store.secret.viewer import Viewer
from store.text import N_
from store.tips import numbering, shape
from store.tips.brief import Brief
from store.tips.numbering import no_such_tip
from store.tips.search import SearchIndex
from store.tips.tip import Tip

DAMAGED: Final = N_("值班台有损坏之处，未作改动；怎样补回，见 dutydesk help lead 的“日志损坏的”。")
"""What to say where something waits until the desk is sound."""


class Ground:
    """The ground of one open desk. What is stored is read when first asked for.

    Whatever a part stores it stores by `store`, under `writing`; several threads may ask.
    `wrote` tells whether this desk changed anything.
    """

    def __init__(self, place: Place, clock: Clock, officer: str) -> None:
        self.place = place
        self.clock = clock
        self.officer = officer
        # First, since it may be refused: then no file is left open.
        self.book = NoticeBook(place.notice)
        self.index = TipIndex()
        follower = Follower(self.book, self.index)
        self.storage = JournalStorage(place, follower, lambda: (self.stamp(), self.officer))
        self.viewer = Viewer(
            self.storage,
            officer,
            Keyring(place.kept_as),
            lambda: self.notice.inspector_lines,
        )
        self.overview = OverviewKeeper(place, self.storage, self.book, self.index, self.stamp)
        self.wrote = False
        self._finds = (False, False)

    @property
    def notice(self) -> Notice:
        """The notice as it stands: anyone's correction is in force at once."""
        return self.book.notice

    def now(self) -> DateTime:
        """The current instant by the desk's clock, in the notice's zone."""
        return in_zone(self.clock.now(), self.notice.zone)

    def stamp(self) -> str:
        """Now, as text."""
        return as_text(self.now())

    # Reading

    def table(self, name: str) -> Table:
        """The documents of a table by their ids, with all that others stored by now."""
        return self.storage.read().get(name, {})

    def records(self, table: str) -> dict[str, Document]:
        """Those of a table beside the tips, with their texts as far as they can be opened."""
        return {n: self.viewer.record(table, d) for n, d in self.table(table).items()}

    def tips(self) -> Lines:
        """All tips as they are stored."""
        self.storage.catch_up()
        return self.storage.tips()

    def every_tip(self) -> Documents:
        """All tips as they are stored at this moment: to be gone through while others write."""
        with self.storage.reading:
            return self.tips().documents()

    def every_brief(self) -> list[Brief]:
        """As `every_tip`, without what each says in words."""
        with self.storage.reading:
            return self.index.briefs(self.tips())

    def listed_tips(self) -> Lines:
        """All tips as they are stored, for one who may list them. Raises `NotAllowed`."""
        self.viewer.require("list")
        return self.tips()

    def tip(self, number: str) -> Document:
        """One tip as it is stored. Raises `NoSuchTip`."""
        if found := self.tips().get(self.id_of(number)):
            return found
        raise no_such_tip(number)

    def shown(self, number: str) -> Tip:
        """One tip as lists show it. Raises `NoSuchTip`."""
        return Tip.from_json(self.viewer.shown(self.tip(number)))

    def opened(self, number: str) -> Tip:
        """One tip with all its texts. Raises `NoSuchTip`, `Sealed` or `NotAllowed`."""
        return Tip.from_json(self.viewer.opened(self.tip(number)))

    def id_of(self, number: str) -> str:
        """Where the tip of that number is stored. Raises `NoSuchTip`."""
        return str(numbering.id_of(number, self.notice.series))

    def number_of(self, doc_id: int) -> str:
        """The number of the tip stored there."""
        return numbering.number_of(doc_id, self.notice.series)

    @property
    def founded_as(self) -> str:
        """What tells the desk from every other, as the name of a file: also after `rekey`, which writes the
        first line anew. What version 0.2 set up has nothing but that line."""
        name = self.storage.log.founding().get("desk")
        return _file_name(str(name).encode()) if name else self.first_line_as

    @property
    def first_line_as(self) -> str:
        """By what programs before 0.6 told it from every other."""
        return _file_name(self.storage.log.first_line())

    def anchor(self) -> str:
        """How the journal ends, to be noted outside the desk: see `anchor_of`."""
        with self.storage.reading:
            replay = self.storage.load().replay
            return anchor_of(replay.lines, replay.hash)

    @property
    def texts(self) -> SearchIndex:
        """How to find tips by what of them may be found by now, by `storage.state`: a key or a role
        may have come or gone."""
        viewer = self.viewer
        finds = (viewer.may("open"), viewer.is_unlocked)
        if finds != self._finds:
            # Who reads all of an open desk finds all that stands in its documents.
            self.index.search_anew(by_bytes=viewer.may("open") and not viewer.seal)
            self._finds = finds
        return self.index.texts

    def forget_texts(self) -> None:
        """Forgets what was read to find tips, by `storage.state`; who looks for one reads it anew, as far
        as `texts` has it."""
        self.index.search_anew()
        self._finds = (False, False)

    # Writing

    @contextmanager
    def writing(self, right: Right) -> Iterator[None]:
        """Holds the desk for a change by one whose role includes `right`, also by the time that others
        are done: whom a lead took it from meanwhile changes nothing. Raises `NotAllowed`,
        `CannotWrite` or `DeskBusy`."""
        # Who lacks it does not wait.
        self.viewer.require_as_known(right)
        with self.storage.writing:
            self.viewer.require_as_known(right)
            yield

    def next_id(self, table: str) -> int:
        """The id of what is put into that table next: certain only while `writing` is held."""
        return self.storage.last_id(table) + 1

    def store(
        self, tables: Mapping[str, Mapping[str, Change]], what: str, at: str = "", once: str = ""
    ) -> None:
        """Stores documents, sealed where the desk is, as one line of the journal, which says `once` if
        that is given; on the disk when this returns. Raises `CannotWrite` or `DeskBusy`, and
        then nothing is stored."""
        stored = {
            table: {n: self.viewer.stored(table, change) for n, change in changes.items()}
            for table, changes in tables.items()
        }
        self.storage.change(
            stored, what, at or self.stamp(), self.officer, self._least_format(tables), once
        )
        self.wrote = True
        self.overview.keep_soon()
        if self.storage.is_checkpoint_due():
            self.storage.checkpoint_beside()

    def keep_tips(
        self, tips: Iterable[Tip], what: str, beside: Mapping[str, Change] = MappingProxyType({})
    ) -> tuple[Tip, ...]:
        """Stores changed tips, each as its next revision, and the changes `beside` them of that table,
        by their ids, as one line; returns them as stored. Raises as `store`."""
        stored = tuple(replace(tip, revision=tip.revision + 1) for tip in tips)
        changes = {**beside} | {self.id_of(tip.number): self.whole(tip) for tip in stored}
        self.store({TABLE: changes}, what)
        return stored

    def whole(self, tip: Tip) -> Whole:
        """All of a tip, to be stored: it stays in its matter, which not every officer is shown."""
        before = {} if self.viewer.may("open") else self.tips().get(self.id_of(tip.number), {})
        return Whole(tip.as_json() | ({"matter": before["matter"]} if "matter" in before else {}))

    def _least_format(self, tables: Mapping[str, Mapping[str, Change]]) -> int:
        """The format of a journal with these changes, that of the oldest program that loses none of
        them."""
        tips = [_as_stored(change) for change in tables.get(TABLE, {}).values()]
        if (
            self.viewer.seal
            or LIMITS in tables
            or SENT in tables
            or any(map(shape.is_cut_by_0_3, tips))
        ):
            return FORMAT
        if DIRECTORY in tables or any(map(shape.is_cut_by_0_2, tips)):
            return FORMAT_OF_0_3
        return PLAIN_FORMAT

    def keep(self, table: str, records: Mapping[int, Record], what: str) -> None:
        """As `store`, for the records of one table beside the tips."""
        changes = {str(n): Whole(as_document(record)) for n, record in records.items()}
        self.store({table: changes}, what)

    def sweep(self) -> None:
        """Removes what programs that died left unfinished, of files and of keys. Raises nothing."""
        self.place.sweep(self.storage.log.lock)
        self.viewer.sweep_keys()

    def keep_what_is_known(self) -> None:
        """Has the next session know what was learnt here by going through all tips, where the officer may
        write. Raises nothing."""
        if self.viewer.may("record"):
            self.storage.complete_checkpoint_beside()

    def close(self) -> None:
        """Writes the checkpoint if this desk changed anything, and closes the files."""
        self.overview.settle()
        if self.wrote:
            self.storage.checkpoint_if_possible()
        self.storage.close()


def _file_name(of: bytes) -> str:
    return hashlib.sha256(of).hexdigest()[:32]


def _as_stored(change: Change) -> Document:
    """What is stored of it, but for what is sealed on the way."""
    return change.document | (change.changes if isinstance(change, AsStored) else {})
