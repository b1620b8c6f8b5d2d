"""The question of the first start to whose keys the desk is sealed, if it is to be."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from store.errors import Fault, StepRefused
from store.keys import LEAST_PASSPHRASE, make_key_file
from store.seal import recipient_of
from store.text import _
from store.tip import Tip
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
            path = Path(answers["file"].strip().strip("'\"")).expanduser()
            if faults := tuple(_faults(answers, path, folder)):
                raise StepRefused(faults)
            keys.append(make_key_file(path, answers["passphrase"]))
        keep(tuple(dict.fromkeys(keys)))
        return ()

    about = [
        _(
            "密封后，姓名和内容加密存放，只有密钥持有人能读；登记、统计不需密钥。设立人即为组长，其他人由组长用 dutydesk role 登记后才能打开。"
        ),
        _(
            "密钥全部丢失，内容无人能读，也无法恢复：请至少用两把，分别由两人保管，不放在本机。"
            "公钥留空、不生成密钥，即不密封。"
        ),
    ]
    public = TextField(" ".join(seal_to))
    public.placeholder = _("age1 开头，几把以空格分开")
    file = TextField()
    file.placeholder = _("生成一把：写出新文件的路径；不生成则留空")
    questions = [
        ("keys", _("封给公钥"), public),
        ("file", _("新密钥文件"), file),
        ("passphrase", _("口令"), TextField(password=True)),
        ("again", _("口令再输一次"), TextField(password=True)),
    ]
    screen = AskScreen(_("密封值班台"), about, questions, seal)
    screen.waiting = _("正在办理……")
    return screen


def _faults(answers: Answers, path: Path, folder: Path) -> Iterator[Fault]:
    if path.absolute().is_relative_to(folder.absolute()):
        yield Fault("file", _("密钥不能放在值班台目录里，请另选一处。"))
    if len(answers["passphrase"]) < LEAST_PASSPHRASE:
        sentence = _("口令至少 {least} 个字，请另设。", least=LEAST_PASSPHRASE)
        yield Fault("passphrase", sentence)
    elif answers["passphrase"] != answers["again"]:
        yield Fault("again", _("两次输入的口令不同，请再输一次。"))


def seal_sentence(seal_to: tuple[str, ...]) -> str:
    """What is to be sealed, "" if nothing is."""
    if len(seal_to) == 1:
        return _("将密封。只有一把公钥：密钥一旦丢失，内容无人能读；建议至少两把。")
    return _("将密封给 {n} 把公钥。", n=len(seal_to)) if seal_to else ""
