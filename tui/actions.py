"""The one list of what can be done at the desk: keys, footer, palette and help are made from it."""

from __future__ import annotations

from typing import Final

from textual.binding import Binding, BindingType

from store.text import N_
from tui.action import Action, Place
from tui.list_actions import LIST_ACTIONS
from tui.setup_actions import SETUP_ACTIONS

ACTIONS: Final = (
    Action(
        "show_help",
        "f1",
        "F1",
        N_("帮助"),
        N_("显示本程序的按键和用法"),
        "bangzhu bz help keys",
    ),
    Action(
        "new_tip",
        "f2",
        "F2",
        N_("登记"),
        N_("到登记表，录入一件新举报"),
        "dengji xinjubao dj new tip record enter",
    ),
    Action(
        "overview",
        "f3",
        "F3",
        N_("总览"),
        N_("看倒计时、开线状态和分类统计"),
        "zonglan tongji zl overview countdown counters",
    ),
    Action(
        "latest",
        "f4",
        "F4",
        N_("最近"),
        N_("看最近登记的举报"),
        "zuijin jubao zj latest tips list",
    ),
    Action(
        "all_tips",
        "f5",
        "F5",
        N_("全部"),
        N_("全部举报：查找、筛选、排列"),
        "quanbu jubao qb chazhao cz shaixuan sx all tips list search filter",
    ),
    Action(
        "show_dues",
        "ctrl+g",
        "Ctrl+G",
        N_("待办"),
        N_("看逾期、到期的事项和待补录的举报"),
        "daiban qixian db qx due deadlines to do",
    ),
    Action(
        "pass_through",
        "ctrl+o",
        "Ctrl+O",
        N_("径送"),
        N_("反映上级领导的，只登记时间、渠道和交给何人"),
        "jingsong js pass through",
        in_footer=False,
    ),
    Action(
        "undo_last",
        "f12",
        "F12",
        N_("撤销"),
        N_("撤销本人今天的上一步操作，先问再撤"),
        "chexiao cx undo",
        in_footer=False,
    ),
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
    ),
    Action(
        "stamp_time",
        "ctrl+n",
        "Ctrl+N",
        N_("记时"),
        N_("在主要内容中写入此刻的时间"),
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
    Action(
        "open_tip",
        "enter",
        "Enter",
        N_("查看"),
        N_("查看选中的举报及其修改记录"),
        "chakan xiangqing ck open show details",
        place="latest",
        in_footer=False,
    ),
    Action(
        "close_tip",
        "escape",
        "Esc",
        N_("返回"),
        N_("回到值班台"),
        "fanhui fh back return",
        place="tip",
    ),
    Action(
        "amend_tip",
        "e",
        "E",
        N_("修改"),
        N_("修改这件举报，原内容留在修改记录里"),
        "xiugai xg amend edit change",
        place="tip",
    ),
    Action(
        "dispose_tip",
        "d",
        "D",
        N_("处理"),
        N_("交组、转办、留存、立行立改、重复件、误录撤销或退回"),
        "chuli cl jiaozu zhuanban liucun dispose hand over refer keep",
        place="tip",
    ),
    Action(
        "link_tip",
        "l",
        "L",
        N_("关联"),
        N_("与另一件关联为同一事项，或解除关联"),
        "guanlian gl chongfu link matter",
        place="tip",
    ),
    Action(
        "tell_reporter",
        "t",
        "T",
        N_("告知"),
        N_("记下已告知实名反映人受理情况"),
        "gaozhi gz tell reporter accepted",
        place="tip",
    ),
    Action(
        "show_referral",
        "r",
        "R",
        N_("转办副本"),
        N_("看转办件副本，不含反映人的任何情况"),
        "zhuanban fuben zb referral copy",
        place="tip",
    ),
    Action(
        "close_dues",
        "escape",
        "Esc",
        N_("返回"),
        N_("回到值班台"),
        "fanhui fh back return",
        place="due",
    ),
    Action(
        "do_it",
        "ctrl+s",
        "Ctrl+S",
        N_("办理"),
        N_("按所填办理"),
        "banli bl do it",
        place="ask",
    ),
    Action(
        "give_up",
        "escape",
        "Esc",
        N_("放弃"),
        N_("不作改动，回到原处"),
        "fangqi fq cancel",
        place="ask",
    ),
    Action(
        "command_palette",
        "ctrl+p",
        "Ctrl+P",
        N_("命令"),
        N_("按名称、拼音或英文查找并执行命令"),
        "mingling ml command palette",
    ),
    Action(
        "change_theme",
        "ctrl+t",
        "Ctrl+T",
        N_("深浅"),
        N_("在深色与浅色主题之间切换"),
        "shense qianse zhuti zt theme dark light",
    ),
    Action(
        "quit",
        "ctrl+q",
        "Ctrl+Q",
        N_("退出"),
        N_("退出值班台；没有保存的内容留作草稿"),
        "tuichu tc quit exit",
    ),
    *LIST_ACTIONS,
    *SETUP_ACTIONS,
)


def actions_at(*places: str) -> tuple[Action, ...]:
    """The actions whose keys work at `places`, those of the first place first."""
    return tuple(action for place in places for action in ACTIONS if action.place == place)


def bindings_at(*places: Place) -> list[BindingType]:
    """Their keys, for the widget that carries them out.

    Those that work everywhere lead elsewhere: they are seen to before what is typed after them.
    """
    return [
        Binding(a.key, a.id, show=False, priority=a.place == "everywhere")
        for a in actions_at(*places)
    ]
