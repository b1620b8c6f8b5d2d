"""What is asked over the screen, looked at without one: what stands there first, and what it refuses."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from textual._context import active_app

from store.desk.desk import Desk
from store.errors import Refused
from store.text import _
from store.tips.disposition import Told
from store.tips.dues import Due
from store.tips.enclosure import Enclosure
from store.tips.find import Filter, Similar
from store.tips.revision import StaleRevision
from store.tips.tip import Tip
from tests.builders import CALL, REFERRAL, at, notice_text
from tests.store.desks import OFFICER, clock, folder_of, new_desk, open_desk, opened, tip_of
from tests.store.sealed import DUTY, KEY, LEAD, planted, sealed_desk
from tests.store.test_recipients import KEYS, forge, rewritten
from tests.tui.dialogue import dialogue
from tests.tui.shell import Shell
from tui.actions.actions import ACTIONS, actions_at
from tui.apps.desk_app import DeskApp
from tui.entering.merging import Difference
from tui.entering.set_aside import SetAside
from tui.notice_form.sealing import Sealing
from tui.printing import printer
from tui.printing.asking import QUEUE
from tui.printing.kinds import PAPERS
from tui.printing.wanted import Wanted
from tui.screens import due_screen, enclosures_screen
from tui.screens.ask_screen import AskScreen
from tui.screens.asking import (
    ask_assign,
    ask_link,
    ask_pass_through,
    ask_report_up,
    ask_tell,
)
from tui.screens.dispose_screen import DisposeScreen
from tui.screens.due_screen import DueScreen
from tui.screens.duty_asking import ask_form, ask_hand_over, ask_log
from tui.screens.enclosures_screen import EnclosuresScreen
from tui.screens.filter_screen import FilterScreen
from tui.screens.follow_up_screens import AppointScreen, NoteScreen
from tui.screens.palette_screen import matching
from tui.screens.print_screen import PrintScreen
from tui.screens.seal_asking import ask_seal
from tui.screens.unlocking import ask_unlock
from tui.widgets.choice import Choice
from tui.widgets.merge_panel import DifferenceRows, MergePanel
from tui.widgets.text_field import LongField, NumberField, TextField
from tui.words.unlocking import fingerprints


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


@pytest.fixture
def several_lines(tmp_path: Path) -> Desk:
    """A desk with two telephones beside a third."""
    lines = "".join(
        f'[[lines]]\nkind = "{kind}"\nvalue = "{value}"\n'
        for kind, value in (("landline", "84400001"), ("mobile", "2"), ("landline", "84400002"))
    )
    made = Desk.create(
        tmp_path / "several", notice_text(lines=lines), clock=clock(), officer=OFFICER
    )
    return opened(made)


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


@pytest.mark.parametrize(
    ("ask", "answers"),
    [
        (NoteScreen, {"own": "1", "way": "withdraw"}),
        (NoteScreen, {"own": "1", "way": "correct", "kind": "remark", "on": "", "text": "改"}),
        (AppointScreen, {"done": "1"}),
        (ask_link, {"of": "", "way": "unlink"}),
    ],
)
def test_nor_is_what_followed_on_it_taken_back_or_done_with_unseen(
    desk: Desk, ask: Callable[[Desk, Tip], AskScreen], answers: dict[str, Any]
) -> None:
    desk.follow_ups.note("2", "原文", "supplement")
    desk.follow_ups.appoint("2", "call_back", at("2016-10-03T15:00:00"))
    desk.acts.link("2", "1")
    before = desk.tip("2")
    screen = ask(desk, before)
    desk.follow_ups.assign({before.number: before.revision}, "王芳")
    with pytest.raises(StaleRevision):
        screen._act(answers)
    assert desk.tip("2") == replace(before, handled_by="王芳", revision=before.revision + 1)
    ask(desk, desk.tip("2"))._act(answers)
    after = desk.tip("2")
    assert (after.notes, after.appointments, after.matter) != (
        before.notes,
        before.appointments,
        before.matter,
    )


@pytest.mark.parametrize("ask", [ask_assign, DisposeScreen])
def test_of_several_none_is_changed_where_someone_else_changed_one_meanwhile(
    desk: Desk, ask: Callable[[Desk, Sequence[Tip]], AskScreen]
) -> None:
    answers = {"handler": "李明", "status": "kept_for_reference", "why": "不具可查性"}
    screen = ask(desk, [desk.tip("1"), desk.tip("2")])
    desk.follow_ups.note("2", "他人所记")
    with pytest.raises(StaleRevision):
        screen._act(answers)
    assert [desk.tip(n).status for n in "12"] == ["registered"] * 2
    assert [desk.tip(n).handled_by for n in "12"] == [""] * 2
    done = ask(desk, [desk.tip("1"), desk.tip("2")])._act(answers)
    assert [tip.number for tip in done] == ["2016-0001", "2016-0002"]
    assert {(tip.status, tip.handled_by) for tip in done} <= {
        ("kept_for_reference", ""),
        ("registered", "李明"),
    }


def test_the_day_of_a_note_that_is_emptied_is_today_as_the_field_says(desk: Desk) -> None:
    noted = desk.follow_ups.note("1", "原文", "remark", on=date(2016, 9, 22))
    answers = {"own": "1", "way": "correct", "kind": "remark", "on": "", "text": "改"}
    (changed,) = NoteScreen(desk, noted)._act(answers)
    assert [(note.text, str(note.on)) for note in changed.notes] == [("改", "2016-10-01")]


@pytest.mark.parametrize(("number", "ask"), [("1", ask_tell), ("3", ask_report_up)])
def test_what_is_not_shown_of_an_earlier_note_is_not_replaced_without_a_word(
    desk: Desk, number: str, ask: Callable[[Desk, Tip], AskScreen]
) -> None:
    assert "再记即代替" not in "".join(ask(desk, desk.tip(number))._sentences)
    noted = desk.acts.tell if ask is ask_tell else desk.follow_ups.report_up
    noted(number, "电话")
    assert "再记即代替" not in "".join(ask(desk, desk.tip(number))._sentences)
    noted(number, "")
    shown = ask(desk, desk.tip(number))
    assert shown.answers == {"note": ""} and f"已记：{OFFICER} 2016-10-01" in shown._sentences[1]


def test_what_was_set_aside_of_one_question_about_one_tip_is_offered_for_no_other(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[AskScreen] = []
    monkeypatch.setattr(enclosures_screen, "ask", lambda _app, screen: shown.append(screen))
    noted = Told("电话", desk.now(), OFFICER)
    for number in ("1", "2"):
        desk.follow_ups.note(number, "原文")
        tip = replace(desk.tip(number), told=noted)
        shown += [ask_tell(desk, tip), NoteScreen(desk, tip)]
        screen = EnclosuresScreen(desk, number, whole=True, is_remote=False)
        for place in (1, 2):
            screen._ask_facts(tip, Enclosure("letter", name="甲"), place)
    shown.append(DisposeScreen(desk, (desk.tip("2"),)))
    shown.append(ask_report_up(desk, replace(desk.tip("3"), reported=noted)))
    asides = [screen.aside for screen in shown]
    for n, aside in enumerate(asides):
        assert aside and aside.keep({"text": str(n)}) == ""
    desk.follow_ups.assign({"2": desk.tip("2").revision}, "王芳")
    for n, aside in enumerate(asides):
        assert aside
        now = SetAside.of(desk, aside.what, desk.tip(aside.number))
        assert now.take() == ({"text": str(n)}, aside.number == "2016-0002")
        assert now.take() == ({}, False)


def ask_why_kept(desk: Desk, tip: Tip) -> AskScreen:
    screen = DisposeScreen(desk, (tip,))
    screen._ask_for("kept_for_reference")
    return screen


KEEPS_ANSWERS: list[Callable[[Desk, Tip], AskScreen]] = [
    *(NoteScreen, AppointScreen, ask_link, ask_tell, ask_report_up, ask_why_kept),
    lambda desk, tip: ask_assign(desk, (tip,)),
    *(lambda desk, _tip: ask_pass_through(desk), lambda desk, _tip: ask_hand_over(desk)),
    *(lambda desk, _tip: ask_log(desk), lambda desk, _tip: ask_form(desk, {})),
]


def test_no_dialogue_goes_on_with_what_was_answered_in_another(desk: Desk) -> None:
    found = [ask(desk, desk.tip("1")).aside for ask in KEEPS_ANSWERS]
    assert len({(one.what, one.number) for one in found if one}) == len(KEEPS_ANSWERS)


@pytest.mark.parametrize("ask", KEEPS_ANSWERS)
def test_what_was_answered_and_not_done_comes_back_to_the_officer_alone_where_it_was_asked(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, ask: Callable[[Desk, Tip], AskScreen]
) -> None:
    for name in ("say", "set_focus"):
        monkeypatch.setattr(AskScreen, name, lambda _screen, _what: None)

    def asked(desk: Desk) -> AskScreen:
        screen = ask(desk, desk.tip("1"))
        screen.on_mount()
        return screen

    first, written = asked(desk), "所填密言"
    assert first.set_aside() == "" and not first.set_aside_word, "nothing was answered"
    field = next(
        name
        for name, row in first.rows.items()
        if row.display and isinstance(row.control, TextField | LongField)
    )
    first.rows[field].value = written
    assert first.set_aside() == "" and first.set_aside_word
    with open_desk(folder_of(desk), "值班员乙") as others:
        assert asked(others).rows[field].value != written
    again = asked(desk)
    assert again.rows[field].value == written and not again.is_blank
    assert asked(desk).rows[field].value != written, "it is gone on with there"
    again.set_aside()
    monkeypatch.setattr(again, "_act", lambda _answers: ())
    again._act_once(again.answers)
    assert asked(desk).rows[field].value != written, "it is done"


def test_who_goes_elsewhere_is_asked_once_where_what_was_answered_cannot_be_kept(
    desk: Desk, app: DeskApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(app, "notify", lambda text, **_how: said.append(text))
    screen = ask_log(desk)
    screen.rows["text"].value = "停电"
    drafts = folder_of(desk) / "drafts"
    drafts.write_text("in the way")
    assert not screen.may_be_left() and screen.may_be_left()
    assert not screen.set_aside_word, "nothing was kept"
    screen.rows["text"].value = "停电，已恢复"
    assert not screen.may_be_left()
    assert len(said) == 2 and "确要离开请再按一次" in said[1]
    drafts.unlink()
    assert screen.may_be_left() and "续填" in said[2]


def test_what_was_answered_of_a_sealed_tip_is_sealed_and_its_own_texts_for_who_may_read_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("say", "set_focus"):
        monkeypatch.setattr(AskScreen, name, lambda _screen, _what: None)
    with sealed_desk(tmp_path / "sealed", DUTY) as desk:
        tip = desk.record(planted())
        desk.follow_ups.note("1", "密言一", "supplement")

        def asked(opened: str) -> NoteScreen:
            screen = NoteScreen(desk, desk.access.open_tip("1") if opened else desk.tip("1"))
            screen.opened = opened
            screen.on_mount()
            return screen

        for opened in (str(tip.number), ""):
            screen = asked(opened)
            if opened:
                screen.rows["own"].value = "1"
                screen._turn_to("1")
            screen.rows["text"].value += "密言二"
            assert screen.set_aside() == ""
            assert ("按 V 显示" in screen.set_aside_word) is bool(opened)
        kept = [path.read_bytes() for path in (tmp_path / "sealed" / "drafts").iterdir()]
        assert len(kept) == 2 and not [data for data in kept if "密言".encode() in data]
        assert asked("").rows["text"].value == "密言二"
        assert asked("").rows["text"].value == "", "the texts of the tip are not shown"
        assert asked(str(tip.number)).rows["text"].value == "密言一密言二"


def test_an_officer_of_a_desk_that_is_not_sealed_gets_a_tips_texts_back_once_it_is_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("say", "set_focus"):
        monkeypatch.setattr(AskScreen, name, lambda _screen, _what: None)
    new_desk(tmp_path / "roster", LEAD).access.set_role(DUTY, "officer")
    with open_desk(tmp_path / "roster", DUTY) as desk:
        number = desk.record(tip_of(CALL)).number
        SetAside.of(desk, "note", desk.tip(number)).with_texts.keep({"text": "密言"})
        for opened in ("", number):
            screen = NoteScreen(desk, desk.tip(number))
            screen.opened = opened
            screen.on_mount()
            assert screen.rows["text"].value == ("密言" if opened else "")


def test_what_was_gone_on_with_is_a_draft_again_at_the_next_lock_whatever_was_typed_since(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("say", "set_focus"):
        monkeypatch.setattr(AskScreen, name, lambda _screen, _what: None)
    desk.acts.tell("1", "电话")
    written = {"note": "电话，另有短信"}
    screen = ask_tell(desk, desk.tip("1"))
    screen.opened = "2016-0001"
    assert screen.aside
    screen.aside.keep(written)
    screen.on_mount()
    assert screen.answers == written and screen.aside.take() == ({}, False)
    screen.hide_texts()
    assert screen.answers == {"note": ""}
    assert screen.aside.with_texts.take() == (written, False)


def test_all_that_was_written_for_several_notes_comes_back_whichever_was_shown_last(
    desk: Desk,
) -> None:
    desk.follow_ups.note("1", "原文", "supplement")
    tip = desk.tip("1")
    screen = NoteScreen(desk, tip)
    assert not screen.begins_with_texts
    screen._first_written = screen.written
    for which, text in (("1", "改"), ("another", "又一条")):
        screen.rows["own"].value = which
        screen._turn_to(which)
        assert not screen.is_blank
        screen.rows["text"].value = text
    aside = screen.aside
    assert screen.begins_with_texts and aside
    screen._put_away(aside, is_blank=False)
    written, _is_outdated = aside.with_texts.take()
    again = NoteScreen(desk, tip)
    again.write_again(written)
    assert (again._which, again.rows["text"].value) == ("another", "又一条")
    again._turn_to("1")
    assert again.rows["text"].value == "改"


def test_what_was_written_of_a_note_at_a_place_that_is_anothers_by_now_is_a_further_note(
    desk: Desk,
) -> None:
    for text in ("甲一", "甲二"):
        desk.follow_ups.note("1", text, "supplement")
    written = {"own": "2", "way": "correct", "kind": "remark", "on": "", "text": "改"}
    written |= {"1 kind": "remark", "1 text": "另改"}
    now = NoteScreen(desk, desk.tip("1"))
    now.write_again(now.where_changed(written))
    shown = ("another", "改\n另改", "remark")
    assert (now._which, now.rows["text"].value, now.rows["kind"].value) == shown
    assert now.rows["own"].value == "another" and not now._was_changed
    withdrawn = now.where_changed(written | {"way": "withdraw"})
    assert withdrawn == {"text": "另改"}, "what is withdrawn is not written anew"
    desk.follow_ups.withdraw_note("1", 1)
    with open_desk(folder_of(desk), "值班员乙") as others:
        others.follow_ups.note("1", "乙二", "supplement")
    for gone in ({**written, "own": "another", "2 text": "又改"}, written):
        now = NoteScreen(desk, desk.tip("1"))
        now.write_again(gone)
        assert now.rows["own"].value == "another" and not now._was_changed
        assert now.rows["text"].value.startswith("改\n另改"), "those of others are not offered"


def test_which_appointment_took_place_is_asked_anew_where_others_are_to_come_by_now(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(AskScreen, "set_focus", lambda _screen, _what: None)
    monkeypatch.setattr(AskScreen, "say", lambda _screen, sentence: said.append(sentence))
    for hour in (15, 16, 17):
        desk.follow_ups.appoint("1", "call_back", at(f"2016-10-03T{hour}:00:00"))
    before = AppointScreen(desk, desk.tip("1"))
    assert before.aside
    before.aside.keep({"done": "2", "text": "回访"})
    desk.follow_ups.done("1", 1)
    now = AppointScreen(desk, desk.tip("1"))
    now.on_mount()
    assert (now.rows["done"].value, now.rows["text"].value) == ("another", "回访")
    assert "请核对" in said[-1]
    now.write_again({"done": "3"})
    assert now.rows["done"].value == "another", "it is offered no more"


def test_what_was_corrected_of_an_enclosure_is_not_put_to_the_one_that_has_its_place_now(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[AskScreen] = []
    monkeypatch.setattr(enclosures_screen, "ask", lambda _app, screen: shown.append(screen))
    monkeypatch.setattr(AskScreen, "set_focus", lambda _screen, _what: None)
    monkeypatch.setattr(AskScreen, "say", lambda _screen, _sentence: None)
    first = desk.tip("1")
    later = replace(first, revision=first.revision + 1)
    screen = EnclosuresScreen(desk, "1", whole=True, is_remote=False)
    letter, photograph = Enclosure("letter", name="甲"), Enclosure("photo", name="乙")
    for now, name in ((letter, "甲原件"), (photograph, "乙")):
        screen._ask_facts(first, letter, 1)
        shown[-1].on_mount()
        shown[-1].rows["name"].value = "甲原件"
        assert shown[-1].set_aside() == ""
        screen._ask_facts(later, now, 1)
        shown[-1].on_mount()
        assert shown[-1].rows["name"].value == name


def test_what_was_kept_with_texts_comes_back_where_nothing_is_noted_any_more(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("say", "set_focus"):
        monkeypatch.setattr(AskScreen, name, lambda _screen, _what: None)
    for ask in (ask_tell, NoteScreen):
        screen = ask(desk, desk.tip("1"))
        assert screen.aside
        screen.aside.with_texts.keep({"note": "原文，再补", "text": "原文，再补"})
        screen.on_mount()
        assert "原文，再补" in screen.answers.values()
        assert screen.begins_with_texts, "what the tip said stands there still"
        assert not desk.drafts.all()


def test_a_disposal_whose_step_is_not_allowed_any_more_stays_a_draft(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("say", "set_focus"):
        monkeypatch.setattr(AskScreen, name, lambda _screen, _what: None)
    written = {"status": "handed_to_team", "to": "王组长"}
    screen = DisposeScreen(desk, (desk.tip("1"),))
    assert screen.aside
    screen.aside.keep(written)
    desk.acts.dispose("1", "handed_to_team", to="赵组长")
    again = DisposeScreen(desk, (desk.tip("1"),))
    again.on_mount()
    assert again.answers == {"status": ""} and not again.is_blank
    assert again.set_aside() == "" and again.set_aside_word


def test_a_note_says_what_was_written_of_the_day_that_was_written_or_of_today(desk: Desk) -> None:
    def answered(**answers: str) -> list[tuple[str, str, str]]:
        NoteScreen(desk, desk.tip("1"))._act(answers)
        return [(note.kind, str(note.on), note.text) for note in desk.tip("1").notes]

    first = ("follow_up", "2016-09-30", "一")
    assert answered(kind="follow_up", on="09-30", text="一") == [first]
    second = ("remark", "2016-10-01", "二")
    assert answered(kind="remark", on=" ", text="二") == [first, second]
    changed = ("instruction", "2016-09-29", "改")
    own = {"own": "2", "way": "correct"}
    assert answered(kind="instruction", on="2016-09-29", text="改", **own) == [first, changed]
    assert answered(own="1", way="withdraw") == [changed]
    desk.follow_ups.note("1", "三", "remark")
    screen = NoteScreen(desk, desk.tip("1"))
    # As where one had turned to it before the others of one's own were hidden.
    screen._which = "2"
    screen._act({"way": "correct", "kind": "remark", "on": "", "text": "四"})
    assert [note.text for note in desk.tip("1").notes] == ["改", "四"]


def test_what_is_appointed_is_of_the_hour_that_was_written_and_done_by_its_place(
    desk: Desk,
) -> None:
    for kind, when, text in (
        ("interview", "10-04 09:30", "约谈"),
        ("call_back", "10-03 15:00", "回电"),
    ):
        AppointScreen(desk, desk.tip("1"))._act({"kind": kind, "when": when, "text": text})
    screen = AppointScreen(desk, desk.tip("1"))
    choice = screen.rows["done"].control
    assert isinstance(choice, Choice) and choice.content == "another"
    labels = [option.label for option in choice.options]
    assert "15:00" in labels[0] and "09:30" in labels[1] and labels[2] == "没有，另约"
    assert [option.value for option in choice.options] == ["1", "2", "another"]
    screen._act({"done": "2"})
    told = [(one.kind, one.text, one.is_open) for one in desk.tip("1").appointments]
    assert told == [("call_back", "回电", True), ("interview", "约谈", False)]
    assert desk.tip("1").appointments[0].when == at("2016-10-03T15:00:00")


def test_each_step_is_taken_as_it_was_answered(desk: Desk) -> None:
    answers = {"status": "referred", "to": "某县纪委", "letter": "转〔1〕号", "on": "09-30"}
    (tip,) = DisposeScreen(desk, (desk.tip("2"),))._act(answers | {"why": "属地管理"})
    found = tip.disposition
    assert found
    assert (tip.status, found.to, found.letter, str(found.on), found.why) == (
        *("referred", "某县纪委", "转〔1〕号", "2016-09-30", "属地管理"),
    )
    later = desk.record(tip_of())
    (tip,) = DisposeScreen(desk, (later,))._act({"status": "duplicate", "of": "1"})
    assert (tip.status, tip.matter) == ("duplicate", "2016-0001")
    several = [desk.record(tip_of(REFERRAL)) for _each in range(2)]
    for tip in DisposeScreen(desk, several)._act(answers):
        found = tip.disposition
        assert found and (tip.status, found.to, found.letter, str(found.on)) == (
            *("referred", "某县纪委", "转〔1〕号", "2016-09-30"),
        )


def test_where_several_are_to_go_stands_there_only_where_all_were_recorded_to_go_there(
    desk: Desk,
) -> None:
    for other, stands in (("某县纪委", "某县纪委"), ("市信访局", "")):
        tips = [replace(tip_of(REFERRAL), referred_to=to) for to in ("某县纪委", other)]
        screen = DisposeScreen(desk, tips)
        rows = screen.rows
        rows["to"].value = ""
        rows["status"].value = "referred"
        assert isinstance(rows["status"].control, Choice)
        screen.on_choice_changed(Choice.Changed(rows["status"].control))
        assert rows["to"].value == stands


@pytest.mark.parametrize(("status", "base"), [("referred", REFERRAL), ("urgent", CALL)])
def test_that_one_of_several_may_not_go_where_it_is_about_is_said_whichever_it_is(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, status: str, base: dict[str, Any]
) -> None:
    (about,) = tip_of(base).subjects
    tips = [tip_of(base), replace(tip_of(base), subjects=(replace(about, unit="某县纪委"),))]
    for shown in (tips, tips[::-1]):
        screen = DisposeScreen(desk, shown)
        rows, said = screen.rows, list[str]()
        monkeypatch.setattr(rows["to"], "show_fault", said.append)
        rows["status"].value = status
        rows["to"].value = "某县纪委"
        screen._guard()
        assert "某县纪委" in said[-1]
        # What is wrong with one step is not with another.
        screen._ask_for("kept_for_reference")
        assert said[-1] == ""


def test_a_filter_offers_what_tips_have_though_the_notice_has_it_no_more_and_keeps_what_is_set(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    counts = desk.counts()
    former = replace(
        counts, by_discipline=counts.by_discipline | {"旧类": 1}, by_other_source={"email": 1}
    )
    monkeypatch.setattr(desk, "counts", lambda: former)
    wanted = Filter(since=date(2016, 10, 1), until=date(2016, 10, 2), late=True, to_complete=True)
    screen = FilterScreen(desk, wanted)

    def offered(part: str) -> list[str]:
        choice = screen.rows[part].control
        assert isinstance(choice, Choice)
        return [option.value for option in choice.options]

    assert "旧类" in offered("disciplines") and "email" in offered("channels")
    assert screen.rows["flags"].value == ["late", "to_complete"]
    assert [screen.rows[part].value for part in ("since", "until")] == ["2016-10-01", "2016-10-02"]
    taken: list[Filter | None] = []
    monkeypatch.setattr(screen, "dismiss", taken.append)
    for until in ("10-01", ""):
        screen.rows["until"].value = until
        screen.action_take_filter()
    assert taken == [replace(wanted, until=date(2016, 10, 1)), replace(wanted, until=None)]


def test_tips_are_filtered_by_line_only_where_several_are_of_one_kind(
    desk: Desk, several_lines: Desk
) -> None:
    assert "lines" not in FilterScreen(desk, Filter()).rows
    screen = FilterScreen(several_lines, Filter(lines=("84400002",)))
    choice = screen.rows["lines"].control
    assert isinstance(choice, Choice) and choice.content == ["84400002"]
    assert [(option.value, option.label) for option in choice.options] == [
        ("84400001", "固定电话 84400001"),
        ("2", "手机 2"),
        ("84400002", "固定电话 84400002"),
    ]


def test_by_which_of_several_lines_came_what_is_passed_through_is_stored_however_it_is_told(
    several_lines: Desk,
) -> None:
    answers = {"line": "landline 84400002", "received_at": "", "to": "组长"}
    ask_pass_through(several_lines)._act(answers)
    dialogue(folder_of(several_lines), "径送", "3", "", "组长", "0")
    words = ("--channel", "landline", "--line", "84400002", "--to", "组长")
    Shell(folder_of(several_lines)).say("pass-through", *words)
    several_lines.refresh()
    assert [tip.line for tip in several_lines.tips()] == ["84400002"] * 3


def test_what_is_passed_through_came_by_the_line_and_when_it_was_said_to(desk: Desk) -> None:
    for received, since in (("09-30 10:00", "2016-09-30T10:00:00"), ("", "2016-10-01T16:59:30")):
        answers = {"line": "mobile 18073127519", "received_at": received, "to": "组长"}
        (tip,) = ask_pass_through(desk)._act(answers)
        assert (tip.channel, tip.line) == ("mobile", "18073127519")
        # Left blank it is now, by a clock that goes on.
        until = desk.now() if not received else at(since)
        assert tip.received_at and at(since) <= tip.received_at <= until


@pytest.mark.parametrize(
    ("number", "found", "suggested"),
    [
        ("2016-0003", ["2016-0001", "2016-0002"], "2016-0001"),
        ("2016-0002", ["2016-0003", "2016-0001"], "2016-0001"),
        ("2016-0001", ["2016-0003", "2016-0002"], ""),
        ("2016-0001", [], ""),
        # The numbers have a digit more then.
        ("2016-10000", ["2016-10001", "2016-9999"], "2016-9999"),
        ("2016-9999", ["2016-10000"], ""),
    ],
)
def test_what_is_suggested_came_before_and_has_the_most_in_common(
    desk: Desk,
    monkeypatch: pytest.MonkeyPatch,
    number: str,
    found: Sequence[str],
    suggested: str,
) -> None:
    alike = [Similar(replace(tip_of(), number=other), ()) for other in found]
    monkeypatch.setattr(desk.finding, "similar", lambda *_traits, **_but: alike)
    tip = replace(tip_of(), number=number)
    assert DisposeScreen(desk, (tip,)).rows["of"].value == suggested
    assert ask_link(desk, tip).rows["of"].value == suggested
    monkeypatch.setattr(desk.matters, "size", lambda _tip: 2)
    assert ask_link(desk, tip).rows["of"].value == ""


@pytest.mark.parametrize(
    ("ask", "answers", "field"),
    [
        (NoteScreen, {"kind": "remark", "on": "某日", "text": "一"}, "on"),
        (
            NoteScreen,
            {"own": "1", "way": "correct", "kind": "remark", "on": "", "text": " "},
            "text",
        ),
        (AppointScreen, {"kind": "call_back", "when": "何时", "text": ""}, "when"),
        (AppointScreen, {"kind": "call_back", "when": "", "text": ""}, "when"),
        (lambda desk, tip: DisposeScreen(desk, (tip,)), {"status": ""}, "status"),
        (
            lambda desk, tip: DisposeScreen(desk, (tip,)),
            {"status": "kept_for_reference", "on": "某日"},
            "on",
        ),
        (
            lambda desk, _tip: ask_pass_through(desk),
            {"line": "visit 来访", "received_at": "某日", "to": "组长"},
            "received_at",
        ),
        (lambda desk, _tip: ask_form(desk, desk.forms.all()), {"form": "第一张"}, "form"),
    ],
)
def test_an_answer_that_cannot_be_is_told_beside_its_question(
    desk: Desk, ask: Callable[[Desk, Tip], AskScreen], answers: dict[str, Any], field: str
) -> None:
    desk.follow_ups.note("1", "原文")
    before = desk.tip("1")
    with pytest.raises(Refused) as refused:
        ask(desk, before)._act(answers)
    assert [fault.field for fault in refused.value.faults] == [field]
    assert desk.tip("1") == before and len(desk.tips()) == 3


def test_officers_and_those_who_deal_with_a_tip_are_looked_for_each_among_their_own(
    desk: Desk,
) -> None:
    desk.follow_ups.assign({"1": desk.tip("1").revision}, "李明")

    def offered(wanted: Filter, part: str) -> list[str]:
        choice = FilterScreen(desk, wanted).rows[part].control
        assert isinstance(choice, Choice)
        return [option.value for option in choice.options]

    assert offered(Filter(), "officers") == [OFFICER]
    assert offered(Filter(), "handlers") == [OFFICER, "李明"], "oneself first"
    gone = Filter(officers=("赵一",), handlers=("钱二",))
    assert offered(gone, "officers") == [OFFICER, "赵一"], "what is asked for already too"
    assert offered(gone, "handlers") == [OFFICER, "李明", "钱二"]


def test_several_get_who_deals_with_them_by_one_answer(desk: Desk) -> None:
    ask_assign(desk, [desk.tip("1"), desk.tip("2")])._act({"handler": "李明"})
    assert [desk.tip(number).handled_by for number in ("1", "2")] == ["李明"] * 2


def test_who_deals_with_several_stands_there_already_only_where_it_is_one(desk: Desk) -> None:
    def stands_there(*numbers: str) -> object:
        return ask_assign(desk, [desk.tip(number) for number in numbers]).rows["handler"].value

    for number, handler in (("1", "李明"), ("2", "王芳")):
        desk.follow_ups.assign({number: desk.tip(number).revision}, handler)
    assert (stands_there("1"), stands_there("1", "2")) == ("李明", "")


def test_a_paper_is_of_what_was_on_the_screen_and_only_a_page_needs_a_printer(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    for kind in ("day", "week", "period"):
        wanted = Wanted(day=date(2016, 9, 30), kind=kind)
        rows = PrintScreen(desk, "register", wanted, is_remote=False).rows
        assert (rows["kind"].value, rows["day"].value) == (kind, "2016-09-30")
    monkeypatch.setattr(printer, "why_not", lambda: "没有打印机。")
    for name, is_told in (("register", True), ("figures", False)):
        screen = PrintScreen(desk, name, Wanted(), is_remote=False)
        assert ("没有打印机。" in screen._sentences) is is_told
        where = screen.rows["where"].control
        assert isinstance(where, Choice)
        assert [option.value for option in where.options] == ["folder"]


def test_a_day_that_no_calendar_makes_sure_is_marked_where_it_is_due_and_below(desk: Desk) -> None:
    sure = Due("1", "acceptance", date(2016, 10, 1), date(2016, 10, 26), "later", "某条")
    for due, mark, told in (
        (sure, "2016-10-26 ", "依据：某条"),
        (
            replace(sure, calendar_known=False),
            "2016-10-26?",
            "依据：某条（? 暂计：当年节假日安排未收录，按周一至周五计，待写入公告）",
        ),
    ):
        assert mark in DueScreen(desk)._due(due, desk.tip("1")).plain
        assert due_screen._reason(due) == told


def test_no_paper_names_who_reported_unless_that_is_chosen(desk: Desk) -> None:
    for name in ("sheet", "register"):
        rows = PrintScreen(desk, name, Wanted(), is_remote=False).rows
        assert rows["with_reporter"].value == ""
    assert PrintScreen(desk, "letter", Wanted(), is_remote=False).rows["agreed"].value == []


def test_what_nobody_said_of_a_paper_is_left_blank(desk: Desk) -> None:
    for name in PAPERS:
        rows = PrintScreen(desk, name, Wanted(), is_remote=False).rows
        assert "None" not in [row.value for row in rows.values()], name


def test_of_a_paper_the_numbers_that_stand_ready_are_replaced_by_what_is_typed(desk: Desk) -> None:
    for name, paper in PAPERS.items():
        rows = PrintScreen(desk, name, Wanted(), is_remote=False).rows.items()
        replaced = {field for field, row in rows if isinstance(row.control, NumberField)}
        assert replaced == {"back", "pages"} & {*paper.asks}, name


def test_a_paper_is_saved_where_the_one_before_it_was(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PrintScreen, "_last_folder", "~")
    for before, folder in (("~", "一"), (f"{tmp_path}/一", "二")):
        (tmp_path / folder).mkdir()
        screen = PrintScreen(desk, "figures", Wanted(), is_remote=False)
        assert (screen.said, screen.rows["folder"].value) == ("", before)
        screen._put_out({"where": "folder", "folder": f"{tmp_path}/{folder}"})
        (paper,) = (tmp_path / folder).iterdir()
        assert paper.name in screen.said


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("djd", ["put_out('sheet')"]),
        ("登记回执", ["put_out('receipt')"]),
        ("RECEIPT print", ["put_out('receipt')"]),
        ("print receipt nothing", []),
        ("ctrl+g", ["show_dues"]),
        ("  zhuti  ", ["change_theme"]),
        ("逾期 到期", ["show_dues"]),
        ("huti", []),
        ("", [action.id for action in actions_at("everywhere", "papers")]),
    ],
)
def test_a_command_is_found_by_each_word_its_name_its_key_or_how_it_begins(
    typed: str, found: list[str]
) -> None:
    offered = actions_at("everywhere", "papers")
    assert [action.id for action in matching(offered, typed)] == found


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
    # For the printer no folder is asked for.
    assert is_remote or not rows["folder"].display


def test_nothing_that_opens_a_desk_is_seen_as_it_is_typed(desk: Desk, tmp_path: Path) -> None:
    asked = (ask_unlock(desk, None), ask_seal(Sealing(tmp_path / "new")))
    for screen, names in zip(asked, (("key",), ("passphrase", "again")), strict=True):
        for name in names:
            field = screen.rows[name].control
            assert isinstance(field, TextField) and field.password


def test_who_asks_once_more_to_whose_keys_a_new_desk_is_sealed_still_has_it_sealed_to_them(
    tmp_path: Path,
) -> None:
    sealing = Sealing(tmp_path / "new")
    sealing.seal_to(KEYS)
    asked = ask_seal(sealing)
    asked._act(asked.answers)
    assert sealing.keys == tuple(KEYS)


def test_who_is_asked_for_the_key_is_told_to_whose_key_somebody_would_seal_too(
    tmp_path: Path,
) -> None:
    with sealed_desk(tmp_path / "sealed", DUTY) as sealed:
        sealed.record(planted())
    forge(sealed.place, rewritten)
    officer = open_desk(tmp_path / "sealed", DUTY)
    (told,) = officer.access.alarms()
    assert told in ask_unlock(officer, None)._sentences
    assert fingerprints(officer) in ask_unlock(officer, None)._sentences
    assert fingerprints(officer).startswith("密封公钥指纹：")


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
    (rows,) = (widget for widget in panel.compose() if isinstance(widget, DifferenceRows))
    assert rows.choice.content == ("mine" if is_contested else "theirs")


def test_each_screen_opens_to_whom_its_action_names(
    app: DeskApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(app, "_open", lambda right, _screen: asked.append(right))
    rights = {action.id: action.right for action in ACTIONS if action.place == "everywhere"}
    for name in ("show_dues", "show_report", "show_duty", "import_register", "show_notice"):
        getattr(app, f"action_{name}")()
        assert asked.pop() == rights[name]
