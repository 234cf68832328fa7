"""What can go wrong between a question and its answer.

::

    GatewayError            exit code 5
    ├── NotFound            3   no such instance, or it belongs to another organisation
    ├── NoLog               3   the instance has written no log yet
    ├── Refused             4   the gateway or the service will not answer this caller
    │   ├── BadCredentials      access key, secret key or token
    │   ├── ClockError          this machine's clock is off
    │   └── NotPermitted        user, organisation, privilege, IP address
    ├── Unreachable         5   no connection, or it broke, or it took too long
    ├── Busy                5   429, after all retries
    ├── ServerFault         5   the server says that the fault is its own
    └── BadReply            5   an answer that cannot be understood

`str(error)` is one sentence for the person; `hint` says what to try. Neither holds a URL with parameters, a
key, a token or a signature.
"""


class GatewayError(Exception):
    """A question was not answered."""

    exit_code = 5

    def __init__(
        self, message: str, hint: str = "", *, code: int | None = None, http_status: int | None = None
    ) -> None:
        super().__init__(message)
        self.hint = hint
        """What the person can try, a sentence or empty."""
        self.code = code
        """The code in the body, where there was one."""
        self.http_status = http_status
        """The HTTP status, where there was an answer."""


class NotFound(GatewayError):
    """No such instance, or it belongs to another organisation: the server does not tell which."""

    exit_code = 3


class NoLog(GatewayError):
    """The instance is there, its log is not."""

    exit_code = 3


class Refused(GatewayError):
    """The gateway or the service will not answer this caller."""

    exit_code = 4


class BadCredentials(Refused):
    """Access key, secret key or token were rejected."""


class ClockError(Refused):
    """This machine's clock is too far off for the gateway to accept a signature."""


class NotPermitted(Refused):
    """The user, the organisation or the address has no right to ask this."""


class Unreachable(GatewayError):
    """No connection, or it broke, or it took too long."""


class Busy(GatewayError):
    """The gateway's rate limit, after all retries."""


class ServerFault(GatewayError):
    """The server says that the fault is its own."""


class BadReply(GatewayError):
    """An answer that cannot be understood."""
