"""Finds text in tips: all text of a tip in one lower-case string, made when first searched."""

from __future__ import annotations

from typing import Any

Rows = dict[str, dict[str, Any]]


class Haystacks:
    """The searchable text of each tip by its row, kept up to date once it has been made."""

    def __init__(self) -> None:
        self._texts: dict[str, str] | None = None

    def find(self, text: str, rows: Rows) -> list[str]:
        """The rows with `text` in them, in their order."""
        if self._texts is None:
            self._texts = {key: haystack(document) for key, document in rows.items()}
        needle = text.strip().lower()
        return [key for key, hay in self._texts.items() if needle in hay]

    def changed(self, key: str, document: dict[str, Any] | None) -> None:
        """Takes in a changed document."""
        if self._texts is None:
            return
        if document is None:
            self._texts.pop(key, None)
        else:
            self._texts[key] = haystack(document)


def haystack(document: dict[str, Any]) -> str:
    """Everything in a tip that a person may look for, a line each."""
    reporter = document.get("reporter") or {}
    parts = [
        document["summary"],
        document["number"],
        document["line"],
        document["referred_to"],
        document["registration_mark"],
        document["officer"],
        reporter.get("name", ""),
        reporter.get("contact", ""),
    ]
    for subject in document["subjects"]:
        parts += (subject["unit"], subject["person"], subject["post"])
    return "\n".join([*parts, *document["disciplines"], *document["tags"]]).lower()
