"""Lines that no honest script writes, given to `dutydesk add --json`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.builders import entry_of
from tests.tui.shell import Shell


@pytest.fixture
def desk(tmp_path: Path) -> Shell:
    shell = Shell(tmp_path / "desk")
    shell.say("init", "--example")
    return shell


HOSTILE = [
    b'{"' + b"k" * 5_000_000 + b'": 1}',
    b'{"channel": "landline", "summary": "a\x00b"}',
    b'{"summary": "\\ud800"}',
    b'{"\\ud800": 1}',
    b"[" * 1000 + b"]" * 1000,
    b'{"subjects": ' + b'{"a":' * 500 + b"1" + b"}" * 501,
    b'{"summary": ' + b"9" * 100_000 + b"}",
    b'{"summary": 1e400}',
    b'{"summary": NaN}',
    b"null",
    b"1",
    b"{}",
    json.dumps(entry_of(subjects=[1, None, "x", []])).encode(),
    json.dumps(entry_of(subjects=[{"unit": "x", "group": "leadership"}] * 50_000)).encode(),
    json.dumps(entry_of(disciplines={"other": 1}, tags=[None])).encode(),
    json.dumps(entry_of(reporter={"name": 1, "contact": [], "verified": "yes"})).encode(),
    json.dumps(entry_of(received_at="1" * 100_000)).encode(),
    json.dumps(entry_of(received_at="9999-12-31T23:59:59+00:00")).encode(),
    json.dumps(entry_of(received_at="0001-01-01T00:00:00+23:59")).encode(),
    json.dumps(entry_of()).encode("utf-16"),
]


def test_no_line_is_too_hostile_to_be_told_in_a_sentence(desk: Shell) -> None:
    inert = entry_of(summary='"}\n{"n":3,"hash":"' + "0" * 64 + '"}\n')
    given = b"\n".join([*HOSTILE, json.dumps(inert).encode()])
    done = desk.run("add", "--json", "-", given=given)
    assert done.returncode == 1
    (stored,) = [json.loads(line) for line in done.stdout.splitlines()]
    assert stored["summary"] == inert["summary"].strip()
    told = done.stderr.decode().splitlines()
    # The sixteen bits of the last one hold line breaks of their own.
    assert {f"第 {n} 行" for n in range(1, len(HOSTILE) + 1)} <= {s.split("：")[0] for s in told}
    assert max(map(len, told)) < 300
    assert desk.json("verify")["sound"] and desk.json("list") == [stored]


def test_of_a_key_given_twice_the_last_counts_and_a_file_from_windows_is_read(desk: Shell) -> None:
    text = json.dumps(entry_of(), ensure_ascii=False).removesuffix("}") + ', "summary": "后者"}\r\n'
    desk.say("add", "--json", "-", given=b"\xef\xbb\xbf" + text.encode())
    assert [tip["summary"] for tip in desk.json("list")] == ["后者"]
