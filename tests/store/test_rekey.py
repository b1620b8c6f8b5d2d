"""A recipient leaves, a key is lost, an inspection ends."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import re
import resource
import shutil
import subprocess
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import AbstractContextManager
from dataclasses import replace
from io import BytesIO
from itertools import count
from pathlib import Path
from typing import IO, Any

import pytest
from pyrage.x25519 import Identity

from store import disk as disk_of_the_desk
from store.desk.against import changed_since
from store.desk.desk import Desk
from store.desk.keeping import restore
from store.desk.places import Where
from store.duty.books import LOG
from store.errors import (
    BadKey,
    CannotEnd,
    CannotWrite,
    DeskBusy,
    DeskDamaged,
    DeskExists,
    NoDesk,
    NotAllowed,
    RekeyUnfinished,
    Sealed,
)
from store.folder.place import Folder
from store.journal.line import write_line
from store.journal.place import Ended, Place
from store.secret.keyring import Keyring, of_officer
from store.secret.seal import fingerprint, recipient_of, seal, unseal
from tests.builders import DURING
from tests.store.desks import (
    everything_in,
    journal_in,
    let_first,
    new_desk,
    open_desk,
    tamper,
    tip_of,
)
from tests.store.faults import Boundary, in_child
from tests.store.memory_place import MemoryPlace
from tests.store.sealed import DUTY, FIRST, KEY, LEAD, SECOND, planted, sealed_desk, where, where_in
from tests.store.test_full_disk import small_disk
from tests.store.test_recipients import forge

THIRD = Identity.generate()
MANUAL = Path(__file__).parents[2] / "tui" / "manual"


def public(*keys: Identity) -> list[str]:
    return [str(key.to_public()) for key in keys]


def worked(where: Where) -> Desk:
    """A sealed desk after some work, its lead's key at hand."""
    desk = sealed_desk(where, DUTY)
    desk.record(planted())
    desk.amend(desk.access.open_tip("1"))
    desk.shifts.take_over()
    desk.duty_log.write("密语：来访一人")
    desk.drafts.keep("登记", {"summary": "密语，打到一半"})
    desk.close()
    lead = open_desk(where, LEAD)
    lead.access.unlock(KEY)
    return lead


def blobs(place: Place) -> list[str]:
    """Everything sealed at that place, whatever holds it."""
    found = []
    for data in everything_in(place).values():
        found += blobs_in(data.decode("utf-8", "replace"))
    return found


def blobs_in(text: str) -> list[str]:
    """Everything sealed in it."""
    return re.findall(
        "-----BEGIN AGE.*?-----END AGE ENCRYPTED FILE-----", text.replace("\\n", "\n"), re.DOTALL
    )


def test_a_key_that_left_opens_nothing_of_the_folder_any_more(place: Place, tmp_path: Path) -> None:
    worked(place).keeping.rekey([*public(SECOND, THIRD), *public(THIRD)])
    Keyring(str(place)).forget("draft-")
    assert not any(opens(FIRST, blob) for blob in blobs(place))
    assert all(any(opens(key, blob) for blob in blobs(place)) for key in (SECOND, THIRD))
    lead = open_desk(place, LEAD)
    assert lead.keeping.verify().is_sound
    with pytest.raises(BadKey):
        lead.access.unlock(KEY)
    lead.access.unlock(str(THIRD))
    assert lead.access.open_tip("1").reporter == planted().reporter
    assert [entry.text for entry in lead.duty_log.all()] == ["密语：来访一人"]
    assert [draft.values for draft in lead.access.drafts_of_all()] == [
        {"summary": "密语，打到一半"}
    ]
    assert [change.what for change in lead.history("1")] == ["record", "amend"]
    told = [(access.what, access.note) for access in lead.access.accesses()]
    was, now = ", ".join(map(fingerprint, public(FIRST, SECOND))), public(SECOND, THIRD)
    note = f"{was} → {', '.join(map(fingerprint, now))}"
    assert told[-4:] == [("rekey", note), ("unlock", ""), ("open", ""), ("drafts", DUTY)]
    assert where_in(place) == []


def test_the_officers_of_the_shift_that_is_on_read_and_change_their_tips_after_it(
    place: Place,
) -> None:
    lead = worked(place)
    open_desk(place, "王芳").record(planted())
    lead.keeping.rekey(public(THIRD))
    kept = Keyring(place.kept_as)
    own = kept.get(of_officer("shift", DUTY))
    assert own and not any(opens(own, blob) for blob in blobs(place))
    desk = open_desk(place, DUTY)
    amended = desk.amend(replace(desk.access.open_tip("1"), summary="密语：又改"))
    desk.acts.undo()
    assert desk.access.open_tip("1").summary == planted().summary != amended.summary
    with pytest.raises(NotAllowed):
        desk.access.open_tip("2")
    desk.shifts.hand_over()
    with pytest.raises(NotAllowed):
        desk.access.open_tip("1")
    assert not kept.get(of_officer("shift", DUTY))


