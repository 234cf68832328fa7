"""A client and a gateway with a cable between them that is cut without a word; run in a network of its own.

Prints what the person was told, one reason a line, then how many connections the gateway saw.
"""

import asyncio
import os
import subprocess
import sys
from collections.abc import Awaitable
from contextlib import aclosing
from pathlib import Path

from tests.harness import NOW, SAMPLE, a_stand_in
from tests.stand_in import serve
from tui_app.api.client import HttpGateway
from tui_app.api.gateway import Retrying
from tui_app.demo.transport import DEMO_PROFILE_FIELDS
from tui_app.models.ids import TaskInstanceId
from tui_app.models.profile import Profile

HERE, THERE = "10.77.0.1", "10.77.0.2"


def ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True)


def gateway_end() -> None:
    """Serve; a line on standard input cuts the way back, the next one mends it, the end of it ends this."""
    ip("addr", "add", f"{THERE}/24", "dev", "far")
    ip("link", "set", "far", "up")
    with serve(a_stand_in(), address=THERE) as served:
        print(served.base_url, flush=True)
        for line in sys.stdin:
            ip("route", line.strip(), "blackhole", f"{HERE}/32")
            print(served.connections, flush=True)


class GatewayEnd:
    """The other end of the cable."""

    def __init__(self) -> None:
        ip("link", "add", "near", "type", "veth", "peer", "name", "far")
        ip("addr", "add", f"{HERE}/24", "dev", "near")
        ip("link", "set", "near", "up")
        command = ["unshare", "-n", sys.executable, "-m", "tests.system.silent_drop", "gateway"]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        while os.readlink(f"/proc/{self.process.pid}/ns/net") == os.readlink("/proc/self/ns/net"):
            pass  # not there yet
        ip("link", "set", "far", "netns", str(self.process.pid))
        self.url = self.say()

    def say(self, word: str = "") -> str:
        """Say a word, if any; what it answers."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        if word:
            print(word, file=self.process.stdin, flush=True)
        return self.process.stdout.readline().strip()


async def ask_over_a_dead_connection(end: GatewayEnd, waits: bool) -> tuple[list[str], int]:
    """Ask, cut the way back, ask again; at once, or after the connection was given up while idle."""
    told: list[str] = []

    def note(retrying: Retrying | None) -> None:
        if retrying is not None:
            told.append(retrying.reason)
            end.say("del")

    gateway = HttpGateway(Profile.of("drop", DEMO_PROFILE_FIELDS | {"gateway": end.url}), clock=lambda: NOW)
    gateway.on_retry = note
    async with aclosing(gateway):
        await ask(gateway)
        before = int(end.say("add"))
        if waits:
            await until_given_up()
            end.say("del")
        await ask(gateway)
        return told, int(end.say("add")) - before


def ask(gateway: HttpGateway) -> Awaitable[object]:
    return gateway.get_task_instance(TaskInstanceId(SAMPLE))


async def until_given_up() -> None:
    """Wait until the kernel has given the one connection there is up."""
    while is_connected():  # noqa: ASYNC110 - the kernel sets no event
        await asyncio.sleep(0.1)


def is_connected() -> bool:
    established = "01"
    rows = Path("/proc/net/tcp").read_text().splitlines()[1:]
    return any(row.split()[3] == established for row in rows)


def main() -> None:
    end = GatewayEnd()
    told, connections = asyncio.run(ask_over_a_dead_connection(end, waits="idle" in sys.argv))
    end.process.kill()
    end.process.wait()
    print(*told, connections, sep="\n")


if __name__ == "__main__":
    gateway_end() if "gateway" in sys.argv else main()
