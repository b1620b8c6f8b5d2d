"""A group of commands each of which is imported when it is asked for, as click's documentation has it."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import click
from click.exceptions import NoSuchCommand


class LazyGroup(click.Group):
    """`lazy_subcommands` says of each command, by its name, the module and the name in it."""

    def __init__(self, *args: Any, lazy_subcommands: Mapping[str, str], **options: Any) -> None:
        super().__init__(*args, **options)
        self._lazy_subcommands = lazy_subcommands

    def list_commands(self, context: click.Context) -> list[str]:
        return sorted([*super().list_commands(context), *self._lazy_subcommands])

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        if name not in self._lazy_subcommands:
            return super().get_command(context, name)
        module, _dot, attribute = self._lazy_subcommands[name].rpartition(".")
        command = getattr(import_module(module), attribute)
        assert isinstance(command, click.Command), self._lazy_subcommands[name]
        return command

    def resolve_command(
        self, context: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(context, args)
        except NoSuchCommand as error:
            # click itself offers only what has been imported.
            known = self.list_commands(context)
            raise NoSuchCommand(error.command_name, possibilities=known, ctx=context) from error
