"""Who may see and do what: the key that opens the desk, the roster, and the record of who looked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain
from typing import Any, Final

from store.desk.drafts import Drafts
from store.desk.ground import Ground
from store.document import Document
from store.duty.books import (
    ACCESS,
    ROSTER,
    SEAL,
    Access,
    AccessKind,
    Member,
    Record,
    has_its_types,
    record_of,
)
from store.errors import DeskError, step_refused
from store.journal.line import lines_of, scan
from store.officer_name import officer_name
from store.printable import as_one_name, printable
from store.secret.keys import identity_in
from store.secret.roles import ROLES, Right, Role
from store.secret.seal import fingerprint
from store.text import _, listed, spoken
from store.tips.draft import Draft
from store.tips.names import forget_names
from store.tips.rules import refuse_closed
from store.tips.tip import Tip

_MOST_NOTED: Final = 3
# What is done once it is recorded needs its right then, too.
_RIGHTS: Final[dict[AccessKind, Right]] = {
    "unlock": "open",
    "drafts": "export",
    "backup": "export",
    "archive": "manage",
    "discard": "manage",
}


class AccessControl:
    """Opens what is sealed, each time leaving a line in the journal, and says who may do what."""

    def __init__(self, ground: Ground, drafts: Drafts) -> None:
        self._ground = ground
        self._drafts = drafts

    @property
    def is_sealed(self) -> bool:
        """Whether names and texts are stored sealed."""
        return self._ground.viewer.seal is not None

    @property
    def hides(self) -> bool:
        """Whether tips are shown without their names and texts, until `open_tip` is asked."""
        return self.is_sealed or not self._ground.viewer.may("open")

    def may(self, right: Right) -> bool:
        """Whether the officer's role includes it."""
        return self._ground.viewer.may(right)

    def require(self, right: Right, number: str = "") -> None:
        """Raises `NotAllowed` where the role does not include it; of the tip of that `number`, also where
        no key would let the officer read it, or `Sealed` where only a lead's does by now, or
        `StepRefused` where it is to be changed and was withdrawn."""
        self._ground.viewer.require(right)
        if number and not self.may("open"):
            self._ground.opened(number)
        if number and right in ("record", "dispose"):
            refuse_closed(self._ground.shown(number))

    @property
    def role(self) -> Role | None:
        """The role of the officer who acts; without a roster everyone is a lead."""
        return self._ground.viewer.role

    # Keys

    @property
    def is_unlocked(self) -> bool:
        """Whether a recipient's key is at hand."""
        return self._ground.viewer.is_unlocked

    @property
    def finds_repeats(self) -> bool:
        """Whether repeats are noticed: on a sealed desk, once a lead unlocked it since the machine
        was started."""
        return self._ground.viewer.finds_repeats

    def unlock(self, key: str) -> None:
        """Opens the desk with a recipient's private key (`AGE-SECRET-KEY-1…`, also amid the lines
        that age-keygen writes), kept in memory until `lock`. Raises `BadKey` or `NotAllowed`."""
        self._ground.viewer.unlock(identity_in(key))
        try:
            self.note("unlock")
        except DeskError:
            # Nothing is opened of which no record is left.
            self._ground.viewer.lock()
            raise

    def forget_key(self) -> None:
        """Forgets the key at once; `lock` is still to be called, which may have to wait."""
        self._ground.viewer.lock()

    def lock(self) -> None:
        """Forgets the key, and what was read with it; what is typed and not written yet is sealed."""
        self.forget_key()
        self._drafts.seal_what_waits()
        with self._ground.storage.state:
            self._ground.forget_texts()
        forget_names()

    # Reading what is sealed

    def open_tip(self, number: str) -> Tip:
        """The tip with all its texts; that it was opened is recorded where tips are hidden.

        Raises `NoSuchTip`, `Sealed` or `NotAllowed`.
        """
        self._ground.viewer.require("list")
        tip = self._ground.opened(number)
        if self.hides:
            self.note("open", (tip.number,))
        return tip

    def reads(self, number: str) -> bool:
        """Whether the officer who acts may read all of the tip of that number by now."""
        viewer = self._ground.viewer
        return viewer.may("list") and viewer.reads(self._ground.tip(number))

    def open_tips(self, tips: Iterable[Tip], note: str) -> list[Tip]:
        """The tips with all their texts, for a list or a file; recorded with the word `note` on
        what for. As `open_tip`."""
        self._ground.viewer.require("export")
        found = [self._ground.opened(tip.number) for tip in tips]
        if self.hides:
            self.note("export", tuple(tip.number for tip in found), note)
        return found

    def seal_export(self, content: bytes) -> bytes:
        """A file with what was opened, as it leaves a sealed desk: an age file to its recipients."""
        self._ground.viewer.require("export")
        return self._ground.viewer.seal_bytes(content)

    def accesses(self) -> list[Access]:
        """Who opened what and took out what, oldest first. Raises `NotAllowed`."""
        self._ground.viewer.require("export")
        return [record_of(Access, document) for document in self._ground.table(ACCESS).values()]

    def audit(self) -> list[Access]:
        """As `accesses`, with each change of the roster and of the recipients that is in the journal,
        whoever put it there. Raises `NotAllowed`."""
        found = [*self.accesses(), *(told for _made, told in self._appointments())]
        return sorted(found, key=lambda access: access.at)

    def _appointments(self) -> list[tuple[Document, Access]]:
        """What was put into the roster and into the seal, and what is told of it."""
        found: list[tuple[Document, Access]] = []
        for line in chain.from_iterable(map(lines_of, self._ground.storage.journal_pieces())):
            if not any(said in line for said in (b'"roster":{', b'"seal":{', b'"what":"rekey"')):
                continue
            for entry in (one.entry or {} for one in scan(line + b"\n")):
                at, by = str(entry.get("at", "")), str(entry.get("by", ""))
                if entry.get("what") == "rekey":
                    found = [*_sealed_anew(found, at, by)]
                for made in _put_into(SEAL, entry):
                    keys = map(fingerprint, made["recipients"])
                    found.append((made, Access(at, by, "seal", note=listed(keys))))
                for member in _put_into(ROSTER, entry):
                    note = f"{member['officer']} {member['role'] or '—'}"
                    found.append((member, Access(at, by, "role", note=note)))
        return found

    def alarms(self) -> tuple[str, ...]:
        """What whoever is at a sealed desk must see to: each recipient and line of the roster that was
        put there past the desk, and others in the place of the keys in memory."""
        return self._ground.viewer.alarms()

    def recipients(self) -> dict[str, str]:
        """To which public keys the desk seals, each with the fingerprint by which people compare it;
        none of an open desk. Raises `NotAllowed`."""
        self._ground.viewer.require("list")
        made = self._ground.viewer.seal
        return {key: fingerprint(key) for key in made.recipients} if made else {}

    def drafts_of_all(self) -> list[Draft]:
        """The drafts of every officer that the key at hand opens: after a power cut their writers'
        own keys are gone. Raises `NotAllowed`."""
        found = self._drafts.of_all()
        self.note("drafts", note=", ".join(sorted({draft.officer for draft in found})))
        return found

    def note(self, what: AccessKind, numbers: tuple[str, ...] = (), note: str = "") -> None:
        """Records that the officer who acts did `what` with the tips of these numbers. Raises
        `NotAllowed` for one who is not on the roster."""
        ground = self._ground
        with ground.writing(_RIGHTS.get(what, "count")):
            access = Access(ground.stamp(), ground.officer, what, numbers, note)
            ground.keep(ACCESS, {ground.next_id(ACCESS): access}, "access")

    def note_refused(self, command: str) -> None:
        """Records that the officer who acts asked over SSH for what is not done there: a few times a
        day, so that nobody fills the journal by it. Raises `NotAllowed`."""
        ground = self._ground
        noted = (one for one in ground.table(ACCESS).values() if one["what"] == "refused")
        days = [(one["by"], one["at"][:10]) for one in noted]
        if days.count((ground.officer, ground.stamp()[:10])) < _MOST_NOTED:
            self.note("refused", note=command)

    # Roles

    def roster(self) -> list[Member]:
        """Who has which role; empty where everyone is a lead. Raises `NotAllowed`."""
        self._ground.viewer.require("count")
        return [Member(*one) for one in self._ground.viewer.roles().items()]

    def set_role(self, officer: str, role: str) -> None:
        """Gives an officer a role, or takes it ("") away. The first one set makes the officer who
        acts a lead; there is always one. Raises `NotAllowed` or `StepRefused`, or `Sealed` on a
        sealed desk that nobody unlocked since the machine was started."""
        self._ground.viewer.require("manage")
        if role and role not in ROLES:
            known = listed(spoken(ROLES))
            raise step_refused("role", _("职责：应为下列之一：{known}。", known=known))
        # Who got there before names were looked at can be taken off.
        officer = officer_name(officer) if role else as_one_name(officer)
        with self._ground.writing("manage"):
            lines = self._ground.table(ROSTER).items()
            ids = {as_one_name(line["officer"]): int(doc_id) for doc_id, line in lines}
            roster = {member.officer: member.role for member in self.roster()}
            # Who was put there past the desk can be taken off, too.
            if not (role or officer in ids):
                sentence = _("名册上没有“{officer}”，未作改动。", officer=printable(officer))
                raise step_refused("officer", sentence)
            new = dict(roster or {self._ground.officer: "lead"})
            new |= {officer: role}
            if "lead" not in new.values():
                raise step_refused("role", _("至少要有一名组长，请先登记另一名组长。"))
            next_id = self._ground.next_id(ROSTER)
            changed: dict[int, Record] = {}
            for name, its in new.items():
                if roster.get(name) != its:
                    changed[ids.get(name, next_id)] = Member(name, its)
                    next_id += name not in ids
            self._ground.keep(ROSTER, changed, "role")


def _sealed_anew(
    found: Iterable[tuple[Document, Access]], at: str, by: str
) -> Iterator[tuple[Document, Access]]:
    """What is told of the lines before one by which the keys were changed: there stand the new ones by
    now, which are of whoever changed them."""
    first: Document | None = None
    for made, told in found:
        if told.what == "seal" and first is None:
            first, told = made, replace(told, at=at, by=by)
        elif made == first:
            told = replace(told, note="")
        yield made, told


def _put_into(table: str, entry: dict[str, Any]) -> list[Document]:
    """The records of a table that a line of the journal puts there; what is none was passed over."""
    tables = entry.get("tables")
    changes = tables.get(table) if isinstance(tables, dict) else None
    found = changes.values() if isinstance(changes, dict) else ()
    return [one for one in found if isinstance(one, dict) and has_its_types(table, one)]
