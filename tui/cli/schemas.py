"""The JSON Schemas (2020-12) of what commands print with `--json`, made from the values themselves.

A field of a value is a property of its schema; what a tip's fields are called, and what belongs in
them, comes from the table of `store.tips.fields`.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Sequence
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from typing import Any, Final, Literal, Union, get_args, get_origin, get_type_hints

from store.desk.correction import Renaming
from store.desk.given_reminders import Given
from store.desk.sent_tips import LONGEST_REFERENCE, REFERENCE
from store.desk.verify import Verification
from store.duty.books import Access, CorrectedNotice, Form, LogEntry, Member, Paper, Shift
from store.duty.closing import Closing
from store.duty.counts import Counts
from store.duty.handover import Sheet
from store.duty.report import Figures, Report
from store.errors import Fault
from store.journal.line import Damage
from store.notice.deadlines import DUTIES
from store.notice.notice import GROUP_LABELS, INSPECTORS, LINE_KINDS, OUT_OF_SCOPE, SOURCE_LABELS
from store.notice.reminders import Reminder
from store.office.row import Row
from store.office.sums import Sums, Year
from store.text import N_, in_all
from store.tips.directory import Listed
from store.tips.disposition import STATUSES, Disposition, Earlier
from store.tips.draft import Draft
from store.tips.dues import Due
from store.tips.enclosure import ENCLOSURE_KINDS, Enclosure
from store.tips.fields import FIELDS, Field
from store.tips.find import Similar
from store.tips.follow_up import APPOINTMENT_KINDS, NOTE_KINDS, Appointment, Note
from store.tips.guide import guide
from store.tips.history import Change
from store.tips.patterns import Pattern
from store.tips.revision import FieldChange
from store.tips.tip import HOUR_UNKNOWN, ReporterKind, Tip
from tui.terminal.settings import KEYS, choices_of

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
Schema = dict[str, Any]

TEXT: Final[Schema] = {"type": "string"}
NUMBER: Final[Schema] = {"type": "integer"}
FLAG: Final[Schema] = {"type": "boolean"}
DAY: Final[Schema] = {"type": "string", "format": "date"}
INSTANT: Final[Schema] = {"type": "string", "format": "date-time"}
_SIMPLE: Final = {
    str: TEXT,
    int: NUMBER,
    float: {"type": "number"},
    bool: FLAG,
    type(None): {"type": "null"},
    Any: {},
    object: {},
}


def one_of(names: Sequence[str]) -> Schema:
    """A text that is one of these."""
    return {"enum": list(names)}


def nullable(schema: Schema) -> Schema:
    """That, or null."""
    return {"anyOf": [schema, {"type": "null"}]}


def array(schema: Schema) -> Schema:
    """Any number of them."""
    return {"type": "array", "items": schema}


def record(properties: Schema, optional: Sequence[str] = ()) -> Schema:
    """An object with these properties and no others."""
    return {
        "type": "object",
        "properties": properties,
        "required": [name for name in properties if name not in optional],
        "additionalProperties": False,
    }


def of(hint: Any) -> Schema:
    """The schema of a type."""
    if hint in _SIMPLE:
        return dict(_SIMPLE[hint])
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Literal:
        return one_of(arguments)
    if origin in (Union, types.UnionType):
        return {"anyOf": [of(argument) for argument in arguments]}
    if origin is tuple:
        return array(of(arguments[0]))
    if origin is dict:
        return {"type": "object", "additionalProperties": of(arguments[1])}
    if is_dataclass(hint):
        return of_value(hint)
    if issubclass(hint, datetime):
        return dict(INSTANT)
    assert issubclass(hint, date), hint
    return dict(DAY)


def of_value(value: Any, *without: str, **others: Schema) -> Schema:
    """The schema of a dataclass, some of its fields left out, some others in their place or added."""
    # What is imported for type checking alone is named here.
    hints = get_type_hints(value, localns={"Tip": Any})
    names = [each.name for each in fields(value) if each.name not in without]
    return record({name: others.get(name) or of(hints[name]) for name in names} | others)


def _told(field: Field, schema: Schema) -> Schema:
    both = {"title": field.label, "description": field.hint}
    return schema | {key: " · ".join(in_all(text)) for key, text in both.items()}


def _tip() -> Schema:
    """A tip as it is printed."""
    kind = of(ReporterKind)
    known = {
        "reporter": record(
            {"name": TEXT, "contact": TEXT, "verified": FLAG, "kind": kind},
            optional=("name", "contact", "verified"),
        ),
        "subjects": record(dict.fromkeys(("unit", "person", "post"), TEXT) | {"group": TEXT}),
    }
    top = of_value(
        Tip,
        "sealed",
        reporter=known["reporter"],
        subjects=known["subjects"],
        channel={**TEXT, "description": ", ".join(SOURCE_LABELS)},
        status=one_of(tuple(STATUSES)),
        marks=array(one_of(("early", "late", "out_of_hours", HOUR_UNKNOWN))),
        disposition=nullable(of_value(Disposition)),
        notes=array(of_value(Note, kind=one_of(tuple(NOTE_KINDS)))),
        appointments=array(of_value(Appointment, kind=one_of(tuple(APPOINTMENT_KINDS)))),
        enclosures=array(_enclosure()),
        earlier=array(of_value(Earlier, status=one_of(tuple(STATUSES)))),
        received_at={"anyOf": [INSTANT, DAY, {"type": "null"}]},
        saved_at=nullable(INSTANT),
    )
    for field in FIELDS:
        whole, _dot, part = field.name.partition(".")
        holder = known[whole] if part else top
        holder["properties"][part or whole] = _told(field, holder["properties"][part or whole])
    groups = (*GROUP_LABELS, OUT_OF_SCOPE, INSPECTORS)
    known["subjects"]["properties"]["group"]["description"] += f": {', '.join(groups)}"
    top["properties"]["reporter"] = nullable(known["reporter"])
    top["properties"]["subjects"] = array(known["subjects"])
    hidden = in_all(N_("姓名和文字已密封，或不给此人看，故为空"))
    top["properties"]["sealed"] = {"const": True, "description": " · ".join(hidden)}
    return top


def _enclosure() -> Schema:
    return of_value(Enclosure, "key", kind=one_of(tuple(ENCLOSURE_KINDS)))


def _tip_entry() -> Schema:
    """A tip as `add --json` takes it."""
    shown = _tip()["properties"]
    top = {"channel": {**TEXT, "description": ", ".join(SOURCE_LABELS)}, "to_complete": FLAG}
    parts: dict[str, Schema] = {"reporter": {}, "subjects": {}}
    for field in FIELDS:
        whole, _dot, part = field.name.partition(".")
        target = parts[whole] if part else top
        kinds: Schema = {"type": ["string", "null"]}
        if field.kind == "flag":
            kinds = {"type": ["boolean", "null"]}
        elif field.kind in ("disciplines", "tags"):
            kinds = {"type": ["array", "null"], "items": TEXT}
        elif field.kind == "enclosures":
            facts = of_value(Enclosure, "key", "file", "size", "by", "at")["properties"]
            items = {"type": "object", "properties": facts, "required": ["kind"]}
            kinds = {"type": ["string", "array", "null"], "items": items}
        target[part or whole] = _told(field, kinds)
    top["reporter"] = nullable({"type": "object", "properties": parts["reporter"]})
    subject = {"type": "object", "properties": parts["subjects"]}
    top["subjects"] = {"type": ["array", "null"], "items": subject}
    assert top.keys() <= shown.keys()
    top[REFERENCE] = {"type": ["string", "null"], "minLength": 1, "maxLength": LONGEST_REFERENCE}
    return {"type": "object", "properties": top}


def _status() -> Schema:
    return record(
        {
            "at": INSTANT,
            "team": TEXT,
            "unit": TEXT,
            "phase": TEXT,
            "day": nullable(NUMBER),
            "days": nullable(NUMBER),
            "remaining_seconds": nullable(NUMBER),
            "ended_seconds": nullable(NUMBER),
            "service": one_of(("open", "closed")),
            "reason": TEXT,
            "changes_at": nullable(INSTANT),
            "calendar_known": FLAG,
            "period_in_words": TEXT,
            "lines": array(record({"kind": TEXT, "value": TEXT, "open": nullable(FLAG)})),
        }
    )


def _handover() -> Schema:
    shift = nullable(of_value(Shift, "sheet"))
    return record({"shift": shift, "before": shift, "sheet": of_value(Sheet)})


def _report() -> Schema:
    beside = {"type": "object", "additionalProperties": of_value(Figures)}
    return of_value(Report, beside=beside, register=array(_tip()))


def _notice() -> Schema:
    texts = {"type": "object", "additionalProperties": TEXT}
    line = record(
        dict.fromkeys(("value", "label", "area_code", "postcode", "note"), TEXT)
        | {
            "kind": {**TEXT, "description": ", ".join(LINE_KINDS)},
            "about": one_of(("tips", "inspectors")),
        }
    )
    plain = ("team", "code", "unit", "timezone", "address", "out_of_scope")
    season = {"first_day": nullable(DAY), "last_day": nullable(DAY)}
    hours = _WINDOW | season | {"days": {"anyOf": [TEXT, array(TEXT)]}, "lines": array(TEXT)}
    holiday = {"name": TEXT, "first_day": DAY, "last_day": DAY, "worked": array(DAY)}
    return record(
        dict.fromkeys(plain, TEXT)
        | {
            "issued_on": DAY,
            "period": _period(),
            "groups": texts,
            "disciplines": array(TEXT),
            "tags": {"type": "object", "additionalProperties": array(TEXT)},
            "units": array(record({"name": TEXT, "note": TEXT})),
            "hours": array(record(hours)),
            "holidays": array(record(holiday)),
            "closed": array(record({"day": DAY, "name": TEXT})),
            "lines": array(line),
            "days": _calendar(),
        }
    )


_WINDOW: Final = {"from": TEXT, "to": TEXT}


def _period() -> Schema:
    days, instants = (
        ("first_day", "last_day"),
        {"tips_start": INSTANT, "tips_end": nullable(INSTANT)},
    )
    return record(dict.fromkeys(days, nullable(DAY)) | {"in_words": TEXT} | instants)


def _figures() -> Schema:
    texts = dict.fromkeys(("team", "code", "unit", "anchor"), TEXT)
    numbers = {"figures": of_value(Figures), "overdue": NUMBER}
    return record(texts | {"period": _period(), "at": INSTANT} | numbers)


def _office() -> Schema:
    rows, years = array(of_value(Row)), array(of_value(Year))
    return record({"at": INSTANT, "desks": rows, "sums": of_value(Sums), "years": years})


def _calendar() -> Schema:
    day = {
        "day": DAY,
        "windows": array(record(_WINDOW)),
        "closed": {},
        "name": TEXT,
        "made_up": {},
        "calendar_known": FLAG,
    }
    return array(record(day))


def _settings() -> Schema:
    values = {}
    for key in KEYS:
        choices = choices_of(key)
        values[key.name] = one_of(choices) if choices else dict(_SIMPLE[type(key.default)])
    faults = array(TEXT)
    return record({"file": TEXT, "exists": FLAG, "settings": record(values), "faults": faults})


def _import() -> Schema:
    faults = array(of_value(Fault))
    return array(
        record(
            dict.fromkeys(("sheet", "number", "number_there", "known_as"), TEXT)
            | {"row": NUMBER, "known": FLAG, "is_tip": FLAG, "tip": nullable(_tip())}
            | {"read": {"type": "object"}, "faults": faults, "remarks": array(TEXT)}
        )
    )


def _referral() -> Schema:
    return record(
        dict.fromkeys(("number", "content", "referred_to", "letter", "team"), TEXT)
        | {
            "received_on": nullable(DAY),
            "referred_on": nullable(DAY),
            "subjects": _tip()["properties"]["subjects"],
            "disciplines": array(TEXT),
        }
    )


def _history() -> Schema:
    fields = array(of_value(FieldChange))
    return array(of_value(Change, "document", tip={"type": "object"}, fields=fields))


def _similar() -> Schema:
    in_common = of(get_type_hints(Similar, localns={"Tip": Any})["in_common"])
    return array(record({"in_common": in_common, "tip": _tip()}))


# By the name of the schema: the commands that print it (`add` takes a tip-entry), and the schema.
SCHEMAS: Final[dict[str, tuple[str, Callable[[], Schema]]]] = {
    "status": ("status", _status),
    "tip-entry": ("add --json <", _tip_entry),
    "tip": (
        "add --json >, show, dispose, link, unlink, tell, pass-through, undo, note, assign, appoint, done, report-up, attach, detach",
        _tip,
    ),
    "enclosures": ("enclosures", lambda: array(_enclosure())),
    "files": (
        "files",
        lambda: record(
            dict.fromkeys(("files", "bytes", "file_megabytes", "desk_megabytes"), NUMBER)
            | dict.fromkeys(("unused", "removed"), array(TEXT))
        ),
    ),
    "tips": ("list", lambda: array(_tip())),
    "similar": ("similar", _similar),
    "counts": ("counts", lambda: of_value(Counts)),
    "due": ("due", lambda: array(of_value(Due, duty=one_of((*DUTIES, *APPOINTMENT_KINDS))))),
    "referral": ("referral", _referral),
    "paper": ("transfer, letter", lambda: of_value(Paper)),
    "papers": ("transfer, letter", lambda: array(of_value(Paper))),
    "patterns": ("patterns", lambda: array(of_value(Pattern, tips=NUMBER))),
    "guide": ("guide", lambda: record({point.key: FLAG for point in guide("", ())})),
    "history": ("history", _history),
    "closing": ("closing", lambda: of_value(Closing, comes_out=FLAG)),
    "handover": ("handover", _handover),
    "log": ("log", lambda: array(of_value(LogEntry))),
    "forms": ("forms", lambda: array(of_value(Form, form=NUMBER))),
    "report": ("report", _report),
    "figures": ("figures", _figures),
    "office": ("office", _office),
    "import": ("import", _import),
    "verify": (
        "verify",
        lambda: of_value(Verification, sound=FLAG, damages=array(of_value(Damage))),
    ),
    "notice": ("notice", _notice),
    "calendar": ("notice --calendar", _calendar),
    "correction": (
        "notice --replace",
        lambda: of_value(
            CorrectedNotice, "text", renamed=array(of_value(Renaming)), tips=array(TEXT)
        ),
    ),
    "corrections": ("notice --history", lambda: array(of_value(CorrectedNotice, "text"))),
    "reminders": ("reminders", lambda: array(of_value(Reminder, given=nullable(of_value(Given))))),
    "roster": ("role", lambda: array(of_value(Member))),
    "recipients": ("recipients", lambda: array(record({"key": TEXT, "fingerprint": TEXT}))),
    "directory": ("directory", lambda: array(of_value(Listed))),
    "audit": ("audit", lambda: array(of_value(Access))),
    "drafts": ("drafts", lambda: array(of_value(Draft))),
    "settings": ("settings", _settings),
}


def schema(name: str) -> Schema:
    """The whole schema of that name."""
    commands, make = SCHEMAS[name]
    head = {"$schema": DIALECT, "$id": f"urn:dutydesk:{name}", "title": f"dutydesk {commands}"}
    return head | make()
