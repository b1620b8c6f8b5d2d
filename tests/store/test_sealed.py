"""Who reported stays secret: what a sealed desk stores, and who reads it."""

from __future__ import annotations

import gc
import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import weakref
from codecs import BOM_UTF8
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import date
from functools import partial
from pathlib import Path
from threading import Event
from typing import Any

import orjson
import pyrage
import pytest
from pyrage.x25519 import Identity
from tinydb import Query

from store.desk.desk import Desk
from store.desk.keeping import restore
from store.document import TABLE
from store.duty.books import LOG, PAPERS, RECORDS
from store.duty.report import Span
from store.errors import BadKey, CannotRead, NotAllowed, NotSealed, Sealed
from store.notice.reading import example_text
from store.registers.headings import NoHeadings
from store.registers.source import Source, open_source
from store.secret import seal
from store.secret.clear import ARMOUR, check_sealed
from store.secret.keyring import Keyring, of_officer
from store.secret.keys import identity_in, key_in, read_key_file
from store.secret.viewer import _own_text_name
from store.tips.draft import AMENDS
from store.tips.fields import FIELDS
from store.tips.find import Filter, Order
from store.tips.revision import StaleRevision
from store.tips.tip import Subject
from tests.builders import REFERRAL, at, full_tip
from tests.kept import functions_that_keep, kept_by
from tests.store.desks import clock, folder_of, let_go, new_desk, open_desk, opened, tip_of
from tests.store.faults import Boundary, in_child
from tests.store.files_open import files_open
from tests.store.memory_place import MemoryPlace
from tests.store.sealed import (
    DUTY,
    FIRST,
    KEY,
    LEAD,
    PASSPHRASE,
    PROTECTED,
    PROTECTED_BINARY,
    PROTECTED_PUBLIC,
    SECOND,
    WORDS,
    planted,
    sealed_desk,
    where,
    working_day,
)

MANUAL = Path(__file__).parents[2] / "tui" / "manual"


def lose_power(folder: Path) -> None:
    """The keys in memory are gone, as after the power."""
    Keyring(str(folder)).forget("")


def test_no_planted_word_is_on_the_disk_after_a_working_day(tmp_path: Path) -> None:
    folder = tmp_path / "desk"
    lead, officer = working_day(folder)
    lead.keeping.backup(tmp_path / "backup.zip")
    officer.close()
    lead.close()
    assert where(tmp_path) == []
    assert open_desk(folder, LEAD).keeping.verify().is_sound
    assert where(tmp_path, ("2016-0001", "李明")), "the search itself must be able to find"


@pytest.mark.skipif(not shutil.which("age"), reason="age is not installed")
def test_the_age_tool_opens_what_is_sealed_with_either_key(tmp_path: Path) -> None:
    desk = sealed_desk(tmp_path / "desk", DUTY)
    for tip in (planted(), planted(), tip_of()):
        desk.record(tip)
    for key, code, file in ((FIRST, "zh", "密钥文件"), (SECOND, "en", "KEYFILE")):
        (tmp_path / "desk" / file).write_text(f"{key}\n")
        page = (MANUAL / code / "secrecy.md").read_text("utf-8")
        (command,) = [block for block in page.split("```") if "age -d" in block]
        words = ["bash", "-o", "pipefail", "-c", command.removeprefix("text\n")]
        done = subprocess.run(
            words, cwd=tmp_path / "desk", capture_output=True, text=True, check=True
        )
        found = [json.loads(line)["reporter"] for line in done.stdout.splitlines()]
        assert found[:2] == [{"name": "欧阳密言", "contact": "13711112222"}] * 2
        assert len(found) == 3 and not done.stderr


def test_the_desk_records_and_counts_without_any_key(tmp_path: Path) -> None:
    desk = sealed_desk(tmp_path / "desk", DUTY)
    number = desk.record(planted()).number
    lose_power(tmp_path / "desk")
    desk.shifts.take_over()
    desk.record(tip_of())
    desk.duty_log.write("密语")
    desk.acts.pass_through("post", "组长")
    assert [tip.is_hidden for tip in desk.shifts.handover().sheet.open] == [True, True]
    desk.shifts.hand_over("密语")
    counts = open_desk(tmp_path / "desk", DUTY).counts()
    assert (counts.total, counts.by_channel["visit"], counts.in_scope) == (3, 1, 2)
    shown = open_desk(tmp_path / "desk", DUTY).tip(number)
    assert (shown.summary, shown.reporter and shown.reporter.kind) == ("", "unverified")
    assert (shown.subjects[0].person, shown.subjects[0].group) == ("", "leadership")


def test_a_recipient_opens_everything_and_each_opening_is_recorded(tmp_path: Path) -> None:
    sealed_desk(tmp_path / "desk", DUTY).record(planted())
    lead = open_desk(tmp_path / "desk", LEAD)
    assert not lead.access.is_unlocked
    for ask in (lead.access.open_tip, lambda _number: lead.matters.patterns()):
        with pytest.raises(Sealed):
            ask("1")
    assert lead.finding.search("密语") == []
    lead.access.unlock(f"# public key: age1…\n{SECOND}\n")
    assert lead.access.open_tip("1").reporter == planted().reporter
    assert [tip.number for tip in lead.finding.search("密语")] == ["2016-0001"]
    assert lead.finding.latest(1)[0].summary == "", "a list hides what nobody asked for"
    lead.access.lock()
    assert lead.finding.search("密语") == []
    with pytest.raises(Sealed):
        lead.access.open_tip("1")
    assert [(a.what, a.by, a.numbers) for a in lead.access.accesses()] == [
        ("unlock", LEAD, ()),
        ("open", LEAD, ("2016-0001",)),
    ]


@pytest.mark.parametrize("are_all_taken_in", [True, False])
def test_what_comes_and_is_said_otherwise_after_a_search_is_found_with_the_key_as_well(
    tmp_path: Path, are_all_taken_in: bool
) -> None:
    lead, officer = working_day(tmp_path / "desk")
    names = partial(lead.finding.similar, persons=["密语乙"])
    if are_all_taken_in:
        assert len(lead.finding.search("密语")) == 1 and names() == []
    else:
        tips, view = lead.ground.listed_tips(), lead.ground.viewer.findable
        lead.ground.texts.grow(tips, view, most=0)
        lead.ground.texts.grow_names(tips, view, most=0)
    first = lead.access.open_tip("1")
    lead.amend(
        replace(first, summary="暗号", subjects=(Subject("某县", "密语乙", "局长", "leadership"),))
    )
    assert [tip.number for tip in lead.finding.search("暗号")] == ["2016-0001"]
    assert [like.tip.number for like in names()] == ["2016-0001"]
    officer.record(replace(planted(), summary="后来的一件"))
    assert [tip.number for tip in lead.finding.search("后来的")] == ["2016-0002"]


