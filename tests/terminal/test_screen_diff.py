"""Sending only the difference leaves every terminal with the same screen."""

import re
from random import Random

import pyte
import pytest

from tui_app.terminal.screen_diff import ScreenBuffer

WIDTH, HEIGHT = 40, 12
TEXTS = ["plain", "   ", "a b  c", "风电场", "e\u0301te\u0301", "│▾ ✓", "שלום", "x"]
SGR = [
    "1;38;5;222;48;5;234",
    "38;5;253;48;5;17",
    "48;5;17",
    "4;31",
    "7;38;2;1;2;3",
    "2;97;100",
    "1;2",
    "9",
]


LINKS = ["", "", "", "https://c/1", "https://c/2"]
_LINK = re.compile(r"\x1b\]8;[^;]*;(.*?)\x1b\\")


class _LinkScreen(pyte.Screen):
    """Keeps the target of the link that each cell is, in place of whether it blinks."""

    link = ""

    def draw(self, data: str) -> None:
        self.cursor.attrs = self.cursor.attrs._replace(blink=self.link)  # type: ignore[arg-type]
        super().draw(data)


class Screen:
    """A terminal and its screen."""

    def __init__(self) -> None:
        self.screen = _LinkScreen(WIDTH, HEIGHT)
        self._stream = pyte.Stream(self.screen)

    def write(self, data: str) -> None:
        # pyte takes private modes with several meanings for text in a few cases; none of them draws.
        for index, part in enumerate(_LINK.split(data)):
            if index % 2:
                self.screen.link = part
            else:
                self._stream.feed(part)
        assert not self.screen.link, "every link ends with the text that it is on"

    def cells(self) -> list[list[tuple[object, ...]]]:
        """Every cell; of a space only what shows."""
        return [[_seen(self.screen.buffer[y][x]) for x in range(WIDTH)] for y in range(HEIGHT)]


def _seen(cell: pyte.screens.Char) -> tuple[object, ...]:
    if cell.data == " " and not (cell.reverse or cell.underscore or cell.strikethrough):
        return (" ", cell.bg, cell.blink or "")
    return tuple(cell)


def at(x: int, y: int, *parts: tuple[str, str]) -> str:
    """Text at a position, as Textual writes it."""
    return f"\x1b[{y};{x}H" + "".join(f"\x1b[{style}m{text}\x1b[0m" for style, text in parts)


def linked(frame: str, random: Random) -> str:
    """The frame with some of its parts as links; the id of each is another one every time."""

    def link(part: re.Match[str]) -> str:
        target = random.choice(LINKS)
        begin = f"\x1b]8;id={random.randrange(999)};{target}\x1b\\"
        return f"{begin}{part[0]}\x1b]8;;\x1b\\" if target else part[0]

    return re.sub(r"\x1b\[[\d;]*m[^\x1b]*\x1b\[0m", link, frame)


def frames(random: Random) -> list[str]:
    """Frames that share lines and parts of lines, some of them moved up or down."""
    rows = [_row(random) for _ in range(60)]
    first, found = 0, []
    for _ in range(40):
        first = max(0, min(len(rows) - HEIGHT, first + random.choice([0, 0, 1, -1, 2, -3, 7])))
        if random.random() < 0.5:
            rows[random.randrange(len(rows))] = _row(random)
        lines = [at(1, y + 1, *rows[first + y], ("48;5;9", "|")) for y in range(HEIGHT - 1)]
        if random.random() < 0.3:
            lines = [at(1, random.randrange(1, HEIGHT), *_row(random))]
        found.append("\n".join(lines) + "\x1b[1;1H")
    return found


def _row(random: Random) -> list[tuple[str, str]]:
    parts = [(random.choice(SGR), random.choice(TEXTS)) for _ in range(4)]
    used = sum(_width(text) for _, text in parts)
    return [*parts, ("48;5;233", " " * (WIDTH - 1 - used))]


def _width(text: str) -> int:
    return 2 * len(text) if text == "风电场" else len(text) - text.count("\u0301")


@pytest.mark.parametrize("seed", range(30))
def test_every_frame_looks_as_if_written_whole(seed: int) -> None:
    buffer, whole, diffed = ScreenBuffer(), Screen(), Screen()
    random = Random(seed)
    for number, plain in enumerate(frames(random)):
        frame = linked(plain, random)
        whole.write(frame)
        diffed.write(buffer.diff(frame))
        assert diffed.cells() == whole.cells(), f"frame {number}"


def test_unchanged_cells_are_not_written_again() -> None:
    buffer, frame = ScreenBuffer(), at(1, 1, ("1;31", "one"), ("32", " two")) + "\x1b[1;1H"
    assert "one" in buffer.diff(frame)
    assert buffer.diff(frame) == ""


def test_the_same_text_in_other_segments_is_unchanged() -> None:
    buffer = ScreenBuffer()
    buffer.diff(at(1, 1, ("31", "one"), ("31", " two")))
    assert buffer.diff(at(1, 1, ("31", "one two"))) == ""


