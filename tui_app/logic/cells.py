"""Text cut and padded by terminal cells."""

from collections.abc import Iterable, Iterator

from rich.cells import cell_len, set_cell_size, split_graphemes


def texts(text: str) -> Iterator[str]:
    """Split a text into its cells; the second cell of a wide character is empty."""
    if text.isascii():
        yield from text
        return
    for start, end, width in split_graphemes(text)[0]:
        yield text[start:end]
        yield from [""] * (width - 1)


def widest(texts: Iterable[str]) -> int:
    """The cells of the widest text; 0 without texts."""
    return max((len(text) if text.isascii() else cell_len(text) for text in texts), default=0)


def cut(text: str, size: int) -> str:
    """Cut a text to `size` cells at most; an ellipsis marks the cut."""
    return text if cell_len(text) <= size else set_cell_size(text, size - 1).rstrip() + "…"


def fitted(text: str, size: int) -> str:
    """Cut or pad a text to exactly `size` cells."""
    return set_cell_size(cut(text, size), size)