def test_the_desks_own_key_opens_no_tip_that_was_sealed_anew() -> None:
    """Whoever has an account there has it in memory."""
    place = MemoryPlace("own key")
    worked(place).keeping.rekey(public(THIRD))
    own = Keyring(place.address).get("desk")
    tables = [json.loads(line)["tables"] for line in journal_in(place).splitlines()]
    tips = [tip["sealed"]["age"] for made in tables for tip in made.get("tips", {}).values()]
    (entry,) = (one["text"] for made in tables for one in made.get("log", {}).values())
    assert own and opens(own, entry) and len(tips) == 2
    assert not any(opens(own, tip) for tip in tips)


def opens(key: Identity, blob: str) -> bool:
    import pyrage

    try:
        return bool(pyrage.decrypt(blob.encode(), [key]))
    except pyrage.DecryptError:
        return False


def test_after_rekeying_the_desk_goes_on_and_repeats_are_noticed(place: Place) -> None:
    lead = worked(place)
    before = json.loads(journal_in(place).splitlines()[-1])["hash"]
    lead.keeping.rekey(public(THIRD))
    lead.close()
    done = json.loads(journal_in(place).splitlines()[-1])
    assert (done["what"], done["by"], done["was"]) == ("rekey", LEAD, before)
    desk = open_desk(place, DUTY)
    assert desk.record(tip_of()).number == "2016-0002"
    assert [s.tip.number for s in desk.finding.similar(["司徒某某"])] == ["2016-0001"]
    desk.close()
    assert open_desk(place, DUTY).keeping.verify().is_sound
    lines = journal_in(place).splitlines()
    assert [json.loads(line)["n"] for line in lines] == list(range(1, len(lines) + 1))
    # Nothing of a line is left of before, by which what it said could be guessed.
    assert {line.count(b'"hash":') for line in lines} == {1}


def test_each_line_sealed_anew_says_when_by_whom_and_of_what_it_was_as_before() -> None:
    def said() -> list[object]:
        return [
            (
                {name: entry.get(name) for name in ("n", "at", "by", "what", "once", "format")},
                {
                    table: {
                        n: one and sorted(name for name, value in one.items() if not value)
                        for n, one in changes.items()
                    }
                    for table, changes in entry["tables"].items()
                },
            )
            for entry in map(json.loads, journal_in(lead.place).splitlines()[:-1])
        ]

    lead = worked(MemoryPlace("desk"))
    lead.record(tip_of(), once="0123456789abcdef0123456789abcdef")
    lead._table.remove(doc_ids=[1])
    lead.duty_log.write("密语：最后一行")
    before = said()
    lead.keeping.rekey(public(THIRD))
    assert said()[: len(before)] == before
    last = json.loads(journal_in(lead.place).splitlines()[-1])
    assert (last["at"], last["by"], last["what"]) == ("2016-10-01T16:59:30+08:00", LEAD, "rekey")
    desk = open_desk(lead.place, DUTY)
    assert [tip.number for tip in desk.tips()] == ["2016-0002"]
    assert [entry.text for entry in desk.duty_log.all()] == ["密语：来访一人", "密语：最后一行"]
    assert desk.keeping.verify().is_sound and desk.record(tip_of()).number == "2016-0003"


def test_a_tip_that_somebody_wrote_there_in_clear_is_sealed_with_all_others(place: Place) -> None:
    def in_clear(lines: list[dict[str, Any]]) -> None:
        tip = replace(planted(), number="2016-0002", revision=1, officer=DUTY, saved_at=DURING)
        lines.append({**lines[-1], "what": "record", "tables": {"tips": {"2": tip.as_json()}}})

    worked(place).close()
    forge(place, in_clear)
    assert where_in(place) != []
    lead = open_desk(place, LEAD)
    lead.access.unlock(KEY)
    lead.ground.storage.checkpoint()
    lead.keeping.rekey(public(THIRD))
    assert where_in(place) == []
    lead = open_desk(place, LEAD)
    lead.access.unlock(str(THIRD))
    assert lead.access.open_tip("2").summary == planted().summary


def test_what_somebody_sealed_there_to_the_desks_key_alone_stops_no_change_of_keys(
    place: Place,
) -> None:
    lead = worked(place)
    made = lead.ground.viewer.seal
    assert made
    text = seal("密语：旁人所写", [recipient_of(made.desk)])

    def planted_past_the_desk(lines: list[dict[str, Any]]) -> None:
        entry = {"at": "2016-10-01T17:00:00+08:00", "by": DUTY, "text": text}
        lines.append({**lines[-1], "what": "log", "tables": {LOG: {"2": entry}}})

    lead.close()
    forge(place, planted_past_the_desk)
    lead = open_desk(place, LEAD)
    lead.access.unlock(KEY)
    lead.ground.storage.checkpoint()
    lead.keeping.rekey(public(THIRD))
    lead = open_desk(place, LEAD)
    lead.access.unlock(str(THIRD))
    assert "密语：旁人所写" in [entry.text for entry in lead.duty_log.all()]


def test_what_came_just_before_the_keys_are_changed_is_there_afterwards() -> None:
    lead = worked(place := MemoryPlace("desk"))
    officer = open_desk(place, DUTY)
    let_first(lead, lambda: officer.record(planted()))
    lead.keeping.rekey(public(THIRD))
    desk = open_desk(place, DUTY)
    assert len(desk.tips()) == 2 and desk.keeping.verify().is_sound


