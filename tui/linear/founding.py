"""The first start in the dialogue: from which notice the desk is to be made, and whether sealed."""

from __future__ import annotations

from store.errors import DeskError
from store.text import _
from tui.linear.talk import Back, Talk, comparable, labelled
from tui.notice_form.founding import Founding
from tui.notice_form.sealing import Sealing, public_keys


def ask_for_desk(talk: Talk, founding: Founding) -> str | None:
    """The text of a notice that a desk can be made of, sealed as `founding` then says; None if there
    is to be no desk."""
    talk.say(_("此处还没有值班台：{folder}", folder=founding.place.name))
    while True:
        notice_text = _ask_for_notice(talk, founding)
        if notice_text is None:
            return None
        try:
            _ask_for_keys(talk, founding.sealing)
        except Back:
            continue
        return notice_text


def _ask_for_notice(talk: Talk, founding: Founding) -> str | None:
    """The text of a notice without fault."""
    helps = _("公告写明{inspection}组、{inspection}期、受理时间和渠道，是一个 TOML 文件。")
    question = _("写出公告文件的位置；填 1 用随附的公告（2016 年省委巡视第一组）；回车退出")
    while True:
        try:
            path = talk.ask(question, lambda: [helps])
        except Back:
            return None
        if not path:
            return None
        if comparable(path) == "1":
            if warning := founding.warning():
                talk.say(warning + _("确要用它设立，请再填一次 1。"))
                continue
            return founding.example
        try:
            entry = founding.open_file(path)
            entry.check_base()
        except DeskError as error:
            talk.say(str(error))
        else:
            return entry.base


def _ask_for_keys(talk: Talk, sealing: Sealing) -> None:
    """Adds to the keys until there is to be no more; `-` takes all out again."""
    talk.say(*sealing.about)
    while True:
        talk.say(sealing.sentence)
        question = (
            _("再写公钥，或填 1 再生成一把；- 不密封；回车即密封")
            if sealing.keys
            else _("密封：写出公钥（age1 开头，几把以空格分开），或填 1 生成一把；回车不密封")
        )
        text = talk.ask(question, lambda: sealing.about)
        if not text:
            return
        try:
            if (word := comparable(text)) == "-":
                sealing.seal_to(())
            else:
                more = _new_key(talk, sealing) if word == "1" else public_keys(text)
                sealing.seal_to([*sealing.keys, *more])
        except DeskError as error:
            talk.say(str(error))


def _new_key(talk: Talk, sealing: Sealing) -> list[str]:
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
    return [sealing.new_key(file, passphrase, again)]
