"""What the officer who acts may see and do: by the role, by the keys at hand, by whose tip it is."""

from __future__ import annotations

import hashlib
import importlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

from store.document import TABLE, Document
from store.duty.books import (
    MARK,
    PAPERS,
    ROSTER,
    SEAL,
    SHIFTS,
    Seal,
    as_document,
    is_of_its_type,
    record_of,
)
from store.errors import BadKey, CannotWrite, DeskBusy, NotAllowed, NotSealed, Sealed
from store.journal.line import lines_of, read_line
from store.journal.storage import JournalStorage
from store.printable import as_one_name, printable
from store.secret import keyring, seal
from store.secret.change import AsStored, Change, no_key
from store.secret.clear import CLEAR, is_sealed
from store.secret.keyring import Keyring
from store.secret.roles import REFUSALS, RIGHTS, Right, Role
from store.text import _, listed
from store.tips.draft import AMENDS
from store.tips.names import folded, unblanked
from store.tips.tip import is_about_inspectors

if TYPE_CHECKING:
    from pyrage.x25519 import Identity, Recipient

    from store.secret.rekey import Rekeying

_DESK: Final = "desk"
_SHIFT: Final = "shift"
_DRAFT: Final = "draft"
# The last tip that had been handed over when what is kept beside it of a shift was kept.
_UPTO: Final = f"{_SHIFT}-upto"
# What a lead's key vouches for: the recipients, and that the lines of the roster have marks.
_VOUCHED: Final = "recipients"
_MARKS: Final = "marks"


