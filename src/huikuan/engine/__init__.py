"""The engine thinks: pure functions over typed Polars tables. No files, no clock, no randomness, no language."""
