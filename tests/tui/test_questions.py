"""What is asked over the screen, looked at without one: what stands there first, and what it refuses."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from textual._context import active_app

from store.desk.desk import Desk
from store.text import _
from store.tips.revision import StaleRevision
from store.tips.tip import Tip
from tests.builders import REFERRAL
from tests.store.desks import new_desk, open_desk, tip_of
from tests.store.sealed import DUTY, KEY, planted, sealed_desk
from tests.store.test_recipients import forge, rewritten
from tui.actions.actions import ACTIONS
from tui.apps.desk_app import DeskApp
from tui.entering.merging import Difference
from tui.notice_form.sealing import Sealing
from tui.printing import printer
from tui.printing.asking import QUEUE
from tui.printing.wanted import Wanted
from tui.screens.ask_screen import AskScreen
from tui.screens.asking import ask_assign, ask_link, ask_report_up, ask_tell
from tui.screens.dispose_screen import DisposeScreen
from tui.screens.follow_up_screens import AppointScreen, NoteScreen
from tui.screens.print_screen import PrintScreen
from tui.screens.seal_asking import ask_seal
from tui.screens.unlocking import ask_unlock
from tui.widgets.choice import Choice
from tui.widgets.merge_panel import MergePanel
from tui.widgets.text_field import TextField


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A desk with two tips and one that was passed through."""
    made = new_desk(tmp_path / "desk")
    made.record(tip_of(reporter={"name": "王某某", "contact": "13800000000", "verified": True}))
    made.record(tip_of(REFERRAL))
    made.acts.pass_through("post", "组长")
    return made


@pytest.fixture(autouse=True)
def app(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Iterator[DeskApp]:
    """The app that the screens would stand in, which does not run."""
    made = DeskApp(desk)
    # A field that is made with a text in it has the app's screen forget what was marked there.
    monkeypatch.setattr(made, "clear_selection", lambda: None)
    token = active_app.set(made)
    yield made
    active_app.reset(token)


@pytest.mark.parametrize(
    ("number", "ask", "answers"),
    [
        ("1", NoteScreen, {"kind": "remark", "on": "", "text": "已谈话"}),
        ("1", AppointScreen, {"kind": "call_back", "when": "10-03 15:00", "text": ""}),
        ("1", ask_link, {"of": "2"}),
        ("1", ask_tell, {"note": "电话"}),
        ("3", ask_report_up, {"note": "专人"}),
        ("1", lambda desk, tip: ask_assign(desk, (tip,)), {"handler": "李明"}),
        ("1", lambda desk, tip: DisposeScreen(desk, (tip,)), {"status": "handed_to_team"}),
    ],
)
def test_what_someone_else_changed_meanwhile_is_not_acted_on_unseen(
    desk: Desk, number: str, ask: Callable[[Desk, Tip], AskScreen], answers: dict[str, Any]
) -> None:
    seen = desk.tip(number)
    screen = ask(desk, seen)
    desk.follow_ups.assign({seen.number: seen.revision}, "王芳")
    with pytest.raises(StaleRevision):
        screen._act(answers)
    ask(desk, desk.tip(number))._act(answers)


def test_several_get_who_deals_with_them_by_one_answer(desk: Desk) -> None:
    ask_assign(desk, [desk.tip("1"), desk.tip("2")])._act({"handler": "李明"})
    assert [desk.tip(number).handled_by for number in ("1", "2")] == ["李明"] * 2


def test_who_deals_with_several_stands_there_already_only_where_it_is_one(desk: Desk) -> None:
    def stands_there(*numbers: str) -> object:
        return ask_assign(desk, [desk.tip(number) for number in numbers]).rows["handler"].value

    for number, handler in (("1", "李明"), ("2", "王芳")):
        desk.follow_ups.assign({number: desk.tip(number).revision}, handler)
    assert (stands_there("1"), stands_there("1", "2")) == ("李明", "")


def test_no_paper_names_who_reported_unless_that_is_chosen(desk: Desk) -> None:
    for name in ("sheet", "register"):
        rows = PrintScreen(desk, name, Wanted(), is_remote=False).rows
        assert rows["with_reporter"].value == ""
    assert PrintScreen(desk, "letter", Wanted(), is_remote=False).rows["agreed"].value == []


@pytest.mark.parametrize("is_remote", [False, True])
def test_over_ssh_a_paper_goes_to_the_printer_alone(
    desk: Desk, is_remote: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printer, "why_not", lambda: "")
    rows = PrintScreen(desk, "day", Wanted(), is_remote=is_remote).rows
    where = rows["where"].control
    assert isinstance(where, Choice)
    places = [option.value for option in where.options]
    assert places == (["printer"] if is_remote else ["printer", "folder"])
    assert ("folder" in rows) is not is_remote


def test_nothing_that_opens_a_desk_is_seen_as_it_is_typed(desk: Desk, tmp_path: Path) -> None:
    asked = (ask_unlock(desk, None), ask_seal(Sealing(tmp_path / "new")))
    for screen, names in zip(asked, (("key",), ("passphrase", "again")), strict=True):
        for name in names:
            field = screen.rows[name].control
            assert isinstance(field, TextField) and field.password


def test_who_is_asked_for_the_key_is_told_to_whose_key_somebody_would_seal_too(
    tmp_path: Path,
) -> None:
    with sealed_desk(tmp_path / "sealed", DUTY) as sealed:
        sealed.record(planted())
    forge(sealed.place, rewritten)
    officer = open_desk(tmp_path / "sealed", DUTY)
    (told,) = officer.access.alarms()
    assert told in ask_unlock(officer, None)._sentences


def test_who_prints_what_is_sealed_is_told_on_the_screen_of_the_printers_queue(
    tmp_path: Path,
) -> None:
    with sealed_desk(tmp_path / "sealed") as lead:
        lead.record(planted())
        for is_told in (False, True):
            asked = PrintScreen(lead, "sheet", Wanted(numbers="1"), is_remote=False)
            assert (_(QUEUE) in asked._sentences) is is_told
            lead.access.unlock(KEY)


@pytest.mark.parametrize("is_contested", [True, False])
def test_what_both_changed_stands_as_it_was_typed_until_the_other_is_chosen(
    desk: Desk, is_contested: bool
) -> None:
    panel = MergePanel("1", [Difference("summary", "他改", "我改", is_contested)], desk.notice)
    (choice,) = (widget for widget in panel.compose() if isinstance(widget, Choice))
    assert choice.content == ("mine" if is_contested else "theirs")


def test_each_screen_opens_to_whom_its_action_names(
    app: DeskApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(app, "_open", lambda right, _screen: asked.append(right))
    rights = {action.id: action.right for action in ACTIONS if action.place == "everywhere"}
    for name in ("show_dues", "show_report", "show_duty", "import_register", "show_notice"):
        getattr(app, f"action_{name}")()
        assert asked.pop() == rights[name]
