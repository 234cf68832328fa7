"""The log and its pane."""