def test_an_anchor_from_before_rekeying_is_said_to_tell_nothing_any_more(place: Place) -> None:
    lead = worked(place)
    anchor = lead.keeping.anchor()
    assert lead.keeping.verify(anchor).is_sound
    lead.keeping.rekey(public(THIRD))
    lead.close()
    desk = open_desk(place, LEAD)
    (told,) = desk.keeping.verify(anchor).damages
    assert "更换过密钥" in told.sentence
    later = desk.keeping.anchor()
    assert desk.keeping.verify(later).is_sound
    desk.close()
    # Under the cover of what was before it was noted nothing is rewritten.
    forge(place, lambda lines: lines[-1].update(by="别人"))
    (told,) = (
        d for d in open_desk(place, LEAD).keeping.verify(later).damages if "核对码" in d.sentence
    )
    assert "与核对码不符" in told.sentence and f"{told.line}" == later.partition(":")[0]


def test_the_anchor_that_rekeying_gives_tells_of_whatever_is_rewritten_after_it(
    place: Place,
) -> None:
    lead = worked(place)
    anchor = lead.keeping.rekey(public(THIRD)).anchor
    lead.close()
    forge(place, lambda lines: lines[-1].update(by=DUTY))
    desk = open_desk(place, LEAD)
    told, *_of_the_checkpoint = desk.keeping.verify(anchor).damages
    assert "在此行或以前曾被改写" in told.sentence


def test_a_backup_from_before_rekeying_is_followed_with_a_key_of_both(
    place: Place, tmp_path: Path
) -> None:
    lead = worked(place)
    copy = tmp_path / "copy.zip"
    lead.keeping.backup(copy)
    lead.record(planted())
    lead.keeping.rekey(public(FIRST, THIRD))
    lead.close()
    desk = open_desk(place, LEAD)
    assert desk.keeping.verify(against=copy, key=KEY).is_sound
    for key in ("", str(THIRD)):
        (told,) = desk.keeping.verify(against=copy, key=key).damages
        assert "没有核对" in told.sentence, "it does not open the backup"
        assert (told.file, told.line) == ("journal.jsonl", 1)


@pytest.mark.parametrize("is_sealed", [True, False])
def test_what_was_changed_under_the_cover_of_a_rekeying_is_told_by_a_backup(
    place: Place, tmp_path: Path, is_sealed: bool
) -> None:
    lead = worked(place)
    copy = tmp_path / "copy.zip"
    lead.keeping.backup(copy)
    lead.keeping.rekey(public(FIRST))
    lead.close()
    recipients = [recipient_of(one) for one in public(FIRST)]

    def change(lines: list[dict[str, Any]]) -> None:
        line = next(line for line in lines if "1" in line["tables"].get("tips", {}))
        tip = line["tables"]["tips"]["1"]
        if is_sealed:
            said = unseal(tip["sealed"]["age"], [FIRST]) | {"summary": "改过的一句"}
            tip["sealed"]["age"] = seal(said, recipients)
        else:
            tip["channel"] = "post"

    forge(place, change)
    desk = open_desk(place, LEAD)
    desk.checkpoint()
    (damage,) = desk.keeping.verify(against=copy, key=KEY).damages
    lines = enumerate(map(json.loads, journal_in(place).splitlines()), 1)
    recorded = next(n for n, line in lines if line["what"] == "record")
    assert "与备份不符" in damage.sentence and damage.line == recorded
    told = [damage.sentence for damage in desk.keeping.verify(against=copy).damages]
    assert len(told) == (1 if is_sealed else 2), "what is sealed nobody compares without a key"


@pytest.mark.parametrize(
    ("table", "name"), [("shifts", "taken_at"), ("log", "by"), ("access", "what")]
)
def test_what_stands_in_clear_of_the_books_is_held_against_a_backup_without_any_key(
    tmp_path: Path, table: str, name: str
) -> None:
    lead = worked(place := MemoryPlace("books"))
    lead.keeping.backup(tmp_path / "copy.zip")
    lead.keeping.rekey(public(FIRST))
    lead.close()
    desk = open_desk(place, LEAD)
    (unsealed,) = desk.keeping.verify(against=tmp_path / "copy.zip").damages
    changed: list[int] = []

    def change(lines: list[dict[str, Any]]) -> None:
        n, line = next((n, one) for n, one in enumerate(lines, 1) if table in one["tables"])
        next(iter(line["tables"][table].values()))[name] = "officer"
        changed.append(n)

    forge(place, change)
    told = open_desk(place, LEAD).keeping.verify(against=tmp_path / "copy.zip").damages
    assert [one.line for one in told if "与备份不符" in one.sentence] == changed
    assert unsealed in told


