"""The question of the first start to whose keys the desk is sealed, if it is to be."""

from __future__ import annotations

from store.text import _
from store.tips.tip import Tip
from tui.notice_form.sealing import Sealing, public_keys
from tui.screens.ask_screen import Answers, AskScreen
from tui.widgets.text_field import TextField


def ask_seal(sealing: Sealing) -> AskScreen:
    """Asks for public keys, and for the name of a file if a new key is to be made."""

    def seal(answers: Answers) -> tuple[Tip, ...]:
        keys = public_keys(answers["keys"])
        if answers["file"].strip():
            new = sealing.new_key(*(answers[n] for n in ("file", "passphrase", "again")))
            keys.append(new)
        sealing.seal_to(keys)
        return ()

    public = TextField(" ".join(sealing.keys), placeholder=_("age1 开头，几把以空格分开"))
    file_field = TextField(placeholder=_("生成一把：写出新文件的路径；不生成则留空"))
    questions = [
        ("keys", _("用公钥加密"), public),
        ("file", _("新密钥文件"), file_field),
        ("passphrase", _("口令"), TextField(password=True)),
        ("again", _("口令再输一次"), TextField(password=True)),
    ]
    screen = AskScreen(_("密封值班台"), sealing.about, questions, seal)
    screen.waiting = _("正在办理……")
    return screen
