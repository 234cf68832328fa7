"""Every screen warns about a connection without TLS or certificate check."""

from dataclasses import replace

import pytest

from tests.harness import SAMPLE, SAMPLE_FLOW, running
from tui_app.app.launch import Start
from tui_app.cli.main import main
from tui_app.demo.transport import DEMO_PROFILE_FIELDS
from tui_app.models.profile import Profile
from tui_app.models.view_names import VIEWS, WITHOUT_ID
from tui_app.store.files import write_private
from tui_app.store.locations import Locations

SAFE = Profile.of("lab", DEMO_PROFILE_FIELDS)
UNVERIFIED = replace(SAFE, verify_tls=False)
BANNER = " ! TLS is not verified: anybody on the way can read and change everything"


@pytest.mark.parametrize("view", VIEWS)
async def test_every_screen_always_shows_the_warning(view: str) -> None:
    text = None if view in WITHOUT_ID else SAMPLE_FLOW if view in ("graph", "timeline") else SAMPLE
    start = Start(Locations.of_user(), profile=UNVERIFIED, open_text=text, view_name=view)
    async with running(start=start) as tui:
        await tui.until(lambda: tui.lines[2:3] == [BANNER], "the banner")
        await tui.press("down", "end")
        assert tui.lines[2:3] == [BANNER]


@pytest.mark.parametrize("size", [(80, 24), (60, 16)])
async def test_no_dialog_covers_the_warning(size: tuple[int, int]) -> None:
    start = Start(Locations.of_user(), profile=UNVERIFIED, open_text=SAMPLE)
    async with running(start=start, size=size) as tui:
        await tui.comes_to("TaskScreen", "startTime")
        for key, kind, last in (("?", "HelpScreen", "escape closes"), ("y", "ChooseScreen", "╰──")):
            await tui.press(key)
            await tui.comes_to(kind, last)
            assert tui.lines[0].startswith(BANNER[:50])
            await tui.press("escape")
            await tui.comes_to("TaskScreen")


async def test_a_safe_connection_shows_no_warning() -> None:
    async with running(start=Start(Locations.of_user(), profile=SAFE, open_text=SAMPLE)) as tui:
        await tui.comes_to("TaskScreen", "startTime")
        assert "!" not in "".join(tui.lines[:3])


@pytest.mark.usefixtures("short_pauses")
def test_get_prints_the_warning_to_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    fields = DEMO_PROFILE_FIELDS | {"gateway": "https://127.0.0.1:1"}
    lines = [f'{key} = "{value}"' for key, value in fields.items()]
    write_private(Locations.of_user().config, "\n".join(["[profiles.lab]", *lines, "verify_tls = false", ""]))
    assert main(["get", SAMPLE, "--curl"]) == 5  # nobody listens there
    said = capsys.readouterr()
    assert said.err.startswith(f"{BANNER.strip()}\n")
    assert "curl -sSg --insecure" in said.out
