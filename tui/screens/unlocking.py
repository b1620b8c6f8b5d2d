"""The question that opens a sealed desk: a key pasted, or the passphrase of the one at hand."""

from __future__ import annotations

from store.desk.desk import Desk
from store.text import _
from store.tips.tip import Tip
from tui.entering.unlocking import key_question, unlock_with
from tui.screens.ask_screen import Answers, AskScreen
from tui.widgets.text_field import TextField
from tui.words.unlocking import fingerprints


def ask_unlock(desk: Desk, key_file: bytes | None) -> AskScreen:
    """Asks for a recipient's key; for its passphrase where the app was started with its file."""

    def unlock(answers: Answers) -> tuple[Tip, ...]:
        unlock_with(desk, key_file, answers["key"])
        return ()

    label, sentence = key_question(key_file)
    about = [
        _("解封后，可逐件显示姓名和内容，每次查看都有记录；离开或一段时间无操作即重新密封。"),
        sentence,
        fingerprints(desk),
        *desk.access.alarms(),
    ]
    screen = AskScreen(_("解封"), about, [("key", label, TextField(password=True))], unlock)
    screen.waiting = _("正在解封……")
    return screen
