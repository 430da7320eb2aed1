"""应收: every open item, and how the sums close to the ledger."""
