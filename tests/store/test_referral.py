"""Material and reporter never go to whom the tip is about: art. 47 of the rules on reports."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from store.desk.desk import Desk
from store.errors import StepRefused
from store.tips.fields import FIELDS, Field
from store.tips.mask import MASK
from store.tips.referral import (
    complained_of,
    referral_copy,
    tells_who,
    why_not,
    without_reporter,
)
from store.tips.tip import Reporter, Subject
from tests.builders import ONE_NAME, REFERRAL, at, full_tip
from tests.store.desks import new_desk, tip_of

HEAD = {"unit": "区城市管理局", "person": "李某某", "post": "局长", "group": "out_of_scope"}
CLERK = {"unit": "区城市管理局", "person": "周某某", "post": "办事员", "group": "out_of_scope"}
UNIT = {"unit": "马泉街道办事处", "person": "", "post": "", "group": "out_of_scope"}
LEADER = {"unit": "示范区管委会", "person": "赵某某", "post": "", "group": "leadership"}
POST_ONLY = {"unit": "", "person": "区教育局局长", "post": "", "group": "out_of_scope"}
COUNTY = {"unit": "湘乡县教育局", "person": "", "post": "", "group": "out_of_scope"}
SHORT = ("县教育局", "教育局", "教育局基础教育科")
STAFF = {"unit": "", "person": "区教育局会计", "post": "", "group": "out_of_scope"}


def about(subject: dict[str, str]) -> list[Subject]:
    return [Subject(**subject)]


@pytest.mark.parametrize(
    ("subject", "receiver"),
    [
        (UNIT, "马泉街道办事处"),
        (UNIT, " 马泉街道办 "),
        (UNIT, "马泉街道办党政办"),
        (UNIT, "区信访局、马泉街道办事处"),
        (HEAD, "区城市管理局"),
        (HEAD, "区城市管理局信访科"),
        (HEAD, "李某某"),
        (CLERK, "周某某同志"),
        (CLERK, "区信访局周某某（科长）"),
        (LEADER, "示范区管理委员会"),
        (POST_ONLY, "区教育局"),
        (UNIT | {"unit": "县委"}, "县委办公室"),
        (CLERK | {"person": "周某"}, "周某同志"),
        (CLERK | {"person": "局长", "post": ""}, "区城市管理局"),
        (LEADER | {"group": "村两委干部"}, "示范区管委会"),
        ({"post": "区城市管理局局长"}, "区城市管理局"),
        *((COUNTY | named, short) for named in ({}, {"post": "局长"}) for short in SHORT),
        ({"unit": "湘乡县", "post": "教育局副局长"}, "县教育局"),
        ({"post": "湘乡县教育局局长"}, "县教育局信访科"),
        (UNIT | {"unit": "湘乡县委"}, "县委"),
        (UNIT | {"unit": "农业银行湘乡县行"}, "县行"),
        (UNIT | {"unit": "湘乡县城关镇东风村"}, "东风村村委会"),
        (UNIT | {"unit": "区住房和城乡建设局"}, "区住建局"),
    ],
)
def test_a_referral_is_stopped_where_it_would_reach_whom_it_is_about(
    subject: dict[str, str], receiver: str
) -> None:
    assert complained_of(about(subject), receiver)


@pytest.mark.parametrize(
    ("subject", "receiver"),
    [
        (UNIT, "区民政局"),
        (UNIT, "区人民政府"),
        (UNIT | {"unit": "市公安局交警支队"}, "市公安局"),
        (UNIT | {"unit": "马泉镇纪委"}, "纪委"),
        (COUNTY, "市教育局"),
        (COUNTY | {"person": "周某某", "post": "股长"}, "县教育局"),
        (HEAD, "市城市管理局"),
        (HEAD, "区纪委监委"),
        (CLERK, "区城市管理局"),
        (POST_ONLY, "市教育局"),
        (STAFF, "区教育局"),
        (CLERK | {"post": "法规科科长"}, "区城市管理局"),
        (CLERK | {"person": ""}, "区城市管理局"),
        (CLERK | {"post": ""}, "区城市管理局"),
        (LEADER | {"group": "一般干部"}, "示范区管委会"),
        # A name of one character stands in very many.
        (CLERK | {"person": "王"}, "王家镇政府"),
        (LEADER | {"group": "out_of_scope:村两委干部"}, "示范区管委会"),
        *((UNIT | {"unit": "湘乡县城"}, to) for to in ("县城管局", "县城市管理局", "县城关镇政府")),
        (UNIT | {"unit": "湘乡县乡村"}, "县乡村振兴局"),
        (UNIT | {"unit": "湘乡县乡村"}, "乡村振兴局"),
        (UNIT | {"unit": "湘乡县城区"}, "县城区执法局"),
        (UNIT | {"unit": "城南农贸市场"}, "市场服务中心"),
    ],
)
def test_a_referral_to_a_superior_or_another_body_goes_through(
    subject: dict[str, str], receiver: str
) -> None:
    assert complained_of(about(subject), receiver) is None


@pytest.mark.parametrize(
    ("whole", "short"),
    [
        ("示范区管理委员会", "示范区管委会"),
        ("马泉街道办事处", "马泉街道办"),
        ("某县人民政府", "某县政府"),
        ("区环境保护局", "区环保局"),
        ("某镇党政办公室", "某镇党政办"),
        ("某村村民委员会", "某村村委会"),
        ("中共某县纪律检查委员会", "某县纪委"),
        ("某股份有限公司", "某公司"),
        ("某有限责任公司", "某公司"),
        ("某有限公司", "某公司"),
        ("某工作委员会", "某工作委"),
    ],
)
def test_a_unit_is_the_same_by_what_it_is_called_in_short(whole: str, short: str) -> None:
    assert complained_of(about(UNIT | {"unit": whole}), short)
    assert complained_of(about(UNIT | {"unit": short}), whole)


def test_these_run_their_unit_and_heads_of_its_sections_do_not() -> None:
    heads = (
        "书记 主任 主席 董事长 总经理 校长 院长 局长 厅长 部长 区长 县长 市长 镇长 乡长 "
        "所长 站长 行长 厂长 馆长 台长 社长 负责人 一把手"
    )
    for post in heads.split():
        assert complained_of(about(CLERK | {"post": post}), CLERK["unit"]), post
    for post in ["科长", "股长", "组长", "队长", "处长", "会计"]:
        assert complained_of(about(CLERK | {"post": post}), CLERK["unit"]) is None, post
    for group in ("leadership", "next_level_head", "乡镇班子", "国企负责人", "村两委", "一把手"):
        assert complained_of(about(CLERK | {"group": group}), CLERK["unit"]), group
    for group in ("cadre", "村干部", "out_of_scope:国企负责人"):
        assert complained_of(about(CLERK | {"group": group}), CLERK["unit"]) is None, group


@pytest.mark.parametrize("between", [*"、，,；;/", " 和 ", "以及"])
def test_each_of_several_receivers_is_looked_at(between: str) -> None:
    assert complained_of(about(POST_ONLY), f"区信访局{between}区教育局")
    assert complained_of(about(POST_ONLY), f"区信访局{between}市教育局") is None


OF_ONE = {"unit": "湘乡县教育局", "person": "李明", "post": "科员", "group": "out_of_scope"}
SECRETARY = {"unit": "白沙村", "person": "赵大", "post": "党支部书记", "group": "leadership"}


@pytest.mark.parametrize(
    "handler",
    [
        *("李明", "李明科员", "李明一级主任科员", "李明干事", "科员李明", "教育局李明"),
        *("县教育局办公室李明", "王芳和李明", "李明（教育局）", "王芳 李明"),
    ],
)
def test_nobody_deals_with_what_is_about_them_whatever_stands_beside_the_name(handler: str) -> None:
    for person in ("李明", "李明同志"):
        assert complained_of(about(OF_ONE | {"person": person}), handler, is_person=True)


@pytest.mark.parametrize(
    ("subject", "handler"),
    [
        *(
            (OF_ONE, name)
            for name in ("李明华", "王李明", "局李明", "王芳（信访室）", "张和李明华")
        ),
        (OF_ONE | {"person": "平"}, "科员平"),
        (OF_ONE | {"person": "平安"}, "李和平安"),
        (SECRETARY, "书记"),
        (SECRETARY, "党支部书记"),
        (SECRETARY | {"post": "副书记"}, "副书记"),
    ],
)
def test_who_has_another_name_or_a_post_of_many_may_deal_with_it(
    subject: dict[str, str], handler: str
) -> None:
    assert complained_of(about(subject), handler, is_person=True) is None


@pytest.mark.parametrize("handler", ["白沙村书记", "白沙村", "赵大", "王芳、赵大书记"])
def test_a_post_of_the_body_that_a_tip_is_about_does_not_deal_with_it(handler: str) -> None:
    assert complained_of(about(SECRETARY), handler, is_person=True)


@pytest.fixture
def desk(tmp_path: Path) -> Any:
    with new_desk(tmp_path / "desk") as desk:
        yield desk


@pytest.mark.parametrize("written", ONE_NAME)
def test_a_referral_is_stopped_whatever_parts_the_name(written: str) -> None:
    clerk = about(CLERK | {"person": ONE_NAME[0]})
    assert complained_of(clerk, f"{written}同志")


@pytest.mark.parametrize("written", ONE_NAME)
def test_a_name_is_masked_whatever_parts_it(written: str) -> None:
    reporter = {"name": ONE_NAME[0]}
    tip = tip_of(REFERRAL, reporter=reporter, summary=f"我叫{written}，住三单元。")
    assert referral_copy(tip)["content"] == f"我叫{MASK}，住三单元。"


@pytest.mark.parametrize("subjects", [[HEAD], [UNIT, HEAD]])
def test_the_desk_stops_it_and_says_why(desk: Desk, subjects: list[dict[str, str]]) -> None:
    tip = desk.record(tip_of(REFERRAL, subjects=subjects, referred_to="区城市管理局"))
    with pytest.raises(StepRefused, match="第四十七条"):
        desk.acts.dispose(tip.number, "referred")
    with pytest.raises(StepRefused, match="第四十七条"):
        desk.acts.referral(tip.number)
    assert "“区城市管理局李某某”" in why_not(tip.subjects, " 区城市管理局")
    assert "“区城市管理局局长”" in why_not(about(HEAD | {"person": ""}), "区城市管理局")
    assert why_not(tip.subjects, "市城市管理局") == ""
    assert desk.tip(tip.number) == tip
    assert desk.acts.dispose(tip.number, "referred", to="市城市管理局").status == "referred"


def test_what_must_be_put_right_at_once_is_not_sent_to_whom_it_is_about_either(desk: Desk) -> None:
    number = desk.record(tip_of()).number
    with pytest.raises(StepRefused, match="第四十七条"):
        desk.acts.dispose(number, "urgent", to="示范区管委会")


def test_the_copy_says_what_was_sent_to_whom_on_which_day(desk: Desk) -> None:
    number = desk.record(tip_of(REFERRAL)).number
    before = desk.acts.referral(number)
    assert (before["referred_on"], before["letter"]) == (None, "")
    desk.acts.dispose(number, "referred", letter="〔2016〕1号", on=date(2016, 9, 30))
    assert desk.acts.referral(number) == {
        "number": number,
        "received_on": "2016-10-01",
        "subjects": REFERRAL["subjects"],
        "disciplines": [],
        "content": "反映小区噪声扰民。",
        "referred_to": "区环境保护局",
        "letter": "〔2016〕1号",
        "referred_on": "2016-09-30",
        "team": desk.notice.team,
    }


def test_the_copy_is_sent_by_the_team_that_signed_its_letter_whatever_it_is_called_since(
    desk: Desk,
) -> None:
    named = desk.notice.team
    for _n in range(3):
        desk.record(tip_of(REFERRAL))
    for number in "12":
        desk.acts.dispose(number, "referred", on=date(2016, 9, 30))
        desk.papers.letter(number)
    desk.acts.dispose("2", "registered", why="退回")
    desk.notices.correct(desk.notices.text().replace(named, "更名组"))
    desk.acts.dispose("2", "referred", on=date(2016, 10, 1))
    assert [desk.acts.referral(n)["team"] for n in "123"] == [named, "更名组", "更名组"]


def test_the_copy_says_all_of_which_it_speaks_and_the_day_by_the_notices_clocks() -> None:
    early = tip_of(REFERRAL, disciplines=["工作纪律", "群众纪律"], received_at="2016-10-01 7:00")
    copy = referral_copy(early)
    assert (copy["disciplines"], copy["received_on"]) == (["工作纪律", "群众纪律"], "2016-10-01")
    assert "不能送交“区教育局”：" in why_not(about(POST_ONLY), " 区教育局\n")


def test_what_is_in_scope_in_part_may_be_referred_too(desk: Desk) -> None:
    subjects = [LEADER, *REFERRAL["subjects"]]  # type: ignore[misc]
    number = desk.record(tip_of(REFERRAL, subjects=subjects, disciplines=["廉洁纪律"])).number
    assert desk.acts.dispose(number, "referred").referred_to == "区环境保护局"


def test_the_copy_says_nothing_of_who_reported_or_how() -> None:
    letter = tip_of(
        REFERRAL,
        channel="post",
        reporter={"name": "孙某某", "contact": "13912345678"},
        registration_mark="XA12345678",
        postmarked_on="2016-09-28",
        summary="我是孙某某，住三单元，电话13912345678。楼下夜间施工。",
    )
    copy = json.dumps(referral_copy(letter), ensure_ascii=False)
    for told in ("孙某某", "13912345678", "XA12345678", "2016-09-28", "channel"):
        assert told not in copy
    assert copy.count(MASK) == 2 and "楼下夜间施工" in copy


# What may stand in papers that do not name the reporter. Whoever adds to it has thought about it.
_TELLS_NOTHING = {
    "line",
    "received_at",
    "postmarked_on",
    "subjects.unit",
    "subjects.person",
    "subjects.post",
    "subjects.group",
    "summary",
    "disciplines",
    "tags",
    "referred_to",
    "enclosures",
}


def _parts(document: dict[str, Any], name: str) -> list[Any]:
    """What a tip's document has in a field of the table, as often as it has it."""
    whole, _dot, part = name.partition(".")
    held = document[whole]
    return [row[part] for row in (held if isinstance(held, list) else [held])] if part else [held]