def test_what_was_found_with_a_key_does_not_outlive_the_lock(tmp_path: Path) -> None:
    lead, _officer = working_day(tmp_path / "desk")
    assert len(lead.finding.search("密语")) == 1
    read = weakref.ref(lead.ground.index.texts)
    lead.access.lock()
    gc.collect()
    assert read() is None, "nobody seeks anything since, and it is gone"


def test_no_name_by_which_tips_were_sorted_or_compared_outlives_the_lock(tmp_path: Path) -> None:
    officer = sealed_desk(tmp_path / "desk", DUTY)
    for _ in range(2):
        officer.record(planted())
    lead = open_desk(tmp_path / "desk", LEAD)
    lead.access.unlock(KEY)
    found = lead.access.open_tips(lead.tips(), "list")
    documents = [tip.as_json() for tip in found]
    Order("subject").sort(documents)
    lead.matters.patterns()
    lead.finding.similar([], [], "13711112222")

    # What a terminal showed in another test is not the store's.
    own = [one for one in functions_that_keep() if one.__module__.startswith("store.")]

    def remembered() -> list[str]:
        return [text for part in kept_by(own) for text in map(str, part)]

    words = {text for tip in found for s in tip.subjects for text in (s.unit, s.person) if text}
    assert words and all(any(word in text for text in remembered()) for word in words)
    lead.access.lock()
    assert not [text for text in remembered() if any(word in text for word in WORDS)]


def test_a_register_taken_out_has_all_texts_and_its_tips_are_recorded(tmp_path: Path) -> None:
    officer = sealed_desk(tmp_path / "desk", DUTY)
    for received_at in ("2016-10-01T09:00", "2016-09-29T09:00", "2016-09-30T09:00"):
        officer.record(replace(planted(), received_at=at(received_at)))
    lead = open_desk(tmp_path / "desk", LEAD)
    days = Span(date(2016, 9, 30), date(2016, 10, 1))
    assert [(tip.number, tip.summary) for tip in lead.figures.register(days)] == [
        ("2016-0001", ""),
        ("2016-0003", ""),
    ]
    lead.access.unlock(KEY)
    until = Span(date(2016, 9, 20), date(2016, 9, 30))
    assert [tip.number for tip in lead.figures.register(until)] == ["2016-0002", "2016-0003"]
    register = lead.figures.register(days)
    assert [tip.number for tip in register] == ["2016-0001", "2016-0003"]
    assert {tip.summary for tip in register} == {planted().summary}
    taken = lead.access.accesses()[-1]
    assert (taken.what, taken.by, taken.note) == ("export", LEAD, "台账")
    assert taken.numbers == ("2016-0001", "2016-0003")
    with pytest.raises(NotAllowed):
        officer.access.open_tips(register, "台账")


def test_who_takes_out_a_copy_or_a_backup_is_recorded(tmp_path: Path) -> None:
    lead = sealed_desk(tmp_path / "desk")
    lead.access.unlock(KEY)
    lead.record(replace(planted(), subjects=tip_of(REFERRAL).subjects, referred_to="区环保局"))
    assert lead.acts.referral("1")["content"] == planted().summary
    lead.matters.patterns()
    lead.history("1", whole=True)
    lead.keeping.backup(tmp_path / "b.zip")
    assert [(a.what, a.numbers, a.note) for a in lead.access.accesses()] == [
        ("unlock", (), ""),
        ("export", ("2016-0001",), "转办件副本"),
        ("open", (), "多件举报反映同一人"),
        ("open", ("2016-0001",), "修改记录"),
        ("backup", (), "b.zip"),
    ]


