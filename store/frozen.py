"""`@frozen`: a frozen dataclass with slots, none of whose methods is written and compiled for it alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, FrozenInstanceError, dataclass, field, fields
from operator import attrgetter
from typing import Any, TypeVar, dataclass_transform

_Value = TypeVar("_Value")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(cls: type[_Value]) -> type[_Value]:
    """What `@dataclass(frozen=True, slots=True)` makes of a class, for `replace`, `fields` and `asdict` too.

    That one writes the methods of each class as text and compiles it, which takes half a
    millisecond: for the classes that the first screen needs, a tenth of the time until it stands.
    A class with a `default_factory` or a `__post_init__` is left to it.
    """
    made = dataclass(init=False, repr=False, eq=False, slots=True)(cls)
    for name, method in _methods(made).items():
        if name not in vars(cls):
            setattr(made, name, method)
    return made


def _methods(cls: type[Any]) -> dict[str, Callable[..., Any]]:
    """What all such classes do alike, each by its own fields."""
    of_class = fields(cls)
    assert all(one.default_factory is MISSING for one in of_class), cls
    assert not hasattr(cls, "__post_init__"), cls
    names = tuple(one.name for one in of_class)
    defaults = tuple(one.default for one in of_class)
    needed = defaults.count(MISSING)
    set_each = [getattr(cls, name).__set__ for name in names]
    held = attrgetter(*names)

    def init(self: Any, *given: Any, **named: Any) -> None:
        if named or len(given) != len(names):
            given = complete(given, named)
        for set_field, found in zip(set_each, given, strict=True):
            set_field(self, found)

    def complete(given: tuple[Any, ...], named: dict[str, Any]) -> tuple[Any, ...]:
        try:
            given = (*given, *map(named.pop, names[len(given) : needed]))
        except KeyError as error:
            raise TypeError(f"{cls.__qualname__} lacks {error}") from None
        at = len(given)
        given = (*given, *map(named.pop, names[at:], defaults[at:]))
        if named or len(given) != len(names):
            raise TypeError(f"{cls.__qualname__} has only {', '.join(names)}, each once")
        return given

    def equals(self: Any, other: object) -> Any:
        return held(self) == held(other) if type(other) is type(self) else NotImplemented

    def in_words(self: Any) -> str:
        shown = (f"{one.name}={getattr(self, one.name)!r}" for one in of_class if one.repr)
        return f"{cls.__qualname__}({', '.join(shown)})"

    def refuse(_self: Any, name: str, *_value: object) -> None:
        raise FrozenInstanceError(f"cannot assign to field {name!r}, nor delete it")

    return {
        "__init__": init,
        "__eq__": equals,
        "__hash__": lambda self: hash(held(self)),
        "__repr__": in_words,
        "__setattr__": refuse,
        "__delattr__": refuse,
        # As whoever copies it is to make it again.
        "__reduce__": lambda self: (cls, tuple(getattr(self, name) for name in names)),
    }
