"""The failures of all profiles in one list on the screen, each opened with its own connection."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.harness import Tui, running_for_real
from tests.journey import PROGRAM, TOP, a_gateway
from tests.pty_terminal import Terminal
from tests.stand_in import Served
from tests.stories.test_overview import CAUSE, LISTS
from tui_app.app.launch import Start
from tui_app.cli.main import main
from tui_app.demo import reply
from tui_app.demo.transport import DEMO_PROFILE_FIELDS
from tui_app.services.overview import MOST_REQUESTS
from tui_app.store.files import write_private
from tui_app.store.locations import Locations
from tui_app.store.settings import resolve_all, usual_profile


@pytest.fixture
def plants(a_home_of_its_own: Path) -> Iterator[tuple[Served, Served]]:
    """Two profiles with a gateway each, and one that lacks its keys."""
    with a_gateway() as north, a_gateway() as south:
        tables = ['default_profile = "south"\n']
        tables += [
            f"[profiles.{name}]\n" + "".join(f'{key} = "{value}"\n' for key, value in fields.items())
            for name, served in (("north", north), ("south", south))
            for fields in [DEMO_PROFILE_FIELDS | {"gateway": served.base_url}]
        ]
        tables.append('[profiles.west]\ngateway = "https://west.example"\n')
        config = Locations.of_user().config
        config.parent.mkdir(parents=True)
        write_private(config, "\n".join(tables))
        yield north, south


def a_start() -> Start:
    locations = Locations.of_user()
    profiles = resolve_all(locations.config, {})
    return Start(locations, usual_profile(locations.config, {}, profiles), profiles=profiles)


def rows(tui: Tui) -> list[list[str]]:
    """Profile and name of every row from above."""
    table = tui.view_named("overview")
    texts = [table.row_text(index) for index in range(table.row_count) if table.is_selectable(index)]
    return [text[13:].split()[:2] for text in texts]


async def are_listed(tui: Tui) -> None:
    await tui.reads("3 profiles, last 24h", "north", "south", CAUSE)
    await tui.until(lambda: {profile for profile, _ in rows(tui)} == {"north", "south"})
    await tui.settles()


async def test_failures_of_all_profiles_are_one_list_with_the_profile_in_a_column(
    plants: tuple[Served, Served],
) -> None:
    async with running_for_real(a_start(), size=(120, 40)) as tui:
        await are_listed(tui)
        assert "enos-tui --all-profiles" in tui.text
        assert tui.text.count("清洗风机数据 clean_turbine_data: KeyError") == 2
        assert "SUCCESS" not in tui.text
        assert "west: " in tui.text
        for one in plants:
            assert one.stand_in.request_count(*LISTS) == 1
            asked = [c for c in one.stand_in.calls if c.resource in ("taskInstances", "flowInstances")]
            assert len(asked) <= 1 + MOST_REQUESTS * 3


async def test_a_row_is_opened_with_the_connection_of_its_profile(plants: tuple[Served, Served]) -> None:
    north, south = plants
    async with running_for_real(a_start(), size=(120, 40)) as tui:
        await are_listed(tui)
        assert tui.session.profile_name == "south", "an id is opened with the default profile"
        await tui.press("down")
        await tui.move_to("north")
        before = len(south.stand_in.calls)
        await tui.press("enter")
        await tui.comes_to("FlowScreen", "tasks", "north", "enos-tui --profile north flow=")
        await tui.settles()
        await tui.press("l")
        await tui.comes_to("LogScreen", "north")
        await tui.settles()
        assert len(south.stand_in.calls) == before
        assert [entry.profile for entry in tui.session.library.history] == ["north"]
        await tui.press("f")
        await tui.press("escape", "escape")
        await tui.comes_to("LookupScreen")
        assert tui.session.profile_name == "south"
        assert tui.session.library.history == ()
        sent = len(north.stand_in.calls)
        await tui.paste("118979-2021020211")
        await tui.comes_to("TaskScreen", "DataIntegration", "south")
        await tui.settles()
        assert len(north.stand_in.calls) == sent


@pytest.mark.usefixtures("plants")
async def test_star_and_watch_are_those_of_the_profile_of_the_row() -> None:
    async with running_for_real(a_start(), size=(120, 40)) as tui:
        await are_listed(tui)
        await tui.press("down")
        await tui.move_to("north")
        await tui.press("f")
        await tui.notifies("is a favourite")
        await tui.until(lambda: len(tui.app.session_of("north").library.favourites) == 1)
        assert tui.app.session_of("south").library.favourites == ()
        await tui.move_to("north  电价同步 price_sync")
        await tui.press("W")
        await tui.notifies("Watching ")
        (watched,) = tui.app.session_of("north").watcher.watched
        assert tui.app.session_of("south").watcher.watched == ()
        await tui.press("ctrl+w")
        await tui.comes_to("WatchedScreen", "1 watched")
        await tui.until(lambda: "电价同步 price_sync" in tui.cursor_line)
        await tui.press("enter")
        await tui.comes_to("FlowScreen", "north", "◉")
        await tui.settles()
        assert watched.id.text in Locations.of_user().watches.read_text()
    async with running_for_real(a_start(), size=(120, 40)) as tui:
        await tui.notifies("Watching 1 instance as before")
        (again,) = tui.app.session_of("north").watcher.watched
        assert again.id.text == watched.id.text
        await tui.paste(f"flow={again.id}")
        await tui.comes_to("FlowScreen", "south")
        await tui.until(lambda: bool(tui.view.row_count))
        assert "◉" not in tui.text, "the same id in another profile is another run"
        await tui.press("tab", "W", "ctrl+w")
        await tui.comes_to("WatchedScreen", "2 watched", "profile")
        table = tui.view_named("watches")
        assert [table.row_text(row).split()[3] for row in (1, 2)] == ["north", "south"]


async def test_a_profile_that_cannot_be_listed_is_one_line_and_hides_no_other(
    plants: tuple[Served, Served],
) -> None:
    plants[0].stand_in.script(reply.refusal(62103, "no right"), to="flowInstances.search")
    async with running_for_real(a_start(), size=(120, 40)) as tui:
        await tui.reads("3 profiles", "north: ", "west: ", CAUSE)
        await tui.settles()
        assert {profile for profile, _ in rows(tui)} == {"south"}
        assert sum("north: " in line for line in tui.lines) == 1
        await tui.press("down", "r")
        await tui.until(lambda: {profile for profile, _ in rows(tui)} == {"north", "south"})
        assert "north: " not in tui.text


@pytest.mark.usefixtures("plants")
async def test_it_is_sorted_and_filtered_by_profile() -> None:
    async with running_for_real(a_start(), size=(120, 40)) as tui:
        await are_listed(tui)
        await tui.press("down", *["o"] * 5)
        await tui.reads("by profile")
        assert [profile for profile, _ in rows(tui)] == sorted(profile for profile, _ in rows(tui))
        await tui.press("&")
        await tui.type("north")
        await tui.until(lambda: {profile for profile, _ in rows(tui)} == {"north"})


@pytest.mark.usefixtures("plants")
async def test_changing_the_profile_leaves_the_list_of_all() -> None:
    async with running_for_real(a_start(), size=(120, 40)) as tui:
        await are_listed(tui)
        await tui.press("f12")
        await tui.comes_to("ChooseScreen", "north", "south", "west")
        await tui.press("up", "enter")
        await tui.comes_to("LookupScreen", "Last 24h", "--profile north")
        await tui.reads("SUCCESS")


@pytest.mark.usefixtures("plants")
def test_the_command_opens_it_on_a_terminal() -> None:
    import os

    environment = {key: value for key, value in os.environ.items() if not key.startswith("ENOS_")}
    with Terminal([*PROGRAM, "--all-profiles"], environment | {"TERM": "xterm-256color"}, TOP) as terminal:
        terminal.wait_for("3 profiles, last 24h", "north", "south", "KeyError", "west: ")
        terminal.press("ctrl+q")
        assert terminal.wait_for_exit() == 0


def test_an_id_beside_the_option_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--all-profiles", "118979-2021020211"])
    assert ended.value.code == 2
    assert "leave out the id and the view" in capsys.readouterr().err
