"""The actions of the report, of the hand-over and of the public notice's screen."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Final

from store.text import N_
from tui.actions.action import Action
from tui.actions.setup_actions import NOTICE_FORM_ACTIONS

_correction: Final = partial(Action, "correction")
_duty: Final = partial(Action, "duty")
_everywhere: Final = partial(Action, "everywhere")
_public_notice: Final = partial(Action, "public_notice")
_report: Final = partial(Action, "report")

DUTY_ACTIONS: Final = (
    _everywhere(
        "show_report",
        "ctrl+b",
        N_("报表"),
        N_("看日报、周报、全程报表和收件核对"),
        "baobiao tongji bb report figures",
        in_footer=False,
        second_key="alt+w",
    ),
    _everywhere(
        "show_duty",
        "f10",
        N_("交接班"),
        N_("接班、交班，看交接班单，记值班日志"),
        "jiaojieban zhiban rizhi jjb hand over shift log",
        in_footer=False,
        right="list",
    ),
    _everywhere(
        "show_notice",
        "ctrl+y",
        N_("公告"),
        N_("看对外公告、二维码和受理日历；组长在此更正公告"),
        "gonggao gg erweima ewm jiefang rili rl gengzheng gz public notice qr code calendar open hours"
        " correct",
        in_footer=False,
    ),
    _report("report_day", "d", N_("日报"), N_("看一天的"), "ribao rb day"),
    _report("report_week", "w", N_("周报"), N_("看一周的"), "zhoubao zb week"),
    _report("report_period", "p", N_("全程"), N_("看全程的"), "quancheng qc period"),
    _report("earlier", "left", N_("前一期"), N_("看前一天或前一周"), "qian earlier"),
    _report("later", "right", N_("后一期"), N_("看后一天或后一周"), "hou later"),
    _report(
        "show_closing",
        "c",
        N_("收件核对"),
        N_("看收到与呈组长、转办、留存备查、径送是否相符，及截止后收件"),
        "shoujian hedui sj hd closing reconciliation",
        right="list",
    ),
    _duty(
        "take_over",
        "j",
        N_("接班"),
        N_("接班，并确认上一班交来的事项"),
        "jieban jb take over",
        right="record",
    ),
    _duty(
        "hand_over",
        "h",
        N_("交班"),
        N_("写交班事项，并留存交接班单"),
        "jiaoban jb hand over",
        right="record",
    ),
    _duty(
        "write_log",
        "n",
        N_("记事"),
        N_("在值班日志里记一条"),
        "jishi rizhi js rz log note",
        right="record",
    ),
    _duty(
        "settle_form",
        "f",
        N_("核销"),
        N_("核销停电断网时用的纸质登记表"),
        "hexiao dengjibiao hx paper form",
        right="record",
    ),
    _duty(
        "earlier_sheet", "left", N_("上一班"), N_("看上一班的交接班单"), "shangyiban syb earlier"
    ),
    _duty("later_sheet", "right", N_("下一班"), N_("看下一班的交接班单"), "xiayiban xyb later"),
    _public_notice("to_code", "m", N_("二维码"), N_("到二维码"), "erweima ewm qr code"),
    _public_notice(
        "to_calendar", "c", N_("日历"), N_("到受理日历"), "jiefang rili rl calendar open hours"
    ),
    _public_notice(
        "correct_notice",
        "e",
        N_("更正公告"),
        N_("改号码、延长{inspection}期等，记入日志；已登记的举报随之改正"),
        "gengzheng gonggao gz gg xiugai xg correct notice amend change",
        right="manage",
    ),
    _correction("found", "ctrl+s", N_("更正"), N_("按所填更正公告"), "gengzheng gz correct"),
    *(replace(action, place="correction") for action in NOTICE_FORM_ACTIONS),
    _correction("back", "escape", N_("返回"), N_("回到公告，不作更正"), "fanhui fh back"),
)
