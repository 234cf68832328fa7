"""What changed? A run beside the last success, or beside any other."""

from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult

from ..api.errors import GatewayError
from ..commands.table import COMPARE_WITH, OPEN_BEFORE, SAVE, TOGGLE_UNCHANGED, bindings
from ..logic.runs.comparison import Changes, compare
from ..messages import Copyable, OpenView, SaveText
from ..models.ids import InstanceId
from ..models.lookup import FlowLookup, Found
from ..models.view import View
from ..services.runs import last_success
from ..services.session import Session
from ..widgets.change_view import ChangeView
from ..widgets.id_input import IdInput
from ..widgets.instance_header import HeaderContent
from .query import Loading, QueryScreen


@dataclass(frozen=True, slots=True)
class Pair:
    """Two runs, and how the earlier one was chosen."""

    before: Found
    after: Found
    how: str = ""
    """Empty where the view names both."""


class ChangesScreen(QueryScreen[Pair]):
    """Compares the first instance of its view with the second; without one, with the last success."""

    BINDINGS = bindings(TOGGLE_UNCHANGED, COMPARE_WITH, SAVE, OPEN_BEFORE)
    CSS_PATH = "changes.tcss"

    def __init__(self, session: Session, view: View) -> None:
        super().__init__(session, view)
        self._with_same = False
        self._walk = ""
        self._changes = Changes((), 0)

    def compose_panes(self) -> ComposeResult:
        """The lines."""
        yield ChangeView(id="changes")

    def compose_body(self) -> ComposeResult:
        """The lines, and an input for another id, out of sight till it is wanted."""
        yield from super().compose_body()
        yield IdInput()

    async def ask(self, fresh: bool) -> Pair:
        """Ask for the run, then for the one to compare it with."""
        explorer = self.session.explorer
        this, *others = self.view.ids
        after = await explorer.find(this, fresh=fresh)
        if not others:
            hint = (
                f"{COMPARE_WITH.key_name} compares with an id of your choice, "
                f"{OPEN_BEFORE.key_name} lists the runs before."
            )
            success = await last_success(explorer, after, self._tell_step, hint)
            back = "" if success.back == 1 else f", {success.back} back"
            return Pair(success.found, after, f"the last success{back} ({success.basis})")
        before = await explorer.find(others[0], fresh=fresh)
        if isinstance(before, FlowLookup) != isinstance(after, FlowLookup):
            raise GatewayError(
                f"{this} and {others[0]} cannot be compared: one is a task instance, one a flow instance.",
                f"{COMPARE_WITH.key_name} compares with another id.",
            )
        return Pair(before, after)

    def show(self, answer: Pair) -> None:
        """Draw the comparison."""
        explorer = self.session.explorer
        self._changes = compare(
            answer.before, answer.after, explorer.server_zone, explorer.now(), with_same=self._with_same
        )
        self.query_one(ChangeView).set_rows(self._changes.rows)

    def heading_for(self, answer: Pair | None) -> HeaderContent:
        """Which run, against which, and how many values differ."""
        if answer is None:
            return HeaderContent("changes")
        after = answer.after
        name, state = (
            (after.flow.flow_name, after.flow.state)
            if isinstance(after, FlowLookup)
            else (after.task.task_name, after.task.state)
        )
        # Two ids make a long command line, which needs the second line for itself.
        against = answer.how and f"{self._changes.in_words} to {answer.before.id}, {answer.how}"
        return HeaderContent(f"changes: {name or '(no name)'}", state, against)

    def heading(self) -> HeaderContent:
        """While walking back, how far."""
        heading = super().heading()
        if isinstance(self.state, Loading) and self._walk and self.retrying is None:
            return HeaderContent(heading.name, heading.status, self._walk)
        return heading

    def copyables(self) -> list[Copyable]:
        """The row, all of it, the ids."""
        if self.answer is None:
            return []
        row = self.query_one(ChangeView).current
        return [
            Copyable(f"value of {row.label}" if row and row.label else "this line", row.raw if row else ""),
            Copyable("the whole comparison", self._text()),
            Copyable("id of this run", self.answer.after.id.text),
            Copyable("id of the other run", self.answer.before.id.text),
            Copyable("command line that opens this", self.session.command(self._fixed_view(self.answer))),
        ]

    def action_toggle_unchanged(self) -> None:
        """List what is the same too, or leave it out."""
        self._with_same = not self._with_same
        self.redraw()

    def action_compare_with(self) -> None:
        """Type an id to compare with."""
        box = self.query_one(IdInput)
        box.add_class("-open")
        box.focus()

    def action_open_before(self) -> None:
        """List the runs before: one of them can be compared with."""
        self.post_message(OpenView(View.of(self.view.id, "before")))

    def action_save(self) -> None:
        """Save the comparison as text."""
        if self.answer is None:
            self.refuse("Not before there is an answer.")
            return
        text = self._text()
        name = f"changes-{self.answer.after.id}-{self.answer.before.id.suffix}.txt"
        self.post_message(SaveText("comparison", name, lambda _: text))

    def action_back(self) -> None:
        """Put the input away; else as everywhere."""
        box = self.query_one(IdInput)
        if box.has_class("-open"):
            box.remove_class("-open")
            self.query_one(ChangeView).focus()
        else:
            super().action_back()

    @on(IdInput.IdsSubmitted)
    def _compare_with(self, event: IdInput.IdsSubmitted) -> None:
        event.stop()
        self.post_message(OpenView(View("changes", (self.view.id, event.ids[0])), instead=True))

    @on(IdInput.Rejected)
    def _tell_nothing(self, event: IdInput.Rejected) -> None:
        event.stop()
        self.refuse("There is no instance id in that.")

    def _tell_step(self, some_id: InstanceId, asked: int) -> None:
        self._walk = f"looking for the last success: asking for {some_id}, {asked} asked for before it"
        self.update_heading()

    def _text(self) -> str:
        if self.answer is None:
            return ""
        command = self.session.command(self._fixed_view(self.answer))
        return self.session.redact(f"{command}\n\n{self._changes.text()}")

    def _fixed_view(self, pair: Pair) -> View:
        """The view that shows the same two runs whenever it is opened."""
        return View("changes", (pair.after.id, pair.before.id))
