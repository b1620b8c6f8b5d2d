"""What of a tip is secret, and how that is sealed to age keys so that it can be stored anywhere."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final

import pendulum

from store import json_bytes
from store.document import TABLE, Document
from store.errors import BadKey, Sealed
from store.notice.notice import INSPECTORS
from store.secret.change import no_key
from store.secret.clear import CLEAR
from store.text import _
from store.tips.disposition import Disposition, Told
from store.tips.enclosure import Enclosure, without_keys
from store.tips.follow_up import Appointment
from store.tips.names import folded, phones
from store.tips.shape import is_tip
from store.tips.tip import Reporter, Subject, Tip, received_text

if TYPE_CHECKING:
    from pyrage.x25519 import Identity, Recipient

BEGINS_PRIVATE: Final = "AGE-SECRET-KEY-"
"""How a private key begins, in whatever case it was typed."""
# The length of what is sealed shows only in steps of so many bytes.
_PADDED_TO: Final = 256
_PRINT_LENGTH: Final = 16
_ANY: Final = pendulum.datetime(2016, 1, 1)
_BLANK: Final = Tip(
    channel="",
    reporter=Reporter(),
    subjects=(Subject(),),
    disposition=Disposition("", _ANY),
    told=Told("", _ANY),
    reported=Told("", _ANY),
    appointments=(Appointment("", _ANY, "", "", _ANY),),
    enclosures=(Enclosure("", at=_ANY),),
).as_json()


def _sealed_parts(name: str) -> dict[str, Any]:
    """What is sealed of the parts of a tip's value of that name, and what stands in its place."""
    value = _BLANK[name]
    parts = value[0] if isinstance(value, list) else value
    sealed = (part for part in parts if f"{name}.{part}" not in CLEAR[TABLE])
    return {part: type(parts[part])() for part in sealed}


_PARTS: Final = {
    name: _sealed_parts(name) for name in ("reporter", "disposition", "told", "reported")
}
_ROWS: Final = {name: _sealed_parts(name) for name in ("subjects", "appointments", "enclosures")}
_SUBJECT: Final = _ROWS["subjects"]
# What is sealed of the tip itself, and what stands in its place.
_OWN: Final = {
    name: blank for name, blank in _BLANK.items() if name not in {*CLEAR[TABLE], *_PARTS, *_ROWS}
}


def split(document: Document) -> tuple[Document, Document]:
    """A tip's document as anyone at the desk may see it, and its secret part; both are new."""
    shown = document | {name: blank for name, blank in _OWN.items() if name in document}
    secret: Document = {name: document[name] for name in _OWN if name in document}
    for part, names in _PARTS.items():
        if found := document.get(part):
            secret[part] = {name: found[name] for name in names}
            shown[part] = found | names
    for name, parts in _ROWS.items():
        if name in document:
            secret[name] = [{part: row[part] for part in parts} for row in document[name]]
            shown[name] = [row | parts for row in document[name]]
    return shown, secret


def whole(shown: Document, secret: Any) -> Document:
    """The document of which `split` made these two. Raises `Sealed` if it made no such secret: who
    writes past the desk can seal anything to it."""
    document = {name: value for name, value in shown.items() if name != "sealed"}
    try:
        for name, value in secret.items():
            if name in _ROWS:
                pairs = zip(shown[name], value, strict=True)
                document[name] = [row | hidden for row, hidden in pairs]
            elif name in _PARTS:
                document[name] = shown[name] | value
            else:
                document[name] = value
        is_all = secret.keys() >= {"summary", "subjects"}
    except (AttributeError, LookupError, TypeError, ValueError):
        is_all = False
    if not (is_all and is_tip(document)):
        raise Sealed(_("这件的密封内容已损坏或被改动过，无法读出，请对照备份核查。"))
    return document


def masked(document: Document) -> Document:
    """An open tip's document as one sees it who may not read all of it."""
    return split(document)[0] | {"sealed": {"age": "", "prints": []}}


