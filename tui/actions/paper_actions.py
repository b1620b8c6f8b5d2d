"""The papers of an office, each by a key of its own in the list of them and by its name in the palette."""

from __future__ import annotations

from functools import partial
from typing import Final

from store.text import N_
from tui.actions.action import Action, Place

PAPERS_KEY: Final = "ctrl+r"
_SHOWN_AT: Final[tuple[Place, ...]] = (
    "desk",
    "latest",
    "tip",
    "list",
    "due",
    "report",
    "duty",
    "public_notice",
)
_paper: Final = partial(Action, "papers")

PAPER_ACTIONS: Final = (
    *(
        Action(
            place,
            "app.show_papers",
            PAPERS_KEY,
            N_("打印"),
            N_("打印，或存为文件：登记单、台账、报表、交接班单等各种纸件"),
            "dayin dy zhijian zj cunwei wenjian cw print papers save file",
        )
        for place in _SHOWN_AT
    ),
    _paper(
        "put_out('sheet')",
        "1",
        N_("登记单"),
        N_("每件一张，供签批；默认不写反映人"),
        "dengjidan djd sheet tip print",
        right="export",
    ),
    _paper(
        "put_out('receipt')",
        "2",
        N_("登记回执"),
        N_("给来访人，不写内容"),
        "dengji huizhi djhz hz receipt print",
        right="list",
    ),
    _paper(
        "put_out('register')",
        "3",
        N_("台账"),
        N_("一天、一周或全程的举报，每件一行"),
        "taizhang tz register print",
        right="export",
    ),
    _paper(
        "put_out('transfer')",
        "y",
        N_("移交清单"),
        N_("移交给何人的哪些件，供三方签名"),
        "yijiao qingdan yjqd transfer hand over list print",
        right="export",
    ),
    _paper(
        "put_out('letter')",
        "z",
        N_("转办函"),
        N_("一件转给何处，附回执"),
        "zhuanban han zbh letter referral print",
        right="export",
    ),
    _paper(
        "put_out('day')", "4", N_("打印日报"), N_("一天的统计数字"), "dayin ribao dyrb day print"
    ),
    _paper(
        "put_out('week')",
        "5",
        N_("打印周报"),
        N_("一周的统计数字"),
        "dayin zhoubao dyzb week print",
    ),
    _paper(
        "put_out('period')",
        "6",
        N_("打印全程报表"),
        N_("全程的统计数字"),
        "dayin quancheng baobiao dyqc period print",
    ),
    _paper(
        "put_out('closing')",
        "7",
        N_("收件核对单"),
        N_("收到与去向是否相符，供核对人签名"),
        "shoujian hedui sjhd closing print",
        right="list",
    ),
    _paper(
        "put_out('handover')",
        "8",
        N_("交接班单"),
        N_("供两班签名"),
        "jiaojieban dan jjbd hand over sheet print",
        right="list",
    ),
    _paper(
        "put_out('forms')",
        "9",
        N_("空白登记表"),
        N_("停电断网时用，编号发出"),
        "kongbai dengjibiao kbdjb blank forms print",
        right="record",
    ),
    _paper(
        "put_out('notice')",
        "n",
        N_("打印公告"),
        N_("对外公告，带二维码"),
        "dayin gonggao dygg notice print",
    ),
    _paper(
        "put_out('poster')",
        "p",
        N_("公告招贴"),
        N_("一张 A4 的图片"),
        "gonggao zhaotie ggzt poster print",
    ),
    _paper(
        "put_out('figures')",
        "f",
        N_("统计数据"),
        N_("全程的统计数字，没有姓名，供汇总各组（JSON）"),
        "tongji shuju tjsj figures json",
    ),
    _paper("dismiss", "escape", N_("取消"), N_("不打印，回到原处"), "quxiao qx cancel"),
)


def named(name: str) -> str:
    """The id of the action that puts the paper of that name out."""
    return f"put_out('{name}')"


def name_of(action: str) -> str:
    """The name of the paper that the action of that id puts out."""
    return action.removeprefix("put_out('").removesuffix("')")
