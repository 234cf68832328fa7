"""The sentence about earlier runs of the same error."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_app.logic.runs.recurrence import EarlierRun, Outcome, recurrence_in_words
from tui_app.models.ids import TaskInstanceId

OUTCOMES = {"S": Outcome.SAME, "o": Outcome.OTHER, "g": Outcome.SUCCEEDED, "?": Outcome.UNKNOWN}


def runs(outcomes: str, *planned: str) -> list[EarlierRun]:
    """Earlier runs, the latest first, on the days before 2026-11-22 where no times are given."""
    times = [*planned, *(f"2026-11-{21 - back:02} 06:15:00" for back in range(len(planned), len(outcomes)))]
    return [
        EarlierRun(TaskInstanceId(f"9-20261121{back:02}"), time, OUTCOMES[one])
        for back, (one, time) in enumerate(zip(outcomes, times, strict=True))
    ]


@pytest.mark.parametrize(
    ("earlier", "sentence"),
    [
        (runs("SS"), "Same error as on 11-20 and 11-21"),
        (runs("gSgSoS"), "Same error as on 11-16, 11-18 and 11-20"),
        (runs("?S"), "Same error as on 11-20"),
        (runs("g" * 10), "Error not seen in the last 10 runs"),
        (runs("ogo?"), "Error not seen in the last 3 runs"),
        (runs("o"), "Error not seen in the run before"),
        (runs("?gg"), ""),
        ([], ""),
        (
            runs("SS", "2026-11-22 05:00:00", "2026-11-22 04:00:00"),
            "Same error as on 11-22 04:00 and 11-22 05:00",
        ),
        (runs("S", "2025-12-31 06:15:00"), "Same error as on 2025-12-31"),
        (runs("S", ""), "Same error as on 9-2026112100"),
    ],
)
def test_the_sentence_names_the_runs_or_how_many_were_looked_at(
    earlier: list[EarlierRun], sentence: str
) -> None:
    assert recurrence_in_words("2026-11-22 06:15:00", earlier) == sentence


@given(st.text("Sog?", max_size=12))
def test_a_run_that_was_not_read_is_never_counted(outcomes: str) -> None:
    sentence = recurrence_in_words("2026-11-22 06:15:00", runs(outcomes))
    if "S" in outcomes:
        assert sentence.startswith("Same error as on ")
    else:
        known = outcomes.partition("?")[0]
        assert (str(len(known)) in sentence or len(known) == 1) if known else not sentence
