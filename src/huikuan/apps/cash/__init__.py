"""Money received and what it was allocated to."""
