"""The one list of what can be done at the desk: keys, footer, palette and help are made from it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Final

from textual.binding import Binding, BindingType

from store.printable import TO_FULL_WIDTH
from store.text import N_
from tui.actions.action import Action, Place
from tui.actions.duty_actions import DUTY_ACTIONS
from tui.actions.form_actions import FORM_ACTIONS
from tui.actions.import_actions import IMPORT_ACTIONS
from tui.actions.list_actions import LIST_ACTIONS
from tui.actions.office_actions import OFFICE_ACTIONS
from tui.actions.paper_actions import PAPER_ACTIONS
from tui.actions.sealing_actions import SEALING_ACTIONS
from tui.actions.setup_actions import SETUP_ACTIONS
from tui.actions.tour_actions import TOUR_ACTIONS

_ask: Final = partial(Action, "ask")
_enclosures: Final = partial(Action, "enclosures")
_everywhere: Final = partial(Action, "everywhere")
_tip: Final = partial(Action, "tip")

# Where what leads elsewhere is bound for all the screens of an app.
_ON_ALL_SCREENS: Final[tuple[Place, ...]] = ("everywhere", "setup", "tour", "office")
_OVER_THE_DESK: Final[tuple[Place, ...]] = (
    "due",
    "list",
    "report",
    "duty",
    "public_notice",
    "import",
)
ACTIONS: Final = (
    _everywhere(
        "show_help", "f1", N_("帮助"), N_("显示本程序的按键和用法"), "bangzhu bz help keys"
    ),
    _everywhere(
        "new_tip",
        "f2",
        N_("登记"),
        N_("录入一件新举报；正在填的一件先搁置"),
        "dengji xinjubao dj new tip record enter",
        right="record",
    ),
    _everywhere(
        "open_tip_on",
        "ctrl+e",
        N_("换件"),
        N_("到没有登记完的下一件，再按再换；在别处先回到登记表"),
        "huanjian hj gezhi xutian next open tip draft set aside",
        right="record",
    ),
    _everywhere(
        "overview",
        "f3",
        N_("总览"),
        N_("看倒计时、受理状态和分类统计"),
        "zonglan tongji zl overview countdown counters",
    ),
    _everywhere(
        "latest",
        "f4",
        N_("最近"),
        N_("看最近登记的举报"),
        "zuijin jubao zj latest tips list",
        right="list",
    ),
    _everywhere(
        "all_tips",
        "f5",
        N_("全部"),
        N_("全部举报：查找、筛选、排列"),
        "quanbu jubao qb chazhao cz shaixuan sx all tips list search filter",
        right="list",
    ),
    _everywhere(
        "show_dues",
        "ctrl+g",
        N_("待办"),
        N_("看逾期、到期的事项和待补录的举报"),
        "daiban qixian db qx due deadlines to do",
        right="list",
    ),
    _everywhere(
        "pass_through",
        "ctrl+o",
        N_("径送"),
        N_("属上级受理的，只登记时间、渠道和交给何人"),
        "jingsong js pass through",
        in_footer=False,
        right="record",
    ),
    _everywhere(
        "undo_last",
        "f12",
        N_("撤销"),
        N_("撤销本人今天对举报的最后一次操作，先问再撤"),
        "chexiao cx undo",
        in_footer=False,
        right="record",
    ),
    Action(
        "latest",
        "open_tip",
        "enter",
        N_("查看"),
        N_("查看选中的举报及其修改记录"),
        "chakan xiangqing ck open show details",
        in_footer=False,
    ),
    _tip("dismiss", "escape", N_("返回"), N_("回到值班台"), "fanhui fh back return"),
    _tip(
        "amend_tip",
        "e",
        N_("修改"),
        N_("修改这件举报，原内容留在修改记录里"),
        "xiugai xg amend edit change",
        right="record",
    ),
    _tip(
        "dispose_tip",
        "d",
        N_("处理"),
        N_("呈组长、转办、留存备查、移交立行立改、重复件、误录撤销或退回"),
        "chuli cl jiaozu zhuanban liucun dispose hand over refer keep",
        right="dispose",
    ),
    _tip(
        "link_tip",
        "l",
        N_("关联"),
        N_("与另一件关联为同一事项，或解除关联"),
        "guanlian gl chongfu link matter",
        right="dispose",
    ),
    _tip(
        "tell_reporter",
        "t",
        N_("告知"),
        N_("记下已告知实名反映人受理情况；径送件记下已报送"),
        "gaozhi gz baosong bs tell reporter accepted reported up",
        right="dispose",
    ),
    _tip(
        "add_note",
        "n",
        N_("加记"),
        N_("记补充反映、领导批示、备注或回访，附日期"),
        "jiaji jj buchong pishi beizhu huifang note supplement instruction",
        right="record",
    ),
    _tip(
        "assign_tip",
        "c",
        N_("承办"),
        N_("写明由谁承办"),
        "chengban cb assign who deals with it",
        right="dispose",
    ),
    _tip(
        "appoint",
        "y",
        N_("回电约谈"),
        N_("约定回电或约谈的时间，或记下已办"),
        "huidian yuetan hd yt call back appointment",
        right="record",
    ),
    _tip(
        "show_enclosures",
        "a",
        N_("附件"),
        N_("看本件的附件，登记、更正、取出"),
        "fujian fj attach enclosures file",
        right="list",
    ),
    _tip(
        "show_referral",
        "r",
        N_("转办副本"),
        N_("看转办件副本，不含反映人的任何情况"),
        "zhuanban fuben zb referral copy",
        right="export",
    ),
    _enclosures(
        "attach",
        "a",
        N_("新增"),
        N_("登记一项附件，可存入文件"),
        "dengji fujian djfj cunru attach add file",
        right="record",
    ),
    _enclosures(
        "correct_enclosure",
        "e",
        N_("更正"),
        N_("改选中的附件，或换一个文件"),
        "gengzheng gz xiugai correct",
        right="record",
    ),
    _enclosures(
        "take_out",
        "o",
        N_("取出"),
        N_("把选中的附件的文件写入一个目录，留有记录"),
        "quchu qc daochu take out save file",
        right="list",
    ),
    _enclosures(
        "remove_enclosure",
        "x",
        N_("去掉"),
        N_("去掉误登记的附件，可以撤销"),
        "qudiao qd shanchu remove detach",
        right="record",
    ),
    _enclosures("dismiss", "escape", N_("返回"), N_("回到这件举报"), "fanhui fh back return"),
    _ask("do_it", "ctrl+s", N_("办理"), N_("按所填办理"), "banli bl do it"),
    _ask("dismiss", "escape", N_("取消"), N_("不作改动，回到原处"), "fangqi fq cancel"),
    _everywhere(
        "command_palette",
        "ctrl+p",
        N_("命令"),
        N_("按名称、拼音或英文查找并执行命令"),
        "mingling ml command palette",
        second_key="alt+p",
    ),
    _everywhere(
        "change_theme",
        "ctrl+t",
        N_("配色"),
        N_("深色、浅色、高对比依次切换"),
        "peise ps shense qianse gaoduibi zhuti zt theme dark light high contrast",
    ),
    _everywhere(
        "redraw",
        "ctrl+backslash",
        N_("重绘"),
        N_("屏幕显示错乱时，重新画一遍"),
        "chonghui ch huaping redraw repaint",
        in_footer=False,
        second_key="alt+r",
    ),
    _everywhere(
        "draw_in_ascii",
        "ctrl+right_square_bracket",
        N_("线条"),
        N_("线条对不齐时改用 ASCII 字符，再按改回"),
        "xiantiao xt duiqi ascii lines plain",
        in_footer=False,
        second_key="alt+l",
    ),
    _everywhere(
        "quit",
        "ctrl+q",
        N_("退出"),
        N_("退出值班台；没有保存的内容留作草稿"),
        "tuichu tc quit exit",
    ),
    *FORM_ACTIONS,
    *DUTY_ACTIONS,
    *IMPORT_ACTIONS,
    *LIST_ACTIONS,
    *PAPER_ACTIONS,
    *SEALING_ACTIONS,
    *SETUP_ACTIONS,
    *TOUR_ACTIONS,
    *OFFICE_ACTIONS,
    *(
        Action(place, "dismiss", "escape", N_("返回"), N_("回到值班台"), "fanhui fh back return")
        for place in _OVER_THE_DESK
    ),
)


def actions_at(*places: str) -> tuple[Action, ...]:
    """The actions whose keys work at `places`, those of the first place first."""
    return tuple(action for place in places for action in ACTIONS if action.place == place)


def bindings_at(*places: Place) -> list[BindingType]:
    """Their keys, for the widget that carries them out.

    Those that work everywhere, and Esc, lead elsewhere: they are seen to before what is typed
    after them. So are those of the tour, which is over whatever is typed in, and Enter where a file
    is named: the field would lead to the next one; and those by which one leaves one field of the
    form for another. "setup" is everywhere in the first start.
    """
    found = actions_at(*places)
    return [
        *(
            Binding(",".join(_as_typed(a.key)), a.id, show=False, priority=_comes_first(a))
            for a in found
        ),
        # With Alt a letter would be written where one types.
        *(Binding(a.second_key, a.id, show=False, priority=True) for a in found if a.second_key),
    ]


def _comes_first(action: Action) -> bool:
    if action.key == "enter":
        return action.place in ("import", "notice_file")
    leads_on = action.id in ("to_summary", "jump")
    return leads_on or action.key == "escape" or action.place in _ON_ALL_SCREENS


def _as_typed(key: str) -> Iterator[str]:
    """A key, and what comes of it with Caps Lock on, from an input method set to full width, or both."""
    yield key
    if len(key) == 1:
        found = {key, key.upper()}
        yield from (found | {chr(ord(one) + TO_FULL_WIDTH) for one in found}) - {key}
