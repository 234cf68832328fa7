"""The address of a run in the console is the template with its ids."""

import pytest

from tui_app.logic.console_link import console_link, problem_of
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
