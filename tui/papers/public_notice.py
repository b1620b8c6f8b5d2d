"""The public notice (公告) in words, as it hangs on a wall: all its formats are made from this."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import time
from typing import Final

from pendulum import DateTime

from store.frozen import frozen
from store.instant import in_zone
from store.notice.hours import goes_by_working_days
from store.notice.notice import WORKING_DAYS, Line, Notice, is_in_scope, is_out_of_scope
from store.text import N_, _, listed
from tui.words import hours_words

_NUMBERS: Final = (
    N_("一、"),
    N_("二、"),
    N_("三、"),
    N_("四、"),
    N_("五、"),
    N_("六、"),
)
_WAYS: Final = {
    N_("来信"): ("post", "email", "box"),
    N_("来电"): ("landline", "mobile", "sms"),
    N_("网上反映"): ("web",),
    N_("来访"): ("visit",),
}
_BEIJING: Final = "Asia/Shanghai"


@frozen
class Section:
    """A numbered part: its heading, sentences, and ways to reach the team as name and value."""

    heading: str
    sentences: tuple[str, ...] = ()
    rows: tuple[tuple[str, str], ...] = ()


@frozen
class PublicNotice:
    """The whole notice. `ending` are the sentences after the last part, `signed` and `dated` what
    stands under it."""

    title: str
    opening: str
    sections: tuple[Section, ...]
    ending: tuple[str, ...]
    signed: str
    dated: str

    @property
    def title_parts(self) -> tuple[str, ...]:
        """The title, parted where it is to break if it is longer than a line: behind the team."""
        rest = self.title.removeprefix(self.signed)
        if rest == self.title:
            return (self.title,)
        mark, blank, more = rest.partition(" ")
        return (self.signed + mark, more) if blank else (self.signed, rest)

    @property
    def numbered(self) -> Iterator[tuple[str, Section]]:
        """The parts, each with its heading and number."""
        for number, section in zip(_NUMBERS, self.sections, strict=False):
            yield f"{_(number)}{section.heading}", section

    @property
    def as_text(self) -> str:
        """All of it, a paragraph a line."""
        lines = [self.title, self.opening]
        for heading, section in self.numbered:
            lines += [heading, *section.sentences]
            lines += [
                _("{label}：{value}", label=label, value=value) for label, value in section.rows
            ]
        return "\n".join((*lines, *self.ending, self.signed, self.dated))


def public_notice(notice: Notice) -> PublicNotice:
    """What `notice` says."""
    return PublicNotice(
        title=_("{team}{what}公告", team=notice.team, what=_what(notice)),
        opening=_opening(notice),
        sections=tuple(_sections(notice)),
        ending=tuple(_ending(notice)),
        signed=notice.team,
        dated=hours_words.whole_day(notice.issued_on or notice.first_day),
    )


def _opening(notice: Notice) -> str:
    said = {"team": notice.team, "unit": notice.unit, "what": _what(notice)}
    if not notice.is_first_day_announced:
        return _("{team}将对{unit}开展{what}。现将有关事项公告如下：", **said)
    day = hours_words.whole_day(notice.first_day)
    return _("{team}自{day}起对{unit}开展{what}。现将有关事项公告如下：", day=day, **said)


def _what(notice: Notice) -> str:
    return _(notice.inspection)


def _sections(notice: Notice) -> Iterator[Section]:
    what = _what(notice)
    yield Section(_("{what}时间", what=what), tuple(_period(notice)))
    yield Section(_("受理范围"), tuple(_scope(notice)))
    if ways := tuple(_rows(notice, about_inspectors=False)):
        yield Section(_("举报方式"), rows=ways)
    if notice.hours:
        yield Section(_("受理时间"), tuple(_hours(notice)))
    if outside := tuple(_out_of_scope(notice)):
        yield Section(_("受理范围以外的事项"), outside)
    if inspectors := tuple(_rows(notice, about_inspectors=True)):
        asked = _("反映{what}干部自身问题的，请通过下列渠道：", what=what)
        yield Section(_("监督"), (asked,), inspectors)


def _out_of_scope(notice: Notice) -> Iterator[str]:
    if outside := [label for key, label in notice.groups.items() if is_out_of_scope(key)]:
        yield _("{groups}不属受理范围。", groups=listed(map(_, outside)))
    if notice.out_of_scope:
        yield _sentence(notice.out_of_scope)


def _sentence(text: str) -> str:
    """A text from the notice's file, which may or may not end as a sentence does."""
    return text if text[-1] in "。！？.!?" else _("{text}。", text=text)


def _period(notice: Notice) -> Iterator[str]:
    first = hours_words.whole_day(notice.first_day)
    if notice.period_in_words:
        yield _sentence(notice.period_in_words)
    elif notice.last_day is None:
        yield _("自{first}起，结束时间另行公布。", first=first)
    else:
        span = hours_words.whole_span(notice.first_day, notice.last_day)
        days = (notice.last_day - notice.first_day).days + 1
        yield _("{span}，共{days}天。", span=span, days=days)
    if notice.tips_from:
        yield _since(in_zone(notice.tips_from, notice.zone))
    if notice.tips_end and notice.tips_end != notice.ends_at:
        yield _until(in_zone(notice.tips_end, notice.zone))


