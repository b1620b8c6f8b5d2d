"""What the package holds that is made of something else: made when it is built, and before the tests
run; `python -m tui.release.building` makes it by hand."""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

if TYPE_CHECKING:
    from tui.apps.desk_app import DeskApp
    from tui.terminal.parsed_sheets import Sheet

try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:  # the tests need the functions alone
    BuildHookInterface = object  # type: ignore[assignment, misc]

ROOT = Path(__file__).parents[2]
# A build runs this file by its path alone.
sys.path.insert(0, str(ROOT))

from store.locale.compile import compile_catalogues  # noqa: E402
from store.tips.pinyin import INITIALS, initials_in  # noqa: E402


def write_initials() -> None:
    """Writes which characters each letter may stand for, unless it was written since that changed."""
    # To import it takes longer than most tests do: it is found first, and imported where it is needed.
    made_of = find_spec("pypinyin")
    assert made_of and made_of.origin
    changed = Path(made_of.origin).stat().st_mtime_ns
    if not INITIALS.exists() or INITIALS.stat().st_mtime_ns < changed:
        from pypinyin.pinyin_dict import pinyin_dict

        INITIALS.write_text(initials_in(pinyin_dict), "utf-8")


def make_for_tests() -> None:
    """Makes what the program does not run without, unless it is there and no older than what it is
    made of."""
    compile_catalogues()
    write_initials()


async def write_style_sheets() -> None:
    """Writes what the style sheets that a start needs are parsed to, by the colours of each theme."""
    from tui.terminal import themes
    from tui.terminal.parsed_sheets import FOLDER, write_parsed
    from tui.terminal.part_styles import DeskStylesheet

    shutil.rmtree(FOLDER, ignore_errors=True)
    app, sheets = await _started()
    for theme in (*themes.THEMES, *themes.THEMES_OF_SIXTEEN):
        app.register_theme(theme)
        app.theme = theme.name
        variables = app.get_css_variables()
        parser = DeskStylesheet(variables)
        rules = {sheet: parser._parse_rules(sheet[0], ("", ""), *sheet[1:]) for sheet in sheets}
        write_parsed(variables, rules)


async def _started() -> tuple[DeskApp, list[Sheet]]:
    """The app as it once was started, and the sheets that it parsed."""
    from store.clock import Clock
    from store.desk.desk import Desk
    from store.notice.reading import example_text
    from tui.apps.desk_app import DeskApp
    from tui.terminal.part_styles import DeskStylesheet

    sheets: dict[Sheet, None] = {}

    class Listed(DeskStylesheet):
        def _parse_rules(
            self,
            css: str,
            read_from: Any,
            is_default_rules: bool = False,
            tie_breaker: int = 0,
            scope: str = "",
        ) -> Any:
            sheets[css, is_default_rules, tie_breaker, scope] = None
            return super()._parse_rules(css, read_from, is_default_rules, tie_breaker, scope)

    # What a machine remembers of desks is none of this one.
    with (
        tempfile.TemporaryDirectory() as scratch,
        patch.dict(os.environ, XDG_STATE_HOME=scratch),
    ):
        clock = Clock.system()
        with Desk.create(Path(scratch, "desk"), example_text(), clock=clock, officer="-") as desk:
            app = DeskApp(desk)
            app.stylesheet = Listed(app.get_css_variables())
            async with app.run_test() as pilot:
                await app.desk_screen.form_is_there()
                await pilot.pause()
    return app, [*sheets]


class CustomBuildHook(BuildHookInterface):  # type: ignore[misc, type-arg, unused-ignore]
    """What the build calls."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        make_all()


def make_all() -> None:
    """Makes all there is to make."""
    make_for_tests()
    asyncio.run(write_style_sheets())


if __name__ == "__main__":
    make_all()
