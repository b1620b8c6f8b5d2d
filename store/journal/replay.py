"""The tables as the journal tells them: lines in, documents and remarks on damage out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

from store.document import Document, Tables
from store.errors import NewerFormat
from store.journal.line import FORMAT, PLAIN_FORMAT, Damage, Found, scan
from store.late_pattern import late_pattern
from store.text import _

_MOST_TO_A_LINE: Final = 1_000_000
# Where a table begins, and each of its documents: what was typed has a stroke before each quote.
_BEGINNINGS: Final = late_pattern(rb'"([a-z_]+)":\{(?="[^"]{1,9}":\{)|"(\d{1,9})":\{')

Watch = Callable[[str, str, Document | None, Document | None], None]
"""Called with table, id, the document before and after, for each that changed."""


class Judge(Protocol):
    """Whoever knows what documents are, and so what of a line can be used."""

    def is_plausible(
        self, table: str, doc_id: str, before: Document | None, after: Document | None
    ) -> bool:
        """Whether a change read from a damaged line can be believed. May raise what a wrong type
        raises."""

    def are_shaped(self, table: str, documents: Collection[Any]) -> bool:
        """Whether each document, its hash right or not, is one of its table."""


@dataclass(slots=True)
class Replay:
    """The state after a prefix of the journal.

    `position` is in bytes, `lines` counts physical lines, `n` and `hash` are the last line's.
    `format` is the newest that a line says. `last_ids` is the highest id given out in each table, so that none is given twice.
    `unfinished`: the last line's newline is missing, `position` counts it all the same.
    """

    tables: Tables
    last_ids: dict[str, int] = field(default_factory=dict)
    position: int = 0
    lines: int = 0
    n: int = 0
    hash: str = ""
    format: int = PLAIN_FORMAT
    unfinished: bool = False
    after_damage: bool = False
    damages: list[Damage] = field(default_factory=list)

    def take(self, data: bytes, name: str, judge: Judge, watch: Watch) -> bool:
        """Takes in what lies at `position`; `name` is the file's. Whether there was anything."""
        took = False
        for found in scan(data, self.position, self.lines + 1):
            took = True
            if self.unfinished:
                self._tell(name, self.lines, _("换行符已损坏，内容完好"))
            self._take_one(found, name, judge, watch)
            self.position = found.end
            self.lines = found.line
            self.unfinished = not found.complete
        return took

    def _take_one(self, found: Found, name: str, judge: Judge, watch: Watch) -> None:
        entry = found.entry
        is_next = entry is not None and found.sound and entry.get("prev") == self.hash
        if entry and is_next:
            # First: what a newer program wrote may have another shape, and is no damage.
            _check_format(entry, name)
        if entry is None or not is_shaped(entry, judge, most_after(found.line)):
            self._skip(found, name)
        elif is_next:
            self.after_damage = False
            self.apply(entry, watch)
        elif self._believable(found, entry, judge):
            if not found.sound:
                self._tell(name, found.line, _("与写入时不同，尚可读出，已照读，请核对"))
            elif not self.after_damage:
                self._tell(name, found.line, _("与前一行不衔接，其间有缺失或改动，请核对"))
            self.after_damage = not found.sound
            self.apply(entry, watch)
        else:
            self._skip(found, name)

    def apply(self, entry: dict[str, Any], watch: Watch) -> None:
        """Makes the changes of one line."""
        for name, changes in entry["tables"].items():
            table = self.tables.setdefault(name, {})
            last_id = self.last_ids.get(name, 0)
            for doc_id, document in changes.items():
                before = table.get(doc_id)
                if document is None:
                    table.pop(doc_id, None)
                else:
                    table[doc_id] = document
                last_id = max(last_id, int(doc_id))
                watch(name, doc_id, before, document)
            self.last_ids[name] = last_id
        self.n, self.hash = entry["n"], entry["hash"]
        self.format = max(self.format, entry.get("format", PLAIN_FORMAT))

    def _skip(self, found: Found, name: str) -> None:
        lost = max(1, found.lost)
        # The numbers that these lines may have given are not given again: one line gives many forms.
        self.n += lost
        legible = _ids_in(found.raw)
        for table in {*self.tables, *legible}:
            last, ids = self.last_ids.get(table, 0), legible.get(table, ())
            follow = [n for n in ids if n <= last + lost + len(ids)]
            self.last_ids[table] = max([last + lost, *follow])
        self.after_damage = True
        self._tell(name, found.line, _("已损坏，无法读出，已略过"))

    def _tell(self, name: str, line: int, fault: str) -> None:
        self.damages.append(damage(name, line, fault))

    def _believable(self, found: Found, entry: dict[str, Any], judge: Judge) -> bool:
        """Whether what a line out of place says is of one piece with what is known."""
        try:
            in_place = found.sound or self.after_damage or entry["n"] == self.n + 1
            return in_place and all(
                judge.is_plausible(name, doc_id, self.tables.get(name, {}).get(doc_id), document)
                for name, changes in entry["tables"].items()
                for doc_id, document in changes.items()
            )
        except (LookupError, TypeError, ValueError, AttributeError):
            return False


