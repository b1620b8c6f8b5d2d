"""A lead's own machine remembers how a desk stood, and complains of what went backwards."""

from __future__ import annotations

import resource
import shutil
from pathlib import Path
from typing import Any

import pytest

from store.desk.desk import Desk
from store.errors import CannotReach
from store.secret.keyring import Keyring
from store.secret.seal import fingerprint
from tests.store.desks import new_desk, open_desk, tip_of
from tests.store.sealed import FIRST, KEY, LEAD, SECOND, sealed_desk
from tests.store.test_recipients import STRANGER, forge, promoted, rewritten

KEYS = [str(key.to_public()) for key in (FIRST, SECOND)]


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """Where the lead's machine remembers desks."""
    return tmp_path / "machine" / "desks"


@pytest.fixture
def folder(tmp_path: Path, machine: Path) -> Path:
    """A desk with two tips, at which the lead worked."""
    desk = sealed_desk(tmp_path / "desk")
    desk.record(tip_of())
    desk.record(tip_of())
    desk.close()
    assert looked(tmp_path / "desk", machine) == ()
    return tmp_path / "desk"


def unlocked(folder: Path) -> Desk:
    desk = open_desk(folder, LEAD)
    desk.access.unlock(KEY)
    return desk


def looked(folder: Path, machine: Path) -> tuple[str, ...]:
    """What a lead is told who unlocks the desk there and leaves it again."""
    desk = unlocked(folder)
    told = desk.last_seen.compare(machine)
    desk.close()
    return told


def test_a_desk_that_only_grew_is_no_news_and_nobody_else_reads_what_is_remembered(
    folder: Path, machine: Path
) -> None:
    with open_desk(folder, LEAD) as desk:
        desk.record(tip_of())
    assert looked(folder, machine) == ()
    (file,) = machine.iterdir()
    assert file.stat().st_mode & 0o777 == 0o600 and machine.stat().st_mode & 0o777 == 0o700


def test_lines_cut_off_together_with_the_checkpoint_are_told(folder: Path, machine: Path) -> None:
    journal = folder / "journal.jsonl"
    journal.write_bytes(b"".join(journal.read_bytes().splitlines(keepends=True)[:-4]))
    (folder / "tips.json").unlink()
    desk = open_desk(folder, LEAD)
    desk.checkpoint()
    assert desk.keeping.verify().is_sound, "by itself it is sound"
    desk.close()
    for _time in range(2):
        (told,) = looked(folder, machine)
        assert "只有" in told and "截短" in told, "each time, until somebody looked into it"
    (file,) = machine.iterdir()
    assert str(file) in told
    file.unlink()
    assert looked(folder, machine) == ()


def test_an_older_copy_put_in_place_is_told_also_when_it_went_on(
    folder: Path, machine: Path
) -> None:
    older = folder.with_name("older")
    shutil.copytree(folder, older)
    desk = unlocked(folder)
    assert desk.last_seen.compare(machine) == ()
    desk.record(tip_of())
    desk.record(tip_of())
    desk.close()
    shutil.rmtree(folder)
    shutil.copytree(older, folder)
    (told,) = looked(folder, machine)
    assert "只有" in told
    with open_desk(folder, LEAD) as again:
        for _tip in range(4):
            again.record(tip_of(summary="另外的一件"))
    lead = unlocked(folder)
    (told,) = lead.last_seen.compare(machine)
    assert "已不是" in told and "较早" in told
    assert told in lead.keeping.verify().alarms, "whoever checks the desk is told too"


def test_what_was_recorded_while_the_lead_was_there_is_remembered_when_the_desk_is_closed(
    folder: Path, machine: Path
) -> None:
    desk = unlocked(folder)
    desk.last_seen.compare(machine)
    before = (folder / "journal.jsonl").read_bytes()
    desk.record(tip_of())
    desk.close()
    (folder / "journal.jsonl").write_bytes(before)
    (folder / "tips.json").unlink()
    (told,) = looked(folder, machine)
    assert "已不是" in told


