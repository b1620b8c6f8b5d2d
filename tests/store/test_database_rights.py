"""What each role may do with the rows of a desk, asked of a real server."""

from __future__ import annotations

import re
import secrets
from functools import cache
from io import BytesIO

import psycopg
import pytest
from psycopg import errors

from store.database.address import read_address
from store.database.place import Database
from store.database.rights import rights
from store.errors import CannotWrite, NoDesk
from store.office.sources import seen_at
from tests.store import postgres
from tests.store.desks import new_desk, open_desk, tip_of
from tests.store.sealed import DUTY, FIRST, KEY, LEAD, sealed_desk


@cache
def base() -> str:
    """One for all of these tests."""
    return postgres.base_apart()


def as_role(role: str, desk: str) -> Database:
    server = base().replace("postgres@", f"{role}@", 1)
    return Database(read_address(f"{server}&desk={desk}"))


@pytest.fixture
def named() -> dict[str, Database]:
    """A desk as each role enters it; and another beside it."""
    tag = secrets.token_hex(4)
    desk, roles = f'它\'s "{tag}"', {who: f"{who}-{tag}" for who in ("duty", "lead", "figures")}
    with psycopg.connect(base(), autocommit=True) as link:
        for role in roles.values():
            link.execute(f'CREATE ROLE "{role}" LOGIN')
        for _time in range(2):
            link.execute(rights(desk, roles["duty"], roles["lead"], roles["figures"]))
    new_desk(as_role("postgres", f"other-{tag}")).close()
    found = {who: as_role(role, desk) for who, role in roles.items()}
    return found | {"stranger": as_role(roles["duty"], f"other-{tag}")}


def test_officers_read_and_append_and_change_nothing(named: dict[str, Database]) -> None:
    new_desk(named["lead"]).close()
    desk = open_desk(named["duty"], "李明")
    assert desk.record(tip_of()).number == "2016-0001" and desk.repairs == ()
    desk.drafts.keep("登记", {"summary": "x"})
    desk.enclosures.add("1", "letter", file=BytesIO(b"a letter"))
    desk.presence.show()
    with psycopg.connect(conninfo(named["duty"]), autocommit=True) as link:
        for statement in (
            "UPDATE dutydesk.journal SET line = ''",
            "DELETE FROM dutydesk.journal",
            "UPDATE dutydesk.desks SET ended = ''",
            "DELETE FROM dutydesk.desks",
        ):
            with pytest.raises(errors.InsufficientPrivilege):
                link.execute(statement)
        kept = "(SELECT blob FROM dutydesk.files WHERE name LIKE 'files/%')"
        for table in ("pieces", "files"):
            link.execute(f"DELETE FROM dutydesk.{table} WHERE blob IN {kept}")
    with desk.place.files.writing() as file:
        file.write(b"orphan")
        file.keep("0" * 32)
    size = desk.place.log().size()
    with pytest.raises(CannotWrite, match="权限"):
        desk.enclosures.remove_unused()
    assert desk.place.log().size() == size, "nor is it recorded"
    assert open_desk(named["lead"]).enclosures.remove_unused() == {"0" * 32: 6}
    log = named["duty"].log()
    with pytest.raises(CannotWrite, match="权限"), log.lock, log.replacing([b"x\n"]) as put:
        put()
    found = desk.keeping.verify()
    assert found.is_sound and found.files == 1


@pytest.mark.parametrize("more", [-1, 1])
def test_an_officer_who_writes_another_length_there_hides_no_line_and_stops_nobody(
    more: int, named: dict[str, Database]
) -> None:
    """To hold the desk's row takes the right to change how long the journal is said to be."""
    desk = new_desk(named["lead"])
    desk.record(tip_of())
    with psycopg.connect(conninfo(named["duty"]), autocommit=True) as link:
        link.execute("UPDATE dutydesk.desks SET size = size + %s", (more,))
    for who, number in (("lead", "2016-0002"), ("duty", "2016-0003")):
        found = open_desk(named[who])
        assert found.record(tip_of()).number == number and found.keeping.verify().is_sound
    assert len(desk.tips()) == 3 and desk.repairs == ()


def conninfo(place: Database) -> str:
    return str(place._address.server)


def test_nobody_sees_another_desk(named: dict[str, Database]) -> None:
    new_desk(named["lead"]).close()
    with pytest.raises(NoDesk):
        open_desk(named["stranger"])
    with psycopg.connect(conninfo(named["duty"]), autocommit=True) as link:
        assert link.execute("SELECT count(DISTINCT desk) FROM dutydesk.journal").fetchone() == (1,)


