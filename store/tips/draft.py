"""What was typed of a tip and not yet saved."""

from __future__ import annotations

from typing import Any, Final

from store.frozen import frozen

AMENDS: Final = "amends"
"""What of a draft's values is the tip that it amends, as it stood then."""


@frozen
class Draft:
    """A form's values as left: `name` tells the drafts of one officer apart."""

    name: str
    kept_at: str
    values: dict[str, Any]
    officer: str = ""


@frozen
class LeftDraft:
    """That a draft is there, whoever can read it: whose, and since when (ISO 8601). `key` tells it
    from every other; the rest is "" where not even that can be read."""

    key: str
    name: str
    officer: str
    kept_at: str
