"""Is this normal: figures of the runs before, and what is said of them."""

from datetime import UTC, datetime, timedelta, timezone
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_app.logic.runs.history_stats import PastRun, bars, ratio, run_of, times_the_usual, usual, verdict
from tui_app.models.flow_instance import FlowInstance
from tui_app.models.ids import TaskInstanceId
from tui_app.models.status import Status
from tui_app.models.task_instance import TaskInstance

CODES = {"+": 1, "-": -1, "c": 8, ">": 2, "?": 42, ".": 5}
RUNS = st.lists(
    st.builds(
        lambda sign, lasted: a_run(sign, lasted),
        st.sampled_from(list(CODES)),
        st.none() | st.integers(0, 10**6),
    ),
    max_size=25,
)


def a_run(sign: str, lasted_s: float | None = 100, night: int = 0) -> PastRun:
    return PastRun(TaskInstanceId(f"7-{2026113000 - 100 * night}"), Status.of(CODES[sign]), None, lasted_s)


def before(signs: str) -> list[PastRun]:
    return [a_run(sign, 100 + night, night + 1) for night, sign in enumerate(signs)]


@given(RUNS, RUNS.filter(bool))
def test_something_is_said_of_any_runs(runs: list[PastRun], this: list[PastRun]) -> None:
    for is_all in (True, False):
        assert all(line.endswith(".") for line in verdict(this[0], runs, is_all))


@given(RUNS)
def test_the_usual_is_that_of_the_good_runs_alone(runs: list[PastRun]) -> None:
    lasted = [run.lasted_s for run in runs if run.is_good and run.lasted_s is not None]
    base = usual(runs)
    if base is None:
        assert len(lasted) < 3
        return
    assert base.median_s == median(lasted)
    assert base.median_s <= base.p95_s <= max(lasted)
    assert sum(one <= base.p95_s for one in lasted) >= 0.95 * len(lasted)
    assert base == usual(list(reversed(runs)))


@pytest.mark.parametrize(
    ("sign", "lasted_s", "words"),
    [
        ("+", 180, "1.8x the usual"),
        ("-", 692, "6.9x the usual"),
        ("+", 110, "as long as usual"),
        ("+", 40, "0.4x the usual"),
        ("+", 1, "less than 0.1x the usual"),
        (">", 300, "3.0x the usual already"),
        (">", 20, "not yet as long as usual"),
        ("+", None, ""),
    ],
)
def test_a_run_is_compared_in_words(sign: str, lasted_s: float | None, words: str) -> None:
    base = usual([a_run("+", 100)] * 3)
    assert times_the_usual(a_run(sign, lasted_s), base) == words


def test_too_few_runs_are_not_compared() -> None:
    assert usual(before("++---")) is None
    assert ratio(a_run("+"), None) is None
    assert ratio(a_run("+"), usual([a_run("+", 0)] * 3)) is None
    assert verdict(a_run("+"), before("+-"), True)[0] == "Too few runs to compare with: 1 good run before it."
    assert verdict(a_run("+"), [], True) == ["Too few runs to compare with: no good run before it."]


@pytest.mark.parametrize(
    ("this", "runs", "is_all", "words"),
    [
        ("-", "+++", True, "First failure after 3 successes in a row."),
        ("-", "+++", False, "First failure after at least 3 successes in a row."),
        ("-", "+-+", True, "First failure after one success; the last failure before was 7-2026112800."),
        ("-", "--+++-", True, "Failed 3 times in a row, first in 7-2026112800, after 3 successes in a row; "
         "the last failure before was 7-2026112400."),
        ("-", "--", True, "Failed 3 times in a row, first in 7-2026112800."),
        ("-", "--", False, "Failed at least 3 times in a row."),
        ("-", "c.?+", True, "First failure after one success."),
        ("+", "++-", True, "Success number 3 in a row; the last failure before was 7-2026112700."),
        ("+", "++", False, "Success number at least 3 in a row."),
        ("+", "-+", True, "First success after the failure of 7-2026112900."),
        (">", "++-", True, "Previous runs: 2 successes in a row; the last failure before was 7-2026112700."),
        (".", "-", True, "The previous run failed: 7-2026112900."),
        ("?", "+", False, "Previous runs: at least 1 success in a row."),
    ],
)  # fmt: skip
def test_streaks_skip_runs_without_an_outcome(this: str, runs: str, is_all: bool, words: str) -> None:
    assert verdict(a_run(this), before(runs), is_all)[-1] == words


def test_a_slow_run_is_compared_with_the_median() -> None:
    (said, _) = verdict(a_run("+", 183), before("++++-"), True)
    assert said == "Took 3 m 03 s, 1.8x the usual: median 1 m 41 s, p95 1 m 43 s of 4 good runs."
    (said, _) = verdict(a_run("+", None), before("+++"), True)
    assert said == "Usual duration: median 1 m 41 s, p95 1 m 42 s of 3 good runs."


CHINA = timezone(timedelta(hours=8))
NOW = datetime(2021, 2, 2, 11, 50, tzinfo=UTC)


def record(**fields: object) -> TaskInstance:
    return TaskInstance.model_validate({"triggerTime": "2021-02-02 19:35:00", "status": 1} | fields)


def test_a_record_becomes_a_run() -> None:
    ended = record(startTime="2021-02-02 19:35:24", endTime="2021-02-02 19:38:07", recallNum=0, recallLimit=3)
    run = run_of(TaskInstanceId("7-2021020211"), ended, CHINA, NOW)
    assert (run.lasted_s, run.tries, run.planned) == (163, "1 of 4", "2021-02-02 19:35:00")
    flow = FlowInstance.model_validate({"status": 1, "startTime": "2021-02-02 19:35:24"})
    assert run_of(TaskInstanceId("7-2021020211"), flow, CHINA, NOW).lasted_s is None


def test_a_running_one_has_lasted_till_now_if_its_zone_is_sure() -> None:
    running = record(status=2, startTime="2021-02-02 19:40:00")
    some_id = TaskInstanceId("7-2021020211")
    assert run_of(some_id, running, CHINA, NOW).lasted_s == 600
    assert run_of(some_id, running, None, NOW).lasted_s is None
    shifted = record(status=2, startTime="2021-02-02 11:40:00")
    assert run_of(some_id, shifted, CHINA, NOW).lasted_s is None
    backwards = record(startTime="2021-02-02 19:40:00", endTime="2021-02-02 19:30:00")
    assert run_of(some_id, backwards, CHINA, NOW).lasted_s is None


@given(st.lists(st.none() | st.floats(0, 10**6), max_size=20), st.integers(2, 8))
def test_bars_keep_order_and_the_longest_reaches_the_top(lasted: list[float | None], levels: int) -> None:
    heights = bars(lasted, levels)
    assert [height is None for height in heights] == [one is None for one in lasted]
    known = [(one, height) for one, height in zip(lasted, heights, strict=True) if one is not None and height]
    assert all(1 <= height <= levels for _, height in known)
    assert [h for _, h in sorted(known)] == sorted(h for _, h in known)
    if any(one for one, _ in known):
        assert max(known)[1] == levels
