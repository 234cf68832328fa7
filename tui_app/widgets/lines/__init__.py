"""Panes of lines, drawn straight from strips."""
