"""The command as a person runs it, with a real bash and curl, against a gateway that checks it."""

import json
import os
import re
import shutil
import subprocess
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.certificates import ca_file
from tests.journey import PROGRAM, TOP, environment
from tests.stand_in import Served, serve
from tests.stand_in.gateway import StandIn
from tui_app.api.client import HttpGateway
from tui_app.api.gateway import FlowQuery
from tui_app.demo.application import ACCESS_KEY, SECRET_KEY
from tui_app.demo.transport import DEMO_PROFILE_FIELDS
from tui_app.demo.world import World
from tui_app.logic.curl import curl
from tui_app.models.ids import FlowInstanceId, TaskInstanceId
from tui_app.models.lookup import Response
from tui_app.models.profile import Profile
from tui_app.models.request import RequestInfo

KEYS = {"ENOS_ACCESS_KEY": ACCESS_KEY, "ENOS_SECRET_KEY": SECRET_KEY}
TASK, FLOW = TaskInstanceId("118979-2021020211"), FlowInstanceId("8435-2021020211")
SEARCH = FlowQuery(0, 1 << 42, expression="风'电 \"$HOME\" `id` \\ 'x", owner="li.na & co")


@pytest.fixture
def served() -> Iterator[Served]:
    now = datetime.now(UTC)
    with serve(StandIn(World(now), lambda: int(datetime.now(UTC).timestamp() * 1000))) as served:
        yield served


@asynccontextmanager
async def asking(base_url: str, ca_bundle: Path | None = None) -> AsyncIterator[HttpGateway]:
    trust = {"ca_bundle": str(ca_bundle)} if ca_bundle else {}
    gateway = HttpGateway(Profile.of("test", DEMO_PROFILE_FIELDS | {"gateway": base_url} | trust))
    try:
        yield gateway
    finally:
        await gateway.aclose()


def run(command: str, keys: dict[str, str] = KEYS, shell: str = "bash") -> subprocess.CompletedProcess[bytes]:
    said = {name: os.environ[name] for name in ("PATH", "HOME")} | {"NO_PROXY": "*"} | keys
    return subprocess.run([shell], input=command.encode(), env=said, capture_output=True, timeout=30)


def command_for(answer: Response) -> str:
    assert answer.request is not None
    command = curl(answer.request)
    assert command.isascii()
    for secret in (ACCESS_KEY, SECRET_KEY):
        assert secret not in command
    return command


@pytest.mark.parametrize("shell", ["bash", "sh"])
async def test_it_gets_the_very_bytes_that_the_program_got(served: Served, shell: str) -> None:
    async with asking(served.base_url) as gateway:
        answers = [
            await gateway.get_task_instance(TASK),
            await gateway.get_flow_instance(FLOW),
            await gateway.get_task_instance_log(TASK, 100),
            await gateway.list_flow_instances(SEARCH),
            await gateway.get_time_zone(),
        ]
    for answer in answers:
        done = run(command_for(answer), shell=shell)
        assert done.stderr == b""
        assert done.stdout == answer.body
    assert served.stand_in.rejections == []
    assert served.stand_in.request_count("token", "get") == 1 + len(answers)


def said_times(prelude: str, runs: int) -> list[str]:
    asked = RequestInfo("Get", "https://h/x", "https://h/t", (), "", None)
    now = re.search(r"now\(\) {.*?^}", curl(asked), re.S | re.M)
    assert now
    done = run(prelude + f"{now[0]}\n" + "echo $(now); sleep 0.002\n" * runs)
    assert done.stderr == b""
    return done.stdout.decode().split()


@pytest.mark.parametrize(
    "prelude", ["", "unset EPOCHREALTIME\n", "unset EPOCHREALTIME; EPOCHREALTIME=1609459200,123456\n"]
)
def test_the_timestamp_is_in_milliseconds(prelude: str) -> None:
    (said,) = said_times(prelude, 1)
    assert len(said) == 13
    told = 1609459200.123 if "," in prelude else time.time()
    assert abs(int(said) / 1000 - told) < 30


