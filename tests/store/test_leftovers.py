"""What killed programs left at a desk goes, whichever version they were of; what is others' stays."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pytest

from store import disk
from store.desk.desk import Desk
from store.desk.keeping import restore
from store.errors import DeskBusy, NoDesk
from store.folder.place import Folder
from store.secret.keyring import Keyring, of_officer
from tests.store.desks import new_desk, open_desk
from tests.store.faults import NAMES, Boundary, in_child
from tests.store.sealed import DUTY, FIRST, KEY, LEAD, sealed_desk
from tests.store.test_rekey import THIRD, blobs_in, opens, public, worked

NOBODY = 65_534
NEW = disk.TEMPORARY + "0123456789abcdef"
OLD_FILES = (
    "journal.jsonl.new",
    "notice.toml.new",
    "tips.json.new",
    "ended.json.new",
    "journal.torn-1.new",
)
OLD_NOTES = ("0123456789abcdef0123456789abcdef.4711", "0123456789abcdef0123456789abcdef.anew")
OLD_KEYS = (f".{of_officer('shift', DUTY)}.4711", ".desk.4711")


@pytest.fixture
def memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of the test's own in place of the one in memory."""
    folder = tmp_path / "memory"
    folder.mkdir()
    monkeypatch.setattr("store.secret.keyring._IN_MEMORY", folder)
    return folder


def planted(folder: Path, memory: Path) -> list[Path]:
    """What programs of both versions leave that are killed where they write."""
    copy, unfinished = folder.with_name(folder.name + ".restoring"), folder.with_name(NEW)
    for made in (copy, unfinished):
        made.mkdir(0o700)
        for name in ("notice.toml", "journal.jsonl", "tips.json", "desk.lock"):
            (made / name).write_bytes((folder / name).read_bytes())
    names = [folder / name for name in (NEW, *OLD_FILES)]
    names += [folder / "drafts" / name for name in (NEW, *OLD_NOTES)]
    names += [folder / notes / NEW for notes in ("columns", "reminders", "files")]
    (keys,) = memory.glob("dutydesk-*/*")
    names += [keys / name for name in (NEW, *OLD_KEYS)]
    for path in names:
        path.parent.mkdir(exist_ok=True)
        path.write_text(KEY)
    return [copy, unfinished, *names]


def at_desk(folder: Path) -> Desk:
    """A desk at which a lead could do all there is, its files read before anything was left there."""
    lead = worked(folder)
    lead.drafts.discard(*lead.drafts.left())
    lead.shifts.take_over()
    return lead


def end(lead: Desk, folder: Path) -> None:
    file = folder.with_name("档案.age")
    lead.keeping.seal_archive(file, (), KEY)
    lead.keeping.purge(file, KEY, lead.notice.unit)


ACTS: dict[str, Callable[[Desk, Path], object]] = {
    "open": lambda _lead, folder: open_desk(folder, LEAD),
    "hand over": lambda lead, _folder: lead.shifts.hand_over(),
    "rekey": lambda lead, _folder: lead.keeping.rekey(public(THIRD)),
    "end": end,
}


@pytest.mark.parametrize("act", ACTS)
def test_what_killed_programs_left_goes(tmp_path: Path, memory: Path, act: str) -> None:
    folder = tmp_path / "desk"
    lead = at_desk(folder)
    left = planted(folder, memory)
    ACTS[act](lead, folder)
    assert [path for path in left if os.path.lexists(path)] == []


def test_after_rekeying_nothing_that_was_left_opens_with_the_old_key(
    tmp_path: Path, memory: Path
) -> None:
    folder = tmp_path / "desk"
    lead = at_desk(folder)
    old = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    planted(folder, memory)
    (folder / "journal.jsonl.new").write_bytes(old["journal.jsonl"])
    lead.keeping.rekey(public(THIRD))
    lead.close()
    held = [path.read_text() for path in tmp_path.rglob("*") if path.is_file()]
    sealed = [blob for text in held for blob in blobs_in(text)]
    assert sealed and not any(opens(FIRST, blob) for blob in sealed)