@pytest.mark.parametrize(
    ("was", "now"),
    [(b'{"n":', b'{"n";'), (b'"what":"record"', b'"what":"recorD"')],
    ids=["cannot be read", "is not as it was written"],
)
def test_of_a_line_that_was_damaged_when_the_lead_left_nothing_is_remembered(
    folder: Path, machine: Path, was: bytes, now: bytes
) -> None:
    """Nobody has the hash of one: it would be told as rewritten, each time from then on."""
    lead = unlocked(folder)
    assert lead.last_seen.compare(machine) == ()
    (file,) = machine.iterdir()
    before = file.read_bytes()
    with open_desk(folder, LEAD) as other:
        other.record(tip_of())
    journal = folder / "journal.jsonl"
    *sound, last = journal.read_bytes().splitlines(keepends=True)
    assert last.count(was) == 1
    journal.write_bytes(b"".join((*sound, last.replace(was, now))))
    lead.close()
    assert file.read_bytes() == before
    assert looked(folder, machine) == ()
    assert file.read_bytes() != before, "of the sound line that came after it is remembered again"


def test_who_was_told_of_something_leaves_what_is_remembered_as_it_was(
    folder: Path, machine: Path
) -> None:
    """A copy of the desk went on elsewhere, and this one is older by now."""
    lead = unlocked(folder)
    assert lead.last_seen.compare(machine) == ()
    newer = folder.with_name("newer")
    shutil.copytree(folder, newer)
    with open_desk(newer, LEAD) as desk:
        desk.record(tip_of())
        desk.record(tip_of())
    assert looked(newer, machine) == ()
    (file,) = machine.iterdir()
    before = file.read_bytes()
    (told,) = lead.last_seen.compare(machine)
    assert "只有" in told
    lead.close()
    assert file.read_bytes() == before


def test_desks_that_an_old_program_gave_no_name_are_known_by_their_places(
    folder: Path, machine: Path, tmp_path: Path
) -> None:
    def unnamed(lines: list[dict[str, Any]]) -> None:
        del lines[0]["desk"]

    sealed_desk(tmp_path / "another").close()
    for place in (folder, tmp_path / "another"):
        forge(open_desk(place, LEAD).place, unnamed)
    (file,) = machine.iterdir()
    file.unlink()
    for place in (folder, tmp_path / "another", folder, tmp_path / "another"):
        assert looked(place, machine) == ()
    assert len([*machine.iterdir()]) == 2


def test_sealing_anew_is_told_to_the_other_lead_and_not_to_who_did_it(
    folder: Path, machine: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other machine"
    assert looked(folder, other) == ()
    desk = unlocked(folder)
    desk.last_seen.compare(machine)
    desk.keeping.rekey([KEYS[0], str(STRANGER.to_public())])
    desk.close()
    assert looked(folder, machine) == ()
    (told,) = looked(folder, other)
    assert "换过密钥" in told
    assert fingerprint(str(STRANGER.to_public())) in told and fingerprint(KEYS[1]) in told


def test_who_may_read_it_too_or_no_more_is_told_though_the_desks_own_key_is_as_it_was(
    folder: Path, machine: Path
) -> None:
    forge(open_desk(folder, LEAD).place, rewritten)
    (told,) = looked(folder, machine)
    new = fingerprint(str(STRANGER.to_public()))
    assert f"（新增公钥：{new}；去掉公钥：无）" in told


def test_a_key_that_left_is_told_where_none_came(folder: Path, machine: Path) -> None:
    unlocked(folder).keeping.rekey(KEYS[:1])
    (told,) = looked(folder, machine)
    assert f"（新增公钥：无；去掉公钥：{fingerprint(KEYS[1])}）" in told


def test_sealing_anew_to_the_same_keys_is_told_too(folder: Path, machine: Path) -> None:
    """By another key of the desk's own, which whoever did so may have kept."""
    unlocked(folder).keeping.rekey(KEYS)
    (told,) = looked(folder, machine)
    assert "（新增公钥：无；去掉公钥：无）" in told


def test_another_desk_in_its_place_is_told(folder: Path, machine: Path) -> None:
    desk = open_desk(folder, LEAD)

    def renamed(lines: list[dict[str, Any]]) -> None:
        lines[0]["desk"] = "0" * 16

    forge(desk.place, renamed)
    assert "另一个" in looked(folder, machine)[0]


def test_so_is_one_whose_seal_was_taken_off(folder: Path, machine: Path) -> None:
    desk = open_desk(folder, LEAD)

    def laid_open(lines: list[dict[str, Any]]) -> None:
        del lines[1:]
        lines[0]["tables"] = {}

    forge(desk.place, laid_open)
    assert "没有密封" in open_desk(folder, LEAD).last_seen.compare(machine)[0]


def test_a_new_lead_is_told_once(folder: Path, machine: Path) -> None:
    with unlocked(folder) as desk:
        desk.access.set_role("周某", "lead")
    assert "周某" in looked(folder, machine)[0]
    assert looked(folder, machine) == ()


def test_a_new_lead_is_told_beside_many_that_are_known(folder: Path, machine: Path) -> None:
    with open_desk(folder, LEAD) as desk:
        for n in range(20):
            desk.access.set_role(f"{'某' * 15}{n}", "lead")
    assert len(looked(folder, machine)) == 1 and looked(folder, machine) == ()
    with open_desk(folder, LEAD) as desk:
        desk.access.set_role("周某", "lead")
    (told,) = looked(folder, machine)
    assert "周某" in told and "某某" not in told


def test_a_new_lead_is_told_where_that_cannot_be_remembered(folder: Path, machine: Path) -> None:
    with unlocked(folder) as desk:
        desk.access.set_role("周某", "lead")
    lead = unlocked(folder)
    lead.ground.overview.settle()
    most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, most[1]))
    try:
        new, why = lead.last_seen.compare(machine)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, most)
    assert "周某" in new and "没有保存" in why
    assert lead.last_seen.compare(machine) == (new,)