class Viewer:
    """Stands between what is stored and whoever asks.

    A desk is sealed or open, and has a roster or none. Without a roster everyone is a lead. On a
    sealed desk texts are read with a recipient's key (`unlock`), or by the officer who wrote them
    as long as the shift lasts, with a key that is in memory alone.
    """

    def __init__(
        self,
        storage: JournalStorage,
        officer: str,
        keys: Keyring,
        inspector_lines: Callable[[], Collection[str]],
    ) -> None:
        self._storage = storage
        self._inspector_lines = inspector_lines
        self._officer = officer
        self._keys = keys
        self._unlocked: Identity | None = None
        self._known: Seal | None = None
        self._has_looked = False
        self._lost_it = False
        self._marks: dict[tuple[str, str, str], bool] = {}
        self._anew: dict[str, str] = {}

    # Roles

    @property
    def role(self) -> Role | None:
        """The officer's role; None for one who is not on the roster."""
        # A sealed desk has had a roster from the start.
        if not (self._storage.table(ROSTER) or self.seal):
            return "lead"
        roster = self.roster().values()
        found = [m["role"] for m in roster if as_one_name(m["officer"]) == self._officer]
        return found[-1] if found and found[-1] in RIGHTS else None

    def roster(self) -> dict[str, Document]:
        """The lines of the roster, but for those that were written past the desk: on a sealed desk
        who has its own key in memory tells them."""
        table = self._storage.table(ROSTER)
        return {n: member for n, member in table.items() if self._is_marked(member)}

    def roles(self) -> dict[str, str]:
        """Who has which role: what was said last of a name, however a version wrote it that did not look at
        names."""
        lines = self.roster().values()
        found = {as_one_name(line["officer"]): line["role"] for line in lines}
        return {name: role for name, role in found.items() if role}

    def _has_marks(self) -> bool:
        return _MARKS in self._keys.read(_VOUCHED).split()

    def _is_marked(self, member: Document) -> bool:
        """Whether a line of the roster was written at the desk, as far as that can be told."""
        said = (member["officer"], member["role"], member.get(MARK, ""))
        if said not in self._marks:
            own = self._desk_key()
            if not (own and self._has_marks()):
                return True
            self._marks[said] = _has_mark(member, own)
        return self._marks[said]

    def may(self, right: Right) -> bool:
        """Whether the officer's role includes it."""
        role = self.role
        return role is not None and right in RIGHTS[role]

    def require(self, right: Right) -> None:
        """Raises `NotAllowed` where the role does not include it, as it stands by now."""
        self._storage.catch_up()
        if not self.may(right):
            which: Right = right if self.role else "count"
            sentence = REFUSALS[which]
            raise NotAllowed(_(sentence, officer=self._officer))

    def require_as_known(self, right: Right) -> None:
        """As `require`, without a look at the place where what is known by now includes it."""
        if not self.may(right):
            self.require(right)

    # Keys

    @property
    def seal(self) -> Seal | None:
        """The desk's seal, None for an open one. Raises `NoSealing`."""
        if not self._has_looked:
            found = self._founded_with() or self._storage.table(SEAL).get("1")
            if found:
                # Told before anything is entered that could then not be saved.
                importlib.import_module("store.secret.age")
            self._known, self._has_looked = record_of(Seal, found) if found else None, True
            self._lost_it = not (found or self._storage.log.founding()) and self._holds_sealed()
        return self._known

    def _holds_sealed(self) -> bool:
        """Whether a tip is sealed, or a line of the roster has a mark: an open desk has neither."""
        members = self._storage.table(ROSTER).values()
        tips = self._storage.table(TABLE).values()
        return any(MARK in one for one in members) or any(one.get("sealed") for one in tips)

    def seals(self) -> bool:
        """Whether what is written is sealed. Raises `NotSealed` where it was, and by now nobody can tell
        to whom."""
        if not self.seal and self._was_sealed():
            raise NotSealed(_taken_off())
        return self.seal is not None

    def _founded_with(self) -> Document | None:
        """The seal in the line with which the desk was set up. A later line gives no other: `rekey`
        writes the whole journal anew."""
        found: Document | None = (
            self._storage.log.founding().get("tables", {}).get(SEAL, {}).get("1")
        )
        return found

    def alarms(self) -> tuple[str, ...]:
        """A sentence for each thing that was not written at the desk: recipients, the desk's own key,
        lines of the roster; and one if others have the place of the keys in memory."""
        found = self._alarms()
        if found:
            # While keys are changed, what the journal says and what is in memory are of two moments.
            with suppress(CannotWrite, DeskBusy), self._storage.writing:
                found = self._alarms()
        return found

    def _alarms(self) -> tuple[str, ...]:
        made = self.seal
        if not made:
            return (_taken_off(),) if self._was_sealed() else ()
        found = [*filter(None, [self._keys.trouble()])]
        if self._storage.table(SEAL).get("1") != (self._founded_with() or as_document(made)):
            line = self._line_of(SEAL, "1")
            found.append(
                _("有人在日志里改动过密封公钥（第 {line} 行），未予采用，请组长核查。", line=line)
            )
        if (own := self._keys.get(_DESK)) and not self._is_of_desk(own):
            found.append(
                _(
                    "值班台自身的密钥与本机内存中的不符，日志可能已被换过。请组长解封；"
                    "解封后仍有此提示的，请立即核查。"
                )
            )
        if strangers := set(made.recipients) - set(self._vouched(made)):
            names = listed(sorted(map(seal.fingerprint, strangers)))
            found.append(
                _("密封公钥中有来历不明的：{keys}。不再向其密封，请组长立即核查。", keys=names)
            )
        return (*found, *self._alarms_of_roster())

    def _alarms_of_roster(self) -> Iterator[str]:
        table = self._storage.table(ROSTER)
        for n in map(str, range(1, self._storage.last_id(ROSTER) + 1)):
            if n not in table and (line := self._line_of(ROSTER, n)):
                yield _("名册被人在日志里删去了内容（第 {line} 行），请组长立即核查。", line=line)
            elif n in table and not self._is_marked(table[n]):
                yield _(
                    "名册上的“{officer}”（日志第 {line} 行）不是在值班台登记的，"
                    "其职责未予采用，请组长立即核查。",
                    officer=printable(table[n]["officer"]),
                    line=self._line_of(ROSTER, n),
                )

    def _line_of(self, table: str, doc_id: str) -> int:
        """The last line of the journal that changed that document, 0 if none can be read."""
        key, found = b'"%b":{' % table.encode(), 0
        lines = chain.from_iterable(map(lines_of, self._storage.journal_pieces()))
        for n, line in enumerate(lines, 1):
            if key in line and doc_id in (read_line(line) or {"tables": {}})["tables"].get(
                table, ()
            ):
                found = n
        return found

    def _vouched(self, made: Seal) -> Sequence[str]:
        """The recipients, but for those that are not in the list beside the desk's own key: of that
        only who opened it with a recipient's key knows. All of them where no list is at hand."""
        listed_there = self._keys.read(_VOUCHED).split()
        return [key for key in made.recipients if not listed_there or key in listed_there]

    @property
    def is_unlocked(self) -> bool:
        """Whether a recipient's key is at hand."""
        return self._unlocked is not None

    def unlock(self, identity: Identity) -> None:
        """Takes a recipient's key, into memory alone. Raises `BadKey` or `NotAllowed`."""
        self.require("open")
        made = self.seal
        if made is None:
            raise BadKey(_("本值班台没有密封，不需要密钥。"))
        from store.secret.age import Identity, IdentityError

        try:
            said = seal.unseal(made.secret, [identity])
            # A desk that was sealed by version 0.2 has the key alone, and vouches for nobody.
            said = {"key": said, "recipients": ()} if isinstance(said, str) else said
            # One that was sealed before there were marks on the roster has none to look for.
            has_marks = bool(said.get("marks", False))
            own, vouched = Identity.from_str(said["key"]), [*map(str, said["recipients"])]
        except (Sealed, IdentityError, LookupError, TypeError, AttributeError) as error:
            raise BadKey(_("这把密钥打不开本值班台，请换一把。")) from error
        self._unlocked = identity
        self.keep(own, vouched, has_marks=has_marks)

    def keep(self, own: Identity, recipients: Iterable[str], *, has_marks: bool = True) -> None:
        """Keeps the desk's own key in memory, and what is sealed with it: to whom it is to be
        sealed, and whether the lines of the roster have marks."""
        self._keys.put(_DESK, own)
        self._keys.write(_VOUCHED, "\n".join([*recipients, *[_MARKS] * has_marks]))

    def lock(self) -> None:
        """Forgets the recipient's key."""
        self._unlocked = None

    def rekeying(self, new: Seal, own: Identity) -> Rekeying:
        """The work of sealing all to a new seal. Raises `Sealed` or `BadKey`."""
        from store.secret.rekey import Rekeying

        if not self.seal:
            raise BadKey(_("本值班台没有密封，不需要密钥。"))
        if not self._unlocked:
            raise Sealed(no_key())
        # Anyone who writes past the desk can seal to its public key, and is to stop nothing by that.
        old = [key for key in (self._unlocked, self._desk_key()) if key]
        to = [seal.recipient_of(key) for key in new.recipients]
        self._anew.clear()
        return Rekeying(old, new, own, to, self._is_genuine, self._note_anew)

    def _note_anew(self, officer: str, before: str, after: str) -> None:
        name = _own_text_name(officer, before)
        if self._keys.has(name):
            self._anew[name] = _own_text_name(officer, after)

    def keep_anew(self, work: Rekeying) -> None:
        """The new keys are in force: the desk's own is kept, and what the officers of the shift that is on
        have in memory of their tips is of these as they are sealed by now."""
        self.keep(work.own, work.new.recipients)
        for name, new in self._anew.items():
            self._keys.rename(name, new)

    def _is_genuine(self, member: Document) -> bool:
        """As `_is_marked`, by the key that a lead's key vouches for, whatever the journal says."""
        own = self._keys.get(_DESK)
        return not (own and self._has_marks()) or _has_mark(member, own)

    def forget_all(self) -> None:
        """The desk is no more: neither are its keys."""
        self._unlocked = None
        self._keys.forget("")

    def forget_shift(self) -> None:
        """The shift is handed over: nobody reads its tips any more without a recipient's key."""
        if self.seal:
            self._keys.forget(f"{_SHIFT}-")

    def forget_former_shift(self) -> None:
        """What is in memory here of a shift that was handed over by now goes, too, where that was done at
        another host or by another account."""
        kept_at = self._keys.read(_UPTO)
        if kept_at.isdecimal() and int(kept_at) < self._handed_over():
            self.forget_shift()

    def sweep_keys(self) -> None:
        """Removes the keys that programs that died left unfinished. Raises nothing."""
        self._keys.sweep()

    @property
    def finds_repeats(self) -> bool:
        """Whether fingerprints can be made: not from the start of the machine to the first `unlock`."""
        return not self.seal or self._desk_key() is not None

    def _desk_key(self) -> Identity | None:
        own = self._keys.get(_DESK)
        return own if own and self._is_of_desk(own) else None

    def _is_of_desk(self, own: Identity) -> bool:
        """Whether that is the desk's own key, as the journal says."""
        return self.seal is not None and str(own.to_public()) == self.seal.desk

    def _was_sealed(self) -> bool:
        """Whether keys are at hand of a sealed desk in this place, or the line that would say to whom it
        seals cannot be read."""
        return self._lost_it or bool(self._keys.read(_VOUCHED))

    # Reading

    def shown(self, document: Document) -> Document:
        """A tip as lists show it."""
        if self.may("open"):
            return document
        if self.is_for_lead_alone(document):
            return seal.outlined(document)
        return self.apart(document if self.seal else seal.masked(document))

    def apart(self, document: Document) -> Document:
        """A tip's document without the matter to which it belongs, where the first tip of that is for
        a lead alone: what it says would be known by the other."""
        first = document.get("matter") and self._numbered(document["matter"])
        return document | {"matter": ""} if first and self.is_for_lead_alone(first) else document

    def _numbered(self, number: str) -> Document | None:
        """The tip of that number as it is stored, None where there is none."""
        try:
            found = self._storage.table(TABLE).get(str(_running(number)))
        except ValueError:
            return None
        return found if found and found["number"] == number else None

    def is_for_lead_alone(self, document: Document) -> bool:
        """Whether a tip concerns the inspectors themselves: no officer sees it, who recorded it
        neither."""
        return is_about_inspectors(document, self._inspector_lines())

    def keeps_back(self, document: Document) -> bool:
        """Whether the officer who acts sees of a tip no more than that there is one."""
        return self.is_for_lead_alone(document) and not self.may("open")

    def keeps_back_number(self, number: str) -> bool:
        """The same of the tip of that number, and whether there is none."""
        document = self._numbered(number)
        return document is None or self.keeps_back(document)

    def listed(self, document: Document) -> Document:
        """A tip's document as it may be chosen and ordered by."""
        return seal.outlined(document) if self.keeps_back(document) else document

    def opened(self, document: Document) -> Document:
        """All of a tip. Raises `Sealed` or `NotAllowed`."""
        self.require_own(document)
        if not self.may("open"):
            document = self.apart(document)
        sealed = document.get("sealed")
        if not sealed:
            return document
        if self._unlocked or not self._is_own(document):
            keys = [self._unlocked] if self._unlocked else []
            return seal.whole(document, seal.unseal(sealed["age"], keys))
        return seal.whole(document, self._own_text(document, self._officer))

    def require_own(self, document: Document) -> None:
        """Raises `NotAllowed` for a tip that is another officer's, or was handed over, but to whom
        may open all."""
        if self.keeps_back(document):
            raise NotAllowed(_("反映{inspection}干部的举报只由组长查看。"))
        if not (self.may("open") or self._is_own(document)):
            is_mine = document["officer"] == self._officer
            raise NotAllowed(handed_over() if is_mine else _("本件是他人登记的，由组长查看。"))

    def _is_own(self, document: Document) -> bool:
        """Whether the officer who acts took it in the shift that is on, and may look at it still."""
        return self._is_of(document, self._officer)

    def _is_of(self, document: Document, officer: str) -> bool:
        """As `_is_own`, for any officer."""
        return (
            document["officer"] == officer
            and not self._is_handed_over(document)
            and not self.is_for_lead_alone(document)
        )

    def readable(self, document: Document) -> Document:
        """All of a tip if it can be had, else as lists show it."""
        try:
            return self.opened(document)
        except (Sealed, NotAllowed):
            return self.shown(document)

    def findable(self, document: Document) -> Document:
        """What may be found of a tip."""
        return self.readable(document) if self._unlocked else self.shown(document)

    @property
    def reads_all(self) -> bool:
        """Whether the officer reads every tip: by the role, and on a sealed desk with a key."""
        return self.may("open") and (self.is_unlocked or not self.seal)

    def reads(self, document: Document) -> bool:
        """Whether the officer reads all of a tip, as far as the keys are not lost."""
        return self.reads_all or self._is_own(document)

    def record(self, table: str, document: Document) -> Document:
        """A record other than a tip with its sealed texts, or a word that they are sealed."""
        if not self.seal:
            return document
        keys = [key for key in (self._unlocked, self._desk_key()) if key]
        opened = {
            name: _unsealed(value, keys)
            for name, value in document.items()
            if name not in CLEAR[table]
        }
        # Anyone who writes past the desk can seal to its public key.
        wrong = [name for name, value in opened.items() if not is_of_its_type(table, name, value)]
        return document | opened | dict.fromkeys(wrong, _("〔已损坏〕"))

    def _is_handed_over(self, document: Document) -> bool:
        """Whether a shift that was handed over took the tip, or one before it."""
        return _running_number(document) <= self._handed_over()

    def _handed_over(self) -> int:
        """The last tip that a shift handed over."""
        shifts = self._storage.table(SHIFTS).values()
        return max((shift["upto"] for shift in shifts), default=0)

    # Writing

    def stored(self, table: str, change: Change) -> Document:
        """The document as it is stored. Raises `NotSealed`, also for a change of what may be sealed."""
        document = change.document
        if isinstance(change, AsStored):
            changes = change.changes
            if not all(_is_clear(table, n, document.get(n), changes[n]) for n in changes):
                raise NotSealed(_("只有未密封的内容可以这样改动，没有保存。"))
            return document | changes
        return self._sealed(table, document) if self.seals() else document

    def _sealed(self, table: str, document: Document) -> Document:
        if table == TABLE:
            shown, secret = seal.split(document)
            age = seal.seal(secret, self._recipients())
            # Of what was handed over its officer reads nothing again, whoever changes it; of what is
            # for a lead alone, nothing at all.
            if self._is_of(document, document["officer"]) and self._had(document):
                self._keep_own_text(document["officer"], age, secret)
            return shown | {"sealed": {"age": age, "prints": self._prints_in(document)}}
        if table == ROSTER:
            if not (own := self._keys.get(_DESK)):
                raise Sealed(no_key())
            return document | {MARK: seal.mark_of(str(own), document["officer"], document["role"])}
        # The desk's own key is at hand to every officer: what a paper says of tips is not for all.
        to = self._recipients() if table == PAPERS else self._recipients_and_desk()
        names = [name for name in document.keys() - CLEAR[table] if document[name]]
        return document | {name: seal.seal(document[name], to) for name in names}

    def _had(self, document: Document) -> bool:
        """Whether its officer reads the tip as it is stored, or it is new or was for a lead alone: who
        owns the journal can write there that a tip is of this shift, or another's."""
        before = self._numbered(document["number"])
        if not before or self.is_for_lead_alone(before):
            return True
        try:
            own = self._own_text(before, document["officer"])
            # Nor is it enough to put something into the place of the officer's copy.
            return not self._unlocked or own == seal.unseal(
                before["sealed"]["age"], [self._unlocked]
            )
        except Sealed:
            return False

    def _keep_own_text(self, officer: str, age: str, secret: Document) -> None:
        """Keeps what is sealed in `age` for the officer who took the tip: in memory, so that no disk
        ever holds what a shift's key opens."""
        own = self._key_of_shift(officer)
        self._keys.write_new(_own_text_name(officer, age), seal.seal(secret, [own.to_public()]))

    def _key_of_shift(self, officer: str) -> Identity:
        """The officer's key of the shift that is on, a new one if there is none."""
        self.forget_former_shift()
        if not self._keys.has(_UPTO):
            self._keys.write(_UPTO, str(self._handed_over()))
        return self._keys.make(keyring.of_officer(_SHIFT, officer))

    def _own_text(self, document: Document, officer: str) -> Any:
        """What `_keep_own_text` kept of a tip as it stands in `document`. Raises `Sealed`."""
        own = self._keys.get(keyring.of_officer(_SHIFT, officer))
        age = document["sealed"]["age"]
        # Version 0.2 sealed the stored text itself to the shift too.
        kept = self._keys.read(_own_text_name(officer, age)) or age
        return seal.unseal(kept, [own] if own else [])

    def _recipients(self) -> tuple[Recipient, ...]:
        made = self.seal
        to = self._vouched(made) if made else ()
        if made and not to:
            raise NotSealed(_("密封公钥都来历不明，没有保存。请组长立即核查。"))
        return tuple(map(seal.recipient_of, to))

    def _recipients_and_desk(self) -> tuple[Recipient, ...]:
        to, made, own = self._recipients(), self.seal, self._keys.get(_DESK)
        if made and (not own or self._is_of_desk(own)):
            return (*to, seal.recipient_of(made.desk))
        return to

    def seal_note(self, data: bytes) -> bytes:
        """A small thing, plain text, as it is kept beside the journal. Raises `NotSealed`."""
        if not self.seals():
            return data
        return seal.seal(data.decode(), self._recipients_and_desk()).encode()

    def open_note(self, data: bytes) -> bytes:
        """What `seal_note` made. Raises `Sealed` or ValueError."""
        text = data.decode()
        if not is_sealed(text):
            return data
        keys = [key for key in (self._unlocked, self._desk_key()) if key]
        return str(seal.unseal(text, keys)).encode()

    def seal_bytes(self, content: bytes) -> bytes:
        """A file's content sealed to the desk's recipients."""
        from store.secret.age import encrypt

        return bytes(encrypt(content, list(self._recipients())))

    def prints(self, persons: Iterable[str], units: Iterable[str], contact: str) -> tuple[str, ...]:
        """The fingerprints of what is looked for among sealed tips."""
        own = self._desk_key() if self.seal else None
        if not own:
            return ()
        # Names that version 0.2 sealed have those of all that parts them.
        persons, units = list(persons), list(units)
        found = [
            seal.prints_of(str(own), persons, units, contact, how) for how in (folded, unblanked)
        ]
        return tuple(dict.fromkeys((*found[0], *found[1])))

    def _prints_in(self, document: Document) -> list[str]:
        own = self._desk_key()
        return [*seal.prints_in(str(own), document)] if own else []

    # Drafts

    def seal_draft(self, values: dict[str, Any], own: tuple[Recipient, ...]) -> dict[str, Any]:
        """What is kept of a draft's values: on a sealed desk, nothing that can be read but by the
        recipients and by `own`, which is what `draft_keys` gave. Raises `NotSealed`."""
        if not self.seals():
            return {"values": values}
        return {"sealed": seal.seal(values, (*self._recipients(), *own))}

    def draft_keys(self, officer: str, values: Mapping[str, Any]) -> tuple[Recipient, ...]:
        """To whom beside the recipients an officer's draft is sealed. One that amends a tip holds what
        the tip says: whoever reads that no more reads the draft no more."""
        if not self.seal:
            return ()
        if not values.get(AMENDS):
            return (self._keys.make(keyring.of_officer(_DRAFT, officer)).to_public(),)
        tip = self._amended(values)
        if not (tip and self._is_of(tip, officer)):
            return ()
        return (self._key_of_shift(officer).to_public(),)

    def open_draft(self, content: dict[str, Any]) -> dict[str, Any]:
        """The values of a draft. Raises `Sealed`, also for one that amends a tip of which the officer
        who acts may not read all."""
        values = dict(self._draft_values(content))
        if values.get(AMENDS):
            tip = self._amended(values)
            if not (tip and self.reads(tip)):
                raise Sealed(no_key())
        return values

    def _draft_values(self, content: dict[str, Any]) -> Any:
        if "sealed" not in content:
            return content["values"]
        own = (self._keys.get(keyring.of_officer(kind, self._officer)) for kind in (_DRAFT, _SHIFT))
        return seal.unseal(content["sealed"], [key for key in (*own, self._unlocked) if key])

    def _amended(self, values: Mapping[str, Any]) -> Document | None:
        """The tip that a draft amends, as it is stored by now. Raises what a wrong type raises."""
        return self._numbered(values[AMENDS]["number"])


