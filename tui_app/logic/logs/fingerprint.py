"""The fingerprint of a failure: its message without what differs from run to run.

Two runs that failed of the same fault share it. Error codes stay: they are the fault.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from .errors import LogError
from .rule import Role

_LONGEST = 4_000
"""Characters of a message that are read; the rest is kept as it is."""

_EPHEMERAL_PORT = 32_768
"""Ports from here on are assigned at random; those below name a service."""

_STORES = frozenset({"s3", "s3a", "s3n", "gs", "oss", "obs"})
"""Schemes whose first part names a bucket, not a host."""

_MONTH = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*"
_DAY = "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*"
_CLOCK = r"\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?"
_ZONE = r"(?:Z|UTC|GMT|CST|[+-]\d{2}:?\d{2})"
_UNIT = r"(?:ms|us|ns|s|secs?|seconds?|milli(?:s|seconds?)|m|mins?|minutes?|h|hrs?|hours?|d|days?)"
_LASTED = rf"\d+(?:[.,]\d+)? ?{_UNIT}\b"
_SEGMENT = r"""[^\s/\\'"<>|:;,()\[\]{}*?=&#]"""
_NUMBER = r"(?<![\w.])[-+]?\d+(?:[.,_]\d+)*(?:[eE][-+]?\d+)?%?|\d+(?:[.,_]\d+)*%?"


@dataclass(frozen=True, slots=True)
class Masking:
    """One kind of text that is masked, or that is kept because it only looks like one of those below it."""

    name: str
    pattern: str
    examples: tuple[tuple[str, str], ...]
    """Messages and their fingerprints."""

    mask: str | Callable[[str], str] = ""
    """Replaces the text; empty keeps it."""


def _host(found: str) -> str:
    port = re.search(r":(\d{1,5})$", found)
    return "{host}" + (port[0] if port and int(port[1]) < _EPHEMERAL_PORT else "")


def _port(found: str) -> str:
    number = found.lstrip("portPORT =:")
    return found if int(number) < _EPHEMERAL_PORT else found.removesuffix(number) + "{n}"


def _url(found: str) -> str:
    scheme, _, rest = found.partition("://")
    authority, slash, path = rest.partition("/")
    host = authority if scheme in _STORES else _host(authority.rpartition("@")[2])
    return f"{scheme}://{host}{_path(slash + path.partition('?')[0]) if path else ''}"


def _path(found: str) -> str:
    """A path without its folders; the file's name says which file it is."""
    name = re.split(r"[/\\]", found.rstrip("/\\"))[-1]
    return "{path}/" + _masked(name)


MASKINGS: tuple[Masking, ...] = (
    Masking(
        "url",
        rf"\b[a-z][a-z0-9+.-]*://(?:{_SEGMENT}|[:\[\]])+(?:/{_SEGMENT}*)*(?:\?[^\s'\"<>]*)?",
        (
            (
                "GET https://api.prod.internal:8443/v1/jobs/77?day=20261127 failed",
                "GET https://{host}:8443{path}/{n} failed",
            ),
            ("s3://raw-2/in/2026/a.csv is gone", "s3://raw-2{path}/a.csv is gone"),
            ("jdbc:mysql://db-7:3306 refused", "jdbc:mysql://{host}:3306 refused"),
        ),
        _url,
    ),
    Masking(
        "code",
        r"(?i:\b(?:ORA|TNS|PLS|DPI|RMAN|SP2|AADSTS|SQL|CVE)-?\d{3,6}[A-Z]?\b"
        r"|\bE\d{5}\b|Code[-: ]\[?[A-Z]*-?\d{1,6}\b|\bcurl: \(\d{1,3}\)|\b\d{4} \([0-9A-Z]{5}\)"
        r"|\bsqlstate\W{0,3}[0-9A-Z]{5}\b"
        r"|\b(?:(?:exit|return|error|status|response|result|http|sql|vendor|reason)[ _-]?"
        r"(?:code|status|state|value|number)|code|errno|winerror|rc|signal|http|status)\b"
        r"(?: (?:is|was|of))?[ :=(\[]{0,3}-?\d{1,6}(?![-/:.,]?\w)"
        r"|\bhttp/[123](?:\.[01])? \d{3}\b"
        r"|error:? \(?\d{2,5}(?: \([0-9A-Z]{5}\))?(?=\s*[:;,.)\]('\"]|$)"
        r"|\bexit(?:ed)?(?: with)? \d{1,3}\b)",
        (
            ("ORA-00942: table or view does not exist", "ORA-00942: table or view does not exist"),
            ("ERROR 1045 (28000): Access denied", "ERROR 1045 (28000): Access denied"),
            ("OperationalError: (2003, 'no server')", "OperationalError: (2003, 'no server')"),
            ("[Errno 28] No space left", "[Errno 28] No space left"),
            ("the upload got HTTP/1.1 503 at last", "the upload got HTTP/1.1 503 at last"),
            ("SQLSTATE[42S02]: not found", "SQLSTATE[42S02]: not found"),
            ("Code: 60. DB::Exception: no table", "Code: 60. DB::Exception: no table"),
            ("rejected with status 404 after 3 tries", "rejected with status 404 after {n} tries"),
            ("Code:[DB-07], no connection", "Code:[DB-07], no connection"),
            ("curl: (28) Failed to connect", "curl: (28) Failed to connect"),
            ("Error: 120 rows were rejected", "Error: {n} rows were rejected"),
            ("ERROR 2026-11-27 failed to load", "ERROR {time} failed to load"),
        ),
    ),
    Masking(
        "word",
        r"(?i:\b(?:utf-?(?:8|16|32)|u?int(?:8|16|32|64)|float(?:32|64)|sha-?(?:1|224|256|384|512)|md5|base64"
        r"|x86_64|ipv[46]|tls ?v?1\.[0-3]|sslv[23]|oauth2|log4j2?|iso-?8859-\d{1,2}|(?:cp|windows-?)125\d"
        r"|gb18030|gb2312|win32|aes-?(?:128|192|256)|s3)\b)",
        (
            ("'utf-8' codec can't decode byte 0xff", "'utf-8' codec can't decode byte {id}"),
            ("cannot cast int64 to int32", "cannot cast int64 to int32"),
        ),
    ),
    Masking(
        "place",
        r"\b[Ll]ine \d+:\d+",
        (("line 3:12 mismatched input 'form'", "line {n} mismatched input 'form'"),),
        "line {n}",
    ),
    Masking(
        "time",
        rf"(?<!\d)\d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}(?!\d)(?:[T _]{_CLOCK})?(?: ?{_ZONE}\b)?"
        rf"|\b\d{{1,2}}[/-]{_MONTH}[/-]\d{{2,4}}(?:[: ]{_CLOCK})?(?: [+-]\d{{4}})?"
        rf"|\b(?:{_DAY},? )?(?:{_MONTH} \d{{1,2}}|\d{{1,2}} {_MONTH})(?:,? \d{{4}})?(?:,? {_CLOCK})?"
        rf"(?: {_ZONE}\b)?(?: \d{{4}}\b)?"
        rf"|(?<![\w:]){_CLOCK}(?![\w:])(?: ?[AP]M\b)?"
        rf"|(?<![\w.]){_LASTED}(?: {_LASTED})*",
        (
            ("no rows for 2026-11-27T02:13:05.120Z", "no rows for {time}"),
            ("no rows for 27/Nov/2026:02:13:05 +0000 there", "no rows for {time} there"),
            ("no rows since Fri Nov 27 02:13:05 UTC 2026", "no rows since {time}"),
            ("lock held since 02:13", "lock held since {time}"),
            ("no answer after 3.5 s", "no answer after {time}"),
            ("no answer after 2 m 43 s", "no answer after {time}"),
            ("Timed out after 60000ms", "Timed out after {time}"),
        ),
        "{time}",
    ),
    Masking(
        "uuid",
        r"(?i:\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b)",
        (("job 3f1a7c52-9d3e-4c11-8b7a-0242ac120002 is lost", "job {id} is lost"),),
        "{id}",
    ),
    Masking(
        "address",
        r"(?:\d{1,3}\.){3}\d{1,3}(?![\w.]*\.\d)(?::\d+)?"
        r"|\[[0-9a-fA-F]*:[0-9a-fA-F:.]+\](?::\d+)?"
        r"|(?<![\w:])(?:[0-9a-fA-F]{1,4}:){3,7}[0-9a-fA-F:]{1,40}",
        (
            ("Connection refused: 10.0.0.5:5432", "Connection refused: {host}:5432"),
            ("reset by 10.0.0.5:51334", "reset by {host}"),
            ("reset by [2001:db8::7]:443", "reset by {host}:443"),
        ),
        _host,
    ),
    Masking(
        "host",
        r"(?<![\w./@-])(?:[a-z0-9][a-z0-9_-]*\.)+"
        r"(?:com|net|org|cn|de|internal|local|lan|corp|intranet|example)(?![\w-]|\.\w)(?::\d{1,5})?"
        r"|(?<![\w./@-])(?:localhost|(?=[a-z-]*\d)[a-z][a-z0-9-]*):\d{4,5}\b"
        r"|(?<=UnknownHostException: )[\w.-]+"
        r"|(?<=resolve host: )[\w.-]+",
        (
            ("no route to etl-7.prod.internal", "no route to {host}"),
            ("kafka-1:9092 hung up", "{host}:9092 hung up"),
            ("java.net.UnknownHostException: warehouse", "java.net.UnknownHostException: {host}"),
            ("java.net.ConnectException: refused", "java.net.ConnectException: refused"),
            ("KeyError: 'orders.csv'", "KeyError: 'orders.csv'"),
        ),
        _host,
    ),
    Masking(
        "port",
        r"(?i:\bport[ =:]{1,2}\d{1,5}\b)",
        (
            ("no connection from port=51334", "no connection from port={n}"),
            ("no connection at port 5432", "no connection at port 5432"),
        ),
        _port,
    ),
    Masking(
        "path",
        rf"(?<![\w.}}])(?:~|\.{{1,2}})?(?:/{_SEGMENT}+)+/?|(?<=\w)(?:/{_SEGMENT}+){{2,}}/?|\b[A-Za-z]:\\{_SEGMENT}"
        rf"+(?:\\{_SEGMENT}+)*",
        (
            ("cannot read /data/in/2026-11-27/orders.csv", "cannot read {path}/orders.csv"),
            ("cannot read /mnt/a7/part-0001.parquet:", "cannot read {path}/part-{n}.parquet:"),
            (r"cannot read D:\jobs\17\orders.csv", "cannot read {path}/orders.csv"),
            ("neither and/or nor n/a", "neither and/or nor n/a"),
        ),
        _path,
    ),
    Masking(
        "id",
        r"\b0x[0-9a-fA-F]+"
        r"|(?<=\w@)[0-9a-f]{5,}\b"
        r"|(?i:(?<![a-z0-9])(?=[0-9]*[a-f])(?=[a-f]*[0-9])[0-9a-f]{8,}(?![a-z0-9]))"
        r"|(?<![A-Za-z0-9])(?=[A-Za-z0-9]{8})(?:[A-Za-z]+\d+){3,}[A-Za-z]*(?![A-Za-z0-9])"
        r"|(?<![A-Za-z0-9])(?=[A-Za-z0-9]{8})(?:\d+[A-Za-z]+){3,}\d*(?![A-Za-z0-9])"
        r"|\btmp[a-z0-9][a-z0-9_]{7}\b",
        (
            ("<Turbine object at 0x7f3acb12> is closed", "<Turbine object at {id}> is closed"),
            ("Pool@1b2c3d4 is closed", "Pool@{id} is closed"),
            ("commit 9f86d081884c is unknown", "commit {id} is unknown"),
            ("session a7Kd93Jx2p is over", "session {id} is over"),
            ("tmpk3j2h1xq is gone", "{id} is gone"),
        ),
        "{id}",
    ),
    Masking(
        "size",
        r"(?<![\w.])\d+(?:[.,]\d+)?(?: ?(?:[KMGTP]i?B|[kB]B?|bytes?)|[KMGT])\b",
        (
            ("needs 4.5 GB, has 800 MB", "needs {size}, has {size}"),
            ("-Xmx4G is too little", "-Xmx{n}G is too little"),
        ),
        "{size}",
    ),
    Masking(
        "number",
        _NUMBER,
        (
            ("118979-2021020211 is lost", "{n}-{n} is lost"),
            ("application_1699000000000_0017 was killed", "application_{n} was killed"),
            ("Partition 17 of orders_20261127 has -3 rows", "Partition {n} of orders_{n} has {n} rows"),
            ("only 97.5% of 1,234,567 rows", "only {n} of {n} rows"),
            ("rows 3, 17 and 22 are empty", "rows {n} are empty"),
        ),
        "{n}",
    ),
)
"""The maskings, the first that matches counts."""

_ALL = re.compile("|".join(f"(?P<{one.name}>{one.pattern})" for one in MASKINGS))
_BY_NAME = {one.name: one for one in MASKINGS}
_LIST = re.compile(r"\{n\}(?:(?:, ?|; ?| and | or )\{n\})+")
_MASKS = re.compile(r"\{\w+\}")
_WORD = re.compile(r"[^\W\d_]{3}|[\u3040-\u9fff\uac00-\ud7a3]{2}")


def fingerprint(message: str) -> str:
    """A message with what differs from run to run masked; empty where nothing else is left of it."""
    masked = _masked(message[:_LONGEST]) + message[_LONGEST:]
    masked = " ".join(_LIST.sub("{n}", masked).split()).rstrip(".")
    return masked if _WORD.search(_MASKS.sub("", masked)) else ""


def fingerprint_of(error: LogError | None) -> str:
    """The fingerprint of an error; empty for none, and for a line that only says that something failed.

    ``Command exited with code 1`` ends runs of any fault, so that sharing it says nothing.
    """
    is_own = error is not None and error.role in (Role.CAUSE, Role.NOTICE)
    return fingerprint(error.summary) if error is not None and is_own else ""


def _masked(text: str) -> str:
    return _ALL.sub(_mask, text)


def _mask(found: re.Match[str]) -> str:
    mask = _BY_NAME[found.lastgroup or "number"].mask
    if callable(mask):
        return mask(found[0])
    return mask or found[0]
