"""How a desk folder comes to be, and how it is known again."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path
from typing import Final

from store import disk, reasons
from store.desk import ending
from store.desk.notice_book import NAME as NOTICE_NAME
from store.desk.notice_book import digest_of
from store.document import TABLE, Tables
from store.errors import CannotWrite, DeskDamaged, DeskExists, NewerFormat, NoDesk
from store.journal import checkpoint, journal
from store.journal.line import write_line
from store.journal.lock import DeskLock
from store.journal.replay import newer_format
from store.journal.storage import LOCK_NAME
from store.printable import printable
from store.text import _

_KEPT: Final = (
    journal.NAME,
    "journal.torn-*",
    checkpoint.NAME,
    f"{checkpoint.NAME}.*",
    "drafts",
    "presence",
    "reminders",
    LOCK_NAME,
    NOTICE_NAME,
    f"{NOTICE_NAME}.new",
)


def found_desk(folder: Path, notice_text: str, at: str, by: str, tables: Tables) -> None:
    """Makes `folder` a desk with that notice and `tables`. Raises `DeskExists` or `CannotWrite`.

    The journal comes last but one: without it the folder is no desk, with it the desk is whole.
    """
    first = {"n": 1, "at": at, "by": by, "what": "init", "format": journal.FORMAT}
    line, line_hash = write_line(
        first | {"notice_sha256": digest_of(notice_text), "tables": tables, "prev": ""}
    )
    head = {
        "journal_bytes": len(line),
        "journal_lines": 1,
        "journal_n": 1,
        "journal_hash": line_hash,
        "last_ids": {name: max(map(int, table)) for name, table in tables.items()},
    }
    try:
        _make_folder(folder)
        lock = DeskLock(folder / LOCK_NAME)
        with lock:
            if is_desk(folder) or ending.ended(folder):
                raise DeskExists(_("{folder} 已有值班台，未作改动；请直接打开它。", folder=folder))
            disk.replace_file(folder / NOTICE_NAME, [notice_text.encode()])
            disk.replace_file(folder / journal.NAME, [line])
            checkpoint.write_checkpoint(folder / checkpoint.NAME, head, {TABLE: {}, **tables})
        lock.close()
    except OSError as error:
        raise cannot_found(folder, error) from error


def loose(folder: Path) -> list[str]:
    """A sentence if other accounts of the machine could read anything of the desk in `folder`."""
    try:
        if not folder.stat().st_mode & 0o077:
            return []
        if not any(entry.stat().st_mode & 0o077 for entry in os.scandir(folder)):
            return []
    except OSError:
        return []
    return [
        _(
            "{folder} 对其他账户开放，举报可能被他人读到；请运行：chmod -R go= {folder}",
            folder=folder,
        )
    ]


def is_desk(folder: Path) -> bool:
    """Whether `folder` holds a desk, sound or not. Raises OSError."""
    return any(os.path.lexists(folder / name) for name in (journal.NAME, checkpoint.NAME))


def check_can_found(folder: Path) -> None:
    """Raises `CannotWrite` if no desk can be made in `folder`; leaves nothing behind."""
    try:
        nearest = next(path for path in (folder, *folder.absolute().parents) if path.exists())
        with tempfile.TemporaryFile(dir=nearest):
            pass
    except OSError as error:
        raise cannot_found(folder, error) from error


def remove_rest(folder: Path) -> None:
    """Removes what the desk in `folder` kept, nothing else. Raises OSError."""
    import shutil

    for pattern in _KEPT:
        for path in folder.glob(pattern):
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink()
    disk.flush_folder(folder)


def look_at_desk(folder: Path) -> None:
    """Raises `NoDesk`, `DeskDamaged` or `NewerFormat` where that can be told without reading all."""
    if found := ending.ended(folder):
        # The power may have gone before all was removed.
        with contextlib.suppress(OSError):
            remove_rest(folder)
        raise NoDesk(
            _(
                "本次{inspection}已于 {at} 结束，值班台内容已删除；档案：{archive}",
                at=printable(found["at"]),
                archive=printable(found["archive"]),
            )
        )
    try:
        (folder / journal.NAME).stat()
    except FileNotFoundError as error:
        if is_desk(folder):
            raise DeskDamaged(
                _(
                    "{folder} 中缺少 {journal}，未作改动。请找回该文件，或用备份恢复。",
                    folder=folder,
                    journal=journal.NAME,
                )
            ) from error
        raise NoDesk(
            _(
                "{folder} 没有值班台；请先运行 dutydesk init --example（用随附公告）"
                "或 dutydesk init --notice 文件（用本组公告）。",
                folder=folder,
            )
        ) from error
    except OSError as error:
        raise NoDesk(
            _(
                "{folder} 不能打开（{reason}），请检查路径和权限。",
                folder=folder,
                reason=reasons.of_system(error),
            )
        ) from error
    path = folder / checkpoint.NAME
    try:
        newer = checkpoint.is_newer(checkpoint.read_head(path))
        if newer and checkpoint.is_newer(checkpoint.read_checkpoint(path).head):
            raise NewerFormat(newer_format(checkpoint.NAME))
    except (checkpoint.Unreadable, OSError):
        return


def cannot_found(folder: Path, error: OSError) -> CannotWrite:
    """What to say when no desk can be made in `folder`."""
    return CannotWrite(
        _(
            "不能在 {folder} 设立值班台（{reason}）。",
            folder=folder,
            reason=reasons.of_system(error),
        )
    )


def _make_folder(folder: Path) -> None:
    folder.mkdir(mode=disk.FOLDER_MODE, parents=True, exist_ok=True)
    if not any(folder.iterdir()):
        folder.chmod(disk.FOLDER_MODE)
