"""What counts as the end, and how the pauses grow."""

from hypothesis import given
from hypothesis import strategies as st

from tests.harness import NOW
from tui_app.logic.watching import FIRST_PAUSE_S, LONGEST_PAUSE_S, is_over, next_pause_s
from tui_app.models.flow_instance import FlowInstance
from tui_app.models.ids import FlowInstanceId, TaskInstanceId
from tui_app.models.lookup import FlowLookup, Response, TaskLookup
from tui_app.models.task_instance import TaskInstance

ANSWER = Response(b"", "", None, NOW, 0.0)
CODES = st.one_of(st.none(), st.integers(-3, 50), st.just("RUNNING"))


def task(**fields: object) -> TaskLookup:
    return TaskLookup(TaskInstanceId("1-20"), TaskInstance.model_validate(fields), fields, ".data", ANSWER)


def flow(**fields: object) -> FlowLookup:
    return FlowLookup(FlowInstanceId("1-20"), FlowInstance.model_validate(fields), fields, ".data", ANSWER)


@given(CODES)
def test_a_task_is_over_exactly_in_a_final_state(code: object) -> None:
    assert is_over(task(status=code)) == (code in (-1, 1, 4, 7, 8, 10))


@given(CODES, st.lists(st.sampled_from(["SUCCESS", "FAIL", "WAIT", "INIT", "RUNNING", "RERUN", "?", None])))
def test_a_flow_is_over_in_a_final_state_with_no_task_at_work(code: object, states: list[str | None]) -> None:
    found = flow(status=code, graph={"tasks": [{"status": state} for state in states]})
    assert is_over(found) == (found.state.is_final and not {"RUNNING", "RERUN"} & set(states))


def test_a_flow_without_a_readable_graph_goes_by_its_own_state() -> None:
    assert is_over(flow(status=1))
    assert not is_over(flow(status=2))


def test_names_may_be_missing() -> None:
    assert [task().name, flow(flowName="f").name, task(taskName="t").name] == ["", "f", "t"]


@given(st.floats(0, 1e4), st.booleans(), st.floats(0, 1e5))
def test_a_pause_is_never_shorter_than_asked_for_nor_than_the_first(
    pause_s: float, has_failed: bool, retry_after_s: float
) -> None:
    coming_s = next_pause_s(max(pause_s, FIRST_PAUSE_S), has_failed, retry_after_s)
    assert coming_s >= max(FIRST_PAUSE_S, retry_after_s)
    assert coming_s <= max(LONGEST_PAUSE_S, retry_after_s)
