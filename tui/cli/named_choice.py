"""One of several on the command line: by the name that scripts have, or as people call it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final

import click
from click.shell_completion import CompletionItem

from store.text import _, listed, spoken
from store.tips.disposition import HANDED, KEPT, STATUSES, URGENT

# What has been done is also called by its verb: 呈组长 for 已呈组长.
_DONE: Final = "已"
# What scripts and people called them before.
_BEFORE: Final = {HANDED: ("已交组", "交组"), KEPT: ("留存",), URGENT: ("立行立改",)}


class NamedChoice(click.ParamType[str, Any]):
    """One of `labels`, by its name or by its label in Chinese, or by what it is `also` called; the
    refusal names them as one speaks."""

    name = "choice"

    def __init__(
        self, labels: Mapping[Any, str], also: Mapping[str, Collection[str]] | None = None
    ) -> None:
        self.labels = labels
        self.also = also or {}

    @property
    def explained(self) -> str:
        """The names as one speaks, each with the one for scripts if that is another."""
        pairs = zip(spoken(self.labels), self.labels, strict=True)
        shown = (said if said == name else f"{said}（{name}）" for said, name in pairs)
        return listed(shown)

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        """What stands for it in the help."""
        return f"[{'|'.join(spoken(self.labels))}]"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The name as scripts have it."""
        for name, label in self.labels.items():
            if value in (name, label, *self.also.get(name, ())):
                return str(name)
        known = listed(spoken(self.labels))
        sentence = _("没有“{name}”，应为下列之一：{known}。", name=value, known=known)
        raise click.BadParameter(sentence, param=param, ctx=ctx)

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """The names that begin as typed, in Chinese to whom begins so."""
        named = [name for name in self.labels if name.startswith(incomplete)]
        called = [label for label in self.labels.values() if label.startswith(incomplete)]
        return [CompletionItem(word) for word in named or called]


def status_named(names: Iterable[str]) -> NamedChoice:
    """One of the statuses `names`."""
    labels = {name: STATUSES[name] for name in names}
    also = {
        name: (label.removeprefix(_DONE), *_BEFORE.get(name, ())) for name, label in labels.items()
    }
    return NamedChoice(labels, also)