def test_a_tip_tells_who_reported_in_other_fields_too() -> None:
    tip = replace(full_tip(), reporter=Reporter(), visit_place="", appointments=())
    tip = without_reporter(tip)
    assert not any(map(tells_who, (tip, replace(tip, reporter=Reporter(sealed_as="named")))))
    for more in (
        {"reporter": Reporter("张三")},
        {"reporter": Reporter(contact="13800000000")},
        {"visit_place": "三单元门口"},
    ):
        assert tells_who(replace(tip, **more)), more


@pytest.mark.parametrize("reporter", [None, Reporter("孙某某", "13912345678")])
def test_without_the_reporter_each_field_is_blank_but_those_that_tell_nothing(
    reporter: Reporter | None,
) -> None:
    full = replace(full_tip(), reporter=reporter)
    before, after = full.as_json(), without_reporter(full).as_json()
    for field in FIELDS:
        if field.name.startswith("reporter."):
            continue
        left = _parts(before, field.name) == _parts(after, field.name)
        assert left == (field.name in _TELLS_NOTHING), field.name
        assert left or not any(_parts(after, field.name)), field.name
    told = {"name": "", "contact": "", "verified": False, "kind": "unverified"}
    assert after["reporter"] == (told if reporter else None)


def test_a_new_field_tells_who_reported_unless_it_says_that_it_does_not() -> None:
    assert Field("new", "新项", "").tells_who
    assert {field.name for field in FIELDS if not field.tells_who} == _TELLS_NOTHING


