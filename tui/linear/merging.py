"""Settles with whoever amends a tip what someone else made of it meanwhile, field by field."""

from __future__ import annotations

from store.notice.notice import Notice
from store.text import _
from store.tips.revision import StaleRevision
from tui.entering.choices import in_words
from tui.entering.merging import Difference
from tui.entering.tip_entry import TipEntry
from tui.linear.talk import Talk, comparable, no_such


def settle(talk: Talk, entry: TipEntry, stale: StaleRevision) -> None:
    """Asks of each field that someone else changed what is to stand; `entry` amends the newer tip from
    then on."""
    talk.say(str(stale))
    for found in entry.settle(stale):
        entry.pick(found, theirs=_is_theirs(talk, entry.desk.notice, found))


def _is_theirs(talk: Talk, notice: Notice, found: Difference) -> bool:
    theirs, mine = (in_words(found.field, v, notice) for v in (found.theirs, found.mine))
    talk.say(
        found.label,
        _("他人改为：{text}", text=theirs or _("（空）")),
        _("本人所填：{text}", text=mine or _("（空）")),
    )
    if found.is_contested:
        asked, why = _("1 用他人的，2 用本人的"), _("这一项两人都改了，请选定保存哪一个。")
    else:
        asked = _("1 用他人的（回车），2 用本人的")
        why = _("这一项只有他人改了，本人所填还是原来的。")
    while True:
        word = comparable(text := talk.ask(asked, lambda: [why]))
        talk.check()
        if word in ("1", "2"):
            return word == "1"
        if not (word or found.is_contested):
            return True
        talk.say(no_such(text) if text else why)
