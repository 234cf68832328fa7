"""What the screens of a task instance and of a flow instance share."""

from typing import TypeVar

from textual import work

from ..api.errors import GatewayError
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
from ..logic.watching import is_over, state_of
from ..messages import Copyable, EditNote, OpenView, ToggleFavourite, ToggleWatch
from ..models.ids import FlowInstanceId, TaskInstanceId
from ..models.lookup import FlowLookup, Found, TaskLookup
from ..models.request import RequestInfo
from ..models.view import View
from ..services.runs import nearest
from .query import Failed, QueryScreen, Ready

Instance = TypeVar("Instance", TaskLookup, FlowLookup)


class InstanceScreen(QueryScreen[Instance]):
    """One instance: it can be starred, annotated, copied, and its whole answer inspected."""

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

    next_view = ""
    """The view that is wanted as soon as there is an answer; empty for none."""

    def open(self, instance_id: TaskInstanceId | FlowInstanceId, name: str = "instance") -> None:
        """Ask the app for a view of an instance."""
        self.post_message(OpenView(View.of(instance_id, name)))

    def answer_or_refuse(self) -> Instance | None:
        """The answer; None, with the reason told, before there is one."""
        if self.answer is None:
            self.refuse("Not before there is an answer.")
        return self.answer

    def request_info(self) -> RequestInfo | None:
        """What is shown answers one question."""
        return super().request_info() or (self.answer.answer.asked if self.answer else None)

    def common_copyables(self) -> list[Copyable]:
        """What can be copied of any instance, behind what is special to its kind."""
        if self.answer is None:
            return []
        return [Copyable("whole answer as received", self.answer.answer.text)]

    def key_hints(self, error: GatewayError) -> str:
        """What came in place of an answer can be looked at, too."""
        usual = super().key_hints(error)
        return f"{OPEN_ANSWER.key_name} shows what came, {usual}" if error.received else usual

    def open_when_loaded(self, name: str) -> None:
        """Open a view of the instance; a key that is quicker than the answer is not lost."""
        if self.answer is not None:
            self.open(self.answer.id, name)
        elif isinstance(self.state, Failed):
            self.refuse(f"There is no answer to go on from: {REFRESH.key_name} asks again.")
        else:
            self.next_view = name

    def watch_state(self) -> None:
        """With the answer there, go on to the view that was wanted."""
        super().watch_state()
        if isinstance(self.state, Ready) and self.answer is not None and self.next_view:
            self.open(self.answer.id, self.next_view)
            self.next_view = ""

    def action_open_why(self) -> None:
        """Show what failed first."""
        self.open_when_loaded("why")

    def action_open_ticket(self) -> None:
        """Write a ticket."""
        self.open_when_loaded("ticket")

    def action_open_before(self) -> None:
        """List the runs before."""
        self.open_when_loaded("before")

    def action_open_changes(self) -> None:
        """Compare with the last success."""
        self.open_when_loaded("changes")

    def action_previous_cycle(self) -> None:
        """The run one cycle earlier."""
        self._go_to_cycle(-1)

    def action_next_cycle(self) -> None:
        """The run one cycle later."""
        self._go_to_cycle(1)

    @work(exclusive=True, group="cycle")
    async def _go_to_cycle(self, direction: int) -> None:
        """Find the run beside this one, and show it in place of this."""
        if (answer := self.answer_or_refuse()) is None:
            return
        try:
            there = await nearest(self.session.explorer, answer, direction)
        except GatewayError as error:
            self.refuse(str(error))
            return
        side, gaps = "earlier" if direction < 0 else "later", len(there.gaps)
        if there.found is None:
            tried = f": {gaps} ids were asked for, from {there.gaps[0]} on" if gaps else ""
            self.refuse(f"No {side} run was found{tried}.")
            return
        over = f" over {gaps} that {'is' if gaps == 1 else 'are'} not there" if gaps else ""
        self.notify(f"One cycle {side}{over}; id {there.basis}.", timeout=3, markup=False)
        self.post_message(OpenView(View.of(there.found.id), instead=True))

    def action_open_answer(self) -> None:
        """Inspect the whole answer, also one that could not be read."""
        if self.answer is None and isinstance(self.state, Failed) and self.state.error.received:
            self.post_message(OpenView(View.of(self.view.id, "answer")))
        elif (answer := self.answer_or_refuse()) is not None:
            self.open(answer.id, "answer")

    def action_toggle_favourite(self) -> None:
        """Star, or take the star away."""
        if (answer := self.answer_or_refuse()) is not None:
            self.post_message(ToggleFavourite(self.session.library.entry_of(answer)))

    def action_edit_note(self) -> None:
        """Write a note and tags."""
        if (answer := self.answer_or_refuse()) is not None:
            self.post_message(EditNote(self.session.library.entry_of(answer)))

    def action_watch(self) -> None:
        """Look again and again until it is over, or stop doing so."""
        if (answer := self.answer_or_refuse()) is None:
            return
        if is_over(answer) and not self.session.watcher.is_watching(answer.id):
            self.refuse(f"It is over already: {state_of(answer).name}.")
        else:
            self.post_message(ToggleWatch(answer.id, answer))

    def update_watched(self, found: Found | None) -> None:
        """Show in place what a watch has found out; an equal record draws nothing."""
        answer = self.answer
        if answer is None or not isinstance(found, type(answer)) or found.id != answer.id:
            return
        if isinstance(self.state, Failed):
            self.state = Ready()
        if found.record != answer.record:
            self.answer = found
            self.update_heading()
