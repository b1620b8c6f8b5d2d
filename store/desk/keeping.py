"""What becomes of the desk as a whole: checked, backed up, sealed to other keys, handed over and gone."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from store import disk
from store.desk import ending, founding
from store.desk.access import AccessControl
from store.desk.columns import NamedColumns
from store.desk.drafts import Drafts
from store.desk.ground import DAMAGED, Ground
from store.desk.last_seen import LastSeen
from store.desk.notice_book import NoticeBook
from store.desk.places import Where, place_at
from store.duty.books import ACCESS, Access, as_document
from store.duty.closing import closing
from store.errors import (
    BadKey,
    CannotEnd,
    CannotReach,
    CannotWrite,
    DeskDamaged,
    DeskError,
    EndUnfinished,
    RekeyUnfinished,
    step_refused,
)
from store.frozen import frozen
from store.instant import shown_minute
from store.journal.anchor import anchor_of
from store.journal.line import Damage, begins_with, write_line
from store.journal.place import CHECKPOINT, Ended, Place
from store.journal.presence import Presence
from store.notice.period import countdown
from store.secret.keyring import Keyring
from store.secret.keys import identity_in
from store.secret.seal import fingerprint, recipient_of
from store.secret.viewer import make_seal
from store.text import _, listed
from store.tips.draft import LeftDraft
from store.tips.dues import dues_of
from store.tips.enclosure import KeptFile, files_of

if TYPE_CHECKING:
    from store.desk.archive import Contents
    from store.desk.verify import Verification


@frozen
class Rekeyed:
    """What `rekey` made of the journal, as an anchor, to how many keys, and the names of what was put
    aside earlier, which stays sealed to the old keys."""

    anchor: str
    recipients: int
    put_aside: tuple[str, ...]


@frozen
class BackedUp:
    """What `backup` wrote: an anchor that it bears out, and so does the desk later, and the numbers of
    tips of which it lacks a file."""

    anchor: str
    incomplete: tuple[str, ...]


class Keeping:
    """Looks after the place of the desk."""

    def __init__(
        self,
        ground: Ground,
        access: AccessControl,
        drafts: Drafts,
        columns: NamedColumns,
        presence: Presence,
        last_seen: LastSeen,
    ) -> None:
        self._ground = ground
        self._access = access
        self._drafts = drafts
        self._columns = columns
        self._presence = presence
        self._last_seen = last_seen

    def verify(self, since: str = "", against: Path | None = None, key: str = "") -> Verification:
        """Walks journal, checkpoint and files; every line that is not as it was written, or not as when
        the anchor `since` was noted, or the first that is not as in the backup `against`. Where the
        desk was sealed anew after that, the private `key` opens both to be compared.

        Raises `DeskDamaged`, `CannotRead` or `BadKey` for what is no such backup.
        """
        ground = self._ground
        ground.viewer.require("count")
        found = self._verified(since)
        damages = found.damages
        if against:
            from store.desk import archive
            from store.desk.against import changed_since

            backup = archive.held_in(against, ground.place, key).journal
            keys = [identity_in(key)] if key else []
            damages += tuple(changed_since(backup, ground.storage.journal_pieces, keys))
        return replace(
            found, damages=damages, alarms=(*self._access.alarms(), *self._last_seen.complaints)
        )

    def _verified(self, since: str = "", *, with_files: bool = True) -> Verification:
        from store.desk.verify import verify_place

        ground, lock = self._ground, self._ground.storage.log.lock
        return verify_place(ground.place, ground.notice, lock, since, with_files=with_files)

    def anchor(self) -> str:
        """How the journal ends, to be noted outside the desk and given to `verify` later."""
        self._ground.viewer.require("count")
        return self._ground.anchor()

    def backup(self, file: str | os.PathLike[str]) -> BackedUp:
        """Puts all but the drafts, as it stands now, into the new file `file`; others go on writing.
        A file of an enclosure that is missing or cannot be read keeps it from nothing.

        Raises `DeskExists` if the file is there, or `CannotWrite`.
        """
        from store.desk import archive

        self._ground.viewer.require("export")
        if self._access.is_sealed or self._access.roster():
            self._access.note("backup", note=Path(file).name)
        self._ground.storage.checkpoint_if_possible()
        anchor, tips = self.anchor(), self._ground.tips()
        wanted = [(tip["number"], kept.id) for tip in tips.values() for kept in files_of(tip)]
        held = archive.write_archive(Path(file), self._contents(), self._ground.stamp())
        return BackedUp(anchor, tuple(number for number, kept in wanted if kept not in held))

    def _contents(self) -> Contents:
        from store.desk.archive import Contents

        storage = self._ground.storage
        return Contents(self._ground.place, storage.log, storage.whole_bytes)

    # Sealing to other keys

    def rekey(self, recipients: Sequence[str]) -> Rekeyed:
        """Seals all there is anew to the public keys `recipients`, and to no other: a key that is
        left out opens nothing of the desk any more. The desk must be unlocked, and be opened
        anew afterwards; so must every other session.

        Raises `BadKey`, `Sealed`, `NotAllowed`, `DeskDamaged` or `CannotWrite`, and then all is as
        it was; or `RekeyUnfinished`, where the new keys hold and something after that failed.
        """
        ground = self._ground
        is_in_place = False
        try:
            with ground.writing("manage"):
                work = ground.viewer.rekeying(*make_seal(recipients))
                # A file that is missing is no reason to keep a key that is to leave.
                if not self._verified(with_files=False).is_sound:
                    raise DeskDamaged(_(DAMAGED))
                lines = list(work.lines(ground.storage.journal_pieces()))
                lines.append(self._rekeyed(lines[-1][1], work.new.recipients))
                with (
                    ground.storage.log.replacing(line for line, _hash in lines) as put_in_place,
                    self._drafts.sealed_anew(work) as put_drafts_in_place,
                    self._columns.sealed_anew(work) as put_columns_in_place,
                ):
                    # First: an old checkpoint beside the re-sealed journal would be taken as newer.
                    ground.place.checkpoint.drop()
                    put_in_place()
                    is_in_place, ground.wrote = True, False
                    ground.viewer.keep_anew(work)
                    put_drafts_in_place()
                    put_columns_in_place()
                ground.sweep()
            ground.overview.forget()
            self._begin_anew()
        except DeskError as error:
            if not is_in_place:
                raise
            raise RekeyUnfinished(
                _(
                    "新密钥已换上，但收尾没有做完：{error}请各处重新打开值班台；"
                    "旧密钥如仍能打开，请再换一次。",
                    error=error,
                )
            ) from error
        anchor = anchor_of(len(lines), lines[-1][1])
        return Rekeyed(anchor, len(work.new.recipients), ground.place.names_put_aside())

    def _begin_anew(self, place: Place | None = None) -> None:
        anew = Ground(place or self._ground.place, self._ground.clock, self._ground.officer)
        try:
            anew.storage.checkpoint_if_possible()
            with contextlib.suppress(CannotWrite):
                anew.overview.keep()
            with contextlib.suppress(CannotWrite):
                self._last_seen.keep(anew)
        finally:
            anew.storage.close()

    def _rekeyed(self, before: str, recipients: Sequence[str]) -> tuple[bytes, str]:
        replay, made = self._ground.storage.load().replay, self._ground.viewer.seal
        # Nowhere else does any line tell of the keys there were.
        keys = (made.recipients if made else (), recipients)
        note = " → ".join(", ".join(map(fingerprint, those)) for those in keys)
        access = Access(self._ground.stamp(), self._ground.officer, "rekey", note=note)
        doc_id = str(self._ground.next_id(ACCESS))
        entry = {
            "n": replay.n + 1,
            "at": access.at,
            "by": self._ground.officer,
            "what": "rekey",
            "was": replay.hash,
            "tables": {ACCESS: {doc_id: as_document(access)}},
            "prev": before,
        }
        return write_line(entry)

    # The end of the inspection

    def unfinished(self) -> ending.Unfinished:
        """What the end would cut short. Raises `NotAllowed`."""
        ground = self._ground
        ground.viewer.require("manage")
        notice, now, tips = ground.notice, ground.now(), ground.every_tip()
        dues = (dues_of(tip, notice, now.date()) for tip in tips)
        return ending.Unfinished(
            period=countdown(notice, now),
            open_tips=closing(tips, notice, now).open,
            dues=tuple(sorted(chain.from_iterable(dues), key=lambda due: due.due_on)),
            drafts=tuple(self._drafts.left()),
            present=self._present(),
        )

    def _present(self) -> tuple[str, ...]:
        return tuple(sorted({other.officer for other in self._presence.others()}))

    def check_can_end(self) -> None:
        """Raises `CannotEnd` while somebody is at the desk, or has a draft there, or `NotAllowed`."""
        self._ground.viewer.require("manage")
        if present := self._present():
            names = listed(present)
            raise CannotEnd(_("还有人在值班台：{names}。请都退出后再办。", names=names))
        if drafts := self._drafts.left():
            whose = [
                _("{who}（{when}）", who=d.officer, when=shown_minute(d.kept_at))
                if d.officer and d.kept_at
                else d.officer or d.key
                for d in drafts
            ]
            raise CannotEnd(
                _(
                    "还有未保存的草稿：{drafts}。请本人登记或丢弃，"
                    "或由组长用 dutydesk drafts --discard 丢弃，再办。",
                    drafts=listed(whose),
                )
            )

    def check_named(self, typed: str) -> None:
        """Raises `CannotEnd` unless `typed` is the inspected unit as the notice writes it, or
        `NotAllowed`."""
        self._ground.viewer.require("manage")
        if typed.strip() != self._ground.notice.unit:
            raise CannotEnd(_("所输单位名称与公告不符，未删除任何内容。"))

    def check_can_archive(self, file: Path, recipients: Sequence[str], key: str) -> Sequence[str]:
        """To which public keys an archive at `file` would be sealed: `recipients`, or the desk's own.

        Raises `CannotEnd`, `BadKey`, also if the private `key` is to none of them, or `NotAllowed`.
        """
        self._ground.viewer.require("manage")
        made = self._ground.viewer.seal
        to = recipients or (made.recipients if made else ())
        if not to:
            raise CannotEnd(_("请用 --seal-to 写明档案用谁的公钥加密（age1…）。"))
        if str(identity_in(key).to_public()) not in [str(recipient_of(one)) for one in to]:
            raise BadKey(_("这把密钥打不开将要写出的档案，请改用 --seal-to 所列公钥的密钥。"))
        if self._ground.place.holds(file):
            where = self._ground.place.name
            raise CannotEnd(_("档案不能放在值班台目录里，请另选一处：{folder}", folder=where))
        there = self._ground.place.files.kept()
        self._check_files(lambda kept: there.get(kept.id) == kept.bytes)
        return to

    def _check_files(self, is_there: Callable[[KeptFile], bool]) -> None:
        """Raises `CannotEnd` where one of the files to which tips refer is not."""
        for tip in self._ground.tips().values():
            if not all(map(is_there, files_of(tip))):
                raise CannotEnd(
                    _(
                        "{number} 的附件缺少文件，或与存入时不同，未删除任何内容。"
                        "请先用备份找回，或用 dutydesk detach 去掉这一项。",
                        number=tip["number"],
                    )
                )

    # To another place

    def move_to(self, where: Where) -> Verification:
        """Makes a desk at the new place `where` of what is here, byte for byte: journal, notice and files,
        which are checked there before it is one, and what was noted of columns and reminders. This one is
        closed and marked, and stays as it is. Nobody may be at the desk, or have a draft there. What the
        new one was found to hold.

        Raises `CannotEnd`, `DeskDamaged`, `DeskExists`, `NotAllowed`, `CannotRead` or `CannotWrite`, and
        then this one is the desk; but for `CannotReach`, where the other may be: see `open_again`.
        """
        from store.desk.moving import copied
        from store.desk.verify import verify_place

        self._ground.viewer.require("manage")
        self.check_can_end()
        ground, target = self._ground, place_at(where)
        by = Ended(
            ground.stamp(), ground.officer, "", "", len(ground.tips()), 0, "", target.address
        )
        is_marked = False
        with ground.writing("manage"):
            here = self._verified()
            if not here.is_sound:
                raise DeskDamaged(_(DAMAGED))
            try:
                with copied(ground.place, ground.storage.journal_pieces(), target) as new:
                    with contextlib.closing(new.log()) as log:
                        found = verify_place(new, ground.notice, log.lock)
                    if found.anchor != here.anchor or any(
                        one.file != CHECKPOINT for one in found.damages
                    ):
                        raise DeskDamaged(_("移入的内容与原内容不一致，没有移动。"))
                    # First: there are never two that can be opened.
                    ground.place.mark_ended(by)
                    is_marked = True
            except CannotReach:
                raise
            except BaseException:
                if is_marked:
                    ground.place.forget_end()
                raise
        ground.wrote = False
        ground.overview.forget()
        # The ones of a desk that was there before are none of this one, and here there is none any more.
        Keyring(target.kept_as).forget("")
        ground.viewer.forget_all()
        self._begin_anew(target)
        return found

    # Drafts that stand in the way

    def draft_left(self, name: str) -> LeftDraft:
        """The draft of that name or key, whosever it is. Raises `StepRefused` or `NotAllowed`."""
        self._ground.viewer.require("manage")
        found = [left for left in self._drafts.left() if name in (left.name, left.key)]
        if len(found) == 1:
            return found[0]
        if found:
            keys = listed([left.key for left in found])
            raise step_refused("draft", _("有几份草稿同名，请写明是哪一份：{keys}", keys=keys))
        raise step_refused("draft", _("没有名为“{name}”的草稿。", name=name))

    def discard_draft(self, left: LeftDraft) -> None:
        """Removes somebody's draft for good, which is recorded; nobody may be typing in it.

        Raises `StepRefused`, `NotAllowed` or `CannotWrite`.
        """
        self._ground.viewer.require("manage")
        if left.name in [other.draft for other in self._presence.others() if other.draft]:
            raise step_refused(
                "draft", _("{officer} 正在录入这份草稿，没有丢弃。", officer=left.officer)
            )
        self._access.note(
            "discard", note=f"{left.officer or left.key} {shown_minute(left.kept_at)}".strip()
        )
        self._drafts.discard(left)

    def seal_archive(self, file: Path, recipients: Sequence[str], key: str) -> ending.Archive:
        """Puts all there is into the new file `file`, sealed to the public keys `recipients` (by
        default the desk's own), reads it back with the private `key` and holds it against the desk.

        Raises `BadKey`, `CannotEnd`, `DeskExists`, `NotAllowed` or `CannotWrite`.
        """
        from store.desk import archive

        to = self.check_can_archive(file, recipients, key)
        file = disk.in_own_folder(file)
        self._access.note("archive", note=file.name)
        self._ground.storage.checkpoint()
        archive.write_sealed_archive(file, self._contents(), self._ground.stamp(), to)
        return self.check_archive(file, key)

    def check_archive(self, file: Path, key: str) -> ending.Archive:
        """Whether the sealed archive holds all that the desk holds now, each file too. Raises `CannotEnd`,
        `BadKey` or `CannotRead`."""
        from store.desk import archive

        self._ground.viewer.require("manage")
        held = archive.held_in(file, self._ground.place, key)
        storage = self._ground.storage
        as_long = len(held.journal) == storage.whole_bytes()
        if not (as_long and begins_with(storage.journal_pieces(), held.journal)):
            raise CannotEnd(_("存档以后又有登记，请重新结束一次，未删除任何内容。"))
        self._check_files(lambda kept: held.files.get(kept.id) == kept.sha256)
        return ending.Archive(file, archive.sha256_of(file), len(self._ground.tips()))

    def purge(self, file: Path, key: str, typed: str) -> None:
        """Removes all that the desk keeps, once the archive `file` is found to hold it and `typed`
        is the inspected unit as the notice writes it. What is left says where the archive went.

        Raises `CannotEnd`, and then nothing is removed, `NotAllowed`, `BadKey` or `CannotWrite`; or
        `EndUnfinished`, where the desk is ended and some of what it kept could not be removed.
        """
        self._ground.viewer.require("manage")
        self.check_named(typed)
        self.check_can_end()
        with self._ground.writing("manage"):
            found = self.check_archive(file, key)
            mark = Ended(
                ended_at=self._ground.stamp(),
                by=self._ground.officer,
                archive=found.file.name,
                sha256=found.sha256,
                tips=found.tips,
                journal_bytes=self._ground.storage.position,
                journal_hash=self._ground.storage.load().replay.hash,
            )
            self._ground.place.mark_ended(mark)
            self._ground.sweep()
            # First: who finds the journal gone finds no desk to forget the keys of.
            self._ground.viewer.forget_all()
            self._last_seen.drop()
            with contextlib.suppress(CannotWrite):
                self._ground.place.remove_rest()
        self._ground.wrote = False
        self._ground.overview.forget()
        if self._ground.place.rest():
            raise EndUnfinished(founding.what_became_of_it(self._ground.place, mark))


def restore(file: str | os.PathLike[str], where: Where, key: str = "") -> Verification:
    """Makes a desk at the new place `where` of what `backup` or `seal_archive` wrote, checked before it
    is there; for the latter with a recipient's private `key`.

    A file that is not as it was written is refused (`DeskDamaged`); damage that the desk had
    when it was backed up comes with it, and is told, if any of its journal can be read. Raises also
    what `open` raises, `BadKey`, `DeskExists` or `CannotWrite`.
    """
    from store.desk.archive import not_as_written, restoring
    from store.desk.verify import verify_place

    place = place_at(where)
    with restoring(Path(file), place, key) as new:
        founding.look_at_desk(new)
        notice = NoticeBook(new.notice).notice
        with contextlib.closing(new.log()) as log:
            found = verify_place(new, notice, log.lock)
        if not found.is_readable:
            raise not_as_written(Path(file))
    if place.is_checkpoint_ours_alone:
        found = _without_checkpoint(found)
    # Of a desk that was in this place before.
    Keyring(place.kept_as).forget("")
    return found


def _without_checkpoint(found: Verification) -> Verification:
    """What of it holds where the checkpoint of the backup is not taken."""
    damages = tuple(one for one in found.damages if one.file != CHECKPOINT)
    if numbers := found.only_in_checkpoint:
        sentence = _(
            "以下举报在日志里读不出，或只有较早的内容，只在备份的 {file} 里完整；数据库不采用该文件，"
            "没有恢复：{numbers}。请把备份另恢复到一个新目录，从那里查看、补登。",
            file=CHECKPOINT,
            numbers=listed(numbers),
        )
        damages = (*damages, Damage(CHECKPOINT, 0, sentence))
    return replace(found, tips=found.in_journal, damages=damages)
