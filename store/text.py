"""The language of every sentence a person reads: Chinese as written in the code, English by catalogue."""

import gettext
from pathlib import Path
from typing import Final, Literal, get_args

Language = Literal["zh", "en"]
LANGUAGES: Final[tuple[Language, ...]] = get_args(Language)
LOCALE_DIR: Final = Path(__file__).parent / "locale"
DOMAIN: Final = "dutydesk"

_language: Language = "zh"
_translation: gettext.NullTranslations = gettext.NullTranslations()


def use_language(language: Language) -> None:
    """Speak `language` from now on, in the whole process."""
    global _language, _translation
    _language = language
    _translation = gettext.translation(DOMAIN, LOCALE_DIR, [language], fallback=True)


def language() -> Language:
    """The language in use."""
    return _language


def _(message: str, **values: object) -> str:
    """`message` in the language in use, with `{name}` filled in from `values`."""
    # gettext answers "" with the catalogue's header, which is no sentence.
    text = _translation.gettext(message) if message else ""
    return text.format(**values) if values else text


def in_both(message: str, **values: object) -> str:
    """`message` in Chinese and in English, for whom it is not known which they can read."""
    english = gettext.translation(DOMAIN, LOCALE_DIR, ["en"], fallback=True).gettext(message)
    return "\n".join(text.format(**values) for text in (message, english))


def N_(message: str) -> str:
    """Marks `message` for the catalogue and leaves it as it is: for tables made at import."""
    return message