@pytest.fixture
def memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of the test's own in place of the one in memory; the account's folder in it."""
    monkeypatch.setattr("store.secret.keyring._IN_MEMORY", tmp_path)
    return tmp_path / f"dutydesk-{os.getuid()}"


def test_keys_are_kept_for_their_owner_alone(memory: Path, tmp_path: Path) -> None:
    Keyring(str(tmp_path / "desk")).put("desk", FIRST)
    assert str(Keyring(str(tmp_path / "desk")).get("desk")) == str(FIRST)
    (place,) = memory.iterdir()
    assert {p.stat().st_mode & 0o777 for p in (memory, place)} == {0o700}
    assert [(p.name, p.stat().st_mode & 0o777) for p in place.iterdir()] == [("desk", 0o600)]
    assert Keyring(str(tmp_path / "other")).get("desk") is None
    for no_key in (b"AGE-SECRET-KEY-1\xff", "密钥".encode(), b""):
        (place / "desk").write_bytes(no_key)
        assert Keyring(str(tmp_path / "desk")).get("desk") is None
    Keyring(str(tmp_path / "desk")).forget("")
    assert not place.exists()


@pytest.mark.skipif(not os.access("/dev/shm", os.W_OK), reason="needs memory that has a path")
def test_keys_are_kept_in_memory_and_on_no_disk(tmp_path: Path) -> None:
    address = str(tmp_path / "desk")
    keys, of_desk = Keyring(address), hashlib.sha256(os.fsencode(address)).hexdigest()[:32]
    in_memory = Path("/dev/shm") / f"dutydesk-{os.getuid()}" / of_desk
    keys.put("desk", FIRST)
    try:
        assert [(path.name, path.read_text()) for path in in_memory.iterdir()] == [
            ("desk", str(FIRST))
        ]
    finally:
        keys.forget("")
    assert not in_memory.exists()


def test_what_is_kept_beside_the_keys_leaves_no_file_open(memory: Path, tmp_path: Path) -> None:
    keys, before = Keyring(str(tmp_path / "desk")), files_open()
    for n in range(5):
        keys.write_new(f"own-{n}", "甲".encode().hex())
        keys.write("own", "乙".encode().hex())
        assert keys.read(f"own-{n}") == "甲".encode().hex()
    assert files_open() <= before and keys.trouble() == ""
    assert len([*memory.glob("*/own-*")]) == 5, "where it outlives the process"


def test_to_ask_for_a_key_or_to_drop_one_leaves_nothing_behind(
    memory: Path, tmp_path: Path
) -> None:
    keys = Keyring(str(tmp_path / "desk"))
    assert keys.get("desk") is None
    keys.forget("")
    assert not memory.exists()
    keys.put("desk", FIRST)
    keys.forget("")
    assert keys.get("desk") is None
    assert list(memory.iterdir()) == []


@pytest.mark.parametrize(
    "what",
    [
        "open to a group",
        "a file",
        "a file further in",
        "a link",
        "a link to nowhere",
        pytest.param(
            "another account's",
            marks=pytest.mark.skipif(os.geteuid() != 0, reason="needs to give a folder away"),
        ),
    ],
)
def test_where_someone_sits_in_the_keys_place_they_stay_in_the_process(
    memory: Path, tmp_path: Path, what: str
) -> None:
    (tmp_path / "theirs").mkdir(0o700)
    if what == "a file":
        memory.touch(0o600)
    elif what == "a file further in":
        Keyring(str(tmp_path / "desk")).put("desk", FIRST)
        (place,) = memory.iterdir()
        (place / "desk").unlink()
        place.rmdir()
        place.touch(0o600)
    elif what.startswith("a link"):
        memory.symlink_to(tmp_path / ("nowhere" if "nowhere" in what else "theirs"))
    elif what == "another account's":
        memory.mkdir(0o700)
        os.chown(memory, 65534, 65534)
    else:
        memory.mkdir()
        memory.chmod(0o750)
    keys = Keyring(str(tmp_path / "desk"))
    sits = memory if what != "a file further in" else place
    assert keys.trouble().startswith(f"{sits} ")
    for name in ("shift-1", "draft-1"):
        keys.put(name, FIRST)
    assert str(keys.get("shift-1")) == str(FIRST)
    assert Keyring(str(tmp_path / "desk")).get("shift-1") is None
    assert not any(name in path.name for path in tmp_path.rglob("*") for name in ("shift", "draft"))
    keys.forget("shift-")
    assert keys.get("shift-1") is None and keys.get("draft-1")


def test_keys_in_a_folder_that_was_opened_to_others_are_read_no_more(
    memory: Path, tmp_path: Path
) -> None:
    Keyring(str(tmp_path / "desk")).put("desk", FIRST)
    assert Keyring(str(tmp_path / "desk")).get("desk")
    memory.chmod(0o770)
    keys = Keyring(str(tmp_path / "desk"))
    assert keys.get("desk") is None and keys.trouble().startswith(f"{memory} ")


def test_where_there_is_no_room_in_memory_keys_last_as_long_as_the_process(
    memory: Path, tmp_path: Path
) -> None:
    keys = Keyring(str(tmp_path / "desk"))
    keys.put("shift-1", FIRST)
    (place,) = memory.iterdir()

    def on_a_full_one(say: Callable[[str], None]) -> None:
        Boundary("disk full", 1, among=("write",)).install()
        keys.put("draft-1", SECOND)
        keys.write_new("own-1", "sealed to it")
        say(f"{keys.get('draft-1')} {keys.read('own-1')} {[one.name for one in place.iterdir()]}")

    child = in_child(on_a_full_one)
    said = list(child.said())
    assert child.wait() == 0 and said == [f"{SECOND} sealed to it ['shift-1']"]


def test_keys_names_and_roles_are_known_again_by_a_later_version() -> None:
    # They stand in journals, in backups and on paper.
    secret = "AGE-SECRET-KEY-1"
    assert seal.fingerprint(PROTECTED_PUBLIC) == "759e e608 304e de42"
    assert seal.print_of(secret, "person", "赵某某") == "person:5a9f2015851770ee"
    assert seal.mark_of(secret, DUTY, "lead") == "role:eb1272fd27d8f5f0"
    # It is that of a file, whatever the officer is called.
    assert re.fullmatch("shift-[0-9a-f]{32}", of_officer("shift", "../李明"))


def test_a_program_of_another_version_finds_the_keys_in_memory(
    memory: Path, tmp_path: Path
) -> None:
    # On the day of a change both are at the desk, and what one kept the other reads.
    lead = sealed_desk(tmp_path / "desk")
    officer = open_desk(tmp_path / "desk", DUTY)
    officer.record(planted())
    officer.drafts.keep("登记", {"summary": "密语"})
    (place,) = memory.iterdir()
    kept = {path.name: path.read_text() for path in place.iterdir()}
    whose = "aa227102842b80e6a0fa23c1cea0e7ff"
    known = {"desk", "recipients", f"shift-{whose}", f"draft-{whose}"}
    (text,) = kept.keys() - known - {"shift-upto"}
    assert known <= kept.keys()
    assert re.fullmatch(f"shift-{whose}-[0-9a-f]{{32}}", text)
    assert kept["recipients"].split("\n") == [*lead.access.recipients(), "marks"]
    assert kept["desk"].startswith("AGE-SECRET-KEY-1")


def test_a_public_key_is_the_same_with_blanks_around_it_and_given_twice(tmp_path: Path) -> None:
    key = str(FIRST.to_public())
    given = [f" {key}\n", key, f"{key} "]
    desk = opened(
        Desk.create(
            tmp_path / "desk", example_text(), clock=clock(), officer="组 长", seal_to=given
        )
    )
    assert [(one.officer, one.role) for one in desk.access.roster()] == [(LEAD, "lead")]
    assert desk.access.recipients() == {key: seal.fingerprint(key)} and desk.access.alarms() == ()
    desk.access.unlock(KEY)
    assert desk.access.alarms() == () and desk.record(planted()).number
    desk.ground.viewer.forget_all()


def test_a_key_of_another_desk_opens_nothing(tmp_path: Path) -> None:
    desk = sealed_desk(tmp_path / "desk")
    mistyped = KEY[:-1] + ("Q" if KEY[-1] != "Q" else "P")
    for key in (str(Identity.generate()), "AGE-SECRET-KEY-1NONE", "", mistyped, PASSPHRASE):
        with pytest.raises(BadKey) as told:
            desk.access.unlock(key)
        assert not (key and key[:18] in str(told.value)), "nobody near reads it"
    with pytest.raises(BadKey, match="没有密封"):
        new_desk(tmp_path / "open").access.unlock(KEY)


def test_an_officer_does_not_unlock_the_desk_with_a_leads_key(tmp_path: Path) -> None:
    officer = sealed_desk(tmp_path / "desk", DUTY)
    with pytest.raises(NotAllowed):
        officer.access.unlock(KEY)
    assert not officer.access.is_unlocked


def test_a_key_kept_for_a_desk_before_it_is_not_taken_for_its_own(tmp_path: Path) -> None:
    officer = sealed_desk(tmp_path / "desk", DUTY)
    Keyring(str(tmp_path / "desk")).put("desk", Identity.generate())
    assert not officer.access.finds_repeats
    stored = officer.tip(officer.record(planted()).number)
    assert stored.sealed and stored.sealed.prints == ()
    open_desk(tmp_path / "desk", LEAD).access.unlock(KEY)
    assert officer.access.finds_repeats


def test_a_desk_made_or_restored_where_a_sealed_one_was_knows_none_of_its_keys(
    tmp_path: Path,
) -> None:
    with new_desk(tmp_path / "open") as desk:
        desk.record(tip_of())
        desk.keeping.backup(tmp_path / "b.zip")
    for make in (new_desk, partial(restore, tmp_path / "b.zip")):
        sealed_desk(tmp_path / "desk", DUTY).record(planted())
        shutil.rmtree(tmp_path / "desk")
        make(tmp_path / "desk")
        desk = open_desk(tmp_path / "desk")
        assert desk.repairs == () and desk.record(tip_of()).number
        assert Keyring(str(tmp_path / "desk")).get("desk") is None
        let_go()
        shutil.rmtree(tmp_path / "desk")


def test_a_name_that_nobody_gave_is_no_repeat_of_another(tmp_path: Path) -> None:
    officer = sealed_desk(tmp_path / "desk", DUTY)
    unit = replace(planted().subjects[0], person="")
    for _ in range(2):
        number = officer.record(replace(planted(), subjects=(unit,), reporter=None)).number
    stored = officer.tip(number).sealed
    assert stored and len(stored.prints) == 1
    assert officer.finding.similar([""], [""], "") == []


def test_an_officer_reads_own_tips_until_they_are_handed_over(tmp_path: Path) -> None:
    desk, other = sealed_desk(tmp_path / "desk", DUTY), open_desk(tmp_path / "desk", "王芳")
    desk.shifts.take_over()
    desk.record(planted())
    assert open_desk(tmp_path / "desk", DUTY).access.open_tip("1").summary == planted().summary
    with pytest.raises(NotAllowed):
        other.access.open_tip("1")
    desk.shifts.hand_over()
    for reader in (desk, other):
        with pytest.raises(NotAllowed):
            reader.access.open_tip("1")
        with pytest.raises(NotAllowed):
            reader.amend(reader.tip("1"))


def test_the_longest_content_is_read_again_by_who_typed_it(tmp_path: Path) -> None:
    longest = "密" * 20_000
    desk = sealed_desk(tmp_path / "desk", DUTY)
    desk.record(tip_of(summary=longest))
    desk.drafts.keep("登记", {"summary": longest})
    again = open_desk(desk.place, DUTY)
    assert again.access.open_tip("1").summary == longest
    assert [draft.values["summary"] for draft in again.drafts.all()] == [longest]


def test_an_officer_reads_what_version_0_2_stored_for_the_shift_that_is_on(tmp_path: Path) -> None:
    desk = sealed_desk(tmp_path / "desk", DUTY)
    desk.record(planted())
    keys, stored = Keyring(desk.place.address), desk.ground.tip("1")
    own = keys.get(of_officer("shift", DUTY))
    assert own
    # It kept no copy in memory, and sealed what is stored to the key of the shift, too.
    keys.forget("shift-")
    keys.put(of_officer("shift", DUTY), own)
    with pytest.raises(Sealed):
        desk.access.open_tip("1")
    secret = seal.unseal(stored["sealed"]["age"], [FIRST])
    age = seal.seal(secret, [key.to_public() for key in (FIRST, SECOND, own)])
    as_then = stored | {"revision": 2, "sealed": stored["sealed"] | {"age": age}}
    with desk.ground.storage.writing:
        desk.ground.storage.change({"tips": {"1": as_then}}, "amend", desk.ground.stamp(), DUTY)
    assert desk.access.open_tip("1").summary == planted().summary
    desk.shifts.take_over()
    desk.shifts.hand_over()
    assert not keys.get(of_officer("shift", DUTY))


def test_two_who_amend_a_sealed_tip_at_once_lose_nothing_and_leave_nothing_to_read(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "desk"
    desk = sealed_desk(folder, DUTY)
    desk.record(planted())
    seen = desk.access.open_tip("1")

    def work(say: Callable[[str], None]) -> None:
        lead = open_desk(folder, LEAD)
        lead.access.unlock(KEY)
        lead.amend(replace(lead.access.open_tip("1"), summary="密语：组长所补。"))
        lead.close()

    assert in_child(work).wait() == 0
    with pytest.raises(StaleRevision) as stale:
        desk.amend(replace(seen, visit_place="密号房间隔壁"))
    theirs = stale.value.current
    assert theirs.summary == "密语：组长所补。"
    changed = {c.field: (c.before, c.after) for c in stale.value.changes}
    assert changed == {"summary": (seen.summary, theirs.summary)}
    desk.amend(replace(theirs, visit_place="密号房间隔壁"))
    lead = open_desk(folder, LEAD)
    lead.access.unlock(KEY)
    for reader in (desk, lead):
        tip = reader.access.open_tip("1")
        assert (tip.summary, tip.visit_place) == (theirs.summary, "密号房间隔壁")
        assert (tip.officer, tip.revision) == (DUTY, 3)
    desk.close()
    lead.close()
    assert where(folder) == []


def test_whoever_hands_over_leaves_no_key_of_a_colleague_either(tmp_path: Path) -> None:
    desk, colleague = sealed_desk(tmp_path / "desk", DUTY), open_desk(tmp_path / "desk", "王芳")
    for officer in (desk, colleague):
        officer.shifts.take_over()
    colleague.record(planted())
    colleague.drafts.keep("登记", {"summary": "密语，打到一半"})
    keys, age = Keyring(str(tmp_path / "desk")), colleague.ground.tip("1")["sealed"]["age"]
    assert keys.get(of_officer("shift", "王芳")) and keys.read(_own_text_name("王芳", age))
    desk.shifts.hand_over()
    assert not keys.get(of_officer("shift", "王芳"))
    assert not keys.read(_own_text_name("王芳", age))
    (typed,) = open_desk(tmp_path / "desk", "王芳").drafts.all()
    assert typed.values == {"summary": "密语，打到一半"}, (
        "what nobody saved is still the colleague's"
    )


def at_another_host(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Desk:
    """The desk as a colleague has it at another host, or of another account: with keys in memory of its own."""
    with monkeypatch.context() as there:
        there.setattr("store.secret.keyring._IN_MEMORY", tmp_path)
        return open_desk(tmp_path / "desk", "王芳")


def of_shift(desk: Desk) -> list[str]:
    """What is in memory of a shift."""
    return sorted(path.name for path in Keyring(desk.place.kept_as)._own.glob("shift-*"))


def test_what_is_in_memory_of_a_shift_goes_where_another_host_hands_it_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, typed = sealed_desk(tmp_path / "desk", DUTY), {"summary": "密语，打到一半"}
    there = at_another_host(monkeypatch, tmp_path)
    for officer in (desk, there):
        officer.shifts.take_over()
    desk.drafts.keep("登记", typed)
    for hears in (desk.refresh, lambda: open_desk(tmp_path / "desk", DUTY).load()):
        number = desk.record(planted()).number
        desk.refresh()
        assert desk.access.open_tip(number).summary, "who joins hands nothing over"
        assert len(of_shift(desk)) == 3
        there.shifts.hand_over()
        hears()
        assert of_shift(desk) == []
        there.shifts.take_over()
    assert [draft.values for draft in desk.drafts.all()] == [typed], "of no shift"
    assert Keyring(desk.place.kept_as).get("desk")


def test_what_is_of_the_shift_that_is_on_stays_when_the_former_goes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = sealed_desk(tmp_path / "desk", DUTY)
    there = at_another_host(monkeypatch, tmp_path)
    desk.record(planted())
    own, of_former = of_officer("shift", DUTY), {*of_shift(desk)}
    key = Keyring(desk.place.kept_as).read(own)
    there.shifts.take_over()
    there.shifts.hand_over()
    # Before anybody looked.
    desk.record(planted())
    assert not of_former & {*of_shift(desk)} - {own, "shift-upto"}
    assert Keyring(desk.place.kept_as).read(own) != key
    desk.drafts.keep("改", {"summary": "密语", AMENDS: {"number": "2016-0002", "revision": 1}})
    desk.refresh()
    again = open_desk(tmp_path / "desk", DUTY)
    again.load()
    assert again.access.open_tip("2").summary == planted().summary
    assert len(again.drafts.all()) == 1
    # What a program of another version kept says nothing of when that was, and stays until a hand-over here.
    Keyring(desk.place.kept_as).forget("shift-upto")
    again.load()
    assert again.access.open_tip("2").summary == planted().summary


def test_a_draft_too_is_of_a_shift_that_another_host_hands_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = sealed_desk(tmp_path / "desk", DUTY)
    desk.record(planted())
    Keyring(desk.place.kept_as).forget("shift-")
    desk.drafts.keep("改", {"summary": "密语", AMENDS: {"number": "2016-0001", "revision": 1}})
    assert of_shift(desk) == [of_officer("shift", DUTY), "shift-upto"]
    there = at_another_host(monkeypatch, tmp_path)
    there.shifts.take_over()
    there.shifts.hand_over()
    desk.refresh()
    assert of_shift(desk) == []


def test_after_a_hand_over_not_even_the_key_in_memory_is_left(tmp_path: Path) -> None:
    lead = sealed_desk(tmp_path / "desk")
    lead.shifts.take_over()
    lead.record(planted())
    assert lead.access.open_tip("1").summary
    keys, age = Keyring(str(tmp_path / "desk")), lead.ground.tip("1")["sealed"]["age"]
    own, text = keys.get(of_officer("shift", LEAD)), keys.read(_own_text_name(LEAD, age))
    assert own and seal.unseal(text, [own])["summary"] == planted().summary
    lead.shifts.hand_over()
    assert not keys.get(of_officer("shift", LEAD)) and not keys.read(_own_text_name(LEAD, age))
    with pytest.raises(Sealed):
        lead.access.open_tip("1")
    keys.put(of_officer("shift", LEAD), own)
    keys.write_new(_own_text_name(LEAD, age), text)
    with pytest.raises(Sealed):
        lead.access.open_tip("1")


def test_what_a_lead_amends_gives_no_officer_back_what_was_out_of_reach(tmp_path: Path) -> None:
    """Who owns the journal could write there that any tip is of the shift that is on."""
    desk = sealed_desk(tmp_path / "desk", DUTY)
    desk.record(planted())
    keys, lead = Keyring(desk.place.address), open_desk(tmp_path / "desk", LEAD)
    lead.access.unlock(KEY)
    assert lead.amend(replace(lead.access.open_tip("1"), summary="密语：一")).summary
    assert desk.access.open_tip("1").summary == "密语：一", "what is in reach stays so"
    lose_power(tmp_path / "desk")
    lead.access.unlock(KEY)
    lead.amend(replace(lead.access.open_tip("1"), summary="密语：二"))
    with pytest.raises(Sealed):
        desk.access.open_tip("1")
    # Nor does another text in the place of the one that the officer had.
    name = _own_text_name(DUTY, desk.ground.tip("1")["sealed"]["age"])
    own = keys.make(of_officer("shift", DUTY))
    keys.write_new(name, seal.seal({"summary": "", "subjects": []}, [own.to_public()]))
    lead.amend(replace(lead.access.open_tip("1"), summary="密语：三"))
    with pytest.raises(Sealed):
        desk.access.open_tip("1")


@pytest.mark.parametrize("is_rekeyed", [False, True])
def test_no_key_in_memory_opens_a_draft_of_a_tip_that_was_handed_over(
    tmp_path: Path, is_rekeyed: bool
) -> None:
    desk = sealed_desk(tmp_path, DUTY)
    desk.shifts.take_over()
    own = desk.record(planted())
    desk.drafts.keep("修改", {"amends": own.as_json(), "summary": "密语，改到一半"})
    if is_rekeyed:
        lead = open_desk(tmp_path, LEAD)
        lead.access.unlock(KEY)
        lead.keeping.rekey([str(FIRST.to_public())])
        desk = open_desk(tmp_path, DUTY)
    assert [draft.name for draft in desk.drafts.all()] == ["修改"]
    desk.shifts.hand_over()
    # What is typed on in a form that was open then.
    desk.drafts.keep("再改", {"amends": own.as_json(), "summary": "密语，又改"})
    assert desk.drafts.all() == []
    keys = Keyring(desk.place.address)
    found = [keys.get(of_officer(kind, DUTY)) for kind in ("shift", "draft")]
    in_memory = [keys.get("desk"), *found]
    for key in desk.place.drafts.kept():
        with pytest.raises(Sealed):
            seal.unseal(
                orjson.loads(desk.place.drafts.read(key))["sealed"], [k for k in in_memory if k]
            )
    lead = open_desk(tmp_path, LEAD)
    assert lead.drafts.all() == []
    lead.access.unlock(KEY)
    assert {draft.name for draft in lead.access.drafts_of_all()} == {"修改", "再改"}


def test_a_leads_draft_of_anothers_tip_takes_the_leads_key(tmp_path: Path) -> None:
    sealed_desk(tmp_path, DUTY).record(planted())
    lead = open_desk(tmp_path, LEAD)
    lead.access.unlock(KEY)
    lead.drafts.keep("修改", {"amends": lead.access.open_tip("1").as_json()})
    assert [draft.name for draft in lead.drafts.all()] == ["修改"]
    lead.access.lock()
    assert lead.drafts.all() == []


def test_columns_that_somebody_named_are_sealed_and_remembered(tmp_path: Path) -> None:
    """What stands over a column in another office's sheet may be a name."""
    desk = sealed_desk(tmp_path / "desk", DUTY)
    register = tmp_path / "x.csv"
    register.write_text("何时,司徒某某,密语\n2016-09-21 9:05,来信,收受礼金\n")
    named = {"何时": "received_at", "密语": "summary", "司徒某某": "line"}
    open_source(register, named, desk.columns)
    assert where(tmp_path / "desk") == []
    lead = open_desk(tmp_path / "desk", LEAD)
    lead.access.unlock(KEY)
    lead.keeping.rekey([str(SECOND.to_public())])
    (key,) = desk.place.columns.kept()
    with pytest.raises(Sealed):
        seal.unseal(desk.place.columns.read(key).decode(), [FIRST])
    source = open_source(register, {}, open_desk(tmp_path / "desk", DUTY).columns)
    assert isinstance(source, Source)
    assert {head.text: head.field for head in source.headings()} == named
    # As a desk has them that was sealed by version 0.2.
    desk.place.columns.keep(key, register.read_bytes())
    lead = open_desk(tmp_path / "desk", LEAD)
    lead.access.unlock(str(SECOND))
    lead.keeping.rekey([str(SECOND.to_public())])
    assert where(tmp_path / "desk") == []
    assert open_desk(tmp_path / "desk", DUTY).columns.read(key) == register.read_bytes()
    Keyring(desk.place.address).forget("")
    locked = open_desk(tmp_path / "desk", DUTY).columns
    with pytest.raises(PermissionError):
        locked.read(key)
    with pytest.raises(NoHeadings):
        open_source(register, {}, locked)


