"""The keys that fit in the footer; without imports, as the frame before the app draws them too."""

TYPE_CHECKING = False
"""Known to type checkers by its name."""

if TYPE_CHECKING:
    from collections.abc import Sequence

HELP_LABEL = "Help"


def keys_that_fit(
    keys: "list[tuple[int, str]]", width: int, extra: "Sequence[int]" = ()
) -> "tuple[list[int], int]":
    """Choose keys in their order, with the one for help always last.

    Args:
        keys: the width in cells and the label of each.
        width: cells of the line.
        extra: indices of keys that are shown only where all others are and leave room, most wanted first.

    Returns:
        The indices of the keys, and the cells between two of them.
    """
    of_help = [index for index, (_, label) in enumerate(keys) if label == HELP_LABEL]
    usual = [index for index in range(len(keys)) if index not in extra and index not in of_help]
    gap = 2 if sum(keys[index][0] + 2 for index in (*usual, *of_help)) - 2 <= width else 1
    room = width - sum(keys[index][0] for index in of_help)
    chosen: list[int] = []
    for index in (*usual, *extra):
        has_turn = index not in extra or len(chosen) >= len(usual)
        if has_turn and keys[index][0] + gap <= room:
            chosen.append(index)
            room -= keys[index][0] + gap
    return [*sorted(chosen), *of_help], gap
