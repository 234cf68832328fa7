"""A gateway on a real socket whose name, certificate, connections, token and answers can be made to fail."""

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.certificates import Kind, ca_file, server_context
from tests.harness import NOW, a_stand_in
from tests.stand_in import Served, SocketFault, serve
from tests.stand_in.habits import Habits
from tui_app.api.client import HttpGateway
from tui_app.api.gateway import Retrying
from tui_app.api.retry import Deadlines
from tui_app.demo.application import ACCESS_KEY
from tui_app.demo.reply import Reply
from tui_app.demo.transport import DEMO_PROFILE_FIELDS
from tui_app.models.profile import Profile

NAME = "gateway.test"
LOOPBACK, NOBODY, SILENT, NO_ROUTE = "127.0.0.1", "127.0.0.2", "127.0.0.3", "255.255.255.255"
"""Addresses: the gateway's; one that refuses; one that takes no more connections; one there is no way to."""


@dataclass(frozen=True, slots=True)
class Calls:
    """What reached the gateway."""

    api: int
    token: int

    def since(self, before: "Calls") -> "Calls":
        """What has come since."""
        return Calls(self.api - before.api, self.token - before.token)


class Scene:
    """One gateway, the name server that knows it, and one client's settings."""

    def __init__(self, served: Served, folder: Path) -> None:
        self.served = served
        self.stand_in = served.stand_in
        self.host = f"{NAME}:{served.server_port}"
        self.address: str | socket.gaierror = LOOPBACK
        """What the name server says."""
        fields = DEMO_PROFILE_FIELDS | {"gateway": f"https://{self.host}", "ca_bundle": str(ca_file(folder))}
        self.profile = Profile.of("plant", fields)
        self._ended = ExitStack()

    def gateway(
        self,
        deadlines: Deadlines,
        on_retry: Callable[[Retrying | None], None] | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> HttpGateway:
        """A client that does not wait between tries."""

        async def no_pause(seconds: float) -> None:
            return None

        return HttpGateway(
            self.profile,
            clock=lambda: NOW,
            on_retry=on_retry,
            monotonic=monotonic,
            sleep=no_pause,
            jitter=lambda longest_s: 0.0,
            deadlines=deadlines,
        )

    def resolve(self, host: str | bytes, *more: Any, **named: Any) -> Any:
        """In place of `socket.getaddrinfo`: the one name there is."""
        if host not in (NAME, NAME.encode()):
            return _getaddrinfo(host, *more, **named)
        if isinstance(self.address, socket.gaierror):
            raise self.address
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (self.address, self.served.server_port))]

    # What can be made to fail. Each lasts until `heal`.

    def move_to(self, address: str | socket.gaierror) -> None:
        """Have the name lead elsewhere, or nowhere."""
        self.address = address
        self.served.drop_kept()
        if address == SILENT:
            self._ended.enter_context(_full(self.served.server_port))

    def show(self, kind: Kind | None) -> None:
        """Show another certificate, or speak no TLS."""
        self.served.tls = server_context(kind) if kind else None
        self.served.drop_kept()

    def break_off(self, fault: SocketFault, times: int | None = None) -> None:
        """Let answers stall or break off."""
        self.served.fault, self.served.faults_left = fault, times

    def answer(self, reply: Reply, times: int = 99) -> None:
        """Answer every question alike."""
        self.stand_in.script(*[reply] * times, to="api")

    def rotate(self, life_s: int = 7200) -> None:
        """Give the application another token, as another process does."""
        self.stand_in.tokens.replace(ACCESS_KEY, self.stand_in.now_ms(), life_s=life_s)

    def expire(self) -> None:
        """End the life of the token there is."""
        self.rotate(life_s=-1)

    def answer_token(self, reply: Reply, times: int = 99) -> None:
        """Reject the token held, and answer alike whoever wants another."""
        self.rotate()
        self.stand_in.script(*[reply] * times, to="token")

    def turn_clock(self, minutes: int) -> None:
        """Put this machine's clock ahead of the gateway's."""
        self.stand_in.clock_offset_ms = -minutes * 60_000

    def heal(self) -> None:
        """All is well again."""
        self.address = LOOPBACK
        self.served.tls = server_context()
        self.served.drop_kept()
        self.break_off("")
        self.stand_in.forget_script()
        self.stand_in.clock_offset_ms = 0
        self.stand_in.habits = Habits()
        self._ended.close()


def calls(scene: Scene) -> Calls:
    """Everything that has reached the gateway so far."""
    token = scene.stand_in.request_count("token")
    return Calls(len(scene.stand_in.calls) - token, token)


@contextmanager
def a_scene(folder: Path) -> Iterator[Scene]:
    """A gateway where all is well."""
    with serve(a_stand_in(), tls=True) as served, pytest.MonkeyPatch.context() as patch:
        scene = Scene(served, folder)
        patch.setattr(socket, "getaddrinfo", scene.resolve)
        for name in ("http_proxy", "https_proxy", "all_proxy"):
            patch.delenv(name, raising=False)
            patch.delenv(name.upper(), raising=False)
        try:
            yield scene
        finally:
            scene.heal()


_getaddrinfo = socket.getaddrinfo


@contextmanager
def _full(port: int) -> Iterator[None]:
    """A listener whose queue is full: Linux then leaves whoever knocks without an answer."""
    with ExitStack() as stack:
        listener = stack.enter_context(socket.socket())
        listener.bind((SILENT, port))
        listener.listen(0)
        for _ in range(4):
            knocking = stack.enter_context(socket.socket())
            knocking.setblocking(False)
            knocking.connect_ex((SILENT, port))
        yield
