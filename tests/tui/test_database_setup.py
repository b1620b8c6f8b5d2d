"""What a database's administrator is given to run: tables, and who may do what with a desk's rows."""

from __future__ import annotations

import click
import pytest

from store.database.rights import rights
from store.journal.place import Place
from tests.tui.shell import in_words, run_here
from tui.cli.commands import cli
from tui.cli.where import desk_folder


def setup(*words: str, status: int = 0) -> str:
    done = run_here(["database-setup", *words], b"")
    assert done.returncode == status, in_words(done)
    return (done.stderr if status else done.stdout).decode()


def test_rights_are_for_the_roles_that_are_named_and_for_a_desk_by_its_name() -> None:
    roles = ("--officers", "duty", "--lead", "head", "--figures", "count")
    said = setup("--name", "甲组", *roles)
    assert said == f"{setup()}\n{rights('甲组', 'duty', 'head', 'count')}"
    for words in (("--name", "甲组"), roles):
        assert "授权要写明" in setup(*words, status=2)
    for name, lead in (("甲\u202e组", "head"), ("甲组", "\u202ehead")):
        assert "看不见的字符" in setup("--name", name, "--lead", lead, status=2)


def test_the_usual_desk_may_lie_in_a_database_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUTYDESK_HOME", "postgresql://db/office?desk=甲组")
    with click.Context(cli):
        found = desk_folder(None)
    assert isinstance(found, Place) and "甲组" in found.name
