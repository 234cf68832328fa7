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


async def both_lines(heading: HeaderContent, columns: int) -> list[str]:
    app = HeaderApp(heading)
    async with app.run_test(size=(columns, 10)):
        return str(app.header.render()).split("\n")


LONG = "what happened, " * 20
ID = "900001-2026112100"


async def test_a_state_of_any_length_is_cut_before_name_and_profile() -> None:
    heading = HeaderContent("a name", Status.of(-1, "x" * 200), LONG)
    for columns in (80, 120):
        first, second = await both_lines(heading, columns)
        assert first.startswith("✗ XXXX")
        assert "…  a name" in first
        assert first.endswith("default")
        assert len(first) == len(second) == columns - 2
        assert second.endswith(ID), "no room for the id on the first line"


async def test_the_longest_documented_state_is_whole_beside_a_long_name() -> None:
    first, second = await both_lines(HeaderContent("n" * 200, Status.of(4), LONG), 80)
    assert first.startswith("✗ INTERNAL_ERROR (4)  nn")
    assert first.endswith("n…  default")
    assert second.endswith(f"…  {ID}")


async def test_the_command_line_goes_first_then_the_id_then_the_end_of_the_name() -> None:
    state = Status.of(-1)
    for length, columns, expected in [
        (10, 80, COMMAND),
        (17, 80, COMMAND),
        (18, 80, f"  {ID}  "),
        (37, 80, f"  {ID}  "),
        (38, 80, "n  "),
        (56, 80, "n  "),
    ]:
        first, second = await both_lines(HeaderContent("n" * length, state, LONG), columns)
        assert "n" * length in first, "the name is whole"
        assert expected in first
        assert (ID in first) != (ID in second), length
        assert COMMAND not in second
    first, _ = await both_lines(HeaderContent("n" * 57, state, LONG), 80)
    assert first.endswith("n…  default")


async def test_a_short_second_line_has_the_command_line_beside_it() -> None:
    first, second = await both_lines(HeaderContent("n" * 30, Status.of(-1), "short"), 80)
    assert f"  {ID}  " in first
    assert second.startswith("short ") and second.endswith(COMMAND)


async def test_the_rows_keep_their_places_whatever_the_second_line_says() -> None:
    state = Status.of(-1)
    for length in (10, 30, 45):
        firsts = {
            (await both_lines(HeaderContent("n" * length, state, second, reason=reason), 80))[0]
            for second in ("", "short", LONG)
            for reason in ("", "KeyError", LONG)
        }
        assert len(firsts) == 1


async def test_the_reason_stands_before_what_happened() -> None:
    heading = HeaderContent("a name", Status.of(-1), "failed after 3 s", reason="KeyError: 'a\x1b[2J'")
    _, second = await both_lines(heading, 80)
    assert second.startswith("KeyError: 'a\\x1b[2J' · failed after 3 s  ")
