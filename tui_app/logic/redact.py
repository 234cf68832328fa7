"""Secrets taken out of texts that leave the program: tickets, exports.

Cautious on purpose: a word too many is lost rather than a password shown. What a secret looks like is told by
what stands before it, or by its own form; a secret in plain prose is not recognised.
"""

import re
from collections.abc import Iterable

REDACTED = "[redacted]"
"""Stands where a secret stood."""

_SHORTEST = 4
"""Characters of the profile's own values that are looked for: shorter ones stand in every text."""

_NAME = (
    r"(?:pass(?:word|wd|phrase)|pwd|secret|(?<!unexpected )token|credential"
    r"|(?:access|secret|app|api|private|account|shared|session|signing|encryption)[ ._-]?key)"
)
_VALUE = r"(?:(?P<quote>\\*[\"'])(?:[^\n]*?(?<!\\)(?P=quote)|[^\n]*)|\S+)"
"""A value in quotes, those of JSON within JSON too, or up to the next blank."""

_SECRETS = [
    re.compile(form, re.IGNORECASE)
    for form in (
        r"(?P<kept>-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----)[\s\S]*?(?=-----END|\Z)",
        r"(?P<kept>authorization(?:\\*[\"'])?\s{0,3}[:=]\s{0,3})" + _VALUE.replace(r"\S+", r"[^\n]+"),
        r"(?P<kept>\bapim-[a-z-]{1,30}(?:\\*[\"'])?\s{0,3}[:=]\s{0,3})" + _VALUE,
        # user:password@ with a slash in the password too, but host:port/… is no such thing
        r"(?P<kept>\b[a-z][a-z0-9+.-]{0,30}://)[^\s/:@\"'<>]*:(?!\d{1,5}(?:[/?#]|$))[^\s\"'<>]{0,300}(?=@)",
        r"(?P<kept>\b[a-z][a-z0-9+.-]{0,30}://)[^\s/?#\"'<>]{1,300}(?=@)",
        r"(?P<kept>\bjdbc:oracle:\w{1,10}:)[^\s/@]{1,100}/[^\s@]{1,100}(?=@)",
        r"(?P<kept>"
        + _NAME
        + r"[\w.-]{0,40}(?:\\*[\"'])?\s{0,3}(?:=>|[:=]|</name>\s{0,9}<value>)\s{0,3})"
        + _VALUE,
        r"(?P<kept><(?!/)[^<>\s]{0,40}" + _NAME + r"[^<>]{0,60}>)[^<\n]+",
        r"(?P<kept>(?<![\w-])--?[\w.-]{0,40}" + _NAME + r"[\w.-]{0,40}[\"']?,?\s{1,3})(?!-)" + _VALUE,
        r"(?P<kept>\b(?:bearer|basic)\s{1,3})[a-z0-9._~+/-]{8,}=*",
        r"(?P<kept>\b)(?:AKIA|ASIA|AROA|AIDA|LTAI)[a-z0-9]{12,40}\b",
        r"(?P<kept>\b)eyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?",
    )
]


class Redactor:
    """Takes out what looks like a secret, and the secrets of its own, which no representation of it shows."""

    __slots__ = ("_own",)

    def __init__(self, own: Iterable[str] = ()) -> None:
        """Take the values to look for wherever they stand, such as a profile's keys."""
        # The longest first: a value may be part of another.
        self._own = sorted({value for value in own if len(value) >= _SHORTEST}, key=len, reverse=True)

    def __call__(self, text: str) -> str:
        """The text without secrets."""
        for value in self._own:
            text = text.replace(value, REDACTED)
        for form in _SECRETS:
            text = form.sub(rf"\g<kept>{REDACTED}", text)
        return text
