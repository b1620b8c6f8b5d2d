"""What opens a sealed desk: a key as it was typed, or the passphrase of the key file at hand."""

from __future__ import annotations

from store.desk.desk import Desk
from store.errors import BadKey
from store.secret.keys import is_protected, key_in
from store.secret.seal import BEGINS_PRIVATE
from store.text import _


def key_question(key_file: bytes | None) -> tuple[str, str]:
    """What is to be typed: its label, and a sentence that asks for it."""
    if key_file is not None and is_protected(key_file):
        return _("密钥口令"), _("请输入密钥文件的口令。")
    return _("私钥"), _("请粘贴私钥，即 AGE-SECRET-KEY-1 开头的一行。")


def unlock_with(desk: Desk, key_file: bytes | None, typed: str) -> None:
    """Opens the desk with what was typed. Raises `BadKey` or `NotAllowed`."""
    typed = typed.strip()
    protected = key_file is not None and is_protected(key_file)
    if not typed and protected:
        raise BadKey(_("请输入密钥口令。"))
    is_key = typed.upper().startswith(BEGINS_PRIVATE)
    desk.access.unlock(key_in(key_file, typed) if key_file and protected and not is_key else typed)
    desk.finding.get_ready_to_find()
