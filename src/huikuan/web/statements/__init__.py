"""对账: where every monthly statement stands, what is due of it today, and what the customer answered."""
