"""What can be done about who sees what: the curtain, the key, a tip's hidden texts."""

from __future__ import annotations

from typing import Final

from store.text import N_
from tui.actions.action import Action

SEALING_ACTIONS: Final = (
    Action(
        "everywhere",
        "draw_curtain",
        "ctrl+x",
        N_("锁屏"),
        N_("立即锁屏，收起密封内容；草稿保留"),
        "zheping zp yincang yc curtain hide blank panic",
        in_footer=False,
    ),
    Action(
        "everywhere",
        "unlock_or_lock",
        "ctrl+k",
        N_("解封"),
        N_("以密钥解封值班台，再按重新密封"),
        "jiefeng jf mifeng mf chongxin unlock lock seal key",
        in_footer=False,
        right="open",
    ),
    Action(
        "tip",
        "reveal_tip",
        "v",
        N_("显示"),
        N_("显示本件密封的姓名和内容，再按收起；查看有记录"),
        "xianshi xs mifeng neirong mf reveal show sealed open",
        in_footer=False,
        right="list",
    ),
    Action(
        "curtain",
        "draw_back",
        "enter",
        N_("返回"),
        N_("解除锁屏，回到值班台"),
        "fanhui fh back return",
    ),
)
