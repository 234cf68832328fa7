"""Fingerprints: runs of one fault share one, runs of different faults never do."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cost import costs_in_proportion
from tui_app.logic.logs.fingerprint import MASKINGS, fingerprint
from tui_app.logic.why.explanation import excerpt

EXAMPLES = [example for masking in MASKINGS for example in masking.examples]

SAME = {
    "another night, file part and folder": (
        "FileNotFoundError: [Errno 2] No such file or directory: '/data/in/2026-11-20/part-0001.csv'",
        "FileNotFoundError: [Errno 2] No such file or directory: '/data/in/2026-11-21/part-0007.csv'",
    ),
    "another number of rows": ("only 97 of 120 rows were loaded", "only 1,204 of 1,300 rows were loaded"),
    "another executor and container": (
        "ExecutorLostFailure (executor 17 exited): Container container_1699_0001_01_000018 was killed",
        "ExecutorLostFailure (executor 3 exited): Container container_1701_0142_02_000004 was killed",
    ),
    "another task instance": ("no partition of 118979-2021020211", "no partition of 118979-2021020311"),
    "another worker at another port": (
        "Connection reset by peer: worker-17.prod.internal/10.2.3.4:41233",
        "Connection reset by peer: worker-04.prod.internal/10.2.7.9:55012",
    ),
    "another object": ("<Pool object at 0x7f11> is closed", "<Pool object at 0x7fbe2240> is closed"),
    "another session": (
        "session 3f1a7c52-9d3e-4c11-8b7a-0242ac120002 expired at 2026-11-20 02:13:05",
        "session 8d20b9e4-1111-4c11-8b7a-0242ac120002 expired at 2026-11-21 02:14:59,120",
    ),
    "another duration in another unit": ("no answer after 58 s", "no answer after 3 min 2 s"),
    "another line of a generated script": (
        "line 3:12 mismatched input 'form'",
        "line 14:2 mismatched input 'form'",
    ),
    "another list": ("turbines 3, 17 and 22 have no data", "turbines 5, 9 have no data"),
    "other blanks": ("no  such\ttable", "no such table."),
}

DIFFERENT = (
    "KeyError: 'turbine_id'",
    "KeyError: 'turbine'",
    "IndexError: list index out of range",
    "ORA-00942: table or view does not exist",
    "ORA-01017: invalid username/password; logon denied",
    "HTTP 404 from https://api.internal/v1/upload",
    "HTTP 503 from https://api.internal/v1/upload",
    "HTTP/1.1 500 from the upload",
    "HTTP/1.1 401 from the upload",
    "[Errno 13] Permission denied: '/data/out/a.csv'",
    "[Errno 2] No such file or directory: '/data/out/a.csv'",
    "[Errno 2] No such file or directory: '/data/out/b.csv'",
    "Connection refused: 10.0.0.5:5432",
    "Connection refused: 10.0.0.5:9092",
    "OperationalError: (1045, 'no')",
    "OperationalError: (2003, 'no')",
    "ERROR 1146 (42S02): no table",
    "ERROR 1054 (42S22): no table",
    "Code: 60. DB::Exception: Received from clickhouse",
    "Code: 241. DB::Exception: Received from clickhouse",
    "exit status 137",
    "exit status 143",
    "killed by signal 9",
    "killed by signal 11",
    "cannot cast int64 to int32",
    "cannot cast int32 to int64",
    "java.lang.NullPointerException",
    "java.lang.IllegalStateException",
    "java.net.ConnectException: timed out",
    "java.net.UnknownHostException: db",
    "Table orders_20261127 is missing",
    "Table customers_20261127 is missing",
    "column 7 is not a number",
    "row 7 is not a number",
    "\u78c1\u76d8\u7a7a\u95f4\u4e0d\u8db3",
    "\u8fde\u63a5\u8d85\u65f6",
)

SAYS_NOTHING = (
    "",
    "17",
    "2026-11-27 02:13:05",
    "3f1a7c52-9d3e-4c11-8b7a-0242ac120002",
    "{n} - : 5",
    "-- 0x7f",
)


@pytest.mark.parametrize(("message", "masked"), EXAMPLES)
def test_each_example_of_the_table_is_masked_as_the_table_says(message: str, masked: str) -> None:
    assert fingerprint(message) == masked


def test_each_masking_is_what_its_first_example_needs() -> None:
    assert all(one.examples for one in MASKINGS)
    masked = [one for one in MASKINGS if one.mask]
    assert all(one.examples[0][0] != one.examples[0][1] for one in masked)


@pytest.mark.parametrize("what", SAME)
def test_the_same_fault_in_another_run_has_the_same_fingerprint(what: str) -> None:
    one, other = SAME[what]
    assert fingerprint(one) == fingerprint(other) != ""


def test_two_different_faults_never_share_a_fingerprint() -> None:
    faults = [*DIFFERENT, *(pair[0] for pair in SAME.values())]
    shared = [pair for pair in combinations(faults, 2) if fingerprint(pair[0]) == fingerprint(pair[1])]
    assert shared == []


@pytest.mark.parametrize("message", SAYS_NOTHING)
def test_a_message_of_which_nothing_is_left_has_no_fingerprint(message: str) -> None:
    assert fingerprint(message) == ""


@pytest.mark.parametrize(
    "log",
    ["starting\nCommand exited with code 1\n", "all is well\n", ""],
)
def test_a_log_that_only_says_that_it_failed_has_no_fingerprint(log: str) -> None:
    assert excerpt(log).fingerprint == ""


def test_a_log_has_the_fingerprint_of_its_decisive_message() -> None:
    log = "Traceback (most recent call last):\n  File \"a.py\", line 3, in f\nKeyError: 'turbine_17'\n"
    assert excerpt(log).fingerprint == "KeyError: 'turbine_{n}'"


@given(st.text(max_size=400), st.integers(0, 10**9), st.integers(0, 10**9))
def test_numbers_set_apart_never_make_a_difference(text: str, one: int, other: int) -> None:
    assert fingerprint(f"{text} \u2014 {one} rows") == fingerprint(f"{text} \u2014 {other} rows")


@given(st.text(max_size=300))
def test_any_text_has_a_fingerprint_on_one_line(text: str) -> None:
    assert "\n" not in fingerprint(text)


@pytest.mark.parametrize(
    "piece", ["a", "1", "a1", "/a", "1:", "a.", "1.", "x@", "://", "Nov 1 ", "[:", "0x", "1 s "]
)
def test_the_time_grows_no_faster_than_the_text(piece: str) -> None:
    assert costs_in_proportion(lambda size: fingerprint((piece * size)[:size]), 4_000, free_s=0.002)
