"""The hand-over sheet (交接班单): what the next officer must know, drawn up from what is stored."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from itertools import chain
from typing import Any, Final

from store.document import Document
from store.duty.books import LogEntry, Shift
from store.duty.counts import Tally
from store.frozen import frozen
from store.notice.notice import Notice
from store.tips.disposition import OPEN, REGISTERED, WITHDRAWN, awaits_completion
from store.tips.draft import Draft
from store.tips.dues import open_appointments
from store.tips.mask import masked_of
from store.tips.tip import Tip, is_about_inspectors, received_text

_MOST_OPEN: Final = 200
_LISTS: Final = ("open", "drafts", "log", "recipients", "appointments")


@frozen
class OpenTip:
    """A tip that is still with the desk; `what` is whom it concerns, in few words, "" also where
    that is hidden (`is_hidden`)."""

    number: str
    status: str
    to_complete: bool
    received_at: str
    what: str
    is_hidden: bool = False


@frozen
class ToCome:
    """A call-back or an appointment that is still to come, `when` an instant in ISO 8601."""

    number: str
    kind: str
    when: str


@frozen
class Sheet:
    """What one shift hands to the next.

    `received` are the tips recorded since the last hand-over, by channel and by discipline as the
    counters count; `open` all tips of the desk still open, the urgent ones first (`open_count` may
    be more than are listed); `drafts` when this officer's unsaved drafts were last typed in;
    `recipients` the fingerprints of the keys to which the desk seals; `anchor` how the journal
    ended, which both officers sign with the sheet; `appointments` are the desk's call-backs and
    appointments that are still to come, the earliest first.
    """

    received: int
    first: str
    last: str
    by_channel: dict[str, int]
    by_discipline: dict[str, int]
    open: tuple[OpenTip, ...]
    open_count: int
    to_complete: int
    drafts: tuple[str, ...]
    log: tuple[LogEntry, ...]
    recipients: tuple[str, ...] = ()
    anchor: str = ""
    appointments: tuple[ToCome, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Plain JSON values."""
        found = asdict(self)
        return found | {key: list(found[key]) for key in _LISTS}

    def as_kept(self) -> dict[str, Any]:
        """The same for the disk, without what a program of version 0.2 does not know unless there is
        some of it."""
        kept = self.as_json()
        if not self.appointments:
            del kept["appointments"]
        return kept

    def masked(self, is_kept_back: Callable[[str], bool]) -> Sheet:
        """The sheet as one sees it who may not read whom a tip concerns, nor what is to come on one
        that is kept back."""
        rows = (
            replace(tip, what="", is_hidden=tip.is_hidden or bool(tip.what)) for tip in self.open
        )
        to_come = (one for one in self.appointments if not is_kept_back(one.number))
        return replace(self, open=tuple(rows), appointments=tuple(to_come))

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Sheet | None:
        """The sheet that `as_json` gave; None if that is none of its."""
        try:
            sheet = cls(
                **{
                    **values,
                    "open": tuple(OpenTip(**tip) for tip in values["open"]),
                    "drafts": tuple(values["drafts"]),
                    "log": tuple(LogEntry(**entry) for entry in values["log"]),
                    # A sheet of an earlier version has neither.
                    "recipients": tuple(values.get("recipients", ())),
                    "appointments": tuple(ToCome(**one) for one in values.get("appointments", ())),
                }
            )
        except (LookupError, TypeError):
            return None
        return sheet if _are_of_their_types(sheet) else None


def _are_of_their_types(sheet: Sheet) -> bool:
    """Whether each value that is read from a sheet is what it must be."""
    counts = (sheet.by_channel, sheet.by_discipline)
    numbers = [sheet.received, sheet.open_count, sheet.to_complete]
    numbers += [n for counted in counts if type(counted) is dict for n in counted.values()]
    texts = [sheet.first, sheet.last, sheet.anchor, *sheet.drafts, *sheet.recipients]
    rows: tuple[OpenTip | LogEntry | ToCome, ...] = (*sheet.open, *sheet.log, *sheet.appointments)
    for name, value in chain.from_iterable(asdict(row).items() for row in rows):
        if type(value) is not bool or name not in ("to_complete", "is_hidden"):
            texts.append(value)
    return (
        all(type(counted) is dict for counted in counts)
        and all(type(number) is int for number in numbers)
        and all(type(text) is str for text in texts)
    )


@frozen
class Handover:
    """A shift with its sheet, and the one before it; `shift` is None where nobody took over."""

    shift: Shift | None
    before: Shift | None
    sheet: Sheet

    def as_json(self) -> dict[str, Any]:
        """Plain JSON values; the sheet stands once, beside the shift."""
        return {
            "shift": self.shift and _shift_json(self.shift),
            "before": self.before and _shift_json(self.before),
            "sheet": self.sheet.as_json(),
        }


def _shift_json(shift: Shift) -> dict[str, Any]:
    return {key: value for key, value in asdict(shift).items() if key != "sheet"}


def draw_up(
    own: Sequence[Document],
    all_tips: Collection[Document],
    drafts: Iterable[Draft],
    log: Iterable[LogEntry],
    notice: Notice,
    whole: Callable[[Document], Document] = lambda tip: tip,
) -> Sheet:
    """The sheet of a shift that recorded `own`, on a desk with `all_tips`; `whole` gives the one of
    which a brief is, since that alone names the reporter to mask."""
    tally = Tally(notice.inspector_lines)
    for document in own:
        tally.add(document)
    counts = tally.counts(notice.first_day, notice.disciplines, notice.channels)
    numbers = [d["number"] for d in own if d.get("status") != WITHDRAWN]
    still_open = sorted(
        (d for d in all_tips if d.get("status", REGISTERED) in OPEN), key=_urgent_first
    )
    return Sheet(
        received=counts.total,
        first=numbers[0] if numbers else "",
        last=numbers[-1] if numbers else "",
        by_channel=counts.by_channel | counts.by_other_source,
        by_discipline=counts.by_discipline,
        open=tuple(_open_tip(d, whole, notice.inspector_lines) for d in still_open[:_MOST_OPEN]),
        open_count=len(still_open),
        to_complete=sum(map(awaits_completion, still_open)),
        drafts=tuple(draft.kept_at for draft in drafts),
        log=tuple(log),
        appointments=tuple(sorted(_to_come(all_tips), key=lambda one: one.when)),
    )


def _to_come(tips: Iterable[Document]) -> Iterator[ToCome]:
    for tip in tips:
        for one in open_appointments(tip):
            yield ToCome(tip["number"], one["kind"], one["when"])


def _urgent_first(document: Document) -> tuple[bool, bool]:
    return document.get("status", REGISTERED) == REGISTERED, not awaits_completion(document)


def _open_tip(
    document: Document, whole: Callable[[Document], Document], lines: Collection[str]
) -> OpenTip:
    subject: dict[str, str] = next(iter(document["subjects"]), {})
    what = " ".join(
        filter(None, (subject.get("unit"), subject.get("person") or subject.get("post")))
    )
    is_hidden = "sealed" in document or is_about_inspectors(document, lines)
    if what and not is_hidden:
        kept = whole(document)
        known = {key: kept[key] for key in ("channel", "reporter", "subjects", "summary")}
        who = Tip.from_json(known)
        what = masked_of(who, what)
    return OpenTip(
        document["number"],
        document.get("status", REGISTERED),
        awaits_completion(document),
        received_text(document),
        "" if is_hidden else what,
        is_hidden,
    )
