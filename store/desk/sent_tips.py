"""What other systems sent, to be known again when they send it once more: they cannot tell whether a
line that broke off had taken it here."""

from __future__ import annotations

import hashlib
from typing import Final

from store.desk.ground import Ground
from store.duty.books import SENT, Sent, as_document
from store.secret.change import Whole

REFERENCE: Final = "reference"
"""Beside the keys of a tip that is sent: under which number the system has it that sends it."""
LONGEST_REFERENCE: Final = 200


class SentTips:
    """Which tips are here under which numbers (`reference`) of the systems that sent them, each of which
    has its own numbers and is known by the officer in whose name it sends."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        # By the digests of references; the table only grows.
        self._numbers: dict[str, str] = {}

    def number_of(self, reference: str) -> str:
        """The number of the tip that was sent under `reference`, "" if none was."""
        table = self._ground.table(SENT)
        if len(table) != len(self._numbers):
            self._numbers = {d["digest"]: d["tip"] for d in table.values()}
        return self._numbers.get(self._digest(reference), "")

    def note(self, reference: str, number: str) -> dict[str, Whole]:
        """What is to be stored in the table with the tip of that number."""
        sent = Sent(self._ground.officer, self._digest(reference), number)
        return {str(self._ground.next_id(SENT)): Whole(as_document(sent))}

    def _digest(self, reference: str) -> str:
        """Of the reference: whoever sends may write there what a sealed desk must not hold in clear."""
        return hashlib.sha256(f"{self._ground.officer}\n{reference}".encode()).hexdigest()
