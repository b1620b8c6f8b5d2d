"""What the first start says and checks of sealing a desk, on the screen and in the dialogue."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from store.errors import Fault, StepRefused
from store.secret.keys import LEAST_PASSPHRASE, make_key_file
from store.text import N_, _

ABOUT: Final = (
    N_(
        "密封后，姓名和内容加密存放，只有密钥持有人能读；登记、统计不需密钥。设立人即为组长，其他人由组长用 dutydesk role 登记后才能打开。"
    ),
    N_(
        "密钥全部丢失，内容无人能读，也无法恢复：请至少用两把，分别由两人保管，不放在本机。公钥留空、不生成密钥，即不密封。"
    ),
)


def new_key(file: str, passphrase: str, again: str, folder: Path) -> str:
    """The public key of one made in the new `file`, which is not to be in the desk's `folder`.

    Raises `StepRefused`, `DeskExists` or `CannotWrite`.
    """
    path = Path(file.strip().strip("'\"")).expanduser()
    if faults := tuple(_faults(path, passphrase, again, folder)):
        raise StepRefused(faults)
    return make_key_file(path, passphrase)


def _faults(path: Path, passphrase: str, again: str, folder: Path) -> Iterator[Fault]:
    if path.absolute().is_relative_to(folder.absolute()):
        yield Fault("file", _("密钥不能放在值班台目录里，请另选一处。"))
    if len(passphrase) < LEAST_PASSPHRASE:
        sentence = _("口令至少 {least} 个字，请另设。", least=LEAST_PASSPHRASE)
        yield Fault("passphrase", sentence)
    elif passphrase != again:
        yield Fault("again", _("两次输入的口令不同，请再输一次。"))


def seal_sentence(seal_to: tuple[str, ...]) -> str:
    """What is to be sealed, "" if nothing is."""
    if len(seal_to) == 1:
        return _("将密封。只有一把公钥：密钥一旦丢失，内容无人能读；建议至少两把。")
    return _("将密封给 {n} 把公钥。", n=len(seal_to)) if seal_to else ""
