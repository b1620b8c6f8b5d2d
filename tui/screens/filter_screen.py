"""What the list of tips is to be narrowed to, each part set as a field of a form is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar, Final, get_args

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Static

from store.desk.desk import Desk
from store.errors import BadInstant
from store.notice.notice import OTHER
from store.notice.receipt_day import read_day_dealt_with
from store.text import N_, _
from store.tips.disposition import STATUSES
from store.tips.find import Filter
from store.tips.names import NameKind
from store.tips.tip import ReporterKind
from tui.actions.actions import bindings_at
from tui.entering.choices import Option
from tui.terminal.moving import TABS
from tui.widgets.choice import KEYS, Choice
from tui.widgets.field_row import FieldRow, label_width, take_turns, write_beside
from tui.widgets.text_field import ExactField
from tui.words import words
from tui.words.disposition_words import status_label
from tui.words.filter_words import FLAGS

_LABELS: Final = {
    "disciplines": N_("问题类别"),
    "channels": N_("来源"),
    "lines": N_("线路"),
    "groups": N_("对象类别"),
    "statuses": N_("处理情况"),
    "reporters": N_("反映人"),
    "officers": N_("登记人"),
    "handlers": N_("承办人"),
    "since": N_("收到自"),
    "until": N_("收到至"),
    "flags": N_("其他"),
}
_DAYS: Final = ("since", "until")
_WIDTHS: Final = [(0, "-narrow"), (132, "-wide")]
_HEIGHTS: Final = [(0, "-low"), (30, "-high")]


class FilterScreen(ModalScreen[Filter | None]):
    """Dismissed with the filter chosen, or with None to leave it as it was."""

    place = "filter"
    HORIZONTAL_BREAKPOINTS = _WIDTHS
    VERTICAL_BREAKPOINTS = _HEIGHTS
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings_at("filter"),
        *TABS,
        Binding("ctrl+s", "take_filter", show=False),
    ]

    def __init__(self, desk: Desk, wanted: Filter) -> None:
        super().__init__()
        self.desk = desk
        self._wanted = wanted
        width = label_width([_(label) for label in _LABELS.values()])
        self.rows = {
            part: FieldRow(part, _(label), "", self._control(part), width)
            for part, label in _LABELS.items()
            if part != "lines" or desk.notice.has_several_of_a_kind
        }
        take_turns(self.rows.values())

    def compose(self) -> ComposeResult:
        with VerticalScroll(can_focus=False):
            yield Static(Content(_("筛选举报")), classes="filter-title")
            yield from self.rows.values()
            yield Static(Content(_("F6 或 Ctrl+S 采用，Esc 取消")), classes="filter-how")

    def on_mount(self) -> None:
        self.set_focus(self.rows["disciplines"].control)

    def _control(self, part: str) -> Widget:
        held = getattr(self._wanted, part, None)
        if part in _DAYS:
            hint = _("如 10-01，不限的留空")
            return ExactField(held.isoformat() if held else "", placeholder=hint)
        if part == "flags":
            held = [flag for flag in FLAGS if getattr(self._wanted, flag)]
        return Choice(self._options(part), multiple=True, chosen=held or ())

    def _options(self, part: str) -> list[Option]:
        notice, counts = self.desk.notice, self.desk.counts()
        match part:
            case "disciplines":
                names = dict.fromkeys((*notice.disciplines, OTHER, *counts.by_discipline))
                return [Option(name, words.discipline(name)) for name in names]
            case "channels":
                kinds = (*counts.by_channel, *counts.by_other_source)
                return [Option(kind, words.channel_label(kind)) for kind in kinds]
            case "lines":
                lines = dict.fromkeys(line.value for line in notice.lines)
                return [Option(value, words.line_in_full(notice, value)) for value in lines]
            case "groups":
                return [Option(key, words.group(notice, key)) for key in notice.all_groups]
            case "reporters":
                return [Option(k, words.reporter_kind(k)) for k in get_args(ReporterKind)]
            case "officers":
                return [Option(name, name) for name in self._named("officer", ())]
            case "handlers":
                own = (self.desk.officer,)
                return [Option(name, name) for name in self._named("handler", own)]
            case "statuses":
                return [Option(name, status_label(name)) for name in STATUSES]
        return [Option(flag, _(label)) for flag, label in FLAGS.items()]

    def _named(self, kind: NameKind, first: Sequence[str]) -> list[str]:
        """Those of that kind with most tips after `first`, and those that are asked for already."""
        known = self.desk.finding.names_beginning(kind, "", len(KEYS) - len(first))
        wanted = self._wanted.officers if kind == "officer" else self._wanted.handlers
        return list(dict.fromkeys(filter(None, (*first, *known, *wanted))))

    def on_choice_written(self, event: Choice.Written) -> None:
        write_beside(event, self.rows.values())

    def action_take_filter(self) -> None:
        """The list as chosen here; what is wrong with a day is told beside its field."""
        days = {part: self._day(part) for part in _DAYS}
        since, until = days["since"], days["until"]
        if since and until and until < since:
            self.rows["until"].show_fault(_("不能早于“收到自”的日期，请改正。"))
        faulty = next((row for row in self.rows.values() if row.fault), None)
        if faulty:
            self.set_focus(faulty.control)
            return
        parts: dict[str, Any] = {
            part: tuple(row.value)
            for part, row in self.rows.items()
            if part not in (*_DAYS, "flags")
        }
        flags = {flag: flag in self.rows["flags"].value for flag in FLAGS}
        self.dismiss(Filter(**(parts | days | flags)))

    def _day(self, part: str) -> date | None:
        row = self.rows[part]
        row.show_fault("")
        if not row.value.strip():
            return None
        try:
            return read_day_dealt_with(row.value, self.desk.notice, self.desk.now())
        except BadInstant as error:
            row.show_fault(str(error))
            return None
