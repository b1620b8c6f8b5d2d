"""The one list of what can be done at the desk: keys, footer, palette and help are made from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from textual.binding import Binding, BindingType

from store.text import N_

Place = Literal["everywhere", "desk", "form", "latest", "tip"]


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to do. `id` is the name of the app's or widget's `action_` method.

    `place` is where its key works: "desk" is the main screen, "form" and "latest" parts of it. `also` are further words by which the palette finds it: pinyin,
    its initials, and English, whatever the language in use. `in_footer`: worth a place there.
    """

    id: str
    key: str
    key_label: str
    label: str
    help: str
    also: str
    place: Place = "everywhere"
    in_footer: bool = True


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
        "save",
        "ctrl+s",
        "Ctrl+S",
        N_("保存"),
        N_("保存登记表中的举报；显示编号时已写入磁盘"),
        "baocun bc save store",
        place="form",
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
