"""JSON that can be shown on any terminal and written to any file."""

import json

from .sanitize import is_unseen


def dumps(value: object, *, indent: int | None = None, ascii_only: bool = False) -> str:
    """A value as JSON, every character that is not plain text escaped; on one line without `indent`."""
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
    unseen = {ord(char): json.dumps(char)[1:-1] for char in set(text) if char != "\n" and is_unseen(char)}
    return text.translate(unseen) if unseen else text
