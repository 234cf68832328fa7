"""Parts of the patterns of secrets: names, separators and values."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SecretPattern:
    """A pattern of secrets; case does not matter except in ``(?-i:…)``."""

    name: str
    pattern: str
    examples: tuple[tuple[str, str], ...]
    """Texts with the secret in each."""
    counter_examples: tuple[str, ...] = ()
    """Similar texts that stay unchanged."""
    words: str = ""
    """Words; every text that matches contains at least one, in any case. Empty for none."""


_NOTHING = (
    r"null|none|nil|undefined|empty|missing|required|expired|invalid|incorrect|wrong|not|must|is|was|has|have"
    r"|cannot|could|does|do|should|may|will|too|denied|true|false|yes|no|n/a|unknown|unset|blank|failed|failure"
    r"|failing|error|authentication|mismatch|mismatched|rejected|revoked|ok|str|string|bytes|varchar|optional|redacted"
)
"""Words that state a condition after a name; no secret is one of them."""

SECRET_FOLLOWS = (
    rf"(?!(?P<q>\\*[\"'])(?:{_NOTHING})(?P=q)"
    rf"|(?:{_NOTHING})(?:[\s,.;:!?)\]}}&]|$)"
    # Empty quotes, or quoted punctuation from a syntax error.
    r"|\\*[\"'`][^\w\n]{0,3}\\*[\"'`](?:[\s,.;:)\]}]|$)"
    r"|\[redacted\]|\$\{[\w.:-]{1,60}\}|(?-i:\$[A-Z][A-Z0-9_]{2,60})(?:[\s\"',;)&]|$)|\{\{|%\(\w|%s|\*{3,}"
    # A variable, quoted as a shell replaces it.
    r"|\\*\"?(?-i:\$\{?(?:[A-Z][A-Z0-9_]{2,60}|\d)\}?|%[A-Z][A-Z0-9_]{2,60}%)\\*\"?(?:[\s',;)&\\]|$)"
    # A quote that ends the line closes what stands before it.
    r"|\\*[\"'][ \t;)}\]]{0,3}(?:\n|$)"
    rf"|[(<\[](?:{_NOTHING})[)>\]]"
    r"|<[a-z _-]{1,30}>(?:\s|$))"
)
VALUE = r"(?:(?P<quote>\\*[\"'])(?:[^\n]*?(?<!\\)(?P=quote)|[^\n]*)|\S+)"
"""A value in quotes, also those of JSON within JSON, or up to the next blank."""

SECRET = SECRET_FOLLOWS + VALUE
REST_OF_LINE = SECRET_FOLLOWS + VALUE.replace(r"\S+", r"[^\n]+")

_KEY_OF = (
    r"access|secret|app|api|private|account|shared|session|signing|encryption|master|storage|security|auth"
    r"|client|consumer|subscription|cipher|crypto|aes|hmac|sm4"
)
_PARSERS = "unexpected invalid unrecognized unknown illegal bad extraneous mismatched"
_PLACES = "missing expected next at near"
_NOT_OF_A_PARSER = "".join(
    [rf"(?<!{said}.token)(?<!{said}token)" for said in _PARSERS.split()]
    + [rf"(?<!\b{place} token)" for place in _PLACES.split()]
)
NAME = (
    # One letter rules out most positions; the lookbehinds come after the word.
    r"(?=(?-i:[PpSsCcTtAaMmEeHhFf]))"
    r"(?:pass(?:word|wd|phrase|code)|(?!(?-i:PWD)=[/~])(?!pwd(?:=|: ?)(?:~|/\w[\w.-]{0,60})/)pwd|"
    r"psw(?<![a-z]psw)|secret|credential"
    rf"|token(?!i[sz])(?!s[\"']?\s{{0,3}}[:=]\s{{0,3}}\d{{1,9}}(?!\w)){_NOT_OF_A_PARSER}"
    rf"|(?:{_KEY_OF})[ ._-]?key)"
)
END_OF_NAME = (
    r"(?![\w.-]{0,40}(?:file|path|dir|url|uri|endpoint|policy|expiry|expires?|expires_in|expiration|ttl|length"
    r"|type|name|count|limit|class|provider|field|column|exception|error|encoder|algorithm|strength|rotation)[\"']?\s{0,3}[:=,\s])[\w.-]{0,60}+"
)
BLANKS = r"[ \t\xa0\u3000]{0,3}+"
SEPARATOR = (
    rf"{BLANKS}(?:=>|->|:=|==?+|%3[ad]|[:\uff1a\uff1d\ufe55]|</name>\s{{0,9}}<value>){BLANKS}"
    r"(?:\\\r?\n[ \t]{0,12})?+"
)
CONTINUED = r"[ \t]{0,3}\\\r?\n[ \t]{0,12}"
"""The end of a line of a shell that goes on in the next one."""
GAP = rf"(?>{CONTINUED}|[\"'],?[ \t]{{1,3}}|,?[ \t]{{0,3}})"
"""The text between a flag and its value, in a command line or a list of words."""

# Letters and digits: neither a word of prose nor a number.
LOOKS_SECRET = r"(?=[^\s\"']{0,200}\d)(?=[^\s\"']{0,200}[a-z])"
WORD_START = r"(?<![a-z0-9])"


def call_of(*names: str) -> str:
    """The opening bracket of a call of one of some functions; it begins with what is found fast."""
    before = "|".join(rf"(?<={name}\()" for name in names)
    return rf"\((?:{before})\s{{0,3}}"


CONNECTS = call_of("connect", "connection", "login", "logon", "ftp", "ftp_tls")
SETS = call_of("option", "put", "putenv", "set", "setenv", "property", "add", "conf", "config")
ARGUMENT = r"(?:[uf]?\"[^\"\n]{0,300}\"|[uf]?'[^'\n]{0,300}'|[\w.\[\]]{1,60}),\s{0,3}"
"""An argument of a call in code, and the comma behind it."""
FIRST_OF_COMMAND = r"(?:\\\r?\n|[^\n|;&]){0,300}?"


def flag_of(tools: str, flags: str) -> str:
    """The value of a flag of some command line tools."""
    return (
        rf"(?P<kept>(?<![\w-])(?:{tools})(?![\w-]){FIRST_OF_COMMAND}[\s\"'](?-i:{flags}){GAP})(?![-/])"
        + SECRET
    )