def _ids_in(raw: bytes) -> dict[str, list[int]]:
    """The ids that can still be read in a line that cannot, by the tables they stand in."""
    found: dict[str, list[int]] = {}
    table = ""
    for name, doc_id in _BEGINNINGS.findall(raw):
        if name:
            table = name.decode()
        elif table:
            found.setdefault(table, []).append(int(doc_id))
    return found


def most_after(lines: int) -> int:
    """What no number that is counted up can have come to after so many lines. Of a higher one the next
    might have no room: what is recorded with that would not be read again."""
    return max(lines, 1) * _MOST_TO_A_LINE


def are_ids(texts: Collection[str], most: int) -> bool:
    """Whether they are keys of documents as the desk writes them, of no more than `most`."""
    try:
        numbers = list(map(int, texts))
        is_written_so = list(map(str, numbers)) == list(texts)
    except ValueError:
        # Neither of a text nor of one of thousands of digits is a number made.
        return False
    return is_written_so and (not numbers or (min(numbers) > 0 and max(numbers) <= most))


def have_room(documents: Iterable[Document | None], most: int) -> bool:
    """Whether each of these can be changed once more, its revisions counted up to `most`."""
    return not [
        revision
        for document in documents
        if document and type(revision := document.get("revision")) is int and revision > most
    ]


def is_shaped(entry: dict[str, Any], judge: Judge, most: int) -> bool:
    """Whether a line says what a line says: who writes past the desk can give any the right hash."""
    tables = entry.get("tables")
    if not (
        type(entry.get("n")) is int
        and 0 < entry["n"] <= most
        and type(entry.get("hash")) is str
        and type(entry.get("format", FORMAT)) is int
        and type(tables) is dict
    ):
        return False
    for name, changes in tables.items():
        if type(changes) is not dict or not are_ids(changes, most):
            return False
        documents = [document for document in changes.values() if document is not None]
        if not (judge.are_shaped(name, documents) and have_room(documents, most)):
            return False
    return True


def _check_format(entry: dict[str, Any], name: str) -> None:
    said = entry.get("format")
    if isinstance(said, int) and said > FORMAT:
        raise NewerFormat(newer_format(name))


def damage(name: str, line: int, fault: str) -> Damage:
    """A fault of a file on a line of it, put as a sentence."""
    sentence = _("{file} 第 {line} 行：{fault}。", file=name, line=line, fault=fault)
    return Damage(name, line, sentence)


def newer_format(name: str) -> str:
    """What to say of a file that a newer program wrote."""
    return _("{file} 由更新版本的程序写成，未作改动。请升级本程序后再打开。", file=name)
