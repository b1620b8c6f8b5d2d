"""What can be done in the list of all tips, and where it is narrowed."""

from __future__ import annotations

from typing import Final

from store.text import N_
from tui.actions.action import Action

LIST_ACTIONS: Final = (
    Action(
        "filter_tips",
        "f6",
        "F6",
        N_("筛选"),
        N_("按类别、来源、日期等缩小范围"),
        "shaixuan sx filter narrow",
        place="list",
    ),
    Action(
        "sort_by_next",
        "f7",
        "F7",
        N_("排列"),
        N_("按下一列排列"),
        "pailie pl paixu px sort column",
        place="list",
    ),
    Action(
        "turn_round",
        "f8",
        "F8",
        N_("倒序"),
        N_("把排列的次序倒过来"),
        "daoxu dx reverse order",
        place="list",
    ),
    Action(
        "clear_filters",
        "f9",
        "F9",
        N_("全部列出"),
        N_("去掉查找的文字和所有筛选"),
        "quanbu liechu qb clear filters",
        place="list",
    ),
    Action(
        "close_list",
        "escape",
        "Esc",
        N_("返回"),
        N_("回到值班台"),
        "fanhui fh back return",
        place="list",
    ),
    Action(
        "take_filter",
        "f6",
        "F6",
        N_("采用"),
        N_("按选定的条件列出"),
        "caiyong cy apply filter",
        place="filter",
    ),
    Action(
        "leave_filter",
        "escape",
        "Esc",
        N_("放弃"),
        N_("回到列表，条件不变"),
        "fangqi fq cancel",
        place="filter",
    ),
)
