"""The closing day: what was received against what became of it, and the letters that came too late."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from pendulum import DateTime

from store.document import Document
from store.frozen import frozen
from store.instant import as_text
from store.notice.notice import Notice
from store.tips.disposition import (
    DUPLICATE,
    HANDED,
    KEPT,
    OPEN,
    PASSED_THROUGH,
    REFERRED,
    REGISTERED,
    WITHDRAWN,
)
from store.tips.tip import by_receipt, received_text


@frozen
class LateTip:
    """What came after the cut-off: kept and marked, and registered apart."""

    number: str
    channel: str
    received_at: str
    postmarked_on: str | None
    registration_mark: str
    status: str


@frozen
class Closing:
    """The reconciliation as of an instant.

    It comes out when `received` = `handed_to_team` + `referred` + `kept_for_reference` (duplicates
    among them) + `passed_through`, so when nothing is `open`: the numbers still registered, urgent
    or to be completed. `withdrawn` were entered by mistake and never received. `cut_off` is the
    first instant at which tips are no longer taken, None if not announced; `anchor` how the
    journal ended.
    """

    at: DateTime
    cut_off: DateTime | None
    received: int
    handed_to_team: int
    referred: int
    kept_for_reference: int
    duplicates: int
    passed_through: int
    withdrawn: int
    open: tuple[str, ...]
    late: tuple[LateTip, ...]
    anchor: str = ""

    @property
    def comes_out(self) -> bool:
        """Whether everything received went somewhere."""
        gone = self.handed_to_team + self.referred + self.kept_for_reference + self.passed_through
        return self.received == gone

    def as_json(self) -> dict[str, Any]:
        """Plain JSON values."""
        return asdict(self) | {
            "at": as_text(self.at),
            "cut_off": self.cut_off and as_text(self.cut_off),
            "comes_out": self.comes_out,
        }


def closing(documents: Iterable[Document], notice: Notice, at: DateTime) -> Closing:
    """The reconciliation of the tips' documents."""
    found = list(documents)
    by_status = Counter(document.get("status", REGISTERED) for document in found)

    def count(*names: str) -> int:
        return sum(by_status[name] for name in names)

    received = [d for d in found if d.get("status", REGISTERED) != WITHDRAWN]
    return Closing(
        at=at,
        cut_off=notice.tips_end,
        received=len(received),
        handed_to_team=count(HANDED),
        referred=count(REFERRED),
        kept_for_reference=count(KEPT, DUPLICATE),
        duplicates=count(DUPLICATE),
        passed_through=count(PASSED_THROUGH),
        withdrawn=count(WITHDRAWN),
        open=tuple(d["number"] for d in received if d.get("status", REGISTERED) in OPEN),
        late=tuple(_late(d) for d in sorted(received, key=by_receipt) if "late" in d["marks"]),
    )


def _late(document: Document) -> LateTip:
    return LateTip(
        document["number"],
        document["channel"],
        received_text(document),
        document.get("postmarked_on"),
        document.get("registration_mark") or "",
        document.get("status", REGISTERED),
    )
