"""A tip on its way to the disk, and what is said once it is there."""

from __future__ import annotations

from store.desk.desk import Desk
from store.errors import DeskError, TipRefused
from store.frozen import frozen
from store.text import _
from store.tips.referral import why_not
from store.tips.tip import Tip
from tui.entering.values import LINK_TO, Values


@frozen
class Saved:
    """A tip as it is on the disk; `values` is what was typed of it by then, `not_linked` why it is
    not one matter with the tip that it was to be linked to, "" if it is."""

    tip: Tip
    values: Values
    is_amended: bool
    not_linked: str = ""

    @property
    def sentence(self) -> str:
        """That it is saved, with its number. It names nobody, for a curtain may be drawn by then."""
        if self.tip.awaits_completion:
            return _("已暂存：{number}，待补录，列在待办中", number=self.tip.number)
        wording = _("已修改：{number}") if self.is_amended else _("已登记：{number}")
        return wording.format(number=self.tip.number)

    @property
    def warnings(self) -> tuple[str, ...]:
        """What is to be seen to, though it is saved."""
        stays_here = ""
        if why_not(self.tip.subjects, self.tip.referred_to):
            stays_here = _("转办单位即本件所反映的，或归其管，不能转往该处，请改正转办单位。")
        for_lead = ""
        if self.tip.about_inspectors:
            for_lead = _("反映{inspection}干部的举报只由组长查看。")
        return tuple(filter(None, (stays_here, for_lead, self.not_linked)))


@frozen
class Saving:
    """`tip` as it stood in `values` when saving began: what is typed since is not in it. A tip that
    has a number replaces the one that has it. `once` tells it from every other that is saved, and it
    `is_retried` where it may have been tried by then."""

    desk: Desk
    tip: Tip
    values: Values
    once: str
    is_retried: bool

    def store(self) -> Saved:
        """Stores and links it. The disk may be slow, the desk taken: a screen calls this from a
        thread.

        Raises `StaleRevision`, `TipRefused` or another `DeskError`; then nothing is stored.
        """
        is_amended = bool(self.tip.number)
        if is_amended:
            stored = self.desk.amend(self.tip)
        else:
            stored = self.desk.record(self.tip, once=self.once, is_retried=self.is_retried)
        not_linked = ""
        if to := self.values[LINK_TO]:
            try:
                stored = self.desk.acts.link(stored.number, to)
            except DeskError as error:
                not_linked = _("举报已存，但没有关联：{reason}", reason=error)
        return Saved(stored, self.values, is_amended, not_linked)


def refused_words(refusal: TipRefused) -> str:
    """That a tip is not saved, and how much is wrong with it."""
    return _("没有保存，有 {count} 处要改正。", count=len(refusal.faults))
