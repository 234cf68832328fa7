"""A view and the words of the command line that opens it again."""

from hypothesis import given
from hypothesis import strategies as st

from tui_app.models.ids import FlowInstanceId, InstanceId, TaskInstanceId, find_ids
from tui_app.models.view import View

A_TASK, A_FLOW, SOME = TaskInstanceId("1-20210202"), FlowInstanceId("8-20210202"), InstanceId("9-20210202")


def test_the_words_name_the_view_only_where_it_is_not_the_usual_one() -> None:
    assert View("lookup").arguments() == ""
    assert View("history").arguments() == "--view history"
    assert View.of(A_TASK).arguments() == "1-20210202"
    assert View.of(A_TASK, "many").arguments() == "1-20210202 --view many"
    assert View.of_all([A_TASK, A_FLOW]).arguments() == "1-20210202 flow=8-20210202"
    assert View.of_all([A_TASK, SOME], "watched").arguments() == "1-20210202 9-20210202 --view watched"


def test_a_long_list_of_ids_is_left_to_standard_input() -> None:
    ids = [InstanceId(f"{number}-20210202") for number in range(4)]
    assert View.of_all(ids[:3]).short_arguments() == "0-20210202 1-20210202 2-20210202"
    assert View.of_all(ids).short_arguments() == "- --view many"
    one = View.of(InstanceId(f"{10**18}-20210202113000"), "watched")
    assert one.short_arguments() == one.arguments()


@given(
    st.lists(
        st.builds(
            lambda n, kind: kind(f"{n}-20210202"),
            st.integers(1, 10**9),
            st.sampled_from([FlowInstanceId, InstanceId]),
        ),
        max_size=20,
        unique_by=str,
    )
)
def test_the_words_hold_every_id_as_the_kind_it_is(ids: list[InstanceId]) -> None:
    assert find_ids("\n".join(View.of_all(ids).arguments().split())) == ids
