"""The six questions as they go out, and their answers as they come back."""

from tests.api.doubles import Script
from tui_app.api.client import HttpGateway
from tui_app.models.ids import TaskInstanceId

TASK = TaskInstanceId("118979-2021020211")


async def test_a_question_fetches_a_token_and_signs_the_documented_request(
    gateway: HttpGateway, script: Script
) -> None:
    answer = await gateway.get_task_instance(TASK)
    assert answer.data == {"instanceId": "1-20210202"}
    assert script.paths == ["token/get", "v2.1/taskInstances"]
    sent = script.requests[1]
    assert dict(sent.url.params) == {
        "action": "get",
        "taskInstId": "118979-2021020211",
        "userId": "u17000000000000002",
        "orgId": "o17000000000000001",
    }
    assert sent.headers["apim-accesstoken"] == "T0kenExample-0001"
    assert sent.headers["apim-timestamp"] == "1700000000000"
    # Vector B1 of the authentication page.
    assert (
        sent.headers["apim-signature"] == "0a948f30713be2e034cdb9769d2fd21842fedbee39f4c6d6d61a547926ac58c6"
    )
