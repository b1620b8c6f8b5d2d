"""What was typed of a tip and not yet saved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Draft:
    """A form's values as left: `name` tells the drafts of one officer apart."""

    name: str
    kept_at: str
    values: dict[str, Any]
    officer: str = ""
