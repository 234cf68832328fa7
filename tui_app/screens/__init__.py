"""What fills the terminal; screens never import one another."""
