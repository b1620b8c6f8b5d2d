"""Settles with whoever amends a tip what someone else made of it meanwhile, field by field."""

from __future__ import annotations

from typing import Any

from store.text import _
from store.tips.fields import BY_NAME
from store.tips.revision import StaleRevision
from tui.entering.merging import Difference, differences
from tui.entering.values import SUBJECTS, Values, subject_fields, values_of
from tui.linear.filling import Filling
from tui.linear.question import Question
from tui.linear.talk import Talk, no_such, plain_word


def settle(talk: Talk, filling: Filling, baseline: Values, stale: StaleRevision) -> Values:
    """Brings the differences into `filling`, which amends the newer tip from then on; what that
    one holds. `baseline` is what both started from."""
    theirs = values_of(stale.current, filling.desk.notice)
    talk.say(str(stale))
    for found in differences(baseline, theirs, filling.values):
        if not found.is_contested or _is_theirs(talk, filling, found):
            filling.values[found.field] = found.theirs
    filling.amends = stale.current
    return theirs


def _is_theirs(talk: Talk, filling: Filling, found: Difference) -> bool:
    talk.say(
        found.label,
        _("他人改为：{text}", text=_in_words(filling, found.field, found.theirs)),
        _("本人所填：{text}", text=_in_words(filling, found.field, found.mine)),
    )
    while True:
        text = talk.ask(
            _("1 用他人的，2 用本人的"), lambda: [_("这一项两人都改了，请选定保存哪一个。")]
        )
        if (word := plain_word(text)) in ("1", "2"):
            return word == "1"
        talk.say(no_such(text))


def _in_words(filling: Filling, name: str, value: Any) -> str:
    """What a field holds as a person reads it; the subjects are one."""
    notice = filling.desk.notice
    if name != SUBJECTS:
        return Question.of(BY_NAME[name], notice).in_words(value) or _("（空）")
    rows = (
        " ".join(
            Question.of(field, notice).in_words(row.get(field.name.partition(".")[2], ""))
            for field in subject_fields()
        )
        for row in value
    )
    return _("；").join(" ".join(row.split()) for row in rows) or _("（空）")
