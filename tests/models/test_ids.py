from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_app.models.ids import FlowInstanceId, InstanceId, InvalidId, TaskInstanceId, find_ids


@pytest.mark.parametrize(
    "text",
    [
        "118979-2021020211",
        " 118979-2021020211\n",
        "118979–2021020211",
        "118979\u20112021020211",
        "1-20210202",
    ],
)
def test_one_id_is_read_whatever_the_mail_did_to_its_dash(text: str) -> None:
    assert TaskInstanceId.parse(text).suffix in ("2021020211", "20210202")


@pytest.mark.parametrize(
    "text", ["", "118979", "118979-", "118979-2021", "a-20210202", "1-202102021112131", "１-20210202"]
)
def test_what_is_no_id_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(InvalidId, match="118979-2021020211"):
        InstanceId.parse(text)


def test_a_tasks_and_a_flows_id_of_the_same_text_differ() -> None:
    assert len({TaskInstanceId("1-20210202"), FlowInstanceId("1-20210202")}) == 2


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("118979-2021020211", [InstanceId("118979-2021020211")]),
        (
            "https://h/batch-processing-service/v2.1/taskInstances?action=get&taskInstId=118979-2021020211&userId=u1",
            [TaskInstanceId("118979-2021020211")],
        ),
        ("https://h/x?a=taskInstId%3D118979-2021020211%26b", [TaskInstanceId("118979-2021020211")]),
        ('{"flowInstId": "8435-2021020211"}', [FlowInstanceId("8435-2021020211")]),
        ("flow=8435-2021020211", [FlowInstanceId("8435-2021020211")]),
        ("the flow 8435-2021020211", [InstanceId("8435-2021020211")]),
        (
            "1-99999999\r\n 2-88888888 \n\n3-77777777",
            [InstanceId(f"{n}-{str(10 - n) * 8}") for n in (1, 2, 3)],
        ),
        ('{"task_inst_id":"118979-2021020211"}', [TaskInstanceId("118979-2021020211")]),
        ("任务118979-2021020211失败，请处理", [InstanceId("118979-2021020211")]),
        ("2021-02-02 19:38:07 ERROR [118979-2021020211] exit 1", [InstanceId("118979-2021020211")]),
        (
            "first 900106-2026112200 then 900103-2026112200, again 900106-2026112200",
            [InstanceId("900106-2026112200"), InstanceId("900103-2026112200")],
        ),
        ("900106-2026112200 is taskInstId=900106-2026112200", [TaskInstanceId("900106-2026112200")]),
        ("call 010-12345678 on 2021-02-02, build 4f1e6a0c-20210202-4a52-9c1b-1a2b3c4d5e6f", []),
        ("t_118979-2021020211", []),
        ("", []),
    ],
)
def test_ids_are_found_in_what_people_paste(text: str, found: list[InstanceId]) -> None:
    assert find_ids(text) == found


@given(st.text(max_size=400))
def test_any_text_can_be_searched_and_what_is_found_can_be_parsed(text: str) -> None:
    for one in find_ids(text):
        assert InstanceId.parse(one.text).text == one.text


@given(st.integers(1, 10**9), st.dates(), st.sampled_from(["", "11", "1159", "115900"]))
def test_an_id_made_of_a_date_is_found_between_words(node: int, day: date, rest: str) -> None:
    text = f"{node}-{day:%Y%m%d}{rest}"
    if 1900 <= day.year < 2100:
        assert [one.text for one in find_ids(f"alert: {text}, please look")] == [text]
