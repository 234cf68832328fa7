"""Modules that run inside the bundle; the standard library is all they have."""
