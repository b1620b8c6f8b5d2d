"""What came with a tip (附件): what it is and where it is kept, and the file of it that the desk keeps."""

from __future__ import annotations

import mimetypes
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from pathlib import Path, PurePosixPath
from typing import Any, Final

from pendulum import DateTime

from store.document import Document
from store.frozen import frozen
from store.instant import as_text, from_text
from store.printable import UNREAD, printable
from store.text import N_

ENCLOSURE_KINDS: Final = {
    "letter": N_("信件"),
    "photographs": N_("照片"),
    "recording": N_("录音录像"),
    "statement": N_("银行流水"),
    "other": N_("其他材料"),
}
RECORDING: Final = "recording"
"""The kind whose `pages` are minutes."""
PHOTOGRAPHS: Final = "photographs"
MOST_ENCLOSURES: Final = 100
"""How many enclosures a tip may have."""
MOST_PAGES: Final = 99_999
MOST_COPIES: Final = 999
NAME_LIMIT: Final = 200
"""How many letters its name, its place and its file number may have."""


@frozen
class KeptFile:
    """A file as it lies at the desk, under the name `id` and sealed where the desk is: how many
    bytes, and their SHA-256."""

    id: str
    bytes: int
    sha256: str


@frozen
class Enclosure:
    """One enclosure: its `kind` (`ENCLOSURE_KINDS`), how many pages, photographs or minutes it has,
    0 where nobody counted, in how many copies.

    `kept_at` is where it is kept (存放处), `file_number` its number there (档案号), `name` what it
    was called, to be read and never used as a path. `by` noted it down `at`. `file` is the file of it, None
    where the desk keeps none; `size` its bytes as it was given, 0 where that is not shown, and `key` the private
    key that opens it on a sealed desk.
    """

    kind: str
    pages: int = 0
    copies: int = 1
    kept_at: str = ""
    file_number: str = ""
    name: str = ""
    by: str = ""
    at: DateTime | None = None
    file: KeptFile | None = None
    size: int = 0
    key: str = field(default="", repr=False)

    @property
    def shown_size(self) -> int:
        """How many bytes its file has, about as many where that is sealed, 0 without a file."""
        return self.size or (self.file.bytes if self.file else 0)

    def noted(self, by: str, at: DateTime | None) -> Enclosure:
        """These facts as `by` notes them down, without a file; by "" and at None as they are said before."""
        return replace(self, by=by, at=at, file=None, size=0, key="")

    def as_json(self) -> dict[str, Any]:
        """Plain JSON values."""
        kept = self.file
        return {
            "kind": self.kind,
            "pages": self.pages,
            "copies": self.copies,
            "kept_at": self.kept_at,
            "file_number": self.file_number,
            "name": self.name,
            "by": self.by,
            "at": self.at and as_text(self.at),
            "file": kept and {"id": kept.id, "bytes": kept.bytes, "sha256": kept.sha256},
            "size": self.size,
            "key": self.key,
        }

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Enclosure:
        """The enclosure that `as_json` wrote."""
        at = values["at"] and from_text(values["at"])
        return cls(**{**values, "at": at, "file": values["file"] and KeptFile(**values["file"])})


def name_of_file(path: Path) -> str:
    """What the file `path` is called, as it can be noted down: what is no text in it by its code."""
    text = os.fsencode(path.name).decode(errors="backslashreplace")
    return printable(text).replace(UNREAD, r"\ufffd")[:NAME_LIMIT]


def kind_of_name(name: str) -> str:
    """The kind of a file of that name, as far as its ending tells."""
    found, _encoding = mimetypes.guess_type(PurePosixPath(name).name)
    return kind_of_type(found or "")


def kind_of_type(content_type: str) -> str:
    """The kind of a file of that type (`image/png`)."""
    kinds = {"image": PHOTOGRAPHS, "audio": RECORDING, "video": RECORDING}
    return kinds.get(content_type.partition("/")[0], "other")


def pages_in(enclosures: Iterable[Enclosure]) -> int:
    """How many pages they have together, of one with several copies those of one."""
    return sum(one.pages for one in enclosures if one.kind not in (RECORDING, PHOTOGRAPHS))


def files_of(document: Document) -> Iterator[KeptFile]:
    """The files to which a tip's document refers."""
    for one in document.get("enclosures") or ():
        if one["file"]:
            yield KeptFile(**one["file"])


def without_keys(enclosures: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The JSON of enclosures for whoever reads it outside the desk."""
    return [{name: one[name] for name in one if name != "key"} for one in enclosures]
