"""JSON that can be shown on any terminal and written to any file."""

import json
import re

# What json.dumps leaves as it is although a terminal would act on it, or a file could not hold it.
_UNSAFE = re.compile(r"[\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")


def dumps(value: object, *, indent: int | None = None, ascii_only: bool = False) -> str:
    """A value as JSON, every character that is not plain text escaped; on one line without `indent`."""
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
    return _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
