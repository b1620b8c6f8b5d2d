"""Tables in a database that are not as this program makes them, whoever changed them."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import psycopg
import pytest

from store.database.address import read_address
from store.database.place import Database
from store.database.rows import checked_row
from store.errors import DeskDamaged, DeskError
from tests.store import postgres
from tests.store.desks import new_desk, open_desk, tip_of

SAMPLE = tip_of()
OTHER = "与 dutydesk database-setup 所建的不同"
AS_TEXT = "TYPE text USING encode({}, 'base64')"
SPOILT = (
    "desks ALTER epoch DROP NOT NULL; UPDATE dutydesk.desks SET epoch = NULL",
    "desks ALTER size TYPE text",
    "desks ALTER ended TYPE text USING 'x'",
    "journal ALTER at TYPE text",
    "journal ALTER at TYPE numeric",
    "journal ALTER line DROP NOT NULL; UPDATE dutydesk.journal SET line = NULL",
    f"journal ALTER line {AS_TEXT.format('line')}",
    "journal RENAME token TO other",
    "files ALTER bytes TYPE text",
    "files ALTER blob TYPE bytea USING ''",
    f"pieces ALTER data {AS_TEXT.format('data')}",
    f"notes ALTER data {AS_TEXT.format('data')}",
    f"overviews ALTER data {AS_TEXT.format('data')}",
)


@pytest.fixture(scope="module")
def sound() -> str:
    """The address of a desk in a database of its own."""
    address = f"{postgres.base_apart()}&desk=a"
    with new_desk(Database(read_address(address))) as desk:
        number = desk.record(SAMPLE).number
        desk.enclosures.add(number, "photographs", name="一.jpg", file=BytesIO(b"x"))
        desk.drafts.keep("登记", {"summary": "x"})
        desk.presence.show()
    return address


@pytest.fixture
def spoilt(request: pytest.FixtureRequest, sound: str) -> Iterator[Database]:
    """That desk with a table as somebody changed it, who then puts it back."""
    table, _space, change = request.param.partition(" ")
    with psycopg.connect(sound.replace("&desk=a", ""), autocommit=True) as link:
        link.execute(f"ALTER TABLE dutydesk.{table} RENAME TO kept")
        link.execute(f"CREATE TABLE dutydesk.{table} (LIKE dutydesk.kept INCLUDING ALL)")
        link.execute(f"INSERT INTO dutydesk.{table} SELECT * FROM dutydesk.kept")
        link.execute(f"ALTER TABLE dutydesk.{table} {change}")
        place = Database(read_address(sound))
        yield place
        place._server.close()
        link.execute(f"DROP TABLE dutydesk.{table}")
        link.execute(f"ALTER TABLE dutydesk.kept RENAME TO {table}")


def a_day(place: Database, backup: Path) -> Iterator[Callable[[], Any]]:
    """What is done at a desk, step by step."""
    yield place.check_has_desk
    yield place.ended
    yield place.glance
    yield place.names_put_aside
    desk = open_desk(place)
    yield lambda: desk.record(SAMPLE)
    yield lambda: desk.record(SAMPLE, once="tip-1", is_retried=True)
    yield lambda: desk.record(SAMPLE, reference="A-1")
    yield lambda: desk.drafts.keep("登记", {"summary": "y"})
    yield desk.drafts.all
    yield desk.presence.others
    yield desk.ground.overview.keep
    yield lambda: desk.enclosures.add("1", "photographs", name="二.jpg", file=BytesIO(b"y"))
    yield place.files.kept
    yield lambda: desk.keeping.backup(backup)
    yield desk.keeping.verify
    yield desk.close


@pytest.mark.parametrize("spoilt", SPOILT, indirect=True)
def test_what_no_program_wrote_there_is_told_in_a_sentence(
    spoilt: Database, tmp_path: Path
) -> None:
    told: list[str] = []

    @contextlib.contextmanager
    def telling() -> Iterator[None]:
        try:
            yield
        except (DeskError, FileNotFoundError) as error:
            told.append(str(error))

    with telling():
        for step in a_day(spoilt, tmp_path / "backup.zip"):
            with telling():
                step()
    assert any(OTHER in sentence or "缺少 journal.jsonl" in sentence for sentence in told), told


def test_each_value_is_of_its_own_type_or_the_tables_are_others() -> None:
    texts, numbers = ("desk", "epoch", "token", "name", "blob", "key"), ("size", "at", "bytes")
    right = {
        **dict.fromkeys(texts, "'x'::text"),
        **dict.fromkeys(numbers, "1::bigint"),
        **dict.fromkeys(("line", "data", "said", "ended", "figures"), "''::bytea"),
    }
    with psycopg.connect(postgres.server(), autocommit=True, row_factory=checked_row) as link:
        for name, value in right.items():
            for other in ("'x'::text", "1::bigint", "''::bytea", "1.0", "true", "NULL"):
                fits = other == value or (other == "NULL" and name in ("ended", "figures"))
                found = link.execute(f"SELECT 1, {other} AS {name}")
                if fits:
                    assert found.fetchone() is not None
                else:
                    with pytest.raises(DeskDamaged, match=OTHER):
                        found.fetchone()


@pytest.mark.parametrize("spoilt", [f"presence ALTER said {AS_TEXT.format('said')}"], indirect=True)
def test_of_others_of_whom_something_else_is_said_nothing_is_heard(spoilt: Database) -> None:
    assert spoilt.sessions().others() == []