def test_a_copy_of_a_restoring_that_was_killed_goes_when_the_desk_is_opened(tmp_path: Path) -> None:
    file, folder = tmp_path / "b.zip", tmp_path / "desk"
    new_desk(tmp_path / "first").keeping.backup(file)

    def work(_say: Callable[[str], None]) -> None:
        Boundary("kill before", 1, among=("replace",)).install()
        restore(file, folder)

    child = in_child(work)
    assert list(child.said()) == [] and child.wait() < 0
    assert [path for path in tmp_path.iterdir() if path.name.startswith(disk.TEMPORARY)]
    open_desk(tmp_path / "first")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b.zip", "first"]


def test_an_end_that_was_killed_leaves_neither_keys_nor_content_once_it_is_looked_at(
    tmp_path: Path, memory: Path
) -> None:
    for nth in count(1):
        folder = tmp_path / f"desk{nth}"
        lead = at_desk(folder)
        file = folder.with_suffix(".age")
        lead.keeping.seal_archive(file, (), KEY)

        def work(say: Callable[[str], None], lead: Desk = lead, nth: int = nth) -> None:
            Boundary("kill before", nth, among=NAMES).install()
            lead.keeping.purge(file, KEY, lead.notice.unit)  # noqa: B023
            say("ended")

        child = in_child(work)
        has_ended = list(child.said()) == ["ended"]
        child.wait()
        if (folder / "ended.json").exists():
            with pytest.raises(NoDesk, match="已于"):
                open_desk(folder, LEAD)
            assert list(memory.glob("dutydesk-*/*/*")) == [], nth
            assert {path.name for path in folder.iterdir()} == {"ended.json"}, nth
        else:
            assert len(open_desk(folder, LEAD).tips()) == 1
            Keyring(str(folder)).forget("")
        if has_ended:
            assert nth > 5
            return


def test_of_a_desk_that_was_ended_all_goes_but_its_mark_and_what_others_put_there(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "desk"
    new_desk(folder).close()
    files = ("overview.json", "journal.torn-1", "journal.torn-2", "tips.json.damaged-1", NEW)
    for name in (*files, "journal.jsonl.new", "notice.toml.new"):
        (folder / name).write_text("x")
    for name in ("drafts", "presence", "reminders", "columns", "files", f"{NEW[:-1]}0"):
        (folder / name).mkdir(exist_ok=True)
        (folder / name / ("0" * 32)).write_text("x")
    own = {"journal.jsonl", "tips.json", "notice.toml", "desk.lock"}
    assert own < {path.name for path in folder.iterdir()}
    for name in ("报告.docx", "ended.json", "drafts.zip"):
        (folder / name).write_text("x")
    Folder(folder).remove_rest()
    left = {path.name for path in folder.iterdir()}
    assert left == {"报告.docx", "ended.json", "drafts.zip"}


def test_what_another_sweeps_as_a_desk_is_removed_is_gone_for_both(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / NEW).write_text("x")
    remove = os.unlink

    def swept_first(path: Path) -> None:
        remove(path)
        remove(path)

    with monkeypatch.context() as patched:
        patched.setattr(os, "unlink", swept_first)
        Folder(tmp_path).remove_rest()
    assert [*tmp_path.iterdir()] == []


def test_what_others_have_beside_it_stays(tmp_path: Path) -> None:
    folder = tmp_path / "desk"
    desk = new_desk(folder)
    desk.drafts.keep("登记", {})
    kept = [
        folder / "notice.toml.new.1",
        folder / "报告.new",
        folder / "drafts" / "某人的.笔记",
        tmp_path / "desk.restoring.txt",
        tmp_path / "journal.jsonl.new",
        tmp_path / "其他.restoring" / "journal.jsonl",
    ]
    for path in kept:
        path.parent.mkdir(exist_ok=True)
        path.write_text("stays")
    (folder / "tips.json.new").symlink_to(kept[0])
    if os.geteuid() == 0:
        kept.append(folder / "ended.json.new")
        kept[-1].write_text("stays")
        os.chown(kept[-1], NOBODY, NOBODY)
    open_desk(folder)
    assert {path.read_text() for path in kept} == {"stays"}
    assert (folder / "tips.json.new").is_symlink()
    assert len(desk.drafts.all()) == 1


@pytest.mark.parametrize("what", ["another desk", "more than a copy", "a link"])
def test_a_folder_that_is_no_copy_of_the_desk_stays(tmp_path: Path, what: str) -> None:
    folder, beside = tmp_path / "desk", tmp_path / "desk.restoring"
    new_desk(folder).close()
    if what == "another desk":
        new_desk(beside, "王芳").close()
    elif what == "more than a copy":
        shutil.copytree(folder, beside)
        (beside / "我的说明.txt").touch()
    else:
        shutil.copytree(folder, tmp_path / "elsewhere")
        beside.symlink_to(tmp_path / "elsewhere")
    before = sorted(tmp_path.rglob("*"))
    open_desk(folder)
    assert [path for path in before if not os.path.lexists(path)] == []


def test_what_version_02_may_be_writing_at_the_moment_stays(tmp_path: Path) -> None:
    """It holds the desk's lock as it writes, and nothing else tells."""
    folder = tmp_path / "desk"
    new_desk(folder).close()
    (folder / "tips.json.new").touch()
    (folder / NEW).touch()

    @contextmanager
    def held() -> Iterator[None]:
        raise DeskBusy
        yield

    Folder(folder).sweep(held())
    assert (folder / "tips.json.new").exists() and not (folder / NEW).exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="needs to give a folder away")
