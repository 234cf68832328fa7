"""The forms of secrets in texts: a table of patterns with examples, which are their tests.

A pattern may have a group ``kept`` before the secret, which stays; the rest of the match is removed.
Quantifiers are bounded, or start where no other match of the same form can, so that matching takes linear
time. The order matters: a form searches what the forms before it have left.
"""

from .commands import IN_COMMANDS
from .names import NAMED
from .network_clients import OF_NETWORK_CLIENTS
from .parts import SecretForm
from .shapes import BY_SHAPE

FORMS: tuple[SecretForm, ...] = NAMED + OF_NETWORK_CLIENTS + IN_COMMANDS + BY_SHAPE
