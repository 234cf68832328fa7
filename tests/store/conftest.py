"""Entries made with a word each."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tui_app.models.saved_rows import Entry
from tui_app.models.status import Status

NOW = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
MakeEntry = Callable[..., Entry]
ROW = {"id": "1-2021020211", "kind": "task", "profile": "prod", "seen_at": "2026-11-23T01:30:00Z"}
"""An entry as it stands in a file."""


@pytest.fixture
def entry() -> MakeEntry:
    """Make an entry by its number; a second sight of it is one minute later."""

    def make(number: int = 118979, sight: int = 0, **given: Any) -> Entry:
        fields: dict[str, Any] = {
            "id": f"{number}-2021020211",
            "kind": "task",
            "profile": "prod",
            "name": "风机数据",
            "status": Status.of(2 if sight == 0 else 1),
            "seen_at": NOW + timedelta(minutes=sight),
        }
        extra = {key: value for key, value in given.items() if key not in Entry.__dataclass_fields__}
        return Entry(
            **{key: value for key, value in (fields | given).items() if key not in extra}, extra=extra
        )

    return make
