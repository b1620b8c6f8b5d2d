"""The rules a tip must keep, each checked here alone and every fault told at once.

What was taken outside the period or the service hours is kept and marked, never refused: the
notice says when the desk answers, not what may be known.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from itertools import repeat
from operator import attrgetter
from types import MappingProxyType
from typing import Any, Final

from pendulum import DateTime

from store.errors import Fault, TipRefused, step_refused
from store.instant import in_seconds, in_zone, is_later, midnight
from store.notice.hours import is_answered_on, is_open_at
from store.notice.notice import OTHER, SOURCE_LABELS, Line, Notice
from store.printable import UNREAD, first_unprintable, half_width
from store.text import _, listed, spoken
from store.tips.disposition import DUPLICATE, PASSED_THROUGH, REFERRED, REGISTERED, WITHDRAWN
from store.tips.enclosure import (
    ENCLOSURE_KINDS,
    MOST_COPIES,
    MOST_ENCLOSURES,
    MOST_PAGES,
    NAME_LIMIT,
    Enclosure,
)
from store.tips.fields import BY_NAME, DATES, MOST_SUBJECTS, OTHER_LABEL, TEXTS, fields_of
from store.tips.tip import HOUR_UNKNOWN, Tip

_LIMITS: Final = {field.name: field.limit for field in BY_NAME.values()}
_MULTILINE: Final = frozenset(field.name for field in BY_NAME.values() if field.kind == "long")
_texts_of: Final = attrgetter(*TEXTS)


def check(tip: Tip, notice: Notice, now: DateTime, **by_desk: Any) -> Tip:
    """The tip as it is stored, in the notice's time zone, to the second, line named and marks set.

    `by_desk` are the fields that the desk gives. Raises `TipRefused` with every fault, each naming
    its field.
    """
    return checked(tip, notice, now, (), by_desk)


def checked(
    tip: Tip,
    notice: Notice,
    now: DateTime,
    known: tuple[Fault, ...],
    by_desk: Mapping[str, Any] = MappingProxyType({}),
) -> Tip:
    """As `check`, after faults already `known`, whose fields are not looked at again."""
    received = in_seconds(in_zone(tip.received_at or now, notice.zone))
    line = find_line(tip, notice)
    tip = tip.but(
        {
            "line": line.value if line else tip.line,
            "received_at": received,
            "marks": marks(notice, _when(tip, received, notice), line),
            **by_desk,
        }
    )
    found = [*_faults(tip, notice, now)]
    if found or known:
        seen = {fault.field for fault in known}
        raise TipRefused((*known, *(fault for fault in found if not _covered(fault.field, seen))))
    return tip


def _covered(path: str, seen: set[str]) -> bool:
    return any(
        path == s or path.startswith((f"{s}.", f"{s}[")) or s.startswith(f"{path}[") for s in seen
    )


def find_line(tip: Tip, notice: Notice) -> Line | None:
    """The source from which the tip came: the notice's line, or what there is beside them. None if
    its kind has none or several such."""
    of_kind = notice.sources_by_kind.get(tip.channel, ())
    if tip.line:
        wanted = half_width(tip.line)
        of_kind = tuple(line for line in of_kind if wanted in (line.value, line.text))
    return of_kind[0] if len(of_kind) == 1 else None


def _when(tip: Tip, received: DateTime, notice: Notice) -> date:
    """When the tip came: a day whose hour is not known only as long as that is its first instant."""
    if HOUR_UNKNOWN not in tip.marks:
        return received
    day = received.date()
    return day if received == midnight(day, notice.zone) else received


def marks(notice: Notice, received: date, line: Line | None) -> tuple[str, ...]:
    """What was unusual about the time: "early", "late" (source: the notice's period, and from when
    and until when it takes tips), "out_of_hours" (source: its hours; a line that has none, as a
    letter or an e-mail, is never outside them). Of a day whose hour is not known that which holds
    whatever the hour was, and `HOUR_UNKNOWN`."""
    has_hours = line is None or bool(notice.hours_of(line))
    outside = ("out_of_hours",) if has_hours else ()
    if not isinstance(received, DateTime):
        start, end = (midnight(received + timedelta(days=n), notice.zone) for n in (0, 1))
        if end <= notice.tips_start:
            return ("early", *outside, HOUR_UNKNOWN)
        if notice.tips_end and start >= notice.tips_end:
            return ("late", *outside, HOUR_UNKNOWN)
        answered = is_answered_on(notice, received, line)
        return (HOUR_UNKNOWN,) if answered else (*outside, HOUR_UNKNOWN)
    if received < notice.tips_start:
        return ("early", *outside)
    if notice.tips_end and received >= notice.tips_end:
        return ("late", *outside)
    return () if is_open_at(notice, received, line) else outside


def _faults(tip: Tip, notice: Notice, now: DateTime) -> Iterator[Fault]:
    yield from _line_faults(tip, notice)
    yield from _time_faults(tip, now)
    yield from _text_faults(tip)
    if tip.enclosures:
        yield from enclosure_faults(tip.enclosures)
    if tip.status == PASSED_THROUGH:
        yield from _content_faults(tip)
        return
    if tip.channel in notice.sources_by_kind:
        yield from _channel_faults(tip)
    yield from _subject_faults(tip, notice)
    yield from _category_faults(tip, notice)
    yield from _scope_faults(tip)
    if tip.to_complete:
        yield from _nothing_faults(tip)
    else:
        yield from _missing_faults(tip, notice)


def _nothing_faults(tip: Tip) -> Iterator[Fault]:
    """Even a half-done tip says something, and it is still with the desk."""
    if tip.status not in (REGISTERED, DUPLICATE, WITHDRAWN):
        yield Fault("to_complete", _("已经处理的不能改为待补录，请补全后保存。"))
    if not (tip.summary.strip() or tip.subjects or tip.reporter):
        yield Fault("summary", _("主要内容：待补录的也至少要写一点，请写明已经知道的。"))


def _missing_faults(tip: Tip, notice: Notice) -> Iterator[Fault]:
    """What a tip has unless it is still to be completed."""
    if not tip.subjects:
        yield Fault("subjects", _("被反映人：至少填写一个被反映的人或单位。"))
    for index, subject in enumerate(tip.subjects):
        if not (subject.unit.strip() or subject.person.strip() or subject.post.strip()):
            yield Fault(f"subjects[{index}].unit", _("被反映单位：单位、姓名、职务至少填一项。"))
        if not subject.group:
            yield Fault(f"subjects[{index}].group", _("对象类别：请选定一类。"))
    if (
        not tip.disciplines
        and tip.in_scope
        and any(subject.group in notice.all_groups for subject in tip.subjects)
    ):
        yield Fault("disciplines", _("问题类别：至少选一项，都不是的选“其他”。"))
    if not tip.referred_to.strip() and tip.is_to_be_referred and not tip.in_scope:
        yield Fault("referred_to", _("转办单位：不属受理范围的，请写明转给哪个单位或部门。"))
    if not tip.summary.strip():
        yield Fault("summary", _("主要内容：不能为空，请写明反映的问题。"))


def _content_faults(tip: Tip) -> Iterator[Fault]:
    """Of what is passed through nothing is written down: not copied, not excerpted, not entered.

    Source: 纪检监察机关处理检举控告工作规则 art. 15.
    """
    for path in ("reporter", "subjects", "disciplines", "tags", "enclosures", *DATES, *TEXTS):
        if getattr(tip, path):
            yield Fault(path, _("径送件只登记编号、时间、渠道和交给何人，不登记任何内容，请清空。"))


def passed_through_faults(tip: Tip) -> tuple[Fault, ...]:
    """Why nothing is added to a tip that is passed through, by the same rule."""
    if tip.status != PASSED_THROUGH:
        return ()
    return (Fault("number", _("径送件只登记编号、时间、渠道和交给何人，不加记任何内容。")),)


def why_closed(tip: Tip) -> str:
    """Why nothing more is done with a tip that was entered by mistake, unless it is taken back first; ""
    if it was not."""
    if tip.status != WITHDRAWN:
        return ""
    return _("{number} 已误录撤销，不再办理；并非误录的，请先退回“已登记”。", number=tip.number)


def why_not_amended(tip: Tip) -> str:
    """Why what it says stays, "" if it need not: a half-done one is completed before it is taken back."""
    return "" if tip.to_complete else why_closed(tip)


def refuse_closed(tip: Tip) -> None:
    """Raises `StepRefused` for a tip of which `why_closed` tells why."""
    if sentence := why_closed(tip):
        raise step_refused("number", sentence)


def _line_faults(tip: Tip, notice: Notice) -> Iterator[Fault]:
    of_kind = [line.value for line in notice.sources_by_kind.get(tip.channel, ())]
    if not of_kind:
        kinds = listed(
            spoken({one.kind: SOURCE_LABELS.get(one.kind, one.kind) for one in notice.sources})
        )
        yield Fault("channel", _("来源：公告没有这种渠道，应为下列之一：{kinds}。", kinds=kinds))
    elif tip.line and tip.line not in of_kind:
        values = listed(of_kind)
        yield Fault("line", _("来源：公告没有这条线路，应为下列之一：{values}。", values=values))
    elif not tip.line:
        values = listed(of_kind)
        yield Fault("line", _("来源：这种渠道有多条线路，请指明一条：{values}。", values=values))


def _channel_faults(tip: Tip) -> Iterator[Fault]:
    """What only another kind of line brings is not kept where nobody would see it.

    A tip that was stored with such a value is read as it is. Source: the table of fields.
    """
    for name in _of_other_lines(tip.channel):
        if getattr(tip, name):
            label, kind = _(BY_NAME[name].label), _(SOURCE_LABELS.get(tip.channel, tip.channel))
            yield Fault(name, _("{label}：“{kind}”没有这一项，请清空。", label=label, kind=kind))


@cache
def _of_other_lines(channel: str) -> list[str]:
    return [name for name in (*DATES, *TEXTS) if BY_NAME[name] not in fields_of(channel)]


def _time_faults(tip: Tip, now: DateTime) -> Iterator[Fault]:
    assert tip.received_at is not None
    if is_later(tip.received_at, now):
        yield Fault("received_at", _("收到时间：不能晚于现在，请改正。"))
    if tip.postmarked_on and tip.postmarked_on > (day := tip.received_at.date()):
        sentence = _("邮戳日期：不能晚于收到信件的日期（{day}），请改正。", day=day)
        yield Fault("postmarked_on", sentence)


def _texts(tip: Tip) -> list[tuple[str, int, str]]:
    """Each text of the tip: the name of its field in the table, of which subject it is, and itself."""
    found = [*zip(TEXTS, repeat(0), _texts_of(tip))]
    if who := tip.reporter:
        found.append(("reporter.name", 0, who.name))
        found.append(("reporter.contact", 0, who.contact))
    for index, subject in enumerate(tip.subjects):
        found.append(("subjects.unit", index, subject.unit))
        found.append(("subjects.person", index, subject.person))
        found.append(("subjects.post", index, subject.post))
    return found


def _are_short_and_plain(texts: Iterable[tuple[str, int, str]]) -> bool:
    """Whether texts, taken together, have no fault: those of most tips need no closer look."""
    on_one_line, lines = "", ""
    for name, _index, text in texts:
        # Of a text that came with a later version a document may have none at all.
        if not text:
            continue
        if len(text) > _LIMITS[name]:
            return False
        if name in _MULTILINE:
            lines += text
        else:
            on_one_line += text
    return (
        UNREAD not in on_one_line
        and UNREAD not in lines
        and first_unprintable(on_one_line) is None
        and first_unprintable(lines, lines=True) is None
    )


def _text_faults(tip: Tip) -> Iterator[Fault]:
    texts = _texts(tip)
    if _are_short_and_plain(texts):
        return
    for name, index, text in texts:
        field, path = BY_NAME[name], name.replace("subjects", f"subjects[{index}]")
        if text:
            is_long = name in _MULTILINE
            yield from text_faults(path, _(field.label), text, field.limit, lines=is_long)


def text_faults(
    path: str, label: str, text: str, limit: int, *, lines: bool = False
) -> Iterator[Fault]:
    """What is wrong with one text: too long, in characters, or with some that nobody can read."""
    if len(text) > limit:
        yield Fault(
            path,
            _(
                "{label}：最多 {limit} 个字，现有 {length} 个，请删减。",
                label=label,
                limit=limit,
                length=len(text),
            ),
        )
    elif (index := first_unprintable(text, lines=lines)) is not None:
        yield Fault(
            path,
            _(
                "{label}：第 {place} 个字是不可见字符 {code}，请删去。",
                label=label,
                place=index + 1,
                code=f"U+{ord(text[index]):04X}",
            ),
        )
    elif UNREAD in text:
        yield Fault(
            path,
            _(
                "{label}：第 {place} 个字没有认出，终端或文件的字符集可能不是 UTF-8；"
                "请改为 UTF-8 后重新填写此处。",
                label=label,
                place=text.index(UNREAD) + 1,
            ),
        )


def enclosure_faults(enclosures: Sequence[Enclosure]) -> Iterator[Fault]:
    """What is wrong with what is said of enclosures."""
    if len(enclosures) > MOST_ENCLOSURES:
        yield Fault("enclosures", _("附件：一件最多登记 {limit} 项。", limit=MOST_ENCLOSURES))
    for index, one in enumerate(enclosures):
        at = f"enclosures[{index}]"
        if one.kind not in ENCLOSURE_KINDS:
            known = listed(spoken(ENCLOSURE_KINDS))
            yield Fault(f"{at}.kind", _("附件种类：应为下列之一：{known}。", known=known))
        if not 0 <= one.pages <= MOST_PAGES:
            yield Fault(f"{at}.pages", _("附件页数：应为 0 至 {limit}。", limit=MOST_PAGES))
        if not 1 <= one.copies <= MOST_COPIES:
            yield Fault(f"{at}.copies", _("附件份数：应为 1 至 {limit}。", limit=MOST_COPIES))
        for name, label, text in (
            ("kept_at", _("存放处"), one.kept_at),
            ("file_number", _("档案号"), one.file_number),
            ("name", _("附件名称"), one.name),
        ):
            yield from text_faults(f"{at}.{name}", label, text, NAME_LIMIT)


def _subject_faults(tip: Tip, notice: Notice) -> Iterator[Fault]:
    if len(tip.subjects) > MOST_SUBJECTS:
        yield Fault("subjects", _("被反映人：最多 {limit} 个，请分作几件。", limit=MOST_SUBJECTS))
    for index, subject in enumerate(tip.subjects):
        if subject.group and subject.group not in notice.all_groups:
            groups = listed(spoken(notice.all_groups))
            path = f"subjects[{index}].group"
            yield Fault(path, _("对象类别：应为下列之一：{groups}。", groups=groups))


def _category_faults(tip: Tip, notice: Notice) -> Iterator[Fault]:
    for path, chosen, known in (
        ("disciplines", tip.disciplines, (*notice.disciplines, OTHER)),
        ("tags", tip.tags, notice.all_tags),
    ):
        once = set(chosen)
        if not once.issubset(known):
            label = _(BY_NAME[path].label)
            names = listed(spoken({name: OTHER_LABEL if name == OTHER else name for name in known}))
            yield Fault(path, _("{label}：应在公告所列之内：{names}。", label=label, names=names))
        elif len(once) < len(chosen):
            yield Fault(path, _("{label}：不得重复。", label=_(BY_NAME[path].label)))


def _scope_faults(tip: Tip) -> Iterator[Fault]:
    """Only what is out of scope goes to the inspected unit or the department responsible, what
    concerns the inspectors to whom they answer, and where it went is not written over. Source: the
    notice."""
    if (
        tip.referred_to.strip()
        and tip.subjects
        and not (tip.is_to_be_referred or tip.about_inspectors)
    ):
        yield Fault(
            "referred_to", _("转办单位：属受理范围的由{inspection}组受理，不转办，请清空此项。")
        )
    if tip.status == REFERRED and tip.disposition and tip.referred_to != tip.disposition.to:
        sentence = _(
            "转办单位：已转往{to}；要改转别处，请先将处理方式退回“已登记”。", to=tip.disposition.to
        )
        yield Fault("referred_to", sentence)
