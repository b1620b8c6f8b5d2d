"""The question that opens a sealed desk: a key pasted, or the passphrase of the one at hand."""

from __future__ import annotations

from store.desk import Desk
from store.errors import BadKey
from store.keys import is_protected, key_in
from store.text import _
from store.tip import Tip
from tui.screens.ask_screen import Answers, AskScreen
from tui.widgets.text_field import TextField


def ask_unlock(desk: Desk, key_file: bytes | None) -> AskScreen:
    """Asks for a recipient's key; for its passphrase where the app was started with its file."""
    protected = key_file is not None and is_protected(key_file)

    def unlock(answers: Answers) -> tuple[Tip, ...]:
        typed = answers["key"].strip()
        if not typed and protected:
            raise BadKey(_("请输入密钥口令。"))
        is_key = typed.upper().startswith("AGE-SECRET-KEY-")
        desk.unlock(key_in(key_file, typed) if key_file and protected and not is_key else typed)
        desk.get_ready_to_find()
        return ()

    label = _("密钥口令") if protected else _("私钥")
    about = [
        _("解封后，可逐件显示姓名和内容，每次查看都有记录；离开或一段时间无操作即重新密封。"),
        _("请输入密钥文件的口令。")
        if protected
        else _("请粘贴私钥，即 AGE-SECRET-KEY-1 开头的一行。"),
    ]
    screen = AskScreen(_("解封"), about, [("key", label, TextField(password=True))], unlock)
    screen.waiting = _("正在解封……")
    return screen