def _since(start: DateTime) -> str:
    day, clock = hours_words.whole_day(start.date()), hours_words.clock(start.time())
    if start.time() == time(0):
        return _("自{day}起受理举报。", day=day)
    return _("自{day}{clock}起受理举报。", day=day, clock=clock)


def _until(end: DateTime) -> str:
    if end.time() == time(0):
        day = hours_words.whole_day(end.subtract(days=1).date())
        return _("受理举报截至{day}。", day=day)
    day, clock = hours_words.whole_day(end.date()), hours_words.clock(end.time())
    return _("受理举报截至{day}{clock}。", day=day, clock=clock)


def _scope(notice: Notice) -> Iterator[str]:
    kinds = {line.kind for line in notice.lines if not line.about_inspectors}
    ways = [_inside(way) for way, of_kind in _WAYS.items() if kinds.intersection(of_kind)]
    yield _(
        "{what}组主要受理反映{unit}{groups}问题的{ways}，重点是关于{about}的举报和反映。",
        what=_what(notice),
        unit=notice.unit,
        groups=_and([_inside(label) for key, label in notice.groups.items() if is_in_scope(key)]),
        ways=listed(ways) or _("举报"),
        about=_about(notice),
    )
    if notice.units:
        names = listed(unit.text for unit in notice.units)
        yield _("被{what}单位：{names}。", what=_what(notice), names=names)
    if notice.tags:
        tags = listed(
            _("“{heading}”（{items}）", heading=_(heading), items=listed(map(_, items)))
            for heading, items in notice.tags.items()
        )
        yield _("{what}聚焦{tags}。", what=_what(notice), tags=tags)


def _about(notice: Notice) -> str:
    names = _and([_inside(name) for name in notice.disciplines])
    if all(name.endswith("纪律") for name in notice.disciplines):
        return _("违反{disciplines}等方面", disciplines=names)
    return _("{disciplines}等方面", disciplines=names)


def _inside(label: str) -> str:
    """A label as it stands within a sentence: without a capital, but for what has no translation."""
    said = _(label)
    return said if said == label else said[0].lower() + said[1:]


def _and(items: list[str]) -> str:
    if len(items) == 1:
        return items[0]
    return _("{some}和{last}", some=listed(items[:-1]), last=items[-1])


def _hours(notice: Notice) -> Iterator[str]:
    if notice.have_lines_hours_of_their_own:
        for lines, hours in hours_words.hours_by_lines(notice):
            yield _("{lines}：{hours}。", lines=lines, hours=hours_words.hours(hours))
    else:
        yield _("{hours}。", hours=hours_words.hours(notice.hours))
    if goes_by_working_days(notice):
        # A window for a day of the week is open on a holiday, too.
        if all(window.days == WORKING_DAYS for window in notice.hours):
            yield _("法定节假日和休息日不受理，调休上班日照常受理。")
        else:
            yield _("以上工作日含调休上班日，不含法定节假日。")
    has_others = any(not notice.hours_of(line) for line in notice.lines)
    if notice.have_lines_hours_of_their_own and has_others:
        # Behind what is said of days: it is not said of these.
        yield _("其他渠道不限受理时间。")
    if notice.closed:
        yield _("{days}不受理。", days=listed(hours_words.named_days(notice.closed)))
    if notice.timezone != _BEIJING:
        yield _("以上均为 {zone} 时间。", zone=notice.timezone)


def _rows(notice: Notice, about_inspectors: bool) -> Iterator[tuple[str, str]]:
    yield from rows_of(line for line in notice.lines if line.about_inspectors is about_inspectors)


def rows_of(lines: Iterable[Line]) -> Iterator[tuple[str, str]]:
    """Ways to reach the team; a number that takes calls and text messages is one."""
    labels: dict[str, list[str]] = {}
    for label, value in map(row_of, lines):
        labels.setdefault(value, []).append(label)
    for value, called in labels.items():
        yield listed(dict.fromkeys(called)), value


def row_of(line: Line) -> tuple[str, str]:
    """A way to reach the team: what it is called, and number or address with all that belongs to it."""
    return _(line.label), _value(line)


def _value(line: Line) -> str:
    value = f"{line.area_code}-{line.value}" if line.area_code else line.value
    if line.kind == "visit" and value in (line.label, "来访"):
        value = _("受理时间内接待来访")
    if line.postcode:
        value = _("{address}（邮政编码：{postcode}）", address=value, postcode=line.postcode)
    return _("{value}（{note}）", value=value, note=line.note) if line.note else value


def _ending(notice: Notice) -> Iterator[str]:
    if notice.address:
        yield _("公告网址：{address}", address=notice.address)
    yield _("特此公告。")
