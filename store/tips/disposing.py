"""One step from a status to the next: what it needs, and what it makes of the tip."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Final

from pendulum import DateTime

from store.errors import Fault, StepRefused
from store.frozen import frozen
from store.instant import in_seconds
from store.printable import printable
from store.text import N_, _, listed, spoken
from store.tips.disposition import (
    DUPLICATE,
    REFERRED,
    REGISTERED,
    STATUSES,
    STEPS,
    WITH_REASON,
    WITHDRAWN,
    Disposition,
    Earlier,
)
from store.tips.referral import why_not
from store.tips.rules import text_faults
from store.tips.tip import Tip

TEXT_LIMIT: Final = 200
_LABELS: Final = {"why": N_("理由"), "to": N_("送交何处"), "letter": N_("文号")}


@frozen
class Step:
    """What an officer decides on a tip; `on` is the day on which it was sent, by default today if it
    was sent to somebody."""

    status: str
    why: str = ""
    to: str = ""
    letter: str = ""
    on: date | None = None


def steps_from(tip: Tip) -> tuple[str, ...]:
    """The statuses that may follow the tip's."""
    return STEPS.get(tip.status, ())


def common_steps(tips: Iterable[Tip]) -> tuple[str, ...]:
    """The statuses that all of `tips`, or the only one, may be given. Each duplicate is one of another
    tip, so that several are not made duplicates at once."""
    first, *others = [tuple(_open_to(tip)) for tip in tips]
    alike = (name for name in first if all(name in steps for steps in others))
    return tuple(name for name in alike if not (others and name == DUPLICATE))


def _open_to(tip: Tip) -> Iterator[str]:
    for status in steps_from(tip):
        is_half_done = tip.to_complete and status not in (DUPLICATE, WITHDRAWN)
        has_no_content = status == REGISTERED and not (tip.summary or tip.sealed)
        is_for_others = tip.is_to_be_referred or tip.about_inspectors
        is_for_the_team = status == REFERRED and not is_for_others
        if not (is_half_done or has_no_content or is_for_the_team):
            yield status


def disposed(tip: Tip, step: Step, by: str, now: DateTime) -> Tip:
    """The tip after `step`; a duplicate must be linked already. Raises `StepRefused`."""
    to = step.to.strip()
    if step.status == REFERRED:
        to = to or tip.referred_to.strip()
    step = replace(step, why=step.why.strip(), to=to, letter=step.letter.strip())
    if faults := tuple(_faults(tip, step, now)):
        raise StepRefused(faults)
    sent_on = step.on or (now.date() if to else None)
    how = Disposition(by, in_seconds(now), step.why, to, sent_on, step.letter)
    referred_to = to if step.status == REFERRED else tip.referred_to
    earlier = (*tip.earlier, *_left_behind(tip))
    return replace(
        tip, status=step.status, disposition=how, referred_to=referred_to, earlier=earlier
    )


def _left_behind(tip: Tip) -> Iterator[Earlier]:
    """What was done with it on its day, though something else is done with it now."""
    if tip.disposition and tip.status not in (REGISTERED, WITHDRAWN):
        yield Earlier(tip.status, tip.disposition.on or tip.disposition.at.date())


def _faults(tip: Tip, step: Step, now: DateTime) -> Iterator[Fault]:
    if step.status not in steps_from(tip):
        yield Fault("status", _not_allowed(tip, step.status))
        return
    if tip.to_complete and step.status not in (DUPLICATE, WITHDRAWN):
        yield Fault("status", _("本件尚待补录，请先补全再处理。"))
    if step.status == REGISTERED and not (tip.summary or tip.to_complete):
        yield Fault("status", _("径送件没有登记内容，不能改作其他处理。"))
    if step.status in WITH_REASON and not step.why:
        yield Fault("why", _("理由：请写明为何作此处理。"))
    for name, label in _LABELS.items():
        yield from text_faults(name, _(label), getattr(step, name), TEXT_LIMIT)
    if step.on and step.on > now.date():
        yield Fault("on", _("发出日期：不能晚于今天，请改正。"))
    if step.status == DUPLICATE and not tip.matter:
        yield Fault("of", _("重复件：请指明与哪一件重复，编号应在本件之前。"))
    if step.status == REFERRED:
        yield from _referral_faults(tip, step)
    if step.to and (sentence := why_not(tip.subjects, step.to)):
        yield Fault("to", sentence)


def _referral_faults(tip: Tip, step: Step) -> Iterator[Fault]:
    if not (tip.is_to_be_referred or tip.about_inspectors):
        yield Fault(
            "status", _("属受理范围的由{inspection}组受理，不转办；请呈组长，或改正对象类别。")
        )
    if not step.to:
        yield Fault("to", _("转办单位：请写明转给哪个单位或部门。"))


def _not_allowed(tip: Tip, status: str) -> str:
    if status not in STATUSES:
        return _(
            "处理方式：没有“{status}”，应为下列之一：{known}。",
            status=printable(status[:40]),
            known=listed(spoken({name: STATUSES[name] for name in STEPS})),
        )
    allowed = listed(_(STATUSES[name]) for name in steps_from(tip))
    return _(
        "{number} 现为“{now}”，不能改为“{then}”，可改为：{allowed}。",
        number=tip.number,
        now=_(STATUSES.get(tip.status, tip.status)),
        then=_(STATUSES[status]),
        allowed=allowed or _("无"),
    )
