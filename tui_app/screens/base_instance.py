"""The base of the screens of a task instance and of a flow instance."""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from textual import work

from ..api.errors import GatewayError, WrongInstance
from ..commands.table import (
    EDIT_NOTE,
    NEXT_CYCLE,
    OPEN_ANSWER,
    OPEN_BEFORE,
    OPEN_CHANGES,
    OPEN_TICKET,
    OPEN_WHY,
    PREVIOUS_CYCLE,
    REFRESH,
    TOGGLE_FAVOURITE,
    WATCH,
    bindings,
)
from ..logic.watching import is_over
from ..messages import Copyable, EditNote, OpenView, ToggleFavourite, ToggleWatch
from ..models.ids import FlowInstanceId, TaskInstanceId
from ..models.listed_run import ListedRun
from ..models.lookup import FlowLookup, Found, TaskLookup, kind_in_words
from ..models.request import RequestInfo
from ..models.view import View
from ..services.session import Session
from ..widgets.instance_header import HeaderContent
from .base_query import Failed, Loading, QueryScreen, Ready

Instance = TypeVar("Instance", TaskLookup, FlowLookup)


class InstanceScreen(QueryScreen[Instance]):
    """One instance and the commands that both kinds share."""

    BINDINGS = bindings(
        OPEN_WHY,
        TOGGLE_FAVOURITE,
        OPEN_ANSWER,
        EDIT_NOTE,
        WATCH,
        OPEN_TICKET,
        OPEN_BEFORE,
        OPEN_CHANGES,
        PREVIOUS_CYCLE,
        NEXT_CYCLE,
    )

    is_of_flows = False
    """Whether the screen shows flow instances."""

    def __init__(self, session: Session, view: View) -> None:
        super().__init__(session, view)
        self._waiting: list[Callable[[Found], object]] = []
        """Commands given before the answer was loaded, in order."""

    def open(self, instance_id: TaskInstanceId | FlowInstanceId, name: str = "instance") -> None:
        """Open a view of an instance."""
        self.post_message(OpenView(View.of(instance_id, name)))

    def answer_or_refuse(self) -> Instance | None:
        """The answer; None, with a notification, before there is one."""
        if self.answer is None:
            retry = f"{REFRESH.key_name} tries again."
            match self.state:
                case Failed(WrongInstance() as error):
                    self.refuse(f"{error} {retry}")
                case Failed():
                    self.refuse(f"There is no answer: {retry}")
                case _:
                    self.refuse("There is no answer yet.")
        return self.answer

    def request_info(self) -> RequestInfo | None:
        """The request for the instance."""
        return super().request_info() or (self.answer.answer.request if self.answer else None)

    @property
    def run_on_screen(self) -> ListedRun | None:
        """The instance, once it is there."""
        return None if self.answer is None else ListedRun.of(self.answer)

    def common_copyables(self) -> list[Copyable]:
        """The texts that can be copied from either kind of instance."""
        if self.answer is None:
            return []
        return [Copyable("whole answer as received", self.answer.answer.text)]

    def key_hints(self, error: GatewayError) -> str:
        """Add the raw answer, where there is one."""
        hints = super().key_hints(error)
        return f"{OPEN_ANSWER.key_name} raw answer · {hints}" if error.received else hints

    def notify_other_kind(self, found: Found) -> None:
        """Notify the user that the id is of the other kind than given, or that a question failed."""
        said = [f"{found.id}: {kind_in_words(found)}."] if found.is_other_kind else []
        if said or isinstance(found, FlowLookup) is not self.is_of_flows:
            said += found.inconsistencies
        if said:
            self.notify(" ".join(said), severity="warning", timeout=10, markup=False)

    def heading(self) -> HeaderContent:
        """Put what contradicts the question before what happened."""
        heading = super().heading()
        inconsistencies = self.inconsistencies() if isinstance(self.state, Ready) else ()
        if not inconsistencies:
            return heading
        return replace(heading, second=" ".join(inconsistencies), reason="", is_alarming=True)

    def inconsistencies(self) -> tuple[str, ...]:
        """Sentences on what in the answer contradicts the question."""
        return () if self.answer is None else self.answer.inconsistencies

    def when_loaded(self, act: Callable[[Found], object]) -> None:
        """Run a command on the answer, now or as soon as it is loaded."""
        if isinstance(self.state, Loading) and self.answer is None:
            self._waiting.append(act)
        elif (answer := self.answer_or_refuse()) is not None:
            act(answer)

    def run_waiting(self, found: Found) -> None:
        """Run the commands given before the answer was loaded."""
        waiting, self._waiting = self._waiting, []
        for act in waiting:
            act(found)

    def open_when_loaded(self, name: str) -> None:
        """Open a view of the instance now, or as soon as the answer is loaded."""
        is_early = isinstance(self.state, Loading) and self.answer is None
        self.when_loaded(lambda found: self.open(self.next_id(found) if is_early else found.id, name))

    def watch_state(self) -> None:
        """Run the commands given before the answer was loaded."""
        super().watch_state()
        if isinstance(self.state, Ready) and self.answer is not None:
            self.run_waiting(self.answer)

    def next_id(self, found: Found) -> TaskInstanceId | FlowInstanceId:
        """The instance that a key meant which was pressed before the answer was there."""
        return found.id

    def action_open_why(self) -> None:
        """Open the root cause."""
        self.open_when_loaded("why")

    def action_open_ticket(self) -> None:
        """Open the ticket."""
        self.open_when_loaded("ticket")

    def action_open_before(self) -> None:
        """Open the previous runs."""
        self.open_when_loaded("before")

    def action_open_changes(self) -> None:
        """Open the comparison with the last success."""
        self.open_when_loaded("changes")

    def action_previous_cycle(self) -> None:
        """Go to the previous run."""
        self._go_to_cycle(-1)

    def action_next_cycle(self) -> None:
        """Go to the next run."""
        self._go_to_cycle(1)

    @work(exclusive=True, group="cycle")
    async def _go_to_cycle(self, direction: int) -> None:
        """Replace this screen by that of the nearest run before (-1) or after (1)."""
        if (answer := self.answer_or_refuse()) is None:
            return
        from ..services.neighbours import nearest

        try:
            there = await nearest(self.session.explorer, answer, direction)
        except GatewayError as error:
            self.refuse(str(error))
            return
        side, gaps = "earlier" if direction < 0 else "later", len(there.gaps)
        if there.found is None:
            self.refuse(f"No {side} run found{_missing(gaps, 'previous' if direction < 0 else 'next')}.")
            return
        self.notify(
            f"{side.capitalize()} run{_missing(gaps, 'skipped')}; id {there.basis}.", timeout=3, markup=False
        )
        self.post_message(OpenView(View.of(there.found.id), instead=True))

    def action_open_answer(self) -> None:
        """Open the whole answer, even an unreadable one."""
        if self.answer is None and isinstance(self.state, Failed) and self.state.error.received:
            self.post_message(OpenView(View.of(self.view.id, "answer")))
        else:
            self.open_when_loaded("answer")

    def action_toggle_favourite(self) -> None:
        """Add the instance to the favourites, or remove it."""
        self.when_loaded(lambda found: self.post_message(ToggleFavourite(ListedRun.of(found))))

    def action_edit_note(self) -> None:
        """Edit the note and tags."""
        self.when_loaded(lambda found: self.post_message(EditNote(ListedRun.of(found))))

    def action_watch(self) -> None:
        """Watch the instance until it ends, or stop watching it."""
        self.when_loaded(self._toggle_watch)

    def _toggle_watch(self, found: Found) -> None:
        if is_over(found) and not self.session.watcher.is_watching(found.id):
            self.refuse(f"It has already ended: {found.state.name}.")
        else:
            self.post_message(ToggleWatch(ListedRun.of(found), found))

    def update_watched(self, found: Found | None, profile: str) -> None:
        """Show the newer answer of a watch; an equal record draws nothing."""
        answer = self.answer
        if profile != self.session.profile_name or answer is None:
            return
        if not isinstance(found, type(answer)) or found.id != answer.id:
            return
        if isinstance(self.state, Failed):
            self.state = Ready()
        if found.record != answer.record:
            self.answer = found
            self.update_heading()


def _missing(count: int, which: str) -> str:
    """The ids passed over, in brackets: ``(the 2 previous ids do not exist)``; empty for none."""
    if not count:
        return ""
    return f" (the {which} id does not exist)" if count == 1 else f" (the {count} {which} ids do not exist)"
