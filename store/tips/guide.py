"""The call guide (接听提示): what a complete tip says, ticked off from the summary as it fills.

It never asks who is calling: an anonymous tip is taken as it comes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from store.frozen import frozen
from store.text import N_, _

_NUMBER: Final = r"[0-9０-９一二两三四五六七八九十百千万亿几数]"


@frozen
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
        r"[某×]|书记|支书|主任|局长|科长|处长|所长|站长|校长|园长|院长|厂长|队长|组长|股长|经理|董事长|老总|主席|"
        r"[省市县区镇乡村]长|干部|村官|领导|负责人|工作人员|办事员|经办人|老师|教师|医生|护士|民警|警察|交警|城管|法官|"
        r"老板"
        r"|\b(director|chief|head|secretary|mayor|manager|mr|mrs|ms)\b",
    ),
    (
        "what",
        N_("何事"),
        N_("做了什么事？经过怎样？"),
        r"收受|受贿|行贿|贪污|挪用|侵占|套取|截留|私分|索要|索贿|回扣|好处|送礼|红包|宴请|吃请|公款|旅游|招标|围标|"
        r"插手|打招呼|任人唯亲|买官|卖官|跑官|拉票|违规|违法|违纪|虚报|冒领|骗取|失职|渎职|不作为|乱作为|殴打|"
        r"欺压|强占|占用|入股|经商|兼职|赌博|包养|不正当|隐瞒|对抗|造假|包庇|拖欠|克扣|摊派|吃空饷|安插|提拔|"
        r"收费|收钱|要钱|多收|乱收|学费|补课|招生|择校|分班|食堂|伙食|饭菜|教辅|校服|体罚|打骂|作弊|低保|补助|补贴|救济|"
        r"扶贫款|危房|征地|拆迁|赔偿|补偿|安置|宅基地|违建|偷排|污染|排污|采砂|盗伐|砍伐|倒卖|挂号|加号|开药|药价|医保|"
        r"欠薪|工资|社保|辞退|罚款|吃拿卡要|卡要|刁难|推诿|拖着|拖延|不办|不管|没人管|不理|态度|威胁|恐吓|骂人|强迫|强制|"
        r"公车|超标|礼品|礼金|购物卡|请客|喝酒|打牌|麻将|嫖|情人|婚外|亲戚|亲属|转包|分包|包给|给了|送了|拿了|"
        r"\b(brib|embezzl|misus|took|paid|gave|stole|fraud|rigg)",
    ),
    (
        "when",
        N_("何时"),
        N_("什么时候的事？从何时到何时？"),
        rf"{_NUMBER}+\s*[年月日号]|[去今前上]年|[上本这]个?[月周]|昨[天日]|今[天日]|前[天日]|近[日来年几]|春节|中秋|国庆|"
        rf"元旦|端午|学期|开学|[暑寒]假|星期|礼拜|周[一二三四五六日末]|每[天日周月年]|一直|长期|多年|至今|刚才|上午|下午|"
        rf"晚上|早上|中午|夜里|{_NUMBER}+\s*(天|周|个月|小时)|期间|以来|任[内上期]|年初|年底|\d{{4}}[-/.]\d{{1,2}}|\b(19|20)\d\d\b|yesterday|last (week|month|year)",
    ),
    (
        "where",
        N_("何地"),
        N_("在什么地方？"),
        r"[^\s，。；](省|市|县|区|镇|乡|村|街道|社区|小区|大道|路|街|号楼|工地|办公室|会议室|酒店|饭店|宾馆|会所|"
        r"茶楼|饭馆|餐馆|餐厅|食堂|车上|家里|家中|现场|公司|单位|厂|矿|学校|中学|小学|幼儿园|教室|宿舍|校门口?|医院|"
        r"卫生院|诊所|派出所|法院|政府|大厅|窗口|市场|超市|商店|水库|河边|银行|项目部)|在[^\s，。；]{1,10}(里|旁|(?<![期年月日])内)|"
        r"\b(office|hotel|restaurant|site|street|road|village|at the)\b",
    ),
    (
        "how_much",
        N_("涉及数额"),
        N_("涉及多少钱、多少物？"),
        rf"{_NUMBER}[\d,，.．〇零]*\s*(万|亿|千|百)?\s*(余|多|来)?\s*(元|块|万|亿|美元|欧元|港币|套|亩|平方|吨|条|瓶|箱|"
        rf"张|辆|根|克|股|户|人次|%|％)|每[人户月年斤]|人均|多少钱|金额|数额|价值|不涉及(钱|金额)|[¥￥$]\s*\d|\b\d[\d,.]*\s*(yuan|rmb|cny|usd)\b",
    ),
    (
        "evidence",
        N_("证据"),
        N_("有什么证据或线索？如何能查到？"),
        r"证据|录音|录像|视频|照片|截图|转账|流水|合同|发票|收据|单据|票据|账本|账目|凭证|聊天记录|微信记录|短信|"
        r"截屏|群聊|通知|公示|字据|借条|欠条|单子|回执|签字|文件|会议纪要|材料|附件|监控|线索|\b(evidence|proof|record|recording|photo|receipt|invoice|contract)",
    ),
    (
        "witnesses",
        N_("知情人"),
        N_("还有谁在场或知道？"),
        r"知情|证人|在场|目击|目睹|亲眼|看见|看到|同事.{0,6}(知道|可以|能)|都(知道|清楚|看到|看见|见过)|经手人|可以?作证|家长|村民|"
        r"邻居|工友|同学|听说|\bwitness",
    ),
)
# A letter or a paste in traditional characters tells as much: those that the patterns have.
_TRADITIONAL: Final = (
    "亂來俬個傢價億償兒內兩剋剛區員單嚇國圍園圖報場塊壓夥學寀將對導屬師幣幹幾庫廠廳張強徵態慶憑捨掛"
    "採擇擊據攤敎數時書會條樓標歐毆汙沒濟瀆為爲現畝當發監瞞礦禮箇節紀紅組給經綫線縣總纔罰職聽脅舘萬"
    "葯蓆處虛號衛裏補裡製見規視親記証說説課諉請證議護負貧貪責買費貼賄資賓賠賣賬賭購車輔輛轉辦辭迴這"
    "週遊過違遷鄉鄰醫釦銀錄錢鎮長門開間閤闆隊隱難項領頻額飯餉養館駡騙體髮齣藥佔"
)
_SIMPLIFIED: Final = (
    "乱来私个家价亿偿儿内两克刚区员单吓国围园图报场块压伙学采将对导属师币干几库厂厅张强征态庆凭舍挂"
    "采择击据摊教数时书会条楼标欧殴污没济渎为为现亩当发监瞒矿礼个节纪红组给经线线县总才罚职听胁馆万"
    "药席处虚号卫里补里制见规视亲记证说说课诿请证议护负贫贪责买费贴贿资宾赔卖账赌购车辅辆转办辞回这"
    "周游过违迁乡邻医扣银录钱镇长门开间合板队隐难项领频额饭饷养馆骂骗体发出药占"
)
_TO_SIMPLIFIED: Final = str.maketrans(_TRADITIONAL, _SIMPLIFIED)
# A story of some sixty characters, or of as many words as take their room, is a full one: what the
# patterns do not find in it was told in other words, or was asked before.
_FULL_STORY_BYTES: Final = 180


def guide(summary: str, names: Iterable[str] = ()) -> tuple[Point, ...]:
    """Each point in the order in which a call gives them; `names` are those of the subjects."""
    summary = summary.translate(_TO_SIMPLIFIED)
    named = any(name.strip() for name in names)
    return tuple(
        Point(
            key,
            _(label),
            _(ask),
            # Compiled once, by the first summary: no start waits for it.
            (key == "who" and named) or re.search(pattern, summary, re.IGNORECASE) is not None,
        )
        for key, label, ask, pattern in _POINTS
    )


def to_ask(points: Iterable[Point], summary: str) -> Point | None:
    """The first of `points` that is not told, to be asked for; none beside a full story."""
    if len(summary.encode()) >= _FULL_STORY_BYTES:
        return None
    return next((point for point in points if not point.is_told), None)
