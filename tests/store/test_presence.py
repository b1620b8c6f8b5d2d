"""Who is at the desk, as the other sessions see it; the others are real processes."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from store.errors import CannotWrite
from store.folder.sessions import FolderSessions
from store.journal.place import Sessions
from store.journal.presence import Presence, Present
from tests.store.faults import Child, in_child

Come = Callable[..., Child]


def presence_in(folder: Path, officer: str) -> Presence:
    return Presence(FolderSessions(folder), officer)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "presence"


@pytest.fixture
def come(folder: Path) -> Iterator[Come]:
    """Starts a session that stays at the desk until it is killed."""
    children: list[Child] = []

    def start(officer: str, **shown: bool | str) -> Child:
        def stay(say: Callable[[str], None]) -> None:
            presence = presence_in(folder, officer)
            presence.show(**shown)  # type: ignore[arg-type]
            say("there")
            signal.pause()

        child = in_child(stay)
        children.append(child)
        assert next(child.said()) == "there"
        return child

    yield start
    for child in children:
        child.kill()
        child.wait()


def test_each_session_sees_the_others_and_what_they_have_open(folder: Path, come: Come) -> None:
    own = presence_in(folder, "李明")
    own.show("2016-0001")
    come("王芳", number="2016-0042", is_editing=True, draft="tip-1")
    come("赵强")
    assert own.others() == (Present("王芳", "2016-0042", True, "tip-1"), Present("赵强"))


def test_a_session_shows_what_it_has_open_now(folder: Path) -> None:
    own, other = presence_in(folder, "李明"), presence_in(folder, "王芳")
    own.show("2016-0042", is_editing=True)
    own.show_draft("tip-1")
    assert other.others() == (Present("李明", "2016-0042", True, "tip-1"),)
    own.show()
    assert other.others() == (Present("李明"),)
    own.close()
    assert list(folder.iterdir()) == [] and other.others() == ()
    own.show()
    assert other.others() == (Present("李明"),), "who comes again is there again"
    own.close()


def test_while_the_place_is_away_those_are_there_who_were_heard_last(folder: Path) -> None:
    away: list[str] = []
    own, other = (
        Presence(FolderSessions(folder), "李明", lambda: bool(away)),
        presence_in(folder, "王芳"),
    )
    own.show()
    other.show("2016-0042")
    heard = own.others()
    assert heard == (Present("王芳", "2016-0042"),)
    away.append("away")
    other.close()
    assert own.others() == heard
    own.close()
    assert len(list(folder.iterdir())) == 1, "of a place that is away nothing is asked"
    away.clear()
    assert own.others() == ()
    own.close()
    assert list(folder.iterdir()) == []


def test_a_killed_session_is_gone_at_once_and_leaves_nothing(folder: Path, come: Come) -> None:
    child = come("王芳", number="2016-0042")
    own = presence_in(folder, "李明")
    assert own.others()
    child.kill()
    os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
    assert own.others() == ()
    assert list(folder.iterdir()) == []


def test_what_lies_in_the_folder_besides_is_nobody(folder: Path, come: Come) -> None:
    come("王芳")
    (folder / "empty").touch()
    (folder / "folder").mkdir()
    (folder / "link").symlink_to("/etc/passwd")
    for said in (b"[]", b"{", b'{"officer":1,"number":"","draft":""}', b'{"officer":"x"}'):
        FolderSessions(folder).say(said)
    assert presence_in(folder, "李明").others() == (Present("王芳"),)
    # Of a session that comes just now, too, there is no more than an empty file.
    assert {"empty", "folder", "link"} <= {path.name for path in folder.iterdir()}


def test_a_disk_that_takes_nothing_is_no_error(tmp_path: Path) -> None:
    in_the_way = tmp_path / "presence"
    in_the_way.write_text("")
    for folder in (in_the_way, tmp_path / "gone" / "desk" / "presence"):
        own = presence_in(folder, "李明")
        own.show("2016-0042")
        assert own.others() == ()
        own.close()


def test_what_was_opened_while_the_place_was_away_is_told_once_it_is_there(folder: Path) -> None:
    away = [True]
    own, other = (
        Presence(FolderSessions(folder), "李明", lambda: away[0]),
        presence_in(folder, "王"),
    )
    own.show("2016-0042")
    assert other.others() == () and not folder.exists()
    away.clear()
    away.append(False)
    own.show("2016-0042")
    assert other.others() == (Present("李明", "2016-0042"),)
    own.close()


class Noted(Sessions):
    """What a session asks of its place, one after the other; it takes nothing while it `refuses`."""

    def __init__(self) -> None:
        self.asked: list[object] = []
        self.heard: list[bytes] = []
        self.refuses = False

    def say(self, data: bytes) -> None:
        if self.refuses:
            raise CannotWrite("满了")
        self.asked.append(json.loads(data))

    def others(self) -> list[bytes]:
        return self.heard

    def close(self) -> None:
        self.asked.append("gone")

    def since(self) -> list[object]:
        asked, self.asked = self.asked, []
        return asked


def saying(number: str = "", is_editing: bool = False, draft: str = "") -> dict[str, object]:
    return {"officer": "李明", "number": number, "is_editing": is_editing, "draft": draft}


def test_what_is_open_is_told_once_and_anew_where_nobody_may_have_it_any_more() -> None:
    place, away = Noted(), [False]
    own = Presence(place, "李明", lambda: away[0])
    for _time in range(2):
        own.show()
    own.show("1", is_editing=True)
    for _time in range(2):
        own.show_draft("登记")
    assert place.since() == [saying(), saying("1", True), saying("1", True, "登记")]
    own.come_back()
    assert place.since() == ["gone", saying("1", True, "登记")]
    away[0] = True
    own.show("2", draft="更正")
    own.close()
    assert place.since() == [], "a place that is away is not asked"
    away[0] = False
    own.come_back()
    assert place.since() == ["gone", saying("2", draft="更正")]
    place.refuses = True
    own.show("3")
    place.refuses = False
    own.show("3")
    own.show("3")
    assert place.since() == [saying("3")], "what was not taken is told with the next look"
    own.close()
    own.show("3")
    assert place.since() == ["gone", saying("3")]


def test_others_are_in_the_order_of_their_names_and_only_what_can_be_read_of_them() -> None:
    place, away = Noted(), [False]
    own = Presence(place, "李明", lambda: away[0])
    sound = {"officer": "王芳", "number": "2016-0002", "is_editing": True, "draft": "tip-2"}
    place.heard = [
        json.dumps(said).encode()
        for said in (
            sound,
            sound | {"officer": "乙", "is_editing": "yes"},
            sound | {"officer": "甲", "is_editing": 1, "more": "of a newer version"},
            *(
                sound | {name: wrong}
                for name in ("officer", "number", "draft")
                for wrong in (1, None)
            ),
            *({key: sound[key] for key in sound if key != name} for name in sound),
            [],
            "王芳",
        )
    ] + [b"", b"{", b"\xff"]
    seen = (
        Present("乙", "2016-0002", False, "tip-2"),
        Present("王芳", "2016-0002", True, "tip-2"),
        Present("甲", "2016-0002", False, "tip-2"),
    )
    assert own.others() == seen
    away[0], place.heard = True, []
    assert own.others() == seen, "as they were heard last"
    away[0] = False
    assert own.others() == ()
