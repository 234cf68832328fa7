"""Another profile while the program runs."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.harness import NOW, running_for_real
from tests.journey import a_gateway
from tests.stand_in import Served
from tests.stories.test_previous_runs import started
from tui_app.app.launch import Start
from tui_app.demo.transport import DEMO_PROFILE_FIELDS
from tui_app.models.saved_rows import Entry
from tui_app.models.status import Status
from tui_app.store.files import write_private
from tui_app.store.locations import Locations
from tui_app.store.settings import resolve
from tui_app.store.watch_file import WatchFile


@pytest.fixture
def plants(a_home_of_its_own: Path) -> Iterator[tuple[Served, Served]]:
    """Two profiles with a gateway each; the second one has no overview."""
    with a_gateway() as north, a_gateway() as south:
        fields = {key: value for key, value in DEMO_PROFILE_FIELDS.items() if key != "secret_key"}
        secret = DEMO_PROFILE_FIELDS["secret_key"]
        lines = ['default_profile = "north"']
        for name, served, more in (
            ("north", north, f'secret_key = "{secret}"'),
            ("south", south, f'secret_key = "{secret}"\noverview = "off"'),
        ):
            lines += [f"[profiles.{name}]", more, f'gateway = "{served.base_url}"']
            lines += [f'{key} = "{value}"' for key, value in fields.items() if key != "gateway"]
        config = Locations.of_user().config
        config.parent.mkdir(parents=True)
        write_private(config, "\n".join(lines) + "\n")
        yield north, south


def a_start() -> Start:
    locations = Locations.of_user()
    return Start(locations, resolve(locations.config, {}))


async def test_a_key_switches_to_another_profile_and_its_overview(plants: tuple[Served, Served]) -> None:
    north, south = plants
    async with running_for_real(a_start()) as tui:
        await tui.comes_to("LookupScreen", "wind_daily_report", "north")
        await tui.press("enter")
        await tui.comes_to("WhyScreen")
        await tui.press("p")
        await tui.comes_to("ChooseScreen", "Profile", "north", "south")
        await tui.press("down", "enter")
        await tui.comes_to("LookupScreen", "south", "Nothing opened yet.", "--profile south")
        await tui.notifies(f"This is the profile south, {south.base_url}.")
        await tui.until(lambda: "connected to" in tui.app.connection)
        assert len(tui.app.screen_stack) == 1
        assert tui.session.profile_name == "south"
        asked = len(north.stand_in.calls)
        await tui.paste("118979-2021020211")
        await tui.comes_to("TaskScreen", "DataIntegration")
        assert len(north.stand_in.calls) == asked


@pytest.mark.usefixtures("plants")
async def test_the_same_profile_again_changes_nothing() -> None:
    async with running_for_real(a_start()) as tui:
        await tui.comes_to("LookupScreen", "wind_daily_report")
        session = tui.session
        await tui.press("f12")
        await tui.comes_to("ChooseScreen", "south")
        await tui.press("enter")
        await tui.comes_to("LookupScreen", "wind_daily_report")
        assert tui.session is session


async def test_where_no_profile_is_named_it_says_so() -> None:
    from tests.harness import running

    async with running(start=started("", "")) as tui:
        await tui.press("f12")
        await tui.notifies("names no profile")


@pytest.mark.usefixtures("plants")
async def test_a_watch_of_another_profile_is_kept_and_listed_and_enter_goes_there() -> None:
    saved = Locations.of_user().watches
    async with running_for_real(a_start()) as tui:
        await tui.comes_to("LookupScreen", "wind_daily_report", "north")
        await tui.press("down")
        await tui.until(lambda: tui.app.startup.is_done)
        await tui.move_to("RUNNING")
        await tui.press("W")
        await tui.notifies("Watching ")
        await tui.until(lambda: saved.exists() and "north" in saved.read_text())
        await tui.press("p")
        await tui.comes_to("ChooseScreen", "south")
        await tui.press("down", "enter")
        await tui.comes_to("LookupScreen", "--profile south")
        await tui.notifies("1 run of north not watched meanwhile: ctrl+w lists them.")
        await tui.press("ctrl+w")
        await tui.comes_to("WatchedScreen", "0 watched, 1 of profiles not in use", "north", "not polled")
        for key in ("r", "x", "l"):
            before = len(tui.toasts)
            await tui.press(key)
            await tui.until(lambda before=before: len(tui.toasts) > before)  # type: ignore[misc]
            assert "polled with the profile north only" in tui.toasts[-1]
        await tui.press("enter")
        await tui.comes_to("WatchedScreen", "1 watched", "RUNNING")
        assert tui.session.profile_name == "north"
        assert "not polled" not in tui.text


@pytest.mark.usefixtures("plants")
async def test_a_watch_of_another_profile_can_be_stopped() -> None:
    saved = Locations.of_user().watches
    entry = Entry("900302-2026112223", "task", "south", NOW, "hourly", Status.of(2, "RUNNING"))
    WatchFile(saved).write([entry], ())
    async with running_for_real(a_start()) as tui:
        await tui.comes_to("LookupScreen", "north")
        await tui.press("down", "ctrl+w")
        await tui.comes_to("WatchedScreen", "south", "not polled", "hourly")
        await tui.press("W")
        await tui.notifies(f"No longer watching {entry.id} of south.")
        await tui.reads("Not watching anything")
    assert WatchFile(saved).all() == ()
