"""How a lead's own machine saw the desk last: kept there, out of reach of whoever owns the desk's place."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from itertools import chain, islice
from pathlib import Path
from typing import Final

from store import disk, json_bytes
from store.desk.ground import Ground
from store.errors import CannotWrite
from store.frozen import frozen
from store.journal.line import lines_of, read_line
from store.secret.seal import fingerprint
from store.text import _, listed

_MOST_BYTES: Final = 64 * 1024


@frozen
class Seen:
    """How a desk stood, and where: how many lines its journal had, and the hash of the last; its own
    public `key`, "" of an open desk, to whom it sealed, and who was a lead."""

    desk: str
    address: str
    lines: int
    hash: str
    key: str
    recipients: tuple[str, ...]
    leads: tuple[str, ...]


class LastSeen:
    """Remembers how a sealed desk stood when a lead last worked at it on this machine, in one file for
    each desk that this account alone may read. Nothing is remembered before `compare`."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._path: Path | None = None
        self.complaints: tuple[str, ...] = ()
        """What the last `compare` found that is not as it was."""

    def compare(self, folder: Path) -> tuple[str, ...]:
        """A sentence for each thing that is not as this machine remembers it in `folder`: then that
        stays remembered, until who looked into it removes the file. Raises `NotAllowed`."""
        self._ground.viewer.require("open")
        now = _now(self._ground)
        told = tuple(_against(now, folder, self._ground.storage.journal_pieces()))
        self._path, self.complaints = None, told
        if told or not now.key:
            return told
        news = _new_leads(now, folder)
        self._path = _file_of(now.desk, folder)
        try:
            self.keep()
        except CannotWrite as error:
            return (*news, str(error))
        return news

    def keep(self, ground: Ground | None = None) -> None:
        """Remembers how the desk stands now, or how it stands on another `ground`, if it is to be
        remembered at all. Raises `CannotWrite`."""
        ground = ground or self._ground
        if not (path := self._path):
            return
        with ground.storage.reading:
            # The hash of a line that cannot be read is that of none.
            if ground.storage.load().replay.after_damage:
                return
            now = _now(ground)
        with disk.writing_to(path):
            disk.make_folder(path.parent)
            disk.replace_file(path, [json_bytes.dumps(asdict(now))])

    def drop(self) -> None:
        """The desk is no more, and another may take its place. Raises nothing."""
        if self._path:
            with contextlib.suppress(OSError):
                self._path.unlink()
            self._path = None


def _now(ground: Ground) -> Seen:
    first = ground.storage.log.founding()
    with ground.storage.reading:
        replay, made = ground.storage.load().replay, ground.viewer.seal
        members = ground.viewer.roster().values()
        return Seen(
            # One that version 0.2 set up has no name.
            desk=str(first.get("desk") or ground.place.address),
            address=ground.place.address,
            lines=replay.lines,
            hash=replay.hash,
            key=made.desk if made else "",
            recipients=made.recipients if made else (),
            leads=tuple(member["officer"] for member in members if member["role"] == "lead"),
        )


def _file_of(desk: str, folder: Path) -> Path:
    """What a desk says it is called may be anything, a file's name is not."""
    return folder / f"{hashlib.sha256(desk.encode()).hexdigest()[:32]}.json"


def _read(path: Path) -> Seen | None:
    try:
        said = json_bytes.loads(disk.read_file(path, _MOST_BYTES))
        return Seen(**said | {n: tuple(said[n]) for n in ("recipients", "leads")})
    except (OSError, ValueError, TypeError, LookupError):
        return None


def _against(now: Seen, folder: Path, journal: Iterable[bytes]) -> Iterator[str]:
    path = _file_of(now.desk, folder)
    seen = _read(path)
    if not seen:
        for other in sorted(folder.glob("*.json")):
            if (found := _read(other)) and found.address == now.address:
                yield _(
                    "本机上次在此处打开的是另一个值班台，这里的内容可能已被换掉，请立即核查；"
                    "确属另设的，请删除 {file}，不再提示。",
                    file=other,
                )
    elif not now.key:
        yield _("本值班台原是密封的，现在没有密封，请立即核查。")
    elif (seen.key, {*seen.recipients}) != (now.key, {*now.recipients}):
        new = listed(map(fingerprint, sorted({*now.recipients} - {*seen.recipients})))
        gone = listed(map(fingerprint, sorted({*seen.recipients} - {*now.recipients})))
        yield _(
            "本机上次打开以后，值班台换过密钥（新增公钥：{new}；去掉公钥：{gone}）。"
            "请向更换密钥的组长核对；无误的，请删除 {file}，不再提示。",
            new=new or _("无"),
            gone=gone or _("无"),
            file=path,
        )
    elif now.lines < seen.lines:
        yield _(
            "本机上次打开时日志有 {n} 行，现在只有 {m} 行：曾被截短，或换成了较早的。请立即核查；"
            "确系恢复备份的，请删除 {file}，不再提示。",
            n=seen.lines,
            m=now.lines,
            file=path,
        )
    elif _hash_of(journal, seen.lines) != seen.hash:
        yield _(
            "日志第 {n} 行已不是本机上次打开时的内容：曾被改写，或换成了较早的以后又有登记。"
            "请立即核查；确系恢复备份的，请删除 {file}，不再提示。",
            n=seen.lines,
            file=path,
        )


def _hash_of(journal: Iterable[bytes], line: int) -> str:
    raws = chain.from_iterable(map(lines_of, journal))
    raw = next(islice(raws, line - 1, None), b"")
    return str((read_line(raw) or {}).get("hash", ""))


def _new_leads(now: Seen, folder: Path) -> tuple[str, ...]:
    seen = _read(_file_of(now.desk, folder))
    names = sorted({*now.leads} - {*seen.leads}) if seen else ()
    return (_("本机上次打开以后新登记的组长：{names}", names=listed(names)),) if names else ()
