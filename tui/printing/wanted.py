"""Of what a paper is wanted: screens say so, whether or not one is ever drawn up."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from store.frozen import frozen

if TYPE_CHECKING:
    from store.desk.papers import Agreed
    from store.duty.report import Kind


@frozen
class Wanted:
    """Of what a paper is wanted. `numbers` as they are typed ("2 3 5-9"), or else all received on
    `day`; a report of that `kind` for `day`, by default today; `back` how many shifts before the one
    that is on; `pages` how many blank forms; `receiver` to whom tips are handed over; `due` by when a
    letter asks for its matter to be concluded, None where that is written in by hand; `matter` and
    `agreed` are what the petitioner agreed to pass on."""

    numbers: str = ""
    day: date | None = None
    kind: Kind = "day"
    back: int = 0
    receiver: str = ""
    due: date | None = None
    matter: str = ""
    agreed: tuple[Agreed, ...] = ()
    pages: int = 20
    with_reporter: bool = False
