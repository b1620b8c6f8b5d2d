"""What follows the tables: the notice by its corrections, the counts and the texts by the tips."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from store.desk.index import DocumentJudge, TipIndex
from store.desk.notice_book import NoticeBook
from store.document import TABLE, Document, Tables
from store.duty.books import SEAL
from store.errors import NotSealed
from store.journal.replay import Judge
from store.secret.clear import check_sealed
from store.text import _


class Follower:
    """Is told by the storage of what it read and of each change (`store.journal.opening.Index`), and
    hands it on with the notice as it then stands."""

    def __init__(self, book: NoticeBook, index: TipIndex) -> None:
        self._book = book
        self._index = index
        self.judge: Judge = DocumentJudge(lambda: book.notice)
        self._tables: Tables = {}

    def begin(self, tables: Tables, remembered: Mapping[str, Any] | None) -> None:
        """The tables were read, with what a checkpoint remembers of them."""
        self._tables = tables
        self._book.begin(tables)
        self._index.begin(tables, remembered, self._book.notice)

    def changed(
        self, table: str, doc_id: str, before: Document | None, after: Document | None
    ) -> None:
        """One document changed."""
        if table == TABLE:
            self._index.changed(doc_id, before, after)

    def check(self, changes: Mapping[str, Mapping[str, Document | None]]) -> None:
        """Raises `NotSealed` where a sealed desk would hold in clear what it seals, whoever writes.
        The seal is as it was set up; other keys come with a journal written anew."""
        if SEAL not in self._tables:
            return
        if SEAL in changes:
            raise NotSealed(_("密封不能这样改动，没有保存；更换密钥请用 dutydesk rekey。"))
        for table, documents in changes.items():
            for document in filter(None, documents.values()):
                check_sealed(table, document)

    def remember(self) -> dict[str, Any]:
        """What the checkpoint is to keep."""
        return self._index.remember(self._book.notice)
