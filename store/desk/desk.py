"""The desk: the one door to everything that outlives the screen.

ground          place, clock, who acts, the notice in force; the one way to write
access          who may see and do what: keys, roster, the record of who looked
finding         tips by filter, by what they say, by what is being typed
matters         which tips belong together
acts            what is done with tips: disposed of, told, linked, undone
enclosures      what came with tips: facts, and files as far as they are kept
follow_ups      notes, who deals with a tip, call-backs and appointments, reporting up
dues            what is owed on which tip, and by when
shifts          the book of shifts, and what one hands over to the next
duty_log        the book of what happened and is no tip
forms           the book of numbered forms on paper
listing         the list of units and posts, to complete what is typed
papers          lists of what was handed over, letters of referral: kept as they were
figures         reports, the register, the closing day's count
notices         the notice's text, and its corrections
columns         which columns of old registers somebody named
drafts          what was typed and not yet saved
presence        who else is at the desk
reach           whether its place can be reached, and what waits until it can
given_reminders which reminders were given
last_seen       how a lead's own machine saw the desk last
keeping         verify, back up, seal to other keys, archive and end
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Collection, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import replace
from types import MappingProxyType
from typing import IO, TYPE_CHECKING, Any, Final, Self, cast

from pendulum import DateTime
from tinydb.queries import QueryLike

from store.clock import Clock
from store.desk import founding
from store.desk.access import AccessControl
from store.desk.acts import Acts
from store.desk.columns import NamedColumns
from store.desk.drafts import Drafts
from store.desk.dues import Dues
from store.desk.duty_log import DutyLog
from store.desk.enclosures import Enclosures
from store.desk.figures import Figures
from store.desk.finding import Finding
from store.desk.follow_ups import FollowUps
from store.desk.forms import Forms
from store.desk.given_reminders import GivenReminders
from store.desk.ground import Ground
from store.desk.index import tally_at_checkpoint
from store.desk.keeping import Keeping
from store.desk.last_seen import LastSeen
from store.desk.listing import Listing
from store.desk.matters import Matters
from store.desk.notices import Notices
from store.desk.papers import Papers
from store.desk.places import Where, place_at
from store.desk.reach import Reach
from store.desk.sent_tips import SentTips
from store.desk.shifts import Shifts
from store.desk.stowing import Stowed
from store.document import TABLE, Tables
from store.duty.books import MARK, ROSTER, SEAL, SENT, Member, as_document
from store.duty.counts import Counts, Tally
from store.errors import (
    CannotReach,
    DeskError,
    NotSealed,
    Overtaken,
    TipRefused,
    step_refused,
)
from store.instant import as_text, in_seconds, in_zone
from store.journal.line import read_line
from store.journal.place import NOTICE, Place, was_overtaken
from store.journal.presence import Presence
from store.journal.table import JournalDB, JournalTable
from store.notice.notice import Notice
from store.notice.reading import parse_notice
from store.printable import as_one_name
from store.secret.change import Whole
from store.secret.roles import Right
from store.secret.seal import mark_of, outlined
from store.secret.viewer import make_seal
from store.text import _, listed
from store.tips import rules
from store.tips.disposition import REGISTERED, Disposition
from store.tips.enclosure import Enclosure
from store.tips.fields import FIELDS
from store.tips.numbering import no_such_tip
from store.tips.tip import Tip
from store.tips.tip_list import TipList

if TYPE_CHECKING:
    from store.tips.history import Change

# What the desk gives a tip beside its number and revision, and an amendment leaves as it is.
_KEPT: Final = (
    "officer",
    "saved_at",
    "status",
    "disposition",
    "matter",
    "told",
    "reported",
    "handled_by",
    "notes",
    "appointments",
    "earlier",
)
_NEW: Final = {"status": REGISTERED, "disposition": None, "matter": "", "told": None}


class Desk:
    """An open desk. Made by `create` or `open`; closing it writes the checkpoint.

    Several processes may have one desk open: each method looks for what the others appended, and
    may be called from any thread. What is stored is read when first asked for, or by `load`, which
    may raise `NewerFormat`, `DeskDamaged` or `CannotRead`. Tips are recorded and read here; the
    rest is done by the parts, one line each above.
    """

    def __init__(self, place: Place, clock: Clock, officer: str) -> None:
        officer = as_one_name(officer)
        self.ground = ground = Ground(place, clock, officer)
        self.columns = NamedColumns(ground)
        self.drafts = Drafts(ground)
        self.presence = Presence(place.sessions(), officer, lambda: ground.storage.away is not None)
        self.reach = Reach(ground, self.drafts, self.presence)
        self.given_reminders = GivenReminders(place.reminders, officer)
        self.access = AccessControl(ground, self.drafts)
        self.finding = Finding(ground, self.access)
        self.matters = Matters(ground, self.access)
        self.acts = Acts(ground, self.access, self.matters)
        self.follow_ups = FollowUps(ground, self.acts)
        self.enclosures = Enclosures(ground, self.access, self.acts)
        self._sent = SentTips(ground)
        self.dues = Dues(ground)
        self.duty_log = DutyLog(ground)
        self.shifts = Shifts(ground, self.duty_log, self.drafts)
        self.forms = Forms(ground)
        self.listing = Listing(ground)
        self.figures = Figures(ground, self.access, self.finding)
        self.papers = Papers(ground, self.access, self.acts, self.figures, self.duty_log)
        self.notices = Notices(ground)
        self.last_seen = LastSeen(ground)
        self.keeping = Keeping(
            ground, self.access, self.drafts, self.columns, self.presence, self.last_seen
        )
        database = JournalDB(storage=lambda: ground.storage)
        self._table = cast(JournalTable, database.table(TABLE))
        self._news = 0

    @property
    def place(self) -> Place:
        """Where the desk is."""
        return self.ground.place

    @property
    def officer(self) -> str:
        """Who acts."""
        return self.ground.officer

    @property
    def notice(self) -> Notice:
        """The notice as it stands: anyone's correction is in force at once."""
        return self.ground.notice

    def now(self) -> DateTime:
        """The current instant by the desk's clock, in the notice's zone."""
        return self.ground.now()

    # Opening and closing

    @classmethod
    def create(
        cls,
        where: Where,
        notice_text: str,
        *,
        clock: Clock,
        officer: str = "",
        source: str = NOTICE,
        seal_to: Sequence[str] = (),
    ) -> Self:
        """Sets up a desk from a notice's TOML; `source` names that text in faults. With age public
        keys in `seal_to` it is a sealed one, with the officer as its lead.

        Raises `NoticeRefused`, `BadKey`, `DeskExists` or `CannotWrite`; then no desk is left behind.
        """
        notice = parse_notice(notice_text, source)
        at = as_text(in_zone(clock.now(), notice.zone))
        tables: Tables = {}
        if seal_to:
            made, key = make_seal(seal_to)
            name = as_one_name(officer)
            lead = as_document(Member(name, "lead")) | {MARK: mark_of(str(key), name, "lead")}
            tables = {SEAL: {"1": as_document(made)}, ROSTER: {"1": lead}}
        place = place_at(where)
        founding.found_desk(place, notice_text, at, officer, tables)
        desk = cls.open(place, clock=clock, officer=officer)
        # Of one that was in this place before, nothing is to be known.
        desk.ground.viewer.forget_all()
        if seal_to:
            desk.ground.viewer.keep(key, made.recipients)
        return desk

    @classmethod
    def open(cls, where: Where, *, clock: Clock, officer: str = "") -> Self:
        """Opens a desk, without reading what is stored: see `load`.

        Raises `NoDesk`, `NoticeRefused`, `DeskDamaged`, `NewerFormat` or `CannotRead`.
        """
        place = place_at(where)
        founding.look_at_desk(place)
        return cls(place, clock, officer)

    def load(self) -> None:
        """Reads what is stored, once; a screen calls it from a thread and paints meanwhile."""
        self.ground.sweep()
        self.ground.storage.load()
        self.ground.viewer.forget_former_shift()
        self.ground.book.put_right(self.ground.storage.writing)
        if self.access.may("record"):
            # Who only looks writes nothing.
            self.ground.overview.see_to_it()

    @property
    def is_loaded(self) -> bool:
        """Whether what is stored has been read, so that no method has to wait for that."""
        return self.ground.storage.is_loaded

    def refresh(self) -> bool:
        """Whether others changed anything since the last call; one look at the journal if not."""
        if not self.reach.is_away:
            self.ground.storage.catch_up()
            self.ground.storage.follow_checkpoint()
        before, self._news = self._news, self.ground.storage.news
        if self._news != before:
            self.ground.viewer.forget_former_shift()
        return self._news != before

    def check_in_place(self) -> None:
        """Raises `DeskDamaged` if by now another desk, or none, is where this one was. Whatever
        writes looks for itself; a session that only looks asks now and then."""
        self.ground.storage.log.check_in_place()

    def checkpoint(self) -> None:
        """Writes `tips.json` anew if anything changed. Raises `CannotWrite` or `DeskBusy`."""
        self.ground.storage.checkpoint()

    def close(self) -> None:
        """Writes the checkpoint if this desk changed anything, and closes the files."""
        try:
            self.drafts.settle()
        except CannotReach:
            self.reach.put_drafts_by()
        if self.reach.hangs:
            # Whoever closes would wait for ever. The journal has all that was said to be saved.
            return
        with contextlib.suppress(DeskError):
            self.finding.record_attempts()
        with contextlib.suppress(DeskError):
            self.last_seen.keep()
        self.ground.close()
        self.presence.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    @property
    def repairs(self) -> tuple[str, ...]:
        """A sentence for each thing put right, or found damaged, since the desk was opened."""
        self.load()
        storage = self.ground.storage
        found = (*storage.repairs, *(damage.sentence for damage in storage.damages))
        return (*self.ground.viewer.alarms(), *self.place.loose(), *found)

    # Recording

    def record(
        self, tip: Tip, *, reference: str = "", once: str = "", is_retried: bool = False
    ) -> Tip:
        """Stores a new tip and returns it as stored; it is on the disk when this returns. What came
        with it is noted down without its files. A `reference` is the number under which another system
        sends it in this officer's name: what is here under that already is returned as it is now.
        `once` is what this is tried under, by nobody else. It `is_retried` where it may have been tried by
        then: where it was stored, though nobody heard of it, it is not stored again, and what is said
        otherwise by now amends it.

        Raises `TipRefused` with every fault, `CannotWrite` or `DeskBusy`; then nothing is stored, but
        where `MaybeSaved` says that nobody knows.
        """
        token = self._token(once) if once else ""
        presumes = not (reference or is_retried)
        while True:
            try:
                if presumes:
                    return self._record(tip, _NEW, token=token, presumes=True)
                return self._record_once(tip, reference, token, is_retried=is_retried)
            except Overtaken:
                # By one who got a number, so that somebody gets on each time; or by this very tip. From now on
                # others wait, so that it gets on itself.
                presumes, is_retried = False, bool(once)
            except NotSealed:
                # Where the desk was sealed anew, and is another, its place tells that.
                if not presumes:
                    raise
                presumes = False

    def _record_once(self, tip: Tip, reference: str, token: str, *, is_retried: bool) -> Tip:
        if not (reference or is_retried):
            return self._record(tip, _NEW, token=token)
        with self.ground.writing("record"):
            if reference and (number := self.sent_before(reference)):
                return self.tip(number)
            if is_retried and (number := self._stored_before(token)):
                return self._as_said_now(tip, number)
            return self._record(tip, _NEW, reference, token=token)

    def _stored_before(self, token: str) -> str:
        """The number of the tip that was stored under `token`, "" if none was."""
        entry = read_line(self.ground.storage.log.stored_once(token))
        if not entry:
            return ""
        self.ground.storage.log.flush()
        return next(map(self.ground.number_of, map(int, entry["tables"][TABLE])), "")

    def _token(self, once: str) -> str:
        return hashlib.sha256(f"{self.officer}\n{once}".encode()).hexdigest()[:32]

    def _as_said_now(self, tip: Tip, number: str) -> Tip:
        stored = self.ground.opened(number)
        tip = replace(tip, enclosures=_with_what_came(tip.enclosures, stored.enclosures))
        # What the desk adds of itself is as it was.
        said = replace(tip, received_at=tip.received_at or stored.received_at)
        names = {field.name.partition(".")[0] for field in FIELDS}
        if all(getattr(said, name) == getattr(stored, name) for name in names):
            return stored
        return self.amend(replace(tip, number=number, revision=stored.revision))

    def sent_before(self, reference: str) -> str:
        """The number here of the tip that was sent in this officer's name under that `reference`, ""
        if none was; it lasts. Raises `NotAllowed`, `CannotWrite` or `DeskBusy`."""
        self.ground.viewer.require("record")
        if number := self._sent.number_of(reference):
            # Whoever stored it may have had no answer.
            self.ground.storage.log.flush()
        return number

    def take_in(
        self,
        tip: Tip,
        files: Mapping[int, IO[bytes]] = MappingProxyType({}),
        *,
        seen: int | None = None,
    ) -> Tip:
        """Stores a tip out of an old register, with what became of it there, or a letter with the
        `files` of its enclosures by their index; else as `record`, and as `Enclosures.add`. On a
        sealed desk, where who deals with a tip and who disposed of it stand in clear, those are of its
        roster: whom else the register names is sealed with the reason. Where any tip came after the id
        `seen`, it is `Overtaken`: the caller looks first whether that is the same."""
        if self.access.is_sealed:
            tip = self._with_strangers_sealed(tip)
        given = {name: getattr(tip, name) for name in _NEW}
        if not files:
            return self._record(tip, given, seen=seen)
        with self.enclosures.stowing(files) as stowed:
            return self._record(tip, given, stowed=stowed, seen=seen)

    def _with_strangers_sealed(self, tip: Tip) -> Tip:
        from store.tips.disposing import TEXT_LIMIT

        how = tip.disposition or Disposition(self.officer, in_seconds(self.now()))
        strangers = [one for one in (tip.handled_by, how.by) if one and not self._knows(one)]
        if not strangers:
            return tip
        said = listed(
            [*(_("承办人：{name}", name=one) for one in strangers), *filter(None, [how.why])]
        )
        by = self.officer if how.by in strangers else how.by
        handler = "" if tip.handled_by in strangers else tip.handled_by
        how = replace(how, by=by, why=said[:TEXT_LIMIT])
        return replace(tip, handled_by=handler, disposition=how)

    def _knows(self, name: str) -> bool:
        names = [member.officer for member in self.access.roster()]
        return as_one_name(name) in (self.officer, *names)

    def _record(
        self,
        tip: Tip,
        given: Mapping[str, Any],
        reference: str = "",
        stowed: Stowed | None = None,
        token: str = "",
        *,
        presumes: bool = False,
        seen: int | None = None,
    ) -> Tip:
        """Stores it. Whoever `presumes` that nobody else writes does it anew when `Overtaken`: what is decided on
        here stands, since it is stored only where the journal ends as it did when the block began."""
        ground = self.ground
        right: Right = "record" if given["status"] == REGISTERED else "dispose"
        # As it is known here; once more under the lock, by what others stored.
        ground.viewer.require_as_known(right)
        now, notice = ground.now(), ground.notice
        at = in_seconds(now)
        by_desk = {**given, "revision": 1, "officer": ground.officer, "saved_at": at}
        if tip.enclosures:
            by_desk["enclosures"] = tuple(one.noted(ground.officer, at) for one in tip.enclosures)
        # The number is certain only under the lock, which nobody shall wait for a tip with faults.
        doc_id = ground.next_id(TABLE)
        number = ground.number_of(doc_id)
        try:
            stored = rules.check(tip, notice, now, number=number, **by_desk)
        except TipRefused:
            ground.storage.catch_up()
            if ground.notice is notice:
                raise
            # By a notice that somebody corrected since.
            notice, number = ground.notice, ground.number_of(doc_id)
            stored = rules.check(tip, notice, now, number=number, **by_desk)
        storage = ground.storage
        with storage.presuming if presumes else storage.writing:
            # By what others stored by now, for which the place was asked just once.
            ground.viewer.require_as_known(right)
            if seen is not None and seen != storage.last_id(TABLE):
                raise was_overtaken()
            in_force = ground.notice
            if in_force is not notice:
                stored = rules.check(tip, in_force, now, number=number, **by_desk)
            if in_force is not notice or ground.next_id(TABLE) != doc_id:
                doc_id = ground.next_id(TABLE)
                stored = replace(stored, number=ground.number_of(doc_id))
            with stowed.kept_with(stored) if stowed else nullcontext(stored) as stored:
                document = stored.as_json()
                tables = {TABLE: {str(doc_id): Whole(document)}}
                if reference:
                    tables[SENT] = self._sent.note(reference, stored.number)
                ground.store(tables, "record", document["saved_at"], token)
        return stored

    def amend(self, tip: Tip) -> Tip:
        """Stores a changed tip in place of the revision it was made from, keeping the history.

        Who took it, when it was first saved and what became of it stay; what came with it is noted
        down as it is here, without further files. Raises `StaleRevision` if
        someone else changed it meanwhile, `Sealed` or `NotAllowed` if this officer may not read
        it, `StepRefused` where it was withdrawn, else as `record` does.
        """
        ground = self.ground
        now = ground.now()
        with ground.writing("record"):
            current = self.acts.current(tip.number, tip.revision, even_withdrawn=True)
            if sentence := rules.why_not_amended(current):
                raise step_refused("number", sentence)
            if tip.received_at is None:
                tip = replace(tip, received_at=current.received_at, marks=current.marks)
            stored = rules.check(
                tip,
                ground.notice,
                now,
                number=current.number,
                revision=current.revision + 1,
                enclosures=tuple(
                    one if one.at else one.noted(ground.officer, in_seconds(now))
                    for one in tip.enclosures
                ),
                **{name: getattr(current, name) for name in _KEPT},
            )
            changes = {ground.id_of(tip.number): ground.whole(stored)}
            ground.store({TABLE: changes}, "amend", as_text(now))
        return stored

    # Reading

    def tip(self, number: str) -> Tip:
        """The tip of that number, as `2016-0042` or `42`, without what is sealed. Raises
        `NoSuchTip`, as all that find tips raise `NotAllowed`."""
        self.ground.viewer.require("list")
        return self.ground.shown(number)

    def tips(self) -> Sequence[Tip]:
        """Every tip, by number."""
        with self.ground.storage.reading:
            return TipList(self.ground.listed_tips().documents(), self.ground.viewer.shown)

    def tips_after(self, seen: int) -> tuple[Sequence[Tip], int]:
        """The tips that came after the id `seen`, and the last id by now."""
        with self.ground.storage.reading:
            last = self.ground.storage.last_id(TABLE)
            came = self.ground.listed_tips().picked(range(seen + 1, last + 1))
            return TipList(came, self.ground.viewer.shown), last

    def find(self, query: QueryLike) -> Sequence[Tip]:
        """The tips that a TinyDB query matches; its fields are those of `Tip.as_json`. What is not
        shown to this officer is not found either."""
        self.ground.viewer.require("list")
        shown = self.ground.viewer.shown
        with self.ground.storage.reading:
            return TipList(self._table.search(lambda tip: query(shown(tip))), shown)

    def history(self, number: str, *, whole: bool = False) -> list[Change]:
        """Who changed a tip, when and what, oldest first; `whole` with the texts as far as they can
        be opened, which is recorded. Raises `NoSuchTip` or `NotAllowed`."""
        from store.tips.history import changes_of

        viewer = self.ground.viewer
        viewer.require("list")
        doc_id = self.ground.id_of(number)
        view = viewer.readable if whole else viewer.shown
        if viewer.keeps_back(self.ground.tip(number)):
            # Also as it was before it was marked.
            view = outlined
        found = changes_of(self.ground.storage.journal_pieces(), TABLE, doc_id, view)
        if not found:
            raise no_such_tip(number)
        if not viewer.may("open") and any(not one.fields for one in found[1:]):
            # That it was linked with one for a lead alone would tell what that says.
            stored = changes_of(self.ground.storage.journal_pieces(), TABLE, doc_id)
            moved = {
                one.line for one in stored if [part.field for part in one.fields] == ["matter"]
            }
            found = [one for one in found if one.fields or one.line not in moved]
        if whole and self.access.hides:
            self.access.note("open", (self.ground.number_of(int(doc_id)),), _("修改记录"))
        return found

    def as_recorded(self, numbers: Collection[str]) -> dict[str, Tip]:
        """Of tips what each said when it was recorded, by number, as far as that can be read."""
        from store.tips.history import recorded

        viewer = self.ground.viewer
        viewer.require("list")
        ids = {
            self.ground.id_of(number): number
            for number in numbers
            # Nor as it was before it was marked.
            if not viewer.keeps_back(self.ground.tip(number))
        }
        found = recorded(self.ground.storage.journal_pieces(), TABLE, ids, viewer.readable)
        return {ids[doc_id]: Tip.from_json(document) for doc_id, document in found.items()}

    # Counting

    def counts(self) -> Counts:
        """The counters as of now. Raises `NotAllowed` for one who is not on the roster."""
        ground = self.ground
        ground.viewer.require("count")
        with ground.storage.reading:
            return self._counts(ground.index.tally(ground.notice))

    def counts_at_checkpoint(self) -> Counts | None:
        """The counters when `tips.json` was last written, at no cost: to paint with while loading."""
        tally = tally_at_checkpoint(self.place.checkpoint, self.ground.storage.log, self.officer)
        return self._counts(tally) if tally else None

    def _counts(self, tally: Tally) -> Counts:
        notice = self.notice
        return tally.counts(self.now().date(), notice.disciplines, notice.channels)


def _with_what_came(
    said: tuple[Enclosure, ...], stored: tuple[Enclosure, ...]
) -> tuple[Enclosure, ...]:
    """What is `said` of enclosures, and those `stored` that came since it was said first. Where it is said
    otherwise by now, no file is lost."""
    facts = [one.noted("", None) for one in stored]
    if facts[: len(said)] == [*said]:
        return stored
    return (*said, *(one for one in stored if one.file))
