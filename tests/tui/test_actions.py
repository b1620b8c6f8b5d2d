"""The list of actions: what a key does is never in doubt, nor who may do it."""

from collections import Counter
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


@pytest.mark.parametrize("place", get_args(Place))
def test_no_key_means_two_things_at_one_place(place: str) -> None:
    beside = "setup" if place in _FIRST_START else "office" if place in _OFFICE else "everywhere"
    keys = Counter(action.key for action in actions_at(*{place, beside}))
    assert [key for key, count in keys.items() if count > 1] == []


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
            *("latest", "all_tips", "show_dues", "show_duty", "show_enclosures", "reveal_tip"),
            *("take_out", "put_out('receipt')", "put_out('closing')", "put_out('handover')"),
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
