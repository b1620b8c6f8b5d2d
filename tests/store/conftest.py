"""The places in which the contract of a desk is tested: a further kind is one line of `KINDS`."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from pathlib import Path

import pytest

from store.folder.place import Folder
from store.journal.place import Place
from tests.store import postgres
from tests.store.memory_place import MemoryPlace

NewPlace = Callable[[str], Place]
"""Gives the place of that name, where nothing is the first time it is asked for."""


def in_database(path: Path) -> Place:
    """A desk in the database of this run: paths come again."""
    server = postgres.server()
    from store.database.address import read_address
    from store.database.place import Database

    return Database(read_address(f"{server}&desk={path.name}-{secrets.token_hex(8)}"))


KINDS: dict[str, Callable[[Path], Place]] = {
    "folder": Folder,
    "memory": MemoryPlace,
    "database": in_database,
}
OF_ONE_PROCESS = ("memory",)
"""Those of `KINDS` that other processes do not reach."""
OF_FILES = ("folder",)
"""Those of `KINDS` that are written by calls of this process to the system."""


def fewer(place: Place, examples: int) -> int:
    """How many of so many examples are tried in a place: each takes a server many times as long."""
    return max(1, examples // 10) if place.is_checkpoint_ours_alone else examples


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


@pytest.fixture(params=OF_FILES)
def new_place_of_files(request: pytest.FixtureRequest, tmp_path: Path) -> NewPlace:
    return places(request.param, tmp_path)


@pytest.fixture
def place_of_files(new_place_of_files: NewPlace) -> Place:
    return new_place_of_files("desk")
