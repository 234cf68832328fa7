"""The least a Textual program with one input can be."""

from textual.app import App, ComposeResult
from textual.widgets import Input


class BareApp(App[None]):
    def compose(self) -> ComposeResult:
        yield Input(placeholder="a bare input")


if __name__ == "__main__":
    BareApp().run()
