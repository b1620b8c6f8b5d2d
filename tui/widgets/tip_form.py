"""The form in which a tip is entered or amended: keeps drafts, saves, shows what is wrong."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.notifications import SeverityLevel
from textual.widgets import Button, Static

from store.desk.desk import Desk
from store.errors import DeskError, NotAllowed, Sealed, TipRefused
from store.printable import printable
from store.text import _
from store.tips import entry
from store.tips.fields import CALLS
from store.tips.revision import StaleRevision
from store.tips.tip import Tip
from tui.actions.actions import bindings_at
from tui.entering.form_help import (
    contact_warning,
    points_of,
    referral_warning,
    saved_words,
    stays_here,
)
from tui.entering.merging import differences, is_same
from tui.entering.values import Values, blank_values, channel_of, instant_text, values_of
from tui.widgets.call_timer import CallTimer
from tui.widgets.choice import Choice
from tui.widgets.drafted_form import DraftedForm
from tui.widgets.field_row import FieldRow
from tui.widgets.guide_line import GuideLine
from tui.widgets.merge_panel import MergePanel
from tui.widgets.messages import KeyWanted, TipSaved
from tui.widgets.presence_lines import ElsewhereLine
from tui.widgets.similar_panel import SimilarPanel
from tui.widgets.subject_rows import Link, SubjectRows

# The terminal's own thread is to have sent the key before anything is made of it.
_ONCE_IT_IS_SEEN_SECONDS: Final = 0.01


class TipForm(DraftedForm):
    """A new tip, or with `edit` one that was stored. What is typed is kept as a draft all along."""

    BINDINGS: ClassVar[list[BindingType]] = bindings_at("form")

    def __init__(self, desk: Desk, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(desk, id=id)
        self.timer = CallTimer()
        self._guide = GuideLine()
        self._similar = SimilarPanel(desk)
        self._elsewhere = ElsewhereLine()
        self._is_taking_in = False
        self._is_half_done = False
        self._was_refused = False

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

    def begin(self) -> None:
        """A call is timed from when the form is opened for it, or else from the first key."""
        if self._amends or self._drafting.is_kept:
            return
        if not (self.timer.began and self.is_dirty):
            self.timer.began = self.timer.now = self.desk.now()

    def shown(self, values: Values) -> None:
        self._was_refused = False
        self._elsewhere.number = self.amended_number
        self.query(MergePanel).remove()
        self.timer.began = None
        self._help_along(values)
        self._show_title()

    # What it shows around the fields

    def _show_title(self) -> None:
        if self._amends:
            wording = _("补录 {number}") if self._amends.to_complete else _("修改 {number}")
            title = wording.format(number=printable(self._amends.number))
        else:
            title = _("登记新举报")
        self.query_one(".form-title", Static).update(Content(title))

    def on_descendant_focus(self) -> None:
        self._asked_about = None
        # What comes from deeper down comes later, maybe once the focus is elsewhere.
        focused = self.screen.focused
        above = focused.ancestors_with_self if focused else ()
        row = next((node for node in above if isinstance(node, FieldRow)), None)
        if row is not None:
            self._last_control = focused
        in_summary = row is not None and row.field == "summary"
        # Elsewhere the style sheet says, by the size of the window.
        self._guide.styles.display = "block" if in_summary else None
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
        if not self._is_taking_in:
            self._is_taking_in = True
            self.set_timer(_ONCE_IT_IS_SEEN_SECONDS, self._take_in)

    def _take_in(self) -> None:
        self._is_taking_in = False
        values = self.fields.values
        if not is_same(values, self._baseline):
            self.begin()
        self._help_along(values)
        self.keep_draft()
        if self._was_refused:
            self._check()
        self._warn(values)

    def _warn(self, values: Values) -> None:
        """Says what is to be looked at, of a number once it is typed to its end."""
        self.fields.warn("referred_to", referral_warning(values))
        if not self.fields.is_typed_in("reporter.contact"):
            self.fields.warn("reporter.contact", contact_warning(values["reporter.contact"]))

    def on_descendant_blur(self) -> None:
        self._warn(self.fields.values)

    def _help_along(self, values: Values) -> None:
        self.timer.visible = channel_of(values) in CALLS
        self._guide.points = points_of(values)
        self.fields.complete_names(self.desk)
        self._look_for_similar(values)

    def _look_for_similar(self, values: Values) -> None:
        self._similar.look_for(values, self.amended_number)
        self._similar.linked = self.fields.link_to

    def action_link_similar(self) -> None:
        """Links the first of the tips that are similar, then the next, then none."""
        try:
            self.desk.require("dispose")
        except NotAllowed as error:
            self._say(str(error))
            return
        self._similar.link_next()

    def on_similar_panel_linked(self, event: SimilarPanel.Linked) -> None:
        self.fields.link_to = event.number
        self._changed()

    def action_stamp_time(self) -> None:
        """Writes the time of the clock into the summary."""
        self.fields.stamp(f"[{self.desk.now().format('HH:mm')}] ")

    async def on_link_clicked(self, event: Link.Clicked) -> None:
        if event.link.has_class("more"):
            await self.action_add_subject()
        elif event.link.has_class("half"):
            self.action_save_half_done()
        elif event.link.has_class("aside"):
            self.action_set_aside()
        elif event.link.has_class("discard"):
            self.action_discard()
        elif event.link.has_class("form-offer"):
            self.enter()

    # Subjects

    async def action_add_subject(self) -> None:
        """A further subject."""
        if self.fields.subjects.is_full:
            self._say(_("被反映人已到最多个数，请分作几件登记。"))
        else:
            await self.fields.subjects.add()

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
        if not self.is_saving:
            self.is_saving, self._is_half_done = True, half_done
            self.run_worker(self._save())

    async def _save(self) -> None:
        values = self.fields.values
        try:
            saved = await self._stored()
        except TipRefused as refusal:
            self.is_saving = False
            self._show_refusal(refusal)
        except StaleRevision as stale:
            self.is_saving = False
            self._show_stale(stale)
        except DeskError as error:
            self.is_saving = False
            self._say(str(error))
            self.notify(printable(str(error)), severity="error", markup=False)
            if isinstance(error, Sealed):
                self.post_message(KeyWanted())
        else:
            self.is_saving = False
            amended = self._amends is not None
            typed = self.fields.values
            self._done()
            if not is_same(values, typed):
                self._go_on_amending(saved, typed)
            severity: SeverityLevel = "warning" if stays_here(saved) else "information"
            self.notify(saved_words(saved, amended), severity=severity, markup=False)
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
        self._unsettled = self._unsettled or self._amends
        self._amends, self._baseline = stale.current, theirs
        self.query(MergePanel).remove()
        panel = MergePanel(printable(stale.current.number), found, self.fields.in_words)
        self.fields.mount(panel, before=0)
        self._say(str(stale))
        panel.call_after_refresh(panel.focus_first)

    def on_merge_panel_picked(self, event: MergePanel.Picked) -> None:
        self.fields.put(event.field, event.value)
