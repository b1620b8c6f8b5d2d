"""What becomes of tips, in words: statuses, deadlines, matters and patterns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from store.desk.desk import Desk
from store.duty.counts import Counts
from store.instant import shown_minute
from store.notice.deadlines import DUTIES, DueCounts, State
from store.notice.notice import Notice
from store.text import N_, _, listed
from store.tips import rules
from store.tips.disposition import (
    DUPLICATE,
    HANDED,
    KEPT,
    PASSED_THROUGH,
    REFERRED,
    REGISTERED,
    STATUSES,
    URGENT,
    WITHDRAWN,
    Told,
)
from store.tips.dues import Due
from store.tips.fields import Field, fields_of
from store.tips.tip import Tip
from tui.words import enclosure_words, follow_up_words, words

if TYPE_CHECKING:
    from store.tips.patterns import Pattern

_STATES: Final[dict[State, str]] = {
    "overdue": N_("已逾期"),
    "today": N_("今日到期"),
    "before_end": N_("{inspection}结束前到期"),
    "later": N_("{inspection}结束后到期"),
}
TO_COMPLETE: Final = N_("待补录")
# A column of a list has room for less; in another language for still less, which has short words of
# its own for that.
_SHORT: Final = {URGENT: N_("立行立改")}
_BRIEF: Final = {
    REGISTERED: N_("{sign} 已登记"),
    URGENT: N_("{sign} 立行立改"),
    HANDED: N_("{sign} 已呈组长"),
    REFERRED: N_("{sign} 转办"),
    KEPT: N_("{sign} 留存备查"),
    DUPLICATE: N_("{sign} 重复件"),
    PASSED_THROUGH: N_("{sign} 径送"),
    WITHDRAWN: N_("{sign} 误录撤销"),
}
_BRIEF_TO_COMPLETE: Final = N_("{sign} 待补录")
_MOST_ROWS: Final = 8

# What is seen of a status at a glance, the same on every screen: a sign for who sees no colours,
# and the role that colours it. Green is done, amber is still to be done, grey is put away.
_SIGNS: Final = {
    REGISTERED: ("◦", ""),
    URGENT: ("!", "warning"),
    HANDED: ("✓", "good"),
    REFERRED: ("→", "good"),
    KEPT: ("▫", "muted"),
    DUPLICATE: ("=", "muted"),
    PASSED_THROUGH: ("↑", "good"),
    WITHDRAWN: ("✕", "muted"),
}
_SIGN_TO_COMPLETE: Final = ("…", "warning")


def status_label(name: str) -> str:
    """A status by its name."""
    return _(STATUSES.get(name, name))


def short_label(name: str) -> str:
    """The same for a column of a list."""
    return _(_SHORT[name]) if name in _SHORT else status_label(name)


def status(tip: Tip) -> str:
    """The status of a tip, and whether it is still to be completed."""
    label = status_label(tip.status)
    return _("{label}（待补录）", label=label) if tip.awaits_completion else label


def marked_status(tip: Tip) -> tuple[str, str]:
    """The status of a tip in a column of a list behind its sign, and the role that colours both."""
    return marked_as(tip.status, to_complete=tip.awaits_completion)


def marked_as(name: str, *, to_complete: bool) -> tuple[str, str]:
    """The same of a status by its name; that a tip is to be completed comes before it."""
    sign, role = _sign(name, to_complete)
    return f"{sign} {_short(name, to_complete)}", role


def brief_status(tip: Tip) -> str:
    """The same of a tip where there is room for three or four words of Chinese, or one of English."""
    brief = _BRIEF_TO_COMPLETE if tip.awaits_completion else _BRIEF.get(tip.status, tip.status)
    return _(brief, sign=sign_of(tip)[0])


def sign_of(tip: Tip) -> tuple[str, str]:
    """The sign of what became of a tip, and the role that colours it."""
    return _sign(tip.status, tip.awaits_completion)


def _short(name: str, to_complete: bool) -> str:
    return _(TO_COMPLETE) if to_complete else short_label(name)


def _sign(name: str, to_complete: bool) -> tuple[str, str]:
    return _SIGN_TO_COMPLETE if to_complete else _SIGNS.get(name, ("", ""))


def is_plainly_registered(tip: Tip) -> bool:
    """Whether nothing became of a tip yet, and nothing is missing of it."""
    return tip.status == REGISTERED and not tip.awaits_completion


def why_not_amended(tip: Tip) -> str:
    """Why what a tip says stays as it is, "" if it may be amended."""
    if tip.status == PASSED_THROUGH:
        return _("径送件没有登记内容，不能修改。")
    return rules.why_not_amended(tip)


def says(tip: Tip) -> str:
    """What a tip says, on one line, without who reported; of one that was passed through, that it went unread."""
    if hidden := words.hidden(tip):
        return hidden
    if tip.status == PASSED_THROUGH:
        to = tip.disposition.to if tip.disposition else ""
        return _("已交{to}，未登记内容", to=to)
    return words.summary(tip)


def in_row(tip: Tip) -> str:
    """What a row in a list has room to say: the status unless it is plainly registered, and what
    the tip says."""
    if is_plainly_registered(tip):
        return says(tip)
    return _("〔{status}〕", status=_short(tip.status, tip.awaits_completion)) + says(tip)


def rows_of(tips: Sequence[Tip]) -> Iterator[str]:
    """Whom tips concern, so that none is among them that was not meant."""
    for tip in tips[:_MOST_ROWS]:
        yield f"{tip.number}  {marked_status(tip)[0]}  {words.subjects(tip)}"
    if len(tips) > _MOST_ROWS:
        yield _("……另有 {n} 件", n=len(tips) - _MOST_ROWS)


def how_they_stand(tips: Iterable[Tip]) -> str:
    """What is said once something was done with tips."""
    found = list(tips)
    if len(found) > follow_up_words.MOST_TOLD and len({status(tip) for tip in found}) == 1:
        return _("{n} 件：{status}", n=len(found), status=status(found[0]))
    return "\n".join(
        _("{number}：{status}", number=tip.number, status=status(tip)) for tip in found
    )


def disposition(notice: Notice, tip: Tip) -> str:
    """How a tip came by its status: to whom and under which number, why, by whom and when."""
    how = tip.disposition
    if how is None:
        return ""
    parts = [
        _("送交{to}", to=how.to) if how.to else "",
        _("文号{letter}", letter=how.letter) if how.letter else "",
        _("{day}发出", day=how.on) if how.on else "",
        how.why or words.hidden(tip),
        _("{by} {at} 办理", by=how.by, at=words.local_minute(notice, how.at)),
    ]
    return _("，").join(part for part in parts if part)


def told(notice: Notice, tip: Tip) -> str:
    """That the reporter was told of the acceptance, "" if not."""
    return _telling(notice, tip, tip.told)


def reported(notice: Notice, tip: Tip) -> str:
    """That what was passed through was reported up, "" if not."""
    return _telling(notice, tip, tip.reported)


def replaced(said: str) -> str:
    """That what was noted before, in these words, is replaced, though not who did it first and when;
    "" where nothing was."""
    if not said:
        return ""
    return _("已记：{said}。再记即代替，首次办理的人和时间不变，原记留在修改记录中。", said=said)


def _telling(notice: Notice, tip: Tip, found: Told | None) -> str:
    if found is None:
        return ""
    at = words.local_minute(notice, found.at)
    parts = (found.note or words.hidden(tip), _("{by} {at} 办理", by=found.by, at=at))
    return _("，").join(part for part in parts if part)


def duty(name: str) -> str:
    """What is owed."""
    return _(DUTIES[name]) if name in DUTIES else follow_up_words.kind(name)


def due(found: Due) -> str:
    """One thing owed and by when, without the tip's number."""
    if found.at:
        return _(
            "{duty}：{at}（{state}）",
            duty=duty(found.duty),
            at=shown_minute(found.at),
            state=_(_STATES[found.state]),
        )
    said = _(
        "{duty}：{day}（含）前（{state}）",
        duty=duty(found.duty),
        day=found.due_on,
        state=_(_STATES[found.state]),
    )
    remark = _("（{remark}）", remark=_(words.CALENDAR_UNKNOWN))
    return said if found.calendar_known else said + remark


