"""What things are: values without I/O and without Textual."""