def test_the_reporters_name_is_masked_in_what_the_desk_wrote_too(desk: Desk) -> None:
    reporter = {"name": "孙某某", "contact": "13912345678", "verified": True}
    number = desk.record(tip_of(reporter=reporter)).number
    desk.acts.tell(number, "已回电 139-1234-5678")
    desk.enclosures.add(number, "letter", name="孙某某来信.jpg", kept_at="还孙某某")
    tip = without_reporter(desk.acts.dispose(number, "kept_for_reference", why="孙某某要求留存"))
    assert tip.told and tip.told.note == f"已回电 {MASK}"
    assert tip.disposition and tip.disposition.why == f"{MASK}要求留存"
    assert [(one.name, one.kept_at) for one in tip.enclosures] == [(f"{MASK}来信.jpg", f"还{MASK}")]


def test_what_followed_and_what_came_with_a_tip_names_no_reporter_either(desk: Desk) -> None:
    number = desk.record(tip_of(reporter={"name": "孙某某", "contact": "13912345678"})).number
    desk.follow_ups.note(number, "孙某某又来电")
    desk.follow_ups.appoint(number, "call_back", at("2016-10-02T15:00:00"), "打他妻子的电话")
    desk.enclosures.add(
        number, "letter", name="孙某某来信", kept_at="孙某某卷", file_number="孙某某-1"
    )
    tip = without_reporter(desk.tip(number))
    assert tip.notes[0].text == f"{MASK}又来电"
    assert tip.appointments[0].text == ""
    found = tip.enclosures[0]
    assert (found.name, found.kept_at, found.file_number) == (
        f"{MASK}来信",
        f"{MASK}卷",
        f"{MASK}-1",
    )


