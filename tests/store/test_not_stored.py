"""What cannot be stored changes nothing, neither at the desk nor for whoever sits there, and is done
once it can be stored; then it is there for whoever opens the desk."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import pytest

from store.desk.desk import Desk
from store.duty.report import Span
from store.errors import CannotWrite, Sealed
from store.tips.directory import Listed
from tests.builders import REFERRAL, at
from tests.store.desks import everything_in, folder_of, journal_in, open_desk, tip_of
from tests.store.sealed import DUTY, KEY, LEAD, SECOND, planted, sealed_desk
from tests.store.test_correction import LATER

Act = Callable[[Desk], object]
DAY: Final = Span(date(2016, 10, 1), date(2016, 10, 1))

BY_OFFICER: Final[dict[str, Act]] = {
    "shifts.take_over": lambda desk: desk.shifts.take_over(),
    "record": lambda desk: desk.record(planted(), reference="7"),
    "take_in": lambda desk: desk.take_in(tip_of(REFERRAL)),
    "amend": lambda desk: desk.amend(desk.access.open_tip("1")),
    "acts.undo": lambda desk: desk.acts.undo(),
    "acts.pass_through": lambda desk: desk.acts.pass_through("visit", LEAD),
    "follow_ups.note": lambda desk: desk.follow_ups.note("1", "密语：已转告"),
    "follow_ups.correct_note": lambda desk: desk.follow_ups.correct_note("1", 1, "密语：未转告"),
    "follow_ups.withdraw_note": lambda desk: desk.follow_ups.withdraw_note("1", 1),
    "follow_ups.appoint": lambda desk: desk.follow_ups.appoint(
        "1", "call_back", at("2016-10-02T15:00:00")
    ),
    "follow_ups.done": lambda desk: desk.follow_ups.done("1"),
    "enclosures.add": lambda desk: desk.enclosures.add("1", "letter", file=BytesIO(b"%PDF-")),
    "enclosures.correct": lambda desk: desk.enclosures.correct("1", 1, pages=2),
    "enclosures.take_out": lambda desk: desk.enclosures.take_out("1", 1, BytesIO()),
    "enclosures.remove": lambda desk: desk.enclosures.remove("1", 1),
    "duty_log.write": lambda desk: desk.duty_log.write("密语"),
    "forms.give_out": lambda desk: desk.forms.give_out(1),
    "forms.settle": lambda desk: desk.forms.settle(1, void="写坏了"),
    "drafts.keep": lambda desk: desk.drafts.keep("登记", {"summary": "密语"}),
    "columns.keep": lambda desk: desk.columns.keep("0" * 32, b"{}"),
    "shifts.hand_over": lambda desk: desk.shifts.hand_over("密语"),
}
BY_LEAD: Final[dict[str, Act]] = {
    "access.unlock": lambda desk: desk.access.unlock(KEY),
    "access.open_tip": lambda desk: desk.access.open_tip("1"),
    "access.open_tips": lambda desk: desk.access.open_tips(desk.tips(), ""),
    "access.note": lambda desk: desk.access.note("verify"),
    "access.drafts_of_all": lambda desk: desk.access.drafts_of_all(),
    "access.set_role": lambda desk: desk.access.set_role("王芳", "lead"),
    "history": lambda desk: desk.history("1", whole=True),
    "matters.patterns": lambda desk: desk.matters.patterns(),
    "acts.dispose": lambda desk: desk.acts.dispose("1", "handed_to_team"),
    "acts.dispose_several": lambda desk: desk.acts.dispose_several({"2": 1}, "referred", to="某局"),
    "acts.tell": lambda desk: desk.acts.tell("1"),
    "acts.link": lambda desk: desk.acts.link("1", "2"),
    "acts.unlink": lambda desk: desk.acts.unlink("1"),
    "acts.referral": lambda desk: desk.acts.referral("2"),
    "follow_ups.assign": lambda desk: desk.follow_ups.assign({"1": None}, "王芳"),
    "follow_ups.report_up": lambda desk: desk.follow_ups.report_up("3"),
    "enclosures.set_limits": lambda desk: desk.enclosures.set_limits(1, 1),
    "listing.take_in": lambda desk: desk.listing.take_in([Listed(unit="某局")]),
    "figures.register": lambda desk: desk.figures.register(DAY),
    "papers.transfer": lambda desk: desk.papers.transfer(desk.tips()[:1], "第二组"),
    "papers.letter": lambda desk: desk.papers.letter("2"),
    "papers.again": lambda desk: desk.papers.again("transfer", 1),
    "notices.correct": lambda desk: desk.notices.correct(LATER),
    "keeping.backup": lambda desk: desk.keeping.backup(folder_of(desk).with_name("b.zip")),
    "keeping.discard_draft": lambda desk: desk.keeping.discard_draft(desk.drafts.left()[0]),
    "enclosures.remove_unused": lambda desk: desk.enclosures.remove_unused(),
    "keeping.rekey": lambda desk: desk.keeping.rekey([str(SECOND.to_public())]),
}


@contextmanager
def no_room(desk: Desk) -> Iterator[None]:
    """Nothing more can be written in the desk's folder."""
    folder = folder_of(desk).resolve()

    def full(real: Callable[..., int]) -> Callable[..., int]:
        def write(fd: int, *what: Any) -> int:
            if Path(f"/proc/self/fd/{fd}").readlink().is_relative_to(folder):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            return real(fd, *what)

        return write

    with pytest.MonkeyPatch.context() as patch:
        for name in ("write", "pwrite"):
            patch.setattr(os, name, full(getattr(os, name)))
        yield


