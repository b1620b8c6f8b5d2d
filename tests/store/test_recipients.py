"""To whom a desk seals, and who has which role, changes under the eyes of its leads."""

from __future__ import annotations

import io
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import orjson
import pyrage
import pytest
from pyrage.x25519 import Identity

from store.clock import Clock
from store.desk.desk import Desk
from store.duty.books import ROSTER, SEAL
from store.errors import BadKey, NotSealed, Sealed
from store.journal.line import read_line, write_line
from store.journal.place import Place
from store.secret.keyring import Keyring
from store.secret.seal import fingerprint, seal, unseal
from tests.builders import DURING
from tests.store.desks import folder_of, journal_in, open_desk, tamper
from tests.store.sealed import DUTY, FIRST, KEY, LEAD, SECOND, planted, sealed_desk, where

STRANGER = Identity.generate()
KEYS = [str(key.to_public()) for key in (FIRST, SECOND)]


def forge(place: Place, change: Callable[[list[dict[str, Any]]], None]) -> None:
    """Writes the whole journal anew with what `change` does to its lines, as who owns the folder
    can: each hash is right again."""
    lines = [read_line(line) or {} for line in journal_in(place).splitlines()]
    change(lines)
    before, made = "", []
    for n, entry in enumerate(lines, 1):
        said = {k: v for k, v in entry.items() if k != "hash"} | {"n": n, "prev": before}
        line, before = write_line(said)
        made.append(line)
    with closing(place.log()) as log, log.lock, log.replacing(made) as put_in_place:
        put_in_place()
    place.checkpoint.drop()


def with_stranger(found: dict[str, Any]) -> dict[str, Any]:
    """A seal that lets in one more."""
    return found | {"recipients": [*found["recipients"], str(STRANGER.to_public())]}


def appended(lines: list[dict[str, Any]]) -> None:
    """A line that changes the seal, after all others."""
    made = with_stranger(lines[0]["tables"][SEAL]["1"])
    lines.append({**lines[-1], "what": "write", "tables": {SEAL: {"1": made}}})


def rewritten(lines: list[dict[str, Any]]) -> None:
    """The line with which the desk was set up, as if it had been sealed to one more."""
    lines[0]["tables"][SEAL]["1"] = with_stranger(lines[0]["tables"][SEAL]["1"])


def opens(desk: Desk, number: str) -> bool:
    """Whether the stranger's key opens a tip."""
    try:
        pyrage.decrypt(desk.ground.tip(number)["sealed"]["age"].encode(), [STRANGER])
    except pyrage.DecryptError:
        return False
    return True


@pytest.mark.parametrize("forged", [appended, rewritten])
def test_a_recipient_put_into_the_journal_is_told_and_gets_nothing(
    tmp_path: Path, forged: Callable[[list[dict[str, Any]]], None]
) -> None:
    desk = sealed_desk(tmp_path, DUTY)
    desk.record(planted())
    assert desk.repairs == ()
    desk.close()
    forge(desk.place, forged)
    officer = open_desk(tmp_path, DUTY)
    (told,) = (sentence for sentence in officer.repairs if "密封公钥" in sentence)
    last = len(journal_in(desk.place).splitlines())
    assert (f"第 {last} 行" in told) is (forged is appended)
    assert not opens(officer, officer.record(planted()).number)
    assert officer.access.alarms() == (told,)
    audit = open_desk(tmp_path, LEAD).access.audit()
    lines = journal_in(desk.place).splitlines()
    put_there = sum(b'"seal":{' in line for line in lines)
    assert [one.what for one in audit].count("seal") == put_there, (
        "each time somebody put one there"
    )


def test_after_the_power_went_a_leads_key_tells_who_was_put_there(tmp_path: Path) -> None:
    desk = sealed_desk(tmp_path, DUTY)
    desk.close()
    forge(desk.place, rewritten)
    Keyring(desk.place.address).forget("")
    lead = open_desk(tmp_path, LEAD)
    assert lead.access.alarms() == (), "nobody is there who could tell"
    lead.access.unlock(KEY)
    (told,) = lead.access.alarms()
    assert fingerprint(str(STRANGER.to_public())) in told
    assert not opens(lead, lead.record(planted()).number)
    lead.checkpoint()
    lead.keeping.rekey(KEYS)
    assert open_desk(tmp_path, LEAD).access.alarms() == ()


