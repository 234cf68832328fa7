"""An answer that contradicts its question is noticed; another spelling of an id is no other id."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.hostile.spelling import acts
from tui_app.logic.answer_check import (
    log_inconsistencies,
    other_instance,
    page_inconsistencies,
    spelled_otherwise,
    task_inconsistencies,
)
from tui_app.models.flow_instance import FlowInstance
from tui_app.models.ids import TaskInstanceId
from tui_app.models.task_instance import TaskInstance

TASK = TaskInstanceId("118979-2021020211")
HEAD = "====\nrun  num:\t1\ninstance:\t{}\ncmdline:\techo\n====\n"
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
    assert task_inconsistencies(TASK, TaskInstance.model_validate(record)) == (
        "The taskId of 118979-2021020211 contradicts its id: 118980.",
    )
    assert task_inconsistencies(TASK, TaskInstance.model_validate(record | {"taskId": 118979})) == ()


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
        page_inconsistencies((), rows, 2)
        == page_inconsistencies((), [], 0)
        == page_inconsistencies((1,), rows, 1)
        == ()
    )
    assert "repeats a page" in page_inconsistencies((), rows, 0)[0]
    assert "twice on one page" in page_inconsistencies((), [*rows, rows[0]], 2)[0]
    assert page_inconsistencies((-1,), rows, 2) == ("2 rows with a status that was not searched for.",)
