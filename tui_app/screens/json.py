"""runMode, or the whole answer, on a full screen."""

from textual.app import ComposeResult

from ..api.errors import GatewayError, NotFound
from ..logic.jsontree.jq_path import JsonPath
from ..logic.jsontree.source import JsonSource, answer_of, run_mode_of
from ..messages import Copyable
from ..models.lookup import FlowLookup
from ..widgets.instance_header import HeaderContent
from ..widgets.json_inspector import JsonInspector
from ..widgets.titled_pane import TitledPane
from .query import QueryScreen


class JsonScreen(QueryScreen[JsonSource]):
    """The inspector with all the room there is; the line above it tells the path of the cursor's row."""

    def compose_panes(self) -> ComposeResult:
        """The inspector."""
        yield TitledPane(JsonInspector(id="json"), self.view.name, id="json-pane")

    def on_mount(self) -> None:
        """The line above follows the cursor."""
        self.watch(self.query_one(JsonInspector), "path", self._tell_path, init=False)

    async def ask(self, fresh: bool) -> JsonSource:
        """Ask for the instance the text belongs to; mostly it was shown a moment ago and is remembered."""
        try:
            found = await self.session.explorer.find(self.view.id, fresh=fresh)
        except GatewayError as error:
            # What came in place of an answer is looked at only where there is none.
            if self.view.name != "answer" or not error.received or self.answer is not None:
                raise
            return JsonSource(f"what came for {self.view.id}", error.received)
        if self.view.name == "answer":
            return answer_of(found)
        if isinstance(found, FlowLookup):
            raise NotFound(f"{found.id} is a flow instance, and only task instances have a runMode.")
        return run_mode_of(found)

    def show(self, answer: JsonSource) -> None:
        """Show the text; an equal one changes nothing."""
        self.query_one(JsonInspector).source = answer

    def heading_for(self, answer: JsonSource | None) -> HeaderContent:
        """What it is, how long, and whether it is JSON."""
        if answer is None:
            return HeaderContent(self.view.name)
        fault = self.query_one(JsonInspector).fault
        second = f"not JSON: {fault}" if fault else f"{len(answer.text or ''):,} characters"
        return HeaderContent(answer.title, second=second, is_alarming=fault is not None)

    def copyables(self) -> list[Copyable]:
        """What the cursor is on, and all of it."""
        if self.answer is None:
            return []
        return [
            *self.query_one(JsonInspector).copyables(),
            Copyable("all of it as received", self.answer.text or ""),
        ]

    def _tell_path(self, path: JsonPath | None) -> None:
        told = "exactly as received" if path is None else path.text or path.reason
        self.query_one(TitledPane).heading = told
