"""A list of units and posts (名录) being taken in, by whichever face."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from store.desk.desk import Desk
from store.errors import CannotRead, DeskError
from store.text import _, listed
from store.tips.directory import with_groups


def by_list(desk: Desk, subject: Mapping[str, str]) -> tuple[dict[str, str], str]:
    """What the list says of what is blank of a subject, and what is to be said of it: that it was filled
    in, or that a name is not in the list; "" for neither."""
    try:
        listing = desk.listing.all()
    except DeskError:
        return {}, ""
    if completed := listing.completed(subject):
        return completed, _("已按名录填入所缺各项，请核对。")
    lacks = listing.lacks(subject)
    return {}, _("名录中没有“{name}”，可照常登记。", name=lacks) if lacks else ""


def take_list_in(desk: Desk, typed: str | Path) -> list[str]:
    """Keeps the list in the file of that path instead of any before; what is to be said of it. Raises
    `CannotRead` or `DeskError`."""
    # Imported here: the form stands without all that reads spreadsheets.
    from store.registers.directory import read_directory
    from store.typed_path import typed_path

    try:
        path = typed_path(str(typed))
        rows = read_directory(path)
    except (OSError, ValueError, RuntimeError) as error:
        raise CannotRead(_("没有这个文件，请核对路径：{path}", path=typed)) from error
    unknown: dict[str, None] = {}
    known = [*with_groups(rows, desk.notice, lambda name: unknown.setdefault(name))]
    said = [
        _(
            "名录已读入 {n} 行，登记时据以补全单位、姓名、职务和对象类别。",
            n=desk.listing.take_in(known),
        )
    ]
    if unknown:
        said.append(_("公告中没有这些对象类别，已留空：{names}。", names=listed([*unknown][:5])))
    return said
