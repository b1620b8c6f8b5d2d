"""An action: one thing to do, with its key and its names."""

from __future__ import annotations

from typing import Final, Literal

from store.frozen import frozen
from store.secret.roles import Right

Place = Literal[
    "everywhere",
    "desk",
    "form",
    "latest",
    "tip",
    "enclosures",
    "list",
    "filter",
    "due",
    "ask",
    "papers",
    "report",
    "duty",
    "public_notice",
    "correction",
    "import",
    "columns",
    "curtain",
    "setup",
    "welcome",
    "notice",
    "notice_file",
    "tour",
    "demo",
    "office",
    "desks",
    "desk_figures",
]


_KEY_LABELS: Final = {
    "escape": "Esc",
    "left": "←",
    "right": "→",
    "pagedown": "PgDn",
    "pageup": "PgUp",
    "ctrl+backslash": "Ctrl+\\",
    "ctrl+right_square_bracket": "Ctrl+]",
}


@frozen
class Action:
    """One thing to do. `id` is the name of the app's or widget's `action_` method.

    `place` is where its key works: "desk" is the main screen, "form" and "latest" parts of it;
    "setup" is everywhere in the first start, the next three its screens; "tour" is the demo while
    it shows one round, "demo" all of it; "office" is everywhere in the office, "desks" and
    "desk_figures" its screens. `also` are further words
    by which the palette finds it: pinyin, its initials, and English, whatever the language in use.
    `in_footer`: worth a place there. `second_key` does the same where a terminal takes the first.
    `right`: what a role must include for it to be offered.
    """

    place: Place
    id: str
    key: str
    label: str
    help: str
    also: str = ""
    in_footer: bool = True
    second_key: str = ""
    right: Right = "count"

    @property
    def key_label(self) -> str:
        """What stands on the key; a paper is chosen in a list that a key of its own opens."""
        if self.place == "papers" and len(self.key) == 1:
            return f"Ctrl+R {self.key.upper()}"
        return _KEY_LABELS.get(self.key, self.key.title())
