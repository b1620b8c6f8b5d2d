"""The end of an inspection: the sealed archive for the office."""

from __future__ import annotations

from pathlib import Path

from store.frozen import frozen
from store.notice.period import Countdown
from store.tips.draft import LeftDraft
from store.tips.dues import Due


@frozen
class Archive:
    """A sealed archive that was found to hold the whole desk: its hash, and how many tips."""

    file: Path
    sha256: str
    tips: int


@frozen
class Unfinished:
    """What an end would cut short: where the period is, which tips nothing became of, what is owed,
    drafts, and who is at the desk."""

    period: Countdown
    open_tips: tuple[str, ...]
    dues: tuple[Due, ...]
    drafts: tuple[LeftDraft, ...]
    present: tuple[str, ...]
