"""Every screen, copy, toast, saved file and picture of it, while the gateway repeats every secret."""

from functools import partial
from pathlib import Path

import pytest
from textual.widgets import Input

from tests.harness import Tui, running_for_real
from tests.secrets.planted import (
    ALERTED,
    CAUSE,
    FLOW,
    NO_SUCH,
    NOTE,
    OWN,
    THEIRS,
    Leaky,
    a_leaky_gateway,
    all_files,
    environment,
    found,
    write_settings,
)
from tui_app.app.launch import Start
from tui_app.logic.redact import REDACTED
from tui_app.messages import OpenView
from tui_app.models.view import View
from tui_app.models.view_names import VIEWS, WITHOUT_ID
from tui_app.screens.base_data import DataScreen
from tui_app.screens.base_query import Loading, QueryScreen
from tui_app.store.debug_log import writing
from tui_app.store.locations import Locations
from tui_app.store.settings import resolve

WRITTEN_FOR_OTHERS = {
    "ticket",
    "the whole comparison",
    "all of this page",
    "the answer in a sentence",
    "rows as CSV",
    "rows as JSON",
    "request as curl",
}
"""Copies that this program words itself: other people's secrets stand in none of them either."""


async def settled(tui: Tui) -> None:
    """Wait until nothing is awaited and nothing drawn any more."""
    last = ""
    while tui.text != last or (isinstance(tui.screen, QueryScreen) and tui.screen.state == Loading()):
        last = tui.text
        await tui.pilot.pause()


def is_deeper(tui: Tui, depth: int) -> bool:
    """Has another screen come on top?"""
    return len(tui.app.screen_stack) > depth


def of(leaky: Leaky) -> dict[str, str]:
    """All that is ours, with what has come into being by now."""
    return OWN | {f"made {number}: {one}": one for number, one in enumerate(sorted(leaky.made))}


async def saved(tui: Tui, folder: Path) -> str:
    """Save what the screen saves, under a name of its own."""
    await tui.press("s")
    await tui.comes_to("SaveScreen")
    path = folder / tui.screen.query_one("#name", Input).value
    tui.screen.query_one("#name", Input).value = str(path)
    await tui.press("enter")
    await tui.until(lambda: tui.kind != "SaveScreen" and path.exists())
    return path.read_text(encoding="utf-8")


async def test_no_screen_copy_toast_file_or_picture_has_a_secret(
    a_home_of_its_own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in environment(a_home_of_its_own).items():
        monkeypatch.setenv(name, value)
    ours: list[tuple[str, str]] = []
    for_others: list[tuple[str, str]] = []
    with a_leaky_gateway() as (served, leaky):
        config = write_settings(a_home_of_its_own, served.base_url)
        log = tmp_path / "debug.log"
        start = Start(Locations.of_user(), resolve(config, {}))
        with writing(log, start.redact):
            async with running_for_real(start, (120, 40)) as tui:
                await tui.comes_to("LookupScreen", "connected to")
                library = tui.session.library
                cause = await tui.session.explorer.find(View.of_text(f"taskInstId={CAUSE}").id)
                await library.annotate(library.entry_of(cause), NOTE, ())
                commands = tui.app.get_system_commands(tui.screen)
                assert not any("screenshot" in command.title.lower() for command in commands)
                for name in VIEWS:
                    # Another process renews the token: this one's is rejected, and then it has two to hide.
                    leaky.tokens.replace(OWN["access key"], leaky.now_ms())
                    ids = {"many": f"{ALERTED} {CAUSE} flow={FLOW} {NO_SUCH}", "graph": f"flow={FLOW}"}
                    text = "" if name in WITHOUT_ID else ids.get(name, f"taskInstId={CAUSE}")
                    depth = len(tui.app.screen_stack)
                    tui.app.post_message(OpenView(View.of_text(text or "when:7d", name)))
                    await tui.until(partial(is_deeper, tui, depth), name)
                    await settled(tui)
                    ours += [(name, tui.text), (f"picture of {name}", tui.app.export_screenshot())]
                    if not isinstance(tui.screen, DataScreen):
                        continue
                    for copy in tui.screen.copyables():
                        ours.append((copy.what, copy.text))
                        if copy.what in WRITTEN_FOR_OTHERS:
                            for_others.append((copy.what, copy.text))
                    for_others.append(("curl", tui.session.curl(tui.screen.request_info())))
                    if name in ("log", "ticket", "changes", "many"):
                        text = await saved(tui, tmp_path)
                        (ours if name == "log" else for_others).append((f"saved {name}", text))
                # A question that is refused, in a toast and on the screen.
                tui.app.post_message(OpenView(View.of_text(f"taskInstId={NO_SUCH}", "instance")))
                await tui.comes_to("TaskScreen", "code 62102")
                ours += [("refusal", tui.text), *(("toast", one) for one in tui.toasts)]
                await tui.press("y")
                await tui.comes_to("ChooseScreen", "request as curl")
                ours.append(("copy menu", tui.text))
                await tui.press("enter")
                await tui.notifies("request as curl, ")
                for_others.append(("clipboard", tui.app.clipboard))
        known = of(leaky)
        assert len(leaky.tokens_made) > 2
        assert len(leaky.made) > 20
        for_others.append(("debug log", log.read_text()))
        state = all_files(a_home_of_its_own, but=(config, a_home_of_its_own / "vault"))
    assert {what: names for what, text in [*ours, *for_others] if (names := found(known, text))} == {}
    assert {what: names for what, text in for_others if (names := found(THEIRS, text))} == {}
    assert found(known, state) == []
    # What the server sent is there, but for ours: nothing else is dropped from the raw view.
    whole = dict(ours)["whole answer as received"]
    assert REDACTED in whole
    assert found(THEIRS, whole)
    assert b"history" in state
