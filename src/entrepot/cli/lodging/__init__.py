"""A file of declarations, lodged in batches by several processes, and safe to interrupt at any moment."""
