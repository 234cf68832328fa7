import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_app.logic.runs.headline import tries_made
from tui_app.models.flow_instance import FlowInstance
from tui_app.models.task_instance import TaskInstance

ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
KEYS = sorted({name for names in TaskInstance.wire_names.values() for name in names})


@given(st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=8), ANY_JSON))
def test_no_record_is_too_odd_to_be_read(record: dict[str, object]) -> None:
    task = TaskInstance.model_validate(record)
    assert task.state.name
    flow = FlowInstance.model_validate(record)
    assert flow.state.name


def test_a_mistyped_field_reads_as_none_and_harms_no_other() -> None:
    task = TaskInstance.model_validate(
        {"recallLimit": {"a": 1}, "recallNum": "3", "taskId": 118979, "isTimeout": "maybe", "status": "1"}
    )
    assert (task.recall_limit, task.recall_num, task.task_id, task.is_timeout) == (None, 3, "118979", None)
    assert task.state.name == "SUCCESS"


@pytest.mark.parametrize("number", [float("nan"), float("inf"), 1e300, 1 << 63, -(1 << 64), int("9" * 4_300)])
def test_a_number_beyond_64_bits_reads_as_none(number: float) -> None:
    task = TaskInstance.model_validate(
        {"recallNum": number, "recallLimit": 3, "timeout": number, "runNum": number}
    )
    assert (task.recall_num, task.timeout, task.run_num) == (None, None, None)
    assert tries_made(task) is None


def test_one_bad_node_of_a_graph_does_not_take_the_others_along() -> None:
    flow = FlowInstance.model_validate({"graph": {"tasks": [{"taskId": 1}, 7, {"taskId": 2}]}})
    assert flow.graph is not None and flow.graph.tasks is not None
    assert [node.task_id for node in flow.graph.tasks] == ["1", "2"]


@pytest.mark.parametrize("sent", ["1_000", "1_0.5", True, False, "two", [1], 1 << 70])
def test_what_is_no_number_on_the_wire_reads_as_none(sent: object) -> None:
    task = TaskInstance.model_validate({"runNum": sent, "timeout": sent})
    assert (task.run_num, task.timeout) == (None, None)


def test_a_number_that_came_as_text_and_a_flag_are_still_read() -> None:
    task = TaskInstance.model_validate({"runNum": "2", "timeout": "5.5", "isTimeout": True})
    assert (task.run_num, task.timeout, task.is_timeout) == (2, 5.5, True)
