"""The list of actions: what a key does is never in doubt, nor who may do it."""

from collections import Counter
from string import ascii_letters, digits
from typing import get_args

import pytest
from rich.cells import cell_len
from textual.binding import Binding
from textual.widget import Widget

from store.text import LANGUAGES, _, language, use_language
from tui.actions.action import Place
from tui.actions.actions import ACTIONS, actions_at, bindings_at
from tui.screens.papers_screen import row_of
from tui.widgets.text_field import LongField, TextField

_FIRST_START = ("setup", "welcome", "notice", "notice_file")
_OFFICE = ("office", "desks", "desk_figures")
_FULL_WIDTH = dict(
    zip(
        ascii_letters + digits,
        "ａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ"
        "ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ０１２３４５６７８９",
        strict=True,
    )
)


@pytest.mark.parametrize("place", get_args(Place))
def test_no_key_means_two_things_at_one_place(place: str) -> None:
    beside = "setup" if place in _FIRST_START else "office" if place in _OFFICE else "everywhere"
    keys = Counter(action.key for action in actions_at(*{place, beside}))
    assert [key for key, count in keys.items() if count > 1] == []


# What officers have in their fingers: another key for it would be pressed in vain, or do something else.
# fmt: off
_WHAT_EACH_KEY_DOES = {
    "everywhere": (
        "f1 show_help", "f2 new_tip", "ctrl+e open_tip_on", "f3 overview", "f4 latest",
        "f5 all_tips", "ctrl+g show_dues", "ctrl+o pass_through", "f12 undo_last",
        "ctrl+p command_palette alt+p", "ctrl+t change_theme", "ctrl+backslash redraw alt+r",
        "ctrl+right_square_bracket draw_in_ascii alt+l", "ctrl+q quit", "ctrl+b show_report alt+w",
        "f10 show_duty", "ctrl+y show_notice", "f11 import_register", "ctrl+x draw_curtain",
        "ctrl+k unlock_or_lock",
    ),
    "latest": ("enter open_tip", "ctrl+r app.show_papers"),
    "tip": (
        "escape dismiss", "e amend_tip", "d dispose_tip", "l link_tip", "t tell_reporter",
        "n add_note", "c assign_tip", "y appoint", "a show_enclosures", "r show_referral",
        "ctrl+r app.show_papers", "v reveal_tip",
    ),
    "enclosures": (
        "a attach", "e correct_enclosure", "o take_out", "x remove_enclosure", "escape dismiss",
    ),
    "ask": ("ctrl+s do_it", "escape dismiss"),
    "form": (
        "ctrl+s save", "ctrl+l save_half_done", "ctrl+r link_similar", "ctrl+n stamp_time",
        "ctrl+d to_summary", "ctrl+f jump", "f6 add_subject", "f7 remove_subject", "f8 set_aside",
        "f9 discard", "escape leave_form",
    ),
    "report": (
        "d report_day", "w report_week", "p report_period", "left earlier", "right later",
        "c show_closing", "ctrl+r app.show_papers", "escape dismiss",
    ),
    "duty": (
        "j take_over", "h hand_over", "n write_log", "f settle_form", "left earlier_sheet",
        "right later_sheet", "ctrl+r app.show_papers", "escape dismiss",
    ),
    "public_notice": (
        "m to_code", "c to_calendar", "e correct_notice", "ctrl+r app.show_papers",
        "escape dismiss",
    ),
    "correction": (
        "ctrl+s found", "f6 add_row", "f7 remove_row", "f8 show_calendar", "escape back",
    ),
    "import": (
        "enter read_named", "ctrl+s take_in", "ctrl+n take_list_in", "f6 next_group",
        "f7 half_done", "f8 next_channel", "f9 name_columns", "escape dismiss",
    ),
    "columns": ("escape close_columns",),
    "list": (
        "f6 filter_tips", "f7 sort_by_next", "f8 turn_round", "f9 clear_filters", "ctrl+l mark_tip",
        "ctrl+d dispose_marked", "ctrl+a assign_marked alt+a", "ctrl+n list_mine",
        "ctrl+r app.show_papers", "escape dismiss",
    ),
    "filter": ("f6 take_filter", "escape dismiss"),
    "desk": ("ctrl+r app.show_papers",),
    "due": ("ctrl+r app.show_papers", "escape dismiss"),
    "papers": (
        "1 put_out('sheet')", "2 put_out('receipt')", "3 put_out('register')",
        "y put_out('transfer')", "z put_out('letter')", "4 put_out('day')", "5 put_out('week')",
        "6 put_out('period')", "7 put_out('closing')", "8 put_out('handover')",
        "9 put_out('forms')", "n put_out('notice')", "p put_out('poster')", "f put_out('figures')",
        "escape dismiss",
    ),
    "curtain": ("enter draw_back",),
    "welcome": ("1 use_example", "2 own_notice", "3 open_file", "4 seal"),
    "notice": ("ctrl+s found", "f6 add_row", "f7 remove_row", "f8 show_calendar", "escape back"),
    "notice_file": ("enter open_named", "escape back"),
    "setup": ("f1 show_help", "ctrl+t change_theme", "ctrl+q quit"),
    "tour": ("pagedown tour_on", "pageup tour_back", "escape leave_tour"),
    "demo": ("- start_tour",),
    "desks": (
        "enter show_figures", "f3 show_sums", "f6 narrow_by_next", "f7 sort_by_next",
        "f8 turn_round", "f9 clear_filters",
    ),
    "desk_figures": ("left previous_desk", "right next_desk", "escape dismiss"),
    "office": ("f1 show_help", "ctrl+p command_palette", "ctrl+t change_theme", "ctrl+q quit"),
}
# fmt: on


