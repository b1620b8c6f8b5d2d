"""Prints a paper or puts it into a folder, and leaves on record who did and whether it names reporters."""

from __future__ import annotations

from typing import Final

from store import disk
from store.desk.desk import Desk
from store.errors import step_refused
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
    """The paper of that name. That it names reporters is written into the duty log first. Raises
    `DeskError`."""
    paper = PAPERS[name]
    desk.access.require(paper.right)
    drawn = paper.draw(desk, wanted)
    if wanted.with_reporter:
        said = _("导出写明反映人的{paper}（{about}）", paper=_(paper.label), about=drawn.about)
        desk.duty_log.write(said, "reporters_shown")
    return drawn


def record(desk: Desk, name: str, drawn: Drawn, wanted: Wanted, where: str = FILE) -> None:
    """Leaves on record that the paper goes out, before it does; `where` to is one of `PRINTER`, `FILE`
    and `LINE`. Raises `DeskError`."""
    parts = [_(PAPERS[name].label), "" if drawn.numbers else drawn.about]
    if wanted.with_reporter or wanted.agreed:
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
    record(desk, name, drawn, wanted, PRINTER)
    content = drawn.content if paper.suffix == ".html" else on_a_page(drawn.content)
    printer.send(content, _(paper.label))
    return _("已交打印机：{paper} {about}", paper=_(paper.label), about=drawn.about)


def to_folder(desk: Desk, name: str, wanted: Wanted, folder: str) -> str:
    """Puts it into a new file in the folder, and says where. What a sealed desk opened leaves it
    sealed. Raises `DeskError`."""
    paper = PAPERS[name]
    where = typed_folder(folder)
    drawn = draw(desk, name, wanted)
    content, suffix = drawn.content, paper.suffix
    if paper.tells and desk.access.is_unlocked:
        content, suffix = desk.access.seal_export(content), f"{suffix}.age"
    record(desk, name, drawn, wanted)
    stem = " ".join(filter(None, (_(paper.label), drawn.about)))
    target = disk.unused(where, stem, suffix)
    disk.write_new_file(target, content)
    return _("已写入：{path}", path=target)
