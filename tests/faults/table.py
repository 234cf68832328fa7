"""The table of faults in ``tests/README.md``, and how each is brought about."""

import socket
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from email.utils import format_datetime
from pathlib import Path

from tests.certificates import Kind
from tests.faults.scene import NO_ROUTE, NOBODY, SILENT, Calls, Scene
from tests.harness import NOW
from tests.stand_in import SocketFault, refusals
from tui_app.api.retry import Deadlines
from tui_app.demo import reply
from tui_app.demo.reply import Reply

README = Path(__file__).parents[1] / "README.md"
Begin = Callable[[Scene], None]


@dataclass(frozen=True, slots=True)
class Fault:
    """One row."""

    name: str
    sentence: str
    """What is wrong, ``{host}`` standing for name and port; empty where there is an answer after all."""
    hint: str
    """What to do."""
    tries: int
    """How often the question is tried; the person is told before each but the first."""
    calls: Calls
    """What reaches the gateway."""
    exit_code: int

    @property
    def is_of_log(self) -> bool:
        """Is the log asked for, in place of the record?"""
        return self.name.endswith("for a log")

    @property
    def deadlines(self) -> Deadlines:
        """Short ones where the fault is to be silent."""
        return BRIEF.get(self.name, Deadlines())

    def begin(self, scene: Scene) -> None:
        """Bring it about."""
        CAUSES[self.name](scene)


def _name(address: str | socket.gaierror) -> Begin:
    return lambda scene: scene.move_to(address)


def _shows(kind: Kind | None) -> Begin:
    return lambda scene: scene.show(kind)


def _socket(fault: SocketFault, times: int | None = None) -> Begin:
    return lambda scene: scene.break_off(fault, times)


def _says(answer: Reply, times: int = 99) -> Begin:
    return lambda scene: scene.answer(answer, times)


def _token(code: int, words: str, times: int = 99) -> Begin:
    return lambda scene: scene.answer_token(refusals.token_refusal(code, words), times)


def _busy(retry_after: str | None, times: int = 99) -> Begin:
    return _says(reply.too_many_requests(retry_after), times)


def _date(seconds: float) -> str:
    return format_datetime(NOW + timedelta(seconds=seconds), usegmt=True)


def _refresh_fails(scene: Scene) -> None:
    scene.rotate(life_s=300)
    scene.stand_in.script(None, refusals.token_refusal(1204, "refresh access token failed"), to="token")


_NO_NAME = socket.gaierror(socket.EAI_NONAME, "Name or service not known")
_NO_SERVER = socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")
# Long enough for a busy machine to answer in once the fault is over.
_SILENCE = Deadlines(read_s=0.4)

BRIEF = {
    "no connection in time": Deadlines(connect_s=0.4),
    "stalled headers": _SILENCE,
    "stalled body": _SILENCE,
    "a byte now and then": Deadlines(total_s=1.0),
    "headers, a byte now and then": Deadlines(total_s=1.0),
    "informational answers without end": Deadlines(total_s=1.0),
}

