"""The least that Textual does, to measure the desk against: `python -m tests.bench.apps NAME`."""

from __future__ import annotations

import sys
from datetime import UTC, datetime

from textual.app import App, ComposeResult
from textual.widgets import DataTable, Digits, Footer, Header, Input, Static

READY = "READY"


class Hello(App[None]):
    """A line of text."""

    def compose(self) -> ComposeResult:
        yield Static(READY)


class Clock(App[None]):
    """A clock of `Digits`, as wide as it has to be, and nothing else."""

    CSS = "Digits { width: auto; }"

    def compose(self) -> ComposeResult:
        yield Digits("")

    def on_mount(self) -> None:
        self.title = READY
        self.tick()
        self.set_interval(1, self.tick)

    def tick(self) -> None:
        """Shows the time."""
        self.query_one(Digits).update(f"{datetime.now(UTC):%H:%M:%S}")


class Dashboard(Clock):
    """Header, footer, clock, input and a table of 200 rows."""

    def compose(self) -> ComposeResult:
        yield Header()
        yield Digits("")
        yield Input()
        yield DataTable()
        yield Footer()

    def on_mount(self) -> None:
        super().on_mount()
        table = self.query_one(DataTable)
        table.add_columns("number", "received", "channel", "summary")
        for n in range(200):
            table.add_row(f"2016-{n:04d}", "10-01 09:12", "landline", "summary " * 4)


class Field(App[None]):
    """An `Input` and nothing else."""

    def compose(self) -> ComposeResult:
        yield Input(placeholder=READY)


if __name__ == "__main__":
    {"hello": Hello, "clock": Clock, "dashboard": Dashboard, "field": Field}[sys.argv[1]]().run()