def test_a_draft_comes_back_to_its_officer_and_after_a_power_cut_to_a_lead(tmp_path: Path) -> None:
    folder = tmp_path / "desk"
    lead, desk = sealed_desk(folder), open_desk(folder, DUTY)
    desk.drafts.keep("登记", {"summary": "密语，打到一半"})
    (draft,) = open_desk(folder, DUTY).drafts.all()
    assert draft.values == {"summary": "密语，打到一半"}
    assert open_desk(folder, "王芳").drafts.all() == []
    lose_power(folder)
    assert desk.drafts.all() == []
    lead.access.unlock(KEY)
    (found,) = lead.access.drafts_of_all()
    assert (found.officer, found.values) == (DUTY, {"summary": "密语，打到一半"})
    looked = lead.access.accesses()[-1]
    assert (looked.by, looked.what, looked.note) == (LEAD, "drafts", DUTY)
    with pytest.raises(NotAllowed):
        desk.access.drafts_of_all()


def test_what_was_typed_is_not_held_in_memory_once_it_is_sealed(tmp_path: Path) -> None:
    desk = sealed_desk(tmp_path / "desk", DUTY)
    desk.drafts.keep("登记", {"summary": "密语"})
    assert [handed.content for handed in desk.drafts._newest.values()] == [None]


