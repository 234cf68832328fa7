"""Escape sequences, drivers, capabilities of terminals, and Textual's private parts."""
