"""An old register, or letters, being taken in: what its columns are, what is wanted of its rows, and
how each is read. Screen and dialogue are two faces of it; neither reads a file itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from store.desk.desk import Desk
from store.errors import CannotRead
from store.registers.headings import Heading, NoHeadings
from store.registers.importing import Taken, Wanted
from store.registers.letters import Letters
from store.registers.source import Source, open_source
from store.text import N_, _
from store.typed_path import typed_path
from tui.entering.intake import Intake

Told = Callable[[int, int], None]
"""Is told from time to time how many rows of how many are done."""
_TOLD_EVERY: Final = 200

REMOTE: Final = N_("远程登录的，不读值班台所在电脑上的文件；请在那台电脑上导入。")
"""What is said to those over SSH, whose own files are elsewhere."""


class RegisterEntry:
    """What is being taken in. `source` is None before a file is open, and once it was taken in;
    `rows` are its rows as they are read, those with faults first."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.source: Source | Letters | None = None
        self.rows: list[Taken] = []
        self.wanted = Wanted()
        self.headings: tuple[Heading, ...] = ()
        self._path = Path()
        self._named: dict[str, str] = {}
        self._left_out: list[str] = []

    def open(self, typed: str, told: Told) -> None:
        """Reads the file at a path that somebody wrote. Raises as `open_source` and `Intake` do;
        `headings` are then those of the row that looks most like one."""
        self.forget()
        try:
            path = typed_path(typed)
            if path != self._path:
                self._path, self._named = path, {}
            self._open()
        except (OSError, ValueError, RuntimeError) as error:
            raise CannotRead(_("没有这个文件，请核对路径：{path}", path=typed)) from error
        self.look(told)

    def name_columns(self, named: dict[str, str], told: Told) -> None:
        """Reads it anew with some headings said to be fields. Raises as `open` does."""
        self._named |= named
        self.source, self.rows = None, []
        self._open()
        self.look(told)

    def _open(self) -> None:
        try:
            source = open_source(self._path, self._named, self.desk.columns)
        except NoHeadings as error:
            self.headings = error.headings
            raise
        # What is forgotten meanwhile may be so between any two of these.
        self.source, self.headings = source, tuple(source.headings())

    def want(self, wanted: Wanted, told: Told) -> None:
        """Reads the rows anew with other things wanted of all of them."""
        self.wanted = wanted
        self.look(told)

    def look(self, told: Told) -> None:
        """Reads each row as things stand, and stores none."""
        source = self.source
        rows = self._each(source, told, lambda _intake, one: one)
        # What was forgotten meanwhile is not to be seen again.
        if self.source is source:
            self.rows = rows

    def record(self, told: Told) -> list[Taken]:
        """Records the rows that can be; all there were. What is left are those with faults. Raises
        as `Desk.record` does, when those before are recorded."""
        source = self.source
        done = self._each(source, told, lambda intake, one: intake.record(one)[0])
        if self.source is source:
            self.forget()
            self.rows = [one for one in done if one.faults]
        return done

    def forget(self) -> None:
        """Nothing is to be taken in."""
        self.source, self.rows, self.headings = None, [], ()

    def remarks(self) -> Iterator[str]:
        """What is to be known of the whole."""
        yield from self._left_out
        if self.source:
            yield from self.source.remarks(self.wanted, self.desk.notice)

    @property
    def has_several_sheets(self) -> bool:
        """Whether a row is named with its sheet."""
        return self.source is not None and len(self.source.titles()) > 1

    def with_next_group(self) -> Wanted:
        """What is wanted with the next group for subjects whose row has none, at last with none."""
        groups = ("", *self.desk.notice.all_groups)
        after = groups[(groups.index(self.wanted.group) + 1) % len(groups)]
        return replace(self.wanted, group=after)

    def with_next_channel(self) -> Wanted:
        """What is wanted with the next source for rows that name none, at last with none."""
        channels = ("", *dict.fromkeys(one.kind for one in self.desk.notice.sources))
        after = channels[(channels.index(self.wanted.channel) + 1) % len(channels)]
        return replace(self.wanted, channel=after)

    def with_half_done(self) -> Wanted:
        """What is wanted, but for whether rows that are not complete are taken half-done."""
        return replace(self.wanted, half_done=not self.wanted.half_done)

    def _each(
        self,
        source: Source | Letters | None,
        told: Told,
        act: Callable[[Intake, Taken], Taken],
    ) -> list[Taken]:
        """Every row, with `act` done to it."""
        if source is None:
            return []
        desk, done = self.desk, list[Taken]()
        intake = Intake(desk)
        try:
            with intake.logged(self._path.name):
                for row in source.take_in(self.wanted, desk.notice, desk.now(), intake.on_desk):
                    done.append(act(intake, row))
                    if len(done) % _TOLD_EVERY == 0:
                        told(len(done), source.length)
        finally:
            self._left_out = intake.left_out
        return sorted(done, key=lambda one: (not one.faults, one.is_none))
