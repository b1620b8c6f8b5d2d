"""The actions of the screen on which an old register is looked at and taken in."""

from __future__ import annotations

from functools import partial
from typing import Final

from store.text import N_
from tui.actions.action import Action

_import: Final = partial(Action, "import")

IMPORT_ACTIONS: Final = (
    Action(
        "everywhere",
        "import_register",
        "f11",
        N_("导入"),
        N_("看旧台账或电子邮件读成什么，再导入"),
        "daoru dr jiutaizhang dianziyoujian import register e-mail",
        in_footer=False,
        right="manage",
    ),
    _import("read_named", "enter", N_("读取"), N_("读取所写的文件，不作改动"), "duqu dq read"),
    _import("take_in", "ctrl+s", N_("导入"), N_("登记可导入的各行"), "daoru dr import"),
    _import(
        "take_list_in",
        "ctrl+n",
        N_("名录"),
        N_("所写的文件是单位、姓名、职务的名录：读入，登记时据以补全"),
        "minglu ml directory list of units posts",
    ),
    _import(
        "next_group",
        "f6",
        N_("对象类别"),
        N_("没有对象类别的行按哪一类导入，再按换下一类"),
        "duixiang leibie dxlb group",
    ),
    _import(
        "half_done",
        "f7",
        N_("待补录"),
        N_("没有写全的行按待补录导入，再按改回"),
        "daibulu dbl half-done",
    ),
    _import(
        "next_channel",
        "f8",
        N_("来源"),
        N_("没有写来源的行按哪种来源导入，再按换下一种"),
        "laiyuan ly source channel",
    ),
    Action(
        "import",
        "name_columns",
        "f9",
        N_("各列"),
        N_("指明表中哪一列是哪一栏，下次同样的表照用"),
        "gelie gl lie column heading",
    ),
    Action(
        "columns",
        "close_columns",
        "escape",
        N_("返回"),
        N_("回到各列，再回到导入"),
        "fanhui fh back return",
    ),
)
