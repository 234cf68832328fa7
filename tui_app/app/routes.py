"""The screen that shows each view."""

from collections.abc import Callable

from ..models.ids import FlowInstanceId, TaskInstanceId
from ..models.view import View
from ..screens.base import BaseScreen
from ..screens.before import BeforeScreen
from ..screens.changes import ChangesScreen
from ..screens.find import FindScreen
from ..screens.flow import FlowScreen
from ..screens.json import JsonScreen
from ..screens.log import LogScreen
from ..screens.lookup import LookupScreen
from ..screens.many import ManyScreen
from ..screens.task import TaskScreen
from ..screens.ticket import TicketScreen
from ..screens.watched import WatchedScreen
from ..screens.why import WhyScreen
from ..services.session import Session

_SCREENS: dict[str, Callable[[Session, View], BaseScreen]] = {
    "log": LogScreen,
    "before": BeforeScreen,
    "changes": ChangesScreen,
    "run-mode": JsonScreen,
    "answer": JsonScreen,
    "lookup": LookupScreen,
    "overview": LookupScreen,
    "favourites": LookupScreen,
    "history": LookupScreen,
    "many": ManyScreen,
    "find": FindScreen,
    "watched": WatchedScreen,
    "why": WhyScreen,
    "ticket": TicketScreen,
}


def screen_for(session: Session, view: View, came_from: TaskInstanceId | None = None) -> BaseScreen:
    """Make the screen for a view; an instance of unknown kind gets the task's, which finds the kind out.

    The view of a task that it came from itself is that of its workflow.
    """
    draws_tasks = view.name in ("graph", "timeline")
    is_parent = came_from is not None and view.name == "instance" and view.id == came_from
    if draws_tasks or is_parent or (view.name == "instance" and isinstance(view.id, FlowInstanceId)):
        return FlowScreen(session, view, came_from)
    if view.name == "instance":
        return TaskScreen(session, view)
    return _SCREENS[view.name](session, view)
