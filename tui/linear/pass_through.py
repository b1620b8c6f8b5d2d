"""What is passed through unread (径送), asked line by line."""

from __future__ import annotations

from typing import Any

from store.desk.desk import Desk
from store.errors import BadInstant, Refused
from store.notice.receipt_day import read_received
from store.text import _
from store.tips.fields import BY_NAME
from tui.linear.question import NotAnAnswer, Question
from tui.linear.talk import Talk

_ASKED = ("line", "received_at", "to")


def pass_through(talk: Talk, desk: Desk) -> None:
    """Asks by which line and when it came and to whom it was handed, and registers that alone."""
    notice = desk.notice
    lines = Question.of(BY_NAME["line"], notice)
    about = _(
        "属上级纪检监察机关受理的，交本机关主要负责人，由其在五个工作日内报送；反映本机关主要负责人的，报上一级。不得复制、摘抄、录入内容（《处理检举控告工作规则》第十五条）。"
    )
    talk.say(about)

    def answer(name: str) -> Any:
        while True:
            try:
                if name == "line":
                    talk.say(*lines.listed())
                    text = talk.ask(_("来源（回车为 1）"), lambda: [about])
                    return lines.value_of(text or "1")
                if name == "received_at":
                    text = talk.ask(_("收到时间（回车为现在）"), lambda: [about])
                    return read_received(text, notice, desk.now()) if text else None
                return talk.ask(_("交给何人"), lambda: [about])
            except (NotAnAnswer, BadInstant) as error:
                talk.say(str(error))

    answers = talk.fill(answer, _ASKED)
    while True:
        kind, _blank, value = answers["line"].partition(" ")
        try:
            tip = desk.acts.pass_through(
                kind, answers["to"], line=value, received_at=answers["received_at"]
            )
            break
        except Refused as refusal:
            talk.say(str(refusal))
            wrong = [fault.field for fault in refusal.faults if fault.field in _ASKED]
            answers |= talk.fill(answer, wrong or _ASKED)
    talk.say(_("已登记径送：{number}，交{to}", number=tip.number, to=answers["to"]))
