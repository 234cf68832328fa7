"""One task for every odd form of a log."""

from collections.abc import Callable
from datetime import datetime, timedelta

from . import reply
from .logs import log_header
from .runs import FlowRun, TaskRun
from .showcase import Showcase, chained, exhibit

FLOW_ID = 900700
_MEBI = 1 << 20


def odd_logs(now: datetime) -> Showcase:
    """The scene."""
    flows = {FLOW_ID: _flow}
    return Showcase(now, flows, lambda task_id: task_id // 100 * 100, age=timedelta(days=2), digits=8)


def _flow(suffix: str, trigger: datetime) -> FlowRun:
    written = [_task(number, name, write, suffix, trigger) for number, (name, write) in _LOGS.items()]
    answered = [
        exhibit(FLOW_ID + number, FLOW_ID, suffix, trigger, name, log_reply=answer)
        for number, (name, answer) in _REPLIES.items()
    ]
    return chained(FLOW_ID, "log_forms", (*written, *answered), suffix, trigger)


def _task(number: int, name: str, write: Callable[[], str], suffix: str, trigger: datetime) -> TaskRun:
    run: TaskRun = exhibit(
        FLOW_ID + number, FLOW_ID, suffix, trigger, name, log=lambda: _log(run, write, trigger)
    )
    return run


def _log(run: TaskRun, write: Callable[[], str], trigger: datetime) -> str:
    text = write()
    return text and log_header(run, trigger + timedelta(seconds=7)) + text


def _big() -> str:
    """A little more than the 1,048,576 characters the server sends at once."""
    line = "INFO  row group {0:06d} 已写入 4096 rows, checksum {1:08x}\n"
    count = _MEBI // len(line.format(0, 0)) + 1
    return "".join(line.format(number, number * 2654435761 % 2**32) for number in range(count))


def _bars() -> str:
    """A download, an overstruck word, and an error that follows a bar on its line."""
    bars = [f"\r{done:3}%|{'█' * (done // 5):20}| {done}/100 files" for done in range(0, 101, 5)]
    heading = "".join(f"{letter}\b{letter}" for letter in "LOAD")
    return (
        f"{heading} of yesterday's files\n{''.join(bars)}\n"
        f"{''.join(bars[:9])} \nOSError: [Errno 28] No space left on device: '/data/part-0008'\n"
    )


_HOSTILE = (
    "\x1b]52;c;cm0gLXJmIC8=\x07 clipboard\n"
    "\x1b[2J\x1b[H cleared? \x9b2J \x90q\x9c\n"
    "  10%\r  50%\r 100%\n"
    "[red]markup[/red] [@click=app.quit]quit[/] $x {y}\n"
    "nul \x00 bell \x07 backspace \x08 delete \x7f\n"
    "bidi \u202eevil\u202c \u2066isolate\u2069 zero\u200bwidth\ufeff\n"
    "\x1b]8;;https://example.invalid\x1b\\link\x1b]8;;\x1b\\\n"
)

_LOGS: dict[int, tuple[str, Callable[[], str]]] = {
    1: ("empty", lambda: ""),
    2: ("one_mebibyte", _big),
    3: ("no_final_newline", lambda: "first line\nlast line without an end"),
    4: (
        "colours",
        lambda: "\x1b[32mOK\x1b[0m 12 checks\n\x1b[1;31mFAILED\x1b[0m 风速 \x1b[38;5;208mwarn\x1b[m\n",
    ),
    5: ("very_long_line", lambda: "start " + "0123456789" * 20_000 + " end\nnext line\n"),
    6: ("many_scripts", lambda: "风机 αβγ Ωμέγα русский ไทย हिन्दी 한국어 🌬️👩‍🔧 e\u0301\n" * 20),
    7: ("hostile", lambda: _HOSTILE),
    8: ("windows_line_ends", lambda: "one\r\ntwo\r\n\r\nfour\r\n"),
    14: ("progress_bars", _bars),
}

_REPLIES = {
    9: ("log_is_null", reply.success({"log": None})),
    10: ("data_is_null", reply.success(None)),
    11: ("data_is_text", reply.success("the log itself")),
    12: ("list_of_one", reply.success([{"log": "in a list\n"}], "2.0")),
    13: ("no_privilege", reply.refusal(62103, "User has no privilege")),
}
