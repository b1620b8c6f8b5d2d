"""What an old register says became of a tip (处理方式), as the desk keeps it."""

from __future__ import annotations

import contextlib
import re
from dataclasses import replace
from datetime import date
from typing import Final

from pendulum import DateTime

from store.errors import BadInstant, StepRefused
from store.frozen import frozen
from store.instant import in_seconds, read_day
from store.notice.notice import Notice
from store.printable import as_one_name
from store.registers.cells import is_read_as_it_is, is_yes, known, verbatim
from store.registers.persons import is_post
from store.text import N_, _, in_all
from store.tips.beside_names import BODY, NAME
from store.tips.disposing import TEXT_LIMIT, Step, disposed
from store.tips.disposition import (
    DUPLICATE,
    HANDED,
    KEPT,
    PASSED_THROUGH,
    REFERRED,
    REGISTERED,
    STATUSES,
    URGENT,
    WITH_REASON,
    WITHDRAWN,
    Disposition,
)
from store.tips.tip import Tip
from store.written_date import WrittenDate, take_apart

# What offices write for a status, beside its own label.
_MEANINGS: Final = (
    (REGISTERED, r"已?登记(?:在册)?|[待未在正]在?[办处](?:理|结|中)*(?:中)?|办理中|待处理|受理中|已受理"),
    (URGENT, r"(?:已|移交)?立行立改|边[询巡]边改"),
    (HANDED, r"已?(?:交|呈|报|送|转|移交)(?:本)?(?:巡视|巡察)?组(?:长|内|里)?(?:办理|阅)?|已?[交呈]组长"),
    (KEPT, r"已?(?:留存|存查|暂存|归档)(?:备查|待查)?|存档备查|已?办结(?:归档)?"),
    (DUPLICATE, r"(?:属|系|为)?重复(?:件|信访|举报|信件)?"),
    (PASSED_THROUGH, r"已?径送"),
    (WITHDRAWN, r"误录撤销|误录|作废|已?撤销"),
)  # fmt: skip
_REFERRED: Final = re.compile(
    r"已?(?:转办|转送|转交|转往|转发|移送|移交|转至|转给|转(?![办送交往发]))(?:至|给|到|往|由)?[:：]?\s*(..+|)",
    re.DOTALL,
)
_REASON: Final = re.compile(r"\s*[（(][^（）()]*[)）]$")
# 与3号重复, 重复件（同第3件）
_REPEATED: Final = re.compile(
    r"(?:内容)?[与同和](?:序号|编号|第)?\s*(?P<of>[\w-]+?)\s*(?:号|件)?(?:来?[信件电访])?(?:内容|属|系|为)*重复(?:件)?"
    r"|(?:属|系|为)?重复(?:件|信访|举报|信件)?[（(]\s*(?:[与同见和])?(?:序号|编号|第)?\s*(?P<in>[\w-]+?)\s*(?:号|件)?(?:重复)?[)）]"
)
# What a column that asks whether it is one says, beside yes and no.
_IS_REPEATED: Final = re.compile(r"(?:是|属|系|为)?重复?(?:件|信访?|访|举报|反映|来?信件?)?")
_IS_FIRST: Final = re.compile(
    r"(?:非|不是|不属于?|未见?|没有|无|不)(?:重复?(?:件|信访?|访|举报|反映|来?信件?)?)?"
    r"|初(?:次|件|信|访|信初访|次信访|次举报|次反映)?"
)
_TO_BE_REFERRED: Final = re.compile(
    r"(?:^|\s)(?:拟转(?:办|送|往)?[:：]?|to be referred to\s)\s*", re.DOTALL
)
_LETTER: Final = re.compile(
    r"[^\s（(，,；;]*[〔\[（(]\d{4}[〕\])）][^\s，,；;]*号?|[^\s（(，,；;]*\d+号"
)
# What is no part of a unit any more: what it does there, or a comma, a day or a letter's number.
_BEHIND_A_UNIT: Final = re.compile(
    r"(?:进行|依法|按规定)*(?:办理|处理|处置|查处|核查|核实|调查)(?:中|完毕)?(?=$|[，,；;。（(])"
    r"|[，,；;。]|[（(〔\[][^（()）]*\d|(?:\d{4}|\d{2})[-/.年]\d|(?<!\d)\d{1,2}[-/.月]\d{1,2}|第?\d+号"
)
_IN_BRACKETS: Final = r"(?:[（(][^（）()]*[)）])?"
# One of several in a cell; and one where but a blank parts them, as may the two characters of a name.
_NAME: Final = re.compile(rf"[\u4e00-\u9fff]{{2,4}}{_IN_BRACKETS}")
_BESIDE_A_BLANK: Final = re.compile(rf"(?!\S+{BODY}){NAME}{_IN_BRACKETS}")
_OF_OLD_REGISTER: Final = N_("旧台账原载")


