"""Papers that leave the desk to be signed (移交清单、转办函), kept as they were."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final, Literal

from store.desk.access import AccessControl
from store.desk.acts import Acts, faults_of_receiver
from store.desk.duty_log import DutyLog
from store.desk.figures import Figures
from store.desk.ground import Ground
from store.duty.books import PAPERS, Paper, PaperKind, record_of
from store.errors import Fault, NoSuchTip, Sealed, StepRefused, step_refused
from store.secret.change import no_key
from store.text import _, listed
from store.tips.disposing import TEXT_LIMIT
from store.tips.disposition import REFERRED, WITHDRAWN
from store.tips.fields import SUMMARY_LIMIT
from store.tips.mask import masked_of
from store.tips.numbering import no_such_tip
from store.tips.referral import referral_copy
from store.tips.rules import text_faults
from store.tips.tip import Reporter, Tip, received_text

_PROBLEM: Final = 120
"""How much of what a tip says a list has, in characters."""

Agreed = Literal["name", "contact"]


class Papers:
    """The book of lists and letters: each is one line of the journal, and printed again as it was.

    All may raise `NotAllowed`; those that draw one up `Sealed` on a sealed desk that is not
    unlocked, `StepRefused` with every fault, `CannotWrite` or `DeskBusy`.
    """

    def __init__(
        self,
        ground: Ground,
        access: AccessControl,
        acts: Acts,
        figures: Figures,
        duty_log: DutyLog,
    ) -> None:
        self._ground = ground
        self._access = access
        self._acts = acts
        self._figures = figures
        self._duty_log = duty_log

    def transfer(self, tips: Sequence[Tip], receiver: str) -> Paper:
        """A list of `tips` that are handed over to `receiver`, without who reported; of one that is
        for a lead alone no more than that there is one. None goes to whom it is about. Those that were
        withdrawn are not handed over, and told apart."""
        self._require_key()
        if not tips:
            raise no_such_tip("")
        withdrawn = [tip.number for tip in tips if tip.status == WITHDRAWN]
        tips = [tip for tip in tips if tip.status != WITHDRAWN]
        if not tips:
            raise step_refused("tips", _("所列各件都已误录撤销，没有可移交的。"))
        receiver = receiver.strip()
        faults = list(text_faults("receiver", _("接收人"), receiver, TEXT_LIMIT))
        if not receiver:
            faults.append(Fault("receiver", _("接收人：请写明移交给谁。")))
        opened = [self._ground.opened(tip.number) for tip in tips]
        faults += faults_of_receiver(opened, receiver, "receiver")
        if faults:
            raise StepRefused(tuple(faults))
        shown = self._figures.sheets(tips, what_for=_("移交清单"))
        content = {"receiver": receiver, "rows": [*map(_row, shown)]}
        return self._keep(
            "transfer", content | ({"withdrawn": withdrawn} if withdrawn else {}), tips
        )

    def letter(
        self,
        number: str,
        *,
        due: date | None = None,
        matter: str = "",
        agreed: Collection[Agreed] = (),
    ) -> Paper:
        """The letter by which a tip is referred to where it is to go. `matter` is what the petitioner
        agreed to pass on, by default all of the content, the reporter masked; of the reporter
        only what was `agreed` to is named, and that is written into the duty log. Guarded as
        `Acts.referral`.
        """
        self._require_key()
        self._acts.referral(number)
        tip, matter = self._ground.opened(number), matter.strip()
        if tip.status != REFERRED:
            said = _("本件还没有按转办处理，请先处理为转办，再出转办函。")
            raise step_refused("number", said)
        faults = list(text_faults("matter", _("事项"), matter, SUMMARY_LIMIT, lines=True))
        if due and due < self._ground.now().date():
            faults.append(Fault("due", _("办结期限：不能早于今天，请改正。")))
        told = {name: getattr(tip.reporter, name, "") for name in agreed}
        if not all(told.values()):
            faults.append(Fault("agreed", _("本件没有反映人的这一项，无从转告，请去掉。")))
        if faults:
            raise StepRefused(tuple(faults))
        if told:
            said = _("转办函写明反映人同意转告的情况（{number}）", number=tip.number)
            self._duty_log.write(said, "reporters_shown")
        kept_back = tip.reporter and Reporter(
            "" if "name" in told else tip.reporter.name,
            "" if "contact" in told else tip.reporter.contact,
        )
        tip = replace(tip, reporter=kept_back)
        content = referral_copy(tip) | {
            "content": masked_of(tip, matter or tip.summary),
            "due": due and due.isoformat(),
            "reporter": told,
        }
        return self._keep("letter", content, (tip,))

    def all(self) -> list[Paper]:
        """Every paper in the order in which they were drawn up, without what it says."""
        self._ground.viewer.require("export")
        found = self._ground.table(PAPERS).values()
        return [replace(record_of(Paper, document), content=None) for document in found]

    def again(self, kind: PaperKind, serial: int) -> Paper:
        """The paper of that kind and number, as it was; that it was taken out is recorded where tips
        are hidden."""
        self._require_key()
        for document in self._ground.table(PAPERS).values():
            if (document["kind"], document["serial"]) == (kind, serial):
                paper = record_of(Paper, self._ground.viewer.record(PAPERS, document))
                if not isinstance(paper.content, dict):
                    raise Sealed(no_key())
                self._note(paper)
                return paper
        known = listed(str(paper.serial) for paper in self.all() if paper.kind == kind)
        raise NoSuchTip(_("没有第 {n} 号，现有：{known}。", n=serial, known=known or _("无")))

    def _require_key(self) -> None:
        self._ground.viewer.require("export")
        if self._access.is_sealed and not self._access.is_unlocked:
            raise Sealed(no_key())

    def _keep(self, kind: PaperKind, content: dict[str, Any], tips: Sequence[Tip]) -> Paper:
        ground = self._ground
        with ground.writing("export"):
            numbers = tuple(tip.number for tip in tips)
            serial = self._next_serial(kind)
            # A correction of the notice does not rename who signed.
            content = content | {"team": ground.notice.team}
            paper = Paper(kind, serial, ground.stamp(), ground.officer, numbers, content)
            ground.keep(PAPERS, {ground.next_id(PAPERS): paper}, kind)
            return paper

    def _next_serial(self, kind: PaperKind) -> int:
        stored = self._ground.table(PAPERS)
        last, serial = max(
            ((int(n), paper["serial"]) for n, paper in stored.items() if paper["kind"] == kind),
            default=(0, 0),
        )
        # What cannot be read any more may be one of this kind, signed and sent.
        lost = sum(str(n) not in stored for n in range(last + 1, self._ground.next_id(PAPERS)))
        return int(serial) + lost + 1

    def _note(self, paper: Paper) -> None:
        if self._access.hides:
            self._access.note("export", paper.numbers, _("再次打印"))


def _row(tip: Tip) -> dict[str, Any]:
    document = tip.as_json()
    problem = " ".join(tip.summary.split())
    return {
        "number": tip.number,
        "received": received_text(document),
        "channel": tip.channel,
        "status": tip.status,
        "subjects": [
            {"unit": one.unit, "person": one.person, "post": one.post} for one in tip.subjects
        ],
        "disciplines": [*tip.disciplines],
        "enclosures": [
            {"kind": one.kind, "pages": one.pages, "copies": one.copies} for one in tip.enclosures
        ],
        "problem": problem if len(problem) <= _PROBLEM else problem[:_PROBLEM] + "…",
        "is_hidden": bool(tip.sealed),
        "is_sealed": bool(tip.sealed and tip.sealed.age),
    }
