"""The places in which the contract of a desk is tested: a further kind is one line of `KINDS`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from store.folder.place import Folder
from store.journal.place import Place
from tests.store.memory_place import MemoryPlace

NewPlace = Callable[[str], Place]
"""Gives the place of that name, where nothing is the first time it is asked for."""

KINDS: dict[str, Callable[[Path], Place]] = {"folder": Folder, "memory": MemoryPlace}
OF_ONE_PROCESS = ("memory",)
"""Those of `KINDS` that other processes do not reach."""


def places(kind: str, folder: Path) -> NewPlace:
    """Places of one kind, those on the disk in `folder`."""
    made: dict[str, Place] = {}

    def place(name: str) -> Place:
        return made.setdefault(name, KINDS[kind](folder / name))

    return place


@pytest.fixture(params=KINDS)
def new_place(request: pytest.FixtureRequest, tmp_path: Path) -> NewPlace:
    return places(request.param, tmp_path)


@pytest.fixture
def place(new_place: NewPlace) -> Place:
    return new_place("desk")


@pytest.fixture(params=[kind for kind in KINDS if kind not in OF_ONE_PROCESS])
def new_shared_place(request: pytest.FixtureRequest, tmp_path: Path) -> NewPlace:
    return places(request.param, tmp_path)


@pytest.fixture
def shared_place(new_shared_place: NewPlace) -> Place:
    return new_shared_place("desk")
