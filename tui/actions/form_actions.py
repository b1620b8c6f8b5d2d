"""What can be done in the form in which a tip is entered."""

from __future__ import annotations

from typing import Final

from store.text import N_
from tui.actions.action import Action

FORM_ACTIONS: Final = (
    Action(
        "save",
        "ctrl+s",
        "Ctrl+S",
        N_("保存"),
        N_("保存登记表中的举报；显示编号时已写入磁盘"),
        "baocun bc save store",
        place="form",
    ),
    Action(
        "save_half_done",
        "ctrl+l",
        "Ctrl+L",
        N_("先存半件"),
        N_("没问全的先登记，列为待补录，以后补全"),
        "xiancun banjian daibulu xc half done to complete",
        place="form",
        in_footer=False,
    ),
    Action(
        "link_similar",
        "ctrl+r",
        "Ctrl+R",
        N_("关联"),
        N_("保存时关联到列出的在册举报，再按换下一件"),
        "guanlian gl chongfujian cfj link similar duplicate",
        place="form",
        in_footer=False,
        right="dispose",
    ),
    Action(
        "stamp_time",
        "ctrl+n",
        "Ctrl+N",
        N_("记时"),
        N_("到主要内容，写入此刻的时间"),
        "jishi js shijian sj time stamp now",
        place="form",
        in_footer=False,
    ),
    Action(
        "add_subject",
        "f6",
        "F6",
        N_("增加被反映人"),
        N_("在登记表中再加一个被反映的人或单位"),
        "zengjia beifanyingren zj add subject person",
        place="form",
        in_footer=False,
    ),
    Action(
        "remove_subject",
        "f7",
        "F7",
        N_("删除被反映人"),
        N_("删除光标所在的被反映人"),
        "shanchu beifanyingren sc remove subject",
        place="form",
        in_footer=False,
    ),
    Action(
        "set_aside",
        "f8",
        "F8",
        N_("搁置"),
        N_("把所填内容留作草稿，另登记一件"),
        "gezhi gz set aside later draft",
        place="form",
    ),
    Action(
        "discard",
        "f9",
        "F9",
        N_("丢弃"),
        N_("丢弃所填内容，要再按一次才丢弃"),
        "diuqi dq discard clear",
        place="form",
    ),
    Action(
        "leave_form",
        "escape",
        "Esc",
        N_("离开表单"),
        N_("离开登记表，草稿保留，按 F2 续填"),
        "likai lk leave form draft",
        place="form",
        in_footer=False,
    ),
)