@frozen
class Handling:
    """What a register says of a tip's handling: the status, to whom, under which letter and on which
    day it went, to whom it is to be referred, and of which tip (by the number in the register) it
    is a duplicate. `written` is the cell, `is_whole` whether all that stands there is in the
    others; `by` who handled it, "" if that is not said; `guessed` tells what was."""

    written: str = ""
    status: str = REGISTERED
    to: str = ""
    letter: str = ""
    on: date | None = None
    referred_to: str = ""
    of: str = ""
    by: str = ""
    to_complete: bool = False
    is_whole: bool = True
    guessed: str = ""


def handling(
    written: str, by: str, duplicate: str, received: str, notice: Notice, now: DateTime
) -> Handling | None:
    """What the cells say of a tip `received` so; None if they say something that is no status."""
    written, by, came = known(written), known(by), None
    with contextlib.suppress(BadInstant):
        came = read_day(received, notice.zone, now)
    found = Handling(written, by=by)
    rest = written
    for mark in in_all(N_("{label}（待补录）"), label=""):
        if mark in rest:
            rest = rest.replace(mark, "", 1)
            found = replace(found, to_complete=True)
    first, _blank, more = rest.partition(" ")
    labels = {text: key for key, label in STATUSES.items() for text in in_all(label)} | {
        key: key for key in STATUSES
    }
    longest = sorted(labels, key=len, reverse=True)
    label = next((text for text in longest if rest == text or rest.startswith(f"{text} ")), "")
    if label:
        found = replace(found, status=labels[label])
        return _with_details(found, rest[len(label) :], came, now)
    if not rest:
        is_repeated, of = _repeated(duplicate)
        return replace(found, status=DUPLICATE if is_repeated else REGISTERED, of=of)
    if of := _repeated_of(rest):
        return replace(found, status=DUPLICATE, of=of)
    # What stands in brackets behind it may be the reason, which is kept as it is written.
    bare = _REASON.sub("", rest)
    for status, pattern in _MEANINGS:
        is_bare = labels.get(bare) == status or re.fullmatch(pattern, bare)
        if status in (KEPT, WITHDRAWN) and is_bare:
            return _with_details(replace(found, status=status), "", came, now)
        if re.fullmatch(pattern, first):
            return _with_details(replace(found, status=status), more, came, now)
    if match := _REFERRED.fullmatch(rest):
        return _with_details(replace(found, status=REFERRED), match[1], came, now)
    return None


def to_be_referred(unit: str) -> str:
    """Where a tip is to go, behind what became of it in the desk's own register, so that it is read
    again as it is."""
    return _("拟转{to}", to=receiver(unit))


def receiver(unit: str) -> str:
    """Where a tip went, or was to go, in the desk's own register, so that it is read again as it is."""
    is_read = is_read_as_it_is(unit) and " ".join(unit.split()) == unit
    # With a figure in it, a part of it might be taken for a letter's number or for a day.
    is_read = is_read and not re.search(r"\d", unit) and not _TO_BE_REFERRED.search(unit)
    is_read = is_read and _unit(unit) == (unit, True) and not any(map(_is_day, unit.split()))
    return unit if is_read else verbatim(unit)


def letter_number(letter: str) -> str:
    """Under which letter it went, in the desk's own register, so that it is read again as it is."""
    # One that begins with a figure might be taken for a day.
    is_read = _LETTER.fullmatch(letter) and not letter[:1].isdigit()
    return letter if is_read or not letter else _("文号{letter}", letter=verbatim(letter))


def is_said_by(duplicate: str, found: Handling) -> bool:
    """Whether `found` says all that stands in the column for duplicates."""
    if not known(duplicate):
        return True
    is_repeated, of = _repeated(duplicate)
    if is_repeated is None or is_repeated is not (found.status == DUPLICATE):
        return False
    return of in ("", found.of)


def _repeated(duplicate: str) -> tuple[bool | None, str]:
    """Whether a column for duplicates says that it is one, None for what says neither, and of which."""
    if of := _repeated_of(duplicate):
        return True, of
    if _IS_REPEATED.fullmatch(duplicate):
        return True, ""
    return (False if _IS_FIRST.fullmatch(duplicate) else is_yes(duplicate)), ""


def _repeated_of(text: str) -> str:
    match = _REPEATED.fullmatch(text)
    return (match["of"] or match["in"]) if match else ""


def _with_details(found: Handling, text: str, came: date | None, now: DateTime) -> Handling:
    text, said = _out_of_brackets(text)
    text, *to_be_referred = _TO_BE_REFERRED.split(text, maxsplit=1)
    found, rest = _without_details(found, text, came, now)
    found = replace(
        found, letter=said.get("letter", found.letter), referred_to=said.get("referred_to", "")
    )
    for goes_to in to_be_referred:
        found, more = _without_details(found, goes_to, came, now)
        unit, is_whole = _unit(more)
        found = replace(found, referred_to=unit, is_whole=is_whole)
    to, is_whole = (said["to"], not rest) if "to" in said else _unit(rest)
    if found.status in WITH_REASON - {REGISTERED}:
        # Whatever stands there is the reason.
        return replace(found, is_whole=len(found.written) <= TEXT_LIMIT)
    if found.status == REGISTERED:
        is_whole = found.is_whole and not (to or rest or found.letter or found.on)
        return replace(found, letter="", on=None, is_whole=is_whole)
    if found.status == DUPLICATE:
        return replace(found, is_whole=not (to or rest))
    return replace(found, to=to, is_whole=found.is_whole and is_whole)


