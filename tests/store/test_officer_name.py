"""What may be the name of an officer: it stands in lists, in lines of keys and on command lines."""

from __future__ import annotations

import pytest

from store.errors import StepRefused
from store.officer_name import officer_name


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("李明", "李明"),
        (" 李 明 ", "李明"),
        ("李　明", "李明"),
        ("欧阳·娜娜", "欧阳·娜娜"),
        ("J.  O-Brien", "J. O-Brien"),
        ("ＤＵＴＹ＿１", "DUTY_1"),
        ("甲.", "甲."),
        ("7", "7"),
        ("名" * 40, "名" * 40),
        (f"{'名' * 20} {'名' * 20}", "名" * 40),
    ],
)
def test_names_that_look_alike_are_one(typed: str, name: str) -> None:
    assert officer_name(typed) == officer_name(name) == name


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "名" * 41,
        "李明\n",
        "John\nDoe",
        "John\tDoe",
        "John\u2028Doe",
        "李\u200b明",
        "李\u202e明",
        "\u1160",
        "-李明",
        "李明-",
        ".李明",
        "·李明",
        "李明!",
        *(f"李{sign}明" for sign in "'\"`$;&|<>\\/()*?#,=@:"),
    ],
)
def test_a_name_on_which_a_shell_could_act_or_that_hides_something_is_refused(typed: str) -> None:
    with pytest.raises(StepRefused, match="40") as refused:
        officer_name(typed)
    (fault,) = refused.value.faults
    assert fault.field == "officer" and "不能用作值班人员姓名" in fault.sentence
