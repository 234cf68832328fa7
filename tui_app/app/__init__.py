"""The Textual app, and what it does for the screens: routes, library, watches, clipboard, looks."""
