"""The first frame waits for few imports: counted, not timed."""

import asyncio
import json
import subprocess
import sys
from datetime import UTC, datetime
from typing import cast

import pytest
from textual.css.stylesheet import Stylesheet

from tui_app.app import preload
from tui_app.demo.tour import examples
from tui_app.terminal.app import TerminalApp

_START = """
import asyncio, gc, json, sys
from tui_app.cli import main, screen
gc.disable()  # as the command line does
screen._full_screen()
from tui_app.app import explorer_app, preload
from tui_app.app.launch import Start
from tui_app.messages import OpenView
from tui_app.models.ids import TaskInstanceId
from tui_app.models.view import View
from tui_app.store.locations import Locations

text = sys.argv[1] or None
start = Start(Locations.of_user(), demo=True, open_text=text, view_name="instance" if text else "")
app = explorer_app.ExplorerApp(start)
preload._ALONE_S = 60
seen = {}

def look(import_module):
    def wrapped(*names):
        seen.setdefault("order", []).append(names[0])
        if sys.argv[2:] and names[0] == "..services.connect":
            view = View.of(TaskInstanceId(sys.argv[2]), "log")
            app._loop.call_soon_threadsafe(app.post_message, OpenView(view))
        if names[0] == "..screens.task":
            drawn = "".join(strip.text for strip in app.screen._compositor.render_strips())
            seen.setdefault("list", [drawn, *sorted(sys.modules)])
        drawn = "".join(strip.text for strip in app.screen._compositor.render_strips())
        seen.setdefault("picture", drawn)
        seen.setdefault("modules", sorted(sys.modules))
        return import_module(*names)
    return wrapped

async def run():
    preload.import_module = look(preload.import_module)
    if text:
        from tui_app.screens import task
        task.import_module = look(task.import_module)
    async with app.run_test() as pilot:
        while not app.startup.is_done:
            await pilot.pause()

asyncio.run(run())
print(json.dumps(seen | {"later": sorted(sys.modules), "frozen": gc.isenabled() and gc.get_freeze_count()}))
"""
"""A start in a process of its own, which prints the modules imported before the first frame and later."""

LATE = {
    "pydantic",
    "httpx",
    "tui_app.screens.task",
    "tui_app.api.client",
    "tui_app.store.row_file",
    "tui_app.demo.world",
}
REASON = {
    "tui_app.logic.logs.errors",
    "tui_app.logic.runs.comparison",
    "tui_app.logic.why.explanation",
    "tui_app.services.prefetch",
    "tui_app.services.neighbours",
}
"""Judges logs, compares runs and follows chains: a third of this program's modules, by the time they take."""


def start(text: str = "", *log_of: str) -> dict[str, list[str]]:
    """What was on the screen and imported before the first other import, and what was imported later.

    Args:
        text: the id on the command line.
        log_of: the id of a log that is opened while the first requests are imported.
    """
    call = [sys.executable, "-c", _START, text, *log_of]
    done = subprocess.run(call, capture_output=True, text=True, check=False)
    assert not done.returncode, done.stderr
    said: dict[str, list[str]] = json.loads(done.stdout.splitlines()[-1])
    return said


def test_the_first_frame_waits_for_no_http_client_model_or_other_screen() -> None:
    said = start()
    assert "task or flow instance id" in said["picture"]
    assert "tui_app.widgets.id_input" in said["modules"]
    assert not LATE & set(said["modules"])
    assert set(said["later"]) >= LATE
    assert said["frozen"], "what was imported is searched for garbage"


def test_the_list_of_the_first_screen_waits_for_no_other_screen_and_no_saved_row() -> None:
    picture, *modules = start()["list"]
    assert "failed" in picture and "Last 24h" in picture
    assert "tui_app.api.client" in modules
    assert not {"pydantic", "tui_app.screens.task", "tui_app.screens.log", "tui_app.services.library"} & set(
        modules
    )


class Typist:
    """An app whose user never stops typing."""

    theme = "textual-dark"
    stylesheet = Stylesheet()

    async def wait_until_idle(self, idle_s: float) -> None:
        await asyncio.Event().wait()


async def test_other_modules_than_the_records_wait_for_keys_but_not_for_ever(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    order: list[str] = []

    def read(stylesheet: Stylesheet) -> Stylesheet:
        order.append("styles")
        return stylesheet

    monkeypatch.setattr(preload, "import_module", lambda name, package: order.append(name))
    monkeypatch.setattr(preload, "read_stylesheets", read)
    monkeypatch.setattr(preload, "_PATIENCE_S", 0.2)
    preloader = preload.Preloader(cast(TerminalApp, Typist()))
    running = asyncio.ensure_future(preloader.run(has_child=True))
    while "styles" not in order:  # noqa: ASYNC110 - a thread reads them
        await asyncio.sleep(0)
    await asyncio.sleep(0.02)
    assert order == ["..screens.task", "styles"]
    await running
    assert order == [*("..screens.task", "styles"), *preload._MODULES[1:], "styles"]
    assert preloader.has_stylesheets.is_set()


def test_what_is_opened_at_once_waits_for_no_screen_that_nobody_has_asked_for() -> None:
    order = start("", "118979-2021020211")["order"]
    assert "..screens.log" in order[: order.index("..screens.flow")]


@pytest.mark.parametrize(
    ("kind", "state"), [("the vendor's documented sample", "SUCCESS"), ("an earlier failure in Hive", "FAIL")]
)
def test_a_record_is_drawn_before_what_reads_its_reason_is_imported(kind: str, state: str) -> None:
    said = start(*(one.id for one in examples(datetime.now(UTC)) if one.what_it_shows == kind))
    assert state in said["picture"] and "cmd" in said["picture"]
    assert "tui_app.widgets.why_pane" in said["modules"]
    assert not (REASON | {"tui_app.screens.lookup", "tui_app.models.saved_rows"}) & set(said["modules"])
    assert set(said["later"]) >= REASON
