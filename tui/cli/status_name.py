"""The name of a status on the command line: as scripts have it, or as people call it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

import click

from store.text import ORIGINAL, _, language, listed
from store.tips.disposition import HANDED, KEPT, STATUSES, URGENT

# What has been done is also called by its verb: 呈组长 for 已呈组长.
_DONE: Final = "已"
# What scripts and people called them before.
_ALSO: Final = {HANDED: ("已交组", "交组"), KEPT: ("留存",), URGENT: ("立行立改",)}


class StatusName(click.ParamType[str, Any]):
    """One of `names`, in their own letters or in Chinese; the refusal names them as one speaks."""

    name = "status"

    def __init__(self, names: Iterable[str]) -> None:
        self.names = tuple(names)

    @property
    def spoken(self) -> tuple[str, ...]:
        """The names in the language in use; what scripts write is English."""
        return tuple(STATUSES[n] for n in self.names) if language() == ORIGINAL else self.names

    @property
    def explained(self) -> str:
        """The names as one speaks, each with the one for scripts if that is another."""
        pairs = zip(self.spoken, self.names, strict=True)
        shown = (said if said == name else f"{said}（{name}）" for said, name in pairs)
        return listed(shown)

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        """What stands for it in the help."""
        return f"[{'|'.join(self.spoken)}]"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The name as scripts have it."""
        for name in self.names:
            label = STATUSES[name]
            if value in (name, label, label.removeprefix(_DONE), *_ALSO.get(name, ())):
                return name
        known = listed(self.spoken)
        sentence = _("没有“{status}”，应为下列之一：{known}。", status=value, known=known)
        raise click.BadParameter(sentence, ctx, param)
