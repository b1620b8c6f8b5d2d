"""The notice in force: that of notice.toml, or the one that the journal put in its place since."""

from __future__ import annotations

import contextlib
import hashlib
import threading
from contextlib import AbstractContextManager
from typing import Any

from store.document import Document, Table, Tables
from store.duty.books import NOTICES
from store.errors import CannotWrite, DeskBusy
from store.journal.line import read_line
from store.journal.place import Blob
from store.notice.notice import Notice
from store.notice.reading import notice_text, parse_notice
from store.text import use_inspection


def digest_of(text: str) -> str:
    """By which the journal names a notice."""
    return hashlib.sha256(text.encode()).hexdigest()


class NoticeBook:
    """Knows the text of the notice, which is kept in `blob`, and what it says.

    A correction is a line of the journal with the whole text, and only then the blob: whoever dies
    between the two leaves one that was corrected already, and the journal decides. One that the
    journal never named was changed by hand; it is in force as before, and `verify` tells.
    """

    def __init__(self, blob: Blob) -> None:
        self._blob = blob
        self._text = text_in(blob)
        self._notice = self._parsed()
        self._tables: Tables = {}
        self._has_looked = False
        self._last: Document | None = None
        self._looking = threading.Lock()

    def begin(self, tables: Tables) -> None:
        """From now on goes by the corrections in `tables`, which others add to."""
        self._tables, self._has_looked = tables, False

    @property
    def notice(self) -> Notice:
        """What the notice in force says."""
        self._look()
        return self._notice

    @property
    def text(self) -> str:
        """Its TOML."""
        self._look()
        return self._text

    def _look(self) -> None:
        """Takes the last correction where the file is not it, or somebody made one meanwhile."""
        table = self._tables.get(NOTICES, {})
        last = _last(table) if table else None
        if self._has_looked and last is self._last:
            return
        with self._looking:
            if last and (self._has_looked or self._is_outdated(table)):
                self._text = last["text"]
                self._notice = self._parsed()
            self._last, self._has_looked = last, True

    def _parsed(self) -> Notice:
        """What the text says; every sentence calls the inspection as it does from now on."""
        notice = parse_notice(self._text, self._blob.name, is_in_force=True)
        use_inspection(notice.inspection)
        return notice

    def _is_outdated(self, table: Table) -> bool:
        """Whether what was read at the start is no more. It may have been changed by hand, and be
        corrected since: then the file is what the journal names."""
        digest = digest_of(self._text)
        return is_outdated(digest, table) or digest != self._digest() == digest_named(b"", table)

    def put_right(self, writing: AbstractContextManager[Any]) -> None:
        """Writes the file anew, with the desk held by `writing`, where it was corrected and whoever
        did so died before that."""
        table = self._tables.get(NOTICES, {})
        if not (table and is_outdated(self._digest(), table)):
            return
        # Where that fails the journal has it, and the next to open the desk tries again.
        with contextlib.suppress(CannotWrite, DeskBusy), writing:
            if is_outdated(self._digest(), table):
                self._blob.replace([(0, self.text.encode())])

    def _digest(self) -> str:
        """That of the blob by now."""
        return digest_of(text_in(self._blob))


def text_in(blob: Blob) -> str:
    """The notice's TOML as it is kept. Raises `NoticeRefused` if it cannot be one."""
    return notice_text(blob.open, blob.name)


def is_outdated(digest: str, table: Table) -> bool:
    """Whether the notice of that digest is one that a correction in `table` took the place of."""
    last = _last(table)
    return (
        last is not None
        and digest != last["sha256"]
        and any(digest == d["was"] for d in table.values())
    )


def digest_named(first_line: bytes, table: Table) -> str:
    """The digest of the notice that the journal names: of the last correction in `table`, else in
    the line with which the desk was set up; "" where neither can be read."""
    if last := _last(table):
        return str(last["sha256"])
    return str((read_line(first_line) or {}).get("notice_sha256", ""))


def _last(table: Table) -> Document | None:
    # At once: another thread may be taking in a further one.
    found = list(table.values())
    return found[-1] if found else None
