"""Meanings of the numbers and short codes in records, in the words of the vendor's tables."""

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
    """The scheduling cycle; the API spells minute ``mi``."""
    text = str(value)
    return "monthly" if text == "M" else _CYCLES.get(text.upper(), UNKNOWN)


def task_type(value: object) -> str:
    """The task type. Two vendor tables agree on 3 only; the newer one wins for a number in both."""
    return _named(_TASK_TYPES, value)


def sync_type(value: object) -> str:
    """The kind of data integration."""
    return _named(_SYNC_TYPES, value)


def alert_mode(value: object) -> str:
    """The channels that alert to a failure."""
    return _named(_ALERT_MODES, value)


def if_pre(value: object) -> str:
    """Whether nodes of other workflows may depend on this one."""
    return _named({0: "no other may depend on it", 1: "others may depend on it"}, value)


def _named(table: dict[int, str], value: object) -> str:
    text = str(value)
    # Not int() alone, which reads "1_000" and digits of other scripts.
    return table.get(int(text), UNKNOWN) if _NUMBER.fullmatch(text) else UNKNOWN


def is_data_integration(task_type: object) -> bool:
    """Whether a value is one of the two numbers, or the name, of data integration tasks."""
    return str(task_type) in ("0", "7", "DATA_INTEGRATION")


Explain = Callable[[object], str]
"""Maps a raw value to its meaning."""
