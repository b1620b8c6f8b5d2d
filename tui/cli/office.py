"""The command for the office: all its desks at one glance."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import click
from pendulum import DateTime

from store.errors import NoTerminal
from store.instant import as_text
from store.office.office import Office
from store.office.row import inspection_of, ordered
from store.office.sources import Named
from store.office.sums import sums_of, years_of
from store.text import _, use_inspection
from tui.cli.manual import command
from tui.cli.options import as_json, at_option, clock, in_language
from tui.cli.output import say, value
from tui.cli.papers import must_be_new, not_on_a_terminal, output_option, write
from tui.cli.where import PathOrAddress
from tui.terminal.language import charset_problem
from tui.terminal.settings import Settings
from tui.words import office_words

_LONGEST_SECONDS: Final = 30.0


@command("office", help=_("{inspection}办：各值班台一屏汇总，只有数字；也汇总报送的统计数字"))
@click.argument(
    "named",
    nargs=-1,
    required=True,
    # What this account may not read, or what hangs, is a row that says so; the others are shown.
    type=PathOrAddress(),
    metavar=_("位置…"),
    help=_("值班台所在目录、统计.json、概况 overview.json，放有几个这些的目录，或数据库地址"),
)
@at_option
@in_language
@as_json
@click.option("--plain", is_flag=True, help=_("逐行写出，不画屏幕"))
@click.option(
    "--format", "form", type=click.Choice(["xlsx", "html"]), help=_("写成工作簿或 A4 网页")
)
@output_option
def office(
    named: tuple[Named, ...],
    at: str | None,
    json_wanted: bool,
    plain: bool,
    form: str | None,
    target: Path | None,
) -> None:
    if json_wanted + plain + (form is not None) > 1:
        raise click.UsageError(_("--json、--plain、--format 一次只用一个。"))
    if target and not form:
        raise click.UsageError(_("-o 与 --format 同用。"))
    if form == "xlsx" and target is None and sys.stdout.isatty():
        raise not_on_a_terminal(form)
    must_be_new(target)
    found, tell_now = Office(named), _now(at)
    if not (json_wanted or plain or form) and sys.stdin.isatty() and sys.stdout.isatty():
        click.get_current_context().exit(_show(found, tell_now))
    now = tell_now()
    rows = ordered(found.read_all(now, _LONGEST_SECONDS), "team", descending=False)
    use_inspection(inspection_of(rows))
    sums, years = sums_of(rows), years_of(rows)
    if json_wanted:
        value(
            {
                "at": as_text(now),
                "desks": [row.as_json() for row in rows],
                "sums": sums.as_json(),
                "years": [year.as_json() for year in years],
            }
        )
    elif form:
        write(_drawn(form, office_words.tables(rows, sums, years, now), now), target)
    else:
        for row in rows:
            say(office_words.sentence(row, now))
        say(office_words.sum_sentence(sums))
        for year in years:
            say(office_words.year_sentence(year))


def _now(at: str | None) -> Callable[[], DateTime]:
    """Tells the time: desks have a zone each, the office that of this machine, or of the instant given."""
    time_by = clock(at)
    return time_by.now if at else lambda: time_by.now().in_timezone("local")


def _show(found: Office, now: Callable[[], DateTime]) -> int:
    """Runs the app."""
    from tui.apps.office_app import OfficeApp
    from tui.terminal.driver import LAST_WORDS
    from tui.terminal.hangup import ending_when_told

    if problem := charset_problem():
        raise NoTerminal(problem)
    app = OfficeApp(found, now, Settings.load())
    with ending_when_told(app.told_to_end, LAST_WORDS):
        app.run()
    return app.return_code or 0


def _drawn(form: str, tables: Sequence[office_words.OfficeTable], now: DateTime) -> bytes:
    if form == "html":
        from tui.papers.office_html import office_html

        return office_html(tables, now).encode()
    from tui.papers.office_xlsx import office_xlsx

    return office_xlsx(tables, now)
