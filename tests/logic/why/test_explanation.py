import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from tui_app.logic.why.explanation import Explanation, LogExcerpt, excerpt
from tui_app.logic.why.explanation_json import as_values
from tui_app.logic.why.page import WhyKeys, plain_lines, rows
from tui_app.logic.why.root_cause import analyze
from tui_app.logic.why.sentence import REMARKS, in_one_sentence, times_in_words, tries_in_words
from tui_app.models.flow_instance import FlowInstance
from tui_app.models.ids import FlowInstanceId, TaskInstanceId
from tui_app.models.lookup import FlowLookup, Response, TaskLookup
from tui_app.models.status import Status
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


def why(
    states: States, status: int, cause: TaskLookup | None = None, log: LogExcerpt | None = None
) -> Explanation:
    """The last task's."""
    here = a_task(max(states), status=status)
    records: dict[str, TaskLookup | str] = {} if cause is None else {cause.id.text: cause}
    return Explanation(here, analyze(here, {FLOW: a_flow(states)}, records), log)


def said(answer: Explanation) -> str:
    return in_one_sentence(answer, CHINA, NOW)


@pytest.mark.parametrize(
    ("states", "status", "sentence"),
    [
        ({1: "FAIL", 2: "WAIT"}, 5, "task 1 is FAIL, 1 step upstream."),
        ({1: "FAIL", 2: "WAIT", 3: "INIT"}, 0, "task 1 is FAIL, 2 steps upstream."),
        ({1: "SUCCESS", 2: "FAIL"}, -1, "It failed, and nothing upstream has failed."),
        (
            {1: "SUCCESS", 2: "CANCEL"},
            8,
            "It was cancelled, and nothing upstream has failed. A person or the platform cancelled it;"
            " the record does not say who.",
        ),
        ({1: "RUNNING", 2: "WAIT"}, 5, "Nothing upstream has failed. It waits for task 1, RUNNING."),
        (
            {1: "RUNNING", 2: "WAIT", 3: "INIT"},
            0,
            "Nothing upstream has failed. It waits for task 2, WAIT; first of all for task 1, RUNNING.",
        ),
        (
            {1: "SUCCESS", 2: "READY"},
            6,
            "Ready to start. Everything upstream has finished.",
        ),
        ({1: "SUCCESS", 2: "SUCCESS"}, 1, "It succeeded: there is nothing to explain."),
        (
            {1: "SUCCESS", 2: "SKIP"},
            10,
            "It was skipped, and nothing upstream has failed or was skipped."
            " The record does not say who skipped it.",
        ),
        ({1: "SUCCESS", 2: "WAIT"}, 5, "Waiting. Everything upstream has finished."),
        ({1: "SUCCESS", 2: "RUNNING"}, 2, "Running. Everything upstream has finished."),
    ],
)
def test_the_answer_is_one_sentence(states: States, status: int, sentence: str) -> None:
    assert said(why(states, status)) == sentence


def test_the_record_of_the_cause_makes_the_sentence_fuller() -> None:
    record = a_task(1, status=-1, recallNum=3, recallLimit=3, startTime="2026-11-23 07:00:00")
    assert said(why({1: "FAIL", 2: "WAIT"}, 5, record)) == "task 1 failed, on try 4 of 4, 1 step upstream."
    runs = a_task(1, status=2, startTime="2026-11-23 07:00:00")
    text = said(why({1: "RUNNING", 2: "WAIT"}, 5, runs))
    assert text == "Nothing upstream has failed. It waits for task 1, running for 30 m 00 s."


def test_a_record_that_differs_from_the_graph_is_used_and_the_difference_noted() -> None:
    explanation = why({1: "FAIL", 2: "WAIT"}, 5, a_task(1, status=1))
    assert said(explanation) == "Waiting. Everything upstream has finished."
    difference = "The graph says FAIL of task 1, its record SUCCESS: the record is newer and is used."
    assert difference in explanation.notes


