"""What a program wrote to its terminal, taken apart strictly; and what this program may write at all."""

import base64
import re
from dataclasses import dataclass
from typing import Literal

from tests.hostile.spelling import acts

_TOKEN = re.compile(
    r"\x1b\[(?P<private>[<-?]?)(?P<params>[0-9:;]*)(?P<between>[ -/]*)(?P<final>[@-~])"
    r"|\x1b\](?P<number>[0-9]+);(?P<payload>[^\x00-\x1f\x7f-\x9f]*)(?:\x07|\x1b\\)"
    r"|\x1b(?P<short>[ -/]*[0-Z\\^-~])"
    r"|(?P<control>[\x00-\x1f\x7f-\x9f])"
    r"|(?P<text>[^\x00-\x1f\x7f-\x9f]+)"
)


@dataclass(frozen=True, slots=True)
class Token:
    """One sequence, control character or stretch of text."""

    kind: Literal["CSI", "OSC", "ESC", "control", "text"]
    name: str
    """What tells it from others of its kind: ``?h`` of a CSI, the number of an OSC."""
    said: str
    """Parameters, payload or text."""


def tokens(sent: bytes) -> list[Token]:
    """The stream in its parts.

    Raises:
        UnicodeDecodeError: it is not UTF-8 throughout, as with C1 controls sent as single bytes.
    """
    return [_token(match) for match in _TOKEN.finditer(sent.decode("utf-8"))]


def _token(match: re.Match[str]) -> Token:
    part = match.groupdict()
    if part["final"]:
        return Token("CSI", part["private"] + part["between"] + part["final"], part["params"])
    if part["number"]:
        return Token("OSC", part["number"], part["payload"])
    if part["short"]:
        return Token("ESC", part["short"], "")
    if part["control"]:
        return Token("control", part["control"], "")
    return Token("text", "", part["text"])


def offences(sent: bytes, size: tuple[int, int], also: str = "") -> list[str]:
    """Whatever of a stream the full screen never writes by itself; `also` are more control characters."""
    return [f"{one}" for one in tokens(sent) if not _is_own(one, size) and one.name not in tuple(also)]


def copies(sent: bytes) -> list[str]:
    """The texts that were sent to the clipboard."""
    return [
        base64.b64decode(one.said.removeprefix("c;"), validate=True).decode()
        for one in tokens(sent)
        if (one.kind, one.name) == ("OSC", "52")
    ]


_MODES = frozenset({"7", "25", "1000", "1003", "1004", "1006", "1015", "1049", "2004", "2026", "2048"})
_COLOUR = r"(?:[0-9]|[34]8;5;\d{1,3}|[34]8;2;\d{1,3};\d{1,3};\d{1,3}|2[1-9]|[349][0-79]|10[0-7])"
_COLOURS = re.compile(rf"(?:{_COLOUR}(?:;{_COLOUR})*)?")


def _is_own(one: Token, size: tuple[int, int]) -> bool:
    match one.kind, one.name:
        case "text", _:
            return not any(map(acts, one.said))
        case "control", char:
            return char in "\r\n\x07"
        case "CSI", "m":
            return _COLOURS.fullmatch(one.said) is not None
        case "CSI", "H":
            row, _, column = one.said.partition(";")
            return int(row or 1) <= size[1] and int(column or 1) <= size[0]
        case "CSI", "?h" | "?l" | "?$p":
            return one.said in _MODES
        case "CSI", ">u":
            return one.said == "25"
        case "CSI", "<u":
            return one.said == ""
        case "CSI", "r" | "L" | "M":
            return all(0 < int(number) <= size[1] for number in one.said.split(";") if number)
        case "CSI", "t":
            return one.said in ("22;2", "23;2")
        case "OSC", "22":
            return re.fullmatch("[a-z-]+", one.said) is not None
        case "OSC", "52":
            return re.fullmatch("c;[A-Za-z0-9+/]*={0,2}", one.said) is not None
        case "OSC", "2":
            return not any(map(acts, one.said)) and "stolen" not in one.said[:12]
        case _:
            return False
