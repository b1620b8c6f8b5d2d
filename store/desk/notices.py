"""The notice in force and its corrections (更正), which the stored tips follow."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from store.desk.ground import Ground
from store.desk.notice_book import digest_of, text_in
from store.document import TABLE
from store.duty.books import NOTICES, CorrectedNotice, as_document, record_of
from store.errors import CannotWrite
from store.journal.place import NOTICE
from store.notice.reading import parse_notice
from store.secret.change import AsStored, Change, Whole
from store.tips.tip import Tip

if TYPE_CHECKING:
    from store.desk.correction import Correction


class Notices:
    """Tells the notice's text, and puts a corrected one in force."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def text(self) -> str:
        """The TOML of the notice as it stands."""
        return self._ground.book.text

    def correction(self, text: str, source: str = NOTICE) -> Correction:
        """What comes with `text` as the corrected notice; nothing is changed. Raises
        `NoticeRefused` with every fault, also where a stored tip would not be true to it any more,
        or `NotAllowed`."""
        from store.desk.correction import correction

        self._ground.viewer.require("manage")
        shown = map(self._ground.viewer.shown, self._ground.every_tip())
        tips = map(Tip.from_json, shown)
        return correction(tips, self._ground.notice, parse_notice(text, source))

    def correct(self, text: str, source: str = NOTICE) -> Correction:
        """Puts a corrected notice in force, for every session of the desk, and has the stored tips
        follow it: one line of the journal that says who, when, and what the notice was and is.

        Raises what `correction` does, `CannotWrite` or `DeskBusy`; then the notice is as it was.
        """
        with self._ground.writing("manage"):
            found = self.correction(text, source)
            blob, at = self._ground.place.notice, self._ground.stamp()
            before = digest_of(text_in(blob))
            record = CorrectedNotice(at, self._ground.officer, digest_of(text), before, text)
            tables: dict[str, dict[str, Change]] = {
                NOTICES: {str(self._ground.next_id(NOTICES)): Whole(as_document(record))}
            }
            if found.tips:
                tables[TABLE] = {
                    self._ground.id_of(t.number): self._following(t) for t in found.tips
                }
            with blob.replacing([(0, text.encode())]) as put_in_place:
                self._ground.store(tables, "notice", at)
                # From here on it is in force. What the blob lacks, the next opening puts right.
                with contextlib.suppress(CannotWrite):
                    put_in_place()
            return found

    def _following(self, tip: Tip) -> AsStored:
        """The stored tip, with what of `tip` a notice names."""
        told, stored = tip.as_json(), self._ground.tip(tip.number)
        changes = {name: told[name] for name in ("line", "disciplines", "tags", "marks")}
        # Who a subject is may be sealed, and stays as it is stored.
        pairs = zip(stored["subjects"], told["subjects"], strict=True)
        changes["subjects"] = [was | {"group": now["group"]} for was, now in pairs]
        return AsStored(stored, changes | {"revision": tip.revision + 1})

    def corrections(self) -> list[CorrectedNotice]:
        """Every correction of the notice, oldest first."""
        self._ground.viewer.require("count")
        return [
            record_of(CorrectedNotice, document)
            for document in self._ground.table(NOTICES).values()
        ]
