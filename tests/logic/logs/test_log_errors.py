import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cost import cpu_s
from tui_app.logic.logs.log_errors import LogError, decisive, decisive_error, errors_in

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

During handling of the above exception, another exception occurred:

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


def told(*lines: str) -> list[tuple[str, str]]:
    return [(error.kind, error.summary) for error in errors_in(lines)]


def test_a_traceback_is_told_by_its_last_line() -> None:
    assert errors_in(TRACEBACK) == [LogError(1, 6, "Python traceback", "KeyError: 'power'", 5)]


def test_a_chain_of_tracebacks_is_one_error_told_by_the_last() -> None:
    assert errors_in(CHAINED) == [LogError(0, 10, "Python traceback", "ValueError: no power column", 9)]


def test_a_logger_s_prefix_does_not_hide_a_traceback() -> None:
    alike = [f"stderr| {line}" for line in TRACEBACK]
    assert errors_in(alike) == [LogError(1, 6, "Python traceback", "stderr| KeyError: 'power'", 5)]
    first_only = ["2026-11-22 ERROR job - " + TRACEBACK[1], *TRACEBACK[2:]]
    assert errors_in(first_only) == [LogError(0, 5, "Python traceback", "KeyError: 'power'", 4)]


def test_the_line_that_announces_a_stack_belongs_to_it() -> None:
    assert [(error.line, error.at) for error in errors_in(["ERROR: job failed", *TRACEBACK[1:]])] == [(0, 5)]


def test_a_traceback_without_an_end_is_an_error_all_the_same() -> None:
    assert errors_in(TRACEBACK[:4]) == [LogError(1, 4, "Python traceback", "run()", 3)]
    assert errors_in(TRACEBACK[:2])[0].end == 2


def test_a_java_stack_is_told_by_its_deepest_cause() -> None:
    cause = "Caused by: java.net.SocketTimeoutException: Read timed out"
    assert errors_in(JAVA) == [LogError(0, 8, "Java exception", cause, 6)]


def test_a_message_of_several_lines_does_not_part_a_stack_from_its_head() -> None:
    lines = [
        "a.b.CException: one",
        "",
        "The last packet came",
        "\tat a.b(C.java:1)",
        "Caused by: d.EError: two",
        "x",
    ]
    assert errors_in(lines) == [LogError(0, 5, "Java exception", "Caused by: d.EError: two", 4)]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("FAILED: SemanticException [Error 10001]: Line 1:14 Table not found 'x'", "Hive or Spark"),
        ("Error: Error while compiling statement: FAILED: ParseException line 1:0", "Hive or Spark"),
        ("Error: Error while compiling statement", "Hive or Spark"),
        ("Container killed by YARN for exceeding limits", "Hive or Spark"),
        ("Container killed on request. Exit code is 143", "Hive or Spark"),
        ("org.apache.spark.SparkException: Job aborted due to stage failure: Task 3", "Hive or Spark"),
        (
            "FAILED: Execution Error, return code 2 from org.apache.hadoop.hive.ql.exec.mr.MapRedTask",
            "exit code",
        ),
        ("Caused by: java.lang.OutOfMemoryError: Java heap space", "out of memory"),
        ("MemoryError", "out of memory"),
        ("process exited with exit code 137", "out of memory"),
        ("Container is running beyond physical memory limits", "out of memory"),
        ("run.sh: line 3: hdfss: command not found", "shell"),
        ("run.sh: line 14:  4711 Killed                  python job.py", "shell"),
        ("Killed", "shell"),
        ("cat: /data/x: No such file or directory", "shell"),
        ("process exited with code 1", "exit code"),
        ("exit code: 2", "exit code"),
        ("exit status 255", "exit code"),
        ('Exception in thread "main" java.lang.IllegalStateException: x', "Java exception"),
        ("KeyError: 'x'", "exception"),
        ("error: src refspec main does not match any", "exception"),
        ("2026-11-22 03:22:38,123 ERROR [main] Driver: gone", "error level"),
        ("[FATAL] no disk", "error level"),
        ("CRITICAL     loader: stop", "error level"),
    ],
)
def test_one_line_says_what_sort_of_error_it_is(line: str, kind: str) -> None:
    assert told("before", line, "after") == [(kind, line)]


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
        "level=ERROR_THRESHOLD",
        "INFO  will stop at the first ERROR",
        "WARN  Retry - read timed out",
        "INFO registered ErrorHandler and Exception mapper",
        "process exited with code 0",
        "exit code: 0",
        "Error: 0",
        "killed 0 sessions, memory 137 MB",
        "Total jobs FAILED 0",
    ],
)
def test_a_line_that_only_speaks_of_errors_is_none(line: str) -> None:
    assert told(line) == []


