"""enos-tui: a read-only terminal explorer for EnOS batch-processing task instances.

Imports nothing, so that every other import stays cheap on a jump host.
"""

__version__ = "0.2.0"
