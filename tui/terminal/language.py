"""Which language to speak: `--lang`, else the settings, else the locale, else Chinese."""

import gettext
import itertools
import os
import re
from collections.abc import Sequence
from typing import Final

from store.printable import printable
from store.text import DOMAIN, LANGUAGES, LOCALE_DIR, N_, ORIGINAL, in_all, use_language
from tui.terminal.settings import language_set

_PYTHONS_OWN: Final = ("C.UTF-8", "C.utf8", "UTF-8")


def choose_language(arguments: Sequence[str]) -> None:
    """Sets the language of this process, and of the sentences of libraries that use gettext."""
    language = _asked_for(arguments) or language_set() or _of_locale()
    use_language(language)
    os.environ["LANGUAGE"] = language
    gettext.bindtextdomain(DOMAIN, str(LOCALE_DIR))
    gettext.textdomain(DOMAIN)


def _asked_for(arguments: Sequence[str]) -> str | None:
    """The value of the last `--lang`; a value that is none is left for the command to refuse."""
    asked: str | None = None
    for argument, following in itertools.pairwise([*arguments, ""]):
        if argument == "--lang":
            asked = following
        elif argument.startswith("--lang="):
            asked = argument.partition("=")[2]
    return next((language for language in LANGUAGES if language == asked), None)


def charset_problem() -> str:
    """What to say, in every language, where the locale's characters are not UTF-8; else "".

    A locale that is not set says nothing of the terminal. In the C locale Python itself sets
    LC_CTYPE, to one of `_PYTHONS_OWN`.
    """
    named = ((name, os.environ.get(name)) for name in ("LC_ALL", "LC_CTYPE", "LANG"))
    found = (pair for pair in named if pair[0] != "LC_CTYPE" or pair[1] not in _PYTHONS_OWN)
    name, value = next((pair for pair in found if pair[1]), ("", "UTF-8"))
    if re.search("utf-?8", str(value), re.IGNORECASE):
        return ""
    said = in_all(
        N_("终端的字符集不是 UTF-8（{setting}），显示不了中文。\n请用 UTF-8 终端，并先执行："),
        setting=printable(f"{name}={value}"),
    )
    # By itself, so that it is whole on a narrow terminal too, which breaks a line anywhere.
    return "\n".join((*said, f"    export {name}=C.UTF-8"))


def _of_locale() -> str:
    names = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    name = next((name for name in names if name), "")
    code = re.split("[_.@]", name.lower())[0]
    return code if code in LANGUAGES else ORIGINAL
