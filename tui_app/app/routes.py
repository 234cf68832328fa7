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
    "before": ("before", "BeforeScreen"),
    "changes": ("changes", "ChangesScreen"),
    "run-mode": ("json", "JsonScreen"),
    "answer": ("json", "JsonScreen"),
    "lookup": ("lookup", "LookupScreen"),
    "overview": ("lookup", "LookupScreen"),
    "favourites": ("lookup", "LookupScreen"),
    "history": ("lookup", "LookupScreen"),
    "many": ("many", "ManyScreen"),
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


def modules_of(view_name: str) -> tuple[str, ...]:
    """The modules of the screens that a view may open: an instance may be a task or a workflow."""
    places = (_TASK, _FLOW) if view_name == "instance" else (_SCREENS[view_name],)
    return tuple(f"..screens.{name}" for name, _ in places)


def screen_for(session: Session, view: View, came_from: TaskInstanceId | None = None) -> BaseScreen:
    """Make the screen for a view; an instance of unknown kind gets the task's, which finds the kind out.

    The view of a task that it came from itself is that of its workflow.
    """
    is_instance = view.name == "instance"
    is_parent = came_from is not None and is_instance and view.id == came_from
    is_flow = is_parent or (is_instance and isinstance(view.id, FlowInstanceId))
    place = _FLOW if is_flow else _TASK if is_instance else _SCREENS[view.name]
    make: Callable[..., BaseScreen] = getattr(import_module(f"..screens.{place[0]}", __package__), place[1])
    return make(session, view, came_from) if place is _FLOW else make(session, view)
