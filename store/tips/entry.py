"""Reads a tip from plain JSON values as a form or a script gives them, telling every fault at once."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import fields, replace
from datetime import date
from typing import Any, Final

from pendulum import DateTime

from store.errors import BadInstant, Fault, TipRefused
from store.notice.notice import OTHER, Notice, kind_of
from store.notice.receipt_day import read_day_dealt_with, read_received
from store.printable import half_width
from store.text import _
from store.tips.enclosure import MOST_ENCLOSURES, Enclosure
from store.tips.enclosure_line import NotRead, read_line
from store.tips.fields import BY_NAME, DATES, FIELDS, MOST_SUBJECTS, TEXTS
from store.tips.nobody import names_nobody, says_nothing
from store.tips.rules import checked
from store.tips.tip import Reporter, Subject, Tip, receipt

# What is written by whoever gives a tip; the rest of its JSON is given by the desk.
GIVEN: Final = frozenset(
    {
        "channel",
        "reporter",
        "subjects",
        "to_complete",
        *(field.name for field in FIELDS if "." not in field.name),
    }
)
# But for what is sealed of it, a tip is read as it was printed.
_KEYS: Final = frozenset(field.name for field in fields(Tip)) - {"sealed"}
_ENCLOSURE: Final = frozenset(field.name for field in fields(Enclosure)) - {"key"}
_SHOWN: Final = 40
_OTHER_NAMES: Final = frozenset({OTHER, "其他", "其它"})


def read(values: object, notice: Notice, now: DateTime) -> Tip:
    """The tip in `values`, a JSON object as `add --json` takes it; blank texts count as absent.

    Raises `TipRefused` with every fault of form and of rule.
    """
    if not isinstance(values, dict):
        raise TipRefused((Fault("", _("应为 JSON 对象。")),))
    reader = _Reader(notice, now)
    tip = reader.tip(values)
    if tip.to_complete:
        # A form always has a row for a subject; half-done, nothing need be in it.
        tip = replace(tip, subjects=tuple(s for s in tip.subjects if s != Subject()))
    return checked(tip, notice, now, tuple(reader.faults))


class _Reader:
    """Takes values apart by type; what does not fit becomes a fault and a harmless stand-in."""

    def __init__(self, notice: Notice, now: DateTime) -> None:
        self.notice = notice
        self.now = now
        self.faults: list[Fault] = []

    def fault(self, path: str, sentence: str) -> None:
        self.faults.append(Fault(path, sentence))

    def tip(self, values: dict[str, Any]) -> Tip:
        given = self.mapping(values, "", _KEYS)
        texts: dict[str, Any] = {name: self.text(given, name) for name in TEXTS}
        dates: dict[str, Any] = {name: self.day(given, name) for name in DATES}
        channel, line = self.source(given)
        return Tip(
            channel=channel,
            line=line,
            reporter=self.reporter(given),
            subjects=self.subjects(given),
            disciplines=self.disciplines(given),
            tags=tuple(self.texts(given, "tags")),
            enclosures=self.enclosures(given, channel),
            to_complete=self.flag(given, "to_complete"),
            **receipt(self.when(given, "received_at"), self.notice.zone),
            **texts,
            **dates,
        )

    def source(self, given: dict[str, Any]) -> tuple[str, str]:
        """By which kind of source it came, and on which of its lines. A line that is given alone
        tells its kind: by its number, or where it is named as a kind is."""
        channel, line = kind_of(self.text(given, "channel")), self.text(given, "line")
        if not channel:
            if kind_of(line) in (source.kind for source in self.notice.sources):
                return kind_of(line), ""
            channel = next((one.kind for one in self.notice.sources if one.value == line), "")
        return channel, line

    def mapping(self, value: object, path: str, keys: Iterable[str]) -> dict[str, Any]:
        if not isinstance(value, dict):
            self.fault(path, _("{what}：应为 JSON 对象。", what=self.name(path)))
            return {}
        for key in sorted(value.keys() - set(keys)):
            shown = ascii(key[:_SHOWN])[1:-1]
            where = f"{path}.{shown}" if path else shown
            self.fault(where, _("{key}：没有这一项，请删去或改正。", key=where))
        return value

    def name(self, path: str) -> str:
        """What a person calls the value at `path`."""
        field = BY_NAME.get(path)
        return _(field.label) if field else path or _("举报")

    def text(self, values: dict[str, Any], key: str, path: str = "") -> str:
        value = values.get(key)
        if value is None:
            return ""
        if isinstance(value, str):
            return value.strip()
        self.fault(path or key, _("{what}：应为文字。", what=self.name(path or key)))
        return ""

    def texts(self, values: dict[str, Any], key: str) -> list[str]:
        value = values.get(key)
        if value is None:
            return []
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return [item.strip() for item in value]
        self.fault(key, _("{what}：应为文字清单。", what=self.name(key)))
        return []

    def flag(self, values: dict[str, Any], key: str, path: str = "") -> bool:
        value = values.get(key)
        if not isinstance(value, bool | None):
            what = self.name(path or key)
            self.fault(path or key, _("{what}：应为 true 或 false。", what=what))
        return value is True

    def when(self, values: dict[str, Any], key: str) -> date | None:
        return self.parsed(values, key, lambda text: read_received(text, self.notice, self.now))

    def day(self, values: dict[str, Any], key: str) -> date | None:
        return self.parsed(
            values, key, lambda text: read_day_dealt_with(text, self.notice, self.now)
        )

    def parsed(self, values: dict[str, Any], key: str, parse: Callable[[str], date]) -> date | None:
        text = self.text(values, key)
        try:
            return parse(text) if text else None
        except BadInstant as error:
            self.fault(key, _("{what}：{problem}", what=self.name(key), problem=error))
            return None

    def reporter(self, given: dict[str, Any]) -> Reporter | None:
        if given.get("reporter") is None:
            return None
        values = self.mapping(
            given["reporter"], "reporter", ("name", "contact", "verified", "kind")
        )
        verified = self.flag(values, "verified", "reporter.verified")
        name = self.text(values, "name", "reporter.name")
        contact = half_width(self.text(values, "contact", "reporter.contact"))
        # A blank says as much.
        name, contact = ("" if says_nothing(text) else text for text in (name, contact))
        if verified and (not name or names_nobody(name)):
            self.fault("reporter.verified", _("身份已核实：未填姓名的不能算已核实。"))
        return Reporter(name, contact, verified) if name or contact else None

    def subjects(self, given: dict[str, Any]) -> tuple[Subject, ...]:
        rows = given.get("subjects")
        if rows is None:
            return ()
        if not isinstance(rows, list):
            self.fault("subjects", _("被反映人：应为清单。"))
            return ()
        # One more than is allowed is enough for the rules to see that there are too many.
        return tuple(
            self.subject(row, f"subjects[{i}]") for i, row in enumerate(rows[: MOST_SUBJECTS + 1])
        )

    def subject(self, row: object, at: str) -> Subject:
        values = self.mapping(row, at, ("unit", "person", "post", "group"))
        given = {
            key: self.text(values, key, f"{at}.{key}")
            for key in ("unit", "person", "post", "group")
        }
        return Subject(**given | {"group": self.notice.group_named(given["group"])})

    def enclosures(self, given: dict[str, Any], channel: str) -> tuple[Enclosure, ...]:
        """What came with it, as one line or as a list of facts. What the desk noted beside those is
        passed over: no file comes this way."""
        rows = given.get("enclosures")
        if not isinstance(rows, list):
            try:
                return read_line(self.text(given, "enclosures"), channel)
            except NotRead as error:
                self.fault("enclosures", str(error))
                return ()
        return tuple(
            self.enclosure(row, f"enclosures[{i}]")
            for i, row in enumerate(rows[: MOST_ENCLOSURES + 1])
        )

    def enclosure(self, row: object, at: str) -> Enclosure:
        values = self.mapping(row, at, _ENCLOSURE)
        kind, kept_at, file_number, name = (
            self.text(values, key, f"{at}.{key}")
            for key in ("kind", "kept_at", "file_number", "name")
        )
        pages, copies = (self.count(values, key, at) for key in ("pages", "copies"))
        copies = 1 if copies is None else copies
        if isinstance(values.get("file"), str):
            sentence = _("附件：文件不随举报存入，请删去 file，登记后用 dutydesk attach 存入。")
            self.fault(f"{at}.file", sentence)
        return Enclosure(kind, pages or 0, copies, kept_at, file_number, name)

    def count(self, values: dict[str, Any], name: str, at: str) -> int | None:
        value = values.get(name)
        if type(value) is int or value is None:
            return value
        self.fault(f"{at}.{name}", _("{what}：应为整数。", what=f"{at}.{name}"))
        return None

    def disciplines(self, given: dict[str, Any]) -> tuple[str, ...]:
        """The categories by the notice's own names, in either width; the short form without 纪律 is
        known too."""
        names = self.texts(given, "disciplines")
        by_width = {_in_one_width(name): name for name in self.notice.disciplines}
        known = {width.removesuffix("纪律"): name for width, name in by_width.items()} | by_width
        return tuple(
            OTHER if name in _OTHER_NAMES else known.get(_in_one_width(name), name)
            for name in names
        )


def _in_one_width(name: str) -> str:
    return unicodedata.normalize("NFKC", name)
