"""JSON documents as foldable rows, with paths and differences."""