def test_each_key_does_at_its_place_what_officers_have_in_their_fingers() -> None:
    found: dict[str, tuple[str, ...]] = {}
    for action in ACTIONS:
        told = f"{action.key or '-'} {action.id} {action.second_key}".rstrip()
        found[action.place] = (*found.get(action.place, ()), told)
    assert found == _WHAT_EACH_KEY_DOES


# What is offered to nobody else; all that is not here is offered to whoever may count.
_WHAT_EACH_RIGHT_IS_FOR = {
    "record": {
        "everywhere": "new_tip open_tip_on pass_through undo_last",
        "tip": "amend_tip add_note appoint",
        "enclosures": "attach correct_enclosure remove_enclosure",
        "duty": "take_over hand_over write_log settle_form",
        "papers": "put_out('forms')",
    },
    "list": {
        "everywhere": "latest all_tips show_dues show_duty",
        "tip": "show_enclosures reveal_tip",
        "enclosures": "take_out",
        "report": "show_closing",
        "papers": "put_out('receipt') put_out('closing') put_out('handover')",
    },
    "dispose": {
        "tip": "dispose_tip link_tip tell_reporter assign_tip",
        "form": "link_similar",
        "list": "mark_tip dispose_marked assign_marked",
    },
    "export": {
        "tip": "show_referral",
        "papers": "put_out('sheet') put_out('register') put_out('transfer') put_out('letter')",
    },
    "manage": {"public_notice": "correct_notice", "everywhere": "import_register"},
    "open": {"everywhere": "unlock_or_lock"},
}


def test_what_is_offered_needs_the_right_to_do_it() -> None:
    needed = {
        (place, action): right
        for right, places in _WHAT_EACH_RIGHT_IS_FOR.items()
        for place, ids in places.items()
        for action in ids.split()
    }
    found = {(action.place, action.id): action.right for action in ACTIONS}
    assert found == dict.fromkeys(found, "count") | needed


def test_a_letter_or_digit_does_the_same_at_full_width_and_with_caps_lock() -> None:
    for place in get_args(Place):
        bound = {b.action: b.key.split(",") for b in bindings_at(place) if isinstance(b, Binding)}
        for action in actions_at(place):
            if len(action.key) == 1:
                either = {action.key, action.key.upper()}
                typed = either | {_FULL_WIDTH[one] for one in either}
                assert typed == set(bound[action.id]), action
            elif action.key:
                assert bound[action.id] == [action.key] or action.second_key


@pytest.mark.parametrize(
    ("action", "label"),
    [
        ("show_help", "F1"),
        ("redraw", "Ctrl+\\"),
        ("draw_in_ascii", "Ctrl+]"),
        ("earlier", "←"),
        ("later", "→"),
        ("tour_on", "PgDn"),
        ("tour_back", "PgUp"),
        ("leave_tour", "Esc"),
        ("amend_tip", "E"),
        ("put_out('sheet')", "Ctrl+R 1"),
        ("put_out('notice')", "Ctrl+R N"),
        ("open_tip", "Enter"),
    ],
)
def test_a_key_is_called_by_what_stands_on_it(action: str, label: str) -> None:
    assert {one.key_label for one in ACTIONS if one.id == action} == {label}


# Beside those that lead elsewhere and Esc, each with its reason: a field would take it otherwise.
_SEEN_TO_FIRST = {
    "form": {"ctrl+d", "ctrl+f"},
    "list": {"alt+a"},
    "import": {"enter"},
    "notice_file": {"enter"},
}


