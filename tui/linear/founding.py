"""The first start in the dialogue: from which notice the desk is to be made."""

from __future__ import annotations

from pathlib import Path

from store.errors import DeskError
from store.notice import Notice, example_text
from store.notice_file import read_notice_text
from store.text import _
from tui.linear.talk import Back, Talk


def ask_for_notice(talk: Talk, folder: Path) -> str | None:
    """The text of a notice that a desk can be made of, None if there is to be none."""
    talk.say(_("此处还没有值班台：{folder}", folder=folder))
    helps = _("公告写明巡视组、巡视期、接访时间和渠道，是一个 TOML 文件。")
    question = _("写出公告文件的位置；填 1 用随附的公告（2016 年省委巡视第一组）；回车退出")
    while True:
        try:
            path = talk.ask(question, lambda: [helps])
        except Back:
            return None
        if path in ("", "1"):
            return example_text() if path else None
        try:
            text = read_notice_text(Path(path).expanduser())
            Notice.parse(text, path)
        except DeskError as error:
            talk.say(str(error))
        else:
            return text
