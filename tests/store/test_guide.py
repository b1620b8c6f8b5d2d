"""The call guide: what a complete tip says, ticked off as the summary fills."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.tips.guide import guide, to_ask


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


def test_a_whole_tip_has_every_point() -> None:
    summary = "反映某局局长2015年底在滨江酒店收受承包人现金20万元，有录音，司机在场。"
    assert all(point.is_told for point in guide(summary))


def test_whom_it_is_about_may_be_said_in_the_subjects_alone() -> None:
    assert ticked("", "赵某某") == {"who"} and ticked("", " ") == set()


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
