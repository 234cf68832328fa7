"""Builds ``dist/enos-tui-VERSION-linux-ARCH.run``: program, wheels and Debian's CPython in one file."""
