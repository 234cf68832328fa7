from collections.abc import Sequence

import pytest
from rich.cells import cell_len
from textual import on
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from tests.idle import until
from tui_app.commands.table import CHOOSE, MOVES, NEXT_MATCH, PREVIOUS_MATCH
from tui_app.widgets.lines.layout import Part
from tui_app.widgets.lines.view import LineView

MIXED = ["plain", "任务 failed", "x" * 100, "失败" * 60, "", "the end"]


class Rows(LineView):
    """Draws the texts it is given; those that start with ``#`` are titles."""

    def __init__(self, texts: Sequence[str], show_cursor: bool = True, wrap: bool = False) -> None:
        super().__init__(wrap=wrap)
        self.show_cursor = show_cursor
        self.texts = texts
        self.hidden: set[int] = set()

    @property
    def row_count(self) -> int:
        return len(self.texts)

    def row(self, index: int) -> Sequence[Part]:
        return [(self.texts[index][:1], "line--active"), (self.texts[index][1:], "")]

    def shown_rows(self) -> Sequence[int]:
        return [index for index in range(self.row_count) if index not in self.hidden]

    def is_selectable(self, index: int) -> bool:
        return not self.texts[index].startswith("#")

    def reveal(self, index: int) -> None:
        if index in self.hidden:
            self.hidden.discard(index)
            self.relayout()


class RowsApp(App[None]):
    CSS = "Rows { height: 1fr; }"

    def __init__(self, rows: Rows) -> None:
        super().__init__()
        self.rows = rows
        self.moved: list[int | None] = []
        self.chosen: list[int] = []
        self.searched: list[str] = []

    def compose(self) -> ComposeResult:
        yield self.rows

    def on_line_view_moved(self, event: LineView.Moved) -> None:
        self.moved.append(event.index)

    def on_line_view_chosen(self, event: LineView.Chosen) -> None:
        self.chosen.append(event.index)

    @on(LineView.SearchChanged)
    def _note_search(self, event: LineView.SearchChanged) -> None:
        self.searched.append(str(event.search_state))


def screen(rows: Rows) -> list[str]:
    return [rows.render_line(y).text for y in range(rows.size.height)]


def numbered(count: int) -> list[str]:
    return [f"row {index}" for index in range(count)]


async def test_the_cursor_moves_by_keys_and_posts_each_move() -> None:
    app = RowsApp(rows := Rows(numbered(100)))
    async with app.run_test(size=(40, 10)) as pilot:
        assert rows.cursor == 0
        await pilot.press("down", "j", "k")
        assert rows.cursor == 1
        await pilot.press("pagedown")
        assert rows.cursor == 10
        await pilot.press("end")
        assert (rows.cursor, rows.scroll_offset.y) == (99, 90)
        await pilot.press("pageup", "up")
        assert (rows.cursor, rows.scroll_offset.y) == (89, 89)
        await pilot.press("home", "up")
        assert (rows.cursor, rows.scroll_offset.y) == (0, 0)
        assert app.moved == [0, 1, 2, 1, 10, 99, 90, 89, 0]


async def test_titles_are_skipped_and_still_scrolled_into_view() -> None:
    texts = ["# one", *numbered(5), "# two", "# three", *numbered(5)]
    app = RowsApp(rows := Rows(texts))
    async with app.run_test(size=(40, 4)) as pilot:
        assert rows.cursor == 1
        await pilot.press(*["down"] * 5)
        assert rows.cursor == 8
        assert [line.strip() for line in screen(rows)] == ["row 4", "# two", "# three", "row 0"]
        await pilot.press("home")
        assert rows.cursor == 1
        assert screen(rows)[0].strip() == "# one"


async def test_rows_below_the_last_selectable_one_are_scrolled_into_view_with_it() -> None:
    app = RowsApp(rows := Rows(["# one", *numbered(9), "# more", "# still more"]))
    async with app.run_test(size=(40, 4)) as pilot:
        await pilot.press("end")
        assert rows.cursor == 9
        assert [line.strip() for line in screen(rows)] == ["row 7", "row 8", "# more", "# still more"]
        await pilot.press("up")
        assert rows.scroll_offset.y == 8, "what is in view stays where it is"
        await pilot.press("home", *["down"] * 8)
        assert screen(rows)[-1].strip() == "# still more"
        await pilot.resize_terminal(40, 2)
        await pilot.pause()
        assert [line.strip() for line in screen(rows)] == ["row 8", "# more"], "never at the cursor's expense"