def test_the_seal_cannot_be_taken_off(tmp_path: Path) -> None:
    desk = sealed_desk(tmp_path, DUTY)
    desk.close()

    def taken_off(lines: list[dict[str, Any]]) -> None:
        lines.append({**lines[-1], "what": "write", "tables": {SEAL: {"1": None}}})

    forge(desk.place, taken_off)
    officer = open_desk(tmp_path, DUTY)
    assert officer.access.is_sealed and officer.repairs
    assert officer.tip(officer.record(planted()).number).summary == ""


def test_a_desk_whose_seal_is_gone_from_the_first_line_takes_nothing_in_clear(
    tmp_path: Path,
) -> None:
    desk = sealed_desk(tmp_path, DUTY)
    desk.close()

    def laid_open(lines: list[dict[str, Any]]) -> None:
        del lines[1:]
        lines[0]["tables"] = {}

    def laid_open_but_for_the_roster(lines: list[dict[str, Any]]) -> None:
        lines[0]["tables"] = {ROSTER: {"1": {"officer": DUTY, "role": "officer"}}}

    for forged in (laid_open, laid_open_but_for_the_roster):
        forge(desk.place, forged)
        officer = open_desk(tmp_path, DUTY)
        assert "去掉" in officer.repairs[0]
        _takes_nothing(officer)


def _takes_nothing(desk: Desk) -> None:
    """Nothing that is typed or enclosed comes to the desk's folder in clear, in whatever way."""
    ways: tuple[Callable[[], object], ...] = (
        lambda: desk.record(planted()),
        lambda: desk.drafts.keep("登记", {"summary": "密语，打到一半"}),
        lambda: desk.columns.keep("shape-1", "密语，何人".encode()),
        lambda: desk.duty_log.write("密语"),
        lambda: desk.enclosures.stowing({0: io.BytesIO("密语".encode())}).__enter__(),
    )
    for way in ways:
        with pytest.raises(NotSealed, match="去掉"):
            way()
    desk.close()
    assert where(folder_of(desk)) == []


@pytest.mark.parametrize("has", ["the checkpoint", "a tip", "a roster"])
def test_a_desk_whose_first_line_cannot_be_read_takes_nothing_in_clear_either(
    tmp_path: Path, has: str
) -> None:
    desk = sealed_desk(tmp_path, DUTY)
    if has != "a roster":
        desk.record(planted())
    desk.close()
    # With the power the keys in memory went, too.
    tamper(desk.place, b'{"n":1,', b'{"n":\xff,')
    Keyring(desk.place.address).forget("")
    if has == "the checkpoint":
        officer = open_desk(tmp_path, DUTY)
        assert officer.tip(officer.record(planted()).number).summary == ""
        officer.close()
        assert where(tmp_path) == []
        return
    desk.place.checkpoint.drop()
    if has == "a tip":
        for line in journal_in(desk.place).splitlines():
            if b'"roster":{' in line and read_line(line):
                tamper(desk.place, line[:7], line[:5] + b"\xff,")
    _takes_nothing(open_desk(tmp_path, DUTY))


@pytest.mark.parametrize("version", ["0.2", "0.3"])
def test_a_desk_that_was_sealed_before_lines_of_the_roster_had_marks_keeps_its_officers(
    tmp_path: Path, version: str
) -> None:
    desk = sealed_desk(tmp_path, DUTY)
    desk.close()

    def of_then(lines: list[dict[str, Any]]) -> None:
        made = lines[0]["tables"][SEAL]["1"]
        said = unseal(made["secret"], [FIRST])
        del said["marks"]
        to = [key.to_public() for key in (FIRST, SECOND)]
        made["secret"] = seal(said["key"] if version == "0.2" else said, to)
        for line in lines:
            for member in line["tables"].get(ROSTER, {}).values():
                del member["mark"]
        lines.append({**lines[-1], "tables": {ROSTER: {"9": {"officer": "周某", "role": "lead"}}}})

    forge(desk.place, of_then)
    Keyring(desk.place.address).forget("")
    lead = open_desk(tmp_path, LEAD)
    lead.access.unlock(KEY)
    for seen in (lead, open_desk(tmp_path, "周某")):
        assert (seen.access.role, seen.access.alarms()) == ("lead", ())
    assert {m.officer for m in lead.access.roster()} == {LEAD, DUTY, "王芳", "统计", "周某"}
    lead.checkpoint()
    lead.keeping.rekey(KEYS)
    forge(lead.place, promoted)
    assert len(told_of_roster(open_desk(tmp_path, LEAD))) == 1, "from then on they have"


