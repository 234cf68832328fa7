"""The base of all records the server sends: nothing it sends can make reading fail.

Not pydantic's: importing that and building two models takes 70 ms, a third of a bare Textual app's start,
before the record asked for can be shown. A test holds both to the same readings.
"""

from collections.abc import Callable, Mapping
from types import UnionType
from typing import Any, ClassVar, Self, get_args, get_origin

_NUMBERS = 1 << 63
MOST_TEXT = 1 << 14
"""Most characters of a text in a model; the record has all of them."""
_TRUE = frozenset({"1", "on", "t", "true", "y", "yes"})
_FALSE = frozenset({"0", "off", "f", "false", "n", "no"})

Reader = Callable[[Any], Any]


class Named:
    """The names of a field on the wire, the usual one first."""

    def __init__(self, *names: str) -> None:
        self.names = names


def named(*names: str) -> Any:
    """The default of a field with names of its own on the wire; others have theirs in camel case."""
    return Named(*names)


class LenientRecord:
    """A record in which a field that is missing or mistyped reads as None.

    Nothing is lost by that: the screens show the record as it came, and use the model only to reason.
    """

    wire_names: ClassVar[dict[str, tuple[str, ...]]] = {}
    """The names of each field on the wire, the first that a record has counts."""

    _readers: ClassVar[dict[str, Reader]] = {}

    def __init_subclass__(cls) -> None:
        cls.wire_names, cls._readers = {}, {}
        for name, annotation in vars(cls).get("__annotations__", {}).items():
            default = vars(cls).get(name)
            names = default.names if isinstance(default, Named) else (_camel(name),)
            cls.wire_names[name] = tuple(dict.fromkeys((*names, name)))
            cls._readers[name] = _reader(annotation)
            setattr(cls, name, None)

    def __init__(self, **fields: Any) -> None:
        vars(self).update(fields)

    @classmethod
    def model_validate(cls, record: Mapping[str, Any]) -> Self:
        """Read a record."""
        made = cls()
        fields = vars(made)
        for name, names in cls.wire_names.items():
            for on_wire in names:
                if on_wire in record:
                    fields[name] = cls._readers[name](record[on_wire])
                    break
        return made

    def model_copy(self, update: Mapping[str, Any]) -> Self:
        """The same record with some fields changed."""
        return type(self)(**{**vars(self), **update})

    def _values(self) -> tuple[Any, ...]:
        return tuple(getattr(self, name) for name in self.wire_names)

    def __setattr__(self, name: str, value: Any) -> None:
        raise AttributeError(f"{type(self).__name__} is frozen")

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and self._values() == other._values()

    def __hash__(self) -> int:
        return hash(self._values())

    def __repr__(self) -> str:
        given = ", ".join(f"{name}={value!r}" for name, value in vars(self).items())
        return f"{type(self).__name__}({given})"


def _camel(name: str) -> str:
    head, *rest = name.split("_")
    return head + "".join(word.capitalize() for word in rest)


def _reader(annotation: Any) -> Reader:
    """The function that reads a field of some type, or None of what is no such thing."""
    if isinstance(annotation, UnionType):
        kinds = [kind for kind in get_args(annotation) if kind is not type(None)]
        return _read_code if len(kinds) > 1 else _reader(kinds[0])
    if get_origin(annotation) is tuple:
        return _list_reader(get_args(annotation)[0])
    if isinstance(annotation, type) and issubclass(annotation, LenientRecord):
        return _record_reader(annotation)
    return _READERS[annotation]


def _record_reader(kind: type[LenientRecord]) -> Reader:
    def read(value: Any) -> Any:
        if isinstance(value, kind):
            return value
        return kind.model_validate(value) if isinstance(value, dict) else None

    return read


def _list_reader(kind: type[LenientRecord]) -> Reader:
    """Read a list; entries that are no object are dropped, so that they do not invalidate the others."""
    read_one = _record_reader(kind)

    def is_record(entry: object) -> bool:
        return isinstance(entry, dict | kind)

    def read(value: Any) -> Any:
        if not isinstance(value, list):
            return None
        return tuple(map(read_one, filter(is_record, value)))

    return read


def _read_text(value: Any) -> str | None:
    """A text; a number is one too, so that an id is never reformatted."""
    if isinstance(value, str):
        return value[:MOST_TEXT]
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _text_of(value)
    return None


def _text_of(number: float) -> str | None:
    try:
        return str(number)[:MOST_TEXT]
    except ValueError:
        return None  # more digits than Python converts


def _read_whole(value: Any) -> int | None:
    """A whole number of 64 bits; beyond that, arithmetic or text would fail on it."""
    if isinstance(value, str):
        text = value.strip()
        head, point, tail = text.partition(".")
        digits = head[1:] if head[:1] in ("-", "+") else head
        if (
            not (digits.isascii() and digits.isdigit() and len(digits) <= 19)
            or tail.strip("0")
            or (point and not tail)
        ):
            return None
        value = int(head)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return int(value) if -_NUMBERS <= value < _NUMBERS and value == int(value) else None


def _read_number(value: Any) -> float | None:
    if isinstance(value, str):
        # Python reads more as a number than other languages do.
        if "_" in value or not value.strip().isascii():
            return None
        try:
            value = float(value.strip())
        except ValueError:
            return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if -_NUMBERS <= number < _NUMBERS else None


def _read_flag(value: Any) -> bool | None:
    if isinstance(value, str):
        word = value.lower()
        return True if word in _TRUE else False if word in _FALSE else None
    if isinstance(value, int | float) and value in (0, 1):
        return bool(value)
    return None


def _read_code(value: Any) -> int | str | None:
    """A number or a text as it was sent."""
    if not isinstance(value, str) and (number := _read_whole(value)) is not None:
        return number
    return _read_text(value)


def _read_any(value: Any) -> Any:
    if isinstance(value, str):
        return value[:MOST_TEXT]
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value if -_NUMBERS <= value < _NUMBERS else None
    return value


_READERS: dict[Any, Reader] = {
    str: _read_text,
    int: _read_whole,
    float: _read_number,
    bool: _read_flag,
    Any: _read_any,
}