async def test_a_pane_of_titles_alone_has_no_cursor() -> None:
    async with RowsApp(rows := Rows(["# a", "# b"])).run_test() as pilot:
        await pilot.press("down", "enter")
        assert rows.cursor is None


async def test_an_empty_pane_accepts_every_key() -> None:
    app = RowsApp(rows := Rows([]))
    async with app.run_test(size=(40, 5)):
        for command in (*MOVES, CHOOSE, NEXT_MATCH, PREVIOUS_MATCH):
            getattr(rows, f"action_{command.action}")()
        rows.search("x")
        assert (rows.cursor, rows.search_state.count, app.chosen) == (None, 0, [])


async def test_enter_or_a_second_click_chooses() -> None:
    app = RowsApp(rows := Rows(["# title", *numbered(5)]))
    async with app.run_test(size=(40, 10)) as pilot:
        await pilot.press("down", "enter")
        assert app.chosen == [2]
        await pilot.click(Rows, offset=(3, 4))
        assert (rows.cursor, app.chosen) == (4, [2])
        await pilot.click(Rows, offset=(3, 4))
        assert app.chosen == [2, 4]
        await pilot.click(Rows, offset=(3, 0))
        await pilot.click(Rows, offset=(3, 9))
        assert (rows.cursor, app.chosen) == (4, [2, 4])


async def test_without_a_cursor_the_keys_scroll() -> None:
    app = RowsApp(rows := Rows(numbered(100), show_cursor=False))
    async with app.run_test(size=(40, 10)) as pilot:
        await pilot.press("down", "down", "pagedown")
        assert (rows.cursor, rows.scroll_offset.y) == (None, 11)
        await pilot.press("end")
        assert rows.scroll_offset.y == 90
        await pilot.press("up", "home")
        assert rows.scroll_offset.y == 0


@pytest.mark.parametrize("wrap", [False, True])
@pytest.mark.parametrize("left", [0, 1, 2, 16, 33])
async def test_every_line_is_as_wide_as_the_screen(wrap: bool, left: int) -> None:
    async with RowsApp(rows := Rows(MIXED, wrap=wrap)).run_test(size=(31, 20)):
        rows.left = left
        assert {cell_len(line) for line in screen(rows)} == {31}


async def test_a_long_line_is_marked_at_the_edge_and_scrolls_sideways() -> None:
    async with RowsApp(rows := Rows(["0123456789" * 10, "任务" * 50, "short"])).run_test(
        size=(31, 5)
    ) as pilot:
        assert screen(rows)[0].rstrip() == ("0123456789" * 3)[:29] + "…"
        assert screen(rows)[1].rstrip() == "任务" * 7 + " …"
        await pilot.press("right")
        assert rows.left == 16
        assert screen(rows)[0].startswith("6789")
        assert screen(rows)[1].startswith("任务任务")
        rows.left = 17
        assert screen(rows)[1].startswith(" 务任务")
        rows.left = 16
        for _ in range(20):
            rows.action_scroll_right()
        assert rows.left < 200
        assert screen(rows)[1].rstrip().endswith("务")
        for _ in range(20):
            rows.action_scroll_left()
        assert rows.left == 0


async def test_rows_that_fit_do_not_scroll_sideways() -> None:
    async with RowsApp(rows := Rows(["short", "任务"])).run_test() as pilot:
        await pilot.press("right")
        assert rows.left == 0


async def test_wrapping_shows_every_character_and_keeps_the_cursor_in_place() -> None:
    async with RowsApp(rows := Rows([*MIXED, *numbered(50)])).run_test(size=(31, 30)) as pilot:
        assert "".join(text.strip() for text in screen(rows)).count("x") == 29
        rows.cursor = 49
        rows.cursor = 40
        rows.wrap = True
        await pilot.pause()
        assert rows.lines.span(40)[0] - rows.scroll_offset.y == 20
        rows.cursor = 0
        assert "".join(text.strip() for text in screen(rows)).count("x") == 100
        rows.wrap = False
        assert (rows.cursor, rows.lines.height) == (0, 56)


