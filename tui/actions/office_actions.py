"""What can be done in the office, which sees many desks: "office" is everywhere there, "desks" the table,
"desk_figures" what one desk, or all together, come to."""

from __future__ import annotations

from functools import partial
from typing import Final

from store.text import N_
from tui.actions.action import Action

_office: Final = partial(Action, "office")
_desks: Final = partial(Action, "desks")
_figures: Final = partial(Action, "desk_figures")

OFFICE_ACTIONS: Final = (
    _desks(
        "show_figures",
        "enter",
        N_("查看"),
        N_("看选中值班台的数字：类别、来源、处理情况、各日、各时段"),
        "chakan ck figures of the desk pointed at",
    ),
    _desks(
        "show_sums",
        "f3",
        N_("汇总"),
        N_("所列值班台的合计，各时段、各日，已结束各轮按年度对比"),
        "huizong hz heji sums together years rounds",
    ),
    _desks(
        "narrow_by_next",
        "f6",
        N_("筛选"),
        N_("依次只列：进行中、受理中、有逾期或今日到期、无人当班、数字不全"),
        "shaixuan sx filter narrow open overdue nobody",
    ),
    _desks("sort_by_next", "f7", N_("排列"), N_("按下一列排列"), "pailie pl paixu px sort column"),
    _desks("turn_round", "f8", N_("倒序"), N_("把排列的次序倒过来"), "daoxu dx reverse order"),
    _desks(
        "clear_filters",
        "f9",
        N_("全部列出"),
        N_("去掉查找的文字和所有筛选"),
        "quanbu liechu qb clear filters",
    ),
    _figures("previous_desk", "left", N_("前一个"), N_("前一个值班台的数字"), "qianyige previous"),
    _figures("next_desk", "right", N_("后一个"), N_("后一个值班台的数字"), "houyige next"),
    _figures("dismiss", "escape", N_("返回"), N_("回到各值班台"), "fanhui fh back"),
    _office("show_help", "f1", N_("帮助"), N_("显示此处的按键和用法"), "bangzhu bz help keys"),
    _office(
        "command_palette",
        "ctrl+p",
        N_("命令"),
        N_("按名称查找并执行任何操作"),
        "mingling ml command palette",
    ),
    _office(
        "change_theme",
        "ctrl+t",
        N_("配色"),
        N_("深色、浅色、高对比依次切换"),
        "peise ps theme colours",
        in_footer=False,
    ),
    _office("quit", "ctrl+q", N_("退出"), N_("退出，各值班台不受影响"), "tuichu tc quit exit"),
)
