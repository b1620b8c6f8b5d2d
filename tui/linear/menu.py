"""What can be chosen in the dialogue: the actions of the screen by their names, and a few of its own."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from store.desk.desk import Desk
from store.text import N_
from tui.actions.action import Action
from tui.actions.actions import ACTIONS, actions_at

# Of two with the same id, that which is everywhere comes first.
_SHARED: Final = {action.id: action for action in reversed(ACTIONS)}


def require_right(desk: Desk, name: str, number: str = "") -> None:
    """Raises `NotAllowed` where the officer's role does not include what is chosen by that name; as
    `AccessControl.require`."""
    desk.access.require(_SHARED[name].right if name in _SHARED else "count", number)


def _own(name: str, label: str, help_text: str, also: str) -> Action:
    return Action("everywhere", name, "", label, help_text, also)


QUIT: Final = _SHARED["quit"]
RETURN: Final = _own("return", N_("返回"), N_("回到上一级"), "fanhui fh back return")

MAIN: Final = (
    replace(_SHARED["new_tip"], help=N_("逐项录入一件新举报")),
    replace(_SHARED["all_tips"], label=N_("查找"), help=N_("按文字或拼音首字母查找，或列出最近的")),
    replace(_SHARED["open_tip"], help=N_("按编号查看一件举报，并修改、关联、告知")),
    _SHARED["dispose_tip"],
    _SHARED["show_dues"],
    _own(
        "figures", N_("统计"), N_("分类统计、报表和收件核对"), "tongji tj baobiao bb report figures"
    ),
    _SHARED["show_duty"],
    _own("duty_log", N_("值班日志"), N_("看最近几条，并记一条"), "zhiban rizhi rz zbrz log note"),
    _own(
        "show_papers", N_("打印"), N_("打印，或存为文件"), "dayin dy zhijian print papers save file"
    ),
    _own("state", N_("状态"), N_("倒计时、受理状态和公告的渠道"), "zhuangtai zt gonggao gg status"),
    replace(_SHARED["show_notice"], help=N_("把对外公告读一遍")),
    _SHARED["pass_through"],
    _SHARED["import_register"],
    _SHARED["undo_last"],
    replace(_SHARED["unlock_or_lock"], help=N_("以密钥解封值班台，再选一次重新密封")),
    QUIT,
)
"""What is offered at the start and after each thing that was done."""

ENTRY: Final = tuple(
    replace(_SHARED[name], help=told)
    for name, told in (
        ("save", N_("检查各项并保存；说出编号时已写入磁盘")),
        ("save_half_done", _SHARED["save_half_done"].help),
        ("set_aside", N_("留作草稿，回到开头；下次登记时可续填")),
        ("new_tip", N_("搁置这一件，登记新的一件")),
        ("discard", N_("丢弃所填内容，先问再丢")),
    )
)
"""What can be said instead of an answer while a tip is entered."""

ENTRY_END: Final = (
    *ENTRY,
    _own("read_over", N_("通读"), N_("把所填各项读一遍"), "tongdu td read over"),
    _own("amend_field", N_("改一项"), N_("选一项重填"), "gaiyixiang gyx gai change field"),
)
"""What can be done with a tip once every field was asked."""

TIP: Final = (
    *(_SHARED[f"{name}"] for name in ("amend_tip", "dispose_tip", "link_tip", "tell_reporter")),
    *(_SHARED[name] for name in ("add_note", "assign_tip", "appoint", "show_referral")),
    _own("history", N_("修改记录"), N_("何时、何人、改了什么"), "xiugai jilu jl history"),
    _SHARED["show_enclosures"],
    RETURN,
)
"""What can be done with a tip that is on the desk."""

ENCLOSURES: Final = (
    *(action for action in actions_at("enclosures") if action.key != "escape"),
    RETURN,
)
"""What can be done with what came with a tip."""

REVEAL: Final = replace(_SHARED["reveal_tip"], help=N_("显示姓名和内容；谁看过，记录在案"))
"""What is offered first where names and texts are hidden."""

FIGURES: Final = (
    *(_SHARED[name] for name in ("report_day", "report_week", "report_period", "show_closing")),
    RETURN,
)

PAPERS: Final = (*(action for action in actions_at("papers") if action.key != "escape"), RETURN)
"""What can be put on paper."""

SPANS: Final = (
    _own("day", N_("一天"), N_("看一天的"), "ri day"),
    _own("week", N_("周"), N_("看一周的"), "zhou week"),
    _own("period", N_("全程"), N_("看全程的"), "quancheng qc period"),
)
"""The days that a register is of."""

DUTY: Final = (
    *(_SHARED[name] for name in ("take_over", "hand_over", "earlier_sheet", "settle_form")),
    RETURN,
)

IMPORT: Final = (
    _own("faults", N_("有问题的"), N_("逐行说出有问题的各行"), "wenti wt faults"),
    _own("rows", N_("逐行"), N_("逐行说出读成了什么"), "zhuhang zh rows"),
    *(
        _SHARED[name]
        for name in ("name_columns", "next_group", "next_channel", "half_done", "take_in")
    ),
    RETURN,
)
"""What can be done with a register that was read."""

DRAFT: Final = (
    _own("go_on", N_("续填"), N_("接着填这一份"), "xutian xt go on continue"),
    replace(_SHARED["discard"], help=N_("丢弃这一份，先问再丢")),
    RETURN,
)
"""What can be done with a draft that was left."""
