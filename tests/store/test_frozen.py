"""A frozen value is what Python's own frozen dataclass with slots is, however it is made, compared or copied."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from dataclasses import FrozenInstanceError, asdict, dataclass, field, fields, replace
from typing import Any

import pytest

from store.frozen import frozen


@frozen
class Call:
    """A call that came in."""

    line: str
    minutes: int
    said: tuple[str, ...] = ()
    key: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Like:
    """As `Call`, made by Python's own."""

    line: str
    minutes: int
    said: tuple[str, ...] = ()
    key: str = field(default="", repr=False)


Make = Callable[[Any], Any]
MADE: list[Make] = [
    lambda of: of("12388", 5),
    lambda of: of("12388", minutes=5),
    lambda of: of(minutes=5, line="12388"),
    lambda of: of("12388", 5, ("甲",), "密"),
    lambda of: of("12388", 5, key="密"),
    lambda of: of(key="密", said=("甲",), minutes=5, line="12388"),
]
REFUSED: list[Make] = [
    lambda of: of(),
    lambda of: of("12388"),
    lambda of: of(minutes=5),
    lambda of: of("12388", said=()),
    lambda of: of("12388", 5, (), "密", "more"),
    lambda of: of("12388", 5, line="12388"),
    lambda of: of("12388", 5, number="2016-0001"),
    lambda of: of("12388", 5, (), "密", key="密"),
]


@pytest.mark.parametrize("make", MADE)
def test_fields_are_given_by_place_or_by_name_and_the_rest_is_blank(make: Make) -> None:
    mine, like = make(Call), make(Like)

    assert asdict(mine) == asdict(like)
    assert repr(mine) == repr(like).replace("Like", "Call")
    assert [one.name for one in fields(mine)] == [one.name for one in fields(like)]
    assert replace(mine, minutes=7) == Call("12388", 7, mine.said, mine.key)


@pytest.mark.parametrize("make", REFUSED)
def test_a_field_that_lacks_is_unknown_or_comes_twice_is_refused(make: Make) -> None:
    for kind in (Like, Call):
        with pytest.raises(TypeError):
            make(kind)


def test_those_of_one_kind_with_the_same_in_each_field_are_equal() -> None:
    one, same = Call("12388", 5), Call("12388", 5)

    assert one == same
    assert len({one, same}) == 1
    assert one != Call("12388", 6)
    assert one != Call("12388", 5, key="密")
    assert one != Like("12388", 5)
    assert one != ("12388", 5, (), "")


def test_nothing_of_it_changes_and_it_holds_nothing_more() -> None:
    call = Call("12388", 5)

    with pytest.raises(FrozenInstanceError):
        call.minutes = 6  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        del call.minutes
    with pytest.raises(FrozenInstanceError):
        call.number = "2016-0001"  # type: ignore[attr-defined]
    assert not hasattr(call, "__dict__")
    assert call == Call("12388", 5)


def test_a_copy_is_equal() -> None:
    call = Call("12388", 5, ("甲",), "密")

    for made in (copy.copy(call), copy.deepcopy(call), pickle.loads(pickle.dumps(call))):
        assert made == call
        assert made is not call


def test_what_a_class_says_of_itself_stays() -> None:
    @frozen
    class Name:
        """Said in its own way."""

        name: str

        def __repr__(self) -> str:
            return "a name"

    assert repr(Name("甲")) == "a name"
    assert Name("甲") == Name("甲")


def test_what_would_go_unheeded_is_refused() -> None:
    with pytest.raises(AssertionError):

        @frozen
        class Maker:
            """With a value made for each."""

            names: list[str] = field(default_factory=list)

    with pytest.raises(AssertionError):

        @frozen
        class Checked:
            """Checked once it is made."""

            name: str

            def __post_init__(self) -> None: ...
