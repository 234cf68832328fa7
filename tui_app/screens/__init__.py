"""Full-screen views and dialogs; screens never import one another."""
