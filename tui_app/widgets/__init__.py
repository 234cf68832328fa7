"""Widgets, which draw given values and post messages about user actions."""
