"""What can be done in the form in which a tip is entered."""

from __future__ import annotations

from functools import partial
from typing import Final

from store.text import N_
from tui.actions.action import Action

_form: Final = partial(Action, "form")

FORM_ACTIONS: Final = (
    _form(
        "save",
        "ctrl+s",
        N_("保存"),
        N_("保存登记表中的举报；显示编号时已写入磁盘"),
        "baocun bc save store",
    ),
    _form(
        "save_half_done",
        "ctrl+l",
        N_("暂存待补录"),
        N_("未问全的先登记，列为待补录，以后补全"),
        "xiancun banjian daibulu xc half done to complete",
        in_footer=False,
    ),
    _form(
        "link_similar",
        "ctrl+r",
        N_("关联"),
        N_("保存时关联到列出的在册举报，再按换下一件"),
        "guanlian gl chongfujian cfj link similar duplicate",
        in_footer=False,
        right="dispose",
    ),
    _form(
        "stamp_time",
        "ctrl+n",
        N_("记时"),
        N_("到主要内容，写入此刻的时间"),
        "jishi js shijian sj time stamp now",
        in_footer=False,
    ),
    _form(
        "to_summary",
        "ctrl+d",
        N_("主要内容"),
        N_("从哪一项都到主要内容，空着的各项一并跳过"),
        "zhuyao neirong zynr zy summary story",
        in_footer=False,
    ),
    _form(
        "jump",
        "ctrl+f",
        N_("跳转"),
        N_("各项前显示字母，按哪个字母到哪一项；按数字改来源"),
        "tiaozhuan tz jump go to field",
    ),
    _form(
        "add_subject",
        "f6",
        N_("增加被反映人"),
        N_("在登记表中再加一个被反映的人或单位"),
        "zengjia beifanyingren zj add subject person",
        in_footer=False,
    ),
    _form(
        "remove_subject",
        "f7",
        N_("删除被反映人"),
        N_("删除光标所在的被反映人"),
        "shanchu beifanyingren sc remove subject",
        in_footer=False,
    ),
    _form(
        "set_aside",
        "f8",
        N_("搁置"),
        N_("把所填内容留作草稿，登记表清空"),
        "gezhi gz set aside later draft",
    ),
    _form(
        "discard", "f9", N_("丢弃"), N_("丢弃所填内容，要再按一次才丢弃"), "diuqi dq discard clear"
    ),
    _form(
        "leave_form",
        "escape",
        N_("离开表单"),
        N_("离开登记表，草稿保留，按 Ctrl+E 续填"),
        "likai lk leave form draft",
        in_footer=False,
    ),
)