def test_all_that_stands_in_clear_of_a_line_is_held_against_a_backup_without_any_key() -> None:
    said = {"n": 2, "at": "2016-10-01", "by": "李明", "what": "record"}
    tip = {
        "status": "registered",
        "marks": ["late"],
        "subjects": [{"group": "a"}],
        "handled_by": "",
    }
    books = {
        "log": {"at": "2016-10-01", "by": "李明", "kind": "note"},
        "roster": {"officer": "李明", "role": "officer"},
        "papers": {"kind": "letter", "serial": 1, "numbers": ["2016-0001"]},
        "notices": {"text": "密", "sha256": "1", "was": "0"},
    }

    def journal(key: str, tables: dict[str, Any], **others: Any) -> bytes:
        first, hash_of_it = write_line(
            {"n": 1, "tables": {"seal": {"1": {"desk": key}}}, "prev": ""}
        )
        sealed = {"tips": {"sealed": {"age": key}}, "log": {"text": key}, "roster": {"mark": key}}
        as_stored = {
            name: {"1": table and table | sealed.get(name, {})} for name, table in tables.items()
        }
        line = said | others | {"tables": as_stored, "prev": hash_of_it}
        return first + write_line(line)[0]

    def told(tables: dict[str, Any], **others: Any) -> list[int]:
        now = journal("new", tables, **others)
        return [one.line for one in changed_since(before, lambda: [now], [])]

    whole = {"tips": tip, **books}
    before = journal("old", whole)
    assert told(whole) == [1], "what is sealed was not compared"
    for table, document in whole.items():
        assert told({name: whole[name] for name in whole if name != table}) == [1, 2], table
        assert told(whole | {table: None}) == [1, 2], table
        for name in document:
            assert told(whole | {table: document | {name: "x"}}) == [1, 2], f"{table} {name}"
            less = {key: value for key, value in document.items() if key != name}
            assert told(whole | {table: less}) == [1, 2], f"{table} {name}"
    for name in said:
        assert told(whole, **{name: "x"}) == [1, 2], name


def test_an_open_session_is_told_that_the_desk_was_sealed_anew(place: Place) -> None:
    lead, other = worked(place), open_desk(place, DUTY)
    lead.keeping.rekey(public(THIRD))
    with pytest.raises(DeskDamaged, match="重新打开"):
        other.record(tip_of())