def test_a_retried_task_s_decisive_error_is_the_last_cause() -> None:
    log = [*TRACEBACK, "process exited with code 1"] * 3
    found = decisive_error(errors_in(log))
    assert found is not None
    assert (found.line, found.summary) == (2 * 8 + 1, "KeyError: 'power'")


def test_an_error_far_behind_a_cause_stands_for_itself() -> None:
    found = decisive_error(errors_in([*TRACEBACK, *["INFO going on"] * 60, "exit code 3"]))
    assert found is not None
    assert found.summary == "exit code 3"
    assert decisive_error([]) is None


def test_the_decisive_lines_keep_their_order_and_say_each_thing_once() -> None:
    log = [*TRACEBACK, "exit code 1"] * 3
    assert decisive(log, 4) == ["    run()", "    ^^^^^", "KeyError: 'power'", "exit code 1"]
    assert decisive(log, 1) == ["KeyError: 'power'"]


def test_room_that_is_left_tells_where_the_decisive_error_came_from() -> None:
    frames = [f'  File "step_{n}.py", line {n}' for n in range(20)]
    log = ["going on", "Traceback (most recent call last):", *frames, "KeyError: 'power'"]
    assert decisive(log, 8) == [*frames[-7:], "KeyError: 'power'"]
    assert decisive(log, 40) == log[1:]


def test_what_every_try_says_at_another_time_is_told_once() -> None:
    tries = [f"2026-11-22 23:{minute}:00,000 process exited with code 1" for minute in (10, 20, 30)]
    log = [line for end in tries for line in (*["INFO going on"] * 9, end)]
    assert [line for line in decisive(log, 6) if "exited" in line] == tries[-1:]


def test_without_an_error_the_end_is_decisive() -> None:
    assert decisive(["a", "b", "", "c", ""], 2) == ["b", "c"]
    assert decisive([]) == []


BITS = st.sampled_from(
    [*TRACEBACK, *CHAINED, *JAVA, "", "exit code 1", "ERROR x", "Killed", "text", "  text"]
)


@given(st.lists(BITS, max_size=40), st.integers(0, 10))
def test_errors_stand_in_order_within_the_log_and_apart(lines: list[str], since: int) -> None:
    past = since
    for error in errors_in(lines, since):
        assert past <= error.line <= error.at < error.end <= len(lines)
        assert error.summary == lines[error.at].strip()
        past = error.end


@given(st.lists(BITS, max_size=40), st.integers(1, 12))
def test_the_decisive_lines_are_few_and_in_the_order_of_the_log(lines: list[str], most: int) -> None:
    chosen = decisive(lines, most)
    assert len(chosen) <= most
    rest = iter(lines)
    assert all(line in rest for line in chosen)


@given(st.lists(st.text(max_size=200), max_size=20))
def test_any_text_can_be_read(lines: list[str]) -> None:
    errors_in(lines)
    decisive(lines)


@pytest.mark.parametrize(("piece", "end"), [("a.", "Error x"), ("A", "Exception"), (".", "Error:")])
def test_a_line_ten_times_as_long_takes_about_ten_times_as_long(piece: str, end: str) -> None:
    once, ten_times = ([piece * count + end] * 10 for count in (10_000, 100_000))
    assert cpu_s(lambda: errors_in(ten_times)) < 40 * cpu_s(lambda: errors_in(once))