async def test_a_row_higher_than_the_screen_is_read_line_by_line() -> None:
    async with RowsApp(rows := Rows(["first", "ab" * 200, "last"], wrap=True)).run_test(
        size=(41, 5)
    ) as pilot:
        await pilot.press("down")
        assert (rows.cursor, rows.scroll_offset.y) == (1, 1)
        await pilot.press(*["down"] * 5)
        assert (rows.cursor, rows.scroll_offset.y) == (1, 6)
        await pilot.press("down")
        assert (rows.cursor, rows.scroll_offset.y) == (2, 7)
        await pilot.press("up")
        assert (rows.cursor, rows.scroll_offset.y) == (1, 6)
        await pilot.press(*["up"] * 6)
        assert (rows.cursor, rows.scroll_offset.y) == (0, 0)


async def test_a_resize_wraps_again_and_keeps_the_cursor_in_view() -> None:
    async with RowsApp(rows := Rows(["word " * 20] * 30, wrap=True)).run_test(size=(81, 24)) as pilot:
        rows.cursor = 9
        await pilot.resize_terminal(31, 8)
        await pilot.pause()
        top, count = rows.lines.span(9)
        assert count == 4
        assert rows.scroll_offset.y <= top <= rows.scroll_offset.y + 8 - count


async def test_new_rows_do_not_scroll_back_to_the_cursor() -> None:
    async with RowsApp(rows := Rows(numbered(100))).run_test(size=(40, 10)) as pilot:
        rows.cursor = 3
        rows.scroll_to_line(50)
        await pilot.pause()
        rows.reload_rows()
        await pilot.pause()
        assert (rows.scroll_offset.y, rows.cursor) == (50, 3)
        await pilot.press("down")
        assert rows.cursor == 4
        assert rows.scroll_offset.y <= 4, "a key brings it back"


async def test_the_cursor_of_a_hidden_row_moves_to_the_row_before() -> None:
    async with RowsApp(rows := Rows(numbered(10))).run_test():
        rows.cursor = 5
        rows.hidden = {4, 5, 6}
        rows.relayout()
        assert rows.cursor == 3
        assert rows.lines.height == 7


async def test_a_search_shows_counts_and_wraps_around() -> None:
    app = RowsApp(rows := Rows(["an error", "fine", "Error error", "fine"]))
    async with app.run_test(size=(40, 10)) as pilot:
        rows.cursor = 1
        rows.search("error")
        assert (rows.search_state.count, rows.search_state.number, rows.cursor) == (3, 2, 2)
        await pilot.press("n")
        assert (rows.search_state.number, rows.cursor) == (3, 2)
        await pilot.press("n")
        assert (rows.search_state.number, rows.cursor) == (1, 0)
        await pilot.press("N")
        assert (rows.search_state.number, rows.cursor) == (3, 2)
        rows.search("Error")
        assert (rows.search_state.count, rows.cursor) == (1, 2)
        rows.search("nowhere")
        assert (rows.search_state.count, rows.search_state.number, rows.cursor) == (0, 0, 2)
        rows.search("")
        await pilot.pause()
        assert app.searched == [
            "2/3",
            "3/3",
            "continued from the top 1/3",
            "continued from the end 3/3",
            "1/1",
            "no match",
            "",
        ]


async def test_each_letter_searches_from_where_the_search_began() -> None:
    async with RowsApp(rows := Rows(["start", "ab", "abc", "abd"])).run_test():
        for query, row in [("a", 0), ("ab", 1), ("abd", 3), ("ab", 1)]:
            rows.search(query)
            assert rows.cursor == row


async def test_after_a_cursor_move_the_search_continues_from_there() -> None:
    async with RowsApp(rows := Rows(["hit", "x", "hit", "x", "hit"])).run_test() as pilot:
        rows.search("hit")
        await pilot.press("down", "down", "down", "n")
        assert rows.cursor == 4
        await pilot.press("up", "N")
        assert rows.cursor == 2


