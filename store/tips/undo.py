"""The last own act (撤销), found in the journal: what it changed, and how that stood before."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Final

from pendulum import DateTime

from store import json_bytes
from store.document import Document
from store.errors import NothingToUndo
from store.frozen import frozen
from store.instant import in_seconds
from store.journal.line import Found, scan
from store.text import N_, _
from store.tips.disposition import DUPLICATE, WITHDRAWN, Disposition
from store.tips.history import changes_of, ever_linked_to, tips_in
from store.tips.tip import Tip

UNDO: Final = "undo"
ACTS: Final = {
    "record": N_("登记"),
    "amend": N_("修改"),
    "dispose": N_("处理"),
    "link": N_("关联举报"),
    "tell": N_("告知反映人"),
    "pass_through": N_("径送"),
    "report_up": N_("报送径送件"),
    "note": N_("加记"),
    "correct_note": N_("更改加记"),
    "withdraw_note": N_("撤回加记"),
    "assign": N_("改承办人"),
    "appoint": N_("约定回电、约谈"),
    "done": N_("回电、约谈已办"),
    "attach": N_("登记附件"),
    "correct_enclosure": N_("更正附件"),
    "remove_enclosure": N_("去掉附件"),
    UNDO: N_("撤销上一步"),
}


# What of these a lead does, a lead takes back.
OF_A_LEAD: Final = frozenset({"dispose", "link", "tell", "report_up", "assign"})
# What a tip says by the notice, and so stands under another once that is corrected.
_BY_NOTICE: Final = ("channel", "line", "disciplines", "tags", "received_at", "marks")
Journal = Callable[[int | None], Iterable[bytes]]
"""Gives the pieces of a journal up to the end of a line, or all."""


@frozen
class Act:
    """One line of the journal, up to the byte `end`, by one officer: `what` was done `at` (ISO 8601) to
    the documents `after`, which stood as in `before`, None for one that was not yet there."""

    what: str
    at: str
    before: Mapping[str, Document | None]
    after: Mapping[str, Document]
    end: int

    @property
    def numbers(self) -> tuple[str, ...]:
        """The tips it changed."""
        return tuple(document["number"] for document in self.after.values())


def last_act(journal: Journal, officer: str, table: str) -> Act | None:
    """What `officer` did last to any document of `table`, None if nothing; `journal` gives its pieces up to
    the end of a line, or all."""
    last, at, lines = None, 0, 0
    for piece in journal(None):
        last = _last_in(piece, at, lines, officer, table) or last
        at, lines = at + len(piece), lines + piece.count(b"\n")
    if last is None:
        return None
    entry, after = last.entry or {}, tips_in(last, table)
    before = {doc_id: _before(journal(last.start), table, doc_id) for doc_id in after}
    return Act(str(entry.get("what")), str(entry.get("at")), before, after, last.end)


def _last_in(piece: bytes, begins: int, lines: int, officer: str, table: str) -> Found | None:
    """The last line of a piece by which the officer did anything to a document of `table`; the piece
    begins at that byte, after so many lines."""
    marker = b'"by":%b,"what":' % json_bytes.dumps(officer)
    at = len(piece)
    while (at := piece.rfind(marker, 0, at)) >= 0:
        start, end = piece.rfind(b"\n", 0, at) + 1, piece.find(b"\n", at) + 1
        line = lines + piece.count(b"\n", 0, start) + 1
        for found in scan(piece[start : end or len(piece)], begins + start, line):
            entry = found.entry or {}
            is_act = entry.get("by") == officer and str(entry.get("what")) in ACTS
            if is_act and tips_in(found, table):
                return found
    return None


def _before(journal: Iterable[bytes], table: str, doc_id: str) -> Document | None:
    changes = changes_of(journal, table, doc_id)
    return changes[-1].document if changes else None


def undoable(act: Act | None, current: Mapping[str, Document], today: date) -> Act:
    """`act`, if it was done today and nobody changed anything of it since.

    Raises `NothingToUndo`.
    """
    if act is None:
        raise NothingToUndo(_("您还没有可以撤销的操作。"))
    if act.what == UNDO:
        raise NothingToUndo(_("您的上一步已经是撤销，不能再撤销；要恢复请重新办理。"))
    if act.at[:10] != today.isoformat():
        raise NothingToUndo(_("您的上一步不是今天办的，不能撤销；请按规定重新办理。"))
    for doc_id, after in act.after.items():
        if current.get(doc_id) != after:
            raise NothingToUndo(
                _("{number} 之后又有改动，不能撤销；请按规定重新办理。", number=after["number"])
            )
    return act


def others_moved(act: Act, journal: Journal, table: str) -> str:
    """The number of a tip that `act` took to another matter, where others came since to one of the two or left
    the one before; or that was a duplicate before `act`, where others left its matter. "" where none did.
    Whoever linked them did so by what was then one matter."""
    changed = [(was, act.after[doc_id]) for doc_id, was in act.before.items() if was]
    moved = [(was, after) for was, after in changed if _matter(was) != _matter(after)]
    touched = {number for pair in moved for one in pair for number in (one["number"], _matter(one))}
    # Where it comes back to a matter, or to be a duplicate in it, nobody may have left that.
    back = [(was, after) for was, after in changed if _is_duplicate(was) > _is_duplicate(after)]
    back += moved
    left = {_matter(was) for was, _after in back}
    touched.discard("")
    left.discard("")
    found: dict[str, Document] = {}
    for line in _since(act, journal) if back else ():
        found |= tips_in(line, table)
    once = {one for first in left for one in ever_linked_to(first, journal(act.end), table)}
    # None of those of `act`, where it can be undone.
    for doc_id, tip in found.items():
        came = touched & {tip["number"], _matter(tip)}
        if came or doc_id in once:
            was = _before(journal(act.end), table, doc_id) or {}
            if _matter(was) != _matter(tip) and (came or _matter(was) in left):
                return str(back[0][1]["number"])
    return ""


def notice_since(act: Act, journal: Journal) -> str:
    """The number of a tip of which `act` changed what it says by the notice, where that was corrected
    since; "" where there is none. What stood there before may be nothing that the notice has."""
    changed = [
        str(after["number"])
        for doc_id, after in act.after.items()
        if (was := act.before[doc_id]) and _by_notice(was) != _by_notice(after)
    ]
    is_corrected = changed and any(
        line.entry and line.entry.get("what") == "notice" for line in _since(act, journal)
    )
    return changed[0] if is_corrected else ""


def _by_notice(document: Document) -> list[object]:
    groups = [subject.get("group") for subject in document.get("subjects") or ()]
    return [*map(document.get, _BY_NOTICE), *groups]


def _since(act: Act, journal: Journal) -> Iterator[Found]:
    """The lines after that of `act`."""
    at, lines = 0, 0
    for piece in journal(None):
        begins = min(max(act.end - at, 0), len(piece))
        line = lines + piece.count(b"\n", 0, begins) + 1
        yield from scan(piece[begins:], at + begins, line)
        at, lines = at + len(piece), lines + piece.count(b"\n")


def _is_duplicate(document: Document) -> bool:
    return document.get("status") == DUPLICATE


def _matter(document: Document) -> str:
    return document.get("matter") or ""


def withdrawn(tip: Tip, by: str, now: DateTime) -> Tip:
    """A tip whose recording is taken back."""
    how = Disposition(by, in_seconds(now), _("撤销登记"))
    return replace(tip, status=WITHDRAWN, disposition=how)
