"""Files: settings, favourites, history, searches, the debug log."""
