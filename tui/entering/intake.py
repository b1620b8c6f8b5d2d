"""Takes the rows of an old register onto the desk, each once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING

from store.desk.stowing import MEGABYTE
from store.errors import DeskError, Overtaken, StepRefused
from store.registers.importing import OnDesk, Taken, as_known
from store.text import _
from store.tips.matters import first_of

if TYPE_CHECKING:
    from store.desk.desk import Desk
    from store.tips.tip import Tip


class Intake:
    """One import; `on_desk` are the tips that are there already, `left_out` says of which letters
    not all files were kept. Raises `Sealed` where the officer cannot see whether they are."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.on_desk = OnDesk((), desk.as_recorded)
        self._seen = self._recorded = 0
        self._look()
        # By the sheets of the register and the numbers in each, those of the desk.
        self._numbers: dict[tuple[str, str], str] = {}
        self.left_out: list[str] = []

    def _look(self) -> None:
        """Looks at the tips that came since."""
        tips, seen = self._desk.tips_after(self._seen)
        if self._desk.access.hides:
            tips = self._desk.access.open_tips(tips, _("导入"))
        self.on_desk.add(tips)
        self._seen = seen

    def record(self, one: Taken) -> tuple[Taken, str]:
        """Records a row's tip if it is one and is new; the row as it is known by now, and its number, "" if
        it was not recorded. Raises as `Desk.record` does, and `Sealed` where others recorded meanwhile what
        the officer cannot see."""
        while one.tip and not one.known_as:
            tip = replace(one.tip, matter=self._numbers.get((one.sheet, one.of), ""))
            if tip.disposition and not tip.disposition.by:
                tip = replace(tip, disposition=replace(tip.disposition, by=self._desk.officer))
            try:
                stored = self._take_in(one, tip)
            except Overtaken:
                one = self._as_known_by_now(one)
                continue
            self._seen += 1
            self._recorded += 1
            self._know(one, stored)
            return one, stored.number
        if one.known_as:
            self._know(one, self._desk.tip(one.known_as))
        return one, ""

    def _as_known_by_now(self, one: Taken) -> Taken:
        """The row, where others recorded tips meanwhile: one of them may be importing the same."""
        from store.registers import letters

        self._look()
        known = (letters.as_known if one.letter else as_known)(one, self.on_desk)
        return known if known.is_known else one

    def _know(self, one: Taken, tip: Tip) -> None:
        # What is no duplicate of any is none of those without a number either.
        if one.number:
            self._numbers.setdefault((one.sheet, one.number), first_of(tip))

    def _take_in(self, one: Taken, tip: Tip) -> Tip:
        """Records a tip with its files, as far as the desk keeps them."""
        from store.registers.letters import files_of

        most = self._desk.enclosures.limits.file_megabytes * MEGABYTE
        files = enumerate(files_of(one.letter) if one.letter else ())
        kept = {n: BytesIO(data) for n, data in files if 0 < len(data) <= most}
        try:
            stored = self._desk.take_in(tip, kept, seen=self._seen)
        except StepRefused as refusal:
            if not kept or [fault.field for fault in refusal.faults] != ["file"]:
                raise
            # All of them together are too much by now: the letter is taken in all the same.
            stored, kept = self._desk.take_in(tip, seen=self._seen), {}
        if len(kept) < len(tip.enclosures) and one.letter:
            said = _("{name}：附件有的过大或是空的，只登记，没有存入文件", name=one.name)
            self.left_out.append(said)
        return stored

    @contextmanager
    def logged(self, name: str) -> Iterator[None]:
        """Writes down in the duty log how many were taken in once the block ends. Where it broke off, that
        is told, whatever becomes of the line in the log."""
        try:
            yield
        except BaseException:
            # What was recorded before the disk was full was recorded.
            with suppress(DeskError):
                self._log(name)
            raise
        self._log(name)

    def _log(self, name: str) -> None:
        if n := self._recorded:
            self._desk.duty_log.write(_("导入台账 {file}：{n} 件", file=name, n=n), "import")