def test_what_was_put_beside_a_line_of_the_roster_is_not_sealed_anew_in_clear(
    tmp_path: Path,
) -> None:
    desk = sealed_desk(tmp_path)
    desk.close()

    def told_more(lines: list[dict[str, Any]]) -> None:
        lines[-1]["tables"][ROSTER]["4"]["note"] = "密语"

    forge(desk.place, told_more)
    lead = open_desk(tmp_path, LEAD)
    lead.access.unlock(KEY)
    lead.checkpoint()
    with pytest.raises(NotSealed, match="roster 的 note"):
        lead.keeping.rekey(KEYS)


def test_who_got_a_role_and_to_whom_is_sealed_stands_in_the_audit(tmp_path: Path) -> None:
    desk = sealed_desk(tmp_path)
    desk.close()
    forge(desk.place, promoted)
    found = [(a.by, a.what, a.note) for a in open_desk(tmp_path, LEAD).access.audit()]
    assert {(LEAD, "role", "外人 lead"), (LEAD, "role", f"{DUTY} officer")} <= {*found}
    assert found[0] == (LEAD, "seal", "、".join(map(fingerprint, KEYS)))


def test_what_keys_are_in_force_is_told_as_of_whoever_changed_them(tmp_path: Path) -> None:
    desk = sealed_desk(tmp_path)
    desk.access.set_role("李四", "lead")
    desk.close()
    forge(desk.place, appended)
    own = str(Identity.generate().to_public())
    for days, to in ((1, KEYS[:1]), (2, [KEYS[0], own])):
        with Desk.open(tmp_path, clock=Clock.at(DURING.add(days=days)), officer="李四") as second:
            second.load()
            second.access.unlock(KEY)
            second.checkpoint()
            second.keeping.rekey(to)
    audit = open_desk(tmp_path, LEAD).access.audit()
    first, other, third = map(fingerprint, (*KEYS, own))
    # Whoever put one there is told of still, though to the new keys nobody knows any more which.
    assert [(one.at[8:10], one.by, one.what, one.note) for one in audit if one.what != "role"] == [
        ("01", LEAD, "seal", ""),
        ("02", "李四", "unlock", ""),
        ("02", "李四", "rekey", f"{first}, {other} → {first}"),
        ("03", "李四", "unlock", ""),
        ("03", "李四", "rekey", f"{first} → {first}, {third}"),
        ("03", "李四", "seal", f"{first}、{third}"),
    ]


@pytest.mark.parametrize(
    "said",
    [
        1,
        [],
        {},
        {"key": 1, "recipients": []},
        {"key": "AGE-SECRET-KEY-1", "recipients": []},
        {"key": str(STRANGER)},
        {"key": str(STRANGER), "recipients": 1},
    ],
)
def test_a_key_that_opens_nothing_of_use_is_told_as_the_wrong_one(
    tmp_path: Path, said: object
) -> None:
    desk = sealed_desk(tmp_path)
    desk.close()

    def of_another(lines: list[dict[str, Any]]) -> None:
        lines[0]["tables"][SEAL]["1"]["secret"] = seal(said, [FIRST.to_public()])

    forge(desk.place, of_another)
    lead = open_desk(tmp_path, LEAD)
    with pytest.raises(BadKey, match="打不开"):
        lead.access.unlock(KEY)
    assert not lead.access.is_unlocked


def test_a_line_that_cannot_be_read_keeps_no_other_from_the_audit(tmp_path: Path) -> None:
    desk = sealed_desk(tmp_path)
    desk.close()
    tamper(desk.place, f'"officer":"{DUTY}"'.encode(), b'"officer":"\xff\xff\xff\xff\xff\xff"')
    lead = open_desk(tmp_path, LEAD)
    assert [a.note for a in lead.access.audit() if a.what == "role"] == [
        f"{LEAD} lead",
        "王芳 officer",
        "统计 viewer",
    ]


def test_the_audit_is_in_the_order_of_what_was_done(tmp_path: Path) -> None:
    sealed_desk(tmp_path / "desk").record(planted())
    acts: tuple[Callable[[Desk], object], ...] = (
        lambda desk: desk.access.unlock(KEY),
        lambda desk: desk.access.set_role("新人", "officer"),
        lambda desk: desk.keeping.backup(tmp_path / "b.zip"),
    )
    for n, act in enumerate(acts, 1):
        later = Clock.at(DURING.add(minutes=n))
        with Desk.open(tmp_path / "desk", clock=later, officer=LEAD) as desk:
            act(desk)
            found = desk.access.audit()
    assert [one.what for one in found][-4:] == ["role", "unlock", "role", "backup"]