def outlined(document: Document) -> Document:
    """As `masked`, of a tip that only a lead may see: nothing but when it came, by which way, what
    became of it, and that it concerns the inspectors."""
    subject = _SUBJECT | {"group": INSPECTORS}
    hidden: Document = {"subjects": [subject], "disciplines": [], "tags": [], "matter": ""}
    hidden |= {"handled_by": "", "appointments": [], "enclosures": []}
    return masked(document) | hidden


def printed(document: Document) -> Document:
    """A tip's document for whoever reads it outside the desk: of what is sealed, that it is; a day
    of receipt whose hour is not known without one; no key of a file."""
    told = document | {"received_at": received_text(document)}
    if enclosures := document.get("enclosures"):
        told["enclosures"] = without_keys(enclosures)
    return told | {"sealed": True} if document.get("sealed") else told


def seal(value: Any, recipients: Iterable[Recipient]) -> str:
    """`value`, plain JSON, as an age file in its text form, which each of `recipients` opens."""
    from store.secret.age import encrypt

    said = json_bytes.dumps(value)
    said += b" " * (-len(said) % _PADDED_TO)
    return str(encrypt(said, list(recipients), armored=True), "ascii")


def unseal(text: str, identities: Sequence[Identity]) -> Any:
    """What `seal` sealed. Raises `Sealed` if none of `identities` opens it, or it is damaged."""
    from store.secret.age import DecryptError, decrypt

    try:
        if not identities:
            raise Sealed(no_key())
        return json_bytes.loads(decrypt(text.encode(), list(identities)))
    except (DecryptError, ValueError) as error:
        raise Sealed(no_key()) from error


def recipient_of(text: str) -> Recipient:
    """A public key as `age-keygen` prints it (`age1…`). Raises `BadKey`."""
    from store.secret.age import Recipient, RecipientError

    try:
        return Recipient.from_str(text.strip())
    except RecipientError as error:
        if BEGINS_PRIVATE in text.upper():
            # Whoever mixes the two up is not to have it read out to the room.
            raise BadKey(
                _("这是私钥，不能交给任何人；请改填公钥，以 age1 开头，由 dutydesk keygen 显示。")
            ) from error
        raise BadKey(
            _("“{key}” 不是 age 公钥；公钥以 age1 开头，由 dutydesk keygen 显示。", key=text[:80])
        ) from error


def fingerprint(key: str) -> str:
    """A public key in sixteen characters, by which people compare it."""
    found = hashlib.sha256(key.encode()).hexdigest()[:_PRINT_LENGTH]
    return " ".join(found[n : n + 4] for n in range(0, _PRINT_LENGTH, 4))


def print_of(secret: str, kind: str, name: str) -> str:
    """The fingerprint of a name or number under the desk's secret: equal ones have the same."""
    said = f"{kind}\0{name}".encode()
    return f"{kind}:{hmac.digest(secret.encode(), said, hashlib.sha256).hex()[:_PRINT_LENGTH]}"


def mark_of(secret: str, officer: str, role: str) -> str:
    """What only who has the desk's secret can write beside a line of the roster."""
    return print_of(secret, "role", f"{officer}\0{role}")


def prints_of(
    secret: str,
    persons: Iterable[str],
    units: Iterable[str],
    contact: str,
    compared: Callable[[str], str] = folded,
) -> tuple[str, ...]:
    """The fingerprints of the names, as they are `compared`, and of the telephone numbers, so that a
    sealed desk finds repeats."""
    named = (("person", name) for name in persons)
    found = [*named, *(("unit", name) for name in units)]
    normal = [(kind, compared(name)) for kind, name in found]
    normal += [("phone", number) for number in phones(contact)]
    return tuple(dict.fromkeys(print_of(secret, kind, name) for kind, name in normal if name))


def prints_in(secret: str, document: Document) -> tuple[str, ...]:
    """The fingerprints of a whole tip's document."""
    subjects = document["subjects"]
    persons, units = ([s[name] for s in subjects] for name in ("person", "unit"))
    reporter = document["reporter"] or {"contact": ""}
    return prints_of(secret, persons, units, reporter["contact"])
