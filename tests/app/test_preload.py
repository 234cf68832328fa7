"""The first frame waits for few imports: counted, not timed."""

import json
import subprocess
import sys

_START = """
import asyncio, gc, json, sys
from tui_app.cli import main, screen
screen._full_screen()
from tui_app.app import explorer_app, preload
from tui_app.app.launch import Start
from tui_app.store.locations import Locations

app = explorer_app.ExplorerApp(Start(Locations.of_user(), demo=True))
seen = {}

def look(import_module):
    def wrapped(*names):
        drawn = "".join(strip.text for strip in app.screen._compositor.render_strips())
        seen.setdefault("picture", drawn)
        seen.setdefault("modules", sorted(sys.modules))
        return import_module(*names)
    return wrapped

async def start():
    preload.import_module = look(preload.import_module)
    async with app.run_test() as pilot:
        while not app.has_started:
            await pilot.pause()

asyncio.run(start())
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


def test_the_first_frame_waits_for_no_http_client_model_or_other_screen() -> None:
    done = subprocess.run([sys.executable, "-c", _START], capture_output=True, text=True, check=False)
    assert not done.returncode, done.stderr
    said = json.loads(done.stdout.splitlines()[-1])
    assert "task or flow instance id" in said["picture"]
    assert "tui_app.widgets.id_input" in said["modules"]
    assert not LATE & set(said["modules"])
    assert set(said["later"]) >= LATE
    assert said["frozen"], "what was imported is searched for garbage"