def promoted(lines: list[dict[str, Any]]) -> None:
    """A line that makes a stranger a lead."""
    put_on_roster(lines, "9", "外人", "lead")


def put_on_roster(lines: list[dict[str, Any]], doc_id: str, officer: str, role: str) -> None:
    member = {"officer": officer, "role": role}
    lines.append({**lines[-1], "what": "role", "tables": {ROSTER: {doc_id: member}}})


def told_of_roster(desk: Desk) -> list[str]:
    return [sentence for sentence in desk.access.alarms() if "名册" in sentence]


def test_a_lead_put_into_the_journal_is_told_by_its_line_and_is_none(tmp_path: Path) -> None:
    desk = sealed_desk(tmp_path, DUTY)
    desk.record(planted())
    desk.close()
    forge(desk.place, promoted)
    lead = open_desk(tmp_path, LEAD)
    (told,) = told_of_roster(lead)
    last = len(journal_in(lead.place).splitlines())
    assert "外人" in told and f"第 {last} 行" in told and told in lead.repairs
    lead.checkpoint()
    verified = lead.keeping.verify()
    assert verified.is_sound and told in verified.alarms
    assert open_desk(tmp_path, "外人").access.role is None
    assert "外人" not in [member.officer for member in lead.access.roster()]
    lead.access.set_role("外人", "")
    assert lead.access.alarms() == lead.keeping.verify().alarms == ()


@pytest.mark.parametrize(("n", "officer"), [("2", DUTY), ("1", "外人"), ("2", LEAD)])
def test_neither_is_a_line_of_the_roster_changed_or_taken_over(
    tmp_path: Path, n: str, officer: str
) -> None:
    desk = sealed_desk(tmp_path, DUTY)
    desk.close()
    forge(desk.place, lambda lines: put_on_roster(lines, n, officer, "lead"))
    found = open_desk(tmp_path, officer)
    assert len(told_of_roster(found)) == 1
    assert found.access.role == ("lead" if officer == LEAD else None)


def test_a_line_of_the_roster_that_was_taken_away_is_told(tmp_path: Path) -> None:
    desk = sealed_desk(tmp_path, DUTY)
    desk.close()

    def taken_away(lines: list[dict[str, Any]]) -> None:
        lines.append(
            {**lines[-1], "tables": {ROSTER: {"1": None, "2": None, "3": None, "4": None}}}
        )

    forge(desk.place, taken_away)
    assert len(told_of_roster(open_desk(tmp_path, LEAD))) == 4
    assert open_desk(tmp_path, "外人").access.role is None, "without a roster everyone were a lead"


def test_after_the_power_went_a_leads_key_tells_who_was_made_a_lead(tmp_path: Path) -> None:
    desk = sealed_desk(tmp_path, DUTY)
    desk.close()
    forge(desk.place, promoted)
    Keyring(desk.place.address).forget("")
    lead = open_desk(tmp_path, LEAD)
    assert told_of_roster(lead) == [], "nobody is there who could tell"
    with pytest.raises(Sealed):
        lead.access.set_role("周某", "lead")
    lead.access.unlock(KEY)
    assert "外人" in told_of_roster(lead)[0]
    lead.checkpoint()
    lead.keeping.rekey(KEYS)
    anew = open_desk(tmp_path, LEAD)
    assert "外人" in told_of_roster(anew)[0], "to be sealed anew makes nobody a lead"
    assert {m.officer for m in anew.access.roster()} == {LEAD, DUTY, "王芳", "统计"}


def test_nobody_is_made_a_lead_by_a_journal_in_which_the_desks_key_is_another_too(
    tmp_path: Path,
) -> None:
    desk = sealed_desk(tmp_path, DUTY)
    desk.close()

    def promoted_by_another_key(lines: list[dict[str, Any]]) -> None:
        promoted(lines)
        lines[0]["tables"][SEAL]["1"]["desk"] = str(STRANGER.to_public())

    forge(desk.place, promoted_by_another_key)
    lead = open_desk(tmp_path, LEAD)
    lead.access.unlock(KEY)
    lead.checkpoint()
    lead.keeping.rekey(KEYS)
    anew = open_desk(tmp_path, LEAD)
    assert "外人" in told_of_roster(anew)[0], "to be sealed anew makes nobody a lead"
    assert {m.officer for m in anew.access.roster()} == {LEAD, DUTY, "王芳", "统计"}


