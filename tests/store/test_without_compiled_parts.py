"""The desk on a processor for which orjson and pyrage are not to be had."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from pathlib import Path

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from store import json_bytes, standard_json
from store.desk.desk import Desk
from store.errors import NoSealing
from tests.store.desks import clock, new_desk, open_desk, summaries, tip_of
from tests.store.sealed import DUTY, sealed_desk

WITHOUT = """
import sys

sys.modules |= {"orjson": None, "pyrage": None}
from tui.__main__ import main

sys.argv = ["dutydesk", *sys.argv[1:]]
main()
"""

values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**64 - 1)
    # Those that are written without an exponent: a desk keeps no other.
    | st.floats(-1e9, 1e9).map(lambda number: round(number, 3))
    | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(values)
def test_the_standard_json_writes_the_same_bytes(value: object) -> None:
    said = standard_json.dumps(value)
    assert said == orjson.dumps(value)
    assert standard_json.loads(said) == orjson.loads(said)


@pytest.mark.parametrize(
    "said",
    [
        *("", "1.", "01", "[1,]", "NaN", "-Infinity", "1e999", "9" * 5000, "\ufeff1"),
        *('"\\ud800"', '"\\uDfff"', '"\x01"', "[" * 200_000, b"\xff", b'{"a":1}x'),
    ],
    ids=lambda said: repr(said[:12]),
)
def test_the_standard_json_refuses_the_same(said: str | bytes) -> None:
    for loads in (orjson.loads, standard_json.loads):
        with pytest.raises(json.JSONDecodeError):
            loads(said)


def test_the_standard_json_refuses_to_write_the_same() -> None:
    for value in ("\ud83d", object(), {"a": {1, 2}}):
        for dumps in (orjson.dumps, standard_json.dumps):
            with pytest.raises(TypeError):
                dumps(value)
    for number in (math.nan, -math.inf):
        with pytest.raises(TypeError):
            standard_json.dumps(number)


def test_the_standard_json_reads_numbers_as_they_are_read_elsewhere() -> None:
    for said in ("18446744073709551615", "18446744073709551616", "-9223372036854775809", "1E5"):
        assert repr(standard_json.loads(said)) == repr(orjson.loads(said))
    assert standard_json.loads('"\\ud83d\\ude00"') == "😀"


def test_what_people_read_has_each_thing_on_a_line() -> None:
    value = {"组": [1, {}], "b": []}
    assert json_bytes.dumps_indented(value) == orjson.dumps(value, option=orjson.OPT_INDENT_2)


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The program without its compiled parts, on the desk in `folder`."""
    command = [sys.executable, "-c", WITHOUT, *arguments, "--desk", str(folder), "--lang", "zh"]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_a_desk_is_worked_without_them_and_goes_on_with_them(tmp_path: Path) -> None:
    folder = tmp_path / "desk"
    with new_desk(folder) as desk:
        desk.record(tip_of(summary="用 orjson 写的"))
    more = ("--group", "leadership", "--disciplines", "廉洁纪律", "--summary", "不用它写的")
    for command in (("add", "--channel", "landline", "--unit", "某局", *more), ("verify",)):
        done = run(folder, *command, "--at", "2016-10-01T16:59:30+08:00")
        assert not done.returncode, done.stderr
    with open_desk(folder) as desk:
        assert summaries(desk) == ["用 orjson 写的", "不用它写的"]
        assert not desk.keeping.verify().damages


def test_that_nothing_can_be_sealed_is_told_before_anything_is_entered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = sealed_desk(tmp_path / "desk", DUTY)
    monkeypatch.delitem(sys.modules, "store.secret.age")
    monkeypatch.setitem(sys.modules, "pyrage", None)
    with pytest.raises(NoSealing, match="没有加密组件"):
        assert Desk.open(desk.place, clock=clock(), officer=DUTY).access.is_sealed


def test_a_sealed_desk_says_that_it_cannot_be_used_without_them(tmp_path: Path) -> None:
    sealed_desk(tmp_path / "desk").close()
    for command in ("list", "--plain"):
        done = run(tmp_path / "desk", command)
        assert done.returncode == 1 and done.stdout == ""
        assert "没有加密组件 pyrage" in done.stderr and done.stderr.count("\n") == 1
