"""What can go wrong at the desk, each with one sentence that tells a duty officer what to do."""

from __future__ import annotations

from store.frozen import frozen


class DeskError(Exception):
    """Base of all errors a user can meet; `str()` is the sentence shown to them."""


@frozen
class Fault:
    """One thing wrong with one field: `field` is its path (`subjects[0].group`), `sentence` what to do."""

    field: str
    sentence: str


class Refused(DeskError):
    """Something given was not accepted; `faults` holds every reason, not only the first."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        self.faults = faults
        super().__init__("\n".join(fault.sentence for fault in faults))


class NoticeRefused(Refused):
    """A notice file that does not say what a notice must say."""


class TipRefused(Refused):
    """A tip that breaks the rules of `store.tips.rules`."""


class StepRefused(Refused):
    """A step that the tip's status does not allow, or that lacks what it needs."""


def step_refused(field: str, sentence: str) -> StepRefused:
    """A `StepRefused` with that one fault."""
    return StepRefused((Fault(field, sentence),))


class NothingToUndo(DeskError):
    """The officer's last act cannot be undone, or there is none."""


class NotAllowed(DeskError):
    """The officer's role does not include what was asked for."""


class Sealed(DeskError):
    """What was asked for is sealed, and no key at hand opens it."""


class NoSealing(DeskError):
    """What seals and opens is not to be had on this machine, so nothing sealed can be used on it."""


class NotSealed(DeskError):
    """A sealed desk was to store in clear what it seals; nothing was saved."""


class BadKey(DeskError):
    """A key that is none, or not one of this desk."""


class CannotEnd(DeskError):
    """The inspection is not ended, and nothing was removed."""


class EndUnfinished(DeskError):
    """The inspection is ended; of what the desk kept not all could be removed."""


class RekeyUnfinished(DeskError):
    """The new keys hold; what was to follow them did not all succeed."""


class BadInstant(DeskError):
    """A date or time that cannot be read."""


class NoSuchInstant(BadInstant):
    """A date or time that can be read, and is none: the calendar or the clock does not have it."""


class NoDesk(DeskError):
    """The folder holds no desk yet."""


class DeskEnded(NoDesk):
    """The desk that was there was ended, or was moved: none is made in its place."""


class DeskExists(DeskError):
    """The folder already holds a desk, which is never overwritten."""


class DeskDamaged(DeskError):
    """The files of the desk cannot be read as they are; they are left as they were."""


class NewerFormat(DeskError):
    """The desk was written by a newer version of this program; its files are left as they were."""


class NoTerminal(DeskError):
    """The screen was asked for where there is no terminal that can show it."""


class CannotRead(DeskError):
    """The folder or a file in it cannot be read."""


class CannotWrite(DeskError):
    """The folder or the disk does not take what is to be saved; nothing was saved."""


class CannotReach(CannotRead, CannotWrite):
    """The place of the desk cannot be reached now, and may be again in a moment: nothing was saved,
    and whoever asked may try again."""


class MaybeSaved(CannotReach):
    """There was no answer to what was to be saved: nobody knows whether it was."""


class DeskBusy(DeskError):
    """Another process held the desk for too long."""


class Overtaken(DeskBusy):
    """Another session wrote where this one was about to: nothing was saved, and trying again is all it
    takes."""


class NoSuchTip(DeskError):
    """No tip has that number."""
