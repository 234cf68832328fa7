"""The stand-in gateway as an httpx transport without a socket."""

import httpx

from tests.stand_in.gateway import StandIn
from tui_app.demo.transport import gateway_transport


def transport_to(stand_in: StandIn, latency_s: float = 0.0) -> httpx.MockTransport:
    """A transport to a stand-in gateway; every response takes `latency_s` seconds."""
    return gateway_transport(lambda: stand_in, latency_s)
