"""Between wire, disk and screens: an id goes in, a Lookup comes out."""
