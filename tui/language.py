"""Which language to speak: `--lang`, else the locale, else Chinese."""

import gettext
import itertools
import os
from collections.abc import Sequence

from store.text import DOMAIN, LANGUAGES, LOCALE_DIR, Language, use_language


def choose_language(arguments: Sequence[str]) -> None:
    """Sets the language of this process, and of the sentences of libraries that use gettext."""
    language = _asked_for(arguments) or _of_locale()
    use_language(language)
    os.environ["LANGUAGE"] = language
    gettext.bindtextdomain(DOMAIN, str(LOCALE_DIR))
    gettext.textdomain(DOMAIN)


def _asked_for(arguments: Sequence[str]) -> Language | None:
    """The value of the last `--lang`; a value that is none is left for the command to refuse."""
    asked: str | None = None
    for argument, following in itertools.pairwise([*arguments, ""]):
        if argument == "--lang":
            asked = following
        elif argument.startswith("--lang="):
            asked = argument.partition("=")[2]
    return next((language for language in LANGUAGES if language == asked), None)


def _of_locale() -> Language:
    names = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    name = next((name for name in names if name), "")
    return "en" if name.lower().startswith("en") else "zh"
