"""The six requests this program can send."""

from enum import Enum

SERVICE = "/batch-processing-service/v2.1"
"""Prefix of every request path."""

TOKEN_SERVICE = "/apim-token-service/v2.0/token"
"""Prefix of the token service's ``/get`` and ``/refresh``."""


class Operation(Enum):
    """The allow-list: HTTP method, path below `SERVICE` and ``action``.

    On this server even a delete is a GET: the method alone is no safeguard. ``Operation((method, path,
    action))`` raises ValueError for whatever is not listed here.
    """

    TASK = ("GET", "/taskInstances", "get")
    FLOW = ("GET", "/flowInstances", "get")
    LOG = ("GET", "/taskInstances", "getLog")
    FLOWS = ("POST", "/flowInstances", "search")
    TIME = ("GET", "/time", "getCurrentTime")
    ZONE = ("GET", "/time", "getTimeZone")

    @property
    def method(self) -> str:
        """HTTP method."""
        return self.value[0]

    @property
    def path(self) -> str:
        """Path on the gateway."""
        return SERVICE + self.value[1]

    @property
    def action(self) -> str:
        """The ``action`` parameter."""
        return self.value[2]

    @property
    def title(self) -> str:
        """The vendor's name for it."""
        return _TITLES[self]


_TITLES = {
    Operation.TASK: "Get Task Instance",
    Operation.FLOW: "Get Flow Instance",
    Operation.LOG: "Get Task Instance Log",
    Operation.FLOWS: "List Flow Instances",
    Operation.TIME: "Get Current Time",
    Operation.ZONE: "Get Time Zone",
}


def check_allowed(method: str, path: str, actions: list[str]) -> None:
    """Accept the six requests and the two calls of the token service.

    Args:
        method: HTTP method, upper case.
        path: path of the request as sent.
        actions: every value of the query's ``action``, none for the token service.

    Raises:
        ValueError: it is something else.
    """
    if method == "POST" and path in (f"{TOKEN_SERVICE}/get", f"{TOKEN_SERVICE}/refresh") and not actions:
        return
    if not path.startswith(SERVICE) or len(actions) != 1:
        raise ValueError(f"{method} {path} is none of the requests this program may send")
    Operation((method, path.removeprefix(SERVICE), actions[0]))