def test_a_link_with_another_id_is_unchanged_and_one_to_another_page_is_not() -> None:
    def link(target: str, some_id: int) -> str:
        text = f"\x1b]8;id={some_id};{target}\x1b\\\x1b[31mid\x1b[0m\x1b]8;;\x1b\\"
        return f"\x1b[1;1H{text}\x1b[31m:more\x1b[0m"

    buffer = ScreenBuffer()
    first, other = "https://c/1", "https://c/2"
    assert buffer.diff(link(first, 1)) == (
        f"\x1b[1;1H\x1b]8;;{first}\x1b\\\x1b[31mid\x1b]8;;\x1b\\:more\x1b[0m"
    )
    assert buffer.diff(link(first, 2)) == ""
    assert buffer.diff(link(other, 2)) == (f"\x1b[1;1H\x1b]8;;{other}\x1b\\\x1b[31mid\x1b]8;;\x1b\\\x1b[0m")
    assert buffer.diff(at(1, 1, ("31", "id:more"))) == "\x1b[1;1H\x1b[31mid\x1b[0m", "the link is taken off"


def test_only_the_changed_part_of_a_line_is_written() -> None:
    buffer = ScreenBuffer()
    buffer.diff(at(1, 3, ("31", "a task, and then twenty cells that stay")))
    assert buffer.diff(at(1, 3, ("31", "a disk, and then twenty cells that stay"))) == (
        "\x1b[3;3H\x1b[31mdi\x1b[0m"
    )


def test_moved_lines_are_moved_by_the_terminal() -> None:
    buffer = ScreenBuffer()
    lines = [f"line {number:2} of many, each unlike others" for number in range(40)]
    buffer.diff("\n".join(at(1, y, ("31", lines[y])) for y in range(1, 20)))
    down = buffer.diff("\n".join(at(1, y, ("31", lines[y + 1])) for y in range(1, 20)))
    assert down == f"\x1b[1;19r\x1b[1;1H\x1b[1M\x1b[r\x1b[19;1H\x1b[31m{lines[20]}\x1b[0m"
    up = buffer.diff("\n".join(at(1, y, ("31", lines[y])) for y in range(1, 20)))
    assert up == f"\x1b[1;19r\x1b[1;1H\x1b[1L\x1b[r\x1b[1;1H\x1b[31m{lines[1]}\x1b[0m"


def test_lines_with_unknown_cells_are_not_moved() -> None:
    buffer = ScreenBuffer()
    buffer.diff("\n".join(at(5, y, ("31", f"line {y} of many")) for y in range(1, 20)))
    assert "M" not in buffer.diff("\n".join(at(5, y, ("31", f"line {y + 1} of many")) for y in range(1, 20)))


def test_a_line_that_terminals_draw_differently_is_written_whole() -> None:
    buffer = ScreenBuffer()
    buffer.diff(at(1, 1, ("31", "风 is 1")))
    assert "风 is 2" in buffer.diff(at(7, 1, ("31", "2")))


def test_an_unknown_sequence_is_sent_and_clears_the_buffer() -> None:
    buffer, frame = ScreenBuffer(), at(1, 1, ("31", "one"))
    buffer.diff(frame)
    for order in (
        "\x1b[?1049h",
        "\x1b[2J",
        "\x1b[3;5r",
        "\x1b[H",
        "\x07",
        "\x1b[31mred",
        "text without a place",
    ):
        assert buffer.diff(order) == order
        assert "one" in buffer.diff(frame), order


def test_a_sequence_that_draws_nothing_is_sent_and_keeps_the_buffer() -> None:
    buffer, frame = ScreenBuffer(), at(1, 1, ("31", "one"))
    buffer.diff(frame)
    for order in ("\x1b[?25l", "\x1b]52;c;b25l\x07", "\x1b]22;pointer\x1b\\"):
        assert buffer.diff(order) == order
        assert buffer.diff(frame) == "", order


def test_an_unchanged_frame_sends_nothing() -> None:
    buffer, frame = ScreenBuffer(), at(1, 1, ("31", "one"))
    buffer.diff(frame)
    assert [buffer.diff(part) for part in ("\x1b[?2026h", frame, "\x1b[?2026l")] == ["", "", ""]
    other = at(1, 1, ("31", "two"))
    begun = "".join(buffer.diff(part) for part in ("\x1b[?2026h", other, "\x1b[?2026l"))
    assert begun == "\x1b[?2026h\x1b[1;1H\x1b[31mtwo\x1b[0m\x1b[?2026l"


def test_the_cursor_is_moved_only_to_another_position() -> None:
    buffer = ScreenBuffer()
    buffer.diff(at(1, 1, ("31", "one")) + "\x1b[1;1H")
    assert buffer.diff(at(1, 1, ("31", "one")) + "\x1b[1;2H") == "\x1b[1;2H"
    assert buffer.diff(at(1, 1, ("31", "one")) + "\x1b[1;2H") == ""
