"""The first start in the dialogue: from which notice the desk is to be made, and whether sealed."""

from __future__ import annotations

from pathlib import Path

from pendulum import DateTime

from store.errors import DeskError
from store.notice.reading import example_text, parse_notice, read_notice_text
from store.secret.seal import recipient_of
from store.text import _
from tui.entering.sealing import ABOUT, new_key, seal_sentence
from tui.linear.talk import Back, Talk, labelled, plain_word
from tui.words.example_words import example_warning


def ask_for_desk(talk: Talk, folder: Path, now: DateTime) -> tuple[str, tuple[str, ...]] | None:
    """The text of a notice that a desk can be made of, and to which public keys it is to be sealed,
    none if it stays open; None if there is to be no desk."""
    talk.say(_("此处还没有值班台：{folder}", folder=folder))
    keys: list[str] = []
    warnings = [warning] if (warning := example_warning(now)) else []
    while True:
        notice_text = _ask_for_notice(talk, warnings)
        if notice_text is None:
            return None
        try:
            _ask_for_keys(talk, folder, keys)
        except Back:
            continue
        return notice_text, tuple(dict.fromkeys(keys))


def _ask_for_notice(talk: Talk, warnings: list[str]) -> str | None:
    """The text of a notice; each of `warnings` is said once, before the shipped one is taken."""
    helps = _("公告写明巡视组、巡视期、接访时间和渠道，是一个 TOML 文件。")
    question = _("写出公告文件的位置；填 1 用随附的公告（2016 年省委巡视第一组）；回车退出")
    while True:
        try:
            path = talk.ask(question, lambda: [helps])
        except Back:
            return None
        if path == "1" and warnings:
            talk.say(warnings.pop() + _("确要用它设立，请再填一次 1。"))
            continue
        if path in ("", "1"):
            return example_text() if path else None
        try:
            text = read_notice_text(Path(path).expanduser())
            parse_notice(text, path)
        except DeskError as error:
            talk.say(str(error))
        else:
            return text


def _ask_for_keys(talk: Talk, folder: Path, keys: list[str]) -> None:
    """Adds to `keys` until there is to be no more; `-` takes all out again."""
    about = [_(text) for text in ABOUT]
    talk.say(*about)
    while True:
        talk.say(seal_sentence(tuple(dict.fromkeys(keys))))
        question = (
            _("再写公钥，或填 1 再生成一把；- 不密封；回车即密封")
            if keys
            else _("密封：写出公钥（age1 开头，几把以空格分开），或填 1 生成一把；回车不密封")
        )
        text = talk.ask(question, lambda: about)
        if not text:
            return
        try:
            if (word := plain_word(text)) == "-":
                keys.clear()
            elif word == "1":
                keys += _new_key(talk, folder)
            else:
                for key in text.split():
                    recipient_of(key)
                keys += text.split()
        except DeskError as error:
            talk.say(str(error))


def _new_key(talk: Talk, folder: Path) -> list[str]:
    """The public key of one made in a file that is asked for; none if there is to be none."""
    helps = _("密钥写入这个新文件，由口令保护；请移到别处保管。口令无法找回。")
    try:
        file = talk.ask(_("新密钥文件"), lambda: [helps])
    except Back:
        return []
    if not file:
        return []
    labels = (_("口令"), _("口令再输一次"))
    passphrase, again = (talk.lines.read_hidden(labelled(label, "")) for label in labels)
    talk.say(_("正在办理……"))
    return [new_key(file, passphrase, again, folder)]
