from collections.abc import Sequence
from itertools import pairwise
from typing import overload

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_app.logic.logs.decisive_line import (
    Outcome,
    decisive,
    decisive_error,
    last_words,
    navigable,
    run_in_words,
)
from tui_app.logic.logs.errors import errors_in, find_errors
from tui_app.logic.logs.rule import Role
from tui_app.logic.time_slicing import at_once

TRACEBACK = """\
INFO start
Traceback (most recent call last):
  File "a.py", line 3, in main
    run()
    ^^^^^
KeyError: 'power'
done""".splitlines()

CHAINED = """\
Traceback (most recent call last):
  File "a.py", line 1, in f
    x["a"]
KeyError: 'a'

The above exception was the direct cause of the following exception:

Traceback (most recent call last):
  File "a.py", line 3, in main
ValueError: no power column
after""".splitlines()

JAVA = """\
22:10:01 ERROR Engine - job failed
com.example.JobException: cannot go on
        at com.example.Job.run(Job.java:12)
        ... 3 more
Caused by: java.io.IOException: no route
        at java.io.X.y(X.java:1)
Caused by: java.net.SocketTimeoutException: Read timed out
        at java.net.Z.z(Z.java:2)
next""".splitlines()


def found(*lines: str) -> list[tuple[str, Role, str]]:
    return [(error.kind, error.role, error.summary) for error in errors_in(lines).errors]


def first(lines: Sequence[str], outcome: Outcome = Outcome.FAILED) -> str | None:
    error = decisive_error(errors_in(lines), outcome)
    return error.summary if error else None


def test_a_traceback_is_one_error_that_says_its_last_line() -> None:
    (error,) = errors_in(TRACEBACK).errors
    assert (error.line, error.at, error.message_end, error.end) == (1, 5, 6, 6)
    assert (error.kind, error.summary) == ("Python traceback", "KeyError: 'power'")


def test_a_chain_by_direct_cause_says_its_innermost_exception() -> None:
    (error,) = errors_in(CHAINED).errors
    assert (error.line, error.end, error.summary) == (0, 10, "KeyError: 'a'")


def test_a_prefix_before_every_line_or_the_first_does_not_hide_a_traceback() -> None:
    assert first([f"stderr| {line}" for line in TRACEBACK]) == "KeyError: 'power'"
    assert first(["2026-11-22 ERROR job - " + TRACEBACK[1], *TRACEBACK[2:]]) == "KeyError: 'power'"


def test_the_line_that_announces_a_stack_belongs_to_it() -> None:
    (error,) = errors_in(["ERROR: job failed", *TRACEBACK[1:]]).errors
    assert (error.line, error.at) == (0, 5)


def test_a_traceback_that_is_cut_off_says_nothing() -> None:
    (error,) = errors_in(TRACEBACK[:4]).errors
    assert error.role is Role.CONSEQUENCE


def test_a_java_stack_says_its_deepest_cause() -> None:
    (error,) = errors_in(JAVA).errors
    assert (error.line, error.at, error.end) == (0, 6, 8)
    assert error.summary.endswith("java.net.SocketTimeoutException: Read timed out")


def test_a_message_of_several_lines_does_not_part_a_stack_from_its_head() -> None:
    lines = [
        "a.b.CException: one",
        "",
        "The last packet came",
        "\tat a.b(C.java:1)",
        "Caused by: d.EError: two",
    ]
    (error,) = errors_in([*lines, "x"]).errors
    assert (error.line, error.at, error.end) == (0, 4, 5)


@pytest.mark.parametrize(
    "line",
    [
        "0 errors",
        "error_count=0",
        "errors: 0, warnings: 3",
        "ERROR: 0",
        "0 ERROR lines",
        "reading /data/ERROR/part-0",
        "hdfs://nn/log/ERROR.gz",
        "INFO  will stop at the first ERROR",
        "INFO registered ErrorHandler and Exception mapper",
        "process exited with code 0",
        "exit code: 0",
        "Error: 0",
        "killed 0 sessions, memory 137 MB",
        "Total jobs FAILED 0",
        "成功 2880 条，失败 0 条",
        "检查完成，无异常",
        "失败数：0",
    ],
)
def test_a_line_that_only_speaks_of_errors_is_none(line: str) -> None:
    assert [error for error in found(line) if error[1] is not Role.NOTICE] == []


def test_of_tries_without_a_head_the_last_same_error_is_decisive() -> None:
    error = decisive_error(errors_in([*TRACEBACK, "process exited with code 1"] * 3))
    assert error is not None
    assert (error.line, error.summary) == (2 * 8 + 1, "KeyError: 'power'")


