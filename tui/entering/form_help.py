"""What helps while a form fills: the call guide, where a tip may not go, and what is said once it is saved."""

from __future__ import annotations

import re
from typing import Final

from store.printable import printable, unspaced
from store.text import _
from store.tips.guide import Point, guide
from store.tips.referral import why_not
from store.tips.tip import Subject, Tip
from tui.entering.values import SUBJECTS, Values

_NEARLY_MOBILE: Final = re.compile(r"1(?:\d{9}|\d{11})", re.ASCII)


def points_of(values: Values) -> tuple[Point, ...]:
    """What the tip in the form tells already and what it lacks."""
    names = (row.get("person", "") or row.get("unit", "") for row in values[SUBJECTS])
    return guide(values["summary"], names)


def referral_warning(values: Values) -> str:
    """Why the tip in the form may not go where it says, "" if it may.

    It is recorded all the same, and stopped when it is to be sent. Source: 处理检举控告工作规则
    art. 47.
    """
    parts = ("unit", "person", "post", "group")
    subjects = [Subject(*(row.get(part, "") for part in parts)) for row in values[SUBJECTS]]
    return why_not(subjects, values["referred_to"])


def contact_warning(contact: str) -> str:
    """That a number is one digit short of a mobile's or one too long, "" for all else: people give
    all sorts of contacts."""
    digits = unspaced(contact)
    if not _NEARLY_MOBILE.fullmatch(digits):
        return ""
    return _("现有 {count} 位数字，手机号码应为 11 位，请核对。", count=len(digits))


def saved_words(tip: Tip, amended: bool) -> str:
    """What is said of a tip once it is on disk. It names nobody, for a curtain may be drawn by then."""
    number = printable(tip.number)
    if tip.to_complete:
        said = _("已先存：{number}，待补录（Ctrl+G 可查）", number=number)
    elif amended:
        said = _("已修改：{number}", number=number)
    else:
        said = _("已登记：{number}", number=number)
    return "\n".join(filter(None, (said, stays_here(tip))))


def stays_here(tip: Tip) -> str:
    """That a tip may not go where it says, "" if it may: see `referral_warning`."""
    if not why_not(tip.subjects, tip.referred_to):
        return ""
    return _("转办单位即本件所反映的，或归其管，不能转往该处，请改正转办单位。")
