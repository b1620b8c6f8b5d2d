"""The actions of the report and of the hand-over screen."""

from __future__ import annotations

from typing import Final

from store.text import N_
from tui.action import Action

DUTY_ACTIONS: Final = (
    Action(
        "show_report",
        "ctrl+b",
        "Ctrl+B",
        N_("报表"),
        N_("看日报、周报、全程报表和收件核对"),
        "baobiao tongji bb report figures",
        in_footer=False,
    ),
    Action(
        "show_duty",
        "f10",
        "F10",
        N_("交接班"),
        N_("接班、交班，看交接班单，记值班日志"),
        "jiaojieban zhiban rizhi jjb hand over shift log",
        in_footer=False,
    ),
    Action("report_day", "d", "D", N_("日报"), N_("看一天的"), "ribao rb day", "report"),
    Action("report_week", "w", "W", N_("周报"), N_("看一周的"), "zhoubao zb week", "report"),
    Action("report_period", "p", "P", N_("全程"), N_("看全程的"), "quancheng qc period", "report"),
    Action("earlier", "left", "←", N_("前"), N_("看前一天或前一周"), "qian earlier", "report"),
    Action("later", "right", "→", N_("后"), N_("看后一天或后一周"), "hou later", "report"),
    Action(
        "show_closing",
        "c",
        "C",
        N_("收件核对"),
        N_("看收到与交组、转办、留存、径送是否相符，及截止后收件"),
        "shoujian hedui sj hd closing reconciliation",
        "report",
    ),
    Action(
        "close_report", "escape", "Esc", N_("返回"), N_("回到值班台"), "fanhui fh back", "report"
    ),
    Action(
        "take_over",
        "j",
        "J",
        N_("接班"),
        N_("接班，并确认上一班交来的事项"),
        "jieban jb take over",
        "duty",
    ),
    Action(
        "hand_over",
        "h",
        "H",
        N_("交班"),
        N_("写交班事项，并留存交接班单"),
        "jiaoban jb hand over",
        "duty",
    ),
    Action(
        "write_log",
        "n",
        "N",
        N_("记事"),
        N_("在值班日志里记一条"),
        "jishi rizhi js rz log note",
        "duty",
    ),
    Action(
        "settle_form",
        "f",
        "F",
        N_("核销"),
        N_("核销停电断网时用的纸质登记表"),
        "hexiao dengjibiao hx paper form",
        "duty",
    ),
    Action(
        "earlier_sheet",
        "left",
        "←",
        N_("上一班"),
        N_("看上一班的交接班单"),
        "shangyiban syb earlier",
        "duty",
    ),
    Action(
        "later_sheet",
        "right",
        "→",
        N_("下一班"),
        N_("看下一班的交接班单"),
        "xiayiban xyb later",
        "duty",
    ),
    Action("close_duty", "escape", "Esc", N_("返回"), N_("回到值班台"), "fanhui fh back", "duty"),
)
