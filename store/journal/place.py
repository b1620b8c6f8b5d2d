"""Where a desk is kept: the one interface that a kind of place implements, whatever it is made of.

`store.folder` is one, on a disk. What uses a place speaks of bytes that grow, of blobs, notes and
sessions, and never of a path, a descriptor or a host.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any, Final

from store import json_bytes
from store.disk import Piece
from store.errors import Overtaken
from store.frozen import frozen
from store.journal.line import SAYS_ONCE, lines_of, pieces, read_line
from store.late_pattern import late_pattern
from store.text import _

# What a desk is, whatever the place: so sentences name it, and archives hold it.
JOURNAL: Final = "journal.jsonl"
CHECKPOINT: Final = "tips.json"
NOTICE: Final = "notice.toml"
FILES: Final = "files"
OVERVIEW: Final = "overview.json"
ENDED: Final = "ended.json"

_FIRST_LINE_BYTES: Final = 64 * 1024
_FILE_ID: Final = late_pattern("[0-9a-f]{32}")

PutInPlace = Callable[[], None]
"""Makes what was prepared take the place of what was there. Raises `CannotWrite`."""


@frozen
class Ended:
    """The mark of a desk that was ended: when (ISO 8601) and by whom, its archive, and the journal that
    this was found to hold: how long it is, and the hash of its last line. Or of one that was moved: where it
    is by now, and nothing of an archive."""

    ended_at: str
    by: str
    archive: str
    sha256: str
    tips: int
    journal_bytes: int
    journal_hash: str
    moved_to: str = ""

    def said(self) -> bytes:
        """As a place keeps it."""
        return json_bytes.dumps_indented(asdict(self))

    @classmethod
    def read(cls, data: bytes) -> Ended | None:
        """What `said` gave, None for anything else."""
        try:
            said = json_bytes.loads(data)
            return cls(
                ended_at=str(said["ended_at"]),
                by=str(said["by"]),
                archive=str(said["archive"]),
                sha256=str(said["sha256"]),
                tips=int(said["tips"]),
                journal_bytes=int(said.get("journal_bytes", 0)),
                journal_hash=str(said.get("journal_hash", "")),
                moved_to=str(said.get("moved_to", "")),
            )
        except (ValueError, LookupError, TypeError, AttributeError):
            return None


class Log(ABC):
    """The journal as bytes that only grow, opened by one session; what they say is for others.

    `name` is how sentences name it.
    """

    name: str

    @property
    @abstractmethod
    def lock(self) -> AbstractContextManager[object]:
        """Makes one writer at a time of all the sessions and threads there are: held in a `with`
        block, again within it by the same thread; it dies with its owner. Where it goes free with
        what is appended, more is taken within the block only while nobody else wrote. Entering
        raises `DeskBusy` or `CannotWrite`."""

    def presuming(self, size: Callable[[], int]) -> AbstractContextManager[object]:
        """As `lock`, for one who does all anew when `Overtaken`: a place that is far away is not asked before
        there is something to append. Within the block the log has as many bytes as `size` tells, which is
        asked once no other thread of this session writes; what is appended at another byte, or where others
        wrote, is `Overtaken`. Where it tells less than none the lock is taken."""
        return self.lock

    @abstractmethod
    def size(self) -> int:
        """Bytes there are, by one look. Raises `DeskDamaged` if they were taken away, or
        `CannotRead`."""

    @abstractmethod
    def check_in_place(self) -> None:
        """Raises `DeskDamaged` if by now another desk, or none, is where this one was: what is
        written beside the log would get into that. `CannotRead` where it cannot be told."""

    def size_in_place(self) -> int:
        """As `check_in_place`, and then `size`."""
        self.check_in_place()
        return self.size()

    @abstractmethod
    def read(self, start: int, end: int) -> bytes:
        """The bytes from `start` up to `end`, or to where they end. Raises `CannotRead`."""

    def first_line(self) -> bytes:
        """The line with which the desk was set up."""
        return self.read(0, _FIRST_LINE_BYTES).partition(b"\n")[0]

    def founding(self) -> dict[str, Any]:
        """What that line says, {} where it is damaged. Raises `CannotRead`."""
        return read_line(self.first_line()) or {}

    @abstractmethod
    def append(self, line: bytes, at: int) -> None:
        """`line` at the end, which is `at`, and durable. Only under the lock. A line that says `once` is
        known by that to `stored_once`.

        Raises `CannotWrite`: either nothing was written, or nobody knows until the desk is opened
        again, and until then nothing more is taken. Raises `MaybeSaved` where there was no answer. In
        both cases `stored_once` knows. Raises `CannotReach` where the place is away and nothing was written,
        and `Overtaken` where others wrote there, and may where they did so under that text.
        """

    def stored_once(self, once: str) -> bytes:
        """The line that says it was appended `once` under that text, b"" if none does. It goes through the
        whole journal, where the place has nothing better. Raises `CannotRead`."""
        said = SAYS_ONCE % once.encode()
        for piece in pieces(self.read, 0, self.size()):
            if said in piece:
                return next(line for line in lines_of(piece) if said in line)
        return b""

    @abstractmethod
    def put_aside(self, start: int, end: int) -> str:
        """Takes a torn tail, which ends at `end`, out of the log; the name under which it is kept.
        Only under the lock. Raises `CannotWrite`."""

    @abstractmethod
    def flush(self) -> None:
        """Makes sure of what others appended, also where they had no answer. The lock may go free with it.
        Raises `CannotWrite`, `MaybeSaved` where nobody knows."""

    @abstractmethod
    def replacing(self, lines: Iterable[bytes]) -> AbstractContextManager[PutInPlace]:
        """Other `lines` for all there are, prepared on entering; what this gives puts them in place,
        durable at the end of the block. Only under the lock. Raises `CannotWrite`."""

    @abstractmethod
    def close(self) -> None:
        """Lets go of it, and of the lock. May be called again."""


class Blob(ABC):
    """Bytes that are replaced as a whole: whoever reads has the old ones or the new.

    `name` is how sentences name them.
    """

    name: str

    @abstractmethod
    def open(self) -> IO[bytes]:
        """The bytes as they are now, whatever replaces them meanwhile. Raises OSError,
        FileNotFoundError where there are none; so does reading."""

    @abstractmethod
    def replacing(self, pieces: Iterable[Piece]) -> AbstractContextManager[PutInPlace]:
        """Other bytes in `pieces`, prepared on entering; what this gives puts them in place, durably.
        Raises `CannotWrite`."""

    def replace(self, pieces: Iterable[Piece]) -> None:
        """Holds `pieces`, durably, or what it held before. Raises `CannotWrite`."""
        with self.replacing(pieces) as put_in_place:
            put_in_place()

    @abstractmethod
    def put_aside(self) -> None:
        """Keeps what is there, if anything, under another name. Raises `CannotWrite`."""

    @abstractmethod
    def drop(self) -> None:
        """Removes what is there. Raises `CannotWrite`."""


class Notes(ABC):
    """Small things by their keys, which are of letters, digits, `-` and `_`."""

    @abstractmethod
    def kept(self) -> list[str]:
        """The keys of all there are, in no order; none where they cannot be listed."""

    @abstractmethod
    def read(self, key: str) -> bytes:
        """What was kept. Raises OSError, FileNotFoundError where nothing was."""

    @abstractmethod
    def keep(self, key: str, data: bytes) -> None:
        """Keeps `data`, durably, or what was kept there before. Raises `CannotWrite`."""

    @abstractmethod
    def drop(self, key: str) -> None:
        """Removes it, if it is there. Raises `CannotWrite`."""

    @abstractmethod
    def shared(self) -> AbstractContextManager[object]:
        """Nobody is `replacing` notes during the block, though many may be in such a one. Entering
        raises `CannotWrite` or `DeskBusy`."""

    @abstractmethod
    def replacing(
        self, changes: Iterable[tuple[str, bytes, bytes]]
    ) -> AbstractContextManager[PutInPlace]:
        """Each key with what it holds and shall hold, asked for and prepared on entering; what this
        gives puts them in place, but for those that hold something else by then. Nobody is in a
        `shared` block meanwhile. Raises `CannotWrite` or `DeskBusy`."""

    @abstractmethod
    def once(self, key: str, data: bytes) -> AbstractContextManager[bool]:
        """Whether this session is the one to do what `key` stands for; after the block `data` is
        kept, and no session does it again. One that dies on the way leaves it to the next. Where
        nothing can be kept, each session is. Raises nothing."""


def was_overtaken() -> Overtaken:
    """What to say to one who was about to write where another session was first."""
    return Overtaken(_("另一个程序占用值班台，没有保存。请稍后再试。"))


def is_file_id(text: str) -> bool:
    """Whether a text can be the id of a file: no other is looked for, whoever wrote it."""
    return bool(_FILE_ID.fullmatch(text))


def part_of_file(file_id: str) -> str:
    """What archives call the file of that id."""
    return f"{FILES}/{file_id}"


def file_in_part(name: str) -> str:
    """The id of the file that is a part of that name in an archive, "" for what is none."""
    folder, _slash, file_id = name.partition("/")
    return file_id if folder == FILES and is_file_id(file_id) else ""


class NewFile(ABC):
    """A file that is being written; nothing of it is left unless it is kept."""

    @abstractmethod
    def write(self, data: bytes) -> None:
        """`data` after what was written before. Raises `CannotWrite`, also where the disk would have
        no room left for anything else."""

    @abstractmethod
    def flush(self) -> None:
        """Returns once all of it is durable. Raises `CannotWrite`."""

    @abstractmethod
    def keep(self, file_id: str) -> None:
        """It is there, whole and durably, under the new `file_id`. After `flush`. Raises `CannotWrite`."""


class Files(ABC):
    """Files of any length by their ids, which are of 32 digits and letters from a to f. What is in
    one never changes."""

    @abstractmethod
    def writing(self) -> AbstractContextManager[NewFile]:
        """A new file, to be written and kept within the block. Raises `CannotWrite`."""

    @abstractmethod
    def open(self, file_id: str) -> IO[bytes]:
        """The bytes of a file. Raises OSError, FileNotFoundError where there is none; so does
        reading."""

    @abstractmethod
    def kept(self) -> dict[str, int]:
        """The ids of all there are, in no order, and how many bytes each has. Raises `CannotRead`."""

    @abstractmethod
    def drop(self, file_id: str) -> None:
        """Removes a file, if it is there, durably. Raises `CannotWrite`."""

    @contextmanager
    def dropping(self, file_ids: Iterable[str]) -> Iterator[None]:
        """As `drop` of each, after the block: whoever may not is told on entering."""
        yield
        for file_id in file_ids:
            self.drop(file_id)


class Sessions(ABC):
    """What the sessions at a desk say of themselves, each for as long as it lives: one session's way
    to say so, and to hear the others. Not to be called by two threads at once."""

    @abstractmethod
    def say(self, data: bytes) -> None:
        """Says `data`, which is not empty, in place of what this session said. Raises
        `CannotWrite`."""

    @abstractmethod
    def others(self) -> list[bytes]:
        """What the other sessions say; those that died are no more. Raises nothing."""

    @abstractmethod
    def close(self) -> None:
        """This session says nothing more."""


class Place(ABC):
    """Where one desk is, or can be set up. It holds nothing open: what a session opens, it closes.

    `name` is how sentences name it and `--desk` takes it; `address` tells it from every other, and
    names it from anywhere. `notice` is the notice in force, `checkpoint` a copy of the tables that
    may be lost, `overview` figures of the desk that may be lost too, `columns` what imports were told of
    columns, `files` what came with the tips.
    `is_checkpoint_ours_alone`: it is this host's, and the other hosts have their own; then it tells
    nothing that the journal does not bear out, and nobody misses it.
    """

    name: str
    notice: Blob
    checkpoint: Blob
    overview: Blob
    drafts: Notes
    reminders: Notes
    columns: Notes
    files: Files
    is_checkpoint_ours_alone = False

    @property
    @abstractmethod
    def address(self) -> str: ...

    @property
    def kept_as(self) -> str:
        """By what this host keeps what it alone has of the desk, keys and copies: one and the same whoever
        enters it."""
        return self.address

    @property
    def away_sentence(self) -> str:
        """What an officer is told while it cannot be reached, and is looked for again and again."""
        return _("值班台暂时连不上，已填内容留在本机，正在重连")

    @abstractmethod
    def log(self) -> Log:
        """The journal, opened. Raises `CannotRead`."""

    @abstractmethod
    def sessions(self) -> Sessions:
        """A session's place among the others."""

    def glance(self) -> tuple[int, object]:
        """How many bytes the journal has, and what differs once the overview is another or the desk
        was ended: by one look from outside, that changes nothing. Raises OSError, FileNotFoundError
        where no desk is or was, or a `DeskError`."""
        with closing(self.log()) as log, self.overview.open() as file:
            return log.size(), file.read()

    @abstractmethod
    def check_has_desk(self) -> None:
        """Raises `NoDesk` where there is none, `DeskDamaged` where one lacks its journal."""

    @abstractmethod
    def check_can_found(self) -> None:
        """Raises `CannotWrite` if no desk can be made here; leaves nothing behind."""

    @abstractmethod
    def found(self, notice: bytes, line: bytes, checkpoint: Iterable[Piece]) -> None:
        """Makes a desk, whose journal begins with `line`. Raises `DeskExists` or `CannotWrite`.

        The journal comes last but one: without it there is no desk, with it the desk is whole.
        """

    @abstractmethod
    def restoring(
        self, parts: Iterable[tuple[str, Iterable[bytes]]]
    ) -> AbstractContextManager[Place]:
        """A new place that holds `parts` by their names, which are those above; on leaving the block it becomes this one,
        where nothing may be yet. Raises `DeskExists` or `CannotWrite`; then, or if the block or
        `parts` raise anything, nothing is left behind."""

    @abstractmethod
    def scratch(self) -> IO[bytes]:
        """A file without a name, to be read and written at any byte, gone when it is closed: for what is
        unpacked and may be too long for memory. Raises `CannotWrite`, writing to it OSError."""

    @abstractmethod
    def names_put_aside(self) -> tuple[str, ...]:
        """The names of all that was put aside here."""

    @abstractmethod
    def ended(self) -> Ended | None:
        """The mark of a desk that was ended here. Raises `DeskDamaged` for one that cannot be read."""

    @abstractmethod
    def mark_ended(self, mark: Ended) -> None:
        """From now on, durably, there is no desk here any more. Raises `CannotWrite`."""

    @abstractmethod
    def forget_end(self) -> None:
        """Takes the mark back, durably: the desk is here as it was. Raises `CannotWrite`."""

    @abstractmethod
    def remove_rest(self) -> None:
        """Removes what the desk kept, nothing else, and not the mark: the journal last, which bears out
        that it may be removed. What cannot be removed keeps nothing else there. Raises `CannotWrite`."""

    @abstractmethod
    def rest(self) -> tuple[str, ...]:
        """The names of what there is still to be removed of a desk that was ended. Raises what `ended`
        raises."""

    def drop_copies(self) -> None:  # noqa: B027 - most places have none
        """Removes what this host keeps of the desk for itself. Raises `CannotWrite`."""

    @abstractmethod
    def sweep(self, lock: AbstractContextManager[object]) -> None:
        """Removes what programs that died left unfinished, nothing that is being made: the writing
        `lock` is taken for what only that tells apart. Raises nothing."""

    @abstractmethod
    def loose(self) -> tuple[str, ...]:
        """A sentence if other accounts could read anything of the desk."""

    @abstractmethod
    def holds(self, file: Path) -> bool:
        """Whether a file of that path would lie within the place."""
