"""A walk through every screen of the program by commands, whatever keys they have."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

from textual.command import CommandPalette

from tests.harness import LAST_NIGHT, NOW, SAMPLE, SAMPLE_FLOW, TODAY, Tui, a_stand_in, over, running, to
from tests.stand_in.gateway import StandIn
from tests.stories.test_previous_runs import started
from tests.stories.test_set_up import unconfigured
from tests.stories.test_when_it_fails import BY_HAND, Pauses, SlowTransport
from tui_app.app.launch import Start
from tui_app.commands.table import COMMANDS, command_of
from tui_app.demo import reply
from tui_app.demo.reply import json_text
from tui_app.models.ids import find_ids
from tui_app.models.profile import OVERVIEW
from tui_app.models.saved_rows import Entry
from tui_app.models.status import Status
from tui_app.store.locations import Locations
from tui_app.store.watch_file import WatchFile
from tui_app.terminal.input_parser import KeySplit
from tui_app.widgets.lines.view import LineView

_SIZE = (140, 60)
"""Columns and rows that show a whole help."""
FAILED, NIGHT, NOBODY = f"900103-{LAST_NIGHT}", f"flowInstId=900100-{LAST_NIGHT}", "999-2021020211"
LOCKED = f"taskInstId=900622-{BY_HAND}"
"""A task that the user has no right to see."""
STARTED_BY_HAND = "flowInstId=900600-20261122183000"
"""A flow instance whose id leads to no other runs."""


class Walker:
    """Gives commands by their keys, and collects all that is drawn on the way."""

    def __init__(self) -> None:
        self.seen: dict[str, str] = {}
        """Lines and toasts, each with the screen that drew it first."""
        self.kinds: set[str] = set()
        self.without_a_row: set[str] = set()
        """Keys of a screen that belong to no command."""
        self._helped: set[str] = set()

    async def goes(self, walk: "Walk", tui: Tui) -> None:
        """Walk through one run of the program."""
        self.tui = tui
        await walk(self)
        await tui.pilot.pause()
        self.collect()

    def collect(self) -> None:
        """Collect what is drawn now."""
        tui = self.tui
        self.kinds.add(tui.kind)
        for text in (*self._lines(), *tui.toasts, *(str(one.title) for one in tui.app._notifications)):
            self.seen.setdefault(text.strip(), tui.kind)
        if not isinstance(tui.screen, CommandPalette):
            self.without_a_row |= {
                key
                for key, active in tui.screen.active_bindings.items()
                if active.node in (tui.screen, tui.app) and command_of(active.binding.id) is None
            }

    def _lines(self) -> list[str]:
        """The lines of the screen, or of the dialog on it."""
        screen = self.tui.screen
        region = next((one.region for one in screen.query("#dialog")), screen.region)
        strips = screen._compositor.render_strips()[region.y : region.bottom]
        return [strip.crop(region.x, region.right).text for strip in strips]

    async def gives(self, *names: str) -> None:
        """Give commands one after the other, collecting after each."""
        for name in names:
            await self.tui.press(COMMANDS[name].key.split(",")[0])
            self.collect()

    async def reads(self, *texts: str) -> None:
        """Wait for texts, and collect."""
        await self.tui.reads(*texts)
        self.collect()

    async def comes_to(self, kind: str, *texts: str) -> None:
        """Wait for a screen, and collect."""
        await self.tui.comes_to(kind, *texts)
        self.collect()

    async def notifies(self, text: str) -> None:
        """Wait for a toast, and collect."""
        await self.tui.notifies(text)
        self.collect()

    async def asks_for_help(self) -> None:
        """Collect the help of the screen on top, once per kind."""
        kind = self.tui.kind
        if kind not in self._helped:
            self._helped.add(kind)
            await self.gives("help")
            await self.comes_to("HelpScreen", "Keys of this screen")
            await self.goes_back(kind)

    async def opens(self, name: str, kind: str, *texts: str) -> None:
        """Open a screen by a command, and collect its help."""
        await self.gives(name)
        await self.comes_to(kind, *texts)
        await self.asks_for_help()

    async def goes_back(self, kind: str) -> None:
        """Go back one screen."""
        await self.gives("back")
        await self.comes_to(kind)


Walk = Callable[[Walker], Awaitable[None]]


async def through_the_lists(w: Walker) -> None:
    """The first screen, and all that opens from anywhere."""
    tui = w.tui
    await w.comes_to("LookupScreen", "Examples in the demo", "connected to")
    await w.asks_for_help()
    await w.gives("command-palette")
    await w.comes_to("CommandPalette", "Help: Show every key of this screen.")
    await tui.press("escape")
    await w.comes_to("LookupScreen")
    await w.gives("back", "print-copied", "toggle-mouse", "toggle-mouse")
    await w.notifies("Nothing to go back to")
    await w.notifies("Nothing copied yet")
    await tui.press("ctrl+c", "ctrl+q", "escape")
    assert tui.app.return_code is None
    tui.screen.post_message(KeySplit())
    await w.notifies("The connection delivered one key")
    await tui.type("alert")
    await tui.press("enter")
    await w.reads("There is no id in this text.", "below.")
    await w.gives("back", "focus-list", "delete-search", "copy", "back")
    await w.opens("open-favourites", "LookupScreen", "No favourites yet")
    await w.opens("open-history", "LookupScreen", "Nothing opened yet.")
    await w.gives("toggle-favourite")
    await w.notifies("This list is empty.")
    await w.opens("open-watched", "WatchedScreen", "Not watching anything")
    await w.gives("refresh", "watch")
    await w.notifies("Not watching anything:")
    await w.gives("choose-theme")
    await w.comes_to("ChooseScreen", "Theme")
    await w.gives("line-down", "line-up", "back")
    await w.gives("go-to-id")
    await w.comes_to("LookupScreen")
    await tui.paste(f"900302-{TODAY}")
    await w.comes_to("TaskScreen", "RUNNING")
    await w.gives("watch")
    await w.notifies("lists what is watched.")
    entry = Entry(SAMPLE, "task", "elsewhere", NOW, "kept", Status.of(2, "RUNNING"))
    WatchFile(Locations.of_user().watches).write([entry], ())
    tui.session.watcher.start(find_ids(f"taskInstId={SAMPLE}")[0])
    await w.opens("open-watched", "WatchedScreen", "RUNNING", "elsewhere", "over")
    await w.gives("line-down", "refresh")
    await w.notifies("is not polled any more")
    await w.gives("retry-failed", "go-last", "refresh")
    await w.notifies("polled with the profile elsewhere only")
    await tui.pilot.resize_terminal(40, 10)
    await w.comes_to("NoRoomScreen", "The window is 40x10")
    await tui.pilot.resize_terminal(*_SIZE)
    await w.comes_to("WatchedScreen")
    await w.gives("quit")
    await w.notifies("Still watching 1 instance")


async def through_the_overview(w: Walker) -> None:
    """The overview with failures, folded and unfolded, and the list beside it."""
    await w.comes_to("LookupScreen", "failed, ", "wind_daily_report")
    await w.asks_for_help()
    await w.gives("toggle-saved")
    await w.reads("Examples in the demo")
    await w.gives("toggle-saved", "focus-list")
    await w.asks_for_help()
    await w.gives("toggle-group", "refresh", "copy")
    await w.comes_to("ChooseScreen", "Copy")
    await w.goes_back("LookupScreen")
    await w.gives("filter-lines")
    await w.tui.type("zzz")
    await w.reads("No run matches the filter")
    await w.gives("back")
    await w.gives(*["line-down"] * 4, "toggle-group", "toggle-group", "open-why")
    await w.comes_to("WhyScreen", "Still to end")
    await w.goes_back("LookupScreen")
    await w.gives("search", "explain-failure")
    await w.comes_to("WhyScreen", "KeyError")


async def through_no_overview(w: Walker) -> None:
    """An overview that cannot be listed, then one without a run."""
    await w.comes_to("LookupScreen", "The runs cannot be listed")
    await w.gives("focus-list", "refresh")
    await w.reads("No scheduled run was planned")


async def through_a_task(w: Walker) -> None:
    """A failed task and all that opens from it."""
    tui = w.tui
    await w.comes_to("TaskScreen", "startTime")
    await w.asks_for_help()
    await w.gives("toggle-favourite")
    await w.notifies("is a favourite")
    await w.gives("edit-note")
    await w.comes_to("FavouriteNoteScreen")
    await w.goes_back("TaskScreen")
    await w.gives("next-match")
    await w.notifies("No search yet")
    await w.gives("search")
    await tui.type("zzz")
    await w.gives("back", "copy")
    await w.comes_to("ChooseScreen", "command line")
    await tui.press("enter")
    await w.notifies("Clipboard empty?")
    await w.gives("next-sibling", "previous-sibling")
    await w.opens("open-inspector", "JsonScreen")
    await w.gives("toggle-raw", "toggle-wrap", "toggle-raw", "fold-all", "unfold-all", "fold-to-level")
    await w.goes_back("TaskScreen")
    await w.opens("open-answer", "JsonScreen")
    await w.goes_back("TaskScreen")
    await w.opens("open-log", "LogScreen", "KeyError")
    await w.gives("next-error", "previous-error", "select-lines", "line-down")
    await w.reads("2 lines selected")
    await w.gives("back", "more-context", "filter-lines")
    await tui.type("zzz")
    await tui.press("enter")
    await w.gives("next-error", "load-more-log", "toggle-follow", "toggle-numbers", "toggle-follow")
    for _ in range(2):
        await w.gives("save")
        await w.comes_to("SaveScreen")
        await tui.press("enter")
        await tui.until(lambda: tui.kind == "LogScreen" or "exists already" in tui.text)
    await w.reads("exists already")
    await w.goes_back("LogScreen")
    await w.gives("back")
    await w.goes_back("TaskScreen")
    await w.opens("open-before", "PreviousRunsScreen", "Compared with the 10 previous runs", "loads 10 more")
    await w.gives("load-more-runs")
    await w.reads("Compared with the 20 previous runs", "loads 10 more")
    await w.goes_back("TaskScreen")
    await w.opens("open-changes", "ChangesScreen", "6 differences")
    await w.gives("toggle-unchanged", "compare-with")
    await tui.type("zzz")
    await tui.press("enter")
    await w.notifies("This text contains no instance id.")
    await w.gives("back")
    await w.goes_back("TaskScreen")
    await w.opens("open-why", "WhyScreen", "lines of its log")
    await w.opens("open-ticket", "TicketScreen", "secrets taken out")
    await w.gives("copy-ticket", "back")
    await w.goes_back("TaskScreen")


async def through_a_log_of_bars(w: Walker) -> None:
    """A log with lines that move the cursor back."""
    await w.gives("toggle-raw-lines", "go-first", "toggle-raw-lines")


async def through_a_cut_log(w: Walker) -> None:
    """A cut log."""
    await w.comes_to("LogScreen", "cut (", "which end is unknown")
    await w.gives("load-more-log", "go-last")


async def through_a_workflow(w: Walker) -> None:
    """The three views of a workflow, before and after the times are loaded."""
    await w.comes_to("FlowScreen", "8 tasks")
    await w.asks_for_help()
    w.tui.view_named("details").focus()
    await w.gives("go-last")
    await w.reads("opens the answer")
    w.tui.view_named("nodes").focus()
    await w.gives("go-first", "open-log", "toggle-favourite", "next-cycle", "previous-cycle")
    await w.gives("next-view")
    await w.reads("needed by")
    await w.asks_for_help()
    await w.gives("reverse-sort", "fold-all", "open-log", "next-failed", "go-upstream", "go-upstream")
    await w.gives("toggle-group", "toggle-only-failed")
    await w.gives("go-downstream", "unfold-all", "next-view")
    await w.reads("critical path")
    await w.asks_for_help()
    await w.gives("refresh", "toggle-only-failed")


async def through_times_that_do_not_come(w: Walker) -> None:
    """The timeline while the times are loaded, and after that is cancelled."""
    await w.comes_to("FlowScreen", "8 tasks")
    await w.gives("next-view", "next-view")
    await w.reads("0/8", "stops")
    await w.gives("back")
    await w.reads("0/8", "loads 8 more")


async def through_pauses(w: Walker, stand_in: StandIn) -> None:
    """A refresh that is retried, and one that fails."""
    await w.comes_to("TaskScreen", "startTime")
    await w.tui.is_connected()
    await w.tui.settles()
    stand_in.script(reply.html(503, "Unavailable"), to="taskInstances.get")
    await w.gives("refresh")
    await w.reads("try 2 of 4")
    await w.goes_back("TaskScreen")
    stand_in.script(reply.refusal(62109, "Internal server exception"), to="taskInstances.get")
    await w.gives("refresh")
    await w.reads("not refreshed", "try again")


async def through_a_search(w: Walker) -> None:
    """The search form and the saved searches."""
    tui = w.tui
    await w.comes_to("LookupScreen", "Examples in the demo", "connected to")
    await w.opens("find-flows", "FindScreen", "No saved searches yet", "searches,")
    await tui.type("zzz")
    await w.gives("start-search")
    await w.reads("Nothing fits this search")
    await w.gives("find-flows")
    for _ in range(6):
        await w.gives("next-field")
    for _ in range(3):
        await w.gives("previous-field")
    await w.gives("next-choice", "toggle-choice", "toggle-choice", "previous-choice")
    await w.gives("delete-search", "rename-search", "toggle-favourite", "load-more-rows")
    await w.gives("save-search")
    await w.comes_to("NameScreen", "Save this search as")
    await tui.press("enter")
    await w.notifies("Saved as")
    await w.comes_to("FindScreen")
    tui.view_named("saved").focus()
    await w.gives("open-why")
    await w.notifies("This is a search")


async def through_what_is_found(w: Walker) -> None:
    """More flow instances than one page has."""
    await w.tui.pilot.resize_terminal(120, 80)
    await w.comes_to("FindScreen", "there may be more", "loads more")
    await w.asks_for_help()
    await w.gives("go-last", "load-more-rows", "toggle-favourite", "watch", "open-parent")


async def through_what_is_too_large(w: Walker) -> None:
    """A running mode too large for a tree, a log longer than requested, and a watch at the end."""
    await w.comes_to("TaskScreen", "RUNNING")
    await w.opens("open-inspector", "JsonScreen", "too large for a tree")
    await w.goes_back("TaskScreen")
    await w.opens("open-log", "LogScreen", "more than requested")
    await w.goes_back("TaskScreen")
    await w.gives("open-parent")
    await w.comes_to("FlowScreen", "many")
    await w.gives("next-view")
    await w.reads("too many to draw")
    await w.goes_back("TaskScreen")
    await w.gives("watch", "quit")
    await w.notifies("Still watching")


async def through_many(w: Walker, slow: SlowTransport) -> None:
    """A table of several instances while it loads, with an error, and complete."""
    tui = w.tui
    await tui.is_connected()
    slow.holds = True
    await tui.paste(f"{FAILED} {SAMPLE} {NOBODY}")
    await w.comes_to("InstanceTableScreen", "0 of 3 answered")
    await w.gives("refresh", "back", "retry-failed")
    slow.holds = False
    for held in slow.held:
        if not held.done():
            held.set_result(None)
    await w.reads("1 without an answer")
    await w.asks_for_help()
    await w.gives("sort-rows", "reverse-sort", "line-down", "copy", "back", "filter-lines")
    await tui.press("enter")
    await w.gives("go-to-id")
    await w.comes_to("LookupScreen")
    await tui.paste(f"{FAILED} {SAMPLE}")
    await w.comes_to("InstanceTableScreen", "2 instances", "1 FAIL, 1 SUCCESS")
    await w.gives("retry-failed", "filter-lines")
    await tui.type("zzz")
    await tui.press("enter")
    await w.reads("No row matches")
    await w.gives("save")
    await w.notifies("No row matches the filter")
    await w.gives("back", "go-to-id")
    await w.comes_to("LookupScreen")
    await tui.paste(f"taskInstId={NOBODY} taskInstId=998-2021020211")
    await w.comes_to("InstanceTableScreen", "2 rows", "tries again.")


async def through_runs_that_are_not_listed(w: Walker, stand_in: StandIn) -> None:
    """The previous runs where the list is refused; a drag of the mouse."""
    await w.comes_to("FlowScreen", "SUCCESS (1)")
    await w.tui.is_connected()
    stand_in.script(*[reply.refusal(62103, "User has no privilege")] * 40, to="api")
    await w.tui.press("tab")
    await w.gives("open-before")
    await w.comes_to("PreviousRunsScreen", "Previous runs not loaded", "no right to see that")
    await w.tui.pilot.mouse_down(LineView, offset=(2, 2))
    await w.tui.pilot.mouse_up(LineView, offset=(9, 3))
    await w.notifies("leaves the mouse to the terminal")


async def through_nothing(w: Walker) -> None:
    """An id that does not exist, and every command for it."""
    await w.comes_to("TaskScreen", "no answer", "try again")
    await w.asks_for_help()
    await w.gives("open-why")
    await w.notifies("There is no answer")
    await w.gives("open-log", "open-before", "open-changes", "open-ticket", "open-answer")
    await w.gives("copy", "open-parent", "next-sibling", "next-cycle", "watch", "edit-note")


async def through_a_refusal(w: Walker) -> None:
    """A view whose request fails."""
    await w.reads(" again")
    await w.gives("copy", "save", "copy-ticket", "open-answer", "search")


async def through_set_up(w: Walker) -> None:
    """The empty set-up form."""
    await w.comes_to("SetupScreen", "Fill in five settings")
    await w.asks_for_help()
    await w.gives("test-connection", "save-settings", "go-to-id", "open-history", "try-demo")
    await w.comes_to("LookupScreen")


async def walk_everywhere(keys: Mapping[str, str]) -> Walker:
    """Walk through every screen with other keys than the default ones."""
    walker = Walker()

    def start_of(text: str, view: str = "") -> Start:
        return replace(started(text, view), keys=keys)

    async def run(walk: Walk, text: str = "", view: str = "") -> None:
        async with running(start=start_of(text, view), size=_SIZE) as tui:
            await walker.goes(walk, tui)

    async with running(start=start_of(""), size=_SIZE, overview=OVERVIEW) as tui:
        await walker.goes(through_the_overview, tui)
    silent = a_stand_in()
    silent.script(reply.refusal(62103, "no right"), to="flowInstances.search")
    silent.script(*[reply.success({"flowInsts": [], "count": 0})] * 3, to="flowInstances.search")
    async with running(to(silent), start=start_of(""), size=_SIZE, overview=OVERVIEW) as tui:
        await walker.goes(through_no_overview, tui)
    await run(through_the_lists)
    await run(through_a_task, FAILED)
    await run(through_a_cut_log, f"900702-{TODAY}", "log")
    await run(through_a_log_of_bars, f"900714-{TODAY}", "log")
    await run(through_a_workflow, NIGHT)
    await run(through_a_search)
    await run(through_what_is_found, "when:60d", "find")
    await run(through_nothing, NOBODY)
    for view in ("log", "why", "before", "changes", "ticket"):
        await run(through_a_refusal, LOCKED, view)
    await run(through_a_refusal, SAMPLE, "changes")
    await run(through_a_refusal, f"{FAILED} {NIGHT}", "changes")
    async with running(start=replace(unconfigured(), keys=keys), size=_SIZE) as tui:
        await walker.goes(through_set_up, tui)
    stand_in, slow = a_stand_in(), SlowTransport(a_stand_in())
    async with running(to(stand_in, Pauses()), start=start_of(SAMPLE), size=_SIZE) as tui:
        await walker.goes(lambda w: through_pauses(w, stand_in), tui)
    async with running(to(stand_in), start=start_of(STARTED_BY_HAND), size=_SIZE) as tui:
        await walker.goes(lambda w: through_runs_that_are_not_listed(w, stand_in), tui)
    async with running(over(slow), start=start_of(NIGHT), size=_SIZE) as tui:
        await walker.goes(through_times_that_do_not_come, tui)
    slow.holds = False
    async with running(over(slow), start=start_of(""), size=_SIZE) as tui:
        await walker.goes(lambda w: through_many(w, slow), tui)
    large = a_stand_in()
    record = {"instanceId": SAMPLE, "flowInstId": SAMPLE_FLOW, "status": 2}
    record["runMode"] = json_text(list(range(300_000)))
    nodes = [{"taskInstId": f"{n}-2021020211", "nodeId": f"t_{n}", "status": "SUCCESS"} for n in range(2_501)]
    flow = reply.success({"instanceId": SAMPLE_FLOW, "flowName": "many", "graph": {"tasks": nodes}})
    large.script(*[flow] * 9, to="flowInstances.get")
    large.script(*[reply.success(record)] * 40, to="taskInstances.get")
    large.script(*[reply.success({"log": "line\n" * 300_000})] * 3, to="taskInstances.getLog")
    async with running(to(large), start=start_of(SAMPLE), size=_SIZE) as tui:
        await walker.goes(through_what_is_too_large, tui)
    return walker
