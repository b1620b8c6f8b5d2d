"""Whether the desk's place can be reached, for a session that stays while it is away."""

from __future__ import annotations

import threading
from pathlib import Path

from store import disk
from store.desk.drafts import Drafts
from store.desk.ground import Ground
from store.desk.places import notes_in
from store.errors import CannotReach
from store.journal.presence import Presence


class Reach:
    """Looks whether the place is there, and has what waited for it go on once it is.

    From `keep_looking` on nobody else finds out that the place is away: who reads goes by what is in
    memory, and who writes is refused with `CannotReach` at once.
    """

    def __init__(self, ground: Ground, drafts: Drafts, presence: Presence) -> None:
        self._ground = ground
        self._drafts = drafts
        self._presence = presence
        self._here: Path | None = None
        self._here_before: Path | None = None
        self._looking = 0
        self.hangs = False
        """Whether a look does not come back: whatever else is asked of the place would not either."""

    def keep_looking(self, here: Path) -> None:
        """From now on somebody calls `look` again and again. In the folder `here` of this machine drafts
        are kept that cannot be written when the session ends."""
        self._ground.storage.is_looked_after = True
        self._here = here / self._ground.founded_as
        self._here_before = here / self._ground.first_line_as

    def never_wait(self) -> None:
        """From now on the thread that calls this waits for no place where it only reads: another looks."""
        self._ground.storage.never_wait()

    @property
    def is_away(self) -> bool:
        """Whether the place cannot be reached, as far as anyone found out."""
        return self._ground.storage.away is not None

    def look(self) -> None:
        """Takes in what others stored by now. Raises `CannotReach`, or `DeskDamaged` where another desk
        is there."""
        storage = self._ground.storage
        self._looking = threading.get_ident()
        try:
            storage.look()
        finally:
            self.hangs = False
        if storage.away:
            storage.away = None
            self._presence.come_back()
            self._drafts.try_again()

    def give_up_waiting(self) -> None:
        """Takes the place to be away, since a `look` waits for its answer: not for other threads."""
        storage = self._ground.storage
        if self._looking not in storage.asking:
            return
        self.hangs = True
        storage.away = storage.away or CannotReach(self._ground.place.away_sentence)

    def bring_back_drafts(self) -> None:
        """Puts into the place what was kept on this machine when it was away. Raises `CannotWrite`."""
        for here in filter(None, (self._here_before, self._here)):
            self._drafts.bring_back(notes_in(here))

    def put_drafts_by(self) -> bool:
        """Keeps on this machine what is typed and cannot be written; whether nothing is lost."""
        if not self._here:
            return False
        try:
            disk.make_folder(self._here)
        except OSError:
            return False
        return self._drafts.put_by(notes_in(self._here))
