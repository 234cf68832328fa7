import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cost import costs_in_proportion
from tui_app.models.ids import DoubtfulId, FlowInstanceId, InstanceId, InvalidId, TaskInstanceId, find_ids

CASES = json.loads((Path(__file__).parents[1] / "cases" / "paste.json").read_text())
ONE, OTHER = "900106-2026112200", "900105-2026112200"


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
        ("t_118979-2021020211", [InstanceId("118979-2021020211")]),
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


@pytest.mark.parametrize("number", ["①", "❶ ", "²", "㉑", "⒈", "🄂", "1️⃣", "1.", "12.", "1. ", "(1)"])
def test_the_number_of_a_list_item_is_no_part_of_an_id(number: str) -> None:
    assert find_ids(f"{number}900106-2026112200 failed\n{number}900107-2026112200") == [
        InstanceId("900106-2026112200"),
        InstanceId("900107-2026112200"),
    ]


@pytest.mark.parametrize("note", ["①", "❶", "²", "㉑", "⒈", "🄂"])
def test_the_number_of_a_note_behind_an_id_is_no_part_of_it(note: str) -> None:
    assert find_ids(f"900106-2026112200{note} failed") == [InstanceId("900106-2026112200")]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_exactly_the_ids_of_a_real_text_are_found_in_its_order(case: dict[str, Any]) -> None:
    assert [one.text for one in find_ids(case["text"])] == case["ids"]


@pytest.mark.parametrize(
    "text",
    [
        f"task {ONE[:9]}\n{ONE[9:]} failed",
        "id 900106-20261122\n00 failed",
        "实例 9001\n06-2026112200 失败",
        "x 900106\n-2026112200 y",
        "> id 900106-\r\n> 2026112200 x",
        f"\x1b[31m{ONE}\x1b[0m",
        "900106\x1b[0m-2026112200",
        f"[31m{ONE}[0m",
        f"\\033[1;31m{ONE}\\033[0m",
        f'{{"a":"x\\n{ONE}\\nfailed"}}',
        "900106\\u002d2026112200",
        "900106&#45;2026112200",
        "900106&amp;ndash;2026112200&nbsp;x",
        "900106&shy;-2026112200",
        "900106\xad2026112200",
        "900106-2026\xad112200",
        "900106<wbr>-2026112200",
        "<b>900106</b>-2026112200",
        "900106=E2=80=932026112200 =3D",
        "id=3D900106-20261=\r\n12200",
        "%39%30%30106%252D2026112200",
        f"task{ONE}failed",
        f"log-{ONE}.txt",
        f"task-{ONE}-retry",
        "900106\u202d-2026112200\u202c",
        "９００１０６ － ２０２６１１２２００",
        "𝟗𝟎𝟎𝟏𝟎𝟔-2026112200",
        f"call 400-820-8820 or 021-12345678 about {ONE}",
        f"ref 4711-20261122 for {ONE}",
        f"{ONE}\n07:02 failed",
    ],
)
def test_an_id_is_found_whatever_the_way_it_came_did_to_it(text: str) -> None:
    assert [one.text for one in find_ids(text)] == [ONE]


@pytest.mark.parametrize(
    "between",
    [
        ":",
        "/",
        "、",
        ",",
        "\n",
        "\r\n",
        "\\n",
        "\t",
        "\u200b",
        "</td><td>",
        "</span><span>",
        "\n2\n",
        " - ",
        "|",
    ],
)
def test_what_stands_between_two_ids_does_not_join_them(between: str) -> None:
    assert [one.text for one in find_ids(f"1: {ONE}{between}{OTHER}.")] == [ONE, OTHER]


@pytest.mark.parametrize(
    "text",
    [
        "tel 010-12345678",
        "010-12345678",
        "138-00138000",
        "86-13800138000",
        "电话：138-20261122",
        "2026-11-22 00:07:02",
        "20261101-20261122",
        "2026110100-2026112200",
        "900106-20261122T000702",
        "INC0012345-20261122",
        "OPS-4711-20261122",
        "#4711-20261122",
        "工单号：4711-20261122",
        "web01-20261122",
        "node12-2026112200",
        "ip-10-0-0-12-2026112200",
        "10.0.0.12-2026112200",
        "spark-3.5-2026112200",
        "kafka_2.12-20261122",
        "part-00001-2026112200.parquet",
        "app1-2026112200.log",
        "page 3 - 20261122",
    ],
)
def test_phone_numbers_dates_tickets_and_host_names_are_no_ids(text: str) -> None:
    assert find_ids(text) == []


@pytest.mark.parametrize(
    ("text", "likeliest", "others"),
    [
        ("id 900106-20261122\n00 failed", ONE, ["900106-20261122"]),
        (f"ref 4711-20261122 for {ONE}", ONE, ["4711-20261122"]),
        (f"{'x' * 60} {ONE}\n0702 failed", ONE, [f"{ONE}0702"]),
        (f"{'x' * 60} 900\n106-2026112200 failed", "106-2026112200", [ONE]),
    ],
)
def test_a_text_that_can_be_read_in_two_ways_keeps_both(text: str, likeliest: str, others: list[str]) -> None:
    (found,) = find_ids(text)
    assert isinstance(found, DoubtfulId)
    assert [one.text for one in found.readings] == [likeliest, *others]


def test_an_id_that_is_named_as_a_kind_is_in_no_doubt() -> None:
    assert find_ids(f"ref 4711-20261122, taskInstId={ONE}") == [TaskInstanceId(ONE)]


@given(
    st.sampled_from(["900106-2026112200", "1-201907261239", "8435-20190808093200"]),
    st.integers(0, 12),
    st.sampled_from(["\u200b", "\u2060", "\xad", "\x1b[0m", "=\n", "\ufeff", "&shy;", "&#8203;", "<wbr>"]),
)
def test_an_invisible_code_anywhere_in_an_id_changes_nothing(text: str, place: int, code: str) -> None:
    assert [one.text for one in find_ids(f"id {text[:place]}{code}{text[place:]} failed")] == [text]


@given(st.text("0123456789-\n \t_=a[<>&;\\%\u200b\xad", max_size=300))
def test_text_made_of_parts_of_ids_can_be_searched(text: str) -> None:
    for one in find_ids(text):
        assert InstanceId.parse(one.text).text == one.text


@pytest.mark.parametrize(
    "piece",
    ["9", "9-", "1\n", "a_", "=\n", "\\", "[1", "<b>", "&amp;", "1-2026112\n", "-\n ", "9 - ", "\x1b["],
)
def test_the_time_grows_with_the_length_of_hostile_text_only(piece: str) -> None:
    assert costs_in_proportion(lambda size: find_ids(piece * (size // len(piece))), 40_000)