@pytest.mark.parametrize(
    "written", ["139-1234-5678", "139 1234 5678", "139.1234.5678", "１３９１２３４５６７８"]
)
def test_the_number_is_masked_however_it_is_written(written: str) -> None:
    reporter = {"name": "孙某某", "contact": "+86 139 12345678"}
    tip = tip_of(REFERRAL, reporter=reporter, summary=f"回电{written}，夜间施工。")
    assert referral_copy(tip)["content"] == f"回电{MASK}，夜间施工。"


def test_how_else_the_reporter_is_reached_is_masked_too() -> None:
    reporter = {"name": "孙某某", "contact": "微信 Sun-88"}
    tip = tip_of(REFERRAL, reporter=reporter, summary="可加微信sun-88细说，夜间施工。")
    assert referral_copy(tip)["content"] == f"可加{MASK}细说，夜间施工。"


@pytest.mark.parametrize("name", ["孙某", "Li", "欧阳 某某"])
def test_a_name_is_masked_from_two_characters_on(name: str) -> None:
    told = "{0}反映夜间施工，{0}住三单元，请勿告知{0}家人。"
    tip = tip_of(REFERRAL, reporter={"name": name}, summary=told.format(name))
    assert referral_copy(tip)["content"] == told.format(MASK)
    # Of one character alone nobody would know whose it is, and each that is the same would be gone.
    tip = tip_of(REFERRAL, reporter={"name": name[0]}, summary=told.format(name))
    assert referral_copy(tip)["content"] == told.format(name)


def test_a_tip_that_goes_nowhere_has_no_referral_copy(desk: Desk) -> None:
    number = desk.record(tip_of()).number
    with pytest.raises(StepRefused):
        desk.acts.referral(number)
