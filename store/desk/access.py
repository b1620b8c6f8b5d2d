"""What guards a desk: the key that opens it, who may do what, and the record of who looked."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from store.desk.drafts import Drafts
from store.desk.finding import Finding
from store.document import Document
from store.duty.books import ACCESS, ROSTER, Access, AccessKind, Member, access_of, as_document
from store.errors import Fault, StepRefused
from store.secret.roles import ROLES, Right, Role
from store.text import _
from store.tips.draft import Draft
from store.tips.tip import Tip

if TYPE_CHECKING:
    from pathlib import Path

    from pendulum import DateTime


class Guarded(Finding, ABC):
    """The part of the desk that opens what is sealed, each time leaving a line in the journal."""

    folder: Path
    officer: str
    _drafts: Drafts

    @abstractmethod
    def now(self) -> DateTime: ...

    @abstractmethod
    def _store(
        self, documents: Mapping[str, Document], what: str, at: str, table: str = ...
    ) -> None: ...

    @property
    def is_sealed(self) -> bool:
        """Whether names and texts are stored sealed."""
        return self._viewer.seal is not None

    @property
    def hides(self) -> bool:
        """Whether tips are shown without their names and texts, until `open_tip` is asked."""
        return self.is_sealed or not self._viewer.may("open")

    def may(self, right: Right) -> bool:
        """Whether the officer's role includes it."""
        return self._viewer.may(right)

    def require(self, right: Right) -> None:
        """Raises `NotAllowed` where the role does not include it."""
        self._viewer.require(right)

    @property
    def role(self) -> Role | None:
        """The role of the officer who acts; without a roster everyone is a lead."""
        return self._viewer.role

    # Keys

    @property
    def is_unlocked(self) -> bool:
        """Whether a recipient's key is at hand."""
        return self._viewer.is_unlocked

    @property
    def finds_repeats(self) -> bool:
        """Whether repeats are noticed: on a sealed desk, once a lead unlocked it since the machine
        was started."""
        return self._viewer.finds_repeats

    def unlock(self, key: str) -> None:
        """Opens the desk with a recipient's private key (`AGE-SECRET-KEY-1…`, also amid the lines
        that age-keygen writes), kept in memory until `lock`. Raises `BadKey` or `NotAllowed`."""
        from store.secret.keys import identity_in

        self._viewer.unlock(identity_in(key))
        self._note("unlock")
        with self._storage.state:
            self._index.search_anew()

    def lock(self) -> None:
        """Forgets the key, and what was read with it."""
        self._viewer.lock()
        with self._storage.state:
            self._index.search_anew()

    # Reading what is sealed

    def open_tip(self, number: str) -> Tip:
        """The tip with all its texts; that it was opened is recorded where tips are hidden.

        Raises `NoSuchTip`, `Sealed` or `NotAllowed`.
        """
        self._viewer.require("list")
        tip = Tip.from_json(self._viewer.opened(self._document(number)))
        if self.hides:
            self._note("open", (tip.number,))
        return tip

    def open_tips(self, tips: Iterable[Tip], note: str) -> list[Tip]:
        """The tips with all their texts, for a list or a file; recorded with the word `note` on
        what for. As `open_tip`."""
        self._viewer.require("export")
        found = [Tip.from_json(self._viewer.opened(self._document(tip.number))) for tip in tips]
        if self.hides:
            self._note("export", tuple(tip.number for tip in found), note)
        return found

    def seal_export(self, content: bytes) -> bytes:
        """A file with what was opened, as it leaves a sealed desk: an age file to its recipients."""
        return self._viewer.seal_bytes(content)

    def accesses(self) -> list[Access]:
        """Who opened what and took out what, oldest first. Raises `NotAllowed`."""
        self._viewer.require("export")
        return [access_of(document) for document in self._table_of(ACCESS).values()]

    def drafts_of_all(self) -> list[Draft]:
        """The drafts of every officer that the key at hand opens: after a power cut their writers'
        own keys are gone. Raises `NotAllowed`."""
        self._viewer.require("export")
        found = self._drafts.of_all()
        self._note("drafts", note=", ".join(sorted({draft.officer for draft in found})))
        return found

    def _note(self, what: AccessKind, numbers: tuple[str, ...] = (), note: str = "") -> None:
        at = self.now().isoformat(timespec="seconds")
        with self._storage.writing:
            access = Access(at, self.officer, what, numbers, note)
            doc_id = str(self._storage.last_id(ACCESS) + 1)
            self._store({doc_id: as_document(access)}, "access", at, ACCESS)

    # Roles

    def roster(self) -> list[Member]:
        """Who has which role; empty where everyone is a lead."""
        found = [Member(d["officer"], d["role"]) for d in self._table_of(ROSTER).values()]
        return [member for member in found if member.role]

    def set_role(self, officer: str, role: str) -> None:
        """Gives an officer a role, or takes it ("") away. The first one set makes the officer who
        acts a lead; there is always one. Raises `NotAllowed` or `StepRefused`."""
        self._viewer.require("manage")
        if role and role not in ROLES:
            known = ", ".join(ROLES)
            raise _refused(_("职责：应为下列之一：{known}。", known=known))
        with self._storage.writing:
            ids = {d["officer"]: doc_id for doc_id, d in self._table_of(ROSTER).items()}
            roster = {member.officer: member.role for member in self.roster()}
            new = dict(roster or {self.officer: "lead"})
            new |= {officer: role}
            if "lead" not in new.values():
                raise _refused(_("至少要有一名组长，请先登记另一名组长。"))
            next_id, changed = self._storage.last_id(ROSTER) + 1, {}
            for name, its in new.items():
                if roster.get(name) != its:
                    changed[ids.get(name, str(next_id))] = as_document(Member(name, its))
                    next_id += name not in ids
            at = self.now().isoformat(timespec="seconds")
            self._store(changed, "role", at, ROSTER)

    def _table_of(self, table: str) -> dict[str, Document]:
        return self._storage.read().get(table, {})

    def _record_of(self, table: str) -> dict[str, Any]:
        return {n: self._viewer.record(table, d) for n, d in self._table_of(table).items()}


def _refused(sentence: str) -> StepRefused:
    return StepRefused((Fault("role", sentence),))
