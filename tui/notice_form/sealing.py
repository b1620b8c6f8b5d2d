"""To which keys a desk is to be sealed once it is founded: what is told, read and checked of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from store.desk.places import Where, place_at
from store.errors import Fault, StepRefused
from store.secret.keys import LEAST_PASSPHRASE, make_key_file
from store.secret.seal import recipient_of
from store.text import N_, _
from store.typed_path import typed_path

_ABOUT: Final = (
    N_(
        "密封后，姓名和内容加密存放，只有密钥持有人能读；登记、统计不需密钥。设立人即为组长，其他人由组长用 dutydesk role 登记后才能打开。"
    ),
    N_(
        "密钥全部丢失，内容无人能读，也无法恢复：请至少用两把，分别由两人保管，不放在本机。公钥留空、不生成密钥，即不密封。"
    ),
)


class Sealing:
    """The public keys to which the desk at the place `where` is to be sealed; as long as there are none, it
    is to stay open."""

    def __init__(self, where: Where) -> None:
        self._place = place_at(where)
        self.keys: tuple[str, ...] = ()

    @property
    def about(self) -> list[str]:
        """What is to be known before one decides."""
        return [_(text) for text in _ABOUT]

    @property
    def sentence(self) -> str:
        """That it is going to be sealed, "" if it is not."""
        if len(self.keys) == 1:
            return _("将密封。只有一把公钥：密钥一旦丢失，内容无人能读；建议至少两把。")
        return _("将用 {n} 把公钥加密密封。", n=len(self.keys)) if self.keys else ""

    def seal_to(self, keys: Iterable[str]) -> None:
        """From now on `keys` in place of those before, each once; none, and it stays open."""
        self.keys = tuple(dict.fromkeys(keys))

    def new_key(self, file: str, passphrase: str, again: str) -> str:
        """The public key of one made in the new `file`, which is not to be where the desk is.

        Raises `StepRefused`, `DeskExists` or `CannotWrite`.
        """
        path = typed_path(file)
        if faults := tuple(self._faults(path, passphrase, again)):
            raise StepRefused(faults)
        return make_key_file(path, passphrase)

    def _faults(self, path: Path, passphrase: str, again: str) -> Iterator[Fault]:
        if self._place.holds(path):
            yield Fault("file", _("密钥不能放在值班台目录里，请另选一处。"))
        if len(passphrase) < LEAST_PASSPHRASE:
            sentence = _("口令至少 {least} 个字，请另设。", least=LEAST_PASSPHRASE)
            yield Fault("passphrase", sentence)
        elif passphrase != again:
            yield Fault("again", _("两次输入的口令不同，请再输一次。"))


def public_keys(typed: str) -> list[str]:
    """The public keys written one after the other, as `dutydesk keygen` shows them. Raises `BadKey` for
    what is none."""
    return [str(recipient_of(key)) for key in typed.split()]
