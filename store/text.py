"""The language of every sentence a person reads: Chinese as written in the code, others by catalogue."""

import gettext
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any, Final, NamedTuple


def N_(message: str) -> str:
    """Marks `message` for the catalogue and leaves it as it is: for tables made at import."""
    return message


class Spoken(NamedTuple):
    """A language: what it is called, and its tag in pages."""

    name: str
    tag: str


# By the code that a locale begins with. Beside the one of the code, each has a catalogue in `locale`.
LANGUAGES: Final = {"zh": Spoken(N_("中文"), "zh-CN"), "en": Spoken(N_("英文"), "en")}
ORIGINAL: Final = "zh"
LOCALE_DIR: Final = Path(__file__).parent / "locale"
DOMAIN: Final = "dutydesk"

# What a team calls its work is said by its notice; where none is known yet, both are.
INSPECTIONS: Final = (N_("巡视"), N_("巡察"))
INSPECTION: Final = "{inspection}"
_EITHER: Final = "".join(INSPECTIONS)

_inspection = _EITHER
_language = ORIGINAL
_translation: gettext.NullTranslations = gettext.NullTranslations()


def use_language(language: str) -> None:
    """Speak `language` from now on, in the whole process."""
    global _language, _translation
    _language, _translation = language, _catalogue(language)


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    """Raises `FileNotFoundError` for one that is not compiled: it would be Chinese unnoticed."""
    return gettext.translation(DOMAIN, LOCALE_DIR, [language], fallback=language == ORIGINAL)


def language() -> str:
    """The code of the language in use."""
    return _language


def inspection() -> str:
    """What the inspection is called, in Chinese."""
    return _inspection


def use_inspection(word: str) -> None:
    """Have every sentence call the inspection by `word`, one of `INSPECTIONS`, from now on."""
    global _inspection
    _inspection = word


@contextmanager
def inspection_called(word: str) -> Iterator[None]:
    """The same as long as the block runs: for a notice that is not yet in force."""
    before = _inspection
    use_inspection(word)
    try:
        yield
    finally:
        use_inspection(before)


def in_each_word(message: str) -> list[str]:
    """`message` in Chinese, by whichever word a team calls its inspection."""
    return list(
        dict.fromkeys(message.replace(INSPECTION, word) for word in (*INSPECTIONS, _EITHER))
    )


def page_tag() -> str:
    """The language in use as pages name it."""
    return LANGUAGES[_language].tag


def _(message: str, **values: object) -> str:
    """`message` in the language in use, with `{name}` filled in from `values`.

    A translation may have one word for one of what is counted, and another: `{n:tip|tips}`.
    `{inspection}` is what the notice calls it.
    """
    # gettext answers "" with the catalogue's header, which is no sentence.
    text = _translation.gettext(message) if message else ""
    if INSPECTION in text:
        text = text.replace(INSPECTION, _inspection)
    if "|" in text:
        return _counting.format(text, **values) if values else text
    return text.format(**values) if values else text


def listed(items: Iterable[str]) -> str:
    """Things in a row, as one sentence names them."""
    return _("、").join(items)


def spoken(labels: Mapping[Any, str]) -> tuple[str, ...]:
    """What can be chosen as one speaks of it: by its labels in Chinese, else as scripts write it."""
    return tuple(map(_, labels.values()) if language() == ORIGINAL else labels)


def in_all(message: str, **values: object) -> list[str]:
    """`message` in every language, Chinese first, for whom it is not known which they can read."""
    others = [_catalogue(code).gettext(message) for code in LANGUAGES if code != ORIGINAL]
    texts = (text.replace(INSPECTION, _inspection) for text in (message, *others))
    return [text.format(**values) for text in texts]


class _Counting(Formatter):
    """Fills a number in with the word that it asks for."""

    def format_field(self, value: Any, format_spec: str) -> str:
        one, bar, many = format_spec.partition("|")
        return f"{value} {one if value == 1 else many}" if bar else str(value)


_counting: Final = _Counting()
