"""The age that seals, which is pyrage: imported when it is first needed, and not to be had for every
processor. Then each import of this module raises `NoSealing`."""

from __future__ import annotations

from store.errors import NoSealing
from store.text import _

try:
    from pyrage import (
        DecryptError,
        IdentityError,
        RecipientError,
        decrypt,
        decrypt_io,
        encrypt,
        encrypt_io,
        passphrase,
    )
    from pyrage.x25519 import Identity, Recipient
except ModuleNotFoundError as error:
    raise NoSealing(
        _(
            "本机没有加密组件 pyrage（它没有本机这类处理器的安装包），密封的值班台和密钥须在别的机器上使用；"
            "未密封的照常使用。"
        )
    ) from error

__all__ = [
    "DecryptError",
    "Identity",
    "IdentityError",
    "Recipient",
    "RecipientError",
    "decrypt",
    "decrypt_io",
    "encrypt",
    "encrypt_io",
    "passphrase",
]