def test_another_key_of_the_desk_is_told_and_reads_nothing(tmp_path: Path) -> None:
    desk = sealed_desk(tmp_path, DUTY)
    desk.close()

    def another_key(lines: list[dict[str, Any]]) -> None:
        lines[0]["tables"][SEAL]["1"]["desk"] = str(STRANGER.to_public())

    forge(desk.place, another_key)
    for after_unlocking in (False, True):
        lead = open_desk(tmp_path, LEAD)
        if after_unlocking:
            Keyring(desk.place.address).forget("")
            lead.access.unlock(KEY)
        assert any("不符" in told for told in lead.access.alarms())
        lead.duty_log.write("密语")
        written = [*lead.ground.table("log").values()][-1]["text"]
        with pytest.raises(pyrage.DecryptError):
            pyrage.decrypt(written.encode(), [STRANGER])


def test_a_whole_new_seal_is_told_and_nothing_is_sealed_to_it(tmp_path: Path) -> None:
    from dataclasses import asdict

    from store.secret.viewer import make_seal

    desk = sealed_desk(tmp_path, DUTY)
    desk.close()
    for others in ([], KEYS):
        made, _own = make_seal([str(STRANGER.to_public()), *others])

        def sealed_to_stranger(lines: list[dict[str, Any]], made: Any = made) -> None:
            lines[0]["tables"][SEAL]["1"] = asdict(made)

        forge(desk.place, sealed_to_stranger)
        officer = open_desk(tmp_path, DUTY)
        assert len(officer.access.alarms()) == 2
        if others:
            assert not opens(officer, officer.record(planted()).number)
        else:
            with pytest.raises(NotSealed):
                officer.record(planted())


def test_the_sheet_and_the_desk_name_the_recipients_by_their_fingerprints(tmp_path: Path) -> None:
    desk = sealed_desk(tmp_path)
    assert desk.access.recipients() == {key: fingerprint(key) for key in KEYS}
    desk.shifts.take_over()
    assert desk.shifts.handover().sheet.recipients == tuple(map(fingerprint, KEYS))
    assert desk.shifts.hand_over().sheet
    assert desk.shifts.handover(1).sheet.recipients == tuple(map(fingerprint, KEYS))


def test_a_desk_that_was_sealed_by_version_0_2_is_unlocked(tmp_path: Path) -> None:

    from store.secret.seal import recipient_of, seal, unseal

    folder = tmp_path / "desk"
    sealed_desk(folder).close()
    entries = [orjson.loads(line) for line in (folder / "journal.jsonl").read_bytes().splitlines()]
    made = entries[0]["tables"][SEAL]["1"]
    own = unseal(made["secret"], [FIRST])["key"]
    assert str(Identity.from_str(own).to_public()) == made["desk"]
    made["secret"] = seal(own, map(recipient_of, made["recipients"]))
    written, before = b"", ""
    for entry in entries:
        del entry["hash"]
        line, before = write_line(entry | {"prev": before})
        written += line
    (folder / "journal.jsonl").write_bytes(written)
    (folder / "tips.json").unlink()
    desk = open_desk(folder, LEAD)
    desk.access.unlock(KEY)
    assert desk.access.is_unlocked
    assert desk.access.alarms() == () and desk.access.role == "lead"


@pytest.mark.parametrize("reader", [DUTY, "王芳"])
def test_a_tip_that_the_journal_gives_to_a_shift_is_sealed_to_no_key_of_that(
    tmp_path: Path, reader: str
) -> None:
    """It says that nothing was handed over, or that another officer took it; and who owns the account
    puts something into the place of that officer's copy."""
    desk = sealed_desk(tmp_path, DUTY)
    desk.shifts.take_over()
    desk.record(planted())
    if reader == DUTY:
        desk.shifts.hand_over()
    desk.close()

    def given(lines: list[dict[str, Any]]) -> None:
        for line in lines:
            for shift in line["tables"].get("shifts", {}).values():
                shift["upto"] = 0
            for tip in line["tables"].get("tips", {}).values():
                tip["officer"] = reader

    forge(desk.place, given)
    officer, lead = open_desk(tmp_path, reader), open_desk(tmp_path, LEAD)
    officer.record(planted())
    given_age = officer.ground.tip("1")["sealed"]["age"]
    officer.ground.viewer._keep_own_text(reader, given_age, {"summary": ""})
    lead.access.unlock(KEY)
    lead.acts.tell("1", "密语")
    lead.acts.tell("2", "密语")
    with pytest.raises(Sealed):
        officer.access.open_tip("1")
    assert officer.access.open_tip("2").told, "what is the officer's own is sealed to it again"