def test_what_is_still_being_written_at_the_lock_is_held_in_memory_as_it_will_be_stored(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = sealed_desk(tmp_path / "desk", DUTY)
    hangs, goes_on = Event(), Event()
    keep = desk.drafts._notes.keep

    def hang(*what: Any) -> None:
        hangs.set()
        goes_on.wait(30)
        keep(*what)

    monkeypatch.setattr(desk.drafts._notes, "keep", hang)
    desk.drafts.keep_soon("登记", {"summary": "密语"})
    try:
        assert hangs.wait(30)
        desk.access.lock()
        (content,) = (handed.content for handed in desk.drafts._newest.values())
        # Not what was typed, to be sealed later.
        assert isinstance(content, partial) and "密语".encode() not in content.args[0]
    finally:
        goes_on.set()
    desk.drafts.settle()
    assert [draft.values for draft in desk.drafts.all()] == [{"summary": "密语"}]


def test_repeats_are_noticed_without_a_key_until_the_power_goes(tmp_path: Path) -> None:
    folder = tmp_path / "desk"
    desk = sealed_desk(folder, DUTY)
    desk.record(planted())
    (found,) = desk.finding.similar(["司徒某某"], ["密县 水利局"], "（0731）13711112222")
    assert found.in_common == ("phone", "person", "unit")
    assert found.tip.summary == ""
    assert desk.finding.similar(["司徒"], [], "") == [], "of a sealed name nobody learns a part"
    lose_power(folder)
    assert not desk.access.finds_repeats and desk.finding.similar(["司徒某某"]) == []
    open_desk(folder, LEAD).access.unlock(KEY)
    assert desk.access.finds_repeats and desk.finding.similar(["司徒某某"])


def test_each_subject_of_a_sealed_tip_is_known_again() -> None:
    desk = sealed_desk(MemoryPlace("desk"), DUTY)
    second = Subject("密县交通局", "诸葛某某", "密科长", "leadership")
    desk.record(replace(planted(), subjects=(*planted().subjects, second)))
    assert [one.in_common for one in desk.finding.similar(["诸葛某某"])] == [("person",)]
    assert [one.in_common for one in desk.finding.similar([], ["密县交通局"])] == [("unit",)]


def test_what_is_found_goes_by_whether_a_key_is_at_hand_just_now() -> None:
    officer = sealed_desk(place := MemoryPlace("found"), DUTY)
    officer.record(planted())
    assert officer.access.open_tip("1").summary, "what is read is not looked through all the same:"
    assert officer.finding.search("密语") == [], "it would be found after the hand-over, too"
    lead = open_desk(place, LEAD)

    def found() -> tuple[int, list[str], int]:
        names = lead.finding.names_beginning("unit", "密")
        wanted = lead.finding.filtered(Filter(text="密语"))
        return len(lead.finding.search("密语")), names, len(wanted)

    for _time in range(2):
        assert found() == (0, [], 0)
        lead.access.unlock(KEY)
        assert found() == (1, ["密县水利局"], 1)
        finding = lead.finding
        lists = {
            "latest": finding.latest(1),
            "search": finding.search("密语"),
            "filtered": finding.filtered(Filter(text="密语"), Order("status")),
            "similar": [one.tip for one in finding.similar(["司徒某某"])],
            "numbered": finding.numbered("1"),
            "tips": lead.tips(),
            "tip": [lead.tip("1")],
            "find": lead.find(Query().number == "2016-0001"),
            "matter": lead.matters.of("1"),
        }
        for name, tips in lists.items():
            assert [(tip.number, tip.summary) for tip in tips] == [("2016-0001", "")], name
        lead.access.lock()
    by_lead = [one.what for one in lead.access.accesses() if one.by == LEAD]
    assert {*by_lead} == {"unlock"}, "no list opens any"


def test_what_is_sealed_to_a_key_and_says_nothing_is_told_as_sealed() -> None:
    for said in (b"{", b"", b"\xff"):
        text = pyrage.encrypt(said, [FIRST.to_public()], armored=True).decode()
        with pytest.raises(Sealed):
            seal.unseal(text, [FIRST])


def test_equal_names_on_two_desks_have_different_fingerprints(tmp_path: Path) -> None:
    prints = []
    for name in ("one", "two"):
        desk = sealed_desk(tmp_path / name, DUTY)
        sealed = desk.tip(desk.record(planted()).number).sealed
        assert sealed
        prints.append(set(sealed.prints))
    assert len(prints[0]) == 3 and not prints[0] & prints[1]


def test_how_long_a_text_is_shows_in_steps_only(tmp_path: Path) -> None:
    desk = sealed_desk(tmp_path / "desk", DUTY)
    lengths = []
    for length in (1, 11, 33, 55, 77, 300):
        sealed = desk.tip(desk.record(tip_of(summary="长" * length)).number).sealed
        assert sealed
        lengths.append(len(pyrage.decrypt(sealed.age.encode(), [FIRST])))
    *alike, longest = lengths
    assert len(set(alike)) <= 2 and max(alike) < longest


def test_each_field_is_sealed_but_those_that_counters_and_lists_need() -> None:
    document = full_tip().as_json()
    shown, secret = seal.split(document)
    assert seal.whole(shown, secret) == document
    rows = [*shown["subjects"], shown["subjects"][0]]
    # What who writes past the desk could put beside it, or into its place.
    for forged in (
        (shown | {"subjects": rows}, secret),
        ({name: part for name, part in shown.items() if name != "reporter"}, secret),
        (shown, {name: part for name, part in secret.items() if name != "summary"}),
        (shown, {name: part for name, part in secret.items() if name != "subjects"}),
        (shown, secret | {"summary": 1}),
        (shown, secret | {"reporter": 1}),
        (shown, [*secret]),
        (shown, None),
    ):
        with pytest.raises(Sealed, match="已损坏或被改动过"):
            seal.whole(*forged)
    for field in FIELDS:
        whole, _dot, part = field.name.partition(".")
        if field.kind == "enclosures":
            continue  # what of them stands in clear is told below
        held = shown[whole] if isinstance(shown[whole], list) and part else [shown[whole]]
        values = [row[part] if part else row for row in held]
        assert any(values) != field.sealed, field.name


def test_what_of_a_tip_stands_in_clear_is_this_and_no_more() -> None:
    shown, secret = seal.split(full_tip().as_json())
    age = seal.seal(secret, [FIRST.to_public()])
    check_sealed(TABLE, shown | {"sealed": {"age": age, "prints": []}})
    in_clear = set()
    for name, value in shown.items():
        rows = value if isinstance(value, list) else [value]
        for row in rows:
            parts = row.items() if isinstance(row, dict) else ()
            in_clear |= {f"{name}.{part}" for part, held in parts if held}
            in_clear |= {name} if row and not isinstance(row, dict) else set()
    assert in_clear == {
        *(f"appointments.{name}" for name in ("kind", "when", "by", "at", "done_by", "done_at")),
        "channel",
        "disciplines",
        "disposition.at",
        "disposition.by",
        "disposition.on",
        "earlier.on",
        "earlier.status",
        "enclosures.at",
        "enclosures.by",
        "enclosures.copies",
        "enclosures.file",
        "enclosures.kind",
        "enclosures.pages",
        "handled_by",
        "line",
        "marks",
        "matter",
        "number",
        "officer",
        "postmarked_on",
        "received_at",
        "reported.at",
        "reported.by",
        "reporter.kind",
        "reporter.verified",
        "revision",
        "saved_at",
        "status",
        "subjects.group",
        "tags",
        "to_complete",
        "told.at",
        "told.by",
    }


@pytest.mark.parametrize(
    ("table", "in_clear", "is_sealed"),
    [
        (
            "shifts",
            "officers taken_at handed_by handed_at upto log_upto received_by received_at team",
            "notes sheet",
        ),
        ("log", "at by kind", "text"),
        ("forms", "printed_at printed_by tip settled_at settled_by", "void"),
        ("roster", "officer role mark", ""),
        ("access", "at by what numbers note", ""),
        ("seal", "recipients desk", "secret"),
        ("notices", "at by sha256 was text", ""),
        ("directory", "at by", "text"),
        ("papers", "kind serial at by numbers", "content"),
        ("limits", "at by file_megabytes desk_megabytes", ""),
        ("sent", "by digest tip", ""),
    ],
)
def test_what_of_the_books_stands_in_clear_is_this_and_no_more(
    table: str, in_clear: str, is_sealed: str
) -> None:
    check_sealed(table, dict.fromkeys(in_clear.split(), "密语"))
    for name in (*is_sealed.split(), "more"):
        with pytest.raises(NotSealed, match=f"{table} 的 {name} 没有密封"):
            check_sealed(table, {name: "密语"})
    names = {field.name for field in fields(RECORDS[table])}
    assert {*in_clear.split(), *is_sealed.split()} - {"mark"} == names


def test_what_only_looks_sealed_or_lies_where_nothing_is_to_be_is_not_stored() -> None:
    age = seal.seal("密语", [FIRST.to_public()])
    name = seal.print_of("secret", "person", "司徒某某")
    for table, document in (
        (TABLE, {"number": "2016-0001", "sealed": {"age": age, "prints": [name, name]}}),
        (TABLE, {"summary": "", "subjects": [{"person": "", "group": "leadership"}], "x": 0}),
        (LOG, {"at": "2016-10-01", "by": "李明", "text": age, "more": [age, {"deep": age}]}),
        (PAPERS, {"serial": 3, "content": age}),
    ):
        check_sealed(table, document)
    for table, told, document in (
        (TABLE, "summary", {"summary": "密语"}),
        (TABLE, "summary", {"summary": age}),
        (TABLE, "x", {"x": True}),
        (TABLE, "subjects", {"subjects": [{"person": ""}, {"person": "司徒某某"}]}),
        (TABLE, "reporter", {"reporter": {"kind": "verified", "name": "欧阳密言"}}),
        (TABLE, "sealed", {"sealed": {"age": "密语"}}),
        (TABLE, "sealed", {"sealed": {"age": f"{age}密语"}}),
        (TABLE, "sealed", {"sealed": {"age": age, "prints": ["司徒某某"]}}),
        (TABLE, "sealed", {"sealed": {"age": age, "prints": [f"{name}司徒某某"]}}),
        (TABLE, "sealed", {"sealed": {"age": age, "prints": [name, f"司徒某某:{name}"]}}),
        (TABLE, "sealed", {"sealed": {"age": age, "more": age}}),
        (LOG, "text", {"text": "密语"}),
        (LOG, "text", {"text": age.encode()}),
        (LOG, "text", {"text": f"密语{age}"}),
        (LOG, "text", {"text": f"{ARMOUR}\n密语"}),
        (LOG, "more", {"text": age, "more": [age, {"deep": ["密语"]}]}),
        (LOG, "sealed", {"sealed": {"prints": [name]}}),
        (LOG, "text", {"text": name}),
        ("nobody's", "by", {"by": "李明"}),
    ):
        with pytest.raises(NotSealed, match=f"{table} 的 {told} 没有密封"):
            check_sealed(table, document)


def test_what_is_told_outside_of_a_sealed_tip_is_that_it_is_sealed(tmp_path: Path) -> None:
    desk = sealed_desk(tmp_path / "desk", DUTY)
    desk.record(planted())
    told = seal.printed(desk.ground.tip("1"))
    assert told["sealed"] is True and ARMOUR not in repr(told)
    assert "sealed" not in seal.printed(full_tip().as_json())
    keys = [
        desk.ground.viewer.draft_keys(DUTY, {AMENDS: {"number": number}})
        for number in ("2016-0001", "2015-0001", "2016-0002", "")
    ]
    assert [*map(len, keys)] == [1, 0, 0, 0], "no other number is that of the tip"


def test_a_file_that_leaves_a_sealed_desk_is_for_its_recipients_alone(tmp_path: Path) -> None:
    said = "密语".encode() * 100
    lead = sealed_desk(tmp_path / "desk")
    made = lead.access.seal_export(said)
    assert "密语".encode() not in made
    for key in (FIRST, SECOND):
        assert pyrage.decrypt(made, [key]) == said
    own = Keyring(str(tmp_path / "desk")).get("desk")
    for other in (own, Identity.generate()):
        assert other
        with pytest.raises(pyrage.DecryptError):
            pyrage.decrypt(made, [other])
    with pytest.raises(NotAllowed):
        open_desk(tmp_path / "desk", DUTY).access.seal_export(said)


def test_what_is_no_public_key_is_told_no_longer_than_one() -> None:
    for wrong in ("x" * 81, "age1none", str(FIRST.to_public())[:-1]):
        with pytest.raises(BadKey) as told:
            seal.recipient_of(wrong)
        assert wrong[:80] in str(told.value) and "x" * 81 not in str(told.value)


@pytest.mark.parametrize(
    "typed",
    [KEY, KEY.lower(), f"# 组长的 {KEY}", KEY[:-1]],
    ids=["as made", "in small letters", "among words", "cut short"],
)
def test_a_private_key_in_the_place_of_a_public_one_is_not_read_out(typed: str) -> None:
    with pytest.raises(BadKey, match="这是私钥") as told:
        seal.recipient_of(typed)
    assert KEY[20:30] not in str(told.value).upper()


def test_undo_puts_back_what_was_sealed_before_without_reading_it(tmp_path: Path) -> None:
    folder = tmp_path / "desk"
    desk = sealed_desk(folder, DUTY)
    desk.record(planted())
    desk.amend(replace(desk.access.open_tip("1"), summary="改写"))
    lose_power(folder)
    desk.acts.undo()
    lead = open_desk(folder, LEAD)
    lead.access.unlock(KEY)
    assert lead.access.open_tip("1").summary == planted().summary


def test_a_tip_that_is_not_open_is_not_disposed_of(tmp_path: Path) -> None:
    sealed_desk(tmp_path / "desk", DUTY).record(planted())
    lead = open_desk(tmp_path / "desk", LEAD)
    with pytest.raises(Sealed):
        lead.acts.dispose("1", "handed_to_team")
    lead.access.unlock(KEY)
    assert lead.acts.dispose("1", "handed_to_team").status == "handed_to_team"
    assert lead.access.open_tip("1").reporter == planted().reporter


def test_a_lead_links_and_parts_sealed_tips_without_a_key(tmp_path: Path) -> None:
    officer = sealed_desk(tmp_path / "desk", DUTY)
    for _ in range(2):
        officer.record(planted())
    lead = open_desk(tmp_path / "desk", LEAD)
    assert lead.acts.link("2", "1").matter == "2016-0001"
    assert lead.acts.unlink("2").matter == ""
    lead.access.unlock(KEY)
    assert lead.access.open_tip("2").summary == planted().summary


def test_of_two_who_make_a_key_at_once_neither_keeps_one_that_is_lost(tmp_path: Path) -> None:
    folder = tmp_path / "desk"

    def make(say: Callable[[str], None]) -> None:
        Boundary("stop before", 1, among=("link", "replace")).install()
        say(str(Keyring(str(folder)).make("shift-1")))

    child = in_child(make)
    try:
        child.wait_until_stopped()
        mine = Keyring(str(folder)).make("shift-1")
        os.kill(child.pid, signal.SIGCONT)
        assert list(child.said()) == [str(mine)] == [str(Keyring(str(folder)).get("shift-1"))]
        assert child.wait() == 0
    finally:
        Keyring(str(folder)).forget("")


def test_the_log_is_read_by_the_next_shift_and_not_from_the_disk_alone(tmp_path: Path) -> None:
    folder = tmp_path / "desk"
    desk = sealed_desk(folder, DUTY)
    desk.shifts.take_over()
    desk.duty_log.write("电话中断")
    desk.shifts.hand_over("请留意来访")
    other = open_desk(folder, "王芳")
    assert [entry.text for entry in other.duty_log.all()] == ["电话中断"]
    (stored,) = other.ground.table("log").values()
    # A newer version may have written more, and who writes past the desk anything.
    number = seal.seal(5, other.ground.viewer._recipients_and_desk())
    read = other.ground.viewer.record("log", stored | {"more": number, "text": number})
    assert (read["more"], read["text"]) == (5, "〔已损坏〕")
    assert [shift.notes for shift in other.shifts.all()] == ["请留意来访"]
    other.shifts.take_over()
    assert [shift.notes for shift in other.shifts.all()] == ["请留意来访", ""]
    assert [shift.sheet is None for shift in other.shifts.all()] == [False, True]
    assert other.shifts.handover().before
    lose_power(folder)
    assert [entry.text for entry in other.duty_log.all()] == ["〔已密封〕"]
    assert other.shifts.handover().before
    other.duty_log.write("来电恢复")
    open_desk(folder, LEAD).access.unlock(KEY)
    assert [entry.text for entry in other.duty_log.all()] == ["电话中断", "来电恢复"]


def test_the_passphrase_alone_opens_a_key_file() -> None:
    marked = BOM_UTF8 + PROTECTED
    for data in (PROTECTED, b"\n  " + PROTECTED + b"\n ", marked, PROTECTED_BINARY):
        assert str(identity_in(key_in(data, PASSPHRASE)).to_public()) == PROTECTED_PUBLIC
    for typed in (KEY.lower(), KEY[:20] + KEY[20:].lower()):
        assert str(identity_in(f"# typed off a paper\n{typed}")) == KEY
    for wrong in ("", "口令", PASSPHRASE + " "):
        with pytest.raises(BadKey) as told:
            key_in(PROTECTED, wrong)
        assert str(told.value) == "口令不对，或密钥文件已损坏，请再输一次。"


def test_what_is_no_key_file_is_not_read_to_its_end(tmp_path: Path) -> None:
    file = tmp_path / "key.txt"
    with pytest.raises(CannotRead, match=str(file)):
        read_key_file(file)
    longest = f"# {KEY}".ljust(64 * 1024).encode()
    file.write_bytes(longest)
    assert str(identity_in(key_in(read_key_file(file)))) == KEY
    file.write_bytes(longest + b" ")
    with pytest.raises(BadKey, match=f"{file} 不是密钥文件"):
        read_key_file(file)
    with pytest.raises(BadKey, match="不是密钥文件"):
        key_in(b"\xff\xfe")


def test_a_folder_open_to_other_accounts_is_told(tmp_path: Path) -> None:
    (tmp_path / "desk").mkdir(0o755)
    desk = new_desk(tmp_path / "desk")
    assert folder_of(desk).stat().st_mode & 0o777 == 0o700 and desk.repairs == ()
    (folder_of(desk) / "journal.jsonl").chmod(0o644)
    assert desk.repairs == (), "nobody else gets into the folder"
    folder_of(desk).chmod(0o755)
    (told,) = desk.repairs
    assert "chmod" in told
    for folder, file in ((0o750, 0o640), (0o705, 0o604)):
        (folder_of(desk) / "journal.jsonl").chmod(file)
        folder_of(desk).chmod(folder)
        assert desk.repairs == (told,), "some others read one file"
    for path in folder_of(desk).iterdir():
        path.chmod(0o600)
    assert desk.repairs == (), "nobody else reads a file"
    for mode in (0o777, 0o770, 0o733):
        folder_of(desk).chmod(mode)
        assert desk.repairs == (told,), "others put files of their own in their place"
