import json

import pytest
from rich.cells import cell_len
from textual.app import App, ComposeResult

from tests.idle import until
from tui_app.logic.jsontree.jq_path import JsonPath
from tui_app.logic.jsontree.run_mode import explain
from tui_app.logic.jsontree.source import JsonSource
from tui_app.messages import Copyable
from tui_app.widgets.json_inspector import JsonInspector
from tui_app.widgets.lines.view import LineView

INNER = json.dumps({"keys": [1, 2], "name": "任务"}, ensure_ascii=False)
TEXT = json.dumps({"taskMode": 1, "cpu": 0.6, "content": INNER, "list": [], "last": None}, ensure_ascii=False)
RUN_MODE = JsonSource("runMode of 1-2", TEXT, ".data.runMode", explain=explain)


class InspectorApp(App[None]):
    CSS = "JsonInspector { height: 1fr; }"

    def __init__(self, source: JsonSource | None = RUN_MODE) -> None:
        super().__init__()
        self.inspector = JsonInspector()
        self.first = source
        self.paths: list[JsonPath | None] = []
        self.chosen: list[int] = []

    def compose(self) -> ComposeResult:
        yield self.inspector

    def on_mount(self) -> None:
        self.watch(self.inspector, "path", lambda path: self.paths.append(path), init=False)
        self.inspector.source = self.first

    def on_line_view_chosen(self, event: LineView.Chosen) -> None:
        self.chosen.append(event.index)


def screen(inspector: JsonInspector) -> list[str]:
    """The lines on screen without their margin."""
    lines = [inspector.render_line(y).text[1:].rstrip() for y in range(inspector.size.height)]
    return lines[: inspector.lines.height]


def sourced(text: str | None) -> JsonSource:
    return JsonSource("runMode of 1-2", text, ".data.runMode")


async def test_rows_read_key_value_explanation() -> None:
    app = InspectorApp()
    async with app.run_test(size=(80, 24)):
        assert screen(app.inspector) == [
            "▾ runMode {5 keys} ⟨JSON in string⟩",
            "    taskMode 1 = single task",
            "    cpu 0.6   cores per task or sub-task",
            "  ▾ content {2 keys} ⟨JSON in string⟩   distribution keys, with keyType 2",
            "    ▾ keys [2 items]",
            "        0 1",
            "        1 2",
            '      name "任务"',
            "    list [0 items]",
            "    last null",
        ]


async def test_fold_keys_fold_unfold_and_move() -> None:
    app = InspectorApp()
    async with app.run_test(size=(80, 24)) as pilot:
        view = app.inspector
        view.cursor = 6
        await pilot.press("left")
        assert view.cursor == 4
        await pilot.press("h")
        assert (view.cursor, view.lines.height) == (4, 8)
        await pilot.press("left", "left")
        assert (view.cursor, view.lines.height) == (3, 6)
        assert screen(view)[3].startswith("  ▸ content {2 keys}")
        await pilot.press("right", "right", "right", "right")
        assert (view.cursor, view.lines.height) == (5, 10)
        await pilot.press("up", "space", "enter", "space")
        assert (view.cursor, view.lines.height) == (4, 8)
        await pilot.press("down", "enter")
        assert app.chosen == [7]


async def test_trees_fold_to_a_level_and_completely() -> None:
    app = InspectorApp()
    async with app.run_test(size=(80, 24)) as pilot:
        view = app.inspector
        view.cursor = 5
        heights = []
        for key in ("1", "2", "3", "minus", "plus", "9"):
            await pilot.press(key)
            heights.append(view.lines.height)
        assert heights == [6, 8, 10, 6, 10, 10]
        assert view.cursor == 3


async def test_the_path_follows_the_cursor() -> None:
    app = InspectorApp()
    async with app.run_test() as pilot:
        app.paths.clear()
        app.inspector.cursor = 5
        await pilot.pause()
        path = JsonPath(".data.runMode|fromjson|.content|fromjson|.keys[0]")
        assert app.inspector.current_path == path
        assert app.paths == [path]


async def test_copied_values_are_whole_and_as_received() -> None:
    app = InspectorApp()
    async with app.run_test():
        view = app.inspector
        assert view.copyables() == [
            Copyable("value", TEXT),
            Copyable("key", "runMode"),
            Copyable("jq path", ".data.runMode"),
        ]
        view.cursor = 2
        assert (view.copy_value(), view.copy_key()) == ("0.6", "cpu")
        view.cursor = 3
        assert [choice.what for choice in view.copyables()] == [
            "value",
            "JSON inside the value",
            "key",
            "jq path",
        ]
        assert view.copy_value() == INNER
        view.cursor = 4
        assert view.copy_value() == "[\n  1,\n  2\n]"
        view.cursor = 7
        assert view.copy_value() == "任务"
        view.cursor = 9
        assert view.copy_value() == "null"


async def test_a_shadowed_duplicate_offers_no_path() -> None:
    app = InspectorApp(sourced('{"a": 1, "a": 2}'))
    async with app.run_test():
        app.inspector.cursor = 1
        assert [choice.what for choice in app.inspector.copyables()] == ["value", "key"]


async def test_a_search_unfolds_the_rows_around_a_match() -> None:
    app = InspectorApp()
    async with app.run_test(size=(80, 24)) as pilot:
        view = app.inspector
        await pilot.press("minus")
        view.search("任务")
        assert (view.cursor, view.search_state.count, view.lines.height) == (7, 1, 8)


