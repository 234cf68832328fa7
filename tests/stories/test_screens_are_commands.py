"""The header of every screen has the command line that opens the same screen."""

import io
import shlex
import sys
from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from tests.harness import LAST_NIGHT, SAMPLE, SAMPLE_FLOW, Tui, running
from tui_app.app.launch import Start
from tui_app.cli import main, screen
from tui_app.models.view import View
from tui_app.models.view_names import OF_SEVERAL, OF_TWO, VIEWS, WITHOUT_ID
from tui_app.store.locations import Locations
from tui_app.widgets.instance_header import InstanceHeader

TASK, FLOW = f"900103-{LAST_NIGHT}", f"900100-{LAST_NIGHT}"
MANY = [TASK, FLOW, SAMPLE, SAMPLE_FLOW, f"900104-{LAST_NIGHT}"]
"""More columns than a header has."""
SEARCH = "风电场 status:FAIL when:7d"


@dataclass(frozen=True, slots=True)
class InstanceLoaded:
    """The visible state of a screen."""

    kind: str
    command: str
    title: str
    below: list[str]


def start(monkeypatch: pytest.MonkeyPatch, words: Sequence[str], piped: Sequence[str] = ()) -> Start:
    """The start options of a command line."""
    started: list[Start] = []

    def run(start: Start) -> int:
        started.append(start)
        return 0

    monkeypatch.setattr(screen, "_full_screen", lambda: run)
    monkeypatch.setattr(screen, "_has_terminal", lambda: True)
    monkeypatch.setattr(screen, "_read_keys_from_terminal", lambda: None)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("\n".join(piped).encode())))
    assert main.main(words) == 0
    return started[0]


async def seen(tui: Tui) -> InstanceLoaded:
    """The screen on top once nothing is pending."""
    last: list[str] = []
    while tui.lines != last or not last:
        last = tui.lines
        await tui.is_connected()
        await tui.app.workers.wait_for_complete()
        await tui.pilot.pause()
    header = tui.screen.query_one(InstanceHeader)
    assert header.command in tui.text, "the command line is on screen"
    return InstanceLoaded(tui.kind, header.command, header.heading.name, tui.lines[2:-1])


def opened(start: Start) -> View:
    """The first view of the program."""
    return View.of_text(start.open_text or "", start.view_name)


KINDS = [TASK, f"flow={FLOW}", f"taskInstId={TASK}"]
CALLS = [
    *((name, []) for name in sorted(WITHOUT_ID)),
    *((name, [one]) for name in VIEWS if name not in WITHOUT_ID - OF_SEVERAL for one in KINDS),
    ("find", [SEARCH]),
    *((name, MANY[:2]) for name in sorted(OF_SEVERAL)),
    *((name, MANY) for name in sorted(OF_SEVERAL - OF_TWO)),
]
"""Every view, with every number and kind of ids that it takes."""


@pytest.mark.parametrize("is_short", [False, True])
@pytest.mark.parametrize(("name", "ids"), CALLS)
def test_a_view_is_opened_by_its_own_words(
    name: str, ids: list[str], is_short: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = opened(start(monkeypatch, ["--demo", *ids, "--view", name]))
    words = shlex.split(view.short_arguments() if is_short else view.arguments())
    assert opened(start(monkeypatch, ["--demo", *words], piped=ids)).arguments() == view.arguments()


TYPICAL: dict[str, list[str]] = {name: [] for name in WITHOUT_ID} | {
    "instance": [FLOW],
    # A task's id would put the cursor on the task, and a cursor has no place in a command line.
    "graph": [FLOW],
    "timeline": [FLOW],
    "many": MANY,
    "watched": MANY[:2],
    "find": [SEARCH],
}


@pytest.mark.parametrize("name", VIEWS)
async def test_the_command_line_in_the_header_opens_the_same_screen(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = TYPICAL.get(name, [TASK])
    # Room for the command line beside the name, which goes before it.
    async with running(start=start(monkeypatch, ["--demo", *ids, "--view", name]), size=(160, 24)) as tui:
        first = await seen(tui)
    words = shlex.split(first.command)
    assert words[:2] == ["enos-tui", "--demo"]
    async with running(start=start(monkeypatch, words[1:], piped=ids), size=(160, 24)) as tui:
        assert await seen(tui) == first


async def test_a_demo_tried_from_the_set_up_form_is_opened_again_as_a_demo() -> None:
    async with running(start=Start(Locations.of_user())) as tui:
        await tui.comes_to("SetupScreen")
        await tui.press("f8")
        await tui.comes_to("LookupScreen", "enos-tui --demo")
