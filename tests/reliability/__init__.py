"""Workers killed at random moments, in processes of their own."""