def due_state(found: Due) -> str:
    """Whether it is late, due today or later."""
    return _(_STATES[found.state])


def due_counts(found: DueCounts) -> str:
    """How much is owed and how soon, in one sentence; "" if nothing is."""
    numbers = (
        (_("逾期 {n}", n=found.overdue), found.overdue),
        (_("今日到期 {n}", n=found.today), found.today),
        (_("结束前到期 {n}", n=found.before_end), found.before_end),
    )
    said = _("，").join(text for text, n in numbers if n)
    return said if found.calendar_known or not said else said + words.uncertain()


def matter(tip: Tip, size: int) -> str:
    """Which matter a tip belongs to and how many tips that has, "" if it stands alone."""
    if size < 2:
        return ""
    return _("同一事项共 {size} 件，首件 {first}", size=size, first=tip.matter or tip.number)


def shown_fields(tip: Tip) -> tuple[Field, ...]:
    """The fields in which a tip is shown, but for what came with it: of what was passed through there is
    no content."""
    fields = fields_of(tip.channel)
    if tip.status == PASSED_THROUGH:
        return tuple(field for field in fields if field.name in ("line", "received_at"))
    return tuple(field for field in fields if field.kind != "enclosures")


def facts(desk: Desk, tip: Tip) -> list[tuple[str, str]]:
    """What became of a tip and what is still owed on it, each with its label."""
    found = (
        *enclosure_words.facts(desk.notice, tip),
        (_("处理"), disposition(desk.notice, tip)),
        (_("告知情况"), told(desk.notice, tip)),
        (_("报送情况"), reported(desk.notice, tip)),
        (_("关联情况"), matter(tip, desk.matters.size(tip))),
        *((_("期限"), due(owed)) for owed in desk.dues.of(tip)),
        *follow_up_words.facts(desk.notice, tip),
    )
    return [(label, value) for label, value in found if value]


