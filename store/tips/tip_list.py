"""Tips as a sequence that makes each tip only when it is looked at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import overload

from store.document import Document
from store.journal.lines import Documents
from store.tips.search import View
from store.tips.tip import Tip


class TipList(Sequence[Tip]):
    """A list of tips as they stood when it was made, each read and seen through `view`; equal to any
    sequence of the same tips.

    A screen shows twenty of a hundred thousand.
    """

    __slots__ = ("_documents", "_view")
    __hash__ = None  # type: ignore[assignment]

    def __init__(self, documents: Sequence[Document], view: View) -> None:
        self._documents = documents
        self._view = view

    def place_of(self, number: str) -> int | None:
        """Where the tip of that number stands, None if it is not among them."""
        documents = self._documents
        if isinstance(documents, Documents):
            # Among so many it is found by its id, which its number tells.
            at = documents.place_of(int(number.rpartition("-")[2]))
            return at if at is None or documents[at]["number"] == number else None
        found = (i for i, document in enumerate(documents) if document["number"] == number)
        return next(found, None)

    def __len__(self) -> int:
        return len(self._documents)

    @overload
    def __getitem__(self, index: int) -> Tip: ...

    @overload
    def __getitem__(self, index: slice) -> TipList: ...

    def __getitem__(self, index: int | slice) -> Tip | TipList:
        if isinstance(index, slice):
            return TipList(self._documents[index], self._view)
        return self._tip(self._documents[index])

    def __iter__(self) -> Iterator[Tip]:
        return map(self._tip, self._documents)

    def __reversed__(self) -> Iterator[Tip]:
        return map(self._tip, reversed(self._documents))

    def _tip(self, document: Document) -> Tip:
        return Tip.from_json(self._view(document))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence) or len(other) != len(self):
            return NotImplemented if not isinstance(other, Sequence) else False
        return all(mine == theirs for mine, theirs in zip(self, other, strict=True))

    def __repr__(self) -> str:
        return f"TipList({list(self)!r})"
