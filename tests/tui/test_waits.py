"""How long one waits at the desk for what, and how soon what changed is seen: nobody would wait for
sixty times as long, nor be asked again at each key."""

from __future__ import annotations

from importlib import import_module

import pytest

SECONDS = {
    "for a desk in a folder that another program has in its hands": {
        "store.folder.lock.PATIENCE_SECONDS": 30
    },
    "for a desk in a database that another session has in its hands": {
        "store.database.lock.PATIENCE_SECONDS": 30
    },
    "for any answer of a database's server": {"store.database.server._ANSWER_SECONDS": 3},
    "to find out whether a tip was stored to which there was no answer": {
        "store.database.lock._FINDING_OUT_SECONDS": 3
    },
    "at a key for a draft to be kept at a place that does not answer": {
        "store.desk.drafts._PATIENCE_SECONDS": 1
    },
    "for the figures of a desk to be put down for its office": {
        "store.desk.overview._PATIENCE_SECONDS": 1
    },
    "for one disk of many desks, until it is said to hang": {
        "store.office.readers.PATIENCE_SECONDS": 3
    },
    "for the figures of all desks in a script": {"tui.cli.office._LONGEST_SECONDS": 30},
    "for a printer, or a browser that makes pages": {"tui.printing.printer._LONGEST_SECONDS": 180},
    "until a place that was away is tried again": {
        "tui.screens.reaching._FIRST_PAUSE_SECONDS": 0.5,
        "tui.screens.reaching._LONGEST_PAUSE_SECONDS": 5,
    },
    "until a place that does not answer is said to be away": {
        "tui.screens.reaching._ANSWERS_WITHIN_SECONDS": 2
    },
    "until one sees what another session did": {
        "tui.screens.desk_screen._LOOK_EVERY_SECONDS": 0.5,
        "tui.screens.tips_screen._LOOK_EVERY_SECONDS": 0.5,
        "tui.screens.office_screen._LOOK_EVERY_SECONDS": 1,
    },
    "until one is reminded of what began meanwhile": {
        "tui.screens.desk_screen._REMIND_SECONDS": 10
    },
    "for a tip to be saved, until the form is given back": {
        "tui.widgets.tip_form._SAVES_WITHIN_SECONDS": 5
    },
    "for the next digit of a number, which is no choice in a list": {
        "tui.widgets.choice._BETWEEN_DIGITS_SECONDS": 0.5,
        "tui.widgets.choice._AFTER_DIGITS_SECONDS": 3,
    },
    "for a key's work, until the next key is taken": {
        "tui.terminal.key_queue._PATIENCE_WITH_ACTS_SECONDS": 3,
        "tui.terminal.key_queue._PATIENCE_SECONDS": 20,
    },
    "for the keys that were typed before the line was cut": {
        "tui.terminal.terminal_app._LAST_KEYS_SECONDS": 1
    },
    "for what is being stored then": {"tui.terminal.hangup._GRACE_SECONDS": 3},
}


@pytest.mark.parametrize("waits", SECONDS)
def test_so_long_one_waits(waits: str) -> None:
    for name, seconds in SECONDS[waits].items():
        module, _dot, constant = name.rpartition(".")
        assert getattr(import_module(module), constant) == seconds, name
