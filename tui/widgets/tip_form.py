"""The form in which a tip is entered or amended: shows an entry, takes in what is typed, saves it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from functools import partial
from typing import ClassVar, Final
from weakref import WeakKeyDictionary

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.notifications import SeverityLevel
from textual.widgets import Button, Static

from store.desk.desk import Desk
from store.errors import CannotReach, DeskError, NotAllowed, Sealed, TipRefused
from store.printable import cleaned, printable
from store.text import _
from store.tips.fields import CALLS
from store.tips.guide import to_ask
from store.tips.revision import StaleRevision
from store.tips.tip import Tip
from tui.actions.actions import bindings_at
from tui.entering.draft import Left, left_words
from tui.entering.hints import WARNINGS, points_of, referral_warning, subjects_of, time_meant
from tui.entering.open_tips import OpenTips
from tui.entering.saving import Saved, refused_words
from tui.entering.tip_entry import Place, TipEntry
from tui.entering.unit_list import by_list
from tui.entering.values import LINK_TO, channel_of, when_text
from tui.terminal.key_queue import SAVE, end_of
from tui.terminal.own_thread import in_own_thread
from tui.widgets.call_timer import CallTimer
from tui.widgets.choice import Choice
from tui.widgets.field_row import FieldRow, HintLine
from tui.widgets.form_head import FormHead
from tui.widgets.guide_line import GuideLine
from tui.widgets.link import Link
from tui.widgets.merge_panel import MergePanel
from tui.widgets.messages import KeyWanted, TipSaved
from tui.widgets.presence_lines import ElsewhereLine
from tui.widgets.similar_panel import SimilarPanel
from tui.widgets.subject_rows import SubjectRows
from tui.widgets.tip_fields import TipFields

_IN_LIST: Final = ("subjects.unit", "subjects.person", "subjects.post")
_WHERE_A_CALL_BEGINS: Final[Place] = ("subjects.unit", 0)
# The terminal's own thread is to have sent the key before anything is made of it.
_ONCE_IT_IS_SEEN_SECONDS: Final = 0.01
_SAVES_WITHIN_SECONDS: Final = 5.0


class TipForm(Vertical):
    """Shows `entry`, and offers the drafts that were left. What is typed stands in the fields first,
    and in the entry once it is taken in: `typed` is the entry with all of it."""

    BINDINGS: ClassVar[list[BindingType]] = bindings_at("form")

    def __init__(self, desk: Desk, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.desk = desk
        self.entry = TipEntry(desk)
        self._open = OpenTips(desk)
        # Where one typed last in each of the open tips.
        self._typed_at: WeakKeyDictionary[TipEntry, Place] = WeakKeyDictionary()
        self.fields = TipFields(desk.notice)
        self._head = FormHead()
        self._guide = GuideLine()
        self._listing = Static(classes="form-listing")
        self._similar = SimilarPanel(desk)
        self._elsewhere = ElsewhereLine()
        # One may be set aside while it is saved, which is not to be gone on with.
        self._being_saved: set[TipEntry] = set()
        # Those of them that wait until the desk's place can be reached, and whether they are half done.
        self._to_be_saved: dict[TipEntry, bool] = {}
        self._tells_of_saving = False
        self._offered = 0
        self._offer = Link(classes="form-offer")
        self._problem = Static(classes="form-problem")
        self._hint = HintLine(classes="form-hint")
        self._asked_about: object = None
        self._is_taking_in = False
        self._is_half_done = False
        self._was_refused = False

    def compose(self) -> ComposeResult:
        yield self._head
        yield self._elsewhere
        yield self._offer
        yield self.fields
        yield self._similar
        yield self._listing
        yield self._guide
        yield self._problem
        yield self._hint
        with Horizontal(classes="form-buttons"):
            yield Button(_("保存 Ctrl+S"), variant="primary", compact=True, classes="save")
            yield Link(Content(_("暂存待补录 Ctrl+L")), classes="half")
            yield Link(Content(_("搁置 F8")), classes="aside")
            yield Link(Content(_("丢弃 F9")), classes="discard")

    def on_mount(self) -> None:
        self._show(self.entry)
        self.watch(self.fields, "scroll_y", self._name_subject, init=False)

    def _name_subject(self) -> None:
        """Says in the first line whom the tip is about, while that is scrolled out of sight."""
        about = "" if self.fields.is_subject_in_sight else subjects_of(self.fields.values)
        self._head.show_about(printable(about))

    @property
    def timer(self) -> CallTimer:
        """How long the call lasts."""
        return self._head.timer

    # What is entered

    def typed(self) -> TipEntry:
        """The entry, with all that stands in the fields by now."""
        self.entry.values = self.fields.values | {LINK_TO: self.entry.link_to}
        return self.entry

    @property
    def waiting(self) -> int:
        """How many drafts there are to go on with, the one in the form included."""
        return self._offered + len(self._to_be_saved) + self.typed().is_dirty

    @property
    def is_saving(self) -> bool:
        """Whether a tip is on its way to the disk, or waits until it can be."""
        return bool(self._being_saved)

    def enter(self) -> None:
        """What the key for a new tip does: what is open is set aside, and the form blank."""
        entry = self.typed()
        if entry.amends or entry.is_dirty:
            self.set_aside()
        elif len(self.fields.subjects.subjects) > 1:
            # They were added and left blank.
            self._show(TipEntry(self.desk, line=entry.line))
        self._time_call()
        self.focus_first()

    def begin_on_last_line(self) -> None:
        """Puts the line on which the officer was called last into a form that is still blank, once
        what is stored is read."""
        entry = self.typed()
        entry.begin_on_last_line()
        if entry.values["line"] != self.fields.values["line"]:
            self.fields.put("line", entry.values["line"])

    def edit(self, tip: Tip) -> None:
        """Shows a stored tip to be amended; what was being typed is set aside."""
        self.set_aside()
        self._show(TipEntry(self.desk, tip, self.entry.line))
        self.focus_first()

    async def go_on(self, *, onward: bool) -> None:
        """To where one typed last in the tip that is shown or, if nothing is in it or `onward`, in
        the next of those that are begun."""
        entry = self.typed()
        if onward or not (entry.amends or entry.is_dirty):
            offered = self._show_offer()
            if offered:
                self.set_aside()
                entry = self._open.take(offered[0], self.entry.line)
            elif onward:
                self.notify(_("没有搁置的举报。"))
                return
        place = self._typed_at.get(entry)
        if entry is not self.entry:
            self._show(entry)
            await self.fields.subjects.stand()
        self.fields.go_to(place or self.fields.told_last or _WHERE_A_CALL_BEGINS)

    def _show(self, entry: TipEntry) -> None:
        """Another entry instead of the one shown, which is left as it is."""
        self.entry = entry
        self.fields.fill(entry.values)
        self.fields.show_faults({})
        self.fields.scroll_home(animate=False)
        self.query(MergePanel).remove()
        self._was_refused = False
        self._listing.display = False
        self._elsewhere.number = entry.number
        self._head.show(entry)
        self._say("\n".join(entry.remarks))
        self._show_offer()
        self._help_along()

    def focus_first(self) -> None:
        """Puts the focus where a call begins: whom it is about."""
        self.fields.go_to(_WHERE_A_CALL_BEGINS)

    def action_to_summary(self) -> None:
        self.fields.write("")

    # Jumping to a field

    @property
    def is_typed_in(self) -> bool:
        """Whether the focus is in it."""
        focused = self.screen.focused if self.is_mounted else None
        return focused is not None and self in focused.ancestors

    def show_letters(self) -> None:
        """Shows beside each field that is to be seen the letter that leads there."""
        self.fields.show_letters()
        self._hint.say(_("按字母到该项，按数字改来源，Esc 取消"))

    def jump(self, character: str) -> bool:
        """Takes the letters away; whether `character` led to a field, or chose a line."""
        self.on_descendant_focus()
        return self.fields.jump(character)

    # What is shown around the fields

    def _time_call(self) -> None:
        """Times the call, if one begins now."""
        self.entry.begin_call()
        self._head.show_call(self.entry)

    def take_over(self, before: TipForm) -> None:
        """Goes on as the form before did, which was blank: what is set aside there is here."""
        self._open = before._open
        self.entry = TipEntry(self.desk, line=before.entry.line)
        self.entry.called_at = before.entry.called_at
        self._show(self.entry)

    def _show_offer(self) -> list[Left]:
        """Offers the tips that are begun and not shown. Their texts are not kept here: one that amends
        a sealed tip is to be read only as long as that is open."""
        own = (entry.name for entry in (self.entry, *self._being_saved))
        offered = self._open.all(*own)
        self._offered = len(offered)
        self._offer.display = bool(offered)
        if offered:
            named = _("；").join(left_words(left, self.desk) for left in offered)
            said = _("Ctrl+E 到搁置的 {count} 件：{named}", count=len(offered), named=named)
            self._offer.update(Content(printable(said)))
        return offered

    def _say(self, sentence: str) -> None:
        """Says what is to be known of the form as a whole; "" takes it away. What was asked there is
        asked no more."""
        self._asked_about = None
        self._tells_of_saving = False
        self._problem.display = bool(sentence)
        self._problem.update(Content(printable(sentence, lines=True)))

    def _ask(self, about: object, question: str) -> None:
        """Asks whether what a key does is to be done; pressed once more while that stands, it is."""
        self._say(question)
        self._asked_about = about

    def _ask_no_more(self) -> None:
        if self._asked_about:
            self._say("")

    def on_descendant_focus(self) -> None:
        self._ask_no_more()
        # What comes from deeper down comes later, maybe once the focus is elsewhere.
        focused = self.screen.focused
        above = focused.ancestors_with_self if focused else ()
        row = next((node for node in above if isinstance(node, FieldRow)), None)
        if row is not None:
            self._typed_at[self.entry] = self.fields.place_of(row)
        in_summary = row is not None and row.field == "summary"
        # Elsewhere the style sheet says, by the size of the window.
        self._guide.styles.display = "block" if in_summary else None
        hint = row.hint_and_keys if row and not in_summary else ""
        self._hint.say(hint)

    # What is typed

    def on_input_changed(self) -> None:
        self._changed()

    def on_text_area_changed(self) -> None:
        self._changed()

    def on_choice_changed(self, _event: Choice.Changed) -> None:
        self._changed()

    def on_subject_rows_changed(self, _event: SubjectRows.Changed) -> None:
        # What can be taken over in a subject just added is said there too.
        self.fields.complete_names(self.desk)
        self.on_descendant_focus()
        self._changed()

    def _changed(self) -> None:
        """Ticks the guide, looks for similar tips and keeps the draft once what was typed is on
        the screen, once for many keys at a time. What was asked was asked about less."""
        self._ask_no_more()
        if not self._is_taking_in:
            self._is_taking_in = True
            self.set_timer(_ONCE_IT_IS_SEEN_SECONDS, self._take_in)

    def _take_in(self) -> None:
        self._is_taking_in = False
        entry = self.typed()
        if entry.is_dirty:
            self._time_call()
        self._help_along()
        entry.keep_soon(partial(self._keeping_is_over, entry.name))
        if self._was_refused:
            # What was mended meanwhile is no fault any more.
            faults = entry.faults(half_done=self._is_half_done)
            self._say("\n".join(self.fields.show_faults(faults)))
        self._warn()

    def _warn(self) -> None:
        """Says what is to be looked at, of a number once it is typed to its end."""
        values = self.fields.values
        self.fields.warn("referred_to", referral_warning(values))
        for name, warning in WARNINGS.items():
            if not self.fields.is_typed_in(name):
                self.fields.warn(name, warning(values[name]))

    def on_descendant_blur(self) -> None:
        self._warn()
        self._tell_time_back()
        self._look_into_list()

    def _look_into_list(self) -> None:
        """Completes the subject that one has left, where the list of units and posts says what is
        blank; says of a name that it is not there, and no more."""
        place = self._typed_at.get(self.entry)
        if not (place and place[0] in _IN_LIST):
            return
        subject = self.fields.subjects.values[place[1]]
        completed, said = by_list(self.desk, subject)
        self.fields.complete_subject(place[1], completed)
        self._listing.display = bool(said)
        self._listing.update(Content(printable(said)), layout=False)

    def _tell_time_back(self) -> None:
        """A time of receipt that was typed stands there in full once one has left it."""
        text = self.fields.values["received_at"]
        if self.fields.is_typed_in("received_at"):
            return
        meant = when_text(time_meant(text, self.desk.notice, self.desk.now()), self.desk.notice)
        if meant and meant != text:
            self.fields.put("received_at", meant)

    def _help_along(self) -> None:
        entry = self.entry
        self.timer.visible = channel_of(entry.values) in CALLS
        self._name_subject()
        points = points_of(entry.values)
        self._guide.points, self._guide.asked = points, to_ask(points, self.entry.values["summary"])
        self.fields.complete_names(self.desk)
        self._similar.look_for(entry.traits)
        self._similar.linked = entry.link_to

    def action_link_similar(self) -> None:
        """Links the first of the tips that are similar, then the next, then none."""
        try:
            self.desk.access.require("dispose")
        except NotAllowed as error:
            self._say(str(error))
            return
        self._similar.link_next()

    def on_similar_panel_linked(self, event: SimilarPanel.Linked) -> None:
        self.entry.link_to = event.number
        # At once: the next key goes on from there.
        self._similar.linked = event.number
        self._changed()

    def action_stamp_time(self) -> None:
        """Writes the time of the clock into the summary, where typing goes on."""
        self.fields.write(f"[{self.desk.now().strftime('%H:%M')}] ")

    def on_choice_written(self, event: Choice.Written) -> None:
        # Who listens to a caller writes wherever the focus is: it belongs into the summary.
        self.fields.write(event.text)

    def on_key(self, event: events.Key) -> None:
        if event.is_printable and isinstance(self.screen.focused, Button):
            event.stop()
            self.fields.write(event.character or "")

    def on_paste(self, event: events.Paste) -> None:
        # Where it lands in a field, that takes it.
        event.stop()
        self.fields.write(cleaned(event.text, lines=True))

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
            await self.go_on(onward=True)

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
            place = subjects.subjects.index(subject) + 1
            said = _("被反映人 {place} 已有内容。确要删除，请再按一次 F7。", place=place)
            self._ask(subject, said)
            return
        self._say("")
        subjects.take_away(subject)

    # The draft

    def keep_draft(self) -> bool:
        """Keeps what was typed as a draft at once, as before the program ends; whether it could."""
        if not self.is_mounted:
            return True
        entry = self.typed()
        not_kept = entry.keep()
        self._tell_kept(entry.name, not_kept)
        if not (not_kept or self._open.keep()):
            return True
        return self.desk.reach.is_away and self.desk.reach.put_drafts_by()

    def _keeping_is_over(self, name: str, not_kept: str) -> None:
        """Called by the thread that writes, maybe long after: it knows the entry by its name alone."""
        self.call_later(self._tell_kept, name, not_kept)

    def show_reach(self) -> None:
        """Whether the desk's place is away, or is back."""
        self._head.show_reach(is_away=self.desk.reach.is_away)

    def _tell_kept(self, name: str, not_kept: str) -> None:
        if name == self.entry.name:
            if not_kept:
                self._say(not_kept)
            self._head.show_kept(self.entry)

    def set_aside(self) -> None:
        """Leaves what was typed as a draft, to be gone on with, and shows a blank form, in which
        typing goes on where a call begins."""
        entry = self.typed()
        not_kept = "" if entry in self._being_saved else self._open.set_aside(entry)
        self._show(TipEntry(self.desk, line=entry.line))
        if not_kept:
            self._say(not_kept)
        if self.is_typed_in:
            self.focus_first()

    def hide_texts(self) -> None:
        """An opened tip goes, one on its way to the disk too; so does what others said that is like
        what is typed, until the next key."""
        if self.entry.amends:
            self.set_aside()
        if opened := [entry for entry in self._to_be_saved if entry.amends]:
            # Until the place is there, which may be long. Its draft is kept as soon as it is.
            for entry in opened:
                del self._to_be_saved[entry]
                self._saving_is_over(entry)
            self._say(_("锁屏前修改的还没有保存，已留作草稿。连上后请按 Ctrl+E 续填，再保存。"))
        self._similar.forget()
        self.fields.forget_suggestions()

    def action_set_aside(self) -> None:
        self.set_aside()

    def action_discard(self) -> None:
        """Forgets what was typed; asks first, since nothing brings it back."""
        if self.typed().is_dirty and self._asked_about != "discard":
            self._ask("discard", _("所填内容将无法找回。确要丢弃，请再按一次 F9。"))
            return
        not_dropped = self.entry.drop()
        self._show(TipEntry(self.desk, line=self.entry.line))
        if not_dropped:
            self._say(not_dropped)
        self.focus_first()

    # Saving

    def on_button_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self.action_save()

    def action_save(self) -> None:
        """Saves the tip, or shows everything that is wrong with it."""
        self.run_worker(self._save(half_done=False), group=SAVE)

    def action_save_half_done(self) -> None:
        """Saves what there is of the tip, to be completed later."""
        self.run_worker(self._save(half_done=True), group=SAVE)

    async def _save(self, *, half_done: bool) -> None:
        entry = self.typed()
        if entry.is_saving:
            return
        self._is_half_done = half_done
        self._being_saved.add(entry)
        storing = self.run_worker(self._store(entry, half_done=half_done))
        over = asyncio.create_task(end_of(storing))
        await asyncio.wait([over], timeout=_SAVES_WITHIN_SECONDS)
        if not over.done():
            # A disk may hang for minutes, in which the next call comes.
            said = _("刚才一件还在保存，磁盘较慢，存下后显示编号。可以接着登记下一件。")
            self._leave_to_be_saved(entry, said)

    async def _store(self, entry: TipEntry, *, half_done: bool) -> None:
        try:
            with entry.saving(half_done=half_done) as saving:
                saved = await in_own_thread(saving.store)
        except CannotReach:
            self._save_later(entry, half_done=half_done)
        except DeskError as error:
            self._saving_is_over(entry)
            if entry is self.entry:
                self._show_refusal(error)
            else:
                # It was left to be saved while another was begun.
                self._open.set_aside(entry)
                self._show_offer()
                # A fault may say what is typed there, which a curtain may have hidden by then.
                said = refused_words(error) if isinstance(error, TipRefused) else str(error)
                self.notify(printable(said), severity="error", markup=False)
        else:
            self._saving_is_over(entry, saved.sentence)
            if entry is self.entry:
                self._show(self.typed().after(saved))
                self.focus_first()
            else:
                entry.after(saved)
                self._show_offer()
            self._tell_saved(saved)

    def _save_later(self, entry: TipEntry, *, half_done: bool) -> None:
        """Leaves a tip to be saved once the desk's place can be reached; another can be begun."""
        entry.keep_soon(partial(self._keeping_is_over, entry.name))
        self._to_be_saved[entry] = half_done
        said = _("刚才一件还没有保存，连上后自动保存，届时显示编号。可以接着登记下一件。")
        self._leave_to_be_saved(entry, said)

    def _leave_to_be_saved(self, entry: TipEntry, said: str) -> None:
        if entry is self.entry:
            self._show(TipEntry(self.desk, line=entry.line))
            self.focus_first()
        self._say(said)
        self._tells_of_saving = True

    def save_what_waits(self) -> None:
        """Has what waits for the desk's place saved, now that it can be reached."""
        if self._to_be_saved:
            waiting, self._to_be_saved = self._to_be_saved, {}
            self.run_worker(self._store_in_turn(waiting))

    async def _store_in_turn(self, waiting: Mapping[TipEntry, bool]) -> None:
        # Their numbers follow each other as the calls did.
        for entry, half_done in waiting.items():
            await self._store(entry, half_done=half_done)

    def _saving_is_over(self, entry: TipEntry, said: str = "") -> None:
        self._being_saved.remove(entry)
        if self._tells_of_saving and not self._being_saved:
            self._say(said)

    def _tell_saved(self, saved: Saved) -> None:
        said = printable("\n".join((saved.sentence, *saved.warnings)), lines=True)
        severity: SeverityLevel = "warning" if saved.warnings else "information"
        self.notify(said, severity=severity, markup=False)
        self.post_message(TipSaved(saved.tip))

    def _show_refusal(self, error: DeskError) -> None:
        if isinstance(error, TipRefused):
            self._show_faults(error)
        elif isinstance(error, StaleRevision):
            self._show_stale(error)
        else:
            self._say(str(error))
            self.notify(printable(str(error)), severity="error", markup=False)
            if isinstance(error, Sealed):
                self.post_message(KeyWanted())

    def _show_faults(self, refusal: TipRefused) -> None:
        self._was_refused = True
        elsewhere = self.fields.show_faults(self.entry.by_place(refusal))
        self._say("\n".join((refused_words(refusal), *elsewhere)))
        row = self.fields.first_faulty()
        if row is not None:
            self.screen.set_focus(row.control)
            row.call_after_refresh(row.scroll_visible, animate=False)

    def _show_stale(self, stale: StaleRevision) -> None:
        """Offers what someone else changed meanwhile, field by field."""
        entry = self.typed()
        found = entry.settle(stale)
        for difference in found:
            self.fields.put(difference.field, entry.values[difference.field])
        self.query(MergePanel).remove()
        panel = MergePanel(printable(stale.current.number), found, self.desk.notice)
        self.fields.mount(panel, before=0)
        self._say(str(stale))
        panel.call_after_refresh(self._begin_to_settle, panel)

    def _begin_to_settle(self, panel: MergePanel) -> None:
        # What is to be done is said above the first.
        self.fields.scroll_home(animate=False, immediate=True)
        panel.focus_first()

    def on_merge_panel_picked(self, event: MergePanel.Picked) -> None:
        field = event.difference.field
        self.typed().pick(event.difference, theirs=event.theirs)
        self.fields.put(field, self.entry.values[field])
