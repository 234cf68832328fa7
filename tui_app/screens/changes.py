"""One run compared with the last success, or with any other run."""

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
from ..services.neighbours import last_success
from ..services.session import Session
from ..widgets.change_view import ChangeView
from ..widgets.id_input import IdInput
from ..widgets.instance_header import HeaderContent
from .base_query import Loading, QueryScreen


@dataclass(frozen=True, slots=True)
class Pair:
    """Two runs, and how the first was chosen."""

    before: Found
    after: Found
    how: str = ""
    """Empty if the view names both."""


class ChangesScreen(QueryScreen[Pair]):
    """Compares the first instance of the view with the second, else with the last success."""

    BINDINGS = bindings(TOGGLE_UNCHANGED, COMPARE_WITH, SAVE, OPEN_BEFORE)
    WITHOUT_ANSWER = (*QueryScreen.WITHOUT_ANSWER, COMPARE_WITH, OPEN_BEFORE)
    CSS_PATH = "changes.tcss"

    def __init__(self, session: Session, view: View) -> None:
        super().__init__(session, view)
        self._shows_equal = False
        self._search_step = ""
        self._changes = Changes((), 0)

    def compose_panes(self) -> ComposeResult:
        """Yield the comparison."""
        yield ChangeView(id="changes")

    def compose_body(self) -> ComposeResult:
        """Yield the comparison, and a hidden input for another id."""
        yield from super().compose_body()
        yield IdInput()

    async def load(self, fresh: bool) -> Pair:
        """Load the run, then the one to compare it with."""
        explorer = self.session.explorer
        this, *others = self.view.ids
        after = await explorer.find(this, fresh=fresh)
        if not others:
            hint = (
                f"{COMPARE_WITH.key_name} compares with an id of your choice, "
                f"{OPEN_BEFORE.key_name} lists the previous runs."
            )
            success = await last_success(explorer, after, self._show_step, hint)
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
            answer.before, answer.after, explorer.server_zone, explorer.now(), with_same=self._shows_equal
        )
        self.query_one(ChangeView).set_rows(self._changes.rows)

    def heading_for(self, answer: Pair | None) -> HeaderContent:
        """Name and state of the run, the other run, and the number of differences."""
        if answer is None:
            return HeaderContent("changes")
        after = answer.after
        name, state = (
            (after.flow.flow_name, after.flow.state)
            if isinstance(after, FlowLookup)
            else (after.task.task_name, after.task.state)
        )
        # With two ids the command line needs the whole second line.
        against = answer.how and f"{self._changes.in_words} from {answer.before.id}, {answer.how}"
        return HeaderContent(f"changes: {name or '(no name)'}", state, against)

    def heading(self) -> HeaderContent:
        """The content of the header; the progress while the last success is searched."""
        heading = super().heading()
        if isinstance(self.state, Loading) and self._search_step and self.retrying is None:
            return HeaderContent(heading.name, heading.status, self._search_step)
        return heading

    def copyables(self) -> list[Copyable]:
        """The row of the cursor, the comparison, both ids, the command line."""
        if self.answer is None:
            return []
        row = self.query_one(ChangeView).current
        return [
            Copyable(f"value of {row.label}" if row and row.label else "this line", row.raw if row else ""),
            Copyable("the whole comparison", self._text()),
            Copyable("id of this run", self.answer.after.id.text, is_line=True),
            Copyable("id of the other run", self.answer.before.id.text, is_line=True),
        ]

    def current_view(self) -> View:
        """The view that names both runs, once the other one is known."""
        return self.view if self.answer is None else self._fixed_view(self.answer)

    def action_toggle_unchanged(self) -> None:
        """Show or hide the equal values."""
        self._shows_equal = not self._shows_equal
        self.redraw()

    def action_compare_with(self) -> None:
        """Open the input for another id."""
        box = self.query_one(IdInput)
        box.add_class("-open")
        box.focus()

    def action_open_before(self) -> None:
        """Open the previous runs, to choose one."""
        self.post_message(OpenView(View.of(self.view.id, "before")))

    def action_save(self) -> None:
        """Save the comparison as a text file."""
        if self.answer is None:
            self.refuse("There is no answer yet.")
            return
        text = self._text()
        name = f"changes-{self.answer.after.id}-{self.answer.before.id.suffix}.txt"
        self.post_message(SaveText("comparison", name, lambda _: text))

    def action_back(self) -> None:
        """Close the input, else go back."""
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
    def _refuse_text(self, event: IdInput.Rejected) -> None:
        event.stop()
        self.refuse("This text contains no instance id.")

    def _show_step(self, some_id: InstanceId, tried: int) -> None:
        self._search_step = f"Looking for the last success: loading {some_id} ({tried} tried)"
        self.update_heading()

    def _text(self) -> str:
        if self.answer is None:
            return ""
        command = self.session.command(self._fixed_view(self.answer))
        return self.session.redact(f"{command}\n\n{self._changes.text()}")

    def _fixed_view(self, pair: Pair) -> View:
        """The view that names both runs."""
        return View("changes", (pair.after.id, pair.before.id))
