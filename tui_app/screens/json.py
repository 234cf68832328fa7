"""A JSON text on a full screen."""

from textual import on
from textual.app import ComposeResult

from ..logic.json_source import JsonSource
from ..messages import Copyable
from ..services.session import Session
from ..widgets.instance_header import Heading
from ..widgets.json_inspector import JsonInspector
from .reading import ReadingScreen


class JsonScreen(ReadingScreen):
    """The inspector with all the room there is; the header tells the path of the cursor's row."""

    def __init__(self, session: Session, source: JsonSource) -> None:
        super().__init__(session)
        self._source = source

    def compose_body(self) -> ComposeResult:
        """The inspector."""
        yield JsonInspector(id="json")

    def on_mount(self) -> None:
        """Show the text."""
        self.query_one(JsonInspector).source = self._source

    def heading(self) -> Heading:
        """What it is, and the path of the row in words of jq."""
        path = self.query_one(JsonInspector).current_path if self.is_mounted else None
        second = "exactly as received" if path is None else path.text or path.reason
        return Heading(self._source.title, second=second)

    def copyables(self) -> list[Copyable]:
        """What the cursor is on, and all of it."""
        return [
            *self.query_one(JsonInspector).copyables(),
            Copyable("all of it as received", self._source.text or ""),
        ]

    @on(JsonInspector.PathChanged)
    def _tell_path(self, event: JsonInspector.PathChanged) -> None:
        event.stop()
        self.update_heading()
