"""The faults in the lists beside this file."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Fault:
    """`old` of the file `where` becomes `new`, which `seen_by` has to see: names of tests."""

    name: str
    where: str
    old: str
    new: str
    seen_by: tuple[str, ...]

    def put_in(self, text: str) -> str:
        """The text of the file with the fault in it. Raises ValueError unless it fits once."""
        if text.count(self.old) != 1:
            raise ValueError(f"{self.name}: found {text.count(self.old)} times in {self.where}")
        return text.replace(self.old, self.new)


def listed() -> list[Fault]:
    """All there are, by kind."""
    return [
        Fault(f"{path.stem}: {name}", f["in"], f["old"], f["new"], tuple(f["seen_by"]))
        for path in sorted(Path(__file__).parent.glob("*.toml"))
        for name, f in tomllib.loads(path.read_text(encoding="utf-8")).items()
    ]


def modules() -> list[str]:
    """The files of the program into which faults can be put."""
    found = (path for folder in ("store", "tui") for path in (ROOT / folder).rglob("*.py"))
    return sorted(str(path.relative_to(ROOT)) for path in found if path.name != "__init__.py")


def without(faults: Iterable[Fault]) -> list[str]:
    """Those that none of the faults is in."""
    have = {fault.where for fault in faults}
    return [module for module in modules() if module not in have]
