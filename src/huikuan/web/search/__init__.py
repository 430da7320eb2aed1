"""Looking for a customer, a document or a number, from every page."""
