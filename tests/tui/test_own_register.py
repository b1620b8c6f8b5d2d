"""The register that a desk prints is known again on that desk, and makes the same tips on another."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from store.desk.desk import Desk
from store.registers.importing import Taken, Wanted
from store.registers.source import open_source
from store.text import _
from store.tips import entry
from store.tips.enclosure_line import line_of
from store.tips.fields import DATES, FIELDS, TEXTS
from store.tips.tip import Tip
from tests.builders import DURING, StillClock, entry_of, notice_text
from tests.store.desks import opened
from tests.store.memory_place import MemoryNotes, MemoryPlace
from tui.entering.intake import Intake
from tui.papers.register import columns_and_rows
from tui.papers.report_html import report_html
from tui.papers.report_xlsx import report_xlsx

LINES = "".join(
    f'[[lines]]\nkind = "{kind}"\nvalue = "{value}"\n'
    for kind, value in (("landline", "1001"), ("landline", "1002"), ("post", "482 号信箱"))
)
NOTICE = notice_text(lines=LINES, team='team = "组"', tags='[tags]\n"重点" = ["重点人"]')
CALL: dict[str, Any] = {"line": "1002"}
VISIT: dict[str, Any] = {"channel": "visit", "reporter": None}
LETTER: dict[str, Any] = {
    "channel": "post",
    "postmarked_on": "2016-09-30",
    "summary": "王某某举报，电话 13800000000。",
    "reporter": {"name": "王某某", "contact": "13800000000", "verified": True},
}
OUTSIDE = VISIT | {"subjects": [{"unit": "某街道办", "group": "out_of_scope"}]}
HALF_DONE = {"to_complete": True, "subjects": [{"group": "key_post"}]}
# Several are the same but for what one column alone tells.
ENTRIES = (
    entry_of(**CALL, tags=["重点人"], enclosures="信件3页、照片5张"),
    entry_of(**VISIT),
    entry_of(**VISIT, visit_place="信访室", visit_receiver="同上"),
    entry_of(**VISIT, visit_place="—", visit_receiver="李某"),
    entry_of(**LETTER),
    entry_of(**LETTER, registration_mark="XA12"),
    entry_of(**LETTER, registration_mark="无"),
    entry_of(**OUTSIDE, referred_to="区信访局"),
    entry_of(**OUTSIDE, referred_to="12345 热线"),
    entry_of(**OUTSIDE, referred_to="区环保局"),
    entry_of(**VISIT | HALF_DONE, summary="字迹不清"),
    entry_of(channel="email", message_id="<1@example.com>"),
    entry_of(**VISIT, summary="反映三件事：\n一是收受礼金；\n\n  二是公车私用。"),
    entry_of(**OUTSIDE, referred_to="区民政局"),
)


def new_desk(name: str) -> Desk:
    return opened(Desk.create(MemoryPlace(Path(name)), NOTICE, clock=StillClock(), officer="李某"))


@pytest.fixture
def desk() -> Desk:
    """A desk whose tips have something in every field, and of which something became."""
    desk = new_desk("一")
    tips = [desk.record(entry.read(one, desk.notice, DURING)) for one in ENTRIES]
    for field in FIELDS:
        assert any(_held(tip, field.name) for tip in tips), field.name
    dispose = desk.acts.dispose
    dispose("1", "kept_for_reference", why="无实据")
    dispose("8", "handed_to_team", to="第二组")
    dispose("9", "duplicate", duplicate_of="8")
    dispose("10", "referred", letter="〔2016〕1号", on=DURING.date())
    dispose("14", "referred", to="第3中学", letter="湘巡转 2016-05")
    desk.acts.pass_through("visit", "组长")
    return desk


def _held(tip: Tip, name: str) -> bool:
    whole, _dot, part = name.partition(".")
    values = getattr(tip, whole)
    each = values if isinstance(values, tuple) else (values,)
    return any(getattr(one, part) if part and one else one for one in each)


@pytest.fixture(params=["xlsx", "csv", "csv in English", "html"])
def printed(request: pytest.FixtureRequest, desk: Desk, tmp_path: Path) -> Any:
    """Writes the register of tips into a file, as a workbook, as one would save that as CSV, or as a page."""
    if "English" in request.param:
        request.getfixturevalue("english")

    def written(tips: Any) -> Path:
        path = tmp_path / "台账"
        if request.param == "xlsx":
            path.write_bytes(report_xlsx(desk.notice, desk.figures.report("period"), tips))
        elif request.param == "html":
            path.write_text(report_html(desk.notice, desk.figures.report("period"), tips))
        else:
            columns, rows = columns_and_rows(desk.notice, tips)
            with path.open("w", encoding="utf-8-sig", newline="") as file:
                csv.writer(file).writerows([[_(column.label) for column in columns], *rows])
        return path

    return written


def taken(desk: Desk, path: Path) -> Iterator[Taken]:
    """Each row of a register, as it is taken in."""
    intake, source = Intake(desk), open_source(path, {}, MemoryNotes())
    for one in source.take_in(Wanted(), desk.notice, desk.now(), intake.on_desk):
        intake.record(one)
        yield one


@pytest.mark.parametrize("has_reporter", [True, False])
def test_it_is_known_again_on_the_desk_with_and_without_the_reporter(
    desk: Desk, printed: Any, has_reporter: bool
) -> None:
    span = desk.figures.report("period").figures.span
    path = printed(desk.figures.register(span, with_reporter=has_reporter))
    found = [one for one in taken(desk, path) if not one.is_none]
    numbers = [tip.number for tip in desk.tips()]
    assert [one.faults for one in found] == [()] * len(numbers)
    assert sorted(one.known_as for one in found) == numbers
    assert [said for one in found for said in one.remarks if "没有记入" in said] == []
    # What a duplicate is one of may be in the register of another day.
    (one,) = (one for one in taken(desk, printed([desk.tip("9")])) if not one.is_none)
    assert one.known_as == desk.tip("9").number
    assert len(one.remarks) == 1 and desk.tip("8").number in one.remarks[0]


def test_it_makes_the_same_tips_on_a_desk_that_has_none(desk: Desk, printed: Any) -> None:
    other = new_desk("另一")
    path = printed(
        desk.figures.register(desk.figures.report("period").figures.span, with_reporter=True)
    )
    assert [one.faults for one in taken(other, path) if one.faults] == []
    assert list(map(_told, other.tips())) == list(map(_told, desk.tips()))


def _told(tip: Tip) -> list[Any]:
    """All of a tip that a register tells."""
    how = tip.disposition
    minute = str(tip.received_at)[:16]
    names = ("channel", "line", "reporter", "subjects", "disciplines", "tags")
    texts = (name for name in TEXTS if name != "message_id")
    told = [getattr(tip, name) for name in (*names, *texts, *DATES, "status", "matter", "marks")]
    return [
        minute,
        *told,
        tip.to_complete,
        line_of(tip.enclosures),
        how and (how.to, how.letter, how.on),
    ]
