"""留痕: who did what, when, on what, and whether the record is whole."""
