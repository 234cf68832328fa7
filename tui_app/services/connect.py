"""From a profile to a gateway: the real one, or the demo under the same client."""

from collections.abc import Callable
from datetime import datetime

from ..api.client import HttpGateway
from ..api.gateway import Retrying
from ..logic.redact import Redactor
from ..models.profile import DEMO_NAME, Profile
from .clock import utc_now


def gateway_for(
    profile: Profile | None,
    clock: Callable[[], datetime] = utc_now,
    on_retry: Callable[[Retrying | None], None] | None = None,
    redact: Redactor | None = None,
    demo_latency_s: float = 0.06,
) -> HttpGateway:
    """A gateway for one profile; whoever asks for it closes it.

    Args:
        profile: whom to ask as; None for the demo, which answers from a built-in world without a network.
        clock: aware.
        on_retry: told of each coming try, and with None when the question is over.
        redact: learns every secret of the connection.
        demo_latency_s: seconds an answer of the demo takes: enough for a person to see a question asked.
    """
    if profile is not None:
        return HttpGateway(profile, clock=clock, on_retry=on_retry, redact=redact)
    from ..demo.transport import DEMO_PROFILE_FIELDS, demo_transport

    demo, transport = Profile.of(DEMO_NAME, DEMO_PROFILE_FIELDS), demo_transport(clock, demo_latency_s)
    return HttpGateway(demo, clock=clock, on_retry=on_retry, redact=redact, transport=transport)