def test_a_new_lead_is_told_who_came_in_the_place_of_another(folder: Path, machine: Path) -> None:
    with unlocked(folder) as desk:
        desk.access.set_role("周某", "lead")
    assert "周某" in looked(folder, machine)[0]
    with unlocked(folder) as desk:
        desk.access.set_role("吴某", "lead")
        desk.access.set_role("周某", "officer")
    assert [told.partition("：")[2] for told in looked(folder, machine)] == ["吴某"]


def test_one_put_there_past_the_desk_is_none(folder: Path, machine: Path) -> None:
    forge(open_desk(folder, LEAD).place, promoted)
    Keyring(str(folder)).forget("")
    assert not any("外人" in told for told in looked(folder, machine))


def test_an_open_desk_and_one_that_ended_are_not_remembered(
    folder: Path, machine: Path, tmp_path: Path
) -> None:
    assert new_desk(tmp_path / "open").last_seen.compare(tmp_path / "none") == ()
    assert not (tmp_path / "none").exists()
    desk = unlocked(folder)
    desk.last_seen.compare(machine)
    archive = tmp_path / "档案.age"
    desk.keeping.seal_archive(archive, (), KEY)
    desk.keeping.purge(archive, KEY, desk.notice.unit)
    assert list(machine.iterdir()) == []
    # Nor once nobody can look there whether it ended.
    desk.ground.storage.away = CannotReach("")
    desk.close()
    assert list(machine.iterdir()) == []


@pytest.mark.parametrize("said", [b"", b"{", b"\xff", b"[]", b"1", b"{}", b'{"recipients":1}'])
def test_what_is_remembered_and_says_nothing_is_remembered_anew(
    folder: Path, machine: Path, said: bytes
) -> None:
    (file,) = machine.iterdir()
    for damaged in (file, machine / "another.json"):
        damaged.write_bytes(said)
    assert looked(folder, machine) == ()
    assert b'"lines":' in file.read_bytes()


def test_where_nothing_can_be_remembered_that_is_told(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    (told,) = looked(folder, tmp_path / "file" / "desks")
    assert str(tmp_path / "file") in told


def test_only_a_new_lead_is_told_and_each_desk_is_known_by_itself(
    tmp_path: Path, folder: Path, machine: Path
) -> None:
    sealed_desk(tmp_path / "another").close()
    assert looked(tmp_path / "another", machine) == (), "that one was never here"
    lead = unlocked(folder)
    lead.access.set_role("周某", "officer")
    lead.access.set_role("吴某", "viewer")
    lead.close()
    assert looked(folder, machine) == ()
    lead = unlocked(folder)
    lead.access.set_role("周某", "lead")
    lead.close()
    assert [told.partition("：")[2] for told in looked(folder, machine)] == ["周某"]
    assert looked(folder, machine) == looked(tmp_path / "another", machine) == ()