async def test_the_raw_view_is_the_text_and_the_tree_comes_back_as_it_was() -> None:
    app = InspectorApp(sourced('{"a":\r\n [1,\t2]}'))
    async with app.run_test(size=(80, 24)) as pilot:
        view = app.inspector
        view.cursor = 1
        await pilot.press("left", "v")
        assert screen(view) == ['{"a":', " [1,    2]}"]
        assert view.copyables() == [Copyable("value", '{"a":\r\n [1,\t2]}')]
        assert view.current_path is None
        await pilot.press("v")
        assert (view.cursor, view.wrap) == (1, False)
        assert screen(view) == ["▾ runMode {1 key} ⟨JSON in string⟩", "  ▸ a [2 items]"]


@pytest.mark.parametrize(("text", "words"), [(None, "runMode is null"), ("", "runMode is an empty string")])
async def test_an_empty_source_is_described_in_words(text: str | None, words: str) -> None:
    app = InspectorApp(sourced(text))
    async with app.run_test() as pilot:
        await pilot.press("down", "left", "right", "space", "v", "1")
        assert screen(app.inspector) == [words]
        assert app.inspector.copyables() == []


async def test_malformed_json_is_shown_raw_with_the_position_of_the_fault() -> None:
    app = InspectorApp(sourced('{"cpu": 0.6, memory}'))
    async with app.run_test(size=(120, 24)) as pilot:
        view = app.inspector
        reason = "Expecting property name enclosed in double quotes at character 13 (line 1, column 14)"
        assert screen(view) == [f"runMode is not JSON: {reason}", '{"cpu": 0.6, memory}']
        marked = [s.text for s in view.render_line(1) if s.style and s.style.reverse]
        assert marked == ["m"]
        await pilot.press("v")
        assert view.raw


async def test_long_values_wrap_under_their_key_and_raw_lines_from_the_edge() -> None:
    app = InspectorApp(sourced(json.dumps({"a": "x" * 60})))
    async with app.run_test(size=(42, 10)) as pilot:
        assert screen(app.inspector)[1] == '    a "' + "x" * 32 + "…"
        await pilot.press("w")
        assert screen(app.inspector)[1:] == ['    a "' + "x" * 33, "      " + "x" * 27 + '"']
        await pilot.press("v")
        assert screen(app.inspector) == ['{"a": "' + "x" * 33, "x" * 27 + '"}']


async def test_a_fault_far_down_is_scrolled_into_view() -> None:
    app = InspectorApp(sourced("[\n" + "1,\n" * 500 + "oops"))
    async with app.run_test(size=(80, 10)) as pilot:
        await until(pilot, lambda: "oops" in screen(app.inspector))


async def test_a_source_can_be_set_before_the_inspector_is_mounted() -> None:
    class Early(InspectorApp):
        def compose(self) -> ComposeResult:
            self.inspector.source = self.first
            yield self.inspector

    app = Early(sourced('{"a": [1]}'))
    async with app.run_test() as pilot:
        assert screen(app.inspector)[1:] == ["  ▾ a [1 item]", "      0 1"]
        await pilot.press("down")
        assert app.inspector.cursor == 1


async def test_json_received_as_an_object_is_not_marked_as_a_string() -> None:
    app = InspectorApp(JsonSource("runMode of 1-2", '{"cpu": 1}', ".data.runMode", embedded=False))
    async with app.run_test():
        assert screen(app.inspector)[0] == "▾ runMode {1 key}"
        app.inspector.cursor = 1
        assert app.inspector.copy_path() == ".data.runMode.cpu"


async def test_strings_encoded_twice_say_so() -> None:
    app = InspectorApp(sourced(json.dumps({"a": json.dumps(json.dumps({"b": 1}))})))
    async with app.run_test():
        assert screen(app.inspector)[1] == "  ▾ a {1 key} ⟨JSON in string, encoded 2 times⟩"


async def test_hostile_text_is_drawn_escaped_and_moves_nothing() -> None:
    hostile = {"\x1b[2J": "\x1b]0;x\x07\u202e\u200b\r\n\t[red]", "a b": "任务" * 60, "": "[/]"}
    app = InspectorApp(sourced(json.dumps(hostile)))
    async with app.run_test(size=(61, 10)):
        view = app.inspector
        assert screen(view)[1:] == [
            '    "\\u001b[2J" "\\u001b]0;x\\u0007\\u202e\\u200b\\r\\n\\t[red]"',
            '    "a b" "' + "任务" * 11 + "任 …",
            '    "" "[/]"',
        ]
        for wrap in (False, True):
            view.wrap = wrap
            assert {cell_len(view.render_line(y).text) for y in range(10)} == {61}


async def test_an_equal_source_changes_nothing() -> None:
    app = InspectorApp()
    async with app.run_test() as pilot:
        view = app.inspector
        view.cursor = 4
        await pilot.press("left")
        view.source = JsonSource("runMode of 1-2", TEXT, ".data.runMode", explain=explain)
        assert (view.cursor, view.lines.height) == (4, 8)
        view.source = sourced("[1]")
        assert (view.cursor, view.lines.height) == (0, 2)


async def test_without_unicode_the_glyphs_are_ascii() -> None:
    app = InspectorApp()
    async with app.run_test(size=(80, 24)):
        app.add_class("-ascii")
        assert screen(app.inspector)[0] == "- runMode {5 keys} <JSON in string>"