def test_a_consequence_counts_at_no_distance() -> None:
    assert first([*TRACEBACK, *["INFO going on"] * 90, "exit code 3"]) == "KeyError: 'power'"


def test_a_run_that_succeeded_has_no_decisive_error() -> None:
    assert first(TRACEBACK, Outcome.SUCCEEDED) is None


def test_what_may_be_tolerated_is_decisive_only_in_a_run_that_failed() -> None:
    lines = ["rm: cannot remove 'x': No such file or directory", "done"]
    assert (first(lines, Outcome.FAILED), first(lines, Outcome.UNKNOWN)) == (lines[0], None)


def test_the_last_of_several_runs_counts_and_is_named() -> None:
    lines = ["attempt 1 of 3", "ERROR a: one", "attempt 2 of 3", "ERROR a: two"]
    index = errors_in(lines)
    assert (first(lines), run_in_words(index)) == ("two", "try 2 of 3")
    assert run_in_words(errors_in(["run num: 1", "run num: 2"])) == "last of 2 runs"
    assert run_in_words(errors_in(["text"])) == ""


def test_without_an_error_line_the_last_words_of_the_program_are_shown() -> None:
    lines = [f"part {n}" for n in range(20)] + ["process exited with code 4"]
    index = errors_in(lines)
    assert decisive_error(index) is None
    assert last_words(lines, index) == 19
    assert "part 19" in decisive(lines)


def test_the_steps_leave_notices_out_and_on_demand_consequences() -> None:
    index = errors_in([*TRACEBACK, "WARN disk is missing", "exit code 1"])
    assert [error.summary for error in navigable(index)] == ["KeyError: 'power'", "exit code 1"]
    assert [error.summary for error in navigable(index, causes_only=True)] == ["KeyError: 'power'"]


def test_the_decisive_error_is_stepped_to_even_if_it_is_a_consequence() -> None:
    index = errors_in(["java.lang.reflect.InvocationTargetException", "exit code 1"])
    (error,) = navigable(index, causes_only=True)
    assert error is decisive_error(index)


def test_a_long_line_keeps_its_beginning_and_its_end() -> None:
    (error,) = errors_in(["ERROR a: " + "x" * 9_000 + " the end"]).errors
    assert error.summary.startswith("xxx") and error.summary.endswith("the end")
    assert len(error.summary) < 2_100


BITS = st.sampled_from(
    [
        *TRACEBACK,
        *CHAINED,
        *JAVA,
        "",
        "exit code 1",
        "ERROR x",
        "ERROR x:",
        "Killed",
        "text",
        "  text",
        "run num: 2",
        "During handling of the above exception, another exception occurred:",
        "FAILED: no",
        "失败原因：",
        "a: b: Is a directory",
    ]
)
LOGS = st.lists(BITS | st.text(max_size=40), max_size=40)


@given(LOGS)
def test_errors_stand_in_order_within_the_log_and_apart(lines: list[str]) -> None:
    errors = errors_in(lines).errors
    for error in errors:
        assert 0 <= error.line <= error.at < error.message_end <= error.end <= len(lines)
    assert all(before.end <= after.line for before, after in pairwise(errors))


@given(LOGS, st.integers(1, 12), st.sampled_from(Outcome))
def test_the_quoted_lines_are_few_in_order_and_hold_the_decisive_one(
    lines: list[str], most: int, outcome: Outcome
) -> None:
    chosen = decisive(lines, most, outcome)
    assert len(chosen) <= most
    rest = iter(lines)
    assert all(line in rest for line in chosen)
    error = decisive_error(errors_in(lines), outcome)
    assert error is None or lines[error.at] in chosen


@given(LOGS, st.integers(0, 40))
def test_a_log_that_grows_has_the_same_errors_as_the_whole(lines: list[str], at: int) -> None:
    # A prefix is found from the first lines; those here share none.
    lines = ["begin", *lines]
    known = errors_in(lines[:at])
    grown = at_once(find_errors(lines, known, min(at, len(lines))))
    assert grown == errors_in(lines)


class Counted(Sequence[str]):
    """Lines that count how often they are read."""

    def __init__(self, lines: list[str]) -> None:
        self.lines, self.reads = lines, 0

    def __len__(self) -> int:
        return len(self.lines)

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> list[str]: ...
    def __getitem__(self, index: int | slice) -> str | list[str]:
        got = self.lines[index]
        self.reads += 1 if isinstance(got, str) else len(got)
        return got


@given(st.lists(BITS, min_size=1, max_size=12))
def test_twice_the_log_takes_twice_the_reads(lines: list[str]) -> None:
    once, twice = Counted(lines * 100), Counted(lines * 200)
    errors_in(once)
    errors_in(twice)
    assert twice.reads <= 2.5 * once.reads + 400