def _out_of_brackets(text: str) -> tuple[str, dict[str, str]]:
    """A text without what the desk's own register has in brackets in it, and that: `letter`, `to`
    and `referred_to`."""
    said = dict[str, str]()

    def kept(match: re.Match[str]) -> str:
        said.setdefault(words[match["before"]], match["said"])
        return " "

    words = dict.fromkeys(in_all(N_("文号{letter}"), letter=""), "letter")
    words |= dict.fromkeys(in_all(N_("拟转{to}"), to=""), "referred_to") | {"": "to"}
    before = "|".join(map(re.escape, words))
    return re.sub(rf"(?<!\S)(?P<before>{before})〖(?P<said>.+?)〗(?!\S)", kept, text), said


def _unit(text: str) -> tuple[str, bool]:
    """The unit or whoever a text begins with, and whether that is all it says."""
    first, _blank, rest = text.partition(" ")
    behind = _BEHIND_A_UNIT.search(first)
    unit = first[: behind.start()] if behind else first
    is_more = re.search(r"[\d，,；;。]", rest)
    return (unit, False) if behind or is_more else (text, True)


def _without_details(
    found: Handling, text: str, came: date | None, now: DateTime
) -> tuple[Handling, str]:
    """With the number, the day and the letter that a text names, and what else it says."""
    rest = list[str]()
    for part in text.split():
        if found.status == DUPLICATE and not found.of:
            found = replace(found, of=part)
        elif (day := _day(part, came, now)) and found.on is None:
            found = replace(found, on=day, guessed=_guessed(part, day))
        elif _LETTER.fullmatch(part) and not found.letter:
            found = replace(found, letter=part)
        else:
            rest.append(part)
    return found, " ".join(rest)


def _day(text: str, came: date | None, now: DateTime) -> date | None:
    """The day that a text is; without a year the first since the tip came, and none that is to come."""
    written = _written_day(text)
    if written is None:
        return None
    if written.year is None:
        years = range(came.year, now.year + 1) if came else range(0)
        days = (day for year in years if (day := _in(year, written)))
        return next((day for day in days if came and came <= day <= now.date()), None)
    return _in(now.year, written)


def _in(year: int, written: WrittenDate) -> date | None:
    with contextlib.suppress(ValueError):
        return written.date_in(year)
    return None


def _guessed(text: str, day: date) -> str:
    """What is to be told of the year of a day that is written so."""
    written = _written_day(text)
    if not written or written.year is not None:
        return ""
    return _("处理方式的“{text}”没有写年份，按收到日期推定为 {year} 年", text=text, year=day.year)


def _is_day(text: str) -> bool:
    return _written_day(text) is not None


def _written_day(text: str) -> WrittenDate | None:
    with contextlib.suppress(ValueError):
        written = take_apart(text)
        if written and written.month is not None:
            return written
    return None


def _names(text: str) -> str:
    """Whoever handled it: of several, each."""
    names = list[str]()
    for part in re.split(r"[；;、，,/]+", text):
        apart = part.split()
        is_each = all(_BESIDE_A_BLANK.fullmatch(name) and not is_post(name) for name in apart)
        names += apart if is_each else [as_one_name(part)]
    if not all(_NAME.fullmatch(name) and not is_post(name) for name in names):
        names = [text]
    return "、".join(map(as_one_name, names))


def applied(tip: Tip, found: Handling, now: DateTime) -> tuple[Tip, str]:
    """The tip as it was handled; and the sentence why not, if the rules do not allow it."""
    tip = replace(tip, handled_by=_names(found.by))
    if found.status == PASSED_THROUGH:
        how = Disposition("", in_seconds(now), to=found.to, on=found.on, letter=found.letter)
        return replace(tip, status=PASSED_THROUGH, disposition=how), ""
    if found.status == REGISTERED:
        return tip, ""
    why = (found.written or _(_OF_OLD_REGISTER)) if found.status in WITH_REASON else ""
    step = Step(found.status, why[:TEXT_LIMIT], found.to, found.letter, found.on)
    try:
        done = disposed(replace(tip, matter=found.of), step, "", now)
    except StepRefused as refusal:
        return tip, refusal.faults[0].sentence
    assert done.disposition
    # A day that the register does not say is not the import's.
    return replace(done, disposition=replace(done.disposition, on=found.on)), ""
