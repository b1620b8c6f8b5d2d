"""What is asked of who wants a paper, and what the answers mean: one for the screen and the dialogue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Final

from store.desk.desk import Desk
from store.desk.papers import Agreed
from store.duty.report import Kind
from store.errors import BadInstant, step_refused
from store.notice.receipt_day import day_to_come, read_day_dealt_with
from store.text import N_, _
from tui.printing.wanted import Wanted

LABELS: Final = {
    "numbers": N_("编号"),
    "day": N_("哪一天"),
    "kind": N_("范围"),
    "back": N_("往前数第几班"),
    "pages": N_("几张"),
    "receiver": N_("接收人"),
    "due": N_("办结期限"),
    "matter": N_("转告事项"),
    "agreed": N_("同意转告"),
    "with_reporter": N_("反映人"),
}
HINTS: Final = {
    "numbers": N_("如 42；几件的，如 2 3 5-9；留空为一天的全部"),
    "day": N_("如 10-01，留空为今天"),
    "back": N_("0 为本班"),
    "pages": N_("1 至 500"),
    "receiver": N_("移交给谁"),
    "due": N_("如 10-20，留空待手填"),
    "matter": N_("反映人同意转告的，留空为主要内容"),
}
AGREED: Final[dict[Agreed, str]] = {"name": N_("反映人姓名"), "contact": N_("联系方式")}
KINDS: Final[dict[Kind, str]] = {"day": N_("一天"), "week": N_("周"), "period": N_("全程")}
REMOTE: Final = N_(
    "远程登录的，纸件由值班台所在电脑的打印机打印；要文件的，请在自己的电脑上用 ssh 取，"
    "如：ssh 账户@主机 sheet 42 > 42.html"
)
QUEUE: Final = N_("存出的文件密封；打印的，内容会留在打印队列里，请当场取走，并由管理员清除队列。")
_MOST_DIGITS: Final = 4


def wanted_of(desk: Desk, answers: Mapping[str, str], wanted: Wanted) -> Wanted:
    """`wanted` as the answers have it; one that is not given leaves it, a blank one means the usual.
    Raises `StepRefused`."""
    on, due = (_day(desk, answers, name) for name in ("day", "due"))
    kind = answers.get("kind", wanted.kind)
    if kind not in KINDS:
        raise step_refused("kind", _("请选择日、周或全程。"))
    return replace(
        wanted,
        numbers=answers.get("numbers", wanted.numbers),
        day=on if "day" in answers else wanted.day,
        kind=kind,
        back=_whole(answers, "back", wanted.back),
        pages=_whole(answers, "pages", wanted.pages),
        receiver=answers.get("receiver", wanted.receiver),
        due=due,
        matter=answers.get("matter", wanted.matter),
        agreed=tuple(name for name in AGREED if name in answers.get("agreed", ())),
        with_reporter=bool(answers.get("with_reporter")),
    )


def _day(desk: Desk, answers: Mapping[str, str], name: str) -> date | None:
    text = answers.get(name, "").strip()
    try:
        if not text:
            return None
        if name == "due":
            return day_to_come(text, desk.notice, desk.now())
        return read_day_dealt_with(text, desk.notice, desk.now())
    except BadInstant as error:
        raise step_refused(name, str(error)) from error


def _whole(answers: Mapping[str, str], name: str, usual: int) -> int:
    text = answers.get(name, "").strip()
    if not text:
        return usual
    if not (text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS):
        raise step_refused(name, _("请填数字，不写单位。"))
    return int(text)
