"""A form whose content is kept as a draft all along, set aside, offered again and gone on with."""

from __future__ import annotations

from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from store.desk.desk import Desk
from store.errors import DeskError
from store.printable import printable
from store.text import _
from store.tips.tip import Tip
from tui.entering.draft import Drafting, Left, offer_words
from tui.entering.merging import is_same
from tui.entering.values import Values, blank_values, instant_text, values_of
from tui.widgets.subject_rows import Link
from tui.widgets.tip_fields import TipFields


class DraftedForm(Vertical):
    """Holds `fields`, and knows which draft they are kept in and which tip they amend, if any.

    A form made of it has pieces of the classes form-state, form-offer and form-problem, and says
    in `begin` and `shown` what else is to be done when one starts, or when other values are shown.
    """

    def __init__(self, desk: Desk, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.desk = desk
        self.fields = TipFields(desk.notice)
        self.is_saving = False
        self._amends: Tip | None = None
        # What the amendment began with, until it is settled with what someone else made of it: a
        # draft that is gone on with has to be asked the same again.
        self._unsettled: Tip | None = None
        self._baseline = blank_values(desk.notice)
        self._drafting = Drafting(desk)
        self._offered: list[Left] = []
        self._last_control: Widget | None = None
        self._asked_about: object = None
        self._state = ""

    def begin(self) -> None:
        """A tip is about to be entered."""

    def shown(self, values: Values) -> None:
        """Other values stand in the form now."""

    # Coming and going

    def enter(self) -> None:
        """What the key for a new tip does: an amendment is set aside, a draft that was left is
        gone on with if the form is blank, and the focus goes where it was."""
        if self._amends:
            self.action_set_aside()
        self.begin()
        if self._offered and not self.is_dirty:
            self._go_on_with(self._offered[0])
        elif self._last_control and self._last_control.is_attached and self.is_dirty:
            self.screen.set_focus(self._last_control)
        else:
            self.focus_first()

    def edit(self, tip: Tip) -> None:
        """Shows a stored tip to be amended; what was being typed stays as a draft."""
        self.action_set_aside()
        self._show(values_of(tip, self.desk.notice), tip)
        self.focus_first()

    @property
    def is_dirty(self) -> bool:
        """Whether anything was entered that is not saved."""
        return not is_same(self.fields.values, self._baseline)

    @property
    def waiting(self) -> int:
        """How many drafts there are to go on with, the one in the form included."""
        return len(self._offered) + self.is_dirty

    @property
    def amended_number(self) -> str:
        """The number of the tip being amended, "" if it is a new one."""
        return str(self._amends.number) if self._amends else ""

    @property
    def draft_name(self) -> str:
        """The draft in which what is typed is kept."""
        return self._drafting.name

    def _show(self, values: Values, amends: Tip | None) -> None:
        """Shows `values`, as entered for a new tip or in place of those of `amends`."""
        notice = self.desk.notice
        self._amends, self._unsettled = amends, None
        self._baseline = values_of(amends, notice) if amends else blank_values(notice)
        self.fields.fill(values)
        self.fields.show_faults(())
        self.fields.scroll_home(animate=False)
        self._say("")
        self._offer()
        self.shown(values)

    def focus_first(self) -> None:
        """Puts the focus where a tip begins."""
        self.screen.set_focus(next(iter(self.fields.rows())).control)

    # What it says of the draft

    def _show_state(self) -> None:
        kept_at = self.desk.now().format("HH:mm") if self._drafting.is_kept else ""
        state = _("草稿已存 {time}", time=kept_at) if kept_at else ""
        if state != self._state:
            # It comes and goes with a key, for which the screen is not to be laid out anew.
            self._state = state
            self.query_one(".form-state", Static).update(Content(state), layout=False)

    def _offer(self) -> None:
        """Offers the drafts that were left."""
        self._offered = self._drafting.offered()
        offer = self.query_one(".form-offer", Link)
        offer.display = bool(self._offered)
        if self._offered:
            offer.update(Content(offer_words(self._offered, self.desk)))

    def _say(self, sentence: str) -> None:
        """Says what is wrong with the form as a whole; "" takes it away."""
        problem = self.query_one(".form-problem", Static)
        problem.display = bool(sentence)
        problem.update(Content(printable(sentence, lines=True)))

    # Drafts

    def keep_draft(self) -> bool:
        """Keeps what was typed as a draft at once, as before the program ends; whether it could."""
        if self.is_saving or not self.is_mounted:
            return True
        is_kept = True
        try:
            values = self.fields.values
            if not is_same(values, self._baseline):
                self._drafting.keep(values, self._unsettled or self._amends)
            else:
                self._drafting.drop()
        except DeskError as error:
            is_kept = False
            self._say(_("草稿没有存下：{reason}", reason=error))
        self._show_state()
        return is_kept

    def _go_on_with(self, left: Left) -> None:
        """Shows a draft that was left and keeps it as this form's own from now on."""
        try:
            self._drafting.begin_anew()
            self._drafting.take_over(left)
        except DeskError as error:
            self._say(str(error))
        self._show(left.values, left.amends)
        if left.begun_at and not left.amends and not left.values["received_at"].strip():
            # "Now" would be when it is saved, and no longer when the call came.
            self.fields.put("received_at", instant_text(left.begun_at, self.desk.notice))
            self._say(_("收到时间已按草稿的开始时间填入，请核对。"))
        self._show_state()
        self.focus_first()

    def action_set_aside(self) -> None:
        """Leaves what was typed as a draft, to be offered again, and clears the form."""
        self.keep_draft()
        self._drafting.begin_anew()
        self._show(blank_values(self.desk.notice), None)
        self._show_state()

    def action_discard(self) -> None:
        """Forgets what was typed; asks first, since nothing brings it back."""
        if self.is_dirty and self._asked_about != "discard":
            self._asked_about = "discard"
            self._say(_("所填内容将无法找回。确要丢弃，请再按一次 F9。"))
            return
        self._asked_about = None
        self._done()

    def _done(self) -> None:
        """A blank form again, without draft."""
        try:
            self._drafting.drop()
        except DeskError as error:
            self._say(str(error))
        self._show(blank_values(self.desk.notice), None)
        self._show_state()
        self.focus_first()
