"""The script in front of the archive."""

import hashlib
from pathlib import Path

from .platforms import PYTHON, Platform

BLOCK = 4096
"""Bytes that the script is filled up to a multiple of, so that dd finds the archive quickly."""


def render(platform: Platform, version: str, archive: bytes) -> bytes:
    """The whole file: the script for this archive, filled up with newlines, and the archive."""
    template = Path(__file__).with_name("stub.sh").read_text("utf-8")
    blocks = len(template.encode()) // BLOCK + 1
    values = {
        "VERSION": version,
        "ARCH": platform.name,
        "PYTHON": PYTHON,
        "HASH": hashlib.sha256(archive).hexdigest()[:16],
        "BLOCKS": str(blocks),
        "SIZE": str(blocks * BLOCK + len(archive)),
    }
    for name, value in values.items():
        template = template.replace(f"@{name}@", value)
    return template.encode().ljust(blocks * BLOCK, b"\n") + archive
