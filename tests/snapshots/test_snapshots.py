"""One picture of each screen at both sizes; a person has looked at every one before it was accepted.

``pytest -n0 tests/snapshots --snapshot-update`` draws them anew.
"""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from tests.harness import LAST_NIGHT, SAMPLE, TODAY, Tui, an_app
from tui_app.app.launch import Start
from tui_app.store.errors import NotConfigured
from tui_app.store.locations import Locations

Walk = Callable[[Tui], Awaitable[None]]
Compare = Callable[..., bool]

FAILED = f"900103-{LAST_NIGHT}"
SIZES = [pytest.param((80, 24), id="80x24"), pytest.param((120, 36), id="120x36")]

pytestmark = pytest.mark.parametrize("size", SIZES)


SHOWN = Path("/home/operator/.config/enos-tui")
# The form names the file it would write, and a temporary one has another name each time.
NOWHERE = Locations(SHOWN / "config.toml", SHOWN / "favourites.json", SHOWN / "history.json")


@pytest.fixture
def looks_as_before(
    snap_compare: Compare, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> Callable[..., bool]:
    """Walk somewhere, then compare what is drawn with the picture of it."""

    def compare(walk: Walk, *, open_text: str | None = None, is_set_up: bool = True) -> bool:
        problem = None if is_set_up else NotConfigured("Nothing is set up yet.", "default", ())
        locations = Locations.of_user() if is_set_up else NOWHERE
        app = an_app(monkeypatch, Start(locations, None, problem, is_set_up, open_text))

        async def run_before(pilot: Pilot[int]) -> None:
            tui = Tui(app, pilot)
            if is_set_up:
                await tui.is_connected()
            await walk(tui)
            for text in tui.screen.query(Input):
                text.cursor_blink = False
            app.clear_notifications()
            await tui.settles()
            # What lies under a dialog may have been drawn before it was settled.
            tui.screen.refresh()
            await pilot.pause()

        return snap_compare(app, terminal_size=size, run_before=run_before)

    return compare


async def to_a_task(tui: Tui, *texts: str) -> None:
    """Wait until a task is there and remembered: what is drawn then stays."""
    await tui.comes_to("TaskScreen", *texts)
    await tui.until(lambda: bool(tui.session.library.history), "an entry in the history")


async def to_the_failed_task(tui: Tui) -> None:
    await to_a_task(tui, "FAIL (-1)", "KeyError: 'ActivePower_avg'")
    await tui.settles()


def test_lookup(looks_as_before: Compare) -> None:
    async def walk(tui: Tui) -> None:
        await tui.comes_to("LookupScreen", "connected to", "KeyError: 'ActivePower_avg'")
        await tui.settles()

    assert looks_as_before(walk)


def test_saved(looks_as_before: Compare) -> None:
    async def walk(tui: Tui) -> None:
        await tui.comes_to("LookupScreen", "connected to", "KeyError: 'ActivePower_avg'")
        await tui.press("ctrl+t")
        await tui.reads("Examples in the demo")

    assert looks_as_before(walk)


def test_task(looks_as_before: Compare) -> None:
    async def walk(tui: Tui) -> None:
        await to_a_task(tui, "succeeded after 2 m 43 s", "cpu 0.6")

    assert looks_as_before(walk, open_text=SAMPLE)


def test_failed_task(looks_as_before: Compare) -> None:
    assert looks_as_before(to_the_failed_task, open_text=FAILED)


def test_flow(looks_as_before: Compare) -> None:
    async def walk(tui: Tui) -> None:
        await to_the_failed_task(tui)
        await tui.press("u")
        await tui.comes_to("FlowScreen", "8 tasks", "测风塔日数据")

    assert looks_as_before(walk, open_text=FAILED)


def test_graph(looks_as_before: Compare) -> None:
    async def walk(tui: Tui) -> None:
        await to_the_failed_task(tui)
        await tui.press("u", "w")
        await tui.comes_to("FlowScreen", "4 held up as a result", "archive_staging")

    assert looks_as_before(walk, open_text=FAILED)


def test_timeline(looks_as_before: Compare) -> None:
    async def walk(tui: Tui) -> None:
        await to_the_failed_task(tui)
        await tui.press("u", "w", "w")
        await tui.comes_to("FlowScreen", "5 without times", "critical path 3 tasks")

    assert looks_as_before(walk, open_text=FAILED)


def test_log(looks_as_before: Compare) -> None:
    async def walk(tui: Tui) -> None:
        await to_the_failed_task(tui)
        await tui.press("l")
        await tui.comes_to("LogScreen", "KeyError")
        await tui.press("home", "slash")
        await tui.type("keyerror")
        await tui.press("enter", "n")
        await tui.reads("2/12")

    assert looks_as_before(walk, open_text=FAILED)


def test_inspector(looks_as_before: Compare) -> None:
    async def walk(tui: Tui) -> None:
        await to_a_task(tui, "JSON in string")
        await tui.press("i")
        await tui.comes_to("JsonScreen")
        await tui.press("slash")
        await tui.type("times")
        await tui.press("enter")
        await tui.reads("1/4", "fromjson")

    assert looks_as_before(walk, open_text=f"900507-{TODAY}")


def test_help(looks_as_before: Compare) -> None:
    async def walk(tui: Tui) -> None:
        await to_the_failed_task(tui)
        await tui.press("question_mark")
        await tui.comes_to("HelpScreen", "Keys of this screen", "escape closes")

    assert looks_as_before(walk, open_text=FAILED)


def test_favourites(looks_as_before: Compare) -> None:
    async def walk(tui: Tui) -> None:
        await to_the_failed_task(tui)
        await tui.press("e")
        await tui.comes_to("FavouriteNoteScreen")
        await tui.type("upstream of the alert")
        await tui.press("tab")
        await tui.type("nightly")
        await tui.press("enter")
        await tui.until(lambda: len(tui.session.library.favourites) == 1)
        await tui.press("F")
        await tui.comes_to("LookupScreen", "Favourites (1)", FAILED)

    assert looks_as_before(walk, open_text=FAILED)


def test_note(looks_as_before: Compare) -> None:
    async def walk(tui: Tui) -> None:
        await to_the_failed_task(tui)
        await tui.press("e")
        await tui.comes_to("FavouriteNoteScreen", "Note", "Tags")

    assert looks_as_before(walk, open_text=FAILED)


def test_copy_menu(looks_as_before: Compare) -> None:
    async def walk(tui: Tui) -> None:
        await to_the_failed_task(tui)
        await tui.press("y")
        await tui.comes_to("ChooseScreen", "task instance id")

    assert looks_as_before(walk, open_text=FAILED)


def test_many(looks_as_before: Compare) -> None:
    async def walk(tui: Tui) -> None:
        await tui.comes_to(
            "InstanceTableScreen", "7 instances", "2 FAIL, 2 WAIT, 1 INIT, 1 SUCCESS, 1 without an answer"
        )
        await tui.press("o", "ampersand", *"!success", "enter")

    night = [f"{number}-{LAST_NIGHT}" for number in (900100, 900101, 900103, 900104, 900105, 900106)]
    assert looks_as_before(walk, open_text=" ".join([*night, f"900622-{TODAY}"]))


def test_why(looks_as_before: Compare) -> None:
    async def walk(tui: Tui) -> None:
        await to_a_task(tui, "not started")
        await tui.press("x")
        await tui.comes_to("WhyScreen", "2 steps upstream", "KeyError")

    assert looks_as_before(walk, open_text=f"900106-{LAST_NIGHT}")


def test_ticket(looks_as_before: Compare) -> None:
    async def walk(tui: Tui) -> None:
        await to_a_task(tui, "not started")
        await tui.press("T")
        await tui.comes_to("TicketScreen", "From the cause")

    assert looks_as_before(walk, open_text=f"900106-{LAST_NIGHT}")


def test_refusal(looks_as_before: Compare) -> None:
    async def walk(tui: Tui) -> None:
        await tui.comes_to("TaskScreen", "no answer", "escape back")

    assert looks_as_before(walk, open_text="999-2021020211")


def test_set_up(looks_as_before: Compare) -> None:
    async def walk(tui: Tui) -> None:
        await tui.comes_to("SetupScreen", "Fill in five settings")

    assert looks_as_before(walk, is_set_up=False)
