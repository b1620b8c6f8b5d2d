"""The copy of a referral as a text to be sent: nothing of who reported."""

from __future__ import annotations

from typing import Any, Final

from store.notice.notice import OUT_OF_SCOPE, Notice
from store.text import N_, _
from tui.words import words

# Name and number are masked; what else the content tells of the reporter, a person must see.
READ_FIRST: Final = N_("外送前请通读，删去能看出反映人是谁的内容。")


def referral_text(notice: Notice, copy: dict[str, Any]) -> str:
    """A referral copy, as `Acts.referral` gives it, as lines of text."""
    subjects = (
        _("，").join(
            part for part in (s["unit"], s["person"], s["post"], _group(notice, s["group"])) if part
        )
        for s in copy["subjects"]
    )
    lines = [
        _("转办件 {number}", number=copy["number"]),
        _("转往：{to}", to=copy["referred_to"]),
        _("文号：{letter}", letter=copy["letter"] or "—"),
        _("转出日期：{day}", day=copy["referred_on"] or "—"),
        _("收件日期：{day}", day=copy["received_on"]),
        *(_("被反映人：{subject}", subject=subject) for subject in subjects if subject),
        _("主要内容：{content}", content=copy["content"]),
        _("转出单位：{team}", team=copy["team"]),
        _("反映人情况按规定不予提供；请勿追查。"),
    ]
    return "\n".join(lines)


def _group(notice: Notice, key: str) -> str:
    """What kind of subject it is; that it is out of scope here is nothing to its receiver."""
    return "" if key == OUT_OF_SCOPE else words.group(notice, key)
