"""In the place of a file of the desk stands what is none: nobody waits for it, and nothing else is lost."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from store import disk
from store.desk.keeping import restore
from store.desk.last_seen import LastSeen
from store.errors import DeskError
from store.folder.notes import FolderNotes
from store.registers.reading import read_book
from store.secret.keyring import Keyring
from tests.store.desks import new_desk, open_desk, tip_of
from tests.store.faults import in_child

DRAFT = f"drafts/{'a' * 32}.json"
# What of the desk is still to be had.
WHOLE, UNREAD = "1 tip, saved", "refused"
IN_ITS_PLACE = {
    "tips.json": WHOLE,
    DRAFT: WHOLE,
    "presence/aaaa": WHOLE,
    "reminders/20161001T010000Z-opens": WHOLE,
    "ended.json": WHOLE,
    ".dutydesk-new-0123456789abcdef": WHOLE,
    "desk.restoring/journal.jsonl": WHOLE,
    "journal.jsonl": UNREAD,
    "notice.toml": UNREAD,
    "desk.lock": UNREAD,
}
_SECONDS_BEFORE_IT_HANGS = 120


def worked_at(folder: Path) -> str:
    """Everything that reads the files of a desk; what came of it."""
    try:
        with open_desk(folder) as desk:
            assert len(desk.tips()) == 1
            desk.drafts.keep("登记", {"summary": "打到一半"})
            assert [draft.values["summary"] for draft in desk.drafts.all()] == ["打到一半"]
            assert len(desk.keeping.unfinished().drafts) in (1, 2)
            assert desk.presence.others() == ()
            for key in desk.place.reminders.kept():
                with desk.place.reminders.once(key, b"{}"):
                    pass
            desk.keeping.verify()
            desk.record(tip_of())
            desk.keeping.backup(folder.with_name("backup.zip"))
        return WHOLE
    except DeskError:
        return UNREAD


def in_time(work: Callable[[], str]) -> str:
    """What `work` returns in a process that is ended if it hangs."""

    def guarded(say: Callable[[str], None]) -> None:
        signal.alarm(_SECONDS_BEFORE_IT_HANGS)
        say(work())

    child = in_child(guarded)
    said = "".join(child.said())
    assert child.wait() == 0
    return said


def test_a_pipe_in_the_place_of_any_file_of_the_desk_keeps_nobody_waiting(tmp_path: Path) -> None:
    for n, (name, wanted) in enumerate(IN_ITS_PLACE.items()):
        folder = tmp_path / str(n) / "desk"
        folder.parent.mkdir(0o700)
        with new_desk(folder) as desk:
            desk.record(tip_of())
        path = (folder.parent if ".restoring" in name else folder) / name
        path.parent.mkdir(0o700, exist_ok=True)
        path.unlink(missing_ok=True)
        os.mkfifo(path, 0o600)
        assert in_time(lambda folder=folder: worked_at(folder)) == wanted, name  # type: ignore[misc]


def test_a_pipe_is_no_backup_no_register_and_no_key_in_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("store.secret.keyring._IN_MEMORY", tmp_path)
    desk, pipe = new_desk(tmp_path / "desk"), tmp_path / "pipe"
    keys = Keyring(desk.place.address)
    keys.write("kept", "said")
    (kept,) = tmp_path.glob("dutydesk-*/*/kept")
    kept.unlink()
    for path in (pipe, kept):
        os.mkfifo(path, 0o600)

    def refused() -> str:
        for reads in (
            lambda: restore(pipe, tmp_path / "restored"),
            lambda: desk.keeping.verify(against=pipe),
            lambda: read_book(pipe),
        ):
            with pytest.raises(DeskError, match="不是普通文件"):
                reads()
        return keys.read("kept") or "none"

    assert in_time(refused) == "none"


def test_how_a_desk_was_seen_last_is_not_waited_for(tmp_path: Path) -> None:
    desk, folder = new_desk(tmp_path / "desk"), tmp_path / "state"
    folder.mkdir()
    os.mkfifo(folder / "other.json")
    assert in_time(lambda: str(LastSeen(desk.ground).compare(folder))) == "()"


def test_a_device_that_never_ends_and_a_note_without_measure_are_not_read(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such device"):
        disk.open_file(Path("/dev/zero"))
    with pytest.raises(IsADirectoryError):
        disk.open_file(tmp_path)
    (tmp_path / "long").write_bytes(bytes(11))
    with pytest.raises(OSError, match="too large"):
        disk.read_file(tmp_path / "long", 10)
    assert disk.read_file(tmp_path / "long", 11) == bytes(11)


def test_what_was_done_once_is_not_noted_in_a_file_that_a_link_leads_to(tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    (tmp_path / "of others").touch()
    (tmp_path / "notes" / "closing").symlink_to(tmp_path / "of others")
    with FolderNotes(tmp_path / "notes").once("closing", b"done") as is_ours:
        assert is_ours
    assert (tmp_path / "of others").read_bytes() == b""
