"""A desk in a database: how it is named, what is lost on the way, and who stands still in it."""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import threading
import time
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import errors

from store import disk
from store.database import lock, server
from store.database.address import is_address, names_desk, read_address, read_database
from store.database.files import PIECE_BYTES
from store.database.overview import MOST_BYTES
from store.database.place import Database
from store.database.server import Link, Server
from store.desk.desk import Desk
from store.desk.keeping import restore
from store.desk.overview import OverviewKeeper
from store.desk.places import place_at
from store.document import TABLE
from store.errors import (
    CannotReach,
    CannotRead,
    CannotWrite,
    DeskBusy,
    DeskDamaged,
    DeskEnded,
    DeskError,
    DeskExists,
    MaybeSaved,
    NoDesk,
    Overtaken,
)
from store.journal.place import JOURNAL, NOTICE, Ended
from store.secret.change import Whole
from store.secret.keyring import Keyring
from tests.store import postgres
from tests.store.conftest import in_database
from tests.store.desks import OFFICER, held, new_desk, open_desk, summaries, tip_of
from tests.store.faults import in_child
from tests.store.memory_place import MemoryPlace
from tests.store.sealed import DUTY, WORDS, holding, planted, working_day

SAMPLE = tip_of()
Say = Callable[[str], None]


@pytest.fixture
def database(tmp_path: Path, monkeypatch):
    # What desks of earlier tests still say there is said by connections of their own.
    monkeypatch.setattr(server, "_servers", {})
    return in_database(tmp_path / "desk")


# How it is named


def test_an_address_names_the_server_and_the_desk_and_is_written_one_way() -> None:
    address = read_address("postgres://duty@db1:1,db2/office?sslmode=verify-full&desk=省一组&a=b")
    assert (address.desk, address.user, address.database) == ("省一组", "duty", "office")
    assert address.server == "postgresql://duty@db1:1,db2/office?a=b&sslmode=verify-full"
    assert read_address(str(address)) == address and str(address).endswith("&desk=省一组")
    hostile = read_address("postgresql:///office?desk=%26a%3D%E3%80%80%25%20b")
    assert hostile.desk == "&a=\u3000% b" and read_address(str(hostile)) == hostile
    assert read_address("postgresql:///office?desk=a").server == "postgresql:///office"


@pytest.mark.parametrize(
    "text",
    [
        "postgresql://duty:geheim@db/office?desk=a",
        "postgresql://duty:/geheim@db/office?desk=a",
        "postgresql://duty:1/geheim@db/office?desk=a",
        "postgresql://duty:?geheim@db/office?sslmode=require&desk=a",
        "postgresql://duty:#geheim@db/office?desk=a",
        "postgresql://db/office?desk=a&password=geheim",
        "postgresql://db/office?desk=a&sslpassword=geheim",
    ],
)
def test_an_address_with_a_password_is_refused_and_not_repeated(text: str) -> None:
    with pytest.raises(NoDesk) as refused:
        read_address(text)
    assert "pgpass" in str(refused.value) and postgres.PASSWORD not in str(refused.value)
    assert refused.value.__cause__ is None


@pytest.mark.parametrize(
    ("text", "is_one", "names"),
    [
        ("postgresql://db/office?desk=a", True, True),
        ("postgres://db/office?a=b&desk=a", True, True),
        ("mysql://db/office", True, False),
        ("postgresql://[db/office?desk=a", True, True),
        ("C:/desk", False, False),
        ("/srv/desk", False, False),
        ("a desk://x", False, False),
    ],
)
def test_an_address_is_told_from_a_folder_and_says_whether_it_names_a_desk(
    text: str, is_one: bool, names: bool
) -> None:
    assert (is_address(text), names_desk(text)) == (is_one, names)


def test_a_database_is_named_with_or_without_one_of_its_desks() -> None:
    for text in ("postgresql://db/office", "postgresql://db/office?desk=a"):
        assert read_database(text).server == "postgresql://db/office"
    with_more = read_database("postgresql://db/office?sslmode=require")
    assert with_more.server == "postgresql://db/office?sslmode=require"


@pytest.mark.parametrize("query", ["", "?desk=", "?desk=a&desk=b", "?desk=" + "x" * 101])
def test_an_address_that_names_no_desk_is_refused(query: str) -> None:
    with pytest.raises(NoDesk):
        read_address(f"postgresql://db/office{query}")


@pytest.mark.parametrize(
    "text",
    [
        "postgresql+psycopg://duty:geheim@db/office?desk=a",
        "jdbc:postgresql://db/office?user=duty&password=geheim",
        "postgresql:/duty:geheim@db/office?desk=a",
        "postgresql://[db/office?desk=a",
        "postgresql://db/office?desk=a%00b",
        "postgresql://db/office?desk=a%1b]0;b",
        "postgresql://db/of%1b]0;fice?desk=a",
    ],
)
def test_what_is_no_address_of_a_database_is_told_and_not_taken_for_a_folder(text: str) -> None:
    with pytest.raises(NoDesk, match="postgresql://HOST/DATABASE") as refused:
        place_at(text)
    assert postgres.PASSWORD not in str(refused.value)
    assert str(refused.value).isprintable()


# What cannot be opened


