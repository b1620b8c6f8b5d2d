"""What is to be stored, in two types, so that nobody takes what is sealed for what was opened."""

from __future__ import annotations

from dataclasses import dataclass

from store.document import Document
from store.errors import Sealed
from store.frozen import frozen
from store.secret.clear import holds_sealed
from store.text import _


@dataclass(frozen=True, slots=True)
class Whole:
    """A document with all its texts, as they were written or opened: on a sealed desk they are
    sealed on their way to the disk. Raises `Sealed` for one of which this officer sees not all."""

    document: Document

    def __post_init__(self) -> None:
        if "sealed" in self.document or holds_sealed(self.document.values()):
            raise Sealed(no_key())


@frozen
class AsStored:
    """A document as it is on the disk, its texts sealed as they are; of what stands in clear on any
    desk, `changes` take the place."""

    document: Document
    changes: Document


Change = Whole | AsStored


def no_key() -> str:
    """What to say where a key is missing."""
    return _("内容已密封，请由持有密钥的组长解封后再办。")
