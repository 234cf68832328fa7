"""Pasted text as its author wrote it: undoes what mail programs, browsers, consoles and editors did to it."""

import quopri
import re
import unicodedata
from urllib.parse import unquote

from .ids import DASHES

_LINE_ENDS = str.maketrans(
    {"\x0b": "\n", "\x0c": "\n", "\x85": "\n", "\u2028": "\n", "\u2029": "\n", "\xa0": " "}
)

_COLOUR = re.compile(
    r"(?:\x1b|\u241b|\\x1b|\\033|\\e|\\u001b|\^\[)\[[0-9;:?]{0,40}[A-Za-z]"
    r"|\[[0-9]{1,3}(?:;[0-9]{1,3}){0,8}m|\x1b\][^\x07\x1b\n]{0,400}(?:\x07|\x1b\\)",
    re.IGNORECASE,
)
"""A sequence for a terminal, its first character spelt out or lost."""

_ESCAPED_LINE_END = re.compile(r"\\{1,8}(?:r\\{1,8}n|[nrt](?![a-z]{2}))")
_ESCAPED_LETTER = re.compile(r"\\{1,8}u([0-9A-Fa-f]{4})")
_TAG_IN_NUMBER = re.compile(
    r"<wbr ?/?>|(?<=[0-9])(?:<[^<>\n]{1,200}>){1,4}(?=-)|(?<=-)(?:<[^<>\n]{1,200}>){1,4}(?=[0-9])"
)
_QUOTED_PRINTABLE = re.compile(r"=(?:3D|2D|E2=80=|C2=A|[ \t]{0,3}\r?\n)")
_NOT_QUOTED_PRINTABLE = re.compile(r"=(?![0-9A-F]{2}|[ \t]{0,3}\r?\n|$)")
_SOFT_BREAK = re.compile(r"=[ \t]{0,3}\r?\n")
_CODED_DASH = re.compile(r"(?<=[0-9])=2D(?=[0-9])")
_SOFT_HYPHEN_AS_DASH = re.compile(r"(?<![0-9-])([0-9]{1,19})\xad(?=(?:19|20)[0-9]{6,12}(?![0-9]))")
_OTHER_DIGIT = re.compile(
    "[\u00b2\u00b3\u00b9\u2070-\u2079\u2080-\u2089\u2460-\u249b\u24ea-\u24ff\u2776-\u2793"
    "\u3248-\u324f\u3251-\u325f\u32b1-\u32bf\U0001f100-\U0001f10c]"
)
"""Numbers of lists and notes: in circles, raised, lowered, with a full stop; no digit of an id is one."""
_LIST_NUMBER = re.compile(r"^([^\S\n]{0,8}[0-9]{1,3}\.)(?=[1-9][0-9]{3,18}-(?:19|20)[0-9]{6})", re.MULTILINE)
_FORMAT = re.compile(
    "[\xad\u034f\u061c\u115f\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]"
)
"""Characters that show nothing: zero width, direction, soft hyphen, variation."""


def plain_text(text: str) -> str:
    """The text without transport and display codes, in plain digits and dashes; lines end with ``\\n``."""
    plain = _COLOUR.sub("", text) if "[" in text or "\x1b" in text else text
    if _QUOTED_PRINTABLE.search(plain):
        plain = _without_quoted_printable(plain)
    if "%" in plain:
        plain = unquote(unquote(plain))
    if "\\" in plain:
        plain = _ESCAPED_LETTER.sub(lambda match: chr(int(match[1], 16)), plain)
        plain = _ESCAPED_LINE_END.sub("\n", plain)
    if "&" in plain:
        from html import unescape  # its table of names takes 4 ms

        plain = unescape(unescape(plain))
    plain = unicodedata.normalize(
        "NFKC",
        _OTHER_DIGIT.sub(" ", plain.replace("\r\n", "\n").replace("\r", "\n").translate(_LINE_ENDS)),
    )
    plain = _LIST_NUMBER.sub(r"\1 ", plain.translate(DASHES))
    return _TAG_IN_NUMBER.sub("", plain) if "<" in plain else plain


def without_format_characters(text: str, instead: str = "") -> str:
    """The text without characters that show nothing; a soft hyphen where an id has its dash is one."""
    return _FORMAT.sub(instead, _SOFT_HYPHEN_AS_DASH.sub(r"\1-", text))


def _without_quoted_printable(text: str) -> str:
    """Decoded as a whole where every ``=`` is a code's, else only what cannot mean anything else."""
    if not _NOT_QUOTED_PRINTABLE.search(text):
        return quopri.decodestring(text.encode("utf-8", "replace")).decode("utf-8", "replace")
    return _CODED_DASH.sub("-", _SOFT_BREAK.sub("", text)).replace("=3D", "=")