def _summary(desk: Desk, number: str) -> str:
    try:
        return desk.acts.current(number, None).summary
    except Sealed:
        return "sealed"


def seen_by(desk: Desk) -> dict[str, object]:
    """What the desk has, and what whoever sits there can do."""
    return {
        "journal": journal_in(desk.place),
        "tips": desk.tips(),
        "texts": [_summary(desk, tip.number) for tip in desk.tips()],
        "is unlocked": desk.access.is_unlocked,
        "roles": (desk.access.roster(), desk.access.role),
        "counts": desk.counts(),
        "notice": (desk.notice, desk.notices.text()),
        "shifts": (desk.shifts.all(), desk.shifts.is_on()),
        "log": desk.duty_log.all(),
        "forms": desk.forms.all(),
        "drafts": (desk.drafts.all(), {*desk.place.drafts.kept()}),
        "files": (desk.enclosures.limits, desk.enclosures.kept()),
        "list": desk.listing.all().rows,
        "columns": desk.columns.kept(),
        "dues": (desk.dues.all(), desk.dues.appointments()),
        "line": desk.finding.line_called_last(),
        "sent": desk.sent_before("7"),
    }


def _without_key(seen: dict[str, object]) -> dict[str, object]:
    return {what: it for what, it in seen.items() if what not in ("texts", "is unlocked")}


@pytest.mark.parametrize("officer", [DUTY, LEAD])
def test_what_cannot_be_stored_changes_nothing_and_is_done_later(
    tmp_path: Path, officer: str
) -> None:
    by_officer = open_desk(sealed_desk(tmp_path / "desk").place, DUTY)
    if officer == LEAD:
        for act in BY_OFFICER.values():
            act(by_officer)
        with by_officer.place.files.writing() as left:
            left.keep("0" * 32)
    desk = by_officer if officer == DUTY else open_desk(by_officer.place, LEAD)
    for name, act in (BY_OFFICER if officer == DUTY else BY_LEAD).items():
        before, stored = seen_by(desk), everything_in(desk.place)
        beside = {*tmp_path.iterdir()}
        with open_desk(desk.place, officer) as anew:
            assert _without_key(seen_by(anew)) == _without_key(before), f"all before {name}"
        with no_room(desk), pytest.raises(CannotWrite):
            act(desk)
            pytest.fail(name)
        after = seen_by(desk)
        assert [(name, what) for what in before if before[what] != after[what]] == []
        assert {*tmp_path.iterdir()} == beside, f"{name} gives nothing out that is not recorded"
        act(desk)
        assert everything_in(desk.place) != stored, name