CAUSES: dict[str, Begin] = {
    "refused": _name(NOBODY),
    "unreachable": _name(NO_ROUTE),
    "no connection in time": _name(SILENT),
    "DNS: no such name": _name(_NO_NAME),
    "DNS: no name server": _name(_NO_SERVER),
    "TLS: expired": _shows("expired"),
    "TLS: not valid yet": _shows("not yet valid"),
    "TLS: self-signed": _shows("self-signed"),
    "TLS: unknown authority": _shows("unknown authority"),
    "TLS: wrong host": _shows("other host"),
    "TLS: plain HTTP there": _shows(None),
    "reset before the answer": _socket("reset before answer"),
    "reset before the answer, once": _socket("reset before answer", 1),
    "reset mid-body": _socket("reset mid-body"),
    "reset mid-body, once": _socket("reset mid-body", 1),
    "stalled headers": _socket("stall headers"),
    "stalled body": _socket("stall body"),
    "a byte now and then": _socket("drip body"),
    "headers, a byte now and then": _socket("headers that drip"),
    "headers without end": _socket("headers without end"),
    "a header without end": _socket("a header without end"),
    "trailers without end": _socket("trailers without end"),
    "informational answers without end": _socket("answers 100 without end"),
    "1,000 informational answers, 3,000 headers": _socket("many headers"),
    "two lengths that differ": _socket("two lengths"),
    "no status": _socket("no status"),
    "a redirect to itself": lambda scene: scene.answer(Reply(302, {"location": "/"})),
    "half-open: idle connection closed by the gateway": lambda scene: scene.served.drop_kept(),
    "401, Kong's words": _says(reply.unauthorized()),
    "401, not JSON": _says(refusals.unauthorized_in_prose()),
    "401 as 1203 in HTTP 200": _says(refusals.token_expired()),
    "4011": _says(reply.apim_status(4011)),
    "4012": _says(reply.apim_status(4012)),
    "4011, once": _says(reply.apim_status(4011), 1),
    "token rotated by another process": lambda scene: scene.rotate(),
    "1001": _token(1001, "encryption has been used"),
    "1001, twice": _token(1001, "encryption has been used", 2),
    "1002": _token(1002, "appKey does not exist"),
    "1003": _token(1003, "encryption is invalid"),
    "1004": _token(1004, "parameter is invalid"),
    "1005": _token(1005, "internal error"),
    "1005, once": _token(1005, "internal error", 1),
    "1202": _token(1202, "parameter is empty"),
    "1203 of the token service": _token(1203, "access token expired"),
    "1204 for a new token": _token(1204, "refresh access token failed"),
    "1204 while the token is still good": _refresh_fails,
    "clock 16 minutes ahead": lambda scene: scene.turn_clock(16),
    "clock 16 minutes behind": lambda scene: scene.turn_clock(-16),
    "403, IP list": _says(reply.kong(403, "Your IP address is not allowed")),
    "403": _says(reply.html(403, "Forbidden")),
    "404, no route": _says(reply.no_route()),
    "413": _says(reply.kong(413, "Request size limit exceeded")),
    "429": _busy(None),
    "429, a short pause": _busy("7"),
    "429, a long pause": _busy("3600"),
    "429, an absurd pause": _busy("9" * 30),
    "429, a negative pause": _busy("-5"),
    "429, a pause in words": _busy("soon"),
    "429, until a time": _busy(_date(9)),
    "429, until a time that is over": _busy(_date(-9)),
    "429, once": _busy("7", 1),
    "500": _says(reply.html(500, "Internal Server Error")),
    "502": _says(reply.html(502, "Bad Gateway")),
    "503": _says(reply.html(503, "Service Unavailable")),
    "504": _says(reply.html(504, "Gateway Time-out")),
    "a web page in HTTP 200": _says(reply.html(200, "Log in")),
    "62101": _says(reply.refusal(62101, "userId does not exist")),
    "62102": _says(reply.refusal(62102, "Incorrect parameter.")),
    "62102 for a log": _says(reply.refusal(62102, "Invalid taskInstId or it has no log")),
    "62103": _says(reply.refusal(62103, "no privilege")),
    "62109": _says(reply.refusal(62109, "Internal server exception")),
    "62109 for a log": _says(reply.refusal(62109, "No log found")),
}


def _row(line: str) -> Fault:
    name, _, sentence, hint, tries, api, token, code = (cell.strip() for cell in line.strip("|").split("|"))
    said = "" if sentence == "answered after all" else sentence
    return Fault(name, said, hint, int(tries), Calls(int(api), int(token)), int(code))


def _rows() -> list[Fault]:
    section = README.read_text(encoding="utf-8").partition("\n## Faults\n")[2].partition("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("|")]
    return [_row(line) for line in lines[2:]]


FAULTS = _rows()
"""Every row, in the order of the table."""

TOLD_OF_RECORDS = list({(one.sentence, one.hint): one for one in FAULTS if not one.is_of_log}.values())
"""One row for each thing a person can be told of a record: what looks alike is gone through once."""
