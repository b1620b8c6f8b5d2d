"""The desk against a plain dict once more, while its checkpoint is lost again and again."""

from __future__ import annotations

from hypothesis import settings
from hypothesis.stateful import rule

from tests.store.desks import open_desk
from tests.store.test_contract_model import SESSIONS, DeskModel


class LosingModel(DeskModel):
    """As `DeskModel`; whoever opens the desk then has the journal alone."""

    @rule(session=SESSIONS)
    def lose_the_checkpoint(self, session: int) -> None:
        (self.folder / "tips.json").unlink(missing_ok=True)
        self.desks[session].checkpoint()
        (self.folder / "tips.json").unlink(missing_ok=True)
        again = open_desk(self.folder)
        assert again.tips() == list(self.model.values())
        again.checkpoint()


LosingModel.TestCase.settings = settings(max_examples=15, stateful_step_count=25, deadline=None)
TestLosingModel = LosingModel.TestCase