def _running_number(document: Document) -> int:
    return _running(document["number"])


def _running(number: str) -> int:
    return int(number.rpartition("-")[2])


def handed_over() -> str:
    """What to say of a tip that only a lead may read by now."""
    return _("交班以后，本件由组长查看。")


def _taken_off() -> str:
    return _("本值班台原是密封的，日志里的密封已被去掉，没有保存。请组长立即核查。")


def _own_text_name(officer: str, age: str) -> str:
    """By each version of a text: the history of a tip and what an undo puts back are read too."""
    which = hashlib.sha256(age.encode()).hexdigest()[:32]
    return f"{keyring.of_officer(_SHIFT, officer)}-{which}"


def _has_mark(member: Document, own: Identity) -> bool:
    return bool(member.get(MARK) == seal.mark_of(str(own), member["officer"], member["role"]))


def make_seal(recipients: Sequence[str]) -> tuple[Seal, Identity]:
    """A new seal to the public keys `recipients`, each once however it was written, and the desk's own
    key. Raises `BadKey`."""
    keys = {str(key): key for key in map(seal.recipient_of, recipients)}
    from store.secret.age import Identity

    own = Identity.generate()
    secret = seal.seal({"key": str(own), "recipients": [*keys], "marks": True}, keys.values())
    return Seal(tuple(keys), str(own.to_public()), secret), own


def _is_clear(table: str, name: str, was: Any, now: Any) -> bool:
    """Whether what changes of a stored value is in clear: all of it, or of rows what is in clear of
    each, as of subjects their groups."""
    return name in CLEAR[table] or (
        name in ("subjects", "appointments")
        and len(was) == len(now)
        and all(
            f"{name}.{part}" in CLEAR[table] or value == before.get(part)
            for before, after in zip(was, now, strict=True)
            for part, value in after.items()
        )
    )


def _unsealed(value: Any, keys: list[Identity]) -> Any:
    if not is_sealed(value):
        return value
    try:
        return seal.unseal(value, keys)
    except Sealed:
        return _("〔已密封〕")
