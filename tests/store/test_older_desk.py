"""A desk that an older version left is opened by this one, and goes on."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from store.desk.desk import Desk
from store.notice.reminders import Reminder
from store.tips.directory import Listed
from tests.builders import at
from tests.store.desks import new_desk, open_desk, summaries, tip_of
from tests.store.memory_place import MemoryPlace
from tests.store.sealed import sealed_desk

PLAIN, SINCE_0_3, SINCE_0_4 = 1, 2, 3
LATER = at("2016-10-03T09:00:00")
WRITTEN: dict[str, tuple[int, Callable[[Desk], object]]] = {
    "a tip": (PLAIN, lambda desk: desk.record(tip_of())),
    "a first step": (PLAIN, lambda desk: desk.acts.dispose("1", "handed_to_team")),
    "a reporter told": (PLAIN, lambda desk: desk.acts.tell("1")),
    "a link": (PLAIN, lambda desk: desk.acts.link("2", "1")),
    "a passing through": (PLAIN, lambda desk: desk.acts.pass_through("post", "组长")),
    "an undo": (PLAIN, lambda desk: desk.acts.undo()),
    "a shift": (PLAIN, lambda desk: (desk.shifts.take_over(), desk.shifts.hand_over("甲"))),
    "the log": (PLAIN, lambda desk: desk.duty_log.write("甲")),
    "forms": (PLAIN, lambda desk: desk.forms.give_out(2)),
    "a role": (PLAIN, lambda desk: desk.access.set_role("李明", "officer")),
    "the notice": (PLAIN, lambda desk: desk.notices.correct(f"{desk.notices.text()}\n")),
    "a letter by mail": (
        SINCE_0_3,
        lambda desk: desk.record(tip_of(channel="email", line="", message_id="<1@a>")),
    ),
    "a day without an hour": (
        SINCE_0_3,
        lambda desk: desk.record(tip_of(received_at="2016-09-30")),
    ),
    "a note": (SINCE_0_3, lambda desk: desk.follow_ups.note("1", "甲")),
    "who deals with it": (SINCE_0_3, lambda desk: desk.follow_ups.assign({"1": None}, "甲")),
    "a call-back": (SINCE_0_3, lambda desk: desk.follow_ups.appoint("1", "call_back", LATER)),
    "what was reported up": (SINCE_0_3, lambda desk: desk.follow_ups.report_up("3")),
    "a list of units": (SINCE_0_3, lambda desk: desk.listing.take_in([Listed("某局")])),
    "an enclosure": (SINCE_0_4, lambda desk: desk.enclosures.add("1", "letter")),
    "a second step": (
        SINCE_0_4,
        lambda desk: [
            desk.acts.dispose("1", to, why="甲") for to in ("handed_to_team", "kept_for_reference")
        ],
    ),
    "limits": (SINCE_0_4, lambda desk: desk.enclosures.set_limits(1, 1)),
    "what another system sent": (SINCE_0_4, lambda desk: desk.record(tip_of(), reference="7")),
}


@pytest.mark.parametrize("what", WRITTEN)
def test_an_older_program_goes_on_with_a_desk_until_it_would_leave_something_out(
    what: str,
) -> None:
    desk = new_desk(MemoryPlace(f"older {what}"))
    for _n in range(2):
        desk.record(tip_of(reporter={"name": "王某某"}))
    desk.acts.pass_through("post", "组长")
    assert desk.ground.storage.load().replay.format == PLAIN
    least, write = WRITTEN[what]
    write(desk)
    assert desk.ground.storage.load().replay.format == least


def test_an_older_program_leaves_a_sealed_desk_alone_from_the_start() -> None:
    assert sealed_desk(MemoryPlace("sealed")).ground.storage.load().replay.format == SINCE_0_4


def test_an_older_program_finds_all_of_a_desk_under_the_same_names(tmp_path: Path) -> None:
    # On the day of a change both are at it: each holds the lock of the other, and sees who is there.
    desk, now = new_desk(tmp_path / "desk"), at("2016-10-03T09:00:00")
    desk.record(tip_of())
    desk.enclosures.add("1", "letter", file=io.BytesIO(b"%PDF"))
    desk.drafts.keep("登记", {"summary": "打到一半"})
    desk.presence.show()
    desk.columns.keep("a", b"{}")
    with desk.given_reminders.giving(Reminder("opening", now, now, now), now) as is_ours:
        assert is_ours
    desk.checkpoint()
    desk.ground.overview.settle()
    assert sorted(path.name for path in (tmp_path / "desk").iterdir()) == [
        "columns",
        "desk.lock",
        "drafts",
        "files",
        "journal.jsonl",
        "notice.toml",
        "overview.json",
        "presence",
        "reminders",
        "tips.json",
    ]


def test_a_desk_of_version_0_2_is_read_whole_and_takes_the_next_tip(tmp_path: Path) -> None:
    folder = tmp_path / "desk"
    shutil.copytree(Path(__file__).with_name("desk_of_0_2"), folder)
    folder.chmod(0o700)
    with open_desk(folder) as desk:
        assert [tip.status for tip in desk.tips()] == ["handed_to_team", "registered"]
        assert desk.record(tip_of(summary="新版登记")).number == "2016-0003"
    with open_desk(folder) as desk:
        assert summaries(desk) == ["收受礼金", "不担当不作为", "新版登记"]
        assert desk.keeping.verify().is_sound
