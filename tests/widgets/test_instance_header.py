from textual.app import App, ComposeResult

from tui_app.models.status import Status
from tui_app.widgets.instance_header import HeaderContent, InstanceHeader

COMMAND = "enos-tui 900001-2026112100 --view why"


class HeaderApp(App[None]):
    def __init__(self, heading: HeaderContent) -> None:
        super().__init__()
        self.header = InstanceHeader("default", heading, COMMAND, "900001-2026112100")

    def compose(self) -> ComposeResult:
        yield self.header


async def first_line(heading: HeaderContent, columns: int) -> str:
    app = HeaderApp(heading)
    async with app.run_test(size=(columns, 10)):
        return str(app.header.render()).split("\n")[0]


async def test_a_state_of_any_length_leaves_the_command_and_the_profile_on_screen() -> None:
    heading = HeaderContent("a name", Status.of(-1, "x" * 200), "what happened, " * 20)
    for columns in (80, 120):
        line = await first_line(heading, columns)
        assert line.startswith("✗ XXXX")
        assert COMMAND in line
        assert line.endswith("default")
        assert len(line) == columns - 2


async def test_the_longest_documented_state_is_whole_beside_a_long_name() -> None:
    line = await first_line(HeaderContent("n" * 200, Status.of(4), "what happened, " * 20), 80)
    assert line.startswith("✗ INTERNAL_ERROR (4)  nn")
    assert f"…  {COMMAND}" in line
