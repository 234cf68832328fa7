"""The ids and words among the arguments, and the sentences about arguments that hold none."""

import argparse
import shlex
import sys
from collections.abc import Iterable

from ..store.errors import SettingsError

TYPE_CHECKING = False
"""Known to type checkers by its name; to import it from `typing` takes a tenth of ``--help``."""

if TYPE_CHECKING:
    from ..models.ids import InstanceId

STANDARD_INPUT = "-"
_QUOTED = 60
_MOST_BYTES = 4 << 20
"""Most bytes of standard input that are searched for ids; what has no end would take all memory."""


def texts_of(given: argparse.Namespace) -> list[str]:
    """The texts to search for ids; ``-`` stands for the text of standard input."""
    return [_standard_input() if text == STANDARD_INPUT else text for text in given.texts]


def _standard_input() -> str:
    """The text of standard input.

    Raises:
        SettingsError: it cannot be read, or is too long.
    """
    try:
        data = sys.stdin.buffer.read(_MOST_BYTES + 1)
    except OSError as error:
        raise SettingsError(
            f"Standard input cannot be read: {(error.strerror or 'unknown').lower()}."
        ) from None
    if len(data) > _MOST_BYTES:
        raise SettingsError(
            f"Standard input holds more than {_MOST_BYTES >> 20} MiB; give fewer ids at once."
        )
    return data.decode("utf-8", "replace")


def ids_of(parser: argparse.ArgumentParser, given: argparse.Namespace) -> "list[InstanceId]":
    """All ids of the arguments; exits with 2 where one argument holds none."""
    return ids_in(parser, texts_of(given))


def ids_in(parser: argparse.ArgumentParser, texts: list[str]) -> "list[InstanceId]":
    """All ids in all texts; each text must hold one, so that none with a slip is passed over."""
    from ..models.ids import WHAT_AN_ID_LOOKS_LIKE, find_ids

    for text in texts:
        if not find_ids(text):
            place = "what was given" if len(texts) == 1 else f"{text[:_QUOTED]!a}"
            parser.exit(2, f"There is no instance id in {place}. {WHAT_AN_ID_LOOKS_LIKE}\n")
    return find_ids("\n".join(texts))


def is_list(given: argparse.Namespace) -> bool:
    """Whether the answer is a list: of several ids, or of what standard input holds."""
    return len(given.ids) > 1 or STANDARD_INPUT in given.texts


def search_of(texts: list[str]) -> str:
    """The search in the texts; several texts are its words.

    Raises:
        SettingsError: a word of it is wrong.
    """
    from ..logic.flow_search import InvalidSearch, parse

    words = texts[0] if len(texts) == 1 else shlex.join(texts)
    try:
        parse(words)
    except InvalidSearch as error:
        raise SettingsError(str(error)) from error
    return words


def is_without_id(word: str) -> bool:
    """Whether an argument is a single word that holds no id."""
    from ..models.ids import find_ids

    return len(word.split()) == 1 and not find_ids(word)


def unknown_command(word: str, commands: Iterable[str]) -> str:
    """The sentences about a word that is neither a command nor an id."""
    from ..logic.text import did_you_mean, listed, nearest
    from ..models.ids import WHAT_AN_ID_LOOKS_LIKE

    names = sorted(filter(None, commands))
    guess = f"; {did_you_mean(word, names)}" if nearest(word, names) else "."
    return (
        f"{word[:_QUOTED]!a} is neither a command nor an id{guess}\n"
        f"The commands are {listed(names)}.\n{WHAT_AN_ID_LOOKS_LIKE}\n"
    )
