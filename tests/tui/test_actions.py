"""The list of actions: what a key does is never in doubt."""

from collections import Counter

import pytest

from tui.actions import actions_at

_BESIDE_EVERYWHERE = (
    "form",
    "latest",
    "tip",
    "list",
    "filter",
    "due",
    "ask",
    "report",
    "duty",
    "public_notice",
    "tour",
)


@pytest.mark.parametrize("place", _BESIDE_EVERYWHERE)
def test_no_key_means_two_things_at_one_place(place: str) -> None:
    keys = Counter(action.key for action in actions_at(place, "everywhere"))
    assert [key for key, count in keys.items() if count > 1] == []
