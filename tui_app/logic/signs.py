"""The program's own signs, and what stands for each where a terminal has ASCII alone."""

ASCII_OF = str.maketrans("✓✗▶◌−…·→←↑↓–“”★◉●○▸▾▴◆≈⟨⟩▒▓░", '+x>.-~-><^v-""*o*.+-^*~<>=#.')
"""One ASCII character for each sign, so that no column moves; the letters of a translation table."""
