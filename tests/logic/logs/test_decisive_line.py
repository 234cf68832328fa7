"""The choice of the decisive error by the status of the run."""

import pytest

from tui_app.logic.logs.decisive_line import Outcome
from tui_app.models.status import Status


@pytest.mark.parametrize(
    ("state", "outcome"),
    [
        (Status.of(1), Outcome.SUCCEEDED),
        (Status.of(-1), Outcome.FAILED),
        (Status.of(7), Outcome.FAILED),
        (Status.of(8), Outcome.UNKNOWN),
        (Status.of(2), Outcome.UNKNOWN),
        (Status.of(77), Outcome.UNKNOWN),
        (Status.of(1, "FAIL"), Outcome.UNKNOWN),
    ],
    ids=str,
)
def test_a_status_that_contradicts_itself_leaves_the_outcome_unknown(state: Status, outcome: Outcome) -> None:
    assert Outcome.of(state) is outcome
