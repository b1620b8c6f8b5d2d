"""Seals a whole journal anew to other keys, each line with the same words in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from store.document import TABLE, Document
from store.duty.books import MARK, PAPERS, ROSTER, SEAL, Seal, as_document
from store.errors import Sealed
from store.frozen import frozen
from store.journal.line import scan_pieces, write_line
from store.secret import seal
from store.secret.clear import CLEAR, check_sealed, is_sealed

if TYPE_CHECKING:
    from pyrage.x25519 import Identity, Recipient


@frozen
class Rekeying:
    """From the keys at hand (`old`) to the new seal, whose own key is `own`."""

    old: Sequence[Identity]
    new: Seal
    own: Identity
    recipients: Sequence[Recipient]
    is_genuine: Callable[[Document], bool]
    """Whether a line of the roster was written at the desk: others get no mark of the new key."""
    note_anew: Callable[[str, str, str], None]
    """Told of each text of a tip whose it is, and as what it was sealed and is from now on."""

    def lines(self, journal: Iterable[bytes]) -> Iterator[tuple[bytes, str]]:
        """Each line anew of a sound journal, given in pieces, with its hash. Raises `Sealed` for what
        `old` does not open."""
        before = ""
        for found in scan_pieces(journal):
            assert found.entry
            entry = {name: value for name, value in found.entry.items() if name != "hash"}
            entry["prev"] = before
            entry["tables"] = {
                table: {n: self._document(table, d) for n, d in changes.items()}
                for table, changes in entry["tables"].items()
            }
            line, before = write_line(entry)
            yield line, before

    def _document(self, table: str, document: Document | None) -> Document | None:
        if document is None:
            return None
        if table == SEAL:
            return as_document(self.new)
        if table == TABLE:
            made = self._tip(document)
        elif table == ROSTER:
            made = document | {MARK: self._mark(document)}
        else:
            own = () if table == PAPERS else (self.own.to_public(),)
            texts = document.keys() - CLEAR.get(table, frozenset())
            made = document | {name: self._value(document[name], *own) for name in texts}
        check_sealed(table, made)
        return made

    def _tip(self, document: Document) -> Document:
        sealed = document.get("sealed")
        if sealed:
            document = seal.whole(document, seal.unseal(sealed["age"], self.old))
        shown, secret = seal.split(document)
        prints = seal.prints_in(str(self.own), document)
        age = seal.seal(secret, self.recipients)
        if sealed:
            self.note_anew(document["officer"], sealed["age"], age)
        return shown | {"sealed": {"age": age, "prints": [*prints]}}

    def _mark(self, member: Document) -> str:
        if not self.is_genuine(member):
            return ""
        return seal.mark_of(str(self.own), member["officer"], member["role"])

    def _value(self, value: Any, *own: Recipient) -> Any:
        """A text that is sealed in its place, sealed to the new keys and to `own`."""
        if not value:
            return value
        return self.sealed(self.opened(value) if is_sealed(value) else value, *own)

    def opened(self, text: str) -> Any:
        """What is sealed to the old keys. Raises `Sealed` for what they do not open."""
        return seal.unseal(text, self.old)

    def note(self, data: bytes) -> bytes:
        """What `Viewer.seal_note` made, to the new keys; nothing of what the old ones do not open."""
        try:
            text = data.decode()
            said = self.opened(text) if is_sealed(text) else text
        except (Sealed, UnicodeDecodeError):
            return b""
        return self.sealed(said, self.own.to_public()).encode()

    def sealed(self, value: Any, *own: Recipient) -> str:
        """A value sealed to the new keys and to `own`."""
        return seal.seal(value, (*self.recipients, *own))
