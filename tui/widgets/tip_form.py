"""The form in which a tip is entered or amended: keeps drafts, saves, shows what is wrong."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Static

from store import entry
from store.desk import Desk
from store.errors import DeskError, StaleRevision, TipRefused
from store.plain import printable
from store.text import _
from store.tip import Tip
from tui.actions import bindings_at
from tui.drafting import Drafting, Left, offer_words
from tui.form_help import points_of, referral_warning
from tui.form_values import Values, blank_values, instant_text, values_of
from tui.merging import differences, is_same
from tui.messages import TipSaved
from tui.widgets.call_timer import CallTimer
from tui.widgets.choice import Choice
from tui.widgets.field_row import FieldRow
from tui.widgets.guide_line import GuideLine
from tui.widgets.merge_panel import MergePanel
from tui.widgets.presence_lines import ElsewhereLine
from tui.widgets.similar_panel import SimilarPanel
from tui.widgets.subject_rows import Link, SubjectRows
from tui.widgets.tip_fields import TipFields


class TipForm(Vertical):
    """A new tip, or with `edit` one that was stored. What is typed is kept as a draft all along."""

    BINDINGS: ClassVar[list[BindingType]] = bindings_at("form")

    def __init__(self, desk: Desk, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.desk = desk
        self.fields = TipFields(desk.notice)
        self._guide = GuideLine()
        self.timer = CallTimer()
        self._similar = SimilarPanel(desk)
        self._amends: Tip | None = None
        self._baseline = blank_values(desk.notice)
        self._drafting = Drafting(desk)
        self._elsewhere = ElsewhereLine()
        self._offered: list[Left] = []
        self._last_control: Widget | None = None
        self._is_saving = False
        self._is_keeping = False
        self._is_half_done = False
        self._was_refused = False
        self._asked_about: object = None

    def compose(self) -> ComposeResult:
        with Horizontal(classes="form-head"):
            yield Static(classes="form-title")
            yield self.timer
            yield Static(classes="form-state")
        yield self._elsewhere
        yield Link(classes="form-offer")
        yield self.fields
        yield self._similar
        yield self._guide
        yield Static(classes="form-problem")
        yield Static(classes="form-hint")
        with Horizontal(classes="form-buttons"):
            yield Button(_("保存 Ctrl+S"), variant="primary", compact=True, classes="save")
            yield Link(Content(_("先存半件 Ctrl+L")), classes="half")
            yield Link(Content(_("搁置 F8")), classes="aside")
            yield Link(Content(_("丢弃 F9")), classes="discard")

    def on_mount(self) -> None:
        self._show(blank_values(self.desk.notice), None)

    # Coming and going

    def enter(self) -> None:
        """What the key for a new tip does: an amendment is set aside, a draft that was left is
        gone on with if the form is blank, and the focus goes where it was."""
        if self._amends:
            self.action_set_aside()
        self._begin_call()
        if self._offered and not self.is_dirty:
            self._go_on_with(self._offered[0])
        elif self._last_control and self._last_control.is_attached and self.is_dirty:
            self.screen.set_focus(self._last_control)
        else:
            self._focus_first()

    def _begin_call(self) -> None:
        """A call is timed from when the form is opened for it, or else from the first key."""
        if not (self._amends or self._drafting.is_kept or self.timer.began):
            self.timer.began = self.timer.now = self.desk.now()

    def edit(self, tip: Tip) -> None:
        """Shows a stored tip to be amended; what was being typed stays as a draft."""
        self.action_set_aside()
        self._show(values_of(tip, self.desk.notice), tip)
        self._focus_first()

    @property
    def is_dirty(self) -> bool:
        """Whether anything was entered that is not saved."""
        return not is_same(self.fields.values, self._baseline)

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
        self._amends = amends
        self._elsewhere.number = self.amended_number
        self._baseline = values_of(amends, notice) if amends else blank_values(notice)
        self._was_refused = False
        self.query(MergePanel).remove()
        self.fields.fill(values)
        self.fields.show_faults(())
        self.fields.scroll_home(animate=False)
        self._say("")
        self._show_title()
        self._guide.points = points_of(values)
        self.fields.complete_names(self.desk)
        self.timer.began = None
        self._look_for_similar(values)
        self._offer()

    def _focus_first(self) -> None:
        self.screen.set_focus(next(iter(self.fields.rows())).control)

    # What it shows around the fields

    def _show_title(self) -> None:
        if self._amends:
            wording = _("补录 {number}") if self._amends.to_complete else _("修改 {number}")
            title = wording.format(number=printable(self._amends.number))
        else:
            title = _("登记新举报")
        self.query_one(".form-title", Static).update(Content(title))

    def _show_state(self) -> None:
        kept_at = self.desk.now().format("HH:mm") if self._drafting.is_kept else ""
        state = _("草稿已存 {time}", time=kept_at) if kept_at else ""
        self.query_one(".form-state", Static).update(Content(state))

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

    def on_descendant_focus(self) -> None:
        self._asked_about = None
        # What comes from deeper down comes later, maybe once the focus is elsewhere.
        focused = self.screen.focused
        above = focused.ancestors_with_self if focused else ()
        row = next((node for node in above if isinstance(node, FieldRow)), None)
        self.query("FieldRow.-current").remove_class("-current")
        if row is not None:
            row.add_class("-current")
            self._last_control = focused
        in_summary = row is not None and row.field == "summary"
        self.set_class(in_summary, "-telling")
        hint = row.hint_and_keys if row and not in_summary else ""
        self.query_one(".form-hint", Static).update(Content(hint))

    # What is typed

    def on_input_changed(self) -> None:
        self._changed()

    def on_text_area_changed(self) -> None:
        self._changed()

    def on_choice_changed(self, _event: Choice.Changed) -> None:
        self._changed()

    def on_subject_rows_changed(self, _event: SubjectRows.Changed) -> None:
        self._changed()

    def _changed(self) -> None:
        """Ticks the guide, looks for similar tips and keeps the draft once what was typed is on
        the screen, once for many keys at a time."""
        if not self._is_keeping:
            self._is_keeping = True
            self.call_after_refresh(self._take_in)

    def _take_in(self) -> None:
        if self.is_dirty:
            self._begin_call()
        values = self.fields.values
        self._guide.points = points_of(values)
        self.fields.complete_names(self.desk)
        self._look_for_similar(values)
        self.keep_draft()
        self.fields.warn_of_referral(referral_warning(values))

    def _look_for_similar(self, values: Values) -> None:
        self._similar.look_for(values, self.amended_number)
        self._similar.linked = self.fields.link_to

    def action_link_similar(self) -> None:
        """Links the first of the tips that are similar, then the next, then none."""
        self._similar.link_next()

    def on_similar_panel_linked(self, event: SimilarPanel.Linked) -> None:
        self.fields.link_to = event.number
        self._changed()

    def action_stamp_time(self) -> None:
        """Writes the time of the clock into the summary."""
        self.fields.stamp(f"[{self.desk.now().format('HH:mm')}] ")

    def keep_draft(self) -> None:
        """Keeps what was typed as a draft at once, as before the program ends."""
        self._is_keeping = False
        if self._is_saving:
            return
        try:
            if self.is_dirty:
                self._drafting.keep(self.fields.values, self._amends)
            else:
                self._drafting.drop()
        except DeskError as error:
            self._say(_("草稿没有存下：{reason}", reason=error))
        self._show_state()
        if self._was_refused:
            self._check()

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
        self._focus_first()

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
        self._focus_first()

    def on_link_clicked(self, event: Link.Clicked) -> None:
        if event.link.has_class("more"):
            self.action_add_subject()
        elif event.link.has_class("half"):
            self.action_save_half_done()
        elif event.link.has_class("aside"):
            self.action_set_aside()
        elif event.link.has_class("discard"):
            self.action_discard()
        elif event.link.has_class("form-offer"):
            self.enter()

    # Subjects

    def action_add_subject(self) -> None:
        """A further subject."""
        if self.fields.subjects.add() is None:
            self._say(_("被反映人已到最多个数，请分作几件登记。"))

    def action_remove_subject(self) -> None:
        """The subject with the focus, else the last; asks first if anything was entered there."""
        subjects = self.fields.subjects
        subject = subjects.with_focus() or subjects.subjects[-1]
        if not subject.is_blank and self._asked_about is not subject:
            self._asked_about = subject
            place = subjects.subjects.index(subject) + 1
            self._say(_("被反映人 {place} 已有内容。确要删除，请再按一次 F7。", place=place))
            return
        self._asked_about = None
        self._say("")
        subjects.take_away(subject)

    # Saving

    def on_button_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self.action_save()

    def action_save(self) -> None:
        """Saves the tip, or shows everything that is wrong with it."""
        self._begin_saving(half_done=False)

    def action_save_half_done(self) -> None:
        """Saves what there is of the tip, to be completed later."""
        self._begin_saving(half_done=True)

    def _begin_saving(self, *, half_done: bool) -> None:
        if not self._is_saving:
            self._is_saving, self._is_half_done = True, half_done
            self.run_worker(self._save())

    async def _save(self) -> None:
        values = self.fields.values
        try:
            saved = await self._stored()
        except TipRefused as refusal:
            self._is_saving = False
            self._show_refusal(refusal)
        except StaleRevision as stale:
            self._is_saving = False
            self._show_stale(stale)
        except DeskError as error:
            self._is_saving = False
            self._say(str(error))
            self.notify(printable(str(error)), severity="error", markup=False)
        else:
            self._is_saving = False
            amended = self._amends is not None
            typed = self.fields.values
            self._done()
            if not is_same(values, typed):
                self._go_on_amending(saved, typed)
            self.notify(_saved_words(saved, amended), markup=False)
            self.post_message(TipSaved(saved))

    def _go_on_amending(self, saved: Tip, typed: Values) -> None:
        """What was typed while the tip was being saved is not lost: it amends the tip."""
        self._show(typed, saved)
        self.keep_draft()
        self._say(_("保存期间又有改动，请再按 Ctrl+S。"))

    async def _stored(self) -> Tip:
        """The tip in the form, on disk. The disk may be slow, the desk taken: that is waited for
        beside the screen."""
        tip, link_to = self._read(), self.fields.link_to
        if self._amends is None:
            saved = await asyncio.to_thread(self.desk.record, tip)
        else:
            tip = replace(tip, number=self._amends.number, revision=self._amends.revision)
            saved = await asyncio.to_thread(self.desk.amend, tip)
        return await self._linked(saved, link_to) if link_to else saved

    async def _linked(self, saved: Tip, to: str) -> Tip:
        """The saved tip, one matter with the tip `to`; that it is saved stands whatever comes."""
        try:
            return await asyncio.to_thread(self.desk.link, saved.number, to)
        except DeskError as error:
            sentence = _("举报已存，但没有关联：{reason}", reason=error)
            self.notify(printable(sentence), severity="warning", markup=False)
            return saved

    def _read(self) -> Tip:
        values = self.fields.entry() | {"to_complete": self._is_half_done}
        if self._amends and not values["received_at"].strip():
            values["received_at"] = instant_text(self._amends.received_at, self.desk.notice)
        return entry.read(values, self.desk.notice, self.desk.now())

    def _check(self) -> None:
        """Takes away the faults that were mended meanwhile, and shows those that are left."""
        try:
            self._read()
        except TipRefused as refusal:
            self._say("\n".join(self.fields.show_faults(refusal.faults)))
        else:
            self.fields.show_faults(())
            self._say("")

    def _show_refusal(self, refusal: TipRefused) -> None:
        self._was_refused = True
        elsewhere = self.fields.show_faults(refusal.faults)
        count = _("没有保存，有 {count} 处要改正。", count=len(refusal.faults))
        self._say("\n".join((count, *elsewhere)))
        row = self.fields.first_faulty()
        if row is not None:
            self.screen.set_focus(row.control)
            row.call_after_refresh(row.scroll_visible, animate=False)

    def _show_stale(self, stale: StaleRevision) -> None:
        """Offers what someone else changed meanwhile, field by field."""
        notice = self.desk.notice
        theirs = values_of(stale.current, notice)
        found = differences(self._baseline, theirs, self.fields.values)
        for difference in found:
            if not difference.is_contested:
                self.fields.put(difference.field, difference.theirs)
        self._amends, self._baseline = stale.current, theirs
        self.query(MergePanel).remove()
        panel = MergePanel(printable(stale.current.number), found, self.fields.in_words)
        self.fields.mount(panel, before=0)
        self._say(str(stale))
        panel.call_after_refresh(panel.focus_first)

    def on_merge_panel_picked(self, event: MergePanel.Picked) -> None:
        self.fields.put(event.field, event.value)


def _saved_words(tip: Tip, amended: bool) -> str:
    """What is said of a tip once it is on disk."""
    number = printable(tip.number)
    if tip.to_complete:
        return _("已先存：{number}，待补录（Ctrl+G 可查）", number=number)
    return _("已修改：{number}", number=number) if amended else _("已登记：{number}", number=number)
