"""The papers of an office, one table: whoever prints one chooses from it.

What draws one up is imported once it is wanted: of all together, 1.5 MB, a session that shows the table
alone needs nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Final

from store.desk.desk import Desk
from store.duty.books import Paper as Kept
from store.duty.report import Kind, Report
from store.errors import NoSuchTip, step_refused
from store.frozen import frozen
from store.printable import json_text
from store.secret.roles import Right
from store.text import N_, _
from store.tips.find import Filter, Order
from store.tips.referral import tells_who
from store.tips.tip import Tip
from tui.printing.wanted import Wanted

if TYPE_CHECKING:
    from tui.papers.notice_qr import Code
    from tui.papers.public_notice import PublicNotice


@frozen
class Drawn:
    """A paper as it was drawn up: what it is about in a few words, the numbers of the tips on it where
    it is of some alone, and its content. `stands` says what was done by drawing it up, and how to have
    it, where it is not put out after all. `with_reporter`: it names who reported."""

    about: str
    content: bytes
    numbers: tuple[str, ...] = ()
    stands: str = ""
    with_reporter: bool = False


@frozen
class Paper:
    """One kind of paper. `asks` are the values of `Wanted` that it goes by, in the order in which they
    are asked for; `right` is what a role must include for it. `tells` what tips say: it leaves a sealed
    desk sealed alone, but for the printer. `is_page`: it can be printed as it is."""

    label: str
    draw: Callable[[Desk, Wanted], Drawn]
    asks: tuple[str, ...] = ()
    right: Right = "count"
    tells: bool = False
    suffix: str = ".html"

    @property
    def is_page(self) -> bool:
        return self.suffix != ".json"


def tips_of(desk: Desk, wanted: Wanted) -> Sequence[Tip]:
    """Those that are named, or else those received on the day. Raises `NoSuchTip` and `NotAllowed`."""
    found: Sequence[Tip]
    if wanted.numbers.strip():
        found = desk.finding.numbered(wanted.numbers)
    else:
        day = wanted.day or desk.now().date()
        received = Filter(since=day, until=day)
        found = desk.finding.filtered(received, Order("number", descending=False))
    if not found:
        which = wanted.numbers or str(wanted.day or desk.now().date())
        raise NoSuchTip(_("没有这样的举报：{which}。", which=which))
    return found


def names_reporters(tips: Iterable[Tip], with_reporter: bool) -> bool:
    """Whether a paper with those tips names reporters: not where nobody gave a name, or the texts are
    sealed, though it was asked for."""
    return with_reporter and any(map(tells_who, tips))


def _of_tips(content: str, tips: Sequence[Tip], with_reporter: bool = False) -> Drawn:
    numbers = tuple(tip.number for tip in tips)
    first, *more = numbers
    about = _("{first} 等 {n} 件", first=first, n=len(numbers)) if more else first
    return Drawn(about, content.encode(), numbers, with_reporter=with_reporter)


def _sheets(desk: Desk, wanted: Wanted) -> Drawn:
    from tui.papers.tip_sheet import sheets_html

    tips = tips_of(desk, wanted)
    shown = desk.figures.sheets(tips, wanted.with_reporter)
    told = names_reporters(shown, wanted.with_reporter)
    return _of_tips(sheets_html(desk.notice, shown), tips, told)


def _receipts(desk: Desk, wanted: Wanted) -> Drawn:
    from tui.papers.tip_sheet import receipts_html

    tips = tips_of(desk, wanted)
    return _of_tips(receipts_html(desk.notice, tips), tips)


def _transfer(desk: Desk, wanted: Wanted) -> Drawn:
    return drawn(desk, desk.papers.transfer(tips_of(desk, wanted), wanted.receiver))


def _letter(desk: Desk, wanted: Wanted) -> Drawn:
    tips = tips_of(desk, wanted)
    if len(tips) > 1:
        raise step_refused("numbers", _("转办函每件一份，请写一个编号。"))
    return drawn(
        desk,
        desk.papers.letter(
            tips[0].number, due=wanted.due, matter=wanted.matter, agreed=wanted.agreed
        ),
    )


def drawn(desk: Desk, kept: Kept) -> Drawn:
    """A list or a letter that is kept at the desk, as it was drawn up."""
    from tui.papers.referral_letter import letter_html
    from tui.papers.transfer_list import transfer_html

    make = transfer_html if kept.kind == "transfer" else letter_html
    about = f"{kept.at[:4]}-{kept.serial}"
    stands = _(
        "{paper}第 {n} 号已经登记，再取请用 dutydesk {kind} --again {n}，不要另出一份。",
        paper=_(PAPERS[kept.kind].label),
        n=kept.serial,
        kind=kept.kind,
    )
    # A letter tells of the reporter what was agreed to, also where it is printed once more.
    names = bool((kept.content or {}).get("reporter"))
    return Drawn(about, make(desk.notice, kept).encode(), kept.numbers, stands, names)


def _report(kind: Kind) -> Callable[[Desk, Wanted], Drawn]:
    def draw(desk: Desk, wanted: Wanted) -> Drawn:
        from tui.papers.report_html import report_html

        found = desk.figures.report(kind, wanted.day, whole=True)
        return _of_days(found, report_html(desk.notice, found, None))

    return draw


def _register(desk: Desk, wanted: Wanted) -> Drawn:
    from tui.papers.report_html import report_html

    found = desk.figures.report(wanted.kind, wanted.day, whole=True)
    tips = desk.figures.register(found.figures.span, wanted.with_reporter)
    told = names_reporters(tips, wanted.with_reporter)
    return _of_days(found, report_html(desk.notice, found, tips), told)


def _of_days(report: Report, content: str, with_reporter: bool = False) -> Drawn:
    from tui.papers import report_words

    return Drawn(report_words.days(report), content.encode(), with_reporter=with_reporter)


def _closing(desk: Desk, _wanted: Wanted) -> Drawn:
    from tui.papers.duty_html import closing_html

    content = closing_html(desk.notice, desk.figures.closing())
    return Drawn(str(desk.now().date()), content.encode())


def _handover(desk: Desk, wanted: Wanted) -> Drawn:
    from tui.papers.duty_html import handover_html

    found = desk.shifts.handover(wanted.back)
    shift = found.shift
    day = (shift.handed_at or shift.taken_at)[:10] if shift else str(desk.now().date())
    return Drawn(day, handover_html(desk.notice, found).encode())


def _notice(desk: Desk, _wanted: Wanted) -> Drawn:
    from tui.papers.notice_html import notice_html

    return _public(desk, notice_html)


def _poster(desk: Desk, _wanted: Wanted) -> Drawn:
    from tui.papers.notice_svg import notice_svg

    return _public(desk, notice_svg)


def _public(desk: Desk, make: Callable[[PublicNotice, Code | None], str]) -> Drawn:
    from tui.papers.notice_qr import notice_code
    from tui.papers.public_notice import public_notice

    return Drawn("", make(public_notice(desk.notice), notice_code(desk.notice)).encode())


def _forms(desk: Desk, wanted: Wanted) -> Drawn:
    from tui.papers.duty_text import form_number
    from tui.papers.forms_html import forms_html

    given = [*desk.forms.give_out(wanted.pages)]
    about = f"{form_number(given[0])}–{form_number(given[-1])}"
    stands = _("空白登记表 {numbers} 已经发出；如没有印出，请核销作废。", numbers=about)
    return Drawn(about, forms_html(desk.notice, given).encode(), stands=stands)


def figures_json(desk: Desk) -> bytes:
    """The figures of the whole period for whoever puts several teams together."""
    from tui.papers import figures_document

    overdue = desk.dues.counts().overdue
    found = figures_document.document(desk.notice, desk.figures.report("period"), overdue)
    return f"{json_text(found)}\n".encode()


def _figures(desk: Desk, _wanted: Wanted) -> Drawn:
    return Drawn(str(desk.now().date()), figures_json(desk))


_OF_TIPS: Final = ("numbers", "day")
PAPERS: Final[dict[str, Paper]] = {
    "sheet": Paper(N_("登记单"), _sheets, (*_OF_TIPS, "with_reporter"), right="export", tells=True),
    "transfer": Paper(
        N_("移交清单"), _transfer, (*_OF_TIPS, "receiver"), right="export", tells=True
    ),
    "letter": Paper(
        N_("转办函"), _letter, ("numbers", "due", "matter", "agreed"), right="export", tells=True
    ),
    "receipt": Paper(N_("登记回执"), _receipts, _OF_TIPS, right="list"),
    "register": Paper(
        N_("台账"), _register, ("kind", "day", "with_reporter"), right="export", tells=True
    ),
    "day": Paper(N_("日报"), _report("day"), ("day",)),
    "week": Paper(N_("周报"), _report("week"), ("day",)),
    "period": Paper(N_("全程报表"), _report("period")),
    "closing": Paper(N_("收件核对单"), _closing, right="list"),
    "handover": Paper(N_("交接班单"), _handover, ("back",), right="list"),
    "forms": Paper(N_("空白登记表"), _forms, ("pages",), right="record"),
    "notice": Paper(N_("公告"), _notice),
    "poster": Paper(N_("公告招贴"), _poster, suffix=".svg"),
    "figures": Paper(N_("统计"), _figures, suffix=".json"),
}
