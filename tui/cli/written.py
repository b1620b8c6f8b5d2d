"""What a command takes that is no free text: a number, a day, a time, a file. A blank one is refused: where a script
never set its variable it would count as not given, and a path as the folder in which it runs."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import click

from store.text import N_, _


def refuse_blank(value: object, param: click.Parameter | None, ctx: click.Context | None) -> None:
    """Raises `click.BadParameter` for a value of which nothing is written."""
    if isinstance(value, str) and not value.strip():
        raise click.BadParameter(_("值是空的，请写上，或去掉这一项。"), ctx, param)


class Written(click.types.StringParamType):
    """A number of something, a day or a time, as people write it: it is read once the desk is open."""

    def __init__(self, metavar: str) -> None:
        self._metavar = metavar

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        """What stands for it in the help."""
        return _(self._metavar).upper()

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The same."""
        refuse_blank(value, param, ctx)
        return super().convert(value, param, ctx)


class Whole(click.types.IntParamType):
    """A whole number."""

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        """What stands for it in the help."""
        return "N"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number."""
        refuse_blank(value, param, ctx)
        return super().convert(value, param, ctx)


class FilePath(click.Path):
    """The path of a file or a folder."""

    def __init__(self, **options: Any) -> None:
        super().__init__(path_type=Path, **options)

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        """What stands for it in the help."""
        return _("文件").upper()

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The path."""
        refuse_blank(value, param, ctx)
        return super().convert(value, param, ctx)


TIP: Final = Written(N_("编号"))
DAY: Final = Written(N_("日期"))
MOMENT: Final = Written(N_("时刻"))
WHOLE: Final = Whole()
