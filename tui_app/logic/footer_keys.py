"""The keys that fit in the footer; without imports, as the frame before the app draws them too."""

HELP_LABEL = "Help"


def keys_that_fit(keys: "list[tuple[int, str]]", width: int) -> "tuple[list[int], int]":
    """Choose keys in their order, with the one for help always last.

    Args:
        keys: the width in cells and the label of each.
        width: cells of the line.

    Returns:
        The indices of the keys, and the cells between two of them.
    """
    gap = 2 if sum(cells + 2 for cells, _ in keys) - 2 <= width else 1
    of_help = [index for index, (_, label) in enumerate(keys) if label == HELP_LABEL]
    room = width - sum(keys[index][0] for index in of_help)
    chosen = []
    for index, (cells, label) in enumerate(keys):
        if label != HELP_LABEL and cells + gap <= room:
            chosen.append(index)
            room -= cells + gap
    return [*chosen, *of_help], gap
