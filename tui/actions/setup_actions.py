"""What can be done at the first start; it has no palette, so only what is done elsewhere too has
further words to be found by."""

from __future__ import annotations

from typing import Final

from store.text import N_
from tui.actions.action import Action

# The same form corrects the notice later, where there is a palette.
NOTICE_FORM_ACTIONS: Final = (
    Action(
        "notice", "add_row", "f6", N_("增加"), N_("在光标所在的一节之后再加一节"), "zengjia zj add"
    ),
    Action("notice", "remove_row", "f7", N_("删除"), N_("删除光标所在的一节"), "shanchu sc remove"),
    Action(
        "notice",
        "show_calendar",
        "f8",
        N_("日历"),
        N_("看全程每一天的受理时间"),
        "jiefang rili rl calendar open hours",
    ),
)
SETUP_ACTIONS: Final = (
    Action("welcome", "use_example", "1", N_("随附公告"), N_("用下列随附公告设立，供试用")),
    Action("welcome", "own_notice", "2", N_("填写公告"), N_("填写本组公告，边填边核对")),
    Action("welcome", "open_file", "3", N_("打开文件"), N_("打开已有的公告文件（TOML），可再修改")),
    Action("welcome", "seal", "4", N_("密封"), N_("可选，先办：姓名和内容只有密钥持有人能读")),
    Action("notice", "found", "ctrl+s", N_("设立"), N_("按所填公告设立值班台")),
    *NOTICE_FORM_ACTIONS,
    Action("notice", "back", "escape", N_("返回"), N_("回到前一屏，所填内容保留")),
    Action("notice_file", "open_named", "enter", N_("打开"), N_("打开所写路径的文件")),
    Action("notice_file", "back", "escape", N_("返回"), N_("回到前一屏，所填内容保留")),
    Action("setup", "show_help", "f1", N_("帮助"), N_("显示此处的按键和用法")),
    Action("setup", "change_theme", "ctrl+t", N_("配色"), N_("深色、浅色、高对比依次切换")),
    Action("setup", "quit", "ctrl+q", N_("退出"), N_("退出，不设立值班台")),
)
