"""The forms in which secrets stand in texts: a table of patterns, each with the examples that are its tests.

A pattern may hold a group ``kept``, which stands before the secret and stays; all else that it matches is
taken out. Quantifiers are bounded, or begin where no other match of the same form can, so that the time grows
with the length only. The order counts: a form finds what those before it have left.
"""

from .secret_commands import IN_COMMANDS
from .secret_names import NAMED
from .secret_parts import SecretForm
from .secret_shapes import BY_SHAPE

FORMS: tuple[SecretForm, ...] = NAMED + IN_COMMANDS + BY_SHAPE
