"""The steps of the tour: what a duty officer needs to know before the first call, in order."""

from __future__ import annotations

from typing import Final, Literal

from store.frozen import frozen
from store.text import N_


@frozen
class Step:
    """One thing to know: `at` is the piece of the screen that it is about, as styles name it, seen
    in `view`."""

    at: str
    view: Literal["overview", "latest", "form"]
    title: str
    text: str


STEPS: Final = (
    Step(
        "PeriodPanel",
        "overview",
        N_("还剩几天"),
        N_("大字是距{inspection}结束的时间；线上每格是一天，柱高是当天收到的件数。"),
    ),
    Step(
        "ServicePanel",
        "overview",
        N_("此刻是否受理"),
        N_("● 受理中，◐ 半小时内结束，○ 非受理时间。受理时间外的来电照常登记，自动加注“时间外”。"),
    ),
    Step(
        "DuePanel",
        "overview",
        N_("待办事项"),
        N_("逾期、今日到期、结束前到期和待补录的件数。按 Ctrl+G 逐件办理。"),
    ),
    Step(
        "CountersPanel",
        "overview",
        N_("收件统计"),
        N_("各问题类别、各来源的件数，登记一件即加一。日报、周报、收件核对按 Ctrl+B。"),
    ),
    Step(
        "LatestPanel",
        "latest",
        N_("最近登记"),
        N_("按 ↑ ↓ 选定，回车看全文并办理。按 F5 在全部举报中查找，姓名可输拼音首字母。"),
    ),
    Step(
        "KeyBar",
        "overview",
        N_("按键"),
        N_("最下一行是此处可用的键，F1 看全部。Ctrl+P 按名称、拼音或英文找命令，F10 交接班。"),
    ),
    Step(
        "TipForm",
        "form",
        N_("边听边填"),
        N_(
            "数字键选定，回车到下一项。所填随时存为草稿，断线、断电后按 Ctrl+E 续填；"
            "未问全的按 Ctrl+L 暂存待补录。"
        ),
    ),
    Step(
        "TipForm",
        "form",
        N_("登记第一件"),
        N_(
            "请试填：来源，被反映单位，主要内容，对象类别，问题类别，再按 Ctrl+S。"
            "缺什么会逐项指出；出现编号即已存盘。"
        ),
    ),
)
