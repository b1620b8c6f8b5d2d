"""The command that lists the day's reminders and whether each was given."""

from __future__ import annotations

from dataclasses import asdict

from store.desk.desk import Desk
from store.instant import shown_minute
from store.notice.reminders import is_owed, of_day
from store.text import _
from tui.cli import output
from tui.cli.manual import command
from tui.cli.options import as_json, on_desk
from tui.words.reminder_words import reminder


@command("reminders", help=_("今日的提醒：何时提醒什么，是否已提醒、提醒了谁"))
@on_desk
@as_json
def reminders(desk: Desk, json_wanted: bool) -> None:
    now, dues = desk.now(), desk.dues.counts()
    today = of_day(desk.notice, now.date(), desk.dues.appointments())
    found = [(one, desk.given_reminders.of(one)) for one in today]
    found = [(one, given) for one, given in found if one.kind != "dues" or given or is_owed(dues)]
    if json_wanted:
        output.array(one.as_json() | {"given": given and asdict(given)} for one, given in found)
        return
    said = []
    for one, given in found:
        sentence = reminder(desk.notice, one, one.at, dues)
        state = _("未提醒") if now >= one.at else _("未到时间")
        if given:
            state = _("已提醒 {by}（{at}）", by=given.by, at=shown_minute(given.at))
        said.append(f"{one.at.strftime('%H:%M')}  {sentence}  {state}")
    output.lines(said, _("今日没有提醒。"))
