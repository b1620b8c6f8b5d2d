"""The desk against a plain dict once more, while its checkpoint is lost again and again."""

from __future__ import annotations

import pytest
from hypothesis import settings
from hypothesis.stateful import rule, run_state_machine_as_test

from tests.store.conftest import NewPlace, fewer
from tests.store.desks import open_desk
from tests.store.test_contract_model import SESSIONS, DeskModel

pytestmark = pytest.mark.whole


class LosingModel(DeskModel):
    """As `DeskModel`; whoever opens the desk then has the journal alone."""

    @rule(session=SESSIONS)
    def lose_the_checkpoint(self, session: int) -> None:
        self.place.checkpoint.drop()
        self.desks[session].checkpoint()
        self.place.checkpoint.drop()
        again = open_desk(self.place)
        assert again.tips() == list(self.model.values())
        again.checkpoint()


EXAMPLES = 15


def test_two_sessions_do_whatever_officers_do_and_lose_the_checkpoint(new_place: NewPlace) -> None:
    how = settings(max_examples=fewer(new_place("desk"), EXAMPLES), stateful_step_count=25)
    run_state_machine_as_test(lambda: LosingModel(new_place), settings=how)
