"""What is owed: documents and their items, balances and adjustments, as facts that are never edited."""
