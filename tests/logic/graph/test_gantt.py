from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_app.logic.graph.gantt import (
    Axis,
    Bar,
    TaskRun,
    bar,
    busy_s,
    critical_path,
    max_parallel,
    overlapping,
    span_s,
)
from tui_app.models.status import Status
from tui_app.models.task_instance import TaskInstance

BEGIN = datetime(2026, 11, 21, 2, 0)
NOW = BEGIN + timedelta(hours=1)


def a_bar(start: int, end: int) -> Bar:
    return Bar(BEGIN + timedelta(minutes=start), BEGIN + timedelta(minutes=end))


BARS = st.dictionaries(
    st.integers(0, 7),
    st.tuples(st.integers(0, 60), st.integers(0, 30)).map(lambda both: a_bar(both[0], sum(both))),
)
BEFORE = st.lists(st.sets(st.integers(0, 7)), min_size=8, max_size=8)


def run(state: int, start: str | None = None, end: str | None = None) -> TaskRun:
    return TaskRun(Status.of(state), 1, start, end)


def test_a_record_gives_a_bar() -> None:
    task = TaskInstance.model_validate(
        {"status": 1, "startTime": "2026-11-21 02:00:00", "endTime": "2026-11-21 02:01:30.0", "type": 3}
    )
    assert bar(TaskRun.of(task), None) == Bar(BEGIN, BEGIN + timedelta(seconds=90))
    assert TaskRun.of(task).lasted == "1 m 30 s"


def test_the_bar_of_a_running_task_ends_now() -> None:
    assert bar(run(2, "2026-11-21 02:00:00"), NOW) == Bar(BEGIN, NOW, is_open=True)
    ahead = BEGIN + timedelta(hours=2)
    assert bar(run(2, "2026-11-21 04:00:00"), NOW) == Bar(ahead, ahead, is_open=True)


@pytest.mark.parametrize(
    ("task", "reason"),
    [
        (run(0), "not started"),
        (run(1), "no start in the record"),
        (run(-1, "soon"), "unreadable start: soon"),
        (run(1, "0001-01-01 00:00:00"), "unreadable start: 0001-01-01 00:00:00"),
        (run(-1, "2026-11-21 02:00:00"), "no end in the record"),
        (run(-1, "2026-11-21 02:00:00", "late"), "unreadable end: late"),
        (run(1, "2026-11-21 02:00:00", "2026-11-21 01:00:00"), "the record says it ended before it started"),
        (run(2, "2026-11-21 02:00:00"), "running; the server's time zone is unknown"),
    ],
)
def test_a_record_without_a_bar_has_a_reason(task: TaskRun, reason: str) -> None:
    assert bar(task, None) == reason


def test_the_critical_path_follows_the_predecessor_that_ended_last() -> None:
    bars = {0: a_bar(0, 1), 1: a_bar(1, 40), 2: a_bar(1, 5), 3: a_bar(40, 45), 4: a_bar(5, 20)}
    before = [[], [0], [0], [1, 2], [2]]
    assert critical_path(bars, before) == [0, 1, 3]
    assert critical_path({}, before) == []


def test_a_task_rerun_later_is_not_on_the_critical_path() -> None:
    bars = {0: a_bar(50, 55), 1: a_bar(0, 10), 2: a_bar(10, 60)}
    assert critical_path(bars, [[], [], [0, 1]]) == [1, 2]


@given(BARS, BEFORE)
def test_the_critical_path_is_a_path_and_no_longer_than_the_whole(
    bars: dict[int, Bar], before: list[set[int]]
) -> None:
    path = critical_path(bars, before)
    assert bool(path) == bool(bars)
    assert len(path) == len(set(path))
    assert all(source in before[target] for source, target in pairwise(path))
    assert busy_s(bars[place] for place in path) <= span_s(bars.values())
    if path:
        assert bars[path[-1]].end == max(one.end for one in bars.values())


@given(BARS)
def test_overlaps_are_mutual_and_within_the_maximum(bars: dict[int, Bar]) -> None:
    pairs = {(one, other) for one in bars for other in overlapping(bars, one)}
    assert pairs == {(other, one) for one, other in pairs}
    long = {place: one for place, one in bars.items() if one.seconds}
    alone = not any(overlapping(long, place) for place in long)
    assert (max_parallel(bars.values()) <= 1) == alone


def test_a_task_without_times_overlaps_nothing() -> None:
    assert overlapping({0: a_bar(0, 1)}, 5) == frozenset()


def test_adjacent_bars_do_not_overlap() -> None:
    bars = {0: a_bar(0, 10), 1: a_bar(10, 20), 2: a_bar(9, 11)}
    assert overlapping(bars, 0) == {2}
    assert max_parallel(bars.values()) == 2


def test_the_ticks_are_at_round_times() -> None:
    axis = Axis(BEGIN + timedelta(minutes=3), BEGIN + timedelta(minutes=63), 40)
    assert axis.ticks() == "        '02:15    '02:30    '02:45"
    seconds = Axis(BEGIN, BEGIN + timedelta(seconds=8), 40)
    assert seconds.ticks().split() == ["'02:00:00", "'02:00:05"]
    days = Axis(BEGIN, BEGIN + timedelta(days=9), 40)
    assert days.ticks().split() == ["'11-23", "'11-25", "'11-27"]
    assert Axis(BEGIN, BEGIN, 3).ticks() == ""
    assert Axis.over([], 10) is None


@given(BARS, st.integers(-3, 60))
def test_every_bar_has_a_column_on_the_axis(bars: dict[int, Bar], cells: int) -> None:
    axis = Axis.over(bars.values(), cells)
    for one in bars.values():
        assert axis is not None
        first, past = axis.stretch(one)
        assert 0 <= first < past <= axis.cells
        assert len(axis.ticks()) <= axis.cells
