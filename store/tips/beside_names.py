"""What stands beside a person's name and is none of it, as parts of patterns, and what a Chinese name is."""

from __future__ import annotations

from typing import Final

KIN: Final = (
    "妻子|丈夫|爱人|父亲|母亲|爸爸|妈妈|爷爷|奶奶|叔叔|伯伯|儿子|女儿|儿媳|媳妇|女婿|哥哥|弟弟|姐姐|妹妹|大[哥姐爷妈伯婶嫂姨叔]|"
    "老[伯汉]|阿姨|侄[子女]|外甥女?|孙[子女]|岳[父母丈]|前[妻夫任]|对象|遗孀|家[人属]|亲[属戚家友]|老伴|邻居|同[事学]|朋友|战友|老乡|房东"
)
ROLE: Final = "受害[人者]|当事人|承包人|证人|投诉人|申诉人|控告人|检举人|上访人|代理人|负责人|投资人|残疾人|老人|(?:退[役伍])?军人|代表|委托人"
POST: Final = (
    "[原前现]?(?:[副总]|常务副)?(?:[局处科股所站院校厂厅部县区市乡镇村组队园行会社店班场馆台]长|主任|主席|委员|书记|支书|总?经理|董事长?|"
    "会计|出纳|老师|教师|教授|村医|医[生师]|护士|司机|律师|法官|检察官|[警民]警|科员|干事|文书|秘书|助理|老板|包?工头|股东|保[安洁]|门卫|"
    "[店厂车货房]主|(?:承包|开发|供应|经销)商|(?:个体|拆迁|贫困|低保|养殖|种植|信访|种粮大|租)户)"
)
TITLE: Final = "女士|先生|小姐|太太|同志|老?师傅"
SEVERAL: Final = "夫[妇妻]|父[子女]|母[子女]|兄[弟妹]|姐[妹弟]|婆媳|[爷祖]孙|[一全]家(?:[一二两三四五六七八九十几]口|人)?|一行"
"""That they are more than one."""
REPORTING: Final = (
    "(?:[实署联]名)?(?:举报|反映|来信|来电|来访|投诉|信访|上访|控告|检举)|[实署联]名|代笔|口述|转述"
)
"""What they did, behind the name."""
CALLED: Final = (
    "曾用名|[又小乳化网]名|绰号|外号|昵称|[我名]?叫|[我本]人?是|自称|疑似|署名|落款|实名"
)
"""What stands before a name, or another one of theirs."""
OF_WHOM: Final = "其?[妻夫子女父母兄弟姐妹哥嫂]"
"""Whose kin it is, in one character before a name."""
THING: Final = (
    "公司|企业|工厂|学校|[大中小]学|[高初]中|医院|工程|工地|项目|[小社]区|机关|政府|委员会|[业居村]委会|施工[方队员]?|承包方?|建筑|运输|"
    "物业|出租车?|货车|公交|养殖|种植|高管|管理[员者]?|安全员?|单元|"
    # These begin with a surname and are no names.
    "文化|文艺|金融|常[务委]|成本|高[级速等考]|任[课职]|[时曾]任|车[间队辆]|路[政桥]|管委会|纪[委检]|房[管产屋]|房地产|安[置监保]|安置房|"
    "司法|林业|时装|石[材料油]|苗[木圃]|花[木卉]|商业|冷库|温泉|童装|连锁|康复科?|储蓄|景区|华侨|古董|毕业|金属|柴油|白酒|武装|边防|方[案面]"
)
"""What people work at or for, which stands in what tips say of anyone."""
_BODY: Final = "[省市县区镇村组局委办厅处部院校所站队厂店乡馆场]|街道|公司|中心|政府|银行"
BODY: Final = f"(?:{_BODY})$"
"""What the name of a place or a body ends with, and that of no person."""
PLACE: Final = f"(?:{_BODY}|[州旗科会行园学社台])$"
"""The same, and what some persons' names end with as well."""
_SURNAMES: Final = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩冯邓曹彭曾肖萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏"
    "韦付傅方白邹孟熊秦邱江尹薛闫阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤常温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧"
    "耿关兰焦俞左柳甘祝宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆司古吉缪简车"
    "项连芦褚窦辜宫费卜瞿赖卓仇娄邬佟冼芮储栾厉蔺屠胥晏匡寇巩敖冷阚鞠荆竺戚虞鄢岑亓隗"
)
_TWO_CHARACTERS: Final = "欧阳|司马|上官|诸葛|皇甫|东方|尉迟|公孙|令狐|慕容|司徒|夏侯|端木|百里|南宫|呼延|宇文|轩辕|赫连|独孤|完颜"
NAME: Final = f"(?:{_TWO_CHARACTERS}|[{_SURNAMES}])[\u3400-\u9fff]{{1,2}}"
"""A name that begins with one of the surnames of nearly all."""
NAME_OF_MANY: Final = f"[{_SURNAMES[:30]}][\u3400-\u9fff]{{1,2}}"
"""A name that begins with one of the surnames of most, which begin fewer names of places."""
NAME_OF_FEW: Final = "[代仲佘敬占卞桂晋桑信边丛苑仝郎甄苟迟冀晁楚隋荀麻麦臧计宣郁巫乌闵席谌伏郜燕支宗丰奚茹粟商蔚班鹿阙矫雍檀漆綦乐尧卿冶皮刁邰巢湛操惠逄羿扈郗茅苌宓裘展闻荣薄揭谯冒庾柏][\u3400-\u9fff]{1,2}"
"""A name that begins with a surname of few, which begin as many words (代表, 信访): one where nothing but a
name would stand."""
OF_MINORITIES: Final = "阿艾买热古吐依麦努哈帕迪祖塔木江丽汗提力苏尔娜孜地拉格尼亚克合不都拜吉日勒图其那仁巴特布和音乌兰高娃扎西达瓦卓玛次央金多杰才让丹增旺桑罗平措顿珠姆德曼"
"""What names that were written down by their sound are made of."""
