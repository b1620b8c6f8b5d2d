"""What can be done at the first start; it has no palette, so only what is done elsewhere too has
further words to be found by."""

from __future__ import annotations

from typing import Final

from store.text import N_
from tui.actions.action import Action

# The same form corrects the notice later, where there is a palette.
NOTICE_FORM_ACTIONS: Final = (
    Action(
        "add_row",
        "f6",
        "F6",
        N_("增加"),
        N_("在光标所在的一节之后再加一节"),
        "zengjia zj add",
        "notice",
    ),
    Action(
        "remove_row",
        "f7",
        "F7",
        N_("删除"),
        N_("删除光标所在的一节"),
        "shanchu sc remove",
        "notice",
    ),
    Action(
        "show_calendar",
        "f8",
        "F8",
        N_("日历"),
        N_("看全程每一天的受理时间"),
        "jiefang rili rl calendar open hours",
        "notice",
    ),
)
SETUP_ACTIONS: Final = (
    Action(
        "use_example", "1", "1", N_("随附公告"), N_("用下列随附公告设立，供试用"), "", "welcome"
    ),
    Action("own_notice", "2", "2", N_("填写公告"), N_("填写本组公告，边填边核对"), "", "welcome"),
    Action(
        "open_file",
        "3",
        "3",
        N_("打开文件"),
        N_("打开已有的公告文件（TOML），可再修改"),
        "",
        "welcome",
    ),
    Action(
        "seal", "4", "4", N_("密封"), N_("可选，先办：姓名和内容只有密钥持有人能读"), "", "welcome"
    ),
    Action("found", "ctrl+s", "Ctrl+S", N_("设立"), N_("按所填公告设立值班台"), "", "notice"),
    *NOTICE_FORM_ACTIONS,
    Action("back", "escape", "Esc", N_("返回"), N_("回到前一屏，所填内容保留"), "", "notice"),
    Action("open_named", "enter", "Enter", N_("打开"), N_("打开所写路径的文件"), "", "notice_file"),
    Action("back", "escape", "Esc", N_("返回"), N_("回到前一屏，所填内容保留"), "", "notice_file"),
    Action("show_help", "f1", "F1", N_("帮助"), N_("显示此处的按键和用法"), "", "setup"),
    Action(
        "change_theme",
        "ctrl+t",
        "Ctrl+T",
        N_("配色"),
        N_("深色、浅色、高对比依次切换"),
        "",
        "setup",
    ),
    Action("quit", "ctrl+q", "Ctrl+Q", N_("退出"), N_("退出，不设立值班台"), "", "setup"),
)