def test_the_rights_at_one_desk_stay_where_those_at_another_are_given() -> None:
    """However alike their names are, of which the server takes as much as goes into 63 bytes."""
    rounds = [f"省委第五巡视组巡视某某示范区二〇一六年第{n}轮" for n in "一二"]
    one, two = ({*re.findall('POLICY ("[^"]*")', rights(desk, "duty"))} for desk in rounds)
    assert one.isdisjoint(two) and max(len(name.encode()) for name in one | two) <= 63 + len('""')


ALL = ("desks", "journal", "files", "pieces", "notes", "presence", "overviews")
GRANTED = [
    'USAGE ON SCHEMA dutydesk TO "duty"',
    'SELECT, UPDATE (size) ON dutydesk.desks TO "duty"',
    'SELECT, INSERT ON dutydesk.journal TO "duty"',
    'SELECT, INSERT, DELETE ON dutydesk.files, dutydesk.pieces TO "duty"',
    "SELECT, INSERT, UPDATE, DELETE ON dutydesk.notes, dutydesk.presence, dutydesk.overviews"
    ' TO "duty"',
    'USAGE ON SCHEMA dutydesk TO "lead"',
    'SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA dutydesk TO "lead"',
    'USAGE ON SCHEMA dutydesk TO "office"',
    'SELECT (desk, size, ended) ON dutydesk.desks TO "office"',
    'SELECT ON dutydesk.overviews TO "office"',
]
# Of what came with tips an officer takes nothing away, what the notice was before they may.
TAKEN_AWAY = {
    "files": "name NOT LIKE 'files/%'",
    "pieces": "blob NOT IN (SELECT blob FROM dutydesk.files WHERE name LIKE 'files/%')",
}


def test_what_each_role_is_given_is_this_and_no_more() -> None:
    said = rights("甲", "duty", "lead", "office")
    assert re.findall("GRANT (.*);", said) == GRANTED
    assert re.findall(r"ALTER TABLE dutydesk\.(\w+) ENABLE ROW LEVEL SECURITY", said) == [*ALL]
    own, expected = "desk = '甲'", set()
    for table in ALL:
        expected.add((table, "ALL", "lead", f"USING ({own})"))
        if removable := TAKEN_AWAY.get(table):
            expected |= {
                (table, "SELECT", "duty", f"USING ({own})"),
                (table, "INSERT", "duty", f"WITH CHECK ({own})"),
                (table, "DELETE", "duty", f"USING ({own} AND {removable})"),
            }
        else:
            expected.add((table, "ALL", "duty", f"USING ({own})"))
    expected |= {(table, "SELECT", "office", f"USING ({own})") for table in ("desks", "overviews")}
    made = r'CREATE POLICY "[^"]*" ON dutydesk\.(\w+) FOR (\w+) TO "(\w+)" (.*);'
    assert {*re.findall(made, said)} == expected


def test_what_stands_in_a_role_is_its_name_and_no_statement() -> None:
    said = rights("desk", 'duty"; DROP TABLE x')
    assert said.count('"duty""; DROP TABLE x"') == said.count("DROP TABLE x") > 0


def test_who_sees_figures_sees_nothing_else(named: dict[str, Database]) -> None:
    with new_desk(named["lead"]) as desk:
        desk.record(tip_of())
        desk.ground.overview.keep()
    assert seen_at("一组", named["figures"], None).overview
    with psycopg.connect(conninfo(named["figures"]), autocommit=True) as link:
        for table in ("journal", "files", "pieces", "notes", "presence"):
            with pytest.raises(errors.InsufficientPrivilege):
                link.execute(f"SELECT * FROM dutydesk.{table}")
        with pytest.raises(errors.InsufficientPrivilege):
            link.execute("SELECT epoch FROM dutydesk.desks")


def test_a_lead_seals_the_desk_to_other_keys(named: dict[str, Database]) -> None:
    desk = sealed_desk(named["lead"])
    desk.record(tip_of())
    desk.access.unlock(KEY)
    open_desk(named["duty"], LEAD).access.unlock(KEY)
    desk.keeping.rekey([str(FIRST.to_public())])
    assert open_desk(named["lead"], LEAD).keeping.verify().is_sound
    # Where officers are it is entered with another role, and the new key is there all the same.
    officer = open_desk(named["duty"], DUTY)
    assert officer.repairs == ()
    officer.record(tip_of())
    officer.close()
    again = open_desk(named["lead"], LEAD)
    again.access.unlock(KEY)
    assert again.access.open_tip("2").summary == tip_of().summary
