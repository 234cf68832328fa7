"""The address of a run in the console is the template with its ids."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_app.logic.console_link import console_link, problem_of, terminal_link
from tui_app.models.ids import FlowInstanceId, InstanceId, TaskInstanceId
from tui_app.models.listed_run import ListedRun

TASK, FLOW = TaskInstanceId("1-2021020211"), FlowInstanceId("2-2021020211")
BOTH = "https://console.example.com/{orgId}/flows/{flowInstId}?task={taskInstId}"


@pytest.mark.parametrize(
    ("template", "run", "link"),
    [
        (
            BOTH,
            ListedRun(TASK, flow_id=FLOW),
            "https://console.example.com/o%2F1/flows/2-2021020211?task=1-2021020211",
        ),
        (BOTH, ListedRun(FLOW), "https://console.example.com/o%2F1/flows/2-2021020211?task="),
        (BOTH, ListedRun(TASK), ""),
        (BOTH, ListedRun(InstanceId("3-2021020211")), ""),
        ("https://c/t/{taskInstId}", ListedRun(TASK), "https://c/t/1-2021020211"),
        ("https://c/t/{taskInstId}", ListedRun(FLOW), ""),
        ("", ListedRun(TASK, flow_id=FLOW), ""),
    ],
)
def test_a_link_has_the_ids_it_needs_or_is_none(template: str, run: ListedRun, link: str) -> None:
    assert console_link(template, "o/1", run) == link


@pytest.mark.parametrize(
    "template", [BOTH, "http://10.0.0.5:8080/#/f/{flowInstId}", "https://c/t/{taskInstId}"]
)
def test_a_template_is_an_address_with_an_id(template: str) -> None:
    assert problem_of(template) == ""


@pytest.mark.parametrize(
    "template",
    [
        "",
        "console/{flowInstId}",
        "file:///{flowInstId}",
        "https://c/",
        "https://c/{flow}",
        "https://c/ {flowInstId}",
        "https://c/{flowInstId}\x1b",
    ],
)
def test_another_text_is_refused(template: str) -> None:
    assert problem_of(template)


@given(st.text(max_size=80))
def test_the_target_of_a_link_in_a_terminal_is_printable_ascii(text: str) -> None:
    target = terminal_link("https://c/" + text.encode("utf-8", "ignore").decode())
    assert all("!" <= char <= "~" for char in target)


def test_the_target_of_a_link_is_the_address_with_what_is_foreign_encoded() -> None:
    kept = "https://c:8080/#/o%2F1/f?id=2-2021020211&t=[1];x"
    assert terminal_link(kept) == kept
    assert terminal_link("https://c/\u202e风\x9b") == "https://c/%E2%80%AE%E9%A3%8E%C2%9B"
    assert terminal_link("https://c/" + "1" * 3000) == ""
