"""The full screen sends its requests itself where no child process can."""

import os
import sys
from unittest.mock import Mock

import pytest

from tui_app.app import launch
from tui_app.app.launch import Start
from tui_app.demo.transport import DEMO_PROFILE_FIELDS
from tui_app.models.profile import Profile
from tui_app.store.locations import Locations

PROFILE = Profile.of("lab", DEMO_PROFILE_FIELDS)


@pytest.mark.parametrize(
    ("profile", "is_demo", "platform"),
    [(None, False, "linux"), (None, True, "linux"), (PROFILE, False, "darwin"), (PROFILE, False, "linux")],
    ids=["without a profile", "in the demo", "on macOS", "where no process can be started"],
)
def test_without_a_child_process_there_is_no_gateway_to_it(
    monkeypatch: pytest.MonkeyPatch, profile: Profile | None, is_demo: bool, platform: str
) -> None:
    monkeypatch.setattr(os, "fork", Mock(side_effect=BlockingIOError(11, "Resource temporarily unavailable")))
    monkeypatch.setattr(sys, "platform", platform)
    assert launch._child_gateway(Start(Locations.of_user(), profile, demo=is_demo)) is None
