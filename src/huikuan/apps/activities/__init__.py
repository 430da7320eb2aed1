"""What was done: calls, letters, visits and what came of them."""
