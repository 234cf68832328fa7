"""Feeds an `InputParser` under a clock that the test sets, and describes the messages."""

from textual import events

from tui_app.terminal.input_parser import InputParser


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now_s = 100.0

    def monotonic(self) -> float:
        return self.now_s


def parsed(parser: InputParser, *pieces: str) -> list[str]:
    """Messages from some pieces that arrive without a pause."""
    return [described(one) for piece in pieces for one in [*parser.feed(piece), *parser.tick()]]


def after(parser: InputParser, clock: Clock, seconds: float) -> list[str]:
    """Messages from a silence of some seconds."""
    clock.now_s += seconds
    return [described(one) for one in parser.tick()]


def described(message: object) -> str:
    """The key of a key, the text of a paste, the class of anything else."""
    match message:
        case events.Key():
            return message.key
        case events.Paste():
            return f"paste {message.text}"
        case _:
            return type(message).__name__