async def test_a_match_in_a_title_does_not_stop_the_search() -> None:
    async with RowsApp(rows := Rows(["# hit", "x", "# hit", "x", "hit"])).run_test():
        rows.search("hit")
        numbers = []
        for step in [rows.next_match] * 3 + [rows.previous_match] * 3:
            step()
            numbers.append(rows.search_state.number)
        assert numbers == [3, 1, 2, 1, 3, 2]


async def test_without_a_cursor_the_search_continues_from_the_rows_in_view() -> None:
    rows = Rows([f"{number} {'hit' if number % 10 == 0 else ''}" for number in range(100)], show_cursor=False)
    app = RowsApp(rows)
    async with app.run_test(size=(40, 5)):
        rows.search("hit")
        rows.scroll_to_line(47)
        rows.next_match()
        assert (rows.search_state.number, rows.search_state.note) == (6, "")
        rows.scroll_to_line(95)
        rows.next_match()
        assert (rows.search_state.number, rows.search_state.note) == (1, "continued from the top")


async def test_a_match_far_to_the_right_or_in_a_hidden_row_is_brought_into_view() -> None:
    texts = ["a", "x" * 200 + "needle", "b", "needle"]
    async with RowsApp(rows := Rows(texts)).run_test(size=(40, 3)) as pilot:
        rows.hidden = {3}
        rows.relayout()
        rows.search("needle")
        assert "needle" in screen(rows)[1]
        await pilot.press("n")
        assert (rows.cursor, rows.left) == (3, 0)
        assert "needle" in screen(rows)[2]


async def test_a_match_deep_in_a_wrapped_row_is_brought_into_view() -> None:
    rows = Rows(["x" * 4000 + "needle" + "y" * 4000], show_cursor=False, wrap=True)
    async with RowsApp(rows).run_test(size=(41, 5)):
        rows.search("needle")
        assert any("needle" in line for line in screen(rows))


async def test_matches_are_highlighted() -> None:
    async with RowsApp(rows := Rows(["a needle", "no", "needle needle"])).run_test(size=(40, 5)):
        rows.search("needle")
        styled = [(s.text, s.style and s.style.reverse) for s in rows.render_line(0)]
        assert ("needle", True) in styled
        underlined = [s.text for s in rows.render_line(2) if s.style and s.style.underline]
        assert "".join(underlined) == "needleneedle"


class Counting(Rows):
    """Notes which rows are drawn."""

    def __init__(self, texts: Sequence[str], show_cursor: bool = True) -> None:
        super().__init__(texts, show_cursor)
        self.drawn: list[int] = []

    def row(self, index: int) -> Sequence[Part]:
        self.drawn.append(index)
        return super().row(index)

    def row_text(self, index: int) -> str:
        return self.texts[index]


async def test_a_step_of_the_cursor_draws_two_rows_only() -> None:
    async with RowsApp(rows := Counting(numbered(90_000))).run_test(size=(80, 24)) as pilot:
        assert set(rows.drawn) == set(range(24))
        rows.drawn.clear()
        await pilot.press("down")
        await until(pilot, lambda: set(rows.drawn) == {0, 1})


async def test_a_step_to_the_next_match_draws_two_rows_only() -> None:
    async with RowsApp(rows := Counting(numbered(20), show_cursor=False)).run_test(size=(80, 24)) as pilot:
        rows.search("row")
        await pilot.press("n")
        await pilot.pause()
        rows.drawn.clear()
        await pilot.press("n")
        await until(pilot, lambda: set(rows.drawn) == {1, 2})


async def test_state_survives_being_hidden() -> None:
    app = RowsApp(rows := Rows(numbered(100)))
    async with app.run_test(size=(40, 10)) as pilot:
        rows.search("row 5")
        await pilot.press("n")
        before = (rows.cursor, rows.scroll_offset, rows.search_state)
        rows.display = False
        await pilot.pause()
        rows.display = True
        await pilot.pause()
        assert (rows.cursor, rows.scroll_offset, rows.search_state) == before


async def test_new_rows_keep_cursor_and_search() -> None:
    async with RowsApp(rows := Rows(numbered(20))).run_test():
        rows.search("row 1")
        rows.cursor = 15
        rows.texts = numbered(12)
        rows.reload_rows()
        assert (rows.cursor, rows.search_state.count) == (11, 3)


