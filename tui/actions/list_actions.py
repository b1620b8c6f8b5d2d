"""What can be done in the list of all tips, and where it is narrowed."""

from __future__ import annotations

from functools import partial
from typing import Final

from store.text import N_
from tui.actions.action import Action

_filter: Final = partial(Action, "filter")
_list: Final = partial(Action, "list")

LIST_ACTIONS: Final = (
    _list(
        "filter_tips",
        "f6",
        N_("筛选"),
        N_("按类别、来源、日期等缩小范围"),
        "shaixuan sx filter narrow",
    ),
    _list("sort_by_next", "f7", N_("排列"), N_("按下一列排列"), "pailie pl paixu px sort column"),
    _list("turn_round", "f8", N_("倒序"), N_("把排列的次序倒过来"), "daoxu dx reverse order"),
    _list(
        "clear_filters",
        "f9",
        N_("全部列出"),
        N_("去掉查找的文字和所有筛选"),
        "quanbu liechu qb clear filters",
    ),
    _list(
        "mark_tip",
        "ctrl+l",
        N_("标记"),
        N_("标记选中的举报并到下一件，再按取消；也可按 Insert"),
        "biaoji bj mark select several",
        right="dispose",
    ),
    _list(
        "dispose_marked",
        "ctrl+d",
        N_("处理"),
        N_("一并处理所标记的举报；没有标记的，处理选中的一件"),
        "chuli cl piliang jiaozu zhuanban dispose marked together",
        right="dispose",
    ),
    _list(
        "assign_marked",
        "ctrl+a",
        N_("承办"),
        N_("写明所标记的举报由谁承办；没有标记的，写选中的一件"),
        "chengban cb assign who deals with marked",
        in_footer=False,
        second_key="alt+a",
        right="dispose",
    ),
    _list(
        "list_mine",
        "ctrl+n",
        N_("本人承办"),
        N_("只列本人承办的，再按列出全部"),
        "benren chengban br mine my own",
        in_footer=False,
    ),
    _filter("take_filter", "f6", N_("采用"), N_("按选定的条件列出"), "caiyong cy apply filter"),
    _filter("dismiss", "escape", N_("取消"), N_("回到列表，条件不变"), "fangqi fq cancel"),
)
