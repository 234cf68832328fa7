"""Values, without input, output or Textual."""
