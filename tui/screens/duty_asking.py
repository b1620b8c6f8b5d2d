"""The questions of the hand-over screen: notes to the next shift, a line of the log, a form's end."""

from __future__ import annotations

from collections.abc import Mapping

from store.desk.desk import Desk
from store.duty.books import Form, is_form_number
from store.errors import step_refused
from store.printable import half_width
from store.text import _
from store.tips.tip import Tip
from tui.entering.set_aside import SetAside
from tui.papers.duty_text import form_line, forms_sentence
from tui.screens.ask_screen import Answers, AskScreen
from tui.widgets.text_field import LongField, TextField

_MOST_SHOWN = 8


def ask_hand_over(desk: Desk) -> AskScreen:
    """What the next shift is to know."""

    def hand_over(answers: Answers) -> tuple[Tip, ...]:
        desk.shifts.hand_over(answers["notes"])
        return ()

    about = [_("交班后，此刻的交接班单留存，不再改动。")]
    screen = AskScreen(_("交班"), about, [("notes", _("交班事项"), LongField())], hand_over)
    screen.aside = SetAside(desk, "hand-over")
    return screen


def ask_log(desk: Desk) -> AskScreen:
    """What happened and is no tip."""

    def log(answers: Answers) -> tuple[Tip, ...]:
        desk.duty_log.write(answers["text"])
        return ()

    about = [_("线路中断、来访劝离等不属举报的事项；举报请按 F2 登记。")]
    screen = AskScreen(_("值班日志"), about, [("text", _("事项"), LongField())], log)
    screen.aside = SetAside(desk, "log")
    return screen


def ask_form(desk: Desk, forms: Mapping[int, Form]) -> AskScreen:
    """Which form on paper became which tip, or why it is void."""

    def settle(answers: Answers) -> tuple[Tip, ...]:
        number = half_width(answers["form"]).strip()
        if not is_form_number(number):
            sentence = _("“{text}”不是表号，表号为数字。", text=number[:40])
            raise step_refused("form", sentence)
        desk.forms.settle(int(number), tip=answers["tip"], void=answers["void"])
        return ()

    out = [form_line(n, form) for n, form in forms.items() if form.is_out]
    more = ["…"] if len(out) > _MOST_SHOWN else []
    about = [forms_sentence(forms), "\n".join([*out[:_MOST_SHOWN], *more])]
    questions = [
        ("form", _("表号"), TextField()),
        ("tip", _("补录后的编号"), TextField()),
        ("void", _("作废的理由"), TextField()),
    ]
    about = [text for text in about if text]
    screen = AskScreen(_("核销纸质登记表"), about, questions, settle)
    screen.aside = SetAside(desk, "form")
    return screen
