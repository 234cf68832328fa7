"""The gateway of a profile: the real one, or the demo behind the same client."""

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
    """A gateway for one profile; the caller closes it.

    Args:
        profile: the profile; None for the demo, which needs no network.
        clock: aware.
        on_retry: called before each retry, and with None when the request has ended.
        redact: learns every secret of the connection.
        demo_latency_s: seconds a response of the demo takes, enough for the user to see a request.
    """
    if profile is not None:
        return HttpGateway(profile, clock=clock, on_retry=on_retry, redact=redact)
    from ..demo.transport import DEMO_PROFILE_FIELDS, demo_transport

    demo, transport = Profile.of(DEMO_NAME, DEMO_PROFILE_FIELDS), demo_transport(clock, demo_latency_s)
    return HttpGateway(demo, clock=clock, on_retry=on_retry, redact=redact, transport=transport)
