"""What a table of the desk is made of, as all that reads and writes it sees it."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any, Final

TABLE: Final = "tips"
"""The table of the tips; what the desk keeps beside them has tables of its own."""

Document = dict[str, Any]
"""One record as plain JSON."""

Table = MutableMapping[str, Document]
"""Documents by their ids."""

Tables = dict[str, Table]
"""Each table by its name."""
