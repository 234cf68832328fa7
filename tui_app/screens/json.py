"""The JSON of runMode, or of the whole answer, on a full screen."""

from textual.app import ComposeResult

from ..api.errors import GatewayError, NotFound
from ..logic.jsontree.jq_path import JsonPath
from ..logic.jsontree.source import JsonSource, answer_of, run_mode_of
from ..messages import Copyable
from ..models.lookup import FlowLookup
from ..widgets.instance_header import HeaderContent
from ..widgets.json_inspector import JsonInspector
from ..widgets.titled_pane import TitledPane
from .base_text import TextScreen


class JsonScreen(TextScreen[JsonSource]):
    """A full-screen inspector; its title is the path of the row under the cursor."""

    text_kind = "answer"

    def compose_panes(self) -> ComposeResult:
        """Yield the inspector."""
        yield TitledPane(JsonInspector(id="json"), self._heading, id="json-pane")

    def on_mount(self) -> None:
        """Update the title when the cursor moves."""
        self.watch(self.query_one(JsonInspector), "path", self._update_title, init=False)

    async def load(self, fresh: bool) -> JsonSource:
        """Load the instance; usually it is still cached."""
        try:
            found = await self.session.explorer.find(self.view.id, fresh=fresh)
        except GatewayError as error:
            # The body of an unreadable answer is shown only while no readable one is.
            if self.view.name != "answer" or not error.received or self.answer is not None:
                raise
            return JsonSource(f"raw answer for {self.view.id}", error.received)
        if self.view.name == "answer":
            return answer_of(found)
        if isinstance(found, FlowLookup):
            raise NotFound(f"{found.id} is a flow instance; only task instances have a runMode.")
        return run_mode_of(found)

    def show(self, answer: JsonSource) -> None:
        """Show the text; an equal one draws nothing."""
        self.query_one(JsonInspector).source = answer

    def heading_for(self, answer: JsonSource | None) -> HeaderContent:
        """Title, length, and the syntax error if it is not JSON."""
        if answer is None:
            return HeaderContent(self._heading)
        fault = self.query_one(JsonInspector).fault
        second = f"not JSON: {fault}" if fault else f"{len(answer.text or ''):,} characters"
        return HeaderContent(answer.title, second=second, is_alarming=fault is not None)

    @property
    def _heading(self) -> str:
        """The word for what is shown, before there is an answer and where it has no paths."""
        return "runMode" if self.view.name == "run-mode" else self.view.name

    def copyables(self) -> list[Copyable]:
        """The row under the cursor, and the whole text."""
        if self.answer is None:
            return []
        return [
            *self.query_one(JsonInspector).copyables(),
            Copyable("all of it as received", self.answer.text or ""),
        ]

    def external_text(self) -> tuple[str, str]:
        """The JSON, indented."""
        return f"{self.view.id.text}-{self.view.name}.json", self.query_one(JsonInspector).whole_text()

    def _update_title(self, path: JsonPath | None) -> None:
        title = "exactly as received" if path is None else path.text or path.reason
        self.query_one(TitledPane).heading = title
