"""What was typed and not yet saved, kept on disk for its officer with each keystroke."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import orjson
from pendulum import DateTime

from store.errors import CannotWrite
from store.text import _


@dataclass(frozen=True, slots=True)
class Draft:
    """A form's values as left: `name` tells the drafts of one officer apart."""

    name: str
    kept_at: str
    values: dict[str, Any]


class Drafts:
    """The drafts of one officer in a desk folder."""

    def __init__(self, folder: Path, officer: str) -> None:
        self._folder = folder
        self._prefix = f"{quote(officer, safe='')}~"

    def keep(self, name: str, values: dict[str, Any], at: DateTime) -> None:
        """Keeps `values` under `name`, in place of what was kept there. Raises `CannotWrite`."""
        path = self._path(name)
        new = path.with_suffix(".new")
        data = orjson.dumps({"at": at.isoformat(timespec="seconds"), "values": values})
        try:
            self._folder.mkdir(mode=0o700, exist_ok=True)
            fd = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
            try:
                os.write(fd, data)
                os.fdatasync(fd)
            finally:
                os.close(fd)
            new.replace(path)
        except OSError as error:
            raise CannotWrite(
                _("草稿不能保存（{reason}）：请腾出磁盘空间。", reason=error.strerror)
            ) from error

    def all(self) -> list[Draft]:
        """The officer's drafts, oldest first; one that cannot be read is left where it is."""
        found = (self._read(path) for path in self._folder.glob("*.json"))
        return sorted((draft for draft in found if draft), key=lambda draft: draft.kept_at)

    def drop(self, name: str) -> None:
        """Removes a draft, if it is there."""
        self._path(name).unlink(missing_ok=True)

    def _path(self, name: str) -> Path:
        return self._folder / f"{self._prefix}{quote(name, safe='')}.json"

    def _read(self, path: Path) -> Draft | None:
        if not path.name.startswith(self._prefix):
            return None
        try:
            content = orjson.loads(path.read_bytes())
            name = path.stem.removeprefix(self._prefix)
            return Draft(name, str(content["at"]), dict(content["values"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None
