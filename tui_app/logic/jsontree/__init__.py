"""JSON as rows to fold, with paths and differences."""
