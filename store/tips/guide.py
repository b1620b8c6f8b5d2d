"""The call guide (接听提示): what a complete tip says, ticked off from the summary as it fills.

It never asks who is calling: an anonymous tip is taken as it comes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from store.text import N_, _

_NUMBER: Final = r"[0-9０-９一二两三四五六七八九十百千万亿几数]"


@dataclass(frozen=True, slots=True)
class Point:
    """One thing a complete tip says: `is_told` whether the summary speaks of it, `ask` how to ask."""

    key: str
    label: str
    ask: str
    is_told: bool


# What is spoken of is ticked, even where the answer was no: “没有证据” is an answer.
_POINTS: Final = (
    (
        "who",
        N_("何人"),
        N_("反映的是谁？哪个单位、什么职务？"),
        r"[某×]|书记|主任|局长|科长|处长|所长|站长|校长|院长|经理|主席|[省市县区镇乡村]长|干部|领导|负责人|工作人员"
        r"|\b(director|chief|head|secretary|mayor|manager|mr|mrs|ms)\b",
    ),
    (
        "what",
        N_("何事"),
        N_("做了什么事？经过怎样？"),
        r"收受|受贿|行贿|贪污|挪用|侵占|套取|截留|私分|索要|索贿|回扣|好处|送礼|红包|宴请|吃请|公款|旅游|招标|围标|"
        r"插手|打招呼|任人唯亲|买官|卖官|跑官|拉票|违规|违法|违纪|虚报|冒领|骗取|失职|渎职|不作为|乱作为|殴打|"
        r"欺压|强占|占用|入股|经商|兼职|赌博|包养|不正当|隐瞒|对抗|造假|包庇|拖欠|克扣|摊派|吃空饷|安插|提拔|"
        r"\b(brib|embezzl|misus|took|paid|gave|stole|fraud|rigg)",
    ),
    (
        "when",
        N_("何时"),
        N_("什么时候的事？从何时到何时？"),
        rf"{_NUMBER}+\s*[年月日号]|[去今前上]年|[上本这]个?[月周]|昨[天日]|今[天日]|前[天日]|近[日来年几]|春节|中秋|国庆|"
        rf"元旦|端午|期间|以来|任[内上期]|年初|年底|\d{{4}}[-/.]\d{{1,2}}|\b(19|20)\d\d\b|yesterday|last (week|month|year)",
    ),
    (
        "where",
        N_("何地"),
        N_("在什么地方？"),
        r"[^\s，。；](省|市|县|区|镇|乡|村|街道|社区|小区|大道|路|街|号楼|工地|办公室|会议室|酒店|饭店|宾馆|会所|"
        r"茶楼|车上|家里|家中|现场|公司|单位|学校|医院|银行|项目部)|在[^\s，。；]{1,10}(里|旁|(?<![期年月日])内)|"
        r"\b(office|hotel|restaurant|site|street|road|village|at the)\b",
    ),
    (
        "how_much",
        N_("涉及数额"),
        N_("涉及多少钱、多少物？"),
        rf"{_NUMBER}[\d,，.．〇零]*\s*(万|亿|千|百)?\s*(余|多|来)?\s*(元|块|万|亿|美元|欧元|港币|套|亩|平方|吨|条|瓶|箱|"
        rf"张|辆|根|克|股|%|％)|金额|数额|价值|不涉及(钱|金额)|[¥￥$]\s*\d|\b\d[\d,.]*\s*(yuan|rmb|cny|usd)\b",
    ),
    (
        "evidence",
        N_("证据"),
        N_("有什么证据或线索？如何能查到？"),
        r"证据|录音|录像|视频|照片|截图|转账|流水|合同|发票|收据|单据|票据|账本|账目|凭证|聊天记录|微信记录|短信|"
        r"文件|会议纪要|材料|附件|监控|线索|\b(evidence|proof|record|recording|photo|receipt|invoice|contract)",
    ),
    (
        "witnesses",
        N_("知情人"),
        N_("还有谁在场或知道？"),
        r"知情|证人|在场|目击|目睹|亲眼|看见|看到|同事.{0,6}(知道|可以|能)|都知道|经手人|可以?作证|\bwitness",
    ),
)
_PATTERNS: Final = {key: re.compile(found, re.IGNORECASE) for key, *_words, found in _POINTS}


def guide(summary: str, names: Iterable[str] = ()) -> tuple[Point, ...]:
    """Each point in the order in which a call gives them; `names` are those of the subjects."""
    named = any(name.strip() for name in names)
    return tuple(
        Point(
            key,
            _(label),
            _(ask),
            (key == "who" and named) or _PATTERNS[key].search(summary) is not None,
        )
        for key, label, ask, _pattern in _POINTS
    )
