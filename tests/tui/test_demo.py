"""The demo desk: invented tips that a duty officer might have taken, on day twelve."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from store.desk.desk import Desk
from store.notice.hours import is_open_at
from store.notice.period import countdown
from store.text import use_language
from tui.apps.demo import demo_desk, demo_tips

# A name that no one bears: a surname and 某, or how one is addressed who gives no more.
INVENTED_NAME = re.compile(r".{1,2}某.?|.某某|.(先生|女士)")
# Mobile numbers of a range that no operator has, or an address without its place.
INVENTED_CONTACT = re.compile(r"154\d{8}|.*某.*")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return demo_desk(tmp_path / "desk", "李明")


def test_it_is_mid_morning_of_day_twelve_and_the_lines_are_open(desk: Desk) -> None:
    now = desk.now()
    assert countdown(desk.notice, now).day == 12
    assert is_open_at(desk.notice, now)
    assert desk.now() >= now


def test_every_invented_tip_is_accepted_and_was_saved_soon_after_it_came_in(desk: Desk) -> None:
    tips = desk.tips()
    assert len(tips) == len(demo_tips()) >= 40
    for tip in tips:
        assert tip.saved_at and tip.received_at
        assert timedelta() < tip.saved_at - tip.received_at < timedelta(minutes=30)
        assert tip.saved_at < desk.now()


def test_the_tips_show_all_that_the_desk_tells_apart(desk: Desk) -> None:
    counts, tips = desk.counts(), desk.tips()
    assert counts.today and len(counts.by_day) == 12
    assert counts.in_scope and counts.out_of_scope and counts.out_of_hours
    assert all((counts.by_channel | counts.by_discipline | counts.by_group).values())
    kinds = {tip.reporter.kind if tip.reporter else "anonymous" for tip in tips}
    assert kinds == {"anonymous", "named", "unverified", "number_only"}
    assert {tag for tip in tips for tag in tip.tags} == set(desk.notice.all_tags)
    first = desk.notice.first_day
    assert any(t.postmarked_on and t.postmarked_on < first - timedelta(days=14) for t in tips)


def test_several_tips_are_about_one_invented_person(desk: Desk) -> None:
    assert len(desk.finding.similar(persons=["谭某林"])) >= 5
    assert len(desk.finding.similar(phone="154 0000 0011")) == 2


def test_nobody_real_is_in_it(desk: Desk) -> None:
    for tip in desk.tips():
        names = [subject.person for subject in tip.subjects]
        names += [tip.reporter.name] if tip.reporter else []
        assert all(INVENTED_NAME.fullmatch(name) for name in names if name), tip
        if tip.reporter and tip.reporter.contact:
            assert INVENTED_CONTACT.fullmatch(tip.reporter.contact), tip
        assert not re.search(r"\d{7,}", tip.summary), tip


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_demo_is_the_same_in_both_languages(tmp_path: Path, language: str) -> None:
    try:
        use_language(language)
        assert demo_desk(tmp_path / "desk", "李明").counts().total == len(demo_tips())
    finally:
        use_language("zh")