def test_a_flow_instance_says_it_of_its_tasks() -> None:
    def of(states: States, status: int) -> str:
        flow = a_flow(states, status)
        found = FlowLookup(FlowInstanceId(FLOW), flow, {}, ".data", Response(b"", "", None, NOW, 0.1))
        return said(Explanation(found, analyze(found, {FLOW: flow})))

    assert of({1: "FAIL", 2: "WAIT"}, -1) == "task 1 is FAIL."
    assert of({1: "RUNNING", 2: "WAIT"}, 2) == "Nothing has failed. Still to end: task 1, RUNNING."
    assert of({1: "SUCCESS"}, -1) == "It failed, but no task of it has failed."
    assert of({1: "SUCCESS"}, 2) == "Running. No task of it has failed or is still to end."


def test_what_is_not_known_is_said_plainly() -> None:
    here = a_task(1, status=5, flowInstId="")
    sentence = "Cannot tell what it waits for: The record names no workflow. Look for it in the console."
    assert said(Explanation(here, analyze(here, {}))) == sentence


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
    assert tries_in_words(TaskInstance()) == "number of tries not sent"


def test_the_page_as_text_holds_all_of_it() -> None:
    cause = a_task(1, status=-1, cmd="run\nmore")
    page = why({1: "FAIL", 2: "WAIT"}, 5, cause, excerpt("fine\nKeyError: 'x'\n"))
    assert plain_lines(rows(page, CHINA, NOW, KEYS)) == [
        "task 1 failed, 1 step upstream.",
        "KeyError: 'x'",
        "from the cause to this run",
        "  ✗ FAIL (-1)  1-2026112100  task 1  the cause",
        "  ◌ WAIT (5)  2-2026112100  task 2  this run",
        "the cause",
        "  ran: not started",
        "  tries: number of tries not sent",
        "  command: run",
        "2 of 2 lines of its log; f6 reads them all",
        "  fine",
        "  KeyError: 'x'",
    ]
    quiet = plain_lines(rows(Explanation(page.found, page.analysis, excerpt("a\n")), None, NOW, KEYS))
    assert "no line says why: the last 1 of 1 lines of its log; f6 reads them all" in quiet
    empty = rows(Explanation(page.found, page.analysis, excerpt("")), None, NOW, KEYS)
    assert empty[-1].text == "its log is empty"


@pytest.mark.parametrize(
    ("script", "command"),
    [
        ("run \\\n  --day 1 \\\n  --all\nnext", "run --day 1 --all"),
        ("print a\\\\\nnext", "print a\\\\"),
        ("run \\", "run"),
    ],
)
def test_a_command_is_joined_with_the_lines_it_continues_on(script: str, command: str) -> None:
    page = why({1: "FAIL", 2: "WAIT"}, 5, a_task(1, status=-1, cmd=script))
    assert f"  command: {command}" in plain_lines(rows(page, CHINA, NOW, KEYS))


@pytest.mark.parametrize("name", sorted(REMARKS))
def test_each_remark_belongs_to_a_documented_status(name: str) -> None:
    assert Status.of(name).code is not None
    assert not REMARKS[name].endswith(".")


def test_the_explanation_as_json_names_cause_chain_and_lines() -> None:
    cause = a_task(1, status=-1, startTime="2026-11-23 07:00:00", endTime="2026-11-23 07:01:00")
    values = as_values(why({1: "FAIL", 2: "WAIT"}, 5, cause, excerpt("fine\nKeyError: 'x'\n")), CHINA, NOW)
    step = {"id": "1-2026112100", "name": "task 1", "status": -1, "statusName": "FAIL"}
    step |= {"startTime": "2026-11-23 07:00:00", "endTime": "2026-11-23 07:01:00"}
    own = {"id": "2-2026112100", "name": "task 2", "status": 5, "statusName": "WAIT"}
    assert json.loads(json.dumps(values)) == {
        "id": "2-2026112100",
        "kind": "task",
        "status": 5,
        "statusName": "WAIT",
        "sentence": "task 1 failed after 1 m 00 s, 29 minutes ago, 1 step upstream.",
        "cause": step,
        "alsoFailed": [],
        "chain": [step, own | {"startTime": None, "endTime": None}],
        "decisive": {"line": 2, "text": "KeyError: 'x'"},
        "lines": [{"line": 1, "text": "fine"}, {"line": 2, "text": "KeyError: 'x'"}],
        "doubts": [],
    }
    waits = as_values(why({1: "RUNNING", 2: "WAIT"}, 5), CHINA, NOW)
    assert (waits["cause"], waits["decisive"], waits["lines"]) == (None, None, [])
