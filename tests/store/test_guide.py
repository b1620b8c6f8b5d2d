"""The call guide: what a complete tip says, ticked off as the summary fills."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.tips.guide import guide, to_ask

# A blank within what is said is written as a low line.
SAID = {
    "who": (
        "某 × 书记 支书 主任 局长 科长 处长 所长 站长 校长 园长 院长 厂长 队长 组长 股长 经理 董事长 老总 主席 省长 市长 县长 区长 镇长 乡长 村长 "
        "干部 村官 领导 负责人 工作人员 办事员 经办人 老师 教师 医生 护士 民警 警察 交警 城管 法官 老板 director chief head "
        "secretary mayor manager mr mrs ms"
    ),
    "what": (
        "收受 受贿 行贿 贪污 挪用 侵占 套取 截留 私分 索要 索贿 回扣 好处 送礼 红包 宴请 吃请 公款 旅游 招标 围标 插手 打招呼 任人唯亲 买官 卖官 跑官 "
        "拉票 违规 违法 违纪 虚报 冒领 骗取 失职 渎职 不作为 乱作为 殴打 欺压 强占 占用 入股 经商 兼职 赌博 包养 不正当 隐瞒 对抗 造假 包庇 拖欠 克扣 "
        "摊派 吃空饷 安插 提拔 收费 收钱 要钱 多收 乱收 学费 补课 招生 择校 分班 食堂 伙食 饭菜 教辅 校服 体罚 打骂 作弊 低保 补助 补贴 救济 扶贫款 "
        "危房 征地 拆迁 赔偿 补偿 安置 宅基地 违建 偷排 污染 排污 采砂 盗伐 砍伐 倒卖 挂号 加号 开药 药价 医保 欠薪 工资 社保 辞退 罚款 吃拿卡要 卡要 "
        "刁难 推诿 拖着 拖延 不办 不管 没人管 不理 态度 威胁 恐吓 骂人 强迫 强制 公车 超标 礼品 礼金 购物卡 请客 喝酒 打牌 麻将 嫖 情人 婚外 亲戚 亲属 "
        "转包 分包 包给 给了 送了 拿了 bribed embezzled misused took paid gave stole fraud rigged"
    ),
    "when": (
        "3年 三月 5日 十号 去年 今年 前年 上年 上个月 本月 这周 上周 昨天 昨日 今天 今日 前天 前日 近日 近来 近年 近几 春节 中秋 国庆 元旦 端午 学期 "
        "开学 暑假 寒假 星期 礼拜 周一 周二 周三 周四 周五 周六 周日 周末 每天 每日 每周 每月 每年 一直 长期 多年 至今 刚才 上午 下午 晚上 早上 中午 "
        "夜里 两天 2周 几个月 3小时 期间 以来 任内 任上 任期 年初 年底 他2015-3 他2015/12 他2015.3 1998 2015 yesterday "
        "last_week last_month last_year"
    ),
    "where": (
        "本省 本市 本县 本区 本镇 本乡 本村 本街道 某社区 某小区 某大道 某路 某街 3号楼 某工地 他办公室 某会议室 某酒店 某饭店 某宾馆 某会所 某茶楼 某饭馆 "
        "某餐馆 某餐厅 某食堂 他车上 他家里 他家中 某现场 某公司 某单位 某厂 某矿 某学校 某中学 某小学 某幼儿园 某教室 某宿舍 某校门 某校门口 某医院 某卫生院 "
        "某诊所 某派出所 某法院 某政府 某大厅 某窗口 某市场 某超市 某商店 某水库 某河边 某银行 某项目部 在屋里 在河旁 在院内 office hotel "
        "restaurant site street road village at_the"
    ),
    "how_much": (
        "三元 5块 3万 两亿 5美元 5欧元 5港币 两套 5亩 5平方 5吨 5条 5瓶 5箱 5张 5辆 5根 5克 5股 5户 5人次 5% 5％ 3余元 3多元 "
        "3来元 五千元 五百元 三〇元 三零元 5万元 5亿元 每人 每户 每月 每年 每斤 人均 多少钱 金额 数额 价值 不涉及钱 不涉及金额 ¥5 ￥5 $5 "
        "5_yuan 5_rmb 5_cny 5_usd"
    ),
    "evidence": (
        "证据 录音 录像 视频 照片 截图 转账 流水 合同 发票 收据 单据 票据 账本 账目 凭证 聊天记录 微信记录 短信 截屏 群聊 通知 公示 字据 借条 欠条 单子 "
        "回执 签字 文件 会议纪要 材料 附件 监控 线索 evidence proof record recording photo receipt invoice "
        "contract"
    ),
    "witnesses": (
        "知情 证人 在场 目击 目睹 亲眼 看见 看到 同事也知道 同事可以 同事都能 都知道 都清楚 都看到 都看见 都见过 经手人 可作证 可以作证 家长 村民 邻居 工友 "
        "同学 听说 witness"
    ),
}
IN_TRADITIONAL_CHARACTERS = {
    "who": "書記 局長 處長 園長 廠長 隊長 組長 經理 老總 主蓆 縣長 區長 鎮長 鄉長 幹部 領導 負責人 工作人員 辦事員 老師 敎師 醫生 護士 老闆",
    "what": (
        "受賄 貪汙 侵佔 俬分 迴釦 送禮 紅包 宴請 旅遊 招標 圍標 任人唯親 買官 賣官 違規 違紀 虛報 騙取 失職 瀆職 不作為 不作爲 亂作為 毆打 欺壓 強佔 "
        "賭博 包養 不正當 隱瞞 對抗 剋釦 攤派 吃空餉 收費 收錢 學費 補課 擇校 夥食 飯菜 敎輔 體罰 打駡 補貼 救濟 扶貧款 徵地 拆遷 賠償 寀砂 採砂 掛號 "
        "開葯 開藥 葯價 工資 辭退 刁難 推諉 沒人管 態度 威脅 恐嚇 強製 公車 購物卡 麻將 親屬 轉包 包給"
    ),
    "when": "上個月 上箇月 這週 近來 近幾 春節 國慶 剛纔 夜裏 夜裡 兩天 3小時 期間 任內",
    "where": "3號樓 某會議室 某賓舘 某賓館 某餐廳 他傢裏 某現場 某單位 某礦 某幼兒園 某宿捨 某校門 某衛生院 某派齣所 某水庫 某銀行 某項目部",
    "how_much": "5塊 3萬 兩億 5歐元 5港幣 5畝 5條 5張 5輛 金額 數額",
    "evidence": "証據 證據 錄音 視頻 截圖 轉賬 閤同 發票 髮票 憑証 監控 綫索 線索",
    "witnesses": "目擊 看見 都見過 鄰居 聽說 聽説",
}
NUMBERS = "0123456789０１２３４５６７８９一二两三四五六七八九十百千万亿几数"


def ticked(summary: str, *names: str) -> set[str]:
    return {point.key for point in guide(summary, names) if point.is_told}


@pytest.mark.parametrize(
    ("summary", "keys"),
    [
        ("", set()),
        ("喂，您好", set()),
        ("张局长", {"who"}),
        ("收受好处费", {"what"}),
        ("去年十月", {"when"}),
        ("2016年3月以来", {"when"}),
        ("在滨江酒店", {"where"}),
        ("30余万元", {"how_much"}),
        ("两套房", {"how_much"}),
        ("有转账截图", {"evidence"}),
        ("没有证据", {"evidence"}),
        ("会计可以作证", {"witnesses"}),
        ("工程招标中收受", {"what"}),
        ("任期内", {"when"}),
        ("乱收费", {"what"}),
        ("班主任让交补课费", {"who", "what"}),
        ("食堂饭菜差", {"what"}),
        ("上学期招生", {"what", "when"}),
        ("低保不办", {"what"}),
        ("在县中学", {"where"}),
        ("每人交两百", {"how_much"}),
        ("家长都知道", {"witnesses"}),
        ("鄉長收受紅包", {"who", "what"}),
        ("學校亂收費", {"what"}),
        ("有轉賬記錄和錄音", {"evidence"}),
        ("The Director TOOK 500 RMB", {"who", "what", "how_much"}),
    ],
)
def test_what_the_summary_speaks_of_is_ticked(summary: str, keys: set[str]) -> None:
    assert ticked(summary) == keys


@pytest.mark.parametrize("told", [SAID, IN_TRADITIONAL_CHARACTERS])
def test_each_word_that_tells_a_point_ticks_it(told: dict[str, str]) -> None:
    words = [(word.replace("_", " "), key) for key in told for word in told[key].split(" ")]
    assert [word for word, key in words if key not in ticked(word)] == []


def test_a_number_is_written_in_digits_of_either_width_or_in_words() -> None:
    assert all("when" in ticked(f"{number}天") for number in NUMBERS)
    assert all("how_much" in ticked(f"{number}元") for number in NUMBERS)


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("who", "ahead|managers"),
        ("when", "12015|20156"),
        ("where", "，市|。市|；市| 市|在，屋里|在。屋里|在；屋里|在 屋里|offices"),
        ("where", "在任期内|在年内|在三月内|在今日内"),
    ],
)
def test_what_only_looks_like_a_word_ticks_nothing(key: str, said: str) -> None:
    assert [word for word in said.split("|") if key in ticked(word)] == []


def test_a_whole_tip_has_every_point() -> None:
    summary = "反映某局局长2015年底在滨江酒店收受承包人现金20万元，有录音，司机在场。"
    assert all(point.is_told for point in guide(summary))


def test_whom_it_is_about_may_be_said_in_the_subjects_alone() -> None:
    assert ticked("", "赵某某") == {"who"} and ticked("", " ") == set()


def test_each_point_has_its_name_and_its_question() -> None:
    assert [(point.label, point.ask) for point in guide("")] == [
        ("何人", "反映的是谁？哪个单位、什么职务？"),
        ("何事", "做了什么事？经过怎样？"),
        ("何时", "什么时候的事？从何时到何时？"),
        ("何地", "在什么地方？"),
        ("涉及数额", "涉及多少钱、多少物？"),
        ("证据", "有什么证据或线索？如何能查到？"),
        ("知情人", "还有谁在场或知道？"),
    ]


def test_it_never_asks_who_is_calling() -> None:
    asked = "".join(point.label + point.ask for point in guide(""))
    assert not any(word in asked for word in ("您是", "姓名", "电话", "身份", "反映人"))


@given(st.text(max_size=2000))
def test_any_text_is_read(summary: str) -> None:
    assert len(guide(summary)) == 7


def test_beside_a_full_story_nothing_is_asked() -> None:
    begun = "镇上那位"
    asked = to_ask(guide(begun), begun)
    assert asked and asked.key == "who"
    story = (
        begun + "这些年办事总要人家先意思意思，不意思就一拖再拖，谁家都碰上过，说起来都是气，" * 2
    )
    assert not all(point.is_told for point in guide(story)) and to_ask(guide(story), story) is None
    assert to_ask(guide("啊" * 60), "啊" * 60) is None
    assert to_ask(guide("啊" * 59 + "ah"), "啊" * 59 + "ah")
