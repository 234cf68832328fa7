"""What the numbers and short codes of the records mean, in the words of the vendor's tables."""

import re
from collections.abc import Callable

_CYCLES = {"M": "monthly", "W": "weekly", "D": "daily", "H": "hourly", "MI": "by minutes"}
_TASK_TYPES = {
    0: "data integration (older table)",
    1: "WORMHOLE (older table)",
    2: "CALCULATE (older table)",
    3: "SHELL",
    4: "CANAAN (older table)",
    5: "HIVE (older table)",
    6: "MR (older table)",
    7: "data integration",
    8: "PYTHON",
    9: "external application",
}
_SYNC_TYPES = {0: "file", 1: "data"}
_ALERT_MODES = {0: "none", 1: "e-mail", 2: "SMS", 3: "e-mail and SMS"}
_NUMBER = re.compile(r"-?[0-9]{1,9}")
UNKNOWN = "not in the vendor's table"


def cycle(value: object) -> str:
    """Scheduling cycle; minute is spelled ``mi`` on the wire."""
    text = str(value)
    return "monthly" if text == "M" else _CYCLES.get(text.upper(), UNKNOWN)


def task_type(value: object) -> str:
    """Task type. Two vendor tables share only the value 3; the newer one wins where both have a number."""
    return _named(_TASK_TYPES, value)


def sync_type(value: object) -> str:
    """Kind of data integration."""
    return _named(_SYNC_TYPES, value)


def alert_mode(value: object) -> str:
    """Who is told of a failure, and how."""
    return _named(_ALERT_MODES, value)


def if_pre(value: object) -> str:
    """May nodes of other workflows depend on this one."""
    return _named({0: "no other may depend on it", 1: "others may depend on it"}, value)


def _named(table: dict[int, str], value: object) -> str:
    text = str(value)
    # Not int() alone, which reads "1_000" and digits of other scripts.
    return table.get(int(text), UNKNOWN) if _NUMBER.fullmatch(text) else UNKNOWN


def is_data_integration(task_type: object) -> bool:
    """Is this one of the two numbers, or the name, of a data integration task?"""
    return str(task_type) in ("0", "7", "DATA_INTEGRATION")


Explain = Callable[[object], str]
"""Turns one raw value into its meaning."""
