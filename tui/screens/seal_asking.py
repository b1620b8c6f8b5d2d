"""The question of the first start to whose keys the desk is sealed, if it is to be."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from store.secret.seal import recipient_of
from store.text import _
from store.tips.tip import Tip
from tui.entering.sealing import ABOUT, new_key
from tui.screens.ask_screen import Answers, AskScreen
from tui.widgets.text_field import TextField

Keep = Callable[[tuple[str, ...]], None]


def ask_seal(folder: Path, seal_to: tuple[str, ...], keep: Keep) -> AskScreen:
    """Asks for public keys, and for the name of a file if a new key is to be made; `keep` is given
    all the public keys, none if the desk in `folder` is to stay open. Before it were `seal_to`."""

    def seal(answers: Answers) -> tuple[Tip, ...]:
        keys = answers["keys"].split()
        for key in keys:
            recipient_of(key)
        if answers["file"].strip():
            file, passphrase, again = (answers[n] for n in ("file", "passphrase", "again"))
            keys.append(new_key(file, passphrase, again, folder))
        keep(tuple(dict.fromkeys(keys)))
        return ()

    public = TextField(" ".join(seal_to))
    public.placeholder = _("age1 开头，几把以空格分开")
    file_field = TextField()
    file_field.placeholder = _("生成一把：写出新文件的路径；不生成则留空")
    questions = [
        ("keys", _("封给公钥"), public),
        ("file", _("新密钥文件"), file_field),
        ("passphrase", _("口令"), TextField(password=True)),
        ("again", _("口令再输一次"), TextField(password=True)),
    ]
    screen = AskScreen(_("密封值班台"), [_(text) for text in ABOUT], questions, seal)
    screen.waiting = _("正在办理……")
    return screen