def facts_and_pattern(desk: Desk, tip: Tip) -> list[tuple[str, str]]:
    """The same, and who else reported on the person whom it concerns."""
    found = desk.matters.pattern(tip.number)
    alike = [(_("同一对象"), pattern(found))] if len(found.numbers) > 1 else []
    return facts(desk, tip) + alike


def counters(counts: Counts) -> list[tuple[str, int]]:
    """How many tips have each status, and how many are to be completed."""
    found = [(status_label(name), n) for name, n in counts.by_status.items() if n]
    return [*found, (_(TO_COMPLETE), counts.to_complete)] if counts.to_complete else found


def pattern(found: Pattern) -> str:
    """Who reported on one person: different people apart from repeats, unless some are not shown."""
    if found.sealed:
        few = _(
            "共 {tips} 件，匿名 {anonymous} 件", tips=len(found.numbers), anonymous=found.anonymous
        )
        return few + _("（{remark}）", remark=_listed(found.numbers))
    counted = _(
        "共 {tips} 件，不同反映人 {reporters} 人，同一人重复 {repeats} 件，匿名 {anonymous} 件",
        tips=len(found.numbers),
        reporters=found.reporters,
        repeats=found.repeats,
        anonymous=found.anonymous,
    )
    return counted + _("（{remark}）", remark=_listed(found.numbers))


def pattern_notice(found: Pattern) -> str:
    """That there are earlier tips on the person whom one just saved concerns, or of the same matter
    where it names nobody, or none that is shown."""
    name = f"{found.unit} {found.person}".strip() or _("同一事项")
    return _("注意 {name}：{counted}", name=name, counted=pattern(found))


def _listed(names: Sequence[str], most: int = 6) -> str:
    """A few names, and that there are more."""
    more = "…" if len(names) > most else ""
    return listed(names[:most]) + more