def test_no_two_commands_use_the_same_timestamp() -> None:
    said = said_times("", 200)
    assert said == sorted(set(said))


async def test_a_search_is_put_in_the_same_words(served: Served) -> None:
    async with asking(served.base_url) as gateway:
        run(command_for(await gateway.list_flow_instances(SEARCH)))
    ours, curls = [json.loads(call.body) for call in served.stand_in.calls if call.action == "search"]
    assert ours == curls


async def test_a_private_authority_is_named_to_it(tmp_path: Path) -> None:
    authority = ca_file(tmp_path)
    now = datetime.now(UTC)
    stand_in = StandIn(World(now), lambda: int(datetime.now(UTC).timestamp() * 1000))
    with serve(stand_in, tls=True) as served:
        async with asking(served.base_url, authority) as gateway:
            answer = await gateway.get_task_instance(TASK)
        assert run(command_for(answer)).stdout == answer.body
        distrustful = run(command_for(answer).replace(f" --cacert {authority}", ""))
    assert b"certificate" in distrustful.stderr


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ({}, "ENOS_ACCESS_KEY: is not set"),
        ({"ENOS_ACCESS_KEY": ACCESS_KEY}, "ENOS_SECRET_KEY: is not set"),
        (KEYS | {"ENOS_SECRET_KEY": "wrong-secret"}, 'no token: {"status":1003'),
    ],
)
async def test_it_says_what_is_missing_or_wrong(served: Served, keys: dict[str, str], said: str) -> None:
    async with asking(served.base_url) as gateway:
        answer = await gateway.get_task_instance(TASK)
    done = run(command_for(answer), keys)
    assert done.returncode != 0
    assert said in done.stderr.decode()
    assert "wrong-secret" not in done.stderr.decode()


async def test_no_list_of_processes_shows_a_key_a_token_or_a_signature(
    served: Served, tmp_path: Path
) -> None:
    noting = tmp_path / "curl"
    noting.write_text(
        f'#!/bin/sh\nprintf "%s\\n" "$@" >> {tmp_path}/argv\nexec {shutil.which("curl")} "$@"\n'
    )
    noting.chmod(0o755)
    async with asking(served.base_url) as gateway:
        answer = await gateway.get_task_instance(TASK)
    done = run(command_for(answer), KEYS | {"PATH": f"{tmp_path}:{os.environ['PATH']}"})
    assert done.stdout == answer.body
    argv = (tmp_path / "argv").read_text()
    assert argv.count("-sSg") == 2
    token = next(iter(served.stand_in.tokens._live.values())).text
    for secret in (ACCESS_KEY, SECRET_KEY, token, "apim-signature", "encryption"):
        assert secret not in argv


def test_an_address_with_brackets_and_odd_words_are_left_as_they_are() -> None:
    odd = "a'b$(touch x)`id`\\"
    asked = RequestInfo(
        "Get", "https://[::1]:8443/x?a=b'c", "https://[::1]/t", (("z", odd), ("a", "")), "", None
    )
    command = curl(asked)
    assert "curl -sSg -K - \\\n  'https://[::1]:8443/x?a=b'\"'\"'c'\n" in command
    lines = command.split("\n")
    assignment = next(line for line in lines if line.startswith("params="))
    done = run(f'{assignment}; printf %s "$params"')
    assert done.stdout.decode() == f"az{odd}"


def test_get_prints_it_for_an_answer_and_for_a_refusal(served: Served) -> None:
    said = environment(served.base_url) | {"NO_PROXY": "*"}

    def got(some_id: str) -> tuple[int, str, bytes]:
        done = subprocess.run([*PROGRAM, "get", some_id, "--curl"], env=said, cwd=TOP, capture_output=True)
        return done.returncode, done.stderr.decode(), run(done.stdout.decode()).stdout

    code, err, body = got(TASK.text)
    assert (code, err) == (0, "")
    assert json.loads(body)["data"]["taskName"] == "DataIntegration"
    code, err, body = got("118979-2021020299")
    assert code == 3
    assert "neither a task instance nor a flow instance" in err
    assert json.loads(body)["code"] == 62102
