"""Prints a paper or puts it into a folder, and leaves on record who did and whether it names reporters."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from store import disk, reasons
from store.desk.desk import Desk
from store.errors import CannotWrite, DeskError, step_refused
from store.text import N_, _, listed
from store.typed_path import typed_folder
from tui.papers.page import on_a_page
from tui.printing import printer
from tui.printing.kinds import PAPERS, Drawn
from tui.printing.wanted import Wanted

_WITH_REPORTER: Final = N_("写明反映人")
PRINTER: Final = N_("打印机")
FILE: Final = N_("存为文件")
LINE: Final = N_("经 SSH 取走")


def draw(desk: Desk, name: str, wanted: Wanted) -> Drawn:
    """The paper of that name. That it names reporters is written into the duty log before it goes out.
    Raises `DeskError`."""
    paper = PAPERS[name]
    desk.access.require(paper.right)
    drawn = paper.draw(desk, wanted)
    if wanted.with_reporter:
        log_reporters(desk, name, drawn)
    return drawn


def log_reporters(desk: Desk, name: str, drawn: Drawn) -> None:
    """Writes into the duty log that the paper names reporters, if it does. Raises `DeskError`."""
    if drawn.with_reporter:
        label = _(PAPERS[name].label)
        said = _("导出写明反映人的{paper}（{about}）", paper=label, about=drawn.about)
        desk.duty_log.write(said, "reporters_shown")


def record(desk: Desk, name: str, drawn: Drawn, where: str = FILE) -> None:
    """Leaves on record that the paper goes out, before it does; `where` to is one of `PRINTER`, `FILE`
    and `LINE`. Raises `DeskError`."""
    parts = [_(PAPERS[name].label), "" if drawn.numbers else drawn.about]
    if drawn.with_reporter:
        parts.append(_(_WITH_REPORTER))
    parts.append(_(where))
    desk.access.note("print", drawn.numbers, listed(filter(None, parts)))


def to_printer(desk: Desk, name: str, wanted: Wanted) -> str:
    """Prints it, and says so. Takes seconds. Raises `DeskError`."""
    paper = PAPERS[name]
    if not paper.is_page:
        raise step_refused("where", _("{paper}供程序读取，请存为文件。", paper=_(paper.label)))
    if missing := printer.why_not():
        raise step_refused("where", missing)
    drawn = draw(desk, name, wanted)
    with telling_what_stands(drawn):
        record(desk, name, drawn, PRINTER)
        content = drawn.content if paper.suffix == ".html" else on_a_page(drawn.content)
        printer.send(content, _(paper.label))
    return _("已交打印机：{paper} {about}", paper=_(paper.label), about=drawn.about)


def to_folder(desk: Desk, name: str, wanted: Wanted, folder: str) -> str:
    """Puts it into a new file in the folder, and says where. Raises `DeskError`."""
    where = typed_folder(folder)
    target = to_file(desk, name, lambda: draw(desk, name, wanted), where)
    return _("已写入：{path}", path=target)


def to_file(
    desk: Desk,
    name: str,
    make: Callable[[], Drawn],
    folder: Path,
    file: Path | None = None,
    where: str = FILE,
) -> Path:
    """Puts what `make` draws up into the new `file` in the folder, by default of a name that tells what
    it is. Nothing is drawn up where there can be no file. Raises `DeskError`."""
    with disk.writing_to(file or folder), disk.room_in(folder) as put:
        drawn = make()
        with telling_what_stands(drawn):
            record(desk, name, drawn, where)
            content, ending = as_it_leaves(desk, name, drawn)
            stem = " ".join(filter(None, (_(PAPERS[name].label), drawn.about)))
            target = file or disk.unused(folder, stem, f"{PAPERS[name].suffix}{ending}")
            with disk.writing_to(target, _told_of(drawn)):
                put(target, content)
    return target


@contextmanager
def telling_what_stands(drawn: Drawn) -> Iterator[None]:
    """Where the paper is not put out after all, that is told with what was done by drawing it up."""
    try:
        yield
    except DeskError as error:
        if not drawn.stands:
            raise
        # Of no kind that is tried again: that would do it once more.
        raise DeskError(f"{error}\n{drawn.stands}") from error


def as_it_leaves(desk: Desk, name: str, drawn: Drawn) -> tuple[bytes, str]:
    """Its content, and what its name then ends with: what a sealed desk opened leaves it sealed."""
    if PAPERS[name].tells and desk.access.is_unlocked:
        return desk.access.seal_export(drawn.content), ".age"
    return drawn.content, ""


def _told_of(drawn: Drawn) -> Callable[[Path, OSError], CannotWrite]:
    def told(path: Path, error: OSError) -> CannotWrite:
        if not drawn.stands:
            return disk.cannot_write(path, error)
        said = _("没有写入文件（{reason}）：{path}", reason=reasons.of_system(error), path=path)
        return CannotWrite(said)

    return told