async def cursor_style(pilot: Pilot[None], rows: Rows) -> tuple[bool, bool]:
    await pilot.pause()
    style = next(iter(rows.render_line(0))).style
    assert style is not None
    return bool(style.reverse), bool(style.underline)


async def test_without_colours_the_cursor_is_visible_with_and_without_focus(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = RowsApp(rows := Rows(numbered(3)))
    async with app.run_test() as pilot:
        assert await cursor_style(pilot, rows) == (True, False)
        app.screen.set_focus(None)
        assert await cursor_style(pilot, rows) == (False, True)


def colour_of(rows: Rows, line: int, text: str) -> object:
    """The colour that a text is drawn in."""
    (style,) = [style for part, style, _ in rows.render_line(line) if part == text and style is not None]
    return style.color


async def test_the_row_of_the_cursor_keeps_its_colours_on_a_tint() -> None:
    app = RowsApp(rows := Rows(["x one", "x two"]))
    async with app.run_test() as pilot:
        for focused in (rows, None):
            app.screen.set_focus(focused)
            await pilot.pause()
            assert colour_of(rows, 0, "x") == colour_of(rows, 1, "x")
            assert colour_of(rows, 0, " one") == colour_of(rows, 1, " two")
            grounds = {style.bgcolor for _, style, _ in rows.render_line(0) if style}
            assert len(grounds) == 1
            assert grounds != {style.bgcolor for _, style, _ in rows.render_line(1) if style}


@pytest.mark.parametrize(("is_ascii", "edges"), [(False, "▍▏"), (True, ">|")])
async def test_an_edge_marks_the_cursor_s_row_and_shows_the_focus(is_ascii: bool, edges: str) -> None:
    app = RowsApp(rows := Rows([" one", " two", "three"]))
    async with app.run_test() as pilot:
        app.set_class(is_ascii, "-ascii")
        assert [line.rstrip() for line in screen(rows)[:3]] == [f"{edges[0]}one", " two", "three"]
        app.screen.set_focus(None)
        await pilot.pause()
        assert [line.rstrip() for line in screen(rows)[:3]] == [f"{edges[1]}one", " two", "three"]


async def test_the_edge_never_covers_a_character() -> None:
    app = RowsApp(rows := Rows(["one", " " + "abcd" * 30]))
    async with app.run_test(size=(30, 8)) as pilot:
        assert screen(rows)[0].rstrip() == "one"
        await pilot.press("down", "right")
        assert screen(rows)[1].startswith("dabcd")
        await pilot.press("left", "left")
        rows.wrap = True
        await pilot.pause()
        assert "".join(line.strip("▍ ") for line in screen(rows)[1:7]) == "abcd" * 30


async def test_a_terminal_without_unicode_gets_ascii_glyphs() -> None:
    app = RowsApp(rows := Rows(["x" * 100]))
    async with app.run_test(size=(30, 3)):
        app.add_class("-ascii")
        assert screen(rows)[0].rstrip().endswith("x>")


async def test_part_styles_are_computed_when_drawn_and_follow_theme_and_focus() -> None:
    app = RowsApp(rows := Rows(numbered(3)))
    async with app.run_test(size=(40, 4)) as pilot:
        assert set(rows._component_styles) == {"line--active", "line--cursor"}
        dark, focused = (rows.get_component_rich_style(part) for part in ("line--active", "line--cursor"))
        app.set_focus(None)
        await pilot.pause()
        assert rows.get_component_rich_style("line--cursor") != focused
        app.theme = "textual-light"
        await pilot.pause()
        assert rows.get_component_rich_style("line--active") != dark
        assert rows.get_component_rich_style("line--good").color is not None
        with pytest.raises(KeyError):
            rows.get_component_styles("line--no-such")


@pytest.mark.parametrize("key", ["n", "N"])
async def test_next_match_without_a_search_says_how_to_start_one(key: str) -> None:
    app = RowsApp(rows := Rows(numbered(3)))
    async with app.run_test(size=(40, 4)) as pilot:
        await pilot.press(key)
        assert [toast.message for toast in app._notifications] == ["No search yet. / starts one."]
        app.clear_notifications()
        rows.search("row")
        await pilot.press(key)
        assert not app._notifications
