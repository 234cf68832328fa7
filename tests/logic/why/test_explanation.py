from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from tui_app.logic.why.explanation import Why, excerpt, in_one_sentence, times_in_words, tries_in_words
from tui_app.logic.why.root_cause import Finding, Verdict, trace
from tui_app.logic.why.rows import WhyKeys, plain_lines, rows
from tui_app.models.flow_instance import FlowInstance
from tui_app.models.ids import FlowInstanceId, TaskInstanceId
from tui_app.models.lookup import FlowLookup, Response, TaskLookup
from tui_app.models.task_instance import TaskInstance

NOW = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
CHINA = timezone(timedelta(hours=8))
FLOW = "9-2026112100"
KEYS = WhyKeys("f5", "f6")
States = dict[int, str]


def a_task(number: int, **fields: Any) -> TaskLookup:
    task = TaskInstance.model_validate({"flowInstId": FLOW, "taskName": f"task {number}"} | fields)
    answer = Response(b"", "", None, NOW, 0.1)
    return TaskLookup(TaskInstanceId(f"{number}-2026112100"), task, {}, ".data", answer)


def a_flow(states: States, status: int = 2) -> FlowInstance:
    """Tasks one after the other."""
    tasks = [
        {"nodeId": n, "taskInstId": f"{n}-2026112100", "taskName": f"task {n}", "status": state}
        for n, state in states.items()
    ]
    relations = [{"source": n, "target": n + 1} for n in states]
    return FlowInstance.model_validate({"status": status, "graph": {"tasks": tasks, "relations": relations}})


def why(states: States, status: int, cause: TaskLookup | None = None) -> Why:
    """The last task's."""
    here = a_task(max(states), status=status)
    return Why(here, trace(here, {FLOW: a_flow(states)}), cause)


def said(answer: Why) -> str:
    return in_one_sentence(answer, CHINA, NOW)


@pytest.mark.parametrize(
    ("states", "status", "sentence"),
    [
        ({1: "FAIL", 2: "WAIT"}, 5, "task 1 is FAIL, 1 step upstream."),
        ({1: "FAIL", 2: "WAIT", 3: "INIT"}, 0, "task 1 is FAIL, 2 steps upstream."),
        ({1: "SUCCESS", 2: "FAIL"}, -1, "It failed, and nothing upstream has failed."),
        ({1: "SUCCESS", 2: "CANCEL"}, 8, "It was cancelled, and nothing upstream has failed."),
        ({1: "RUNNING", 2: "WAIT"}, 5, "Nothing has failed. It waits for task 1, RUNNING."),
        (
            {1: "RUNNING", 2: "WAIT", 3: "INIT"},
            0,
            "Nothing has failed. It waits for task 2, WAIT; first of all for task 1, RUNNING.",
        ),
        (
            {1: "SUCCESS", 2: "READY"},
            6,
            "It is ready to start; nothing upstream has failed or is still to end.",
        ),
        ({1: "SUCCESS", 2: "SUCCESS"}, 1, "It succeeded: there is nothing to explain."),
        ({1: "SUCCESS", 2: "SKIP"}, 10, "It was skipped: there is nothing to explain."),
    ],
)
def test_the_answer_is_one_sentence(states: States, status: int, sentence: str) -> None:
    assert said(why(states, status)) == sentence


def test_the_record_of_the_cause_makes_the_sentence_fuller() -> None:
    record = a_task(1, status=-1, recallNum=3, recallLimit=3, startTime="2026-11-23 07:00:00")
    assert said(why({1: "FAIL", 2: "WAIT"}, 5, record)) == "task 1 failed, on try 4 of 4, 1 step upstream."
    runs = a_task(1, status=2, startTime="2026-11-23 07:00:00")
    text = said(why({1: "RUNNING", 2: "WAIT"}, 5, runs))
    assert text == "Nothing has failed. It waits for task 1, running for 30 m 00 s."


def test_a_cause_that_has_run_again_since_is_told() -> None:
    again = a_task(1, status=1)
    assert why({1: "FAIL", 2: "WAIT"}, 5, again).notes == (
        "The graph says FAIL of the cause, its own record SUCCESS: run again since?",
    )


def test_a_flow_instance_says_it_of_its_tasks() -> None:
    def of(states: States, status: int) -> str:
        flow = a_flow(states, status)
        found = FlowLookup(FlowInstanceId(FLOW), flow, {}, ".data", Response(b"", "", None, NOW, 0.1))
        return said(Why(found, trace(found, {FLOW: flow})))

    assert of({1: "FAIL", 2: "WAIT"}, -1) == "task 1 is FAIL."
    assert of({1: "RUNNING", 2: "WAIT"}, 2) == "Nothing has failed. Still to end: task 1, RUNNING."
    assert of({1: "SUCCESS"}, -1) == "It failed, but no task of it has failed."
    assert of({1: "SUCCESS"}, 2).startswith("It is running; nothing upstream")


def test_what_is_not_known_is_said_plainly() -> None:
    assert said(Why(a_task(1, status=5), Finding(Verdict.UNKNOWN))) == "What it waits for is not known."


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({}, "not started"),
        ({"triggerTime": "2026-11-23 06:15:00"}, "not started, planned 2026-11-23 06:15:00"),
        ({"startTime": "2026-11-23 07:00:00"}, "since 2026-11-23 07:00:00"),
        (
            {
                "triggerTime": "2026-11-23 06:15:00",
                "startTime": "2026-11-23 07:00:00",
                "endTime": "2026-11-24 07:00:05",
            },
            "2026-11-23 07:00:00 to 2026-11-24 07:00:05 (1 d 0 h), planned 06:15:00",
        ),
        ({"endTime": "soon"}, "? to soon"),
    ],
)
def test_times_stand_as_they_came_the_day_only_where_it_differs(fields: dict[str, str], text: str) -> None:
    assert times_in_words(TaskInstance.model_validate(fields)) == text


def test_tries_tell_a_rerun_and_a_limit_that_was_passed() -> None:
    task = TaskInstance.model_validate({"recallNum": 0, "recallLimit": 3, "runNum": 2, "isTimeout": True})
    assert tries_in_words(task) == "try 1 of 4, run 2, over its time limit"
    assert tries_in_words(TaskInstance()) == "tries not told"


def test_the_page_as_text_holds_all_of_it() -> None:
    answer = why({1: "FAIL", 2: "WAIT"}, 5, a_task(1, status=-1, cmd="run\nmore"))
    page = Why(answer.found, answer.finding, answer.cause, excerpt("fine\nKeyError: 'x'\n"))
    assert plain_lines(rows(page, CHINA, NOW, KEYS)) == [
        "task 1 failed, 1 step upstream.",
        "KeyError: 'x'",
        "from the cause to this run",
        "  ✗ FAIL (-1)  1-2026112100  task 1  the cause",
        "  ◌ WAIT (5)  2-2026112100  task 2  this run",
        "the cause",
        "  ran: not started",
        "  tries: tries not told",
        "  command: run",
        "2 of 2 lines of its log, f6 reads them all",
        "  fine",
        "  KeyError: 'x'",
    ]
    quiet = plain_lines(rows(Why(page.found, page.finding, None, excerpt("a\n")), None, NOW, KEYS))
    assert "no line says why: the last 1 of 1 lines of its log, f6 reads them all" in quiet
    empty = rows(Why(page.found, page.finding, None, excerpt("")), None, NOW, KEYS)
    assert empty[-1].text == "its log is empty"
