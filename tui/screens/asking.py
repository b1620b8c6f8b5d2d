"""The questions that the desk's smaller acts ask: linking, telling, assigning, passing through, undoing.

What they do holds no tip, only which it is as it was seen: a question may stay when an opened one goes."""

from __future__ import annotations

from collections.abc import Sequence

from store.desk.desk import Desk
from store.errors import BadInstant, step_refused
from store.instant import shown_minute
from store.notice.receipt_day import read_received
from store.text import _, listed
from store.tips.tip import Tip
from store.tips.undo import ACTS
from tui.entering.choices import Option
from tui.entering.disposing_questions import earlier_like
from tui.entering.set_aside import SetAside
from tui.entering.values import line_key
from tui.screens.ask_screen import Answers, AskScreen, Question
from tui.widgets.choice import Choice
from tui.widgets.text_field import ExactField, TextField
from tui.words import follow_up_words, words
from tui.words.disposition_words import matter, replaced, reported, rows_of, told


def ask_link(desk: Desk, tip: Tip) -> AskScreen:
    """To which tip this one is to be linked, or that it is to be taken out of its matter."""

    number, revision = tip.number, tip.revision

    def link(answers: Answers) -> tuple[Tip, ...]:
        if answers.get("way") == "unlink":
            return (desk.acts.unlink(number, revision=revision),)
        return (desk.acts.link(number, answers["of"], revision=revision),)

    size = desk.matters.size(tip)
    about = [words.subjects(tip)]
    suggested = "" if size > 1 else earlier_like(desk, tip)
    questions: list[Question] = [("of", _("与哪件关联"), TextField(suggested))]
    if size > 1:
        about.append(matter(tip, size))
        ways = [Option("link", _("再关联一件")), Option("unlink", _("解除关联"))]
        questions.append(("way", _("如何处置"), Choice(ways, chosen=["link"])))
    screen = AskScreen(_("关联 {number}", number=tip.number), about, questions, link)
    screen.aside = SetAside.of(desk, "link", tip)
    return screen


def ask_tell(desk: Desk, tip: Tip) -> AskScreen:
    """How the reporter was told whether the report is accepted."""

    number, revision = tip.number, tip.revision

    def tell(answers: Answers) -> tuple[Tip, ...]:
        return (desk.acts.tell(number, answers["note"], revision=revision),)

    # What was noted before is not lost to whoever only looks.
    before = tip.told.note if tip.told else ""
    about = [
        _("已告知反映人是否受理的，在此记下；不得透露办理内容。"),
        "" if before else replaced(told(desk.notice, tip)),
    ]
    questions = [("note", _("如何告知"), TextField(before))]
    screen = AskScreen(_("告知 {number}", number=tip.number), about, questions, tell)
    screen.aside, screen.has_texts = SetAside.of(desk, "tell", tip), bool(before)
    return screen


def ask_report_up(desk: Desk, tip: Tip) -> AskScreen:
    """How what was passed through was reported up."""

    number, revision = tip.number, tip.revision

    def report_up(answers: Answers) -> tuple[Tip, ...]:
        return (desk.follow_ups.report_up(number, answers["note"], revision=revision),)

    before = tip.reported.note if tip.reported else ""
    about = [
        _("径送件已经报送的，在此记下；不得写报送的内容。"),
        "" if before else replaced(reported(desk.notice, tip)),
    ]
    questions = [("note", _("如何报送"), TextField(before))]
    screen = AskScreen(_("报送 {number}", number=tip.number), about, questions, report_up)
    screen.aside, screen.has_texts = SetAside.of(desk, "report-up", tip), bool(before)
    return screen


def ask_assign(desk: Desk, tips: Sequence[Tip]) -> AskScreen:
    """Who is to deal with tips; left blank, nobody does yet."""

    seen = {tip.number: tip.revision for tip in tips}

    def assign(answers: Answers) -> tuple[Tip, ...]:
        return desk.follow_ups.assign(seen, answers["handler"])

    held = {tip.handled_by for tip in tips}
    field = TextField(held.pop() if len(held) == 1 else "", placeholder=_("留空即没有承办人"))
    first, *more = tips
    title = (
        _("所标记的 {n} 件由谁承办", n=len(tips))
        if more
        else _("承办 {number}", number=first.number)
    )
    about = ["\n".join(rows_of(tips)) if more else words.subjects(first)]
    screen = AskScreen(title, about, [("handler", _("承办人"), field)], assign)
    screen.tells = follow_up_words.assigned
    screen.aside = SetAside.of(desk, "assign", *tips)
    return screen


def ask_pass_through(desk: Desk) -> AskScreen:
    """What is passed through: by which line and when it came, and to whom it was handed."""
    notice = desk.notice
    lines = [
        Option(
            line_key(one), _(one.label) if one.value == one.label else f"{_(one.label)} {one.value}"
        )
        for one in notice.sources
    ]

    def pass_through(answers: Answers) -> tuple[Tip, ...]:
        kind, _blank, value = answers["line"].partition(" ")
        written = answers["received_at"].strip()
        try:
            received = read_received(written, notice, desk.now()) if written else None
        except BadInstant as error:
            raise step_refused("received_at", str(error)) from error
        return (desk.acts.pass_through(kind, answers["to"], line=value, received_at=received),)

    questions = [
        ("line", _("来源"), Choice(lines, chosen=[line_key(notice.lines[0])])),
        ("received_at", _("收到时间"), ExactField(placeholder=_("留空为现在"))),
        ("to", _("交给何人"), TextField()),
    ]
    about = [
        _(
            "属上级纪检监察机关受理的，交本机关主要负责人，由其在五个工作日内报送；反映本机关主要负责人的，报上一级。不得复制、摘抄、录入内容（《处理检举控告工作规则》第十五条）。"
        )
    ]
    screen = AskScreen(_("径送登记"), about, questions, pass_through)
    screen.aside = SetAside(desk, "pass-through")
    return screen


def ask_undo(desk: Desk) -> AskScreen:
    """Whether the officer's last act is to be taken back, saying what it was.

    Raises `NothingToUndo` where that cannot be. Reads the journal: not to be called on the screen's
    own thread.
    """
    act = desk.acts.act_to_undo()
    at = shown_minute(act.at)
    what = f"{at}  {_(ACTS[act.what])}  {listed(act.numbers)}"
    about = [what, _("撤销后恢复到这一步之前；登记即改为误录撤销。修改记录中两步都保留。")]
    how = _("Ctrl+S 撤销，Esc 取消")
    return AskScreen(_("撤销本人的上一步"), about, [], lambda _answers: desk.acts.undo(), how)
