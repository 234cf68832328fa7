"""Progress bars at the beginning of a line, whose tool then wrote on without beginning another line."""

import re
from dataclasses import dataclass

_WORDS = ("%|", "[Stage ", "--:--", "B/s", "━", "ETA", "eta ")
"""One of them is in every bar, so that other lines cost a look at these."""

_SIZE = r"[\d.,]{1,12} ?[kKMGTP]?i?B?"
_TIME = r"[\d-]{1,3}:[\d-]{2}(?::[\d-]{2})?"


@dataclass(frozen=True, slots=True)
class Bar:
    """A tool's progress bar."""

    tool: str

    pattern: str

    examples: tuple[str, ...]
    """Bars as the last state of a line has them."""


BARS = (
    Bar(
        "tqdm",
        r"[^|\r]{0,80}?\d{1,3}%\|[^|]{0,200}\|[^\[]{0,60}\[[^\]]{0,80}\]",
        (
            " 45%|████▌     | 45/100 [00:01<00:01, 30.12it/s]",
            "loading:   5%|▌         | 5.0k/100k [00:00<?, ?B/s]",
        ),
    ),
    Bar(
        "Spark",
        r"(?:\[Stage \d{1,6}:[=> ]{0,200}\(\d{1,9} \+ \d{1,9}\) / \d{1,9}\]\s?){1,20}",
        (
            "[Stage 0:====>               (4 + 2) / 10]",
            "[Stage 3:=>     (1 + 2) / 10][Stage 4:>     (0 + 0) / 4]",
        ),
    ),
    Bar(
        "curl",
        rf"\s{{0,3}}\d{{1,3}}(?:\s{{1,6}}{_SIZE}){{7}}\s{{1,6}}(?:{_TIME}\s{{1,6}}){{3}}{_SIZE}",
        (
            "  0     0    0     0    0     0      0      0 --:--:--  0:00:05 --:--:--     0",
            "100  9.8M  100  9.8M    0     0  10.1M      0 --:--:-- --:--:-- --:--:-- 10.1M",
        ),
    ),
    Bar(
        "rsync",
        rf"\s{{0,12}}{_SIZE}\s{{1,6}}\d{{1,3}}%\s{{1,6}}{_SIZE}/s\s{{1,6}}{_TIME}(?: \([^)]{{1,60}}\))?",
        ("      1,048,576  45%   10.00MB/s    0:00:01",),
    ),
    Bar(
        "pip",
        rf"\s{{0,12}}[━╸╺ ]{{1,200}}\s{{0,4}}{_SIZE}/{_SIZE}(?:\s{{1,4}}{_SIZE}/s)?(?:\s{{1,4}}eta {_TIME})?",
        ("     ━━━━━━━━━━╸━━━━━━━━━ 6.1/12.3 MB 5.6 MB/s eta 0:00:02",),
    ),
    Bar(
        "scp",
        rf"\S[^%]{{0,200}}\s\d{{1,3}}%\s{{1,6}}{_SIZE}\s{{1,6}}{_SIZE}/s\s{{1,6}}{_TIME}(?: ETA)?",
        ("part-0001.csv                      45%  120MB  11.2MB/s   00:12 ETA",),
    ),
)
_BAR = re.compile("|".join(f"(?:{bar.pattern})" for bar in BARS))


def end_of_bar(line: str) -> int:
    """The offset behind a progress bar at the beginning of a line, 0 for none or for a bar alone."""
    if not any(word in line for word in _WORDS):
        return 0
    found = _BAR.match(line)
    return found.end() if found and line[found.end() : found.end() + 400].strip() else 0
