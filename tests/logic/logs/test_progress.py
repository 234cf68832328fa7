"""The decisive line is found in the last state of progress bars, and a bar is no part of its message."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cost import cpu_s
from tui_app.logic.logs.decisive_line import Outcome, decisive_error
from tui_app.logic.logs.errors import errors_in
from tui_app.logic.logs.line_prefix import take_apart
from tui_app.logic.logs.progress import BARS, Bar, end_of_bar
from tui_app.logic.logs.text import lines_of

TQDM = "".join(
    f"\rload: {done:3}%|{'█' * (done // 10):10}| {done}/100 [00:01<00:01, 30.1it/s]" for done in range(46)
)
TRACEBACK = """\
Traceback (most recent call last):
  File "load.py", line 9, in main
    load(row)
ValueError: could not convert string to float: 'N/A'
"""
CURL = (
    "  % Total    % Received % Xferd  Average Speed   Time    Time     Time  Current\n"
    "                                 Dload  Upload   Total   Spent    Left  Speed\n"
    "\r  0     0    0     0    0     0      0      0 --:--:-- --:--:-- --:--:--     0"
    "\r  0     0    0     0    0     0      0      0 --:--:--  0:00:05 --:--:--     0"
    "curl: (6) Could not resolve host: files.example.com\n"
)
PIP = "".join(
    f"\r\x1b[2K     \x1b[38;5;197m{'━' * done}\x1b[0m \x1b[32m{done}.1/12.3 MB\x1b[0m \x1b[31m5.6 MB/s\x1b[0m"
    for done in range(12)
)
NO_SPACE = "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device\n"
SPARK = "".join(f"\r[Stage 0:{'=' * done + '>':20}({done} + 2) / 10]" for done in range(5))
SPARK_ERROR = (
    "26/11/23 01:02:03 ERROR Executor: Exception in task 3.0 in stage 0.0 (TID 3)\n"
    "java.lang.ArithmeticException: / by zero\n\tat com.example.Job.run(Job.java:12)\n"
)
NO_FILE = (
    'Exception in thread "main" org.apache.spark.SparkException: Job aborted due to stage failure\n'
    "\tat org.apache.spark.X.run(X.scala:3)\n"
    "Caused by: java.io.FileNotFoundException: /data/in/part-0001 does not exist\n\tat a.b.C.d(C.java:3)\n"
)
DENIED = "ERROR 1045 (28000) at line 3: Access denied for user 'etl'@'10.0.0.1' (using password: YES)\n"
HIVE = (
    "2026-11-23 01:00:00,123 Stage-1 map = 0%,  reduce = 0%\r"
    "2026-11-23 01:00:05,123 Stage-1 map = 50%,  reduce = 0%\r"
)
HIVE_FAILED = "FAILED: SemanticException [Error 10001]: Line 1:14 Table not found 'ods_wind'\n"
TEZ = (
    "VERTICES: 00/03  [>>----------] 0%    ELAPSED TIME: 1.02 s\r"
    "VERTICES: 02/03  [=======>>---] 66%   ELAPSED TIME: 9.02 s\r"
)
RSYNC = "      32,768   0%    0.00kB/s    0:00:00\r  1,048,576  45%   10.00MB/s    0:00:01"
RSYNC_FAILED = 'rsync: write failed on "/data/x": No space left on device (28)\n'


@pytest.mark.parametrize(
    ("log", "row", "message"),
    [
        (TQDM + TRACEBACK, 3, "ValueError: could not convert string to float: 'N/A'"),
        (TQDM + "\r" + TRACEBACK, 3, "ValueError: could not convert string to float: 'N/A'"),
        (TQDM + "\n" + TRACEBACK, 4, "ValueError: could not convert string to float: 'N/A'"),
        (CURL, 2, "curl: (6) Could not resolve host: files.example.com"),
        (PIP + "\n" + NO_SPACE, 1, NO_SPACE.strip()),
        (PIP + NO_SPACE, 0, NO_SPACE.strip()),
        (SPARK + SPARK_ERROR, 1, "java.lang.ArithmeticException: / by zero"),
        (
            SPARK + "\r" + " " * 60 + "\r" + NO_FILE,
            2,
            "Caused by: java.io.FileNotFoundException: /data/in/part-0001 does not exist",
        ),
        ("stage 1 of 4\r stage 2 of 4\r" + DENIED, 0, DENIED.strip()),
        ("10%\b\b\b20%\b\b\b" + DENIED, 0, DENIED.strip()),
        (HIVE + HIVE_FAILED, 0, HIVE_FAILED.strip()),
        (TEZ + HIVE_FAILED, 0, HIVE_FAILED.strip()),
        (RSYNC + RSYNC_FAILED, 0, RSYNC_FAILED.strip()),
        ("E\bER\bRR\bRO\bOR\bR:\b: disk full\n", 0, "ERROR: disk full"),
    ],
)
@pytest.mark.parametrize("before", [0, 5])
def test_the_decisive_line_is_found_behind_a_bar(log: str, row: int, message: str, before: int) -> None:
    lines = lines_of("begin\n" * before + log)
    error = decisive_error(errors_in(lines), Outcome.FAILED)
    assert error is not None
    assert error.at == row + before
    assert message.endswith(error.summary)
    assert len(message) - len(error.summary) < 10


@pytest.mark.parametrize(
    "log", [TQDM, CURL.partition("curl:")[0], PIP, SPARK, HIVE, TEZ, RSYNC, "|\b/\b-\b\\\b" * 9]
)
def test_a_bar_alone_is_no_error(log: str) -> None:
    assert errors_in(lines_of(log)).errors == ()
    assert errors_in(lines_of(log + "\n" + "done\n")).errors == ()


@pytest.mark.parametrize(("bar", "example"), [(bar, example) for bar in BARS for example in bar.examples])
def test_an_example_of_a_bar_is_one_to_its_end(bar: Bar, example: str) -> None:
    assert end_of_bar(example) == 0
    assert end_of_bar(f"{example}ERROR: full") == len(example)
    assert take_apart(f"{example}ERROR: full").message == "full"


@pytest.mark.parametrize(
    "line",
    [
        "45% of rows failed",
        "[Stage 3] ERROR: full",
        "a | b | c [d]",
        "5.6 MB/s was the speed",
        "--:--:-- is no time",
        "",
    ],
)
def test_other_lines_have_no_bar(line: str) -> None:
    assert end_of_bar(line) == 0


@given(
    st.sampled_from(["45%|", "[Stage 3:", "B/s", "━", "1 ", "  ", "0:00:01 ", "%", "|", "[", "]"]).map(str)
)
def test_no_line_makes_the_search_slow(part: str) -> None:
    def search(times: int) -> float:
        return cpu_s(lambda: end_of_bar("B/s" + part * times))

    assert search(20_000) < 40 * search(2_000) + 0.01
