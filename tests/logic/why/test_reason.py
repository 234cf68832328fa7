"""The reason in one line claims no more than the explanation it is made of."""

from typing import Any

import pytest

from tests.services.test_why import CHINA, NOW, explained
from tests.services.workflows import Workflow, case
from tui_app.logic.why.reason import reason_of
from tui_app.models.ids import FlowInstanceId
from tui_app.models.reason import Reason

TIMES = {"startTime": "2026-11-27 01:00:00", "endTime": "2026-11-27 01:05:00"}
TRIES: dict[str, Any] = {"recallNum": 1, "recallLimit": 3}


async def reason(workflow: Workflow, log: str | None = "") -> Reason:
    logs = {} if log is None else dict.fromkeys(workflow.records, log)
    known = case(workflow.id, workflow, logs=logs)
    explanation, _ = await explained(known, FlowInstanceId(workflow.id))
    return reason_of(explanation, CHINA, NOW)


async def test_the_reason_is_the_task_and_the_decisive_words_of_its_log() -> None:
    workflow = Workflow().add("a", "SUCCESS").add("b", "FAIL", **TIMES, **TRIES).edge("ab")
    assert await reason(workflow, "fine\nKeyError: 'x'\n") == Reason(
        "KeyError: 'x'", "task-b", workflow.id_of("b"), "2 of 4", True, "KeyError: 'x'"
    )


@pytest.mark.parametrize(
    ("log", "end"), [("----\n", ", no error found in its log"), (None, ", log not readable")]
)
async def test_without_decisive_words_it_says_how_the_task_ended(log: str | None, end: str) -> None:
    said = await reason(Workflow().add("b", "FAIL", **TIMES, **TRIES), log)
    assert said.task == "task-b"
    assert said.words.startswith("failed after 5 m 00 s, on try 2 of 4")
    assert said.words.endswith(end)
    assert not said.is_decisive


async def test_last_words_of_a_log_without_error_are_named_as_no_more_than_that() -> None:
    said = await reason(Workflow().add("b", "FAIL"), "step 1 of 2\nquota of site 7 is used up\n")
    assert said.words == "no error in its log; near its end: quota of site 7 is used up"
    assert not said.is_decisive
    assert not said.fingerprint


async def test_further_first_failures_are_counted() -> None:
    early, late = TIMES, {"startTime": "2026-11-27 01:00:00", "endTime": "2026-11-27 02:00:00"}
    said = await reason(Workflow().add("a", "FAIL", **late).add("b", "FAIL", **early), "KeyError: 'x'\n")
    assert (said.task, said.words) == ("task-b", "KeyError: 'x' (and 1 other failed)")


async def test_a_failed_run_without_a_failed_task_names_none() -> None:
    said = await reason(Workflow().add("a", "SUCCESS"))
    assert (said.task, said.tries) == ("", "")
    assert "no task of it has failed" in said.words


async def test_the_words_of_a_log_are_safe_to_draw() -> None:
    said = await reason(Workflow().add("a", "FAIL", **TIMES), "ERROR \x1b]0;x\x07 broke\n")
    assert said.words.isprintable()
