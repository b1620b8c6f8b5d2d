"""Of what a paper is to be and where it goes: the printer of this machine, or a folder."""

from __future__ import annotations

from typing import Any, ClassVar, Final

from store.desk.desk import Desk
from store.errors import step_refused
from store.text import _
from tui.entering.choices import Option
from tui.printing import printer
from tui.printing.asking import AGREED, HINTS, KINDS, LABELS, QUEUE, REMOTE, wanted_of
from tui.printing.kinds import PAPERS
from tui.printing.printing import to_folder, to_printer
from tui.printing.wanted import Wanted
from tui.screens.ask_screen import AskScreen, Question
from tui.widgets.choice import Choice
from tui.widgets.field_row import take_turns
from tui.widgets.text_field import ExactField, NumberField, TextField

_FIELDS: Final = {
    "receiver": TextField,
    "matter": TextField,
    "back": NumberField,
    "pages": NumberField,
}


class PrintScreen(AskScreen):
    """Dismissed once the paper is out; `said` tells where it went."""

    # An officer saves the evening's papers where those of the evening before are.
    _last_folder: ClassVar[str] = "~"

    def __init__(self, desk: Desk, name: str, wanted: Wanted, *, is_remote: bool) -> None:
        self._desk = desk
        self._paper = name
        self._wanted = wanted
        self.said = ""
        paper = PAPERS[name]
        self._missing = missing = printer.why_not() if paper.is_page else ""
        places = []
        if paper.is_page and not missing:
            places.append(Option("printer", _("打印机")))
        if not is_remote:
            places.append(Option("folder", _("存为文件")))
        questions: list[Question] = [self._question(name) for name in paper.asks]
        if places:
            chosen = [places[0].value]
            questions.append(("where", _("去向"), Choice(places, chosen=chosen)))
        if not is_remote:
            folder = ExactField(self._last_folder, placeholder=_("目录，如 ~/打印"))
            questions.append(("folder", _("存入目录"), folder))
        about = [_(REMOTE) if is_remote else "", missing]
        if paper.tells and desk.access.is_unlocked:
            about.append(_(QUEUE))
        how = _("Ctrl+S 打印或存出，Esc 取消")
        super().__init__(_(paper.label), about, questions, self._put_out, how)
        self.waiting = _("正在制作，请稍候…")
        self._ask_for_folder()

    def _question(self, name: str) -> Question:
        wanted, label = self._wanted, _(LABELS[name])
        if name == "kind":
            kinds = [Option(key, _(label)) for key, label in KINDS.items()]
            return (name, label, Choice(kinds, chosen=[wanted.kind]))
        if name == "with_reporter":
            named = [Option("", _("不写")), Option("yes", _("写明，此举留有记录"))]
            return (name, label, Choice(named, chosen=[""]))
        if name == "agreed":
            agreed = [Option(key, _(said)) for key, said in AGREED.items()]
            return (name, label, Choice(agreed, multiple=True))
        value = getattr(wanted, name)
        text = "" if value is None else str(value)
        field = _FIELDS.get(name, ExactField)
        return (name, label, field(text, placeholder=_(HINTS[name])))

    def _put_out(self, answers: dict[str, Any]) -> tuple[()]:
        wanted = wanted_of(self._desk, answers, self._wanted)
        if answers.get("where") == "printer":
            self.said = to_printer(self._desk, self._paper, wanted)
        elif "folder" in answers:
            self.said = to_folder(self._desk, self._paper, wanted, answers["folder"])
            PrintScreen._last_folder = answers["folder"]
        else:
            raise step_refused("", self._missing or _(REMOTE))
        return ()

    def on_choice_changed(self, event: Choice.Changed) -> None:
        # Over SSH, where there is no printer, it goes nowhere.
        if "where" in self.rows and event.choice is self.rows["where"].control:
            self._ask_for_folder()

    def _ask_for_folder(self) -> None:
        """Asks for a folder where a file is wanted."""
        if "folder" in self.rows:
            self.rows["folder"].display = self.rows["where"].value == "folder"
        take_turns(self.rows.values())
