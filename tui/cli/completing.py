"""What a shell offers for a word that stands in the desk: numbers of tips, and what the notice names."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

import click

from store.clock import Clock
from store.desk.desk import Desk
from store.errors import DeskError
from store.notice.notice import Notice
from tui.cli.where import desk_folder
from tui.cli.who import login

VARIABLE: Final = "_DUTYDESK_COMPLETE"
SHELLS: Final = ("bash", "zsh", "fish")
_MOST_NUMBERS: Final = 50

Offer = Callable[[click.Context, click.Parameter, str], list[str]]


def _from_desk(words_of: Callable[[Desk], Iterable[str]]) -> Offer:
    """Offers those words of the desk that begin as typed; none where no desk can be opened."""

    def offer(context: click.Context, _parameter: click.Parameter, typed: str) -> list[str]:
        try:
            with context.scope(cleanup=False):
                folder = desk_folder(context.params.get("folder"))
            # Without a key, whose passphrase would be asked for in the middle of a command line.
            with Desk.open(folder, clock=Clock.system(), officer=login()) as desk:
                return [word for word in words_of(desk) if word.startswith(typed)]
        except (DeskError, OSError):
            return []

    return offer


def _from_notice(words_of: Callable[[Notice], Iterable[str]]) -> Offer:
    return _from_desk(lambda desk: words_of(desk.notice))


numbers: Final = _from_desk(lambda desk: [tip.number for tip in desk.finding.latest(_MOST_NUMBERS)])
disciplines: Final = _from_notice(lambda notice: (*notice.disciplines, "other"))
channels: Final = _from_notice(lambda notice: dict.fromkeys(one.kind for one in notice.sources))
lines: Final = _from_notice(lambda notice: dict.fromkeys(line.value for line in notice.lines))
groups: Final = _from_notice(lambda notice: notice.all_groups)
tags: Final = _from_notice(lambda notice: notice.all_tags)


def schemas(_context: click.Context, _parameter: click.Parameter, typed: str) -> list[str]:
    """Offers the names of the schemas."""
    from tui.cli.schemas import SCHEMAS

    return [name for name in SCHEMAS if name.startswith(typed)]


def script(command: click.Command, shell: str) -> str:
    """What `shell` is to read so that it completes `dutydesk`."""
    from click.shell_completion import get_completion_class

    complete = get_completion_class(shell)
    assert complete is not None
    return complete(command, {}, "dutydesk", VARIABLE).source()
