"""Draw every screen as SVG: ``python screenshots/make.py`` in the repository.

The demo answers, by a clock that stands still: the same program draws the same pictures, to the byte.
"""

import asyncio
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from textual import events
from textual.pilot import Pilot
from textual.widgets import Input

HERE = Path(__file__).resolve().parent
# The program that lies beside this file, whether it is installed or not.
sys.path.insert(0, str(HERE.parent))

from tui_app.app.explorer_app import ExplorerApp  # noqa: E402
from tui_app.app.launch import Start  # noqa: E402
from tui_app.models.preferences import Preferences  # noqa: E402
from tui_app.store.errors import NotConfigured  # noqa: E402
from tui_app.store.locations import Locations  # noqa: E402
from tui_app.store.settings import resolve  # noqa: E402

NOW = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
SIZES = ((80, 24), (120, 36))
ASKING = {"ask", "warm-up", "memory", "overview", "reasons", "times"}
"""The workers that end by themselves; others wait for a person."""

FAILED = "900103-2026112100"
ALERTED = "900106-2026112100"
RUN = "900100-2026112100"
NUMBERS = (101, 102, 103, 104, 105, 106, 107, 108)
MANY = " ".join([RUN, *(f"900{number}-2026112100" for number in NUMBERS), "900622-2026112223"])


@dataclass(frozen=True, slots=True)
class Picture:
    """One screen, and the way to it."""

    name: str
    opens: str | None = None
    """The id the program is started with."""

    keys: Sequence[str] = ()
    """Pressed one after the other; what holds a blank is pasted."""

    is_demo: bool = True
    """Else nothing is set up."""

    preferences: Preferences = field(default_factory=Preferences)
    """How it is to look."""


FAVOURITES = ("f", "e", *"disk", "enter", "u", "end", "f", "escape", "F")
FLOW_VIEWS = (
    Picture("lookup"),
    Picture("many", MANY, ("o",)),
    Picture("task", "118979-2021020211"),
    Picture("failed-task", FAILED),
    Picture("flow", FAILED, ("u",)),
    Picture("graph", FAILED, ("u", "w")),
    Picture("timeline", FAILED, ("u", "w", "w")),
    Picture("why", ALERTED, ("x",)),
    Picture("ticket", ALERTED, ("T",)),
    Picture("before", FAILED, ("b",)),
    Picture("changes", FAILED, ("d",)),
    Picture("log", FAILED, ("l",)),
    Picture("inspector", "900507-2026112223", ("i", "plus")),
    Picture("answer", "118979-2021020211", ("J",)),
    Picture("help", "118979-2021020211", ("question_mark",)),
    Picture("copy", "118979-2021020211", ("y",)),
    Picture("set-up", is_demo=False),
    Picture("favourites", FAILED, FAVOURITES),
    Picture("watched", "900302-2026112223", ("W", "u", "end", "W", "ctrl+w")),
    Picture("find", keys=("f3", *"report", "down", "end", *["backspace"] * 3, "7", "d", "enter")),
    Picture("refused", "900622-2026112223"),
    Picture("flow-16-colours", FAILED, ("u",), preferences=Preferences("terminal")),
    Picture("graph-ascii", FAILED, ("u", "w"), preferences=Preferences("terminal", "ascii")),
)


async def draw(picture: Picture, size: tuple[int, int], home: Path) -> str:
    """Lead the program to the screen, in a home of its own, and give the SVG."""
    app = ExplorerApp(_start(picture, home), lambda: NOW)
    async with app.run_test(size=size, notifications=True) as pilot:
        await _settle(pilot)
        for key in picture.keys:
            await (_paste(pilot, key) if " " in key else pilot.press(key))
            await _settle(pilot)
        app.clear_notifications()
        await _settle(pilot)
        return _self_contained(app.export_screenshot())


def _start(picture: Picture, home: Path) -> Start:
    if picture.is_demo:
        files = Locations(home / "config.toml", home / "favourites.json", home / "history.json")
        return Start(
            files,
            demo=True,
            open_text=picture.opens,
            program="enos-tui --demo",
            preferences=picture.preferences,
        )
    # Only named on the screen: nothing is read there but that there is nothing, and nothing is written.
    shown = Path("/home/operator/.config/enos-tui")
    files = Locations(shown / "config.toml", shown / "favourites.json", shown / "history.json")
    try:
        resolve(files.config, {})
    except NotConfigured as problem:
        return Start(files, problem=problem)
    raise SystemExit(f"{files.config} exists on this machine: the picture of the first start needs it away.")


async def _paste(pilot: Pilot[int], text: str) -> None:
    pilot.app.screen.query_one(Input).post_message(events.Paste(text))
    await pilot.pause()


async def _settle(pilot: Pilot[int]) -> None:
    """Wait for answers and files, and until what they brought is drawn."""
    for _ in range(2):
        await pilot.pause()
        while asking := [one for one in pilot.app.workers if one.group in ASKING and not one.is_finished]:
            await pilot.app.workers.wait_for_complete(asking)
    for text in pilot.app.screen.query(Input):
        text.cursor_blink = False
    await pilot.pause()


def _self_contained(svg: str) -> str:
    """Let the reader's own monospace font do: a picture must call nobody; and let no viewer drop blanks."""
    svg = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)
    return svg.replace('<svg class="rich-terminal"', '<svg xml:space="preserve" class="rich-terminal"', 1)


def main() -> None:
    """Draw all, or those whose names are given."""
    wanted = [picture for picture in FLOW_VIEWS if picture.name in sys.argv[1:] or not sys.argv[1:]]
    for picture in wanted:
        for width, height in SIZES:
            with TemporaryDirectory() as home:
                svg = asyncio.run(draw(picture, (width, height), Path(home)))
            (HERE / f"{picture.name}-{width}x{height}.svg").write_text(svg, encoding="utf-8")


if __name__ == "__main__":
    main()