def test_what_leads_elsewhere_is_seen_to_before_where_one_types() -> None:
    for place in get_args(Place):
        bindings = [b for b in bindings_at(place) if isinstance(b, Binding)]
        leads_elsewhere = place in ("everywhere", "setup", "tour", "office")
        first = {b.key for b in bindings if leads_elsewhere or b.key == "escape"}
        taken = {b.key for b in bindings if b.priority}
        assert taken == first | _SEEN_TO_FIRST.get(place, set()), place


# The keys that are taken from where one types, each for a reason: nothing is typed at that place,
# or what the key does there is worth more than what it would do to the text.
_TAKEN_FROM_TEXTS = {
    "everywhere": {"ctrl+e", "ctrl+k", "ctrl+x", "ctrl+y"},
    "latest": {"enter"},
    "form": {"ctrl+d", "f6", "f7"},
    "list": {"ctrl+a", "ctrl+d", "f6", "f7"},
    "filter": {"f6"},
    "report": {"left", "right"},
    "duty": {"left", "right"},
    "curtain": {"enter"},
    "notice": {"f6", "f7"},
    "correction": {"f6", "f7"},
    "notice_file": {"enter"},
    "import": {"enter", "f6", "f7"},
    "tour": {"pagedown", "pageup"},
    "desks": {"enter", "f6", "f7"},
    "desk_figures": {"left", "right"},
}


def keys_of(widget: type[Widget]) -> set[str]:
    """The keys that a widget answers itself, each of its classes its own."""
    bindings = [b for base in widget.__mro__ for b in base.__dict__.get("BINDINGS", ())]
    keys = (b.key if isinstance(b, Binding) else b[0] for b in bindings)
    return {key.strip() for several in keys for key in several.split(",")}


def test_no_key_is_taken_unnoticed_from_where_one_types() -> None:
    of_texts = keys_of(TextField) | keys_of(LongField)
    assert {"ctrl+e", "home", "ctrl+shift+k"} <= of_texts
    taken: dict[str, set[str]] = {}
    for action in ACTIONS:
        if action.key in of_texts:
            taken.setdefault(action.place, set()).add(action.key)
    assert taken == _TAKEN_FROM_TEXTS


def test_a_second_key_is_not_written_where_one_types() -> None:
    bindings = [b for p in get_args(Place) for b in bindings_at(p) if isinstance(b, Binding)]
    second = [binding for binding in bindings if binding.key.startswith("alt+")]
    assert len(second) == 5 and all(binding.priority for binding in second)


def test_a_viewer_gets_nowhere_unnoticed() -> None:
    """What leads to a screen says by `right` who may; these show figures, or nothing of any tip."""
    assert {action.id for action in actions_at("everywhere") if action.right == "count"} == {
        "show_help",
        "overview",
        "show_report",
        "show_notice",
        "command_palette",
        "change_theme",
        "redraw",
        "draw_in_ascii",
        "draw_curtain",
        "quit",
    }


def test_an_action_is_offered_to_whom_it_is_allowed() -> None:
    found: dict[str, set[str]] = {}
    for action in ACTIONS:
        found.setdefault(action.right, set()).add(action.id)
    del found["count"]
    assert found == {
        "list": {
            *("latest", "all_tips", "show_dues", "show_duty", "show_closing", "show_enclosures"),
            *("reveal_tip", "take_out", "put_out('receipt')", "put_out('closing')"),
            "put_out('handover')",
        },
        "record": {
            *("new_tip", "open_tip_on", "pass_through", "undo_last", "amend_tip", "add_note"),
            *("appoint", "attach", "correct_enclosure", "remove_enclosure", "take_over"),
            *("hand_over", "write_log", "settle_form", "put_out('forms')"),
        },
        "dispose": {
            *("dispose_tip", "link_tip", "tell_reporter", "assign_tip", "link_similar"),
            *("mark_tip", "dispose_marked", "assign_marked"),
        },
        "export": {
            *("show_referral", "put_out('sheet')", "put_out('register')"),
            *("put_out('transfer')", "put_out('letter')"),
        },
        "manage": {"correct_notice", "import_register"},
        "open": {"unlock_or_lock"},
    }


@pytest.mark.parametrize("code", LANGUAGES)
def test_what_an_action_does_is_read_whole_in_the_palette_of_120_columns(code: str) -> None:
    spoken = language()
    use_language(code)
    try:
        told = {_(action.help) for action in ACTIONS}
    finally:
        use_language(spoken)
    assert [text for text in told if cell_len(text) > 69] == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_what_each_paper_is_is_read_whole_in_the_list_of_papers(code: str) -> None:
    spoken = language()
    use_language(code)
    try:
        rows = [row_of(action).plain for action in actions_at("papers") if action.key != "escape"]
    finally:
        use_language(spoken)
    assert [row for row in rows if cell_len(row) > 70] == []
