"""The patterns of secrets in texts: a table with examples, which are its tests.

A pattern may have a group ``kept`` before the secret, which stays; the rest of the match is removed.
Quantifiers are bounded, or start where no other match of the same pattern can, so that matching takes linear
time. The order matters: a pattern searches what the patterns before it have left.
"""

from .commands import IN_COMMANDS
from .known_formats import OF_KNOWN_FORMAT
from .names import NAMED
from .network_clients import OF_NETWORK_CLIENTS
from .pattern_parts import SecretPattern

PATTERNS: tuple[SecretPattern, ...] = NAMED + OF_NETWORK_CLIENTS + IN_COMMANDS + OF_KNOWN_FORMAT
