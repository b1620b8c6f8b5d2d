"""匿名 and its like where a name would stand: nobody is named, told, masked or counted by it."""

from __future__ import annotations

from typing import Any

import pytest

from store.errors import TipRefused
from store.registers.importing import identity
from store.tips.brief import brief_of
from store.tips.dues import open_duties
from store.tips.find import Filter
from store.tips.mask import masked_of
from store.tips.nobody import names_nobody, says_nothing
from store.tips.patterns import patterns
from store.tips.tip import Reporter, Tip, kind_of
from tests.builders import entry_of
from tests.store.desks import tip_of
from tui.papers.register import COLUMNS
from tui.words import words

SAYS_NOTHING = "匿名|匿名群众|匿名来电|（匿名）|匿 名|不详|无|未知|不愿透露|不愿透露姓名|不便透露身份|不肯留名|未署名|没有留姓名|佚名|—|N/A|Anonymous|不愿意透露姓名|不方便透露|不肯说名字|没报姓名|未留名字|拒绝留名|姓名不详|没有姓名|未知姓名|身份不明|无落款|暂无|Name withheld"
FOLK = "群众|某村民|3名职工|热心市民|知情人|某某|保密|要求保密|要求匿名|匿名（女）|某女士|全厂职工|老同志|内部人士|白沙村村民|湘乡县白沙镇部分群众|白沙乡 村民|白沙村全体村民|向阳村 村民|张家村村民|马鞍山村村民|阳光小区业主|高桥社区居民|郑州路小区业主|江南水泥厂工人|单位 职工|阳光花园小区业主|金沙滩社区居民|金沙滩街道白沙村村民|江华瑶族自治县白沙镇村民|白沙村 全体 村民|全体 白沙村村民|白沙村村民 来信"


def kept(name: str, contact: str = "", verified: bool = False) -> dict[str, Any]:
    """The document of a tip as a version before 0.6 wrote it."""
    kind = "named" if verified else "unverified"
    reporter = {"name": name, "contact": contact, "verified": verified, "kind": kind}
    return tip_of().as_json() | {"reporter": reporter}


@pytest.mark.parametrize("name", [*SAYS_NOTHING.split("|"), *FOLK.split("|")])
def test_who_is_named_so_is_nobody_on_a_desk_that_has_them_too(name: str) -> None:
    assert names_nobody(name)
    document = kept(name)
    brief = brief_of(document, 1, lambda _key, value: value)
    for found in (document, brief):
        assert Filter(reporters=("anonymous",)).choose([found]) and open_duties(found) == []
    assert kind_of(kept(name, "13800000000", True)["reporter"]) == "number_only"
    assert kind_of(kept(name, "无")["reporter"]) == "anonymous"
    assert kind_of({"name": "", "contact": "无", "kind": "number_only"}) == "anonymous"
    tip = Tip.from_json(document)
    assert masked_of(tip, f"{name}反映") == f"{name}反映"
    (found,) = patterns([document, document | {"number": "2016-0002"}])
    assert (found.reporters, found.anonymous, found.repeats) == (0, 2, 0)


@pytest.mark.parametrize(
    "name",
    [
        "王某某",
        "吴明",
        "无名路",
        "王群众",
        "保密局李某",
        "本单位" * 60 + "甲",
        "吴镇干部",
        "不明说",
        "白沙村李村民",
        "张伟 村干部",
        "张三 本村村民",
        "张三本村村民",
        "李明小区业主",
        "李大山白沙村村民",
        "李大山 白沙村村民",
        "张三等本村村民",
        "彭大山白沙村村民",
        "彭大山和白沙村村民",
        "彭伟白沙镇群众",
        "欧阳锋白沙村村民",
        "袁隆平绿地小区业主",
        "彭大山岳麓区梅溪湖街道居民",
        "代建国白沙村村民",
        "代建国本村村民",
        "代建国 白沙村村民",
        "扎西 白沙村村民",
        "次仁多吉 白沙村村民",
    ],
)
def test_who_is_named_otherwise_is_somebody(name: str) -> None:
    assert not names_nobody(name)
    assert Reporter(name).kind == "unverified"


@pytest.mark.parametrize("name", SAYS_NOTHING.split("|"))
def test_what_says_that_nobody_is_named_is_entered_as_a_blank_is(name: str) -> None:
    assert tip_of(reporter={"name": name, "contact": "无"}).reporter is None
    assert tip_of(reporter={"name": "", "contact": "没留电话"}).reporter is None
    known = tip_of(reporter={"name": name, "contact": "13800000000"}).reporter
    assert known == Reporter(contact="13800000000")
    before = Tip.from_json(kept(name, verified=True))
    assert words.reporter(before) == "匿名"
    assert identity(kept(name)) == identity(
        entry_of(reporter=None) | tip_of(reporter=None).as_json()
    )
    (cell,) = (c.value(None, before) for c in COLUMNS if c.value.__name__ == "_reporter")  # type: ignore[arg-type]
    assert cell == "匿名"


@pytest.mark.parametrize("name", FOLK.split("|"))
def test_what_people_they_are_is_kept_and_nobody_is_verified_by_it(name: str) -> None:
    assert not says_nothing(name) or name == "某某"
    with pytest.raises(TipRefused, match="身份已核实"):
        tip_of(reporter={"name": name, "verified": True})
    tip = tip_of(reporter={"name": name})
    assert words.reporter(tip) == ("匿名" if name == "某某" else f"{name}（匿名）")