@pytest.mark.parametrize(
    ("change", "error", "words"),
    [
        (("/postgres?", "/nothing?"), NoDesk, "没有名为“nothing”的数据库"),
        (("postgres@", "nobody@"), CannotRead, "没有这个账户"),
        (("/dutydesk-", "/none-"), CannotReach, "暂时连不上"),
        (("?", "?sslmode=verify-full&hostaddr=127.0.0.1&"), CannotReach, "暂时连不上"),
        (("&desk", "&nothing=1&desk"), NoDesk, "地址不能识别"),
        (("&desk", "&sslmode=nothing&desk"), NoDesk, "地址不能识别"),
        (("&desk", "&port=nothing&desk"), NoDesk, "地址不能识别"),
        (("&desk", "&service=nothing&desk"), NoDesk, "地址不能识别"),
        (("&desk", "&options=-c%20nothing=1&desk"), NoDesk, "地址不能识别"),
        (("?host", f"?host={'h' * 100}&none"), NoDesk, "地址不能识别"),
        (("/postgres?", "/template1?"), NoDesk, "还没有值班台的表"),
        (("", ""), NoDesk, "没有值班台"),
    ],
)
def test_what_keeps_a_desk_from_being_opened_is_told(
    change: tuple[str, str], error: type[Exception], words: str
) -> None:
    address = f"{postgres.server()}&desk=none".replace(*change, 1)
    with pytest.raises(error, match=words) as refused:
        place_at(address).check_has_desk()
    assert refused.value.__cause__ is None and "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("password", "change", "words"),
    [
        ("", ("", ""), "要求密码"),
        ("falsch", ("", ""), "不接受所给的账户或密码"),
        (postgres.PASSWORD, ("/postgres?", "/nothing?"), "没有名为“nothing”的数据库"),
        (postgres.PASSWORD, ("", ""), "没有做这件事的权限"),
    ],
)
def test_an_account_with_a_password_is_told_what_it_lacks(
    password: str, change: tuple[str, str], words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGPASSWORD", password)
    whose = postgres.server().replace(f"{postgres.USER}@", f"{postgres.WITH_PASSWORD}@")
    address = f"{whose}&desk=none".replace(*change, 1)
    with pytest.raises(DeskError, match=words) as refused:
        place_at(address).check_has_desk()
    assert postgres.PASSWORD not in str(refused.value)


# How it is written


def wait_no_longer(monkeypatch) -> None:
    """Has whoever begins on a server from now on wait for no lock."""
    impatient = Server.beginning.replace(server._LOCK_WAIT, "1ms")
    monkeypatch.setattr(Server, "beginning", impatient)


@pytest.fixture
def said(monkeypatch) -> list[str]:
    """What this thread says to its server, a word for each message, and "commit" before one that is a commit."""
    heard: list[str] = []
    own = threading.get_ident()

    def hears(word: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def said_first(*of: Any) -> Any:
            if threading.get_ident() == own:
                heard.append(word)
            return call(*of)

        return said_first

    # What is kept of the desk beside its tips is said by another thread, which may have the connection.
    monkeypatch.setattr(OverviewKeeper, "keep_soon", lambda _self: None)
    monkeypatch.setattr(Link, "wait", hears("message", Link.wait))
    monkeypatch.setattr(Link, "commit", hears("commit", Link.commit))
    return heard


HELD = ["message", "message", "commit", "message"]
"""Of which the last commits. It does so alone: one that stands still before it is told apart from one that
has nothing to say."""


def test_a_tip_is_recorded_in_one_message(database, said: list[str]) -> None:
    """Each takes as long as the server is far away, or busy."""
    desk = new_desk(database)
    desk.load()
    said.clear()
    desk.record(SAMPLE, once="tip-1")
    assert said == ["message"]


def test_who_was_overtaken_holds_the_row_until_nobody_else_writes(
    database, said: list[str]
) -> None:
    """One who always came too late would wait for ever where many write."""
    desk, other = new_desk(database), open_desk(database, "乙")
    for _time in range(2):
        desk.record(SAMPLE)
    for in_vain in (["message"], []):
        other.record(SAMPLE)
        said.clear()
        desk.record(SAMPLE)
        # What the other wrote is read with the row in one's hands.
        assert said == [*in_vain, "message", *HELD]
    for expected in (HELD, ["message"]):
        said.clear()
        desk.record(SAMPLE)
        assert said == expected
    assert len(other.tips()) == 8 and other.keeping.verify().is_sound


def test_a_line_in_a_block_that_holds_the_row_is_written_by_who_holds_it(
    database, said: list[str]
) -> None:
    desk = new_desk(database)
    desk.record(SAMPLE)
    said.clear()
    with desk.ground.storage.writing:
        desk.record(SAMPLE)
    assert said == HELD


def test_who_waited_for_one_that_took_lines_out_writes_none_after_the_gap(database) -> None:
    desk = new_desk(database)
    desk.record(SAMPLE)
    first = desk.ground.storage.position
    desk.record(SAMPLE)
    told: list[str] = []

    def record() -> None:
        with pytest.raises(DeskDamaged) as damaged:
            desk.record(SAMPLE)
        told.append(str(damaged.value))

    waiting = threading.Thread(target=record)
    with psycopg.connect(postgres.server()) as link:
        whose = (read_address(database.address).desk,)
        link.execute("SELECT 1 FROM dutydesk.desks WHERE desk = %s FOR UPDATE", whose)
        waiting.start()
        wait_for_one_who_waits(waiting, link)
        link.execute("DELETE FROM dutydesk.journal WHERE desk = %s AND at >= %s", (*whose, first))
        link.execute("UPDATE dutydesk.desks SET size = %s WHERE desk = %s", (first, *whose))
    waiting.join()
    assert len(told) == 1 and "比先前读到的短" in told[0]
    assert len(open_desk(database).tips()) == 1


def wait_for_one_who_waits(waiting: threading.Thread, holder: psycopg.Connection[Any]) -> None:
    """Returns once somebody waits for what the transaction of that connection holds."""
    wanted = "SELECT 1 FROM pg_stat_activity WHERE %s = ANY(pg_blocking_pids(pid))"
    with psycopg.connect(postgres.server(), autocommit=True) as link:
        while not link.execute(wanted, (holder.info.backend_pid,)).fetchone():
            assert waiting.is_alive()


def put_in_by_hand(place: Database, after: int = 0, line: bytes = b"") -> None:
    """A row so many bytes after the journal's end, as an officer's account may add one."""
    with psycopg.connect(postgres.server(), autocommit=True) as link:
        link.execute(
            "INSERT INTO dutydesk.journal (desk, at, token, line)"
            " SELECT desk, size + %s, 'by hand', %s FROM dutydesk.desks WHERE desk = %s",
            (after, line, read_address(place.address).desk),
        )


@pytest.mark.parametrize("after", [1, 5000])
def test_a_row_further_on_that_no_journal_has_is_told_before_anything_is_saved(
    after: int, database
) -> None:
    """What is written before such a one would be read by nobody."""
    desk = new_desk(database)
    desk.load()
    put_in_by_hand(database, after, b"x" * 9)
    end = desk.ground.storage.position
    with pytest.raises(DeskDamaged, match=f"在第 {end + 1} 字节处缺少内容"):
        desk.record(SAMPLE)
    with psycopg.connect(postgres.server()) as link:
        stored = "SELECT count(*) FROM dutydesk.journal WHERE desk = %s"
        assert link.execute(stored, (read_address(database.address).desk,)).fetchone() == (2,)


@pytest.mark.parametrize(
    ("reply", "error", "words"),
    [
        ('致命错误:  数据库 "postgres" 不存在', NoDesk, "没有名为“postgres”的数据库"),
        ('致命错误:  角色 "postgres" 不存在', CannotRead, "没有这个账户"),
        ('致命错误:  用户 "postgres" Password 认证失败', CannotRead, "不接受所给的账户或密码"),
        (
            'FATAL:  no pg_hba.conf entry for host "::1", user "a", database "postgres", no encryption',
            CannotRead,
            "可信的加密连接",
        ),
        ('FATAL:  too many connections for database "postgres"', CannotReach, "too many"),
        ("致命错误:  数据库系统正在启动", CannotReach, "没有接受连接（数据库系统正在启动）"),
        ("FATAL:  el sistema se está iniciando", CannotReach, "el sistema"),
        (
            'FATAL:  one is starting\n\tconnection to server at "b" failed: FATAL:  two is too',
            CannotReach,
            "没有接受连接（two is too）",
        ),
        (f"FATAL:  {'长' * 300}", CannotReach, f"没有接受连接（{'长' * 200}）"),
        ("Connection refused", CannotReach, "暂时连不上"),
        # What gets no better by waiting: something in the address is wrong.
        *(
            (reply, NoDesk, "地址不能识别")
            for reply in (
                "FATAL:  invalid command-line argument for server process: -x",
                'FATAL:  invalid value for parameter "work_mem": "x"',
                'FATAL:  unrecognized configuration parameter "x"',
                'invalid integer value "x" for connection option "port"',
                'definition of service "x" not found',
                'syntax error in service file "x", line 1',
                "could not match 2 host names to 3 hostaddr values",
                'could not parse network address "x": Name or service not known',
            )
        ),
        ("SSL error: unexpected eof while reading", CannotReach, "暂时连不上"),
        ("SSL SYSCALL error: Connection reset by peer", CannotReach, "暂时连不上"),
    ],
)
def test_what_a_server_says_that_takes_no_connection_is_told_whatever_its_language(
    reply: str, error: type[Exception], words: str
) -> None:
    """Such an error has no code; these are what real servers of both languages said."""
    said = f'connection failed: connection to server on socket "/tmp/s" failed: {reply}'
    told = Server(read_address("postgresql:///postgres?desk=a"))._not_reached(
        psycopg.OperationalError(said)
    )
    assert type(told) is error and words in str(told)


def test_of_a_database_that_is_away_who_reads_hears_nothing_of_saving(database) -> None:
    desk = new_desk(database)
    desk.ground.storage.is_looked_after = True
    desk.ground.storage.note_away(desk.place._server.away())
    with pytest.raises(CannotReach, match=r"^数据库暂时连不上"):
        desk.ground.storage.refuse_if_away()
    with pytest.raises(CannotReach, match=r"^没有保存：数据库暂时连不上"):
        desk.record(SAMPLE)


def test_who_cannot_even_connect_to_save_is_told_so_and_the_next_need_not_try(
    database, monkeypatch
) -> None:
    desk = new_desk(database)
    desk.load()
    storage, here = desk.ground.storage, database._server
    storage.is_looked_after = True
    here.close()

    def is_away() -> Link:
        raise here.away()

    monkeypatch.setattr(here, "_connect", is_away)
    with pytest.raises(CannotReach, match=r"^没有保存：数据库暂时连不上"):
        desk.record(SAMPLE)
    assert str(storage.away).startswith("数据库暂时连不上")


def test_of_what_may_be_saved_nobody_says_that_it_is_not(database, monkeypatch) -> None:
    desk = new_desk(database)
    desk.load()
    desk.ground.storage.is_looked_after = True
    monkeypatch.setattr(lock, "_FINDING_OUT_SECONDS", 0)

    def is_away() -> Link:
        raise database._server.away()

    lose_the_answer(monkeypatch)
    monkeypatch.setattr(database._server, "_connect", is_away)
    with pytest.raises(MaybeSaved, match=r"^保存时"):
        desk.record(SAMPLE)
    assert desk.ground.storage.away is None


# What is lost on the way


def lose_the_answer(monkeypatch, *, arrives: bool = True) -> None:
    """What commits next is done if it `arrives`, and nobody hears of it."""
    commit, repeat = Link.commit, Link.repeat

    def lose(link: Link, call: Callable[[], object]) -> Any:
        monkeypatch.setattr(Link, "commit", commit)
        monkeypatch.setattr(Link, "repeat", repeat)
        if arrives:
            call()
        link.pgconn.finish()
        return link.execute("SELECT 1")

    def repeats(link: Link, *of: Any) -> int:
        return lose(link, lambda: repeat(link, *of))

    monkeypatch.setattr(Link, "commit", lambda link: lose(link, lambda: commit(link)))
    monkeypatch.setattr(Link, "repeat", repeats)


def ask_for_it_again(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """What that desk writes next while it holds the row is to be done again, as the server says."""
    row = desk.ground.storage.log.lock
    write = row.write

    def asked_again(at: int, _work: object) -> None:
        monkeypatch.setattr(row, "write", write)
        write(at, lambda link: link.execute("DO $$ BEGIN RAISE serialization_failure; END $$"))

    monkeypatch.setattr(row, "write", asked_again)


@pytest.fixture(params=["presuming", "writing"])
def how(request: pytest.FixtureRequest) -> str:
    """Whether the row is held only while a line is written, or longer."""
    return request.param


def test_a_commit_whose_answer_is_lost_is_found_and_not_repeated(
    how: str, database, monkeypatch
) -> None:
    desk = new_desk(database)
    with getattr(desk.ground.storage, how):
        lose_the_answer(monkeypatch)
        assert desk.record(SAMPLE).number == "2016-0001"
        assert desk.record(SAMPLE).number == "2016-0002"
    assert desk.keeping.verify().is_sound and len(open_desk(database).tips()) == 2


def test_a_commit_that_never_arrived_is_made_up_for(how: str, database, monkeypatch) -> None:
    desk = new_desk(database)
    with getattr(desk.ground.storage, how):
        lose_the_answer(monkeypatch, arrives=False)
        assert desk.record(SAMPLE).number == "2016-0001"
    assert len(open_desk(database).tips()) == 1 and desk.keeping.verify().is_sound


def test_a_line_in_whose_place_anothers_was_stored_meanwhile_is_stored_after_that(
    database, monkeypatch
) -> None:
    desk, other = new_desk(database), open_desk(database, "乙")
    close = Server.close

    def close_once_another_wrote(server: Server) -> None:
        monkeypatch.setattr(Server, "close", close)
        assert other.record(SAMPLE).number == "2016-0001"
        close(server)

    lose_the_answer(monkeypatch, arrives=False)
    monkeypatch.setattr(Server, "close", close_once_another_wrote)
    assert desk.record(SAMPLE).number == "2016-0002"
    assert [tip.officer for tip in open_desk(database).tips()] == ["乙", OFFICER]


def test_a_line_that_never_arrived_at_a_desk_that_was_replaced_is_told_as_that(
    database, monkeypatch
) -> None:
    """To save once more would never succeed."""
    desk, close = new_desk(database), Server.close

    def close_once_it_was_replaced(server: Server) -> None:
        monkeypatch.setattr(Server, "close", close)
        close(server)
        with psycopg.connect(postgres.server()) as link:
            renamed = "UPDATE dutydesk.desks SET epoch = 'another' WHERE desk = %s"
            link.execute(renamed, (desk.ground.storage.log.lock._desk,))

    monkeypatch.setattr(lock, "_FINDING_OUT_SECONDS", 0)
    lose_the_answer(monkeypatch, arrives=False)
    monkeypatch.setattr(Server, "close", close_once_it_was_replaced)
    with pytest.raises(DeskDamaged, match="重新打开"):
        desk.record(SAMPLE)


@pytest.mark.parametrize("arrives", [False, True])
def test_the_files_of_a_line_that_may_be_stored_are_dropped_only_where_it_is_not(
    arrives: bool, database, monkeypatch
) -> None:
    desk = new_desk(database)
    number = desk.record(SAMPLE).number
    row = desk.ground.storage.log.lock

    def nobody_knows(_values: object) -> None:
        raise lock._nobody_knows()

    monkeypatch.setattr(row, "_find_out", nobody_knows)
    lose_the_answer(monkeypatch, arrives=arrives)
    with pytest.raises(MaybeSaved):
        desk.enclosures.add(number, "photographs", file=BytesIO(b"photograph"))
    assert len(database.files.kept()) == arrives
    assert desk.keeping.verify().is_sound


def test_of_a_line_that_is_stored_nobody_says_that_another_was_faster(
    database, monkeypatch
) -> None:
    """A server that orders all transactions may ask for what bears it out to be done again."""
    desk = new_desk(database)
    lose_the_answer(monkeypatch)
    ask_for_it_again(desk, monkeypatch)
    assert desk.record(SAMPLE).number == "2016-0001"
    assert len(open_desk(database).tips()) == 1


@pytest.mark.parametrize("error", [CannotRead("x"), CannotWrite("x"), NoDesk("x")])
def test_who_is_not_let_in_any_more_does_not_say_that_it_is_not_saved(
    error: Exception, database, monkeypatch
) -> None:
    desk = new_desk(database)
    desk.load()

    def not_let_in(_server: Server) -> Link:
        raise error

    lose_the_answer(monkeypatch)
    monkeypatch.setattr(lock, "_FINDING_OUT_SECONDS", 0)
    close = Server.close
    with monkeypatch.context() as away:

        def close_for_good(at: Server) -> None:
            close(at)
            away.setattr(Server, "_connect", not_let_in)

        away.setattr(Server, "close", close_for_good)
        with pytest.raises(MaybeSaved):
            desk.record(SAMPLE)
    assert len(open_desk(database).tips()) == 1


def test_the_file_of_a_line_stays_though_whoever_found_out_had_no_answer_either(
    database, monkeypatch
) -> None:
    desk = new_desk(database)
    number = desk.record(SAMPLE).number
    monkeypatch.setattr(lock, "_FINDING_OUT_SECONDS", 0)
    commit, arrives = Link.commit, [False, True]

    def lose(link: Link) -> None:
        if not arrives:
            commit(link)
            return
        if arrives.pop(0):
            commit(link)
        link.pgconn.finish()
        link.execute("SELECT 1")

    monkeypatch.setattr(Link, "commit", lose)
    with pytest.raises(MaybeSaved):
        desk.enclosures.add(number, "photographs", file=BytesIO(b"photograph"))
    assert len(database.files.kept()) == 1 and desk.keeping.verify().is_sound


def test_what_another_thread_is_writing_is_not_taken_from_it(database) -> None:
    desk = new_desk(database)
    row = desk.ground.storage.log.lock

    def write_and_close(link: Link) -> None:
        link.execute("UPDATE dutydesk.desks SET size = 7 WHERE desk = %s", (row._desk,))
        closing = threading.Thread(target=row.close)
        closing.start()
        closing.join()

    with row:
        row.write(row.size, write_and_close)
    with psycopg.connect(postgres.server()) as link:
        stored = "SELECT size FROM dutydesk.desks WHERE desk = %s"
        assert link.execute(stored, (row._desk,)).fetchone() == (7,)


@pytest.mark.parametrize(
    ("error", "is_away", "is_unknown"),
    [
        (errors.ProtocolViolation, True, True),
        (errors.ConnectionFailure, True, True),
        (errors.StatementCompletionUnknown, False, True),
        (errors.SystemError, False, True),
        (psycopg.InternalError, False, True),
        (errors.ReadOnlySqlTransaction, True, False),
        (errors.UniqueViolation, False, False),
    ],
)
def test_of_which_errors_nobody_knows_whether_it_was_saved(
    error: type[psycopg.Error], is_away: bool, is_unknown: bool
) -> None:
    """A pooler that lost the server says one that begins with 08; a server of many hosts may not know either."""
    assert (server.is_away(error()), server.is_unknown(error())) == (is_away, is_unknown)


def test_a_note_that_the_others_may_not_have_is_not_told_as_kept(database) -> None:
    """A server warns so where it does not wait any longer for those that stand by."""
    new_desk(database)
    with pytest.raises(CannotReach, match="尚不能确定"):
        database._server.write("DO $$ BEGIN RAISE WARNING 'on the primary alone'; END $$")
    assert database._server.write("SELECT 1") == (1,), "that was said of the one before"
    database._server.write("DO $$ BEGIN RAISE NOTICE 'of no account'; END $$")


def test_a_tip_that_the_others_may_not_have_is_not_told_as_saved(
    how: str, database, monkeypatch
) -> None:
    """Until what is committed after it, without such a warning, bears out that they have it."""
    desk = new_desk(database)
    commit, repeat = Link.commit, Link.repeat

    def warns(link: Link, call: Callable[[], Any]) -> Any:
        made = call()
        link.execute("DO $$ BEGIN RAISE WARNING 'on the primary alone'; END $$")
        return made

    with monkeypatch.context() as warned:
        warned.setattr(lock, "_FINDING_OUT_SECONDS", 0)
        warned.setattr(Link, "repeat", lambda link, *of: warns(link, lambda: repeat(link, *of)))
        warned.setattr(Link, "commit", lambda link: warns(link, lambda: commit(link)))
        with pytest.raises(MaybeSaved), getattr(desk.ground.storage, how):
            desk.record(SAMPLE, once="tip-1")
    assert desk.record(SAMPLE, once="tip-1").number == "2016-0001"
    assert summaries(open_desk(database)) == [SAMPLE.summary]


def test_a_connection_that_the_server_ended_meanwhile_is_not_asked(database) -> None:
    new_desk(database).close()
    link = database._server.take()
    database._server.give_back(link)
    with psycopg.connect(postgres.server(), autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 60000)", (link.info.backend_pid,))
    assert database._server.row("SELECT 1") == (1,) and link.closed


def test_what_is_kept_in_a_block_is_there_at_its_end_or_not_at_all(database) -> None:
    notes = new_desk(database).place.drafts
    seen: list[list[str]] = []
    with notes.shared():
        notes.keep("a", b"typed")
        assert notes.read("a") == b"typed" and notes.kept() == ["a"]
        in_another_thread(lambda: seen.append(notes.kept()))
    in_another_thread(lambda: seen.append(notes.kept()))
    assert seen == [[], ["a"]]
    with pytest.raises(ZeroDivisionError), notes.shared():
        notes.keep("b", b"typed")
        1 / 0  # noqa: B018
    assert notes.kept() == ["a"]


@pytest.mark.parametrize(
    ("said", "told", "words"),
    [
        ("LockNotAvailable SerializationFailure DeadlockDetected", DeskBusy, "占用值班台"),
        ("UndefinedTable InvalidSchemaName", NoDesk, "还没有值班台的表"),
        ("UndefinedColumn UndefinedFunction DatatypeMismatch", DeskDamaged, "database-setup"),
        ("InsufficientPrivilege", CannotWrite, "没有做这件事的权限"),
        ("DiskFull", CannotWrite, "磁盘已满"),
        ("CheckViolation DataException", CannotWrite, "数据库未能执行"),
        ("AdminShutdown CrashShutdown CannotConnectNow", CannotReach, "暂时连不上"),
        ("ReadOnlySqlTransaction TooManyConnections QueryCanceled", CannotReach, "暂时连不上"),
        ("IdleInTransactionSessionTimeout ConnectionFailure", CannotReach, "暂时连不上"),
    ],
)
def test_what_a_server_refuses_is_told_by_what_can_be_done(
    said: str, told: type[DeskError], words: str
) -> None:
    here = Server(read_address("postgresql:///postgres?desk=a"))
    for name in said.split():
        found = here.told(getattr(errors, name)("said"))
        assert type(found) is told and words in str(found), name


def test_who_waits_too_long_for_a_desk_in_a_database_is_told_and_gets_in_later(
    database, monkeypatch
) -> None:
    new_desk(database).close()
    log = database.log()
    monkeypatch.setattr(lock, "PATIENCE_SECONDS", 0.01)
    wait_no_longer(monkeypatch)
    other = database.log()
    told: list[str] = []

    def enter() -> None:
        try:
            with log.lock:
                told.append("in")
        except DeskBusy:
            told.append("busy")

    with log.lock:
        in_another_thread(enter)
        with pytest.raises(DeskBusy):
            other.lock._begin(0)
        with log.lock:
            pass
        assert log.lock.held, "as long as the outer block lasts"
        in_another_thread(enter)
    in_another_thread(enter)
    assert told == ["busy", "busy", "in"]
    with other.lock as row:
        assert row.held


def test_a_server_whose_disk_is_full_is_told_as_that(database) -> None:
    assert "磁盘已满" in str(database._server.told(errors.DiskFull()))


@pytest.mark.parametrize("what", ["all lines", "a torn tail", "the end"])
def test_where_the_answer_to_anything_else_is_lost_that_is_told(
    what: str, database, monkeypatch
) -> None:
    new_desk(database).close()
    log = database.log()
    with log.lock, pytest.raises(CannotReach, match="不能确定"):
        lose_the_answer(monkeypatch)
        match what:
            case "all lines":
                with log.replacing([log.first_line() + b"\n"]) as put_in_place:
                    put_in_place()
            case "a torn tail":
                log.put_aside(log.size() - 1, log.size())
            case "the end":
                database.mark_ended(Ended("", "组长", "档案.age", "", 0, 0, ""))


# What a server says no sooner than as a transaction is to end.
AT_THE_END = """
    CREATE FUNCTION pg_temp.refuse() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE {}; END $$;
    CREATE TEMPORARY TABLE ends (n int) ON COMMIT DROP;
    CREATE CONSTRAINT TRIGGER refuse AFTER INSERT ON ends DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW EXECUTE FUNCTION pg_temp.refuse();
    INSERT INTO ends VALUES (1)"""


@pytest.mark.parametrize(
    ("said", "error"), [("serialization_failure", Overtaken), ("check_violation", CannotWrite)]
)
def test_what_the_server_refuses_at_the_very_end_is_not_told_as_saved(
    said: str, error: type[DeskError], database, monkeypatch
) -> None:
    desk = new_desk(database)
    row, at_the_end = desk.ground.storage.log.lock, AT_THE_END.format(said)
    write = row.write

    def refused(at: int, work: Callable[[Link], object]) -> None:
        monkeypatch.setattr(row, "write", write)
        write(at, lambda link: (work(link), link.execute(at_the_end)))

    with desk.ground.storage.writing:
        number = desk.ground.number_of(desk.ground.next_id(TABLE))
        document = replace(SAMPLE, number=number).as_json()
        before = row.size
        monkeypatch.setattr(row, "write", refused)
        with pytest.raises(error):
            desk.ground.store({TABLE: {"1": Whole(document)}}, "record")
        assert row.size == before
    assert summaries(desk) == summaries(open_desk(database)) == []
    assert desk.record(SAMPLE).number == "2016-0001"
    with pytest.raises(DeskError), database._server.transaction() as link:
        link.execute(at_the_end)


def test_what_was_saved_under_one_name_is_saved_once_though_nobody_heard_of_it(
    database,
) -> None:
    desk = new_desk(database)
    first = desk.record(SAMPLE, once="tip-1")
    desk.record(replace(SAMPLE, summary="别的"))
    again = open_desk(database)
    assert again.record(SAMPLE, once="tip-1") == first
    changed = replace(SAMPLE, summary="改了")
    assert again.record(changed, once="tip-1", is_retried=True).number == first.number
    assert summaries(again) == ["改了", "别的"]


def test_one_who_was_overtaken_records_all_the_same(database, monkeypatch) -> None:
    """By nothing else is one held up, be it even twice."""
    desk, other = new_desk(database), open_desk(database, "乙")
    row = desk.ground.storage.log.lock
    at_once, write = row._append_at_once, row.write

    def let_the_other_go_first(*line: Any) -> bool:
        monkeypatch.setattr(row, "_append_at_once", at_once)
        other.record(replace(SAMPLE, summary="他人的"))
        return at_once(*line)

    def let_it_go_first_again(at, work) -> None:
        monkeypatch.setattr(row, "write", write)
        row._let_go()
        other.record(replace(SAMPLE, summary="又是他人的"))
        write(at, work)

    monkeypatch.setattr(row, "_append_at_once", let_the_other_go_first)
    monkeypatch.setattr(row, "write", let_it_go_first_again)
    assert desk.record(replace(SAMPLE, summary="我的")).number == "2016-0003"
    assert summaries(other) == ["他人的", "又是他人的", "我的"]


def in_another_thread(work: Callable[[], object]) -> None:
    """As a screen looks for news every half second."""
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()


def test_what_was_decided_before_another_session_wrote_is_never_stored(how: str, database) -> None:
    """Though another thread of this session read meanwhile what the other wrote."""
    desk, other = new_desk(database), open_desk(database, "乙")
    desk.load()
    storage, tip = desk.ground.storage, replace(SAMPLE, summary="我的")
    with getattr(storage, how):
        # With this line the row goes free, if it was held.
        desk.record(SAMPLE)
        doc_id = desk.ground.next_id(TABLE)
        other.record(replace(SAMPLE, summary="他人的"))
        in_another_thread(storage.catch_up)
        document = replace(tip, number=desk.ground.number_of(doc_id)).as_json()
        with pytest.raises(Overtaken):
            desk.ground.store({TABLE: {str(doc_id): Whole(document)}}, "record")
        assert desk.record(tip).number == "2016-0003"
    assert summaries(other)[1:] == ["他人的", "我的"] and other.keeping.verify().is_sound


def test_what_is_to_be_put_right_first_is_put_right_with_the_row_in_ones_hands(database) -> None:
    desk = new_desk(database)
    desk.record(SAMPLE)
    log = database.log()
    with log.lock:
        log.put_aside(log.size() - 1, log.size())
    with log.presuming(lambda: -1):
        assert log.lock.held and log.size() == desk.ground.storage.position - 1
    again = open_desk(database)
    assert again.record(SAMPLE).number == "2016-0002"
    assert any("缺换行符" in sentence for sentence in again.repairs)
    assert open_desk(database).keeping.verify().is_sound


def test_a_line_is_appended_only_where_the_block_began(database) -> None:
    new_desk(database).close()
    log, other = database.log(), open_desk(database, "乙")
    began = log.size()
    with log.presuming(lambda: began):
        other.record(SAMPLE)
        with database.log().lock as now, pytest.raises(Overtaken):
            log.append(b"{}\n", now.size)
    with log.lock as row, pytest.raises(Overtaken):
        row.write(began, lambda _link: pytest.fail("where it does not end nothing is done"))
    assert other.keeping.verify().is_sound


def test_who_read_on_before_anything_was_decided_is_overtaken_and_finds_no_damage(
    database, monkeypatch
) -> None:
    desk, other = new_desk(database), open_desk(database, "乙")
    desk.load()
    row = desk.ground.storage.log.lock
    presume = row.presume

    def another_thread_reads_on(size: Callable[[], int]) -> None:
        monkeypatch.setattr(row, "presume", presume)
        presume(size)
        other.record(SAMPLE)
        in_another_thread(desk.ground.storage.catch_up)

    monkeypatch.setattr(row, "presume", another_thread_reads_on)
    assert desk.record(SAMPLE).number == "2016-0002"


def test_who_is_overtaken_within_a_longer_block_gets_on(how: str, database) -> None:
    desk, other = new_desk(database), open_desk(database, "乙")
    with getattr(desk.ground.storage, how):
        desk.record(SAMPLE)
        other.record(SAMPLE)
        in_another_thread(desk.ground.storage.catch_up)
        assert desk.record(SAMPLE).number == "2016-0003"
    assert other.keeping.verify().is_sound


def test_a_server_that_asks_for_it_to_be_done_again_is_told_again(database, monkeypatch) -> None:
    """As one does that orders all transactions; no row is in the way."""
    desk = new_desk(database)
    ask_for_it_again(desk, monkeypatch)
    with desk.ground.storage.writing:
        assert desk.record(SAMPLE).number == "2016-0001"


def test_who_waited_for_another_at_a_server_that_orders_all_records_after_it(database) -> None:
    desk = new_desk(database)
    ordered = "?options=-c%20default_transaction_isolation=serializable&"
    at = database.address.replace("?", ordered)
    other = open_desk(place_at(at), "乙")
    numbers: list[str] = []
    waiting = threading.Thread(target=lambda: numbers.append(other.record(SAMPLE).number))
    with desk.ground.storage.writing:
        waiting.start()
        wait_for_one_who_waits(waiting, desk.ground.storage.log.lock.held)
        desk.record(SAMPLE)
    waiting.join()
    assert numbers == ["2016-0002"]


@pytest.mark.parametrize("at", [-1, 5])
def test_a_row_that_no_journal_has_is_taken_for_no_tip_that_was_saved(at: int, database) -> None:
    """An officer's account may add one by hand, under the name of what another is about to save."""
    desk = new_desk(database)
    first = desk.record(SAMPLE)
    with psycopg.connect(postgres.server(), autocommit=True) as link:
        link.execute(
            "INSERT INTO dutydesk.journal (desk, at, token, line)"
            " SELECT desk, %s, %s, line FROM dutydesk.journal WHERE desk = %s AND at > 0",
            (at, desk._token("tip-1"), read_address(database.address).desk),
        )
    with pytest.raises(DeskDamaged, match="不属于日志的行"):
        desk.record(replace(SAMPLE, summary="别的"), once="tip-1")
    assert desk.tip(first.number) == first


def test_a_row_in_the_way_that_no_journal_has_is_told(database) -> None:
    """An officer's account may add rows by hand: nobody waits for ever for one that is no one's tip."""
    desk = new_desk(database)
    put_in_by_hand(database)
    with pytest.raises(DeskDamaged, match="不属于日志的行"):
        desk.record(SAMPLE)
    assert summaries(open_desk(database)) == []


def test_a_connection_on_which_the_planned_statement_was_refused_records_the_next_tip(
    database,
) -> None:
    desk = new_desk(database)
    desk.record(SAMPLE)
    put_in_by_hand(database)
    with pytest.raises(DeskDamaged, match="不属于日志的行"):
        desk.record(SAMPLE)
    with psycopg.connect(postgres.server(), autocommit=True) as link:
        whose = (read_address(database.address).desk,)
        link.execute("DELETE FROM dutydesk.journal WHERE desk = %s AND token = 'by hand'", whose)
    desk.ground.storage.log.lock._has_rivals = False
    assert desk.record(SAMPLE).number == "2016-0002"


@pytest.mark.parametrize("times", [1, 2])
def test_a_statement_that_the_server_forgot_or_has_of_another_is_no_end_of_recording(
    times: int, database, monkeypatch
) -> None:
    """As where somebody between passes what is said on to another of the server's connections."""
    desk = new_desk(database)
    monkeypatch.setattr(OverviewKeeper, "keep_soon", lambda _self: None)
    for _time in range(times):
        desk.record(SAMPLE)
    with database._server.link() as link:
        link.execute("DEALLOCATE ALL" if times > 1 else 'PREPARE "dutydesk append" AS SELECT 1')
    for _time in range(3):
        desk.record(SAMPLE)
    assert len(desk.tips()) == times + 3


@pytest.fixture
def behind_a_pooler(database, monkeypatch) -> None:
    """It gives a number of its own to whoever connects."""
    beginning = server._BEGINNING.replace("pg_backend_pid()", "pg_backend_pid() + 1")
    monkeypatch.setattr(server, "_BEGINNING", beginning)


@pytest.mark.usefixtures("behind_a_pooler")
def test_behind_a_pooler_no_statement_is_left_at_the_server_under_a_name(database) -> None:
    """That name may be another client's statement the next time."""
    desk = new_desk(database)
    for _time in range(10):
        desk.record(SAMPLE)
    with database._server.link() as link:
        assert link.execute("SELECT count(*) FROM pg_prepared_statements").fetchone() == (0,)


@pytest.mark.usefixtures("behind_a_pooler")
def test_behind_a_pooler_the_row_is_held_by_a_transaction_that_says_how_long_it_waits(
    database, said: list[str]
) -> None:
    desk = new_desk(database)
    desk.record(SAMPLE)
    said.clear()
    assert desk.record(SAMPLE).number == "2016-0002" and said == HELD


def test_what_is_said_with_every_tip_is_planned_once(database, said: list[str]) -> None:
    """From the second time on, since many a session says it once."""
    desk = new_desk(database)
    for messages in (1, 2, 1, 1):
        desk.load()
        said.clear()
        desk.record(SAMPLE)
        assert said == ["message"] * messages
    with database._server.link() as link:
        planned = "SELECT generic_plans + custom_plans FROM pg_prepared_statements"
        assert link.execute(planned).fetchall() == [(3,)]


def test_what_a_transaction_needs_is_set_by_itself(database) -> None:
    """Behind a pooler what was set before may have been set for another connection."""
    desk = new_desk(database)
    with database._server.link() as link:
        link.execute("RESET ALL")
    with desk.ground.storage.log.lock as row:
        (most,) = row.held.execute("SHOW idle_in_transaction_session_timeout").fetchone()
    assert most == "10s"


@pytest.mark.parametrize(
    ("address", "is_here"),
    [("", True), ("127.0.0.1", True), ("::1", True), ("10.0.0.5", False), ("fe80::1", False)],
)
def test_who_may_be_heard_on_the_way_to_a_database_is_told(
    address: str, is_here: bool, database, monkeypatch
) -> None:
    new_desk(database)
    assert database.loose() == ()
    monkeypatch.setattr(psycopg.ConnectionInfo, "hostaddr", address)
    told = database.loose()
    assert len(told) == (not is_here) and all("sslmode=verify-full" in one for one in told)


def test_who_lets_go_of_a_log_lets_go_of_the_row(database) -> None:
    new_desk(database).close()
    log, other = database.log(), database.log()
    with log.lock:
        log.close()
        assert log.lock.held is None
        with other.lock as row:
            assert row.held
    log.close()


def test_what_an_officer_blew_up_is_taken_in_by_nobody(database) -> None:
    new_desk(database).presence.show()
    one, other = database.sessions(), database.sessions()
    other.say(b"there")
    assert len(one.others()) == 2
    other.say(bytes(70_000))
    assert len(one.others()) == 1
    database.overview.replace([(0, bytes(2 * MOST_BYTES))])
    _size, (_ended, figures) = database.glance()
    assert len(held(database.overview)) == len(figures) == MOST_BYTES


def test_a_process_that_forks_and_its_child_have_connections_of_their_own(database) -> None:
    """What the child says over its parent's would be answered to the parent."""
    new_desk(database)
    which = "SELECT pg_backend_pid()"
    own = database._server.row(which)
    child = in_child(lambda say: say(f"{database._server.row(which)}"))
    (of_child,) = child.said()
    assert child.wait() == 0 and of_child != f"{own}"
    assert database._server.row(which) == own


# Who stands still


def standing_writer(database):
    """A process that stands still with the desk's row in its hands."""

    def work(say: Say) -> None:
        desk = open_desk(database)
        with desk.ground.storage.writing:
            os.kill(os.getpid(), signal.SIGSTOP)
            say(desk.record(SAMPLE).number)

    child = in_child(work)
    child.wait_until_stopped()
    return child


def test_a_writer_that_stands_still_keeps_no_reader_waiting_and_one_that_dies_nobody(
    database,
) -> None:
    desk = new_desk(database)
    child = standing_writer(database)
    assert desk.counts().total == 0 and open_desk(database).tips() == []
    numbers: list[str] = []
    waiting = threading.Thread(target=lambda: numbers.append(desk.record(SAMPLE).number))
    waiting.start()
    child.kill()
    waiting.join()
    assert numbers == ["2016-0001"]
    assert child.wait() == -9


def test_who_died_on_another_host_is_gone_within_a_minute(database) -> None:
    new_desk(database)
    own, other, third = (database.sessions() for _n in range(3))
    own.say(b"here")
    other.say(b"there")
    third.say(b"too")
    for seconds, present in ((40, [b"there", b"too"]), (50, [b"too"])):
        seen_before(database, b"there", seconds)
        assert sorted(own.others()) == present
    own.close()
    assert other.others() == [b"too"] == values(database, "presence", "said")


def test_nothing_is_stored_behind_a_gap_whatever_length_is_told(database) -> None:
    desk = new_desk(database)
    desk.record(tip_of())
    where = {"desk": read_address(database.address).desk}
    with psycopg.connect(postgres.server()) as link:
        # The length that `desks` tells stays as it was.
        link.execute(
            "DELETE FROM dutydesk.journal WHERE desk = %(desk)s AND at ="
            " (SELECT max(at) FROM dutydesk.journal WHERE desk = %(desk)s)",
            where,
        )
    with pytest.raises(DeskDamaged):
        desk.record(tip_of())
    (line,) = values(database, "journal", "line")
    assert b'"init"' in line


def test_what_no_session_says_is_not_read(database) -> None:
    new_desk(database)
    own, other, strange = (database.sessions() for _n in range(3))
    # An officer's name and that of a draft, and more than anyone has.
    other.say(b"a" * 65_535)
    strange.say(b"b" * 65_536)
    assert own.others() == [b"a" * 65_535]


def test_who_lives_is_there_however_little_there_is_to_say(
    database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("store.database.sessions._RENEWED_EACH_SECONDS", -1.0)
    new_desk(database)
    own, other = database.sessions(), database.sessions()
    own.say(b"here")
    seen_before(database, b"here", 50)
    assert other.others() == []
    own.others()
    assert other.others() == [b"here"]
    own.close()
    own.others()
    assert other.others() == [], "who went does not come back by listening"


def test_who_only_looks_is_heard_of_in_time_and_not_at_each_look(database, monkeypatch) -> None:
    """A session is gone for the others once nothing was heard of it for 45 seconds."""
    new_desk(database)
    own, other = database.sessions(), database.sessions()
    own.say(b"here")
    began = time.monotonic()
    for later, is_there in ((10, False), (20, True), (30, False), (40, True)):
        seen_before(database, b"here", 50)
        monkeypatch.setattr("store.database.sessions.time.monotonic", lambda now=began + later: now)
        own.others()
        assert bool(other.others()) is is_there, later


def seen_before(place: Database, said: bytes, seconds: int) -> None:
    """Has the session that says that be heard last so long ago."""
    with psycopg.connect(postgres.server()) as link:
        link.execute(
            "UPDATE dutydesk.presence SET seen = now() - make_interval(secs => %s)"
            " WHERE desk = %s AND said = %s",
            (seconds, read_address(place.address).desk, said),
        )


def test_who_waits_for_a_desk_asks_again_until_it_gets_in(database, monkeypatch) -> None:
    wait_no_longer(monkeypatch)
    new_desk(database).close()
    log, other = database.log(), database.log()
    give_up, vain, got_in = other.lock._give_up, list[Link](), list[bool]()
    has_asked = threading.Event()

    def asks_in_vain(link: Link) -> None:
        give_up(link)
        vain.append(link)
        if len(vain) == 3:
            has_asked.set()

    def enter() -> None:
        try:
            with other.lock as row:
                got_in.append(bool(row.held))
        finally:
            has_asked.set()

    monkeypatch.setattr(other.lock, "_give_up", asks_in_vain)
    waiting = threading.Thread(target=enter)
    with log.lock:
        waiting.start()
        assert has_asked.wait(60)
    waiting.join()
    assert got_in == [True]


def test_where_the_database_does_not_answer_each_session_does_it(database, monkeypatch) -> None:
    notes = new_desk(database).place.reminders

    def is_away() -> Link:
        raise database._server.away()

    database._server.close()
    monkeypatch.setattr(database._server, "_connect", is_away)
    for _session in range(2):
        with notes.once("given", b"by one") as is_ours:
            assert is_ours


def test_what_was_done_once_is_done_however_long_ago_and_what_broke_off_is_not(database) -> None:
    notes = new_desk(database).place.reminders
    with notes.once("given", b"by one"):
        pass
    # Whoever has begun, and dies on the way.
    dying = notes.once("broken off", b"by one")
    assert dying.__enter__()
    for minutes, is_ours in ((0, False), (2, True)):
        with psycopg.connect(postgres.server()) as link:
            link.execute(
                "UPDATE dutydesk.notes SET until = until - make_interval(mins => %s)"
                " WHERE desk = %s AND kind = 'reminders'",
                (minutes, read_address(database.address).desk),
            )
        with notes.once("given", b"by another") as once_more:
            assert not once_more
        with notes.once("broken off", b"by another") as once_more:
            assert once_more == is_ours


def test_a_file_of_many_pieces_is_read_from_any_byte(database, monkeypatch) -> None:
    monkeypatch.setattr("store.database.files.PIECE_BYTES", 4)
    new_desk(database)
    whole, data, file_id = "b" * 32, b"0123456789", "a" * 32
    with database.files.writing() as file:
        file.write(b"01234567")
        file.keep(whole)
    with database.files.open(whole) as file:
        assert file.read() == b"01234567" and file.read(1) == b""
    with database.files.writing() as file:
        for at in range(0, 10, 3):
            file.write(data[at : at + 3])
        file.flush()
        file.keep(file_id)
    pieces = values(database, "pieces", "data")
    assert {b"0123", b"4567", b"89"} < set(pieces)
    assert database.files.kept() == {whole: 8, file_id: 10}
    with database.files.open(file_id) as file:
        assert file.read() == data and file.read() == b""
        for at in range(12):
            assert file.seek(at) == at
            assert file.read(3) == data[at : at + 3] and file.tell() == max(at, min(at + 3, 10))
        assert file.seek(-3, os.SEEK_END) == 7 and file.read() == b"789"
        file.seek(2)
        assert file.seek(3, os.SEEK_CUR) == 5 and file.read(2) == b"56"
        assert file.readable() and file.seekable()
    with database.files.open(file_id) as file:
        database.files.drop(file_id)
        with pytest.raises(FileNotFoundError):
            file.read()


def test_lines_that_say_one_token_twice_are_all_stored_and_the_first_is_known_by_it(
    database,
) -> None:
    """Whoever writes past the desk can have any two say so; no backup is lost by it."""
    new_desk(database).close()
    once = "0" * 31 + "a"
    lines = [b'{"n":%d,"once":"%b"}\n' % (n, once.encode()) for n in (1, 2)]
    # In pieces that end anywhere, the last line without its end.
    whole = b"".join(lines) + b'{"n":3}'
    log = database.log()
    with log.lock, log.replacing([whole[:7], whole[7:40], whole[40:]]) as put_in_place:
        put_in_place()
    log = database.log()
    assert log.read(0, log.size()) == whole and log.size() == len(whole)
    assert log.stored_once(once) == lines[0].rstrip(b"\n")
    assert log.stored_once("0" * 32) == b""
    assert sorted(values(database, "journal", "line")) == sorted([*lines, b'{"n":3}'])
    for start, end in ((0, 5), (3, 60), (len(lines[0]), len(lines[0]) + 1), (60, 500), (9, 9)):
        assert log.read(start, end) == whole[start:end]


def test_no_piece_of_a_file_outlives_it(database) -> None:
    new_desk(database)
    first = values(database, "pieces", "data")
    with database.files.writing() as file:
        file.write(bytes(PIECE_BYTES) + b"given up")
        assert len(values(database, "pieces", "data")) == len(first) + 1
    assert values(database, "pieces", "data") == first
    with pytest.raises(KeyboardInterrupt), database.files.writing() as file:
        file.write(bytes(PIECE_BYTES))
        raise KeyboardInterrupt
    assert values(database, "pieces", "data") == first
    with database.files.writing() as file:
        file.write(bytes(PIECE_BYTES) + b"dropped")
        file.keep(file_id := "0" * 32)
    assert len(values(database, "pieces", "data")) == len(first) + 2
    database.files.drop(file_id)
    assert values(database, "pieces", "data") == first == [held(database.notice)]
    database.notice.replace([(0, b"another")])
    assert values(database, "pieces", "data") == [b"another"]


def test_a_file_on_its_way_is_not_swept_and_what_is_named_never(database) -> None:
    new_desk(database)
    first = values(database, "pieces", "data")
    with database.files.writing() as file:
        file.write(bytes(PIECE_BYTES))
        for hours, left in ((23, [*first, bytes(PIECE_BYTES)]), (25, first)):
            with psycopg.connect(postgres.server()) as link:
                link.execute(
                    "UPDATE dutydesk.pieces SET made = now() - make_interval(hours => %s)"
                    " WHERE desk = %s",
                    (hours, read_address(database.address).desk),
                )
            database.sweep(nullcontext())
            assert sorted(values(database, "pieces", "data")) == sorted(left)


def values(place: Database, table: str, column: str) -> list[Any]:
    """What the rows of a desk have there."""
    with psycopg.connect(postgres.server()) as link:
        rows = link.execute(
            f"SELECT {column} FROM dutydesk.{table} WHERE desk = %s",
            (read_address(place.address).desk,),
        )
        return [row[0] for row in rows]


def test_while_notes_are_sealed_anew_nobody_keeps_one(database, monkeypatch) -> None:
    wait_no_longer(monkeypatch)
    notes = new_desk(database).place.drafts

    def is_kept_out(block: Callable[[], Any]) -> bool:
        found: list[bool] = []

        def enter() -> None:
            try:
                with block():
                    found.append(False)
            except DeskBusy:
                found.append(True)

        in_another_thread(enter)
        return found[0]

    with notes.shared():
        assert is_kept_out(lambda: notes.replacing([]))
        assert not is_kept_out(notes.shared)
    with notes.replacing([]):
        assert is_kept_out(notes.shared) and is_kept_out(lambda: notes.replacing([]))
        assert not is_kept_out(database.columns.shared)
    assert not is_kept_out(lambda: notes.replacing([])) and notes.kept() == []


def test_of_the_connections_that_are_given_back_one_is_kept(database) -> None:
    here = database._server
    links = [here.take() for _time in range(3)]
    for link in links:
        here.give_back(link)
    assert [link.closed for link in links] == [False, True, True]
    assert here.take() is links[0]
    links[0].answer_seconds = 600.0
    here.give_back(links[0])
    assert here.take().answer_seconds == 3.0, "the next does not wait as long as who had it before"
    links[0].execute("BEGIN")
    here.give_back(links[0])
    assert links[0].closed, "nobody goes on with what another began"
    (again := here.take()).close()
    here.give_back(again)
    assert not here.take().closed


# What each host keeps for itself


def test_what_a_killed_program_left_beside_the_copy_of_this_host_is_swept(database) -> None:
    new_desk(database)
    left = database._cache / f"{disk.TEMPORARY}{'0' * 16}"
    left.write_bytes(b"half")
    open_desk(database).load()
    assert not left.exists()


def test_what_is_too_much_for_memory_lies_beside_the_copy_of_this_host(database) -> None:
    new_desk(database)
    with database.scratch() as file:
        file.write(bytes(16 * 1024 * 1024 + 1))
        path = Path(f"/proc/self/fd/{file.fileno()}").readlink()
    assert path.parent == database._cache.resolve()


def test_what_becomes_a_whole_desk_is_waited_for_at_its_end(database, monkeypatch) -> None:
    """As long as for what goes through all lines; what is said with one tip has three seconds."""
    waited: list[float] = []
    commit = Link.commit

    def waits(link: Link) -> None:
        waited.append(link.answer_seconds)
        commit(link)

    monkeypatch.setattr(Link, "commit", waits)
    with database.restoring([(NOTICE, [b"notice"]), (JOURNAL, [b"{}\n"])]):
        pass
    database.notice.replace([(0, b"another")])
    log = database.log()
    with log.lock, log.replacing([b"{}\n"]) as put_in_place:
        put_in_place()
    assert waited == [600.0, 3.0, 3.0]


def test_a_checkpoint_of_this_host_restates_nothing_that_the_journal_lost(database) -> None:
    desk = new_desk(database)
    for n in range(3):
        desk.record(replace(SAMPLE, summary=f"{n}"))
    desk.close()
    log = database.log()
    end = log.size()
    cut = log.read(0, end).rindex(b'{"n":4,')
    with log.lock:
        log.put_aside(cut, end)
    again = open_desk(database)
    assert summaries(again) == ["0", "1"] and again.repairs == ()
    assert again.record(SAMPLE).number == "2016-0003" and again.keeping.verify().is_sound


def test_at_the_end_no_copy_stays_on_the_host_nor_one_of_an_earlier_version(database) -> None:
    new_desk(database).checkpoint()
    cache = database.checkpoint._path.parent
    # By the address as it was written.
    before = cache.with_name(hashlib.sha256(database.name.encode()).hexdigest()[:32])
    shutil.copytree(cache, before)
    assert [*before.iterdir()]
    database.drop_copies()
    assert not [*cache.iterdir(), *before.iterdir()]


@pytest.mark.parametrize("is_removed", [False, True])
def test_a_session_at_a_desk_that_was_ended_or_replaced_writes_nothing_there(
    is_removed: bool, database
) -> None:
    desk = new_desk(database)
    desk.load()
    with database.log().lock:
        database.mark_ended(Ended("", "组长", "档案.age", "", 0, 0, ""))
        if is_removed:
            database.remove_rest()
    with pytest.raises(DeskDamaged):
        desk.record(SAMPLE)


def test_nobody_reads_on_in_a_journal_in_whose_place_another_was_put(database) -> None:
    """A backup would have the first piece of the one and the rest of the other, as after a rekey."""
    new_desk(database).close()
    log, other = database.log(), database.log()
    size = log.size()
    assert log.read(0, 10)
    with other.lock, other.replacing([b"x" * size]) as put_in_place:
        put_in_place()
    with pytest.raises(DeskDamaged, match="重新打开"):
        log.read(10, size)


def test_who_held_the_row_of_a_desk_before_it_was_ended_is_at_another_by_then(database) -> None:
    new_desk(database).close()
    log = database.log()
    with log.lock:
        assert log.size()
    database.mark_ended(Ended("", "组长", "档案.age", "", 0, 0, ""))
    with pytest.raises(DeskDamaged):
        log.size()
    with pytest.raises(DeskDamaged), log.lock:
        pass


OF_A_DESK: dict[str, list[str]] = {
    table: [] for table in ("journal", "overviews", "files", "pieces", "notes", "presence")
}


def test_of_a_desk_that_was_removed_its_name_and_its_end_are_left(database) -> None:
    desk = new_desk(database)
    number = desk.record(SAMPLE).number
    desk.enclosures.add(number, "photographs", name="照片.jpg", kept_at="柜", file=BytesIO(b"123"))
    desk.presence.show()
    desk.ground.overview.keep()
    database.drafts.keep("1", b"typed")
    for _time in range(2):
        database.checkpoint.replace([(0, b"damaged")])
        database.checkpoint.put_aside()
    database.checkpoint.replace([(0, b"of this host")])
    assert {name.split(".")[0] for name in rows_in(database)} == {"desks", *OF_A_DESK}
    with database.log().lock:
        database.mark_ended(Ended("", "组长", "档案.age", "", 0, 0, ""))
        database.remove_rest()
    assert {table: values(database, table, "desk") for table in OF_A_DESK} == OF_A_DESK
    assert values(database, "desks", "size") == [0] and database.ended()
    assert [path.name for path in database._cache.iterdir()] == []
    # As at another host, which hears of it when the desk is opened there.
    database.checkpoint.replace([(0, b"of this host")])
    keys = Keyring(database.kept_as)
    keys.make("shift-1")
    with pytest.raises(DeskEnded):
        open_desk(database)
    assert not keys.get("shift-1") and [*database._cache.iterdir()] == []


def test_a_name_that_a_desk_had_is_not_called_a_desk_to_be_opened(database, tmp_path: Path) -> None:
    desk = new_desk(MemoryPlace("to be put there"))
    desk.keeping.backup(tmp_path / "backup.zip")
    new_desk(database).close()
    for said in ("已有值班台，未作改动；请直接打开它", "已结束或已移走，未作改动；请另取一个名称"):
        for puts in (
            lambda: restore(tmp_path / "backup.zip", database),
            lambda: desk.keeping.move_to(database),
        ):
            with pytest.raises(DeskExists, match=f"^[^；]*{said}"):
                puts()
        database.mark_ended(Ended("", "组长", "档案.age", "", 0, 0, ""))
    assert desk.record(tip_of()).number


def test_the_keys_and_the_copy_of_this_host_are_of_the_desk_whoever_enters_it() -> None:
    def kept_as(text: str) -> str:
        return Database(read_address(text)).kept_as

    one = kept_as("postgresql://duty@db1,db2:5433/office?desk=a")
    for text in (
        "postgresql://lead@db1:5432,db2:5433/office?sslmode=verify-full&desk=a",
        "postgresql://db2:5433,db1/office?desk=a",
        "postgresql:///?host=db1,db2&port=5432,5433&dbname=office&desk=a",
    ):
        assert kept_as(text) == one, text
    for text in (
        "postgresql://duty@db1,db2:5433/office?desk=b",
        "postgresql://duty@db1,db2/office?desk=a",
        "postgresql://duty@db1,db2:5433/other?desk=a",
        "postgresql://duty@db1:x:y/office?desk=a",
    ):
        assert kept_as(text) != one, text


# What its administrator reads


def rows_in(place: Database) -> dict[str, bytes]:
    """Each value of each row of the desk, by table and column."""
    found: dict[str, bytes] = {}
    with psycopg.connect(postgres.server()) as link:
        tables = link.execute(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'dutydesk'"
        ).fetchall()
        for (table,) in tables:
            desk = read_address(place.address).desk
            rows = link.execute(f"SELECT * FROM dutydesk.{table} WHERE desk = %s", (desk,))
            names = [column.name for column in rows.description]
            filled = {
                f"{table}.{name} {n}": value if isinstance(value, bytes) else f"{value}".encode()
                for n, row in enumerate(rows)
                for name, value in zip(names, row, strict=True)
            }
            assert filled, table
            found |= filled
    return found


def test_of_a_sealed_desk_no_planted_word_is_in_any_table_after_a_working_day(database) -> None:
    lead, officer = working_day(database)
    number = officer.record(planted(), once="密语，登记").number
    file = BytesIO("密件照片，".encode() * 20_000)
    officer.enclosures.add(number, "photographs", name="密件一.jpg", kept_at="密柜", file=file)
    officer.presence.show()
    lead.ground.overview.keep()
    rows = rows_in(database)
    assert holding(rows, (*WORDS, "密件", "密柜")) == []
    assert holding(rows, ("2016-0001", DUTY)), "the search itself must be able to find"
