"""The screen that shows each view, imported when it is first opened."""

from collections.abc import Callable
from importlib import import_module

from ..models.ids import FlowInstanceId, TaskInstanceId
from ..models.view import View
from ..screens.base import BaseScreen
from ..services.session import Session

_TASK, _FLOW = ("task", "TaskScreen"), ("flow", "FlowScreen")
_SCREENS = {
    "log": ("log", "LogScreen"),
    "before": ("previous_runs", "PreviousRunsScreen"),
    "changes": ("changes", "ChangesScreen"),
    "run-mode": ("json", "JsonScreen"),
    "answer": ("json", "JsonScreen"),
    "lookup": ("lookup", "LookupScreen"),
    "overview": ("lookup", "LookupScreen"),
    "favourites": ("lookup", "LookupScreen"),
    "history": ("lookup", "LookupScreen"),
    "many": ("instance_table", "InstanceTableScreen"),
    "find": ("find", "FindScreen"),
    "watched": ("watched", "WatchedScreen"),
    "why": ("why", "WhyScreen"),
    "ticket": ("ticket", "TicketScreen"),
    "graph": _FLOW,
    "timeline": _FLOW,
}
"""Module and class of the screen of each view but ``instance``."""

MODULES = tuple(f"..screens.{name}" for name, _ in dict.fromkeys([_TASK, _FLOW, *_SCREENS.values()]))
"""The modules of all screens that show a view, that of a record first."""


def module_of(view: View, came_from: TaskInstanceId | None = None) -> str:
    """The module of the screen for a view."""
    return f"..screens.{_place_of(view, came_from)[0]}"


def screen_for(session: Session, view: View, came_from: TaskInstanceId | None = None) -> BaseScreen:
    """Make the screen for a view; an instance of unknown kind gets the task's, which finds the kind out.

    The view of a task that it came from itself is that of its workflow.
    """
    place = _place_of(view, came_from)
    make: Callable[..., BaseScreen] = getattr(import_module(f"..screens.{place[0]}", __package__), place[1])
    return make(session, view, came_from) if place is _FLOW else make(session, view)


def _place_of(view: View, came_from: TaskInstanceId | None) -> tuple[str, str]:
    is_instance = view.name == "instance"
    is_parent = came_from is not None and is_instance and view.id == came_from
    is_flow = is_parent or (is_instance and isinstance(view.id, FlowInstanceId))
    return _FLOW if is_flow else _TASK if is_instance else _SCREENS[view.name]