@pytest.mark.parametrize("inner", [False, True])
def test_others_in_the_place_of_the_keys_are_told(
    tmp_path: Path, memory: Path, inner: bool
) -> None:
    folder = tmp_path / "desk"
    desk = sealed_desk(folder, DUTY)
    assert desk.repairs == desk.access.alarms() == ()
    (theirs,) = memory.glob("dutydesk-*/*" if inner else "dutydesk-*")
    os.chown(theirs, NOBODY, NOBODY)
    (told,) = open_desk(folder, DUTY).repairs
    assert str(theirs) in told and "组长的密钥" in told
    assert new_desk(tmp_path / "open").repairs == (), "an open desk has no keys"


def test_a_key_for_which_the_memory_has_no_room_is_used_as_long_as_the_program_lasts(
    tmp_path: Path, memory: Path
) -> None:
    keys = Keyring(str(tmp_path / "desk"))
    keys.put("desk", FIRST)

    def work(say: Callable[[str], None]) -> None:
        Boundary("disk full", 1).install()
        say(str(keys.make("draft-1")))
        say(str(keys.make("draft-1")))

    child = in_child(work)
    made = list(child.said())
    assert len(made) == 2 and made[0] == made[1] and child.wait() == 0


def test_a_copy_alone_goes_that_had_no_journal_yet_also_from_beside_where_a_link_leads(
    tmp_path: Path,
) -> None:
    (tmp_path / "there").mkdir()
    folder, link = tmp_path / "there" / "desk", tmp_path / "desk"
    new_desk(folder).close()
    link.symlink_to(folder)
    copy = folder.with_name("desk.restoring")
    copy.mkdir()
    shutil.copy(folder / "notice.toml", copy)
    open_desk(link).load()
    assert not copy.exists()


def test_a_copy_of_another_desk_stays_whatever_else_goes(tmp_path: Path) -> None:
    folder, copy = tmp_path / "desk", tmp_path / "desk.restoring"
    new_desk(folder).close()
    new_desk(tmp_path / "another", "乙").close()
    copy.mkdir()
    shutil.copy(tmp_path / "another" / "journal.jsonl", copy)
    (folder / "journal.jsonl.new").touch()
    open_desk(folder).load()
    assert (copy / "journal.jsonl").exists() and not (folder / "journal.jsonl.new").exists()
