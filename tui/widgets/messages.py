"""The messages that the pieces of the screen send each other."""

from __future__ import annotations

from dataclasses import dataclass

from textual.message import Message

from store.tips.tip import Tip


@dataclass
class TipSaved(Message):
    """A tip was recorded or amended: `tip` is as stored, with its number."""

    tip: Tip


@dataclass
class TipsChanged(Message):
    """Something was done with `tips`, which are as stored; `said` tells what. Without any, someone else
    did, which whoever sees it is to look at."""

    tips: tuple[Tip, ...]
    said: str


class RegisterTakenIn(Message):
    """Tips of an old register, or letters, were recorded."""


class News(Message, bubble=False):
    """Someone else changed what is stored, or another day began: a screen that is told shows what it
    shows as it is by now."""


@dataclass
class TipChosen(Message):
    """A tip in a list was chosen, to be shown in full."""

    number: str


@dataclass
class KeyWanted(Message):
    """Something sealed was asked for: who may open the desk is asked for the key."""
