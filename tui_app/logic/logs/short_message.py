"""The message of an error for one line of a list: it leaves out what stands before the words that say why."""

import re

_HEADING = re.compile(r"^(?:Caused by|Exception in thread \"[^\"]*\"|Uncaught exception|Root cause)\s?:?\s+")
_PACKAGE = re.compile(
    r"(?<![\w./-])(?:[a-z_][\w$]*\.)+(?=[A-Z][\w$]*(?:Exception|Error|Failure|Fault|Warning)\b)"
)
_WRAPPED = re.compile(r"^(?:[A-Z]\w*(?:Exception|Error): )+(?=[A-Z]\w*(?:Exception|Error): \S)")

EXAMPLES = (
    (
        "Caused by: org.apache.hadoop.hive.ql.metadata.HiveException: Error evaluating cast(power)",
        "HiveException: Error evaluating cast(power)",
    ),
    ("java.net.SocketTimeoutException: Read timed out", "SocketTimeoutException: Read timed out"),
    ("requests.exceptions.ConnectionError: refused", "ConnectionError: refused"),
    (
        'Exception in thread "main" java.lang.RuntimeException: java.io.IOException: No space left on device',
        "IOException: No space left on device",
    ),
    ("KeyError: 'site'", "KeyError: 'site'"),
    ("java.lang.NullPointerException", "NullPointerException"),
    ("cp: cannot stat '/a/b.c.Error': No such file", "cp: cannot stat '/a/b.c.Error': No such file"),
    ("com.example.Job failed: see db.Errors", "com.example.Job failed: see db.Errors"),
)
"""Messages, and what is left of them."""


def short_message(message: str) -> str:
    """The message without "Caused by", the packages of its exceptions, and exceptions that only wrap one."""
    return _WRAPPED.sub("", _PACKAGE.sub("", _HEADING.sub("", message))) or message
