"""What commands print as JSON is as its published schema says."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, ValidationError

from store.secret.seal import fingerprint
from store.tips.entry import GIVEN
from store.tips.fields import DATES, TEXTS
from tests.builders import REFERRAL, entry_of, notice_text
from tests.store.desks import open_desk
from tests.store.sealed import FIRST, KEY
from tests.tui.shell import AT, Shell, run_here
from tests.tui.test_settings import dutydesk
from tui.cli.schemas import SCHEMAS, schema
from tui.cli.who import login


def check(name: str, value: Any) -> None:
    Draft202012Validator(schema(name), format_checker=Draft202012Validator.FORMAT_CHECKER).validate(
        value
    )


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Shell:
    """A desk on which something of everything happened."""
    shell = Shell(tmp_path_factory.mktemp("schemas") / "desk")
    shell.say("init", "--example")
    letter = {
        "channel": "post",
        "postmarked_on": "2016-09-17",
        "to_complete": True,
        "received_at": "2016-09-19T10:00:00+08:00",
    }
    shell.add(entry_of(), entry_of(REFERRAL), entry_of(**letter), entry_of(tags=["重点人"]))
    shell.say("handover", "--take")
    shell.say("dispose", "2", "referred", "--to", "区环境保护局", "--letter", "1号")
    shell.say("dispose", "4", "duplicate", "--of", "1")
    shell.say("tell", "1", "--note", "电话")
    shell.say("note", "1", "--kind", "领导批示", "如上")
    shell.say("assign", "1", "2", "--to", "王芳")
    shell.say("appoint", "1", "回电", "2016-10-20 15:00", "--about", "补充证据")
    shell.say("attach", "1", "--kind", "信件", "--pages", "3")
    shell.say("log", "固定电话中断")
    shell.say("forms", "--pages", "2", "-o", str(shell.folder.parent / "forms.html"))
    shell.say("forms", "--void", "1", "填错")
    shell.say("pass-through", "--channel", "post", "--to", "组长")
    shell.say("transfer", "4", "--to", "第一组")
    shell.say("role", "李明", "officer")
    shell.say("notice", "--replace", str(corrected_notice(shell, "84404232")))
    return shell


def corrected_notice(desk: Shell, number: str = "84404234") -> Path:
    """A file with the notice, in which a number that a tip came on is another."""
    file = desk.folder.parent / "notice.toml"
    file.write_text(re.sub(r"8440423\d", number, desk.say("notice", "--format", "toml")))
    return file


def objects_in(schema: Any) -> Iterator[dict[str, Any]]:
    """Each schema in it that names the keys of an object."""
    for part in schema.values() if isinstance(schema, dict) else schema:
        if isinstance(part, dict | list):
            yield from objects_in(part)
    if isinstance(schema, dict) and isinstance(schema.get("properties"), dict):
        yield schema


@pytest.mark.parametrize("name", [name for name in SCHEMAS if name != "tip-entry"])
def test_what_is_printed_has_no_key_that_its_schema_does_not_name(name: str) -> None:
    assert all(found["additionalProperties"] is False for found in objects_in(schema(name)))


@pytest.mark.parametrize("name", [*SCHEMAS])
def test_each_schema_is_one_of_2020_12_and_printed(name: str) -> None:
    Draft202012Validator.check_schema(schema(name))
    assert schema(name)["$schema"] == "https://json-schema.org/draft/2020-12/schema"


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("status", "status"),
        ("tips", "list"),
        ("paper", "transfer 1 --to 第二组"),
        ("papers", "transfer"),
        ("tip", "show 1"),
        ("tip", "show 2"),
        ("tip", "show 5"),
        ("tip", "link 3 1"),
        ("enclosures", "enclosures 1"),
        ("files", "files"),
        ("similar", "similar --person 赵某某"),
        ("counts", "counts"),
        ("due", "due"),
        ("referral", "referral 2"),
        ("patterns", "patterns"),
        ("guide", "guide 1"),
        ("history", "history 1"),
        ("closing", "closing"),
        ("handover", "handover"),
        ("handover", "handover --give"),
        ("log", "log"),
        ("forms", "forms"),
        ("verify", "verify"),
        ("notice", "notice"),
        ("calendar", "notice --calendar"),
        ("report", "report --kind period"),
        ("correction", "notice --replace {notice}"),
        ("corrections", "notice --history"),
        ("reminders", "reminders"),
        ("roster", "role"),
    ],
)
def test_what_a_command_prints_is_as_its_schema_says(
    desk: Shell, name: str, arguments: str
) -> None:
    found = desk.json(*arguments.format(notice=corrected_notice(desk)).split())
    assert found != [], "nothing to hold against the schema"
    check(name, found)


BEFORE, AFTER = "2016-09-01T09:00:00+08:00", "2016-12-01T09:00:00+08:00"
SOME_DAYS = '[[hours]]\ndays = ["mon", "fri"]\nfrom = 08:00:00\nto = 17:30:00\n'
IN_WORDS = '[period]\nin_words = "约两个月"\ntips_from = 2016-09-20'


@pytest.fixture(scope="module")
def told_in_words(tmp_path_factory: pytest.TempPathFactory) -> Shell:
    """A desk whose notice tells its period in words: neither of its days is known."""
    folder = tmp_path_factory.mktemp("in-words")
    (folder / "notice.toml").write_text(notice_text(period=IN_WORDS, hours=SOME_DAYS))
    shell = Shell(folder / "desk")
    shell.say("init", "--notice", str(folder / "notice.toml"))
    shell.add(entry_of(REFERRAL, channel="landline"))
    return shell


@pytest.mark.parametrize(
    ("whose", "name", "arguments", "when", "places"),
    [
        ("desk", "status", "status", BEFORE, "day ended_seconds"),
        ("desk", "status", "status", AT, "ended_seconds lines.2.open"),
        ("desk", "status", "status", AFTER, "day changes_at"),
        ("desk", "tip", "show 1", AT, "disposition postmarked_on appointments.0.done_at"),
        ("desk", "tip", "show 2", AT, "reporter told reported"),
        ("desk", "enclosures", "enclosures 1", AT, "0.file"),
        ("desk", "reminders", "reminders", AT, "0.given"),
        ("desk", "notice", "notice", AT, "hours.0.first_day hours.0.last_day"),
        ("told_in_words", "status", "status", AT, "days remaining_seconds"),
        (
            "told_in_words",
            "notice",
            "notice",
            AT,
            "period.first_day period.last_day period.tips_end",
        ),
        ("told_in_words", "handover", "handover", AT, "shift before"),
        ("told_in_words", "closing", "closing", AT, "cut_off"),
        ("told_in_words", "referral", "referral 1", AT, "referred_on"),
    ],
)
def test_what_there_is_nothing_of_is_null_as_its_schema_says(
    request: pytest.FixtureRequest, whose: str, name: str, arguments: str, when: str, places: str
) -> None:
    found = request.getfixturevalue(whose).json(*arguments.split(), at=when)
    check(name, found)
    for place in places.split():
        value = found
        for step in place.split("."):
            value = value[int(step) if step.isdigit() else step]
        assert value is None, place


LEFT_OUT = object()


@pytest.mark.parametrize(
    ("name", "arguments", "place", "wrong"),
    [
        ("tip", "show 2", ("status",), "lost"),
        ("tip", "show 2", ("number",), LEFT_OUT),
        ("tip", "show 2", ("more",), ""),
        ("tip", "show 2", ("sealed",), False),
        ("tip", "show 3", ("marks",), ["soon"]),
        ("tip", "show 3", ("received_at",), 3),
        ("tip", "show 1", ("reporter", "kind"), "somebody"),
        ("tip", "show 1", ("reporter", "more"), ""),
        ("tip", "show 1", ("subjects", 0, "group"), LEFT_OUT),
        ("tip", "show 1", ("reported",), "电话"),
        ("tip", "show 1", ("told", "by"), 3),
        ("tip", "show 1", ("notes", 0, "kind"), "letter"),
        ("tip", "show 1", ("appointments", 0, "kind"), "letter"),
        ("tip", "show 1", ("enclosures", 0, "kind"), "letters"),
        ("tip", "show 1", ("enclosures", 0, "key"), ""),
        ("tip", "show 1", ("disciplines",), [3]),
        ("tip", "show 4", ("disposition", "on"), "昨天"),
        ("status", "status", ("service",), "maybe"),
        ("status", "status", ("lines", 0, "open"), "yes"),
        ("status", "status", ("day",), "12"),
        ("counts", "counts", ("by_channel", "post"), "1"),
        ("counts", "counts", ("total",), LEFT_OUT),
        ("due", "due", (0, "duty"), "lunch"),
        ("due", "due", (0, "due_on"), "昨天"),
        ("handover", "handover", ("shift",), "李明"),
        ("papers", "transfer", (0, "numbers"), [4]),
        ("roster", "role", (0, "role"), LEFT_OUT),
    ],
)
def test_what_is_otherwise_is_not_as_its_schema_says(
    desk: Shell, name: str, arguments: str, place: tuple[str | int, ...], wrong: object
) -> None:
    found = holder = desk.json(*arguments.split())
    check(name, found)
    *way, last = place
    for step in way:
        holder = holder[step]
    if wrong is LEFT_OUT:
        del holder[last]
    else:
        holder[last] = wrong
    with pytest.raises(ValidationError):
        check(name, found)


def test_what_is_told_of_a_sealed_desk_is_as_its_schemas_say(tmp_path: Path) -> None:
    shell, key, public = Shell(tmp_path / "desk"), tmp_path / "key.txt", str(FIRST.to_public())
    key.write_text(KEY)
    shell.run("init", "--example", "--seal-to", public)
    shell.add(entry_of())
    shell.say("show", "1", "--identity", str(key))
    with open_desk(shell.folder, login()) as desk:
        desk.drafts.keep("tip-1", {"summary": "打到一半"})
        (left,) = desk.drafts.all()
    found = {
        "audit": shell.json("audit"),
        "drafts": shell.json("drafts", "--identity", str(key)),
        "recipients": shell.json("recipients"),
    }
    for name, rows in found.items():
        check(name, rows)
    assert found["recipients"] == [{"key": public, "fingerprint": fingerprint(public)}]
    (opened,) = [row for row in found["audit"] if row["what"] == "open"]
    assert opened == {
        "at": AT,
        "by": login(),
        "what": "open",
        "numbers": ["2016-0001"],
        "note": "",
    }
    assert found["drafts"] == [
        {
            "name": "tip-1",
            "kept_at": left.kept_at,
            "values": {"summary": "打到一半"},
            "officer": login(),
        }
    ]


def test_a_report_with_its_register_is_as_its_schema_says(desk: Shell) -> None:
    check("report", json.loads(desk.say("report", "--kind", "week", "--format", "json")))
    check("figures", json.loads(desk.say("figures")))
    office = run_here(["office", str(desk.folder), "nowhere", "--json"], b"")
    check("office", json.loads(office.stdout))


def test_an_import_is_as_its_schema_says(desk: Shell, tmp_path: Path) -> None:
    file = tmp_path / "台账.csv"
    file.write_text("收到时间,主要内容\n2016-09-21 9:00,甲\n昨天,乙\n2016-09-22,丙\n")
    done = desk.run(
        *("import", str(file), "--json", "--dry-run", "--half-done", "--channel", "来信")
    )
    found = json.loads(done.stdout)
    check("import", found)
    # What was only looked at was never saved, and of what cannot be read there is no tip.
    assert [one["tip"] and one["tip"]["saved_at"] for one in found] == [None] * 3
    assert [one["tip"] is None for one in found] == [False, True, False]
    assert [one["tip"]["received_at"] for one in found[::2]] == [
        *("2016-09-21T09:00:00+08:00", "2016-09-22"),
    ]


def test_settings_are_as_their_schema_says() -> None:
    found = json.loads(dutydesk("settings", "--json").stdout)
    check("settings", found)
    for name, wrong in (("bell", "是"), ("idle_minutes", "十"), ("theme", "粉红")):
        with pytest.raises(ValidationError):
            check("settings", found | {"settings": found["settings"] | {name: wrong}})


def test_a_tip_to_be_added_is_as_its_schema_says_and_a_wrong_one_is_not() -> None:
    check("tip-entry", entry_of())
    check("tip-entry", entry_of(REFERRAL))
    for right in (
        *(
            {"reference": "长" * 200},
            {"reference": None},
            {"to_complete": True},
            {"reporter": None},
        ),
        *({"tags": ["重点人"]}, {"tags": None}),
        *({"subjects": None}, {"disciplines": None}, {"summary": None}, {"enclosures": "信件3页"}),
        {"enclosures": [{"kind": "letter", "pages": 3}]},
    ):
        check("tip-entry", entry_of(**right))
    for wrong in (
        *({"disciplines": 3}, {"tags": 3}, {"tags": [3]}),
        *({"disciplines": "廉洁纪律"}, {"summary": 3}, {"subjects": {"unit": "某局"}}),
        *({"reference": ""}, {"reference": "长" * 201}, {"to_complete": "是"}, {"enclosures": 3}),
        *({"reporter": {"verified": "是"}}, {"enclosures": [{"pages": 3}]}),
    ):
        with pytest.raises(ValidationError):
            check("tip-entry", entry_of(**wrong))


def test_the_schema_of_a_tip_to_be_added_tells_each_key_that_may_be_given() -> None:
    properties = schema("tip-entry")["properties"]
    assert properties.keys() == GIVEN | {"reference"}
    told_of_one = properties["enclosures"]["items"]["properties"].keys()
    assert told_of_one == {"kind", "pages", "copies", "kept_at", "file_number", "name"}
    assert schema("tip-entry")["$id"] == "urn:dutydesk:tip-entry"
    for name in (*TEXTS, *DATES):
        assert all(" · " in properties[name][key] for key in ("title", "description"))


def test_a_schema_tells_a_day_from_an_instant() -> None:
    closing, due = schema("closing")["properties"], schema("due")["items"]["properties"]
    assert closing["at"] == {"type": "string", "format": "date-time"}
    assert due["due_on"] == {"type": "string", "format": "date"}
    received = schema("tip")["properties"]["received_at"]["anyOf"]
    assert [(one["type"], one.get("format")) for one in received] == [
        *(("string", "date-time"), ("string", "date"), ("null", None)),
    ]


def test_the_schemas_carry_both_names_of_a_field() -> None:
    field = schema("tip")["properties"]["summary"]
    assert field["title"].startswith("主要内容 · Summary") and field["type"] == "string"


def test_the_command_prints_a_schema_lists_all_and_refuses_what_is_none() -> None:
    assert json.loads(dutydesk("schema", "counts").stdout) == schema("counts")
    listed = dutydesk("schema").stdout
    assert [line.split()[0] for line in listed.splitlines()] == list(SCHEMAS)
    refused = dutydesk("schema", "nothing")
    assert refused.returncode == 2 and "tip-entry" in refused.stderr
