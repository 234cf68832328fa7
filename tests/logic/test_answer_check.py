"""An answer that contradicts its question is noticed; another spelling of an id is no other id."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.hostile.spelling import acts
from tui_app.logic.answer_check import (
    flow_inconsistencies,
    further_records,
    log_inconsistencies,
    other_instance,
    page_inconsistencies,
    spelled_otherwise,
    task_inconsistencies,
)
from tui_app.models.flow_instance import FlowInstance
from tui_app.models.ids import FlowInstanceId, TaskInstanceId
from tui_app.models.task_instance import TaskInstance

TASK = TaskInstanceId("118979-2021020211")
HEAD = "====\nrun  num:\t1\ninstance:\t{}\ncmdline:\techo\n====\n"
NOW = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
SPAN_MS = (int(NOW.timestamp() * 1000) - 86_400_000, int(NOW.timestamp() * 1000))
FLOW = FlowInstanceId("8435-2021020211")
IDS = st.from_regex(r"[1-9][0-9]{0,8}-20[0-9]{6,12}", fullmatch=True)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (None, ""),
        ("", ""),
        ("118979-2021020211", ""),
        (" 118979-2021020211\n", ""),
        ("118979\u20132021020211", ""),
        ("\uff11\uff11\uff18979-2021020211", ""),
        ("0118979-2021020211", ""),
        ("118979.0-2021020211", ""),
        ("118979-2021020210", "answered with another run of it: 118979-2021020210."),
        ("118979-20210202110000", "answered with another run of it"),
        ("118980-2021020211", "answered with another instance: 118980-2021020211."),
        ("8435", "answered with another instance: 8435."),
        ("\x1b]0;x\x07", "another instance"),
    ],
)
def test_only_another_id_makes_another_instance(said: str | None, words: str) -> None:
    other = other_instance(TASK, said)
    assert words in other and bool(words) is bool(other)
    assert "\x1b" not in other


@given(IDS, IDS)
def test_two_ids_are_the_same_instance_only_if_equal(asked: str, said: str) -> None:
    assert bool(other_instance(TaskInstanceId(asked), said)) is (asked != said)


@given(st.text(max_size=400))
def test_any_text_in_place_of_an_id_is_judged_and_quoted_safely(said: str) -> None:
    sentence = other_instance(TASK, said) or spelled_otherwise(TASK, said)
    assert not any(map(acts, sentence)) and len(sentence) < 1000


def test_another_spelling_of_the_id_is_marked() -> None:
    assert spelled_otherwise(TASK, "118979\u20132021020211").startswith("The server spells the id")
    assert spelled_otherwise(TASK, TASK.text) == spelled_otherwise(TASK, "1-20210202") == ""


def test_a_record_whose_node_contradicts_its_id_is_marked() -> None:
    record = {"instanceId": TASK.text, "taskId": 118980}
    assert task_inconsistencies(TASK, TaskInstance.model_validate(record), NOW) == (
        "The taskId of 118979-2021020211 contradicts its id: 118980.",
    )
    assert task_inconsistencies(TASK, TaskInstance.model_validate(record | {"taskId": 118979}), NOW) == ()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"startTime": "2021-02-02 11:00:10", "endTime": "2021-02-02 11:00:10"}, ""),
        (
            {"startTime": "2021-02-02 11:00:10", "endTime": "2021-02-02 10:59:00"},
            "{} ends before it starts: 2021-02-02 10:59:00 and 2021-02-02 11:00:10.",
        ),
        ({"startTime": "2026-11-23 14:00:00"}, ""),  # server time 14 h ahead of UTC
        ({"startTime": "2026-11-23 15:00:00"}, "The start of {} is in the future: 2026-11-23 15:00:00."),
        ({"endTime": "9999-12-31 23:59:59"}, "The end of {} is in the future: 9999-12-31 23:59:59."),
        ({"startTime": "9" * 90, "endTime": "0000-00-00 00:00:00"}, ""),
    ],
)
def test_times_that_cannot_be_are_marked_in_any_zone(fields: dict[str, str], sentence: str) -> None:
    said = (sentence.format(TASK),) if sentence else ()
    assert task_inconsistencies(TASK, TaskInstance.model_validate(fields), NOW) == said
    said = (sentence.format(FLOW),) if sentence else ()
    assert flow_inconsistencies(FLOW, FlowInstance.model_validate(fields), NOW) == said


def test_a_task_that_is_its_own_workflow_and_a_workflow_that_lists_itself_are_marked() -> None:
    task = TaskInstance.model_validate({"flowInstId": TASK.text})
    assert task_inconsistencies(TASK, task, NOW) == (f"{TASK} names itself as its workflow.",)
    graph = {"flows": [{"flowInstId": "1-20210202"}, {"flowInstId": FLOW.text}]}
    flow = FlowInstance.model_validate({"graph": graph})
    assert flow_inconsistencies(FLOW, flow, NOW) == (
        f"{FLOW} lists itself as one of its workflows: that is not followed.",
    )


def test_an_answer_of_several_records_is_marked() -> None:
    assert further_records(1) == ""
    assert further_records(2) == "The answer holds 2 records: only the first is shown."


@pytest.mark.parametrize(
    ("data", "log", "other"),
    [
        ({}, HEAD.format(TASK), ""),
        ({}, HEAD.format("104452-201908080322"), "104452-201908080322"),
        ({}, "first line\n" + HEAD.format("104452-201908080322"), "104452-201908080322"),
        ({}, "instance:\t104452-201908080322\n", ""),
        ({}, "no head", ""),
        ({"taskInstId": "1-20210202"}, "no head", "1-20210202"),
        ({"taskInstId": 7}, HEAD.format(TASK), ""),
        ("text", HEAD.format("1-20210202"), "1-20210202"),
    ],
)
def test_a_log_that_names_another_instance_is_marked(data: object, log: str, other: str) -> None:
    inconsistencies = log_inconsistencies(TASK, data, log)
    assert inconsistencies == ((f"This is the log of {other}, not of {TASK}.",) if other else ())


def test_a_page_that_repeats_or_holds_strays_is_marked() -> None:
    rows = [FlowInstance.model_validate({"instanceId": f"{n}-20210202", "status": 1}) for n in (1, 2)]
    assert (
        page_inconsistencies((), SPAN_MS, rows, False)
        == page_inconsistencies((), SPAN_MS, [], False)
        == page_inconsistencies((1,), SPAN_MS, rows, False)
        == ()
    )
    assert "repeats a page" in page_inconsistencies((), SPAN_MS, rows, True)[0]
    assert "twice on one page" in page_inconsistencies((), SPAN_MS, [*rows, rows[0]], False)[0]
    assert page_inconsistencies((-1,), SPAN_MS, rows, False) == (
        "2 rows with a status that was not searched for.",
    )


@pytest.mark.parametrize(
    ("planned", "is_outside"),
    [
        (None, False),
        ("soon", False),
        ("2026-11-22 12:00:00", False),
        ("2026-11-23 14:30:00", False),  # the last hour of the span, in a zone 14 h ahead of UTC
        ("2026-11-23 15:30:00", True),
        ("2026-11-20 22:00:00", True),
    ],
)
def test_a_row_planned_outside_of_the_span_in_every_zone_is_marked(
    planned: str | None, is_outside: bool
) -> None:
    row = FlowInstance.model_validate({"instanceId": "1-20210202", "triggerTime": planned})
    said = ("1 row planned at a time that was not searched for.",) if is_outside else ()
    assert page_inconsistencies((), SPAN_MS, [row], False) == said
