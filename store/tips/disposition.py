"""What becomes of a tip (处置): the statuses it can have, and the one table of steps between them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from pendulum import DateTime

from store.frozen import frozen
from store.text import N_

REGISTERED: Final = "registered"
HANDED: Final = "handed_to_team"
REFERRED: Final = "referred"
KEPT: Final = "kept_for_reference"
URGENT: Final = "urgent"
DUPLICATE: Final = "duplicate"
WITHDRAWN: Final = "withdrawn"
PASSED_THROUGH: Final = "passed_through"

STATUSES: Final = {
    REGISTERED: N_("已登记"),
    URGENT: N_("移交立行立改"),
    HANDED: N_("已呈组长"),
    REFERRED: N_("转办"),
    KEPT: N_("留存备查"),
    DUPLICATE: N_("重复件"),
    PASSED_THROUGH: N_("径送"),
    WITHDRAWN: N_("误录撤销"),
}

# From each status to those that may follow. What has left the desk comes back as registered (退回)
# before it goes elsewhere; what was passed through has no content that could be dealt with.
STEPS: Final[dict[str, tuple[str, ...]]] = {
    REGISTERED: (HANDED, REFERRED, KEPT, URGENT, DUPLICATE, WITHDRAWN),
    URGENT: (REGISTERED, HANDED, REFERRED, KEPT, DUPLICATE, WITHDRAWN),
    HANDED: (REGISTERED, REFERRED, KEPT, URGENT, DUPLICATE),
    REFERRED: (REGISTERED,),
    KEPT: (REGISTERED, HANDED, REFERRED, URGENT, DUPLICATE),
    DUPLICATE: (REGISTERED, HANDED, KEPT),
    PASSED_THROUGH: (WITHDRAWN,),
    WITHDRAWN: (REGISTERED,),
}
# Nothing is kept, taken out or taken back without a word on why.
WITH_REASON: Final = frozenset({KEPT, WITHDRAWN, REGISTERED})
# What is still with the desk: neither passed on nor put away.
OPEN: Final = frozenset({REGISTERED, URGENT})


def awaits_completion(document: Mapping[str, Any]) -> bool:
    """Whether a tip's document is still to be completed (待补录): nothing is missing of one that was
    entered by mistake."""
    return bool(document.get("to_complete")) and document.get("status") != WITHDRAWN


@frozen
class Disposition:
    """How a tip came by its status: who set it, when and why; for what was sent on, to whom, on
    which day and under which letter number."""

    by: str
    at: DateTime
    why: str = ""
    to: str = ""
    on: date | None = None
    letter: str = ""


@frozen
class Earlier:
    """What had become of a tip before what became of it since: its status then, and the day on which it
    came to that."""

    status: str
    on: date


@frozen
class Told:
    """That the reporter was told whether the report is accepted, or that what was passed through was
    reported up: by whom that was written down, when, and how it was done."""

    by: str
    at: DateTime
    note: str = ""
