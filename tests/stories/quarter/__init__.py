"""A company's quarter, told day by day: what happens, the story's own ledger of it, and the house that is told."""