def test_what_is_typed_while_the_keys_are_changed_is_left_to_no_old_one(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    lead, other = worked(place), open_desk(place, DUTY)
    typed: list[Future[None]] = []
    drop = place.checkpoint.drop

    def type_and_drop() -> None:
        # All is sealed anew by then, and nothing of it is in its place.
        typed.append(other.drafts.keep_soon("登记", {"summary": "密语，打到最后"}))
        drop()

    monkeypatch.setattr(place.checkpoint, "drop", type_and_drop)
    lead.keeping.rekey(public(THIRD))
    assert isinstance(typed[0].exception(), DeskDamaged)
    Keyring(str(place)).forget("draft-")
    assert not any(opens(FIRST, blob) for blob in blobs(place))
    again = open_desk(place, LEAD)
    again.access.unlock(str(THIRD))
    assert [draft.values for draft in again.access.drafts_of_all()] == [
        {"summary": "密语，打到一半"}
    ]


def test_the_keys_are_not_changed_while_somebody_holds_the_drafts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = Folder(tmp_path / "desk")
    lead = worked(folder)
    monkeypatch.setattr("store.folder.notes.PATIENCE_SECONDS", 0)
    with folder.drafts.shared(), folder.drafts.shared(), pytest.raises(DeskBusy):
        lead.keeping.rekey(public(THIRD))
    with folder.drafts.replacing([]), pytest.raises(DeskBusy), folder.drafts.shared():
        pass
    again = open_desk(folder, LEAD)
    again.access.unlock(KEY)
    assert len(again.access.drafts_of_all()) == 1


def test_a_session_from_before_the_keys_were_changed_accuses_nobody(place: Place) -> None:
    lead, other = worked(place), open_desk(place, DUTY)
    assert other.access.alarms() == ()
    lead.keeping.rekey(public(THIRD))
    with pytest.raises(DeskDamaged, match="重新打开"):
        other.access.alarms()
    assert open_desk(place, DUTY).access.alarms() == ()


def test_what_a_session_from_before_learns_of_columns_is_left_to_no_old_key() -> None:
    place = MemoryPlace("columns")
    lead, other = worked(place), open_desk(place, DUTY)
    other.columns.keep("shape-1", "密语，何时".encode())
    lead.keeping.rekey(public(THIRD))
    for key in ("shape-1", "shape-2"):
        with pytest.raises(DeskDamaged, match="重新打开"):
            other.columns.keep(key, "密语，何人".encode())
    assert place.columns.kept() == ["shape-1"]
    assert not any(opens(FIRST, blob) for blob in blobs(place))
    assert open_desk(place, DUTY).columns.read("shape-1") == "密语，何时".encode()


def test_of_what_no_old_key_opens_nothing_stays_and_the_keys_are_changed_all_the_same() -> None:
    place = MemoryPlace("columns")
    lead = worked(place)
    lead.columns.keep("shape-1", b"headings")
    strange = seal("headings", [THIRD.to_public()]).encode()
    for key, said in (("shape-2", strange), ("shape-3", b"\xff")):
        place.columns.keep(key, said)
    lead.keeping.rekey(public(THIRD))
    officer = open_desk(place, DUTY)
    assert officer.columns.read("shape-1") == b"headings"
    assert [place.columns.read(key) for key in ("shape-2", "shape-3")] == [b"", b""]


@pytest.mark.parametrize("kind", ["columns", "drafts"])
def test_a_note_that_is_gone_by_its_turn_leaves_no_other_to_an_old_key(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a program that died left unfinished is listed, and cleared away as the first is sealed."""
    place = MemoryPlace("notes")
    lead, officer = worked(place), open_desk(place, DUTY)
    officer.columns.keep("shape-1", "密语，何时".encode())
    notes = getattr(place, kind)
    kept = notes.kept()
    monkeypatch.setattr(notes, "kept", lambda: ["gone", *kept])
    lead.keeping.rekey(public(THIRD))
    said = [notes.read(key).decode() for key in kept]
    assert said and not any(opens(FIRST, blob) for one in said for blob in blobs_in(one))


def test_what_waits_to_be_kept_of_columns_while_the_keys_are_changed_is_left_to_no_old_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    place = MemoryPlace("columns")
    lead, other = worked(place), open_desk(place, DUTY)
    shared = place.columns.shared

    def rekeyed_first() -> AbstractContextManager[object]:
        lead.keeping.rekey(public(THIRD))
        return shared()

    monkeypatch.setattr(place.columns, "shared", rekeyed_first)
    with pytest.raises(DeskDamaged, match="重新打开"):
        other.columns.keep("shape-1", "密语，何人".encode())
    assert not place.columns.kept()


def test_rekeying_needs_a_key_a_lead_and_a_sound_desk(place: Place) -> None:
    lead = worked(place)
    with pytest.raises(BadKey):
        lead.keeping.rekey(["age1none"])
    with pytest.raises(NotAllowed):
        open_desk(place, DUTY).keeping.rekey(public(THIRD))
    with pytest.raises(Sealed):
        open_desk(place, LEAD).keeping.rekey(public(THIRD))
    tamper(place, b"visit", b"Visit")
    damaged = open_desk(place, LEAD)
    damaged.access.unlock(KEY)
    before = journal_in(place)
    with pytest.raises(DeskDamaged):
        damaged.keeping.rekey(public(THIRD))
    assert journal_in(place) == before


def test_the_manual_makes_a_damaged_line_whole_from_a_backup(tmp_path: Path) -> None:
    place = Folder(tmp_path / "desk")
    lead = worked(tmp_path / "desk")
    lead.keeping.backup(tmp_path / "backup.zip")
    whole = journal_in(place)
    meant = {"值班台目录": "desk", "DESK": "desk"}
    meant |= {"备份.zip": "../backup.zip", "BACKUP.zip": "../backup.zip"}
    for code in ("zh", "en"):
        lead.close()
        tamper(place, b"visit", b"Visit")
        later = open_desk(place, LEAD)
        later.record(tip_of())
        later.access.unlock(KEY)
        with pytest.raises(DeskDamaged, match="help lead"):
            later.keeping.rekey(public(THIRD))
        later.close()
        page = (MANUAL / code / "lead.md").read_text("utf-8")
        (block,) = [block for block in page.split("```") if "zipfile -e" in block]
        lines = [line.split(" ") for line in block.splitlines()[1:]]
        script = "\n".join(" ".join(meant.get(w, w) for w in line) for line in lines[:-1])
        assert lines[-1] == ["dutydesk", "verify"]
        subprocess.run(["bash", "-e", "-c", script], cwd=tmp_path, check=True)
        assert journal_in(place).startswith(whole)
        lead = open_desk(place, LEAD)
        assert lead.keeping.verify().is_sound and len(lead.tips()) == 2 + (code == "en")
    assert not [path for path in tmp_path.rglob("journal*") if path.stat().st_mode & 0o077]
    lead.access.unlock(KEY)
    assert lead.keeping.rekey(public(THIRD)).recipients == 1


def test_who_has_no_key_changes_none_where_nothing_is_recorded_yet_either(tmp_path: Path) -> None:
    lead = sealed_desk(tmp_path / "desk")
    before = journal_in(lead.place)
    with pytest.raises(Sealed):
        lead.keeping.rekey(public(THIRD))
    assert journal_in(lead.place) == before


def test_rekeying_on_a_disk_that_fails_leaves_what_was(tmp_path: Path) -> None:
    folder = tmp_path / "desk"
    lead = worked(folder)

    def work(say: Callable[[str], None]) -> None:
        Boundary("disk broken", 1, among=("fsync",)).install()
        with pytest.raises(CannotWrite):
            lead.keeping.rekey(public(THIRD))
        say("refused")

    child = in_child(work)
    assert list(child.said()) == ["refused"] and child.wait() == 0
    again = open_desk(folder, LEAD)
    with pytest.raises(BadKey):
        again.access.unlock(str(THIRD))
    again.access.unlock(KEY)
    assert again.access.open_tip("1").reporter == planted().reporter
    assert [draft.values for draft in again.access.drafts_of_all()] == [
        {"summary": "密语，打到一半"}
    ]


def test_what_was_sealed_anew_is_on_the_disk_before_it_is_told(tmp_path: Path) -> None:
    lead = worked(tmp_path / "desk")

    def work(say: Callable[[str], None]) -> None:
        disk = Boundary("none", 0, among=("fsync", "replace", "unlink"))
        disk.install()
        lead.keeping.rekey(public(THIRD))
        say(" ".join(disk.calls))

    child = in_child(work)
    (calls,) = child.said()
    assert child.wait() == 0
    # Journal and draft are flushed, the checkpoint goes, and then journal, key, recipients and draft have
    # their names: the draft's folder, the desk's, and a new checkpoint and overview.
    assert calls == (
        "fsync fsync unlink replace replace replace replace fsync fsync fsync replace fsync"
        " fsync replace fsync"
    )


@pytest.mark.parametrize("nth", range(2))
def test_where_the_new_keys_hold_rekeying_does_not_say_that_nothing_was_saved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, nth: int
) -> None:
    folder = tmp_path / "desk"
    lead = worked(folder)
    flush, count = disk_of_the_desk.flush_folder, iter(range(99))

    def fail_once(path: Path) -> None:
        if next(count) == nth:
            raise OSError(errno.EIO, "broken")
        flush(path)

    monkeypatch.setattr(disk_of_the_desk, "flush_folder", fail_once)
    with contextlib.suppress(RekeyUnfinished):
        lead.keeping.rekey(public(THIRD))
        assert nth, "the flush of the folder failed, and nobody was told"
    monkeypatch.undo()
    lead.close()
    again = open_desk(folder, LEAD)
    again.access.unlock(str(THIRD))
    assert again.access.open_tip("1").reporter == planted().reporter
    assert {damage.file for damage in again.keeping.verify().damages} <= {"tips.json"}


def test_rekeying_is_refused_by_a_full_disk_with_every_file_as_it_was(tmp_path: Path) -> None:
    """However much more room there is, until there is enough."""
    with small_disk(tmp_path / "disk") as mounted:
        folder = tmp_path / "disk" / "desk"
        worked(folder).close()

        def work(say: Callable[[str], None]) -> None:
            lead = open_desk(folder, LEAD)
            lead.access.unlock(KEY)
            lead.checkpoint()
            before = files_in(folder)
            for pages in count():
                leave_room(folder.parent, pages, mounted)
                try:
                    lead.keeping.rekey(public(SECOND, THIRD))
                    break
                except CannotWrite as error:
                    assert "已满" in str(error)
                    assert files_in(folder) == before
                    say(f"{pages}")

        child = in_child(work)
        assert len(list(child.said())) > 2 and child.wait() == 0
        lead = open_desk(folder, LEAD)
        lead.access.unlock(str(THIRD))
        assert lead.access.open_tip("1").reporter == planted().reporter
        assert [draft.values for draft in lead.access.drafts_of_all()] == [
            {"summary": "密语，打到一半"}
        ]
        lead.close()
        Keyring(str(folder)).forget("draft-")
        assert not any(opens(FIRST, blob) for blob in blobs(Folder(folder)))


def leave_room(disk: Path, pages: int, is_its_own: bool) -> None:
    """Leaves so many pages on a disk; where it is not the test's own, a file may have no more."""
    ballast, room = disk / "ballast", os.statvfs(disk)
    size = room.f_bsize
    if not is_its_own:
        resource.setrlimit(resource.RLIMIT_FSIZE, (pages * size, resource.RLIM_INFINITY))
        return
    ballast.touch()
    free = room.f_bavail + ballast.stat().st_blocks * 512 // size
    ballast.write_bytes(bytes(max(free - pages, 0) * size))


def files_in(folder: Path) -> dict[Path, bytes]:
    """All files with what they hold."""
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_desk_that_is_not_sealed_has_no_key_to_change(place: Place) -> None:
    with pytest.raises(BadKey, match="没有密封"):
        new_desk(place).keeping.rekey(public(THIRD))


def test_the_archive_holds_all_and_opens_with_the_key_alone(place: Place, tmp_path: Path) -> None:
    file = tmp_path / "档案.zip.age"
    lead = worked(place)
    assert lead.keeping.seal_archive(file, public(SECOND), str(SECOND)).tips == 1
    assert [(a.what, a.note) for a in lead.access.accesses()][-1] == ("archive", file.name)
    assert where(tmp_path) == []
    with pytest.raises(BadKey):
        restore(file, tmp_path / "new", key=KEY)
    assert not (tmp_path / "new").exists()
    assert restore(file, tmp_path / "new", key=str(SECOND)).is_sound
    restored = open_desk(tmp_path / "new", LEAD)
    restored.access.unlock(KEY)
    assert restored.access.open_tip("1").summary == planted().summary


def test_an_archive_that_is_opened_where_there_is_no_room_is_not_said_to_be_damaged(
    tmp_path: Path,
) -> None:
    class Full(BytesIO):
        def write(self, data: Any) -> int:
            raise OSError(errno.ENOSPC, f"no room for {len(data)} bytes")

    class Small(MemoryPlace):
        def scratch(self) -> IO[bytes]:
            return Full()

    file = tmp_path / "档案.zip.age"
    sealed_desk(tmp_path / "desk").keeping.seal_archive(file, public(SECOND), str(SECOND))
    with pytest.raises(CannotWrite, match="已满"):
        restore(file, Small("small"), str(SECOND))


def test_an_open_desk_is_archived_sealed_all_the_same(place: Place, tmp_path: Path) -> None:
    desk = new_desk(place)
    desk.record(tip_of(summary="密语一件"))
    with pytest.raises(CannotEnd):
        desk.keeping.seal_archive(tmp_path / "a.age", (), KEY)
    desk.keeping.seal_archive(tmp_path / "a.age", public(FIRST), KEY)
    with pytest.raises(DeskExists):
        desk.keeping.seal_archive(tmp_path / "a.age", public(FIRST), KEY)
    assert "密语一件".encode() not in (tmp_path / "a.age").read_bytes()
    assert where_in(place, ("密语一件",))


def test_an_archive_is_not_put_where_the_end_would_remove_it(tmp_path: Path) -> None:
    for desk in (new_desk(tmp_path / "desk"), sealed_desk(tmp_path / "sealed")):
        with pytest.raises(CannotEnd, match="不能放在值班台目录里"):
            desk.keeping.seal_archive(Path(desk.place.name) / "a.age", public(FIRST), KEY)


def test_after_the_end_there_is_no_desk_and_none_is_made(place: Place, tmp_path: Path) -> None:
    lead = worked(place)
    open_desk(place, DUTY).drafts.drop("登记")
    lead.keeping.seal_archive(tmp_path / "档案.age", (), KEY)
    lead.keeping.purge(tmp_path / "档案.age", KEY, lead.notice.unit)
    with pytest.raises(NoDesk, match=r"档案\.age"):
        open_desk(place)
    with pytest.raises(DeskExists, match=r"档案\.age"):
        new_desk(place)
    assert place.drafts.kept() == [] and place.names_put_aside() == ()


def test_the_end_removes_the_desk_and_says_where_its_archive_is(tmp_path: Path) -> None:
    folder, file = tmp_path / "desk", tmp_path / "档案.age"
    lead = worked(folder)
    open_desk(folder, DUTY).drafts.drop("登记")
    (folder / "别人的.txt").write_text("stays")
    lead.keeping.seal_archive(file, (), KEY)
    journal = (folder / "journal.jsonl").read_bytes()
    keys = Keyring(str(folder))
    assert keys.get("desk") and keys.get(of_officer("shift", DUTY))
    lead.keeping.purge(file, KEY, lead.notice.unit)
    lead.close()
    assert not keys.get("desk") and not keys.get(of_officer("shift", DUTY))
    assert not lead.access.is_unlocked
    assert sorted(path.name for path in folder.iterdir()) == ["ended.json", "别人的.txt"]
    told = json.loads((folder / "ended.json").read_text())
    assert told.pop("journal_bytes") == len(journal)
    assert journal.endswith(b'"hash":"%b"}\n' % told.pop("journal_hash").encode())
    assert told.pop("ended_at").startswith("2016-10-01T")
    assert told == {
        "by": LEAD,
        "archive": "档案.age",
        "sha256": hashlib.sha256(file.read_bytes()).hexdigest(),
        "tips": 1,
        "moved_to": "",
    }
    with pytest.raises(NoDesk, match=r"档案\.age"):
        open_desk(folder)
    with pytest.raises(DeskExists, match=r"档案\.age"):
        new_desk(folder)
    assert restore(file, tmp_path / "new", key=KEY).is_sound


def test_all_else_is_gone_from_the_disk_before_the_journal_goes(tmp_path: Path) -> None:
    desk = new_desk(tmp_path / "desk")
    desk.drafts.keep("登记", {})

    def end(say: Callable[[str], None]) -> None:
        disk = Boundary("none", 0, among=("unlink", "fsync"))
        disk.install()
        desk.place.remove_rest()
        say(" ".join(disk.calls[-4:]))

    child = in_child(end)
    assert list(child.said()) == ["unlink fsync unlink fsync"] and child.wait() == 0


def test_where_a_desk_was_ended_the_folder_holds_the_mark_and_what_is_of_others(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "desk"
    with new_desk(folder) as desk:
        desk.drafts.keep("登记", {})
        desk.presence.show()
        place = desk.place
        place.mark_ended(Ended("", "", "", "", 0, 0, ""))
    unfinished = f"{disk_of_the_desk.TEMPORARY}{'0' * 16}"
    for name in ("journal.torn-1", "tips.json.damaged-1", "journal.jsonl.new", "notice.toml.new"):
        (folder / name).touch()
    (folder / unfinished).touch()
    (folder / f"{disk_of_the_desk.TEMPORARY}{'1' * 16}").mkdir()
    (folder / "of others.txt").touch()
    place.remove_rest()
    assert sorted(path.name for path in folder.iterdir()) == ["ended.json", "of others.txt"]


def test_that_a_desk_is_here_again_does_not_go_with_the_power(tmp_path: Path) -> None:
    place = new_desk(tmp_path / "desk").place
    place.mark_ended(Ended("", "", "", "", 0, 0, ""))

    def take_back(say: Callable[[str], None]) -> None:
        disk = Boundary("none", 0, among=("unlink", "fsync"))
        disk.install()
        place.forget_end()
        say(" ".join(disk.calls))

    child = in_child(take_back)
    assert list(child.said()) == ["unlink fsync"] and child.wait() == 0
    assert place.ended() is None


def test_nothing_is_removed_by_accident(tmp_path: Path) -> None:
    folder, file = tmp_path / "desk", tmp_path / "档案.age"
    lead = worked(folder)
    tips = lead.keeping.seal_archive(file, (), KEY).tips
    unit = lead.notice.unit
    before = sorted(path.name for path in folder.iterdir())
    for typed in ("是", "", unit[:-1], f"{unit}办"):
        with pytest.raises(CannotEnd, match="单位名称"):
            lead.keeping.purge(file, KEY, typed)
    officer = open_desk(folder, DUTY)
    with pytest.raises(NotAllowed):
        officer.keeping.purge(file, KEY, unit)
    officer.presence.show()
    with pytest.raises(CannotEnd, match="李明"):
        lead.keeping.purge(file, KEY, unit)
    officer.presence.close()
    with pytest.raises(CannotEnd, match="草稿：李明"):
        lead.keeping.purge(file, KEY, unit)
    officer.drafts.drop("登记")
    damaged = tmp_path / "damaged.age"
    damaged.write_bytes(file.read_bytes()[:-1])
    with pytest.raises(BadKey):
        lead.keeping.purge(damaged, KEY, unit)
    # Also where somebody stored one just as it is about to begin.
    let_first(lead, lambda: officer.record(tip_of()))
    for _time in range(2):
        with pytest.raises(CannotEnd, match="又有登记"):
            lead.keeping.purge(file, KEY, unit)
    kept = {path.name for path in folder.iterdir()}
    assert kept >= set(before) - {"presence"}
    again = open_desk(folder, LEAD)
    assert len(again.tips()) == tips + 1 and again.keeping.verify().is_sound


def test_a_removal_that_the_power_cut_short_is_finished(tmp_path: Path) -> None:
    folder, file = tmp_path / "desk", tmp_path / "档案.age"
    lead = worked(folder)
    open_desk(folder, DUTY).drafts.drop("登记")
    lead.keeping.seal_archive(file, (), KEY)
    left = {name: (folder / name).read_bytes() for name in ("tips.json", "journal.jsonl")}
    lead.keeping.purge(file, KEY, lead.notice.unit)
    for name, data in left.items():
        (folder / name).write_bytes(data)
    # Where the program alone was killed, the keys are in memory still.
    Keyring(str(folder)).put("desk", THIRD)

    class NotOwn(Folder):
        """The folder as it is to who may not write there."""

        def remove_rest(self) -> None:
            raise CannotWrite("没有权限")

    with pytest.raises(NoDesk, match="已于"):
        open_desk(NotOwn(folder))
    with pytest.raises(NoDesk):
        open_desk(folder)
    assert [path.name for path in folder.iterdir()] == ["ended.json"]
    assert Keyring(str(folder)).get("desk") is None


def test_an_end_that_is_killed_at_any_step_leaves_the_whole_desk_or_is_finished(
    tmp_path: Path,
) -> None:
    whole, file = tmp_path / "whole", tmp_path / "档案.age"
    lead = worked(whole)
    open_desk(whole, DUTY).drafts.drop("登记")
    lead.keeping.seal_archive(file, (), KEY)
    lead.close()
    is_over, at = False, 0
    while not is_over:
        at += 1
        folder = tmp_path / str(at)
        shutil.copytree(whole, folder)

        def work(_say: Callable[[str], None], folder: Path = folder, at: int = at) -> None:
            desk = open_desk(folder, LEAD)
            Boundary("kill before", at, among=("unlink", "replace", "rmdir")).install()
            desk.keeping.purge(file, KEY, desk.notice.unit)

        is_over = in_child(work).wait() == 0
        if (folder / "ended.json").exists():
            with pytest.raises(NoDesk, match=r"档案\.age"):
                open_desk(folder)
            assert [path.name for path in folder.iterdir()] == ["ended.json"]
        else:
            assert len(open_desk(folder, LEAD).tips()) == 1
        assert at < 100
    assert at > 3


def test_a_mark_of_the_end_removes_nothing_that_the_archive_was_not_found_to_hold(
    tmp_path: Path,
) -> None:
    folder, file = tmp_path / "desk", tmp_path / "档案.age"
    lead = worked(folder)
    open_desk(folder, DUTY).drafts.drop("登记")
    lead.keeping.seal_archive(file, (), KEY)
    other = tmp_path / "other"
    worked(other).close()
    its_end = json.loads((other / "journal.jsonl").read_bytes().splitlines()[-1])["hash"]
    lead.keeping.purge(file, KEY, lead.notice.unit)
    mark = json.loads((folder / "ended.json").read_text())
    marks = [
        mark,
        {"ended_at": "x", "archive": "y"},
        mark | {"journal_bytes": (other / "journal.jsonl").stat().st_size},
        mark | {"journal_bytes": 0, "journal_hash": ""},
        mark | {"journal_bytes": 1, "journal_hash": its_end},
        {name: value for name, value in mark.items() if not name.startswith("journal")},
    ]
    for forged in marks:
        (other / "ended.json").write_text(json.dumps(forged))
        before = {path.name: path.read_bytes() for path in other.iterdir() if path.is_file()}
        with contextlib.suppress(DeskDamaged):
            open_desk(other).close()
        assert {p.name: p.read_bytes() for p in other.iterdir() if p.is_file()} == before
    (other / "ended.json").write_text(json.dumps(mark))
    with pytest.raises(DeskDamaged, match="未删除任何内容"):
        open_desk(other)
    (other / "ended.json").unlink()
    assert len(open_desk(other, LEAD).tips()) == 1
